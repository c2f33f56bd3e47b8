//! Whether a graph is sound: SHACL shapes, and rules that shapes cannot say.
//!
//! [`shapes`] checks any graph against any shapes; [`rules`] are our own, for catalogues. Both find the same kind of thing, with the
//! place it was read at and what to do about it.

pub mod rules;
mod shacl;

use std::cmp::Ordering;

use oxrdf::Term;

pub use shacl::{Checked, Path, SH, shapes};

use crate::base::place::Place;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::term::decode;

/// How bad a finding is, the worst first.
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

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What was expected, or what is wrong.
    pub message: String,
    /// What to do about it; empty where the message says it all.
    pub fix: String,
    /// What neither can know: the other side, an example, the nearest name; mostly empty.
    pub detail: String,
    /// Where the statement was read; the empty place where nothing is known.
    pub place: Place,
    /// The thing it is about; nothing for a row that could not be understood.
    pub focus: Option<Term>,
    /// The property or path it is about; nothing for the thing as a whole.
    pub path: Option<Path>,
    /// The value it is about; nothing where a value is missing.
    pub value: Option<Term>,
    /// The name of the rule, or of SHACL's constraint component.
    pub rule: String,
    /// The shape it breaks; nothing for rules.
    pub shape: Option<Term>,
    /// The IRI of the severity, where it is none of SHACL's.
    pub own_severity: Option<String>,
    /// The SPARQL constraint that found it.
    pub constraint: Option<Term>,
}

impl Finding {
    /// The worst first; equal faults stand together, by place.
    fn key(&self) -> (Severity, &str, &Place, String, String, String, &str) {
        let text = |term: &Option<Term>| term.as_ref().map(Term::to_string).unwrap_or_default();
        let path = self.path.as_ref().map(Path::to_string);
        (
            self.severity,
            &self.message,
            &self.place,
            text(&self.focus),
            path.unwrap_or_default(),
            text(&self.value),
            &self.rule,
        )
    }
}

impl PartialOrd for Finding {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Finding {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// Where a statement was read, else where its subject is defined.
fn place(data: &Graph<'_>, focus: Node, property: Option<Node>, value: Option<Node>) -> Place {
    let stated = |subject: Node, property: Node, object: Node| {
        let source = data
            .sources(subject, data.iri(property), object)
            .into_iter()
            .next()?;
        data.place(subject, property, object, source)
    };
    let of_value = property.zip(value).and_then(|(property, value)| {
        stated(focus, property, value).or_else(|| stated(value, property, focus))
    });
    let of_class = || {
        let class = data.objects(focus, sg::TYPE).next()?;
        stated(focus, data.node(sg::TYPE)?, class)
    };
    let of_anything = || {
        let (property, object, source) = data.about(focus).next()?;
        data.place(focus, property, object, source)
    };
    of_value
        .or_else(of_class)
        .or_else(of_anything)
        .unwrap_or_default()
}

fn term(data: &Graph<'_>, node: Node) -> Option<Term> {
    let bytes = data.index().term(node.0);
    (!bytes.is_empty()).then(|| decode(bytes))
}
