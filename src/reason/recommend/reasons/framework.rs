//! Whether it lives in the framework that is chosen, or in another that stands in its place.

use super::{Because, Judge, Reads, Reason, View};
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node, Step};
use crate::reason::profile::{Profile, Properties};
use crate::reason::recommend::part::Part;
use crate::reason::recommend::wish::Wish;

/// Counts where `--with` brings a framework: what is made for another one cannot be used in it.
pub(super) static REASON: Reason = Reason {
    name: "framework",
    weight: 0.2,
    about: "whether it fits the framework that is chosen: part of it, inside of it or built on it 1, built on the same 0.75; a library that is or stands on another framework for the same need 0; else 0.5",
    reads: Reads {
        of_it: &[
            sg::BUILT_ON,
            sg::IS_PART_OF,
            sg::IN_CATEGORY,
            sg::USABLE_FROM,
        ],
        to_it: &[sg::BUILT_ON],
        beyond: &[sg::IN_CATEGORY],
        most: None,
    },
    place: Some(0),
    is_drawn: false,
    applies: is_chosen,
    judge: Judge::Alone { value, explain },
};

/// The needs whose technologies a program stands in: it has one of each, and what is built on one is of no use in another.
const FRAMES: [&str; 4] = [
    "web-framework",
    "service-framework",
    "frontend-framework",
    "actor-framework",
];

/// A framework that is chosen, and the needs of [`FRAMES`] that it stands in.
pub(super) struct Framework {
    node: Node,
    needs: Vec<Node>,
}

/// The frameworks among what is chosen, in that order.
pub(super) fn chosen(
    graph: &Graph<'_>,
    properties: &Properties,
    wish: &Wish,
    any: Option<Node>,
) -> Vec<Framework> {
    let frames = FRAMES
        .iter()
        .filter_map(|it| graph.node(&id("category", it)));
    let frames: Vec<Node> = frames.collect();
    // A platform that runs beside the code leaves it free.
    let is_library = |node: &Node| {
        let profile = Profile::to_score(graph, properties, *node);
        Part::of_thing(graph, properties, any, &profile) == Part::Library
    };
    let framework = |node: &Node| {
        let stands_in = |need: &Node| graph.says_by(*node, properties.category, *need);
        let needs: Vec<Node> = frames.iter().copied().filter(stands_in).collect();
        (!needs.is_empty() && is_library(node)).then_some(Framework { node: *node, needs })
    };
    wish.with.iter().filter_map(framework).collect()
}

fn is_chosen(view: View<'_>, _: Node) -> bool {
    !view.known.frameworks.is_empty()
}

/// How a technology stands to a framework that is chosen.
enum Fit {
    /// It is the framework.
    Itself,
    /// It is built on it.
    On(Node),
    /// The framework is built on it.
    Inside(Node),
    /// It is a part of the framework, or of what that is built on.
    PartOf(Node),
    /// Both are built on this.
    Beside(Node, Node),
    /// It is built on the first or a part of it, in whose place the second stands.
    Elsewhere(Node, Node),
    /// This stands in its place.
    Rival(Node),
}

impl Fit {
    fn is_none(&self) -> bool {
        matches!(self, Self::Elsewhere(..) | Self::Rival(_))
    }
}

fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    match fit(view, profile) {
        Some(fit) if fit.is_none() => 0.0,
        Some(Fit::Beside(..)) => 0.75,
        Some(_) => 1.0,
        None => 0.5,
    }
}

/// Nothing where nothing is said.
fn fit(view: View<'_>, profile: &Profile) -> Option<Fit> {
    let fits = || {
        view.known
            .frameworks
            .iter()
            .filter_map(|it| fit_to(view, profile, it))
    };
    // What one of them bears fits, whatever the others are; what runs beside the code fits any.
    let library = || Part::of(view, profile) == Part::Library;
    fits()
        .find(|it| !it.is_none())
        .or_else(|| fits().next().filter(|_| library()))
}

fn fit_to(view: View<'_>, profile: &Profile, framework: &Framework) -> Option<Fit> {
    let (graph, properties, chosen) = (view.graph, view.properties, framework.node);
    if profile.node == chosen {
        return Some(Fit::Itself);
    }
    if profile.has(properties.built_on, chosen) {
        return Some(Fit::On(chosen));
    }
    if profile.subjects(properties.built_on).any(|it| it == chosen) {
        return Some(Fit::Inside(chosen));
    }
    let bearers = || {
        let whole = profile.objects(properties.is_part_of);
        profile.objects(properties.built_on).chain(whole)
    };
    if let Some(whole) = profile
        .objects(properties.is_part_of)
        .find(|it| *it == chosen || graph.says_by(chosen, properties.built_on, *it))
    {
        return Some(Fit::PartOf(whole));
    }
    // A framework for another language stands in nothing's place.
    let both = |language: Node| {
        profile.has(properties.usable_from, language)
            && graph.says_by(chosen, properties.usable_from, language)
    };
    let mut asked = view.languages.iter().copied();
    let mut own = profile.objects(properties.usable_from);
    if !(asked.any(both) || view.languages.is_empty() && own.any(both)) {
        return None;
    }
    let is_rival = |other: &Node| {
        let mut needs = framework.needs.iter();
        needs.any(|need| graph.says_by(*other, properties.category, *need))
    };
    if is_rival(&profile.node) {
        return Some(Fit::Rival(chosen));
    }
    let other = bearers().find(is_rival)?;
    Some(if graph.says_by(chosen, properties.built_on, other) {
        Fit::Beside(other, chosen)
    } else {
        Fit::Elsewhere(other, chosen)
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let (graph, built_on, it) = (view.graph, view.properties.built_on, profile.node);
    let name = |node: Node| graph.label(node);
    let way = |text: String, path: Vec<Step>| Because::way(graph, text, path);
    match fit(view, profile) {
        None => Because::nothing("nothing known that binds it to a framework"),
        Some(Fit::Itself) => Because::nothing("the framework that is chosen"),
        Some(Fit::On(base)) => way(
            format!("built on {}", name(base)),
            vec![Step::along(it, built_on, base)],
        ),
        Some(Fit::Inside(whole)) => way(
            format!("part of {}", name(whole)),
            vec![Step::against(it, built_on, whole)],
        ),
        Some(Fit::PartOf(whole)) => way(
            format!("part of {}", name(whole)),
            vec![Step::along(it, view.properties.is_part_of, whole)],
        ),
        Some(Fit::Rival(chosen)) => Because::text(format!("{} stands in its place", name(chosen))),
        Some(Fit::Beside(base, other)) => way(
            format!("like {} built on {}", name(other), name(base)),
            vec![
                Step::along(it, built_on, base),
                Step::against(base, built_on, other),
            ],
        ),
        Some(Fit::Elsewhere(base, other)) => way(
            format!(
                "made for {}, in whose place {} stands",
                name(base),
                name(other)
            ),
            vec![if profile.has(built_on, base) {
                Step::along(it, built_on, base)
            } else {
                Step::along(it, view.properties.is_part_of, base)
            }],
        ),
    }
}
