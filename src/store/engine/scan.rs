//! Statements of the index that a pattern of four places finds, in the graphs that the query sees.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pool::UNBOUND;
use super::table::{Table, Var};
use super::{Engine, Halt};
use crate::store::index::Index;
use crate::store::roles::Roles;
use crate::store::sparql::Graphs;

/// Which graphs a query sees.
pub(super) struct Scope {
    roles: Roles,
    /// The graphs that make up the default graph; nothing for all but those in which stackgen itself speaks.
    default: Option<BTreeSet<u32>>,
    /// The graphs that `GRAPH` finds, in their order.
    named: Arc<Vec<u32>>,
    /// Whether somebody chose among the graphs, so that no other can be named.
    is_chosen: bool,
}

impl Scope {
    /// `chosen` are terms by their numbers: graphs of no statement among them.
    pub(super) fn new(
        index: &Index,
        union: Option<bool>,
        chosen: Option<(&Graphs, Vec<u32>)>,
    ) -> Self {
        let roles = Roles::of(index);
        let union = union.unwrap_or_else(|| roles.is_union());
        if let Some((graphs, mut named)) = chosen {
            named.sort_unstable();
            named.dedup();
            let default = graphs.default.iter().filter_map(|iri| index.node(iri));
            return Self {
                default: Some(default.collect()),
                named: Arc::new(named),
                is_chosen: true,
                roles,
            };
        }
        let hidden = |graph: u32| {
            roles.is_about(graph) || (!union && (roles.is_file(graph) || roles.is_rule(graph)))
        };
        Self {
            default: (!union).then(|| roles.default_graphs()),
            named: Arc::new(index.graphs().filter(|graph| !hidden(*graph)).collect()),
            is_chosen: false,
            roles,
        }
    }

    pub(super) fn named(&self) -> Arc<Vec<u32>> {
        self.named.clone()
    }

    /// Whether there is a graph of this name.
    pub(super) fn has(&self, index: &Index, graph: u32) -> bool {
        self.named.binary_search(&graph).is_ok()
            || (!self.is_chosen && index.graphs().any(|known| known == graph))
    }

    /// Whether a graph can be named: where nobody chose, all can.
    fn can_be_named(&self, graph: u32) -> bool {
        !self.is_chosen || self.named.binary_search(&graph).is_ok()
    }

    fn is_in_default(&self, graph: u32) -> bool {
        match &self.default {
            Some(default) => default.contains(&graph),
            None => !self.roles.is_hidden(graph),
        }
    }
}

/// Where a pattern looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Active {
    Default,
    Graph(u32),
    /// Any graph that has a name, which the variable is bound to.
    Named(Var),
}

/// A place of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Term(u32),
    Var(Var),
}

/// A pattern of subject, predicate and object in some graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QuadPattern {
    pub(super) slots: [Slot; 3],
    pub(super) active: Active,
}

impl QuadPattern {
    /// The variables of the pattern, each once, in the order of its places.
    pub(super) fn vars(&self) -> Vec<Var> {
        let mut vars = Vec::new();
        let graph = match self.active {
            Active::Named(var) => Some(Slot::Var(var)),
            _ => None,
        };
        for slot in self.slots.into_iter().chain(graph) {
            if let Slot::Var(var) = slot
                && !vars.contains(&var)
            {
                vars.push(var);
            }
        }
        vars
    }

    /// The constants, and what `bound` says of the variables.
    fn keys(&self, bound: impl Fn(Var) -> Option<u32>) -> [Option<u32>; 3] {
        self.slots.map(|slot| match slot {
            Slot::Term(number) => Some(number),
            Slot::Var(var) => bound(var),
        })
    }
}

impl Engine<'_> {
    /// How many statements stand where the index looks for a pattern: never fewer than match.
    pub(super) fn size(&self, pattern: &QuadPattern, bound: impl Fn(Var) -> Option<u32>) -> usize {
        let [s, p, o] = pattern.keys(bound);
        if [s, p, o]
            .into_iter()
            .flatten()
            .any(|term| !self.pool.is_known(term))
        {
            return 0;
        }
        self.pool.index.matching(s, p, o).size_hint().0
    }

    /// Calls `found` with subject, predicate, object and graph of each statement that matches, each once; `false` ends it.
    pub(super) fn each_match(
        &self,
        pattern: &QuadPattern,
        bound: impl Fn(Var) -> Option<u32>,
        mut found: impl FnMut([u32; 4]) -> bool,
    ) -> Result<(), Halt> {
        let [s, p, o] = pattern.keys(&bound);
        if [s, p, o]
            .into_iter()
            .flatten()
            .any(|term| !self.pool.is_known(term))
        {
            return Ok(self.watch.step()?);
        }
        let graph = match pattern.active {
            Active::Named(var) => bound(var),
            Active::Graph(graph) => Some(graph),
            Active::Default => None,
        };
        self.watch.step()?;
        let mut last = None;
        let repeats = pattern.repeats();
        for [s, p, o, g] in self.pool.index.matching(s, p, o) {
            self.watch.step()?;
            let row = match (pattern.active, graph) {
                (Active::Default, _) => {
                    // Equal statements of several graphs are neighbours.
                    if last == Some([s, p, o]) || !self.scope.is_in_default(g) {
                        continue;
                    }
                    last = Some([s, p, o]);
                    [s, p, o, UNBOUND]
                }
                (Active::Graph(_), Some(graph)) if graph == g && self.scope.can_be_named(g) => {
                    [s, p, o, g]
                }
                (Active::Named(_), graph)
                    if graph.is_none_or(|graph| graph == g)
                        && self.scope.named.binary_search(&g).is_ok() =>
                {
                    [s, p, o, g]
                }
                _ => continue,
            };
            if (!repeats || pattern.agrees(row)) && !found(row) {
                break;
            }
        }
        Ok(())
    }

    /// Everything a pattern finds, as a table.
    pub(super) fn scan(&self, pattern: &QuadPattern, most: Option<usize>) -> Result<Table, Halt> {
        let mut table = Table::new(pattern.vars());
        let places = pattern.places(&table.vars);
        self.each_match(
            pattern,
            |_| None,
            |row| {
                table.push(places.iter().map(|place| row[*place]));
                most.is_none_or(|most| table.len() < most)
            },
        )?;
        Ok(table)
    }
}

impl QuadPattern {
    /// Whether a variable stands at several places.
    fn repeats(&self) -> bool {
        let is_var = |slot: &&Slot| matches!(slot, Slot::Var(_));
        let graph = usize::from(matches!(self.active, Active::Named(_)));
        self.slots.iter().filter(is_var).count() + graph > self.vars().len()
    }

    /// Whether a variable that stands at several places has the same term at all of them.
    fn agrees(&self, row: [u32; 4]) -> bool {
        let slot = |at: usize| match (self.slots.get(at), self.active) {
            (Some(Slot::Var(var)), _) => Some(*var),
            (None, Active::Named(var)) => Some(var),
            _ => None,
        };
        (0..4).all(|at| {
            let same = |before: usize| {
                slot(before).is_none() || slot(before) != slot(at) || row[before] == row[at]
            };
            (0..at).all(same)
        })
    }

    /// Where in a statement each of some variables stands; those that stand nowhere are left out.
    pub(super) fn places(&self, vars: &[Var]) -> Vec<usize> {
        let place = |var: &Var| {
            let at = self.slots.iter().position(|slot| *slot == Slot::Var(*var));
            at.or_else(|| (self.active == Active::Named(*var)).then_some(3))
        };
        vars.iter().filter_map(place).collect()
    }
}
