//! `compare`: side by side.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::walk::dependents;
use crate::graph::{Graph, Node};
use crate::model::page::{Page, Table};

pub(super) const COMMAND: Command = Command {
    name: "compare",
    about: "Entries side by side: languages, standards, licence, status, adoption, what builds on them",
    examples: "stackgen compare rabbitmq kafka nats
stackgen compare zuul kong --format markdown",
    formats: &["table", "json", "csv", "markdown"],
    arguments: arguments::<Compare>,
    run: run::<Compare>,
};

#[derive(clap::Args)]
struct Compare {
    /// Two or more entries
    #[arg(required = true, num_args = 1.., value_delimiter = ',', value_name = "ENTRY")]
    entries: Vec<String>,
}

impl Arguments for Compare {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = context.ask(|| Question::Entries(self.entries.clone()))?;
        let graph = Graph::new(&catalog.index);
        let nodes = known::entries(&graph, &self.entries)?;
        Ok(Box::new(Comparison { catalog, nodes }))
    }
}

struct Comparison {
    catalog: Catalog,
    nodes: Vec<Node>,
}

/// A line of the comparison: its name, and its values for a thing, sorted.
type Aspect = (&'static str, fn(&Graph<'_>, Node) -> Vec<String>);

const ASPECTS: &[Aspect] = &[
    ("kind", |graph, node| {
        vec![graph.kind(node).name().to_owned()]
    }),
    ("purpose", |graph, node| {
        labels(graph, graph.objects(node, sg::PURPOSE))
    }),
    ("needs", |graph, node| {
        labels(
            graph,
            graph
                .objects(node, sg::IN_CATEGORY)
                .filter(|it| graph.is_a(*it, sg::NEED)),
        )
    }),
    ("written in", |graph, node| {
        labels(graph, graph.objects(node, sg::WRITTEN_IN))
    }),
    ("usable from", |graph, node| {
        let any = graph
            .objects(node, sg::MADE_FOR)
            .any(|it| graph.slug(it) == "any");
        if any {
            vec!["any language".to_owned()]
        } else {
            labels(graph, graph.objects(node, sg::USABLE_FROM))
        }
    }),
    ("standards", |graph, node| {
        labels(graph, graph.objects(node, sg::IMPLEMENTS))
    }),
    ("licence", |graph, node| {
        text(graph.value(node, sg::LICENSE))
    }),
    ("status", |graph, node| {
        let since = graph.value(node, sg::STATUS_SINCE);
        let status = graph.value(node, sg::STATUS);
        text(&if since.is_empty() {
            status.to_owned()
        } else {
            format!("{status} since {since}")
        })
    }),
    ("maturity", |graph, node| {
        text(graph.value(node, sg::MATURITY))
    }),
    ("replaced by", |graph, node| {
        labels(graph, graph.objects(node, sg::REPLACED_BY))
    }),
    ("built on", |graph, node| {
        let relation = graph.node(sg::BUILT_ON);
        labels(
            graph,
            graph.objects(node, sg::BUILT_ON).filter(|to| {
                relation.is_some_and(|relation| {
                    !graph.is_derived(crate::graph::Edge {
                        from: node,
                        relation,
                        to: *to,
                    })
                })
            }),
        )
    }),
    ("built on it", |graph, node| {
        labels(graph, dependents(graph, node).into_iter().map(|(it, _)| it))
    }),
    ("integrates with", |graph, node| {
        labels(graph, graph.objects(node, sg::INTEGRATES_WITH))
    }),
    ("clients", |graph, node| {
        let count = graph.subjects(sg::CLIENT_OF, node).count();
        if count > 0 {
            vec![count.to_string()]
        } else {
            Vec::new()
        }
    }),
    ("stars", |graph, node| {
        let stars = graph.believed(node, sg::STARS);
        stars
            .map(|stars| {
                let sources = graph.sources(node, sg::STARS, stars);
                let date = sources.first().map_or("", |source| graph.date(*source));
                vec![if date.is_empty() {
                    graph.text(stars).to_owned()
                } else {
                    format!("{} ({date})", graph.text(stars))
                }]
            })
            .unwrap_or_default()
    }),
];

fn labels(graph: &Graph<'_>, nodes: impl Iterator<Item = Node>) -> Vec<String> {
    let mut labels: Vec<String> = nodes.map(|node| graph.label(node).to_owned()).collect();
    labels.sort();
    labels.dedup();
    labels
}

fn text(text: &str) -> Vec<String> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![text.to_owned()]
    }
}

impl Comparison {
    fn table(&self, most: usize) -> Table {
        let graph = Graph::new(&self.catalog.index);
        let mut header = vec!["aspect"];
        header.extend(self.nodes.iter().map(|node| graph.label(*node)));
        let mut table = Table::new(&header);
        for (name, values) in ASPECTS {
            let all: Vec<Vec<String>> = self
                .nodes
                .iter()
                .map(|node| values(&graph, *node))
                .collect();
            if all.iter().all(Vec::is_empty) {
                continue;
            }
            let mut row = vec![(*name).to_owned()];
            row.extend(all.iter().map(|values| {
                let more = values.len().saturating_sub(most);
                let shown = values[..values.len().min(most)].join(", ");
                if more > 0 {
                    format!("{shown} and {more} more")
                } else {
                    shown
                }
            }));
            table.push(row);
        }
        table
    }
}

impl Answer for Comparison {
    fn page(&self) -> Page {
        Page::table(self.table(8))
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        self.nodes
            .iter()
            .map(|node| {
                let mut map = known::reference(&graph, *node);
                for (name, values) in ASPECTS {
                    map.insert(name.replace(' ', "_"), json!(values(&graph, *node)));
                }
                Value::Object(map)
            })
            .collect()
    }

    fn records(&self) -> Table {
        self.table(usize::MAX)
    }
}
