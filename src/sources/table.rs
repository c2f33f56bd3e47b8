//! Everyday tables: a team's spreadsheet as CSV, in whatever columns it has; and tech radars that are written so.
//!
//! A column is known by a usual name. What is not understood is kept as a note of the entry, and told.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::known::Known;
use super::listing::{self, Item, Listing, is_repository};
use super::{marks, radar, text};
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::model::fact::Facts;
use crate::model::problem::Problem;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Homepage,
    Repository,
    Need,
    Language,
    Licence,
    Ring,
    Description,
    /// Kept as a note, under the name of the column.
    Note,
    /// Says only how a picture is drawn.
    Nothing,
    Unknown,
}

/// The usual names of columns, as slugs; the first in a row of a table is the one that messages name.
const USUAL: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "name",
            "title",
            "tool",
            "tool-name",
            "technology",
            "product",
            "software",
            "item",
            "blip",
            "project",
            "component",
            "library",
            "application",
            "service",
            "system",
            "label",
        ],
    ),
    (
        Column::Homepage,
        &[
            "url",
            "link",
            "homepage",
            "home-page",
            "website",
            "web-site",
            "site",
            "web",
            "links",
        ],
    ),
    (
        Column::Repository,
        &[
            "repository",
            "repo",
            "github",
            "git",
            "code",
            "source-code",
            "repository-url",
            "repo-url",
            "github-url",
        ],
    ),
    (
        Column::Need,
        &[
            "category",
            "categories",
            "need",
            "needs",
            "type",
            "kind",
            "area",
            "purpose",
            "domain",
            "capability",
            "group",
            "quadrant",
            "use-case",
            "section",
        ],
    ),
    (
        Column::Language,
        &[
            "language",
            "languages",
            "lang",
            "programming-language",
            "programming-languages",
            "written-in",
        ],
    ),
    (
        Column::Licence,
        &[
            "license",
            "licence",
            "licenses",
            "licences",
            "license-type",
            "spdx",
        ],
    ),
    (
        Column::Ring,
        &[
            "status",
            "ring",
            "phase",
            "stage",
            "state",
            "lifecycle",
            "verdict",
            "decision",
            "recommendation",
            "assessment",
            "adoption",
        ],
    ),
    (
        Column::Description,
        &[
            "description",
            "summary",
            "about",
            "what",
            "details",
            "what-it-does",
        ],
    ),
    (
        Column::Note,
        &[
            "notes",
            "note",
            "owner",
            "owners",
            "team",
            "owned-by",
            "responsible",
            "contact",
            "maintainer",
            "comment",
            "comments",
            "remark",
            "remarks",
            "department",
            "since",
            "version",
            "cost",
            "vendor",
            "used-by",
            "tags",
        ],
    ),
    (
        Column::Nothing,
        &[
            "isnew", "is-new", "new", "moved", "active", "id", "no", "nr", "number",
        ],
    ),
];

fn column(name: &str) -> Column {
    let folded = slug(name);
    let known = USUAL
        .iter()
        .find(|(_, names)| names.contains(&folded.as_str()));
    known.map_or(Column::Unknown, |(column, _)| *column)
}

/// Whether a text begins like a table: its first line names a column for the name and another one that is known.
pub(super) fn begins_one(text: &str) -> bool {
    let is_header = |line: &&str| !line.to_lowercase().starts_with("sep=");
    let line = text.lines().find(is_header).unwrap_or_default();
    if line.starts_with('#') {
        return false;
    }
    let separator = char::from(separator(line));
    let columns: Vec<Column> = line
        .split(separator)
        .map(|name| column(name.trim_matches(['"', ' '])))
        .collect();
    let known = columns.iter().filter(|it| **it != Column::Unknown);
    columns.contains(&Column::Name) && known.count() > 1
}

/// Reads a table as a source of its own: a row is an entry, a category a heading.
#[must_use]
pub fn read(file: &str, bytes: &[u8], known: &dyn Known) -> (Facts, Vec<Problem>) {
    let (text, mut problems) = match decoded(file, bytes) {
        Ok(read) => read,
        Err(problem) => return (Facts::default(), vec![problem]),
    };
    let table = match Table::of(file, &text) {
        Ok(table) => table,
        Err(problem) => return (Facts::default(), vec![problem]),
    };
    problems.extend(table.unknown_columns());
    let (items, skipped) = table.items(known);
    problems.extend(text::passed_over(file, &skipped));
    if items.is_empty() {
        let message = "no row with a name, expected one entry in each row";
        return (
            Facts::default(),
            vec![Problem::malformed(at(file, 2), message)],
        );
    }
    let (facts, found) = listing::write(&listing_of(file, items), known);
    problems.extend(found);
    problems.sort();
    (facts, problems)
}

/// A list that a file is, called like it.
pub(super) fn listing_of(file: &str, items: Vec<Item>) -> Listing<'_> {
    let slug = listing::source_slug(file, "");
    Listing {
        file,
        title: slug.clone(),
        slug,
        link: String::new(),
        license: String::new(),
        items_are_apart: true,
        items,
    }
}

fn at(file: &str, line: u64) -> Place {
    Place {
        file: file.to_owned(),
        line,
        column: 0,
    }
}

/// The text of a table. Spreadsheets write UTF-16 and Windows-1252 too; the second cannot be told from other old
/// encodings, so it is said.
fn decoded<'a>(file: &str, bytes: &'a [u8]) -> Result<(Cow<'a, str>, Vec<Problem>), Problem> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|it| from([it[0], it[1]]))
            .collect();
        String::from_utf16(&units)
            .map(|text| (Cow::Owned(text), Vec::new()))
            .map_err(|_| Problem::malformed(at(file, 1), "broken UTF-16, expected text in UTF-8"))
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return wide(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return wide(u16::from_be_bytes);
    }
    match text::decode(file, bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), Vec::new())),
        Err(problem) if bytes.contains(&0) => Err(problem),
        Err(problem) => {
            let message =
                "not UTF-8, read as Windows-1252: look at names with accents, or save it as UTF-8";
            let said = Problem::skipped(problem.place, message);
            Ok((
                Cow::Owned(bytes.iter().map(|byte| windows(*byte)).collect()),
                vec![said],
            ))
        }
    }
}

/// A byte of Windows-1252, which is Latin-1 but for 32 places; five of those are nothing.
fn windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
        '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
        '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

struct Table<'a> {
    file: &'a str,
    header: Vec<(String, Column)>,
    rows: Vec<(u64, Vec<String>)>,
}

impl<'a> Table<'a> {
    fn of(file: &'a str, text: &str) -> Result<Self, Problem> {
        let (text, first_line) = match text.split_once('\n') {
            // Excel's way to say which separator follows.
            Some((line, rest)) if line.to_lowercase().starts_with("sep=") => (rest, 1),
            _ => (text, 0),
        };
        let mut reader = ::csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator(text))
            .from_reader(text.as_bytes());
        let wrong = |error: &::csv::Error| {
            let line = error.position().map_or(1, ::csv::Position::line);
            Problem::malformed(at(file, line + first_line), "a broken row, expected CSV")
        };
        let names = reader.headers().map_err(|error| wrong(&error))?.clone();
        let mut header: Vec<(String, Column)> = names
            .iter()
            .map(|name| (name.trim().to_owned(), column(name)))
            .collect();
        if !header.iter().any(|(_, column)| *column == Column::Name) {
            let columns: Vec<&str> = names.iter().collect();
            let message = format!(
                "no column for the name among `{}`, expected one called `name`, `title`, `tool`, `technology` or `product`",
                columns.join("`, `")
            );
            return Err(Problem::malformed(at(file, 1), message));
        }
        let has_ring = header.iter().any(|(name, _)| slug(name) == "ring");
        for (name, column) in &mut header {
            // In a radar, `status` says how a blip moved.
            if has_ring && *column == Column::Ring && slug(name) != "ring" {
                *column = Column::Note;
            }
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| wrong(&error))?;
            let line = record.position().map_or(0, ::csv::Position::line) + first_line;
            rows.push((
                line,
                record.iter().map(|cell| cell.trim().to_owned()).collect(),
            ));
        }
        Ok(Self { file, header, rows })
    }

    fn unknown_columns(&self) -> Option<Problem> {
        let unknown: Vec<&str> = self
            .header
            .iter()
            .filter(|(name, column)| *column == Column::Unknown && !name.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        let message = format!(
            "unknown columns `{}`, kept as notes of the entries",
            unknown.join("`, `")
        );
        let hint = "columns are known by names such as name, category, language, license, url, repository, status, ring, description, owner, notes";
        (!unknown.is_empty())
            .then(|| Problem::skipped(at(self.file, 1), message).with_hint(Some(hint.to_owned())))
    }

    fn items(&self, known: &dyn Known) -> (Vec<Item>, Vec<(u64, String)>) {
        let (mut items, mut skipped) = (Vec::new(), Vec::new());
        for (line, cells) in &self.rows {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let row = RowOfTable {
                header: &self.header,
                cells,
            };
            let item = row.item(u32::try_from(*line).unwrap_or(0), known);
            if item.name.is_empty() {
                skipped.push((*line, "it has no name".to_owned()));
                continue;
            }
            if cells.len() > self.header.len() {
                skipped.push((
                    *line,
                    "it has more cells than there are columns: the last are left out".to_owned(),
                ));
            }
            let needs = row.needs();
            let sections = needs.into_iter().map(|need| vec![need]);
            let sections: Vec<Vec<String>> = sections.collect();
            if sections.is_empty() {
                items.push(item);
                continue;
            }
            items.extend(sections.into_iter().map(|section| Item {
                section,
                ..item.clone()
            }));
        }
        (items, skipped)
    }
}

/// The separator of a table: of those that spreadsheets write, the one that the header has most of.
fn separator(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(it, _)| *it == byte && !quoted) {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts
        .iter()
        .find(|(_, count)| *count == most)
        .map_or(b',', |(byte, _)| *byte)
}

struct RowOfTable<'a> {
    header: &'a [(String, Column)],
    cells: &'a [String],
}

impl RowOfTable<'_> {
    fn of(&self, wanted: Column) -> impl Iterator<Item = (&str, &str)> {
        self.header
            .iter()
            .zip(self.cells)
            .filter(move |((_, column), cell)| *column == wanted && !cell.is_empty())
            .map(|((name, _), cell)| (name.as_str(), cell.as_str()))
    }

    fn first(&self, wanted: Column) -> &str {
        self.of(wanted).next().map_or("", |(_, cell)| cell)
    }

    fn needs(&self) -> Vec<String> {
        let cells = self.of(Column::Need).map(|(_, cell)| cell);
        let parts = cells.flat_map(|cell| cell.split(';')).map(str::trim);
        let mut seen = BTreeSet::new();
        parts
            .filter(|part| !part.is_empty() && seen.insert(*part))
            .map(ToOwned::to_owned)
            .collect()
    }

    fn item(&self, line: u32, known: &dyn Known) -> Item {
        let mut notes: Vec<String> = [Column::Note, Column::Unknown]
            .into_iter()
            .flat_map(|column| self.of(column))
            .map(|(name, cell)| noted(name, cell))
            .collect();
        let mut item = Item {
            line,
            name: self.first(Column::Name).to_owned(),
            text: self.first(Column::Description).to_owned(),
            ..Item::default()
        };
        for (_, link) in self.of(Column::Homepage).chain(self.of(Column::Repository)) {
            let link = with_scheme(link);
            if is_repository(&link) {
                item.repository = link;
            } else {
                item.homepage = link;
            }
        }
        for (name, cell) in self.of(Column::Licence) {
            match marks::license(cell) {
                Some(license) => item.license = license,
                None => notes.push(noted(name, cell)),
            }
        }
        for (name, cell) in self.of(Column::Ring) {
            match radar::ring(cell) {
                Some(ring) => ring.clone_into(&mut item.ring),
                None => notes.push(noted(name, cell)),
            }
        }
        for (name, cell) in self.of(Column::Language) {
            let unknown = marks::parts(cell).filter(|part| known.language(part).is_none());
            notes.extend(unknown.map(|part| noted(name, part)));
            item.marks.push(cell.to_owned());
        }
        item.notes = notes;
        item
    }
}

fn noted(name: &str, cell: &str) -> String {
    if ["note", "notes"].contains(&slug(name).as_str()) || name.is_empty() {
        cell.to_owned()
    } else {
        format!("{name}: {cell}")
    }
}

/// `nats.io` as people write it into a cell.
fn with_scheme(link: &str) -> String {
    let is_bare =
        !link.contains("://") && link.contains('.') && !link.contains(char::is_whitespace);
    if is_bare {
        format!("https://{link}")
    } else {
        link.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::known::Nothing;

    fn statements(text: &[u8]) -> (Vec<String>, Vec<Problem>) {
        let (facts, problems) = read("tools.csv", text, &Nothing);
        let quads = facts.quads().map(|quad| quad.to_string());
        (quads.collect(), problems)
    }

    const PLAIN: &str = "Name,Category,License,URL,Status,Owner,Floor\nNATS,Message broker,Apache 2.0,nats.io,Adopt,Team A,3\n\nHouse Queue,Job queue,,,phasing out,,\n";

    #[test]
    fn columns_are_known_by_usual_names_and_the_rest_is_a_note_and_told() {
        let (quads, problems) = statements(PLAIN.as_bytes());
        for words in [
            "technology/nats> <https://w3id.org/stackgen/ns#license> \"Apache-2.0\"",
            "technology/nats> <http://xmlns.com/foaf/0.1/homepage> <https://nats.io>",
            "technology/nats> <https://w3id.org/stackgen/ns#ring> \"adopt\"",
            "technology/nats> <http://www.w3.org/2004/02/skos/core#note> \"Owner: Team A\"",
            "technology/nats> <http://www.w3.org/2004/02/skos/core#note> \"Floor: 3\"",
            "technology/house-queue> <https://w3id.org/stackgen/ns#ring> \"hold\"",
        ] {
            assert!(
                quads.iter().any(|quad| quad.contains(words)),
                "{words}: {quads:#?}"
            );
        }
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].message.contains("unknown columns `Floor`"),
            "{problems:?}"
        );
    }

    #[test]
    fn separator_line_ends_mark_and_encoding_change_nothing() {
        let (expected, _) = statements(PLAIN.as_bytes());
        let semicolons = PLAIN.replace(',', ";");
        let windows = format!("\u{feff}sep=;\r\n{}", semicolons.replace('\n', "\r\n"));
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(
                PLAIN
                    .replace(',', "\t")
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        for text in [semicolons.as_bytes(), windows.as_bytes(), &wide] {
            assert_eq!(statements(text).0, expected);
        }
        let (quads, problems) = statements(b"Tool;Notes\nCaf\xe9;f\xfcr alle\n");
        assert!(
            quads.iter().any(|quad| quad.contains("\"Café\"")),
            "{quads:?}"
        );
        assert!(problems[0].message.contains("Windows-1252"), "{problems:?}");
    }

    #[test]
    fn what_is_no_table_of_things_says_what_is_missing() {
        for (text, words) in [
            ("a,b\n1,2\n", "no column for the name"),
            ("name,category\n", "no row with a name"),
            ("", "no column for the name"),
            ("name\n\"a", ""),
        ] {
            let (quads, problems) = statements(text.as_bytes());
            assert!(
                problems.iter().any(|it| it.message.contains(words)) || !quads.is_empty(),
                "{text}"
            );
        }
    }
}
