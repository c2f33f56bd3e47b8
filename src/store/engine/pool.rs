//! Terms by number while a query is at work: those of the index, and those the query makes. Equal terms have equal numbers.

use std::borrow::Cow;

use hashbrown::HashMap;
use oxrdf::{Literal, Term, TermRef};

use crate::model::term::{decode, encode_into};
use crate::store::index::Index;
use crate::store::tags::{Written, among, respelled, spellings};

/// No term: the variable is unbound.
pub(super) const UNBOUND: u32 = u32::MAX;

pub(super) struct Pool<'a> {
    pub(super) index: &'a Index,
    known: u32,
    made: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32>,
    /// Where a term is encoded before it is looked up.
    scratch: Vec<u8>,
    /// How the query writes the tags of languages.
    written: Written,
    /// How the index does, once that was asked.
    spellings: Option<std::collections::HashMap<Vec<u8>, Vec<Vec<u8>>>>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(index: &'a Index, written: Written) -> Self {
        Self {
            index,
            known: u32::try_from(index.terms()).unwrap_or(UNBOUND - 1),
            made: Vec::new(),
            numbers: HashMap::new(),
            scratch: Vec::new(),
            written,
            spellings: None,
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
        if bytes.first() != Some(&b'@') {
            return self.of_made(bytes, bytes);
        }
        if let Some(number) = self.spelled_otherwise(bytes) {
            return number;
        }
        // The case of a tag means nothing.
        let mut key = bytes.to_vec();
        let tag = key.iter().take_while(|byte| **byte != 0).count();
        key[..tag].make_ascii_lowercase();
        self.of_made(&key, bytes)
    }

    /// The number of a term that the index does not have; equal ones have equal keys.
    fn of_made(&mut self, key: &[u8], bytes: &[u8]) -> u32 {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        let number = self.known + u32::try_from(self.made.len()).unwrap_or(0);
        self.made.push(bytes.into());
        self.numbers.insert(key.into(), number);
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

    /// A constant of the query, with its tag as the query writes it.
    pub(super) fn of_constant(&mut self, term: &Term) -> u32 {
        let written = match term {
            Term::Literal(literal) => self.as_written(literal),
            _ => None,
        };
        match written {
            Some(literal) => self.of_term(&literal),
            None => self.of_term(term),
        }
    }

    /// A literal of the query as the query writes it; nothing where it is so already.
    pub(super) fn as_written(&self, literal: &Literal) -> Option<Literal> {
        respelled(literal, &self.written)
    }

    /// The number of a text with a language that the index spells otherwise.
    fn spelled_otherwise(&mut self, bytes: &[u8]) -> Option<u32> {
        let index = self.index;
        let spellings = self.spellings.get_or_insert_with(|| spellings(index));
        among(index, bytes, spellings)
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
