//! Lists of packages with their downloads or ranks → the figures of the packages that the catalogue names.
//!
//! The file is text with tabs; its first line names the columns: `name` and `downloads_a_month` or a `rank…`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::table::Table;

const COLUMNS: &[&str] = &["package", "monthly_downloads", "rank", "source"];

pub(crate) fn refresh(folder: &Path, text: &str, source: &str) -> Result<String, String> {
    let registry = source.split('-').next().unwrap_or(source);
    let mut wanted = BTreeSet::new();
    for name in ["clients.csv", "packages.csv"] {
        for row in Table::open(folder, name, &[])?.rows {
            let package = row["package"].strip_prefix(&format!("{registry}:"));
            wanted.extend(package.map(ToOwned::to_owned));
        }
    }
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |start: &str| header.iter().position(|name| name.starts_with(start));
    let (downloads, rank) = (column("downloads"), column("rank"));
    let mut table = Table::open(folder, "downloads.csv", COLUMNS)?;
    table.take(source);
    let mut found = BTreeSet::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let figure = |column: Option<usize>| {
            let cell = column.and_then(|column| cells.get(column)).copied();
            cell.filter(|it| it.parse::<u64>().is_ok_and(|figure| figure > 0))
                .unwrap_or_default()
        };
        let (downloads, rank) = (figure(downloads), figure(rank));
        if wanted.contains(cells[0]) && !(downloads.is_empty() && rank.is_empty()) {
            found.insert((format!("{registry}:{}", cells[0]), downloads, rank));
        }
    }
    for (package, downloads, rank) in &found {
        table.add(&[
            ("package", package),
            ("monthly_downloads", downloads),
            ("rank", rank),
            ("source", source),
        ]);
    }
    table.save()?;
    Ok(format!(
        "{} of {} packages have figures",
        found.len(),
        wanted.len()
    ))
}
