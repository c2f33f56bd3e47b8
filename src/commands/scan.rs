//! `scan`: the technologies that the manifests of a directory, or a bill of materials, declare.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::known::Thing;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::packages::{Meaning, Packages, Role, normal};
use crate::graph::{Graph, Node};
use crate::model::diagram::{self, Diagram, Kind as Drawn};
use crate::model::page::{Block, Page, Table};
use crate::scan::{Declared, Ignore, Kind, Mention, Scope, read};

/// What stands below this part of the source files is not what a repository is written in.
const LEAST_SHARE: f64 = 0.05;
/// What a choice has to fit is a larger part.
const LEAST_WRITTEN: f64 = 0.1;

/// The technologies a repository's manifests declare, with file and line; or those of a bill of materials
#[derive(Clone, Debug, Default, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["path"]))]
pub struct Scan {
    /// A directory, or a bill of materials: `CycloneDX` (JSON, XML) or SPDX (JSON, tag-value)
    #[arg(value_name = "DIR|SBOM")]
    pub path: PathBuf,
    /// What declarations are for, main unless told otherwise; JSON has all of them
    #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
    pub scope: Vec<WantedScope>,
}

/// What declarations are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WantedScope {
    /// What the system is made of and runs on
    Main,
    /// What developers work with, and what is optional
    Dev,
    /// What tests need
    Test,
    /// What builds and checks it
    Ci,
    /// Examples and documentation
    Example,
    /// Everything
    All,
}

impl WantedScope {
    /// Whether a declaration of a scope is wanted.
    pub(super) fn holds(self, scope: Scope) -> bool {
        match self {
            Self::All => true,
            Self::Main => scope == Scope::Main,
            Self::Dev => scope == Scope::Dev,
            Self::Test => scope == Scope::Test,
            Self::Ci => scope == Scope::Ci,
            Self::Example => scope == Scope::Example,
        }
    }
}

impl Ask for Scan {
    type Answer = Scanned;
    const NAME: &'static str = "scan";
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[
        Shape::Page,
        Shape::Json,
        Shape::Records,
        Shape::Diagram,
        Shape::Statements,
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen scan .",
        "stackgen scan . --format json -o stack.json",
        "stackgen scan bom.cdx.json --format csv",
    ];

    fn answer(self, world: &World) -> Result<Scanned, Failure> {
        let catalog = world.whole()?;
        let mut scanned = scanned(&self.path, &catalog, world)?;
        if !self.scope.is_empty() {
            scanned.wanted = self.scope;
        }
        Ok(scanned)
    }
}

/// Reads a directory or bill and looks up what its names stand for; what could not be read is noted.
pub(super) fn scanned(path: &Path, catalog: &Catalog, world: &World) -> Result<Scanned, Failure> {
    let declared = read(path)
        .map_err(|error| Failure::usage(format!("{}: cannot be read: {error}", path.display())))?;
    for problem in &declared.problems {
        world.note(&problem.to_string());
    }
    let graph = Graph::new(&catalog.index);
    Ok(Scanned::of(path, declared, &graph))
}

/// What a repository declares.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Scanned {
    /// What was read, as it was named.
    pub root: String,
    /// The languages that source files are written in, most files first, by slug.
    pub languages: Vec<String>,
    /// How many source files are written in each language.
    pub shares: Vec<LanguageShare>,
    /// The technologies and standards, by slug.
    pub technologies: Vec<DeclaredTechnology>,
    /// Images and packages of scope main that no entry answers for.
    pub unknown: Vec<UnknownName>,
    /// The runtimes whose version is declared apart from images: `python` in `.tool-versions`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub runtimes: Vec<UnknownName>,
    /// Each package, image and runtime that is declared, whether an entry answers for it or not.
    #[serde(skip)]
    pub(super) declared: Vec<Evidence>,
    #[serde(skip)]
    name: String,
    #[serde(skip)]
    wanted: Vec<WantedScope>,
    #[serde(skip)]
    pub(super) ignores: Vec<Ignore>,
}

/// A language and its part of the source files.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LanguageShare {
    /// Its slug.
    pub language: &'static str,
    /// How many source files.
    pub files: usize,
    /// From 0 to 1.
    pub share: f64,
}

/// A technology, and where it is declared.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DeclaredTechnology {
    /// The technology.
    #[serde(flatten)]
    pub thing: Thing,
    /// What it is for, by slug.
    pub needs: Vec<String>,
    /// Where it is declared, by path and line.
    pub evidence: Vec<Evidence>,
}

/// A name that no entry answers for, or a runtime.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct UnknownName {
    /// `image`, `package` or `runtime`.
    pub kind: &'static str,
    /// The image, or the package with its registry: `npm:left-pad`.
    pub name: String,
    /// Where it is declared, by path and line.
    pub evidence: Vec<Evidence>,
}

/// A line that declares something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// The file, below what was read.
    pub path: String,
    /// The line on which the name stands, from 1.
    pub line: usize,
    /// The line itself.
    pub text: String,
    /// `service`, `library` or `platform`.
    pub kind: &'static str,
    /// `main`, `dev`, `test`, `ci` or `example`.
    pub scope: &'static str,
    /// The name with its registry: `npm:kafkajs`, `docker:redis`.
    pub package: String,
    /// The tag of an image; of a package what every version that is allowed begins with.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    #[serde(skip)]
    pub(super) is: Scope,
}

impl Evidence {
    fn of(mention: &Mention) -> Self {
        Self {
            path: mention.path.clone(),
            line: mention.line,
            text: mention.text.clone(),
            kind: mention.kind.name(),
            scope: mention.scope.name(),
            package: mention.package(),
            version: mention.version.clone(),
            is: mention.scope,
        }
    }

    /// Where it is, for people.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

/// What speaks for a technology.
struct Found {
    node: Node,
    evidence: Vec<Evidence>,
    /// Whether any of it does so alone: components of Symfony are used without the framework, too.
    is_shown: bool,
}

impl Found {
    fn of(node: Node) -> Self {
        Self {
            node,
            evidence: Vec::new(),
            is_shown: false,
        }
    }
}

impl Scanned {
    fn of(root: &Path, declared: Declared, graph: &Graph<'_>) -> Self {
        let packages = Packages::of(graph);
        let own: BTreeSet<String> = declared.own.iter().map(|it| normal(it)).collect();
        let homes = declared.homes.iter();
        let itself: Vec<Node> = homes
            .flat_map(|it| packages.developed_in(it))
            .copied()
            .collect();
        let mut technologies: BTreeMap<&str, Found> = BTreeMap::new();
        let mut unknown: BTreeMap<(&'static str, String), Vec<Evidence>> = BTreeMap::new();
        let mut meanings: HashMap<String, Option<Vec<Meaning>>> = HashMap::new();
        for mention in &declared.mentions {
            // What the repository makes itself means nothing here.
            let means = meanings.entry(mention.package()).or_insert_with_key(|it| {
                (!own.contains(&normal(it))).then(|| packages.meaning(it))
            });
            let Some(means) = means else { continue };
            for meaning in means.iter().filter(|it| !itself.contains(&it.node)) {
                let found = technologies
                    .entry(graph.slug(meaning.node))
                    .or_insert_with(|| Found::of(meaning.node));
                found.is_shown |= meaning.role != Role::Part;
                found.evidence.push(Evidence::of(mention));
            }
            if let (true, Some(name)) = (means.is_empty(), unknown_name(mention)) {
                unknown.entry(name).or_default().push(Evidence::of(mention));
            }
        }
        let name = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let shown = declared
            .languages
            .iter()
            .filter(|it| it.share >= LEAST_SHARE);
        Self {
            root: root.to_string_lossy().into_owned(),
            languages: shown.map(|it| it.language.to_owned()).collect(),
            shares: declared.languages.iter().map(LanguageShare::of).collect(),
            technologies: technologies
                .into_values()
                .filter(|it| it.is_shown)
                .map(|it| DeclaredTechnology::of(graph, it.node, it.evidence))
                .collect(),
            unknown: unknown
                .into_iter()
                .map(|((kind, name), evidence)| UnknownName {
                    kind,
                    name,
                    evidence,
                })
                .collect(),
            name: name.file_name().map_or_else(
                || "repository".to_owned(),
                |it| it.to_string_lossy().into_owned(),
            ),
            wanted: vec![WantedScope::Main],
            declared: all_of(&declared.mentions, &own),
            runtimes: runtimes(&declared.mentions),
            ignores: declared.ignores,
        }
    }

    /// The languages that most of the repository is written in; scripts do not decide.
    pub(super) fn written_in(&self) -> Vec<String> {
        let main = self
            .shares
            .iter()
            .filter(|it| it.share >= LEAST_WRITTEN && it.language != "shell");
        main.map(|it| it.language.to_owned()).collect()
    }

    /// The technologies of scope main, by slug.
    pub(super) fn chosen(&self) -> Vec<String> {
        let technologies = self
            .technologies
            .iter()
            .filter(|it| !it.thing.iri.contains("/id/standard/"));
        let main = technologies.filter(|it| it.evidence.iter().any(|it| it.is == Scope::Main));
        main.map(|it| it.thing.entry.clone()).collect()
    }

    /// The technologies with evidence of the scopes asked for, and that evidence.
    fn shown(&self) -> Vec<(&DeclaredTechnology, Vec<&Evidence>)> {
        let holds = |it: &&Evidence| self.wanted.iter().any(|scope| scope.holds(it.is));
        let shown = self
            .technologies
            .iter()
            .map(|it| (it, it.evidence.iter().filter(holds).collect::<Vec<_>>()));
        shown.filter(|it| !it.1.is_empty()).collect()
    }
}

impl LanguageShare {
    fn of(share: &crate::scan::Share) -> Self {
        Self {
            language: share.language,
            files: share.files,
            share: super::known::rounded(share.share),
        }
    }
}

impl DeclaredTechnology {
    pub(super) fn of(graph: &Graph<'_>, node: Node, mut evidence: Vec<Evidence>) -> Self {
        // Two names on one line, such as group and artifact of a family, are one piece of evidence.
        evidence.dedup_by(|a, b| a.path == b.path && a.line == b.line);
        let needs = graph
            .objects(node, sg::IN_CATEGORY)
            .filter(|it| graph.is_a(*it, sg::NEED));
        let mut needs: Vec<String> = needs.map(|it| graph.slug(it).to_owned()).collect();
        needs.sort_unstable();
        needs.dedup();
        Self {
            thing: Thing::of(graph, node),
            needs,
            evidence,
        }
    }

    /// How it is part of the system: the closest of its declarations.
    fn kind(evidence: &[&Evidence]) -> &'static str {
        evidence.first().map_or("", |it| it.kind)
    }
}

/// All that is declared and not the repository's own.
fn all_of(mentions: &[Mention], own: &BTreeSet<String>) -> Vec<Evidence> {
    let foreign = mentions
        .iter()
        .filter(|it| !own.contains(&normal(&it.package())));
    foreign.map(Evidence::of).collect()
}

/// The runtimes whose version is declared, by name.
fn runtimes(mentions: &[Mention]) -> Vec<UnknownName> {
    let mut found: BTreeMap<&str, Vec<Evidence>> = BTreeMap::new();
    for mention in mentions.iter().filter(|it| it.registry == "runtime") {
        let evidence = found.entry(&mention.name).or_default();
        evidence.push(Evidence::of(mention));
    }
    let named = found.into_iter().map(|(name, evidence)| UnknownName {
        kind: "runtime",
        name: name.to_owned(),
        evidence,
    });
    named.collect()
}

/// What a mention is called where no entry answers for it; nothing for what is no image or package, or of another scope.
fn unknown_name(mention: &Mention) -> Option<(&'static str, String)> {
    let registry = mention.registry;
    let is_package =
        mention.kind == Kind::Library && registry != "gradle" && !mention.name.starts_with("ext-");
    if Packages::is_part(&mention.name) {
        return None;
    }
    match mention.scope {
        Scope::Main if registry == "docker" => Some(("image", mention.name.clone())),
        Scope::Main if is_package || registry == "helm" => Some(("package", mention.package())),
        _ => None,
    }
}

/// How many places of a technology a table shows.
const PLACES: usize = 2;
/// How many names that nobody knows a page shows.
const UNKNOWN: usize = 12;

impl Shapes for Scanned {
    fn found(&self) -> bool {
        !self.technologies.is_empty() || !self.unknown.is_empty()
    }

    fn page(&self) -> Page {
        let mut page = Page::default();
        page.push(Block::Heading(format!("What {} declares", self.name)));
        if !self.languages.is_empty() {
            let shares = self
                .shares
                .iter()
                .filter(|it| self.languages.iter().any(|name| name == it.language));
            let shares: Vec<String> = shares
                .map(|it| format!("{} {:.0} %", it.language, it.share * 100.0))
                .collect();
            page.push(Block::Paragraph(format!(
                "Languages: {}",
                shares.join(", ")
            )));
        }
        let shown = self.shown();
        if shown.is_empty() {
            page.push(Block::Paragraph(
                "No technology of the catalogue is declared.".to_owned(),
            ));
        } else {
            let mut table = Table::new(&["technology", "kind", "needs", "where"]);
            for (technology, evidence) in shown {
                table.push(vec![
                    technology.thing.name.clone(),
                    DeclaredTechnology::kind(&evidence).to_owned(),
                    technology.needs.join(", "),
                    places(&evidence),
                ]);
            }
            page.push(Block::Table(table));
        }
        if !self.unknown.is_empty() {
            let names: Vec<&str> = self
                .unknown
                .iter()
                .take(UNKNOWN)
                .map(|it| it.name.as_str())
                .collect();
            let more = self.unknown.len().saturating_sub(UNKNOWN);
            let more = if more > 0 {
                format!(" and {more} more, with places in JSON and CSV")
            } else {
                String::new()
            };
            page.push(Block::Paragraph(format!(
                "Not in the catalogue: {}{more}",
                names.join(", ")
            )));
        }
        page
    }

    fn records(&self) -> Table {
        let mut table = Table::new(&[
            "entry", "name", "package", "kind", "scope", "path", "line", "text",
        ])
        .numeric(&[6]);
        let mut push = |entry: &str, name: &str, it: &Evidence| {
            table.push(vec![
                entry.to_owned(),
                name.to_owned(),
                it.package.clone(),
                it.kind.to_owned(),
                it.scope.to_owned(),
                it.path.clone(),
                it.line.to_string(),
                it.text.clone(),
            ]);
        };
        for (technology, evidence) in self.shown() {
            for it in evidence {
                push(&technology.thing.entry, &technology.thing.name, it);
            }
        }
        for unknown in &self.unknown {
            for it in &unknown.evidence {
                push("", &unknown.name, it);
            }
        }
        table
    }

    fn diagram(&self) -> Diagram {
        let drawn = |iri: String, label: &str, kind, focus, note: String| diagram::Node {
            iri,
            label: label.to_owned(),
            kind,
            focus,
            note,
            ..diagram::Node::default()
        };
        let mut nodes = vec![drawn(
            self.iri(),
            &self.name,
            Drawn::System,
            true,
            self.languages.join(", "),
        )];
        let mut edges = Vec::new();
        for (technology, evidence) in self.shown() {
            edges.push(diagram::Edge {
                from: 0,
                to: nodes.len(),
                label: "uses".to_owned(),
                inverse: "used by".to_owned(),
                iri: sg::USES.to_owned(),
                ..diagram::Edge::default()
            });
            let kind = if technology.thing.iri.contains("/id/standard/") {
                Drawn::Standard
            } else {
                Drawn::Technology
            };
            let note = DeclaredTechnology::kind(&evidence).to_owned();
            nodes.push(drawn(
                technology.thing.iri.clone(),
                &technology.thing.name,
                kind,
                false,
                note,
            ));
        }
        Diagram {
            title: format!("What {} declares", self.name),
            nodes,
            edges,
            ..Diagram::default()
        }
    }

    fn quads(&self) -> Vec<Quad> {
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        let system = node(&self.iri());
        let say = |property: &str, object: Term| {
            Quad::new(
                system.clone(),
                node(property),
                object,
                GraphName::DefaultGraph,
            )
        };
        let mut quads = vec![
            say(sg::TYPE, node(sg::SYSTEM).into()),
            say(sg::LABEL, Literal::new_simple_literal(&self.name).into()),
        ];
        for language in &self.languages {
            let language = format!("https://w3id.org/stackgen/id/language/{language}");
            quads.push(say(sg::WRITTEN_IN, node(&language).into()));
        }
        for (technology, _) in self.shown() {
            // A standard is not something a system runs.
            if !technology.thing.iri.contains("/id/standard/") {
                quads.push(say(sg::USES, node(&technology.thing.iri).into()));
            }
        }
        quads
    }
}

impl Scanned {
    /// What the repository is called in statements.
    fn iri(&self) -> String {
        format!("https://w3id.org/stackgen/id/system/{}", self.slug())
    }

    /// The slug of the system that the repository is.
    pub(super) fn slug(&self) -> String {
        slug(&self.name)
    }
}

/// The first places, and how many more there are.
pub(super) fn places(evidence: &[&Evidence]) -> String {
    let mut places: Vec<String> = evidence.iter().take(PLACES).map(|it| it.place()).collect();
    if evidence.len() > PLACES {
        places.push(format!("and {} more", evidence.len() - PLACES));
    }
    places.join(", ")
}
