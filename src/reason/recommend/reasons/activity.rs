//! Whether it is maintained.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View, always};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;
use crate::reason::recommend::wish::Standing;

pub(super) static REASON: Reason = Reason {
    name: "activity",
    weight: 0.15,
    about: "active 1, not known 0.5, maintenance only 0.4, retired 0",
    reads: Reads {
        of_it: &[sg::STATUS, sg::STATUS_SINCE, sg::MATURITY],
        to_it: &[],
        beyond: &[],
        most: Some(most),
    },
    place: None,
    is_drawn: false,
    applies: always,
    judge: Judge::Alone { value, explain },
};

fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    match view.wish.standing(view.graph, view.properties, profile) {
        Standing::Active => 1.0,
        Standing::Unknown => 0.5,
        Standing::Maintenance => 0.4,
        Standing::Retired => 0.0,
    }
}

fn most(asked: &Asked<'_>) -> Option<Bound> {
    // What came to its end later was alive then.
    if asked.view.wish.as_of.is_some() {
        return None;
    }
    let values = [("active", 1.0), ("maintenance", 0.4), ("retired", 0.0)];
    Some(Bound {
        of_it: vec![sg::STATUS],
        figures: vec![
            ("statuses", bound::count(sg::STATUS)),
            ("status", bound::most(sg::STATUS, &values, 0.5)),
        ],
        most: "IF(?statuses > 0, ?status, 0.5e0)".to_owned(),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let standing = view.wish.standing(view.graph, view.properties, profile);
    let ended = ["maintenance", "retired"].contains(&view.graph.value(profile.node, sg::STATUS));
    let text = match (standing, view.wish.as_of) {
        // Only sources of today say when it ended, and so that it was alive.
        (Standing::Active, Some(year)) if ended => {
            let since = view.graph.value(profile.node, sg::STATUS_SINCE);
            format!("alive in {year}: its end came in {since}")
        }
        (Standing::Active, _) => "actively maintained".to_owned(),
        (Standing::Unknown, _) => "status not known".to_owned(),
        (Standing::Maintenance, _) => "maintenance only".to_owned(),
        (Standing::Retired, _) => "retired".to_owned(),
    };
    let status = view.graph.believed(profile.node, sg::STATUS);
    match (status, view.graph.node(sg::STATUS)) {
        (Some(status), Some(property)) if standing != Standing::Unknown => {
            Because::statement(view.graph, text, profile.node, property, status)
        }
        _ => Because::text(text),
    }
}
