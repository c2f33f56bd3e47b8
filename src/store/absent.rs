//! What a query names and its graph does not have: the usual cause of an empty answer.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::words::{Word, placed, words};
use crate::base::nearest::nearest;
use crate::base::vocabulary::PREFIXES;

/// A name in a query that no statement of the graph has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsentName {
    /// As it is written in the query.
    pub name: String,
    /// The nearest name that the graph has.
    pub near: Option<String>,
}

/// Of more names with one beginning the nearest is not looked for.
const MOST_NAMES: u32 = 100_000;

/// The classes, properties, things and graphs that a query names and `index` does not have, in the order of the query, each
/// once. Datatypes, functions, services and what CONSTRUCT makes need not be there.
#[must_use]
pub fn absent(index: &Index, text: &str, own: &[(String, String)]) -> Vec<AbsentName> {
    let words = placed(text);
    let prefixes = prefixes(&words, own);
    let mut found: Vec<AbsentName> = Vec::new();
    for at in asked(&words) {
        let name = words[at].text;
        let Some((iri, beginning, written)) = iri(name, &prefixes) else {
            continue;
        };
        if index.node(&iri).is_none() && !found.iter().any(|it| it.name == name) {
            let near = near(index, &iri, &beginning).map(|local| match written {
                Some(prefix) => format!("{prefix}:{local}"),
                None => format!("<{beginning}{local}>"),
            });
            found.push(AbsentName {
                name: name.to_owned(),
                near,
            });
        }
    }
    found
}

/// The names that HAVING asks for and SELECT gives only behind it: there they have no value, so that no group is left.
#[must_use]
pub fn named_too_late(text: &str) -> Vec<String> {
    let words = words(text);
    let is = |word: &&str, name: &str| word.eq_ignore_ascii_case(name);
    let Some(having) = words.iter().position(|word| is(word, "having")) else {
        return Vec::new();
    };
    let ends = ["order", "limit", "offset", "values", "}"];
    let conditions = words[having..].iter();
    let conditions = conditions.take_while(|word| !ends.iter().any(|end| is(word, end)));
    let asked: Vec<&str> = conditions.copied().collect();
    let given = words[..having]
        .windows(2)
        .filter(|pair| pair[0].eq_ignore_ascii_case("as") && asked.contains(&pair[1]));
    let mut names: Vec<String> = given.map(|pair| pair[1].to_owned()).collect();
    // What BIND or an inner query gives has a value there.
    names.retain(|name| is_of_select(&words[..having], name));
    names
}

/// The whole numbers in a query that have more than 64 bits: nothing is computed or compared with them.
#[must_use]
pub fn beyond_numbers(text: &str) -> BTreeSet<&str> {
    let is_beyond =
        |it: &&str| it.bytes().all(|digit| digit.is_ascii_digit()) && it.parse::<i64>().is_err();
    words(text).into_iter().filter(is_beyond).collect()
}

/// The variables that stand in a query.
#[must_use]
pub fn variables(text: &str) -> BTreeSet<&str> {
    let names = words(text).into_iter();
    names.filter_map(|it| it.strip_prefix(['?', '$'])).collect()
}

/// Whether a name is given by the outermost SELECT.
fn is_of_select(words: &[&str], name: &str) -> bool {
    let mut depth = 0_usize;
    words.windows(2).any(|pair| {
        match pair[0] {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && pair[0].eq_ignore_ascii_case("as") && pair[1] == name
    })
}

/// Prefix → namespace: those of the vocabulary, those given, those declared.
fn prefixes(words: &[Word<'_>], own: &[(String, String)]) -> BTreeMap<String, String> {
    let known = PREFIXES.iter().map(|(prefix, iri)| (*prefix, *iri));
    let own = own
        .iter()
        .map(|(prefix, iri)| (prefix.as_str(), iri.as_str()));
    let declared = words.windows(3).filter_map(|words| {
        let is_declaration = words[0].text.eq_ignore_ascii_case("prefix");
        let iri = words[2].text.strip_prefix('<')?.strip_suffix('>')?;
        is_declaration.then_some((words[1].text.strip_suffix(':')?, iri))
    });
    let all = known.chain(own).chain(declared);
    all.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned()))
        .collect()
}

/// The positions of the words that can name something of the graph.
fn asked<'a>(words: &'a [Word<'a>]) -> impl Iterator<Item = usize> + 'a {
    let is = |at: usize, text: &str| {
        words
            .get(at)
            .is_some_and(|it| it.text.eq_ignore_ascii_case(text))
    };
    let template = template(words);
    (0..words.len()).filter(move |at| {
        let at = *at;
        let before = |back: usize, text| at >= back && is(at - back, text);
        let is_declared = before(1, "base") || before(1, "prefix") || before(2, "prefix");
        let is_datatype = before(1, "^") && before(2, "^");
        let is_service = before(1, "service") || before(2, "service") && before(1, "silent");
        let is_function = is(at + 1, "(");
        !(is_declared || is_datatype || is_service || is_function || template.contains(&at))
    })
}

/// Where the template of CONSTRUCT stands; nothing where the pattern is the template.
fn template(words: &[Word<'_>]) -> std::ops::Range<usize> {
    let construct = words
        .iter()
        .position(|it| it.text.eq_ignore_ascii_case("construct"));
    let Some(start) = construct.filter(|at| words.get(at + 1).is_some_and(|it| it.text == "{"))
    else {
        return 0..0;
    };
    let end = words[start..].iter().position(|it| it.text == "}");
    start..end.map_or(words.len(), |end| start + end)
}

/// The IRI of a name, what it begins with, and the prefix that is written for that.
fn iri<'a>(
    name: &'a str,
    prefixes: &BTreeMap<String, String>,
) -> Option<(String, String, Option<&'a str>)> {
    if let Some(iri) = name.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
        let end = iri.rfind(['#', '/', ':'])? + 1;
        return Some((iri.to_owned(), iri[..end].to_owned(), None));
    }
    if name.starts_with(['?', '$', '@', '_', '%']) {
        return None;
    }
    let (prefix, local) = name.split_once(':')?;
    let namespace = prefixes.get(prefix)?;
    let local = local.replace('\\', "");
    Some((
        format!("{namespace}{local}"),
        namespace.clone(),
        Some(prefix),
    ))
}

/// The IRI of the graph that is nearest to one it does not have and begins alike.
#[must_use]
pub fn nearest_iri(index: &Index, iri: &str) -> Option<String> {
    let (beginning, _) = iri.split_at(iri.rfind(['#', '/', ':'])? + 1);
    near(index, iri, beginning).map(|local| format!("{beginning}{local}"))
}

/// The rest of the name nearest to an IRI among those of the graph with the same beginning.
fn near(index: &Index, iri: &str, beginning: &str) -> Option<String> {
    let known = index.with_prefix(format!("I{beginning}").as_bytes());
    if known.len() > MOST_NAMES as usize {
        return None;
    }
    let locals = known.filter_map(|it| index.iri(it)?.strip_prefix(beginning));
    nearest(iri.strip_prefix(beginning)?, locals).map(ToOwned::to_owned)
}
