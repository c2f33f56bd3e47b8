//! `/store`: the graph store protocol. Each source is a graph; reading is open, replacing and removing need a token.

use hyper::header::AUTHORIZATION;
use hyper::{Method, StatusCode};

use super::exchange::{Response, value};
use super::problem::HttpProblem;
use super::protocol;
use super::routes::Asked;
use crate::base::nearest::nearest;
use crate::catalog::import::{ImportError, put};
use crate::commands::failure::Failure;

/// Which graph is meant.
enum Meant {
    Default,
    Named(String),
}

/// `/store`.
pub(crate) fn store(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let meant = meant(asked)?;
    match asked.request.method {
        Method::PUT | Method::DELETE => {
            authorize(asked)?;
            write(asked, &meant)
        }
        _ => read(asked, &meant),
    }
}

fn meant(asked: &Asked<'_>) -> Result<Meant, HttpProblem> {
    let pairs = asked.request.pairs();
    match (value(&pairs, "default"), value(&pairs, "graph")) {
        (Some(""), None) => Ok(Meant::Default),
        (None, Some(iri)) if !iri.is_empty() => Ok(Meant::Named(iri.to_owned())),
        _ => Err(HttpProblem::bad(
            "no graph is named, expected `?default` or `?graph=IRI`",
        )),
    }
}

/// A graph's statements; the default graph is all that the sources say.
fn read(asked: &Asked<'_>, meant: &Meant) -> Result<Response, HttpProblem> {
    if let Meant::Named(iri) = meant {
        let world = asked.site.graph.world();
        let catalog = world.whole()?;
        let sources = catalog.statements_by_source();
        if !sources.contains_key(iri.as_str()) {
            let near = nearest(iri, sources.keys().copied()).map(ToOwned::to_owned);
            let detail = "there is no graph of this name";
            return Err(HttpProblem::new(StatusCode::NOT_FOUND, detail).near(near));
        }
    }
    let graph = match meant {
        Meant::Default => None,
        Meant::Named(iri) => Some(iri.clone()),
    };
    protocol::statements_of(asked, graph)
}

/// Lets only those write who send the token.
fn authorize(asked: &Asked<'_>) -> Result<(), HttpProblem> {
    let Some(token) = &asked.site.settings.token else {
        let detail = "this server is for reading only; `serve --writable` lets a store be changed";
        return Err(HttpProblem::new(StatusCode::FORBIDDEN, detail));
    };
    let given = asked.request.header(&AUTHORIZATION);
    let given = given.and_then(|it| it.strip_prefix("Bearer "));
    match given {
        Some(given) if are_equal(given.trim().as_bytes(), token.as_bytes()) => Ok(()),
        Some(_) => Err(HttpProblem::new(
            StatusCode::FORBIDDEN,
            "the token is not the right one",
        )),
        None => Err(HttpProblem::new(
            StatusCode::UNAUTHORIZED,
            "a token is needed, expected `Authorization: Bearer …`",
        )),
    }
}

/// Compares in a time that does not tell how much is right.
fn are_equal(a: &[u8], b: &[u8]) -> bool {
    let differences = a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b));
    a.len() == b.len() && differences == 0
}

/// The extension of a media type of RDF.
fn extension(media_type: &str) -> Option<&'static str> {
    match media_type {
        "text/turtle" | "application/x-turtle" => Some("ttl"),
        "application/n-triples" | "text/plain" => Some("nt"),
        "application/rdf+xml" => Some("rdf"),
        "application/ld+json" => Some("jsonld"),
        _ => None,
    }
}

/// Replaces or removes a source's graph in the store.
fn write(asked: &Asked<'_>, meant: &Meant) -> Result<Response, HttpProblem> {
    let Meant::Named(iri) = meant else {
        let detail = "the default graph is what all sources say, expected `?graph=IRI` of one";
        return Err(HttpProblem::bad(detail));
    };
    let world = asked.site.graph.world();
    let folder = world
        .store()
        .ok_or_else(|| HttpProblem::new(StatusCode::FORBIDDEN, "only a store can be changed"))?;
    let is_delete = asked.request.method == Method::DELETE;
    let extension = extension(&asked.request.media_type());
    let document = match (is_delete, extension) {
        (true, _) => None,
        (false, Some(extension)) => Some((asked.request.body.as_ref(), extension)),
        (false, None) => {
            let detail = "the body is of no known type, expected text/turtle, application/n-triples, application/rdf+xml or application/ld+json";
            return Err(HttpProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    if oxrdf::NamedNode::new(iri).is_err() {
        return Err(HttpProblem::bad("the graph is not an absolute IRI"));
    }
    let was_there = put(folder, iri, document).map_err(|error| match error {
        ImportError::Input(problems) => HttpProblem::from(Failure::Input(problems)).at_fault(),
        ImportError::Store(error) => {
            HttpProblem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
        }
        ImportError::Foreign(_) | ImportError::Removes(_) => HttpProblem::new(
            StatusCode::CONFLICT,
            "the store holds what other files made",
        ),
    })?;
    asked.site.graph.refresh();
    match (is_delete, was_there) {
        (true, false) => Err(HttpProblem::new(
            StatusCode::NOT_FOUND,
            "there is no graph of this name",
        )),
        (_, true) => Ok(Response::empty(StatusCode::NO_CONTENT)),
        (false, false) => Ok(Response::empty(StatusCode::CREATED)),
    }
}
