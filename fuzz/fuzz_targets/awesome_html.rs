//! Awesome lists in HTML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::awesome::read_html;
use stackgen::sources::known::Nothing;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_html("list.html", bytes, &Nothing);
});
