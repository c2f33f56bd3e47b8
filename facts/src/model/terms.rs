//! Terms, each kept once and known by its number.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A dictionary of encoded terms, numbered from 0 in the order in which they first came.
///
/// About 13 bytes a term beside its own; adding and finding take constant time.
#[derive(Clone, Debug)]
pub struct Terms {
    bytes: Vec<u8>,
    /// Where each term starts, and the end of the last.
    starts: Vec<usize>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            starts: vec![0],
            numbers: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }
}

impl Terms {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of term `number`.
    ///
    /// # Panics
    ///
    /// When there is no such term.
    #[must_use]
    pub fn get(&self, number: u32) -> &[u8] {
        slice(&self.bytes, &self.starts, number)
    }

    /// The bytes of every term, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let pieces = self.starts.windows(2);
        pieces.map(|piece| &self.bytes[piece[0]..piece[1]])
    }

    /// The number of the term with these bytes.
    #[must_use]
    pub fn find(&self, term: &[u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(term);
        self.numbers
            .find(hash, |number| self.get(*number) == term)
            .copied()
    }

    /// The number of the term with these bytes, which joins the dictionary if it is new.
    ///
    /// # Panics
    ///
    /// When there are 2³² terms already: their bytes alone fill the memory of today's machines.
    pub fn add(&mut self, term: &[u8]) -> u32 {
        let (bytes, starts, hasher) = (&self.bytes, &self.starts, &self.hasher);
        let entry = self.numbers.entry(
            hasher.hash_one(term),
            |number| slice(bytes, starts, *number) == term,
            |number| hasher.hash_one(slice(bytes, starts, *number)),
        );
        match entry {
            hashbrown::hash_table::Entry::Occupied(known) => *known.get(),
            hashbrown::hash_table::Entry::Vacant(place) => {
                let number = u32::try_from(starts.len() - 1).expect("fewer than 2³² terms");
                place.insert(number);
                self.bytes.extend_from_slice(term);
                self.starts.push(self.bytes.len());
                number
            }
        }
    }
}

fn slice<'a>(bytes: &'a [u8], starts: &[usize], number: u32) -> &'a [u8] {
    &bytes[starts[number as usize]..starts[number as usize + 1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_kept_once() {
        let mut terms = Terms::default();
        assert!(terms.is_empty());
        let numbers: Vec<u32> = [&b"a"[..], b"", b"a", b"b", b""]
            .iter()
            .map(|term| terms.add(term))
            .collect();
        assert_eq!(numbers, [0, 1, 0, 2, 1]);
        assert_eq!(terms.len(), 3);
        assert_eq!(terms.get(2), b"b");
        assert_eq!(terms.find(b"c"), None);
    }
}
