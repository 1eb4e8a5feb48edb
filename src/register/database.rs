//! The database that keeps a register, whichever it is: statements in transactions, and their rows.

use std::cell::Cell;
use std::path::Path;

use super::error::{RegisterError, StoreFault};
use super::place::RegisterPlace;
#[cfg(feature = "postgres")]
use super::postgresql::{self, PostgresDatabase};
use super::schema::{Dialect, SQLITE, SQLITE_TRIGGERS};
#[cfg(feature = "postgres")]
use super::schema::{POSTGRES, POSTGRES_TRIGGERS};
use super::sqlite::{self, SqliteDatabase};
use super::values::{OfValue, SqlValue, wrong_column};

/// Undoes what was done since a part began, and ends it.
const UNDO_PART: &str = "rollback to part; release part";

/// A database that is open.
pub(super) struct Database {
    engine: Engine,
    /// So many transactions are open, each inside the one before.
    open: Cell<u32>,
}

/// Which database it is.
pub(super) enum Engine {
    Sqlite(SqliteDatabase),
    #[cfg(feature = "postgres")]
    Postgres(Box<PostgresDatabase>),
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
    const fn of(engine: Engine) -> Self {
        Self { engine, open: Cell::new(0) }
    }

    /// One without a register, which may become one at this place.
    pub(super) fn empty(place: &RegisterPlace) -> Result<Self, RegisterError> {
        match place {
            RegisterPlace::File(_) => Ok(Self::of(Engine::Sqlite(SqliteDatabase::in_memory()?))),
            RegisterPlace::Server(url) => Self::of_server(url),
        }
    }

    /// Keeps what was made in it.
    pub(super) fn publish(self, place: &RegisterPlace) -> Result<(), RegisterError> {
        match (self.engine, place) {
            (Engine::Sqlite(database), RegisterPlace::File(path)) => database.publish(path),
            // What is committed on a server is kept.
            (Engine::Sqlite(_), RegisterPlace::Server(_)) => Ok(()),
            #[cfg(feature = "postgres")]
            (Engine::Postgres(_), RegisterPlace::File(_) | RegisterPlace::Server(_)) => Ok(()),
        }
    }

    pub(super) fn open(place: &RegisterPlace) -> Result<Self, RegisterError> {
        match place {
            RegisterPlace::File(path) => Ok(Self::of(Engine::Sqlite(SqliteDatabase::open(path)?))),
            RegisterPlace::Server(url) => Self::of_server(url),
        }
    }

    #[cfg(feature = "postgres")]
    fn of_server(url: &str) -> Result<Self, RegisterError> {
        Ok(Self::of(Engine::Postgres(Box::new(PostgresDatabase::open(url)?))))
    }

    #[cfg(not(feature = "postgres"))]
    fn of_server(_url: &str) -> Result<Self, RegisterError> {
        Err(RegisterError::store(
            StoreFault::Unsupported,
            "this program was built without PostgreSQL",
            "build it with `cargo install --path . --features postgres`, or name a file",
        ))
    }

    /// How it is read and written, once it is known to be a register.
    pub(super) fn set_up(&self) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => database.set_up(),
            // Each connection is set up as it begins.
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => Ok(()),
        }
    }

    #[cfg(test)]
    pub(super) fn waits_for(&self, time: std::time::Duration) -> rusqlite::Result<()> {
        match &self.engine {
            Engine::Sqlite(database) => database.waits_for(time),
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => unreachable!("it is in a file"),
        }
    }

    pub(super) const fn dialect(&self) -> Dialect {
        match &self.engine {
            Engine::Sqlite(_) => SQLITE,
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => POSTGRES,
        }
    }

    pub(super) const fn triggers(&self) -> &'static str {
        match &self.engine {
            Engine::Sqlite(_) => SQLITE_TRIGGERS,
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => POSTGRES_TRIGGERS,
        }
    }

    pub(super) fn back_up(&self, path: &Path) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => database.back_up(path),
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => Err(RegisterError::store(
                StoreFault::Unsupported,
                "a register in PostgreSQL is backed up by PostgreSQL's own tools",
                "`pg_dump --format=custom --file=FILE DATABASE` writes a copy, while others work; \
                 `register migrate --dumped` goes on from there",
            )),
        }
    }

    pub(super) fn check_server_keeps_backups(&self) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(_) => Err(RegisterError::store(
                StoreFault::Unsupported,
                "a register in a file is migrated with a backup that the migration writes",
                "leave `--dumped` out; `--backup FILE` says where the backup goes",
            )),
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Clears away what was deleted.
    pub(super) fn compact(&self) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => database.compact(),
            #[cfg(feature = "postgres")]
            Engine::Postgres(database) => database.vacuum(),
        }
    }

    /// Begins a transaction; inside another one it is a part of that, which alone can be undone.
    pub(super) fn begin(&self, how: Begin) -> Result<DatabaseTransaction<'_>, RegisterError> {
        let kind = match (self.open.get(), how) {
            (0, _) => {
                self.begin_whole(how)?;
                TransactionKind::Whole
            }
            (_, Begin::Reading) => TransactionKind::Reading,
            (_, Begin::Writing | Begin::Making) => {
                self.begin_part()?;
                TransactionKind::Part
            }
        };
        self.open.set(self.open.get().saturating_add(1));
        Ok(DatabaseTransaction { database: self, kind, is_open: true })
    }

    fn begin_part(&self) -> Result<(), RegisterError> {
        if let Engine::Sqlite(database) = &self.engine
            && !database.is_in_transaction()
        {
            // Where there is no room left, SQLite ends the whole: a part would be one of its own.
            return Err(RegisterError::store(
                StoreFault::Other,
                "nothing was written: something before it failed",
                "try it again",
            ));
        }
        self.batch("savepoint part")
    }

    /// A transaction goes on that was paused.
    pub(super) const fn resume(
        &self,
        PausedTransaction(kind): PausedTransaction,
    ) -> DatabaseTransaction<'_> {
        DatabaseTransaction { database: self, kind, is_open: true }
    }

    fn begin_whole(&self, how: Begin) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => {
                let text = match how {
                    Begin::Reading | Begin::Making => "begin",
                    Begin::Writing => "begin immediate",
                };
                database.run(text, &[]).map(drop)
            }
            #[cfg(feature = "postgres")]
            Engine::Postgres(database) => match how {
                Begin::Reading => database.begin_reading(),
                Begin::Writing => database.begin_writing(),
                Begin::Making => database.begin_making(),
            },
        }
    }

    /// Runs statements without parameters.
    pub(super) fn batch(&self, text: &str) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => database.batch(text),
            #[cfg(feature = "postgres")]
            Engine::Postgres(database) => database.batch(text),
        }
    }

    /// Runs a statement, and says how many rows it touched.
    pub(super) fn run(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
    ) -> Result<usize, RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => database.run(text, values),
            #[cfg(feature = "postgres")]
            Engine::Postgres(database) => database.run(text, values),
        }
    }

    /// Hands over the rows of a statement, one after the other, until `take` wants no more.
    pub(super) fn rows(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
        mut take: impl FnMut(&DatabaseRow<'_>) -> Result<bool, RegisterError>,
    ) -> Result<(), RegisterError> {
        match &self.engine {
            Engine::Sqlite(database) => {
                database.rows(text, values, |row| take(&DatabaseRow::Sqlite(row)))
            }
            #[cfg(feature = "postgres")]
            Engine::Postgres(database) => {
                for row in database.rows(text, values)? {
                    if !take(&DatabaseRow::Postgres(&row))? {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

/// A transaction that is undone where it is not committed.
pub(super) struct DatabaseTransaction<'a> {
    database: &'a Database,
    kind: TransactionKind,
    is_open: bool,
}

/// A transaction that is open and waits; it has to be resumed.
#[must_use]
pub(super) struct PausedTransaction(TransactionKind);

/// What ends with a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TransactionKind {
    /// All that was done since it began, and it is on the disk.
    Whole,
    /// A part of another one, which may still be undone with it.
    Part,
    /// Nothing: it reads in another one.
    Reading,
}

impl DatabaseTransaction<'_> {
    pub(super) fn commit(mut self) -> Result<(), RegisterError> {
        match (&self.database.engine, self.kind) {
            (_, TransactionKind::Reading) => {}
            (_, TransactionKind::Part) => self.database.batch("release part")?,
            (Engine::Sqlite(database), TransactionKind::Whole) => {
                database.run("commit", &[])?;
            }
            #[cfg(feature = "postgres")]
            (Engine::Postgres(database), TransactionKind::Whole) => database.commit()?,
        }
        self.is_open = false;
        Ok(())
    }

    pub(super) fn roll_back(mut self) -> Result<(), RegisterError> {
        self.is_open = false;
        self.undo()
    }

    /// Leaves it open, for others to work in, until it is resumed.
    pub(super) fn pause(self) -> PausedTransaction {
        let kind = self.kind;
        std::mem::forget(self);
        PausedTransaction(kind)
    }

    fn undo(&self) -> Result<(), RegisterError> {
        match (&self.database.engine, self.kind) {
            (_, TransactionKind::Reading) => Ok(()),
            (Engine::Sqlite(database), TransactionKind::Part) => database.batch(UNDO_PART),
            #[cfg(feature = "postgres")]
            (Engine::Postgres(database), TransactionKind::Part) => database.undo_part(UNDO_PART),
            (_, TransactionKind::Whole) => self.database.batch("rollback"),
        }
    }
}

impl Drop for DatabaseTransaction<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // Where the database has done it already, there is nothing left to undo.
            let _ = self.undo();
        }
        self.database.open.set(self.database.open.get().saturating_sub(1));
    }
}

/// A row of a statement.
pub(super) enum DatabaseRow<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    #[cfg(feature = "postgres")]
    Postgres(&'a postgres::Row),
}

impl DatabaseRow<'_> {
    /// The value of a column, by its place from 0.
    pub(super) fn get<T: OfValue>(&self, place: usize) -> Result<T, RegisterError> {
        let value = match self {
            Self::Sqlite(row) => sqlite::column(row, place)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => postgresql::column(row, place)?,
        };
        T::of_value(value).ok_or_else(|| wrong_column(place, &format!("no {}", T::WHAT)))
    }
}
