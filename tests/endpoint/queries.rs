//! A person's own query at a service: its parameters, prefixes and base arrive, and its plan is told.

use crate::engines::Engine;
use crate::support;

/// What the options of `query` say is said to the service too.
pub(crate) fn parameters_arrive(engine: &Engine) {
    for options in [
        &[
            "--bind",
            "name=NATS",
            "SELECT ?it { GRAPH ?g { ?it rdfs:label ?name } } ORDER BY ?it",
        ][..],
        &[
            "--bind",
            "it=sgt:nats",
            "--bind",
            "status='active'",
            "ASK { GRAPH ?g { ?it sg:status ?status } }",
        ],
        &[
            "--bind",
            "least=541",
            "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a sg:stars ?stars } FILTER(?stars > ?least) }",
        ],
        &[
            "--prefix",
            "w=http://www.w3.org/2000/01/rdf-schema#",
            "SELECT DISTINCT ?name { GRAPH ?g { sgt:nats w:label ?name } }",
        ],
        &[
            "--base",
            "https://w3id.org/stackgen/id/technology/",
            "SELECT DISTINCT ?name { GRAPH ?g { <nats> rdfs:label ?name } }",
        ],
    ] {
        let words = [&["query", "--format", "json"], options].concat();
        let here = support::run(&words, "").ok();
        let there = support::run(&[&words[..], &["--endpoint", &engine.url]].concat(), "");
        assert_eq!(there.ok(), here, "{}: {options:?}", engine.name);
    }
    let all = [
        "query",
        "--union",
        "ASK { ?s ?p ?o }",
        "--endpoint",
        &engine.url,
    ];
    let refused = support::run(&all, "");
    assert_eq!(refused.status, 2, "{}: {}", engine.name, refused.stderr);
}

/// The plan has the sizes that the service counts; with `analyze` also what the whole brought.
pub(crate) fn a_plan_is_counted(engine: &Engine) {
    let query = "SELECT ?a ?c { GRAPH sgs:curation { ?a sg:replacedBy ?b } OPTIONAL { GRAPH ?g { _:client sg:clientOf ?a ; rdfs:label ?c } } }";
    let count = "SELECT (COUNT(*) AS ?n) { GRAPH sgs:curation { ?a sg:replacedBy ?b } }";
    let rows = support::run(&["query", count, "--format", "csv"], "").ok();
    let successors: u64 = rows.lines().nth(1).unwrap().parse().unwrap();
    for explain in ["--explain", "--explain=analyze"] {
        let words = [
            "query",
            explain,
            query,
            "--format",
            "json",
            "--endpoint",
            &engine.url,
        ];
        let plan = support::run(&words, "").json();
        let told = plan.to_string();
        let expected = format!("sg:replacedBy ?b\",\"estimated results\":{successors}");
        let told_in_full =
            told.replace("<https://w3id.org/stackgen/ns#replacedBy>", "sg:replacedBy");
        assert!(told_in_full.contains(&expected), "{}: {told}", engine.name);
        assert!(
            !told.contains("\"estimated results\":null"),
            "{}: {told}",
            engine.name
        );
        let results = plan["plan"]["number of results"].as_u64();
        assert_eq!(
            results.is_some(),
            explain.ends_with("analyze"),
            "{}: {told}",
            engine.name
        );
        assert!(
            results.is_none_or(|it| it >= successors),
            "{}: {told}",
            engine.name
        );
    }
}
