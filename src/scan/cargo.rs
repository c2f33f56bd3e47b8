//! Crates of Rust: `Cargo.toml`, its workspaces and targets.

use std::sync::Arc;

use super::node::{self, Node, Pair};
use super::{Kind, Manifest, Reading, Scope, tree};

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
    let workspace = Workspace::of(reading);
    let targets = document.pairs_of("target").iter().map(|it| &it.value);
    for place in std::iter::once(&document).chain(targets) {
        for (table, scope) in TABLES {
            for pair in place.pairs_of(table) {
                read_dependency(reading, pair, *scope, workspace.as_ref());
            }
        }
    }
}

fn read_dependency(
    reading: &mut Reading<'_>,
    pair: &Pair,
    scope: Scope,
    workspace: Option<&Workspace>,
) {
    let is_inherited = pair.value.text_of("workspace") == Some("true");
    let inherited = workspace
        .filter(|_| is_inherited)
        .and_then(|it| Some((it, it.dependency(&pair.key)?)));
    let said = if is_inherited {
        inherited.map(|it| it.1)
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
    let scope = if optional { Scope::Dev } else { scope };
    reading.package("crates", name, scope, pair.line);
    for feature in pair.value.items_of("features") {
        let named = format!("{name}[{}]", feature.text().unwrap_or_default());
        reading.package("crates", &named, scope, feature.line);
    }
    if let Some((workspace, said)) = inherited {
        for feature in said.items_of("features") {
            let named = format!("{name}[{}]", feature.text().unwrap_or_default());
            let place = workspace.place(feature.line);
            reading.add_at(place, "crates", &named, Kind::Library, scope);
        }
    }
}

/// The file whose dependencies the members of a workspace inherit.
struct Workspace {
    path: String,
    text: Arc<str>,
    document: Arc<Node>,
}

impl Workspace {
    /// The nearest one above a member, or the member itself.
    fn of(reading: &Reading<'_>) -> Option<Self> {
        tree::upwards(reading.path).find_map(|folder| {
            let path = tree::within(folder, "Cargo.toml");
            let document = reading.tree.table(&path)?;
            document.at(&["workspace", "dependencies"])?;
            let text = reading.tree.shared(&path)?;
            Some(Self {
                path,
                text,
                document,
            })
        })
    }

    fn dependency(&self, name: &str) -> Option<&Node> {
        self.document.at(&["workspace", "dependencies", name])
    }

    /// Path, line and text of a line.
    fn place(&self, line: usize) -> (&str, usize, &str) {
        let text = self.text.lines().nth(line.saturating_sub(1));
        (&self.path, line, text.unwrap_or_default().trim())
    }
}
