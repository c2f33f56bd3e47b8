//! Diagrams as DOT, written by graphviz-rust.

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use crate::base::text::shown;
use crate::model::diagram::{self, Diagram, Kind};

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
    stmts.extend(
        diagram
            .nodes
            .iter()
            .enumerate()
            .map(|(number, it)| Stmt::Node(node(number, it))),
    );
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

fn node(number: usize, node: &diagram::Node) -> Node {
    let (fill, stroke) = super::colours::colours(node.kind);
    let label = if node.note.is_empty() {
        quoted(&node.label)
    } else {
        format!("{}\\n{}", quoted(&node.label), quoted(&node.note))
    };
    Node {
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
    }
}

fn edge(edge: &diagram::Edge) -> Edge {
    Edge {
        ty: EdgeTy::Pair(Vertex::N(id(edge.from)), Vertex::N(id(edge.to))),
        attributes: vec![
            attribute("label", &edge.label),
            attribute("dir", if edge.symmetric { "both" } else { "forward" }),
            attribute("style", if edge.derived { "dashed" } else { "solid" }),
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
