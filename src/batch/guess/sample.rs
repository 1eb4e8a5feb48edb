//! The beginning of a table: its head, below titles or not, and some rows.

use std::io::Read;
use std::sync::Arc;

use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::batch::rows::cells::{Quotes, reader, without_guard};
use crate::batch::rows::columns::{
    ADDED, COLUMNS_MAX, DELIMITERS, HEAD_ROWS_MAX, HeadNames, column_names, is_of_rejects,
};
use crate::batch::rows::input::{KeptInput, TableInput};
use crate::batch::rows::names::Synonyms;
use crate::batch::rows::reading::Reading;
use crate::batch::rows::stream::TableStream;

/// So much of a table is read, whatever its size.
const SAMPLE_BYTES: u64 = 1024 * 1024;
/// And so many rows.
const SAMPLE_ROWS: usize = 3_000;

/// The beginning of a table.
#[derive(Debug, Default)]
pub(super) struct TableSample {
    /// What the head names, without spaces around it.
    pub(super) names: Vec<String>,
    /// The cells of the rows below, without spaces around them.
    pub(super) rows: Vec<Vec<String>>,
    /// The sheet that it is, where a workbook has several.
    pub(super) sheet: Option<String>,
}

/// So many names that are likely ones make a row of a sheet its head.
const LIKELY_MIN: usize = 3;

/// The names that a table may have in place of those that are known.
struct LikelyNames(Synonyms);

impl HeadNames for LikelyNames {
    fn is_known(&self, name: &str) -> bool {
        self.0.is_name(name)
    }

    fn is_head(&self, names: &[String]) -> bool {
        names.iter().filter(|name| self.is_known(name)).count() >= LIKELY_MIN
    }
}

/// A table from its likely head on, or else from its first row.
fn opened(input: &TableInput) -> Result<TableStream, BatchError> {
    let names = Arc::new(LikelyNames(Synonyms::of(column_names())));
    let likely = KeptInput::of(input, Reading::default(), names).open();
    match likely {
        // What comes from a stream cannot be opened again here.
        Err(BatchError::Table { .. }) if *input != TableInput::Standard => {
            KeptInput::of_any(input).open()
        }
        opened => opened,
    }
}

/// Reads the beginning of a table.
pub(super) fn read(input: &TableInput) -> Result<TableSample, BatchError> {
    let TableStream { stream, notes, .. } = opened(input)?;
    let mut text = Vec::new();
    stream.take(SAMPLE_BYTES).read_to_end(&mut text).map_err(BatchError::Input)?;
    let is_cut = u64::try_from(text.len()).is_ok_and(|length| length == SAMPLE_BYTES);
    let last = text.iter().rposition(|byte| *byte == b'\n').filter(|_| is_cut);
    text.truncate(last.map_or(text.len(), |last| last + 1));
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let synonyms = Synonyms::of(column_names());
    let best = DELIMITERS.iter().map(|delimiter| {
        let rows = rows(text, *delimiter);
        let (head, worth) = head(&rows, &synonyms);
        (rows, head, worth)
    });
    // Of equally good ones the first.
    let best = best.rev().max_by_key(|(rows, _, worth)| (*worth, widest(rows)));
    let (mut rows, head, _) = best.unwrap_or_default();
    let below = rows.split_off((head + 1).min(rows.len()));
    let mut names = rows.pop().unwrap_or_default();
    if names.iter().all(String::is_empty) {
        return Err(BatchError::table(
            "the table has no head",
            "its first rows name the columns: give a table that has such a row",
        ));
    }
    let own = is_of_rejects(&names).then(|| names.len().saturating_sub(ADDED.len()));
    // A row with more cells than the head cannot be read: its cells are shifted.
    let count = names.len();
    let fits = |row: &Vec<String>| row.iter().skip(count).all(String::is_empty);
    let rows = below.into_iter().filter(fits).collect();
    if let Some(own) = own {
        names.truncate(own);
    }
    Ok(TableSample { names, rows, sheet: notes.sheet.get().cloned() })
}

/// The first rows of a text.
fn rows(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = reader(text, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    let mut rows = Vec::new();
    while rows.len() < SAMPLE_ROWS && reader.read_byte_record(&mut record).unwrap_or(false) {
        let cell = |cell: &[u8]| String::from_utf8_lossy(without_guard(cell)).trim().to_owned();
        let row: Vec<String> = record.iter().take(COLUMNS_MAX).map(cell).collect();
        if row.iter().any(|cell| !cell.is_empty()) {
            rows.push(row);
        }
    }
    rows
}

/// The row that is most likely the head, and how many columns it names.
fn head(rows: &[Vec<String>], synonyms: &Synonyms) -> (usize, usize) {
    let named = |row: &Vec<String>| row.iter().filter(|cell| synonyms.is_name(cell)).count();
    let all = rows.iter().take(HEAD_ROWS_MAX).enumerate();
    let best = all.rev().max_by_key(|(_, row)| named(row));
    match best.map(|(place, row)| (place, named(row))) {
        Some((place, count)) if count > 0 => (place, count),
        // Nothing is known: titles have fewer cells than the head below them.
        Some(_) | None => {
            let most = widest(rows);
            let first = rows.iter().position(|row| filled(row) == most);
            (first.unwrap_or(0), 0)
        }
    }
}

fn widest(rows: &[Vec<String>]) -> usize {
    rows.iter().take(HEAD_ROWS_MAX).map(|row| filled(row)).max().unwrap_or(0)
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.is_empty()).count()
}
