//! How much the graph knows to stand on it, connect to it and talk to it. What real systems use is a reason of its own.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View, always, saturating, some_names};
use crate::base::vocabulary as sg;
use crate::graph::{Node, Step};
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;

pub(super) static REASON: Reason = Reason {
    name: "adoption",
    weight: 0.25,
    about: "how much stands on it, connects to it and talks to it: p / (p + 12), p = 2·built on it + 3·√integrations + 0.5·clients + 0.5·alternatives + log10(1 + stars)",
    reads: Reads {
        of_it: &[sg::INTEGRATES_WITH, sg::ALTERNATIVE_TO, sg::STARS],
        to_it: &[sg::BUILT_ON, sg::CLIENT_OF],
        beyond: &[sg::IN_CATEGORY],
        most: Some(most),
    },
    place: Some(3),
    is_drawn: false,
    applies: always,
    judge: Judge::Alone { value, explain },
};

/// The points at which adoption is one half. Most libraries have fewer than ten: between hardly known and well known must
/// lie more than between two servers that the whole world runs.
const HALF: f64 = 12.0;
/// So many names are told; more are only counted.
const FEW: usize = 3;

/// What is counted, looked up only as far as it is asked for. With `--as-of` only what was known then: between things
/// that sources of that year list, and clients and figures that such sources name.
#[derive(Clone, Copy)]
struct Figures<'a> {
    view: View<'a>,
    profile: &'a Profile,
}

impl<'a> Figures<'a> {
    fn listed(self, nodes: impl Iterator<Item = Node> + 'a) -> impl Iterator<Item = Node> + 'a {
        nodes.filter(move |it| self.view.known.is_listed(*it))
    }

    fn built(self) -> impl Iterator<Item = Node> + 'a {
        self.listed(self.profile.subjects(self.view.properties.built_on))
    }

    fn connected(self) -> impl Iterator<Item = Node> + 'a {
        self.listed(self.profile.objects(self.view.properties.integrates_with))
    }

    fn alternatives(self) -> usize {
        let others = self.profile.objects(self.view.properties.alternative_to);
        self.listed(others).count()
    }

    fn clients(self) -> usize {
        self.pointing(self.view.properties.client_of)
    }

    fn pointing(self, property: Node) -> usize {
        let to = self.profile.node;
        let subjects = self.profile.subjects(property);
        subjects
            .filter(|from| self.view.said_then(*from, property, to))
            .count()
    }

    /// The most stars that a source counted, as a number and as it is stated.
    fn stars(self) -> Option<(u32, Node)> {
        let (graph, property) = (self.view.graph, self.view.properties.stars);
        self.profile
            .objects(property)
            .filter(|it| self.view.said_then(self.profile.node, property, *it))
            .filter_map(|it| Some((graph.text(it).parse().ok()?, it)))
            .max_by_key(|(stars, _)| *stars)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(super) fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    let figures = Figures { view, profile };
    let stars = figures.stars().map_or(0, |(stars, _)| stars);
    // A page that lists hundreds of connections says less for each: two of four tell as much as ten of a hundred.
    let points = 2.0 * figures.built().count() as f64
        + 3.0 * (figures.connected().count() as f64).sqrt()
        + 0.5 * figures.clients() as f64
        + 0.5 * figures.alternatives() as f64
        + (1.0 + f64::from(stars)).log10();
    saturating(points, HALF)
}

fn most(_: &Asked<'_>) -> Option<Bound> {
    // A number has at least as many digits as its logarithm says.
    let stars = format!("MAX(IF(?p = <{}>, STRLEN(STR(?x)), 0))", sg::STARS);
    let points = format!(
        "(2.0e0 * ?built + 3.0e0 * {} + 0.5e0 * ?clients + 0.5e0 * ?others + ?stars)",
        bound::root("?connected")
    );
    Some(Bound {
        of_it: vec![sg::INTEGRATES_WITH, sg::ALTERNATIVE_TO, sg::STARS],
        to_it: vec![sg::BUILT_ON, sg::CLIENT_OF],
        figures: vec![
            ("built", bound::count(sg::BUILT_ON)),
            ("connected", bound::count(sg::INTEGRATES_WITH)),
            ("clients", bound::count(sg::CLIENT_OF)),
            ("others", bound::count(sg::ALTERNATIVE_TO)),
            ("stars", stars),
        ],
        most: format!("{points} / ({points} + {})", bound::number(HALF)),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let (graph, properties) = (view.graph, view.properties);
    let figures = Figures { view, profile };
    let built: Vec<Node> = figures.built().collect();
    let connected: Vec<Node> = figures.connected().collect();
    let clients = figures.clients();
    let mut parts = Vec::new();
    if !built.is_empty() {
        parts.push(format!(
            "{} built on it ({})",
            built.len(),
            some_names(graph, &built, 2)
        ));
    }
    if !connected.is_empty() {
        // Two of many names would tell the alphabet.
        let count = counted(connected.len(), "integration");
        parts.push(if connected.len() <= FEW {
            format!("{count} ({})", some_names(graph, &connected, FEW))
        } else {
            count
        });
    }
    if clients > 0 {
        parts.push(counted(clients, "client"));
    }
    if let Some((stars, stated)) = figures.stars() {
        let sources = graph.sources(profile.node, sg::STARS, stated);
        let source = sources.first().copied();
        if source.is_some_and(|it| view.is_recent(it)) {
            let date = source.map_or("", |source| graph.date(source));
            parts.push(format!("{stars} stars in {date}"));
        }
    }
    if parts.is_empty() {
        return Because::nothing("nothing known to stand on it or connect to it");
    }
    let path = built
        .first()
        .map(|other| Step::along(*other, properties.built_on, profile.node))
        .or_else(|| {
            let other = connected.first()?;
            Some(Step::along(
                profile.node,
                properties.integrates_with,
                *other,
            ))
        });
    Because::way(graph, parts.join(", "), path.into_iter().collect())
}

/// `1 client`, `2 clients`.
fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}
