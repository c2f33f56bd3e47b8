//! Facts: statements, each in the named graph of its source, with the place it was read at.

use oxrdf::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad,
    QuadRef, Term, TermRef,
};

use super::spellings::Spellings;
use super::term::{decode, encode_into};
use super::terms::Terms;
use crate::base::licence::SPDX;
use crate::base::place::Place;
use crate::base::vocabulary as sg;

/// One statement of one source, as numbers: subject, predicate, object and graph are terms of [`Facts::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Subject, predicate, object and graph, which is the source.
    pub quad: [u32; 4],
    /// Index into [`Facts::files`].
    pub file: u16,
    /// 1-based line, or 0 when the format has none.
    pub line: u32,
}

/// What a reader understood: statements in reading order, and the files they came from.
///
/// Terms are kept once and known by number, so that ten million statements fit into a small machine.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// File names as the user gave them.
    pub files: Vec<String>,
    terms: Terms,
    rows: Vec<Row>,
    /// Where a term is encoded before it is looked up.
    scratch: Vec<u8>,
    spellings: Spellings,
}

impl Facts {
    /// Starts a file, or goes on with the last: facts pushed with the returned number stand in it.
    ///
    /// Past 65,535 files all further ones share the last number: their places are then wrong, their facts are not.
    pub fn file(&mut self, name: &str) -> u16 {
        let again = self.files.last().is_some_and(|last| last == name);
        if !again && self.files.len() < usize::from(u16::MAX) {
            self.files.push(name.to_owned());
        }
        u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX)
    }

    /// How many statements there are, counting repeated ones.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The terms of the statements.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The statements as numbers, in reading order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The statements, in reading order.
    pub fn quads(&self) -> impl Iterator<Item = Quad> {
        self.rows.iter().filter_map(|row| {
            let [subject, predicate, object, graph] =
                row.quad.map(|number| decode(self.terms.get(number)));
            Some(Quad {
                subject: subject_of(subject)?,
                predicate: node_of(predicate)?,
                object,
                graph_name: match graph {
                    Term::NamedNode(node) => GraphName::NamedNode(node),
                    Term::BlankNode(node) => GraphName::BlankNode(node),
                    _ => GraphName::DefaultGraph,
                },
            })
        })
    }

    /// The number of a term, which joins the dictionary if it is new.
    pub fn term(&mut self, term: TermRef<'_>) -> u32 {
        self.scratch.clear();
        encode_into(term, &mut self.scratch);
        self.spellings.settle(&mut self.scratch);
        self.terms.add(&self.scratch)
    }

    /// The number of a term given as its bytes.
    pub fn encoded(&mut self, term: &[u8]) -> u32 {
        if Spellings::concern(term) {
            self.scratch.clear();
            self.scratch.extend_from_slice(term);
            self.spellings.settle(&mut self.scratch);
            return self.terms.add(&self.scratch);
        }
        self.terms.add(term)
    }

    /// Adds a statement. One outside any graph stands in the graph named by the empty IRI.
    pub fn push(&mut self, quad: QuadRef<'_>, file: u16, line: u32) {
        let subject = match quad.subject {
            NamedOrBlankNodeRef::NamedNode(node) => node.into(),
            NamedOrBlankNodeRef::BlankNode(node) => node.into(),
        };
        let graph = match quad.graph_name {
            GraphNameRef::NamedNode(node) => node.into(),
            GraphNameRef::BlankNode(node) => node.into(),
            GraphNameRef::DefaultGraph => NamedNodeRef::new_unchecked("").into(),
        };
        let quad = [subject, quad.predicate.into(), quad.object, graph].map(|it| self.term(it));
        self.push_row(Row { quad, file, line });
    }

    /// Adds a statement given as numbers of this dictionary.
    pub fn push_row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Takes over everything of `other`.
    pub fn append(&mut self, other: &Self) {
        let files: Vec<u16> = other.files.iter().map(|name| self.file(name)).collect();
        let terms: Vec<u32> = (other.terms.iter())
            .map(|term| self.encoded(term))
            .collect();
        self.rows.extend(other.rows.iter().map(|row| Row {
            quad: row.quad.map(|number| terms[number as usize]),
            file: files.get(usize::from(row.file)).copied().unwrap_or(0),
            line: row.line,
        }));
    }

    /// Keeps the statements for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Row) -> bool) {
        self.rows.retain(keep);
    }

    /// Where a statement was read.
    #[must_use]
    pub fn place(&self, row: &Row) -> Place {
        Place {
            file: self
                .files
                .get(usize::from(row.file))
                .cloned()
                .unwrap_or_default(),
            line: row.line.into(),
            column: 0,
        }
    }
}

fn subject_of(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

fn node_of(term: Term) -> Option<NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// Writes facts of one source, read from one file.
pub struct Pen<'a> {
    facts: &'a mut Facts,
    file: u16,
    /// The line that further facts stand on.
    pub line: u32,
    /// The source that says them.
    pub source: NamedNode,
}

impl<'a> Pen<'a> {
    /// A pen for `source`, at `line` of file number `file`.
    pub fn new(facts: &'a mut Facts, file: u16, line: u32, source: NamedNode) -> Self {
        Self {
            facts,
            file,
            line,
            source,
        }
    }

    /// Writes one statement.
    pub fn say(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        let object = object.into();
        let quad = QuadRef {
            subject: subject.into(),
            predicate: NamedNodeRef::new_unchecked(predicate),
            object: object.as_ref(),
            graph_name: self.source.as_ref().into(),
        };
        self.facts.push(quad, self.file, self.line);
    }

    /// Writes one statement whose object is text; nothing for empty text.
    pub fn say_text(&mut self, subject: &NamedNode, predicate: &str, text: &str) {
        if !text.is_empty() {
            self.say(subject, predicate, oxrdf::Literal::new_simple_literal(text));
        }
    }

    /// Writes one statement whose object is a whole number.
    pub fn say_number(&mut self, subject: &NamedNode, predicate: &str, number: u64) {
        self.say(
            subject,
            predicate,
            oxrdf::Literal::new_typed_literal(number.to_string(), oxrdf::vocab::xsd::INTEGER),
        );
    }

    /// Says the licence of a source. Dublin Core wants it as a document: the page of the SPDX list, for what can be one
    /// identifier.
    pub fn say_licence(&mut self, source: &NamedNode, licence: &str) {
        let is_identifier = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '.';
        let is_listed = licence.chars().all(is_identifier) && !licence.starts_with("LicenseRef-");
        match NamedNode::new(format!("{SPDX}{licence}")) {
            Ok(page) if is_listed && !licence.is_empty() => {
                self.say(source, sg::SOURCE_LICENSE, page);
            }
            _ => self.say_text(source, sg::SOURCE_LICENSE, licence),
        }
    }

    /// Writes the classes of `subject`.
    pub fn say_types(&mut self, subject: &NamedNode, classes: &[&str]) {
        for class in classes {
            self.say(subject, sg::TYPE, NamedNode::new_unchecked(*class));
        }
    }
}
