//! Whether a register was written, for whoever keeps in memory what was read of it.

use std::path::Path;

use super::error::RegisterError;
use super::place::RegisterPlace;
use super::sqlite::SqliteDatabase;

/// Sees whether a register in a file is written, by whatever process.
pub struct RegisterWatch(SqliteDatabase);

/// Which state of a register was seen: another one after anything was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterVersion(i64);

impl RegisterWatch {
    /// Begins to watch a register; `None` where it is in PostgreSQL, which has no such number.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn begin(path: &Path) -> Result<Option<Self>, RegisterError> {
        match RegisterPlace::of(path) {
            RegisterPlace::File(path) => Ok(Some(Self(SqliteDatabase::open_to_watch(&path)?))),
            RegisterPlace::Server(_) => Ok(None),
        }
    }

    /// The state that the register is in; `None` where that cannot be seen without waiting.
    ///
    /// What is read after this is of this state, or of a later one.
    #[must_use]
    pub fn version(&self) -> Option<RegisterVersion> {
        self.0.data_version().ok().map(RegisterVersion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_not_watched() {
        let watch = RegisterWatch::begin(Path::new("postgres://x/y")).expect("nothing is opened");
        assert!(watch.is_none());
    }
}
