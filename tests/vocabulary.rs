//! The vocabulary of the code is that of `ontologies/stackgen.ttl`.

use stackgen::base::vocabulary::{NS, TERMS};
use stackgen::catalog::Catalog;
use stackgen::graph::Graph;

fn ontology() -> Catalog {
    let text = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ontologies/stackgen.ttl"
    ))
    .unwrap();
    Catalog::of_text("stackgen.ttl", "ttl", &text).unwrap()
}

#[test]
fn every_term_of_the_code_is_defined_and_every_defined_term_is_known_to_the_code() {
    let catalog = ontology();
    let graph = Graph::new(&catalog.index);
    for term in TERMS.iter().filter(|term| term.starts_with(NS)) {
        let node = graph
            .node(term)
            .unwrap_or_else(|| panic!("{term} is not in the ontology"));
        let comment = "http://www.w3.org/2000/01/rdf-schema#comment";
        assert!(
            !graph.value(node, comment).is_empty(),
            "{term} has no comment"
        );
        assert!(graph.is_named(node), "{term} has no label");
    }
    for kind in ["Class", "ObjectProperty", "DatatypeProperty"] {
        for node in graph.of_class(&format!("http://www.w3.org/2002/07/owl#{kind}")) {
            let iri = graph.iri(node);
            // A union of classes, as a domain has it, is a class without a name.
            assert!(
                iri.is_empty() || TERMS.contains(&iri),
                "{iri} is defined but unknown to the code"
            );
        }
    }
}

#[test]
fn the_catalogue_uses_no_term_that_is_not_defined() {
    let catalog = ontology();
    let ontology = Graph::new(&catalog.index);
    let built_in = Catalog::built_in();
    let graph = Graph::new(&built_in.index);
    let mut seen = std::collections::BTreeSet::new();
    for [_, property, _, _] in built_in.index.matching(None, None, None) {
        seen.insert(property);
    }
    for property in seen {
        let iri = graph.iri(stackgen::graph::Node(property));
        assert!(
            !iri.starts_with(NS) || ontology.node(iri).is_some(),
            "{iri}"
        );
    }
}
