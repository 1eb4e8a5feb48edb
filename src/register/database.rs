//! The database that keeps a register, whichever it is: statements in transactions, and their rows.

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

/// A database that is open.
pub(super) enum Database {
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
    /// One without a register, which may become one at this place.
    pub(super) fn empty(place: &RegisterPlace) -> Result<Self, RegisterError> {
        match place {
            RegisterPlace::File(_) => Ok(Self::Sqlite(SqliteDatabase::in_memory()?)),
            RegisterPlace::Server(url) => Self::of_server(url),
        }
    }

    /// Keeps what was made in it.
    pub(super) fn publish(self, place: &RegisterPlace) -> Result<(), RegisterError> {
        match (self, place) {
            (Self::Sqlite(database), RegisterPlace::File(path)) => database.publish(path),
            // What is committed on a server is kept.
            (Self::Sqlite(_), RegisterPlace::Server(_)) => Ok(()),
            #[cfg(feature = "postgres")]
            (Self::Postgres(_), RegisterPlace::File(_) | RegisterPlace::Server(_)) => Ok(()),
        }
    }

    pub(super) fn open(place: &RegisterPlace) -> Result<Self, RegisterError> {
        match place {
            RegisterPlace::File(path) => Ok(Self::Sqlite(SqliteDatabase::open(path)?)),
            RegisterPlace::Server(url) => Self::of_server(url),
        }
    }

    #[cfg(feature = "postgres")]
    fn of_server(url: &str) -> Result<Self, RegisterError> {
        Ok(Self::Postgres(Box::new(PostgresDatabase::open(url)?)))
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
        match self {
            Self::Sqlite(database) => database.set_up(),
            // Each connection is set up as it begins.
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(()),
        }
    }

    pub(super) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => SQLITE,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => POSTGRES,
        }
    }

    pub(super) const fn triggers(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => SQLITE_TRIGGERS,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => POSTGRES_TRIGGERS,
        }
    }

    pub(super) fn back_up(&self, path: &Path) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.back_up(path),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Err(RegisterError::store(
                StoreFault::Unsupported,
                "a register in PostgreSQL is backed up by PostgreSQL's own tools",
                "`pg_dump --format=custom --file=FILE DATABASE` writes a copy, while others work",
            )),
        }
    }

    /// Clears away what was deleted.
    pub(super) fn compact(&self) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.compact(),
            #[cfg(feature = "postgres")]
            Self::Postgres(database) => database.vacuum(),
        }
    }

    pub(super) fn begin(&self, how: Begin) -> Result<DatabaseTransaction<'_>, RegisterError> {
        match self {
            Self::Sqlite(database) => database.batch(match how {
                Begin::Reading | Begin::Making => "begin",
                Begin::Writing => "begin immediate",
            })?,
            #[cfg(feature = "postgres")]
            Self::Postgres(database) => match how {
                Begin::Reading => database.begin_reading()?,
                Begin::Writing => database.begin_writing()?,
                Begin::Making => database.begin_making()?,
            },
        }
        Ok(DatabaseTransaction { database: self, is_open: true })
    }

    /// Runs statements without parameters.
    pub(super) fn batch(&self, text: &str) -> Result<(), RegisterError> {
        match self {
            Self::Sqlite(database) => database.batch(text),
            #[cfg(feature = "postgres")]
            Self::Postgres(database) => database.batch(text),
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
            #[cfg(feature = "postgres")]
            Self::Postgres(database) => database.run(text, values),
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
            #[cfg(feature = "postgres")]
            Self::Postgres(database) => {
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
    is_open: bool,
}

impl DatabaseTransaction<'_> {
    pub(super) fn commit(mut self) -> Result<(), RegisterError> {
        match self.database {
            Database::Sqlite(database) => database.batch("commit")?,
            #[cfg(feature = "postgres")]
            Database::Postgres(database) => database.commit()?,
        }
        self.is_open = false;
        Ok(())
    }

    pub(super) fn roll_back(mut self) -> Result<(), RegisterError> {
        self.database.batch("rollback")?;
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
