//! One row: its cells as they came, and what they say.

use csv::ByteRecord;

use crate::engine::calendar::Date;
use crate::engine::money::Currency;
use crate::engine::node::{CellSource, FromCell, Looks, PlainContext, PlainError, Read, Reported};
use crate::engine::request::{Customer, HoldingRef, Label, Request};
use crate::engine::text::for_message;

use super::account_cells::AccountCells;
use super::cells::without_guard;
use super::chunks::SegmentKind;
use super::columns::{
    COVERED_THROUGH, CURRENCY, OF_ACCOUNT, OF_HOLDING, ORG_ID, TableColumns, is_needed, name_of,
};
use super::row_parser::ROW_BYTES_MAX;

/// A row of the table, its buffer used again and again.
#[derive(Debug, Default)]
pub(crate) struct TableRow {
    pub(crate) record: ByteRecord,
    /// Counted from 1, without the header.
    pub(crate) number: u64,
    /// Bytes of its text.
    pub(crate) bytes: usize,
    /// What stands in the way of reading any of its cells.
    pub(crate) fault: Option<RowFault>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowFault {
    pub(crate) code: &'static str,
    pub(crate) reason: String,
}

impl RowFault {
    pub(crate) fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }
}

/// The cells of a row that is text and has as many cells as the table has columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowCells<'row> {
    columns: &'row TableColumns,
    record: &'row ByteRecord,
    text: &'row str,
    looks: Looks,
}

/// What a spreadsheet shows and exports where a formula has no result: no name of anything.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

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

    /// Its cells as text.
    pub(crate) fn cells<'row>(
        &'row self,
        columns: &'row TableColumns,
    ) -> CellResult<RowCells<'row>> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let record = &self.record;
        if record.len() != columns.count {
            return Err(cells_fault(record, columns));
        }
        let text = std::str::from_utf8(record.as_slice());
        let text = text.map_err(|_| RowFault::new("not-utf8", "the row is not UTF-8 text"))?;
        // One pass without a branch for each byte.
        let is_plain = text.bytes().fold(true, |plain, byte| plain & (b' '..0x7f).contains(&byte));
        let looks = if is_plain { Looks::Plain } else { Looks::Other };
        Ok(RowCells { columns, record, text, looks })
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
        let Some(place) = self.columns.place(column) else { return Ok("") };
        let Some(range) = self.record.range(place) else { return Ok("") };
        let text = self.text.get(range);
        let text = text.ok_or_else(|| {
            RowFault::new("not-utf8", format!("`{}` is not UTF-8 text", name_of(column)))
        })?;
        let bare = without_guard(text.as_bytes());
        Ok(text.get(text.len() - bare.len()..).unwrap_or(text))
    }

    /// The value of a cell; `None` where it is empty.
    #[inline(always)]
    fn value<T: FromCell<'row>>(&self, column: usize) -> CellResult<Option<T>> {
        let text = self.cell(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        if text.starts_with('#') && ERRORS.contains(&text) {
            let reason = format!("`{}`: `{text}` is an error of a spreadsheet", name_of(column));
            return Err(RowFault::new("spreadsheet-error", reason));
        }
        match T::from_cell(text, PlainContext { looks: self.looks, currency: &|| self.currency() })
        {
            Ok(value) => Ok(Some(value)),
            Err(PlainError { code: "empty-text", .. }) => Ok(None),
            Err(PlainError { code, rest, hint }) => {
                let reason = format!("`{}`{rest}: {hint}", name_of(column));
                Err(RowFault::new(code, reason))
            }
        }
    }

    /// The currency of the row's amounts; what is wrong with it is reported where it is read.
    fn currency(&self) -> Option<Currency> {
        self.cell(CURRENCY).ok().and_then(Currency::from_code)
    }

    /// Whose row it is.
    pub(crate) fn org_id(&self) -> CellResult<&'row str> {
        self.value(ORG_ID)?.ok_or_else(|| missing(ORG_ID))
    }

    /// The last day with cover.
    pub(crate) fn covered_through(&self) -> CellResult<Option<Date>> {
        self.value(COVERED_THROUGH)
    }

    /// What the row says about its holding; all that is wrong goes to `faults`.
    #[inline]
    pub(crate) fn holding(&self, faults: &mut Vec<RowFault>) -> Option<HoldingRef<'row>> {
        HoldingRef::from_cells(&mut self.reader(OF_HOLDING, faults)).ok()
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
            Ok(None) if is_needed(column) => Err(self.missing()),
            Ok(value) => Ok(value),
            Err(fault) => {
                self.faults.push(fault);
                Err(Reported)
            }
        }
    }

    fn missing(&mut self) -> Reported {
        self.faults.push(missing(self.column - 1));
        Reported
    }
}

/// An account whose rows were read and agree.
pub(crate) struct ReadAccount<'row> {
    pub(crate) rows: &'row [&'row TableRow],
    pub(crate) first_row: u64,
    pub(crate) org_id: &'row str,
    pub(crate) shared: AccountCells<'row>,
}

impl ReadAccount<'_> {
    /// Its request; holdings have levels of their own where they differ from its `level`.
    pub(crate) fn request(
        &self,
        holdings: &[HoldingRef<'_>],
        level: &str,
        quote_date: Date,
    ) -> Option<Request> {
        let holding = |holding: &HoldingRef<'_>| {
            let own = holding.service_level.filter(|own| *own != level);
            HoldingRef { service_level: own, ..*holding }.to_owned()
        };
        let AccountCells { customer, currency, term_years, program, book, .. } = self.shared;
        let program = Label::of(program)?;
        Some(Request {
            // What is not given is no failure.
            book: book.map(Label::of).map_or(Some(None), |book| book.map(Some))?,
            start: self.shared.start.unwrap_or(quote_date),
            language: self.shared.language,
            customer: Some(Customer::new(Label::of(customer)?, Some(Label::of(self.org_id)?))),
            holdings: holdings.iter().map(holding).collect::<Option<Vec<_>>>()?,
            ..Request::new(quote_date, currency, Label::of(level)?, term_years, program)
        })
    }
}

fn missing(column: usize) -> RowFault {
    RowFault::new("missing-value", format!("`{}` is empty", name_of(column)))
}
