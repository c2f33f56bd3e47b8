//! Diagrams as a page to keep: the picture, and everything that is known of what stands in it, to search and to click
//! through. One file that asks the network for nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Drawing, svg};
use crate::base::text::{escaped, xml};
use crate::model::diagram::{Diagram, Edge, Kind, Node};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Most addresses begin so: the page writes `:` for it.
const BASE: &str = crate::base::vocabulary::ID;

pub(in crate::render) fn render(diagram: &Diagram, drawing: &Drawing) -> Vec<u8> {
    let title = xml(&diagram.title);
    let picture = svg::render(diagram, drawing);
    let picture = String::from_utf8_lossy(&picture);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1><span class=\"quiet\">{} and {}</span></header>\n",
        super::counted(diagram.nodes.len(), "thing"),
        super::counted(diagram.edges.len(), "tie"),
    );
    text.push_str("<nav><label>Search<input id=\"search\" type=\"search\" autofocus></label>\n");
    for (id, name) in [
        ("kind", "Kind"),
        ("group", "Need"),
        ("upkeep", "Status"),
        ("relation", "Has a tie"),
    ] {
        let _ = writeln!(text, "<label>{name}<select id=\"{id}\"></select></label>");
    }
    text.push_str("<p class=\"quiet\" id=\"count\"></p><ul id=\"found\"></ul></nav>\n<main>\n<div class=\"tools\"><button id=\"closer\" title=\"Closer\">+</button><button id=\"further\" title=\"Further\">−</button><button id=\"whole\">Whole</button></div>\n");
    text.push_str(&picture);
    text.push_str("</main>\n<aside id=\"facts\"><p class=\"quiet\">Choose something in the list or the picture: what is known of it stands here, with the sources.</p></aside>\n");
    let data = escaped(&data(diagram).to_string());
    // No text of the graph may end the element it stands in.
    let data = data.replace('<', "\\u003c");
    let _ = write!(
        text,
        "<script type=\"application/json\" id=\"data\">{data}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    text.into_bytes()
}

/// Texts that occur often, each once, known by number.
#[derive(Default)]
struct Numbered {
    texts: Vec<Value>,
    numbers: BTreeMap<String, usize>,
}

impl Numbered {
    fn number(&mut self, key: &str, value: impl FnOnce() -> Value) -> usize {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        self.numbers.insert(key.to_owned(), self.texts.len());
        self.texts.push(value());
        self.texts.len() - 1
    }

    fn text(&mut self, text: &str) -> usize {
        self.number(text, || Value::from(text))
    }
}

/// Nodes and edges as arrays, with numbers for what occurs often.
fn data(diagram: &Diagram) -> Value {
    let [mut sources, mut relations, mut groups, mut abouts] =
        [(); 4].map(|()| Numbered::default());
    groups.text("");
    let mut node = |node: &Node| {
        let remarks: Vec<Value> = node
            .remarks
            .iter()
            .map(|it| {
                let said: Vec<usize> = it.sources.iter().map(|it| sources.text(it)).collect();
                json!([abouts.text(&it.about), it.text, said])
            })
            .collect();
        let kind = Kind::ALL.iter().position(|it| *it == node.kind);
        let address = node.iri.strip_prefix(BASE);
        let address = address.map_or_else(|| node.iri.clone(), |rest| format!(":{rest}"));
        json!([
            node.label,
            kind,
            groups.text(&node.group),
            node.upkeep as u8,
            address,
            remarks
        ])
    };
    let nodes: Vec<Value> = diagram.nodes.iter().map(&mut node).collect();
    let mut edge = |edge: &Edge| {
        let relation = relations.number(&format!("{} {}", edge.iri, edge.label), || {
            json!([edge.label, edge.inverse, edge.symmetric])
        });
        let said: Vec<usize> = edge.sources.iter().map(|it| sources.text(it)).collect();
        json!([edge.from, edge.to, relation, u8::from(edge.derived), said])
    };
    let edges: Vec<Value> = diagram.edges.iter().map(&mut edge).collect();
    json!({
        "base": BASE,
        "kinds": Kind::ALL.map(Kind::name),
        "sources": sources.texts,
        "relations": relations.texts,
        "groups": groups.texts,
        "abouts": abouts.texts,
        "nodes": nodes,
        "edges": edges,
    })
}
