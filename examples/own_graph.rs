//! Reads a graph of one's own and asks it in SPARQL.

use std::time::Duration;

use stackgen::catalog::Catalog;
use stackgen::store::sparql::{Outcome, query};

const MINE: &str = "
    @prefix sg: <https://w3id.org/stackgen/ns#> .
    <x:shop> a sg:Technology ; sg:builtOn <x:framework> .
    <x:framework> a sg:Technology ; sg:builtOn <x:runtime> .
";

fn main() {
    let catalog = Catalog::of_text("mine.ttl", "ttl", MINE.as_bytes()).expect("the text is Turtle");
    let foundations = "SELECT ?it { <x:shop> sg:builtOn ?it } ORDER BY ?it";
    let outcome =
        query(&catalog.index, foundations, Duration::from_secs(1)).expect("the query is SPARQL");
    // The runtime is there too: a rule derived it.
    if let Outcome::Solutions(_, rows) = &outcome {
        assert_eq!(rows.len(), 2);
    }
    eprintln!("{outcome:?}");
}
