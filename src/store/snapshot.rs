//! A store on disk: one immutable index in a folder, mapped into memory, replaced as a whole.
//!
//! A new index is written beside the old one, synced, and renamed over it: whoever reads keeps what was opened, and a
//! stop at any moment leaves the old or the new index, never a mixture. One writer at a time holds a lock that ends with
//! its process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::index::Index;

/// The index within the folder.
const INDEX: &str = "catalogue.index";
/// The next index while it is written.
const NEXT: &str = "catalogue.index.next";
/// What a writer locks.
const LOCK: &str = "lock";
/// What stands after the index: a checksum (CRC-32 of the index), then this mark.
const MARK: &[u8; 4] = b"SGX2";
const TRAILER: usize = 8;
/// Up to this many bytes the checksum is verified on opening; longer files by writers only, as reading all would be felt.
const VERIFIED_ON_OPENING: usize = 16 << 20;

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

/// A mapped file without its trailer.
struct Mapped {
    map: memmap2::Mmap,
    length: usize,
}

impl AsRef<[u8]> for Mapped {
    fn as_ref(&self) -> &[u8] {
        self.map.get(..self.length).unwrap_or_default()
    }
}

/// Whether `folder` holds a store.
#[must_use]
pub fn is_store(folder: &Path) -> bool {
    folder.join(INDEX).is_file()
}

/// Opens the index of the store in `folder`. Takes the same time for any size above 16 MB.
///
/// # Errors
///
/// When there is none, when it cannot be read, when it is damaged.
pub fn open(folder: &Path) -> Result<Index, SnapshotError> {
    Ok(read(folder, VERIFIED_ON_OPENING)?.0)
}

/// Reads the whole index of the store in `folder` and compares it with its checksum, of whatever size it is.
///
/// # Errors
///
/// Those of [`open`].
pub fn verify(folder: &Path) -> Result<(), SnapshotError> {
    read(folder, usize::MAX).map(drop)
}

/// Opens the index, and verifies its checksum where it has at most `verified` bytes.
fn read(folder: &Path, verified: usize) -> Result<(Index, u32), SnapshotError> {
    let path = folder.join(INDEX);
    let damaged = || SnapshotError::Damaged(path.clone());
    let file = match std::fs::metadata(&path) {
        // Opening a pipe would wait for who writes to it.
        Ok(kind) if !kind.is_file() => return Err(damaged()),
        Ok(_) => File::open(&path).map_err(system(&path, "opened"))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(SnapshotError::Missing(folder.to_owned()));
        }
        Err(error) => return Err(system(&path, "opened")(error)),
    };
    let size = file.metadata().map_err(system(&path, "opened"))?.len();
    // An empty file cannot be mapped.
    if size < TRAILER as u64 {
        return Err(damaged());
    }
    let map = map(&file).map_err(system(&path, "opened"))?;
    let length = map.len() - TRAILER;
    let (index, trailer) = map.split_at(length);
    let (checksum, mark) = trailer.split_at(4);
    if mark != MARK {
        return Err(damaged());
    }
    let checksum = u32::from_le_bytes(checksum.try_into().unwrap_or_default());
    if length <= verified && crc32fast::hash(index) != checksum {
        return Err(damaged());
    }
    let index = Index::open(Mapped { map, length }).map_err(|_| damaged())?;
    Ok((index, checksum))
}

#[expect(
    unsafe_code,
    reason = "a map is sound while nobody writes to the file: writers replace it and never change it in place"
)]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: see the reason above; what a foreign program may do to the file, every reader of the index bears, because
    // it checks each position against the length and each text against UTF-8.
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
        match read(&self.folder, usize::MAX) {
            Ok((index, _)) => Ok(Some(index)),
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
        let write = || {
            let mut file = File::create(&next)?;
            file.write_all(index)?;
            file.write_all(&crc32fast::hash(index).to_le_bytes())?;
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
                matches!(open(&folder), Err(SnapshotError::Damaged(_))),
                "byte {at}"
            );
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(
                matches!(open(&folder), Err(SnapshotError::Damaged(_))),
                "cut at {at}"
            );
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
