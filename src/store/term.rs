//! The bytes of a term in the index → the term.

use oxrdf::{BlankNode, Literal, NamedNode, Term};

/// The term that [`super::index::encode`] made these bytes from; bytes of no term read as an empty text.
#[must_use]
pub fn decode(bytes: &[u8]) -> Term {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let two = |bytes: &[u8]| {
        let zero = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
        (
            text(&bytes[..zero]),
            text(bytes.get(zero + 1..).unwrap_or_default()),
        )
    };
    match bytes.split_first() {
        Some((b'I', iri)) => NamedNode::new_unchecked(text(iri)).into(),
        Some((b'B', name)) => BlankNode::new_unchecked(text(name)).into(),
        Some((b'S', value)) => Literal::new_simple_literal(text(value)).into(),
        Some((b'@', rest)) => {
            let (language, value) = two(rest);
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        Some((b'^', rest)) => {
            let (datatype, value) = two(rest);
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        _ => Literal::new_simple_literal("").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::index::encode;

    #[test]
    fn terms_survive_the_index() {
        for term in [
            Term::from(NamedNode::new_unchecked("x:a")),
            BlankNode::new_unchecked("b1").into(),
            Literal::new_simple_literal("a \"b\"\n").into(),
            Literal::new_language_tagged_literal_unchecked("日本", "ja").into(),
            Literal::new_typed_literal("01", oxrdf::vocab::xsd::INTEGER).into(),
        ] {
            assert_eq!(decode(&encode(&term)), term);
        }
    }
}
