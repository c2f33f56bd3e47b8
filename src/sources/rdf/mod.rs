//! RDF in its six formats. Statements outside any named graph belong to a source named after the file.

mod canonical;
mod tags;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memchr;
use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfParseError, RdfParser};
use rayon::prelude::*;

use crate::base::cores::on_all_cores;
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id};
use crate::limits;
use crate::model::fact::{Facts, Pen};
use crate::model::problem::Problem;
use crate::sources::text::place;
use canonical::canonical;
use tags::Tags;

/// The formats by the extension of the file.
const FORMATS: &[(&str, RdfFormat)] = &[
    ("ttl", RdfFormat::Turtle),
    ("nt", RdfFormat::NTriples),
    ("nq", RdfFormat::NQuads),
    ("trig", RdfFormat::TriG),
    ("rdf", RdfFormat::RdfXml),
    (
        "jsonld",
        RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
    ),
];

/// How many bytes of a file of lines one core reads at a time.
const PART: usize = 8 << 20;
/// No line of a file of lines is waited for longer than this, in bytes.
const LONGEST_LINE: usize = 256 << 20;

/// The extensions this reader knows.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|(extension, _)| *extension)
}

/// Reads one file. `extension` chooses the format; an unknown one reads as Turtle.
///
/// Blank nodes get names of their own, so that those of two files never meet. The reader does not know the lines of
/// statements it understood, only those of errors; after the first error it stops.
#[must_use]
pub fn read(name: &str, extension: &str, bytes: &[u8]) -> (Facts, Vec<Problem>) {
    read_at(name, extension, None, bytes)
}

/// Reads one file as [`read`] does; its relative IRIs are relative to `base`.
#[must_use]
pub fn read_at(
    name: &str,
    extension: &str,
    base: Option<&str>,
    bytes: &[u8],
) -> (Facts, Vec<Problem>) {
    if has_lines(extension) {
        return read_lines(name, extension, bytes, &AtomicU64::new(0))
            .unwrap_or_else(|error| (Facts::default(), vec![problem(name, &error.into())]));
    }
    let source = NamedNode::new_unchecked(id("source", &stem(name)));
    let bytes = without_mark(bytes);
    let start = &bytes[..bytes.len().min(PART)];
    let reading = Reading {
        base,
        ..Reading::new(name, extension, &source, start)
    };
    let mut names = HashMap::new();
    let number = |label: &str| {
        // Labels are random where the file gives none: the order of appearance is not.
        let next = names.len() + 1;
        let number = *names.entry(label.to_owned()).or_insert(next);
        number.to_string()
    };
    let (facts, problem) = match reading.format {
        RdfFormat::JsonLd { .. } => match on_a_large_stack(|| reading.part(bytes, 0, number)) {
            Ok(read) => read,
            Err(error) => return (Facts::default(), vec![no_thread(name, &error)]),
        },
        _ => reading.part(bytes, 0, number),
    };
    (reading.named(facts), problem.into_iter().collect())
}

/// The parser of JSON-LD recurses along the terms of a context; this holds as many as there may be.
const STACK: usize = 256 << 20;

fn on_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, work)?;
        Ok(thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn no_thread(name: &str, error: &std::io::Error) -> Problem {
    let message = format!("the system has no thread to read JSON-LD on: {error}");
    Problem::malformed(place(name, &[]), message)
}

/// What some editors put before the text.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// Whether the statements of this format end with their lines, so that [`read_lines`] reads it.
#[must_use]
pub fn has_lines(extension: &str) -> bool {
    matches!(extension, "nt" | "nq")
}

/// Reads a file whose statements end with their lines, as [`read`] does, on all cores and with a few parts of it in memory
/// at a time. `read` counts the statements on the way.
///
/// # Errors
///
/// When the input cannot be read on.
pub fn read_lines(
    name: &str,
    extension: &str,
    mut input: impl Read,
    counter: &AtomicU64,
) -> std::io::Result<(Facts, Vec<Problem>)> {
    let source = NamedNode::new_unchecked(id("source", &stem(name)));
    let mut facts = Facts::default();
    let mut reading: Option<Reading<'_>> = None;
    let (mut block, mut lines) = (Vec::new(), 0);
    loop {
        let size = on_all_cores(|| PART * rayon::current_num_threads()) as u64;
        let end = input.by_ref().take(size).read_to_end(&mut block)? == 0;
        let reading = reading.get_or_insert_with(|| {
            Reading::new(name, extension, &source, &block[..block.len().min(PART)])
        });
        if lines == 0 && block.starts_with(MARK) {
            block.drain(..MARK.len());
        }
        // What stands after the last line end goes with the next block.
        let whole = match block.iter().rposition(|byte| *byte == b'\n') {
            Some(last) if !end => last + 1,
            None if !end && block.len() < LONGEST_LINE => continue,
            _ => block.len(),
        };
        let parts = parts(&block[..whole], lines);
        lines = parts
            .last()
            .map_or(lines, |(part, before)| before + line_ends(part));
        let read_part = |(part, before): &(&[u8], u64)| {
            let read = reading.part(part, *before, ToOwned::to_owned);
            counter.fetch_add(read.0.len() as u64, Ordering::Relaxed);
            read
        };
        let read: Vec<_> = on_all_cores(|| parts.par_iter().map(read_part).collect());
        for (more, problem) in read {
            facts.append(&more);
            if let Some(problem) = problem {
                return Ok((facts, vec![problem]));
            }
        }
        block.drain(..whole);
        if end {
            return Ok((reading.named(facts), Vec::new()));
        }
    }
}

/// Whole lines in parts of about [`PART`] bytes, each with the number of lines before it.
fn parts(bytes: &[u8], lines: u64) -> Vec<(&[u8], u64)> {
    let (mut rest, mut lines) = (bytes, lines);
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let part;
        (part, rest) = rest.split_at(end_of_part(rest));
        parts.push((part, lines));
        lines += line_ends(part);
    }
    parts
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').count() as u64 - 1
}

/// What all parts of a file share.
struct Reading<'a> {
    name: &'a str,
    format: RdfFormat,
    /// The graph of statements outside any graph.
    source: &'a NamedNode,
    /// What relative IRIs are relative to.
    base: Option<&'a str>,
    /// What the names of blank nodes begin with.
    prefix: String,
}

impl<'a> Reading<'a> {
    /// `start`: the first bytes of the file, which tell it from others of its name.
    fn new(name: &'a str, extension: &str, source: &'a NamedNode, start: &[u8]) -> Self {
        let format = FORMATS
            .iter()
            .find(|(known, _)| *known == extension)
            .map_or(RdfFormat::Turtle, |(_, format)| *format);
        Self {
            name,
            format,
            source,
            base: None,
            prefix: format!("{}-{:08x}-", stem(name), hash(start)),
        }
    }

    /// The facts, with what is said of the source itself, in a graph of its own: the file does not say it.
    fn named(&self, mut facts: Facts) -> Facts {
        let file = facts.file(self.name);
        let about = NamedNode::new_unchecked(sg::about(&stem(self.name)));
        let mut pen = Pen::new(&mut facts, file, 0, about);
        pen.say_types(self.source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
        pen.say_text(self.source, sg::LABEL, self.name);
        facts
    }

    /// That an IRI is relative to nothing; at the line where its text stands first, if it stands there so.
    fn without_base(&self, bytes: &[u8], relative: &str) -> Problem {
        let quoted = format!("\"{relative}\"");
        let at = memchr::memmem::find(bytes, quoted.as_bytes());
        let place = place(self.name, &bytes[..at.unwrap_or(0)]);
        let message = format!("relative IRI `{relative}` without a base, expected a whole one");
        Problem::malformed(place, message).with_hint(Some("`--base IRI` gives a base".to_owned()))
    }

    /// Reads a part of a file that `before` lines stand before; `number` makes the rest of a blank node's name from its label.
    fn part(
        &self,
        bytes: &[u8],
        before: u64,
        mut number: impl FnMut(&str) -> String,
    ) -> (Facts, Option<Problem>) {
        let mut facts = Facts::default();
        if let Err((at, message)) = limits::check(self.format, bytes) {
            let mut place = place(self.name, &bytes[..at.min(bytes.len())]);
            place.line += before;
            return (facts, Some(Problem::malformed(place, message)));
        }
        let file = facts.file(self.name);
        let mut parser = RdfParser::from_format(self.format)
            .with_default_graph(GraphName::NamedNode(self.source.clone()));
        // Without a base the parser of JSON-LD leaves out what is relative and says nothing.
        let seen = matches!(self.format, RdfFormat::JsonLd { .. }).then_some(NO_BASE);
        if let Some(base) = self.base.or(seen) {
            parser = match parser.with_base_iri(base) {
                Ok(parser) => parser,
                Err(error) => {
                    let message = format!("`{base}` is not a valid base: {error}");
                    return (
                        facts,
                        Some(Problem::malformed(place(self.name, &[]), message)),
                    );
                }
            };
        }
        let mut tags = Tags::new(self.format, bytes);
        let marked = match self.format {
            RdfFormat::RdfXml => tags::marked(bytes),
            _ => Cow::Borrowed(bytes),
        };
        let mut rename = |node: &mut BlankNode| {
            let name = format!("{}{}", self.prefix, number(node.as_str()));
            *node = BlankNode::new_unchecked(name);
        };
        for quad in parser.for_slice(&*marked) {
            let mut quad = match quad {
                Ok(quad) => quad,
                Err(error) => {
                    let mut problem = problem(self.name, &error.into());
                    if problem.place.line == 0 {
                        problem.place.line = line_of_error(self.format, bytes);
                    }
                    problem.place.line += before;
                    return (facts, Some(problem));
                }
            };
            if self.base.is_none()
                && seen.is_some()
                && let Some(relative) = relative_iri(&quad)
            {
                return (facts, Some(self.without_base(bytes, &relative)));
            }
            if let NamedOrBlankNode::BlankNode(node) = &mut quad.subject {
                rename(node);
            }
            blank_nodes(&mut quad.object, &mut rename);
            if matches!(marked, Cow::Owned(_)) {
                tags::unmark(&mut quad.object);
            }
            tags.restore(&mut quad.object);
            if self.format == RdfFormat::RdfXml {
                canonical(&mut quad.object);
            }
            if let GraphName::BlankNode(node) = &mut quad.graph_name {
                rename(node);
            }
            facts.push(quad.as_ref(), file, 0);
        }
        (facts, None)
    }
}

/// What stands for the base of a file that has none, so that what is relative to it is seen.
const NO_BASE: &str = "stackgen-no-base:/";

/// What is relative to [`NO_BASE`] in a statement, as it may have been written.
fn relative_iri(quad: &Quad) -> Option<String> {
    let mut found = None;
    let mut look = |node: &NamedNode| {
        if let Some(rest) = node.as_str().strip_prefix(NO_BASE) {
            found.get_or_insert_with(|| rest.to_owned());
        }
    };
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
        look(node);
    }
    look(&quad.predicate);
    if let GraphName::NamedNode(node) = &quad.graph_name {
        look(node);
    }
    match &quad.object {
        Term::NamedNode(node) => look(node),
        Term::Literal(literal) => look(&literal.datatype().into_owned()),
        _ => {}
    }
    found
}

/// Calls `rename` with every blank node of a term: itself, or those inside a triple term.
fn blank_nodes(term: &mut Term, rename: &mut impl FnMut(&mut BlankNode)) {
    let mut term = term;
    loop {
        match term {
            Term::BlankNode(node) => return rename(node),
            Term::Triple(triple) => {
                if let NamedOrBlankNode::BlankNode(node) = &mut triple.subject {
                    rename(node);
                }
                term = &mut triple.object;
            }
            _ => return,
        }
    }
}

/// Where the next part of `rest` ends: after a whole line, the last where it is short.
fn end_of_part(rest: &[u8]) -> usize {
    let Some(tail) = rest.get(PART..) else {
        return rest.len();
    };
    let line = tail.iter().position(|byte| *byte == b'\n');
    line.map_or(rest.len(), |line| PART + line + 1)
}

/// Tells contents apart (FNV-1a over words): two files of one name and different content share no blank node.
fn hash(bytes: &[u8]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    let words = bytes.chunks_exact(8);
    let rest = words.remainder();
    for word in words {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        mix(u64::from_le_bytes(eight));
    }
    for byte in rest {
        mix((*byte).into());
    }
    mix(bytes.len() as u64);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the upper half is mixed in"
    )]
    {
        (hash ^ hash >> 32) as u32
    }
}

/// The slug of a file's name without folders and extension; `data` when nothing is left.
fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = slug(last.rsplit_once('.').map_or(last, |(stem, _)| stem));
    if stem.is_empty() {
        "data".to_owned()
    } else {
        stem
    }
}

/// How long a parser's message may be, in characters: some repeat a line of the file.
const LONGEST_MESSAGE: usize = 300;

fn problem(name: &str, error: &RdfParseError) -> Problem {
    let mut place = Place {
        file: name.to_owned(),
        ..Place::default()
    };
    let text = error.to_string();
    let mut message = match text.as_str() {
        // The parser asks for what would fetch it.
        callback if callback.contains("LoadDocumentCallback") => {
            "a remote context, which is not fetched, expected the context itself"
        }
        text => text,
    };
    if let RdfParseError::Syntax(error) = error
        && let Some(at) = error.location()
    {
        place.line = at.start.line + 1;
        place.column = at.start.column + 1;
        // The place stands in front already.
        message = message
            .strip_prefix("Parser error")
            .and_then(|rest| rest.split_once(": "))
            .map_or(message, |(_, rest)| rest);
    }
    Problem::malformed(
        place,
        message.chars().take(LONGEST_MESSAGE).collect::<String>(),
    )
}

/// The line at which a parser that does not say so finds its error: it is given the file again, line by line.
fn line_of_error(format: RdfFormat, bytes: &[u8]) -> u64 {
    let given = Rc::new(Cell::new(0));
    let lines = Lines {
        rest: bytes,
        begins: true,
        given: given.clone(),
    };
    let mut parser = RdfParser::from_format(format).for_reader(lines);
    parser.find(Result::is_err);
    given.get()
}

/// Gives at most one line at a time.
struct Lines<'a> {
    rest: &'a [u8],
    /// Whether a line begins here.
    begins: bool,
    /// How many lines were given, the one that is being given included.
    given: Rc<Cell<u64>>,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let end = memchr(b'\n', self.rest).map_or(self.rest.len(), |end| end + 1);
        let length = end.min(buffer.len());
        let (given, rest) = self.rest.split_at(length);
        buffer[..length].copy_from_slice(given);
        self.rest = rest;
        if self.begins && length > 0 {
            self.given.set(self.given.get() + 1);
        }
        self.begins = given.ends_with(b"\n");
        Ok(length)
    }
}

#[cfg(test)]
mod tests;
