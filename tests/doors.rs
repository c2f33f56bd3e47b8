//! One struct is a command at every door: words, JSON and query strings ask the same, and the schemas tell the truth.

use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};
use stackgen::answer::Answer;
use stackgen::commands::failure::{Failure, Named};
use stackgen::commands::{COMMANDS, Command, Input, Reach, World, argument_name, named};
use stackgen::render;

/// The same question in words, as JSON and as a query string.
const QUESTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "recommend",
        "--lang go,java --need messaging:2 --need tracing --top 3 --stacks 2 --weight adoption=0.5 --include-retired --as-of 2024 --explain",
        r#"{"lang": "go,java", "need": ["messaging:2", "tracing"], "top": 3, "stacks": 2, "weight": "adoption=0.5", "include-retired": true, "as-of": 2024, "explain": true}"#,
        "lang=go&lang=java&need=messaging:2,tracing&top=3&stacks=2&weight=adoption%3D0.5&include-retired=true&as-of=2024&explain=true&with=",
    ),
    (
        "recommend",
        "-n cache -l go",
        r#"{"need": ["cache"], "lang": ["go"]}"#,
        "need=cache&lang=go",
    ),
    (
        "alternatives",
        "hystrix --top 4",
        r#"{"entry": "hystrix", "top": 4}"#,
        "entry=hystrix&top=4",
    ),
    (
        "compare",
        "nats kafka",
        r#"{"entries": ["nats", "kafka"]}"#,
        "entries=nats,kafka",
    ),
    ("show", "nats", r#"{"entry": "nats"}"#, "entry=nats"),
    (
        "show",
        "nginx --dependents",
        r#"{"entry": "nginx", "dependents": true}"#,
        "entry=nginx&dependents=true",
    ),
    (
        "show",
        "kafka --conflicts",
        r#"{"entry": "kafka", "conflicts": true}"#,
        "entry=kafka&conflicts=true",
    ),
    (
        "path",
        "kong nginx --count 2",
        r#"{"from": "kong", "to": "nginx", "count": 2}"#,
        "from=kong&to=nginx&count=2",
    ),
    (
        "search",
        "time series",
        r#"{"text": ["time", "series"]}"#,
        "text=time+series",
    ),
    ("list", "needs", r#"{"what": "needs"}"#, "what=needs"),
    (
        "list",
        "languages",
        r#"{"what": "languages"}"#,
        "what=languages",
    ),
    (
        "list",
        "standards",
        r#"{"what": "standards"}"#,
        "what=standards",
    ),
    ("list", "entries", r#"{"what": "entries"}"#, "what=entries"),
    (
        "list",
        "categories",
        r#"{"what": "categories"}"#,
        "what=categories",
    ),
    ("list", "systems", r#"{"what": "systems"}"#, "what=systems"),
    ("list", "sources", r#"{"what": "sources"}"#, "what=sources"),
    ("list", "reasons", r#"{"what": "reasons"}"#, "what=reasons"),
    (
        "export",
        "--focus nats --depth 1 --relation built-on",
        r#"{"focus": "nats", "depth": 1, "relation": ["built-on"]}"#,
        "focus=nats&depth=1&relation=built-on",
    ),
    ("stats", "", "{}", ""),
    (
        "query",
        "'SELECT ?s { ?s sg:status \"retired\" } LIMIT 3'",
        r#"{"sparql": "SELECT ?s { ?s sg:status \"retired\" } LIMIT 3"}"#,
        "sparql=SELECT+%3Fs+%7B+%3Fs+sg:status+%22retired%22+%7D+LIMIT+3",
    ),
    (
        "query",
        "'ASK { ?s sg:status \"retired\" }' --timeout 5s",
        r#"{"sparql": "ASK { ?s sg:status \"retired\" }", "timeout": "5s"}"#,
        "sparql=ASK+%7B+%3Fs+sg:status+%22retired%22+%7D&timeout=5000ms",
    ),
    (
        "query",
        "'CONSTRUCT { ?s a sg:Need } WHERE { ?s a sg:Need }'",
        r#"{"sparql": "CONSTRUCT { ?s a sg:Need } WHERE { ?s a sg:Need }"}"#,
        "sparql=CONSTRUCT+%7B+%3Fs+a+sg:Need+%7D+WHERE+%7B+%3Fs+a+sg:Need+%7D",
    ),
    (
        "diff",
        "2016 2026",
        r#"{"old": "2016", "new": "2026"}"#,
        "old=2016&new=2026",
    ),
];

/// The words of a line; those in single quotes stay together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let parts = parts.flat_map(|(number, part)| match number % 2 {
        0 => part.split_whitespace().map(ToOwned::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    parts.collect()
}

fn parser(command: &Command) -> clap::Command {
    (command.words)(clap::Command::new(command.name))
}

fn asked_in_words(command: &Command, line: &str, world: &World) -> Box<dyn Answer> {
    let line = [vec![command.name.to_owned()], words(line)].concat();
    let matches = parser(command).try_get_matches_from(line).unwrap();
    (command.ask)(Input::Words(&matches), world).unwrap()
}

#[test]
fn words_json_and_forms_give_the_same_answer() {
    let world = World::default();
    for (name, line, json, form) in QUESTIONS {
        let command = named(name).unwrap();
        let told = |answer: Box<dyn Answer>| String::from_utf8(render::json(&*answer)).unwrap();
        let words = told(asked_in_words(command, line, &world));
        let json = Input::Json(serde_json::from_str(json).unwrap());
        let json = told((command.ask)(json, &world).unwrap());
        let form = told((command.ask)(Input::Form(form), &world).unwrap());
        assert_eq!(words, json, "{name} {line}");
        assert_eq!(words, form, "{name} {line}");
    }
}

#[test]
fn every_answer_fits_its_schema() {
    let world = World::default();
    for (name, line, ..) in QUESTIONS {
        let command = named(name).unwrap();
        let mut schemas = SchemaGenerator::default();
        let schema = (command.output)(&mut schemas).to_value();
        let definitions = schemas.take_definitions(true);
        let answer = asked_in_words(command, line, &world).json();
        if let Err(fault) = fits(&answer, &schema, &definitions, name) {
            panic!("{name} {line}: {fault}");
        }
    }
    let tried = |command: &&Command| QUESTIONS.iter().any(|(name, ..)| *name == command.name);
    for command in COMMANDS.iter().filter(|it| it.reach == Reach::Graph) {
        assert!(tried(&command), "no question for `{}` above", command.name);
    }
}

/// Whether a value fits a schema, for the words of JSON Schema that our schemas use; others are a fault.
fn fits(value: &Value, schema: &Value, all: &Map<String, Value>, at: &str) -> Result<(), String> {
    let Some(schema) = schema.as_object() else {
        return match schema {
            Value::Bool(true) => Ok(()),
            _ => Err(format!("{at}: nothing fits {schema}")),
        };
    };
    let refuse = |why: &str| Err(format!("{at}: {why}: {value}"));
    for (word, said) in schema {
        match word.as_str() {
            "$ref" => {
                let name = said.as_str().unwrap().rsplit('/').next().unwrap();
                fits(value, &all[name], all, at)?;
            }
            "type" => {
                let names = said
                    .as_array()
                    .cloned()
                    .unwrap_or_else(|| vec![said.clone()]);
                if !names
                    .iter()
                    .any(|name| is_of(value, name.as_str().unwrap()))
                {
                    return refuse(&format!("is not of type {said}"));
                }
            }
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    match said.get(name) {
                        Some(schema) => fits(value, schema, all, &format!("{at}.{name}"))?,
                        None if schema.contains_key("additionalProperties") => {}
                        None => return refuse(&format!("`{name}` is not in the schema")),
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties");
                for (name, value) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| known.get(name).is_none()) {
                        fits(value, said, all, &format!("{at}.{name}"))?;
                    }
                }
            }
            "required" => {
                for name in said.as_array().unwrap() {
                    if value.get(name.as_str().unwrap()).is_none() {
                        return refuse(&format!("{name} is missing"));
                    }
                }
            }
            "items" => {
                for (number, value) in value.as_array().into_iter().flatten().enumerate() {
                    fits(value, said, all, &format!("{at}[{number}]"))?;
                }
            }
            "anyOf" | "oneOf" => {
                let faults: Vec<String> = (said.as_array().unwrap().iter())
                    .map_while(|one| fits(value, one, all, at).err())
                    .collect();
                if faults.len() == said.as_array().unwrap().len() {
                    return refuse(&faults.join("; "));
                }
            }
            "enum" if !said.as_array().unwrap().contains(value) => {
                return refuse("is none of the values");
            }
            "const" if said != value => return refuse("is another value"),
            "minimum" if value.as_f64() < said.as_f64() => return refuse("is too small"),
            "maximum" if value.as_f64() > said.as_f64() => return refuse("is too large"),
            "enum" | "const" | "minimum" | "maximum" | "format" | "description" | "title"
            | "default" => {}
            other => {
                return Err(format!(
                    "{at}: `{other}` is not a word that this check knows"
                ));
            }
        }
    }
    Ok(())
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    }
}

#[test]
fn the_options_of_the_help_are_the_properties_of_the_schema() {
    for command in COMMANDS {
        let mut schemas = SchemaGenerator::default();
        let schema = (command.input)(&mut schemas).to_value();
        let definitions = schemas.take_definitions(true);
        let name = schema["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let schema = &definitions[name];
        let parser = parser(command);
        let about = parser.get_about().unwrap().to_string();
        assert_eq!(schema["description"], json!(about), "{}", command.name);
        assert_eq!(
            schema["additionalProperties"],
            json!(false),
            "{}",
            command.name
        );
        let none = Map::new();
        let properties = schema
            .get("properties")
            .map_or(&none, |it| it.as_object().unwrap());
        let required = schema.get("required").cloned().unwrap_or(json!([]));
        for argument in parser.get_arguments() {
            let name = argument_name(argument);
            let at = format!("{} {name}", command.name);
            let property = properties
                .get(&name)
                .unwrap_or_else(|| panic!("{at}: no property"));
            let help = argument.get_help().unwrap().to_string();
            assert_eq!(property["description"], json!(help), "{at}");
            let is_required = required.as_array().unwrap().contains(&json!(name));
            assert_eq!(is_required, argument.is_required_set(), "{at}");
            if !is_required {
                assert_eq!(
                    default_in_words(argument),
                    default_in_json(property),
                    "{at}"
                );
            }
        }
        assert_eq!(
            properties.len(),
            parser.get_arguments().count(),
            "{}",
            command.name
        );
    }
}

/// What stands where an option is not given, as text; nothing for flags and what may be left out.
fn default_in_words(argument: &clap::Arg) -> String {
    let values = argument.get_default_values().iter();
    let values: Vec<_> = values.map(|it| it.to_string_lossy()).collect();
    values.join(",").replace("false", "")
}

fn default_in_json(property: &Value) -> String {
    match &property["default"] {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => String::new(),
        other => other.to_string(),
    }
}

#[test]
fn a_wrong_argument_is_refused_at_every_door_with_the_nearest_name() {
    let world = World::default();
    let command = named("recommend").unwrap();
    let asked = |input: Input<'_>| (command.ask)(input, &world).err().unwrap();
    for input in [
        Input::Json(json!({"need": "cache", "langs": "go"})),
        Input::Form("need=cache&langs=go"),
    ] {
        let Failure::Unknown {
            what,
            name,
            nearest,
            ..
        } = asked(input)
        else {
            panic!("another failure");
        };
        assert_eq!(
            (what, name.as_str(), nearest.as_deref()),
            (Named::Argument, "langs", Some("lang"))
        );
    }
    assert_eq!(
        asked(Input::Json(json!({}))),
        Failure::Missing("need".to_owned())
    );
    assert_eq!(
        asked(Input::Form("need=")),
        Failure::Missing("need".to_owned())
    );
    for (input, expected) in [
        (
            Input::Json(json!({"need": "cache:99"})),
            "`99` is not a valid number of picks, expected 1 to 20",
        ),
        (
            Input::Form("need=cache&stacks=0"),
            "`0` is not valid, expected a whole number from 1 to 100",
        ),
        (
            Input::Form("need=cache&timeout=soon"),
            "`soon` is not a valid time, expected a number with ms, s, m or h, such as 30s",
        ),
    ] {
        let message = asked(input).to_string();
        assert!(message.contains(expected), "{message}");
    }
    assert!(matches!(
        asked(Input::Json(json!([]))),
        Failure::Usage { .. }
    ));
}
