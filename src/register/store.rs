//! A register in a file: opened, read, and written in transactions.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use crate::engine::calendar::Date;

use super::database::{Begin, Database, DatabaseRow, DatabaseTransaction};
use super::error::{RegisterError, StoreFault};
use super::moment::{Moment, Zone};
use super::number::NumberFormat;
use super::pack::Packer;
use super::place::RegisterPlace;
use super::schema::{MIGRATIONS, SCHEMA, in_dialect};
use super::sql;
use super::state::VendorApproval;
use super::values::{OfValue, SqlValue, values};

/// A clock may be so many seconds behind the last event.
const CLOCK_BEHIND_SECONDS_MAX: i64 = 5 * 60;
/// The previous hash of the first event.
pub(super) const BEFORE_ALL: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// The quotes of one seller in one zone.
pub struct Register {
    database: Database,
    settings: RegisterSettings,
    packer: RefCell<Packer>,
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
        let place = RegisterPlace::of(path);
        let database = Database::empty(&place)?;
        let transaction = database.begin(Begin::Making)?;
        let db = Db(&database);
        for text in MIGRATIONS {
            db.batch(&in_dialect(text, database.dialect()))?;
        }
        db.batch(database.triggers())?;
        let RegisterSettings { name, zone, number_format, .. } = settings;
        db.run(
            sql::INSERT_REGISTER,
            values![
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
        let packer = RefCell::new(Packer::new()?);
        fill(&Writing { db, now, today: zone.day(now), settings, packer: &packer })?;
        transaction.commit()?;
        database.publish(&place)?;
        Self::open(path)
    }

    /// Opens a register: a file, or the URL of a database, `postgres://…`, as [`RegisterPlace::of`]
    /// tells them apart.
    ///
    /// # Errors
    /// It is not there, is no register, or was made by a newer program; or by an older one, and has
    /// to be migrated first; or it is in PostgreSQL, and this program was built without that.
    pub fn open(path: &Path) -> Result<Self, RegisterError> {
        let register = Self::open_of_any_schema(path)?;
        let schema = register.schema()?;
        if schema < SCHEMA {
            return Err(RegisterError::store(
                StoreFault::Older,
                format!("the register has schema {schema}, and this program works with {SCHEMA}"),
                "bring it up to date with `reinstate register migrate`; a backup comes before it",
            ));
        }
        Ok(register)
    }

    /// Opens a register of this schema or an earlier one.
    pub(super) fn open_of_any_schema(path: &Path) -> Result<Self, RegisterError> {
        let database = Database::open(&RegisterPlace::of(path))?;
        let settings = settings(&database)?;
        database.set_up()?;
        Ok(Self { database, settings, packer: RefCell::new(Packer::new()?) })
    }

    /// How many migrations it has.
    pub(super) fn schema(&self) -> Result<i64, RegisterError> {
        self.read(|db| db.schema())
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

    /// Writes a copy of the whole register to a file that is not there yet, and gives the head of
    /// the log in that copy: others may write while it is made.
    ///
    /// # Errors
    /// The file is there already or cannot be written; or the register is in PostgreSQL, which has
    /// tools of its own for that.
    pub fn back_up(&self, path: &Path) -> Result<LogHead, RegisterError> {
        self.database.back_up(path)?;
        let copy = Database::open(&RegisterPlace::File(path.to_owned()))?;
        Db(&copy).head()
    }

    /// That backups of it are made by a server's own tools.
    ///
    /// # Errors
    /// It is in a file.
    pub(super) fn check_server_keeps_backups(&self) -> Result<(), RegisterError> {
        self.database.check_server_keeps_backups()
    }

    /// Clears away what was deleted, so that no trace of it stays.
    ///
    /// # Errors
    /// It cannot be written, or somebody still reads what it was before.
    pub(super) fn compact(&self) -> Result<(), RegisterError> {
        self.database.compact()
    }

    /// Reads in one transaction, so that all of it is of one moment.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Db<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let transaction = self.database.begin(Begin::Reading)?;
        let found = work(&Db(&self.database))?;
        transaction.roll_back()?;
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
        self.in_transaction(now, work, |transaction| transaction.roll_back())
    }

    /// Does several things in one transaction: each of them is done or not on its own, and all
    /// that was done is kept together, or nothing where `work` gives an error.
    ///
    /// What is done in it counts only once this has returned: a commit may fail.
    ///
    /// # Errors
    /// That of `work`, or the register cannot be written.
    pub fn together<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let paused = self.database.begin(Begin::Writing)?.pause();
        // Else what is done next would be a part of a transaction that nobody ends.
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        let transaction = self.database.resume(paused);
        match done {
            Ok(done) => {
                let done = done?;
                transaction.commit()?;
                Ok(done)
            }
            Err(panic) => {
                drop(transaction);
                resume_unwind(panic)
            }
        }
    }

    fn in_transaction<T>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&Writing<'_>) -> Result<T, RegisterError>,
        end: fn(DatabaseTransaction<'_>) -> Result<(), RegisterError>,
    ) -> Result<T, RegisterError> {
        let transaction = self.database.begin(Begin::Writing)?;
        let db = Db(&self.database);
        db.check_clock(now)?;
        let today = self.settings.zone.day(now);
        let (settings, packer) = (&self.settings, &self.packer);
        let done = work(&Writing { db, now, today, settings, packer })?;
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
    pub(super) packer: &'a RefCell<Packer>,
}

/// A database inside a transaction.
pub(super) struct Db<'a>(&'a Database);

impl Db<'_> {
    /// Runs statements without parameters.
    pub(super) fn batch(&self, text: &str) -> Result<(), RegisterError> {
        self.0.batch(text)
    }

    /// Runs a statement, and says how many rows it touched.
    pub(super) fn run(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
    ) -> Result<usize, RegisterError> {
        self.0.run(text, values)
    }

    /// The first row of a statement.
    pub(super) fn first<T>(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
        of_row: impl Fn(&DatabaseRow<'_>) -> Result<T, RegisterError>,
    ) -> Result<Option<T>, RegisterError> {
        let mut first = None;
        self.0.rows(text, values, |row| {
            first = Some(of_row(row)?);
            Ok(false)
        })?;
        Ok(first)
    }

    /// All rows of a statement.
    pub(super) fn all<T>(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
        mut of_row: impl FnMut(&DatabaseRow<'_>) -> Result<T, RegisterError>,
    ) -> Result<Vec<T>, RegisterError> {
        let mut all = Vec::new();
        self.0.rows(text, values, |row| {
            all.push(of_row(row)?);
            Ok(true)
        })?;
        Ok(all)
    }

    /// The first value of the only row of a statement.
    pub(super) fn value<T: OfValue>(
        &self,
        text: &'static str,
        values: &[SqlValue<'_>],
    ) -> Result<Option<T>, RegisterError> {
        self.first(text, values, |row| row.get(0))
    }

    /// How many migrations there were.
    pub(super) fn schema(&self) -> Result<i64, RegisterError> {
        self.value(sql::SETTINGS, &[])?.ok_or_else(not_a_register)
    }

    /// Runs the migration that comes after so many.
    pub(super) fn migrate_from(&self, schema: i64) -> Result<(), RegisterError> {
        let text = usize::try_from(schema).ok().filter(|place| *place > 0);
        let text = text.and_then(|place| MIGRATIONS.get(place)).ok_or_else(not_a_register)?;
        self.batch(&in_dialect(text, self.0.dialect()))?;
        self.run(sql::SET_SCHEMA, values![schema.saturating_add(1)])?;
        Ok(())
    }

    /// The head of the log.
    pub(super) fn head(&self) -> Result<LogHead, RegisterError> {
        let head = self
            .first(sql::SETTINGS, &[], |row| Ok(LogHead { seq: row.get(7)?, hash: row.get(8)? }))?;
        head.ok_or_else(not_a_register)
    }

    fn check_clock(&self, now: Moment) -> Result<(), RegisterError> {
        let last: Option<String> = self.value(sql::LAST_EVENT_AT, &[])?;
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

fn settings(database: &Database) -> Result<RegisterSettings, RegisterError> {
    let read = Db(database).first(sql::SETTINGS, &[], |row| {
        let schema: i64 = row.get(0)?;
        let texts: [String; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
        Ok((schema, texts, row.get(4)?, row.get(5)?, row.get(6)?))
    });
    let (schema, [name, zone, format], samples, vendor_approval, retention_years) = match read {
        Ok(read) => read.ok_or_else(not_a_register)?,
        Err(error) => {
            let is_other_schema = error.to_string().contains("no such");
            return Err(if is_other_schema { not_a_register() } else { error });
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::Connection;

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
        register.database.waits_for(Duration::from_millis(20)).expect("a time");
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
