//! The queries in `examples/queries` bring something, and the programs in `examples` run.

use std::process::Command;
use std::time::Duration;

use stackgen::catalog::Catalog;
use stackgen::store::sparql::{Outcome, query};

#[test]
fn every_example_query_brings_something() {
    let catalog = Catalog::built_in();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/queries");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        match query(&catalog.index, &text, Duration::from_secs(20)) {
            Ok(Outcome::Solutions(_, rows)) => {
                assert!(!rows.is_empty(), "{} is empty", path.display());
            }
            other => panic!("{}: {other:?}", path.display()),
        }
        count += 1;
    }
    assert!(count >= 5);
}

#[test]
fn every_example_program_runs() {
    for name in ["recommend", "own_graph"] {
        let target = std::path::Path::new(env!("CARGO_BIN_EXE_stackgen"))
            .parent()
            .unwrap();
        let output = Command::new(target.join("examples").join(name))
            .output()
            .expect("cargo test builds the examples");
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn the_page_on_the_catalogue_is_up_to_date() {
    let target = std::path::Path::new(env!("CARGO_BIN_EXE_stackgen"))
        .parent()
        .unwrap();
    let output = Command::new(target.join("examples").join("refresh"))
        .args(["counts", "--check"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo test builds the examples");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
