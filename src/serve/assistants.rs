//! `/mcp`: a message of the Model Context Protocol by POST (its transport "Streamable HTTP"). Each message stands for itself:
//! there are no sessions and no streams but the one of a subscription, which ends at once, since nothing here changes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::HeaderName;
use serde_json::Value;

use super::exchange::{Request, Response};
use super::problem::HttpProblem;
use super::routes::Asked;
use crate::mcp::message::{Assistant, MODERN, Refusal, VERSION_KEY, check_version, code, versions};

const VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
const METHOD: HeaderName = HeaderName::from_static("mcp-method");
const NAME: HeaderName = HeaderName::from_static("mcp-name");

/// Answers a message.
pub(crate) fn message(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let request = asked.request;
    if request.media_type() != "application/json" {
        let detail = "the body is no message, expected application/json";
        return Err(HttpProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    if let Err(refusal) = check_headers(request, &body) {
        let id = body.get("id").cloned().unwrap_or(Value::Null);
        return Ok(json(StatusCode::BAD_REQUEST, &refusal.answer(&id)));
    }
    // Files are the affair of whoever runs the program: over HTTP no tool reads any.
    let mut assistant = Assistant::new(asked.site.graph.world(), None);
    let mut answers = assistant.answer(&request.body);
    if answers.len() > 1 {
        let events = answers.iter().map(|it| format!("data: {it}\n\n"));
        return Ok(Response::ok(
            "text/event-stream",
            events.collect::<String>(),
        ));
    }
    let Some(answer) = answers.pop() else {
        return Ok(Response::empty(StatusCode::ACCEPTED));
    };
    Ok(json(status(&answer, is_modern(&body)), &answer))
}

fn json(status: StatusCode, message: &Value) -> Response {
    Response::new(status, "application/json", message.to_string())
}

fn is_modern(body: &Value) -> bool {
    body["params"]["_meta"][VERSION_KEY].is_string()
}

/// The status of an answer: errors of the protocol have one in the stateless revision, earlier ones are always fine.
fn status(answer: &Value, is_modern: bool) -> StatusCode {
    match answer["error"]["code"].as_i64() {
        Some(code::PARSE | code::REQUEST) => StatusCode::BAD_REQUEST,
        Some(code::METHOD) if is_modern => StatusCode::NOT_FOUND,
        Some(code::VERSION | code::HEADER | code::PARAMS) if is_modern => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    }
}

/// Refuses headers that say something else than the body. Earlier revisions have but the version, and the oldest not even
/// that.
fn check_headers(request: &Request, body: &Value) -> Result<(), Refusal> {
    let version = request.header(&VERSION);
    let said = body["params"]["_meta"][VERSION_KEY].as_str();
    let mismatch = |what: &str| {
        Refusal::new(
            code::HEADER,
            format!("Header mismatch: `{what}` says something else than the body, or is missing"),
        )
    };
    let Some(said) = said else {
        return match version {
            // The header says which revision this is; what it wants in each body is missing there.
            Some(version) if version == MODERN => Err(Refusal::new(
                code::PARAMS,
                format!("`_meta` lacks `{VERSION_KEY}`, expected {MODERN}"),
            )),
            Some(version) if !versions().contains(&version) => check_version(version),
            _ => Ok(()),
        };
    };
    if version != Some(said) {
        return Err(mismatch("MCP-Protocol-Version"));
    }
    check_version(said)?;
    if request.header(&METHOD) != body["method"].as_str() {
        return Err(mismatch("Mcp-Method"));
    }
    let params = &body["params"];
    let named = match body["method"].as_str() {
        Some("tools/call" | "prompts/get") => params["name"].as_str(),
        Some("resources/read") => params["uri"].as_str(),
        _ => None,
    };
    match named {
        Some(named) if decoded(request.header(&NAME).unwrap_or_default()) != named => {
            Err(mismatch("Mcp-Name"))
        }
        _ => Ok(()),
    }
}

/// The value of a header, which may be written as `=?base64?…?=` where it is not plain ASCII.
fn decoded(value: &str) -> String {
    let packed = value
        .strip_prefix("=?base64?")
        .and_then(|it| it.strip_suffix("?="));
    packed
        .and_then(|it| String::from_utf8(STANDARD.decode(it).ok()?).ok())
        .unwrap_or_else(|| value.to_owned())
}
