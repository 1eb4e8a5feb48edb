//! What files and folders hold, up to a limit.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::{FileError, failed};

/// The text of a file of at most so many bytes, in UTF-8.
pub(crate) fn read_text(path: &Path, bytes_max: u64) -> Result<String, FileError> {
    File::open(path).and_then(|file| read_limited(file, bytes_max)).map_err(failed("read", path))
}

/// The bytes of a file of at most so many.
pub(crate) fn read_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let read = File::open(path).and_then(|file| read_bytes_limited(file, bytes_max));
    read.map_err(failed("read", path))
}

/// The text of a stream of at most so many bytes, in UTF-8.
pub(crate) fn read_limited(stream: impl Read, bytes_max: u64) -> io::Result<String> {
    String::from_utf8(read_bytes_limited(stream, bytes_max)?).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!("byte {place} is not UTF-8; save the file as UTF-8");
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

/// The bytes of a stream of at most so many.
pub(crate) fn read_bytes_limited(stream: impl Read, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > bytes_max {
        let message = format!("it has more than {bytes_max} bytes, which is the most");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    Ok(bytes)
}

/// Whether two paths lead to one file that is there.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    place(one).is_some_and(|one| place(other) == Some(one))
}

/// Folders inside folders beyond this many are not looked into.
const DEPTH_MAX: usize = 8;

/// The files with an extension in a folder and the folders in it, in the order of their paths.
///
/// What is hidden is left out, because programs and systems put it there, and so are links to
/// folders.
pub(crate) fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(failed("read", &folder))? {
            let entry = entry.map_err(failed("read", &folder))?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if depth < DEPTH_MAX {
                    folders.push((path, depth + 1));
                }
            } else if path.extension() == Some(OsStr::new(extension)) && path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
