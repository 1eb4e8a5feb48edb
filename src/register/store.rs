//! A register in a file: opened, read, and written in transactions.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::FromSql;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Params, Row, TransactionBehavior};

use crate::engine::calendar::Date;
use crate::files::{FileError, NewFile};

use super::error::{RegisterError, StoreFault};
use super::moment::{Moment, Zone};
use super::number::NumberFormat;
use super::schema::{MIGRATIONS, SCHEMA, SQLITE, SQLITE_TRIGGERS, in_dialect};
use super::sql;
use super::state::VendorApproval;

/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(10);
/// A clock may be so many seconds behind the last event.
const CLOCK_BEHIND_SECONDS_MAX: i64 = 5 * 60;
/// The previous hash of the first event.
pub(super) const BEFORE_ALL: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// The quotes of one seller in one zone.
pub struct Register {
    connection: Connection,
    settings: RegisterSettings,
}

/// What a register is, from its first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterSettings {
    /// Its name.
    pub name: String,
    /// Where its days end.
    pub zone: Zone,
    /// Its numbers.
    pub number_format: NumberFormat,
    /// Whether it takes quotes from books with sample prices.
    pub samples: SampleBooks,
    /// Whether a reinstatement waits for the vendor's approval.
    pub vendor_approval: VendorApproval,
    /// How many years accepted quotes are kept at least.
    pub retention_years: u32,
}

/// Whether a register takes quotes from books with sample prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleBooks {
    /// No: they are not the vendor's prices.
    Refused,
    /// Yes, for trying it out.
    Taken,
}

/// The last event of a log: kept elsewhere, it shows later that nothing was cut off or rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// The number of the event, from 1.
    pub seq: i64,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

impl Register {
    /// Makes a register in a file of its own, with what `fill` writes into it first.
    ///
    /// # Errors
    /// The file is there already, or cannot be written.
    pub(super) fn make(
        path: &Path,
        settings: &RegisterSettings,
        now: Moment,
        fill: impl FnOnce(&Writing<'_>) -> Result<(), RegisterError>,
    ) -> Result<Self, RegisterError> {
        // Made whole in memory first: a file that is there is a register.
        let mut connection = Connection::open_in_memory()?;
        let transaction = connection.transaction()?;
        for text in MIGRATIONS {
            transaction.execute_batch(&in_dialect(text, SQLITE))?;
        }
        transaction.execute_batch(SQLITE_TRIGGERS)?;
        let db = Db(&transaction);
        let RegisterSettings { name, zone, number_format, .. } = settings;
        db.run(
            sql::INSERT_REGISTER,
            rusqlite::params![
                SCHEMA,
                name,
                zone.name(),
                number_format.as_str(),
                settings.samples == SampleBooks::Taken,
                settings.vendor_approval == VendorApproval::BeforeSending,
                settings.retention_years,
                BEFORE_ALL,
                now.to_string(),
            ],
        )?;
        fill(&Writing { db, now, today: zone.day(now), settings })?;
        transaction.commit()?;
        let image = connection.serialize("main").map_err(RegisterError::from)?;
        let mut file = NewFile::begin(path).map_err(not_written)?;
        file.write(&image).map_err(not_written)?;
        file.publish().map_err(not_written)?;
        Self::open(path)
    }

    /// Opens a register.
    ///
    /// # Errors
    /// It is not there, is no register, or was made by a newer program.
    pub fn open(path: &Path) -> Result<Self, RegisterError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(64);
        let settings = settings(&connection)?;
        // Readers go on while one writes; what is committed is on the disk.
        let _ = connection.pragma_update(None, "journal_mode", "wal");
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", "on")?;
        connection.pragma_update(None, "secure_delete", "on")?;
        connection.pragma_update(None, "trusted_schema", "off")?;
        Ok(Self { connection, settings })
    }

    /// What it is.
    #[must_use]
    pub const fn settings(&self) -> &RegisterSettings {
        &self.settings
    }

    /// The head of its log.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn head(&self) -> Result<LogHead, RegisterError> {
        self.read(|db| db.head())
    }

    /// Writes a copy of the whole register to a file that is not there yet.
    ///
    /// # Errors
    /// The file is there already or cannot be written.
    pub fn back_up(&self, path: &Path) -> Result<(), RegisterError> {
        let file = NewFile::begin(path).map_err(not_written)?;
        let place = file.place().to_string_lossy();
        self.connection.execute("vacuum into $1", [&*place])?;
        file.publish().map_err(not_written)
    }

    /// Rewrites the file without what was deleted from it, so that no trace of it stays there.
    ///
    /// # Errors
    /// It cannot be written, or somebody still reads what it was before.
    pub(super) fn compact(&self) -> Result<(), RegisterError> {
        self.connection.execute_batch("vacuum")?;
        let checkpoint = "pragma wal_checkpoint(truncate)";
        let is_busy: bool = self.connection.query_row(checkpoint, [], |row| row.get(0))?;
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

    /// Reads in one transaction, so that all of it is of one moment.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Db<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let transaction = self.connection.unchecked_transaction()?;
        let found = work(&Db(&transaction))?;
        transaction.rollback()?;
        Ok(found)
    }

    /// Writes in one transaction: all of it, or nothing where `work` gives an error.
    pub(super) fn write<T>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&Writing<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        self.in_transaction(now, work, |transaction| transaction.commit())
    }

    /// The same, and then all of it is undone.
    pub(super) fn try_out<T>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&Writing<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        self.in_transaction(now, work, |transaction| transaction.rollback())
    }

    fn in_transaction<T>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&Writing<'_>) -> Result<T, RegisterError>,
        end: fn(rusqlite::Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<T, RegisterError> {
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        let db = Db(&transaction);
        db.check_clock(now)?;
        let today = self.settings.zone.day(now);
        let done = work(&Writing { db, now, today, settings: &self.settings })?;
        end(transaction)?;
        Ok(done)
    }
}

/// A transaction that writes: the database, and what time and day it is in it.
pub(super) struct Writing<'a> {
    pub(super) db: Db<'a>,
    pub(super) now: Moment,
    /// The day of `now` in the zone of the register.
    pub(super) today: Date,
    pub(super) settings: &'a RegisterSettings,
}

/// A database inside a transaction.
pub(super) struct Db<'a>(&'a Connection);

impl Db<'_> {
    /// Runs a statement, and says how many rows it touched.
    pub(super) fn run(&self, text: &str, values: impl Params) -> Result<usize, RegisterError> {
        Ok(self.0.prepare_cached(text)?.execute(values)?)
    }

    /// The first row of a statement.
    pub(super) fn first<T>(
        &self,
        text: &str,
        values: impl Params,
        of_row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, RegisterError> {
        Ok(self.0.prepare_cached(text)?.query_row(values, of_row).optional()?)
    }

    /// All rows of a statement.
    pub(super) fn all<T>(
        &self,
        text: &str,
        values: impl Params,
        of_row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, RegisterError> {
        let mut statement = self.0.prepare_cached(text)?;
        let rows = statement.query_map(values, of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first value of the only row of a statement.
    pub(super) fn value<T: FromSql>(
        &self,
        text: &str,
        values: impl Params,
    ) -> Result<Option<T>, RegisterError> {
        self.first(text, values, |row| row.get(0))
    }

    /// The head of the log.
    pub(super) fn head(&self) -> Result<LogHead, RegisterError> {
        let head = self.first(sql::SETTINGS, [], |row| {
            Ok(LogHead { seq: row.get("head_seq")?, hash: row.get("head_hash")? })
        })?;
        head.ok_or_else(not_a_register)
    }

    fn check_clock(&self, now: Moment) -> Result<(), RegisterError> {
        let last: Option<String> = self.value(sql::LAST_EVENT_AT, [])?;
        let Some(last) = last.as_deref().and_then(Moment::parse) else { return Ok(()) };
        if now.seconds_before(last) > CLOCK_BEHIND_SECONDS_MAX {
            return Err(RegisterError::store(
                StoreFault::ClockBehind,
                format!("it is {now} by the clock, and the last event was at {last}"),
                "set the clock of this machine right",
            ));
        }
        Ok(())
    }
}

fn settings(connection: &Connection) -> Result<RegisterSettings, RegisterError> {
    let read = connection.query_row(sql::SETTINGS, [], |row| {
        let schema: i64 = row.get(0)?;
        let texts: [String; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
        Ok((schema, texts, row.get::<_, bool>(4)?, row.get::<_, bool>(5)?, row.get::<_, u32>(6)?))
    });
    let (schema, [name, zone, format], samples, vendor_approval, retention_years) = match read {
        Ok(read) => read,
        Err(rusqlite::Error::QueryReturnedNoRows) => return Err(not_a_register()),
        Err(error) => {
            let is_other_schema = error.to_string().contains("no such");
            return Err(if is_other_schema { not_a_register() } else { error.into() });
        }
    };
    if schema > SCHEMA {
        return Err(RegisterError::store(
            StoreFault::Newer,
            format!("the register has schema {schema}, and this program knows {SCHEMA}"),
            "use the newer program that made it",
        ));
    }
    let zone_of = Zone::of(&zone).ok_or_else(|| {
        RegisterError::store(
            StoreFault::Damaged,
            format!("its zone `{zone}` is not known"),
            "`reinstate register verify` tells whether it was changed; take the last backup",
        )
    })?;
    let number_format = NumberFormat::parse(&format).map_err(|wrong| {
        RegisterError::store(
            StoreFault::Damaged,
            format!("the format of its numbers is wrong: {wrong}"),
            "take the last backup",
        )
    })?;
    Ok(RegisterSettings {
        name,
        zone: zone_of,
        number_format,
        samples: if samples { SampleBooks::Taken } else { SampleBooks::Refused },
        vendor_approval: match vendor_approval {
            true => VendorApproval::BeforeSending,
            false => VendorApproval::NotWaitedFor,
        },
        retention_years,
    })
}

fn not_a_register() -> RegisterError {
    RegisterError::store(
        StoreFault::NotARegister,
        "this is not a register",
        "name the file that `reinstate register init` made",
    )
}

fn not_written(error: FileError) -> RegisterError {
    let (kind, hint) = if error.source.kind() == ErrorKind::AlreadyExists {
        (StoreFault::Exists, "name another file")
    } else if error.source.kind() == ErrorKind::StorageFull {
        (StoreFault::Full, "free some disk space")
    } else {
        (StoreFault::Other, "choose a folder that is there and can be written")
    };
    RegisterError::store(kind, error.to_string(), hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::number::DEFAULT_FORMAT;

    const NOW: &str = "2026-11-24T12:00:00.000Z";

    /// A register that waits for hardly any time, and another connection to its file.
    fn impatient(folder: &Path) -> (Register, Connection) {
        let path = folder.join("quotes.db");
        let settings = RegisterSettings {
            name: "Meridian".to_owned(),
            zone: Zone::of("Europe/Amsterdam").expect("a zone"),
            number_format: NumberFormat::parse(DEFAULT_FORMAT).expect("a format"),
            samples: SampleBooks::Refused,
            vendor_approval: VendorApproval::NotWaitedFor,
            retention_years: 7,
        };
        let now = Moment::parse(NOW).expect("a moment");
        let register = Register::make(&path, &settings, now, |_| Ok(())).expect("a register");
        register.connection.busy_timeout(Duration::from_millis(20)).expect("a time");
        (register, Connection::open(&path).expect("a database"))
    }

    #[test]
    fn a_register_that_others_write_for_too_long_is_busy() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut register, other) = impatient(folder.path());
        let now = Moment::parse(NOW).expect("a moment");
        other.execute_batch("begin immediate").expect("begun");
        let busy = register.write(now, |_| Ok(())).expect_err("busy");
        assert_eq!(busy.code(), "register-busy");
        assert!(register.head().is_ok(), "readers go on");
        other.execute_batch("commit").expect("done");
        assert!(register.write(now, |_| Ok(())).is_ok());
    }

    #[test]
    fn traces_that_cannot_be_cleared_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let (register, other) = impatient(folder.path());
        other.execute_batch("begin; select * from register").expect("begun");
        assert_eq!(register.compact().expect_err("busy").code(), "register-busy");
        other.execute_batch("commit").expect("done");
        assert!(register.compact().is_ok());
    }
}
