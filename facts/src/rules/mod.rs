//! Facts → derived facts. A rule is a file and a line in [`RULES`]; what it derives stands in a named graph of its own,
//! so that stated and derived statements are never confused. Runs when the built-in index is made and when sources are
//! combined; knows no index and no query.

mod broader_need;
mod statements;
mod symmetric;
mod transitive;
mod usable_from;

use std::collections::BTreeMap;

use oxrdf::{NamedNode, NamedNodeRef};

use crate::base::vocabulary::{self as sg, id};
use crate::model::fact::{Facts, Pen, Row};
use crate::model::problem::Problem;
use statements::{Budget, Statements, Thing};

/// One way to derive statements from others.
pub struct Rule {
    /// Its slug as a source.
    pub slug: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub description: &'static str,
    derive: fn(&Statements, &mut Budget) -> Result<Vec<Derived>, Thing>,
}

/// Subject, predicate and object of a derived statement.
type Derived = (Thing, &'static str, Thing);

/// Every rule, in the order in which they run: each sees what the ones before it derived.
pub const RULES: &[Rule] = &[
    symmetric::RULE,
    transitive::RULE,
    broader_need::RULE,
    usable_from::RULE,
];

/// Where derived statements are said to stand.
pub const DERIVED: &str = "(derived)";

/// Each rule may look at this many things, and at some more for each statement: real catalogues need less than two for
/// each, while a chain of a few thousand links needs millions.
const MOST: usize = 2_000_000;
const MOST_FOR_EACH: usize = 20;

/// Adds what the rules derive from `facts`, each statement in the graph of its rule. What is stated is not derived again.
///
/// # Errors
///
/// When more follows from some statements than can be told, with the place of one of them.
pub fn derive(facts: &mut Facts) -> Result<(), Problem> {
    let most = MOST.saturating_add(facts.len().saturating_mul(MOST_FOR_EACH));
    let mut statements = Statements::of(facts);
    let file = facts.file(DERIVED);
    for rule in RULES {
        let source = NamedNode::new_unchecked(id("source", rule.slug));
        let about = NamedNode::new_unchecked(sg::about(rule.slug));
        let mut pen = Pen::new(facts, file, 0, about);
        pen.say_types(&source, &[sg::SOURCE, sg::RULE, sg::PROV_ENTITY]);
        pen.say_text(&source, sg::LABEL, rule.name);
        pen.say_text(&source, sg::DESCRIPTION, rule.description);
        let graph = facts.term(source.as_ref().into());
        let mut by_predicate: BTreeMap<&'static str, Vec<(Thing, Thing)>> = BTreeMap::new();
        let derived = (rule.derive)(&statements, &mut Budget::new(most))
            .map_err(|thing| too_much(facts, rule, thing))?;
        for (subject, predicate, object) in derived {
            by_predicate
                .entry(predicate)
                .or_default()
                .push((subject, object));
        }
        for (predicate, derived) in by_predicate {
            let number = facts.term(NamedNodeRef::new_unchecked(predicate).into());
            for (subject, object) in statements.add(predicate, derived) {
                facts.push_row(Row {
                    quad: [subject, number, object, graph],
                    file,
                    line: 0,
                });
            }
        }
    }
    Ok(())
}

fn too_much(facts: &Facts, rule: &Rule, thing: Thing) -> Problem {
    let rows = facts.rows().iter();
    let place = rows
        .filter(|row| row.quad[0] == thing)
        .max_by_key(|row| row.line)
        .map(|row| facts.place(row))
        .unwrap_or_default();
    let name = String::from_utf8_lossy(facts.terms().get(thing).get(1..).unwrap_or_default());
    let message = format!(
        "what follows from `{name}` is more than can be told, expected shorter chains ({})",
        rule.description
    );
    Problem::malformed(place, message)
}

/// Whether `source` is the graph of a rule, or the one that says what the rule is.
#[must_use]
pub fn is_rule(source: &str) -> bool {
    sg::kind_and_slug(source).is_some_and(|(kind, slug)| {
        matches!(kind, "source" | "about") && RULES.iter().any(|rule| rule.slug == slug)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the rules derive from lines such as `a builtOn b`.
    fn derived(lines: &str) -> Vec<String> {
        let mut facts = Facts::default();
        let file = facts.file("test");
        let mut pen = Pen::new(&mut facts, file, 1, NamedNode::new_unchecked("s:s"));
        for line in lines.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let predicate = if words[1] == "broader" {
                sg::BROADER.to_owned()
            } else {
                format!("{}{}", sg::NS, words[1])
            };
            let thing = |name: &str| NamedNode::new_unchecked(format!("x:{name}"));
            pen.say(&thing(words[0]), &predicate, thing(words[2]));
        }
        let stated = facts.len();
        derive(&mut facts).unwrap();
        let name = |text: String| {
            text.trim_matches(['<', '>'])
                .replace("x:", "")
                .replace(sg::NS, "")
        };
        let mut derived: Vec<String> = facts
            .quads()
            .skip(stated)
            .filter(|quad| quad.subject.to_string().starts_with("<x:"))
            .map(|quad| {
                let words = [
                    quad.subject.to_string(),
                    quad.predicate.to_string(),
                    quad.object.to_string(),
                ];
                words.map(name).join(" ")
            })
            .collect();
        derived.sort();
        derived
    }

    #[test]
    fn alternatives_hold_in_both_directions() {
        assert_eq!(derived("a alternativeTo b"), ["b alternativeTo a"]);
    }

    #[test]
    fn foundations_are_transitive_and_cycles_end() {
        assert_eq!(
            derived("a builtOn b\nb builtOn c\nc builtOn b"),
            ["a builtOn c"]
        );
    }

    #[test]
    fn a_chain_without_end_is_refused_with_its_place() {
        let mut facts = Facts::default();
        let file = facts.file("chain.nt");
        let thing = |number: u32| NamedNode::new_unchecked(format!("x:{number}"));
        for number in 0..20_000 {
            let mut pen = Pen::new(
                &mut facts,
                file,
                number + 1,
                NamedNode::new_unchecked("s:s"),
            );
            pen.say(&thing(number), sg::BUILT_ON, thing(number + 1));
        }
        let problem = derive(&mut facts).unwrap_err();
        assert!(problem.to_string().starts_with("chain.nt:"), "{problem}");
    }

    #[test]
    fn a_finer_need_counts_for_the_broader_one() {
        assert_eq!(
            derived("a category mqtt\nmqtt broader messaging\nmqtt category x"),
            ["a category messaging"]
        );
    }

    #[test]
    fn a_technology_is_usable_from_what_it_is_written_in_made_for_or_has_a_client_for() {
        assert_eq!(
            derived(
                "go broader any\nvm broader any\nkotlin broader vm\njava broader vm\nkotlin interoperatesWith java\n\
                 a writtenIn go\ne writtenIn rust\ne madeFor go\nb madeFor vm\nc clientOf d\nc forLanguage java"
            ),
            [
                "a usableFrom go",
                "b usableFrom java",
                "b usableFrom kotlin",
                "b usableFrom vm",
                "d usableFrom java",
                "d usableFrom kotlin",
                "d usableFrom vm",
                "e usableFrom go",
            ]
        );
    }
}
