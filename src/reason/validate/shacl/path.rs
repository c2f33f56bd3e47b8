//! Paths of SHACL: reading, walking, and how SPARQL writes them.

use std::collections::BTreeSet;
use std::fmt;

use crate::graph::{Graph, Node};

/// A way from a thing to its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// One property.
    Property {
        /// Its IRI.
        iri: String,
        /// Its number in the data.
        node: Node,
    },
    /// Against the direction.
    Inverse(Box<Path>),
    /// One after the other.
    Sequence(Vec<Path>),
    /// Any of them.
    Alternative(Vec<Path>),
    /// Any number of times, also none.
    ZeroOrMore(Box<Path>),
    /// At least once.
    OneOrMore(Box<Path>),
    /// Once or not at all.
    ZeroOrOne(Box<Path>),
}

impl Path {
    /// The path as a query has it.
    pub(super) fn in_sparql(&self) -> String {
        let joined = |parts: &[Self], sign: &str| {
            let parts: Vec<String> = parts.iter().map(Self::in_sparql).collect();
            format!("({})", parts.join(sign))
        };
        match self {
            Self::Property { iri, .. } => format!("<{iri}>"),
            Self::Inverse(inner) => format!("(^{})", inner.in_sparql()),
            Self::Sequence(parts) => joined(parts, "/"),
            Self::Alternative(parts) => joined(parts, "|"),
            Self::ZeroOrMore(inner) => format!("({}*)", inner.in_sparql()),
            Self::OneOrMore(inner) => format!("({}+)", inner.in_sparql()),
            Self::ZeroOrOne(inner) => format!("({}?)", inner.in_sparql()),
        }
    }

    /// The property of a path that is one.
    #[must_use]
    pub fn property(&self) -> Option<Node> {
        match self {
            Self::Property { node, .. } => Some(*node),
            Self::Inverse(inner) => inner.property(),
            _ => None,
        }
    }

    /// What the path leads to, each once, sorted.
    pub(super) fn values(&self, data: &Graph<'_>, from: Node) -> Vec<Node> {
        let mut values = BTreeSet::new();
        self.walk(data, from, true, &mut values);
        values.into_iter().collect()
    }

    fn walk(&self, data: &Graph<'_>, from: Node, forward: bool, values: &mut BTreeSet<Node>) {
        match self {
            Self::Property { node, .. } if forward => {
                let rows = data.index().matching(Some(from.0), Some(node.0), None);
                values.extend(rows.map(|[_, _, object, _]| Node(object)));
            }
            Self::Property { node, .. } => {
                let rows = data.index().matching(None, Some(node.0), Some(from.0));
                values.extend(rows.map(|[subject, ..]| Node(subject)));
            }
            Self::Inverse(inner) => inner.walk(data, from, !forward, values),
            Self::Alternative(parts) => {
                for part in parts {
                    part.walk(data, from, forward, values);
                }
            }
            Self::Sequence(parts) => {
                let mut reached = BTreeSet::from([from]);
                for at in 0..parts.len() {
                    let part = &parts[if forward { at } else { parts.len() - 1 - at }];
                    let mut next = BTreeSet::new();
                    for node in reached {
                        part.walk(data, node, forward, &mut next);
                    }
                    reached = next;
                }
                values.extend(reached);
            }
            Self::ZeroOrOne(inner) => {
                values.insert(from);
                inner.walk(data, from, forward, values);
            }
            Self::ZeroOrMore(inner) => {
                let mut reached = BTreeSet::from([from]);
                inner.walk_on(data, vec![from], forward, &mut reached);
                values.extend(reached);
            }
            Self::OneOrMore(inner) => {
                let mut reached = BTreeSet::new();
                inner.walk(data, from, forward, &mut reached);
                let open = reached.iter().copied().collect();
                inner.walk_on(data, open, forward, &mut reached);
                values.extend(reached);
            }
        }
    }

    /// Walks as long as something new is reached.
    fn walk_on(
        &self,
        data: &Graph<'_>,
        mut open: Vec<Node>,
        forward: bool,
        reached: &mut BTreeSet<Node>,
    ) {
        while let Some(node) = open.pop() {
            let mut next = BTreeSet::new();
            self.walk(data, node, forward, &mut next);
            open.extend(next.into_iter().filter(|node| reached.insert(*node)));
        }
    }

    /// As a part of a longer path.
    fn part(&self) -> String {
        match self {
            Self::Property { iri, .. } => format!("<{iri}>"),
            Self::Sequence(_) | Self::Alternative(_) => format!("({self})"),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: &[Self], sign: &str| {
            let parts: Vec<String> = parts.iter().map(Self::part).collect();
            parts.join(sign)
        };
        match self {
            Self::Property { iri, .. } => formatter.write_str(iri),
            Self::Inverse(inner) => write!(formatter, "^{}", inner.part()),
            Self::Sequence(parts) => formatter.write_str(&joined(parts, "/")),
            Self::Alternative(parts) => formatter.write_str(&joined(parts, "|")),
            Self::ZeroOrMore(inner) => write!(formatter, "{}*", inner.part()),
            Self::OneOrMore(inner) => write!(formatter, "{}+", inner.part()),
            Self::ZeroOrOne(inner) => write!(formatter, "{}?", inner.part()),
        }
    }
}
