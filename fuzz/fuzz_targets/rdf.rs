//! RDF: the first byte chooses the format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::rdf::{extensions, read};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let formats: Vec<&str> = extensions().collect();
    let format = formats[usize::from(*first) % formats.len()];
    let _ = read("data", format, rest);
});
