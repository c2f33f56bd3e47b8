//! `/sparql`: the SPARQL 1.1 protocol for queries, and the description of the service.

use std::time::Duration;

use hyper::header::{ACCEPT, LINK};
use hyper::{Method, StatusCode};

use super::api::media_type;
use super::exchange::{Request, Response, pairs, value};
use super::negotiate::{Offer, best};
use super::pages;
use super::problem::HttpProblem;
use super::routes::Asked;
use crate::base::vocabulary::{self as sg, PREFIXES};
use crate::commands::World;
use crate::commands::args::Time;
use crate::commands::query::Results;
use crate::graph::Graph;
use crate::render;
use crate::store::remote::Endpoint;
use crate::store::sparql::{self, Graphs, Outcome, QueryError};

/// Queries to learn from, for the page and the description.
pub(crate) const EXAMPLES: &[(&str, &str)] = &[
    (
        "What speaks MQTT",
        include_str!("../../examples/queries/speaks-mqtt.rq"),
    ),
    (
        "What retired technologies were replaced by",
        include_str!("../../examples/queries/successors.rq"),
    ),
    (
        "What most others are built on",
        include_str!("../../examples/queries/most-built-on.rq"),
    ),
    (
        "Where sources disagree",
        include_str!("../../examples/queries/disagreements.rq"),
    ),
];

/// The forms of solutions and truths, the default first.
pub(crate) const SOLUTIONS: &[Offer] = &[
    Offer {
        name: "json",
        media_types: &[
            "application/sparql-results+json",
            "application/json",
            "text/json",
        ],
    },
    Offer {
        name: "xml",
        media_types: &[
            "application/sparql-results+xml",
            "application/xml",
            "text/xml",
        ],
    },
    Offer {
        name: "csv",
        media_types: &["text/csv"],
    },
    Offer {
        name: "tsv",
        media_types: &["text/tab-separated-values"],
    },
    PAGE,
];

/// The forms of statements, the default first.
pub(crate) const STATEMENTS: &[Offer] = &[
    Offer {
        name: "jsonld",
        media_types: &["application/ld+json", "application/json"],
    },
    Offer {
        name: "turtle",
        media_types: &["text/turtle", "application/x-turtle"],
    },
    Offer {
        name: "ntriples",
        media_types: &["application/n-triples", "text/plain"],
    },
    Offer {
        name: "rdfxml",
        media_types: &["application/rdf+xml", "application/xml"],
    },
    Offer {
        name: "trig",
        media_types: &["application/trig"],
    },
    Offer {
        name: "nquads",
        media_types: &["application/n-quads"],
    },
    PAGE,
];

const PAGE: Offer = Offer {
    name: "html",
    media_types: &["text/html", "application/xhtml+xml"],
};

/// A query, as it came by one of the ways of the protocol.
struct Wanted {
    query: String,
    graphs: Option<Graphs>,
    format: Option<String>,
    timeout: Option<Duration>,
}

/// `/sparql`.
pub(crate) fn sparql(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let request = asked.request;
    let Some(wanted) = wanted(request)? else {
        return description(asked);
    };
    let world = asked.site.graph.world();
    let answered =
        evaluate(asked, &world, &wanted).and_then(|outcome| written(request, &wanted, outcome));
    match answered {
        // Whoever asked on the page mends the query there.
        Err(problem) if is_for_people(request, &wanted) => {
            Ok(pages::mistaken(&wanted.query, &problem))
        }
        answered => answered,
    }
}

fn is_for_people(request: &Request, wanted: &Wanted) -> bool {
    chosen(request, wanted.format.as_deref(), SOLUTIONS).is_ok_and(|it| it.name == "html")
}

/// All statements of a graph, or of all of them.
pub(crate) fn statements_of(
    asked: &Asked<'_>,
    graph: Option<String>,
) -> Result<Response, HttpProblem> {
    let wanted = Wanted {
        query: "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }".to_owned(),
        graphs: graph.map(|graph| Graphs {
            default: vec![graph],
            named: Vec::new(),
        }),
        format: value(&asked.request.pairs(), "format").map(ToOwned::to_owned),
        timeout: None,
    };
    let world = asked.site.graph.world();
    let outcome = evaluate(asked, &world, &wanted)?;
    written(asked.request, &wanted, outcome)
}

/// The answer to a query in the form that was asked for.
fn written(request: &Request, wanted: &Wanted, outcome: Outcome) -> Result<Response, HttpProblem> {
    let offers = match &outcome {
        Outcome::Triples(_) => STATEMENTS,
        _ => SOLUTIONS,
    };
    let offer = chosen(request, wanted.format.as_deref(), offers)?;
    let is_graph = matches!(outcome, Outcome::Triples(_));
    let results = Results { outcome };
    if offer.name == "html" {
        return pages::results(&wanted.query, &results, is_graph);
    }
    let shapes = crate::answer::Shapes::shapes(&results).unwrap_or_default();
    let format = render::format(offer.name)
        .ok_or_else(|| HttpProblem::bad(format!("unknown format `{}`", offer.name)))?;
    let bytes = render::render(&results, shapes, format, render::Style::default())
        .map_err(HttpProblem::bad)?;
    let media_type = match offer.name {
        "json" => "application/sparql-results+json",
        "xml" => "application/sparql-results+xml",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        name => media_type(name),
    };
    Ok(Response::ok(media_type, bytes).varying("Accept"))
}

/// Reads the query out of the request; nothing when there is none in a GET, which asks for the description.
fn wanted(request: &Request) -> Result<Option<Wanted>, HttpProblem> {
    let mut parts = request.pairs();
    let is_get = matches!(request.method, Method::GET | Method::HEAD);
    if !is_get {
        match request.media_type().as_str() {
            "application/x-www-form-urlencoded" if request.method == Method::POST => {
                parts.extend(pairs(&request.body));
            }
            "application/sparql-query" => {
                if parts.iter().any(|(name, _)| name == "query") {
                    return Err(HttpProblem::bad(
                        "a query in the address and one in the body, expected one",
                    ));
                }
                let text = std::str::from_utf8(&request.body)
                    .map_err(|_| HttpProblem::bad("the query is not UTF-8"))?;
                parts.push(("query".to_owned(), text.to_owned()));
            }
            "application/sparql-update" => return Err(read_only()),
            other => {
                let other = crate::base::text::one_line(other);
                let detail = format!(
                    "a body of `{other}`, expected application/sparql-query or application/x-www-form-urlencoded"
                );
                return Err(HttpProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
            }
        }
    }
    if parts.iter().any(|(name, _)| name == "update") {
        return Err(read_only());
    }
    let all = |wanted: &str| -> Vec<String> {
        let of_name = parts.iter().filter(|(name, _)| name == wanted);
        of_name.map(|(_, value)| value.clone()).collect()
    };
    let mut queries = all("query");
    let timeout = match value(&parts, "timeout") {
        None | Some("") => None,
        Some(text) => {
            let Time(time) = text
                .parse()
                .map_err(|error| HttpProblem::bad(format!("timeout: {error}")))?;
            // As other engines read it, no time at all is no limit of the query's own.
            (!time.is_zero()).then_some(time)
        }
    };
    let (default, named) = (all("default-graph-uri"), all("named-graph-uri"));
    for graph in default.iter().chain(&named) {
        oxiri::Iri::parse(graph.as_str()).map_err(|error| {
            let graph = crate::base::text::one_line(graph);
            HttpProblem::bad(format!("`{graph}` is not the IRI of a graph: {error}"))
        })?;
    }
    let query = match (queries.len(), is_get) {
        (1, _) => queries.remove(0),
        (0, true) => return Ok(None),
        (0, false) => return Err(HttpProblem::bad("there is no `query`")),
        _ => return Err(HttpProblem::bad("more than one `query`, expected one")),
    };
    let graphs = (!default.is_empty() || !named.is_empty()).then_some(Graphs { default, named });
    Ok(Some(Wanted {
        query,
        graphs,
        format: value(&parts, "format").map(ToOwned::to_owned),
        timeout,
    }))
}

fn read_only() -> HttpProblem {
    let detail = "this service is for reading only: an update is refused";
    HttpProblem::new(StatusCode::FORBIDDEN, detail)
}

/// The form that `format=` names, or else `Accept` wants.
fn chosen(request: &Request, format: Option<&str>, offers: &[Offer]) -> Result<Offer, HttpProblem> {
    let found = match format {
        Some(name) => {
            let is = |it: &&Offer| it.name == name || it.media_types.contains(&name);
            offers.iter().find(is)
        }
        None => best(&request.joined(&ACCEPT), offers),
    };
    found.copied().ok_or_else(|| {
        let types: Vec<&str> = offers.iter().map(|it| it.media_types[0]).collect();
        let detail = format!("no such form of this answer, expected {}", types.join(", "));
        HttpProblem::new(StatusCode::NOT_ACCEPTABLE, detail).with("known", types)
    })
}

/// Evaluates a query, here or at the endpoint.
fn evaluate(asked: &Asked<'_>, world: &World, wanted: &Wanted) -> Result<Outcome, HttpProblem> {
    let settings = &asked.site.settings;
    let timeout = wanted
        .timeout
        .map_or(settings.timeout, |it| it.min(settings.timeout));
    if let Some(service) = world.service() {
        if wanted.graphs.is_some() {
            let detail = "an endpoint behind this one chooses its graphs by FROM alone";
            return Err(HttpProblem::new(StatusCode::NOT_IMPLEMENTED, detail));
        }
        let question = sparql::Question::new(wanted.query.clone(), timeout);
        let text = sparql::as_sent(&question).map_err(|error| problem(&error))?;
        let outcome = Endpoint::open(service, timeout).and_then(|it| it.query(&text));
        return outcome
            .map_err(|error| HttpProblem::new(StatusCode::BAD_GATEWAY, error.to_string()));
    }
    let catalog = world.whole()?;
    let question = sparql::Question {
        memory: settings.memory,
        graphs: wanted.graphs.clone(),
        stop: asked.stop.clone(),
        ..sparql::Question::new(wanted.query.clone(), timeout)
    };
    sparql::ask(&catalog.index, question).map_err(|error| problem(&error))
}

/// A query without an answer: its own fault with the place, or a limit.
fn problem(error: &QueryError) -> HttpProblem {
    let status = match error {
        QueryError::Syntax(_) | QueryError::Evaluation(_) => StatusCode::BAD_REQUEST,
        QueryError::TimeOut(_) | QueryError::Stopped => StatusCode::GATEWAY_TIMEOUT,
        QueryError::Memory(_) | QueryError::TooMany(_) => StatusCode::INSUFFICIENT_STORAGE,
    };
    let text = error.to_string();
    let problem = HttpProblem::new(status, text.clone());
    match place(&text) {
        Some((line, column)) => problem.with("line", line).with("column", column),
        None => problem,
    }
}

/// The first `line:column` of a message.
fn place(message: &str) -> Option<(u64, u64)> {
    message.split_whitespace().find_map(|word| {
        let (line, column) = word.trim_end_matches([':', ',']).split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?))
    })
}

/// The service in its own words: `sd:` for programs, a page for people.
fn description(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let offer = chosen(asked.request, None, STATEMENTS).unwrap_or(STATEMENTS[0]);
    if offer.name == "html" {
        return pages::sparql(asked);
    }
    let host = asked.request.header(&hyper::header::HOST);
    let host = host.map_or_else(|| asked.site.settings.bound.to_string(), ToOwned::to_owned);
    let world = asked.site.graph.world();
    let turtle = describe(&format!("http://{host}/sparql"), &world)?;
    let bytes = if offer.name == "turtle" {
        turtle.into_bytes()
    } else {
        render::from_turtle(&turtle, offer.name).map_err(HttpProblem::bad)?
    };
    Ok(Response::ok(media_type(offer.name), bytes)
        .varying("Accept")
        .with(LINK, "</openapi.json>; rel=\"service-desc\""))
}

/// The description of the service in Turtle: SPARQL 1.1 Service Description, `VoID` for counts, SHACL for prefixes and
/// examples.
fn describe(address: &str, world: &World) -> Result<String, HttpProblem> {
    let mut text = "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"
    .to_owned();
    let formats = [
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
        "N-Triples",
        "RDF_XML",
        "JSON-LD",
        "TriG",
        "N-Quads",
    ];
    let formats: Vec<String> = formats
        .iter()
        .map(|it| format!("<http://www.w3.org/ns/formats/{it}>"))
        .collect();
    text += &format!(
        "\n<{address}> a sd:Service ;\n  sd:endpoint <{address}> ;\n  sd:supportedLanguage sd:SPARQL11Query ;\n  sd:feature sd:UnionDefaultGraph ;\n  sd:resultFormat {} ;\n",
        formats.join(", ")
    );
    let mut graphs = Vec::new();
    let mut statements = 0;
    if world.service().is_none() {
        let catalog = world.whole()?;
        let graph = Graph::new(&catalog.index);
        for (source, count) in catalog.statements_by_source() {
            let name = graph.node(source).map_or("", |it| graph.label(it));
            graphs.push(format!(
                "[ sd:name <{source}> ; sd:graph [ a sd:Graph ; void:triples {count} ; rdfs:label {} ] ]",
                oxrdf::Literal::from(name)
            ));
            statements += count;
        }
    }
    text += &format!(
        "  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; void:triples {statements} ]"
    );
    for graph in &graphs {
        text += &format!(" ;\n    sd:namedGraph {graph}");
    }
    text += " ] .\n";
    for (prefix, namespace) in PREFIXES {
        text += &format!(
            "<{address}> sh:declare [ sh:prefix \"{prefix}\" ; sh:namespace \"{namespace}\"^^xsd:anyURI ] .\n"
        );
    }
    for (number, (name, query)) in EXAMPLES.iter().enumerate() {
        text += &format!(
            "<{address}#example-{}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; rdfs:label {} ; sh:select {} .\n",
            number + 1,
            oxrdf::Literal::from(*name),
            oxrdf::Literal::from(*query)
        );
    }
    text += &format!("<{}> rdfs:label \"stackgen\" .\n", sg::NS);
    Ok(text)
}
