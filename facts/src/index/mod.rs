//! The index: sorted terms, and statements in three orders, in one piece of memory that can be written to a file and
//! mapped back.
//!
//! Little-endian throughout; every number takes as few bits as the largest of its kind needs. Terms are sorted by their
//! bytes (see `model::term`) and numbered from 0. Rows by subject hold predicate, object, graph; by predicate object,
//! subject, graph; by object subject, predicate, graph; what they are grouped by stands once, as the place where its rows
//! start. Predicates and graphs are few: rows hold their positions in short lists. The graph comes last in every order, so
//! that equal statements of several sources are neighbours. Beside the rows by subject stands the place of each: file and
//! line. The built-in catalogue takes 31 bytes a statement, its terms included.

mod build;
mod guard;
mod layout;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

pub use build::build;
pub use guard::{BLOCK, Guard, sums};
use layout::{Layout, Triples};

use crate::base::place::Place;

/// The bytes are no index of this version.
#[derive(Debug, PartialEq, Eq)]
pub struct Damaged;

/// Bytes that stay where they are.
#[derive(Clone)]
enum Bytes {
    BuiltIn(&'static [u8]),
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
    /// From a disk, which may give back other bytes than were written.
    Guarded(Arc<Held>),
}

struct Held {
    bytes: Box<dyn AsRef<[u8]> + Send + Sync>,
    guard: Guard,
}

/// The bytes of an index as its parts read them: nothing is read of a block that was not compared with its checksum.
#[derive(Clone, Copy)]
struct View<'a> {
    bytes: &'a [u8],
    guard: Option<&'a Guard>,
}

impl<'a> View<'a> {
    /// The `length` bytes from `at` on; nothing past the end.
    #[inline]
    fn get(self, at: usize, length: usize) -> Option<&'a [u8]> {
        let piece = self.bytes.get(at..at.checked_add(length)?)?;
        if let Some(guard) = self.guard {
            guard.touch(self.bytes, at, length);
        }
        Some(piece)
    }
}

/// An opened index: opening reads the header only, cloning costs nothing.
#[derive(Clone)]
pub struct Index {
    bytes: Bytes,
    layout: Layout,
}

/// Numbers of subject, predicate, object and graph.
type Quad = [u32; 4];

impl Index {
    /// Opens an index: checks that the parts fit into `bytes`.
    ///
    /// # Errors
    ///
    /// [`Damaged`] when the mark is missing or the sizes do not add up.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, Damaged> {
        let layout = Layout::read(bytes.as_ref())?;
        Ok(Self {
            bytes: Bytes::Shared(Arc::new(bytes)),
            layout,
        })
    }

    /// Opens an index that is part of the program.
    ///
    /// # Errors
    ///
    /// As [`Index::open`].
    pub fn built_in(bytes: &'static [u8]) -> Result<Self, Damaged> {
        Ok(Self {
            bytes: Bytes::BuiltIn(bytes),
            layout: Layout::read(bytes)?,
        })
    }

    /// Opens an index whose blocks are compared with their checksums when they are first read.
    ///
    /// # Errors
    ///
    /// As [`Index::open`].
    pub fn guarded(
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
        guard: Guard,
    ) -> Result<Self, Damaged> {
        let layout = Layout::read(bytes.as_ref())?;
        Ok(Self {
            bytes: Bytes::Guarded(Arc::new(Held {
                bytes: Box::new(bytes),
                guard,
            })),
            layout,
        })
    }

    /// Where the first damage is, every block compared; nothing for bytes that came from no disk.
    #[must_use]
    pub fn first_damage(&self) -> Option<usize> {
        let View { bytes, guard } = self.bytes();
        guard.and_then(|guard| guard.first_damage(bytes))
    }

    fn bytes(&self) -> View<'_> {
        let view = |bytes, guard| View { bytes, guard };
        match &self.bytes {
            Bytes::BuiltIn(bytes) => view(bytes, None),
            Bytes::Shared(bytes) => view((**bytes).as_ref(), None),
            Bytes::Guarded(held) => view((*held.bytes).as_ref(), Some(&held.guard)),
        }
    }

    /// How many different terms there are: they are numbered from 0.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.layout.counts.terms
    }

    /// How many statements there are, counting one for each source that says it.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.layout.counts.rows
    }

    /// Whether these are the bytes of this index.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        // A damaged block differs from a sound one.
        self.bytes().bytes == bytes
    }

    /// The bytes of this index.
    #[must_use]
    pub fn whole(&self) -> &[u8] {
        self.bytes().bytes
    }

    /// How many bytes the whole takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.layout.length
    }

    /// The terms that are predicates, sorted.
    pub fn predicates(&self) -> impl Iterator<Item = u32> {
        let bytes = self.bytes();
        (0..self.layout.counts.predicates).map(move |at| self.layout.predicates.number(bytes, at))
    }

    /// The terms that are graphs, sorted.
    pub fn graphs(&self) -> impl Iterator<Item = u32> + use<> {
        let bytes = self.bytes();
        let graphs = (0..self.layout.counts.graphs).map(|at| self.layout.graphs.number(bytes, at));
        graphs.collect::<Vec<_>>().into_iter()
    }

    /// The bytes of term `number`: empty past the end.
    #[must_use]
    pub fn term(&self, number: u32) -> &[u8] {
        let number = number as usize;
        if number >= self.layout.counts.terms {
            return &[];
        }
        piece(
            self.bytes(),
            self.layout.terms,
            self.layout.term_starts,
            number,
        )
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
        let at = first(0..self.terms(), |at| self.term(short(at)) < encoded);
        let number = short(at);
        (at < self.terms() && self.term(number) == encoded).then_some(number)
    }

    /// The number of an IRI.
    #[must_use]
    pub fn node(&self, iri: &str) -> Option<u32> {
        self.number(&[b"I", iri.as_bytes()].concat())
    }

    /// The numbers of the terms whose bytes start with `prefix`: a range, as terms are sorted.
    #[must_use]
    pub fn with_prefix(&self, prefix: &[u8]) -> Range<u32> {
        let head = |at: usize| {
            let term = self.term(short(at));
            &term[..term.len().min(prefix.len())]
        };
        let start = first(0..self.terms(), |at| head(at) < prefix);
        let end = first(start..self.terms(), |at| head(at) <= prefix);
        short(start)..short(end)
    }

    /// The statements that match a pattern, as subject, predicate, object, graph, in an order that depends on the pattern
    /// alone; statements that differ only by their graph are neighbours.
    #[must_use]
    pub fn matching(&self, s: Option<u32>, p: Option<u32>, o: Option<u32>) -> Rows<'_> {
        match (s, p, o) {
            (None, Some(p), o) => self.by_predicate(p, o),
            (s, None, Some(o)) => self.by_object(o, s),
            (None, None, None) => self.all(),
            (Some(s), p, o) => self.by_subject(s, p, o),
        }
    }

    /// The different objects of a property, sorted: their statements are jumped over, not read.
    #[must_use]
    pub fn objects_of(&self, p: u32) -> Vec<u32> {
        let (bytes, rows) = (self.bytes(), self.layout.by_predicate);
        let found = self.by_predicate(p, None);
        let object = |at: usize| rows.first.number(bytes, at);
        let (mut at, mut objects) = (found.next, Vec::new());
        while at < found.end {
            let this = object(at);
            objects.push(this);
            let mut step = 1;
            while at + step < found.end && object(at + step) == this {
                step *= 2;
            }
            at = first(at + step / 2..found.end.min(at + step), |it| {
                object(it) == this
            });
        }
        objects
    }

    /// Property and object of what graphs other than `except` say of `s`, each pair once, sorted. Faster than
    /// [`Self::matching`]: only what is asked for is read.
    pub fn about(&self, s: u32, except: u32) -> impl Iterator<Item = (u32, u32)> {
        let (bytes, rows) = (self.bytes(), self.layout.by_subject);
        let (predicates, except) = (self.layout.predicates, self.graph(except));
        let mut last = None;
        self.group(self.layout.subject_starts, s, self.terms())
            .filter(move |at| Some(rows.third.number(bytes, *at)) != except)
            .map(move |at| [rows.first, rows.second].map(|column| column.number(bytes, at)))
            .filter(move |pair| last.replace(*pair) != Some(*pair))
            .map(move |[p, o]| (predicates.number(bytes, p as usize), o))
    }

    /// Property and subject of what graphs other than `except` say with `o` as the object and one of some properties, in the
    /// order of subjects.
    pub fn pointing_to(
        &self,
        o: u32,
        by: &[u32],
        except: u32,
    ) -> impl Iterator<Item = (u32, u32)> + use<'_> {
        let (bytes, rows) = (self.bytes(), self.layout.by_object);
        let except = self.graph(except);
        let by: Vec<(u32, u32)> = by
            .iter()
            .filter_map(|p| Some((self.predicate(*p)?, *p)))
            .collect();
        let wanted = move |at| {
            let predicate = rows.second.number(bytes, at);
            let (_, p) = by.iter().find(|(short, _)| *short == predicate)?;
            let counts = Some(rows.third.number(bytes, at)) != except;
            counts.then(|| (*p, rows.first.number(bytes, at)))
        };
        self.group(self.layout.object_starts, o, self.terms())
            .filter_map(wanted)
    }

    fn by_subject(&self, s: u32, p: Option<u32>, o: Option<u32>) -> Rows<'_> {
        let (bytes, rows) = (self.bytes(), self.layout.by_subject);
        let mut range = self.group(self.layout.subject_starts, s, self.terms());
        if let Some(p) = p {
            let p = self.predicate(p);
            range = equal(range, p, |at| p.map(|_| rows.first.number(bytes, at)));
            if let Some(o) = o {
                range = equal(range, Some(o), |at| Some(rows.second.number(bytes, at)));
            }
        }
        self.some(Order::Subject(s), range)
    }

    fn by_predicate(&self, p: u32, o: Option<u32>) -> Rows<'_> {
        let (bytes, rows) = (self.bytes(), self.layout.by_predicate);
        let mut range = self.predicate(p).map_or(0..0, |short| {
            self.group(
                self.layout.predicate_starts,
                short,
                self.layout.counts.predicates,
            )
        });
        if let Some(o) = o {
            range = equal(range, Some(o), |at| Some(rows.first.number(bytes, at)));
        }
        self.some(Order::Predicate(p), range)
    }

    fn by_object(&self, o: u32, s: Option<u32>) -> Rows<'_> {
        let (bytes, rows) = (self.bytes(), self.layout.by_object);
        let mut range = self.group(self.layout.object_starts, o, self.terms());
        if let Some(s) = s {
            range = equal(range, Some(s), |at| Some(rows.first.number(bytes, at)));
        }
        self.some(Order::Object(o), range)
    }

    fn all(&self) -> Rows<'_> {
        self.some(Order::All { subject: 0, end: 0 }, 0..self.rows())
    }

    fn some(&self, order: Order, range: Range<usize>) -> Rows<'_> {
        Rows {
            bytes: self.bytes(),
            layout: &self.layout,
            order,
            next: range.start,
            end: range.end,
        }
    }

    /// The rows of the group that starts at position `number` of `starts`.
    fn group(&self, starts: layout::Column, number: u32, count: usize) -> Range<usize> {
        let number = number as usize;
        if number >= count {
            return 0..0;
        }
        let bytes = self.bytes();
        let end = starts.position(bytes, number + 1).min(self.rows());
        starts.position(bytes, number).min(end)..end
    }

    /// The position of a term among the predicates.
    fn predicate(&self, term: u32) -> Option<u32> {
        self.position(self.layout.predicates, self.layout.counts.predicates, term)
    }

    /// The position of a term among the graphs.
    fn graph(&self, term: u32) -> Option<u32> {
        self.position(self.layout.graphs, self.layout.counts.graphs, term)
    }

    /// The position of a term among `count` known ones, which are sorted.
    fn position(&self, known: layout::Column, count: usize, term: u32) -> Option<u32> {
        let bytes = self.bytes();
        let at = first(0..count, |at| known.number(bytes, at) < term);
        (at < count && known.number(bytes, at) == term).then(|| short(at))
    }

    /// Where a statement of a graph was read; nothing when it is not there.
    #[must_use]
    pub fn place(&self, row: Quad) -> Option<Place> {
        let [s, p, o, _] = row;
        let rows = self.by_subject(s, Some(p), Some(o));
        let at = (rows.next..rows.end).find(|at| rows.row(*at) == row)?;
        let file = self.layout.row_files.position(self.bytes(), at);
        Some(Place {
            file: self.file(file).to_owned(),
            line: self.layout.row_lines.get(self.bytes(), at),
            column: 0,
        })
    }

    /// Every statement with the number of its file and its line, in the order of subjects.
    pub fn placed(&self) -> impl Iterator<Item = (Quad, u16, u32)> {
        let (bytes, layout) = (self.bytes(), &self.layout);
        self.all().enumerate().map(move |(at, row)| {
            let file = u16::try_from(layout.row_files.get(bytes, at)).unwrap_or(u16::MAX);
            let line = u32::try_from(layout.row_lines.get(bytes, at)).unwrap_or(0);
            (row, file, line)
        })
    }

    fn file(&self, number: usize) -> &str {
        if number >= self.layout.counts.files {
            return "";
        }
        let name = piece(
            self.bytes(),
            self.layout.files,
            self.layout.file_starts,
            number,
        );
        std::str::from_utf8(name).unwrap_or_default()
    }

    /// The names of the files that statements stand in, in reading order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        (0..self.layout.counts.files).map(|number| self.file(number))
    }
}

/// Piece `number` of those that start at `starts`, counted from `base`.
fn piece(bytes: View<'_>, base: usize, starts: layout::Column, number: usize) -> &[u8] {
    let start = base.saturating_add(starts.position(bytes, number));
    let end = base.saturating_add(starts.position(bytes, number + 1));
    let length = end.checked_sub(start);
    length
        .and_then(|length| bytes.get(start, length))
        .unwrap_or_default()
}

/// The first position in `range` for which `before` does not hold.
fn first(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The positions in `range`, sorted by `key`, whose key is `wanted`; none for a key that is nothing.
fn equal(
    range: Range<usize>,
    wanted: Option<u32>,
    key: impl Fn(usize) -> Option<u32>,
) -> Range<usize> {
    if wanted.is_none() {
        return 0..0;
    }
    let start = first(range.clone(), |at| key(at).cmp(&wanted) == Ordering::Less);
    let end = first(start..range.end, |at| {
        key(at).cmp(&wanted) != Ordering::Greater
    });
    start..end
}

/// A position among things that are numbered in 32 bits.
fn short(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Which of the orders rows are read in, and what all of them share.
#[derive(Clone, Copy)]
enum Order {
    /// In the order of subjects, from one to the next.
    All {
        /// The subject of the rows before `end`.
        subject: u32,
        end: usize,
    },
    Subject(u32),
    Predicate(u32),
    Object(u32),
}

/// Statements that match a pattern.
#[derive(Clone)]
pub struct Rows<'a> {
    bytes: View<'a>,
    layout: &'a Layout,
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

    /// The statement at a position of this order.
    fn row(&self, at: usize) -> Quad {
        let layout = self.layout;
        let read = |rows: Triples| {
            [rows.first, rows.second, rows.third].map(|column| column.number(self.bytes, at))
        };
        let predicate = |short: u32| layout.predicates.number(self.bytes, short as usize);
        let graph = |short: u32| layout.graphs.number(self.bytes, short as usize);
        match self.order {
            Order::All { subject: s, .. } | Order::Subject(s) => {
                let [p, o, g] = read(layout.by_subject);
                [s, predicate(p), o, graph(g)]
            }
            Order::Predicate(p) => {
                let [o, s, g] = read(layout.by_predicate);
                [s, p, o, graph(g)]
            }
            Order::Object(o) => {
                let [s, p, g] = read(layout.by_object);
                [s, predicate(p), o, graph(g)]
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Quad;

    fn next(&mut self) -> Option<Quad> {
        if self.next >= self.end {
            return None;
        }
        let (layout, bytes) = (self.layout, self.bytes);
        if let Order::All { subject, end } = &mut self.order {
            // `end` is where the rows of `subject` end: past it, the next subject that has any.
            let mut group = *subject as usize;
            if *end == 0 {
                *end = layout.subject_starts.position(bytes, 1);
            }
            while *end <= self.next && group < layout.counts.terms {
                group += 1;
                *end = layout.subject_starts.position(bytes, group + 1);
            }
            *subject = short(group);
        }
        let row = self.row(self.next);
        self.next += 1;
        Some(row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fact::{Facts, Pen};
    use oxrdf::{Literal, NamedNode};

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
        let graph = index.node("g:1").unwrap();
        assert_eq!(index.about(a, u32::MAX).collect::<Vec<_>>(), [(p, b)]);
        for (except, count) in [(u32::MAX, 2), (graph, 1)] {
            let pointing: Vec<_> = index.pointing_to(b, &[p, q], except).collect();
            assert_eq!(pointing, vec![(p, a); count]);
        }
        assert_eq!(index.pointing_to(b, &[q], u32::MAX).count(), 0);
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
