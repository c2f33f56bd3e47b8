//! Terms by number while a query is at work: those of the index, and those the query makes. Equal terms have equal numbers.

use std::borrow::Cow;

use hashbrown::HashMap;
use oxrdf::{Term, TermRef};

use crate::model::term::{decode, encode_into};
use crate::store::index::Index;

/// No term: the variable is unbound.
pub(super) const UNBOUND: u32 = u32::MAX;

pub(super) struct Pool<'a> {
    pub(super) index: &'a Index,
    known: u32,
    made: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32>,
    /// Where a term is encoded before it is looked up.
    scratch: Vec<u8>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(index: &'a Index) -> Self {
        Self {
            index,
            known: u32::try_from(index.terms()).unwrap_or(UNBOUND - 1),
            made: Vec::new(),
            numbers: HashMap::new(),
            scratch: Vec::new(),
        }
    }

    /// Whether a term stands in the index, so that statements may hold it.
    pub(super) fn is_known(&self, number: u32) -> bool {
        number < self.known
    }

    /// The bytes of a term, see `model::term`.
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        if self.is_known(number) {
            return self.index.term(number);
        }
        let made = self.made.get((number - self.known) as usize);
        made.map_or(&[], |bytes| bytes)
    }

    /// The terms that the query made; the pool is of no more use without them.
    pub(super) fn take_made(&mut self) -> Vec<Box<[u8]>> {
        self.numbers.clear();
        std::mem::take(&mut self.made)
    }

    pub(super) fn term(&self, number: u32) -> Term {
        decode(self.bytes(number))
    }

    pub(super) fn of_bytes(&mut self, bytes: &[u8]) -> u32 {
        if let Some(number) = self.index.number(bytes) {
            return number;
        }
        if let Some(number) = self.numbers.get(bytes) {
            return *number;
        }
        let number = self.known + u32::try_from(self.made.len()).unwrap_or(0);
        self.made.push(bytes.into());
        self.numbers.insert(bytes.into(), number);
        number
    }

    pub(super) fn of_term<'b>(&mut self, term: impl Into<TermRef<'b>>) -> u32 {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        match term.into() {
            // A blank node that was bound beforehand, see `bindings`.
            TermRef::NamedNode(node) if node.as_str().starts_with("_:") => {
                scratch.push(b'B');
                scratch.extend_from_slice(&node.as_str().as_bytes()[2..]);
            }
            term => encode_into(term, &mut scratch),
        }
        let number = self.of_bytes(&scratch);
        self.scratch = scratch;
        number
    }

    /// A plain text.
    pub(super) fn of_text(&mut self, text: &str) -> u32 {
        let bytes = [b"S", text.as_bytes()].concat();
        self.of_bytes(&bytes)
    }

    /// A constant of the query: the parser writes the tags of languages in lower case, the data as it likes.
    pub(super) fn of_constant(&mut self, term: &Term) -> u32 {
        let number = self.of_term(term);
        if self.is_known(number) {
            return number;
        }
        let Term::Literal(literal) = term else {
            return number;
        };
        let Some(tag) = literal.language() else {
            return number;
        };
        let spelled = self.spellings(tag).into_iter().find_map(|spelling| {
            let bytes = [b"@", spelling.as_slice(), b"\0", literal.value().as_bytes()].concat();
            self.index.number(&bytes)
        });
        spelled.unwrap_or(number)
    }

    /// How the index spells a language's tag, where it does.
    fn spellings(&self, tag: &str) -> Vec<Vec<u8>> {
        let (mut found, mut next) = (Vec::new(), self.index.with_prefix(b"@"));
        while !next.is_empty() {
            let term = self.index.term(next.start);
            let end = term
                .iter()
                .position(|byte| *byte == 0)
                .unwrap_or(term.len());
            let spelling = term[1..end.max(1)].to_vec();
            if spelling.eq_ignore_ascii_case(tag.as_bytes()) {
                found.push(spelling);
            }
            let of_tag = self.index.with_prefix(&term[..(end + 1).min(term.len())]);
            next.start = of_tag.end.max(next.start + 1);
        }
        found
    }

    /// The text of a literal or an IRI.
    pub(super) fn text(&self, number: u32) -> Cow<'_, str> {
        let bytes = self.bytes(number);
        let text = match bytes.first() {
            Some(b'@' | b'^') => {
                let zero = bytes.iter().position(|byte| *byte == 0);
                zero.map_or(&[][..], |zero| &bytes[zero + 1..])
            }
            Some(_) => &bytes[1..],
            None => bytes,
        };
        String::from_utf8_lossy(text)
    }
}
