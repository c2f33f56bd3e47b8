//! `man`: the manual page.

use super::completions::Text;
use super::failure::Failure;
use super::{Arguments, COMMANDS, Command, Context, arguments, run};
use crate::answer::Answer;

pub(super) const COMMAND: Command = Command {
    name: "man",
    about: "The manual page, of the whole program or of one command",
    examples: "stackgen man > stackgen.1
stackgen man recommend | man -l -",
    formats: &["table"],
    arguments: arguments::<Man>,
    run: run::<Man>,
};

#[derive(clap::Args)]
struct Man {
    /// A command
    command: Option<String>,
}

impl Arguments for Man {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let mut parser = (context.parser)();
        parser.build();
        if let Some(name) = &self.command {
            let names = COMMANDS.iter().map(|command| command.name);
            let Some(found) = parser.find_subcommand(name).cloned() else {
                let near = crate::base::nearest::nearest(name, names);
                return Err(Failure::unknown("command", name, near, "stackgen --help"));
            };
            let full: &'static str = Box::leak(format!("stackgen-{name}").into_boxed_str());
            parser = found.name(full).display_name(full);
        }
        let mut bytes = Vec::new();
        clap_mangen::Man::new(parser)
            .render(&mut bytes)
            .map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Box::new(Text(bytes)))
    }
}
