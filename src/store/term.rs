//! The bytes of a term in the index → the term.

use oxrdf::{BaseDirection, BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

/// The term that [`super::index::encode`] made these bytes from; bytes of no term read as an empty text.
#[must_use]
pub fn decode(bytes: &[u8]) -> Term {
    match bytes.split_first() {
        Some((b'I', iri)) => named(iri).into(),
        Some((b'B', name)) => BlankNode::new_unchecked(text(name)).into(),
        Some((b'S', value)) => Literal::new_simple_literal(text(value)).into(),
        Some((b'@', rest)) => {
            let (tag, value) = at_zero(rest);
            tagged(&text(tag), text(value)).into()
        }
        Some((b'^', rest)) => {
            let (datatype, value) = at_zero(rest);
            Literal::new_typed_literal(text(value), named(datatype)).into()
        }
        Some((b'T', rest)) => triple(rest).into(),
        _ => Literal::new_simple_literal("").into(),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn named(bytes: &[u8]) -> NamedNode {
    NamedNode::new_unchecked(text(bytes))
}

/// What stands before and after the first zero byte.
fn at_zero(bytes: &[u8]) -> (&[u8], &[u8]) {
    let zero = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
    (&bytes[..zero], bytes.get(zero + 1..).unwrap_or_default())
}

fn tagged(tag: &str, value: String) -> Literal {
    match tag.split_once("--") {
        Some((language, direction)) => {
            let direction = if direction == "rtl" {
                BaseDirection::Rtl
            } else {
                BaseDirection::Ltr
            };
            Literal::new_directional_language_tagged_literal_unchecked(value, language, direction)
        }
        None => Literal::new_language_tagged_literal_unchecked(value, tag),
    }
}

/// Subject and predicate hold no zero byte, as IRIs and blank nodes have none; what follows them is the object.
fn triple(bytes: &[u8]) -> Triple {
    let (subject, rest) = at_zero(bytes);
    let (predicate, object) = at_zero(rest);
    let subject = match decode(subject) {
        Term::BlankNode(node) => NamedOrBlankNode::BlankNode(node),
        _ => named(subject.get(1..).unwrap_or_default()).into(),
    };
    Triple {
        subject,
        predicate: named(predicate.get(1..).unwrap_or_default()),
        object: decode(object),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::index::encode;

    fn triple_term(object: Term) -> Term {
        Triple::new(
            BlankNode::new_unchecked("b1"),
            NamedNode::new_unchecked("x:p"),
            object,
        )
        .into()
    }

    #[test]
    fn terms_survive_the_index() {
        for term in [
            Term::from(NamedNode::new_unchecked("x:a")),
            BlankNode::new_unchecked("b1").into(),
            Literal::new_simple_literal("a \"b\"\n").into(),
            Literal::new_language_tagged_literal_unchecked("日本", "ja").into(),
            Literal::new_typed_literal("01", oxrdf::vocab::xsd::INTEGER).into(),
            Literal::new_directional_language_tagged_literal_unchecked(
                "שלום",
                "he",
                BaseDirection::Rtl,
            )
            .into(),
            triple_term(triple_term(Literal::new_simple_literal("a\0b").into())),
        ] {
            assert_eq!(decode(&encode(&term)), term);
        }
    }
}
