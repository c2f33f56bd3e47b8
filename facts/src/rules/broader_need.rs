//! Who fills a finer need fills the broader one.

use super::statements::{Budget, Thing, reachable};
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-broader-need",
    name: "Rule: broader category",
    description: "What stands in a category stands in its broader ones",
    derive,
};

fn derive(statements: &Statements, budget: &mut Budget) -> Result<Vec<Derived>, Thing> {
    let broader = statements.objects(sg::BROADER);
    let mut derived = Vec::new();
    for (entry, category) in statements.pairs(sg::IN_CATEGORY) {
        let above = reachable(*category, &broader, budget)?;
        derived.extend(above.into_iter().map(|it| (*entry, sg::IN_CATEGORY, it)));
    }
    Ok(derived)
}
