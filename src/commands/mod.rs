//! One file per command: its arguments, its question to the rooms above, its answer. A command is a file and a line in
//! [`COMMANDS`]; help, completions, the manual page and the choice of formats are all read from that list.

mod alternatives;
mod compare;
mod completions;
mod compose;
mod diff;
mod export;
pub mod failure;
mod import;
mod known;
mod list;
mod man;
mod path;
mod query;
mod recommend;
mod search;
mod show;
mod stats;
mod validate;
mod verify;

use std::path::PathBuf;

use crate::answer::Answer;
use crate::catalog::Catalog;
use crate::catalog::remote::{self, Question};
use crate::store::remote::Service;
use failure::Failure;
pub(crate) use query::duration;

/// A command of the command line.
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Examples for its help, one a line.
    pub examples: &'static str,
    /// The formats it offers, the default first.
    pub formats: &'static [&'static str],
    /// Adds its arguments to a parser.
    pub arguments: fn(clap::Command) -> clap::Command,
    /// Runs it.
    pub run: fn(&clap::ArgMatches, &Context) -> Outcome,
}

/// An answer, or why there is none.
pub type Outcome = Result<Box<dyn Answer>, Failure>;

/// Every command, in the order of the help.
pub const COMMANDS: &[Command] = &[
    recommend::COMMAND,
    alternatives::COMMAND,
    compare::COMMAND,
    show::COMMAND,
    path::COMMAND,
    search::COMMAND,
    list::COMMAND,
    query::COMMAND,
    export::COMMAND,
    import::COMMAND,
    validate::COMMAND,
    diff::COMMAND,
    verify::COMMAND,
    stats::COMMAND,
    completions::COMMAND,
    man::COMMAND,
];

/// The commands that read or write a whole graph, which an endpoint is not asked for.
pub const WHOLE: &[&str] = &["validate", "diff", "import"];

/// What a command works on.
pub struct Context {
    /// The files of `--data`; none: the built-in catalogue.
    pub data: Vec<PathBuf>,
    /// The folder of `--store`, if one is named.
    pub store: Option<PathBuf>,
    /// The service of `--endpoint`, if one is named.
    pub endpoint: Option<Service>,
    /// Whether to say on standard error what is going on.
    pub says: bool,
    /// The format the answer will be shown in.
    pub format: &'static str,
    /// Makes the whole parser: for help, completions and the manual page.
    pub parser: fn() -> clap::Command,
}

impl Context {
    /// What a question needs of the graph to work on: all of it where it is here, the part that matters from an endpoint.
    fn ask(&self, question: impl FnOnce() -> Question) -> Result<Catalog, Failure> {
        match self.service()? {
            Some(service) => Ok(remote::load(service, &question())?),
            None => self.catalog(),
        }
    }

    /// The endpoint to work on, if it is one.
    fn service(&self) -> Result<Option<&Service>, Failure> {
        if self.endpoint.is_some() && !(self.data.is_empty() && self.store.is_none()) {
            return Err(Failure::usage(
                "`--endpoint` names another graph than `--data` and `--store`, expected one of them",
            ));
        }
        Ok(self.endpoint.as_ref())
    }

    /// Opens the whole graph to work on.
    fn catalog(&self) -> Result<Catalog, Failure> {
        match &self.store {
            Some(_) if !self.data.is_empty() => Err(Failure::Usage {
                message: "`--data` and `--store` name two graphs, expected one of them".to_owned(),
                hints: vec!["`stackgen import FILE… --store DIR` adds files to a store".to_owned()],
            }),
            Some(folder) => {
                Catalog::of_store(folder).map_err(|error| Failure::usage(error.to_string()))
            }
            None => Catalog::open(&self.data).map_err(Failure::Input),
        }
    }
}

/// A command's arguments, read by clap.
trait Arguments: clap::Args {
    /// Answers.
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure>;
}

/// Adds the arguments of a command to its parser, with the formats and examples of its help.
fn arguments<A: Arguments>(parser: clap::Command) -> clap::Command {
    let name = parser.get_name().to_owned();
    let parser = A::augment_args(parser);
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return parser;
    };
    let mut help = String::new();
    if command.formats.len() > 1 {
        help = format!("Formats: {}\n\n", command.formats.join(", "));
    }
    help.push_str("Examples:");
    for line in command.examples.lines() {
        help.push_str("\n  ");
        help.push_str(line);
    }
    parser.after_help(help)
}

/// Reads the arguments and runs the command.
fn run<A: Arguments>(
    matches: &clap::ArgMatches,
    context: &Context,
) -> Result<Box<dyn Answer>, Failure> {
    A::from_arg_matches(matches)
        .map_err(|error| Failure::usage(error.to_string()))?
        .run(context)
}
