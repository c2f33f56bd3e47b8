//! Nodes and named edges to draw, without any format yet.

/// What a node is: drawn by shape and by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Software or a service.
    Technology,
    /// Protocol, format, recommendation.
    Standard,
    /// Article, book, story.
    Publication,
    /// A heading or a need.
    Category,
    /// A programming language.
    Language,
    /// A real system.
    System,
    /// A package through which a language talks to a technology.
    Client,
    /// Where statements come from.
    Source,
    /// Anything else.
    Other,
}

impl Kind {
    /// Every kind, in the order of a legend.
    pub const ALL: [Self; 9] = [
        Self::Technology,
        Self::Standard,
        Self::Publication,
        Self::Category,
        Self::Language,
        Self::System,
        Self::Client,
        Self::Source,
        Self::Other,
    ];

    /// The path segment of the kind in IRIs, also its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Technology => "technology",
            Self::Standard => "standard",
            Self::Publication => "publication",
            Self::Category => "category",
            Self::Language => "language",
            Self::System => "system",
            Self::Client => "client",
            Self::Source => "source",
            Self::Other => "other",
        }
    }

    /// The kind with this name; [`Kind::Other`] for an unknown one.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .unwrap_or(Self::Other)
    }
}

/// A node of a diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The IRI: unique in the diagram.
    pub iri: String,
    /// The name to show; any text at all.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// Whether the reader asked for this one.
    pub focus: bool,
    /// A second, smaller line (a need, a score …), or empty.
    pub note: String,
}

/// An edge of a diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Index into [`Diagram::nodes`].
    pub from: usize,
    /// Index into [`Diagram::nodes`].
    pub to: usize,
    /// The relation's name for people, such as `built on`.
    pub label: String,
    /// The relation's IRI.
    pub iri: String,
    /// Whether the relation holds in both directions.
    pub symmetric: bool,
    /// Whether a rule derived it.
    pub derived: bool,
}

/// Nodes and named edges, in a fixed order: equal diagrams are drawn equally.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// One line over the picture.
    pub title: String,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
}
