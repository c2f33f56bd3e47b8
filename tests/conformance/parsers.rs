//! The W3C's suites of RDF's formats, through the program: `export --data FILE --format nquads` reads and writes again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oxrdf::dataset::CanonicalizationAlgorithm;
use oxrdf::{Dataset, NamedNode, NamedOrBlankNodeRef, Term, TermRef};
use oxrdfio::RdfParser;

use crate::engine::{Written, program};
use crate::manifest::{Source, read_graph, read_quads};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const RDFT: &str = "http://www.w3.org/ns/rdftest#";

/// The suites below a folder: how many tests there are, and what is wrong with those that fail.
pub(crate) fn failures(folder: &Path) -> (usize, BTreeMap<String, String>) {
    let mut manifests = Vec::new();
    collect(folder, &mut manifests);
    manifests.sort();
    let (mut count, mut failed) = (0, BTreeMap::new());
    for path in manifests {
        let part = path.parent().unwrap().strip_prefix(folder).unwrap();
        for (name, result) in run(&path, &part.display().to_string()) {
            count += 1;
            if let Err(error) = result {
                failed.insert(name, error);
            }
        }
    }
    (count, failed)
}

fn collect(folder: &Path, manifests: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Those of semantics are about what follows from a graph.
        if path.is_dir() && name != "rdf-mt" && name != "rdf-semantics" {
            collect(&path, manifests);
        } else if name == "manifest.ttl" {
            manifests.push(path);
        }
    }
}

/// The tests of one manifest with their outcomes.
fn run(manifest: &Path, part: &str) -> Vec<(String, Result<(), String>)> {
    let base = format!("https://w3c.github.io/rdf-tests/rdf/{part}/");
    let graph = read_graph(&Source {
        iri: format!("{base}manifest.ttl"),
        path: manifest.to_owned(),
    });
    let class = oxrdf::vocab::rdf::TYPE;
    let mut outcomes = Vec::new();
    for triple in graph.triples_for_predicate(class) {
        let TermRef::NamedNode(kind) = triple.object else {
            continue;
        };
        let Some(kind) = kind.as_str().strip_prefix(RDFT) else {
            continue;
        };
        let file = |name: &str| {
            let property = NamedNode::new(format!("{MF}{name}")).unwrap();
            let mut found = graph.objects_for_subject_predicate(triple.subject, property.as_ref());
            found.next().map(TermRef::into_owned)
        };
        let Some(Term::NamedNode(action)) = file("action") else {
            continue;
        };
        // Where the file stands below the folder of its manifest.
        let name = |node: &NamedNode| {
            let iri = node.as_str();
            let below = iri.strip_prefix(&base);
            below
                .unwrap_or_else(|| panic!("{iri} is below {base}"))
                .to_owned()
        };
        let input = name(&action);
        let path = manifest.parent().unwrap().join(&input);
        let read = exported(&path, &format!("{base}{input}"));
        let outcome = match (kind.contains("Negative"), read) {
            (true, Ok(_)) => Err("is read, though it must not be".to_owned()),
            (true, Err(_)) => Ok(()),
            (false, Err(error)) => Err(error),
            (false, Ok(read)) => match file("result") {
                Some(Term::NamedNode(result)) => {
                    let result = name(&result);
                    same(
                        &read,
                        &manifest.parent().unwrap().join(&result),
                        &format!("{base}{input}"),
                    )
                }
                _ => Ok(()),
            },
        };
        let id = match triple.subject {
            NamedOrBlankNodeRef::NamedNode(node) => node
                .as_str()
                .rsplit(['#', '/'])
                .next()
                .unwrap_or_default()
                .to_owned(),
            NamedOrBlankNodeRef::BlankNode(_) => input,
        };
        outcomes.push((format!("{part}#{id}"), outcome));
    }
    outcomes
}

/// What the program reads from a file, as it writes it.
fn exported(path: &Path, base: &str) -> Result<Dataset, String> {
    let answer = Written::new("read.nq", b"");
    let (input, output) = (path.to_str().unwrap(), answer.path.to_str().unwrap());
    let words = [
        "export", "--all", "--data", input, "--base", base, "--format", "nquads", "-o", output,
        "--quiet",
    ];
    match program(&words) {
        0 | 1 => {}
        status => return Err(format!("exit status {status}")),
    }
    let bytes = std::fs::read(&answer.path).map_err(|error| error.to_string())?;
    let quads = RdfParser::from_format(oxrdfio::RdfFormat::NQuads).for_slice(&bytes);
    quads
        .collect::<Result<Dataset, _>>()
        .map_err(|error| error.to_string())
}

fn same(read: &Dataset, expected: &Path, base: &str) -> Result<(), String> {
    let source = Source {
        iri: format!("{base}/{}", expected.file_name().unwrap().to_string_lossy()),
        path: expected.to_owned(),
    };
    let expected: Dataset = read_quads(&source).into_iter().collect();
    let canonical = |dataset: &Dataset| {
        let mut dataset = dataset.clone();
        dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
        // Tags are compared without case.
        let mut lines: Vec<String> = dataset
            .iter()
            .map(|quad| quad.to_string().to_lowercase())
            .collect();
        lines.sort();
        lines
    };
    let (read, expected) = (canonical(read), canonical(&expected));
    if read == expected {
        return Ok(());
    }
    Err(format!("expected {expected:?}, got {read:?}"))
}
