//! Awesome lists in Markdown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stackgen::sources::awesome::read_markdown;
use stackgen::sources::known::Nothing;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_markdown("list.md", bytes, &Nothing);
});
