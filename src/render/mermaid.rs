//! Diagrams as Mermaid flowcharts.

use std::fmt::Write as _;

use crate::base::text::one_line;
use crate::model::diagram::{Diagram, Kind, Node};

pub(super) fn render(diagram: &Diagram) -> Vec<u8> {
    let mut text = String::from("flowchart LR\n");
    for (number, node) in diagram.nodes.iter().enumerate() {
        let (open, close) = shape(node.kind);
        let _ = writeln!(
            text,
            "  n{number}{open}\"{}\"{close}:::{}",
            label(node),
            node.kind.name()
        );
    }
    for edge in &diagram.edges {
        let arrow = match (edge.symmetric, edge.derived) {
            (true, _) => "<-->",
            (false, false) => "-->",
            (false, true) => "-.->",
        };
        let _ = writeln!(
            text,
            "  n{} {arrow}|\"{}\"| n{}",
            edge.from,
            escape(&edge.label),
            edge.to
        );
    }
    for kind in Kind::ALL {
        if diagram.nodes.iter().any(|node| node.kind == kind) {
            let (fill, stroke) = super::colours::colours(kind);
            let _ = writeln!(
                text,
                "  classDef {} fill:{fill},stroke:{stroke},color:#1a1a1a",
                kind.name()
            );
        }
    }
    for (number, _) in diagram
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.focus)
    {
        let _ = writeln!(text, "  style n{number} stroke-width:3px");
    }
    text.into_bytes()
}

fn label(node: &Node) -> String {
    let label = escape(&node.label);
    if node.note.is_empty() {
        label
    } else {
        format!("{label}<br/>{}", escape(&node.note))
    }
}

fn shape(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Technology => ("(", ")"),
        Kind::Standard => ("{{", "}}"),
        Kind::Publication => (">", "]"),
        Kind::Category => ("([", "])"),
        Kind::Language => ("[/", "/]"),
        Kind::System => ("[(", ")]"),
        Kind::Client => ("[[", "]]"),
        Kind::Source => ("[\\", "\\]"),
        Kind::Other => ("[", "]"),
    }
}

/// Text for a quoted label: whatever has a meaning to Mermaid or HTML as an entity code.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        if matches!(
            character,
            '"' | '<' | '>' | '&' | '#' | ';' | '`' | '\\' | '{' | '}' | '|' | '[' | ']' | '%'
        ) {
            let _ = write!(escaped, "#{};", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}
