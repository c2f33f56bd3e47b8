//! The CNCF landscape: `landscape.yml`, categories of subcategories of items.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::known::Known;
use super::listing::{self, Listing};
use super::text;
use crate::base::nearest::nearest;
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::model::fact::Facts;
use crate::model::problem::Problem;

/// One item of the landscape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The line of its name, from 1.
    pub line: u64,
    /// The category and subcategory it stands in.
    pub section: [String; 2],
    /// Further places where it stands too, as `Category / Subcategory`.
    pub also: Vec<String>,
    /// Its name.
    pub name: String,
    /// What is said of it; empty where nothing is.
    pub text: String,
    /// Its home page; empty where none is given.
    pub homepage: String,
    /// Its source code repository; empty where none is given.
    pub repository: String,
    /// `graduated`, `incubating`, `sandbox`, `archived`; empty for what is not the CNCF's.
    pub maturity: String,
    /// The days it was accepted, became incubating, graduated, was archived; empty where none is given.
    pub dates: [String; 4],
}

/// Categories that hold companies and partners, or tell again what stands elsewhere.
pub const NOT_TECHNOLOGY: &[&str] = &["CNCF Members", "Special"];

/// What each of [`Item::dates`] says.
const MILESTONES: [&str; 4] = [
    sg::ACCEPTED,
    sg::INCUBATING_SINCE,
    sg::GRADUATED_SINCE,
    sg::ARCHIVED_SINCE,
];

const MATURITIES: [&str; 4] = ["graduated", "incubating", "sandbox", "archived"];

#[derive(Deserialize)]
struct File {
    landscape: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    name: String,
    subcategories: Option<Vec<Subcategory>>,
}

#[derive(Deserialize)]
struct Subcategory {
    name: String,
    items: Option<Vec<RawItem>>,
}

#[derive(Deserialize)]
struct RawItem {
    name: Spanned<String>,
    description: Option<String>,
    homepage_url: Option<String>,
    repo_url: Option<String>,
    project: Option<String>,
    second_path: Option<Paths>,
    extra: Option<Extra>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Several(Vec<String>),
}

#[derive(Default, Deserialize)]
struct Extra {
    accepted: Option<String>,
    incubating: Option<String>,
    graduated: Option<String>,
    archived: Option<String>,
}

/// The items of a landscape, in its order.
///
/// Nesting, aliases and size are bounded by the reader of YAML.
///
/// # Errors
///
/// What is not YAML of this shape, with line and column.
pub fn items(text: &str) -> Result<Vec<Item>, Box<serde_saphyr::Error>> {
    Ok(items_of(serde_saphyr::from_str(text)?))
}

/// Categories with their subcategories, as second paths name them; those without items too.
fn sections(file: &File) -> BTreeMap<String, [String; 2]> {
    let mut sections = BTreeMap::new();
    for category in &file.landscape {
        for subcategory in category.subcategories.iter().flatten() {
            let section = [category.name.clone(), subcategory.name.clone()];
            sections.insert(section.join(" / "), section);
        }
    }
    sections
}

fn items_of(file: File) -> Vec<Item> {
    let mut items = Vec::new();
    for category in file.landscape {
        for subcategory in category.subcategories.unwrap_or_default() {
            let section = [category.name.clone(), subcategory.name];
            let read = subcategory.items.unwrap_or_default().into_iter();
            items.extend(read.map(|raw| item(section.clone(), raw)));
        }
    }
    items
}

fn item(section: [String; 2], raw: RawItem) -> Item {
    let extra = raw.extra.unwrap_or_default();
    let words = |text: Option<String>| {
        let text = text.unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Item {
        line: raw.name.referenced.line(),
        section,
        also: match raw.second_path {
            Some(Paths::Several(paths)) => paths,
            Some(Paths::One(path)) => vec![path],
            None => Vec::new(),
        },
        name: words(Some(raw.name.value)),
        text: words(raw.description),
        homepage: raw.homepage_url.unwrap_or_default(),
        repository: raw.repo_url.unwrap_or_default(),
        maturity: raw.project.unwrap_or_default(),
        dates: [
            extra.accepted,
            extra.incubating,
            extra.graduated,
            extra.archived,
        ]
        .map(Option::unwrap_or_default),
    }
}

/// Reads a landscape as a source: its items are technologies, its categories and subcategories their categories.
#[must_use]
pub fn read(file: &str, bytes: &[u8], known: &dyn Known) -> (Facts, Vec<Problem>) {
    let text = match text::decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return (Facts::default(), vec![problem]),
    };
    let parsed: Result<File, _> = serde_saphyr::from_str(text);
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return (Facts::default(), vec![malformed(file, &error)]),
    };
    let paths = sections(&parsed);
    let all = items_of(parsed);
    if all.is_empty() {
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        let problem = Problem::malformed(place, format!("no item found, {EXPECTED}"));
        return (Facts::default(), vec![problem]);
    }
    let mut skipped = Vec::new();
    let mut wrong = Vec::new();
    let mut listed = Vec::new();
    for item in &all {
        if let Some(heading) = no_technology(&item.section) {
            let why = format!("it stands under `{heading}`, which holds no technology");
            skipped.push((item.line, why));
        } else if item.name.is_empty() {
            skipped.push((item.line, "it has no name".to_owned()));
        } else {
            let (also, nowhere): (Vec<_>, Vec<_>) =
                item.also.iter().partition(|path| paths.contains_key(*path));
            wrong.extend(
                nowhere
                    .into_iter()
                    .map(|path| leads_nowhere(file, item, path, &paths)),
            );
            let also = also.into_iter().filter_map(|path| paths.get(path));
            let sections = std::iter::once(&item.section).chain(also);
            listed.extend(sections.map(|section| as_entry(item, section.to_vec())));
        }
    }
    let listing = Listing {
        file,
        slug: listing::source_slug(file, "landscape"),
        title: "Landscape".to_owned(),
        link: String::new(),
        license: String::new(),
        items_are_apart: true,
        headings_are_wide: false,
        items: listed,
    };
    let (facts, mut problems) = listing::write(&listing, known);
    problems.extend(text::passed_over(file, &skipped));
    problems.extend(wrong);
    problems.sort();
    (facts, problems)
}

/// What to say of a second path that names no subcategory.
fn leads_nowhere(
    file: &str,
    item: &Item,
    path: &str,
    paths: &BTreeMap<String, [String; 2]>,
) -> Problem {
    let place = Place {
        file: file.to_owned(),
        line: item.line,
        column: 0,
    };
    let name = &item.name;
    let message = format!(
        "the second path `{path}` of `{name}` names no subcategory, expected `Category / Subcategory`"
    );
    let near = nearest(path, paths.keys().map(String::as_str));
    Problem::inconsistent(place, message)
        .with_hint(near.map(|near| format!("did you mean `{near}`?")))
}

/// Which of the two names says that companies stand below, or what stands elsewhere too.
fn no_technology(section: &[String; 2]) -> Option<&str> {
    let is_member = |name: &str| slug(name).split('-').any(|word| MEMBERS.contains(&word));
    let names = section.iter().map(String::as_str);
    names
        .into_iter()
        .find(|name| NOT_TECHNOLOGY.contains(name) || is_member(name))
}

const MEMBERS: &[&str] = &["member", "members", "sponsors", "partners"];

const EXPECTED: &str =
    "expected a landscape: `landscape:`, in it categories with `subcategories:`, in them `items:`";

fn as_entry(item: &Item, section: Vec<String>) -> listing::Item {
    let is_day = |day: &str| {
        day.len() == 10
            && day.char_indices().all(|(at, letter)| match at {
                4 | 7 => letter == '-',
                _ => letter.is_ascii_digit(),
            })
    };
    let dates = MILESTONES.iter().zip(&item.dates);
    listing::Item {
        line: u32::try_from(item.line).unwrap_or(0),
        name: item.name.clone(),
        homepage: item.homepage.trim().to_owned(),
        repository: item.repository.trim().to_owned(),
        text: item.text.clone(),
        section,
        maturity: MATURITIES
            .iter()
            .find(|known| **known == item.maturity)
            .map_or(String::new(), |known| (*known).to_owned()),
        dates: dates
            .filter(|(_, day)| is_day(day))
            .map(|(property, day)| (*property, day.clone()))
            .collect(),
        ..listing::Item::default()
    }
}

fn malformed(file: &str, error: &serde_saphyr::Error) -> Problem {
    let mut place = Place {
        file: file.to_owned(),
        ..Place::default()
    };
    if let Some(at) = error.location() {
        (place.line, place.column) = (at.line(), at.column());
    }
    let message = error.to_string();
    let first = message.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    Problem::malformed(place, format!("{first}; {EXPECTED}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::known::Nothing;

    const SMALL: &str = "landscape:\n  - category:\n    name: Runtime\n    subcategories:\n      - subcategory:\n        name: Storage\n        items:\n          \
        - item:\n            name: Rook\n            homepage_url: https://rook.io/\n            project: graduated\n            \
        extra:\n              accepted: '2018-01-29'\n";

    #[test]
    fn an_item_has_its_place_maturity_and_dates() {
        let items = items(SMALL).unwrap();
        assert_eq!(items[0].section, ["Runtime", "Storage"]);
        assert_eq!(
            (&*items[0].name, &*items[0].maturity, items[0].line),
            ("Rook", "graduated", 9)
        );
        assert_eq!(items[0].dates[0], "2018-01-29");
    }

    #[test]
    fn what_is_no_landscape_is_refused_with_its_place() {
        let deep = format!("landscape: {}", "[".repeat(100_000));
        let mut bomb = String::from("a0: &a0 [x]\n");
        for level in 1..40 {
            let before = level - 1;
            bomb += &format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}]\n");
        }
        bomb += "landscape: *a39\n";
        for text in [
            "- a\n- b\n",
            "landscape: [{name: 1",
            "landscape: []",
            &deep,
            &bomb,
            "\u{0}",
            "",
        ] {
            let (facts, problems) = read("l.yml", text.as_bytes(), &Nothing);
            assert!(facts.is_empty());
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].message.len() < 500, "{problems:?}");
        }
        let (_, problems) = read("l.yml", b"landscape:\n  - name: [a\n", &Nothing);
        assert!(problems[0].place.line >= 2, "{problems:?}");
    }

    #[test]
    fn windows_line_ends_and_byte_order_mark_change_nothing() {
        let windows = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
        let (plain, _) = read("l.yml", SMALL.as_bytes(), &Nothing);
        let (same, problems) = read("l.yml", windows.as_bytes(), &Nothing);
        assert_eq!(problems, []);
        assert_eq!(
            plain.quads().collect::<Vec<_>>(),
            same.quads().collect::<Vec<_>>()
        );
    }
}
