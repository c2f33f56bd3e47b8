//! From places in a text to numbers of lines.

/// Counts the lines of a text for places that mostly come in order.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    counted: (usize, u32),
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            counted: (0, 1),
        }
    }

    /// The number of the line that holds byte `at`, from 1.
    pub(super) fn line(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        // A place before the last one is at most a few bytes back; its line is good enough.
        if at > self.counted.0 {
            let more = self.text[self.counted.0..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            self.counted = (
                at,
                self.counted
                    .1
                    .saturating_add(u32::try_from(more).unwrap_or(u32::MAX)),
            );
        }
        self.counted.1
    }
}
