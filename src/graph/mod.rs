//! The index as a typed graph: things, their names, their relations, and which source says so.
//!
//! Looking up costs a binary search and no allocation of the graph. Start reading at [`Graph`].

pub mod walk;
pub mod words;

use std::cmp::Reverse;

use crate::base::place::Place;
use crate::base::vocabulary as sg;
use crate::model::diagram::Kind;
use crate::rules::is_rule;
use crate::store::index::{Index, Rows};

/// A thing of the graph: the number of its term in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u32);

/// A statement between two things, and the relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// The subject.
    pub from: Node,
    /// The predicate.
    pub relation: Node,
    /// The object.
    pub to: Node,
}

/// A statement that a way through the graph takes, along its direction or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The statement.
    pub edge: Edge,
    /// Whether the way goes from its subject to its object.
    pub forward: bool,
}

impl Step {
    /// From the subject of a statement to its object.
    #[must_use]
    pub fn along(from: Node, relation: Node, to: Node) -> Self {
        let edge = Edge { from, relation, to };
        Self {
            edge,
            forward: true,
        }
    }

    /// From the object of a statement to its subject.
    #[must_use]
    pub fn against(from: Node, relation: Node, to: Node) -> Self {
        let edge = Edge {
            from: to,
            relation,
            to: from,
        };
        Self {
            edge,
            forward: false,
        }
    }

    /// Where the step starts.
    #[must_use]
    pub fn start(self) -> Node {
        if self.forward {
            self.edge.from
        } else {
            self.edge.to
        }
    }

    /// Where the step ends.
    #[must_use]
    pub fn end(self) -> Node {
        if self.forward {
            self.edge.to
        } else {
            self.edge.from
        }
    }
}

/// The last part of an IRI.
#[must_use]
pub fn slug_of(iri: &str) -> &str {
    sg::kind_and_slug(iri).map_or_else(
        || iri.rsplit(['/', '#', ':']).next().unwrap_or(iri),
        |(_, slug)| slug,
    )
}

/// A view of an index.
#[derive(Clone, Copy)]
pub struct Graph<'a> {
    index: &'a Index,
}

impl<'a> Graph<'a> {
    /// A view of `index`.
    #[must_use]
    pub fn new(index: &'a Index) -> Self {
        Self { index }
    }

    /// The index below.
    #[must_use]
    pub fn index(&self) -> &'a Index {
        self.index
    }

    /// The thing with this IRI, if any statement mentions it.
    #[must_use]
    pub fn node(&self, iri: &str) -> Option<Node> {
        self.index.node(iri).map(Node)
    }

    /// The IRI of a thing; empty for literals and blank nodes.
    #[must_use]
    pub fn iri(&self, node: Node) -> &'a str {
        self.index.iri(node.0).unwrap_or_default()
    }

    /// The text of a literal.
    #[must_use]
    pub fn text(&self, node: Node) -> &'a str {
        self.index.text(node.0)
    }

    /// The last part of a thing's IRI.
    #[must_use]
    pub fn slug(&self, node: Node) -> &'a str {
        slug_of(self.iri(node))
    }

    /// What a thing is: by its IRI, else by its class.
    #[must_use]
    pub fn kind(&self, node: Node) -> Kind {
        const CLASSES: &[(&str, Kind)] = &[
            (sg::TECHNOLOGY, Kind::Technology),
            (sg::STANDARD, Kind::Standard),
            (sg::PUBLICATION, Kind::Publication),
            (sg::CATEGORY, Kind::Category),
            (sg::NEED, Kind::Category),
            (sg::LANGUAGE, Kind::Language),
            (sg::SYSTEM, Kind::System),
            (sg::CLIENT, Kind::Client),
            (sg::SOURCE, Kind::Source),
        ];
        if let Some((kind, _)) = sg::kind_and_slug(self.iri(node)) {
            return Kind::named(kind);
        }
        CLASSES
            .iter()
            .find(|(class, _)| self.is_a(node, class))
            .map_or(Kind::Other, |(_, kind)| *kind)
    }

    /// Whether `node` is said to be of `class`.
    #[must_use]
    pub fn is_a(&self, node: Node, class: &str) -> bool {
        self.node(class)
            .is_some_and(|class| self.says(node, sg::TYPE, class))
    }

    /// Whether a thing has a name: nodes that are only referred to have none.
    #[must_use]
    pub fn is_named(&self, node: Node) -> bool {
        self.objects(node, sg::LABEL).next().is_some()
    }

    /// The name of a thing, its slug where it has none.
    #[must_use]
    pub fn label(&self, node: Node) -> &'a str {
        self.believed(node, sg::LABEL)
            .map_or_else(|| self.slug(node), |label| self.text(label))
    }

    /// The objects of `node`'s statements with `property`, each once, in the order of the index.
    pub fn objects(&self, node: Node, property: &str) -> impl Iterator<Item = Node> + use<'a> {
        let property = self.index.node(property);
        property
            .map(|property| self.index.matching(Some(node.0), Some(property), None))
            .into_iter()
            .flat_map(|rows| rows.distinct().map(|[.., object]| Node(object)))
    }

    /// The objects of `node`'s statements with `property` that `source` says, in the order of the index.
    pub fn said_by(
        &self,
        source: Node,
        node: Node,
        property: &str,
    ) -> impl Iterator<Item = Node> + use<'a> {
        let property = self.index.node(property);
        property
            .map(|property| self.index.matching(Some(node.0), Some(property), None))
            .into_iter()
            .flatten()
            .filter(move |[.., graph]| *graph == source.0)
            .map(|[.., object, _]| Node(object))
    }

    /// The subjects of statements with `property` about `node`, each once, in the order of the index.
    pub fn subjects(&self, property: &str, node: Node) -> impl Iterator<Item = Node> + use<'a> {
        let property = self.index.node(property);
        property
            .map(|property| self.index.matching(None, Some(property), Some(node.0)))
            .into_iter()
            .flat_map(|rows| rows.distinct().map(|[subject, ..]| Node(subject)))
    }

    /// The same as [`Self::subjects`] for a property that is found already.
    pub fn subjects_by(&self, property: Node, node: Node) -> impl Iterator<Item = Node> + use<'a> {
        let rows = self.index.matching(None, Some(property.0), Some(node.0));
        rows.distinct().map(|[subject, ..]| Node(subject))
    }

    /// The same as [`Self::objects`] for a property that is found already.
    pub fn objects_by(&self, node: Node, property: Node) -> impl Iterator<Item = Node> + use<'a> {
        let rows = self.index.matching(Some(node.0), Some(property.0), None);
        rows.distinct().map(|[.., object]| Node(object))
    }

    /// Subject and object of every statement with `property`, each pair once.
    pub fn pairs(&self, property: &str) -> impl Iterator<Item = (Node, Node)> + use<'a> {
        let index = self.index;
        index
            .node(property)
            .map(|property| index.matching(None, Some(property), None))
            .into_iter()
            .flat_map(Rows::distinct)
            .map(|[subject, _, object]| (Node(subject), Node(object)))
    }

    /// Subject and text of every statement with `property`, each once.
    pub fn texts_of(&self, property: &str) -> impl Iterator<Item = (Node, &'a str)> + use<'a> {
        let index = self.index;
        self.pairs(property)
            .map(move |(subject, object)| (subject, index.text(object.0)))
    }

    /// The things of a class, sorted by slug.
    #[must_use]
    pub fn of_class(&self, class: &str) -> Vec<Node> {
        let mut nodes: Vec<Node> = self
            .node(class)
            .into_iter()
            .flat_map(|class| self.subjects(sg::TYPE, class))
            .collect();
        nodes.sort_by_key(|node| self.slug(*node));
        nodes
    }

    /// Whether any source says so.
    #[must_use]
    pub fn says(&self, subject: Node, property: &str, object: Node) -> bool {
        self.node(property)
            .is_some_and(|property| self.says_by(subject, property, object))
    }

    /// The same as [`Self::says`] for a property that is found already.
    #[must_use]
    pub fn says_by(&self, subject: Node, property: Node, object: Node) -> bool {
        let mut rows = self
            .index
            .matching(Some(subject.0), Some(property.0), Some(object.0));
        rows.next().is_some()
    }

    /// The sources that say so, the stated before the derived, then by slug.
    #[must_use]
    pub fn sources(&self, subject: Node, property: &str, object: Node) -> Vec<Node> {
        let Some(property) = self.index.node(property) else {
            return Vec::new();
        };
        let rows = self
            .index
            .matching(Some(subject.0), Some(property), Some(object.0));
        let mut sources: Vec<Node> = rows.map(|[.., graph]| Node(graph)).collect();
        sources.sort_by_key(|source| (is_rule(self.iri(*source)), self.slug(*source)));
        sources
    }

    /// Whether only rules say so.
    #[must_use]
    pub fn is_derived(&self, edge: Edge) -> bool {
        self.sources(edge.from, self.iri(edge.relation), edge.to)
            .first()
            .is_some_and(|source| is_rule(self.iri(*source)))
    }

    /// Whether a source is a rule, and what it says derived.
    #[must_use]
    pub fn is_rule(&self, source: Node) -> bool {
        is_rule(self.iri(source))
    }

    /// The value the answers believe where sources disagree: that of the newest source, of equally new ones the most
    /// direct, of equally direct ones the value first in the index.
    #[must_use]
    pub fn believed(&self, node: Node, property: &str) -> Option<Node> {
        let property = self.index.node(property)?;
        let rows = self.index.matching(Some(node.0), Some(property), None);
        let mut objects = rows.clone().map(|[.., object, _]| object);
        let first = objects.next()?;
        // Where sources agree, as most do, nobody has to be weighed.
        if objects.all(|object| object == first) {
            return Some(Node(first));
        }
        self.most_believable(rows)
    }

    /// The same among the sources that `counts`.
    pub fn believed_of(
        &self,
        node: Node,
        property: &str,
        counts: impl Fn(Node) -> bool,
    ) -> Option<Node> {
        let property = self.index.node(property)?;
        let rows = self.index.matching(Some(node.0), Some(property), None);
        self.most_believable(rows.filter(|[.., source]| counts(Node(*source))))
    }

    fn most_believable(&self, rows: impl Iterator<Item = [u32; 4]>) -> Option<Node> {
        rows.map(|[.., object, source]| {
            let source = Node(source);
            (self.date(source), self.directness(source), Reverse(object))
        })
        .max()
        .map(|(.., Reverse(object))| Node(object))
    }

    /// How close a source is to the thing itself; 0 where nothing is known.
    #[must_use]
    pub fn directness(&self, source: Node) -> u64 {
        self.objects(source, sg::DIRECTNESS)
            .next()
            .map_or(0, |number| self.text(number).parse().unwrap_or(0))
    }

    /// The believed value as a whole number.
    #[must_use]
    pub fn number(&self, node: Node, property: &str) -> Option<u64> {
        self.text(self.believed(node, property)?).parse().ok()
    }

    /// The believed value as text; empty where there is none.
    #[must_use]
    pub fn value(&self, node: Node, property: &str) -> &'a str {
        self.believed(node, property)
            .map_or("", |value| self.text(value))
    }

    /// The date of a source as it is written (`2016`, `2026-06-10`); empty where none is known.
    #[must_use]
    pub fn date(&self, source: Node) -> &'a str {
        let property = self.index.node(sg::ISSUED);
        property
            .and_then(|property| {
                self.index
                    .matching(Some(source.0), Some(property), None)
                    .next()
            })
            .map_or("", |[.., date, _]| self.index.text(date))
    }

    /// The year of a source; nothing where none is known, as for rules.
    #[must_use]
    pub fn year(&self, source: Node) -> Option<u16> {
        self.date(source).get(..4)?.parse().ok()
    }

    /// Everything said of `node`: property, value, source.
    pub fn about(&self, node: Node) -> impl Iterator<Item = (Node, Node, Node)> + use<'a> {
        self.index
            .matching(Some(node.0), None, None)
            .map(|[_, p, o, g]| (Node(p), Node(o), Node(g)))
    }

    /// Every statement that points to `node`: subject, property, source.
    pub fn pointing_to(&self, node: Node) -> impl Iterator<Item = (Node, Node, Node)> + use<'a> {
        self.index
            .matching(None, None, Some(node.0))
            .map(|[s, p, _, g]| (Node(s), Node(p), Node(g)))
    }

    /// Where a statement was read.
    #[must_use]
    pub fn place(
        &self,
        subject: Node,
        property: Node,
        object: Node,
        source: Node,
    ) -> Option<Place> {
        self.index
            .place([subject.0, property.0, object.0, source.0])
    }
}
