//! Manifests: the first byte chooses the kind, the rest is the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::scan::read_text;

const NAMES: &[&str] = &[
    "compose.yaml",
    "Dockerfile",
    "object.yaml",
    "Chart.yaml",
    "values.yaml",
    "templates/a.yaml",
    "helmfile.yaml",
    "main.tf",
    "a.nomad",
    "main.bicep",
    "AppHost/Program.cs",
    "go.mod",
    "package.json",
    "pom.xml",
    "build.gradle",
    "build.sbt",
    "a.csproj",
    "paket.references",
    "requirements.txt",
    "pyproject.toml",
    "Pipfile",
    "setup.py",
    "setup.cfg",
    "Cargo.toml",
    "Gemfile",
    "a.gemspec",
    "composer.json",
    "mix.exs",
    "rebar.config",
    "project.clj",
    "deps.edn",
    "vcpkg.json",
    "conanfile.txt",
    "conanfile.py",
    ".github/workflows/a.yml",
    ".gitlab-ci.yml",
    "devcontainer.json",
    "app.json",
];

fuzz_target!(|bytes: &[u8]| {
    if let Some((first, text)) = bytes.split_first() {
        let name = NAMES[usize::from(*first) % NAMES.len()];
        let _ = read_text(name, &String::from_utf8_lossy(text));
    }
});
