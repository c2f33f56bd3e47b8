//! Whether a thing is kept alive, in words with who says so.

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::lineage;

/// That a thing is retired, since when and what replaces it; nothing for what is alive.
#[must_use]
pub fn standing(graph: &Graph<'_>, node: Node) -> Option<String> {
    let status = graph.believed(node, sg::STATUS)?;
    if graph.text(status) == "active" {
        return None;
    }
    let since = graph.value(node, sg::STATUS_SINCE);
    let basis = lineage::basis_in_words(graph.value(node, sg::STATUS_BASIS));
    let read = graph.value(node, sg::STATUS_DATE);
    let none = graph.value(node, sg::NO_SUCCESSOR);
    let mut text = format!("{} is {}", graph.label(node), graph.text(status));
    if graph.text(status) == "maintenance" {
        text = format!("{} is in maintenance", graph.label(node));
    }
    if !since.is_empty() {
        text += &format!(" since {since}");
    }
    if !basis.is_empty() {
        text += &format!(", {basis}");
    }
    let successors: Vec<String> = lineage::successors(graph, node)
        .iter()
        .map(|it| match it.manner() {
            "" => graph.label(it.node).to_owned(),
            manner => format!("{} ({manner})", graph.label(it.node)),
        })
        .collect();
    if !successors.is_empty() {
        text += &format!("; replaced by {}", successors.join(", "));
    } else if !none.is_empty() {
        text += &format!("; no successor: {}", none.trim_end_matches('.'));
    }
    let sources = graph.sources(node, sg::STATUS, status);
    let mut said: Vec<String> = sources
        .iter()
        .map(|it| graph.slug(*it).to_owned())
        .collect();
    said.extend(evidence(graph, node, sg::STATUS, status));
    if !read.is_empty() {
        said.push(format!("read {read}"));
    }
    text += &format!(" [{}].", said.join(", "));
    Some(text)
}

/// The page that a statement rests on, and its few words, where one is named.
#[must_use]
pub fn evidence(graph: &Graph<'_>, subject: Node, property: &str, object: Node) -> Option<String> {
    let statement = graph
        .subjects(sg::STATEMENT_SUBJECT, subject)
        .find(|statement| {
            let part = |property| graph.objects(*statement, property).next();
            part(sg::STATEMENT_PREDICATE) == graph.node(property)
                && part(sg::STATEMENT_OBJECT) == Some(object)
        })?;
    let page = graph.objects(statement, sg::PRIMARY_SOURCE).next();
    let page = page.map_or("", |page| graph.iri(page));
    let words = graph.value(statement, sg::WORDS);
    match (page, words) {
        ("", "") => None,
        (page, "") => Some(page.to_owned()),
        ("", words) => Some(format!("“{words}”")),
        (page, words) => Some(format!("{page}: “{words}”")),
    }
}
