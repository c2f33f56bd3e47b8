//! Whether it is mainly chosen for this need.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View, always};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;

pub(super) static REASON: Reason = Reason {
    name: "purpose",
    weight: 0.20,
    about: "whether it is mainly chosen for this need (1), for a finer one (0.9) or among other things (0.4)",
    reads: Reads {
        of_it: &[sg::PURPOSE],
        to_it: &[],
        beyond: &[],
        most: Some(most),
    },
    place: None,
    is_drawn: false,
    applies: always,
    judge: Judge::Alone { value, explain },
};

fn value(view: View<'_>, profile: &Profile, need: Node) -> f64 {
    let purpose = profile.objects(view.properties.purpose).next();
    match purpose {
        Some(purpose) if purpose == need => 1.0,
        Some(purpose) if view.graph.says(purpose, sg::BROADER, need) => 0.9,
        _ => 0.4,
    }
}

fn most(asked: &Asked<'_>) -> Option<Bound> {
    let graph = asked.view.graph;
    let need = graph.iri(asked.need);
    let finer = graph.subjects(sg::BROADER, asked.need);
    let finer: Vec<&str> = finer.map(|it| graph.iri(it)).collect();
    let finer = if finer.is_empty() {
        "0.4e0".to_owned()
    } else {
        format!("IF({}, 0.9e0, 0.4e0)", bound::one_of("?x", &finer))
    };
    let purpose = format!(
        "MAX(IF(?p = <{}>, IF(?x = <{need}>, 1.0e0, {finer}), 0.4e0))",
        sg::PURPOSE
    );
    Some(Bound {
        of_it: vec![sg::PURPOSE],
        figures: vec![("purpose", purpose)],
        most: "?purpose".to_owned(),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, need: Node) -> Because {
    let graph = view.graph;
    let purpose = profile.objects(view.properties.purpose).next();
    let Some(purpose) = purpose else {
        return Because::nothing("no main purpose known");
    };
    let name = graph.label(purpose).to_lowercase();
    let text = if purpose == need || graph.says(purpose, sg::BROADER, need) {
        format!("mainly chosen for {name}")
    } else {
        format!("mainly chosen for {name}, serves this need too")
    };
    Because::statement(graph, text, profile.node, view.properties.purpose, purpose)
}
