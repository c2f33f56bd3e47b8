//! What a command answers: a value that can show itself in the shapes that `render` knows.

use oxrdf::Quad;
use serde_json::Value;

use crate::model::diagram::Diagram;
use crate::model::page::{Page, Table};

/// An answer. Each command says which formats it offers; the shapes behind the others stay empty.
pub trait Answer {
    /// False when nothing was found or a check did not hold: the exit status is then 1.
    fn found(&self) -> bool {
        true
    }

    /// What a person reads: `table` and `markdown`.
    fn page(&self) -> Page;

    /// What a program reads: `json`.
    fn json(&self) -> Value;

    /// The records of `csv`.
    fn records(&self) -> Table {
        Table::default()
    }

    /// The picture: `dot`, `svg`, `png`, `mermaid`, `graphml`, `html`.
    fn diagram(&self) -> Diagram {
        Diagram::default()
    }

    /// The statements: the RDF formats.
    fn quads(&self) -> Vec<Quad> {
        Vec::new()
    }

    /// The answer in a format that no shape above covers, such as SPARQL results; nothing for every other format.
    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        let _ = format;
        None
    }
}
