//! How a technology is part of a system: beside the code or inside of it.

use super::reasons::View;
use crate::graph::Node;
use crate::reason::profile::Profile;

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

    /// What code of any language can use, or talks to through a client, runs beside it.
    pub(super) fn of(view: View<'_>, profile: &Profile) -> Self {
        let (made_for, client_of) = (view.properties.made_for, view.properties.client_of);
        let is_for_any = view.known.any.is_some_and(|any| profile.has(made_for, any));
        if is_for_any || profile.subjects(client_of).len() > 0 {
            Self::Service
        } else {
            Self::Library
        }
    }
}

/// Of so many that are mainly for a need, one may be of the other kind by chance.
const FEW: usize = 2;
/// The part of those that are mainly for a need from which a kind is a usual way to fill it.
const USUAL: f64 = 0.15;

/// Whether a need is usually filled in both ways, `parts` being those of what is mainly for it.
pub(super) fn is_mixed(parts: impl Iterator<Item = Part>) -> bool {
    let mut counts = [0_usize; 2];
    for part in parts {
        counts[part as usize] += 1;
    }
    let rarer = counts[0].min(counts[1]);
    #[expect(clippy::cast_precision_loss, reason = "few candidates")]
    let share = rarer as f64 / (counts[0] + counts[1]).max(1) as f64;
    rarer >= FEW && share >= USUAL
}

/// The best of each kind among ranked candidates, where there is one of each.
pub(super) fn best_of_each(
    ranked: &[(Node, f64)],
    part: impl Fn(Node) -> Part,
) -> Vec<(Part, Node, f64)> {
    let best = Part::ALL.into_iter().filter_map(|kind| {
        let (node, score) = ranked.iter().find(|(node, _)| part(*node) == kind)?;
        Some((kind, *node, *score))
    });
    let best: Vec<_> = best.collect();
    if best.len() < Part::ALL.len() {
        return Vec::new();
    }
    best
}
