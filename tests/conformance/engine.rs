//! What runs a query: the project's own path from facts to results, or Oxigraph's store, to compare with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use oxrdf::{GraphName, NamedNode, Quad};
use stackgen::store::sparql::Outcome;

use crate::manifest::{Case, Kind, Source, Suite, read_quads};
use crate::results;

#[derive(Clone, Copy)]
pub(crate) enum Engine {
    /// The program: `query --data FILE`.
    Ours,
    /// Oxigraph's store in memory.
    Oxigraph,
}

/// The statements a query is asked over.
#[derive(Default)]
struct Data {
    quads: Vec<Quad>,
    /// The graphs that `GRAPH` finds; one may hold nothing.
    named: Vec<String>,
}

impl Data {
    fn add(&mut self, source: &Source, graph: &GraphName) {
        if let GraphName::NamedNode(node) = graph {
            self.named.push(node.as_str().to_owned());
        }
        for quad in read_quads(source) {
            let graph = match quad.graph_name {
                GraphName::DefaultGraph => graph.clone(),
                named => named,
            };
            if let GraphName::NamedNode(node) = &graph {
                self.named.push(node.as_str().to_owned());
            }
            self.quads.push(Quad {
                graph_name: graph,
                ..quad
            });
        }
        self.named.sort();
        self.named.dedup();
    }
}

/// Runs one test; the error says what went wrong.
pub(crate) fn run(engine: Engine, suite: &Suite, case: &Case) -> Result<(), String> {
    let text = String::from_utf8_lossy(&case.query.bytes()).into_owned();
    let base = case.query.iri.as_str();
    match &case.kind {
        Kind::Syntax { good } => match (parses(engine, &text, base), good) {
            (Ok(()), true) | (Err(_), false) => Ok(()),
            (Ok(()), false) => Err("is taken for SPARQL".to_owned()),
            (Err(error), true) => Err(error),
        },
        Kind::Evaluation {
            data,
            graphs,
            result,
            lax,
        } => {
            let data = load(suite, &text, base, data, graphs)?;
            let outcome = match engine {
                Engine::Ours => ours(&data, &text, base),
                Engine::Oxigraph => oxigraph(&data, &text, base),
            }?;
            let expected = results::read(result, orders(&text));
            results::compare(&expected, &outcome, *lax)
        }
    }
}

/// Whether the query orders its solutions: an `ORDER BY` after its last bracket.
fn orders(text: &str) -> bool {
    let end = text.rfind('}').map_or("", |at| &text[at..]);
    let end: String = end.to_lowercase().split_whitespace().collect();
    end.contains("orderby")
}

fn parses(engine: Engine, text: &str, base: &str) -> Result<(), String> {
    if let Engine::Oxigraph = engine {
        let evaluator = SparqlEvaluator::new().with_base_iri(base).unwrap();
        let query = evaluator.parse_query(text);
        return query.map(drop).map_err(|error| error.to_string());
    }
    let data = Written::new("nothing.nq", b"");
    run_query(&data.path, text, base).map(drop)
}

/// A file for the program to read; gone when it is not needed any more.
pub(crate) struct Written {
    pub(crate) path: PathBuf,
}

impl Written {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("stackgen-conformance-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{number}-{name}"));
        std::fs::write(&path, bytes).unwrap();
        Self { path }
    }

    fn text(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.path));
    }
}

/// Runs the program's own entry with these words, which is what a process of its own does; gives the exit status.
pub(crate) fn program(words: &[&str]) -> u8 {
    let words = std::iter::once(&"stackgen").chain(words);
    stackgen::cli::run(words.map(OsString::from))
}

/// A query over a file, as a user asks it: `query --data FILE -f QUERY`.
fn run_query(data: &Path, text: &str, base: &str) -> Result<Outcome, String> {
    let query = Written::new("query.rq", text.as_bytes());
    let answer = Written::new("answer", b"");
    let last = spargebra::SparqlParser::new()
        .with_base_iri(base)
        .unwrap()
        .parse_query(text);
    let is_graph = matches!(
        last,
        Ok(spargebra::Query::Construct { .. } | spargebra::Query::Describe { .. })
    );
    let format = if is_graph { "ntriples" } else { "json" };
    let data = data.to_str().unwrap();
    let words = [
        "query",
        "--data",
        data,
        "-f",
        query.text(),
        "--base",
        base,
        "--format",
        format,
        "-o",
        answer.text(),
        "--quiet",
    ];
    match program(&words) {
        0 | 1 => {}
        status => return Err(format!("exit status {status}")),
    }
    let bytes = std::fs::read(&answer.path).map_err(|error| error.to_string())?;
    if is_graph {
        let parser = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NTriples);
        let triples = parser
            .for_slice(&bytes)
            .map(|quad| quad.map(oxrdf::Triple::from));
        let triples = triples.collect::<Result<Vec<_>, _>>();
        return triples
            .map(Outcome::Triples)
            .map_err(|error| error.to_string());
    }
    results::read_json(&bytes)
}

/// The data of a test; the graphs that the query itself chooses are read as they are named.
fn load(
    suite: &Suite,
    text: &str,
    base: &str,
    data: &[Source],
    graphs: &[Source],
) -> Result<Data, String> {
    let mut all = Data::default();
    for source in data {
        all.add(source, &GraphName::DefaultGraph);
    }
    for source in graphs {
        all.add(source, &NamedNode::new(&source.iri).unwrap().into());
    }
    let evaluator = SparqlEvaluator::new().with_base_iri(base).unwrap();
    let query = evaluator
        .parse_query(text)
        .map_err(|error| error.to_string())?;
    let dataset = query.dataset();
    if dataset.is_default_dataset() {
        return Ok(all);
    }
    let default = dataset.default_graph_graphs().unwrap_or_default().iter();
    let named = dataset.available_named_graphs().unwrap_or_default().iter();
    let names = default.map(ToString::to_string);
    let names = names.chain(named.map(ToString::to_string));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    for name in names {
        let iri = name.trim_matches(['<', '>']);
        if let Some(source) = suite.source(iri) {
            all.add(&source, &NamedNode::new(iri).unwrap().into());
        }
    }
    Ok(all)
}

fn ours(data: &Data, text: &str, base: &str) -> Result<Outcome, String> {
    let mut lines = String::new();
    for quad in &data.quads {
        lines += &format!("{quad} .\n");
    }
    let data = Written::new("data.nq", lines.as_bytes());
    run_query(&data.path, text, base)
}

fn oxigraph(data: &Data, text: &str, base: &str) -> Result<Outcome, String> {
    let store = Store::new().unwrap();
    for quad in &data.quads {
        store.insert(quad.as_ref()).unwrap();
    }
    for graph in &data.named {
        let graph = NamedNode::new(graph).unwrap();
        store.insert_named_graph(graph.as_ref()).unwrap();
    }
    let evaluator = SparqlEvaluator::new().with_base_iri(base).unwrap();
    let query = evaluator.parse_query(text).map_err(|it| it.to_string())?;
    let results = query.on_store(&store).execute();
    let failed = |error: oxigraph::sparql::QueryEvaluationError| error.to_string();
    match results.map_err(failed)? {
        QueryResults::Boolean(truth) => Ok(Outcome::Truth(truth)),
        QueryResults::Solutions(solutions) => {
            let names = solutions.variables().iter();
            let names = names.map(|it| it.as_str().to_owned()).collect();
            let values = |row: spareval::QuerySolution| row.values().to_vec();
            let rows = solutions.map(|row| row.map(values).map_err(failed));
            Ok(Outcome::Solutions(
                names,
                rows.collect::<Result<Vec<_>, String>>()?.into(),
            ))
        }
        QueryResults::Graph(triples) => {
            let triples = triples.map(|triple| triple.map_err(failed));
            Ok(Outcome::Triples(triples.collect::<Result<_, String>>()?))
        }
    }
}
