//! `landscape.yml` → `landscape.csv`: what the landscape says of the technologies that the catalogue has.

use std::collections::BTreeMap;
use std::path::Path;

use stackgen::base::vocabulary as sg;
use stackgen::catalog::identify::{Identify, same_owner};
use stackgen::graph::{Graph, Node};
use stackgen::model::diagram::Kind;
use stackgen::sources::landscape::{Item, NOT_TECHNOLOGY, items};

use crate::table::{CATEGORIES, Headings, Table, catalog};

const COLUMNS: &[&str] = &[
    "slug",
    "name",
    "category",
    "homepage",
    "repository",
    "maturity",
    "accepted",
    "incubating",
    "graduated",
    "archived",
    "source",
];

pub(crate) fn refresh(folder: &Path, text: &str, source: &str) -> Result<String, String> {
    let catalog = catalog(folder)?;
    let graph = Graph::new(&catalog.index);
    let identify = Identify::of(&graph);
    let mut table = Table::open(folder, "landscape.csv", COLUMNS)?;
    table.take(source);
    let mut categories = Table::open(folder, "categories.csv", CATEGORIES)?;
    let mut headings = Headings::new(&mut categories, source, "cncf");
    let mut rows: BTreeMap<String, (Item, Vec<String>)> = BTreeMap::new();
    let mut missing = Vec::new();
    let all = items(text).map_err(|error| error.to_string())?;
    for item in all
        .iter()
        .filter(|item| !NOT_TECHNOLOGY.contains(&item.section[0].as_str()))
    {
        let known = identify
            .by_link(&item.repository)
            .or_else(|| {
                identify
                    .by_link(&item.homepage)
                    .filter(|node| item.repository.is_empty() || is_named(&identify, *node, item))
            })
            .or_else(|| {
                identify
                    .by_name(&item.name)
                    .filter(|node| is_near(&graph, *node, item))
            })
            .filter(|node| graph.kind(*node) == Kind::Technology);
        let Some(node) = known else {
            if !item.maturity.is_empty() {
                missing.push(format!("{} ({})", item.name, item.maturity));
            }
            continue;
        };
        let category = headings.category(&item.section);
        let (first, found) = rows
            .entry(graph.slug(node).to_owned())
            .or_insert_with(|| (item.clone(), Vec::new()));
        // An item may stand in several places, and say its maturity at one of them.
        if first.maturity.is_empty() {
            first.clone_from(item);
        }
        if !found.contains(&category) {
            found.push(category);
        }
    }
    for (slug, (item, found)) in &rows {
        table.add(&[
            ("slug", slug),
            ("name", &item.name),
            ("category", &found.join(";")),
            ("homepage", address(&item.homepage)),
            ("repository", address(&item.repository)),
            ("maturity", &item.maturity),
            ("accepted", &item.dates[0]),
            ("incubating", &item.dates[1]),
            ("graduated", &item.dates[2]),
            ("archived", &item.dates[3]),
            ("source", source),
        ]);
    }
    table.save()?;
    categories.save()?;
    Ok(format!(
        "{} of {} items known; projects of the CNCF that the catalogue lacks: {}",
        rows.len(),
        all.len(),
        missing.join(", ")
    ))
}

/// Whether an item is called like an entry: else it is another thing of the same home, such as a part of it.
fn is_named(identify: &Identify, entry: Node, item: &Item) -> bool {
    identify.by_name(&item.name) == Some(entry)
}

/// Whether an item of the same name has an owner in common with an entry: else it is another thing.
fn is_near(graph: &Graph<'_>, entry: Node, item: &Item) -> bool {
    [sg::REPOSITORY, sg::HOMEPAGE].iter().any(|property| {
        graph.objects(entry, property).any(|link| {
            let link = graph.iri(link);
            same_owner(link, &item.repository) || same_owner(link, &item.homepage)
        })
    })
}

/// An address, or nothing for what is none.
fn address(text: &str) -> &str {
    if text.starts_with("http") { text } else { "" }
}
