use crate::support::{Fixture, small, stackgen};

/// Two editions of a list and what a later source says of its entries.
const EDITIONS: &str = r#"
@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix s: <https://w3id.org/stackgen/id/source/> . @prefix t: <https://w3id.org/stackgen/id/technology/> .
@prefix c: <https://w3id.org/stackgen/id/category/> .
s:list-2016 { s:list-2016 a sg:Source ; rdfs:label "List" ; d:issued "2016" .
  c:go rdfs:label "Go" ; skos:broader c:tools . c:tools rdfs:label "Tools" .
  t:stays sg:category c:go ; skos:altLabel "Stays" ; doap:repository <http://github.com/a/stays/> .
  t:moves sg:category c:go ; skos:altLabel "Moves" ; doap:repository <https://github.com/a/moves> .
  t:leaves sg:category c:go ; skos:altLabel "Leaves" . t:dies sg:category c:go ; skos:altLabel "Dies" . }
s:list-2026 { s:list-2026 a sg:Source ; rdfs:label "List" ; d:issued "2026" ; prov:wasRevisionOf s:list-2016 .
  c:libraries-go rdfs:label "Go" ; skos:broader c:libraries . c:libraries rdfs:label "Libraries" .
  t:stays sg:category c:go ; skos:altLabel "Stays" ; doap:repository <https://github.com/a/stays> .
  t:moves sg:category c:libraries-go ; skos:altLabel "Moved" ; doap:repository <https://github.com/b/moved> .
  t:dies sg:category c:go . t:new sg:category c:go ; skos:altLabel "New" . }
s:pages { s:pages a sg:Source ; rdfs:label "Pages" ; d:issued "2026-05-01" .
  t:dies sg:status "retired" ; sg:statusSince 2020 ; sg:replacedBy t:new . t:new sg:builtOn t:stays . }
"#;

fn entries(list: &serde_json::Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect()
}

#[test]
fn a_newer_edition_of_a_list_tells_what_became_of_each_entry() {
    let data = Fixture::new("editions.trig", EDITIONS);
    let line = format!("diff 2016 2026 --data {}", data.path);
    let json = stackgen(&format!("{line} --format json")).json();
    assert_eq!(entries(&json["added"]), ["new"]);
    assert_eq!(entries(&json["dropped"]), ["leaves"]);
    assert_eq!(json["dropped"][0]["sources"][0], "list-2016");
    assert_eq!(entries(&json["moved"]), ["moves"]);
    assert_eq!(json["moved"][0]["from"][0], "Tools › Go");
    assert_eq!(json["moved"][0]["to"][0], "Libraries › Go");
    assert_eq!(entries(&json["renamed"]), ["moves"]);
    assert_eq!(entries(&json["relinked"]), ["moves"]);
    assert_eq!(entries(&json["retired"]), ["dies"]);
    assert_eq!(json["retired"][0]["since"], "2020");
    assert_eq!(entries(&json["succeeded"]), ["dies"]);
    assert_eq!(json["succeeded"][0]["successors"][0]["entry"], "new");
    assert_eq!(json["counts"]["relations_added"], 2);
    assert_eq!(json["counts"]["relations_removed"], 0);
    assert_eq!(json["differ"], true);
    let back = stackgen(&format!(
        "diff 2026 2016 --format json --data {}",
        data.path
    ))
    .json();
    assert_eq!(entries(&back["dropped"]), ["new"]);
    assert_eq!(back["counts"]["relations_removed"], 2);
}

#[test]
fn two_files_differ_by_what_they_state() {
    let old = small();
    let new = Fixture::new(
        "other.ttl",
        &crate::support::SMALL
            .replace(
                "sg:status \"active\" ; sg:license \"GPL",
                "sg:status \"maintenance\" ; sg:license \"AGPL",
            )
            .replace("rdfs:label \"Trace\"", "rdfs:label \"Tracer\"")
            .replace("sg:alternativeTo t:alpha", "sg:integratesWith t:alpha"),
    );
    let run = stackgen(&format!("diff {} {} --format json", old.path, new.path));
    let json = run.json();
    assert_eq!(json["counts"]["added"], 0);
    assert_eq!(json["counts"]["dropped"], 0);
    assert_eq!(json["statuses"][0]["from"][0], "active");
    assert_eq!(json["statuses"][0]["to"][0], "maintenance");
    assert_eq!(json["values"][0]["property"], "license");
    assert_eq!(json["renamed"][0]["to"][0], "Tracer");
    assert_eq!(json["relations_added"][0]["relation"], "integratesWith");
    assert_eq!(json["relations_removed"][0]["relation"], "alternativeTo");
}

#[test]
fn equal_sides_have_no_differences_and_that_is_no_failure() {
    let data = small();
    let text = stackgen(&format!("diff {0} {0}", data.path)).ok();
    assert!(text.ends_with("no differences\n"), "{text}");
    let json = stackgen(&format!("diff {0} {0} --format json", data.path)).json();
    assert_eq!(json["differ"], false);
    let json = stackgen("diff builtin data --format json").json();
    assert_eq!(
        json["differ"], false,
        "the catalogue is compiled from data/"
    );
}

#[test]
fn the_built_in_catalogue_tells_what_ten_years_changed() {
    let json = stackgen("diff 2016 2026 --format json").json();
    assert_eq!(json, stackgen("diff 2016 2026 --format json").json());
    for (kind, entry) in [
        ("retired", "hystrix"),
        ("succeeded", "hystrix"),
        ("renamed", "tachyon"),
        ("dropped", "monolith-first"),
        ("added", "opentelemetry"),
    ] {
        assert!(entries(&json[kind]).contains(&entry), "{kind}: {entry}");
        let count = json[kind].as_array().unwrap().len();
        assert_eq!(json["counts"][kind], count);
    }
    let text = stackgen("diff 2016 2026 --top 3").ok();
    assert!(text.contains("more: --all shows them"), "{text}");
    assert!(
        !stackgen("diff 2016 2026 --all")
            .ok()
            .contains("more: --all")
    );
    assert!(
        stackgen("diff 2016 2026 --all --format markdown")
            .ok()
            .contains("| hystrix |")
    );
}

#[test]
fn what_cannot_be_compared_is_bad_input() {
    for (line, words) in [
        (
            "diff 1999 2026",
            "no source of 1999 or earlier, the first is of 2016",
        ),
        ("diff nowhere.ttl 2026", "nowhere.ttl: cannot be opened"),
        ("diff 2016", "required arguments"),
    ] {
        let run = stackgen(line);
        assert_eq!(run.status, 2, "{line}");
        assert!(run.stderr.contains(words), "{line}: {}", run.stderr);
    }
}
