//! One row: its cells as they came, and what they say.

use csv::ByteRecord;

use crate::engine::book::Language;
use crate::engine::calendar::{Date, is_in_range, parse_iso};
use crate::engine::money::Currency;
use crate::engine::node::{for_message, is_unsafe};
use crate::engine::request::{Customer, Holding, HoldingRef, LABEL_MAX, Label, Request};

use super::cells::without_guard;
use super::chunks::{ROW_BYTES_MAX, SegmentKind};
use super::columns::{TableColumns, TableField};

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

/// What all rows of an account have to agree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shared<'row> {
    pub(crate) customer: &'row str,
    pub(crate) start: Date,
    pub(crate) term_years: u32,
    pub(crate) program: &'row str,
    pub(crate) currency: Currency,
    pub(crate) language: Language,
    pub(crate) book: Option<&'row str>,
}

/// The columns that all rows of an account have to agree on.
pub(crate) const SHARED: [TableField; 7] = [
    TableField::Customer,
    TableField::Start,
    TableField::TermYears,
    TableField::Program,
    TableField::Currency,
    TableField::Language,
    TableField::Book,
];

/// The cells of a row that is text and has as many cells as the table has columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowCells<'row> {
    columns: &'row TableColumns,
    record: &'row ByteRecord,
    text: &'row str,
    looks: Looks,
}

/// Whether every character of a row is one that can be printed, without looking at each cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Plain,
    Other,
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
    fn cell(&self, field: TableField) -> CellResult<&'row str> {
        let Some(place) = self.columns.place(field) else { return Ok("") };
        let Some(range) = self.record.range(place) else { return Ok("") };
        let text = self.text.get(range);
        let text = text.ok_or_else(|| {
            RowFault::new("not-utf8", format!("`{}` is not UTF-8 text", field.name()))
        })?;
        let bare = without_guard(text.as_bytes());
        Ok(text.get(text.len() - bare.len()..).unwrap_or(text))
    }

    /// A text that may not be empty.
    pub(crate) fn text(&self, field: TableField) -> CellResult<&'row str> {
        let text = self.cell(field)?;
        if text.is_empty() {
            return Err(missing(field));
        }
        self.checked(field, text)
    }

    /// A text that may be empty: then it is not given.
    fn optional_text(&self, field: TableField) -> CellResult<Option<&'row str>> {
        let text = self.cell(field)?;
        if text.is_empty() { Ok(None) } else { self.checked(field, text).map(Some) }
    }

    /// The rules of a request's names ([`crate::engine::request::Label`]).
    fn checked(&self, field: TableField, text: &'row str) -> CellResult<&'row str> {
        if text.starts_with('#') && ERRORS.contains(&text) {
            let reason = format!("`{}`: `{text}` is an error of a spreadsheet", field.name());
            return Err(RowFault::new("spreadsheet-error", reason));
        }
        if self.looks == Looks::Plain && text.len() <= LABEL_MAX && !text.starts_with(' ') {
            return Ok(text);
        }
        if text.trim().is_empty() {
            return Err(missing(field));
        }
        if let Some(character) = text.chars().find(|character| is_unsafe(*character)) {
            let code = u32::from(character);
            let reason = format!("`{}` holds the invisible character U+{code:04X}", field.name());
            return Err(RowFault::new("control-character", reason));
        }
        if text.chars().count() > LABEL_MAX {
            let name = field.name();
            let reason = format!("`{name}` has more than {LABEL_MAX} characters, the most");
            return Err(RowFault::new("text-too-long", reason));
        }
        Ok(text)
    }

    fn count(&self, field: TableField) -> CellResult<Option<u64>> {
        let text = self.cell(field)?;
        if text.is_empty() {
            return Ok(None);
        }
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let count = if is_plain { text.parse().ok() } else { None };
        count.map(Some).ok_or_else(|| {
            let (name, text) = (field.name(), for_message(text));
            let reason = if is_plain {
                format!("`{name}`: `{text}` is too large a number")
            } else {
                format!("`{name}`: `{text}` is not a plain whole number, for example 1250")
            };
            RowFault::new("bad-number", reason)
        })
    }

    fn needed_count(&self, field: TableField) -> CellResult<u64> {
        self.count(field)?.ok_or_else(|| missing(field))
    }

    fn date(&self, field: TableField) -> CellResult<Option<Date>> {
        let text = self.cell(field)?;
        if text.is_empty() {
            return Ok(None);
        }
        let date = parse_iso(text).filter(|date| is_in_range(*date));
        date.map(Some).ok_or_else(|| {
            let (name, text) = (field.name(), for_message(text));
            let reason = format!(
                "`{name}`: `{text}` is not a day as year-month-day, for example 2026-11-24"
            );
            RowFault::new("bad-date", reason)
        })
    }

    /// The last day with cover.
    pub(crate) fn covered_through(&self) -> CellResult<Date> {
        self.date(TableField::CoveredThrough)?.ok_or_else(|| missing(TableField::CoveredThrough))
    }

    /// What the row says about its holding; all that is wrong goes to `faults`.
    pub(crate) fn holding(&self, faults: &mut Vec<RowFault>) -> Option<HoldingRef<'row>> {
        let product_line = kept(self.text(TableField::ProductLine), faults);
        let edition = kept(self.text(TableField::Edition), faults);
        let release = kept(self.optional_text(TableField::Release), faults);
        let owned = kept(self.needed_count(TableField::Owned), faults);
        let retire = kept(self.count(TableField::Retire), faults);
        let quantity = kept(self.count(TableField::Quantity), faults);
        let covered_through = kept(self.covered_through(), faults);
        let service_level = kept(self.text(TableField::ServiceLevel), faults);
        let current = kept(self.optional_text(TableField::CurrentServiceLevel), faults);
        Some(HoldingRef {
            product_line: product_line?,
            edition: edition?,
            release: release?,
            owned: owned?,
            retire: retire?.unwrap_or(0),
            quantity: quantity?,
            covered_through: covered_through?,
            service_level: Some(service_level?),
            current_service_level: current?,
        })
    }

    /// What the row says about its account; all that is wrong goes to `faults`.
    pub(crate) fn shared(&self, today: Date, faults: &mut Vec<RowFault>) -> Option<Shared<'row>> {
        let customer = kept(self.text(TableField::Customer), faults);
        let start = kept(self.date(TableField::Start), faults);
        let term_years = kept(self.needed_count(TableField::TermYears), faults);
        let program = kept(self.text(TableField::Program), faults);
        let currency = kept(self.currency(), faults);
        let language = kept(self.language(), faults);
        let book = kept(self.optional_text(TableField::Book), faults);
        Some(Shared {
            customer: customer?,
            start: start?.unwrap_or(today),
            // What does not fit is no term that any book offers.
            term_years: u32::try_from(term_years?).unwrap_or(u32::MAX),
            program: program?,
            currency: currency?,
            language: language?,
            book: book?,
        })
    }

    fn currency(&self) -> CellResult<Currency> {
        let text = self.text(TableField::Currency)?;
        Currency::from_code(text).ok_or_else(|| {
            let reason = format!(
                "`currency`: `{}` is not a currency's code of three letters, for example EUR",
                for_message(text)
            );
            RowFault::new("bad-currency", reason)
        })
    }

    fn language(&self) -> CellResult<Language> {
        let text = self.cell(TableField::Language)?;
        if text.is_empty() {
            return Ok(Language::English);
        }
        let found = Language::ALL.iter().find(|(tag, _)| *tag == text);
        found.map(|(_, language)| *language).ok_or_else(|| {
            let reason = format!("`language`: `{}` is none of en, nl, de, fr", for_message(text));
            RowFault::new("bad-language", reason)
        })
    }
}

/// The request of an account, whose texts were checked; its holdings have levels of their own where
/// they differ from its `level`.
pub(crate) fn request(
    (shared, holdings): (&Shared<'_>, &[HoldingRef<'_>]),
    (org_id, level): (&str, &str),
    quote_date: Date,
) -> Option<Request> {
    let holding = |holding: &HoldingRef<'_>| {
        let own = holding.service_level.filter(|own| *own != level);
        Some(Holding {
            product_line: Label::of(holding.product_line)?,
            edition: Label::of(holding.edition)?,
            release: optional(holding.release)?,
            owned: holding.owned,
            retire: holding.retire,
            quantity: holding.quantity,
            covered_through: holding.covered_through,
            service_level: optional(own)?,
            current_service_level: optional(holding.current_service_level)?,
        })
    };
    let customer = Customer {
        name: Label::of(shared.customer)?,
        org_id: Label::of(org_id)?,
        contact: None,
        address: Vec::new(),
        country: None,
        reference: None,
    };
    Some(Request {
        book: optional(shared.book)?,
        quote_date,
        start: shared.start,
        currency: shared.currency,
        service_level: Label::of(level)?,
        term_years: shared.term_years,
        program: Label::of(shared.program)?,
        common_end: None,
        concession: None,
        language: shared.language,
        tax: None,
        customer: Some(customer),
        holdings: holdings.iter().map(holding).collect::<Option<Vec<_>>>()?,
        other_contracts: Vec::new(),
    })
}

/// What is not given is no failure.
fn optional(text: Option<&str>) -> Option<Option<Label>> {
    match text {
        None => Some(None),
        Some(text) => Label::of(text).map(Some),
    }
}

fn kept<T>(read: CellResult<T>, faults: &mut Vec<RowFault>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

fn missing(field: TableField) -> RowFault {
    RowFault::new("missing-value", format!("`{}` is empty", field.name()))
}
