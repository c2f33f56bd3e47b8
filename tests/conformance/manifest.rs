//! Manifests: lists of tests as RDF, each naming its query, its data and its result.

use std::path::{Path, PathBuf};

use oxrdf::{Graph, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use oxrdfio::{RdfFormat, RdfParser};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// One test.
pub(crate) struct Case {
    /// Suite, folder and local name, such as `sparql11/bind#bind01`: the same in every edition of the suite.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// The file with the query.
    pub(crate) query: Source,
}

/// What a test checks.
pub(crate) enum Kind {
    /// The query is SPARQL, or is not.
    Syntax { good: bool },
    /// The query brings this result.
    Evaluation {
        data: Vec<Source>,
        graphs: Vec<Source>,
        result: Source,
        /// Whether a repeated solution may come fewer times: `REDUCED`.
        lax: bool,
    },
}

/// A file and the IRI it stands for.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) iri: String,
    pub(crate) path: PathBuf,
}

impl Source {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path)
            .unwrap_or_else(|error| panic!("{} is readable: {error}", self.path.display()))
    }

    pub(crate) fn extension(&self) -> &str {
        let name = self.iri.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// A folder with the tests of one version, and the IRI it stands for.
pub(crate) struct Suite {
    pub(crate) name: String,
    folder: PathBuf,
    /// The folders about queries; empty where all are.
    only: &'static [&'static str],
}

impl Suite {
    pub(crate) fn new(name: &str, folder: &Path, only: &'static [&'static str]) -> Self {
        Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
            only,
        }
    }

    fn base(&self) -> String {
        format!("http://example.org/{}/", self.name)
    }

    /// The file that an IRI of the suite stands for.
    pub(crate) fn source(&self, iri: &str) -> Option<Source> {
        let path = self.folder.join(iri.strip_prefix(&self.base())?);
        Some(Source {
            iri: iri.to_owned(),
            path,
        })
    }

    /// Every test about queries, in the order of the manifests.
    pub(crate) fn cases(&self) -> Vec<Case> {
        let mut folders: Vec<PathBuf> = std::fs::read_dir(&self.folder)
            .unwrap_or_else(|error| panic!("{} is readable: {error}", self.folder.display()))
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("manifest.ttl").is_file())
            .collect();
        folders.sort();
        let folders = folders
            .iter()
            .map(|folder| folder.file_name().unwrap().to_str().unwrap());
        let mut cases: Vec<Case> = folders
            .filter(|folder| self.only.is_empty() || self.only.contains(folder))
            .flat_map(|folder| self.read(folder))
            .collect();
        let mut seen = std::collections::HashSet::new();
        cases.retain(|case| seen.insert(case.name.clone()));
        cases
    }

    fn read(&self, folder: &str) -> Vec<Case> {
        let iri = format!("{}{folder}/manifest.ttl", self.base());
        let source = self.source(&iri).unwrap();
        let manifest = Manifest {
            graph: read_graph(&source),
            suite: self,
            folder,
        };
        let entries = manifest.entries(&iri);
        entries
            .iter()
            .filter_map(|entry| manifest.case(entry))
            .collect()
    }
}

struct Manifest<'a> {
    graph: Graph,
    suite: &'a Suite,
    folder: &'a str,
}

impl Manifest<'_> {
    fn entries(&self, iri: &str) -> Vec<NamedNode> {
        let lists = self.graph.iter().filter_map(|triple| {
            (triple.predicate.as_str() == format!("{MF}entries")).then_some(triple.object)
        });
        let entries: Vec<NamedNode> = lists
            .flat_map(|list| self.list(list))
            .filter_map(|entry| match entry {
                Term::NamedNode(entry) => Some(entry),
                _ => None,
            })
            .collect();
        assert!(!entries.is_empty(), "{iri} lists tests");
        entries
    }

    fn list(&self, head: TermRef<'_>) -> Vec<Term> {
        let mut items = Vec::new();
        let mut next = head.into_owned();
        while let Term::BlankNode(node) = &next {
            let node = NamedOrBlankNode::from(node.clone());
            items.extend(self.object(node.as_ref(), &format!("{RDF}first")));
            next = self
                .object(node.as_ref(), &format!("{RDF}rest"))
                .expect("a list goes on");
        }
        items
    }

    fn objects(&self, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Vec<Term> {
        let property = NamedNode::new(property).unwrap();
        let objects = self
            .graph
            .objects_for_subject_predicate(subject, property.as_ref());
        objects.map(TermRef::into_owned).collect()
    }

    fn object(&self, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Option<Term> {
        self.objects(subject, property).into_iter().next()
    }

    fn sources(&self, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Vec<Source> {
        let sources = self.objects(subject, property);
        sources
            .iter()
            .map(|term| match term {
                Term::NamedNode(node) => self.suite.source(node.as_str()).unwrap(),
                term => panic!("{term} is a file"),
            })
            .collect()
    }

    /// The test, if it is one about queries.
    fn case(&self, entry: &NamedNode) -> Option<Case> {
        let entry_ref = entry.as_ref().into();
        let kinds = self.objects(entry_ref, &format!("{RDF}type"));
        let kind = kinds.iter().find_map(|kind| match kind {
            Term::NamedNode(node) => node.as_str().strip_prefix(MF),
            _ => None,
        })?;
        let action = self.object(entry_ref, &format!("{MF}action"))?;
        let local = entry.as_str().rsplit(['#', '/']).next()?;
        let (query, kind) = match kind {
            "PositiveSyntaxTest" | "PositiveSyntaxTest11" => (None, Kind::Syntax { good: true }),
            "NegativeSyntaxTest" | "NegativeSyntaxTest11" => (None, Kind::Syntax { good: false }),
            "QueryEvaluationTest" | "CSVResultFormatTest" => {
                let Term::BlankNode(action) = &action else {
                    panic!("{entry} says what to run")
                };
                let (query, kind) = self.evaluation(entry, action.as_ref().into());
                (Some(query), kind)
            }
            _ => return None,
        };
        let query = query.unwrap_or_else(|| match &action {
            Term::NamedNode(node) => self.suite.source(node.as_str()).unwrap(),
            action => panic!("{action} is a query"),
        });
        Some(Case {
            name: format!("{}/{}#{local}", self.suite.name, self.folder),
            kind,
            query,
        })
    }

    fn evaluation(&self, entry: &NamedNode, action: NamedOrBlankNodeRef<'_>) -> (Source, Kind) {
        let one = |mut sources: Vec<Source>| {
            assert_eq!(sources.len(), 1, "{entry} has one");
            sources.remove(0)
        };
        let entry_ref = entry.as_ref().into();
        let cardinality = self.object(entry_ref, &format!("{MF}resultCardinality"));
        let kind = Kind::Evaluation {
            data: self.sources(action, &format!("{QT}data")),
            graphs: self.sources(action, &format!("{QT}graphData")),
            result: one(self.sources(entry_ref, &format!("{MF}result"))),
            lax: cardinality.is_some_and(|it| it.to_string().contains("LaxCardinality")),
        };
        (one(self.sources(action, &format!("{QT}query"))), kind)
    }
}

/// The format of an RDF file.
pub(crate) fn rdf_format(source: &Source) -> Option<RdfFormat> {
    RdfFormat::from_extension(source.extension())
}

/// The statements of an RDF file.
pub(crate) fn read_quads(source: &Source) -> Vec<oxrdf::Quad> {
    let format = rdf_format(source).unwrap_or(RdfFormat::Turtle);
    let parser = RdfParser::from_format(format)
        .with_base_iri(&source.iri)
        .unwrap()
        .rename_blank_nodes();
    let quads: Result<Vec<_>, _> = parser.for_slice(&source.bytes()).collect();
    quads.unwrap_or_else(|error| panic!("{} is RDF: {error}", source.path.display()))
}

pub(crate) fn read_graph(source: &Source) -> Graph {
    read_quads(source)
        .iter()
        .map(|quad| oxrdf::TripleRef::from(quad.as_ref()))
        .collect()
}
