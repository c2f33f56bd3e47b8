//! How well two picks fit together.

use super::{Because, Judge, Pairing, Reads, Reason, View};
use crate::base::vocabulary as sg;
use crate::graph::{Node, Step};
use crate::reason::profile::Profile;

/// Counts in stacks of two and more. A tie that is not stated is not known, so a pick without one has half of the value;
/// what is left of the weight is at most 0.03 of a score: enough for near draws, too little to beat what is better alone.
/// At twice the weight, Hasura takes the place of graphql-ruby for whoever has `PostgreSQL`, and `BullMQ` that of Celery with Redis.
pub(super) static REASON: Reason = Reason {
    name: "together",
    weight: 0.06,
    about: "how well it fits the other picks: 0.5 + 0.5·the mean over them of the strongest tie, half of it where both are still to be picked; needs the other to run or extends it 1, ready-made connection 0.8, the same product, made from the other or both on the same 0.5, a standard that both implement, or one serves and the other speaks, and that at most 12 implement 0.3, none known 0",
    reads: Reads {
        of_it: &[
            sg::BUILT_ON,
            sg::FORK_OF,
            sg::INTEGRATES_WITH,
            sg::IMPLEMENTS,
            sg::SPEAKS,
            sg::ALTERNATIVE_TO,
            sg::MADE_FOR,
        ],
        to_it: &[sg::BUILT_ON],
        beyond: &[sg::BUILT_ON, sg::IN_CATEGORY],
        most: None,
    },
    place: Some(0),
    is_drawn: true,
    applies: has_partners,
    judge: Judge::Pairs(&Pairing {
        tie,
        explain,
        unknown: 0.5,
    }),
};

/// A standard that more technologies implement ties nobody together.
const COMMON: usize = 12;
/// What more than this stand on is a platform that people choose for itself, as Kubernetes; what fewer stand on may be a
/// part inside of them, as the cache inside an identity provider.
const PLATFORM: usize = 20;

/// How two picks are tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// One pick for two needs.
    Same,
    /// The first needs the second to run, or extends it.
    BuiltOn,
    /// The second needs the first to run, or extends it.
    Foundation,
    /// The first is a product with the second inside.
    Contains,
    /// The second is a product with the first inside.
    Inside,
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
            Self::Same | Self::Contains | Self::Inside | Self::Platform(_) => 0.5,
            Self::Standard(_) | Self::Spoken(_) | Self::Served(_) => 0.3,
        }
    }
}

fn has_partners(view: View<'_>, _: Node) -> bool {
    let picks: usize = view.wish.needs.iter().map(|(_, count)| count).sum();
    picks + view.wish.with.len() > 1
}

fn tie(view: View<'_>, a: &Profile, b: &Profile) -> Option<Tie> {
    let properties = view.properties;
    if a.node == b.node {
        return Some(Tie::Same);
    }
    // What began as a copy of the other takes its place: nobody runs both.
    if is_fork(view, a, b.node) || is_fork(view, b, a.node) {
        return None;
    }
    if let Some(is_needed) = stands_on(view, a, b) {
        return Some(if is_needed {
            Tie::BuiltOn
        } else {
            Tie::Contains
        });
    }
    if let Some(is_needed) = stands_on(view, b, a) {
        return Some(if is_needed {
            Tie::Foundation
        } else {
            Tie::Inside
        });
    }
    if a.has(properties.integrates_with, b.node) && is_of_one_kind(view, a, b) {
        return Some(Tie::Integration);
    }
    shared(view, a, b)
}

/// Whether code for a language links it in, rather than running it beside.
fn is_library(view: View<'_>, profile: &Profile) -> bool {
    let mut languages = profile.objects(view.properties.made_for).peekable();
    languages.peek().is_some() && languages.all(|it| Some(it) != view.known.any)
}

fn is_fork(view: View<'_>, a: &Profile, b: Node) -> bool {
    let properties = view.properties;
    a.has(properties.fork_of, b)
        || a.has(properties.built_on, b) && a.has(properties.alternative_to, b)
}

/// Whether `upper` is built on `lower` so that both are chosen, and whether it needs it; nothing for what it merely embeds.
fn stands_on(view: View<'_>, upper: &Profile, lower: &Profile) -> Option<bool> {
    if !upper.has(view.properties.built_on, lower.node) {
        return None;
    }
    match (is_library(view, upper), is_library(view, lower)) {
        (true, _) => Some(true),
        // A library inside a product is nobody's choice but its makers'.
        (false, true) => None,
        (false, false) => {
            let upon = lower.subjects(view.properties.built_on);
            Some(upon.len() > PLATFORM)
        }
    }
}

/// Whether both are run, or both linked in: that a library connects to a server is what any client does.
fn is_of_one_kind(view: View<'_>, a: &Profile, b: &Profile) -> bool {
    is_library(view, a) == is_library(view, b)
}

/// What both stand on or implement.
fn shared(view: View<'_>, a: &Profile, b: &Profile) -> Option<Tie> {
    let properties = view.properties;
    let is_chosen =
        |of: &Profile, it: Node| of.has(properties.built_on, it) && !is_fork(view, of, it);
    if is_of_one_kind(view, a, b) {
        let platform = a
            .objects(properties.built_on)
            .find(|it| is_chosen(a, *it) && is_chosen(b, *it) && view.known.is_listed(*it));
        if let Some(platform) = platform {
            return Some(Tie::Platform(platform));
        }
    }
    let common = |mine: Node, theirs: Node| {
        a.objects(mine)
            .filter(move |standard| b.has(theirs, *standard))
            .find(|standard| is_rare(view, *standard))
    };
    let (serves, speaks) = (properties.implements, properties.speaks);
    common(speaks, serves)
        .map(Tie::Spoken)
        .or_else(|| common(serves, speaks).map(Tie::Served))
        .or_else(|| common(serves, serves).map(Tie::Standard))
}

/// Whether few enough implement a standard for it to tie two of them.
pub(in crate::reason::recommend) fn is_rare(view: View<'_>, standard: Node) -> bool {
    let implementers = view.graph.subjects_by(view.properties.implements, standard);
    implementers.take(COMMON + 1).count() <= COMMON
}

fn explain(view: View<'_>, a: &Profile, b: &Profile, tie: Tie) -> Because {
    let (graph, properties) = (view.graph, view.properties);
    let (a, b) = (a.node, b.node);
    let name = graph.label(b);
    let along = |relation| Step::along(a, relation, b);
    let words = |relation| match relation {
        it if it == properties.built_on => "built on",
        it if it == properties.speaks => "speaks",
        _ => "implements",
    };
    let over = |it, mine, theirs| {
        let (own, it_is) = (words(mine), graph.label(it));
        let text = if mine == theirs {
            format!("like {name} {own} {it_is}")
        } else {
            format!("{own} {it_is}, which {name} {}", words(theirs))
        };
        let path = vec![Step::along(a, mine, it), Step::against(it, theirs, b)];
        (text, path)
    };
    let (text, path) = match tie {
        Tie::Same => ("the same product fills another need".to_owned(), Vec::new()),
        Tie::BuiltOn => (format!("built on {name}"), vec![along(properties.built_on)]),
        Tie::Contains => (
            format!("made with {name} inside"),
            vec![along(properties.built_on)],
        ),
        Tie::Foundation => (
            format!("{name} is built on it"),
            vec![Step::along(b, properties.built_on, a)],
        ),
        Tie::Inside => (
            format!("{name} has it inside"),
            vec![Step::along(b, properties.built_on, a)],
        ),
        Tie::Integration => (
            format!("integrates with {name}"),
            vec![along(properties.integrates_with)],
        ),
        Tie::Platform(it) => over(it, properties.built_on, properties.built_on),
        Tie::Standard(it) => over(it, properties.implements, properties.implements),
        Tie::Spoken(it) => over(it, properties.speaks, properties.implements),
        Tie::Served(it) => over(it, properties.implements, properties.speaks),
    };
    Because::way(graph, text, path)
}
