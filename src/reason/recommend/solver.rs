//! The search for the best stack: one candidate for each slot, so that the sum of own and shared points is highest.
//!
//! Exact: candidates that can never win are dropped first (Goldstein's dead-end elimination, with the best shared points
//! of the one against none of the other), the rest is a depth-first branch and bound. The bound of a partial stack gives each open slot its
//! best candidate, with half of the best shared points towards every other open slot; the other half is counted from
//! there. Points are whole numbers, so that equal stacks are equal; ties go to the candidate named first.

use std::time::Instant;

/// What is to be chosen.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Own points of each candidate, slot by slot. No slot is empty.
    pub own: Vec<Vec<i64>>,
    /// Shared points: (slot, candidate, slot, candidate, points), each pair of candidates at most once, points above 0,
    /// first slot below the second.
    pub shared: Vec<(usize, usize, usize, usize, i64)>,
    /// Slots with equal candidates that must not pick the same: the number of the earlier slot of the same need.
    pub after: Vec<Option<usize>>,
}

/// A stack: the candidate of each slot, and the points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// Index of the candidate, by slot.
    pub picks: Vec<usize>,
    /// Own and shared points together.
    pub points: i64,
}

/// What the search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The best stacks, best first; fewer than asked for when there are no more.
    pub stacks: Vec<Stack>,
    /// No stack that is not among `stacks` has more points than this.
    pub bound: i64,
    /// Whether the search was brought to its end: `stacks` are then proved to be the best.
    pub complete: bool,
}

/// The best `count` stacks, or the best found before `deadline`.
#[must_use]
pub fn solve(choice: &Choice, count: usize, deadline: Instant) -> Found {
    let mut search = Search::new(choice, count.max(1), deadline);
    if count <= 1 {
        search.drop_dead_ends();
    }
    if search.live.iter().all(|live| !live.is_empty()) {
        search.greedy();
        search.descend(0, 0);
    }
    let proved = search.found.last().map_or(0, |stack| stack.points);
    let bound = if search.complete {
        proved
    } else {
        search.open_bound.max(proved)
    };
    Found {
        stacks: search
            .found
            .iter()
            .map(|stack| Stack {
                picks: stack.picks.clone(),
                points: stack.points / 2,
            })
            .collect(),
        bound: (bound + 1) / 2,
        complete: search.complete,
    }
}

/// All points are doubled here, so that halves are whole.
struct Search<'a> {
    choice: &'a Choice,
    count: usize,
    deadline: Instant,
    /// Candidates that can still win, by slot.
    live: Vec<Vec<usize>>,
    /// Slot → candidate → shared points with (slot, candidate).
    partners: Vec<Vec<Vec<(usize, usize, i64)>>>,
    /// Slot → candidate → slot → the most it can share there.
    most: Vec<Vec<Vec<i64>>>,
    /// Slot → candidate → own points and those shared with what is picked.
    gain: Vec<Vec<i64>>,
    /// Slot → candidate → half of the most it can share with open slots.
    hope: Vec<Vec<i64>>,
    /// The order in which slots are decided: those with the fewest candidates first.
    order: Vec<usize>,
    picks: Vec<Option<usize>>,
    found: Vec<Stack>,
    steps: u32,
    complete: bool,
    open_bound: i64,
}

impl<'a> Search<'a> {
    fn new(choice: &'a Choice, count: usize, deadline: Instant) -> Self {
        let slots = choice.own.len();
        let shape = |slot: usize| choice.own[slot].len();
        let mut partners: Vec<Vec<Vec<(usize, usize, i64)>>> = (0..slots)
            .map(|slot| vec![Vec::new(); shape(slot)])
            .collect();
        let mut most: Vec<Vec<Vec<i64>>> = (0..slots)
            .map(|slot| vec![vec![0; slots]; shape(slot)])
            .collect();
        for &(i, a, j, b, points) in &choice.shared {
            for (i, a, j, b) in [(i, a, j, b), (j, b, i, a)] {
                partners[i][a].push((j, b, points * 2));
                most[i][a][j] = most[i][a][j].max(points * 2);
            }
        }
        let mut search = Self {
            choice,
            count,
            deadline,
            live: (0..slots).map(|slot| (0..shape(slot)).collect()).collect(),
            gain: choice
                .own
                .iter()
                .map(|own| own.iter().map(|points| points * 2).collect())
                .collect(),
            hope: most
                .iter()
                .map(|slot| slot.iter().map(|to| to.iter().sum::<i64>() / 2).collect())
                .collect(),
            partners,
            most,
            order: Vec::new(),
            picks: vec![None; slots],
            found: Vec::new(),
            steps: 0,
            complete: true,
            open_bound: i64::MIN,
        };
        search.arrange();
        search
    }

    fn arrange(&mut self) {
        self.order = (0..self.choice.own.len()).collect();
        // Slots of one need stay in their order, which keeps their picks in order.
        self.order
            .sort_by_key(|slot| (self.live[*slot].len(), *slot));
    }

    /// Drops each candidate that another of its slot beats even if the one shares all it can and the other nothing.
    fn drop_dead_ends(&mut self) {
        for slot in 0..self.live.len() {
            let alone =
                self.choice.after[slot].is_none() && !self.choice.after.contains(&Some(slot));
            if !alone {
                continue;
            }
            let best = self.gain[slot].iter().copied().max().unwrap_or(0);
            let (gain, hope) = (&self.gain[slot], &self.hope[slot]);
            self.live[slot].retain(|candidate| gain[*candidate] + 2 * hope[*candidate] >= best);
        }
        self.arrange();
    }

    /// A first stack to measure others by: each slot's most promising candidate, then single changes as long as they help.
    fn greedy(&mut self) {
        let mut picks = vec![usize::MAX; self.live.len()];
        for slot in 0..picks.len() {
            let best = self.live[slot]
                .iter()
                .copied()
                .filter(|candidate| self.allowed(&picks, slot, *candidate))
                // Leave later picks of the same need enough to choose from.
                .filter(|candidate| candidate + self.followers(slot) < self.choice.own[slot].len())
                .max_by_key(|candidate| {
                    (
                        self.gain[slot][*candidate] + self.hope[slot][*candidate],
                        std::cmp::Reverse(*candidate),
                    )
                });
            let Some(best) = best else { return };
            picks[slot] = best;
        }
        let mut points = self.points(&picks);
        while let Some((better, more)) = self.improved(&picks, points) {
            (picks, points) = (better, more);
        }
        self.keep(picks, points);
    }

    /// How many slots of the same need come after this one.
    fn followers(&self, slot: usize) -> usize {
        let next = self
            .choice
            .after
            .iter()
            .position(|after| *after == Some(slot));
        next.map_or(0, |next| 1 + self.followers(next))
    }

    fn improved(&self, picks: &[usize], points: i64) -> Option<(Vec<usize>, i64)> {
        for slot in 0..picks.len() {
            for candidate in &self.live[slot] {
                let mut other = picks.to_vec();
                other[slot] = *candidate;
                if (0..other.len()).all(|slot| self.allowed(&other, slot, other[slot])) {
                    let more = self.points(&other);
                    if more > points {
                        return Some((other, more));
                    }
                }
            }
        }
        None
    }

    /// Whether picks of one need are different and in order.
    fn allowed(&self, picks: &[usize], slot: usize, candidate: usize) -> bool {
        self.choice.after[slot]
            .is_none_or(|before| picks[before] == usize::MAX || picks[before] < candidate)
    }

    fn points(&self, picks: &[usize]) -> i64 {
        (0..picks.len())
            .map(|slot| {
                let shared: i64 = self.partners[slot][picks[slot]]
                    .iter()
                    .filter(|(other, candidate, _)| picks[*other] == *candidate)
                    .map(|(.., points)| points / 2)
                    .sum();
                self.choice.own[slot][picks[slot]] * 2 + shared
            })
            .sum()
    }

    /// Keeps a stack if it is among the best; an equal one found earlier stays.
    fn keep(&mut self, picks: Vec<usize>, points: i64) {
        if self.found.iter().any(|stack| stack.picks == picks) {
            return;
        }
        let at = self.found.partition_point(|stack| stack.points >= points);
        self.found.insert(at, Stack { picks, points });
        self.found.truncate(self.count);
    }

    /// The points a stack must exceed to matter.
    fn bar(&self) -> i64 {
        match self.found.get(self.count - 1) {
            Some(stack) => stack.points,
            None => i64::MIN,
        }
    }

    fn descend(&mut self, depth: usize, points: i64) {
        let Some(&slot) = self.order.get(depth) else {
            let picks: Vec<usize> = self.picks.iter().flatten().copied().collect();
            return self.keep(picks, points);
        };
        let rest: i64 = self.order[depth + 1..]
            .iter()
            .map(|open| self.best_hope(*open))
            .sum();
        let mut candidates: Vec<(i64, usize)> = self.live[slot]
            .iter()
            .map(|candidate| {
                (
                    self.gain[slot][*candidate] + self.hope[slot][*candidate],
                    *candidate,
                )
            })
            .collect();
        candidates.sort_by_key(|(promise, candidate)| (std::cmp::Reverse(*promise), *candidate));
        for (promise, candidate) in candidates {
            let bound = points.saturating_add(promise).saturating_add(rest);
            if bound <= self.bar() {
                return;
            }
            if !self.in_order(slot, candidate) {
                continue;
            }
            if self.out_of_time() {
                self.open_bound = self.open_bound.max(bound);
                return;
            }
            let gain = self.gain[slot][candidate];
            self.pick(depth, slot, candidate, 1);
            self.picks[slot] = Some(candidate);
            self.descend(depth + 1, points + gain);
            self.picks[slot] = None;
            self.pick(depth, slot, candidate, -1);
        }
    }

    fn in_order(&self, slot: usize, candidate: usize) -> bool {
        let before = self.choice.after[slot].and_then(|before| self.picks[before]);
        before.is_none_or(|before| before < candidate)
            && self.choice.after.iter().enumerate().all(|(later, after)| {
                *after != Some(slot) || self.picks[later].is_none_or(|later| candidate < later)
            })
    }

    fn best_hope(&self, slot: usize) -> i64 {
        self.live[slot]
            .iter()
            .map(|candidate| self.gain[slot][*candidate] + self.hope[slot][*candidate])
            .max()
            .unwrap_or(0)
    }

    /// Picks (`sign` 1) or takes back (−1): what open slots gain from the pick, and may no longer hope for.
    fn pick(&mut self, depth: usize, slot: usize, candidate: usize, sign: i64) {
        for &(other, partner, points) in &self.partners[slot][candidate] {
            if self.picks[other].is_none() {
                self.gain[other][partner] += sign * points;
            }
        }
        for open in &self.order[depth + 1..] {
            for candidate in &self.live[*open] {
                self.hope[*open][*candidate] -= sign * self.most[*open][*candidate][slot] / 2;
            }
        }
    }

    fn out_of_time(&mut self) -> bool {
        self.steps += 1;
        // The first step too: a deadline that has passed allows the greedy stack alone.
        if self.complete && self.steps % 256 == 1 && Instant::now() >= self.deadline {
            self.complete = false;
        }
        !self.complete
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    /// Every allowed stack with its points, best first.
    fn brute_force(choice: &Choice) -> Vec<Stack> {
        let mut stacks = vec![Vec::new()];
        for own in &choice.own {
            stacks = stacks
                .into_iter()
                .flat_map(|picks| {
                    (0..own.len()).map(move |next| [picks.clone(), vec![next]].concat())
                })
                .collect();
        }
        let mut stacks: Vec<Stack> = stacks
            .into_iter()
            .filter(|picks: &Vec<usize>| {
                (0..picks.len())
                    .all(|slot| choice.after[slot].is_none_or(|before| picks[before] < picks[slot]))
            })
            .map(|picks| {
                let own: i64 = (0..picks.len())
                    .map(|slot| choice.own[slot][picks[slot]])
                    .sum();
                let shared: i64 = choice
                    .shared
                    .iter()
                    .filter(|(i, a, j, b, _)| picks[*i] == *a && picks[*j] == *b)
                    .map(|(.., points)| points)
                    .sum();
                Stack {
                    picks,
                    points: own + shared,
                }
            })
            .collect();
        stacks.sort_by_key(|stack| std::cmp::Reverse(stack.points));
        stacks
    }

    prop_compose! {
        fn choices()(sizes in prop::collection::vec(1..5_usize, 1..6), twice in any::<bool>())
            (own in sizes.iter().map(|size| prop::collection::vec(0..1000_i64, *size)).collect::<Vec<_>>(),
             pairs in prop::collection::vec((any::<u16>(), any::<u16>(), any::<u16>(), any::<u16>(), 1..800_i64), 0..40),
             twice in Just(twice)) -> Choice {
            let mut own: Vec<Vec<i64>> = own;
            let mut after = vec![None; own.len()];
            if twice && own[0].len() > 1 {
                own.push(own[0].clone());
                after.push(Some(0));
            }
            let mut seen = std::collections::BTreeSet::new();
            let shared = pairs.into_iter().filter_map(|(i, a, j, b, points)| {
                let (i, j) = (usize::from(i) % own.len(), usize::from(j) % own.len());
                let (a, b) = (usize::from(a) % own[i].len(), usize::from(b) % own[j].len());
                (i < j && seen.insert((i, a, j, b))).then_some((i, a, j, b, points))
            }).collect();
            Choice { own, shared, after }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_best_stacks_are_those_of_brute_force(choice in choices(), count in 1..4_usize) {
            let found = solve(&choice, count, soon());
            let expected: Vec<i64> = brute_force(&choice).iter().take(count).map(|stack| stack.points).collect();
            let points: Vec<i64> = found.stacks.iter().map(|stack| stack.points).collect();
            prop_assert!(found.complete);
            prop_assert_eq!(points, expected);
        }

        #[test]
        fn without_time_the_bound_still_holds(choice in choices()) {
            let found = solve(&choice, 1, Instant::now());
            let best = brute_force(&choice)[0].points;
            prop_assert!(found.bound >= best);
            prop_assert!(found.stacks[0].points <= best);
        }
    }

    #[test]
    fn a_dense_choice_ends_in_time_and_says_that_it_proved_nothing() {
        let mut state = 7_u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            i64::try_from(state >> 33).unwrap() % 1000
        };
        let own: Vec<Vec<i64>> = (0..12)
            .map(|_| (0..25).map(|_| random()).collect())
            .collect();
        let mut shared = Vec::new();
        for i in 0..12 {
            for j in i + 1..12 {
                for a in 0..25 {
                    for b in 0..25 {
                        shared.push((i, a, j, b, random() + 1));
                    }
                }
            }
        }
        let choice = Choice {
            own,
            shared,
            after: vec![None; 12],
        };
        let found = solve(&choice, 1, Instant::now() + Duration::from_millis(50));
        assert!(!found.complete);
        assert!(found.bound > found.stacks[0].points);
    }
}
