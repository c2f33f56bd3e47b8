//! Writing an answer to a file, so that at each moment the whole old or the whole new answer stands there.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Puts what `write` writes in the place of the file: written beside it, synced, renamed. What is no plain file, such as a pipe or a
/// device, is written to as it is.
///
/// # Errors
///
/// What the system says: the file then stands as it was.
pub(super) fn save(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(kind) if kind.is_file() => {
            // A file that its owner locked is not replaced either, though its folder would allow it.
            OpenOptions::new().write(true).open(path)?;
            // Behind a symbolic link the file it points to is replaced, not the link.
            replace(&std::fs::canonicalize(path)?, write, Some(&kind))
        }
        Ok(_) => write(&mut File::options().write(true).open(path)?),
        // A link that points to nothing yet makes what it points to.
        Err(_) if path.is_symlink() => write(&mut File::create(path)?),
        Err(_) => replace(path, write, None),
    }
}

fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    old: Option<&Metadata>,
) -> io::Result<()> {
    let next = beside(path)?;
    let put = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&next)?;
        write(&mut file)?;
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&next, path)
    };
    put().inspect_err(|_| {
        // A piece of an answer is of no use, and may be what fills the disk.
        drop(std::fs::remove_file(&next));
    })
}

/// A name in the same folder that nothing else has: only within a file system is renaming one step.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| {
        let message = "not the name of a file";
        io::Error::new(io::ErrorKind::InvalidInput, message)
    })?;
    let mut hidden = std::ffi::OsString::from(".");
    // A file's name may have 255 bytes on most systems; what comes after it must fit in.
    let start = name.to_string_lossy();
    hidden.push(start.chars().take(40).collect::<String>());
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(hidden))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_keeps_its_mode_and_a_link_its_target() {
        let folder = std::env::temp_dir().join(format!("stackgen-save-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let [file, link, dangling] = ["file", "link", "dangling"].map(|name| folder.join(name));
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        let new = |out: &mut dyn Write| out.write_all(b"new");
        save(&link, new).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(link.is_symlink());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        std::os::unix::fs::symlink("made", &dangling).unwrap();
        save(&dangling, new).unwrap();
        assert_eq!(std::fs::read(folder.join("made")).unwrap(), b"new");
        assert_eq!(
            std::fs::read_dir(&folder).unwrap().count(),
            4,
            "nothing is left beside"
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
