//! Where each part of an index stands in its bytes.

use super::{Damaged, View};

/// The first bytes of every index that is written: numbers take as many bits as the largest of their kind.
const MARK: u64 = u64::from_le_bytes(*b"STACKGX3");
/// The first bytes of those of before, which are still read: numbers take whole bytes.
const MARK_OF_BYTES: u64 = u64::from_le_bytes(*b"STACKGX2");
/// Words of the header: the mark, the seven counts, the widths, the length of all.
const WORDS: usize = 10;
/// Zero bytes at the end, so that eight bytes can be read wherever a number starts.
const PADDING: usize = 8;

/// How many of everything an index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) terms: usize,
    pub(super) term_bytes: usize,
    pub(super) predicates: usize,
    pub(super) graphs: usize,
    pub(super) rows: usize,
    pub(super) files: usize,
    pub(super) file_bytes: usize,
    /// The highest line that a statement stands on.
    pub(super) last_line: usize,
}

/// Numbers of equal width, one every `stride` bits: at most 56 bits each, so that the eight bytes from its first on hold one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// The byte that the part starts at.
    at: usize,
    /// The bits before the first number.
    before: usize,
    stride: usize,
    pub(super) width: usize,
    mask: u64,
}

impl Column {
    /// The number at `position`; zero past the end of `bytes`.
    pub(super) fn get(&self, bytes: View<'_>, position: usize) -> u64 {
        let bit = self.before + position * self.stride;
        match bytes.get(self.at + bit / 8, 8) {
            Some(&[a, b, c, d, e, f, g, h]) => {
                (u64::from_le_bytes([a, b, c, d, e, f, g, h]) >> (bit % 8)) & self.mask
            }
            _ => 0,
        }
    }

    /// The number at `position` as that of a term; a position takes 32 bits at most in such columns.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the layout chose at most 32 bits"
    )]
    pub(super) fn number(&self, bytes: View<'_>, position: usize) -> u32 {
        self.get(bytes, position) as u32
    }

    /// The number at `position` as a position in memory.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked against the length on opening"
    )]
    pub(super) fn position(&self, bytes: View<'_>, position: usize) -> usize {
        self.get(bytes, position) as usize
    }
}

/// Rows of three numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Triples {
    pub(super) first: Column,
    pub(super) second: Column,
    pub(super) third: Column,
}

/// The place of every part.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Layout {
    pub(super) counts: Counts,
    pub(super) term_starts: Column,
    pub(super) terms: usize,
    /// The terms that are predicates, sorted.
    pub(super) predicates: Column,
    /// The terms that are graphs, sorted.
    pub(super) graphs: Column,
    /// For each term, where its rows start in [`Self::by_subject`].
    pub(super) subject_starts: Column,
    /// For each term, where its rows start in [`Self::by_object`].
    pub(super) object_starts: Column,
    /// For each predicate, where its rows start in [`Self::by_predicate`].
    pub(super) predicate_starts: Column,
    /// Predicate, object, graph.
    pub(super) by_subject: Triples,
    /// Object, subject, graph.
    pub(super) by_predicate: Triples,
    /// Subject, predicate, graph.
    pub(super) by_object: Triples,
    /// The file of each row of [`Self::by_subject`].
    pub(super) row_files: Column,
    /// The line of each row of [`Self::by_subject`].
    pub(super) row_lines: Column,
    pub(super) file_starts: Column,
    pub(super) files: usize,
    /// The length of the whole.
    pub(super) length: usize,
}

/// How many bits hold every number below `count`, in steps of `step` bits.
fn width(count: usize, step: u32) -> usize {
    let bits = usize::BITS - count.saturating_sub(1).leading_zeros();
    bits.next_multiple_of(step) as usize
}

impl Layout {
    /// The layout for these counts; nothing when the whole would not fit into memory.
    pub(super) fn new(counts: Counts) -> Option<Self> {
        Self::in_steps(counts, 1)
    }

    /// The same, where every number takes a multiple of `step` bits.
    fn in_steps(counts: Counts, step: u32) -> Option<Self> {
        let mut next = WORDS * 8;
        let mut take = |bits: usize, count: usize| {
            let at = next;
            next = bits.checked_mul(count)?.div_ceil(8).checked_add(next)?;
            Some(at)
        };
        let numbers = |at, before, width: usize, stride| Column {
            at,
            before,
            stride,
            width,
            mask: (1 << width) - 1,
        };
        let width = |count| width(count, step);
        let term = width(counts.terms);
        let predicate = width(counts.predicates);
        let graph = width(counts.graphs);
        let row = width(counts.rows.checked_add(1)?);
        let (file, line) = (width(counts.files), width(counts.last_line.checked_add(1)?));
        let term_start = width(counts.term_bytes.checked_add(1)?);
        let file_start = width(counts.file_bytes.checked_add(1)?);
        let numbers_of_terms = [term, predicate, graph].iter().all(|width| *width <= 32);
        let others = [row, file, line, term_start, file_start];
        if !numbers_of_terms || others.iter().any(|width| *width > 56) {
            return None;
        }
        let mut column =
            |width: usize, count: usize| Some(numbers(take(width, count)?, 0, width, width));
        let after = |count: usize| count.checked_add(1);
        let term_starts = column(term_start, after(counts.terms)?)?;
        let predicates = column(term, counts.predicates)?;
        let graphs = column(term, counts.graphs)?;
        let subject_starts = column(row, after(counts.terms)?)?;
        let object_starts = column(row, after(counts.terms)?)?;
        let predicate_starts = column(row, after(counts.predicates)?)?;
        let file_starts = column(file_start, after(counts.files)?)?;
        let mut triples = |first: usize, second: usize, third: usize| {
            let stride = first + second + third;
            let at = take(stride, counts.rows)?;
            Some(Triples {
                first: numbers(at, 0, first, stride),
                second: numbers(at, first, second, stride),
                third: numbers(at, first + second, third, stride),
            })
        };
        let by_subject = triples(predicate, term, graph)?;
        let by_predicate = triples(term, term, graph)?;
        let by_object = triples(term, predicate, graph)?;
        let places = triples(file, line, 0)?;
        let terms = take(8, counts.term_bytes)?;
        let files = take(8, counts.file_bytes)?;
        let length = next.checked_add(PADDING)?;
        Some(Self {
            counts,
            term_starts,
            terms,
            predicates,
            graphs,
            subject_starts,
            object_starts,
            predicate_starts,
            by_subject,
            by_predicate,
            by_object,
            row_files: places.first,
            row_lines: places.second,
            file_starts,
            files,
            length,
        })
    }

    /// The header that says this layout.
    pub(super) fn header(&self) -> Vec<u8> {
        let counts = &self.counts;
        let words = [
            MARK,
            counts.terms as u64,
            counts.term_bytes as u64,
            counts.predicates as u64,
            counts.graphs as u64,
            counts.rows as u64,
            counts.files as u64,
            counts.file_bytes as u64,
            counts.last_line as u64,
            self.length as u64,
        ];
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// The layout that the header of `bytes` says, if `bytes` is as long as that.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let header = bytes.get(..WORDS * 8).ok_or(Damaged)?;
        let mut words = header.chunks_exact(8).map(|word| {
            let mut eight = [0; 8];
            eight.copy_from_slice(word);
            u64::from_le_bytes(eight)
        });
        let mut next = || usize::try_from(words.next().unwrap_or(0)).map_err(|_| Damaged);
        let step = match next()? as u64 {
            MARK => 1,
            MARK_OF_BYTES => 8,
            _ => return Err(Damaged),
        };
        let counts = Counts {
            terms: next()?,
            term_bytes: next()?,
            predicates: next()?,
            graphs: next()?,
            rows: next()?,
            files: next()?,
            file_bytes: next()?,
            last_line: next()?,
        };
        let layout = Self::in_steps(counts, step).ok_or(Damaged)?;
        if next()? != layout.length || bytes.len() != layout.length {
            return Err(Damaged);
        }
        Ok(layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_no_more_bits_than_it_needs() {
        let counts = [0, 1, 2, 256, 257, 65_536, 65_537];
        assert_eq!(counts.map(|it| width(it, 1)), [0, 0, 1, 8, 9, 16, 17]);
        assert_eq!(counts.map(|it| width(it, 8)), [0, 0, 8, 8, 16, 16, 24]);
    }

    #[test]
    fn counts_that_fit_no_memory_are_refused() {
        let counts = Counts {
            rows: usize::MAX / 2,
            terms: 1000,
            ..Counts::default()
        };
        assert!(Layout::new(counts).is_none());
    }
}
