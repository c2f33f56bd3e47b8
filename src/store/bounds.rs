//! What the text of a query may be before the parser sees it. Parser and evaluator recurse, so that a text without bounds
//! could end the program: a level of recursion takes at least one word or sign, of which there are few enough for the stack
//! of a worker.

/// How long a query may be, in bytes.
pub const LONGEST: usize = 1 << 20;
/// How deep brackets and the signs before an expression, such as `!`, may nest.
const DEEPEST: usize = 256;
/// How many words and signs a query may have, besides the rows of `VALUES`. A level of recursion takes up to 4 KB of the
/// stack in a release build.
const MOST_WORDS: usize = 30_000;

/// Refuses a query that is too long, too deep or too complex for the parser; says why.
pub(super) fn check(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!(
            "more than {LONGEST} bytes, expected a shorter query"
        ));
    }
    let mut scanner = Scanner::new(text);
    while scanner.step() {
        if scanner.depth > DEEPEST || scanner.signs > DEEPEST {
            return Err(format!(
                "brackets or signs nest deeper than {DEEPEST}, expected less"
            ));
        }
        if scanner.words > MOST_WORDS {
            return Err(format!(
                "more than {MOST_WORDS} words and signs, expected fewer; the rows of VALUES do not count"
            ));
        }
    }
    Ok(())
}

/// How long a simple query may be, in bytes.
const SIMPLE: usize = 1000;

/// Whether a query needs no thread of its own: one group of patterns, without anything that could be at work for long
/// between two statements read or two results brought, or nest so that it needs a large stack. Who cannot tell says no.
pub(super) fn is_simple(text: &str) -> bool {
    /// What collects results before it brings the first, or makes several of one.
    const WORDS: [&str; 7] = [
        "construct",
        "describe",
        "distinct",
        "group",
        "having",
        "order",
        "reduced",
    ];
    let is_word = |word: &str| WORDS.iter().any(|it| it.eq_ignore_ascii_case(word));
    text.len() <= SIMPLE
        && text.matches('{').count() == 1
        && !text.contains(['(', '['])
        && !text.contains("<<")
        && !text
            .split(|it: char| !it.is_ascii_alphabetic())
            .any(is_word)
}

/// Where the walk is in a `VALUES`; the number is the depth of the brackets around it.
#[derive(PartialEq)]
enum Values {
    None,
    Announced(usize),
    Rows(usize),
}

/// Walks over the words, signs, texts and comments of a query.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    words: usize,
    depth: usize,
    signs: usize,
    values: Values,
    /// Whether it is uncertain from here on what the parser takes for a text or a comment: `?a<x:b#>` compares after an
    /// operand and is an address elsewhere. Then all words count, brackets that open count and those that close do not.
    doubt: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            words: 0,
            depth: 0,
            signs: 0,
            values: Values::None,
            doubt: false,
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes on by a word, a sign, a text or a comment; `false` at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.first() else {
            return false;
        };
        match first {
            b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            b'#' if !self.doubt => {
                let end = rest.iter().position(|it| matches!(it, b'\r' | b'\n'));
                self.at += end.unwrap_or(rest.len());
            }
            b'"' | b'\'' if !self.doubt => self.word(length_of_text(rest)),
            // In a name, a backslash takes the meaning from the sign after it.
            b'\\' => self.word(2),
            b'<' => self.smaller(),
            b'(' | b'[' | b'{' => self.open(),
            b')' | b']' | b'}' => self.close(1),
            b'>' if rest.starts_with(b">>") => self.close(2),
            byte if is_of_word(*byte) => self.name(),
            byte => {
                let signs = self.signs + usize::from(matches!(byte, b'!' | b'-' | b'+' | b'^'));
                self.word(1);
                self.signs = signs;
            }
        }
        true
    }

    fn word(&mut self, length: usize) {
        self.at += length;
        self.signs = 0;
        self.words += usize::from(self.doubt || !matches!(self.values, Values::Rows(_)));
    }

    fn name(&mut self) {
        let rest = self.rest();
        let end = rest.iter().position(|byte| !is_of_word(*byte));
        let (word, _) = rest.split_at(end.unwrap_or(rest.len()));
        let before = self.at.checked_sub(1).map_or(b' ', |at| self.text[at]);
        // Not the end of a variable or of the tag of a language.
        if word.eq_ignore_ascii_case(b"values")
            && (before.is_ascii_whitespace() || matches!(before, b'{' | b'}' | b')'))
            && self.values == Values::None
        {
            self.values = Values::Announced(self.depth);
        }
        self.word(word.len());
    }

    fn open(&mut self) {
        if self.rest().first() == Some(&b'{') && self.values == Values::Announced(self.depth) {
            self.values = Values::Rows(self.depth);
        }
        self.word(1);
        self.depth += 1;
    }

    fn close(&mut self, length: usize) {
        self.word(length);
        if !self.doubt {
            self.depth = self.depth.saturating_sub(1);
        }
        if matches!(self.values, Values::Rows(around) if self.depth <= around) {
            self.values = Values::None;
        }
    }

    /// An address, a comparison, or the beginning of a triple term.
    fn smaller(&mut self) {
        let rest = self.rest();
        if rest.starts_with(b"<<") {
            self.word(1);
            self.depth += 1;
            return;
        }
        let inside = &rest[1..];
        let end = inside.iter().position(|byte| !is_of_address(*byte));
        let (inside, after) = inside.split_at(end.unwrap_or(inside.len()));
        if after.first() != Some(&b'>') {
            return self.word(1);
        }
        let scheme = inside.iter().position(|byte| !byte.is_ascii_alphanumeric());
        // No operand has these three signs, so that it does not compare.
        if scheme.is_some_and(|scheme| inside[scheme..].starts_with(b"://")) {
            return self.word(inside.len() + 2);
        }
        let odd = |byte: &u8| matches!(byte, b'#' | b'\'' | b'\\' | b'(' | b')' | b'[' | b']');
        self.doubt |= inside.iter().any(odd);
        self.word(1);
    }
}

/// The length of the text that begins here, or of its first sign where it does not end.
fn length_of_text(rest: &[u8]) -> usize {
    let quote = rest[0];
    let is_end = |at: usize, signs: usize| {
        let end = rest.get(at..at + signs);
        end.is_some_and(|end| end.iter().all(|byte| *byte == quote))
    };
    let signs = if is_end(0, 3) { 3 } else { 1 };
    let mut at = signs;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' | b'\r' if signs == 1 => return 1,
            _ if is_end(at, signs) => return at + signs,
            _ => {}
        }
        at += 1;
    }
    1
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'_' | b':' | b'%' | b'.')
}

/// Whether a byte may stand in an address.
fn is_of_address(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_is_what_reads_or_brings_something_at_every_step() {
        for text in [
            "SELECT ?p ?o { sgt:tool-42 ?p ?o }",
            "select * where { ?a sg:builtOn ?b . ?b sg:builtOn ?c } limit 10",
            "ASK { ?a sg:builtOn/sg:implements ?b }",
            "SELECT ?b { sgt:tool-42 ^sg:builtOn+ ?b }",
        ] {
            assert!(is_simple(text), "{text}");
        }
        let long = format!("SELECT * {{ ?a <x:{}> ?b }}", "b".repeat(SIMPLE));
        for text in [
            "SELECT * { ?a ?b ?c FILTER(?a < ?b) }",
            "SELECT DISTINCT * { ?a ?b ?c }",
            "SELECT * { ?a ?b ?c } ORDER BY ?a",
            "SELECT * { { ?a ?b ?c } UNION { ?c ?b ?a } }",
            "CONSTRUCT WHERE { ?a ?b ?c }",
            long.as_str(),
        ] {
            assert!(!is_simple(text), "{text}");
        }
    }

    #[test]
    fn brackets_count_where_the_parser_sees_them() {
        let many = DEEPEST + 1;
        let deep = |open: &str| check(&format!("SELECT {}", open.repeat(many))).is_err();
        let flat = |part: &str| check(&format!("SELECT {}", part.repeat(many))) == Ok(());
        for open in [
            "(",
            "[",
            "{",
            "<<",
            "{#}\n",
            "(')'",
            "('''\n)'''",
            "(\"\\\")\"",
            "!",
            "-#\n",
            "^ ",
            "(<http://x/)>",
            "(x:\\)",
            "?a<(1)>((",
            "?a<1#>'''\n((",
            "{ ?values (",
        ] {
            assert!(deep(open), "{open}");
        }
        for part in [
            "()",
            "{[]}",
            "# {\n",
            "'('",
            "'''(\n'''",
            "\"\\\"(\"",
            "<< >>",
            "<http://x/(#> ",
            "x:\\( ",
            "! 1",
            "?a < ?b ",
            "<urn:a:b> {}",
        ] {
            assert!(flat(part), "{part}");
        }
    }

    #[test]
    fn words_count_but_for_the_rows_of_values() {
        let with = |part: &str| check(&format!("SELECT * {{ {} }}", part.repeat(MOST_WORDS)));
        for part in [
            "+1",
            "?s",
            "'a'",
            "?a<1+1>",
            "<x:a>",
            "{}",
            "?values{1}",
            "'a'@values{1}",
        ] {
            assert!(with(part).is_err(), "{part}");
        }
        for rows in ["VALUES ?x {", "values(?x ?y){ (", "UNION{}VALUES ?x\n{"] {
            let text = format!("SELECT * {{ {rows}{}", "<x:a> 'b'".repeat(MOST_WORDS));
            assert_eq!(check(&text), Ok(()), "{rows}");
        }
        let after = format!("VALUES (?x) {{ (1) }} {}", "+1".repeat(MOST_WORDS));
        assert!(check(&after).is_err());
    }
}
