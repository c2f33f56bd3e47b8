//! Diagrams as DOT, written by graphviz-rust: clusters, ranks, colours and strokes say what they say in our own pictures.

use std::collections::BTreeMap;

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use crate::base::text::shown;
use crate::model::diagram::{self, Diagram, Kind, Purpose, Upkeep};

pub(super) fn render(diagram: &Diagram) -> Vec<u8> {
    let mut stmts = vec![
        Stmt::GAttribute(GraphAttributes::Graph(vec![
            attribute("label", &diagram.title),
            attribute("labelloc", "t"),
            attribute("rankdir", "LR"),
            attribute("fontname", "DejaVu Sans,Helvetica,sans-serif"),
        ])),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            attribute("style", "filled"),
            attribute("fontname", "DejaVu Sans,Helvetica,sans-serif"),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![
            attribute("fontname", "DejaVu Sans,Helvetica,sans-serif"),
            attribute("fontsize", "10"),
        ])),
    ];
    stmts.extend(nodes(diagram));
    stmts.extend(ranks(diagram));
    stmts.extend(diagram.edges.iter().map(|it| Stmt::Edge(edge(it))));
    let graph = Graph::DiGraph {
        id: Id::Plain("stackgen".to_owned()),
        strict: false,
        stmts,
    };
    let mut text = graph.print(&mut PrinterContext::default());
    text.push('\n');
    text.into_bytes()
}

/// The nodes; those that meet the same need in a cluster of its name, where there are several needs with several nodes.
fn nodes(diagram: &Diagram) -> Vec<Stmt> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, it) in diagram.nodes.iter().enumerate() {
        let is_member = !it.group.is_empty() && !it.focus;
        let group = if is_member { it.group.as_str() } else { "" };
        groups.entry(group).or_default().push(number);
    }
    let loose = groups.remove("").unwrap_or_default();
    let is_clustered = diagram.purpose == Purpose::Ties
        && groups.len() > 1
        && groups.values().any(|it| it.len() > 1);
    let written = |it: &usize| Stmt::Node(node(*it, &diagram.nodes[*it]));
    if !is_clustered {
        let all = 0..diagram.nodes.len();
        return all.map(|it| written(&it)).collect();
    }
    let clusters = groups.iter().enumerate().map(|(number, (name, members))| {
        let look = vec![
            attribute("label", name),
            attribute("style", "rounded"),
            attribute("color", super::colours::FRAME.light),
        ];
        let mut stmts = vec![Stmt::GAttribute(GraphAttributes::Graph(look))];
        stmts.extend(members.iter().map(written));
        Stmt::Subgraph(Subgraph {
            id: Id::Plain(format!("cluster_{number}")),
            stmts,
        })
    });
    loose.iter().map(written).chain(clusters).collect()
}

/// What stands on the left and on the right: where ways start and end, what is asked about and what can take its place.
fn ranks(diagram: &Diagram) -> Vec<Stmt> {
    let numbers = 0..diagram.nodes.len();
    let (asked, others): (Vec<usize>, Vec<usize>) =
        numbers.partition(|it| diagram.nodes[*it].focus);
    let ranks = match (diagram.purpose, asked.as_slice()) {
        (Purpose::Ranking, _) => vec![("min", asked), ("same", others)],
        (Purpose::Ways, [start, end]) => vec![("min", vec![*start]), ("max", vec![*end])],
        _ => Vec::new(),
    };
    let ranks = ranks.into_iter().filter(|(_, members)| !members.is_empty());
    ranks
        .enumerate()
        .map(|(number, (rank, members))| {
            let look = GraphAttributes::Graph(vec![attribute("rank", rank)]);
            let node = |it: usize| {
                Stmt::Node(Node {
                    id: id(it),
                    attributes: Vec::new(),
                })
            };
            let mut stmts = vec![Stmt::GAttribute(look)];
            stmts.extend(members.into_iter().map(node));
            Stmt::Subgraph(Subgraph {
                id: Id::Plain(format!("rank_{number}")),
                stmts,
            })
        })
        .collect()
}

fn node(number: usize, node: &diagram::Node) -> Node {
    let (fill, stroke) = super::colours::colours(node.kind);
    let mut label = quoted(&node.label);
    for line in [node.note.as_str(), node.upkeep.mark()] {
        if !line.is_empty() {
            label += &format!("\\n{}", quoted(line));
        }
    }
    let (style, stroke) = match node.upkeep {
        Upkeep::Active => ("filled", stroke),
        Upkeep::Maintenance => ("filled,dashed", super::colours::MAINTENANCE.light),
        Upkeep::Retired => ("filled,dotted", super::colours::RETIRED.light),
    };
    let mut node_attributes = vec![attribute("style", style)];
    if !node.link.is_empty() {
        node_attributes.push(attribute("URL", &node.link));
    }
    let mut written = Node {
        id: id(number),
        attributes: vec![
            Attribute(
                Id::Plain("label".to_owned()),
                Id::Escaped(format!("\"{label}\"")),
            ),
            attribute("shape", shape(node.kind)),
            attribute("fillcolor", fill),
            attribute("color", stroke),
            attribute("penwidth", if node.focus { "3" } else { "1" }),
            attribute("tooltip", &node.iri),
        ],
    };
    written.attributes.extend(node_attributes);
    written
}

fn edge(edge: &diagram::Edge) -> Edge {
    let stroke = super::colours::stroke_of(&edge.iri);
    let style = if edge.derived {
        "dashed"
    } else {
        stroke.dot_style
    };
    Edge {
        ty: EdgeTy::Pair(Vertex::N(id(edge.from)), Vertex::N(id(edge.to))),
        attributes: vec![
            attribute("label", &edge.label),
            // What holds both ways has no direction to show.
            attribute("dir", if edge.symmetric { "none" } else { "forward" }),
            attribute("style", style),
            attribute("color", stroke.ink.light),
            attribute("fontcolor", stroke.ink.light),
        ],
    }
}

fn id(number: usize) -> NodeId {
    NodeId(Id::Plain(format!("n{number}")), None)
}

fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Technology => "box",
        Kind::Standard => "hexagon",
        Kind::Publication => "note",
        Kind::Category => "ellipse",
        Kind::Language => "parallelogram",
        Kind::System => "cylinder",
        Kind::Client => "component",
        Kind::Source => "folder",
        Kind::Other => "plaintext",
    }
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(
        Id::Plain(name.to_owned()),
        Id::Escaped(format!("\"{}\"", quoted(value))),
    )
}

/// Text inside double quotes, no longer than Graphviz reads (16,384 bytes). Every backslash is doubled, as Graphviz takes `\N` and others for more than letters; `&` is
/// an entity, as Graphviz reads entities in labels.
fn quoted(text: &str) -> String {
    shown(text)
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('&', "&amp;")
}
