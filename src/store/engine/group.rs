//! Patterns that are joined: which comes first, and how each next one meets the rows that are there.

use std::collections::BTreeSet;

use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, Term, TermPattern, TriplePattern};

use super::path::PathPattern;
use super::scan::{Active, QuadPattern, Slot};
use super::scope::{certain, of_expression, without_exists};
use super::table::{Meeting, Table, Var};
use super::{Engine, Halt};

/// A part of a group.
pub(super) enum Item<'q> {
    Quad(QuadPattern),
    Path(PathPattern),
    /// Rows that are known: of VALUES, or of a variable that a filter compares with an IRI.
    Rows(Table),
    Other(&'q GraphPattern, Active),
}

/// The parts of a group, and what filters them all.
#[derive(Default)]
pub(super) struct Group<'q> {
    pub(super) items: Vec<Item<'q>>,
    filters: Vec<&'q Expression>,
}

/// How many rows are looked at to say what a pattern brings for each.
const SAMPLES: usize = 8;
/// So many rows may be looked up one by one before scanning the pattern pays.
const FEW: usize = 64;

impl Engine<'_> {
    /// The rows of patterns that are joined. `seed` says which rows matter: others may be left out.
    pub(super) fn group(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let mut group = Group::default();
        self.flatten(pattern, active, true, &mut group)?;
        self.bind_compared(&mut group)?;
        self.join_all(group, active, seed)
    }

    /// Takes joins, and filters over all of them, apart.
    pub(super) fn flatten<'q>(
        &mut self,
        pattern: &'q GraphPattern,
        active: Active,
        outermost: bool,
        group: &mut Group<'q>,
    ) -> Result<(), Halt> {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for pattern in patterns {
                    let quad = self.quad(pattern, active)?;
                    group.items.push(Item::Quad(quad));
                }
            }
            GraphPattern::Path {
                subject,
                path,
                object,
            } => {
                let ends = [self.slot(subject)?, self.slot(object)?];
                self.flatten_path(path, ends, active, group)?;
            }
            GraphPattern::Join { left, right } => {
                self.deeper()?;
                self.flatten(left, active, false, group)?;
                self.flatten(right, active, false, group)?;
                self.depth -= 1;
            }
            // Inside a join, a filter sees its own part alone; what that part always binds is the same outside.
            GraphPattern::Filter { expr, inner }
                if outermost
                    || (without_exists(expr) && of_expression(expr).is_subset(&certain(inner))) =>
            {
                split(expr, &mut group.filters);
                self.flatten(inner, active, outermost, group)?;
            }
            GraphPattern::Graph {
                name: NamedNodePattern::NamedNode(node),
                inner,
            } if is_quads(inner) => {
                let graph = self.pool.of_term(node);
                self.flatten(inner, Active::Graph(graph), false, group)?;
            }
            GraphPattern::Graph {
                name: NamedNodePattern::Variable(name),
                inner,
            } if is_quads(inner) => {
                let graph = self.var(name.as_str())?;
                self.flatten(inner, Active::Named(graph), false, group)?;
            }
            GraphPattern::Values { .. } => {
                let rows = self.evaluate(pattern, active, None)?;
                group.items.push(Item::Rows(rows));
            }
            other => group.items.push(Item::Other(other, active)),
        }
        Ok(())
    }

    pub(super) fn quad(&mut self, it: &TriplePattern, active: Active) -> Result<QuadPattern, Halt> {
        let predicate = match &it.predicate {
            NamedNodePattern::NamedNode(node) => Slot::Term(self.pool.of_term(node)),
            NamedNodePattern::Variable(var) => Slot::Var(self.var(var.as_str())?),
        };
        Ok(QuadPattern {
            slots: [self.slot(&it.subject)?, predicate, self.slot(&it.object)?],
            active,
        })
    }

    pub(super) fn slot(&mut self, term: &TermPattern) -> Result<Slot, Halt> {
        Ok(match term {
            TermPattern::NamedNode(node) => Slot::Term(self.pool.of_term(node)),
            TermPattern::Literal(literal) => {
                Slot::Term(self.pool.of_constant(&Term::from(literal.clone())))
            }
            TermPattern::BlankNode(node) => Slot::Var(self.var(&format!("_:{}", node.as_str()))?),
            TermPattern::Variable(var) => Slot::Var(self.var(var.as_str())?),
            TermPattern::Triple(_) => return Err(Halt::Beyond("triple terms in patterns")),
        })
    }

    /// A variable that must be an IRI is known before anything is read.
    fn bind_compared(&mut self, group: &mut Group<'_>) -> Result<(), Halt> {
        let mut rows = Vec::new();
        for filter in &group.filters {
            let Some((var, iris)) = compared(filter) else {
                continue;
            };
            let var = self.var(var)?;
            let stands = |item: &Item<'_>| match item {
                Item::Quad(quad) => quad.vars().contains(&var),
                Item::Path(path) => path.ends.contains(&Slot::Var(var)),
                Item::Rows(rows) => rows.always(var),
                Item::Other(..) => false,
            };
            if group.items.iter().any(stands) {
                let mut table = Table::new(vec![var]);
                for iri in iris {
                    table.push([self.pool.of_term(iri)]);
                }
                rows.push(Item::Rows(table.distinct()));
            }
        }
        group.items.extend(rows);
        Ok(())
    }

    fn join_all(
        &mut self,
        mut group: Group<'_>,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let mut table = self.start(&mut group, seed)?;
        let mut filters = std::mem::take(&mut group.filters);
        loop {
            table = self.filter_early(table, &mut filters, active)?;
            if group.items.is_empty() {
                break;
            }
            let next = self.next_item(&group.items, &table);
            let item = group.items.remove(next);
            table = self.join_item(&table, item)?;
        }
        self.filter(table, &filters, active)
    }

    /// The rows to begin with: what matters outside, where that is little, or the part that brings least.
    fn start(&mut self, group: &mut Group<'_>, seed: Option<&Table>) -> Result<Table, Halt> {
        let least = group
            .items
            .iter()
            .map(|item| self.estimate_item(item))
            .min();
        let vars = self.vars_of_items(&group.items)?;
        let seed = seed.and_then(|seed| restricted(seed, &vars));
        match (seed, least) {
            (Some(seed), Some(least)) if seed.len() <= least.saturating_mul(4) => Ok(seed),
            (Some(seed), None) => Ok(seed),
            _ => Ok(Table::unit()),
        }
    }

    /// The variables that every row of some parts binds.
    fn vars_of_items(&mut self, items: &[Item<'_>]) -> Result<BTreeSet<Var>, Halt> {
        let mut vars = BTreeSet::new();
        for item in items {
            match item {
                Item::Quad(quad) => vars.extend(quad.vars()),
                Item::Path(path) => vars.extend(path.vars()),
                Item::Rows(rows) => vars.extend(rows.vars.iter().filter(|var| rows.always(**var))),
                Item::Other(pattern, _) => vars.extend(self.certain(pattern)?),
            }
        }
        Ok(vars)
    }

    /// Which part to join next: one that meets the rows that are there, and brings least.
    fn next_item(&mut self, items: &[Item<'_>], table: &Table) -> usize {
        let mut best = (true, f64::INFINITY, 0);
        for (at, item) in items.iter().enumerate() {
            let (apart, size) = self.cost(item, table);
            // Ties go to the first as written.
            if (apart, size) < (best.0, best.1) {
                best = (apart, size, at);
            }
        }
        best.2
    }

    /// Whether a part shares no variable with the rows that are there, and how many rows joining it would bring.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn cost(&mut self, item: &Item<'_>, table: &Table) -> (bool, f64) {
        let rows = table.len() as f64;
        let vars = self
            .vars_of_items(std::slice::from_ref(item))
            .unwrap_or_default();
        let shared = vars.iter().any(|var| table.always(*var));
        let apart = !table.vars.is_empty() && !shared && !vars.is_empty();
        let alone = self.estimate_item(item) as f64;
        let size = match item {
            Item::Quad(quad) if shared => rows * self.fan_out(quad, table),
            Item::Rows(_) => alone.min(rows),
            // A part of many steps brings what it brings, but is given the rows that are there.
            Item::Other(..) if shared => alone.min(rows * 2.0).max(1.0) + rows,
            Item::Path(_) if shared => rows * 4.0,
            _ => alone * rows.max(1.0),
        };
        (apart, size)
    }

    /// How many statements a pattern finds for a row, on average over some rows.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn fan_out(&self, quad: &QuadPattern, table: &Table) -> f64 {
        let step = (table.len() / SAMPLES).max(1);
        let rows: Vec<usize> = (0..table.len()).step_by(step).take(SAMPLES).collect();
        let found: usize = rows
            .iter()
            .map(|at| self.size(quad, |var| value(table, *at, var)))
            .sum();
        found as f64 / rows.len().max(1) as f64
    }

    fn join_item(&mut self, table: &Table, item: Item<'_>) -> Result<Table, Halt> {
        match item {
            Item::Quad(quad) => {
                let at = self.begin(|engine| engine.words_of_quad(&quad));
                let joined = self.join_quad(table, &quad)?;
                self.end(at, joined.len());
                Ok(joined)
            }
            Item::Rows(rows) => self.join(table, &rows),
            Item::Path(path) => self.join_path(table, &path),
            Item::Other(pattern, active) => {
                let seed = self.seed(table, pattern)?;
                let other = self.evaluate(pattern, active, seed.as_ref())?;
                self.join(table, &other)
            }
        }
    }

    pub(super) fn join(&self, left: &Table, right: &Table) -> Result<Table, Halt> {
        if left.vars.is_empty() && left.len() == 1 {
            return Ok(right.clone());
        }
        Meeting::new(left, right).join(&self.watch)
    }

    /// The terms that a part can meet in some rows; nothing where it meets none for certain.
    pub(super) fn seed(
        &mut self,
        table: &Table,
        pattern: &GraphPattern,
    ) -> Result<Option<Table>, Halt> {
        let vars = self.certain(pattern)?;
        Ok(restricted(table, &vars))
    }

    pub(super) fn join_quad(&self, table: &Table, quad: &QuadPattern) -> Result<Table, Halt> {
        if table.vars.is_empty() && table.len() == 1 {
            return self.scan(quad, None);
        }
        let vars = quad.vars();
        let shared: Vec<Var> = vars
            .iter()
            .copied()
            .filter(|var| table.column(*var).is_some())
            .collect();
        let gaps = shared.iter().any(|var| !table.always(*var));
        if shared.is_empty() || gaps || self.scans(table, quad) {
            let scanned = self.scan(quad, None)?;
            return Meeting::new(table, &scanned).join(&self.watch);
        }
        let more: Vec<Var> = vars
            .into_iter()
            .filter(|var| !shared.contains(var))
            .collect();
        let places = quad.places(&more);
        let mut joined = Table::new([table.vars.as_slice(), &more].concat());
        joined.gaps = [table.gaps.clone(), vec![false; more.len()]].concat();
        for at in 0..table.len() {
            let row = table.row(at);
            self.each_match(
                quad,
                |var| value(table, at, var),
                |found| {
                    let more = places.iter().map(|place| found[*place]);
                    joined.push(row.iter().copied().chain(more));
                    true
                },
            )?;
        }
        Ok(joined)
    }

    /// Whether it is faster to read all that a pattern finds than to look up each row.
    fn scans(&self, table: &Table, quad: &QuadPattern) -> bool {
        if table.len() <= FEW {
            return false;
        }
        let is_bound = |slot: Slot| match slot {
            Slot::Term(_) => true,
            Slot::Var(var) => table.always(var),
        };
        // Looking for a subject costs a step; for an object, or a property's objects, a search over many.
        let price = if is_bound(quad.slots[0]) { 2 } else { 8 };
        self.size(quad, |_| None) <= table.len().saturating_mul(price)
    }

    /// Filters that can be told already.
    fn filter_early(
        &mut self,
        table: Table,
        filters: &mut Vec<&Expression>,
        active: Active,
    ) -> Result<Table, Halt> {
        let mut ready = Vec::new();
        for filter in std::mem::take(filters) {
            let mut is_bound = without_exists(filter);
            for var in of_expression(filter) {
                is_bound &= table.always(self.var(var)?);
            }
            if is_bound { &mut ready } else { &mut *filters }.push(filter);
        }
        self.filter(table, &ready, active)
    }

    /// How many rows a part brings at the most, as far as the index tells.
    fn estimate_item(&mut self, item: &Item<'_>) -> usize {
        match item {
            Item::Quad(quad) => self.size(quad, |_| None),
            Item::Path(path) => self.size_of_path(path),
            Item::Rows(rows) => rows.len(),
            Item::Other(pattern, active) => self.estimate(pattern, *active),
        }
    }

    /// How many rows a pattern brings, as far as the index tells without reading.
    pub(super) fn estimate(&mut self, pattern: &GraphPattern, active: Active) -> usize {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Join { .. } => {
                let mut group = Group::default();
                if self.flatten(pattern, active, true, &mut group).is_err() {
                    return usize::MAX;
                }
                let sizes = group.items.iter().map(|item| self.estimate_item(item));
                sizes.min().unwrap_or(1)
            }
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Graph { inner, .. }
            | GraphPattern::LeftJoin { left: inner, .. }
            | GraphPattern::Minus { left: inner, .. } => self.estimate(inner, active),
            GraphPattern::Union { left, right } => {
                let left = self.estimate(left, active);
                left.saturating_add(self.estimate(right, active))
            }
            GraphPattern::Slice { inner, length, .. } => self
                .estimate(inner, active)
                .min(length.unwrap_or(usize::MAX)),
            GraphPattern::Group {
                inner, variables, ..
            } => {
                if variables.is_empty() {
                    1
                } else {
                    self.estimate(inner, active)
                }
            }
            GraphPattern::Values { bindings, .. } => bindings.len(),
            _ => usize::MAX,
        }
    }
}

fn value(table: &Table, at: usize, var: Var) -> Option<u32> {
    table.column(var).map(|column| table.row(at)[column])
}

/// The different values of some variables that every row binds; nothing where there is no such variable.
pub(super) fn restricted(table: &Table, vars: &BTreeSet<Var>) -> Option<Table> {
    let shared = table
        .vars
        .iter()
        .copied()
        .filter(|var| vars.contains(var) && table.always(*var));
    let shared: Vec<Var> = shared.collect();
    (!shared.is_empty()).then(|| table.projected(&shared).distinct())
}

/// What must hold together, one by one.
pub(super) fn split<'q>(expression: &'q Expression, parts: &mut Vec<&'q Expression>) {
    let mut open = vec![expression];
    while let Some(next) = open.pop() {
        match next {
            Expression::And(one, other) => open.extend([&**other, &**one]),
            other => parts.push(other),
        }
    }
}

/// A variable that must be one of some IRIs.
fn compared(filter: &Expression) -> Option<(&str, Vec<&spargebra::term::NamedNode>)> {
    match filter {
        Expression::Equal(one, other) | Expression::SameTerm(one, other) => {
            match (&**one, &**other) {
                (Expression::Variable(var), Expression::NamedNode(node))
                | (Expression::NamedNode(node), Expression::Variable(var)) => {
                    Some((var.as_str(), vec![node]))
                }
                _ => None,
            }
        }
        Expression::In(one, members) => {
            let Expression::Variable(var) = &**one else {
                return None;
            };
            let nodes = members.iter().map(|member| match member {
                Expression::NamedNode(node) => Some(node),
                _ => None,
            });
            Some((var.as_str(), nodes.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// Whether a pattern is made of statements alone, of at least one.
fn is_quads(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Bgp { patterns } => !patterns.is_empty(),
        GraphPattern::Join { left, right } => is_quads(left) && is_quads(right),
        _ => false,
    }
}
