//! What holds in both directions.

use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-symmetric",
    name: "Rule: symmetric",
    description: "alternativeTo and integratesWith hold in both directions",
    derive,
};

fn derive(statements: &Statements) -> Vec<Derived> {
    [sg::ALTERNATIVE_TO, sg::INTEGRATES_WITH]
        .into_iter()
        .flat_map(|predicate| {
            statements
                .pairs(predicate)
                .map(move |(subject, object)| (object.to_owned(), predicate, subject.to_owned()))
        })
        .collect()
}
