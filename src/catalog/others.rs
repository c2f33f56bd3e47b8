//! What other files and a store say, beside the built-in catalogue: so that a thing of theirs is met again, and no other
//! thing takes its slug.

use std::collections::HashMap;

use super::identify::{Identify, TOLD};
use crate::model::fact::Facts;
use crate::model::term::decode;
use crate::store::index::Index;

/// The entries of other graphs.
#[derive(Default)]
pub(super) struct Others {
    pub(super) identify: Identify,
}

impl Others {
    /// Takes in what sources of a store say for which `keep` holds.
    pub(super) fn read_store(&mut self, store: &Index, keep: impl Fn(&str) -> bool) {
        let iri = |term: u32| store.iri(term).unwrap_or_default();
        for property in TOLD {
            let Some(number) = store.node(property) else {
                continue;
            };
            for [subject, _, object, graph] in store.matching(None, Some(number), None) {
                if keep(iri(graph)) {
                    let told = match store.iri(object) {
                        Some(link) => link,
                        None => store.text(object),
                    };
                    self.identify.note(iri(subject), property, told);
                }
            }
        }
    }

    /// Takes in what files say.
    pub(super) fn read(&mut self, facts: &Facts) {
        let text = |term: u32| match decode(facts.terms().get(term)) {
            oxrdf::Term::NamedNode(node) => node.into_string(),
            oxrdf::Term::Literal(literal) => literal.value().to_owned(),
            _ => String::new(),
        };
        let mut predicates: HashMap<u32, Option<usize>> = HashMap::new();
        let mut told: Vec<(usize, [u32; 2])> = Vec::new();
        for row in facts.rows() {
            let [subject, predicate, object, _] = row.quad;
            let property = *predicates.entry(predicate).or_insert_with(|| {
                let name = text(predicate);
                TOLD.iter().position(|it| *it == name)
            });
            told.extend(property.map(|property| (property, [subject, object])));
        }
        told.sort_unstable();
        told.dedup();
        for (property, [subject, object]) in told {
            self.identify
                .note(&text(subject), TOLD[property], &text(object));
        }
    }
}
