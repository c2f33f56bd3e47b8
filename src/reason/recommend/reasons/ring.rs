//! What the team's own radar says of it.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;
use crate::reason::recommend::wish::ring;

/// A verdict of one's own weighs as much as adoption: who adopted a thing has staff that know it. What is on hold is no
/// candidate at all.
pub(super) static REASON: Reason = Reason {
    name: "ring",
    weight: 0.25,
    about: "the ring of a team's tech radar: adopt 1, trial 0.6, assess 0.3, in none 0; hold is never picked unless `--with` brings it",
    reads: Reads {
        of_it: &[sg::RING],
        to_it: &[],
        beyond: &[],
        most: Some(most),
    },
    place: Some(0),
    is_drawn: false,
    applies: is_known,
    judge: Judge::Alone { value, explain },
};

fn is_known(view: View<'_>, _: Node) -> bool {
    view.marks.rings
}

fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    match ring(view.graph, view.properties, profile) {
        "adopt" => 1.0,
        "trial" => 0.6,
        "assess" => 0.3,
        _ => 0.0,
    }
}

fn most(_: &Asked<'_>) -> Option<Bound> {
    let values = [("adopt", 1.0), ("trial", 0.6), ("assess", 0.3)];
    Some(Bound {
        of_it: vec![sg::RING],
        figures: vec![("ring", bound::most(sg::RING, &values, 0.0))],
        most: "?ring".to_owned(),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let (graph, property) = (view.graph, view.properties.ring);
    let Some(ring) = profile.believed(graph, property) else {
        return Because::nothing("in no ring of the radar");
    };
    let sources = graph.sources(profile.node, sg::RING, ring);
    let of = sources.first().map_or("", |source| graph.label(*source));
    let text = format!("{} in the radar {of}", graph.text(ring));
    Because::statement(graph, text, profile.node, property, ring)
}
