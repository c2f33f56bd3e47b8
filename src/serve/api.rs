//! `/api/v1`: each command that reads the graph is a path, its options the query string, its JSON the answer, byte for byte.

use hyper::StatusCode;
use hyper::header::LINK;
use serde_json::Value;

use super::exchange::{Response, value};
use super::problem::HttpProblem;
use super::routes::Asked;
use crate::answer::Answer;
use crate::base::nearest::nearest;
use crate::commands::{self, COMMANDS, Command, Input, Reach};
use crate::render;

/// The greatest number of items that a part of a list is counted in.
pub(crate) const MOST_ITEMS: usize = 1_000_000;

/// The commands that this door offers.
pub(crate) fn commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(|it| it.reach == Reach::Graph)
}

/// The command with this name, if this door offers it.
fn offered(name: &str) -> Result<&'static Command, HttpProblem> {
    commands().find(|it| it.name == name).ok_or_else(|| {
        let detail = match commands::named(name) {
            Some(_) => format!("`{name}` works on the files of who runs it and is offered on the command line alone"),
            None => format!("unknown command `{name}`"),
        };
        let near = nearest(name, commands().map(|it| it.name)).map(ToOwned::to_owned);
        HttpProblem::new(StatusCode::NOT_FOUND, detail).near(near)
    })
}

/// `/api/v1/{command}`.
pub(crate) fn command(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    answer(asked, offered(&asked.parts[0])?, &[])
}

/// `/api/v1/entries/{slug}`: `show`.
pub(crate) fn entry(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    answer(asked, offered("show")?, &[("entry", &asked.parts[0])])
}

/// `/api/v1/entries/{slug}/alternatives`.
pub(crate) fn alternatives(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let entry = [("entry", asked.parts[0].as_str())];
    answer(asked, offered("alternatives")?, &entry)
}

/// The answer of a command to the query string, with what the path says.
fn answer(
    asked: &Asked<'_>,
    command: &Command,
    path: &[(&str, &str)],
) -> Result<Response, HttpProblem> {
    let mut pairs = asked.request.pairs();
    // What a form leaves empty is not given.
    pairs.retain(|(_, value)| !value.is_empty());
    let format = value(&pairs, "format").unwrap_or("json").to_lowercase();
    let page = Part::of(&pairs, command)?;
    pairs.retain(|(name, _)| name != "format" && !page.is_own(name));
    pairs.extend(
        path.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let form: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&pairs)
        .finish();
    let world = asked.site.graph.world();
    let answer = (command.ask)(Input::Form(&form), &world)?;
    if let Some(part) = page.asked {
        return part.of_answer(asked, &*answer);
    }
    rendered(&*answer, command, &format)
}

/// An answer in a format of its command.
fn rendered(answer: &dyn Answer, command: &Command, name: &str) -> Result<Response, HttpProblem> {
    let shapes = answer.shapes().unwrap_or(command.shapes);
    let formats = render::formats(shapes);
    let Some(format) = formats.iter().find(|it| it.name == name) else {
        let names: Vec<&str> = formats.iter().map(|it| it.name).collect();
        let detail = format!("unknown format `{name}`, expected {}", names.join(", "));
        let near = nearest(name, names.iter().copied()).map(ToOwned::to_owned);
        return Err(HttpProblem::bad(detail).near(near));
    };
    let bytes = render::render(answer, shapes, format, render::Style::default())
        .map_err(HttpProblem::bad)?;
    Ok(Response::ok(media_type(name), bytes))
}

/// The media type of a format.
pub(crate) fn media_type(format: &str) -> &'static str {
    match format {
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "sarif" => "application/sarif+json",
        "csv" => "text/csv; charset=utf-8",
        "markdown" | "adr" => "text/markdown; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "html" => "text/html; charset=utf-8",
        "graphml" | "xml" => "application/xml",
        "turtle" => "text/turtle; charset=utf-8",
        "ntriples" => "application/n-triples",
        "nquads" => "application/n-quads",
        "trig" => "application/trig",
        "rdfxml" => "application/rdf+xml",
        "jsonld" => "application/ld+json",
        _ => "text/plain; charset=utf-8",
    }
}

/// Whether a part of a long array is asked for: `limit` and `cursor`, where the command has no options of these names.
struct Part {
    asked: Option<Slice>,
    own: Vec<&'static str>,
}

/// So many from here on.
struct Slice {
    limit: usize,
    start: usize,
}

impl Part {
    fn of(pairs: &[(String, String)], command: &Command) -> Result<Self, HttpProblem> {
        let parser = (command.words)(clap::Command::new(command.name));
        let names: Vec<String> = parser
            .get_arguments()
            .map(commands::argument_name)
            .collect();
        let mut own = vec!["limit", "cursor"];
        own.retain(|name| !names.iter().any(|it| it == name));
        let number = |name: &'static str, least: usize| match value(pairs, name) {
            Some(text) if own.contains(&name) => {
                let number = text.parse::<usize>().ok();
                let number = number.filter(|it| (least..=MOST_ITEMS).contains(it));
                number.map(Some).ok_or_else(|| {
                    let text = crate::base::text::one_line(text);
                    HttpProblem::bad(format!(
                        "`{text}` is not a valid {name}, expected a number from {least} to {MOST_ITEMS}"
                    ))
                })
            }
            _ => Ok(None),
        };
        let (limit, start) = (number("limit", 1)?, number("cursor", 0)?);
        let asked = (limit.is_some() || start.is_some()).then(|| Slice {
            limit: limit.unwrap_or(100),
            start: start.unwrap_or(0),
        });
        Ok(Self { asked, own })
    }

    fn is_own(&self, name: &str) -> bool {
        self.own.contains(&name)
    }
}

impl Slice {
    /// This part of an answer that is an array; where more is left, `Link` says how to get it.
    fn of_answer(&self, asked: &Asked<'_>, answer: &dyn Answer) -> Result<Response, HttpProblem> {
        let Value::Array(items) = answer.json() else {
            let detail = "`limit` and `cursor` cut long lists, and this answer is none";
            return Err(HttpProblem::bad(detail));
        };
        let end = self.start.saturating_add(self.limit);
        let part: Vec<Value> = items
            .iter()
            .skip(self.start)
            .take(self.limit)
            .cloned()
            .collect();
        let mut text = serde_json::to_string_pretty(&part).unwrap_or_default();
        text.push('\n');
        let response = Response::ok("application/json", text);
        if end >= items.len() {
            return Ok(response);
        }
        let mut pairs = asked.request.pairs();
        pairs.retain(|(name, _)| name != "cursor" && name != "limit");
        pairs.push(("limit".to_owned(), self.limit.to_string()));
        pairs.push(("cursor".to_owned(), end.to_string()));
        let query: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&pairs)
            .finish();
        let path = percent_encoding::utf8_percent_encode(
            &asked.request.path,
            percent_encoding::NON_ALPHANUMERIC,
        )
        .to_string()
        .replace("%2F", "/")
        .replace("%2D", "-")
        .replace("%2E", ".");
        Ok(response.with(LINK, &format!("<{path}?{query}>; rel=\"next\"")))
    }
}
