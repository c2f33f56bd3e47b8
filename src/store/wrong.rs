//! What is wrong with a query that the parser refuses, at its place: the parser names what it could have read instead, which
//! seldom says what was meant.

use super::words::{Word, line_and_column, placed};
use crate::base::nearest::nearest;
use crate::base::vocabulary::PREFIXES;

const FORMS: [&str; 4] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const UPDATES: [&str; 11] = [
    "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH", "USING",
];
/// The words of the language that stand between its signs.
const KEYWORDS: &[&str] = &[
    "SELECT",
    "WHERE",
    "FILTER",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "GRAPH",
    "BIND",
    "VALUES",
    "SERVICE",
    "DISTINCT",
    "REDUCED",
    "LIMIT",
    "OFFSET",
    "ORDER",
    "GROUP",
    "HAVING",
    "FROM",
    "NAMED",
    "PREFIX",
    "BASE",
    "EXISTS",
    "NOT",
    "ASC",
    "DESC",
    "SILENT",
    "UNDEF",
    "SEPARATOR",
    "TRUE",
    "FALSE",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "VERSION",
];
/// Its functions and aggregates.
const FUNCTIONS: &[&str] = &[
    "COUNT",
    "SUM",
    "MIN",
    "MAX",
    "AVG",
    "SAMPLE",
    "GROUP_CONCAT",
    "STR",
    "LANG",
    "LANGDIR",
    "LANGMATCHES",
    "DATATYPE",
    "BOUND",
    "IRI",
    "URI",
    "BNODE",
    "RAND",
    "ABS",
    "CEIL",
    "FLOOR",
    "ROUND",
    "CONCAT",
    "STRLEN",
    "SUBSTR",
    "UCASE",
    "LCASE",
    "REPLACE",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "STRBEFORE",
    "STRAFTER",
    "ENCODE_FOR_URI",
    "YEAR",
    "MONTH",
    "DAY",
    "HOURS",
    "MINUTES",
    "SECONDS",
    "TIMEZONE",
    "NOW",
    "UUID",
    "STRUUID",
    "COALESCE",
    "STRLANG",
    "STRLANGDIR",
    "STRDT",
    "SAMETERM",
    "ISIRI",
    "ISURI",
    "ISBLANK",
    "ISLITERAL",
    "ISNUMERIC",
    "ISTRIPLE",
    "TRIPLE",
    "SUBJECT",
    "PREDICATE",
    "OBJECT",
    "HASLANG",
    "HASLANGDIR",
    "REGEX",
];

/// A message for a query that is none; `parser` is what the parser says.
pub(super) fn message(
    text: &str,
    parser: &str,
    has_base: bool,
    own: &[(String, String)],
) -> String {
    let words = placed(text);
    let body = after_prologue(&words);
    form(text, &words[body..])
        .or_else(|| prefix(text, &words, own))
        .or_else(|| relative(text, &words, has_base))
        .or_else(|| not_grouped(text, &words, parser))
        .or_else(|| keyword(text, &words, parser))
        .unwrap_or_else(|| readable(parser))
}

fn at(text: &str, word: Word<'_>) -> String {
    let (line, column) = line_and_column(text, word.at);
    format!("{line}:{column}")
}

/// Where the words after the declarations begin.
fn after_prologue(words: &[Word<'_>]) -> usize {
    let mut next = 0;
    while let Some(word) = words.get(next) {
        next += match word.text.to_ascii_uppercase().as_str() {
            "PREFIX" => 3,
            "BASE" => 2,
            "VERSION" => 1,
            _ => break,
        };
    }
    next.min(words.len())
}

/// A query that begins with none of the four forms.
fn form(text: &str, body: &[Word<'_>]) -> Option<String> {
    let Some(word) = body.first() else {
        return Some("an empty query, expected SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned());
    };
    let upper = word.text.to_ascii_uppercase();
    if FORMS.contains(&upper.as_str()) {
        return None;
    }
    let place = at(text, *word);
    if UPDATES.contains(&upper.as_str()) {
        return Some(format!(
            "{place}: `{}` changes a graph, but queries are for reading only, expected SELECT, ASK, CONSTRUCT or DESCRIBE",
            word.text
        ));
    }
    let near = nearest(&upper, FORMS).map(|near| format!("; did you mean `{near}`?"));
    Some(format!(
        "{place}: unknown word `{}`, expected SELECT, ASK, CONSTRUCT or DESCRIBE{}",
        word.text,
        near.unwrap_or_default()
    ))
}

/// A prefix that nobody declared.
fn prefix(text: &str, words: &[Word<'_>], own: &[(String, String)]) -> Option<String> {
    let mut known: Vec<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
    known.extend(own.iter().map(|(prefix, _)| prefix.as_str()));
    for pair in words.windows(2) {
        if pair[0].text.eq_ignore_ascii_case("prefix") {
            known.extend(pair[1].text.strip_suffix(':'));
        }
    }
    words.iter().find_map(|word| {
        let (prefix, _) = word.text.split_once(':')?;
        let is_name =
            !word.text.starts_with(['<', '?', '$', '@', '_', ':']) || word.text.starts_with(':');
        if !is_name || known.contains(&prefix) {
            return None;
        }
        let near =
            nearest(prefix, known.iter().copied()).map(|near| format!("; did you mean `{near}:`?"));
        let near = near.unwrap_or_default();
        Some(format!(
            "{}: unknown prefix `{prefix}:`{near}",
            at(text, *word)
        ))
    })
}

/// An address that needs a base where there is none.
fn relative(text: &str, words: &[Word<'_>], has_base: bool) -> Option<String> {
    let declares = words
        .iter()
        .any(|word| word.text.eq_ignore_ascii_case("base"));
    if has_base || declares {
        return None;
    }
    words.iter().find_map(|word| {
        let iri = word.text.strip_prefix('<')?.strip_suffix('>')?;
        oxiri::Iri::parse(iri).is_err().then(|| {
            format!(
                "{}: relative IRI `<{iri}>` without a base, expected a whole one, a `BASE` or `--base`",
                at(text, *word)
            )
        })
    })
}

/// A variable that is selected beside groups and stands for none of them.
fn not_grouped(text: &str, words: &[Word<'_>], parser: &str) -> Option<String> {
    if !parser.contains("a variable that is unbound") {
        return None;
    }
    let is = |word: &Word<'_>, name: &str| word.text.eq_ignore_ascii_case(name);
    let group = words.iter().position(|word| is(word, "group"));
    let grouped: Vec<&str> = group.map_or_else(Vec::new, |at| {
        let rest = words[at..]
            .iter()
            .take_while(|word| !is(word, "having") && !is(word, "order") && word.text != "}");
        rest.filter_map(|word| word.text.strip_prefix(['?', '$']))
            .collect()
    });
    let select = words.iter().position(|word| is(word, "select"))?;
    let clause = words[select..]
        .iter()
        .take_while(|word| word.text != "{" && !is(word, "where"));
    let mut depth = 0_usize;
    for word in clause {
        match word.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            name => {
                let Some(name) = name.strip_prefix(['?', '$']) else {
                    continue;
                };
                if depth == 0 && !grouped.contains(&name) {
                    return Some(format!(
                        "{}: ?{name} is selected but not grouped, expected it in GROUP BY or inside an aggregate such as SAMPLE(?{name})",
                        at(text, *word)
                    ));
                }
            }
        }
    }
    None
}

/// The last word up to the place of the error that is none of the language but nearly one: words without a sign belong to
/// the language alone, and the parser stops at a misspelt one or somewhere behind it.
fn keyword(text: &str, words: &[Word<'_>], parser: &str) -> Option<String> {
    let place = parser.strip_prefix("error at ")?;
    let mut numbers = place
        .split(':')
        .map_while(|it| it.trim().parse::<usize>().ok());
    let error = (numbers.next()?, numbers.next()?);
    let is_bare = |word: &&Word<'_>| {
        let is_letter = |it: char| it.is_ascii_alphabetic() || it == '_';
        word.text.len() > 2 && word.text.chars().all(is_letter)
    };
    let known = || KEYWORDS.iter().chain(FUNCTIONS).copied();
    let before = words
        .iter()
        .filter(|word| line_and_column(text, word.at) <= error);
    let mut unknown = before.filter(is_bare).filter_map(|word| {
        let upper = word.text.to_ascii_uppercase();
        (!known().any(|it| it == upper)).then_some((word, upper))
    });
    let (word, upper) = unknown.next_back()?;
    let near = nearest(&upper, known())?;
    Some(format!(
        "{}: unknown word `{}`; did you mean `{near}`?",
        at(text, *word),
        word.text
    ))
}

/// The parser's message without the character classes it would have taken: nobody reads those.
fn readable(message: &str) -> String {
    let message = message.strip_prefix("error at ").unwrap_or(message);
    let (place, expected) = message.split_once(": expected ").unwrap_or((message, ""));
    let words: Vec<&str> = expected
        .trim_start_matches("one of ")
        .split(", ")
        .filter(|word| {
            !word.contains(['[', ']']) && !word.starts_with("'\\u") && *word != "<unreported>"
        })
        .collect();
    if words.is_empty() || expected.is_empty() {
        format!("{place}: not SPARQL from here on")
    } else if words.iter().all(|word| is_token(word)) {
        format!("{place}: expected {}", words.join(" "))
    } else {
        // A rule beyond the grammar, in words.
        let rules: Vec<&str> = words.into_iter().filter(|it| !is_token(it)).collect();
        format!("{place}: {}", rules.join(", "))
    }
}

/// Whether a word of the parser is a sign or a keyword, not a sentence.
fn is_token(word: &str) -> bool {
    word.starts_with('"') || !word.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        let parsed = spargebra::SparqlParser::new().parse_query(query);
        let said = parsed.expect_err(query).to_string();
        let message = message(query, &said, false, &[]);
        assert!(message.starts_with(expected), "{message}");
    }

    #[test]
    fn a_message_names_what_is_wrong_at_its_place() {
        check(
            "SELEC * {}",
            "1:1: unknown word `SELEC`, expected SELECT, ASK, CONSTRUCT or DESCRIBE; did you mean `SELECT`?",
        );
        check(
            "\n INSERT DATA {}",
            "2:2: `INSERT` changes a graph, but queries are for reading only",
        );
        check(
            "SELECT * { ?a skoss:broader ?b }",
            "1:15: unknown prefix `skoss:`; did you mean `skos:`?",
        );
        check(
            "SELECT * { ?a <b> ?c }",
            "1:15: relative IRI `<b>` without a base",
        );
        check(
            "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?b",
            "1:8: ?a is selected but not grouped",
        );
        check(
            "SELECT * { ?a ?b ?c } ORDR BY ?a",
            "1:23: unknown word `ORDR`; did you mean `ORDER`?",
        );
        check(
            "SELECT * {\n  ?a ?b ?c .\n  FILTR(?c > 1)\n}",
            "3:3: unknown word `FILTR`; did you mean `FILTER`?",
        );
        check(
            "SELECT * { ?a ?b ?c FILTER(CONTAIN(?c, 'x')) }",
            "1:28: unknown word `CONTAIN`; did you mean `CONTAINS`?",
        );
        check(
            "SELECT * { ?a ?b ?c } GRUOP BY ?a HAVING (?a > 1)",
            "1:23: unknown word `GRUOP`; did you mean `GROUP`?",
        );
        check("SELECT * { ?a ?b ", "");
        let query = "SELECT ?x (?x + 1 AS ?x) { VALUES ?x { 1 } }";
        let said = spargebra::SparqlParser::new().parse_query(query);
        let said = message(query, &said.unwrap_err().to_string(), false, &[]);
        assert!(
            said.contains("overrides") && !said.contains("one of"),
            "{said}"
        );
        assert!(!said.contains('['), "{said}");
    }
}
