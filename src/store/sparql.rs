//! SPARQL 1.2 queries over the index, by Oxigraph's evaluator.
//!
//! The default graph is the union of all named graphs, each statement once. `FROM` and `FROM NAMED` choose among the graphs,
//! and so does whoever asks, see [`Graphs`].

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

pub use oxigraph::sparql::QuerySolution;
use oxigraph::sparql::{
    CancellationToken, QueryDatasetSpecification, QueryEvaluationError, QueryResults,
    SparqlEvaluator,
};
use oxrdf::{GraphName, NamedNode, Term, Triple};
use spareval::{InternalQuad, QueryableDataset};

use super::index::Index;
use super::stop::Stop;
use super::watch::{Stopped, Watch, is_full};
use super::{bounds, worker};
use crate::base::vocabulary::PREFIXES;
use crate::model::term::{decode, encode};

/// How many solutions or triples one query may bring: what is above would not fit into the memory of small machines.
pub const MOST_RESULTS: usize = 1_000_000;
/// How much memory the program may take while a query is at work, in bytes, where nobody says otherwise.
pub const MEMORY: u64 = 4 << 30;
/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What a query brought.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// SELECT: the variables, and one row for each solution, in the evaluator's order.
    Solutions(Vec<String>, Vec<QuerySolution>),
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
    /// The memory was full.
    #[error("more than {} MB of memory", .0 >> 20)]
    Memory(u64),
    /// Nobody waits for the answer any more.
    #[error("no longer wanted")]
    Stopped,
    /// Too many results.
    #[error("more than {MOST_RESULTS} results, expected fewer")]
    TooMany,
    /// Something the evaluator refuses, such as SERVICE.
    #[error("{0}")]
    Evaluation(String),
}

/// What is asked, and how.
#[derive(Clone, Debug)]
pub struct Question {
    /// The query.
    pub text: String,
    /// When to stop.
    pub timeout: Duration,
    /// How much memory the program may take meanwhile, in bytes; looked at where the system says it: on Linux.
    pub memory: u64,
    /// What relative IRIs in the query are relative to; without it they are errors.
    pub base: Option<String>,
    /// The graphs to ask, instead of those that the query names.
    pub graphs: Option<Graphs>,
    /// Whether to bring the plan instead of the results.
    pub plan: bool,
    /// Says when the answer is no longer wanted.
    pub stop: Stop,
}

impl Question {
    /// A query over all graphs.
    pub fn new(text: impl Into<String>, timeout: Duration) -> Self {
        Self {
            text: text.into(),
            timeout,
            memory: MEMORY,
            base: None,
            graphs: None,
            plan: false,
            stop: Stop::default(),
        }
    }
}

/// Graphs by their IRIs, as `default-graph-uri` and `named-graph-uri` of the SPARQL protocol. An empty IRI is the graph of
/// the statements that stand in none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graphs {
    /// Those that make up the default graph, each statement once.
    pub default: Vec<String>,
    /// Those that `GRAPH` finds.
    pub named: Vec<String>,
}

/// Evaluates a query within `timeout`; nothing is fetched from the network.
///
/// # Errors
///
/// See [`QueryError`].
pub fn query(index: &Index, text: &str, timeout: Duration) -> Result<Outcome, QueryError> {
    ask(index, Question::new(text, timeout))
}

/// The plan of a query with the time each step took, as JSON; the query is evaluated for it.
///
/// # Errors
///
/// See [`QueryError`].
pub fn explain(index: &Index, text: &str, timeout: Duration) -> Result<Outcome, QueryError> {
    let question = Question::new(text, timeout);
    ask(
        index,
        Question {
            plan: true,
            ..question
        },
    )
}

/// Evaluates a query; nothing is fetched from the network.
///
/// # Errors
///
/// See [`QueryError`].
pub fn ask(index: &Index, question: Question) -> Result<Outcome, QueryError> {
    bounds::check(&question.text).map_err(QueryError::Syntax)?;
    if bounds::is_simple(&question.text) && !question.plan {
        return evaluate(index, &question, &CancellationToken::new());
    }
    let (timeout, memory) = (question.timeout, question.memory);
    let stop = question.stop.clone();
    let token = CancellationToken::new();
    let (done, waiting) = std::sync::mpsc::channel();
    let (index, watched) = (index.clone(), token.clone());
    let work = move || evaluate(&index, &question, &watched);
    worker::run(work, done).map_err(|error| {
        QueryError::Evaluation(format!(
            "the system has no thread to answer this on: {error}"
        ))
    })?;
    wait(&waiting, timeout, memory, &stop).inspect_err(|_| {
        // Inside a large product the evaluator looks at the token too rarely to wait for it.
        token.cancel();
    })?
}

/// What the worker sends, unless time or memory end before.
fn wait<T>(
    waiting: &Receiver<T>,
    timeout: Duration,
    memory: u64,
    stop: &Stop,
) -> Result<T, QueryError> {
    let start = Instant::now();
    loop {
        let left = timeout.saturating_sub(start.elapsed());
        match waiting.recv_timeout(left.min(LOOK)) {
            Ok(outcome) => return Ok(outcome),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(QueryError::Evaluation("the evaluator gave up".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) if left <= LOOK => {
                return Err(QueryError::TimeOut(timeout));
            }
            Err(RecvTimeoutError::Timeout) if is_full(memory) => {
                return Err(QueryError::Memory(memory));
            }
            Err(RecvTimeoutError::Timeout) if stop.is_stopped() => {
                return Err(QueryError::Stopped);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn evaluate(
    index: &Index,
    question: &Question,
    token: &CancellationToken,
) -> Result<Outcome, QueryError> {
    let evaluation = |error: &dyn std::fmt::Display| QueryError::Evaluation(error.to_string());
    let mut evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
    if let Some(base) = &question.base {
        evaluator = evaluator
            .with_base_iri(base)
            .map_err(|error| evaluation(&error))?;
    }
    let is_there = |prefix: &str| {
        let mut places = question.text.match_indices(prefix);
        places.any(|(at, _)| question.text[at + prefix.len()..].starts_with(':'))
    };
    // Each takes as long as a small answer's row.
    for (prefix, namespace) in PREFIXES.iter().filter(|(prefix, _)| is_there(prefix)) {
        evaluator = evaluator
            .with_prefix(*prefix, *namespace)
            .map_err(|error| evaluation(&error))?;
    }
    let mut query = evaluator
        .parse_query(&question.text)
        .map_err(|error| QueryError::Syntax(readable(&error.to_string())))?;
    // The dataset chooses the graphs: the evaluator would count a statement once for each graph of `FROM`.
    let named_by_query = std::mem::replace(query.dataset_mut(), QueryDatasetSpecification::new());
    let graphs = question.graphs.clone().or_else(|| graphs(&named_by_query));
    let names = question.text.matches(['?', '$']).count();
    let watch = Watch::new(question.timeout, question.memory).weighed(names);
    let failed = |error| failed(error, question);
    let query = query.on_queryable_dataset(Dataset::new(index, graphs, watch.clone()));
    if question.plan {
        let (results, explanation) = query.compute_statistics().explain();
        collect(results.map_err(failed)?, &watch).map_err(failed)?;
        watch.passed().map_err(|it| failed(stopped(it)))?;
        let mut json = Vec::new();
        explanation
            .write_in_json(&mut json)
            .map_err(|error| evaluation(&error))?;
        return Ok(Outcome::Plan(String::from_utf8_lossy(&json).into_owned()));
    }
    let results = query.execute().map_err(failed)?;
    let outcome = collect(results, &watch).map_err(failed)?;
    // What the evaluator passed over, such as an error in a row that OFFSET skips, would make a wrong answer.
    watch.passed().map_err(|it| failed(stopped(it)))?;
    few(outcome)
}

/// The graphs that a query chooses by `FROM` and `FROM NAMED`.
fn graphs(dataset: &QueryDatasetSpecification) -> Option<Graphs> {
    if dataset.is_default_dataset() {
        return None;
    }
    let default = dataset.default_graph_graphs().unwrap_or_default();
    let named = dataset.available_named_graphs().unwrap_or_default();
    let default = default.iter().filter_map(|graph| match graph {
        GraphName::NamedNode(node) => Some(node.as_str().to_owned()),
        _ => None,
    });
    let named = named.iter().map(|graph| match graph {
        oxrdf::NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        oxrdf::NamedOrBlankNode::BlankNode(node) => node.to_string(),
    });
    Some(Graphs {
        default: default.collect(),
        named: named.collect(),
    })
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
fn failed(error: QueryEvaluationError, question: &Question) -> QueryError {
    let stopped = match &error {
        QueryEvaluationError::Dataset(error) => error.downcast_ref(),
        _ => None,
    };
    match stopped {
        Some(Stopped::Time) => QueryError::TimeOut(question.timeout),
        Some(Stopped::Memory) => QueryError::Memory(question.memory),
        None => QueryError::Evaluation(error.to_string()),
    }
}

fn stopped(by: Stopped) -> QueryEvaluationError {
    QueryEvaluationError::Dataset(Box::new(by))
}

/// Takes the results, one more than there may be at the most.
fn collect(results: QueryResults<'_>, watch: &Watch) -> Result<Outcome, QueryEvaluationError> {
    let step = || watch.step().map_err(stopped);
    match results {
        QueryResults::Boolean(truth) => Ok(Outcome::Truth(truth)),
        QueryResults::Solutions(solutions) => {
            let variables: Vec<String> = solutions
                .variables()
                .iter()
                .map(|variable| variable.as_str().to_owned())
                .collect();
            let rows = solutions
                .map(|solution| step().and(solution))
                .take(MOST_RESULTS + 1)
                .collect::<Result<Vec<_>, _>>()?;
            Ok(Outcome::Solutions(variables, rows))
        }
        QueryResults::Graph(triples) => {
            let triples = triples
                .map(|triple| step().and(triple))
                .take(MOST_RESULTS + 1)
                .collect::<Result<Vec<_>, _>>()?;
            Ok(Outcome::Triples(triples))
        }
    }
}

fn few(outcome: Outcome) -> Result<Outcome, QueryError> {
    let count = match &outcome {
        Outcome::Solutions(_, rows) => rows.len(),
        Outcome::Triples(triples) => triples.len(),
        Outcome::Truth(_) | Outcome::Plan(_) => 0,
    };
    if count > MOST_RESULTS {
        return Err(QueryError::TooMany);
    }
    Ok(outcome)
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
    /// The numbers of the graphs that make up the default graph; nothing for all of them.
    default: Option<Arc<BTreeSet<u32>>>,
    /// The graphs that `GRAPH` finds; nothing for all of them.
    named: Option<Arc<Vec<Value>>>,
    watch: Watch,
}

impl<'a> Dataset<'a> {
    fn new(index: &'a Index, graphs: Option<Graphs>, watch: Watch) -> Self {
        let mut dataset = Self {
            index,
            default: None,
            named: None,
            watch,
        };
        if let Some(graphs) = graphs {
            let default = graphs.default.iter().filter_map(|iri| index.node(iri));
            dataset.default = Some(Arc::new(default.collect()));
            let named = graphs.named.into_iter().map(NamedNode::new_unchecked);
            let named = named.map(|node| dataset.value(node.into())).collect();
            dataset.named = Some(Arc::new(named));
        }
        dataset
    }

    fn value(&self, term: Term) -> Value {
        self.index
            .number(&encode(&term))
            .map_or_else(|| Value::Made(Arc::new(term)), Value::Known)
    }
}

impl<'a> QueryableDataset<'a> for Dataset<'a> {
    type InternalTerm = Value;
    type Error = Stopped;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Value>,
        predicate: Option<&Value>,
        object: Option<&Value>,
        graph: Option<Option<&Value>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Value>, Self::Error>> + use<'a> {
        let parts = [subject, predicate, object, graph.flatten()];
        let unknown = |part: &Value| part.number().is_none();
        // A term that is not in the index stands in no statement.
        if parts.into_iter().flatten().any(unknown) {
            return Box::new(std::iter::empty()) as Box<dyn Iterator<Item = _>>;
        }
        // A pattern without statements is a step too.
        if let Err(stopped) = self.watch.step() {
            return Box::new(std::iter::once(Err(stopped)));
        }
        let [s, p, o, g] = parts.map(|part| part.and_then(Value::number));
        // Ends with the first error: OFFSET would count errors as rows for as long as there are any.
        let going = self.watch.clone();
        let rows = self.index.matching(s, p, o);
        let rows = rows.take_while(move |_| going.passed().is_ok());
        let watch = self.watch.clone();
        let quad = move |[s, p, o]: [u32; 3], graph: Option<u32>| {
            watch.step()?;
            Ok(InternalQuad {
                subject: Value::Known(s),
                predicate: Value::Known(p),
                object: Value::Known(o),
                graph_name: graph.map(Value::Known),
            })
        };
        match (graph, &self.default) {
            (Some(None), None) => Box::new(distinct(rows).map(move |row| quad(row, None))),
            (Some(None), Some(default)) => {
                let default = default.clone();
                let rows = rows.filter(move |[.., graph]| default.contains(graph));
                Box::new(distinct(rows).map(move |row| quad(row, None)))
            }
            _ => {
                let named = self.named.clone();
                let found = move |graph: u32| {
                    g.is_none_or(|g| g == graph)
                        && named
                            .as_ref()
                            .is_none_or(|named| named.contains(&Value::Known(graph)))
                };
                Box::new(
                    rows.filter(move |[.., graph]| found(*graph))
                        .map(move |[s, p, o, graph]| quad([s, p, o], Some(graph))),
                )
            }
        }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Value, Self::Error>> + use<'a> {
        let graphs = match &self.named {
            Some(named) => named.as_ref().clone(),
            None => self.index.graphs().map(Value::Known).collect(),
        };
        graphs.into_iter().map(Ok)
    }

    fn contains_internal_graph_name(&self, graph: &Value) -> Result<bool, Self::Error> {
        Ok(match (&self.named, graph.number()) {
            (Some(named), _) => named.contains(graph),
            (None, Some(graph)) => self.index.graphs().any(|known| known == graph),
            (None, None) => false,
        })
    }

    fn internalize_term(&self, term: Term) -> Result<Value, Self::Error> {
        Ok(self.value(term))
    }

    fn externalize_term(&self, term: Value) -> Result<Term, Self::Error> {
        Ok(match term {
            Value::Known(number) => decode(self.index.term(number)),
            Value::Made(term) => Arc::unwrap_or_clone(term),
        })
    }
}

/// Statements without those that differ from their neighbour only by graph.
fn distinct(rows: impl Iterator<Item = [u32; 4]>) -> impl Iterator<Item = [u32; 3]> {
    let mut last = None;
    rows.filter_map(move |[s, p, o, _]| {
        let row = Some([s, p, o]);
        if last == row {
            return None;
        }
        last = row;
        row
    })
}
