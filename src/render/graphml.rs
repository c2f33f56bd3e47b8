//! Diagrams as `GraphML`.

use std::fmt::Write as _;

use crate::base::text::xml;
use crate::model::diagram::Diagram;

pub(super) fn render(diagram: &Diagram) -> Vec<u8> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         \x20 <key id=\"iri\" for=\"all\" attr.name=\"iri\" attr.type=\"string\"/>\n\
         \x20 <key id=\"label\" for=\"all\" attr.name=\"label\" attr.type=\"string\"/>\n\
         \x20 <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n\
         \x20 <key id=\"note\" for=\"node\" attr.name=\"note\" attr.type=\"string\"/>\n\
         \x20 <key id=\"derived\" for=\"edge\" attr.name=\"derived\" attr.type=\"boolean\"/>\n\
         \x20 <graph edgedefault=\"directed\">\n",
    );
    for (number, node) in diagram.nodes.iter().enumerate() {
        let _ = writeln!(
            text,
            "    <node id=\"n{number}\"><data key=\"iri\">{}</data><data key=\"label\">{}</data><data key=\"kind\">{}</data><data key=\"note\">{}</data></node>",
            xml(&node.iri),
            xml(&node.label),
            node.kind.name(),
            xml(&node.note),
        );
    }
    for (number, edge) in diagram.edges.iter().enumerate() {
        let direction = if edge.symmetric {
            " directed=\"false\""
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "    <edge id=\"e{number}\" source=\"n{}\" target=\"n{}\"{direction}><data key=\"iri\">{}</data><data key=\"label\">{}</data><data key=\"derived\">{}</data></edge>",
            edge.from,
            edge.to,
            xml(&edge.iri),
            xml(&edge.label),
            edge.derived,
        );
    }
    text.push_str("  </graph>\n</graphml>\n");
    text.into_bytes()
}
