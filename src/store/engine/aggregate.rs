//! GROUP BY and what is said of each group.

use hashbrown::{HashMap, HashSet};
use spargebra::algebra::{AggregateExpression, AggregateFunction, GraphPattern};
use spargebra::term::Variable;

use super::expression::Value;
use super::group::restricted;
use super::number::Number;
use super::order::Key;
use super::pool::UNBOUND;
use super::scan::Active;
use super::table::{Table, Var};
use super::{Engine, Halt};

/// What is known of a group so far.
enum State {
    Count(u64),
    Distinct(HashSet<u32>),
    Sum(Option<Number>),
    Average(Option<Number>, i64),
    Extreme(Extreme),
    Sample(u32),
    Concat(Option<String>, bool),
}

/// The least or the greatest value so far.
enum Extreme {
    None,
    Best(Key, u32),
    /// One of the values was an error.
    Failed,
}

/// How an aggregate goes on.
struct Aggregate<'q> {
    function: &'q AggregateFunction,
    distinct: bool,
    /// The value of each row.
    values: Vec<u32>,
}

impl Engine<'_> {
    pub(super) fn grouped(
        &mut self,
        inner: &GraphPattern,
        variables: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
        active: Active,
        seed: Option<&Table>,
    ) -> Result<Table, Halt> {
        let keys = self.vars(variables)?;
        if let Some(table) = self.counted_by_index(inner, &keys, aggregates, active)? {
            return Ok(table);
        }
        let inside = seed.and_then(|seed| restricted(seed, &keys.iter().copied().collect()));
        let rows = self.evaluate(inner, active, inside.as_ref())?;
        let (groups, mut table) = self.groups(&rows, &keys)?;
        for (variable, aggregate) in aggregates {
            let var = self.var(variable.as_str())?;
            let values = self.aggregated(&rows, &groups, table.len(), aggregate, active)?;
            table = table.with_column(var, &values);
        }
        Ok(table)
    }

    /// The group of each row, and the groups in the order of their first rows. Without keys all is one group.
    fn groups(&self, rows: &Table, keys: &[Var]) -> Result<(Vec<u32>, Table), Halt> {
        if keys.is_empty() {
            return Ok((vec![0; rows.len()], Table::unit()));
        }
        let of_rows = rows.projected(keys);
        let mut table = Table::new(keys.to_vec());
        table.gaps.clone_from(&of_rows.gaps);
        let mut groups = Vec::with_capacity(rows.len());
        let mut numbers: HashMap<&[u32], u32> = HashMap::new();
        for row in of_rows.rows() {
            self.watch.step()?;
            let next = u32::try_from(table.len()).unwrap_or(UNBOUND);
            let number = *numbers.entry(row).or_insert(next);
            if number == next {
                table.push(row.iter().copied());
            }
            groups.push(number);
        }
        Ok((groups, table))
    }

    fn aggregated(
        &mut self,
        rows: &Table,
        groups: &[u32],
        count: usize,
        aggregate: &AggregateExpression,
        active: Active,
    ) -> Result<Vec<u32>, Halt> {
        let aggregate = match aggregate {
            AggregateExpression::CountSolutions { distinct } => {
                return self.solutions_counted(rows, groups, count, *distinct);
            }
            AggregateExpression::FunctionCall {
                name: AggregateFunction::Custom(_),
                ..
            } => return Err(Halt::Beyond("an aggregate of one's own")),
            AggregateExpression::FunctionCall {
                name,
                expr,
                distinct,
            } => Aggregate {
                function: name,
                distinct: *distinct,
                values: self.column_of(rows, expr, active)?,
            },
        };
        let mut states: Vec<State> = (0..count).map(|_| aggregate.start()).collect();
        let mut seen = HashSet::new();
        for (group, value) in groups.iter().zip(&aggregate.values) {
            self.watch.step()?;
            if aggregate.distinct && *value != UNBOUND && !seen.insert((*group, *value)) {
                continue;
            }
            self.add(&mut states[*group as usize], *value, &aggregate);
        }
        states
            .into_iter()
            .map(|state| Ok(self.finished(state)))
            .collect()
    }

    fn solutions_counted(
        &mut self,
        rows: &Table,
        groups: &[u32],
        count: usize,
        distinct: bool,
    ) -> Result<Vec<u32>, Halt> {
        let mut counts = vec![0_u64; count];
        let mut seen = HashSet::new();
        for (at, group) in groups.iter().enumerate() {
            self.watch.step()?;
            if !distinct || seen.insert((*group, rows.row(at))) {
                counts[*group as usize] += 1;
            }
        }
        Ok(counts.into_iter().map(|it| self.whole(it)).collect())
    }

    fn whole(&mut self, count: u64) -> u32 {
        self.typed("integer", &count.to_string())
    }

    /// Takes a row's value in. An error spoils everything but counts and samples.
    fn add(&self, state: &mut State, value: u32, aggregate: &Aggregate<'_>) {
        match state {
            State::Count(count) => *count += u64::from(value != UNBOUND),
            State::Distinct(seen) => {
                if value != UNBOUND {
                    seen.insert(value);
                }
            }
            State::Sum(sum) => {
                *sum = sum
                    .zip(self.number_of_term(value))
                    .and_then(|(sum, it)| sum.add(it));
            }
            State::Average(sum, count) => {
                *sum = sum
                    .zip(self.number_of_term(value))
                    .and_then(|(sum, it)| sum.add(it));
                *count += 1;
            }
            State::Extreme(Extreme::Failed) => {}
            State::Extreme(best) if value == UNBOUND => *best = Extreme::Failed,
            State::Extreme(best) => {
                let key = self.key(value);
                let is_better = match best {
                    Extreme::Best(known, _) => {
                        let ordering = key.compare(known);
                        match aggregate.function {
                            AggregateFunction::Min => ordering.is_lt(),
                            _ => ordering.is_gt(),
                        }
                    }
                    _ => true,
                };
                if is_better {
                    *best = Extreme::Best(key, value);
                }
            }
            State::Sample(sample) => {
                if *sample == UNBOUND {
                    *sample = value;
                }
            }
            State::Concat(text, is_first) => {
                let separator = match aggregate.function {
                    AggregateFunction::GroupConcat { separator } => {
                        separator.as_deref().unwrap_or(" ")
                    }
                    _ => "",
                };
                let more = self.concatenated(value);
                *text = text.take().zip(more).map(|(mut text, more)| {
                    if !*is_first {
                        text.push_str(separator);
                    }
                    text.push_str(&more);
                    text
                });
                *is_first = false;
            }
        }
    }

    fn finished(&mut self, state: State) -> u32 {
        match state {
            State::Count(count) => self.whole(count),
            State::Distinct(seen) => self.whole(seen.len() as u64),
            State::Sum(Some(sum)) => self.number_of_value(Value::Number(sum)),
            State::Average(Some(_), 0) => self.whole(0),
            State::Average(Some(sum), count) => match sum.divide(Number::Integer(count.into())) {
                Some(average) => self.number_of_value(Value::Number(average)),
                None => UNBOUND,
            },
            State::Extreme(Extreme::Best(_, value)) | State::Sample(value) => value,
            State::Concat(Some(text), _) => self.pool.of_text(&text),
            State::Sum(None)
            | State::Average(None, _)
            | State::Extreme(_)
            | State::Concat(None, _) => UNBOUND,
        }
    }

    /// Counts of the statements that a single pattern finds, in all or by predicate, without making rows of them.
    fn counted_by_index(
        &mut self,
        inner: &GraphPattern,
        keys: &[Var],
        aggregates: &[(Variable, AggregateExpression)],
        active: Active,
    ) -> Result<Option<Table>, Halt> {
        let GraphPattern::Bgp { patterns } = inner else {
            return Ok(None);
        };
        let ([only], [(variable, aggregate)]) = (&patterns[..], aggregates) else {
            return Ok(None);
        };
        let quad = self.quad(only, active)?;
        let counts_rows = match aggregate {
            AggregateExpression::CountSolutions { distinct } => !distinct,
            AggregateExpression::FunctionCall {
                name: AggregateFunction::Count,
                expr: spargebra::algebra::Expression::Variable(var),
                distinct: false,
            } => {
                let var = self.var(var.as_str())?;
                quad.vars().contains(&var)
            }
            AggregateExpression::FunctionCall { .. } => false,
        };
        if !counts_rows {
            return Ok(None);
        }
        let var = self.var(variable.as_str())?;
        let mut table = Table::new([keys, &[var]].concat());
        match keys {
            [] => {
                let count = self.count(&quad, |_| None)?;
                let count = self.whole(count);
                table.push([count]);
            }
            [key] if quad.slots[1] == super::scan::Slot::Var(*key) && quad.vars().len() == 3 => {
                let predicates: Vec<u32> = self.pool.index.predicates().collect();
                for predicate in predicates {
                    let count = self.count(&quad, |it| (it == *key).then_some(predicate))?;
                    if count > 0 {
                        let count = self.whole(count);
                        table.push([predicate, count]);
                    }
                }
            }
            _ => return Ok(None),
        }
        Ok(Some(table))
    }

    fn count(
        &self,
        quad: &super::scan::QuadPattern,
        bound: impl Fn(Var) -> Option<u32>,
    ) -> Result<u64, Halt> {
        let mut count = 0;
        self.each_match(quad, bound, |_| {
            count += 1;
            true
        })?;
        Ok(count)
    }
}

impl Aggregate<'_> {
    fn start(&self) -> State {
        match self.function {
            AggregateFunction::Count if self.distinct => State::Distinct(HashSet::new()),
            AggregateFunction::Count => State::Count(0),
            AggregateFunction::Sum => State::Sum(Some(Number::Integer(0.into()))),
            AggregateFunction::Avg => State::Average(Some(Number::Integer(0.into())), 0),
            AggregateFunction::Min | AggregateFunction::Max => State::Extreme(Extreme::None),
            AggregateFunction::GroupConcat { .. } => State::Concat(Some(String::new()), true),
            AggregateFunction::Sample | AggregateFunction::Custom(_) => State::Sample(UNBOUND),
        }
    }
}
