//! How well recommendations agree with what real systems use, beside counting. Start reading at [`evaluate`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use rayon::prelude::*;

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::recommend::wish::Wish;
use crate::reason::recommend::{Advice, recommend};

/// A real system and what it uses.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Who owns its repository, such as `github.com/nats-io`; empty where that is not known.
    pub owner: String,
    /// The languages it is written in, the most used first.
    pub languages: Vec<Node>,
    /// The year of its last commit.
    pub year: Option<u16>,
    /// What it uses for which need; nothing for an entry that the graph lacks.
    pub picks: Vec<(Node, Option<Node>)>,
}

/// How high the right answers stood.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many questions were asked.
    pub queries: usize,
    /// The share whose answer was right.
    pub hit_at_1: f64,
    /// The share with a right one among the first three.
    pub hit_at_3: f64,
    /// The share with a right one among the first five.
    pub hit_at_5: f64,
    /// The mean of 1 / rank of the first right one, 0 where there is none.
    pub mean_reciprocal_rank: f64,
}

/// The recommender beside counting, on the same questions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The recommender.
    pub recommended: Figures,
    /// What most of the graph's systems use for the need.
    pub popular: Figures,
    /// The same, with systems that share no language counting little.
    pub popular_in_language: Figures,
}

/// One way of asking, whole and in parts.
#[derive(Clone, Debug, Default)]
pub struct Agreement {
    /// All questions.
    pub all: Comparison,
    /// By need.
    pub by_need: BTreeMap<String, Comparison>,
    /// By the language most used.
    pub by_language: BTreeMap<String, Comparison>,
    /// By the year of the last commit; systems without one are left out.
    pub by_year: BTreeMap<u16, Comparison>,
}

/// Both ways of asking.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// One question for each system and need: right is any entry that the system uses for it.
    pub any_of: Agreement,
    /// One question for each pick, with all else given: right is that entry.
    pub leave_one_out: Agreement,
}

/// A need for which the systems use fewer different entries leaves nothing to choose.
const CHOICE: usize = 3;
/// What a system that shares no language counts in the second baseline.
const FOREIGN: f64 = 0.15;

/// Asks for every need of every system, with what it uses for its other needs brought along.
///
/// Neither the recommender nor the baselines see a system of the same owner as the one asked about.
#[must_use]
pub fn evaluate(graph: &Graph<'_>, systems: &[Observed]) -> Evaluation {
    let counted = Counted::of(graph);
    let used = used(graph, systems, &counted);
    let is_choice = |need: Node| used.get(&need).is_some_and(|it| it.len() >= CHOICE);
    let mut any_of = Vec::new();
    let mut leave_one_out = Vec::new();
    for system in systems {
        let needs: BTreeSet<Node> = system.picks.iter().map(|(need, _)| *need).collect();
        for need in needs.into_iter().filter(|need| is_choice(*need)) {
            let picks = system.picks.iter().filter(|(of, _)| *of == need);
            let picks: Vec<Option<Node>> = picks.map(|(_, entry)| *entry).collect();
            any_of.push(Question::new(system, need, &picks, &[]));
            leave_one_out.extend(picks.iter().map(|pick| {
                let others: Vec<Node> = picks
                    .iter()
                    .filter(|it| *it != pick)
                    .flatten()
                    .copied()
                    .collect();
                Question::new(system, need, &[*pick], &others)
            }));
        }
    }
    Evaluation {
        any_of: agreement(graph, &counted, &any_of),
        leave_one_out: agreement(graph, &counted, &leave_one_out),
    }
}

/// The entries that any system uses, by need.
fn used(
    graph: &Graph<'_>,
    systems: &[Observed],
    counted: &Counted,
) -> HashMap<Node, BTreeSet<Node>> {
    let mut used: HashMap<Node, BTreeSet<Node>> = HashMap::new();
    let picks = systems.iter().flat_map(|system| &system.picks);
    for (need, entry) in picks {
        used.entry(*need).or_default().extend(*entry);
    }
    for (need, entries) in &mut used {
        let known = counted.systems.iter().flat_map(|system| &system.uses);
        entries.extend(known.filter(|it| graph.says(**it, sg::IN_CATEGORY, *need)));
    }
    used
}

/// One thing to ask, and what is right.
struct Question<'a> {
    system: &'a Observed,
    need: Node,
    right: Vec<Node>,
    given: Vec<Node>,
    without: Vec<Node>,
}

impl<'a> Question<'a> {
    fn new(system: &'a Observed, need: Node, right: &[Option<Node>], without: &[Node]) -> Self {
        let right: Vec<Node> = right.iter().flatten().copied().collect();
        let others = system.picks.iter().filter_map(|(_, entry)| *entry);
        let given: BTreeSet<Node> = others
            .filter(|it| !right.contains(it) && !without.contains(it))
            .collect();
        Self {
            system,
            need,
            right,
            given: given.into_iter().collect(),
            without: without.to_vec(),
        }
    }

    /// The rank of the first right one.
    fn rank(&self, order: &[Node]) -> Option<usize> {
        let at = order.iter().position(|it| self.right.contains(it));
        at.map(|at| at + 1)
    }

    fn recommended(&self, graph: &Graph<'_>, counted: &Counted) -> Option<usize> {
        let wish = Wish {
            languages: self.system.languages.clone(),
            needs: vec![(self.need, 1)],
            with: self.given.clone(),
            without: self.without.clone(),
            unseen: counted.of_owner(&self.system.owner),
            // One need is ranked, not searched for.
            timeout: Duration::from_mins(1),
            ..Wish::default()
        };
        let Advice::Stacks(stacks) = recommend(graph, &wish) else {
            return None;
        };
        let pick = stacks.first()?.picks.first()?;
        let order: Vec<Node> = pick.candidates.iter().map(|(node, _)| *node).collect();
        self.rank(&order)
    }

    /// The rank by how many other systems use an entry.
    fn counted(&self, graph: &Graph<'_>, counted: &Counted, foreign: f64) -> Option<usize> {
        let mut counts: BTreeMap<Node, f64> = BTreeMap::new();
        let is_own = |owner: &str| !owner.is_empty() && owner == self.system.owner;
        for system in counted.systems.iter().filter(|it| !is_own(&it.owner)) {
            let mut languages = system.languages.iter();
            let shares = languages.any(|it| self.system.languages.contains(it));
            let weight = if shares { 1.0 } else { foreign };
            for entry in &system.uses {
                *counts.entry(*entry).or_default() += weight;
            }
        }
        counts.retain(|entry, _| {
            !self.without.contains(entry) && graph.says(*entry, sg::IN_CATEGORY, self.need)
        });
        let mut order: Vec<(Node, f64)> = counts.into_iter().collect();
        // Equal counts stay in the order of their IRIs.
        order.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let order: Vec<Node> = order.into_iter().map(|(node, _)| node).collect();
        self.rank(&order)
    }
}

/// The graph's own systems, to count.
struct Counted {
    systems: Vec<CountedSystem>,
}

struct CountedSystem {
    node: Node,
    owner: String,
    languages: Vec<Node>,
    uses: Vec<Node>,
}

impl Counted {
    fn of(graph: &Graph<'_>) -> Self {
        let systems = graph.of_class(sg::SYSTEM).into_iter();
        let systems = systems.map(|node| CountedSystem {
            node,
            owner: graph
                .objects(node, sg::REPOSITORY)
                .next()
                .map_or_else(String::new, |it| owner(graph.iri(it))),
            languages: graph.objects(node, sg::WRITTEN_IN).collect(),
            uses: graph.objects(node, sg::USES).collect(),
        });
        Self {
            systems: systems.collect(),
        }
    }

    fn of_owner(&self, owner: &str) -> Vec<Node> {
        let own = self.systems.iter().filter(|it| it.owner == owner);
        own.filter(|it| !it.owner.is_empty())
            .map(|it| it.node)
            .collect()
    }
}

/// Host and first part of the path of a repository's address, lower-case; empty where it has none.
#[must_use]
pub fn owner(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let mut parts = rest.trim_start_matches("www.").split('/');
    match (parts.next(), parts.next()) {
        (Some(host), Some(owner)) if !owner.is_empty() => format!("{host}/{owner}").to_lowercase(),
        _ => String::new(),
    }
}

/// Ranks of the first right one: of the recommender, by popularity, by popularity in the language.
type Ranks = [Option<usize>; 3];

fn agreement(graph: &Graph<'_>, counted: &Counted, questions: &[Question<'_>]) -> Agreement {
    let ranks: Vec<Ranks> = questions
        .par_iter()
        .map(|it| {
            [
                it.recommended(graph, counted),
                it.counted(graph, counted, 1.0),
                it.counted(graph, counted, FOREIGN),
            ]
        })
        .collect();
    let asked = || questions.iter().zip(&ranks);
    Agreement {
        all: comparison(&ranks.iter()),
        by_need: grouped(asked().map(|(it, ranks)| (graph.slug(it.need).to_owned(), ranks))),
        by_language: grouped(asked().filter_map(|(it, ranks)| {
            let language = it.system.languages.first()?;
            Some((graph.slug(*language).to_owned(), ranks))
        })),
        by_year: grouped(asked().filter_map(|(it, ranks)| Some((it.system.year?, ranks)))),
    }
}

fn grouped<'a, K: Ord>(asked: impl Iterator<Item = (K, &'a Ranks)>) -> BTreeMap<K, Comparison> {
    let mut groups: BTreeMap<K, Vec<&Ranks>> = BTreeMap::new();
    for (key, ranks) in asked {
        groups.entry(key).or_default().push(ranks);
    }
    let groups = groups.into_iter();
    groups
        .map(|(key, ranks)| (key, comparison(&ranks.into_iter())))
        .collect()
}

fn comparison<'a>(ranks: &(impl Iterator<Item = &'a Ranks> + Clone)) -> Comparison {
    let of = |way: usize| figures(&ranks.clone().map(|ranks| ranks[way]));
    Comparison {
        recommended: of(0),
        popular: of(1),
        popular_in_language: of(2),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn figures(ranks: &(impl Iterator<Item = Option<usize>> + Clone)) -> Figures {
    let queries = ranks.clone().count();
    let share = |sum: f64| {
        if queries == 0 {
            0.0
        } else {
            sum / queries as f64
        }
    };
    let within = |most: usize| {
        let right = ranks.clone().flatten().filter(|rank| *rank <= most);
        share(right.count() as f64)
    };
    Figures {
        queries,
        hit_at_1: within(1),
        hit_at_3: within(3),
        hit_at_5: within(5),
        mean_reciprocal_rank: share(ranks.clone().flatten().map(|rank| 1.0 / rank as f64).sum()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shares_of_all_questions() {
        let found = figures(&[Some(1), Some(2), None, Some(5)].into_iter());
        assert_eq!(found.queries, 4);
        assert!((found.hit_at_1 - 0.25).abs() < 1e-9);
        assert!((found.hit_at_3 - 0.5).abs() < 1e-9);
        assert!((found.hit_at_5 - 0.75).abs() < 1e-9);
        assert!((found.mean_reciprocal_rank - 1.7 / 4.0).abs() < 1e-9);
        assert_eq!(figures(&std::iter::empty()), Figures::default());
    }

    #[test]
    fn an_owner_is_the_first_part_of_a_repositorys_path() {
        assert_eq!(
            owner("https://github.com/NATS-io/nats"),
            "github.com/nats-io"
        );
        assert_eq!(owner("https://example.org"), "");
    }
}
