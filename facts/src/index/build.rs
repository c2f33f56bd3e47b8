//! Facts → the bytes of an index.

use rayon::prelude::*;

use super::layout::{Column, Counts, Layout, Triples};
use crate::base::cores::on_all_cores;
use crate::model::fact::Facts;

/// A statement as numbers, and its place: file, then line.
type Placed = ([u32; 4], u16, u32);

/// Makes the bytes of an index. Equal statements in the same graph count once, at the first place.
///
/// Sorts on all cores: n statements take time in n log n, and about 100 bytes of memory each beside their terms.
///
/// # Panics
///
/// When the index would not fit into the address space, which `facts` does not either.
#[must_use]
pub fn build(facts: &Facts) -> Vec<u8> {
    on_all_cores(|| write(facts))
}

fn write(facts: &Facts) -> Vec<u8> {
    let terms = sorted_terms(facts);
    let (files, file_numbers) = sorted_files(facts);
    let mut rows = rows(facts, &terms, &file_numbers);
    let predicates = distinct(&rows, terms.len(), 1);
    let graphs = distinct(&rows, terms.len(), 3);
    let counts = Counts {
        terms: terms.len(),
        term_bytes: terms
            .iter()
            .map(|term| facts.terms().get(*term).len())
            .sum(),
        predicates: predicates.len(),
        graphs: graphs.len(),
        rows: rows.len(),
        files: files.len(),
        file_bytes: files.iter().map(|name| name.len()).sum(),
        last_line: rows
            .iter()
            .map(|(.., line)| *line as usize)
            .max()
            .unwrap_or(0),
    };
    let layout = Layout::new(counts).expect("what fits into memory as facts fits as an index");
    let mut writer = Writer {
        bytes: layout.header(),
        bits: 0,
        pending: 0,
    };
    writer.bytes.reserve(layout.length - writer.bytes.len());
    writer.starts(
        layout.term_starts,
        terms.iter().map(|it| facts.terms().get(*it).len()),
    );
    writer.numbers(layout.predicates, predicates.iter().copied());
    writer.numbers(layout.graphs, graphs.iter().copied());
    writer.groups(
        layout.subject_starts,
        counts.terms,
        rows.iter().map(|(row, ..)| row[0]),
    );

    let short = |known: &[u32], term: u32| {
        let number = known.binary_search(&term).unwrap_or_default();
        u32::try_from(number).unwrap_or_default()
    };
    for (row, ..) in &mut rows {
        row[1] = short(&predicates, row[1]);
        row[3] = short(&graphs, row[3]);
    }
    let by_object = arranged(&rows, [2, 0, 1, 3]);
    writer.groups(
        layout.object_starts,
        counts.terms,
        by_object.iter().map(|row| row[0]),
    );
    let by_predicate = arranged(&rows, [1, 2, 0, 3]);
    writer.groups(
        layout.predicate_starts,
        counts.predicates,
        by_predicate.iter().map(|row| row[0]),
    );
    writer.starts(layout.file_starts, files.iter().map(|name| name.len()));
    writer.triples(
        layout.by_subject,
        rows.iter().map(|([_, p, o, g], ..)| [*p, *o, *g]),
    );
    writer.triples(
        layout.by_predicate,
        by_predicate.iter().map(|[_, o, s, g]| [*o, *s, *g]),
    );
    drop(by_predicate);
    writer.triples(
        layout.by_object,
        by_object.iter().map(|[_, s, p, g]| [*s, *p, *g]),
    );
    drop(by_object);
    let places = Triples {
        first: layout.row_files,
        second: layout.row_lines,
        third: Column::default(),
    };
    writer.triples(
        places,
        rows.iter()
            .map(|(_, file, line)| [u32::from(*file), *line, 0]),
    );
    for term in &terms {
        writer.bytes.extend_from_slice(facts.terms().get(*term));
    }
    for file in &files {
        writer.bytes.extend_from_slice(file.as_bytes());
    }
    writer.bytes.resize(layout.length, 0);
    writer.bytes
}

/// The terms that stand in statements, sorted by their bytes.
fn sorted_terms(facts: &Facts) -> Vec<u32> {
    let mut used = vec![false; facts.terms().len()];
    for number in facts.rows().iter().flat_map(|row| row.quad) {
        used[number as usize] = true;
    }
    let mut terms = numbers_of(&used);
    terms.par_sort_unstable_by(|a, b| facts.terms().get(*a).cmp(facts.terms().get(*b)));
    terms
}

/// The names of the files that statements stand in, sorted, and for each file of `facts` its position among them: equal
/// statements make equal bytes in whatever order their files were read.
fn sorted_files(facts: &Facts) -> (Vec<&str>, Vec<u16>) {
    let mut used = vec![false; facts.files.len()];
    for row in facts.rows() {
        if let Some(used) = used.get_mut(usize::from(row.file)) {
            *used = true;
        }
    }
    let there = facts.files.iter().zip(used).filter(|(_, used)| *used);
    let mut files: Vec<&str> = there.map(|(name, _)| name.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let position = |name: &String| files.binary_search(&name.as_str()).unwrap_or(0);
    let numbers = facts.files.iter().map(position);
    let numbers = numbers
        .map(|it| u16::try_from(it).unwrap_or(u16::MAX))
        .collect();
    (files, numbers)
}

/// The statements by the new numbers of their terms, sorted, each once.
fn rows(facts: &Facts, terms: &[u32], files: &[u16]) -> Vec<Placed> {
    let mut numbers = vec![0_u32; facts.terms().len()];
    for (new, old) in (0_u32..).zip(terms) {
        numbers[*old as usize] = new;
    }
    let mut rows: Vec<Placed> = facts
        .rows()
        .par_iter()
        .map(|row| {
            let file = files.get(usize::from(row.file)).copied().unwrap_or(0);
            (row.quad.map(|old| numbers[old as usize]), file, row.line)
        })
        .collect();
    rows.par_sort_unstable();
    rows.dedup_by_key(|(row, ..)| *row);
    rows
}

/// The different terms at one position of the rows, sorted.
fn distinct(rows: &[Placed], terms: usize, position: usize) -> Vec<u32> {
    let mut there = vec![false; terms];
    for (row, ..) in rows {
        there[row[position] as usize] = true;
    }
    numbers_of(&there)
}

/// The positions at which `there` holds.
fn numbers_of(there: &[bool]) -> Vec<u32> {
    (0_u32..)
        .zip(there)
        .filter_map(|(number, there)| there.then_some(number))
        .collect()
}

/// The rows with their parts in another order, sorted by it.
fn arranged(rows: &[Placed], order: [usize; 4]) -> Vec<[u32; 4]> {
    let rows = rows.par_iter();
    let mut rows: Vec<[u32; 4]> = rows.map(|(row, ..)| order.map(|part| row[part])).collect();
    rows.par_sort_unstable();
    rows
}

/// Writes parts of numbers one after the other; each part starts at a byte.
struct Writer {
    bytes: Vec<u8>,
    /// What does not fill a byte yet, from the lowest bit on.
    bits: u64,
    /// How many bits that are: at most 7.
    pending: usize,
}

impl Writer {
    /// Writes a number of at most 56 bits.
    fn number(&mut self, number: u64, width: usize) {
        self.bits |= number << self.pending;
        self.pending += width;
        while self.pending >= 8 {
            self.bytes.push(self.bits.to_le_bytes()[0]);
            self.bits >>= 8;
            self.pending -= 8;
        }
    }

    /// Fills the last byte of a part.
    fn end_part(&mut self) {
        if self.pending > 0 {
            self.number(0, 8 - self.pending);
        }
    }

    fn numbers(&mut self, column: Column, numbers: impl Iterator<Item = u32>) {
        for number in numbers {
            self.number(number.into(), column.width);
        }
        self.end_part();
    }

    /// Where each of several pieces of these lengths starts, and the end of the last.
    fn starts(&mut self, column: Column, lengths: impl Iterator<Item = usize>) {
        let mut start = 0;
        self.number(0, column.width);
        for length in lengths {
            start += length as u64;
            self.number(start, column.width);
        }
        self.end_part();
    }

    /// Where the rows of each of `count` groups start, given the group of each row in order.
    fn groups(&mut self, column: Column, count: usize, groups: impl Iterator<Item = u32>) {
        let mut groups = groups.peekable();
        let mut start = 0;
        for group in (0_u32..).take(count) {
            self.number(start, column.width);
            while groups.next_if_eq(&group).is_some() {
                start += 1;
            }
        }
        self.number(start, column.width);
        self.end_part();
    }

    fn triples(&mut self, columns: Triples, rows: impl Iterator<Item = [u32; 3]>) {
        let widths = [columns.first, columns.second, columns.third].map(|column| column.width);
        for row in rows {
            for (number, width) in row.into_iter().zip(widths) {
                self.number(number.into(), width);
            }
        }
        self.end_part();
    }
}
