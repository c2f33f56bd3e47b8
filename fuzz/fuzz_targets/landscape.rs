//! Landscapes in YAML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::known::Nothing;
use stackgen::sources::landscape::read;

fuzz_target!(|bytes: &[u8]| {
    let _ = read("landscape.yml", bytes, &Nothing);
});
