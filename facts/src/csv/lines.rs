//! Where the lines of a table begin, and quotes that would swallow some of them.

/// Counts lines of a text up to places that only grow.
pub struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    /// At the first line of a text.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let (at, line) = (0, 1);
        Self { bytes, at, line }
    }

    /// The line of the record that a reader says begins at `byte`: it stops before the second half of Windows' ends of
    /// lines, and before empty lines.
    pub fn line(&mut self, byte: u64) -> u64 {
        let end = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(it) = self.bytes.get(self.at) {
            if self.at >= end && !matches!(it, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*it == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// The line of the first cell whose quotes are not closed, or closed with more of the cell behind: a reader would take what
/// follows, over all lines, for text of it.
#[must_use]
pub fn broken_quotes(bytes: &[u8], separator: u8) -> Option<u64> {
    let (mut at, mut line) = (0, 1);
    while at < bytes.len() {
        let is_quoted = bytes[at] == b'"';
        let begins = line;
        if is_quoted {
            at += 1;
            loop {
                match bytes.get(at) {
                    None => return Some(begins),
                    Some(b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
                    Some(b'"') => break,
                    Some(b'\n') => line += 1,
                    Some(_) => {}
                }
                at += 1;
            }
            at += 1;
            let behind = bytes
                .get(at)
                .is_none_or(|it| *it == separator || matches!(it, b'\r' | b'\n' | b' ' | b'\t'));
            if !behind {
                return Some(begins);
            }
        }
        while at < bytes.len() && bytes[at] != separator && bytes[at] != b'\n' {
            at += 1;
        }
        line += u64::from(bytes.get(at) == Some(&b'\n'));
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = b"a,b\r\nc,d\r\n\r\ne,f\r\n";
        let mut lines = Lines::of(text);
        // A reader of CSV says that records begin behind the `\r`.
        assert_eq!([0, 4, 9].map(|byte| lines.line(byte)), [1, 2, 4]);
    }

    #[test]
    fn quotes_that_swallow_lines_are_found() {
        for (text, expected) in [
            ("a,b\n\"c\",\"d \"\"x\"\" \"\n", None),
            ("a,b\r\n\"c\nd\",e\r\n\"f\",g", None),
            ("a,5\" disk,\"b\"\n", None),
            ("a,b\n\"c,d\ne,f\n", Some(2)),
            ("\"a\",\"b\"\n\"A\",\"x\n\"B\",\"y\"\n", Some(2)),
            ("a,\"", Some(1)),
            ("a,\"b\"", None),
            ("", None),
        ] {
            assert_eq!(broken_quotes(text.as_bytes(), b','), expected, "{text}");
        }
    }
}
