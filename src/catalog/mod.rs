//! Which graph a command works on: the built-in catalogue, or the files a user names; and which thing a name means.
//!
//! The only room that opens the files of `--data`.

pub mod cycles;
mod everyday;
mod folder;
pub mod identify;
pub mod import;
mod known;
pub mod names;
mod others;
pub mod packages;
pub mod remote;
mod spelling;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use known::BuiltIn;
use others::Others;

use crate::base::cores::on_all_cores;
use crate::base::place::Place;
use crate::graph::{Graph, Node};
use crate::model::fact::{Facts, Row};
use crate::model::problem::{Gravity, Problem};
use crate::rules;
use crate::sources::columns::Field;
use crate::sources::format::{Format, named};
use crate::sources::known::Known;
use crate::sources::listing::is_kept_apart;
use crate::sources::{awesome, backstage, csv, landscape, radar, rdf, review, table};
use crate::store::index::{self, Index};
use crate::store::snapshot::{self, SnapshotError};

static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.index"));
/// No file of a source may be longer, in bytes.
const LONGEST: u64 = 2 << 30;
/// No list may be longer, in bytes: reading one takes seven times its size.
const LONGEST_LIST: usize = 256 << 20;

/// Property, source and thing → how many subjects; each may be empty.
type Counts = BTreeMap<[String; 3], usize>;

/// Stand for a source where ties are counted: of which a thing is the subject, or which hold both ways; of which it is the
/// object.
const TIES: [&str; 2] = ["urn:stackgen:ties:of", "urn:stackgen:ties:to"];

/// The graph a command works on.
pub struct Catalog {
    /// The statements.
    pub index: Index,
    /// Contradictions that the readers found; `validate` reports them.
    pub problems: Vec<Problem>,
    /// What an endpoint counted instead of sending it; nothing for a graph that is here.
    counts: Option<Counts>,
}

impl Catalog {
    /// The catalogue compiled into the program.
    ///
    /// # Panics
    ///
    /// Never: the build made the bytes it opens.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            index: Index::built_in(BUILT_IN).expect("the build writes a whole index"),
            problems: Vec::new(),
            counts: None,
        }
    }

    /// How many things point to `node` by `property`; where a source is given, how many of them it names.
    #[must_use]
    pub fn count(&self, property: &str, node: Node, source: Option<Node>) -> usize {
        let graph = Graph::new(&self.index);
        let Some(counts) = &self.counts else {
            let subjects = graph.subjects(property, node);
            let named = |it: &Node| {
                source.is_none_or(|source| graph.sources(*it, property, node).contains(&source))
            };
            return subjects.filter(named).count();
        };
        let source = source.map_or("", |source| graph.iri(source));
        let key = [property, source, graph.iri(node)].map(ToOwned::to_owned);
        counts.get(&key).copied().unwrap_or(0)
    }

    /// How many ties by `relation` an endpoint counted: those of which `node` is the subject, or the object. Nothing where all
    /// of them are here.
    #[must_use]
    pub fn ties(&self, relation: &str, is_subject: bool, node: Node) -> Option<usize> {
        let graph = Graph::new(&self.index);
        let way = if is_subject { TIES[0] } else { TIES[1] };
        let key = [relation, way, graph.iri(node)].map(ToOwned::to_owned);
        self.counts.as_ref()?.get(&key).copied()
    }

    /// How many ties of `node` an endpoint counted.
    #[must_use]
    pub fn all_ties(&self, node: Node) -> usize {
        let graph = Graph::new(&self.index);
        let ties = self.counts.iter().flatten();
        let ties =
            ties.filter(|([_, way, of], _)| TIES.contains(&way.as_str()) && of == graph.iri(node));
        ties.map(|(_, count)| count).sum()
    }

    /// How many statements each source makes, by its IRI.
    #[must_use]
    pub fn statements_by_source(&self) -> BTreeMap<&str, usize> {
        let graph = Graph::new(&self.index);
        let mut statements = BTreeMap::new();
        match &self.counts {
            Some(counts) => {
                let all = counts
                    .iter()
                    .filter(|([property, ..], _)| property.is_empty());
                statements.extend(all.map(|([_, source, _], count)| (source.as_str(), *count)));
            }
            None => {
                for [.., source] in self.index.matching(None, None, None) {
                    *statements.entry(graph.iri(Node(source))).or_insert(0) += 1;
                }
            }
        }
        statements
    }

    /// The graph of these files and folders; the built-in catalogue when there are none.
    ///
    /// `builtin` names the built-in catalogue. A folder is read as a store or as CSV tables. The order of `data` does not
    /// matter.
    ///
    /// # Errors
    ///
    /// Every problem found, when a file cannot be opened or read as its format: nothing half-read is used.
    pub fn open(data: &[PathBuf]) -> Result<Self, Vec<Problem>> {
        Self::open_at(data, None)
    }

    /// The graph of these files as [`Self::open`] reads them; relative IRIs in RDF are relative to `base`, or to the file
    /// they stand in.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn open_at(data: &[PathBuf], base: Option<&str>) -> Result<Self, Vec<Problem>> {
        if data.is_empty() || data == [Path::new("builtin")] {
            return Ok(Self::built_in());
        }
        let manner = Manner { from: "auto", base };
        let (facts, problems) = read_all(data, manner, &AtomicU64::new(0))?;
        Self::of(facts, problems)
    }

    /// What a person should hear of files that were read: items that are kept apart from entries that have their name, where
    /// these are there too, and files of a folder that were left out.
    #[must_use]
    pub fn told(&self, data: &[PathBuf]) -> Vec<&Problem> {
        let is_beside = data.iter().any(|it| it == Path::new("builtin"));
        let skipped = (self.problems.iter()).filter(|it| it.gravity == Gravity::Skipped);
        skipped
            .filter(|it| is_beside && is_kept_apart(it) || folder::is_left_out(it))
            .collect()
    }

    /// The graph of the store in a folder.
    ///
    /// # Errors
    ///
    /// When there is none, or it is damaged.
    pub fn of_store(folder: &Path) -> Result<Self, SnapshotError> {
        Ok(Self {
            index: snapshot::open(folder)?,
            problems: Vec::new(),
            counts: None,
        })
    }

    /// The graph of one RDF text; `extension` chooses the format.
    ///
    /// # Errors
    ///
    /// Every problem found, when the text is not of its format.
    pub fn of_text(name: &str, extension: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let (facts, problems) = rdf::read(name, extension, bytes);
        if problems.is_empty() {
            Self::of(facts, problems)
        } else {
            Err(problems)
        }
    }

    fn of(mut facts: Facts, problems: Vec<Problem>) -> Result<Self, Vec<Problem>> {
        rules::derive(&mut facts).map_err(|problem| vec![problem])?;
        let index = Index::open(index::build(&facts)).expect("what was built can be opened");
        Ok(Self {
            index,
            problems,
            counts: None,
        })
    }
}

/// What files and folders hold: facts, and lists that are still to be read.
struct Files {
    facts: Facts,
    lists: Vec<List>,
    problems: Vec<Problem>,
    /// What a person settled: the slug of an item → the entry that it is.
    same: BTreeMap<String, String>,
    /// What a person said of columns of tables: name → what it holds.
    columns: Vec<(String, Field)>,
}

/// The facts of files and folders.
///
/// # Errors
///
/// Every problem found, when one of them cannot be read as its format.
fn read_all(
    data: &[PathBuf],
    manner: Manner<'_>,
    counter: &AtomicU64,
) -> Result<(Facts, Vec<Problem>), Vec<Problem>> {
    let files = read_files(data, manner, counter);
    let (lists, problems) = files.read_lists(Others::default())?;
    let mut facts = files.facts;
    facts.append(&lists);
    Ok((facts, problems))
}

/// Reads files and folders side by side and puts them together in their order; `counter` counts on the way.
fn read_files(data: &[PathBuf], manner: Manner<'_>, counter: &AtomicU64) -> Files {
    let (mut data, left_out) = folder::spread(data);
    data.sort();
    data.dedup();
    let each = || data.par_iter().map(|path| read(path, manner, counter));
    let read: Vec<_> = on_all_cores(|| each().collect());
    let mut files = Files {
        facts: Facts::default(),
        lists: Vec::new(),
        problems: left_out,
        same: BTreeMap::new(),
        columns: Vec::new(),
    };
    for result in read {
        match result {
            Ok(Read::Facts(more, found)) => {
                files.facts.append(&more);
                files.problems.extend(found);
            }
            Ok(Read::List(list)) => files.lists.push(list),
            Err(problem) => files.problems.push(problem),
        }
    }
    files
}

impl Files {
    /// Reads the lists, one after the other, as each asks what the files and the lists before it have; and all problems.
    fn read_lists(&self, mut others: Others) -> Result<(Facts, Vec<Problem>), Vec<Problem>> {
        let mut facts = Facts::default();
        let mut problems = self.problems.clone();
        if !self.lists.is_empty() {
            others.read(&self.facts);
            let built_in = Catalog::built_in();
            let mut known = BuiltIn::of(&built_in, others);
            known.same.clone_from(&self.same);
            let (systems, lists): (Vec<&List>, Vec<&List>) =
                (self.lists.iter()).partition(|list| list.format == Format::Backstage);
            for list in lists {
                let (more, found) = list.read(&self.columns, &known);
                known.others.read(&more);
                facts.append(&more);
                problems.extend(found);
            }
            // Last and together: they name each other and whatever else is there.
            let systems: Vec<backstage::File<'_>> = (systems.iter())
                .map(|list| backstage::File {
                    name: &list.name,
                    bytes: &list.bytes,
                })
                .collect();
            let (more, found) = backstage::read(&systems, &known);
            facts.append(&more);
            problems.extend(found);
            problems.extend(self.unsettled(&known));
        }
        problems.sort();
        if problems.iter().any(|it| it.gravity == Gravity::Malformed) {
            return Err(problems);
        }
        Ok((facts, problems))
    }
}

impl Files {
    /// What to say where columns were named and no file has any.
    fn without_a_table(&self) -> Option<Problem> {
        let (column, _) = self.columns.first()?;
        let is_table = |list: &List| list.format == Format::Everyday;
        let place = Place {
            file: format!("--map {column}"),
            ..Place::default()
        };
        let message = "no file is a table with columns of its own, expected one";
        (!self.lists.iter().any(is_table)).then(|| Problem::malformed(place, message))
    }

    /// What was settled and cannot be, as no entry is called so.
    fn unsettled(&self, known: &BuiltIn<'_>) -> Vec<Problem> {
        let same = self.same.iter();
        same.filter(|(item, _)| known.settled(item).is_none())
            .map(|(item, entry)| {
                let place = Place {
                    file: format!("--same {item}={entry}"),
                    ..Place::default()
                };
                let message = format!("no entry is called `{entry}`, expected the slug of one");
                Problem::malformed(place, message)
            })
            .collect()
    }
}

/// What one path gives.
enum Read {
    Facts(Facts, Vec<Problem>),
    /// A list, which is read when all else is.
    List(List),
}

struct List {
    name: String,
    format: Format,
    bytes: Vec<u8>,
}

impl List {
    fn read(&self, columns: &[(String, Field)], known: &BuiltIn<'_>) -> (Facts, Vec<Problem>) {
        let (name, bytes) = (&self.name, &self.bytes);
        match self.format {
            Format::Html => awesome::read_html(name, bytes, known),
            Format::Landscape => landscape::read(name, bytes, known),
            Format::Everyday => table::read(name, bytes, columns, known),
            Format::Radar => radar::read(name, bytes, known),
            _ => awesome::read_markdown(name, bytes, known),
        }
    }
}

fn read(path: &Path, manner: Manner<'_>, counter: &AtomicU64) -> Result<Read, Problem> {
    if path == Path::new("builtin") {
        return Ok(Read::Facts(stated(&Catalog::built_in().index), Vec::new()));
    }
    if path == Path::new(STANDARD_INPUT) {
        return standard_input(manner);
    }
    let all = |(facts, problems)| Read::Facts(facts, problems);
    let name = path.to_string_lossy();
    if path.is_dir() && snapshot::is_store(path) {
        let store = snapshot::open(path)
            .map_err(|error| Problem::malformed(Place::default(), error.to_string()))?;
        return Ok(Read::Facts(stated(&store), Vec::new()));
    }
    if path.is_dir() {
        let files = tables(path)?;
        if files.is_empty() {
            return Err(folder::nothing_inside(path));
        }
        return Ok(all(csv::read(&files)));
    }
    size(path)?;
    // What a packed file is called without the mark of the packing says what it is.
    let packed = name.to_lowercase().ends_with(".gz");
    let name = if packed {
        &name[..name.len() - 3]
    } else {
        &*name
    };
    let extension = Path::new(name)
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if rdf::has_lines(&extension) && matches!(manner.from, "auto" | "rdf") {
        let file = std::fs::File::open(path).map_err(|error| refused(path, &error))?;
        let read = if packed {
            let unpacked = flate2::read::MultiGzDecoder::new(file);
            rdf::read_lines(name, &extension, unpacked, counter)
        } else {
            rdf::read_lines(name, &extension, file, counter)
        };
        return read.map(all).map_err(|error| refused(path, &error));
    }
    let mut bytes = if packed { unpacked(path)? } else { open(path)? };
    let mut name = name;
    if !packed
        && bytes.starts_with(&PACKED)
        && let Ok(inside) = unpacked(path)
    {
        // Packed without a word of it in the name, which then says nothing of what is inside either.
        bytes = inside;
        name = name.strip_suffix(&format!(".{extension}")).unwrap_or(name);
    }
    let format = named(manner.from, name, &bytes);
    if let Some(problem) = nothing_to_read(format, name, &bytes) {
        return Err(problem);
    }
    match format {
        Some(format) => of_format(format, name, bytes, manner.base),
        None => Err(unknown_kind(path)),
    }
}

/// What to say of a file that no reader needs to look at: an empty one, and JSON that is none.
fn nothing_to_read(format: Option<Format>, name: &str, bytes: &[u8]) -> Option<Problem> {
    if matches!(format, Some(Format::Rdf(_) | Format::Table)) {
        return None;
    }
    let path = Path::new(name);
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.iter().all(u8::is_ascii_whitespace) {
        let expected = match format {
            Some(Format::Markdown | Format::Html) => "an awesome list",
            Some(Format::Everyday) => "a table",
            Some(Format::Radar) => "a tech radar",
            Some(Format::Landscape | Format::Backstage) => "a landscape or Backstage entities",
            _ => "a table, a list, a radar, a landscape, Backstage entities or RDF",
        };
        return Some(at(path, format!("an empty file, expected {expected}")));
    }
    let is_json = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let broken = format.is_none().then(|| broken_json(name, text)).flatten();
    broken.filter(|_| is_json)
}

/// Where a text breaks off being JSON.
fn broken_json(name: &str, bytes: &[u8]) -> Option<Problem> {
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(bytes).err()?;
    let place = Place {
        file: name.to_owned(),
        line: error.line() as u64,
        column: error.column() as u64,
    };
    let told = error.to_string();
    let why = told.split(" at line ").next().unwrap_or(&told);
    let message = format!("broken JSON: {why}, expected a tech radar or RDF in JSON-LD");
    Some(Problem::malformed(place, message))
}

/// Whether a text begins as JSON does and RDF in Turtle cannot: with a text, a number or an array inside.
fn begins_as_json(bytes: &[u8]) -> bool {
    let mut letters = bytes.iter().filter(|it| !it.is_ascii_whitespace());
    match (letters.next(), letters.next()) {
        (Some(b'{'), Some(b'"')) => true,
        (Some(b'['), Some(inner)) => b"\"{[-0123456789".contains(inner),
        _ => false,
    }
}

/// The bytes of a file of this name, read as what it is; its own address is what relative IRIs in it are relative to.
fn of_format(
    format: Format,
    name: &str,
    bytes: Vec<u8>,
    base: Option<&str>,
) -> Result<Read, Problem> {
    let all = |(facts, problems)| Read::Facts(facts, problems);
    let name = name.to_owned();
    match format {
        Format::Rdf(extension) => {
            let own = address(Path::new(&name));
            let base = base.or(own.as_deref());
            Ok(all(rdf::read_at(&name, extension, base, &bytes)))
        }
        Format::Table => Ok(all(csv::read(&[csv::File { name, bytes }]))),
        _ if bytes.len() > LONGEST_LIST => {
            let size = bytes.len();
            let message = format!("{size} bytes, expected a list of at most {LONGEST_LIST}");
            Err(at(Path::new(&name), message))
        }
        format => Ok(Read::List(List {
            name,
            format,
            bytes,
        })),
    }
}

/// A file that is a list, a table, a radar or the like, and what its keeper may want to know of it.
pub struct Kept {
    /// The file as problems and statements name it.
    pub file: String,
    /// What a reader does not say, as it costs nothing.
    pub told: Vec<Problem>,
}

/// Those of some files that others keep in a form of their own: no catalogue of ours, whose rules do not hold for them.
#[must_use]
pub fn kept_by_others(files: &[PathBuf]) -> Vec<Kept> {
    let (files, _) = folder::spread(files);
    let kept = files
        .iter()
        .filter(|path| path.is_file())
        .filter_map(|path| {
            let manner = Manner {
                from: "auto",
                base: None,
            };
            let Ok(Read::List(list)) = read(path, manner, &AtomicU64::new(0)) else {
                return None;
            };
            let told = match list.format {
                Format::Markdown => review::review(&list.name, &list.bytes, false),
                Format::Html => review::review(&list.name, &list.bytes, true),
                _ => Vec::new(),
            };
            Some(Kept {
                file: list.name,
                told,
            })
        });
    kept.collect()
}

/// How files are read.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// One of `sources::format::NAMES`: what they are.
    pub from: &'a str,
    /// What relative IRIs in RDF are relative to, where it is not the file itself.
    pub base: Option<&'a str>,
}

/// What `--data` calls the standard input.
const STANDARD_INPUT: &str = "-";

/// What the standard input is called in messages, and in the name of a source where nothing better is there.
const STDIN: &str = "stdin";
/// How a file begins that gzip packed.
const PACKED: [u8; 2] = [0x1f, 0x8b];

/// Whether somebody reads the standard input already.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The standard input, which has an end: the second who asks for it would find nothing.
///
/// # Errors
///
/// When it was taken already.
pub fn take_standard_input() -> Result<std::io::Stdin, String> {
    if TAKEN.swap(true, Ordering::Relaxed) {
        return Err(
            "`-` stands twice, but the standard input can be read only once, expected a file for one of them"
                .to_owned(),
        );
    }
    Ok(std::io::stdin())
}

/// What comes from the standard input, packed or not: its text tells what it is.
fn standard_input(manner: Manner<'_>) -> Result<Read, Problem> {
    let path = Path::new(STDIN);
    let input = take_standard_input().map_err(|message| at(path, message))?;
    let mut bytes = within_limits(path, input)?;
    if bytes.starts_with(&PACKED) {
        bytes = within_limits(path, flate2::read::MultiGzDecoder::new(bytes.as_slice()))?;
    }
    match named(manner.from, STDIN, &bytes) {
        None | Some(Format::Rdf(_)) => {
            let (facts, problems) = rdf_of_any_kind(&bytes, manner.base);
            Ok(Read::Facts(facts, problems))
        }
        Some(format) => of_format(format, STDIN, bytes, manner.base),
    }
}

/// RDF without a name: what its text looks like.
fn rdf_of_any_kind(bytes: &[u8], base: Option<&str>) -> (Facts, Vec<Problem>) {
    let start = bytes.iter().find(|it| !it.is_ascii_whitespace());
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]).to_lowercase();
    if matches!(start, Some(b'{' | b'[')) && !beginning.trim_start().starts_with("[]") {
        let json = rdf::read_at(STDIN, "jsonld", base, bytes);
        // What is JSON has no other form: its problem is the one to mend.
        if let Some(problem) = broken_json(STDIN, bytes).filter(|_| begins_as_json(bytes)) {
            return (Facts::default(), vec![problem]);
        }
        if json.1.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() {
            return json;
        }
    }
    if ["<?xml", "<rdf:rdf", "<!doctype"]
        .iter()
        .any(|it| beginning.contains(it))
    {
        return rdf::read_at(STDIN, "rdf", base, bytes);
    }
    // TriG holds Turtle and N-Triples; N-Quads is another matter.
    let trig = rdf::read_at(STDIN, "trig", base, bytes);
    let quads = (!trig.1.is_empty()).then(|| rdf::read_at(STDIN, "nq", base, bytes));
    quads.filter(|quads| quads.1.is_empty()).unwrap_or(trig)
}

/// The bytes of a file packed with gzip.
fn unpacked(path: &Path) -> Result<Vec<u8>, Problem> {
    let file = std::fs::File::open(path).map_err(|error| refused(path, &error))?;
    within_limits(path, flate2::read::MultiGzDecoder::new(file))
}

fn within_limits(path: &Path, input: impl std::io::Read) -> Result<Vec<u8>, Problem> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let read = input.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| at(path, format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(at(
            path,
            format!("more than {LONGEST} bytes, expected at most that"),
        ));
    }
    Ok(bytes)
}

/// The address of a file, which relative IRIs in it are relative to.
#[must_use]
pub fn address(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let mut address = "file://".to_owned();
    for byte in path.to_str()?.bytes() {
        // What may stand in the path of an IRI as it is; the letters beyond ASCII may, too.
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"/-._~!$&'()*+,;=:@".contains(&byte)
        {
            address.push(byte.into());
        } else {
            address += &format!("%{byte:02X}");
        }
    }
    Some(address)
}

fn unknown_kind(path: &Path) -> Problem {
    let known: Vec<&str> = rdf::extensions().collect();
    let message = format!(
        "unknown kind of file, expected `builtin`, a folder of CSV tables, a table (.csv .tsv), an awesome list (.md .html), a landscape or Backstage entities (.yml .yaml), a tech radar (.json) or RDF (.{})",
        known.join(" .")
    );
    at(path, message)
}

fn at(path: &Path, message: impl Into<String>) -> Problem {
    let place = Place {
        file: path.to_string_lossy().into_owned(),
        ..Place::default()
    };
    Problem::malformed(place, message)
}

fn refused(path: &Path, error: &std::io::Error) -> Problem {
    at(path, format!("cannot be opened: {error}"))
}

/// The tables of ours that a folder holds.
fn tables(folder: &Path) -> Result<Vec<csv::File>, Problem> {
    let mut files = Vec::new();
    for name in csv::table_names() {
        let path = folder.join(name);
        if path.exists() {
            files.push(csv::File {
                name: path.to_string_lossy().into_owned(),
                bytes: open(&path)?,
            });
        }
    }
    Ok(files)
}

/// The size of a file in bytes. A pipe or a device, which need not have an end, is none.
fn size(path: &Path) -> Result<u64, Problem> {
    let file = std::fs::metadata(path).map_err(|error| refused(path, &error))?;
    if !file.is_file() {
        let problem = at(path, "a pipe or a device, expected a file or a folder");
        let hint = "`-` reads the standard input";
        return Err(problem.with_hint(Some(hint.to_owned())));
    }
    Ok(file.len())
}

fn open(path: &Path) -> Result<Vec<u8>, Problem> {
    let size = size(path)?;
    if size > LONGEST {
        return Err(at(
            path,
            format!("{size} bytes, expected at most {LONGEST}"),
        ));
    }
    std::fs::read(path).map_err(|error| refused(path, &error))
}

/// The facts of an index without what the rules derived.
#[must_use]
pub fn stated(index: &Index) -> Facts {
    let mut facts = Facts::default();
    add_stated(&mut facts, index, |_| true);
    facts
}

/// Adds what an index says, without what the rules derived, of the sources for which `keep` holds.
fn add_stated(facts: &mut Facts, index: &Index, keep: impl Fn(&str) -> bool) {
    let files: Vec<u16> = index.files().map(|name| facts.file(name)).collect();
    let kept: Vec<u32> = index
        .graphs()
        .filter(|graph| {
            let iri = index.iri(*graph).unwrap_or_default();
            !rules::is_rule(iri) && keep(iri)
        })
        .collect();
    let mut numbers = vec![None; index.terms()];
    for (quad, file, line) in index.placed() {
        if kept.binary_search(&quad[3]).is_err() {
            continue;
        }
        let quad = quad.map(|term| {
            *numbers[term as usize].get_or_insert_with(|| facts.encoded(index.term(term)))
        });
        let file = files.get(usize::from(file)).copied().unwrap_or(0);
        facts.push_row(Row { quad, file, line });
    }
}
