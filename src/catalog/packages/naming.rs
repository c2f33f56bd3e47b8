//! The naming rule: what a package means that nobody states, by the repository or the name it carries.
//!
//! Registries of one language rarely hold a package with the name of a technology that is not it, provided code of that
//! language uses the technology. A name alone, without the language, says nothing: `npm:flux` is not Flux of Kubernetes.

use std::collections::HashMap;

use super::{Certainty, Meaning, Role};
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id};
use crate::catalog::identify::Identify;
use crate::graph::{Graph, Node};

/// Registries and the languages whose code takes packages from them. What stands in none of these has no language.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("clojars", &["clojure", "java"]),
    ("composer", &["php"]),
    ("conan", &["c", "cpp"]),
    ("crates", &["rust"]),
    ("gem", &["ruby"]),
    ("go", &["go"]),
    ("hackage", &["haskell"]),
    ("hex", &["elixir", "erlang"]),
    ("maven", &["java", "kotlin", "scala", "groovy"]),
    ("npm", &["javascript", "typescript", "node-js"]),
    ("nuget", &["csharp", "fsharp", "dotnet"]),
    ("opam", &["ocaml"]),
    ("pub", &["dart"]),
    ("pypi", &["python"]),
    ("vcpkg", &["c", "cpp"]),
];

/// Words that a package adds to the name of what it belongs to, and what that makes it. Seen in the manifests of public systems.
const ENDINGS: &[(&str, Role)] = &[
    ("js", Role::Own),
    ("py", Role::Own),
    ("rb", Role::Own),
    ("rs", Role::Own),
    ("go", Role::Own),
    ("php", Role::Own),
    ("core", Role::Own),
    ("all", Role::Own),
    ("classic", Role::Own),
    ("api", Role::Own),
    ("framework", Role::Own),
    ("server", Role::Own),
    ("bom", Role::Own),
    ("parent", Role::Own),
    ("client", Role::Client),
    ("clients", Role::Client),
    ("driver", Role::Client),
    ("sdk", Role::Client),
    ("java", Role::Client),
    ("node", Role::Client),
    ("nodejs", Role::Client),
    ("python", Role::Client),
    ("ruby", Role::Client),
    ("dotnet", Role::Client),
    ("starter", Role::Starter),
    ("spring-boot-starter", Role::Starter),
    ("spring-boot3-starter", Role::Starter),
    ("kotlin", Role::Plugin),
    ("scala", Role::Plugin),
    ("junit-jupiter", Role::Plugin),
    ("jdk8", Role::Own),
    ("jvm", Role::Own),
];
/// The same before the name.
const BEGINNINGS: &[(&str, Role)] = &[
    ("node-", Role::Client),
    ("python-", Role::Client),
    ("ruby-", Role::Client),
    ("go-", Role::Client),
    ("php-", Role::Client),
    ("spring-boot-starter-data-", Role::Starter),
    ("spring-boot-starter-", Role::Starter),
    ("quarkus-", Role::Starter),
    ("micronaut-", Role::Starter),
];
/// Words that an image adds to the name of what it runs.
const IMAGE_ENDINGS: &[&str] = &[
    "server",
    "cluster",
    "sentinel",
    "sharded",
    "ha",
    "db",
    "master",
    "slave",
    "primary",
    "replica",
    "broker",
    "alpine",
    "docker",
    "standalone",
    "oss",
    "ce",
    "ee",
    "operator",
    "all-in-one",
];
/// Groups of artifacts that belong to many projects, so that what they are called says nothing of one.
const SHARED_GROUPS: &[&str] = &[
    "apache",
    "github",
    "google",
    "eclipse",
    "sonatype",
    "codehaus",
    "jetbrains",
];

/// What the entries of a graph are called, and their repositories.
pub(super) struct Names<'a> {
    graph: Graph<'a>,
    links: Identify,
    named: HashMap<String, Vec<Node>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(graph: Graph<'a>) -> Self {
        let mut named: HashMap<String, Vec<Node>> = HashMap::new();
        let mut note = |name: &str, node| {
            let known = named.entry(squeezed(name)).or_default();
            if !known.contains(&node) {
                known.push(node);
            }
        };
        for class in [sg::TECHNOLOGY, sg::STANDARD] {
            for node in graph.of_class(class) {
                note(graph.slug(node), node);
                for property in [sg::LABEL, sg::ALT_LABEL] {
                    for name in graph.objects(node, property) {
                        note(graph.text(name), node);
                    }
                }
            }
        }
        Self {
            graph,
            links: Identify::of(&graph),
            named,
        }
    }

    /// What a package, written as it is looked up, means by its repository, else by its name.
    pub(super) fn meaning(&self, package: &str) -> Vec<Meaning> {
        let Some((registry, name)) = package.split_once(':') else {
            return Vec::new();
        };
        let meant = match registry {
            "docker" => self.image(name),
            "helm" => self.server(name),
            _ => self.package(registry, name),
        };
        meant.into_iter().collect()
    }

    fn package(&self, registry: &str, name: &str) -> Option<Meaning> {
        if let Some(node) = repository(registry, name).and_then(|link| self.links.by_link(&link)) {
            return Some(found(Certainty::Repository, Role::Own, node));
        }
        let languages = LANGUAGES
            .iter()
            .find(|(known, _)| *known == registry)
            .map(|(_, languages)| *languages)?;
        candidates(registry, name)
            .into_iter()
            .find_map(|(name, role)| {
                let node = self.used_from(&name, languages)?;
                Some(found(Certainty::Name, role, node))
            })
    }

    /// The one entry of this name that code of one of `languages` uses.
    fn used_from(&self, name: &str, languages: &[&str]) -> Option<Node> {
        let nodes = self.named.get(&squeezed(name))?;
        let mut fitting = nodes.iter().filter(|node| self.fits(**node, languages));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(*first)
    }

    /// Whether a technology is made for one of these languages or has a client for it; of what stands beside any code,
    /// whether it is written in one.
    fn fits(&self, node: Node, languages: &[&str]) -> bool {
        let property = if self.is_beside_code(node) {
            sg::WRITTEN_IN
        } else {
            sg::USABLE_FROM
        };
        languages.iter().any(|language| {
            let language = self.graph.node(&id("language", language));
            language.is_some_and(|it| self.graph.says(node, property, it))
        })
    }

    fn is_beside_code(&self, node: Node) -> bool {
        let any = self.graph.node(&id("language", "any"));
        any.is_some_and(|any| self.graph.says(node, sg::MADE_FOR, any))
    }

    /// Whether a technology runs by itself: made for no language of its own.
    fn is_server(&self, node: Node) -> bool {
        self.is_beside_code(node) || self.graph.objects(node, sg::MADE_FOR).next().is_none()
    }

    fn image(&self, name: &str) -> Option<Meaning> {
        let parts: Vec<&str> = name.split('/').collect();
        let last = *parts.last()?;
        if let [.., owner, file] = parts.as_slice() {
            let link = format!("https://github.com/{owner}/{file}");
            let node = self.links.by_link(&link).filter(|it| self.is_server(*it));
            if let Some(node) = node {
                return Some(found(Certainty::Repository, Role::Own, node));
            }
        }
        self.server(last)
    }

    /// The one technology of this name that runs by itself.
    fn server(&self, name: &str) -> Option<Meaning> {
        let shorter = IMAGE_ENDINGS
            .iter()
            .filter_map(|ending| name.strip_suffix(ending)?.strip_suffix('-'));
        std::iter::once(name).chain(shorter).find_map(|name| {
            let nodes = self.named.get(&squeezed(name))?;
            let mut fitting = nodes
                .iter()
                .filter(|it| self.graph.is_a(**it, sg::TECHNOLOGY) && self.is_server(**it));
            let first = fitting.next()?;
            let node = fitting.next().is_none().then_some(*first)?;
            Some(found(Certainty::Name, Role::Own, node))
        })
    }
}

fn found(certainty: Certainty, role: Role, node: Node) -> Meaning {
    Meaning {
        certainty,
        role,
        node,
    }
}

/// A name without case, blanks and marks: `Next.js` and `nextjs` are one.
fn squeezed(name: &str) -> String {
    slug(name).replace('-', "")
}

/// The repository that a package is named after, where its registry names packages so.
fn repository(registry: &str, name: &str) -> Option<String> {
    let hosted = match registry {
        "go" => name.strip_prefix("github.com/")?.to_owned(),
        "composer" | "github" => name.to_owned(),
        "swift" => name.trim_start_matches("github.com/").to_owned(),
        "maven" => {
            let (group, artifact) = name.split_once(':')?;
            let owner = group
                .strip_prefix("com.github.")
                .or_else(|| group.strip_prefix("io.github."))?;
            format!("{owner}/{artifact}")
        }
        _ => return None,
    };
    let mut parts = hosted.split('/');
    let (owner, name) = (parts.next()?, parts.next()?);
    Some(format!("https://github.com/{owner}/{name}"))
}

/// The names that a package may carry, the likeliest first, and what it is to the technology of that name.
fn candidates(registry: &str, name: &str) -> Vec<(String, Role)> {
    let mut all = Vec::new();
    match registry {
        "maven" => {
            let (group, artifact) = name.split_once(':').unwrap_or((name, ""));
            all.extend(shortened(artifact));
            let last = group.rsplit('.').next().unwrap_or_default();
            if !SHARED_GROUPS.contains(&last) && group.contains('.') {
                all.push((last.to_owned(), Role::Own));
            }
        }
        "npm" if name.starts_with('@') => {
            let (scope, name) = name[1..].split_once('/').unwrap_or((&name[1..], ""));
            // Types of a package for the compiler are no use of it.
            if scope != "types" {
                all.push((scope.to_owned(), Role::Plugin));
                all.extend(shortened(name));
            }
        }
        "nuget" => {
            all.extend(shortened(&name.replace('.', "-")));
            let words: Vec<&str> = name.split('.').collect();
            if !["microsoft", "system"].contains(&words[0]) {
                let shorter = (1..words.len()).rev();
                all.extend(shorter.map(|count| (words[..count].join("-"), Role::Plugin)));
            }
        }
        "composer" => {
            let (vendor, name) = name.split_once('/').unwrap_or(("", name));
            all.extend(shortened(name));
            all.push((vendor.to_owned(), Role::Plugin));
        }
        "go" => all.extend(name.rsplit('/').next().map(shortened).unwrap_or_default()),
        _ => all.extend(shortened(name)),
    }
    all.retain(|(name, _)| squeezed(name).len() > 1);
    all
}

/// A name, and what is left of it without what packages add to names.
fn shortened(name: &str) -> Vec<(String, Role)> {
    let name = slug(name);
    let ended = ENDINGS.iter().filter_map(|(ending, role)| {
        let name = name.strip_suffix(ending)?.strip_suffix('-')?;
        Some((name.to_owned(), *role))
    });
    let begun = BEGINNINGS
        .iter()
        .filter_map(|(beginning, role)| Some((name.strip_prefix(beginning)?.to_owned(), *role)));
    std::iter::once((name.clone(), Role::Own))
        .chain(ended)
        .chain(begun)
        .collect()
}
