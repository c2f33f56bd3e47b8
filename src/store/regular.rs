//! Regular expressions of `XPath` and XML Schema (`REGEX`, `REPLACE`, `sh:pattern`), written for the crate that finds matches.
//!
//! Source: `XPath` and `XQuery` Functions and Operators 3.1, 5.6; XML Schema 1.1 part 2, appendix G. Other than there, back
//! references are refused: they need time that grows without bounds.

use regex::Regex;

/// How large a compiled expression may be, in bytes.
const LARGEST: usize = 4 << 20;

/// A regular expression with its flags.
#[derive(Debug)]
pub struct Regular {
    regex: Regex,
    is_literal: bool,
}

impl Regular {
    /// Reads an expression of `XPath`; the flags are any of `smixq`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn new(pattern: &str, flags: &str) -> Result<Self, String> {
        if let Some(unknown) = flags.chars().find(|it| !"smixq".contains(*it)) {
            return Err(format!(
                "unknown flag `{unknown}`, expected some of `smixq`"
            ));
        }
        let is_literal = flags.contains('q');
        let translated = if is_literal {
            regex::escape(pattern)
        } else {
            let spaced = flags.contains('x');
            Translator::new(pattern, spaced, flags.contains('s'), flags.contains('m')).all()?
        };
        let regex = regex::RegexBuilder::new(&translated)
            .case_insensitive(flags.contains('i'))
            .dot_matches_new_line(flags.contains('s'))
            .multi_line(flags.contains('m') && !is_literal)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| {
                let text = error.to_string();
                text.lines()
                    .last()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .to_owned()
            })?;
        Ok(Self { regex, is_literal })
    }

    /// Whether a part of the text matches.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The text with each match replaced; `$1` stands for a group, `\$` and `\\` for the sign itself.
    ///
    /// # Errors
    ///
    /// When the expression matches no text at all, or the replacement has a sign out of place.
    pub fn replace(&self, text: &str, with: &str) -> Result<String, String> {
        if self.regex.is_match("") {
            return Err(
                "the expression matches the empty text, expected one that does not".to_owned(),
            );
        }
        if self.is_literal {
            return Ok(self
                .regex
                .replace_all(text, regex::NoExpand(with))
                .into_owned());
        }
        let pieces = pieces(with, self.regex.captures_len() - 1)?;
        let replaced = self.regex.replace_all(text, |found: &regex::Captures<'_>| {
            let mut made = String::new();
            for piece in &pieces {
                match piece {
                    Piece::Text(text) => made.push_str(text),
                    Piece::Group(number) => {
                        made.push_str(found.get(*number).map_or("", |group| group.as_str()));
                    }
                }
            }
            made
        });
        Ok(replaced.into_owned())
    }
}

enum Piece {
    Text(String),
    Group(usize),
}

/// A replacement in its parts. `$12` is group 12 where there is one, else group 1 and the digit 2.
fn pieces(with: &str, groups: usize) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut signs = with.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some(sign @ ('\\' | '$')) => pieces.push(Piece::Text(sign.into())),
                _ => return Err("`\\` before neither `\\` nor `$`".to_owned()),
            },
            '$' => {
                let digit = signs.next().and_then(|it| it.to_digit(10));
                let mut number = digit.ok_or("`$` before no digit")? as usize;
                while let Some(digit) = signs.peek().and_then(|it| it.to_digit(10)) {
                    let longer = number * 10 + digit as usize;
                    if longer > groups {
                        break;
                    }
                    number = longer;
                    signs.next();
                }
                if number <= groups {
                    pieces.push(Piece::Group(number));
                }
            }
            sign => pieces.push(Piece::Text(sign.into())),
        }
    }
    Ok(pieces)
}

/// What may begin a name of XML.
const NAME_START: &str = r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}";
/// What else may stand in one.
const NAME_MORE: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}";

/// Reads an expression sign by sign and writes it anew.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags of the language are independent"
)]
struct Translator {
    signs: Vec<char>,
    at: usize,
    /// Whether blanks between signs mean nothing.
    spaced: bool,
    dot_is_all: bool,
    lines: bool,
    out: String,
    depth: usize,
    /// Whether something stands before that can be repeated.
    repeatable: bool,
}

/// How deep classes and groups may nest.
const DEEPEST: usize = 200;

impl Translator {
    fn new(pattern: &str, spaced: bool, dot_is_all: bool, lines: bool) -> Self {
        Self {
            signs: pattern.chars().collect(),
            at: 0,
            spaced,
            dot_is_all,
            lines,
            out: String::new(),
            depth: 0,
            repeatable: false,
        }
    }

    fn next(&mut self) -> Option<char> {
        let sign = self.signs.get(self.at).copied();
        self.at += usize::from(sign.is_some());
        sign
    }

    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn all(mut self) -> Result<String, String> {
        while let Some(sign) = self.next() {
            self.one(sign)?;
        }
        if self.depth > 0 {
            return Err("a group that does not end".to_owned());
        }
        Ok(self.out)
    }

    fn one(&mut self, sign: char) -> Result<(), String> {
        let mut repeatable = true;
        match sign {
            ' ' | '\t' | '\n' | '\r' if self.spaced => return Ok(()),
            '\\' => {
                let class = self.escape(false)?;
                self.out.push_str(&class);
            }
            '[' => {
                let class = self.class(0)?;
                self.out.push_str(&class);
            }
            '.' if !self.dot_is_all => self.out.push_str(r"[^\n\r]"),
            '.' => self.out.push('.'),
            '(' => {
                self.depth += 1;
                self.out.push('(');
                if self.peek() == Some('?') {
                    self.at += 1;
                    if self.next() != Some(':') {
                        return Err("`(?` is followed by `:` alone".to_owned());
                    }
                    self.out.push_str("?:");
                }
                repeatable = false;
            }
            ')' => {
                self.depth = self.depth.checked_sub(1).ok_or("a `)` without `(`")?;
                self.out.push(')');
            }
            '?' | '*' | '+' | '{' => return self.quantifier(sign),
            '^' => {
                self.out.push('^');
                repeatable = false;
            }
            // At the end of the text, not before a last line end.
            '$' => {
                self.out.push_str(if self.lines { "$" } else { r"\z" });
                repeatable = false;
            }
            '|' => {
                self.out.push('|');
                repeatable = false;
            }
            ']' | '}' => {
                return Err(format!(
                    "`{sign}` without its beginning, expected `\\{sign}`"
                ));
            }
            sign => self.out.push_str(&regex::escape(&sign.to_string())),
        }
        if self.depth > DEEPEST {
            return Err(format!("groups nest deeper than {DEEPEST}"));
        }
        self.repeatable = repeatable;
        Ok(())
    }

    fn quantifier(&mut self, sign: char) -> Result<(), String> {
        if !self.repeatable {
            return Err(format!("`{sign}` repeats nothing"));
        }
        self.repeatable = false;
        if sign == '{' {
            self.quantity()?;
        } else {
            self.out.push(sign);
        }
        if self.peek() == Some('?') {
            self.at += 1;
            self.out.push('?');
        }
        Ok(())
    }

    /// `{n}`, `{n,}` or `{n,m}` after its opening bracket.
    fn quantity(&mut self) -> Result<(), String> {
        let rest: String = self.signs[self.at..]
            .iter()
            .take_while(|it| **it != '}')
            .collect();
        let bounds: Vec<&str> = rest.split(',').collect();
        let digits = |it: &str| it.chars().all(|sign| sign.is_ascii_digit());
        let fits = match bounds[..] {
            [count] => !count.is_empty() && digits(count),
            [least, most] => !least.is_empty() && digits(least) && digits(most),
            _ => false,
        };
        self.at += rest.chars().count();
        if !fits || self.next() != Some('}') {
            return Err("a malformed quantity, expected `{n}`, `{n,}` or `{n,m}`".to_owned());
        }
        self.out += &format!("{{{rest}}}");
        Ok(())
    }

    /// What stands after a backslash; inside a class without brackets of its own where it is one sign.
    fn escape(&mut self, in_class: bool) -> Result<String, String> {
        let sign = self.next().ok_or("`\\` at the end")?;
        Ok(match sign {
            'n' => r"\n".to_owned(),
            'r' => r"\r".to_owned(),
            't' => r"\t".to_owned(),
            's' => r"[ \t\n\r]".to_owned(),
            'S' => r"[^ \t\n\r]".to_owned(),
            'd' => r"\p{Nd}".to_owned(),
            'D' => r"\P{Nd}".to_owned(),
            'w' => r"[^\p{P}\p{Z}\p{C}]".to_owned(),
            'W' => r"[\p{P}\p{Z}\p{C}]".to_owned(),
            'i' => format!("[{NAME_START}]"),
            'I' => format!("[^{NAME_START}]"),
            'c' => format!("[{NAME_START}{NAME_MORE}]"),
            'C' => format!("[^{NAME_START}{NAME_MORE}]"),
            'p' | 'P' => self.property(sign)?,
            '1'..='9' if !in_class => {
                return Err(format!(
                    "the back reference `\\{sign}`, which is not supported"
                ));
            }
            '\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '[' | ']'
            | '$' => {
                format!("\\{sign}")
            }
            sign => return Err(format!("`\\{sign}`, which is no escape")),
        })
    }

    fn property(&mut self, sign: char) -> Result<String, String> {
        if self.next() != Some('{') {
            return Err(format!("`\\{sign}` without a name in brackets"));
        }
        let name: String = self.signs[self.at..]
            .iter()
            .take_while(|it| **it != '}')
            .collect();
        self.at += name.chars().count() + 1;
        if let Some(block) = name.strip_prefix("Is") {
            let (_, first, last) = BLOCKS
                .iter()
                .find(|(known, ..)| *known == block)
                .ok_or_else(|| format!("the unknown block `{block}`"))?;
            let not = if sign == 'P' { "^" } else { "" };
            return Ok(format!("[{not}\\x{{{first:X}}}-\\x{{{last:X}}}]"));
        }
        let is_category = |name: &str| {
            let mut signs = name.chars();
            signs.next().is_some_and(|it| "LMNPZSC".contains(it)) && signs.count() <= 1
        };
        if !is_category(&name) {
            return Err(format!("the unknown category `{name}`"));
        }
        Ok(format!("\\{sign}{{{name}}}"))
    }

    /// A class after its opening bracket; `[a-z-[aeiou]]` takes the second from the first.
    fn class(&mut self, depth: usize) -> Result<String, String> {
        if depth > DEEPEST {
            return Err(format!("classes nest deeper than {DEEPEST}"));
        }
        let mut class = String::from("[");
        if self.peek() == Some('^') {
            self.at += 1;
            class.push('^');
        }
        let start = self.at;
        loop {
            let sign = self.next().ok_or("a class that does not end")?;
            match sign {
                ']' if self.at - 1 > start => break,
                '-' if self.peek() == Some('[') && self.at - 1 > start => {
                    self.at += 1;
                    let less = self.class(depth + 1)?;
                    if self.next() != Some(']') {
                        return Err("a class that goes on after what is taken from it".to_owned());
                    }
                    return Ok(format!("[{class}]--{less}]"));
                }
                '\\' => class.push_str(&self.escape(true)?),
                '[' | ']' => return Err(format!("`{sign}` inside a class, expected `\\{sign}`")),
                ' ' | '\t' | '\n' | '\r' if self.spaced => {}
                '-' => {
                    let is_range = self.at - 1 > start && self.peek() != Some(']');
                    class.push_str(if is_range { "-" } else { r"\-" });
                }
                '^' | '&' | '~' => class.push_str(&format!("\\{sign}")),
                sign => class.push(sign),
            }
        }
        class.push(']');
        Ok(class)
    }
}

/// Blocks of Unicode by the names of XML Schema: those that patterns of data name.
const BLOCKS: &[(&str, u32, u32)] = &[
    ("BasicLatin", 0x0, 0x7F),
    ("Latin-1Supplement", 0x80, 0xFF),
    ("LatinExtended-A", 0x100, 0x17F),
    ("LatinExtended-B", 0x180, 0x24F),
    ("IPAExtensions", 0x250, 0x2AF),
    ("SpacingModifierLetters", 0x2B0, 0x2FF),
    ("CombiningDiacriticalMarks", 0x300, 0x36F),
    ("Greek", 0x370, 0x3FF),
    ("GreekandCoptic", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x4FF),
    ("Armenian", 0x530, 0x58F),
    ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x6FF),
    ("Devanagari", 0x900, 0x97F),
    ("Bengali", 0x980, 0x9FF),
    ("Tamil", 0xB80, 0xBFF),
    ("Thai", 0xE00, 0xE7F),
    ("Georgian", 0x10A0, 0x10FF),
    ("HangulJamo", 0x1100, 0x11FF),
    ("LatinExtendedAdditional", 0x1E00, 0x1EFF),
    ("GreekExtended", 0x1F00, 0x1FFF),
    ("GeneralPunctuation", 0x2000, 0x206F),
    ("CurrencySymbols", 0x20A0, 0x20CF),
    ("LetterlikeSymbols", 0x2100, 0x214F),
    ("NumberForms", 0x2150, 0x218F),
    ("Arrows", 0x2190, 0x21FF),
    ("MathematicalOperators", 0x2200, 0x22FF),
    ("BoxDrawing", 0x2500, 0x257F),
    ("Hiragana", 0x3040, 0x309F),
    ("Katakana", 0x30A0, 0x30FF),
    ("CJKUnifiedIdeographs", 0x4E00, 0x9FFF),
    ("HangulSyllables", 0xAC00, 0xD7A3),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, flags: &str, fits: &[&str], differs: &[&str]) {
        let regular = Regular::new(pattern, flags).unwrap();
        for text in fits {
            assert!(regular.is_match(text), "{pattern} {text}");
        }
        for text in differs {
            assert!(!regular.is_match(text), "{pattern} {text}");
        }
    }

    #[test]
    fn classes_are_taken_from_classes() {
        check("^[a-z-[aeiou]]+$", "", &["bcd"], &["bad", "B"]);
        check("^[^a-z-[x]]$", "", &["1", "A"], &["a", "x"]);
        check(r"^\i\c*$", "", &["a-1", "_b", "é"], &["1a", "-"]);
        check(r"^[\w-]+$", "", &["a-b"], &["a b"]);
        check(r"^\p{IsBasicLatin}+$", "", &["abc"], &["é"]);
    }

    #[test]
    fn flags_are_those_of_xpath() {
        check("a.b", "q", &["a.b"], &["axb"]);
        check("a b", "x", &["ab"], &["a b"]);
        check("a.b", "", &["axb"], &["a\nb"]);
        check("a.b", "s", &["a\nb"], &[]);
        check("^b$", "m", &["a\nb"], &["ab"]);
        check("b$", "", &["ab"], &["b\n"]);
        check("A", "i", &["a"], &[]);
        assert!(Regular::new("a", "y").is_err());
    }

    #[test]
    fn what_xpath_does_not_know_is_refused() {
        for pattern in [
            "(?=a)",
            r"(a)\1",
            "a**",
            "+",
            r"\e",
            "[a",
            "(a",
            "a)",
            r"\p{Foo}",
            "a{2",
            "[[:alpha:]]",
        ] {
            assert!(Regular::new(pattern, "").is_err(), "{pattern}");
        }
    }

    #[test]
    fn matches_are_replaced() {
        let replace =
            |pattern, text: &str, with| Regular::new(pattern, "").unwrap().replace(text, with);
        assert_eq!(replace("b(.)", "abcb1", "[$1]"), Ok("a[c][1]".to_owned()));
        assert_eq!(replace("b", "abc", r"\$1\\"), Ok(r"a$1\c".to_owned()));
        assert_eq!(replace("(b)", "abc", "$12"), Ok("ab2c".to_owned()));
        assert!(replace("b*", "abc", "x").is_err());
        assert!(replace("b", "abc", "$x").is_err());
    }
}
