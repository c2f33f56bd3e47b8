//! What is wrong with an input, and where.

use std::fmt;

use crate::base::place::Place;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// The text cannot be read as its format: nothing of the input is used.
    Malformed,
    /// The text reads well but contradicts itself or the shapes: `validate` reports it.
    Inconsistent,
    /// A part of the text was passed over, as no list of things needs it: the rest is used.
    Skipped,
}

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What was found and what was expected: lower case, no period.
    pub message: String,
    /// The nearest known name, or another way out.
    pub hint: Option<String>,
    /// How bad it is.
    pub gravity: Gravity,
}

impl Problem {
    /// A problem that keeps the input from being read.
    pub fn malformed(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
            hint: None,
            gravity: Gravity::Malformed,
        }
    }

    /// A contradiction in an input that reads well.
    pub fn inconsistent(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
            hint: None,
            gravity: Gravity::Inconsistent,
        }
    }

    /// A part of an input that was passed over.
    pub fn skipped(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
            hint: None,
            gravity: Gravity::Skipped,
        }
    }

    /// The same with a hint; nothing added for `None`.
    #[must_use]
    pub fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.message)?;
        match &self.hint {
            Some(hint) => write!(formatter, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}
