//! What a person asks for, and who may answer it.

use std::time::Duration;

use super::part::Part;
use crate::base::licence::satisfies;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::profile::{Profile, Properties};

/// A question for a stack.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The languages of the team's code; none: any.
    pub languages: Vec<Node>,
    /// What is needed, and how many different picks of it.
    pub needs: Vec<(Node, usize)>,
    /// Needs that are to be filled in one way only.
    pub parts: Vec<(Node, Part)>,
    /// Already chosen: the rest should fit to it.
    pub with: Vec<Node>,
    /// Never to be picked.
    pub without: Vec<Node>,
    /// What every pick must implement.
    pub standards: Vec<Node>,
    /// `permissive`, `copyleft`, `open` or SPDX identifiers; a pick must satisfy one of them.
    pub licences: Vec<String>,
    /// How many stacks, best first.
    pub stacks: usize,
    /// Weights that differ from the defaults, by the name of the reason.
    pub weights: Vec<(String, f64)>,
    /// Whether retired technologies may be picked.
    pub include_retired: bool,
    /// Only what sources of that year knew.
    pub as_of: Option<u16>,
    /// Real systems that do not count: those whose choices the answer is compared with.
    pub unseen: Vec<Node>,
    /// How long the search may take.
    pub timeout: Duration,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            languages: Vec::new(),
            needs: Vec::new(),
            parts: Vec::new(),
            with: Vec::new(),
            without: Vec::new(),
            standards: Vec::new(),
            licences: Vec::new(),
            stacks: 1,
            weights: Vec::new(),
            include_retired: false,
            as_of: None,
            unseen: Vec::new(),
            timeout: Duration::from_secs(1),
        }
    }
}

/// Whether a technology is kept alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Developed today.
    Active,
    /// Only fixes.
    Maintenance,
    /// Archived, discontinued, abandoned.
    Retired,
    /// No source says.
    Unknown,
}

/// A condition that a candidate may miss; an answer without candidates names the one to drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `--lang`
    Language,
    /// `--standard`
    Standard,
    /// `--license`
    Licence,
    /// `--without`
    Without,
    /// `--include-retired` is missing.
    Retired,
    /// `--as-of`
    AsOf,
    /// The ring of a team's radar is *hold*.
    Held,
    /// A need was asked for as a service or as a library.
    Part,
}

impl Condition {
    /// Every condition, in the order in which dropping it is proposed.
    pub const ALL: [Self; 8] = [
        Self::Retired,
        Self::Licence,
        Self::Standard,
        Self::Language,
        Self::Without,
        Self::AsOf,
        Self::Held,
        Self::Part,
    ];

    /// What to do to drop it, in words of the command line.
    #[must_use]
    pub fn way_out(self) -> &'static str {
        match self {
            Self::Language => "drop `--lang`",
            Self::Standard => "drop `--standard`",
            Self::Licence => "drop `--license`",
            Self::Without => "drop `--without`",
            Self::Retired => "add `--include-retired`",
            Self::AsOf => "drop `--as-of`",
            Self::Held => "take what the radar holds by `--with`",
            Self::Part => "ask for the need without `:service` or `:library`",
        }
    }
}

impl Wish {
    /// How a need is to be filled, where one way is asked for.
    #[must_use]
    pub fn part(&self, need: Node) -> Option<Part> {
        let mut parts = self.parts.iter();
        parts.find(|(it, _)| *it == need).map(|(_, part)| *part)
    }

    /// The standing of a technology, as known in the year asked about.
    #[must_use]
    pub fn standing(
        &self,
        graph: &Graph<'_>,
        properties: &Properties,
        profile: &Profile,
    ) -> Standing {
        let text = |property| {
            profile
                .believed(graph, property)
                .map_or("", |it| graph.text(it))
        };
        let since: Option<u64> = text(properties.status_since).parse().ok();
        match (text(properties.status), self.as_of) {
            // What came to its end later was alive then.
            ("maintenance" | "retired", Some(year))
                if since.is_some_and(|since| since > year.into()) =>
            {
                Standing::Active
            }
            ("maintenance" | "retired", Some(_)) if since.is_none() => Standing::Unknown,
            // The foundation's archive is an end, unless somebody says that the thing lives on elsewhere.
            ("", None) if text(properties.maturity) == "archived" => Standing::Retired,
            ("active", _) => Standing::Active,
            ("maintenance", _) => Standing::Maintenance,
            ("retired", _) => Standing::Retired,
            _ => Standing::Unknown,
        }
    }

    /// The conditions that a candidate for some of the languages misses.
    #[must_use]
    pub fn misses(
        &self,
        languages: &[Node],
        graph: &Graph<'_>,
        properties: &Properties,
        profile: &Profile,
    ) -> Vec<Condition> {
        let usable = |language: &Node| profile.has(properties.usable_from, *language);
        let checks = [
            (
                Condition::Language,
                languages.is_empty() || languages.iter().any(usable),
            ),
            (
                Condition::Standard,
                self.standards
                    .iter()
                    .all(|standard| implements(graph, properties, profile, *standard)),
            ),
            (
                Condition::Licence,
                self.licences.is_empty() || {
                    let licence = profile
                        .believed(graph, properties.license)
                        .map_or("", |it| graph.text(it));
                    self.licences.iter().any(|asked| satisfies(licence, asked))
                },
            ),
            (Condition::Without, !self.without.contains(&profile.node)),
            (
                Condition::Retired,
                self.include_retired
                    || self.with.contains(&profile.node)
                    || self.standing(graph, properties, profile) != Standing::Retired,
            ),
            (
                Condition::AsOf,
                self.as_of
                    .is_none_or(|year| known_in(graph, properties, profile, year)),
            ),
            (
                Condition::Held,
                self.with.contains(&profile.node) || ring(graph, properties, profile) != "hold",
            ),
        ];
        checks
            .into_iter()
            .filter(|(_, holds)| !holds)
            .map(|(condition, _)| condition)
            .collect()
    }
}

/// The ring of the team's radar that a technology stands in; empty where it stands in none.
#[must_use]
pub fn ring<'a>(graph: &Graph<'a>, properties: &Properties, profile: &Profile) -> &'a str {
    let ring = profile.believed(graph, properties.ring);
    ring.map_or("", |it| graph.text(it))
}

/// Whether a technology implements a standard or a version or part of it.
fn implements(
    graph: &Graph<'_>,
    properties: &Properties,
    profile: &Profile,
    standard: Node,
) -> bool {
    profile.objects(properties.implements).any(|it| {
        it == standard
            || graph
                .objects(it, sg::IS_VERSION_OF)
                .any(|whole| whole == standard)
    })
}

/// Whether a list of that year or earlier has the technology.
fn known_in(graph: &Graph<'_>, properties: &Properties, profile: &Profile, year: u16) -> bool {
    let category = graph.iri(properties.category);
    profile.objects(properties.category).any(|it| {
        graph
            .sources(profile.node, category, it)
            .iter()
            .any(|source| graph.year(*source).is_some_and(|of| of <= year))
    })
}
