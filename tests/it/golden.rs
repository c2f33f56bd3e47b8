//! What the advice is, in full, for some thirty questions: picks, scores, reasons, runners-up. A change of data or of a
//! weight shows here as a diff to be read in review; it is then written anew by
//!
//! ```sh
//! RENEW=1 cargo test --test it golden
//! ```
//!
//! Beside it stand the laws that any advice keeps, whatever it is.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::stackgen;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden.txt");

const QUESTIONS: &[&str] = &[
    "recommend --lang go --need messaging",
    "recommend --lang go --need messaging,cache,tracing",
    "recommend --lang go --need web-framework,storage,logging",
    "recommend --lang java --need circuit-breaker",
    "recommend --lang java --need web-framework,messaging,storage,configuration",
    "recommend --lang java --need service-discovery,api-gateway --stacks 2",
    "recommend --lang kotlin --need web-framework,storage",
    "recommend --lang python --need web-framework,task-queue,cache",
    "recommend --lang python --need messaging --license permissive",
    "recommend --lang javascript --need web-framework,messaging,logging",
    "recommend --lang typescript --need api-gateway,storage",
    "recommend --lang csharp --need messaging,cache,circuit-breaker",
    "recommend --lang rust --need web-framework,messaging,tracing",
    "recommend --lang php --need web-framework,cache",
    "recommend --lang ruby --need web-framework,task-queue",
    "recommend --lang elixir --need web-framework,messaging",
    "recommend --lang scala --need messaging,storage",
    "recommend --lang go,java --need messaging,tracing",
    "recommend --lang go,python --need storage,monitoring",
    "recommend --need orchestration,service-mesh,monitoring",
    "recommend --need monitoring,logging,tracing",
    "recommend --lang go --need messaging --standard mqtt",
    "recommend --lang go --need messaging:2",
    "recommend --lang java --need circuit-breaker --include-retired",
    "recommend --lang go --need cache,storage --with nats",
    "recommend --lang go --need messaging --without kafka,rabbitmq",
    "recommend --lang java --need service-discovery --as-of 2016",
    "recommend --lang go --need messaging,cache --weight together=1",
    "alternatives kafka",
    "alternatives hystrix",
    "alternatives redis",
    "alternatives zookeeper --top 5",
];

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// The picks of all stacks that a question brings.
fn picks(line: &str) -> Vec<Value> {
    let answer = stackgen(&format!("{line} --explain --format json")).json();
    let stacks = list(&answer["stacks"]);
    stacks
        .iter()
        .flat_map(|stack| list(&stack["picks"]).to_vec())
        .collect()
}

/// An answer as a reviewer reads it.
fn told(line: &str) -> String {
    let mut told = format!("$ stackgen {line}\n");
    if line.starts_with("alternatives") {
        let answer = stackgen(&format!("{line} --format json")).json();
        for it in list(&answer) {
            let _ = writeln!(told, "{} {}", text(&it["entry"]), it["score"]);
        }
        return told;
    }
    for pick in picks(line) {
        let _ = writeln!(
            told,
            "{}: {} {}",
            text(&pick["need"]),
            text(&pick["entry"]),
            pick["score"]
        );
        for reason in list(&pick["reasons"]) {
            let sources: Vec<&str> = list(&reason["sources"]).iter().map(text).collect();
            let _ = writeln!(
                told,
                "  {} {} x {}: {} [{}]",
                text(&reason["kind"]),
                reason["value"],
                reason["weight"],
                text(&reason["text"]),
                sources.join(", ")
            );
        }
        let others = list(&pick["candidates"])
            .iter()
            .filter(|it| it["entry"] != pick["entry"]);
        let others: Vec<String> = others
            .map(|it| format!("{} {}", text(&it["entry"]), it["score"]))
            .collect();
        let _ = writeln!(told, "  then {}", others.join(", "));
    }
    told
}

#[test]
fn the_advice_is_what_was_read_in_review() {
    let now: Vec<String> = QUESTIONS.iter().map(|line| told(line)).collect();
    let now = now.join("\n");
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(GOLDEN, now).unwrap();
        return;
    }
    let before = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    let changed = now
        .lines()
        .zip(before.lines())
        .find(|(now, before)| now != before);
    assert!(
        now == before,
        "the advice is no longer that of tests/it/golden.txt, first here: {changed:?}\n\
         RENEW=1 cargo test --test it golden writes it anew; read the diff"
    );
}

#[test]
fn a_score_is_the_weighted_mean_of_its_reasons() {
    for line in &QUESTIONS[..12] {
        for pick in picks(line) {
            let reasons = list(&pick["reasons"]);
            let sum = |of: fn(&Value) -> f64| reasons.iter().map(of).sum::<f64>();
            let score = sum(|it| number(&it["value"]) * number(&it["weight"]))
                / sum(|it| number(&it["weight"]));
            let given = number(&pick["score"]);
            // Values are told in four decimals.
            assert!(
                (score - given).abs() < 0.001,
                "{line}: {}: {score} or {given}",
                pick["entry"]
            );
        }
    }
}

#[test]
fn a_reason_rests_on_a_statement_of_the_source_it_names() {
    let mut asked = 0;
    for line in [
        "recommend --lang go --need messaging,cache",
        "recommend --lang java --need circuit-breaker,storage",
    ] {
        for pick in picks(line) {
            for reason in list(&pick["reasons"]) {
                let path: Vec<&str> = list(&reason["path"]).iter().map(text).collect();
                let sources: Vec<&str> = list(&reason["sources"]).iter().map(text).collect();
                if path.len() < 3 {
                    continue;
                }
                assert!(
                    !sources.is_empty(),
                    "{}: {} without a source",
                    pick["entry"],
                    reason["kind"]
                );
                let term = |it: &str| {
                    let iri = it.starts_with("http://") || it.starts_with("https://");
                    if iri {
                        format!("<{it}>")
                    } else {
                        format!("{it:?}")
                    }
                };
                let steps = path.windows(3).step_by(2).map(|step| {
                    let [from, by, to] = [step[0], step[1], step[2]].map(term);
                    let back = if to.starts_with('<') {
                        format!(" UNION {{ {to} {by} {from} }}")
                    } else {
                        String::new()
                    };
                    format!("{{ {{ {from} {by} {to} }}{back} }}")
                });
                let held: Vec<String> = steps
                    .map(|step| {
                        let named: Vec<String> =
                            sources.iter().map(|it| format!("sgs:{it}")).collect();
                        format!("{{ VALUES ?g {{ {} }} GRAPH ?g {step} }}", named.join(" "))
                    })
                    .collect();
                // Each step in one of the sources named, whichever.
                let query = held
                    .iter()
                    .enumerate()
                    .map(|(at, it)| it.replace("?g", &format!("?g{at}")));
                let query = format!("ASK {{ {} }}", query.collect::<Vec<_>>().join(" "));
                let truth = crate::support::run(&["query", &query], "").ok();
                assert_eq!(truth.trim(), "true", "{}: {query}", reason["kind"]);
                asked += 1;
            }
        }
    }
    assert!(asked > 10, "{asked} reasons have paths");
}

/// `language weighed over 0.50 instead of 0.30`: what the runner-up needs, as it is told.
fn ways(page: &str) -> Vec<(String, String, f64)> {
    let mut ways = Vec::new();
    for line in page.lines().filter(|line| line.contains(" would win if ")) {
        let (name, rest) = line
            .trim_start_matches("- ")
            .split_once(" would win if ")
            .unwrap();
        for way in rest.split(", or ") {
            if let Some((reason, rest)) = way.split_once(" weighed over ") {
                let weight = rest.split(' ').next().unwrap().parse().unwrap();
                ways.push((name.to_owned(), reason.to_owned(), weight));
            }
        }
    }
    ways
}

#[test]
fn what_would_make_the_runner_up_win_makes_it_win() {
    let mut tried = 0;
    for line in [
        "recommend --lang go --need messaging",
        "recommend --lang elixir --need workflow",
        "recommend --lang erlang --need rpc",
        "recommend --lang go --need web-framework",
        "recommend --lang kotlin --need testing",
    ] {
        let page = stackgen(&format!("{line} --explain")).ok();
        for (name, reason, weight) in ways(&page) {
            let wins = |weight: f64| {
                let pick = picks(&format!("{line} --weight {reason}={weight}")).remove(0);
                pick["name"] == name.as_str()
            };
            // Weights are told in two decimals.
            assert!(
                !wins(weight - 0.02),
                "{line}: {name} wins before {reason}={weight}"
            );
            let beaten = !wins(weight + 0.02);
            // Who comes from further behind may be faster still.
            assert!(
                !beaten || !first_is_still_there(line, &reason, weight + 0.02),
                "{line}: {name} by {reason}={weight}"
            );
            tried += 1;
        }
    }
    assert!(tried > 1, "{tried} ways were told");
}

/// Whether the first pick stays the first with another weight.
fn first_is_still_there(line: &str, reason: &str, weight: f64) -> bool {
    let first = picks(line).remove(0);
    picks(&format!("{line} --weight {reason}={weight}")).remove(0)["entry"] == first["entry"]
}
