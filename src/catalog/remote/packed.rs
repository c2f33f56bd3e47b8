//! Statements as a service packs them: one row for each subject, in a text of short names.
//!
//! In SPARQL's JSON a statement takes some 330 bytes, most of them namespaces and the names of columns; packed it takes
//! 40. The service counts what it packs, so that a text cut short, or one with our own marks inside, is noticed.

use oxrdf::{Literal, NamedNode, Term};

use super::gather::Statement;
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

/// The SELECT that packs the statements `?s ?p ?o` in graphs `?g` of a pattern.
pub(super) fn query(pattern: &str) -> String {
    let properties = SHORT.iter().fold(
        format!(
            "IF(STRSTARTS(STR(?p), \"{NS}\"), CONCAT(\".\", STRAFTER(STR(?p), \"{NS}\")), CONCAT(\"<\", STR(?p)))"
        ),
        |rest, (short, iri)| format!("IF(?p = <{iri}>, \"{short}\", {rest})"),
    );
    let (source, object) = (named("?g"), named("?o"));
    let datatype = format!(
        "COALESCE(IF(STRSTARTS(STR(DATATYPE(?o)), \"{XSD}\"), STRAFTER(STR(DATATYPE(?o)), \"{XSD}\"), \
         CONCAT(\"<\", STR(DATATYPE(?o)))), \"\")"
    );
    let literal = format!("CONCAT(\"\\\"\", LANG(?o), \" \", {datatype}, \" \", STR(?o))");
    let object =
        format!("IF(isIRI(?o), CONCAT(\"i\", {object}), IF(isBlank(?o), \"b\", {literal}))");
    format!(
        "SELECT ?s (COUNT(*) AS ?n) (GROUP_CONCAT(?x; SEPARATOR=\"{BETWEEN}\") AS ?all) {{ \
         SELECT ?s (CONCAT({properties}, \" \", {source}, \" \", {object}, \"{END}\") AS ?x) {{ {pattern} }} }} \
         GROUP BY ?s LIMIT {MOST_ROWS}"
    )
}

/// The short name of an IRI, as a query makes it.
fn named(variable: &str) -> String {
    format!(
        "IF(STRSTARTS(STR({variable}), \"{ID}\"), STRAFTER(STR({variable}), \"{ID}\"), CONCAT(\"<\", STR({variable})))"
    )
}

/// The statements of packed rows; nothing where a text is not what the service counted.
pub(super) fn unpack(rows: &Rows) -> Option<Vec<Statement>> {
    let column = |name: &str| rows.variables.iter().position(|it| it == name);
    let columns = [column("s")?, column("n")?, column("all")?];
    let mut statements = Vec::new();
    for row in &rows.rows {
        let [subject, count, all] = columns.map(|it| row.get(it).and_then(Option::as_ref));
        let (Some(subject), Some(Term::Literal(count)), Some(Term::Literal(all))) =
            (subject, count, all)
        else {
            // The one row of no statements at all.
            if subject.is_none() && rows.rows.len() == 1 {
                return Some(statements);
            }
            return None;
        };
        let pieces: Vec<&str> = all.value().split(BETWEEN).collect();
        if count.value().parse() != Ok(pieces.len()) {
            return None;
        }
        // Blank nodes mean something else in every answer.
        let Term::NamedNode(subject) = subject else {
            continue;
        };
        for piece in pieces {
            if let Some(said) = piece_of(subject, piece)? {
                statements.push(said);
            }
        }
    }
    Some(statements)
}

/// One statement; nothing inside where its object is a blank node, nothing at all where it is none.
#[expect(clippy::option_option, reason = "what is left out is no error")]
fn piece_of(subject: &NamedNode, piece: &str) -> Option<Option<Statement>> {
    let mut parts = piece.strip_suffix(END)?.splitn(3, ' ');
    let (property, source, object) = (parts.next()?, parts.next()?, parts.next()?);
    let predicate = match SHORT.iter().find(|(short, _)| *short == property) {
        Some((_, iri)) => (*iri).to_owned(),
        None => match property.strip_prefix('.') {
            Some(local) => format!("{NS}{local}"),
            None => property.strip_prefix('<')?.to_owned(),
        },
    };
    let object: Term = if object == "b" {
        return Some(None);
    } else if let Some(node) = object.strip_prefix('i') {
        unnamed(node)?.into()
    } else {
        literal(object.strip_prefix('"')?)?.into()
    };
    Some(Some(Statement {
        subject: subject.clone(),
        predicate: NamedNode::new(predicate).ok()?,
        object,
        source: unnamed(source)?,
    }))
}

/// The IRI of a short name.
fn unnamed(short: &str) -> Option<NamedNode> {
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
