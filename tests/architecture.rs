//! The rooms of both crates use only the rooms they may: no cycle, nothing against the flow. The table is ARCHITECTURE.md's.

use std::collections::BTreeMap;
use std::path::Path;

/// Where the rooms are: those of `stackgen-facts`, and those of the program.
const CRATES: [&str; 2] = ["facts/src", "src"];

/// Each room and the rooms it may use, read from the table in ARCHITECTURE.md.
fn allowed() -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut allowed = BTreeMap::new();
    for line in text
        .lines()
        .skip_while(|line| !line.starts_with("| room | may use"))
        .skip(2)
    {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [rooms, uses] = cells[..] else { break };
        for room in rooms.split(", ") {
            let uses = uses
                .split(", ")
                .filter(|it| *it != "–")
                .map(ToOwned::to_owned)
                .collect();
            allowed.insert(room.to_owned(), uses);
        }
    }
    allowed
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The room of a file: the first part of its path under the `src` of its crate.
fn room(path: &Path) -> String {
    let inside = CRATES
        .iter()
        .find_map(|folder| path.strip_prefix(root().join(folder)).ok())
        .unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Every Rust file of both crates.
fn all_files() -> Vec<std::path::PathBuf> {
    CRATES
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
        .collect()
}

/// The rooms a text names by `crate::`.
fn used(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.chars()
                .take_while(|it| it.is_alphanumeric() || *it == '_')
                .collect()
        })
        .filter(|room: &String| !room.is_empty())
        .collect()
}

#[test]
fn every_room_uses_only_the_rooms_it_may() {
    let allowed = allowed();
    assert!(allowed.len() >= 12, "{allowed:?}");
    for path in all_files() {
        let room = room(&path);
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        let may = allowed
            .get(&room)
            .unwrap_or_else(|| panic!("room `{room}` is not in ARCHITECTURE.md"));
        for other in used(&std::fs::read_to_string(&path).unwrap()) {
            assert!(
                other == room || may.contains(&other),
                "{} uses `{other}`, but {room} may use {may:?}",
                path.display()
            );
        }
    }
}

#[test]
fn the_rooms_make_no_cycle() {
    let allowed = allowed();
    let mut done: Vec<&String> = Vec::new();
    while done.len() < allowed.len() {
        let next = allowed
            .iter()
            .find(|(room, uses)| !done.contains(room) && uses.iter().all(|it| done.contains(&it)));
        let (room, _) = next.expect("some room uses only finished ones");
        done.push(room);
    }
}

#[test]
fn heavy_crates_are_named_in_one_room() {
    for (krate, home) in [
        ("petgraph", "graph"),
        ("ureq", "store"),
        ("rustls", "store"),
        ("spareval", "store"),
        ("graphviz_rust", "render"),
        ("resvg", "render"),
        ("hyper", "serve"),
        ("tokio", "serve"),
        ("maud", "serve"),
        ("clap_mangen", "cli"),
    ] {
        for path in all_files() {
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains(&format!("{krate}::")) {
                assert_eq!(room(&path), home, "{krate} in {}", path.display());
            }
        }
    }
}
