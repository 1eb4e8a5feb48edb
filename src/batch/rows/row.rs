//! One row: its cells as they came, and what they say.

use std::ops::Range;

use csv::ByteRecord;

use crate::engine::calendar::Date;
use crate::engine::money::Currency;
use crate::engine::node::{CellSource, FromCell, Looks, PlainContext, PlainError, Read, Reported};
use crate::engine::request::{Addition, HoldingRef, Label, OtherContract, Raise};
use crate::engine::text::for_message;

use super::account_cells::{AccountCells, KindCells, RowKind};
use super::cells::{NOT_AS_SHOWN, error_of_sheet, number_fault, without_guard};
use super::chunks::SegmentKind;
use super::columns::{
    ANNUAL_VALUE, COVERED_THROUGH, CURRENCY, OF_ACCOUNT, OF_HOLDING, OF_KIND, ORG_ID,
    SERVICE_LEVEL, TableColumns, column, name_of,
};
use super::encoding::way_out;
use super::made::Making;
use super::row_parser::ROW_BYTES_MAX;

/// A row of the table, its buffer used again and again.
#[derive(Debug, Default)]
pub(crate) struct TableRow {
    pub(crate) record: ByteRecord,
    /// Counted from 1, without the header.
    pub(crate) number: u64,
    /// Where its text stands in its chunk, with blank lines before it.
    pub(crate) range: Range<usize>,
    /// How its text was read.
    pub(crate) kind: SegmentKind,
    /// What stands in the way of reading any of its cells.
    pub(crate) fault: Option<RowFault>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowFault {
    pub(crate) code: &'static str,
    /// The column where it can be mended; empty where it is no single one.
    pub(crate) column: &'static str,
    pub(crate) reason: String,
}

impl RowFault {
    pub(crate) fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, column: "", reason: reason.into() }
    }

    /// The same, of a column.
    pub(crate) fn of(self, column: usize) -> Self {
        Self { column: name_of(column), ..self }
    }
}

/// The cells of a row that is text and has as many cells as the table has columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowCells<'row> {
    columns: &'row TableColumns,
    record: &'row ByteRecord,
    text: &'row str,
    looks: Looks,
    /// The currency of the account, for a row that names none.
    of_account: Option<Currency>,
}

/// A text without white space around it; most have none, which two bytes tell.
#[inline(always)]
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [one] if one.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A cell's value, or what is wrong with it.
type CellResult<T> = Result<T, RowFault>;

impl TableRow {
    /// What stands in the way of reading its cells, from how it was found.
    pub(crate) fn fault_of(kind: SegmentKind) -> Option<RowFault> {
        match kind {
            SegmentKind::Rows => None,
            SegmentKind::Unclosed => Some(RowFault::new(
                "unclosed-quote",
                "a quote opens a cell and does not close it: close it, or write it twice",
            )),
            SegmentKind::TooLong => Some(RowFault::new(
                "row-too-long",
                format!("the row has more than {ROW_BYTES_MAX} bytes, which are the most"),
            )),
        }
    }

    /// Its place in a table in memory.
    pub(crate) fn place(&self) -> usize {
        usize::try_from(self.number.saturating_sub(1)).unwrap_or(usize::MAX)
    }

    /// Its cells as text.
    pub(crate) fn cells<'row>(
        &'row self,
        columns: &'row TableColumns,
    ) -> CellResult<RowCells<'row>> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let record = &self.record;
        if !columns.fits(record) {
            return Err(cells_fault(record, columns));
        }
        let text = std::str::from_utf8(record.as_slice());
        let text = text.map_err(|_| {
            let way_out = way_out(record.as_slice());
            RowFault::new("not-utf8", format!("the row is not UTF-8 text; {way_out}"))
        })?;
        // One pass without a branch for each byte.
        let is_plain = text.bytes().fold(true, |plain, byte| plain & (b' '..0x7f).contains(&byte));
        let looks = if is_plain { Looks::Plain } else { Looks::Other };
        if looks == Looks::Other && text.contains(char::REPLACEMENT_CHARACTER) {
            let reason = "a character of the row was lost, and U+FFFD stands in its place: write \
                          it anew, or give --encoding the encoding of the table";
            return Err(RowFault::new("not-utf8", reason));
        }
        Ok(RowCells { columns, record, text, looks, of_account: None })
    }
}

fn cells_fault(record: &ByteRecord, columns: &TableColumns) -> RowFault {
    let (has, should) = (record.len(), columns.count);
    let beyond: Vec<String> = record
        .iter()
        .skip(columns.names.len().max(columns.count))
        .map(|cell| for_message(&String::from_utf8_lossy(cell)))
        .collect();
    let beyond = if beyond.is_empty() {
        String::new()
    } else {
        format!(" (beyond them: {})", beyond.join(" | "))
    };
    let reason = format!(
        "the row has {has} cells and the header {should}{beyond}: \
         quote a cell that holds the delimiter"
    );
    RowFault::new("wrong-number-of-cells", reason)
}

impl<'row> RowCells<'row> {
    /// The text of a cell; empty where the table has no such column.
    #[inline(always)]
    fn cell(&self, column: usize) -> CellResult<&'row str> {
        if let Some(making) = self.columns.making(column) {
            return self.made(column, making);
        }
        let Some(place) = self.columns.place(column) else { return Ok("") };
        self.cell_at(column, place)
    }

    /// The text that a map makes of a cell, or of none.
    #[cold]
    fn made(&self, column: usize, making: &'row Making) -> CellResult<&'row str> {
        let place = self.columns.place(column);
        let cell = place.map_or(Ok(""), |place| self.cell_at(column, place))?;
        making.make(cell).map_err(|fault| {
            let (code, reason) = self.columns.not_made(column, &fault);
            RowFault::new(code, reason).of(column)
        })
    }

    #[inline(always)]
    fn cell_at(&self, column: usize, place: usize) -> CellResult<&'row str> {
        let Some(range) = self.record.range(place) else { return Ok("") };
        let text = self.text.get(range);
        let text = text.ok_or_else(|| {
            let reason = format!("{} is not UTF-8 text", self.columns.called(column));
            RowFault::new("not-utf8", reason).of(column)
        })?;
        let bare = without_guard(text.as_bytes());
        Ok(trimmed(text.get(text.len() - bare.len()..).unwrap_or(text)))
    }

    /// The value of a cell; `None` where it is empty.
    #[inline(always)]
    fn value<T: FromCell<'row>>(&self, column: usize) -> CellResult<Option<T>> {
        let text = self.cell(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        if text.starts_with('#')
            && let Some(fault) = error_of_sheet(text)
        {
            return Err(self.of_sheet(column, fault));
        }
        let about = PlainContext {
            looks: self.looks,
            currency: &|| self.currency(),
            notation: Some(self.columns.notation),
        };
        match T::from_cell(text, about) {
            Ok(value) => Ok(Some(value)),
            Err(PlainError { code: "empty-text", .. }) => Ok(None),
            Err(_) if text.as_bytes().first() == Some(&NOT_AS_SHOWN) => {
                Err(self.of_sheet(column, number_fault(text.as_bytes())))
            }
            Err(PlainError { code, rest, hint }) => {
                let reason = format!("{}{rest}: {hint}", self.columns.called(column));
                Err(RowFault::new(code, reason).of(column))
            }
        }
    }

    /// What is wrong with a cell that a spreadsheet made.
    #[cold]
    fn of_sheet(&self, column: usize, (code, reason): (&'static str, String)) -> RowFault {
        RowFault::new(code, format!("{}{reason}", self.columns.called(column))).of(column)
    }

    /// The currency of the row's amounts; what is wrong with it is reported where it is read.
    pub(crate) fn currency(&self) -> Option<Currency> {
        match self.cell(CURRENCY) {
            Ok("") => self.of_account,
            Ok(code) => Currency::from_code(code),
            Err(_) => None,
        }
    }

    /// The same cells, with amounts in a currency where the row names none.
    pub(crate) const fn in_currency(self, of_account: Option<Currency>) -> Self {
        Self { of_account, ..self }
    }

    fn missing(&self, column: usize) -> RowFault {
        RowFault::new("missing-value", format!("{} is empty", self.columns.called(column)))
            .of(column)
    }

    /// Whose row it is.
    pub(crate) fn org_id(&self) -> CellResult<&'row str> {
        self.value(ORG_ID)?.ok_or_else(|| self.missing(ORG_ID))
    }

    /// The last day with cover.
    pub(crate) fn covered_through(&self) -> CellResult<Option<Date>> {
        self.value(COVERED_THROUGH)
    }

    /// How many licences it says are owned, where that can be read.
    pub(crate) fn owned(&self) -> Option<u64> {
        self.value(column("owned")).ok().flatten()
    }

    /// Whether a cell is empty, or its column is not there.
    pub(crate) fn is_empty(&self, column: usize) -> bool {
        self.cell(column).is_ok_and(str::is_empty)
    }

    /// Whether an amount of the row is in the currency that other rows of its account name.
    pub(crate) fn borrows_currency(&self) -> bool {
        self.is_empty(CURRENCY) && !self.is_empty(ANNUAL_VALUE)
    }

    /// What the row is; all that is wrong goes to `faults`.
    #[inline]
    pub(crate) fn kind(&self, faults: &mut Vec<RowFault>) -> Option<KindCells<'row>> {
        if !self.columns.says_kinds {
            return Some(KindCells {
                row_kind: RowKind::Holding,
                ends: None,
                used_since: None,
                new_licences: false,
                from_level: None,
                annual_value: None,
            });
        }
        KindCells::from_cells(&mut self.reader(OF_KIND, faults)).ok()
    }

    /// What the row says about its holding; all that is wrong goes to `faults`.
    #[inline]
    pub(crate) fn holding(&self, faults: &mut Vec<RowFault>) -> Option<HoldingRef<'row>> {
        HoldingRef::from_cells(&mut self.reader(OF_HOLDING, faults)).ok()
    }

    /// What the row says about licences that join; all that is wrong goes to `faults`.
    pub(crate) fn addition(
        &self,
        kind: &KindCells<'_>,
        faults: &mut Vec<RowFault>,
    ) -> Option<Addition> {
        let product_line = self.need(column("product_line"), faults).and_then(Label::of);
        let edition = self.need(column("edition"), faults).and_then(Label::of);
        let release = self.may(column("release"), faults);
        let quantity = self.need(column("quantity"), faults);
        let service_level = self.need(SERVICE_LEVEL, faults).and_then(Label::of);
        let ends = needed_of(kind.ends, column("ends"), faults);
        Some(Addition {
            product_line: product_line?,
            edition: edition?,
            release: release?.and_then(Label::of),
            quantity: quantity?,
            ends: ends?,
            used_since: kind.used_since,
            new_licences: kind.new_licences,
            service_level: Some(service_level?),
        })
    }

    /// What the row says about cover that rises, and the level it rises to; all that is wrong goes
    /// to `faults`.
    pub(crate) fn raise(
        &self,
        kind: &KindCells<'_>,
        faults: &mut Vec<RowFault>,
    ) -> Option<(Raise, &'row str)> {
        let product_line = self.need(column("product_line"), faults).and_then(Label::of);
        let edition = self.need(column("edition"), faults).and_then(Label::of);
        let release = self.may(column("release"), faults);
        let quantity = self.need(column("quantity"), faults);
        let to = self.need(SERVICE_LEVEL, faults);
        let from_level = needed_of(kind.from_level, column("from_level"), faults);
        let ends = needed_of(kind.ends, column("ends"), faults);
        let raise = Raise {
            product_line: product_line?,
            edition: edition?,
            release: release?.and_then(Label::of),
            quantity: quantity?,
            from_level: from_level.and_then(Label::of)?,
            ends: ends?,
        };
        Some((raise, to?))
    }

    /// What the row says about a contract outside the quote; all that is wrong goes to `faults`.
    pub(crate) fn other(
        &self,
        kind: &KindCells<'_>,
        faults: &mut Vec<RowFault>,
    ) -> Option<OtherContract> {
        let product_line = self.need(column("product_line"), faults).and_then(Label::of);
        let service_level = self.need(SERVICE_LEVEL, faults).and_then(Label::of);
        let covered_through = self.need(COVERED_THROUGH, faults);
        Some(OtherContract {
            product_line: product_line?,
            service_level: service_level?,
            covered_through: covered_through?,
            annual_value: kind.annual_value,
        })
    }

    /// The value of a cell that may be empty; what is wrong with it goes to `faults`.
    fn may<T: FromCell<'row>>(
        &self,
        column: usize,
        faults: &mut Vec<RowFault>,
    ) -> Option<Option<T>> {
        self.value(column).map_err(|fault| faults.push(fault)).ok()
    }

    /// The value of a cell that must not be empty; what is wrong with it goes to `faults`.
    fn need<T: FromCell<'row>>(&self, column: usize, faults: &mut Vec<RowFault>) -> Option<T> {
        let value = self.may(column, faults)?;
        needed_of(value, column, faults)
    }

    /// What the row says about its account; all that is wrong goes to `faults`.
    #[inline]
    pub(crate) fn account(
        &self,
        today: Date,
        faults: &mut Vec<RowFault>,
    ) -> Option<AccountCells<'row>> {
        let cells = AccountCells::from_cells(&mut self.reader(OF_ACCOUNT, faults)).ok()?;
        Some(AccountCells { start: cells.start.or(Some(today)), ..cells })
    }

    const fn reader<'a>(
        &'a self,
        column: usize,
        faults: &'a mut Vec<RowFault>,
    ) -> RowReader<'a, 'row> {
        RowReader { cells: self, column, faults }
    }
}

/// The cells of a row, one after the other in the order of [`column_names`].
struct RowReader<'a, 'row> {
    cells: &'a RowCells<'row>,
    column: usize,
    faults: &'a mut Vec<RowFault>,
}

impl<'row> CellSource<'row> for RowReader<'_, 'row> {
    #[inline(always)]
    fn next<T: FromCell<'row>>(&mut self) -> Read<Option<T>> {
        let column = self.column;
        self.column += 1;
        match self.cells.value(column) {
            Ok(None) if column == SERVICE_LEVEL => Err(self.missing()),
            Ok(value) => Ok(value),
            Err(fault) => {
                self.faults.push(fault);
                Err(Reported)
            }
        }
    }

    fn missing(&mut self) -> Reported {
        self.faults.push(self.cells.missing(self.column - 1));
        Reported
    }
}

/// What is said of a cell that must not be empty.
pub(crate) fn missing(column: usize) -> RowFault {
    RowFault::new("missing-value", format!("`{}` is empty", name_of(column))).of(column)
}

fn needed_of<T>(value: Option<T>, column: usize, faults: &mut Vec<RowFault>) -> Option<T> {
    if value.is_none() {
        faults.push(missing(column));
    }
    value
}
