//! `/openapi.json`: the paths of the API as `OpenAPI` 3.1, made from the same list and the same schemas as everything else.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::api;
use super::exchange::Response;
use super::problem::{HttpProblem, PROBLEM_TYPE};
use super::routes::Asked;
use crate::commands::Command;

/// Where the schemas stand in the document.
const SCHEMAS: &str = "#/components/schemas/";

/// The document.
pub(crate) fn document(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    let mut text = serde_json::to_string_pretty(&openapi()).unwrap_or_default();
    text.push('\n');
    Ok(Response::ok("application/json", text))
}

/// The description of the API.
pub(crate) fn openapi() -> Value {
    let mut schemas = SchemaSettings::draft2020_12()
        .with(|it| it.definitions_path = "/components/schemas".into())
        .into_generator();
    let mut paths = Map::new();
    for command in api::commands() {
        let input = (command.input)(&mut schemas);
        let output = (command.output)(&mut schemas);
        let input = resolved(&input.to_value(), schemas.definitions());
        let output = output.to_value();
        let path = format!("/api/v1/{}", command.name);
        paths.insert(
            path,
            json!({"get": operation(command, &input, &output, &[])}),
        );
        let entry = match command.name {
            "show" => Some("/api/v1/entries/{entry}"),
            "alternatives" => Some("/api/v1/entries/{entry}/alternatives"),
            _ => None,
        };
        if let Some(path) = entry {
            let operation = operation(command, &input, &output, &["entry"]);
            paths.insert(path.to_owned(), json!({"get": operation}));
        }
    }
    let mut definitions = schemas.take_definitions(true);
    definitions.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "stackgen",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The answers of stackgen's commands, byte for byte: recommended stacks, alternatives, comparisons and all that is known of an entry, each statement with its source.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": definitions},
    })
}

/// The schema that a reference means.
fn resolved(schema: &Value, definitions: &Map<String, Value>) -> Value {
    let name = schema["$ref"]
        .as_str()
        .and_then(|it| it.strip_prefix(SCHEMAS));
    name.and_then(|name| definitions.get(name))
        .unwrap_or(schema)
        .clone()
}

fn operation(command: &Command, input: &Value, output: &Value, in_path: &[&str]) -> Value {
    let about = input["description"].as_str().unwrap_or_default();
    let mut id = command.name.to_owned();
    if !in_path.is_empty() {
        id.push_str("OfEntry");
    }
    json!({
        "operationId": id,
        "summary": about.lines().next().unwrap_or_default(),
        "parameters": parameters(input, in_path),
        "responses": {
            "200": {
                "description": "The answer",
                "content": {"application/json": {"schema": output}},
            },
            "304": {"description": "The client has these very bytes already"},
            "default": {
                "description": "Why there is no answer",
                "content": {PROBLEM_TYPE: {"schema": {"$ref": format!("{SCHEMAS}Problem")}}},
            },
        },
    })
}

/// The parameters of a command: the properties of its schema.
fn parameters(input: &Value, in_path: &[&str]) -> Vec<Value> {
    let required: Vec<&str> = input["required"]
        .as_array()
        .map(|it| it.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let properties = input["properties"].as_object().cloned().unwrap_or_default();
    properties
        .into_iter()
        .map(|(name, mut schema)| {
            let about = schema
                .as_object_mut()
                .and_then(|it| it.remove("description"))
                .unwrap_or_default();
            let is_path = in_path.contains(&name.as_str());
            if is_path {
                schema = json!({"type": "string", "minLength": 1});
            }
            json!({
                "name": name,
                "in": if is_path { "path" } else { "query" },
                "required": is_path || required.contains(&name.as_str()),
                "description": about,
                "schema": schema,
            })
        })
        .collect()
}

/// The schema of a problem (RFC 9457).
fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Why a request has no good answer",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong, and what was expected"},
            "nearest": {"type": "string", "description": "The nearest known name"},
            "known": {"type": "array", "items": {"type": "string"}, "description": "The names there are, where they are few"},
            "hints": {"type": "array", "items": {"type": "string"}},
            "line": {"type": "integer", "description": "The line of a query, from 1"},
            "column": {"type": "integer", "description": "The column of a query, from 1"},
        },
    })
}
