//! The tools: commands that answer from the graph, and over a pipe those that read files inside one folder.

use std::path::Path;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::confined::confined;
use super::message::{Refusal, code};
use super::trimmed::{Cut, text, trimmed};
use crate::answer::Answer;
use crate::base::nearest::nearest;
use crate::base::text::one_line;
use crate::commands::failure::Failure;
use crate::commands::wording::{Notation, can_be_followed, worded};
use crate::commands::{self, Input, World};

/// A tool.
struct Tool {
    /// The command it is.
    name: &'static str,
    /// When to use it, for a model that chooses.
    about: &'static str,
    /// The arguments it takes, the most useful first; the others keep their defaults.
    takes: &'static [&'static str],
    /// The arguments that are paths, kept inside the folder; a tool that has some is offered over a pipe alone.
    paths: &'static [&'static str],
    /// What is set where nothing is said: small answers, since assistants pay for each word.
    defaults: &'static [(&'static str, u64)],
}

/// Every tool, in the order in which they are listed.
const TOOLS: &[Tool] = &[
    Tool {
        name: "recommend",
        about: "Best technology for each need, fitting the languages, each other and what is chosen already",
        takes: &[
            "lang", "need", "with", "without", "standard", "license", "as-of", "explain",
        ],
        paths: &[],
        defaults: &[("top", 4)],
    },
    Tool {
        name: "alternatives",
        about: "What can take an entry's place; says first if it has ended and what succeeds it",
        takes: &["entry", "lang"],
        paths: &[],
        defaults: &[("top", 5)],
    },
    Tool {
        name: "compare",
        about: "Entries side by side",
        takes: &["entries"],
        paths: &[],
        defaults: &[],
    },
    Tool {
        name: "show",
        about: "Card of an entry: status, successor, needs, languages, clients, ties; statements with sources",
        takes: &["entry", "conflicts", "dependents", "relation"],
        paths: &[],
        defaults: &[],
    },
    Tool {
        name: "path",
        about: "How two things are connected",
        takes: &["from", "to"],
        paths: &[],
        defaults: &[],
    },
    Tool {
        name: "search",
        about: "Entries by name, alias or description; tolerates typing errors",
        takes: &["text"],
        paths: &[],
        defaults: &[("top", 20)],
    },
    Tool {
        name: "list",
        about: "What there is: needs, languages, standards, entries, categories, systems, sources, reasons",
        takes: &["what", "words", "need", "lang", "status", "license", "sort"],
        paths: &[],
        defaults: &[],
    },
    Tool {
        name: "query",
        about: "SPARQL 1.1 SELECT, ASK, CONSTRUCT, DESCRIBE over the graph; see resource stackgen://vocabulary",
        takes: &["sparql"],
        paths: &[],
        defaults: &[],
    },
    Tool {
        name: "verify",
        about: "Whether a recommended stack in a Turtle file still holds, statement by statement",
        takes: &["stack"],
        paths: &["stack"],
        defaults: &[],
    },
    Tool {
        name: "scan",
        about: "Technologies that the manifests of a folder declare, with file and line",
        takes: &["path"],
        paths: &["path"],
        defaults: &[],
    },
    Tool {
        name: "audit",
        about: "What a folder uses that has ended or was given up, and what to take instead",
        takes: &["path", "license"],
        paths: &["path"],
        defaults: &[],
    },
];

/// The tools there are here.
fn offered(has_folder: bool) -> impl Iterator<Item = &'static Tool> {
    TOOLS
        .iter()
        .filter(move |it| has_folder || it.paths.is_empty())
        .filter(|it| commands::named(it.name).is_some())
}

/// The tools as `tools/list` tells of them.
pub(super) fn list(has_folder: bool) -> Vec<Value> {
    offered(has_folder).map(described).collect()
}

fn described(tool: &Tool) -> Value {
    let Some(command) = commands::named(tool.name) else {
        return Value::Null;
    };
    let mut schemas = SchemaSettings::draft2020_12()
        .with(|it| it.inline_subschemas = true)
        .into_generator();
    let input = (command.input)(&mut schemas).to_value();
    let output = (command.output)(&mut schemas).to_value();
    json!({
        "name": tool.name,
        "description": tool.about,
        "inputSchema": input_schema(tool, &input),
        "outputSchema": output_schema(&output),
        "annotations": {"readOnlyHint": true, "openWorldHint": false},
    })
}

/// The schema of a tool's arguments: those it takes, of the command's, in few words, and which part of a long answer.
fn input_schema(tool: &Tool, input: &Value) -> Value {
    let mut properties = Map::new();
    for name in tool.takes {
        if let Some(schema) = input["properties"].get(*name) {
            properties.insert((*name).to_owned(), argument(schema));
        }
    }
    properties.insert("limit".to_owned(), json!({"type": "integer", "minimum": 1}));
    properties.insert("cursor".to_owned(), json!({"type": "string"}));
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    let required: Vec<&str> = input["required"]
        .as_array()
        .map(|it| it.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    Value::Object(schema)
}

/// The schema of an argument without what only a person reads, but for a first short sentence.
fn argument(schema: &Value) -> Value {
    let mut kept = Map::new();
    for name in ["type", "items", "enum", "oneOf", "anyOf", "pattern"] {
        if let Some(value) = schema.get(name) {
            kept.insert(name.to_owned(), without_words(value));
        }
    }
    in_few_words(&mut kept);
    if let Some(Value::Object(items)) = kept.get_mut("items") {
        in_few_words(items);
    }
    if let Some(kind) = kept.get_mut("type") {
        *kind = single_type(kind);
    }
    let about = schema["description"].as_str().unwrap_or_default();
    let about = about
        .split([';', '.', ','])
        .next()
        .unwrap_or_default()
        .trim();
    if !about.is_empty() {
        kept.insert("description".to_owned(), json!(about));
    }
    Value::Object(kept)
}

/// One of some words, as most write it: `enum` instead of a schema for each of them.
fn in_few_words(schema: &mut Map<String, Value>) {
    // What may be null as well, see `single_type`.
    if let Some(Value::Array(options)) = schema.get("anyOf")
        && let [Value::Object(only), other] = options.as_slice()
        && other["type"] == "null"
    {
        let only = only.clone();
        schema.remove("anyOf");
        schema.extend(only);
    }
    for name in ["oneOf", "anyOf"] {
        let options = schema.get(name).and_then(Value::as_array);
        let words = options.map(|all| all.iter().filter_map(|it| it.get("const")).cloned());
        let words: Vec<Value> = words.into_iter().flatten().collect();
        if !words.is_empty() && options.is_some_and(|all| all.len() == words.len()) {
            schema.remove(name);
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("enum".to_owned(), json!(words));
        }
    }
}

/// The one type of what may be null as well: nobody need write a null, and many models' dialects of JSON Schema have no
/// lists of types.
fn single_type(kind: &Value) -> Value {
    let kinds = kind.as_array().map(Vec::as_slice).unwrap_or_default();
    match kinds.iter().find(|it| *it != "null") {
        Some(only) if kinds.len() == 2 => only.clone(),
        _ => kind.clone(),
    }
}

fn without_words(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| {
                !matches!(
                    name.as_str(),
                    "description" | "title" | "default" | "format"
                )
            })
            .map(|(name, value)| (name.clone(), without_words(value)))
            .collect(),
        Value::Array(values) => values.iter().map(without_words).collect(),
        value => value.clone(),
    }
}

/// The schema of a tool's answer, as deep as its first members: the whole one is at `/openapi.json`.
fn output_schema(output: &Value) -> Value {
    if output["type"] == "array" || output.get("items").is_some() {
        return json!({
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"type": "object"}},
                "total": {"type": "integer"},
                "nextCursor": {"type": "string"},
            },
            "required": ["items"],
        });
    }
    let mut properties = Map::new();
    for (name, schema) in output["properties"].as_object().into_iter().flatten() {
        let kind = schema
            .get("type")
            .map(|kind| json!({"type": single_type(kind)}));
        properties.insert(name.clone(), kind.unwrap_or_else(|| json!({})));
    }
    json!({"type": "object", "properties": properties})
}

/// Calls a tool. What is wrong with the arguments is a result that says so, since only the model can mend it.
pub(super) fn call(world: &World, root: Option<&Path>, params: &Value) -> Result<Value, Refusal> {
    let name = params["name"].as_str().unwrap_or_default();
    let Some(tool) = offered(root.is_some()).find(|it| it.name == name) else {
        let names: Vec<&str> = offered(root.is_some()).map(|it| it.name).collect();
        let near = nearest(name, names.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let message = format!(
            "unknown tool `{}`, expected {}{near}",
            one_line(name),
            names.join(", ")
        );
        return Err(Refusal::new(code::PARAMS, message));
    };
    let mut arguments = match params.get("arguments") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(arguments)) => arguments.clone(),
        Some(_) => {
            return Err(Refusal::new(
                code::PARAMS,
                "`arguments` is no object, expected one",
            ));
        }
    };
    Ok(match answer(tool, world, root, &mut arguments) {
        Ok(result) => result,
        Err(message) => json!({
            "content": [{"type": "text", "text": message}],
            "isError": true,
        }),
    })
}

fn answer(
    tool: &Tool,
    world: &World,
    root: Option<&Path>,
    arguments: &mut Map<String, Value>,
) -> Result<Value, String> {
    let cut = Cut::of(arguments)?;
    for (name, value) in tool.defaults {
        arguments.entry(*name).or_insert_with(|| json!(value));
    }
    let known =
        |name: &str| tool.takes.contains(&name) || tool.defaults.iter().any(|(it, _)| *it == name);
    if let Some(wrong) = arguments.keys().find(|name| !known(name)) {
        return Err(format!(
            "unknown argument `{}`, expected {}",
            one_line(wrong),
            tool.takes.join(", ")
        ));
    }
    if let Some(root) = root {
        for name in tool.paths {
            confined(root, arguments.get_mut(*name))?;
        }
    }
    let command = commands::named(tool.name).ok_or("there is no such command")?;
    let input = Input::Json(Value::Object(arguments.clone()));
    let answer = (command.ask)(input, world).map_err(|failure| words(&failure, tool))?;
    let explains = arguments.get("explain") == Some(&Value::Bool(true));
    Ok(result(&*answer, &cut, explains))
}

/// The result: the JSON of the command, cut where it is long, and its twin in words.
fn result(answer: &dyn Answer, cut: &Cut, explains: bool) -> Value {
    let (structured, note, cut) = trimmed(&answer.json(), cut, explains);
    let mut words = text(&answer.page(), &cut);
    if let Some(note) = note {
        words.push_str(&note);
    }
    json!({
        "content": [{"type": "text", "text": words}],
        "structuredContent": structured,
    })
}

/// A failure in words, with the nearest name and the ways out that this tool has.
fn words(failure: &Failure, tool: &Tool) -> String {
    let mut words = worded(&failure.to_string(), Notation::Json);
    match failure {
        Failure::Unknown {
            nearest: Some(nearest),
            ..
        } => {
            words.push_str(&format!("; did you mean `{nearest}`?"));
        }
        Failure::Unknown { known, .. } if !known.is_empty() => {
            words.push_str(&format!("; expected {}", known.join(", ")));
        }
        _ => {}
    }
    for hint in failure.hints() {
        if can_be_followed(&hint, |name| tool.takes.contains(&name)) {
            words.push_str(&format!("; {}", worded(&hint, Notation::Json)));
        }
    }
    words
}
