//! Queries over the index by operators of our own: whole sets of solutions at a time, as rows of numbers.
//!
//! SPARQL's algebra is evaluated from the inside out, as the standard defines it. What makes it fast is that a part is told
//! beforehand which terms it can meet outside ([`Engine::evaluate`]'s `seed`), that patterns are joined in the order of what
//! they bring, counted on the rows that are there, and that large sets meet by hashing. Start reading at [`answer`]; [`group`]
//! joins, [`algebra`] has one function for each operator. What there is no operator for is [`Halt::Beyond`] us: the caller
//! gives such a query to the other evaluator.

mod aggregate;
mod algebra;
mod exists;
mod expression;
mod functions;
mod group;
mod number;
mod order;
mod path;
mod plan;
mod pool;
mod scan;
mod scope;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use hashbrown::HashMap;
use oxrdf::{NamedOrBlankNode, Term, Triple, Variable};
use spareval::QueryEvaluator;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::index::Index;
use super::regular::Regular;
use super::solution_rows::{Numbers, SolutionRows};
use super::sparql::{Graphs, MOST_RESULTS, Outcome, Question};
use super::tags::written;
use super::watch::{Stopped, Watch};
use plan::Trace;
pub(super) use plan::{below, words};
use pool::{Pool, UNBOUND};
use scan::{Active, Scope};
use table::{Table, Var};

/// Why there is no result.
#[derive(Debug)]
pub(super) enum Halt {
    /// Time or memory is over.
    Stopped(Stopped),
    /// There is no operator for this part of the query.
    Beyond(#[expect(dead_code, reason = "for whoever looks for what is missing")] &'static str),
}

impl From<Stopped> for Halt {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

/// A query at work.
pub(super) struct Engine<'a> {
    pool: Pool<'a>,
    scope: Scope,
    watch: Watch,
    names: Vec<String>,
    numbers: HashMap<String, Var>,
    /// Functions that are not our own.
    evaluator: QueryEvaluator,
    base: Option<oxiri::Iri<String>>,
    /// The time of the query: one for all its rows.
    now: Option<u32>,
    regulars: HashMap<(String, String), Option<Arc<Regular>>>,
    trace: Option<Trace>,
    /// How many blank nodes were made.
    blanks: usize,
    /// Operators that are at work inside one another.
    depth: usize,
    /// How many solutions are wanted at the most.
    most: usize,
}

/// How deep operators may stand inside one another: what is deeper would need a larger stack than a worker has.
const DEEPEST: usize = 2_000;

/// Evaluates a query. `graphs` are those that the query or whoever asks chose.
pub(super) fn answer(
    index: &Index,
    query: &Query,
    graphs: Option<&Graphs>,
    question: &Question,
    watch: &Watch,
) -> Result<Outcome, Halt> {
    let mut engine = Engine::new(index, query, graphs, question, watch);
    engine.query(query)
}

/// The plan of a query; with `run`, with what each step brought.
pub(super) fn explain(
    index: &Index,
    query: &Query,
    graphs: Option<&Graphs>,
    question: &Question,
    watch: &Watch,
    run: bool,
) -> Result<serde_json::Value, Halt> {
    let mut engine = Engine::new(index, query, graphs, question, watch);
    if !run {
        return Ok(engine.plan(query));
    }
    engine.trace = Some(Trace::default());
    engine.query(query)?;
    let trace = engine.trace.take().unwrap_or_default();
    Ok(trace.into_json())
}

/// Whether the solutions of a pattern are those it would have for each value of a variable alone.
pub(super) fn is_found_by(pattern: &GraphPattern, name: &str) -> bool {
    match pattern {
        GraphPattern::Project { inner, variables } => {
            variables.iter().any(|it| it.as_str() == name) && is_found_by(inner, name)
        }
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
            is_found_by(inner, name)
        }
        pattern => {
            scope::certain(pattern).contains(name)
                && !scope::loose(pattern).contains(name)
                && scope::is_flat(pattern)
        }
    }
}

impl<'a> Engine<'a> {
    fn new(
        index: &'a Index,
        query: &Query,
        graphs: Option<&Graphs>,
        question: &Question,
        watch: &Watch,
    ) -> Self {
        let mut pool = Pool::new(index, written(&question.text));
        let chosen = graphs.map(|graphs| {
            let node = |iri: &String| match iri.strip_prefix("_:") {
                Some(label) => format!("B{label}"),
                None => format!("I{iri}"),
            };
            let named = graphs.named.iter().map(node);
            let named = named.map(|bytes| pool.of_bytes(bytes.as_bytes()));
            (graphs, named.collect())
        });
        let scope = Scope::new(index, question.union, chosen);
        let (Query::Select { base_iri, .. }
        | Query::Ask { base_iri, .. }
        | Query::Construct { base_iri, .. }
        | Query::Describe { base_iri, .. }) = query;
        let base = base_iri.clone();
        Self {
            pool,
            scope,
            watch: watch.clone(),
            names: Vec::new(),
            numbers: HashMap::new(),
            evaluator: QueryEvaluator::new(),
            base,
            now: None,
            regulars: HashMap::new(),
            trace: None,
            blanks: 0,
            depth: 0,
            most: question.most,
        }
    }

    fn query(&mut self, query: &Query) -> Result<Outcome, Halt> {
        match query {
            Query::Select { pattern, .. } => {
                let most = self.most.saturating_add(1);
                let mut table = self.limited(pattern, Active::Default, most)?;
                table.truncate(most);
                Ok(self.solutions(table))
            }
            Query::Ask { pattern, .. } => {
                let table = self.limited(pattern, Active::Default, 1)?;
                Ok(Outcome::Truth(!table.is_empty()))
            }
            Query::Construct {
                template, pattern, ..
            } => {
                let table = self.evaluate(pattern, Active::Default, None)?;
                self.triples(template, &table)
            }
            Query::Describe { .. } => Err(Halt::Beyond("DESCRIBE")),
        }
    }

    /// The rows with what is needed to read them later.
    fn solutions(&mut self, table: Table) -> Outcome {
        let names = table.vars.iter().map(|var| self.name(*var).to_owned());
        let names: Vec<String> = names.collect();
        let numbers = Numbers {
            index: self.pool.index.clone(),
            made: self.pool.take_made(),
            columns: names.len(),
            rows: table.len(),
            cells: table.into_cells(),
        };
        Outcome::Solutions(names, SolutionRows::of(numbers))
    }

    /// The statements that a template makes of each row, each once, in the order in which they are found.
    fn triples(&mut self, template: &[TriplePattern], table: &Table) -> Result<Outcome, Halt> {
        let mut seen = hashbrown::HashSet::new();
        let mut triples = Vec::new();
        let mut terms = hashbrown::HashMap::new();
        for (at, row) in table.rows().enumerate() {
            for pattern in template {
                self.watch.step()?;
                let Some(triple) = self.made(pattern, table, row, at, &mut terms) else {
                    continue;
                };
                if seen.insert(triple.clone()) {
                    triples.push(triple);
                }
            }
            if triples.len() > MOST_RESULTS {
                break;
            }
        }
        Ok(Outcome::Triples(triples))
    }

    /// What a pattern of a template says of a row; nothing where it would be no statement.
    fn made(
        &self,
        pattern: &TriplePattern,
        table: &Table,
        row: &[u32],
        at: usize,
        terms: &mut HashMap<u32, Term>,
    ) -> Option<Triple> {
        let mut value = |var: &Variable| {
            let column = table.column(*self.numbers.get(var.as_str())?)?;
            let number = row[column];
            if number == UNBOUND {
                return None;
            }
            Some(
                terms
                    .entry(number)
                    .or_insert_with(|| self.pool.term(number))
                    .clone(),
            )
        };
        let predicate = match &pattern.predicate {
            NamedNodePattern::NamedNode(node) => node.clone(),
            NamedNodePattern::Variable(var) => match value(var)? {
                Term::NamedNode(node) => node,
                _ => return None,
            },
        };
        let mut term = |pattern: &TermPattern| match pattern {
            TermPattern::NamedNode(node) => Some(Term::from(node.clone())),
            TermPattern::Literal(literal) => {
                let written = self.pool.as_written(literal);
                Some(written.unwrap_or_else(|| literal.clone()).into())
            }
            TermPattern::BlankNode(node) => {
                let name = format!("{}-{}", node.as_str(), at + 1);
                Some(oxrdf::BlankNode::new_unchecked(name).into())
            }
            TermPattern::Variable(var) => value(var),
            TermPattern::Triple(inner) => self
                .made(inner, table, row, at, &mut HashMap::new())
                .map(|triple| Term::Triple(Box::new(triple))),
        };
        let subject = match term(&pattern.subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::NamedNode(node),
            Term::BlankNode(node) => NamedOrBlankNode::BlankNode(node),
            _ => return None,
        };
        let object = term(&pattern.object)?;
        Some(Triple {
            subject,
            predicate,
            object,
        })
    }

    fn name(&self, var: Var) -> &str {
        self.names.get(usize::from(var)).map_or("", String::as_str)
    }

    /// The number of a variable, or of a blank node, which is one that nobody sees.
    fn var(&mut self, name: &str) -> Result<Var, Halt> {
        if let Some(var) = self.numbers.get(name) {
            return Ok(*var);
        }
        let var = Var::try_from(self.names.len()).map_err(|_| Halt::Beyond("variables"))?;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), var);
        Ok(var)
    }

    /// A variable that stands nowhere in the query.
    fn fresh(&mut self) -> Result<Var, Halt> {
        let name = format!(" {}", self.names.len());
        self.var(&name)
    }

    /// The first solutions of a pattern, at least `most` of them where there are that many.
    fn limited(
        &mut self,
        pattern: &GraphPattern,
        active: Active,
        most: usize,
    ) -> Result<Table, Halt> {
        match pattern {
            GraphPattern::Project { inner, variables } => {
                let vars = self.vars(variables)?;
                let table = self.limited(inner, active, most)?;
                Ok(table.projected(&vars))
            }
            GraphPattern::Slice { .. } => self.evaluate(pattern, active, None),
            _ => self.in_batches(pattern, active, most),
        }
    }

    fn vars(&mut self, variables: &[Variable]) -> Result<Vec<Var>, Halt> {
        variables.iter().map(|it| self.var(it.as_str())).collect()
    }
}
