//! Literals: which is less, and whether their text is one of their type. Source: XML Schema 1.1, part 2, and SPARQL 1.1,
//! operator mapping.

use std::cmp::Ordering;
use std::str::FromStr;

use oxrdf::{Literal, Term};
use oxsdatatypes as xsd;

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// The types derived from integer, with the least and the most they hold.
const INTEGERS: &[(&str, i128, i128)] = &[
    ("integer", i128::MIN, i128::MAX),
    ("nonPositiveInteger", i128::MIN, 0),
    ("negativeInteger", i128::MIN, -1),
    ("nonNegativeInteger", 0, i128::MAX),
    ("positiveInteger", 1, i128::MAX),
    ("long", i64::MIN as i128, i64::MAX as i128),
    ("int", i32::MIN as i128, i32::MAX as i128),
    ("short", i16::MIN as i128, i16::MAX as i128),
    ("byte", i8::MIN as i128, i8::MAX as i128),
    ("unsignedLong", 0, u64::MAX as i128),
    ("unsignedInt", 0, u32::MAX as i128),
    ("unsignedShort", 0, u16::MAX as i128),
    ("unsignedByte", 0, u8::MAX as i128),
];

/// The name of a type of XML Schema; nothing for other types.
fn name(literal: &Literal) -> Option<&str> {
    literal.datatype().as_str().strip_prefix(XSD)
}

/// Which of two values is less, as SPARQL compares them; nothing where it cannot.
pub(super) fn compare(one: &Term, other: &Term) -> Option<Ordering> {
    let (Term::Literal(one), Term::Literal(other)) = (one, other) else {
        return None;
    };
    let (left, right) = (one.value(), other.value());
    if let (Some(_), Some(_)) = (rank(one), rank(other)) {
        return numbers(one, other);
    }
    if !is_well_formed(one) || !is_well_formed(other) || name(one)? != name(other)? {
        return None;
    }
    match name(one)? {
        "string" => Some(left.cmp(right)),
        "boolean" => parsed::<xsd::Boolean>(left, right),
        "dateTime" => parsed::<xsd::DateTime>(left, right),
        "date" => parsed::<xsd::Date>(left, right),
        "time" => parsed::<xsd::Time>(left, right),
        "gYear" => parsed::<xsd::GYear>(left, right),
        "gYearMonth" => parsed::<xsd::GYearMonth>(left, right),
        "duration" => parsed::<xsd::Duration>(left, right),
        "dayTimeDuration" => parsed::<xsd::DayTimeDuration>(left, right),
        "yearMonthDuration" => parsed::<xsd::YearMonthDuration>(left, right),
        _ => None,
    }
}

fn parsed<T: FromStr + PartialOrd>(left: &str, right: &str) -> Option<Ordering> {
    left.parse::<T>().ok()?.partial_cmp(&right.parse().ok()?)
}

/// How general a number's type is: integer, decimal, floating; nothing for what is no number.
fn rank(literal: &Literal) -> Option<u8> {
    match name(literal)? {
        "decimal" => Some(1),
        "float" | "double" => Some(2),
        name => INTEGERS.iter().any(|(it, ..)| *it == name).then_some(0),
    }
}

fn numbers(one: &Literal, other: &Literal) -> Option<Ordering> {
    let (left, right) = (one.value(), other.value());
    match rank(one)?.max(rank(other)?) {
        0 => parsed::<i128>(left, right).or_else(|| parsed::<xsd::Double>(left, right)),
        1 => parsed::<xsd::Decimal>(left, right),
        _ => parsed::<xsd::Double>(left, right),
    }
}

/// Whether the text of a literal is one of its type; unknown types hold any text.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    let text = literal.value();
    let Some(name) = name(literal) else {
        return true;
    };
    if let Some((_, least, most)) = INTEGERS.iter().find(|(it, ..)| *it == name) {
        return is_integer(text, *least, *most);
    }
    match name {
        "decimal" => is_decimal(text),
        "float" | "double" => text.parse::<xsd::Double>().is_ok(),
        "boolean" => text.parse::<xsd::Boolean>().is_ok(),
        "dateTime" => text.parse::<xsd::DateTime>().is_ok(),
        "date" => text.parse::<xsd::Date>().is_ok(),
        "time" => text.parse::<xsd::Time>().is_ok(),
        "gYear" => text.parse::<xsd::GYear>().is_ok(),
        "gYearMonth" => text.parse::<xsd::GYearMonth>().is_ok(),
        "gMonth" => text.parse::<xsd::GMonth>().is_ok(),
        "gMonthDay" => text.parse::<xsd::GMonthDay>().is_ok(),
        "gDay" => text.parse::<xsd::GDay>().is_ok(),
        "duration" => text.parse::<xsd::Duration>().is_ok(),
        "dayTimeDuration" => text.parse::<xsd::DayTimeDuration>().is_ok(),
        "yearMonthDuration" => text.parse::<xsd::YearMonthDuration>().is_ok(),
        _ => true,
    }
}

/// Digits with or without a sign, within bounds; what is longer than any bound is out of it only where there is one.
fn is_integer(text: &str, least: i128, most: i128) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return false;
    }
    match text.parse::<i128>() {
        Ok(number) => (least..=most).contains(&number),
        Err(_) if text.starts_with('-') => least == i128::MIN,
        Err(_) => most == i128::MAX,
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    !(whole.is_empty() && part.is_empty()) && all(whole) && all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::NamedNode;

    fn literal(text: &str, name: &str) -> Literal {
        Literal::new_typed_literal(text, NamedNode::new_unchecked(format!("{XSD}{name}")))
    }

    #[test]
    fn values_compare_as_in_sparql() {
        for (left, left_type, right, right_type, expected) in [
            ("9", "integer", "10", "integer", Some(Ordering::Less)),
            ("9", "byte", "9.0", "decimal", Some(Ordering::Equal)),
            ("1e1", "double", "9", "integer", Some(Ordering::Greater)),
            ("9", "string", "10", "string", Some(Ordering::Greater)),
            ("9", "string", "10", "integer", None),
            ("x", "integer", "10", "integer", None),
            (
                "2026-01-02",
                "date",
                "2026-01-10",
                "date",
                Some(Ordering::Less),
            ),
            ("2026", "gYear", "2026-01-10", "date", None),
        ] {
            let compared = compare(
                &literal(left, left_type).into(),
                &literal(right, right_type).into(),
            );
            assert_eq!(compared, expected, "{left} {right}");
        }
    }

    #[test]
    fn a_text_is_one_of_its_type_or_not() {
        let big = "9".repeat(60);
        for (text, name, expected) in [
            ("01", "integer", true),
            ("1.0", "integer", false),
            ("", "integer", false),
            (big.as_str(), "integer", true),
            (big.as_str(), "long", false),
            ("300", "unsignedByte", false),
            ("-1", "nonNegativeInteger", false),
            (".5", "decimal", true),
            (".", "decimal", false),
            ("yes", "boolean", false),
            ("2026-02-30", "date", false),
            ("anything", "anyURI", true),
        ] {
            assert_eq!(is_well_formed(&literal(text, name)), expected, "{text}");
        }
    }
}
