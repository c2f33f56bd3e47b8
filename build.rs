//! Makes the index of the built-in catalogue from `data/`, to be compiled into the binary.
//!
//! Uses the very modules of the program, so that the catalogue and a user's own tables are read alike.
#![expect(
    dead_code,
    unreachable_pub,
    reason = "only a part of each module is used here"
)]

use std::path::Path;

#[path = "src/base/mod.rs"]
mod base;
#[path = "src/sources/csv/mod.rs"]
mod csv_tables;
#[path = "src/store/index/mod.rs"]
mod index;
#[path = "src/model/mod.rs"]
mod model;
#[path = "src/rules/mod.rs"]
mod rules;

fn main() {
    // Half a megabyte of addresses would have to be written at each start, 110 pages of it: a third of the time of an answer.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/base");
    println!("cargo::rerun-if-changed=src/model");
    println!("cargo::rerun-if-changed=src/rules");
    println!("cargo::rerun-if-changed=src/sources/csv");
    println!("cargo::rerun-if-changed=src/store/index");
    let files: Vec<csv_tables::File> = csv_tables::table_names()
        .map(|name| format!("data/{name}"))
        .filter(|name| Path::new(name).exists())
        .map(|name| csv_tables::File {
            bytes: std::fs::read(&name).expect("a table of the catalogue is readable"),
            name,
        })
        .collect();
    let (mut facts, problems) = csv_tables::read(&files);
    for problem in &problems {
        println!("cargo::error={}", problem.to_string().replace('\n', "; "));
    }
    rules::derive(&mut facts);
    let folder = std::env::var_os("OUT_DIR").expect("cargo names the output folder");
    std::fs::write(
        Path::new(&folder).join("catalogue.index"),
        index::build(&facts),
    )
    .expect("the output folder is writable");
}
