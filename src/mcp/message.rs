//! Messages of JSON-RPC: which era a request belongs to, which method it calls, and the answer.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::{prompts, resources, tools};
use crate::commands::World;

/// The longest message, in bytes.
pub(crate) const LONGEST: usize = 4 << 20;
/// The most messages in a batch.
const MOST_IN_BATCH: usize = 50;
/// The stateless revision.
pub(crate) const MODERN: &str = "2026-07-28";
/// The revisions that begin with `initialize`, newest first.
const LEGACY: &[&str] = &["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
/// The key of a request's version in its `_meta`.
pub(crate) const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";
/// The key of what the client can do.
const CAPABILITIES_KEY: &str = "io.modelcontextprotocol/clientCapabilities";
/// The key of a subscription's number.
const SUBSCRIPTION_KEY: &str = "io.modelcontextprotocol/subscriptionId";
/// How long lists may be kept, in milliseconds: they only change with the program.
const KEPT: u64 = 3_600_000;

/// What an assistant is told about the whole.
const INSTRUCTIONS: &str = "Facts about technologies for services, true as of the dates of their sources: what fits a language and a need, what has ended and what replaces it. Ask before you name a library from memory. Names may be everyday words; a wrong one is answered with the nearest.";

/// The codes of JSON-RPC and of the protocol.
pub(crate) mod code {
    pub(crate) const PARSE: i64 = -32_700;
    pub(crate) const REQUEST: i64 = -32_600;
    pub(crate) const METHOD: i64 = -32_601;
    pub(crate) const PARAMS: i64 = -32_602;
    /// A resource that is not there, which the stateless revision has no code of its own for.
    pub(crate) const RESOURCE: i64 = -32_002;
    pub(crate) const HEADER: i64 = -32_020;
    pub(crate) const VERSION: i64 = -32_022;
}

/// Why a request is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    message: String,
    data: Option<Value>,
}

impl Refusal {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
        }
    }

    /// The same with more about it.
    pub(crate) fn with(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// The same with the code that this era has for it.
    fn of(mut self, era: Era) -> Self {
        if self.code == code::RESOURCE && era == Era::Modern {
            self.code = code::PARAMS;
        }
        self
    }

    /// As an answer to the request with this number.
    pub(crate) fn answer(self, id: &Value) -> Value {
        let mut error = Map::new();
        error.insert("code".to_owned(), json!(self.code));
        error.insert("message".to_owned(), json!(self.message));
        if let Some(data) = self.data {
            error.insert("data".to_owned(), data);
        }
        let mut answer = Map::new();
        answer.insert("jsonrpc".to_owned(), json!("2.0"));
        answer.insert("id".to_owned(), id.clone());
        answer.insert("error".to_owned(), Value::Object(error));
        Value::Object(answer)
    }
}

/// That a message was too long to be read.
pub(crate) fn too_long() -> Value {
    let message = format!("a message of more than {LONGEST} bytes, expected a shorter one");
    Refusal::new(code::REQUEST, message).answer(&Value::Null)
}

/// Which rules a request goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    /// Each request says all about itself.
    Modern,
    /// What `initialize` agreed on holds.
    Legacy,
}

/// One who asks: over a pipe for as long as it is open, over HTTP for one message.
pub(crate) struct Assistant {
    world: World,
    root: Option<PathBuf>,
    agreed: &'static str,
}

impl Assistant {
    /// Asks this graph; tools that read files stay inside `root`, and without one they are not offered.
    pub(crate) fn new(world: World, root: Option<PathBuf>) -> Self {
        Self {
            world,
            root,
            agreed: LEGACY[0],
        }
    }

    /// The messages that answer a line; none for notifications and responses.
    pub(crate) fn answer(&mut self, bytes: &[u8]) -> Vec<Value> {
        let message: Value = match serde_json::from_slice(bytes) {
            Ok(message) => message,
            Err(error) => {
                let refusal = Refusal::new(code::PARSE, format!("not JSON: {error}"));
                return vec![refusal.answer(&Value::Null)];
            }
        };
        match message {
            Value::Array(batch) => self.batch(&batch),
            message => self.one(&message),
        }
    }

    /// A batch, which only one revision has; others answer it too, so that nobody waits.
    fn batch(&mut self, batch: &[Value]) -> Vec<Value> {
        if batch.is_empty() || batch.len() > MOST_IN_BATCH {
            let message = format!(
                "a batch of {} messages, expected 1 to {MOST_IN_BATCH}",
                batch.len()
            );
            return vec![Refusal::new(code::REQUEST, message).answer(&Value::Null)];
        }
        let answers: Vec<Value> = batch.iter().flat_map(|it| self.one(it)).collect();
        if answers.is_empty() {
            Vec::new()
        } else {
            vec![Value::Array(answers)]
        }
    }

    fn one(&mut self, message: &Value) -> Vec<Value> {
        let id = message
            .get("id")
            .filter(|it| it.is_string() || it.is_number());
        let method = message.get("method").and_then(Value::as_str);
        let is_response = message.get("result").is_some() || message.get("error").is_some();
        if let (Some(_), Some(id)) = (method, id)
            && message.get("jsonrpc").and_then(Value::as_str) != Some("2.0")
        {
            let message = "not a request of JSON-RPC 2.0, expected `\"jsonrpc\": \"2.0\"`";
            return vec![Refusal::new(code::REQUEST, message).answer(id)];
        }
        match (method, id) {
            (Some(method), Some(id)) => {
                let params = message.get("params").cloned().unwrap_or_else(|| json!({}));
                self.request(method, id, &params)
            }
            // Notifications ask for nothing: what they cancel is answered by then.
            (Some(_), None) if message.get("id").is_none() => Vec::new(),
            (None, _) if is_response => Vec::new(),
            _ => {
                let message = "not a request, expected `jsonrpc`, `method` and an `id` that is text or a number";
                vec![Refusal::new(code::REQUEST, message).answer(&Value::Null)]
            }
        }
    }

    fn request(&mut self, method: &str, id: &Value, params: &Value) -> Vec<Value> {
        let era = match era(params) {
            Ok(era) => era,
            Err(refusal) => return vec![refusal.answer(id)],
        };
        if method == "subscriptions/listen" && era == Era::Modern {
            return listened(id);
        }
        match self.result(method, params, era) {
            Ok(result) => {
                vec![json!({"jsonrpc": "2.0", "id": id, "result": finished(method, result, era)})]
            }
            Err(refusal) => vec![refusal.answer(id)],
        }
    }

    fn result(&mut self, method: &str, params: &Value, era: Era) -> Result<Value, Refusal> {
        let (world, root) = (&self.world, self.root.as_deref());
        match (method, era) {
            ("initialize", Era::Legacy) => {
                let asked = params["protocolVersion"].as_str().unwrap_or_default();
                let known = LEGACY.iter().find(|it| **it == asked);
                // Who asks for a version that this program does not know is offered the newest it does.
                self.agreed = known.copied().unwrap_or(LEGACY[0]);
                Ok(json!({
                    "protocolVersion": self.agreed,
                    "capabilities": capabilities(),
                    "serverInfo": server_info(),
                    "instructions": INSTRUCTIONS,
                }))
            }
            ("ping", Era::Legacy) => Ok(json!({})),
            ("server/discover", Era::Modern) => Ok(json!({
                "supportedVersions": versions(),
                "capabilities": capabilities(),
                "instructions": INSTRUCTIONS,
            })),
            ("server/discover", Era::Legacy) => {
                let message = format!("`_meta` lacks `{VERSION_KEY}`, expected {MODERN}");
                Err(Refusal::new(code::PARAMS, message))
            }
            ("tools/list", _) => Ok(json!({"tools": tools::list(root.is_some())})),
            ("tools/call", _) => tools::call(world, root, params),
            ("resources/list", _) => Ok(json!({"resources": resources::list()})),
            ("resources/templates/list", _) => {
                Ok(json!({"resourceTemplates": resources::templates()}))
            }
            ("resources/read", _) => resources::read(world, params).map_err(|it| it.of(era)),
            ("prompts/list", _) => Ok(json!({"prompts": prompts::list()})),
            ("prompts/get", _) => prompts::get(params),
            ("completion/complete", _) => resources::complete(world, params),
            _ => {
                let method = crate::base::text::one_line(method);
                Err(Refusal::new(
                    code::METHOD,
                    format!("unknown method `{method}`"),
                ))
            }
        }
    }
}

/// The era of a request, by whether it says its version.
fn era(params: &Value) -> Result<Era, Refusal> {
    let Some(version) = params.get("_meta").and_then(|it| it.get(VERSION_KEY)) else {
        return Ok(Era::Legacy);
    };
    let version = version.as_str().unwrap_or_default();
    check_version(version)?;
    if params["_meta"]
        .get(CAPABILITIES_KEY)
        .is_none_or(|it| !it.is_object())
    {
        let message = format!("`_meta` lacks `{CAPABILITIES_KEY}`, expected an object");
        return Err(Refusal::new(code::PARAMS, message));
    }
    Ok(Era::Modern)
}

/// Refuses a version that no request may say.
pub(crate) fn check_version(version: &str) -> Result<(), Refusal> {
    if version == MODERN {
        return Ok(());
    }
    Err(Refusal {
        code: code::VERSION,
        message: "Unsupported protocol version".to_owned(),
        data: Some(json!({"supported": versions(), "requested": version})),
    })
}

/// Every version there is an answer to, newest first.
pub(crate) fn versions() -> Vec<&'static str> {
    std::iter::once(MODERN)
        .chain(LEGACY.iter().copied())
        .collect()
}

fn capabilities() -> Value {
    json!({"tools": {}, "resources": {}, "prompts": {}, "completions": {}})
}

fn server_info() -> Value {
    json!({"name": "stackgen", "title": "stackgen", "version": env!("CARGO_PKG_VERSION")})
}

/// A result with what its era adds to every result.
fn finished(method: &str, mut result: Value, era: Era) -> Value {
    let Some(members) = result.as_object_mut().filter(|_| era == Era::Modern) else {
        return result;
    };
    members.insert("resultType".to_owned(), json!("complete"));
    let meta = members.entry("_meta").or_insert_with(|| json!({}));
    meta["io.modelcontextprotocol/serverInfo"] = server_info();
    let is_kept =
        method.ends_with("/list") || matches!(method, "server/discover" | "resources/read");
    if is_kept {
        members.insert("ttlMs".to_owned(), json!(KEPT));
        members.insert("cacheScope".to_owned(), json!("public"));
    }
    result
}

/// Nothing here ever changes while the program runs: a subscription is acknowledged with nothing in it, and closed.
fn listened(id: &Value) -> Vec<Value> {
    vec![
        json!({
            "jsonrpc": "2.0",
            "method": "notifications/subscriptions/acknowledged",
            "params": {"_meta": {SUBSCRIPTION_KEY: id}, "notifications": {}},
        }),
        json!({
            "jsonrpc": "2.0",
            "id": id,
            "result": {"resultType": "complete", "_meta": {SUBSCRIPTION_KEY: id}},
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Value {
        let mut answers = Assistant::new(World::default(), None).answer(line.as_bytes());
        assert_eq!(answers.len(), 1, "{answers:?}");
        answers.remove(0)
    }

    fn modern(method: &str, params: Value) -> Value {
        let mut params = params;
        params["_meta"] = json!({VERSION_KEY: MODERN, CAPABILITIES_KEY: {}});
        said(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string())
    }

    #[test]
    fn both_eras_are_answered_on_one_pipe() {
        let found = modern("server/discover", json!({}));
        assert_eq!(found["result"]["supportedVersions"][0], MODERN);
        assert_eq!(found["result"]["resultType"], "complete");
        for version in LEGACY {
            let begun = said(&json!({"jsonrpc": "2.0", "id": "a", "method": "initialize", "params": {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}).to_string());
            assert_eq!(begun["result"]["protocolVersion"], *version);
            assert_eq!(begun["id"], "a");
            assert!(begun["result"].get("resultType").is_none());
        }
    }

    #[test]
    fn an_unknown_version_is_answered_with_those_there_are() {
        let refused = said(
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"1900-01-01"}}}"#,
        );
        assert_eq!(refused["error"]["code"], code::VERSION);
        assert_eq!(refused["error"]["data"]["supported"][0], MODERN);
        assert_eq!(refused["error"]["data"]["requested"], "1900-01-01");
        let begun = said(
            r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2099-01-01"}}"#,
        );
        assert_eq!(begun["result"]["protocolVersion"], LEGACY[0]);
    }

    #[test]
    fn what_is_no_request_is_refused_and_notifications_are_not_answered() {
        assert_eq!(said("{")["error"]["code"], code::PARSE);
        assert_eq!(said("[]")["error"]["code"], code::REQUEST);
        assert_eq!(
            said(r#"{"id":null,"method":"ping"}"#)["error"]["code"],
            code::REQUEST
        );
        assert_eq!(
            said(r#"{"jsonrpc":"2.0","id":1,"method":"no/such"}"#)["error"]["code"],
            code::METHOD
        );
        let deep = "[".repeat(10_000);
        assert_eq!(said(&deep)["error"]["code"], code::PARSE);
        let mut assistant = Assistant::new(World::default(), None);
        assert!(
            assistant
                .answer(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
                .is_empty()
        );
    }

    #[test]
    fn the_tools_fit_into_eight_kilobytes_and_answers_into_few_words() {
        let listed = modern("tools/list", json!({}));
        let text = listed.to_string();
        assert!(text.len() <= 8_000, "{} bytes", text.len());
        assert!(listed["result"]["tools"].as_array().unwrap().len() <= 12);
        let told = modern(
            "tools/call",
            json!({"name": "recommend", "arguments": {"lang": ["go"], "need": ["messaging"]}}),
        );
        let text = told["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.len() < 1_200, "{text}");
        assert!(told["result"]["structuredContent"]["stacks"].is_array());
    }

    #[test]
    fn a_wrong_name_is_an_error_that_names_the_nearest() {
        let told = modern(
            "tools/call",
            json!({"name": "show", "arguments": {"entry": "rabitmq"}}),
        );
        assert_eq!(told["result"]["isError"], true);
        let text = told["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains("rabbitmq"), "{text}");
    }
}
