//! How well two picks fit together.

use super::{Because, View};
use crate::graph::{Graph, Node};
use crate::reason::profile::Profile;

/// Its name in `--weight` and in answers.
pub const NAME: &str = "together";
/// Its weight when `--weight` does not say otherwise. It counts in stacks of two and more.
pub const WEIGHT: f64 = 0.20;
/// What it is, in one sentence.
pub const ABOUT: &str = "how well it fits the other picks, the mean over them: one built on the other 1, ready-made connection 0.8, the same product or both built on the same 0.5, a standard that one serves and the other speaks, or that both and at most 12 implement 0.3";
/// A standard that more technologies implement ties nobody together.
const COMMON: usize = 12;

/// How two picks are tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// One pick for two needs.
    Same,
    /// The first is built on the second.
    BuiltOn,
    /// The second is built on the first.
    Foundation,
    /// A ready-made connection.
    Integration,
    /// Both are built on this.
    Platform(Node),
    /// Both implement this.
    Standard(Node),
    /// The second serves this, the first speaks it.
    Spoken(Node),
    /// The first serves this, the second speaks it.
    Served(Node),
}

impl Tie {
    /// How much it counts, from 0 to 1.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::BuiltOn | Self::Foundation => 1.0,
            Self::Integration => 0.8,
            Self::Same | Self::Platform(_) => 0.5,
            Self::Standard(_) | Self::Spoken(_) | Self::Served(_) => 0.3,
        }
    }
}

/// The strongest tie between two technologies.
pub fn tie(view: View<'_>, a: &Profile, b: &Profile) -> Option<Tie> {
    let properties = view.properties;
    if a.node == b.node {
        return Some(Tie::Same);
    }
    if a.has(properties.built_on, b.node) {
        return Some(Tie::BuiltOn);
    }
    if b.has(properties.built_on, a.node) {
        return Some(Tie::Foundation);
    }
    if a.has(properties.integrates_with, b.node) {
        return Some(Tie::Integration);
    }
    let platform = a
        .objects(properties.built_on)
        .find(|it| b.has(properties.built_on, *it) && view.known.is_listed(*it));
    if let Some(platform) = platform {
        return Some(Tie::Platform(platform));
    }
    let spoken = |by: &Profile, of: &Profile| {
        by.objects(properties.speaks)
            .find(|standard| of.has(properties.implements, *standard))
    };
    if let Some(standard) = spoken(a, b) {
        return Some(Tie::Spoken(standard));
    }
    if let Some(standard) = spoken(b, a) {
        return Some(Tie::Served(standard));
    }
    a.objects(properties.implements)
        .filter(|standard| b.has(properties.implements, *standard))
        .find(|standard| is_rare(view, *standard))
        .map(Tie::Standard)
}

/// Whether few enough implement a standard for it to tie two of them.
pub(in crate::reason::recommend) fn is_rare(view: View<'_>, standard: Node) -> bool {
    let implementers = view.graph.subjects_by(view.properties.implements, standard);
    implementers.take(COMMON + 1).count() <= COMMON
}

/// The tie in words, with its way through the graph.
#[must_use]
pub fn explain(view: View<'_>, a: Node, b: Node, tie: Tie) -> Because {
    let (graph, properties) = (view.graph, view.properties);
    let name = graph.label(b);
    let statement =
        |text: String, from, relation, to| Because::statement(graph, text, from, relation, to);
    match tie {
        Tie::Same => Because {
            text: "the same product fills another need".to_owned(),
            path: vec![a],
            sources: Vec::new(),
        },
        Tie::BuiltOn => statement(format!("built on {name}"), a, properties.built_on, b),
        Tie::Foundation => statement(format!("{name} is built on it"), b, properties.built_on, a),
        Tie::Integration => statement(
            format!("integrates with {name}"),
            a,
            properties.integrates_with,
            b,
        ),
        Tie::Spoken(standard) | Tie::Served(standard) => {
            let (mine, theirs) = match tie {
                Tie::Spoken(_) => (properties.speaks, properties.implements),
                _ => (properties.implements, properties.speaks),
            };
            let words = |relation| {
                if relation == properties.speaks {
                    "speaks"
                } else {
                    "serves"
                }
            };
            let text = format!(
                "{} {}, which {name} {}",
                words(mine),
                graph.label(standard),
                words(theirs)
            );
            shared(graph, text, [a, mine, standard, theirs, b])
        }
        Tie::Platform(node) | Tie::Standard(node) => {
            let (relation, words) = if matches!(tie, Tie::Platform(_)) {
                (properties.built_on, "built on")
            } else {
                (properties.implements, "implements")
            };
            let text = format!("like {name} {words} {}", graph.label(node));
            shared(graph, text, [a, relation, node, relation, b])
        }
    }
}

/// A tie over something in common: its way, and the sources of its two statements.
fn shared(graph: &Graph<'_>, text: String, way: [Node; 5]) -> Because {
    let [a, mine, common, theirs, b] = way;
    let mut because = Because::statement(graph, text, a, mine, common);
    because.path.extend([theirs, b]);
    because
        .sources
        .extend(graph.sources(b, graph.iri(theirs), common));
    because.sources.sort_by_key(|source| graph.slug(*source));
    because.sources.dedup();
    because
}
