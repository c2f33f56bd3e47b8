//! What only a shell needs, and no other door: completions and manual pages, both read from the parser.

use clap::{ArgMatches, Args};

use super::completion;
use crate::commands::failure::{Failure, Named};

/// A command that writes text made from the parser.
pub(super) struct ShellCommand {
    pub(super) name: &'static str,
    pub(super) examples: &'static [&'static str],
    pub(super) words: fn(clap::Command) -> clap::Command,
    pub(super) run: fn(&ArgMatches, clap::Command) -> Result<Vec<u8>, Failure>,
}

/// They come after the others in the help.
pub(super) const SHELL_COMMANDS: &[ShellCommand] = &[
    ShellCommand {
        name: "completions",
        examples: &[
            "stackgen completions bash > ~/.local/share/bash-completion/completions/stackgen",
            "stackgen completions zsh > ~/.zfunc/_stackgen",
        ],
        words: Completions::augment_args,
        run: |matches, parser| Ok(read::<Completions>(matches)?.text(parser)),
    },
    ShellCommand {
        name: "man",
        examples: &[
            "stackgen man > stackgen.1",
            "stackgen man recommend | man -l -",
        ],
        words: Man::augment_args,
        run: |matches, parser| read::<Man>(matches)?.text(parser),
    },
];

fn read<A: Args>(matches: &ArgMatches) -> Result<A, Failure> {
    A::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))
}

/// Completions for a shell: bash, elvish, fish, powershell, zsh
#[derive(Args)]
struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    fn text(&self, mut parser: clap::Command) -> Vec<u8> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut parser, "stackgen", &mut bytes);
        let asking = completion::registration(&self.shell.to_string());
        bytes.extend(asking.unwrap_or_default().into_bytes());
        bytes
    }
}

/// The manual page, of the whole program or of one command
#[derive(Args)]
struct Man {
    /// A command
    command: Option<String>,
}

impl Man {
    fn text(&self, mut parser: clap::Command) -> Result<Vec<u8>, Failure> {
        parser.build();
        if let Some(name) = &self.command {
            let Some(found) = parser.find_subcommand(name).cloned() else {
                let names: Vec<&str> = parser
                    .get_subcommands()
                    .map(clap::Command::get_name)
                    .collect();
                return Err(Failure::none_of(Named::Command, name, &names));
            };
            let full: &'static str = Box::leak(format!("stackgen-{name}").into_boxed_str());
            parser = found.name(full).display_name(full);
        }
        let mut bytes = Vec::new();
        clap_mangen::Man::new(parser)
            .render(&mut bytes)
            .map_err(|error| Failure::usage(error.to_string()))?;
        Ok(bytes)
    }
}
