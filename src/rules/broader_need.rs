//! Who fills a finer need fills the broader one.

use super::statements::reachable;
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-broader-need",
    name: "Rule: broader category",
    description: "What stands in a category stands in its broader ones",
    derive,
};

fn derive(statements: &Statements) -> Vec<Derived> {
    let broader = statements.objects(sg::BROADER);
    statements
        .pairs(sg::IN_CATEGORY)
        .flat_map(|(entry, category)| {
            reachable(category, &broader)
                .into_iter()
                .map(move |category| (entry.to_owned(), sg::IN_CATEGORY, category.to_owned()))
        })
        .collect()
}
