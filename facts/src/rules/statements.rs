//! The statements a rule looks at: pairs of things by predicate.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use oxrdf::NamedNodeRef;

use crate::base::vocabulary as sg;
use crate::model::fact::Facts;

/// The predicates that rules look at.
const LOOKED_AT: &[&str] = &[
    sg::ALTERNATIVE_TO,
    sg::BROADER,
    sg::BUILT_ON,
    sg::CLIENT_OF,
    sg::FOR_LANGUAGE,
    sg::IN_CATEGORY,
    sg::INTEGRATES_WITH,
    sg::INTEROPERATES_WITH,
    sg::MADE_FOR,
    sg::USABLE_FROM,
    sg::WRITTEN_IN,
];

/// A thing, by its number among the terms of the facts.
pub(super) type Thing = u32;

/// Statements between IRIs, by predicate, sorted.
#[derive(Default)]
pub(super) struct Statements {
    pairs: BTreeMap<&'static str, Vec<(Thing, Thing)>>,
}

impl Statements {
    /// Every statement between two IRIs in `facts` whose predicate a rule looks at.
    pub(super) fn of(facts: &Facts) -> Self {
        let mut pairs: Vec<(Thing, &'static str, Vec<_>)> = LOOKED_AT
            .iter()
            .filter_map(|predicate| {
                let node = NamedNodeRef::new_unchecked(predicate);
                let number = facts.terms().find(&crate::model::term::encode(node))?;
                Some((number, *predicate, Vec::new()))
            })
            .collect();
        let is_iri = |thing| facts.terms().get(thing).first() == Some(&b'I');
        for row in facts.rows() {
            let [subject, predicate, object, _] = row.quad;
            let list = pairs.iter_mut().find(|(number, ..)| *number == predicate);
            if let Some((.., list)) = list.filter(|_| is_iri(subject) && is_iri(object)) {
                list.push((subject, object));
            }
        }
        let pairs = pairs.into_iter().map(|(_, predicate, mut list)| {
            list.sort_unstable();
            list.dedup();
            (predicate, list)
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// Adds statements, and returns those that were not there, sorted.
    pub(super) fn add(
        &mut self,
        predicate: &'static str,
        mut more: Vec<(Thing, Thing)>,
    ) -> Vec<(Thing, Thing)> {
        let known = self.pairs.entry(predicate).or_default();
        more.sort_unstable();
        more.dedup();
        more.retain(|pair| known.binary_search(pair).is_err());
        known.extend_from_slice(&more);
        known.sort_unstable();
        more
    }

    /// The pairs of `predicate`, sorted by subject.
    pub(super) fn pairs(&self, predicate: &str) -> &[(Thing, Thing)] {
        self.pairs.get(predicate).map_or(&[], Vec::as_slice)
    }

    /// Subject → objects of `predicate`.
    pub(super) fn objects(&self, predicate: &str) -> Edges<'_> {
        Edges(Cow::Borrowed(self.pairs(predicate)))
    }

    /// Object → subjects of `predicate`.
    pub(super) fn subjects(&self, predicate: &str) -> Edges<'_> {
        let pairs = self.pairs(predicate).iter();
        let mut turned: Vec<_> = pairs.map(|(subject, object)| (*object, *subject)).collect();
        turned.sort_unstable();
        Edges(Cow::Owned(turned))
    }
}

/// Directed edges, sorted: what leads from a thing is found by binary search.
pub(super) struct Edges<'a>(Cow<'a, [(Thing, Thing)]>);

impl Edges<'_> {
    /// Where the edges from `thing` lead, sorted.
    pub(super) fn from(&self, thing: Thing) -> impl Iterator<Item = Thing> {
        let start = self.0.partition_point(|(from, _)| *from < thing);
        let rest = self.0[start..].iter();
        rest.take_while(move |(from, _)| *from == thing)
            .map(|(_, to)| *to)
    }

    /// Whether any edge leads from `thing`.
    pub(super) fn leave(&self, thing: Thing) -> bool {
        self.from(thing).next().is_some()
    }

    /// The things that edges lead from, each once, sorted.
    pub(super) fn starts(&self) -> impl Iterator<Item = Thing> {
        self.0
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|chunk| chunk[0].0)
    }
}

/// Everything reachable from `start` over `edges`, without `start` itself unless a cycle leads back; sorted.
///
/// # Errors
///
/// `start`, when looking for it takes more than there is left.
pub(super) fn reachable(
    start: Thing,
    edges: &Edges<'_>,
    budget: &mut Budget,
) -> Result<BTreeSet<Thing>, Thing> {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(thing) = open.pop() {
        let mut passed = 0;
        for next in edges.from(thing) {
            passed += 1;
            if seen.insert(next) {
                open.push(next);
            }
        }
        // An edge to what was seen already costs little but not nothing.
        budget.spend(1 + passed / 16, start)?;
    }
    Ok(seen)
}

/// How much the rules may still derive. What follows from a chain grows with the square of its length: without a bound a
/// file of a few megabytes would take all memory there is.
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new(most: usize) -> Self {
        Self { left: most }
    }

    /// Takes some of what is left for what follows from `thing`.
    ///
    /// # Errors
    ///
    /// `thing`, when there is not as much left.
    pub(super) fn spend(&mut self, some: usize, thing: Thing) -> Result<(), Thing> {
        self.left = self.left.checked_sub(some).ok_or(thing)?;
        Ok(())
    }
}
