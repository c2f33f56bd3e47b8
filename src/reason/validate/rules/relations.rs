//! Rules on relations between things.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, Rule, statements};
use crate::base::link;
use crate::base::vocabulary as sg;
use crate::graph::walk::cycles;
use crate::graph::{Graph, Node};
use crate::reason::validate::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "itself",
        severity: Severity::Violation,
        message: "is its own alternative, foundation, fork, part, successor or integration",
        fix: "take the row out",
        broken: itself,
    },
    Rule {
        name: "cycle",
        severity: Severity::Violation,
        message: "comes back to itself by a cycle",
        fix: "take out the row of the cycle that is wrong",
        broken: circles,
    },
    Rule {
        name: "undefined",
        severity: Severity::Violation,
        message: "refers to something that is not defined",
        fix: "define it in its table, or mend the slug",
        broken: undefined,
    },
    Rule {
        name: "alternative-elsewhere",
        severity: Severity::Violation,
        message: "an alternative without a need in common, finer and broader ones counted",
        fix: "give both the need they share in entries.csv, or take the row out",
        broken: without_common_need,
    },
    Rule {
        name: "alternative-foundation",
        severity: Severity::Violation,
        message: "an alternative to what it is built on, or to what is built on it",
        fix: "say `forkOf` where it began as a copy of the other's code, else keep the one of the two that its page says",
        broken: alternative_foundations,
    },
    Rule {
        name: "fork-foundation",
        severity: Severity::Violation,
        message: "a fork of what it is built on",
        fix: "take out `builtOn`: a fork runs without what it is a copy of",
        broken: fork_foundations,
    },
    Rule {
        name: "speaks-and-implements",
        severity: Severity::Warning,
        message: "speaks a standard that it implements",
        fix: "keep `implements` where it serves the standard or is an implementation of it, else `speaks`",
        broken: spoken_and_implemented,
    },
    Rule {
        name: "server-speaks",
        severity: Severity::Warning,
        message: "only speaks what most others of its need serve",
        fix: "say `implements` if it serves the standard too, or mend its need in entries.csv",
        broken: servers_that_speak,
    },
    Rule {
        name: "front-page",
        severity: Severity::Warning,
        message: "an alternative by the front page of a repository, which seldom says so",
        fix: "name the page that says it and its words, or give the row the source `curation`",
        broken: front_pages,
    },
    Rule {
        name: "same-repository",
        severity: Severity::Warning,
        message: "the repository of another technology",
        fix: "mend the address, or say that one is `partOf` or `builtOn` the other in relations.csv",
        broken: same_repository,
    },
];

fn itself(data: &Graph<'_>) -> Vec<Broken> {
    [
        sg::ALTERNATIVE_TO,
        sg::BUILT_ON,
        sg::FORK_OF,
        sg::INTEGRATES_WITH,
        sg::REPLACED_BY,
        sg::IS_PART_OF,
        sg::IS_VERSION_OF,
        sg::BROADER,
    ]
    .into_iter()
    .flat_map(|relation| statements(data, relation))
    .filter(|(from, _, to)| from == to)
    .map(|(from, relation, to)| Broken::statement(from, relation, to))
    .collect()
}

fn circles(data: &Graph<'_>) -> Vec<Broken> {
    [
        sg::BUILT_ON,
        sg::FORK_OF,
        sg::REPLACED_BY,
        sg::IS_PART_OF,
        sg::IS_VERSION_OF,
        sg::BROADER,
    ]
    .into_iter()
    .flat_map(|relation| cycles(data, relation))
    .map(|edge| Broken::statement(edge.from, edge.relation, edge.to))
    .collect()
}

/// Things of ours that statements point to or stand in, and that have no class.
fn undefined(data: &Graph<'_>) -> Vec<Broken> {
    let things = data
        .index()
        .with_prefix(&[b"I", sg::ID.as_bytes()].concat());
    let class = data.node(sg::TYPE);
    let defined = |node: Node| {
        let rows = |class: Node| data.index().matching(Some(node.0), Some(class.0), None);
        class.is_some_and(|class| rows(class).next().is_some())
    };
    things
        .map(Node)
        .filter(|node| !defined(*node))
        .filter_map(|node| {
            // Who refers to it is where it can be mended.
            let pointing = data
                .pointing_to(node)
                .find(|(.., source)| !data.is_rule(*source));
            if let Some((subject, property, _)) = pointing {
                return Some(Broken::statement(subject, property, node));
            }
            let (property, value, _) = data.about(node).next()?;
            Some(Broken::statement(node, property, value))
        })
        .collect()
}

fn without_common_need(data: &Graph<'_>) -> Vec<Broken> {
    let needs: BTreeSet<Node> = data.of_class(sg::NEED).into_iter().collect();
    let mut known: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    let mut needs_of = |thing: Node| {
        let of = || {
            data.objects(thing, sg::IN_CATEGORY)
                .filter(|it| needs.contains(it))
                .collect()
        };
        known.entry(thing).or_insert_with(of).clone()
    };
    statements(data, sg::ALTERNATIVE_TO)
        .filter(|(from, property, to)| {
            let stated = data.sources(*from, data.iri(*property), *to);
            stated.first().is_some_and(|it| !data.is_rule(*it))
        })
        .filter(|(from, _, to)| {
            let (mine, theirs) = (needs_of(*from), needs_of(*to));
            !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs)
        })
        .map(|(from, property, to)| Broken::statement(from, property, to))
        .collect()
}

/// Servers that are mainly chosen for a need most of whose others serve a standard that these only speak. What code uses
/// directly is a library, and a library may well be a client.
fn servers_that_speak(data: &Graph<'_>) -> Vec<Broken> {
    let serves = |thing: Node, standard: Node| {
        let mut served = data.objects(thing, sg::IMPLEMENTS);
        served.any(|it| it == standard)
    };
    statements(data, sg::SPEAKS)
        .filter(|(thing, _, standard)| {
            !serves(*thing, *standard) && data.objects(*thing, sg::MADE_FOR).next().is_none()
        })
        .filter_map(|(thing, property, standard)| {
            let need = data.objects(thing, sg::PURPOSE).next()?;
            let others: Vec<Node> = data
                .subjects(sg::PURPOSE, need)
                .filter(|it| *it != thing)
                .collect();
            let serving = others.iter().filter(|it| serves(**it, standard)).count();
            (serving > 2 && serving * 2 > others.len()).then(|| {
                let more = format!(
                    "{serving} of {} others for {} serve it",
                    others.len(),
                    data.slug(need)
                );
                Broken::statement(thing, property, standard).because(more)
            })
        })
        .collect()
}

/// Alternatives that a source other than our own judgement has from the root of a repository, without words.
fn front_pages(data: &Graph<'_>) -> Vec<Broken> {
    let Some(relation) = data.node(sg::ALTERNATIVE_TO) else {
        return Vec::new();
    };
    data.subjects(sg::STATEMENT_PREDICATE, relation)
        .filter(|it| data.objects(*it, sg::WORDS).next().is_none())
        .filter(|it| {
            let mut pages = data.objects(*it, sg::PRIMARY_SOURCE);
            pages.any(|page| is_repository_root(data.iri(page)))
        })
        .filter_map(|it| {
            let from = data.objects(it, sg::STATEMENT_SUBJECT).next()?;
            let to = data.objects(it, sg::STATEMENT_OBJECT).next()?;
            let sources = data.sources(from, sg::ALTERNATIVE_TO, to);
            let judged = |source: &Node| data.slug(*source) == "curation" || data.is_rule(*source);
            (!sources.iter().any(judged)).then(|| Broken::statement(from, relation, to))
        })
        .collect()
}

/// Whether an address is the root of a repository: an owner and a name on a code host, and nothing more.
fn is_repository_root(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let mut parts = rest.trim_end_matches('/').split('/');
    let host = parts.next().unwrap_or_default();
    matches!(
        host.trim_start_matches("www."),
        "github.com" | "gitlab.com" | "bitbucket.org" | "codeberg.org"
    ) && matches!(parts.count(), 1 | 2)
}

/// Alternatives of which one stands on the other, by way of others too: what runs inside of it cannot take its place.
fn alternative_foundations(data: &Graph<'_>) -> Vec<Broken> {
    statements(data, sg::ALTERNATIVE_TO)
        .filter(|(from, property, to)| {
            let stated = data.sources(*from, data.iri(*property), *to);
            stated.first().is_some_and(|it| !data.is_rule(*it))
        })
        .filter_map(|(from, property, to)| {
            let stands = |one: Node, on: Node| data.objects(one, sg::BUILT_ON).any(|it| it == on);
            let (above, below) = match (stands(from, to), stands(to, from)) {
                (true, _) => (from, to),
                (_, true) => (to, from),
                _ => return None,
            };
            let more = format!("{} is built on {}", data.slug(above), data.slug(below));
            Some(Broken::statement(from, property, to).because(more))
        })
        .collect()
}

fn fork_foundations(data: &Graph<'_>) -> Vec<Broken> {
    both(data, sg::FORK_OF, sg::BUILT_ON)
}

fn spoken_and_implemented(data: &Graph<'_>) -> Vec<Broken> {
    both(data, sg::SPEAKS, sg::IMPLEMENTS)
}

/// The statements of `property` whose two ends are tied by `other` too.
fn both(data: &Graph<'_>, property: &str, other: &str) -> Vec<Broken> {
    statements(data, property)
        .filter(|(from, _, to)| data.objects(*from, other).any(|it| it == *to))
        .map(|(from, property, to)| Broken::statement(from, property, to))
        .collect()
}

/// Technologies of one repository, unless one is a part of the other, or both are of a third.
fn same_repository(data: &Graph<'_>) -> Vec<Broken> {
    let mut sharing: BTreeMap<String, Vec<(Node, Node, Node)>> = BTreeMap::new();
    for thing in data.of_class(sg::TECHNOLOGY) {
        let repository = data.believed(thing, sg::REPOSITORY);
        if let (Some(property), Some(repository)) = (data.node(sg::REPOSITORY), repository) {
            let address = link::plain(data.iri(repository));
            let at = sharing.entry(address).or_default();
            at.push((thing, property, repository));
        }
    }
    let tied = |one: Node, other: Node| {
        let foundations = |node: Node| -> BTreeSet<Node> {
            [sg::IS_PART_OF, sg::BUILT_ON]
                .into_iter()
                .flat_map(|relation| data.objects(node, relation))
                .chain([node])
                .collect()
        };
        !foundations(one).is_disjoint(&foundations(other))
    };
    let mut broken = Vec::new();
    for sharers in sharing.values().filter(|it| it.len() > 1) {
        let (first, ..) = sharers[0];
        for (thing, property, repository) in &sharers[1..] {
            if !tied(first, *thing) {
                let more = format!("{} has it too", data.slug(first));
                broken.push(Broken::statement(*thing, *property, *repository).because(more));
            }
        }
    }
    broken
}
