use std::time::Duration;

use oxrdf::{NamedNodeRef, QuadRef};
use oxrdfio::{RdfFormat, RdfParser};
use proptest::prelude::*;

use crate::model::fact::Facts;
use crate::store::index::{Index, build};
use crate::store::sparql::{Outcome, Question, ask, ask_elsewhere};

fn rows(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Solutions(names, rows) => {
            let row = |row: Vec<Option<oxrdf::Term>>| {
                let cells: Vec<String> = row
                    .iter()
                    .zip(names)
                    .map(|(term, name)| {
                        format!(
                            "{name}={}",
                            term.as_ref().map_or(String::new(), ToString::to_string)
                        )
                    })
                    .collect();
                cells.join(" ")
            };
            let mut rows: Vec<String> = rows.iter().map(row).collect();
            rows.sort();
            rows
        }
        Outcome::Truth(truth) => vec![truth.to_string()],
        Outcome::Triples(triples) => {
            let mut rows: Vec<String> = triples.iter().map(ToString::to_string).collect();
            rows.sort();
            rows.dedup();
            rows
        }
        Outcome::Plan(_) => Vec::new(),
    }
}

/// The query with the ways by alternatives as the unions that they are (SPARQL 1.1, 18.2.2.4): where two alternatives lead to
/// the same, each is a solution, of which the other evaluator keeps one when one end is known or both are one.
fn with_unions(query: &str) -> String {
    let ways = regex::Regex::new(r"(\S+) \((\S+)\|(\S+)\) (\S+) \.").expect("a pattern");
    let unions = ways.replace_all(query, "{ $1 $2 $4 . } UNION { $1 $3 $4 . }");
    unions.into_owned()
}

fn same(index: &Index, query: &str) {
    let question = Question::new(query, Duration::from_secs(20));
    let ours = ask(index, question.clone());
    let theirs = ask_elsewhere(index, &Question::new(with_unions(query), question.timeout));
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(rows(&ours), rows(&theirs), "{query}"),
        (ours, theirs) => assert_eq!(
            ours.is_err(),
            theirs.is_err(),
            "{query} {ours:?} {theirs:?}"
        ),
    }
}

/// The index of a graph in Turtle.
fn index(turtle: &str) -> Index {
    let mut facts = Facts::default();
    let file = facts.file("test");
    let source = NamedNodeRef::new_unchecked("http://x/source");
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes()) {
        let quad = quad.expect("Turtle");
        let quad = QuadRef::new(&quad.subject, &quad.predicate, &quad.object, source);
        facts.push(quad, file, 0);
    }
    Index::open(build(&facts)).expect("what was built can be opened")
}

/// A graph of few terms, so that patterns meet.
fn graph() -> impl Strategy<Value = String> {
    let node = prop_oneof![
        (0..6_u8).prop_map(|it| format!("x:n{it}")),
        Just("_:b".to_owned())
    ];
    let object = prop_oneof![
        (0..6_u8).prop_map(|it| format!("x:n{it}")),
        (0..5_u8).prop_map(|it| format!("{it}")),
        (0..3_u8).prop_map(|it| format!("\"t{it}\"")),
        (0..2_u8).prop_map(|it| format!("\"t{it}\"@en")),
    ];
    let triple = (node, 0..4_u8, object);
    let triples = prop::collection::vec(triple, 0..40);
    triples.prop_map(|triples| {
        let lines = triples
            .iter()
            .map(|(s, p, o)| format!("{s} x:p{p} {o} .\n"));
        format!("@prefix x: <http://x/> .\n{}", lines.collect::<String>())
    })
}

fn term() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (0..4_u8).prop_map(|it| format!("?v{it}")),
        1 => (0..6_u8).prop_map(|it| format!("x:n{it}")),
        1 => (0..5_u8).prop_map(|it| format!("{it}")),
    ]
}

fn subject() -> impl Strategy<Value = String> {
    prop_oneof![6 => (0..4_u8).prop_map(|it| format!("?v{it}")), 1 => (0..6_u8).prop_map(|it| format!("x:n{it}"))]
}

fn triple() -> impl Strategy<Value = String> {
    let property = prop_oneof![
        6 => (0..4_u8).prop_map(|it| format!("x:p{it}")),
        1 => (0..4_u8).prop_map(|it| format!("?v{it}")),
        1 => (0..4_u8).prop_map(|it| format!("x:p{it}+")),
        1 => (0..4_u8, 0..4_u8).prop_map(|(a, b)| format!("(x:p{a}|^x:p{b})")),
        1 => (0..4_u8, 0..4_u8).prop_map(|(a, b)| format!("x:p{a}/x:p{b}")),
    ];
    (subject(), property, term()).prop_map(|(s, p, o)| format!("{s} {p} {o} . "))
}

fn filter() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..4_u8, 0..4_u8).prop_map(|(a, b)| format!("?v{a} = ?v{b}")),
        (0..4_u8, 0..4_u8).prop_map(|(a, b)| format!("?v{a} != ?v{b}")),
        (0..4_u8, 0..5_u8).prop_map(|(a, b)| format!("?v{a} < {b}")),
        (0..4_u8).prop_map(|it| format!("BOUND(?v{it})")),
        (0..4_u8).prop_map(|it| format!("!BOUND(?v{it}) || isIRI(?v{it})")),
        (0..4_u8, 0..6_u8).prop_map(|(a, b)| format!("?v{a} = x:n{b}")),
        (0..4_u8).prop_map(|it| format!("CONTAINS(STR(?v{it}), \"1\")")),
        (0..4_u8, 0..4_u8).prop_map(|(a, b)| format!("?v{a} + ?v{b} > 3")),
    ]
}

fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop::collection::vec(triple(), 1..4).prop_map(|it| it.concat());
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} OPTIONAL {{ {b} }} ")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ {a} }} UNION {{ {b} }} ")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} MINUS {{ {b} }} ")),
            (inner.clone(), filter()).prop_map(|(a, f)| format!("{a} FILTER({f}) ")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {{ {b} }} ")),
            (inner.clone(), triple())
                .prop_map(|(a, b)| format!("{a} FILTER NOT EXISTS {{ {b} }} ")),
            (inner.clone(), triple(), triple())
                .prop_map(|(a, b, c)| format!("{a} FILTER EXISTS {{ {b} {c} }} ")),
            (inner.clone(), 0..4_u8, 0..4_u8).prop_map(|(a, b, c)| format!(
                "{{ SELECT ?v{b} (COUNT(?v{c}) AS ?n) {{ {a} }} GROUP BY ?v{b} }} "
            )),
            (inner.clone(), 0..4_u8)
                .prop_map(|(a, b)| format!("{{ SELECT DISTINCT ?v{b} {{ {a} }} }} ")),
            (inner, 0..4_u8, 0..6_u8)
                .prop_map(|(a, b, c)| format!("VALUES ?v{b} {{ x:n{c} 1 UNDEF }} {a} ")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the plan, the answer is that of the plain evaluation. The greatest of texts is asked for: which of a plain one
    /// and one in a language is greater, SPARQL leaves open.
    #[test]
    fn queries_are_answered_as_the_other_evaluator_answers_them(
        graph in graph(),
        pattern in pattern(),
        form in 0..5_u8,
    ) {
        let index = index(&graph);
        let query = match form {
            0 => format!("SELECT DISTINCT ?v0 {{ {pattern} }}"),
            1 => format!("ASK {{ {pattern} }}"),
            2 => format!("CONSTRUCT {{ ?v0 x:made ?v1 }} {{ {pattern} }}"),
            3 => format!("SELECT ?v0 (COUNT(*) AS ?n) (MAX(STR(?v1)) AS ?m) {{ {pattern} }} GROUP BY ?v0 HAVING (COUNT(*) > 1)"),
            _ => format!("SELECT * {{ {pattern} }}"),
        };
        same(&index, &format!("PREFIX x: <http://x/> {query}"));
    }
}
