//! A store on disk: one immutable index in a folder, mapped into memory, replaced as a whole.
//!
//! Behind the index stand the checksums of its blocks, and one of these. Opening compares that and the first block, reading
//! compares each block when it is first touched: a disk, a copy or a cable that changes a bit must not change an answer. An
//! index knows no answer between right and wrong, so damage ends the program, with a line that names the place.
//!
//! A new index is written beside the old one, synced, and renamed over it: whoever reads keeps what was opened, and a
//! stop at any moment leaves the old or the new index, never a mixture. One writer at a time holds a lock that ends with
//! its process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::cut::tell_when_cut;
use super::index::{BLOCK, Guard, Index, sums};
use crate::base::notes::say;
use crate::base::text::one_line;

/// The index within the folder.
const INDEX: &str = "catalogue.index";
/// The next index while it is written.
const NEXT: &str = "catalogue.index.next";
/// What a writer locks.
const LOCK: &str = "lock";
/// What a file ends with, behind the checksums of the blocks: their checksum, the length of the index, this mark.
const MARK: &[u8; 4] = b"SGX3";
const TRAILER: usize = 4 + 8 + 4;
/// Files of up to this many bytes are read and not mapped, which takes no longer and is safe from whoever cuts them short.
const READ_WHOLE: u64 = 2 << 20;

/// Why a store cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// There is no store at this place.
    #[error("{0}: no store there, expected a folder that `stackgen import FILE… --store` made")]
    Missing(PathBuf),
    /// The bytes are no index of this version.
    #[error(
        "{0}: damaged or of another version of stackgen, expected a whole index: import its sources into a new store"
    )]
    Damaged(PathBuf),
    /// A block of the index is not what was written.
    #[error("{}", damage(.path, *.at))]
    Block {
        /// The file.
        path: PathBuf,
        /// The first byte of the block.
        at: usize,
    },
    /// Another process is writing.
    #[error("{0}: another import is at work on this store; nothing was changed")]
    Busy(PathBuf),
    /// The system refuses.
    #[error("{path}: cannot be {what}: {error}")]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What was tried: `opened`, `written` …
        what: &'static str,
        /// Why not.
        error: std::io::Error,
    },
}

fn system(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> SnapshotError {
    let path = path.to_owned();
    move |error| SnapshotError::System { path, what, error }
}

fn damage(path: &Path, at: usize) -> String {
    let end = at + BLOCK;
    format!(
        "{}: damaged between bytes {at} and {end}, expected what `import` wrote: import its sources into a new store",
        one_line(&path.to_string_lossy())
    )
}

/// The bytes of a file.
enum Content {
    Read(Vec<u8>),
    Mapped(memmap2::Mmap),
}

impl AsRef<[u8]> for Content {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

/// The index of a file, without what stands behind it.
struct Body {
    content: Content,
    length: usize,
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.content.as_ref().get(..self.length).unwrap_or_default()
    }
}

/// Whether `folder` holds a store.
#[must_use]
pub fn is_store(folder: &Path) -> bool {
    folder.join(INDEX).is_file()
}

/// The file of the store in `folder`: another one after each write.
#[must_use]
pub fn file(folder: &Path) -> PathBuf {
    folder.join(INDEX)
}

/// Opens the index of the store in `folder`; takes the same time for any size. A block of it that is damaged ends the
/// program when it is touched, with exit status 2 and a line on standard error.
///
/// # Errors
///
/// When there is none, when it cannot be read, when its length, its checksums or its first block are damaged.
pub fn open(folder: &Path) -> Result<Index, SnapshotError> {
    let path = folder.join(INDEX);
    let file = match std::fs::metadata(&path) {
        // Opening a pipe would wait for who writes to it.
        Ok(kind) if !kind.is_file() => return Err(SnapshotError::Damaged(path)),
        Ok(_) => File::open(&path).map_err(system(&path, "opened"))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(SnapshotError::Missing(folder.to_owned()));
        }
        Err(error) => return Err(system(&path, "opened")(error)),
    };
    let content = content(&file, &path).map_err(system(&path, "opened"))?;
    opened(content, &path).ok_or(SnapshotError::Damaged(path))
}

/// Compares every block of the store in `folder` with its checksum.
///
/// # Errors
///
/// Those of [`open`], and the first block that is damaged.
pub fn verify(folder: &Path) -> Result<(), SnapshotError> {
    verified(folder).map(drop)
}

/// The index of the store in `folder`, every block of it compared.
fn verified(folder: &Path) -> Result<Index, SnapshotError> {
    let index = open(folder)?;
    match index.first_damage() {
        Some(at) => Err(SnapshotError::Block {
            path: folder.join(INDEX),
            at,
        }),
        None => Ok(index),
    }
}

fn content(file: &File, path: &Path) -> std::io::Result<Content> {
    let size = file.metadata()?.len();
    // An empty file cannot be mapped either.
    if size <= READ_WHOLE {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        file.take(READ_WHOLE).read_to_end(&mut bytes)?;
        return Ok(Content::Read(bytes));
    }
    let map = map(file)?;
    tell_when_cut(&map, path);
    Ok(Content::Mapped(map))
}

/// The index of a file with this content; nothing where what stands behind it or its first block is damaged.
fn opened(content: Content, path: &Path) -> Option<Index> {
    let bytes = content.as_ref();
    let (rest, trailer) = bytes.split_at(bytes.len().checked_sub(TRAILER)?);
    let (checksum, trailer) = trailer.split_first_chunk::<4>()?;
    let (length, mark) = trailer.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let sums = rest.get(length..)?;
    let whole = mark == MARK && sums.len() == length.div_ceil(BLOCK) * 4;
    if !whole || sum_of_sums(sums, length) != u32::from_le_bytes(*checksum) {
        return None;
    }
    let sums = sums.chunks_exact(4);
    let sums = sums.map(|it| it.iter().rev().fold(0, |sum, it| sum << 8 | u32::from(*it)));
    let place = path.to_owned();
    let guard = Guard::new(sums.collect(), crc32c::crc32c, move |at| {
        // Whoever reads further would answer wrongly, and nobody above can know.
        say(&format!("error: {}", damage(&place, at)));
        std::process::exit(2);
    });
    let body = Body { content, length };
    // The header tells where everything stands, so it is not left for later.
    guard.is_sound(body.as_ref(), 0).then_some(())?;
    Index::guarded(body, guard).ok()
}

fn sum_of_sums(sums: &[u8], length: usize) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(sums), &(length as u64).to_le_bytes())
}

#[expect(
    unsafe_code,
    reason = "a map is sound while nobody writes to the file: writers replace it and never change it in place"
)]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: see the reason above; what a foreign program may do to the file, every reader of the index bears: each block
    // is compared with its checksum, each position with the length, each text with UTF-8, and a file that is cut short ends
    // the program in `cut`.
    unsafe { memmap2::Mmap::map(file) }
}

/// The right to replace the index of a store.
pub struct Writer {
    folder: PathBuf,
    /// Held as long as this lives; the system lets go of it when the process ends in whatever way.
    _lock: File,
}

impl Writer {
    /// Makes the folder where there is none, and locks it.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or written to, and when another process is writing.
    pub fn lock(folder: &Path) -> Result<Self, SnapshotError> {
        std::fs::create_dir_all(folder).map_err(system(folder, "made"))?;
        let path = folder.join(LOCK);
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(system(&path, "written"))?;
        match lock.try_lock() {
            Ok(()) => {
                // What a writer left that was killed.
                drop(std::fs::remove_file(folder.join(NEXT)));
                Ok(Self {
                    folder: folder.to_owned(),
                    _lock: lock,
                })
            }
            Err(TryLockError::WouldBlock) => Err(SnapshotError::Busy(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(system(&path, "locked")(error)),
        }
    }

    /// The index that stands there, verified whole; nothing where there is none yet.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is damaged.
    pub fn current(&self) -> Result<Option<Index>, SnapshotError> {
        match verified(&self.folder) {
            Ok(index) => Ok(Some(index)),
            Err(SnapshotError::Missing(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts a new index in the place of the old one.
    ///
    /// # Errors
    ///
    /// When it cannot be written whole: the old one stays.
    pub fn replace(&self, index: &[u8]) -> Result<(), SnapshotError> {
        let (next, path) = (self.folder.join(NEXT), self.folder.join(INDEX));
        let sums: Vec<u8> = sums(index, crc32c::crc32c)
            .flat_map(u32::to_le_bytes)
            .collect();
        let write = || {
            let mut file = File::create(&next)?;
            file.write_all(index)?;
            file.write_all(&sums)?;
            file.write_all(&sum_of_sums(&sums, index.len()).to_le_bytes())?;
            file.write_all(&(index.len() as u64).to_le_bytes())?;
            file.write_all(MARK)?;
            file.sync_all()
        };
        if let Err(error) = write() {
            // What was written of it is of no use, and may be what fills the disk.
            drop(std::fs::remove_file(&next));
            return Err(system(&next, "written")(error));
        }
        std::fs::rename(&next, &path).map_err(system(&path, "replaced"))?;
        // The new name must reach the disk too; systems that cannot sync a folder keep names safe otherwise.
        if let Ok(folder) = File::open(&self.folder) {
            drop(folder.sync_all());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fact::{Facts, Pen};
    use crate::store::index::build;
    use oxrdf::NamedNode;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("stackgen-{}-{name}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        folder
    }

    fn index(object: &str) -> Vec<u8> {
        let mut facts = Facts::default();
        let file = facts.file("a");
        let mut pen = Pen::new(&mut facts, file, 1, NamedNode::new_unchecked("g:g"));
        let [subject, object] = ["x:a", object].map(NamedNode::new_unchecked);
        pen.say(&subject, "x:p", object);
        build(&facts)
    }

    #[test]
    fn a_reader_keeps_what_it_opened_while_a_writer_replaces_it() {
        let folder = folder("replace");
        assert!(matches!(open(&folder), Err(SnapshotError::Missing(_))));
        let writer = Writer::lock(&folder).unwrap();
        assert!(writer.current().unwrap().is_none());
        writer.replace(&index("x:b")).unwrap();
        let old = open(&folder).unwrap();
        writer.replace(&index("x:c")).unwrap();
        let new = open(&folder).unwrap();
        assert!(old.node("x:b").is_some() && old.node("x:c").is_none());
        assert!(new.node("x:c").is_some() && new.node("x:b").is_none());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn only_one_writes_at_a_time() {
        let folder = folder("lock");
        let writer = Writer::lock(&folder).unwrap();
        assert!(matches!(Writer::lock(&folder), Err(SnapshotError::Busy(_))));
        drop(writer);
        assert!(Writer::lock(&folder).is_ok());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn every_damaged_byte_and_every_cut_is_noticed() {
        let folder = folder("damage");
        Writer::lock(&folder)
            .unwrap()
            .replace(&index("x:b"))
            .unwrap();
        let path = folder.join(INDEX);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            std::fs::write(&path, &bytes).unwrap();
            assert!(
                matches!(verified(&folder), Err(SnapshotError::Damaged(_))),
                "byte {at}"
            );
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(
                matches!(verified(&folder), Err(SnapshotError::Damaged(_))),
                "cut at {at}"
            );
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    const CUT: &str = "STACKGEN_TEST_CUT";

    #[test]
    fn a_store_that_is_cut_while_it_is_read_ends_the_program_with_a_line() {
        if let Some(folder) = std::env::var_os(CUT) {
            read_while_it_is_cut(Path::new(&folder));
        }
        let folder = folder("cut");
        let mut facts = Facts::default();
        let file = facts.file("a");
        let mut pen = Pen::new(&mut facts, file, 1, NamedNode::new_unchecked("g:g"));
        for number in 0..20_000 {
            let thing = NamedNode::new_unchecked(format!("x:{}-{number}", "long".repeat(30)));
            pen.say(&thing, "x:p", thing.clone());
        }
        Writer::lock(&folder)
            .unwrap()
            .replace(&build(&facts))
            .unwrap();
        let name = "a_store_that_is_cut_while_it_is_read_ends_the_program_with_a_line";
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args([name, "--nocapture"])
            .env(CUT, &folder)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stderr);
        assert_eq!(child.status.code(), Some(2), "{said}");
        assert!(said.contains("cut short"), "{said}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    fn read_while_it_is_cut(folder: &Path) {
        let index = open(folder).unwrap();
        assert!(index.size() as u64 > READ_WHOLE, "it is mapped");
        let file = OpenOptions::new()
            .write(true)
            .open(folder.join(INDEX))
            .unwrap();
        file.set_len(4096).unwrap();
        let last = u32::try_from(index.terms() - 1).unwrap();
        panic!("read {:?} of a file that is gone", index.term(last));
    }
}
