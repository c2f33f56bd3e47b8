//! A service that answers as it is told, for everything that goes wrong.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a service does with its requests: the last answer is given again and again.
#[derive(Clone)]
enum Does {
    Answers(String),
    Hangs,
}

struct Fake {
    url: String,
    /// Head and body of every request.
    heard: Arc<Mutex<Vec<String>>>,
}

fn fake(answers: Vec<Does>) -> Fake {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/sparql", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&heard);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = read(&stream);
            let number = all.lock().unwrap().len();
            all.lock().unwrap().push(request);
            match answers[number.min(answers.len() - 1)].clone() {
                Does::Answers(text) => drop(stream.write_all(text.as_bytes())),
                Does::Hangs => std::thread::sleep(Duration::from_mins(1)),
            }
        }
    });
    Fake { url, heard }
}

fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut text, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) <= 2 {
            break;
        }
        let lower = line.to_lowercase();
        if let Some(number) = lower.strip_prefix("content-length:") {
            length = number.trim().parse().unwrap();
        }
        text.push_str(&line);
    }
    let mut body = vec![0; length];
    drop(reader.read_exact(&mut body));
    text + &String::from_utf8_lossy(&body)
}

fn answer(status: &str, headers: &str, body: &str) -> Does {
    Does::Answers(format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    ))
}

const YES: &str = r#"{"head":{},"boolean":true}"#;
const JSON: &str = "content-type: application/sparql-results+json\r\n";

fn yes() -> Does {
    answer("200 OK", JSON, YES)
}

/// Runs an ASK; exit status, output, messages.
fn ask(url: &str, variables: &[(&str, &str)], more: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_stackgen"))
        .args([
            "query",
            "ASK { ?s ?p ?o }",
            "--format",
            "json",
            "--endpoint",
            url,
        ])
        .args(more)
        .env_remove("STACKGEN_ENDPOINT_USER")
        .env_remove("STACKGEN_ENDPOINT_PASSWORD")
        .env_remove("STACKGEN_ENDPOINT_TOKEN")
        .env("NO_PROXY", "127.0.0.1,localhost")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[track_caller]
fn fails(does: Does, words: &str) {
    let fake = fake(vec![does]);
    let (status, stdout, stderr) = ask(&fake.url, &[], &["--timeout", "5s"]);
    assert_eq!(status, Some(2), "{stderr}");
    assert!(stdout.is_empty(), "{stdout}");
    assert!(stderr.contains(words), "expected `{words}` in: {stderr}");
}

#[test]
fn a_busy_service_is_asked_again_and_its_pause_is_kept() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let fake = fake(vec![answer(status, "retry-after: 1\r\n", ""), yes()]);
        let start = Instant::now();
        let (status, stdout, stderr) = ask(&fake.url, &[], &[]);
        assert_eq!(status, Some(0), "{stderr}");
        assert_eq!(stdout.trim(), YES);
        assert!(start.elapsed() >= Duration::from_secs(1));
        assert_eq!(fake.heard.lock().unwrap().len(), 2);
    }
}

#[test]
fn a_service_that_stays_busy_is_given_up_after_four_tries() {
    let fake = fake(vec![answer("503 Service Unavailable", "", "")]);
    let (status, _, stderr) = ask(&fake.url, &[], &[]);
    assert_eq!(status, Some(2));
    assert!(
        stderr.contains("HTTP 503: still busy after 4 tries"),
        "{stderr}"
    );
    assert_eq!(fake.heard.lock().unwrap().len(), 4);
}

#[test]
fn a_pause_longer_than_the_time_left_is_not_waited_for() {
    let start = Instant::now();
    fails(
        answer("429 Slow down", "retry-after: 600\r\n", ""),
        "HTTP 429: still busy after 1 tries",
    );
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_pause_without_end_is_no_end() {
    for pause in ["9223372036854775807", "18446744073709551615", "-1", "soon"] {
        let line = format!("retry-after: {pause}\r\n");
        fails(answer("503 Busy", &line, ""), "HTTP 503: still busy");
    }
}

#[test]
fn a_service_that_hangs_is_left_at_the_time_out() {
    fails(Does::Hangs, "not done within 5s");
}

#[test]
fn the_environment_says_how_long_a_command_waits() {
    let stats = |url: &str, timeout: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_stackgen"))
            .args(["stats", "--endpoint", url])
            .env("STACKGEN_ENDPOINT_TIMEOUT", timeout)
            .env("NO_PROXY", "127.0.0.1,localhost")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), text)
    };
    let fake = fake(vec![Does::Hangs]);
    let (status, stderr) = stats(&fake.url, "1s");
    assert_eq!(status, Some(2));
    assert!(stderr.contains("not done within 1s"), "{stderr}");
    let (status, stderr) = stats(&fake.url, "soon");
    assert_eq!(status, Some(2));
    assert!(
        stderr.contains("STACKGEN_ENDPOINT_TIMEOUT: `soon` is not a valid time"),
        "{stderr}"
    );
}

#[test]
fn what_is_no_answer_is_named() {
    let html = "content-type: text/html\r\n";
    fails(
        answer("200 OK", html, "<html>hello</html>"),
        "answers with a web page, expected results of SPARQL",
    );
    fails(
        answer("200 OK", JSON, "{\"head\":"),
        "the answer is not of its format",
    );
    fails(
        answer("200 OK", "content-type: image/png\r\n", "x"),
        "answers with `image/png`",
    );
    fails(
        answer("206 Partial Content", JSON, YES),
        "HTTP 206: a part of the answer, expected all of it",
    );
    let rows = r#"{"head":{"vars":["a"]},"results":{"bindings":[]}}"#;
    fails(
        answer("200 OK", JSON, rows),
        "neither true nor false, as ASK asks for",
    );
    fails(
        answer("400 Bad Request", html, "<h1>Syntax <b>error</b></h1> at 7"),
        "HTTP 400: Syntax error at 7",
    );
    fails(answer("401 Unauthorized", "", ""), "STACKGEN_ENDPOINT_USER");
    fails(
        answer("302 Found", "location: http://elsewhere.example/\r\n", ""),
        "moved to http://elsewhere.example/",
    );
}

/// Runs a query that a service answers so; exit status, output, messages.
fn asked(does: Does, query: &str) -> crate::support::Run {
    let fake = fake(vec![does]);
    crate::support::run(
        &["query", query, "--format", "json", "--endpoint", &fake.url],
        "",
    )
}

#[test]
fn an_answer_that_is_cut_short_is_no_answer() {
    let row =
        r#"{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}"#;
    let cut = || answer("200 OK", &format!("{JSON}x-sparql-maxrows: 1\r\n"), row);
    let run = asked(cut(), "SELECT ?a { ?a ?b ?c }");
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(
        run.stderr.contains("cut its answer after 1"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("LIMIT"), "{}", run.stderr);
    let whole = asked(cut(), "SELECT ?a { ?a ?b ?c } LIMIT 1");
    assert_eq!(whole.status, 0, "{}", whole.stderr);
    let triple = "<urn:a> <urn:b> <urn:c> .\n";
    let graph = "content-type: application/n-triples\r\n";
    let query = "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }";
    let cut = answer("200 OK", &format!("{graph}x-sparql-maxrows: 1\r\n"), triple);
    let run = asked(cut, query);
    assert!(
        run.stderr.contains("cut its answer after 1"),
        "{}",
        run.stderr
    );
    assert_eq!(asked(answer("200 OK", graph, triple), query).status, 0);
    // Where the end is not said, a lost connection looks like it.
    let endless = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{graph}\r\n{triple}");
    let run = asked(Does::Answers(endless), query);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("could be missing"), "{}", run.stderr);
}

/// What `list sources` says to a service that counts the statements of its one source so.
fn sources_counted(count: &str) -> crate::support::Run {
    let source = "https://w3id.org/stackgen/id/source/one";
    let all =
        "t source/one i<https://w3id.org/stackgen/ns#Source | |~| l source/one \\\" string One |";
    let things = format!(
        r#"{{"head":{{"vars":["s","n","all"]}},"results":{{"bindings":[{{"s":{{"type":"uri","value":"{source}"}},"n":{{"type":"literal","value":"2.0"}},"all":{{"type":"literal","value":"{all}"}}}}]}}}}"#
    );
    let counts = format!(
        r#"{{"head":{{"vars":["g","n"]}},"results":{{"bindings":[{{"g":{{"type":"uri","value":"{source}"}},"n":{{"type":"literal","value":"{count}"}}}}]}}}}"#
    );
    let fake = fake(vec![
        answer("200 OK", JSON, &things),
        answer("200 OK", JSON, &counts),
    ]);
    let line = [
        "list",
        "sources",
        "--format",
        "csv",
        "--endpoint",
        &fake.url,
    ];
    crate::support::run(&line, "")
}

#[test]
fn a_count_of_another_type_counts_and_what_is_no_number_is_named() {
    for count in ["7", "7.0", "7.0E0"] {
        let run = sources_counted(count);
        assert_eq!(run.status, 0, "{count}: {}", run.stderr);
        assert!(run.stdout.contains(",7,"), "{count}: {}", run.stdout);
    }
    for count in ["many", "-7", "7.5", "1e300", ""] {
        let run = sources_counted(count);
        assert_eq!(run.status, 2, "{count}: {}", run.stdout);
        assert!(
            run.stderr.contains("expected a whole number"),
            "{count}: {}",
            run.stderr
        );
    }
}

#[test]
fn rows_are_no_truth_and_truth_is_no_row() {
    let run = asked(yes(), "SELECT ?a { ?a ?b ?c }");
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("no rows, as SELECT asks for"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_graph_of_others_is_named() {
    let empty = r#"{"head":{"vars":["s","p","o","g"]},"results":{"bindings":[]}}"#;
    let fake = fake(vec![answer("200 OK", JSON, empty)]);
    let run = crate::support::run(
        &["recommend", "--need", "messaging", "--endpoint", &fake.url],
        "",
    );
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("no technology of the vocabulary there"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("export --all --format nquads"),
        "{}",
        run.stderr
    );
}

#[test]
fn nobody_listening_and_no_tls_are_named() {
    let (status, _, stderr) = ask("http://127.0.0.1:9/sparql", &[], &[]);
    assert_eq!(status, Some(2));
    assert!(stderr.contains("cannot be reached"), "{stderr}");
    let fake = fake(vec![yes()]);
    let (status, _, stderr) = ask(
        &fake.url.replace("http://", "https://"),
        &[],
        &["--timeout", "5s"],
    );
    assert_eq!(status, Some(2));
    assert!(stderr.contains("no safe connection (TLS)"), "{stderr}");
}

#[test]
fn credentials_come_from_the_environment_and_are_never_shown() {
    let fake = fake(vec![yes()]);
    let basic = [
        ("STACKGEN_ENDPOINT_USER", "anna"),
        ("STACKGEN_ENDPOINT_PASSWORD", "geheim"),
    ];
    let (status, _, stderr) = ask(&fake.url, &basic, &["-v"]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(
        stderr.contains("request 1:") && !stderr.contains("geheim"),
        "{stderr}"
    );
    let (_, _, stderr) = ask(&fake.url, &[("STACKGEN_ENDPOINT_TOKEN", "t0ken")], &["-v"]);
    assert!(!stderr.contains("t0ken"), "{stderr}");
    let heard = fake.heard.lock().unwrap();
    assert!(
        heard[0].contains("authorization: Basic YW5uYTpnZWhlaW0="),
        "{}",
        heard[0]
    );
    assert!(
        heard[1].contains("authorization: Bearer t0ken"),
        "{}",
        heard[1]
    );
}

#[test]
fn passwords_in_addresses_and_other_schemes_are_refused() {
    let (status, _, stderr) = ask("http://anna:geheim@127.0.0.1/sparql", &[], &[]);
    assert_eq!(status, Some(2));
    assert!(
        stderr.contains("STACKGEN_ENDPOINT_PASSWORD") && !stderr.contains("geheim"),
        "{stderr}"
    );
    let (status, _, stderr) = ask("file:///etc/hosts", &[], &[]);
    assert_eq!(status, Some(2));
    assert!(stderr.contains("expected http:// or https://"), "{stderr}");
}

#[test]
fn what_needs_the_whole_graph_is_refused() {
    for line in [
        "validate",
        "validate data",
        "diff data data",
        "import data --store nowhere",
        "export --all",
        "export --lang go",
        "list needs --data data",
    ] {
        let arguments = [
            crate::support::words(line),
            vec!["--endpoint".to_owned(), "http://127.0.0.1:9/".to_owned()],
        ];
        let run = crate::support::run(&arguments.concat(), "");
        assert_eq!(run.status, 2, "{line}");
        assert!(run.stderr.contains("endpoint"), "{line}: {}", run.stderr);
    }
}
