//! `show`: everything known about a thing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use serde_json::{Value, json};

use super::alternatives::standing;
use super::failure::Failure;
use super::query::short_iri;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::link;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::walk::{Part, dependents, is_symmetric, part};
use crate::graph::{Graph, Node};
use crate::model::diagram::Diagram;
use crate::model::page::{Block, Page, Table};
use crate::model::term::{decode, encode};
use crate::reason::lineage;
use crate::rules::is_rule;

pub(super) const COMMAND: Command = Command {
    name: "show",
    about: "Everything known about an entry, each statement with its source",
    examples: "stackgen show hystrix
stackgen show kafka --dependents
stackgen show rabbitmq --format turtle
stackgen show mqtt",
    formats: &[
        "table", "json", "markdown", "turtle", "dot", "svg", "png", "trig",
    ],
    arguments: arguments::<Show>,
    run: run::<Show>,
};

#[derive(clap::Args)]
struct Show {
    /// An entry, language, category or source: slug, name or alias
    entry: String,
    /// Only where sources disagree, with what the answers believe
    #[arg(long, conflicts_with = "dependents")]
    conflicts: bool,
    /// Only what stands on it, directly or not
    #[arg(long)]
    dependents: bool,
}

impl Arguments for Show {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = context.ask(|| {
            let name = self.entry.clone();
            if self.dependents {
                return Question::Dependents(name);
            }
            let drawn = ["dot", "svg", "png"].contains(&context.format);
            Question::Thing { name, drawn }
        })?;
        let graph = Graph::new(&catalog.index);
        let node = known::thing(&graph, &self.entry)?;
        if self.dependents {
            let found = dependents(&graph, node);
            return Ok(Box::new(Dependents {
                catalog,
                node,
                found,
            }));
        }
        let statements = statements(&graph, node, self.conflicts);
        Ok(Box::new(Shown {
            catalog,
            node,
            statements,
            conflicts: self.conflicts,
            turtle: context.format == "turtle",
        }))
    }
}

/// One statement about the thing or to it, and who says it.
struct Statement {
    /// The property, and whether the thing is its subject.
    property: Node,
    forward: bool,
    other: Node,
    /// Each source, and where it was read.
    sources: Vec<(Node, String)>,
    /// The page it rests on, where one is named.
    evidence: Option<String>,
    believed: bool,
}

/// Properties that a thing has one value of: several are a conflict.
const SINGLE: &[&str] = &[
    sg::LABEL,
    sg::DESCRIPTION,
    sg::HOMEPAGE,
    sg::REPOSITORY,
    sg::LICENSE,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::MATURITY,
    sg::PURPOSE,
];

/// Statements that tell of the thing itself come first, then by property and value.
fn statements(graph: &Graph<'_>, node: Node, conflicts: bool) -> Vec<Statement> {
    let mut found: BTreeMap<(bool, Node, Node), Vec<Node>> = BTreeMap::new();
    for (property, object, source) in graph.about(node) {
        found
            .entry((false, property, object))
            .or_default()
            .push(source);
    }
    for (subject, property, source) in graph.pointing_to(node) {
        let evidence = [sg::STATEMENT_SUBJECT, sg::STATEMENT_OBJECT].contains(&graph.iri(property));
        if !evidence {
            // What holds in both directions is told once, by whoever states it.
            let backward = !is_symmetric(graph.iri(property));
            found
                .entry((backward, property, subject))
                .or_default()
                .push(source);
        }
    }
    let pages = pages(graph, node);
    // Once for each property: a hub has hundreds of values.
    let mut believed: HashMap<Node, Option<Node>> = HashMap::new();
    let single = |property: Node| SINGLE.contains(&graph.iri(property));
    let mut statements: Vec<Statement> = found
        .into_iter()
        .filter(|((backward, property, _), _)| {
            !conflicts || !backward && single(*property) && disagree(graph, node, *property)
        })
        .map(|((backward, property, other), mut sources)| {
            sources.sort_by_key(|source| (is_rule(graph.iri(*source)), graph.slug(*source)));
            sources.dedup();
            // A rule that only turns a stated relation around adds nothing for a reader.
            if is_symmetric(graph.iri(property)) && !is_rule(graph.iri(sources[0])) {
                sources.retain(|source| !is_rule(graph.iri(*source)));
            }
            let (subject, object) = if backward {
                (other, node)
            } else {
                (node, other)
            };
            let place = |source: &Node| {
                let turned = || graph.place(object, property, subject, *source);
                let place = graph
                    .place(subject, property, object, *source)
                    .or_else(turned);
                place.map_or_else(String::new, |it| it.to_string())
            };
            Statement {
                property,
                forward: !backward,
                other,
                evidence: pages
                    .get(&(subject, property, object))
                    .or_else(|| pages.get(&(object, property, subject)))
                    .cloned(),
                believed: !backward
                    && *believed
                        .entry(property)
                        .or_insert_with(|| graph.believed(node, graph.iri(property)))
                        == Some(other),
                sources: sources
                    .iter()
                    .map(|source| (*source, place(source)))
                    .collect(),
            }
        })
        .collect();
    statements.sort_by_cached_key(|it| {
        let rank = ORDER
            .iter()
            .position(|iri| *iri == graph.iri(it.property))
            .unwrap_or(ORDER.len());
        (
            !it.forward,
            rank,
            graph.iri(it.property).to_owned(),
            name(graph, it.other),
        )
    });
    statements
}

/// Whether sources give different values; addresses of one page are one value however they are written.
fn disagree(graph: &Graph<'_>, node: Node, property: Node) -> bool {
    let values = graph.objects(node, graph.iri(property));
    let values: BTreeSet<String> = values
        .map(|value| match graph.iri(value) {
            "" => graph.text(value).to_owned(),
            iri => link::plain(iri),
        })
        .collect();
    values.len() > 1
}

/// Why the answers believe a value: by what its best source is ahead of the best one of any other value. Empty for
/// values that they do not believe.
fn why(graph: &Graph<'_>, statements: &[Statement], it: &Statement) -> String {
    let rank = |it: &Statement| {
        let sources = it.sources.iter();
        sources
            .map(|(source, _)| (graph.date(*source), graph.directness(*source)))
            .max()
            .unwrap_or_default()
    };
    let others = statements
        .iter()
        .filter(|other| other.property == it.property && other.other != it.other);
    let Some((date, directness)) = others.map(rank).max().filter(|_| it.believed) else {
        return String::new();
    };
    let own = rank(it);
    if own.0 > date {
        format!("newest: {}", own.0)
    } else if own.1 > directness {
        format!("as new, more direct: {} to {directness}", own.1)
    } else {
        "as new and as direct: first by spelling".to_owned()
    }
}

/// The pages that statements about a thing or to it rest on.
fn pages(graph: &Graph<'_>, node: Node) -> BTreeMap<(Node, Node, Node), String> {
    let about = graph.subjects(sg::STATEMENT_SUBJECT, node);
    let to = graph.subjects(sg::STATEMENT_OBJECT, node);
    about
        .chain(to)
        .filter_map(|statement| {
            let part = |property| graph.objects(statement, property).next();
            let page = part(sg::PRIMARY_SOURCE)?;
            let statement = (
                part(sg::STATEMENT_SUBJECT)?,
                part(sg::STATEMENT_PREDICATE)?,
                part(sg::STATEMENT_OBJECT)?,
            );
            Some((statement, graph.iri(page).to_owned()))
        })
        .collect()
}

/// What a reader wants to know first.
const ORDER: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::DESCRIPTION,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::STATUS_DATE,
    sg::STATUS_BASIS,
    sg::REPLACED_BY,
    sg::NO_SUCCESSOR,
    sg::FORK_OF,
    sg::MATURITY,
    sg::LICENSE,
    sg::HOMEPAGE,
    sg::REPOSITORY,
    sg::PURPOSE,
    sg::IN_CATEGORY,
    sg::WRITTEN_IN,
    sg::MADE_FOR,
    sg::IMPLEMENTS,
    sg::SPEAKS,
    sg::BUILT_ON,
    sg::INTEGRATES_WITH,
    sg::ALTERNATIVE_TO,
    sg::USABLE_FROM,
    sg::STARS,
    sg::DAYS_SINCE_PUSH,
];

/// A thing by its name, a literal by its text, an address as it is.
fn name(graph: &Graph<'_>, node: Node) -> String {
    match graph.iri(node) {
        "" => graph.text(node).to_owned(),
        iri if sg::kind_and_slug(iri).is_some() => graph.label(node).to_owned(),
        iri => short_iri(iri),
    }
}

struct Shown {
    catalog: Catalog,
    node: Node,
    statements: Vec<Statement>,
    conflicts: bool,
    /// Whether the format has no named graphs to tell sources by.
    turtle: bool,
}

/// How many of what stands on a thing are named before the rest is counted.
const MOST_DEPENDENTS: usize = 8;

/// A property in words, read from the thing that is shown.
fn property_words(graph: &Graph<'_>, it: &Statement) -> String {
    let words = known::words(graph.iri(it.property));
    if it.forward {
        words
    } else {
        format!("is {words} of").replace("is in of", "holds")
    }
}

impl Shown {
    /// What stands on the thing, directly or not, in words; empty where nothing does.
    fn dependents(&self, graph: &Graph<'_>) -> String {
        let found = dependents(graph, self.node);
        if found.is_empty() || self.conflicts {
            return String::new();
        }
        let named = found.iter().take(MOST_DEPENDENTS);
        let named: Vec<&str> = named.map(|(node, _)| graph.label(*node)).collect();
        let more = match found.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more: --dependents shows all"),
        };
        format!("Built on it: {}{more}.", named.join(", "))
    }

    /// Each value with who says it, and why it is believed.
    fn disagreement(&self, graph: &Graph<'_>) -> Table {
        let mut table = Table::new(&["property", "value", "sources", "believed"]);
        for it in &self.statements {
            let sources: Vec<String> = it
                .sources
                .iter()
                .map(|(source, _)| format!("{} ({})", graph.slug(*source), graph.date(*source)))
                .collect();
            let why = why(graph, &self.statements, it);
            table.push(vec![
                property_words(graph, it),
                name(graph, it.other),
                sources.join(", "),
                if it.believed {
                    format!("yes, {why}")
                } else {
                    String::new()
                },
            ]);
        }
        table
    }

    /// Each statement with who says it, and the page or row it stands in.
    fn evidence(&self, graph: &Graph<'_>) -> Table {
        let mut table = Table::new(&["property", "value", "sources", "evidence or place"]);
        for it in &self.statements {
            let sources: Vec<&str> = it
                .sources
                .iter()
                .map(|(source, _)| graph.slug(*source))
                .collect();
            let place = it.sources.first().map(|(_, place)| place.clone());
            table.push(vec![
                property_words(graph, it),
                name(graph, it.other),
                sources.join(", "),
                it.evidence.clone().or(place).unwrap_or_default(),
            ]);
        }
        table
    }

    /// Who says each of `quads`, as statements about statements: formats without named graphs have no other way.
    fn attributed(&self, graph: &Graph<'_>, quads: Vec<Quad>) -> Vec<Quad> {
        let pages = &pages(graph, self.node);
        let mut told = Vec::with_capacity(quads.len() * 6);
        for (number, quad) in quads.into_iter().enumerate() {
            let statement = BlankNode::new_unchecked(format!("said-{:05}", number + 1));
            let mut say = |predicate: &str, object: Term| {
                told.push(Quad {
                    subject: statement.clone().into(),
                    predicate: NamedNode::new_unchecked(predicate),
                    object,
                    graph_name: GraphName::DefaultGraph,
                });
            };
            say(sg::TYPE, NamedNode::new_unchecked(sg::STATEMENT).into());
            say(sg::STATEMENT_SUBJECT, quad.subject.clone().into());
            say(sg::STATEMENT_PREDICATE, quad.predicate.clone().into());
            say(sg::STATEMENT_OBJECT, quad.object.clone());
            if let GraphName::NamedNode(source) = &quad.graph_name {
                say(sg::PROV_SOURCE, source.clone().into());
            }
            let number = |term: &Term| graph.index().number(&encode(term)).map(Node);
            let key = number(&quad.subject.clone().into())
                .zip(graph.node(quad.predicate.as_str()))
                .zip(number(&quad.object))
                .map(|((subject, predicate), object)| (subject, predicate, object));
            if let Some(page) = key.and_then(|key| pages.get(&key)) {
                say(sg::PRIMARY_SOURCE, NamedNode::new_unchecked(page).into());
            }
            told.push(quad);
        }
        told
    }
}

impl Answer for Shown {
    fn found(&self) -> bool {
        !self.statements.is_empty()
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        page.push(Block::Heading(format!(
            "{} ({})",
            graph.label(self.node),
            graph.kind(self.node).name()
        )));
        let description = graph.value(self.node, sg::DESCRIPTION);
        if !description.is_empty() && !self.conflicts {
            page.push(Block::Paragraph(description.to_owned()));
        }
        if let Some(text) = standing(&graph, self.node) {
            page.push(Block::Paragraph(text));
        }
        if !self.conflicts {
            for text in lineage::in_words(&graph, self.node) {
                page.push(Block::Paragraph(text));
            }
        }
        if self.statements.is_empty() {
            page.push(Block::Paragraph("The sources do not disagree.".to_owned()));
            return page;
        }
        let dependents = self.dependents(&graph);
        if !dependents.is_empty() {
            page.push(Block::Paragraph(dependents));
        }
        page.push(Block::Table(if self.conflicts {
            self.disagreement(&graph)
        } else {
            self.evidence(&graph)
        }));
        page
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        let mut map = known::reference(&graph, self.node);
        map.insert("kind".to_owned(), json!(graph.kind(self.node).name()));
        let statements: Vec<Value> = self
            .statements
            .iter()
            .map(|it| {
                let value = if graph.iri(it.other).is_empty() {
                    json!({"text": graph.text(it.other)})
                } else {
                    json!({"iri": graph.iri(it.other), "name": name(&graph, it.other)})
                };
                let sources: Vec<Value> = it
                    .sources
                    .iter()
                    .map(|(source, place)| json!({"source": graph.slug(*source), "place": place}))
                    .collect();
                json!({
                    "property": graph.iri(it.property),
                    "direction": if it.forward { "out" } else { "in" },
                    "value": value,
                    "believed": it.believed,
                    "why": why(&graph, &self.statements, it),
                    "evidence": it.evidence,
                    "sources": sources,
                })
            })
            .collect();
        map.insert("statements".to_owned(), json!(statements));
        if !self.conflicts {
            let found = dependents(&graph, self.node);
            let references: Vec<Value> = found.iter().map(|it| dependent(&graph, *it)).collect();
            map.insert("dependents".to_owned(), json!(references));
        }
        Value::Object(map)
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let wanted = Part {
            focus: Some(self.node),
            depth: 1,
            ..Part::default()
        };
        let (nodes, edges) = part(&graph, &wanted);
        let nodes = nodes
            .into_iter()
            .map(|node| (node, node == self.node, String::new()))
            .collect();
        known::diagram(&graph, graph.label(self.node).to_owned(), nodes, &edges)
    }

    fn quads(&self) -> Vec<Quad> {
        let graph = Graph::new(&self.catalog.index);
        let mut quads = Vec::new();
        for it in &self.statements {
            let (subject, object) = if it.forward {
                (self.node, it.other)
            } else {
                (it.other, self.node)
            };
            // Symmetric relations are told once to people; here both directions stand, each with who says it.
            for (subject, object) in [(subject, object), (object, subject)] {
                for source in graph.sources(subject, graph.iri(it.property), object) {
                    quads.extend(quad(&graph, subject, it.property, object, source));
                }
            }
        }
        if self.turtle {
            return self.attributed(&graph, quads);
        }
        quads
    }
}

/// A statement of the graph as a quad; nothing for what RDF cannot say.
pub(super) fn quad(
    graph: &Graph<'_>,
    subject: Node,
    property: Node,
    object: Node,
    source: Node,
) -> Option<Quad> {
    let term = |node: Node| decode(graph.index().term(node.0));
    let subject = match term(subject) {
        Term::NamedNode(node) => NamedOrBlankNode::NamedNode(node),
        Term::BlankNode(node) => NamedOrBlankNode::BlankNode(node),
        _ => return None,
    };
    let source = match term(source) {
        Term::NamedNode(node) => GraphName::NamedNode(node),
        Term::BlankNode(node) => GraphName::BlankNode(node),
        _ => return None,
    };
    let property = NamedNode::new_unchecked(graph.iri(property));
    Some(Quad {
        subject,
        predicate: property,
        object: term(object),
        graph_name: source,
    })
}

/// A thing that stands on another, and in how many steps.
fn dependent(graph: &Graph<'_>, (node, steps): (Node, usize)) -> Value {
    let mut map = known::reference(graph, node);
    map.insert("steps".to_owned(), json!(steps));
    Value::Object(map)
}

struct Dependents {
    catalog: Catalog,
    node: Node,
    found: Vec<(Node, usize)>,
}

impl Answer for Dependents {
    fn found(&self) -> bool {
        !self.found.is_empty()
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        page.push(Block::Heading(format!(
            "What is built on {}",
            graph.label(self.node)
        )));
        if self.found.is_empty() {
            page.push(Block::Paragraph("Nothing known.".to_owned()));
            return page;
        }
        let mut table = Table::new(&["entry", "name", "steps", "status"]).numeric(&[2]);
        for (node, steps) in &self.found {
            table.push(vec![
                graph.slug(*node).to_owned(),
                graph.label(*node).to_owned(),
                steps.to_string(),
                graph.value(*node, sg::STATUS).to_owned(),
            ]);
        }
        page.push(Block::Table(table));
        page
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        let reference = |it: &(Node, usize)| dependent(&graph, *it);
        let mut map = known::reference(&graph, self.node);
        map.insert(
            "dependents".to_owned(),
            self.found.iter().map(reference).collect(),
        );
        Value::Object(map)
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let built_on: Vec<Node> = graph.node(sg::BUILT_ON).into_iter().collect();
        let wanted = Part {
            relations: built_on,
            ..Part::default()
        };
        let edges: Vec<_> = part(&graph, &wanted)
            .1
            .into_iter()
            .filter(|edge| !graph.is_derived(*edge))
            .collect();
        let mut nodes = vec![(self.node, true, String::new())];
        nodes.extend(
            self.found
                .iter()
                .map(|(node, _)| (*node, false, String::new())),
        );
        known::diagram(
            &graph,
            format!("Built on {}", graph.label(self.node)),
            nodes,
            &edges,
        )
    }

    fn quads(&self) -> Vec<Quad> {
        let graph = Graph::new(&self.catalog.index);
        let Some(property) = graph.node(sg::BUILT_ON) else {
            return Vec::new();
        };
        let mut quads = Vec::new();
        for (dependent, _) in &self.found {
            for foundation in graph.objects(*dependent, sg::BUILT_ON) {
                for source in graph.sources(*dependent, sg::BUILT_ON, foundation) {
                    quads.extend(quad(&graph, *dependent, property, foundation, source));
                }
            }
        }
        quads
    }
}
