//! The plan of a query for a service: the steps as it reads, and how many statements the service counts for each pattern.

use std::collections::BTreeMap;
use std::time::Instant;

use oxrdf::{Term, Variable};
use serde_json::{Value, json};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::{Endpoint, EndpointError};
use crate::store::engine::{below, words};
use crate::store::sparql::Outcome;

/// How many patterns a service is asked to count.
const MOST_PATTERNS: usize = 50;
/// How deep steps are told.
const DEEPEST: usize = 200;

/// What is counted, as SPARQL, with how many statements it is.
type Counts = BTreeMap<String, u64>;

impl Endpoint {
    /// What a service would be asked: the steps of a query as it reads, each pattern with the number of statements that the
    /// service counts for it, in one request. In which order it takes them is its own.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`]. A service that does not count is told of as a note.
    pub fn plan(&self, query: &Query) -> Result<Outcome, EndpointError> {
        Ok(Outcome::Plan(
            json!({"plan": self.steps(query)}).to_string(),
        ))
    }

    /// The same with what the whole brings and how long that takes, as seen from here.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`].
    pub fn measured_plan(&self, query: &Query, text: &str) -> Result<Outcome, EndpointError> {
        let start = Instant::now();
        let results = match self.query(text)? {
            Outcome::Solutions(_, rows) => rows.len(),
            Outcome::Triples(triples) => triples.len(),
            Outcome::Truth(_) | Outcome::Plan(_) => 1,
        };
        let seconds = start.elapsed().as_secs_f64();
        let mut plan = self.steps(query);
        plan["number of results"] = json!(results);
        plan["duration in seconds"] = json!(seconds);
        Ok(Outcome::Plan(json!({"plan": plan}).to_string()))
    }

    fn steps(&self, query: &Query) -> Value {
        let (name, pattern, dataset) = match query {
            Query::Select {
                pattern, dataset, ..
            } => ("SELECT", pattern, dataset),
            Query::Ask {
                pattern, dataset, ..
            } => ("ASK", pattern, dataset),
            Query::Construct {
                pattern, dataset, ..
            } => ("CONSTRUCT", pattern, dataset),
            Query::Describe {
                pattern, dataset, ..
            } => ("DESCRIBE", pattern, dataset),
        };
        let mut patterns = Vec::new();
        patterns_of(pattern, None, 0, &mut patterns);
        patterns.sort_unstable();
        patterns.dedup();
        patterns.truncate(MOST_PATTERNS);
        let counts = self.counted(&patterns, dataset.as_ref());
        let counts = counts.unwrap_or_else(|error| {
            self.note(&format!("note: the patterns are not counted: {error}"));
            Counts::new()
        });
        json!({"name": name, "children": [step(pattern, None, 0, &counts)]})
    }

    /// How many statements the service counts for each of several patterns.
    fn counted(
        &self,
        patterns: &[String],
        dataset: Option<&QueryDataset>,
    ) -> Result<Counts, EndpointError> {
        if patterns.is_empty() {
            return Ok(Counts::new());
        }
        let each = patterns.iter().enumerate().map(|(at, pattern)| {
            format!("{{ SELECT ({at} AS ?pattern) (COUNT(*) AS ?count) WHERE {{ {pattern} }} }}")
        });
        let each: Vec<String> = each.collect();
        let from = dataset.map_or_else(String::new, ToString::to_string);
        let text = format!(
            "SELECT ?pattern ?count {from} WHERE {{ {} }}",
            each.join(" UNION ")
        );
        let rows = self.select(&text, patterns.len() + 1)?;
        let number = |term: &Option<Term>| match term {
            Some(Term::Literal(literal)) => literal.value().parse::<u64>().ok(),
            _ => None,
        };
        let counts = rows.rows.iter().filter_map(|row| {
            let [at, count] = row.as_slice() else {
                return None;
            };
            let pattern = patterns.get(usize::try_from(number(at)?).ok()?)?;
            Some((pattern.clone(), number(count)?))
        });
        Ok(counts.collect())
    }
}

/// One step with those inside it.
fn step(
    pattern: &GraphPattern,
    graph: Option<&NamedNodePattern>,
    depth: usize,
    counts: &Counts,
) -> Value {
    let mut told = json!({"name": words(pattern)});
    if depth > DEEPEST {
        return told;
    }
    let children: Vec<Value> = if let GraphPattern::Bgp { patterns } = pattern {
        let patterns = patterns.iter().map(|triple| {
            let count = counts.get(&counting(triple, graph));
            json!({"name": triple.to_string(), "estimated results": count})
        });
        patterns.collect()
    } else {
        let graph = graph_of(pattern).or(graph);
        let inner = below(pattern).into_iter();
        let inner = inner.map(|inner| step(inner, graph, depth + 1, counts));
        inner.collect()
    };
    if !children.is_empty() {
        told["children"] = Value::Array(children);
    }
    told
}

/// What of a query can be counted: its triple patterns, each in its graph.
fn patterns_of(
    pattern: &GraphPattern,
    graph: Option<&NamedNodePattern>,
    depth: usize,
    found: &mut Vec<String>,
) {
    if depth > DEEPEST {
        return;
    }
    if let GraphPattern::Bgp { patterns } = pattern {
        found.extend(patterns.iter().map(|triple| counting(triple, graph)));
    }
    let graph = graph_of(pattern).or(graph);
    for inner in below(pattern) {
        patterns_of(inner, graph, depth + 1, found);
    }
}

fn graph_of(pattern: &GraphPattern) -> Option<&NamedNodePattern> {
    match pattern {
        GraphPattern::Graph { name, .. } => Some(name),
        _ => None,
    }
}

/// A triple pattern as it stands in a query that counts it.
fn counting(triple: &TriplePattern, graph: Option<&NamedNodePattern>) -> String {
    let mut triple = triple.clone();
    for term in [&mut triple.subject, &mut triple.object] {
        // A blank node is a variable that no other query may share.
        if let TermPattern::BlankNode(node) = term {
            *term = Variable::new_unchecked(format!("blank_{}", node.as_str())).into();
        }
    }
    match graph {
        Some(graph) => format!("GRAPH {graph} {{ {triple} }}"),
        None => triple.to_string(),
    }
}
