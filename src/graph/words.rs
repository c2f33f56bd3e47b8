//! Things, relations and terms in the words that people read.

use oxrdf::Term;

use super::{Graph, Node};
use crate::base::vocabulary::{self as sg, PREFIXES};

/// The names of things, joined for people.
#[must_use]
pub fn labels(graph: &Graph<'_>, nodes: impl IntoIterator<Item = Node>) -> String {
    let mut labels: Vec<&str> = nodes.into_iter().map(|node| graph.label(node)).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.join(", ")
}

/// A relation in words: `builtOn` → `built on`.
#[must_use]
pub fn words(relation: &str) -> String {
    let local = relation.rsplit(['#', '/']).next().unwrap_or(relation);
    let mut words = String::new();
    for character in local.chars() {
        if character.is_uppercase() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    match words.as_str() {
        "category" if relation == sg::IN_CATEGORY => "in".to_owned(),
        _ => words.trim().to_owned(),
    }
}

/// The relations in words, read from their object: what stands at the other end is the subject.
const INVERSES: &[(&str, &str)] = &[
    (sg::TYPE, "members"),
    (sg::IN_CATEGORY, "entries"),
    (sg::PURPOSE, "chosen for it"),
    (sg::WRITTEN_IN, "written in it"),
    (sg::MADE_FOR, "made for it"),
    (sg::USABLE_FROM, "usable from it"),
    (sg::INTEROPERATES_WITH, "interoperates with it"),
    (sg::IMPLEMENTS, "implemented by"),
    (sg::SPEAKS, "spoken by"),
    (sg::BUILT_ON, "built on it"),
    (sg::FORK_OF, "forked as"),
    (sg::REPLACED_BY, "replaces"),
    (sg::USES, "used by"),
    (sg::CLIENT_OF, "clients"),
    (sg::FOR_LANGUAGE, "clients for it"),
    (sg::BROADER, "narrower"),
    (sg::IN_SCHEME, "headings"),
    (sg::MEMBER, "member of"),
    (sg::IS_VERSION_OF, "versions"),
    (sg::IS_PART_OF, "parts"),
    (sg::PROV_SOURCE, "states"),
    (sg::DERIVED_FROM, "derived from it"),
    (sg::REVISION_OF, "revised as"),
];

/// A relation in words, read from its object: `builtOn` → `built on it`.
#[must_use]
pub fn inverse(relation: &str) -> String {
    let known = INVERSES.iter().find(|(iri, _)| *iri == relation);
    known.map_or_else(
        || format!("{} (of others)", words(relation)),
        |(_, words)| (*words).to_owned(),
    )
}

/// A term for people: IRIs by their prefix where one fits, plain text without quotes.
#[must_use]
pub fn short(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => short_iri(node.as_str()),
        Term::Literal(literal) => literal.value().to_owned(),
        term => term.to_string(),
    }
}

/// An IRI with its prefix, where the rest is a plain name.
#[must_use]
pub fn short_iri(iri: &str) -> String {
    let plain = |rest: &str| {
        !rest.is_empty()
            && rest
                .chars()
                .all(|it| it.is_alphanumeric() || it == '-' || it == '_')
    };
    PREFIXES
        .iter()
        .filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)))
        .find(|(_, rest)| plain(rest))
        .map_or_else(
            || iri.to_owned(),
            |(prefix, rest)| format!("{prefix}:{rest}"),
        )
}
