//! How far it came at its foundation.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;

/// Counts where a foundation's word is the best that is known: under the headings of a landscape, and where nobody says of
/// any candidate whether it is kept alive. Beside clients and systems it would only lift what one foundation keeps.
pub(super) static REASON: Reason = Reason {
    name: "maturity",
    weight: 0.60,
    about: "how far it came at its foundation: graduated 1, incubating 0.9, sandbox 0.3, archived or none 0; only under the headings of a landscape, or where no status of any candidate is known",
    reads: Reads {
        of_it: &[sg::MATURITY, sg::STATUS],
        to_it: &[],
        beyond: &[],
        most: Some(most),
    },
    place: Some(1),
    is_drawn: false,
    applies: is_known,
    judge: Judge::Alone { value, explain },
};

fn is_known(view: View<'_>, need: Node) -> bool {
    let is_heading = || !view.graph.is_a(need, sg::NEED);
    view.marks.maturities && (!view.marks.statuses || is_heading())
}

fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    let maturity = profile.believed(view.graph, view.properties.maturity);
    match maturity.map_or("", |it| view.graph.text(it)) {
        "graduated" => 1.0,
        "incubating" => 0.9,
        "sandbox" => 0.3,
        _ => 0.0,
    }
}

fn most(_: &Asked<'_>) -> Option<Bound> {
    let values = [("graduated", 1.0), ("incubating", 0.9), ("sandbox", 0.3)];
    Some(Bound {
        of_it: vec![sg::MATURITY],
        figures: vec![("maturity", bound::most(sg::MATURITY, &values, 0.0))],
        most: "?maturity".to_owned(),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let (graph, property) = (view.graph, view.properties.maturity);
    match profile.believed(graph, property) {
        None => Because::nothing("no maturity known"),
        Some(maturity) => {
            let text = format!("{} at its foundation", graph.text(maturity));
            Because::statement(graph, text, profile.node, property, maturity)
        }
    }
}
