//! What `path` reads: the statements on the short ways between two things.
//!
//! Both ends are opened by one step; what lies between their neighbours is found by the service, so that hubs such as
//! languages are never read in full.

use std::collections::BTreeSet;

use super::NAMING;
use super::gather::{Gather, one_of};
use crate::base::vocabulary::id;
use crate::catalog::names::ANYTHING;
use crate::graph::Graph;
use crate::graph::walk::{self, RELATIONS};
use crate::store::remote::{EndpointError, iri};

type Done = Result<(), EndpointError>;

/// How many things between the ends are followed.
const MOST_BETWEEN: usize = 2_000;

pub(super) fn ways(gather: &mut Gather<'_>, from: &str, to: &str, count: usize) -> Done {
    let Some(ends) = gather.resolve(&[(from, ANYTHING), (to, ANYTHING)])? else {
        return Ok(());
    };
    let [from, to] = ends.as_slice() else {
        return Ok(());
    };
    gather.trust()?;
    let relations: Vec<&str> = RELATIONS.iter().map(|(iri, _)| *iri).collect();
    let walked = walked("?p");
    gather.each(&ends, 1, &|end| {
        format!(
            "{{ VALUES ?s {{ {end} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({walked}) }} UNION \
             {{ VALUES ?o {{ {end} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({walked}) }}"
        )
    })?;
    // Ways of as few steps as possible count, and of one more.
    let lacks = |gather: &Gather<'_>, complete: usize| {
        let lengths = lengths(gather, from, to, count);
        match lengths.first() {
            Some(least) => lengths.len() < count && *least >= complete,
            None => true,
        }
    };
    if lacks(gather, 2) {
        let near = neighbours(gather, &relations, from);
        let far = neighbours(gather, &relations, to);
        // The side with fewer neighbours is named, the other one is left to the service.
        let (near, goal) = if near.len() <= far.len() {
            (near, to)
        } else {
            (far, from)
        };
        between(gather, &near, &adjacent(goal))?;
        if lacks(gather, 3) {
            let middle = format!(
                "SELECT DISTINCT ?m {{ {{ {} }} {{ {{ GRAPH ?h {{ ?m ?q ?n }} }} UNION {{ GRAPH ?h {{ ?n ?q ?m }} }} \
                 FILTER({}) }} }}",
                adjacent(goal)
                    .replace("?m", "?n")
                    .replace("?q", "?r")
                    .replace("?h", "?i"),
                self::walked_in("?q", "?h"),
            );
            between(gather, &near, &middle)?;
            let reached = beyond(gather, &relations, &near);
            between(gather, &reached, &adjacent(goal))?;
            if lengths(gather, from, to, count).is_empty() {
                gather.note("on an endpoint, ways of up to 4 steps are looked for");
            }
        }
    }
    names(gather, from, to, count)
}

/// The condition that a statement is walked: a relation, and not only one turned around.
fn walked(predicate: &str) -> String {
    walked_in(predicate, "?g")
}

fn walked_in(predicate: &str, graph: &str) -> String {
    let relations: Vec<&str> = RELATIONS.iter().map(|(iri, _)| *iri).collect();
    let turned = id("source", "rule-symmetric");
    format!("{} && {graph} != <{turned}>", one_of(predicate, &relations))
}

/// The things one step from `node`, as `?m`.
fn adjacent(node: &str) -> String {
    let Some(node) = iri(node) else {
        return String::new();
    };
    format!(
        "SELECT DISTINCT ?m {{ {{ GRAPH ?h {{ ?m ?q {node} }} }} UNION {{ GRAPH ?h {{ {node} ?q ?m }} }} FILTER({}) }}",
        walked_in("?q", "?h")
    )
}

/// Gathers the statements between some things and those that a SELECT of `?m` brings.
fn between(gather: &mut Gather<'_>, nodes: &[String], select: &str) -> Done {
    if nodes.len() > MOST_BETWEEN {
        gather.note(&format!(
            "of {} things next to the ends, {MOST_BETWEEN} are followed",
            nodes.len()
        ));
    }
    let nodes = &nodes[..nodes.len().min(MOST_BETWEEN)];
    let walked = walked("?p");
    let (to, from) = (select.replace("?m", "?o"), select.replace("?m", "?s"));
    gather.each(nodes, 300, &|values| {
        format!(
            "{{ VALUES ?s {{ {values} }} {{ {to} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({walked}) }} UNION \
             {{ VALUES ?o {{ {values} }} {{ {from} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({walked}) }}"
        )
    })
}

/// The neighbours of a thing among what is gathered.
fn neighbours(gather: &Gather<'_>, relations: &[&str], node: &str) -> Vec<String> {
    beyond(gather, relations, &[node.to_owned()])
}

/// What is tied to one of `nodes` among what is gathered, and is none of them.
fn beyond(gather: &Gather<'_>, relations: &[&str], nodes: &[String]) -> Vec<String> {
    let nodes: BTreeSet<&String> = nodes.iter().collect();
    let mut beyond = BTreeSet::new();
    for (subject, object) in gather.pairs(relations) {
        match (nodes.contains(&subject), nodes.contains(&object)) {
            (true, false) => beyond.insert(object),
            (false, true) => beyond.insert(subject),
            _ => false,
        };
    }
    beyond.into_iter().collect()
}

/// The lengths of the ways found so far, shortest first.
fn lengths(gather: &Gather<'_>, from: &str, to: &str, count: usize) -> Vec<usize> {
    let index = gather.index();
    let graph = Graph::new(&index);
    let ends = graph.node(from).zip(graph.node(to));
    let ways = ends.map(|(from, to)| walk::ways(&graph, from, to, count));
    ways.into_iter().flatten().map(|way| way.len()).collect()
}

/// Gathers the names of what lies on the ways.
fn names(gather: &mut Gather<'_>, from: &str, to: &str, count: usize) -> Done {
    let index = gather.index();
    let graph = Graph::new(&index);
    let mut nodes = BTreeSet::from([from.to_owned(), to.to_owned()]);
    if let Some((from, to)) = graph.node(from).zip(graph.node(to)) {
        for edge in walk::ways(&graph, from, to, count).iter().flatten() {
            nodes.extend([edge.from, edge.to].map(|node| graph.iri(node).to_owned()));
        }
    }
    let nodes: Vec<String> = nodes.into_iter().collect();
    gather.about(&nodes, NAMING)
}
