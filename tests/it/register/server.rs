//! Registers in PostgreSQL, each in a schema of its own.

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls};
use rusqlite::types::Value;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Takes all away that holds a register, and gives each table the numbers of rows that SQLite has.
pub(super) const FORCE: &str = "
do $$ declare one record; begin
  for one in select conrelid::regclass as holder, conname from pg_constraint
    where connamespace = current_schema()::regnamespace and contype in ('c', 'f')
  loop execute format('alter table %s drop constraint %I', one.holder, one.conname); end loop;
  for one in select tgrelid::regclass as holder, tgname from pg_trigger
    join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace and not tgisinternal
  loop execute format('drop trigger %I on %s', one.tgname, one.holder); end loop;
  for one in select indexrelid::regclass as name from pg_index
    join pg_class on pg_class.oid = indrelid
    where relnamespace = current_schema()::regnamespace
    and not exists (select 1 from pg_constraint where conindid = indexrelid)
  loop execute format('drop index %s', one.name); end loop;
  for one in select tablename from pg_tables where schemaname = current_schema()
  loop
    execute format('alter table %I add column if not exists rowid bigserial', one.tablename);
  end loop;
end $$";

/// A schema, which is dropped in the end.
pub(crate) struct Schema {
    server: String,
    name: String,
}

impl Schema {
    pub(super) fn new(server: &str) -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let schema = Self {
            server: server.to_owned(),
            name: format!("desk_{}_{count}", std::process::id()),
        };
        let mut client = Client::connect(server, NoTls).expect("the server runs");
        client.batch_execute(&format!("create schema {}", schema.name)).expect("a schema");
        schema
    }

    /// The URL of a register in it.
    pub(super) fn url(&self) -> String {
        let mark = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{mark}options=-c%20search_path%3D{}", self.server, self.name)
    }

    pub(super) fn client(&self) -> Client {
        Client::connect(&self.url(), NoTls).expect("the server runs")
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        // Of a test that failed something may still hold it; it goes with the server.
        if let Ok(mut client) = Client::connect(&self.server, NoTls) {
            let drop = format!("set lock_timeout = '2s'; drop schema {} cascade", self.name);
            let _ = client.batch_execute(&drop);
        }
    }
}

/// What the server said.
pub(super) fn said(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

pub(super) fn run(client: &mut Client, text: &str, values: &[Value]) -> Result<usize, String> {
    let values: Vec<Given<'_>> = values.iter().map(Given).collect();
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|one| one as _).collect();
    let rows = client.execute(text, &values).map_err(|error| said(&error))?;
    Ok(usize::try_from(rows).expect("a count"))
}

pub(super) fn rows(client: &mut Client, text: &str, values: &[Value]) -> Vec<Vec<Value>> {
    let values: Vec<Given<'_>> = values.iter().map(Given).collect();
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|one| one as _).collect();
    let rows = client.query(text, &values).unwrap_or_else(|error| panic!("{text}: {error}"));
    rows.iter()
        .map(|row| (0..row.len()).map(|place| row.get::<_, Read>(place).0).collect())
        .collect()
}

/// A value for a parameter, where the types agree.
#[derive(Debug)]
struct Given<'a>(&'a Value);

impl ToSql for Given<'_> {
    fn to_sql(
        &self,
        wanted: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, wanted) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Integer(number), &Type::INT4) => i32::try_from(*number)?.to_sql(wanted, out),
            (Value::Integer(number), &Type::INT8) => number.to_sql(wanted, out),
            (Value::Text(text), &Type::TEXT) => text.to_sql(wanted, out),
            (Value::Blob(bytes), &Type::BYTEA) => bytes.to_sql(wanted, out),
            (value, wanted) => Err(format!("{value:?} is no {wanted}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value of a column.
struct Read(Value);

impl<'a> FromSql<'a> for Read {
    fn from_sql(given: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(match *given {
            Type::INT4 => Value::Integer(i32::from_sql(given, raw)?.into()),
            Type::INT8 => Value::Integer(i64::from_sql(given, raw)?),
            Type::BYTEA => Value::Blob(Vec::from_sql(given, raw)?),
            _ => Value::Text(String::from_sql(given, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
