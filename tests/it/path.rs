use crate::support::{small, stackgen};

#[test]
fn the_shortest_way_comes_first_with_its_sources() {
    let data = small();
    let text = stackgen(&format!("path trace alpha --count 2 --data {}", data.path)).ok();
    assert_eq!(
        text,
        "From Trace to Alpha\n\n\
         Trace stands on Beta; Beta and Alpha can take each other's place.\n\n\
         - Trace\n  - —built on→ Beta  [small]\n  - —alternative to→ Alpha  [small]\n\n\
         Trace is written in Go; Alpha is written in Go.\n\n\
         - Trace\n  - —written in→ Go  [small]\n  - ←written in— Alpha  [small]\n"
    );
}

#[test]
fn what_is_not_connected_says_so() {
    let data = crate::support::Fixture::new(
        "two.ttl",
        "@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         @prefix t: <https://w3id.org/stackgen/id/technology/> .\n\
         t:a a sg:Technology ; rdfs:label \"A\" . t:b a sg:Technology ; rdfs:label \"B\" .",
    );
    let run = stackgen(&format!("path a b --data {}", data.path));
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("Not connected."));
}
