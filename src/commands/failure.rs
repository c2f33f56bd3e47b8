//! Why a command has no answer, as data: each door words what a person can do about it.

use std::fmt;

use crate::model::problem::Problem;
pub use crate::reason::recommend::wish::Condition;
use crate::store::remote::EndpointError;
use crate::store::snapshot::SnapshotError;

/// What a name was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A technology, standard or publication.
    Entry,
    /// A programming language.
    Language,
    /// A need or another category.
    Need,
    /// A heading of a list, or a need.
    Category,
    /// A standard.
    Standard,
    /// A licence or a family of licences.
    Licence,
    /// A relation between entries.
    Relation,
    /// A reason of the score.
    Reason,
    /// An argument of a command.
    Argument,
    /// A member of an answer's JSON.
    Member,
    /// A command.
    Command,
}

impl Named {
    /// Whether it is of the program itself, not of the graph that it answers from.
    #[must_use]
    pub fn is_of_interface(self) -> bool {
        matches!(
            self,
            Self::Reason | Self::Argument | Self::Member | Self::Command
        )
    }

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Language => "language",
            Self::Need => "need",
            Self::Category => "category",
            Self::Standard => "standard",
            Self::Licence => "licence",
            Self::Relation => "relation",
            Self::Reason => "reason",
            Self::Argument => "argument",
            Self::Member => "member",
            Self::Command => "command",
        }
    }
}

/// A need that nothing fits, or too little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The need's slug.
    pub need: String,
    /// How many different picks were asked for.
    pub asked: usize,
    /// How many candidates meet every condition.
    pub fitting: usize,
    /// Conditions which, dropped alone, leave enough candidates: with their number.
    pub ways_out: Vec<(Condition, usize)>,
}

impl Unfilled {
    /// Ways out, one a line.
    fn hints(&self) -> Vec<String> {
        let need = &self.need;
        if self.ways_out.is_empty() {
            return vec![format!(
                "no single condition keeps `{need}` empty: ask for less of `{need}`, or drop several conditions"
            )];
        }
        let way_out = |(condition, there): &(Condition, usize)| {
            format!("{}: then {there} fit `{need}`", condition.way_out())
        };
        self.ways_out.iter().map(way_out).collect()
    }
}

impl fmt::Display for Unfilled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            need,
            asked,
            fitting,
            ..
        } = self;
        if *asked == 1 {
            write!(formatter, "nothing fits `{need}`")
        } else {
            write!(formatter, "{fitting} of {asked} picks fit `{need}`")
        }
    }
}

/// Why a command has no answer.
#[derive(Debug, PartialEq)]
pub enum Failure {
    /// A name that nothing has.
    Unknown {
        /// What it was meant to be.
        what: Named,
        /// The name.
        name: String,
        /// The nearest one that is known.
        nearest: Option<String>,
        /// All that are known, where they are few.
        known: Vec<String>,
    },
    /// An argument that must be given is not.
    Missing(String),
    /// No stack: these needs have no candidate, or too few.
    Unfilled(Vec<Unfilled>),
    /// The question is about a whole graph, which an endpoint is not asked for.
    Whole,
    /// The endpoint does not answer, or not with what it should.
    Endpoint(EndpointError),
    /// The input cannot be read.
    Input(Vec<Problem>),
    /// The store cannot be read or written, which is not the fault of who asks.
    Store(String),
    /// Wrong usage of another kind.
    Usage {
        /// What is wrong and what was expected.
        message: String,
        /// Ways out, one a line, in words that [`wording`](super::wording) turns into those of each door.
        hints: Vec<String>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { what, name, .. } => {
                write!(formatter, "unknown {} `{name}`", what.name())?;
                if *what == Named::Licence {
                    formatter
                        .write_str(", expected permissive, copyleft, open or an SPDX identifier")?;
                }
                Ok(())
            }
            Self::Missing(argument) => write!(formatter, "`{argument}` is missing"),
            Self::Unfilled(needs) => {
                let needs: Vec<String> = needs.iter().map(ToString::to_string).collect();
                formatter.write_str(&needs.join("; "))
            }
            Self::Whole => formatter
                .write_str("this works on a whole graph, which an endpoint is not asked for"),
            Self::Endpoint(error) => error.fmt(formatter),
            Self::Input(problems) => {
                let lines = problems
                    .iter()
                    .map(|it| format!("{}: {}", it.place, it.message));
                formatter.write_str(&lines.collect::<Vec<_>>().join("\n"))
            }
            Self::Store(message) | Self::Usage { message, .. } => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        Self::Endpoint(error)
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Self {
        Self::Store(error.to_string())
    }
}

impl Failure {
    /// Wrong usage without a way out to name.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// A name that nothing has.
    #[must_use]
    pub fn unknown(what: Named, name: &str, nearest: Option<&str>) -> Self {
        Self::Unknown {
            what,
            name: name.to_owned(),
            nearest: nearest.map(ToOwned::to_owned),
            known: Vec::new(),
        }
    }

    /// A name that none of a few has.
    #[must_use]
    pub fn none_of(what: Named, name: &str, known: &[&str]) -> Self {
        Self::Unknown {
            what,
            name: name.to_owned(),
            nearest: crate::base::nearest::nearest(name, known.iter().copied())
                .map(ToOwned::to_owned),
            known: known.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    /// Ways out, one a line, with arguments as options of the command line in backticks: other doors put them in their own
    /// words by [`wording`](super::wording).
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Usage { hints, .. } => hints.clone(),
            Self::Unfilled(needs) => needs.iter().flat_map(Unfilled::hints).collect(),
            _ => Vec::new(),
        }
    }

    /// The exit status: 1 where the question was fine and nothing fits.
    #[must_use]
    pub fn status(&self) -> u8 {
        match self {
            Self::Unfilled(_) => 1,
            _ => 2,
        }
    }
}
