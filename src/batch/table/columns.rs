//! The header of a table: which column is which, and what stands between two cells.

use std::borrow::Cow;

use csv::ByteRecord;
use unicode_normalization::UnicodeNormalization as _;

use crate::batch::error::BatchError;
use crate::engine::record::{KeyShape, Presence};
use crate::engine::request::Holding;

use super::account_cells::{AccountCells, KindCells};
use super::cells::{Quotes, reader, without_guard};

/// The column that says whose row it is; those of the account follow, then those of the holding.
pub(crate) const ORG_ID: usize = 0;
/// The first column of [`AccountCells`].
pub(crate) const OF_ACCOUNT: usize = 1;
/// The first column of a holding: its keys in a request, in that order.
pub(crate) const OF_HOLDING: usize = OF_ACCOUNT + AccountCells::KEYS.len();
/// The first column of [`KindCells`].
pub(crate) const OF_KIND: usize = OF_HOLDING + Holding::TABLE.keys.len();
/// The column of the last covered day.
pub(crate) const COVERED_THROUGH: usize = column("covered_through");
/// The column of the currency of all amounts.
pub(crate) const CURRENCY: usize = column("currency");
/// The column of the service level: a table names it in each row, where a request names it once.
pub(crate) const SERVICE_LEVEL: usize = column("service_level");
/// The column of the years of the new term, which holdings need.
pub(crate) const TERM_YEARS: usize = column("term_years");
/// The column that says what a row is.
pub(crate) const ROW_KIND: usize = column("row_kind");
/// How many columns mean something.
const COLUMNS: usize = OF_KIND + KindCells::KEYS.len();
/// The columns without which no row can be read, whatever it is.
const OF_EVERY_ROW: [usize; 3] = [ORG_ID, column("product_line"), SERVICE_LEVEL];

/// What each column is called and whether it has to be there, worked out once.
const KNOWN: [(&str, bool); COLUMNS] = known();

const fn known() -> [(&'static str, bool); COLUMNS] {
    let mut known = [("org_id", true); COLUMNS];
    let mut column = OF_ACCOUNT;
    while column < COLUMNS {
        let key = key_of(column);
        let is_needed = matches!(key.presence, Presence::Needed)
            || column == SERVICE_LEVEL
            || column == TERM_YEARS;
        known[column] = (key.key, is_needed);
        column += 1;
    }
    known
}

/// The column of a key.
pub(crate) const fn column(key: &str) -> usize {
    let mut column = OF_ACCOUNT;
    while column < COLUMNS {
        if is_same(key_of(column).key, key) {
            return column;
        }
        column += 1;
    }
    panic!("a key that no row has")
}

/// The column of a name; `None` where the name means nothing.
pub(crate) fn column_of(name: &str) -> Option<usize> {
    column_names().position(|known| known == name)
}

/// The key of a column after the first.
const fn key_of(column: usize) -> &'static KeyShape {
    if column < OF_HOLDING {
        &AccountCells::KEYS[column - OF_ACCOUNT]
    } else if column < OF_KIND {
        &Holding::TABLE.keys[column - OF_HOLDING]
    } else {
        &KindCells::KEYS[column - OF_KIND]
    }
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

/// The names of all columns that mean something.
pub(crate) fn column_names() -> impl DoubleEndedIterator<Item = &'static str> {
    KNOWN.iter().map(|(name, _)| *name)
}

/// The name of a column.
pub(crate) fn name_of(column: usize) -> &'static str {
    KNOWN.get(column).map_or("", |(name, _)| name)
}

/// What a run adds to the columns of a rejected row.
pub(crate) const ADDED: [&str; 4] = ["row", "code", "column", "reason"];

/// A name that differs from a known one by so many letters is taken for a slip of the pen.
const SLIP_MAX: usize = 2;

/// Most columns of a table.
pub(crate) const COLUMNS_MAX: usize = 1_000;

/// What can stand between two cells.
const DELIMITERS: [u8; 3] = *b",;\t";

/// The columns of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableColumns {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    /// The names of the input's own columns.
    pub(crate) names: Vec<String>,
    /// How many cells a row has; more than `names` where it carries what an earlier run added.
    pub(crate) count: usize,
    /// Whether a row may be something else than a holding.
    pub(crate) says_kinds: bool,
    place: [Option<usize>; COLUMNS],
    /// The places of the columns in which the rows of an account have to agree.
    shared: Vec<usize>,
}

impl TableColumns {
    /// Before a header is read.
    pub(crate) const fn nothing() -> Self {
        Self {
            delimiter: b',',
            names: Vec::new(),
            count: 0,
            says_kinds: false,
            place: [None; COLUMNS],
            shared: Vec::new(),
        }
    }

    /// Reads the first row of a text, and the place where it ends: the delimiter is the one that
    /// gives most known names.
    pub(crate) fn of(text: &[u8]) -> Result<(Self, usize), BatchError> {
        let known = |names: &[String]| names.iter().filter(|name| is_known(name)).count();
        let all = DELIMITERS.iter().map(|delimiter| (*delimiter, header(text, *delimiter)));
        // Of equally good ones, the first.
        let best = all.rev().max_by_key(|(_, (names, _))| known(names));
        let (delimiter, (names, end)) = best.unwrap_or((b',', (Vec::new(), text.len())));
        Ok((Self::checked(delimiter, names)?, end))
    }

    fn checked(delimiter: u8, mut names: Vec<String>) -> Result<Self, BatchError> {
        let count = names.len();
        if count > COLUMNS_MAX {
            return Err(BatchError::table(
                format!("the table has {count} columns"),
                format!("leave out what is not needed; {COLUMNS_MAX} are the most"),
            ));
        }
        let own = count.saturating_sub(ADDED.len());
        if names.iter().skip(own).eq(ADDED) {
            names.truncate(own);
        }
        let mut place = [None; COLUMNS];
        for (at, name) in names.iter().enumerate() {
            let Some(column) = column_names().position(|known| known == name) else { continue };
            if let Some(slot) = place.get_mut(column)
                && slot.replace(at).is_some()
            {
                return Err(BatchError::table(
                    format!("the table has the column `{name}` twice"),
                    "leave one of them out",
                ));
            }
        }
        let says_kinds = place.get(ROW_KIND).copied().flatten().is_some();
        let shared = place.iter().take(OF_HOLDING).skip(OF_ACCOUNT).flatten().copied().collect();
        let columns = Self { delimiter, names, count, says_kinds, place, shared };
        columns.all_there()?;
        columns.no_slips()?;
        Ok(columns)
    }

    fn all_there(&self) -> Result<(), BatchError> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let missing = missing(&names);
        if missing.is_empty() {
            return Ok(());
        }
        Err(BatchError::table(
            format!("the table lacks the columns {}", missing.join(", ")),
            format!(
                "the first line names the columns, in any order, with `,`, `;` or a tab between \
                 them: {}",
                needed().collect::<Vec<_>>().join(", ")
            ),
        ))
    }

    /// A column that is all but named like one that is not there would be overlooked, at a price.
    fn no_slips(&self) -> Result<(), BatchError> {
        for name in self.unknown() {
            let plain = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
            let meant = column_names().enumerate().find(|(column, known)| {
                self.place(*column).is_none() && strsim::levenshtein(known, &plain) <= SLIP_MAX
            });
            if let Some((_, known)) = meant {
                return Err(BatchError::table(
                    format!("the column `{name}` is not known"),
                    format!("name it `{known}`, or give it a name that is nothing like it"),
                ));
            }
        }
        Ok(())
    }

    /// The columns that mean nothing; they come back with rejected rows.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| !is_known(name))
    }

    /// The place of a column among the cells of a row.
    #[inline(always)]
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        self.place.get(column).copied().flatten()
    }

    /// The raw cell of a column.
    pub(crate) fn raw<'row>(&self, record: &'row ByteRecord, column: usize) -> Option<&'row [u8]> {
        record.get(self.place(column)?)
    }

    /// What tells whose row it is, as people read it; `None` where that cannot be read.
    pub(crate) fn key<'row>(&self, record: &'row ByteRecord) -> Option<Cow<'row, str>> {
        if record.len() != self.count {
            return None;
        }
        let key = std::str::from_utf8(without_guard(self.raw(record, ORG_ID)?)).ok()?.trim();
        (!key.is_empty()).then(|| composed(key))
    }

    /// Whether a row says nothing but one more reason why the row before it was rejected; `last` is
    /// the number that one had then.
    pub(crate) fn is_further_reason(&self, record: &ByteRecord, last: &mut Vec<u8>) -> bool {
        let own = self.names.len();
        if own >= self.count {
            return false;
        }
        let whose = self.place(ORG_ID);
        let is_empty = |place: usize| {
            let cell = record.get(place).unwrap_or_default();
            Some(place) == whose || cell.trim_ascii().is_empty()
        };
        let number = record.get(own).unwrap_or_default().trim_ascii();
        let is_same = !number.is_empty() && number == last.as_slice();
        last.clear();
        last.extend_from_slice(number);
        is_same && (0..own).all(is_empty)
    }

    /// Whether two rows have the same bytes where the rows of an account have to agree.
    pub(crate) fn same_shared(&self, one: &ByteRecord, other: &ByteRecord) -> bool {
        self.shared.iter().all(|place| one.get(*place) == other.get(*place))
    }
}

/// Letters and their marks as one character where there is one (Unicode NFC).
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Whether a column of this name means something.
pub(crate) fn is_known(name: &str) -> bool {
    column_names().any(|known| known == name)
}

/// The names of the columns that holdings need.
pub(crate) fn needed() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| *name)
}

/// The columns that have to be there and are not among these names: those that holdings need, and
/// fewer where rows say what they are.
pub(crate) fn missing(names: &[&str]) -> Vec<&'static str> {
    if names.contains(&name_of(ROW_KIND)) {
        return OF_EVERY_ROW
            .map(name_of)
            .into_iter()
            .filter(|name| !names.contains(name))
            .collect();
    }
    needed().filter(|name| !names.contains(name)).collect()
}

/// The cells of the first row, and where it ends.
fn header(text: &[u8], delimiter: u8) -> (Vec<String>, usize) {
    let mut reader = reader(text, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    let is_read = reader.read_byte_record(&mut record).unwrap_or(false);
    let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
    let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    (record.iter().filter(|_| is_read).map(name).collect(), end)
}
