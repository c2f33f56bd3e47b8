//! What people mean by the word they type for a need. Start reading at [`read`].

use crate::base::nearest::nearest;
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node};
use crate::reason::search::search;

/// What a word for a need was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A need, by its slug, label or alias.
    Need(Node),
    /// A need, after words that only say that it is a thing, such as `server`, were left out.
    Nearly(Node),
    /// Several needs that are asked for as one.
    Group(Vec<Node>),
    /// A heading of a list, which is no need.
    Heading(Node),
}

impl Reading {
    /// The needs to answer.
    #[must_use]
    pub fn needs(&self) -> Vec<Node> {
        match self {
            Self::Need(node) | Self::Nearly(node) | Self::Heading(node) => vec![*node],
            Self::Group(nodes) => nodes.clone(),
        }
    }
}

/// Words that say no more than that it is a thing: `search server` is `search`.
const FILLERS: &[&str] = &[
    "backend",
    "component",
    "engine",
    "framework",
    "layer",
    "lib",
    "library",
    "platform",
    "product",
    "provider",
    "server",
    "service",
    "software",
    "solution",
    "system",
    "technology",
    "tool",
    "tooling",
];

/// What `text` means: a need before a heading, and what is typed as it stands before what is folded.
///
/// Case, hyphens and blanks, and singular and plural make no difference. Nothing where no need, group or heading has that
/// name.
#[must_use]
pub fn read(graph: &Graph<'_>, text: &str) -> Option<Reading> {
    let text = text.trim();
    let exact = exact(graph, text).map(|node| reading(graph, node));
    // A heading may have the name of a need: `containers`.
    if exact.is_some() && !matches!(exact, Some(Reading::Heading(_))) {
        return exact;
    }
    let needs: Vec<Node> = [sg::NEED, sg::COLLECTION]
        .into_iter()
        .flat_map(|class| graph.of_class(class))
        .collect();
    let folded = fold(text);
    if folded.is_empty() {
        return exact;
    }
    if let Some(node) = named(graph, &needs, &folded) {
        return Some(reading(graph, node));
    }
    if exact.is_some() {
        return exact;
    }
    let mut shorter = slug(text);
    while let Some((rest, last)) = shorter.rsplit_once('-') {
        if !FILLERS.contains(&singular(last).as_str()) && !FILLERS.contains(&last) {
            break;
        }
        if let Some(node) = named(graph, &needs, &fold(rest)) {
            let read = reading(graph, node);
            return Some(match read {
                Reading::Need(node) => Reading::Nearly(node),
                other => other,
            });
        }
        shorter = rest.to_owned();
    }
    None
}

/// The category whose slug or address `text` is: what people copy from a list.
fn exact(graph: &Graph<'_>, text: &str) -> Option<Node> {
    let iris = [id("category", &text.to_lowercase()), text.to_owned()];
    let node = iris.iter().find_map(|iri| graph.node(iri));
    node.filter(|it| graph.is_named(*it))
}

/// The heading of a list that `text` names, where it is the name of one, or the one word that only one of them has.
#[must_use]
pub fn heading(graph: &Graph<'_>, text: &str) -> Option<Reading> {
    let folded = fold(text);
    let headings = graph.of_class(sg::CATEGORY);
    let headings: Vec<Node> = headings
        .into_iter()
        .filter(|it| !graph.is_a(*it, sg::NEED))
        .collect();
    if folded.is_empty() {
        return None;
    }
    named(graph, &headings, &folded)
        .or_else(|| with_word(graph, &folded))
        .map(Reading::Heading)
}

/// The only heading to ask for of a list that has this word.
fn with_word(graph: &Graph<'_>, folded: &str) -> Option<Node> {
    let is_of_a_list = |it: &Node| graph.objects(*it, sg::IN_SCHEME).next().is_some();
    let has_word = |it: &Node| {
        let words = slug(graph.label(*it));
        words.split('-').any(|word| singular(word) == folded)
    };
    let needs = graph.of_class(sg::NEED).into_iter();
    let mut found = needs.filter(|it| is_of_a_list(it) && has_word(it));
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

fn reading(graph: &Graph<'_>, node: Node) -> Reading {
    let members: Vec<Node> = graph.objects(node, sg::MEMBER).collect();
    if graph.is_a(node, sg::NEED) {
        Reading::Need(node)
    } else if members.is_empty() {
        Reading::Heading(node)
    } else {
        Reading::Group(members)
    }
}

/// The first of `nodes` one of whose names folds to `folded`.
fn named(graph: &Graph<'_>, nodes: &[Node], folded: &str) -> Option<Node> {
    let is_named = |node: &Node| {
        let labels = graph.objects(*node, sg::LABEL);
        let names = labels.chain(graph.objects(*node, sg::ALT_LABEL));
        let mut names = names.map(|it| graph.text(it));
        fold(graph.slug(*node)) == folded || names.any(|name| fold(name) == folded)
    };
    nodes.iter().copied().find(is_named)
}

/// A name without case, hyphens and blanks, and each word in the singular.
fn fold(text: &str) -> String {
    let words = slug(text);
    words.split('-').map(singular).collect()
}

/// Words that end as a plural and are none: who asks for `http` does not mean certificates.
const NO_PLURALS: &[&str] = &["https"];

/// A word without the ending of its plural; and without a closing `e`, which `caches` loses too.
fn singular(word: &str) -> String {
    if word.len() <= 3 || NO_PLURALS.contains(&word) {
        return word.to_owned();
    }
    let ends = |endings: &[&str]| endings.iter().any(|it| word.ends_with(it));
    let stem = if ends(&["ies"]) {
        return format!("{}y", &word[..word.len() - 3]);
    } else if ends(&["sses", "xes", "ches", "shes"]) {
        &word[..word.len() - 2]
    } else if ends(&["ss", "us", "is"]) {
        word
    } else {
        word.strip_suffix('s').unwrap_or(word)
    };
    stem.strip_suffix('e').unwrap_or(stem).to_owned()
}

/// Needs that somebody may have meant by a word that names none: the nearest spelling; else those whose own names hold all
/// of its words; else those that several things of that name are mainly for. At most three, none rather than a senseless
/// one: what a description happens to mention or a tolerant search happens to find leads astray.
#[must_use]
pub fn meant(graph: &Graph<'_>, text: &str) -> Vec<Node> {
    let needs = graph.of_class(sg::NEED);
    let spelt: Vec<(&str, Node)> = needs.iter().flat_map(|node| names(graph, *node)).collect();
    // Short words are near to too many, `styling` to `scaling`, and so are long ones that share an ending.
    let is_slip = |near: &&str| {
        let (typed, near) = (slug(text), slug(near));
        let far = strsim::osa_distance(&typed, &near);
        typed.len() > 4 && far <= (typed.len() / 5).max(1) && typed[..1] == near[..1]
    };
    let near = nearest(text, spelt.iter().map(|(name, _)| *name)).filter(is_slip);
    if let Some((_, node)) = near.and_then(|near| spelt.iter().find(|(name, _)| *name == near)) {
        return vec![*node];
    }
    let wanted = slug(text);
    let words: Vec<&str> = wanted.split('-').filter(|it| it.len() > 2).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let holds = |name: &str| {
        let name = slug(name);
        let has = |word: &&str| name.split('-').any(|it| is_form(it, word));
        words.iter().all(has)
    };
    let own = needs
        .iter()
        .copied()
        .filter(|node| names(graph, *node).any(|(name, _)| holds(name)));
    let found: Vec<Node> = own.take(3).collect();
    if !found.is_empty() {
        return found;
    }
    let hits = search(graph, text).into_iter().map(|hit| hit.node);
    let named = hits.filter(|node| names(graph, *node).any(|(name, _)| holds(name)));
    let mut purposes: Vec<(usize, Node)> = Vec::new();
    for purpose in named.flat_map(|node| graph.objects(node, sg::PURPOSE)) {
        match purposes.iter_mut().find(|(_, known)| *known == purpose) {
            Some((count, _)) => *count += 1,
            None => purposes.push((1, purpose)),
        }
    }
    // One thing of that name may be for anything.
    purposes.retain(|(count, _)| *count > 1);
    purposes.sort_by(|(a, _), (b, _)| b.cmp(a));
    purposes.into_iter().take(3).map(|(_, it)| it).collect()
}

/// Whether two words are one in other forms: `limit` and `limiting`, `oauth` and `oauth2`.
fn is_form(a: &str, b: &str) -> bool {
    /// Endings such as `ing` are no longer.
    const ENDING: usize = 3;
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    singular(a) == singular(b)
        || short.len() > 3 && long.len() - short.len() <= ENDING && long.starts_with(short)
}

fn names<'a>(graph: &Graph<'a>, node: Node) -> impl Iterator<Item = (&'a str, Node)> {
    let graph = *graph;
    let labels = graph.objects(node, sg::LABEL);
    let names = labels.chain(graph.objects(node, sg::ALT_LABEL));
    let names = names.map(move |it| graph.text(it));
    names
        .chain([graph.slug(node)])
        .map(move |name| (name, node))
}
