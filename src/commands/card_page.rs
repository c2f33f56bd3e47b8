//! A card as a person reads it: `show`'s first page.

use crate::model::page::{Block, Table};
use crate::reason::card::{Card, ClientsOf, Counted, Named, Ties};

/// So many names stand in a line of a card, the rest is counted.
const NAMES: usize = 12;
/// So many languages have a line for their clients, the rest is named in one.
const LANGUAGES: usize = 16;

/// The blocks of a card below its heading.
pub(super) fn card_blocks(card: &Card) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !card.description.is_empty() {
        blocks.push(Block::Paragraph(card.description.clone()));
    }
    blocks.extend(card.standing.iter().cloned().map(Block::Paragraph));
    blocks.extend(card.forks.iter().cloned().map(Block::Paragraph));
    blocks.extend(properties(None, about(card)));
    let ties = card.ties.iter().map(|it| (it.words.clone(), tied(it)));
    blocks.extend(properties(Some("Ties"), ties.collect()));
    blocks.extend(properties(Some("Clients"), clients(&card.clients)));
    if !card.alternatives.is_empty() {
        blocks.push(Block::Heading("Alternatives".to_owned()));
        blocks.push(Block::Table(rivals(card)));
    }
    blocks
}

/// Pairs whose value is not empty, under a heading; nothing where none is left.
fn properties(heading: Option<&str>, mut pairs: Vec<(String, String)>) -> Vec<Block> {
    pairs.retain(|(_, value)| !value.is_empty());
    if pairs.is_empty() {
        return Vec::new();
    }
    let heading = heading.map(|it| Block::Heading(it.to_owned()));
    heading
        .into_iter()
        .chain([Block::Properties(pairs)])
        .collect()
}

fn about(card: &Card) -> Vec<(String, String)> {
    let usable_from = if card.any_language {
        "any language".to_owned()
    } else {
        names(&card.usable_from)
    };
    let told = [
        ("also known as", some(&card.aliases, NAMES)),
        ("chosen for", names(&card.purpose)),
        ("needs", names(&card.needs)),
        ("written in", names(&card.written_in)),
        ("usable from", usable_from),
        ("licence", card.license.clone()),
        ("status", dated(&card.status, "read", &card.status_date)),
        ("successor", names(&card.successors)),
        ("maturity", card.maturity.clone()),
        ("stars", card.stars.as_ref().map_or_else(String::new, stars)),
        ("homepage", card.homepage.clone()),
        ("repository", card.repository.clone()),
    ];
    let told = told.map(|(name, value)| (name.to_owned(), value));
    let facts = card
        .facts
        .iter()
        .map(|it| (it.words.clone(), counted(&it.first, it.count)));
    told.into_iter().chain(facts).collect()
}

fn stars(stars: &Counted) -> String {
    dated(&stars.count.to_string(), "counted", &stars.date)
}

/// `active (read 2026-11-24)`.
fn dated(value: &str, word: &str, date: &str) -> String {
    if value.is_empty() || date.is_empty() {
        value.to_owned()
    } else {
        format!("{value} ({word} {date})")
    }
}

/// The names of things; what is no longer kept alive says so.
fn names(things: &[Named]) -> String {
    let names: Vec<String> = things.iter().map(name).collect();
    some(&names, NAMES)
}

fn name(it: &Named) -> String {
    match &it.status {
        Some(status) => format!("{} ({status})", it.name),
        None => it.name.clone(),
    }
}

fn some(values: &[String], most: usize) -> String {
    counted(&values[..values.len().min(most)], values.len())
}

/// The first of `count` values, and how many more there are.
fn counted(first: &[String], count: usize) -> String {
    let shown = first.join(", ");
    match count - first.len() {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn tied(ties: &Ties) -> String {
    let names: Vec<String> = ties.first.iter().map(name).collect();
    let told = counted(&names, ties.count);
    if ties.count > names.len() {
        format!("{}: {told}", ties.count)
    } else {
        told
    }
}

fn clients(clients: &[ClientsOf]) -> Vec<(String, String)> {
    let line = |it: &ClientsOf| {
        let packages = it.first.iter().map(|it| {
            let marks = [
                it.official.then_some("official"),
                ["retired", "maintenance"]
                    .contains(&it.status.as_str())
                    .then_some(it.status.as_str()),
            ];
            let marks: Vec<&str> = marks.into_iter().flatten().collect();
            if marks.is_empty() {
                it.package.clone()
            } else {
                format!("{} ({})", it.package, marks.join(", "))
            }
        });
        let packages: Vec<String> = packages.collect();
        (it.language.clone(), counted(&packages, it.count))
    };
    let mut lines: Vec<(String, String)> = clients.iter().take(LANGUAGES).map(line).collect();
    let rest = clients.get(LANGUAGES..).unwrap_or_default();
    if !rest.is_empty() {
        let rest: Vec<&str> = rest.iter().map(|it| it.language.as_str()).collect();
        lines.push(("and for".to_owned(), rest.join(", ")));
    }
    lines
}

fn rivals(card: &Card) -> Table {
    let mut table = Table::new(&["entry", "name", "score", "why"]).numeric(&[2]);
    for it in &card.alternatives {
        table.push(vec![
            it.thing.entry.clone(),
            name(&it.thing),
            format!("{:.2}", it.score),
            it.because.join("; "),
        ]);
    }
    table
}
