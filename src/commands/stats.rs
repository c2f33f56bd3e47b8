//! `stats`: how much there is of what.

use std::collections::BTreeMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::remote::{Totals, totals};
use crate::graph::walk::RELATIONS;
use crate::graph::words;
use crate::graph::{Edge, Graph, Node, slug_of};
use crate::model::page::{Block, Page, Table};

/// Counts by class, relation, language, need and source
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stats {}

impl Ask for Stats {
    type Answer = Counts;
    const NAME: &'static str = "stats";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json];
    const EXAMPLES: &'static [&'static str] = &["stackgen stats", "stackgen stats --format json"];

    fn answer(self, world: &World) -> Result<Counts, Failure> {
        if let Some(service) = world.service() {
            let classes: Vec<&str> = CLASSES.iter().map(|(_, class)| *class).collect();
            return Ok(Counts::of(&totals(service, &classes)?));
        }
        let catalog = world.whole()?;
        let graph = Graph::new(&catalog.index);
        let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
        for [.., source] in graph.index().matching(None, None, None) {
            *sources.entry(graph.slug(Node(source))).or_default() += 1;
        }
        let sources = sources.into_iter();
        Ok(Counts {
            statements: graph.index().rows(),
            classes: classes(&graph),
            stated_relations: relations(&graph, false),
            derived_relations: relations(&graph, true),
            technologies_by_language: members(&graph, sg::LANGUAGE, sg::USABLE_FROM),
            technologies_by_need: members(&graph, sg::NEED, sg::IN_CATEGORY),
            statements_by_source: sources
                .map(|(name, count)| (name.to_owned(), count))
                .collect(),
        })
    }
}

/// Names with their counts, in the order to show.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema)]
#[schemars(with = "BTreeMap<String, usize>")]
pub struct CountsByName(pub Vec<(String, usize)>);

impl Serialize for CountsByName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, count)| (name, count)))
    }
}

impl FromIterator<(String, usize)> for CountsByName {
    fn from_iter<T: IntoIterator<Item = (String, usize)>>(counts: T) -> Self {
        Self(counts.into_iter().collect())
    }
}

/// How much there is of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// Statements, one for each source that makes it.
    pub statements: usize,
    /// Things by class.
    pub classes: CountsByName,
    /// Statements by relation, as sources state them.
    pub stated_relations: CountsByName,
    /// Statements by relation, as rules derive them.
    pub derived_relations: CountsByName,
    /// Technologies that can be used from each language.
    pub technologies_by_language: CountsByName,
    /// Technologies that answer each need.
    pub technologies_by_need: CountsByName,
    /// Statements that each source makes.
    pub statements_by_source: CountsByName,
}

impl Counts {
    /// What an endpoint counted.
    fn of(totals: &Totals) -> Self {
        let by_slug = |counts: &BTreeMap<String, usize>| -> CountsByName {
            let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
            for (iri, count) in counts {
                *slugs.entry(slug_of(iri).to_owned()).or_default() += count;
            }
            slugs.into_iter().collect()
        };
        let relations = |counts: &BTreeMap<String, usize>| -> CountsByName {
            let counted = counts.iter().filter(|(_, count)| **count > 0);
            let mut words: Vec<(String, usize)> = counted
                .map(|(relation, count)| (words::words(relation), *count))
                .collect();
            words.sort();
            CountsByName(words)
        };
        let class = |class: &str| totals.classes.get(class).copied().unwrap_or(0);
        Self {
            statements: totals.sources.values().sum(),
            classes: CLASSES
                .iter()
                .map(|(name, iri)| ((*name).to_owned(), class(iri)))
                .collect(),
            stated_relations: relations(&totals.stated),
            derived_relations: relations(&totals.derived),
            technologies_by_language: by_slug(&totals.languages),
            technologies_by_need: by_slug(&totals.needs),
            statements_by_source: by_slug(&totals.sources),
        }
    }
}

const CLASSES: &[(&str, &str)] = &[
    ("technologies", sg::TECHNOLOGY),
    ("standards", sg::STANDARD),
    ("publications", sg::PUBLICATION),
    ("categories", sg::CATEGORY),
    ("needs", sg::NEED),
    ("languages", sg::LANGUAGE),
    ("systems", sg::SYSTEM),
    ("clients", sg::CLIENT),
    ("sources", sg::SOURCE),
    ("rules", sg::RULE),
];

fn classes(graph: &Graph<'_>) -> CountsByName {
    CLASSES
        .iter()
        .map(|(name, class)| ((*name).to_owned(), graph.of_class(class).len()))
        .collect()
}

fn relations(graph: &Graph<'_>, derived: bool) -> CountsByName {
    let counted = RELATIONS.iter().filter_map(|(iri, _)| {
        let relation = graph.node(iri)?;
        let rows = graph
            .index()
            .matching(None, Some(relation.0), None)
            .distinct();
        let edges = rows.map(|[from, _, to]| Edge {
            from: Node(from),
            relation,
            to: Node(to),
        });
        let count = edges
            .filter(|edge| graph.is_derived(*edge) == derived)
            .count();
        (count > 0).then(|| (words::words(iri), count))
    });
    let mut counted: Vec<(String, usize)> = counted.collect();
    counted.sort();
    CountsByName(counted)
}

fn members(graph: &Graph<'_>, class: &str, property: &str) -> CountsByName {
    let technologies = |node| {
        graph
            .subjects(property, node)
            .filter(|it| graph.is_a(*it, sg::TECHNOLOGY))
            .count()
    };
    graph
        .of_class(class)
        .into_iter()
        .map(|node| (graph.slug(node).to_owned(), technologies(node)))
        .collect()
}

impl Shapes for Counts {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.push(Block::Paragraph(format!("{} statements", self.statements)));
        let groups = [
            ("classes", &self.classes),
            ("stated relations", &self.stated_relations),
            ("derived relations", &self.derived_relations),
            ("technologies by language", &self.technologies_by_language),
            ("technologies by need", &self.technologies_by_need),
            ("statements by source", &self.statements_by_source),
        ];
        for (name, CountsByName(counts)) in groups {
            let mut table = Table::new(&[name, "count"]).numeric(&[1]);
            for (name, count) in counts {
                table.push(vec![name.clone(), count.to_string()]);
            }
            page.push(Block::Table(table));
        }
        page
    }
}
