//! What `recommend` reads: the candidates of the needs with their statements, and what ties them.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::NamedNode;

use super::gather::{Gather, guesses, one_of, values};
use super::{LANGUAGE, NAMING, STANDARD, Wanted, candidates};
use crate::base::vocabulary as sg;
use crate::catalog::names::ENTRIES;
use crate::graph::Graph;
use crate::model::diagram::Kind;
use crate::store::remote::{EndpointError, MOST_ROWS};

type Done = Result<(), EndpointError>;

/// How many candidates of a need are weighed at most.
pub(super) const MOST_CANDIDATES: usize = 2_000;
/// A standard that more technologies implement ties nobody together: one more is enough to know.
pub(super) const COMMON: usize = 13;

/// What the reasons look at.
pub(super) const PROFILE: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::IN_CATEGORY,
    sg::PURPOSE,
    sg::WRITTEN_IN,
    sg::MADE_FOR,
    sg::IMPLEMENTS,
    sg::SPEAKS,
    sg::BUILT_ON,
    sg::IS_PART_OF,
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
    sg::HOMEPAGE,
];
/// What is told of what a candidate is tied to.
pub(super) const TIED: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    // With `--as-of`: whether a list of that year has it.
    sg::IN_CATEGORY,
    sg::IS_VERSION_OF,
    sg::OFFICIAL,
    sg::FOR_LANGUAGE,
    sg::STATUS,
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
    let is_framed = frame_of(gather, wanted, &names)?;
    let Some(found) = gather.resolve(&names)? else {
        return Ok(());
    };
    let of = |asked: &[String]| -> Vec<String> {
        let pairs = names.iter().zip(&found);
        let meant = pairs.filter(|((name, _), _)| asked.iter().any(|it| it == name));
        meant.map(|(_, node)| node.clone()).collect()
    };
    if is_framed {
        versions(gather, of(&wanted.standards))?;
    } else {
        frame(gather)?;
    }
    let needs = needs(gather, wanted);
    if needs.is_empty() && !wanted.needs.is_empty() {
        return gather.check_vocabulary();
    }
    let languages = of(&wanted.languages);
    let reach = reaching(gather, &languages);
    let asked = Asked {
        needs,
        languages,
        reach,
        with: of(&wanted.with),
    };
    let mut refused = None;
    if let Some(weighing) = &wanted.weighing {
        match candidates::best(gather, weighing, &asked) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // What a service cannot add up is read in full.
            Err(
                error @ EndpointError::Status {
                    status: 400 | 500, ..
                },
            ) => refused = Some(error),
            Err(error) => return Err(error),
        }
    }
    systems(gather)?;
    // Where that is too much, what the service said tells more: its time may have been over.
    let mut nodes = all_candidates(gather, &asked.needs).map_err(|it| refused.unwrap_or(it))?;
    nodes.extend(asked.with);
    nodes.sort_unstable();
    nodes.dedup();
    profiles(gather, &nodes, &asked.reach)?;
    gather.are_described(&nodes);
    gather.describe(TIED)?;
    common_standards(gather, &nodes, &mut BTreeSet::new())
}

/// What is asked, by IRIs.
pub(super) struct Asked {
    pub(super) needs: Vec<String>,
    pub(super) languages: Vec<String>,
    /// The languages, those whose libraries they can call, and the members of families.
    pub(super) reach: Vec<String>,
    pub(super) with: Vec<String>,
}

/// Gathers of languages, needs, headings and sources what matters where each need is named by its slug or its IRI, and
/// what other names mean that are slugs: whether it is so.
fn frame_of(
    gather: &mut Gather<'_>,
    wanted: &Wanted,
    names: &[(&str, &[Kind])],
) -> Result<bool, EndpointError> {
    let named: Vec<[String; 2]> = wanted
        .needs
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .map(|text| [sg::id("category", &text.to_lowercase()), text.to_owned()])
        .collect();
    if wanted.weighing.is_none() || named.is_empty() {
        return Ok(false);
    }
    let guesses = guesses(names.iter());
    let told = one_of("?p", FRAME);
    let of_needs: Vec<&String> = named.iter().flatten().collect();
    let of_needs = values(&of_needs);
    let (kind, broader, made_for) = (sg::TYPE, sg::BROADER, sg::MADE_FOR);
    let whole = sg::IS_VERSION_OF;
    let classes = values(&[sg::LANGUAGE, sg::SOURCE]);
    let of_all = one_of(
        "?p",
        &[
            sg::TYPE,
            sg::LABEL,
            sg::BROADER,
            sg::INTEROPERATES_WITH,
            sg::ISSUED,
            sg::DIRECTNESS,
            sg::HOMEPAGE,
        ],
    );
    let mut pattern = format!(
        "{{ VALUES ?s {{ {of_needs} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told}) }} UNION \
         {{ VALUES ?o {{ {of_needs} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{broader}>) }} UNION \
         {{ {{ SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{kind}> ?c }} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({of_all}) }} UNION \
         {{ {{ SELECT DISTINCT ?s {{ GRAPH ?h {{ ?s <{kind}> <{}> }} }} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{made_for}>) }}",
        sg::CATEGORY
    );
    if !guesses.is_empty() {
        let (naming, guesses) = (one_of("?p", NAMING), values(&guesses));
        pattern += &format!(
            " UNION {{ VALUES ?s {{ {guesses} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({naming}) }} UNION \
             {{ VALUES ?o {{ {guesses} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{whole}>) }}"
        );
    }
    if gather.statements(&pattern)? {
        return Ok(false);
    }
    gather.are_guessed(guesses);
    let needs = gather.are_of_class(&[sg::NEED]);
    let mut members = Vec::new();
    for iris in &named {
        let of_it = gather.objects(iris, sg::MEMBER);
        let is_need = iris.iter().any(|it| needs.contains(it));
        if !is_need && of_it.is_empty() {
            return Ok(false);
        }
        members.extend(of_it);
    }
    if !members.is_empty() {
        let (told, members) = (one_of("?p", FRAME), values(&members));
        gather.statements(&format!(
            "{{ VALUES ?s {{ {members} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told}) }} UNION \
             {{ VALUES ?o {{ {members} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{broader}>) }}"
        ))?;
    }
    let known = gather.are_of_class(&[sg::LANGUAGE, sg::SOURCE]);
    gather.are_described(&known);
    Ok(true)
}

/// Gathers the versions and parts of standards that were not named by their slugs.
fn versions(gather: &mut Gather<'_>, mut standards: Vec<String>) -> Done {
    standards.retain(|it| !gather.is_guessed(it));
    let whole = sg::IS_VERSION_OF;
    gather.each(&standards, 300, &|values| {
        format!("VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{whole}>)")
    })
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

/// Languages, needs, headings and sources: few, and most of them matter.
const FRAMING: &[&str] = &[
    sg::LANGUAGE,
    sg::NEED,
    sg::COLLECTION,
    sg::CATEGORY,
    sg::SOURCE,
];

/// Gathers what frames the candidates.
fn frame(gather: &mut Gather<'_>) -> Done {
    gather.of_classes(FRAMING, FRAME)?;
    let known = gather.are_of_class(FRAMING);
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

/// What stands in the needs; refused where that is too much to weigh.
fn all_candidates(gather: &Gather<'_>, needs: &[String]) -> Result<Vec<String>, EndpointError> {
    let (category, all) = (sg::IN_CATEGORY, values(needs));
    let all = gather.nodes_found(&format!(
        "SELECT DISTINCT ?s {{ VALUES ?o {{ {all} }} GRAPH ?g {{ ?s <{category}> ?o }} }} LIMIT {}",
        MOST_CANDIDATES + 1
    ))?;
    if all.len() > MOST_CANDIDATES {
        return Err(EndpointError::Unsettled(MOST_CANDIDATES));
    }
    Ok(all.into_iter().collect())
}

/// Gathers what is said of candidates, and what is built on them, talks to them and uses them.
pub(super) fn profiles(gather: &mut Gather<'_>, nodes: &[String], languages: &[String]) -> Done {
    let told = one_of("?p", PROFILE);
    let usable = format!("?p = <{}> && {}", sg::USABLE_FROM, one_of("?o", languages));
    let standing = one_of("?p", &[sg::BUILT_ON, sg::CLIENT_OF, sg::USES]);
    gather.each_both(nodes, 150, &|values| {
        (
            format!(
                "VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told} || ({usable}))"
            ),
            Some(format!(
                "VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({standing})"
            )),
        )
    })
}

/// Notes of the standards that many implement that they are many, but of those that are `counted` already.
pub(super) fn common_standards(
    gather: &mut Gather<'_>,
    nodes: &[String],
    counted: &mut BTreeSet<String>,
) -> Done {
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
        .filter(|it| counted.insert(it.clone()))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let rows = gather.select(&format!(
        "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?o {{ {} }} GRAPH ?g {{ ?s <{implements}> ?o }} }} GROUP BY ?o LIMIT {MOST_ROWS}",
        values(&open)
    ))?;
    for (standard, count) in gather.numbers(&rows)? {
        if count >= COMMON
            && let Ok(standard) = NamedNode::new(standard)
        {
            gather.counted(implements, &standard, COMMON);
        }
    }
    Ok(())
}
