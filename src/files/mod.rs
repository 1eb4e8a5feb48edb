//! The only reader and writer of files: the path is in every error, and a file is written whole or
//! not at all.
#![expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]

pub mod stage;

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What could not be done, and with which file.
#[derive(Debug)]
pub struct FileError {
    /// What was being done, for example `read`.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot {} {}: {}", self.action, self.path.display(), self.source)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    move |source| FileError { action, path: path.to_owned(), source }
}

/// The text of a file of at most so many bytes.
///
/// # Errors
/// A file that cannot be read, is larger, or is not UTF-8.
pub fn read_text(path: &Path, bytes_max: u64) -> Result<String, FileError> {
    let file = std::fs::File::open(path).map_err(failed("read", path))?;
    read_limited(file, bytes_max).map_err(failed("read", path))
}

/// The bytes of a file of at most so many.
///
/// # Errors
/// A file that cannot be read or is larger.
pub fn read_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let file = std::fs::File::open(path).map_err(failed("read", path))?;
    read_bytes_limited(file, bytes_max).map_err(failed("read", path))
}

/// The text of a stream of at most so many bytes.
///
/// # Errors
/// A stream that cannot be read, is longer, or is not UTF-8.
pub fn read_limited(stream: impl Read, bytes_max: u64) -> io::Result<String> {
    String::from_utf8(read_bytes_limited(stream, bytes_max)?).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!("byte {place} is not UTF-8; save the file as UTF-8");
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

fn read_bytes_limited(stream: impl Read, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > bytes_max {
        let message = format!("it has more than {bytes_max} bytes, which is the most");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    Ok(bytes)
}

/// Folders inside folders beyond this many are not looked into.
const DEPTH_MAX: usize = 8;

/// The files with an extension in a folder and the folders in it, in the order of their paths.
///
/// Hidden folders and links to folders are left out.
///
/// # Errors
/// A folder that cannot be read.
pub fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(failed("read", &folder))? {
            let entry = entry.map_err(failed("read", &folder))?;
            let path = entry.path();
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !is_hidden && depth < DEPTH_MAX {
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

/// A file that is written beside its place and moved there once it is whole.
#[derive(Debug)]
pub struct Prepared {
    path: PathBuf,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// To be moved to this place.
    Beside(tempfile::NamedTempFile, PathBuf),
    /// To be written into a device or a pipe: there is no beside, and nothing may take its place.
    Held(Vec<u8>),
}

/// Writes bytes beside the place of a file; [`Prepared::publish`] moves them there.
///
/// A link stays a link: the file that it leads to is replaced. A file that is replaced hands its
/// permissions on.
///
/// # Errors
/// A folder that cannot be written to, a file that is read-only, or a full disk.
pub fn prepare(path: &Path, bytes: &[u8]) -> Result<Prepared, FileError> {
    let failed = |source| failed("write", path)(source);
    let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".reinstate-");
    match std::fs::metadata(&place) {
        Ok(there) if there.is_dir() => {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        Ok(there) if !there.is_file() => {
            return Ok(Prepared {
                path: path.to_owned(),
                content: Content::Held(bytes.to_owned()),
            });
        }
        Ok(there) if there.permissions().readonly() => {
            let source = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
            return Err(failed(source));
        }
        Ok(there) => {
            builder.permissions(there.permissions());
        }
        Err(_) => new_file(&mut builder),
    }
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let mut file = builder.tempfile_in(folder).map_err(|source| failed(without_place(source)))?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
    Ok(Prepared { path: path.to_owned(), content: Content::Beside(file, place) })
}

/// The error without the name of a file that nobody asked for.
fn without_place(source: io::Error) -> io::Error {
    let text = source.to_string();
    match text.split_once(" at path ") {
        Some((what, _)) => io::Error::new(source.kind(), what),
        None => source,
    }
}

/// Like any new file: the temporary default would hide it from others.
#[cfg(unix)]
fn new_file(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn new_file(_builder: &mut tempfile::Builder<'_, '_>) {}

impl Prepared {
    /// Moves the file to its place.
    ///
    /// # Errors
    /// A place that cannot be written to.
    pub fn publish(self) -> Result<(), FileError> {
        let Self { path, content } = self;
        let done = match content {
            Content::Beside(file, place) => {
                file.persist(place).map(drop).map_err(|error| error.error)
            }
            Content::Held(bytes) => {
                let device = std::fs::OpenOptions::new().write(true).open(&path);
                device.and_then(|mut device| device.write_all(&bytes))
            }
        };
        done.map_err(failed("write", &path))
    }
}
