//! Solutions as rows of numbers, and how two sets of them meet: joins, what is left over, what is taken away.

use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashSet};

use super::Halt;
use super::pool::UNBOUND;
use crate::store::watch::Watch;

/// A variable, by its place among the names of the query.
pub(super) type Var = u16;

/// Rows of terms by number. The order of rows is that in which they were found.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) vars: Vec<Var>,
    /// For each variable, whether a row may leave it unbound.
    pub(super) gaps: Vec<bool>,
    cells: Vec<u32>,
    rows: usize,
}

impl Table {
    /// No rows over these variables.
    pub(super) fn new(vars: Vec<Var>) -> Self {
        let gaps = vec![false; vars.len()];
        Self {
            vars,
            gaps,
            cells: Vec::new(),
            rows: 0,
        }
    }

    /// One row without variables: what a group without patterns brings.
    pub(super) fn unit() -> Self {
        Self {
            rows: 1,
            ..Self::default()
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn row(&self, at: usize) -> &[u32] {
        let width = self.vars.len();
        &self.cells[at * width..(at + 1) * width]
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.rows).map(|at| self.row(at))
    }

    pub(super) fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.cells.extend(row);
        self.rows += 1;
    }

    pub(super) fn column(&self, var: Var) -> Option<usize> {
        self.vars.iter().position(|it| *it == var)
    }

    /// Whether every row binds a variable.
    pub(super) fn always(&self, var: Var) -> bool {
        self.column(var).is_some_and(|at| !self.gaps[at])
    }

    /// The cells alone, row after row.
    pub(super) fn into_cells(self) -> Vec<u32> {
        self.cells
    }

    /// Keeps the first rows.
    pub(super) fn truncate(&mut self, rows: usize) {
        if rows < self.rows {
            self.rows = rows;
            self.cells.truncate(rows * self.vars.len());
        }
    }

    /// The rows at some places.
    pub(super) fn picked(&self, places: impl IntoIterator<Item = usize>) -> Self {
        let mut table = Self::new(self.vars.clone());
        table.gaps.clone_from(&self.gaps);
        for at in places {
            table.push(self.row(at).iter().copied());
        }
        table
    }

    /// The rows for which `keep` holds.
    pub(super) fn kept(mut self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let width = self.vars.len();
        let mut to = 0;
        for at in 0..self.rows {
            if keep(at) {
                if to != at {
                    self.cells
                        .copy_within(at * width..(at + 1) * width, to * width);
                }
                to += 1;
            }
        }
        self.truncate(to);
        self
    }

    /// These variables alone; one that the table does not have is unbound.
    pub(super) fn projected(&self, vars: &[Var]) -> Self {
        if self.vars == vars {
            return self.clone();
        }
        let columns: Vec<Option<usize>> = vars.iter().map(|var| self.column(*var)).collect();
        let mut table = Self::new(vars.to_vec());
        table.gaps = columns
            .iter()
            .map(|at| at.is_none_or(|at| self.gaps[at]))
            .collect();
        table.cells.reserve(self.rows * vars.len());
        for row in self.rows() {
            table.push(columns.iter().map(|at| at.map_or(UNBOUND, |at| row[at])));
        }
        table
    }

    /// Each row once, the first of equal ones.
    pub(super) fn distinct(self) -> Self {
        if self.rows < 2 {
            return self;
        }
        let keep: Vec<bool> = match self.vars.len() {
            0 => (0..self.rows).map(|at| at == 0).collect(),
            1 => {
                let mut seen = HashSet::new();
                self.rows().map(|row| seen.insert(row[0])).collect()
            }
            2 => {
                let mut seen = HashSet::new();
                self.rows()
                    .map(|row| seen.insert([row[0], row[1]]))
                    .collect()
            }
            _ => {
                let mut seen = HashSet::new();
                self.rows().map(|row| seen.insert(row)).collect()
            }
        };
        self.kept(|at| keep[at])
    }

    /// Adds the rows of another table; variables that one of both does not have are unbound there.
    pub(super) fn append(&mut self, other: &Self) {
        if self.vars.is_empty() && self.rows == 0 {
            *self = other.clone();
            return;
        }
        if self.vars != other.vars {
            let mut vars = self.vars.clone();
            vars.extend(other.vars.iter().filter(|var| !self.vars.contains(var)));
            if vars != self.vars {
                *self = self.projected(&vars);
            }
            return self.append_same(&other.projected(&vars));
        }
        self.append_same(other);
    }

    fn append_same(&mut self, other: &Self) {
        self.cells.extend_from_slice(&other.cells);
        self.rows += other.rows;
        for (gap, more) in self.gaps.iter_mut().zip(&other.gaps) {
            *gap |= more;
        }
    }

    /// Adds a column of values, one for each row.
    pub(super) fn with_column(&self, var: Var, values: &[u32]) -> Self {
        let mut table = Self::new([self.vars.as_slice(), &[var]].concat());
        table.gaps = [self.gaps.as_slice(), &[values.contains(&UNBOUND)]].concat();
        table.cells.reserve(self.rows * table.vars.len());
        for (row, value) in self.rows().zip(values) {
            table.push(row.iter().copied().chain([*value]));
        }
        table
    }
}

/// How the rows of two tables are brought together.
pub(super) struct Meeting<'a> {
    left: &'a Table,
    right: &'a Table,
    /// Columns of the variables that both have.
    shared: Vec<(usize, usize)>,
    /// Those of them that every row of both binds.
    keys: Vec<(usize, usize)>,
    /// The columns of the right that the left does not have.
    more: Vec<usize>,
    first: HashMap<u64, u32>,
    next: Vec<u32>,
}

impl<'a> Meeting<'a> {
    /// Sorts the right side by what both share: later each row of the left finds its partners in constant time.
    pub(super) fn new(left: &'a Table, right: &'a Table) -> Self {
        let mut meeting = Self {
            left,
            right,
            shared: Vec::new(),
            keys: Vec::new(),
            more: Vec::new(),
            first: HashMap::new(),
            next: vec![UNBOUND; right.len()],
        };
        for (at, var) in right.vars.iter().enumerate() {
            match left.column(*var) {
                Some(there) => {
                    meeting.shared.push((there, at));
                    if !left.gaps[there] && !right.gaps[at] {
                        meeting.keys.push((there, at));
                    }
                }
                None => meeting.more.push(at),
            }
        }
        let columns: Vec<usize> = meeting.keys.iter().map(|(_, at)| *at).collect();
        // From the last to the first, so that partners come in their order.
        for at in (0..right.len()).rev() {
            let number = u32::try_from(at).unwrap_or(UNBOUND - 1);
            match meeting.first.entry(key(right.row(at), &columns)) {
                Entry::Occupied(mut first) => {
                    meeting.next[at] = first.insert(number);
                }
                Entry::Vacant(first) => {
                    first.insert(number);
                }
            }
        }
        meeting
    }

    /// The rows of the right that a row of the left may agree with.
    fn candidates(&self, at: usize) -> impl Iterator<Item = usize> {
        let row = self.left.row(at);
        let hash = self
            .keys
            .iter()
            .fold(0, |hash, (column, _)| mixed(hash, row[*column]));
        let mut next = self.first.get(&hash).copied().unwrap_or(UNBOUND);
        std::iter::from_fn(move || {
            let found = next as usize;
            next = *self.next.get(found)?;
            Some(found)
        })
    }

    fn agree(&self, left: &[u32], right: &[u32]) -> bool {
        self.shared.iter().all(|(at, there)| {
            let (one, other) = (left[*at], right[*there]);
            one == other || one == UNBOUND || other == UNBOUND
        })
    }

    /// A row of both: where the left leaves a variable unbound, the right's value.
    fn merged(&self, left: &[u32], right: &[u32], row: &mut Vec<u32>) {
        row.clear();
        row.extend_from_slice(left);
        for (at, there) in &self.shared {
            if row[*at] == UNBOUND {
                row[*at] = right[*there];
            }
        }
        row.extend(self.more.iter().map(|at| right[*at]));
    }

    fn empty(&self) -> Table {
        let mut vars = self.left.vars.clone();
        let mut gaps = self.left.gaps.clone();
        for (at, there) in &self.shared {
            gaps[*at] &= self.right.gaps[*there];
        }
        for at in &self.more {
            vars.push(self.right.vars[*at]);
            gaps.push(self.right.gaps[*at]);
        }
        let mut table = Table::new(vars);
        table.gaps = gaps;
        table
    }

    /// Every pair of rows that agree.
    pub(super) fn join(&self, watch: &Watch) -> Result<Table, Halt> {
        let mut table = self.empty();
        let mut row = Vec::new();
        for at in 0..self.left.len() {
            watch.step()?;
            let left = self.left.row(at);
            for found in self.candidates(at) {
                watch.step()?;
                let right = self.right.row(found);
                if self.agree(left, right) {
                    self.merged(left, right, &mut row);
                    table.push(row.iter().copied());
                }
            }
        }
        Ok(table)
    }

    /// Every pair of rows that agree and for which `holds` holds, and the rows of the left without any.
    pub(super) fn left_join(
        &self,
        watch: &Watch,
        mut holds: impl FnMut(&[Var], &[u32]) -> bool,
    ) -> Result<Table, Halt> {
        let mut table = self.empty();
        table.gaps[..self.left.gaps.len()].clone_from_slice(&self.left.gaps);
        for gap in &mut table.gaps[self.left.vars.len()..] {
            *gap = true;
        }
        let vars = table.vars.clone();
        let mut row = Vec::new();
        for at in 0..self.left.len() {
            watch.step()?;
            let left = self.left.row(at);
            let mut alone = true;
            for found in self.candidates(at) {
                watch.step()?;
                let right = self.right.row(found);
                if !self.agree(left, right) {
                    continue;
                }
                self.merged(left, right, &mut row);
                if holds(&vars, &row) {
                    alone = false;
                    table.push(row.iter().copied());
                }
            }
            if alone {
                table.push(
                    left.iter()
                        .copied()
                        .chain(self.more.iter().map(|_| UNBOUND)),
                );
            }
        }
        Ok(table)
    }

    /// For each row of the left, whether any of the right agrees with it.
    pub(super) fn has_partner(&self, watch: &Watch) -> Result<Vec<bool>, Halt> {
        self.any(watch, |left, right| self.agree(left, right))
    }

    /// For each row of the left, whether any of the right agrees with it and binds a variable that it binds too: what MINUS
    /// takes away.
    pub(super) fn is_taken_away(&self, watch: &Watch) -> Result<Vec<bool>, Halt> {
        self.any(watch, |left, right| {
            let both =
                |(at, there): &(usize, usize)| left[*at] != UNBOUND && right[*there] != UNBOUND;
            self.agree(left, right) && self.shared.iter().any(both)
        })
    }

    fn any(
        &self,
        watch: &Watch,
        holds: impl Fn(&[u32], &[u32]) -> bool,
    ) -> Result<Vec<bool>, Halt> {
        let mut found = Vec::with_capacity(self.left.len());
        for at in 0..self.left.len() {
            watch.step()?;
            let left = self.left.row(at);
            let mut any = false;
            for candidate in self.candidates(at) {
                watch.step()?;
                if holds(left, self.right.row(candidate)) {
                    any = true;
                    break;
                }
            }
            found.push(any);
        }
        Ok(found)
    }
}

fn mixed(hash: u64, value: u32) -> u64 {
    // One and two columns are kept as they are; more are mixed, and compared afterwards.
    if hash >> 32 == 0 {
        hash << 32 | u64::from(value)
    } else {
        (hash ^ u64::from(value))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
            | 1 << 63
    }
}

fn key(row: &[u32], columns: &[usize]) -> u64 {
    columns
        .iter()
        .fold(0, |hash, column| mixed(hash, row[*column]))
}
