//! `serve` from outside: a real server on a port of its own, asked over plain sockets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Fixture, stackgen};

/// A server that ends when this value goes.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(options: &str) -> Self {
        Self::with(options, &[])
    }

    fn with(options: &str, environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stackgen"))
            .args(["serve", "--bind", "127.0.0.1:0", "--log", "off"])
            .args(crate::support::words(options))
            .envs(environment.iter().copied())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("stderr is piped")).lines();
        let line = lines.next().expect("a line").expect("text");
        let address = line
            .trim_start_matches("serving on http://")
            .trim_end_matches('/')
            .to_owned();
        // Whoever does not read what a server says must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the server listens");
        let patience = Some(Duration::from_mins(2));
        stream.set_read_timeout(patience).expect("a time-out");
        stream
    }

    /// Sends a request as it stands and reads the response until the connection closes.
    fn raw(&self, request: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        drop(stream.read_to_end(&mut bytes));
        Reply::of(&bytes)
    }

    fn ask(&self, method: &str, target: &str, headers: &[&str], body: &str) -> Reply {
        let mut head = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|it| it.starts_with("Host:")) {
            head.push_str(&format!("Host: {}\r\n", self.address));
        }
        for header in headers {
            head.push_str(&format!("{header}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw(&format!("{head}\r\n{body}"))
    }

    fn get(&self, target: &str, headers: &[&str]) -> Reply {
        self.ask("GET", target, headers, "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|it| it == b"\r\n\r\n")
            .unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        Self {
            status: status.unwrap_or(0),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
            head,
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", self.text()))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.text());
        self
    }
}

#[test]
fn the_api_answers_byte_for_byte_what_the_command_line_does() {
    let server = Server::start("");
    for (target, line) in [
        (
            "/api/v1/recommend?lang=go&need=messaging,tracing",
            "recommend --lang go --need messaging,tracing",
        ),
        (
            "/api/v1/recommend?lang=go&need=cache&explain=true&stacks=2",
            "recommend --lang go --need cache --explain --stacks 2",
        ),
        (
            "/api/v1/search?text=rabitmq&top=3",
            "search rabitmq --top 3",
        ),
        ("/api/v1/entries/nats", "show nats"),
        (
            "/api/v1/entries/hystrix/alternatives",
            "alternatives hystrix",
        ),
        ("/api/v1/compare?entries=nats,kafka", "compare nats kafka"),
        ("/api/v1/path?from=kong&to=nginx", "path kong nginx"),
        (
            "/api/v1/export?focus=nats&depth=1",
            "export --focus nats --depth 1",
        ),
        ("/api/v1/list?what=needs", "list needs"),
    ] {
        let told = stackgen(&format!("{line} --format json"));
        let reply = server.get(target, &[]).is(200);
        assert_eq!(reply.text(), told.stdout, "{target}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
}

#[test]
fn a_browser_reads_what_is_wrong_on_a_page_and_mends_its_query_there() {
    let server = Server::start("");
    let browser = ["Accept: text/html,application/xhtml+xml,*/*;q=0.8"];
    for path in ["/no-such-page", "/id/technology/no-such-thing"] {
        let page = server.get(path, &browser).is(404);
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(
            page.text().contains("<h1>Not Found</h1>"),
            "{}",
            page.text()
        );
        let problem = server.get(path, &["Accept: */*"]).is(404);
        assert_eq!(
            problem.header("content-type"),
            Some("application/problem+json")
        );
    }
    let page = server.get("/sparql?query=SELEC%20%2A", &browser).is(400);
    assert!(
        page.text().contains("SELEC *</textarea>"),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("did you mean `SELECT`"),
        "{}",
        page.text()
    );
    let graph = server.get("/sparql?default-graph-uri=nowhere", &[]).is(400);
    assert!(
        graph.text().contains("is not the IRI of a graph"),
        "{}",
        graph.text()
    );
}

#[test]
fn what_is_wrong_is_a_problem_that_names_the_nearest() {
    let server = Server::start("");
    let unknown = server.get("/api/v1/entries/rabitmq", &[]).is(404);
    assert_eq!(
        unknown.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(unknown.json()["nearest"], "rabbitmq");
    assert_eq!(
        server.get("/api/v1/recomend", &[]).is(404).json()["nearest"],
        "recommend"
    );
    let argument = server
        .get("/api/v1/recommend?need=cache&langs=go", &[])
        .is(400);
    assert_eq!(argument.json()["nearest"], "lang");
    let need = server.get("/api/v1/recommend?need=mesaging", &[]).is(404);
    assert_eq!(need.json()["nearest"], "messaging");
    let entry = server.get("/api/v1/recommend?need=kafka", &[]).is(400);
    assert_eq!(entry.json()["hints"][0], "`with=kafka` takes it as chosen");
    let method = server
        .ask("DELETE", "/api/v1/search?text=x", &[], "")
        .is(405);
    assert_eq!(method.header("allow"), Some("GET, HEAD"));
    let files = server.get("/api/v1/import", &[]).is(404);
    assert!(files.text().contains("command line alone"));
    // Files of the server are nobody's to read, by no option of no command.
    let scan = server.get("/api/v1/recommend?need=messaging&scan=.", &[]);
    assert!(scan.is(400).text().contains("this door does not"));
    let scan = server.get("/stack?need=messaging&scan=.", &["Accept: text/html"]);
    scan.is(400);
}

#[test]
fn a_long_list_comes_in_parts() {
    let server = Server::start("");
    let first = server
        .get("/api/v1/list?what=languages&limit=3", &[])
        .is(200);
    assert_eq!(first.json().as_array().unwrap().len(), 3);
    let link = first.header("link").unwrap();
    let next = link.trim_start_matches('<').split('>').next().unwrap();
    let second = server.get(next, &[]).is(200);
    assert_ne!(first.json()[0], second.json()[0]);
    server
        .get("/api/v1/list?what=languages&limit=many", &[])
        .is(400);
}

#[test]
fn queries_come_by_every_way_of_the_protocol() {
    let server = Server::start("");
    let query = "ASK%20%7B%20sgt%3Anats%20a%20sg%3ATechnology%20%7D";
    let plain = "ASK { sgt:nats a sg:Technology }";
    let form = "Content-Type: application/x-www-form-urlencoded";
    let direct = "Content-Type: application/sparql-query";
    let told = server.get(&format!("/sparql?query={query}"), &[]).is(200);
    assert_eq!(
        told.header("content-type"),
        Some("application/sparql-results+json")
    );
    assert_eq!(told.json()["boolean"], true);
    for reply in [
        server.ask("POST", "/sparql", &[form], &format!("query={query}")),
        server.ask("POST", "/sparql", &[direct], plain),
        server.ask("QUERY", "/sparql", &[direct], plain),
    ] {
        assert_eq!(reply.is(200).text(), told.text());
    }
    let xml = server.get(
        &format!("/sparql?query={query}"),
        &["Accept: application/json;q=0.1, application/sparql-results+xml"],
    );
    assert!(xml.is(200).text().contains("<boolean>true</boolean>"));
    let none = server
        .get(&format!("/sparql?query={query}"), &["Accept: image/png"])
        .is(406);
    assert!(none.json()["known"].as_array().unwrap().len() >= 4);
    let wrong = server
        .get("/sparql?query=SELECT%20*%20%7B%20%3Fa", &[])
        .is(400);
    assert_eq!(wrong.json()["line"], 1);
    server
        .ask(
            "POST",
            "/sparql",
            &["Content-Type: application/sparql-update"],
            "CLEAR ALL",
        )
        .is(403);
    server
        .get(&format!("/sparql?query={query}&query={query}"), &[])
        .is(400);
    server
        .ask("POST", "/sparql", &["Content-Type: text/plain"], plain)
        .is(415);
}

#[test]
fn a_query_sees_the_graphs_it_is_given() {
    let server = Server::start("");
    let count = |more: &str| -> u64 {
        let query = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D";
        let reply = server
            .get(&format!("/sparql?query={query}{more}"), &[])
            .is(200);
        let text = reply.json()["results"]["bindings"][0]["n"]["value"].clone();
        text.as_str().unwrap().parse().unwrap()
    };
    let one = count("&default-graph-uri=https://w3id.org/stackgen/id/source/real-systems");
    assert!(one > 100 && one < count(""), "{one}");
    assert_eq!(count("&default-graph-uri=https://example.com/none"), 0);
}

#[test]
fn a_service_describes_itself_and_things_answer_at_their_addresses() {
    let server = Server::start("");
    let about = server.get("/sparql", &["Accept: text/turtle"]).is(200);
    assert!(
        about
            .header("content-type")
            .unwrap()
            .starts_with("text/turtle")
    );
    for part in [
        "sd:Service",
        "sd:namedGraph",
        "sh:prefix \"sg\"",
        "void:triples",
    ] {
        assert!(about.text().contains(part), "{part}");
    }
    let page = server
        .get("/id/technology/nats", &["Accept: text/html"])
        .is(200);
    assert!(page.header("link").unwrap().contains("rel=\"alternate\""));
    assert!(page.text().contains("schema.org"));
    let by_suffix = server
        .get("/id/technology/nats.ttl", &["Accept: text/html"])
        .is(200);
    let by_accept = server
        .get("/id/technology/nats", &["Accept: text/turtle"])
        .is(200);
    assert_eq!(by_suffix.text(), by_accept.text());
    let jsonld = server.get("/id/technology/nats.jsonld", &[]).is(200);
    assert_eq!(jsonld.header("content-type"), Some("application/ld+json"));
    server.get("/id/technology/no-such-thing", &[]).is(404);
    assert!(
        server
            .get("/ns.jsonld", &[])
            .is(200)
            .text()
            .contains("Technology")
    );
    let moved = server.get("/entry/k8s", &[]).is(303);
    assert_eq!(moved.header("location"), Some("/id/technology/kubernetes"));
}

#[test]
fn each_source_is_a_graph_of_the_store() {
    let server = Server::start("");
    let source = "https://w3id.org/stackgen/id/source/awesome-microservices-2016";
    let graph = server
        .get(
            &format!("/store?graph={source}"),
            &["Accept: application/n-triples"],
        )
        .is(200);
    assert!(graph.text().lines().count() > 300);
    server
        .get("/store?graph=https://example.com/none", &[])
        .is(404);
    server.get("/store", &[]).is(400);
    server
        .ask(
            "PUT",
            &format!("/store?graph={source}"),
            &["Content-Type: text/turtle"],
            "<a:b> <a:c> <a:d> .",
        )
        .is(403);
}

#[test]
fn equal_answers_have_equal_tags_and_travel_once() {
    let server = Server::start("");
    let target = "/api/v1/recommend?lang=go&need=messaging";
    let first = server.get(target, &[]).is(200);
    let tag = first.header("etag").unwrap().to_owned();
    let again = server
        .get(target, &[&format!("If-None-Match: {tag}")])
        .is(304);
    assert!(again.body.is_empty());
    let head = server.ask("HEAD", target, &[], "").is(200);
    assert!(head.body.is_empty());
    assert_eq!(head.header("etag"), Some(tag.as_str()));
    assert_eq!(
        head.header("content-length"),
        Some(first.body.len().to_string().as_str())
    );
    let packed = server.get(target, &["Accept-Encoding: gzip"]).is(200);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() < first.body.len() / 2);
}

#[test]
fn pages_elsewhere_read_nothing_unless_they_are_let() {
    let server = Server::start("");
    server.get("/healthz", &["Host: attacker.example"]).is(421);
    server.get("/healthz", &["Host: localhost:1"]).is(200);
    server
        .get("/healthz", &["Origin: https://attacker.example"])
        .is(403);
    server
        .raw(&format!(
            "GET /healthz HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\nConnection: close\r\n\r\n",
            server.address
        ))
        .is(400);
    let open = Server::start("--cors https://wiki.example.com");
    let allowed = open
        .get("/healthz", &["Origin: https://wiki.example.com"])
        .is(200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        Some("https://wiki.example.com")
    );
    open.get("/healthz", &["Origin: https://attacker.example"])
        .is(403);
    let asked = open
        .ask(
            "OPTIONS",
            "/sparql",
            &[
                "Origin: https://wiki.example.com",
                "Access-Control-Request-Method: POST",
            ],
            "",
        )
        .is(204);
    assert!(
        asked
            .header("access-control-allow-methods")
            .unwrap()
            .contains("POST")
    );
}

#[test]
fn half_sent_requests_do_not_keep_others_waiting() {
    let server = Server::start("");
    let mut halves = Vec::new();
    for _ in 0..300 {
        let mut stream = server.connect();
        stream.write_all(b"GET /healthz HT").expect("sent");
        halves.push(stream);
    }
    let start = Instant::now();
    server.get("/healthz", &[]).is(200);
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn broken_requests_end_with_a_status_and_the_next_one_is_answered() {
    let server = Server::start("");
    let host = format!("Host: {}\r\nConnection: close\r\n", server.address);
    for (request, statuses) in [
        ("nonsense\r\n\r\n".to_owned(), &[400][..]),
        (
            format!("GET /{} HTTP/1.1\r\n{host}\r\n", "x".repeat(100_000)),
            &[414, 431],
        ),
        (
            format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "x".repeat(100_000)),
            &[431],
        ),
        (format!("GET /%00 HTTP/1.1\r\n{host}\r\n"), &[400]),
        (format!("GET /%ff%fe HTTP/1.1\r\n{host}\r\n"), &[400]),
        (
            format!("GET /../../etc/passwd HTTP/1.1\r\n{host}\r\n"),
            &[404],
        ),
        (
            format!("GET /..%2f..%2fetc%2fpasswd HTTP/1.1\r\n{host}\r\n"),
            &[404],
        ),
        (
            format!(
                "POST /sparql HTTP/1.1\r\n{host}Content-Type: application/sparql-query\r\nContent-Length: 99999999999\r\n\r\n"
            ),
            &[413],
        ),
        (
            format!(
                "POST /sparql HTTP/1.1\r\n{host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
            ),
            &[400],
        ),
        (format!("BREW / HTTP/1.1\r\n{host}\r\n"), &[405]),
        (
            format!("GET /api/v1/search?text=%0d%0aSet-Cookie:%20a HTTP/1.1\r\n{host}\r\n"),
            &[200],
        ),
    ] {
        let reply = server.raw(&request);
        assert!(
            statuses.contains(&reply.status),
            "{} for {}",
            reply.status,
            &request[..40]
        );
        assert!(reply.header("set-cookie").is_none());
    }
    server.get("/healthz", &[]).is(200);
}

#[test]
fn a_query_ends_at_its_time_and_with_its_client() {
    let server = Server::start("--queries 1 --timeout 60s");
    let slow = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20%3Fb%20%3Fc.%20%3Fd%20%3Fe%20%3Ff.%20%3Fg%20%3Fh%20%3Fi%7D";
    let late = server
        .get(&format!("/sparql?query={slow}&timeout=200ms"), &[])
        .is(504);
    assert!(
        late.text().contains("200ms") || late.text().contains("time"),
        "{}",
        late.text()
    );
    // The only place is taken by somebody who goes away at once.
    let mut gone = server.connect();
    gone.write_all(
        format!(
            "GET /sparql?query={slow} HTTP/1.1\r\nHost: {}\r\n\r\n",
            server.address
        )
        .as_bytes(),
    )
    .expect("sent");
    std::thread::sleep(Duration::from_millis(300));
    drop(gone);
    let start = Instant::now();
    let ask = "/sparql?query=ASK%20%7B%7D";
    let reply = loop {
        let reply = server.get(ask, &[]);
        if reply.status != 503 || start.elapsed() > Duration::from_secs(30) {
            break reply;
        }
    };
    reply.is(200);
}

#[test]
fn sources_of_a_store_are_replaced_by_those_who_have_the_token() {
    let list = Fixture::new(
        "team.md",
        "# Tools\n\n## Messaging\n\n- [AcmeMQ](https://acme.example/mq) - Our broker.\n",
    );
    let store = list.beside("store");
    stackgen(&format!("import {} --store {store}", list.path)).ok();
    let token = "a-token-of-enough-letters";
    let server = Server::with(
        &format!("--store {store} --writable"),
        &[("STACKGEN_TOKEN", token)],
    );
    let graph = "/store?graph=https://example.com/source/more";
    let turtle =
        "<https://example.com/a> <http://www.w3.org/2000/01/rdf-schema#label> \"A thing\" .";
    let kind = "Content-Type: text/turtle";
    server.ask("PUT", graph, &[kind], turtle).is(401);
    server
        .ask(
            "PUT",
            graph,
            &[kind, "Authorization: Bearer another-token-entirely"],
            turtle,
        )
        .is(403);
    let right = format!("Authorization: Bearer {token}");
    server
        .ask("PUT", graph, &[kind, &right], "not turtle")
        .is(400);
    server.ask("PUT", graph, &[kind, &right], turtle).is(201);
    server.ask("PUT", graph, &[kind, &right], turtle).is(204);
    let there = server
        .get(graph, &["Accept: application/n-triples"])
        .is(200);
    assert!(there.text().contains("\"A thing\""));
    server.ask("DELETE", graph, &[&right], "").is(204);
    server.get(graph, &[]).is(404);
    let found = server.get("/api/v1/search?text=acmemq", &[]).is(200);
    assert_eq!(found.json()[0]["name"], "AcmeMQ");
}

#[test]
fn the_description_of_the_api_has_every_command_and_pages_read_without_scripts() {
    let server = Server::start("");
    let api = server.get("/openapi.json", &[]).is(200).json();
    assert_eq!(api["openapi"], "3.1.0");
    for path in [
        "/api/v1/recommend",
        "/api/v1/search",
        "/api/v1/entries/{entry}",
        "/api/v1/compare",
        "/api/v1/path",
        "/api/v1/export",
    ] {
        assert!(
            api["paths"][path]["get"]["responses"]["200"].is_object(),
            "{path}"
        );
    }
    for (target, part) in [
        ("/", "stackgen"),
        ("/stack?lang=go&need=messaging", "NATS"),
        ("/needs", "messaging"),
        ("/search?q=rabitmq", "RabbitMQ"),
        ("/compare?entries=nats,kafka", "Kafka"),
        ("/sparql?query=ASK%7B%7D", "true"),
    ] {
        let page = server.get(target, &["Accept: text/html,*/*;q=0.8"]).is(200);
        assert!(page.text().contains(part), "{target}");
        assert!(
            page.body.len() < 150_000,
            "{target}: {} bytes",
            page.body.len()
        );
        assert!(!page.text().contains("https://cdn"), "{target}");
    }
    server
        .get("/stack?need=mesaging", &["Accept: text/html"])
        .is(404);
    let metrics = server.get("/metrics", &[]).is(200).text();
    assert!(
        metrics.contains("stackgen_requests_total{route=\"openapi\",status=\"200\"} 1"),
        "{metrics}"
    );
}

#[test]
fn assistants_are_answered_by_post() {
    let server = Server::start("");
    let meta = json!({"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "show", "arguments": {"entry": "hystrix"}, "_meta": meta}}).to_string();
    let headers = [
        "Content-Type: application/json",
        "MCP-Protocol-Version: 2026-07-28",
        "Mcp-Method: tools/call",
        "Mcp-Name: show",
    ];
    let told = server.ask("POST", "/mcp", &headers, &call).is(200).json();
    assert_eq!(told["result"]["resultType"], "complete");
    let wrong = [
        "Content-Type: application/json",
        "MCP-Protocol-Version: 2026-07-28",
        "Mcp-Method: tools/list",
        "Mcp-Name: show",
    ];
    let refused = server.ask("POST", "/mcp", &wrong, &call).is(400).json();
    assert_eq!(refused["error"]["code"], -32_020);
    let begin = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}).to_string();
    let begun = server
        .ask("POST", "/mcp", &["Content-Type: application/json"], &begin)
        .is(200)
        .json();
    assert_eq!(begun["result"]["protocolVersion"], "2025-06-18");
    let notice = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
    server
        .ask("POST", "/mcp", &["Content-Type: application/json"], notice)
        .is(202);
    server.get("/mcp", &[]).is(405);
}

#[test]
fn what_is_not_read_as_it_is_meant_is_refused() {
    let server = Server::start("");
    let query = "ASK { sgt:nats a sg:Technology }";
    let direct = "Content-Type: application/sparql-query";
    for head in [
        &["Content-Type: application/sparql-query; charset=utf-16"][..],
        &[direct, "Content-Encoding: gzip"],
    ] {
        server.ask("POST", "/sparql", head, query).is(415);
    }
    for head in [
        &["Content-Type: application/sparql-query; charset=UTF-8"][..],
        &[direct, "Content-Encoding: identity"],
    ] {
        server.ask("POST", "/sparql", head, query).is(200);
    }
    server
        .get("/api/v1/recommend?lang=go&need=messaging%00", &[])
        .is(400);
    for top in ["-1", "999999999999999999999"] {
        let wrong = server
            .get(
                &format!("/api/v1/recommend?lang=go&need=messaging&top={top}"),
                &[],
            )
            .is(400);
        let detail = wrong.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("top"), "{detail}");
    }
    server.ask("OPTIONS", "*", &[], "").is(204);
}

#[test]
fn who_says_nothing_of_forms_gets_json() {
    let server = Server::start("");
    let statements =
        "/sparql?query=CONSTRUCT%20%7B%3Fs%20%3Fp%20%3Fo%7D%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%203";
    for target in ["/sparql", statements] {
        for head in [&[][..], &["Accept: */*"]] {
            let reply = server.get(target, head).is(200);
            assert!(reply.json().is_array() || reply.json().is_object());
            assert_eq!(
                reply.header("content-type"),
                Some("application/ld+json"),
                "{target}"
            );
        }
        let turtle = server
            .get(target, &["Accept: text/turtle, */*;q=0.1"])
            .is(200);
        assert!(
            turtle
                .header("content-type")
                .unwrap()
                .starts_with("text/turtle")
        );
    }
}
