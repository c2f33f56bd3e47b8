//! Nodes and named edges to draw, without any format yet.

/// What a node is: drawn by shape and by colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    #[default]
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

/// Whether a thing is kept alive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Upkeep {
    /// It is, or nothing is said of it.
    #[default]
    Active,
    /// It gets fixes and nothing new.
    Maintenance,
    /// It was given up.
    Retired,
}

impl Upkeep {
    /// That of a `sg:status`.
    #[must_use]
    pub fn of_status(status: &str) -> Self {
        match status {
            "maintenance" => Self::Maintenance,
            "retired" => Self::Retired,
            _ => Self::Active,
        }
    }

    /// What stands beside the name; nothing for what is alive.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Active => "",
            Self::Maintenance => "in maintenance",
            Self::Retired => "retired",
        }
    }
}

/// What a diagram is for: how its parts are arranged follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// What is tied to what.
    #[default]
    Ties,
    /// The picks of a stack and what holds them together.
    Stack,
    /// Ways from one thing to another.
    Ways,
    /// What can take the place of something, best first: the order of the nodes is kept.
    Ranking,
}

/// Something said of a node, for pages that tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// What it is about: `licence`, `homepage`.
    pub about: String,
    /// What is said.
    pub text: String,
    /// The slugs of the sources that say it.
    pub sources: Vec<String>,
}

/// A node of a diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The need that it is mainly chosen for, by name, or empty: what clusters are made of.
    pub group: String,
    /// Whether it is kept alive.
    pub upkeep: Upkeep,
    /// Its page on the web, or empty.
    pub link: String,
    /// What is said of it beside its edges; only told where a page is made of the diagram.
    pub remarks: Vec<Remark>,
}

/// An edge of a diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Index into [`Diagram::nodes`].
    pub from: usize,
    /// Index into [`Diagram::nodes`].
    pub to: usize,
    /// The relation's name for people, such as `built on`.
    pub label: String,
    /// The relation's name read from its other end, such as `built on it`.
    pub inverse: String,
    /// The relation's IRI.
    pub iri: String,
    /// Whether the relation holds in both directions.
    pub symmetric: bool,
    /// Whether a rule derived it.
    pub derived: bool,
    /// The slugs of the sources that state it.
    pub sources: Vec<String>,
}

/// Nodes and named edges, in a fixed order: equal diagrams are drawn equally.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// One line over the picture.
    pub title: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether the reader asked for all of it, however much that is.
    pub is_whole: bool,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
}

impl Diagram {
    /// How many edges each node has: where there is no room for all, those with more are shown.
    #[must_use]
    pub fn degrees(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.nodes.len()];
        for end in self.edges.iter().flat_map(|it| [it.from, it.to]) {
            if let Some(degree) = degrees.get_mut(end) {
                *degree += 1;
            }
        }
        degrees
    }
}
