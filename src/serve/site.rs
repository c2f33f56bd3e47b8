//! What every request passes: who may ask, how many may ask at once, what is counted and logged.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    CONTENT_SECURITY_POLICY, HOST, ORIGIN, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, StatusCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::exchange::{Request, Response};
use super::living::Living;
use super::metrics::Metrics;
use super::negotiate::{Offer, best, offer};
use super::pages;
use super::problem::{HttpProblem, PROBLEM_TYPE};
use super::routes::{self, Weight};
use super::transport::Answering;
use super::{Cors, Log};
use crate::base::notes::say;
use crate::store::stop::Stop;

/// A problem as the one who asks reads it: programs as JSON, a browser as a page.
fn told(problem: &HttpProblem, request: &Request) -> Response {
    const FORMS: &[Offer] = &[
        offer("json", &[PROBLEM_TYPE, "application/json"]),
        offer("html", &["text/html", "application/xhtml+xml"]),
    ];
    let response = problem.response();
    let is_page = best(&request.joined(&ACCEPT), FORMS).is_some_and(|it| it.name == "html");
    if !is_page {
        return response;
    }
    let page = pages::problem(problem);
    let mut headers = response.headers;
    for (name, value) in &page.headers {
        headers.insert(name, value.clone());
    }
    Response { headers, ..page }
}

/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(5);
/// How many requests wait for their turn, for each one at work.
const QUEUE: usize = 32;
/// Addresses whose rate is remembered.
const REMEMBERED: usize = 10_000;

/// How a server was started.
pub(crate) struct Settings {
    /// Where it listens.
    pub(crate) bound: SocketAddr,
    /// Which pages elsewhere may read it.
    pub(crate) cors: Cors,
    /// The longest a query may take.
    pub(crate) timeout: Duration,
    /// The memory that the program may take while queries are at work, in bytes.
    pub(crate) memory: u64,
    /// Queries at once.
    pub(crate) queries: usize,
    /// Requests a second from one address; nothing: as many as come.
    pub(crate) rate: Option<u32>,
    /// How requests are logged.
    pub(crate) log: Log,
    /// The token of those who may write.
    pub(crate) token: Option<String>,
}

/// A server: its graph, its settings, its counts.
pub(crate) struct Site {
    /// The graph, taken up again when it is replaced on disk.
    pub(crate) graph: Living,
    /// How it was started.
    pub(crate) settings: Settings,
    /// What it has counted.
    pub(crate) metrics: Metrics,
    turns: Turns,
    rates: Mutex<BTreeMap<IpAddr, (Instant, f64)>>,
}

/// Whose turn it is: one kind of turn for queries, which may take long, one for all else.
struct Turns {
    queries: Arc<Semaphore>,
    answers: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Site {
    /// A server that is about to start.
    pub(crate) fn new(graph: Living, settings: Settings) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = Turns {
            queries: Arc::new(Semaphore::new(settings.queries)),
            answers: Arc::new(Semaphore::new(cores * 2)),
            waiting: Arc::new(Semaphore::new(settings.queries.max(cores) * QUEUE)),
        };
        Self {
            graph,
            settings,
            metrics: Metrics::default(),
            turns,
            rates: Mutex::default(),
        }
    }

    /// Refuses what comes from a page that must not read this server, or by another name than its own: a name that an
    /// attacker's page has pointed here (DNS rebinding) reads a graph on somebody's own machine otherwise.
    fn admit(&self, request: &Request) -> Result<(), HttpProblem> {
        if request.headers.get_all(HOST).iter().count() > 1 {
            return Err(HttpProblem::bad("more than one `Host`, expected one"));
        }
        if !self.settings.bound.ip().is_loopback() {
            return Ok(());
        }
        let host = request.header(&HOST).unwrap_or_default();
        if !is_own(host) {
            let detail = format!(
                "`Host: {}` is not this server, expected localhost or {}",
                crate::base::text::one_line(host),
                self.settings.bound
            );
            return Err(HttpProblem::new(StatusCode::MISDIRECTED_REQUEST, detail));
        }
        match request.headers.get(ORIGIN) {
            None => Ok(()),
            Some(origin) => {
                let origin = origin.to_str().unwrap_or_default();
                let own = origin.strip_prefix("http://").is_some_and(is_own);
                if own || self.settings.cors.allows(origin) {
                    return Ok(());
                }
                let detail = "pages elsewhere may not read this server; `--cors` allows them";
                Err(HttpProblem::new(StatusCode::FORBIDDEN, detail))
            }
        }
    }

    /// Refuses an address that asks more often than it may: a bucket that fills at the rate and holds two seconds of it.
    fn slow_down(&self, from: IpAddr) -> Result<(), HttpProblem> {
        let Some(rate) = self.settings.rate else {
            return Ok(());
        };
        let rate = f64::from(rate);
        let now = Instant::now();
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        if rates.len() >= REMEMBERED {
            // Who has not come for two seconds has a full bucket again.
            rates.retain(|_, (last, _)| now.duration_since(*last) < Duration::from_secs(2));
        }
        let (last, left) = rates.entry(from).or_insert((now, rate * 2.0));
        *left = (*left + now.duration_since(*last).as_secs_f64() * rate).min(rate * 2.0);
        *last = now;
        if *left < 1.0 {
            let detail = format!("more than {rate} requests a second from one address");
            return Err(HttpProblem::new(StatusCode::TOO_MANY_REQUESTS, detail));
        }
        *left -= 1.0;
        Ok(())
    }

    /// Waits for a turn.
    async fn turn(&self, weight: Weight) -> Result<OwnedSemaphorePermit, HttpProblem> {
        let busy =
            || HttpProblem::new(StatusCode::SERVICE_UNAVAILABLE, "too many requests at once");
        let turns = match weight {
            Weight::Query => &self.turns.queries,
            Weight::Answer => &self.turns.answers,
        };
        if let Ok(turn) = turns.clone().try_acquire_owned() {
            return Ok(turn);
        }
        let _waiting = self.turns.waiting.try_acquire().map_err(|_| busy())?;
        match timeout(TURN, turns.clone().acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(busy()),
        }
    }

    /// Answers a request that may ask.
    async fn respond(self: &Arc<Self>, request: &Arc<Request>, from: IpAddr) -> Response {
        if let Err(problem) = self.admit(request) {
            return told(&problem, request);
        }
        if request.method == Method::OPTIONS {
            return preflight(request);
        }
        if let Err(problem) = self.slow_down(from) {
            return told(&problem, request);
        }
        let found = match routes::find(&request.method, &request.path) {
            Ok(found) => found,
            Err(problem) => return told(&problem, request),
        };
        let turn = match self.turn(found.route.weight).await {
            Ok(turn) => turn,
            Err(problem) => return told(&problem, request),
        };
        // When the client goes, this future is dropped, and the query ends.
        let leaving = Leaving(Stop::default());
        let (site, request, stop) = (self.clone(), request.clone(), leaving.0.clone());
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let asked = routes::Asked {
                site: &site,
                request: &request,
                parts: &found.parts,
                stop,
            };
            (found.route.answer)(&asked)
                .unwrap_or_else(|problem| told(&problem, &request))
                .finished(&request)
        });
        work.await.unwrap_or_else(|_| {
            let detail = "the answer broke off";
            HttpProblem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).response()
        })
    }

    /// Adds what every response has.
    fn dressed(&self, request: &Request, mut response: Response) -> Response {
        let allowed = request.header(&ORIGIN).and_then(|origin| {
            let cors = &self.settings.cors;
            cors.allows(origin).then(|| match cors {
                Cors::Any => "*".to_owned(),
                Cors::Off | Cors::Origins(_) => origin.to_owned(),
            })
        });
        if let Some(origin) = allowed {
            response = response
                .with(ACCESS_CONTROL_ALLOW_ORIGIN, &origin)
                .with(ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link")
                .with(ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, QUERY, OPTIONS")
                .with(
                    ACCESS_CONTROL_ALLOW_HEADERS,
                    "Accept, Authorization, Content-Type, If-None-Match, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id",
                )
                .with(ACCESS_CONTROL_MAX_AGE, "86400");
        }
        if !matches!(self.settings.cors, Cors::Off) {
            response = response.with(VARY, "Origin");
        }
        response
            .with(X_CONTENT_TYPE_OPTIONS, "nosniff")
            .with(
                CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'",
            )
    }

    /// Writes the line of a request into the log.
    fn log(&self, request: &Request, from: IpAddr, response: &Response, took: Duration) {
        let (method, status) = (request.method.as_str(), response.status.as_u16());
        let micros = took.as_micros();
        let target = crate::base::text::one_line(&target(request));
        match self.settings.log {
            Log::Off => {}
            Log::Text => say(&format!(
                "{from} {method} {target} {status} {} bytes {:.1} ms",
                response.body.len(),
                took.as_secs_f64() * 1e3
            )),
            Log::Json => say(&serde_json::json!({
                "time": seconds_since_1970(),
                "from": from.to_string(),
                "method": method,
                "target": target,
                "status": status,
                "bytes": response.body.len(),
                "micros": micros,
            })
            .to_string()),
        }
    }
}

/// Whether a host, with or without a port, is this machine by one of its own names.
fn is_own(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// Path and query, at most as much of it as a line of a log bears.
fn target(request: &Request) -> String {
    let mut text = request.path.clone();
    if !request.query.is_empty() {
        text.push('?');
        text.push_str(&request.query);
    }
    match text.char_indices().nth(500) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Seconds since 1970.
fn seconds_since_1970() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |it| it.as_secs())
}

/// What a browser asks before it sends a request across origins; the headers that allow it are those of every response.
fn preflight(request: &Request) -> Response {
    match routes::methods(&request.path) {
        Some(methods) => {
            Response::empty(StatusCode::NO_CONTENT).with(hyper::header::ALLOW, &methods)
        }
        None => routes::unknown(&request.path).response(),
    }
}

/// Stops a query when its client goes.
struct Leaving(Stop);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl Answering for Site {
    async fn answer(self: Arc<Self>, request: Request, from: SocketAddr) -> Response {
        let start = Instant::now();
        let request = Arc::new(request);
        let running = self.metrics.begin();
        let response = self.respond(&request, from.ip()).await;
        let response = self.dressed(&request, response);
        let took = start.elapsed();
        running.end(routes::label(&request.path), response.status.as_u16(), took);
        self.log(&request, from.ip(), &response, took);
        response
    }
}
