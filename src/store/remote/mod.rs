//! A SPARQL 1.1 service on the network: questions as text, answers as terms.
//!
//! Knows the protocol, its errors and its limits, and nothing of the vocabulary. Start reading at [`Endpoint`]; the only
//! room that names the HTTP client.

mod failure;
mod http;
mod json;
mod text;

use std::cell::{Cell, RefCell};
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput,
};
use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Term, Triple, Variable};
use oxrdfio::{RdfFormat, RdfParser};
use spareval::QuerySolution;

use super::sparql::{MOST_RESULTS, Outcome};
pub use failure::EndpointError;
use http::{Client, Reply};
pub use text::{iri, quoted};

/// How many rows one request asks for. Virtuoso gives at most 10,000 and says nothing.
pub const MOST_ROWS: usize = 9_000;
/// How many requests one command may make.
pub const MOST_REQUESTS: usize = 60;
/// How long a command may work on a service of which nobody says otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// How a person proves who they are; from the environment, never shown.
#[derive(Clone, Default)]
pub enum Credentials {
    /// Nobody asks.
    #[default]
    None,
    /// HTTP's basic authentication.
    Basic {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A bearer token.
    Bearer(String),
}

/// Which service to ask, and how.
#[derive(Clone)]
pub struct Service {
    /// The address of the service.
    pub url: String,
    /// Who asks.
    pub credentials: Credentials,
    /// How long a command may work, where it has no `--timeout` of its own.
    pub timeout: Duration,
    /// Hears of each request, with its time.
    pub say: fn(&str),
    /// Hears of what an answer lacks.
    pub note: fn(&str),
}

/// A service while a command works on it: all requests share one deadline and one count.
pub struct Endpoint {
    client: Client,
    note: fn(&str),
    requests: Cell<usize>,
    said: RefCell<Vec<String>>,
}

/// The rows of a SELECT.
#[derive(Debug, Default, PartialEq)]
pub struct Rows {
    /// The names of the columns.
    pub variables: Vec<String>,
    /// One value for each column, where it is bound.
    pub rows: Vec<Vec<Option<Term>>>,
    /// Whether the service has more than it gave.
    pub more: bool,
}

impl Endpoint {
    /// Gets ready to ask; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When the address is none of HTTP or holds a password, or when the credentials do not fit into a header.
    pub fn open(service: &Service, timeout: Duration) -> Result<Self, EndpointError> {
        let deadline = Instant::now() + timeout;
        Ok(Self {
            client: Client::new(service, deadline, timeout)?,
            note: service.note,
            requests: Cell::new(0),
            said: RefCell::new(Vec::new()),
        })
    }

    /// The rows of a SELECT that asks for at most `limit`.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`].
    pub fn select(&self, query: &str, limit: usize) -> Result<Rows, EndpointError> {
        let reply = self.ask(query, SOLUTIONS)?;
        match solutions(&reply)? {
            Outcome::Solutions(variables, rows) => Ok(Rows {
                more: reply.cut || rows.len() >= limit,
                variables,
                rows: rows.iter().map(|row| row.values().to_vec()).collect(),
            }),
            _ => Err(reply.unexpected("rows of a SELECT")),
        }
    }

    /// Whether a pattern holds anywhere: what ASK asks, in the form whose answers all services write alike.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`].
    pub fn holds(&self, pattern: &str) -> Result<bool, EndpointError> {
        let rows = self.select(&format!("SELECT * {{ {pattern} }} LIMIT 1"), 2)?;
        Ok(!rows.rows.is_empty())
    }

    /// Passes a person's query on, whatever its form.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`].
    pub fn query(&self, query: &str) -> Result<Outcome, EndpointError> {
        let form = text::form(query).ok_or(EndpointError::NoQuery)?;
        let text = format!("{}{query}", text::prologue());
        if form.brings_triples() {
            let reply = self.ask(&text, GRAPH)?;
            return triples(&reply);
        }
        let reply = self.ask(&text, SOLUTIONS)?;
        let outcome = truth(solutions(&reply)?);
        if reply.cut {
            self.note("the endpoint cut the answer short: it gives no more rows at once");
        }
        Ok(outcome)
    }

    /// Tells the person what the answer lacks, once.
    pub fn note(&self, text: &str) {
        let mut said = self.said.borrow_mut();
        if !said.iter().any(|it| it == text) {
            (self.note)(text);
            said.push(text.to_owned());
        }
    }

    /// That the graph is not ours.
    #[must_use]
    pub fn foreign(&self, reason: &'static str) -> EndpointError {
        EndpointError::Foreign {
            url: self.client.url().to_owned(),
            reason,
        }
    }

    /// How many requests were made.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests.get()
    }

    fn ask(&self, query: &str, accept: &str) -> Result<Reply, EndpointError> {
        let number = self.requests.get() + 1;
        if number > MOST_REQUESTS {
            return Err(EndpointError::TooMuch);
        }
        self.requests.set(number);
        self.client.post(number, query, accept)
    }
}

const SOLUTIONS: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.8";
const GRAPH: &str = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5";

fn solutions(reply: &Reply) -> Result<Outcome, EndpointError> {
    let format = match reply.media_type() {
        // What some services call it.
        "application/json" => Some(QueryResultsFormat::Json),
        "application/xml" | "text/xml" => Some(QueryResultsFormat::Xml),
        media_type => QueryResultsFormat::from_media_type(media_type),
    };
    let format = format.ok_or_else(|| reply.unexpected("results of SPARQL"))?;
    let broken = |error: &dyn std::fmt::Display| reply.broken(error);
    let body: Box<dyn Read> = match format {
        QueryResultsFormat::Json => Box::new(json::plain(&reply.body).map_err(|it| broken(&it))?),
        _ => Box::new(reply.body.as_slice()),
    };
    let parsed = QueryResultsParser::from_format(format).for_reader(body);
    match parsed.map_err(|error| broken(&error))? {
        ReaderQueryResultsParserOutput::Boolean(truth) => Ok(Outcome::Truth(truth)),
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let names: Arc<[Variable]> = solutions.variables().into();
            let variables = names.iter().map(|it| it.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution.map_err(|error| broken(&error))?;
                let values = solution.values().iter().cloned();
                let values: Vec<_> = values.map(|it| it.map(canonical)).collect();
                rows.push((names.clone(), values).into());
                if rows.len() > MOST_RESULTS {
                    return Err(EndpointError::TooMany);
                }
            }
            Ok(Outcome::Solutions(variables, rows))
        }
    }
}

/// Virtuoso writes the truth of an ASK as a number in a row.
fn truth(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Solutions(variables, rows) if variables == ["__ASK_RETVAL"] => {
            let yes = |term: &Term| matches!(term, Term::Literal(it) if it.value() == "1");
            Outcome::Truth(
                rows.iter()
                    .flat_map(QuerySolution::values)
                    .flatten()
                    .any(yes),
            )
        }
        outcome => outcome,
    }
}

fn triples(reply: &Reply) -> Result<Outcome, EndpointError> {
    let format = match reply.media_type() {
        "text/plain" => Some(RdfFormat::NTriples),
        // N3 is what Virtuoso calls its Turtle.
        "text/rdf+n3" | "text/n3" => Some(RdfFormat::Turtle),
        media_type => RdfFormat::from_media_type(media_type),
    };
    let format = format.ok_or_else(|| reply.unexpected("RDF"))?;
    let mut triples = Vec::new();
    for quad in RdfParser::from_format(format).for_slice(&reply.body) {
        let mut triple = Triple::from(quad.map_err(|error| reply.broken(&error))?);
        triple.object = canonical(triple.object);
        triples.push(triple);
        if triples.len() > MOST_RESULTS {
            return Err(EndpointError::TooMany);
        }
    }
    Ok(Outcome::Triples(triples))
}

/// Virtuoso keeps `true` as the number 1.
fn canonical(term: Term) -> Term {
    match &term {
        Term::Literal(literal) if literal.datatype() == xsd::BOOLEAN => {
            let text = match literal.value() {
                "1" => "true",
                "0" => "false",
                _ => return term,
            };
            Literal::new_typed_literal(text, NamedNode::from(xsd::BOOLEAN)).into()
        }
        _ => term,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(media_type: &str, body: &str) -> Reply {
        Reply {
            url: "http://x/".to_owned(),
            media_type: media_type.to_owned(),
            body: body.as_bytes().to_vec(),
            cut: false,
        }
    }

    #[test]
    fn results_are_read_in_json_and_xml() {
        let json = r#"{"head":{"vars":["a"]},"results":{"bindings":[
            {"a":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#boolean","value":"1"}}]}}"#;
        let one = solutions(&reply(
            "application/sparql-results+json; charset=utf-8",
            json,
        ))
        .unwrap();
        let truth = Term::from(Literal::from(true));
        assert_eq!(
            one,
            Outcome::Solutions(
                vec!["a".to_owned()],
                vec![(vec![Variable::new_unchecked("a")], vec![Some(truth)]).into()]
            )
        );
        let xml = r#"<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>"#;
        let two = solutions(&reply("application/sparql-results+xml", xml)).unwrap();
        assert_eq!(two, Outcome::Truth(true));
    }

    #[test]
    fn pages_and_broken_answers_are_named() {
        let page = solutions(&reply("text/html", "<html>Hello</html>")).unwrap_err();
        assert!(page.to_string().contains("a web page"), "{page}");
        let broken =
            solutions(&reply("application/sparql-results+json", "{\"head\":")).unwrap_err();
        assert!(matches!(broken, EndpointError::Broken { .. }), "{broken}");
    }
}
