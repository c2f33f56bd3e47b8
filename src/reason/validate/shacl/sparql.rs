//! Constraints in SPARQL: `sh:sparql`, and constraint components of one's own.
//!
//! `$this` and parameters are bound before a query runs, as SHACL defines it. A SELECT that can be asked for all things at
//! once is: its solutions are told apart by `$this`.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::time::Duration;

use oxrdf::{NamedNode, Term};

use super::{Break, Check, Found, Shape};
use crate::base::vocabulary as sg;
use crate::graph::Node;
use crate::model::fact::Facts;
use crate::model::term::encode;
use crate::reason::validate::Severity;
use crate::store::index::{Index, build};
use crate::store::sparql::{Outcome, Question, ask};

/// How long one query of a constraint may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What a query of a constraint is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Each solution is a break.
    Select,
    /// It must hold for each value.
    Ask,
}

/// A constraint that a query checks.
pub(super) struct Sparql {
    pub(super) severity: Option<Severity>,
    pub(super) own_severity: Option<String>,
    pub(super) message: String,
    pub(super) fix: String,
    pub(super) form: Form,
    /// The query with its prefixes and its path.
    pub(super) text: String,
    /// The constraint component, where it is one of somebody's own.
    pub(super) component: Option<String>,
    /// The node that states it.
    pub(super) constraint: Option<Term>,
    pub(super) parameters: Vec<(String, Term)>,
    /// Whether one query finds the breaks of all things.
    pub(super) at_once: bool,
    /// What that query found.
    pub(super) found: OnceCell<Found>,
    /// The data with the shapes as a graph of its own, where the query reads them.
    pub(super) with_shapes: Option<Index>,
}

/// The graph that `$shapesGraph` names.
pub(super) fn shapes_graph() -> NamedNode {
    NamedNode::new_unchecked(sg::about("shapes-graph"))
}

/// The data, and the shapes in a graph of their own.
pub(super) fn with_shapes(data: &Index, shapes: &Index) -> Index {
    let mut facts = Facts::default();
    for (index, graph) in [(data, None), (shapes, Some(shapes_graph()))] {
        let graph = graph.map(|graph| facts.term(graph.as_ref().into()));
        let file = facts.file("");
        for row in index.matching(None, None, None) {
            let mut quad = row.map(|term| facts.encoded(index.term(term)));
            quad[3] = graph.unwrap_or(quad[3]);
            facts.push_row(crate::model::fact::Row {
                quad,
                file,
                line: 0,
            });
        }
    }
    Index::open(build(&facts)).expect("what was built can be opened")
}

impl Check<'_> {
    /// What a query finds wrong with a thing and its values.
    pub(super) fn breaks_of_query(
        &self,
        it: &Sparql,
        shape: &Shape,
        focus: Node,
        values: &[Node],
    ) -> Vec<Break> {
        if it.at_once {
            let found = it.found.get_or_init(|| self.all_breaks(it));
            let of_focus = found.get(&focus).into_iter().flatten();
            return of_focus
                .map(|(path, value)| Break {
                    path: *path,
                    // A node shape is about the thing itself.
                    value: value.or(shape.path.is_none().then_some(focus)),
                    ..Break::nothing()
                })
                .collect();
        }
        match it.form {
            Form::Select => self.select(it, shape, focus),
            Form::Ask => values
                .iter()
                .filter_map(|value| self.asked(it, shape, focus, *value))
                .collect(),
        }
    }

    fn question(&self, it: &Sparql, shape: &Shape, focus: Node) -> Question {
        let mut bindings = vec![
            ("this".to_owned(), self.terms.term(focus)),
            ("currentShape".to_owned(), shape.term.clone()),
            ("shapesGraph".to_owned(), shapes_graph().into()),
        ];
        bindings.extend(it.parameters.iter().cloned());
        Question {
            union: Some(true),
            bindings,
            ..Question::new(it.text.clone(), TIMEOUT)
        }
    }

    fn run(&self, it: &Sparql, question: Question) -> Option<Outcome> {
        let index = it.with_shapes.as_ref().unwrap_or(self.data.index());
        match ask(index, question) {
            Ok(outcome) => Some(outcome),
            Err(error) => {
                self.fail(format!("a SPARQL constraint: {error}"));
                None
            }
        }
    }

    /// The breaks of all things by one query.
    fn all_breaks(&self, it: &Sparql) -> Found {
        let question = Question {
            union: Some(true),
            ..Question::new(it.text.clone(), TIMEOUT)
        };
        let mut found = Found::new();
        let Some(Outcome::Solutions(variables, rows)) = self.run(it, question) else {
            return found;
        };
        let column = |name: &str| variables.iter().position(|variable| variable == name);
        for row in rows.iter() {
            let at = |at: Option<usize>| self.node_of(row.get(at?)?.as_ref()?);
            if let Some(focus) = at(column("this")) {
                let broken = (at(column("path")), at(column("value")));
                found.entry(focus).or_default().push(broken);
            }
        }
        found
    }

    /// The number of a term; what only the query made gets one, too.
    fn node_of(&self, term: &Term) -> Option<Node> {
        Some(self.terms.number(&encode(term)))
    }

    fn select(&self, it: &Sparql, shape: &Shape, focus: Node) -> Vec<Break> {
        let question = self.question(it, shape, focus);
        let bound = question.bindings.clone();
        let Some(Outcome::Solutions(variables, rows)) = self.run(it, question) else {
            return Vec::new();
        };
        let mut breaks = Vec::new();
        for row in rows.iter() {
            let mut known: BTreeMap<&str, Term> = bound
                .iter()
                .map(|(name, term)| (name.as_str(), term.clone()))
                .collect();
            for (name, term) in variables.iter().zip(row) {
                if let Some(term) = term {
                    known.insert(name, term);
                }
            }
            if matches!(known.get("failure"), Some(Term::Literal(it)) if it.value() == "true") {
                self.fail("a SPARQL constraint reports a failure".to_owned());
            }
            let at = |name: &str| known.get(name).and_then(|term| self.node_of(term));
            let message = match known.get("message") {
                Some(Term::Literal(literal)) => literal.value().to_owned(),
                _ => it.message.clone(),
            };
            breaks.push(Break {
                path: at("path"),
                value: at("value").or(shape.path.is_none().then_some(focus)),
                message: Some(filled(&message, &known)),
                component: None,
            });
        }
        breaks
    }

    /// The break of a value for which the query does not hold.
    fn asked(&self, it: &Sparql, shape: &Shape, focus: Node, value: Node) -> Option<Break> {
        let mut question = self.question(it, shape, focus);
        question
            .bindings
            .push(("value".to_owned(), self.terms.term(value)));
        let known: BTreeMap<&str, Term> = question
            .bindings
            .iter()
            .map(|(name, term)| (name.as_str(), term.clone()))
            .collect();
        let message = Some(filled(&it.message, &known));
        match self.run(it, question)? {
            Outcome::Truth(true) => None,
            _ => Some(Break {
                message,
                ..Break::value(value)
            }),
        }
    }
}

/// A message with what stands for `{$name}` and `{?name}`.
fn filled(message: &str, known: &BTreeMap<&str, Term>) -> String {
    let mut filled = message.to_owned();
    for (name, term) in known {
        let text = match term {
            Term::NamedNode(node) => format!("<{}>", node.as_str()),
            Term::Literal(literal) => literal.value().to_owned(),
            term => term.to_string(),
        };
        filled = filled
            .replace(&format!("{{${name}}}"), &text)
            .replace(&format!("{{?{name}}}"), &text);
    }
    filled
}
