//! Registers of earlier versions get the tables of this one.

use std::path::Path;

use serde_json::Value;

use super::account::Actor;
use super::chain::{EventData, EventKind};
use super::error::RegisterError;
use super::moment::Moment;
use super::schema::SCHEMA;
use super::store::Register;

/// From which schema a register came to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// What it was made with, or migrated to before.
    pub from: i64,
    /// What it has now.
    pub to: i64,
}

/// What keeps a register as it was before its migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationBackup<'a> {
    /// The migration writes this file, which is not there yet: for a register in a file.
    File(&'a Path),
    /// Somebody has made one with PostgreSQL's own tools: for a register there.
    MadeByServer,
}

impl Register {
    /// The schema of a register, which may be an earlier one than that of this program.
    ///
    /// # Errors
    /// It is not there, is no register, or was made by a newer program.
    pub fn schema_of(path: &Path) -> Result<i64, RegisterError> {
        Self::open_of_any_schema(path)?.schema()
    }

    /// Gives a register of an earlier version the tables of this one, in one transaction. Before
    /// that, what it was in a file is written to another one. `None`: it has them, and nothing is
    /// written.
    ///
    /// # Errors
    /// Who acts is no admin; the backup is there already, cannot be written, or is not of the kind
    /// that such a register has; or the register cannot be written. Then it is what it was.
    pub fn migrate(
        path: &Path,
        backup: MigrationBackup<'_>,
        actor: &Actor,
        now: Moment,
    ) -> Result<Option<Migrated>, RegisterError> {
        let mut register = Self::open_of_any_schema(path)?;
        if register.schema()? == SCHEMA {
            return Ok(None);
        }
        // It reads beside the transaction that writes: what it copies is what that one found.
        let reader = Self::open_of_any_schema(path)?;
        register.write(now, |writing| {
            writing.acting(actor, &[])?;
            // Somebody else may have done it meanwhile.
            let from = writing.db.schema()?;
            if from == SCHEMA {
                return Ok(None);
            }
            match backup {
                MigrationBackup::File(file) => reader.back_up(file).map(drop)?,
                MigrationBackup::MadeByServer => reader.check_server_keeps_backups()?,
            }
            for schema in from..SCHEMA {
                writing.db.migrate_from(schema)?;
            }
            let data = EventData::from([
                ("account", Value::from(actor.account.as_str())),
                ("from", Value::from(from)),
                ("to", Value::from(SCHEMA)),
            ]);
            writing.log(&actor.by, EventKind::Migrated, None, &data)?;
            Ok(Some(Migrated { from, to: SCHEMA }))
        })
    }
}
