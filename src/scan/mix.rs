//! Packages of Elixir and Erlang: `mix.exs` and `rebar.config`.

use super::code::{self, Piece, Token};
use super::version::Writing;
use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.file == "mix.exs",
    read,
};

pub(super) const REBAR: Manifest = Manifest {
    is: |name| name.file == "rebar.config",
    read: read_rebar,
};

/// No dependency has more pieces.
const LONGEST: usize = 200;

/// What may follow the name of a dependency when no version does.
const OPTIONS: &[&str] = &[
    "git",
    "github",
    "path",
    "in_umbrella",
    "only",
    "hex",
    "override",
    "runtime",
    "optional",
    "branch",
    "tag",
    "ref",
];

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::ELIXIR);
    let app = tokens
        .windows(4)
        .find(|it| it[0].is_word("app") && it[1].is_sign(':') && it[2].is_sign(':'));
    reading.own.extend(
        app.and_then(|it| it[3].word())
            .map(|it| format!("hex:{it}")),
    );
    for at in 0..tokens.len() {
        let [brace, colon, name, comma, next, ..] = &tokens[at..] else {
            break;
        };
        let opens = brace.is_sign('{') && colon.is_sign(':') && comma.is_sign(',');
        let (Some(word), true) = (name.word(), opens) else {
            continue;
        };
        let version = next.text().is_some_and(|it| {
            it.starts_with(|it: char| it.is_ascii_digit() || "~>=<!".contains(it))
        });
        let option = next.word().is_some_and(|it| OPTIONS.contains(&it));
        if !version && !option {
            continue;
        }
        let rest = &tokens[at..tokens.len().min(at + LONGEST)];
        let body = &rest[..code::closed(rest, 0)];
        let has = |option: &str| {
            body.windows(2)
                .any(|it| it[0].is_word(option) && it[1].is_sign(':'))
        };
        if has("path") || has("in_umbrella") {
            continue;
        }
        let renamed = body
            .windows(4)
            .find(|it| it[0].is_word("hex") && it[1].is_sign(':') && it[2].is_sign(':'))
            .and_then(|it| it[3].word());
        let required = (next.text().unwrap_or_default(), Writing::Gem);
        let package = ("hex", renamed.unwrap_or(word));
        reading.required(package, required, scope_of(body), name.line);
    }
}

fn scope_of(body: &[Token<'_>]) -> Scope {
    if body
        .windows(3)
        .any(|it| it[0].is_word("optional") && it[2].is_word("true"))
    {
        return Scope::Dev;
    }
    let Some(only) = body
        .windows(2)
        .position(|it| it[0].is_word("only") && it[1].is_sign(':'))
    else {
        return Scope::Main;
    };
    let mut environments = Vec::new();
    for pair in body[only + 2..].windows(2) {
        match (pair[0].piece, pair[1].piece) {
            (Piece::Sign(':'), Piece::Word(name)) => environments.push(name),
            (Piece::Word(_), Piece::Sign(':')) if !environments.is_empty() && !pair[1].apart => {
                break;
            }
            _ => {}
        }
    }
    if environments.contains(&"prod") {
        Scope::Main
    } else if environments.contains(&"dev") || environments.is_empty() {
        Scope::Dev
    } else {
        Scope::Test
    }
}

fn read_rebar(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::ERLANG);
    let mut depth = 0usize;
    for at in 0..tokens.len() {
        match tokens[at].piece {
            Piece::Sign('{' | '[' | '(') => depth += 1,
            Piece::Sign('}' | ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        // Profiles have tables of their own, deeper inside.
        let is_deps =
            depth == 1 && tokens[at].is_word("deps") && at > 0 && tokens[at - 1].is_sign('{');
        let Some(open) =
            (is_deps && tokens.get(at + 2).is_some_and(|it| it.is_sign('['))).then_some(at + 2)
        else {
            continue;
        };
        let end = code::closed(&tokens, open);
        let mut item = open + 1;
        while item < end {
            match tokens[item].piece {
                Piece::Sign('{') => {
                    if let Some(name) = tokens.get(item + 1).and_then(Token::word) {
                        reading.package("hex", name, Scope::Main, tokens[item + 1].line);
                    }
                    item = code::closed(&tokens, item);
                }
                Piece::Word(name) => {
                    reading.package("hex", name, Scope::Main, tokens[item].line);
                    item += 1;
                }
                _ => item += 1,
            }
        }
    }
}
