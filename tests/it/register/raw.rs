//! The database under a register, for tests that change what stands in it or look at it.
//!
//! A register is in a file. Where `REINSTATE_POSTGRES` has the URL of a server, which
//! `tests/postgres/cluster.sh` starts, every register of these tests is in a schema of its own
//! there, and the same tests hold it to the same rules.

use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Where the registers of these tests are: on this server, or in files.
pub(super) fn server() -> Option<String> {
    std::env::var("REINSTATE_POSTGRES").ok().filter(|_| cfg!(feature = "postgres"))
}

/// The place of one register, which goes with it.
pub(crate) enum Place {
    File(PathBuf),
    #[cfg(feature = "postgres")]
    Schema(super::server::Schema),
}

impl Place {
    /// A new one; a file is in this folder.
    pub(crate) fn new(folder: &Path) -> Self {
        match server() {
            #[cfg(feature = "postgres")]
            Some(server) => Self::Schema(super::server::Schema::new(&server)),
            #[cfg(not(feature = "postgres"))]
            Some(_) => Self::File(folder.join("quotes.db")),
            None => Self::File(folder.join("quotes.db")),
        }
    }

    /// What a register is opened with.
    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            #[cfg(feature = "postgres")]
            Self::Schema(schema) => PathBuf::from(schema.url()),
        }
    }
}

/// A connection beside that of the register.
pub(super) enum Raw {
    Sqlite(Connection),
    #[cfg(feature = "postgres")]
    Postgres(std::cell::RefCell<postgres::Client>),
}

impl Raw {
    pub(super) fn open(place: &Place) -> Self {
        match place {
            Place::File(path) => Self::Sqlite(Connection::open(path).expect("a database")),
            #[cfg(feature = "postgres")]
            Place::Schema(schema) => Self::Postgres(schema.client().into()),
        }
    }

    /// Takes away what stands against changes, but for the types of columns and what is unique.
    /// Every table then has a `rowid`.
    pub(super) fn forced(place: &Place) -> Self {
        let raw = Self::open(place);
        match &raw {
            Self::Sqlite(_) => {
                raw.batch(
                    "pragma ignore_check_constraints = on; pragma foreign_keys = off; \
                     pragma synchronous = off;",
                );
                let names = "select type || ' ' || name from sqlite_master \
                             where type = 'trigger' or type = 'index' and sql is not null";
                for what in raw.texts(names) {
                    raw.batch(&format!("drop {what}"));
                }
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => raw.batch(super::server::FORCE),
        }
        raw
    }

    /// Runs statements.
    pub(super) fn batch(&self, text: &str) {
        self.try_batch(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }

    pub(super) fn try_batch(&self, text: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(connection) => {
                connection.execute_batch(text).map_err(|error| error.to_string())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(client) => {
                client.borrow_mut().batch_execute(text).map_err(|error| super::server::said(&error))
            }
        }
    }

    /// Runs a statement with `$1…`; how many rows it touched, or what was wrong.
    pub(super) fn try_run(&self, text: &str, values: &[Value]) -> Result<usize, String> {
        match self {
            Self::Sqlite(connection) => connection
                .execute(text, params_from_iter(values))
                .map_err(|error| error.to_string()),
            #[cfg(feature = "postgres")]
            Self::Postgres(client) => super::server::run(&mut client.borrow_mut(), text, values),
        }
    }

    pub(super) fn run(&self, text: &str, values: &[Value]) -> usize {
        self.try_run(text, values).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// All rows of a statement.
    pub(super) fn rows(&self, text: &str, values: &[Value]) -> Vec<Vec<Value>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(text).expect(text);
                let columns = statement.column_count();
                let rows = statement.query_map(params_from_iter(values), |row| {
                    (0..columns).map(|place| row.get(place)).collect()
                });
                rows.expect(text).collect::<Result<_, _>>().expect(text)
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(client) => super::server::rows(&mut client.borrow_mut(), text, values),
        }
    }

    /// The only value of a statement.
    pub(super) fn value(&self, text: &str, values: &[Value]) -> Value {
        let mut rows = self.rows(text, values);
        rows.pop().and_then(|mut row| row.pop()).unwrap_or_else(|| panic!("{text}: no row"))
    }

    pub(super) fn texts(&self, text: &str) -> Vec<String> {
        let rows = self.rows(text, &[]);
        rows.into_iter().flatten().map(|value| said(&value)).collect()
    }

    pub(super) fn tables(&self) -> Vec<String> {
        match self {
            Self::Sqlite(_) => {
                self.texts("select name from sqlite_master where type = 'table' order by name")
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => self.texts(
                "select tablename::text from pg_tables where schemaname = current_schema() \
                 order by tablename",
            ),
        }
    }

    /// What stands in the tables, where there is no file to look into.
    pub(super) fn tables_as_text(&self) -> Option<Vec<u8>> {
        match self {
            Self::Sqlite(_) => None,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => {
                self.batch("set bytea_output = 'escape'");
                let select = |table: &String| format!("select {table}::text from {table}");
                let tables = self.tables();
                let rows = tables.iter().flat_map(|table| self.texts(&select(table)));
                Some(rows.collect::<String>().into_bytes())
            }
        }
    }

    /// The columns of a table, without `rowid`.
    pub(super) fn columns(&self, table: &str) -> Vec<String> {
        match self {
            Self::Sqlite(_) => {
                self.texts(&format!("select name from pragma_table_info('{table}')"))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => self.texts(&format!(
                "select column_name::text from information_schema.columns \
                 where table_schema = current_schema() and table_name = '{table}' \
                 and column_name <> 'rowid' order by ordinal_position"
            )),
        }
    }

    /// The row that this connection put in last.
    pub(super) fn last_row(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "last_insert_rowid()",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "lastval()",
        }
    }

    /// Keeps all others from writing until it commits.
    pub(super) fn holds(&self) {
        match self {
            Self::Sqlite(_) => self.batch("begin immediate"),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => self.batch("begin; select 1 from register for update"),
        }
    }

    /// Whether the database takes a statement.
    pub(super) fn prepared(&self, text: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(connection) => {
                connection.prepare(text).map(drop).map_err(|error| error.to_string())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(client) => client
                .borrow_mut()
                .prepare(text)
                .map(drop)
                .map_err(|error| super::server::said(&error)),
        }
    }
}

/// A text, or a number as one.
pub(super) fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Null | Value::Real(_) | Value::Blob(_) => panic!("{value:?} is no text"),
    }
}
