//! Whether it is maintained.

use super::{Because, Reason, View};
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::wish::Standing;

pub(super) const REASON: Reason = Reason {
    name: "activity",
    weight: 0.15,
    about: "active 1, not known 0.5, maintenance only 0.4, retired 0",
    value,
    explain,
};

fn value(view: View<'_>, profile: &Profile, _: Node) -> Option<f64> {
    Some(
        match view.wish.standing(view.graph, view.properties, profile) {
            Standing::Active => 1.0,
            Standing::Unknown => 0.5,
            Standing::Maintenance => 0.4,
            Standing::Retired => 0.0,
        },
    )
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    use crate::base::vocabulary as sg;
    let standing = view.wish.standing(view.graph, view.properties, profile);
    let text = match standing {
        Standing::Active => "actively maintained",
        Standing::Unknown => "status not known",
        Standing::Maintenance => "maintenance only",
        Standing::Retired => "retired",
    };
    let status = view.graph.believed(profile.node, sg::STATUS);
    match (status, view.graph.node(sg::STATUS)) {
        (Some(status), Some(property)) if standing != Standing::Unknown => {
            Because::statement(view.graph, text.to_owned(), profile.node, property, status)
        }
        _ => Because::text(text),
    }
}
