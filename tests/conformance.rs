//! The query suites of the W3C, run through the program as a user runs it: `query --data FILE`, its entry called in this process. Every test passes or is a known
//! difference, listed with its reason; a known difference that passes fails the run, so that the list stays true.
//!
//! The suites are read from `STACKGEN_CONFORMANCE`, or from where `.ci/run` unpacks them: a folder with copies of
//! `w3c/rdf-tests` and `w3c/data-shapes`. Cases of our own run always. Update, protocol,
//! entailment and federation are no part of `query`.

#[path = "conformance/engine.rs"]
mod engine;
#[path = "conformance/manifest.rs"]
mod manifest;
#[path = "conformance/parsers.rs"]
mod parsers;
#[path = "conformance/results.rs"]
mod results;
#[path = "conformance/shapes.rs"]
mod shapes;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use engine::{Engine, run};
use manifest::Suite;

/// The versions and the folders they may stand in.
const SUITES: &[(&str, &[&str])] = &[
    (
        "sparql10",
        &["rdf-tests/sparql/sparql10", "sparql/sparql10"],
    ),
    (
        "sparql11",
        &["rdf-tests/sparql/sparql11", "sparql/sparql11"],
    ),
    (
        "sparql12",
        &["rdf-tests/sparql/sparql12", "sparql/sparql12"],
    ),
];

/// The folders of version 1.1 that are about queries and their results.
const QUERIES_11: &[&str] = &[
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
    "syntax-query",
];

/// Tests that do not pass, with the reason: lines of name, two blanks, reason.
fn known_differences() -> BTreeMap<&'static str, &'static str> {
    include_str!("conformance/known_differences.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(|line| line.split_once("  ").expect("a test and its reason"))
        .collect()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folder with the suites.
fn root() -> PathBuf {
    std::env::var_os("STACKGEN_CONFORMANCE")
        .map_or_else(|| here("target/conformance"), PathBuf::from)
}

/// Compares what fails with what is known to; without the folder it is said that nothing was tried.
fn check(name: &str, folder: &Path, failures: fn(&Path) -> (usize, BTreeMap<String, String>)) {
    let say = |line: &str| std::io::stderr().write_all(line.as_bytes()).unwrap();
    if !folder.is_dir() {
        say(&format!(
            "skipped: no suite in {}, see tests/conformance.rs\n",
            folder.display()
        ));
        return;
    }
    let (count, failed) = failures(folder);
    say(&format!(
        "{name}: {} of {count} pass\n",
        count - failed.len()
    ));
    let known = known_differences();
    let new: Vec<String> = failed
        .iter()
        .filter(|(test, _)| !known.contains_key(format!("{name}/{test}").as_str()))
        .map(|(test, error)| {
            format!(
                "{name}/{test}  {}",
                error.chars().take(400).collect::<String>()
            )
        })
        .collect();
    assert!(new.is_empty(), "{}", new.join("\n"));
    let prefix = format!("{name}/");
    let passing: Vec<&str> = known
        .keys()
        .filter(|test| {
            let test = test.strip_prefix(&prefix);
            test.is_some_and(|test| !failed.contains_key(test))
        })
        .copied()
        .collect();
    assert!(
        passing.is_empty(),
        "no differences any more: {}",
        passing.join(", ")
    );
}

#[test]
fn formats_of_rdf_are_read_as_the_suites_say() {
    check("rdf", &root().join("rdf-tests/rdf"), parsers::failures);
}

#[test]
fn shapes_are_checked_as_the_suite_says() {
    let folder = root().join("data-shapes/data-shapes-test-suite/tests");
    check("shacl", &folder, shapes::failures);
}

/// The suites that are there.
fn suites() -> Vec<Suite> {
    let root = root();
    let mut suites = Vec::new();
    for (name, folders) in SUITES {
        let only = if *name == "sparql11" { QUERIES_11 } else { &[] };
        let folder = folders
            .iter()
            .map(|it| root.join(it))
            .find(|it| it.is_dir());
        suites.extend(folder.map(|folder| Suite::new(name, &folder, only)));
    }
    suites
}

/// The tests that an engine fails, with what is wrong.
fn failures(engine: Engine, suite: &Suite) -> BTreeMap<String, String> {
    let cases = suite.cases().into_iter();
    cases
        .filter_map(|case| Some((case.name.clone(), run(engine, suite, &case).err()?)))
        .collect()
}

#[test]
fn our_own_cases_pass() {
    let suite = Suite::new("own", &here("tests/conformance/own"), &[]);
    assert!(suite.cases().len() >= 30, "{}", suite.cases().len());
    assert_eq!(failures(Engine::Ours, &suite), BTreeMap::new());
}

#[test]
fn the_suites_pass_but_for_known_differences() {
    let suites = suites();
    if suites.is_empty() {
        eprintln!("skipped: no suites below target/conformance, see tests/conformance.rs");
        return;
    }
    let known = known_differences();
    let mut wrong = Vec::new();
    for suite in &suites {
        let cases = suite.cases();
        let failed = failures(Engine::Ours, suite);
        for case in &cases {
            let name = case.name.as_str();
            match (failed.get(name), known.get(name)) {
                (Some(error), None) => wrong.push(format!("{name}: {error}")),
                (None, Some(_)) => {
                    wrong.push(format!("{name} passes: no difference any more"));
                }
                _ => {}
            }
        }
        let reference = failures(Engine::Oxigraph, suite);
        let (passed, all) = (cases.len() - failed.len(), cases.len());
        // Not by `eprintln`, which shows nothing when a test passes.
        let line = format!(
            "{}: {passed} of {all} pass; in Oxigraph's store {}\n",
            suite.name,
            all - reference.len()
        );
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        // An older edition has other numbers of tests.
        let told = include_str!("../docs/sparql.md");
        if told.contains(&format!(" of {all} |")) {
            let row = format!("| {passed} of {all} | {} |", all - reference.len());
            if !told.contains(&row) {
                wrong.push(format!("docs/sparql.md without {row}"));
            }
        }
        if failed.len() > reference.len() {
            wrong.push(format!("{}: worse than the reference", suite.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
