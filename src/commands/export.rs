//! `export`: the graph or a part of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::Args;
use oxrdf::{GraphName, Quad};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::{Within, several};
use super::failure::Failure;
use super::known::{self, StatedEdge, Thing};
use super::show::quad;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::{Question, Wanted};
use crate::graph::walk::{Part, TOLD, is_symmetric, part};
use crate::graph::words;
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::Diagram;
use crate::model::page::{Page, Table};
use crate::store::roles::Roles;

/// The graph or a part of it, with every edge between the nodes shown
#[derive(Clone, Debug, PartialEq, Args, Deserialize, JsonSchema)]
#[group(id = "part", required = true, multiple = true, args = ["focus", "category", "lang", "relation", "all"])]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Export {
    /// Around this thing
    #[arg(long, value_name = "ENTRY")]
    pub focus: Option<String>,
    /// So many steps around it
    #[arg(long, value_name = "N", default_value_t = Self::default().depth)]
    pub depth: Within<0, 20>,
    /// What stands in this category or need
    #[arg(long, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Technologies usable from these languages
    #[arg(long, value_name = "LANGUAGE", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub lang: Vec<String>,
    /// Only these relations, such as builtOn or alternative-to
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub relation: Vec<String>,
    /// Everything; beside another option, a picture that leaves nothing out
    #[arg(long)]
    pub all: bool,
}

impl Default for Export {
    fn default() -> Self {
        Self {
            focus: None,
            depth: Within::new(1),
            category: None,
            lang: Vec::new(),
            relation: Vec::new(),
            all: false,
        }
    }
}

impl Ask for Export {
    type Answer = Exported;
    const NAME: &'static str = "export";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[
        Shape::Diagram,
        Shape::Records,
        Shape::Json,
        Shape::Statements,
        Shape::Blips,
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen export --focus rabbitmq --depth 1 -o rabbitmq.svg",
        "stackgen export --category messaging --lang go --format mermaid",
        "stackgen export --relation built-on --relation replaced-by -o foundations.dot",
        "stackgen export --all --format nquads -o catalogue.nq",
        "stackgen export --all --format radar --data radar.json -o radar.json",
    ];

    fn answer(self, world: &World) -> Result<Exported, Failure> {
        let relations = self.relation.iter();
        let relations: Vec<&'static str> = relations
            .map(|name| known::relation_iri(name))
            .collect::<Result<_, _>>()?;
        if self.is_empty() {
            return Err(Failure::Usage {
                message: "no part of the graph is named, expected `--focus`, `--category`, `--lang`, `--relation` or `--all`".to_owned(),
                hints: Vec::new(),
            });
        }
        if world.service().is_some() {
            self.bounded()?;
        }
        let depth = self.depth.get() as usize;
        let catalog = world.ask(|| {
            Question::Part(Wanted {
                languages: self.lang.clone(),
                needs: self.category.iter().cloned().collect(),
                focus: self.focus.clone(),
                depth,
                relations: relations.clone(),
                ..Wanted::default()
            })
        })?;
        let graph = Graph::new(&catalog.index);
        let (focus, category) = (self.focus.as_deref(), self.category.as_deref());
        // A known relation that no statement of this graph uses selects nothing.
        let relation = |iri: &&str| graph.node(iri).unwrap_or(Node(u32::MAX));
        let wanted = Part {
            focus: focus.map(|it| known::thing(&graph, it)).transpose()?,
            depth,
            category: category.map(|it| known::category(&graph, it)).transpose()?,
            languages: known::languages(&graph, &self.lang)?,
            relations: relations.iter().map(relation).collect(),
        };
        let whole = self
            == Self {
                all: true,
                depth: self.depth,
                ..Self::default()
            };
        Ok(Exported {
            is_all: self.all && !whole,
            ..Exported::of(&catalog, wanted, whole)
        })
    }
}

impl Export {
    fn is_empty(&self) -> bool {
        self.focus.is_none()
            && self.category.is_none()
            && self.lang.is_empty()
            && self.relation.is_empty()
            && !self.all
    }

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
            words::labels(graph, wanted.languages.iter().copied())
        );
    }
    title
}

/// A part of the graph, with every edge between its things.
#[derive(Serialize, JsonSchema)]
pub struct Exported {
    /// The things.
    pub nodes: Vec<ExportedNode>,
    /// The edges between them.
    pub edges: Vec<StatedEdge>,
    #[serde(skip)]
    catalog: Arc<Catalog>,
    #[serde(skip)]
    wanted: Part,
    #[serde(skip)]
    things: Vec<Node>,
    #[serde(skip)]
    ties: Vec<Edge>,
    /// Whether the RDF formats write every statement there is.
    #[serde(skip)]
    whole: bool,
    /// Whether a picture draws all of it, however much that is.
    #[serde(skip)]
    is_all: bool,
}

/// A thing of a part of the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExportedNode {
    /// The thing.
    #[serde(flatten)]
    pub thing: Thing,
    /// What it is: technology, standard, language, …
    pub kind: &'static str,
}

impl Exported {
    fn of(catalog: &Arc<Catalog>, wanted: Part, whole: bool) -> Self {
        let graph = Graph::new(&catalog.index);
        let (things, ties) = part(&graph, &wanted);
        let node = |node: &Node| ExportedNode {
            thing: Thing::of(&graph, *node),
            kind: graph.kind(*node).name(),
        };
        let edge = |edge: &Edge| StatedEdge::said_by(&graph, *edge, &sources(&graph, *edge));
        Self {
            nodes: things.iter().map(node).collect(),
            edges: ties.iter().map(edge).collect(),
            wanted,
            things,
            ties,
            whole,
            is_all: false,
            catalog: catalog.clone(),
        }
    }
}

impl Shapes for Exported {
    fn found(&self) -> bool {
        // All statements of somebody's RDF are an answer, whether or not things of ours stand in them.
        !self.nodes.is_empty() || (self.whole && self.catalog.index.rows() > 0)
    }

    fn page(&self) -> Page {
        Page::table(self.records())
    }

    fn left_out(&self, format: &str) -> Option<String> {
        if format == "csv" && self.ties.is_empty() && !self.nodes.is_empty() {
            let things = match self.nodes.len() {
                1 => format!("{} alone is", self.nodes[0].thing.name),
                count => format!("{count} things are"),
            };
            return Some(format!(
                "nothing to write: {things} shown, and no tie between them; csv has a row for each tie"
            ));
        }
        if !self.whole || !["turtle", "ntriples", "rdfxml"].contains(&format) {
            return None;
        }
        let index = &self.catalog.index;
        let roles = Roles::of(index);
        let is_own = |graph: &u32| {
            !roles.is_about(*graph) && !roles.is_file(*graph) && !roles.is_rule(*graph)
        };
        let graphs = index.graphs().filter(is_own).count();
        (graphs > 0).then(|| {
            format!(
                "{format} has no named graphs: the statements of {graphs} stand as one graph; trig, nquads and jsonld keep them apart"
            )
        })
    }

    fn records(&self) -> Table {
        let graph = Graph::new(&self.catalog.index);
        let mut table = Table::new(&["from", "relation", "to", "sources", "from_iri", "to_iri"]);
        for (edge, stated) in self.ties.iter().zip(&self.edges) {
            let relation = stated.relation.as_str();
            let local = relation.rsplit(['#', '/']).next().unwrap_or(relation);
            table.push(vec![
                graph.slug(edge.from).to_owned(),
                local.to_owned(),
                graph.slug(edge.to).to_owned(),
                stated.sources.join(" "),
                stated.from.clone(),
                stated.to.clone(),
            ]);
        }
        table
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let focus = |node| Some(node) == self.wanted.focus || Some(node) == self.wanted.category;
        let nodes = self
            .things
            .iter()
            .map(|node| (*node, focus(*node), String::new()))
            .collect();
        Diagram {
            is_whole: self.is_all,
            ..known::diagram(&graph, title(&graph, &self.wanted), nodes, &self.ties)
        }
    }

    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        let graph = Graph::new(&self.catalog.index);
        if format != "radar" {
            return None;
        }
        if !self.whole {
            return super::radar::render(&graph, &self.things);
        }
        let judged = graph.texts_of(sg::RING).map(|(thing, _)| thing);
        let judged: BTreeSet<Node> = judged.collect();
        super::radar::render(&graph, &judged.into_iter().collect::<Vec<_>>())
    }

    fn quads(&self) -> Vec<Quad> {
        let graph = Graph::new(&self.catalog.index);
        if self.whole {
            let rows = graph.index().matching(None, None, None);
            let roles = Roles::of(graph.index());
            if !roles.is_union() {
                return as_it_was_read(&graph, &roles);
            }
            return rows
                .filter_map(|[s, p, o, g]| quad(&graph, Node(s), Node(p), Node(o), Node(g)))
                .collect();
        }
        let mut quads = Vec::new();
        for node in &self.things {
            for (property, object, source) in graph.about(*node) {
                if TOLD.contains(&graph.iri(property)) {
                    quads.extend(quad(&graph, *node, property, object, source));
                }
            }
        }
        for edge in &self.ties {
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

/// What files of RDF say and nothing else: in the graph without a name what stands there in them.
fn as_it_was_read(graph: &Graph<'_>, roles: &Roles) -> Vec<Quad> {
    let mut quads = Vec::new();
    let (mut last, mut in_file) = ([0; 3], false);
    for [s, p, o, g] in graph.index().matching(None, None, None) {
        if roles.is_about(g) || roles.is_rule(g) {
            continue;
        }
        if last != [s, p, o] {
            (last, in_file) = ([s, p, o], false);
        }
        // Two files that say the same say it once.
        if roles.is_file(g) && std::mem::replace(&mut in_file, true) {
            continue;
        }
        let Some(mut quad) = quad(graph, Node(s), Node(p), Node(o), Node(g)) else {
            continue;
        };
        if roles.is_file(g) {
            quad.graph_name = GraphName::DefaultGraph;
        }
        quads.push(quad);
    }
    quads
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
