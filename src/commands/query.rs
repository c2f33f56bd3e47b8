//! `query`: SPARQL over the whole graph.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxrdf::{GraphName, Quad, Term, Variable};
use serde_json::Value;

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, run};
use crate::answer::Answer;
use crate::base::vocabulary::PREFIXES;
use crate::model::page::{Block, Page, Table};
use crate::store::bounds::LONGEST;
use crate::store::remote::Endpoint;
use crate::store::sparql::{Outcome, QueryError, Question, ask};

pub(super) const COMMAND: Command = Command {
    name: "query",
    about: "SPARQL 1.1 over the whole graph: SELECT, ASK, CONSTRUCT, DESCRIBE",
    examples: "stackgen query 'SELECT ?name { ?it sg:implements ?s ; rdfs:label ?name . ?s rdfs:label \"MQTT\" }'
stackgen query -f examples/queries/successors.rq --format csv
stackgen query 'SELECT * { GRAPH sgs:project-pages { ?a sg:builtOn ?b } } LIMIT 5'
echo 'ASK { sgt:nats sg:status \"active\" }' | stackgen query -",
    formats: &[
        "table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads",
    ],
    arguments: arguments::<Query>,
    run: run::<Query>,
};

#[derive(clap::Args)]
struct Query {
    /// The query; `-` reads standard input. The prefixes of the vocabulary are known without being declared
    #[arg(
        value_name = "SPARQL",
        required_unless_present = "file",
        conflicts_with = "file"
    )]
    sparql: Option<String>,
    /// Read the query from a file
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Stop after this time, such as 500ms, 30s or 2m
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration)]
    timeout: Duration,
    /// Stop when the program takes more memory than this, such as 500MB or 4GB; known on Linux only
    #[arg(long, value_name = "SIZE", default_value = "4GB", value_parser = size)]
    memory: u64,
    /// Show the plan, with the rows and time of each step, instead of the results
    #[arg(long)]
    explain: bool,
}

/// Reads `500ms`, `30s`, `2m` or a bare number of seconds; up to a day.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let expected =
        || format!("`{text}` is no time, expected a number with ms, s or m, such as 30s");
    let (number, unit) = text.split_at(
        text.find(|it: char| it.is_alphabetic())
            .unwrap_or(text.len()),
    );
    let factor = match unit.trim() {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        _ => return Err(expected()),
    };
    let seconds = number.trim().parse::<f64>().map_err(|_| expected())? * factor;
    if (0.0..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(expected())
    }
}

/// Reads `500MB` or `4GB`; thousands of bytes count as 1024.
fn size(text: &str) -> Result<u64, String> {
    let known = [("MB", 20), ("GB", 30)];
    let read = known.iter().find_map(|(unit, shift)| {
        let number: u64 = text.strip_suffix(unit)?.trim().parse().ok()?;
        number.checked_mul(1 << shift)
    });
    read.ok_or_else(|| {
        format!("`{text}` is no size, expected a whole number with MB or GB, such as 4GB")
    })
}

impl Arguments for Query {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let (text, name) = self.text()?;
        let outcome = match context.service()? {
            Some(_) if self.explain => {
                return Err(Failure::usage(
                    "an endpoint shows no plan, expected `--explain` without `--endpoint`",
                ));
            }
            Some(service) => Endpoint::open(service, self.timeout)?.query(&text)?,
            None => {
                let catalog = context.catalog()?;
                let question = Question {
                    memory: self.memory,
                    plan: self.explain,
                    ..Question::new(text, self.timeout)
                };
                ask(&catalog.index, question).map_err(|error| failure(&name, &error))?
            }
        };
        let graph = matches!(outcome, Outcome::Triples(_));
        let rdf =
            ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"].contains(&context.format);
        if rdf != graph && (rdf || !["table", "json"].contains(&context.format)) && !self.explain {
            let (kind, formats) = if graph {
                (
                    "triples",
                    "turtle, ntriples, rdfxml, jsonld, trig, nquads or table",
                )
            } else {
                ("solutions", "table, json, xml, csv or tsv")
            };
            return Err(Failure::usage(format!(
                "this query brings {kind}, which have no format `{}`, expected {formats}",
                context.format
            )));
        }
        Ok(Box::new(Results { outcome }))
    }
}

impl Query {
    /// The query, and what errors call it.
    fn text(&self) -> Result<(String, String), Failure> {
        let (input, name): (Box<dyn Read>, String) = match (&self.file, self.sparql.as_deref()) {
            (Some(path), _) => {
                let name = path.to_string_lossy().into_owned();
                let file = File::open(path).map_err(|error| {
                    Failure::usage(format!("{name}: cannot be opened: {error}"))
                })?;
                (Box::new(file), name)
            }
            (None, Some("-")) => (Box::new(std::io::stdin()), "standard input".to_owned()),
            (None, text) => return Ok((text.unwrap_or_default().to_owned(), "query".to_owned())),
        };
        let mut bytes = Vec::new();
        // An input need not have an end.
        let read = input.take(LONGEST as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| Failure::usage(format!("{name}: cannot be read: {error}")))?;
        if bytes.len() > LONGEST {
            let message = format!("{name}: more than {LONGEST} bytes, expected a shorter query");
            return Err(Failure::usage(message));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::usage(format!("{name}: not UTF-8, expected text in UTF-8")))?;
        // Some editors put a mark before the text.
        let text = text
            .strip_prefix('\u{feff}')
            .map_or(text.clone(), ToOwned::to_owned);
        Ok((text, name))
    }
}

fn failure(name: &str, error: &QueryError) -> Failure {
    let hints = match error {
        QueryError::TimeOut(_) => {
            vec!["make the query more selective, or give it more with `--timeout`".to_owned()]
        }
        QueryError::TooMany => vec!["add a LIMIT".to_owned()],
        QueryError::Memory(_) => {
            vec!["make the query more selective, or give it more with `--memory`".to_owned()]
        }
        QueryError::Syntax(message) if message.ends_with("unknown prefix") => {
            let prefixes: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
            vec![format!("known prefixes: {}", prefixes.join(", "))]
        }
        QueryError::Syntax(_) | QueryError::Evaluation(_) => Vec::new(),
    };
    Failure::Usage {
        message: format!("{name}: {error}"),
        hints,
    }
}

struct Results {
    outcome: Outcome,
}

impl Answer for Results {
    fn page(&self) -> Page {
        match &self.outcome {
            Outcome::Truth(truth) => Page {
                blocks: vec![Block::Paragraph(truth.to_string())],
            },
            Outcome::Plan(plan) => {
                let lines = serde_json::from_str::<Value>(plan)
                    .map(|plan| points(&plan, 0))
                    .unwrap_or_default();
                Page {
                    blocks: vec![Block::Points(lines)],
                }
            }
            Outcome::Solutions(variables, rows) => {
                let header: Vec<&str> = variables.iter().map(String::as_str).collect();
                let mut table = Table::new(&header);
                for row in rows {
                    table.push(
                        row.values()
                            .iter()
                            .map(|term| term.as_ref().map(short).unwrap_or_default())
                            .collect(),
                    );
                }
                Page::table(table)
            }
            Outcome::Triples(triples) => {
                let mut table = Table::new(&["subject", "predicate", "object"]);
                for triple in triples {
                    table.push(vec![
                        short(&Term::from(triple.subject.clone())),
                        short(&Term::from(triple.predicate.clone())),
                        short(&triple.object),
                    ]);
                }
                Page::table(table)
            }
        }
    }

    fn json(&self) -> Value {
        match &self.outcome {
            Outcome::Plan(plan) => serde_json::from_str(plan).unwrap_or(Value::Null),
            Outcome::Triples(triples) => triples
                .iter()
                .map(|triple| {
                    serde_json::json!({
                        "subject": triple.subject.to_string(),
                        "predicate": triple.predicate.to_string(),
                        "object": triple.object.to_string(),
                    })
                })
                .collect(),
            _ => Value::Null,
        }
    }

    fn quads(&self) -> Vec<Quad> {
        match &self.outcome {
            Outcome::Triples(triples) => {
                let quad =
                    |triple: &oxrdf::Triple| triple.clone().in_graph(GraphName::DefaultGraph);
                triples.iter().map(quad).collect()
            }
            _ => Vec::new(),
        }
    }

    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        let format = match format {
            "json" => QueryResultsFormat::Json,
            "xml" => QueryResultsFormat::Xml,
            "csv" => QueryResultsFormat::Csv,
            "tsv" => QueryResultsFormat::Tsv,
            _ => return None,
        };
        let serializer = QueryResultsSerializer::from_format(format);
        match &self.outcome {
            Outcome::Truth(truth) => serializer
                .serialize_boolean_to_writer(Vec::new(), *truth)
                .ok(),
            Outcome::Solutions(variables, rows) => {
                let variables: Vec<Variable> =
                    variables.iter().map(Variable::new_unchecked).collect();
                let mut writer = serializer
                    .serialize_solutions_to_writer(Vec::new(), variables.clone())
                    .ok()?;
                for row in rows {
                    let bound = variables.iter().zip(row.values());
                    let bound = bound.filter_map(|(variable, term)| {
                        Some((variable.as_ref(), term.as_ref()?.as_ref()))
                    });
                    writer.serialize(bound).ok()?;
                }
                writer.finish().ok()
            }
            Outcome::Triples(_) | Outcome::Plan(_) => None,
        }
        .map(|mut bytes| {
            if !bytes.ends_with(b"\n") {
                bytes.push(b'\n');
            }
            bytes
        })
    }
}

/// A plan as indented points: each node's name, then its children.
fn points(plan: &Value, level: usize) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    match plan {
        Value::Object(map) => {
            let own: Vec<String> = map
                .iter()
                .filter(|(_, value)| !value.is_array() && !value.is_object())
                .map(|(name, value)| match value {
                    Value::String(text) if name == "name" => text.clone(),
                    value => format!("{name}: {value}"),
                })
                .collect();
            let nested = usize::from(!own.is_empty());
            if !own.is_empty() {
                lines.push((level, own.join(", ")));
            }
            for value in map
                .values()
                .filter(|value| value.is_array() || value.is_object())
            {
                lines.extend(points(value, level + nested));
            }
        }
        Value::Array(values) => lines.extend(values.iter().flat_map(|value| points(value, level))),
        value => lines.push((level, value.to_string())),
    }
    lines
}

/// A term for people: IRIs by their prefix where one fits, plain text without quotes.
pub(super) fn short(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => short_iri(node.as_str()),
        Term::Literal(literal) => literal.value().to_owned(),
        term => term.to_string(),
    }
}

/// An IRI with its prefix, where the rest is a plain name.
pub(super) fn short_iri(iri: &str) -> String {
    let plain = |rest: &str| {
        !rest.is_empty()
            && rest
                .chars()
                .all(|it| it.is_alphanumeric() || it == '-' || it == '_')
    };
    PREFIXES
        .iter()
        .filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)))
        .find(|(_, rest)| plain(rest))
        .map_or_else(
            || iri.to_owned(),
            |(prefix, rest)| format!("{prefix}:{rest}"),
        )
}
