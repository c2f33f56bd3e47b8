//! Build files that are programs (Gradle, Ruby, Elixir, Terraform, C# …) as words, texts and signs with their lines.
//!
//! Nothing is run, so that only what stands there literally is found. Comments are left out, and a text that is not
//! closed ends with its line.

/// A piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A name or a number, dots, dashes and question marks not included.
    Word(&'a str),
    /// What stands between quotes, as it is written.
    Text(&'a str),
    /// Any other sign.
    Sign(char),
}

/// A piece and its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) piece: Piece<'a>,
    pub(super) line: usize,
    /// Whether space or the beginning of a line stands before it.
    pub(super) apart: bool,
}

impl<'a> Token<'a> {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.piece == Piece::Word(word)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.piece == Piece::Sign(sign)
    }

    pub(super) fn word(&self) -> Option<&'a str> {
        match self.piece {
            Piece::Word(it) => Some(it),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        match self.piece {
            Piece::Text(it) => Some(it),
            _ => None,
        }
    }
}

/// How a language writes comments and texts.
pub(super) struct Style {
    /// What begins a comment that ends with the line.
    pub(super) line: &'static [&'static str],
    /// What begins and ends a comment of any length.
    pub(super) block: Option<(&'static str, &'static str)>,
    /// The quotes of texts.
    pub(super) quotes: &'static [char],
    /// Whether three quotes hold a text of several lines.
    pub(super) triple: bool,
    /// Whether `<<WORD` begins a text that ends with that word.
    pub(super) here: bool,
}

pub(super) const C_LIKE: Style = Style {
    line: &["//"],
    block: Some(("/*", "*/")),
    quotes: &['"', '\''],
    triple: true,
    here: false,
};
pub(super) const HCL: Style = Style {
    line: &["#", "//"],
    block: Some(("/*", "*/")),
    quotes: &['"'],
    triple: false,
    here: true,
};
pub(super) const BICEP: Style = Style {
    line: &["//"],
    block: Some(("/*", "*/")),
    quotes: &['\''],
    triple: true,
    here: false,
};
pub(super) const RUBY: Style = Style {
    line: &["#"],
    block: Some(("\n=begin", "\n=end")),
    quotes: &['"', '\''],
    triple: false,
    here: true,
};
pub(super) const ELIXIR: Style = Style {
    line: &["#"],
    block: None,
    quotes: &['"'],
    triple: true,
    here: false,
};
pub(super) const ERLANG: Style = Style {
    line: &["%"],
    block: None,
    quotes: &['"', '\''],
    triple: false,
    here: false,
};
pub(super) const PYTHON: Style = Style {
    line: &["#"],
    block: None,
    quotes: &['"', '\''],
    triple: true,
    here: false,
};
pub(super) const CMAKE: Style = Style {
    line: &["#"],
    block: None,
    quotes: &['"'],
    triple: false,
    here: false,
};
pub(super) const LISP: Style = Style {
    line: &[";"],
    block: None,
    quotes: &['"'],
    triple: false,
    here: false,
};

/// The pieces of a text.
pub(super) fn tokens<'a>(text: &'a str, style: &Style) -> Vec<Token<'a>> {
    let mut reader = Pieces {
        text,
        at: 0,
        line: 1,
        found: Vec::new(),
    };
    let mut apart = true;
    while let Some(next) = reader.rest().chars().next() {
        if next.is_whitespace() {
            if let Some((begin, end)) = style.block.filter(|it| reader.rest().starts_with(it.0)) {
                reader.skip_block(begin, end);
            } else {
                reader.advance(next.len_utf8());
            }
            apart = true;
        } else if style.line.iter().any(|it| reader.rest().starts_with(it)) {
            let length = reader.rest().find('\n').unwrap_or(reader.rest().len());
            reader.advance(length);
        } else if let Some((begin, end)) = style.block.filter(|it| reader.rest().starts_with(it.0))
        {
            reader.skip_block(begin, end);
            apart = true;
        } else {
            reader.piece(next, style, apart);
            apart = false;
        }
    }
    reader.found
}

struct Pieces<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    found: Vec<Token<'a>>,
}

impl<'a> Pieces<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.text.as_bytes()[self.at..self.at + length];
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at += length;
    }

    fn skip_block(&mut self, begin: &str, end: &str) {
        let rest = &self.rest()[begin.len()..];
        let length = rest.find(end).map_or(rest.len(), |it| it + end.len());
        self.advance(begin.len() + length);
    }

    fn piece(&mut self, next: char, style: &Style, apart: bool) {
        let line = self.line;
        let piece = if style.quotes.contains(&next) {
            self.quoted(next, style)
        } else if style.here && self.is_here() {
            self.here()
        } else if next.is_alphanumeric() || next == '_' {
            let length = self
                .rest()
                .find(|it: char| !it.is_alphanumeric() && it != '_')
                .unwrap_or(self.rest().len());
            let word = &self.rest()[..length];
            self.advance(length);
            Piece::Word(word)
        } else {
            self.advance(next.len_utf8());
            Piece::Sign(next)
        };
        self.found.push(Token { piece, line, apart });
    }

    fn quoted(&mut self, quote: char, style: &Style) -> Piece<'a> {
        let three: String = [quote; 3].iter().collect();
        if style.triple && self.rest().starts_with(&three) {
            let inner = &self.rest()[3..];
            let length = inner.find(&three).unwrap_or(inner.len());
            let text = &inner[..length];
            self.advance(3 + length + 3.min(inner.len() - length));
            return Piece::Text(text);
        }
        let inner = &self.rest()[1..];
        let mut escaped = false;
        for (at, sign) in inner.char_indices() {
            if escaped {
                escaped = false;
            } else if sign == '\\' {
                escaped = true;
            } else if sign == quote || sign == '\n' {
                self.advance(1 + at + usize::from(sign == quote));
                return Piece::Text(&inner[..at]);
            }
        }
        self.advance(1 + inner.len());
        Piece::Text(inner)
    }

    fn is_here(&self) -> bool {
        let Some(after) = self.rest().strip_prefix("<<") else {
            return false;
        };
        after
            .trim_start_matches(['-', '~'])
            .starts_with(|it: char| it.is_ascii_uppercase())
    }

    fn here(&mut self) -> Piece<'a> {
        let after = self.rest()[2..].trim_start_matches(['-', '~']);
        let length = after
            .find(|it: char| !it.is_alphanumeric() && it != '_')
            .unwrap_or(after.len());
        let (end, rest) = after.split_at(length);
        let mut passed = self.rest().len() - rest.len();
        let start = self.at + passed;
        for line in rest.split_inclusive('\n') {
            passed += line.len();
            if line.trim() == end {
                break;
            }
        }
        self.advance(passed);
        Piece::Text(&self.text[start..self.at])
    }
}

/// The position behind the bracket that closes the one at `open`; the end where none does.
pub(super) fn closed(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.piece {
            Piece::Sign('{' | '(' | '[') => depth += 1,
            Piece::Sign('}' | ')' | ']') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}
