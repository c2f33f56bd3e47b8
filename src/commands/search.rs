//! `search`: entries by name, alias or description.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::Graph;
use crate::model::page::{Block, Page, Table};
use crate::reason::search::{Hit, search};

pub(super) const COMMAND: Command = Command {
    name: "search",
    about: "Entries by name, alias or description; tolerant of typing errors",
    examples: "stackgen search rabitmq
stackgen search \"time series\" --top 5",
    formats: &["table", "json", "csv"],
    arguments: arguments::<Search>,
    run: run::<Search>,
};

#[derive(clap::Args)]
struct Search {
    /// Words to look for
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
}

impl Arguments for Search {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = context.ask(|| Question::Search {
            text: self.text.join(" "),
            top: self.top,
            find: |graph, text| {
                search(graph, text)
                    .into_iter()
                    .map(|hit| hit.node)
                    .collect()
            },
        })?;
        let graph = Graph::new(&catalog.index);
        let mut hits = search(&graph, &self.text.join(" "));
        hits.truncate(self.top);
        Ok(Box::new(Hits { catalog, hits }))
    }
}

struct Hits {
    catalog: Catalog,
    hits: Vec<Hit>,
}

impl Answer for Hits {
    fn found(&self) -> bool {
        !self.hits.is_empty()
    }

    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        if self.hits.is_empty() {
            return Page {
                blocks: vec![Block::Paragraph("Nothing found.".to_owned())],
            };
        }
        let mut table =
            Table::new(&["entry", "name", "kind", "score", "description"]).numeric(&[3]);
        for hit in &self.hits {
            let description = graph.value(hit.node, sg::DESCRIPTION);
            table.push(vec![
                graph.slug(hit.node).to_owned(),
                graph.label(hit.node).to_owned(),
                graph.kind(hit.node).name().to_owned(),
                format!("{:.2}", hit.score),
                if description.is_empty() {
                    hit.matched.clone()
                } else {
                    description.to_owned()
                },
            ]);
        }
        Page::table(table)
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        self.hits
            .iter()
            .map(|hit| {
                let mut map = known::reference(&graph, hit.node);
                map.insert("score".to_owned(), json!(known::rounded(hit.score)));
                map.insert("kind".to_owned(), json!(graph.kind(hit.node).name()));
                map.insert("matched".to_owned(), json!(hit.matched));
                Value::Object(map)
            })
            .collect()
    }

    fn records(&self) -> Table {
        let graph = Graph::new(&self.catalog.index);
        let mut table = Table::new(&["entry", "name", "kind", "score", "iri"]);
        for hit in &self.hits {
            table.push(vec![
                graph.slug(hit.node).to_owned(),
                graph.label(hit.node).to_owned(),
                graph.kind(hit.node).name().to_owned(),
                known::rounded(hit.score).to_string(),
                graph.iri(hit.node).to_owned(),
            ]);
        }
        table
    }
}
