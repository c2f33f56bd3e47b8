//! Resources: an entry by its slug, the vocabulary, queries to learn from; and the completion of their names.

use serde_json::{Value, json};

use super::message::{Refusal, code};
use crate::base::vocabulary as sg;
use crate::commands::{Ask as _, List, Show, World, list::What};
use crate::graph::Graph;
use crate::render;

/// The most completions of a word.
const MOST: usize = 100;
const ENTRY: &str = "stackgen://entry/";
static VOCABULARY: &str = include_str!("../../ontologies/stackgen.ttl");
/// Queries to learn from.
const EXAMPLES: &[&str] = &[
    include_str!("../../examples/queries/speaks-mqtt.rq"),
    include_str!("../../examples/queries/successors.rq"),
    include_str!("../../examples/queries/most-built-on.rq"),
    include_str!("../../examples/queries/disagreements.rq"),
];

pub(super) fn list() -> Value {
    json!([
        {
            "uri": "stackgen://vocabulary",
            "name": "vocabulary",
            "description": "Classes and properties of the graph, in Turtle",
            "mimeType": "text/turtle",
        },
        {
            "uri": "stackgen://examples",
            "name": "examples",
            "description": "SPARQL queries to learn from",
            "mimeType": "text/plain",
        },
    ])
}

pub(super) fn templates() -> Value {
    json!([{
        "uriTemplate": "stackgen://entry/{slug}",
        "name": "entry",
        "description": "All that is known of an entry, each statement with its source",
        "mimeType": "text/markdown",
    }])
}

/// Reads a resource.
pub(super) fn read(world: &World, params: &Value) -> Result<Value, Refusal> {
    let uri = params["uri"].as_str().unwrap_or_default();
    let (media_type, text) = match uri {
        "stackgen://vocabulary" => ("text/turtle", VOCABULARY.to_owned()),
        "stackgen://examples" => ("text/plain", EXAMPLES.join("\n")),
        _ => match uri.strip_prefix(ENTRY).filter(|it| !it.is_empty()) {
            Some(slug) => ("text/markdown", entry(world, uri, slug)?),
            None => return Err(unknown(uri, None)),
        },
    };
    Ok(json!({"contents": [{"uri": uri, "mimeType": media_type, "text": text}]}))
}

fn unknown(uri: &str, why: Option<String>) -> Refusal {
    let why = why.map_or_else(String::new, |it| format!(": {it}"));
    let message = format!(
        "unknown resource `{}`{why}",
        crate::base::text::one_line(uri)
    );
    Refusal::new(code::RESOURCE, message).with(json!({"uri": uri}))
}

fn entry(world: &World, uri: &str, slug: &str) -> Result<String, Refusal> {
    let show = Show {
        entry: slug.to_owned(),
        all: true,
        ..Show::default()
    };
    let shown = show
        .answer(world)
        .map_err(|failure| unknown(uri, Some(failure.to_string())))?;
    let format = render::format("markdown").ok_or_else(|| unknown(uri, None))?;
    let bytes = render::render(&shown, Show::SHAPES, format, render::Style::default())
        .map_err(|error| unknown(uri, Some(error)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Completes a slug of an entry, or an argument of a prompt.
pub(super) fn complete(world: &World, params: &Value) -> Result<Value, Refusal> {
    let argument = params["argument"]["name"].as_str().unwrap_or_default();
    let begun = params["argument"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_lowercase();
    let of = &params["ref"];
    let known = match of["type"].as_str().unwrap_or_default() {
        "ref/resource" => slugs(world),
        "ref/prompt" => match argument {
            "languages" => listed(world, What::Languages),
            "needs" => listed(world, What::Needs),
            _ => Vec::new(),
        },
        other => {
            let other = crate::base::text::one_line(other);
            let message =
                format!("unknown reference `{other}`, expected ref/prompt or ref/resource");
            return Err(Refusal::new(code::PARAMS, message));
        }
    };
    // The last of several words is the one that is being written.
    let (before, last) = begun
        .rsplit_once(',')
        .map_or(("", begun.as_str()), |(before, last)| (before, last.trim()));
    let mut values: Vec<String> = known
        .into_iter()
        .filter(|it| it.starts_with(last))
        .collect();
    let total = values.len();
    values.truncate(MOST);
    if !before.is_empty() {
        values = values
            .into_iter()
            .map(|it| format!("{before},{it}"))
            .collect();
    }
    Ok(json!({"completion": {"values": values, "total": total, "hasMore": total > MOST}}))
}

fn slugs(world: &World) -> Vec<String> {
    let Ok(catalog) = world.whole() else {
        return Vec::new();
    };
    let graph = Graph::new(&catalog.index);
    let mut slugs: Vec<String> = [sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION]
        .iter()
        .flat_map(|class| graph.of_class(class))
        .map(|node| graph.slug(node).to_owned())
        .collect();
    slugs.sort_unstable();
    slugs.dedup();
    slugs
}

fn listed(world: &World, what: What) -> Vec<String> {
    let list = List {
        what,
        ..List::default()
    };
    let found = list.answer(world).map(|it| it.0).unwrap_or_default();
    found.iter().map(|it| it.thing().entry.clone()).collect()
}
