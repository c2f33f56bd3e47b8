//! `query`: SPARQL over the whole graph.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use oxrdf::{GraphName, Quad, Term};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::args::{Size, Time, texts};
use super::failure::Failure;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes, Solutions};
use crate::base::nearest::nearest;
use crate::base::vocabulary::PREFIXES;
use crate::catalog::{address, take_standard_input};
use crate::graph::words::short;
use crate::model::page::{Block, Page, Table};
use crate::store::absent::{AbsentName, absent, beyond_numbers, named_too_late, variables};
use crate::store::bounds::LONGEST;
use crate::store::remote::Endpoint;
use crate::store::sparql::{
    MEMORY, MOST_RESULTS, Outcome, Plan, QueryError, Question, as_sent, ask, parsed, term,
};

/// SPARQL 1.1 over the whole graph: SELECT, ASK, CONSTRUCT, DESCRIBE
#[derive(Clone, Debug, PartialEq, Eq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Query {
    /// The query; `-` reads standard input. The prefixes of the vocabulary are known without being declared
    #[arg(
        value_name = "SPARQL",
        required_unless_present = "file",
        conflicts_with = "file"
    )]
    pub sparql: Option<String>,
    /// Read the query from a file; `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Stop after this time, such as 500ms, 30s or 2m
    #[arg(long, value_name = "TIME", default_value_t = Self::default().timeout)]
    pub timeout: Time,
    /// Stop when the program takes more memory than this, such as 500MB or 4GB; known on Linux only
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().memory)]
    pub memory: Size,
    /// Show the plan instead of the results: without running the query, or after it with the rows and time of each step
    #[arg(
        long,
        value_name = "WHAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "plan"
    )]
    pub explain: Option<Explained>,
    /// Ask all graphs as one: the default on the catalogue and on lists, not on files of RDF
    #[arg(long)]
    pub union: bool,
    /// A value for a variable, such as need=sgc:messaging, year=2020 or name='"Kafka"@en'; a word alone is text
    #[arg(long, value_name = "NAME=VALUE")]
    #[serde(deserialize_with = "texts")]
    pub bind: Vec<String>,
    /// A prefix that the query need not declare, such as `ex=http://example.org/`
    #[arg(long, value_name = "NAME=IRI")]
    #[serde(deserialize_with = "texts")]
    pub prefix: Vec<String>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            sparql: None,
            file: None,
            timeout: Time(Duration::from_secs(30)),
            memory: Size(MEMORY),
            explain: None,
            union: false,
            bind: Vec::new(),
            prefix: Vec::new(),
        }
    }
}

/// What `--explain` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Explained {
    /// What is going to be done, with what the index tells of sizes
    Plan,
    /// What was done, with rows and times
    Analyze,
}

impl Ask for Query {
    type Answer = Results;
    const NAME: &'static str = "query";
    // Its text may be in a file or come from standard input; `/sparql` is the door of queries.
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[
        Shape::Page,
        Shape::Solutions,
        Shape::Json,
        Shape::Statements,
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen query 'SELECT ?name { ?it sg:implements ?s ; rdfs:label ?name . ?s rdfs:label \"MQTT\" }'",
        "stackgen query -f examples/queries/successors.rq --format csv",
        "stackgen query 'SELECT * { GRAPH sgs:project-pages { ?a sg:builtOn ?b } } LIMIT 5'",
        "echo 'ASK { sgt:nats sg:status \"active\" }' | stackgen query -",
    ];

    fn answer(self, world: &World) -> Result<Results, Failure> {
        let (text, name) = self.text(world)?;
        let question = self.question(world, text)?;
        tell_unused(world, &question.text, &question.bindings);
        let wrong = |error: &QueryError| failure(&name, error);
        let outcome = match world.service() {
            Some(_) if self.union => {
                return Err(Failure::usage(
                    "which graphs an endpoint asks as one is its own choice, expected FROM instead of `--union`",
                ));
            }
            Some(service) => {
                let service = Endpoint::open(service, self.timeout.0)?;
                let text = as_sent(&question).map_err(|error| wrong(&error))?;
                let query = || parsed(&question).map_err(|error| wrong(&error));
                match question.plan {
                    Plan::None => service.query(&text)?,
                    Plan::Estimated => service.plan(&query()?)?,
                    Plan::Measured => service.measured_plan(&query()?, &text)?,
                }
            }
            None => self.locally(world, question, &wrong)?,
        };
        Ok(Results { outcome })
    }
}

impl Query {
    /// What is asked, wherever it is.
    fn question(&self, world: &World, text: String) -> Result<Question, Failure> {
        Ok(Question {
            memory: self.memory.0,
            most: world.most_results(),
            base: world.base().map(ToOwned::to_owned),
            union: self.union.then_some(true),
            bindings: bindings(&self.bind, &self.prefix)?,
            prefixes: prefixes(&self.prefix)?,
            plan: match self.explain {
                None => Plan::None,
                Some(Explained::Plan) => Plan::Estimated,
                Some(Explained::Analyze) => Plan::Measured,
            },
            ..Question::new(text, self.timeout.0)
        })
    }

    fn locally(
        &self,
        world: &World,
        question: Question,
        wrong: &dyn Fn(&QueryError) -> Failure,
    ) -> Result<Outcome, Failure> {
        let catalog = world.whole()?;
        let own = self.file.as_deref().filter(|it| it.as_os_str() != "-");
        for number in beyond_numbers(&question.text) {
            world.note(&format!(
                "note: `{number}` has more than 64 bits, and nothing is computed or compared with it; `{number}.0`, a decimal, reaches to 170141183460469231731"
            ));
        }
        let asked = (question.text.clone(), question.prefixes.clone());
        let question = Question {
            base: question.base.or_else(|| own.and_then(address)),
            ..question
        };
        let outcome = ask(&catalog.index, question).map_err(|error| wrong(&error))?;
        if is_empty(&outcome) {
            tell_absent(world, &absent(&catalog.index, &asked.0, &asked.1));
            tell_late(world, &named_too_late(&asked.0));
        }
        Ok(outcome)
    }

    /// The query, and what errors call it.
    fn text(&self, world: &World) -> Result<(String, String), Failure> {
        if !world.reads_files() {
            if self.file.is_some() {
                return Err(Failure::usage(
                    "`--file` reads files of the one who asks, which this door does not",
                ));
            }
            return Ok((self.sparql.clone().unwrap_or_default(), "query".to_owned()));
        }
        let standard_input = || {
            let input = take_standard_input().map_err(Failure::usage)?;
            Ok::<_, Failure>((
                Box::new(input) as Box<dyn Read>,
                "standard input".to_owned(),
            ))
        };
        let (input, name): (Box<dyn Read>, String) = match (&self.file, self.sparql.as_deref()) {
            (Some(path), _) if path.as_os_str() == "-" => standard_input()?,
            (Some(path), _) => {
                let name = path.to_string_lossy().into_owned();
                let file = File::open(path).map_err(|error| {
                    Failure::usage(format!("{name}: cannot be opened: {error}"))
                })?;
                (Box::new(file), name)
            }
            (None, Some("-")) => standard_input()?,
            (None, Some(text)) if is_path(text) => {
                return Err(Failure::Usage {
                    message: format!(
                        "`{text}` is not SPARQL, expected SELECT, ASK, CONSTRUCT or DESCRIBE"
                    ),
                    hints: vec![format!("did you mean the file? `-f {text}` reads it")],
                });
            }
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

fn is_empty(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Solutions(_, rows) => rows.len() == 0,
        Outcome::Triples(triples) => triples.is_empty(),
        Outcome::Truth(truth) => !truth,
        Outcome::Plan(_) => false,
    }
}

/// Says which names of a query the graph does not have: an empty answer looks the same whether nothing is so or a name is
/// misspelt.
fn tell_absent(world: &World, names: &[AbsentName]) {
    for AbsentName { name, near } in names {
        let near = near
            .as_ref()
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        world.note(&format!(
            "note: `{name}` stands nowhere in this graph{near}"
        ));
    }
}

/// Says which names of SELECT stand in HAVING, where they have no value yet.
fn tell_late(world: &World, names: &[String]) {
    for name in names {
        world.note(&format!(
            "note: HAVING does not know `{name}`, which SELECT names behind it; write what it stands for, as in `HAVING (COUNT(*) > 3)`"
        ));
    }
}

/// Whether a text is the name of a file of queries: one word that no query is.
fn is_path(text: &str) -> bool {
    let ends = [".rq", ".sparql", ".txt"];
    let word = text.trim();
    !word.contains(char::is_whitespace)
        && !word.contains('{')
        && ends.iter().any(|it| word.ends_with(it))
}

/// The prefixes of `--prefix`.
fn prefixes(given: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let read = |text: &String| {
        let (name, iri) = text.split_once('=').ok_or_else(|| {
            Failure::usage(format!(
                "`{text}` is not a valid prefix, expected `name=IRI`"
            ))
        })?;
        let iri = iri.trim_start_matches('<').trim_end_matches('>');
        Ok((name.trim_end_matches(':').to_owned(), iri.to_owned()))
    };
    let prefixes = given
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, Failure>>()?;
    once("--prefix", prefixes.iter().map(|(name, _)| name.as_str()))?;
    Ok(prefixes)
}

/// Refuses a name that is given two values.
fn once<'a>(option: &str, names: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Failure::usage(format!(
                "{option} {name}: given twice, expected one value for each name"
            )));
        }
    }
    Ok(())
}

/// The values of `--bind`.
fn bindings(given: &[String], with: &[String]) -> Result<Vec<(String, Term)>, Failure> {
    let known = prefixes(with)?;
    let read = |text: &String| {
        let (name, value) = text.split_once('=').ok_or_else(|| {
            Failure::usage(format!(
                "`{text}` is not a valid parameter, expected `name=value`"
            ))
        })?;
        let value = term(value, &known)
            .map_err(|error| Failure::usage(format!("--bind {name}: {error}")))?;
        Ok((name.trim_start_matches(['?', '$']).to_owned(), value))
    };
    let bindings = given
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, Failure>>()?;
    once("--bind", bindings.iter().map(|(name, _)| name.as_str()))?;
    Ok(bindings)
}

/// Says which parameters the query does not ask for.
fn tell_unused(world: &World, query: &str, bindings: &[(String, Term)]) {
    let variables = variables(query);
    for (name, _) in bindings {
        if variables.contains(name.as_str()) {
            continue;
        }
        let near = nearest(name, variables.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        world.note(&format!(
            "note: the query has no variable `?{name}`, to which `--bind` gives a value{near}"
        ));
    }
}

fn failure(name: &str, error: &QueryError) -> Failure {
    let hints = match error {
        QueryError::TimeOut(_) => {
            vec!["make the query more selective, or give it more with `--timeout`".to_owned()]
        }
        QueryError::TooMany(_) => vec!["add a LIMIT".to_owned()],
        QueryError::Memory(_) => {
            vec!["make the query more selective, or give it more with `--memory`".to_owned()]
        }
        QueryError::Syntax(message) if message.contains("unknown prefix") => {
            let prefixes: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
            vec![format!("known prefixes: {}", prefixes.join(", "))]
        }
        QueryError::Stopped | QueryError::Syntax(_) | QueryError::Evaluation(_) => Vec::new(),
    };
    Failure::Usage {
        message: format!("{name}: {error}"),
        hints,
    }
}

/// What a query brought.
#[derive(Debug)]
pub struct Results {
    /// Solutions, a truth, triples or a plan.
    pub outcome: Outcome,
}

impl Serialize for Results {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct ToldTriple {
            subject: String,
            predicate: String,
            object: String,
        }
        match &self.outcome {
            Outcome::Plan(plan) => serde_json::from_str::<Value>(plan)
                .unwrap_or_default()
                .serialize(serializer),
            Outcome::Triples(triples) => {
                serializer.collect_seq(triples.iter().map(|triple| ToldTriple {
                    subject: triple.subject.to_string(),
                    predicate: triple.predicate.to_string(),
                    object: triple.object.to_string(),
                }))
            }
            Outcome::Truth(_) | Outcome::Solutions(..) => {
                let results = self.solutions().map(Solutions::json);
                results.unwrap_or_default().serialize(serializer)
            }
        }
    }
}

impl JsonSchema for Results {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Results".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Results of a query: SPARQL 1.1 Query Results JSON, or triples in the syntax of N-Triples, or a plan",
            "anyOf": [
                {
                    "type": "object",
                    "required": ["head"],
                    "properties": {
                        "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
                        "results": {
                            "type": "object",
                            "properties": {"bindings": {"type": "array", "items": {"type": "object"}}}
                        },
                        "boolean": {"type": "boolean"}
                    }
                },
                {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["subject", "predicate", "object"],
                        "properties": {
                            "subject": {"type": "string"},
                            "predicate": {"type": "string"},
                            "object": {"type": "string"}
                        }
                    }
                },
                {"type": "object", "properties": {"name": {"type": "string"}}}
            ]
        })
    }
}

impl Shapes for Results {
    fn shapes(&self) -> Option<&'static [Shape]> {
        Some(match &self.outcome {
            Outcome::Plan(_) => &[Shape::Page, Shape::Json],
            Outcome::Triples(_) => &[Shape::Page, Shape::Json, Shape::Statements],
            // A table is measured and held as a whole.
            Outcome::Solutions(_, rows) if rows.len() > MOST_RESULTS => &[Shape::Solutions],
            Outcome::Truth(_) | Outcome::Solutions(..) => &[Shape::Page, Shape::Solutions],
        })
    }

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
                for row in rows.iter() {
                    table.push(
                        row.iter()
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

    fn solutions(&self) -> Option<Solutions<'_>> {
        match &self.outcome {
            Outcome::Truth(truth) => Some(Solutions::Truth(*truth)),
            Outcome::Solutions(variables, rows) => Some(Solutions::Rows {
                variables,
                rows: Box::new(rows.iter()),
            }),
            Outcome::Triples(_) | Outcome::Plan(_) => None,
        }
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
