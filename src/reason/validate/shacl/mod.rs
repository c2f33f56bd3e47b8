//! A graph against SHACL shapes: the core of SHACL, and SPARQL constraints whose query finds the breaks.
//!
//! Shapes are read into values first ([`read`]); a shape that uses anything else, or that contains itself, is refused.
//! Then each is checked against what it is about. A shape inside others is checked once for each thing, so that time
//! grows with shapes times things.

mod path;
mod read;
mod sparql;
mod value;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::Term;

pub use path::Path;

use super::{Finding, Severity, place};
use crate::base::place::Place;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::store::regular::Regular;
use read::Terms;
use sparql::Sparql;

/// Namespace of SHACL.
pub const SH: &str = "http://www.w3.org/ns/shacl#";

fn sh(name: &str) -> String {
    format!("{SH}{name}")
}

/// Checks `data` against `shapes`: every finding, sorted.
///
/// # Errors
///
/// What in the shapes cannot be checked: a constraint that is not known, a pattern or query that is malformed, a shape
/// that contains itself, shapes without any target.
pub fn shapes(data: &Graph<'_>, shapes: &Graph<'_>) -> Result<Checked, String> {
    let read = read::read(data, shapes)?;
    let check = Check {
        data,
        terms: &read.terms,
        shapes: &read.all,
        conforming: RefCell::default(),
        failure: RefCell::default(),
    };
    let mut report = Report::default();
    let mut told = Vec::new();
    for (shape, targets) in &read.targets {
        for focus in targets {
            told.extend(check.report(*shape, *focus, &mut report)?);
        }
    }
    if let Some(failure) = check.failure.take() {
        return Err(failure);
    }
    let mut findings: Vec<Finding> = told
        .into_iter()
        .map(|number| report.findings[number].clone())
        .collect();
    findings.sort();
    Ok(Checked {
        findings,
        idle: read.idle,
    })
}

/// What a check against shapes brought.
pub struct Checked {
    /// What does not hold, sorted.
    pub findings: Vec<Finding>,
    /// The shapes that checked nothing, as nothing in the data is what they are about.
    pub idle: Vec<String>,
}

/// A shape. Shapes in constraints are numbers of shapes.
struct Shape {
    term: Term,
    path: Option<Path>,
    severity: Severity,
    /// The severity, where it is none of SHACL's.
    own_severity: Option<String>,
    message: String,
    fix: String,
    active: bool,
    constraints: Vec<Constraint>,
}

enum Constraint {
    Class(String, BTreeSet<Node>),
    Datatype(String),
    /// Whether IRIs, blank nodes, literals are allowed.
    NodeKind([bool; 3]),
    MinCount(usize),
    MaxCount(usize),
    MinLength(usize),
    MaxLength(usize),
    Pattern(String, Regular),
    LanguageIn(Vec<String>),
    UniqueLang,
    Range(Limit, Term),
    In(BTreeSet<Node>),
    HasValue(Node),
    Equals(Node),
    Disjoint(Node),
    /// The property whose values are greater, and whether equal ones are allowed.
    LessThan(Node, bool),
    Node(usize),
    Property(usize),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    Xone(Vec<usize>),
    Qualified {
        shape: usize,
        /// Values of these shapes do not count.
        siblings: Vec<usize>,
        least: Option<usize>,
        most: Option<usize>,
    },
    /// The properties allowed.
    Closed(BTreeSet<Node>),
    Sparql(Box<Sparql>),
}

/// An end of a range.
#[derive(Clone, Copy)]
enum Limit {
    Above,
    From,
    Below,
    To,
}

/// By thing, the path and the value of each break.
type Found = BTreeMap<Node, Vec<(Option<Node>, Option<Node>)>>;

impl Constraint {
    /// Its component in SHACL, without `ConstraintComponent`.
    fn component(&self) -> &'static str {
        match self {
            Self::Class(..) => "Class",
            Self::Datatype(_) => "Datatype",
            Self::NodeKind(_) => "NodeKind",
            Self::MinCount(_) => "MinCount",
            Self::MaxCount(_) => "MaxCount",
            Self::MinLength(_) => "MinLength",
            Self::MaxLength(_) => "MaxLength",
            Self::Pattern(..) => "Pattern",
            Self::LanguageIn(_) => "LanguageIn",
            Self::UniqueLang => "UniqueLang",
            Self::Range(Limit::Above, _) => "MinExclusive",
            Self::Range(Limit::From, _) => "MinInclusive",
            Self::Range(Limit::Below, _) => "MaxExclusive",
            Self::Range(Limit::To, _) => "MaxInclusive",
            Self::In(_) => "In",
            Self::HasValue(_) => "HasValue",
            Self::Equals(_) => "Equals",
            Self::Disjoint(_) => "Disjoint",
            Self::LessThan(_, false) => "LessThan",
            Self::LessThan(_, true) => "LessThanOrEquals",
            Self::Node(_) => "Node",
            Self::Property(_) => "Property",
            Self::Not(_) => "Not",
            Self::And(_) => "And",
            Self::Or(_) => "Or",
            Self::Xone(_) => "Xone",
            Self::Qualified { .. } => "Qualified",
            Self::Closed(_) => "Closed",
            Self::Sparql(_) => "SPARQL",
        }
    }
}

/// A break of a constraint: the path where it is not the shape's, and the value where there is one.
struct Break {
    path: Option<Node>,
    value: Option<Node>,
    /// The component, where a constraint has several.
    component: Option<&'static str>,
    /// What is wrong, where the constraint says it of each.
    message: Option<String>,
}

impl Break {
    fn nothing() -> Self {
        Self {
            path: None,
            value: None,
            component: None,
            message: None,
        }
    }

    fn value(value: Node) -> Self {
        Self {
            value: Some(value),
            ..Self::nothing()
        }
    }
}

/// How often findings may be told again: shapes in shapes can multiply them without end.
const MOST_REPEATED: usize = 1_000_000;

#[derive(Default)]
struct Report {
    /// Each finding once.
    findings: Vec<Finding>,
    /// The findings of a shape about a thing, by their numbers. SHACL tells them again on each way that leads there.
    known: HashMap<(usize, Node), Vec<usize>>,
    /// How many findings were told again.
    repeated: usize,
}

struct Check<'a> {
    data: &'a Graph<'a>,
    terms: &'a Terms<'a>,
    shapes: &'a [Shape],
    /// Whether a thing conforms to a shape, where that was asked.
    conforming: RefCell<HashMap<(usize, Node), bool>>,
    /// Why the check cannot be trusted, where a query went wrong.
    failure: RefCell<Option<String>>,
}

impl Check<'_> {
    /// Notes the first thing that went wrong.
    fn fail(&self, message: String) {
        self.failure.borrow_mut().get_or_insert(message);
    }

    fn values(&self, shape: &Shape, focus: Node) -> Vec<Node> {
        match &shape.path {
            Some(path) => path.values(self.data, focus),
            None => vec![focus],
        }
    }

    /// What breaks a shape, by the numbers of the findings.
    fn report(
        &self,
        number: usize,
        focus: Node,
        report: &mut Report,
    ) -> Result<Vec<usize>, String> {
        let shape = &self.shapes[number];
        if !shape.active {
            return Ok(Vec::new());
        }
        if let Some(known) = report.known.get(&(number, focus)) {
            report.repeated += known.len();
            if report.repeated > MOST_REPEATED {
                return Err(format!(
                    "shapes in shapes tell their results more than {MOST_REPEATED} times again"
                ));
            }
            return Ok(known.clone());
        }
        let mut told = Vec::new();
        let values = self.values(shape, focus);
        for constraint in &shape.constraints {
            if let Constraint::Property(inner) = constraint {
                for value in &values {
                    told.extend(self.report(*inner, *value, report)?);
                }
                continue;
            }
            for broken in self.breaks(constraint, shape, focus, &values) {
                told.push(report.findings.len());
                let finding = self.finding(shape, focus, constraint, &broken);
                report.findings.push(finding);
            }
        }
        report.known.insert((number, focus), told.clone());
        Ok(told)
    }

    /// Whether nothing breaks a shape.
    fn conforms(&self, number: usize, focus: Node) -> bool {
        let key = (number, focus);
        if let Some(known) = self.conforming.borrow().get(&key) {
            return *known;
        }
        let shape = &self.shapes[number];
        let conforms = !shape.active || {
            let values = self.values(shape, focus);
            shape
                .constraints
                .iter()
                .all(|constraint| self.breaks(constraint, shape, focus, &values).is_empty())
        };
        self.conforming.borrow_mut().insert(key, conforms);
        conforms
    }

    fn finding(
        &self,
        shape: &Shape,
        focus: Node,
        constraint: &Constraint,
        broken: &Break,
    ) -> Finding {
        let component = broken.component.unwrap_or_else(|| constraint.component());
        let (severity, own_severity, message, fix) = match constraint {
            Constraint::Sparql(it) => (
                it.severity.unwrap_or(shape.severity),
                it.severity
                    .map_or(&shape.own_severity, |_| &it.own_severity)
                    .clone(),
                or(
                    broken.message.as_ref().unwrap_or(&it.message),
                    &shape.message,
                ),
                or(&it.fix, &shape.fix),
            ),
            _ => (
                shape.severity,
                shape.own_severity.clone(),
                shape.message.clone(),
                shape.fix.clone(),
            ),
        };
        let (rule, stated_by) = match constraint {
            Constraint::Sparql(it) if it.component.is_some() => {
                (it.component.clone().unwrap_or_default(), None)
            }
            Constraint::Sparql(it) => (
                format!("{component}ConstraintComponent"),
                it.constraint.clone(),
            ),
            _ => (format!("{component}ConstraintComponent"), None),
        };
        let path = match broken.path {
            Some(node) => Some(Path::Property {
                iri: self.data.iri(node).to_owned(),
                node,
            }),
            None => shape.path.clone(),
        };
        let property = path.as_ref().and_then(Path::property);
        Finding {
            severity,
            place: self.place(focus, property, broken.value),
            message: if message.is_empty() {
                self.expected(constraint)
            } else {
                message
            },
            fix,
            detail: String::new(),
            focus: Some(self.terms.term(focus)),
            path,
            value: broken.value.map(|value| self.terms.term(value)),
            rule,
            shape: Some(shape.term.clone()),
            own_severity,
            constraint: stated_by,
        }
    }

    /// The place of a thing that the data knows.
    fn place(&self, focus: Node, property: Option<Node>, value: Option<Node>) -> Place {
        if focus.0 as usize >= self.data.index().terms() {
            return Place::default();
        }
        place(self.data, focus, property, value)
    }

    /// What a constraint expects, for shapes without a message.
    fn expected(&self, constraint: &Constraint) -> String {
        let name = |node: &Node| self.terms.term(*node).to_string();
        match constraint {
            Constraint::Class(class, _) => format!("expected an instance of {class}"),
            Constraint::Datatype(datatype) => format!("expected a literal of type {datatype}"),
            Constraint::MinCount(least) => format!("expected at least {least}"),
            Constraint::MaxCount(most) => format!("expected at most {most}"),
            Constraint::MinLength(least) => format!("expected at least {least} characters"),
            Constraint::MaxLength(most) => format!("expected at most {most} characters"),
            Constraint::Pattern(pattern, _) => format!("expected a match of {pattern}"),
            Constraint::LanguageIn(languages) => {
                format!("expected text in {}", languages.join(", "))
            }
            Constraint::UniqueLang => "expected one text in each language".to_owned(),
            Constraint::Range(Limit::Above, limit) => format!("expected more than {limit}"),
            Constraint::Range(Limit::From, limit) => format!("expected {limit} or more"),
            Constraint::Range(Limit::Below, limit) => format!("expected less than {limit}"),
            Constraint::Range(Limit::To, limit) => format!("expected {limit} or less"),
            Constraint::In(members) => {
                let members: Vec<String> = members.iter().map(name).collect();
                format!("expected one of {}", members.join(", "))
            }
            Constraint::HasValue(value) => format!("expected {}", name(value)),
            Constraint::Equals(other) => format!("expected the values of {}", name(other)),
            Constraint::Disjoint(other) => format!("expected no value of {}", name(other)),
            Constraint::LessThan(other, _) => format!("expected less than {}", name(other)),
            Constraint::Closed(_) => "a property that the shape does not allow".to_owned(),
            other => format!("sh:{} does not hold", other.component()),
        }
    }

    fn breaks(
        &self,
        constraint: &Constraint,
        shape: &Shape,
        focus: Node,
        values: &[Node],
    ) -> Vec<Break> {
        match constraint {
            Constraint::MinCount(least) if values.len() < *least => vec![Break::nothing()],
            Constraint::MaxCount(most) if values.len() > *most => vec![Break::nothing()],
            Constraint::MinCount(_) | Constraint::MaxCount(_) => Vec::new(),
            Constraint::HasValue(wanted) if values.contains(wanted) => Vec::new(),
            Constraint::HasValue(_) => vec![Break::nothing()],
            Constraint::UniqueLang => self.repeated_languages(values),
            Constraint::Equals(property) => {
                let theirs = self.objects(focus, *property);
                let mine: BTreeSet<Node> = values.iter().copied().collect();
                let differing = mine.symmetric_difference(&theirs);
                differing.map(|it| Break::value(*it)).collect()
            }
            Constraint::LessThan(property, or_equal) => {
                let theirs = self.objects(focus, *property);
                self.not_less(values, &theirs, *or_equal)
            }
            Constraint::Qualified {
                shape: inner,
                siblings,
                least,
                most,
            } => self.qualified(*inner, siblings, *least, *most, values),
            Constraint::Closed(allowed) => values
                .iter()
                .flat_map(|value| self.data.about(*value))
                .filter(|(property, ..)| !allowed.contains(property))
                .map(|(property, value, _)| Break {
                    path: Some(property),
                    ..Break::value(value)
                })
                .collect(),
            Constraint::Sparql(it) => self.breaks_of_query(it, shape, focus, values),
            of_each => values
                .iter()
                .filter(|value| !self.holds(of_each, focus, **value))
                .map(|value| Break::value(*value))
                .collect(),
        }
    }

    fn objects(&self, focus: Node, property: Node) -> BTreeSet<Node> {
        let rows = self
            .data
            .index()
            .matching(Some(focus.0), Some(property.0), None);
        rows.map(|[_, _, object, _]| Node(object)).collect()
    }

    /// Whether a constraint that looks at each value alone holds for one.
    fn holds(&self, constraint: &Constraint, focus: Node, value: Node) -> bool {
        let conforms = |shape: &usize| self.conforms(*shape, value);
        match constraint {
            Constraint::Class(_, classes) => self
                .data
                .objects(value, sg::TYPE)
                .any(|class| classes.contains(&class)),
            Constraint::Datatype(datatype) => match self.terms.term(value) {
                Term::Literal(literal) => {
                    literal.datatype().as_str() == datatype && value::is_well_formed(&literal)
                }
                _ => false,
            },
            Constraint::NodeKind(kinds) => match self.terms.term(value) {
                Term::NamedNode(_) => kinds[0],
                Term::BlankNode(_) => kinds[1],
                _ => kinds[2],
            },
            Constraint::MinLength(least) => self
                .text(value)
                .is_some_and(|text| text.chars().count() >= *least),
            Constraint::MaxLength(most) => self
                .text(value)
                .is_some_and(|text| text.chars().count() <= *most),
            Constraint::Pattern(_, pattern) => {
                self.text(value).is_some_and(|text| pattern.is_match(&text))
            }
            Constraint::LanguageIn(ranges) => self
                .language(value)
                .is_some_and(|language| ranges.iter().any(|range| matches(&language, range))),
            Constraint::Range(limit, bound) => {
                let ordering = value::compare(&self.terms.term(value), bound);
                ordering.is_some_and(|ordering| match limit {
                    Limit::Above => ordering == Ordering::Greater,
                    Limit::From => ordering != Ordering::Less,
                    Limit::Below => ordering == Ordering::Less,
                    Limit::To => ordering != Ordering::Greater,
                })
            }
            Constraint::In(members) => members.contains(&value),
            Constraint::Disjoint(property) => !self.objects(focus, *property).contains(&value),
            Constraint::Node(shape) | Constraint::Property(shape) => conforms(shape),
            Constraint::Not(shape) => !conforms(shape),
            Constraint::And(shapes) => shapes.iter().all(conforms),
            Constraint::Or(shapes) => shapes.iter().any(conforms),
            Constraint::Xone(shapes) => shapes.iter().filter(|it| conforms(it)).count() == 1,
            // The others look at all values together.
            _ => true,
        }
    }

    /// The text of a literal or an IRI; blank nodes have none.
    fn text(&self, node: Node) -> Option<String> {
        match self.terms.term(node) {
            Term::NamedNode(node) => Some(node.into_string()),
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        }
    }

    fn language(&self, node: Node) -> Option<String> {
        match self.terms.term(node) {
            Term::Literal(literal) => literal.language().map(str::to_lowercase),
            _ => None,
        }
    }

    fn repeated_languages(&self, values: &[Node]) -> Vec<Break> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for language in values.iter().filter_map(|it| self.language(*it)) {
            *counts.entry(language).or_default() += 1;
        }
        let repeated = counts.values().filter(|count| **count > 1);
        repeated.map(|_| Break::nothing()).collect()
    }

    fn not_less(&self, values: &[Node], theirs: &BTreeSet<Node>, or_equal: bool) -> Vec<Break> {
        let less = |value: Node, other: Node| {
            let ordering = value::compare(&self.terms.term(value), &self.terms.term(other));
            match ordering {
                Some(Ordering::Less) => true,
                Some(Ordering::Equal) => or_equal,
                _ => false,
            }
        };
        let pairs = values
            .iter()
            .flat_map(|value| theirs.iter().map(move |other| (*value, *other)));
        pairs
            .filter(|(value, other)| !less(*value, *other))
            .map(|(value, _)| Break::value(value))
            .collect()
    }

    fn qualified(
        &self,
        shape: usize,
        siblings: &[usize],
        least: Option<usize>,
        most: Option<usize>,
        values: &[Node],
    ) -> Vec<Break> {
        let counts = |value: &&Node| {
            self.conforms(shape, **value)
                && !siblings.iter().any(|other| self.conforms(*other, **value))
        };
        let count = values.iter().filter(counts).count();
        let broken = |component: &'static str| Break {
            component: Some(component),
            ..Break::nothing()
        };
        let few = least.is_some_and(|least| count < least);
        let many = most.is_some_and(|most| count > most);
        [
            few.then(|| broken("QualifiedMinCount")),
            many.then(|| broken("QualifiedMaxCount")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn or(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise } else { text }.to_owned()
}

/// Whether a language is in a range, as SPARQL's `langMatches` has it; both in lower case.
fn matches(language: &str, range: &str) -> bool {
    range == "*"
        || language
            .strip_prefix(range)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
