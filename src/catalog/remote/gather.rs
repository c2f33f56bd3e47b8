//! Statements from a service, request by request.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{Literal, NamedNode, Term};

use super::candidates::first_of;
use super::counts::numbers;
use super::search::wrong;
use super::{NAMING, TRUST, packed};
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id, kind_and_slug};
use crate::catalog::names::resolve;
use crate::catalog::{Catalog, TIES};
use crate::graph::Graph;
use crate::graph::walk::{self, RELATIONS};
use crate::model::diagram::Kind;
use crate::model::fact::{Facts, Pen};
use crate::rules::{self, is_rule};
use crate::store::index::{self, Index};
use crate::store::remote::{Endpoint, EndpointError, MOST_ROWS, Rows, iri, quoted};

type Done = Result<(), EndpointError>;

/// A statement and its source.
pub(super) struct Statement {
    pub(super) subject: NamedNode,
    pub(super) predicate: NamedNode,
    pub(super) object: Term,
    pub(super) source: NamedNode,
}

/// What was gathered so far for one question.
pub(super) struct Gather<'a> {
    endpoint: &'a Endpoint,
    statements: Vec<Statement>,
    /// Things whose names were asked for.
    described: BTreeSet<String>,
    /// What names may mean, and was asked for as well.
    guessed: BTreeSet<String>,
    /// Things by relations of any kind, which have to be named.
    unnamed: BTreeSet<String>,
    /// Property, source and thing → how many subjects the service counted.
    counts: BTreeMap<[String; 3], usize>,
}

/// What a picture tells of each thing: what it is mainly for parts it into clusters.
pub(super) fn pictured() -> Vec<&'static str> {
    [walk::TOLD, &[sg::PURPOSE]].concat()
}

impl<'a> Gather<'a> {
    pub(super) fn new(endpoint: &'a Endpoint) -> Self {
        Self {
            endpoint,
            statements: Vec::new(),
            described: BTreeSet::new(),
            guessed: BTreeSet::new(),
            unnamed: BTreeSet::new(),
            counts: BTreeMap::new(),
        }
    }

    /// What was gathered, as an index.
    pub(super) fn index(&self) -> Index {
        let mut facts = Facts::default();
        // A service does not know which line of which file a statement was read from.
        let (stated, derived) = (facts.file(""), facts.file(rules::DERIVED));
        for it in &self.statements {
            let file = if is_rule(it.source.as_str()) {
                derived
            } else {
                stated
            };
            let mut pen = Pen::new(&mut facts, file, 0, it.source.clone());
            pen.say(&it.subject, it.predicate.as_str(), it.object.clone());
        }
        Index::open(index::build(&facts)).expect("what was built can be opened")
    }

    pub(super) fn finish(self) -> Catalog {
        Catalog {
            index: self.index(),
            problems: Vec::new(),
            counts: Some(self.counts),
        }
    }

    pub(super) fn count(&mut self, property: &str, source: &str, node: &str, count: usize) {
        let key = [property, source, node].map(ToOwned::to_owned);
        self.counts.insert(key, count);
    }

    /// Tells the person what the answer lacks.
    pub(super) fn note(&self, text: &str) {
        self.endpoint.note(text);
    }

    pub(super) fn select(&self, query: &str) -> Result<Rows, EndpointError> {
        self.endpoint.select(query, MOST_ROWS)
    }

    /// Gathers the statements `?s ?p ?o` in graphs `?g` that match a pattern; whether there are more.
    pub(super) fn statements(&mut self, pattern: &str) -> Result<bool, EndpointError> {
        self.statements_and(pattern, None)
    }

    /// The same, with those of a pattern in which many things say something of a few.
    pub(super) fn statements_and(
        &mut self,
        about: &str,
        to: Option<&str>,
    ) -> Result<bool, EndpointError> {
        let rows = self.select(&packed::query(about, to))?;
        if let Some(statements) = packed::unpack(&rows) {
            for it in statements {
                self.take(it)?;
            }
            return Ok(rows.more);
        }
        match to {
            None => self.statements_in_full(about),
            Some(to) => self.statements_in_full(&format!("{{ {about} }} UNION {{ {to} }}")),
        }
    }

    /// The same, a row for each: where a text of somebody holds what parts the packed ones.
    fn statements_in_full(&mut self, pattern: &str) -> Result<bool, EndpointError> {
        let query = format!("SELECT ?s ?p ?o ?g {{ {pattern} }} LIMIT {MOST_ROWS}");
        let rows = self.select(&query)?;
        let column = |name: &str| rows.variables.iter().position(|it| it == name);
        let columns = [column("s"), column("p"), column("o"), column("g")];
        for row in &rows.rows {
            let [s, p, o, g] = columns.map(|it| it.and_then(|it| row.get(it)?.clone()));
            // Blank nodes mean something else in every answer.
            if let (
                Some(Term::NamedNode(subject)),
                Some(Term::NamedNode(predicate)),
                Some(object),
                Some(Term::NamedNode(source)),
            ) = (s, p, o, g)
                && !matches!(object, Term::BlankNode(_))
            {
                self.take(Statement {
                    subject,
                    predicate,
                    object,
                    source,
                })?;
            }
        }
        Ok(rows.more)
    }

    /// Gathers statements that match the pattern made for some of `nodes`, `size` at a time and fewer where they say
    /// too much for one answer.
    pub(super) fn each(
        &mut self,
        nodes: &[String],
        size: usize,
        pattern: &dyn Fn(&str) -> String,
    ) -> Done {
        self.each_both(nodes, size, &|values| (pattern(values), None))
    }

    /// The same for a pattern of statements about the nodes and one of statements to them.
    pub(super) fn each_both(
        &mut self,
        nodes: &[String],
        size: usize,
        patterns: &dyn Fn(&str) -> (String, Option<String>),
    ) -> Done {
        let mut open: Vec<&[String]> = nodes.chunks(size).rev().collect();
        while let Some(part) = open.pop() {
            let (about, to) = patterns(&values(part));
            let more = self.statements_and(&about, to.as_deref())?;
            match part {
                [only] if more => self.note(&format!(
                    "<{only}>: more than {MOST_ROWS} statements, of which the endpoint gave some"
                )),
                _ if more => {
                    let (first, second) = part.split_at(part.len() / 2);
                    open.extend([second, first]);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes a statement, or what one says in numbers.
    fn take(&mut self, it: Statement) -> Done {
        let numbers = [COUNTED_OF, COUNTED_TO, TIED_OF, TIED_TO, RENOWN];
        let source = it.source.as_str();
        if !numbers.contains(&source) {
            self.statements.push(it);
            return Ok(());
        }
        let Term::Literal(count) = &it.object else {
            return Err(self.endpoint.no_number(&it.object.to_string()));
        };
        let (count, property) = (self.number(count)?, it.predicate.as_str());
        match source {
            COUNTED_OF => {
                let others = (0..count).map(|number| anything(number).into());
                let all = others.map(|other| (it.subject.clone(), other));
                self.say(&it.predicate, all);
            }
            COUNTED_TO => self.counted(property, &it.subject, count),
            RENOWN => self.count(property, "", it.subject.as_str(), count),
            _ => self.count(property, source, it.subject.as_str(), count),
        }
        Ok(())
    }

    /// A number of things.
    pub(super) fn number(&self, count: &Literal) -> Result<usize, EndpointError> {
        whole(count.value()).ok_or_else(|| self.endpoint.no_number(count.value()))
    }

    /// IRI and number of each row.
    pub(super) fn numbers(&self, rows: &Rows) -> Result<Vec<(String, usize)>, EndpointError> {
        numbers(self.endpoint, rows)
    }

    /// What to say of a count that is none.
    pub(super) fn no_number(&self, found: &str) -> EndpointError {
        self.endpoint.no_number(found)
    }

    fn say(&mut self, predicate: &NamedNode, ends: impl Iterator<Item = (NamedNode, Term)>) {
        // As a rule says it: nobody states it.
        let source = NamedNode::new_unchecked(id("source", "rule-symmetric"));
        self.statements
            .extend(ends.map(|(subject, object)| Statement {
                subject,
                predicate: predicate.clone(),
                object,
                source: source.clone(),
            }));
    }

    /// Takes it as said that so many things have a property with this object: only how many they are matters.
    pub(super) fn counted(&mut self, property: &str, object: &NamedNode, count: usize) {
        let ends = (0..count).map(|number| (anything(number), object.clone().into()));
        self.say(&NamedNode::new_unchecked(property), ends);
    }

    /// Takes it as said that a thing is tied to another, whoever says so.
    pub(super) fn tie(&mut self, node: &str, property: &str, is_forward: bool, other: &str) {
        let (from, to) = if is_forward {
            (node, other)
        } else {
            (other, node)
        };
        self.unnamed.insert(other.to_owned());
        let named = |iri: &str| NamedNode::new_unchecked(iri);
        let ends = [(named(from), named(to).into())];
        self.say(&named(property), ends.into_iter());
    }

    /// The kinds of ties of a thing that the service counted, each with whether the thing is its subject.
    pub(super) fn tied(&self, node: &str) -> Vec<(String, bool)> {
        let of_it = self.counts.keys().filter(|[_, _, of]| of == node);
        let ties = of_it.filter(|[_, way, _]| [TIED_OF, TIED_TO].contains(&way.as_str()));
        ties.map(|[property, way, _]| (property.clone(), way == TIED_OF))
            .collect()
    }

    /// How many statements are here.
    pub(super) fn length(&self) -> usize {
        self.statements.len()
    }

    /// What was gathered so far, as a catalogue of its own.
    pub(super) fn so_far(&self) -> Catalog {
        Catalog {
            index: self.index(),
            problems: Vec::new(),
            counts: Some(self.counts.clone()),
        }
    }

    /// Gathers the statements of a pattern; what they are about, or nothing where there are more than one answer has.
    pub(super) fn subjects_told(
        &mut self,
        pattern: &str,
    ) -> Result<Option<BTreeSet<String>>, EndpointError> {
        let before = self.statements.len();
        if self.statements(pattern)? {
            return Ok(None);
        }
        let new = self.statements[before..].iter();
        Ok(Some(new.map(|it| it.subject.as_str().to_owned()).collect()))
    }

    /// Makes sure that so many things `?s` fit a pattern: a service that keeps another order leaves some out of its pages.
    pub(super) fn check_count(&self, pattern: &str, count: usize) -> Done {
        let rows = self.select(&format!(
            "SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} }}"
        ))?;
        let counted = rows.rows.first().and_then(|row| match row.first()? {
            Some(Term::Literal(number)) => whole(number.value()),
            _ => None,
        });
        if counted == Some(count) {
            return Ok(());
        }
        Err(self.endpoint.miscounted(count, counted))
    }

    /// Gathers what is said of `nodes` by some properties.
    pub(super) fn about(&mut self, nodes: &[String], properties: &[&str]) -> Done {
        let only = one_of("?p", properties);
        self.each(nodes, 300, &|values| {
            format!("VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({only})")
        })
    }

    /// Gathers what is said of the things of some classes by some properties.
    pub(super) fn of_classes(&mut self, classes: &[&str], properties: &[&str]) -> Done {
        let classes = values(classes);
        let subjects = format!(
            "SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{}> ?c }} }}",
            sg::TYPE
        );
        let only = one_of("?p", properties);
        let pattern = format!("{{ {subjects} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({only})");
        if self.statements(&pattern)? {
            let nodes = self.nodes(&format!("{subjects} ORDER BY ?s"), "things of these kinds")?;
            self.about(&nodes, properties)?;
        }
        Ok(())
    }

    /// The IRIs that a SELECT of `?s` brings, sorted; a note where there are more of them.
    pub(super) fn nodes(&self, select: &str, what: &str) -> Result<Vec<String>, EndpointError> {
        let rows = self.select(&format!("{select} LIMIT {MOST_ROWS}"))?;
        if rows.more {
            self.note(&format!(
                "more than {MOST_ROWS} {what}, of which the endpoint gave some"
            ));
        }
        Ok(first_column(rows).into_iter().collect())
    }

    /// The IRIs that a SELECT of `?s` brings, as many as its limit allows.
    pub(super) fn nodes_found(&self, select: &str) -> Result<BTreeSet<String>, EndpointError> {
        Ok(first_column(self.select(select)?))
    }

    /// Gathers what decides which source is believed.
    pub(super) fn trust(&mut self) -> Done {
        self.of_classes(&[sg::SOURCE], TRUST)
    }

    /// Gathers the names, and some more properties, of every thing that statements tie, unless they are here.
    pub(super) fn describe(&mut self, properties: &[&str]) -> Done {
        let mut nodes = BTreeSet::new();
        for it in &self.statements {
            let tie = is_tie(it.predicate.as_str());
            let mut note = |node: &str| {
                let named =
                    kind_and_slug(node).is_some_and(|(kind, _)| Kind::named(kind) != Kind::Other);
                if (tie || named) && is_told(node) && !self.described.contains(node) {
                    nodes.insert(node.to_owned());
                }
            };
            note(it.subject.as_str());
            if let Term::NamedNode(object) = &it.object {
                note(object.as_str());
            }
        }
        let unnamed = self.unnamed.iter();
        nodes.extend(unnamed.filter(|it| !self.described.contains(*it)).cloned());
        let nodes: Vec<String> = nodes.into_iter().collect();
        self.about(&nodes, properties)?;
        self.described.extend(nodes);
        Ok(())
    }

    /// Gathers what is told of everything that a thing is tied to, in one request where one brings it, with what `more` of
    /// the things `?s` next to it says.
    pub(super) fn describe_beside(
        &mut self,
        node: &str,
        properties: &[&str],
        more: &dyn Fn(&str) -> String,
    ) -> Done {
        let Some(node) = iri(node) else {
            return Ok(());
        };
        let only = one_of("?p", properties);
        let beside = format!(
            "{{ SELECT DISTINCT ?s {{ {{ GRAPH ?h {{ {node} ?q ?s }} FILTER(isIRI(?s)) }} UNION {{ GRAPH ?h {{ ?s ?q {node} }} }} }} }}"
        );
        let beside = self.subjects_told(&format!(
            "{{ {beside} GRAPH ?g {{ ?s ?p ?o }} FILTER({only}) }} UNION {{ {} }}",
            more(&beside)
        ))?;
        self.described.extend(beside.unwrap_or_default());
        Ok(())
    }

    /// Gathers what pictures tell of each thing that has a name here, beside it.
    pub(super) fn remarks(&mut self) -> Done {
        let is_thing = |it: &String| {
            kind_and_slug(it).is_some_and(|(kind, _)| {
                !matches!(Kind::named(kind), Kind::Other | Kind::Source | Kind::Client)
            })
        };
        let named = self
            .statements
            .iter()
            .filter(|it| it.predicate.as_str() == sg::TYPE)
            .map(|it| it.subject.as_str().to_owned());
        let things: BTreeSet<String> = named.filter(is_thing).collect();
        let told: Vec<String> = things.iter().cloned().collect();
        self.about(&told, &pictured())?;
        let mut purposes = self.objects(&told, sg::PURPOSE);
        purposes.retain(|it| !things.contains(it));
        self.about(&purposes, NAMING)
    }

    /// Takes these things as described.
    pub(super) fn are_described(&mut self, nodes: &[String]) {
        self.described.extend(nodes.iter().cloned());
    }

    /// The subjects of the statements gathered with one of these classes.
    pub(super) fn are_of_class(&self, classes: &[&str]) -> Vec<String> {
        let class =
            |term: &Term| matches!(term, Term::NamedNode(it) if classes.contains(&it.as_str()));
        let mut nodes: Vec<String> = self
            .statements
            .iter()
            .filter(|it| it.predicate.as_str() == sg::TYPE && class(&it.object))
            .map(|it| it.subject.as_str().to_owned())
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Subject and object of every statement gathered with one of `properties` between things, each pair once.
    pub(super) fn pairs(&self, properties: &[&str]) -> BTreeSet<(String, String)> {
        self.statements
            .iter()
            .filter(|it| properties.contains(&it.predicate.as_str()))
            .filter_map(|it| match &it.object {
                Term::NamedNode(object) => {
                    Some((it.subject.as_str().to_owned(), object.as_str().to_owned()))
                }
                _ => None,
            })
            .collect()
    }

    /// Everything that a statement gathered ties to one of `nodes`, but not by naming its evidence.
    pub(super) fn neighbours(&self, nodes: &[String]) -> BTreeSet<String> {
        let mut neighbours = BTreeSet::new();
        for it in &self.statements {
            let Term::NamedNode(object) = &it.object else {
                continue;
            };
            let (subject, object) = (it.subject.as_str(), object.as_str());
            for (node, other) in [(subject, object), (object, subject)] {
                if nodes.iter().any(|it| it == node) {
                    neighbours.insert(other.to_owned());
                }
            }
        }
        neighbours
    }

    /// The first `most` things at the other end of each long relation of some nodes, and all of the short ones.
    pub(super) fn beside(&self, nodes: &[String], most: usize) -> Vec<String> {
        let ends = self.statements.iter().filter_map(|it| match &it.object {
            Term::NamedNode(object) => {
                Some((it.predicate.as_str(), it.subject.as_str(), object.as_str()))
            }
            _ => None,
        });
        let things = ends.filter(|(property, ..)| is_tie(property));
        let both = things.flat_map(|(property, subject, object)| {
            [(true, subject, object), (false, object, subject)].map(|(forward, node, other)| {
                (
                    property.to_owned(),
                    forward,
                    node.to_owned(),
                    other.to_owned(),
                )
            })
        });
        first_of(both, nodes, most)
    }

    /// The objects of the statements gathered with `property` about one of `subjects`.
    pub(super) fn objects(&self, subjects: &[String], property: &str) -> Vec<String> {
        let pairs = self.pairs(&[property]);
        let objects: BTreeSet<String> = pairs
            .into_iter()
            .filter(|(subject, _)| subjects.contains(subject))
            .map(|(_, object)| object)
            .collect();
        objects.into_iter().collect()
    }

    /// The subjects of the statements gathered with one of these properties.
    pub(super) fn subjects_of(&self, properties: &[&str]) -> Vec<String> {
        let told = self.statements.iter();
        let told = told.filter(|it| properties.contains(&it.predicate.as_str()));
        let subjects: BTreeSet<String> = told.map(|it| it.subject.as_str().to_owned()).collect();
        subjects.into_iter().collect()
    }

    /// The subjects of the statements gathered with `property` about one of `objects`.
    pub(super) fn subjects(&self, property: &str, objects: &[String]) -> Vec<String> {
        let pairs = self.pairs(&[property]);
        let subjects: BTreeSet<String> = pairs
            .into_iter()
            .filter(|(_, object)| objects.contains(object))
            .map(|(subject, _)| subject)
            .collect();
        subjects.into_iter().collect()
    }

    /// The things that names mean, each with what it may be; nothing when one of them means nothing. The command
    /// then says so, with the nearest name, from what is gathered for that.
    pub(super) fn resolve(
        &mut self,
        names: &[(&str, &[Kind])],
    ) -> Result<Option<Vec<String>>, EndpointError> {
        let names: Vec<_> = names
            .iter()
            .filter(|(name, _)| !name.trim().is_empty())
            .collect();
        if names.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let mut guesses = guesses(names.iter().copied());
        guesses.retain(|it| !self.guessed.contains(it));
        self.about(&guesses, NAMING)?;
        let other = self.are_not_slugs(&names);
        if !other.is_empty() {
            // Who types a label or an alias has the service look through all of them.
            let spelt: Vec<String> = other.iter().map(|name| spelt(name)).collect();
            let (label, alias, told) = (sg::LABEL, sg::ALT_LABEL, one_of("?p", NAMING));
            self.statements(&format!(
                "{{ SELECT DISTINCT ?s {{ GRAPH ?h {{ ?s ?q ?l }} FILTER(?q IN (<{label}>, <{alias}>)) FILTER({}) }} }} \
                 GRAPH ?g {{ ?s ?p ?o }} FILTER({told})",
                spelt.join(" || "),
            ))?;
        }
        let index = self.index();
        let graph = Graph::new(&index);
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for (name, kinds) in &names {
            match resolve(&graph, name, kinds) {
                Ok(node) => found.push(graph.iri(node).to_owned()),
                Err(_) => missing.push(*name),
            }
        }
        if missing.is_empty() {
            return Ok(Some(found));
        }
        self.check_vocabulary()?;
        for name in missing {
            self.suggest(name)?;
        }
        Ok(None)
    }

    /// Takes these as asked for by their names.
    pub(super) fn are_guessed(&mut self, nodes: Vec<String>) {
        self.guessed.extend(nodes);
    }

    /// Whether it was asked for as what a name may mean.
    pub(super) fn is_guessed(&self, node: &str) -> bool {
        self.guessed.contains(node)
    }

    /// The names among some that are no slug of anything gathered.
    fn are_not_slugs<'b>(&self, names: &[&(&'b str, &[Kind])]) -> Vec<&'b str> {
        let index = self.index();
        let graph = Graph::new(&index);
        let is_named = |iri: &String| graph.node(iri).is_some_and(|it| graph.is_named(it));
        let is_slug = |name: &str, kinds: &[Kind]| {
            let lower = name.trim().to_lowercase();
            kinds.iter().any(|kind| is_named(&id(kind.name(), &lower)))
        };
        let other = names.iter().filter(|(name, kinds)| !is_slug(name, kinds));
        let other = other.filter(|(name, _)| !name.contains("://"));
        other.map(|(name, _)| *name).collect()
    }

    /// Gathers names that are nearly `name`: every change leaves most of its letters in place.
    fn suggest(&mut self, name: &str) -> Done {
        let name = slug(name);
        let changes = (name.len() / 3).max(1);
        let length = name.len();
        let near = format!(
            "STRLEN(STR(?o)) >= {} && STRLEN(STR(?o)) <= {} && ({})",
            length.saturating_sub(changes),
            length + changes,
            parts(&name, changes + 1),
        );
        if !name.is_empty() {
            self.named(&near, &[sg::LABEL, sg::ALT_LABEL])?;
        }
        Ok(())
    }

    /// Gathers texts with some properties that hold a condition on `?o`; whether there are more.
    pub(super) fn named(
        &mut self,
        condition: &str,
        properties: &[&str],
    ) -> Result<bool, EndpointError> {
        let only = one_of("?p", properties);
        self.statements(&format!(
            "GRAPH ?g {{ ?s ?p ?o }} FILTER({only}) FILTER({condition})"
        ))
    }

    /// Whether this is a graph of ours at all: asked when nothing was found.
    pub(super) fn check_vocabulary(&self) -> Done {
        let class = sg::TECHNOLOGY;
        let kind = sg::TYPE;
        if self
            .endpoint
            .holds(&format!("GRAPH ?g {{ ?s <{kind}> <{class}> }}"))?
        {
            return Ok(());
        }
        let outside = self.endpoint.holds(&format!("?s <{kind}> <{class}>"))?;
        Err(self.endpoint.foreign(if outside {
            "its technologies stand in no named graph, expected one for each source"
        } else {
            "no technology of the vocabulary there, expected some sg:Technology in named graphs"
        }))
    }
}

/// The source of numbers that stand for the objects of a subject, and for the subjects of an object.
const COUNTED_OF: &str = "urn:stackgen:counted:of";
const COUNTED_TO: &str = "urn:stackgen:counted:to";

/// The source of how many ties of a kind a thing has, as subject or in both directions, and as object; and of how many
/// point to it by what makes it known.
const TIED_OF: &str = TIES[0];
const TIED_TO: &str = TIES[1];
const RENOWN: &str = "urn:stackgen:counted:renown";

/// A pattern that says for each `?s` and `?p` of another how many different `?x` there are, in place of the statements.
pub(super) fn counted_of(pattern: &str) -> String {
    counting(pattern, COUNTED_OF)
}

/// The same where `?x` is the subject of `?s`.
pub(super) fn counted_to(pattern: &str) -> String {
    counting(pattern, COUNTED_TO)
}

/// A pattern that counts the ties `?x` of each kind `?p` that `?s` has as a subject or in both directions.
pub(super) fn tied_of(pattern: &str) -> String {
    counting(pattern, TIED_OF)
}

/// The same where it is the object.
pub(super) fn tied_to(pattern: &str) -> String {
    counting(pattern, TIED_TO)
}

/// A pattern that counts by how many `?x` each `?s` is known.
pub(super) fn renowned(pattern: &str) -> String {
    counting(pattern, RENOWN)
}

fn counting(pattern: &str, source: &str) -> String {
    format!(
        "{{ SELECT ?s ?p (COUNT(DISTINCT ?x) AS ?o) {{ {pattern} }} GROUP BY ?s ?p }} BIND(<{source}> AS ?g)"
    )
}

/// One of the things of which only the number is known.
fn anything(number: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:stackgen:counted:{number}"))
}

/// Whether something is more than a number.
pub(super) fn is_told(iri: &str) -> bool {
    !iri.starts_with("urn:stackgen:counted")
}

/// A number of things, whatever type of number a service counts in; nothing for what is none.
pub(super) fn whole(text: &str) -> Option<usize> {
    /// No graph has more of anything.
    const MOST: f64 = 1e12;
    if let Ok(number) = text.trim().parse() {
        return Some(number);
    }
    let number: f64 = text.trim().parse().ok()?;
    let is_whole = number.fract() == 0.0 && (0.0..=MOST).contains(&number);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and within bounds"
    )]
    is_whole.then_some(number as usize)
}

/// The IRIs in the first column.
fn first_column(rows: Rows) -> BTreeSet<String> {
    let firsts = rows
        .rows
        .into_iter()
        .filter_map(|row| row.into_iter().next()?);
    firsts
        .filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.into_string()),
            _ => None,
        })
        .collect()
}

/// Whether a relation's ends are things with names.
fn is_tie(property: &str) -> bool {
    property == sg::PURPOSE || RELATIONS.iter().any(|(relation, _)| *relation == property)
}

/// What names mean where they are slugs.
pub(super) fn guesses<'a>(names: impl Iterator<Item = &'a (&'a str, &'a [Kind])>) -> Vec<String> {
    let all: BTreeSet<String> = names.flat_map(|(name, kinds)| meant(name, kinds)).collect();
    all.into_iter().collect()
}

/// The IRIs a name may be the end of.
fn meant(name: &str, kinds: &[Kind]) -> Vec<String> {
    let name = name.trim();
    if name.contains("://") {
        return vec![name.to_owned()];
    }
    let lower = name.to_lowercase();
    let folded = slug(name);
    let slugs = [lower.as_str(), folded.as_str()];
    let of_kind = |kind: &Kind| slugs.map(|slug| id(kind.name(), slug));
    kinds.iter().flat_map(of_kind).collect()
}

/// The condition that `?l` is a name, or may be one that is folded to the same slug.
pub(super) fn spelt(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let folded = slug(name);
    let exact = format!("LCASE(STR(?l)) = {}", quoted(&lower));
    if folded.is_empty() {
        return exact;
    }
    format!(
        "{exact} || (STRLEN(STR(?l)) <= {} && {})",
        folded.len() + 6,
        words(&folded, "?l")
    )
}

/// The condition that a text holds every word of a slug.
pub(super) fn words(slug: &str, variable: &str) -> String {
    let holds = |word| format!("CONTAINS(LCASE(STR({variable})), {})", quoted(word));
    slug.split('-').map(holds).collect::<Vec<_>>().join(" && ")
}

/// The condition that `?o` holds one of `count` pieces of a slug: fewer changes than pieces leave one whole.
pub(super) fn parts(slug: &str, count: usize) -> String {
    let pieces = pieces(slug, count);
    if pieces.is_empty() {
        return "true".to_owned();
    }
    let holds = |piece: &String| format!("CONTAINS(LCASE(STR(?o)), {})", quoted(piece));
    pieces.iter().map(holds).collect::<Vec<_>>().join(" || ")
}

/// So many pieces of a slug, those that are not empty, each once.
fn pieces(slug: &str, count: usize) -> BTreeSet<String> {
    let letters = slug.as_bytes();
    let piece = |number: usize| {
        let (start, end) = (
            number * letters.len() / count,
            (number + 1) * letters.len() / count,
        );
        // A hyphen stands for whatever parts the words of a name.
        let piece = slug[start..end].trim_matches('-');
        let longest = piece
            .split('-')
            .max_by_key(|it| it.len())
            .unwrap_or_default();
        longest.to_owned()
    };
    (0..count).map(piece).filter(|it| !it.is_empty()).collect()
}

/// The condition that a name `?o` has every word of a text, or may be the text with typing errors.
pub(super) fn alike(wanted: &str) -> String {
    let words = words(wanted, "?o");
    if wanted.len() < 3 {
        return words;
    }
    format!(
        "({words}) || (STRLEN(STR(?o)) >= {} && STRLEN(STR(?o)) <= {} && ({}))",
        wanted.len().saturating_sub(2),
        wanted.len() + 4,
        parts(wanted, wrong(wanted) + 1)
    )
}

/// Those of `nodes` that are IRIs, as a query writes them.
pub(super) fn values<S: AsRef<str>>(nodes: &[S]) -> String {
    nodes
        .iter()
        .filter_map(|it| iri(it.as_ref()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The condition that a variable is one of `nodes`.
pub(super) fn one_of<S: AsRef<str>>(variable: &str, nodes: &[S]) -> String {
    let nodes: Vec<String> = nodes.iter().filter_map(|it| iri(it.as_ref())).collect();
    if nodes.is_empty() {
        return "false".to_owned();
    }
    format!("{variable} IN ({})", nodes.join(", "))
}

/// The graphs of the rules.
pub(super) fn rule_graphs() -> Vec<String> {
    rules::RULES
        .iter()
        .map(|rule| id("source", rule.slug))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_people_stays_text() {
        let evil = "x\" ) } } ; DROP ALL # \\";
        let condition = spelt(evil);
        assert!(
            condition.starts_with(r#"LCASE(STR(?l)) = "x\" ) } } ; drop all # \\""#),
            "{condition}"
        );
        let nodes: Vec<String> = meant("go> <x", &[Kind::Language]);
        assert_eq!(
            values(&nodes),
            "<https://w3id.org/stackgen/id/language/go-x>"
        );
        assert_eq!(values(&meant("http://x/> } <", &[])), "");
    }

    #[test]
    fn a_misspelt_name_keeps_one_of_its_pieces() {
        assert_eq!(
            parts("kafka", 2),
            r#"CONTAINS(LCASE(STR(?o)), "fka") || CONTAINS(LCASE(STR(?o)), "ka")"#
        );
        assert_eq!(parts("a", 3), r#"CONTAINS(LCASE(STR(?o)), "a")"#);
        assert_eq!(parts("", 2), "true");
    }
}
