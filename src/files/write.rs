//! Files that are written whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::{FileError, failed};

/// A file that is written beside its place and moved there once it is whole.
#[derive(Debug)]
pub struct Prepared {
    path: PathBuf,
    content: PreparedContent,
}

#[derive(Debug)]
enum PreparedContent {
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
                content: PreparedContent::Held(bytes.to_owned()),
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
    Ok(Prepared { path: path.to_owned(), content: PreparedContent::Beside(file, place) })
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
            PreparedContent::Beside(file, place) => {
                file.persist(place).map(drop).map_err(|error| error.error)
            }
            PreparedContent::Held(bytes) => {
                let device = std::fs::OpenOptions::new().write(true).open(&path);
                device.and_then(|mut device| device.write_all(&bytes))
            }
        };
        done.map_err(failed("write", &path))
    }
}
