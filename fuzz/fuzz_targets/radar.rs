//! Tech radars in JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::known::Nothing;
use stackgen::sources::radar::read;

fuzz_target!(|bytes: &[u8]| {
    let _ = read("tools.json", bytes, &Nothing);
});
