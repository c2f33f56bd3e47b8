//! `diff`: what changed between two catalogues, or between two years of one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::stats::CountsByName;
use super::{Ask, Reach, World, known};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::graph::{Graph, words};
use crate::model::page::{Block, Page, Table};
use crate::reason::diff::{Change, Difference, Ending, Presence, Relation, Thing, View, diff};
use crate::store::snapshot;

/// What changed between two catalogues: entries, statuses, relations
#[derive(Clone, Debug, PartialEq, Eq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["old", "new"]))]
pub struct Diff {
    /// A file or folder as --data takes it, a store, `builtin`, or a year: what sources of that year or earlier knew
    pub old: PathBuf,
    /// The same for the newer side
    pub new: PathBuf,
    /// How many rows of each table to show
    #[arg(long, value_name = "N", default_value_t = Self::default().top)]
    pub top: usize,
    /// Show every row
    #[arg(long, conflicts_with = "top")]
    pub all: bool,
}

impl Default for Diff {
    fn default() -> Self {
        Self {
            old: PathBuf::new(),
            new: PathBuf::new(),
            top: 20,
            all: false,
        }
    }
}

impl Ask for Diff {
    type Answer = Changes;
    const NAME: &'static str = "diff";
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen diff 2016 2026",
        "stackgen diff builtin data --format json",
        "stackgen diff 2016 2026 --all --format markdown -o changes.md",
    ];

    fn answer(self, world: &World) -> Result<Changes, Failure> {
        world.files()?;
        let (old, new) = (side(&self.old, world)?, side(&self.new, world)?);
        let (before, after) = (view(&old.catalog, old.year)?, view(&new.catalog, new.year)?);
        Ok(Changes {
            old: self.old.to_string_lossy().into_owned(),
            new: self.new.to_string_lossy().into_owned(),
            top: if self.all { usize::MAX } else { self.top },
            difference: diff(&before, &after),
        })
    }
}

/// One side: a graph, and the year to look at it from.
struct Side {
    catalog: Arc<Catalog>,
    year: Option<u16>,
}

/// Four digits are a year of the graph that all commands work on; `./2016` would be a file.
fn side(name: &Path, world: &World) -> Result<Side, Failure> {
    let text = name.to_string_lossy();
    if text.len() == 4
        && let Ok(year) = text.parse()
    {
        return Ok(Side {
            catalog: world.whole()?,
            year: Some(year),
        });
    }
    let catalog = Arc::new(if snapshot::is_store(name) {
        Catalog::of_store(name).map_err(|error| Failure::usage(error.to_string()))?
    } else {
        Catalog::open(&[name.to_path_buf()]).map_err(Failure::Input)?
    });
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

/// What changed from one side to the other.
pub struct Changes {
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
        "values" => "licence, maturity, ring or main need",
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
        words::words(&it.relation),
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

impl Shapes for Changes {
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
}

/// What `diff` promises to programs.
#[derive(Serialize, JsonSchema)]
pub struct ToldChanges {
    /// The older side.
    pub old: String,
    /// The newer side.
    pub new: String,
    /// Whether anything differs.
    pub differ: bool,
    /// How many changes of each kind there are.
    pub counts: CountsByName,
    /// Entries that only the new side knows.
    pub added: Vec<ToldPresence>,
    /// Entries that the new side, or the newer edition of their list, no longer has.
    pub dropped: Vec<ToldPresence>,
    /// Under other headings of the same source.
    pub moved: Vec<ToldChange>,
    /// Called otherwise by the same source.
    pub renamed: Vec<ToldChange>,
    /// Page or repository elsewhere.
    pub relinked: Vec<ToldChange>,
    /// Retired now, and not before.
    pub retired: Vec<ToldEnding>,
    /// With a successor that was not known.
    pub succeeded: Vec<ToldEnding>,
    /// Other changes of status.
    pub statuses: Vec<ToldChange>,
    /// Licence, maturity, ring or main need.
    pub values: Vec<ToldChange>,
    /// Between any two things.
    pub relations_added: Vec<ToldRelation>,
    /// No longer stated.
    pub relations_removed: Vec<ToldRelation>,
}

/// An entry that is on one side alone.
#[derive(Serialize, JsonSchema)]
pub struct ToldPresence {
    /// The entry.
    #[serde(flatten)]
    pub thing: known::Thing,
    /// The sources that have it, or had it.
    pub sources: Vec<String>,
    /// Whether the other side still knows it from elsewhere.
    pub known: bool,
    /// Its status.
    pub status: String,
}

/// A value of an entry that differs.
#[derive(Serialize, JsonSchema)]
pub struct ToldChange {
    /// The entry.
    #[serde(flatten)]
    pub thing: known::Thing,
    /// The property.
    pub property: String,
    /// The source.
    pub source: String,
    /// The values on the older side.
    pub from: Vec<String>,
    /// Those on the newer side.
    pub to: Vec<String>,
}

/// The end of an entry.
#[derive(Serialize, JsonSchema)]
pub struct ToldEnding {
    /// The entry.
    #[serde(flatten)]
    pub thing: known::Thing,
    /// Since when; may be empty.
    pub since: String,
    /// What takes its place.
    pub successors: Vec<known::Thing>,
    /// The sources that say so.
    pub sources: Vec<String>,
}

/// A relation that is on one side alone.
#[derive(Serialize, JsonSchema)]
pub struct ToldRelation {
    /// The IRI of the relation.
    pub relation: String,
    /// Where it starts.
    pub from: known::Thing,
    /// Where it ends.
    pub to: known::Thing,
    /// The sources that state it.
    pub sources: Vec<String>,
}

impl Serialize for Changes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.told().serialize(serializer)
    }
}

impl JsonSchema for Changes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Changes".into()
    }

    fn json_schema(schemas: &mut schemars::SchemaGenerator) -> schemars::Schema {
        ToldChanges::json_schema(schemas)
    }
}

impl Changes {
    /// The changes as programs read them.
    #[must_use]
    pub fn told(&self) -> ToldChanges {
        let it = &self.difference;
        let counts = counts(it).into_iter();
        ToldChanges {
            old: self.old.clone(),
            new: self.new.clone(),
            differ: !it.is_empty(),
            counts: counts
                .map(|(name, count)| (name.replace(' ', "_"), count))
                .collect(),
            added: it.added.iter().map(Into::into).collect(),
            dropped: it.dropped.iter().map(Into::into).collect(),
            moved: it.moved.iter().map(Into::into).collect(),
            renamed: it.renamed.iter().map(Into::into).collect(),
            relinked: it.relinked.iter().map(Into::into).collect(),
            retired: it.retired.iter().map(Into::into).collect(),
            succeeded: it.succeeded.iter().map(Into::into).collect(),
            statuses: it.statuses.iter().map(Into::into).collect(),
            values: it.values.iter().map(Into::into).collect(),
            relations_added: it.related.iter().map(Into::into).collect(),
            relations_removed: it.unrelated.iter().map(Into::into).collect(),
        }
    }
}

fn named(thing: &Thing) -> known::Thing {
    known::Thing {
        entry: thing.slug.clone(),
        name: thing.name.clone(),
        iri: thing.iri.clone(),
    }
}

impl From<&Presence> for ToldPresence {
    fn from(it: &Presence) -> Self {
        Self {
            thing: named(&it.entry),
            sources: it.sources.clone(),
            known: it.known,
            status: it.status.clone(),
        }
    }
}

impl From<&Change> for ToldChange {
    fn from(it: &Change) -> Self {
        Self {
            thing: named(&it.entry),
            property: it.property.clone(),
            source: it.source.clone(),
            from: it.from.clone(),
            to: it.to.clone(),
        }
    }
}

impl From<&Ending> for ToldEnding {
    fn from(it: &Ending) -> Self {
        Self {
            thing: named(&it.entry),
            since: it.since.clone(),
            successors: it.successors.iter().map(named).collect(),
            sources: it.sources.clone(),
        }
    }
}

impl From<&Relation> for ToldRelation {
    fn from(it: &Relation) -> Self {
        Self {
            relation: it.relation.clone(),
            from: named(&it.from),
            to: named(&it.to),
            sources: it.sources.clone(),
        }
    }
}
