//! What holds in both directions.

use super::statements::{Budget, Thing};
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-symmetric",
    name: "Rule: symmetric",
    description: "alternativeTo and integratesWith hold in both directions",
    derive,
};

fn derive(statements: &Statements, _: &mut Budget) -> Result<Vec<Derived>, Thing> {
    let mut derived = Vec::new();
    for predicate in [sg::ALTERNATIVE_TO, sg::INTEGRATES_WITH] {
        let pairs = statements.pairs(predicate).iter();
        derived.extend(pairs.map(|(subject, object)| (*object, predicate, *subject)));
    }
    Ok(derived)
}
