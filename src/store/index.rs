//! The index: sorted terms, and statements in three orders, in one piece of memory.
//!
//! Little-endian throughout. A header of eight words: the mark `SGX1`, then the numbers of terms, bytes of terms
//! (padded to a multiple of 4), rows, files and bytes of files, then two words of zero. After it: offsets of the terms (terms + 1),
//! their bytes, the rows as four words in the orders SPOG, POSG and OSPG, for each row of SPOG its place (file in the
//! upper 8 bits, line in the lower 24), offsets of the file names (files + 1), their bytes. The graph comes last in every
//! order, so that equal statements of several sources are neighbours. About 54 bytes a statement.
//!
//! A term starts with a letter: `I` IRI, `B` blank node, `S` plain text, `@` language (with `--ltr` or `--rtl` where it has a
//! direction), zero byte, text, `^` datatype, zero byte, text, `T` subject, zero byte, predicate, zero byte, object: a
//! triple term, its parts being terms again. Terms are sorted by bytes and numbered from 0.

use std::borrow::Cow;
use std::collections::HashMap;

use oxrdf::{GraphName, Literal, NamedOrBlankNode, Term};

use crate::base::place::Place;
use crate::model::fact::Facts;

const MARK: u32 = u32::from_le_bytes(*b"SGX1");
const HEADER: usize = 32;
const ROW: usize = 16;

/// The bytes of a term in the index.
#[must_use]
pub fn encode(term: &Term) -> Vec<u8> {
    match term {
        Term::NamedNode(node) => [b"I", node.as_str().as_bytes()].concat(),
        Term::BlankNode(node) => [b"B", node.as_str().as_bytes()].concat(),
        Term::Literal(literal) => encode_literal(literal),
        Term::Triple(triple) => [
            b"T",
            encode(&triple.subject.clone().into()).as_slice(),
            b"\0",
            encode(&triple.predicate.clone().into()).as_slice(),
            b"\0",
            encode(&triple.object).as_slice(),
        ]
        .concat(),
    }
}

fn encode_literal(literal: &Literal) -> Vec<u8> {
    let value = literal.value().as_bytes();
    match (literal.language(), literal.direction()) {
        (Some(language), Some(direction)) => {
            let tag = format!("{language}--{direction}");
            [b"@", tag.as_bytes(), b"\0", value].concat()
        }
        (Some(language), None) => [b"@", language.as_bytes(), b"\0", value].concat(),
        _ if literal.datatype() == oxrdf::vocab::xsd::STRING => [b"S", value].concat(),
        _ => [b"^", literal.datatype().as_str().as_bytes(), b"\0", value].concat(),
    }
}

/// Makes the bytes of an index. Equal statements in the same graph count once, at the first place.
///
/// # Panics
///
/// When there are 2³² or more terms, which no memory of today's machines holds as `facts`.
#[must_use]
pub fn build(facts: &Facts) -> Vec<u8> {
    let encoded: Vec<[Vec<u8>; 4]> = facts
        .facts
        .iter()
        .map(|fact| {
            let subject = match &fact.quad.subject {
                NamedOrBlankNode::NamedNode(node) => Term::NamedNode(node.clone()),
                NamedOrBlankNode::BlankNode(node) => Term::BlankNode(node.clone()),
            };
            let graph = match &fact.quad.graph_name {
                GraphName::NamedNode(node) => Term::NamedNode(node.clone()),
                GraphName::BlankNode(node) => Term::BlankNode(node.clone()),
                GraphName::DefaultGraph => Term::NamedNode(oxrdf::NamedNode::new_unchecked("")),
            };
            [
                encode(&subject),
                encode(&Term::NamedNode(fact.quad.predicate.clone())),
                encode(&fact.quad.object),
                encode(&graph),
            ]
        })
        .collect();
    let mut terms: Vec<&[u8]> = encoded.iter().flatten().map(Vec::as_slice).collect();
    terms.sort_unstable();
    terms.dedup();
    let numbers: HashMap<&[u8], u32> = terms.iter().copied().zip(0_u32..).collect();
    let mut rows: Vec<([u32; 4], u32)> = encoded
        .iter()
        .zip(&facts.facts)
        .map(|(quad, fact)| {
            let [s, p, o, g] = [0, 1, 2, 3].map(|part| numbers[quad[part].as_slice()]);
            let place = u32::from(fact.file.min(255)) << 24 | fact.line.min(0xFF_FFFF);
            ([s, p, o, g], place)
        })
        .collect();
    rows.sort_unstable();
    rows.dedup_by_key(|(row, _)| *row);
    write(&terms, &rows, &facts.files)
}

fn write(terms: &[&[u8]], rows: &[([u32; 4], u32)], files: &[String]) -> Vec<u8> {
    let word = |number: usize| {
        u32::try_from(number)
            .expect("fewer than 2³² of anything")
            .to_le_bytes()
    };
    let term_bytes: usize = terms.iter().map(|term| term.len()).sum();
    let padded = term_bytes.next_multiple_of(4);
    let file_bytes: usize = files.iter().map(String::len).sum();
    let mut bytes = MARK.to_le_bytes().to_vec();
    for number in [
        terms.len(),
        padded,
        rows.len(),
        files.len(),
        file_bytes,
        0,
        0,
    ] {
        bytes.extend(word(number));
    }
    let offsets = |bytes: &mut Vec<u8>, lengths: &mut dyn Iterator<Item = usize>| {
        let mut offset = 0;
        bytes.extend(word(0));
        for length in lengths {
            offset += length;
            bytes.extend(word(offset));
        }
    };
    offsets(&mut bytes, &mut terms.iter().map(|term| term.len()));
    bytes.extend(terms.iter().copied().flatten());
    bytes.resize(bytes.len() + padded - term_bytes, 0);
    for order in Order::ALL {
        let mut sorted: Vec<[u32; 4]> = rows.iter().map(|(row, _)| order.arrange(*row)).collect();
        sorted.sort_unstable();
        bytes.extend(
            sorted
                .iter()
                .flatten()
                .flat_map(|number| number.to_le_bytes()),
        );
    }
    bytes.extend(rows.iter().flat_map(|(_, place)| place.to_le_bytes()));
    offsets(&mut bytes, &mut files.iter().map(String::len));
    bytes.extend(files.iter().flat_map(std::string::String::as_bytes));
    bytes
}

/// One of the three orders the rows are kept in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Spog,
    Posg,
    Ospg,
}

impl Order {
    const ALL: [Self; 3] = [Self::Spog, Self::Posg, Self::Ospg];

    fn arrange(self, [s, p, o, g]: [u32; 4]) -> [u32; 4] {
        match self {
            Self::Spog => [s, p, o, g],
            Self::Posg => [p, o, s, g],
            Self::Ospg => [o, s, p, g],
        }
    }

    fn restore(self, [a, b, c, g]: [u32; 4]) -> [u32; 4] {
        match self {
            Self::Spog => [a, b, c, g],
            Self::Posg => [c, a, b, g],
            Self::Ospg => [b, c, a, g],
        }
    }
}

/// The bytes are no index of this version.
#[derive(Debug, PartialEq, Eq)]
pub struct Damaged;

/// An opened index: opening reads the header only. A clone of the built-in one costs nothing.
#[derive(Clone)]
pub struct Index {
    bytes: Cow<'static, [u8]>,
    terms: usize,
    term_offsets: usize,
    term_bytes: usize,
    rows: usize,
    orders: usize,
    places: usize,
    file_offsets: usize,
    files: usize,
}

impl Index {
    /// Opens an index: checks that the parts fit into `bytes`.
    ///
    /// # Errors
    ///
    /// [`Damaged`] when the mark is missing or the sizes do not add up.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Damaged> {
        let bytes = bytes.into();
        let header = bytes.get(..HEADER).ok_or(Damaged)?;
        let word = |at: usize| {
            let mut four = [0; 4];
            four.copy_from_slice(&header[at * 4..at * 4 + 4]);
            u32::from_le_bytes(four)
        };
        if word(0) != MARK {
            return Err(Damaged);
        }
        let [terms, term_length, rows, files, file_length] =
            [1, 2, 3, 4, 5].map(|at| word(at) as usize);
        let term_offsets = HEADER;
        let term_bytes = term_offsets + (terms + 1) * 4;
        let orders = term_bytes + term_length;
        let places = orders + 3 * rows * ROW;
        let file_offsets = places + rows * 4;
        let end = file_offsets + (files + 1) * 4 + file_length;
        if end != bytes.len() {
            return Err(Damaged);
        }
        Ok(Self {
            bytes,
            terms,
            term_offsets,
            term_bytes,
            rows,
            orders,
            places,
            file_offsets,
            files,
        })
    }

    /// How many different terms there are: they are numbered from 0.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.terms
    }

    /// How many statements there are, counting one for each source that says it.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    fn word(&self, at: usize) -> u32 {
        self.bytes.get(at..at + 4).map_or(0, |four| {
            u32::from_le_bytes([four[0], four[1], four[2], four[3]])
        })
    }

    /// The bytes of term `number`: empty past the end.
    #[must_use]
    pub fn term(&self, number: u32) -> &[u8] {
        let number = number as usize;
        if number >= self.terms {
            return &[];
        }
        let start = self.word(self.term_offsets + number * 4) as usize;
        let end = self.word(self.term_offsets + number * 4 + 4) as usize;
        self.bytes
            .get(self.term_bytes + start..self.term_bytes + end)
            .unwrap_or_default()
    }

    /// The IRI that `number` stands for, or nothing for other terms.
    #[must_use]
    pub fn iri(&self, number: u32) -> Option<&str> {
        let term = self.term(number).strip_prefix(b"I")?;
        std::str::from_utf8(term).ok()
    }

    /// The text of a literal (or the IRI, or the label of a blank node) that `number` stands for.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        let term = self.term(number);
        let text = match term.first() {
            Some(b'@' | b'^') => term
                .iter()
                .position(|byte| *byte == 0)
                .map_or(term, |zero| &term[zero + 1..]),
            Some(_) => &term[1..],
            None => term,
        };
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The number of the term with these bytes.
    #[must_use]
    pub fn number(&self, encoded: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.terms);
        while low < high {
            let middle = usize::midpoint(low, high);
            let number = u32::try_from(middle).ok()?;
            match self.term(number).cmp(encoded) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(number),
            }
        }
        None
    }

    /// The number of an IRI.
    #[must_use]
    pub fn node(&self, iri: &str) -> Option<u32> {
        self.number(&[b"I", iri.as_bytes()].concat())
    }

    /// The numbers of the terms whose bytes start with `prefix`: a range, as terms are sorted.
    #[must_use]
    pub fn with_prefix(&self, prefix: &[u8]) -> std::ops::Range<u32> {
        let below = |past: bool| {
            let (mut low, mut high) = (0, self.terms);
            while low < high {
                let middle = usize::midpoint(low, high);
                let term = self.term(u32::try_from(middle).unwrap_or(u32::MAX));
                let head = &term[..term.len().min(prefix.len())];
                if head < prefix || (past && head == prefix) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            u32::try_from(low).unwrap_or(u32::MAX)
        };
        below(false)..below(true)
    }

    fn row(&self, order: Order, row: usize) -> [u32; 4] {
        let at = self.orders + (order as usize * self.rows + row) * ROW;
        let Some(row) = self.bytes.get(at..at + ROW) else {
            return [0; 4];
        };
        let word = |part: usize| {
            u32::from_le_bytes([row[part], row[part + 1], row[part + 2], row[part + 3]])
        };
        [word(0), word(4), word(8), word(12)]
    }

    /// The statements that match a pattern, as subject, predicate, object, graph, in an order that depends on the pattern
    /// alone; statements that differ only by their graph are neighbours.
    #[must_use]
    pub fn matching(&self, s: Option<u32>, p: Option<u32>, o: Option<u32>) -> Rows<'_> {
        let (order, prefix) = match (s, p, o) {
            (Some(s), None, Some(o)) => (Order::Ospg, vec![o, s]),
            (None, None, Some(o)) => (Order::Ospg, vec![o]),
            (None, Some(p), o) => (Order::Posg, [Some(p), o].into_iter().flatten().collect()),
            (s, p, o) => (
                Order::Spog,
                [s, p, o].into_iter().flatten().collect::<Vec<_>>(),
            ),
        };
        let below = |past: bool| {
            let (mut low, mut high) = (0, self.rows);
            while low < high {
                let middle = usize::midpoint(low, high);
                let row = self.row(order, middle);
                let head = &row[..prefix.len()];
                if head < prefix.as_slice() || (past && head == prefix.as_slice()) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        Rows {
            index: self,
            order,
            next: below(false),
            end: below(true),
        }
    }

    /// Where a statement of a graph was read; nothing when it is not there.
    #[must_use]
    pub fn place(&self, row: [u32; 4]) -> Option<Place> {
        let [s, p, o, _] = row;
        let rows = self.matching(Some(s), Some(p), Some(o));
        let at = (rows.next..rows.end).find(|at| self.row(Order::Spog, *at) == row)?;
        let place = self.word(self.places + at * 4);
        Some(Place {
            file: self.file((place >> 24) as usize).to_owned(),
            line: u64::from(place & 0xFF_FFFF),
            column: 0,
        })
    }

    fn file(&self, number: usize) -> &str {
        if number >= self.files {
            return "";
        }
        let start = self.word(self.file_offsets + number * 4) as usize;
        let end = self.word(self.file_offsets + number * 4 + 4) as usize;
        let names = self.file_offsets + (self.files + 1) * 4;
        self.bytes
            .get(names + start..names + end)
            .and_then(|name| std::str::from_utf8(name).ok())
            .unwrap_or_default()
    }

    /// The names of the files that statements stand in, in reading order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        (0..self.files).map(|number| self.file(number))
    }
}

/// Statements that match a pattern.
#[derive(Clone)]
pub struct Rows<'a> {
    index: &'a Index,
    order: Order,
    next: usize,
    end: usize,
}

impl Rows<'_> {
    /// The same without the statements that differ from their neighbour only by graph.
    pub fn distinct(mut self) -> impl Iterator<Item = [u32; 3]> {
        let mut last = None;
        std::iter::from_fn(move || {
            loop {
                let [s, p, o, _] = self.next()?;
                if last != Some([s, p, o]) {
                    last = Some([s, p, o]);
                    return last;
                }
            }
        })
    }
}

impl Iterator for Rows<'_> {
    type Item = [u32; 4];

    fn next(&mut self) -> Option<[u32; 4]> {
        if self.next >= self.end {
            return None;
        }
        let row = self.index.row(self.order, self.next);
        self.next += 1;
        Some(self.order.restore(row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fact::Pen;
    use oxrdf::NamedNode;

    fn small() -> Index {
        let mut facts = Facts::default();
        let file = facts.file("a.csv");
        for (line, source) in [(1, "g:1"), (2, "g:2")] {
            let mut pen = Pen::new(&mut facts, file, line, NamedNode::new_unchecked(source));
            pen.say(
                &NamedNode::new_unchecked("x:a"),
                "x:p",
                NamedNode::new_unchecked("x:b"),
            );
            pen.say(
                &NamedNode::new_unchecked("x:b"),
                "x:q",
                Literal::new_language_tagged_literal_unchecked("hé", "en"),
            );
        }
        Index::open(build(&facts)).unwrap()
    }

    #[test]
    fn every_pattern_finds_its_statements() {
        let index = small();
        let [a, b, p, q] = ["x:a", "x:b", "x:p", "x:q"].map(|iri| index.node(iri).unwrap());
        let text = index.number("@en\0hé".as_bytes()).unwrap();
        assert_eq!(index.text(text), "hé");
        assert_eq!(index.rows(), 4);
        for (pattern, count) in [
            ((None, None, None), 2),
            ((Some(a), None, None), 1),
            ((None, Some(q), None), 1),
            ((None, None, Some(b)), 1),
            ((Some(a), Some(p), Some(b)), 1),
            ((Some(a), None, Some(b)), 1),
            ((Some(b), Some(p), None), 0),
        ] {
            let (s, p, o) = pattern;
            assert_eq!(
                index.matching(s, p, o).distinct().count(),
                count,
                "{pattern:?}"
            );
            assert_eq!(index.matching(s, p, o).count(), count * 2, "{pattern:?}");
        }
        let row = index.matching(Some(a), None, None).last().unwrap();
        assert_eq!(index.place(row).unwrap().to_string(), "a.csv:2");
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = build(&Facts::default());
        assert!(Index::open(bytes.clone()).is_ok());
        assert!(Index::open(bytes[..bytes.len() - 1].to_vec()).is_err());
        assert!(Index::open(Vec::new()).is_err());
        assert!(Index::open(vec![7; 64]).is_err());
    }
}
