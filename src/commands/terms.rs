//! The classes and properties of a graph: how often they occur, between what, and what they mean.

use std::cmp::Reverse;
use std::collections::HashMap;

use oxrdf::Term;
use oxrdfio::{RdfFormat, RdfParser};

use super::known::Thing;
use crate::base::vocabulary as sg;
use crate::graph::words::{short, short_iri};
use crate::graph::{Graph, Node};
use crate::model::term::decode;
use crate::store::roles::Roles;

/// The vocabulary of stackgen, in Turtle.
pub(crate) static VOCABULARY: &str = include_str!("../../ontologies/stackgen.ttl");

/// What is told of a class.
pub(super) struct Class {
    pub(super) thing: Thing,
    pub(super) things: usize,
    pub(super) example: String,
    pub(super) about: String,
}

/// What is told of a property.
pub(super) struct Property {
    pub(super) thing: Thing,
    pub(super) statements: usize,
    /// The class that most of its subjects are of.
    pub(super) domain: String,
    /// The class or the datatype that most of its objects are of.
    pub(super) range: String,
    pub(super) example: String,
    pub(super) about: String,
}

/// The classes of a graph, those of most things first.
pub(super) fn classes(graph: &Graph<'_>) -> Vec<Class> {
    let (terms, meanings) = (Terms::of(graph), meanings());
    let mut things: HashMap<Node, Vec<Node>> = HashMap::new();
    for (thing, classes) in &terms.types {
        for class in classes {
            things.entry(*class).or_default().push(*thing);
        }
    }
    let mut classes: Vec<Class> = things
        .into_iter()
        .map(|(class, things)| Class {
            thing: named(graph, class),
            things: things.len(),
            example: things
                .iter()
                .min()
                .map_or_else(String::new, |it| terms.name(*it)),
            about: terms.about(class, &meanings),
        })
        .collect();
    classes
        .sort_by(|a, b| (Reverse(a.things), &a.thing.iri).cmp(&(Reverse(b.things), &b.thing.iri)));
    classes
}

/// The properties of a graph, those of most statements first.
pub(super) fn properties(graph: &Graph<'_>) -> Vec<Property> {
    let (terms, meanings) = (Terms::of(graph), meanings());
    let mut properties: Vec<Property> = graph
        .index()
        .predicates()
        .filter_map(|property| {
            let property = Node(property);
            let (mut statements, mut example) = (0, None);
            let (mut domain, mut range) = (Count::default(), Count::default());
            for (subject, object) in terms.pairs(property) {
                statements += 1;
                example = example.or(Some((subject, object)));
                terms.classes_of(subject, &mut domain);
                terms.classes_of(object, &mut range);
            }
            let (subject, object) = example?;
            let thing = named(graph, property);
            Some(Property {
                statements,
                domain: domain.most(&thing.entry),
                range: range.most(&thing.entry),
                thing,
                example: format!("{} → {}", terms.name(subject), terms.name(object)),
                about: terms.about(property, &meanings),
            })
        })
        .collect();
    properties.sort_by(|a, b| {
        (Reverse(a.statements), &a.thing.iri).cmp(&(Reverse(b.statements), &b.thing.iri))
    });
    properties
}

/// A class or property by its IRI in short.
fn named(graph: &Graph<'_>, node: Node) -> Thing {
    let iri = graph.iri(node);
    let local = iri.rsplit(['#', '/', ':']).next().unwrap_or(iri);
    Thing {
        entry: short_iri(iri),
        name: local.to_owned(),
        iri: iri.to_owned(),
    }
}

/// What the vocabulary says of its own classes and properties, by IRI.
fn meanings() -> HashMap<String, String> {
    let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(VOCABULARY.as_bytes());
    let quads = parser.filter_map(Result::ok);
    let comments = quads.filter(|quad| quad.predicate.as_str() == sg::COMMENT);
    comments
        .filter_map(|quad| match (quad.subject, quad.object) {
            (oxrdf::NamedOrBlankNode::NamedNode(subject), Term::Literal(comment)) => {
                Some((subject.into_string(), comment.value().to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// How many are of each class.
#[derive(Default)]
struct Count(HashMap<String, usize>);

impl Count {
    fn add(&mut self, class: String) {
        *self.0.entry(class).or_default() += 1;
    }

    /// The most frequent; of several that of the property's own vocabulary, then the first by name.
    fn most(self, property: &str) -> String {
        let own = property.split(':').next().unwrap_or_default();
        let is_own = |class: &str| class.split(':').next() == Some(own);
        let most = self
            .0
            .into_iter()
            .max_by_key(|(class, count)| (*count, is_own(class), Reverse(class.clone())));
        most.map_or_else(String::new, |(class, _)| class)
    }
}

/// The statements of a graph as a query sees them: without what stackgen itself says beside files of RDF.
struct Terms<'a> {
    graph: &'a Graph<'a>,
    /// The graphs in which it does.
    own: Vec<u32>,
    /// Thing → its classes.
    types: HashMap<Node, Vec<Node>>,
}

impl<'a> Terms<'a> {
    fn of(graph: &'a Graph<'a>) -> Self {
        let roles = Roles::of(graph.index());
        let is_own = |it: &u32| roles.is_hidden(*it);
        let mut terms = Self {
            graph,
            own: graph.index().graphs().filter(is_own).collect(),
            types: HashMap::new(),
        };
        if let Some(property) = graph.node(sg::TYPE) {
            let mut types: HashMap<Node, Vec<Node>> = HashMap::new();
            for (thing, class) in terms.pairs(property) {
                types.entry(thing).or_default().push(class);
            }
            terms.types = types;
        }
        terms
    }

    /// Subject and object of a property, each pair once, in the order of objects.
    fn pairs(&self, property: Node) -> impl Iterator<Item = (Node, Node)> + '_ {
        let rows = self.graph.index().matching(None, Some(property.0), None);
        let mut last = None;
        rows.filter(|[.., source]| !self.own.contains(source))
            .map(|[subject, _, object, _]| (Node(subject), Node(object)))
            .filter(move |pair| last.replace(*pair) != Some(*pair))
    }

    /// The classes of a thing, or the datatype of a text.
    fn classes_of(&self, node: Node, count: &mut Count) {
        if let Some(classes) = self.types.get(&node) {
            for class in classes {
                count.add(short_iri(self.graph.iri(*class)));
            }
            return;
        }
        count.add(match self.graph.index().term(node.0).first() {
            Some(b'I') => "an IRI".to_owned(),
            Some(b'B') => "a blank node".to_owned(),
            Some(b'T') => "a triple".to_owned(),
            _ => match decode(self.graph.index().term(node.0)) {
                Term::Literal(literal) => short_iri(literal.datatype().as_str()),
                _ => String::new(),
            },
        });
    }

    fn name(&self, node: Node) -> String {
        short(&decode(self.graph.index().term(node.0)))
    }

    /// What the graph says that a class or property means, or else the vocabulary.
    fn about(&self, node: Node, meanings: &HashMap<String, String>) -> String {
        let said = self.graph.value(node, sg::COMMENT);
        if said.is_empty() {
            return meanings
                .get(self.graph.iri(node))
                .cloned()
                .unwrap_or_default();
        }
        said.to_owned()
    }
}
