//! How much the graph knows to stand on it, connect to it and talk to it.

use super::{Because, Reason, View, saturating, some_names};
use crate::graph::Node;
use crate::reason::profile::Profile;

pub(super) const REASON: Reason = Reason {
    name: "adoption",
    weight: 0.25,
    about: "how much stands on it, connects to it, talks to it and uses it: p / (p + 8), p = 2·built on it + integrations + 0.5·clients + 0.5·alternatives + 2·systems + log10(1 + stars)",
    value,
    explain,
};

/// The points at which adoption is one half: about the median of technologies with any connection.
const HALF: f64 = 8.0;

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn value(view: View<'_>, profile: &Profile, _: Node) -> Option<f64> {
    let properties = view.properties;
    let stars = profile
        .objects(properties.stars)
        .filter_map(|stars| view.graph.text(stars).parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    let points = 2.0 * profile.subjects(properties.built_on).len() as f64
        + profile.objects(properties.integrates_with).len() as f64
        + 0.5 * profile.subjects(properties.client_of).len() as f64
        + 0.5 * profile.objects(properties.alternative_to).len() as f64
        + 2.0 * profile.subjects(properties.uses).len() as f64
        + f64::from(stars + 1).log10();
    Some(saturating(points, HALF))
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let (graph, properties) = (view.graph, view.properties);
    let built: Vec<Node> = profile.subjects(properties.built_on).collect();
    let connected: Vec<Node> = profile.objects(properties.integrates_with).collect();
    let clients = profile.subjects(properties.client_of).len();
    let systems = profile.subjects(properties.uses).len();
    let mut parts = Vec::new();
    if !built.is_empty() {
        parts.push(format!(
            "{} built on it ({})",
            built.len(),
            some_names(graph, &built, 2)
        ));
    }
    if !connected.is_empty() {
        parts.push(format!(
            "{} ({})",
            counted(connected.len(), "integration"),
            some_names(graph, &connected, 2)
        ));
    }
    if clients > 0 {
        parts.push(counted(clients, "client"));
    }
    if systems > 0 {
        parts.push(format!("used by {}", counted(systems, "system")));
    }
    let stars = profile
        .objects(properties.stars)
        .max_by_key(|stars| graph.text(*stars).parse::<u32>().unwrap_or(0));
    if let Some(stars) = stars {
        let sources = graph.sources(profile.node, crate::base::vocabulary::STARS, stars);
        let date = sources.first().map_or("", |source| graph.date(*source));
        parts.push(format!("{} stars in {date}", graph.text(stars)));
    }
    if parts.is_empty() {
        return Because::text("nothing known to stand on it or connect to it");
    }
    let path = built
        .first()
        .map(|other| vec![*other, properties.built_on, profile.node])
        .or_else(|| {
            connected
                .first()
                .map(|other| vec![profile.node, properties.integrates_with, *other])
        })
        .unwrap_or_default();
    let sources = match path.as_slice() {
        [from, relation, to] => graph.sources(*from, graph.iri(*relation), *to),
        _ => Vec::new(),
    };
    Because {
        text: parts.join(", "),
        path,
        sources,
    }
}

/// `1 client`, `2 clients`.
fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}
