//! Statements as a service packs them: one row for each subject or object, in a text of short names.
//!
//! In SPARQL's JSON a statement takes some 330 bytes, most of them namespaces and the names of columns; packed it takes
//! 40. The service counts what it packs, so that a text cut short, or one with our own marks inside, is noticed.

use oxrdf::{Literal, NamedNode, Term};

use super::gather::{Statement, whole};
use crate::base::vocabulary::{self as sg, ID, NS};
use crate::store::remote::{MOST_ROWS, Rows};

/// Between two statements. A text that holds it makes more pieces than the service counted. Plain ASCII: Virtuoso takes
/// other letters of a separator for Latin-1.
const BETWEEN: &str = " |~| ";
/// Behind each statement, so that the last one is not cut short unseen.
const END: &str = " |";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// The properties that are told most.
const SHORT: &[(&str, &str)] = &[("t", sg::TYPE), ("l", sg::LABEL), ("a", sg::ALT_LABEL)];

/// The SELECT that packs the statements `?s ?p ?o` in graphs `?g` of a pattern, a row for each subject; and those of a
/// second one a row for each object, where many things say the same of a few.
pub(super) fn query(about: &str, to: Option<&str>) -> String {
    let about = rows_of(about, "?s", "?o");
    match to {
        None => format!("{about} LIMIT {MOST_ROWS}"),
        Some(to) => format!(
            "SELECT ?s ?o ?n ?all {{ {{ {about} }} UNION {{ {} }} }} LIMIT {MOST_ROWS}",
            rows_of(to, "?o", "?s")
        ),
    }
}

/// The SELECT of one row for each `node`, whose text has the `other` end of each statement.
fn rows_of(pattern: &str, node: &str, other: &str) -> String {
    let properties = SHORT.iter().fold(
        format!(
            "IF(STRSTARTS(STR(?p), \"{NS}\"), CONCAT(\".\", STRAFTER(STR(?p), \"{NS}\")), CONCAT(\"<\", STR(?p)))"
        ),
        |rest, (short, iri)| format!("IF(?p = <{iri}>, \"{short}\", {rest})"),
    );
    let (source, name) = (named("?g"), named(other));
    let datatype = format!(
        "COALESCE(IF(STRSTARTS(STR(DATATYPE({other})), \"{XSD}\"), STRAFTER(STR(DATATYPE({other})), \"{XSD}\"), \
         CONCAT(\"<\", STR(DATATYPE({other})))), \"\")"
    );
    let literal =
        format!("CONCAT(\"\\\"\", LANG({other}), \" \", {datatype}, \" \", STR({other}))");
    let end = format!(
        "IF(isIRI({other}), CONCAT(\"i\", {name}), IF(isBlank({other}), \"b\", {literal}))"
    );
    format!(
        "SELECT {node} (COUNT(*) AS ?n) (GROUP_CONCAT(?x; SEPARATOR=\"{BETWEEN}\") AS ?all) {{ \
         SELECT {node} (CONCAT({properties}, \" \", {source}, \" \", {end}, \"{END}\") AS ?x) {{ {pattern} }} }} \
         GROUP BY {node}"
    )
}

/// The short name of an IRI, as a query makes it.
pub(super) fn named(variable: &str) -> String {
    format!(
        "IF(STRSTARTS(STR({variable}), \"{ID}\"), STRAFTER(STR({variable}), \"{ID}\"), CONCAT(\"<\", STR({variable})))"
    )
}

/// The statements of packed rows; nothing where a text is not what the service counted.
pub(super) fn unpack(rows: &Rows) -> Option<Vec<Statement>> {
    let column = |name: &str| rows.variables.iter().position(|it| it == name);
    let (count, all) = (column("n")?, column("all")?);
    let nodes = [column("s"), column("o")];
    let mut statements = Vec::new();
    for row in &rows.rows {
        let value = |at: usize| row.get(at).and_then(Option::as_ref);
        let [about, to] = nodes.map(|it| it.and_then(value));
        let (Some(node), Some(Term::Literal(count)), Some(Term::Literal(all))) =
            (about.or(to), value(count), value(all))
        else {
            // The one row of no statements at all.
            if about.or(to).is_none() {
                continue;
            }
            return None;
        };
        let pieces: Vec<&str> = all.value().split(BETWEEN).collect();
        if whole(count.value()) != Some(pieces.len()) {
            return None;
        }
        for piece in pieces {
            let piece = Piece::of(piece)?;
            // Blank nodes mean something else in every answer.
            let (Some(other), false) = (piece.other, node.is_blank_node()) else {
                continue;
            };
            let (subject, object) = if about.is_some() {
                (node.clone(), other)
            } else {
                (other, node.clone())
            };
            if let Term::NamedNode(subject) = subject {
                statements.push(Statement {
                    subject,
                    predicate: piece.property,
                    object,
                    source: piece.source,
                });
            }
        }
    }
    Some(statements)
}

/// A statement without the node that its row is about.
struct Piece {
    property: NamedNode,
    source: NamedNode,
    /// Nothing for a blank node.
    other: Option<Term>,
}

impl Piece {
    fn of(text: &str) -> Option<Self> {
        let mut parts = text.strip_suffix(END)?.splitn(3, ' ');
        let (property, source, other) = (parts.next()?, parts.next()?, parts.next()?);
        let property = match SHORT.iter().find(|(short, _)| *short == property) {
            Some((_, iri)) => (*iri).to_owned(),
            None => match property.strip_prefix('.') {
                Some(local) => format!("{NS}{local}"),
                None => property.strip_prefix('<')?.to_owned(),
            },
        };
        let other: Option<Term> = if other == "b" {
            None
        } else if let Some(node) = other.strip_prefix('i') {
            Some(unnamed(node)?.into())
        } else {
            Some(literal(other.strip_prefix('"')?)?.into())
        };
        Some(Self {
            property: NamedNode::new(property).ok()?,
            source: unnamed(source)?,
            other,
        })
    }
}

/// The IRI of a short name.
pub(super) fn unnamed(short: &str) -> Option<NamedNode> {
    let iri = match short.strip_prefix('<') {
        Some(iri) => iri.to_owned(),
        None => format!("{ID}{short}"),
    };
    NamedNode::new(iri).ok()
}

/// Language, datatype and text.
fn literal(packed: &str) -> Option<Literal> {
    let mut parts = packed.splitn(3, ' ');
    let (language, datatype, text) = (parts.next()?, parts.next()?, parts.next()?);
    if !language.is_empty() {
        return Literal::new_language_tagged_literal(text, language).ok();
    }
    let datatype = match datatype {
        "" | "string" => return Some(Literal::new_simple_literal(text)),
        other => match other.strip_prefix('<') {
            Some(iri) => NamedNode::new(iri).ok()?,
            None => NamedNode::new(format!("{XSD}{other}")).ok()?,
        },
    };
    Some(Literal::new_typed_literal(text, datatype))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(subject: &str, count: usize, all: &str) -> Vec<Option<Term>> {
        vec![
            Some(NamedNode::new_unchecked(subject).into()),
            Some(Literal::from(count as u64).into()),
            Some(Literal::new_simple_literal(all).into()),
        ]
    }

    fn rows(rows: Vec<Vec<Option<Term>>>) -> Rows {
        Rows {
            variables: ["s", "n", "all"].map(ToOwned::to_owned).to_vec(),
            rows,
            more: false,
        }
    }

    #[test]
    fn statements_are_what_was_packed() {
        let all = "t source/x i<http://no | |~| l source/x \" string A b |";
        let packed = rows(vec![row("urn:a", 2, all)]);
        let statements = unpack(&packed).unwrap();
        assert_eq!(statements[0].object.to_string(), "<http://no>");
        assert_eq!(statements[1].object.to_string(), "\"A b\"");
        assert_eq!(statements[1].source.as_str(), format!("{ID}source/x"));
    }

    #[test]
    fn a_row_for_an_object_has_subjects() {
        let mut packed = rows(vec![row(
            "urn:a",
            2,
            ".uses source/x isystem/y | |~| .uses source/x b |",
        )]);
        packed.variables[0] = "o".to_owned();
        let statements = unpack(&packed).unwrap();
        assert_eq!(statements.len(), 1);
        assert_eq!(statements[0].subject.as_str(), format!("{ID}system/y"));
        assert_eq!(statements[0].object.to_string(), "<urn:a>");
    }

    #[test]
    fn a_text_that_is_cut_short_or_holds_our_marks_is_noticed() {
        for (count, all) in [
            (2, "t source/x iperson/y |"),
            (1, "l source/x \" string a |~| b |"),
            (1, "l source/x \" string a te"),
            (1, "t source/x |"),
            (1, "t <no iri iperson/y |"),
        ] {
            let packed = rows(vec![row("urn:a", count, all)]);
            assert!(unpack(&packed).is_none(), "{all}");
        }
    }
}
