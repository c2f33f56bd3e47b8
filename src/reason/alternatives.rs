//! What can take the place of a thing, best first, with what differs.

use std::collections::BTreeMap;

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::reason::lineage::{self, Fork};
use crate::reason::profile::{Profile, Properties};
use crate::reason::recommend::wish::{Standing, Wish};

/// One thing that can take the place of another.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The thing.
    pub node: Node,
    /// From 0 to 1: how well it takes the place.
    pub score: f64,
    /// Whether it took the place of the other.
    pub successor: bool,
    /// What ties the two, in words.
    pub because: Vec<String>,
    /// What differs, in words.
    pub differs: Vec<String>,
    /// The relations behind `because`: subject, property, object.
    pub statements: Vec<[Node; 3]>,
}

const SUCCESSOR: &str = "its successor";

/// What can take the place of `node`, best first; equal scores by slug, successors before others. Retired things come only when `include_retired`.
///
/// For a technology: its successor (1), a fork of it that says why it left (0.85), what else is said to be a fork or an
/// alternative (0.35), what shares needs
/// (up to 0.25), languages (up to 0.2) and standards (up to 0.1), and is maintained (0.1): the sum, at most 1. What only shares a need counts
/// when it is mainly chosen for the same one. For anything else: the things of its kind with the most neighbours in
/// common (Jaccard's index).
#[must_use]
pub fn alternatives(graph: &Graph<'_>, node: Node, include_retired: bool) -> Vec<Alternative> {
    let properties = Properties::of(graph);
    let profile = Profile::of(graph, node);
    let mut found = if graph.kind(node) == Kind::Technology {
        technologies(graph, &properties, &profile, include_retired)
    } else {
        akin(graph, &profile)
    };
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| b.successor.cmp(&a.successor))
            .then_with(|| graph.slug(a.node).cmp(graph.slug(b.node)))
    });
    found
}

fn technologies(
    graph: &Graph<'_>,
    properties: &Properties,
    profile: &Profile,
    include_retired: bool,
) -> Vec<Alternative> {
    let wish = Wish::default();
    let mut candidates: Vec<Node> = successors(properties, graph, profile);
    candidates.extend(profile.objects(properties.alternative_to));
    candidates.extend(profile.subjects(properties.alternative_to));
    candidates.extend(profile.objects(properties.fork_of));
    candidates.extend(profile.subjects(properties.fork_of));
    for purpose in profile.objects(properties.purpose) {
        candidates.extend(graph.subjects(sg::PURPOSE, purpose));
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates
        .into_iter()
        .filter(|other| *other != profile.node && graph.is_named(*other))
        .map(|other| Profile::of(graph, other))
        .filter(|other| {
            include_retired || wish.standing(graph, properties, other) != Standing::Retired
        })
        .map(|other| weigh(graph, properties, profile, &other))
        .collect()
}

/// The successor, and the successor of a retired successor.
fn successors(properties: &Properties, graph: &Graph<'_>, profile: &Profile) -> Vec<Node> {
    let mut all: Vec<Node> = profile.objects(properties.replaced_by).collect();
    let mut at = 0;
    while at < all.len() {
        let next: Vec<Node> = graph.objects(all[at], sg::REPLACED_BY).collect();
        all.extend(
            next.into_iter()
                .filter(|it| !all.contains(it))
                .collect::<Vec<_>>(),
        );
        at += 1;
    }
    all
}

fn weigh(graph: &Graph<'_>, properties: &Properties, of: &Profile, other: &Profile) -> Alternative {
    let (mut score, mut because, mut statements) = (0.0, Vec::new(), Vec::new());
    if successors(properties, graph, of).contains(&other.node) {
        // What took its place comes first, whatever else is alike.
        score += 1.0;
        because.push(SUCCESSOR.to_owned());
        statements.push([of.node, properties.replaced_by, other.node]);
    }
    let forked = forked(graph, of.node, other.node);
    if let Some((fork, words)) = &forked {
        // Who left and said why made a home for all who would leave for that.
        score += if fork.fork == other.node && !fork.reason.is_empty() {
            0.85
        } else {
            0.35
        };
        because.push(words.clone());
        statements.push([fork.fork, properties.fork_of, fork.origin]);
    }
    if of.has(properties.alternative_to, other.node)
        || other.has(properties.alternative_to, of.node)
    {
        if forked.is_none() {
            score += 0.35;
        }
        because.push("stated alternative".to_owned());
        statements.push([of.node, properties.alternative_to, other.node]);
    }
    let mut shared = |property: Node, most: f64, words: &str| {
        let (mine, theirs): (Vec<Node>, Vec<Node>) = (
            of.objects(property).collect(),
            other.objects(property).collect(),
        );
        let common: Vec<Node> = mine
            .iter()
            .copied()
            .filter(|it| theirs.contains(it))
            .collect();
        if mine.is_empty() || common.is_empty() {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "small sets")]
        let share = common.len() as f64 / mine.len() as f64;
        score += most * share;
        if !words.is_empty() {
            because.push(format!("{words} {}", names(graph, &common)));
        }
    };
    shared(properties.category, 0.25, "");
    shared(properties.usable_from, 0.2, "");
    shared(properties.implements, 0.1, "both implement");
    let purpose = of
        .objects(properties.purpose)
        .find(|it| other.has(properties.purpose, *it));
    if let Some(purpose) = purpose {
        because.push(format!(
            "same purpose: {}",
            graph.label(purpose).to_lowercase()
        ));
        statements.push([other.node, properties.purpose, purpose]);
    }
    if Wish::default().standing(graph, properties, other) == Standing::Active {
        score += 0.1;
    }
    Alternative {
        node: other.node,
        score: f64::min(score, 1.0),
        successor: because.first().is_some_and(|it| it == SUCCESSOR),
        because,
        differs: differences(graph, properties, of, other),
        statements,
    }
}

/// The fork that one of two things is of the other, and what to tell of it.
fn forked<'a>(graph: &Graph<'a>, of: Node, other: Node) -> Option<(Fork<'a>, String)> {
    let is = |it: &Fork<'_>, fork, origin| it.fork == fork && it.origin == origin;
    let mut forks = lineage::origins(graph, of);
    forks.extend(lineage::origins(graph, other));
    let fork = forks
        .into_iter()
        .find(|it| is(it, other, of) || is(it, of, other))?;
    let mut words = if fork.fork == other {
        "a fork of it".to_owned()
    } else {
        "it is a fork of that".to_owned()
    };
    if !fork.reason.is_empty() {
        words = format!("{words}: {}", fork.reason.trim_end_matches('.'));
    }
    Some((fork, words))
}

fn names(graph: &Graph<'_>, nodes: &[Node]) -> String {
    let mut names: Vec<&str> = nodes.iter().map(|node| graph.label(*node)).collect();
    names.sort_unstable();
    names.join(", ")
}

/// What a person would notice when changing from the one to the other.
fn differences(
    graph: &Graph<'_>,
    properties: &Properties,
    of: &Profile,
    other: &Profile,
) -> Vec<String> {
    let mut differs = Vec::new();
    let (mine, theirs): (Vec<Node>, Vec<Node>) = (
        of.objects(properties.written_in).collect(),
        other.objects(properties.written_in).collect(),
    );
    if mine != theirs && !theirs.is_empty() {
        differs.push(format!("written in {}", names(graph, &theirs)));
    }
    let licence = graph.value(other.node, sg::LICENSE);
    if licence != graph.value(of.node, sg::LICENSE) && !licence.is_empty() {
        differs.push(licence.to_owned());
    }
    let status = graph.value(other.node, sg::STATUS);
    if status != graph.value(of.node, sg::STATUS) && !status.is_empty() {
        differs.push(status.to_owned());
    }
    let (mine, theirs): (Vec<Node>, Vec<Node>) = (
        of.objects(properties.implements).collect(),
        other.objects(properties.implements).collect(),
    );
    let only = |these: &[Node], those: &[Node]| -> Vec<Node> {
        these
            .iter()
            .copied()
            .filter(|it| !those.contains(it))
            .collect()
    };
    let (more, fewer) = (only(&theirs, &mine), only(&mine, &theirs));
    if !more.is_empty() {
        differs.push(format!("implements {}", names(graph, &more)));
    }
    if !fewer.is_empty() {
        differs.push(format!("lacks {}", names(graph, &fewer)));
    }
    differs
}

/// Things of the same kind with neighbours in common.
fn akin(graph: &Graph<'_>, profile: &Profile) -> Vec<Alternative> {
    let kind = graph.kind(profile.node);
    let things = |node: Node| graph.kind(node) != Kind::Other && graph.kind(node) != Kind::Source;
    let mine: Vec<Node> = profile
        .neighbours()
        .into_iter()
        .filter(|it| things(*it))
        .collect();
    let mut common: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    for neighbour in &mine {
        for other in Profile::of(graph, *neighbour).neighbours() {
            if other != profile.node && graph.kind(other) == kind && graph.is_named(other) {
                common.entry(other).or_default().push(*neighbour);
            }
        }
    }
    common
        .into_iter()
        .map(|(other, shared)| {
            let theirs = Profile::of(graph, other)
                .neighbours()
                .into_iter()
                .filter(|it| things(*it))
                .count();
            let all = mine.len() + theirs - shared.len();
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
            let score = shared.len() as f64 / all.max(1) as f64;
            let shown: Vec<Node> = shared.iter().copied().take(3).collect();
            Alternative {
                node: other,
                score,
                successor: false,
                because: vec![format!(
                    "{} in common, such as {}",
                    shared.len(),
                    names(graph, &shown)
                )],
                differs: Vec::new(),
                statements: Vec::new(),
            }
        })
        .collect()
}
