//! A table of `data/` as rows of text, read and written whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stackgen::catalog::Catalog;

/// The graph of the tables as they are now, before they are compiled in.
pub(crate) fn catalog(folder: &Path) -> Result<Catalog, String> {
    Catalog::open(&[folder.to_path_buf()]).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        problems.join("\n")
    })
}

/// A row: column → text.
pub(crate) type Row = BTreeMap<String, String>;

/// A table.
pub(crate) struct Table {
    path: PathBuf,
    columns: Vec<String>,
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a table; one that does not exist yet is empty and has `columns`.
    pub(crate) fn open(folder: &Path, name: &str, columns: &[&str]) -> Result<Self, String> {
        let path = folder.join(name);
        let mut table = Self {
            columns: columns.iter().map(ToString::to_string).collect(),
            rows: Vec::new(),
            path,
        };
        if !table.path.exists() {
            return Ok(table);
        }
        let wrong = |error: csv::Error| format!("{}: {error}", table.path.display());
        let mut reader = csv::Reader::from_path(&table.path).map_err(wrong)?;
        let header = reader.headers().map_err(wrong)?.clone();
        for record in reader.records() {
            let record = record.map_err(wrong)?;
            let cells = header.iter().zip(record.iter());
            table.rows.push(
                cells
                    .map(|(name, text)| (name.to_owned(), text.to_owned()))
                    .collect(),
            );
        }
        Ok(table)
    }

    /// Takes out the rows of a source.
    pub(crate) fn take(&mut self, source: &str) -> Vec<Row> {
        let (taken, kept) = std::mem::take(&mut self.rows)
            .into_iter()
            .partition(|row| row["source"] == source);
        self.rows = kept;
        taken
    }

    /// Adds a row: column and text.
    pub(crate) fn add(&mut self, cells: &[(&str, &str)]) {
        let row = cells
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        self.rows.push(row.collect());
    }

    /// Writes the table.
    pub(crate) fn save(&self) -> Result<(), String> {
        let wrong = |error: csv::Error| format!("{}: {error}", self.path.display());
        let mut writer = csv::Writer::from_path(&self.path).map_err(wrong)?;
        writer.write_record(&self.columns).map_err(wrong)?;
        for row in &self.rows {
            let cell = |name: &String| row.get(name).map_or("", String::as_str).to_owned();
            writer
                .write_record(self.columns.iter().map(cell))
                .map_err(wrong)?;
        }
        writer
            .flush()
            .map_err(|error| format!("{}: {error}", self.path.display()))
    }
}

/// Columns of `categories.csv`.
pub(crate) const CATEGORIES: &[&str] =
    &["slug", "name", "broader", "position", "source", "made_for"];

/// Gives headings their category: the one that another list has at the same place, else a new one.
pub(crate) struct Headings<'a> {
    table: &'a mut Table,
    source: &'a str,
    /// What the taken rows of this source said, by slug.
    before: BTreeMap<String, Row>,
    /// Before the slugs of new categories.
    prefix: &'a str,
}

impl<'a> Headings<'a> {
    /// Headings of `source`, whose earlier rows are taken out of `table`.
    pub(crate) fn new(table: &'a mut Table, source: &'a str, prefix: &'a str) -> Self {
        let before = table
            .take(source)
            .into_iter()
            .map(|row| (row["slug"].clone(), row))
            .collect();
        Self {
            table,
            source,
            before,
            prefix,
        }
    }

    /// The slug of the category at `path`, outermost first; its rows are added where they are missing.
    pub(crate) fn category(&mut self, path: &[String]) -> String {
        let mut broader = String::new();
        for name in path {
            broader = self.heading(name, &broader);
        }
        broader
    }

    fn heading(&mut self, name: &str, broader: &str) -> String {
        let same = |row: &&Row| {
            row["broader"] == broader
                && word(&row["name"]) == word(name)
                && row["slug"].starts_with(self.prefix)
        };
        let known = self.table.rows.iter().find(same);
        let slug = known.map_or_else(
            || {
                let own = stackgen::base::slug::slug(&spelt(name));
                let parts = [
                    if broader.is_empty() {
                        self.prefix
                    } else {
                        broader
                    },
                    &own,
                ];
                parts
                    .into_iter()
                    .filter(|it| !it.is_empty())
                    .collect::<Vec<_>>()
                    .join("-")
            },
            |row| row["slug"].clone(),
        );
        if !self
            .table
            .rows
            .iter()
            .any(|row| row["slug"] == slug && row["source"] == self.source)
        {
            let siblings = |row: &&Row| row["source"] == self.source && row["broader"] == broader;
            let position = self.table.rows.iter().filter(siblings).count() + 1;
            let other = self
                .before
                .get(&slug)
                .or_else(|| self.table.rows.iter().find(|row| row["slug"] == slug));
            let made_for = other.map_or(String::new(), |row| row["made_for"].clone());
            // One category has one name, however the lists spell it.
            let name = other.map_or(name.to_owned(), |row| row["name"].clone());
            self.table.add(&[
                ("slug", &slug),
                ("name", &name),
                ("broader", broader),
                ("position", &position.to_string()),
                ("source", self.source),
                ("made_for", &made_for),
            ]);
        }
        slug
    }
}

/// A heading as it is compared: `&` and `and` do not matter.
fn word(name: &str) -> String {
    let words = stackgen::base::slug::slug(&spelt(name));
    words
        .split('-')
        .filter(|it| *it != "and")
        .collect::<Vec<_>>()
        .join("-")
}

/// Names of languages that would lose their sign as a slug.
fn spelt(name: &str) -> String {
    name.replace("C++", "cpp").replace("C#", "csharp")
}
