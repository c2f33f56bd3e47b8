//! Pages for the terminal.
//!
//! A table fits the screen in this order: what it needs anyway; descriptions cut; other texts wrapped between words, the
//! room going where the words are; the last columns under the row, where even single words would not fit beside each
//! other. A word (a slug, an address, a version) is never broken. A pipe has lines as long as they need to be.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;
use crate::base::text::one_line;
use crate::model::page::{Block, Page, Table};

pub(super) fn render(page: &Page, style: Style) -> Vec<u8> {
    let mut text = String::new();
    for (number, block) in page.blocks.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        match block {
            Block::Heading(heading) => {
                let heading = painted(&one_line(heading), Paint::Strong, style);
                let _ = writeln!(text, "{heading}");
            }
            Block::Paragraph(paragraph) => wrap(&mut text, &one_line(paragraph), 0, style),
            Block::Properties(properties) => {
                let longest = properties.iter().map(|(name, _)| name.width()).max();
                let longest = longest.unwrap_or(0);
                for (name, value) in properties {
                    let (name, value) = (one_line(name), one_line(value));
                    let gap = " ".repeat(longest - name.width().min(longest));
                    let line = format!("{name}{gap}  {value}");
                    wrap(&mut text, &line, longest + 2, style);
                }
            }
            Block::Table(table) => grid(&mut text, table, style),
            Block::Points(points) => {
                for (level, point) in points {
                    let line = format!("{}- {}", "  ".repeat(*level), one_line(point));
                    wrap(&mut text, &line, level * 2 + 2, style);
                }
            }
        }
    }
    text.into_bytes()
}

/// Writes a line, broken between words where the terminal ends, further lines indented.
fn wrap(text: &mut String, line: &str, indent: usize, style: Style) {
    let width = style.width.map_or(usize::MAX, usize::from).max(indent + 20);
    for (number, part) in broken(line, width, width - indent).iter().enumerate() {
        let indent = if number > 0 { indent } else { 0 };
        let _ = writeln!(text, "{:indent$}{}", "", linked(part, style));
    }
}

/// A text in lines that fit, the first in `first` columns and the others in `rest`: blanks that stand at a break go, a
/// word that is wider than a line stays whole.
fn broken(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = 0;
    for (number, word) in text.split(' ').enumerate() {
        let room = if lines.len() == 1 { first } else { rest };
        let width = word.width();
        let last = lines.last_mut().expect("there is a line");
        if number > 0 && column + 1 + width > room && !last.trim().is_empty() {
            lines.push(word.to_owned());
            column = width;
            continue;
        }
        if number > 0 {
            last.push(' ');
            column += 1;
        }
        last.push_str(word);
        column += width;
    }
    lines
}

/// What a text is painted for; nothing is meant by colour alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paint {
    Strong,
    Faint,
    Good,
    Fair,
    Poor,
}

fn painted(text: &str, paint: Paint, style: Style) -> String {
    let code = match paint {
        Paint::Strong => "1",
        Paint::Faint => "2",
        Paint::Good => "32",
        Paint::Fair => "33",
        Paint::Poor => "31",
    };
    if style.color {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// A score from here on is good, one below the second is poor.
const SCORES: (f64, f64) = (0.6, 0.3);

/// What a cell is painted for, by its column.
fn paint(column: &str, cell: &str) -> Option<Paint> {
    match (column, cell.trim()) {
        ("pick", _) => Some(Paint::Strong),
        (_, "active") => Some(Paint::Good),
        (_, "maintenance") => Some(Paint::Fair),
        (_, "retired") => Some(Paint::Poor),
        ("score", cell) => {
            let score: f64 = cell.parse().ok()?;
            Some(match score {
                it if it >= SCORES.0 => Paint::Good,
                it if it >= SCORES.1 => Paint::Fair,
                _ => Paint::Poor,
            })
        }
        _ => None,
    }
}

/// A text whose addresses a terminal opens on a click (OSC 8); elsewhere as it is.
fn linked(text: &str, style: Style) -> String {
    if !style.links || !text.contains("://") {
        return text.to_owned();
    }
    let words = text.split(' ').map(|word| {
        let start = word.find("https://").or_else(|| word.find("http://"));
        let Some(start) = start else {
            return word.to_owned();
        };
        let end = word.trim_end_matches([',', ';', ':', '.', ')', ']']).len();
        let (before, address, after) = (
            &word[..start],
            &word[start..end.max(start)],
            &word[end.max(start)..],
        );
        if address.ends_with('…') {
            return word.to_owned();
        }
        format!("{before}\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\{after}")
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A table of more rows is measured on its first part, and its columns are as wide as that needs.
const MEASURED: usize = 20_000;
/// Columns stand so far apart.
const GAP: usize = 2;
/// A text in fewer columns is a strip of single words.
const READABLE: usize = 18;
/// What is cut is left so wide.
const LEAST_CUT: usize = 20;
/// Columns of running text, of which the first words tell enough; everything else is told whole.
const CUT: &[&str] = &["description", "aliases", "about"];

fn grid(text: &mut String, table: &Table, style: Style) {
    let cells = |row: &Vec<String>| row.iter().map(|it| one_line(it)).collect::<Vec<_>>();
    let header: Vec<String> = cells(&table.header);
    let header = header.iter().map(|it| it.replace('_', " ").to_uppercase());
    let header: Vec<String> = header.collect();
    let measured: Vec<Vec<String>> = table.rows.iter().take(MEASURED).map(cells).collect();
    let is_number = |column: usize| {
        let mut cells = measured.iter().map(|row| row[column].as_str());
        table.numeric.contains(&column)
            || !measured.is_empty() && cells.all(|it| it.bytes().all(|it| it.is_ascii_digit()))
    };
    let columns: Vec<Column> = (0..header.len())
        .map(|number| {
            let name = &table.header[number];
            Column::of(
                name,
                is_number(number),
                measured
                    .iter()
                    .map(|row| row[number].as_str())
                    .chain([header[number].as_str()]),
            )
        })
        .collect();
    let plan = Plan::of(&columns, style.width.map(usize::from));
    plan.write(text, &columns, &header, true, style);
    for (number, row) in table.rows.iter().enumerate() {
        match measured.get(number) {
            Some(row) => plan.write(text, &columns, row, false, style),
            None => plan.write(text, &columns, &cells(row), false, style),
        }
    }
}

/// What is known of a column before it has a width.
struct Column {
    name: String,
    is_number: bool,
    is_cut: bool,
    /// The widest cell.
    natural: usize,
    /// The widest word; what is cut has a width of its own choice.
    least: usize,
}

impl Column {
    fn of<'a>(name: &str, is_number: bool, cells: impl Iterator<Item = &'a str>) -> Self {
        let (mut natural, mut word) = (0, 0);
        for cell in cells {
            natural = natural.max(cell.width());
            word = word.max(
                cell.split(' ')
                    .map(UnicodeWidthStr::width)
                    .max()
                    .unwrap_or(0),
            );
        }
        let is_cut = CUT.contains(&name);
        Self {
            name: name.to_owned(),
            is_number,
            is_cut,
            natural,
            least: if is_cut {
                natural.min(LEAST_CUT).max(name.width())
            } else {
                word
            },
        }
    }

    /// Whether it may be wrapped and would be hard to read in few columns.
    fn is_text(&self) -> bool {
        !self.is_cut && self.natural > READABLE.max(self.least)
    }

    /// The least width in which it is read with ease.
    fn readable(&self) -> usize {
        self.least.max(self.natural.min(READABLE))
    }
}

/// How wide each column is; those without a width stand under the row.
struct Plan {
    widths: Vec<Option<usize>>,
    /// Of the screen; none where lines are as long as they need to be.
    width: Option<usize>,
}

impl Plan {
    fn of(columns: &[Column], width: Option<usize>) -> Self {
        let natural = || columns.iter().map(|it| Some(it.natural)).collect();
        let Some(screen) = width else {
            return Self {
                widths: natural(),
                width,
            };
        };
        let mut beside: Vec<usize> = (0..columns.len()).collect();
        // Where few columns hold texts, each is wide enough to read; where many do, as in a comparison, they stand side
        // by side as long as their words do.
        let texts = columns
            .get(1..)
            .unwrap_or_default()
            .iter()
            .filter(|it| it.is_text());
        let comfortable = texts.count() <= 3;
        let sum = |beside: &[usize], of: fn(&Column) -> usize| -> usize {
            let widths = beside.iter().map(|it| of(&columns[*it]) + GAP);
            widths.sum::<usize>().saturating_sub(GAP)
        };
        // The first column names the row. What is longest goes under it first: it has the line to itself there.
        let least = if comfortable {
            Column::readable
        } else {
            |it: &Column| it.least
        };
        while beside.len() > 1 && sum(&beside, least) > screen {
            let widest = beside[1..].iter().copied().max_by_key(|it| {
                (
                    columns[*it].is_cut,
                    least(&columns[*it]),
                    columns[*it].natural,
                    *it,
                )
            });
            let Some(widest) = widest else { break };
            beside.retain(|it| *it != widest);
        }
        let mut widths = vec![None; columns.len()];
        let mut room = screen.saturating_sub(GAP * beside.len().saturating_sub(1));
        let shrunk = sum(&beside, |it| it.natural) > screen;
        let mut open = beside.clone();
        // What needs less than an equal share gets what it needs; the others share the rest.
        loop {
            let share = room / open.len().max(1);
            let fixed = |it: &usize| {
                let column = &columns[*it];
                if !shrunk || column.natural <= share {
                    Some(column.natural)
                } else if column.least >= share {
                    Some(column.least)
                } else {
                    None
                }
            };
            // Wide words first: what they take is no longer there to share. What is cut takes what the others leave.
            let find = |wanted: &dyn Fn(&usize) -> bool| open.iter().copied().find(wanted);
            let next = find(&|it| !columns[*it].is_cut && columns[*it].least >= share && shrunk)
                .or_else(|| find(&|it| columns[*it].natural <= share))
                .or_else(|| find(&|it| fixed(it).is_some()));
            let Some(next) = next else { break };
            let width = fixed(&next).unwrap_or(columns[next].least);
            let width = width.min(columns[next].natural.max(columns[next].least));
            widths[next] = Some(width);
            room = room.saturating_sub(width);
            open.retain(|it| *it != next);
        }
        let left = open.len();
        for (number, column) in open.into_iter().enumerate() {
            // The remainder goes to the last, which is mostly the longest.
            let share = room / (left - number);
            let width = share.min(columns[column].natural);
            widths[column] = Some(width);
            room -= width;
        }
        Self { widths, width }
    }

    fn write(
        &self,
        text: &mut String,
        columns: &[Column],
        row: &[String],
        is_header: bool,
        style: Style,
    ) {
        let lines: Vec<Option<Vec<String>>> = (0..columns.len())
            .map(|number| {
                let (cell, width) = (&row[number], self.widths[number]?);
                Some(if columns[number].is_cut {
                    vec![cut(cell, width)]
                } else {
                    broken(cell, width, width)
                })
            })
            .collect();
        let beside = || (0..columns.len()).filter(|it| self.widths[*it].is_some());
        let height = lines.iter().flatten().map(Vec::len).max().unwrap_or(0);
        let last = beside().next_back();
        for at in 0..height {
            let mut line = String::new();
            for number in beside() {
                let part = lines[number].as_ref().and_then(|it| it.get(at));
                let part = part.map_or("", String::as_str);
                let room = self.widths[number].unwrap_or(0);
                let gap = " ".repeat(room.saturating_sub(part.width()));
                let painted = match paint(&columns[number].name, part) {
                    Some(paint) if !is_header && !part.is_empty() => painted(part, paint, style),
                    _ => linked(part, style),
                };
                if columns[number].is_number {
                    line.push_str(&gap);
                    line.push_str(&painted);
                } else {
                    line.push_str(&painted);
                    line.push_str(&gap);
                }
                if Some(number) != last {
                    line.push_str("  ");
                }
            }
            let line = line.trim_end();
            let _ = if is_header {
                writeln!(text, "{}", painted(line, Paint::Faint, style))
            } else {
                writeln!(text, "{line}")
            };
        }
        if !is_header {
            self.write_below(text, columns, row, style);
        }
    }

    /// The columns that have no room beside the others, each named, under the row.
    fn write_below(&self, text: &mut String, columns: &[Column], row: &[String], style: Style) {
        let Some(screen) = self.width else { return };
        for (number, column) in columns.iter().enumerate() {
            if self.widths[number].is_some() || row[number].is_empty() {
                continue;
            }
            let name = if column.is_cut {
                String::new()
            } else {
                format!("{}: ", column.name)
            };
            let told = format!("{name}{}", row[number]);
            let room = screen.saturating_sub(4).max(LEAST_CUT);
            let lines = if column.is_cut {
                vec![cut(&told, room)]
            } else {
                broken(&told, room, room)
            };
            for line in lines {
                let _ = writeln!(text, "    {}", linked(&line, style));
            }
        }
    }
}

/// A text no wider than `width`: where it is, the last words give way to an ellipsis.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut column = 0;
    for character in text.chars() {
        let next = column + character.width().unwrap_or(0);
        if next + 1 > width {
            break;
        }
        kept.push(character);
        column = next;
    }
    // At a word, unless that would leave little.
    if let Some((whole, _)) = kept
        .rsplit_once(' ')
        .filter(|(it, _)| it.width() * 3 > width * 2)
    {
        kept.truncate(whole.len());
    }
    kept.truncate(kept.trim_end_matches([' ', ',', ';', '.', ':']).len());
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: Table, width: Option<u16>) -> String {
        let style = Style {
            width,
            ..Style::default()
        };
        String::from_utf8(render(&Page::table(table), style)).expect("text is UTF-8")
    }

    fn needs() -> Table {
        let mut table = Table::new(&["entry", "name", "entries", "description"]);
        for (entry, name, entries, description) in [
            (
                "api-gateway-and-edge",
                "API gateway",
                "12",
                "One door in front of many services, which checks who comes in and counts what goes out",
            ),
            ("消息", "消息队列", "7", "短"),
        ] {
            table.push(
                [entry, name, entries, description]
                    .map(ToOwned::to_owned)
                    .to_vec(),
            );
        }
        table
    }

    #[test]
    fn descriptions_are_cut_before_anything_else() {
        assert_eq!(
            shown(needs(), Some(70)),
            "ENTRY                 NAME         ENTRIES  DESCRIPTION\n\
             api-gateway-and-edge  API gateway       12  One door in front of…\n\
             消息                  消息队列           7  短\n"
        );
    }

    #[test]
    fn no_word_is_broken_however_narrow_the_screen() {
        for width in 1..120 {
            let text = shown(needs(), Some(width));
            assert!(text.contains("api-gateway-and-edge"), "{width}: {text}");
            let fits = text
                .lines()
                .all(|line| line.width() <= usize::from(width).max(32));
            assert!(fits, "{width}: {text}");
        }
        let narrow = shown(needs(), Some(36));
        assert!(
            narrow.contains("    One door in front of many…\n"),
            "{narrow}"
        );
    }

    #[test]
    fn a_pipe_has_every_word_of_a_row_in_one_line() {
        let text = shown(needs(), None);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.contains("counts what goes out\n"), "{text}");
    }

    #[test]
    fn texts_share_the_room_by_their_words() {
        let mut table = Table::new(&["entry", "why", "differs"]);
        let why = "said to be an alternative by the page of the other one, and both speak AMQP";
        table.push(["nats", why, "Go"].map(ToOwned::to_owned).to_vec());
        assert_eq!(
            shown(table, Some(60)),
            "ENTRY  WHY                                           DIFFERS\n\
             nats   said to be an alternative by the page of the  Go\n       \
             other one, and both speak AMQP\n"
        );
    }

    #[test]
    fn addresses_can_be_clicked_where_a_terminal_can() {
        let style = Style {
            links: true,
            ..Style::default()
        };
        let link = linked("[curation, https://nats.io/a: “words”]", style);
        assert_eq!(
            link,
            "[curation, \u{1b}]8;;https://nats.io/a\u{1b}\\https://nats.io/a\u{1b}]8;;\u{1b}\\: “words”]"
        );
        assert_eq!(
            linked("https://nats.io", Style::default()),
            "https://nats.io"
        );
    }
}
