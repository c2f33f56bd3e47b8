//! Filters, and `EXISTS` in them: which rows have a partner, found for all of them together.

use spargebra::algebra::{Expression, GraphPattern};

use super::group::split;
use super::scan::Active;
use super::scope::{loose, of_expression, possible, without_exists};
use super::table::{Meeting, Table, Var};
use super::{Engine, Halt};

impl Engine<'_> {
    /// The rows for which every expression holds.
    pub(super) fn filter(
        &mut self,
        table: Table,
        expressions: &[&Expression],
        active: Active,
    ) -> Result<Table, Halt> {
        let mut table = table;
        for expression in expressions {
            let keep = self.truth_of(&table, expression, active)?;
            table = table.kept(|at| keep[at]);
        }
        Ok(table)
    }

    /// For each row whether an expression holds; an error does not.
    fn truth_of(
        &mut self,
        table: &Table,
        expression: &Expression,
        active: Active,
    ) -> Result<Vec<bool>, Halt> {
        // The usual forms need no more than the answer of EXISTS itself.
        match expression {
            Expression::Exists(pattern) => return self.exists(table, pattern, active),
            Expression::Not(inner) => {
                if let Expression::Exists(pattern) = &**inner {
                    let found = self.exists(table, pattern, active)?;
                    return Ok(found.into_iter().map(|it| !it).collect());
                }
            }
            _ => {}
        }
        let columns = self.exists_columns(table, expression, active)?;
        let mut compiled = self.compiled(expression, &table.vars);
        compiled.take_columns(columns);
        let mut truth = Vec::with_capacity(table.len());
        for at in 0..table.len() {
            self.watch.step()?;
            truth.push(self.holds(&compiled, table.row(at), at));
        }
        Ok(truth)
    }

    /// The value of an expression for each row.
    pub(super) fn column_of(
        &mut self,
        table: &Table,
        expression: &Expression,
        active: Active,
    ) -> Result<Vec<u32>, Halt> {
        let columns = self.exists_columns(table, expression, active)?;
        let mut compiled = self.compiled(expression, &table.vars);
        compiled.take_columns(columns);
        let mut values = Vec::with_capacity(table.len());
        for at in 0..table.len() {
            self.watch.step()?;
            values.push(self.number_of(&compiled, table.row(at), at));
        }
        Ok(values)
    }

    /// For each EXISTS inside an expression, in the order in which compiling meets them, what it says of each row.
    fn exists_columns(
        &mut self,
        table: &Table,
        expression: &Expression,
        active: Active,
    ) -> Result<Vec<Vec<bool>>, Halt> {
        let mut patterns = Vec::new();
        super::expression::each_exists(expression, &mut |pattern| patterns.push(pattern));
        patterns
            .into_iter()
            .map(|it| self.exists(table, it, active))
            .collect()
    }

    /// For each row, whether a pattern has a solution that agrees with it.
    fn exists(
        &mut self,
        table: &Table,
        pattern: &GraphPattern,
        active: Active,
    ) -> Result<Vec<bool>, Halt> {
        let outside: Vec<Var> = table.vars.clone();
        let is_loose = |names: super::scope::Names<'_>, engine: &mut Self| {
            let mut vars = Vec::new();
            for name in names {
                let var = engine.var(name)?;
                if outside.contains(&var) {
                    vars.push(var);
                }
            }
            Ok::<_, Halt>(vars)
        };
        if is_loose(loose(pattern), self)?.is_empty() {
            let shared = self.shared(table, pattern)?;
            let keys = table.projected(&shared).distinct();
            let seed = self.seed(&keys, pattern)?;
            let found = if shared.is_empty() {
                self.limited(pattern, active, 1)?
            } else {
                self.evaluate(pattern, active, seed.as_ref())?
            };
            return Meeting::new(table, &found.projected(&shared)).has_partner(&self.watch);
        }
        // A filter that reads what is outside: of the solutions that agree, it must hold for one.
        let GraphPattern::Filter { expr, inner } = pattern else {
            return Err(Halt::Beyond("EXISTS over variables of outside"));
        };
        let mut parts = Vec::new();
        split(expr, &mut parts);
        if !is_loose(loose(inner), self)?.is_empty() || !parts.iter().all(|it| without_exists(it)) {
            return Err(Halt::Beyond("EXISTS over variables of outside"));
        }
        let mut shared = self.shared(table, inner)?;
        for name in of_expression(expr) {
            let var = self.var(name)?;
            if table.column(var).is_some() && !shared.contains(&var) {
                shared.push(var);
            }
        }
        let keys = table.projected(&shared).distinct();
        let seed = self.seed(&keys, inner)?;
        let found = self.evaluate(inner, active, seed.as_ref())?;
        let pairs = Meeting::new(&keys, &found).join(&self.watch)?;
        let pairs = self.filter(pairs, &parts, active)?;
        // Rows are told apart by what they leave unbound, too.
        if keys.gaps.iter().any(|gap| *gap) {
            return Err(Halt::Beyond("EXISTS over variables that may be unbound"));
        }
        let pairs = pairs.projected(&shared);
        let holding: hashbrown::HashSet<&[u32]> = pairs.rows().collect();
        let rows = table.projected(&shared);
        Ok(rows.rows().map(|row| holding.contains(row)).collect())
    }

    /// The variables of a table that a pattern may bind.
    fn shared(&mut self, table: &Table, pattern: &GraphPattern) -> Result<Vec<Var>, Halt> {
        let mut shared = Vec::new();
        for name in possible(pattern) {
            let var = self.var(name)?;
            if table.column(var).is_some() {
                shared.push(var);
            }
        }
        Ok(shared)
    }
}
