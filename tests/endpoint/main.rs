//! `--endpoint` answers like the built-in catalogue, on Virtuoso and on Oxigraph's server, within the requests that
//! docs/scale.md promises; and a service that misbehaves is named for what it does.

mod engines;
mod fake;
#[path = "../../benches/graph/mod.rs"]
#[allow(dead_code, reason = "the benchmarks use the rest")]
mod graph;
mod queries;
mod scale;
#[path = "../it/support.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod support;

use engines::Engine;
use support::{Fixture, Run, words};

/// Commands, and the most requests that docs/scale.md gives them.
const COMMANDS: &[(usize, &str)] = &[
    (12, "recommend --lang go --need messaging --format json"),
    (
        12,
        "recommend --lang go --need messaging,tracing,api-gateway,service-discovery,storage --explain --format json",
    ),
    (12, "recommend --lang kotlin --need web-framework --explain"),
    (
        20,
        "recommend --lang python --need messaging,cache --with kubernetes --license open --top 3 --format json",
    ),
    (
        24,
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
    (
        20,
        "recommend --lang go --need messaging,tracing,cache --format html",
    ),
    (20, "recommend --lang go --need messaging --format compose"),
    (
        20,
        "recommend --lang java --need search-library:library,job-scheduler:service --explain --format json",
    ),
    (
        20,
        "recommend --lang python --need job-scheduler --explain --format json",
    ),
    (
        20,
        "recommend --lang go --need messaging,cache --with activemq,memcached --explain --format json",
    ),
    (
        20,
        "recommend --lang java --need identity,database-migration --with quarkus --explain --format json",
    ),
    (
        20,
        "recommend --lang php --need database-migration --with laravel --format json",
    ),
    (
        20,
        "recommend --lang go,typescript --need messaging,data-access,testing --stacks 2 --format json",
    ),
    (
        20,
        "recommend --lang go --need messaging:2,cache,storage:2 --stacks 3 --format json",
    ),
    (20, "recommend --lang golnag --need mesaging"),
    (8, "alternatives hystrix --format json"),
    (8, "alternatives k8s --include-retired --format json"),
    (
        8,
        "alternatives postgresql docker --lang golang --format json",
    ),
    (12, "alternatives mqtt --format json"),
    (12, "alternatives rabbitmq --format dot"),
    (40, "alternatives elixir --format json"),
    (8, "compare rabbitmq kafka nats --format json"),
    (8, "compare zull kong"),
    (8, "show kafka --format turtle"),
    (8, "show kafka"),
    (8, "show go"),
    (8, "show messaging --format markdown"),
    (8, "show \"spring boot\""),
    (8, "show kafka --conflicts"),
    (32, "show kafka --format dot"),
    (32, "show java --format dot"),
    (32, "show kafka --format html"),
    (6, "show netty --dependents --format json"),
    (12, "path kong kafka --format json"),
    (12, "path kong kafka --format html"),
    (12, "path mqtt elixir --count 5 --format json"),
    (12, "path hystrix cassandra --count 20 --format json"),
    (8, "search rabitmq --format json"),
    (8, "search \"time series\" --format json"),
    (8, "search \"go kafka\" --top 3 --format json"),
    (8, "search c++ --format json"),
    (8, "search xqzvw --format json"),
    (8, "search tracing --format json"),
    (8, "search \"message queue python\" --format json"),
    (
        30,
        "list entries --need tracing --lang go --license permissive --status active --sort use --top 20 --format json",
    ),
    (10, "list needs --format json"),
    (10, "list languages --format json"),
    (10, "list standards --format json"),
    (14, "list entries --format json"),
    (10, "list categories --format json"),
    (10, "list systems --format json"),
    (10, "list sources --format json"),
    (12, "recommend --lang go --need messaging --format adr"),
    (8, "compare kafka nats --format adr"),
    (0, "list reasons --format json"),
    (7, "stats --format json"),
    (36, "export --focus rabbitmq --depth 2 --format json"),
    (30, "export --focus rabbitmq --format svg"),
    (30, "export --category messaging --format html"),
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

/// What a command did with `--endpoint`.
struct Asked {
    /// Its answer, and its messages without what `-v` says.
    run: Run,
    requests: usize,
    /// How many the answers had.
    bytes: usize,
}

/// Runs a command with `--endpoint`.
fn ask(line: &str, url: &str) -> Asked {
    let mut words = words(line);
    words.extend(["--endpoint", url, "-v"].map(ToOwned::to_owned));
    let mut run = support::run(&words, "");
    let said = |line: &&str| line.starts_with("request ") || line.starts_with("answered in ");
    let requests = run.stderr.lines().filter(|it| it.starts_with("request "));
    let bytes = requests.clone().map(|it| {
        let words: Vec<&str> = it.split_whitespace().collect();
        words[2].parse::<usize>().unwrap_or(0)
    });
    let (requests, bytes) = (requests.count(), bytes.sum());
    let rest: Vec<&str> = run.stderr.lines().filter(|it| !said(it)).collect();
    let mut rest = rest.join("\n");
    if !rest.is_empty() {
        rest.push('\n');
    }
    run.stderr = rest;
    Asked {
        run,
        requests,
        bytes,
    }
}

fn answers_are_the_built_in_ones(engine: &Engine) {
    for (most, line) in COMMANDS {
        let here = support::stackgen(line);
        let Asked {
            run: there,
            requests,
            ..
        } = ask(line, &engine.url);
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
        let Asked {
            run: there,
            requests,
            ..
        } = ask(&line, &engine.url);
        let here = without_places(&support::stackgen(&line));
        assert!(without_places(&there) == here, "{}: {line}", engine.name);
        assert!(requests <= 10, "{}: {line}", engine.name);
    }
}

/// A stack that holds, and one that does not.
fn stacks_are_verified(engine: &Engine) {
    let stack =
        support::stackgen("recommend --lang go --need messaging,cache --format turtle").ok();
    for text in [stack.clone(), stack.replace("sgc:cache", "sgc:tracing")] {
        let file = Fixture::new("stack.ttl", &text);
        let line = format!("verify {} --format json", file.path);
        let Asked {
            run: there,
            requests,
            ..
        } = ask(&line, &engine.url);
        let here = support::stackgen(&line);
        assert_eq!(there.status, here.status, "{}", engine.name);
        assert_eq!(there.stdout, here.stdout, "{}", engine.name);
        assert!(requests <= 3, "{}: {requests} requests", engine.name);
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
    stacks_are_verified(&engine);
    text_of_people_stays_text(&engine);
    queries::parameters_arrive(&engine);
    queries::a_plan_is_counted(&engine);
}

#[test]
fn virtuoso_answers_like_the_built_in_catalogue() {
    an_engine_keeps_every_promise(engines::virtuoso("builtin"));
}

/// Any other service, loaded with the catalogue of this build: docs/scale.md tells how.
#[test]
fn a_service_that_is_named_answers_like_the_built_in_catalogue() {
    an_engine_keeps_every_promise(engines::named());
}

#[test]
fn oxigraph_answers_like_the_built_in_catalogue() {
    an_engine_keeps_every_promise(engines::oxigraph("builtin"));
}

/// A need with more technologies than an endpoint's candidates, the first 120 of them tied to each other: more statements
/// than one answer has.
fn crowd() -> Fixture {
    let mut text = String::new();
    let mut say = |subject: &str, property: &str, object: &str| {
        text += &format!("GRAPH sgs:crowd {{ {subject} {property} {object} }}\n");
    };
    say("sgs:crowd", "a", "sg:Source ; rdfs:label \"Crowd\"");
    say("sgl:go", "a", "sg:Language ; rdfs:label \"Go\"");
    say(
        "sgc:crowd",
        "a",
        "sg:Category, sg:Need ; rdfs:label \"Crowd\"",
    );
    for number in 0..2_100 {
        let tool = format!("sgt:tool-{number}");
        let facts = format!("sg:Technology ; rdfs:label \"Tool {number}\" ; sg:category sgc:crowd");
        say(&tool, "a", &format!("{facts} ; sg:writtenIn sgl:go"));
        match number {
            0..120 => {
                for step in 1..60 {
                    let other = (number + step) % 120;
                    say(&tool, "sg:integratesWith", &format!("sgt:tool-{other}"));
                }
            }
            _ => say(&tool, "sg:builtOn", &format!("sgt:tool-{}", number % 120)),
        }
    }
    let prefixes = [
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
        "PREFIX sg: <https://w3id.org/stackgen/ns#>",
        "PREFIX sgc: <https://w3id.org/stackgen/id/category/>",
        "PREFIX sgl: <https://w3id.org/stackgen/id/language/>",
        "PREFIX sgs: <https://w3id.org/stackgen/id/source/>",
        "PREFIX sgt: <https://w3id.org/stackgen/id/technology/>",
    ];
    Fixture::new("crowd.trig", &format!("{}\n{text}", prefixes.join("\n")))
}

/// What is too much for one answer is asked for in halves, and the answer is whole; of too many candidates the most used
/// are weighed, and the person is told.
fn a_crowd_is_mastered(start: fn(&str) -> Option<Engine>) {
    let crowd = crowd();
    let Some(engine) = start(&crowd.path) else {
        return;
    };
    let here = |line: &str| support::stackgen(&format!("{line} --data {}", crowd.path));
    for line in [
        "export --focus tool-3 --format json",
        "export --category crowd --format json",
        "show tool-3 --format turtle",
    ] {
        let Asked {
            run: there,
            requests,
            ..
        } = ask(line, &engine.url);
        assert!(there.stdout == here(line).ok(), "{}: {line}", engine.name);
        assert!(
            requests <= 40,
            "{}: {requests} requests: {line}",
            engine.name
        );
        assert_eq!(there.stderr, "", "{}: {line}", engine.name);
    }
    let line = "recommend --lang go --need crowd --format json";
    let there = ask(line, &engine.url).run;
    assert_eq!(there.stdout, here(line).ok(), "{}", engine.name);
    assert_eq!(there.stderr, "", "{}", engine.name);
    // Who wants to see them all gets the best of them, and is told.
    let line = "recommend --lang go --need crowd --format json --top 3000";
    let there = ask(line, &engine.url).run;
    assert_eq!(
        there.stderr,
        "note: many candidates: for each need only the 2000 that may be worth most are weighed\n"
    );
    let candidates = |run: &Run| run.json()["stacks"][0]["picks"][0]["candidates"].clone();
    let of_endpoint = candidates(&there);
    let of_endpoint = of_endpoint.as_array().unwrap();
    assert_eq!(of_endpoint.len(), 2_000, "{}", engine.name);
    let all = candidates(&here(line));
    assert_eq!(of_endpoint[..120], all.as_array().unwrap()[..120]);
}

#[test]
fn virtuoso_masters_a_crowd() {
    a_crowd_is_mastered(engines::virtuoso);
}

#[test]
fn oxigraph_masters_a_crowd() {
    a_crowd_is_mastered(engines::oxigraph);
}
