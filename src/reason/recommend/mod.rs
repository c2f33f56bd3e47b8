//! Needs → candidates → stacks. Start reading at [`recommend`]; the formula stands in `docs/scoring.md`.

pub mod bound;
pub mod outlook;
pub mod part;
pub mod reasons;
pub mod solver;
pub mod wish;

use std::fmt;
use std::rc::Rc;
use std::time::Instant;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::base::cores::on_all_cores;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::profile::{Profile, Properties};
use part::Part;
use reasons::{Because, Judge, Known, Marks, Pairing, REASONS, Reason, Tie, Users, View, is_rare};
use solver::{Choice, solve};
use wish::{Condition, Standing, Wish};

/// What it costs to run or to learn one thing for each language rather than one for all, as a part of a score.
const PRICE_OF_SEVERAL: f64 = 0.02;

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
    /// The one of several languages that it is for; empty where it is for all.
    pub languages: Vec<Node>,
    /// The weighted mean of its reasons.
    pub score: f64,
    /// The weighted mean of the reasons that look at it alone.
    pub alone: f64,
    /// What is better alone, and its score alone: the ties to other picks decided against it.
    pub forgone: Option<(Node, f64)>,
    /// Whether it was chosen before (`--with`) and fills the need.
    pub is_chosen: bool,
    /// Whether it is kept alive.
    pub standing: Standing,
    /// Why.
    pub reasons: Vec<Given>,
    /// Every candidate for the need, best first beside the other picks: the pick's score, less what the stack would lose with it.
    pub candidates: Vec<(Node, f64)>,
    /// How many other candidates have the same score: nothing known tells them apart.
    pub equals: usize,
    /// The best service and the best library, where both are near to the pick and neither was asked for.
    pub parts: Vec<(Part, Node, f64)>,
    /// What would have to change for the runner-up to win.
    pub runner_up: Option<RunnerUp>,
}

/// A reason with its value for a pick.
#[derive(Clone)]
pub struct Given {
    /// The reason.
    pub reason: &'static Reason,
    /// From 0 to 1.
    pub value: f64,
    /// Its weight: the score is the sum of value × weight over the sum of weights.
    pub weight: f64,
    /// Why.
    pub because: Because,
}

impl fmt::Debug for Given {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, weight, .. } = self;
        write!(formatter, "{} {value} × {weight}", self.reason.name)
    }
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
    /// What it lacks most: at most two reasons that speak less for it, the heaviest first.
    pub behind: Vec<Behind>,
}

/// A reason that speaks less for the runner-up.
#[derive(Clone)]
pub struct Behind {
    /// The reason.
    pub reason: &'static Reason,
    /// Why it speaks for the pick.
    pub own: Because,
    /// Why it speaks less for the runner-up.
    pub theirs: Because,
}

impl fmt::Debug for Behind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {:?}", self.reason.name, self.theirs)
    }
}

/// The stacks that answer a wish, best first.
///
/// Needs are answered in the order asked; a need asked for twice gets different picks, and one that something already chosen
/// fills gets that. Ties go to the technology that comes first: higher score alone, then IRI.
#[must_use]
pub fn recommend(graph: &Graph<'_>, wish: &Wish) -> Advice {
    let deadline = Instant::now() + wish.timeout;
    let properties = Properties::of(graph);
    let known = Known::of(graph, &properties, wish);
    let view = View::new(graph, &properties, wish, &known);
    let with = each(&wish.with, |node| {
        Profile::to_score(view.graph, view.properties, *node)
    });
    let mut profiles: HashMap<Node, Profile> =
        with.iter().map(|it| (it.node, it.clone())).collect();
    let mut unmet = Vec::new();
    let mut places = Vec::new();
    for (need, count) in &wish.needs {
        let slot = Slot::of(view, *need, *count, &mut profiles);
        if let Some(shortage) = slot.shortage(view, *count) {
            unmet.push(shortage);
        } else {
            for slot in slot.by_language(view, &with, *count, &mut profiles) {
                places.extend(slot.places(&with, *count));
            }
        }
    }
    if !unmet.is_empty() {
        return Advice::Nothing(unmet);
    }
    let table = Table::new(view, places, &profiles, with);
    Advice::Stacks(table.stacks(deadline))
}

/// The candidates of a need.
struct Slot {
    need: Node,
    /// Best alone first: the technology, its weighted sum without its ties to others.
    candidates: Vec<(Node, f64)>,
    /// The sum of the weights of the reasons that look at a technology alone.
    alone: f64,
    /// The systems that use any of them.
    users: Users,
    /// What some of them have.
    marks: Marks,
    /// The languages that they are for.
    languages: Vec<Node>,
}

/// One pick to make.
struct Place {
    slot: Rc<Slot>,
    /// What may be picked, best alone first: the candidate's place in the slot.
    open: Rc<[usize]>,
    /// Whether it is a further pick for the need of the place before.
    is_further: bool,
    /// Whether what is chosen already fills it.
    is_chosen: bool,
}

impl Place {
    /// What may be picked, with its weighted sum.
    fn open(&self) -> impl Iterator<Item = (Node, f64)> + '_ {
        self.open.iter().map(|at| self.slot.candidates[*at])
    }

    fn node(&self, pick: usize) -> Node {
        self.slot.candidates[self.open[pick]].0
    }
}

impl Slot {
    fn of(view: View<'_>, need: Node, count: usize, profiles: &mut HashMap<Node, Profile>) -> Self {
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
        let view = view.of_need(need, members.iter().map(|node| &profiles[node]));
        let reasons: Vec<Single> = singles(view, need).collect();
        let judged = each(&members, |node| {
            let profile = &profiles[node];
            let missed = misses(view, profile, need);
            missed
                .is_empty()
                .then(|| (*node, alone(view, profile, need, &reasons)))
        });
        let mut candidates: Vec<(Node, f64)> = judged.into_iter().flatten().collect();
        let is_offered = |node: Node| is_offered(view, &profiles[&node]);
        if candidates.iter().filter(|it| is_offered(it.0)).count() >= count {
            candidates.retain(|it| is_offered(it.0));
        }
        // Things are numbered in the order of their IRIs.
        candidates.sort_unstable_by(|(a, a_sum), (b, b_sum)| b_sum.total_cmp(a_sum).then(a.cmp(b)));
        let weights = reasons.iter().map(|(_, weight, ..)| weight);
        Self {
            need,
            candidates,
            alone: weights.sum(),
            users: view.users,
            marks: view.marks,
            languages: view.languages.to_vec(),
        }
    }

    /// One slot for all languages, or one for each of them where nothing that all can use comes near to what each has.
    fn by_language(
        self,
        view: View<'_>,
        with: &[Profile],
        count: usize,
        profiles: &mut HashMap<Node, Profile>,
    ) -> Vec<Self> {
        let is_filled = with.iter().any(|it| self.is_filled_by(it));
        if view.languages.len() < 2 || count > 1 || is_filled {
            return vec![self];
        }
        let mut each_language = Vec::new();
        for language in view.languages {
            let view = View {
                languages: std::slice::from_ref(language),
                ..view
            };
            each_language.push(Self::of(view, self.need, count, profiles));
        }
        let is_for_all = |node: Node| {
            let profile = &profiles[&node];
            let mut languages = view.languages.iter();
            languages.all(|it| profile.has(view.properties.usable_from, *it))
        };
        let for_all: Vec<(Node, f64)> = self
            .candidates
            .iter()
            .copied()
            .filter(|it| is_for_all(it.0))
            .collect();
        let best =
            |slot: &Self| Some(slot.candidates.first()?.1 / slot.alone.max(f64::MIN_POSITIVE));
        let bests: Option<Vec<f64>> = each_language.iter().map(best).collect();
        let Some(bests) = bests else {
            // One language has nothing: what the others have is all there is.
            return vec![self];
        };
        #[expect(clippy::cast_precision_loss, reason = "few languages")]
        let mean = bests.iter().sum::<f64>() / bests.len() as f64;
        let shared = for_all
            .first()
            .map(|(_, sum)| sum / self.alone.max(f64::MIN_POSITIVE));
        match shared {
            Some(shared) if mean - shared <= PRICE_OF_SEVERAL => vec![Self {
                candidates: for_all,
                ..self
            }],
            _ => each_language,
        }
    }

    /// The picks to make: first those that are chosen already, then those among the rest.
    fn places(self, with: &[Profile], count: usize) -> Vec<Place> {
        let at = |it: &Profile| {
            self.candidates
                .iter()
                .position(|(node, _)| *node == it.node)
        };
        let mut chosen: Vec<usize> = with.iter().filter_map(at).collect();
        chosen.sort_unstable();
        chosen.truncate(count);
        let rest = (0..self.candidates.len()).filter(|it| !chosen.contains(it));
        let rest: Rc<[usize]> = rest.collect();
        let slot = Rc::new(self);
        let place = |open: Rc<[usize]>, is_further, is_chosen| Place {
            slot: slot.clone(),
            open,
            is_further,
            is_chosen,
        };
        let filled = chosen.iter().map(|at| place([*at].into(), false, true));
        let free = (chosen.len()..count).map(|nth| place(rest.clone(), nth > chosen.len(), false));
        filled.chain(free).collect()
    }

    /// Whether what is chosen already fills the need: nobody takes two for one thing.
    fn is_filled_by(&self, chosen: &Profile) -> bool {
        self.candidates.iter().any(|it| it.0 == chosen.node)
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
                misses(view, &profile, self.need)
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

/// Whether a technology is offered where there are others: nobody starts with what only gets its last fixes, unless it is
/// there already or what is retired is asked for too.
fn is_offered(view: View<'_>, profile: &Profile) -> bool {
    let wish = view.wish;
    wish.include_retired
        || wish.with.contains(&profile.node)
        || wish.standing(view.graph, view.properties, profile) != Standing::Maintenance
}

/// Whether a technology is mainly chosen for a need or for a finer one.
fn is_purpose(view: View<'_>, profile: &Profile, need: Node) -> bool {
    let mut purposes = profile.objects(view.properties.purpose);
    purposes.any(|it| it == need || view.graph.says(it, sg::BROADER, need))
}

fn misses(view: View<'_>, profile: &Profile, need: Node) -> Vec<Condition> {
    let (graph, properties) = (view.graph, view.properties);
    let mut missed = view.wish.misses(view.languages, graph, properties, profile);
    let asked = view.wish.part(need);
    if asked.is_some_and(|it| it != Part::of(view, profile)) {
        missed.push(Condition::Part);
    }
    missed
}

/// Whether a language asked for can use it; [`Wish::misses`] says the same of what is read.
fn is_usable(view: View<'_>, node: Node) -> bool {
    let (languages, usable_from) = (view.languages, view.properties.usable_from);
    let by = |language: &Node| view.graph.says_by(node, usable_from, *language);
    languages.is_empty() || languages.iter().any(by)
}

fn weight_of(wish: &Wish, reason: &Reason) -> f64 {
    wish.weights
        .iter()
        .rev()
        .find(|(known, _)| known == reason.name)
        .map_or(reason.weight, |(_, weight)| *weight)
}

type Value = fn(View<'_>, &Profile, Node) -> f64;

/// A reason that looks at a technology alone, with its weight.
type Single = (&'static Reason, f64, Value);

/// The reasons that look at a technology alone and count for a need, with their weights.
fn singles(view: View<'_>, need: Node) -> impl Iterator<Item = Single> + '_ {
    REASONS
        .iter()
        .filter(move |reason| (reason.applies)(view, need))
        .filter_map(move |reason| match reason.judge {
            Judge::Alone { value, .. } => Some((*reason, weight_of(view.wish, reason), value)),
            Judge::Pairs(_) => None,
        })
}

/// The reason that looks at pairs, with its weight, where it counts.
fn pairing(view: View<'_>, need: Node) -> Option<(&'static Reason, f64, &'static Pairing)> {
    REASONS
        .iter()
        .filter(|reason| (reason.applies)(view, need))
        .find_map(|reason| match reason.judge {
            Judge::Pairs(pairing) => Some((*reason, weight_of(view.wish, reason), pairing)),
            Judge::Alone { .. } => None,
        })
        .filter(|(_, weight, _)| *weight > 0.0)
}

/// The weighted sum of the reasons that look at a technology alone.
fn alone(view: View<'_>, profile: &Profile, need: Node, reasons: &[Single]) -> f64 {
    reasons
        .iter()
        .map(|(_, weight, value)| value(view, profile, need) * weight)
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

/// The picks to make and what their candidates share.
struct Table<'a> {
    view: View<'a>,
    profiles: &'a HashMap<Node, Profile>,
    with: Vec<Profile>,
    places: Vec<Place>,
    /// The ties between candidates.
    ties: HashMap<(Node, Node), Tie>,
    /// The reason that looks at pairs.
    pairing: Option<(&'static Reason, f64, &'static Pairing)>,
}

impl<'a> Table<'a> {
    fn new(
        view: View<'a>,
        places: Vec<Place>,
        profiles: &'a HashMap<Node, Profile>,
        with: Vec<Profile>,
    ) -> Self {
        let need = places.first().map(|place| place.slot.need);
        let mut table = Self {
            view,
            profiles,
            with,
            ties: HashMap::new(),
            pairing: need.and_then(|need| pairing(view, need)),
            places,
        };
        if let Some((.., pairing)) = table.pairing {
            table.find_ties(pairing);
        }
        table
    }

    /// What the reasons that look at a technology alone see of a place.
    fn view_of(&self, place: usize) -> (View<'_>, Node) {
        let slot = &self.places[place].slot;
        let view = View {
            users: slot.users,
            marks: slot.marks,
            languages: &slot.languages,
            ..self.view
        };
        (view, slot.need)
    }

    /// The weight of the ties, and the value of a pick that has none.
    fn weighing(&self) -> (f64, f64) {
        self.pairing
            .map_or((0.0, 0.0), |(_, weight, pairing)| (weight, pairing.unknown))
    }

    /// The sum of all weights that apply to a place.
    fn total(&self, place: usize) -> f64 {
        let total = self.places[place].slot.alone + self.weighing().0;
        if total > 0.0 { total } else { 1.0 }
    }

    /// How many others a pick may be tied to: what is chosen, and the other picks to make.
    #[expect(clippy::cast_precision_loss, reason = "few picks")]
    fn partners(&self, place: usize) -> f64 {
        let others = if self.places[place].is_chosen {
            0
        } else {
            self.others(place).count()
        };
        let with = self.with.len() - usize::from(self.places[place].is_chosen);
        (others + with).max(1) as f64
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
                let picks = stack.picks.iter().zip(&self.places);
                let picks: Vec<Node> = picks.map(|(pick, place)| place.node(*pick)).collect();
                Stack {
                    score: score(stack.points),
                    optimal: found.complete,
                    bound: score(if found.complete {
                        stack.points
                    } else {
                        found.bound
                    }),
                    picks: (0..picks.len())
                        .map(|place| self.pick(&picks, place))
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
    fn points(&self, place: usize, sum: f64) -> i64 {
        (sum / self.total(place) / self.places.len() as f64 * POINTS).round() as i64
    }

    fn choice(&self) -> Choice {
        let own = (0..self.places.len())
            .map(|place| {
                let candidates = self.places[place].open();
                candidates
                    .map(|(node, sum)| self.points(place, sum + self.fit_with(place, node)))
                    .collect()
            })
            .collect();
        let after = (0..self.places.len())
            .map(|place| self.places[place].is_further.then(|| place - 1))
            .collect();
        Choice {
            own,
            shared: self.shared(),
            after,
        }
    }

    /// The weighted part of a pick's ties to what is already chosen, with that of ties that are not known.
    fn fit_with(&self, place: usize, node: Node) -> f64 {
        let Some((_, weight, pairing)) = self.pairing else {
            return 0.0;
        };
        let profile = &self.profiles[&node];
        let is_itself = |it: &Profile| self.places[place].is_chosen && it.node == node;
        let others = self.with.iter().filter(|it| !is_itself(it));
        let ties = others.filter_map(|with| (pairing.tie)(self.view, profile, with));
        let fit = ties.map(Tie::value).fold(0.0, |sum, value| sum + value) / self.partners(place);
        weight * (pairing.unknown + (1.0 - pairing.unknown) * fit)
    }

    /// The places still open for other needs: two picks for one need are there to be different, not to fit.
    fn others(&self, place: usize) -> impl Iterator<Item = usize> {
        let need = self.places[place].slot.need;
        let is_other = move |other: &Place| !other.is_chosen && other.slot.need != need;
        (0..self.places.len()).filter(move |other| is_other(&self.places[*other]))
    }

    /// Ties every two candidates that may be picked together.
    fn find_ties(&mut self, pairing: &Pairing) {
        let candidates = Candidates::of(self.view, &self.places, self.profiles);
        let (view, profiles) = (self.view, self.profiles);
        let ties = each(&candidates.nodes, |a| {
            let near = near(view, &profiles[a], &candidates).into_iter();
            let tied = near.filter_map(|b| {
                let tie = (pairing.tie)(view, &profiles[a], &profiles[&b])?;
                Some(((*a, b), tie))
            });
            tied.collect::<Vec<_>>()
        });
        self.ties.extend(ties.into_iter().flatten());
    }

    fn shared(&self) -> Vec<(usize, usize, usize, usize, i64)> {
        let ranks = self.ranks();
        let mut shared = Vec::new();
        for ((a, b), tie) in &self.ties {
            for &(i, at) in &ranks[a] {
                for &(j, bt) in &ranks[b] {
                    if i < j && self.places[i].slot.need != self.places[j].slot.need {
                        let points =
                            self.points(i, self.half(i, *tie)) + self.points(j, self.half(j, *tie));
                        if points > 0 {
                            shared.push((i, at, j, bt, points));
                        }
                    }
                }
            }
        }
        shared.sort_unstable();
        shared
    }

    /// The weighted part of a tie between two picks that one of them counts.
    fn half(&self, place: usize, tie: Tie) -> f64 {
        let (weight, unknown) = self.weighing();
        weight * (1.0 - unknown) * tie.value() / 2.0 / self.partners(place)
    }

    /// What is tied to another → the open places and ranks where it is a candidate.
    fn ranks(&self) -> HashMap<Node, Vec<(usize, usize)>> {
        let tied: HashSet<Node> = self.ties.keys().flat_map(|(a, b)| [*a, *b]).collect();
        let mut ranks: HashMap<Node, Vec<(usize, usize)>> = HashMap::new();
        for (number, place) in self.places.iter().enumerate() {
            let candidates = place.open().enumerate();
            let tied = candidates.filter(|(_, (node, _))| tied.contains(node));
            for (rank, (node, _)) in tied.filter(|_| !place.is_chosen) {
                ranks.entry(node).or_default().push((number, rank));
            }
        }
        for node in tied {
            ranks.entry(node).or_default();
        }
        ranks
    }

    /// The weighted part of the ties of `node` in the place of a pick, as the pick counts it.
    fn fit(&self, picks: &[Node], place: usize, node: Node) -> f64 {
        self.fit_with(place, node) + self.fit_to_picks(picks, place, node)
    }

    fn fit_to_picks(&self, picks: &[Node], place: usize, node: Node) -> f64 {
        if self.places[place].is_chosen {
            return 0.0;
        }
        let ties = self
            .others(place)
            .filter_map(|other| self.ties.get(&(node, picks[other])));
        ties.map(|tie| self.half(place, *tie))
            .fold(0.0, |sum, half| sum + half)
    }

    /// What `node` is worth to the whole stack in the place of a pick: a tie helps both sides.
    fn worth(&self, picks: &[Node], place: usize, node: Node, sum: f64) -> f64 {
        let others = self.others(place).filter(|_| !self.places[place].is_chosen);
        let theirs = others.filter_map(|other| {
            let tie = self.ties.get(&(node, picks[other]))?;
            Some(self.half(other, *tie) * self.total(place) / self.total(other))
        });
        theirs.fold(sum + self.fit(picks, place, node), |sum, half| sum + half)
    }

    fn pick(&self, picks: &[Node], place: usize) -> Pick {
        let node = picks[place];
        let Place {
            slot, is_chosen, ..
        } = &self.places[place];
        let taken = |other: Node| {
            let is_beside = |at: usize| {
                let beside = &self.places[at].slot;
                at != place && beside.need == slot.need && beside.languages == slot.languages
            };
            other != node && (0..picks.len()).any(|at| is_beside(at) && picks[at] == other)
        };
        let mut ranked: Vec<(Node, f64)> = slot
            .candidates
            .iter()
            .filter(|(candidate, _)| !taken(*candidate))
            .map(|(candidate, sum)| (*candidate, self.worth(picks, place, *candidate, *sum)))
            .collect();
        ranked.sort_unstable_by(|a, b| {
            (b.0 == node)
                .cmp(&(a.0 == node))
                .then_with(|| b.1.total_cmp(&a.1))
                .then_with(|| a.0.cmp(&b.0))
        });
        // The pick's score, less what the stack would lose with the other one.
        let shared = self.fit_to_picks(picks, place, node);
        let score = |worth: f64| ((worth - shared) / self.total(place)).clamp(0.0, 1.0);
        let own = score(ranked[0].1);
        let others: Vec<f64> = ranked.iter().skip(1).map(|(_, worth)| *worth).collect();
        // What is chosen already may be worth less than what would have been picked.
        let candidates: Vec<(Node, f64)> = ranked
            .into_iter()
            .map(|(candidate, worth)| (candidate, score(worth).min(own)))
            .collect();
        let parts = if *is_chosen || self.view.wish.part(slot.need).is_some() {
            Vec::new()
        } else {
            part::best_of_each(&candidates, |it| {
                let profile = &self.profiles[&it];
                is_purpose(self.view, profile, slot.need).then(|| Part::of(self.view, profile))
            })
        };
        // In a stack that is not the best, others may be worth more than the pick.
        let above = others.iter().filter(|it| score(**it) - own >= 1.0 / POINTS);
        let above = above.count();
        let equal = others.iter().filter(|it| own - score(**it) < 1.0 / POINTS);
        let equals = equal.count() - above;
        let runner_up = candidates
            .get(1)
            .filter(|_| !is_chosen && above == 0)
            .map(|(other, _)| self.runner_up(picks, place, node, *other));
        let alone = |sum: f64| {
            if slot.alone > 0.0 {
                sum / slot.alone
            } else {
                0.0
            }
        };
        let sum_of = |of: Node| slot.candidates.iter().find(|(it, _)| *it == of);
        let own_sum = sum_of(node).map_or(0.0, |(_, sum)| *sum);
        let best = slot.candidates.iter().find(|(it, _)| !taken(*it));
        Pick {
            need: slot.need,
            node,
            languages: if slot.languages.len() < self.view.wish.languages.len() {
                slot.languages.clone()
            } else {
                Vec::new()
            },
            score: own,
            alone: alone(own_sum),
            forgone: best
                .filter(|(best, sum)| *best != node && *sum > own_sum && !is_chosen)
                .map(|(best, sum)| (*best, alone(*sum))),
            is_chosen: *is_chosen,
            standing: {
                let (graph, properties) = (self.view.graph, self.view.properties);
                let profile = &self.profiles[&node];
                self.view.wish.standing(graph, properties, profile)
            },
            reasons: self.given(picks, place, node),
            candidates,
            equals: if *is_chosen { 0 } else { equals },
            parts,
            runner_up,
        }
    }

    fn given(&self, picks: &[Node], place: usize, node: Node) -> Vec<Given> {
        self.values(picks, place, node, Self::fit)
            .into_iter()
            .map(|(reason, value, weight)| Given {
                reason,
                value,
                weight,
                because: self.because(reason, picks, place, node),
            })
            .collect()
    }

    fn because(&self, reason: &Reason, picks: &[Node], place: usize, node: Node) -> Because {
        let (view, need) = self.view_of(place);
        match reason.judge {
            Judge::Alone { explain, .. } => explain(view, &self.profiles[&node], need),
            Judge::Pairs(pairing) => self.tied(pairing, picks, place, node),
        }
    }

    /// The ties of a pick to the others in words; the path is that of the strongest.
    fn tied(&self, pairing: &Pairing, picks: &[Node], place: usize, node: Node) -> Because {
        let view = self.view;
        let profile = &self.profiles[&node];
        let others = self
            .others(place)
            .map(|other| &self.profiles[&picks[other]]);
        let chosen = self.with.iter().filter(|it| it.node != node);
        let mut ties: Vec<(bool, Tie, Because)> = others
            .map(|other| (false, other))
            .chain(chosen.map(|it| (true, it)))
            .filter_map(|(is_chosen, other)| {
                let tie = (pairing.tie)(view, profile, other)?;
                Some((is_chosen, tie, (pairing.explain)(view, profile, other, tie)))
            })
            .collect();
        // What was brought along first, then the strongest.
        ties.sort_by(|(x_chosen, x_tie, x), (y_chosen, y_tie, y)| {
            y_chosen
                .cmp(x_chosen)
                .then_with(|| y_tie.value().total_cmp(&x_tie.value()))
                .then_with(|| x.text.cmp(&y.text))
        });
        ties.dedup_by(|(.., x), (.., y)| x.text == y.text);
        let Some((.., first)) = ties.first() else {
            return Because::nothing("no tie to the other picks known");
        };
        let text: Vec<&str> = ties.iter().map(|(.., it)| it.text.as_str()).collect();
        let all = ties.iter().flat_map(|(.., it)| it.sources.clone());
        let mut sources: Vec<Node> = all.collect();
        sources.sort_by_key(|source| view.graph.slug(*source));
        sources.dedup();
        Because {
            text: text.join(", "),
            path: first.path.clone(),
            sources,
            is_empty: false,
        }
    }

    /// Each reason with its value for a pick and its weight; `fit` says what the ties are worth.
    fn values(
        &self,
        picks: &[Node],
        place: usize,
        node: Node,
        fit: impl Fn(&Self, &[Node], usize, Node) -> f64,
    ) -> Vec<(&'static Reason, f64, f64)> {
        let (view, need) = self.view_of(place);
        let profile = &self.profiles[&node];
        let singles = singles(view, need)
            .map(|(reason, weight, value)| (reason, value(view, profile, need), weight));
        let pairs = self.pairing.map(|(reason, weight, _)| {
            let value = fit(self, picks, place, node) / weight;
            (reason, value.clamp(0.0, 1.0), weight)
        });
        singles.chain(pairs).collect()
    }

    fn runner_up(&self, picks: &[Node], place: usize, node: Node, other: Node) -> RunnerUp {
        let both = |table: &Self, picks: &[Node], place: usize, node: Node| {
            table.worth(picks, place, node, 0.0)
        };
        let (own, theirs) = (
            self.values(picks, place, node, both),
            self.values(picks, place, other, both),
        );
        let pairs = || own.iter().zip(&theirs);
        let gap: f64 = pairs()
            .map(|((_, a, weight), (_, b, _))| (a - b) * weight)
            .sum::<f64>()
            .max(0.0);
        let weights = pairs()
            .filter(|((_, a, _), (_, b, _))| b > a)
            .map(|((reason, a, weight), (_, b, _))| (reason.name, *weight, weight + gap / (b - a)))
            .collect();
        let mut lost: Vec<(f64, &'static Reason)> = pairs()
            .map(|((reason, a, weight), (_, b, _))| ((a - b) * weight, *reason))
            .filter(|(lost, _)| *lost > 0.0)
            .collect();
        lost.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let behind = lost.into_iter().take(2).map(|(_, reason)| Behind {
            reason,
            own: self.because(reason, picks, place, node),
            theirs: self.because(reason, picks, place, other),
        });
        let behind = behind.filter(|it| it.own.text != it.theirs.text).collect();
        RunnerUp {
            node: other,
            gap: gap / self.total(place),
            weights,
            behind,
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
        .chain(profile.objects(properties.speaks))
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
    fn of(view: View<'_>, places: &[Place], profiles: &HashMap<Node, Profile>) -> Self {
        let open = places.iter().filter(|place| !place.is_chosen);
        let all = open.flat_map(Place::open);
        let mut nodes: Vec<Node> = all.map(|(node, _)| node).collect();
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
            let standards = profile.objects(properties.implements);
            for it in foundations
                .chain(standards)
                .chain(profile.objects(properties.speaks))
            {
                sharing.entry(it).or_default().push(*node);
            }
        }
        let is_foundation = |it: Node| {
            view.graph
                .subjects_by(properties.built_on, it)
                .next()
                .is_some()
        };
        sharing.retain(|it, _| is_rare(view, *it) || is_foundation(*it));
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
