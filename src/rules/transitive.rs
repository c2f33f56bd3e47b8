//! What stands on a foundation stands on the foundation's foundation too.

use super::statements::reachable;
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-transitive",
    name: "Rule: transitive",
    description: "What is built on something is built on everything that is built on",
    derive,
};

fn derive(statements: &Statements) -> Vec<Derived> {
    let edges = statements.objects(sg::BUILT_ON);
    edges
        .keys()
        .flat_map(|subject| {
            reachable(subject, &edges)
                .into_iter()
                .filter(move |object| object != subject)
                .map(move |object| ((*subject).to_owned(), sg::BUILT_ON, object.to_owned()))
        })
        .collect()
}
