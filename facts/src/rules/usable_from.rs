//! From which languages a technology can be used.

use super::statements::{Budget, Edges, Thing, reachable};
use super::{Derived, Rule, Statements};
use crate::base::vocabulary as sg;

pub(super) const RULE: Rule = Rule {
    slug: "rule-usable-from",
    name: "Rule: usable from",
    description: "A technology is usable from a language it is written in where nothing says for which one it is made, made for (itself, its family or its section), \
                  has a client for, or that can call the libraries of such a language; and from the family of such a language",
    derive,
};

fn derive(statements: &Statements, budget: &mut Budget) -> Result<Vec<Derived>, Thing> {
    // Orjson is made for Python, although it is written in Rust.
    let made = statements.objects(sg::MADE_FOR);
    let written = statements.pairs(sg::WRITTEN_IN).iter().copied();
    let mut usable: Vec<_> = written.filter(|(it, _)| !made.leave(*it)).collect();
    usable.extend(made_for(statements, budget)?);
    let languages = statements.objects(sg::FOR_LANGUAGE);
    for (client, technology) in statements.pairs(sg::CLIENT_OF) {
        usable.extend(languages.from(*client).map(|it| (*technology, it)));
    }
    once(&mut usable);
    let callers = statements.subjects(sg::INTEROPERATES_WITH);
    let direct = usable.len();
    for at in 0..direct {
        let (technology, language) = usable[at];
        let callers = reachable(language, &callers, budget)?.into_iter();
        usable.extend(callers.map(|caller| (technology, caller)));
    }
    once(&mut usable);
    usable.extend(families(statements, &usable));
    let usable = usable.into_iter();
    Ok(usable
        .map(|(technology, language)| (technology, sg::USABLE_FROM, language))
        .collect())
}

fn once(pairs: &mut Vec<(Thing, Thing)>) {
    pairs.sort_unstable();
    pairs.dedup();
}

/// What a member of a family can use, the family can; the top family, of all languages, says nothing by it.
fn families(statements: &Statements, usable: &[(Thing, Thing)]) -> Vec<(Thing, Thing)> {
    let broader = statements.objects(sg::BROADER);
    let mut families = Vec::new();
    for (technology, language) in usable {
        let parents = broader.from(*language).filter(|it| broader.leave(*it));
        families.extend(parents.map(|family| (*technology, family)));
    }
    families
}

/// What is made for a language or family, by itself or by the section it stands in: the members of families.
fn made_for(statements: &Statements, budget: &mut Budget) -> Result<Vec<(Thing, Thing)>, Thing> {
    let members = statements.subjects(sg::BROADER);
    let entries = statements.subjects(sg::IN_CATEGORY);
    let mut made_for = Vec::new();
    for (subject, language) in statements.pairs(sg::MADE_FOR) {
        let mut subjects: Vec<Thing> = entries.from(*subject).collect();
        if subjects.is_empty() {
            subjects.push(*subject);
        }
        for language in leaves(*language, &members, budget)? {
            budget.spend(subjects.len(), *subject)?;
            made_for.extend(subjects.iter().map(|subject| (*subject, language)));
        }
    }
    Ok(made_for)
}

/// The languages of a family that are no families themselves; a language alone is its own leaf.
fn leaves(language: Thing, members: &Edges<'_>, budget: &mut Budget) -> Result<Vec<Thing>, Thing> {
    if !members.leave(language) {
        return Ok(vec![language]);
    }
    let below = reachable(language, members, budget)?.into_iter();
    Ok(below.filter(|member| !members.leave(*member)).collect())
}
