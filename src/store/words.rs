//! A query's text as words and signs, with the place of each: for messages, and for the order of columns.

/// A word or a sign and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

/// The words and signs of a query; texts and comments are left out, an address is one word.
pub(super) fn words(text: &str) -> Vec<&str> {
    placed(text).into_iter().map(|word| word.text).collect()
}

/// As [`words`], with places.
pub(super) fn placed(text: &str) -> Vec<Word<'_>> {
    let bytes = text.as_bytes();
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let rest = &text[at..];
        let length = match byte {
            b'#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            b'"' | b'\'' => quoted(rest),
            byte if byte.is_ascii_whitespace() => 1,
            b'<' => {
                let length = address(rest);
                words.push(Word {
                    text: &rest[..length],
                    at,
                });
                length
            }
            _ => {
                let length = name(rest);
                words.push(Word {
                    text: &rest[..length],
                    at,
                });
                length
            }
        };
        at += length;
    }
    words
}

fn quoted(rest: &str) -> usize {
    let quote = &rest[..1];
    let triple = quote.repeat(3);
    let (open, close) = if rest.starts_with(&triple) {
        (3, triple.as_str())
    } else {
        (1, quote)
    };
    let mut at = open;
    while let Some(left) = rest.get(at..) {
        if left.starts_with(close) {
            return at + close.len();
        }
        let Some(sign) = left.chars().next() else {
            break;
        };
        at += sign.len_utf8();
        if sign == '\\' {
            at += left[1..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

/// An address, or the sign of a comparison.
fn address(rest: &str) -> usize {
    let end = rest[1..].find(|it: char| it.is_whitespace() || "<>\"{}|^`".contains(it));
    match end {
        Some(end) if rest[1 + end..].starts_with('>') => end + 2,
        _ => 1,
    }
}

fn name(rest: &str) -> usize {
    let start = usize::from(rest.starts_with(['?', '$', '@']));
    let is_of_name = |it: char| it.is_alphanumeric() || "_-:.%\\".contains(it);
    let end = rest[start..]
        .find(|it| !is_of_name(it))
        .unwrap_or(rest.len() - start);
    // A full stop at the end ends the statement.
    let name = rest[..start + end].trim_end_matches('.');
    if name.len() > start {
        name.len()
    } else {
        rest.chars().next().map_or(1, char::len_utf8)
    }
}

/// Line and column of a place, both from 1.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |it| it.chars().count())
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_words_and_signs() {
        let text = "SELECT ?a{ ?a x:p.q 'no ?b' # ?c\n. <x:y> < 1 }";
        let expected = [
            "SELECT", "?a", "{", "?a", "x:p.q", ".", "<x:y>", "<", "1", "}",
        ];
        assert_eq!(words(text), expected);
        assert_eq!(line_and_column(text, text.rfind('1').unwrap()), (2, 11));
    }
}
