//! What runs a query: the project's own path from facts to results, or Oxigraph's store, to compare with.

use std::time::Duration;

use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use oxrdf::{GraphName, NamedNode, Quad};
use stackgen::model::fact::Facts;
use stackgen::store::index::{Index, build};
use stackgen::store::sparql::{Graphs, Outcome, QueryError, Question, ask};

use crate::manifest::{Case, Kind, Source, Suite, read_quads};
use crate::results;

const TIME: Duration = Duration::from_secs(60);

#[derive(Clone, Copy)]
pub(crate) enum Engine {
    /// Facts, index, query.
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
            let (data, chosen) = load(suite, &text, base, data, graphs)?;
            let outcome = match engine {
                Engine::Ours => ours(&data, &text, base, chosen),
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
    let nothing = Index::open(build(&Facts::default())).unwrap();
    let question = Question {
        base: Some(base.to_owned()),
        ..Question::new(text, TIME)
    };
    match ask(&nothing, question) {
        Err(QueryError::Syntax(message)) => Err(message),
        _ => Ok(()),
    }
}

/// The data of a test, and whether the query itself chooses its graphs (then they are read as they are named).
fn load(
    suite: &Suite,
    text: &str,
    base: &str,
    data: &[Source],
    graphs: &[Source],
) -> Result<(Data, bool), String> {
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
        return Ok((all, false));
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
    Ok((all, true))
}

fn ours(data: &Data, text: &str, base: &str, chosen: bool) -> Result<Outcome, String> {
    let mut facts = Facts::default();
    let file = facts.file("test");
    for quad in &data.quads {
        facts.push(quad.as_ref(), file, 1);
    }
    let index = Index::open(build(&facts)).map_err(|_| "a damaged index")?;
    let own = Graphs {
        default: vec![String::new()],
        named: data.named.clone(),
    };
    let question = Question {
        base: Some(base.to_owned()),
        graphs: (!chosen).then_some(own),
        ..Question::new(text, TIME)
    };
    ask(&index, question).map_err(|error| error.to_string())
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
            let rows = solutions.map(|row| row.map_err(failed));
            Ok(Outcome::Solutions(
                names,
                rows.collect::<Result<_, String>>()?,
            ))
        }
        QueryResults::Graph(triples) => {
            let triples = triples.map(|triple| triple.map_err(failed));
            Ok(Outcome::Triples(triples.collect::<Result<_, String>>()?))
        }
    }
}
