//! What other files and a store say, beside the built-in catalogue: so that a thing of theirs is met again, and no other
//! thing takes its slug.

use std::collections::HashMap;

use super::identify::same_owner;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::model::fact::Facts;
use crate::model::term::decode;
use crate::store::index::Index;

/// The entries of other graphs, by link and by name.
#[derive(Default)]
pub(super) struct Others {
    entries: HashMap<String, Entry>,
    /// Address → the entry it leads to; nothing where it leads to several.
    links: HashMap<String, Option<String>>,
    /// Slug of a name → the entries that have it.
    names: HashMap<String, Vec<String>>,
}

#[derive(Default)]
struct Entry {
    name: String,
    links: Vec<String>,
}

/// What is told of entries here; the class first, as it says what is one.
const TOLD: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::REPOSITORY,
    sg::HOMEPAGE,
];
const CLASSES: &[&str] = &[sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION];

impl Others {
    /// Takes in what sources of a store say for which `keep` holds.
    pub(super) fn read_store(&mut self, store: &Index, keep: impl Fn(&str) -> bool) {
        let iri = |term: u32| store.iri(term).unwrap_or_default();
        for property in TOLD {
            let Some(number) = store.node(property) else {
                continue;
            };
            for [subject, _, object, graph] in store.matching(None, Some(number), None) {
                if keep(iri(graph)) {
                    let told = match store.iri(object) {
                        Some(link) => link,
                        None => store.text(object),
                    };
                    self.note(iri(subject), property, told);
                }
            }
        }
    }

    /// Takes in what files say.
    pub(super) fn read(&mut self, facts: &Facts) {
        let text = |term: u32| match decode(facts.terms().get(term)) {
            oxrdf::Term::NamedNode(node) => node.into_string(),
            oxrdf::Term::Literal(literal) => literal.value().to_owned(),
            _ => String::new(),
        };
        let mut predicates: HashMap<u32, Option<usize>> = HashMap::new();
        let mut told: Vec<(usize, [u32; 2])> = Vec::new();
        for row in facts.rows() {
            let [subject, predicate, object, _] = row.quad;
            let property = *predicates.entry(predicate).or_insert_with(|| {
                let name = text(predicate);
                TOLD.iter().position(|it| *it == name)
            });
            told.extend(property.map(|property| (property, [subject, object])));
        }
        told.sort_unstable();
        told.dedup();
        for (property, [subject, object]) in told {
            self.note(&text(subject), TOLD[property], &text(object));
        }
    }

    fn note(&mut self, subject: &str, property: &str, told: &str) {
        if property == sg::TYPE {
            if CLASSES.contains(&told) {
                self.entries.entry(subject.to_owned()).or_default();
            }
            return;
        }
        let Some(entry) = self.entries.get_mut(subject) else {
            return;
        };
        if property == sg::REPOSITORY || property == sg::HOMEPAGE {
            entry.links.push(told.to_owned());
            let first = self.links.entry(address(told));
            let known = first.or_insert_with(|| Some(subject.to_owned()));
            if known.as_deref() != Some(subject) {
                *known = None;
            }
            return;
        }
        if property == sg::LABEL && (entry.name.is_empty() || told < entry.name.as_str()) {
            told.clone_into(&mut entry.name);
        }
        let named = self.names.entry(slug(told)).or_default();
        if !named.iter().any(|it| it == subject) {
            named.push(subject.to_owned());
        }
    }

    /// Whether nothing has this IRI.
    pub(super) fn is_free(&self, iri: &str) -> bool {
        !self.entries.contains_key(iri)
    }

    /// IRI and name of the one entry with one of these links; else of the one with this name that has an owner in
    /// common with them, or no link as they are none.
    pub(super) fn entry(&self, name: &str, links: &[&str]) -> Option<(&str, &str)> {
        let by_link = |link: &&str| self.links.get(&address(link))?.as_deref();
        let iri = links.iter().find_map(by_link).or_else(|| {
            let named = self.names.get(&slug(name))?.iter();
            let mut same = named.filter(|iri| self.is_at(iri, links));
            let first = same.next()?;
            same.next().is_none().then_some(first.as_str())
        })?;
        let (iri, entry) = self.entries.get_key_value(iri)?;
        Some((iri, &entry.name))
    }

    fn is_at(&self, iri: &str, links: &[&str]) -> bool {
        let own = self.entries.get(iri).map_or(&[][..], |it| &it.links);
        (own.is_empty() && links.is_empty())
            || own
                .iter()
                .any(|own| links.iter().any(|link| same_owner(own, link)))
    }
}

/// An address as it is compared: without scheme, `www.`, `.git`, closing slash and case.
fn address(link: &str) -> String {
    let lower = link.to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |it| it.1);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/')
        .trim_end_matches(".git")
        .to_owned()
}
