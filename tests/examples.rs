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
fn notices_at_the_head_of_repositories_are_named_with_what_the_catalogue_says() {
    let folder = std::env::temp_dir().join(format!("stackgen-notices-{}", std::process::id()));
    for (repository, text) in [
        (
            "netflix+Hystrix",
            "# Hystrix\n\nHystrix is no longer maintained.\n",
        ),
        ("someone+alive", "# Alive\n\nIt is now faster.\n"),
    ] {
        let at = folder.join(repository);
        std::fs::create_dir_all(&at).unwrap();
        std::fs::write(at.join("README.md"), text).unwrap();
    }
    let target = std::path::Path::new(env!("CARGO_BIN_EXE_stackgen"))
        .parent()
        .unwrap();
    let output = Command::new(target.join("examples").join("refresh"))
        .arg("notices")
        .arg(&folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo test builds the examples");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "hystrix\tretired\tnetflix/Hystrix/README.md:3\tHystrix is no longer maintained.\n\
         2 read-me files read, 1 notices to look at\n"
    );
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
