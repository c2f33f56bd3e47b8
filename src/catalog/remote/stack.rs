//! What `recommend` reads: the candidates of the needs with their statements, and what ties them.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Gather, one_of, values};
use super::{LANGUAGE, STANDARD, Wanted};
use crate::base::vocabulary as sg;
use crate::catalog::names::ENTRIES;
use crate::graph::Graph;
use crate::store::remote::{EndpointError, MOST_ROWS, iri};

type Done = Result<(), EndpointError>;

/// How many candidates are weighed when all of them would be too many: those that most stands on.
const MOST_CANDIDATES: usize = 2_000;
/// A standard that more technologies implement ties nobody together: one more is enough to know.
const COMMON: usize = 13;

/// What the reasons look at.
const PROFILE: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::IN_CATEGORY,
    sg::PURPOSE,
    sg::WRITTEN_IN,
    sg::MADE_FOR,
    sg::IMPLEMENTS,
    sg::SPEAKS,
    sg::BUILT_ON,
    sg::FORK_OF,
    sg::INTEGRATES_WITH,
    sg::ALTERNATIVE_TO,
    sg::REPLACED_BY,
    sg::STARS,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::LICENSE,
    sg::MATURITY,
    sg::RING,
    sg::CONTAINER_IMAGE,
    sg::PORT,
];
/// What the languages, needs and headings say of each other, and which source is believed.
const FRAME: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::BROADER,
    sg::MEMBER,
    sg::INTEROPERATES_WITH,
    sg::MADE_FOR,
    sg::ISSUED,
    sg::DIRECTNESS,
];
/// What is told of what a candidate is tied to.
const TIED: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    // With `--as-of`: whether a list of that year has it.
    sg::IN_CATEGORY,
    sg::IS_VERSION_OF,
    sg::OFFICIAL,
    sg::FOR_LANGUAGE,
    sg::BUILT_ON,
    sg::INTEGRATES_WITH,
];

pub(super) fn stack(gather: &mut Gather<'_>, wanted: &Wanted) -> Done {
    let mut names = Vec::new();
    names.extend(wanted.languages.iter().map(|it| (it.as_str(), LANGUAGE)));
    names.extend(wanted.with.iter().map(|it| (it.as_str(), ENTRIES)));
    names.extend(wanted.without.iter().map(|it| (it.as_str(), ENTRIES)));
    names.extend(wanted.standards.iter().map(|it| (it.as_str(), STANDARD)));
    names.retain(|(name, _)| !name.trim().is_empty());
    let Some(found) = gather.resolve(&names)? else {
        return Ok(());
    };
    let of = |asked: &[String]| -> Vec<String> {
        let pairs = names.iter().zip(&found);
        let meant = pairs.filter(|((name, _), _)| asked.iter().any(|it| it == name));
        meant.map(|(_, node)| node.clone()).collect()
    };
    frame(gather)?;
    systems(gather)?;
    let needs = needs(gather, wanted);
    if needs.is_empty() && !wanted.needs.is_empty() {
        return gather.check_vocabulary();
    }
    let languages = reaching(gather, &of(&wanted.languages));
    let mut nodes = candidates(gather, &needs)?;
    nodes.extend(of(&wanted.with));
    nodes.sort_unstable();
    nodes.dedup();
    profiles(gather, &nodes, &languages)?;
    gather.are_described(&nodes);
    gather.describe(TIED)?;
    common_standards(gather, &nodes)
}

/// The needs that the words mean, by the names that the frame brought.
fn needs(gather: &mut Gather<'_>, wanted: &Wanted) -> Vec<String> {
    let index = gather.index();
    let graph = Graph::new(&index);
    let Some(read) = wanted.read else {
        return Vec::new();
    };
    let needs = wanted.needs.iter().flat_map(|text| read(&graph, text));
    needs.map(|node| graph.iri(node).to_owned()).collect()
}

/// Gathers languages, needs, headings and sources: few, and most of them matter.
pub(super) fn frame(gather: &mut Gather<'_>) -> Done {
    let classes = [
        sg::LANGUAGE,
        sg::NEED,
        sg::COLLECTION,
        sg::CATEGORY,
        sg::SOURCE,
    ];
    gather.of_classes(&classes, FRAME)?;
    let known = gather.are_of_class(&classes);
    gather.are_described(&known);
    Ok(())
}

/// Gathers the real systems: few, and which of them live can only be told beside the others.
pub(super) fn systems(gather: &mut Gather<'_>) -> Done {
    gather.of_classes(&[sg::SYSTEM], &[sg::TYPE, sg::WRITTEN_IN, sg::MODIFIED])
}

/// The languages themselves, those whose libraries they can call, and the members of families.
fn reaching(gather: &Gather<'_>, languages: &[String]) -> Vec<String> {
    let mut all: BTreeSet<String> = languages.iter().cloned().collect();
    all.extend(gather.objects(languages, sg::INTEROPERATES_WITH));
    all.extend(gather.subjects(sg::BROADER, languages));
    all.into_iter().collect()
}

/// What stands in the needs.
fn candidates(gather: &Gather<'_>, needs: &[String]) -> Result<Vec<String>, EndpointError> {
    let (category, all) = (sg::IN_CATEGORY, values(needs));
    let all = gather.nodes_found(&format!(
        "SELECT DISTINCT ?s {{ VALUES ?o {{ {all} }} GRAPH ?g {{ ?s <{category}> ?o }} }} LIMIT {MOST_ROWS}"
    ))?;
    if all.len() <= MOST_CANDIDATES {
        return Ok(all.into_iter().collect());
    }
    let share = (MOST_CANDIDATES / needs.len().max(1)).max(100);
    gather.note(&format!(
        "many candidates: for each need only the {share} that most stands on are weighed"
    ));
    let ties = [
        sg::BUILT_ON,
        sg::CLIENT_OF,
        sg::USES,
        sg::INTEGRATES_WITH,
        sg::ALTERNATIVE_TO,
    ];
    let ties = one_of("?p", &ties);
    let mut nodes = BTreeSet::new();
    for need in needs.iter().filter_map(|it| iri(it)) {
        nodes.extend(gather.nodes_found(&format!(
            "SELECT ?s {{ {{ SELECT DISTINCT ?s ?x {{ GRAPH ?g {{ ?s <{category}> {need} }} \
             OPTIONAL {{ GRAPH ?h {{ ?x ?p ?s }} FILTER({ties}) }} }} }} }} \
             GROUP BY ?s ORDER BY DESC(COUNT(?x)) ?s LIMIT {share}"
        ))?);
    }
    Ok(nodes.into_iter().collect())
}

/// Gathers what is said of candidates, and what is built on them, talks to them and uses them.
pub(super) fn profiles(gather: &mut Gather<'_>, nodes: &[String], languages: &[String]) -> Done {
    let told = one_of("?p", PROFILE);
    let usable = format!("?p = <{}> && {}", sg::USABLE_FROM, one_of("?o", languages));
    let standing = one_of("?p", &[sg::BUILT_ON, sg::CLIENT_OF, sg::USES]);
    gather.each(nodes, 150, &|values| {
        format!(
            "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told} || ({usable})) }} UNION \
             {{ VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({standing}) }}"
        )
    })
}

/// Gathers, for the standards that many implement, enough of them to know that they are many.
fn common_standards(gather: &mut Gather<'_>, nodes: &[String]) -> Done {
    let implements = sg::IMPLEMENTS;
    let mut implementers: BTreeMap<String, usize> = BTreeMap::new();
    for (subject, standard) in gather.pairs(&[implements]) {
        if nodes.contains(&subject) {
            *implementers.entry(standard).or_default() += 1;
        }
    }
    // Who alone implements it, or is one of many already, is tied to nobody by it.
    let open: Vec<String> = implementers
        .into_iter()
        .filter(|(_, count)| (2..COMMON).contains(count))
        .map(|(standard, _)| standard)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let rows = gather.select(&format!(
        "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?o {{ {} }} GRAPH ?g {{ ?s <{implements}> ?o }} }} GROUP BY ?o LIMIT {MOST_ROWS}",
        values(&open)
    ))?;
    let common: Vec<String> = super::counts::numbers(&rows)
        .into_iter()
        .filter(|(_, count)| *count >= COMMON)
        .filter_map(|(standard, _)| iri(&standard))
        .map(|standard| {
            format!(
                "{{ SELECT ?s ?p ?o (SAMPLE(?h) AS ?g) {{ VALUES (?p ?o) {{ (<{implements}> {standard}) }} \
                 GRAPH ?h {{ ?s ?p ?o }} }} GROUP BY ?s ?p ?o LIMIT {COMMON} }}"
            )
        })
        .collect();
    for some in common.chunks(20) {
        gather.statements(&some.join(" UNION "))?;
    }
    Ok(())
}
