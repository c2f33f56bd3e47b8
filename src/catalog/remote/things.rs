//! What `show`, `alternatives` and `compare` read.

use std::collections::BTreeSet;

use oxrdf::Term;

use super::candidates::users;
use super::gather::{Gather, guesses, one_of, renowned, values};
use super::rivals::{named, rivals};
use super::{Ranking, part};
use crate::base::vocabulary::{self as sg, ID};
use crate::catalog::names::{ANYTHING, ENTRIES};
use crate::graph::Graph;
use crate::model::diagram::Kind;
use crate::store::remote::{EndpointError, quoted};

type Done = Result<(), EndpointError>;

/// Everything about a thing and to it, with the names of what is at the other end; and what can take its place, where that is
/// ranked.
pub(super) fn thing(
    gather: &mut Gather<'_>,
    name: &str,
    drawn: bool,
    ranking: Option<&Ranking>,
) -> Done {
    let Some(node) = only(gather.resolve(&[(name, ANYTHING)])?) else {
        return Ok(());
    };
    let nodes = [node];
    everything(gather, &nodes)?;
    if drawn {
        part::around(gather, &nodes[0])?;
    }
    let told = [
        sg::TYPE,
        sg::LABEL,
        sg::STATUS,
        sg::CLIENT_OF,
        sg::FOR_LANGUAGE,
        sg::PACKAGE,
        sg::OFFICIAL,
    ];
    // What is best known is named first.
    let known_by = values(&[sg::USES, sg::INTEGRATES_WITH]);
    gather.describe_beside(&nodes[0], &told, &|beside| {
        renowned(&format!(
            "{beside} VALUES ?p {{ {known_by} }} GRAPH ?h {{ ?x ?p ?s }}"
        ))
    })?;
    if let Some(ranking) = ranking
        && kind_of(gather, &nodes[0]) == Some(Kind::Technology)
    {
        rivals(gather, &nodes, ranking, BTreeSet::new())?;
    }
    gather.describe(&[sg::TYPE, sg::LABEL, sg::STATUS])
}

/// Gathers everything about things and to them, the pages that rests on, what stands on them, the languages and the sources.
fn everything(gather: &mut Gather<'_>, nodes: &[String]) -> Done {
    let evidence = one_of("?p", &[sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT]);
    let (built_on, frame, pages) = (sg::BUILT_ON, framing(false), told_of_pages());
    let (about, to) = (sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT);
    gather.each_both(nodes, 1, &|node| {
        (
            format!(
                "{{ VALUES ?s {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!isBlank(?o)) }} UNION {{ {frame} }} UNION \
                 {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {node} }} {{ GRAPH ?h {{ ?s <{about}> ?n }} }} UNION \
                 {{ GRAPH ?h {{ ?s <{to}> ?n }} }} }} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({pages}) }}"
            ),
            Some(format!(
                "{{ VALUES ?o {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!({evidence})) }} UNION \
                 {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {node} }} GRAPH ?h {{ ?s <{built_on}> ?n }} }} }} \
                 GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{built_on}>) }}"
            )),
        )
    })?;
    let known = gather.are_of_class(&[sg::LANGUAGE, sg::SOURCE]);
    gather.are_described(&known);
    Ok(())
}

fn kind_of(gather: &Gather<'_>, node: &str) -> Option<Kind> {
    let index = gather.index();
    let graph = Graph::new(&index);
    graph.node(node).map(|node| graph.kind(node))
}

/// The pattern of what languages and sources say that decides between answers.
fn framing(with_other_names: bool) -> String {
    let (kind, classes) = (sg::TYPE, values(&[sg::LANGUAGE, sg::SOURCE]));
    let mut told = vec![
        sg::TYPE,
        sg::LABEL,
        sg::BROADER,
        sg::INTEROPERATES_WITH,
        sg::ISSUED,
        sg::DIRECTNESS,
        sg::HOMEPAGE,
    ];
    if with_other_names {
        told.push(sg::ALT_LABEL);
    }
    let told = one_of("?p", &told);
    format!(
        "{{ SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{kind}> ?c }} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({told})"
    )
}

/// The condition of what is told of a statement that rests on a page.
fn told_of_pages() -> String {
    one_of(
        "?p",
        &[
            sg::STATEMENT_SUBJECT,
            sg::STATEMENT_PREDICATE,
            sg::STATEMENT_OBJECT,
            sg::PRIMARY_SOURCE,
            sg::NOTE,
            sg::WORDS,
            sg::SUCCESSOR_KIND,
        ],
    )
}

fn only(found: Option<Vec<String>>) -> Option<String> {
    found?.into_iter().next()
}

pub(super) fn dependents(gather: &mut Gather<'_>, name: &str) -> Done {
    let Some(node) = only(gather.resolve(&[(name, ANYTHING)])?) else {
        return Ok(());
    };
    gather.trust()?;
    standing_on(gather, &[node])?;
    gather.describe(&[sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::STATUS])
}

/// Gathers what `nodes` and the things that stand on them are built on: a rule ties each to all below it.
fn standing_on(gather: &mut Gather<'_>, nodes: &[String]) -> Done {
    let built_on = sg::BUILT_ON;
    gather.each_both(nodes, 50, &|values| {
        (
            format!("VALUES ?s {{ {values} }} VALUES ?p {{ <{built_on}> }} GRAPH ?g {{ ?s ?p ?o }}"),
            Some(format!(
                "{{ SELECT DISTINCT ?s {{ VALUES ?n {{ {values} }} GRAPH ?h {{ ?s <{built_on}> ?n }} }} }} \
                 VALUES ?p {{ <{built_on}> }} GRAPH ?g {{ ?s ?p ?o }}"
            )),
        )
    })
}

pub(super) fn entries(gather: &mut Gather<'_>, names: &[String]) -> Done {
    let names: Vec<(&str, &[Kind])> = names.iter().map(|it| (it.as_str(), ENTRIES)).collect();
    let guesses = guesses(names.iter());
    gather.statements_and(
        &format!("{{ {} }} UNION {{ {} }}", framing(false), about(&guesses)),
        Some(&standing(&guesses)),
    )?;
    let known = gather.are_of_class(&[sg::LANGUAGE, sg::SOURCE]);
    gather.are_described(&known);
    gather.are_guessed(guesses.clone());
    let Some(nodes) = gather.resolve(&names)? else {
        return Ok(());
    };
    let mut other = nodes.clone();
    other.retain(|it| !guesses.contains(it));
    if !other.is_empty() {
        gather.statements_and(&about(&other), Some(&standing(&other)))?;
    }
    if !gather.subjects(sg::USES, &nodes).is_empty() {
        let newest = newest_system(gather)?;
        let (label, nodes) = (sg::LABEL, &nodes);
        let members = |variable: &str| {
            let is_it = one_of(variable, nodes);
            format!("GRAPH ?a {{ {variable} <{label}> ?w }} FILTER({is_it})")
        };
        users(gather, &members, &[], newest)?;
    }
    // A need says which finer ones it has, a heading which language it is for.
    gather.describe(&[sg::TYPE, sg::LABEL, sg::BROADER, sg::MADE_FOR])
}

fn about(nodes: &[String]) -> String {
    let nodes = values(nodes);
    format!("VALUES ?s {{ {nodes} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!isBlank(?o))")
}

/// The pattern of what talks to things, uses them and stands on them, and what that stands on.
fn standing(nodes: &[String]) -> String {
    let (nodes, built_on) = (values(nodes), sg::BUILT_ON);
    let standing = one_of("?p", &[sg::CLIENT_OF, sg::USES]);
    let of_client = one_of("?p", &[sg::OFFICIAL, sg::FOR_LANGUAGE, sg::STATUS]);
    let client_of = sg::CLIENT_OF;
    format!(
        "{{ VALUES ?o {{ {nodes} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({standing}) }} UNION \
         {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {nodes} }} GRAPH ?h {{ ?s <{client_of}> ?n }} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({of_client}) }} UNION \
         {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {nodes} }} GRAPH ?h {{ ?s <{built_on}> ?n }} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{built_on}>) }}"
    )
}

/// The year in which the newest of the real systems was changed.
fn newest_system(gather: &Gather<'_>) -> Result<Option<u16>, EndpointError> {
    let (kind, system, modified) = (sg::TYPE, sg::SYSTEM, sg::MODIFIED);
    let rows = gather.select(&format!(
        "SELECT (MAX(STR(?d)) AS ?first) {{ GRAPH ?g {{ ?s <{kind}> <{system}> }} GRAPH ?h {{ ?s <{modified}> ?d }} }}"
    ))?;
    let date = rows.rows.first().and_then(|row| row.first()?.clone());
    Ok(match date {
        Some(Term::Literal(date)) => date.value().get(..4).and_then(|it| it.parse().ok()),
        _ => None,
    })
}

/// Gathers what things say by some properties, and which source is believed.
pub(super) fn said(gather: &mut Gather<'_>, nodes: &[String], properties: &[String]) -> Done {
    let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
    gather.about(nodes, &properties)?;
    gather.trust()?;
    if gather.are_of_class(&[sg::SOURCE]).is_empty() {
        gather.check_vocabulary()?;
    }
    Ok(())
}

pub(super) fn alternatives(gather: &mut Gather<'_>, names: &[String], ranking: &Ranking) -> Done {
    let asked: Vec<(&str, &[Kind])> = names.iter().map(|it| (it.as_str(), ANYTHING)).collect();
    let Some(nodes) = opened(gather, &asked, ranking.is_for_languages, &|_| String::new())? else {
        return Ok(());
    };
    let index = gather.index();
    let graph = Graph::new(&index);
    let kind = |node: &String| graph.node(node).map(|node| graph.kind(node));
    let is_technology = |node: &String| kind(node) == Some(Kind::Technology);
    let (technologies, others): (Vec<String>, Vec<String>) =
        nodes.iter().cloned().partition(is_technology);
    if !technologies.is_empty() {
        rivals(gather, &technologies, ranking, BTreeSet::new())?;
        named(gather)?;
    }
    for node in others {
        if let Some(kind) = kind(&node) {
            all_of(gather, &node)?;
            akin(gather, &node, kind)?;
        }
    }
    Ok(())
}

/// Gathers everything about a thing and to it.
fn all_of(gather: &mut Gather<'_>, node: &str) -> Done {
    gather.each_both(&[node.to_owned()], 1, &|node| {
        // Old releases of RDF4J lose rows of a UNION whose sides have no FILTER.
        (
            format!("VALUES ?s {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!isBlank(?o))"),
            Some(format!(
                "VALUES ?o {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!isBlank(?s))"
            )),
        )
    })
}

/// Gathers in one request the languages and sources, and of things all that is said but what they integrate with and can be
/// replaced by, and what `more` of them says; what the names mean, as long as they mean anything.
pub(super) fn opened(
    gather: &mut Gather<'_>,
    names: &[(&str, &[Kind])],
    is_for_languages: bool,
    more: &dyn Fn(&[String]) -> String,
) -> Result<Option<Vec<String>>, EndpointError> {
    let guesses = guesses(names.iter());
    gather.statements(&format!(
        "{{ {} }} UNION {}{}",
        framing(is_for_languages),
        short_of(&guesses),
        more(&guesses)
    ))?;
    let known = gather.are_of_class(&[sg::LANGUAGE, sg::SOURCE]);
    gather.are_described(&known);
    gather.are_guessed(guesses.clone());
    let Some(nodes) = gather.resolve(names)? else {
        return Ok(None);
    };
    let mut other = nodes.clone();
    other.retain(|it| !guesses.contains(it));
    if !other.is_empty() {
        gather.statements(&format!("{}{}", short_of(&other), more(&other)))?;
    }
    Ok(Some(nodes))
}

/// The pattern of what is said of some things, but for relations that lead to many; of their forks and successors; and of
/// the pages that these, and whether they are kept alive, rest on.
fn short_of(nodes: &[String]) -> String {
    let nodes = values(nodes);
    let long = one_of("?p", &[sg::INTEGRATES_WITH, sg::ALTERNATIVE_TO]);
    let (about, to, predicate) = (
        sg::STATEMENT_SUBJECT,
        sg::STATEMENT_OBJECT,
        sg::STATEMENT_PREDICATE,
    );
    let forks = sg::FORK_OF;
    let told = told_of_pages();
    let rest = one_of("?r", &[sg::FORK_OF, sg::REPLACED_BY, sg::STATUS]);
    format!(
        "{{ VALUES ?s {{ {nodes} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!({long}) && !isBlank(?o)) }} UNION \
         {{ VALUES ?o {{ {nodes} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{forks}>) }} UNION \
         {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {nodes} }} {{ GRAPH ?h {{ ?s <{about}> ?n }} }} UNION \
         {{ GRAPH ?h {{ ?s <{to}> ?n }} }} GRAPH ?i {{ ?s <{predicate}> ?r }} FILTER({rest}) }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({told}) }}"
    )
}

/// Gathers what shares neighbours with a thing that is no technology: its neighbours, the things of its kind next to
/// them, and the neighbours of those.
fn akin(gather: &mut Gather<'_>, node: &str, kind: Kind) -> Done {
    let things = |all: BTreeSet<String>| -> Vec<String> {
        let known = |it: &String| {
            sg::kind_and_slug(it)
                .is_some_and(|(kind, _)| !matches!(Kind::named(kind), Kind::Other | Kind::Source))
        };
        all.into_iter().filter(known).collect()
    };
    let near = things(gather.neighbours(&[node.to_owned()]));
    let space = quoted(&format!("{ID}{}/", kind.name()));
    gather.each(&near, 100, &|values| {
        format!(
            "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?o), {space})) }} UNION \
             {{ VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?s), {space})) }}"
        )
    })?;
    let prefix = format!("{ID}{}/", kind.name());
    let mut others = things(gather.neighbours(&near));
    others.retain(|it| it.starts_with(&prefix));
    gather.each(&others, 50, &|values| {
        format!(
            "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(isIRI(?o)) }} UNION \
             {{ VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
    })?;
    let mut named = near;
    named.extend(others);
    gather.about(&named, &[sg::TYPE, sg::LABEL])
}
