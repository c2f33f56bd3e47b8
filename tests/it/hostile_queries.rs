//! Queries that want to bring the program down: each ends soon, with exit status 2 and a word on why.

use std::time::{Duration, Instant};

use crate::support::{Fixture, Run, run, stackgen_with};

/// Asks the built-in catalogue, with little time and memory.
fn ask(query: &str) -> Run {
    let start = Instant::now();
    let run = stackgen_with("query - --timeout 1s --memory 600MB", query);
    let beginning: String = query.chars().take(60).collect();
    // Much more than the time given, as the machine may be busy.
    assert!(start.elapsed() < Duration::from_secs(20), "{beginning}");
    run
}

fn refused(query: &str, why: &[&str]) {
    let run = ask(query);
    let beginning: String = query.chars().take(60).collect();
    assert_eq!(run.status, 2, "{beginning}: {}", run.stderr);
    assert!(run.stdout.is_empty(), "{beginning}");
    let said = why.iter().any(|why| run.stderr.contains(why));
    assert!(said, "{beginning}: {}", run.stderr);
}

fn nested(before: &str, open: &str, inner: &str, close: &str, after: &str) -> String {
    let (open, close) = (open.repeat(20_000), close.repeat(20_000));
    format!("{before}{open}{inner}{close}{after}")
}

#[test]
fn nesting_is_refused_whatever_hides_it() {
    for (before, open, inner, close, after) in [
        ("SELECT ((", "(", "1", ")", ") AS ?x) {}"),
        ("SELECT (", "!", "1", "", " AS ?x) {}"),
        ("SELECT (", "- ", "1", "", " AS ?x) {}"),
        ("SELECT (", "!#\n", "1", "", " AS ?x) {}"),
        ("SELECT (", "(#)\n", "1", ")", " AS ?x) {}"),
        ("SELECT (", "(')'+", "1", ")", " AS ?x) {}"),
        ("SELECT (", "IF(1,", "1", ",1)", " AS ?x) {}"),
        ("SELECT * ", "{", "?s a ?o", "}", ""),
        ("SELECT * ", "{#}\n", "?s a ?o", "}", ""),
        ("SELECT * {", "?s ?p '}'{", "?s a ?o", "}", "}"),
        ("", "SELECT * {", "?s a ?o", "}", ""),
        ("SELECT * {?s a ?o ", "FILTER EXISTS{", "?s a ?o", "}", "}"),
        ("SELECT * {?s a ?o ", "OPTIONAL{", "?s a ?o", "}", "}"),
        ("SELECT * {?s a ?o ", "MINUS{", "?s a ?o", "}", "}"),
        ("SELECT * {", "{?s a ?o} UNION {", "", "}", "}"),
        ("SELECT * {?s ", "(", "a", ")*", " ?o}"),
        ("SELECT * {?s ", "^", "a", "", " ?o}"),
        ("SELECT * {?s ?p ", "<<( ?s ?p ", "?o", " )>>", "}"),
        ("SELECT * {", "<< ", "?s ?p ?o", " >> ?p ?o", "}"),
        ("SELECT * {?s ?p ?o ", "{| ?p ?o ", "", "|}", "}"),
        ("SELECT * {?s ?p ", "( ", "1", " )", "}"),
        ("SELECT * {?s ?p ", "[ ?p ", "1", " ]", "}"),
        (
            "SELECT * {?s ?p ?o FILTER(?a<x:b#>'''\n",
            "(",
            "1",
            ")",
            ")#'''\n}",
        ),
    ] {
        refused(
            &nested(before, open, inner, close, after),
            &["nest deeper than 256"],
        );
    }
}

#[test]
fn long_chains_are_refused_and_rows_of_values_are_not() {
    for (before, part, after) in [
        ("SELECT (1", "+1", " AS ?x) {}"),
        ("SELECT * {?s ?p ?o FILTER(1", "||?o=1", ")}"),
        ("SELECT * {{}", " UNION {}", "}"),
        ("SELECT * {?s a ?o", " OPTIONAL{?s a ?o}", "}"),
        ("SELECT * {?s a ?o", " FILTER(?s!=1)", "}"),
        ("SELECT * {", "?s a ?o .", "}"),
        ("SELECT * {?s a", "/a", " ?o}"),
        ("SELECT * {?s a", "|a", " ?o}"),
        ("SELECT * {?s a ", "1,", "1}"),
        ("SELECT * {?s ?p ?values {", "?s a ?o .", "}}"),
    ] {
        let query = format!("{before}{}{after}", part.repeat(30_000));
        refused(&query, &["more than 30000 words and signs"]);
    }
    let values = format!(
        "SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{{}}} }}",
        " 1".repeat(50_000)
    );
    assert_eq!(
        stackgen_with("query - --format csv", &values).ok(),
        "n\r\n50000\r\n"
    );
    let million = format!("SELECT * {{ VALUES ?x {{{}}} }}", " 1".repeat(1_000_000));
    refused(&million, &["more than 1048576 bytes"]);
}

#[test]
fn what_explodes_ends_at_its_time_or_memory() {
    let chain = |step: &dyn Fn(usize) -> String| -> String { (0..40).map(step).collect() };
    let doubling = chain(&|it| format!("BIND(CONCAT(?x{it},?x{it}) AS ?x{})", it + 1));
    let ends = [
        "not done within 1s",
        "more than 600 MB of memory",
        "more than 1000000 results",
    ];
    for query in [
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f LIMIT 10".to_owned(),
        "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }".to_owned(),
        "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d".to_owned(),
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }".to_owned(),
        "SELECT (GROUP_CONCAT(?a) AS ?n) { ?a ?b ?c . ?d ?e ?f }".to_owned(),
        "SELECT * { ?s (!<x:x>|^(!<x:x>))* ?o }".to_owned(),
        "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }".to_owned(),
        format!("SELECT (STRLEN(?x40) AS ?n) {{ BIND('xxxxxxxxxx' AS ?x0) {doubling} }}"),
        format!(
            "SELECT * {{ ?s {}a{} ?o }}",
            "(".repeat(200),
            ")*".repeat(200)
        ),
        format!(
            "SELECT * {{ {}?s ?p ?o{} }}",
            "<< ".repeat(200),
            " >> ?p ?o".repeat(200)
        ),
    ] {
        refused(&query, &ends);
    }
}

#[test]
fn what_is_no_query_is_said_to_be_none() {
    for (query, why) in [
        ("", "an empty query"),
        ("SELECT * { ?s ?p 'abc }", ": 1:"),
        ("SELECT * { ?s ?p '''abc }", ": 1:"),
        ("SELECT * { ?s ?p ?o", ": 1:"),
        ("SELECT * {\u{0} ?s ?p ?o }", ": 1:"),
        ("SELECT * { ?s ?p ?o } LIMIT 99999999999999999999", "limit"),
        (
            "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
            "not supported",
        ),
        (
            "INSERT DATA { <x:a> <x:b> <x:c> }",
            "1:1: `INSERT` changes a graph",
        ),
        ("LOAD <http://127.0.0.1:9/x>", "1:1: `LOAD` changes a graph"),
    ] {
        refused(query, &[why]);
    }
    assert_eq!(ask("\u{feff}ASK {}").ok(), "true\n");
}

#[test]
fn files_that_hold_no_text_are_named() {
    let file = Fixture::new("query.rq", "");
    for (bytes, why) in [
        (b"SELECT * { ?s ?p '\xe9' }".to_vec(), "not UTF-8"),
        (b"\xff\xfeA\0S\0K\0".to_vec(), "not UTF-8"),
        (b"# ".repeat(1 << 20), "more than 1048576 bytes"),
    ] {
        std::fs::write(&file.path, bytes).unwrap();
        let run = run(&["query", "-f", &file.path], "");
        assert_eq!(run.status, 2);
        assert!(
            run.stderr.contains(&format!("query.rq: {why}")),
            "{}",
            run.stderr
        );
    }
    if cfg!(unix) {
        let endless = run(&["query", "-f", "/dev/zero"], "");
        assert_eq!(endless.status, 2);
        assert!(endless.stderr.contains("more than"), "{}", endless.stderr);
    }
}

#[test]
fn what_offset_skips_is_no_way_around_the_time_out() {
    let product = "{ ?a ?b ?c . ?d ?e ?f }";
    refused(
        &format!("SELECT * {product} OFFSET 999999999999"),
        &["1s", "out of time"],
    );
    refused(
        &format!("SELECT * {product} LIMIT 1 OFFSET 20000000"),
        &["1s"],
    );
    refused(
        &format!("SELECT * {{ {{ SELECT * {product} OFFSET 999999999999 }} }} LIMIT 1"),
        &["1s"],
    );
    refused(&format!("SELECT (COUNT(*) AS ?n) {product}"), &["1s"]);
}

/// With any limit a query answers as it does with none, or not at all.
#[test]
fn a_limit_changes_no_answer() {
    let queries = [
        "SELECT * { ?a sg:builtOn ?b } OFFSET 100",
        "SELECT * { ?a sg:builtOn ?b . ?b sg:builtOn ?c } LIMIT 5 OFFSET 300",
        "SELECT ?a (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?q ?c } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 5",
        "SELECT DISTINCT ?p { ?a ?p ?b FILTER NOT EXISTS { ?b ?q ?a } } ORDER BY ?p",
        "ASK { ?a sg:builtOn+ ?a }",
        "SELECT * { ?a sg:status ?s OPTIONAL { ?a sg:replacedBy ?b } } OFFSET 1000",
    ];
    for query in queries {
        let ask = |limit: &str| stackgen_with(&format!("query - --format csv {limit}"), query);
        let unlimited = ask("--timeout 60m").ok();
        for limit in [
            "--timeout 0ms",
            "--timeout 1ms",
            "--timeout 5ms",
            "--timeout 20ms",
            "--timeout 100ms",
            "--timeout 1m --memory 1MB",
            "--timeout 1m --memory 20MB",
        ] {
            let run = ask(limit);
            match run.status {
                0 => assert_eq!(run.stdout, unlimited, "{limit}: {query}"),
                status => assert_eq!(status, 2, "{limit}: {query}"),
            }
        }
    }
}
