//! What a command answers: a value that is its JSON, and that can show itself in the shapes that `render` knows.

use std::io::Write;

use oxrdf::{Quad, Term, Variable};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sparesults::{QueryResultsFormat, QueryResultsSerializer};

use crate::model::diagram::Diagram;
use crate::model::page::{Page, Table};

/// A form that an answer can take; each format of `render` writes one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// What a person reads: `table`, `markdown`.
    Page,
    /// What a program reads: every answer has it.
    Json,
    /// Records under a header: `csv`.
    Records,
    /// A picture of nodes and edges: `dot`, `svg`, `png`, `mermaid`, `graphml`, `html`.
    Diagram,
    /// Statements: the RDF formats.
    Statements,
    /// Solutions or the truth of a SPARQL query: `json`, `xml`, `csv`, `tsv` as W3C defines them.
    Solutions,
    /// Findings with places: `sarif`.
    Sarif,
    /// Services to start: `compose`.
    Services,
    /// Verdicts of a tech radar: `radar`.
    Blips,
    /// A choice with its options: `adr`.
    Decision,
}

/// Something said of an option, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Claim {
    /// It in words.
    pub text: String,
    /// The slugs of the sources that state it.
    pub sources: Vec<String>,
}

/// One of the options of a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConsideredOption {
    /// Its name.
    pub name: String,
    /// What it is better at than another option.
    pub better: Vec<Claim>,
    /// What it is worse at.
    pub worse: Vec<Claim>,
}

/// What to choose from for one need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The need.
    pub need: String,
    /// The options, the chosen one first where one is.
    pub options: Vec<ConsideredOption>,
    /// Why the first is chosen; empty where the choice is open.
    pub because: Vec<Claim>,
}

/// A choice as an architecture decision record tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// What is decided.
    pub title: String,
    /// What is there and what is asked.
    pub context: Vec<String>,
    /// What counts.
    pub drivers: Vec<String>,
    /// What to choose from.
    pub choices: Vec<Choice>,
    /// What follows.
    pub consequences: Vec<Claim>,
    /// Slug, name and address of each source.
    pub sources: Vec<[String; 3]>,
}

/// The forms of an answer. A command names those it has ([`Ask::SHAPES`](crate::commands::Ask::SHAPES)); the others stay
/// empty.
pub trait Shapes: Send {
    /// False when nothing was found or a check did not hold: the exit status is then 1.
    fn found(&self) -> bool {
        true
    }

    /// The shapes that this very answer has, where that depends on the question; nothing: those of its command.
    fn shapes(&self) -> Option<&'static [Shape]> {
        None
    }

    /// What a person reads.
    fn page(&self) -> Page;

    /// What a person who reads the page may ask next; no part of the answer.
    fn hint(&self) -> Option<String> {
        None
    }

    /// What a format cannot hold of the answer, for whoever asked for that format.
    fn left_out(&self, format: &str) -> Option<String> {
        let _ = format;
        None
    }

    /// The records.
    fn records(&self) -> Table {
        Table::default()
    }

    /// The picture.
    fn diagram(&self) -> Diagram {
        Diagram::default()
    }

    /// The choice.
    fn decision(&self) -> Decision {
        Decision::default()
    }

    /// The statements, each in the graph of its source.
    fn quads(&self) -> Vec<Quad> {
        Vec::new()
    }

    /// The statements for formats without named graphs.
    fn triples(&self) -> Vec<Quad> {
        self.quads()
    }

    /// What a SPARQL query brought.
    fn solutions(&self) -> Option<Solutions<'_>> {
        None
    }

    /// The files of a folder with the answer in this format: name and content; nothing where it is one file.
    fn files(&self, format: &str) -> Vec<(&'static str, Vec<u8>)> {
        let _ = format;
        Vec::new()
    }

    /// The answer in a format that no shape above covers; nothing for every other format.
    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        let _ = format;
        None
    }
}

/// An answer of any command, as doors and `render` see it.
pub trait Answer: Shapes {
    /// What a program reads. Doors send the text that `render` makes of it, so that it is the same at each.
    fn json(&self) -> Value;
}

impl<T: Shapes + Serialize> Answer for T {
    fn json(&self) -> Value {
        serde_json::to_value(self).expect("an answer is plain values under names")
    }
}

/// What a SPARQL query brought.
pub enum Solutions<'a> {
    /// Of ASK.
    Truth(bool),
    /// Of SELECT: a value, or none, for each variable in each row.
    Rows {
        /// The variables, in the order of the query.
        variables: &'a [String],
        /// The rows, in the order of the evaluation, each made when it is asked for.
        rows: Box<dyn Iterator<Item = Vec<Option<Term>>> + 'a>,
    },
}

impl Solutions<'_> {
    /// They as W3C's JSON format has them.
    #[must_use]
    pub fn json(self) -> Value {
        let json = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
        let mut bytes = Vec::new();
        drop(self.write(json, &mut bytes));
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Writes them in the format of a serializer, row by row.
    ///
    /// # Errors
    ///
    /// Those of the serializer and of `out`.
    pub fn write(
        self,
        serializer: QueryResultsSerializer,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let (variables, rows) = match self {
            Self::Truth(truth) => {
                return serializer.serialize_boolean_to_writer(out, truth).map(drop);
            }
            Self::Rows { variables, rows } => (variables, rows),
        };
        let variables: Vec<Variable> = variables.iter().map(Variable::new_unchecked).collect();
        let mut writer = serializer.serialize_solutions_to_writer(out, variables.clone())?;
        for row in rows {
            let bound = variables.iter().zip(&row);
            writer.serialize(bound.filter_map(|(variable, term)| {
                Some((variable.as_ref(), term.as_ref()?.as_ref()))
            }))?;
        }
        writer.finish().map(drop)
    }
}
