//! An awesome list → its rows in `listings.csv` and `categories.csv`.

use std::collections::HashMap;
use std::path::Path;

use stackgen::catalog::identify::Identify;
use stackgen::graph::Graph;
use stackgen::sources::awesome;

use crate::table::{CATEGORIES, Headings, Row, Table, catalog};

const COLUMNS: &[&str] = &[
    "source",
    "category",
    "name",
    "link",
    "entry",
    "stars",
    "days_since_push",
    "commercial",
];

pub(crate) fn refresh(folder: &Path, text: &str, source: &str) -> Result<String, String> {
    let catalog = catalog(folder)?;
    let graph = Graph::new(&catalog.index);
    let identify = Identify::of(&graph);
    let mut listings = Table::open(folder, "listings.csv", COLUMNS)?;
    let before = listings.take(source);
    // What a person once decided for a row holds for the same row of this or another list.
    let key = |row: &Row| (row["name"].clone(), row["link"].clone());
    let decided: HashMap<_, _> = listings
        .rows
        .iter()
        .chain(&before)
        .map(|row| (key(row), row["entry"].clone()))
        .collect();
    let mut categories = Table::open(folder, "categories.csv", CATEGORIES)?;
    let mut headings = Headings::new(&mut categories, source, "");
    let mut unknown = Vec::new();
    let entries = awesome::markdown(text).entries;
    for listed in &entries {
        let known = identify
            .by_link(&listed.link)
            .or_else(|| identify.by_name(&listed.name))
            .and_then(|iri| graph.node(iri));
        let entry = decided
            .get(&(listed.name.clone(), listed.link.clone()))
            .cloned()
            .or_else(|| known.map(|node| graph.slug(node).to_owned()));
        let Some(entry) = entry else {
            unknown.push(format!(
                "line {}: {} <{}>",
                listed.line, listed.name, listed.link
            ));
            continue;
        };
        listings.add(&[
            ("source", source),
            ("category", &headings.category(&listed.section)),
            ("name", &listed.name),
            ("link", &listed.link),
            ("entry", &entry),
            ("commercial", if listed.commercial { "yes" } else { "" }),
        ]);
    }
    if !unknown.is_empty() {
        return Err(format!("not in the catalogue:\n{}", unknown.join("\n")));
    }
    listings.save()?;
    categories.save()?;
    Ok(format!("{} entries of {source}", entries.len()))
}
