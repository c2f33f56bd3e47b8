//! What a picture reads: a part of the graph with every tie between its things.

use std::collections::BTreeSet;

use super::gather::{Gather, one_of, pictured, rule_graphs};
use super::{CATEGORY, LANGUAGE, NAMING, Wanted};
use crate::base::vocabulary as sg;
use crate::catalog::names::ANYTHING;
use crate::graph::walk::{self, RELATIONS, is_symmetric};
use crate::graph::{Graph, Node};
use crate::store::remote::{EndpointError, iri};

type Done = Result<(), EndpointError>;

/// How many things a picture holds at most.
const MOST_NODES: usize = 3_000;

/// What is asked for, with IRIs for names.
struct Asked {
    focus: Option<String>,
    category: Option<String>,
    languages: Vec<String>,
    relations: Vec<&'static str>,
    /// The condition that a statement may be in the picture.
    shown: String,
}

pub(super) fn part(gather: &mut Gather<'_>, wanted: &Wanted) -> Done {
    let focus: Vec<(&str, _)> = wanted
        .focus
        .iter()
        .map(|it| (it.as_str(), ANYTHING))
        .collect();
    let category = wanted.needs.iter().map(|it| (it.as_str(), CATEGORY));
    let languages = wanted.languages.iter().map(|it| (it.as_str(), LANGUAGE));
    let names: Vec<_> = focus
        .iter()
        .copied()
        .chain(category)
        .chain(languages)
        .collect();
    let Some(found) = gather.resolve(&names)? else {
        return Ok(());
    };
    let mut found = found.into_iter();
    let focus = wanted.focus.as_ref().and_then(|_| found.next());
    let category = wanted.needs.first().and_then(|_| found.next());
    gather.trust()?;
    draw(gather, focus, category, found.collect(), wanted)
}

/// Gathers the part around a thing that is known by its IRI.
pub(super) fn around(gather: &mut Gather<'_>, focus: &str) -> Done {
    let wanted = Wanted {
        depth: 1,
        ..Wanted::default()
    };
    draw(gather, Some(focus.to_owned()), None, Vec::new(), &wanted)
}

fn draw(
    gather: &mut Gather<'_>,
    focus: Option<String>,
    category: Option<String>,
    languages: Vec<String>,
    wanted: &Wanted,
) -> Done {
    let asked = Asked {
        shown: shown(&wanted.relations, category.as_deref()),
        focus,
        category,
        languages,
        relations: wanted.relations.clone(),
    };
    let last = match (&asked.focus, &asked.category) {
        (Some(focus), _) => rings(gather, &asked, focus, wanted.depth)?,
        (None, Some(category)) => members(gather, category)?,
        (None, None) => {
            let pattern = format!("GRAPH ?g {{ ?s ?p ?o }} FILTER({})", asked.shown);
            if gather.statements(&pattern)? {
                return Err(EndpointError::TooMuch);
            }
            Vec::new()
        }
    };
    // Every tie between two things of the outermost ring starts at one of them.
    let shown = &asked.shown;
    gather.each(&last, 150, &|values| {
        format!("VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({shown})")
    })?;
    tell(gather, &asked)
}

/// Gathers the things around `focus`, ring by ring; the outermost ring.
fn rings(
    gather: &mut Gather<'_>,
    asked: &Asked,
    focus: &str,
    depth: usize,
) -> Result<Vec<String>, EndpointError> {
    let mut inside = BTreeSet::from([focus.to_owned()]);
    let mut ring = vec![focus.to_owned()];
    for step in 1..=depth {
        let shown = &asked.shown;
        gather.each(&ring, 100, &|values| {
            format!(
                "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({shown}) }} UNION \
                 {{ VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({shown}) }}"
            )
        })?;
        tell(gather, asked)?;
        ring = reached(gather, asked, focus, step);
        ring.retain(|node| inside.insert(node.clone()));
        if ring.is_empty() {
            break;
        }
        if inside.len() > MOST_NODES {
            gather.note(&format!(
                "more than {MOST_NODES} things after {step} steps: no further ones are followed"
            ));
            break;
        }
    }
    Ok(ring)
}

/// The things within some steps, among what is gathered.
fn reached(gather: &Gather<'_>, asked: &Asked, focus: &str, depth: usize) -> Vec<String> {
    let index = gather.index();
    let graph = Graph::new(&index);
    let node = |iri: &str| graph.node(iri).unwrap_or(Node(u32::MAX));
    let part = walk::Part {
        focus: Some(node(focus)),
        depth,
        category: None,
        languages: asked.languages.iter().map(|it| node(it)).collect(),
        relations: asked.relations.iter().map(|it| node(it)).collect(),
    };
    let (nodes, _) = walk::part(&graph, &part);
    nodes
        .into_iter()
        .map(|node| graph.iri(node).to_owned())
        .collect()
}

/// What stands in a category, and itself.
fn members(gather: &mut Gather<'_>, category: &str) -> Result<Vec<String>, EndpointError> {
    let Some(node) = iri(category) else {
        return Ok(Vec::new());
    };
    let relation = sg::IN_CATEGORY;
    let pattern = format!("VALUES (?p ?o) {{ (<{relation}> {node}) }} GRAPH ?g {{ ?s ?p ?o }}");
    if gather.statements(&pattern)? {
        return Err(EndpointError::TooMuch);
    }
    let mut members = gather.subjects(relation, &[category.to_owned()]);
    members.push(category.to_owned());
    Ok(members)
}

/// Gathers what is told of everything found so far.
fn tell(gather: &mut Gather<'_>, asked: &Asked) -> Done {
    gather.describe(&pictured())?;
    // Clusters have the names of needs.
    gather.describe(NAMING)?;
    if asked.languages.is_empty() {
        return Ok(());
    }
    let (usable, languages) = (sg::USABLE_FROM, one_of("?o", &asked.languages));
    let technologies = gather.are_of_class(&[sg::TECHNOLOGY]);
    gather.each(&technologies, 300, &|values| {
        format!("VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{usable}> && {languages})")
    })
}

/// The condition that a statement `?s ?p ?o` in `?g` may be in a picture: of the relations asked for, or stated and of
/// those that tell most.
fn shown(relations: &[&'static str], category: Option<&str>) -> String {
    if !relations.is_empty() {
        return one_of("?p", relations);
    }
    // Clients are never shown, and what is usable from where hides the rest.
    let hidden = [sg::USABLE_FROM, sg::CLIENT_OF, sg::FOR_LANGUAGE];
    let relations = RELATIONS.iter().map(|(iri, _)| *iri);
    let (symmetric, others): (Vec<&str>, Vec<&str>) = relations
        .filter(|iri| !hidden.contains(iri))
        .partition(|iri| is_symmetric(iri));
    let mut shown = format!(
        "{} || ({} && !({}))",
        one_of("?p", &symmetric),
        one_of("?p", &others),
        one_of("?g", &rule_graphs())
    );
    if let Some(category) = category.and_then(iri) {
        shown += &format!(" || (?p = <{}> && ?o = {category})", sg::IN_CATEGORY);
    }
    shown
}
