//! What speaks for a technology. A reason is a file and a line in [`REASONS`]; its weight stands in its file, its
//! formula in `docs/scoring.md`.

mod activity;
mod adoption;
mod language;
mod licence;
mod purpose;
mod standards;
pub mod together;

use std::collections::{HashMap, HashSet};

use super::wish::Wish;
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node};
use crate::reason::profile::{Profile, Properties};

/// What a reason may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The graph.
    pub graph: &'a Graph<'a>,
    /// Its properties.
    pub properties: &'a Properties,
    /// What was asked.
    pub wish: &'a Wish,
    /// What several reasons look up.
    pub known: &'a Known,
}

impl View<'_> {
    /// Whether a statement counts: with `--as-of` only when a source of that year or earlier says it.
    fn said_then(&self, from: Node, property: Node, to: Node) -> bool {
        self.wish.as_of.is_none_or(|year| {
            let sources = self.graph.sources(from, self.graph.iri(property), to);
            let mut years = sources.iter().filter_map(|it| self.graph.year(*it));
            years.any(|of| of <= year)
        })
    }
}

/// What is the same for every candidate of a question, found once.
#[derive(Default)]
pub struct Known {
    /// Language → languages whose libraries it can call.
    callable: HashMap<Node, Vec<Node>>,
    /// Family → its members.
    members: HashMap<Node, Vec<Node>>,
    /// Language → its families.
    families: HashMap<Node, Vec<Node>>,
    /// The family of all languages.
    any: Option<Node>,
    /// With `--as-of`: what sources of that year or earlier list.
    listed: Option<HashSet<Node>>,
}

impl Known {
    /// Looks up what a question needs.
    #[must_use]
    pub fn of(graph: &Graph<'_>, properties: &Properties, wish: &Wish) -> Self {
        let mut known = Self::default();
        for language in &wish.languages {
            let callable: Vec<Node> = graph.objects(*language, sg::INTEROPERATES_WITH).collect();
            let members: Vec<Node> = graph.subjects(sg::BROADER, *language).collect();
            for language in callable.iter().chain(&members).chain([language]) {
                known
                    .families
                    .insert(*language, graph.objects(*language, sg::BROADER).collect());
            }
            known.callable.insert(*language, callable);
            known.members.insert(*language, members);
        }
        known.any = graph.node(&id("language", "any"));
        known.listed = wish.as_of.map(|year| listed(graph, properties, year));
        known
    }

    /// Whether a thing was known in the year asked about; without `--as-of` everything is.
    fn is_listed(&self, node: Node) -> bool {
        self.listed.as_ref().is_none_or(|it| it.contains(&node))
    }
}

fn listed(graph: &Graph<'_>, properties: &Properties, year: u16) -> HashSet<Node> {
    let category = properties.category.0;
    let rows = graph.index().matching(None, Some(category), None);
    rows.filter(|[.., source]| graph.year(Node(*source)).is_some_and(|of| of <= year))
        .map(|[thing, ..]| Node(thing))
        .collect()
}

/// One named part of the score.
pub struct Reason {
    /// Its name in `--weight` and in answers.
    pub name: &'static str,
    /// Its weight when `--weight` does not say otherwise.
    pub weight: f64,
    /// What it is, in one sentence.
    pub about: &'static str,
    /// How much it speaks for a candidate, from 0 to 1; nothing when it does not apply to the question.
    pub value: fn(View<'_>, &Profile, Node) -> Option<f64>,
    /// Why, for people, with the way through the graph.
    pub explain: fn(View<'_>, &Profile, Node) -> Because,
}

/// Why a reason has its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Because {
    /// For people: a few words.
    pub text: String,
    /// The way through the graph: thing, relation, thing, relation, thing …; empty where no single way tells it.
    pub path: Vec<Node>,
    /// The sources of the steps, each once.
    pub sources: Vec<Node>,
}

impl Because {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Words that rest on one statement.
    pub(super) fn statement(
        graph: &Graph<'_>,
        text: String,
        subject: Node,
        property: Node,
        object: Node,
    ) -> Self {
        Self {
            text,
            path: vec![subject, property, object],
            sources: graph.sources(subject, graph.iri(property), object),
        }
    }
}

/// Every reason that looks at a technology alone, in the order `--explain` shows them. How technologies fit together is
/// `together`, which looks at pairs.
pub const REASONS: &[Reason] = &[
    language::REASON,
    purpose::REASON,
    adoption::REASON,
    activity::REASON,
    standards::REASON,
    licence::REASON,
];

/// The names of all reasons, with `together`, in the order of answers.
pub fn names() -> impl Iterator<Item = &'static str> {
    REASONS
        .iter()
        .map(|reason| reason.name)
        .chain([together::NAME])
}

/// The share of a quantity that has no upper end: 0 for none, 1/2 at `half`, towards 1.
pub(super) fn saturating(amount: f64, half: f64) -> f64 {
    amount / (amount + half)
}

/// Names for people: `a, b and 3 more`, those with the smaller slugs first.
pub(super) fn some_names(graph: &Graph<'_>, nodes: &[Node], most: usize) -> String {
    // Terms are numbered in the order of their IRIs, so only what is shown needs its name looked up.
    let mut nodes = nodes.to_vec();
    nodes.sort_unstable();
    nodes.dedup();
    let more = nodes.len().saturating_sub(most);
    let names: Vec<&str> = nodes
        .iter()
        .take(most)
        .map(|node| graph.label(*node))
        .collect();
    let shown = names.join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}
