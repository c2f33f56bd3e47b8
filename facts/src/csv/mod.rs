//! The CSV folder: the tables of `data/`, or a user's own with the same columns.
//!
//! Here: how tables are read. What each row says: `tables.rs`.

mod lines;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::NamedNode;

use crate::base::place::Place;
use crate::base::slug::{is_slug, slug};
use crate::base::vocabulary as sg;
use crate::base::{nearest::nearest, vocabulary::id};
use crate::model::fact::{Facts, Pen};
use crate::model::problem::Problem;
pub use lines::{Lines, broken_quotes};
use tables::TABLES;

/// A file of the folder: its name as the user sees it and its bytes.
pub struct File {
    /// Path as the user named it; its last part chooses the table.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// One table: the file it stands in, its columns, what a row says.
struct TableReader {
    file: &'static str,
    /// What a row of it is.
    row: &'static str,
    columns: &'static [&'static str],
    say: fn(&mut Row<'_, '_>) -> Result<(), Problem>,
}

/// The names of the tables a folder may hold.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.file)
}

/// What people are told of a table.
#[derive(Clone, Copy, Debug)]
pub struct TableShape {
    /// The file it stands in.
    pub file: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
}

/// The tables that a folder may hold, in reading order.
pub fn tables() -> impl Iterator<Item = TableShape> {
    TABLES.iter().map(|table| TableShape {
        file: table.file,
        row: table.row,
        columns: table.columns,
    })
}

/// Reads the tables of a folder. Statements without a source of their own belong to the folder's: `curation` where its
/// `sources.csv` has it, as that of the catalogue does, its only source, or else one named after the folder.
///
/// The order of `files` does not matter. Facts come in the order of the tables and their rows.
/// Malformed rows say nothing and are reported; so are slugs defined twice.
#[must_use]
pub fn read(files: &[File]) -> (Facts, Vec<Problem>) {
    let mut reading = Reading::default();
    reading.learn_slugs(files);
    reading.learn_sources(files);
    for table in TABLES {
        for file in files
            .iter()
            .filter(|file| table_of(&file.name, &file.bytes) == Some(table.file))
        {
            reading.read_table(table, file);
        }
    }
    reading.say_own_source(files);
    reading.problems.sort();
    (reading.facts, reading.problems)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What the source of a folder's own statements is called: the folder of a table that has the name of one, else the file
/// without its extension.
fn own_name(path: &str) -> &str {
    let file = file_name(path);
    if table_names().any(|table| table == file) {
        let folder = path[..path.len() - file.len()].trim_end_matches(['/', '\\']);
        match file_name(folder) {
            "" | "." | ".." => "own-tables",
            name => name,
        }
    } else {
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }
}

/// What is wrong where a quote would swallow rows.
pub const UNCLOSED: &str = "a quote that is not closed at the end of its cell, expected `\"…\"`, and `\"\"` for one inside of it";

/// The text of a table without the mark that some editors put before it.
fn text_of(file: &File) -> &[u8] {
    file.bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes)
}

/// The table a file holds: by its name, else the first whose columns its header names, beginning with the first column.
#[must_use]
pub fn table_of(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let named = table_names().find(|table| *table == file_name(name));
    named.or_else(|| {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes);
        let header = reader.headers().ok()?;
        let mut names = header.iter().map(str::trim);
        let first = names.next()?;
        let names: Vec<&str> = names.collect();
        let fits = |table: &&TableReader| {
            table.columns[0] == first
                && !names.is_empty()
                && names.iter().all(|name| table.columns.contains(name))
        };
        TABLES
            .iter()
            .filter(|it| it.file == "entries.csv")
            .chain(TABLES)
            .find(fits)
            .map(|table| table.file)
    })
}

#[derive(Default)]
struct Reading {
    facts: Facts,
    problems: Vec<Problem>,
    /// Slug → kind, for the entries and standards of the folder.
    kinds: BTreeMap<String, &'static str>,
    /// (table, slug) → the line it was first defined at.
    defined: BTreeMap<(&'static str, String), Place>,
    /// Package → the clients and technologies it is.
    packages: BTreeMap<String, Vec<NamedNode>>,
    /// The sources that the folder declares; nothing where it has no table of them.
    sources: Option<BTreeSet<String>>,
    /// The slug of the source of what no other is named for.
    own: String,
}

impl Reading {
    /// Finds out which sources the folder declares, and which of them is its own.
    fn learn_sources(&mut self, files: &[File]) {
        let is_table = |file: &&File| table_of(&file.name, &file.bytes) == Some("sources.csv");
        for file in files.iter().filter(is_table) {
            let mut reader = ::csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(text_of(file));
            let column = reader.headers().ok();
            let column = column.and_then(|header| header.iter().position(|it| it.trim() == "slug"));
            let slugs = reader.records().flatten();
            let slugs = slugs.filter_map(|it| Some(it.get(column?)?.trim().to_owned()));
            self.sources.get_or_insert_default().extend(slugs);
        }
        let declared = self.sources.iter().flatten();
        self.own = match declared
            .clone()
            .find(|it| *it == CURATION)
            .or_else(|| only(declared))
        {
            Some(source) => source.clone(),
            None => slug(files.first().map_or("", |file| own_name(&file.name))),
        };
        if self.own.is_empty() {
            "own-tables".clone_into(&mut self.own);
        }
    }

    /// Says that the folder's own source is one, where no table of it does.
    fn say_own_source(&mut self, files: &[File]) {
        let declared = self
            .sources
            .as_ref()
            .is_some_and(|it| it.contains(&self.own));
        let source = node("source", &self.own);
        let graph = self.facts.term(source.as_ref().into());
        let speaks = self.facts.rows().iter().any(|row| row.quad[3] == graph);
        let (Some(file), true) = (files.first(), speaks && !declared) else {
            return;
        };
        let number = self.facts.file(&file.name);
        let mut pen = Pen::new(&mut self.facts, number, 0, source.clone());
        pen.say_types(&source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
        pen.say_text(&source, sg::LABEL, own_name(&file.name));
    }

    /// Finds out which slug is a technology, a standard or a publication before any row refers to it.
    fn learn_slugs(&mut self, files: &[File]) {
        for file in files {
            let standards = match table_of(&file.name, &file.bytes) {
                Some("entries.csv") => false,
                Some("standards.csv") => true,
                _ => continue,
            };
            let mut reader = ::csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(text_of(file));
            for record in reader.records().flatten() {
                let kind = if standards {
                    "standard"
                } else {
                    kind(record.get(2).unwrap_or_default()).unwrap_or("technology")
                };
                self.kinds
                    .insert(record.get(0).unwrap_or_default().to_owned(), kind);
            }
        }
    }

    fn read_table(&mut self, table: &'static TableReader, file: &File) {
        let mut reader = ::csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text_of(file));
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => return self.problems.push(csv_problem(&file.name, &error)),
        };
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if let Some(problem) = header_problem(table, &file.name, &header) {
            return self.problems.push(problem);
        }
        let number = self.facts.file(&file.name);
        if let Some(line) = broken_quotes(text_of(file), b',') {
            let place = Place {
                file: file.name.clone(),
                line,
                column: 0,
            };
            return self
                .problems
                .push(Problem::malformed(place, UNCLOSED.to_owned()));
        }
        let mut lines = Lines::of(text_of(file));
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.problems.push(csv_problem(&file.name, &error));
                    continue;
                }
            };
            let line = record.position().map_or(0, |it| lines.line(it.byte()));
            let place = Place {
                file: file.name.clone(),
                line,
                column: 0,
            };
            if record.len() != header.len() {
                let message = format!(
                    "{} cells, expected {}: {}",
                    record.len(),
                    header.len(),
                    header.join(",")
                );
                self.problems.push(Problem::malformed(place, message));
                continue;
            }
            let cells = header
                .iter()
                .map(String::as_str)
                .zip(record.iter().map(str::trim))
                .collect();
            let pen = Pen::new(
                &mut self.facts,
                number,
                u32::try_from(line).unwrap_or(0),
                node("source", &self.own),
            );
            let mut row = Row {
                cells,
                place,
                pen,
                kinds: &self.kinds,
                defined: &mut self.defined,
                packages: &mut self.packages,
                sources: self.sources.as_ref(),
                problems: &mut self.problems,
                table: table.file,
            };
            let said = row.legible().and_then(|()| (table.say)(&mut row));
            self.problems.extend(said.err());
        }
    }
}

fn header_problem(table: &TableReader, name: &str, header: &[String]) -> Option<Problem> {
    let place = Place {
        file: name.to_owned(),
        line: 1,
        column: 0,
    };
    let missing: Vec<&str> = table.columns[..1]
        .iter()
        .filter(|column| !header.iter().any(|name| name == *column))
        .copied()
        .collect();
    if !missing.is_empty() {
        let message = format!(
            "no column `{}`, expected a header of {}",
            missing.join("`, `"),
            table.columns.join(",")
        );
        return Some(Problem::malformed(place, message));
    }
    let twice = header
        .iter()
        .enumerate()
        .find(|(at, name)| header[..*at].contains(name));
    if let Some((_, name)) = twice {
        let message = format!("column `{name}` is there twice, expected each column once");
        return Some(Problem::malformed(place, message));
    }
    let unknown = header
        .iter()
        .find(|name| !table.columns.contains(&name.as_str()))?;
    let message = format!(
        "unknown column `{unknown}`, expected {}",
        table.columns.join(",")
    );
    let hint = nearest(unknown, table.columns.iter().copied())
        .map(|name| format!("did you mean `{name}`?"));
    Some(Problem::malformed(place, message).with_hint(hint))
}

fn csv_problem(name: &str, error: &::csv::Error) -> Problem {
    let line = error.position().map_or(0, ::csv::Position::line);
    let message = match error.kind() {
        ::csv::ErrorKind::Utf8 { err, .. } => format!(
            "cell {} is not UTF-8, expected text in UTF-8",
            err.field() + 1
        ),
        _ => format!("not CSV: {error}"),
    };
    Problem::malformed(
        Place {
            file: name.to_owned(),
            line,
            column: 0,
        },
        message,
    )
}

/// One row of a table, and the pen that writes what it says.
struct Row<'a, 'f> {
    cells: Vec<(&'a str, &'a str)>,
    place: Place,
    pen: Pen<'f>,
    kinds: &'a BTreeMap<String, &'static str>,
    defined: &'a mut BTreeMap<(&'static str, String), Place>,
    packages: &'a mut BTreeMap<String, Vec<NamedNode>>,
    sources: Option<&'a BTreeSet<String>>,
    problems: &'a mut Vec<Problem>,
    table: &'static str,
}

impl<'a> Row<'a, '_> {
    /// The text of a cell; empty where the table lacks the column.
    fn text(&self, column: &str) -> &'a str {
        self.cells
            .iter()
            .find(|(name, _)| *name == column)
            .map_or("", |(_, text)| text)
    }

    fn problem(&self, column: &str, message: String) -> Problem {
        let column = self
            .cells
            .iter()
            .position(|(name, _)| *name == column)
            .map_or(0, |index| index as u64 + 1);
        Problem::malformed(
            Place {
                column,
                ..self.place.clone()
            },
            message,
        )
    }

    fn checked_slug(&self, column: &str, text: &'a str) -> Result<&'a str, Problem> {
        if is_slug(text) {
            return Ok(text);
        }
        let hint = Some(slug(text))
            .filter(|slug| !slug.is_empty())
            .map(|slug| format!("did you mean `{slug}`?"));
        let message = format!(
            "`{text}` in column `{column}` is no slug, expected lower-case ASCII words joined by `-`"
        );
        Err(self.problem(column, message).with_hint(hint))
    }

    /// The one slug of a cell that must not be empty.
    fn slug(&self, column: &str) -> Result<&'a str, Problem> {
        self.checked_slug(column, self.text(column))
    }

    /// The one slug of a cell, or nothing in an empty one.
    fn optional_slug(&self, column: &str) -> Result<Option<&'a str>, Problem> {
        match self.text(column) {
            "" => Ok(None),
            text => self.checked_slug(column, text).map(Some),
        }
    }

    /// The slugs of a cell: `;` between them, none in an empty one.
    fn slugs(&self, column: &str) -> Result<Vec<&'a str>, Problem> {
        let cells = self
            .text(column)
            .split(';')
            .map(str::trim)
            .filter(|text| !text.is_empty());
        cells.map(|text| self.checked_slug(column, text)).collect()
    }

    /// The address in a cell, or nothing in an empty one.
    fn address(&self, column: &str) -> Result<Option<NamedNode>, Problem> {
        match self.text(column) {
            "" => Ok(None),
            text if text.starts_with("http://") || text.starts_with("https://") => {
                NamedNode::new(text).map(Some).map_err(|error| {
                    self.problem(
                        column,
                        format!("`{text}` in column `{column}` is no address: {error}"),
                    )
                })
            }
            text => Err(self.problem(
                column,
                format!(
                    "`{text}` in column `{column}` is no address, expected http:// or https://"
                ),
            )),
        }
    }

    fn number(&self, column: &str) -> Result<Option<u64>, Problem> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                self.problem(
                    column,
                    format!("`{text}` in column `{column}` is no whole number"),
                )
            }),
        }
    }

    fn one_of(&self, column: &str, known: &[&'static str]) -> Result<&'static str, Problem> {
        let text = self.text(column);
        known
            .iter()
            .find(|name| **name == text)
            .copied()
            .ok_or_else(|| {
                let hint = nearest(text, known.iter().copied())
                    .map(|name| format!("did you mean `{name}`?"));
                self.problem(
                    column,
                    format!("unknown {column} `{text}`, expected {}", known.join(", ")),
                )
                .with_hint(hint)
            })
    }

    /// One of the known words, or nothing in an empty cell.
    fn optional_one_of(
        &self,
        column: &str,
        known: &[&'static str],
    ) -> Result<Option<&'static str>, Problem> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.one_of(column, known).map(Some),
        }
    }

    /// Whether a cell says `yes`; an empty one does not.
    fn yes(&self, column: &str) -> Result<bool, Problem> {
        match self.text(column) {
            "" => Ok(false),
            "yes" => Ok(true),
            text => Err(self.problem(
                column,
                format!("`{text}` in column `{column}`, expected `yes` or nothing"),
            )),
        }
    }

    /// The day in a cell, or nothing in an empty one.
    fn date(&self, column: &str) -> Result<Option<&'a str>, Problem> {
        let text = self.text(column);
        let is_date = text.len() == 10
            && text.char_indices().all(|(at, letter)| match at {
                4 | 7 => letter == '-',
                _ => letter.is_ascii_digit(),
            });
        match text {
            "" => Ok(None),
            _ if is_date => Ok(Some(text)),
            _ => Err(self.problem(
                column,
                format!("`{text}` in column `{column}` is no day such as 2026-06-10"),
            )),
        }
    }

    /// The package of this row: a registry and a name.
    fn package(&self) -> Result<&'a str, Problem> {
        let text = self.text("package");
        if text.contains(':') {
            return Ok(text);
        }
        let message =
            format!("`{text}` is no package, expected a registry and a name such as `npm:kafkajs`");
        Err(self.problem("package", message))
    }

    /// Notes that `thing` is this package.
    fn remember_package(&mut self, package: &str, thing: &NamedNode) {
        self.packages
            .entry(package.to_owned())
            .or_default()
            .push(thing.clone());
    }

    /// The clients and technologies that are this package.
    fn packaged(&self, package: &str) -> Result<Vec<NamedNode>, Problem> {
        self.packages.get(package).cloned().ok_or_else(|| {
            let hint = nearest(package, self.packages.keys().map(String::as_str))
                .map(|name| format!("did you mean `{name}`?"));
            let message = format!("`{package}` stands in neither clients.csv nor packages.csv");
            self.problem("package", message).with_hint(hint)
        })
    }

    /// The clients that are this package: the status of a technology stands in a table of its own.
    fn clients(&self, package: &str) -> Result<Vec<NamedNode>, Problem> {
        let mut clients = self.packaged(package)?;
        clients
            .retain(|it| sg::kind_and_slug(it.as_str()).is_some_and(|(kind, _)| kind == "client"));
        if clients.is_empty() {
            let message = format!(
                "`{package}` is a technology itself, expected a package of clients.csv: what a technology is stands in statuses.csv"
            );
            return Err(self.problem("package", message));
        }
        Ok(clients)
    }

    /// Notes that this row defines `slug`; a second definition is a problem that names the first.
    fn define(&mut self, slug: &str) {
        let table = if self.table == "standards.csv" {
            "entries.csv"
        } else {
            self.table
        };
        let first = self
            .defined
            .entry((table, slug.to_owned()))
            .or_insert_with(|| self.place.clone());
        if *first != self.place {
            let message = format!("`{slug}` is defined twice, first at {first}");
            self.problems
                .push(Problem::inconsistent(self.place.clone(), message));
        }
    }

    /// Writes the statements of this row into the graph of the source named in column `source`.
    fn use_source(&mut self) -> Result<(), Problem> {
        if self.text("source").is_empty() {
            return Ok(());
        }
        let source = self.slug("source")?;
        if let Some(declared) = self.sources.filter(|it| !it.contains(source)) {
            let hint = nearest(source, declared.iter().map(String::as_str))
                .map(|name| format!("did you mean `{name}`?"));
            let message = format!("unknown source `{source}`, expected one of sources.csv");
            return Err(self.problem("source", message).with_hint(hint));
        }
        self.pen.source = node("source", source);
        if self.sources.is_none() {
            let types = [sg::SOURCE, sg::PROV_ENTITY, sg::DATASET];
            let source = self.pen.source.clone();
            self.pen.say_types(&source, &types);
        }
        Ok(())
    }

    /// Refuses cells with control characters, which no name or text has and nobody would see.
    fn legible(&self) -> Result<(), Problem> {
        let odd = |it: char| it.is_control() && !it.is_ascii_whitespace();
        for (column, text) in &self.cells {
            if let Some(found) = text.chars().find(|it| odd(*it)) {
                let message = format!(
                    "U+{:04X} in column `{column}`, expected text without control characters",
                    u32::from(found)
                );
                return Err(self.problem(column, message));
            }
        }
        Ok(())
    }

    fn entry(&self, slug: &str, otherwise: &'static str) -> NamedNode {
        node(self.kinds.get(slug).copied().unwrap_or(otherwise), slug)
    }

    /// Writes the date of a source: a year, a year and month, or a day, each with its type.
    fn say_issued(&mut self, source: &NamedNode) -> Result<(), Problem> {
        use oxrdf::vocab::xsd;
        let text = self.text("date");
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let datatype = match (text.len(), digits) {
            (0, _) => return Ok(()),
            (4, 4) => xsd::G_YEAR,
            (7, 6) => xsd::G_YEAR_MONTH,
            (10, 8) => xsd::DATE,
            _ => {
                let message = format!(
                    "`{text}` is no date, expected one such as 2016, 2026-11 or 2026-06-10"
                );
                return Err(self.problem("date", message));
            }
        };
        let date = oxrdf::Literal::new_typed_literal(text, datatype);
        self.pen.say(source, sg::ISSUED, date);
        Ok(())
    }

    fn say_aliases(&mut self, subject: &NamedNode) {
        for alias in self.text("aliases").split(';').map(str::trim) {
            self.pen.say_text(subject, sg::ALT_LABEL, alias);
        }
    }

    /// Writes which page a statement rests on, and the words of it.
    fn say_evidence(
        &mut self,
        subject: &NamedNode,
        predicate: &str,
        object: &oxrdf::Term,
        name: &str,
    ) -> Result<(), Problem> {
        let evidence = self.address("evidence")?;
        let words = self.text("words");
        if evidence.is_none() && words.is_empty() {
            return Ok(());
        }
        let statement = self.say_statement(subject, predicate, object, name);
        if let Some(evidence) = evidence {
            self.pen.say(&statement, sg::PRIMARY_SOURCE, evidence);
        }
        self.pen.say_text(&statement, sg::WORDS, words);
        Ok(())
    }

    /// Writes the node of a statement, on which hangs what is said of it.
    fn say_statement(
        &mut self,
        subject: &NamedNode,
        predicate: &str,
        object: &oxrdf::Term,
        name: &str,
    ) -> NamedNode {
        let statement = node("statement", name);
        self.pen.say_types(&statement, &[sg::STATEMENT]);
        self.pen
            .say(&statement, sg::STATEMENT_SUBJECT, subject.clone());
        self.pen.say(
            &statement,
            sg::STATEMENT_PREDICATE,
            NamedNode::new_unchecked(predicate),
        );
        self.pen
            .say(&statement, sg::STATEMENT_OBJECT, object.clone());
        statement
    }
}

/// The source of the catalogue's own judgements.
const CURATION: &str = "curation";

/// The one thing there is; nothing where there are more.
fn only<T>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let first = things.next();
    first.filter(|_| things.next().is_none())
}

fn node(kind: &str, slug: &str) -> NamedNode {
    NamedNode::new_unchecked(id(kind, slug))
}

fn kind(text: &str) -> Option<&'static str> {
    ["technology", "standard", "publication"]
        .into_iter()
        .find(|kind| *kind == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(name: &str, text: &str) -> (Facts, Vec<Problem>) {
        read(&[File {
            name: format!("mine/{name}"),
            bytes: text.as_bytes().to_vec(),
        }])
    }

    #[test]
    fn one_row_is_an_entry() {
        let (facts, problems) = read_one(
            "entries.csv",
            "slug,name,kind,needs\nnats,NATS,technology,messaging\n",
        );
        assert_eq!(problems, []);
        let of_the_folder = facts.rows().iter().filter(|row| {
            facts.terms().get(row.quad[3]) == b"Ihttps://w3id.org/stackgen/id/source/mine"
        });
        assert_eq!(of_the_folder.count(), facts.len());
        assert_eq!(facts.len(), 5 + 4, "the entry and its source");
        assert_eq!(
            facts.place(&facts.rows()[0]).to_string(),
            "mine/entries.csv:2"
        );
    }

    #[test]
    fn a_bad_cell_names_its_line_and_the_nearest_word() {
        let (facts, problems) = read_one("entries.csv", "slug,name,kind\nnats,NATS,tecnology\n");
        assert!(facts.is_empty());
        assert_eq!(
            problems[0].to_string(),
            "mine/entries.csv:2:3: unknown kind `tecnology`, expected technology, standard, publication\nhint: did you mean `technology`?"
        );
    }

    #[test]
    fn a_package_that_was_given_up_says_so_of_its_clients_and_not_of_the_technology() {
        let file = |name: &str, text: &str| File {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let (facts, problems) = read(&[
            file(
                "clients.csv",
                "technology,language,package,official\nes,go,go:olivere,community\nes,go,go:official,official\n",
            ),
            file(
                "package-statuses.csv",
                "package,status,date,basis,successor,kind\n\
                 go:olivere,retired,2026-01-02,announced,go:official,advised\ngo:lost,retired,,,,\n",
            ),
        ]);
        let said: Vec<String> = facts
            .quads()
            .filter(|quad| quad.subject.to_string().contains("/client/go-olivere"))
            .map(|quad| format!("{} {}", quad.predicate, quad.object))
            .filter(|it| it.contains("status") || it.contains("replacedBy"))
            .map(|it| it.replace(sg::NS, "").replace(sg::ID, ""))
            .collect();
        assert_eq!(
            said,
            [
                "<status> \"retired\"",
                "<statusDate> \"2026-01-02\"^^<http://www.w3.org/2001/XMLSchema#date>",
                "<statusBasis> \"announced\"",
                "<replacedBy> <client/go-official-es-go>",
            ]
        );
        assert_eq!(
            problems[0].to_string(),
            "package-statuses.csv:3:1: `go:lost` stands in neither clients.csv nor packages.csv"
        );
    }

    #[test]
    fn a_slug_defined_twice_is_reported() {
        let (_, problems) = read_one(
            "entries.csv",
            "slug,name,kind\na,A,technology\na,B,technology\n",
        );
        assert_eq!(
            problems[0].to_string(),
            "mine/entries.csv:3: `a` is defined twice, first at mine/entries.csv:2"
        );
    }
}
