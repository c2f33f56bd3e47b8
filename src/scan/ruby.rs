//! Gems of Ruby: `Gemfile` and `*.gemspec`.

use super::code::{self, Piece, Token};
use super::version::Writing;
use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        ["gemfile", "gems.rb"].contains(&name.file)
            || name.ends(&[".gemspec"])
            || name.file.starts_with("gemfile.") && !name.ends(&[".lock"])
    },
    read,
};

fn read(reading: &mut Reading<'_>) {
    if reading.path.ends_with(".gemspec") {
        let stem = reading
            .path
            .rsplit('/')
            .next()
            .and_then(|it| it.strip_suffix(".gemspec"))
            .unwrap_or_default();
        reading.own.push(format!("gem:{stem}"));
    }
    let tokens = code::tokens(reading.text, &code::RUBY);
    // The scope inside each block that stands open: `if` and other blocks change nothing.
    let mut open: Vec<Scope> = Vec::new();
    for line in tokens.chunk_by(|a, b| a.line == b.line) {
        let first = line[0].word().unwrap_or_default();
        let outer = open.last().copied().unwrap_or(Scope::Main);
        match first {
            "end" => {
                open.pop();
                continue;
            }
            "group" => open.push(outer.within(scope_of(symbols(&line[1..])))),
            "if" | "unless" | "case" | "begin" | "def" | "while" | "until" | "module" | "class" => {
                open.push(outer);
            }
            _ if line.iter().any(|it| it.is_word("do") && it.apart) => open.push(outer),
            _ => {}
        }
        let around = open.last().copied().unwrap_or(Scope::Main);
        read_line(reading, line, around);
    }
}

fn read_line(reading: &mut Reading<'_>, line: &[Token<'_>], around: Scope) {
    if let [first, second, ..] = line
        && first.is_word("ruby")
        && let Some(required) = second.text()
    {
        reading.runtime("ruby", required, Writing::Gem, Scope::Main, first.line);
    }
    let Some(call) = line.iter().position(|it| {
        it.word().is_some_and(|it| {
            [
                "gem",
                "add_dependency",
                "add_runtime_dependency",
                "add_development_dependency",
            ]
            .contains(&it)
        })
    }) else {
        return;
    };
    // `gem` begins a line; a dependency is added to something.
    if line[call].is_word("gem") && call != 0 {
        return;
    }
    let Some(token) = line[call + 1..]
        .iter()
        .take(2)
        .find(|it| it.text().is_some())
    else {
        return;
    };
    let options = &line[call + 1..];
    let local = options
        .windows(2)
        .any(|it| it[0].is_word("path") && it[1].is_sign(':'));
    if local {
        return;
    }
    let own = options
        .iter()
        .position(|it| it.is_word("group") || it.is_word("groups"))
        .map_or(Scope::Main, |at| scope_of(symbols(&options[at + 1..])));
    let scope = if line[call].is_word("add_development_dependency") {
        Scope::Dev
    } else {
        own
    };
    let scope = if around == Scope::Main { scope } else { around };
    // Several requirements, or none, leave the version open.
    let mut required = options
        .iter()
        .filter(|it| it.line == token.line)
        .filter_map(Token::text)
        .skip(1)
        .take_while(|it| it.starts_with(|it: char| it.is_ascii_digit() || "~=<>!^".contains(it)));
    let required = match (required.next(), required.next()) {
        (Some(one), None) => one,
        _ => "",
    };
    let name = token.text().unwrap_or_default();
    reading.required(("gem", name), (required, Writing::Gem), scope, token.line);
}

/// The symbols of a list, `:development, :test` or `[:test]`; of `group: :test, require: false` only the first.
fn symbols<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for pair in tokens.windows(2) {
        match (pair[0].piece, pair[1].piece) {
            (Piece::Sign(':'), Piece::Word(name)) if !pair[1].apart => found.push(name),
            // The next option begins.
            (Piece::Word(_), Piece::Sign(':')) if !found.is_empty() && !pair[1].apart => break,
            _ => {}
        }
    }
    found.extend(tokens.iter().filter_map(Token::text));
    found
}

/// A gem of several groups is in the system if one of them is.
fn scope_of(groups: Vec<&str>) -> Scope {
    let known = |it: &str| match it {
        "test" | "tests" | "spec" => Scope::Test,
        "development" | "dev" | "lint" | "docs" | "doc" | "rubocop" | "tools" | "debug" => {
            Scope::Dev
        }
        "ci" => Scope::Ci,
        _ => Scope::Main,
    };
    groups.into_iter().map(known).min().unwrap_or(Scope::Main)
}
