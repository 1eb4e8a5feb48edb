//! The header of a table: which column is which, and what stands between two cells.

use csv::ByteRecord;

use crate::batch::error::BatchError;

use super::cells::{Quotes, reader, without_guard};

/// A column that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableField {
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

/// Each field with the name of its column, in the order of [`TableField`].
pub(crate) const NAMES: [(&str, TableField); FIELDS] = [
    ("org_id", TableField::OrgId),
    ("customer", TableField::Customer),
    ("product_line", TableField::ProductLine),
    ("edition", TableField::Edition),
    ("release", TableField::Release),
    ("owned", TableField::Owned),
    ("retire", TableField::Retire),
    ("covered_through", TableField::CoveredThrough),
    ("service_level", TableField::ServiceLevel),
    ("term_years", TableField::TermYears),
    ("program", TableField::Program),
    ("currency", TableField::Currency),
    ("start", TableField::Start),
    ("quantity", TableField::Quantity),
    ("current_service_level", TableField::CurrentServiceLevel),
    ("language", TableField::Language),
    ("book", TableField::Book),
];

/// What a run adds to the columns of a rejected row.
pub(crate) const ADDED: [&str; 3] = ["row", "code", "reason"];

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
    place: [Option<usize>; FIELDS],
}

impl TableField {
    /// The name of its column.
    pub(crate) fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(_, field)| *field == self);
        found.map_or("", |(name, _)| name)
    }

    const fn place(self) -> usize {
        self as usize
    }
}

impl TableColumns {
    /// Before a header is read.
    pub(crate) const fn nothing() -> Self {
        Self { delimiter: b',', names: Vec::new(), count: 0, place: [None; FIELDS] }
    }

    /// Reads the first record of a text: the delimiter is the one that gives most known names.
    pub(crate) fn of(header: &[u8]) -> Result<Self, BatchError> {
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
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let missing = missing(&names);
        if missing.is_empty() {
            return Ok(());
        }
        let needed: Vec<&str> = needed().collect();
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
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        let is_known = |name: &&String| NAMES.iter().any(|(known, _)| known == name);
        self.names.iter().filter(move |name| !is_known(name)).map(String::as_str)
    }

    /// The place of a field among the cells of a row.
    pub(crate) fn place(&self, field: TableField) -> Option<usize> {
        self.place.get(field.place()).copied().flatten()
    }

    /// The raw cell of a field.
    pub(crate) fn raw<'row>(
        &self,
        record: &'row ByteRecord,
        field: TableField,
    ) -> Option<&'row [u8]> {
        record.get(self.place(field)?)
    }

    /// What tells whose row it is; `None` where that cannot be read.
    pub(crate) fn key<'row>(&self, record: &'row ByteRecord) -> Option<&'row [u8]> {
        if record.len() != self.count {
            return None;
        }
        let key = without_guard(self.raw(record, TableField::OrgId)?);
        (!key.is_empty() && std::str::from_utf8(key).is_ok()).then_some(key)
    }
}

/// Whether a column of this name means something.
#[cfg(feature = "formats")]
pub(crate) fn is_known(name: &str) -> bool {
    NAMES.iter().any(|(known, _)| *known == name)
}

/// The names of the columns that have to be there.
pub(crate) fn needed() -> impl Iterator<Item = &'static str> {
    NAMES.iter().take(NEEDED).map(|(name, _)| *name)
}

/// The columns that have to be there and are not among these names.
pub(crate) fn missing(names: &[&str]) -> Vec<&'static str> {
    needed().filter(|name| !names.contains(name)).collect()
}

fn names(header: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = reader(header, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}
