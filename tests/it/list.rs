use crate::support::{small, stackgen};

#[test]
fn needs_are_shown_with_their_number_of_entries() {
    let data = small();
    let text = stackgen(&format!("list needs --data {}", data.path)).ok();
    assert_eq!(
        text,
        "ENTRY      NAME            ENTRIES  PART_OF  ALIASES  DESCRIPTION\n\
         messaging  Message broker  4\n\
         tracing    Tracing         1\n"
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
