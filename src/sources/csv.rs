//! The CSV folder: the tables of `data/`, or a user's own with the same columns.
//!
//! Each table is a `TableReader` in `TABLES`: its file, its columns, and what one row says.

use std::collections::BTreeMap;

use oxrdf::{Literal, NamedNode};

use crate::base::place::Place;
use crate::base::slug::{is_slug, slug};
use crate::base::vocabulary as sg;
use crate::base::{nearest::nearest, vocabulary::id};
use crate::model::fact::{Facts, Pen};
use crate::model::problem::Problem;

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
    columns: &'static [&'static str],
    say: fn(&mut Row<'_, '_>) -> Result<(), Problem>,
}

/// Every table, in reading order.
const TABLES: &[TableReader] = &[
    TableReader {
        file: "sources.csv",
        columns: &["slug", "name", "date", "license", "link", "description"],
        say: source,
    },
    TableReader {
        file: "languages.csv",
        columns: &["slug", "name", "broader", "interop", "aliases"],
        say: language,
    },
    TableReader {
        file: "needs.csv",
        columns: &["slug", "name", "broader", "description", "aliases"],
        say: need,
    },
    TableReader {
        file: "categories.csv",
        columns: &["slug", "name", "broader", "position", "source", "made_for"],
        say: category,
    },
    TableReader {
        file: "entries.csv",
        columns: &[
            "slug",
            "name",
            "kind",
            "needs",
            "made_for",
            "homepage",
            "repository",
            "license",
            "description",
        ],
        say: entry,
    },
    TableReader {
        file: "standards.csv",
        columns: &[
            "slug",
            "name",
            "identifier",
            "body",
            "link",
            "version_of",
            "description",
        ],
        say: standard,
    },
    TableReader {
        file: "listings.csv",
        columns: &[
            "source",
            "category",
            "name",
            "link",
            "entry",
            "stars",
            "days_since_push",
        ],
        say: listing,
    },
    TableReader {
        file: "relations.csv",
        columns: &[
            "subject", "relation", "object", "source", "evidence", "words",
        ],
        say: relation,
    },
    TableReader {
        file: "statuses.csv",
        columns: &["slug", "status", "since", "source", "evidence", "words"],
        say: status,
    },
    TableReader {
        file: "clients.csv",
        columns: &["technology", "language", "package", "official", "evidence"],
        say: client,
    },
    TableReader {
        file: "images.csv",
        columns: &["technology", "image", "port", "evidence"],
        say: image,
    },
    TableReader {
        file: "aliases.csv",
        columns: &["slug", "alias"],
        say: alias,
    },
];

/// The relations of `relations.csv`: name, property, kind of the object.
const RELATIONS: &[(&str, &str, &str)] = &[
    ("alternativeTo", sg::ALTERNATIVE_TO, "technology"),
    ("builtOn", sg::BUILT_ON, "technology"),
    ("implements", sg::IMPLEMENTS, "standard"),
    ("integratesWith", sg::INTEGRATES_WITH, "technology"),
    ("replacedBy", sg::REPLACED_BY, "technology"),
    ("writtenIn", sg::WRITTEN_IN, "language"),
];

/// The names of the tables a folder may hold.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.file)
}

/// Reads the tables of a folder. Statements without a source of their own belong to the source `curation`.
///
/// The order of `files` does not matter. Facts come in the order of the tables and their rows.
/// Malformed rows say nothing and are reported; so are slugs defined twice.
#[must_use]
pub fn read(files: &[File]) -> (Facts, Vec<Problem>) {
    let mut reading = Reading::default();
    reading.learn_slugs(files);
    for table in TABLES {
        for file in files
            .iter()
            .filter(|file| file_name(&file.name) == table.file)
        {
            reading.read_table(table, file);
        }
    }
    reading.problems.sort();
    (reading.facts, reading.problems)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[derive(Default)]
struct Reading {
    facts: Facts,
    problems: Vec<Problem>,
    /// Slug → kind, for the entries and standards of the folder.
    kinds: BTreeMap<String, &'static str>,
    /// (table, slug) → the line it was first defined at.
    defined: BTreeMap<(&'static str, String), Place>,
}

impl Reading {
    /// Finds out which slug is a technology, a standard or a publication before any row refers to it.
    fn learn_slugs(&mut self, files: &[File]) {
        for file in files {
            let standards = match file_name(&file.name) {
                "entries.csv" => false,
                "standards.csv" => true,
                _ => continue,
            };
            let mut reader = ::csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(file.bytes.as_slice());
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
            .from_reader(file.bytes.as_slice());
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => return self.problems.push(csv_problem(&file.name, &error)),
        };
        let header: Vec<String> = header
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        if let Some(problem) = header_problem(table, &file.name, &header) {
            return self.problems.push(problem);
        }
        let number = self.facts.file(&file.name);
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.problems.push(csv_problem(&file.name, &error));
                    continue;
                }
            };
            let line = record.position().map_or(0, ::csv::Position::line);
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
            let curation = NamedNode::new_unchecked(id("source", "curation"));
            let pen = Pen::new(
                &mut self.facts,
                number,
                u32::try_from(line).unwrap_or(0),
                curation,
            );
            let mut row = Row {
                cells,
                place,
                pen,
                kinds: &self.kinds,
                defined: &mut self.defined,
                problems: &mut self.problems,
                table: table.file,
            };
            if let Err(problem) = (table.say)(&mut row) {
                self.problems.push(problem);
            }
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
        if !self.text("source").is_empty() {
            self.pen.source = node("source", self.slug("source")?);
        }
        Ok(())
    }

    fn entry(&self, slug: &str, otherwise: &'static str) -> NamedNode {
        node(self.kinds.get(slug).copied().unwrap_or(otherwise), slug)
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
        if let Some(evidence) = evidence {
            self.pen.say(&statement, sg::PRIMARY_SOURCE, evidence);
        }
        self.pen.say_text(&statement, sg::WORDS, words);
        Ok(())
    }
}

fn node(kind: &str, slug: &str) -> NamedNode {
    NamedNode::new_unchecked(id(kind, slug))
}

fn kind(text: &str) -> Option<&'static str> {
    ["technology", "standard", "publication"]
        .into_iter()
        .find(|kind| *kind == text)
}

fn source(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    let source = node("source", slug);
    row.pen.source = source.clone();
    row.pen
        .say_types(&source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
    row.pen.say_text(&source, sg::LABEL, row.text("name"));
    row.pen.say_text(&source, sg::ISSUED, row.text("date"));
    row.pen
        .say_text(&source, sg::SOURCE_LICENSE, row.text("license"));
    row.pen
        .say_text(&source, sg::DESCRIPTION, row.text("description"));
    if let Some(link) = row.address("link")? {
        row.pen.say(&source, sg::HOMEPAGE, link);
    }
    Ok(())
}

fn language(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    let language = node("language", slug);
    row.pen
        .say_types(&language, &[sg::LANGUAGE, sg::COMPUTER_LANGUAGE]);
    row.pen.say_text(&language, sg::LABEL, row.text("name"));
    for broader in row.slugs("broader")? {
        row.pen
            .say(&language, sg::BROADER, node("language", broader));
    }
    for other in row.slugs("interop")? {
        row.pen
            .say(&language, sg::INTEROPERATES_WITH, node("language", other));
    }
    row.say_aliases(&language);
    Ok(())
}

fn need(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    let need = node("category", slug);
    row.pen
        .say_types(&need, &[sg::NEED, sg::CATEGORY, sg::CONCEPT]);
    row.pen.say_text(&need, sg::LABEL, row.text("name"));
    row.pen
        .say_text(&need, sg::DESCRIPTION, row.text("description"));
    for broader in row.slugs("broader")? {
        row.pen.say(&need, sg::BROADER, node("category", broader));
    }
    row.say_aliases(&need);
    Ok(())
}

fn category(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    row.use_source()?;
    let category = node("category", slug);
    row.pen.say_types(&category, &[sg::CATEGORY, sg::CONCEPT]);
    row.pen.say_text(&category, sg::LABEL, row.text("name"));
    let scheme = row.pen.source.clone();
    row.pen.say(&category, sg::IN_SCHEME, scheme);
    for broader in row.slugs("broader")? {
        row.pen
            .say(&category, sg::BROADER, node("category", broader));
    }
    if let Some(position) = row.number("position")? {
        row.pen.say_number(&category, sg::POSITION, position);
    }
    for language in row.slugs("made_for")? {
        row.pen
            .say(&category, sg::MADE_FOR, node("language", language));
    }
    Ok(())
}

fn entry(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let kind = row.one_of("kind", &["technology", "standard", "publication"])?;
    let needs = row.slugs("needs")?;
    let made_for = row.slugs("made_for")?;
    let (homepage, repository) = (row.address("homepage")?, row.address("repository")?);
    row.define(slug);
    let entry = node(kind, slug);
    let classes: &[&str] = match kind {
        "technology" => &[sg::TECHNOLOGY, sg::PROJECT],
        "standard" => &[sg::STANDARD, sg::SPECIFICATION],
        _ => &[sg::PUBLICATION, sg::CREATIVE_WORK],
    };
    row.pen.say_types(&entry, classes);
    row.pen.say_text(&entry, sg::LABEL, row.text("name"));
    row.pen
        .say_text(&entry, sg::DESCRIPTION, row.text("description"));
    if let Some(main) = needs.first() {
        row.pen.say(&entry, sg::PURPOSE, node("category", main));
    }
    for need in needs {
        row.pen.say(&entry, sg::IN_CATEGORY, node("category", need));
    }
    for language in made_for {
        row.pen
            .say(&entry, sg::MADE_FOR, node("language", language));
    }
    if let Some(homepage) = homepage {
        row.pen.say(&entry, sg::HOMEPAGE, homepage);
    }
    if let Some(repository) = repository {
        row.pen.say(&entry, sg::REPOSITORY, repository);
    }
    row.pen.say_text(&entry, sg::LICENSE, row.text("license"));
    Ok(())
}

fn standard(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let versions = row.slugs("version_of")?;
    let link = row.address("link")?;
    row.define(slug);
    let standard = node("standard", slug);
    row.pen
        .say_types(&standard, &[sg::STANDARD, sg::SPECIFICATION]);
    row.pen.say_text(&standard, sg::LABEL, row.text("name"));
    row.pen
        .say_text(&standard, sg::IDENTIFIER, row.text("identifier"));
    row.pen.say_text(&standard, sg::PUBLISHER, row.text("body"));
    row.pen
        .say_text(&standard, sg::DESCRIPTION, row.text("description"));
    for version in versions {
        row.pen
            .say(&standard, sg::IS_VERSION_OF, node("standard", version));
    }
    if let Some(link) = link {
        row.pen.say(&standard, sg::HOMEPAGE, link);
    }
    Ok(())
}

fn listing(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let slug = row.slug("entry")?;
    let category = row.slug("category")?;
    let (stars, days) = (row.number("stars")?, row.number("days_since_push")?);
    let link = row.address("link")?;
    let entry = row.entry(slug, "technology");
    row.pen
        .say(&entry, sg::IN_CATEGORY, node("category", category));
    row.pen.say_text(&entry, sg::ALT_LABEL, row.text("name"));
    if let Some(link) = link {
        let property = if is_repository(link.as_str()) {
            sg::REPOSITORY
        } else {
            sg::HOMEPAGE
        };
        row.pen.say(&entry, property, link);
    }
    if let Some(stars) = stars {
        row.pen.say_number(&entry, sg::STARS, stars);
    }
    if let Some(days) = days {
        row.pen.say_number(&entry, sg::DAYS_SINCE_PUSH, days);
    }
    Ok(())
}

/// Whether an address is a source code repository: owner and name on a well-known host.
fn is_repository(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let mut parts = rest.trim_end_matches('/').split('/');
    let host = parts.next().unwrap_or_default();
    matches!(
        host,
        "github.com" | "www.github.com" | "gitlab.com" | "bitbucket.org"
    ) && parts.count() == 2
}

fn relation(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let names: Vec<&'static str> = RELATIONS.iter().map(|(name, ..)| *name).collect();
    let name = row.one_of("relation", &names)?;
    let (subject, object) = (row.slug("subject")?, row.slug("object")?);
    let &(_, property, range) = RELATIONS
        .iter()
        .find(|(known, ..)| *known == name)
        .expect("one_of returned a known name");
    let from = row.entry(subject, "technology");
    let to = if range == "language" {
        node(range, object)
    } else {
        row.entry(object, range)
    };
    row.pen.say(&from, property, to.clone());
    row.say_evidence(
        &from,
        property,
        &to.into(),
        &format!("{subject}--{}--{object}", slug_of(name)),
    )
}

/// `builtOn` → `built-on`.
fn slug_of(name: &str) -> String {
    name.chars()
        .flat_map(|letter| {
            letter
                .is_uppercase()
                .then_some('-')
                .into_iter()
                .chain(letter.to_lowercase())
        })
        .collect()
}

fn status(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let slug = row.slug("slug")?;
    let status = row.one_of("status", &["active", "maintenance", "retired"])?;
    let since = row.number("since")?;
    let entry = row.entry(slug, "technology");
    row.pen.say_text(&entry, sg::STATUS, status);
    if let Some(year) = since {
        row.pen.say_number(&entry, sg::STATUS_SINCE, year);
    }
    row.say_evidence(
        &entry,
        sg::STATUS,
        &Literal::new_simple_literal(status).into(),
        &format!("{slug}--status--{status}"),
    )
}

fn client(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let technology = row.slug("technology")?;
    let language = row.slug("language")?;
    let official = row.one_of("official", &["official", "community"])?;
    let package = row.text("package");
    if !package.contains(':') {
        return Err(row.problem(
            "package",
            format!(
                "`{package}` is no package, expected a registry and a name such as `npm:kafkajs`"
            ),
        ));
    }
    let client = node(
        "client",
        &slug(&format!("{package} {technology} {language}")),
    );
    row.pen.say_types(&client, &[sg::CLIENT]);
    row.pen.say_text(&client, sg::LABEL, package);
    row.pen.say_text(&client, sg::PACKAGE, package);
    row.pen
        .say(&client, sg::CLIENT_OF, row.entry(technology, "technology"));
    row.pen
        .say(&client, sg::FOR_LANGUAGE, node("language", language));
    row.pen
        .say(&client, sg::OFFICIAL, Literal::from(official == "official"));
    if let Some(evidence) = row.address("evidence")? {
        row.pen.say(&client, sg::PRIMARY_SOURCE, evidence);
    }
    Ok(())
}

fn image(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let technology = row.slug("technology")?;
    let port = row.number("port")?;
    let image = row.text("image");
    if !image.contains(':') {
        let message = format!("`{image}` is no image with a tag, expected one such as `nats:2`");
        return Err(row.problem("image", message));
    }
    let technology = row.entry(technology, "technology");
    row.pen.say_text(&technology, sg::CONTAINER_IMAGE, image);
    if let Some(port) = port {
        row.pen.say_number(&technology, sg::PORT, port);
    }
    let literal = Literal::new_simple_literal(image).into();
    let name = format!("{}--container-image", row.text("technology"));
    row.say_evidence(&technology, sg::CONTAINER_IMAGE, &literal, &name)
}

fn alias(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let entry = row.entry(slug, "technology");
    row.pen.say_text(&entry, sg::ALT_LABEL, row.text("alias"));
    Ok(())
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
        assert_eq!(facts.facts.len(), 5);
        assert_eq!(
            facts.place(&facts.facts[0]).to_string(),
            "mine/entries.csv:2"
        );
    }

    #[test]
    fn a_bad_cell_names_its_line_and_the_nearest_word() {
        let (facts, problems) = read_one("entries.csv", "slug,name,kind\nnats,NATS,tecnology\n");
        assert!(facts.facts.is_empty());
        assert_eq!(
            problems[0].to_string(),
            "mine/entries.csv:2:3: unknown kind `tecnology`, expected technology, standard, publication\nhint: did you mean `technology`?"
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
