//! Files that say which version of a language or tool a repository takes: `.tool-versions`, `.python-version`, `.nvmrc` …

use super::version::Writing;
use super::{Manifest, Reading, Scope, node};

pub(super) const TOOL_VERSIONS: Manifest = Manifest {
    is: |name| name.file == ".tool-versions",
    read: read_tool_versions,
};

pub(super) const MISE: Manifest = Manifest {
    is: |name| ["mise.toml", ".mise.toml"].contains(&name.file),
    read: read_mise,
};

pub(super) const ONE_VERSION: Manifest = Manifest {
    is: |name| of_file(name.file).is_some(),
    read: read_one,
};

/// Files that hold one version, of what, and what that is for: Heroku runs on what `runtime.txt` names.
const FILES: &[(&str, &str, Scope)] = &[
    (".python-version", "python", Scope::Dev),
    (".ruby-version", "ruby", Scope::Dev),
    (".php-version", "php", Scope::Dev),
    (".go-version", "go", Scope::Dev),
    (".nvmrc", "nodejs", Scope::Dev),
    (".node-version", "nodejs", Scope::Dev),
    ("runtime.txt", "python", Scope::Main),
];

fn of_file(name: &str) -> Option<(&'static str, Scope)> {
    let found = FILES.iter().find(|it| it.0 == name);
    found.map(|it| (it.1, it.2))
}

fn read_one(reading: &mut Reading<'_>) {
    let lower = reading.path.to_lowercase();
    let file = lower.rsplit('/').next().unwrap_or(&lower);
    let Some((runtime, scope)) = of_file(file) else {
        return;
    };
    let lines = reading.lines.clone();
    let mut written = lines.iter().enumerate().map(|(at, it)| (at, it.trim()));
    let Some((at, line)) = written.find(|it| !it.1.is_empty() && !it.1.starts_with('#')) else {
        return;
    };
    let version = line
        .strip_prefix(runtime)
        .and_then(|it| it.strip_prefix('-'))
        .unwrap_or(line);
    reading.runtime(runtime, version, Writing::Exact, scope, at + 1);
}

fn read_tool_versions(reading: &mut Reading<'_>) {
    for (at, line) in reading.lines.clone().iter().enumerate() {
        let code = line.split('#').next().unwrap_or_default();
        let mut words = code.split_whitespace();
        if let (Some(tool), Some(version)) = (words.next(), words.next()) {
            add(reading, tool, version, at + 1);
        }
    }
}

fn read_mise(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(node::toml(reading.text)) else {
        return;
    };
    for pair in document.pairs_of("tools") {
        let value = pair.value.text().or_else(|| pair.value.text_of("version"));
        let first = pair.value.items().first().and_then(|it| it.text());
        if let Some(version) = value.or(first) {
            add(reading, &pair.key, version, pair.line);
        }
    }
}

/// What the plugins of asdf and mise call a runtime; a build of Java stands before its version.
fn add(reading: &mut Reading<'_>, tool: &str, version: &str, line: usize) {
    let lower = tool.to_lowercase();
    let (runtime, version) = match lower.as_str() {
        "node" | "nodejs" => ("nodejs", version),
        "golang" | "go" => ("go", version),
        "dotnet" | "dotnet-core" => ("dotnet", version),
        "python" => ("python", version),
        "ruby" => ("ruby", version),
        "php" => ("php", version),
        "elixir" => ("elixir", version),
        "erlang" => ("erlang", version),
        "java" => {
            let builds = [
                ("temurin-", "eclipse-temurin"),
                ("corretto-", "amazon-corretto"),
            ];
            let build = builds
                .iter()
                .find_map(|it| Some((it.1, version.strip_prefix(it.0)?)));
            let Some(build) = build else { return };
            build
        }
        // Anything else is a tool with a name of its own.
        _ => {
            reading.tool(&lower, version, line);
            return;
        }
    };
    reading.runtime(runtime, version, Writing::Exact, Scope::Dev, line);
}
