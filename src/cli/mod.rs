//! The command line: global options, where the answer goes, what is said on errors, the exit status.

mod completion;
mod doors;
mod environment;
mod fields;
mod pager;
mod save;
mod shell;
mod signals;
mod words;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{ArgMatches, Args as _, FromArgMatches as _};

use crate::answer::{Answer, Shape, Solutions};
use crate::base::nearest::nearest;
use crate::base::notes::say;
use crate::base::text::{one_line, shown};
use crate::commands::args::Time;
use crate::commands::failure::Failure;
use crate::commands::{self, COMMANDS, Command, Input, Origin, World};
use crate::render::{self, Drawing, Format, Ground, Rendered, Style};
use crate::store::remote::{Credentials, Service, TIMEOUT};
use crate::store::sparql::MOST_RESULTS;
use doors::DOORS;
use shell::SHELL_COMMANDS;

const AFTER_HELP: &str = "Examples:
  stackgen recommend --lang go --need messaging
  stackgen alternatives hystrix
  stackgen export --focus rabbitmq --depth 1 -o rabbitmq.svg
  stackgen query 'SELECT ?a ?b { ?a sg:builtOn ?b } LIMIT 10'

Exit status: 0 done; 1 nothing found or a check did not hold; 2 wrong usage or bad input.";

/// Options of every command.
#[derive(clap::Args)]
struct Globals {
    /// Work on these files instead of the built-in catalogue: awesome lists, a CNCF landscape, tables, tech radars, RDF, a folder of CSV tables or a store; `builtin` adds the catalogue to them, `-` is the standard input; the environment's `STACKGEN_DATA` stands for it
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    data: Vec<PathBuf>,
    /// Work on the store in this folder, which `import` makes, instead of the built-in catalogue; the environment's `STACKGEN_STORE` stands for it
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help_heading = "Global options"
    )]
    store: Option<PathBuf>,
    /// What relative IRIs in RDF, queries and shapes are relative to, instead of the file they stand in
    #[arg(
        long,
        global = true,
        value_name = "IRI",
        help_heading = "Global options"
    )]
    base: Option<String>,
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
        short = 'F',
        long,
        global = true,
        value_name = "FORMAT",
        help_heading = "Global options"
    )]
    format: Option<String>,
    /// JSON with only these members of each item, such as `entry,score`
    #[arg(
        long,
        global = true,
        value_name = "FIELDS",
        value_delimiter = ',',
        conflicts_with = "format",
        help_heading = "Global options"
    )]
    json: Vec<String>,
    /// Write the answer to a file; its extension chooses the format
    #[arg(
        short,
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    output: Option<PathBuf>,
    /// Width to height of a picture, such as 16:9; a slide's unless told otherwise
    #[arg(
        long,
        global = true,
        value_name = "W:H",
        value_parser = ratio,
        help_heading = "Global options"
    )]
    ratio: Option<f64>,
    /// At most so many boxes and names in a picture; the rest is counted
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = limit,
        help_heading = "Global options"
    )]
    limit: Option<usize>,
    /// Pixels of a PNG for each of the SVG; 2 unless told otherwise
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = scale,
        help_heading = "Global options"
    )]
    scale: Option<f32>,
    /// What a picture stands on
    #[arg(
        long,
        global = true,
        value_name = "GROUND",
        default_value = "auto",
        help_heading = "Global options"
    )]
    ground: Background,
    /// When to use colour; the environment variable `NO_COLOR` turns it off
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    color: Color,
    /// Show what is longer than the terminal through the program that the environment's `PAGER` names
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pager: Paging,
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

/// What a picture stands on.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Background {
    /// Light; SVG and HTML turn dark where the viewer does
    Auto,
    /// White
    Light,
    /// Dark
    Dark,
    /// Whatever is behind the picture
    Transparent,
}

/// Reads `16:9`, or a number.
fn ratio(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| *it > 0.0);
    let read = match text.split_once(':') {
        Some((width, height)) => number(width).zip(number(height)).map(|(w, h)| w / h),
        None => number(text),
    };
    read.filter(|it| (0.2..=5.0).contains(it))
        .ok_or_else(|| "expected width and height from 1:5 to 5:1, such as 16:9".to_owned())
}

fn scale(text: &str) -> Result<f32, String> {
    let read = text.trim().parse::<f32>().ok();
    read.filter(|it| (0.1..=10.0).contains(it))
        .ok_or_else(|| "expected a number from 0.1 to 10".to_owned())
}

fn limit(text: &str) -> Result<usize, String> {
    let read = text.trim().parse::<usize>().ok();
    read.filter(|it| *it > 0)
        .ok_or_else(|| "expected a number of boxes, from 1 on".to_owned())
}

impl Globals {
    fn drawing(&self) -> Drawing {
        Drawing {
            ratio: self.ratio,
            limit: self.limit,
            scale: self.scale,
            ground: match self.ground {
                Background::Auto => Ground::Auto,
                Background::Light => Ground::Light,
                Background::Dark => Ground::Dark,
                Background::Transparent => Ground::Transparent,
            },
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Paging {
    Auto,
    Never,
}

/// The parser of the whole command line: for help, completions and the manual page.
#[must_use]
pub fn parser() -> clap::Command {
    let commands = words_of_all().map(|(name, words)| explained(words(clap::Command::new(name))));
    program().subcommands(commands)
}

/// The same with no more than the commands that `arguments` name: making them all takes longer than an answer. Knows no
/// descriptions of the commands.
fn quick_parser(arguments: &[OsString]) -> clap::Command {
    let commands = words_of_all()
        .filter(|(name, _)| arguments.iter().any(|it| it == name))
        .map(|(name, words)| clap::Command::new(name).defer(words));
    program().subcommands(commands)
}

/// Name and arguments of every command.
fn words_of_all() -> impl Iterator<Item = (&'static str, fn(clap::Command) -> clap::Command)> {
    let shell = SHELL_COMMANDS.iter().map(|it| (it.name, it.words));
    let doors = DOORS.iter().map(|it| (it.name, it.words));
    let commands = COMMANDS.iter().map(|it| (it.name, it.words));
    commands.chain(doors).chain(shell)
}

fn program() -> clap::Command {
    let program = clap::Command::new("stackgen")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100);
    // The options bring the words of their struct with them, so the program says what it is after them.
    Globals::augment_args(program)
        .about("Technology stacks from a knowledge graph of curated lists, with the reasons")
}

/// Adds formats and examples to the help of a command.
fn explained(parser: clap::Command) -> clap::Command {
    let name = parser.get_name();
    let shell = SHELL_COMMANDS.iter().map(|it| (it.name, it.examples));
    let doors = DOORS.iter().map(|it| (it.name, it.examples));
    let other = shell.chain(doors).find(|(it, _)| *it == name);
    let (formats, examples) = match (commands::named(name), other) {
        (Some(command), _) => (render::formats(command.shapes), command.examples),
        (None, Some((_, examples))) => (Vec::new(), examples),
        (None, None) => return parser,
    };
    let mut help = String::new();
    if formats.len() > 1 {
        let names: Vec<&str> = formats.iter().map(|it| it.name).collect();
        help = format!("Formats: {}\n\n", names.join(", "));
    }
    help.push_str("Examples:");
    for line in examples {
        help.push_str("\n  ");
        help.push_str(line);
    }
    parser.after_help(help)
}

/// Runs a command line, its first word being the program's name; returns the exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    signals::ignore_file_size_limit();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if completion::complete(&arguments, parser) {
        return 0;
    }
    // Help and errors are told by the parser that knows everything.
    let matches = quick_parser(&arguments)
        .try_get_matches_from(&arguments)
        .or_else(|error| match error.kind() {
            ErrorKind::DisplayVersion => Err(error),
            _ => parser().try_get_matches_from(&arguments),
        });
    let matches = match matches {
        Ok(matches) => matches,
        Err(error) => return instead_of_an_answer(&error),
    };
    match answer(&matches) {
        Ok(status) => status,
        Err(failure) => {
            report(&failure, matches.subcommand_name().unwrap_or_default());
            if let Some(way) = way_to_the_catalogue(&failure, &matches) {
                say(&format!("hint: {}", shown(&way)));
            }
            failure.status()
        }
    }
}

/// Help and version are answers, which must arrive; everything else is wrong usage, whoever hears of it.
fn instead_of_an_answer(error: &clap::Error) -> u8 {
    if error.use_stderr() {
        wrong_usage(error);
        return 2;
    }
    match arrived(error.print().and_then(|()| std::io::stdout().flush())) {
        Ok(()) => 0,
        Err(failure) => {
            report(&failure, "");
            failure.status()
        }
    }
}

/// What the parser of arguments says, which repeats them as they are: as long as somebody typed them, with whatever steers a
/// terminal.
fn wrong_usage(error: &clap::Error) {
    let text = error.render().to_string();
    let lines: Vec<String> = text.lines().map(shown).collect();
    if lines
        .iter()
        .zip(text.lines())
        .all(|(shown, line)| shown == line)
    {
        // In its colours.
        drop(error.print());
    } else {
        say(&lines.join("\n"));
    }
}

fn answer(matches: &ArgMatches) -> Result<u8, Failure> {
    let globals =
        Globals::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
    let (name, arguments) = matches
        .subcommand()
        .ok_or_else(|| Failure::usage("no command"))?;
    if let Some(shell) = SHELL_COMMANDS.iter().find(|it| it.name == name) {
        let bytes = (shell.run)(arguments, parser())?;
        write(Rendered::Whole(bytes), &globals)?;
        return Ok(0);
    }
    if let Some(door) = DOORS.iter().find(|it| it.name == name) {
        (door.run)(arguments, world(&globals)?)?;
        return Ok(0);
    }
    let command =
        commands::named(name).ok_or_else(|| Failure::usage(format!("unknown command `{name}`")))?;
    let format = format(command, &globals)?;
    // Who asks others through a server has no files here, and their rows are not written as they come.
    let mut world = world(&globals)?.with_files().streamed();
    if !format.writes(&[Shape::Diagram]) {
        world = world.without_pictures();
    }
    if format.writes(&[Shape::Page]) {
        world = world.for_pages();
    }
    let start = std::time::Instant::now();
    let answer = (command.ask)(Input::Words(arguments), &world)?;
    if globals.verbose {
        say(&format!("answered in {:.1?}", start.elapsed()));
    }
    deliver(answer.as_ref(), command, format, &globals)?;
    if let Some(left_out) = answer.left_out(format.name).filter(|_| !globals.quiet) {
        say(&format!("note: {left_out}"));
    }
    if let Some(hint) = answer
        .hint()
        .filter(|_| format.name == "table" && !globals.quiet)
    {
        say(&format!("hint: {}", one_line(&hint)));
    }
    Ok(u8::from(!answer.found()))
}

fn way_to_the_catalogue(failure: &Failure, matches: &ArgMatches) -> Option<String> {
    let globals = Globals::from_arg_matches(matches).ok()?;
    environment::beside_the_catalogue(failure, &origin(&globals).ok()?)
}

/// The graph that the options name, or else the environment.
fn origin(globals: &Globals) -> Result<Origin, Failure> {
    Ok(
        match (&globals.endpoint, &globals.store, globals.data.as_slice()) {
            (None, None, []) => environment::origin()?,
            (None, None, data) => Origin::Files(data.to_vec()),
            (None, Some(folder), []) => Origin::Store(folder.clone()),
            (Some(url), None, []) => Origin::Endpoint(service(url, globals)?),
            (None, Some(_), _) => {
                return Err(Failure::Usage {
                    message: "`--data` and `--store` name two graphs, expected one of them"
                        .to_owned(),
                    hints: vec![
                        "`stackgen import FILE… --store DIR` adds files to a store".to_owned(),
                    ],
                });
            }
            (Some(_), ..) => {
                return Err(Failure::usage(
                    "`--endpoint` names another graph than `--data` and `--store`, expected one of them",
                ));
            }
        },
    )
}

/// What the options say the command works on.
fn world(globals: &Globals) -> Result<World, Failure> {
    let world = World::new(origin(globals)?).with_base(globals.base.clone());
    if globals.quiet {
        return Ok(world);
    }
    Ok(world.with_notes(|text| say(&one_line(text))))
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
        Some(text) => {
            let Time(timeout) = text
                .parse()
                .map_err(|error| Failure::usage(format!("STACKGEN_ENDPOINT_TIMEOUT: {error}")))?;
            timeout
        }
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
    let allowed = render::formats(command.shapes);
    if !globals.json.is_empty() {
        return Ok(fields::format(globals.output.as_deref()));
    }
    let name = match (&globals.format, &globals.output) {
        (Some(name), _) => name.to_lowercase(),
        (None, Some(path)) => match path.extension() {
            Some(extension) => {
                let extension = extension.to_string_lossy();
                return by_extension(command, &extension, &allowed);
            }
            None => allowed[0].name.to_owned(),
        },
        (None, None) => allowed[0].name.to_owned(),
    };
    let found = allowed.iter().copied().find(|known| known.name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = allowed.iter().map(|it| it.name).collect();
        Failure::Usage {
            message: format!(
                "unknown format `{name}` of `{}`, expected {}",
                command.name,
                names.join(", ")
            ),
            hints: nearest(&name, names.iter().copied())
                .map(|near| format!("did you mean `{near}`?"))
                .into_iter()
                .collect(),
        }
    })
}

/// The format that an output file's extension means; another one would be written unseen.
fn by_extension(
    command: &Command,
    extension: &str,
    allowed: &[&'static Format],
) -> Result<&'static Format, Failure> {
    let mut meant = render::by_extension(extension);
    let found = meant.find_map(|name| allowed.iter().find(|it| it.name == name));
    found.copied().ok_or_else(|| {
        let known = allowed.iter().flat_map(|it| it.extensions);
        let known: Vec<String> = known.map(|it| format!(".{it}")).collect();
        let near = nearest(
            extension,
            allowed.iter().flat_map(|it| it.extensions).copied(),
        );
        let mut hints: Vec<String> = near
            .map(|near| format!("did you mean `.{near}`?"))
            .into_iter()
            .collect();
        hints.push("`--format` chooses the format, whatever the file is called".to_owned());
        Failure::Usage {
            message: format!(
                "the extension `.{extension}` stands for no format of `{}`, expected {}",
                command.name,
                known.join(", ")
            ),
            hints,
        }
    })
}

/// Refuses a format that this very answer cannot be written in.
fn check_format(answer: &dyn Answer, format: &Format) -> Result<(), Failure> {
    let Some(shapes) = answer.shapes().filter(|shapes| !format.writes(shapes)) else {
        return Ok(());
    };
    let names: Vec<&str> = render::formats(shapes).iter().map(|it| it.name).collect();
    if let (Some(Solutions::Rows { .. }), "table") = (answer.solutions(), format.name) {
        return Err(Failure::Usage {
            message: format!("more than {MOST_RESULTS} rows do not make a table"),
            hints: vec![
                "name a format that is written as it comes, such as `--format csv`, or add a LIMIT"
                    .to_owned(),
            ],
        });
    }
    Err(Failure::usage(format!(
        "this answer has no format `{}`, expected {}",
        format.name,
        names.join(", ")
    )))
}

fn deliver(
    answer: &dyn Answer,
    command: &Command,
    format: &Format,
    globals: &Globals,
) -> Result<(), Failure> {
    check_format(answer, format)?;
    let terminal = globals.output.is_none() && std::io::stdout().is_terminal();
    if terminal && format.name == "png" {
        return Err(Failure::Usage {
            message: "a picture in PNG does not fit a terminal".to_owned(),
            hints: vec!["name a file with `-o picture.png`".to_owned()],
        });
    }
    if let Some(folder) = globals.output.as_deref().filter(|it| is_folder(it)) {
        return write_folder(folder, answer.files(format.name), format);
    }
    let size = terminal.then(terminal_size::terminal_size).flatten();
    let columns = size.map(|(columns, _)| columns.0).or_else(columns);
    let color = match globals.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()),
    };
    let style = Style {
        say: (!globals.quiet).then_some(say as fn(&str)),
        width: terminal.then(|| columns.unwrap_or(80)),
        color,
        links: color && terminal,
        drawing: globals.drawing(),
    };
    let rendered = if globals.json.is_empty() {
        render::rendered(answer, command.shapes, format, style).map_err(Failure::usage)?
    } else {
        Rendered::Whole(fields::chosen(&answer.json(), &globals.json, format)?)
    };
    if let Some((_, height)) = size
        && globals.pager == Paging::Auto
        && let Rendered::Whole(bytes) = &rendered
        && pager::is_longer(bytes, height.0)
        && pager::page(bytes)
    {
        return Ok(());
    }
    write(rendered, globals)
}

/// The columns of a terminal that does not know its rows, as one that a program made.
#[cfg(unix)]
fn columns() -> Option<u16> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some(size.ws_col).filter(|it| *it > 0)
}

#[cfg(not(unix))]
fn columns() -> Option<u16> {
    None
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

/// Writes the files of an answer into a folder, which is made where it is not there.
fn write_folder(
    folder: &Path,
    files: Vec<(&'static str, Vec<u8>)>,
    format: &Format,
) -> Result<(), Failure> {
    let refused = |path: &Path, error: &std::io::Error| {
        Failure::usage(format!("{}: cannot be written: {error}", path.display()))
    };
    if files.is_empty() {
        return Err(Failure::usage(format!(
            "{}: is a folder, expected a file: `{}` writes one",
            folder.display(),
            format.name
        )));
    }
    std::fs::create_dir_all(folder).map_err(|error| refused(folder, &error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        save::save(&path, |out| out.write_all(&bytes)).map_err(|error| refused(&path, &error))?;
    }
    Ok(())
}

/// Writes an answer to the file named or to standard output.
fn write(rendered: Rendered<'_>, globals: &Globals) -> Result<(), Failure> {
    let pieces = |out: &mut dyn Write| match rendered {
        Rendered::Whole(bytes) => out.write_all(&bytes),
        Rendered::Pieces(write) => write(out),
    };
    if let Some(path) = &globals.output {
        match save::save(path, pieces) {
            // Only a pipe breaks: a reader that has seen enough is no error there either.
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::usage(
                format!("{}: cannot be written: {error}", path.display()),
            )),
            _ => Ok(()),
        }
    } else {
        let mut out = std::io::stdout().lock();
        arrived(pieces(&mut out).and_then(|()| out.flush()))
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

/// At most so many problems are told: a file of another format has one a line.
const MOST_TOLD: usize = 50;

fn report(failure: &Failure, command: &str) {
    let told = words::words(failure, command);
    for said in told.iter().take(MOST_TOLD) {
        say(&format!("error: {}", shown(&said.message)));
        for hint in &said.hints {
            say(&format!("hint: {}", shown(hint)));
        }
    }
    if told.len() > MOST_TOLD {
        say(&format!("error: and {} more", told.len() - MOST_TOLD));
    }
}
