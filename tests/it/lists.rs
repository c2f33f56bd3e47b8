//! Awesome lists and landscapes as `--data`.

use crate::support::{Fixture, run, stackgen};

const LIST: &str = "# Awesome Go\n\n## Contents\n\n- [Messaging](#messaging)\n- [Caching](#caching)\n- [Other](#other)\n- [More](#more)\n\n\
    ## Message brokers\n\n- [NATS](https://nats.io/) - A broker of the list.\n- [Gopher MQ](https://gophermq.example.org/) (c) - Small broker built on NATS. <sup>★ 12, pushed 3 days ago</sup>\n\
    \n## Caches\n\n- [Twin](https://one.example.org/) - A cache written in Go.\n- [Twin](https://two.example.org/) - Another cache.\n- [Twin of one](https://one.example.org/)\n- [![logo](x.png)](https://logo.example.org)\n";

const LANDSCAPE: &str = "landscape:\n  - category:\n    name: Runtime\n    subcategories:\n      - subcategory:\n        name: Storage\n        items:\n          \
    - item:\n            name: Rook\n            homepage_url: https://rook.io/\n            repo_url: https://github.com/rook/rook\n            project: graduated\n            \
    extra:\n              accepted: '2018-01-29'\n  - category:\n    name: Special\n    subcategories:\n      - subcategory:\n        name: Partner\n        items:\n          \
    - item:\n            name: Somebody\n            homepage_url: https://somebody.example.org/\n";

fn list() -> Fixture {
    Fixture::new("my-list.md", LIST)
}

#[test]
fn entries_of_a_list_are_technologies_with_its_headings_as_categories() {
    let data = list();
    let csv = stackgen(&format!(
        "query 'SELECT ?it ?name ?section ?words {{ GRAPH sgs:my-list {{ ?it rdfs:label ?name ; sg:category ?c ; dcterms:description ?words . ?c skos:inScheme sgs:my-list ; rdfs:label ?section }} }} ORDER BY ?it' --format csv --data {}",
        data.path
    ))
    .ok();
    let id = "https://w3id.org/stackgen/id/technology";
    assert_eq!(
        csv.replace("\r\n", "\n"),
        format!(
            "it,name,section,words\n\
             {id}/gopher-mq,Gopher MQ,Message brokers,Small broker built on NATS.\n\
             {id}/nats,NATS,Message brokers,A broker of the list.\n\
             {id}/twin,Twin,Caches,A cache written in Go.\n\
             {id}/twin-example,Twin,Caches,Another cache.\n"
        )
    );
}

#[test]
fn a_list_answers_every_kind_of_question() {
    let data = list();
    let json = stackgen(&format!(
        "recommend --lang go --need messaging,cache --format json --data {}",
        data.path
    ))
    .json();
    let picks: Vec<&str> = json["stacks"][0]["picks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pick| pick["need"].as_str().unwrap())
        .collect();
    assert_eq!(picks, ["messaging", "cache"]);
    let search = stackgen(&format!("search gopher --format json --data {}", data.path)).json();
    assert_eq!(search[0]["entry"], "gopher-mq");
    let sources = stackgen(&format!("list sources --data {}", data.path)).ok();
    assert!(
        sources.contains("my-list-extracted") && sources.contains("Awesome Go"),
        "{sources}"
    );
    let drawn = stackgen(&format!(
        "export --focus nats --depth 1 --format dot --data {}",
        data.path
    ))
    .ok();
    assert!(drawn.contains("Gopher MQ"), "{drawn}");
    let shown = stackgen(&format!("show gopher-mq --all --data {}", data.path)).ok();
    for words in ["built on", "my-list-extracted", "12", "commercial"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn a_known_technology_is_the_same_node_beside_the_catalogue() {
    let data = list();
    let shown = stackgen(&format!(
        "show nats --all --data builtin --data {}",
        data.path
    ))
    .ok();
    assert!(
        shown.contains("my-list.md:12") && shown.contains("data/entries.csv"),
        "{shown}"
    );
}

#[test]
fn extracted_relations_carry_their_words_and_low_confidence() {
    let data = list();
    let ask = format!(
        "query 'ASK {{ GRAPH sgs:my-list-extracted {{ sgt:gopher-mq sg:builtOn sgt:nats . ?s rdf:subject sgt:gopher-mq ; rdf:object sgt:nats ; sg:words \"built on NATS.\" ; sg:confidence \"low\" }} }}' --data {}",
        data.path
    );
    assert!(stackgen(&ask).ok().contains("true"));
}

#[test]
fn what_was_passed_over_is_named_with_its_line() {
    let data = list();
    let run = stackgen(&format!("validate {} --format json", data.path));
    for words in ["same page", "a picture and no name", "with another link"] {
        assert!(
            run.stdout.contains(words),
            "{words}: {}{}",
            run.stdout,
            run.stderr
        );
    }
}

#[test]
fn a_landscape_gives_technologies_with_maturity_and_dates() {
    let data = Fixture::new("landscape.yml", LANDSCAPE);
    let shown = stackgen(&format!("show rook --all --data {}", data.path)).ok();
    for words in [
        "graduated",
        "2018-01-29",
        "Storage",
        "https://github.com/rook/rook",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(
        stackgen(&format!("show somebody --data {}", data.path)).status,
        2
    );
}

#[test]
fn the_format_is_found_by_the_content_where_the_name_does_not_say_it() {
    let page = "<html><body><h1>L</h1><h2>S</h2><ul><li><a href='https://a.example.org'>Aa</a> - Words</ul></body></html>";
    for (name, text) in [
        ("README", LIST),
        ("page", page),
        ("page.md", page),
        (
            "data.txt",
            "<https://a.example.org/a> <https://a.example.org/b> <https://a.example.org/c> .\n",
        ),
        (
            "data",
            "@prefix a: <https://a.example.org/> .\na:a a:b a:c .",
        ),
        ("land", LANDSCAPE),
    ] {
        let data = Fixture::new(name, text);
        let run = stackgen(&format!("stats --data {}", data.path));
        assert_eq!(run.status, 0, "{name}: {}", run.stderr);
    }
}

#[test]
fn bad_lists_and_landscapes_are_refused_with_place_and_expectation() {
    let deep = format!("landscape:\n  - {}", "[".repeat(100_000));
    for (name, bytes, words) in [
        (
            "prose.md",
            b"# Title\n\nOnly words, no list.\n".as_slice(),
            "expected an awesome list",
        ),
        (
            "page.html",
            b"<html><body><p>Words</p><ul><li><a href='/in'>in</a></ul></body></html>",
            "expected an awesome list",
        ),
        (
            "latin.md",
            b"# T\n\n- [caf\xe9](https://a.example.org)\n",
            "latin.md:3:7: not UTF-8",
        ),
        ("wide.html", b"\xff\xfe<\0h\0", "UTF-16"),
        (
            "nul.md",
            b"# T\n- [a\0](https://a.example.org)\n",
            "nul.md:2:5: a NUL byte",
        ),
        ("empty.md", b"", "expected an awesome list"),
        ("cut.yml", b"landscape:\n  - name: [a\n", "cut.yml:"),
        (
            "other.yml",
            b"services:\n  web: {}\n",
            "expected a landscape",
        ),
        ("deep.yml", deep.as_bytes(), "deep.yml:2"),
        ("unknown.bin", b"\x01\x02", "unknown kind of file"),
    ] {
        let data = Fixture::new(name, "");
        std::fs::write(&data.path, bytes).unwrap();
        let run = run(&["stats", "--data", &data.path], "");
        assert_eq!(run.status, 2, "{name}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(words), "{name}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{name}: {}", run.stderr);
    }
}

#[test]
fn long_lines_and_exploding_aliases_end_soon() {
    let mut bomb = String::from("a0: &a0 {name: x}\n");
    for level in 1..60 {
        let before = level - 1;
        bomb += &format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}]\n");
    }
    bomb += "landscape: *a59\n";
    let long = format!(
        "# T\n\n## S\n\n- [a](https://a.example.org) - {}\n",
        "word ".repeat(4_000_000)
    );
    for (name, text, status) in [("bomb.yml", bomb, 2), ("long.md", long, 0)] {
        let data = Fixture::new(name, &text);
        let run = stackgen(&format!("stats --data {}", data.path));
        assert_eq!(run.status, status, "{name}: {}", run.stderr);
    }
}

#[test]
fn a_talk_below_the_heading_of_a_need_is_never_picked_for_it() {
    let data = Fixture::new(
        "talks.md",
        "# Awesome Ops\n\n## Incident management\n\n- [A good talk](https://www.youtube.com/watch?v=a) - On call.\n- [Zpager](https://zpager.example.org/) - Wakes people.\n",
    );
    let picked = stackgen(&format!(
        "recommend --need incident-management --format json --data {}",
        data.path
    ))
    .json();
    let candidates = picked["stacks"][0]["picks"][0]["candidates"]
        .as_array()
        .unwrap();
    assert_eq!(candidates.len(), 1, "{picked}");
    assert_eq!(candidates[0]["entry"], "zpager");
}

#[test]
fn a_word_of_a_heading_reaches_it_where_only_one_has_it() {
    let list = Fixture::new(
        "java.md",
        "# Awesome Java\n\n## Payslip Parsers\n\n- [Zson](https://zson.example) - Parses.\n\n## Stamp Cutters\n\n- [Zcut](https://zcut.example) - Cuts.\n\n## Stamp Printers\n\n- [Zprint](https://zprint.example) - Prints.\n",
    );
    for need in ["payslip", "Payslips", "payslip parser"] {
        let picked = stackgen(&format!(
            "recommend --need '{need}' --format json --data {}",
            list.path
        ))
        .json();
        assert_eq!(picked["stacks"][0]["picks"][0]["entry"], "zson", "{need}");
    }
    let several = stackgen(&format!("recommend --need stamp --data {}", list.path));
    assert_eq!(several.status, 2, "{}", several.stdout);
}
