//! The blocks of an answer's page as HTML: what the terminal shows, with links.

use maud::{Markup, html};

use crate::model::page::{Block, Page, Table};

/// A page of blocks. Headings begin at the second level: the page itself has the first.
pub(super) fn blocks(page: &Page) -> Markup {
    html! {
        @for block in &page.blocks { (one(block)) }
    }
}

fn one(block: &Block) -> Markup {
    match block {
        Block::Heading(text) => html! { h2 { (text) } },
        Block::Paragraph(text) => html! { p { (linked(text)) } },
        Block::Properties(pairs) => html! {
            dl.facts {
                @for (name, value) in pairs {
                    div { dt { (name) } dd { (linked(value)) } }
                }
            }
        },
        Block::Table(table) => of_table(table),
        Block::Points(points) => html! {
            ul.points {
                @for (level, text) in points {
                    li data-level=(level.min(&4)) { (linked(text)) }
                }
            }
        },
    }
}

/// A table; on a narrow screen it scrolls by itself.
pub(super) fn of_table(table: &Table) -> Markup {
    let is_number = |column: usize| table.numeric.contains(&column);
    html! {
        div.wide tabindex="0" role="region" aria-label="Table" {
            table {
                thead { tr {
                    @for (column, name) in table.header.iter().enumerate() {
                        th scope="col" class=[is_number(column).then_some("number")] { (name) }
                    }
                } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (column, text) in row.iter().enumerate() {
                                td class=[is_number(column).then_some("number")] {
                                    (cell(&table.header[column], text))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A cell: slugs and addresses lead on.
fn cell(column: &str, text: &str) -> Markup {
    match column {
        "entry" | "pick" if !text.is_empty() && !text.contains(' ') => html! {
            a href=(format!("/entry/{text}")) { (text) }
        },
        _ => linked(text),
    }
}

/// Text whose addresses are links.
pub(super) fn linked(text: &str) -> Markup {
    html! {
        @for (at, word) in text.split(' ').enumerate() {
            @if at > 0 { " " }
            @let (before, address, after) = address(word);
            (before)
            @if !address.is_empty() { a href=(address) rel="nofollow" { (short(address)) } }
            (after)
        }
    }
}

/// The address in a word, with what stands around it.
fn address(word: &str) -> (&str, &str, &str) {
    let start = word.find("https://").or_else(|| word.find("http://"));
    let Some(start) = start else {
        return (word, "", "");
    };
    let rest = &word[start..];
    let end = rest
        .find(['<', '>', '"', ']', ')', '}', '|'])
        .unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':']);
    (&word[..start], address, &rest[address.len()..])
}

/// An address without its scheme, and not longer than a line.
fn short(address: &str) -> String {
    let text = address.split_once("://").map_or(address, |(_, rest)| rest);
    let text = text.trim_end_matches('/');
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_running_text_are_links_and_nothing_else_is() {
        let html = linked("see [https://a.example/x]. <b>").into_string();
        assert_eq!(
            html,
            "see [<a href=\"https://a.example/x\" rel=\"nofollow\">a.example/x</a>]. &lt;b&gt;"
        );
        assert_eq!(
            linked("javascript:alert(1)").into_string(),
            "javascript:alert(1)"
        );
    }
}
