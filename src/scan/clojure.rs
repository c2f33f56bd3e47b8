//! Libraries of Clojure: `project.clj` and `deps.edn`.

use super::code::{self, Piece, Token};
use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| ["project.clj", "deps.edn"].contains(&name.file),
    read,
};

/// No project has more tables of dependencies.
const MOST_TABLES: usize = 100;

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::LISP);
    let leiningen = reading.path.ends_with("project.clj");
    let key = if leiningen { "dependencies" } else { "deps" };
    let mut main = true;
    let mut tables = 0;
    for at in 1..tokens.len() {
        if !tokens[at - 1].is_sign(':') {
            continue;
        }
        // What profiles and aliases add is for developers.
        main &= !(tokens[at].is_word("profiles") || tokens[at].is_word("aliases"));
        let opens = tokens
            .get(at + 1)
            .is_some_and(|it| it.is_sign('[') || it.is_sign('{'));
        if tokens[at].is_word(key) && opens && tables < MOST_TABLES {
            tables += 1;
            let end = code::closed(&tokens, at + 1);
            let scope = if main { Scope::Main } else { Scope::Dev };
            read_libraries(reading, &tokens[at + 2..end], scope, leiningen);
        }
    }
}

fn read_libraries(reading: &mut Reading<'_>, body: &[Token<'_>], scope: Scope, leiningen: bool) {
    let mut at = 0;
    while at < body.len() {
        match body[at].piece {
            // `[group/artifact "1.0"]`, or the map behind a name in deps.edn.
            Piece::Sign('[' | '{' | '(') => {
                if leiningen {
                    add(reading, &body[at + 1..], scope);
                }
                at = code::closed(body, at);
            }
            Piece::Word(_) if !leiningen => at += add(reading, &body[at..], scope).max(1),
            _ => at += 1,
        }
    }
}

/// Adds the library whose name begins here, and says how many pieces the name has.
fn add(reading: &mut Reading<'_>, body: &[Token<'_>], scope: Scope) -> usize {
    let mut name = String::new();
    let mut length = 0;
    for token in body {
        match token.piece {
            Piece::Word(word) if length == 0 || !token.apart => name.push_str(word),
            Piece::Sign(sign @ ('.' | '-' | '/' | '_')) if length > 0 && !token.apart => {
                name.push(sign);
            }
            _ => break,
        }
        length += 1;
    }
    let (group, artifact) = name.split_once('/').unwrap_or((&name, &name));
    if length > 0 {
        reading.package("maven", &format!("{group}:{artifact}"), scope, body[0].line);
    }
    length
}
