//! Dockerfiles: the images they begin with and copy from.

use std::collections::{HashMap, HashSet};

use super::{Kind, Manifest, Reading, Scope, variables};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        let file = name.file;
        let named = ["dockerfile", "containerfile"].iter().any(|it| {
            file == *it
                || file
                    .strip_prefix(it)
                    .is_some_and(|rest| rest.starts_with(['.', '-', '_']))
                || file
                    .strip_suffix(it)
                    .is_some_and(|rest| rest.ends_with(['.', '-', '_']))
        });
        named
            && !name.ends(&[
                ".dockerignore",
                ".md",
                ".sh",
                ".py",
                ".yml",
                ".yaml",
                ".json",
                ".j2",
            ])
    },
    read,
};

fn read(reading: &mut Reading<'_>) {
    let mut arguments: HashMap<String, String> = HashMap::new();
    let mut stages: HashSet<String> = HashSet::new();
    for (line, instruction) in instructions(reading.text) {
        let mut words = instruction.split_whitespace();
        let Some(first) = words.next() else { continue };
        match first.to_ascii_uppercase().as_str() {
            // Those of a stage may default to those before it, and are not seen by FROM; the first value stands.
            "ARG" => {
                for word in words {
                    let (name, value) = word.split_once('=').unwrap_or((word, ""));
                    let value = filled(value.trim_matches(['"', '\'']), &arguments);
                    arguments.entry(name.to_owned()).or_insert(value);
                }
            }
            "FROM" => {
                let mut words = words.filter(|it| !it.starts_with("--"));
                let Some(written) = words.next() else {
                    continue;
                };
                let reference = filled(written, &arguments);
                if !stages.contains(&reference.to_lowercase()) {
                    reading.image(&reference, Scope::Main, line);
                }
                if let (Some("as" | "AS" | "As"), Some(stage)) = (words.next(), words.next()) {
                    stages.insert(stage.to_lowercase());
                }
            }
            "COPY" | "ADD" | "RUN" => {
                for from in instruction.split_whitespace().filter_map(source) {
                    let reference = filled(from, &arguments);
                    let is_stage = reference.parse::<usize>().is_ok()
                        || stages.contains(&reference.to_lowercase());
                    if !is_stage {
                        // A file taken out of an image becomes a part; the image does not run.
                        reading.image_of(&reference, Kind::Library, Scope::Main, line);
                    }
                }
            }
            _ => {}
        }
    }
}

fn filled(text: &str, arguments: &HashMap<String, String>) -> String {
    variables::filled(text, &|name| arguments.get(name).cloned())
}

/// What `--from=` of COPY, and `from=` of `RUN --mount=`, name.
fn source(word: &str) -> Option<&str> {
    match word.strip_prefix("--from=") {
        Some(from) => Some(from),
        None => word
            .strip_prefix("--mount=")?
            .split(',')
            .find_map(|it| it.strip_prefix("from=")),
    }
}

/// The instructions with their first line: continued lines joined, comments and the texts of here-documents left out.
fn instructions(text: &str) -> Vec<(usize, String)> {
    let escape = if text
        .lines()
        .take(3)
        .any(|it| it.replace(' ', "").to_lowercase() == "#escape=`")
    {
        '`'
    } else {
        '\\'
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut ends: Vec<String> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(end) = ends.first() {
            if line.trim() == *end {
                ends.remove(0);
            }
            continue;
        }
        let trimmed = line.trim();
        if trimmed.starts_with('#') || trimmed.is_empty() {
            continue;
        }
        let (first, mut joined) = open.take().unwrap_or((at + 1, String::new()));
        let (piece, continued) = match trimmed.strip_suffix(escape) {
            Some(piece) => (piece, true),
            None => (trimmed, false),
        };
        joined.push_str(piece);
        joined.push(' ');
        ends = here_documents(piece);
        if continued {
            open = Some((first, joined));
        } else {
            found.push((first, joined));
        }
    }
    found.extend(open);
    found
}

/// The words that end the here-documents which a line begins: `RUN <<EOF`, `COPY <<-"A" <<B /x`.
fn here_documents(line: &str) -> Vec<String> {
    line.split_whitespace()
        .filter_map(|it| it.find("<<").map(|at| &it[at + 2..]))
        .map(|it| {
            it.trim_start_matches('-')
                .trim_matches(['"', '\''])
                .to_owned()
        })
        .filter(|it| it.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_'))
        .collect()
}
