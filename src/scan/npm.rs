//! Packages of npm, pnpm, Yarn and Bun: `package.json`.

use super::version::Writing;
use super::{Manifest, Reading, Scope, node};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.file == "package.json",
    read,
};

/// The tables of dependencies; those that pin (`overrides`, `resolutions`) or come along (`bundled…`) are none.
const TABLES: &[(&str, Scope)] = &[
    ("dependencies", Scope::Main),
    ("devDependencies", Scope::Dev),
    ("optionalDependencies", Scope::Dev),
    ("peerDependencies", Scope::Dev),
];

fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(node::json(reading.text)) else {
        return;
    };
    reading
        .own
        .extend(document.text_of("name").map(|it| format!("npm:{it}")));
    if let Some(node) = document.at(&["engines", "node"]) {
        let required = node.text().unwrap_or_default();
        reading.runtime("nodejs", required, Writing::Npm, Scope::Main, node.line);
    }
    for (table, scope) in TABLES {
        for pair in document.pairs_of(table) {
            let version = pair.value.text().unwrap_or_default();
            if ["workspace:", "file:", "link:", "portal:"]
                .iter()
                .any(|it| version.starts_with(it))
            {
                continue;
            }
            // Types for the compiler say that something is used elsewhere, if at all.
            let scope = if pair.key.starts_with("@types/") {
                Scope::Dev
            } else {
                *scope
            };
            let name = real_name(&pair.key, version);
            reading.required(("npm", name), (version, Writing::Npm), scope, pair.line);
        }
    }
}

/// The package behind an alias: `"redis": "npm:@redis/client@1"`.
fn real_name<'a>(key: &'a str, version: &'a str) -> &'a str {
    match version.strip_prefix("npm:") {
        Some(alias) => match alias.rfind('@') {
            Some(at) if at > 0 => &alias[..at],
            _ => alias,
        },
        None => key,
    }
}
