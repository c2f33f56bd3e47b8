//! What can take the place of a thing, best first, with what differs.

pub mod bound;

use std::collections::BTreeMap;

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::reason::lineage::{self, Fork};
use crate::reason::profile::{Profile, Properties};
use crate::reason::recommend::reasons::{Known, View, adoption, use_by_systems};
use crate::reason::recommend::wish::{Standing, Wish};

/// One thing that can take the place of another.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The thing.
    pub node: Node,
    /// From 0 to 1: how well it takes the place.
    pub score: f64,
    /// What the score is made of before it is cut at 1: successors stay in their order.
    weight: f64,
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

/// Whose place is to be taken, and by what.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The languages of the code that will use it; none: those that can use what it replaces.
    pub languages: Vec<Node>,
    /// Whether retired technologies count.
    pub include_retired: bool,
}

/// One thing that speaks for an alternative, and what it counts.
pub struct Weight {
    /// Its name in `docs/scoring.md`.
    pub name: &'static str,
    /// What it adds at most.
    pub weight: f64,
}

const fn weight(name: &'static str, weight: f64) -> Weight {
    Weight { name, weight }
}

/// What took its place, whatever else is alike.
const SUCCESSION: Weight = weight("successor", 1.0);
/// A fork that says why it left: a home for all who would leave for that.
const FORK_WITH_REASON: Weight = weight("fork with a reason", 0.85);
/// Said to be an alternative, or a fork of any other kind.
const STATED: Weight = weight("stated", 0.35);
/// The needs that both fill, as a share of those of what is replaced.
const NEEDS: Weight = weight("needs", 0.25);
/// The languages that can use both, or of those asked for: what a team cannot use is no way out.
const LANGUAGES: Weight = weight("languages", 0.30);
/// Mainly chosen for the same need.
const PURPOSE: Weight = weight("purpose", 0.20);
/// The standards that both implement: that both speak SQL makes no search engine of a database.
const STANDARDS: Weight = weight("standards", 0.05);
/// Developed today.
const ACTIVITY: Weight = weight("activity", 0.10);
/// How much stands on it, as the recommender counts it.
const ADOPTION: Weight = weight("adoption", 0.30);
/// How many living systems use it for the same needs.
const USE: Weight = weight("use", 0.15);

/// All that speaks for an alternative, in the order of `docs/scoring.md`.
pub const WEIGHTS: [&Weight; 10] = [
    &SUCCESSION,
    &FORK_WITH_REASON,
    &STATED,
    &LANGUAGES,
    &ADOPTION,
    &NEEDS,
    &PURPOSE,
    &USE,
    &ACTIVITY,
    &STANDARDS,
];

/// The most that something can have without being a successor or a fork that says why.
const MOST: f64 = STATED.weight
    + NEEDS.weight
    + LANGUAGES.weight
    + PURPOSE.weight
    + STANDARDS.weight
    + ACTIVITY.weight
    + ADOPTION.weight
    + USE.weight;

/// What can take the place of `node`, best first: successors, forks that say why they left, then by the weights above, as
/// a share of the most that is possible; equal scores by slug.
///
/// For a technology: its successors, forks, stated alternatives, and what is mainly chosen for the same need; where the
/// graph knows no purpose, what stands under the same headings. For anything else: the things of its kind with the most
/// neighbours in common (Jaccard's index).
#[must_use]
pub fn alternatives(graph: &Graph<'_>, node: Node, opening: &Opening) -> Vec<Alternative> {
    let properties = Properties::of(graph);
    let profile = Profile::of(graph, node);
    let mut found = if graph.kind(node) == Kind::Technology {
        technologies(graph, &properties, &profile, opening)
    } else {
        akin(graph, &profile)
    };
    found.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then_with(|| b.successor.cmp(&a.successor))
            .then_with(|| graph.slug(a.node).cmp(graph.slug(b.node)))
    });
    found
}

fn technologies(
    graph: &Graph<'_>,
    properties: &Properties,
    profile: &Profile,
    opening: &Opening,
) -> Vec<Alternative> {
    let wish = Wish {
        languages: opening.languages.clone(),
        ..Wish::default()
    };
    let others: Vec<Profile> = candidates(graph, properties, profile)
        .into_iter()
        .filter(|other| *other != profile.node && graph.is_named(*other))
        .map(|other| Profile::to_score(graph, properties, other))
        .filter(|other| {
            opening.include_retired || wish.standing(graph, properties, other) != Standing::Retired
        })
        .collect();
    let known = Known::of(graph, properties, &wish);
    let view = View::new(graph, properties, &wish, &known).beside(others.iter());
    let comparison = Comparing {
        view,
        of: profile,
        successors: successors(properties, graph, profile),
    };
    let fitting = others.iter().filter(|other| comparison.fits(other));
    fitting.map(|other| comparison.weigh(other)).collect()
}

/// What may take the place: stated, chosen for the same, or listed beside it where nobody says what it is for.
fn candidates(graph: &Graph<'_>, properties: &Properties, profile: &Profile) -> Vec<Node> {
    let mut candidates: Vec<Node> = successors(properties, graph, profile);
    candidates.extend(profile.objects(properties.alternative_to));
    candidates.extend(profile.subjects(properties.alternative_to));
    candidates.extend(profile.objects(properties.fork_of));
    candidates.extend(profile.subjects(properties.fork_of));
    let mut purposes = profile.objects(properties.purpose).peekable();
    if purposes.peek().is_none() {
        let headings = profile.objects(properties.category);
        candidates.extend(headings.flat_map(|it| graph.subjects_by(properties.category, it)));
    }
    for purpose in purposes {
        candidates.extend(graph.subjects(sg::PURPOSE, purpose));
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates
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

/// What candidates are weighed against.
struct Comparing<'a> {
    view: View<'a>,
    of: &'a Profile,
    successors: Vec<Node>,
}

impl Comparing<'_> {
    /// Whether a language asked for can use it. What took the place is told all the same, and where nobody says what can use
    /// a thing, it is taken to fit.
    fn fits(&self, other: &Profile) -> bool {
        let usable_from = self.view.properties.usable_from;
        let asked = &self.view.wish.languages;
        asked.is_empty()
            || self.successors.contains(&other.node)
            || other.objects(usable_from).len() == 0
            || asked.iter().any(|it| other.has(usable_from, *it))
    }

    fn weigh(&self, other: &Profile) -> Alternative {
        let (view, of) = (self.view, self.of);
        let (graph, properties) = (view.graph, view.properties);
        let (mut because, mut statements) = (Vec::new(), Vec::new());
        let successor = self.successors.contains(&other.node);
        let mut weight = 0.0;
        if successor {
            weight += SUCCESSION.weight;
            because.push(SUCCESSOR.to_owned());
            statements.push([of.node, properties.replaced_by, other.node]);
        }
        let forked = forked(graph, of.node, other.node);
        if let Some((fork, words)) = &forked {
            let left_with_reason = fork.fork == other.node && !fork.reason.is_empty();
            weight += if left_with_reason {
                FORK_WITH_REASON.weight
            } else {
                STATED.weight
            };
            because.push(words.clone());
            statements.push([fork.fork, properties.fork_of, fork.origin]);
        }
        if of.has(properties.alternative_to, other.node)
            || other.has(properties.alternative_to, of.node)
        {
            if forked.is_none() {
                weight += STATED.weight;
            }
            because.push("stated alternative".to_owned());
            statements.push([of.node, properties.alternative_to, other.node]);
        }
        if let Some(purpose) = self.purpose(other) {
            weight += PURPOSE.weight;
            let name = graph.label(purpose).to_lowercase();
            because.push(format!("same purpose: {name}"));
            statements.push([other.node, properties.purpose, purpose]);
        }
        let standards = common(of, other, properties.implements);
        if !standards.is_empty() {
            because.push(format!("both implement {}", names(graph, &standards)));
        }
        let headings = common(of, other, properties.category);
        if because.is_empty() {
            because.push(format!("both under {}", names(graph, &headings)));
        }
        weight += NEEDS.weight * share(headings.len(), of.objects(properties.category).len());
        weight +=
            STANDARDS.weight * share(standards.len(), of.objects(properties.implements).len());
        weight += LANGUAGES.weight * self.languages(other);
        if view.wish.standing(graph, properties, other) == Standing::Active {
            weight += ACTIVITY.weight;
        }
        weight +=
            ADOPTION.weight * adoption(view, other) + USE.weight * use_by_systems(view, other);
        Alternative {
            node: other.node,
            score: f64::min(weight / MOST, 1.0),
            weight,
            successor,
            because,
            differs: differences(graph, properties, of, other),
            statements,
        }
    }

    fn purpose(&self, other: &Profile) -> Option<Node> {
        let purpose = self.view.properties.purpose;
        self.of.objects(purpose).find(|it| other.has(purpose, *it))
    }

    /// The share of the languages asked for, or of those that can use what is replaced, that can use the other.
    fn languages(&self, other: &Profile) -> f64 {
        let usable_from = self.view.properties.usable_from;
        let asked = &self.view.wish.languages;
        if asked.is_empty() {
            let mine = self.of.objects(usable_from).len();
            return share(common(self.of, other, usable_from).len(), mine);
        }
        let usable = asked.iter().filter(|it| other.has(usable_from, **it));
        share(usable.count(), asked.len())
    }
}

/// What both point to by a property.
fn common(of: &Profile, other: &Profile, property: Node) -> Vec<Node> {
    let mine = of.objects(property);
    mine.filter(|it| other.has(property, *it)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "small sets")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
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
                weight: score,
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
