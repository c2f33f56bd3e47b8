//! What the cells of an everyday table say: links, languages, licences, verdicts, as people write them.

use super::known::{Known, Thing};
use super::listing::is_repository;
use super::{marks, radar};
use crate::base::link::Address;
use crate::base::slug::slug;

/// Whether a cell says that there is nothing to say.
pub(super) fn is_empty(cell: &str) -> bool {
    const NOTHING: &[&str] = &[
        "n-a",
        "na",
        "none",
        "null",
        "nil",
        "tbd",
        "tba",
        "todo",
        "unknown",
        "unclear",
        "not-applicable",
        "ref",
        "k-a",
    ];
    let folded = slug(cell);
    let has_letters = cell.chars().any(char::is_alphanumeric);
    !has_letters || NOTHING.contains(&folded.as_str())
}

/// A name as it is, and the link that stands around it: `[NATS](https://nats.io)`, `=HYPERLINK("https://nats.io","NATS")`.
pub(super) fn name(cell: &str) -> (String, Option<String>) {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((link, text)) = formula(&cell) {
        return (text.unwrap_or_else(|| link.clone()), Some(link));
    }
    if let Some((text, rest)) = cell.strip_prefix('[').and_then(|it| it.split_once("]("))
        && let Some((link, _)) = rest.split_once(')')
    {
        return (text.trim().to_owned(), Some(link.to_owned()));
    }
    let marks = |letter: char| letter.is_whitespace() || "*†‡•·✓✔☑✅⭐★#'\"".contains(letter);
    let begins = cell.trim_start_matches(|letter| marks(letter) || letter == '-' || letter == '–');
    // `C#` ends in what is a mark elsewhere.
    let ends = begins.trim_end_matches(|letter| marks(letter) && letter != '#');
    (ends.to_owned(), None)
}

/// Link and text of a spreadsheet's formula for links.
fn formula(cell: &str) -> Option<(String, Option<String>)> {
    let head = cell.get(.."=HYPERLINK(".len())?;
    if !head.eq_ignore_ascii_case("=HYPERLINK(") {
        return None;
    }
    let mut quoted = cell.split('"').skip(1).step_by(2).map(ToOwned::to_owned);
    Some((quoted.next()?, quoted.next()))
}

/// A name without a version or brackets behind it: `PostgreSQL 15`, `Kafka (MSK)`; nothing where it has none.
pub(super) fn without_version(name: &str) -> Option<String> {
    let plain = name
        .split([' ', '\u{a0}'])
        .take_while(|word| !word.starts_with('('));
    let mut words: Vec<&str> = plain.collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_version(word)) {
        words.pop();
    }
    let short = words.join(" ");
    (!short.is_empty() && short != name).then_some(short)
}

fn is_version(word: &str) -> bool {
    let lower = word.to_lowercase();
    let number = lower.strip_prefix('v').unwrap_or(&lower);
    let is_part = |it: char| it.is_ascii_digit() || ".x+-_*".contains(it);
    number.starts_with(|it: char| it.is_ascii_digit()) && number.chars().all(is_part)
        || ["lts", "latest"].contains(&number)
}

/// The links of a cell, repositories apart; and whether it holds anything else.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    pub(super) homepage: String,
    pub(super) repository: String,
    pub(super) has_other: bool,
}

/// `nats.io`, `github.com/nats-io/nats-server`, `git@github.com:nats-io/nats.git`, several of them; in a column for code also
/// `nats-io/nats-server`.
pub(super) fn links(cell: &str, is_for_code: bool) -> Links {
    let mut links = Links::default();
    let formula = formula(cell).map(|(link, _)| link);
    let cell = formula.as_deref().unwrap_or(cell);
    let parts = cell.split(|letter: char| letter.is_whitespace() || ",;|<>".contains(letter));
    for part in parts.filter(|part| !part.is_empty()) {
        let link = part
            .rsplit_once("](")
            .map_or(part, |(_, link)| link.trim_end_matches(')'));
        let Some(link) = link_of(link, is_for_code) else {
            links.has_other = true;
            continue;
        };
        let place = if is_repository(&link) {
            &mut links.repository
        } else {
            &mut links.homepage
        };
        if place.is_empty() {
            *place = link;
        } else {
            links.has_other |= *place != link;
        }
    }
    links
}

fn link_of(text: &str, is_for_code: bool) -> Option<String> {
    if let Some((host, path)) = text.strip_prefix("git@").and_then(|it| it.split_once(':')) {
        let path = path.strip_suffix(".git").unwrap_or(path);
        return Some(format!("https://{host}/{path}"));
    }
    let of_name = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if let Some((owner, name)) = text.split_once('/').filter(|_| is_for_code)
        && !owner.contains('.')
        && [owner, name]
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(of_name))
    {
        return Some(format!("https://github.com/{owner}/{name}"));
    }
    let link = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let address = Address::of(&link)?;
    let is_web = link.starts_with("http://") || link.starts_with("https://");
    (is_web && address.host().contains('.')).then_some(link)
}

/// Licences of which only the family is said; which one it is stays open, what it allows does not.
const FAMILIES: &[(&str, &str)] = &[
    ("agpl", "LicenseRef-AGPL"),
    ("apache", "LicenseRef-Apache"),
    ("bsd", "LicenseRef-BSD"),
    ("gpl", "LicenseRef-GPL"),
    ("lgpl", "LicenseRef-LGPL"),
];

/// A licence: an SPDX expression, or that the thing is sold.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Licence {
    Spdx(String),
    Sold,
    Unknown,
}

pub(super) fn licence(cell: &str) -> Licence {
    const SOLD: &[&str] = &[
        "commercial",
        "proprietary",
        "closed",
        "closed-source",
        "paid",
        "enterprise",
        "subscription",
        "saas",
        "commercial-license",
        "commercial-licence",
        "proprietary-license",
        "proprietary-licence",
        "vendor",
    ];
    let plain = cell.split(['(', '[']).next().unwrap_or(cell);
    let first = plain.split([',', ';']).next().unwrap_or(plain);
    let known = marks::license(cell).or_else(|| marks::license(plain));
    let is_family = |(family, _): &&(&str, &str)| {
        let said = slug(plain);
        let rest = said.strip_prefix(*family);
        rest.is_some_and(|rest| ["", "-license", "-licence", "-style"].contains(&rest))
    };
    let family = FAMILIES.iter().find(is_family);
    match known.or_else(|| family.map(|(_, reference)| (*reference).to_owned())) {
        Some(known) => Licence::Spdx(known),
        None if SOLD.contains(&slug(first).as_str()) => Licence::Sold,
        None => Licence::Unknown,
    }
}

/// The languages of a cell, and the parts that name none: `Java 17 / Kotlin`, `Go, Rust & C++`.
pub(super) fn languages(cell: &str, known: &dyn Known) -> (Vec<Thing>, Vec<String>) {
    const ANY: &[&str] = &[
        "any",
        "all",
        "various",
        "multiple",
        "polyglot",
        "language-agnostic",
        "agnostic",
        "many",
        "mixed",
        "several",
    ];
    let one = |part: &str| {
        let plain = part.split(['(', '[']).next().unwrap_or(part).trim();
        let short = without_version(plain).unwrap_or_else(|| plain.to_owned());
        // `Python3`, `Java17`.
        let letters = short.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
        [part, plain, &short, letters]
            .into_iter()
            .find_map(|it| known.language(it))
    };
    if let Some(language) = one(cell) {
        return (vec![language], Vec::new());
    }
    let (mut languages, mut unknown): (Vec<Thing>, Vec<String>) = (Vec::new(), Vec::new());
    let and = cell
        .replace(" and ", ",")
        .replace(" + ", ",")
        .replace(" & ", ",")
        .replace(" or ", ",");
    let parts = and.split(['/', ',', ';', '|', '\n']).map(str::trim);
    for part in parts.filter(|part| !is_empty(part) && !ANY.contains(&slug(part).as_str())) {
        match one(part) {
            Some(language) if languages.contains(&language) => {}
            Some(language) => languages.push(language),
            None => unknown.push(part.to_owned()),
        }
    }
    (languages, unknown)
}

/// The ring that a cell means, with whatever is said behind it: `✅ Adopt`, `Deprecated - use NATS`, `in use since 2021`.
pub(super) fn ring(cell: &str) -> Option<&'static str> {
    let before = |text: &str, word: &str| {
        let lower = text.to_lowercase();
        lower.split(word).next().unwrap_or_default().to_owned()
    };
    let part = cell
        .split(['(', '[', ',', ';', ':', '\n', '–', '—', '/', '|'])
        .find(|it| !slug(it).is_empty())?;
    let dashed = part.split(" - ").next().unwrap_or(part);
    let since = before(&before(&before(dashed, " since "), " until "), " by ");
    let numbered = slug(part);
    let numbered = numbered.trim_start_matches(|it: char| it.is_ascii_digit() || it == '-');
    [cell, part, dashed, &since, numbered]
        .into_iter()
        .find_map(radar::ring)
}

/// The headings of a cell: several where each names a need or they stand apart by `;`.
pub(super) fn headings(cell: &str, known: &dyn Known) -> Vec<String> {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if known.need(&cell).is_some() {
        return vec![cell];
    }
    let parts: Vec<&str> = cell
        .split([',', '/', '|', '&', '+'])
        .map(str::trim)
        .collect();
    let are_needs = parts.len() > 1 && parts.iter().all(|part| known.need(part).is_some());
    let parts = if are_needs {
        parts
    } else {
        cell.split(';').map(str::trim).collect()
    };
    let mut headings: Vec<String> = Vec::new();
    for part in parts.into_iter().filter(|part| !is_empty(part)) {
        if !headings.iter().any(|it| it == part) {
            headings.push(part.to_owned());
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::known::Nothing;

    #[test]
    fn names_lose_marks_and_links_and_keep_what_belongs_to_them() {
        for (cell, expected, link) in [
            ("NATS", "NATS", None),
            (" Apache\n Kafka * ", "Apache Kafka", None),
            ("C#", "C#", None),
            (".NET", ".NET", None),
            ("[NATS](https://nats.io)", "NATS", Some("https://nats.io")),
            (
                "=HYPERLINK(\"https://nats.io\",\"NATS\")",
                "NATS",
                Some("https://nats.io"),
            ),
            ("- ✅ Redis", "Redis", None),
        ] {
            assert_eq!(
                name(cell),
                (expected.to_owned(), link.map(ToOwned::to_owned)),
                "{cell}"
            );
        }
        assert_eq!(
            without_version("PostgreSQL 15.2").as_deref(),
            Some("PostgreSQL")
        );
        assert_eq!(without_version("Kafka (MSK)").as_deref(), Some("Kafka"));
        assert_eq!(without_version("Neo4j"), None);
    }

    #[test]
    fn links_are_read_in_every_usual_way() {
        for (cell, homepage, repository, has_other) in [
            ("nats.io", "https://nats.io", "", false),
            (
                "github.com/nats-io/nats-server",
                "",
                "https://github.com/nats-io/nats-server",
                false,
            ),
            (
                "git@github.com:nats-io/nats.git",
                "",
                "https://github.com/nats-io/nats",
                false,
            ),
            (
                "nats-io/nats-server",
                "",
                "https://github.com/nats-io/nats-server",
                false,
            ),
            (
                "https://nats.io, https://github.com/a/b",
                "https://nats.io",
                "https://github.com/a/b",
                false,
            ),
            ("see the wiki", "", "", true),
            ("javascript:alert(1)", "", "", true),
        ] {
            let expected = Links {
                homepage: homepage.to_owned(),
                repository: repository.to_owned(),
                has_other,
            };
            assert_eq!(links(cell, true), expected, "{cell}");
        }
    }

    #[test]
    fn a_ring_is_read_with_words_around_it_and_never_from_their_middle() {
        for (cell, expected) in [
            ("✅ Adopt", Some("adopt")),
            ("Deprecated - use NATS", Some("hold")),
            ("In use since 2021", Some("adopt")),
            ("1. Adopt", Some("adopt")),
            ("trial (2026)", Some("trial")),
            ("Use with caution", Some("hold")),
            ("users complain", None),
            ("", None),
        ] {
            assert_eq!(ring(cell), expected, "{cell}");
        }
    }

    #[test]
    fn licences_that_are_sold_are_told_apart_from_unknown_ones() {
        assert_eq!(
            licence("Apache 2.0 (core)"),
            Licence::Spdx("Apache-2.0".to_owned())
        );
        assert_eq!(licence("Proprietary (per seat)"), Licence::Sold);
        assert_eq!(licence("BSD"), Licence::Spdx("LicenseRef-BSD".to_owned()));
        assert_eq!(licence("free"), Licence::Unknown);
        assert!(is_empty("N/A") && is_empty("–") && !is_empty("Go"));
        assert_eq!(languages("x, y", &Nothing).1, ["x", "y"]);
        assert_eq!(headings("a; b;a", &Nothing), ["a", "b"]);
    }
}
