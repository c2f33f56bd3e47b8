//! Diagrams as SVG, drawn here: no other program is needed.

use std::fmt::Write as _;

use super::colours::colours;
use super::font::{self, FAMILY};
use super::layout::{Area, Layout, Line, layout};
use crate::base::text::xml;
use crate::model::diagram::{Diagram, Edge, Kind, Node};

const TITLE: f64 = 30.0;
const LEGEND: f64 = 46.0;

pub(super) fn render(diagram: &Diagram) -> Vec<u8> {
    let layout = layout(diagram, if diagram.title.is_empty() { 0.0 } else { TITLE });
    let legend = legend(diagram, layout.height);
    let width = layout
        .width
        .max(legend.1)
        .max(font::width(&diagram.title, 17.0) + 48.0);
    let height = layout.height + LEGEND;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"{FAMILY}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <defs>{front}{behind}</defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"24\" y=\"34\" font-size=\"17\" font-weight=\"bold\" fill=\"#1a1a1a\">{title}</text>\n",
        title = xml(&diagram.title),
        front = arrow("arrow", "#555"),
        behind = arrow("behind", "#c9c9c9"),
    );
    draw(&mut text, diagram, &layout);
    text.push_str(&legend.0);
    text.push_str("</svg>\n");
    text.into_bytes()
}

/// The head of an arrow.
fn arrow(name: &str, ink: &str) -> String {
    format!(
        "<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M0,1 L10,5 L0,9 z\" fill=\"{ink}\"/></marker>"
    )
}

/// Past this many, edges that stand back are named only where one points at them: their names would hide the others.
const MOST_NAMED_BEHIND: usize = 60;

fn draw(text: &mut String, diagram: &Diagram, layout: &Layout) {
    // With one thing in focus, what does not touch it stands back.
    let focused = diagram.nodes.iter().filter(|node| node.focus).count() == 1;
    let back =
        |edge: &Edge| focused && !diagram.nodes[edge.from].focus && !diagram.nodes[edge.to].focus;
    let crowded = diagram.edges.iter().filter(|edge| back(edge)).count() > MOST_NAMED_BEHIND;
    let behind_ink = if crowded { "#e6e6e6" } else { "#c9c9c9" };
    for (edge, line) in diagram
        .edges
        .iter()
        .zip(&layout.lines)
        .filter(|(edge, _)| back(edge))
    {
        draw_line(text, edge, line, behind_ink, "behind");
    }
    for (edge, line) in diagram
        .edges
        .iter()
        .zip(&layout.lines)
        .filter(|(edge, _)| !back(edge))
    {
        draw_line(text, edge, line, "#666", "arrow");
    }
    for (node, area) in diagram.nodes.iter().zip(&layout.nodes) {
        draw_node(text, node, *area);
    }
    let (behind, front): (Vec<_>, Vec<_>) = diagram
        .edges
        .iter()
        .zip(&layout.lines)
        .partition(|(edge, _)| back(edge));
    let behind = if crowded { Vec::new() } else { behind };
    for (edge, line) in behind.into_iter().chain(front) {
        let ink = if back(edge) { "#909090" } else { "#333" };
        let area = line.label;
        let (x, y) = area.middle();
        let _ = writeln!(
            text,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\" fill=\"#ffffff\" fill-opacity=\"0.88\"/><text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"11\" text-anchor=\"middle\" fill=\"{ink}\">{}</text>",
            area.x,
            area.y,
            area.width,
            area.height,
            y + 4.0,
            xml(&edge.label)
        );
    }
}

fn draw_line(text: &mut String, edge: &Edge, line: &Line, ink: &str, head: &str) {
    let [a, b, c, d] = line.points;
    let start = if edge.symmetric {
        format!(" marker-start=\"url(#{head})\"")
    } else {
        String::new()
    };
    let dashes = if edge.derived {
        " stroke-dasharray=\"5 4\""
    } else {
        ""
    };
    let _ = writeln!(
        text,
        "<path d=\"M{:.1},{:.1} C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.2\"{dashes}{start} marker-end=\"url(#{head})\"><title>{}</title></path>",
        a.0,
        a.1,
        b.0,
        b.1,
        c.0,
        c.1,
        d.0,
        d.1,
        xml(&edge.label)
    );
}

fn draw_node(text: &mut String, node: &Node, area: Area) {
    let (x, y) = area.middle();
    let _ = write!(text, "<g><title>{}</title>", xml(&node.iri));
    draw_shape(text, node.kind, area, node.focus);
    let shift = if node.note.is_empty() { 5.0 } else { -3.0 };
    let weight = if node.focus {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let _ = write!(
        text,
        "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"14\" text-anchor=\"middle\" fill=\"#1a1a1a\"{weight}>{}</text>",
        y + shift,
        xml(&node.label)
    );
    if !node.note.is_empty() {
        let _ = write!(
            text,
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"11\" text-anchor=\"middle\" fill=\"#444\">{}</text>",
            y + 14.0,
            xml(&node.note)
        );
    }
    text.push_str("</g>\n");
}

/// Each kind has an outline of its own.
fn draw_shape(text: &mut String, kind: Kind, area: Area, focus: bool) {
    let Area {
        x,
        y,
        width,
        height,
    } = area;
    let (right, bottom, middle) = (x + width, y + height, y + height / 2.0);
    let (fill, stroke) = colours(kind);
    let paint = format!(
        "fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"",
        if focus { 3 } else { 1 }
    );
    let polygon = |points: &[(f64, f64)]| {
        let points: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        format!("<polygon points=\"{}\" {paint}/>", points.join(" "))
    };
    let rect = |radius: f64| {
        format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius:.1}\" {paint}/>"
        )
    };
    let shape = match kind {
        Kind::Technology => rect(6.0),
        Kind::Category => rect(height / 2.0),
        Kind::Standard => polygon(&[
            (x, middle),
            (x + 12.0, y),
            (right - 12.0, y),
            (right, middle),
            (right - 12.0, bottom),
            (x + 12.0, bottom),
        ]),
        Kind::Language => polygon(&[
            (x + 10.0, y),
            (right, y),
            (right - 10.0, bottom),
            (x, bottom),
        ]),
        Kind::Publication => polygon(&[
            (x, y),
            (right - 10.0, y),
            (right, y + 10.0),
            (right, bottom),
            (x, bottom),
        ]),
        Kind::System => format!(
            "{}<path d=\"M{:.1},{y:.1} V{bottom:.1} M{:.1},{y:.1} V{bottom:.1}\" stroke=\"{stroke}\"/>",
            rect(0.0),
            x + 6.0,
            right - 6.0
        ),
        Kind::Client => polygon(&[
            (x, y),
            (right - 10.0, y),
            (right, middle),
            (right - 10.0, bottom),
            (x, bottom),
        ]),
        Kind::Source => polygon(&[(x + 8.0, y), (right - 8.0, y), (right, bottom), (x, bottom)]),
        Kind::Other => rect(0.0),
    };
    text.push_str(&shape);
}

/// The kinds and lines that the picture shows, with their names; and how wide it is.
fn legend(diagram: &Diagram, top: f64) -> (String, f64) {
    let mut text = String::new();
    let mut x = 24.0;
    for kind in Kind::ALL {
        if !diagram.nodes.iter().any(|node| node.kind == kind) {
            continue;
        }
        let width = font::width(kind.name(), 12.0) + 32.0;
        let area = Area {
            x,
            y: top + 4.0,
            width,
            height: 26.0,
        };
        draw_shape(&mut text, kind, area, false);
        let (middle, y) = area.middle();
        let _ = writeln!(
            text,
            "<text x=\"{middle:.1}\" y=\"{:.1}\" font-size=\"12\" text-anchor=\"middle\" fill=\"#1a1a1a\">{}</text>",
            y + 4.0,
            kind.name()
        );
        x += width + 14.0;
    }
    let lines = [
        (
            "stated",
            diagram
                .edges
                .iter()
                .any(|edge| !edge.derived && !edge.symmetric),
            "",
            "",
        ),
        (
            "both ways",
            diagram.edges.iter().any(|edge| edge.symmetric),
            "",
            " marker-start=\"url(#arrow)\"",
        ),
        (
            "derived",
            diagram.edges.iter().any(|edge| edge.derived),
            " stroke-dasharray=\"5 4\"",
            "",
        ),
    ];
    for (name, _, dashes, start) in lines.into_iter().filter(|(_, shown, ..)| *shown) {
        let y = top + 17.0;
        let _ = writeln!(
            text,
            "<path d=\"M{x:.1},{y:.1} H{:.1}\" stroke=\"#777\" stroke-width=\"1.2\"{dashes}{start} marker-end=\"url(#arrow)\"/><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\" fill=\"#1a1a1a\">{name}</text>",
            x + 36.0,
            x + 44.0,
            y + 4.0
        );
        x += font::width(name, 12.0) + 66.0;
    }
    (text, x + 10.0)
}
