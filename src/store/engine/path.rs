//! Property paths. Sequences and alternatives are joins and unions; what repeats is walked from the ends that are known.

use hashbrown::HashSet;
use spargebra::algebra::PropertyPathExpression as Path;

use super::group::{Group, Item};
use super::scan::{Active, QuadPattern, Slot};
use super::table::{Meeting, Table, Var};
use super::{Engine, Halt};

/// A path between two ends.
pub(super) struct PathPattern {
    pub(super) ends: [Slot; 2],
    path: Step,
    active: Active,
}

/// A path with its terms by number.
enum Step {
    Property(u32),
    Inverse(Box<Self>),
    Sequence(Box<[Self; 2]>),
    Either(Box<[Self; 2]>),
    /// Any property but these.
    Except(Vec<u32>),
    /// So many times at least, and whether more than once.
    Repeated {
        step: Box<Self>,
        zero: bool,
        more: bool,
    },
}

impl PathPattern {
    pub(super) fn vars(&self) -> Vec<Var> {
        let mut vars = Vec::new();
        for end in self.ends {
            if let Slot::Var(var) = end
                && !vars.contains(&var)
            {
                vars.push(var);
            }
        }
        vars
    }
}

impl Engine<'_> {
    /// Takes apart what is a join of simpler paths.
    pub(super) fn flatten_path<'q>(
        &mut self,
        path: &'q Path,
        ends: [Slot; 2],
        active: Active,
        group: &mut Group<'q>,
    ) -> Result<(), Halt> {
        let [from, to] = ends;
        self.deeper()?;
        match path {
            Path::NamedNode(node) => {
                let property = Slot::Term(self.pool.of_term(node));
                group.items.push(Item::Quad(QuadPattern {
                    slots: [from, property, to],
                    active,
                }));
            }
            Path::Reverse(inner) => self.flatten_path(inner, [to, from], active, group)?,
            Path::Sequence(first, second) => {
                let middle = Slot::Var(self.fresh()?);
                self.flatten_path(first, [from, middle], active, group)?;
                self.flatten_path(second, [middle, to], active, group)?;
            }
            other => {
                let path = self.step(other)?;
                group
                    .items
                    .push(Item::Path(PathPattern { ends, path, active }));
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn step(&mut self, path: &Path) -> Result<Step, Halt> {
        self.deeper()?;
        let step = match path {
            Path::NamedNode(node) => Step::Property(self.pool.of_term(node)),
            Path::Reverse(inner) => Step::Inverse(Box::new(self.step(inner)?)),
            Path::Sequence(a, b) => Step::Sequence(Box::new([self.step(a)?, self.step(b)?])),
            Path::Alternative(a, b) => Step::Either(Box::new([self.step(a)?, self.step(b)?])),
            Path::NegatedPropertySet(nodes) => {
                Step::Except(nodes.iter().map(|node| self.pool.of_term(node)).collect())
            }
            Path::ZeroOrMore(inner) => self.repeated(inner, true, true)?,
            Path::OneOrMore(inner) => self.repeated(inner, false, true)?,
            Path::ZeroOrOne(inner) => self.repeated(inner, true, false)?,
        };
        self.depth -= 1;
        Ok(step)
    }

    fn repeated(&mut self, inner: &Path, zero: bool, more: bool) -> Result<Step, Halt> {
        let step = Box::new(self.step(inner)?);
        Ok(Step::Repeated { step, zero, more })
    }

    pub(super) fn size_of_path(&self, path: &PathPattern) -> usize {
        let is_known = path.ends.iter().any(|end| matches!(end, Slot::Term(_)));
        if is_known {
            16
        } else {
            self.size_of_step(&path.path)
        }
    }

    fn size_of_step(&self, step: &Step) -> usize {
        match step {
            Step::Property(property) => {
                let pattern = QuadPattern {
                    slots: [Slot::Var(0), Slot::Term(*property), Slot::Var(1)],
                    active: Active::Default,
                };
                self.size(&pattern, |_| None)
            }
            Step::Inverse(inner) => self.size_of_step(inner),
            Step::Sequence(parts) => self
                .size_of_step(&parts[0])
                .min(self.size_of_step(&parts[1])),
            Step::Either(parts) => self
                .size_of_step(&parts[0])
                .saturating_add(self.size_of_step(&parts[1])),
            Step::Except(_) | Step::Repeated { zero: true, .. } => self.pool.index.rows(),
            Step::Repeated { step, .. } => self.size_of_step(step).saturating_mul(2),
        }
    }

    /// The rows of a table with what a path leads to, or comes from.
    pub(super) fn join_path(
        &mut self,
        table: &Table,
        pattern: &PathPattern,
    ) -> Result<Table, Halt> {
        let is_known = |end: Slot| match end {
            Slot::Term(_) => true,
            Slot::Var(var) => table.always(var),
        };
        let [from, to] = pattern.ends;
        // Walked from the end that is known; from both where the other's rows are fewer.
        let found = if is_known(from) || !is_known(to) {
            self.walked(table, [from, to], pattern, false)?
        } else {
            self.walked(table, [to, from], pattern, true)?
        };
        if table.vars.is_empty() && table.len() == 1 {
            return Ok(found);
        }
        Meeting::new(table, &found).join(&self.watch)
    }

    /// The pairs of a path, from the values of its first end on.
    fn walked(
        &self,
        table: &Table,
        [from, to]: [Slot; 2],
        pattern: &PathPattern,
        back: bool,
    ) -> Result<Table, Halt> {
        let starts: Vec<u32> = match from {
            Slot::Term(term) => vec![term],
            Slot::Var(var) if table.always(var) => {
                let values = table.projected(&[var]).distinct();
                values.rows().map(|row| row[0]).collect()
            }
            // Where nothing is known but the other end is, it is walked from there; see `join_path`.
            Slot::Var(_) => self.starts(&pattern.path, pattern.active, back)?,
        };
        let mut pairs = Table::new(match (from, to) {
            (Slot::Var(a), Slot::Var(b)) if a == b => vec![a],
            (Slot::Var(a), Slot::Var(b)) => vec![a, b],
            (Slot::Var(a), _) | (_, Slot::Var(a)) => vec![a],
            _ => Vec::new(),
        });
        let from_graph = matches!(from, Slot::Var(_));
        for start in starts {
            let mut ends = Vec::new();
            self.ends(
                &pattern.path,
                start,
                pattern.active,
                back,
                from_graph,
                &mut ends,
            )?;
            for end in ends {
                self.watch.step()?;
                match (from, to) {
                    (Slot::Var(a), Slot::Var(b)) if a == b && start == end => pairs.push([start]),
                    (Slot::Var(a), Slot::Var(b)) if a == b => {}
                    (Slot::Var(_), Slot::Var(_)) => pairs.push([start, end]),
                    (Slot::Var(_), Slot::Term(term)) if end == term => pairs.push([start]),
                    (Slot::Term(_), Slot::Var(_)) => pairs.push([end]),
                    (Slot::Term(_), Slot::Term(term)) if end == term => pairs.push([0_u32; 0]),
                    _ => {}
                }
            }
        }
        Ok(pairs)
    }

    /// Every node that a path may begin with.
    fn starts(&self, step: &Step, active: Active, back: bool) -> Result<Vec<u32>, Halt> {
        let mut nodes = Vec::new();
        let mut seen = HashSet::new();
        self.each_start(step, active, back, &mut |node| {
            if seen.insert(node) {
                nodes.push(node);
            }
        })?;
        nodes.sort_unstable();
        Ok(nodes)
    }

    fn each_start(
        &self,
        step: &Step,
        active: Active,
        back: bool,
        found: &mut dyn FnMut(u32),
    ) -> Result<(), Halt> {
        let all = |slot: Slot| QuadPattern {
            slots: [Slot::Var(Var::MAX - 1), slot, Slot::Var(Var::MAX - 2)],
            active,
        };
        let end = if back { 2 } else { 0 };
        match step {
            Step::Property(property) => self.each_match(
                &all(Slot::Term(*property)),
                |_| None,
                |row| {
                    found(row[end]);
                    true
                },
            ),
            Step::Inverse(inner) => self.each_start(inner, active, !back, found),
            Step::Sequence(parts) => {
                self.each_start(&parts[usize::from(back)], active, back, found)
            }
            Step::Either(parts) => {
                self.each_start(&parts[0], active, back, found)?;
                self.each_start(&parts[1], active, back, found)
            }
            Step::Repeated {
                step, zero: false, ..
            } => self.each_start(step, active, back, found),
            // A path of no steps begins at every node there is.
            Step::Repeated { .. } => self.each_match(
                &all(Slot::Var(Var::MAX - 3)),
                |_| None,
                |row| {
                    found(row[0]);
                    found(row[2]);
                    true
                },
            ),
            Step::Except(_) => self.each_match(
                &all(Slot::Var(Var::MAX - 3)),
                |_| None,
                |row| {
                    found(row[end]);
                    true
                },
            ),
        }
    }

    /// Where a path leads from a node: once for each way, but once at all where something repeats.
    fn ends(
        &self,
        step: &Step,
        node: u32,
        active: Active,
        back: bool,
        from_graph: bool,
        ends: &mut Vec<u32>,
    ) -> Result<(), Halt> {
        self.watch.step()?;
        match step {
            Step::Property(property) => {
                self.neighbours(Slot::Term(*property), node, active, back, &[], ends)
            }
            Step::Except(not) => {
                self.neighbours(Slot::Var(Var::MAX - 3), node, active, back, not, ends)
            }
            Step::Inverse(inner) => self.ends(inner, node, active, !back, from_graph, ends),
            Step::Sequence(parts) => {
                let (first, second) = (&parts[usize::from(back)], &parts[usize::from(!back)]);
                let mut middle = Vec::new();
                self.ends(first, node, active, back, from_graph, &mut middle)?;
                for node in middle {
                    self.ends(second, node, active, back, from_graph, ends)?;
                }
                Ok(())
            }
            Step::Either(parts) => {
                self.ends(&parts[0], node, active, back, from_graph, ends)?;
                self.ends(&parts[1], node, active, back, from_graph, ends)
            }
            Step::Repeated { step, zero, more } => {
                let mut seen = HashSet::new();
                if *zero && (!from_graph || self.is_node(node, active)?) {
                    seen.insert(node);
                    ends.push(node);
                }
                let mut open = vec![node];
                while let Some(node) = open.pop() {
                    let mut next = Vec::new();
                    self.ends(step, node, active, back, from_graph, &mut next)?;
                    for node in next {
                        if seen.insert(node) {
                            ends.push(node);
                            if *more {
                                open.push(node);
                            }
                        }
                    }
                }
                Ok(())
            }
        }
    }

    fn neighbours(
        &self,
        property: Slot,
        node: u32,
        active: Active,
        back: bool,
        not: &[u32],
        ends: &mut Vec<u32>,
    ) -> Result<(), Halt> {
        let mut slots = [Slot::Var(Var::MAX - 1), property, Slot::Var(Var::MAX - 2)];
        let (here, there) = if back { (2, 0) } else { (0, 2) };
        slots[here] = Slot::Term(node);
        self.each_match(
            &QuadPattern { slots, active },
            |_| None,
            |row| {
                if !not.contains(&row[1]) {
                    ends.push(row[there]);
                }
                true
            },
        )
    }

    /// Whether a term is subject or object of a statement.
    fn is_node(&self, node: u32, active: Active) -> Result<bool, Halt> {
        let any = [
            Slot::Var(Var::MAX - 1),
            Slot::Var(Var::MAX - 2),
            Slot::Var(Var::MAX - 3),
        ];
        for place in [0, 2] {
            let mut slots = any;
            slots[place] = Slot::Term(node);
            if self.is_matched(&QuadPattern { slots, active }, |_| None)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
