//! Everyday tables: a team's spreadsheet as CSV, in whatever columns it has; and tech radars that are written so.
//!
//! A column is known by a usual name, a cell by what people write. What is not understood is kept as a note of the entry, and
//! told.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cells::{self, Licence};
use super::columns::{Column, Field, columns, count_understood};
use super::csv::{Lines, broken_quotes};
use super::known::{Known, Met, Sought, Thing};
use super::listing::{self, Item, Listing};
use super::{csv, radar, text};
use crate::base::nearest::nearest;
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::model::fact::Facts;
use crate::model::problem::Problem;

/// What spreadsheets put between cells.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// A header stands among so many first rows: titles and dates stand above it.
const HEADER_WITHIN: usize = 25;

/// Whether a text begins like a table: with a header of which two columns are understood.
pub(super) fn begins_one(text: &str) -> bool {
    if text.starts_with('#') {
        return false;
    }
    let (text, _) = without_hint(text);
    let beginning: Vec<&str> = text.lines().take(1).collect();
    let sheet = Sheet::of(&beginning.join("\n"), &[]);
    sheet.is_some_and(|sheet| count_understood(&sheet.columns) > 1)
}

/// Reads a table as a source of its own: a row is an entry, a category a heading. `mapped` are columns of which a person said
/// what they hold.
#[must_use]
pub fn read(
    file: &str,
    bytes: &[u8],
    mapped: &[(String, Field)],
    known: &dyn Known,
) -> (Facts, Vec<Problem>) {
    let refused = |problem| (Facts::default(), vec![problem]);
    let (text, mut problems) = match decoded(file, bytes) {
        Ok(read) => read,
        Err(problem) => return refused(problem),
    };
    let (text, first_line) = without_hint(&text);
    let Some(mut sheet) = Sheet::of(text, mapped) else {
        return refused(no_table(file, text));
    };
    if let Some(line) = broken_quotes(text.as_bytes(), sheet.separator) {
        let place = line_of(file, line + first_line);
        return refused(Problem::malformed(place, csv::UNCLOSED));
    }
    for row in &mut sheet.rows {
        row.line += first_line;
    }
    sheet.header_line += first_line;
    if let Some(problem) = sheet.unmapped(file, mapped) {
        return refused(problem);
    }
    let is_quadrant = |it: &Column| it.name.to_lowercase().starts_with("quadrant");
    let is_radar = sheet.columns.iter().any(is_quadrant);
    let mut reader = Reader {
        file,
        known,
        columns: &sheet.columns,
        said: Vec::new(),
        not_understood: BTreeMap::new(),
    };
    let items = reader.items(&mut sheet.rows, sheet.header_line);
    problems.extend(reader.told());
    problems.extend(sheet.unknown_columns(file));
    problems.extend(sheet.columns_twice(file));
    if items.is_empty() {
        let message = "no row with a name, expected one entry in each row";
        return refused(Problem::malformed(
            line_of(file, sheet.header_line + 1),
            message,
        ));
    }
    let (facts, found) = listing::write(&listing_of(file, items, is_radar), known);
    problems.extend(found);
    problems.sort();
    (facts, problems)
}

/// A list that a file is, called like it; the headings of a radar are its quadrants.
pub(super) fn listing_of(file: &str, items: Vec<Item>, is_radar: bool) -> Listing<'_> {
    let slug = listing::source_slug(file, "");
    Listing {
        file,
        title: slug.clone(),
        slug,
        link: String::new(),
        license: String::new(),
        items_are_apart: true,
        headings_are_wide: is_radar,
        items,
    }
}

fn line_of(file: &str, line: u64) -> Place {
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
            .map_err(|_| {
                Problem::malformed(line_of(file, 1), "broken UTF-16, expected text in UTF-8")
            })
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

/// A text without the line by which Excel says what separator follows, and how many lines that are.
fn without_hint(text: &str) -> (&str, u64) {
    match text.split_once('\n') {
        Some((line, rest)) if line.to_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    }
}

fn no_table(file: &str, text: &str) -> Problem {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let found = line.unwrap_or_default().split([',', ';', '\t', '|']);
    let found: Vec<&str> = found.map(|it| it.trim().trim_matches('"')).collect();
    let message = format!(
        "no column for the name among `{}`, expected one called `name`, `title`, `tool`, `technology` or `product`",
        found.join("`, `")
    );
    let hint = "`--map COLUMN=name` of `import` says which one it is; `stackgen import --template` shows a table";
    Problem::malformed(line_of(file, 1), message).with_hint(Some(hint.to_owned()))
}

/// A row of cells, and its line.
#[derive(Clone)]
struct Row {
    line: u64,
    cells: Vec<String>,
}

/// A table: its columns, and the rows below its header.
struct Sheet {
    separator: u8,
    columns: Vec<Column>,
    header_line: u64,
    rows: Vec<Row>,
}

impl Sheet {
    /// Of the separators the one by which most columns are understood.
    fn of(text: &str, mapped: &[(String, Field)]) -> Option<Self> {
        let read = |separator: &u8| {
            let (at, columns) = header(&rows(text, *separator, HEADER_WITHIN), mapped)?;
            Some((count_understood(&columns), *separator, at, columns))
        };
        let all = SEPARATORS.iter().filter_map(read);
        let (_, separator, at, columns) =
            all.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let mut rows = rows(text, separator, usize::MAX);
        let header_line = rows.get(at).map_or(1, |row| row.line);
        rows.drain(..=at);
        Some(Self {
            separator,
            columns,
            header_line,
            rows,
        })
    }

    /// What to say where a person named a column that is not there.
    fn unmapped(&self, file: &str, mapped: &[(String, Field)]) -> Option<Problem> {
        let names = || self.columns.iter().map(|it| it.name.as_str());
        let missing = mapped
            .iter()
            .find(|(column, _)| !names().any(|name| name.eq_ignore_ascii_case(column.trim())))?;
        let message = format!(
            "no column `{}`, expected one of `{}`",
            missing.0,
            names().collect::<Vec<_>>().join("`, `")
        );
        let near = nearest(&missing.0, names());
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        Some(Problem::malformed(line_of(file, self.header_line), message).with_hint(hint))
    }

    fn unknown_columns(&self, file: &str) -> Option<Problem> {
        let unknown = self
            .columns
            .iter()
            .filter(|it| it.field.is_none() && !it.name.is_empty());
        let unknown: Vec<&str> = unknown.map(|it| it.name.as_str()).collect();
        let message = format!(
            "unknown columns `{}`, kept as notes of the entries",
            unknown.join("`, `")
        );
        let hint = "`--map COLUMN=FIELD` of `import` says what they hold; `stackgen import --template` shows the fields";
        (!unknown.is_empty()).then(|| {
            Problem::skipped(line_of(file, self.header_line), message)
                .with_hint(Some(hint.to_owned()))
        })
    }
}

impl Sheet {
    /// What to say of columns with one name: they cannot be told apart.
    fn columns_twice(&self, file: &str) -> Option<Problem> {
        let names = || self.columns.iter().map(|it| it.name.to_lowercase());
        let twice = names()
            .enumerate()
            .find(|(at, name)| !name.is_empty() && names().take(*at).any(|other| other == *name));
        let (at, _) = twice?;
        let message = format!(
            "the column `{}` stands twice: the first counts, the other is kept as notes of the entries",
            self.columns[at].name
        );
        Some(Problem::skipped(line_of(file, self.header_line), message))
    }
}

/// The first rows of a text; quotes that are not closed end with it.
fn rows(text: &str, separator: u8, most: usize) -> Vec<Row> {
    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let records = reader.records().take(most).filter_map(Result::ok);
    let mut lines = Lines::of(text.as_bytes());
    records
        .map(|record| Row {
            line: record.position().map_or(0, |it| lines.line(it.byte())),
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
        })
        .collect()
}

/// The header among the first rows: the first that has a column for the name and most that is understood.
fn header(rows: &[Row], mapped: &[(String, Field)]) -> Option<(usize, Vec<Column>)> {
    let all = rows.iter().enumerate();
    let with_name = all.filter_map(|(at, row)| Some((at, columns(&row.cells, mapped)?)));
    with_name.reduce(|best, next| {
        if count_understood(&next.1) > count_understood(&best.1) {
            next
        } else {
            best
        }
    })
}

/// Turns rows into items, and remembers what it did not understand.
struct Reader<'a> {
    file: &'a str,
    known: &'a dyn Known,
    columns: &'a [Column],
    said: Vec<Problem>,
    /// Column → the first line with a cell that was not understood, and such cells.
    not_understood: BTreeMap<usize, (u64, Vec<String>)>,
}

impl Reader<'_> {
    fn at_of(&self, wanted: Field) -> Option<usize> {
        self.columns.iter().position(|it| it.field == Some(wanted))
    }

    fn items(&mut self, rows: &mut [Row], header_line: u64) -> Vec<Item> {
        let Some(name_at) = self.at_of(Field::Name) else {
            return Vec::new();
        };
        self.fill_down(rows, name_at, header_line);
        let mut items = Vec::new();
        let mut skipped = Vec::new();
        let (mut heading, mut headings) = (String::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            if row.cells.iter().all(String::is_empty) {
                continue;
            }
            if let Some(text) = self.heading(rows, at) {
                headings.push((row.line, text.clone()));
                heading = text;
                continue;
            }
            let (name, link) = cells::name(row.cells.get(name_at).map_or("", |it| it));
            if let Some(why) = self.no_entry(&name, row) {
                skipped.push((row.line, why.to_owned()));
                continue;
            }
            if row
                .cells
                .iter()
                .skip(self.columns.len())
                .any(|cell| !cell.is_empty())
            {
                let why = "it has more cells than there are columns: the last are left out";
                skipped.push((row.line, why.to_owned()));
            }
            self.push_items(row, name, link, &heading, &mut items);
        }
        self.said.extend(text::passed_over(self.file, &skipped));
        self.said.extend(headings_told(self.file, &headings));
        items
    }

    fn no_entry(&self, name: &str, row: &Row) -> Option<&'static str> {
        let is_header =
            |(cell, column): (&String, &Column)| cell.eq_ignore_ascii_case(&column.name);
        if slug(name).is_empty() && cells::is_empty(name) {
            Some("it has no name")
        } else if ["total", "totals", "sum", "summe"].contains(&slug(name).as_str()) {
            Some("it sums up the others")
        } else if row.cells.iter().zip(self.columns).all(is_header) {
            Some("it repeats the header")
        } else {
            None
        }
    }

    /// A cell that stands alone in a row of a table without categories is the heading of the rows below.
    fn heading(&self, rows: &[Row], at: usize) -> Option<String> {
        const FEWEST_COLUMNS: usize = 3;
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let below = rows[at + 1..].iter().find(|row| filled(row) > 0)?;
        let is_heading = self.at_of(Field::Category).is_none()
            && self.columns.len() >= FEWEST_COLUMNS
            && filled(&rows[at]) == 1
            && filled(below) > 1;
        let cell = rows[at].cells.iter().find(|cell| !cell.is_empty());
        let text = cell.filter(|_| is_heading)?;
        let text = text
            .trim_matches(|it: char| !it.is_alphanumeric())
            .to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Merged cells come out of a spreadsheet as one cell and blanks below it. A category before the name that is often blank
    /// is such a one.
    fn fill_down(&mut self, rows: &mut [Row], name_at: usize, header_line: u64) {
        let Some(category) = self.at_of(Field::Category).filter(|at| *at < name_at) else {
            return;
        };
        let cell = |row: &Row, at: usize| row.cells.get(at).cloned().unwrap_or_default();
        let with_name = rows
            .iter()
            .filter(|row| !cell(row, name_at).is_empty())
            .count();
        let blank = |row: &&Row| !cell(row, name_at).is_empty() && cell(row, category).is_empty();
        let blanks = rows.iter().filter(blank).count();
        let first = rows
            .iter()
            .find(|row| row.cells.iter().any(|it| !it.is_empty()));
        let begins_filled = first.is_some_and(|row| !cell(row, category).is_empty());
        // One row in four: fewer are rows that nobody sorted in.
        if blanks * 4 < with_name || blanks == 0 || !begins_filled {
            return;
        }
        let mut above = String::new();
        for row in rows.iter_mut() {
            let own = cell(row, category);
            if !own.is_empty() {
                above = own;
            } else if let Some(cell) = row.cells.get_mut(category) {
                above.clone_into(cell);
            }
        }
        let name = &self.columns[category].name;
        let message = format!(
            "{blanks} blank cells of `{name}` are taken for the cell above, as merged cells are"
        );
        self.said
            .push(Problem::skipped(line_of(self.file, header_line), message));
        rows.iter_mut()
            .filter(|row| {
                cell(row, name_at).is_empty()
                    && row.cells.iter().filter(|it| !it.is_empty()).count() == 1
            })
            .for_each(|row| row.cells.clear());
    }

    fn push_items(
        &mut self,
        row: &Row,
        name: String,
        link: Option<String>,
        heading: &str,
        items: &mut Vec<Item>,
    ) {
        let mut item = Item {
            line: u32::try_from(row.line).unwrap_or(0),
            name,
            ..Item::default()
        };
        let mut sections: Vec<Vec<String>> = Vec::new();
        if !heading.is_empty() {
            sections.push(vec![heading.to_owned()]);
        }
        if let Some(link) = link {
            take_links(&mut item, cells::links(&link, false));
        }
        let mut below: Vec<String> = Vec::new();
        for (at, (column, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
            let is_noted = matches!(column.field, None | Some(Field::Note | Field::Description));
            if cell.is_empty() || (!is_noted && cells::is_empty(cell)) {
                continue;
            }
            match column.field {
                Some(Field::Category) => {
                    let headings = cells::headings(cell, self.known);
                    sections.extend(headings.into_iter().map(|it| vec![it]));
                }
                Some(Field::Subcategory) => below = cells::headings(cell, self.known),
                Some(Field::Kind) if self.known.need(cell).is_some() => {
                    sections.push(vec![cell.clone()]);
                }
                Some(field) => self.take(&mut item, at, field, cell),
                None => item.notes.push(noted(&column.name, cell)),
            }
        }
        self.name_of_known(&mut item, &sections);
        if sections.is_empty() {
            sections.push(Vec::new());
        }
        for section in sections {
            let each: Vec<Vec<String>> = if below.is_empty() {
                vec![section]
            } else {
                let inner = |it: &String| section.iter().cloned().chain([it.clone()]).collect();
                below.iter().map(inner).collect()
            };
            items.extend(each.into_iter().map(|section| Item {
                section,
                ..item.clone()
            }));
        }
    }

    fn take(&mut self, item: &mut Item, at: usize, field: Field, cell: &str) {
        let mut is_understood = true;
        match field {
            Field::Homepage | Field::Repository => {
                let links = cells::links(cell, field == Field::Repository);
                is_understood = !links.has_other;
                take_links(item, links);
            }
            Field::Language => {
                let (languages, unknown) = cells::languages(cell, self.known);
                item.marks.extend(languages.into_iter().map(|it| it.name));
                is_understood = unknown.is_empty();
            }
            Field::Licence => match cells::licence(cell) {
                Licence::Spdx(licence) => item.license = licence,
                Licence::Sold => {
                    item.commercial = true;
                    item.notes.push(noted(&self.columns[at].name, cell));
                }
                Licence::Unknown => is_understood = false,
            },
            Field::Ring => match cells::ring(cell) {
                Some(ring) => {
                    ring.clone_into(&mut item.ring);
                    // What is said beside the word is kept.
                    if slug(cell) != ring {
                        item.notes.push(noted(&self.columns[at].name, cell));
                    }
                }
                None => is_understood = false,
            },
            Field::Description => item.text = radar::plain(cell),
            Field::Nothing | Field::Name | Field::Category | Field::Subcategory => {}
            Field::Kind | Field::Note => item.notes.push(noted(&self.columns[at].name, cell)),
        }
        if !is_understood {
            item.notes.push(noted(&self.columns[at].name, cell));
            let told = self.not_understood.entry(at);
            let (_, cells) = told.or_insert_with(|| (item.line.into(), Vec::new()));
            if !cells.iter().any(|it| it == cell) {
                cells.push(cell.to_owned());
            }
        }
    }

    /// `Redis 7` is the known Redis where nothing is called so as it stands.
    fn name_of_known(&self, item: &mut Item, sections: &[Vec<String>]) {
        let needs: Vec<Thing> = (sections.iter().flatten())
            .filter_map(|heading| self.known.need(heading))
            .collect();
        let is_known = |name: &str| {
            let sought = Sought {
                name,
                repository: &item.repository,
                homepage: &item.homepage,
                needs: &needs,
            };
            matches!(self.known.entry(sought), Met::Same(_))
        };
        let Some(short) = cells::without_version(&item.name) else {
            return;
        };
        if !is_known(&item.name) && is_known(&short) {
            item.notes.push(item.name.clone());
            item.name = short;
        }
    }

    /// What is to say of rows and cells.
    fn told(self) -> Vec<Problem> {
        let columns = self.columns;
        let cells = self.not_understood.into_iter();
        let cells = cells.map(|(at, (line, cells))| {
            let message = format!(
                "not understood in `{}`, kept as notes: {}",
                columns[at].name,
                first_few(&cells)
            );
            Problem::skipped(line_of(self.file, line), message)
        });
        let cells: Vec<Problem> = cells.collect();
        self.said.into_iter().chain(cells).collect()
    }
}

/// The first few of many, each in backticks.
fn first_few(texts: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = texts.iter().take(SHOWN).map(String::as_str).collect();
    let rest = texts.len() - shown.len();
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    format!("`{}`{more}", shown.join("`, `"))
}

fn headings_told(file: &str, headings: &[(u64, String)]) -> Option<Problem> {
    let (line, _) = headings.first()?;
    let texts: Vec<String> = headings.iter().map(|(_, text)| text.clone()).collect();
    let message = format!(
        "read as headings of the rows below, as each stands alone in its row: {}",
        first_few(&texts)
    );
    Some(Problem::skipped(line_of(file, *line), message))
}

fn take_links(item: &mut Item, links: cells::Links) {
    for (place, link) in [
        (&mut item.homepage, links.homepage),
        (&mut item.repository, links.repository),
    ] {
        if place.is_empty() {
            *place = link;
        }
    }
}

fn noted(name: &str, cell: &str) -> String {
    if ["note", "notes"].contains(&slug(name).as_str()) || name.is_empty() {
        cell.to_owned()
    } else {
        format!("{name}: {cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::known::Nothing;

    fn statements(text: &[u8]) -> (Vec<String>, Vec<Problem>) {
        let (facts, problems) = read("tools.csv", text, &[], &Nothing);
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
