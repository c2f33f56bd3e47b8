//! `show`: everything known about a thing.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::Args;
use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alternatives::ranking;
use super::card_page::card_blocks;
use super::failure::{Failure, Named};
use super::known::{self, Thing};
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::walk::{Part, dependents, part};
use crate::graph::words::{inverse, words};
use crate::graph::{Graph, Node};
use crate::model::diagram::{Diagram, Kind};
use crate::model::page::{Block, Page, Table};
use crate::model::term::{decode, encode};
use crate::reason::alternatives::{Opening, alternatives};
use crate::reason::card::{Card, RIVALS, Rival};
use crate::reason::lineage;
use crate::reason::show::{Statement, name, pages, statements, why};
use crate::reason::standing::standing;

/// Everything known about an entry, each statement with its source
#[derive(Clone, Debug, Default, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["entry"]))]
pub struct Show {
    /// An entry, language, category or source: slug, name or alias
    pub entry: String,
    /// Only where sources disagree, with what the answers believe
    #[arg(long, conflicts_with = "dependents")]
    pub conflicts: bool,
    /// Only what stands on it, directly or not
    #[arg(long)]
    pub dependents: bool,
    /// Every statement with its source, file and line, instead of a card
    #[arg(short, long, conflicts_with_all = ["conflicts", "dependents"])]
    pub all: bool,
    /// Only the statements by this relation, such as `built-on` or `homepage`
    #[arg(short, long, value_name = "RELATION", conflicts_with = "dependents")]
    pub relation: Option<String>,
}

impl Ask for Show {
    type Answer = Shown;
    const NAME: &'static str = "show";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Diagram, Shape::Statements];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen show hystrix",
        "stackgen show kubernetes --all",
        "stackgen show kubernetes --relation built-on",
        "stackgen show kafka --dependents",
        "stackgen show rabbitmq --format turtle",
        "stackgen show mqtt",
    ];

    fn answer(self, world: &World) -> Result<Shown, Failure> {
        if self.conflicts && self.dependents {
            return Err(Failure::usage(
                "`--conflicts` and `--dependents` are two questions, expected one of them",
            ));
        }
        let part = match (self.conflicts, self.dependents) {
            (true, _) => Asked::Conflicts,
            (false, true) => Asked::Dependents,
            (false, false) if self.all || self.relation.is_some() => Asked::Everything,
            (false, false) => Asked::Card,
        };
        // A card without the statements that `all` adds would tell programs less than it told before.
        let has_card = self.relation.is_none() && matches!(part, Asked::Card | Asked::Everything);
        let is_card_alone = part == Asked::Card && world.is_for_pages();
        let catalog = world.ask(|| self.question(world, has_card, is_card_alone))?;
        let graph = Graph::new(&catalog.index);
        let node = known::thing(&graph, &self.entry)?;
        let mut shown = Shown::of(&catalog, node, part);
        if let Some(relation) = &self.relation {
            shown.keep(&graph, relation)?;
        }
        if has_card {
            let is_counted = is_card_alone && world.service().is_some();
            shown.card = Some(card(&catalog, node, &shown.standing_on_it, is_counted));
            if is_counted {
                let is_here = |it: &&Statement| {
                    let relation = graph.iri(it.property);
                    catalog.ties(relation, it.forward, node).is_none()
                };
                let here = shown.found.iter().filter(is_here).count();
                shown.statement_count = here + catalog.all_ties(node);
            }
        }
        Ok(shown)
    }
}

impl Show {
    fn question(&self, world: &World, has_card: bool, is_card_alone: bool) -> Question {
        let name = self.entry.clone();
        if self.dependents {
            return Question::Dependents(name);
        }
        let ranking = || ranking(&[], false, RIVALS);
        if is_card_alone {
            return Question::Card {
                name,
                ranking: ranking(),
            };
        }
        Question::Thing {
            name,
            drawn: world.is_drawn(),
            ranking: has_card.then(ranking),
        }
    }
}

/// The card of a thing; where a service has counted its ties, those that are best known are here.
fn card(catalog: &Catalog, node: Node, dependents: &[(Node, usize)], is_counted: bool) -> Card {
    let graph = Graph::new(&catalog.index);
    let renown = |it| {
        let count = |property| catalog.count(property, it, None);
        (count(sg::USES), count(sg::INTEGRATES_WITH))
    };
    let best_known: Vec<(Node, usize)>;
    let dependents = if is_counted {
        let here = graph.subjects(sg::BUILT_ON, node);
        best_known = here
            .filter(|it| graph.is_named(*it))
            .map(|it| (it, 1))
            .collect();
        &best_known
    } else {
        dependents
    };
    let counted = |relation: &str, is_subject| catalog.ties(relation, is_subject, node);
    let mut card = Card::of(&graph, node, dependents, &renown, &counted);
    if graph.kind(node) == Kind::Technology {
        let found = alternatives(&graph, node, &Opening::default());
        let best = found.iter().take(RIVALS);
        card.alternatives = best
            .map(|it| Rival::of(&graph, it, known::rounded(it.score)))
            .collect();
    }
    card
}

/// Which part of what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Card,
    Everything,
    Conflicts,
    Dependents,
}

/// What is known about a thing.
#[derive(Serialize, JsonSchema)]
pub struct Shown {
    /// The thing.
    #[serde(flatten)]
    pub thing: Thing,
    /// What it is: technology, standard, publication, …
    pub kind: &'static str,
    /// All of it in short; left out where only a part is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// The statements about it and to it; left out where only dependents are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<Vec<ShownStatement>>,
    /// What is built on it, directly or not; left out where only conflicts are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependents: Option<Vec<Dependent>>,
    #[serde(skip)]
    catalog: Arc<Catalog>,
    #[serde(skip)]
    node: Node,
    #[serde(skip)]
    asked: Asked,
    #[serde(skip)]
    found: Vec<Statement>,
    #[serde(skip)]
    standing_on_it: Vec<(Node, usize)>,
    /// How many statements there are, wherever they are.
    #[serde(skip)]
    statement_count: usize,
}

/// A statement about a thing or to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShownStatement {
    /// The IRI of the property.
    pub property: String,
    /// Whether the thing is the statement's subject.
    pub direction: Direction,
    /// What stands at the other end.
    pub value: ShownValue,
    /// Whether the answers rest on this one of several values.
    pub believed: bool,
    /// Why they do; empty where there is nothing to decide.
    pub why: String,
    /// The page that it rests on, where one is named.
    pub evidence: Option<String>,
    /// Who says it.
    pub sources: Vec<StatedIn>,
}

/// Which end of a statement a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Its subject.
    Out,
    /// Its object.
    In,
}

/// The other end of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ShownValue {
    /// A thing or an address.
    Thing {
        /// Its IRI.
        iri: String,
        /// Its name, or the IRI in short.
        name: String,
    },
    /// A literal.
    Literal {
        /// Its text.
        text: String,
    },
}

/// Who states something, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatedIn {
    /// The slug of the source.
    pub source: String,
    /// File and line; empty where that is not known.
    pub place: String,
}

/// A thing that stands on another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dependent {
    /// The thing.
    #[serde(flatten)]
    pub thing: Thing,
    /// In how many steps.
    pub steps: usize,
}

/// A property in words, read from the thing that is shown.
fn property_words(graph: &Graph<'_>, it: &Statement) -> String {
    let iri = graph.iri(it.property);
    if it.forward { words(iri) } else { inverse(iri) }
}

impl Shown {
    fn of(catalog: &Arc<Catalog>, node: Node, asked: Asked) -> Self {
        let graph = Graph::new(&catalog.index);
        let (found, standing_on_it) = match asked {
            Asked::Card | Asked::Everything => {
                (statements(&graph, node, false), dependents(&graph, node))
            }
            Asked::Conflicts => (statements(&graph, node, true), Vec::new()),
            Asked::Dependents => (Vec::new(), dependents(&graph, node)),
        };
        let dependent = |(node, steps): &(Node, usize)| Dependent {
            thing: Thing::of(&graph, *node),
            steps: *steps,
        };
        let told = found
            .iter()
            .map(|it| ShownStatement::of(&graph, &found, it));
        let dependents = standing_on_it.iter().map(dependent).collect();
        Self {
            thing: Thing::of(&graph, node),
            kind: graph.kind(node).name(),
            card: None,
            statements: (asked != Asked::Dependents).then(|| told.collect()),
            dependents: (asked != Asked::Conflicts).then_some(dependents),
            node,
            asked,
            standing_on_it,
            statement_count: found.len(),
            found,
            catalog: catalog.clone(),
        }
    }

    /// Keeps only the statements by one relation, read from the thing or to it.
    fn keep(&mut self, graph: &Graph<'_>, relation: &str) -> Result<(), Failure> {
        let folded = |name: &str| slug(name).replace('-', "");
        let local = |iri: &str| iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned();
        let wanted = folded(relation.rsplit(':').next().unwrap_or(relation));
        let is_meant = |it: &Statement| {
            let iri = graph.iri(it.property);
            iri == relation
                || folded(&local(iri)) == wanted
                || folded(&property_words(graph, it)) == wanted
        };
        if !self.found.iter().any(is_meant) && known::relation_iri(relation).is_err() {
            let names: BTreeSet<String> = self
                .found
                .iter()
                .map(|it| local(graph.iri(it.property)))
                .collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            return Err(Failure::none_of(Named::Relation, relation, &names));
        }
        let kept: Vec<bool> = self.found.iter().map(is_meant).collect();
        let mut keep = kept.iter();
        self.found.retain(|_| *keep.next().expect("as many"));
        let mut keep = kept.iter();
        if let Some(statements) = &mut self.statements {
            statements.retain(|_| *keep.next().expect("as many"));
        }
        self.dependents = None;
        Ok(())
    }

    /// Each value with who says it, and why it is believed.
    fn disagreement(&self, graph: &Graph<'_>) -> Table {
        let mut table = Table::new(&["property", "value", "sources", "believed"]);
        for it in &self.found {
            let sources: Vec<String> = it
                .sources
                .iter()
                .map(|(source, _)| format!("{} ({})", graph.slug(*source), graph.date(*source)))
                .collect();
            let why = why(graph, &self.found, it);
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
        for it in &self.found {
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

impl ShownStatement {
    fn of(graph: &Graph<'_>, all: &[Statement], it: &Statement) -> Self {
        let value = match graph.iri(it.other) {
            "" => ShownValue::Literal {
                text: graph.text(it.other).to_owned(),
            },
            iri => ShownValue::Thing {
                iri: iri.to_owned(),
                name: name(graph, it.other),
            },
        };
        let stated_in = |(source, place): &(Node, String)| StatedIn {
            source: graph.slug(*source).to_owned(),
            place: place.clone(),
        };
        Self {
            property: graph.iri(it.property).to_owned(),
            direction: if it.forward {
                Direction::Out
            } else {
                Direction::In
            },
            value,
            believed: it.believed,
            why: why(graph, all, it),
            evidence: it.evidence.clone(),
            sources: it.sources.iter().map(stated_in).collect(),
        }
    }
}

impl Shapes for Shown {
    fn found(&self) -> bool {
        match self.asked {
            Asked::Dependents => !self.standing_on_it.is_empty(),
            Asked::Card | Asked::Everything | Asked::Conflicts => !self.found.is_empty(),
        }
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        match self.asked {
            Asked::Dependents => self.dependents_page(&graph),
            Asked::Everything | Asked::Conflicts => self.statements_page(&graph),
            Asked::Card => self.card_page(),
        }
    }

    fn hint(&self) -> Option<String> {
        let statements = self.statement_count;
        (self.asked == Asked::Card).then(|| {
            format!("`--all` shows all {statements} statements with their sources, `--relation R` those of one kind")
        })
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        match self.asked {
            Asked::Dependents => self.dependents_diagram(&graph),
            Asked::Card | Asked::Everything | Asked::Conflicts => self.neighbours_diagram(&graph),
        }
    }

    fn quads(&self) -> Vec<Quad> {
        let graph = Graph::new(&self.catalog.index);
        match self.asked {
            Asked::Dependents => self.dependents_quads(&graph),
            Asked::Card | Asked::Everything | Asked::Conflicts => self.statements_quads(&graph),
        }
    }

    fn triples(&self) -> Vec<Quad> {
        match self.asked {
            Asked::Dependents => self.quads(),
            Asked::Card | Asked::Everything | Asked::Conflicts => {
                self.attributed(&Graph::new(&self.catalog.index), self.quads())
            }
        }
    }
}

impl Shown {
    fn card_page(&self) -> Page {
        let mut page = Page::default();
        page.push(Block::Heading(format!(
            "{} ({})",
            self.thing.name, self.kind
        )));
        if let Some(card) = &self.card {
            page.blocks.extend(card_blocks(card));
        }
        page
    }

    /// Every statement with its source, as `--all` shows them.
    pub(crate) fn statements_table(&self) -> Table {
        self.evidence(&Graph::new(&self.catalog.index))
    }

    fn statements_page(&self, graph: &Graph<'_>) -> Page {
        let conflicts = self.asked == Asked::Conflicts;
        let mut page = Page::default();
        page.push(Block::Heading(format!(
            "{} ({})",
            self.thing.name, self.kind
        )));
        let description = graph.value(self.node, sg::DESCRIPTION);
        if !description.is_empty() && !conflicts {
            page.push(Block::Paragraph(description.to_owned()));
        }
        if let Some(text) = standing(graph, self.node) {
            page.push(Block::Paragraph(text));
        }
        if !conflicts {
            for text in lineage::in_words(graph, self.node) {
                page.push(Block::Paragraph(text));
            }
        }
        if self.found.is_empty() {
            let nothing = if conflicts {
                "The sources do not disagree."
            } else {
                "Nothing is said by this relation."
            };
            page.push(Block::Paragraph(nothing.to_owned()));
            return page;
        }
        page.push(Block::Table(if conflicts {
            self.disagreement(graph)
        } else {
            self.evidence(graph)
        }));
        page
    }

    fn neighbours_diagram(&self, graph: &Graph<'_>) -> Diagram {
        let wanted = Part {
            focus: Some(self.node),
            depth: 1,
            ..Part::default()
        };
        let (nodes, edges) = part(graph, &wanted);
        let nodes = nodes
            .into_iter()
            .map(|node| (node, node == self.node, String::new()))
            .collect();
        known::diagram(graph, self.thing.name.clone(), nodes, &edges)
    }

    fn statements_quads(&self, graph: &Graph<'_>) -> Vec<Quad> {
        let mut quads = Vec::new();
        for it in &self.found {
            let (subject, object) = if it.forward {
                (self.node, it.other)
            } else {
                (it.other, self.node)
            };
            // Symmetric relations are told once to people; here both directions stand, each with who says it.
            for (subject, object) in [(subject, object), (object, subject)] {
                for source in graph.sources(subject, graph.iri(it.property), object) {
                    quads.extend(quad(graph, subject, it.property, object, source));
                }
            }
        }
        quads
    }

    fn dependents_page(&self, graph: &Graph<'_>) -> Page {
        let mut page = Page::default();
        page.push(Block::Heading(format!(
            "What is built on {}",
            self.thing.name
        )));
        if self.standing_on_it.is_empty() {
            page.push(Block::Paragraph("Nothing known.".to_owned()));
            return page;
        }
        let mut table = Table::new(&["entry", "name", "steps", "status"]).numeric(&[2]);
        for (node, steps) in &self.standing_on_it {
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

    fn dependents_diagram(&self, graph: &Graph<'_>) -> Diagram {
        let built_on: Vec<Node> = graph.node(sg::BUILT_ON).into_iter().collect();
        let wanted = Part {
            relations: built_on,
            ..Part::default()
        };
        let edges: Vec<_> = part(graph, &wanted)
            .1
            .into_iter()
            .filter(|edge| !graph.is_derived(*edge))
            .collect();
        let mut nodes = vec![(self.node, true, String::new())];
        let others = self.standing_on_it.iter();
        nodes.extend(others.map(|(node, _)| (*node, false, String::new())));
        known::diagram(
            graph,
            format!("Built on {}", self.thing.name),
            nodes,
            &edges,
        )
    }

    fn dependents_quads(&self, graph: &Graph<'_>) -> Vec<Quad> {
        let Some(property) = graph.node(sg::BUILT_ON) else {
            return Vec::new();
        };
        let mut quads = Vec::new();
        for (dependent, _) in &self.standing_on_it {
            for foundation in graph.objects(*dependent, sg::BUILT_ON) {
                for source in graph.sources(*dependent, sg::BUILT_ON, foundation) {
                    quads.extend(quad(graph, *dependent, property, foundation, source));
                }
            }
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
