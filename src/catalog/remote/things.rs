//! What `show`, `alternatives`, `compare` and `search` read.

use std::collections::BTreeSet;

use super::gather::{Gather, guesses, one_of, parts, values, words};
use super::rivals::rivals;
use super::stack::{frame_of_labels, systems};
use super::{NAMING, Ranking, TRUST, counts, part};
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, ID};
use crate::catalog::names::{ANYTHING, ENTRIES};
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::store::remote::{EndpointError, quoted};

type Done = Result<(), EndpointError>;

/// Everything about a thing and to it, with the names of what is at the other end.
pub(super) fn thing(gather: &mut Gather<'_>, name: &str, drawn: bool) -> Done {
    let Some(node) = only(gather.resolve(&[(name, ANYTHING)])?) else {
        return Ok(());
    };
    gather.trust()?;
    let evidence = one_of("?p", &[sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT]);
    let nodes = [node];
    gather.each_both(&nodes, 1, &|node| {
        (
            format!("VALUES ?s {{ {node} }} GRAPH ?g {{ ?s ?p ?o }}"),
            Some(format!(
                "VALUES ?o {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(!({evidence}))"
            )),
        )
    })?;
    pages(gather, &nodes)?;
    standing_on(gather, &nodes)?;
    if drawn {
        part::around(gather, &nodes[0])?;
    }
    let clients = gather.subjects(sg::CLIENT_OF, &nodes);
    gather.about(&clients, &[sg::FOR_LANGUAGE, sg::PACKAGE, sg::OFFICIAL])?;
    // What is best known is named first.
    counts::renown(gather, &nodes[0], &[sg::USES, sg::INTEGRATES_WITH])?;
    let told = [sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::STATUS];
    gather.describe_beside(&nodes[0], &told)?;
    gather.describe(&told)
}

/// Gathers the pages that statements about a thing or to it rest on, and what is said of forks and successors.
fn pages(gather: &mut Gather<'_>, nodes: &[String]) -> Done {
    let (about, to) = (sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT);
    let told = told_of_pages();
    gather.each(nodes, 1, &|node| {
        format!(
            "{{ SELECT DISTINCT ?s {{ VALUES ?n {{ {node} }} {{ GRAPH ?h {{ ?s <{about}> ?n }} }} UNION \
             {{ GRAPH ?h {{ ?s <{to}> ?n }} }} }} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told})"
        )
    })
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
    let Some(nodes) = gather.resolve(&names)? else {
        return Ok(());
    };
    frame_of_labels(gather)?;
    systems(gather)?;
    let standing = one_of("?p", &[sg::CLIENT_OF, sg::USES]);
    gather.each_both(&nodes, 20, &|values| {
        (
            format!("VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }}"),
            Some(format!(
                "VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({standing})"
            )),
        )
    })?;
    standing_on(gather, &nodes)?;
    gather.describe(NAMING)
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
    let named: Vec<(&str, &[Kind])> = names.iter().map(|it| (it.as_str(), ANYTHING)).collect();
    let Some(nodes) = opened(gather, &named, ranking.is_for_languages)? else {
        return Ok(());
    };
    let index = gather.index();
    let graph = Graph::new(&index);
    let kind = |node: &String| graph.node(node).map(|node| graph.kind(node));
    let is_technology = |node: &String| kind(node) == Some(Kind::Technology);
    let (technologies, others): (Vec<String>, Vec<String>) =
        nodes.iter().cloned().partition(is_technology);
    if !technologies.is_empty() {
        rivals(gather, &technologies, ranking)?;
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
/// replaced by; what the names mean, as long as they mean anything.
fn opened(
    gather: &mut Gather<'_>,
    names: &[(&str, &[Kind])],
    is_for_languages: bool,
) -> Result<Option<Vec<String>>, EndpointError> {
    let guesses = guesses(names.iter());
    let (kind, classes) = (sg::TYPE, values(&[sg::LANGUAGE, sg::SOURCE]));
    let mut told = vec![
        sg::TYPE,
        sg::LABEL,
        sg::BROADER,
        sg::INTEROPERATES_WITH,
        sg::ISSUED,
        sg::DIRECTNESS,
    ];
    if is_for_languages {
        told.push(sg::ALT_LABEL);
    }
    let told = one_of("?p", &told);
    gather.statements(&format!(
        "{{ {{ SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{kind}> ?c }} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({told}) }} UNION {}",
        short_of(&guesses)
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
        gather.statements(&short_of(&other))?;
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

pub(super) fn search(
    gather: &mut Gather<'_>,
    text: &str,
    top: usize,
    find: fn(&Graph<'_>, &str) -> Vec<Node>,
    meant: fn(&Graph<'_>, &str) -> (String, Vec<Node>),
) -> Done {
    named_so(gather, text)?;
    if text.trim().contains(char::is_whitespace) {
        let names = [sg::TYPE, sg::LABEL, sg::ALT_LABEL];
        gather.of_classes(&[sg::LANGUAGE], &names)?;
    }
    let read = |gather: &Gather<'_>| {
        let index = gather.index();
        let graph = Graph::new(&index);
        let (words, needs) = meant(&graph, text);
        let needs: Vec<String> = needs.iter().map(|it| graph.iri(*it).to_owned()).collect();
        (words, needs)
    };
    let (words, _) = read(gather);
    if words != text {
        named_so(gather, &words)?;
    }
    needs_named_so(gather)?;
    answers(gather, &read(gather).1, words != text)?;
    let index = gather.index();
    let graph = Graph::new(&index);
    let hits = find(&graph, text).into_iter().take(top);
    let found: Vec<String> = hits.map(|node| graph.iri(node).to_owned()).collect();
    if found.is_empty() {
        return gather.check_vocabulary();
    }
    gather.about(
        &found,
        &[sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::DESCRIPTION],
    )?;
    gather.of_classes(&[sg::SOURCE], TRUST)
}

/// Gathers what has a text in its name or description.
fn named_so(gather: &mut Gather<'_>, text: &str) -> Done {
    let wanted = slug(text);
    let names = [sg::LABEL, sg::ALT_LABEL];
    let more = if wanted.is_empty() {
        let text = text.trim();
        !text.is_empty() && gather.named(&format!("CONTAINS(STR(?o), {})", quoted(text)), &names)?
    } else {
        let more = gather.named(&alike(&wanted), &names)?;
        gather.named(&words(&wanted, "?o"), &[sg::DESCRIPTION])? || more
    };
    if more {
        gather.note("many texts match: some of them were not looked at");
    }
    Ok(())
}

/// Gathers the needs and their groups by name: few enough to bring them all.
fn needs_named_so(gather: &mut Gather<'_>) -> Done {
    let names = [sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::MEMBER];
    gather.of_classes(&[sg::NEED, sg::COLLECTION], &names)
}

/// Gathers what answers needs, and the systems that use it.
fn answers(gather: &mut Gather<'_>, needs: &[String], by_language: bool) -> Done {
    if needs.is_empty() && !by_language {
        return Ok(());
    }
    let (category, uses) = (sg::IN_CATEGORY, sg::USES);
    gather.each(needs, 20, &|values| {
        format!(
            "VALUES (?p ?o) {{ {} }} GRAPH ?g {{ ?s ?p ?o }}",
            pairs(category, values)
        )
    })?;
    let members = gather.subjects(category, needs);
    gather.each(&members, 100, &|values| {
        format!(
            "VALUES (?p ?o) {{ {} }} GRAPH ?g {{ ?s ?p ?o }}",
            pairs(uses, values)
        )
    })?;
    let mut told = members;
    if by_language {
        // What the words find is kept where the language can use it.
        told.extend(gather.subjects_of(&[sg::LABEL, sg::ALT_LABEL, sg::DESCRIPTION]));
        told.sort_unstable();
        told.dedup();
    }
    gather.about(&told, &[sg::TYPE, sg::STATUS, sg::LABEL, sg::USABLE_FROM])
}

/// A property with each of some nodes, as rows of VALUES.
fn pairs(property: &str, nodes: &str) -> String {
    let nodes = nodes.split_whitespace();
    let rows: Vec<String> = nodes.map(|it| format!("(<{property}> {it})")).collect();
    rows.join(" ")
}

/// The condition that a name has every word of a text, or may be the text with typing errors.
fn alike(wanted: &str) -> String {
    let words = words(wanted, "?o");
    if wanted.len() < 3 {
        return words;
    }
    // The scorer takes names up to two letters longer or shorter, with a third of the letters wrong.
    let wrong = (wanted.len() + 2) * 34 / 100;
    format!(
        "({words}) || (STRLEN(STR(?o)) >= {} && STRLEN(STR(?o)) <= {} && ({}))",
        wanted.len().saturating_sub(2),
        wanted.len() + 4,
        parts(wanted, wrong + 1)
    )
}
