//! Pages for the terminal.

use std::fmt::Write as _;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement};

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
                let heading = one_line(heading);
                let _ = if style.color {
                    writeln!(text, "\u{1b}[1m{heading}\u{1b}[0m")
                } else {
                    writeln!(text, "{heading}")
                };
            }
            Block::Paragraph(paragraph) => wrap(&mut text, &one_line(paragraph), 0, style),
            Block::Properties(properties) => {
                let longest = properties
                    .iter()
                    .map(|(name, _)| name.chars().count())
                    .max()
                    .unwrap_or(0);
                for (name, value) in properties {
                    let name = one_line(name);
                    let line = format!("{name:<longest$}  {}", one_line(value));
                    wrap(&mut text, &line, longest + 2, style);
                }
            }
            Block::Table(table) => text.push_str(&grid(table, style)),
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

/// Breaks a line at blanks where the terminal ends, further lines indented.
fn wrap(text: &mut String, line: &str, indent: usize, style: Style) {
    let width = style.width.map_or(usize::MAX, usize::from).max(indent + 20);
    let mut column = 0;
    for (number, word) in line.split(' ').enumerate() {
        let length = word.chars().count();
        if number > 0 && column + 1 + length > width && column > indent {
            let _ = write!(text, "\n{:indent$}", "");
            column = indent;
        } else if number > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}

/// A table of more rows is measured on its first part, and its columns are as wide as that needs: measuring all of a
/// million rows takes gigabytes.
const MEASURED: usize = 1000;

/// A table of very many rows, which nobody reads on a terminal.
fn long_grid(table: &Table, style: Style) -> String {
    let lengths = |row: &Vec<String>| row.iter().map(|it| one_line(it).chars().count()).collect();
    let mut widths: Vec<usize> = lengths(&table.header);
    for row in table.rows.iter().take(MEASURED) {
        let row: Vec<usize> = lengths(row);
        widths
            .iter_mut()
            .zip(row)
            .for_each(|(width, length)| *width = length.max(*width));
    }
    let mut text = String::new();
    let header: Vec<String> = table
        .header
        .iter()
        .map(|name| name.to_uppercase())
        .collect();
    for (number, row) in std::iter::once(&header).chain(&table.rows).enumerate() {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let cell = one_line(cell);
            let _ = if table.numeric.contains(&column) {
                write!(line, "{cell:>width$}  ")
            } else {
                write!(line, "{cell:<width$}  ")
            };
        }
        let line = line.trim_end();
        let _ = if number == 0 && style.color {
            writeln!(text, "\u{1b}[2m{line}\u{1b}[0m")
        } else {
            writeln!(text, "{line}")
        };
    }
    text
}

fn grid(table: &Table, style: Style) -> String {
    if table.rows.len() > MEASURED {
        return long_grid(table, style);
    }
    let mut grid = comfy_table::Table::new();
    grid.load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    if let Some(width) = style.width {
        grid.set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    grid.set_header(
        table
            .header
            .iter()
            .map(|name| one_line(name).to_uppercase()),
    );
    for row in &table.rows {
        grid.add_row(row.iter().map(|cell| one_line(cell)));
    }
    for column in &table.numeric {
        if let Some(column) = grid.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for column in grid.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = String::new();
    for (number, line) in grid.lines().enumerate() {
        let line = line.trim_end();
        let _ = if number == 0 && style.color {
            writeln!(text, "\u{1b}[2m{line}\u{1b}[0m")
        } else {
            writeln!(text, "{line}")
        };
    }
    text
}
