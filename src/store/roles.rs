//! Which graph of an index is what: the graph without a name of a user's file, a graph with a name, what the rules derived,
//! what stackgen itself has to say.

use std::collections::BTreeSet;
use std::ops::Range;

use super::index::Index;
use crate::base::vocabulary as sg;

/// The graphs of an index by what they are.
pub struct Roles {
    /// The numbers among which the graphs are in which stackgen itself speaks.
    about: Range<u32>,
    /// The graphs that stand for what a file of RDF says outside any graph.
    files: BTreeSet<u32>,
    /// The graphs that hold what rules derived.
    rules: BTreeSet<u32>,
    /// Whether sources speak of themselves, as those of a catalogue and of lists do.
    is_catalogue: bool,
}

impl Roles {
    /// Looks at every graph once.
    #[must_use]
    pub fn of(index: &Index) -> Self {
        let about = index.with_prefix(format!("I{}", sg::ABOUT).as_bytes());
        let (mut files, mut rules) = (BTreeSet::new(), BTreeSet::new());
        let rule = index.node(sg::RULE);
        let class = index.node(sg::TYPE);
        for graph in index.graphs().filter(|graph| about.contains(graph)) {
            let slug = index.iri(graph).and_then(|iri| iri.strip_prefix(sg::ABOUT));
            let source = slug.and_then(|slug| index.node(&sg::id("source", slug)));
            let Some(source) = source else {
                continue;
            };
            let is_rule =
                rule.is_some() && index.matching(Some(source), class, rule).next().is_some();
            if is_rule { &mut rules } else { &mut files }.insert(source);
        }
        let mut roles = Self {
            about,
            files,
            rules,
            is_catalogue: true,
        };
        roles.is_catalogue = roles.files.is_empty() || roles.says_its_sources(index);
        roles
    }

    fn says_its_sources(&self, index: &Index) -> bool {
        let (class, source) = (index.node(sg::TYPE), index.node(sg::SOURCE));
        source.is_some()
            && index
                .matching(None, class, source)
                .any(|[.., graph]| !self.is_about(graph))
    }

    /// Whether a query sees all graphs as one unless it says otherwise: so it is for a catalogue and for lists, whose graphs
    /// are sources.
    #[must_use]
    pub fn is_union(&self) -> bool {
        self.is_catalogue
    }

    /// Whether stackgen itself speaks in a graph.
    #[must_use]
    pub fn is_about(&self, graph: u32) -> bool {
        self.about.contains(&graph)
    }

    /// Whether no query sees a graph that does not name it: what stackgen says beside files of RDF.
    #[must_use]
    pub fn is_hidden(&self, graph: u32) -> bool {
        !self.is_catalogue && self.is_about(graph)
    }

    /// Whether a graph stands for what a file says outside any graph.
    #[must_use]
    pub fn is_file(&self, graph: u32) -> bool {
        self.files.contains(&graph)
    }

    /// Whether a graph holds what a rule derived.
    #[must_use]
    pub fn is_rule(&self, graph: u32) -> bool {
        self.rules.contains(&graph)
    }

    /// The graphs that together are the default graph of files of RDF.
    #[must_use]
    pub fn default_graphs(&self) -> BTreeSet<u32> {
        self.files.union(&self.rules).copied().collect()
    }
}
