//! Facts: statements, each in the named graph of its source, with the place it was read at.

use oxrdf::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::base::place::Place;
use crate::base::vocabulary as sg;

/// One statement of one source. The quad's graph is the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The statement, in the graph of its source.
    pub quad: Quad,
    /// Index into [`Facts::files`].
    pub file: u16,
    /// 1-based line, or 0 when the format has none.
    pub line: u32,
}

/// What a reader understood: facts in reading order, and the files they came from.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// File names as the user gave them.
    pub files: Vec<String>,
    /// The statements.
    pub facts: Vec<Fact>,
}

impl Facts {
    /// Starts a file: facts pushed with the returned number stand in it.
    ///
    /// Past 65,535 files all further ones share the last number: their places are then wrong, their facts are not.
    pub fn file(&mut self, name: &str) -> u16 {
        if self.files.len() < usize::from(u16::MAX) {
            self.files.push(name.to_owned());
        }
        u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX)
    }

    /// Takes over everything of `other`.
    pub fn append(&mut self, other: Self) {
        let numbers: Vec<u16> = other.files.iter().map(|name| self.file(name)).collect();
        self.facts.extend(other.facts.into_iter().map(|fact| Fact {
            file: numbers.get(usize::from(fact.file)).copied().unwrap_or(0),
            ..fact
        }));
    }

    /// Where `fact` was read.
    #[must_use]
    pub fn place(&self, fact: &Fact) -> Place {
        Place {
            file: self
                .files
                .get(usize::from(fact.file))
                .cloned()
                .unwrap_or_default(),
            line: fact.line.into(),
            column: 0,
        }
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
        let quad = Quad {
            subject: NamedOrBlankNode::NamedNode(subject.clone()),
            predicate: NamedNode::new_unchecked(predicate),
            object: object.into(),
            graph_name: GraphName::NamedNode(self.source.clone()),
        };
        self.facts.facts.push(Fact {
            quad,
            file: self.file,
            line: self.line,
        });
    }

    /// Writes one statement whose object is text; nothing for empty text.
    pub fn say_text(&mut self, subject: &NamedNode, predicate: &str, text: &str) {
        if !text.is_empty() {
            self.say(subject, predicate, Literal::new_simple_literal(text));
        }
    }

    /// Writes one statement whose object is a whole number.
    pub fn say_number(&mut self, subject: &NamedNode, predicate: &str, number: u64) {
        self.say(
            subject,
            predicate,
            Literal::new_typed_literal(number.to_string(), oxrdf::vocab::xsd::INTEGER),
        );
    }

    /// Writes the classes of `subject`.
    pub fn say_types(&mut self, subject: &NamedNode, classes: &[&str]) {
        for class in classes {
            self.say(subject, sg::TYPE, NamedNode::new_unchecked(*class));
        }
    }
}
