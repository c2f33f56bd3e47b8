use crate::support::{Fixture, small, stackgen};

#[test]
fn needs_are_shown_with_their_number_of_entries() {
    let data = small();
    let text = stackgen(&format!("list needs --data {}", data.path)).ok();
    assert_eq!(
        text,
        "ENTRY      NAME            ENTRIES  PART OF  ALIASES  DESCRIPTION\n\
         messaging  Message broker        4\n\
         tracing    Tracing               1\n"
    );
}

#[test]
fn everything_can_be_listed_in_every_format() {
    for what in [
        "needs",
        "languages",
        "standards",
        "entries",
        "categories",
        "systems",
        "sources",
        "reasons",
    ] {
        for format in ["table", "json", "csv"] {
            assert!(
                stackgen(&format!("list {what} --format {format}"))
                    .ok()
                    .len()
                    > 100,
                "{what} {format}"
            );
        }
        let json = stackgen(&format!("list {what} --format json")).json();
        assert!(
            json[0]["entry"].is_string()
                && json[0]["name"].is_string()
                && json[0]["iri"].is_string()
        );
    }
}

#[test]
fn the_licence_of_a_source_is_shown_by_its_identifier_or_as_it_is_written() {
    let data = Fixture::new(
        "sources.csv",
        "slug,name,date,license\nfree,Free,2026,CC0-1.0\nown,Own,2026,see the page\nnone,None,2026,\n",
    );
    let text = stackgen(&format!("list sources --data {} --format csv", data.path)).ok();
    let licences: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("rule-"))
        .filter_map(|line| line.split(',').nth(4))
        .collect();
    assert_eq!(
        licences,
        ["license", "CC0-1.0", "", "see the page"],
        "{text}"
    );
}

#[test]
fn headings_keep_the_order_and_depth_of_the_list() {
    let json = stackgen("list categories --format json").json();
    let names: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["source"] == "awesome-microservices-2016")
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 61);
    assert_eq!(
        &names[..4],
        ["Platforms", "Runtimes", "Service Toolkits", "Agnostic"]
    );
    assert_eq!(names.iter().filter(|name| **name == "Messaging").count(), 2);
    assert_eq!(names.iter().filter(|name| **name == "Security").count(), 2);
}
