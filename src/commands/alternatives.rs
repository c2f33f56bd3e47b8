//! `alternatives`: what can take its place.

use std::sync::Arc;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::several;
use super::failure::Failure;
use super::known::{self, Thing};
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::Diagram;
use crate::model::page::{Block, Page, Table};
use crate::reason::alternatives::{Alternative, Opening, alternatives};
use crate::reason::lineage;
use crate::reason::standing::standing;

/// What can take an entry's place, best first, with what differs
#[derive(Clone, Debug, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["entry"]))]
pub struct Alternatives {
    /// A technology, or any other thing: slug, name or alias
    pub entry: String,
    /// How many to show
    #[arg(short, long, value_name = "N", default_value_t = Self::default().top)]
    pub top: usize,
    /// Languages of your code: what they cannot use comes later
    #[arg(short, long, value_name = "LANGUAGE", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub lang: Vec<String>,
    /// Show retired technologies too
    #[arg(long)]
    pub include_retired: bool,
}

impl Default for Alternatives {
    fn default() -> Self {
        Self {
            entry: String::new(),
            top: 10,
            lang: Vec::new(),
            include_retired: false,
        }
    }
}

impl Ask for Alternatives {
    type Answer = Alternates;
    const NAME: &'static str = "alternatives";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Records, Shape::Diagram];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen alternatives hystrix",
        "stackgen alternatives rabbitmq --top 5 --format json",
        "stackgen alternatives requests --lang python",
        "stackgen alternatives k8s --include-retired",
    ];

    fn answer(self, world: &World) -> Result<Alternates, Failure> {
        let catalog = world.ask(|| Question::Alternatives(self.entry.clone()))?;
        let graph = Graph::new(&catalog.index);
        let node = known::thing(&graph, &self.entry)?;
        let opening = Opening {
            languages: known::languages(&graph, &self.lang)?,
            include_retired: self.include_retired,
        };
        if let Some(text) = other_name(&graph, &self.entry, node) {
            world.note(&text);
        }
        let mut found = alternatives(&graph, node, &opening);
        found.truncate(self.top);
        Ok(Alternates {
            alternatives: found.iter().map(|it| Alternate::of(&graph, it)).collect(),
            catalog: catalog.clone(),
            node,
            found,
        })
    }
}

/// What can take a thing's place, best first.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Alternates {
    /// The things.
    pub alternatives: Vec<Alternate>,
    #[serde(skip)]
    catalog: Arc<Catalog>,
    #[serde(skip)]
    node: Node,
    #[serde(skip)]
    found: Vec<Alternative>,
}

/// A thing that can take another's place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alternate {
    /// The thing.
    #[serde(flatten)]
    pub thing: Thing,
    /// From 0 to 1: how well it takes the place.
    pub score: f64,
    /// What ties the two, in words.
    pub because: Vec<String>,
    /// What differs, in words.
    pub differs: Vec<String>,
    /// The slugs of the sources that state the ties.
    pub sources: Vec<String>,
}

impl Alternate {
    fn of(graph: &Graph<'_>, it: &Alternative) -> Self {
        let mut sources: Vec<String> = it
            .statements
            .iter()
            .flat_map(|[s, p, o]| graph.sources(*s, graph.iri(*p), *o))
            .map(|source| graph.slug(source).to_owned())
            .collect();
        sources.sort_unstable();
        sources.dedup();
        Self {
            thing: Thing::of(graph, it.node),
            score: known::rounded(it.score),
            because: it.because.clone(),
            differs: it.differs.clone(),
            sources,
        }
    }
}

impl Shapes for Alternates {
    fn found(&self) -> bool {
        !self.alternatives.is_empty()
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        page.push(Block::Heading(format!(
            "Alternatives to {}",
            graph.label(self.node)
        )));
        if let Some(text) = standing(&graph, self.node) {
            page.push(Block::Paragraph(text));
        }
        for text in lineage::in_words(&graph, self.node) {
            page.push(Block::Paragraph(text));
        }
        if self.found.is_empty() {
            page.push(Block::Paragraph("None known.".to_owned()));
            return page;
        }
        let mut table = Table::new(&["entry", "name", "score", "why", "differs"]).numeric(&[2]);
        for it in &self.alternatives {
            table.push(vec![
                it.thing.entry.clone(),
                it.thing.name.clone(),
                format!("{:.2}", it.score),
                it.because.join("; "),
                it.differs.join("; "),
            ]);
        }
        page.push(Block::Table(table));
        page
    }

    fn records(&self) -> Table {
        let mut table = Table::new(&["entry", "name", "score", "because", "differs", "iri"]);
        for it in &self.alternatives {
            table.push(vec![
                it.thing.entry.clone(),
                it.thing.name.clone(),
                it.score.to_string(),
                it.because.join("; "),
                it.differs.join("; "),
                it.thing.iri.clone(),
            ]);
        }
        table
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let mut nodes = vec![(self.node, true, String::new())];
        let mut edges = Vec::new();
        for it in &self.found {
            nodes.push((it.node, false, format!("{:.2}", it.score)));
            for [from, relation, to] in &it.statements {
                edges.push(Edge {
                    from: *from,
                    relation: *relation,
                    to: *to,
                });
                for node in [*from, *to] {
                    if !nodes.iter().any(|(known, ..)| *known == node) {
                        nodes.push((node, false, String::new()));
                    }
                }
            }
        }
        if let Some(relation) = graph.node(sg::PURPOSE) {
            let purposes: Vec<Node> = graph.objects(self.node, sg::PURPOSE).collect();
            edges.extend(purposes.into_iter().map(|to| Edge {
                from: self.node,
                relation,
                to,
            }));
        }
        edges.sort_unstable();
        edges.dedup();
        known::diagram(
            &graph,
            format!("Alternatives to {}", graph.label(self.node)),
            nodes,
            &edges,
        )
    }
}

/// That a thing was asked for by another name, such as the one it had before.
fn other_name(graph: &Graph<'_>, asked: &str, node: Node) -> Option<String> {
    let folded = slug(asked);
    let is_usual = folded == slug(graph.label(node)) || folded == graph.slug(node);
    let is_name = !folded.is_empty() && !asked.contains("://");
    (is_name && !is_usual).then(|| format!("`{asked}` is a name of {}", graph.label(node)))
}
