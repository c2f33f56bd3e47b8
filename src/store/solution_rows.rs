//! The rows that a SELECT brought, kept as numbers of terms where the index has the terms: ten million rows of three columns
//! take 120 MB, and terms are made when a row is read.

use oxrdf::Term;

use super::index::Index;
use crate::model::term::decode;

/// Rows with a value, or none, for each variable, in the evaluator's order.
pub struct SolutionRows(Kept);

enum Kept {
    Terms(Vec<Vec<Option<Term>>>),
    Numbers(Box<Numbers>),
}

/// Terms by number: those of the index, and past them those that the query made.
pub(super) struct Numbers {
    pub(super) index: Index,
    pub(super) made: Vec<Box<[u8]>>,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Row after row; a number past all terms stands for none.
    pub(super) cells: Vec<u32>,
}

impl Numbers {
    fn term(&self, number: u32) -> Option<Term> {
        let number_of_made = (number as usize).checked_sub(self.index.terms());
        match number_of_made {
            None => Some(decode(self.index.term(number))),
            Some(made) => self.made.get(made).map(|bytes| decode(bytes)),
        }
    }

    fn row(&self, at: usize) -> Vec<Option<Term>> {
        let cells = &self.cells[at * self.columns..(at + 1) * self.columns];
        cells.iter().map(|number| self.term(*number)).collect()
    }
}

impl SolutionRows {
    pub(super) fn of(numbers: Numbers) -> Self {
        Self(Kept::Numbers(Box::new(numbers)))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Terms(rows) => rows.len(),
            Kept::Numbers(numbers) => numbers.rows,
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row after row.
    pub fn iter(&self) -> impl Iterator<Item = Vec<Option<Term>>> + '_ {
        (0..self.len()).map(|at| match &self.0 {
            Kept::Terms(rows) => rows[at].clone(),
            Kept::Numbers(numbers) => numbers.row(at),
        })
    }
}

impl From<Vec<Vec<Option<Term>>>> for SolutionRows {
    fn from(rows: Vec<Vec<Option<Term>>>) -> Self {
        Self(Kept::Terms(rows))
    }
}

impl PartialEq for SolutionRows {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl std::fmt::Debug for SolutionRows {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}
