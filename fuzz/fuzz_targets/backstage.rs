//! Entities of Backstage.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::backstage::{File, read};
use stackgen::sources::known::Nothing;

fuzz_target!(|bytes: &[u8]| {
    let file = File {
        name: "catalog-info.yaml",
        bytes,
    };
    let _ = read(&[file], &Nothing);
});
