//! A list as it was read → facts.

use super::license::license;
use super::{List, Listed, entry};
use crate::base::place::Place;
use crate::model::fact::Facts;
use crate::model::problem::Problem;
use crate::sources::known::Known;
use crate::sources::listing::{self, Item, Listing, is_repository};
use crate::sources::{marks, text};

/// Reads a list in Markdown as a source of its own.
#[must_use]
pub fn read_markdown(file: &str, bytes: &[u8], known: &dyn Known) -> (Facts, Vec<Problem>) {
    read(file, bytes, known, super::markdown)
}

/// Reads a list in HTML as a source of its own.
#[must_use]
pub fn read_html(file: &str, bytes: &[u8], known: &dyn Known) -> (Facts, Vec<Problem>) {
    read(file, bytes, known, super::html)
}

fn read(
    file: &str,
    bytes: &[u8],
    known: &dyn Known,
    reader: fn(&str) -> List,
) -> (Facts, Vec<Problem>) {
    let (list, license) = match text::decode(file, bytes) {
        Ok(text) => (reader(text), license(text)),
        Err(problem) => return (Facts::default(), vec![problem]),
    };
    if let Some(message) = no_list(&list) {
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        return (Facts::default(), vec![Problem::malformed(place, message)]);
    }
    let listing = Listing {
        file,
        slug: listing::source_slug(file, &list.title),
        title: list.title,
        link: list.link,
        license,
        items_are_apart: false,
        headings_are_wide: false,
        items: list.entries.iter().map(item).collect(),
    };
    let (facts, mut problems) = listing::write(&listing, known);
    let skipped: Vec<(u64, String)> = list
        .skipped
        .into_iter()
        .map(|skipped| (skipped.line, skipped.why))
        .collect();
    problems.extend(text::passed_over(file, &skipped));
    problems.sort();
    (facts, problems)
}

/// What to say of a text that is no list: of its items, hardly one leads out of it.
fn no_list(list: &List) -> Option<String> {
    let passed = list
        .skipped
        .iter()
        .filter(|it| !it.why.contains("same page"))
        .count();
    let (entries, all) = (list.entries.len(), list.entries.len() + passed);
    (entries * 10 <= all).then(|| {
        let found = if entries == 0 {
            "no entry found".to_owned()
        } else {
            format!("only {entries} of {all} items are entries")
        };
        format!("{found}, expected an awesome list: headings, and below them items with a link to something and words about it")
    })
}

fn item(listed: &Listed) -> Item {
    let (mut homepage, mut repository) = (String::new(), String::new());
    if is_repository(&listed.link) {
        repository.clone_from(&listed.link);
    } else {
        homepage.clone_from(&listed.link);
    }
    for (label, link) in &listed.links {
        let label = label.to_lowercase();
        if repository.is_empty() && is_repository(link) && SOURCES.contains(&label.as_str()) {
            repository.clone_from(link);
        } else if homepage.is_empty()
            && entry::is_external(link)
            && HOMEPAGES.contains(&label.as_str())
        {
            homepage.clone_from(link);
        }
    }
    Item {
        line: u32::try_from(listed.line).unwrap_or(0),
        name: listed.name.clone(),
        homepage,
        repository,
        text: listed.text.clone(),
        section: listed.section.clone(),
        groups: listed.groups.clone(),
        commercial: listed.commercial,
        stars: listed.stars,
        days_since_push: listed.days_since_push,
        license: listed
            .marks
            .iter()
            .find_map(|it| marks::license(it))
            .unwrap_or_default(),
        marks: listed.marks.clone(),
        ..Item::default()
    }
}

/// What links to the code and to the page of an entry are called.
const SOURCES: &[&str] = &[
    "source",
    "source code",
    "code",
    "github",
    "gitlab",
    "repo",
    "repository",
    "src",
    "官网",
    "源码",
];
const HOMEPAGES: &[&str] = &[
    "website",
    "web site",
    "homepage",
    "home page",
    "site",
    "official site",
    "official website",
    "web",
    "官网",
];
