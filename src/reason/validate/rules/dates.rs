//! Rules on dates.

use oxsdatatypes::{Date, DateTime, GYear, GYearMonth};

use super::{Broken, Rule, statements};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::validate::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no-date",
        severity: Severity::Violation,
        message: "no day of the calendar",
        fix: "write a year, a year and month, or a day such as 2026-06-10",
        broken: no_dates,
    },
    Rule {
        name: "later-than-its-source",
        severity: Severity::Violation,
        message: "a status since a year that its source cannot know",
        fix: "mend the year in statuses.csv, or the date in sources.csv",
        broken: too_late,
    },
];

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// Literals of a type for dates that are none, and dates of sources.
fn no_dates(data: &Graph<'_>) -> Vec<Broken> {
    let typed = ["date", "dateTime", "gYear", "gYearMonth"]
        .into_iter()
        .flat_map(|name| {
            let prefix = [b"^", XSD.as_bytes(), name.as_bytes(), b"\0"].concat();
            data.index().with_prefix(&prefix).map(Node)
        })
        .filter(|node| !is_date(data.text(*node)));
    let of_statements = typed.filter_map(|node| {
        let (subject, property, _) = data.pointing_to(node).next()?;
        Some((subject, property, node))
    });
    let of_sources = statements(data, sg::ISSUED).filter(|(.., date)| !is_date(data.text(*date)));
    of_statements
        .chain(of_sources)
        .map(|(subject, property, date)| Broken::statement(subject, property, date))
        .collect()
}

/// Whether a text is a day, a moment, a month of a year or a year.
fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok()
        || text.parse::<GYearMonth>().is_ok()
        || text.parse::<GYear>().is_ok()
        || text.parse::<DateTime>().is_ok()
}

fn too_late(data: &Graph<'_>) -> Vec<Broken> {
    let Some(property) = data.node(sg::STATUS_SINCE) else {
        return Vec::new();
    };
    let rows = data.index().matching(None, Some(property.0), None);
    rows.filter(|[.., since, source]| {
        let since: Option<u16> = data.text(Node(*since)).parse().ok();
        let known = data.year(Node(*source));
        since.zip(known).is_some_and(|(since, known)| since > known)
    })
    .map(|[thing, _, since, _]| Broken::statement(Node(thing), property, Node(since)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for text in ["2016", "2026-11", "2024-02-29", "2026-06-10T12:00:00Z"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["", "soon", "2026-13", "2023-02-29", "2026-6-1", "16"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
