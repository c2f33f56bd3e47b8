//! A term as bytes, and back: the form in which facts and the index keep it.
//!
//! The first letter says what it is: `I` IRI, `B` blank node, `S` plain text, `@` language, zero byte, text, `^` datatype,
//! zero byte, text. Equal terms have equal bytes, and a literal stays as it was written.

use oxrdf::{BlankNode, Literal, NamedNode, Term, TermRef};

/// The bytes of a term.
#[must_use]
pub fn encode<'a>(term: impl Into<TermRef<'a>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_into(term.into(), &mut bytes);
    bytes
}

/// Writes the bytes of a term at the end of `bytes`.
pub fn encode_into(term: TermRef<'_>, bytes: &mut Vec<u8>) {
    let mut put = |parts: &[&[u8]]| parts.iter().for_each(|part| bytes.extend_from_slice(part));
    match term {
        TermRef::NamedNode(node) => put(&[b"I", node.as_str().as_bytes()]),
        TermRef::BlankNode(node) => put(&[b"B", node.as_str().as_bytes()]),
        TermRef::Literal(literal) => {
            let text = literal.value().as_bytes();
            match literal.language() {
                Some(language) => put(&[b"@", language.as_bytes(), b"\0", text]),
                None if literal.datatype() == oxrdf::vocab::xsd::STRING => put(&[b"S", text]),
                None => put(&[b"^", literal.datatype().as_str().as_bytes(), b"\0", text]),
            }
        }
        #[allow(unreachable_patterns)]
        _ => {}
    }
}

/// The term that [`encode`] made these bytes from; bytes of no term read as an empty text.
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

    #[test]
    fn terms_survive_their_bytes() {
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
