//! A file that was not there before.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::error::{FileError, failed};
use super::sync::synced_names;
use super::write::{BESIDE, folder_of};

/// Makes a folder where there is none.
pub(crate) fn create_folder(path: &Path) -> Result<(), FileError> {
    std::fs::create_dir_all(path).map_err(failed("make", path))
}

/// A file in the making: it gets its name when it is whole, and takes no other's place. Only its
/// owner can read it.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl NewFile {
    /// Begins an empty file beside the place that it will have.
    pub(crate) fn begin(path: &Path) -> Result<Self, FileError> {
        let failed = failed("write", path);
        if path.symlink_metadata().is_ok() {
            return Err(failed(io::Error::from(io::ErrorKind::AlreadyExists)));
        }
        let file = Builder::new().prefix(BESIDE).tempfile_in(folder_of(path)).map_err(failed)?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Where it is meanwhile.
    pub(crate) fn place(&self) -> &Path {
        self.file.path()
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all(bytes).map_err(failed("write", &self.path))
    }

    /// Gives it its name.
    pub(crate) fn publish(self) -> Result<(), FileError> {
        let failed = || failed("write", &self.path);
        self.file.as_file().sync_all().map_err(failed())?;
        self.file.persist_noclobber(&self.path).map_err(|error| failed()(error.error))?;
        synced_names(folder_of(&self.path))
    }
}
