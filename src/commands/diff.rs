//! `diff`: what changed between two catalogues, or between two years of one.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::model::page::{Block, Page, Table};
use crate::reason::diff::{Change, Difference, Ending, Presence, Relation, Thing, View, diff};
use crate::store::snapshot;

pub(super) const COMMAND: Command = Command {
    name: "diff",
    about: "What changed between two catalogues: entries, statuses, relations",
    examples: "stackgen diff 2016 2026
stackgen diff builtin data --format json
stackgen diff 2016 2026 --all --format markdown -o changes.md",
    formats: &["table", "json", "markdown"],
    arguments: arguments::<Diff>,
    run: run::<Diff>,
};

#[derive(clap::Args)]
struct Diff {
    /// A file or folder as --data takes it, a store, `builtin`, or a year: what sources of that year or earlier knew
    old: PathBuf,
    /// The same for the newer side
    new: PathBuf,
    /// How many rows of each table to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Show every row
    #[arg(long, conflicts_with = "top")]
    all: bool,
}

impl Arguments for Diff {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let (old, new) = (side(&self.old, context)?, side(&self.new, context)?);
        let (before, after) = (view(&old.catalog, old.year)?, view(&new.catalog, new.year)?);
        Ok(Box::new(Changes {
            old: self.old.to_string_lossy().into_owned(),
            new: self.new.to_string_lossy().into_owned(),
            top: if self.all { usize::MAX } else { self.top },
            difference: diff(&before, &after),
        }))
    }
}

/// One side: a graph, and the year to look at it from.
struct Side {
    catalog: Catalog,
    year: Option<u16>,
}

/// Four digits are a year of the graph that all commands work on; `./2016` would be a file.
fn side(name: &Path, context: &Context) -> Result<Side, Failure> {
    let text = name.to_string_lossy();
    if text.len() == 4
        && let Ok(year) = text.parse()
    {
        return Ok(Side {
            catalog: context.catalog()?,
            year: Some(year),
        });
    }
    let catalog = if snapshot::is_store(name) {
        Catalog::of_store(name).map_err(|error| Failure::usage(error.to_string()))?
    } else {
        Catalog::open(&[name.to_path_buf()]).map_err(Failure::Input)?
    };
    Ok(Side {
        catalog,
        year: None,
    })
}

fn view(catalog: &Catalog, year: Option<u16>) -> Result<View<'_>, Failure> {
    let graph = Graph::new(&catalog.index);
    let Some(year) = year else {
        return Ok(View::whole(graph));
    };
    View::of_year(graph, year).ok_or_else(|| {
        let sources = graph.of_class(sg::SOURCE).into_iter();
        let first = sources.filter_map(|it| graph.year(it)).min();
        Failure::usage(match first {
            Some(first) => {
                format!("no source of {year} or earlier, the first is of {first}")
            }
            None => format!("no source of {year} or earlier: none has a date"),
        })
    })
}

struct Changes {
    old: String,
    new: String,
    top: usize,
    difference: Difference,
}

/// What each kind of change is called, and how many there are.
fn counts(it: &Difference) -> [(&'static str, usize); 11] {
    [
        ("added", it.added.len()),
        ("dropped", it.dropped.len()),
        ("moved", it.moved.len()),
        ("renamed", it.renamed.len()),
        ("relinked", it.relinked.len()),
        ("retired", it.retired.len()),
        ("succeeded", it.succeeded.len()),
        ("statuses", it.statuses.len()),
        ("values", it.values.len()),
        ("relations added", it.related.len()),
        ("relations removed", it.unrelated.len()),
    ]
}

/// What a kind of change means.
fn about(name: &str) -> &'static str {
    match name {
        "added" => "entries that only the new side knows",
        "dropped" => "entries that the new side, or the newer edition of their list, no longer has",
        "moved" => "under other headings of the same source",
        "renamed" => "called otherwise by the same source",
        "relinked" => "page or repository elsewhere",
        "retired" => "retired now, and not before",
        "succeeded" => "with a successor that was not known",
        "statuses" => "other changes of status",
        "values" => "licence, maturity or main need",
        "relations added" => "between any two things",
        _ => "no longer stated",
    }
}

fn names(things: &[Thing]) -> String {
    let names: Vec<&str> = things.iter().map(|it| it.name.as_str()).collect();
    names.join(", ")
}

fn arrival(it: &Presence) -> Vec<String> {
    vec![
        it.entry.slug.clone(),
        it.entry.name.clone(),
        it.status.clone(),
        it.sources.join(", "),
    ]
}

fn departure(it: &Presence) -> Vec<String> {
    let known = if it.known { "yes" } else { "no" };
    vec![
        it.entry.slug.clone(),
        it.status.clone(),
        known.to_owned(),
        it.sources.join(", "),
    ]
}

fn change(it: &Change) -> Vec<String> {
    vec![
        it.entry.slug.clone(),
        it.from.join(", "),
        it.to.join(", "),
        it.source.clone(),
    ]
}

fn value(it: &Change) -> Vec<String> {
    vec![
        it.entry.slug.clone(),
        it.property.clone(),
        it.from.join(", "),
        it.to.join(", "),
    ]
}

fn ending(it: &Ending) -> Vec<String> {
    vec![
        it.entry.slug.clone(),
        it.since.clone(),
        names(&it.successors),
        it.sources.join(", "),
    ]
}

fn relation(it: &Relation) -> Vec<String> {
    vec![
        it.from.slug.clone(),
        known::words(&it.relation),
        it.to.slug.clone(),
        it.sources.join(", "),
    ]
}

impl Changes {
    /// Adds a table of one kind of change: its first rows, and how many more there are.
    fn table<T>(
        &self,
        page: &mut Page,
        name: &str,
        header: &[&str],
        rows: &[T],
        row: fn(&T) -> Vec<String>,
    ) {
        if rows.is_empty() {
            return;
        }
        page.push(Block::Heading(format!("{name} ({})", rows.len())));
        let mut table = Table::new(header);
        for it in rows.iter().take(self.top) {
            table.push(row(it));
        }
        page.push(Block::Table(table));
        if rows.len() > self.top {
            let more = rows.len() - self.top;
            page.push(Block::Paragraph(format!(
                "and {more} more: --all shows them"
            )));
        }
    }
}

impl Answer for Changes {
    /// Differing is no failure.
    fn found(&self) -> bool {
        true
    }

    fn page(&self) -> Page {
        let it = &self.difference;
        let mut page = Page::default();
        page.push(Block::Heading(format!("From {} to {}", self.old, self.new)));
        if it.is_empty() {
            page.push(Block::Paragraph("no differences".to_owned()));
            return page;
        }
        let mut table = Table::new(&["change", "count", "what"]).numeric(&[1]);
        for (name, count) in counts(it) {
            table.push(vec![
                name.to_owned(),
                count.to_string(),
                about(name).to_owned(),
            ]);
        }
        page.push(Block::Table(table));
        let here = ["entry", "name", "status", "sources"];
        let gone = ["entry", "status", "still known", "dropped from"];
        let changed = ["entry", "from", "to", "source"];
        let ended = ["entry", "since", "successors", "sources"];
        let related = ["from", "relation", "to", "sources"];
        let valued = ["entry", "property", "from", "to"];
        self.table(&mut page, "dropped", &gone, &it.dropped, departure);
        self.table(&mut page, "retired", &ended, &it.retired, ending);
        self.table(&mut page, "succeeded", &ended, &it.succeeded, ending);
        self.table(&mut page, "moved", &changed, &it.moved, change);
        self.table(&mut page, "renamed", &changed, &it.renamed, change);
        self.table(&mut page, "relinked", &changed, &it.relinked, change);
        self.table(&mut page, "statuses", &changed, &it.statuses, change);
        self.table(&mut page, "values", &valued, &it.values, value);
        self.table(&mut page, "added", &here, &it.added, arrival);
        let (more, fewer) = (&it.related, &it.unrelated);
        self.table(&mut page, "relations removed", &related, fewer, relation);
        self.table(&mut page, "relations added", &related, more, relation);
        page
    }

    fn json(&self) -> Value {
        let it = &self.difference;
        let counts: Map<String, Value> = counts(it)
            .into_iter()
            .map(|(name, count)| (name.replace(' ', "_"), json!(count)))
            .collect();
        let present = |list: &[Presence]| -> Value { list.iter().map(json_presence).collect() };
        let changed = |list: &[Change]| -> Value { list.iter().map(json_change).collect() };
        let ended = |list: &[Ending]| -> Value { list.iter().map(json_ending).collect() };
        let related = |list: &[Relation]| -> Value { list.iter().map(json_relation).collect() };
        json!({
            "old": self.old,
            "new": self.new,
            "differ": !it.is_empty(),
            "counts": counts,
            "added": present(&it.added),
            "dropped": present(&it.dropped),
            "moved": changed(&it.moved),
            "renamed": changed(&it.renamed),
            "relinked": changed(&it.relinked),
            "retired": ended(&it.retired),
            "succeeded": ended(&it.succeeded),
            "statuses": changed(&it.statuses),
            "values": changed(&it.values),
            "relations_added": related(&it.related),
            "relations_removed": related(&it.unrelated),
        })
    }
}

/// `{"entry","name","iri"}`, as everywhere.
fn reference(thing: &Thing) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("entry".to_owned(), json!(thing.slug));
    map.insert("name".to_owned(), json!(thing.name));
    map.insert("iri".to_owned(), json!(thing.iri));
    map
}

/// A reference with more about it.
fn with(thing: &Thing, more: Vec<(&str, Value)>) -> Value {
    let mut map = reference(thing);
    map.extend(more.into_iter().map(|(name, it)| (name.to_owned(), it)));
    Value::Object(map)
}

fn json_presence(it: &Presence) -> Value {
    let more = vec![
        ("sources", json!(it.sources)),
        ("known", json!(it.known)),
        ("status", json!(it.status)),
    ];
    with(&it.entry, more)
}

fn json_change(it: &Change) -> Value {
    let more = vec![
        ("property", json!(it.property)),
        ("source", json!(it.source)),
        ("from", json!(it.from)),
        ("to", json!(it.to)),
    ];
    with(&it.entry, more)
}

fn json_ending(it: &Ending) -> Value {
    let successors: Vec<Value> = it
        .successors
        .iter()
        .map(|thing| Value::Object(reference(thing)))
        .collect();
    let more = vec![
        ("since", json!(it.since)),
        ("successors", json!(successors)),
        ("sources", json!(it.sources)),
    ];
    with(&it.entry, more)
}

fn json_relation(it: &Relation) -> Value {
    json!({
        "relation": it.relation,
        "from": reference(&it.from),
        "to": reference(&it.to),
        "sources": it.sources,
    })
}
