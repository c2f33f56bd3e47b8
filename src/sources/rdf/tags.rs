//! The tags of languages as the file writes them: parsers give them in lower case.

use std::borrow::Cow;
use std::collections::HashMap;

use oxrdf::{Literal, Term};
use oxrdfio::RdfFormat;
use regex::bytes::Regex;

/// Finds how a file spells a tag. One that it spells in several ways keeps its first spelling, so that it stays one tag.
pub(super) struct Tags<'a> {
    format: RdfFormat,
    bytes: &'a [u8],
    /// Tag in lower case → as it is written.
    known: HashMap<String, String>,
}

impl<'a> Tags<'a> {
    pub(super) fn new(format: RdfFormat, bytes: &'a [u8]) -> Self {
        Self {
            format,
            bytes,
            known: HashMap::new(),
        }
    }

    /// Writes the tags of a term, and of those inside it, as the file does.
    pub(super) fn restore(&mut self, term: &mut Term) {
        let mut term = term;
        while let Term::Triple(triple) = term {
            term = &mut triple.object;
        }
        let Term::Literal(literal) = term else {
            return;
        };
        let Some(tag) = literal.language() else {
            return;
        };
        if !self.known.contains_key(tag) {
            let written = self.spelling(tag);
            self.known.insert(tag.to_owned(), written);
        }
        let Some(written) = self.known.get(tag) else {
            return;
        };
        if written != tag {
            *literal = match literal.direction() {
                Some(direction) => Literal::new_directional_language_tagged_literal_unchecked(
                    literal.value(),
                    written,
                    direction,
                ),
                None => Literal::new_language_tagged_literal_unchecked(literal.value(), written),
            };
        }
    }

    fn spelling(&self, tag: &str) -> String {
        let quoted = regex::escape(tag);
        let pattern = match self.format {
            RdfFormat::RdfXml => format!(r#"(?i)lang\s*=\s*["']({quoted})["']"#),
            RdfFormat::JsonLd { .. } => format!(r#"(?i)"({quoted})""#),
            _ => format!(r#"(?i)["']@({quoted})(?:--|[^a-z0-9-]|$)"#),
        };
        let found = Regex::new(&pattern).ok();
        let found = found.and_then(|it| Some(it.captures(self.bytes)?[1].to_vec()));
        found
            .and_then(|it| String::from_utf8(it).ok())
            .unwrap_or_else(|| tag.to_owned())
    }
}

/// What stands for the empty tag of XML, which says that a text has no language any more: the parser takes no empty one.
const NO_LANGUAGE: &str = "x-stackgen-nolang";

/// A file in RDF/XML with a mark in each empty tag; the lines stay where they are.
pub(super) fn marked(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Ok(empty) = Regex::new(r#"xml:lang(\s*=\s*)(?:""|'')"#) else {
        return Cow::Borrowed(bytes);
    };
    let mark = format!("xml:lang${{1}}\"{NO_LANGUAGE}\"");
    empty.replace_all(bytes, mark.as_bytes())
}

/// Takes the mark away again: a text without a language is plain, and what only looked like an empty tag is one again.
pub(super) fn unmark(term: &mut Term) {
    let mut term = term;
    while let Term::Triple(triple) = term {
        term = &mut triple.object;
    }
    let Term::Literal(literal) = term else {
        return;
    };
    let mark = format!("\"{NO_LANGUAGE}\"");
    let value = literal.value().replace(&mark, "\"\"");
    if literal.language() == Some(NO_LANGUAGE) {
        *literal = Literal::new_simple_literal(value);
    } else if literal.language().is_none() && value != literal.value() {
        *literal = Literal::new_typed_literal(value, literal.datatype().into_owned());
    }
}
