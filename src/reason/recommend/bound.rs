//! The most that a candidate can be worth, as SPARQL: a service works it out for all candidates of a need and brings the
//! best of them, so that nobody has to read the others. Start reading at [`best`].
//!
//! A bound may be too high, never too low: who is not among the best by its bound cannot be better than the last of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::part::Part;
use super::reasons::{Asked, Bound, Judge, Known, Marks, REASONS, View};
use super::{weight_of, wish::Wish};
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node};
use crate::reason::profile::Properties;

/// Less than any bound of what may be picked, as weights are at most 100: what is picked only where nothing else is left.
pub const LAST: f64 = -5e5;
/// Less than that: what misses a condition for certain.
pub const NEVER: f64 = -15e5;

/// A list of candidates to ask for.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The need.
    pub need: Node,
    /// The languages, all of which must be able to use them.
    pub languages: &'a [Node],
    /// Only those that are mainly for the need, and part of a system in this way.
    pub part: Option<Part>,
    /// What tells its rows from those of other lists.
    pub key: usize,
    /// How many of them.
    pub limit: usize,
    /// The properties among status, maturity and ring that some candidate has.
    pub marks: &'a [String],
}

/// A subselect of the candidates `?s` with the highest bounds `?u`, and the list's key `?k`.
#[must_use]
pub fn best(graph: &Graph<'_>, wish: &Wish, list: List<'_>) -> String {
    let properties = Properties::of(graph);
    let known = Known::of(graph, &properties, wish);
    let has = |property: &str| list.marks.iter().any(|it| it == property);
    let view = View {
        marks: Marks {
            rings: has(sg::RING),
            maturities: has(sg::MATURITY),
            // What is said beside one language need not be said beside another.
            statuses: has(sg::STATUS) && wish.languages.len() < 2,
        },
        languages: list.languages,
        ..View::new(graph, &properties, wish, &known)
    };
    let asked = Asked {
        view,
        need: list.need,
    };
    let mut sum = Sum::default();
    for reason in REASONS {
        let Judge::Alone { .. } = reason.judge else {
            continue;
        };
        if !(reason.applies)(view, list.need) {
            continue;
        }
        let weight = weight_of(wish, reason).max(0.0);
        match reason.reads.most.and_then(|most| most(&asked)) {
            Some(bound) => sum.add(weight, bound),
            None => sum.terms.push(number(weight)),
        }
    }
    misses(&asked, &mut sum);
    if let Some(part) = wish.part(list.need).or(list.part) {
        of_another_part(part, &mut sum);
    }
    sum.select(&asked, list)
}

/// A number as SPARQL writes a double: Virtuoso divides whole numbers as whole numbers.
pub(crate) fn number(value: f64) -> String {
    format!("{value:.6}e0")
}

/// What a service adds up, and from what.
#[derive(Default)]
pub(crate) struct Sum {
    of_it: Vec<&'static str>,
    to_it: Vec<&'static str>,
    also: Vec<String>,
    figures: BTreeMap<&'static str, String>,
    terms: Vec<String>,
}

impl Sum {
    /// Adds what a bound is worth at a weight.
    pub(crate) fn add(&mut self, weight: f64, bound: Bound) {
        self.terms
            .push(format!("{} * ({})", number(weight), bound.most));
        self.read(bound);
    }

    /// Adds a term that is a number already.
    pub(crate) fn add_term(&mut self, term: String) {
        self.terms.push(term);
    }

    /// Reads what a bound is made of.
    pub(crate) fn read(&mut self, bound: Bound) {
        self.of_it.extend(bound.of_it);
        self.to_it.extend(bound.to_it);
        self.also.extend(bound.also);
        self.figures.extend(bound.figures);
    }

    /// The whole subselect. Each statement counts once, whoever says it.
    fn select(self, asked: &Asked<'_>, list: List<'_>) -> String {
        let graph = asked.view.graph;
        let (category, need) = (sg::IN_CATEGORY, graph.iri(list.need));
        let usable = list.languages.iter().enumerate().map(|(number, language)| {
            let (usable, language) = (sg::USABLE_FROM, graph.iri(*language));
            format!("GRAPH ?b{number} {{ ?s <{usable}> <{language}> }}")
        });
        let usable = usable.collect::<Vec<_>>().join(" ");
        let main = list.part.map(|_| {
            let finer = graph.subjects(sg::BROADER, list.need);
            let needs: Vec<&str> = finer.chain([list.need]).map(|it| graph.iri(it)).collect();
            let (purpose, is_for) = (sg::PURPOSE, one_of("?m", &needs));
            format!("GRAPH ?c {{ ?s <{purpose}> ?m }} FILTER({is_for})")
        });
        let main = main.unwrap_or_default();
        let each = format!("GRAPH ?g {{ ?s <{category}> <{need}> }} BIND(<{category}> AS ?p)");
        self.best(
            &format!("GRAPH ?a {{ ?s <{category}> <{need}> }} {usable} {main}"),
            &each,
            list.key,
            list.limit,
        )
    }

    /// The subselect of what fits the pattern `members`; `each` is a pattern that every one of them fits.
    pub(crate) fn best(self, members: &str, each: &str, key: usize, limit: usize) -> String {
        let inferred = sg::id("source", "rule-transitive");
        let mut branches = vec![format!("{{ {each} }}")];
        if !self.of_it.is_empty() {
            branches.push(format!(
                "{{ GRAPH ?g {{ ?s ?p ?x }} FILTER({}) }}",
                one_of("?p", &self.of_it)
            ));
        }
        if !self.to_it.is_empty() {
            branches.push(format!(
                "{{ GRAPH ?g {{ ?x ?p ?s }} FILTER({} && ?g != <{inferred}>) }}",
                one_of("?p", &self.to_it)
            ));
        }
        branches.extend(self.also.iter().map(|it| format!("{{ {it} }}")));
        let figures = self.figures.iter().fold(String::new(), |mut all, it| {
            let (name, aggregate) = it;
            let _ = write!(all, " ({aggregate} AS ?{name})");
            all
        });
        format!(
            "{{ SELECT ?s (\"{key}\" AS ?k) ({} AS ?u) {{ SELECT ?s{figures} {{ SELECT DISTINCT ?s ?p ?x {{ \
             {{ SELECT DISTINCT ?s {{ {members} }} }} {} }} }} GROUP BY ?s }} \
             ORDER BY DESC(?u) LIMIT {limit} }}",
            self.terms.join(" + "),
            branches.join(" UNION "),
        )
    }
}

/// Puts what misses a condition for certain, or is only picked where nothing else is left, behind all others.
fn misses(asked: &Asked<'_>, sum: &mut Sum) {
    let (graph, wish) = (asked.view.graph, asked.view.wish);
    sum.terms.push(number(0.0));
    let without: Vec<&str> = wish.without.iter().map(|it| graph.iri(*it)).collect();
    if !without.is_empty() {
        let those = one_of("?s", &without);
        sum.terms
            .push(format!("IF({those}, {}, 0.0e0)", number(2.0 * NEVER)));
    }
    if !wish.include_retired && wish.as_of.is_none() {
        let alive = |but: &str| {
            format!(
                "SUM(IF(?p = <{}> && !(STR(?x) IN ({but})), 1, 0))",
                sg::STATUS
            )
        };
        sum.terms.push(format!(
            "IF(?told = 0, 0.0e0, IF(?living = 0, {}, IF(?offered = 0, {}, 0.0e0)))",
            number(1.5 * NEVER),
            number(2.0 * LAST)
        ));
        sum.read(Bound {
            of_it: vec![sg::STATUS],
            figures: vec![
                ("told", count(sg::STATUS)),
                ("living", alive("\"retired\"")),
                ("offered", alive("\"retired\", \"maintenance\"")),
            ],
            ..Bound::default()
        });
    }
    if !wish.standards.is_empty() {
        let versions = wish.standards.iter().flat_map(|standard| {
            let versions = graph.subjects(sg::IS_VERSION_OF, *standard);
            versions.chain([*standard])
        });
        let meant: Vec<&str> = versions.map(|it| graph.iri(it)).collect();
        sum.terms
            .push(format!("IF(?meant = 0, {}, 0.0e0)", number(2.0 * NEVER)));
        sum.read(Bound {
            of_it: vec![sg::IMPLEMENTS],
            figures: vec![(
                "meant",
                format!(
                    "SUM(IF(?p = <{}> && {}, 1, 0))",
                    sg::IMPLEMENTS,
                    one_of("?x", &meant)
                ),
            )],
            ..Bound::default()
        });
    }
}

/// The same for what is for certain part of a system in another way than asked; [`Part::of`] says which way that is. A
/// client alone leaves it open: it may be of the technology's own language.
fn of_another_part(part: Part, sum: &mut Sum) {
    let (made_for, any) = (sg::MADE_FOR, id("language", "any"));
    let beside = format!("(?p = <{made_for}> && ?x = <{any}>)");
    let (name, properties): (_, &[&str]) = match part {
        Part::Service => ("served", &[sg::CONTAINER_IMAGE, sg::CLIENT_OF]),
        Part::Library => ("serving", &[sg::CONTAINER_IMAGE]),
    };
    let is_other = match part {
        Part::Service => format!("?{name} = 0"),
        Part::Library => format!("?{name} > 0"),
    };
    sum.terms
        .push(format!("IF({is_other}, {}, 0.0e0)", number(2.0 * NEVER)));
    sum.read(Bound {
        of_it: vec![sg::MADE_FOR, sg::CONTAINER_IMAGE],
        to_it: vec![sg::CLIENT_OF],
        figures: vec![(
            name,
            format!("SUM(IF({} || {beside}, 1, 0))", one_of("?p", properties)),
        )],
        ..Bound::default()
    });
}

/// How many statements have a property.
pub(crate) fn count(property: &str) -> String {
    format!("SUM(IF(?p = <{property}>, 1, 0))")
}

/// The most that one of a property's values is worth; `other` for those not named.
pub(crate) fn most(property: &str, values: &[(&str, f64)], other: f64) -> String {
    let worth = values.iter().fold(number(other), |rest, (text, worth)| {
        format!("IF(STR(?x) = \"{text}\", {}, {rest})", number(*worth))
    });
    format!("MAX(IF(?p = <{property}>, {worth}, 0.0e0))")
}

/// The condition that a variable is one of some IRIs.
pub(crate) fn one_of(variable: &str, iris: &[&str]) -> String {
    let mut iris: Vec<String> = iris.iter().map(|it| format!("<{it}>")).collect();
    iris.sort_unstable();
    iris.dedup();
    format!("{variable} IN ({})", iris.join(", "))
}

/// At most 1.5 % more than the square root of a figure: on a tangent, another for each power of two.
pub(crate) fn root(figure: &str) -> String {
    let tangent = |touched: f64| {
        let root = touched.sqrt();
        format!(
            "({} * {figure} + {})",
            number(0.5 / root + 1e-6),
            number(root / 2.0 + 1e-6)
        )
    };
    let mut pieces = tangent(2048.0 * 1.5);
    for power in (0..=10).rev() {
        let from = f64::from(1_u32 << power);
        pieces = format!(
            "IF({figure} < {}, {}, {pieces})",
            1_u32 << (power + 1),
            tangent(from * 1.5)
        );
    }
    format!("IF({figure} < 1, 0.0e0, {pieces})")
}
