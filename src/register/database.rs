//! The database that keeps a register, whichever it is: statements in transactions, and their rows.

use std::path::Path;

use super::error::RegisterError;
use super::schema::{Dialect, SQLITE, SQLITE_TRIGGERS};
use super::sqlite::{self, SqliteDatabase};
use super::values::{OfValue, SqlValue, wrong_column};

/// A database that is open.
pub(super) enum Database {
    Sqlite(SqliteDatabase),
}

/// How a transaction begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// All that is read is of one moment.
    Reading,
    /// Nobody else writes until it ends.
    Writing,
    /// The same, where there is no register yet.
    Making,
}

impl Database {
    /// One without a register, which may become one at this place.
    pub(super) fn empty(_path: &Path) -> Result<Self, RegisterError> {
        Ok(Self::Sqlite(SqliteDatabase::in_memory()?))
    }

    /// Keeps what was made in it.
    pub(super) fn publish(self, path: &Path) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.publish(path),
        }
    }

    pub(super) fn open(path: &Path) -> Result<Self, RegisterError> {
        Ok(Self::Sqlite(SqliteDatabase::open(path)?))
    }

    /// How it is read and written, once it is known to be a register.
    pub(super) fn set_up(&self) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.set_up(),
        }
    }

    pub(super) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => SQLITE,
        }
    }

    pub(super) const fn triggers(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => SQLITE_TRIGGERS,
        }
    }

    pub(super) fn back_up(&self, path: &Path) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.back_up(path),
        }
    }

    /// Clears away what was deleted.
    pub(super) fn compact(&self) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.compact(),
        }
    }

    pub(super) fn begin(&self, how: Begin) -> Result<DatabaseTransaction<'_>, RegisterError> {
        match self {
            Self::Sqlite(database) => database.batch(match how {
                Begin::Reading | Begin::Making => "begin",
                Begin::Writing => "begin immediate",
            })?,
        }
        Ok(DatabaseTransaction { database: self, is_open: true })
    }

    /// Runs statements without parameters.
    pub(super) fn batch(&self, text: &str) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.batch(text),
        }
    }

    /// Runs a statement, and says how many rows it touched.
    pub(super) fn run(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
    ) -> Result<usize, RegisterError> {
        match self {
            Self::Sqlite(database) => database.run(text, values),
        }
    }

    /// Hands over the rows of a statement, one after the other, until `take` wants no more.
    pub(super) fn rows(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
        mut take: impl FnMut(&DatabaseRow<'_>) -> Result<bool, RegisterError>,
    ) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => {
                database.rows(text, values, |row| take(&DatabaseRow::Sqlite(row)))
            }
        }
    }
}

/// A transaction that is undone where it is not committed.
pub(super) struct DatabaseTransaction<'a> {
    database: &'a Database,
    is_open: bool,
}

impl DatabaseTransaction<'_> {
    pub(super) fn commit(self) -> Result<(), RegisterError> {
        self.end("commit")
    }

    pub(super) fn roll_back(self) -> Result<(), RegisterError> {
        self.end("rollback")
    }

    fn end(mut self, how: &'static str) -> Result<(), RegisterError> {
        self.database.batch(how)?;
        self.is_open = false;
        Ok(())
    }
}

impl Drop for DatabaseTransaction<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // Where the database has done it already, there is nothing left to undo.
            let _ = self.database.batch("rollback");
        }
    }
}

/// A row of a statement.
pub(super) enum DatabaseRow<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
}

impl DatabaseRow<'_> {
    /// The value of a column, by its place from 0.
    pub(super) fn get<T: OfValue>(&self, place: usize) -> Result<T, RegisterError> {
        let value = match self {
            Self::Sqlite(row) => sqlite::column(row, place)?,
        };
        T::of_value(value).ok_or_else(|| wrong_column(place, &format!("no {}", T::WHAT)))
    }
}
