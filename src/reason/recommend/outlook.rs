//! What a part of the candidates tells: how good the best of them are at least, and which of them an answer shows. Who
//! has read a part can so tell whether what was not read still matters. Start reading at [`outlook`].

use hashbrown::HashMap;

use super::part::{NEAR, Part};
use super::reasons::{Known, View};
use super::wish::Wish;
use super::{Advice, Slot, is_offered, is_purpose, pairing, recommend};
use crate::graph::{Graph, Node};
use crate::reason::profile::{Profile, Properties};

/// What the candidates read so far tell.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The lists that picks are made from.
    pub slots: Vec<Open>,
    /// What an answer tells more of than the name.
    pub shown: Vec<Node>,
    /// Whether every need has enough candidates.
    pub is_met: bool,
}

/// A list that picks are made from.
#[derive(Clone, Debug)]
pub struct Open {
    /// The need.
    pub need: Node,
    /// The languages that its picks are for.
    pub languages: Vec<Node>,
    /// Whether all of them must be able to use a pick.
    pub is_for_all: bool,
    /// Whether enough of them are more than kept alive.
    pub is_offered: bool,
    /// What is not worth more alone changes nothing; nothing where too few are read to say.
    pub enough: Option<f64>,
    /// The ways to be part of a system whose best is told, with the worth that another of them must exceed to be it.
    pub parts: Vec<(Part, f64)>,
}

/// Looks at the candidates in `graph`, `depth` of which are shown or needed for each pick.
///
/// Exact, as a tie is worth at most what the weight of the ties says: a candidate that is worth less alone than another,
/// less all that ties can add, can be exchanged for it in any stack.
#[must_use]
pub fn outlook(graph: &Graph<'_>, wish: &Wish, depth: usize) -> Outlook {
    let properties = Properties::of(graph);
    let known = Known::of(graph, &properties, wish);
    let view = View::new(graph, &properties, wish, &known);
    let mut profiles: HashMap<Node, Profile> = HashMap::new();
    for node in &wish.with {
        let profile = Profile::to_score(graph, &properties, *node);
        profiles.insert(*node, profile);
    }
    let mut found = Vec::new();
    let (mut are_for_all, mut unneeded) = (Vec::new(), Vec::new());
    let mut is_met = true;
    for (need, count) in &wish.needs {
        let slot = Slot::of(view, *need, *count, &mut profiles);
        is_met &= slot.candidates.len() >= *count;
        let is_filled = wish.with.iter().any(|it| slot.is_filled_by(&profiles[it]));
        let is_one_slot = *count > 1 || is_filled;
        let mut is_needed = true;
        if view.languages.len() > 1 && !is_one_slot {
            let for_all = |node: &Node| {
                let mut languages = view.languages.iter();
                languages.all(|it| profiles[node].has(properties.usable_from, *it))
            };
            let shared: Vec<(Node, f64)> = slot
                .candidates
                .iter()
                .copied()
                .filter(|(node, _)| for_all(node))
                .collect();
            let for_all = Slot {
                candidates: shared,
                languages: slot.languages.clone(),
                ..slot
            };
            are_for_all.push(found.len());
            found.push((*count, for_all));
            is_needed = false;
            for language in view.languages {
                let view = View {
                    languages: std::slice::from_ref(language),
                    ..view
                };
                let of_one = Slot::of(view, *need, *count, &mut profiles);
                // Where one language has nothing, what any of them can use is weighed together.
                is_needed |= of_one.candidates.is_empty();
                found.push((*count, of_one));
            }
        }
        if !is_needed {
            unneeded.push(found.len());
        }
        found.push((*count, slot));
    }
    let ties = ties(view, &found);
    let needed = found.iter().enumerate();
    let needed = needed.filter(|(at, _)| !unneeded.contains(at));
    let slots = needed.map(|(at, (count, slot))| {
        let offered = slot.candidates.iter();
        let offered = offered.filter(|(node, _)| is_offered(view, &profiles[node]));
        let last = slot.candidates.get((depth + count).saturating_sub(2));
        let enough = last.map(|(_, sum)| sum - ties.most);
        Open {
            need: slot.need,
            languages: slot.languages.clone(),
            is_for_all: are_for_all.contains(&at),
            is_offered: offered.count() >= *count,
            enough,
            parts: parts(view, slot, *count, &ties, &profiles),
        }
    });
    Outlook {
        slots: slots.collect(),
        shown: if is_met {
            shown(graph, wish)
        } else {
            Vec::new()
        },
        is_met,
    }
}

/// What ties count, in weighted sums.
struct Ties {
    /// Their weight.
    weight: f64,
    /// The most that they can add to what a candidate is worth to a stack.
    most: f64,
}

/// A tie adds to both sides, each by the sum of its own weights.
#[expect(clippy::cast_precision_loss, reason = "few picks")]
fn ties(view: View<'_>, found: &[(usize, Slot)]) -> Ties {
    let wish = view.wish;
    let first = wish.needs.first();
    let Some((_, weight, pairing)) = first.and_then(|(need, _)| pairing(view, *need)) else {
        return Ties {
            weight: 0.0,
            most: 0.0,
        };
    };
    let totals = || found.iter().map(|(_, slot)| slot.alone + weight);
    let most = totals().fold(f64::MIN_POSITIVE, f64::max);
    let least = totals().fold(f64::MAX, f64::min).max(f64::MIN_POSITIVE);
    let ratio = (most / least).max(1.0);
    // Where each need has one pick, its own halves and those of the others make one; else some picks may be tied to more
    // others than those are to them.
    let picks = |count: usize| count.max(view.languages.len());
    let one_each = wish.needs.iter().all(|(_, count)| picks(*count) == 1);
    let halves = if one_each {
        1.0 + (ratio - 1.0) / 2.0
    } else {
        let others: usize = wish.needs.iter().map(|(_, count)| picks(*count)).sum();
        1.0 + ratio * others as f64 / 2.0
    };
    Ties {
        weight,
        most: weight * (1.0 - pairing.unknown) * halves,
    }
}

/// What must be exceeded to be the best service or library near to a pick; nothing where only one of them was asked for.
fn parts(
    view: View<'_>,
    slot: &Slot,
    count: usize,
    ties: &Ties,
    profiles: &HashMap<Node, Profile>,
) -> Vec<(Part, f64)> {
    if view.wish.part(slot.need).is_some() {
        return Vec::new();
    }
    let total = slot.alone + ties.weight;
    // Whatever is picked in the stacks before and beside, the pick is worth at least this, less the ties.
    let last = slot.candidates.get(count + view.wish.stacks - 2);
    let pick = last.map_or(0.0, |(_, sum)| *sum);
    let is_low = pick - ties.most <= NEAR * total;
    let far = if is_low {
        f64::NEG_INFINITY
    } else {
        pick - ties.most - NEAR * total
    };
    let best = Part::ALL.into_iter().map(|part| {
        let of_it = slot.candidates.iter().filter(|(node, _)| {
            let profile = &profiles[node];
            is_purpose(view, profile, slot.need) && Part::of(view, profile) == part
        });
        let best = of_it.map(|(_, sum)| sum - ties.most).nth(count - 1);
        (part, best.map_or(far, |best| best.max(far)))
    });
    best.collect()
}

/// So many candidates of each pick are told more of than the name.
const TOLD: usize = 3;

fn shown(graph: &Graph<'_>, wish: &Wish) -> Vec<Node> {
    let mut shown = wish.with.clone();
    if let Advice::Stacks(stacks) = recommend(graph, wish) {
        for pick in stacks.iter().flat_map(|stack| &stack.picks) {
            shown.push(pick.node);
            shown.extend(pick.forgone.map(|(node, _)| node));
            shown.extend(pick.candidates.iter().take(TOLD).map(|(node, _)| *node));
        }
    }
    shown.sort_unstable();
    shown.dedup();
    shown
}
