//! Checksums of the blocks of an index that was read from a disk, each compared when its block is first touched.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes under one checksum: small enough that an answer reads little more than it needs, large enough that the
/// checksums of a store take less than a hundredth of a percent of it.
pub const BLOCK: usize = 64 << 10;
/// The same as a power of two.
const SHIFT: u32 = BLOCK.trailing_zeros();

/// What the blocks of some bytes should be, and which of them were seen to be that.
pub struct Guard {
    /// The checksum of each block.
    sums: Vec<u32>,
    /// Makes the checksum of a block.
    sum: fn(&[u8]) -> u32,
    /// A bit for each block that was compared already.
    seen: Vec<AtomicU64>,
    /// Says where the damage begins, and ends the program or the thread: behind it stands a wrong answer.
    damaged: Box<dyn Fn(usize) + Send + Sync>,
}

/// The checksum of each block of `bytes`.
pub fn sums(bytes: &[u8], sum: fn(&[u8]) -> u32) -> impl Iterator<Item = u32> {
    bytes.chunks(BLOCK).map(sum)
}

impl Guard {
    /// A guard that compares the blocks with `sums` by `sum`, and tells `damaged` the first byte of a block that differs.
    ///
    /// `damaged` must not return, or the reader goes on with what it must not believe.
    pub fn new(
        sums: Vec<u32>,
        sum: fn(&[u8]) -> u32,
        damaged: impl Fn(usize) + Send + Sync + 'static,
    ) -> Self {
        let words = sums.len().div_ceil(64);
        Self {
            sums,
            sum,
            seen: std::iter::repeat_with(AtomicU64::default)
                .take(words)
                .collect(),
            damaged: Box::new(damaged),
        }
    }

    /// Compares the blocks in which the `length` bytes from `at` on stand, those that were not compared yet.
    #[inline]
    pub(super) fn touch(&self, bytes: &[u8], at: usize, length: usize) {
        let (first, last) = (at >> SHIFT, (at + length.max(1) - 1) >> SHIFT);
        if first != last || !self.is_seen(first) {
            self.compare(bytes, first, last);
        }
    }

    #[inline]
    fn is_seen(&self, block: usize) -> bool {
        let word = self.seen.get(block / 64);
        word.is_some_and(|word| word.load(Ordering::Relaxed) >> (block % 64) & 1 == 1)
    }

    #[cold]
    fn compare(&self, bytes: &[u8], first: usize, last: usize) {
        for block in first..=last {
            if self.is_seen(block) {
                continue;
            }
            match (self.is_sound(bytes, block), self.seen.get(block / 64)) {
                (true, Some(word)) => drop(word.fetch_or(1 << (block % 64), Ordering::Relaxed)),
                // Behind the end there is nothing to read, nor to compare.
                _ if block >= self.sums.len() => {}
                _ => (self.damaged)(block * BLOCK),
            }
        }
    }

    /// Whether a block is what it should be.
    #[must_use]
    pub fn is_sound(&self, bytes: &[u8], block: usize) -> bool {
        let end = bytes.len().min((block + 1) * BLOCK);
        let bytes = bytes.get(block * BLOCK..end);
        bytes.is_some_and(|it| self.sums.get(block) == Some(&(self.sum)(it)))
    }

    /// The first byte of the first block that differs, all blocks compared.
    #[must_use]
    pub fn first_damage(&self, bytes: &[u8]) -> Option<usize> {
        let mut blocks = 0..self.sums.len();
        let found = blocks.find(|block| !self.is_sound(bytes, *block));
        found.map(|block| block * BLOCK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    fn sum(bytes: &[u8]) -> u32 {
        bytes
            .iter()
            .fold(7, |sum, it| sum.wrapping_mul(31) ^ u32::from(*it))
    }

    #[test]
    fn a_block_is_compared_where_it_is_touched_and_nowhere_else() {
        let mut bytes = vec![1; 3 * BLOCK + 10];
        let sums: Vec<u32> = sums(&bytes, sum).collect();
        assert_eq!(sums.len(), 4);
        bytes[BLOCK] = 2;
        let found = Arc::new(AtomicUsize::new(0));
        let told = found.clone();
        let guard = Guard::new(sums, sum, move |at| told.store(at, Ordering::Relaxed));
        for (at, length) in [
            (0, 8),
            (BLOCK - 8, 8),
            (2 * BLOCK, 8),
            (3 * BLOCK + 9, 1),
            (9 * BLOCK, 8),
        ] {
            guard.touch(&bytes, at, length);
            assert_eq!(found.load(Ordering::Relaxed), 0, "{at}");
        }
        assert_eq!(guard.first_damage(&bytes), Some(BLOCK));
        guard.touch(&bytes, BLOCK - 4, 8);
        assert_eq!(found.load(Ordering::Relaxed), BLOCK);
    }
}
