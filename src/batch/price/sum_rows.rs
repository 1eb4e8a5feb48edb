//! Rows of sums, which offices put below their tables and between accounts: they are passed over.

use csv::ByteRecord;

use crate::batch::rows::cells::without_guard;
use crate::batch::rows::columns::{ORG_ID, TableColumns, column};
use crate::batch::rows::row::{RowCells, TableRow};

/// What stands before a row, as far as it changes what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Before {
    /// The last row since an account that cannot be read and names none.
    pub(crate) unread: Option<u64>,
    /// The licences owned.
    pub(crate) sums: OwnedSums,
}

/// Licences owned in the rows so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OwnedSums {
    /// In all of them.
    all: u128,
    /// In those behind the last row of sums.
    since: u128,
    /// Whether there was a row of sums.
    was_begun_anew: bool,
}

impl Before {
    /// What stands before the rows behind a chunk that was looked at as if nothing stood before it.
    pub(crate) fn then(self, chunk: Self, has_accounts: bool) -> Self {
        let unread = if has_accounts { chunk.unread } else { chunk.unread.or(self.unread) };
        Self { unread, sums: self.sums.then(chunk.sums) }
    }
}

/// Whether a row is one of sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SumRow {
    /// It is not.
    No,
    /// A word says so.
    ByWord,
    /// It would be if its number of licences is what the rows above it own.
    IfOwned {
        /// Whether it is, by the rows that are known.
        is_sum: bool,
    },
}

const OWNED: usize = column("owned");
/// A row that says one of these is no row of sums, whatever else it says.
const OF_HOLDINGS: [usize; 4] =
    [ORG_ID, column("product_line"), column("edition"), column("covered_through")];
/// What rows of sums are called, in the four languages of documents.
const WORDS: [&str; 16] = [
    "total",
    "totals",
    "totaal",
    "totalen",
    "subtotal",
    "subtotaal",
    "sum",
    "som",
    "summe",
    "summen",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "somme",
    "totaux",
    "sous-total",
];

impl OwnedSums {
    /// Adds what rows own, where that can be read.
    pub(super) fn add(&mut self, rows: &[TableRow], columns: &TableColumns) {
        for row in rows {
            let owned = columns.raw(&row.record, OWNED).map_or(0, plain_number);
            self.all = self.all.saturating_add(owned);
            self.since = self.since.saturating_add(owned);
        }
    }

    /// A row of sums was met.
    pub(super) fn begin_anew(&mut self) {
        (self.since, self.was_begun_anew) = (0, true);
    }

    /// These, and then others that were counted from nothing.
    fn then(self, others: Self) -> Self {
        let since = others.since;
        Self {
            all: self.all.saturating_add(others.all),
            since: if others.was_begun_anew { since } else { self.since.saturating_add(since) },
            was_begun_anew: self.was_begun_anew || others.was_begun_anew,
        }
    }
}

/// Digits as a number; nothing else counts.
fn plain_number(cell: &[u8]) -> u128 {
    let digits = cell.trim_ascii();
    let value = digits.iter().try_fold(0_u64, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    });
    value.map_or(0, u128::from)
}

/// Whether a row that names no account is one of sums.
pub(super) fn is_of_sums(cells: &RowCells<'_>, record: &ByteRecord, sums: &OwnedSums) -> SumRow {
    if OF_HOLDINGS.iter().any(|column| !cells.is_empty(*column)) {
        return SumRow::No;
    }
    if record.iter().any(has_word) {
        return SumRow::ByWord;
    }
    match cells.owned() {
        Some(owned) if owned > 0 => {
            let owned = u128::from(owned);
            SumRow::IfOwned { is_sum: owned == sums.all || owned == sums.since }
        }
        Some(_) | None => SumRow::No,
    }
}

/// Whether one of the words of a cell is one for a sum.
fn has_word(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(without_guard(cell)).to_lowercase();
    let mut words = text.split(|one: char| !(one.is_alphanumeric() || one == '-'));
    words.any(|word| WORDS.contains(&word))
}
