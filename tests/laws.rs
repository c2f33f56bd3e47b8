//! What holds for every input: readers never panic, answers obey their laws.

use std::collections::HashMap;
use std::time::Duration;

use oxrdf::Term;
use proptest::prelude::*;
use stackgen::base::slug::{is_slug, slug};
use stackgen::base::vocabulary::NS;
use stackgen::catalog::Catalog;
use stackgen::catalog::names::{ANYTHING, resolve};
use stackgen::graph::{Graph, Node};
use stackgen::reason::recommend::bound::{LAST, List, best};
use stackgen::reason::recommend::part::Part;
use stackgen::reason::recommend::wish::Wish;
use stackgen::reason::recommend::{Advice, recommend};
use stackgen::sources::csv::{File, read, table_names};
use stackgen::sources::rdf;
use stackgen::store::index::{Index, build};
use stackgen::store::sparql;

/// How many inputs each law is tried on: `PROPTEST_CASES` asks for more.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|it| it.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Text that looks like a table with things going wrong in it.
fn table() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        Just("slug".to_owned()),
        Just("technology".to_owned()),
        Just("a".to_owned()),
        Just("a;b".to_owned()),
        Just("https://example.org/".to_owned()),
        Just("\"".to_owned()),
        "[a-z,\";\n\r\u{0}é=@-]{0,12}",
    ];
    prop::collection::vec(prop::collection::vec(cell, 0..10), 0..8).prop_map(|rows| {
        rows.iter()
            .map(|row| row.join(","))
            .collect::<Vec<_>>()
            .join("\n")
    })
}

/// Turtle with things going wrong in it.
fn turtle() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<x:a> ".to_owned()),
        Just("@prefix sg: <https://w3id.org/stackgen/ns#> . ".to_owned()),
        Just("sg:builtOn ".to_owned()),
        Just("\"text\" ".to_owned()),
        Just("[ ".to_owned()),
        Just("] ".to_owned()),
        Just("( ".to_owned()),
        Just(") ".to_owned()),
        Just("; ".to_owned()),
        Just(", ".to_owned()),
        Just(". ".to_owned()),
        Just("_:b ".to_owned()),
        Just("a ".to_owned()),
        "[ -~]{0,6}",
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

/// SPARQL with things going wrong in it.
fn query() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "SELECT ",
        "* ",
        "?x ",
        "WHERE ",
        "{ ",
        "} ",
        "?x ?p ?o ",
        ". ",
        "OPTIONAL ",
        "FILTER(",
        ") ",
        "UNION ",
        "sg:builtOn",
        "+ ",
        "* ",
        "/",
        "^",
        "| ",
        "\"a\" ",
        "1 ",
        "ASK ",
        "CONSTRUCT ",
        "DESCRIBE ",
        "LIMIT 1 ",
        "ORDER BY ?x ",
        "GROUP BY ?x ",
        "(COUNT(*) AS ?n) ",
        "BIND(1 AS ?y) ",
        "VALUES ?x { 1 } ",
        "MINUS ",
        "GRAPH ?g ",
        "REGEX(?x, \"(a+)+\") ",
        "<x:a> ",
        "a ",
    ]);
    prop::collection::vec(piece, 0..18).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn folding_gives_slugs_and_folding_again_changes_nothing(text in "\\PC{0,40}") {
        let folded = slug(&text);
        prop_assert!(folded.is_empty() || is_slug(&folded));
        prop_assert_eq!(slug(&folded), folded);
    }

    #[test]
    fn any_bytes_are_read_as_tables_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), name in prop::sample::select(table_names().collect::<Vec<_>>())) {
        drop(read(&[File { name: name.to_owned(), bytes }]));
    }

    #[test]
    fn broken_tables_say_where_they_are_broken(text in table(), name in prop::sample::select(table_names().collect::<Vec<_>>())) {
        let (facts, problems) = read(&[File { name: name.to_owned(), bytes: text.into_bytes() }]);
        for problem in problems {
            prop_assert_eq!(problem.place.file.as_str(), name);
        }
        Index::open(build(&facts)).expect("what was built can be opened");
    }

    #[test]
    fn any_bytes_are_read_as_rdf_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), extension in prop::sample::select(rdf::extensions().collect::<Vec<_>>())) {
        drop(rdf::read("x", extension, &bytes));
    }

    #[test]
    fn broken_turtle_is_refused_or_becomes_a_graph(text in turtle()) {
        if let Ok(catalog) = Catalog::of_text("x.ttl", "ttl", text.as_bytes()) {
            prop_assert!(catalog.index.rows() > 0);
        }
    }

    #[test]
    fn any_bytes_are_opened_as_an_index_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), flips in prop::collection::vec((any::<u16>(), any::<u8>()), 0..6)) {
        drop(Index::open(bytes));
        // A damaged index may be refused or answer nonsense, but never panic.
        let mut damaged = build(&Catalog::of_text("x.ttl", "ttl", b"<x:a> <x:b> \"c\" . <x:a> <x:b> <x:d> .").map(|it| stackgen::catalog::stated(&it.index)).unwrap());
        for (at, byte) in flips {
            let at = usize::from(at) % damaged.len();
            damaged[at] = byte;
        }
        if let Ok(index) = Index::open(damaged) {
            for row in index.matching(None, None, None).take(100) {
                drop(index.place(row));
                assert!(index.text(row[0]).len() < 1000);
            }
            assert!(index.node("x:a").is_none_or(|it| (it as usize) < index.terms()));
        }
    }

    #[test]
    fn names_never_panic(name in "\\PC{0,20}") {
        let catalog = Catalog::built_in();
        drop(resolve(&Graph::new(&catalog.index), &name, ANYTHING));
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn any_query_ends(text in query()) {
        let catalog = Catalog::built_in();
        drop(sparql::query(&catalog.index, &text, Duration::from_millis(200)));
    }

    #[test]
    fn stacks_answer_every_need_and_keep_their_laws(picked in prop::collection::btree_set(0..60_usize, 1..6), language in 0..30_usize) {
        let catalog = Catalog::built_in();
        let graph = Graph::new(&catalog.index);
        let all = graph.of_class("https://w3id.org/stackgen/ns#Need");
        let languages = graph.of_class("https://w3id.org/stackgen/ns#Language");
        let needs: Vec<_> = picked.iter().map(|at| (all[at % all.len()], 1)).collect();
        let wish = Wish { languages: vec![languages[language % languages.len()]], needs: needs.clone(), ..Wish::default() };
        if let Advice::Stacks(stacks) = recommend(&graph, &wish) {
            let stack = &stacks[0];
            prop_assert!(stack.optimal);
            prop_assert!((0.0..=1.0).contains(&stack.score));
            prop_assert_eq!(stack.picks.iter().map(|pick| pick.need).collect::<Vec<_>>(), needs.iter().map(|(need, _)| *need).collect::<Vec<_>>());
            let mean = stack.picks.iter().map(|pick| pick.score).sum::<f64>() / f64::from(u32::try_from(stack.picks.len()).unwrap());
            prop_assert!((mean - stack.score).abs() < 1e-6, "{} is not {}", mean, stack.score);
            for pick in &stack.picks {
                prop_assert_eq!(pick.candidates[0].0, pick.node);
                prop_assert!(pick.candidates.is_sorted_by(|a, b| a.1 >= b.1 - 1e-9));
            }
        }
    }
}

/// What a query of a service says each candidate can be worth at most, by IRI.
fn bounds(catalog: &Catalog, wish: &Wish, need: Node) -> HashMap<String, f64> {
    let graph = Graph::new(&catalog.index);
    let marked = ["status", "maturity", "ring"].map(|it| format!("{NS}{it}"));
    let has = |property: &String| {
        let mut members = graph.subjects(&format!("{NS}category"), need);
        graph.node(property).is_some()
            && members.any(|it| graph.objects(it, property).next().is_some())
    };
    let marks: Vec<String> = marked.into_iter().filter(has).collect();
    let list = List {
        need,
        languages: &wish.languages[..wish.languages.len().min(1)],
        part: None,
        key: 0,
        limit: 100_000,
        marks: &marks,
    };
    let query = format!("SELECT ?s ?u {{ {} }}", best(&graph, wish, list));
    let found = sparql::query(&catalog.index, &query, Duration::from_mins(1)).unwrap();
    let sparql::Outcome::Solutions(_, rows) = found else {
        panic!("a SELECT has rows");
    };
    let text = |term: &Option<Term>| match term {
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        other => panic!("{other:?} is neither a candidate nor its bound"),
    };
    let row = |it: Vec<Option<Term>>| (text(&it[0]), text(&it[1]).parse().unwrap());
    rows.iter().map(row).collect()
}

proptest! {
    #![proptest_config(config(60))]

    /// Who reads only the candidates with the highest bounds misses nothing that is better.
    #[test]
    fn no_candidate_is_worth_more_than_its_bound(need in 0..1000_usize, language in 0..1000_usize, part in 0..4_usize, condition in 0..5_usize) {
        let catalog = Catalog::built_in();
        let graph = Graph::new(&catalog.index);
        let of = |class: &str, at: usize| {
            let all = graph.of_class(&format!("{NS}{class}"));
            all[at % all.len()]
        };
        let need = of("Need", need);
        let mut wish = Wish {
            languages: Vec::from_iter((language % 4 > 0).then(|| of("Language", language))),
            needs: vec![(need, 1)],
            parts: Part::ALL.into_iter().nth(part).map(|it| (need, it)).into_iter().collect(),
            // Who is used is read in any case: how much that counts is left out of bounds.
            unseen: graph.of_class(&format!("{NS}System")),
            ..Wish::default()
        };
        match condition {
            0 => wish.include_retired = true,
            1 => wish.as_of = Some(2016),
            2 => wish.standards = vec![of("Standard", language)],
            3 => wish.weights = vec![("adoption".to_owned(), 0.9), ("licence".to_owned(), 0.0)],
            _ => {}
        }
        let Advice::Stacks(stacks) = recommend(&graph, &wish) else { return Ok(()) };
        let bounds = bounds(&catalog, &wish, need);
        let pick = &stacks[0].picks[0];
        let total: f64 = pick.reasons.iter().map(|it| it.weight).sum();
        for (node, score) in &pick.candidates {
            let iri = graph.iri(*node);
            let bound = bounds.get(iri).copied().unwrap_or(f64::NEG_INFINITY);
            let is_kept = bound < LAST && *score > 0.0;
            let bound = if is_kept { bound - 2.0 * LAST } else { bound };
            prop_assert!(bound >= score * total - 1e-6, "{}: {} of {} {:?}", iri, score * total, bound, wish);
        }
    }
}
