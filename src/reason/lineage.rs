//! Where a thing comes from and where it went: forks with their reasons, successors and how each came to be one.

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};

/// A fork and what it began as a copy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork<'a> {
    /// What began as a copy.
    pub fork: Node,
    /// Whose code it copied.
    pub origin: Node,
    /// Why it left, in a sentence, such as a change of licence; empty where nobody says.
    pub reason: &'a str,
}

/// What took the place of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Successor<'a> {
    /// The successor.
    pub node: Node,
    /// How it came to be one: `renamed`, `merged`, `fork`, `advised`, `suggested`; empty where nobody says.
    pub kind: &'a str,
}

/// What a thing began as a copy of, in the order of the graph; mostly none or one.
#[must_use]
pub fn origins<'a>(graph: &Graph<'a>, fork: Node) -> Vec<Fork<'a>> {
    let origins = graph.objects(fork, sg::FORK_OF);
    origins.map(|origin| told(graph, fork, origin)).collect()
}

/// What began as a copy of a thing, by slug.
#[must_use]
pub fn forks<'a>(graph: &Graph<'a>, origin: Node) -> Vec<Fork<'a>> {
    let forks = graph.subjects(sg::FORK_OF, origin);
    let mut forks: Vec<Fork<'a>> = forks.map(|fork| told(graph, fork, origin)).collect();
    forks.sort_by_key(|it| graph.slug(it.fork));
    forks.dedup();
    forks
}

fn told<'a>(graph: &Graph<'a>, fork: Node, origin: Node) -> Fork<'a> {
    Fork {
        fork,
        origin,
        reason: said_of(graph, [fork, origin], sg::FORK_OF, sg::NOTE),
    }
}

/// What took the place of a thing, in the order of the graph.
#[must_use]
pub fn successors<'a>(graph: &Graph<'a>, of: Node) -> Vec<Successor<'a>> {
    let successors = graph.objects(of, sg::REPLACED_BY);
    successors
        .map(|node| Successor {
            node,
            kind: said_of(graph, [of, node], sg::REPLACED_BY, sg::SUCCESSOR_KIND),
        })
        .collect()
}

/// What is said of a statement by a property; empty where nothing is.
fn said_of<'a>(
    graph: &Graph<'a>,
    [subject, object]: [Node; 2],
    predicate: &str,
    property: &str,
) -> &'a str {
    let Some(predicate) = graph.node(predicate) else {
        return "";
    };
    graph
        .subjects(sg::STATEMENT_SUBJECT, subject)
        .filter(|it| {
            let is = |part, node| graph.objects(*it, part).any(|it| it == node);
            is(sg::STATEMENT_PREDICATE, predicate) && is(sg::STATEMENT_OBJECT, object)
        })
        .flat_map(|it| graph.objects(it, property))
        .map(|it| graph.text(it))
        .min()
        .unwrap_or_default()
}

impl Successor<'_> {
    /// How it came to be one, in words.
    #[must_use]
    pub fn manner(&self) -> &'static str {
        match self.kind {
            "renamed" => "its new name",
            "merged" => "it was merged into that",
            "fork" => "a fork that lives on",
            "advised" => "its own project advises it",
            "suggested" => "others suggest it",
            _ => "",
        }
    }
}

/// What a status rests on, in words.
#[must_use]
pub fn basis_in_words(basis: &str) -> &'static str {
    match basis {
        "announced" => "announced by its project",
        "registry" => "marked in its registry",
        "archived" => "its repository is archived",
        "silent" => "silent for years",
        _ => "",
    }
}

/// What to tell of the forks of a thing and of what it is a fork of: a sentence each.
#[must_use]
pub fn in_words(graph: &Graph<'_>, node: Node) -> Vec<String> {
    let because = |it: &Fork<'_>| match it.reason {
        "" => ".".to_owned(),
        reason => format!(": {reason}"),
    };
    let of = origins(graph, node);
    let of = of.iter().map(|it| {
        let origin = graph.label(it.origin);
        format!("Began as a fork of {origin}{}", because(it))
    });
    let by = forks(graph, node);
    let by = by
        .iter()
        .map(|it| format!("Forked as {}{}", graph.label(it.fork), because(it)));
    of.chain(by).collect()
}
