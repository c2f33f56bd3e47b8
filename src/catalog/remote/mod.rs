//! The part of a remote graph that a question needs, as a small index of its own.
//!
//! A command says what it asks in a [`Question`]; a bounded number of SELECTs brings exactly the statements that its
//! reasoning reads, with the named graphs they stand in, and the unchanged reasoning runs on them. So an endpoint's
//! answers are the local ones. Start reading at [`load`]; docs/scale.md says how many requests each question takes.

mod candidates;
mod card;
mod counts;
mod gather;
mod listing;
mod packed;
mod part;
mod rivals;
mod search;
mod stack;
mod things;
mod ways;

use std::fmt;
use std::sync::Arc;

use super::Catalog;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::store::remote::{Endpoint, EndpointError, Service};
pub use counts::{Totals, totals};
use gather::Gather;
pub use listing::{Condition, Conditions, Listed, Sure};

/// What a command asks, with names as a person typed them.
#[derive(Clone, Debug)]
pub enum Question {
    /// Everything about a thing and to it.
    Thing {
        /// Its name.
        name: String,
        /// Whether it will be drawn with its neighbours.
        drawn: bool,
        /// How what can take its place is ranked, where that is told.
        ranking: Option<Ranking>,
    },
    /// What the card of a thing tells.
    Card {
        /// Its name.
        name: String,
        /// How what can take its place is ranked.
        ranking: Ranking,
    },
    /// What stands on a thing.
    Dependents(String),
    /// What can take the place of each.
    Alternatives {
        /// Their names.
        names: Vec<String>,
        /// How what can take a place is ranked.
        ranking: Ranking,
    },
    /// Entries side by side.
    Entries(Vec<String>),
    /// How two things are connected.
    Ways {
        /// Where to start.
        from: String,
        /// Where to end.
        to: String,
        /// How many ways.
        count: usize,
    },
    /// What a text finds.
    Search {
        /// The text.
        text: String,
        /// How many hits are shown.
        top: usize,
        /// Finds them among texts that may match.
        find: Finds,
        /// Tells what the words mean.
        meant: Meant,
    },
    /// A stack for needs.
    Stack(Wanted),
    /// A part of the graph to draw.
    Part(Wanted),
    /// Everything of some classes, with what stands in a list.
    Classes {
        /// The classes.
        classes: &'static [&'static str],
        /// What is told of each.
        properties: &'static [&'static str],
        /// The property whose subjects are counted for each, if any.
        counted: Option<&'static str>,
    },
    /// Things that are chosen by conditions, in an order.
    Things(Listed),
    /// The headings of the lists.
    Headings,
    /// The sources, with how much each says.
    Sources,
    /// What things say by some properties.
    Said {
        /// The IRIs of the things.
        nodes: Vec<String>,
        /// The IRIs of the properties.
        properties: Vec<String>,
    },
}

/// Names for a stack or a picture; what a command has no option for stays empty.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Languages.
    pub languages: Vec<String>,
    /// Needs, or the one category of a picture.
    pub needs: Vec<String>,
    /// Which needs a word means.
    pub read: Option<fn(&Graph<'_>, &str) -> Vec<Node>>,
    /// How candidates are weighed; nothing where all of them are needed.
    pub weighing: Option<Weighing>,
    /// Technologies that are already chosen.
    pub with: Vec<String>,
    /// Technologies that must not be picked.
    pub without: Vec<String>,
    /// Standards that must be implemented.
    pub standards: Vec<String>,
    /// What a picture is drawn around.
    pub focus: Option<String>,
    /// How far a picture reaches.
    pub depth: usize,
    /// The IRIs of a picture's relations; none: those that tell most.
    pub relations: Vec<&'static str>,
}

/// A list of candidates for a service to make.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// The IRI of the need.
    pub need: &'a str,
    /// The IRIs of the languages, all of which must be able to use them.
    pub languages: &'a [String],
    /// Only those that are mainly for the need, and part of a system in the way of this name.
    pub part: Option<&'a str>,
    /// What tells its rows from those of other lists.
    pub key: usize,
    /// How many of them, those with the highest bounds.
    pub limit: usize,
    /// The properties that some candidate of the need has.
    pub marks: &'a [String],
}

/// What the candidates that were brought tell.
#[derive(Clone, Debug)]
pub struct Told {
    /// The lists that picks are made from.
    pub slots: Vec<ToldSlot>,
    /// What an answer tells more of than the name.
    pub shown: Vec<String>,
    /// Whether every need has enough.
    pub is_met: bool,
}

/// What is known of a list that picks are made from.
#[derive(Clone, Debug)]
pub struct ToldSlot {
    /// The need.
    pub need: String,
    /// The languages.
    pub languages: Vec<String>,
    /// Whether all of them must be able to use a pick.
    pub is_for_all: bool,
    /// Whether it has enough to pick from.
    pub has_enough: bool,
    /// The worth that others must exceed to matter.
    pub enough: Option<f64>,
    /// The same for being the best of those that are part of a system in the way of a name.
    pub parts: Vec<(&'static str, f64)>,
}

/// Finds what a text matches, best first, with what each counts.
pub type Finds = fn(&Graph<'_>, &str) -> Vec<(Node, f64)>;
/// Tells the words to look for from the languages beside them, and the needs that these words name: words, needs, languages.
pub type Meant = fn(&Graph<'_>, &str) -> (String, Vec<Node>, Vec<Node>);

/// Makes the SELECT of what may take the place of a technology: its IRI, the list's key and how many.
pub type BestRivals = dyn Fn(&Graph<'_>, &str, usize, usize) -> Option<String> + Send + Sync;
/// Makes the pattern of what may take the place of a technology, as a variable.
pub type Rivals = dyn Fn(&Graph<'_>, &str, &str) -> Option<String> + Send + Sync;
/// What those that are left out must be worth to be shown, by what is read of those that may take the place of a technology.
pub type Enough = dyn Fn(&Graph<'_>, &str) -> Option<f64> + Send + Sync;

/// The IRIs of the languages that a question names.
pub type Languages = dyn Fn(&Graph<'_>) -> Vec<String> + Send + Sync;

/// How what can take the place of technologies is ranked: the service bounds what each can be worth, and only the best are
/// brought.
#[derive(Clone)]
pub struct Ranking {
    /// Whether languages of the code are asked for.
    pub is_for_languages: bool,
    /// The IRIs of these languages.
    pub asked: Arc<Languages>,
    /// The SELECT of the best.
    pub best: Arc<BestRivals>,
    /// The pattern of all of them.
    pub members: Arc<Rivals>,
    /// What is enough.
    pub enough: Arc<Enough>,
    /// How many are shown for each.
    pub top: usize,
    /// Bounds below this are of what cannot be shown.
    pub never: f64,
}

impl fmt::Debug for Ranking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Ranking")
            .field("top", &self.top)
            .finish_non_exhaustive()
    }
}

/// Makes the SELECT of a list.
pub type Best = dyn Fn(&Graph<'_>, Sought<'_>) -> Option<String> + Send + Sync;
/// Tells what the candidates in a graph tell.
pub type Judged = dyn Fn(&Graph<'_>) -> Option<Told> + Send + Sync;

/// How candidates are weighed: the service bounds what each can be worth, and only the best are brought.
#[derive(Clone)]
pub struct Weighing {
    /// The SELECT of candidates `?s` with their bounds `?u`, as SPARQL; nothing where the graph lacks what it needs.
    pub best: Arc<Best>,
    /// What those brought so far tell.
    pub told: Arc<Judged>,
    /// How many are shown or needed for each pick.
    pub depth: usize,
    /// Bounds below this are of what is picked only where nothing else is left.
    pub last: f64,
    /// Bounds below this are of what cannot be picked.
    pub never: f64,
    /// Whether only what sources of one year knew counts: then it matters who says each statement.
    pub is_dated: bool,
}

impl fmt::Debug for Weighing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depth = self.depth;
        formatter
            .debug_struct("Weighing")
            .field("depth", &depth)
            .finish_non_exhaustive()
    }
}

/// Asks a service for what a question needs; what is told of each thing besides, where its answer may be `drawn`.
///
/// # Errors
///
/// See [`EndpointError`].
pub fn load(service: &Service, question: &Question, drawn: bool) -> Result<Catalog, EndpointError> {
    let endpoint = Endpoint::open(service, service.timeout)?;
    let mut gather = Gather::new(&endpoint);
    match question {
        Question::Thing {
            name,
            drawn,
            ranking,
        } => things::thing(&mut gather, name, *drawn, ranking.as_ref())?,
        Question::Card { name, ranking } => card::card(&mut gather, name, ranking)?,
        Question::Dependents(name) => things::dependents(&mut gather, name)?,
        Question::Alternatives { names, ranking } => {
            things::alternatives(&mut gather, names, ranking)?;
        }
        Question::Entries(names) => things::entries(&mut gather, names)?,
        Question::Ways { from, to, count } => ways::ways(&mut gather, from, to, *count)?,
        Question::Search {
            text,
            top,
            find,
            meant,
        } => search::search(&mut gather, text, *top, *find, *meant)?,
        Question::Stack(wanted) => stack::stack(&mut gather, wanted)?,
        Question::Part(wanted) => part::part(&mut gather, wanted)?,
        Question::Classes {
            classes,
            properties,
            counted,
        } => counts::classes(&mut gather, classes, properties, *counted)?,
        Question::Things(listed) => listing::things(&mut gather, listed)?,
        Question::Headings => counts::headings(&mut gather)?,
        Question::Sources => counts::sources(&mut gather)?,
        Question::Said { nodes, properties } => things::said(&mut gather, nodes, properties)?,
    }
    let is_picture_of_ranks_or_ways = matches!(
        question,
        Question::Stack(_) | Question::Alternatives { .. } | Question::Ways { .. }
    );
    if drawn && is_picture_of_ranks_or_ways {
        gather.remarks()?;
    }
    Ok(gather.finish())
}

/// Every name that answers tell, and what decides between names.
const NAMING: &[&str] = &[sg::TYPE, sg::LABEL, sg::ALT_LABEL];
/// What decides which source is believed.
const TRUST: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ISSUED,
    sg::DIRECTNESS,
    sg::HOMEPAGE,
];

const LANGUAGE: &[Kind] = &[Kind::Language];
const CATEGORY: &[Kind] = &[Kind::Category];
const STANDARD: &[Kind] = &[Kind::Standard];
