//! What is longer than the terminal goes through the program that `PAGER` names.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Whether an answer has more lines than the terminal.
pub(super) fn is_longer(bytes: &[u8], height: u16) -> bool {
    let lines = memchr::memchr_iter(b'\n', bytes);
    lines.take(usize::from(height)).count() == usize::from(height)
}

/// Shows an answer through the pager; false where none is named or it does not start, and nothing is shown yet.
pub(super) fn page(bytes: &[u8]) -> bool {
    let Ok(pager) = std::env::var("PAGER") else {
        return false;
    };
    if pager.trim().is_empty() || pager.trim() == "cat" {
        return false;
    }
    let mut command = shell(&pager);
    // As git does: colours stay, what fits is shown at once, and the screen is left as it is.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else {
        return false;
    };
    if let Some(mut stdin) = child.stdin.take() {
        // Who leaves the pager early has seen enough.
        drop(stdin.write_all(bytes));
    }
    // A shell that does not find the program says so, and ends with 127.
    child.wait().is_ok_and(|it| it.code() != Some(127))
}

#[cfg(unix)]
fn shell(pager: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", pager]);
    command
}

#[cfg(not(unix))]
fn shell(pager: &str) -> Command {
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}
