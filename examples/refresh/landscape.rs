//! `landscape.yml` → `landscape.csv`: what the landscape says of the technologies that the catalogue has.

use std::collections::BTreeMap;
use std::path::Path;

use stackgen::base::link::Address;
use stackgen::base::vocabulary as sg;
use stackgen::catalog::identify::Identify;
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
        let node = |iri: Option<&str>| iri.and_then(|iri| graph.node(iri));
        let named = node(identify.by_name(&item.name));
        let known = node(identify.by_link(&item.repository))
            .or_else(|| {
                // Else it is another thing of the same home, such as a part of it.
                node(identify.by_link(&item.homepage))
                    .filter(|node| item.repository.is_empty() || named == Some(*node))
            })
            .or_else(|| named.filter(|node| is_near(&graph, *node, item)))
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

/// Whether an item of the same name has an owner in common with an entry: else it is another thing.
fn is_near(graph: &Graph<'_>, entry: Node, item: &Item) -> bool {
    [sg::REPOSITORY, sg::HOMEPAGE].iter().any(|property| {
        graph.objects(entry, property).any(|link| {
            let owner = |link: &str| Address::of(link).map(|address| address.owner());
            let own = owner(graph.iri(link));
            own.is_some() && (own == owner(&item.repository) || own == owner(&item.homepage))
        })
    })
}

/// An address, or nothing for what is none.
fn address(text: &str) -> &str {
    if text.starts_with("http") { text } else { "" }
}
