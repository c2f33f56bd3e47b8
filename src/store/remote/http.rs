//! One request after the other: time-outs, retries, bounds, and errors in words.

use std::io::Read as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use ureq::config::Config;
use ureq::http::{HeaderValue, Response, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};

use super::reply::{Reply, shortened};
use super::{Credentials, EndpointError, Service};
use crate::base::text::one_line;

/// How often a busy service is asked.
const TRIES: u32 = 4;
/// The first pause before asking again; each further one is twice as long.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(10);
/// No answer may be longer, in bytes.
const LONGEST: u64 = 192 << 20;
/// How much of an error page is read, in bytes.
const SNIPPET: u64 = 4096;

/// A connection to one service.
pub(super) struct Client {
    agent: Agent,
    url: String,
    authorization: Option<HeaderValue>,
    deadline: Instant,
    timeout: Duration,
    say: fn(&str),
}

/// Finds the addresses of a name. The client's own way ends the program where the system has no thread more.
#[derive(Debug)]
struct Names;

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let (done, waiting) = std::sync::mpsc::sync_channel(1);
        let (name, how) = (uri.clone(), config.clone());
        let is_number = |host: &str| host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        let at_once = uri.host().is_some_and(is_number);
        let look_up = move |uri: &Uri, config: &Config| {
            let timeout = NextTimeout {
                after: ureq::unversioned::transport::time::Duration::NotHappening,
                ..timeout
            };
            DefaultResolver::default().resolve(uri, config, timeout)
        };
        let apart = move || drop(done.send(look_up(&name, &how)));
        // Nobody can stop a look-up: it is left behind at its time-out.
        if at_once || std::thread::Builder::new().spawn(apart).is_err() {
            return look_up(uri, config);
        }
        waiting
            .recv_timeout(*timeout.after)
            .unwrap_or(Err(ureq::Error::Timeout(timeout.reason)))
    }
}

/// What came of one try.
enum Try {
    Done(Reply),
    /// Busy, with the pause that the service asks for.
    Busy(u16, Option<Duration>),
}

impl Client {
    pub(super) fn new(
        service: &Service,
        deadline: Instant,
        timeout: Duration,
    ) -> Result<Self, EndpointError> {
        check(&service.url)?;
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .tls_config(tls)
            .user_agent(concat!("stackgen/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            agent: Agent::with_parts(config, DefaultConnector::new(), Names),
            url: service.url.clone(),
            authorization: authorization(&service.credentials)?,
            deadline,
            timeout,
            say: service.say,
        })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Whether the command may go on.
    pub(super) fn still_time(&self) -> Result<(), EndpointError> {
        if self.left().is_zero() {
            return Err(self.time_out());
        }
        Ok(())
    }

    /// Whether a reply may take so many bytes.
    pub(super) fn fits(&self, bytes: usize, most: usize) -> Result<(), EndpointError> {
        if bytes > most {
            return Err(EndpointError::TooLarge {
                url: self.url.clone(),
                most: most as u64,
            });
        }
        Ok(())
    }

    /// Sends a query and waits for the answer; a busy service is asked again.
    pub(super) fn post(
        &self,
        number: usize,
        query: &str,
        accept: &str,
    ) -> Result<Reply, EndpointError> {
        let mut pause = PAUSE;
        for attempt in 1..=TRIES {
            let start = Instant::now();
            let outcome = self.attempt(query, accept);
            self.tell(number, start, &outcome);
            let (status, asked) = match outcome? {
                Try::Done(reply) => return Ok(reply),
                Try::Busy(status, asked) => (status, asked),
            };
            let wait = asked.unwrap_or(pause);
            if attempt == TRIES || wait >= self.left() {
                return Err(EndpointError::Busy {
                    url: self.url.clone(),
                    status,
                    tries: attempt,
                });
            }
            std::thread::sleep(wait);
            pause *= 2;
        }
        Err(self.time_out())
    }

    fn tell(&self, number: usize, start: Instant, outcome: &Result<Try, EndpointError>) {
        let what = match outcome {
            Ok(Try::Done(reply)) => format!("{} bytes", reply.body.len()),
            Ok(Try::Busy(status, _)) => format!("HTTP {status}"),
            Err(_) => "no answer".to_owned(),
        };
        (self.say)(&format!(
            "request {number}: {what} in {:.0?}",
            start.elapsed()
        ));
    }

    fn attempt(&self, query: &str, accept: &str) -> Result<Try, EndpointError> {
        self.still_time()?;
        let left = self.left();
        let mut request = self
            .agent
            .post(&self.url)
            .header("accept", accept)
            .config()
            .timeout_global(Some(left))
            .timeout_connect(Some(left.min(CONNECT)))
            .build();
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization.clone());
        }
        let response = request
            .send_form([("query", query)])
            .map_err(|error| self.failed(&error))?;
        self.read(response)
    }

    fn read(&self, response: Response<Body>) -> Result<Try, EndpointError> {
        let status = response.status().as_u16();
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.and_then(|it| it.to_str().ok()).unwrap_or_default()
        };
        if matches!(status, 429 | 503) {
            let seconds = header("retry-after").trim().parse().ok();
            return Ok(Try::Busy(status, seconds.map(Duration::from_secs)));
        }
        if (300..400).contains(&status) {
            return Err(EndpointError::Moved {
                url: self.url.clone(),
                status,
                to: shortened(header("location")),
            });
        }
        let media_type = header("content-type").to_lowercase();
        // Virtuoso's words for rows left out, and for a query it stopped.
        let cut = !header("x-sparql-maxrows").is_empty() || header("x-sql-state") == "S1TAT";
        if status == 206 {
            return Err(EndpointError::Status {
                url: self.url.clone(),
                status,
                snippet: ": a part of the answer, expected all of it".to_owned(),
            });
        }
        let ends = !header("content-length").is_empty() || !header("transfer-encoding").is_empty();
        if !(200..300).contains(&status) {
            return Err(EndpointError::Status {
                url: self.url.clone(),
                status,
                snippet: snippet(response.into_body()),
            });
        }
        let mut body = Vec::new();
        let reader = response.into_body().into_with_config().limit(LONGEST + 1);
        match reader.reader().take(LONGEST + 1).read_to_end(&mut body) {
            Ok(_) if body.len() as u64 <= LONGEST => Ok(Try::Done(Reply {
                url: self.url.clone(),
                media_type,
                body,
                cut,
                ends,
            })),
            Ok(_) => Err(EndpointError::TooLarge {
                url: self.url.clone(),
                most: LONGEST,
            }),
            Err(error) => Err(self.failed(&ureq::Error::from(error))),
        }
    }

    fn time_out(&self) -> EndpointError {
        EndpointError::TimeOut {
            url: self.url.clone(),
            timeout: self.timeout,
        }
    }

    fn failed(&self, error: &ureq::Error) -> EndpointError {
        let url = self.url.clone();
        let tls = |reason: &dyn std::fmt::Display| EndpointError::Tls {
            url: self.url.clone(),
            reason: shortened(&reason.to_string()),
        };
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve)
                if Instant::now() < self.deadline =>
            {
                EndpointError::Unreachable {
                    url,
                    reason: format!("no connection within {CONNECT:?}"),
                }
            }
            ureq::Error::Timeout(_) => self.time_out(),
            ureq::Error::HostNotFound => EndpointError::Unreachable {
                url,
                reason: "no such host".to_owned(),
            },
            ureq::Error::Rustls(reason) => tls(reason),
            ureq::Error::Tls(reason) => tls(reason),
            ureq::Error::Io(error) => {
                let inner = error
                    .get_ref()
                    .and_then(|it| it.downcast_ref::<rustls::Error>());
                match inner {
                    Some(reason) => tls(reason),
                    None if error.kind() == std::io::ErrorKind::TimedOut => self.time_out(),
                    None => EndpointError::Unreachable {
                        url,
                        reason: shortened(&error.to_string()),
                    },
                }
            }
            other => EndpointError::Unreachable {
                url,
                reason: shortened(&other.to_string()),
            },
        }
    }
}

/// Refuses what is no address of HTTP, and passwords in addresses: they end up in the shell's history.
fn check(url: &str) -> Result<(), EndpointError> {
    let refuse = |url: &str, reason: &str| EndpointError::Address {
        url: one_line(url),
        reason: reason.to_owned(),
    };
    let shown = || {
        url.rsplit_once('@')
            .map_or_else(|| url.to_owned(), |(_, rest)| format!("…@{rest}"))
    };
    if !["http://", "https://"]
        .iter()
        .any(|it| url.to_lowercase().starts_with(it))
    {
        return Err(refuse(&shown(), "expected http:// or https://"));
    }
    let parsed: Uri = url.parse().map_err(|_| {
        refuse(
            &shown(),
            "expected an address such as http://localhost:8890/sparql",
        )
    })?;
    match parsed.authority() {
        Some(authority) if authority.as_str().contains('@') => Err(refuse(
            &shown(),
            "names and passwords do not belong into an address",
        )),
        Some(authority) if !authority.host().is_empty() => Ok(()),
        _ => Err(refuse(&shown(), "it has no host")),
    }
}

fn authorization(credentials: &Credentials) -> Result<Option<HeaderValue>, EndpointError> {
    let text = match credentials {
        Credentials::None => return Ok(None),
        Credentials::Basic { user, .. } if user.contains(':') => {
            return Err(EndpointError::Credentials(
                "the name in STACKGEN_ENDPOINT_USER has a `:`, which basic authentication cannot say",
            ));
        }
        Credentials::Basic { user, password } => {
            let pair = format!("{user}:{password}");
            format!(
                "Basic {}",
                base64::engine::general_purpose::STANDARD.encode(pair)
            )
        }
        Credentials::Bearer(token) => format!("Bearer {}", token.trim()),
    };
    let mut value = HeaderValue::from_str(&text).map_err(|_| {
        EndpointError::Credentials("STACKGEN_ENDPOINT_TOKEN has signs that no header may have")
    })?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// The beginning of what an error page says, behind a colon.
fn snippet(body: Body) -> String {
    let mut bytes = Vec::new();
    // What cannot be read is not needed.
    drop(body.into_reader().take(SNIPPET).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    // `application/problem+json` says in `detail` what a person needs to know.
    let problem = serde_json::from_str::<serde_json::Value>(&text).ok();
    let detail = problem.as_ref().and_then(|it| it["detail"].as_str());
    let text = detail.map_or_else(|| shortened(&without_tags(&text)), shortened);
    if text.is_empty() {
        text
    } else {
        format!(": {text}")
    }
}

fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        // A sign of its own, as in `a < b`, opens no tag.
        let tag = after.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/' || it == '!');
        match after.split_once('>') {
            Some((_, after)) if tag => {
                plain.push(' ');
                rest = after;
            }
            _ => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_http_without_passwords() {
        for url in [
            "http://localhost:8890/sparql",
            "https://x.org/sparql?default-graph-uri=a",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "x",
            "file:///etc/passwd",
            "ftp://x.org/",
            "http://",
            "http://a b/",
        ] {
            assert!(check(url).is_err(), "{url}");
        }
        let error = check("http://anna:geheim@x.org/sparql")
            .unwrap_err()
            .to_string();
        assert!(
            !error.contains("geheim") && !error.contains("anna"),
            "{error}"
        );
    }

    #[test]
    fn error_pages_are_told_in_a_line() {
        let page = "<html><body><h1>Virtuoso 37000</h1>\nError: a < b</body></html>";
        assert_eq!(
            shortened(&without_tags(page)),
            "Virtuoso 37000 Error: a < b"
        );
        assert_eq!(shortened(&"é".repeat(300)).chars().count(), 201);
    }
}
