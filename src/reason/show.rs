//! Everything that is said about a thing and to it, with who says it, and which of several values is believed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::link;
use crate::base::vocabulary as sg;
use crate::graph::walk::is_symmetric;
use crate::graph::words::short_iri;
use crate::graph::{Graph, Node};
use crate::rules::is_rule;

/// One statement about the thing or to it, and who says it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The property.
    pub property: Node,
    /// Whether the thing is its subject.
    pub forward: bool,
    /// What stands at the other end.
    pub other: Node,
    /// Each source, and where it was read.
    pub sources: Vec<(Node, String)>,
    /// The page it rests on, where one is named.
    pub evidence: Option<String>,
    /// Whether the answers rest on this one of several values.
    pub believed: bool,
}

/// Properties that a thing has one value of: several are a conflict.
const SINGLE: &[&str] = &[
    sg::LABEL,
    sg::DESCRIPTION,
    sg::HOMEPAGE,
    sg::REPOSITORY,
    sg::LICENSE,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::MATURITY,
    sg::PURPOSE,
];

/// Statements that tell of the thing itself come first, then by property and value.
#[must_use]
pub fn statements(graph: &Graph<'_>, node: Node, conflicts: bool) -> Vec<Statement> {
    let mut found: BTreeMap<(bool, Node, Node), Vec<Node>> = BTreeMap::new();
    for (property, object, source) in graph.about(node) {
        found
            .entry((false, property, object))
            .or_default()
            .push(source);
    }
    for (subject, property, source) in graph.pointing_to(node) {
        let evidence = [sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT].contains(&graph.iri(property));
        if !evidence {
            // What holds in both directions is told once, by whoever states it.
            let backward = !is_symmetric(graph.iri(property));
            found
                .entry((backward, property, subject))
                .or_default()
                .push(source);
        }
    }
    let pages = pages(graph, node);
    // Once for each property: a hub has hundreds of values.
    let mut believed: HashMap<Node, Option<Node>> = HashMap::new();
    let single = |property: Node| SINGLE.contains(&graph.iri(property));
    let mut statements: Vec<Statement> = found
        .into_iter()
        .filter(|((backward, property, _), _)| {
            !conflicts || !backward && single(*property) && disagree(graph, node, *property)
        })
        .map(|((backward, property, other), mut sources)| {
            sources.sort_by_key(|source| (is_rule(graph.iri(*source)), graph.slug(*source)));
            sources.dedup();
            // A rule that only turns a stated relation around adds nothing for a reader.
            if is_symmetric(graph.iri(property)) && !is_rule(graph.iri(sources[0])) {
                sources.retain(|source| !is_rule(graph.iri(*source)));
            }
            let (subject, object) = if backward {
                (other, node)
            } else {
                (node, other)
            };
            let place = |source: &Node| {
                let turned = || graph.place(object, property, subject, *source);
                let place = graph
                    .place(subject, property, object, *source)
                    .or_else(turned);
                place.map_or_else(String::new, |it| it.to_string())
            };
            Statement {
                property,
                forward: !backward,
                other,
                evidence: pages
                    .get(&(subject, property, object))
                    .or_else(|| pages.get(&(object, property, subject)))
                    .cloned(),
                believed: !backward
                    && *believed
                        .entry(property)
                        .or_insert_with(|| graph.believed(node, graph.iri(property)))
                        == Some(other),
                sources: sources
                    .iter()
                    .map(|source| (*source, place(source)))
                    .collect(),
            }
        })
        .collect();
    statements.sort_by_cached_key(|it| {
        let rank = ORDER
            .iter()
            .position(|iri| *iri == graph.iri(it.property))
            .unwrap_or(ORDER.len());
        (
            !it.forward,
            rank,
            graph.iri(it.property).to_owned(),
            name(graph, it.other),
        )
    });
    statements
}

/// Whether sources give different values; addresses of one page are one value however they are written.
fn disagree(graph: &Graph<'_>, node: Node, property: Node) -> bool {
    let values = graph.objects(node, graph.iri(property));
    let values: BTreeSet<String> = values
        .map(|value| match graph.iri(value) {
            "" => graph.text(value).to_owned(),
            iri => link::plain(iri),
        })
        .collect();
    values.len() > 1
}

/// Why the answers believe a value: by what its best source is ahead of the best one of any other value. Empty for
/// values that they do not believe.
#[must_use]
pub fn why(graph: &Graph<'_>, statements: &[Statement], it: &Statement) -> String {
    if !it.believed {
        return String::new();
    }
    let rank = |it: &Statement| {
        let sources = it.sources.iter();
        sources
            .map(|(source, _)| (graph.date(*source), graph.directness(*source)))
            .max()
            .unwrap_or_default()
    };
    let others = statements
        .iter()
        .filter(|other| other.property == it.property && other.other != it.other);
    let Some((date, directness)) = others.map(rank).max() else {
        return String::new();
    };
    let own = rank(it);
    if own.0 > date {
        format!("newest: {}", own.0)
    } else if own.1 > directness {
        format!("as new, more direct: {} to {directness}", own.1)
    } else {
        "as new and as direct: first by spelling".to_owned()
    }
}

/// The pages that statements about a thing or to it rest on.
#[must_use]
pub fn pages(graph: &Graph<'_>, node: Node) -> BTreeMap<(Node, Node, Node), String> {
    let about = graph.subjects(sg::STATEMENT_SUBJECT, node);
    let to = graph.subjects(sg::STATEMENT_OBJECT, node);
    about
        .chain(to)
        .filter_map(|statement| {
            let part = |property| graph.objects(statement, property).next();
            let page = part(sg::PRIMARY_SOURCE)?;
            let statement = (
                part(sg::STATEMENT_SUBJECT)?,
                part(sg::STATEMENT_PREDICATE)?,
                part(sg::STATEMENT_OBJECT)?,
            );
            Some((statement, graph.iri(page).to_owned()))
        })
        .collect()
}

/// What a reader wants to know first.
const ORDER: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::DESCRIPTION,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::STATUS_DATE,
    sg::STATUS_BASIS,
    sg::REPLACED_BY,
    sg::NO_SUCCESSOR,
    sg::FORK_OF,
    sg::MATURITY,
    sg::LICENSE,
    sg::HOMEPAGE,
    sg::REPOSITORY,
    sg::PURPOSE,
    sg::IN_CATEGORY,
    sg::WRITTEN_IN,
    sg::MADE_FOR,
    sg::IMPLEMENTS,
    sg::SPEAKS,
    sg::BUILT_ON,
    sg::INTEGRATES_WITH,
    sg::ALTERNATIVE_TO,
    sg::USABLE_FROM,
    sg::STARS,
    sg::DAYS_SINCE_PUSH,
];

/// A thing by its name, a literal by its text, an address as it is.
#[must_use]
pub fn name(graph: &Graph<'_>, node: Node) -> String {
    match graph.iri(node) {
        "" => graph.text(node).to_owned(),
        iri if sg::kind_and_slug(iri).is_some() => graph.label(node).to_owned(),
        iri => short_iri(iri),
    }
}
