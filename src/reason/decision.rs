//! What each of a few options is better and worse at, so that a person can choose otherwise with open eyes.
//!
//! Only what sources state is weighed: the reasons of the recommender that look at a technology alone, and what a person
//! asks besides: what it needs to run, whether one can run it oneself, and how far it came at its foundation.

use crate::base::licence::{Family, family};
use crate::base::vocabulary as sg;
use crate::graph::{Edge, Graph, Node};
use crate::reason::profile::{Profile, Properties};
use crate::reason::recommend::reasons::{Because, Judge, Known, REASONS, View};
use crate::reason::recommend::wish::Wish;

/// An option with its points.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The option.
    pub node: Node,
    /// What it is better at than the other options.
    pub better: Vec<Because>,
    /// What it is worse at.
    pub worse: Vec<Because>,
}

/// Nearer values than this are alike: two clients of 60 make no difference.
const ALIKE: f64 = 0.05;

/// One aspect of all options: from 0 to 1, and why.
type Aspect = Vec<(f64, Because)>;

/// The options in their order; `beside` are all that real systems may use for the need, the options among them.
#[must_use]
pub fn weigh(
    graph: &Graph<'_>,
    wish: &Wish,
    need: Node,
    options: &[Node],
    beside: &[Node],
) -> Vec<Weighed> {
    let properties = Properties::of(graph);
    let known = Known::of(graph, &properties, wish);
    let read = |nodes: &[Node]| -> Vec<Profile> {
        let profiles = nodes.iter();
        profiles
            .map(|node| Profile::to_score(graph, &properties, *node))
            .collect()
    };
    let (profiles, beside) = (read(options), read(beside));
    let view = View::new(graph, &properties, wish, &known).of_need(need, beside.iter());
    let mut weighed: Vec<Weighed> = options
        .iter()
        .map(|node| Weighed {
            node: *node,
            better: Vec::new(),
            worse: Vec::new(),
        })
        .collect();
    for (name, mut aspect) in aspects(view, need, &profiles) {
        for (_, because) in &mut aspect {
            if !because.text.is_empty() && !because.text.starts_with(name) {
                because.text = format!("{name}: {}", because.text);
            }
        }
        sort_in(aspect, &mut weighed);
    }
    weighed
}

/// Gives each option the best and the worst of an aspect; one in which all are alike tells nothing.
fn sort_in(aspect: Aspect, weighed: &mut [Weighed]) {
    let values = || aspect.iter().map(|(value, _)| *value);
    let best = values().fold(f64::MIN, f64::max);
    let worst = values().fold(f64::MAX, f64::min);
    if best - worst < ALIKE {
        return;
    }
    for (option, (value, because)) in weighed.iter_mut().zip(aspect) {
        if best - value < ALIKE {
            // Where nothing is known, nothing speaks for it.
            if !because.is_empty {
                option.better.push(because);
            }
        } else if value - worst < ALIKE && !because.text.is_empty() {
            option.worse.push(because);
        }
    }
}

/// Every aspect by its name.
fn aspects(view: View<'_>, need: Node, profiles: &[Profile]) -> Vec<(&'static str, Aspect)> {
    let of_reasons = REASONS.iter().filter_map(|reason| match reason.judge {
        Judge::Alone { value, explain } if (reason.applies)(view, need) => {
            let judge = |it: &Profile| (value(view, it, need), explain(view, it, need));
            Some((reason.name, profiles.iter().map(judge).collect()))
        }
        _ => None,
    });
    let of_facts: [(&str, Fact); 3] = [
        ("to run", foundations),
        ("maturity", maturity),
        ("own or hosted", image),
    ];
    let of_facts = of_facts
        .into_iter()
        .map(|(name, fact)| (name, profiles.iter().map(|it| fact(view, it)).collect()));
    of_reasons.chain(of_facts).collect()
}

type Fact = fn(View<'_>, &Profile) -> (f64, Because);

/// What it needs to run, or to be linked in.
fn foundations(view: View<'_>, profile: &Profile) -> (f64, Because) {
    let (graph, built_on) = (view.graph, view.properties.built_on);
    let is_stated = |to: &Node| {
        !graph.is_derived(Edge {
            from: profile.node,
            relation: built_on,
            to: *to,
        })
    };
    let needed: Vec<Node> = profile.objects(built_on).filter(is_stated).collect();
    let Some(first) = needed.first() else {
        return (
            1.0,
            Because::nothing("stands on nothing else that is known"),
        );
    };
    let names: Vec<&str> = needed.iter().take(3).map(|it| graph.label(*it)).collect();
    let text = format!("stands on {}", names.join(", "));
    let because = Because::statement(graph, text, profile.node, built_on, *first);
    #[expect(clippy::cast_precision_loss, reason = "few foundations")]
    let value = 1.0 / (1.0 + needed.len() as f64);
    (value, because)
}

/// How far it came at its foundation.
fn maturity(view: View<'_>, profile: &Profile) -> (f64, Because) {
    let (graph, property) = (view.graph, view.properties.maturity);
    let Some(maturity) = profile.believed(graph, property) else {
        // Most things are of no such foundation, which speaks neither for nor against them.
        return (0.75, Because::nothing(""));
    };
    let text = graph.text(maturity);
    let value = match text {
        "graduated" => 1.0,
        "incubating" => 0.9,
        "sandbox" => 0.5,
        _ => 0.0,
    };
    let text = format!("{text} at its foundation");
    (
        value,
        Because::statement(graph, text, profile.node, property, maturity),
    )
}

/// Whether one can run it oneself, or only take it from its maker.
fn image(view: View<'_>, profile: &Profile) -> (f64, Because) {
    let graph = view.graph;
    let image = graph.objects(profile.node, sg::CONTAINER_IMAGE).next();
    if let (Some(image), Some(property)) = (image, graph.node(sg::CONTAINER_IMAGE)) {
        let text = format!("one can run it oneself: image {}", graph.text(image));
        let because = Because::statement(graph, text, profile.node, property, image);
        return (1.0, because);
    }
    match profile.believed(graph, view.properties.license) {
        Some(licence) if family(graph.text(licence)) == Some(Family::Proprietary) => {
            let text = "only from its maker".to_owned();
            let property = view.properties.license;
            (
                0.0,
                Because::statement(graph, text, profile.node, property, licence),
            )
        }
        _ => (1.0, Because::nothing("no container image known")),
    }
}
