use crate::support::{Fixture, stackgen};

#[test]
fn each_statement_names_its_source_and_place() {
    let text = stackgen("show hystrix").ok();
    assert!(
        text.contains("Hystrix is retired since 2018") && text.contains("replaced by Resilience4j"),
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

/// Three sources of two dates that disagree on everything a thing has one of.
const DISAGREEING: &str = r#"
@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix s: <https://w3id.org/stackgen/id/source/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix t: <https://w3id.org/stackgen/id/technology/> .
s:old { s:old a sg:Source ; d:issued "2016" ; sg:directness 9 .
  t:a a sg:Technology ; rdfs:label "A" ; sg:status "active" ; foaf:homepage <http://www.a.org> . }
s:list { s:list a sg:Source ; d:issued "2026-01-01" ; sg:directness 1 . t:a sg:status "retired" ; sg:license "MIT" . }
s:page { s:page a sg:Source ; d:issued "2026-01-01" ; sg:directness 4 .
  t:a sg:license "ISC" , "BSD-2-Clause" ; foaf:homepage <https://a.org/> . }
"#;

#[test]
fn conflicts_tell_why_a_value_is_believed() {
    let data = Fixture::new("three.trig", DISAGREEING);
    let line = format!("show a --conflicts --format json --data {}", data.path);
    let json = stackgen(&line).json();
    let found: Vec<(&str, &str)> = json["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["value"]["text"].as_str().unwrap(),
                it["why"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("active", ""),
            ("retired", "newest: 2026-01-01"),
            ("BSD-2-Clause", "as new and as direct: first by spelling"),
            ("ISC", ""),
            ("MIT", ""),
        ],
        "one page written in two ways is no conflict"
    );
}

#[test]
fn a_retired_entry_says_since_when_who_says_so_what_replaced_it_and_what_stands_on_it() {
    let text = stackgen("show hystrix").ok();
    assert!(
        text.contains(
            "Hystrix is retired since 2018, announced by its project; replaced by Resilience4j"
        ) && text.contains("[project-pages, https://github.com/Netflix/Hystrix"),
        "{text}"
    );
    let text = stackgen("show netty").ok();
    assert!(text.contains("\nBuilt on it: "), "{text}");
    assert!(text.contains("more: --dependents shows all."), "{text}");
    let json = stackgen("show netty --format json").json();
    let all = stackgen("show netty --dependents --format json").json();
    assert_eq!(json["dependents"], all["dependents"]);
}

#[test]
fn turtle_tells_who_says_each_statement() {
    let turtle = Fixture::new(
        "hystrix.ttl",
        &stackgen("show hystrix --format turtle").ok(),
    );
    let ask = |query: &str| {
        let arguments = ["query", query, "--data", &turtle.path, "--format", "json"];
        crate::support::run(&arguments, "").json()["boolean"].clone()
    };
    let said = "ASK { ?it a rdf:Statement ; rdf:subject sgt:hystrix ; rdf:predicate sg:replacedBy ;
        rdf:object sgt:resilience4j ; prov:wasAttributedTo sgs:project-pages ; prov:hadPrimarySource ?page }";
    assert_eq!(ask(said), true);
    // What rules derive from the file anew is not said in it.
    let unsaid = "ASK { GRAPH ?graph { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), STR(sgt:)))
        FILTER NOT EXISTS { ?graph a sg:Rule }
        FILTER NOT EXISTS { ?it rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasAttributedTo ?source } }";
    assert_eq!(ask(unsaid), false, "a statement without a source");
}
