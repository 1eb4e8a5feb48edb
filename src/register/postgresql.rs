//! A register in a database of PostgreSQL.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::error::Error;
use std::time::Duration;

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::error::{RegisterError, StoreFault};
use super::values::{SqlValue, wrong_column};

/// How long the server is waited for.
const CONNECT: Duration = Duration::from_secs(10);

/// What holds for a connection where its URL or its role does not say otherwise: a writer waits
/// ten seconds for another, who lets go after a minute of doing nothing; and what is committed is
/// on the disk.
const SESSION: &str = "
select set_config('lock_timeout', '10s', false)
  where current_setting('lock_timeout') = '0';
select set_config('idle_in_transaction_session_timeout', '60s', false)
  where current_setting('idle_in_transaction_session_timeout') = '0';
select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off';
";

const READ: &str = "begin isolation level repeatable read read only";

/// Whoever has the row is the only one who writes: what is read after it is the last that was
/// written, and stays so until the end.
const WRITE: &str = "begin isolation level read committed;
select 1 from register where id = 1 for update;";

/// Of two who make a register in one database the second finds that of the first.
const MAKE: &str = "begin isolation level read committed;
select pg_advisory_xact_lock(7309940805254148210);
do $$ begin
  if current_setting('server_encoding') <> 'UTF8' then
    raise exception 'the database has the encoding %, and a register needs UTF8',
      current_setting('server_encoding');
  end if;
end $$;";

/// What held erased content is free for other rows.
const VACUUM: &str = "vacuum quote, revision, approval, acceptance, reason, request_key";

/// A database, and the connection to it.
pub(super) struct PostgresDatabase {
    config: Config,
    session: RefCell<PostgresSession>,
    /// Whether a statement of this transaction failed: the server then ends it with nothing
    /// written, and calls that a success.
    has_failed: Cell<bool>,
}

struct PostgresSession {
    client: Client,
    statements: BTreeMap<&'static str, Statement>,
}

impl PostgresDatabase {
    pub(super) fn open(url: &str) -> Result<Self, RegisterError> {
        let mut config: Config = url.parse()?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name("reinstate");
        }
        let session = RefCell::new(PostgresSession::of(&config)?);
        Ok(Self { config, session, has_failed: Cell::new(false) })
    }

    pub(super) fn begin_reading(&self) -> Result<(), RegisterError> {
        self.begin(READ)
    }

    pub(super) fn begin_writing(&self) -> Result<(), RegisterError> {
        self.begin(WRITE)
    }

    pub(super) fn begin_making(&self) -> Result<(), RegisterError> {
        self.begin(MAKE)
    }

    fn begin(&self, text: &str) -> Result<(), RegisterError> {
        if self.session.borrow().client.is_closed() {
            *self.session.borrow_mut() = PostgresSession::of(&self.config)?;
        }
        self.has_failed.set(false);
        let begun = self.batch(text);
        if begun.is_err() {
            // Where the connection has ended, so has the transaction.
            let _ = self.batch("rollback");
        }
        begun
    }

    pub(super) fn commit(&self) -> Result<(), RegisterError> {
        if self.has_failed.get() {
            return Err(RegisterError::store(
                StoreFault::Other,
                "nothing was written: a statement before it failed",
                "try it again",
            ));
        }
        let committed = self.session.borrow_mut().client.batch_execute("commit");
        committed.map_err(|error| match error.code() {
            Some(_) => error.into(),
            None => RegisterError::store(
                StoreFault::Other,
                "the connection ended while it was written: nobody knows whether it is there",
                "look at the quote before you do it again",
            ),
        })
    }

    /// Undoes a part of a transaction: what failed in it is of no account any more.
    pub(super) fn undo_part(&self, text: &str) -> Result<(), RegisterError> {
        // A part begins only where nothing before it has failed.
        self.has_failed.set(false);
        self.batch(text)
    }

    /// Runs statements without parameters.
    pub(super) fn batch(&self, text: &str) -> Result<(), RegisterError> {
        let done = self.session.borrow_mut().client.batch_execute(text);
        self.noted(done)
    }

    pub(super) fn run(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
    ) -> Result<usize, RegisterError> {
        let done = self
            .session
            .borrow_mut()
            .prepared(text)
            .and_then(|(client, statement)| client.execute(statement, &parameters(values)));
        self.noted(done).map(|rows| usize::try_from(rows).unwrap_or(usize::MAX))
    }

    /// All rows of a statement.
    pub(super) fn rows(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
    ) -> Result<Vec<postgres::Row>, RegisterError> {
        let rows = self
            .session
            .borrow_mut()
            .prepared(text)
            .and_then(|(client, statement)| client.query(statement, &parameters(values)));
        self.noted(rows)
    }

    /// Frees the room of what was deleted, for other rows.
    pub(super) fn vacuum(&self) -> Result<(), RegisterError> {
        self.batch(VACUUM)
    }

    fn noted<T>(&self, done: Result<T, postgres::Error>) -> Result<T, RegisterError> {
        self.has_failed.set(self.has_failed.get() || done.is_err());
        Ok(done?)
    }
}

impl PostgresSession {
    fn of(config: &Config) -> Result<Self, RegisterError> {
        let mut client = config.connect(NoTls)?;
        client.batch_execute(SESSION)?;
        Ok(Self { client, statements: BTreeMap::new() })
    }

    /// A statement that is prepared once.
    fn prepared(
        &mut self,
        text: &'static str,
    ) -> Result<(&mut Client, &Statement), postgres::Error> {
        let Self { client, statements } = self;
        let statement = match statements.entry(text) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(client.prepare(text)?),
        };
        Ok((client, statement))
    }
}

fn parameters<'a>(values: &'a [SqlValue<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// The value of a column.
pub(super) fn column(row: &postgres::Row, place: usize) -> Result<SqlValue<'_>, RegisterError> {
    row.try_get(place).map_err(|error| wrong_column(place, &format!("something else: {error}")))
}

impl ToSql for SqlValue<'_> {
    fn to_sql(
        &self,
        wanted: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *wanted == Type::INT4 => {
                i32::try_from(*number)?.to_sql(wanted, out)
            }
            Self::Int(number) => number.to_sql(wanted, out),
            Self::Text(text) => text.to_sql(wanted, out),
            Self::Bytes(bytes) => bytes.to_sql(wanted, out),
        }
    }

    fn accepts(wanted: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::TEXT, Type::BYTEA].contains(wanted)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for SqlValue<'a> {
    fn from_sql(given: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        match *given {
            Type::INT4 => i32::from_sql(given, raw).map(|number| Self::Int(number.into())),
            Type::INT8 => i64::from_sql(given, raw).map(Self::Int),
            Type::BYTEA => <&[u8]>::from_sql(given, raw).map(Self::Bytes),
            _ => <&str>::from_sql(given, raw).map(Self::Text),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(given: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::TEXT, Type::BYTEA].contains(given)
    }
}

impl From<postgres::Error> for RegisterError {
    fn from(error: postgres::Error) -> Self {
        let message = match error.as_db_error() {
            Some(told) => told.message().to_owned(),
            None => with_causes(&error),
        };
        let code = error.code().map(|state| state.code());
        let (kind, what, hint) = match code {
            Some("55P03" | "40P01" | "40001") => (
                StoreFault::Busy,
                "the register is busy",
                "another process has been writing for ten seconds; try again",
            ),
            Some("53300" | "57P03") => (
                StoreFault::Busy,
                "the server of the register takes no connection now",
                "try again; `max_connections` of the server says how many it takes",
            ),
            Some("53100") => (
                StoreFault::Full,
                "there is no room left for the register",
                "free some disk space on its server",
            ),
            Some("25006") => (
                StoreFault::ReadOnly,
                "the register cannot be written",
                "name the server that takes changes, and not a copy of it",
            ),
            Some("42501") => (
                StoreFault::ReadOnly,
                "the role may not do this with the register",
                "the owner of its tables grants what GUIDE.md names",
            ),
            Some("42P01" | "42703") => (
                StoreFault::NotARegister,
                "this is not a register",
                "name the database and the schema in which `reinstate register init` made one",
            ),
            Some("42P07" | "42710" | "42723") => (
                StoreFault::Exists,
                "there is a register already, or something else of the same name",
                "name another database, or another schema with `?options=-c search_path=NAME`",
            ),
            Some("XX001" | "XX002") => (
                StoreFault::Damaged,
                "the register is damaged",
                "take the last backup (`pg_dump` makes them)",
            ),
            Some("3D000" | "28000" | "28P01" | "3F000") | None => (
                StoreFault::Absent,
                "the register cannot be reached",
                "check its URL, postgres://USER@HOST/DATABASE, and that the server runs",
            ),
            Some("57P01" | "57P02" | "25P03" | "08006" | "08003" | "08001") => (
                StoreFault::Absent,
                "the server of the register ended the connection",
                "look at what was written, and try again",
            ),
            Some(_) => (
                StoreFault::Other,
                "the register cannot be used",
                "`reinstate register verify` tells more; take the last backup if it is damaged",
            ),
        };
        Self::store(kind, format!("{what}: {message}"), hint)
    }
}

/// An error with those that it comes of.
fn with_causes(error: &postgres::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !told.contains(&more) {
            told = format!("{told}: {more}");
        }
        cause = error.source();
    }
    told
}
