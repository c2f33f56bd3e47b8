//! What speaks for a technology. A reason is a file and a line in [`REASONS`]; its weight stands in its file, its
//! formula in `docs/scoring.md`.

mod activity;
mod adoption;
mod framework;
mod language;
mod licence;
mod maturity;
mod purpose;
mod ring;
mod standards;
mod together;
mod use_by_systems;

use std::collections::{HashMap, HashSet};

use super::wish::Wish;
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node, Step};
use crate::reason::profile::{Profile, Properties};
pub use together::Tie;
pub(super) use together::is_rare;

/// What a reason may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The graph.
    pub graph: &'a Graph<'a>,
    /// Its properties.
    pub properties: &'a Properties,
    /// What was asked.
    pub wish: &'a Wish,
    /// What several reasons look up.
    pub known: &'a Known,
    /// The systems that use anything of the need in question.
    pub users: Users,
    /// What some of the candidates of the need in question have.
    pub marks: Marks,
    /// The languages that a pick is for: those asked for, or one of them.
    pub languages: &'a [Node],
}

impl<'a> View<'a> {
    /// A view that knows of no users yet.
    #[must_use]
    pub fn new(
        graph: &'a Graph<'a>,
        properties: &'a Properties,
        wish: &'a Wish,
        known: &'a Known,
    ) -> Self {
        Self {
            graph,
            properties,
            wish,
            known,
            users: Users::default(),
            marks: Marks::default(),
            languages: &wish.languages,
        }
    }

    /// The same view with the systems that use any of some things.
    #[must_use]
    pub fn beside<'b>(self, things: impl Iterator<Item = &'b Profile>) -> Self {
        let users = Users::of_any(self, things);
        Self { users, ..self }
    }

    /// The same view with what there is to know of all candidates of a need.
    #[must_use]
    pub fn of_need<'b>(
        self,
        need: Node,
        candidates: impl Iterator<Item = &'b Profile> + Clone,
    ) -> Self {
        let marks = Marks::of(self, candidates.clone());
        let main = candidates.filter(|it| is_main(self, it, need));
        Self {
            marks,
            ..self.beside(main)
        }
    }
}

/// What some of the candidates of a need have, so that a reason that looks for it counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// A ring of a radar.
    pub rings: bool,
    /// A maturity at their foundation.
    pub maturities: bool,
    /// A word on whether they are kept alive.
    pub statuses: bool,
}

impl Marks {
    fn of<'b>(view: View<'_>, candidates: impl Iterator<Item = &'b Profile>) -> Self {
        let properties = view.properties;
        let has = |it: &Profile, property| it.objects(property).len() > 0;
        candidates.fold(Self::default(), |marks, it| Self {
            rings: marks.rings || has(it, properties.ring),
            maturities: marks.maturities || has(it, properties.maturity),
            statuses: marks.statuses || has(it, properties.status),
        })
    }
}

/// How much stands on a technology, from 0 to 1: the value of the reason *adoption*.
#[must_use]
pub fn adoption(view: View<'_>, profile: &Profile) -> f64 {
    adoption::value(view, profile, profile.node)
}

/// How many of the systems in view use a technology, from 0 to 1: the value of the reason *use*.
#[must_use]
pub fn use_by_systems(view: View<'_>, profile: &Profile) -> f64 {
    use_by_systems::share(view, profile)
}

/// Whether a technology is mainly chosen for a need or for a finer one, or nobody says for what.
pub(super) fn is_main(view: View<'_>, profile: &Profile, need: Node) -> bool {
    let mut purposes = profile.objects(view.properties.purpose).peekable();
    let is_for = |it: Node| it == need || view.graph.says(it, sg::BROADER, need);
    purposes.peek().is_none() || purposes.any(is_for)
}

impl View<'_> {
    /// Whether a source is of the last years, as seen from the newest, or from the year asked about.
    fn is_recent(&self, source: Node) -> bool {
        const YEARS: u16 = 3;
        let now = self.wish.as_of.or(self.known.newest);
        let year = self.graph.year(source);
        now.is_none_or(|now| year.is_some_and(|year| year + YEARS >= now))
    }
}

/// Real systems that live, by whether they are written in a language asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Users {
    /// In a language asked for, or in any where none is.
    pub own: u32,
    /// In other languages.
    pub other: u32,
}

impl Users {
    /// Those that use a technology.
    fn of(view: View<'_>, profile: &Profile) -> Self {
        Self::counted(Self::systems(view, profile))
    }

    /// Those that use any of the technologies, each once.
    fn of_any<'a>(view: View<'_>, profiles: impl Iterator<Item = &'a Profile>) -> Self {
        let mut systems: Vec<(Node, bool)> = profiles
            .flat_map(|profile| Self::systems(view, profile))
            .collect();
        systems.sort_unstable();
        systems.dedup();
        Self::counted(systems.into_iter())
    }

    fn systems(view: View<'_>, profile: &Profile) -> impl Iterator<Item = (Node, bool)> {
        let uses = view.properties.uses;
        let users = profile.subjects(uses);
        let users = users.filter(move |it| view.said_then(*it, uses, profile.node));
        users.filter_map(move |it| {
            let languages = view.known.systems.get(&it)?;
            let is_own = |language: &Node| languages.contains(language);
            let is_own = view.languages.is_empty() || view.languages.iter().any(is_own);
            Some((it, is_own))
        })
    }

    fn counted(systems: impl Iterator<Item = (Node, bool)>) -> Self {
        systems.fold(Self::default(), |mut users, (_, is_own)| {
            users.own += u32::from(is_own);
            users.other += u32::from(!is_own);
            users
        })
    }
}

impl View<'_> {
    /// Whether a statement counts: with `--as-of` only when a source of that year or earlier says it.
    fn said_then(&self, from: Node, property: Node, to: Node) -> bool {
        self.wish.as_of.is_none_or(|year| {
            let sources = self.graph.sources(from, self.graph.iri(property), to);
            let mut years = sources.iter().filter_map(|it| self.graph.year(*it));
            years.any(|of| of <= year)
        })
    }
}

/// What is the same for every candidate of a question, found once.
#[derive(Default)]
pub struct Known {
    /// Language → languages whose libraries it can call.
    callable: HashMap<Node, Vec<Node>>,
    /// Family → its members.
    members: HashMap<Node, Vec<Node>>,
    /// Language → its families.
    families: HashMap<Node, Vec<Node>>,
    /// The family of all languages.
    pub(super) any: Option<Node>,
    /// With `--as-of`: what sources of that year or earlier list.
    listed: Option<HashSet<Node>>,
    /// The year of the newest source.
    newest: Option<u16>,
    /// The frameworks that are chosen.
    frameworks: Vec<framework::Framework>,
    /// Systems that live, and which of the languages asked for they are written in.
    systems: HashMap<Node, Vec<Node>>,
}

impl Known {
    /// Looks up what a question needs.
    #[must_use]
    pub fn of(graph: &Graph<'_>, properties: &Properties, wish: &Wish) -> Self {
        let mut known = Self::default();
        for language in &wish.languages {
            let callable: Vec<Node> = graph.objects(*language, sg::INTEROPERATES_WITH).collect();
            let members: Vec<Node> = graph.subjects(sg::BROADER, *language).collect();
            for language in callable.iter().chain(&members).chain([language]) {
                known
                    .families
                    .insert(*language, graph.objects(*language, sg::BROADER).collect());
            }
            known.callable.insert(*language, callable);
            known.members.insert(*language, members);
        }
        known.any = graph.node(&id("language", "any"));
        let sources = graph.node(sg::SOURCE);
        let sources = sources
            .into_iter()
            .flat_map(|it| graph.subjects(sg::TYPE, it));
        known.newest = sources.filter_map(|it| graph.year(it)).max();
        known.frameworks = framework::chosen(graph, properties, wish, known.any);
        known.systems = living(graph, properties, wish, &known.members);
        known.listed = wish.as_of.map(|year| listed(graph, properties, year));
        known
    }

    /// Whether a thing was known in the year asked about; without `--as-of` everything is.
    fn is_listed(&self, node: Node) -> bool {
        self.listed.as_ref().is_none_or(|it| it.contains(&node))
    }
}

/// The systems whose last commit is of the newest year or the year before, and which of the languages asked for they are
/// written in. Where no system has a date, all of them.
fn living(
    graph: &Graph<'_>,
    properties: &Properties,
    wish: &Wish,
    members: &HashMap<Node, Vec<Node>>,
) -> HashMap<Node, Vec<Node>> {
    // One range of the index each: looking every system up takes a quarter of the time of an answer.
    let mut years: HashMap<Node, Option<u16>> = HashMap::new();
    for (thing, date) in graph.pairs(sg::MODIFIED) {
        let year = || graph.text(date).get(..4)?.parse().ok();
        years.entry(thing).or_insert_with(year);
    }
    let written_in = |asked: &Node| -> HashSet<Node> {
        let family = members.get(asked).into_iter().flatten();
        let languages = family.chain([asked]);
        languages
            .flat_map(|it| graph.subjects_by(properties.written_in, *it))
            .collect()
    };
    let asked: Vec<(Node, HashSet<Node>)> = wish
        .languages
        .iter()
        .map(|language| (*language, written_in(language)))
        .collect();
    let systems: Vec<(Node, Option<u16>)> = graph
        .node(sg::SYSTEM)
        .into_iter()
        .flat_map(|class| graph.subjects(sg::TYPE, class))
        .filter(|system| !wish.unseen.contains(system))
        .map(|system| (system, years.get(&system).copied().flatten()))
        .collect();
    let newest = systems.iter().filter_map(|(_, year)| *year).max();
    let is_alive = |year: Option<u16>| match (year, newest) {
        (Some(year), Some(newest)) => year + 1 >= newest,
        (_, newest) => newest.is_none(),
    };
    let asked = |system: Node| -> Vec<Node> {
        let of_it = asked
            .iter()
            .filter(|(_, written)| written.contains(&system));
        of_it.map(|(language, _)| *language).collect()
    };
    let alive = systems.into_iter().filter(|(_, year)| is_alive(*year));
    alive.map(|(system, _)| (system, asked(system))).collect()
}

fn listed(graph: &Graph<'_>, properties: &Properties, year: u16) -> HashSet<Node> {
    let category = properties.category.0;
    let rows = graph.index().matching(None, Some(category), None);
    rows.filter(|[.., source]| graph.year(Node(*source)).is_some_and(|of| of <= year))
        .map(|[thing, ..]| Node(thing))
        .collect()
}

/// One named part of the score.
pub struct Reason {
    /// Its name in `--weight` and in answers.
    pub name: &'static str,
    /// Its weight when `--weight` does not say otherwise.
    pub weight: f64,
    /// What it is, in one sentence.
    pub about: &'static str,
    /// What it reads, so that an endpoint can be asked for it.
    pub reads: Reads,
    /// Where it stands in a short answer: those with smaller numbers first; nothing where it has no place there.
    pub place: Option<u8>,
    /// Whether its ways lead to other things that a picture shows.
    pub is_drawn: bool,
    /// Whether it counts for a need in this question.
    pub applies: fn(View<'_>, Node) -> bool,
    /// How it judges.
    pub judge: Judge,
}

/// What a reason looks at.
#[derive(Clone, Copy)]
pub enum Judge {
    /// A technology alone.
    Alone {
        /// How much it speaks for a candidate of a need, from 0 to 1.
        value: fn(View<'_>, &Profile, Node) -> f64,
        /// Why, for people, with the way through the graph.
        explain: fn(View<'_>, &Profile, Node) -> Because,
    },
    /// Two technologies that may be picked or chosen together.
    Pairs(&'static Pairing),
}

/// How two technologies are tied.
pub struct Pairing {
    /// The tie, if they have one.
    pub tie: fn(View<'_>, &Profile, &Profile) -> Option<Tie>,
    /// The tie of the first in words.
    pub explain: fn(View<'_>, &Profile, &Profile, Tie) -> Because,
    /// The value of a pick without any tie: what is not stated is not known.
    pub unknown: f64,
}

/// What a service is asked to bound the candidates of.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What is known before any candidate is read; its languages are those of the list.
    pub view: View<'a>,
    /// The need.
    pub need: Node,
}

/// The most that a reason can be worth, as SPARQL: `?s` is the candidate, `?p` a property and `?x` what is at its other end.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// Properties of statements about a candidate.
    pub of_it: Vec<&'static str>,
    /// Properties of statements to it.
    pub to_it: Vec<&'static str>,
    /// Patterns for what lies beyond, with their own `?p`.
    pub also: Vec<String>,
    /// Figures over the statements of a candidate: name and aggregate.
    pub figures: Vec<(&'static str, String)>,
    /// The bound, made of the figures.
    pub most: String,
}

/// The statements that a reason reads, by their properties.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reads {
    /// Said of a candidate.
    pub of_it: &'static [&'static str],
    /// Said of others, with the candidate as object.
    pub to_it: &'static [&'static str],
    /// Said of what a candidate points to or is pointed to by.
    pub beyond: &'static [&'static str],
    /// The most that it can be worth, for a service to work out; where none is said, 1.
    pub most: Option<Most>,
}

/// The bound of a reason for a question; nothing where it is 1.
pub type Most = fn(&Asked<'_>) -> Option<Bound>;

/// Why a reason has its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Because {
    /// For people: a few words.
    pub text: String,
    /// The way through the graph; empty where no single way tells it.
    pub path: Vec<Step>,
    /// The sources of the steps, each once.
    pub sources: Vec<Node>,
    /// Whether nothing is known: a short answer leaves it out.
    pub is_empty: bool,
}

impl Because {
    pub(in crate::reason) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Words for nothing known.
    pub(in crate::reason) fn nothing(text: impl Into<String>) -> Self {
        Self {
            is_empty: true,
            ..Self::text(text)
        }
    }

    /// Words that rest on one statement.
    pub(in crate::reason) fn statement(
        graph: &Graph<'_>,
        text: String,
        subject: Node,
        property: Node,
        object: Node,
    ) -> Self {
        Self::way(graph, text, vec![Step::along(subject, property, object)])
    }

    /// Words that rest on the statements of a way.
    pub(in crate::reason) fn way(graph: &Graph<'_>, text: String, path: Vec<Step>) -> Self {
        let mut because = Self {
            path,
            ..Self::text(text)
        };
        because.add_sources(graph, &because.path.clone());
        because
    }

    /// Names the sources of further statements.
    pub(in crate::reason) fn add_sources(&mut self, graph: &Graph<'_>, steps: &[Step]) {
        let edges = steps.iter().map(|step| step.edge);
        let sources = edges.flat_map(|it| graph.sources(it.from, graph.iri(it.relation), it.to));
        self.sources.extend(sources);
        if self.sources.len() > 1 && steps.len() != 1 {
            self.sources.sort_by_key(|source| graph.slug(*source));
            self.sources.dedup();
        }
    }
}

/// Every reason, in the order in which `--explain` shows them.
pub const REASONS: &[&Reason] = &[
    &language::REASON,
    &purpose::REASON,
    &use_by_systems::REASON,
    &adoption::REASON,
    &activity::REASON,
    &standards::REASON,
    &licence::REASON,
    &maturity::REASON,
    &ring::REASON,
    &framework::REASON,
    &together::REASON,
];

/// The names of all reasons, in the order of answers.
pub fn names() -> impl Iterator<Item = &'static str> {
    REASONS.iter().map(|reason| reason.name)
}

/// Whether a reason counts in every question.
fn always(_: View<'_>, _: Node) -> bool {
    true
}

/// The share of a quantity that has no upper end: 0 for none, 1/2 at `half`, towards 1.
pub(super) fn saturating(amount: f64, half: f64) -> f64 {
    amount / (amount + half)
}

/// Names for people: `a, b and 3 more`, those with the smaller slugs first.
pub(super) fn some_names(graph: &Graph<'_>, nodes: &[Node], most: usize) -> String {
    // Terms are numbered in the order of their IRIs, so only what is shown needs its name looked up.
    let mut nodes = nodes.to_vec();
    nodes.sort_unstable();
    nodes.dedup();
    let more = nodes.len().saturating_sub(most);
    let names: Vec<&str> = nodes
        .iter()
        .take(most)
        .map(|node| graph.label(*node))
        .collect();
    let shown = names.join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}
