//! What is said beside the answer, on standard error.

use std::io::Write as _;

/// Says a line on standard error. Whether anybody can hear it changes nothing: a full disk or a closed pipe behind
/// standard error must not cost the answer, nor change the exit status.
pub fn say(line: &str) {
    let mut text = String::with_capacity(line.len() + 1);
    text.push_str(line);
    text.push('\n');
    // In one piece, so that lines of several threads stay apart.
    drop(std::io::stderr().write_all(text.as_bytes()));
}
