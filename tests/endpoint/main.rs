//! `--endpoint` answers like the built-in catalogue, on Virtuoso and on Oxigraph's server, within the requests that
//! docs/scale.md promises; and a service that misbehaves is named for what it does.

mod engines;
mod fake;
#[path = "../it/support.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod support;

use engines::Engine;
use support::{Run, words};

/// Commands, and the most requests that docs/scale.md gives them.
const COMMANDS: &[(usize, &str)] = &[
    (20, "recommend --lang go --need messaging --format json"),
    (
        20,
        "recommend --lang go --need messaging,tracing,api-gateway,service-discovery,storage --explain --format json",
    ),
    (20, "recommend --lang kotlin --need web-framework --explain"),
    (
        20,
        "recommend --lang python --need messaging,cache --with kubernetes --license open --top 3 --format json",
    ),
    (
        20,
        "recommend --lang go --need messaging:2 --as-of 2016 --stacks 2 --format json",
    ),
    (
        20,
        "recommend --need messaging --standard mqtt --without mosquitto --format turtle",
    ),
    (
        20,
        "recommend --lang go --need messaging,tracing,cache --format dot",
    ),
    (20, "recommend --lang go --need messaging --format compose"),
    (20, "recommend --lang golnag --need mesaging"),
    (12, "alternatives hystrix --format json"),
    (12, "alternatives k8s --include-retired --format json"),
    (12, "alternatives mqtt --format json"),
    (12, "alternatives rabbitmq --format dot"),
    (8, "compare rabbitmq kafka nats --format json"),
    (8, "compare zull kong"),
    (16, "show kafka --format turtle"),
    (16, "show kafka --conflicts"),
    (16, "show kafka --format dot"),
    (6, "show netty --dependents --format json"),
    (12, "path kong kafka --format json"),
    (12, "path mqtt elixir --count 5 --format json"),
    (12, "path hystrix cassandra --count 20 --format json"),
    (6, "search rabitmq --format json"),
    (6, "search \"time series\" --format json"),
    (6, "search xqzvw --format json"),
    (10, "list needs --format json"),
    (10, "list languages --format json"),
    (10, "list standards --format json"),
    (10, "list entries --format json"),
    (10, "list categories --format json"),
    (10, "list systems --format json"),
    (10, "list sources --format json"),
    (0, "list reasons --format json"),
    (7, "stats --format json"),
    (30, "export --focus rabbitmq --depth 2 --format json"),
    (30, "export --category messaging --lang go --format json"),
    (30, "export --category cache --format nquads"),
    (
        30,
        "export --relation built-on --relation replaced-by --format json",
    ),
    (
        1,
        "query 'SELECT ?a ?b { GRAPH ?g { ?a sg:replacedBy ?b } } ORDER BY ?a ?b' --format json",
    ),
    (
        1,
        "query 'ASK { GRAPH ?g { sgt:nats sg:status \"active\" } }' --format json",
    ),
];

/// Runs a command with `--endpoint`; the messages without what `-v` says, and how many requests it said.
fn ask(line: &str, url: &str) -> (Run, usize) {
    let mut words = words(line);
    words.extend(["--endpoint", url, "-v"].map(ToOwned::to_owned));
    let mut run = support::run(&words, "");
    let said = |line: &&str| line.starts_with("request ") || line.starts_with("answered in ");
    let requests = run
        .stderr
        .lines()
        .filter(|it| it.starts_with("request "))
        .count();
    let rest: Vec<&str> = run.stderr.lines().filter(|it| !said(it)).collect();
    let mut rest = rest.join("\n");
    if !rest.is_empty() {
        rest.push('\n');
    }
    run.stderr = rest;
    (run, requests)
}

fn answers_are_the_built_in_ones(engine: &Engine) {
    for (most, line) in COMMANDS {
        let here = support::stackgen(line);
        let (there, requests) = ask(line, &engine.url);
        assert_eq!(there.stderr, here.stderr, "{}: {line}", engine.name);
        assert_eq!(there.status, here.status, "{}: {line}", engine.name);
        assert!(
            there.stdout == here.stdout,
            "{}: {line}\n{}",
            engine.name,
            there.stdout
        );
        assert!(
            requests <= *most,
            "{}: {requests} requests: {line}",
            engine.name
        );
    }
}

/// A service does not know the lines of files; everything else that `show` tells is the same.
fn show_tells_the_same_without_places(engine: &Engine) {
    for name in ["kafka", "hystrix", "mqtt", "go", "messaging"] {
        let line = format!("show {name} --format json");
        let without_places = |run: &Run| {
            let mut answer = run.json();
            for statement in answer["statements"].as_array_mut().unwrap() {
                for source in statement["sources"].as_array_mut().unwrap() {
                    source["place"].take();
                }
            }
            answer
        };
        let (there, requests) = ask(&line, &engine.url);
        let here = without_places(&support::stackgen(&line));
        assert!(without_places(&there) == here, "{}: {line}", engine.name);
        assert!(requests <= 16, "{}: {line}", engine.name);
    }
}

fn text_of_people_stays_text(engine: &Engine) {
    let evil = "x\" } UNION { ?s ?p ?o } #";
    for command in ["show", "search", "alternatives"] {
        let arguments = [command, evil, "--endpoint", &engine.url];
        let there = support::run(&arguments, "");
        let here = support::run(&[command, evil], "");
        assert_eq!(
            there.status, here.status,
            "{}: {}",
            engine.name, there.stderr
        );
        assert_eq!(there.stdout, here.stdout, "{}", engine.name);
    }
    let there = support::run(
        &["show", "http://x/> ?p ?o } #", "--endpoint", &engine.url],
        "",
    );
    assert_eq!(there.status, 2, "{}", there.stderr);
}

fn an_engine_keeps_every_promise(engine: Option<Engine>) {
    let Some(engine) = engine else { return };
    answers_are_the_built_in_ones(&engine);
    show_tells_the_same_without_places(&engine);
    text_of_people_stays_text(&engine);
}

#[test]
fn virtuoso_answers_like_the_built_in_catalogue() {
    an_engine_keeps_every_promise(engines::virtuoso());
}

/// Any other service, loaded with the catalogue of this build: docs/scale.md tells how.
#[test]
fn a_service_that_is_named_answers_like_the_built_in_catalogue() {
    an_engine_keeps_every_promise(engines::named());
}

#[test]
fn oxigraph_answers_like_the_built_in_catalogue() {
    an_engine_keeps_every_promise(engines::oxigraph());
}
