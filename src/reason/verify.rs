//! What a stack says, statement by statement against a graph; knows nothing of the recommender.

use crate::base::vocabulary as sg;
use crate::graph::words::short;
use crate::graph::{Graph, Node};
use crate::model::term::decode;
use crate::store::index::Index;

/// One thing that a stack says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The slug of the pick that it is about.
    pub pick: String,
    /// It in words.
    pub statement: String,
    /// Whether the graph says so.
    pub holds: bool,
    /// The slugs of the sources that do.
    pub sources: Vec<String>,
}

/// Everything that a pick of a stack says, against a graph.
#[must_use]
pub fn check_pick(stack: &Graph<'_>, graph: &Graph<'_>, pick: Node) -> Vec<Check> {
    let picked = stack.objects(pick, sg::PICKED).next();
    let need = stack.objects(pick, sg::FOR_NEED).next();
    let there =
        |node: Option<Node>| node.and_then(|node| translated(stack.index(), node, graph.index()));
    let name = there(picked)
        .map_or("(nothing)", |node| graph.slug(node))
        .to_owned();
    let check = |statement: String, holds: bool, sources: Vec<Node>| Check {
        pick: name.clone(),
        statement,
        holds,
        sources: sources
            .iter()
            .map(|source| graph.slug(*source).to_owned())
            .collect(),
    };
    let fills = match (there(picked), there(need)) {
        (Some(picked), Some(need)) => graph.sources(picked, sg::IN_CATEGORY, need),
        _ => Vec::new(),
    };
    let need_name = need.map_or("(nothing)", |need| stack.slug(need));
    let mut checks = vec![check(
        format!("fills the need {need_name}"),
        !fills.is_empty(),
        fills,
    )];
    let status = there(picked).map_or("", |node| graph.value(node, sg::STATUS));
    checks.push(check(
        "is not retired".to_owned(),
        there(picked).is_some() && status != "retired",
        Vec::new(),
    ));
    if stack.objects(pick, sg::DERIVED_FROM).next().is_none() {
        // An empty list of reasons would hold of anything.
        checks.push(check(
            "names the statements it rests on (prov:wasDerivedFrom)".to_owned(),
            false,
            Vec::new(),
        ));
    }
    let mut statements: Vec<(String, bool, Vec<Node>)> = stack
        .objects(pick, sg::DERIVED_FROM)
        .map(|statement| {
            let part = |property| stack.objects(statement, property).next();
            let parts = [
                sg::STATEMENT_SUBJECT,
                sg::STATEMENT_PREDICATE,
                sg::STATEMENT_OBJECT,
            ]
            .map(part);
            let words: Vec<String> = parts
                .iter()
                .map(|part| {
                    part.map_or_else(
                        || "(nothing)".to_owned(),
                        |it| short(&decode(stack.index().term(it.0))),
                    )
                })
                .collect();
            let sources = match parts.map(there) {
                [Some(subject), Some(predicate), Some(object)] => {
                    graph.sources(subject, graph.iri(predicate), object)
                }
                _ => Vec::new(),
            };
            let mut words = words.join(" ");
            // Who is named for it has to say it.
            let named: Vec<Node> = stack.objects(statement, sg::PROV_SOURCE).collect();
            let says = |source: &Node| there(Some(*source)).is_some_and(|it| sources.contains(&it));
            let silent = named.iter().filter(|it| !says(it));
            let mut silent: Vec<&str> = silent.map(|it| stack.slug(*it)).collect();
            silent.sort_unstable();
            if named.is_empty() {
                words += ", without a source";
            } else if !silent.is_empty() && !sources.is_empty() {
                words += &format!(", which {} does not say", silent.join(", "));
            }
            let holds = !sources.is_empty() && !named.is_empty() && silent.is_empty();
            (words, holds, sources)
        })
        .collect();
    statements.sort();
    checks.extend(
        statements
            .into_iter()
            .map(|(words, holds, sources)| check(words, holds, sources)),
    );
    checks
}

/// The same term in another index.
fn translated(from: &Index, node: Node, to: &Index) -> Option<Node> {
    to.number(from.term(node.0)).map(Node)
}
