//! One function for each operator of SPARQL's algebra.

use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, Variable};

use super::group::{Group, Item, restricted};
use super::plan::words;
use super::pool::UNBOUND;
use super::scan::{Active, QuadPattern, Slot};
use super::scope::certain;
use super::table::{Meeting, Table, Var};
use super::{DEEPEST, Engine, Halt};

/// So many rows of what drives a query are read before its first solutions are looked for.
const BATCH: usize = 64;
/// How much larger each batch is than the one before.
const GROWTH: usize = 8;

/// What drives a query that is answered bit by bit.
struct Driver {
    quad: QuadPattern,
    /// Whether shared variables lead from it to every other pattern: otherwise the whole is a product.
    leads: bool,
}

/// Whether shared variables lead from `start` to every pattern of a group.
fn leads_to_all(start: &QuadPattern, items: &[Item<'_>]) -> bool {
    let mut reached = start.vars();
    let mut left: Vec<Vec<Var>> = items
        .iter()
        .filter_map(|item| match item {
            Item::Quad(quad) => Some(quad.vars()),
            _ => None,
        })
        .collect();
    loop {
        let before = left.len();
        left.retain(|vars| {
            let is_reached = vars.is_empty() || vars.iter().any(|it| reached.contains(it));
            if is_reached {
                reached.extend(vars);
            }
            !is_reached
        });
        if left.is_empty() || left.len() == before {
            return left.is_empty();
        }
    }
}

impl Engine<'_> {
    /// Counts an operator inside others.
    pub(super) fn deeper(&mut self) -> Result<(), Halt> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Halt::Beyond("depth"));
        }
        Ok(())
    }

    /// The solutions of a pattern. Those that agree with no row of `seed` may be left out: its columns are variables that
    /// every solution binds.
    pub(super) fn evaluate(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        self.deeper()?;
        let at = self.begin(|_| words(pattern));
        let table = self.operate(pattern, active, seed)?;
        self.end(at, table.len());
        self.depth -= 1;
        Ok(table)
    }

    fn operate(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        match pattern {
            GraphPattern::Bgp { .. }
            | GraphPattern::Path { .. }
            | GraphPattern::Join { .. }
            | GraphPattern::Filter { .. } => self.group(pattern, active, seed),
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => self.left_join(left, right, expression.as_ref(), active, seed),
            GraphPattern::Union { left, right } => {
                let mut table = self.evaluate(left, active, seed)?;
                let more = self.evaluate(right, active, seed)?;
                table.append(&more);
                Ok(table)
            }
            GraphPattern::Graph { name, inner } => self.graph(name, inner, seed),
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => self.extend(inner, variable, expression, active, seed),
            GraphPattern::Minus { left, right } => self.minus(left, right, active, seed),
            GraphPattern::Values {
                variables,
                bindings,
            } => self.values(variables, bindings),
            GraphPattern::OrderBy { inner, expression } => {
                let table = self.evaluate(inner, active, seed)?;
                self.sorted(&table, expression, active, usize::MAX)
            }
            GraphPattern::Project { inner, variables } => {
                let vars = self.vars(variables)?;
                // A variable that is not projected is another one outside.
                let inside = seed.and_then(|it| restricted(it, &vars.iter().copied().collect()));
                let table = self.evaluate(inner, active, inside.as_ref())?;
                Ok(table.projected(&vars))
            }
            GraphPattern::Distinct { inner } => match self.distinct_by_index(inner, active)? {
                Some(table) => Ok(table),
                None => Ok(self.evaluate(inner, active, seed)?.distinct()),
            },
            GraphPattern::Reduced { inner } => self.evaluate(inner, active, seed),
            GraphPattern::Slice {
                inner,
                start,
                length,
            } => self.slice(inner, *start, *length, active),
            GraphPattern::Group {
                inner,
                variables,
                aggregates,
            } => self.grouped(inner, variables, aggregates, active, seed),
            GraphPattern::Service { .. } => Err(Halt::Beyond("SERVICE")),
            _ => Err(Halt::Beyond("an operator")),
        }
    }

    fn inside(
        &mut self,
        seed: Option<&Table>,
        pattern: &GraphPattern,
    ) -> Result<Option<Table>, Halt> {
        match seed {
            Some(seed) => self.seed(seed, pattern),
            None => Ok(None),
        }
    }

    fn left_join(
        &mut self,
        left: &GraphPattern,
        right: &GraphPattern,
        expression: Option<&Expression>,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let inside = self.inside(seed, left)?;
        let left = self.evaluate(left, active, inside.as_ref())?;
        if left.is_empty() {
            let mut vars = left.vars.clone();
            for name in super::scope::possible(right) {
                let var = self.var(name)?;
                if !vars.contains(&var) {
                    vars.push(var);
                }
            }
            return Ok(left.projected(&vars));
        }
        let inside = self.seed(&left, right)?;
        let right = self.evaluate(right, active, inside.as_ref())?;
        let watch = self.watch.clone();
        let meeting = Meeting::new(&left, &right);
        let Some(expression) = expression else {
            return meeting.left_join(&watch, |_, _| true);
        };
        if !super::scope::without_exists(expression) {
            return Err(Halt::Beyond("EXISTS in OPTIONAL"));
        }
        let mut compiled = None;
        meeting.left_join(&watch, |vars, row| {
            let expression = compiled.get_or_insert_with(|| self.compiled(expression, vars));
            self.holds(expression, row, 0)
        })
    }

    fn minus(
        &mut self,
        left: &GraphPattern,
        right: &GraphPattern,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let inside = self.inside(seed, left)?;
        let left = self.evaluate(left, active, inside.as_ref())?;
        let inside = self.seed(&left, right)?;
        let right = self.evaluate(right, active, inside.as_ref())?;
        let gone = Meeting::new(&left, &right).is_taken_away(&self.watch)?;
        Ok(left.kept(|at| !gone[at]))
    }

    fn graph(
        &mut self,
        name: &NamedNodePattern,
        inner: &GraphPattern,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let name = match name {
            NamedNodePattern::NamedNode(node) => {
                let graph = self.pool.of_term(node);
                if self.scope.has(self.pool.index, graph) {
                    return self.evaluate(inner, Active::Graph(graph), seed);
                }
                let vars: Vec<_> = super::scope::possible(inner).into_iter().collect();
                let vars = vars
                    .into_iter()
                    .map(|it| self.var(it))
                    .collect::<Result<_, _>>()?;
                return Ok(Table::new(vars));
            }
            NamedNodePattern::Variable(var) => self.var(var.as_str())?,
        };
        let chosen = seed.and_then(|seed| restricted(seed, &[name].into()));
        let inside = self.inside(seed, inner)?;
        let mut all: Option<Table> = None;
        for graph in self.scope.named().iter() {
            let is_chosen = |chosen: &Table| chosen.rows().any(|row| row[0] == *graph);
            if chosen.as_ref().is_some_and(|chosen| !is_chosen(chosen)) {
                continue;
            }
            let table = self.evaluate(inner, Active::Graph(*graph), inside.as_ref())?;
            let mut named = Table::new(vec![name]);
            named.push([*graph]);
            let table = Meeting::new(&table, &named).join(&self.watch)?;
            match &mut all {
                Some(all) => all.append(&table),
                None => all = Some(table),
            }
        }
        Ok(all.unwrap_or_else(|| Table::new(vec![name])))
    }

    fn extend(
        &mut self,
        inner: &GraphPattern,
        variable: &Variable,
        expression: &Expression,
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let var = self.var(variable.as_str())?;
        let inside = self.inside(seed, inner)?;
        let table = self.evaluate(inner, active, inside.as_ref())?;
        let values = self.column_of(&table, expression, active)?;
        Ok(table.with_column(var, &values))
    }

    fn values(
        &mut self,
        variables: &[Variable],
        bindings: &[Vec<Option<GroundTerm>>],
    ) -> Result<Table, Halt> {
        let mut table = Table::new(self.vars(variables)?);
        for row in bindings {
            let mut cells = Vec::with_capacity(row.len());
            for (at, term) in row.iter().enumerate() {
                cells.push(if let Some(term) = term {
                    self.pool.of_constant(&oxrdf::Term::from(term.clone()))
                } else {
                    table.gaps[at] = true;
                    UNBOUND
                });
            }
            table.push(cells);
        }
        Ok(table)
    }

    fn slice(
        &mut self,
        inner: &GraphPattern,
        start: usize,
        length: Option<usize>,
        active: Active,
    ) -> Result<Table, Halt> {
        let end = length.map_or(usize::MAX, |length| start.saturating_add(length));
        let table = match length {
            Some(_) => self.first(inner, active, end)?,
            None => self.evaluate(inner, active, None)?,
        };
        let end = end.min(table.len());
        Ok(table.picked(start.min(end)..end))
    }

    /// The first `most` solutions, or a few more.
    fn first(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
        most: usize,
    ) -> Result<Table, Halt> {
        match pattern {
            GraphPattern::Project { inner, variables } => {
                let vars = self.vars(variables)?;
                Ok(self.first(inner, active, most)?.projected(&vars))
            }
            GraphPattern::OrderBy { inner, expression } => {
                let table = self.evaluate(inner, active, None)?;
                self.sorted(&table, expression, active, most)
            }
            GraphPattern::Reduced { inner } => self.first(inner, active, most),
            _ => self.in_batches(pattern, active, most),
        }
    }

    /// The first solutions of what can be found bit by bit: the statements of one of its patterns are read in growing
    /// batches, and what each leads to is looked for, until there is enough.
    pub(super) fn in_batches(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
        most: usize,
    ) -> Result<Table, Halt> {
        let Driver {
            quad: driver,
            leads,
        } = match self.driver(pattern, active)? {
            Some(driver) if most < super::MOST_RESULTS => driver,
            _ => return self.evaluate(pattern, active, None),
        };
        if leads && self.size(&driver, |_| None) <= BATCH * GROWTH {
            return self.evaluate(pattern, active, None);
        }
        // Each row of a product brings as many solutions as the rest has.
        let first = if leads {
            BATCH.max(most.min(BATCH * BATCH))
        } else {
            1
        };
        let (mut done, mut batch, mut all) = (0, first, None::<Table>);
        loop {
            let read = self.scan(&driver, Some(done + batch))?;
            let is_last = read.len() < done + batch;
            let rows = read.picked(done..read.len());
            done = read.len();
            let table = self.evaluate(pattern, active, Some(&rows))?;
            // What the seed does not keep out would be found again with a later batch.
            let own = Meeting::new(&table, &rows).has_partner(&self.watch)?;
            let table = table.kept(|at| own[at]);
            match &mut all {
                Some(all) => all.append(&table),
                None => all = Some(table),
            }
            let mut found = all.take().unwrap_or_default();
            if matches!(pattern, GraphPattern::Distinct { .. }) {
                found = found.distinct();
            }
            if is_last || found.len() >= most {
                return Ok(found);
            }
            // Far more than is missing need not be found.
            let missing = (most - found.len()).saturating_mul(done) / found.len().max(1);
            batch = missing.saturating_add(1).clamp(batch, batch * GROWTH);
            all = Some(found);
        }
    }

    /// A pattern whose statements every solution of the whole has one of, where the whole can be found bit by bit.
    fn driver(&mut self, pattern: &GraphPattern, active: Active) -> Result<Option<Driver>, Halt> {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Join { .. } => {
                let mut group = Group::default();
                self.flatten(pattern, active, true, &mut group)?;
                let certain = certain(pattern);
                let mut best: Option<(usize, QuadPattern)> = None;
                for item in &group.items {
                    let Item::Quad(quad) = item else {
                        continue;
                    };
                    let size = self.size(quad, |_| None);
                    // Blank nodes of the query cannot be told from outside.
                    let is_seen = |var: &Var| certain.contains(self.name(*var));
                    let is_first = best.as_ref().is_none_or(|(least, _)| size < *least);
                    if is_first && quad.vars().iter().all(is_seen) {
                        best = Some((size, *quad));
                    }
                }
                Ok(best.map(|(_, quad)| Driver {
                    quad,
                    leads: leads_to_all(&quad, &group.items),
                }))
            }
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::LeftJoin { left: inner, .. }
            | GraphPattern::Minus { left: inner, .. } => self.driver(inner, active),
            GraphPattern::Distinct { inner } => match &**inner {
                GraphPattern::Project {
                    inner: below,
                    variables,
                } => {
                    let driver = self.driver(below, active)?;
                    let vars = self.vars(variables)?;
                    let is_seen = |var: &Var| vars.contains(var);
                    Ok(driver.filter(|driver| driver.quad.vars().iter().all(is_seen)))
                }
                _ => self.driver(inner, active),
            },
            _ => Ok(None),
        }
    }

    /// The different predicates, or objects of a predicate, without reading all their statements.
    fn distinct_by_index(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
    ) -> Result<Option<Table>, Halt> {
        let GraphPattern::Project { inner, variables } = pattern else {
            return Ok(None);
        };
        let (GraphPattern::Bgp { patterns }, [variable]) = (&**inner, &variables[..]) else {
            return Ok(None);
        };
        let [only] = &patterns[..] else {
            return Ok(None);
        };
        let quad = self.quad(only, active)?;
        let var = self.var(variable.as_str())?;
        let mut table = Table::new(vec![var]);
        match quad.slots {
            [Slot::Var(s), Slot::Var(p), Slot::Var(o)]
                if p == var && s != p && p != o && s != o =>
            {
                let predicates: Vec<u32> = self.pool.index.predicates().collect();
                for predicate in predicates {
                    if self.is_matched(&quad, |it| (it == var).then_some(predicate))? {
                        table.push([predicate]);
                    }
                }
            }
            [Slot::Var(s), Slot::Term(predicate), Slot::Var(o)] if o == var && s != o => {
                let objects = self.pool.index.objects_of(predicate);
                for object in objects {
                    if self.is_matched(&quad, |it| (it == var).then_some(object))? {
                        table.push([object]);
                    }
                }
            }
            _ => return Ok(None),
        }
        Ok(Some(table))
    }

    /// Whether a pattern finds anything.
    pub(super) fn is_matched(
        &self,
        quad: &QuadPattern,
        bound: impl Fn(Var) -> Option<u32>,
    ) -> Result<bool, Halt> {
        let mut any = false;
        self.each_match(quad, bound, |_| {
            any = true;
            false
        })?;
        Ok(any)
    }
}
