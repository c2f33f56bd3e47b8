//! `path`: how two things are connected.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::walk::{Way, ways};
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::Diagram;
use crate::model::page::{Block, Page};

pub(super) const COMMAND: Command = Command {
    name: "path",
    about: "How two things are connected, shortest and most telling first",
    examples: "stackgen path spring-cloud-netflix kafka
stackgen path mqtt elixir --count 5
stackgen path kong nginx -o path.svg",
    formats: &["table", "json", "dot", "svg", "png", "mermaid"],
    arguments: arguments::<Paths>,
    run: run::<Paths>,
};

#[derive(clap::Args)]
struct Paths {
    /// Where to start: an entry, language or category
    from: String,
    /// Where to end
    to: String,
    /// How many ways to show
    #[arg(long, value_name = "N", default_value_t = 3)]
    count: usize,
}

impl Arguments for Paths {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = context.ask(|| Question::Ways {
            from: self.from.clone(),
            to: self.to.clone(),
            count: self.count.clamp(1, 100),
        })?;
        let graph = Graph::new(&catalog.index);
        let (from, to) = (
            known::thing(&graph, &self.from)?,
            known::thing(&graph, &self.to)?,
        );
        let ways = ways(&graph, from, to, self.count.clamp(1, 100));
        Ok(Box::new(Connection {
            catalog,
            from,
            to,
            ways,
        }))
    }
}

struct Connection {
    catalog: Catalog,
    from: Node,
    to: Node,
    ways: Vec<Way>,
}

impl Connection {
    /// Each step: the thing it leads to, and whether it goes with the statement.
    fn steps(&self, way: &Way) -> Vec<(Edge, Node, bool)> {
        let mut here = self.from;
        way.iter()
            .map(|edge| {
                let forward = edge.from == here;
                here = if forward { edge.to } else { edge.from };
                (*edge, here, forward)
            })
            .collect()
    }
}

impl Answer for Connection {
    fn found(&self) -> bool {
        !self.ways.is_empty()
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        let (from, to) = (graph.label(self.from), graph.label(self.to));
        page.push(Block::Heading(format!("From {from} to {to}")));
        if self.ways.is_empty() {
            page.push(Block::Paragraph("Not connected.".to_owned()));
        }
        for way in &self.ways {
            let mut points = vec![(0, from.to_owned())];
            for (edge, next, forward) in self.steps(way) {
                let words = known::words(graph.iri(edge.relation));
                let arrow = if forward {
                    format!("—{words}→")
                } else {
                    format!("←{words}—")
                };
                let sources = graph.sources(edge.from, graph.iri(edge.relation), edge.to);
                let sources: Vec<&str> = sources.iter().map(|it| graph.slug(*it)).collect();
                points.push((
                    1,
                    format!("{arrow} {}  [{}]", graph.label(next), sources.join(", ")),
                ));
            }
            page.push(Block::Points(points));
        }
        page
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        let paths: Vec<Value> = self
            .ways
            .iter()
            .map(|way| {
                let steps: Vec<Value> = way
                    .iter()
                    .map(|edge| {
                        let sources = graph.sources(edge.from, graph.iri(edge.relation), edge.to);
                        known::edge(&graph, *edge, &sources)
                    })
                    .collect();
                json!({"length": way.len(), "steps": steps})
            })
            .collect();
        json!({
            "from": known::reference(&graph, self.from),
            "to": known::reference(&graph, self.to),
            "paths": paths,
        })
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let mut nodes = vec![(self.from, true, String::new())];
        let mut edges: Vec<Edge> = Vec::new();
        for way in &self.ways {
            for (edge, next, _) in self.steps(way) {
                if !nodes.iter().any(|(node, ..)| *node == next) {
                    nodes.push((next, next == self.to, String::new()));
                }
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
        let title = format!(
            "From {} to {}",
            graph.label(self.from),
            graph.label(self.to)
        );
        known::diagram(&graph, title, nodes, &edges)
    }
}
