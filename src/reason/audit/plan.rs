//! The smallest set of replacements that answers every finding: a set cover, found by branch and bound.

use std::collections::BTreeSet;

/// How many steps the search takes before it settles for the best so far: repositories with forty findings need some
/// hundreds.
const MOST_STEPS: usize = 200_000;

/// Something that can answer a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// What it is: equal numbers are the same thing.
    pub item: usize,
    /// How much worse it is than the best answer to that finding, which has 0.
    pub penalty: u32,
    /// Whether it is there already, so that it costs nothing to take.
    pub present: bool,
}

/// A set that answers every finding that has an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// What answers each finding, by position; nothing where nothing can.
    pub answers: Vec<Option<usize>>,
    /// How many things it brings that are not there yet.
    pub brought: usize,
    /// The sum of the penalties.
    pub penalty: u32,
    /// Whether it is proved that none is smaller.
    pub optimal: bool,
}

/// The smallest cover; of equally small ones that with the least penalty, then the one whose items come first.
///
/// `choices` has, for each finding, what can answer it.
#[must_use]
pub fn smallest(choices: &[Vec<Choice>]) -> Cover {
    let mut search = Search {
        choices,
        least_penalty: choices
            .iter()
            .map(|it| it.iter().map(|it| it.penalty).min().unwrap_or(0))
            .sum(),
        best: None,
        steps: 0,
    };
    search.descend(&mut BTreeSet::new());
    let optimal = search.steps < MOST_STEPS;
    let items = search.best.map(|it| it.items).unwrap_or_default();
    let answers: Vec<Option<Choice>> = choices.iter().map(|it| best_of(it, &items)).collect();
    Cover {
        brought: count_brought(&answers),
        penalty: answers.iter().flatten().map(|it| it.penalty).sum(),
        answers: answers.into_iter().map(|it| it.map(|it| it.item)).collect(),
        optimal,
    }
}

fn count_brought(answers: &[Option<Choice>]) -> usize {
    let brought: BTreeSet<usize> = answers
        .iter()
        .flatten()
        .filter(|it| !it.present)
        .map(|it| it.item)
        .collect();
    brought.len()
}

/// The best answer to a finding among what was taken and what is there already.
fn best_of(choices: &[Choice], taken: &BTreeSet<usize>) -> Option<Choice> {
    let there = choices
        .iter()
        .filter(|it| it.present || taken.contains(&it.item));
    there.copied().min_by_key(|it| (it.penalty, it.item))
}

struct Found {
    brought: usize,
    penalty: u32,
    items: BTreeSet<usize>,
}

struct Search<'a> {
    choices: &'a [Vec<Choice>],
    least_penalty: u32,
    best: Option<Found>,
    steps: usize,
}

impl Search<'_> {
    fn descend(&mut self, taken: &mut BTreeSet<usize>) {
        if self.steps >= MOST_STEPS {
            return;
        }
        self.steps += 1;
        let open: Vec<usize> = self.open(taken);
        let bound = taken.len() + self.apart(&open);
        let worse = |best: &Found| {
            bound > best.brought || bound == best.brought && self.least_penalty > best.penalty
        };
        if self.best.as_ref().is_some_and(worse) {
            return;
        }
        // The finding with the fewest answers first: it decides most.
        let Some(next) = open
            .iter()
            .copied()
            .min_by_key(|it| (self.choices[*it].len(), *it))
        else {
            self.keep(taken);
            // A larger set of equal size in new things cannot exist; one more thing is never smaller.
            return;
        };
        let mut items: Vec<Choice> = self.choices[next].clone();
        items.sort_by_key(|it| (it.penalty, it.item));
        for choice in items {
            taken.insert(choice.item);
            self.descend(taken);
            taken.remove(&choice.item);
        }
    }

    /// The findings that nothing answers yet.
    fn open(&self, taken: &BTreeSet<usize>) -> Vec<usize> {
        let answered = |it: &Vec<Choice>| {
            it.is_empty() || it.iter().any(|it| it.present || taken.contains(&it.item))
        };
        (0..self.choices.len())
            .filter(|it| !answered(&self.choices[*it]))
            .collect()
    }

    /// How many findings share no answer with each other: each needs a thing of its own.
    fn apart(&self, open: &[usize]) -> usize {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut count = 0;
        for finding in open {
            let items = self.choices[*finding].iter().map(|it| it.item);
            if items.clone().all(|it| !seen.contains(&it)) {
                count += 1;
                seen.extend(items);
            }
        }
        count
    }

    fn keep(&mut self, taken: &BTreeSet<usize>) {
        let answers: Vec<Option<Choice>> =
            self.choices.iter().map(|it| best_of(it, taken)).collect();
        let found = Found {
            brought: taken.len(),
            penalty: answers.iter().flatten().map(|it| it.penalty).sum(),
            items: taken.clone(),
        };
        let key = |it: &Found| (it.brought, it.penalty, it.items.clone());
        if self
            .best
            .as_ref()
            .is_none_or(|best| key(&found) < key(best))
        {
            self.best = Some(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choice(item: usize, penalty: u32) -> Choice {
        Choice {
            item,
            penalty,
            present: false,
        }
    }

    #[test]
    fn one_thing_that_answers_two_findings_is_smaller_than_two() {
        let cover = smallest(&[
            vec![choice(0, 0), choice(2, 5)],
            vec![choice(1, 0), choice(2, 5)],
        ]);
        assert_eq!(
            (cover.answers, cover.brought, cover.optimal),
            (vec![Some(2), Some(2)], 1, true)
        );
    }

    #[test]
    fn what_is_there_already_costs_nothing() {
        let there = Choice {
            present: true,
            ..choice(1, 9)
        };
        let cover = smallest(&[vec![choice(0, 0), there], vec![]]);
        assert_eq!((cover.answers, cover.brought), (vec![Some(1), None], 0));
    }

    /// Every set of things, the smallest first.
    fn by_trying_all(choices: &[Vec<Choice>], things: usize) -> (usize, u32) {
        let sets = (0u32..1 << things).map(|bits| {
            (0..things)
                .filter(|it| bits >> it & 1 == 1)
                .collect::<BTreeSet<usize>>()
        });
        let costs = sets.filter_map(|set| {
            let answers: Vec<Option<Choice>> = choices.iter().map(|it| best_of(it, &set)).collect();
            let all = choices
                .iter()
                .zip(&answers)
                .all(|(it, answer)| it.is_empty() || answer.is_some());
            all.then(|| {
                (
                    set.len(),
                    answers.iter().flatten().map(|it| it.penalty).sum(),
                )
            })
        });
        costs.min().expect("all things together answer everything")
    }

    proptest! {
        #[test]
        fn no_set_is_smaller(findings in prop::collection::vec(prop::collection::btree_map(0usize..8, 0u32..4, 0..4), 0..7), present in prop::collection::btree_set(0usize..8, 0..3)) {
            let choices: Vec<Vec<Choice>> = findings.iter()
                .map(|it| it.iter().map(|(item, penalty)| Choice { item: *item, penalty: *penalty, present: present.contains(item) }).collect())
                .collect();
            let cover = smallest(&choices);
            let (size, penalty) = by_trying_all(&choices, 8);
            prop_assert!(cover.optimal);
            prop_assert_eq!((cover.brought, cover.penalty), (size, penalty));
        }
    }
}
