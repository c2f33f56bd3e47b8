//! The command line: global options, where the answer goes, what is said on errors, the exit status.

mod save;
mod signals;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::{ArgMatches, Args as _, FromArgMatches as _};

use crate::answer::Answer;
use crate::base::nearest::nearest;
use crate::base::notes::say;
use crate::base::text::one_line;
use crate::commands::failure::Failure;
use crate::commands::{COMMANDS, Command, Context, WHOLE, duration};
use crate::render::{self, Format, Style};
use crate::store::remote::{Credentials, Service, TIMEOUT};

const AFTER_HELP: &str = "Examples:
  stackgen recommend --lang go --need messaging
  stackgen alternatives hystrix
  stackgen export --focus rabbitmq --depth 1 -o rabbitmq.svg
  stackgen query 'SELECT ?a ?b { ?a sg:builtOn ?b } LIMIT 10'

Exit status: 0 done; 1 nothing found or a check did not hold; 2 wrong usage or bad input.";

/// Options of every command.
#[derive(clap::Args)]
struct Globals {
    /// Work on these files instead of the built-in catalogue: awesome lists, a CNCF landscape, RDF, a folder of CSV tables or a store; `builtin` adds the catalogue to them
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    data: Vec<PathBuf>,
    /// Work on the store in this folder, which `import` makes, instead of the built-in catalogue
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help_heading = "Global options"
    )]
    store: Option<PathBuf>,
    /// Work on a SPARQL 1.1 service, which is asked for no more than the question needs, instead of the built-in catalogue; a name and a password may stand in the environment as `STACKGEN_ENDPOINT_USER` and `STACKGEN_ENDPOINT_PASSWORD`, a token as `STACKGEN_ENDPOINT_TOKEN`
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help_heading = "Global options"
    )]
    endpoint: Option<String>,
    /// Format of the answer; each command's help names its own, the first is the default
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        help_heading = "Global options"
    )]
    format: Option<String>,
    /// Write the answer to a file; its extension chooses the format
    #[arg(
        short,
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    output: Option<PathBuf>,
    /// When to use colour; the environment variable `NO_COLOR` turns it off
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    color: Color,
    /// Say nothing but the answer and errors
    #[arg(short, long, global = true, help_heading = "Global options")]
    quiet: bool,
    /// Say more on the way
    #[arg(short, long, global = true, help_heading = "Global options")]
    verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// The parser of the whole command line.
#[must_use]
pub fn parser() -> clap::Command {
    let program = clap::Command::new("stackgen")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100);
    // The options bring the words of their struct with them, so the program says what it is after them.
    let program = Globals::augment_args(program)
        .about("Technology stacks from a knowledge graph of curated lists, with the reasons");
    COMMANDS.iter().fold(program, |program, command| {
        // Its arguments are only made when it is the one: fourteen commands cost more than an answer.
        program.subcommand(
            clap::Command::new(command.name)
                .about(command.about)
                .defer(command.arguments),
        )
    })
}

/// Runs a command line, its first word being the program's name; returns the exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    signals::ignore_file_size_limit();
    let matches = match parser().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return instead_of_an_answer(&error),
    };
    match answer(&matches) {
        Ok(status) => status,
        Err(failure) => {
            report(&failure);
            failure.status()
        }
    }
}

/// Help and version are answers, which must arrive; everything else is wrong usage, whoever hears of it.
fn instead_of_an_answer(error: &clap::Error) -> u8 {
    let printed = error.print();
    if error.use_stderr() {
        return 2;
    }
    match arrived(printed.and_then(|()| std::io::stdout().flush())) {
        Ok(()) => 0,
        Err(failure) => {
            report(&failure);
            failure.status()
        }
    }
}

fn answer(matches: &ArgMatches) -> Result<u8, Failure> {
    let globals =
        Globals::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
    let (name, arguments) = matches
        .subcommand()
        .ok_or_else(|| Failure::usage("no command"))?;
    let command = COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(|| Failure::usage(format!("unknown command `{name}`")))?;
    let format = format(command, &globals)?;
    let endpoint = globals.endpoint.as_deref();
    if endpoint.is_some() && WHOLE.contains(&name) {
        return Err(Failure::Usage {
            message: format!("`{name}` works on a whole graph, which an endpoint is not asked for"),
            hints: vec!["work on the files with `--data` or `--store`".to_owned()],
        });
    }
    let context = Context {
        endpoint: endpoint.map(|url| service(url, &globals)).transpose()?,
        data: globals.data.clone(),
        store: globals.store.clone(),
        says: !globals.quiet,
        format: format.name,
        parser,
    };
    let start = std::time::Instant::now();
    let answer = (command.run)(arguments, &context)?;
    if globals.verbose {
        say(&format!("answered in {:.1?}", start.elapsed()));
    }
    deliver(answer.as_ref(), format, &globals)?;
    Ok(u8::from(!answer.found()))
}

/// The service of `--endpoint`, with who asks it: names and passwords on the command line would stay in the shell's history.
fn service(url: &str, globals: &Globals) -> Result<Service, Failure> {
    let variable = |name: &str| match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|it| !it.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(_) => Err(Failure::usage(format!("{name} is not UTF-8"))),
    };
    let user = variable("STACKGEN_ENDPOINT_USER")?;
    let password = variable("STACKGEN_ENDPOINT_PASSWORD")?;
    let credentials = match (user, password, variable("STACKGEN_ENDPOINT_TOKEN")?) {
        (None, None, None) => Credentials::None,
        (None, None, Some(token)) => Credentials::Bearer(token),
        (Some(user), password, None) => Credentials::Basic {
            user,
            password: password.unwrap_or_default(),
        },
        (None, Some(_), None) => {
            return Err(Failure::usage(
                "STACKGEN_ENDPOINT_PASSWORD without STACKGEN_ENDPOINT_USER, expected both",
            ));
        }
        (_, _, Some(_)) => {
            return Err(Failure::usage(
                "STACKGEN_ENDPOINT_TOKEN beside a name or a password, expected one of the two",
            ));
        }
    };
    let timeout = match variable("STACKGEN_ENDPOINT_TIMEOUT")? {
        Some(text) => duration(&text)
            .map_err(|error| Failure::usage(format!("STACKGEN_ENDPOINT_TIMEOUT: {error}")))?,
        None => TIMEOUT,
    };
    Ok(Service {
        url: url.to_owned(),
        credentials,
        timeout,
        say: if globals.verbose {
            |text| say(&one_line(text))
        } else {
            |_| {}
        },
        note: if globals.quiet {
            |_| {}
        } else {
            |text| say(&format!("note: {}", one_line(text)))
        },
    })
}

/// The format asked for, that of the output file's extension, or the command's first.
fn format(command: &Command, globals: &Globals) -> Result<&'static Format, Failure> {
    let allowed = command.formats;
    let name = match (&globals.format, &globals.output) {
        (Some(name), _) => name.to_lowercase(),
        (None, Some(path)) => {
            let extension = path
                .extension()
                .map(|it| it.to_string_lossy().into_owned())
                .unwrap_or_default();
            let known = render::by_extension(&extension).find(|name| allowed.contains(name));
            known.unwrap_or(allowed[0]).to_owned()
        }
        (None, None) => allowed[0].to_owned(),
    };
    allowed
        .iter()
        .find(|known| **known == name)
        .and_then(|known| render::format(known))
        .ok_or_else(|| Failure::Usage {
            message: format!(
                "unknown format `{name}` of `{}`, expected {}",
                command.name,
                allowed.join(", ")
            ),
            hints: nearest(&name, allowed.iter().copied())
                .map(|near| format!("did you mean `{near}`?"))
                .into_iter()
                .collect(),
        })
}

fn deliver(answer: &dyn Answer, format: &Format, globals: &Globals) -> Result<(), Failure> {
    let terminal = globals.output.is_none() && std::io::stdout().is_terminal();
    if terminal && format.name == "png" {
        return Err(Failure::Usage {
            message: "a picture in PNG does not fit a terminal".to_owned(),
            hints: vec!["name a file with `-o picture.png`".to_owned()],
        });
    }
    let style = Style {
        width: terminal.then(|| terminal_size::terminal_size().map_or(80, |(width, _)| width.0)),
        color: match globals.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()),
        },
    };
    let bytes = render::render(answer, format, style).map_err(Failure::usage)?;
    if let Some(path) = &globals.output {
        save::save(path, &bytes).map_err(|error| {
            Failure::usage(format!("{}: cannot be written: {error}", path.display()))
        })
    } else {
        let mut out = std::io::stdout().lock();
        arrived(out.write_all(&bytes).and_then(|()| out.flush()))
    }
}

/// What became of an answer on standard output: a reader that has seen enough is no error.
fn arrived(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::usage(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

fn report(failure: &Failure) {
    let tell = |message: &str, hints: &[String]| {
        say(&format!("error: {}", one_line(message)));
        for hint in hints {
            say(&format!("hint: {}", one_line(hint)));
        }
    };
    match failure {
        Failure::Usage { message, hints } | Failure::Nothing { message, hints } => {
            tell(message, hints);
        }
        Failure::Input(problems) => {
            for problem in problems.iter().take(50) {
                let message = format!("{}: {}", problem.place, problem.message);
                tell(&message, problem.hint.as_slice());
            }
            if problems.len() > 50 {
                say(&format!("error: and {} more", problems.len() - 50));
            }
        }
    }
}
