//! The only reader and writer of files: the path is in every error, and a file is written whole or
//! not at all.
#![expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]

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

/// The files of a folder with an extension, in the order of their names.
///
/// # Errors
/// A folder that cannot be read.
pub fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed("read", folder))? {
        let path = entry.map_err(failed("read", folder))?.path();
        if path.extension() == Some(OsStr::new(extension)) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A file that is written beside its place and moved there once it is whole.
#[derive(Debug)]
pub struct Prepared {
    path: PathBuf,
    file: tempfile::NamedTempFile,
}

/// Writes bytes beside the place of a file; [`Prepared::publish`] moves them there.
///
/// # Errors
/// A folder that cannot be written to, or a full disk.
pub fn prepare(path: &Path, bytes: &[u8]) -> Result<Prepared, FileError> {
    if path.is_dir() {
        let source = io::Error::new(io::ErrorKind::IsADirectory, "it is a folder");
        return Err(failed("write", path)(source));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".reinstate-");
    #[cfg(unix)]
    {
        // Like any new file: the temporary default would hide it from others.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed("write", path))?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed("write", path))?;
    Ok(Prepared { path: path.to_owned(), file })
}

impl Prepared {
    /// Moves the file to its place.
    ///
    /// # Errors
    /// A place that cannot be written to.
    pub fn publish(self) -> Result<(), FileError> {
        let Self { path, file } = self;
        file.persist(&path).map(drop).map_err(|error| failed("write", &path)(error.error))
    }
}
