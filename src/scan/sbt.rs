//! Libraries and plugins of sbt: `"group" %% "artifact" % "version" % Test` in `build.sbt` and `project/`.

use std::collections::HashMap;

use super::code::{self, Piece, Token};
use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        let in_project = name.path.starts_with("project/") || name.path.contains("/project/");
        // What sbt-dependency-lock writes names what came along.
        name.ends(&[".sbt"]) && name.file != "lock.sbt"
            || in_project && name.ends(&[".scala"])
            || name.ends(&[".sc"]) && name.file.starts_with("build")
    },
    read,
};

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::C_LIKE);
    let named: HashMap<&str, &str> = tokens
        .windows(4)
        .filter(|it| it[0].is_word("val") && it[2].is_sign('='))
        .filter_map(|it| Some((it[1].word()?, it[3].text()?)))
        .collect();
    let value = |token: &Token<'_>| match token.piece {
        Piece::Text(text) => Some(text.to_owned()),
        Piece::Word(word) => named.get(word).map(|it| (*it).to_owned()),
        Piece::Sign(_) => None,
    };
    let mut at = 1;
    while at < tokens.len() {
        let signs = tokens[at..].iter().take_while(|it| it.is_sign('%')).count();
        if signs == 0 {
            at += 1;
            continue;
        }
        let (before, after) = (
            value(&tokens[at - 1]),
            tokens.get(at + signs).and_then(&value),
        );
        let end = statement_end(&tokens, at + signs);
        if let (Some(group), Some(artifact)) = (before, after) {
            let test = tokens[at + signs..end].iter().any(|it| {
                it.is_word("Test")
                    || it.is_word("IntegrationTest")
                    || it
                        .text()
                        .is_some_and(|it| it.starts_with("test") || it == "it")
            }) || artifact.ends_with("-test")
                || artifact.ends_with("-testkit");
            let scope = if test { Scope::Test } else { Scope::Main };
            if group.contains('.') || !group.contains(['/', ':']) {
                reading.package(
                    "maven",
                    &format!("{group}:{artifact}"),
                    scope,
                    tokens[at - 1].line,
                );
            }
        }
        at = end.max(at + signs);
    }
}

/// Where a dependency ends: with a comma, a closing bracket, or the next line that does not go on with `%`.
fn statement_end(tokens: &[Token<'_>], from: usize) -> usize {
    let mut depth = 0usize;
    for at in from..tokens.len() {
        match tokens[at].piece {
            Piece::Sign('(' | '[' | '{') => depth += 1,
            Piece::Sign(')' | ']' | '}' | ',') if depth == 0 => return at,
            Piece::Sign(')' | ']' | '}') => depth -= 1,
            _ if depth == 0
                && at > from
                && tokens[at].line > tokens[at - 1].line
                && !tokens[at].is_sign('%')
                && !tokens[at - 1].is_sign('%') =>
            {
                return at;
            }
            _ => {}
        }
    }
    tokens.len()
}
