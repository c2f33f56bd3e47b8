//! Every path of the server: a line each.

use hyper::{Method, StatusCode};

use super::exchange::{Request, Response};
use super::problem::HttpProblem;
use super::site::Site;
use super::{api, assistants, graphs, openapi, pages, protocol, things};
use crate::base::nearest::nearest;
use crate::store::stop::Stop;

/// How long a request may keep its turn: queries wait for one another, all else is quick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// A query, which may take until its time-out.
    Query,
    /// Anything else.
    Answer,
}

/// What a route answers from.
pub(crate) struct Asked<'a> {
    /// The server.
    pub(crate) site: &'a Site,
    /// The request.
    pub(crate) request: &'a Request,
    /// The parts of the path that stand for `{}`.
    pub(crate) parts: &'a [String],
    /// Says when the client has gone.
    pub(crate) stop: Stop,
}

/// A path, and what answers there.
pub(crate) struct Route {
    /// Its name in counts.
    pub(crate) name: &'static str,
    /// The path; `{}` stands for one part of it.
    path: &'static str,
    /// The methods; GET has HEAD with it.
    methods: &'static [&'static str],
    /// Which kind of turn it takes.
    pub(crate) weight: Weight,
    /// Answers.
    pub(crate) answer: fn(&Asked<'_>) -> Result<Response, HttpProblem>,
}

/// A route that reads, and takes no long time.
const fn get(
    name: &'static str,
    path: &'static str,
    answer: fn(&Asked<'_>) -> Result<Response, HttpProblem>,
) -> Route {
    Route {
        name,
        path,
        methods: &["GET", "HEAD"],
        weight: Weight::Answer,
        answer,
    }
}

/// Every route; the first that fits is taken.
const ROUTES: &[Route] = &[
    get("home", "/", pages::home),
    get("stack", "/stack", pages::stack),
    get("search", "/search", pages::search),
    get("compare", "/compare", pages::compare),
    get("needs", "/needs", pages::needs),
    get("entry", "/entry/{}", pages::entry),
    get("style", "/style.css", pages::style),
    get("script", "/app.js", pages::script),
    get("icon", "/icon.svg", pages::icon),
    get("icon", "/favicon.ico", pages::icon),
    get("robots", "/robots.txt", pages::robots),
    get("id", "/id/{}/{}", things::thing),
    get("ns", "/ns", things::vocabulary),
    get("ns", "/ns.ttl", things::vocabulary),
    get("ns", "/ns.jsonld", things::vocabulary),
    get("shapes", "/shapes", things::shapes),
    get("shapes", "/shapes.ttl", things::shapes),
    get("shapes", "/shapes.jsonld", things::shapes),
    Route {
        name: "sparql",
        path: "/sparql",
        methods: &["GET", "HEAD", "POST", "QUERY"],
        weight: Weight::Query,
        answer: protocol::sparql,
    },
    Route {
        name: "store",
        path: "/store",
        methods: &["GET", "HEAD", "PUT", "DELETE"],
        weight: Weight::Query,
        answer: graphs::store,
    },
    get("api", "/api/v1/entries/{}", api::entry),
    get("api", "/api/v1/entries/{}/alternatives", api::alternatives),
    get("api", "/api/v1/{}", api::command),
    Route {
        name: "mcp",
        path: "/mcp",
        methods: &["POST"],
        weight: Weight::Query,
        answer: assistants::message,
    },
    get("openapi", "/openapi.json", openapi::document),
    get("healthz", "/healthz", healthz),
    get("metrics", "/metrics", metrics),
];

/// The route of a request, and the parts of its path.
pub(crate) struct Found {
    /// The route.
    pub(crate) route: &'static Route,
    /// What stands for `{}`.
    pub(crate) parts: Vec<String>,
}

/// The route for a method and a path.
///
/// # Errors
///
/// 404 with the nearest path, or 405 with the methods there are.
pub(crate) fn find(method: &Method, path: &str) -> Result<Found, HttpProblem> {
    let (route, parts) = at(path).ok_or_else(|| unknown(path))?;
    if route.methods.contains(&method.as_str()) {
        return Ok(Found { route, parts });
    }
    let allow = route.methods.join(", ");
    let detail = format!("`{method}` is not done here, expected {allow}");
    Err(HttpProblem::new(StatusCode::METHOD_NOT_ALLOWED, detail).with("allow", allow))
}

/// The methods of a path, as `Allow` lists them; nothing where there is none.
pub(crate) fn methods(path: &str) -> Option<String> {
    if path == "*" {
        return Some("GET, HEAD, POST, QUERY, PUT, DELETE, OPTIONS".to_owned());
    }
    at(path).map(|(route, _)| format!("{}, OPTIONS", route.methods.join(", ")))
}

/// The name of a path's route in counts.
pub(crate) fn label(path: &str) -> &'static str {
    at(path).map_or("none", |(route, _)| route.name)
}

/// That there is nothing at a path.
pub(crate) fn unknown(path: &str) -> HttpProblem {
    let known = ROUTES
        .iter()
        .map(|it| it.path)
        .filter(|it| !it.contains('{'));
    let commands: Vec<String> = api::commands()
        .map(|it| format!("/api/v1/{}", it.name))
        .collect();
    let known = known.chain(commands.iter().map(String::as_str));
    let near = nearest(path, known).map(ToOwned::to_owned);
    HttpProblem::new(StatusCode::NOT_FOUND, "nothing is at this path").near(near)
}

fn at(path: &str) -> Option<(&'static Route, Vec<String>)> {
    ROUTES
        .iter()
        .find_map(|route| Some((route, parts(route.path, path)?)))
}

/// What stands for `{}` where a path fits a pattern.
fn parts(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut given = path.split('/');
    for wanted in pattern.split('/') {
        match (wanted, given.next()?) {
            ("{}", "") => return None,
            ("{}", part) => parts.push(part.to_owned()),
            (wanted, part) if wanted == part => {}
            _ => return None,
        }
    }
    given.next().is_none().then_some(parts)
}

/// That the server is there and its graph is open.
fn healthz(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let world = asked.site.graph.world();
    if world.service().is_none() {
        world.whole()?;
    }
    Ok(Response::ok("text/plain; charset=utf-8", "ok\n"))
}

fn metrics(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let text = asked.site.metrics.text();
    Ok(Response::ok(
        "text/plain; version=0.0.4; charset=utf-8",
        text,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_line_of_the_list() {
        let found = find(&Method::GET, "/id/technology/nats.ttl").unwrap();
        assert_eq!(found.route.name, "id");
        assert_eq!(found.parts, ["technology", "nats.ttl"]);
        let wrong = find(&Method::DELETE, "/openapi.json").err().unwrap();
        assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
        let near = find(&Method::GET, "/api/v1/recomend").unwrap();
        assert_eq!(near.parts, ["recomend"]);
        let unknown = find(&Method::GET, "/openapi.jsn").err().unwrap();
        assert_eq!(unknown.nearest.as_deref(), Some("/openapi.json"));
        assert!(find(&Method::GET, "/id/technology/").is_err());
        assert!(find(&Method::GET, "/id/../../etc/passwd").is_err());
    }
}
