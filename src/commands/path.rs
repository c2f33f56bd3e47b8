//! `path`: how two things are connected.

use std::sync::Arc;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::known::{self, StatedEdge, Thing};
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::walk::{Way, ways};
use crate::graph::words;
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::{Diagram, Purpose};
use crate::model::page::{Block, Page};

/// How two things are connected, shortest and most telling first
#[derive(Clone, Debug, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["from", "to"]))]
pub struct Paths {
    /// Where to start: an entry, language or category
    pub from: String,
    /// Where to end
    pub to: String,
    /// How many ways to show
    #[arg(long, value_name = "N", default_value_t = Self::default().count)]
    pub count: usize,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            from: String::new(),
            to: String::new(),
            count: 3,
        }
    }
}

impl Ask for Paths {
    type Answer = Connection;
    const NAME: &'static str = "path";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Diagram];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen path spring-cloud-netflix kafka",
        "stackgen path mqtt elixir --count 5",
        "stackgen path kong nginx -o path.svg",
    ];

    fn answer(self, world: &World) -> Result<Connection, Failure> {
        let count = self.count.clamp(1, 100);
        let catalog = world.ask(|| Question::Ways {
            from: self.from.clone(),
            to: self.to.clone(),
            count,
        })?;
        let graph = Graph::new(&catalog.index);
        let (start, end) = (
            known::thing(&graph, &self.from)?,
            known::thing(&graph, &self.to)?,
        );
        let ways = ways(&graph, start, end, count);
        let path = |way: &Way| ConnectingPath {
            length: way.len(),
            why: why(&graph, way),
            steps: way
                .iter()
                .map(|edge| StatedEdge::of(&graph, *edge))
                .collect(),
        };
        Ok(Connection {
            from: Thing::of(&graph, start),
            to: Thing::of(&graph, end),
            paths: ways.iter().map(path).collect(),
            catalog: catalog.clone(),
            start,
            end,
            ways,
        })
    }
}

/// How two things are connected.
#[derive(Serialize, JsonSchema)]
pub struct Connection {
    /// Where the paths start.
    pub from: Thing,
    /// Where they end.
    pub to: Thing,
    /// The paths, shortest and most telling first; none: the two are not connected.
    pub paths: Vec<ConnectingPath>,
    #[serde(skip)]
    catalog: Arc<Catalog>,
    #[serde(skip)]
    start: Node,
    #[serde(skip)]
    end: Node,
    #[serde(skip)]
    ways: Vec<Way>,
}

/// One way from a thing to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConnectingPath {
    /// How many steps it has.
    pub length: usize,
    /// What it tells, step by step in words.
    pub why: String,
    /// The statements it goes along, in its order; each as it is stated, whichever way the path takes it.
    pub steps: Vec<StatedEdge>,
}

/// What the relations mean, with the things they tie: `{}` stands for subject and object.
const MEANINGS: &[(&str, &str, &str, &str)] = &[
    (sg::BUILT_ON, "", " stands on ", ""),
    (sg::REPLACED_BY, "", " gave way to ", ""),
    (sg::FORK_OF, "", " began as a copy of ", ""),
    (
        sg::INTEGRATES_WITH,
        "",
        " and ",
        " have a ready-made connection",
    ),
    (
        sg::ALTERNATIVE_TO,
        "",
        " and ",
        " can take each other's place",
    ),
    (sg::IMPLEMENTS, "", " serves ", ""),
    (sg::SPEAKS, "", " is a client of ", ""),
    (sg::IS_VERSION_OF, "", " is a version of ", ""),
    (sg::USES, "", " uses ", ""),
    (sg::CLIENT_OF, "code talks through ", " to ", ""),
    (sg::FOR_LANGUAGE, "", " is a package for ", ""),
    (sg::WRITTEN_IN, "", " is written in ", ""),
    (sg::IN_CATEGORY, "", " stands under ", ""),
    (sg::BROADER, "", " is part of ", ""),
];

/// A way in a sentence.
fn why(graph: &Graph<'_>, way: &Way) -> String {
    let clause = |edge: &Edge| {
        let (from, to) = (graph.label(edge.from), graph.label(edge.to));
        let relation = graph.iri(edge.relation);
        match MEANINGS.iter().find(|it| it.0 == relation) {
            Some((_, before, between, after)) => format!("{before}{from}{between}{to}{after}"),
            None => format!("{from}: {} {to}", words::words(relation)),
        }
    };
    let clauses: Vec<String> = way.iter().map(clause).collect();
    clauses.join("; ")
}

impl Connection {
    /// Each step: the thing it leads to, and whether it goes with the statement.
    fn steps(&self, way: &Way) -> Vec<(Edge, Node, bool)> {
        let mut here = self.start;
        way.iter()
            .map(|edge| {
                let forward = edge.from == here;
                here = if forward { edge.to } else { edge.from };
                (*edge, here, forward)
            })
            .collect()
    }
}

impl Shapes for Connection {
    fn found(&self) -> bool {
        !self.ways.is_empty()
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        let (from, to) = (graph.label(self.start), graph.label(self.end));
        page.push(Block::Heading(format!("From {from} to {to}")));
        if self.ways.is_empty() {
            page.push(Block::Paragraph("Not connected.".to_owned()));
        }
        for way in &self.ways {
            let mut points = vec![(0, from.to_owned())];
            for (edge, next, forward) in self.steps(way) {
                let words = words::words(graph.iri(edge.relation));
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
            page.push(Block::Paragraph(format!("{}.", why(&graph, way))));
            page.push(Block::Points(points));
        }
        page
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let mut nodes = vec![(self.start, true, String::new())];
        let mut edges: Vec<Edge> = Vec::new();
        for way in &self.ways {
            for (edge, next, _) in self.steps(way) {
                if !nodes.iter().any(|(node, ..)| *node == next) {
                    nodes.push((next, next == self.end, String::new()));
                }
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
        let title = format!(
            "From {} to {}",
            graph.label(self.start),
            graph.label(self.end)
        );
        Diagram {
            purpose: Purpose::Ways,
            ..known::diagram(&graph, title, nodes, &edges)
        }
    }
}
