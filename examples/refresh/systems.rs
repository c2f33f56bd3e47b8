//! Real systems, one JSON object a line or a folder of checkouts → `systems.csv` and `uses.csv`. Systems that are not named
//! stay as they are.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};
use stackgen::base::slug::slug;
use stackgen::catalog::identify::Identify;
use stackgen::commands::scan::Scan;
use stackgen::commands::{Ask as _, World};
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

/// What is written in less than this part of the files is no language of the system.
const LEAST_SHARE: f64 = 0.1;

/// A folder of checkouts → one JSON object a line. Each is a git repository with a remote called `origin`.
pub(crate) fn of_checkouts(folder: &Path) -> Result<String, String> {
    let listed =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut checkouts: Vec<_> = listed.filter_map(|it| Some(it.ok()?.path())).collect();
    checkouts.retain(|it| it.join(".git").exists());
    checkouts.sort();
    if checkouts.is_empty() {
        return Err(format!(
            "{}: no git repository in it, expected a folder of checkouts",
            folder.display()
        ));
    }
    let lines: Result<Vec<String>, String> = checkouts.iter().map(|it| of_checkout(it)).collect();
    Ok(lines?.join("\n"))
}

fn of_checkout(path: &Path) -> Result<String, String> {
    let url = git(path, &["remote", "get-url", "origin"])?;
    let url = match url.strip_prefix("git@").and_then(|it| it.split_once(':')) {
        Some((host, path)) => format!("https://{host}/{path}"),
        None => url,
    };
    let url = url.strip_suffix(".git").unwrap_or(&url);
    let scan = Scan {
        path: path.to_owned(),
        scope: Vec::new(),
    };
    let scanned = scan
        .answer(&World::default())
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let scanned = serde_json::to_value(&scanned).map_err(|error| error.to_string())?;
    let items = |of: &Value, name: &str| of[name].as_array().cloned().unwrap_or_default();
    let pick = |technology: Value| {
        let mut evidence = items(&technology, "evidence");
        evidence.retain(|it| it["scope"] == "main");
        (!evidence.is_empty())
            .then(|| json!({ "entry": technology["entry"], "evidence": evidence }))
    };
    let technologies = items(&scanned, "technologies").into_iter();
    let picks: Vec<Value> = technologies.filter_map(pick).collect();
    let shares = items(&scanned, "shares").into_iter();
    let large = shares.filter(|it| it["share"].as_f64() >= Some(LEAST_SHARE));
    let languages: Vec<Value> = large.map(|it| it["language"].clone()).collect();
    let system = json!({
        "system": url.rsplit('/').next(),
        "commit": git(path, &["rev-parse", "HEAD"])?,
        "date": git(path, &["log", "-1", "--format=%cs"])?,
        "url": url,
        "languages": languages,
        "picks": picks,
    });
    Ok(system.to_string())
}

/// What git says of a checkout, in a line.
fn git(path: &Path, arguments: &[&str]) -> Result<String, String> {
    let wrong =
        |why: &dyn std::fmt::Display| format!("{}: git {}: {why}", path.display(), arguments[0]);
    let output = std::process::Command::new("git")
        .arg("-C")
        .arg(path)
        .args(arguments)
        .output();
    let output = output.map_err(|error| wrong(&error))?;
    if !output.status.success() {
        return Err(wrong(&String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

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
