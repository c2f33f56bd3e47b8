//! The statements a rule looks at: pairs of IRIs by predicate.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedOrBlankNode, Term};

use crate::model::fact::Facts;

/// Statements between IRIs, by predicate, sorted.
#[derive(Default)]
pub(super) struct Statements {
    pairs: BTreeMap<String, BTreeSet<(String, String)>>,
}

impl Statements {
    /// Every statement between two IRIs in `facts`.
    pub(super) fn of(facts: &Facts) -> Self {
        let mut statements = Self::default();
        for fact in &facts.facts {
            if let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) =
                (&fact.quad.subject, &fact.quad.object)
            {
                statements.add(
                    fact.quad.predicate.as_str(),
                    subject.as_str(),
                    object.as_str(),
                );
            }
        }
        statements
    }

    /// Adds a statement; false when it was there already.
    pub(super) fn add(&mut self, predicate: &str, subject: &str, object: &str) -> bool {
        let pair = (subject.to_owned(), object.to_owned());
        match self.pairs.get_mut(predicate) {
            Some(pairs) => pairs.insert(pair),
            None => self
                .pairs
                .entry(predicate.to_owned())
                .or_default()
                .insert(pair),
        }
    }

    /// The pairs of `predicate`, sorted by subject.
    pub(super) fn pairs(&self, predicate: &str) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .get(predicate)
            .into_iter()
            .flatten()
            .map(|(subject, object)| (subject.as_str(), object.as_str()))
    }

    /// Subject → objects of `predicate`.
    pub(super) fn objects(&self, predicate: &str) -> BTreeMap<&str, Vec<&str>> {
        let mut objects: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (subject, object) in self.pairs(predicate) {
            objects.entry(subject).or_default().push(object);
        }
        objects
    }

    /// Object → subjects of `predicate`.
    pub(super) fn subjects(&self, predicate: &str) -> BTreeMap<&str, Vec<&str>> {
        let mut subjects: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (subject, object) in self.pairs(predicate) {
            subjects.entry(object).or_default().push(subject);
        }
        subjects
    }
}

/// Everything reachable from `start` over `edges`, without `start` itself unless a cycle leads back; sorted.
pub(super) fn reachable<'a>(
    start: &'a str,
    edges: &BTreeMap<&'a str, Vec<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        for next in edges.get(node).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(next);
            }
        }
    }
    seen
}
