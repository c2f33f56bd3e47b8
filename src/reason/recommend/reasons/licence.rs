//! How freely it may be used.

use super::{Because, Judge, Reads, Reason, View, always};
use crate::base::licence::{Family, family};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;

pub(super) static REASON: Reason = Reason {
    name: "licence",
    weight: 0.05,
    about: "permissive 1, copyleft 0.8, not known 0.5, source available 0.3, proprietary 0.2",
    reads: Reads {
        of_it: &[sg::LICENSE],
        to_it: &[],
        beyond: &[],
    },
    place: None,
    is_drawn: false,
    applies: always,
    judge: Judge::Alone { value, explain },
};

fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    match family(licence(view, profile)) {
        Some(Family::Permissive) => 1.0,
        Some(Family::Copyleft) => 0.8,
        None => 0.5,
        Some(Family::SourceAvailable) => 0.3,
        Some(Family::Proprietary) => 0.2,
    }
}

/// The licence as text; empty where none is known.
fn licence<'a>(view: View<'a>, profile: &Profile) -> &'a str {
    let licence = profile.believed(view.graph, view.properties.license);
    licence.map_or("", |it| view.graph.text(it))
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let licence = view.graph.believed(profile.node, sg::LICENSE);
    match (licence, view.graph.node(sg::LICENSE)) {
        (Some(licence), Some(property)) => {
            let text = format!("licence {}", view.graph.text(licence));
            Because::statement(view.graph, text, profile.node, property, licence)
        }
        _ => Because::nothing("licence not known"),
    }
}
