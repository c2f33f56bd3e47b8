//! Builds of Bazel: the artifacts of Maven and the crates that `MODULE.bazel` and `WORKSPACE` name.
//!
//! Go modules and Python packages are generated from `go.mod` and lock files there, with all that comes along; those are
//! read where people write them.

use super::code::{self, Token};
use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        ["workspace", "workspace.bazel", "workspace.bzlmod"].contains(&name.file)
            || name.ends(&["module.bazel"])
            || name.ends(&[".bzl"]) && (name.file.contains("deps") || name.file.contains("maven"))
    },
    read,
};

/// What of a name of an artifact stands before its version.
const PARTS: usize = 2;

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::PYTHON);
    for (at, token) in tokens.iter().enumerate() {
        let follows = |sign| tokens.get(at + 1).is_some_and(|it| it.is_sign(sign));
        match token.word() {
            Some("artifacts") if follows('=') => read_artifacts(reading, &tokens, at + 2),
            Some("artifact" | "spec") if follows('(') => read_call(reading, &tokens, at),
            _ => {}
        }
    }
}

/// `artifacts = ["group:artifact:version", …]`, or a list that is set under a name: `artifacts = ARTIFACTS`.
fn read_artifacts(reading: &mut Reading<'_>, tokens: &[Token<'_>], at: usize) {
    let Some(first) = tokens.get(at) else { return };
    let open = match first.word() {
        Some(list) => tokens
            .windows(3)
            .position(|it| it[0].is_word(list) && it[1].is_sign('=') && it[2].is_sign('['))
            .map(|it| it + 2),
        None => first.is_sign('[').then_some(at),
    };
    let Some(open) = open else { return };
    for token in &tokens[open..code::closed(tokens, open)] {
        let parts: Vec<&str> = token.text().unwrap_or_default().split(':').collect();
        if parts.len() >= PARTS && parts[0].contains('.') {
            let name = parts[..PARTS].join(":");
            reading.package("maven", &name, Scope::Main, token.line);
        }
    }
}

/// `maven.artifact(group = "g", artifact = "a")`, also inside a list, and `crate.spec(package = "c")`.
fn read_call(reading: &mut Reading<'_>, tokens: &[Token<'_>], at: usize) {
    let inside = &tokens[at + 1..code::closed(tokens, at + 1)];
    let argument = |name: &str| {
        let set = inside
            .windows(3)
            .find(|it| it[0].is_word(name) && it[1].is_sign('='))?;
        Some((set[2].text()?, set[2].line))
    };
    let is_for_tests = inside
        .windows(3)
        .any(|it| it[0].is_word("testonly") && it[1].is_sign('=') && it[2].is_word("True"));
    let scope = if is_for_tests {
        Scope::Test
    } else {
        Scope::Main
    };
    if let Some(((group, _), (artifact, line))) = argument("group").zip(argument("artifact")) {
        reading.package("maven", &format!("{group}:{artifact}"), scope, line);
    } else if let (true, Some((package, line))) = (tokens[at].is_word("spec"), argument("package"))
    {
        reading.package("crates", package, scope, line);
    }
}
