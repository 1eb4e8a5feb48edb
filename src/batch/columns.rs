//! The header of a table: which column is which, and what stands between two cells.

use csv::ByteRecord;

use super::BatchError;

/// A column that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    OrgId,
    Customer,
    ProductLine,
    Edition,
    Release,
    Owned,
    Retire,
    CoveredThrough,
    ServiceLevel,
    TermYears,
    Program,
    Currency,
    Start,
    Quantity,
    CurrentServiceLevel,
    Language,
    Book,
}

/// How many columns mean something.
const FIELDS: usize = 17;
/// The first so many of them have to be there.
const NEEDED: usize = 12;

/// Each field with the name of its column, in the order of [`Field`].
pub(super) const NAMES: [(&str, Field); FIELDS] = [
    ("org_id", Field::OrgId),
    ("customer", Field::Customer),
    ("product_line", Field::ProductLine),
    ("edition", Field::Edition),
    ("release", Field::Release),
    ("owned", Field::Owned),
    ("retire", Field::Retire),
    ("covered_through", Field::CoveredThrough),
    ("service_level", Field::ServiceLevel),
    ("term_years", Field::TermYears),
    ("program", Field::Program),
    ("currency", Field::Currency),
    ("start", Field::Start),
    ("quantity", Field::Quantity),
    ("current_service_level", Field::CurrentServiceLevel),
    ("language", Field::Language),
    ("book", Field::Book),
];

/// What a run adds to the columns of a rejected row.
pub(super) const ADDED: [&str; 3] = ["row", "code", "reason"];

/// A name that differs from a known one by so many letters is taken for a slip of the pen.
const SLIP_MAX: usize = 2;

/// Most columns of a table.
const COLUMNS_MAX: usize = 1_000;

/// What can stand between two cells.
const DELIMITERS: [u8; 3] = *b",;\t";

/// The columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// What stands between two cells.
    pub(super) delimiter: u8,
    /// The names of the input's own columns.
    pub(super) names: Vec<String>,
    /// How many cells a row has; more than `names` where it carries what an earlier run added.
    pub(super) count: usize,
    place: [Option<usize>; FIELDS],
}

impl Field {
    /// The name of its column.
    pub(super) fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(_, field)| *field == self);
        found.map_or("", |(name, _)| name)
    }

    const fn place(self) -> usize {
        self as usize
    }
}

impl Columns {
    /// Before a header is read.
    pub(super) const fn nothing() -> Self {
        Self { delimiter: b',', names: Vec::new(), count: 0, place: [None; FIELDS] }
    }

    /// Reads the first record of a text: the delimiter is the one that gives most known names.
    pub(super) fn of(header: &[u8]) -> Result<Self, BatchError> {
        let read = |delimiter: u8| names(header, delimiter);
        let known = |names: &Vec<String>| {
            names.iter().filter(|name| NAMES.iter().any(|(known, _)| known == name)).count()
        };
        let best = DELIMITERS.iter().map(|delimiter| (*delimiter, read(*delimiter)));
        // Of equally good ones, the first.
        let best = best.rev().max_by_key(|(_, names)| known(names));
        let (delimiter, names) = best.unwrap_or((b',', Vec::new()));
        Self::checked(delimiter, names)
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
        let mut place = [None; FIELDS];
        for (at, name) in names.iter().enumerate() {
            let Some((_, field)) = NAMES.iter().find(|(known, _)| known == name) else { continue };
            if let Some(slot) = place.get_mut(field.place())
                && slot.replace(at).is_some()
            {
                return Err(BatchError::table(
                    format!("the table has the column `{name}` twice"),
                    "leave one of them out",
                ));
            }
        }
        let columns = Self { delimiter, names, count, place };
        columns.all_there()?;
        columns.no_slips()?;
        Ok(columns)
    }

    fn all_there(&self) -> Result<(), BatchError> {
        let missing: Vec<&str> = NAMES
            .iter()
            .take(NEEDED)
            .filter(|(_, field)| self.place(*field).is_none())
            .map(|(name, _)| *name)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let needed: Vec<&str> = NAMES.iter().take(NEEDED).map(|(name, _)| *name).collect();
        Err(BatchError::table(
            format!("the table lacks the columns {}", missing.join(", ")),
            format!(
                "the first line names the columns, in any order, with `,`, `;` or a tab between \
                 them: {}",
                needed.join(", ")
            ),
        ))
    }

    /// A column that is all but named like one that is not there would be overlooked, at a price.
    fn no_slips(&self) -> Result<(), BatchError> {
        for name in self.unknown() {
            let plain = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
            let meant = NAMES.iter().find(|(known, field)| {
                self.place(*field).is_none() && strsim::levenshtein(known, &plain) <= SLIP_MAX
            });
            if let Some((known, _)) = meant {
                return Err(BatchError::table(
                    format!("the column `{name}` is not known"),
                    format!("name it `{known}`, or give it a name that is nothing like it"),
                ));
            }
        }
        Ok(())
    }

    /// The columns that mean nothing; they come back with rejected rows.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        let is_known = |name: &&String| NAMES.iter().any(|(known, _)| known == name);
        self.names.iter().filter(move |name| !is_known(name)).map(String::as_str)
    }

    /// The place of a field among the cells of a row.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.place.get(field.place()).copied().flatten()
    }

    /// The raw cell of a field.
    pub(super) fn raw<'row>(&self, record: &'row ByteRecord, field: Field) -> Option<&'row [u8]> {
        record.get(self.place(field)?)
    }

    /// What tells whose row it is; `None` where that cannot be read.
    pub(super) fn key<'row>(&self, record: &'row ByteRecord) -> Option<&'row [u8]> {
        if record.len() != self.count {
            return None;
        }
        let key = without_guard(self.raw(record, Field::OrgId)?);
        (!key.is_empty() && std::str::from_utf8(key).is_ok()).then_some(key)
    }
}

fn names(header: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = reader(header, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

/// Whether quotes around a cell mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// They enclose a cell.
    Read,
    /// They are text.
    Text,
}

/// A reader of records, with no header and no fixed number of cells.
pub(super) fn reader(bytes: &[u8], delimiter: u8, quotes: Quotes) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quotes == Quotes::Read)
        .buffer_capacity(BUFFER_BYTES)
        .from_reader(bytes)
}

const BUFFER_BYTES: usize = 64 * 1024;

/// Whether a spreadsheet could take a cell that begins like this for more than text.
pub(super) const fn is_active(first: u8) -> bool {
    matches!(first, b'=' | b'+' | b'-' | b'@' | 0x7f) || first < b' '
}

/// The mark that is written before a cell that a spreadsheet could run, and not read with it.
pub(super) const GUARD: u8 = b'\'';

/// A cell without the mark that an earlier run put before it.
pub(super) fn without_guard(cell: &[u8]) -> &[u8] {
    match cell {
        [GUARD, rest @ ..] if rest.first().is_some_and(|first| is_active(*first)) => rest,
        _ => cell,
    }
}
