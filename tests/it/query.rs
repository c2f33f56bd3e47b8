use crate::support::{Fixture, run, small, stackgen, stackgen_with};

#[test]
fn a_select_with_a_join_needs_no_prefixes() {
    let data = small();
    let text = stackgen(&format!(
        "query 'SELECT ?name {{ ?it sg:builtOn ?base . ?base rdfs:label ?name }}' --data {}",
        data.path
    ))
    .ok();
    assert_eq!(text, "NAME\nBeta\n");
}

#[test]
fn every_kind_of_query_has_its_formats() {
    for (query, format, part) in [
        ("ASK { ?s a sg:Technology }", "json", "\"boolean\":true"),
        (
            "ASK { ?s a sg:Technology }",
            "xml",
            "<boolean>true</boolean>",
        ),
        ("ASK { ?s a sg:Technology }", "table", "true"),
        (
            "SELECT ?s { ?s a sg:Rule } ORDER BY ?s",
            "json",
            "\"bindings\"",
        ),
        (
            "SELECT ?s { ?s a sg:Rule } ORDER BY ?s",
            "csv",
            "s\r\nhttps://w3id.org/stackgen/id/source/rule-broader-need",
        ),
        (
            "SELECT ?s { ?s a sg:Rule } ORDER BY ?s",
            "tsv",
            "?s\n<https://w3id.org/stackgen/id/source/rule-broader-need>",
        ),
        ("SELECT ?s { ?s a sg:Rule } ORDER BY ?s", "xml", "<sparql"),
        (
            "CONSTRUCT { ?a sg:builtOn ?b } WHERE { ?a sg:builtOn ?b }",
            "turtle",
            "sg:builtOn",
        ),
        (
            "CONSTRUCT { ?a sg:builtOn ?b } WHERE { ?a sg:builtOn ?b }",
            "ntriples",
            "ns#builtOn>",
        ),
        ("DESCRIBE sgt:rabbitmq", "turtle", "\"RabbitMQ\""),
        ("DESCRIBE sgt:rabbitmq", "jsonld", "RabbitMQ"),
        ("DESCRIBE sgt:rabbitmq", "table", "sgt:rabbitmq"),
    ] {
        let text = stackgen(&format!("query '{query}' --format {format}")).ok();
        assert!(text.contains(part), "{query} as {format}: {text}");
    }
}

#[test]
fn each_source_is_a_named_graph() {
    let csv =
        stackgen("query 'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g' --format csv")
            .ok();
    for source in [
        "awesome-microservices-2016",
        "curation",
        "project-pages",
        "rule-usable-from",
    ] {
        assert!(csv.contains(source), "{csv}");
    }
    let stated = stackgen("query 'ASK { GRAPH sgs:project-pages { ?s sg:usableFrom ?l } }'").ok();
    assert_eq!(
        stated, "false\n",
        "derived statements stand in the graph of their rule"
    );
}

#[test]
fn the_union_of_the_graphs_has_each_statement_once() {
    let text = stackgen("query 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' --format csv").ok();
    let distinct =
        stackgen("query 'SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }' --format csv")
            .ok();
    assert_eq!(text, distinct);
}

#[test]
fn a_query_can_come_from_standard_input_or_a_file() {
    assert_eq!(stackgen_with("query -", "ASK { ?s ?p ?o }").ok(), "true\n");
    assert!(
        stackgen("query -f examples/queries/successors.rq --format csv")
            .ok()
            .contains("hystrix")
    );
}

#[test]
fn an_exploding_query_stops_in_time() {
    let run = stackgen(
        "query 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }' --timeout 300ms",
    );
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("not done within 300ms"),
        "{}",
        run.stderr
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for text in [
        format!("ASK {}{}", "{".repeat(100_000), "}".repeat(100_000)),
        format!(
            "SELECT ({}1{} AS ?x) {{}}",
            "(".repeat(100_000),
            ")".repeat(100_000)
        ),
        format!("SELECT ({}1 AS ?x) {{}}", "!".repeat(100_000)),
        format!("SELECT ({}1 AS ?x) {{}}", "1+".repeat(20_000)),
        format!("ASK {{ ?s {}sg:a ?o }}", "^".repeat(100_000)),
        format!("ASK {{ ?s {}sg:a ?o }}", "sg:a/".repeat(20_000)),
        format!("ASK {{ {} }}", "OPTIONAL { ?s ?p ?o } ".repeat(2_000)),
    ] {
        let run = stackgen_with("query - --timeout 5s", &text);
        assert!(run.status == 0 || run.status == 2, "{}", &text[..30]);
    }
}

#[test]
fn nothing_is_fetched_and_nothing_is_changed() {
    for query in [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
    ] {
        let run = stackgen(&format!("query '{query}'"));
        assert_eq!(run.status, 2, "{query}: {}", run.stdout);
    }
}

#[test]
fn the_plan_can_be_seen() {
    let query = "'SELECT ?a { ?a sg:builtOn ?b . ?b sg:builtOn ?c }'";
    let plan = stackgen(&format!("query --explain {query}")).ok();
    assert!(plan.contains("estimated results"), "{plan}");
    assert!(!plan.contains("number of results"), "{plan}");
    let done = stackgen(&format!("query --explain=analyze {query}")).ok();
    assert!(done.contains("number of results"), "{done}");
    // A plan needs no run, however long that would take.
    let product = "'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }'";
    stackgen(&format!("query --explain --timeout 5s {product}")).ok();
}

#[test]
fn a_mistake_says_where() {
    let run = stackgen("query 'SELECT ?x WHERE { ?x sgg:builtOn ?y }'");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains("query: 1:22: unknown prefix `sgg:`; did you mean"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("known prefixes: dcat,"),
        "{}",
        run.stderr
    );
}

#[test]
fn each_source_is_a_dataset_with_date_licence_and_link() {
    let ask = |query: &str| {
        let json = crate::support::run(&["query", query, "--format", "json"], "").json();
        json["boolean"].clone()
    };
    let nameless = "ASK { ?source a sg:Source, prov:Entity . FILTER NOT EXISTS { ?source a sg:Rule }
        FILTER NOT EXISTS { ?source a dcat:Dataset ; rdfs:label ?name ; dcterms:issued ?date ; dcterms:license ?licence } }";
    assert_eq!(ask(nameless), false, "a source without date or licence");
    let worded =
        "ASK { ?source a sg:Source ; dcterms:license ?licence . FILTER(!isIRI(?licence)) }";
    assert_eq!(ask(worded), false, "a licence that is no document");
    let unknown = "ASK { GRAPH ?source { ?s ?p ?o } FILTER NOT EXISTS { ?source a sg:Source } }";
    assert_eq!(ask(unknown), false, "a graph that is no source");
    let editions = "ASK { sgs:awesome-microservices-2026 prov:wasRevisionOf sgs:awesome-microservices-2016 ;
        prov:wasDerivedFrom ?link ; dcterms:issued ?date . FILTER(?date > \"2026-01-01\"^^xsd:date) }";
    assert_eq!(ask(editions), true);
    let chosen = "ASK { GRAPH sgs:awesome-microservices-2016 { sgt:hystrix sg:stars ?stars } }";
    assert_eq!(ask(chosen), true);
}

#[test]
fn the_prefixes_that_are_known_stand_in_the_documentation() {
    let told = include_str!("../../docs/sparql.md");
    for (prefix, _) in stackgen::base::vocabulary::PREFIXES {
        assert!(told.contains(&format!("`{prefix}:`")), "{prefix}");
        stackgen(&format!("query 'ASK {{ FILTER(ISIRI({prefix}:x)) }}'")).ok();
    }
    let own = "query 'PREFIX sg: <x:> ASK { FILTER(sg:a = <x:a>) }'";
    assert_eq!(stackgen(own).ok(), "true\n");
}

#[test]
fn a_memory_that_is_no_size_is_refused() {
    let run = stackgen("query 'ASK {}' --memory lots");
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("is not a valid size"), "{}", run.stderr);
}

#[test]
fn a_file_is_asked_as_it_is() {
    let text = "@prefix : <http://e.org/> . :a :p <b>, \"colour\"@en-GB .";
    let file = Fixture::new("own.ttl", text);
    let ask = |query: &str, options: &[&str]| {
        let words = [
            &["query", query, "--format", "csv", "--data", &file.path],
            options,
        ]
        .concat();
        crate::support::run(&words, "").stdout
    };
    let count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    assert_eq!(ask(count, &[]), "n\r\n2\r\n");
    assert_eq!(
        ask(
            "SELECT ?g { GRAPH ?g { ?s ?p ?o } }",
            &["--base", "http://e.org/"]
        ),
        "g\r\n"
    );
    let ends = ask(
        "SELECT ?o { ?s ?p ?o FILTER(ISIRI(?o)) }",
        &["--base", "http://e.org/x"],
    );
    assert_eq!(ends, "o\r\nhttp://e.org/b\r\n");
    let tag = ask(
        "SELECT (LANG(?o) AS ?l) { ?s ?p ?o FILTER(ISLITERAL(?o)) }",
        &[],
    );
    assert_eq!(tag, "l\r\nen-GB\r\n");
    let written = "ASK { ?s ?p \"colour\"@en-gb }";
    let words = ["query", written, "--data", &file.path];
    assert_eq!(crate::support::run(&words, "").ok(), "true\n");
    let words = [
        "export",
        "--all",
        "--format",
        "nquads",
        "--base",
        "http://e.org/",
        "--data",
        &file.path,
    ];
    assert_eq!(
        crate::support::run(&words, "").ok(),
        "<http://e.org/a> <http://e.org/p> \"colour\"@en-GB .\n<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n"
    );
}

#[test]
fn parameters_stand_for_variables() {
    let ask = |bind: &str| {
        let query = "SELECT ?x (?x AS ?same) { FILTER(?x = ?x) }";
        crate::support::run(
            &[
                "query",
                query,
                "--format",
                "tsv",
                "--bind",
                bind,
                "--prefix",
                "ex=http://e.org/",
            ],
            "",
        )
        .ok()
    };
    assert_eq!(
        ask("x=ex:a"),
        "?x\t?same\n<http://e.org/a>\t<http://e.org/a>\n"
    );
    assert_eq!(ask("x=2020"), "?x\t?same\n2020\t2020\n");
    assert_eq!(ask("x='a b'@en"), "?x\t?same\n\"a b\"@en\t\"a b\"@en\n");
    assert_eq!(ask("x=a b"), "?x\t?same\n\"a b\"\t\"a b\"\n");
}

#[test]
fn columns_stand_in_the_order_of_the_query() {
    let query = "SELECT * { VALUES (?z ?a) { (1 2) } VALUES ?m { 3 } }";
    let run = crate::support::run(&["query", query, "--format", "csv"], "");
    assert_eq!(run.ok(), "z,a,m\r\n1,2,3\r\n");
}

#[test]
fn rows_are_written_as_they_come_and_too_many_make_no_table() {
    let numbers: Vec<String> = (0..1050).map(|it| it.to_string()).collect();
    let numbers = numbers.join(" ");
    let query = format!("SELECT * {{ VALUES ?a {{{numbers}}} VALUES ?b {{{numbers}}} }}");
    let rows = stackgen_with("query - --format csv", &query).ok();
    assert_eq!(rows.lines().count(), 1 + 1050 * 1050);
    let table = stackgen_with("query -", &query);
    assert_eq!((table.status, table.stdout.as_str()), (2, ""));
    assert!(
        table
            .stderr
            .contains("more than 1000000 rows do not make a table"),
        "{}",
        table.stderr
    );
    assert!(table.stderr.contains("--format csv"), "{}", table.stderr);
}

#[test]
fn results_say_no_character_that_steers_and_none_that_their_format_lacks() {
    let query = "SELECT ('a\u{85}b\u{202E}c' AS ?x) {}";
    let json = stackgen_with("query - --format json", query).ok();
    assert!(json.contains("a\\u0085b\\u202Ec"), "{json}");
    let xml = stackgen_with("query - --format xml", query).ok();
    assert!(xml.contains("a&#x85;b&#x202E;c"), "{xml}");
    let refused = stackgen_with("query - --format xml", "SELECT ('\\u0001' AS ?x) {}");
    assert_eq!(refused.status, 2, "{}", refused.stdout);
    assert!(
        refused.stderr.contains("U+0001, which XML cannot say"),
        "{}",
        refused.stderr
    );
}

#[test]
fn an_empty_answer_names_what_the_graph_does_not_have() {
    let ask = |query: &str| stackgen_with("query - --format csv", query);
    let run = ask("SELECT ?a { ?a sg:written_in sgl:go ; a sg:Techology ; sg:stars ?n }");
    assert_eq!((run.status, run.stdout.trim()), (0, "a"));
    for told in [
        "`sg:written_in` stands nowhere in this graph; did you mean `sg:writtenIn`?",
        "`sg:Techology` stands nowhere in this graph; did you mean `sg:Technology`?",
    ] {
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    assert!(!run.stderr.contains("sg:stars"), "{}", run.stderr);
    let found = ask("SELECT ?a { ?a sg:writtenIn sgl:go OPTIONAL { ?a sg:nosuch ?b } } LIMIT 1");
    assert_eq!(found.stderr, "", "an answer is an answer");
    let quiet = ask("CONSTRUCT { ?a sg:made ?b } WHERE { ?a sg:writtenIn sgl:nosuch }");
    assert!(!quiet.stderr.contains("sg:made"), "{}", quiet.stderr);
    assert!(quiet.stderr.contains("`sgl:nosuch`"), "{}", quiet.stderr);
}

#[test]
fn an_empty_answer_says_that_having_comes_before_the_names_of_select() {
    let count = "SELECT ?s (COUNT(*) AS ?n) { ?t sg:implements ?s } GROUP BY ?s HAVING";
    let ask = |text: &str| run(&["query", text, "--format", "csv"], "");
    let late = ask(&format!("{count} (?n > 9)"));
    assert_eq!(late.status, 0);
    assert!(
        late.stderr.contains("HAVING does not know `?n`"),
        "{}",
        late.stderr
    );
    let right = ask(&format!("{count} (COUNT(*) > 9)"));
    assert!(
        right.stdout.lines().count() > 1 && right.stderr.is_empty(),
        "{}",
        right.stderr
    );
    let inner = ask("SELECT ?n { ?t sg:implements ?s BIND(1 AS ?n) } GROUP BY ?n HAVING (?n > 3)");
    assert!(!inner.stderr.contains("HAVING"), "{}", inner.stderr);
}

#[test]
fn a_tag_of_a_language_has_no_case_and_stays_as_it_is_written() {
    // No line end behind the last one: that line is read apart from the others.
    let data = Fixture::new(
        "tags.nt",
        "<x:a> <x:p> \"x\"@en-GB .\n<x:b> <x:p> \"x\"@en-gb .\n<x:c> <x:p> \"x\"@EN-GB .",
    );
    let ask = |query: &str| {
        let text = stackgen(&format!("query '{query}' -F tsv --data {}", data.path)).ok();
        text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    for tag in ["en-GB", "EN-gb", "en-gb"] {
        let found = ask(&format!("SELECT ?s {{ ?s ?p \"x\"@{tag} }} ORDER BY ?s"));
        assert_eq!(found, ["<x:a>", "<x:b>", "<x:c>"], "{tag}");
        let found = ask(&format!(
            "SELECT ?s {{ ?s ?p ?o FILTER(?o = STRLANG(\"x\", \"{tag}\")) }} ORDER BY ?s"
        ));
        assert_eq!(found, ["<x:a>", "<x:b>", "<x:c>"], "{tag}");
    }
    assert_eq!(ask("SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"), ["1"]);
    assert_eq!(ask("SELECT DISTINCT ?o { ?s ?p ?o }"), ["\"x\"@en-GB"]);
    for made in [
        "SELECT (\"y\"@fr-CA AS ?a) {}",
        "SELECT ?a { VALUES ?a { \"y\"@fr-CA } }",
        "SELECT (STRLANG(\"y\", \"fr-CA\") AS ?a) {}",
        "SELECT DISTINCT ?a { VALUES ?a { \"y\"@fr-CA \"y\"@fr-ca } }",
    ] {
        assert_eq!(ask(made), ["\"y\"@fr-CA"], "{made}");
    }
    let statement = stackgen(&format!(
        "query 'CONSTRUCT {{ <x:a> <x:p> \"y\"@fr-CA }} {{}}' -F ntriples --data {}",
        data.path
    ));
    assert_eq!(statement.ok(), "<x:a> <x:p> \"y\"@fr-CA .\n");
}

#[test]
fn two_files_may_spell_a_tag_in_two_ways() {
    let one = Fixture::new("one.ttl", "<x:a> <x:p> \"x\"@pt-BR .");
    let other = Fixture::new("two.ttl", "<x:b> <x:p> \"x\"@pt-br .");
    let joined = stackgen(&format!(
        "query 'SELECT ?b {{ <x:a> ?p ?o . ?b ?p ?o }} ORDER BY ?b' -F tsv --data {} --data {}",
        one.path, other.path
    ));
    assert_eq!(joined.ok(), "?b\n<x:a>\n<x:b>\n");
}

#[test]
fn false_is_less_than_true() {
    let data = Fixture::new(
        "truths.ttl",
        "<x:a> <x:ok> true . <x:b> <x:ok> false . <x:c> <x:ok> \"0\"^^<http://www.w3.org/2001/XMLSchema#boolean> .",
    );
    for (condition, expected) in [
        ("?o < true", "?s\n<x:b>\n<x:c>\n"),
        ("?o <= false", "?s\n<x:b>\n<x:c>\n"),
        ("?o >= true", "?s\n<x:a>\n"),
        ("?o > (1 = 2)", "?s\n<x:a>\n"),
        ("?o > 0", "?s\n"),
    ] {
        let query = format!("SELECT ?s {{ ?s <x:ok> ?o FILTER({condition}) }} ORDER BY ?s");
        let found = stackgen(&format!("query '{query}' -F tsv --data {}", data.path));
        assert_eq!(found.ok(), expected, "{condition}");
    }
}

#[test]
fn what_is_relative_to_nothing_is_an_error_in_every_form_of_rdf() {
    let json = "{\n \"@id\": \"me\",\n \"http://x.org/p\": {\"@id\": \"http://x.org/you\"}\n}";
    let count = "query 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' -F csv --data -";
    let refused = stackgen_with(count, json);
    assert_eq!(refused.status, 2, "{}", refused.stdout);
    assert!(
        refused.stderr.contains("stdin:2") && refused.stderr.contains("relative IRI `me`"),
        "{}",
        refused.stderr
    );
    let based = stackgen_with(&format!("{count} --base http://x.org/"), json);
    assert_eq!(based.ok(), "n\r\n1\r\n");
    // A base of its own is one, and words without a meaning are no addresses.
    let own = "{\"@context\": {\"@base\": \"http://x.org/\"}, \"@id\": \"me\", \"http://x.org/p\": 1, \"unknown\": 2}";
    assert_eq!(stackgen_with(count, own).ok(), "n\r\n1\r\n");
}

#[test]
fn the_standard_input_is_read_once() {
    for line in [
        "query --data - -",
        "query --data - -f -",
        "validate - --shapes -",
    ] {
        let refused = stackgen_with(line, "SELECT * { ?s ?p ?o }");
        assert_eq!(refused.status, 2, "{line}: {}", refused.stdout);
    }
    let twice = stackgen_with("query --data - -", "SELECT * { ?s ?p ?o }").stderr;
    assert!(twice.contains("`-` stands twice"), "{twice}");
    let file = stackgen_with("query -f - -F csv", "SELECT (1 AS ?one) {}");
    assert_eq!(file.ok(), "one\r\n1\r\n");
}

#[test]
fn a_parameter_has_one_value_and_a_place_in_the_query() {
    let query = "query 'SELECT ?it { ?it rdfs:label ?name }' -F csv";
    let twice = stackgen(&format!("{query} --bind name=NATS --bind '?name=Redis'"));
    assert_eq!(twice.status, 2, "{}", twice.stdout);
    assert!(
        twice.stderr.contains("--bind name: given twice"),
        "{}",
        twice.stderr
    );
    let prefixes = stackgen(&format!(
        "{query} --prefix ex=http://a/ --prefix ex:=http://b/"
    ));
    assert_eq!(prefixes.status, 2);
    let unused = stackgen(&format!("{query} --bind nmae=NATS"));
    assert_eq!(unused.status, 0, "{}", unused.stderr);
    assert!(
        unused.stderr.contains("no variable `?nmae`")
            && unused.stderr.contains("did you mean `name`"),
        "{}",
        unused.stderr
    );
}

#[test]
fn a_number_beyond_64_bits_is_told() {
    let asked = stackgen("query 'SELECT ?a { VALUES ?a { 1 } FILTER(?a < 99999999999999999999) }'");
    assert!(
        asked
            .stderr
            .contains("`99999999999999999999` has more than 64 bits"),
        "{}",
        asked.stderr
    );
    let decimal =
        "query 'SELECT ?a { VALUES ?a { 1 } FILTER(?a < 99999999999999999999.0) }' -F csv";
    assert_eq!(stackgen(decimal).ok(), "a\r\n1\r\n");
}

#[test]
fn an_empty_tag_in_xml_takes_the_language_away() {
    let data = Fixture::new(
        "owl.rdf",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:x=\"http://x.org/\" xml:lang=\"en-GB\">
  <rdf:Description rdf:about=\"http://x.org/a\"><x:p>one</x:p><x:p xml:lang=\"\">two</x:p><x:p xml:lang=''>xml:lang=\"\"</x:p></rdf:Description>
</rdf:RDF>",
    );
    let found = stackgen(&format!(
        "query 'SELECT ?o {{ ?s ?p ?o }} ORDER BY STR(?o)' -F tsv --data {}",
        data.path
    ));
    assert_eq!(
        found.ok(),
        "?o\n\"one\"@en-GB\n\"two\"\n\"xml:lang=\\\"\\\"\"\n"
    );
}

#[test]
fn what_is_packed_is_known_by_its_content() {
    use std::io::Write as _;
    let data = Fixture::new("weird.bin", "");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"<x:a> <x:p> \"1\" .").unwrap();
    std::fs::write(&data.path, packed.finish().unwrap()).unwrap();
    let count = stackgen(&format!(
        "query 'SELECT ?o {{ ?s ?p ?o }}' -F csv --data {}",
        data.path
    ));
    assert_eq!(count.ok(), "o\r\n1\r\n");
}

/// Each row of one pattern goes with every row of the other: what LIMIT does not want is not made.
#[test]
fn a_product_is_made_as_far_as_limit_asks() {
    for limit in [1, 10_000, 100_000] {
        let query = format!("SELECT * {{ ?s ?p ?o . ?a a ?b }} LIMIT {limit}");
        let answer = run(
            &["query", &query, "--memory", "300MB", "--format", "csv"],
            "",
        )
        .ok();
        assert_eq!(answer.lines().count(), limit + 1);
    }
}
