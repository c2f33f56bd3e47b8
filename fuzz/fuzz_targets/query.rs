//! The text of a query, on a small graph.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use stackgen::catalog::Catalog;
use stackgen::store::sparql::query;

static GRAPH: LazyLock<Catalog> = LazyLock::new(|| {
    let text = b"<x:a> <x:p> <x:b>, 1, 'text'@en . <x:b> <x:p> <x:c> .";
    Catalog::of_text("graph.ttl", "ttl", text).unwrap_or_else(|_| unreachable!("the graph is Turtle"))
});

fuzz_target!(|text: &str| {
    let _ = query(&GRAPH.index, text, Duration::from_millis(200));
});
