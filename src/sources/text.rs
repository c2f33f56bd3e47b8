//! Bytes → text, and what was passed over → problems.

use crate::base::place::Place;
use crate::model::problem::Problem;

/// The text of a file in UTF-8, without the mark that some editors put before it.
///
/// # Errors
///
/// The place of the first byte that is none.
pub(super) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let place = place(file, &[]);
        return Err(Problem::malformed(place, "UTF-16, expected text in UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let place = place(file, &bytes[..at]);
        return Err(Problem::malformed(
            place,
            "a NUL byte, expected text in UTF-8",
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let place = place(file, &bytes[..error.valid_up_to()]);
        Problem::malformed(place, "not UTF-8, expected text in UTF-8")
    })
}

/// The place after the bytes `before` of a file.
pub(super) fn place(file: &str, before: &[u8]) -> Place {
    let line = before.split(|byte| *byte == b'\n').count() as u64;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() as u64 + 1;
    Place {
        file: file.to_owned(),
        line,
        column,
    }
}

/// One problem for each run of items that were passed over for the same reason.
pub(super) fn passed_over(file: &str, skipped: &[(u64, String)]) -> Vec<Problem> {
    let runs = skipped.chunk_by(|one, other| one.1 == other.1);
    runs.filter_map(|run| {
        let (first, why) = run.first()?;
        let (last, _) = run.last()?;
        let message = match (run.len(), why.strip_prefix("it ")) {
            (1, _) => format!("passed over: {why}"),
            (count, Some(rest)) => {
                format!("{count} items down to line {last} passed over: each {rest}")
            }
            (count, None) => format!("{count} items down to line {last} passed over: {why}"),
        };
        let place = Place {
            file: file.to_owned(),
            line: *first,
            column: 0,
        };
        Some(Problem::skipped(place, message))
    })
    .collect()
}
