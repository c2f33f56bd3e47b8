//! Which technology a package or container image means: `npm:kafkajs`, `maven:org.postgresql:postgresql`, `docker:bitnami/kafka`.
//!
//! Asked in this order, and the first that answers is believed: what the graph states of the package, what it states of a
//! group the package belongs to, the repository it is named after, and its name. Start reading at [`Packages::meaning`].

mod naming;
mod registry;

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
    stated: HashMap<String, Vec<Meaning>>,
    clients: HashMap<String, Vec<Node>>,
    names: Names<'a>,
}

impl<'a> Packages<'a> {
    /// Reads the packages, images, names and repositories of `graph`.
    #[must_use]
    pub fn of(graph: &Graph<'a>) -> Self {
        let mut this = Self {
            stated: HashMap::new(),
            clients: HashMap::new(),
            names: Names::of(*graph),
        };
        for (property, role) in [
            (sg::PACKAGE, Role::Own),
            (sg::CLIENT_PACKAGE, Role::Client),
            (sg::STARTER_PACKAGE, Role::Starter),
            (sg::PLUGIN_PACKAGE, Role::Plugin),
        ] {
            for (node, package) in graph.texts_of(property) {
                this.note(graph, node, role, normal(package));
            }
        }
        for (node, image) in graph.texts_of(sg::CONTAINER_IMAGE) {
            this.note(graph, node, Role::Own, normal(&format!("docker:{image}")));
        }
        this.believe_clients(graph);
        this
    }

    /// Notes a statement of a technology or client.
    fn note(&mut self, graph: &Graph<'a>, node: Node, role: Role, package: String) {
        if graph.objects(node, sg::CLIENT_OF).next().is_some() {
            self.clients.entry(package).or_default().push(node);
        } else {
            let known = self.stated.entry(package).or_default();
            known.push(stated(role, node));
        }
    }

    /// A client means the technology it talks to, unless something is said of its package, or other clients of the same
    /// package talk to others: who uses a client for Redis may well not use every server that understands it.
    fn believe_clients(&mut self, graph: &Graph<'a>) {
        for (package, clients) in &self.clients {
            let mut technologies: Vec<Node> = clients
                .iter()
                .flat_map(|client| graph.objects(*client, sg::CLIENT_OF))
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
        if meaning.is_empty() {
            meaning = self.of_group(&package);
        }
        if meaning.is_empty() {
            meaning.extend(self.names.meaning(&package));
        }
        meaning.sort_unstable();
        meaning.dedup_by_key(|it| it.node);
        meaning
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
        let ends = (0..=package.len()).rev();
        let ends = ends.filter(|end| package.is_char_boundary(*end));
        let group = ends.filter_map(|end| {
            let prefix = &package[..end];
            let above = || package.starts_with("go:") && package[end..].starts_with('/');
            let starred = self.stated.get(&format!("{prefix}*"));
            starred.or_else(|| above().then(|| self.stated.get(prefix)).flatten())
        });
        let as_group = |it: &Meaning| Meaning {
            certainty: Certainty::Group,
            ..*it
        };
        group
            .take(1)
            .flat_map(|it| it.iter().map(as_group))
            .collect()
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
