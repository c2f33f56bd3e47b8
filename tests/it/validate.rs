use crate::support::{Fixture, stackgen};

#[test]
fn the_built_in_catalogue_holds() {
    let run = stackgen("validate");
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
}

/// A folder of tables, each as name and text.
fn folder(tables: &[(&str, &str)]) -> (Fixture, String) {
    let fixture = Fixture::new(tables[0].0, tables[0].1);
    for (name, text) in &tables[1..] {
        std::fs::write(fixture.beside(name), text).unwrap();
    }
    let folder = fixture.beside("");
    (fixture, folder)
}

/// The results on one rule: `file:line focus value`.
fn broken(json: &serde_json::Value, rule: &str) -> Vec<String> {
    let results = json["results"].as_array().unwrap().iter();
    let last = |it: &serde_json::Value| {
        let text = it.as_str().unwrap();
        text.rsplit('/').next().unwrap().to_owned()
    };
    results
        .filter(|it| it["rule"] == rule)
        .map(|it| {
            let place = format!("{}:{}", last(&it["file"]), it["line"]);
            format!("{place} {} {}", last(&it["focus"]), last(&it["value"]))
        })
        .collect()
}

const SOURCES: (&str, &str) = (
    "sources.csv",
    "slug,name,date,license,link\ncuration,Curation,2026,CC0-1.0,https://example.com/\n",
);

#[test]
fn what_is_wrong_is_named_with_file_line_and_what_to_do() {
    let (_fixture, folder) = folder(&[
        SOURCES,
        (
            "relations.csv",
            "subject,relation,object\na,alternativeTo,a\na,builtOn,b\nb,builtOn,a\na,replacedBy,nowhere\n",
        ),
        (
            "entries.csv",
            "slug,name,kind,description\na,A,technology,A thing that does something\na,A again,technology,\nb,B,technology,\n",
        ),
    ]);
    let run = stackgen(&format!("validate {folder}"));
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    for words in [
        "violation: is its own alternative, foundation, fork, part, successor or integration",
        "violation: comes back to itself by a cycle (2 times)",
        "fix: take out the row of the cycle that is wrong",
        "violation: refers to something that is not defined",
        "violation: `a` is defined twice, first at",
        "warning: a technology has a status (2 times)",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let run = stackgen(&format!("validate {folder} --format json"));
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(broken(&json, "itself"), ["relations.csv:2 a a"]);
    assert_eq!(
        broken(&json, "cycle"),
        ["relations.csv:3 a b", "relations.csv:4 b a"]
    );
    assert_eq!(broken(&json, "undefined"), ["relations.csv:5 a nowhere"]);
}

#[test]
fn a_fork_is_no_foundation_and_a_client_is_no_implementation() {
    let (_fixture, folder) = folder(&[
        SOURCES,
        (
            "entries.csv",
            "slug,name,kind\nold,Old,technology\nnew,New,technology\ntop,Top,technology\n",
        ),
        ("standards.csv", "slug,name\nldap,LDAP\nmqtt,MQTT\n"),
        (
            "relations.csv",
            "subject,relation,object\nnew,builtOn,old\ntop,builtOn,new\ntop,alternativeTo,old\n\
             new,speaks,ldap\nnew,implements,ldap\nold,implements,mqtt\n",
        ),
        (
            "forks.csv",
            "slug,origin,reason\nnew,old,The licence changed.\n",
        ),
    ]);
    let run = stackgen(&format!("validate {folder} --format json"));
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        broken(&json, "alternative-foundation"),
        ["relations.csv:4 top old"]
    );
    assert_eq!(broken(&json, "fork-foundation"), ["forks.csv:2 new old"]);
    assert_eq!(
        broken(&json, "speaks-and-implements"),
        ["relations.csv:5 new ldap"]
    );
}

#[test]
fn what_ended_says_when_that_was_read_and_what_came_after() {
    let (_fixture, folder) = folder(&[
        SOURCES,
        (
            "entries.csv",
            "slug,name,kind\nold,Old,technology\nkept,Kept,technology\nnew,New,technology\n",
        ),
        (
            "statuses.csv",
            "slug,status,date,basis,words\nold,retired,,,it ended\n\
             kept,maintenance,2026-01-01,announced,only fixes\nnew,active,,,\n",
        ),
        (
            "successors.csv",
            "slug,successor,kind,none\nkept,new,advised,\nkept,,,Nothing did.\n",
        ),
    ]);
    let run = stackgen(&format!("validate {folder} --format json"));
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        broken(&json, "ended-undated"),
        ["statuses.csv:2 old retired"]
    );
    assert_eq!(
        broken(&json, "no-successor"),
        ["statuses.csv:2 old retired"]
    );
    assert_eq!(
        broken(&json, "successor-and-none"),
        ["successors.csv:3 kept Nothing did."]
    );
}

#[test]
fn a_server_serves_what_its_like_serve_and_a_front_page_is_no_proof() {
    let (_fixture, folder) = folder(&[
        (
            "sources.csv",
            "slug,name,date,license,link\ncuration,Curation,2026,,\npages,Pages,2026,,\n",
        ),
        ("needs.csv", "slug,name\nidentity,Identity\n"),
        (
            "entries.csv",
            "slug,name,kind,needs,made_for\na,A,technology,identity,\nb,B,technology,identity,\n\
             c,C,technology,identity,\nd,D,technology,identity,\nlib,Lib,technology,identity,go\n",
        ),
        ("languages.csv", "slug,name\ngo,Go\n"),
        ("standards.csv", "slug,name\nldap,LDAP\n"),
        (
            "relations.csv",
            "subject,relation,object,source,evidence\na,implements,ldap,,\nb,implements,ldap,,\n\
             c,implements,ldap,,\nd,speaks,ldap,,\nlib,speaks,ldap,,\n\
             a,alternativeTo,b,pages,https://github.com/x/a\n\
             a,alternativeTo,c,pages,https://github.com/x/a/blob/main/README.md\n\
             a,alternativeTo,d,curation,https://github.com/x/a\n",
        ),
    ]);
    let run = stackgen(&format!("validate {folder} --format json"));
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(broken(&json, "server-speaks"), ["relations.csv:5 d ldap"]);
    assert_eq!(broken(&json, "front-page"), ["relations.csv:7 a b"]);
}

#[test]
fn every_rule_finds_what_breaks_it_and_nothing_else() {
    let (_fixture, folder) = folder(&[
        (
            "sources.csv",
            "slug,name,date,license,link\ncuration,Curation,2026,CC0-1.0,https://example.com/\nearly,Early,2016,,\n",
        ),
        (
            "needs.csv",
            "slug,name,broader\nmessaging,Messaging,\nmqtt-broker,MQTT broker,messaging\nkafka-like,Logs,messaging\ncache,Cache,\n",
        ),
        ("languages.csv", "slug,name,aliases\nc,C,\ncpp,C++,c++\n"),
        (
            "entries.csv",
            "slug,name,kind,needs,repository,license,homepage,note\n\
             one,One,technology,mqtt-broker,https://github.com/x/one,MIT,https://one.example.com/,\n\
             two,Two,technology,kafka-like,https://github.com/x/one.git,Apache 2,https://localhost/,\n\
             three,Three,technology,cache,https://github.com/x/mono,MIT OR LicenseRef-Own,,\n\
             four,Four,technology,cache,https://github.com/x/mono,,,\n\
             five,Five,technology,,,,,a concept that others refer to\n\
             six,Six,technology,,,,,\n",
        ),
        ("standards.csv", "slug,name,identifier\nmqtt,MQTT,MQTT\n"),
        (
            "relations.csv",
            "subject,relation,object\none,alternativeTo,two\none,alternativeTo,three\nfour,partOf,three\ntwo,replacedBy,three\nthree,replacedBy,five\n",
        ),
        (
            "statuses.csv",
            "slug,status,since,source,evidence,words\n\
             one,active,,,https://github.com/x/one,This repository was archived by the owner\n\
             two,retired,2020,early,,\nthree,retired,,,,\nfive,retired,,,,\nsix,retired,,,,we stopped\nsix,active,,,,\n",
        ),
        (
            "clients.csv",
            "technology,language,package,official\none,c,npm:Not A Name,community\none,c,npm:good-name,community\none,c,nowhere:x,community\n",
        ),
        ("aliases.csv", "slug,alias\none,Uno\ntwo,one\n"),
        (
            "landscape.csv",
            "slug,name,maturity,accepted\none,One,archived,2021-02-30\n",
        ),
    ]);
    let run = stackgen(&format!("validate {folder} --format json"));
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    for (rule, expected) in [
        ("same-repository", &["entries.csv:3 two one.git"] as &[&str]),
        ("no-licence", &["entries.csv:3 two Apache 2"]),
        ("no-link", &["entries.csv:3 two "]),
        ("alternative-elsewhere", &["relations.csv:3 one three"]),
        ("retired-unexplained", &["statuses.csv:5 five retired"]),
        (
            "successor-retired",
            &["relations.csv:5 two three", "relations.csv:6 three five"],
        ),
        ("archived-active", &["statuses.csv:2 one active"]),
        ("two-statuses", &["statuses.csv:6 six retired"]),
        ("later-than-its-source", &["statuses.csv:3 two 2020"]),
        ("no-date", &["landscape.csv:2 one 2021-02-30"]),
        (
            "no-package",
            &["clients.csv:2 npm-not-a-name-one-c npm:Not A Name"],
        ),
        (
            "unknown-registry",
            &["clients.csv:4 nowhere-x-one-c nowhere:x"],
        ),
        ("name-taken", &["aliases.csv:3 two one"]),
        ("undefined", &[]),
        ("cycle", &[]),
        ("slug-twice", &[]),
        ("OrConstraintComponent", &["entries.csv:7 six six"]),
    ] {
        assert_eq!(broken(&json, rule), expected, "{rule}");
    }
}

#[test]
fn a_retirement_without_a_word_and_a_substitute_for_another_need_fail_the_check() {
    let (_fixture, folder) = folder(&[
        SOURCES,
        ("needs.csv", "slug,name\ncache,Cache\ntracing,Tracing\n"),
        (
            "entries.csv",
            "slug,name,kind,needs\ngone,Gone,technology,cache\nother,Other,technology,tracing\n",
        ),
        ("statuses.csv", "slug,status\ngone,retired\nother,active\n"),
        (
            "relations.csv",
            "subject,relation,object\ngone,alternativeTo,other\n",
        ),
    ]);
    let run = stackgen(&format!("validate {folder}"));
    assert_eq!(run.status, 1, "{}", run.stdout);
    for words in [
        "violation: retired, without a successor and without words that say so",
        "violation: an alternative without a need in common",
        "2 violations",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
}

#[test]
fn a_warning_is_told_and_is_no_failure() {
    let (_fixture, folder) =
        folder(&[SOURCES, ("entries.csv", "slug,name,kind\na,A,technology\n")]);
    let run = stackgen(&format!("validate {folder}"));
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert!(
        run.stdout.contains("0 violations, 3 warnings"),
        "{}",
        run.stdout
    );
}

#[test]
fn malformed_tables_are_refused_with_their_place() {
    let data = Fixture::new("entries.csv", "slug,name,kind\nnats,NATS,tecnology\n");
    let run = stackgen(&format!("validate {}", data.path));
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains(
            "entries.csv:2:3: unknown kind `tecnology`, expected technology, standard, publication"
        ),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("hint: did you mean `technology`?"));
}

const PREFIXES: &str = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.com/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n";

/// Three things and what is known of them.
const THINGS: &str = r#"
ex:a a ex:Thing ; ex:name "Ann"@en , "Anne"@fr ; ex:age 30 ; ex:knows ex:b , ex:c ; ex:from "2020-01-01"^^xsd:date ;
  ex:to "2021-01-01"^^xsd:date ; ex:nick "Ann" ; ex:code "ab-12" .
ex:b a ex:Thing ; ex:name "Bob"@en ; ex:age 41 ; ex:knows ex:c .
ex:c a ex:Special ; ex:name "Cy" ; ex:boss ex:a .
ex:Special rdfs:subClassOf ex:Thing .
"#;

/// Status, the results, and what was said on standard error.
fn check(shape: &str) -> (i32, Vec<serde_json::Value>, String) {
    let data = Fixture::new("data.ttl", &format!("{PREFIXES}{THINGS}"));
    let shapes = Fixture::new("shapes.ttl", &format!("{PREFIXES}{shape}"));
    let run = stackgen(&format!(
        "validate {} --shapes {} --format json",
        data.path, shapes.path
    ));
    let results = serde_json::from_str(&run.stdout)
        .map(|json: serde_json::Value| json["results"].as_array().unwrap().clone())
        .unwrap_or_default();
    (run.status, results, run.stderr)
}

/// Constraints on the things, and how many results each brings.
const CONSTRAINTS: &[(&str, usize)] = &[
    // Counts and kinds of values.
    ("sh:property [ sh:path ex:name ; sh:minCount 1 ]", 0),
    ("sh:property [ sh:path ex:age ; sh:minCount 1 ]", 1),
    ("sh:property [ sh:path ex:knows ; sh:maxCount 1 ]", 1),
    ("sh:class ex:Thing", 0),
    ("sh:class ex:Special", 2),
    (
        "sh:property [ sh:path ex:age ; sh:datatype xsd:integer ]",
        0,
    ),
    (
        "sh:property [ sh:path ex:name ; sh:datatype rdf:langString ]",
        1,
    ),
    ("sh:nodeKind sh:IRI", 0),
    (
        "sh:property [ sh:path ex:name ; sh:nodeKind sh:IRIOrLiteral ]",
        0,
    ),
    (
        "sh:property [ sh:path ex:name ; sh:nodeKind sh:BlankNode ]",
        4,
    ),
    // Texts.
    ("sh:property [ sh:path ex:name ; sh:minLength 3 ]", 1),
    ("sh:property [ sh:path ex:name ; sh:maxLength 3 ]", 1),
    ("sh:property [ sh:path ex:code ; sh:pattern \"^AB\" ]", 1),
    (
        "sh:property [ sh:path ex:code ; sh:pattern \"^AB\" ; sh:flags \"i\" ]",
        0,
    ),
    (
        "sh:property [ sh:path ex:code ; sh:pattern \".\" ; sh:flags \"q\" ]",
        1,
    ),
    (
        "sh:property [ sh:path ex:name ; sh:languageIn ( \"en\" \"fr\" ) ]",
        1,
    ),
    ("sh:property [ sh:path ex:name ; sh:uniqueLang true ]", 0),
    // Ranges.
    ("sh:property [ sh:path ex:age ; sh:minInclusive 30 ]", 0),
    ("sh:property [ sh:path ex:age ; sh:minExclusive 30 ]", 1),
    ("sh:property [ sh:path ex:age ; sh:maxInclusive 41.0 ]", 0),
    ("sh:property [ sh:path ex:age ; sh:maxExclusive 41 ]", 1),
    (
        "sh:property [ sh:path ex:from ; sh:minInclusive \"2020-06-01\"^^xsd:date ]",
        1,
    ),
    // Values.
    ("sh:in ( ex:a ex:b )", 1),
    ("sh:property [ sh:path ex:knows ; sh:hasValue ex:c ]", 1),
    ("sh:property [ sh:path ex:code ; sh:equals ex:nick ]", 2),
    ("sh:property [ sh:path ex:knows ; sh:disjoint ex:boss ]", 0),
    ("sh:property [ sh:path ex:from ; sh:lessThan ex:to ]", 0),
    ("sh:property [ sh:path ex:to ; sh:lessThan ex:from ]", 1),
    (
        "sh:property [ sh:path ex:to ; sh:lessThanOrEquals ex:to ]",
        0,
    ),
    // Logic.
    ("sh:not [ sh:class ex:Special ]", 1),
    (
        "sh:and ( [ sh:class ex:Thing ] [ sh:property [ sh:path ex:age ; sh:minCount 1 ] ] )",
        1,
    ),
    (
        "sh:or ( [ sh:class ex:Special ] [ sh:property [ sh:path ex:age ; sh:minCount 1 ] ] )",
        0,
    ),
    (
        "sh:xone ( [ sh:class ex:Thing ] [ sh:class ex:Special ] )",
        1,
    ),
    (
        "sh:property [ sh:path ex:knows ; sh:node [ sh:property [ sh:path ex:age ; sh:minCount 1 ] ] ]",
        2,
    ),
    (
        // Told once for each of the two that know the one without an age.
        "sh:property [ sh:path ex:knows ; sh:property [ sh:path ex:age ; sh:minCount 1 ] ]",
        2,
    ),
    (
        "sh:property [ sh:path ex:knows ; sh:qualifiedValueShape [ sh:class ex:Special ] ; sh:qualifiedMinCount 1 ]",
        1,
    ),
    (
        "sh:property [ sh:path ex:knows ; sh:qualifiedValueShape [ sh:class ex:Thing ] ; sh:qualifiedMaxCount 1 ]",
        1,
    ),
    (
        "sh:closed true ; sh:ignoredProperties ( rdf:type ex:age ex:knows ex:from ex:to ex:nick ex:code ) ; sh:property [ sh:path ex:name ]",
        1,
    ),
    // Paths.
    (
        "sh:property [ sh:path [ sh:inversePath ex:knows ] ; sh:minCount 1 ]",
        1,
    ),
    (
        "sh:property [ sh:path ( ex:knows ex:boss ) ; sh:minCount 1 ]",
        1,
    ),
    (
        "sh:property [ sh:path [ sh:alternativePath ( ex:knows ex:boss ) ] ; sh:minCount 1 ]",
        0,
    ),
    (
        "sh:property [ sh:path [ sh:zeroOrMorePath ex:knows ] ; sh:minCount 2 ]",
        1,
    ),
    (
        "sh:property [ sh:path [ sh:oneOrMorePath ex:knows ] ; sh:minCount 1 ]",
        1,
    ),
    (
        "sh:property [ sh:path [ sh:zeroOrOnePath ex:boss ] ; sh:maxCount 1 ]",
        1,
    ),
    // Beside constraints.
    ("sh:deactivated true ; sh:class ex:Special", 0),
    (
        "sh:sparql [ sh:select \"SELECT $this ?value { $this <http://example.com/age> ?value FILTER(?value > 40) }\" ]",
        1,
    ),
];

#[test]
fn each_constraint_of_the_core_of_shacl_holds_and_breaks() {
    for (constraint, breaks) in CONSTRAINTS {
        let (status, results, stderr) = check(&format!(
            "ex:s a sh:NodeShape ; sh:targetClass ex:Thing ; {constraint} ."
        ));
        assert_eq!(results.len(), *breaks, "{constraint}: {results:?} {stderr}");
        assert_eq!(status, i32::from(*breaks > 0), "{constraint}: {stderr}");
    }
}

#[test]
fn targets_choose_what_a_shape_is_about() {
    for (target, about) in [
        ("sh:targetClass ex:Thing", 3),
        ("sh:targetClass ex:Special", 1),
        ("sh:targetNode ex:a , ex:unheard-of , \"text\"", 3),
        ("sh:targetSubjectsOf ex:boss", 1),
        ("sh:targetObjectsOf ex:knows", 2),
    ] {
        let (_, results, stderr) = check(&format!("ex:s {target} ; sh:in ( ex:none ) ."));
        assert_eq!(results.len(), about, "{target}: {results:?} {stderr}");
    }
    let (_, results, _) = check("ex:Special a rdfs:Class , sh:NodeShape ; sh:in ( ex:none ) .");
    assert_eq!(
        results.len(),
        1,
        "a shape that is a class is about its instances"
    );
}

#[test]
fn what_cannot_be_checked_is_named_and_never_passed() {
    for (shape, words) in [
        (
            "sh:targetClass ex:Thing ; sh:rule [ a sh:TripleRule ] .",
            "`sh:rule` is not supported",
        ),
        (
            "sh:targetClass ex:Thing ; sh:minCount 1 .",
            "`sh:minCount` needs an `sh:path`",
        ),
        (
            "sh:targetClass ex:Thing ; sh:node ex:s .",
            "<http://example.com/s> contains itself",
        ),
        (
            "sh:targetClass ex:Thing ; sh:property [ sh:path ex:knows ; sh:node ex:s ] .",
            "contains itself",
        ),
        (
            "sh:targetClass ex:Thing ; sh:in _:l . _:l rdf:first ex:a ; rdf:rest _:l .",
            "a list that never ends",
        ),
        (
            "sh:targetClass ex:Thing ; sh:in ex:no-list .",
            "a list without one `rdf:first`",
        ),
        (
            "sh:targetClass ex:Thing ; sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .",
            "paths in paths more than 64 deep",
        ),
        (
            "sh:targetClass ex:Thing ; sh:property [ sh:path ex:code ; sh:pattern \"(\" ] .",
            "`sh:pattern (`",
        ),
        (
            "sh:targetClass ex:Thing ; sh:property [ sh:path ex:code ; sh:minLength \"x\" ] .",
            "is no whole number",
        ),
        (
            "sh:targetClass ex:Thing ; sh:sparql [ sh:select \"SELECT\" ] .",
            "`sh:select`",
        ),
        (
            "sh:targetClass ex:Thing ; sh:nodeKind ex:Odd .",
            "is no kind of node",
        ),
        (
            "sh:property [ sh:path ex:age ; sh:minCount 1 ] .",
            "no shape with a target",
        ),
    ] {
        let (status, _, stderr) = check(&format!("ex:s a sh:NodeShape ; {shape}"));
        assert_eq!(status, 2, "{shape}: {stderr}");
        assert!(stderr.contains(words), "{shape}: {stderr}");
    }
}

#[test]
fn shapes_in_shapes_are_asked_once_for_each_thing() {
    // Every thing knows every other, and each of 20 shapes asks the next about all of them: 40^20 ways.
    let mut data = PREFIXES.to_owned();
    for one in 0..40 {
        data.push_str(&format!("ex:n{one} a ex:Node "));
        for other in 0..40 {
            data.push_str(&format!("; ex:knows ex:n{other} "));
        }
        data.push_str(".\n");
    }
    let mut shapes = format!("{PREFIXES}ex:s0 a sh:NodeShape ; sh:targetClass ex:Node .\n");
    for depth in 0..20 {
        let next = depth + 1;
        shapes.push_str(&format!(
            "ex:s{depth} sh:property [ sh:path ex:knows ; sh:node ex:s{next} ] .\n"
        ));
    }
    shapes.push_str("ex:s20 a sh:NodeShape ; sh:nodeKind sh:Literal .\n");
    let (data, shapes) = (
        Fixture::new("clique.ttl", &data),
        Fixture::new("deep.ttl", &shapes),
    );
    let run = stackgen(&format!(
        "validate {} --shapes {} --format json",
        data.path, shapes.path
    ));
    assert_eq!(run.status, 1, "{}", run.stderr);
}

#[test]
fn a_report_is_one_of_shacl() {
    let data = Fixture::new("data.ttl", &format!("{PREFIXES}{THINGS}"));
    let shapes = Fixture::new(
        "shapes.ttl",
        &format!("{PREFIXES}ex:s a sh:NodeShape ; sh:targetClass ex:Special ; sh:property ex:p .
            ex:p sh:path ( ex:boss [ sh:inversePath ex:knows ] ) ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message \"nobody knows the boss\" ."),
    );
    let run = stackgen(&format!(
        "validate {} --shapes {} --format turtle",
        data.path, shapes.path
    ));
    assert_eq!(run.status, 1, "as the report says: {}", run.stderr);
    let report = Fixture::new("report.ttl", &run.stdout);
    let ask = "ASK { ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?it .
        ?it a sh:ValidationResult ; sh:focusNode <http://example.com/c> ; sh:resultSeverity sh:Warning ;
        sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:sourceShape <http://example.com/p> ;
        sh:resultMessage ?message ; sh:resultPath ?path . FILTER(CONTAINS(?message, 'nobody knows the boss'))
        ?path rdf:first <http://example.com/boss> ; rdf:rest/rdf:first/sh:inversePath <http://example.com/knows> }";
    let json = crate::support::run(
        &["query", ask, "--data", &report.path, "--format", "json"],
        "",
    )
    .json();
    assert_eq!(json["boolean"], true, "{}", run.stdout);
}

#[test]
fn every_description_of_the_catalogue_is_one_sentence() {
    // Only a warning, as imported lists bring their own words; the catalogue's own are held to it here.
    let report = stackgen("validate --format json").ok();
    assert!(!report.contains("one sentence"), "{report}");
}

#[test]
fn the_keeper_of_a_list_hears_of_the_list_and_not_of_our_catalogue() {
    let list = Fixture::new(
        "list.md",
        "# Awesome Things\n\n## Contents\n\n- [Databases](#databases)\n- [Queues](#quees)\n\n## Databases\n\n- [AcmeDB](https://db.acme.example) - A database.\n- [AcmeDB again](https://db.acme.example/) - Told twice.\n- [MySQL](https://www.mysql.com)\n- No link here\n\n## Queues\n\n- [NATS](https://nats.io) - A bus.\n",
    );
    let said = stackgen(&format!("validate {} --format json", list.path)).json();
    let results = said["results"].as_array().expect("a list");
    let told: Vec<String> = results
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it["line"],
                it["message"].as_str().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "5 2 items down to line 6 passed over: each leads to a place of the same page, as a table of contents does",
            "6 `#quees` leads to no heading of this page",
            "11 `AcmeDB again` leads where `AcmeDB` at line 10 does already",
            "12 `MySQL` has no description",
            "13 passed over: it has no link",
        ],
        "{said}"
    );
}

#[test]
fn a_shape_that_checked_nothing_is_told() {
    let data = Fixture::new("people.ttl", "<http://e.org/a> a <http://e.org/Person> .");
    let shapes = Fixture::new(
        "shapes.ttl",
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
         e:One a sh:NodeShape ; sh:targetClass e:Persn ; sh:property [ sh:path e:name ; sh:minCount 1 ] .",
    );
    let line = format!("validate {} --shapes {}", data.path, shapes.path);
    let told = stackgen(&line);
    assert_eq!(told.status, 0, "{}", told.stderr);
    for part in [
        "<http://e.org/One>",
        "sh:targetClass <http://e.org/Persn>",
        "did you mean `<http://e.org/Person>`",
    ] {
        assert!(told.stderr.contains(part), "{part}: {}", told.stderr);
    }
    assert!(told.stdout.contains("1 statement:"), "{}", told.stdout);
    let json = stackgen(&format!("{line} --format json")).json();
    assert_eq!(json["unchecked"].as_array().unwrap().len(), 1);
    let mended = Fixture::new(
        "mended.ttl",
        &std::fs::read_to_string(&shapes.path)
            .unwrap()
            .replace("Persn", "Person"),
    );
    let broken = stackgen(&format!(
        "validate {} --shapes {} --format json",
        data.path, mended.path
    ));
    assert_eq!(broken.status, 1);
    assert!(
        !broken.stderr.contains("nothing was checked"),
        "{}",
        broken.stderr
    );
    let json: serde_json::Value = serde_json::from_str(&broken.stdout).unwrap();
    assert!(
        json["results"][0]["shape"]
            .as_str()
            .is_some_and(|it| it.starts_with("_:")),
        "{json}"
    );
}
