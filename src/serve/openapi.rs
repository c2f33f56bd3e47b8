//! `/openapi.json`: the paths of the API as `OpenAPI` 3.1, made from the same list and the same schemas as everything else.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema as _, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::exchange::Response;
use super::negotiate::Offer;
use super::problem::{HttpProblem, PROBLEM_TYPE};
use super::routes::Asked;
use super::{api, protocol};
use crate::commands::Command;
use crate::commands::args::{READS_FILES, Time};
use crate::render::{self, Format};

/// Where the schemas stand in the document.
const SCHEMAS: &str = "#/components/schemas/";

/// The document.
pub(crate) fn document(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    let mut text = serde_json::to_string_pretty(&openapi()).unwrap_or_default();
    text.push('\n');
    Ok(Response::ok("application/json", text))
}

/// An example of each argument, for who reads the description and for programs that try it.
fn example(name: &str) -> Option<Value> {
    Some(match name {
        "lang" => json!(["go"]),
        "need" => json!(["messaging"]),
        "with" => json!(["postgresql"]),
        "without" => json!(["rabbitmq"]),
        "standard" => json!(["mqtt"]),
        "license" => json!(["open"]),
        "entries" => json!(["nats", "kafka"]),
        "entry" | "focus" | "from" => json!("kafka"),
        "to" => json!("nats"),
        "text" => json!(["workflow"]),
        "weight" => json!(["adoption=0.5"]),
        "timeout" => json!("500ms"),
        _ => return None,
    })
}

/// The same for a parameter with this schema.
fn with_example(mut parameter: Value) -> Value {
    let found = example(parameter["name"].as_str().unwrap_or_default());
    let is_list = parameter["schema"]["type"] == "array";
    let found = found.map(|it| {
        if is_list && !it.is_array() {
            json!([it])
        } else {
            it
        }
    });
    if let (Some(found), Some(members)) = (found, parameter.as_object_mut()) {
        members.insert("example".to_owned(), found);
    }
    parameter
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
        let is_list = resolved(&output, schemas.definitions())["type"] == "array";
        let path = format!("/api/v1/{}", command.name);
        paths.insert(
            path,
            json!({"get": operation(command, &input, &output, is_list, &[])}),
        );
        let entry = match command.name {
            "show" => Some("/api/v1/entries/{entry}"),
            "alternatives" => Some("/api/v1/entries/{entry}/alternatives"),
            _ => None,
        };
        if let Some(path) = entry {
            let operation = operation(command, &input, &output, is_list, &["entry"]);
            paths.insert(path.to_owned(), json!({"get": operation}));
        }
    }
    paths.extend(other_paths());
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

fn operation(
    command: &Command,
    input: &Value,
    output: &Value,
    is_list: bool,
    in_path: &[&str],
) -> Value {
    let about = input["description"].as_str().unwrap_or_default();
    let mut id = command.name.to_owned();
    if !in_path.is_empty() {
        id.push_str("OfEntry");
    }
    let formats = render::formats(command.shapes);
    let mut contents: Map<String, Value> = formats
        .iter()
        .map(|it| (api::media_type(it.name).to_owned(), json!({})))
        .collect();
    contents.insert("application/json".to_owned(), json!({"schema": output}));
    let contents = Value::Object(contents);
    let mut parameters = parameters(input, in_path);
    parameters.extend(of_the_door(&formats, is_list));
    json!({
        "operationId": id,
        "summary": about.lines().next().unwrap_or_default(),
        "parameters": parameters,
        "responses": responses(&contents),
    })
}

/// The responses of an operation whose answer has these contents.
fn responses(contents: &Value) -> Value {
    json!({
        "200": {"description": "The answer", "content": contents},
        "304": {"description": "The client has these very bytes already"},
        "default": {
            "description": "Why there is no answer",
            "content": {
                PROBLEM_TYPE: {"schema": {"$ref": format!("{SCHEMAS}Problem")}},
                "text/html": {},
            },
        },
    })
}

/// What every command takes at this door: the format, and where its answer is a list, which part of it.
fn of_the_door(formats: &[&Format], is_list: bool) -> Vec<Value> {
    let names: Vec<&str> = formats.iter().map(|it| it.name).collect();
    let mut taken = vec![query_parameter(
        "format",
        "The format of the answer; a part of a list is JSON",
        &json!({"type": "string", "enum": names, "default": "json"}),
    )];
    if is_list {
        let number =
            |least: u8| json!({"type": "integer", "minimum": least, "maximum": api::MOST_ITEMS});
        let limit = "At most so many items of the list; `Link` says how to get the next ones";
        taken.push(query_parameter("limit", limit, &number(1)));
        let cursor = "Where the part of the list begins: taken from `Link`";
        taken.push(query_parameter("cursor", cursor, &number(0)));
    }
    taken
}

fn query_parameter(name: &str, about: &str, schema: &Value) -> Value {
    json!({
        "name": name,
        "in": "query",
        "required": false,
        "description": about,
        "allowEmptyValue": true,
        "schema": schema,
    })
}

/// The paths that are no commands.
fn other_paths() -> Map<String, Value> {
    let mut paths = Map::new();
    let text = json!({"text/plain": {"schema": {"type": "string"}}});
    for (path, id, about) in [
        (
            "/healthz",
            "healthz",
            "That the server is there and its graph is open",
        ),
        ("/metrics", "metrics", "Counts and times for Prometheus"),
    ] {
        paths.insert(
            path.to_owned(),
            json!({"get": {"operationId": id, "summary": about, "responses": responses(&text)}}),
        );
    }
    let document = json!({"application/json": {"schema": {"type": "object"}}});
    paths.insert("/openapi.json".to_owned(), json!({"get": {"operationId": "openapi", "summary": "This document", "responses": responses(&document)}}));
    paths.insert("/sparql".to_owned(), sparql());
    paths.insert("/store".to_owned(), store());
    paths
}

/// Every media type of these offers.
fn contents(offers: &[Offer]) -> Value {
    let types = offers
        .iter()
        .map(|it| (it.media_types[0].to_owned(), json!({})));
    Value::Object(types.collect())
}

/// The SPARQL 1.1 protocol for queries.
fn sparql() -> Value {
    let offers = [protocol::SOLUTIONS, protocol::STATEMENTS].concat();
    let graphs =
        json!({"type": "array", "items": {"type": "string", "format": "iri", "minLength": 1}});
    let parameters = vec![
        query_parameter(
            "default-graph-uri",
            "Graphs whose union is the default graph",
            &graphs,
        ),
        query_parameter("named-graph-uri", "Graphs that GRAPH sees", &graphs),
        query_parameter(
            "timeout",
            "Lowers the server's limit for this query",
            &Time::json_schema(&mut SchemaGenerator::default()).to_value(),
        ),
    ];
    let query = json!({"type": "string", "minLength": 1, "example": protocol::EXAMPLES[0].1});
    let mut by_get = parameters.clone();
    by_get.push(json!({
        "name": "query",
        "in": "query",
        "required": false,
        "description": "A query; without one the answer describes the service",
        "schema": query,
    }));
    json!({
        "get": {
            "operationId": "sparql",
            "summary": "Answers a query (SPARQL 1.1 Protocol), or describes the service",
            "parameters": by_get,
            "responses": responses(&contents(&offers)),
        },
        "post": {
            "operationId": "sparqlByPost",
            "summary": "Answers a query that comes in the body",
            "parameters": parameters,
            "requestBody": {
                "required": true,
                "content": {
                    "application/sparql-query": {"schema": query},
                    "application/x-www-form-urlencoded": {"schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": query},
                    }},
                },
            },
            "responses": responses(&contents(&offers)),
        },
    })
}

/// The Graph Store Protocol for reading.
fn store() -> Value {
    json!({"get": {
        "operationId": "store",
        "summary": "The statements of a source, or of all of them (Graph Store Protocol): `default` or `graph` says which",
        "parameters": [
            {
                "name": "default",
                "in": "query",
                "required": false,
                "description": "What all sources say",
                "allowEmptyValue": true,
                "schema": {"const": ""},
            },
            {
                "name": "graph",
                "in": "query",
                "required": false,
                "description": "The IRI of a source",
                "schema": {"type": "string", "format": "iri", "minLength": 1},
            },
        ],
        "responses": responses(&contents(protocol::STATEMENTS)),
    }})
}

/// The parameters of a command: the properties of its schema, but for those that name files of the one who asks.
fn parameters(input: &Value, in_path: &[&str]) -> Vec<Value> {
    let required: Vec<&str> = input["required"]
        .as_array()
        .map(|it| it.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let properties = input["properties"].as_object().cloned().unwrap_or_default();
    properties
        .into_iter()
        .filter(|(_, schema)| schema[READS_FILES].is_null())
        .map(|(name, mut schema)| {
            let about = schema
                .as_object_mut()
                .and_then(|it| it.remove("description"))
                .unwrap_or_default();
            let about = about.as_str().unwrap_or_default();
            if in_path.contains(&name.as_str()) {
                // Paths with control characters are refused.
                let schema = json!({"type": "string", "pattern": r"^[^\u0000-\u001f\u007f-\u009f]+$"});
                json!({"name": name, "in": "path", "required": true, "description": about, "schema": schema})
            } else if required.contains(&name.as_str()) {
                json!({"name": name, "in": "query", "required": true, "description": about, "schema": given(schema)})
            } else {
                query_parameter(&name, about, &in_a_query_string(schema))
            }
        })
        .map(in_plain_text)
        .map(with_example)
        .collect()
}

/// Signs that steer are refused in arguments, see `commands`.
const PLAIN: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";

/// A parameter whose texts are plain, where nothing closer is said of them.
fn in_plain_text(mut parameter: Value) -> Value {
    let is_text = |schema: &Value| {
        schema["type"] == "string" && schema["enum"].is_null() && schema["pattern"].is_null()
    };
    let schema = &mut parameter["schema"];
    let texts = if schema["type"] == "array" {
        &mut schema["items"]
    } else {
        schema
    };
    if is_text(texts) {
        texts["pattern"] = json!(PLAIN);
    }
    parameter
}

/// The schema of a value that must be given: empty text gives none.
fn given(schema: Value) -> Value {
    let mut schema = in_a_query_string(schema);
    let kind = schema["type"].clone();
    if let Some(members) = schema.as_object_mut() {
        members.remove("default");
        if kind == "string" {
            members.insert("minLength".to_owned(), json!(1));
        }
        if kind == "array" {
            members.insert("minItems".to_owned(), json!(1));
            members.insert(
                "contains".to_owned(),
                json!({"type": "string", "minLength": 1}),
            );
        }
    }
    schema
}

/// A schema without null, which no query string can say.
fn in_a_query_string(mut schema: Value) -> Value {
    let some = schema["anyOf"].as_array().and_then(|all| {
        let rest: Vec<&Value> = all.iter().filter(|it| it["type"] != "null").collect();
        (rest.len() == 1).then(|| rest[0].clone())
    });
    if let Some(some) = some {
        return some;
    }
    if let Some(members) = schema.as_object_mut() {
        if members.get("default") == Some(&Value::Null) {
            members.remove("default");
        }
        if let Some(Value::Array(kinds)) = members.get_mut("type") {
            kinds.retain(|it| it != "null");
            if let [only] = kinds.as_slice() {
                let only = only.clone();
                members.insert("type".to_owned(), only);
            }
        }
    }
    schema
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
