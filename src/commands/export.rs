//! `export`: the graph or a part of it.

use oxrdf::Quad;
use serde_json::{Value, json};

use super::failure::Failure;
use super::show::quad;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::catalog::Catalog;
use crate::catalog::remote::{Question, Wanted};
use crate::graph::walk::{Part, TOLD, is_symmetric, part};
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::Diagram;
use crate::model::page::{Page, Table};

pub(super) const COMMAND: Command = Command {
    name: "export",
    about: "The graph or a part of it, with every edge between the nodes shown",
    examples: "stackgen export --focus rabbitmq --depth 1 -o rabbitmq.svg
stackgen export --category messaging --lang go --format mermaid
stackgen export --relation built-on --relation replaced-by -o foundations.dot
stackgen export --all --format nquads -o catalogue.nq",
    formats: &[
        "dot", "svg", "png", "mermaid", "graphml", "csv", "json", "turtle", "ntriples", "nquads",
        "trig", "jsonld", "rdfxml", "html",
    ],
    arguments: arguments::<Export>,
    run: run::<Export>,
};

#[derive(clap::Args)]
#[group(id = "part", required = true, multiple = true, args = ["focus", "category", "lang", "relation", "all"])]
struct Export {
    /// Around this thing
    #[arg(long, value_name = "ENTRY")]
    focus: Option<String>,
    /// So many steps around it
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=20))]
    depth: u8,
    /// What stands in this category or need
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Technologies usable from these languages
    #[arg(long, value_name = "LANGUAGE", value_delimiter = ',')]
    lang: Vec<String>,
    /// Only these relations, such as builtOn or alternative-to
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    relation: Vec<String>,
    /// Everything
    #[arg(long)]
    all: bool,
}

impl Arguments for Export {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let relations: Vec<&'static str> =
            (self.relation.iter().map(|name| known::relation_iri(name)))
                .collect::<Result<_, _>>()?;
        if context.service()?.is_some() {
            self.bounded()?;
        }
        let catalog = context.ask(|| {
            Question::Part(Wanted {
                languages: self.lang.clone(),
                needs: self.category.iter().cloned().collect(),
                focus: self.focus.clone(),
                depth: usize::from(self.depth),
                relations: relations.clone(),
                ..Wanted::default()
            })
        })?;
        let graph = Graph::new(&catalog.index);
        let focus = self
            .focus
            .as_deref()
            .map(|name| known::thing(&graph, name))
            .transpose()?;
        let category = self
            .category
            .as_deref()
            .map(|name| known::need(&graph, name))
            .transpose()?;
        // A known relation that no statement of this graph uses selects nothing.
        let relation = |iri: &&str| graph.node(iri).unwrap_or(Node(u32::MAX));
        let wanted = Part {
            focus,
            depth: usize::from(self.depth),
            category,
            languages: known::languages(&graph, &self.lang)?,
            relations: relations.iter().map(relation).collect(),
        };
        let whole = self.all
            && focus.is_none()
            && category.is_none()
            && self.lang.is_empty()
            && self.relation.is_empty();
        let (nodes, edges) = part(&graph, &wanted);
        let title = title(&graph, &wanted);
        Ok(Box::new(Exported {
            catalog,
            wanted,
            nodes,
            edges,
            whole,
            title,
        }))
    }
}

impl Export {
    /// Refuses what would read all of an endpoint's graph.
    fn bounded(&self) -> Result<(), Failure> {
        let bounded = self.focus.is_some() || self.category.is_some() || !self.relation.is_empty();
        if bounded && !self.all {
            return Ok(());
        }
        Err(Failure::Usage {
            message: "an endpoint is not asked for its whole graph, expected `--focus`, `--category` or `--relation` without `--all`".to_owned(),
            hints: vec!["the engine's own dump is the way to all of it".to_owned()],
        })
    }
}

fn title(graph: &Graph<'_>, wanted: &Part) -> String {
    let mut title = match (wanted.focus, wanted.category) {
        (Some(focus), _) => format!("Around {}", graph.label(focus)),
        (None, Some(category)) => graph.label(category).to_owned(),
        (None, None) => "Technologies and their relations".to_owned(),
    };
    if !wanted.languages.is_empty() {
        title += &format!(
            " for {}",
            known::labels(graph, wanted.languages.iter().copied())
        );
    }
    title
}

struct Exported {
    catalog: Catalog,
    wanted: Part,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Whether the RDF formats write every statement there is.
    whole: bool,
    title: String,
}

impl Answer for Exported {
    fn found(&self) -> bool {
        !self.nodes.is_empty()
    }

    fn page(&self) -> Page {
        Page::table(self.records())
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        let nodes: Vec<Value> = self
            .nodes
            .iter()
            .map(|node| {
                let mut map = known::reference(&graph, *node);
                map.insert("kind".to_owned(), json!(graph.kind(*node).name()));
                Value::Object(map)
            })
            .collect();
        let edges: Vec<Value> = self
            .edges
            .iter()
            .map(|edge| known::edge(&graph, *edge, &sources(&graph, *edge)))
            .collect();
        json!({"nodes": nodes, "edges": edges})
    }

    fn records(&self) -> Table {
        let graph = Graph::new(&self.catalog.index);
        let mut table = Table::new(&["from", "relation", "to", "sources", "from_iri", "to_iri"]);
        for edge in &self.edges {
            let relation = graph.iri(edge.relation);
            let sources = sources(&graph, *edge);
            table.push(vec![
                graph.slug(edge.from).to_owned(),
                relation
                    .rsplit(['#', '/'])
                    .next()
                    .unwrap_or(relation)
                    .to_owned(),
                graph.slug(edge.to).to_owned(),
                sources
                    .iter()
                    .map(|it| graph.slug(*it))
                    .collect::<Vec<_>>()
                    .join(" "),
                graph.iri(edge.from).to_owned(),
                graph.iri(edge.to).to_owned(),
            ]);
        }
        table
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let focus = |node| Some(node) == self.wanted.focus || Some(node) == self.wanted.category;
        let nodes = self
            .nodes
            .iter()
            .map(|node| (*node, focus(*node), String::new()))
            .collect();
        known::diagram(&graph, self.title.clone(), nodes, &self.edges)
    }

    fn quads(&self) -> Vec<Quad> {
        let graph = Graph::new(&self.catalog.index);
        if self.whole {
            let rows = graph.index().matching(None, None, None);
            return rows
                .filter_map(|[s, p, o, g]| quad(&graph, Node(s), Node(p), Node(o), Node(g)))
                .collect();
        }
        let mut quads = Vec::new();
        for node in &self.nodes {
            for (property, object, source) in graph.about(*node) {
                if TOLD.contains(&graph.iri(property)) {
                    quads.extend(quad(&graph, *node, property, object, source));
                }
            }
        }
        for edge in &self.edges {
            for (from, to) in [(edge.from, edge.to), (edge.to, edge.from)] {
                if from == edge.to && !is_symmetric(graph.iri(edge.relation)) {
                    continue;
                }
                for source in graph.sources(from, graph.iri(edge.relation), to) {
                    quads.extend(quad(&graph, from, edge.relation, to, source));
                }
            }
        }
        quads
    }
}

/// Who says an edge: for symmetric relations whoever says it in either direction.
fn sources(graph: &Graph<'_>, edge: Edge) -> Vec<Node> {
    let relation = graph.iri(edge.relation);
    let mut sources = graph.sources(edge.from, relation, edge.to);
    if is_symmetric(relation) {
        sources.extend(graph.sources(edge.to, relation, edge.from));
        let stated = |source: &Node| !crate::rules::is_rule(graph.iri(*source));
        if sources.iter().any(stated) {
            sources.retain(stated);
        }
        sources.sort_by_key(|source| graph.slug(*source));
        sources.dedup();
    }
    sources
}
