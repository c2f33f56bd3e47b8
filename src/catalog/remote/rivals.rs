//! What can take the place of technologies: a service ranks all that may, the best by their bounds are brought, and more of
//! them until what was left out cannot be shown. Start reading at [`rivals`].

use std::collections::BTreeSet;

use oxrdf::Term;

use super::Ranking;
use super::candidates::{at_most, users};
use super::gather::{Gather, counted_of, counted_to, is_told, one_of, values};
use super::stack::{MOST_CANDIDATES, systems};
use crate::base::vocabulary as sg;
use crate::graph::Graph;
use crate::store::remote::{EndpointError, MOST_ROWS, Rows};

type Done = Result<(), EndpointError>;

/// How many successors of successors are followed.
const LONGEST_CHAIN: usize = 5;
/// What an alternative is weighed by, and what is told of it.
const PROFILE: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::WRITTEN_IN,
    sg::MADE_FOR,
    sg::IMPLEMENTS,
    sg::FORK_OF,
    sg::REPLACED_BY,
    sg::STARS,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::LICENSE,
    sg::MATURITY,
];

/// Gathers what can take the place of each of some technologies, of which everything but their long relations is here; and
/// what else is taken for it. Names are left to the caller.
pub(super) fn rivals(
    gather: &mut Gather<'_>,
    nodes: &[String],
    ranking: &Ranking,
    mut reading: BTreeSet<String>,
) -> Done {
    // Each may take the place of another.
    if nodes.len() > 1 {
        reading.extend(nodes.iter().cloned());
    }
    reading.extend(successors(gather, nodes)?);
    reading.extend(gather.objects(nodes, sg::FORK_OF));
    reading.extend(gather.subjects(sg::FORK_OF, nodes));
    let mut lists: Vec<List> = nodes.iter().map(|it| List::of(it)).collect();
    let mut known = BTreeSet::new();
    let mut limit = (ranking.top * 2 + 4).min(MOST_CANDIDATES);
    let mut length = (limit * 4).min(MOST_CANDIDATES);
    let languages = asked(gather, ranking);
    let newest = match listed(gather, &mut lists, ranking, length) {
        Ok(Some(newest)) => newest,
        // What a service cannot add up is read in full.
        Ok(None)
        | Err(EndpointError::Status {
            status: 400 | 500, ..
        }) => return in_full(gather, nodes, reading, ranking),
        Err(error) => return Err(error),
    };
    if newest.is_any {
        read_users(gather, nodes, &reading, ranking, newest.year)?;
        // Who is used is brought in any case: all of them together decide what that counts.
        let used = gather.pairs(&[sg::USES]).into_iter().map(|(_, to)| to);
        reading.extend(used);
    }
    loop {
        for list in &lists {
            let first = list.nodes.iter().take(limit);
            reading.extend(first.map(|(node, _)| node.clone()));
        }
        read(gather, nodes, &languages, &reading, &mut known)?;
        let open = still_open(gather, &lists, ranking, limit);
        if open.is_empty() {
            break;
        }
        let before = reading.len();
        for (list, worth) in open {
            let near = lists[list].nodes.iter();
            let near = near.filter(|(_, bound)| at_most(*bound) >= worth);
            reading.extend(near.map(|(node, _)| node.clone()));
        }
        limit = length;
        if reading.len() > before {
            continue;
        }
        if length >= MOST_CANDIDATES {
            gather.note(&format!(
                "many alternatives: only the {MOST_CANDIDATES} that may be worth most are weighed"
            ));
            break;
        }
        length = (length * 8).min(MOST_CANDIDATES);
        listed(gather, &mut lists, ranking, length)?;
    }
    Ok(())
}

/// The lists whose rest may hold something that is shown, with what it must be worth for that.
fn still_open(
    gather: &Gather<'_>,
    lists: &[List],
    ranking: &Ranking,
    limit: usize,
) -> Vec<(usize, f64)> {
    let index = gather.index();
    let graph = Graph::new(&index);
    let mut open = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        let Some(rest) = list.rest(limit) else {
            continue;
        };
        let enough = (ranking.enough)(&graph, &list.of);
        let enough = enough.unwrap_or(f64::NEG_INFINITY);
        if rest >= enough && rest > ranking.never {
            open.push((at, enough.max(ranking.never)));
        }
    }
    open
}

/// A list of what may take the place of a technology, best bound first.
struct List {
    of: String,
    nodes: Vec<(String, f64)>,
    has_more: bool,
}

impl List {
    fn of(node: &str) -> Self {
        Self {
            of: node.to_owned(),
            nodes: Vec::new(),
            has_more: true,
        }
    }

    /// The bound of what stands behind so many; nothing where nothing does.
    fn rest(&self, limit: usize) -> Option<f64> {
        match self.nodes.get(limit) {
            Some((_, bound)) => Some(at_most(*bound)),
            None if self.has_more => {
                let last = self.nodes.last();
                Some(last.map_or(f64::INFINITY, |(_, bound)| at_most(*bound)))
            }
            None => None,
        }
    }
}

/// What there is of real systems.
#[derive(Clone, Copy, Default)]
struct Newest {
    /// Whether there are any.
    is_any: bool,
    /// The year in which the newest of them was changed.
    year: Option<u16>,
}

/// The languages asked for.
fn asked(gather: &Gather<'_>, ranking: &Ranking) -> Vec<String> {
    let index = gather.index();
    let graph = Graph::new(&index);
    (ranking.asked)(&graph)
}

/// Asks for the lists, and beside them for the newest of the real systems. Nothing where a service cannot make them.
fn listed(
    gather: &Gather<'_>,
    lists: &mut [List],
    ranking: &Ranking,
    length: usize,
) -> Result<Option<Newest>, EndpointError> {
    let index = gather.index();
    let graph = Graph::new(&index);
    let (kind, system, modified) = (sg::TYPE, sg::SYSTEM, sg::MODIFIED);
    let mut newest = Newest::default();
    let mut whole = format!(
        " UNION {{ SELECT (COUNT(*) AS ?k) (MAX(STR(?d)) AS ?u) {{ GRAPH ?g {{ ?y <{kind}> <{system}> }} \
         OPTIONAL {{ GRAPH ?h {{ ?y <{modified}> ?d }} }} }} }}"
    );
    let at_once = (MOST_ROWS / (length + 3)).max(1);
    for start in (0..lists.len()).step_by(at_once) {
        let end = lists.len().min(start + at_once);
        let mut queries = Vec::new();
        for (key, list) in lists.iter().enumerate().take(end).skip(start) {
            let Some(query) = (ranking.best)(&graph, &list.of, key, length + 1) else {
                return Ok(None);
            };
            queries.push(query);
        }
        let rows = gather.select(&format!(
            "SELECT ?k ?s ?u {{ {}{} }} LIMIT {MOST_ROWS}",
            queries.join(" UNION "),
            std::mem::take(&mut whole)
        ))?;
        for list in &mut lists[start..end] {
            list.nodes.clear();
        }
        if rows.more || fill(lists, &rows, &mut newest).is_none() {
            return Ok(None);
        }
    }
    for list in lists {
        list.nodes
            .sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        list.has_more = list.nodes.len() > length;
    }
    Ok(Some(newest))
}

/// Takes rows of key, candidate and bound; nothing where a service cannot work a bound out.
fn fill(lists: &mut [List], rows: &Rows, newest: &mut Newest) -> Option<()> {
    for row in &rows.rows {
        match row.as_slice() {
            [
                Some(Term::Literal(key)),
                Some(Term::NamedNode(node)),
                Some(Term::Literal(bound)),
            ] => {
                let list = lists.get_mut(key.value().parse::<usize>().ok()?)?;
                let bound: f64 = bound.value().parse().ok()?;
                list.nodes.push((node.as_str().to_owned(), bound));
            }
            [Some(Term::Literal(count)), None, date] => {
                let year = match date {
                    Some(Term::Literal(date)) => {
                        date.value().get(..4).and_then(|it| it.parse().ok())
                    }
                    _ => None,
                };
                *newest = Newest {
                    is_any: count.value() != "0",
                    year,
                };
            }
            _ => return None,
        }
    }
    Some(())
}

/// Gathers the systems that live and use what may take a place.
fn read_users(
    gather: &mut Gather<'_>,
    nodes: &[String],
    reading: &BTreeSet<String>,
    ranking: &Ranking,
    newest: Option<u16>,
) -> Done {
    let index = gather.index();
    let graph = Graph::new(&index);
    let members = |variable: &str| {
        let each = nodes
            .iter()
            .filter_map(|it| (ranking.members)(&graph, it, variable));
        // Virtuoso loses rows of a UNION with a side of VALUES alone.
        let read: Vec<&String> = reading.iter().collect();
        let (label, is_read) = (sg::LABEL, one_of(variable, &read));
        let read = (!read.is_empty())
            .then(|| format!("{{ GRAPH ?a {{ {variable} <{label}> ?w }} FILTER({is_read}) }}"));
        each.chain(read).collect::<Vec<_>>().join(" UNION ")
    };
    let languages = gather.are_of_class(&[sg::LANGUAGE]);
    users(gather, &members, &languages, newest)
}

/// The successors of some things, and the successors of those.
fn successors(gather: &mut Gather<'_>, nodes: &[String]) -> Result<Vec<String>, EndpointError> {
    let mut chain: BTreeSet<String> = nodes.iter().cloned().collect();
    let mut found = Vec::new();
    let mut next = gather.objects(nodes, sg::REPLACED_BY);
    for _ in 0..LONGEST_CHAIN {
        next.retain(|node| chain.insert(node.clone()));
        if next.is_empty() {
            break;
        }
        found.extend(next.iter().cloned());
        gather.about(&next, &[sg::REPLACED_BY])?;
        next = gather.objects(&next, sg::REPLACED_BY);
    }
    Ok(found)
}

/// Gathers what the things say that are not known, with how much stands on them as numbers.
fn read(
    gather: &mut Gather<'_>,
    nodes: &[String],
    languages: &[String],
    reading: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
) -> Done {
    let is_one = nodes.len() == 1;
    let new = reading.difference(known);
    // Of a thing itself the statements are here, not their number.
    let new: Vec<String> = new
        .filter(|it| !is_one || !nodes.contains(it))
        .cloned()
        .collect();
    known.extend(new.iter().cloned());
    // Needs and languages matter where both have them.
    let shared = [sg::IN_CATEGORY, sg::PURPOSE, sg::USABLE_FROM];
    let mut same: Vec<String> = Vec::new();
    for property in shared {
        same.extend(gather.objects(nodes, property));
    }
    same.extend(languages.iter().cloned());
    same.retain(|it| is_told(it));
    same.sort_unstable();
    same.dedup();
    let is_same = one_of("?o", &same);
    let told = format!(
        "{} || ({} && {is_same})",
        one_of("?p", PROFILE),
        one_of("?p", &shared)
    );
    let (usable, integrates) = (sg::USABLE_FROM, sg::INTEGRATES_WITH);
    // Whether anybody says what can use it at all.
    let others_usable = if languages.is_empty() {
        String::new()
    } else {
        format!(" || (?p = <{usable}> && !({}))", one_of("?x", &same))
    };
    let these = values(nodes);
    let stated = sg::ALTERNATIVE_TO;
    let inferred = sg::id("source", "rule-transitive");
    // Those between the things themselves come as statements.
    let others = format!("!({})", one_of("?x", nodes));
    let is_whole = gather
        .pairs(&[integrates])
        .iter()
        .any(|(_, to)| nodes.contains(to));
    let apart = if is_whole {
        format!(" && {others}")
    } else {
        String::new()
    };
    // What a name may mean besides has told what it stands on.
    let standing = [sg::BUILT_ON, sg::CLIENT_OF];
    let mut here = gather.subjects_of(&standing);
    here.retain(|it| is_told(it));
    let not_here = format!("!({})", one_of("?x", &here));
    gather.each(&new, 300, &|values| {
        let of_it = counted_of(&format!(
            "VALUES ?s {{ {values} }} GRAPH ?h {{ ?s ?p ?x }} \
             FILTER((?p = <{integrates}>{apart}) || (?p = <{stated}> && {others}){others_usable})"
        ));
        let to_it = counted_to(&format!(
            "VALUES ?s {{ {values} }} GRAPH ?h {{ ?x ?p ?s }} FILTER({} && ?h != <{inferred}> && {not_here})",
            one_of("?p", &standing)
        ));
        format!(
            "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told}) }} UNION \
             {{ VALUES ?s {{ {values} }} VALUES ?o {{ {these} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{stated}>) }} UNION \
             {{ VALUES ?s {{ {these} }} VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{stated}>) }} UNION \
             {{ {of_it} }} UNION {{ {to_it} }}"
        )
    })?;
    gather.are_described(&new);
    Ok(())
}

/// Gathers the names of what is told: standards, needs, successors.
pub(super) fn named(gather: &mut Gather<'_>) -> Done {
    let told = [
        sg::IMPLEMENTS,
        sg::IN_CATEGORY,
        sg::PURPOSE,
        sg::REPLACED_BY,
    ];
    let pairs = gather.pairs(&told);
    let mut named: BTreeSet<String> = pairs.into_iter().map(|(_, to)| to).collect();
    for here in gather.subjects_of(&[sg::LABEL]) {
        named.remove(&here);
    }
    let named: Vec<String> = named.into_iter().collect();
    gather.about(&named, &[sg::TYPE, sg::LABEL])
}

/// The same with everything that may take a place, where a service cannot rank it.
fn in_full(
    gather: &mut Gather<'_>,
    nodes: &[String],
    mut reading: BTreeSet<String>,
    ranking: &Ranking,
) -> Done {
    let index = gather.index();
    let graph = Graph::new(&index);
    let members = nodes
        .iter()
        .filter_map(|it| (ranking.members)(&graph, it, "?s"));
    let members = members.collect::<Vec<_>>().join(" UNION ");
    let all = gather.nodes_found(&format!(
        "SELECT DISTINCT ?s {{ {members} }} LIMIT {}",
        MOST_CANDIDATES + 1
    ))?;
    if all.len() > MOST_CANDIDATES {
        return Err(EndpointError::Unsettled(MOST_CANDIDATES));
    }
    reading.extend(all);
    systems(gather)?;
    let languages = asked(gather, ranking);
    let uses = sg::USES;
    let used: Vec<String> = reading.iter().cloned().collect();
    gather.each(&used, 300, &|values| {
        format!("VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{uses}>)")
    })?;
    read(gather, nodes, &languages, &reading, &mut BTreeSet::new())
}
