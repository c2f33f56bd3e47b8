//! Pages as Markdown (GitHub's dialect for tables).

use std::fmt::Write as _;

use crate::base::text::one_line;
use crate::model::page::{Block, Page, Table};

pub(super) fn render(page: &Page) -> Vec<u8> {
    let mut text = String::new();
    for (number, block) in page.blocks.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(text, "## {}", escape(heading));
            }
            Block::Paragraph(paragraph) => {
                let _ = writeln!(text, "{}", escape(paragraph));
            }
            Block::Properties(properties) => {
                for (name, value) in properties {
                    let _ = writeln!(text, "- **{}**: {}", escape(name), escape(value));
                }
            }
            Block::Table(table) => grid(&mut text, table),
            Block::Points(points) => {
                for (level, point) in points {
                    let _ = writeln!(text, "{}- {}", "  ".repeat(*level), escape(point));
                }
            }
        }
    }
    text.into_bytes()
}

fn grid(text: &mut String, table: &Table) {
    let row = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    text.push_str(&row(&mut table.header.iter().map(|name| escape(name))));
    let rule = |column| {
        if table.numeric.contains(&column) {
            "---:"
        } else {
            "---"
        }
    };
    text.push_str(&row(
        &mut (0..table.header.len()).map(|column| rule(column).to_owned())
    ));
    for cells in &table.rows {
        text.push_str(&row(&mut cells.iter().map(|cell| escape(cell))));
    }
}

/// Text without any meaning to Markdown or HTML. Addresses stay as they are: viewers link them.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    escaped
}
