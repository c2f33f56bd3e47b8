//! `mcp` from outside: lines into a pipe, lines out of it.

use serde_json::{Value, json};

use crate::support::stackgen_with;

/// The answers to these messages.
fn told(messages: &[String]) -> Vec<Value> {
    let run = stackgen_with("mcp --root examples", &(messages.join("\n") + "\n"));
    let lines = run.ok();
    lines
        .lines()
        .map(|it| serde_json::from_str(it).expect("a message a line"))
        .collect()
}

fn modern(id: u64, method: &str, params: &Value) -> String {
    let mut params = params.clone();
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

fn legacy(id: u64, method: &str, params: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

#[test]
fn an_assistant_of_today_asks_for_a_stack() {
    let question =
        json!({"name": "recommend", "arguments": {"lang": ["go"], "need": ["messaging"]}});
    let answers = told(&[
        modern(1, "server/discover", &json!({})),
        modern(2, "tools/list", &json!({})),
        modern(3, "tools/call", &question),
    ]);
    assert_eq!(answers.len(), 3);
    let names: Vec<&str> = answers[1]["result"]["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    for name in [
        "recommend",
        "alternatives",
        "compare",
        "show",
        "path",
        "search",
        "list",
        "query",
    ] {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    assert!(answers[1]["result"]["ttlMs"].as_u64().unwrap() > 0);
    let result = &answers[2]["result"];
    assert!(
        result["content"][0]["text"]
            .as_str()
            .unwrap()
            .contains("messaging")
    );
    assert_eq!(
        result["structuredContent"]["stacks"][0]["picks"][0]["need"],
        "messaging"
    );
}

#[test]
fn an_assistant_of_yesterday_begins_with_initialize() {
    let begin = json!({"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    let answers = told(&[
        legacy(1, "initialize", &begin),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
        legacy(
            2,
            "tools/call",
            &json!({"name": "alternatives", "arguments": {"entry": "hystrix"}}),
        ),
        legacy(3, "ping", &json!({})),
    ]);
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["result"]["protocolVersion"], "2024-11-05");
    // That it has ended and what takes its place comes before anything else.
    let text = answers[1]["result"]["content"][0]["text"].as_str().unwrap();
    assert!(
        text.lines()
            .take(3)
            .any(|it| it.contains("retired") || it.contains("maintenance")),
        "{text}"
    );
}

#[test]
fn entries_are_resources_and_their_names_are_completed() {
    let argument = json!({"ref": {"type": "ref/resource", "uri": "stackgen://entry/{slug}"}, "argument": {"name": "slug", "value": "rabb"}});
    let answers = told(&[
        modern(
            1,
            "resources/read",
            &json!({"uri": "stackgen://entry/nats"}),
        ),
        modern(
            2,
            "resources/read",
            &json!({"uri": "stackgen://entry/no-such"}),
        ),
        modern(3, "completion/complete", &argument),
        modern(
            4,
            "prompts/get",
            &json!({"name": "choose-stack", "arguments": {"languages": "go", "needs": "cache"}}),
        ),
    ]);
    assert!(
        answers[0]["result"]["contents"][0]["text"]
            .as_str()
            .unwrap()
            .contains("NATS")
    );
    assert_eq!(answers[1]["error"]["code"], -32_602);
    assert_eq!(answers[2]["result"]["completion"]["values"][0], "rabbitmq");
    assert!(
        answers[3]["result"]["messages"][0]["content"]["text"]
            .as_str()
            .unwrap()
            .contains("cache")
    );
}

#[test]
fn a_long_answer_is_cut_and_says_how_it_goes_on() {
    let first = json!({"name": "list", "arguments": {"what": "entries"}});
    let second = json!({"name": "list", "arguments": {"what": "entries", "cursor": "5"}});
    let answers = told(&[
        modern(1, "tools/call", &first),
        modern(2, "tools/call", &second),
    ]);
    let (first, second) = (&answers[0]["result"], &answers[1]["result"]);
    assert_eq!(
        first["structuredContent"]["items"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
    assert_eq!(first["structuredContent"]["nextCursor"], "5");
    assert!(
        first["content"][0]["text"]
            .as_str()
            .unwrap()
            .contains("truncated")
    );
    assert_ne!(
        first["structuredContent"]["items"][0],
        second["structuredContent"]["items"][0]
    );
}

#[test]
fn no_tool_leaves_the_folder_given_at_the_start() {
    let out = json!({"name": "verify", "arguments": {"stack": "../Cargo.toml"}});
    let answers = told(&[modern(1, "tools/call", &out)]);
    assert_eq!(answers[0]["result"]["isError"], true);
    let text = answers[0]["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("outside"), "{text}");
}

#[test]
fn hostile_lines_are_answered_and_the_next_one_too() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let answers = told(&[
        "\u{0}\u{1}".to_owned(),
        deep,
        "x".repeat(5_000_000),
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":[1]}}"#.to_owned(),
        legacy(2, "ping", &json!({})),
    ]);
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[4]["result"], json!({}));
}

#[test]
fn a_query_for_everything_has_rows_and_their_true_number() {
    let all = json!({"name": "query", "arguments": {"sparql": "SELECT * { ?s ?p ?o } LIMIT 1000"}});
    let many = json!({"name": "query", "arguments": {"sparql": "SELECT * { ?s dcterms:description ?o } LIMIT 1000", "limit": 200}});
    let answers = told(&[
        modern(1, "tools/call", &all),
        modern(2, "tools/call", &many),
    ]);
    let first = &answers[0]["result"]["structuredContent"];
    assert_eq!(first["results"]["bindings"].as_array().unwrap().len(), 5);
    assert_eq!(first["head"]["vars"], json!(["s", "p", "o"]));
    assert_eq!(
        (&first["total"], &first["nextCursor"]),
        (&json!(1000), &json!("5"))
    );
    // What does not fit has fewer rows, and goes on behind them.
    let many = &answers[1]["result"]["structuredContent"];
    let rows = many["results"]["bindings"].as_array().unwrap().len();
    assert!(
        rows > 5 && many["nextCursor"] == json!(rows.to_string()),
        "{rows}"
    );
    assert!(many.to_string().len() <= 24_000);
}

#[test]
fn what_is_wrong_names_its_argument() {
    for (arguments, part) in [
        (
            json!({"lang": ["go"], "need": ["messaging"], "license": 7}),
            "`license`",
        ),
        (json!({"lang": null, "need": ["messaging"]}), "`lang`"),
        (
            json!({"lang": ["go"], "need": ["messaging\u{0}"]}),
            "`need` has a control character",
        ),
    ] {
        let call = json!({"name": "recommend", "arguments": arguments});
        let answers = told(&[modern(1, "tools/call", &call)]);
        assert_eq!(answers[0]["result"]["isError"], true, "{call}");
        let text = answers[0]["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(part), "{text}");
    }
    let answers = told(&[
        modern(1, "tools/call", &json!({"name": "recomend"})),
        r#"{"jsonrpc":"1.0","id":2,"method":"ping"}"#.to_owned(),
    ]);
    let message = answers[0]["error"]["message"].as_str().unwrap();
    assert!(message.contains("did you mean `recommend`"), "{message}");
    assert_eq!(
        (&answers[1]["error"]["code"], &answers[1]["id"]),
        (&json!(-32600), &json!(2))
    );
}
