//! Why a service gave no answer.

use std::time::Duration;

/// Why a service gave no answer. The messages hold no credentials.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The address is none.
    #[error("`{url}` is no endpoint: {reason}")]
    Address {
        /// The address, without what could be a password.
        url: String,
        /// What is wrong.
        reason: String,
    },
    /// The credentials in the environment cannot be used.
    #[error("{0}")]
    Credentials(&'static str),
    /// No connection.
    #[error("{url}: cannot be reached: {reason}")]
    Unreachable {
        /// The address.
        url: String,
        /// What the system says.
        reason: String,
    },
    /// No safe connection.
    #[error("{url}: no safe connection (TLS): {reason}")]
    Tls {
        /// The address.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An answer that says no.
    #[error("{url}: HTTP {status}{snippet}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// The beginning of what the service says, after a colon.
        snippet: String,
    },
    /// It is elsewhere.
    #[error("{url}: HTTP {status}: moved to {to}")]
    Moved {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// The new address.
        to: String,
    },
    /// An answer in a format that is not SPARQL's.
    #[error("{url}: answers with {found}, expected {expected}")]
    NotSparql {
        /// The address.
        url: String,
        /// What it answers with.
        found: String,
        /// What was asked for.
        expected: &'static str,
    },
    /// An answer that is not of its format.
    #[error("{url}: the answer is not of its format `{format}`: {reason}")]
    Broken {
        /// The address.
        url: String,
        /// The format it claims.
        format: String,
        /// What is wrong.
        reason: String,
    },
    /// A service whose pages lack something that it counts.
    #[error(
        "{url}: the pages of the answer have {came} things, where the service counts {counted}"
    )]
    Miscounted {
        /// The address.
        url: String,
        /// How many things came.
        came: usize,
        /// How many there are, as the service says.
        counted: String,
    },
    /// A count that is no number.
    #[error("{url}: counts `{found}`, expected a whole number")]
    NoNumber {
        /// The address.
        url: String,
        /// What the service counts.
        found: String,
    },
    /// A service that gives no more at once.
    #[error("{url}: the service cut its answer after {length}: it gives no more at once")]
    Cut {
        /// The address.
        url: String,
        /// How many rows or statements came.
        length: usize,
    },
    /// The time was over.
    #[error("{url}: not done within {timeout:?}")]
    TimeOut {
        /// The address.
        url: String,
        /// The time given.
        timeout: Duration,
    },
    /// The service stays busy.
    #[error("{url}: HTTP {status}: still busy after {tries} tries")]
    Busy {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// How often it was asked.
        tries: u32,
    },
    /// More bytes than fit.
    #[error("{url}: an answer of more than {most} bytes, expected less")]
    TooLarge {
        /// The address.
        url: String,
        /// The bound.
        most: u64,
    },
    /// More results than fit.
    #[error("more than {} results, expected fewer", super::MOST_RESULTS)]
    TooMany,
    /// More columns than fit.
    #[error("rows of more than {0} columns, expected fewer")]
    TooManyColumns(usize),
    /// A question that would read too much of the graph.
    #[error(
        "this question reads more than {} requests bring",
        super::MOST_REQUESTS
    )]
    TooMuch,
    /// Candidates that cannot all be read, and cannot be told apart otherwise.
    #[error(
        "more than {0} candidates, of which none meets every condition for certain or too many may be the best"
    )]
    Unsettled(usize),
    /// A text that is no query.
    #[error("no SELECT, ASK, CONSTRUCT or DESCRIBE in it, expected one")]
    NoQuery,
    /// A graph that is not ours.
    #[error("{url}: {reason}")]
    Foreign {
        /// The address.
        url: String,
        /// What is missing there.
        reason: &'static str,
    },
}

impl EndpointError {
    /// What the person can do, one a line.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        let hint: &str = match self {
            Self::Address { reason, .. } if reason.contains("password") => {
                "give a name and a password in STACKGEN_ENDPOINT_USER and STACKGEN_ENDPOINT_PASSWORD, \
                                     a token in STACKGEN_ENDPOINT_TOKEN"
            }
            Self::Status {
                status: 401 | 403, ..
            } => {
                "set STACKGEN_ENDPOINT_USER and STACKGEN_ENDPOINT_PASSWORD, or STACKGEN_ENDPOINT_TOKEN"
            }
            Self::Status {
                status: 404 | 405, ..
            } => "the path is often /sparql, /query, /DATASET/query or /repositories/NAME",
            Self::NotSparql { .. } => {
                "name the address that answers queries, not the page that shows them"
            }
            Self::Moved { .. } => {
                "name the new address if you trust it: redirects are not followed"
            }
            Self::Foreign { .. } => {
                "load the catalogue there: `stackgen export --all --format nquads -o catalogue.nq`; docs/scale.md has the commands"
            }
            Self::TimeOut { .. } => {
                "a narrower question takes less time; `query` has `--timeout`, other commands take it from STACKGEN_ENDPOINT_TIMEOUT"
            }
            Self::Cut { .. } => {
                "ask for fewer with LIMIT; ORDER BY with LIMIT and OFFSET brings the rest in parts"
            }
            Self::Unsettled(_) => {
                "drop a condition or name one that fewer meet; `list entries` with the same conditions tells what there is"
            }
            Self::TooMany => "add a LIMIT",
            Self::TooMuch => "ask for something narrower, or work on the files with `--data`",
            Self::Tls { reason, .. } if reason.contains("CaUsedAsEndEntity") => {
                "the service shows the certificate of an authority as its own, as self-signed ones often are: make it with `-addext basicConstraints=critical,CA:FALSE`"
            }
            Self::Tls { .. } => {
                "certificates are checked against those of the system; SSL_CERT_FILE names others"
            }
            _ => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}
