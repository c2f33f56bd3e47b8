//! `validate`: a graph against SHACL shapes, and a catalogue against the rules of its own.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::{Catalog, kept_by_others};
use crate::graph::Graph;
use crate::graph::words::short_iri;
use crate::model::page::{Block, Page, Table};
use crate::model::problem::{Gravity, Problem};
use crate::reason::validate::rules::broken;
use crate::reason::validate::{Checked, Finding, Path, SH, Severity, shapes};
use crate::store::index::Index;
use crate::store::roles::Roles;
use crate::store::snapshot;

static BUILT_IN_SHAPES: &str = include_str!("../../ontologies/shapes.ttl");
/// Where the rules of our own stand in a report.
const RULES: &str = "https://w3id.org/stackgen/shapes#";

/// Checks a graph against SHACL shapes and the rules of a catalogue, naming file, line and what to do
#[derive(Clone, Debug, Default, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Validate {
    /// Files or folders to check instead of the built-in catalogue
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Check against these SHACL shapes alone instead of the built-in ones and the rules of a catalogue
    #[arg(long, value_name = "FILE")]
    pub shapes: Option<PathBuf>,
}

impl Ask for Validate {
    type Answer = Validation;
    const NAME: &'static str = "validate";
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Statements];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen validate",
        "stackgen validate data",
        "stackgen validate my-list.ttl --shapes my-shapes.ttl --format json",
    ];

    fn answer(self, world: &World) -> Result<Validation, Failure> {
        let mut kept = Vec::new();
        let catalog = if self.files.is_empty() {
            if let Some(folder) = world.store() {
                // Opening a large store leaves out what this looks at: every byte.
                snapshot::verify(folder).map_err(|error| Failure::usage(error.to_string()))?;
            }
            if let Ok(files) = world.files() {
                kept = kept_by_others(&files);
            }
            world.whole()?
        } else {
            let files = [self.files, world.files()?].concat();
            kept = kept_by_others(&files);
            Arc::new(Catalog::open_at(&files, world.base()).map_err(Failure::Input)?)
        };
        let graph = Graph::new(&catalog.index);
        let (name, against) = match &self.shapes {
            Some(path) => (
                path.to_string_lossy().into_owned(),
                Catalog::open_at(std::slice::from_ref(path), world.base()),
            ),
            None => (
                "ontologies/shapes.ttl".to_owned(),
                Catalog::of_text("ontologies/shapes.ttl", "ttl", BUILT_IN_SHAPES.as_bytes()),
            ),
        };
        let against = against.map_err(Failure::Input)?;
        let Checked { mut findings, idle } = shapes(&graph, &Graph::new(&against.index))
            .map_err(|message| Failure::usage(format!("{name}: {message}")))?;
        // Our own shapes are for catalogues: few graphs have all that they are about.
        let idle = if self.shapes.is_some() {
            idle
        } else {
            Vec::new()
        };
        for shape in &idle {
            world.note(&format!(
                "note: nothing was checked by {shape}: it is about nothing in this graph"
            ));
        }
        if self.shapes.is_none() {
            findings.extend(broken(&graph));
            // What a catalogue of ours should say besides is no task of those who keep a list.
            let is_of_a_list = |it: &Finding| kept.iter().any(|kept| kept.file == it.place.file);
            findings.retain(|it| it.severity == Severity::Violation || !is_of_a_list(it));
            let told = kept.iter().flat_map(|it| &it.told);
            findings.extend(told.map(contradiction));
        }
        findings.extend(catalog.problems.iter().map(contradiction));
        findings.sort();
        let told = findings.iter().map(ToldFinding::from).collect();
        let of_shapes = self.shapes.is_some();
        let counts = |it: &Finding| of_shapes || it.severity == Severity::Violation;
        Ok(Validation {
            conforms: !findings.iter().any(counts),
            results: told,
            unchecked: idle,
            statements: statements(&catalog.index),
            findings,
        })
    }
}

/// How many statements the graph has; of files of RDF those that stand in them.
fn statements(index: &Index) -> usize {
    let roles = Roles::of(index);
    if roles.is_union() {
        return index.rows();
    }
    let rows = index.matching(None, None, None);
    rows.filter(|[.., graph]| !roles.is_about(*graph) && !roles.is_rule(*graph))
        .count()
}

/// What a reader found.
fn contradiction(problem: &Problem) -> Finding {
    Finding {
        severity: match problem.gravity {
            Gravity::Skipped => Severity::Info,
            _ => Severity::Violation,
        },
        message: problem.message.clone(),
        fix: problem.hint.clone().unwrap_or_default(),
        detail: String::new(),
        place: problem.place.clone(),
        focus: None,
        path: None,
        value: None,
        rule: "reading".to_owned(),
        shape: None,
        own_severity: None,
        constraint: None,
    }
}

/// What is wrong with a graph.
#[derive(Serialize, JsonSchema)]
pub struct Validation {
    /// Whether a graph conforms: to shapes that were given when nothing was found, as SHACL has it; to the rules of a
    /// catalogue when no violation was.
    pub conforms: bool,
    /// What was found, in the order of the files.
    pub results: Vec<ToldFinding>,
    /// The shapes given that checked nothing, as they are about nothing in the graph, each with its target.
    pub unchecked: Vec<String>,
    #[serde(skip)]
    findings: Vec<Finding>,
    #[serde(skip)]
    statements: usize,
}

/// One thing that is wrong with a graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ToldFinding {
    /// How bad it is: Violation, Warning or Info.
    pub severity: &'static str,
    /// The file; may be empty.
    pub file: String,
    /// The line, counted from 1; 0 where it is not known.
    pub line: u64,
    /// What it is about.
    pub focus: String,
    /// The path from there.
    pub path: String,
    /// The value at its end.
    pub value: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
    /// More about this one.
    pub detail: String,
    /// The rule or constraint that it breaks.
    pub rule: String,
    /// The shape that it breaks; empty for rules.
    pub shape: String,
}

impl From<&Finding> for ToldFinding {
    fn from(it: &Finding) -> Self {
        Self {
            severity: it.severity.name(),
            file: it.place.file.clone(),
            line: it.place.line,
            focus: plain(it.focus.as_ref()),
            path: it
                .path
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            value: plain(it.value.as_ref()),
            message: it.message.clone(),
            fix: it.fix.clone(),
            detail: it.detail.clone(),
            rule: it.rule.clone(),
            shape: plain(it.shape.as_ref()),
        }
    }
}

impl Validation {
    fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// A term for people: prefixes for what we know, the text of a literal.
fn short(term: Option<&Term>) -> String {
    match term {
        Some(Term::NamedNode(node)) => short_iri(node.as_str()),
        term => plain(term),
    }
}

/// A term for programs: the IRI, or the text of a literal.
fn plain(term: Option<&Term>) -> String {
    match term {
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// A path for people.
fn short_path(path: Option<&Path>) -> String {
    match path {
        Some(Path::Property { iri, .. }) => short_iri(iri),
        Some(path) => path.to_string(),
        None => String::new(),
    }
}

/// `3 warnings`, `1 warning`.
fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}

impl Shapes for Validation {
    fn found(&self) -> bool {
        self.conforms
    }

    /// Equal faults stand together under what is wrong and what to do; columns without a cell are left out.
    fn page(&self) -> Page {
        let mut page = Page::default();
        let equal = |a: &Finding, b: &Finding| a.severity == b.severity && a.message == b.message;
        for group in self.findings.chunk_by(equal) {
            let first = &group[0];
            let times = match group.len() {
                1 => String::new(),
                times => format!(" ({times} times)"),
            };
            let severity = first.severity.name().to_lowercase();
            page.push(Block::Heading(format!(
                "{severity}: {}{times}",
                first.message
            )));
            if !first.fix.is_empty() {
                page.push(Block::Paragraph(format!("fix: {}", first.fix)));
            }
            page.push(Block::Table(places(group)));
        }
        page.push(Block::Paragraph(format!(
            "{}: {}, {}, {}.",
            counted(self.statements, "statement"),
            counted(self.count(Severity::Violation), "violation"),
            counted(self.count(Severity::Warning), "warning"),
            counted(self.count(Severity::Info), "note"),
        )));
        page
    }

    /// A validation report of SHACL. A catalogue with warnings and notes alone conforms to its own rules.
    fn quads(&self) -> Vec<Quad> {
        let mut writer = Writer::default();
        let report = BlankNode::new_unchecked("report");
        writer.say(&report, named(sg::TYPE), sh("ValidationReport"));
        writer.say(&report, sh("conforms"), Literal::from(self.conforms));
        for (number, it) in self.findings.iter().enumerate() {
            let result = BlankNode::new_unchecked(format!("result-{}", number + 1));
            writer.say(&report, sh("result"), result.clone());
            writer.result(&result, it);
        }
        writer.quads
    }
}

/// Where equal faults stand.
fn places(group: &[Finding]) -> Table {
    let rows: Vec<[String; 5]> = group
        .iter()
        .map(|it| {
            [
                it.place.to_string(),
                short(it.focus.as_ref()),
                short_path(it.path.as_ref()),
                short(it.value.as_ref()),
                it.detail.clone(),
            ]
        })
        .collect();
    let names = ["place", "about", "property", "value", "detail"];
    let used: Vec<usize> = (0..names.len())
        .filter(|column| *column == 0 || rows.iter().any(|row| !row[*column].is_empty()))
        .collect();
    let header: Vec<&str> = used.iter().map(|column| names[*column]).collect();
    let mut table = Table::new(&header);
    for row in rows {
        table.push(used.iter().map(|column| row[*column].clone()).collect());
    }
    table
}

fn sh(name: &str) -> NamedNode {
    named(&format!("{SH}{name}"))
}

/// The severity of a finding as a report names it.
fn severity(it: &Finding) -> NamedNode {
    it.own_severity
        .as_deref()
        .map_or_else(|| sh(it.severity.name()), named)
}

fn named(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

/// Writes a report as statements.
#[derive(Default)]
struct Writer {
    quads: Vec<Quad>,
    blanks: usize,
}

impl Writer {
    fn say(&mut self, subject: &BlankNode, predicate: NamedNode, object: impl Into<Term>) {
        self.quads.push(Quad {
            subject: NamedOrBlankNode::BlankNode(subject.clone()),
            predicate,
            object: object.into(),
            graph_name: GraphName::DefaultGraph,
        });
    }

    fn result(&mut self, result: &BlankNode, it: &Finding) {
        self.say(result, named(sg::TYPE), sh("ValidationResult"));
        self.say(result, sh("resultSeverity"), severity(it));
        let words = [it.message.as_str(), &it.detail, &it.fix];
        let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
        let message = if it.place.file.is_empty() {
            words.join("; ")
        } else {
            format!("{}: {}", it.place, words.join("; "))
        };
        self.say(
            result,
            sh("resultMessage"),
            Literal::new_simple_literal(message),
        );
        let component = if it.rule.contains(':') {
            named(&it.rule)
        } else if it.shape.is_some() {
            sh(&it.rule)
        } else {
            named(&format!("{RULES}{}", it.rule))
        };
        self.say(result, sh("sourceConstraintComponent"), component);
        for (name, term) in [
            ("focusNode", &it.focus),
            ("value", &it.value),
            ("sourceShape", &it.shape),
            ("sourceConstraint", &it.constraint),
        ] {
            if let Some(term) = term {
                self.say(result, sh(name), term.clone());
            }
        }
        if let Some(path) = &it.path {
            let path = self.path(path);
            self.say(result, sh("resultPath"), path);
        }
    }

    fn blank(&mut self) -> BlankNode {
        self.blanks += 1;
        BlankNode::new_unchecked(format!("path-{}", self.blanks))
    }

    /// A path as SHACL writes it.
    fn path(&mut self, path: &Path) -> Term {
        let (name, inner) = match path {
            Path::Property { iri, .. } => return named(iri).into(),
            Path::Sequence(parts) => return self.list(parts),
            Path::Alternative(parts) => ("alternativePath", self.list(parts)),
            Path::Inverse(inner) => ("inversePath", self.path(inner)),
            Path::ZeroOrMore(inner) => ("zeroOrMorePath", self.path(inner)),
            Path::OneOrMore(inner) => ("oneOrMorePath", self.path(inner)),
            Path::ZeroOrOne(inner) => ("zeroOrOnePath", self.path(inner)),
        };
        let node = self.blank();
        self.say(&node, sh(name), inner);
        node.into()
    }

    fn list(&mut self, parts: &[Path]) -> Term {
        const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        let mut rest: Term = named(&format!("{RDF}nil")).into();
        for part in parts.iter().rev() {
            let (node, first) = (self.blank(), self.path(part));
            self.say(&node, named(&format!("{RDF}first")), first);
            self.say(&node, named(&format!("{RDF}rest")), rest);
            rest = node.into();
        }
        rest
    }
}
