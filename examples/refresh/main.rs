//! Brings a source of the catalogue up to date: rewrites its rows in `data/` from the file it is published as.
//!
//! ```sh
//! cargo run --example refresh -- list README.md awesome-microservices-2026
//! cargo run --example refresh -- landscape landscape.yml cncf-landscape
//! cargo run --example refresh -- downloads npm.tsv npm-downloads
//! cargo run --example refresh -- systems systems.jsonl real-systems
//! cargo run --example refresh -- systems CHECKOUTS real-systems
//! cargo run --example refresh -- notices FOLDER
//! cargo run --example refresh -- counts
//! ```
//!
//! The rows of other sources stay as they are. An entry that the catalogue does not know is named, with its line, and
//! nothing is written: add its row to `entries.csv`, or another name of it to `aliases.csv`, and run again.
//! `systems` of a folder scans each checkout in it: what it declares for main, at its commit.
//! `notices` reads the heads of the repositories in a folder for what to look at: ends, moves, new names. It writes nothing.
//! `counts` writes the tables of `docs/catalogue.md`; `counts --check` only says whether they are up to date.

mod counts;
mod downloads;
mod landscape;
mod list;
mod notices;
mod systems;
mod table;

use std::path::{Path, PathBuf};

/// What a source is published as, and what reads it.
const SOURCES: &[(&str, Refresh)] = &[
    ("list", list::refresh),
    ("landscape", landscape::refresh),
    ("downloads", downloads::refresh),
    ("systems", systems::refresh),
];

/// Rewrites the rows of a source: folder of tables, text of the file, slug of the source.
type Refresh = fn(&Path, &str, &str) -> Result<String, String>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let folder =
        std::env::var_os("STACKGEN_DATA").map_or_else(|| PathBuf::from("data"), PathBuf::from);
    match answer(&arguments, &folder) {
        Ok(text) => eprintln!("{text}"),
        Err(text) => {
            eprintln!("{text}");
            std::process::exit(1);
        }
    }
}

fn answer(arguments: &[&str], folder: &Path) -> Result<String, String> {
    if let ["counts", check @ ..] = arguments {
        return counts::refresh(Path::new("docs/catalogue.md"), check == ["--check"]);
    }
    if let ["notices", of] = arguments {
        return notices::look(folder, Path::new(of));
    }
    let kinds: Vec<&str> = SOURCES.iter().map(|(kind, _)| *kind).collect();
    let usage = format!(
        "usage: refresh {} FILE SOURCE, refresh notices FOLDER, or refresh counts [--check]",
        kinds.join("|")
    );
    let [kind, file, source] = arguments else {
        return Err(usage);
    };
    let (_, refresh) = SOURCES
        .iter()
        .find(|(known, _)| known == kind)
        .ok_or(usage)?;
    let text = if *kind == "systems" && Path::new(file).is_dir() {
        systems::of_checkouts(Path::new(file))?
    } else {
        std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?
    };
    refresh(folder, &text, source)
}
