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
    assert!(!facts.facts.is_empty());
}
