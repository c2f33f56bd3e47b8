//! `alternatives`: what can take its place.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::Diagram;
use crate::model::page::{Block, Page, Table};
use crate::reason::alternatives::{Alternative, alternatives};
use crate::reason::lineage;

pub(super) const COMMAND: Command = Command {
    name: "alternatives",
    about: "What can take an entry's place, best first, with what differs",
    examples: "stackgen alternatives hystrix
stackgen alternatives rabbitmq --top 5 --format json
stackgen alternatives k8s --include-retired",
    formats: &[
        "table", "json", "csv", "markdown", "dot", "svg", "png", "mermaid",
    ],
    arguments: arguments::<Alternatives>,
    run: run::<Alternatives>,
};

#[derive(clap::Args)]
struct Alternatives {
    /// A technology, or any other thing: slug, name or alias
    entry: String,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Show retired technologies too
    #[arg(long)]
    include_retired: bool,
}

impl Arguments for Alternatives {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = context.ask(|| Question::Alternatives(self.entry.clone()))?;
        let graph = Graph::new(&catalog.index);
        let node = known::thing(&graph, &self.entry)?;
        let mut found = alternatives(&graph, node, self.include_retired);
        found.truncate(self.top);
        Ok(Box::new(Alternates {
            catalog,
            node,
            found,
        }))
    }
}

struct Alternates {
    catalog: Catalog,
    node: Node,
    found: Vec<Alternative>,
}

impl Answer for Alternates {
    fn found(&self) -> bool {
        !self.found.is_empty()
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
        for it in &self.found {
            table.push(vec![
                graph.slug(it.node).to_owned(),
                graph.label(it.node).to_owned(),
                format!("{:.2}", it.score),
                it.because.join("; "),
                it.differs.join("; "),
            ]);
        }
        page.push(Block::Table(table));
        page
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        self.found
            .iter()
            .map(|it| {
                let mut map = known::reference(&graph, it.node);
                map.insert("score".to_owned(), json!(known::rounded(it.score)));
                map.insert("because".to_owned(), json!(it.because));
                map.insert("differs".to_owned(), json!(it.differs));
                let mut sources: Vec<&str> = it
                    .statements
                    .iter()
                    .flat_map(|[s, p, o]| graph.sources(*s, graph.iri(*p), *o))
                    .map(|source| graph.slug(source))
                    .collect();
                sources.sort_unstable();
                sources.dedup();
                map.insert("sources".to_owned(), json!(sources));
                Value::Object(map)
            })
            .collect()
    }

    fn records(&self) -> Table {
        let graph = Graph::new(&self.catalog.index);
        let mut table = Table::new(&["entry", "name", "score", "because", "differs", "iri"]);
        for it in &self.found {
            table.push(vec![
                graph.slug(it.node).to_owned(),
                graph.label(it.node).to_owned(),
                known::rounded(it.score).to_string(),
                it.because.join("; "),
                it.differs.join("; "),
                graph.iri(it.node).to_owned(),
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

/// That a thing is retired, since when and what replaces it; nothing for what is alive.
pub(super) fn standing(graph: &Graph<'_>, node: Node) -> Option<String> {
    let status = graph.believed(node, sg::STATUS)?;
    if graph.text(status) == "active" {
        return None;
    }
    let since = graph.value(node, sg::STATUS_SINCE);
    let basis = lineage::basis_in_words(graph.value(node, sg::STATUS_BASIS));
    let read = graph.value(node, sg::STATUS_DATE);
    let none = graph.value(node, sg::NO_SUCCESSOR);
    let mut text = format!("{} is {}", graph.label(node), graph.text(status));
    if graph.text(status) == "maintenance" {
        text = format!("{} is in maintenance", graph.label(node));
    }
    if !since.is_empty() {
        text += &format!(" since {since}");
    }
    if !basis.is_empty() {
        text += &format!(", {basis}");
    }
    let successors: Vec<String> = lineage::successors(graph, node)
        .iter()
        .map(|it| match it.manner() {
            "" => graph.label(it.node).to_owned(),
            manner => format!("{} ({manner})", graph.label(it.node)),
        })
        .collect();
    if !successors.is_empty() {
        text += &format!("; replaced by {}", successors.join(", "));
    } else if !none.is_empty() {
        text += &format!("; no successor: {}", none.trim_end_matches('.'));
    }
    let sources = graph.sources(node, sg::STATUS, status);
    let mut said: Vec<String> = sources
        .iter()
        .map(|it| graph.slug(*it).to_owned())
        .collect();
    said.extend(known::evidence(graph, node, sg::STATUS, status));
    if !read.is_empty() {
        said.push(format!("read {read}"));
    }
    text += &format!(" [{}].", said.join(", "));
    Some(text)
}
