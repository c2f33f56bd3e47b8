//! Which technology a package or container image means: `npm:kafkajs`, `maven:org.postgresql:postgresql`, `docker:bitnami/kafka`.
//!
//! Asked in this order, and the first that answers is believed: what the graph states of the package, what it states of a
//! group the package belongs to, the repository it is named after, and its name. Start reading at [`Packages::meaning`].

mod naming;
mod registry;

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use naming::Names;
pub use registry::normal;

/// What a package is to a technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The technology itself, or a part of it.
    Own,
    /// Code talks to the technology through it.
    Client,
    /// It brings the technology into a framework.
    Starter,
    /// It extends the technology, or runs beside it.
    Plugin,
    /// It is of the same project and used without it, too: by itself it shows no use of the technology.
    Part,
}

/// How sure it is that a package means a technology, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The graph says so of this very package.
    Stated,
    /// The graph says so of all packages that begin like it.
    Group,
    /// It is named after the technology's repository.
    Repository,
    /// It has the technology's name, in a registry of a language from which the technology can be used.
    Name,
}

/// A technology or standard that a package means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Meaning {
    /// How sure it is.
    pub certainty: Certainty,
    /// What the package is to it.
    pub role: Role,
    /// The technology or standard.
    pub node: Node,
}

/// The packages and names of a graph, ready to be looked up. Made once for many questions.
pub struct Packages<'a> {
    graph: Graph<'a>,
    stated: HashMap<String, Vec<Meaning>>,
    /// What is stated of all packages that begin so, by what stands before the `*`.
    groups: HashMap<String, Vec<Meaning>>,
    clients: HashMap<String, Vec<Node>>,
    /// Read when the first package comes that nobody states.
    names: OnceCell<Names<'a>>,
}

impl<'a> Packages<'a> {
    /// Reads the packages and images of `graph`.
    #[must_use]
    pub fn of(graph: &Graph<'a>) -> Self {
        let mut this = Self {
            graph: *graph,
            stated: HashMap::new(),
            groups: HashMap::new(),
            clients: HashMap::new(),
            names: OnceCell::new(),
        };
        let mut talks_to: HashMap<Node, Vec<Node>> = HashMap::new();
        for (client, technology) in graph.pairs(sg::CLIENT_OF) {
            talks_to.entry(client).or_default().push(technology);
        }
        for (property, role) in [
            (sg::PACKAGE, Role::Own),
            (sg::CLIENT_PACKAGE, Role::Client),
            (sg::STARTER_PACKAGE, Role::Starter),
            (sg::PLUGIN_PACKAGE, Role::Plugin),
            (sg::PART_PACKAGE, Role::Part),
        ] {
            for (node, package) in graph.texts_of(property) {
                let package = normal(package);
                if talks_to.contains_key(&node) {
                    this.clients.entry(package).or_default().push(node);
                } else {
                    this.note(package, stated(role, node));
                }
            }
        }
        for (node, image) in graph.texts_of(sg::CONTAINER_IMAGE) {
            this.note(normal(&format!("docker:{image}")), stated(Role::Own, node));
        }
        this.believe_clients(&talks_to);
        this
    }

    /// Notes what is stated of a package, or of a group of them.
    fn note(&mut self, package: String, meaning: Meaning) {
        match package.strip_suffix('*') {
            Some(beginning) => {
                let known = self.groups.entry(beginning.to_owned()).or_default();
                known.push(meaning);
            }
            None => self.stated.entry(package).or_default().push(meaning),
        }
    }

    /// A client means the technology it talks to, unless something is said of its package, or other clients of the same
    /// package talk to others: who uses a client for Redis may well not use every server that understands it.
    fn believe_clients(&mut self, talks_to: &HashMap<Node, Vec<Node>>) {
        for (package, clients) in &self.clients {
            let mut technologies: Vec<Node> = clients
                .iter()
                .filter_map(|client| talks_to.get(client))
                .flatten()
                .copied()
                .collect();
            technologies.sort_unstable();
            technologies.dedup();
            if let ([technology], false) =
                (technologies.as_slice(), self.stated.contains_key(package))
            {
                let meaning = stated(Role::Client, *technology);
                self.stated.insert(package.clone(), vec![meaning]);
            }
        }
    }

    /// The technologies and standards that a package means, sorted; none where nobody knows it.
    ///
    /// Several where it brings several, such as a starter for Kafka of Spring Cloud Stream. All have the same certainty.
    #[must_use]
    pub fn meaning(&self, package: &str) -> Vec<Meaning> {
        let package = normal(package);
        let mut meaning = self.stated.get(&package).cloned().unwrap_or_default();
        if meaning.is_empty() && Self::is_part(&package) {
            // An extra is asked for with its distribution; a feature stands on a line of its own.
            let whole = package.split('[').next().unwrap_or_default();
            return if package.starts_with("pypi:") {
                self.meaning(whole)
            } else {
                meaning
            };
        }
        // CMake finds what vcpkg and Conan bring, under names of its own case.
        if let Some(name) = package
            .strip_prefix("cmake:")
            .filter(|_| meaning.is_empty())
        {
            let mut known = ["vcpkg", "conan"].iter();
            let found = known.find_map(|it| self.stated.get(&format!("{it}:{name}")).cloned());
            meaning = found.unwrap_or_default();
        }
        if meaning.is_empty() {
            meaning = self.of_group(&package);
        }
        if meaning.is_empty() {
            let names = self.names.get_or_init(|| Names::of(self.graph));
            meaning.extend(names.meaning(&package));
        }
        meaning.sort_unstable();
        meaning.dedup_by_key(|it| it.node);
        meaning
    }

    /// Whether a package is the feature or extra of another: `crates:sqlx[postgres]`. Only what is stated of it counts.
    #[must_use]
    pub fn is_part(package: &str) -> bool {
        package.ends_with(']')
    }

    /// The technologies that are developed in a repository, written as `github.com/owner/name`.
    #[must_use]
    pub fn developed_in(&self, repository: &str) -> &[Node] {
        let names = self.names.get_or_init(|| Names::of(self.graph));
        names.developed_in(repository)
    }

    /// The clients that are this package: what the graph says of its status and successor, it says of them.
    #[must_use]
    pub fn clients(&self, package: &str) -> &[Node] {
        self.clients
            .get(&normal(package))
            .map_or(&[], Vec::as_slice)
    }

    /// What the longest group that holds the package means: one written with `*`, or the module above a Go package.
    fn of_group(&self, package: &str) -> Vec<Meaning> {
        let is_go = package.starts_with("go:");
        let ends = (0..=package.len()).rev();
        let mut beginnings = ends.filter_map(|end| package.get(..end));
        let group = beginnings.find_map(|beginning| {
            let is_module = || is_go && package[beginning.len()..].starts_with('/');
            let starred = self.groups.get(beginning);
            starred.or_else(|| is_module().then(|| self.stated.get(beginning)).flatten())
        });
        let as_group = |it: &Meaning| Meaning {
            certainty: Certainty::Group,
            ..*it
        };
        group.into_iter().flatten().map(as_group).collect()
    }
}

fn stated(role: Role, node: Node) -> Meaning {
    Meaning {
        certainty: Certainty::Stated,
        role,
        node,
    }
}

#[cfg(test)]
mod tests;
