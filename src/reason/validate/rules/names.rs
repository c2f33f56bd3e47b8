//! Rules on names: whoever types one means one thing.

use std::collections::BTreeMap;

use super::{Broken, Rule};
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::validate::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "slug-twice",
        severity: Severity::Violation,
        message: "two entries of different kinds share a slug",
        fix: "give one of them a longer slug",
        broken: shared_slugs,
    },
    Rule {
        name: "name-taken",
        severity: Severity::Warning,
        message: "another name of it is the name of something else",
        fix: "take the name out of aliases.csv or of the list of aliases, or make the two one entry",
        broken: taken_names,
    },
];

/// Where names must be unique: among entries, among languages, among needs.
const SPACES: &[&[&str]] = &[
    &[sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION],
    &[sg::LANGUAGE],
    &[sg::NEED],
];

fn shared_slugs(data: &Graph<'_>) -> Vec<Broken> {
    let mut first: BTreeMap<&str, Node> = BTreeMap::new();
    let mut broken = Vec::new();
    for class in SPACES[0] {
        for thing in data.of_class(class) {
            let other = *first.entry(data.slug(thing)).or_insert(thing);
            let class = data.node(class);
            if let Some((property, class)) = data.node(sg::TYPE).zip(class)
                && other != thing
                && data.kind(other) != data.kind(thing)
            {
                let more = format!("it is a {} too", data.kind(other).name());
                broken.push(Broken::statement(thing, property, class).because(more));
            }
        }
    }
    broken
}

/// Aliases that are another thing's slug, name or alias.
fn taken_names(data: &Graph<'_>) -> Vec<Broken> {
    SPACES
        .iter()
        .flat_map(|classes| taken_in(data, classes))
        .collect()
}

/// A name as it is compared: signs that make another name of it stay.
fn folded(name: &str) -> String {
    slug(&name.replace('+', " plus").replace('#', " sharp"))
}

fn taken_in(data: &Graph<'_>, classes: &[&str]) -> Vec<Broken> {
    let mut things: Vec<Node> = classes
        .iter()
        .flat_map(|class| data.of_class(class))
        .collect();
    things.sort_unstable();
    things.dedup();
    // A slug or label belongs to whom it names, whatever aliases others have.
    let mut owners: BTreeMap<String, Node> = BTreeMap::new();
    for thing in &things {
        owners.entry(data.slug(*thing).to_owned()).or_insert(*thing);
    }
    for thing in &things {
        owners.entry(folded(data.label(*thing))).or_insert(*thing);
    }
    let mut broken = Vec::new();
    for thing in things {
        for alias in data.objects(thing, sg::ALT_LABEL) {
            let name = folded(data.text(alias));
            if name.is_empty() {
                continue;
            }
            let owner = *owners.entry(name).or_insert(thing);
            if let Some(property) = data.node(sg::ALT_LABEL)
                && owner != thing
            {
                let more = format!("it means {}", data.slug(owner));
                broken.push(Broken::statement(thing, property, alias).because(more));
            }
        }
    }
    broken
}
