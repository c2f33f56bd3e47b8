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
use crate::catalog::Catalog;
use crate::catalog::remote::{Question, Ranking};
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::{self, Diagram, Purpose};
use crate::model::page::{Block, Page, Table};
use crate::reason::alternatives::{Alternative, Opening, alternatives, bound};
use crate::reason::lineage;
use crate::reason::recommend::bound::NEVER;
use crate::reason::standing::standing;

/// What can take an entry's place, best first, with what differs
#[derive(Clone, Debug, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["entry"]))]
pub struct Alternatives {
    /// A technology, or any other thing: slug, name or alias; several at once
    #[arg(required = true, num_args = 1.., value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub entry: Vec<String>,
    /// How many to show for each
    #[arg(short, long, value_name = "N", default_value_t = Self::default().top)]
    pub top: usize,
    /// Languages of your code: what none of them can use is left out
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
            entry: Vec::new(),
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
        "stackgen alternatives hystrix zuul eureka --lang java",
        "stackgen alternatives rabbitmq --top 5 --format json",
        "stackgen alternatives requests --lang python",
        "stackgen alternatives k8s --include-retired",
    ];

    fn answer(self, world: &World) -> Result<Alternates, Failure> {
        let catalog = world.ask(|| Question::Alternatives {
            names: self.entry.clone(),
            ranking: ranking(&self.lang, self.include_retired, self.top),
        })?;
        let graph = Graph::new(&catalog.index);
        let opening = Opening {
            languages: known::languages(&graph, &self.lang)?,
            include_retired: self.include_retired,
        };
        let mut places: Vec<Place> = Vec::new();
        for entry in &self.entry {
            let node = known::thing(&graph, entry)?;
            if places.iter().any(|place| place.node == node) {
                continue;
            }
            if let Some(text) = other_name(&graph, entry, node) {
                world.note(&text);
            }
            let mut found = alternatives(&graph, node, &opening);
            found.truncate(self.top);
            places.push(Place { node, found });
        }
        if places.is_empty() {
            return Err(Failure::usage("name at least one entry"));
        }
        let is_one = places.len() == 1;
        let told = |place: &Place| {
            let to = (!is_one).then(|| graph.slug(place.node).to_owned());
            let found = place.found.iter();
            let told = found.map(|it| Alternate::of(&graph, to.clone(), it));
            told.collect::<Vec<_>>()
        };
        Ok(Alternates {
            alternatives: places.iter().flat_map(told).collect(),
            catalog: catalog.clone(),
            places,
        })
    }
}

/// How a service ranks what can take a place, so that it need not bring all of it.
pub(super) fn ranking(languages: &[String], include_retired: bool, top: usize) -> Ranking {
    let names = languages.to_vec();
    let opening = Arc::new(move |graph: &Graph<'_>| {
        let languages = known::languages(graph, &names).ok()?;
        Some(Opening {
            languages,
            include_retired,
        })
    });
    let (again, asked) = (Arc::clone(&opening), Arc::clone(&opening));
    Ranking {
        is_for_languages: !languages.is_empty(),
        asked: Arc::new(move |graph| {
            let languages = asked(graph).map(|it| it.languages).unwrap_or_default();
            let iris = languages.iter().map(|it| graph.iri(*it).to_owned());
            iris.collect()
        }),
        best: Arc::new(move |graph, node, key, limit| {
            let node = graph.node(node)?;
            Some(bound::best(graph, node, &opening(graph)?, key, limit))
        }),
        members: Arc::new(|graph, node, variable| {
            Some(bound::candidates(graph, graph.node(node)?, variable))
        }),
        enough: Arc::new(move |graph, node| {
            bound::enough(graph, graph.node(node)?, &again(graph)?, top)
        }),
        top,
        never: NEVER,
    }
}

/// A thing and what can take its place.
struct Place {
    node: Node,
    found: Vec<Alternative>,
}

/// What can take the place of each thing, in the order asked, best first.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Alternates {
    /// The things.
    pub alternatives: Vec<Alternate>,
    #[serde(skip)]
    catalog: Arc<Catalog>,
    #[serde(skip)]
    places: Vec<Place>,
}

/// A thing that can take another's place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alternate {
    /// The slug of the entry whose place it can take; only where several were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
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
    fn of(graph: &Graph<'_>, to: Option<String>, it: &Alternative) -> Self {
        let mut sources: Vec<String> = it
            .statements
            .iter()
            .flat_map(|[s, p, o]| graph.sources(*s, graph.iri(*p), *o))
            .map(|source| graph.slug(source).to_owned())
            .collect();
        sources.sort_unstable();
        sources.dedup();
        Self {
            to,
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
        let mut rest = self.alternatives.as_slice();
        for place in &self.places {
            let (own, others) = rest.split_at(place.found.len());
            rest = others;
            place.told(&graph, own, &mut page);
        }
        page
    }

    fn records(&self) -> Table {
        let mut header = vec!["entry", "name", "score", "because", "differs", "iri"];
        if self.places.len() > 1 {
            header.insert(0, "to");
        }
        let mut table = Table::new(&header);
        for it in &self.alternatives {
            let own = [
                it.thing.entry.clone(),
                it.thing.name.clone(),
                it.score.to_string(),
                it.because.join("; "),
                it.differs.join("; "),
                it.thing.iri.clone(),
            ];
            table.push(it.to.iter().cloned().chain(own).collect());
        }
        table
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let asked = self.places.iter().map(|it| (it.node, true, String::new()));
        let mut nodes: Vec<(Node, bool, String)> = asked.collect();
        let mut edges = Vec::new();
        for place in &self.places {
            place.drawn(&graph, &mut nodes, &mut edges);
        }
        let names = self.places.iter().map(|it| graph.label(it.node));
        let names = names.collect::<Vec<_>>().join(", ");
        let mut drawn = known::diagram(&graph, format!("Alternatives to {names}"), nodes, &edges);
        drawn.purpose = Purpose::Ranking;
        for place in &self.places {
            place.tie_the_rest(&graph, &mut drawn);
        }
        drawn
    }
}

impl Place {
    fn told(&self, graph: &Graph<'_>, alternatives: &[Alternate], page: &mut Page) {
        let name = graph.label(self.node);
        page.push(Block::Heading(format!("Alternatives to {name}")));
        let said = standing(graph, self.node);
        for text in said.into_iter().chain(lineage::in_words(graph, self.node)) {
            page.push(Block::Paragraph(text));
        }
        if alternatives.is_empty() {
            page.push(Block::Paragraph("None known.".to_owned()));
            return;
        }
        let mut table = Table::new(&["entry", "name", "score", "why", "differs"]).numeric(&[2]);
        for it in alternatives {
            table.push(vec![
                it.thing.entry.clone(),
                it.thing.name.clone(),
                format!("{:.2}", it.score),
                it.because.join("; "),
                it.differs.join("; "),
            ]);
        }
        page.push(Block::Table(table));
    }

    /// What can take the place, in its order, with the statements between the two.
    fn drawn(
        &self,
        graph: &Graph<'_>,
        nodes: &mut Vec<(Node, bool, String)>,
        edges: &mut Vec<Edge>,
    ) {
        for it in &self.found {
            if !nodes.iter().any(|(known, ..)| *known == it.node) {
                let because = it.because.join("; ");
                nodes.push((it.node, false, format!("{:.2} · {because}", it.score)));
            }
            let ends = [self.node, it.node];
            for [from, relation, to] in &it.statements {
                let edge = Edge {
                    from: *from,
                    relation: *relation,
                    to: *to,
                };
                let is_direct = ends.contains(from) && ends.contains(to);
                if is_direct && graph.kind(*to) == graph.kind(*from) && !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
    }

    /// Ties what no statement ties to the thing: the two meet the same need.
    fn tie_the_rest(&self, graph: &Graph<'_>, drawn: &mut Diagram) {
        let place = |drawn: &Diagram, node: Node| {
            let iri = graph.iri(node);
            drawn.nodes.iter().position(|it| it.iri == iri)
        };
        let Some(from) = place(drawn, self.node) else {
            return;
        };
        for it in &self.found {
            let Some(to) = place(drawn, it.node) else {
                continue;
            };
            let is_tied = |it: &diagram::Edge| [(from, to), (to, from)].contains(&(it.from, it.to));
            if !drawn.edges.iter().any(is_tied) {
                drawn.edges.push(diagram::Edge {
                    from,
                    to,
                    label: "same need".to_owned(),
                    inverse: "same need".to_owned(),
                    symmetric: true,
                    derived: true,
                    ..diagram::Edge::default()
                });
            }
        }
    }
}

/// That a thing was asked for by another name, such as the one it had before.
fn other_name(graph: &Graph<'_>, asked: &str, node: Node) -> Option<String> {
    let folded = slug(asked);
    let is_usual = folded == slug(graph.label(node)) || folded == graph.slug(node);
    let is_name = !folded.is_empty() && !asked.contains("://");
    (is_name && !is_usual).then(|| format!("`{asked}` is a name of {}", graph.label(node)))
}
