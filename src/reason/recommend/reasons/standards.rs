//! How open it is to be connected or exchanged: the standards it implements.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View, always, saturating, some_names};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;

pub(super) static REASON: Reason = Reason {
    name: "standards",
    weight: 0.05,
    about: "the standards it implements: n / (n + 1)",
    reads: Reads {
        of_it: &[sg::IMPLEMENTS],
        to_it: &[],
        beyond: &[],
        most: Some(most),
    },
    place: None,
    is_drawn: false,
    applies: always,
    judge: Judge::Alone { value, explain },
};

#[expect(clippy::cast_precision_loss, reason = "few standards")]
fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    saturating(
        profile.objects(view.properties.implements).len() as f64,
        1.0,
    )
}

fn most(_: &Asked<'_>) -> Option<Bound> {
    Some(Bound {
        of_it: vec![sg::IMPLEMENTS],
        figures: vec![("standards", bound::count(sg::IMPLEMENTS))],
        most: "?standards / (?standards + 1.0e0)".to_owned(),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let implements = view.properties.implements;
    let standards: Vec<Node> = profile.objects(implements).collect();
    match standards.first() {
        None => Because::nothing("no standard known"),
        Some(first) => Because::statement(
            view.graph,
            format!("implements {}", some_names(view.graph, &standards, 3)),
            profile.node,
            implements,
            *first,
        ),
    }
}
