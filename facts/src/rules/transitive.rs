//! What stands on a foundation stands on the foundation's foundation too.

use super::statements::{Budget, Thing, reachable};
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-transitive",
    name: "Rule: transitive",
    description: "What is built on something is built on everything that is built on",
    derive,
};

fn derive(statements: &Statements, budget: &mut Budget) -> Result<Vec<Derived>, Thing> {
    let edges = statements.objects(sg::BUILT_ON);
    let mut derived = Vec::new();
    for subject in edges.starts() {
        let below = reachable(subject, &edges, budget)?;
        let others = below.into_iter().filter(|object| *object != subject);
        derived.extend(others.map(|object| (subject, sg::BUILT_ON, object)));
    }
    Ok(derived)
}
