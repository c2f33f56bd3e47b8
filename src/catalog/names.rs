//! Which thing a name means: by slug, label or alias, without case.

use super::spelling::Spelling;
use crate::base::nearest::nearest;
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;

/// The kinds an entry can be, in the order in which a name is tried.
pub const ENTRIES: &[Kind] = &[Kind::Technology, Kind::Standard, Kind::Publication];
/// Everything that has a name.
pub const ANYTHING: &[Kind] = &[
    Kind::Technology,
    Kind::Standard,
    Kind::Language,
    Kind::Category,
    Kind::Publication,
    Kind::System,
    Kind::Client,
    Kind::Source,
];

/// The thing of one of `kinds` that `name` means.
///
/// Tried in this order: the slug as typed, label or alias without case, label or alias folded to a slug; within each,
/// the order of `kinds`, then of slugs. Then the one name that is the same but for a vendor before it, what kind of thing
/// it is or a version after it. A full IRI means itself.
///
/// # Errors
///
/// The nearest known name, if one is near.
pub fn resolve(graph: &Graph<'_>, name: &str, kinds: &[Kind]) -> Result<Node, Option<String>> {
    let name = name.trim();
    let lower = name.to_lowercase();
    for kind in kinds {
        if let Some(node) = graph
            .node(&id(kind.name(), &lower))
            .filter(|it| graph.is_named(*it))
        {
            return Ok(node);
        }
    }
    if name.contains("://") {
        return graph.node(name).ok_or(None);
    }
    let names = names(graph, kinds);
    let of = |matches: &dyn Fn(&str) -> bool| {
        names
            .iter()
            .filter(|(text, ..)| matches(text))
            .min_by_key(|(_, rank, node)| (*rank, graph.slug(*node)))
            .map(|(.., node)| *node)
    };
    let folded = slug(name);
    of(&|text| text.to_lowercase() == lower)
        .or_else(|| of(&|text| !folded.is_empty() && slug(text) == folded))
        .or_else(|| spelt_otherwise(graph, name, &names))
        .ok_or_else(|| {
            // A label that only spells its slug otherwise is not worth a suggestion of its own.
            let worth =
                |text: &str, node| text == graph.slug(node) || slug(text) != graph.slug(node);
            // Nor is a package, unless one is looked for.
            let is_package = |text: &str| text.contains(':') && !name.contains(':');
            let known = names
                .iter()
                .filter(|(text, _, node)| worth(text, *node) && !is_package(text));
            nearest(name, known.map(|(text, ..)| *text)).map(ToOwned::to_owned)
        })
}

/// The one thing that `typed` spells with more or less around its name; none where two are as near.
fn spelt_otherwise(graph: &Graph<'_>, typed: &str, names: &[(&str, usize, Node)]) -> Option<Node> {
    let typed = Spelling::of(typed);
    let mut best: Option<(usize, usize, Node)> = None;
    let mut is_shared = false;
    for (text, rank, node) in names.iter().filter(|(text, ..)| !text.contains(':')) {
        // Most names share nothing with the typed one: that is cheaper to see than what they mean.
        let whole = slug(text).replace('-', "");
        if typed.iter().all(|it| !it.is_in(&whole)) {
            continue;
        }
        let known = Spelling::of(text);
        let vendor = Spelling::vendor_of(graph.label(*node));
        let is_own = *text == graph.label(*node) || *text == graph.slug(*node);
        let pairs = typed
            .iter()
            .flat_map(|typed| known.iter().map(move |known| (typed, known)));
        // Somebody else's vendor before an alias is another thing: `Azure Redis Cache` is not Redis.
        let pairs = pairs.filter(|(typed, known)| {
            is_own || !typed.has_vendor() || known.has_vendor() || vendor.is_some()
        });
        let cost = pairs.filter_map(|(typed, known)| Spelling::cost(typed, known, vendor));
        let Some(found) = cost.min().map(|cost| (cost, *rank, *node)) else {
            continue;
        };
        match best {
            Some(other) if (other.0, other.1) < (found.0, found.1) => {}
            Some(other) if (other.0, other.1) == (found.0, found.1) => {
                is_shared |= other.2 != *node;
            }
            _ => (best, is_shared) = (Some(found), false),
        }
    }
    best.filter(|_| !is_shared).map(|(.., node)| node)
}

/// Every label, alias and slug of things of `kinds`, with the rank of the kind.
fn names<'a>(graph: &Graph<'a>, kinds: &[Kind]) -> Vec<(&'a str, usize, Node)> {
    let mut names = Vec::new();
    for property in [sg::LABEL, sg::ALT_LABEL] {
        for (node, text) in graph.texts_of(property) {
            if let Some(rank) = kinds.iter().position(|kind| *kind == graph.kind(node)) {
                names.push((text, rank, node));
                if property == sg::LABEL {
                    names.push((graph.slug(node), rank, node));
                }
            }
        }
    }
    names
}
