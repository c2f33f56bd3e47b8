use crate::support::{Fixture, stackgen};

#[test]
fn each_statement_names_its_source_and_place() {
    let text = stackgen("show hystrix").ok();
    assert!(
        text.contains("Hystrix is retired since 2018; replaced by Resilience4j"),
        "{text}"
    );
    assert!(
        text.lines().any(|line| line.starts_with("written in")
            && line.contains("Java")
            && line.contains("https://github.com/")),
        "{text}"
    );
}

#[test]
fn everything_with_a_name_can_be_shown() {
    for name in [
        "mqtt",
        "go",
        "messaging",
        "curation",
        "monolith-first",
        "ØMQ",
        "zeromq",
        "C++",
        "https://w3id.org/stackgen/id/technology/nats",
    ] {
        for format in ["table", "json", "markdown", "turtle", "dot", "svg"] {
            stackgen(&format!("show '{name}' --format {format}")).ok();
        }
    }
}

#[test]
fn dependents_are_found_directly_and_not() {
    let json = stackgen("show netty --dependents --format json").json();
    let dependents = json["dependents"].as_array().unwrap();
    assert!(
        dependents
            .iter()
            .any(|it| it["entry"] == "zuul" && it["steps"] == 1),
        "{json}"
    );
    assert!(
        dependents.iter().any(|it| it["steps"].as_u64() > Some(1)),
        "{json}"
    );
}

#[test]
fn conflicts_show_what_is_believed() {
    let data = Fixture::new(
        "two.trig",
        "@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         @prefix d: <http://purl.org/dc/terms/> . @prefix s: <https://w3id.org/stackgen/id/source/> .\n\
         @prefix t: <https://w3id.org/stackgen/id/technology/> .\n\
         s:old { s:old a sg:Source ; d:issued \"2016\" . t:a a sg:Technology ; rdfs:label \"A\" ; sg:status \"active\" . }\n\
         s:new { s:new a sg:Source ; d:issued \"2026-01-01\" . t:a sg:status \"retired\" . }",
    );
    let text = stackgen(&format!("show a --conflicts --data {}", data.path)).ok();
    assert!(
        text.lines()
            .any(|line| line.contains("retired") && line.contains("yes")),
        "{text}"
    );
    assert!(
        text.lines()
            .any(|line| line.contains("active") && !line.contains("yes")),
        "{text}"
    );
}

#[test]
fn an_unknown_entry_gets_a_suggestion() {
    let run = stackgen("show rabitmq");
    assert_eq!(run.status, 2);
    assert_eq!(
        run.stderr,
        "error: unknown entry `rabitmq`\nhint: did you mean `rabbitmq`?\nhint: `stackgen list entries` shows what there is\n"
    );
}
