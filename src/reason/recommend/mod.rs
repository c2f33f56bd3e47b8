//! Needs → candidates → stacks. Start reading at [`recommend`]; the formula stands in `docs/scoring.md`.

pub mod reasons;
pub mod solver;
pub mod wish;

use std::rc::Rc;
use std::time::Instant;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::base::cores::on_all_cores;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::profile::{Profile, Properties};
use reasons::together::{self, Tie};
use reasons::{Because, Known, REASONS, View};
use solver::{Choice, solve};
use wish::{Condition, Wish};

/// Points of the solver in a score of 1.
const POINTS: f64 = 1e9;

/// The best stacks, or the needs that nothing fits.
#[derive(Clone, Debug)]
pub enum Advice {
    /// At least one stack.
    Stacks(Vec<Stack>),
    /// Needs without a candidate.
    Nothing(Vec<Unmet>),
}

/// A need that nothing fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The need.
    pub need: Node,
    /// How many different picks were asked for, and how many there are.
    pub asked: usize,
    /// Candidates that meet every condition.
    pub fitting: usize,
    /// Conditions which, dropped alone, leave enough candidates: with their number.
    pub ways_out: Vec<(Condition, usize)>,
}

/// One technology for each need.
#[derive(Clone, Debug)]
pub struct Stack {
    /// The mean of the picks' scores.
    pub score: f64,
    /// Whether no better stack exists.
    pub optimal: bool,
    /// No stack has a higher score.
    pub bound: f64,
    /// In the order in which the needs were asked.
    pub picks: Vec<Pick>,
}

/// The technology chosen for a need.
#[derive(Clone, Debug)]
pub struct Pick {
    /// The need.
    pub need: Node,
    /// The technology.
    pub node: Node,
    /// The weighted mean of its reasons.
    pub score: f64,
    /// Why.
    pub reasons: Vec<Given>,
    /// Every candidate for the need, best first beside the other picks: the pick's score, less what the stack would lose with it.
    pub candidates: Vec<(Node, f64)>,
    /// What would have to change for the runner-up to win.
    pub runner_up: Option<RunnerUp>,
}

/// A reason with its value for a pick.
#[derive(Clone, Debug)]
pub struct Given {
    /// The reason.
    pub name: &'static str,
    /// From 0 to 1.
    pub value: f64,
    /// Its weight: the score is the sum of value × weight over the sum of weights.
    pub weight: f64,
    /// Why.
    pub because: Because,
}

/// The candidate that would take a pick's place, and what it lacks.
#[derive(Clone, Debug)]
pub struct RunnerUp {
    /// The technology.
    pub node: Node,
    /// How much lower the stack's pick would score with it.
    pub gap: f64,
    /// For each reason that speaks more for it: the reason, its weight, and the weight from which it would win.
    pub weights: Vec<(&'static str, f64, f64)>,
    /// For each reason that speaks less for it: the reason, its value, and the value from which it would win.
    pub values: Vec<(&'static str, f64, f64)>,
}

/// The stacks that answer a wish, best first.
///
/// Needs are answered in the order asked; a need asked for twice gets different picks. Ties go to the technology that comes first: higher
/// score alone, then IRI.
#[must_use]
pub fn recommend(graph: &Graph<'_>, wish: &Wish) -> Advice {
    let deadline = Instant::now() + wish.timeout;
    let properties = Properties::of(graph);
    let known = Known::of(graph, &properties, wish);
    let view = View {
        graph,
        properties: &properties,
        wish,
        known: &known,
    };
    let mut profiles = HashMap::new();
    let mut unmet = Vec::new();
    let mut slots = Vec::new();
    for (need, count) in &wish.needs {
        let slot = Slot::of(view, *need, &mut profiles);
        if let Some(shortage) = slot.shortage(view, *count) {
            unmet.push(shortage);
        } else {
            let slot = Rc::new(slot);
            slots.extend((0..*count).map(|nth| (slot.clone(), nth > 0)));
        }
    }
    if !unmet.is_empty() {
        return Advice::Nothing(unmet);
    }
    let table = Table::new(view, slots, &profiles);
    Advice::Stacks(table.stacks(deadline))
}

/// The candidates of a need.
struct Slot {
    need: Node,
    /// Best alone first: the technology, its weighted sum without `together`.
    candidates: Vec<(Node, f64)>,
}

impl Slot {
    fn of(view: View<'_>, need: Node, profiles: &mut HashMap<Node, Profile>) -> Self {
        // Most of what a need has cannot be used from the language: seen before all of it is read.
        let members: Vec<Node> = view
            .graph
            .subjects(sg::IN_CATEGORY, need)
            .filter(|node| is_usable(view, *node))
            .collect();
        let unread: Vec<Node> = members
            .iter()
            .copied()
            .filter(|node| !profiles.contains_key(node))
            .collect();
        profiles.extend(each(&unread, |node| {
            (*node, Profile::to_score(view.graph, view.properties, *node))
        }));
        let judged = each(&members, |node| {
            let profile = &profiles[node];
            let missed = view.wish.misses(view.graph, view.properties, profile);
            missed
                .is_empty()
                .then(|| (*node, alone(view, profile, need)))
        });
        let mut candidates: Vec<(Node, f64)> = judged.into_iter().flatten().collect();
        // Things are numbered in the order of their IRIs.
        candidates.sort_unstable_by(|(a, a_sum), (b, b_sum)| b_sum.total_cmp(a_sum).then(a.cmp(b)));
        Self { need, candidates }
    }

    /// What is missing for `count` picks.
    fn shortage(&self, view: View<'_>, count: usize) -> Option<Unmet> {
        if self.candidates.len() >= count {
            return None;
        }
        let members = view.graph.subjects(sg::IN_CATEGORY, self.need);
        let misses: Vec<Vec<Condition>> = members
            .map(|node| {
                let profile = Profile::to_score(view.graph, view.properties, node);
                view.wish.misses(view.graph, view.properties, &profile)
            })
            .collect();
        let ways_out = Condition::ALL
            .into_iter()
            .map(|condition| {
                let more = misses.iter().filter(|missed| **missed == [condition]);
                (condition, self.candidates.len() + more.count())
            })
            .filter(|(_, there)| *there >= count)
            .collect();
        Some(Unmet {
            need: self.need,
            asked: count,
            fitting: self.candidates.len(),
            ways_out,
        })
    }
}

/// Whether a language asked for can use it; [`Wish::misses`] says the same of what is read.
fn is_usable(view: View<'_>, node: Node) -> bool {
    let (languages, usable_from) = (&view.wish.languages, view.properties.usable_from);
    let by = |language: &Node| view.graph.says_by(node, usable_from, *language);
    languages.is_empty() || languages.iter().any(by)
}

fn weight_of(wish: &Wish, name: &str, default: f64) -> f64 {
    wish.weights
        .iter()
        .rev()
        .find(|(known, _)| known == name)
        .map_or(default, |(_, weight)| *weight)
}

/// The weighted sum of the reasons that look at a technology alone.
fn alone(view: View<'_>, profile: &Profile, need: Node) -> f64 {
    REASONS
        .iter()
        .filter_map(|reason| {
            let value = (reason.value)(view, profile, need)?;
            Some(value * weight_of(view.wish, reason.name, reason.weight))
        })
        .sum()
}

/// What `done` makes of each node, in their order; on all cores where there are many.
fn each<T: Send>(nodes: &[Node], done: impl Fn(&Node) -> T + Send + Sync) -> Vec<T> {
    /// Waking threads takes as long as about this many nodes.
    const MANY: usize = 2000;
    if nodes.len() < MANY {
        nodes.iter().map(done).collect()
    } else {
        on_all_cores(|| nodes.par_iter().map(done).collect())
    }
}

/// Slots and what their candidates share.
struct Table<'a> {
    view: View<'a>,
    profiles: &'a HashMap<Node, Profile>,
    with: Vec<Profile>,
    /// Each slot, and whether it is a further pick for the need of the slot before.
    slots: Vec<(Rc<Slot>, bool)>,
    /// The ties between candidates.
    ties: HashMap<(Node, Node), Tie>,
    /// The sum of all weights that apply.
    total: f64,
    together: f64,
}

impl<'a> Table<'a> {
    fn new(
        view: View<'a>,
        slots: Vec<(Rc<Slot>, bool)>,
        profiles: &'a HashMap<Node, Profile>,
    ) -> Self {
        let wish = view.wish;
        let with: Vec<Profile> = wish
            .with
            .iter()
            .map(|node| Profile::to_score(view.graph, view.properties, *node))
            .collect();
        let partners = slots.len() + with.len();
        let together = if partners > 1 {
            weight_of(wish, together::NAME, together::WEIGHT)
        } else {
            0.0
        };
        let apply = |name: &str| name != "language" || !wish.languages.is_empty();
        let alone: f64 = REASONS
            .iter()
            .filter(|reason| apply(reason.name))
            .map(|reason| weight_of(wish, reason.name, reason.weight))
            .sum();
        let mut table = Self {
            view,
            profiles,
            with,
            slots,
            ties: HashMap::new(),
            total: if alone + together > 0.0 {
                alone + together
            } else {
                1.0
            },
            together,
        };
        if together > 0.0 {
            table.find_ties();
        }
        table
    }

    fn partners(&self) -> usize {
        (self.slots.len() + self.with.len())
            .saturating_sub(1)
            .max(1)
    }

    fn stacks(&self, deadline: Instant) -> Vec<Stack> {
        let choice = self.choice();
        let found = solve(&choice, self.view.wish.stacks, deadline);
        #[expect(clippy::cast_precision_loss, reason = "points stay below 2^52")]
        let score = |points: i64| (points as f64 / POINTS).clamp(0.0, 1.0);
        found
            .stacks
            .iter()
            .map(|stack| {
                let picks: Vec<Node> = stack
                    .picks
                    .iter()
                    .zip(&self.slots)
                    .map(|(pick, (slot, _))| slot.candidates[*pick].0)
                    .collect();
                Stack {
                    score: score(stack.points),
                    optimal: found.complete,
                    bound: score(if found.complete {
                        stack.points
                    } else {
                        found.bound
                    }),
                    picks: (0..picks.len())
                        .map(|slot| self.pick(&picks, slot))
                        .collect(),
                }
            })
            .collect()
    }

    /// The share of one pick's weighted sum in the stack's score, as points.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "scores are at most 1, points below 2^52"
    )]
    fn points(&self, sum: f64) -> i64 {
        (sum / self.total / self.slots.len() as f64 * POINTS).round() as i64
    }

    fn choice(&self) -> Choice {
        let own = self
            .slots
            .iter()
            .map(|(slot, _)| {
                let sums = slot.candidates.iter();
                sums.map(|(node, sum)| self.points(sum + self.together * self.fit_with(*node)))
                    .collect()
            })
            .collect();
        let after = (0..self.slots.len())
            .map(|slot| self.slots[slot].1.then(|| slot - 1))
            .collect();
        Choice {
            own,
            shared: self.shared(),
            after,
        }
    }

    /// How well a candidate fits to what is already chosen: its part of the mean.
    #[expect(clippy::cast_precision_loss, reason = "few picks")]
    fn fit_with(&self, node: Node) -> f64 {
        if self.with.is_empty() {
            return 0.0;
        }
        let profile = &self.profiles[&node];
        let ties = self
            .with
            .iter()
            .filter_map(|with| together::tie(self.view, profile, with));
        ties.map(Tie::value).fold(0.0, |sum, value| sum + value) / self.partners() as f64
    }

    /// The slots of other needs: two picks for one need are there to be different, not to fit.
    fn others(&self, slot: usize) -> impl Iterator<Item = usize> {
        let need = self.slots[slot].0.need;
        (0..self.slots.len()).filter(move |other| self.slots[*other].0.need != need)
    }

    /// Ties every two candidates that may be picked together.
    fn find_ties(&mut self) {
        let candidates = Candidates::of(self.view, &self.slots, self.profiles);
        let (view, profiles) = (self.view, self.profiles);
        let ties = each(&candidates.nodes, |a| {
            let near = near(view, &profiles[a], &candidates).into_iter();
            let tied = near.filter_map(|b| {
                let tie = together::tie(view, &profiles[a], &profiles[&b])?;
                Some(((*a, b), tie))
            });
            tied.collect::<Vec<_>>()
        });
        self.ties.extend(ties.into_iter().flatten());
    }

    fn shared(&self) -> Vec<(usize, usize, usize, usize, i64)> {
        let places = self.places();
        let mut shared = Vec::new();
        for ((a, b), tie) in &self.ties {
            let points = self.shared_points(*tie);
            for &(i, at) in &places[a] {
                for &(j, bt) in &places[b] {
                    if i < j && points > 0 && self.slots[i].0.need != self.slots[j].0.need {
                        shared.push((i, at, j, bt, points));
                    }
                }
            }
        }
        shared.sort_unstable();
        shared
    }

    #[expect(clippy::cast_precision_loss, reason = "few picks")]
    fn shared_points(&self, tie: Tie) -> i64 {
        // Both picks count it, each as one of its partners.
        2 * self.points(self.together * tie.value() / self.partners() as f64)
    }

    /// What is tied to another → the slots and ranks where it is a candidate.
    fn places(&self) -> HashMap<Node, Vec<(usize, usize)>> {
        let tied: HashSet<Node> = self.ties.keys().flat_map(|(a, b)| [*a, *b]).collect();
        let mut places: HashMap<Node, Vec<(usize, usize)>> = HashMap::new();
        for (number, (slot, _)) in self.slots.iter().enumerate() {
            let candidates = slot.candidates.iter().enumerate();
            for (rank, (node, _)) in candidates.filter(|(_, (node, _))| tied.contains(node)) {
                places.entry(*node).or_default().push((number, rank));
            }
        }
        places
    }

    /// How well `node` fits to the other picks, in place of the pick of `slot`, and to what is already chosen.
    #[expect(clippy::cast_precision_loss, reason = "few picks")]
    fn together_value(&self, picks: &[Node], slot: usize, node: Node) -> f64 {
        if self.together <= 0.0 {
            return 0.0;
        }
        let ties = self
            .others(slot)
            .filter_map(|other| self.ties.get(&(node, picks[other])));
        ties.fold(0.0, |sum, tie| sum + tie.value()) / self.partners() as f64 + self.fit_with(node)
    }

    fn pick(&self, picks: &[Node], slot: usize) -> Pick {
        let node = picks[slot];
        let need = self.slots[slot].0.need;
        let taken = |other: Node| {
            other != node
                && (0..picks.len())
                    .any(|at| at != slot && self.slots[at].0.need == need && picks[at] == other)
        };
        // What a candidate is worth to the whole stack: a tie helps both sides.
        let worth = |candidate: Node, sum: f64| {
            sum + 2.0 * self.together * self.together_value(picks, slot, candidate)
        };
        let mut ranked: Vec<(Node, f64)> = self.slots[slot]
            .0
            .candidates
            .iter()
            .filter(|(candidate, _)| !taken(*candidate))
            .map(|(candidate, sum)| (*candidate, worth(*candidate, *sum)))
            .collect();
        ranked.sort_unstable_by(|a, b| {
            (b.0 == node)
                .cmp(&(a.0 == node))
                .then_with(|| b.1.total_cmp(&a.1))
                .then_with(|| a.0.cmp(&b.0))
        });
        // The pick's score, less what the stack would lose with the other one.
        let shared = self.together * self.together_value(picks, slot, node);
        let candidates: Vec<(Node, f64)> = ranked
            .into_iter()
            .map(|(candidate, worth)| (candidate, ((worth - shared) / self.total).clamp(0.0, 1.0)))
            .collect();
        let reasons = self.given(picks, slot, node);
        let runner_up = candidates
            .get(1)
            .map(|(other, _)| self.runner_up(picks, slot, node, *other));
        Pick {
            need,
            node,
            score: candidates[0].1,
            reasons,
            candidates,
            runner_up,
        }
    }

    fn given(&self, picks: &[Node], slot: usize, node: Node) -> Vec<Given> {
        let (view, need) = (self.view, self.slots[slot].0.need);
        let profile = &self.profiles[&node];
        let mut given: Vec<Given> = REASONS
            .iter()
            .filter_map(|reason| {
                Some(Given {
                    name: reason.name,
                    value: (reason.value)(view, profile, need)?,
                    weight: weight_of(view.wish, reason.name, reason.weight),
                    because: (reason.explain)(view, profile, need),
                })
            })
            .collect();
        if self.together > 0.0 {
            given.push(Given {
                name: together::NAME,
                value: self.together_value(picks, slot, node),
                weight: self.together,
                because: self.ties(picks, slot, node),
            });
        }
        given
    }

    /// The ties of a pick to the others in words; the path is that of the strongest.
    fn ties(&self, picks: &[Node], slot: usize, node: Node) -> Because {
        let view = self.view;
        let profile = &self.profiles[&node];
        let others = self.others(slot).map(|other| &self.profiles[&picks[other]]);
        let mut ties: Vec<(Tie, Because)> = others
            .chain(&self.with)
            .filter_map(|other| {
                let tie = together::tie(view, profile, other)?;
                Some((tie, together::explain(view, node, other.node, tie)))
            })
            .collect();
        ties.sort_by(|(a, x), (b, y)| {
            b.value()
                .total_cmp(&a.value())
                .then_with(|| x.text.cmp(&y.text))
        });
        ties.dedup_by(|(_, x), (_, y)| x.text == y.text);
        if ties.is_empty() {
            return Because::text("no tie to the other picks known");
        }
        let text: Vec<&str> = ties
            .iter()
            .map(|(_, because)| because.text.as_str())
            .collect();
        let mut sources: Vec<Node> = ties
            .iter()
            .flat_map(|(_, because)| because.sources.clone())
            .collect();
        sources.sort_by_key(|source| view.graph.slug(*source));
        sources.dedup();
        Because {
            text: text.join(", "),
            path: ties[0].1.path.clone(),
            sources,
        }
    }

    fn values(&self, picks: &[Node], slot: usize, node: Node) -> Vec<(&'static str, f64, f64)> {
        let (view, need) = (self.view, self.slots[slot].0.need);
        let profile = &self.profiles[&node];
        let mut values: Vec<(&'static str, f64, f64)> = REASONS
            .iter()
            .filter_map(|reason| {
                let value = (reason.value)(view, profile, need)?;
                Some((
                    reason.name,
                    value,
                    weight_of(view.wish, reason.name, reason.weight),
                ))
            })
            .collect();
        if self.together > 0.0 {
            // Counted twice, once for each side of a tie.
            values.push((
                together::NAME,
                2.0 * self.together_value(picks, slot, node),
                self.together,
            ));
        }
        values
    }

    fn runner_up(&self, picks: &[Node], slot: usize, node: Node, other: Node) -> RunnerUp {
        let (own, theirs) = (
            self.values(picks, slot, node),
            self.values(picks, slot, other),
        );
        let pairs = || own.iter().zip(&theirs);
        let gap: f64 = pairs()
            .map(|((_, a, weight), (_, b, _))| (a - b) * weight)
            .sum::<f64>()
            .max(0.0);
        let weights = pairs()
            .filter(|((_, a, _), (_, b, _))| b > a)
            .map(|((name, a, weight), (_, b, _))| (*name, *weight, weight + gap / (b - a)))
            .collect();
        let values = pairs()
            .filter(|((name, a, weight), (_, b, _))| {
                a > b && *weight > 0.0 && *name != together::NAME && b + gap / weight <= 1.0
            })
            .map(|((name, _, weight), (_, b, _))| (*name, *b, b + gap / weight))
            .collect();
        RunnerUp {
            node: other,
            gap: gap / self.total,
            weights,
            values,
        }
    }
}

/// The candidates that may be tied to a thing: itself, its neighbours, and what shares a neighbour that ties.
fn near(view: View<'_>, profile: &Profile, candidates: &Candidates) -> Vec<Node> {
    let properties = view.properties;
    let neighbours = std::iter::once(profile.node)
        .chain(profile.objects(properties.built_on))
        .chain(profile.subjects(properties.built_on))
        .chain(profile.objects(properties.integrates_with))
        .filter(|node| candidates.contains(*node));
    let shared = profile
        .objects(properties.built_on)
        .chain(profile.objects(properties.implements))
        .filter_map(|it| candidates.sharing.get(&it))
        .flatten();
    let mut near: Vec<Node> = neighbours.chain(shared.copied()).collect();
    near.sort_unstable();
    near.dedup();
    near
}

/// All candidates of a question, and a quick test for being one.
struct Candidates {
    nodes: Vec<Node>,
    /// By number: most things near a candidate are none.
    is_one: Vec<bool>,
    /// Foundation or rare standard → the candidates that share it.
    sharing: HashMap<Node, Vec<Node>>,
}

impl Candidates {
    fn of(view: View<'_>, slots: &[(Rc<Slot>, bool)], profiles: &HashMap<Node, Profile>) -> Self {
        let all = slots.iter().flat_map(|(slot, _)| &slot.candidates);
        let mut nodes: Vec<Node> = all.map(|(node, _)| *node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let most = nodes.last().map_or(0, |node| node.0 as usize + 1);
        let mut is_one = vec![false; most];
        for node in &nodes {
            is_one[node.0 as usize] = true;
        }
        let properties = view.properties;
        let mut sharing: HashMap<Node, Vec<Node>> = HashMap::new();
        for node in &nodes {
            let profile = &profiles[node];
            let foundations = profile.objects(properties.built_on);
            for it in foundations.chain(profile.objects(properties.implements)) {
                sharing.entry(it).or_default().push(*node);
            }
        }
        let is_foundation = |it: Node| {
            view.graph
                .subjects_by(properties.built_on, it)
                .next()
                .is_some()
        };
        sharing.retain(|it, _| together::is_rare(view, *it) || is_foundation(*it));
        Self {
            nodes,
            is_one,
            sharing,
        }
    }

    fn contains(&self, node: Node) -> bool {
        self.is_one.get(node.0 as usize).copied().unwrap_or(false)
    }
}
