//! Makes the index of the built-in catalogue from `data/`, to be compiled into the binary.

use std::path::Path;

use stackgen_facts::{csv, index, rules};

fn main() {
    // Half a megabyte of addresses would have to be written at each start, 110 pages of it: a third of the time of an answer.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    println!("cargo::rerun-if-changed=data");
    let files: Vec<csv::File> = csv::table_names()
        .map(|name| format!("data/{name}"))
        .filter(|name| Path::new(name).exists())
        .map(|name| csv::File {
            bytes: std::fs::read(&name).expect("a table of the catalogue is readable"),
            name,
        })
        .collect();
    let (mut facts, problems) = csv::read(&files);
    for problem in &problems {
        println!("cargo::error={}", problem.to_string().replace('\n', "; "));
    }
    rules::derive(&mut facts).expect("the catalogue holds no endless chains");
    let folder = std::env::var_os("OUT_DIR").expect("cargo names the output folder");
    std::fs::write(
        Path::new(&folder).join("catalogue.index"),
        index::build(&facts),
    )
    .expect("the output folder is writable");
}
