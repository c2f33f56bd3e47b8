//! The door over HTTP: web page, JSON API, SPARQL 1.1 protocol, graph store protocol, assistants, all made from the list of
//! commands. [`transport`] has the sockets and their limits, [`site`] what every request passes, [`routes`] the list of
//! paths; the other files answer them. Writes nothing unless started with a token.

mod api;
mod assistants;
mod exchange;
mod graphs;
mod living;
mod metrics;
mod negotiate;
mod openapi;
mod pages;
mod problem;
mod protocol;
mod routes;
mod site;
mod things;
mod transport;

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

use clap::Args;

use crate::base::notes::say;
use crate::commands::World;
use crate::commands::args::{Size, Time};
use crate::commands::failure::Failure;
use site::{Settings, Site};
use transport::Bounds;

/// A web page, a JSON API and a SPARQL endpoint on this graph
#[derive(Clone, Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen; another address than a loopback one is open to everybody who reaches it
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: String,
    /// Which pages elsewhere may read this server: `off`, `*`, or their origins, such as `https://wiki.example.com`
    #[arg(
        long,
        value_name = "ORIGIN",
        value_delimiter = ',',
        default_value = "off"
    )]
    cors: Vec<String>,
    /// The longest a query may take, such as 500ms, 30s or 2m
    #[arg(long, value_name = "TIME", default_value = "30s")]
    timeout: Time,
    /// The memory that the program may take while queries are at work, such as 500MB or 4GB
    #[arg(long, value_name = "SIZE", default_value = "4GB")]
    memory: Size,
    /// Queries at once; the others wait [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    queries: Option<u16>,
    /// Requests a second from one address [default: as many as come on a loopback address, else 50]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// What is logged on standard error, a line a request
    #[arg(long, value_name = "HOW", default_value = "text")]
    log: Log,
    /// Let the graphs of the store's sources be replaced and removed at `/store`, by those who send the token of the environment's `STACKGEN_TOKEN`
    #[arg(long)]
    writable: bool,
}

/// How requests are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Log {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
    /// Not at all.
    Off,
}

/// Which pages elsewhere may read a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cors {
    /// None.
    Off,
    /// All.
    Any,
    /// Those of these origins.
    Origins(Vec<String>),
}

impl Cors {
    /// Whether a page of this origin may read.
    pub(crate) fn allows(&self, origin: &str) -> bool {
        match self {
            Self::Off => false,
            Self::Any => true,
            Self::Origins(origins) => origins.iter().any(|it| it.eq_ignore_ascii_case(origin)),
        }
    }

    fn of(words: &[String]) -> Result<Self, Failure> {
        match words {
            [one] if one == "off" => Ok(Self::Off),
            [one] if one == "*" => Ok(Self::Any),
            origins => {
                let wrong = origins
                    .iter()
                    .find(|it| !it.starts_with("http://") && !it.starts_with("https://"));
                match wrong {
                    Some(wrong) => Err(Failure::usage(format!(
                        "`{wrong}` is not a valid origin, expected `off`, `*` or one such as `https://wiki.example.com`"
                    ))),
                    None => Ok(Self::Origins(
                        origins
                            .iter()
                            .map(|it| it.trim_end_matches('/').to_owned())
                            .collect(),
                    )),
                }
            }
        }
    }
}

impl Serve {
    /// Serves the graph until the process is asked to end.
    ///
    /// # Errors
    ///
    /// When the options do not fit together, the graph cannot be opened or the address cannot be had.
    pub(crate) fn run(self, world: World) -> Result<(), Failure> {
        let address = address(&self.bind)?;
        let cors = Cors::of(&self.cors)?;
        let token = self.token(&world)?;
        // A graph that cannot be opened is told at once, not at the first request.
        if world.service().is_none() {
            world.whole()?;
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::usage(format!("no thread to serve with: {error}")))?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(address)
                .await
                .map_err(|error| Failure::usage(format!("{address}: {error}")))?;
            let bound = listener.local_addr().unwrap_or(address);
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            let default_rate = (!bound.ip().is_loopback()).then_some(50);
            let settings = Settings {
                bound,
                cors,
                timeout: self.timeout.0,
                memory: self.memory.0,
                queries: self.queries.map_or(cores, usize::from),
                rate: self.rate.or(default_rate),
                log: self.log,
                token,
            };
            say(&format!("serving on http://{bound}/"));
            let site = Arc::new(Site::new(living::Living::new(world), settings));
            transport::serve(listener, site, Bounds::default(), asked_to_end()).await;
            Ok(())
        })
    }

    /// The token of those who may write, where that is asked for.
    fn token(&self, world: &World) -> Result<Option<String>, Failure> {
        if !self.writable {
            return Ok(None);
        }
        if world.store().is_none() {
            return Err(Failure::usage(
                "`--writable` changes a store, expected `--store DIR` beside it",
            ));
        }
        match std::env::var("STACKGEN_TOKEN") {
            Ok(token) if token.len() >= 16 => Ok(Some(token)),
            _ => Err(Failure::usage(
                "`--writable` needs a token of at least 16 characters in the environment's STACKGEN_TOKEN",
            )),
        }
    }
}

/// The address to listen on.
fn address(text: &str) -> Result<SocketAddr, Failure> {
    let wrong = || {
        Failure::usage(format!(
            "`{text}` is not a valid address, expected one such as 127.0.0.1:7878"
        ))
    };
    text.to_socket_addrs()
        .map_err(|_| wrong())?
        .next()
        .ok_or_else(wrong)
}

/// Ready when somebody presses Ctrl-C or the system asks the process to end.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}
