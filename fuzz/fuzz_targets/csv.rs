//! Tables: the first byte chooses which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::csv::{File, read, table_names};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let names: Vec<&str> = table_names().collect();
    let _ = read(&[File {
        name: names[usize::from(*first) % names.len()].to_owned(),
        bytes: rest.to_vec(),
    }]);
});
