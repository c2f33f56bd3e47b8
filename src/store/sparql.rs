//! SPARQL 1.2 queries over the index, by Oxigraph's evaluator.
//!
//! The default graph of a catalogue and of lists is the union of all graphs, each statement once; that of files of RDF is what
//! stands in them outside any graph, see [`Roles`]. `FROM` and `FROM NAMED` choose among the graphs, and so does whoever asks,
//! see [`Graphs`].

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use oxrdf::{NamedNode, Term, Triple};
use spareval::{
    CancellationToken, InternalQuad, QueryEvaluationError, QueryEvaluator, QueryResults,
    QueryableDataset,
};
use spargebra::algebra::GraphPattern;
use spargebra::{Query, SparqlParser};

use super::engine::{self, Halt};
use super::index::Index;
use super::roles::Roles;
pub use super::solution_rows::SolutionRows;
use super::stop::Stop;
use super::watch::{Stopped, Watch, is_full};
use super::{bindings, bounds, tags, words, worker, wrong};
use crate::base::vocabulary::PREFIXES;
use crate::model::term::{decode, encode};

/// How many solutions or triples one query may bring where they are held in memory and nobody says otherwise.
pub const MOST_RESULTS: usize = 1_000_000;
/// How much memory the program may take while a query is at work, in bytes, where nobody says otherwise.
pub const MEMORY: u64 = 4 << 30;
/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What a query brought.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// SELECT: the variables, and one row for each solution, in the evaluator's order.
    Solutions(Vec<String>, SolutionRows),
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
    #[error("more than {0} results, expected fewer")]
    TooMany(usize),
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
    /// How many solutions it may bring at the most; triples are never more than [`MOST_RESULTS`].
    pub most: usize,
    /// What relative IRIs in the query are relative to; without it they are errors.
    pub base: Option<String>,
    /// The graphs to ask, instead of those that the query names.
    pub graphs: Option<Graphs>,
    /// Whether the default graph is the union of all graphs; where nobody says so, the index does.
    pub union: Option<bool>,
    /// Variables whose terms are known beforehand: they stand for them everywhere in the query.
    pub bindings: Vec<(String, Term)>,
    /// Prefixes that the query need not declare, beside those of the vocabulary.
    pub prefixes: Vec<(String, String)>,
    /// Whether to bring the plan instead of the results.
    pub plan: Plan,
    /// Says when the answer is no longer wanted.
    pub stop: Stop,
}

/// What is asked of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plan {
    /// Nothing: the results.
    #[default]
    None,
    /// What is going to be done, with what the index tells of sizes; nothing is run.
    Estimated,
    /// What was done, with rows and times.
    Measured,
}

impl Question {
    /// A query over all graphs.
    pub fn new(text: impl Into<String>, timeout: Duration) -> Self {
        Self {
            text: text.into(),
            timeout,
            memory: MEMORY,
            most: MOST_RESULTS,
            base: None,
            graphs: None,
            union: None,
            bindings: Vec::new(),
            prefixes: Vec::new(),
            plan: Plan::None,
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
            plan: Plan::Measured,
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
    if bounds::is_simple(&question.text) && question.plan == Plan::None {
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
        // Our own operators look at this one.
        stop.stop();
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
    let (query, graphs) = parse(question)?;
    let names = question.text.matches(['?', '$']).count();
    let watch = Watch::new(question.timeout, question.memory)
        .weighed(names)
        .stopped_by(&question.stop);
    let ours = match question.plan {
        Plan::None => engine::answer(index, &query, graphs.as_ref(), question, &watch),
        Plan::Estimated | Plan::Measured => {
            let run = question.plan == Plan::Measured;
            let plan = engine::explain(index, &query, graphs.as_ref(), question, &watch, run);
            plan.map(|plan| Outcome::Plan(plan.to_string()))
        }
    };
    match ours {
        Ok(outcome) => few(outcome, question),
        Err(Halt::Stopped(stopped)) => Err(stopped_by(stopped, question)),
        Err(Halt::Beyond(_)) => elsewhere(index, &query, graphs, question, &watch, token),
    }
}

/// The prefixes that a query may use without declaring them: of the vocabulary, those whose name stands in its text.
fn prefixes_of(question: &Question) -> impl Iterator<Item = (&str, &str)> {
    let is_there = |prefix: &str| {
        let mut places = question.text.match_indices(prefix);
        places.any(|(at, _)| question.text[at + prefix.len()..].starts_with(':'))
    };
    // Each takes as long as a small answer's row.
    let known = PREFIXES.iter().copied();
    let known = known.filter(move |(prefix, _)| is_there(prefix));
    let own = question.prefixes.iter();
    known.chain(own.map(|(prefix, iri)| (prefix.as_str(), iri.as_str())))
}

/// The query as another service gets it: parameters in their places, base and prefixes declared. They stand on its first
/// line, so that the lines a service complains of are those of the query.
///
/// # Errors
///
/// With parameters, when the query is not of SPARQL's own words or a parameter cannot stand where its variable does.
pub fn as_sent(question: &Question) -> Result<String, QueryError> {
    if !question.bindings.is_empty() {
        return Ok(parse(question)?.0.to_string());
    }
    let base = question.base.as_ref();
    let mut text = base.map_or_else(String::new, |base| format!("BASE <{base}> "));
    for (prefix, namespace) in prefixes_of(question) {
        text += &format!("PREFIX {prefix}: <{namespace}> ");
    }
    Ok(text + &question.text)
}

/// The query in the algebra of SPARQL.
///
/// # Errors
///
/// [`QueryError::Syntax`] where it is none.
pub fn parsed(question: &Question) -> Result<Query, QueryError> {
    bounds::check(&question.text).map_err(QueryError::Syntax)?;
    Ok(parse(question)?.0)
}

/// Reads a query, and which graphs it or whoever asks chooses.
fn parse(question: &Question) -> Result<(Query, Option<Graphs>), QueryError> {
    let evaluation = |error: &dyn std::fmt::Display| QueryError::Evaluation(error.to_string());
    let mut parser = SparqlParser::new();
    if let Some(base) = &question.base {
        parser = parser
            .with_base_iri(base)
            .map_err(|error| evaluation(&error))?;
    }
    for (prefix, namespace) in prefixes_of(question) {
        parser = parser
            .with_prefix(prefix, namespace)
            .map_err(|error| evaluation(&error))?;
    }
    let mut query = parser.parse_query(&question.text).map_err(|error| {
        let (text, said) = (&question.text, error.to_string());
        let message = wrong::message(text, &said, question.base.is_some(), &question.prefixes);
        QueryError::Syntax(message)
    })?;
    let chosen = match &query {
        Query::Select { dataset, .. }
        | Query::Ask { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. } => dataset.as_ref().map(graphs),
    };
    in_written_order(&mut query, &question.text);
    if !question.bindings.is_empty() {
        bindings::bind(&mut query, &question.bindings).map_err(QueryError::Syntax)?;
    }
    Ok((query, question.graphs.clone().or(chosen)))
}

/// What in a query keeps variables from being bound before it runs; nothing where they can be.
#[must_use]
pub fn cannot_be_bound(text: &str, names: &[&str]) -> Option<String> {
    match parse(&Question::new(text, Duration::ZERO)) {
        Ok((query, _)) => bindings::forbidden(&query, names),
        Err(error) => Some(error.to_string()),
    }
}

/// Whether a query for all values of a variable finds what it would find for each value alone, so that it need be asked only
/// once.
#[must_use]
pub fn finds(text: &str, name: &str) -> bool {
    let Ok((Query::Select { pattern, .. }, _)) = parse(&Question::new(text, Duration::ZERO)) else {
        return false;
    };
    engine::is_found_by(&pattern, name)
}

/// A term as SPARQL writes it: an IRI, a name with a prefix, a number, a text; a word that is none of these is plain text.
///
/// # Errors
///
/// When a prefix is unknown or what begins like a term is none.
pub fn term(text: &str, prefixes: &[(String, String)]) -> Result<Term, String> {
    let text = text.trim();
    let is_written = text.starts_with(['"', '\'', '<'])
        || text.parse::<f64>().is_ok()
        || matches!(text, "true" | "false")
        || (text.contains(':') && !text.contains(char::is_whitespace) && !text.contains("://"));
    if !is_written {
        return Ok(if text.contains("://") && NamedNode::new(text).is_ok() {
            NamedNode::new_unchecked(text).into()
        } else {
            oxrdf::Literal::new_simple_literal(text).into()
        });
    }
    let question = Question {
        prefixes: prefixes.to_vec(),
        ..Question::new(
            format!("SELECT * {{ VALUES ?it {{ {text} }} }}"),
            Duration::ZERO,
        )
    };
    let wrong =
        || format!("`{text}` is not a valid value, expected an IRI, a number or a text in quotes");
    let (query, _) = parse(&question).map_err(|_| wrong())?;
    let Query::Select { mut pattern, .. } = query else {
        return Err(wrong());
    };
    loop {
        match pattern {
            GraphPattern::Project { inner, .. } => pattern = *inner,
            GraphPattern::Values { bindings, .. } => {
                let mut rows = bindings.into_iter();
                let (first, more) = (rows.next(), rows.next());
                let cell = first.and_then(|row| row.into_iter().next()).flatten();
                return match (cell, more) {
                    (Some(cell), None) => Ok(cell.into()),
                    _ => Err(wrong()),
                };
            }
            _ => return Err(wrong()),
        }
    }
}

/// Sets the columns of `SELECT *` in the order in which the query names them first.
fn in_written_order(query: &mut Query, text: &str) {
    let Query::Select { pattern, .. } = query else {
        return;
    };
    let words = words::words(text);
    let select = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("select"));
    let after = select.map_or(&[][..], |at| &words[at + 1..]);
    let skipped = |word: &&&str| {
        word.eq_ignore_ascii_case("distinct") || word.eq_ignore_ascii_case("reduced")
    };
    if after.iter().find(|word| !skipped(word)) != Some(&"*") {
        return;
    }
    let mut inner = pattern;
    let variables = loop {
        match inner {
            GraphPattern::Slice { inner: next, .. }
            | GraphPattern::Distinct { inner: next }
            | GraphPattern::Reduced { inner: next } => inner = &mut **next,
            GraphPattern::Project { variables, .. } => break variables,
            _ => return,
        }
    };
    let place = |name: &str| {
        let is_it = |word: &&str| word.strip_prefix(['?', '$']) == Some(name);
        words.iter().position(is_it).unwrap_or(words.len())
    };
    variables.sort_by_cached_key(|variable| place(variable.as_str()));
}

/// What the engine has no operator for, by the other evaluator.
fn elsewhere(
    index: &Index,
    query: &Query,
    graphs: Option<Graphs>,
    question: &Question,
    watch: &Watch,
    token: &CancellationToken,
) -> Result<Outcome, QueryError> {
    let failed = |error| failed(error, question);
    let mut query = query.clone();
    match &mut query {
        // The dataset chooses the graphs: the evaluator would count a statement once for each graph of `FROM`.
        Query::Select { dataset, .. }
        | Query::Ask { dataset, .. }
        | Query::Construct { dataset, .. }
        | Query::Describe { dataset, .. } => *dataset = None,
    }
    let dataset = Dataset::new(index, graphs, question.union, watch.clone());
    let mut evaluator = QueryEvaluator::new().with_cancellation_token(token.clone());
    if question.plan == Plan::None {
        let prepared = evaluator.prepare(&query);
        let results = prepared.execute(dataset).map_err(failed)?;
        let outcome = collect(results, watch, question.most).map_err(failed)?;
        // What the evaluator passed over, such as an error in a row that OFFSET skips, would make a wrong answer.
        watch.passed().map_err(|it| failed(stopped(it)))?;
        return few(outcome, question);
    }
    evaluator = evaluator.compute_statistics();
    let prepared = evaluator.prepare(&query);
    let (results, explanation) = prepared.explain(dataset);
    let results = results.map_err(failed)?;
    if question.plan == Plan::Measured {
        collect(results, watch, question.most).map_err(failed)?;
        watch.passed().map_err(|it| failed(stopped(it)))?;
    } else {
        drop(results);
    }
    let mut json = Vec::new();
    explanation
        .write_in_json(&mut json)
        .map_err(|error| QueryError::Evaluation(error.to_string()))?;
    Ok(Outcome::Plan(String::from_utf8_lossy(&json).into_owned()))
}

/// Evaluates a query by the other evaluator alone, to compare with.
#[cfg(test)]
pub(super) fn ask_elsewhere(index: &Index, question: &Question) -> Result<Outcome, QueryError> {
    let (query, graphs) = parse(question)?;
    let watch = Watch::new(question.timeout, question.memory);
    elsewhere(
        index,
        &query,
        graphs,
        question,
        &watch,
        &CancellationToken::new(),
    )
}

/// The graphs that a query chooses by `FROM` and `FROM NAMED`.
fn graphs(dataset: &spargebra::algebra::QueryDataset) -> Graphs {
    let iris = |nodes: &[NamedNode]| nodes.iter().map(|node| node.as_str().to_owned()).collect();
    Graphs {
        default: iris(&dataset.default),
        named: dataset.named.as_deref().map_or_else(Vec::new, iris),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn failed(error: QueryEvaluationError, question: &Question) -> QueryError {
    let stopped: Option<&Stopped> = match &error {
        QueryEvaluationError::Dataset(error) => error.downcast_ref(),
        _ => None,
    };
    match stopped {
        Some(stopped) => stopped_by(*stopped, question),
        None => QueryError::Evaluation(error.to_string()),
    }
}

fn stopped_by(stopped: Stopped, question: &Question) -> QueryError {
    match stopped {
        Stopped::Time => QueryError::TimeOut(question.timeout),
        Stopped::Memory => QueryError::Memory(question.memory),
        Stopped::Unwanted => QueryError::Stopped,
    }
}

fn stopped(by: Stopped) -> QueryEvaluationError {
    QueryEvaluationError::Dataset(Box::new(by))
}

/// Takes the results, one more than there may be at the most.
fn collect(
    results: QueryResults<'_>,
    watch: &Watch,
    most: usize,
) -> Result<Outcome, QueryEvaluationError> {
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
                .map(|solution| Ok(step().and(solution)?.values().to_vec()))
                .take(most.saturating_add(1))
                .collect::<Result<Vec<_>, QueryEvaluationError>>()?;
            Ok(Outcome::Solutions(variables, rows.into()))
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

fn few(outcome: Outcome, question: &Question) -> Result<Outcome, QueryError> {
    let (count, most) = match &outcome {
        Outcome::Solutions(_, rows) => (rows.len(), question.most),
        Outcome::Triples(triples) => (triples.len(), MOST_RESULTS),
        Outcome::Truth(_) | Outcome::Plan(_) => (0, MOST_RESULTS),
    };
    if count > most {
        return Err(QueryError::TooMany(most));
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
    roles: Arc<Roles>,
    /// The numbers of the graphs that make up the default graph; nothing for all of them.
    default: Option<Arc<BTreeSet<u32>>>,
    /// The graphs that `GRAPH` finds; nothing for all of them.
    named: Option<Arc<Vec<Value>>>,
    /// Whether the graphs of files and rules have no name that `GRAPH` finds.
    hides_files: bool,
    watch: Watch,
}

impl<'a> Dataset<'a> {
    fn new(index: &'a Index, graphs: Option<Graphs>, union: Option<bool>, watch: Watch) -> Self {
        let roles = Roles::of(index);
        let union = union.unwrap_or_else(|| roles.is_union());
        let mut dataset = Self {
            index,
            default: (!union).then(|| Arc::new(roles.default_graphs())),
            named: None,
            hides_files: !union,
            roles: Arc::new(roles),
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
        tags::number(self.index, &term, &encode(&term))
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
        let roles = self.roles.clone();
        match (graph, &self.default) {
            (Some(None), None) => {
                let rows = rows.filter(move |[.., graph]| !roles.is_hidden(*graph));
                Box::new(distinct(rows).map(move |row| quad(row, None)))
            }
            (Some(None), Some(default)) => {
                let default = default.clone();
                let rows = rows.filter(move |[.., graph]| default.contains(graph));
                Box::new(distinct(rows).map(move |row| quad(row, None)))
            }
            _ => {
                let named = self.named.clone();
                let hides_files = self.hides_files;
                let found = move |graph: u32| match (g, &named) {
                    // A graph that is named is found, whatever it is.
                    (Some(g), None) => g == graph,
                    (None, None) => is_listed(&roles, hides_files, graph),
                    (g, Some(named)) => {
                        g.is_none_or(|g| g == graph) && named.contains(&Value::Known(graph))
                    }
                };
                Box::new(
                    rows.filter(move |[.., graph]| found(*graph))
                        .map(move |[s, p, o, graph]| quad([s, p, o], Some(graph))),
                )
            }
        }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Value, Self::Error>> + use<'a> {
        let listed = |graph: &u32| is_listed(&self.roles, self.hides_files, *graph);
        let graphs = match &self.named {
            Some(named) => named.as_ref().clone(),
            None => self
                .index
                .graphs()
                .filter(listed)
                .map(Value::Known)
                .collect(),
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

/// Whether `GRAPH ?g` finds a graph where nobody chose among them.
fn is_listed(roles: &Roles, hides_files: bool, graph: u32) -> bool {
    !roles.is_about(graph) && !(hides_files && (roles.is_file(graph) || roles.is_rule(graph)))
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
