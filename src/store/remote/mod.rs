//! A SPARQL 1.1 service on the network: questions as text, answers as terms.
//!
//! Knows the protocol, its errors and its limits, and nothing of the vocabulary. Start reading at [`Endpoint`]; the only
//! room that names the HTTP client.

mod failure;
#[cfg_attr(not(feature = "endpoint"), path = "no_http.rs")]
mod http;
mod json;
mod plan;
mod reply;
mod text;

use std::cell::{Cell, RefCell};
use std::io::Read;
use std::time::{Duration, Instant};

use memchr::memmem;
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput,
};
use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Term, Triple};
use oxrdfio::{RdfFormat, RdfParser};

use super::sparql::{MOST_RESULTS, Outcome};
use crate::limits;
pub use failure::EndpointError;
use http::Client;
use reply::Reply;
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

    /// What to say of pages that lack something.
    #[must_use]
    pub fn miscounted(&self, came: usize, counted: Option<usize>) -> EndpointError {
        EndpointError::Miscounted {
            url: self.client.url().to_owned(),
            came,
            counted: counted.map_or_else(|| "otherwise".to_owned(), |it| it.to_string()),
        }
    }

    /// What to say of a count that is no number.
    #[must_use]
    pub fn no_number(&self, found: &str) -> EndpointError {
        EndpointError::NoNumber {
            url: self.client.url().to_owned(),
            found: found.chars().take(80).collect(),
        }
    }

    /// The rows of a SELECT that asks for at most `limit`.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`].
    pub fn select(&self, query: &str, limit: usize) -> Result<Rows, EndpointError> {
        let reply = self.ask(query, SOLUTIONS)?;
        match solutions(&reply, &self.client)? {
            Outcome::Solutions(variables, rows) => Ok(Rows {
                more: reply.cut || rows.len() >= limit,
                variables,
                rows: rows.iter().collect(),
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

    /// Passes a person's query on, whatever its form, as [`super::sparql::as_sent`] words it.
    ///
    /// # Errors
    ///
    /// See [`EndpointError`].
    pub fn query(&self, query: &str) -> Result<Outcome, EndpointError> {
        let form = text::form(query).ok_or(EndpointError::NoQuery)?;
        let accept = if form.brings_triples() {
            GRAPH
        } else {
            SOLUTIONS
        };
        let reply = self.ask(query, accept)?;
        let (outcome, length) = match form {
            text::Form::Construct | text::Form::Describe => {
                let triples = triples(&reply, &self.client)?;
                let length = triples.len();
                (Outcome::Triples(triples), length)
            }
            text::Form::Select | text::Form::Ask => {
                match (form, truth(solutions(&reply, &self.client)?)) {
                    (text::Form::Select, Outcome::Solutions(variables, rows)) => {
                        let length = rows.len();
                        (Outcome::Solutions(variables, rows), length)
                    }
                    (text::Form::Ask, Outcome::Truth(truth)) => (Outcome::Truth(truth), 1),
                    (text::Form::Select, _) => {
                        return Err(reply.broken(&"no rows, as SELECT asks for"));
                    }
                    _ => return Err(reply.broken(&"neither true nor false, as ASK asks for")),
                }
            }
        };
        // As many rows as the query asked for are all, whatever the service says.
        if reply.cut && text::limit(query) != Some(length) {
            return Err(EndpointError::Cut {
                url: reply.url,
                length,
            });
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

/// How many columns rows may have: the parser looks for each name among all.
const MOST_COLUMNS: usize = 2_000;

fn solutions(reply: &Reply, client: &Client) -> Result<Outcome, EndpointError> {
    let format = match reply.media_type() {
        // What some services call it.
        "application/json" => Some(QueryResultsFormat::Json),
        "application/xml" | "text/xml" => Some(QueryResultsFormat::Xml),
        media_type => QueryResultsFormat::from_media_type(media_type),
    };
    // The others have no place for an error, nor an end: a reply that is cut short would look whole.
    let ends = |it: &_| matches!(it, QueryResultsFormat::Json | QueryResultsFormat::Xml);
    let format = format.filter(ends);
    let format = format.ok_or_else(|| reply.unexpected("results of SPARQL"))?;
    let broken = |error: &dyn std::fmt::Display| reply.broken(error);
    let within = match format {
        QueryResultsFormat::Json => limits::json(&reply.body),
        _ => limits::xml(&reply.body),
    };
    within.map_err(|(at, wrong)| broken(&format!("byte {at}: {wrong}")))?;
    if columns(format, &reply.body) > MOST_COLUMNS {
        return Err(EndpointError::TooManyColumns(MOST_COLUMNS));
    }
    let body: Box<dyn Read> = match format {
        QueryResultsFormat::Json => Box::new(json::plain(&reply.body).map_err(|it| broken(&it))?),
        _ => Box::new(reply.body.as_slice()),
    };
    let parsed = QueryResultsParser::from_format(format).for_reader(body);
    match parsed.map_err(|error| broken(&error))? {
        ReaderQueryResultsParserOutput::Boolean(truth) => Ok(Outcome::Truth(truth)),
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let variables = solutions.variables().iter();
            let variables: Vec<String> = variables.map(|it| it.as_str().to_owned()).collect();
            let mut weight = Weight::default();
            let mut rows = Vec::new();
            for solution in solutions {
                client.still_time()?;
                let solution = solution.map_err(|error| broken(&error))?;
                weight.add(solution.values(), client)?;
                let values = solution.values().iter().cloned();
                let values: Vec<_> = values.map(|it| it.map(canonical)).collect();
                rows.push(values);
                if rows.len() > MOST_RESULTS {
                    return Err(EndpointError::TooMany);
                }
            }
            Ok(Outcome::Solutions(variables, rows.into()))
        }
    }
}

/// How many columns a reply has, at most: the parser compares each with all before anybody can stop it.
fn columns(format: QueryResultsFormat, body: &[u8]) -> usize {
    if format == QueryResultsFormat::Json {
        return json::columns(body);
    }
    let rows = memmem::find(body, b"binding").unwrap_or(body.len());
    memmem::find_iter(&body[..rows], b"variable").count()
}

/// Virtuoso writes the truth of an ASK as a number in a row.
fn truth(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Solutions(variables, rows) if variables == ["__ASK_RETVAL"] => {
            let yes = |term: &Term| matches!(term, Term::Literal(it) if it.value() == "1");
            Outcome::Truth(rows.iter().flatten().flatten().any(|it| yes(&it)))
        }
        outcome => outcome,
    }
}

/// What the terms of a reply take in memory, about.
#[derive(Default)]
struct Weight(usize);

impl Weight {
    /// How many bytes the terms of one reply may take.
    const MOST: usize = 256 << 20;
    /// What a piece of text takes beside its bytes.
    const TEXT: usize = 24;

    fn add(&mut self, terms: &[Option<Term>], client: &Client) -> Result<(), EndpointError> {
        let texts = terms.iter().flatten().map(|term| match term {
            Term::NamedNode(node) => node.as_str().len(),
            Term::BlankNode(node) => node.as_str().len(),
            Term::Literal(literal) => literal.value().len() + literal.datatype().as_str().len(),
            // As many as a term may nest.
            Term::Triple(_) => term.to_string().len() * 2,
        });
        self.0 += std::mem::size_of_val(terms) + texts.map(|it| it + Self::TEXT).sum::<usize>();
        client.fits(self.0, Self::MOST)
    }
}

fn triples(reply: &Reply, client: &Client) -> Result<Vec<Triple>, EndpointError> {
    let format = match reply.media_type() {
        "text/plain" => Some(RdfFormat::NTriples),
        // N3 is what Virtuoso calls its Turtle.
        "text/rdf+n3" | "text/n3" => Some(RdfFormat::Turtle),
        media_type => RdfFormat::from_media_type(media_type),
    };
    // Nobody asked for JSON-LD, whose contexts may stand anywhere.
    let format = format.filter(|it| !matches!(it, RdfFormat::JsonLd { .. }));
    let format = format.ok_or_else(|| reply.unexpected("RDF"))?;
    if !reply.ends && format != RdfFormat::RdfXml {
        return Err(reply.broken(&"no length and no end: part of it could be missing unseen"));
    }
    let within = limits::check(format, &reply.body);
    within.map_err(|(at, wrong)| reply.broken(&format!("byte {at}: {wrong}")))?;
    let mut weight = Weight::default();
    let mut triples = Vec::new();
    for quad in RdfParser::from_format(format).for_slice(&reply.body) {
        client.still_time()?;
        let mut triple = Triple::from(quad.map_err(|error| reply.broken(&error))?);
        triple.object = canonical(triple.object);
        // Subject and predicate are IRIs and seldom long.
        weight.add(&[None, None, Some(triple.object.clone())], client)?;
        triples.push(triple);
        if triples.len() > MOST_RESULTS {
            return Err(EndpointError::TooMany);
        }
    }
    Ok(triples)
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

    fn solutions(reply: &Reply) -> Result<Outcome, EndpointError> {
        super::solutions(reply, &client())
    }

    fn client() -> Client {
        let service = Service {
            url: "http://x/".to_owned(),
            credentials: Credentials::None,
            timeout: TIMEOUT,
            say: |_| {},
            note: |_| {},
        };
        Client::new(&service, Instant::now() + TIMEOUT, TIMEOUT).unwrap()
    }

    #[test]
    fn no_piece_of_a_reply_is_taken_for_the_whole() {
        let json = r#"{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"x:a"}}]}}"#;
        let xml = r#"<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head><results><result><binding name="a"><uri>x:a</uri></binding></result></results></sparql>"#;
        for (media_type, whole) in [
            ("application/sparql-results+json", json),
            ("application/sparql-results+xml", xml),
        ] {
            assert!(solutions(&reply(media_type, whole)).is_ok());
            for end in 0..whole.len() {
                let cut = solutions(&reply(media_type, &whole[..end]));
                assert!(cut.is_err(), "{media_type} cut at {end}: {cut:?}");
            }
        }
    }

    #[test]
    fn a_reply_beyond_bounds_is_refused_before_it_is_parsed() {
        let deep = 100_000;
        let nested =
            |open: &str, inner: &str, close: &str| open.repeat(deep) + inner + &close.repeat(deep);
        let lines = format!(
            "<x:a> <x:b> {} .",
            nested("<<( <x:a> <x:b> ", "<x:c>", " )>>")
        );
        for media_type in ["application/n-triples", "text/turtle"] {
            let refused = triples(&reply(media_type, &lines), &client()).unwrap_err();
            assert!(refused.to_string().contains("nests deeper"), "{refused}");
        }
        let json = format!(
            r#"{{"head":{{"vars":["a"]}},"results":{{"bindings":[{{"a":{}}}]}}}}"#,
            nested(r#"{"type":"triple","value":{"object":"#, "1", "}}")
        );
        let xml = nested("<triple>", "", "</triple>");
        for (media_type, body) in [
            ("application/sparql-results+json", json),
            ("application/sparql-results+xml", xml),
        ] {
            let refused = solutions(&reply(media_type, &body)).unwrap_err();
            assert!(refused.to_string().contains("nests deeper"), "{refused}");
        }
        let names: Vec<String> = (0..100_000).map(|it| format!("\"v{it}\"")).collect();
        let wide = format!(
            r#"{{"head":{{"vars":[{}]}},"results":{{"bindings":[{{}},{{}}]}}}}"#,
            names.join(",")
        );
        let refused = solutions(&reply("application/sparql-results+json", &wide)).unwrap_err();
        assert_eq!(refused, EndpointError::TooManyColumns(MOST_COLUMNS));
        let mut entities = "<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">".to_owned();
        for level in 1..12 {
            let uses = format!("&a{};", level - 1).repeat(10);
            entities += &format!("<!ENTITY a{level} \"{uses}\">");
        }
        let bomb = format!("{entities}]><x>&a11;</x>");
        let refused = triples(&reply("application/rdf+xml", &bomb), &client()).unwrap_err();
        assert!(refused.to_string().contains("entities"), "{refused}");
        let names: Vec<String> = (0..250_000)
            .map(|it| format!(" xmlns:n{it}='x:'"))
            .collect();
        let wide = format!("<x{}/>", names.concat());
        let refused = triples(&reply("application/rdf+xml", &wide), &client()).unwrap_err();
        assert!(refused.to_string().contains("attributes"), "{refused}");
    }

    fn reply(media_type: &str, body: &str) -> Reply {
        Reply {
            url: "http://x/".to_owned(),
            media_type: media_type.to_owned(),
            body: body.as_bytes().to_vec(),
            cut: false,
            ends: true,
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
            Outcome::Solutions(vec!["a".to_owned()], vec![vec![Some(truth)]].into())
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
