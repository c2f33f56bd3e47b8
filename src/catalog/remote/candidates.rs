//! The candidates that matter: a service bounds what each can be worth, the best by their bounds are brought, and more of
//! them until what was not brought can neither win nor be shown. Start reading at [`best`].

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::Term;

use super::gather::{Gather, one_of, values, whole};
use super::packed::{named, unnamed};
use super::stack::{Asked, MOST_CANDIDATES, PROFILE, TIED, common_standards};
use super::{Sought, Told, ToldSlot, Weighing};
use crate::base::vocabulary as sg;
use crate::graph::Graph;
use crate::store::remote::{EndpointError, MOST_ROWS, Rows, iri};

type Done = Result<(), EndpointError>;

/// How many lists one request asks for.
const LISTS: usize = 6;
/// Lists are so many times as long as what is read of them at first: a name and a number take little.
const MORE: usize = 4;
/// What a system says of itself.
const OF_SYSTEM: &[&str] = &[sg::TYPE, sg::LABEL, sg::MODIFIED];

/// A list of candidates, best bound first.
#[derive(Clone)]
struct Listed {
    need: String,
    /// The languages, all of which can use them.
    languages: Vec<String>,
    /// Only those that are mainly for the need, and part of a system in this way.
    part: Option<&'static str>,
    /// The candidates with their bounds.
    nodes: Vec<(String, f64)>,
    /// Whether there are more.
    has_more: bool,
}

impl Listed {
    fn of(need: &str, languages: &[String], part: Option<&'static str>) -> Self {
        Self {
            need: need.to_owned(),
            languages: languages.to_vec(),
            part,
            nodes: Vec::new(),
            has_more: true,
        }
    }

    /// The first of them.
    fn beginning(&self, limit: usize) -> Self {
        Self {
            nodes: self.nodes.iter().take(limit).cloned().collect(),
            has_more: self.has_more || self.nodes.len() > limit,
            ..self.clone()
        }
    }

    /// The same list, of services or of libraries alone or of both; nothing of it is here yet.
    fn of_part(&self, part: Option<&'static str>) -> Self {
        Self::of(&self.need, &self.languages, part)
    }

    /// Whether both list the same.
    fn is_alike(&self, other: &Self) -> bool {
        self.part == other.part && self.need == other.need && self.languages == other.languages
    }

    /// The bound of what is left out; nothing where nothing is.
    fn rest(&self) -> Option<f64> {
        if !self.has_more {
            return None;
        }
        let last = self.nodes.last();
        Some(last.map_or(f64::INFINITY, |(_, bound)| at_most(*bound)))
    }

    fn is_of(&self, slot: &ToldSlot) -> bool {
        let is_of_languages = if slot.is_for_all {
            self.languages == slot.languages
        } else {
            self.languages.len() < 2 && self.languages.iter().all(|it| slot.languages.contains(it))
        };
        self.need == slot.need && is_of_languages
    }
}

/// A service writes six digits of a number.
pub(super) fn at_most(bound: f64) -> f64 {
    bound + bound.abs() * 2e-6 + 1e-6
}

/// Gathers the candidates that can win or are shown; whether that is all a stack needs.
pub(super) fn best(
    gather: &mut Gather<'_>,
    weighing: &Weighing,
    asked: &Asked,
) -> Result<bool, EndpointError> {
    if asked.needs.is_empty() {
        return Ok(false);
    }
    let (marked, newest) = marks(gather, asked)?;
    users(gather, &|it| members(asked, it), &asked.reach, newest)?;
    // Who is used, or has what makes a reason count, is brought in any case: all of them together decide what that counts.
    let mut nodes: BTreeSet<String> = asked.with.iter().cloned().collect();
    nodes.extend(gather.pairs(&[sg::USES]).into_iter().map(|(_, to)| to));
    nodes.extend(marked.iter().map(|it| it.node.clone()));
    let first = (weighing.depth * 2 + 4).min(MOST_CANDIDATES);
    let mut reading = Reading {
        weighing,
        asked,
        marked,
        known: BTreeSet::new(),
        counted: BTreeSet::new(),
        lists: lists_of(asked),
        parts: Vec::new(),
        limit: first,
        first,
    };
    // What is chosen decides which reasons count.
    reading.gather_new(gather, &asked.with.iter().cloned().collect())?;
    loop {
        if reading
            .lists
            .iter()
            .any(|it| it.has_more && it.nodes.len() < reading.limit)
        {
            let Some(lists) = reading.ask(gather, &reading.lists, reading.limit * MORE)? else {
                return Ok(false);
            };
            reading.lists = lists;
        }
        let heads = reading.heads();
        nodes.extend(
            heads
                .iter()
                .flat_map(|it| &it.nodes)
                .map(|(node, _)| node.clone()),
        );
        let Some(told) = reading.read(gather, &nodes)? else {
            return Ok(false);
        };
        let is_whole = heads.iter().all(|it| !it.has_more);
        if !told.is_met && !is_whole {
            // What stands in the way is counted over all of them.
            return Ok(false);
        }
        let is_settled = told
            .slots
            .iter()
            .all(|slot| settles(weighing, slot, &heads));
        let Some((contenders, are_more)) = reading.contenders(gather, &told, &heads)? else {
            return Ok(false);
        };
        let is_done = is_settled && contenders.is_empty() && !are_more;
        let is_longest = reading.limit >= MOST_CANDIDATES || reading.known.len() >= MOST_CANDIDATES;
        if is_done || is_longest || is_settled && contenders.is_empty() {
            if !is_done && weighing.depth < MOST_CANDIDATES {
                return Err(EndpointError::Unsettled(MOST_CANDIDATES));
            }
            if !is_done {
                gather.note(&format!(
                    "many candidates: for each need only the {} that may be worth most are weighed",
                    reading.limit
                ));
            }
            shown(gather, &told, asked)?;
            return Ok(true);
        }
        nodes.extend(contenders);
        if !is_settled {
            reading.limit = (reading.limit * 2).min(MOST_CANDIDATES);
        }
    }
}

/// A list for each need and language, and one of what all of the languages can use.
fn lists_of(asked: &Asked) -> Vec<Listed> {
    let of_need = |need: &String| -> Vec<Listed> {
        let each = asked.languages.iter().map(std::slice::from_ref);
        let mut lists: Vec<Listed> = each.map(|it| Listed::of(need, it, None)).collect();
        if lists.len() != 1 {
            lists.push(Listed::of(need, &asked.languages, None));
        }
        lists
    };
    asked.needs.iter().flat_map(of_need).collect()
}

/// What is read of the candidates so far.
struct Reading<'a> {
    weighing: &'a Weighing,
    asked: &'a Asked,
    marked: Vec<Marked>,
    /// Whose statements are here.
    known: BTreeSet<String>,
    /// The standards of which it is known how common they are.
    counted: BTreeSet<String>,
    /// A list for each need and language.
    lists: Vec<Listed>,
    /// Lists of services, of libraries, where the best of them was not among the others.
    parts: Vec<Listed>,
    /// How many of each list are read.
    limit: usize,
    /// How many were read at first.
    first: usize,
}

impl Reading<'_> {
    /// What is read of each list.
    fn heads(&self) -> Vec<Listed> {
        let heads = self.lists.iter().map(|it| it.beginning(self.limit));
        heads.collect()
    }

    /// Gathers what the nodes say that are not known.
    fn gather_new(&mut self, gather: &mut Gather<'_>, nodes: &BTreeSet<String>) -> Done {
        let new: Vec<String> = nodes.difference(&self.known).cloned().collect();
        profiles(gather, &new, self.asked)?;
        self.known.extend(new);
        Ok(())
    }

    /// The same; what they all tell.
    fn read(
        &mut self,
        gather: &mut Gather<'_>,
        nodes: &BTreeSet<String>,
    ) -> Result<Option<Told>, EndpointError> {
        self.gather_new(gather, nodes)?;
        let all: Vec<String> = self.known.iter().cloned().collect();
        gather.are_described(&all);
        common_standards(gather, &all, &mut self.counted)?;
        if self.weighing.is_dated {
            gather.describe(TIED)?;
        }
        let index = gather.index();
        Ok((self.weighing.told)(&Graph::new(&index)))
    }

    /// The services and libraries not yet read that may be the best of their kind near to a pick, and whether there may be
    /// more of them. Nothing where a service cannot list them.
    fn contenders(
        &mut self,
        gather: &Gather<'_>,
        told: &Told,
        heads: &[Listed],
    ) -> Result<Option<(Vec<String>, bool)>, EndpointError> {
        let mut open = Vec::new();
        for slot in &told.slots {
            for head in heads.iter().filter(|it| it.is_of(slot)) {
                let rest = head.rest().unwrap_or(f64::NEG_INFINITY);
                let parts = slot.parts.iter().filter(|(_, most)| rest >= *most);
                open.extend(parts.map(|(part, most)| (head.of_part(Some(*part)), *most)));
            }
        }
        if !self.list_parts(gather, &open)? {
            return Ok(None);
        }
        let (mut contenders, mut are_more) = (Vec::new(), false);
        for (wanted, most) in &open {
            for list in self.parts.iter().filter(|it| it.is_alike(wanted)) {
                contenders.extend(self.unread(list, *most).take(self.first).cloned());
                are_more |= list.rest().is_some_and(|rest| rest >= *most);
            }
        }
        Ok(Some((contenders, are_more)))
    }

    /// What of a list may be worth something and is not read.
    fn unread<'b>(&'b self, list: &'b Listed, most: f64) -> impl Iterator<Item = &'b String> {
        let near = list
            .nodes
            .iter()
            .filter(move |(_, bound)| at_most(*bound) >= most);
        let nodes = near.map(|(node, _)| node);
        nodes.filter(|it| !self.known.contains(*it))
    }

    /// Asks for the lists of parts that are missing, and for longer ones of which all is read; whether a service can list
    /// them.
    fn list_parts(
        &mut self,
        gather: &Gather<'_>,
        open: &[(Listed, f64)],
    ) -> Result<bool, EndpointError> {
        let mut missing: Vec<Listed> = Vec::new();
        let mut limit = self.first * MORE;
        for (wanted, most) in open {
            let here = self.parts.iter().find(|it| it.is_alike(wanted));
            if let Some(here) = here {
                let is_enough = here.rest().is_none_or(|rest| rest < *most);
                let is_longest = here.nodes.len() >= MOST_CANDIDATES;
                if is_enough || is_longest || self.unread(here, *most).next().is_some() {
                    continue;
                }
                limit = limit.max(here.nodes.len() * MORE);
            }
            if !missing.iter().any(|it| it.is_alike(wanted)) {
                missing.push(wanted.clone());
            }
        }
        let Some(lists) = self.ask(gather, &missing, limit)? else {
            return Ok(false);
        };
        self.parts
            .retain(|it| !lists.iter().any(|other| other.is_alike(it)));
        self.parts.extend(lists);
        Ok(true)
    }

    /// Asks a service for lists. Nothing where it cannot make them.
    fn ask(
        &self,
        gather: &Gather<'_>,
        wanted: &[Listed],
        limit: usize,
    ) -> Result<Option<Vec<Listed>>, EndpointError> {
        let limit = limit.min(MOST_CANDIDATES);
        let index = gather.index();
        let graph = Graph::new(&index);
        let mut queries = Vec::new();
        for (key, list) in wanted.iter().enumerate() {
            let marks = self.marked.iter().filter(|it| it.need == list.need);
            let marks: Vec<String> = marks.map(|it| it.property.clone()).collect();
            let sought = Sought {
                need: &list.need,
                languages: &list.languages,
                part: list.part,
                key,
                limit: limit + 1,
                marks: &marks,
            };
            let Some(query) = (self.weighing.best)(&graph, sought) else {
                return Ok(None);
            };
            queries.push(query);
        }
        let mut lists: Vec<Listed> = wanted.iter().map(|it| it.of_part(it.part)).collect();
        for some in queries.chunks((MOST_ROWS / (limit + 2)).clamp(1, LISTS)) {
            let rows = gather.select(&in_few_rows(&some.join(" UNION ")))?;
            if rows.more || fill(&mut lists, &rows).is_none() {
                return Ok(None);
            }
        }
        for list in &mut lists {
            list.nodes
                .sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
            list.has_more = list.nodes.len() > limit;
        }
        Ok(Some(lists))
    }
}

/// The SELECT that brings rows of key `?k`, candidate `?s` and bound `?u` in one row for each key: a seventh of the bytes.
fn in_few_rows(rows: &str) -> String {
    let node = named("?s");
    format!(
        "SELECT ?k (COUNT(*) AS ?n) (GROUP_CONCAT(?x; SEPARATOR=\" \") AS ?all) {{ \
         SELECT ?k (CONCAT({node}, \" \", STR(?u)) AS ?x) {{ {rows} }} }} GROUP BY ?k LIMIT {MOST_ROWS}"
    )
}

/// Takes candidates and bounds of such rows; nothing where a service cannot work a bound out, or cuts the text short.
fn fill(lists: &mut [Listed], rows: &Rows) -> Option<()> {
    let column = |name: &str| rows.variables.iter().position(|it| it == name);
    let columns = [column("k")?, column("n")?, column("all")?];
    for row in &rows.rows {
        let [key, count, all] = columns.map(|at| match row.get(at) {
            Some(Some(Term::Literal(it))) => Some(it.value()),
            _ => None,
        });
        // The one row of no candidates at all.
        let Some(key) = key else { continue };
        let list = lists.get_mut(key.parse::<usize>().ok()?)?;
        let words: Vec<&str> = all?.split(' ').collect();
        if words.len() != whole(count?)? * 2 {
            return None;
        }
        for pair in words.chunks(2) {
            let node = unnamed(pair[0])?.into_string();
            list.nodes.push((node, pair[1].parse().ok()?));
        }
    }
    Some(())
}

/// Whether nothing that was left out of the lists matters for a pick.
fn settles(weighing: &Weighing, slot: &ToldSlot, heads: &[Listed]) -> bool {
    let lists = heads.iter().filter(|it| it.is_of(slot));
    let Some(rest) = lists.filter_map(Listed::rest).reduce(f64::max) else {
        return true;
    };
    if rest < weighing.never {
        return true;
    }
    let is_enough = || slot.enough.is_some_and(|enough| enough > rest);
    slot.has_enough && (rest < weighing.last || is_enough())
}

/// A need's candidate that has a property.
struct Marked {
    need: String,
    property: String,
    node: String,
}

/// For each need one candidate that has a status, a maturity, a ring, if any has; and the year of the newest system.
fn marks(gather: &Gather<'_>, asked: &Asked) -> Result<(Vec<Marked>, Option<u16>), EndpointError> {
    let has = one_of("?p", &[sg::STATUS, sg::MATURITY, sg::RING]);
    let (kind, system, modified) = (sg::TYPE, sg::SYSTEM, sg::MODIFIED);
    let rows = gather.select(&format!(
        "SELECT ?n ?p ?first {{ \
         {{ SELECT ?n ?p (MIN(STR(?s)) AS ?first) {{ {} GRAPH ?g {{ ?s ?p ?x }} FILTER({has}) }} GROUP BY ?n ?p }} UNION \
         {{ SELECT (MAX(STR(?d)) AS ?first) {{ GRAPH ?g {{ ?s <{kind}> <{system}> }} GRAPH ?h {{ ?s <{modified}> ?d }} }} }} \
         }} LIMIT {MOST_ROWS}",
        members(asked, "?s")
    ))?;
    let (mut marked, mut newest) = (Vec::new(), None);
    for row in &rows.rows {
        match row.as_slice() {
            [
                Some(Term::NamedNode(need)),
                Some(Term::NamedNode(property)),
                Some(Term::Literal(node)),
            ] => marked.push(Marked {
                need: need.as_str().to_owned(),
                property: property.as_str().to_owned(),
                node: node.value().to_owned(),
            }),
            [None, None, Some(Term::Literal(date))] => {
                newest = date.value().get(..4).and_then(|it| it.parse().ok());
            }
            _ => {}
        }
    }
    Ok((marked, newest))
}

/// The pattern of what stands in a need `?n` and can be used from a language asked for.
fn members(asked: &Asked, variable: &str) -> String {
    let (category, usable) = (sg::IN_CATEGORY, sg::USABLE_FROM);
    let needs = values(&asked.needs);
    let mut pattern = format!("VALUES ?n {{ {needs} }} GRAPH ?a {{ {variable} <{category}> ?n }}");
    if !asked.languages.is_empty() {
        pattern += &format!(
            " VALUES ?l {{ {} }} GRAPH ?b {{ {variable} <{usable}> ?l }}",
            values(&asked.languages)
        );
    }
    pattern
}

/// Gathers the systems that live, as seen from the newest, and use what fits a pattern of a variable, with what they use of
/// it and which languages of `reach` they are written in.
pub(super) fn users(
    gather: &mut Gather<'_>,
    members: &dyn Fn(&str) -> String,
    reach: &[String],
    newest: Option<u16>,
) -> Done {
    let (kind, system, modified, uses) = (sg::TYPE, sg::SYSTEM, sg::MODIFIED, sg::USES);
    let lives = newest.map_or_else(String::new, |year| {
        format!(
            "GRAPH ?e {{ ?s <{modified}> ?d }} FILTER(STR(?d) >= \"{:04}\")",
            year.saturating_sub(1)
        )
    });
    let told = one_of("?p", OF_SYSTEM);
    let reach = one_of("?o", reach);
    let written = sg::WRITTEN_IN;
    let more = gather.statements(&format!(
        "{{ {{ SELECT DISTINCT ?s {{ {} GRAPH ?u {{ ?s <{uses}> ?m }} GRAPH ?t {{ ?s <{kind}> <{system}> }} {lives} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER({told} || (?p = <{written}> && {reach})) }} UNION \
         {{ {{ SELECT DISTINCT ?s ?o {{ {} GRAPH ?u {{ ?s <{uses}> ?o }} GRAPH ?t {{ ?s <{kind}> <{system}> }} {lives} }} }} \
         GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{uses}>) }}",
        members("?m"),
        members("?o")
    ))?;
    if more {
        gather.note(&format!(
            "more than {MOST_ROWS} systems use what is weighed: some of them do not count"
        ));
    }
    Ok(())
}

/// Gathers what is said of candidates, what is built on them, and the clients for the languages asked for.
fn profiles(gather: &mut Gather<'_>, nodes: &[String], asked: &Asked) -> Done {
    let told = one_of("?p", PROFILE);
    // Beside a framework that is chosen, every language that can use both counts, and what bears a candidate.
    let is_beside = !asked.with.is_empty();
    let usable = sg::USABLE_FROM;
    let usable = if is_beside {
        format!("?p = <{usable}>")
    } else {
        format!("?p = <{usable}> && {}", one_of("?o", &asked.reach))
    };
    let (category, borne) = (
        sg::IN_CATEGORY,
        one_of("?q", &[sg::BUILT_ON, sg::IS_PART_OF]),
    );
    let bearers = |values: &str| {
        if !is_beside {
            return String::new();
        }
        format!(
            " UNION {{ {{ SELECT DISTINCT ?s {{ VALUES ?c {{ {values} }} GRAPH ?h {{ ?c ?q ?s }} FILTER({borne}) }} }} \
             GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = <{category}>) }}"
        )
    };
    let standing = one_of("?p", &[sg::BUILT_ON, sg::CLIENT_OF]);
    let client_of = sg::CLIENT_OF;
    let of_client = one_of("?p", &[sg::OFFICIAL, sg::FOR_LANGUAGE, sg::STATUS]);
    let inferred = sg::id("source", "rule-transitive");
    gather.each_both(nodes, 300, &|values| {
        (
            format!(
                "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told} || ({usable})) }} UNION \
                 {{ {{ SELECT DISTINCT ?s {{ VALUES ?c {{ {values} }} GRAPH ?h {{ ?s <{client_of}> ?c }} }} }} \
                 GRAPH ?g {{ ?s ?p ?o }} FILTER({of_client}) }}{}",
                bearers(values)
            ),
            Some(format!(
                "VALUES ?o {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({standing} && ?g != <{inferred}>)"
            )),
        )
    })
}

/// Gathers the names of what the answer tells of: of many things at the other end of one relation the first, as those are
/// named.
fn shown(gather: &mut Gather<'_>, told: &Told, asked: &Asked) -> Done {
    let mut nodes: BTreeSet<String> = gather.beside(&told.shown, FIRST).into_iter().collect();
    let clients = gather.subjects(sg::CLIENT_OF, &told.shown);
    let speaking = gather.subjects(sg::FOR_LANGUAGE, &asked.reach);
    nodes.extend(clients.into_iter().filter(|it| speaking.contains(it)));
    nodes.extend(gather.objects(&told.shown, sg::IS_PART_OF));
    let named = gather.subjects_of(&[sg::LABEL]);
    let named: BTreeSet<&String> = named.iter().collect();
    let all: Vec<String> = nodes.into_iter().filter(|it| iri(it).is_some()).collect();
    let unnamed: Vec<String> = all
        .iter()
        .filter(|it| !named.contains(it))
        .cloned()
        .collect();
    let names = one_of("?p", &[sg::TYPE, sg::LABEL, sg::FOR_LANGUAGE, sg::OFFICIAL]);
    let ties = one_of("?p", &[sg::BUILT_ON, sg::INTEGRATES_WITH]);
    let drawn: Vec<String> = told
        .shown
        .iter()
        .chain(&all)
        .chain(&asked.with)
        .cloned()
        .collect();
    let drawn = one_of("?o", &drawn);
    gather.each(&unnamed, 300, &|values| {
        format!(
            "VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({names} || ({ties} && {drawn}))"
        )
    })
}

/// So many of the things at the other end of one relation are named.
const FIRST: usize = 4;

/// The first things at the other end of each relation of some nodes, in the order of their IRIs; of relations that lead to
/// few things, all.
pub(super) fn first_of(
    pairs: impl Iterator<Item = (String, bool, String, String)>,
    nodes: &[String],
    most: usize,
) -> Vec<String> {
    let mut beside: BTreeMap<(String, bool, String), BTreeSet<String>> = BTreeMap::new();
    for (property, forward, node, other) in pairs {
        if nodes.contains(&node) {
            beside
                .entry((property, forward, node))
                .or_default()
                .insert(other);
        }
    }
    let many = [sg::INTEGRATES_WITH, sg::ALTERNATIVE_TO];
    beside
        .into_iter()
        .flat_map(|((property, forward, _), others)| {
            let is_long = !forward || many.contains(&property.as_str());
            let most = if is_long { most } else { usize::MAX };
            others.into_iter().take(most)
        })
        .collect()
}
