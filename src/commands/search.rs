//! `search`: entries by name.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::texts;
use super::failure::Failure;
use super::known::{Thing, rounded};
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::remote::Question;
use crate::graph::Graph;
use crate::model::page::{Block, Page, Table};
use crate::reason::search::{Meant, search};

/// Entries by name, alias or description; tolerant of typing errors
#[derive(Clone, Debug, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["text"]))]
pub struct Search {
    /// Words to look for
    #[arg(required = true, value_name = "TEXT")]
    #[serde(deserialize_with = "texts")]
    pub text: Vec<String>,
    /// How many to show
    #[arg(short, long, value_name = "N", default_value_t = Self::default().top)]
    pub top: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            text: Vec::new(),
            top: 20,
        }
    }
}

impl Ask for Search {
    type Answer = Hits;
    const NAME: &'static str = "search";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Records];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen search rabitmq",
        "stackgen search \"time series\" --top 5",
    ];

    fn answer(self, world: &World) -> Result<Hits, Failure> {
        let text = self.text.join(" ");
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Failure::usage("no word to look for, expected at least one"));
        }
        let catalog = world.ask(|| Question::Search {
            text: text.clone(),
            top: self.top,
            find: |graph, text| {
                let hits = search(graph, text).into_iter();
                hits.map(|hit| (hit.node, hit.score)).collect()
            },
            meant: |graph, text| {
                let meant = Meant::of(graph, text);
                (meant.words, meant.needs, meant.languages)
            },
        })?;
        let graph = Graph::new(&catalog.index);
        let mut hits = search(&graph, &text);
        hits.truncate(self.top);
        let hit = |hit: crate::reason::search::Hit| Hit {
            thing: Thing::of(&graph, hit.node),
            score: rounded(hit.score),
            kind: graph.kind(hit.node).name(),
            matched: hit.matched,
            description: graph.value(hit.node, sg::DESCRIPTION).to_owned(),
        };
        Ok(Hits(hits.into_iter().map(hit).collect()))
    }
}

/// What a search found, best first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hits(pub Vec<Hit>);

/// An entry that a search found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// The entry.
    #[serde(flatten)]
    pub thing: Thing,
    /// From 0 to 1.
    pub score: f64,
    /// What it is: technology, standard, publication, …
    pub kind: &'static str,
    /// The text that matched.
    pub matched: String,
    /// What it is for, in a sentence; may be empty.
    pub description: String,
}

impl Shapes for Hits {
    fn found(&self) -> bool {
        !self.0.is_empty()
    }

    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page {
                blocks: vec![Block::Paragraph("Nothing found.".to_owned())],
            };
        }
        let mut table =
            Table::new(&["entry", "name", "kind", "score", "description"]).numeric(&[3]);
        for hit in &self.0 {
            let about = [&hit.description, &hit.matched];
            table.push(vec![
                hit.thing.entry.clone(),
                hit.thing.name.clone(),
                hit.kind.to_owned(),
                format!("{:.2}", hit.score),
                about
                    .into_iter()
                    .find(|it| !it.is_empty())
                    .cloned()
                    .unwrap_or_default(),
            ]);
        }
        Page::table(table)
    }

    fn records(&self) -> Table {
        let mut table = Table::new(&["entry", "name", "kind", "score", "iri"]);
        for hit in &self.0 {
            table.push(vec![
                hit.thing.entry.clone(),
                hit.thing.name.clone(),
                hit.kind.to_owned(),
                hit.score.to_string(),
                hit.thing.iri.clone(),
            ]);
        }
        table
    }
}
