//! Stands for the HTTP client where the library is built without the feature `endpoint`: nothing connects.

use std::time::{Duration, Instant};

use super::reply::Reply;
use super::{EndpointError, Service};

/// A connection, of which there is none.
pub(super) enum Client {}

impl Client {
    pub(super) fn new(
        service: &Service,
        _deadline: Instant,
        _timeout: Duration,
    ) -> Result<Self, EndpointError> {
        Err(EndpointError::Unreachable {
            url: service.url.clone(),
            reason: "built without the feature `endpoint`".to_owned(),
        })
    }

    pub(super) fn url(&self) -> &str {
        match *self {}
    }

    pub(super) fn still_time(&self) -> Result<(), EndpointError> {
        match *self {}
    }

    pub(super) fn fits(&self, _: usize, _: usize) -> Result<(), EndpointError> {
        match *self {}
    }

    pub(super) fn post(&self, _: usize, _: &str, _: &str) -> Result<Reply, EndpointError> {
        match *self {}
    }
}
