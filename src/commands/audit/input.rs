//! What `audit` is given: a directory, a bill of materials, the JSON of `scan`, or a list of names.

use std::path::Path;

use serde::Deserialize;

use crate::catalog::{Catalog, take_standard_input};
use crate::commands::World;
use crate::commands::failure::Failure;
use crate::commands::known::{self, Thing};
use crate::commands::scan::{DeclaredTechnology, Evidence, scanned};
use crate::graph::Graph;
use crate::scan::{Ignore, Scope};

/// No list of names or answer of `scan` is larger.
const LARGEST: u64 = 64 << 20;

/// What is looked at.
pub(super) struct Audited {
    pub(super) root: String,
    /// The slug a system of that name would have.
    pub(super) name: String,
    pub(super) languages: Vec<String>,
    pub(super) technologies: Vec<DeclaredTechnology>,
    /// Each package, image and runtime that is declared, whether the catalogue knows it or not.
    pub(super) declared: Vec<Evidence>,
    pub(super) ignores: Vec<Ignore>,
}

/// The part of an answer of `scan` that is read again.
#[derive(Deserialize)]
struct Answered {
    #[serde(default)]
    languages: Vec<String>,
    technologies: Vec<AnsweredTechnology>,
    #[serde(default)]
    unknown: Vec<AnsweredName>,
    #[serde(default)]
    runtimes: Vec<AnsweredName>,
}

#[derive(Deserialize)]
struct AnsweredName {
    #[serde(default)]
    evidence: Vec<AnsweredEvidence>,
}

#[derive(Deserialize)]
struct AnsweredTechnology {
    entry: String,
    #[serde(default)]
    evidence: Vec<AnsweredEvidence>,
}

#[derive(Deserialize)]
struct AnsweredEvidence {
    path: String,
    line: usize,
    #[serde(default)]
    text: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    package: String,
    #[serde(default)]
    version: String,
}

impl Audited {
    pub(super) fn read(path: &Path, catalog: &Catalog, world: &World) -> Result<Self, Failure> {
        let refused =
            |why: &dyn std::fmt::Display| Failure::usage(format!("{}: {why}", path.display()));
        let root = path.to_string_lossy().into_owned();
        if path == Path::new("-") {
            return of_standard_input(catalog, world);
        }
        let kind = std::fs::metadata(path)
            .map_err(|error| refused(&format!("cannot be read: {error}")))?;
        if kind.is_file() && kind.len() <= LARGEST {
            let text = std::fs::read_to_string(path)
                .map_err(|error| refused(&format!("cannot be read: {error}")))?;
            let graph = Graph::new(&catalog.index);
            if let Ok(answered) = serde_json::from_str::<Answered>(&text) {
                return answered.audited(&graph, root);
            }
            if crate::scan::is_list(&text) {
                return of_names(&graph, root, &text, world);
            }
        }
        let scanned = scanned(path, catalog, world)?;
        Ok(Self {
            root,
            name: scanned.slug(),
            languages: scanned.languages,
            declared: scanned.declared,
            technologies: scanned.technologies,
            ignores: scanned.ignores,
        })
    }
}

/// The standard input: an answer of `scan`, or names one a line.
fn of_standard_input(catalog: &Catalog, world: &World) -> Result<Audited, Failure> {
    use std::io::Read as _;
    let input = take_standard_input().map_err(Failure::usage)?;
    let mut text = String::new();
    let read = input.take(LARGEST).read_to_string(&mut text);
    read.map_err(|error| Failure::usage(format!("stdin: cannot be read: {error}")))?;
    let graph = Graph::new(&catalog.index);
    match serde_json::from_str::<Answered>(&text) {
        Ok(answered) => answered.audited(&graph, "stdin".to_owned()),
        Err(_) if crate::scan::is_list(&text) => of_names(&graph, "stdin".to_owned(), &text, world),
        Err(_) => Err(Failure::usage(
            "stdin: expected the JSON of `scan` or names, one a line; a bill of materials is read from a file",
        )),
    }
}

impl Answered {
    fn audited(self, graph: &Graph<'_>, root: String) -> Result<Audited, Failure> {
        let of_technologies = self.technologies.iter().flat_map(|it| &it.evidence);
        let names = self.unknown.iter().chain(&self.runtimes);
        let all = of_technologies.chain(names.flat_map(|it| &it.evidence));
        let declared: Vec<Evidence> = all.map(AnsweredEvidence::read).collect();
        let technologies: Result<Vec<_>, Failure> = self
            .technologies
            .into_iter()
            .map(|it| it.declared(graph))
            .collect();
        Ok(Audited {
            root,
            name: String::new(),
            languages: self.languages,
            technologies: technologies?,
            declared,
            ignores: Vec::new(),
        })
    }
}

impl AnsweredTechnology {
    fn declared(self, graph: &Graph<'_>) -> Result<DeclaredTechnology, Failure> {
        let node = known::entry(graph, &self.entry)?;
        let evidence = self.evidence.iter().map(AnsweredEvidence::read);
        Ok(DeclaredTechnology::of(graph, node, evidence.collect()))
    }
}

impl AnsweredEvidence {
    fn read(&self) -> Evidence {
        let scope = Scope::ALL
            .into_iter()
            .find(|scope| scope.name() == self.scope)
            .unwrap_or(Scope::Main);
        let kind = ["service", "library", "platform"]
            .into_iter()
            .find(|kind| *kind == self.kind)
            .unwrap_or("library");
        Evidence {
            path: self.path.clone(),
            line: self.line,
            text: self.text.clone(),
            kind,
            scope: scope.name(),
            package: self.package.clone(),
            version: self.version.clone(),
            is: scope,
        }
    }
}

/// Names one a line; what follows `#` is a comment. One that nothing has is told, and the others are judged; where none is
/// known it is no list of names.
fn of_names(
    graph: &Graph<'_>,
    root: String,
    text: &str,
    world: &World,
) -> Result<Audited, Failure> {
    let mut unknown: Vec<Failure> = Vec::new();
    let mut technologies: Vec<DeclaredTechnology> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let name = line
            .split('#')
            .next()
            .unwrap_or_default()
            .trim()
            .trim_start_matches("- ");
        if name.is_empty() {
            continue;
        }
        let node = match known::entry(graph, name) {
            Ok(node) => node,
            Err(failure) => {
                world.note(&unknown_name(&root, at + 1, &failure));
                unknown.push(failure);
                continue;
            }
        };
        let evidence = Evidence {
            path: root.clone(),
            line: at + 1,
            text: line.trim().to_owned(),
            kind: "library",
            scope: Scope::Main.name(),
            package: String::new(),
            version: String::new(),
            is: Scope::Main,
        };
        let entry = Thing::of(graph, node).entry;
        match technologies.iter_mut().find(|it| it.thing.entry == entry) {
            Some(known) => known.evidence.push(evidence),
            None => technologies.push(DeclaredTechnology::of(graph, node, vec![evidence])),
        }
    }
    if let Some(failure) = unknown
        .into_iter()
        .next()
        .filter(|_| technologies.is_empty())
    {
        return Err(failure);
    }
    Ok(Audited {
        root,
        name: String::new(),
        languages: Vec::new(),
        technologies,
        declared: Vec::new(),
        ignores: Vec::new(),
    })
}

/// What to say of a line whose name nothing has.
fn unknown_name(root: &str, line: usize, failure: &Failure) -> String {
    let near = match failure {
        Failure::Unknown {
            nearest: Some(near),
            ..
        } => format!(", did you mean `{near}`?"),
        _ => String::new(),
    };
    format!("{root}:{line}: {failure}, not judged{near}")
}
