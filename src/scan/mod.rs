//! A directory → mentions: which packages, images, charts and objects its manifests declare, each with its line.
//!
//! The room reads under the one directory it is given, runs nothing, asks no network and knows no graph: what a name
//! stands for is looked up by who asks. A manifest is a file here and a line in `MANIFESTS`. Start at [`read`].

mod actions;
mod aspire;
mod bazel;
mod bicep;
mod cargo;
mod clojure;
mod code;
mod compose;
mod composer;
mod cplusplus;
mod devcontainer;
mod dockerfile;
mod go_mod;
mod gradle;
mod helm;
mod home;
mod image;
mod known;
mod kubernetes;
mod languages;
mod maven;
mod mention;
mod mix;
mod msbuild;
mod node;
mod npm;
mod other;
mod python;
mod ruby;
mod runtime;
mod sbom;
mod sbt;
mod scope;
mod terraform;
#[cfg(test)]
mod tests;
mod tree;
mod variables;
mod version;
mod xml;
mod yaml;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use rayon::prelude::*;

pub use known::{Ignore, Known, known_findings};
pub use languages::Share;
pub use mention::{Kind, Mention, Scope};
use tree::Tree;
use version::Writing;

use crate::model::problem::Problem;

/// What a directory or a bill of materials declares.
#[derive(Debug, Default)]
pub struct Declared {
    /// Every declaration, by path and line.
    pub mentions: Vec<Mention>,
    /// The languages of its source files, most files first.
    pub languages: Vec<Share>,
    /// The packages the directory makes itself, as `registry:name`: no use of somebody else's.
    pub own: BTreeSet<String>,
    /// The repositories that it says it is, as `github.com/owner/name`.
    pub homes: BTreeSet<String>,
    /// The comments that ignore what `audit` finds beside them, by path and line.
    pub ignores: Vec<Ignore>,
    /// What could not be read, with place and reason.
    pub problems: Vec<Problem>,
}

/// A kind of manifest.
struct Manifest {
    /// Whether a file is one, by its path in lower case.
    is: fn(&Name<'_>) -> bool,
    /// Reads it.
    read: fn(&mut Reading<'_>),
}

/// Every kind of manifest; a file may be of several.
const MANIFESTS: &[Manifest] = &[
    compose::MANIFEST,
    dockerfile::MANIFEST,
    kubernetes::MANIFEST,
    helm::CHART,
    helm::VALUES,
    helm::TEMPLATE,
    helm::HELMFILE,
    terraform::MANIFEST,
    terraform::NOMAD,
    bicep::MANIFEST,
    aspire::MANIFEST,
    go_mod::MANIFEST,
    npm::MANIFEST,
    maven::MANIFEST,
    gradle::MANIFEST,
    sbt::MANIFEST,
    bazel::MANIFEST,
    msbuild::MANIFEST,
    python::REQUIREMENTS,
    python::PYPROJECT,
    python::PIPFILE,
    python::SETUP_PY,
    python::SETUP_CFG,
    cargo::MANIFEST,
    ruby::MANIFEST,
    composer::MANIFEST,
    mix::MANIFEST,
    mix::REBAR,
    clojure::MANIFEST,
    cplusplus::VCPKG,
    cplusplus::CONAN,
    cplusplus::CMAKE,
    actions::GITHUB,
    actions::GITLAB,
    devcontainer::MANIFEST,
    other::SERVERLESS,
    other::TILT,
    other::CLOUDFORMATION,
    other::APP_JSON,
    runtime::TOOL_VERSIONS,
    runtime::MISE,
    runtime::ONE_VERSION,
];

/// The name of a file, as the manifests tell each other apart by it.
struct Name<'a> {
    /// Its path below the root in lower case, parted by `/`.
    path: &'a str,
    /// The last part of that.
    file: &'a str,
}

impl Name<'_> {
    /// Whether the file's name ends so.
    fn ends(&self, with: &[&str]) -> bool {
        with.iter().any(|it| self.file.ends_with(it))
    }

    /// Whether it is YAML by its extension.
    fn yaml(&self) -> bool {
        self.ends(&[".yml", ".yaml"])
    }
}

/// One file being read, and what it says.
struct Reading<'a> {
    tree: &'a Tree,
    path: &'a str,
    scope: Scope,
    text: &'a str,
    lines: Vec<&'a str>,
    mentions: Vec<Mention>,
    own: Vec<String>,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    fn of(tree: &'a Tree, path: &'a str, scope: Scope, text: &'a str) -> Self {
        Self {
            tree,
            path,
            scope,
            text,
            lines: text.split('\n').collect(),
            mentions: Vec::new(),
            own: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Notes that a line (1-based) declares a name, in the scope of the file or a narrower one.
    fn add(&mut self, registry: &'static str, name: &str, kind: Kind, scope: Scope, line: usize) {
        let text = self.lines.get(line.saturating_sub(1)).unwrap_or(&"").trim();
        let here = (self.path, line, text);
        self.add_at(here, registry, name, kind, scope);
    }

    /// The same of a line of another file that this one refers to: path, line, text.
    fn add_at(
        &mut self,
        place: (&str, usize, &str),
        registry: &'static str,
        name: &str,
        kind: Kind,
        scope: Scope,
    ) {
        let name = name.trim();
        if name.is_empty() || name.len() > 400 || name.contains(char::is_whitespace) {
            return;
        }
        let (path, line, text) = place;
        self.mentions.push(Mention {
            registry,
            name: name.to_owned(),
            version: String::new(),
            kind,
            scope: self.scope.within(scope),
            path: path.to_owned(),
            line,
            text: text.chars().take(200).collect(),
        });
    }

    /// The same of a package that is linked in.
    fn package(&mut self, registry: &'static str, name: &str, scope: Scope, line: usize) {
        self.add(registry, name, Kind::Library, scope, line);
    }

    /// The same of a package that says which versions it allows.
    fn required(
        &mut self,
        (registry, name): (&'static str, &str),
        (requirement, writing): (&str, Writing),
        scope: Scope,
        line: usize,
    ) {
        let before = self.mentions.len();
        self.package(registry, name, scope, line);
        if let Some(mention) = self.mentions[before..].last_mut() {
            mention.version = version::beginning(requirement, writing).unwrap_or_default();
        }
    }

    /// Notes which version of a language the repository runs on; nothing where that is open.
    fn runtime(&mut self, name: &str, required: &str, writing: Writing, scope: Scope, line: usize) {
        if let Some(version) = version::beginning(required, writing) {
            self.add("runtime", name, Kind::Platform, scope, line);
            if let Some(mention) = self.mentions.last_mut() {
                mention.version = version;
            }
        }
    }

    /// Notes a tool that developers work with.
    fn tool(&mut self, name: &str, required: &str, line: usize) {
        let before = self.mentions.len();
        self.add("tool", name, Kind::Platform, Scope::Dev, line);
        if let Some(mention) = self.mentions[before..].last_mut() {
            mention.version = version::beginning(required, Writing::Exact).unwrap_or_default();
        }
    }

    /// The same of an image as it is written; what is built here or filled in elsewhere names nothing.
    fn image(&mut self, reference: &str, scope: Scope, line: usize) {
        self.image_of(reference, Kind::Service, scope, line);
    }

    /// Notes an image that is there as something else than a service.
    fn image_of(&mut self, reference: &str, kind: Kind, scope: Scope, line: usize) {
        if let Some(name) = image::name(reference) {
            self.add("docker", &name, kind, scope, line);
            if let Some(mention) = self.mentions.last_mut() {
                let tag = version::of_tag(reference).unwrap_or_default();
                tag.clone_into(&mut mention.version);
            }
        }
    }

    /// Notes what could not be read.
    fn problem(&mut self, line: usize, message: impl Into<String>) {
        self.problems.push(tree::problem(self.path, line, message));
    }

    /// Notes what a parser refused, and passes on what it read.
    fn read<T>(&mut self, parsed: Result<T, (usize, String)>) -> Option<T> {
        match parsed {
            Ok(document) => Some(document),
            Err((line, message)) => {
                self.problem(line, message);
                None
            }
        }
    }
}

/// Reads a directory, or the file of a bill of materials.
///
/// Mentions come by path, line, registry and name, each once; equal directories give equal answers. What cannot be
/// read is among the problems, and the rest is read.
///
/// # Errors
///
/// When the directory itself cannot be listed, or the file is no bill of materials.
pub fn read(path: &Path) -> io::Result<Declared> {
    if path.metadata()?.is_file() {
        return read_bill(path);
    }
    let (tree, mut problems) = Tree::of(path)?;
    let manifests = tree.manifests();
    let read: Vec<_> = manifests
        .par_iter()
        .map(|it| read_file(&tree, it))
        .collect();
    let mut declared = Declared::default();
    for file in read {
        declared.mentions.extend(file.mentions);
        declared.own.extend(file.own);
        declared.ignores.extend(file.ignores);
        problems.extend(file.problems);
    }
    declared.mentions.sort();
    declared.mentions.dedup();
    declared.languages = languages::shares(&tree);
    declared.homes = home::of(&tree);
    declared.own.extend(home::images(&declared.homes));
    problems.sort_by(|a, b| {
        a.place
            .cmp(&b.place)
            .then_with(|| a.message.cmp(&b.message))
    });
    problems.dedup();
    declared.problems = problems;
    Ok(declared)
}

fn read_bill(path: &Path) -> io::Result<Declared> {
    let refused = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
    let text = tree::text_of(path, tree::LARGEST_BILL).map_err(refused)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let nothing = Tree::default();
    let mut reading = Reading::of(&nothing, &name, Scope::Main, &text);
    sbom::read(&mut reading).map_err(|(line, why)| refused(format!("line {line}: {why}")))?;
    reading.mentions.sort();
    reading.mentions.dedup();
    Ok(Declared {
        mentions: reading.mentions,
        own: reading.own.into_iter().collect(),
        ..Declared::default()
    })
}

/// Reads the text of one manifest by its name, without the files that it refers to: for fuzzing.
#[must_use]
pub fn read_text(path: &str, text: &str) -> Declared {
    let nothing = Tree::default();
    let file = read_manifest(&nothing, path, Scope::Main, text);
    Declared {
        mentions: file.mentions,
        own: file.own.into_iter().collect(),
        ignores: file.ignores,
        problems: file.problems,
        ..Declared::default()
    }
}

/// Whether a text is a list of names, one a line, rather than a bill of materials.
#[must_use]
pub fn is_list(text: &str) -> bool {
    let marked = text.trim_start().starts_with(['{', '<', '[']) || text.contains("SPDXVersion:");
    !marked && text.lines().all(|it| it.len() <= 200)
}

/// What one file said.
#[derive(Default)]
struct FileRead {
    mentions: Vec<Mention>,
    own: Vec<String>,
    ignores: Vec<Ignore>,
    problems: Vec<Problem>,
}

fn read_file(tree: &Tree, path: &str) -> FileRead {
    let Some(scope) = scope::of_path(path) else {
        return FileRead::default();
    };
    let text = match tree.text(path) {
        Ok(text) => text,
        Err(message) => {
            return FileRead {
                problems: vec![tree::problem(path, 0, message)],
                ..FileRead::default()
            };
        }
    };
    read_manifest(tree, path, scope, &text)
}

fn read_manifest(tree: &Tree, path: &str, scope: Scope, text: &str) -> FileRead {
    let mut reading = Reading::of(tree, path, scope, text);
    let lower = path.to_lowercase();
    let name = Name::of(&lower);
    for manifest in MANIFESTS.iter().filter(|it| (it.is)(&name)) {
        (manifest.read)(&mut reading);
    }
    FileRead {
        ignores: known::ignores(path, &reading.lines),
        mentions: reading.mentions,
        own: reading.own,
        problems: reading.problems,
    }
}

impl<'a> Name<'a> {
    fn of(lower: &'a str) -> Self {
        Self {
            path: lower,
            file: lower.rsplit('/').next().unwrap_or(lower),
        }
    }
}

/// Whether any manifest is read from a file of this name.
fn is_manifest(path: &str) -> bool {
    let lower = path.to_lowercase();
    let name = Name::of(&lower);
    MANIFESTS.iter().any(|it| (it.is)(&name))
}
