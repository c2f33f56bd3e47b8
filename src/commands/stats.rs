//! `stats`: how much there is of what.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
use crate::catalog::remote::{Totals, totals};
use crate::graph::walk::RELATIONS;
use crate::graph::{Edge, Graph, Node, slug_of};
use crate::model::page::{Block, Page, Table};

pub(super) const COMMAND: Command = Command {
    name: "stats",
    about: "Counts by class, relation, language, need and source",
    examples: "stackgen stats
stackgen stats --format json",
    formats: &["table", "json"],
    arguments: arguments::<Stats>,
    run: run::<Stats>,
};

#[derive(clap::Args)]
struct Stats {}

impl Arguments for Stats {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        if let Some(service) = context.service()? {
            let classes: Vec<&str> = CLASSES.iter().map(|(_, class)| *class).collect();
            let totals = totals(service, &classes)?;
            return Ok(Box::new(Counts::of(&totals)));
        }
        let catalog = context.catalog()?;
        let graph = Graph::new(&catalog.index);
        let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
        for [.., source] in graph.index().matching(None, None, None) {
            *sources.entry(graph.slug(Node(source))).or_default() += 1;
        }
        let named = |counts: BTreeMap<&str, usize>| {
            counts
                .into_iter()
                .map(|(name, count)| (name.to_owned(), count))
                .collect()
        };
        Ok(Box::new(Counts {
            statements: graph.index().rows(),
            groups: vec![
                ("classes", classes(&graph)),
                ("stated relations", relations(&graph, false)),
                ("derived relations", relations(&graph, true)),
                (
                    "technologies by language",
                    members(&graph, sg::LANGUAGE, sg::USABLE_FROM),
                ),
                (
                    "technologies by need",
                    members(&graph, sg::NEED, sg::IN_CATEGORY),
                ),
                ("statements by source", named(sources)),
            ],
        }))
    }
}

type Group = Vec<(String, usize)>;

struct Counts {
    statements: usize,
    groups: Vec<(&'static str, Group)>,
}

impl Counts {
    /// What an endpoint counted.
    fn of(totals: &Totals) -> Self {
        let by_slug = |counts: &BTreeMap<String, usize>| -> Group {
            let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
            for (iri, count) in counts {
                *slugs.entry(slug_of(iri).to_owned()).or_default() += count;
            }
            slugs.into_iter().collect()
        };
        let relations = |counts: &BTreeMap<String, usize>| -> Group {
            let counted = counts.iter().filter(|(_, count)| **count > 0);
            let mut words: Group = counted
                .map(|(relation, count)| (known::words(relation), *count))
                .collect();
            words.sort();
            words
        };
        let class = |class: &str| totals.classes.get(class).copied().unwrap_or(0);
        Self {
            statements: totals.sources.values().sum(),
            groups: vec![
                (
                    "classes",
                    (CLASSES
                        .iter()
                        .map(|(name, iri)| ((*name).to_owned(), class(iri))))
                    .collect(),
                ),
                ("stated relations", relations(&totals.stated)),
                ("derived relations", relations(&totals.derived)),
                ("technologies by language", by_slug(&totals.languages)),
                ("technologies by need", by_slug(&totals.needs)),
                ("statements by source", by_slug(&totals.sources)),
            ],
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

fn classes(graph: &Graph<'_>) -> Group {
    CLASSES
        .iter()
        .map(|(name, class)| ((*name).to_owned(), graph.of_class(class).len()))
        .collect()
}

fn relations(graph: &Graph<'_>, derived: bool) -> Group {
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
        (count > 0).then(|| (known::words(iri), count))
    });
    let mut counted: Group = counted.collect();
    counted.sort();
    counted
}

fn members(graph: &Graph<'_>, class: &str, property: &str) -> Group {
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

impl Answer for Counts {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.push(Block::Paragraph(format!("{} statements", self.statements)));
        for (name, group) in &self.groups {
            let mut table = Table::new(&[name, "count"]).numeric(&[1]);
            for (name, count) in group {
                table.push(vec![name.clone(), count.to_string()]);
            }
            page.push(Block::Table(table));
        }
        page
    }

    fn json(&self) -> Value {
        let mut map = serde_json::Map::new();
        map.insert("statements".to_owned(), json!(self.statements));
        for (name, group) in &self.groups {
            let counts: serde_json::Map<String, Value> = group
                .iter()
                .map(|(name, count)| (name.clone(), json!(count)))
                .collect();
            map.insert(name.replace(' ', "_"), Value::Object(counts));
        }
        Value::Object(map)
    }
}
