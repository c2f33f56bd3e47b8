//! SPARQL 1.1 queries over the index, by Oxigraph's evaluator.
//!
//! The default graph is the union of all named graphs, each statement once.

use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxrdf::{Term, Triple};
use spareval::{InternalQuad, QueryableDataset};

use super::index::Index;
use super::worker;
use crate::base::vocabulary::PREFIXES;
use crate::model::term::{decode, encode};

/// How many solutions or triples one query may bring: what is above would not fit into the memory of small machines.
pub const MOST_RESULTS: usize = 1_000_000;
/// How deep brackets may nest in a query.
const DEEPEST: usize = 256;
/// How long a query may be, in bytes.
const LONGEST: usize = 1 << 20;

/// What a query brought.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// SELECT: the variables, and one row for each solution, in the evaluator's order.
    Solutions(Vec<String>, Vec<Vec<Option<Term>>>),
    /// ASK.
    Truth(bool),
    /// CONSTRUCT, DESCRIBE: in the evaluator's order.
    Triples(Vec<Triple>),
    /// The plan, as JSON, where it was asked for instead of the results.
    Plan(String),
}

/// Why a query brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// Not SPARQL.
    #[error("{0}")]
    Syntax(String),
    /// The time was over.
    #[error("not done within {0:?}")]
    TimeOut(Duration),
    /// Too many results.
    #[error("more than {MOST_RESULTS} results, expected fewer")]
    TooMany,
    /// Something the evaluator refuses, such as SERVICE.
    #[error("{0}")]
    Evaluation(String),
}

/// Evaluates a query within `timeout`; nothing is fetched from the network.
///
/// # Errors
///
/// See [`QueryError`].
pub fn query(index: &Index, text: &str, timeout: Duration) -> Result<Outcome, QueryError> {
    limited(index, text, timeout, false)
}

/// The plan of a query with the time each step took, as JSON; the query is evaluated for it.
///
/// # Errors
///
/// See [`QueryError`].
pub fn explain(index: &Index, text: &str, timeout: Duration) -> Result<Outcome, QueryError> {
    limited(index, text, timeout, true)
}

fn limited(
    index: &Index,
    text: &str,
    timeout: Duration,
    plan: bool,
) -> Result<Outcome, QueryError> {
    check_depth(text)?;
    let token = CancellationToken::new();
    let (done, waiting) = std::sync::mpsc::channel();
    let (index, text, watched) = (index.clone(), text.to_owned(), token.clone());
    let work = move || evaluate(&index, &text, &watched, plan);
    worker::run(work, done).map_err(|error| QueryError::Evaluation(error.to_string()))?;
    match waiting.recv_timeout(timeout) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Disconnected) => {
            Err(QueryError::Evaluation("the evaluator gave up".to_owned()))
        }
        Err(RecvTimeoutError::Timeout) => {
            // Inside a large product the evaluator looks at the token too rarely to wait for it.
            token.cancel();
            Err(QueryError::TimeOut(timeout))
        }
    }
}

/// Refuses queries that nest too deep for the parser, before it sees them.
fn check_depth(text: &str) -> Result<(), QueryError> {
    if text.len() > LONGEST {
        return Err(QueryError::Syntax(format!(
            "a query of {} bytes, expected at most {LONGEST}",
            text.len()
        )));
    }
    let (mut depth, mut run) = (0_usize, 0_usize);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        run = if matches!(
            byte,
            b'!' | b'-' | b'+' | b'^' | b' ' | b'\n' | b'\t' | b'\r'
        ) {
            run + usize::from(!byte.is_ascii_whitespace())
        } else {
            0
        };
        if depth > DEEPEST || run > DEEPEST {
            return Err(QueryError::Syntax(format!(
                "brackets or signs nest deeper than {DEEPEST}, expected less"
            )));
        }
    }
    Ok(())
}

fn evaluate(
    index: &Index,
    text: &str,
    token: &CancellationToken,
    plan: bool,
) -> Result<Outcome, QueryError> {
    let mut evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator
            .with_prefix(*prefix, *namespace)
            .map_err(|error| QueryError::Evaluation(error.to_string()))?;
    }
    let query = evaluator
        .parse_query(text)
        .map_err(|error| QueryError::Syntax(readable(&error.to_string())))?
        .on_queryable_dataset(Dataset { index });
    if plan {
        let (results, explanation) = query.compute_statistics().explain();
        collect(results.map_err(failed)?)?;
        let mut json = Vec::new();
        explanation
            .write_in_json(&mut json)
            .map_err(|error| QueryError::Evaluation(error.to_string()))?;
        return Ok(Outcome::Plan(String::from_utf8_lossy(&json).into_owned()));
    }
    collect(query.execute().map_err(failed)?)
}

/// The parser's message without the character classes it would have taken: nobody reads those.
fn readable(message: &str) -> String {
    let (place, expected) = message.split_once(": expected ").unwrap_or((message, ""));
    if expected.contains("Prefix not found") {
        return format!("{place}: unknown prefix");
    }
    let words: Vec<&str> = expected
        .trim_start_matches("one of ")
        .split(", ")
        .filter(|word| !word.contains(['[', ']']) && !word.starts_with("'\\u"))
        .collect();
    if words.is_empty() {
        format!("{place}: not SPARQL from here on")
    } else {
        format!("{place}: expected {}", words.join(" "))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn failed(error: QueryEvaluationError) -> QueryError {
    QueryError::Evaluation(error.to_string())
}

fn collect(results: QueryResults<'_>) -> Result<Outcome, QueryError> {
    match results {
        QueryResults::Boolean(truth) => Ok(Outcome::Truth(truth)),
        QueryResults::Solutions(solutions) => {
            let variables: Vec<String> = solutions
                .variables()
                .iter()
                .map(|variable| variable.as_str().to_owned())
                .collect();
            let rows = solutions
                .map(|solution| solution.map(|it| it.values().to_vec()))
                .take(MOST_RESULTS + 1)
                .collect::<Result<Vec<_>, _>>()
                .map_err(failed)?;
            few(rows).map(|rows| Outcome::Solutions(variables, rows))
        }
        QueryResults::Graph(triples) => {
            let triples = triples
                .take(MOST_RESULTS + 1)
                .collect::<Result<Vec<_>, _>>()
                .map_err(failed)?;
            few(triples).map(Outcome::Triples)
        }
    }
}

fn few<T>(results: Vec<T>) -> Result<Vec<T>, QueryError> {
    if results.len() > MOST_RESULTS {
        return Err(QueryError::TooMany);
    }
    Ok(results)
}

/// A term of the index by its number, or one that a query made.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    Known(u32),
    Made(Arc<Term>),
}

impl Value {
    /// The number in the index; nothing for a term that stands in no statement.
    fn number(&self) -> Option<u32> {
        match self {
            Self::Known(number) => Some(*number),
            Self::Made(_) => None,
        }
    }
}

struct Dataset<'a> {
    index: &'a Index,
}

impl<'a> QueryableDataset<'a> for Dataset<'a> {
    type InternalTerm = Value;
    type Error = std::convert::Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Value>,
        predicate: Option<&Value>,
        object: Option<&Value>,
        graph: Option<Option<&Value>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Value>, Self::Error>> + use<'a> {
        let parts = [subject, predicate, object, graph.flatten()];
        // A term that is not in the index stands in no statement.
        if parts
            .into_iter()
            .flatten()
            .any(|part| part.number().is_none())
        {
            return Box::new(std::iter::empty()) as Box<dyn Iterator<Item = _>>;
        }
        let [s, p, o, g] = parts.map(|part| part.and_then(Value::number));
        let rows = self.index.matching(s, p, o);
        let quad = |[s, p, o]: [u32; 3], graph: Option<u32>| {
            Ok(InternalQuad {
                subject: Value::Known(s),
                predicate: Value::Known(p),
                object: Value::Known(o),
                graph_name: graph.map(Value::Known),
            })
        };
        match graph {
            Some(None) => Box::new(rows.distinct().map(move |row| quad(row, None))),
            _ => Box::new(
                rows.filter(move |[.., graph]| g.is_none_or(|g| g == *graph))
                    .map(move |[s, p, o, graph]| quad([s, p, o], Some(graph))),
            ),
        }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Value, Self::Error>> + use<'a> {
        self.index.graphs().map(|graph| Ok(Value::Known(graph)))
    }

    fn internalize_term(&self, term: Term) -> Result<Value, Self::Error> {
        Ok(self
            .index
            .number(&encode(&term))
            .map_or_else(|| Value::Made(Arc::new(term)), Value::Known))
    }

    fn externalize_term(&self, term: Value) -> Result<Term, Self::Error> {
        Ok(match term {
            Value::Known(number) => decode(self.index.term(number)),
            Value::Made(term) => Arc::unwrap_or_clone(term),
        })
    }
}
