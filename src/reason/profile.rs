//! Everything the graph says of one thing, read once.

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};

/// The properties that reasons look at, found once for each question.
#[derive(Clone, Copy)]
pub struct Properties {
    /// [`sg::WRITTEN_IN`]
    pub written_in: Node,
    /// [`sg::MADE_FOR`]
    pub made_for: Node,
    /// [`sg::USABLE_FROM`]
    pub usable_from: Node,
    /// [`sg::IMPLEMENTS`]
    pub implements: Node,
    /// [`sg::SPEAKS`]
    pub speaks: Node,
    /// [`sg::BUILT_ON`]
    pub built_on: Node,
    /// [`sg::IS_PART_OF`]
    pub is_part_of: Node,
    /// [`sg::FORK_OF`]
    pub fork_of: Node,
    /// [`sg::INTEGRATES_WITH`]
    pub integrates_with: Node,
    /// [`sg::ALTERNATIVE_TO`]
    pub alternative_to: Node,
    /// [`sg::REPLACED_BY`]
    pub replaced_by: Node,
    /// [`sg::IN_CATEGORY`]
    pub category: Node,
    /// [`sg::PURPOSE`]
    pub purpose: Node,
    /// [`sg::CLIENT_OF`]
    pub client_of: Node,
    /// [`sg::FOR_LANGUAGE`]
    pub for_language: Node,
    /// [`sg::OFFICIAL`]
    pub official: Node,
    /// [`sg::USES`]
    pub uses: Node,
    /// [`sg::MODIFIED`]
    pub modified: Node,
    /// [`sg::IS_VERSION_OF`]
    pub is_version_of: Node,
    /// [`sg::STARS`]
    pub stars: Node,
    /// [`sg::STATUS`]
    pub status: Node,
    /// [`sg::STATUS_SINCE`]
    pub status_since: Node,
    /// [`sg::LICENSE`]
    pub license: Node,
    /// [`sg::MATURITY`]
    pub maturity: Node,
    /// [`sg::RING`]
    pub ring: Node,
    /// [`sg::CONTAINER_IMAGE`]
    pub container_image: Node,
    /// The graph of what is built on something by way of others.
    pub inferred: Node,
}

/// No statement has this property: the number is past every term.
const NOWHERE: Node = Node(u32::MAX);

impl Properties {
    /// Looks the properties up.
    #[must_use]
    pub fn of(graph: &Graph<'_>) -> Self {
        let find = |iri| graph.node(iri).unwrap_or(NOWHERE);
        Self {
            written_in: find(sg::WRITTEN_IN),
            made_for: find(sg::MADE_FOR),
            usable_from: find(sg::USABLE_FROM),
            implements: find(sg::IMPLEMENTS),
            speaks: find(sg::SPEAKS),
            built_on: find(sg::BUILT_ON),
            is_part_of: find(sg::IS_PART_OF),
            fork_of: find(sg::FORK_OF),
            integrates_with: find(sg::INTEGRATES_WITH),
            alternative_to: find(sg::ALTERNATIVE_TO),
            replaced_by: find(sg::REPLACED_BY),
            category: find(sg::IN_CATEGORY),
            purpose: find(sg::PURPOSE),
            client_of: find(sg::CLIENT_OF),
            for_language: find(sg::FOR_LANGUAGE),
            official: find(sg::OFFICIAL),
            uses: find(sg::USES),
            modified: find(sg::MODIFIED),
            is_version_of: find(sg::IS_VERSION_OF),
            stars: find(sg::STARS),
            status: find(sg::STATUS),
            status_since: find(sg::STATUS_SINCE),
            license: find(sg::LICENSE),
            maturity: find(sg::MATURITY),
            ring: find(sg::RING),
            container_image: find(sg::CONTAINER_IMAGE),
            inferred: find(&sg::id("source", "rule-transitive")),
        }
    }
}

/// The statements about a thing and to it: each once, sorted by property.
#[derive(Clone)]
pub struct Profile {
    /// The thing.
    pub node: Node,
    out: Vec<(Node, Node)>,
    into: Vec<(Node, Node)>,
}

impl Profile {
    /// Reads the profile of `node`.
    #[must_use]
    pub fn of(graph: &Graph<'_>, node: Node) -> Self {
        let to_it = graph.pointing_to(node).map(|(s, p, _)| (p, s));
        Self::new(graph, node, to_it.collect(), NOWHERE)
    }

    /// What the recommender looks at: what is said of `node`, and what stands on it, talks to it and uses it. What stands on
    /// it by way of others is left out: all that runs on Kubernetes would speak for the store inside of Kubernetes.
    #[must_use]
    pub fn to_score(graph: &Graph<'_>, properties: &Properties, node: Node) -> Self {
        let by = [properties.built_on, properties.client_of, properties.uses];
        let by = by.map(|property| property.0);
        let inferred = properties.inferred;
        let to_it = graph.index().pointing_to(node.0, &by, inferred.0);
        let to_it = to_it.map(|(p, s)| (Node(p), Node(s)));
        Self::new(graph, node, to_it.collect(), inferred)
    }

    fn new(graph: &Graph<'_>, node: Node, mut into: Vec<(Node, Node)>, except: Node) -> Self {
        into.sort_unstable();
        into.dedup();
        let out = graph.index().about(node.0, except.0);
        let out = out.map(|(p, o)| (Node(p), Node(o))).collect();
        Self { node, out, into }
    }

    /// What the thing points to by `property`.
    #[must_use]
    pub fn objects(&self, property: Node) -> impl ExactSizeIterator<Item = Node> + '_ {
        slice(&self.out, property).iter().map(|(_, object)| *object)
    }

    /// What points to the thing by `property`.
    #[must_use]
    pub fn subjects(&self, property: Node) -> impl ExactSizeIterator<Item = Node> + '_ {
        slice(&self.into, property)
            .iter()
            .map(|(_, subject)| *subject)
    }

    /// The one object of `property`: where sources name several, the one the answers believe.
    #[must_use]
    pub fn believed(&self, graph: &Graph<'_>, property: Node) -> Option<Node> {
        let mut objects = self.objects(property);
        match (objects.next(), objects.len()) {
            (only, 0) => only,
            _ => graph.believed(self.node, graph.iri(property)),
        }
    }

    /// Whether the thing points to `object` by `property`.
    #[must_use]
    pub fn has(&self, property: Node, object: Node) -> bool {
        self.out.binary_search(&(property, object)).is_ok()
    }

    /// Everything the thing points to or is pointed to by, each once, sorted.
    #[must_use]
    pub fn neighbours(&self) -> Vec<Node> {
        let mut neighbours: Vec<Node> = self
            .out
            .iter()
            .chain(&self.into)
            .map(|(_, it)| *it)
            .collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        neighbours
    }
}

fn slice(pairs: &[(Node, Node)], property: Node) -> &[(Node, Node)] {
    let start = pairs.partition_point(|(p, _)| *p < property);
    let end = pairs.partition_point(|(p, _)| *p <= property);
    &pairs[start..end]
}
