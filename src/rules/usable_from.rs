//! From which languages a technology can be used.

use std::collections::BTreeSet;

use super::statements::reachable;
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-usable-from",
    name: "Rule: usable from",
    description: "A technology is usable from a language it is written in, made for (itself, its family or its section), \
                  has a client for, or that can call the libraries of such a language; and from the family of such a language",
    derive,
};

fn derive(statements: &Statements) -> Vec<Derived> {
    let mut direct: BTreeSet<(&str, &str)> = statements.pairs(sg::WRITTEN_IN).collect();
    direct.extend(made_for(statements));
    let languages = statements.objects(sg::FOR_LANGUAGE);
    for (client, technology) in statements.pairs(sg::CLIENT_OF) {
        let languages = languages.get(client).into_iter().flatten();
        direct.extend(languages.map(|language| (technology, *language)));
    }
    let callers = statements.subjects(sg::INTEROPERATES_WITH);
    let mut usable = direct.clone();
    for (technology, language) in direct {
        usable.extend(
            reachable(language, &callers)
                .into_iter()
                .map(|caller| (technology, caller)),
        );
    }
    usable.extend(families(statements, &usable));
    usable
        .into_iter()
        .map(|(technology, language)| (technology.to_owned(), sg::USABLE_FROM, language.to_owned()))
        .collect()
}

/// What a member of a family can use, the family can; the top family, of all languages, says nothing by it.
fn families<'a>(
    statements: &'a Statements,
    usable: &BTreeSet<(&'a str, &'a str)>,
) -> Vec<(&'a str, &'a str)> {
    let broader = statements.objects(sg::BROADER);
    let parents = |language: &str| broader.get(language).into_iter().flatten().copied();
    usable
        .iter()
        .flat_map(|(technology, language)| {
            parents(language).map(move |family| (*technology, family))
        })
        .filter(|(_, family)| broader.contains_key(family))
        .collect()
}

/// What is made for a language or family, by itself or by the section it stands in: the members of families.
fn made_for(statements: &Statements) -> Vec<(&str, &str)> {
    let members = statements.subjects(sg::BROADER);
    let leaves = |language| -> Vec<&str> {
        let mut leaves: Vec<&str> = reachable(language, &members)
            .into_iter()
            .filter(|member| !members.contains_key(member))
            .collect();
        if !members.contains_key(language) {
            leaves.push(language);
        }
        leaves
    };
    let audience = statements.objects(sg::MADE_FOR);
    let entries = statements.subjects(sg::IN_CATEGORY);
    let mut made_for = Vec::new();
    for (subject, languages) in &audience {
        let subjects = entries
            .get(subject)
            .cloned()
            .unwrap_or_else(|| vec![*subject]);
        for language in languages.iter().flat_map(|language| leaves(language)) {
            made_for.extend(subjects.iter().map(|subject| (*subject, language)));
        }
    }
    made_for
}
