//! Why a request has no good answer, as `application/problem+json` (RFC 9457).

use hyper::StatusCode;
use hyper::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::{Map, Value, json};

use super::api;
use super::exchange::Response;
use crate::commands::argument_name;
use crate::commands::failure::Failure;
use crate::commands::wording::{Notation, can_be_followed, worded};

/// The media type of problems.
pub(crate) const PROBLEM_TYPE: &str = "application/problem+json";

/// Why a request has no good answer.
#[derive(Clone, Debug)]
pub(crate) struct HttpProblem {
    /// Its status.
    pub(crate) status: StatusCode,
    /// What is wrong, and what was expected.
    pub(crate) detail: String,
    /// The nearest known name.
    pub(crate) nearest: Option<String>,
    /// More members, such as `line` and `column`.
    pub(crate) members: Vec<(&'static str, Value)>,
}

impl HttpProblem {
    /// A problem with this status.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            nearest: None,
            members: Vec::new(),
        }
    }

    /// A request that is wrong.
    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// The same as the fault of who asked.
    pub(crate) fn at_fault(mut self) -> Self {
        self.status = StatusCode::BAD_REQUEST;
        self
    }

    /// The same with a member more.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.members.push((name, value.into()));
        self
    }

    /// The same with a name that may have been meant.
    pub(crate) fn near(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }

    /// Ways out.
    pub(crate) fn hints(&self) -> impl Iterator<Item = &str> {
        let hints = self.members.iter().filter(|(name, _)| *name == "hints");
        hints
            .filter_map(|(_, value)| value.as_array())
            .flatten()
            .filter_map(Value::as_str)
    }

    /// As a response.
    pub(crate) fn response(&self) -> Response {
        let mut body = Map::new();
        let title = self.status.canonical_reason().unwrap_or("Problem");
        body.insert("type".to_owned(), json!("about:blank"));
        body.insert("title".to_owned(), json!(title));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        body.insert("detail".to_owned(), json!(self.detail));
        if let Some(nearest) = &self.nearest {
            body.insert("nearest".to_owned(), json!(nearest));
        }
        let members = self.members.iter();
        body.extend(members.map(|(name, value)| ((*name).to_owned(), value.clone())));
        let mut text = Value::Object(body).to_string();
        text.push('\n');
        let response = Response::new(self.status, PROBLEM_TYPE, text);
        let allow = self.members.iter().find(|(name, _)| *name == "allow");
        match (self.status, allow.map(|(_, value)| value)) {
            (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, _) => {
                response.with(RETRY_AFTER, "1")
            }
            (StatusCode::UNAUTHORIZED, _) => response.with(WWW_AUTHENTICATE, "Bearer"),
            (StatusCode::METHOD_NOT_ALLOWED, Some(Value::String(allow))) => {
                response.with(ALLOW, allow)
            }
            _ => response,
        }
    }
}

impl From<Failure> for HttpProblem {
    fn from(failure: Failure) -> Self {
        let status = match &failure {
            Failure::Unknown { what, .. } if !what.is_of_interface() => StatusCode::NOT_FOUND,
            Failure::Unfilled(_) => StatusCode::NOT_FOUND,
            Failure::Endpoint(_) => StatusCode::BAD_GATEWAY,
            Failure::Input(_) | Failure::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Failure::Whole => StatusCode::NOT_IMPLEMENTED,
            Failure::Unknown { .. } | Failure::Missing(_) | Failure::Usage { .. } => {
                StatusCode::BAD_REQUEST
            }
        };
        let mut problem = Self::new(status, worded(&failure.to_string(), Notation::QueryString));
        let hints = failure.hints().into_iter();
        let hints = hints.filter(|it| can_be_followed(it, is_taken));
        let hints: Vec<String> = hints.map(|it| worded(&it, Notation::QueryString)).collect();
        if !hints.is_empty() {
            problem = problem.with("hints", hints);
        }
        if let Failure::Unknown { nearest, known, .. } = failure {
            problem.nearest = nearest;
            if !known.is_empty() {
                problem = problem.with("known", known);
            }
        }
        problem
    }
}

/// Whether a command that this door offers has an argument of this name.
fn is_taken(name: &str) -> bool {
    api::commands().any(|command| {
        let parser = (command.words)(clap::Command::new(command.name));
        parser.get_arguments().any(|it| argument_name(it) == name)
    })
}
