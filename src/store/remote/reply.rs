//! What a service answered, before it is read.

use super::EndpointError;
use crate::base::text::one_line;

/// How much of what a service says is told, in characters.
const TOLD: usize = 200;

/// What a service answered.
pub(super) struct Reply {
    /// Who answers.
    pub(super) url: String,
    /// The type it names.
    pub(super) media_type: String,
    /// The whole body.
    pub(super) body: Vec<u8>,
    /// Whether the service says that it left rows out.
    pub(super) cut: bool,
    /// Whether its length was said, or its end marked: otherwise a lost connection looks like the end.
    pub(super) ends: bool,
}

impl Reply {
    /// The media type without its parameters, in lower case.
    pub(super) fn media_type(&self) -> &str {
        self.media_type.split(';').next().unwrap_or_default().trim()
    }

    pub(super) fn unexpected(&self, expected: &'static str) -> EndpointError {
        let start = String::from_utf8_lossy(&self.body[..self.body.len().min(200)]).to_lowercase();
        let found = if self.media_type().contains("html") || start.contains("<html") {
            "a web page".to_owned()
        } else if self.media_type().is_empty() {
            "something without a type".to_owned()
        } else {
            format!("`{}`", one_line(self.media_type()))
        };
        EndpointError::NotSparql {
            url: self.url.clone(),
            found,
            expected,
        }
    }

    pub(super) fn broken(&self, error: &dyn std::fmt::Display) -> EndpointError {
        EndpointError::Broken {
            url: self.url.clone(),
            format: one_line(self.media_type()),
            reason: shortened(&error.to_string()),
        }
    }
}

pub(super) fn shortened(text: &str) -> String {
    let line = one_line(text);
    let words: Vec<&str> = line.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
