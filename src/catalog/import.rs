//! Files → a store: all or nothing. What the files' sources said before is replaced by what they say now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use super::others::Others;
use super::{Manner, add_stated, read_files};
use crate::base::vocabulary as sg;
use crate::graph::Graph;
use crate::model::fact::Facts;
use crate::model::problem::Problem;
use crate::rules;
use crate::sources::columns::Field;
use crate::sources::rdf;
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
#[derive(Clone, Default)]
pub struct Change {
    /// Its slug.
    pub source: String,
    /// Its graph.
    pub iri: String,
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
    /// What other files made would be taken over: the sources, each with one of its files and one of the new ones.
    Foreign(Vec<Foreign>),
    /// More would go than comes, and nobody said that this is meant.
    Removes(Vec<Change>),
}

/// A source that other files made than those which are imported.
pub struct Foreign {
    /// Its slug.
    pub source: String,
    /// A file that it was read from.
    pub made_by: String,
    /// The file that would take it over.
    pub now: String,
}

/// What a person said of items and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The slug of an item of a list → that of the entry that it is.
    pub same: BTreeMap<String, String>,
    /// The name of a column of a table, and what it holds.
    pub columns: Vec<(String, Field)>,
}

/// How far an import may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Nothing is written.
    Try,
    /// Nothing is written that takes over the source of other files, or that removes more than it brings.
    Keep,
    /// Whatever the files say is written.
    Replace,
}

impl From<SnapshotError> for ImportError {
    fn from(error: SnapshotError) -> Self {
        Self::Store(error)
    }
}

/// Puts what `files` say into the store in `folder`, which is made where there is none; `counter` counts the statements read.
///
/// A source is a named graph: what a graph said before goes, what the files say of it comes. `note` hears what will be
/// removed before anything is.
///
/// # Errors
///
/// When a file cannot be read as its format, when the store is damaged, in use or cannot be written, when `care` forbids what
/// would be done: it is as it was.
///
/// # Panics
///
/// Never: it opens what it built.
pub fn import(
    files: &[PathBuf],
    manner: Manner<'_>,
    said: &Said,
    folder: &Path,
    care: Care,
    counter: &AtomicU64,
    note: &dyn Fn(&str),
) -> Result<Import, ImportError> {
    let mut files = read_files(files, manner, counter);
    files.same.clone_from(&said.same);
    files.columns.clone_from(&said.columns);
    if let Some(problem) = files.without_a_table() {
        return Err(ImportError::Input(vec![problem]));
    }
    // Which sources the lists are does not depend on what stands beside them; what their entries are does.
    let lists = files.read_lists(Others::default());
    let (mut lists, mut problems) = lists.map_err(ImportError::Input)?;
    let (writer, old) = if care == Care::Try {
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
    let makers = makers(&new);
    let (index, sources) =
        merged(old.as_ref(), new).map_err(|problem| ImportError::Input(vec![problem]))?;
    let index = Index::open(index).expect("what was built can be opened");
    let changed = old.as_ref().is_none_or(|old| !old.is(index.whole()));
    let empty = Index::open(build(&Facts::default())).expect("what was built can be opened");
    let old = old.unwrap_or(empty);
    let all_changes = changes(&old, &index, &sources);
    // What stackgen itself says of a file comes and goes with the file.
    let of_files = |it: &&Change| !it.iri.starts_with(sg::ABOUT);
    let changes: Vec<Change> = all_changes.iter().filter(of_files).cloned().collect();
    if let Some(writer) = writer.as_ref().filter(|_| changed) {
        if care == Care::Keep {
            keep(&all_changes, &old, &makers)?;
        }
        changes.iter().filter(|it| it.removed > 0).for_each(|it| {
            note(&format!("`{}`: {} statements go", it.source, it.removed));
        });
        writer.replace(index.whole())?;
    }
    Ok(Import {
        changes,
        new_entries: entries_missing_in(&old, &index),
        lost_entries: entries_missing_in(&index, &old),
        problems,
        statements: index.rows(),
        bytes: index.size(),
        written: changed && writer.is_some(),
    })
}

/// The files that each source is made from.
type Makers = BTreeMap<String, BTreeSet<String>>;

fn makers(facts: &Facts) -> Makers {
    let graphs = graphs(facts);
    let pairs: BTreeSet<(u32, u16)> = (facts.rows().iter())
        .map(|row| (row.quad[3], row.file))
        .collect();
    let mut makers = Makers::new();
    for (graph, file) in pairs {
        if let (Some(source), Some(file)) = (graphs.get(&graph), facts.files.get(usize::from(file)))
        {
            makers
                .entry(source.clone())
                .or_default()
                .insert(file.clone());
        }
    }
    makers
}

/// Refuses changes to what other files made, and those that remove more than they bring.
fn keep(changes: &[Change], old: &Index, makers: &Makers) -> Result<(), ImportError> {
    let files: Vec<&str> = old.files().collect();
    let mut made: BTreeSet<(u32, u16)> = BTreeSet::new();
    for (row, file, _) in old.placed() {
        made.insert((row[3], file));
    }
    let foreign = changes
        .iter()
        .filter(|it| it.added + it.removed > 0)
        .filter_map(|change| {
            let graph = old.node(&change.iri)?;
            let made = made.range((graph, 0)..=(graph, u16::MAX));
            let made: Vec<&str> = made
                .filter_map(|(_, file)| files.get(usize::from(*file)).copied())
                .collect();
            let own = makers
                .get(base(&change.iri))
                .or_else(|| makers.get(&change.iri))?;
            let known = made
                .iter()
                .any(|made| own.iter().any(|own| is_same_file(made, own)));
            let (false, Some(first)) = (known, made.first()) else {
                return None;
            };
            Some(Foreign {
                source: change.source.clone(),
                made_by: (*first).to_owned(),
                now: own.first().cloned().unwrap_or_default(),
            })
        });
    let foreign: Vec<Foreign> = foreign.collect();
    if !foreign.is_empty() {
        return Err(ImportError::Foreign(foreign));
    }
    // What was found in the words of a list comes and goes with them.
    let is_stated = |it: &&Change| base(&it.iri) == it.iri && !it.iri.starts_with(sg::ABOUT);
    let stated = || changes.iter().filter(is_stated);
    let sum = |count: fn(&Change) -> usize| stated().map(count).sum::<usize>();
    if sum(|it| it.removed) > sum(|it| it.added) {
        let losing = stated().filter(|it| it.removed > 0);
        return Err(ImportError::Removes(losing.cloned().collect()));
    }
    Ok(())
}

/// Whether two names can be those of one file, seen from different folders: one ends with the other.
fn is_same_file(one: &str, other: &str) -> bool {
    let (one, other) = (Path::new(one), Path::new(other));
    one.ends_with(other) || other.ends_with(one)
}

/// The source in whose words another one was found.
fn base(source: &str) -> &str {
    source.strip_suffix("-extracted").unwrap_or(source)
}

/// Replaces what one graph of the store in `folder` says by the statements of a document, or removes the graph where there is
/// none; all or nothing. A document is its bytes and the extension of its format. Returns whether the graph was there.
///
/// # Errors
///
/// When the document cannot be read, and when the store is damaged, in use or cannot be written: it is as it was.
pub fn put(
    folder: &Path,
    graph: &str,
    document: Option<(&[u8], &str)>,
) -> Result<bool, ImportError> {
    let mut facts = Facts::default();
    if let Some((bytes, extension)) = document {
        let (read, problems) = rdf::read(graph, extension, bytes);
        if !problems.is_empty() {
            return Err(ImportError::Input(problems));
        }
        let name = oxrdf::NamedNodeRef::new_unchecked(graph);
        let file = facts.file(graph);
        for quad in read.quads().filter(|quad| !is_about(quad)) {
            let quad = oxrdf::QuadRef::new(&quad.subject, &quad.predicate, &quad.object, name);
            facts.push(quad, file, 0);
        }
    }
    let writer = Writer::lock(folder)?;
    let old = writer
        .current()?
        .ok_or_else(|| SnapshotError::Missing(folder.to_owned()))?;
    let was_there = old.graphs().any(|it| old.iri(it) == Some(graph));
    if document.is_some() || was_there {
        add_stated(&mut facts, &old, |source| source != graph);
        rules::derive(&mut facts).map_err(|it| ImportError::Input(vec![it]))?;
        writer.replace(&build(&facts))?;
    }
    Ok(was_there)
}

/// Whether stackgen itself says this of a file that it has read.
fn is_about(quad: &oxrdf::Quad) -> bool {
    matches!(&quad.graph_name, oxrdf::GraphName::NamedNode(it) if it.as_str().starts_with(&sg::id("about", "")))
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
fn merged(old: Option<&Index>, mut facts: Facts) -> Result<(Vec<u8>, BTreeSet<String>), Problem> {
    let mut stated = graphs(&facts);
    stated.retain(|_, source| !rules::is_rule(source));
    facts.retain(|row| stated.contains_key(&row.quad[3]));
    let mut sources: BTreeSet<String> = stated.into_values().collect();
    if let Some(old) = old {
        // What was found in the words of a list goes with it.
        let is_new = |source: &str| sources.contains(base(source)) || sources.contains(source);
        add_stated(&mut facts, old, |source| !is_new(source));
        let there = old.graphs().filter_map(|graph| old.iri(graph));
        let go: Vec<String> = there
            .filter(|it| is_new(it))
            .map(ToOwned::to_owned)
            .collect();
        sources.extend(go);
    }
    rules::derive(&mut facts)?;
    Ok((build(&facts), sources))
}

fn changes(old: &Index, new: &Index, sources: &BTreeSet<String>) -> Vec<Change> {
    let mut changes: BTreeMap<&str, Change> = BTreeMap::new();
    for source in sources {
        let slug = sg::kind_and_slug(source).map_or(source.as_str(), |(_, slug)| slug);
        let change = changes.entry(source).or_default();
        slug.clone_into(&mut change.source);
        change.iri.clone_from(source);
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
