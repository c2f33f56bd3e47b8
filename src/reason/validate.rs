//! A graph against SHACL shapes: the core constraints and SPARQL constraints that catalogues need.
//!
//! A shape that uses anything else is refused, never half checked.

use std::collections::BTreeSet;
use std::time::Duration;

use oxrdf::Term;

use crate::base::place::Place;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::term::decode;
use crate::model::term::encode;
use crate::store::sparql::{Outcome, query};

/// Namespace of SHACL.
pub const SH: &str = "http://www.w3.org/ns/shacl#";
/// How long one SPARQL constraint may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How bad a result is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The graph is wrong.
    Violation,
    /// The graph may be wrong or lacks something.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// Its name in SHACL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Violation => "Violation",
            Self::Warning => "Warning",
            Self::Info => "Info",
        }
    }
}

/// Something that does not hold. Sorted by severity, then place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where the statement was read; the empty place where nothing is known.
    pub place: Place,
    /// The thing it is about, as an IRI.
    pub focus: String,
    /// The property it is about, as an IRI; empty for the thing as a whole.
    pub path: String,
    /// The value it is about, as text; empty where a value is missing.
    pub value: String,
    /// What was expected.
    pub message: String,
}

/// Checks `data` against `shapes`: every finding, sorted, each once.
///
/// # Errors
///
/// What in the shapes cannot be checked: a constraint that is not known, a pattern or query that is malformed.
pub fn validate(data: &Graph<'_>, shapes: &Graph<'_>) -> Result<Vec<Finding>, String> {
    let mut findings = BTreeSet::new();
    for shape in shapes.of_class(&sh("NodeShape")) {
        let check = Check { data, shapes };
        let targets = check.targets(shape);
        for property in shapes.objects(shape, &sh("property")) {
            check.property(property, &targets, &mut findings)?;
        }
        for constraint in shapes.objects(shape, &sh("sparql")) {
            check.sparql(constraint, &targets, &mut findings)?;
        }
        check.refuse_unknown(shape, SHAPE)?;
    }
    Ok(findings.into_iter().collect())
}

fn sh(name: &str) -> String {
    format!("{SH}{name}")
}

/// What a node shape may say.
const SHAPE: &[&str] = &[
    "property",
    "sparql",
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "message",
    "severity",
    "description",
    "name",
];
/// What a property shape may say.
const PROPERTY: &[&str] = &[
    "path",
    "message",
    "severity",
    "description",
    "name",
    "minCount",
    "maxCount",
    "class",
    "datatype",
    "nodeKind",
    "in",
    "hasValue",
    "pattern",
    "minLength",
    "maxLength",
    "minInclusive",
    "maxInclusive",
];

struct Check<'a> {
    data: &'a Graph<'a>,
    shapes: &'a Graph<'a>,
}

impl Check<'_> {
    /// The same thing in the data; nothing when the data never mentions it.
    fn there(&self, node: Node) -> Option<Node> {
        self.data
            .index()
            .number(self.shapes.index().term(node.0))
            .map(Node)
    }

    fn targets(&self, shape: Node) -> BTreeSet<Node> {
        let mut targets = BTreeSet::new();
        let values = |name: &str| {
            self.shapes
                .objects(shape, &sh(name))
                .filter_map(|node| self.there(node))
        };
        for class in values("targetClass") {
            targets.extend(self.data.subjects(sg::TYPE, class));
        }
        targets.extend(values("targetNode"));
        for (name, subject) in [("targetSubjectsOf", true), ("targetObjectsOf", false)] {
            for property in values(name) {
                let rows = self.data.index().matching(None, Some(property.0), None);
                targets.extend(rows.map(|[s, _, o, _]| Node(if subject { s } else { o })));
            }
        }
        targets
    }

    fn refuse_unknown(&self, shape: Node, known: &[&str]) -> Result<(), String> {
        for (property, ..) in self.shapes.about(shape) {
            if let Some(name) = self.shapes.iri(property).strip_prefix(SH)
                && !known.contains(&name)
            {
                return Err(format!(
                    "`sh:{name}` is not known, expected one of {}",
                    known.join(", ")
                ));
            }
        }
        Ok(())
    }

    fn severity(&self, shape: Node) -> Severity {
        let severity = self.shapes.objects(shape, &sh("severity")).next();
        match severity.map(|it| self.shapes.iri(it).rsplit('#').next().unwrap_or_default()) {
            Some("Warning") => Severity::Warning,
            Some("Info") => Severity::Info,
            _ => Severity::Violation,
        }
    }

    fn property(
        &self,
        shape: Node,
        targets: &BTreeSet<Node>,
        findings: &mut BTreeSet<Finding>,
    ) -> Result<(), String> {
        self.refuse_unknown(shape, PROPERTY)?;
        let path = self
            .shapes
            .objects(shape, &sh("path"))
            .next()
            .ok_or("a property shape without `sh:path`")?;
        let inverse = self.shapes.objects(path, &sh("inversePath")).next();
        let property = self.shapes.iri(inverse.unwrap_or(path)).to_owned();
        if property.is_empty() {
            return Err("a path that is no property and no `sh:inversePath`".to_owned());
        }
        let constraints = self.constraints(shape)?;
        for target in targets {
            let values: Vec<Node> = if inverse.is_some() {
                self.data.subjects(&property, *target).collect()
            } else {
                self.data.objects(*target, &property).collect()
            };
            for constraint in &constraints {
                for value in self.failing(constraint, &values) {
                    findings.insert(self.finding(shape, *target, &property, value, constraint));
                }
            }
        }
        Ok(())
    }

    fn finding(
        &self,
        shape: Node,
        focus: Node,
        property: &str,
        value: Option<Node>,
        constraint: &Constraint,
    ) -> Finding {
        let message = self.shapes.value(shape, &sh("message"));
        Finding {
            severity: self.severity(shape),
            place: self.place(focus, property, value),
            focus: self.data.iri(focus).to_owned(),
            path: property.to_owned(),
            value: value
                .map(|value| text(self.data, value))
                .unwrap_or_default(),
            message: if message.is_empty() {
                format!("expected {constraint:?}")
            } else {
                message.to_owned()
            },
        }
    }

    /// Where the statement was read, else where the thing is defined.
    fn place(&self, focus: Node, property: &str, value: Option<Node>) -> Place {
        let data = self.data;
        let stated = |subject: Node, property: &str, object: Node| {
            let source = data.sources(subject, property, object).into_iter().next()?;
            data.place(subject, data.node(property)?, object, source)
        };
        value
            .and_then(|value| {
                stated(focus, property, value).or_else(|| stated(value, property, focus))
            })
            .or_else(|| {
                let class = data.objects(focus, sg::TYPE).next()?;
                stated(focus, sg::TYPE, class)
            })
            .or_else(|| {
                let (property, object, source) = data.about(focus).next()?;
                data.place(focus, property, object, source)
            })
            .unwrap_or_default()
    }

    fn constraints(&self, shape: Node) -> Result<Vec<Constraint>, String> {
        let mut constraints = Vec::new();
        for (property, value, _) in self.shapes.about(shape) {
            let Some(name) = self.shapes.iri(property).strip_prefix(SH) else {
                continue;
            };
            let number = || {
                let text = self.shapes.text(value);
                text.parse::<f64>()
                    .map_err(|_| format!("`sh:{name} {text}` is no number"))
            };
            constraints.push(match name {
                "minCount" => Constraint::MinCount(number()?),
                "maxCount" => Constraint::MaxCount(number()?),
                "minLength" => Constraint::MinLength(number()?),
                "maxLength" => Constraint::MaxLength(number()?),
                "minInclusive" => Constraint::MinInclusive(number()?),
                "maxInclusive" => Constraint::MaxInclusive(number()?),
                "class" => Constraint::Class(self.shapes.iri(value).to_owned()),
                "datatype" => Constraint::Datatype(self.shapes.iri(value).to_owned()),
                "nodeKind" => Constraint::NodeKind(
                    self.shapes
                        .iri(value)
                        .rsplit('#')
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                ),
                "in" => Constraint::In(self.members(value)),
                "hasValue" => Constraint::HasValue(self.shapes.index().term(value.0).to_vec()),
                "pattern" => {
                    let text = self.shapes.text(value);
                    let pattern = regex::Regex::new(text)
                        .map_err(|error| format!("`sh:pattern`: {error}"))?;
                    Constraint::Pattern(pattern)
                }
                _ => continue,
            });
        }
        Ok(constraints)
    }

    /// The members of an RDF list, as bytes of terms; ends on a cycle.
    fn members(&self, list: Node) -> Vec<Vec<u8>> {
        const FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
        const REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
        let mut members = Vec::new();
        let (mut seen, mut next) = (BTreeSet::new(), Some(list));
        while let Some(node) = next.filter(|node| seen.insert(*node)) {
            let first = self.shapes.objects(node, FIRST).next();
            members.extend(first.map(|first| self.shapes.index().term(first.0).to_vec()));
            next = self.shapes.objects(node, REST).next();
        }
        members
    }

    /// The values that break a constraint; `None` for a break that no value shows.
    fn failing(&self, constraint: &Constraint, values: &[Node]) -> Vec<Option<Node>> {
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let count = values.len() as f64;
        let term = |node: Node| self.data.index().term(node.0);
        match constraint {
            Constraint::MinCount(least) if count < *least => return vec![None],
            Constraint::MaxCount(most) if count > *most => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "less than a count"
                )]
                let allowed = most.max(0.0) as usize;
                return values
                    .iter()
                    .skip(allowed)
                    .map(|value| Some(*value))
                    .collect();
            }
            Constraint::HasValue(wanted) if !values.iter().any(|value| term(*value) == wanted) => {
                return vec![None];
            }
            _ => {}
        }
        let fails = |value: &Node| match constraint {
            Constraint::Class(class) => !self.data.is_a(*value, class),
            Constraint::In(members) => !members.iter().any(|member| member == term(*value)),
            Constraint::Pattern(pattern) => !pattern.is_match(&text(self.data, *value)),
            Constraint::Datatype(datatype) => !is_of_datatype(&decode(term(*value)), datatype),
            Constraint::NodeKind(kind) => !is_of_kind(&decode(term(*value)), kind),
            #[expect(clippy::cast_precision_loss, reason = "texts are short")]
            Constraint::MinLength(least) => {
                (text(self.data, *value).chars().count() as f64) < *least
            }
            #[expect(clippy::cast_precision_loss, reason = "texts are short")]
            Constraint::MaxLength(most) => (text(self.data, *value).chars().count() as f64) > *most,
            Constraint::MinInclusive(least) => {
                number(self.data, *value).is_none_or(|number| number < *least)
            }
            Constraint::MaxInclusive(most) => {
                number(self.data, *value).is_none_or(|number| number > *most)
            }
            Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::HasValue(_) => false,
        };
        values
            .iter()
            .filter(|value| fails(value))
            .map(|value| Some(*value))
            .collect()
    }

    /// A SELECT whose solutions are breaks: `$this` is the thing, `?path` and `?value` say where.
    fn sparql(
        &self,
        constraint: Node,
        targets: &BTreeSet<Node>,
        findings: &mut BTreeSet<Finding>,
    ) -> Result<(), String> {
        let select = self.shapes.value(constraint, &sh("select"));
        let outcome = query(self.data.index(), select, TIMEOUT)
            .map_err(|error| format!("`sh:select`: {error}"))?;
        let Outcome::Solutions(variables, rows) = outcome else {
            return Err("`sh:select` is no SELECT".to_owned());
        };
        let column = |name: &str| variables.iter().position(|variable| variable == name);
        let this = column("this").ok_or("`sh:select` does not select `$this`")?;
        for row in rows {
            let found = |at: Option<usize>| {
                let term: &Term = row.get(at?)?.as_ref()?;
                self.data.index().number(&encode(term)).map(Node)
            };
            let Some(focus) = found(Some(this)).filter(|focus| targets.contains(focus)) else {
                continue;
            };
            let path = found(column("path")).map_or("", |path| self.data.iri(path));
            let value = found(column("value"));
            findings.insert(Finding {
                severity: self.severity(constraint),
                place: self.place(focus, path, value),
                focus: self.data.iri(focus).to_owned(),
                path: path.to_owned(),
                value: value
                    .map(|value| text(self.data, value))
                    .unwrap_or_default(),
                message: self.shapes.value(constraint, &sh("message")).to_owned(),
            });
        }
        Ok(())
    }
}

#[derive(Debug)]
enum Constraint {
    MinCount(f64),
    MaxCount(f64),
    MinLength(f64),
    MaxLength(f64),
    MinInclusive(f64),
    MaxInclusive(f64),
    Class(String),
    Datatype(String),
    NodeKind(String),
    In(Vec<Vec<u8>>),
    HasValue(Vec<u8>),
    Pattern(regex::Regex),
}

fn text(graph: &Graph<'_>, node: Node) -> String {
    match graph.iri(node) {
        "" => graph.text(node).to_owned(),
        iri => iri.to_owned(),
    }
}

fn number(graph: &Graph<'_>, node: Node) -> Option<f64> {
    graph.text(node).parse().ok()
}

fn is_of_datatype(term: &Term, datatype: &str) -> bool {
    match term {
        Term::Literal(literal) => literal.datatype().as_str() == datatype,
        _ => false,
    }
}

fn is_of_kind(term: &Term, kind: &str) -> bool {
    match term {
        Term::NamedNode(_) => kind.contains("IRI"),
        Term::BlankNode(_) => kind.contains("BlankNode"),
        _ => kind.contains("Literal"),
    }
}
