//! Why a command has no answer, and what the person can do.

use crate::model::problem::Problem;
use crate::store::remote::EndpointError;

/// Why a command has no answer.
#[derive(Debug, PartialEq)]
pub enum Failure {
    /// Wrong usage: exit status 2.
    Usage {
        /// What is wrong and what was expected.
        message: String,
        /// Ways out, one a line.
        hints: Vec<String>,
    },
    /// Nothing fits: exit status 1.
    Nothing {
        /// What was not found.
        message: String,
        /// Ways out, one a line.
        hints: Vec<String>,
    },
    /// The input cannot be read: exit status 2.
    Input(Vec<Problem>),
}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        Self::Usage {
            hints: error.hints(),
            message: error.to_string(),
        }
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

    /// A name that nothing has: with the nearest one, and how to list them all.
    #[must_use]
    pub fn unknown(what: &str, name: &str, nearest: Option<&str>, list: &str) -> Self {
        let mut hints = Vec::new();
        if let Some(nearest) = nearest {
            hints.push(format!("did you mean `{nearest}`?"));
        }
        hints.push(format!("`{list}` shows what there is"));
        Self::Usage {
            message: format!("unknown {what} `{name}`"),
            hints,
        }
    }

    /// The exit status.
    #[must_use]
    pub fn status(&self) -> u8 {
        match self {
            Self::Nothing { .. } => 1,
            Self::Usage { .. } | Self::Input(_) => 2,
        }
    }
}
