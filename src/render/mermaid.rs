//! Diagrams as Mermaid flowcharts.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::text::one_line;
use crate::model::diagram::{Diagram, Edge, Kind, Node, Upkeep};

/// Mermaid refuses to draw more edges than this (`maxEdges`).
const MOST_EDGES: usize = 500;

pub(super) fn render(diagram: &Diagram) -> Vec<u8> {
    if diagram.edges.len() > MOST_EDGES {
        let (smaller, left_out) = heaviest(diagram);
        let mut text = format!("%% {left_out}\n").into_bytes();
        text.extend(render(&smaller));
        return text;
    }
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
            (true, _) => "---",
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
    for (number, node) in diagram.nodes.iter().enumerate() {
        if node.focus {
            let _ = writeln!(text, "  style n{number} stroke-width:3px");
        }
        match node.upkeep {
            Upkeep::Active => {}
            Upkeep::Maintenance | Upkeep::Retired => {
                let _ = writeln!(text, "  style n{number} stroke-dasharray:3 3");
            }
        }
    }
    strokes(diagram, &mut text);
    text.into_bytes()
}

/// Colour and stroke of the edges, a line for each relation.
fn strokes(diagram: &Diagram, text: &mut String) {
    let mut relations: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (number, edge) in diagram.edges.iter().enumerate() {
        let numbers = relations.entry(&edge.iri).or_default();
        numbers.push(number.to_string());
    }
    for (relation, numbers) in relations {
        let stroke = super::colours::stroke_of(relation);
        let _ = write!(
            text,
            "  linkStyle {} stroke:{}",
            numbers.join(","),
            stroke.ink.light
        );
        if !stroke.dashes.is_empty() {
            let _ = write!(text, ",stroke-dasharray:{}", stroke.dashes);
        }
        text.push('\n');
    }
}

/// The heaviest nodes with the edges between them, as many as Mermaid draws, those in focus first; and what is left out.
fn heaviest(diagram: &Diagram) -> (Diagram, String) {
    let degrees = diagram.degrees();
    let mut order: Vec<usize> = (0..diagram.nodes.len()).collect();
    order.sort_by_key(|it| (!diagram.nodes[*it].focus, Reverse(degrees[*it]), *it));
    let mut places = vec![usize::MAX; order.len()];
    for (place, node) in order.iter().enumerate() {
        places[*node] = place;
    }
    // Every edge comes with its lighter end: the first so many that do not bring too many edges are kept.
    let mut brought = vec![0; order.len()];
    for edge in &diagram.edges {
        brought[places[edge.from].max(places[edge.to])] += 1;
    }
    let mut edges = 0;
    let fitting = brought.iter().take_while(|it| {
        edges += **it;
        edges <= MOST_EDGES
    });
    let kept = fitting.count().max(1);
    let nodes = order[..kept].iter().map(|it| diagram.nodes[*it].clone());
    let edges = diagram.edges.iter().filter_map(|edge| {
        let (from, to) = (places[edge.from], places[edge.to]);
        (from.max(to) < kept).then(|| Edge {
            from,
            to,
            ..edge.clone()
        })
    });
    let left_out = format!(
        "The {kept} of {} things with the most ties: Mermaid draws at most {MOST_EDGES} edges.",
        diagram.nodes.len()
    );
    let smaller = Diagram {
        title: diagram.title.clone(),
        nodes: nodes.collect(),
        edges: edges.take(MOST_EDGES).collect(),
        purpose: diagram.purpose,
        is_whole: diagram.is_whole,
    };
    (smaller, left_out)
}

fn label(node: &Node) -> String {
    let mut label = escape(&node.label);
    for line in [node.note.as_str(), node.upkeep.mark()] {
        if !line.is_empty() {
            let _ = write!(label, "<br/>{}", escape(line));
        }
    }
    label
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
