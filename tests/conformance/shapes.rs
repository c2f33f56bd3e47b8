//! The W3C's suite of SHACL, through the program: `validate DATA --shapes SHAPES --format turtle`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oxrdf::{Graph, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};

use crate::engine::{Written, program};
use crate::manifest::{Source, read_graph};

const SH: &str = "http://www.w3.org/ns/shacl#";
const SHT: &str = "http://www.w3.org/ns/shacl-test#";
const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";

/// How many tests there are below a folder, and what is wrong with those that fail.
pub(crate) fn failures(folder: &Path) -> (usize, BTreeMap<String, String>) {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let (mut count, mut failed) = (0, BTreeMap::new());
    for path in files {
        let part = path.strip_prefix(folder).unwrap().display().to_string();
        let iri = format!("http://example.org/{part}");
        let graph = read_graph(&Source {
            iri: iri.clone(),
            path: path.clone(),
        });
        let class = NamedNode::new(format!("{SHT}Validate")).unwrap();
        let tests = graph.subjects_for_predicate_object(oxrdf::vocab::rdf::TYPE, class.as_ref());
        for test in tests.collect::<Vec<_>>() {
            count += 1;
            if let Err(error) = run(&graph, test, &path, &iri) {
                failed.insert(part.clone(), error);
            }
        }
    }
    (count, failed)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "ttl") {
            files.push(path);
        }
    }
}

fn object(graph: &Graph, subject: NamedOrBlankNodeRef<'_>, iri: &str) -> Option<Term> {
    let property = NamedNode::new(iri).unwrap();
    let mut found = graph.objects_for_subject_predicate(subject, property.as_ref());
    found.next().map(TermRef::into_owned)
}

fn node(term: Term) -> NamedOrBlankNode {
    match term {
        Term::NamedNode(node) => node.into(),
        Term::BlankNode(node) => node.into(),
        term => panic!("{term} is a node"),
    }
}

fn run(graph: &Graph, test: NamedOrBlankNodeRef<'_>, path: &Path, iri: &str) -> Result<(), String> {
    let action = node(object(graph, test, &format!("{MF}action")).expect("an action"));
    let file = |name: &str| match object(graph, action.as_ref(), &format!("{SHT}{name}")) {
        Some(Term::NamedNode(node)) => {
            let name = node
                .as_str()
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            (path.parent().unwrap().join(name), node.into_string())
        }
        _ => panic!("{} names its {name}", path.display()),
    };
    let ((data, _), (shapes, _)) = (file("dataGraph"), file("shapesGraph"));
    let expected = object(graph, test, &format!("{MF}result")).expect("a result");
    let answer = Written::new("report.nt", b"");
    let words = [
        "validate",
        data.to_str().unwrap(),
        "--shapes",
        shapes.to_str().unwrap(),
        "--base",
        iri,
        "--format",
        "turtle",
        "-o",
        answer.path.to_str().unwrap(),
        "--quiet",
    ];
    let status = program(&words);
    if matches!(&expected, Term::NamedNode(node) if node.as_str() == format!("{SHT}Failure")) {
        return if status == 2 {
            Ok(())
        } else {
            Err(format!("exit status {status}, expected 2"))
        };
    }
    if status == 2 {
        return Err("exit status 2".to_owned());
    }
    let expected = results(graph, node(expected).as_ref());
    let bytes = std::fs::read(&answer.path).map_err(|error| error.to_string())?;
    let text = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::Turtle);
    let report: Graph = text
        .for_slice(&bytes)
        .map(|quad| quad.map(oxrdf::Triple::from))
        .collect::<Result<_, _>>()
        .map_err(|error: oxrdfio::RdfSyntaxError| error.to_string())?;
    let class = NamedNode::new(format!("{SH}ValidationReport")).unwrap();
    let root = report
        .subjects_for_predicate_object(oxrdf::vocab::rdf::TYPE, class.as_ref())
        .next();
    let found = results(&report, root.expect("a report"));
    if (status == 1) == expected.is_empty() {
        return Err(format!(
            "exit status {status} with {} results",
            expected.len()
        ));
    }
    if found == expected {
        Ok(())
    } else {
        Err(format!("expected {expected:?}, got {found:?}"))
    }
}

/// What each result of a report says, sorted; blank nodes are all alike.
fn results(graph: &Graph, report: NamedOrBlankNodeRef<'_>) -> Vec<String> {
    let property = NamedNode::new(format!("{SH}result")).unwrap();
    let mut results: Vec<String> = graph
        .objects_for_subject_predicate(report, property.as_ref())
        .map(|result| {
            let result = node(result.into_owned());
            let said = [
                "focusNode",
                "resultPath",
                "value",
                "resultSeverity",
                "sourceConstraintComponent",
                "sourceShape",
            ];
            let said =
                said.map(
                    |name| match object(graph, result.as_ref(), &format!("{SH}{name}")) {
                        Some(Term::BlankNode(_)) => "_".to_owned(),
                        Some(term) => term.to_string(),
                        None => "-".to_owned(),
                    },
                );
            said.join(" ")
        })
        .collect();
    results.sort();
    results
}
