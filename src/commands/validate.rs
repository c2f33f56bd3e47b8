//! `validate`: a graph against the SHACL shapes of `ontologies/`.

use std::path::PathBuf;

use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use serde_json::{Value, json};

use super::failure::Failure;
use super::query::short_iri;
use super::{Arguments, Command, Context, arguments, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::model::page::{Block, Page, Table};
use crate::model::problem::Gravity;
use crate::reason::validate::{Finding, SH, Severity, validate};

pub(super) const COMMAND: Command = Command {
    name: "validate",
    about: "Checks a graph against the SHACL shapes in ontologies/, naming file and line",
    examples: "stackgen validate
stackgen validate data
stackgen validate my-list.ttl --shapes my-shapes.ttl --format json",
    formats: &["table", "json", "turtle"],
    arguments: arguments::<Validate>,
    run: run::<Validate>,
};

static SHAPES: &str = include_str!("../../ontologies/shapes.ttl");

#[derive(clap::Args)]
struct Validate {
    /// Files or folders to check instead of the built-in catalogue
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Shapes to check against instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    shapes: Option<PathBuf>,
}

impl Arguments for Validate {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = if self.files.is_empty() {
            context.catalog()?
        } else {
            let files = [self.files, context.data.clone()].concat();
            Catalog::open(&files).map_err(Failure::Input)?
        };
        let shapes = match &self.shapes {
            Some(path) => Catalog::open(std::slice::from_ref(path)),
            None => Catalog::of_text("ontologies/shapes.ttl", "ttl", SHAPES.as_bytes()),
        }
        .map_err(Failure::Input)?;
        let found = validate(&Graph::new(&catalog.index), &Graph::new(&shapes.index));
        let name = self
            .shapes
            .map_or("ontologies/shapes.ttl".to_owned(), |path| {
                path.to_string_lossy().into_owned()
            });
        let mut findings = found.map_err(|message| Failure::usage(format!("{name}: {message}")))?;
        findings.extend(catalog.problems.iter().map(|problem| Finding {
            severity: match problem.gravity {
                Gravity::Skipped => Severity::Info,
                _ => Severity::Violation,
            },
            place: problem.place.clone(),
            focus: String::new(),
            path: String::new(),
            value: String::new(),
            message: problem.message.clone(),
        }));
        findings.sort();
        Ok(Box::new(Report {
            findings,
            statements: catalog.index.rows(),
        }))
    }
}

struct Report {
    findings: Vec<Finding>,
    statements: usize,
}

impl Report {
    fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

impl Answer for Report {
    fn found(&self) -> bool {
        self.count(Severity::Violation) == 0
    }

    fn page(&self) -> Page {
        let mut page = Page::default();
        if !self.findings.is_empty() {
            let mut table = Table::new(&[
                "severity", "place", "about", "property", "value", "expected",
            ]);
            for it in &self.findings {
                table.push(vec![
                    it.severity.name().to_lowercase(),
                    it.place.to_string(),
                    short_iri(&it.focus),
                    short_iri(&it.path),
                    short_iri(&it.value),
                    it.message.clone(),
                ]);
            }
            page.push(Block::Table(table));
        }
        page.push(Block::Paragraph(format!(
            "{} statements: {} violations, {} warnings.",
            self.statements,
            self.count(Severity::Violation),
            self.count(Severity::Warning)
        )));
        page
    }

    fn json(&self) -> Value {
        let findings: Vec<Value> = self
            .findings
            .iter()
            .map(|it| {
                json!({
                    "severity": it.severity.name(),
                    "file": it.place.file,
                    "line": it.place.line,
                    "focus": it.focus,
                    "path": it.path,
                    "value": it.value,
                    "message": it.message,
                })
            })
            .collect();
        json!({"conforms": self.found(), "results": findings})
    }

    fn quads(&self) -> Vec<Quad> {
        let sh = |name: &str| NamedNode::new_unchecked(format!("{SH}{name}"));
        let mut quads = Vec::new();
        let mut say = |subject: &BlankNode, predicate: NamedNode, object: Term| {
            let subject = NamedOrBlankNode::BlankNode(subject.clone());
            quads.push(Quad {
                subject,
                predicate,
                object,
                graph_name: GraphName::DefaultGraph,
            });
        };
        let class = || NamedNode::new_unchecked(sg::TYPE);
        let report = BlankNode::new_unchecked("report");
        say(&report, class(), sh("ValidationReport").into());
        say(&report, sh("conforms"), Literal::from(self.found()).into());
        for (number, it) in self.findings.iter().enumerate() {
            let result = BlankNode::new_unchecked(format!("result-{}", number + 1));
            say(&report, sh("result"), result.clone().into());
            say(&result, class(), sh("ValidationResult").into());
            say(&result, sh("resultSeverity"), sh(it.severity.name()).into());
            say(
                &result,
                sh("resultMessage"),
                Literal::new_simple_literal(format!("{}: {}", it.place, it.message)).into(),
            );
            for (name, iri) in [("focusNode", &it.focus), ("resultPath", &it.path)] {
                if let Ok(node) = NamedNode::new(iri.as_str()) {
                    say(&result, sh(name), node.into());
                }
            }
            if !it.value.is_empty() {
                let node = NamedNode::new(it.value.as_str()).map(Term::from);
                let value =
                    node.unwrap_or_else(|_| Literal::new_simple_literal(it.value.as_str()).into());
                say(&result, sh("value"), value);
            }
        }
        quads
    }
}
