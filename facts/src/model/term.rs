//! A term as bytes, and back: the form in which facts and the index keep it.
//!
//! The first letter says what it is: `I` IRI, `B` blank node, `S` plain text, `@` language (with `--ltr` or `--rtl` where
//! it has a direction), zero byte, text, `^` datatype, zero byte, text, `T` subject, zero byte, predicate, zero byte, object: a
//! triple term, its parts being terms again. Equal terms have equal bytes, and a literal stays as it was written.

use oxrdf::{
    BaseDirection, BlankNode, Literal, LiteralRef, NamedNode, NamedOrBlankNode,
    NamedOrBlankNodeRef, Term, TermRef, Triple,
};

/// The bytes of a term.
#[must_use]
pub fn encode<'a>(term: impl Into<TermRef<'a>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_into(term.into(), &mut bytes);
    bytes
}

/// Writes the bytes of a term at the end of `bytes`.
pub fn encode_into(term: TermRef<'_>, bytes: &mut Vec<u8>) {
    let mut term = term;
    // The object comes last, so that terms within terms need no recursion.
    while let TermRef::Triple(triple) = term {
        let subject = match triple.subject.as_ref() {
            NamedOrBlankNodeRef::NamedNode(node) => node.into(),
            NamedOrBlankNodeRef::BlankNode(node) => node.into(),
        };
        bytes.push(b'T');
        encode_into(subject, bytes);
        bytes.push(0);
        encode_into(triple.predicate.as_ref().into(), bytes);
        bytes.push(0);
        term = triple.object.as_ref();
    }
    match term {
        TermRef::NamedNode(node) => put(bytes, &[b"I", node.as_str().as_bytes()]),
        TermRef::BlankNode(node) => put(bytes, &[b"B", node.as_str().as_bytes()]),
        TermRef::Literal(literal) => encode_literal(literal, bytes),
        TermRef::Triple(_) => {}
    }
}

fn put(bytes: &mut Vec<u8>, parts: &[&[u8]]) {
    for part in parts {
        bytes.extend_from_slice(part);
    }
}

fn encode_literal(literal: LiteralRef<'_>, bytes: &mut Vec<u8>) {
    let value = literal.value().as_bytes();
    match (literal.language(), literal.direction()) {
        (Some(language), Some(direction)) => {
            let tag = format!("{language}--{direction}");
            put(bytes, &[b"@", tag.as_bytes(), b"\0", value]);
        }
        (Some(language), None) => put(bytes, &[b"@", language.as_bytes(), b"\0", value]),
        _ if literal.datatype() == oxrdf::vocab::xsd::STRING => put(bytes, &[b"S", value]),
        _ => put(
            bytes,
            &[b"^", literal.datatype().as_str().as_bytes(), b"\0", value],
        ),
    }
}

/// The term that [`encode`] made these bytes from; bytes of no term read as an empty text.
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
    // The lossy way looks at each piece anew, which takes longer.
    std::str::from_utf8(bytes).map_or_else(
        |_| String::from_utf8_lossy(bytes).into_owned(),
        str::to_owned,
    )
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

    fn triple_term(object: Term) -> Term {
        Triple::new(
            BlankNode::new_unchecked("b1"),
            NamedNode::new_unchecked("x:p"),
            object,
        )
        .into()
    }

    #[test]
    fn terms_survive_their_bytes() {
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
