//! Real systems, one JSON object a line → `systems.csv` and `uses.csv`. Systems that the file does not name stay as they are.

use std::path::Path;

use serde::Deserialize;
use stackgen::base::slug::slug;
use stackgen::catalog::identify::Identify;
use stackgen::graph::Graph;
use stackgen::model::diagram::Kind;

use crate::table::{Row, Table, catalog};

#[derive(Deserialize)]
struct System {
    #[serde(rename = "system")]
    name: String,
    commit: String,
    /// The day of the commit, where it is known.
    #[serde(default)]
    date: String,
    url: String,
    languages: Vec<String>,
    picks: Vec<Pick>,
}

#[derive(Deserialize)]
struct Pick {
    entry: String,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct Evidence {
    path: String,
    line: u64,
    text: String,
}

const SYSTEMS: &[&str] = &[
    "slug",
    "name",
    "repository",
    "commit",
    "date",
    "languages",
    "source",
];
const USES: &[&str] = &["system", "technology", "source", "evidence", "words"];

pub(crate) fn refresh(folder: &Path, text: &str, source: &str) -> Result<String, String> {
    let catalog = catalog(folder)?;
    let graph = Graph::new(&catalog.index);
    let identify = Identify::of(&graph);
    let mut systems = Table::open(folder, "systems.csv", SYSTEMS)?;
    let mut uses = Table::open(folder, "uses.csv", USES)?;
    let mut unknown = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let system: System =
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", number + 1))?;
        let name = slug(&system.name);
        let older = |row: &Row, column: &str| row["source"] == source && row[column] == name;
        systems.rows.retain(|row| !older(row, "slug"));
        uses.rows.retain(|row| !older(row, "system"));
        systems.add(&[
            ("slug", &name),
            ("name", &system.name),
            ("repository", &system.url),
            ("commit", &system.commit),
            ("date", &system.date),
            ("languages", &system.languages.join(";")),
            ("source", source),
        ]);
        for pick in &system.picks {
            let known = identify
                .by_name(&pick.entry)
                .and_then(|iri| graph.node(iri))
                .filter(|it| graph.kind(*it) == Kind::Technology);
            let Some(technology) = known.map(|node| graph.slug(node)) else {
                unknown.push(format!("line {}: {}", number + 1, pick.entry));
                continue;
            };
            // One technology may fill two needs of a system: it is used once.
            let told = |row: &Row| row["system"] == name && row["technology"] == technology;
            let Some(first) = pick
                .evidence
                .first()
                .filter(|_| !uses.rows.iter().any(told))
            else {
                continue;
            };
            let path = first.path.replace(' ', "%20");
            let evidence = format!(
                "{}/blob/{}/{path}#L{}",
                system.url, system.commit, first.line
            );
            uses.add(&[
                ("system", &name),
                ("technology", technology),
                ("source", source),
                ("evidence", &evidence),
                ("words", first.text.trim()),
            ]);
        }
    }
    systems.save()?;
    uses.save()?;
    Ok(format!(
        "{} systems, {} uses; not in the catalogue: {}",
        systems.rows.len(),
        uses.rows.len(),
        unknown.join(", ")
    ))
}
