//! A graph of 20,000 generated entries: the answers of an engine are those of the local store, within requests and bytes
//! that depend on the question and not on the graph.

use std::fmt::Write as _;
use std::path::Path;

use crate::engines::{self, Engine};
use crate::graph;
use crate::support::{self, Fixture};
use crate::{Asked, ask};

/// How many entries the graph has.
const ENTRIES: u64 = 20_000;

/// The most requests, the most kilobytes, and a command.
const COMMANDS: &[(usize, usize, &str)] = &[
    (
        12,
        500,
        "recommend --lang language-0 --need need-0 --format json",
    ),
    (
        12,
        500,
        "recommend --lang language-3 --need need-7 --explain --format json",
    ),
    (
        12,
        500,
        "recommend --lang language-0 --need need-0,need-1,need-2,need-3,need-4 --explain --format json",
    ),
    (12, 500, "recommend --need need-0,need-5 --format json"),
    (12, 500, "recommend --need need-12 --top 20 --format csv"),
    (
        18,
        700,
        "recommend --lang language-0 --need need-0:2,need-9 --stacks 3 --format json",
    ),
    (
        12,
        300,
        "recommend --lang language-0,language-1 --need need-0 --format json",
    ),
    (
        14,
        400,
        "recommend --lang language-2,language-4 --need need-3,need-6 --explain --format json",
    ),
    (
        12,
        500,
        "recommend --lang language-0 --need need-0 --license MIT --standard standard-2 --format json",
    ),
    (
        12,
        500,
        "recommend --lang language-0 --need need-0:library --format json",
    ),
    (
        12,
        500,
        "recommend --lang language-0 --need need-0,need-1 --with tool-1,tool-20 --format json",
    ),
    (
        12,
        500,
        "recommend --lang language-0 --need need-0 --without tool-0,tool-1 --weight adoption=0.9 --format turtle",
    ),
    (
        12,
        500,
        "recommend --lang language-2 --need need-3 --include-retired --format json",
    ),
    (5, 100, "alternatives tool-0 --format json"),
    (
        5,
        100,
        "alternatives tool-5000 --lang language-1 --format json",
    ),
    (5, 200, "alternatives tool-0 tool-1 --top 20 --format csv"),
    (4, 250, "compare tool-0 tool-1 tool-2 --format json"),
    (4, 100, "compare tool-4000 tool-5001 --format json"),
    (7, 200, "show tool-0"),
    (7, 100, "show tool-5000"),
    (9, 400, "show \"Tool 0 router\" --format markdown"),
    (8, 100, "show tool-5000 --format turtle"),
    (8, 200, "show tool-0 --format turtle"),
    (5, 100, "show need-0"),
    (5, 100, "show language-0"),
    (5, 100, "show standard-3"),
    (8, 300, "show tool-0 --dependents --format json"),
    (8, 300, "path tool-0 tool-19000 --format json"),
    (8, 300, "path tool-1234 tool-18765 --format json"),
    (5, 200, "search tool-42 --format json"),
    (5, 200, "search tol-42 --format json"),
    (5, 200, "search \"broker mesh\" --format json"),
    (5, 200, "search \"Need 3\" --top 30 --format json"),
    (8, 300, "list entries --top 20 --format json"),
    (
        8,
        300,
        "list entries --need need-0 --lang language-0 --top 20 --format json",
    ),
    (
        8,
        300,
        "list entries --need need-3 --sort use --top 20 --format csv",
    ),
    (8, 300, "list entries --need need-100 --format json"),
    (
        8,
        600,
        "list entries --standard standard-3 --sort status --top 30 --format csv",
    ),
    (8, 300, "list needs --format json"),
    (8, 300, "list languages --format json"),
    (8, 300, "list standards --format json"),
    (8, 300, "export --focus tool-0 --format json"),
    (8, 300, "export --focus tool-0 --format svg"),
    (8, 300, "export --category need-100 --format json"),
    (8, 300, "stats --format json"),
];

/// The generated graph, in the named graph of a source.
fn generated() -> Fixture {
    let mut triples = Vec::new();
    graph::write(ENTRIES, &mut triples).unwrap();
    let source = "<https://w3id.org/stackgen/id/source/generated>";
    let mut text = String::new();
    for line in String::from_utf8(triples).unwrap().lines() {
        let statement = line.strip_suffix(" .").unwrap();
        writeln!(text, "{statement} {source} .").unwrap();
    }
    let kind =
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/stackgen/ns#Source>";
    writeln!(text, "{source} {kind} {source} .").unwrap();
    Fixture::new("generated.nq", &text)
}

/// A store with the graph, in a folder that ends with this value.
struct Local {
    _file: Fixture,
    data: String,
    store: String,
}

impl Local {
    fn new() -> Self {
        let file = generated();
        let folder = Path::new(&file.path).with_extension("store");
        let store = folder.to_str().unwrap().to_owned();
        let line = ["import", &file.path, "--store", &store];
        assert_eq!(support::run(&line, "").status, 0);
        Self {
            data: file.path.clone(),
            _file: file,
            store,
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.store));
    }
}

fn a_large_graph_is_answered_within_bounds(start: fn(&str) -> Option<Engine>) {
    let local = Local::new();
    let Some(engine) = start(&local.data) else {
        return;
    };
    for (most_requests, most_kilobytes, line) in COMMANDS {
        // A machine that is busy must not end the search before its proof.
        let line = &match line.strip_prefix("recommend ") {
            Some(rest) => format!("recommend --timeout 25s {rest}"),
            None => (*line).to_owned(),
        };
        let here = support::stackgen(&format!("{line} --store {}", local.store));
        let Asked {
            run: there,
            requests,
            bytes,
        } = ask(line, &engine.url);
        let told = format!(
            "{}: {line}: {requests} requests, {bytes} bytes",
            engine.name
        );
        assert_eq!(there.stderr, here.stderr, "{told}");
        assert!(there.stdout == here.stdout, "{told}\n{}", there.stdout);
        assert!(requests <= *most_requests, "{told}");
        assert!(bytes <= most_kilobytes * 1_000, "{told}");
    }
    // What would have to read all of them says so.
    let Asked { run: there, .. } = ask(
        "recommend --lang language-0 --need need-0:service",
        &engine.url,
    );
    assert_eq!(there.status, 2, "{}", there.stdout);
    assert!(
        there.stderr.contains("more than 2000 candidates"),
        "{}",
        there.stderr
    );
}

#[test]
fn virtuoso_answers_a_large_graph_within_bounds() {
    a_large_graph_is_answered_within_bounds(engines::virtuoso);
}

#[test]
fn oxigraph_answers_a_large_graph_within_bounds() {
    a_large_graph_is_answered_within_bounds(engines::oxigraph);
}
