//! Text of SPARQL: what is put into queries, and which form a person's query has.

use oxrdf::NamedNode;

/// A text as a literal of SPARQL.
///
/// ```
/// assert_eq!(stackgen::store::remote::quoted("a\"} #\n"), r#""a\"} #\n""#);
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// An IRI in angle brackets; nothing for text that is none, however close.
///
/// ```
/// assert_eq!(stackgen::store::remote::iri("x:a> <x:b").as_deref(), None);
/// ```
#[must_use]
pub fn iri(text: &str) -> Option<String> {
    let plain = !text
        .chars()
        .any(|it| it.is_whitespace() || it.is_control() || "<>\"{}|^`\\".contains(it));
    (plain && NamedNode::new(text).is_ok()).then(|| format!("<{text}>"))
}

/// The four forms of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Select,
    Ask,
    Construct,
    Describe,
}

impl Form {
    /// Whether its answer is a graph.
    pub(super) fn brings_triples(self) -> bool {
        matches!(self, Self::Construct | Self::Describe)
    }
}

/// The form of a query: the first word of it that names one, outside of IRIs, prefixed names and comments.
///
/// Services have words of their own, so a query is not parsed before they see it.
pub(super) fn form(query: &str) -> Option<Form> {
    let mut rest = query;
    loop {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        match first {
            '#' => rest = rest.split_once('\n').map_or("", |(_, rest)| rest),
            '<' => rest = rest.split_once('>').map_or("", |(_, rest)| rest),
            _ => {
                let end = rest
                    .find(|it: char| it.is_whitespace() || "<{(*#?$".contains(it))
                    .unwrap_or(rest.len());
                // A sign that begins no word cannot stand before the form.
                let (word, after) = rest.split_at_checked(end.max(first.len_utf8()))?;
                match word.to_ascii_uppercase().as_str() {
                    "SELECT" => return Some(Form::Select),
                    "ASK" => return Some(Form::Ask),
                    "CONSTRUCT" => return Some(Form::Construct),
                    "DESCRIBE" => return Some(Form::Describe),
                    "INSERT" | "DELETE" | "LOAD" | "CLEAR" | "DROP" | "CREATE" | "WITH"
                    | "COPY" | "MOVE" | "ADD" => return None,
                    _ => {}
                }
                rest = after;
            }
        }
    }
}

/// The number that a query ends with: its own LIMIT, without OFFSET behind it.
pub(super) fn limit(query: &str) -> Option<usize> {
    let (rest, number) = query.trim_end().rsplit_once(char::is_whitespace)?;
    let word = rest
        .trim_end()
        .rsplit(|it: char| !it.is_alphabetic())
        .next();
    let is_limit = word.is_some_and(|it| it.eq_ignore_ascii_case("limit"));
    is_limit.then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_found_behind_the_prologue() {
        for (query, expected) in [
            ("SELECT * {}", Some(Form::Select)),
            (
                "# select\nPREFIX ask: <http://construct/describe>\nbase <x:> ask{}",
                Some(Form::Ask),
            ),
            (
                "prefix select: <x:select> construct{?s ?p ?o}where{}",
                Some(Form::Construct),
            ),
            ("DESCRIBE<x:a>", Some(Form::Describe)),
            (
                "define input:inference \"x\" SELECT ?a {}",
                Some(Form::Select),
            ),
            ("INSERT DATA { <x:select> <x:a> <x:b> }", None),
            ("DELETE WHERE { ?select ?p ?o }", None),
            ("", None),
            ("é <", None),
        ] {
            assert_eq!(form(query), expected, "{query}");
        }
    }

    #[test]
    fn the_limit_of_a_query_is_its_last_word() {
        assert_eq!(limit("SELECT * {?s ?p ?o} LIMIT 10\n"), Some(10));
        assert_eq!(limit("SELECT * {?s ?p ?o}limit 7"), Some(7));
        assert_eq!(limit("SELECT * {?s ?p ?o} LIMIT 10 OFFSET 5"), None);
        assert_eq!(limit("SELECT * { {SELECT * {?s ?p ?o} LIMIT 10} }"), None);
        assert_eq!(limit("ASK {}"), None);
    }

    #[test]
    fn text_stays_inside_its_quotes() {
        assert_eq!(
            quoted("a\" } UNION { ?s ?p \\"),
            r#""a\" } UNION { ?s ?p \\""#
        );
        assert_eq!(quoted("\u{0}\u{7f}"), r#""\u0000\u007F""#);
        assert_eq!(
            iri("https://x.org/a?b=c#d").unwrap(),
            "<https://x.org/a?b=c#d>"
        );
        for text in ["", "a b", "no-scheme", "x:a>", "x:{", "x:\n"] {
            assert_eq!(iri(text), None, "{text}");
        }
    }
}
