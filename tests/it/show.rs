use crate::support::{Fixture, stackgen};

#[test]
fn each_statement_names_its_source_and_place() {
    let text = stackgen("show hystrix --all").ok();
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
    let built_on_it = text.lines().find(|it| it.starts_with("built on it "));
    let built_on_it = built_on_it.expect("what stands on it is counted");
    assert!(built_on_it.contains(" more"), "{built_on_it}");
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

#[test]
fn a_card_tells_a_hub_in_a_screen_or_two() {
    let run = stackgen("show kubernetes");
    assert!(
        run.stdout.lines().count() <= 60,
        "{} lines",
        run.stdout.lines().count()
    );
    for words in [
        "Kubernetes (technology)\n",
        "\nchosen for ",
        "\nneeds ",
        "\nwritten in ",
        "\nusable from ",
        "\nlicence ",
        "\nstatus ",
        "\nhomepage ",
        "\nimplements ",
        "\nbuilt on ",
        "\nbuilt on it ",
        "\nintegrates with ",
        "\nClients\n",
        "\nAlternatives\n",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let all = stackgen("show kubernetes --all").ok();
    let json = stackgen("show kubernetes --format json").json();
    let statements = json["statements"].as_array().unwrap().len();
    assert!(all.lines().count() > statements, "{all}");
    assert!(
        run.stderr
            .contains(&format!("`--all` shows all {statements} statements")),
        "{}",
        run.stderr
    );
    assert_eq!(stackgen("show kubernetes -q").stderr, "");
    let ties = json["card"]["ties"].as_array().unwrap();
    let connected = ties.iter().find(|it| it["words"] == "integrates with");
    let connected = connected.unwrap();
    let first = connected["first"].as_array().unwrap().len() as u64;
    assert!(connected["count"].as_u64().unwrap() > first, "{connected}");
}

#[test]
fn one_kind_of_statement_can_be_asked_for() {
    let json = stackgen("show netty --relation built-on --format json").json();
    let statements = json["statements"].as_array().unwrap();
    assert!(statements.len() > 3, "{json}");
    for it in statements {
        assert_eq!(it["property"], "https://w3id.org/stackgen/ns#builtOn");
    }
    assert_eq!(json["card"], serde_json::Value::Null);
    let homepage = stackgen("show netty --relation homepage").ok();
    assert!(homepage.contains("https://netty.io"), "{homepage}");
    // A relation that there is and that says nothing of it.
    assert_eq!(stackgen("show netty --relation fork-of").status, 1);
    let run = stackgen("show netty --relation bilt-on");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("did you mean `builtOn`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn relations_to_a_thing_read_as_english() {
    let text = stackgen("show mqtt --all").ok();
    assert!(
        !text.contains("is is ") && !text.contains("of of"),
        "{text}"
    );
    assert!(
        text.lines().any(|it| it.starts_with("implemented by ")),
        "{text}"
    );
    let text = stackgen("show hystrix --all").ok();
    assert!(
        text.lines()
            .any(|it| it.starts_with("built on it ") || it.starts_with("used by ")),
        "{text}"
    );
    let text = stackgen("show messaging").ok();
    assert!(text.lines().any(|it| it.starts_with("entries ")), "{text}");
}
