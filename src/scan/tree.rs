//! The files below the root, and reading them: bounded in number, depth and size, never through a link.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::node::{self, Node};
use super::{is_manifest, scope};
use crate::base::place::Place;
use crate::model::problem::Problem;

/// No manifest anybody writes is larger; what is, is generated.
const LARGEST: u64 = 4 << 20;
/// Bills of materials list all that came along, and are larger.
pub(super) const LARGEST_BILL: u64 = 64 << 20;
/// The largest monorepos have some hundred thousand files.
const MOST_FILES: usize = 1_000_000;
/// No source tree nests deeper.
const DEEPEST: usize = 64;

/// The files below a directory.
#[derive(Default)]
pub(super) struct Tree {
    root: PathBuf,
    /// Every file that was met: its path below the root, parted by `/`, and where it is.
    files: BTreeMap<String, PathBuf>,
    /// Files that others refer to, such as a parent POM: each is read once.
    shared: Mutex<HashMap<String, Option<Arc<str>>>>,
    /// The same, read as TOML: a catalogue of versions is asked for by every project of a build.
    tables: Mutex<HashMap<String, Option<Arc<Node>>>>,
}

/// A file that could not be read, or not in full.
pub(super) fn problem(path: &str, line: usize, message: impl Into<String>) -> Problem {
    let place = Place {
        file: path.to_owned(),
        line: line as u64,
        column: 0,
    };
    Problem::skipped(place, message)
}

impl Tree {
    /// Lists a directory as `ripgrep` would, hidden files included: `.gitignore` is honoured, no link is followed.
    pub(super) fn of(root: &Path) -> io::Result<(Self, Vec<Problem>)> {
        // The directory itself may be a link, and must be one that can be listed.
        let root = fs::canonicalize(root)?;
        fs::read_dir(&root)?;
        let mut problems = Vec::new();
        let mut files = BTreeMap::new();
        let walk = ignore::WalkBuilder::new(&root)
            .hidden(false)
            .parents(false)
            .ignore(false)
            .git_global(false)
            .git_exclude(false)
            .require_git(false)
            .max_depth(Some(DEEPEST))
            .filter_entry(|it| {
                it.depth() == 0
                    || !it.file_type().is_some_and(|it| it.is_dir())
                    || !scope::is_never(&it.file_name().to_string_lossy())
            })
            .build();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    problems.push(problem(".", 0, format!("cannot be listed: {error}")));
                    continue;
                }
            };
            if !entry.file_type().is_some_and(|it| it.is_file()) {
                continue;
            }
            if files.len() == MOST_FILES {
                let message = format!("has more than {MOST_FILES} files; the rest was not read");
                problems.push(problem(".", 0, message));
                break;
            }
            if let Ok(below) = entry.path().strip_prefix(&root) {
                files.insert(slashed(below), entry.path().to_owned());
            }
        }
        let tree = Self {
            root,
            files,
            shared: Mutex::default(),
            tables: Mutex::default(),
        };
        Ok((tree, problems))
    }

    /// Every path below the root.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The paths that begin so.
    pub(super) fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let paths = self.files.range::<str, _>(from).map(|it| it.0.as_str());
        paths.take_while(move |it| it.starts_with(prefix))
    }

    /// The paths of what may be a manifest.
    pub(super) fn manifests(&self) -> Vec<&str> {
        self.paths().filter(|it| is_manifest(it)).collect()
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The text of a file, or why there is none.
    pub(super) fn text(&self, path: &str) -> Result<String, String> {
        let file = self.files.get(path).ok_or("is not there")?;
        text_of(file, LARGEST)
    }

    /// The text of a file that another refers to, by its path below the root; nothing where it cannot be read, which is
    /// told where the file itself is read.
    pub(super) fn shared(&self, path: &str) -> Option<Arc<str>> {
        self.remembered(path, || self.text(path).ok())
    }

    /// The same, read as TOML.
    pub(super) fn table(&self, path: &str) -> Option<Arc<Node>> {
        let tables = || self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tables().get(path) {
            return known.clone();
        }
        let table = self
            .shared(path)
            .and_then(|it| node::toml(&it).ok())
            .map(Arc::new);
        tables().insert(path.to_owned(), table.clone());
        table
    }

    /// The text of a `.env` file. Git ignores most of them, Compose reads them all the same.
    pub(super) fn environment(&self, path: &str) -> Option<Arc<str>> {
        self.remembered(path, || match self.files.get(path) {
            Some(file) => text_of(file, LARGEST).ok(),
            None => self.unlisted(path),
        })
    }

    /// The text of a file that the walk left out, if no part of its path is a link.
    pub(super) fn unlisted(&self, path: &str) -> Option<String> {
        let mut full = self.root.clone();
        for part in path.split('/') {
            full.push(part);
            if part == ".." || !fs::symlink_metadata(&full).is_ok_and(|it| !it.is_symlink()) {
                return None;
            }
        }
        text_of(&full, LARGEST).ok()
    }

    fn remembered(&self, path: &str, read: impl FnOnce() -> Option<String>) -> Option<Arc<str>> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = shared.get(path) {
            return known.clone();
        }
        let text = read().map(Arc::from);
        shared.insert(path.to_owned(), text.clone());
        text
    }
}

/// The text of a regular file of bounded size, without byte order mark.
pub(super) fn text_of(path: &Path, largest: u64) -> Result<String, String> {
    let kind = fs::symlink_metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if !kind.is_file() {
        return Err("is not a regular file".to_owned());
    }
    if kind.len() > largest {
        return Err(format!(
            "is larger than {} MB and was not read",
            largest >> 20
        ));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|it| it.take(largest + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot be read: {error}"))?;
    decoded(bytes)
}

fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    if let [0xFF, 0xFE, wide @ ..] = bytes.as_slice() {
        // Visual Studio has written project files so.
        let wide: Vec<u16> = wide
            .chunks_exact(2)
            .map(|it| u16::from_le_bytes([it[0], it[1]]))
            .collect();
        return Ok(String::from_utf16_lossy(&wide));
    }
    if bytes.contains(&0) {
        return Err("holds a NUL byte, expected text".to_owned());
    }
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|it| it.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// The folder of a path, empty for the root.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |it| it.0)
}

/// A path that a file in `folder` names, below the root; nothing where it leads out of the root.
pub(super) fn joined(folder: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A folder and those above it, up to the root.
pub(super) fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder(path)), |it| {
        (!it.is_empty()).then(|| folder(it))
    })
}

/// A file of this name in a folder.
pub(super) fn within(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_owned()
    } else {
        format!("{folder}/{file}")
    }
}
