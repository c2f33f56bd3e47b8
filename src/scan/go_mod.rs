//! Modules of Go: what `go.mod` requires, apart from what only came along.

use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.file == "go.mod",
    read,
};

fn read(reading: &mut Reading<'_>) {
    let mut block = String::new();
    let mut found = Vec::new();
    for (at, line) in reading.lines.iter().enumerate() {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let code = code.trim();
        if code == ")" {
            block.clear();
            continue;
        }
        if let Some(opened) = code.strip_suffix('(') {
            opened.trim().clone_into(&mut block);
            continue;
        }
        let (directive, rest) = match block.as_str() {
            "" => code.split_once(char::is_whitespace).unwrap_or((code, "")),
            block => (block, code),
        };
        let mut words = rest.split_whitespace();
        let name = words.next().unwrap_or_default().trim_matches('"');
        match directive {
            "module" => reading.own.push(format!("go:{name}")),
            "require"
                if comment.trim() != "indirect"
                    && !comment.trim_start().starts_with("indirect;") =>
            {
                found.push((name.to_owned(), at + 1));
            }
            // What is replaced by a folder is the repository's own.
            "replace"
                if rest
                    .split("=>")
                    .nth(1)
                    .is_some_and(|it| it.trim().starts_with('.')) =>
            {
                reading.own.push(format!("go:{name}"));
            }
            _ => {}
        }
    }
    for (name, line) in found {
        reading.package("go", &name, Scope::Main, line);
    }
}
