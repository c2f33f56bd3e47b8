//! What `list` and `stats` read: things of a class, and numbers that the service counts.

use std::collections::BTreeMap;

use oxrdf::Term;

use super::gather::{Gather, one_of, rule_graphs, values, whole};
use crate::base::vocabulary as sg;
use crate::graph::walk::RELATIONS;
use crate::store::remote::{Endpoint, EndpointError, MOST_ROWS, Rows, Service};

type Done = Result<(), EndpointError>;

/// Gathers the things of some classes.
pub(super) fn classes(
    gather: &mut Gather<'_>,
    classes: &[&str],
    properties: &[&str],
    counted: Option<&str>,
) -> Done {
    gather.of_classes(classes, properties)?;
    let known = gather.are_of_class(classes);
    if known.is_empty() {
        return gather.check_vocabulary();
    }
    gather.are_described(&known);
    gather.trust()?;
    counted.map_or(Ok(()), |property| count(gather, property))
}

/// Lets the service count how many things point to each by a property.
pub(super) fn count(gather: &mut Gather<'_>, property: &str) -> Done {
    let rows = gather.select(&format!(
        "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s <{property}> ?o }} }} GROUP BY ?o LIMIT {MOST_ROWS}"
    ))?;
    if rows.more {
        return Err(EndpointError::TooMuch);
    }
    for (node, count) in gather.numbers(&rows)? {
        gather.count(property, "", &node, count);
    }
    Ok(())
}

/// Gathers the headings of lists, and how many entries each has in its list.
pub(super) fn headings(gather: &mut Gather<'_>) -> Done {
    let properties = [
        sg::TYPE,
        sg::LABEL,
        sg::BROADER,
        sg::IN_SCHEME,
        sg::POSITION,
    ];
    classes(gather, &[sg::CATEGORY], &properties, None)?;
    let category = sg::IN_CATEGORY;
    let rows = gather.select(&format!(
        "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) ?g {{ GRAPH ?g {{ ?s <{category}> ?o }} }} GROUP BY ?o ?g LIMIT {MOST_ROWS}"
    ))?;
    for row in &rows.rows {
        if let [
            Some(Term::NamedNode(node)),
            Some(Term::Literal(number)),
            Some(Term::NamedNode(source)),
        ] = row.as_slice()
        {
            let count = gather.number(number)?;
            gather.count(category, source.as_str(), node.as_str(), count);
        }
    }
    Ok(())
}

/// Gathers the sources, and how many statements each makes.
pub(super) fn sources(gather: &mut Gather<'_>) -> Done {
    let properties = [
        sg::TYPE,
        sg::LABEL,
        sg::ISSUED,
        sg::DIRECTNESS,
        sg::SOURCE_LICENSE,
        sg::HOMEPAGE,
    ];
    gather.of_classes(&[sg::SOURCE], &properties)?;
    let rows = gather.select(BY_GRAPH)?;
    for (source, count) in gather.numbers(&rows)? {
        gather.count("", &source, "", count);
    }
    if gather.are_of_class(&[sg::SOURCE]).is_empty() {
        gather.check_vocabulary()?;
    }
    Ok(())
}

const BY_GRAPH: &str =
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g LIMIT 9000";

/// IRI and number of each row.
pub(super) fn numbers(
    endpoint: &Endpoint,
    rows: &Rows,
) -> Result<Vec<(String, usize)>, EndpointError> {
    let mut numbers = Vec::new();
    for row in &rows.rows {
        // The one row of no groups has neither.
        let [Some(Term::NamedNode(node)), Some(number)] = row.as_slice() else {
            continue;
        };
        let count = match number {
            Term::Literal(number) => whole(number.value()),
            _ => None,
        };
        let count = count.ok_or_else(|| endpoint.no_number(&number.to_string()))?;
        numbers.push((node.as_str().to_owned(), count));
    }
    Ok(numbers)
}

/// What `stats` counts, by IRI.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Statements of each source.
    pub sources: BTreeMap<String, usize>,
    /// Things of each class.
    pub classes: BTreeMap<String, usize>,
    /// Statements of each relation that a source states, each once.
    pub stated: BTreeMap<String, usize>,
    /// Statements of each relation that only rules say.
    pub derived: BTreeMap<String, usize>,
    /// Technologies usable from each language.
    pub languages: BTreeMap<String, usize>,
    /// Technologies in each need.
    pub needs: BTreeMap<String, usize>,
}

/// Lets a service count; `classes` are the classes to count.
///
/// # Errors
///
/// See [`EndpointError`].
pub fn totals(service: &Service, classes: &[&str]) -> Result<Totals, EndpointError> {
    let endpoint = Endpoint::open(service, service.timeout)?;
    let ask = |query: &str| -> Result<BTreeMap<String, usize>, EndpointError> {
        let rows = endpoint.select(query, MOST_ROWS)?;
        Ok(numbers(&endpoint, &rows)?.into_iter().collect())
    };
    let kind = sg::TYPE;
    let mut totals = Totals {
        classes: ask(&format!(
            "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s <{kind}> ?c }} FILTER({}) }} GROUP BY ?c",
            one_of("?c", classes)
        ))?,
        ..Totals::default()
    };
    let mut gather = Gather::new(&endpoint);
    if !totals.classes.contains_key(sg::TECHNOLOGY) {
        gather.check_vocabulary()?;
    }
    gather.of_classes(&[sg::SOURCE, sg::LANGUAGE, sg::NEED], &[kind])?;
    // A service has graphs of its own; what is said of a source stands beside the source's own graph.
    totals.sources = ask(BY_GRAPH)?;
    let sources = gather.are_of_class(&[sg::SOURCE]);
    let (source, about) = (sg::id("source", ""), sg::id("about", ""));
    totals.sources.retain(|graph, _| {
        let described = graph.strip_prefix(about.as_str());
        sources.contains(graph)
            || described.is_some_and(|slug| sources.contains(&format!("{source}{slug}")))
    });
    let relations: Vec<&str> = RELATIONS.iter().map(|(iri, _)| *iri).collect();
    let relations = values(&relations);
    let distinct = |filter: &str| {
        format!(
            "SELECT ?p (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {relations} }} \
             GRAPH ?g {{ ?s ?p ?o }} {filter} }} }} }} GROUP BY ?p"
        )
    };
    let rules = one_of("?g", &rule_graphs());
    totals.stated = ask(&distinct(&format!("FILTER(!({rules}))")))?;
    totals.derived = ask(&distinct(""))?;
    for (relation, count) in &mut totals.derived {
        *count -= totals
            .stated
            .get(relation)
            .copied()
            .unwrap_or(0)
            .min(*count);
    }
    let technology = sg::TECHNOLOGY;
    let members = |class: &str, property: &str| -> Result<BTreeMap<String, usize>, EndpointError> {
        let counted = ask(&format!(
            "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s <{property}> ?o }} \
             GRAPH ?h {{ ?s <{kind}> <{technology}> }} }} GROUP BY ?o LIMIT {MOST_ROWS}"
        ))?;
        let nodes = gather.are_of_class(&[class]).into_iter();
        Ok(nodes
            .map(|node| {
                let count = counted.get(&node).copied().unwrap_or(0);
                (node, count)
            })
            .collect())
    };
    totals.languages = members(sg::LANGUAGE, sg::USABLE_FROM)?;
    totals.needs = members(sg::NEED, sg::IN_CATEGORY)?;
    Ok(totals)
}
