//! Walks over the graph: what is near, and how two things are connected. The only file that names petgraph.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use petgraph::algo::{dijkstra, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

use super::{Edge, Graph, Node};
use crate::base::vocabulary as sg;
use crate::model::diagram::Kind;

/// The relations between things, with the cost of a step over each beside the cost of any step: the less, the more it
/// tells. Classes, sources and evidence are not walked.
pub const RELATIONS: &[(&str, u32)] = &[
    (sg::BUILT_ON, 1),
    (sg::REPLACED_BY, 1),
    (sg::FORK_OF, 1),
    (sg::INTEGRATES_WITH, 2),
    (sg::ALTERNATIVE_TO, 2),
    (sg::IMPLEMENTS, 3),
    (sg::SPEAKS, 3),
    (sg::IS_VERSION_OF, 3),
    (sg::USES, 3),
    (sg::CLIENT_OF, 4),
    (sg::FOR_LANGUAGE, 5),
    (sg::WRITTEN_IN, 6),
    (sg::IN_CATEGORY, 7),
    (sg::BROADER, 8),
    (sg::MADE_FOR, 8),
    (sg::INTEROPERATES_WITH, 9),
    (sg::USABLE_FROM, 10),
];

/// The cost of any step: more than all that relations add on a way, so that short ways come first.
const STEP: u32 = 1000;
/// How many partial ways are looked at before giving up on more: hubs have many ways of equal length.
const MOST_TRIED: usize = 100_000;

/// A way through the graph: its edges in the order walked, each possibly against its direction.
pub type Way = Vec<Edge>;

/// The graph of everything that [`RELATIONS`] tie, undirected.
struct Map {
    graph: UnGraph<Node, Edge>,
    places: BTreeMap<Node, NodeIndex>,
}

impl Map {
    fn of(graph: &Graph<'_>) -> Self {
        let mut map = Self {
            graph: UnGraph::new_undirected(),
            places: BTreeMap::new(),
        };
        for (iri, _) in RELATIONS {
            let Some(relation) = graph.node(iri) else {
                continue;
            };
            let rows = graph.index().matching(None, Some(relation.0), None);
            for [from, _, to] in rows.distinct() {
                let edge = Edge {
                    from: Node(from),
                    relation,
                    to: Node(to),
                };
                let (from, to) = (map.place(edge.from), map.place(edge.to));
                map.graph.add_edge(from, to, edge);
            }
        }
        map
    }

    fn place(&mut self, node: Node) -> NodeIndex {
        let graph = &mut self.graph;
        *self
            .places
            .entry(node)
            .or_insert_with(|| graph.add_node(node))
    }
}

/// The shortest and most telling ways from one thing to another, best first, at most `count`; none when they are not
/// connected. No way comes by the same thing twice. Ties are broken by the IRIs on the way.
#[must_use]
pub fn ways(graph: &Graph<'_>, from: Node, to: Node, count: usize) -> Vec<Way> {
    let map = Map::of(graph);
    let (Some(&start), Some(&goal)) = (map.places.get(&from), map.places.get(&to)) else {
        return Vec::new();
    };
    let costs: BTreeMap<Node, u32> = RELATIONS
        .iter()
        .filter_map(|(iri, cost)| Some((graph.node(iri)?, STEP + cost)))
        .collect();
    let cost = |edge: &Edge| costs[&edge.relation];
    // The true cost from everywhere to the goal leads the search straight to it.
    let rest = dijkstra(&map.graph, goal, None, |edge| cost(edge.weight()));
    let Some(&least) = rest.get(&start) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut heap = BinaryHeap::from([Reverse((least, 0_u32, Vec::<Edge>::new(), vec![from]))]);
    for _ in 0..MOST_TRIED {
        let Some(Reverse((_, spent, way, visited))) = heap.pop() else {
            break;
        };
        let last = visited[visited.len() - 1];
        if last == to {
            found.push(way);
            if found.len() == count {
                break;
            }
            continue;
        }
        for edge in map.graph.edges(map.places[&last]) {
            let (statement, next) = (*edge.weight(), map.graph[edge.target()]);
            let Some(left) = rest.get(&edge.target()) else {
                continue;
            };
            if visited.contains(&next) || is_repeated(graph, statement) {
                continue;
            }
            let spent = spent + cost(&statement);
            // Only ways with the fewest steps, or one more.
            if (spent + left) / STEP > least / STEP + 1 {
                continue;
            }
            heap.push(Reverse((
                spent + left,
                spent,
                [way.as_slice(), &[statement]].concat(),
                [visited.as_slice(), &[next]].concat(),
            )));
        }
    }
    found
}

/// Whether a statement only repeats another in the other direction.
fn is_repeated(graph: &Graph<'_>, edge: Edge) -> bool {
    is_symmetric(graph.iri(edge.relation)) && graph.is_derived(edge)
}

/// Whether a relation holds in both directions.
#[must_use]
pub fn is_symmetric(relation: &str) -> bool {
    [sg::ALTERNATIVE_TO, sg::INTEGRATES_WITH].contains(&relation)
}

/// What stands on `node`, directly or not, by any of *builtOn*: sorted by slug, with the number of steps.
#[must_use]
pub fn dependents(graph: &Graph<'_>, node: Node) -> Vec<(Node, usize)> {
    let mut steps = BTreeMap::from([(node, 0)]);
    let mut open = vec![node];
    let mut depth = 0;
    while !open.is_empty() {
        depth += 1;
        let mut next = Vec::new();
        for node in open {
            for dependent in graph.subjects(sg::BUILT_ON, node) {
                let edge = graph.node(sg::BUILT_ON).map(|relation| Edge {
                    from: dependent,
                    relation,
                    to: node,
                });
                if edge.is_some_and(|edge| !graph.is_derived(edge))
                    && !steps.contains_key(&dependent)
                {
                    steps.insert(dependent, depth);
                    next.push(dependent);
                }
            }
        }
        open = next;
    }
    steps.remove(&node);
    let mut steps: Vec<(Node, usize)> = steps.into_iter().collect();
    steps.sort_by_key(|(node, steps)| (*steps, graph.slug(*node)));
    steps
}

/// The stated edges of a relation that lie on a cycle, sorted; those from a thing to itself not counted. Linear in the edges.
#[must_use]
pub fn cycles(graph: &Graph<'_>, relation: &str) -> Vec<Edge> {
    let Some(relation) = graph.node(relation) else {
        return Vec::new();
    };
    let mut map = DiGraph::<Node, Edge>::new();
    let mut places = BTreeMap::new();
    let rows = graph.index().matching(None, Some(relation.0), None);
    for [from, _, to] in rows.distinct() {
        let (from, to) = (Node(from), Node(to));
        let edge = Edge { from, relation, to };
        if from != to && !graph.is_derived(edge) {
            let [start, end] =
                [from, to].map(|node| *places.entry(node).or_insert_with(|| map.add_node(node)));
            map.add_edge(start, end, edge);
        }
    }
    let mut part = vec![0; map.node_count()];
    for (number, members) in kosaraju_scc(&map).iter().enumerate() {
        for member in members {
            part[member.index()] = number;
        }
    }
    let on_cycle = map.edge_references().filter(|edge| {
        let (from, to) = (edge.source().index(), edge.target().index());
        part[from] == part[to]
    });
    let mut edges: Vec<Edge> = on_cycle.map(|edge| *edge.weight()).collect();
    edges.sort_unstable();
    edges
}

/// What is told of each thing of a part, beside its ties.
pub const TOLD: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::DESCRIPTION,
    sg::STATUS,
    sg::LICENSE,
    sg::HOMEPAGE,
    sg::REPOSITORY,
];

/// Which part of the graph to show.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Around this thing.
    pub focus: Option<Node>,
    /// So many steps around it.
    pub depth: usize,
    /// Only what stands in this category.
    pub category: Option<Node>,
    /// Only technologies usable from one of these languages.
    pub languages: Vec<Node>,
    /// Only these relations; empty: the stated ones that tell most.
    pub relations: Vec<Node>,
}

/// The things of a part of the graph and every edge between them, both sorted.
///
/// Without `relations`, what rules derived, clients, headings of lists and the language-independent are left out of the
/// picture: they repeat what is there or hide it.
#[must_use]
pub fn part(graph: &Graph<'_>, part: &Part) -> (Vec<Node>, Vec<Edge>) {
    let mut edges = edges(graph, &part.relations);
    let usable = |node: Node| {
        let mut languages = part.languages.iter();
        part.languages.is_empty()
            || graph.kind(node) != Kind::Technology
            || languages.any(|language| graph.says(node, sg::USABLE_FROM, *language))
    };
    edges.retain(|edge| usable(edge.from) && usable(edge.to));
    let mut nodes: BTreeSet<Node> = match (part.focus, part.category) {
        (Some(focus), _) => around(focus, part.depth, &edges),
        (None, Some(category)) => {
            let members = graph.subjects(sg::IN_CATEGORY, category);
            let mut members: BTreeSet<Node> = members.filter(|it| usable(*it)).collect();
            members.insert(category);
            members
        }
        (None, None) => edges.iter().flat_map(|edge| [edge.from, edge.to]).collect(),
    };
    if let Some(category) = part.category.filter(|_| part.focus.is_some()) {
        nodes.retain(|node| {
            graph.says(*node, sg::IN_CATEGORY, category) || Some(*node) == part.focus
        });
    }
    if let Some(category) = part.category.filter(|_| part.relations.is_empty()) {
        edges.extend(memberships(graph, category));
        edges.sort_unstable();
        edges.dedup();
    }
    edges.retain(|edge| nodes.contains(&edge.from) && nodes.contains(&edge.to));
    if !part.languages.is_empty() {
        let connected: BTreeSet<Node> =
            edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        nodes.retain(|node| connected.contains(node) || part.focus == Some(*node));
    }
    (nodes.into_iter().collect(), edges)
}

/// The edges of these relations, or those that tell most, symmetric ones once.
fn edges(graph: &Graph<'_>, relations: &[Node]) -> Vec<Edge> {
    let asked = !relations.is_empty();
    let relations: Vec<Node> = if asked {
        relations.to_vec()
    } else {
        RELATIONS
            .iter()
            .filter(|(iri, _)| *iri != sg::USABLE_FROM)
            .filter_map(|(iri, _)| graph.node(iri))
            .collect()
    };
    let mut edges = BTreeSet::new();
    for relation in relations {
        let rows = graph.index().matching(None, Some(relation.0), None);
        for [from, _, to] in rows.distinct() {
            let (mut from, mut to) = (Node(from), Node(to));
            if graph.iri(from).is_empty() || graph.iri(to).is_empty() || from == to {
                continue;
            }
            if is_symmetric(graph.iri(relation)) && graph.slug(from) > graph.slug(to) {
                (from, to) = (to, from);
            }
            let edge = Edge { from, relation, to };
            if asked || is_shown(graph, edge) {
                edges.insert(edge);
            }
        }
    }
    edges.into_iter().collect()
}

/// What stands in a category that is asked for by name, although a heading of a list is clutter elsewhere.
fn memberships(graph: &Graph<'_>, category: Node) -> Vec<Edge> {
    let Some(relation) = graph.node(sg::IN_CATEGORY) else {
        return Vec::new();
    };
    let members = graph.subjects(sg::IN_CATEGORY, category);
    let edges = members.map(|from| Edge {
        from,
        relation,
        to: category,
    });
    edges.filter(|edge| !graph.is_derived(*edge)).collect()
}

fn is_shown(graph: &Graph<'_>, edge: Edge) -> bool {
    let clutter = |node| {
        graph.kind(node) == Kind::Client
            || graph.slug(node) == "any"
            || graph.kind(node) == Kind::Category && !graph.is_a(node, sg::NEED)
    };
    let symmetric = is_symmetric(graph.iri(edge.relation));
    !clutter(edge.from) && !clutter(edge.to) && (symmetric || !graph.is_derived(edge))
}

fn around(focus: Node, depth: usize, edges: &[Edge]) -> BTreeSet<Node> {
    let mut near = BTreeSet::from([focus]);
    for _ in 0..depth {
        let ring: Vec<Node> = edges
            .iter()
            .filter_map(
                |edge| match (near.contains(&edge.from), near.contains(&edge.to)) {
                    (true, false) => Some(edge.to),
                    (false, true) => Some(edge.from),
                    _ => None,
                },
            )
            .collect();
        if ring.is_empty() {
            break;
        }
        near.extend(ring);
    }
    near
}
