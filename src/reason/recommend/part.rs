//! How a technology is part of a system: beside the code or inside of it.

use super::reasons::View;
use crate::graph::{Graph, Node};
use crate::reason::profile::{Profile, Properties};

/// How a technology is part of a system; a need that both kinds fill is asked of one, or answered with both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It runs beside the code, which talks to it.
    Service,
    /// It is linked into the code.
    Library,
}

impl Part {
    /// Both, in the order of answers.
    pub const ALL: [Self; 2] = [Self::Service, Self::Library];

    /// Its name in questions and answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Library => "library",
        }
    }

    /// What code of any language can use, what code of a language not its own talks to through a client, and what comes as
    /// an image runs beside it.
    pub(super) fn of(view: View<'_>, profile: &Profile) -> Self {
        Self::of_thing(view.graph, view.properties, view.known.any, profile)
    }

    /// The same before there is a view; `any` is the family of all languages.
    pub(super) fn of_thing(
        graph: &Graph<'_>,
        properties: &Properties,
        any: Option<Node>,
        profile: &Profile,
    ) -> Self {
        let is_for_any = |any| profile.has(properties.made_for, any);
        let is_own = |language| {
            profile.has(properties.written_in, language)
                || profile.has(properties.made_for, language)
        };
        let is_foreign = |client| {
            let mut languages = graph.objects_by(client, properties.for_language);
            languages.any(|it| !is_own(it))
        };
        if any.is_some_and(is_for_any)
            || profile.subjects(properties.client_of).any(is_foreign)
            || profile.objects(properties.container_image).len() > 0
        {
            Self::Service
        } else {
            Self::Library
        }
    }
}

/// So much less than the pick's score the best of the other kind may have, to be worth a word.
pub(super) const NEAR: f64 = 0.2;

/// The best of each kind among ranked options that are mainly for a need, where both kinds have one that is near to the pick.
pub(super) fn best_of_each(
    ranked: &[(Node, f64)],
    part: impl Fn(Node) -> Option<Part>,
) -> Vec<(Part, Node, f64)> {
    let Some((_, highest)) = ranked.first() else {
        return Vec::new();
    };
    let near = || ranked.iter().take_while(|it| highest - it.1 <= NEAR);
    let best = Part::ALL.into_iter().filter_map(|kind| {
        let (node, score) = near().find(|(node, _)| part(*node) == Some(kind))?;
        Some((kind, *node, *score))
    });
    let best: Vec<_> = best.collect();
    if best.len() < Part::ALL.len() {
        return Vec::new();
    }
    best
}
