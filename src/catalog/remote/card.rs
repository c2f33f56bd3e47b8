//! What the card of a thing tells: the service counts its ties of each kind and brings those that are best known, so that a
//! hub costs no more than any other thing. Start reading at [`card`].

use std::collections::BTreeMap;

use oxrdf::Term;

use super::Ranking;
use super::gather::{Gather, one_of, tied_of, tied_to, values};
use super::rivals::rivals;
use super::things::opened;
use crate::base::vocabulary as sg;
use crate::catalog::names::ANYTHING;
use crate::graph::Graph;
use crate::graph::walk::{RELATIONS, is_symmetric};
use crate::model::diagram::Kind;
use crate::store::remote::{EndpointError, MOST_ROWS, Rows, iri};

type Done = Result<(), EndpointError>;

/// So many of each kind of tie are brought: more than a card names, as a thing that has several names may stand elsewhere in
/// the service's order than in ours.
const BROUGHT: usize = 24;
/// How many ties of all the kinds that are brought whole are weighed.
const MOST_WHOLE: usize = 2_000;
/// What is told of a client.
const OF_CLIENT: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::CLIENT_OF,
    sg::FOR_LANGUAGE,
    sg::PACKAGE,
    sg::OFFICIAL,
    sg::STATUS,
];

/// Gathers what the card of a thing tells.
pub(super) fn card(gather: &mut Gather<'_>, name: &str, ranking: &Ranking) -> Done {
    let Some(nodes) = opened(gather, &[(name, ANYTHING)], false, &beside)? else {
        return Ok(());
    };
    let Some(node) = nodes.into_iter().next() else {
        return Ok(());
    };
    let ties = best_known(gather, &node)?;
    let nodes = [node];
    let index = gather.index();
    let graph = Graph::new(&index);
    let kind = graph.node(&nodes[0]).map(|it| graph.kind(it));
    if kind == Some(Kind::Technology) {
        // What is named as an alternative is weighed as one.
        let stated = ties.iter().filter(|it| it.property == sg::ALTERNATIVE_TO);
        rivals(
            gather,
            &nodes,
            ranking,
            stated.map(|it| it.other.clone()).collect(),
        )?;
    }
    for it in &ties {
        gather.tie(&nodes[0], it.property.as_str(), it.is_forward, &it.other);
    }
    gather.describe(&[sg::TYPE, sg::LABEL, sg::STATUS])
}

/// The patterns of the clients of some things, and of how many ties of each kind they have.
fn beside(nodes: &[String]) -> String {
    let nodes = values(nodes);
    let (client_of, of_client) = (sg::CLIENT_OF, one_of("?p", OF_CLIENT));
    let symmetric: Vec<&str> = RELATIONS.iter().map(|(iri, _)| *iri).collect();
    let symmetric: Vec<&str> = symmetric
        .into_iter()
        .filter(|it| is_symmetric(it))
        .collect();
    let symmetric = one_of("?p", &symmetric);
    let evidence = one_of(
        "?p",
        &[sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT, sg::CLIENT_OF],
    );
    let both = tied_of(&format!(
        "VALUES ?s {{ {nodes} }} {{ GRAPH ?h {{ ?s ?p ?x }} }} UNION {{ GRAPH ?h {{ ?x ?p ?s }} }} \
         FILTER({symmetric} && isIRI(?x) && ?x != ?s)"
    ));
    let to = tied_to(&format!(
        "VALUES ?s {{ {nodes} }} GRAPH ?h {{ ?x ?p ?s }} FILTER(!({symmetric}) && !({evidence}) && isIRI(?x) && ?x != ?s)"
    ));
    format!(
        " UNION {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {nodes} }} GRAPH ?h {{ ?s <{client_of}> ?n }} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({of_client}) }} UNION {{ {both} }} UNION {{ {to} }}"
    )
}

/// A tie of the thing.
struct Tie {
    property: String,
    is_forward: bool,
    other: String,
}

/// The ties of each kind that are best known, and how well known is what the thing is tied to.
fn best_known(gather: &mut Gather<'_>, node: &str) -> Result<Vec<Tie>, EndpointError> {
    let Some(named) = iri(node) else {
        return Ok(Vec::new());
    };
    let kinds = gather.tied(node);
    let mut lists: Vec<String> = Vec::new();
    for (at, (property, is_forward)) in kinds.iter().enumerate() {
        let forward = format!("GRAPH ?m {{ {named} <{property}> ?s }}");
        let backward = format!("GRAPH ?m {{ ?s <{property}> {named} }}");
        let members = if *is_forward {
            format!("{{ {forward} }} UNION {{ {backward} }}")
        } else {
            backward
        };
        lists.push(list(&at.to_string(), &members, BROUGHT));
    }
    let whole: Vec<&str> = RELATIONS.iter().map(|(iri, _)| *iri).collect();
    let whole: Vec<&str> = whole.into_iter().filter(|it| !is_symmetric(it)).collect();
    let members = format!(
        "GRAPH ?m {{ {named} ?q ?s }} FILTER({})",
        one_of("?q", &whole)
    );
    lists.push(list("", &members, MOST_WHOLE));
    let rows = gather.select(&format!(
        "SELECT ?k ?s ?a ?b ?l {{ {} }} LIMIT {MOST_ROWS}",
        lists.join(" UNION ")
    ))?;
    taken(gather, node, &rows, &kinds)
}

/// A subselect of the members `?s` of a list that are best known, with how many use each and how many integrate with it.
fn list(key: &str, members: &str, limit: usize) -> String {
    let (uses, integrates, label) = (sg::USES, sg::INTEGRATES_WITH, sg::LABEL);
    let count = |property: &str| format!("SUM(IF(?p = <{property}>, 1, 0))");
    // Virtuoso takes a hundred times as long for one pattern of several properties.
    let by = |property: &str| {
        format!("{{ GRAPH ?g {{ ?x <{property}> ?s }} BIND(<{property}> AS ?p) }}")
    };
    format!(
        "{{ SELECT (\"{key}\" AS ?k) ?s ?a ?b ?l {{ SELECT ?s ?l ({} AS ?a) ({} AS ?b) {{ SELECT DISTINCT ?s ?l ?p ?x {{ \
         {{ SELECT DISTINCT ?s ?l {{ {members} GRAPH ?c {{ ?s <{label}> ?l }} }} }} \
         {{ GRAPH ?g {{ ?s <{label}> ?x }} BIND(<{label}> AS ?p) }} UNION {} UNION {} }} }} GROUP BY ?s ?l }} \
         ORDER BY DESC(?a) DESC(?b) STR(?l) LIMIT {limit} }}",
        count(uses),
        count(integrates),
        by(uses),
        by(integrates)
    )
}

/// Takes rows of key, thing, its two counts and its name.
fn taken(
    gather: &mut Gather<'_>,
    node: &str,
    rows: &Rows,
    kinds: &[(String, bool)],
) -> Result<Vec<Tie>, EndpointError> {
    let mut ties = Vec::new();
    let mut brought: BTreeMap<usize, Vec<(usize, usize, String)>> = BTreeMap::new();
    for row in &rows.rows {
        let [
            Some(Term::Literal(key)),
            Some(Term::NamedNode(other)),
            Some(Term::Literal(uses)),
            Some(Term::Literal(integrations)),
            Some(Term::Literal(label)),
        ] = row.as_slice()
        else {
            continue;
        };
        if other.as_str() == node {
            continue;
        }
        let (uses, integrations) = (gather.number(uses)?, gather.number(integrations)?);
        gather.count(sg::USES, "", other.as_str(), uses);
        gather.count(sg::INTEGRATES_WITH, "", other.as_str(), integrations);
        let Ok(key) = key.value().parse::<usize>() else {
            continue;
        };
        let Some((property, is_forward)) = kinds.get(key) else {
            continue;
        };
        let place = (uses, integrations, label.value().to_owned());
        brought.entry(key).or_default().push(place);
        ties.push(Tie {
            property: property.clone(),
            is_forward: *is_forward,
            other: other.as_str().to_owned(),
        });
    }
    let falls = |list: &Vec<(usize, usize, String)>| {
        list.windows(2).all(|two| {
            let [(a, b, name), (c, d, next)] = two else {
                return true;
            };
            (c, d) < (a, b) || (c, d) == (a, b) && next >= name
        })
    };
    let is_cut = |list: &Vec<(usize, usize, String)>| list.len() >= BROUGHT;
    if rows.more || brought.values().any(|list| is_cut(list) && !falls(list)) {
        gather.note(UNCERTAIN);
    }
    Ok(ties)
}

/// What to say where the service sorts in another way.
const UNCERTAIN: &str = "the endpoint sorts names in another way: which of very many ties are named first is not certain";
