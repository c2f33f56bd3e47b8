//! The blocks of an answer's page as HTML: what the terminal shows, with links.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::model::page::{Block, Page, Table};

/// The names of things that a page speaks of, each with its path: where a value names one, it is a link.
#[derive(Default)]
pub(super) struct Places(BTreeMap<String, String>);

impl FromIterator<(String, String)> for Places {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .filter(|(name, _)| !name.is_empty())
                .collect(),
        )
    }
}

impl Places {
    /// The longest name that the text begins with, and its path. Behind a name stands what ends a name in a list.
    fn first<'a>(&self, text: &'a str) -> Option<(&'a str, &str)> {
        let ends = text.match_indices([',', ' ', '.']).map(|(at, _)| at);
        let ends = ends.chain([text.len()]).filter(|end| {
            let rest = &text[*end..];
            rest.is_empty()
                || [", ", " (", " and ", "."]
                    .iter()
                    .any(|it| rest.starts_with(it))
        });
        let mut named =
            ends.filter_map(|end| Some((&text[..end], self.0.get(&text[..end])?.as_str())));
        named.next_back()
    }

    /// A list of names as links: `38: Prometheus, Kubernetes (retired) and 32 more`.
    fn named(&self, text: &str) -> Markup {
        let start = text
            .split_once(": ")
            .filter(|(it, _)| it.bytes().all(|it| it.is_ascii_digit()));
        let (count, mut rest) =
            start.map_or(("", text), |(count, _)| text.split_at(count.len() + 2));
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let found = self.first(rest);
            let behind = &rest[found.map_or(0, |(name, _)| name.len())..];
            // The next name stands behind the next comma.
            let next = behind.find(", ").map_or(behind.len(), |at| at + 2);
            parts.push((found, &behind[..next]));
            rest = &behind[next..];
        }
        html! {
            (count)
            @for (found, other) in parts {
                @if let Some((name, path)) = found { a href=(path) { (name) } }
                (linked(other))
            }
        }
    }
}

/// A page of blocks. Headings begin at the second level: the page itself has the first.
pub(super) fn blocks(page: &Page, places: &Places) -> Markup {
    html! {
        @for block in &page.blocks { (one(block, places)) }
    }
}

fn one(block: &Block, places: &Places) -> Markup {
    match block {
        Block::Heading(text) => html! { h2 { (text) } },
        Block::Paragraph(text) => html! { p { (linked(text)) } },
        Block::Properties(pairs) => html! {
            dl.facts {
                @for (name, value) in pairs {
                    div { dt { (name) } dd { (places.named(value)) } }
                }
            }
        },
        Block::Table(table) => of_table(table, places),
        Block::Points(points) => html! {
            ul.points {
                @for (level, text) in points {
                    li data-level=(level.min(&4)) { (linked(text)) }
                }
            }
        },
    }
}

/// A table; on a narrow screen it scrolls by itself. Where a row has the slug and the name of an entry, the name leads to it.
pub(super) fn of_table(table: &Table, places: &Places) -> Markup {
    let at = |wanted: &str| table.header.iter().position(|it| it == wanted);
    let slug = at("entry").filter(|_| at("name").is_some());
    let is_number = |column: usize| table.numeric.contains(&column);
    // Of several tables on a page each has a name of its own.
    html! {
        div.wide tabindex="0" role="region" aria-label=(format!("Table: {}", table.header.join(", "))) {
            table {
                thead { tr {
                    @for (column, name) in table.header.iter().enumerate().filter(|(it, _)| Some(*it) != slug) {
                        th scope="col" class=[is_number(column).then_some("number")] { (places.named(name)) }
                    }
                } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (column, text) in row.iter().enumerate().filter(|(it, _)| Some(*it) != slug) {
                                td class=[is_number(column).then_some("number")] {
                                    @match slug.filter(|_| table.header[column] == "name") {
                                        Some(slug) => a href=(format!("/entry/{}", row[slug])) { (text) },
                                        None => (cell(&table.header[column], text, places)),
                                    }
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
fn cell(column: &str, text: &str, places: &Places) -> Markup {
    match column {
        "option" => places.named(text),
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
    fn names_of_things_are_links_and_what_stands_around_them_is_not() {
        let places: Places = [
            ("NATS", "/nats"),
            ("NATS Streaming", "/stan"),
            ("Go", "/go"),
        ]
        .map(|(name, path)| (name.to_owned(), path.to_owned()))
        .into_iter()
        .collect();
        let html = places.named("3: NATS Streaming (retired), NATS and 1 more");
        assert_eq!(
            html.into_string(),
            "3: <a href=\"/stan\">NATS Streaming</a> (retired), <a href=\"/nats\">NATS</a> and 1 more"
        );
        assert_eq!(places.named("Google, Gone").into_string(), "Google, Gone");
    }

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
