//! What a shell asks while somebody types: names of needs, languages, entries, standards, categories and formats, from the
//! graph. The scripts of `completions` call the program with `COMPLETE=SHELL` and the words so far.

use std::ffi::{OsStr, OsString};

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, CompleteEnv, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use super::environment;
use crate::base::vocabulary as sg;
use crate::commands::{self, World, known};
use crate::render;

const VARIABLE: &str = "COMPLETE";
const SHELLS: [&dyn EnvCompleter; 5] = [&Bash, &Elvish, &Fish, &Powershell, &Zsh];

/// Answers a shell; false where none asks.
pub(super) fn complete(arguments: &[OsString], parser: fn() -> clap::Command) -> bool {
    let asks = |it: &OsString| SHELLS.iter().any(|shell| it.to_str() == Some(shell.name()));
    // Somebody's own variable of that name has no say over the program.
    if !std::env::var_os(VARIABLE).is_some_and(|it| asks(&it))
        || arguments.get(1).is_none_or(|it| it != "--")
    {
        return false;
    }
    let environment = CompleteEnv::with_factory(|| knowing(parser()));
    let here = std::env::current_dir().ok();
    // A shell has no use for an error in the middle of a line.
    drop(environment.try_complete(arguments.iter().cloned(), here.as_deref()));
    true
}

/// The lines that make a shell ask, after those by which it completes without.
pub(super) fn registration(shell: &str) -> Option<String> {
    let asking = SHELLS.iter().find(|it| it.name() == shell)?;
    let mut script = Vec::new();
    let written =
        asking.write_registration(VARIABLE, "stackgen", "stackgen", "stackgen", &mut script);
    written.ok()?;
    let script = String::from_utf8(script).ok()?;
    // Where the program is not on the path, the lines above have to do.
    Some(match shell {
        "bash" | "zsh" => {
            format!("\nif command -v stackgen >/dev/null 2>&1; then\n{script}\nfi\n")
        }
        "fish" => format!(
            "\nif command -q stackgen\ncomplete --erase --command stackgen\n{script}\nend\n"
        ),
        _ => return None,
    })
}

/// The things that an argument names.
#[derive(Clone, Copy)]
enum Names {
    Of(&'static [&'static str]),
    Relations,
}

const ENTRIES: Names = Names::Of(&[sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION]);
const ANYTHING: Names = Names::Of(&[
    sg::TECHNOLOGY,
    sg::STANDARD,
    sg::PUBLICATION,
    sg::NEED,
    sg::LANGUAGE,
    sg::SYSTEM,
    sg::SOURCE,
]);

/// Argument → what it names, in every command that has it.
const ARGUMENTS: &[(&str, Names)] = &[
    ("need", Names::Of(&[sg::NEED, sg::COLLECTION])),
    ("category", Names::Of(&[sg::NEED, sg::CATEGORY])),
    ("lang", Names::Of(&[sg::LANGUAGE])),
    ("standard", Names::Of(&[sg::STANDARD])),
    ("with", Names::Of(&[sg::TECHNOLOGY])),
    ("without", Names::Of(&[sg::TECHNOLOGY])),
    ("entries", ENTRIES),
    ("entry", ANYTHING),
    ("from", ANYTHING),
    ("to", ANYTHING),
    ("focus", ANYTHING),
    ("relation", Names::Relations),
];

/// The parser with the names that each argument takes.
fn knowing(parser: clap::Command) -> clap::Command {
    let names: Vec<String> = parser
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    names.into_iter().fold(parser, |parser, name| {
        parser.mut_subcommand(&name, |command| {
            let arguments: Vec<String> = command
                .get_arguments()
                .map(|it| it.get_id().to_string())
                .collect();
            let is_import = name == "import";
            let command = ARGUMENTS
                .iter()
                .filter(|(argument, _)| !is_import && arguments.iter().any(|it| it == argument))
                .fold(command, |command, (argument, names)| {
                    let names = *names;
                    let completer = ArgValueCompleter::new(move |begun: &OsStr| names.of(begun));
                    command.mut_arg(argument, |it| it.add(completer))
                });
            match commands::named(&name) {
                Some(known) => command.arg(format(known)),
                None => command,
            }
        })
    })
}

/// `--format` with the formats of one command.
fn format(command: &'static commands::Command) -> clap::Arg {
    let names = render::formats(command.shapes)
        .into_iter()
        .map(|it| it.name);
    clap::Arg::new("format")
        .short('F')
        .long("format")
        .help("Format of the answer")
        .value_parser(clap::builder::PossibleValuesParser::new(names))
}

impl Names {
    /// Those that begin as the word does.
    fn of(self, begun: &OsStr) -> Vec<CompletionCandidate> {
        let begun = begun.to_string_lossy().to_lowercase();
        match self {
            Self::Relations => {
                let names = known::relation_names().into_iter();
                let names = names.filter(|it| it.starts_with(&begun));
                names.map(CompletionCandidate::new).collect()
            }
            Self::Of(classes) => {
                // The graph that a command would work on.
                let Ok(origin) = environment::origin() else {
                    return Vec::new();
                };
                let found = known::slugs(&World::new(origin), classes, &begun).into_iter();
                let candidate = |(slug, label): (String, String)| {
                    CompletionCandidate::new(slug).help(Some(label.into()))
                };
                found.map(candidate).collect()
            }
        }
    }
}
