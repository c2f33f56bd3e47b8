//! Everyday tables in CSV.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::known::Nothing;
use stackgen::sources::table::read;

fuzz_target!(|bytes: &[u8]| {
    let _ = read("tools.csv", bytes, &[], &Nothing);
});
