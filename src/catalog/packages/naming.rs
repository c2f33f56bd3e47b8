//! The naming rule: what a package means that nobody states, by the repository or the name it carries.
//!
//! Registries of one language rarely hold a package with the name of a technology that is not it, provided code of that
//! language uses the technology. A name alone, without the language, says nothing: `npm:flux` is not Flux of Kubernetes.
//! Nor does a name in somebody else's space: `npm:@heroicons/react` is not React.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::{Certainty, Meaning, Role};
use crate::base::link::Address;
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Graph, Node};

/// Registries and the languages whose code takes packages from them. What stands in none of these has no language.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("cmake", &["c", "cpp"]),
    ("clojars", &["clojure", "java"]),
    ("composer", &["php"]),
    ("conan", &["c", "cpp"]),
    ("crates", &["rust"]),
    ("gem", &["ruby"]),
    ("go", &["go"]),
    ("hackage", &["haskell"]),
    ("hex", &["elixir", "erlang"]),
    ("maven", &["java", "kotlin", "scala", "groovy", "clojure"]),
    ("npm", &["javascript", "typescript", "node-js"]),
    ("nuget", &["csharp", "fsharp", "dotnet"]),
    ("opam", &["ocaml"]),
    ("pub", &["dart"]),
    ("pypi", &["python"]),
    ("vcpkg", &["c", "cpp"]),
];

/// Words that a package adds to the name of what it belongs to, and what that makes it. Seen in the manifests of public
/// systems.
const ENDINGS: &[(&str, Role)] = &[
    ("core", Role::Own),
    ("all", Role::Own),
    ("api", Role::Own),
    ("framework", Role::Own),
    ("server", Role::Own),
    ("bom", Role::Own),
    ("parent", Role::Own),
    ("jvm", Role::Own),
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
];
/// The same of a language: what runs by itself is not linked in under such a name, `split.js` is not Split.
const LANGUAGE_ENDINGS: &[&str] = &["js", "py", "rb", "rs", "go", "php"];
/// The same before the name.
const BEGINNINGS: &[(&str, Role)] = &[
    ("node-", Role::Client),
    ("python-", Role::Client),
    ("ruby-", Role::Client),
    ("go-", Role::Client),
    ("php-", Role::Client),
];
/// The same, of frameworks that name a part of theirs after what it brings in, in their own group.
const STARTERS: &[&str] = &[
    "spring-boot-starter-data-",
    "spring-boot-starter-",
    "quarkus-",
    "micronaut-",
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
/// Parts of Maven groups that belong to many projects.
const SHARED_GROUPS: &[&str] = &[
    "apache",
    "github",
    "google",
    "eclipse",
    "sonatype",
    "codehaus",
    "jetbrains",
    "amazonaws",
    "azure",
    "microsoft",
];

/// What the entries of a graph are called, and their repositories.
pub(super) struct Names<'a> {
    graph: Graph<'a>,
    /// The technologies and standards.
    entries: HashSet<Node>,
    named: HashMap<String, Vec<Named>>,
    /// The entries by page of a code host; read when the first package comes that is named after a repository.
    repositories: OnceCell<HashMap<String, Vec<Node>>>,
}

/// An entry of a name, and whether the name is its own: its label, its slug or an alias that is a piece of these or holds
/// them, such as Postgres; `rx` of `ReactiveX` is not.
#[derive(Clone, Copy, PartialEq)]
struct Named {
    node: Node,
    own: bool,
}

impl<'a> Names<'a> {
    pub(super) fn of(graph: Graph<'a>) -> Self {
        let mut own: HashMap<Node, Vec<String>> = HashMap::new();
        for class in [sg::TECHNOLOGY, sg::STANDARD] {
            for node in graph
                .node(class)
                .into_iter()
                .flat_map(|it| graph.subjects(sg::TYPE, it))
            {
                own.insert(node, vec![squeezed(graph.slug(node))]);
            }
        }
        let mut others = Vec::new();
        for (node, label) in graph.texts_of(sg::LABEL) {
            if let Some(own) = own.get_mut(&node) {
                own.push(squeezed(label));
            }
        }
        for (node, alias) in graph.texts_of(sg::ALT_LABEL) {
            if own.contains_key(&node) {
                others.push((node, squeezed(alias)));
            }
        }
        let mut named: HashMap<String, Vec<Named>> = HashMap::with_capacity(2 * own.len());
        let mut note = |node: Node, name: String, own: bool| {
            let known = named.entry(name).or_default();
            if known.iter().all(|it| it.node != node) {
                known.push(Named { node, own });
            }
        };
        for (node, name) in others {
            let is_own = own[&node]
                .iter()
                .any(|it| it.contains(&name) || name.contains(it.as_str()));
            note(node, name, is_own);
        }
        for (node, names) in &own {
            for name in names {
                note(*node, name.clone(), true);
            }
        }
        Self {
            graph,
            entries: own.into_keys().collect(),
            named,
            repositories: OnceCell::new(),
        }
    }

    /// What a package, written as it is looked up, means by its repository, else by its name.
    pub(super) fn meaning(&self, package: &str) -> Option<Meaning> {
        let (registry, name) = package.split_once(':')?;
        match registry {
            "docker" => self.image(name),
            "helm" => self.server(name, true),
            "tool" => self.server(name, false),
            _ => self.package(registry, name),
        }
    }

    /// The one entry that has a repository, or a page of that address.
    fn by_repository(&self, repository: &str) -> Option<Node> {
        match self.developed_in(repository) {
            [node] => Some(*node),
            _ => None,
        }
    }

    pub(super) fn developed_in(&self, repository: &str) -> &[Node] {
        let known = self.repositories.get_or_init(|| self.read_repositories());
        known.get(repository).map_or(&[], Vec::as_slice)
    }

    /// The entries by the pages of GitHub that are theirs: packages are named after no other host.
    fn read_repositories(&self) -> HashMap<String, Vec<Node>> {
        let mut repositories: HashMap<String, Vec<Node>> = HashMap::new();
        for property in [sg::REPOSITORY, sg::HOMEPAGE] {
            let theirs = self
                .graph
                .pairs(property)
                .filter(|it| self.entries.contains(&it.0));
            for (node, link) in theirs {
                let link = self.graph.iri(link);
                let page = link
                    .contains("github.com/")
                    .then(|| Address::of(link))
                    .flatten();
                let Some(page) = page.map(|it| it.page()) else {
                    continue;
                };
                let known = repositories.entry(page).or_default();
                if !known.contains(&node) {
                    known.push(node);
                }
            }
        }
        repositories
    }

    fn package(&self, registry: &str, name: &str) -> Option<Meaning> {
        if let Some(node) = repository(registry, name).and_then(|it| self.by_repository(&it)) {
            return Some(found(Certainty::Repository, Role::Own, node));
        }
        let languages = LANGUAGES
            .iter()
            .find(|(known, _)| *known == registry)
            .map(|(_, languages)| *languages)?;
        candidates(registry, name).into_iter().find_map(|it| {
            let node = self.used_from(&it, languages)?;
            if it.linked && self.is_server(node) {
                return None;
            }
            let is_there = it.space.is_empty() || self.is_akin(&it.space, &it.name, node);
            is_there.then(|| found(Certainty::Name, it.role, node))
        })
    }

    /// The one entry with the name of a candidate that code of one of `languages` uses.
    fn used_from(&self, candidate: &Candidate, languages: &[&str]) -> Option<Node> {
        let named = self.named.get(&squeezed(&candidate.name))?;
        let mut fitting = named
            .iter()
            .filter(|it| it.own || candidate.whole)
            .filter(|it| self.fits(it.node, languages));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.node)
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

    /// Whether a space of names (a scope, vendor, group or account) has to do with an entry: it has its name, or keeps its
    /// repository.
    fn is_akin(&self, space: &str, name: &str, node: Node) -> bool {
        let name = squeezed(name);
        let mut parts = space.split(['.', '/']).map(squeezed);
        let holds = |one: &str, other: &str| other.len() > 2 && one.contains(other);
        parts.any(|part| {
            let mut links = self.graph.objects(node, sg::REPOSITORY);
            holds(&part, &name)
                || holds(&name, &part)
                || links.any(|link| owner(self.graph.iri(link)) == part)
        })
    }

    fn image(&self, name: &str) -> Option<Meaning> {
        let (space, file) = name.rsplit_once('/').unwrap_or(("", name));
        let owner = space.rsplit('/').next().unwrap_or_default();
        let repository = format!("github.com/{owner}/{file}");
        let node = self
            .by_repository(&repository)
            .filter(|it| self.is_server(*it));
        if let Some(node) = node {
            return Some(found(Certainty::Repository, Role::Own, node));
        }
        self.server(file, owner.is_empty() || owner.starts_with("bitnami"))
    }

    /// The one technology of this name that runs by itself; only by its own names, unless `aliases` count.
    fn server(&self, name: &str, aliases: bool) -> Option<Meaning> {
        let shorter = IMAGE_ENDINGS
            .iter()
            .filter_map(|ending| name.strip_suffix(ending)?.strip_suffix('-'));
        std::iter::once(name).chain(shorter).find_map(|name| {
            let mut fitting = self.named.get(&squeezed(name))?.iter().filter(|it| {
                let is_technology = self.graph.is_a(it.node, sg::TECHNOLOGY);
                (it.own || aliases) && is_technology && self.is_server(it.node)
            });
            let first = fitting.next()?;
            let node = fitting.next().is_none().then_some(first.node)?;
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
    let mut squeezed = slug(name);
    squeezed.retain(|it| it != '-');
    squeezed
}

/// The account that keeps a repository, squeezed.
fn owner(link: &str) -> String {
    squeezed(link.split('/').nth(3).unwrap_or_default())
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
    Some(format!("github.com/{owner}/{name}"))
}

/// A name that a package may carry.
struct Candidate {
    name: String,
    /// What the package is to a technology of this name.
    role: Role,
    /// Whether the package is called so and nothing more: then aliases count too.
    whole: bool,
    /// The scope, vendor, group or account that must have to do with the technology; empty where anyone may.
    space: String,
    /// Whether only what is linked in is called so.
    linked: bool,
}

/// The names that a package may carry, the likeliest first.
fn candidates(registry: &str, name: &str) -> Vec<Candidate> {
    let mut all = match registry {
        "maven" => of_maven(name),
        "npm" if name.starts_with('@') => of_scope(&name[1..]),
        "nuget" => of_nuget(name),
        "composer" | "go" => of_vendor(name),
        _ => shortened(name, ""),
    };
    all.retain(|it| squeezed(&it.name).len() > 1);
    all
}

/// `io.micronaut.kafka:micronaut-kafka`: the artifact, else a part of the group, the most special first.
fn of_maven(name: &str) -> Vec<Candidate> {
    let (group, artifact) = name.split_once(':').unwrap_or((name, ""));
    let mut all = shortened(artifact, group);
    // The framework's group holds the framework's name, not that of what it brings in: anyone may.
    all.extend(STARTERS.iter().filter_map(|beginning| {
        let name = artifact.strip_prefix(beginning)?;
        Some(candidate(name, Role::Starter, ""))
    }));
    let parts: Vec<&str> = group.split('.').collect();
    let special = (1..parts.len()).rev();
    let special = special
        .filter(|at| !SHARED_GROUPS.contains(&parts[*at]) && !is_aside(artifact, &parts, *at));
    all.extend(special.map(|at| {
        // `io.micronaut` is Micronaut's own; `org.acme.micronaut` says so only where Acme keeps its repository.
        let others = [&parts[..at], &parts[at + 1..]].concat().join(".");
        candidate(parts[at], Role::Own, if at == 1 { "" } else { &others })
    }));
    all
}

/// Whether an artifact is not of what a part of its group names: a plugin of a build tool (`io.spray:sbt-revolver`), or a
/// project of its own below the group (`org.projectnessie.cel:cel-tools`).
fn is_aside(artifact: &str, group: &[&str], at: usize) -> bool {
    if artifact.contains(group[at]) {
        return false;
    }
    let is_of_build = artifact.starts_with("sbt-")
        || artifact.ends_with("-maven-plugin")
        || artifact.ends_with("-gradle-plugin");
    let mut words = artifact.split(['-', '.']);
    is_of_build || words.any(|word| group[at + 1..].contains(&word))
}

/// `@nestjs/core`: the scope, else the name if the scope has to do with it.
fn of_scope(name: &str) -> Vec<Candidate> {
    let (scope, name) = name.split_once('/').unwrap_or((name, ""));
    // Types of a package for the compiler are no use of it.
    if scope == "types" {
        return Vec::new();
    }
    let mut all = vec![candidate(scope, Role::Plugin, "")];
    all.extend(shortened(name, scope));
    all
}

/// `Serilog.Sinks.Console`: the whole, else what it begins with; what Microsoft puts under its own name is too much for that.
fn of_nuget(name: &str) -> Vec<Candidate> {
    let mut all = shortened(name, "");
    let words: Vec<&str> = name.split('.').collect();
    if !["microsoft", "system"].contains(&words[0]) {
        let shorter = (1..words.len()).rev();
        all.extend(shorter.map(|count| candidate(&words[..count].join("-"), Role::Plugin, "")));
    }
    all
}

/// `guzzlehttp/guzzle`, `go.uber.org/zap`: both together, the name if the vendor has to do with it, else the vendor.
fn of_vendor(name: &str) -> Vec<Candidate> {
    let (vendor, name) = name.rsplit_once('/').unwrap_or(("", name));
    let mut all = vec![candidate(&format!("{vendor}-{name}"), Role::Own, "")];
    all.extend(shortened(name, vendor));
    all.push(candidate(vendor, Role::Plugin, ""));
    all
}

fn candidate(name: &str, role: Role, space: &str) -> Candidate {
    Candidate {
        name: slug(name),
        role,
        whole: false,
        space: space.to_owned(),
        linked: false,
    }
}

/// A name, and what is left of it without what packages add to names.
fn shortened(name: &str, space: &str) -> Vec<Candidate> {
    let name = slug(name);
    let ended = ENDINGS.iter().filter_map(|(ending, role)| {
        let name = name.strip_suffix(ending)?.strip_suffix('-')?;
        Some(candidate(name, *role, space))
    });
    let of_language = LANGUAGE_ENDINGS.iter().filter_map(|ending| {
        let name = name.strip_suffix(ending)?.strip_suffix('-')?;
        Some(Candidate {
            linked: true,
            ..candidate(name, Role::Own, space)
        })
    });
    let begun = BEGINNINGS.iter().filter_map(|(beginning, role)| {
        Some(candidate(name.strip_prefix(beginning)?, *role, space))
    });
    let whole = Candidate {
        whole: space.is_empty(),
        ..candidate(&name, Role::Own, space)
    };
    let shorter = of_language.chain(ended).chain(begun);
    std::iter::once(whole).chain(shorter).collect()
}
