//! Entries by name, alias or description, tolerant of typing errors.

use std::collections::BTreeMap;

use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;

/// A thing that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The thing.
    pub node: Node,
    /// From 0 to 1.
    pub score: f64,
    /// The text that matched.
    pub matched: String,
}

/// What `text` finds, best first; equal scores by kind, then slug. Clients and sources are not searched.
///
/// A name that is the text counts 1, one that starts with it 0.9, one with all its words 0.8, one that is nearly the text
/// 0.75 less the share of wrong letters, a description with all its words 0.5. A name only alike in the beginning does not count.
#[must_use]
pub fn search(graph: &Graph<'_>, text: &str) -> Vec<Hit> {
    let wanted = slug(text);
    if wanted.is_empty() {
        return exact(graph, text);
    }
    let mut hits: BTreeMap<Node, Hit> = BTreeMap::new();
    let fields = [
        (sg::LABEL, true),
        (sg::ALT_LABEL, true),
        (sg::DESCRIPTION, false),
    ];
    for (property, is_name) in fields {
        for (node, matched) in graph.texts_of(property) {
            if !is_searched(graph.kind(node)) {
                continue;
            }
            let score = if is_name {
                name_score(&wanted, matched)
            } else {
                text_score(&wanted, matched)
            };
            let Some(score) = score else { continue };
            let hit = Hit {
                node,
                score,
                matched: matched.to_owned(),
            };
            match hits.get(&node) {
                Some(known) if known.score >= score => {}
                _ => drop(hits.insert(node, hit)),
            }
        }
    }
    sorted(graph, hits.into_values().collect())
}

fn is_searched(kind: Kind) -> bool {
    !matches!(kind, Kind::Client | Kind::Source | Kind::Other)
}

/// Names that hold a text without letters a slug could be made of.
fn exact(graph: &Graph<'_>, text: &str) -> Vec<Hit> {
    let text = text.trim();
    let hits = [sg::LABEL, sg::ALT_LABEL]
        .into_iter()
        .flat_map(|property| graph.texts_of(property))
        .filter(|(node, name)| {
            !text.is_empty() && is_searched(graph.kind(*node)) && name.contains(text)
        })
        .map(|(node, name)| Hit {
            node,
            score: if name == text { 1.0 } else { 0.8 },
            matched: name.to_owned(),
        });
    sorted(graph, hits.collect())
}

fn sorted(graph: &Graph<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| graph.kind(a.node).cmp(&graph.kind(b.node)))
            .then_with(|| graph.slug(a.node).cmp(graph.slug(b.node)))
    });
    hits
}

fn name_score(wanted: &str, name: &str) -> Option<f64> {
    let name = slug(name);
    if name == wanted {
        return Some(1.0);
    }
    if name.starts_with(wanted) {
        return Some(0.9);
    }
    if has_words(wanted, &name) {
        return Some(0.8);
    }
    if wanted.len() < 3 || name.len().abs_diff(wanted.len()) > 2 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let wrong = strsim::osa_distance(wanted, &name) as f64 / wanted.len().max(name.len()) as f64;
    (wrong <= 0.34).then_some(0.75 - wrong)
}

fn text_score(wanted: &str, text: &str) -> Option<f64> {
    has_words(wanted, &slug(text)).then_some(0.5)
}

/// Whether every word of `wanted` begins a word of `text`.
fn has_words(wanted: &str, text: &str) -> bool {
    wanted
        .split('-')
        .all(|word| text.split('-').any(|other| other.starts_with(word)))
}
