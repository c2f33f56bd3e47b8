//! One file per command: a struct that is the command at every door, and its typed answer. clap reads words into the
//! struct, serde JSON and query strings, schemars makes the schemas, and its doc comment is help and description at once.
//! A command is a file and a line in [`COMMANDS`]; help, completions, the manual page, routes, tools and schemas are all
//! read from that list. Start reading at [`Ask`].

pub mod alternatives;
pub mod args;
pub mod audit;
mod card_page;
pub mod compare;
mod compose;
mod decided;
pub mod diff;
pub mod eval;
pub mod export;
pub mod failure;
pub mod import;
pub mod known;
pub mod list;
pub mod panel;
pub mod path;
pub mod query;
mod radar;
pub mod recommend;
pub mod scan;
pub mod search;
pub mod show;
pub mod stats;
pub(crate) mod terms;
pub mod validate;
pub mod verify;
pub mod wording;
mod world;

use clap::{ArgMatches, Args};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::answer::{Answer, Shape, Shapes};
pub use alternatives::Alternatives;
pub use audit::Audit;
pub use compare::Compare;
pub use diff::Diff;
pub use eval::Eval;
pub use export::Export;
use failure::{Failure, Named};
pub use import::Importing;
pub use list::List;
pub use path::Paths;
pub use query::Query;
pub use recommend::Recommend;
pub use scan::Scan;
pub use search::Search;
pub use show::Show;
pub use stats::Stats;
pub use validate::Validate;
pub use verify::Verify;
pub use world::{Origin, World};

/// Which doors a command stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Reads the graph alone: every door.
    Graph,
    /// Reads files of the one who runs it, or writes text for a shell: the command line, and assistants inside one folder.
    Files,
    /// Changes something: the command line, elsewhere with a token.
    Writes,
}

/// A command: the struct holds its arguments, whichever door they came through.
///
/// `Deserialize` is derived with `#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]`, so that the names are
/// those of the command line's options; an argument that must be given is named in `#[schemars(extend("required" = […]))]`.
pub trait Ask: Args + DeserializeOwned + JsonSchema + 'static {
    /// Its answer: its JSON, and what else it can be shown as.
    type Answer: Shapes + Serialize + JsonSchema + 'static;
    /// Its name.
    const NAME: &'static str;
    /// Which doors it stands behind.
    const REACH: Reach;
    /// The shapes of its answer, the one that people see first coming first; formats follow from them.
    const SHAPES: &'static [Shape];
    /// Command lines that show what it is good for.
    const EXAMPLES: &'static [&'static str];

    /// Answers.
    ///
    /// # Errors
    ///
    /// See [`Failure`].
    fn answer(self, world: &World) -> Result<Self::Answer, Failure>;
}

/// What came in at a door.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// Words of the command line, as clap parted them.
    Words(&'a ArgMatches),
    /// A JSON object.
    Json(Value),
    /// A query string, or the body of an HTML form. An empty value is one that is not given.
    Form(&'a str),
}

/// A command without its type, for lists.
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Which doors it stands behind.
    pub reach: Reach,
    /// The shapes of its answer, the one that people see first coming first.
    pub shapes: &'static [Shape],
    /// Command lines that show what it is good for.
    pub examples: &'static [&'static str],
    /// Adds its arguments and its help to a parser.
    pub words: fn(clap::Command) -> clap::Command,
    /// Answers.
    pub ask: fn(Input<'_>, &World) -> Outcome,
    /// The schema of its arguments.
    pub input: fn(&mut SchemaGenerator) -> Schema,
    /// The schema of its JSON.
    pub output: fn(&mut SchemaGenerator) -> Schema,
}

/// An answer, or why there is none.
pub type Outcome = Result<Box<dyn Answer>, Failure>;

/// Every command, in the order of the help.
pub const COMMANDS: &[Command] = &[
    command::<Recommend>(),
    command::<Alternatives>(),
    command::<Compare>(),
    command::<Show>(),
    command::<Paths>(),
    command::<Search>(),
    command::<List>(),
    command::<Scan>(),
    command::<Audit>(),
    command::<Query>(),
    command::<Export>(),
    command::<Importing>(),
    command::<Validate>(),
    command::<Diff>(),
    command::<Verify>(),
    command::<Eval>(),
    command::<Stats>(),
];

/// The command with this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// The line of a command in [`COMMANDS`].
const fn command<A: Ask>() -> Command {
    Command {
        name: A::NAME,
        reach: A::REACH,
        shapes: A::SHAPES,
        examples: A::EXAMPLES,
        words: A::augment_args,
        ask: |input, world| Ok(Box::new(read::<A>(input)?.answer(world)?)),
        input: |schemas| schemas.subschema_for::<A>(),
        output: |schemas| schemas.subschema_for::<A::Answer>(),
    }
}

/// Reads the arguments of a command.
pub(crate) fn read<A: Ask>(input: Input<'_>) -> Result<A, Failure> {
    let refused = |error: &dyn ToString| Failure::usage(error.to_string());
    match input {
        Input::Words(matches) => A::from_arg_matches(matches).map_err(|it| refused(&it)),
        Input::Json(value) => {
            let object = value.as_object().ok_or_else(|| {
                Failure::usage("the arguments are not a JSON object, expected one")
            })?;
            check_names::<A>(&object.keys().map(String::as_str).collect::<Vec<_>>())?;
            if let Some((name, _)) = object.iter().find(|(_, value)| has_control(value)) {
                return Err(control(name));
            }
            let whole = value.clone();
            serde_json::from_value(value).map_err(|error| {
                let each = whole.as_object().into_iter().flatten();
                let wrong = each.map(|(name, value)| (name, json!({name: value})));
                at_argument(error.to_string(), wrong, |alone| {
                    serde_json::from_value::<A>(alone)
                        .err()
                        .map(|it| it.to_string())
                })
            })
        }
        Input::Form(text) => {
            let mut pairs: Vec<(String, String)> =
                serde_html_form::from_str(text).map_err(|it| refused(&it))?;
            pairs.retain(|(_, value)| !value.is_empty());
            check_names::<A>(
                &pairs
                    .iter()
                    .map(|(name, _)| name.as_str())
                    .collect::<Vec<_>>(),
            )?;
            // One round for the parts that are left: serde reads numbers out of a query string, not out of pairs.
            if let Some((name, _)) = pairs.iter().find(|(_, value)| has_control_sign(value)) {
                return Err(control(name));
            }
            let text = serde_html_form::to_string(&pairs).map_err(|it| refused(&it))?;
            serde_html_form::from_str(&text).map_err(|error| {
                let wrong = pairs.iter().map(|pair| (&pair.0, pair));
                at_argument(error.to_string(), wrong, |alone| {
                    let text = serde_html_form::to_string(std::slice::from_ref(alone)).ok()?;
                    serde_html_form::from_str::<A>(&text)
                        .err()
                        .map(|it| it.to_string())
                })
            })
        }
    }
}

/// Whether a text has a sign that steers and is no blank: no name has one, and what reads over it reads another name.
fn has_control_sign(text: &str) -> bool {
    text.chars()
        .any(|it| it.is_control() && !matches!(it, '\t' | '\n' | '\r'))
}

fn has_control(value: &Value) -> bool {
    match value {
        Value::String(text) => has_control_sign(text),
        Value::Array(values) => values.iter().any(has_control),
        _ => false,
    }
}

fn control(name: &str) -> Failure {
    Failure::usage(format!(
        "`{name}` has a control character, expected plain text"
    ))
}

/// The message about a value with the name of its argument, which serde does not say: the one that is wrong when it stands
/// alone, too.
fn at_argument<'a, T>(
    message: String,
    arguments: impl Iterator<Item = (&'a String, T)>,
    wrong: impl Fn(T) -> Option<String>,
) -> Failure {
    let message = match message.as_str() {
        "invalid digit found in string" => "expected a whole number, 0 or more".to_owned(),
        text if text.starts_with("number too large to fit") => "too large a number".to_owned(),
        _ => message,
    };
    let mut arguments = arguments.filter_map(|(name, alone)| wrong(alone).map(|_| name));
    match arguments.next() {
        Some(name) if !message.contains(&format!("`{name}`")) => {
            Failure::usage(format!("`{name}`: {message}"))
        }
        _ => Failure::usage(message),
    }
}

/// Refuses arguments that the command does not have, with the nearest that it has, and the lack of those it must have.
fn check_names<A: Ask>(given: &[&str]) -> Result<(), Failure> {
    let parser = A::augment_args(clap::Command::new(A::NAME));
    let arguments: Vec<(String, bool)> = parser
        .get_arguments()
        .map(|it| (argument_name(it), it.is_required_set()))
        .collect();
    let known: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(unknown) = given.iter().find(|name| !known.contains(name)) {
        return Err(Failure::none_of(Named::Argument, unknown, &known));
    }
    match arguments
        .iter()
        .find(|(name, required)| *required && !given.contains(&name.as_str()))
    {
        Some((name, _)) => Err(Failure::Missing(name.clone())),
        None => Ok(()),
    }
}

/// The name of an argument at every door: that of the long option, or of the field.
#[must_use]
pub fn argument_name(argument: &clap::Arg) -> String {
    argument.get_id().as_str().replace('_', "-")
}
