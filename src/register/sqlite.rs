//! A register in a file, kept by SQLite.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};

use crate::files::NewFile;

use super::error::{RegisterError, StoreFault};
use super::values::{SqlValue, wrong_column};

/// After so long a writer that waits looks again. SQLite by itself waits longer each time, up to a
/// tenth of a second: whoever came later was first, again and again.
const LOOK_AGAIN: Duration = Duration::from_millis(2);
/// So often it looks, for ten seconds or a little more.
const LOOKS_MAX: i32 = 5_000;
/// So many statements are kept prepared.
const STATEMENTS_KEPT: usize = 64;

/// A file that is open, or a database in memory that becomes one.
pub(super) struct SqliteDatabase(Connection);

impl SqliteDatabase {
    /// One in memory: a file that is there is a whole register.
    pub(super) fn in_memory() -> Result<Self, RegisterError> {
        Ok(Self(Connection::open_in_memory()?))
    }

    /// Writes one that was made in memory to a file that is not there yet.
    pub(super) fn publish(mut self, path: &Path) -> Result<(), RegisterError> {
        let image = self.0.serialize("main")?;
        let mut file = NewFile::begin(path)?;
        file.write(&image)?;
        Ok(file.publish()?)
    }

    pub(super) fn open(path: &Path) -> Result<Self, RegisterError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_handler(Some(waits))?;
        // Else a statement is planned anew for each value that it is given.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(Self(connection))
    }

    /// Opens one for [`Self::data_version`] alone, which then waits for nobody.
    pub(super) fn open_to_watch(path: &Path) -> Result<Self, RegisterError> {
        let database = Self::open(path)?;
        database.0.busy_timeout(Duration::ZERO)?;
        Ok(database)
    }

    /// A number that is another one after another connection has written
    /// (<https://www.sqlite.org/pragma.html#pragma_data_version>).
    pub(super) fn data_version(&self) -> Result<i64, RegisterError> {
        let mut statement = self.0.prepare_cached("pragma data_version")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// How it is read and written, once it is known to be a register.
    pub(super) fn set_up(&self) -> Result<(), RegisterError> {
        // Readers go on while one writes; what is committed is on the disk.
        let _ = self.0.pragma_update(None, "journal_mode", "wal");
        self.0.pragma_update(None, "synchronous", "full")?;
        self.0.pragma_update(None, "foreign_keys", "on")?;
        self.0.pragma_update(None, "secure_delete", "on")?;
        Ok(self.0.pragma_update(None, "trusted_schema", "off")?)
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    /// Runs statements without parameters.
    pub(super) fn batch(&self, text: &str) -> Result<(), RegisterError> {
        Ok(self.0.execute_batch(text)?)
    }

    pub(super) fn run(&self, text: &str, values: &[SqlValue<'_>]) -> Result<usize, RegisterError> {
        Ok(self.0.prepare_cached(text)?.execute(params_from_iter(values))?)
    }

    /// Hands over the rows of a statement, one after the other, until `take` wants no more.
    pub(super) fn rows(
        &self,
        text: &str,
        values: &[SqlValue<'_>],
        mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<bool, RegisterError>,
    ) -> Result<(), RegisterError> {
        let mut statement = self.0.prepare_cached(text)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if !take(row)? {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn back_up(&self, path: &Path) -> Result<(), RegisterError> {
        let file = NewFile::begin(path)?;
        let place = file.place().to_string_lossy();
        self.0.execute("vacuum into $1", [&*place])?;
        Ok(file.publish()?)
    }

    /// Rewrites the file without what was deleted from it, so that no trace of it stays there.
    pub(super) fn compact(&self) -> Result<(), RegisterError> {
        self.0.execute_batch("vacuum")?;
        let checkpoint = "pragma wal_checkpoint(truncate)";
        let is_busy: bool = self.0.query_row(checkpoint, [], |row| row.get(0))?;
        if is_busy {
            return Err(RegisterError::store(
                StoreFault::Busy,
                "the content is erased, but traces of it are still in the file: another process \
                 reads it as it was",
                "erase it once more when that process is done",
            ));
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn waits_for(&self, time: Duration) -> rusqlite::Result<()> {
        self.0.busy_timeout(time)
    }
}

/// Waits a little for whoever writes, after `looked` times that were in vain.
fn waits(looked: i32) -> bool {
    sleep(LOOK_AGAIN);
    looked < LOOKS_MAX
}

/// The value of a column.
pub(super) fn column<'row>(
    row: &'row rusqlite::Row<'_>,
    place: usize,
) -> Result<SqlValue<'row>, RegisterError> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(SqlValue::Null),
        ValueRef::Integer(number) => Ok(SqlValue::Int(number)),
        ValueRef::Real(_) => Err(wrong_column(place, "a fraction")),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(SqlValue::Text)
            .map_err(|_| wrong_column(place, "text that is not UTF-8")),
        ValueRef::Blob(bytes) => Ok(SqlValue::Bytes(bytes)),
    }
}

impl ToSql for SqlValue<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite has more codes than matter here")]
impl From<rusqlite::Error> for RegisterError {
    fn from(error: rusqlite::Error) -> Self {
        let message = match &error {
            rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
            other => other.to_string(),
        };
        let (kind, what, hint) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                StoreFault::Busy,
                "the register is busy",
                "another process has been writing for ten seconds; try again",
            ),
            Some(ErrorCode::DiskFull) => {
                (StoreFault::Full, "there is no room left for the register", "free some disk space")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (
                StoreFault::ReadOnly,
                "the register cannot be written",
                "its file and its folder have to be writable",
            ),
            Some(ErrorCode::CannotOpen) => (
                StoreFault::Absent,
                "the register cannot be opened",
                "check the path; `reinstate register init --zone ZONE` makes one",
            ),
            Some(ErrorCode::NotADatabase) => (
                StoreFault::NotARegister,
                "this is not a register",
                "name the file that `reinstate register init` made",
            ),
            Some(ErrorCode::DatabaseCorrupt) => (
                StoreFault::Damaged,
                "the register is damaged",
                "take the last backup (`reinstate register backup` makes them)",
            ),
            _ => (
                StoreFault::Other,
                "the register cannot be used",
                "`reinstate register verify` tells more; take the last backup if it is damaged",
            ),
        };
        Self::store(kind, format!("{what}: {message}"), hint)
    }
}
