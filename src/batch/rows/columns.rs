//! The header of a table: which column is which, and what stands between two cells.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::engine::node::{Notation, for_message};
#[cfg(feature = "formats")]
use crate::engine::record::ValueShape;
use crate::engine::record::{KeyShape, Presence};
use crate::engine::request::Holding;
use crate::engine::text::one_of;

use super::account_cells::{AccountCells, KindCells};
use super::cells::{Quotes, is_blank, reader, without_guard};
use super::made::{CellFault, Making};
use super::names::{Synonyms, composed, loose};

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
/// What another contract costs a year.
pub(crate) const ANNUAL_VALUE: usize = column("annual_value");
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

/// The column of a name, without regard to case, spaces, hyphens and underscores; `None` where the
/// name means nothing.
pub(crate) fn column_of(name: &str) -> Option<usize> {
    static BY_NAME: LazyLock<BTreeMap<String, usize>> =
        LazyLock::new(|| column_names().map(loose).zip(0..).collect());
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    BY_NAME.get(&loose(name)).copied()
}

/// More bytes than any name that is known has, with spaces around it.
const NAME_BYTES_MAX: usize = 200;

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

/// Whether holdings need a column.
pub(crate) fn is_needed(column: usize) -> bool {
    KNOWN.get(column).is_some_and(|(_, is_needed)| *is_needed)
}

/// What a run adds to the columns of a rejected row.
pub(crate) const ADDED: [&str; 4] = ["row", "code", "column", "reason"];

/// A name that differs from a known one by so many letters is taken for a slip of the pen; by one
/// where it is short.
const SLIP_MAX: usize = 2;
const SLIP_SHORT_MAX: usize = 1;
/// Names of fewer letters are short.
const SHORT_LETTERS: usize = 7;

/// Most columns of a table.
pub(crate) const COLUMNS_MAX: usize = 1_000;
/// So many rows are looked through for the head, not counting blank ones.
pub(crate) const HEAD_ROWS_MAX: usize = 50;
/// So many of a table's own names are listed in an error.
const LISTED_MAX: usize = 40;

/// What can stand between two cells.
pub(crate) const DELIMITERS: [u8; 3] = *b",;\t";

/// What the names in a table's head mean.
pub(crate) trait HeadNames: Send + Sync {
    /// Whether a name means something.
    fn is_known(&self, name: &str) -> bool;

    /// Whether all are there that a table needs.
    fn is_head(&self, names: &[String]) -> bool;

    /// Whether the cells of a column of this name are text, even where they look like numbers.
    #[cfg(feature = "formats")]
    fn is_text(&self, _name: &str) -> bool {
        false
    }

    /// The columns that this places itself among the names of a head, at most one time each; the
    /// others go by their names.
    ///
    /// # Errors
    /// A name that should be there is not.
    fn placed(&self, _names: &[String]) -> Result<Vec<(usize, PlacedValue)>, BatchError> {
        Ok(Vec::new())
    }

    /// How cells write dates and numbers.
    fn notation(&self) -> Notation {
        Notation::default()
    }

    /// Whether names that are all but known ones are errors.
    fn slips(&self) -> Slips {
        Slips::Ignored
    }

    /// The error of a table whose head has none of the columns, but these names.
    fn lacking(&self, names: &[String]) -> BatchError {
        lacks(&missing(&[]), names)
    }

    /// The error of a workbook none of whose sheets, which are named, has the columns.
    #[cfg(feature = "formats")]
    fn no_sheet(&self, sheets: &str) -> BatchError {
        no_sheet(sheets)
    }

    /// Whether a workbook must have no more than one sheet with the columns, where none is named.
    #[cfg(feature = "formats")]
    fn wants_one_sheet(&self) -> bool {
        false
    }
}

/// Whether a name that is all but a known one is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slips {
    /// It would be overlooked otherwise.
    Refused,
    /// Somebody said which columns are which.
    Ignored,
}

/// Where the value of a column comes from.
#[derive(Debug, Clone)]
pub(crate) enum PlacedValue {
    /// The cell of a column of the table.
    Cell(usize),
    /// Something that is made of such a cell, or of none.
    Made(Option<usize>, Making),
}

/// A table of whatever columns: its first row is its head.
pub(crate) struct AnyNames;

impl HeadNames for AnyNames {
    fn is_known(&self, _name: &str) -> bool {
        true
    }

    fn is_head(&self, _names: &[String]) -> bool {
        true
    }
}

/// The columns of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableColumns {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    /// The names of the input's own columns.
    pub(crate) names: Vec<String>,
    /// How many cells a row has; more than `names` where it carries what an earlier run added.
    pub(crate) count: usize,
    /// How its cells write dates and numbers.
    pub(crate) notation: Notation,
    /// Whether a row may be something else than a holding.
    pub(crate) says_kinds: bool,
    place: [Place; COLUMNS],
    /// What is made, and of the cell at which place.
    made: Vec<(Option<usize>, Making)>,
    /// The places of the columns in which the rows of an account have to agree.
    shared: Vec<usize>,
}

/// Where the value of a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The table has no such column.
    Nowhere,
    /// The cell at this place of a row.
    Cell(usize),
    /// Made, by the rule at this place.
    Made(usize),
}

impl TableColumns {
    /// Before a header is read.
    pub(crate) const fn nothing() -> Self {
        Self {
            delimiter: b',',
            names: Vec::new(),
            count: 0,
            notation: Notation::PLAIN,
            says_kinds: false,
            place: [Place::Nowhere; COLUMNS],
            made: Vec::new(),
            shared: Vec::new(),
        }
    }

    /// The columns of a head, whose names mean what `known` says.
    pub(crate) fn of(
        delimiter: u8,
        mut names: Vec<String>,
        known: &dyn HeadNames,
    ) -> Result<Self, BatchError> {
        let count = names.len();
        if count > COLUMNS_MAX {
            return Err(BatchError::table(
                format!("the table has {count} columns"),
                format!("leave out what is not needed; {COLUMNS_MAX} are the most"),
            ));
        }
        if is_of_rejects(&names) {
            names.truncate(count.saturating_sub(ADDED.len()));
        }
        let notation = known.notation();
        let (place, made) = ([Place::Nowhere; COLUMNS], Vec::new());
        let (says_kinds, shared) = (false, Vec::new());
        let mut columns =
            Self { delimiter, names, count, notation, says_kinds, place, made, shared };
        for (column, placed) in known.placed(&columns.names)? {
            let Some(slot) = columns.place.get_mut(column) else { continue };
            *slot = match placed {
                PlacedValue::Cell(place) => Place::Cell(place),
                PlacedValue::Made(place, making) => {
                    columns.made.push((place, making));
                    Place::Made(columns.made.len() - 1)
                }
            };
        }
        columns.place_by_name()?;
        columns.says_kinds = !columns.is_nowhere(ROW_KIND);
        let shared = (OF_ACCOUNT..OF_HOLDING).filter_map(|column| columns.place(column));
        columns.shared = shared.collect();
        columns.all_there()?;
        if known.slips() == Slips::Refused {
            columns.no_slips()?;
        }
        Ok(columns)
    }

    /// Places the columns that go by their names.
    fn place_by_name(&mut self) -> Result<(), BatchError> {
        let is_open = self.place.map(|place| place == Place::Nowhere);
        for (at, name) in self.names.iter().enumerate() {
            let Some(column) = column_of(name) else { continue };
            if !is_open.get(column).copied().unwrap_or(false) {
                continue;
            }
            let Some(slot) = self.place.get_mut(column) else { continue };
            if *slot != Place::Nowhere {
                let known = name_of(column);
                return Err(BatchError::table(
                    format!("the table has the column `{known}` twice"),
                    "leave one of them out, or say in a map (--map) which of them counts",
                ));
            }
            *slot = Place::Cell(at);
        }
        Ok(())
    }

    fn all_there(&self) -> Result<(), BatchError> {
        let placed = (0..COLUMNS).filter(|column| !self.is_nowhere(*column)).map(name_of);
        let missing = missing(&placed.collect::<Vec<_>>());
        if missing.is_empty() { Ok(()) } else { Err(lacks(&missing, &self.names)) }
    }

    fn is_nowhere(&self, column: usize) -> bool {
        self.place.get(column).is_none_or(|place| *place == Place::Nowhere)
    }

    /// A column that is all but named like one that is not there would be overlooked, at a price.
    fn no_slips(&self) -> Result<(), BatchError> {
        for name in self.unknown() {
            let plain = loose(name);
            let is_short = plain.chars().count() < SHORT_LETTERS;
            let most = if is_short { SLIP_SHORT_MAX } else { SLIP_MAX };
            let meant = column_names().enumerate().find(|(column, known)| {
                self.is_nowhere(*column)
                    && strsim::damerau_levenshtein(&loose(known), &plain) <= most
            });
            if let Some((_, known)) = meant {
                return Err(BatchError::table(
                    format!("the column `{}` is not known", for_message(name)),
                    format!(
                        "name it `{known}`, or give it a name that is nothing like it; a map \
                         (--map) says which columns count without their being renamed"
                    ),
                ));
            }
        }
        Ok(())
    }

    /// The columns that mean nothing; they come back with rejected rows.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        let is_used = |at: usize| {
            let of_made = self.made.iter().any(|(place, _)| *place == Some(at));
            of_made || self.place.contains(&Place::Cell(at))
        };
        let unused = self.names.iter().enumerate().filter(move |(at, _)| !is_used(*at));
        unused.map(|(_, name)| name.as_str())
    }

    /// The place of a column among the cells of a row, where it is one of them.
    #[inline(always)]
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        match self.place.get(column) {
            Some(Place::Cell(place)) => Some(*place),
            Some(Place::Made(rule)) => self.made.get(*rule).and_then(|(place, _)| *place),
            Some(Place::Nowhere) | None => None,
        }
    }

    /// How the value of a column is made, where it is not a cell as it stands.
    #[inline(always)]
    pub(crate) fn making(&self, column: usize) -> Option<&Making> {
        let Some(Place::Made(rule)) = self.place.get(column) else { return None };
        self.made.get(*rule).map(|(_, making)| making)
    }

    /// The cell that the value of a column is read from, as it came.
    pub(crate) fn raw<'row>(&self, record: &'row ByteRecord, column: usize) -> Option<&'row [u8]> {
        record.get(self.place(column)?)
    }

    /// Whether a row has no filled cell beyond the last column; cells that are left off are empty.
    #[inline(always)]
    pub(crate) fn fits(&self, record: &ByteRecord) -> bool {
        record.len() <= self.count || record.iter().skip(self.count).all(is_blank)
    }

    /// What tells whose row it is, as people read it; `None` where that cannot be read.
    pub(crate) fn key<'row>(&'row self, record: &'row ByteRecord) -> Option<Cow<'row, str>> {
        if !self.fits(record) {
            return None;
        }
        self.account(self.raw(record, ORG_ID).unwrap_or_default())
    }

    /// The account that a cell of ids names; `None` where it names none.
    pub(crate) fn account<'row>(&'row self, cell: &'row [u8]) -> Option<Cow<'row, str>> {
        let mut key = std::str::from_utf8(without_guard(cell)).ok()?;
        if let Some(making) = self.making(ORG_ID) {
            key = making.make(key).ok()?;
        }
        let key = key.trim();
        (!key.is_empty()).then(|| composed(key))
    }

    /// Whether a row has the key of another one, which has one, to the byte; where it does not, it
    /// may still be the same as people read it.
    pub(crate) fn has_same_key(&self, record: &ByteRecord, keyed: &ByteRecord) -> bool {
        self.fits(record) && self.raw(record, ORG_ID) == self.raw(keyed, ORG_ID)
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

    /// What a column is called in a message about its cell: by its name, and by that of the table
    /// where it differs.
    pub(crate) fn called(&self, column: usize) -> String {
        let name = name_of(column);
        let own = self.place(column).and_then(|place| self.names.get(place));
        match own.filter(|own| loose(own) != loose(name)) {
            Some(own) => format!("`{name}` (in `{}`)", for_message(own)),
            None => format!("`{name}`"),
        }
    }

    /// What is wrong with a cell that nothing can be made of.
    pub(crate) fn not_made(&self, column: usize, fault: &CellFault<'_>) -> (&'static str, String) {
        (fault.code(), format!("{}{}", self.called(column), fault.reason(name_of(column))))
    }
}

/// Whether the names of a head end in what a run adds to rejected rows.
pub(crate) fn is_of_rejects(names: &[String]) -> bool {
    let own = names.len().saturating_sub(ADDED.len());
    names.iter().skip(own).eq(ADDED)
}

/// Whether a column of this name means something.
pub(crate) fn is_known(name: &str) -> bool {
    column_of(name).is_some()
}

/// Whether the cells of a column are text, even where they look like numbers.
#[cfg(feature = "formats")]
pub(crate) const fn is_text(column: usize) -> bool {
    column == ORG_ID || is_words(key_of(column).shape)
}

#[cfg(feature = "formats")]
const fn is_words(shape: ValueShape) -> bool {
    match shape {
        ValueShape::Label | ValueShape::Currency | ValueShape::Language => true,
        ValueShape::Count { .. }
        | ValueShape::Date
        | ValueShape::CommonEnd
        | ValueShape::Percentage
        | ValueShape::Amount
        | ValueShape::UnitPrice
        | ValueShape::Flag
        | ValueShape::OneOrMore(_)
        | ValueShape::Table(_) => false,
    }
}

/// The names of the columns that holdings need.
fn needed() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| *name)
}

/// The columns that have to be there and are not among these names: those that holdings need, and
/// fewer where rows say what they are.
pub(crate) fn missing(names: &[&str]) -> Vec<&'static str> {
    let names: Vec<String> = names.iter().map(|name| loose(name)).collect();
    let is_there = |name: &&str| names.contains(&loose(name));
    if is_there(&name_of(ROW_KIND)) {
        return OF_EVERY_ROW.map(name_of).into_iter().filter(|name| !is_there(name)).collect();
    }
    needed().filter(|name| !is_there(name)).collect()
}

/// The error of a table that lacks columns: what it lacks, what it has, and what that could be.
pub(crate) fn lacks(missing: &[&str], names: &[String]) -> BatchError {
    let synonyms = Synonyms::of(column_names());
    let filled = || names.iter().filter(|name| !name.trim().is_empty());
    let shown = filled().take(LISTED_MAX).map(|name| {
        let guess = if is_known(name) { None } else { synonyms.guess(name) };
        let guess = guess.map_or_else(String::new, |known| format!(" ({known}?)"));
        format!("`{}`{guess}", for_message(name.trim()))
    });
    let mut shown: Vec<String> = shown.collect();
    let more = filled().count().saturating_sub(LISTED_MAX);
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    BatchError::table(
        format!(
            "the table lacks the columns {}; it has: {}",
            one_of(missing.iter().copied()).replace(" or ", " and "),
            shown.join(", ")
        ),
        format!(
            "name them so in one of the first {HEAD_ROWS_MAX} rows, or let a map say which columns \
             they are: `reinstate batch columns INPUT > map.toml` begins one, and --map map.toml \
             uses it (in Python: rename them)"
        ),
    )
}

/// The error of a workbook none of whose sheets, which are named, has the columns.
#[cfg(feature = "formats")]
pub(crate) fn no_sheet(sheets: &str) -> BatchError {
    BatchError::table(
        format!("none of the sheets {sheets} has the columns of a table"),
        format!(
            "one of the first {HEAD_ROWS_MAX} rows of one of them names the columns, in any \
             order: {}; or let a map say which are which: `reinstate batch columns INPUT` begins \
             one",
            needed().collect::<Vec<_>>().join(", ")
        ),
    )
}

/// The cells of the first row, and where it ends.
pub(crate) fn header(text: &[u8], delimiter: u8) -> (Vec<String>, usize) {
    let mut reader = reader(text, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    let is_read = reader.read_byte_record(&mut record).unwrap_or(false);
    let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
    let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    (record.iter().filter(|_| is_read).map(name).collect(), end)
}
