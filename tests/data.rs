//! The tables of `data/` read without a problem.

use stackgen::sources::csv::{File, read, table_names};

#[test]
fn every_row_of_the_catalogue_is_understood() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let files: Vec<File> = table_names()
        .filter_map(|name| {
            Some(File {
                name: format!("data/{name}"),
                bytes: std::fs::read(folder.join(name)).ok()?,
            })
        })
        .collect();
    let (facts, problems) = read(&files);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(!facts.is_empty());
}

/// The rows of a table of `data/`, without its header.
fn rows(table: &str) -> Vec<csv::StringRecord> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(table);
    csv::Reader::from_path(path)
        .unwrap()
        .records()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn the_list_of_2016_is_whole() {
    let mut listings = rows("listings.csv");
    listings.retain(|row| &row[0] == "awesome-microservices-2016");
    assert_eq!(listings.len(), 347, "entries");
    let sections: std::collections::BTreeSet<&str> = listings.iter().map(|row| &row[1]).collect();
    assert_eq!(sections.len(), 53, "sections that hold entries");
    assert_eq!(
        listings.iter().filter(|row| !row[5].is_empty()).count(),
        103,
        "entries with figures"
    );
    let categories = rows("categories.csv");
    let known: std::collections::BTreeSet<&str> = categories.iter().map(|row| &row[0]).collect();
    assert!(sections.is_subset(&known));
}
