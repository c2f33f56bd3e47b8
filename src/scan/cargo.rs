//! Crates of Rust: `Cargo.toml`, its workspaces and targets.

use std::collections::HashMap;

use super::node::{self, Node, Pair};
use super::{Manifest, Reading, Scope, tree};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.file == "cargo.toml",
    read,
};

const TABLES: &[(&str, Scope)] = &[
    ("dependencies", Scope::Main),
    ("dev-dependencies", Scope::Dev),
    ("build-dependencies", Scope::Dev),
];

fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(node::toml(reading.text)) else {
        return;
    };
    if let Some(name) = document.at(&["package", "name"]).and_then(Node::text) {
        reading.own.push(format!("crates:{name}"));
    }
    let workspace = workspace(reading);
    let inherited: HashMap<&str, &Node> = workspace
        .iter()
        .flat_map(Node::pairs)
        .map(|it| (it.key.as_str(), &it.value))
        .collect();
    let targets = document.pairs_of("target").iter().map(|it| &it.value);
    for place in std::iter::once(&document).chain(targets) {
        for (table, scope) in TABLES {
            for pair in place.pairs_of(table) {
                read_dependency(reading, pair, *scope, &inherited);
            }
        }
    }
}

fn read_dependency(
    reading: &mut Reading<'_>,
    pair: &Pair,
    scope: Scope,
    workspace: &HashMap<&str, &Node>,
) {
    let inherited = pair.value.text_of("workspace") == Some("true");
    let said = if inherited {
        workspace.get(pair.key.as_str()).copied()
    } else {
        Some(&pair.value)
    };
    if said.is_some_and(|it| {
        it.get("path").is_some() && it.get("registry").is_none() && it.get("git").is_none()
    }) {
        return;
    }
    let name = said
        .and_then(|it| it.text_of("package"))
        .unwrap_or(&pair.key);
    let optional = pair.value.text_of("optional") == Some("true");
    reading.package(
        "crates",
        name,
        if optional { Scope::Dev } else { scope },
        pair.line,
    );
}

/// The dependencies of the workspace that a member inherits from.
fn workspace(reading: &Reading<'_>) -> Option<Node> {
    tree::upwards(reading.path)
        .filter_map(|it| reading.tree.shared(&tree::within(it, "Cargo.toml")))
        .filter(|it| it.contains("workspace.dependencies") || it.contains("[workspace]"))
        .filter_map(|it| node::toml(&it).ok())
        .find_map(|it| it.at(&["workspace", "dependencies"]).cloned())
}
