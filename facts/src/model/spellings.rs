//! The tags of languages, whose case means nothing: one that is written in several ways keeps its first spelling, so that
//! equal terms stay one term.

use hashbrown::HashMap;

/// Tag in lower case → as it was written first.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings {
    known: HashMap<Vec<u8>, Vec<u8>>,
    /// The tag that came last, as it is spelled: most texts have the language of the one before.
    last: Vec<u8>,
}

impl Spellings {
    /// Whether the bytes of a term may hold a tag, see `term`.
    pub(super) fn concern(term: &[u8]) -> bool {
        matches!(term.first(), Some(b'@' | b'T'))
    }

    /// Writes the tag of a term, or of the object of a triple term, as it was written first.
    pub(super) fn settle(&mut self, term: &mut [u8]) {
        let Some(tag) = tag(term) else {
            return;
        };
        let tag = &mut term[tag];
        if *tag == *self.last {
            return;
        }
        let known = self.known.entry(tag.to_ascii_lowercase());
        let spelled = known.or_insert_with(|| tag.to_vec());
        tag.copy_from_slice(spelled);
        self.last.clone_from(spelled);
    }
}

/// Where the tag stands in the bytes of a term.
fn tag(term: &[u8]) -> Option<std::ops::Range<usize>> {
    let mut start = 0;
    while term.get(start) == Some(&b'T') {
        for _part in 0..2 {
            start += zero(&term[start..])? + 1;
        }
    }
    if term.get(start) != Some(&b'@') {
        return None;
    }
    Some(start + 1..start + zero(&term[start..])?)
}

fn zero(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_spelling_of_a_tag_stays() {
        let mut spellings = Spellings::default();
        for (term, expected) in [
            (&b"@en-GB\0colour"[..], &b"@en-GB\0colour"[..]),
            (b"@EN-gb\0EN-gb", b"@en-GB\0EN-gb"),
            (b"@en\0x", b"@en\0x"),
            (b"TIa\0Ib\0@en-gb\0x", b"TIa\0Ib\0@en-GB\0x"),
            (b"S@EN-GB\0x", b"S@EN-GB\0x"),
            (b"TIa\0", b"TIa\0"),
        ] {
            let mut term = term.to_vec();
            spellings.settle(&mut term);
            assert_eq!(term, expected);
        }
    }
}
