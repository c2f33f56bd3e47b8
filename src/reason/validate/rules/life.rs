//! Rules on what lives, what is retired and what took its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, Rule, statements};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::validate::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "retired-unexplained",
        severity: Severity::Violation,
        message: "retired, without a successor and without words that say so",
        fix: "name what took its place in successors.csv, or the words of the page in statuses.csv",
        broken: unexplained,
    },
    Rule {
        name: "successor-retired",
        severity: Severity::Warning,
        message: "every successor is retired itself",
        fix: "name a successor that lives, or what took the place of the last one",
        broken: dead_ends,
    },
    Rule {
        name: "ended-undated",
        severity: Severity::Warning,
        message: "retired or in maintenance, and nobody says when that was read",
        fix: "write the day on which the page was read in column `date` of statuses.csv",
        broken: undated,
    },
    Rule {
        name: "no-successor",
        severity: Severity::Info,
        message: "retired or in maintenance, without a successor or a word why there is none",
        fix: "name what took its place in successors.csv, or say in column `none` why nothing did",
        broken: without_successor,
    },
    Rule {
        name: "successor-and-none",
        severity: Severity::Violation,
        message: "has a successor, yet is said to have none",
        fix: "take one of the two rows out of successors.csv",
        broken: successor_and_none,
    },
    Rule {
        name: "archived-active",
        severity: Severity::Warning,
        message: "active, yet its evidence or the CNCF says that it ended",
        fix: "make its status maintenance or retired, or name a page that shows that it lives",
        broken: ended,
    },
    Rule {
        name: "two-statuses",
        severity: Severity::Violation,
        message: "one source gives it two statuses",
        fix: "keep the row that its page says",
        broken: two_statuses,
    },
];

/// Words by which pages say that something is over.
const ENDINGS: &[&str] = &[
    "archived",
    "deprecated",
    "discontinued",
    "end of life",
    "end-of-life",
    "no longer maintained",
    "not maintained",
    "unmaintained",
    "read-only",
];

fn is_retired(data: &Graph<'_>, node: Node) -> bool {
    data.value(node, sg::STATUS) == "retired"
}

/// The words that the statuses of things rest on.
fn words<'a>(data: &Graph<'a>) -> BTreeMap<Node, &'a str> {
    let Some(status) = data.node(sg::STATUS) else {
        return BTreeMap::new();
    };
    data.subjects(sg::STATEMENT_PREDICATE, status)
        .filter_map(|statement| {
            let thing = data.objects(statement, sg::STATEMENT_SUBJECT).next()?;
            let words = data.objects(statement, sg::WORDS).next()?;
            Some((thing, data.text(words)))
        })
        .collect()
}

fn unexplained(data: &Graph<'_>) -> Vec<Broken> {
    let words = words(data);
    statements(data, sg::STATUS)
        .filter(|(thing, _, status)| {
            data.text(*status) == "retired"
                && is_retired(data, *thing)
                && !words.contains_key(thing)
                && data.objects(*thing, sg::REPLACED_BY).next().is_none()
        })
        .map(|(thing, property, status)| Broken::statement(thing, property, status))
        .collect()
}

/// The statuses by which things are said to have ended, or to be only kept.
fn endings(data: &Graph<'_>) -> Vec<(Node, Node, Node)> {
    statements(data, sg::STATUS)
        .filter(|(thing, _, status)| {
            matches!(data.text(*status), "retired" | "maintenance")
                && data.believed(*thing, sg::STATUS) == Some(*status)
        })
        .collect()
}

fn has(data: &Graph<'_>, thing: Node, property: &str) -> bool {
    data.objects(thing, property).next().is_some()
}

fn undated(data: &Graph<'_>) -> Vec<Broken> {
    endings(data)
        .into_iter()
        .filter(|(thing, ..)| !has(data, *thing, sg::STATUS_DATE))
        .map(|(thing, property, status)| Broken::statement(thing, property, status))
        .collect()
}

fn without_successor(data: &Graph<'_>) -> Vec<Broken> {
    endings(data)
        .into_iter()
        .filter(|(thing, ..)| {
            !has(data, *thing, sg::REPLACED_BY) && !has(data, *thing, sg::NO_SUCCESSOR)
        })
        .map(|(thing, property, status)| Broken::statement(thing, property, status))
        .collect()
}

fn successor_and_none(data: &Graph<'_>) -> Vec<Broken> {
    statements(data, sg::NO_SUCCESSOR)
        .filter(|(thing, ..)| has(data, *thing, sg::REPLACED_BY))
        .map(|(thing, property, why)| Broken::statement(thing, property, why))
        .collect()
}

/// What is replaced, and by none that lives, at any distance.
fn dead_ends(data: &Graph<'_>) -> Vec<Broken> {
    let alive = reach_backwards(data);
    statements(data, sg::REPLACED_BY)
        .filter(|(thing, ..)| !alive.contains(thing))
        .map(|(thing, property, successor)| Broken::statement(thing, property, successor))
        .collect()
}

/// What has a successor that is not retired, found from those backwards: each thing is looked at once.
fn reach_backwards(data: &Graph<'_>) -> BTreeSet<Node> {
    let mut open: Vec<Node> = statements(data, sg::REPLACED_BY)
        .map(|(.., successor)| successor)
        .filter(|successor| !is_retired(data, *successor))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(successor) = open.pop() {
        for replaced in data.subjects(sg::REPLACED_BY, successor) {
            if reached.insert(replaced) {
                open.push(replaced);
            }
        }
    }
    reached
}

fn ended(data: &Graph<'_>) -> Vec<Broken> {
    let words = words(data);
    let ended = |thing: Node| -> Option<String> {
        if data.value(thing, sg::MATURITY) == "archived" {
            return Some("the CNCF has archived it".to_owned());
        }
        let words = words.get(&thing)?;
        let lower = words.to_lowercase();
        let says_so = ENDINGS.iter().any(|ending| lower.contains(ending));
        says_so.then(|| format!("“{words}”"))
    };
    statements(data, sg::STATUS)
        .filter(|(thing, _, status)| {
            data.text(*status) == "active" && data.value(*thing, sg::STATUS) == "active"
        })
        .filter_map(|(thing, property, status)| {
            Some(Broken::statement(thing, property, status).because(ended(thing)?))
        })
        .collect()
}

fn two_statuses(data: &Graph<'_>) -> Vec<Broken> {
    let Some(property) = data.node(sg::STATUS) else {
        return Vec::new();
    };
    let mut first: BTreeMap<(Node, Node), Node> = BTreeMap::new();
    let rows = data.index().matching(None, Some(property.0), None);
    let mut broken = Vec::new();
    for [thing, _, status, source] in rows {
        let (thing, status, source) = (Node(thing), Node(status), Node(source));
        let other = *first.entry((thing, source)).or_insert(status);
        if other != status {
            let more = format!(
                "{} says {} and {}",
                data.slug(source),
                data.text(other),
                data.text(status)
            );
            broken.push(Broken::statement(thing, property, status).because(more));
        }
    }
    broken
}
