//! `register migrate`: a register of an earlier version is brought up to date.

use std::path::{Path, PathBuf};

use crate::cli::args::{MigrateArguments, RegisterArguments};
use crate::cli::clock::now;
use crate::cli::error::{CommandResult, say};
use crate::cli::global::Global;
use crate::cli::safe::safe;
use crate::register::{Migrated, MigrationBackup, Register, RegisterPlace};

use super::opened::{actor, path};

pub(super) fn migrate(
    global: &Global,
    wanted: &RegisterArguments,
    given: &MigrateArguments,
) -> CommandResult {
    let (path, blamed) = path(global, wanted)?;
    let schema = Register::schema_of(&path).map_err(|error| blamed(error.into()))?;
    let place = RegisterPlace::of(&path);
    let file = given.backup.clone().unwrap_or_else(|| beside(&path, schema));
    let backup =
        if given.dumped { MigrationBackup::MadeByServer } else { MigrationBackup::File(&file) };
    let done = Register::migrate(&path, backup, &actor(wanted)?, now())?;
    let place = safe(&place.to_string());
    let Some(Migrated { from, to }) = done else {
        say(&format!("{place} is up to date: it has schema {schema}\n"));
        return Ok(());
    };
    let head = Register::open(&path)?.head()?;
    let kept = match backup {
        MigrationBackup::File(file) => safe(&file.display().to_string()),
        MigrationBackup::MadeByServer => "the dump".to_owned(),
    };
    say(&format!(
        "{place} has schema {to} now, and had {from}; what it was is in {kept}\nhead {}:{}\n",
        head.seq, head.hash
    ));
    Ok(())
}

/// For example `quotes-schema-1.db` for `quotes.db`.
fn beside(path: &Path, schema: i64) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-schema-{schema}"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}
