//! Rules for catalogues that SHACL's core cannot say, or not in time that grows with the graph alone. A rule is an
//! entry of [`RULES`]; its function stands in the file of its subject.

mod dates;
mod life;
mod links;
mod names;
mod packages;
mod relations;

use super::{Finding, Path, Severity, place, term};
use crate::graph::{Graph, Node};

/// One thing that must hold.
pub struct Rule {
    /// Its name: lower-case words joined by `-`.
    pub name: &'static str,
    /// How bad it is when it does not hold.
    pub severity: Severity,
    /// What is wrong then.
    pub message: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    broken: fn(&Graph<'_>) -> Vec<Broken>,
}

/// A place where a rule does not hold.
struct Broken {
    subject: Node,
    property: Option<Node>,
    value: Option<Node>,
    /// What the message cannot know: an example, the other side, the nearest name.
    more: String,
}

impl Broken {
    fn statement(subject: Node, property: Node, value: Node) -> Self {
        Self {
            subject,
            property: Some(property),
            value: Some(value),
            more: String::new(),
        }
    }

    fn because(mut self, more: impl Into<String>) -> Self {
        self.more = more.into();
        self
    }
}

/// Every rule, by subject.
pub const RULES: &[&[Rule]] = &[
    dates::RULES,
    life::RULES,
    links::RULES,
    names::RULES,
    packages::RULES,
    relations::RULES,
];

/// Where the rules do not hold in `data`: sorted, each once. Takes time that grows with the graph alone.
#[must_use]
pub fn broken(data: &Graph<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES
        .iter()
        .copied()
        .flatten()
        .flat_map(|rule| {
            let broken = (rule.broken)(data);
            broken.into_iter().map(|it| finding(data, rule, &it))
        })
        .collect();
    findings.sort();
    findings.dedup();
    findings
}

fn finding(data: &Graph<'_>, rule: &Rule, it: &Broken) -> Finding {
    Finding {
        severity: rule.severity,
        message: rule.message.to_owned(),
        fix: rule.fix.to_owned(),
        detail: it.more.clone(),
        place: place(data, it.subject, it.property, it.value),
        focus: term(data, it.subject),
        path: it.property.map(|node| Path::Property {
            iri: data.iri(node).to_owned(),
            node,
        }),
        value: it.value.and_then(|value| term(data, value)),
        rule: rule.name.to_owned(),
        shape: None,
        own_severity: None,
        constraint: None,
    }
}

/// Every statement with a property, each once.
fn statements<'a>(
    data: &Graph<'a>,
    property: &str,
) -> impl Iterator<Item = (Node, Node, Node)> + use<'a> {
    let property = data.index().node(property);
    let index = data.index();
    property
        .map(|property| index.matching(None, Some(property), None).distinct())
        .into_iter()
        .flatten()
        .map(|[s, p, o]| (Node(s), Node(p), Node(o)))
}
