//! What became of a price book, for a person; and the check that comes before it is written.

use std::path::Path;

use crate::cli::error::CommandError;
use crate::cli::output::is_standard_output;
use crate::cli::table::table;
use crate::document::text::Side::{Left, Right};
use crate::engine::book::{Change, PriceBook};
use crate::engine::problem::{Problem, Problems, Severity};

/// Changes beyond this many are counted; `book diff` lists all of them.
const SHOWN_MAX: usize = 200;

/// A price book as it would be written, checked.
pub(super) struct Checked {
    pub(super) book: PriceBook,
    /// What follows a sentence that says it is checked: how many warnings there are.
    pub(super) warnings: String,
}

/// Checks the text of a book before it is written.
pub(super) fn checked(into: &Path, text: &str) -> Result<Checked, Problems> {
    let origin = format!("{} (not written)", into.display());
    let (book, problems) = PriceBook::read(&origin, text)?;
    let is_warning = |problem: &&Problem| problem.severity == Severity::Warning;
    let warnings = match problems.list.iter().filter(is_warning).count() {
        0 => String::new(),
        1 => "; 1 warning, shown by `reinstate book check`".to_owned(),
        count => format!("; {count} warnings, shown by `reinstate book check`"),
    };
    Ok(Checked { book, warnings })
}

/// That a book has a file of its own: what is said of it goes to standard output.
pub(super) fn is_file(into: &Path) -> Result<(), CommandError> {
    if !is_standard_output(into) {
        return Ok(());
    }
    Err(CommandError::usage("--into is no file", "name a file that ends in .toml"))
}

/// That no file is in the way of a new one.
pub(super) fn not_there_yet(into: &Path, why: &str) -> Result<(), CommandError> {
    is_file(into)?;
    if !into.exists() {
        return Ok(());
    }
    Err(CommandError::usage(
        format!("{} is there already", into.display()),
        format!("{why}; choose another name, or move the file away"),
    ))
}

/// Changes as rows: the key, the old value and the new one.
pub(super) fn changes(changes: &[Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let rows = changes.iter().take(SHOWN_MAX);
    let rows = rows.map(|one| vec![one.path.clone(), shown(&one.old), shown(&one.new)]);
    let columns = [("key", Left), ("old", Right), ("new", Right)];
    let more = match changes.len().saturating_sub(SHOWN_MAX) {
        0 => String::new(),
        count => format!("and {count} more\n"),
    };
    format!("\n{}{more}", table("", &columns, &rows.collect::<Vec<_>>()))
}

/// A number of things, such as `1 price` or `12 prices`.
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
