//! ORDER BY: keys are made once for each row, and only as many rows are sorted as are wanted.

use std::cmp::Ordering;

use oxrdf::{Literal, Term};
use spargebra::algebra::OrderExpression;

use super::number::{Number, XSD};
use super::pool::UNBOUND;
use super::scan::Active;
use super::table::Table;
use super::{Engine, Halt};

/// What a term is sorted by: no term first, then blank nodes, IRIs, literals, triple terms.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    Nothing,
    Blank(Box<str>),
    Iri(Box<str>),
    Number(Number),
    Text(Box<str>),
    /// Any other literal: its datatype, a number that orders its values where there is one, text, language.
    Other(Box<str>, Option<f64>, Box<str>, Box<str>),
    /// Subject, predicate, object.
    Triple(Box<[Key; 3]>),
}

impl Key {
    fn rank(&self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Blank(_) => 1,
            Self::Iri(_) => 2,
            Self::Number(_) => 3,
            Self::Text(_) => 4,
            Self::Other(..) => 5,
            Self::Triple(_) => 6,
        }
    }

    /// A total order: values that cannot be compared are told apart by their texts.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => one
                .compare(*two)
                .unwrap_or_else(|| one.rough().total_cmp(&two.rough())),
            (Self::Blank(one), Self::Blank(two))
            | (Self::Iri(one), Self::Iri(two))
            | (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Triple(one), Self::Triple(two)) => {
                let parts = one.iter().zip(two.iter());
                parts.fold(Ordering::Equal, |before, (one, two)| {
                    before.then_with(|| one.compare(two))
                })
            }
            (
                Self::Other(type_one, one, text_one, tag_one),
                Self::Other(type_two, two, text_two, tag_two),
            ) => type_one
                .cmp(type_two)
                .then_with(|| match (one, two) {
                    (Some(one), Some(two)) => one.total_cmp(two),
                    (one, two) => one.is_some().cmp(&two.is_some()).reverse(),
                })
                .then_with(|| text_one.cmp(text_two))
                .then_with(|| tag_one.cmp(tag_two)),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl Engine<'_> {
    pub(super) fn key(&self, number: u32) -> Key {
        if number == UNBOUND {
            return Key::Nothing;
        }
        let bytes = self.pool.bytes(number);
        let text = || self.pool.text(number).into_owned().into_boxed_str();
        match bytes.first() {
            Some(b'B') => Key::Blank(text()),
            Some(b'I') => Key::Iri(text()),
            Some(b'S') => Key::Text(text()),
            _ => key_of(&self.pool.term(number)),
        }
    }

    /// The rows in order, at least the first `most` of them; equal ones stay as they were.
    pub(super) fn sorted(
        &mut self,
        table: &Table,
        order: &[OrderExpression],
        active: Active,
        most: usize,
    ) -> Result<Table, Halt> {
        let mut columns = Vec::new();
        for by in order {
            let (down, expression) = match by {
                OrderExpression::Asc(it) => (false, it),
                OrderExpression::Desc(it) => (true, it),
            };
            let values = self.column_of(table, expression, active)?;
            columns.push((down, values));
        }
        let mut keys: Vec<Vec<Key>> = Vec::with_capacity(columns.len());
        for (_, values) in &columns {
            let mut column = Vec::with_capacity(values.len());
            for value in values {
                self.watch.step()?;
                column.push(self.key(*value));
            }
            keys.push(column);
        }
        let compare = |one: &usize, other: &usize| {
            for ((down, _), keys) in columns.iter().zip(&keys) {
                let ordering = keys[*one].compare(&keys[*other]);
                let ordering = if *down { ordering.reverse() } else { ordering };
                if ordering.is_ne() {
                    return ordering;
                }
            }
            one.cmp(other)
        };
        let mut places: Vec<usize> = (0..table.len()).collect();
        if most < places.len() {
            places.select_nth_unstable_by(most, compare);
            places.truncate(most);
        }
        places.sort_unstable_by(compare);
        Ok(table.picked(places))
    }
}

fn key_of(term: &Term) -> Key {
    match term {
        Term::NamedNode(node) => Key::Iri(node.as_str().into()),
        Term::BlankNode(node) => Key::Blank(node.as_str().into()),
        Term::Literal(literal) => key_of_literal(literal),
        Term::Triple(triple) => Key::Triple(Box::new([
            key_of(&triple.subject.clone().into()),
            Key::Iri(triple.predicate.as_str().into()),
            key_of(&triple.object),
        ])),
    }
}

fn key_of_literal(literal: &Literal) -> Key {
    let (name, text) = (literal.datatype().as_str(), literal.value());
    let of_xsd = name.strip_prefix(XSD);
    if of_xsd == Some("string") {
        return Key::Text(text.into());
    }
    if let Some(number) = of_xsd.and_then(|name| Number::read(name, text)) {
        return Key::Number(number);
    }
    let value = of_xsd.and_then(|name| moment(name, text));
    let language = literal.language().unwrap_or_default();
    Key::Other(name.into(), value, text.into(), language.into())
}

/// A number that orders points in time and truth values as their values are ordered.
fn moment(name: &str, text: &str) -> Option<f64> {
    use oxsdatatypes::{Date, DateTime, DayTimeDuration, YearMonthDuration};
    #[expect(clippy::cast_precision_loss, reason = "an order of points in time")]
    let whole = |it: i64| it as f64;
    let length = |it: DayTimeDuration| {
        let minutes = (it.days() * 24 + it.hours()) * 60 + it.minutes();
        Some(whole(minutes) * 60.0 + it.seconds().to_string().parse::<f64>().ok()?)
    };
    let since = |it: DateTime| {
        let epoch: DateTime = "1970-01-01T00:00:00Z".parse().ok()?;
        length(it.checked_sub(epoch)?)
    };
    match name {
        "boolean" => Some(f64::from(u8::from(matches!(text, "true" | "1")))),
        "dateTime" => since(text.parse().ok()?),
        "date" => {
            let date: Date = text.parse().ok()?;
            since(date.try_into().ok()?)
        }
        "dayTimeDuration" => length(text.parse().ok()?),
        "yearMonthDuration" => {
            let months: YearMonthDuration = text.parse().ok()?;
            Some(whole(months.years() * 12 + months.months()))
        }
        _ => None,
    }
}
