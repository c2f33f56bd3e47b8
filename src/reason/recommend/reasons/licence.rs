//! How freely it may be used.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View, always};
use crate::base::licence::{Family, family};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;

pub(super) static REASON: Reason = Reason {
    name: "licence",
    weight: 0.05,
    about: "permissive 1, copyleft 0.8, not known 0.5, source available 0.3, proprietary 0.2",
    reads: Reads {
        of_it: &[sg::LICENSE],
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
    worth(licence(view, profile))
}

fn worth(licence: &str) -> f64 {
    match family(licence) {
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

/// The identifiers that most things have; others may be worth 1.
const USUAL: &[&str] = &[
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MPL-2.0",
    "EPL-1.0",
    "EPL-2.0",
    "SSPL-1.0",
    "BUSL-1.1",
    "Elastic-2.0",
];

fn most(_: &Asked<'_>) -> Option<Bound> {
    let values: Vec<(&str, f64)> = USUAL.iter().map(|it| (*it, worth(it))).collect();
    Some(Bound {
        of_it: vec![sg::LICENSE],
        figures: vec![
            ("licences", bound::count(sg::LICENSE)),
            ("licence", bound::most(sg::LICENSE, &values, 1.0)),
        ],
        most: "IF(?licences > 0, ?licence, 0.5e0)".to_owned(),
        ..Bound::default()
    })
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
