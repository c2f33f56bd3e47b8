//! A folder that a team keeps: its spreadsheets, radars, lists and Backstage files, each a source of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{at, named, snapshot};
use crate::base::place::Place;
use crate::model::problem::Problem;
use crate::sources::csv;
use crate::sources::format::Format;

/// Folders below each other further than this are not looked into.
const DEEPEST: usize = 12;
/// No folder may hold more files than this, folders below it included.
const MOST_FILES: usize = 20_000;
/// So much of a file tells its kind, in bytes.
const BEGINNING: u64 = 64 << 10;

/// The paths with each folder replaced by the files in it that some reader knows, and what was left out. Stores and folders
/// of our own tables are read as a whole and stay.
pub(super) fn spread(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.is_dir() || is_whole(path) {
            files.push(path.clone());
            continue;
        }
        match inside(path) {
            Ok((found, left_out)) => {
                problems.extend(said(path, &left_out));
                files.extend(found);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (files, problems)
}

fn is_whole(folder: &Path) -> bool {
    snapshot::is_store(folder) || csv::table_names().any(|name| folder.join(name).exists())
}

/// Why files are left out, and their extension → the first of them, and how many.
type LeftOut = BTreeMap<(Why, String), (PathBuf, usize)>;

/// Why a file of a folder is left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// No reader knows it.
    Unknown,
    /// It stands in a folder below, where only entities of Backstage are looked for: last year's table is another source.
    Below,
}

/// The files below a folder that are read, and those that are not.
fn inside(folder: &Path) -> Result<(Vec<PathBuf>, LeftOut), Problem> {
    let (mut files, mut left_out) = (Vec::new(), LeftOut::new());
    let mut seen = 0;
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((inner, depth)) = open.pop() {
        let entries = std::fs::read_dir(&inner)
            .map_err(|error| at(&inner, format!("cannot be opened: {error}")))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|it| it.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|it| !is_hidden(it)) {
            seen += 1;
            if seen > MOST_FILES {
                let message = format!(
                    "more than {MOST_FILES} files, expected a folder of tables, radars, lists or Backstage files"
                );
                return Err(at(folder, message));
            }
            // A link may lead round in circles, and out of the folder.
            let Ok(kind) = path.symlink_metadata().map(|it| it.file_type()) else {
                continue;
            };
            if kind.is_dir() && depth < DEEPEST {
                open.push((path, depth + 1));
                continue;
            }
            let why = match kind_of(&path) {
                _ if !kind.is_file() => continue,
                Some(Format::Backstage) => None,
                Some(_) if depth > 0 => Some(Why::Below),
                Some(_) => None,
                None if depth > 0 => continue,
                None => Some(Why::Unknown),
            };
            let Some(why) = why else {
                files.push(path);
                continue;
            };
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            let (_, count) = left_out
                .entry((why, extension.into_owned()))
                .or_insert_with(|| (path.clone(), 0));
            *count += 1;
        }
    }
    if files.is_empty() {
        return Err(nothing_inside(folder));
    }
    Ok((files, left_out))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The format of a file of a folder, where it is read. What explains a folder is no list, and a `.yaml` may be anything.
fn kind_of(path: &Path) -> Option<Format> {
    use std::io::Read as _;
    let name = path.to_string_lossy();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let file = std::fs::File::open(path).ok()?;
    let mut beginning = Vec::new();
    let read = if path.extension().is_some_and(|it| it == "gz") {
        let unpacked = flate2::read::MultiGzDecoder::new(file);
        unpacked.take(BEGINNING).read_to_end(&mut beginning)
    } else {
        file.take(BEGINNING).read_to_end(&mut beginning)
    };
    read.ok()?;
    let format = named("auto", name, &beginning)?;
    let is_one = match format {
        Format::Landscape => String::from_utf8_lossy(&beginning)
            .lines()
            .any(|line| line.trim_end() == "landscape:"),
        Format::Markdown | Format::Html => !stem.eq_ignore_ascii_case("readme"),
        _ => true,
    };
    is_one.then_some(format)
}

/// How messages of files that are left out begin.
const LEFT_OUT: &str = "left out: ";

/// Whether a problem tells of files of a folder that are left out.
pub(super) fn is_left_out(problem: &Problem) -> bool {
    problem.message.starts_with(LEFT_OUT)
}

/// What to say of files that are left out, those of one extension together.
fn said<'a>(folder: &'a Path, left_out: &'a LeftOut) -> impl Iterator<Item = Problem> + 'a {
    left_out.iter().map(move |((why, extension), (first, count))| {
        let place = Place {
            file: folder.to_string_lossy().into_owned(),
            ..Place::default()
        };
        let first = first.strip_prefix(folder).unwrap_or(first).display();
        let more = match (*count, extension.as_str()) {
            (1, _) => String::new(),
            (count, "") => format!(" and {} more without an extension", count - 1),
            (count, extension) => format!(" and {} more of .{extension}", count - 1),
        };
        let why = match why {
            Why::Unknown => "expected tables, radars, lists, entities of Backstage or RDF",
            Why::Below => "in folders below only entities of Backstage are read, name the file or folder too",
        };
        Problem::skipped(place, format!("{LEFT_OUT}`{first}`{more}: {why}"))
    })
}

/// What to say of a folder without anything to read.
pub(super) fn nothing_inside(folder: &Path) -> Problem {
    let names: Vec<&str> = csv::table_names().take(3).collect();
    at(
        folder,
        format!(
            "nothing to read in this folder, expected tables (.csv .tsv), tech radars (.json), awesome lists (.md .html), Backstage entities (.yaml), RDF, or a catalogue's own tables ({} …)",
            names.join(", ")
        ),
    )
}
