//! Tags of languages, whose case means nothing: how the index spells one, and how a query does. The parser of queries gives
//! them in lower case.

use std::collections::HashMap;

use oxrdf::{Literal, Term};

use super::index::Index;
use super::words::words;

/// Tag in lower case → as it is spelled.
pub(super) type Written = HashMap<String, String>;

/// How a query writes its tags; the first spelling of each.
pub(super) fn written(query: &str) -> Written {
    let mut written = Written::new();
    if query.contains('@') {
        let tags = words(query)
            .into_iter()
            .filter_map(|it| it.strip_prefix('@'));
        for tag in tags.filter_map(|it| it.split("--").next()) {
            let known = written.entry(tag.to_ascii_lowercase());
            known.or_insert_with(|| tag.to_owned());
        }
    }
    written
}

/// A literal of a query as the query writes it; nothing where it is so already.
pub(super) fn respelled(literal: &Literal, written: &Written) -> Option<Literal> {
    let tag = literal.language()?;
    let spelling = written.get(tag).filter(|it| *it != tag)?;
    Some(match literal.direction() {
        Some(direction) => Literal::new_directional_language_tagged_literal_unchecked(
            literal.value(),
            spelling,
            direction,
        ),
        None => Literal::new_language_tagged_literal_unchecked(literal.value(), spelling),
    })
}

/// The tags of an index, with their directions: tag in lower case → its spellings.
pub(super) fn spellings(index: &Index) -> HashMap<Vec<u8>, Vec<Vec<u8>>> {
    let mut found: HashMap<Vec<u8>, Vec<Vec<u8>>> = HashMap::new();
    let mut next = index.with_prefix(b"@");
    while !next.is_empty() {
        let term = index.term(next.start);
        let end = term.iter().position(|byte| *byte == 0);
        let end = end.unwrap_or(term.len());
        let spelling = term[1..end.max(1)].to_vec();
        let key = spelling.to_ascii_lowercase();
        found.entry(key).or_default().push(spelling);
        let of_tag = index.with_prefix(&term[..(end + 1).min(term.len())]);
        next.start = of_tag.end.max(next.start + 1);
    }
    found
}

/// The number of a term that the index may spell otherwise.
pub(super) fn number(index: &Index, term: &Term, bytes: &[u8]) -> Option<u32> {
    index.number(bytes).or_else(|| match term {
        Term::Literal(literal) if literal.language().is_some() => {
            among(index, bytes, &spellings(index))
        }
        _ => None,
    })
}

/// The number of a text with a tag, by the spellings that the index has.
pub(super) fn among(
    index: &Index,
    bytes: &[u8],
    spellings: &HashMap<Vec<u8>, Vec<Vec<u8>>>,
) -> Option<u32> {
    let zero = bytes.iter().position(|byte| *byte == 0)?;
    let spellings = spellings.get(&bytes.get(1..zero)?.to_ascii_lowercase())?;
    spellings.iter().find_map(|spelling| {
        let bytes = [b"@", spelling.as_slice(), &bytes[zero..]].concat();
        index.number(&bytes)
    })
}
