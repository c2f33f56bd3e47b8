//! Files → a store: all or nothing. What the files' sources said before is replaced by what they say now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use super::others::Others;
use super::{add_stated, read_files};
use crate::base::vocabulary as sg;
use crate::graph::Graph;
use crate::model::fact::Facts;
use crate::model::problem::Problem;
use crate::rules;
use crate::store::index::{Index, build};
use crate::store::snapshot::{self, SnapshotError, Writer};

/// What an import brought.
pub struct Import {
    /// For each source of the files, what changed; sorted by slug.
    pub changes: Vec<Change>,
    /// The names of entries that nothing named before; sorted.
    pub new_entries: Vec<String>,
    /// The names of entries that nothing names any more; sorted.
    pub lost_entries: Vec<String>,
    /// What the readers passed over, and why.
    pub problems: Vec<Problem>,
    /// How many statements the store holds now, derived ones included.
    pub statements: usize,
    /// How many bytes the store takes.
    pub bytes: usize,
    /// Whether the store was written: not when it holds all of this already, and not when only trying.
    pub written: bool,
}

/// What changed in a source.
#[derive(Default)]
pub struct Change {
    /// Its slug.
    pub source: String,
    /// How many statements it makes now.
    pub statements: usize,
    /// How many of them are new.
    pub added: usize,
    /// How many it made before and makes no more.
    pub removed: usize,
}

/// Why nothing was imported.
pub enum ImportError {
    /// The files cannot be read.
    Input(Vec<Problem>),
    /// The store cannot be read or written.
    Store(SnapshotError),
}

impl From<SnapshotError> for ImportError {
    fn from(error: SnapshotError) -> Self {
        Self::Store(error)
    }
}

/// Puts what `files` say into the store in `folder`, which is made where there is none. `from` is one of
/// `sources::format::NAMES`, what the files are; `counter` counts the statements read.
///
/// A source is a named graph: what a graph said before goes, what the files say of it comes. With `only_try`, nothing is
/// written.
///
/// # Errors
///
/// When a file cannot be read as its format, when the store is damaged, in use or cannot be written: it is as it was.
///
/// # Panics
///
/// Never: it opens what it built.
pub fn import(
    files: &[PathBuf],
    from: &str,
    folder: &Path,
    only_try: bool,
    counter: &AtomicU64,
) -> Result<Import, ImportError> {
    let files = read_files(files, from, counter);
    // Which sources the lists are does not depend on what stands beside them; what their entries are does.
    let lists = files.read_lists(Others::default());
    let (mut lists, mut problems) = lists.map_err(ImportError::Input)?;
    let (writer, old) = if only_try {
        (None, existing(folder)?)
    } else {
        let writer = Writer::lock(folder)?;
        let old = writer.current()?;
        (Some(writer), old)
    };
    if let Some(old) = old.as_ref().filter(|_| !files.lists.is_empty()) {
        let own: BTreeSet<String> = [&files.facts, &lists]
            .into_iter()
            .flat_map(|facts| graphs(facts).into_values())
            .collect();
        let mut others = Others::default();
        others.read_store(old, |source| !own.contains(source));
        (lists, problems) = files.read_lists(others).map_err(ImportError::Input)?;
    }
    let mut new = files.facts;
    new.append(&lists);
    let (index, sources) = merged(old.as_ref(), new);
    let changed = old.as_ref().is_none_or(|old| !old.is(&index));
    if let Some(writer) = writer.as_ref().filter(|_| changed) {
        writer.replace(&index)?;
    }
    let index = Index::open(index).expect("what was built can be opened");
    let empty = Index::open(build(&Facts::default())).expect("what was built can be opened");
    let old = old.unwrap_or(empty);
    Ok(Import {
        changes: changes(&old, &index, &sources),
        new_entries: entries_missing_in(&old, &index),
        lost_entries: entries_missing_in(&index, &old),
        problems,
        statements: index.rows(),
        bytes: index.size(),
        written: changed && writer.is_some(),
    })
}

/// The store there is, to compare with; nothing where there is none.
fn existing(folder: &Path) -> Result<Option<Index>, SnapshotError> {
    match snapshot::open(folder) {
        Ok(index) => Ok(Some(index)),
        Err(SnapshotError::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The graphs of some facts, by number.
fn graphs(facts: &Facts) -> BTreeMap<u32, String> {
    let numbers: BTreeSet<u32> = facts.rows().iter().map(|row| row.quad[3]).collect();
    let iri = |graph: u32| {
        let text = facts.terms().get(graph).get(1..).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    };
    numbers.into_iter().map(|it| (it, iri(it))).collect()
}

/// The index of the new facts and of what other sources said before, and the sources of the new facts.
fn merged(old: Option<&Index>, mut facts: Facts) -> (Vec<u8>, BTreeSet<String>) {
    let mut stated = graphs(&facts);
    stated.retain(|_, source| !rules::is_rule(source));
    facts.retain(|row| stated.contains_key(&row.quad[3]));
    let sources: BTreeSet<String> = stated.into_values().collect();
    if let Some(old) = old {
        // What was found in the words of a list goes with it.
        let is_new = |source: &str| {
            sources.contains(source.strip_suffix("-extracted").unwrap_or(source))
                || sources.contains(source)
        };
        add_stated(&mut facts, old, |source| !is_new(source));
    }
    rules::derive(&mut facts);
    (build(&facts), sources)
}

fn changes(old: &Index, new: &Index, sources: &BTreeSet<String>) -> Vec<Change> {
    let mut changes: BTreeMap<&str, Change> = BTreeMap::new();
    for source in sources {
        let slug = sg::kind_and_slug(source).map_or(source.as_str(), |(_, slug)| slug);
        let change = changes.entry(source).or_default();
        slug.clone_into(&mut change.source);
    }
    for (source, there) in compared(new, old) {
        if let Some(change) = changes.get_mut(source) {
            change.statements += 1;
            change.added += usize::from(!there);
        }
    }
    for (source, there) in compared(old, new) {
        if let Some(change) = changes.get_mut(source) {
            change.removed += usize::from(!there);
        }
    }
    changes.into_values().collect()
}

/// For each statement of `index` its source, and whether `other` has it too.
fn compared<'a>(index: &'a Index, other: &'a Index) -> impl Iterator<Item = (&'a str, bool)> {
    let mut numbers: Vec<Option<Option<u32>>> = vec![None; index.terms()];
    index.matching(None, None, None).map(move |row| {
        let quad = row.map(|term| {
            *numbers[term as usize].get_or_insert_with(|| other.number(index.term(term)))
        });
        let there = match quad {
            [Some(s), Some(p), Some(o), Some(g)] => other.place([s, p, o, g]).is_some(),
            _ => false,
        };
        (index.iri(row[3]).unwrap_or_default(), there)
    })
}

/// The names of the entries of `index` that `other` does not have, sorted.
fn entries_missing_in(other: &Index, index: &Index) -> Vec<String> {
    let (graph, other) = (Graph::new(index), Graph::new(other));
    let mut names = BTreeSet::new();
    for class in [sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION] {
        for node in graph.of_class(class) {
            let known = other.node(graph.iri(node));
            if known.is_none_or(|known| !other.is_a(known, class)) {
                names.insert(graph.label(node).to_owned());
            }
        }
    }
    names.into_iter().collect()
}
