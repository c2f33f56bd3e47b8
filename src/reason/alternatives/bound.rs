//! The most that an alternative can be worth, as SPARQL: a service ranks all that may take a place and brings the best.
//!
//! A bound may be too high, never too low. Successors, forks and what real systems use are read in any case, so that the
//! bounds of the others leave them out.

use super::{
    ACTIVITY, ADOPTION, LANGUAGES, NEEDS, Opening, PURPOSE, STANDARDS, STATED, alternatives,
};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::profile::Properties;
use crate::reason::recommend::bound::{NEVER, Sum, count, number, one_of};
use crate::reason::recommend::reasons::{Asked, Bound, Known, REASONS, View};
use crate::reason::recommend::wish::Wish;

/// The pattern of what may take the place of a technology, as `variable`: stated, or chosen for the same, or listed beside
/// it where nobody says what it is for.
#[must_use]
pub fn candidates(graph: &Graph<'_>, node: Node, variable: &str) -> String {
    let it = graph.iri(node);
    let (stated, purpose, category) = (sg::ALTERNATIVE_TO, sg::PURPOSE, sg::IN_CATEGORY);
    let purposes = iris(graph, graph.objects(node, purpose));
    let (beside, of) = if purposes.is_empty() {
        (iris(graph, graph.objects(node, category)), category)
    } else {
        (purposes, purpose)
    };
    let mut pattern = format!(
        "{{ GRAPH ?a {{ {variable} <{stated}> <{it}> }} }} UNION {{ GRAPH ?a {{ <{it}> <{stated}> {variable} }} }}"
    );
    if !beside.is_empty() {
        let beside: Vec<String> = beside.iter().map(|it| format!("<{it}>")).collect();
        pattern += &format!(
            " UNION {{ VALUES ?w {{ {} }} GRAPH ?a {{ {variable} <{of}> ?w }} }}",
            beside.join(" ")
        );
    }
    pattern
}

/// A subselect of what may take the place of a technology, `?s`, with the highest bounds `?u`, and the list's key `?k`.
#[must_use]
pub fn best(graph: &Graph<'_>, node: Node, opening: &Opening, key: usize, limit: usize) -> String {
    let mut sum = Sum::default();
    match adoption(graph, node) {
        Some(bound) => sum.add(ADOPTION.weight, bound),
        None => sum.add_term(number(ADOPTION.weight)),
    }
    let it = graph.iri(node);
    let alike = |property| iris(graph, graph.objects(node, property));
    let (needs, standards, usable) = (
        alike(sg::IN_CATEGORY),
        alike(sg::IMPLEMENTS),
        alike(sg::USABLE_FROM),
    );
    shared(&mut sum, NEEDS.weight, "needs", sg::IN_CATEGORY, &needs);
    shared(
        &mut sum,
        STANDARDS.weight,
        "standards",
        sg::IMPLEMENTS,
        &standards,
    );
    let purposes = alike(sg::PURPOSE);
    holds(&mut sum, PURPOSE.weight, "purposes", sg::PURPOSE, &purposes);
    holds(&mut sum, STATED.weight, "stated", sg::ALTERNATIVE_TO, &[it]);
    let asked: Vec<&str> = opening.languages.iter().map(|it| graph.iri(*it)).collect();
    let languages = if asked.is_empty() { &usable } else { &asked };
    shared(
        &mut sum,
        LANGUAGES.weight,
        "languages",
        sg::USABLE_FROM,
        languages,
    );
    if !asked.is_empty() {
        // Where nobody says what can use a thing, it is taken to fit.
        sum.read(Bound {
            figures: vec![("usable", count(sg::USABLE_FROM))],
            ..Bound::default()
        });
        sum.add_term(format!(
            "IF(?usable > 0 && ?languages = 0, {}, 0.0e0)",
            number(2.0 * NEVER)
        ));
    }
    status(&mut sum, opening);
    let stated = sg::ALTERNATIVE_TO;
    sum.read(Bound {
        also: vec![format!(
            "GRAPH ?g {{ <{it}> <{stated}> ?s }} BIND(<{it}> AS ?x) BIND(<{stated}> AS ?p)"
        )],
        ..Bound::default()
    });
    let members = format!(
        "{} FILTER(?s != <{it}>)",
        grouped(&candidates(graph, node, "?s"))
    );
    let named = sg::LABEL;
    sum.best(
        &members,
        &format!("GRAPH ?g {{ ?s <{named}> ?x }} BIND(<{named}> AS ?p)"),
        key,
        limit,
    )
}

/// The most that the recommender's reason of that name can be.
fn adoption(graph: &Graph<'_>, node: Node) -> Option<Bound> {
    let wish = Wish::default();
    let properties = Properties::of(graph);
    let known = Known::of(graph, &properties, &wish);
    let view = View::new(graph, &properties, &wish, &known);
    let reason = REASONS.iter().find(|it| it.name == ADOPTION.name)?;
    (reason.reads.most?)(&Asked { view, need: node })
}

/// What is left out may be worth as much as the first so many of those that were read: less than that changes nothing.
/// Nothing where there are fewer.
#[must_use]
pub fn enough(graph: &Graph<'_>, node: Node, opening: &Opening, top: usize) -> Option<f64> {
    let found = alternatives(graph, node, opening);
    found.get(top.checked_sub(1)?).map(|it| it.weight)
}

fn grouped(pattern: &str) -> String {
    format!("{{ {pattern} }}")
}

fn iris<'a>(graph: &Graph<'a>, nodes: impl Iterator<Item = Node>) -> Vec<&'a str> {
    nodes
        .map(|it| graph.iri(it))
        .filter(|it| !it.is_empty())
        .collect()
}

/// How many of some objects of a property both have.
fn figure(property: &'static str, objects: &[&str]) -> String {
    format!(
        "SUM(IF(?p = <{property}> && {}, 1, 0))",
        one_of("?x", objects)
    )
}

/// Adds a weight for the share of some objects that the other has too.
fn shared(
    sum: &mut Sum,
    weight: f64,
    name: &'static str,
    property: &'static str,
    objects: &[&str],
) {
    if objects.is_empty() {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "small sets")]
    let each = weight / objects.len() as f64;
    sum.add_term(format!("{} * ?{name}", number(each + 1e-6)));
    sum.read(Bound {
        of_it: vec![property],
        figures: vec![(name, figure(property, objects))],
        ..Bound::default()
    });
}

/// Adds a weight where the other has one of some objects.
fn holds(sum: &mut Sum, weight: f64, name: &'static str, property: &'static str, objects: &[&str]) {
    if objects.is_empty() {
        return;
    }
    sum.add_term(format!("IF(?{name} > 0, {}, 0.0e0)", number(weight)));
    sum.read(Bound {
        of_it: vec![property],
        figures: vec![(name, figure(property, objects))],
        ..Bound::default()
    });
}

/// What is developed today is worth more; what is retired for certain is none, unless it is asked for.
fn status(sum: &mut Sum, opening: &Opening) {
    let status = sg::STATUS;
    let said = |test: &str| format!("SUM(IF(?p = <{status}> && {test}, 1, 0))");
    sum.add_term(format!(
        "IF(?active > 0, {}, 0.0e0)",
        number(ACTIVITY.weight)
    ));
    sum.read(Bound {
        of_it: vec![status],
        figures: vec![("active", said("STR(?x) = \"active\""))],
        ..Bound::default()
    });
    if !opening.include_retired {
        sum.add_term(format!(
            "IF(?told > 0 && ?living = 0, {}, 0.0e0)",
            number(2.0 * NEVER)
        ));
        sum.read(Bound {
            figures: vec![
                ("told", count(status)),
                ("living", said("STR(?x) != \"retired\"")),
            ],
            ..Bound::default()
        });
    }
}
