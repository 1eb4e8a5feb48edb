//! From a table to a price list: each row read, every mistake with its row.

use std::borrow::Cow;
use std::io::Read;
use std::sync::atomic::Ordering;

use csv::ByteRecord;
use unicode_normalization::UnicodeNormalization;

use crate::batch::{
    BatchError, NOT_AS_SHOWN, PlacedValue, Reading, TableInput, TableMap, error_of_sheet,
    kept_input_of, number_fault, without_guard,
};
use crate::engine::book::Kind;
use crate::engine::money::{Currency, Money, MoneyTextError};
use crate::engine::node::{FromCell, PlainContext, PlainError, for_message, has_unsafe, number};
use crate::engine::problem::Problems;
use crate::engine::text::one_of;

use super::columns::{PriceColumn, PriceColumns};
use super::facts::BookFacts;
use super::gather::{Gatherer, PriceRow, RowPrice, row_problem};
use super::heads::{IsMapped, PriceHeads, reader};
use super::list::{PriceList, TierColumn};

/// Most bytes of a price list, as CSV.
const BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Most rows of a price list.
const ROWS_MAX: u64 = 200_000;
/// Most bytes of a name, as in a price book.
const NAME_MAX: usize = 200;
/// Digits of a number that a spreadsheet shows.
const SHOWN_DIGITS: usize = 15;
/// A text with fewer decimals is one that somebody wrote.
const KEPT_DECIMALS: usize = 9;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a table is no price list.
#[derive(Debug)]
pub(crate) enum PriceListError {
    /// It cannot be read, or lacks a column.
    Table(BatchError),
    /// Rows are wrong.
    Rows(Problems),
}

impl From<BatchError> for PriceListError {
    fn from(error: BatchError) -> Self {
        Self::Table(error)
    }
}

/// A table of prices, and where it is said which of its columns are which.
pub(crate) struct PriceSource<'a> {
    pub(crate) input: TableInput,
    /// What the table is called in messages.
    pub(crate) origin: String,
    /// A map of its columns, where it has names of its own.
    pub(crate) map: Option<&'a TableMap>,
}

/// A price list as text, with its head.
struct PriceText {
    text: Vec<u8>,
    heads: PriceHeads,
    /// Which of several sheets it is, and how many of its rows are hidden there.
    sheet: Option<String>,
    hidden_rows: u64,
}

/// Reads a price list for a book, whose decimals its prices may have and whose names it may use.
pub(crate) fn read(
    source: &PriceSource<'_>,
    facts: &BookFacts,
) -> Result<PriceList, PriceListError> {
    let PriceText { text, heads, sheet, hidden_rows } = text(source)?;
    let tiers = match heads.places.contains_key(&PriceColumn::TierFrom) {
        true => TierColumn::Present,
        false => TierColumn::Absent,
    };
    let problems = Problems::none_in(&source.origin, "");
    let mut rows = PriceRowReader { heads: &heads, facts, problems };
    let mut gatherer = Gatherer::new(facts, tiers);
    let mut number = 0_u64;
    let below = text.get(heads.rows_at..).unwrap_or_default();
    for record in reader(below, heads.delimiter).into_byte_records() {
        let record = record.map_err(|error| BatchError::Input(error.into()))?;
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        number = number.saturating_add(1);
        if number > ROWS_MAX {
            return Err(too_much(format!("the price list has more than {ROWS_MAX} rows")).into());
        }
        if let Some(row) = rows.row(number, &record) {
            gatherer.add(&row, &mut rows.problems);
        }
    }
    let mut problems = rows.problems;
    let list = gatherer.finish(&mut problems);
    if problems.has_errors() {
        return Err(PriceListError::Rows(problems));
    }
    if list.lines.is_empty() {
        let message = "the price list has no row below its head".to_owned();
        let hint = "put a product and its price in each row".to_owned();
        return Err(BatchError::Table { message, hint }.into());
    }
    Ok(PriceList { sheet, hidden_rows, ..list })
}

/// All of the table, as CSV.
fn text(source: &PriceSource<'_>) -> Result<PriceText, BatchError> {
    let mut text = Vec::new();
    let mut kept = kept_input_of(&PriceColumns, &source.input, &Reading::default(), source.map);
    let table = kept.open()?;
    let read = table.stream.take(BYTES_MAX.saturating_add(1)).read_to_end(&mut text);
    read.map_err(BatchError::Input)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > BYTES_MAX {
        return Err(too_much(format!("the price list has more than {BYTES_MAX} bytes")));
    }
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    let is_mapped = if source.map.is_some() { IsMapped::Yes } else { IsMapped::No };
    let heads = PriceHeads::find(&text, table.head, kept.names(), is_mapped)?;
    let sheet = table.notes.sheet.get().cloned();
    let hidden_rows = table.notes.hidden_rows.load(Ordering::Relaxed);
    Ok(PriceText { text, heads, sheet, hidden_rows })
}

fn too_much(message: String) -> BatchError {
    BatchError::Table { message, hint: "is this a price list? Divide it otherwise".to_owned() }
}

/// Reads rows, and notes what is wrong with them.
struct PriceRowReader<'list> {
    heads: &'list PriceHeads,
    facts: &'list BookFacts,
    problems: Problems,
}

impl PriceRowReader<'_> {
    /// A row; `None` where something of it cannot be read.
    fn row(&mut self, number: u64, record: &ByteRecord) -> Option<PriceRow> {
        let errors = self.errors();
        let beyond = record.iter().skip(self.heads.count).any(|cell| !cell.trim_ascii().is_empty());
        if beyond {
            let count = record.len();
            let message = format!("it has {count} cells, and the head {}", self.heads.count);
            let hint = "empty the cells right of the last head; in CSV, put a text that holds a \
                        comma in quotes";
            self.report(number, "wrong-number-of-cells", &message, hint);
            return None;
        }
        let line = self.text(number, record, PriceColumn::ProductLine);
        let line_name = self.text(number, record, PriceColumn::ProductLineName);
        let edition = self.text(number, record, PriceColumn::Edition);
        let edition_name = self.text(number, record, PriceColumn::EditionName);
        let metric = self.text(number, record, PriceColumn::Metric);
        let kind = self.kind(number, record);
        let sku = self.sku(number, record);
        let tier_from = self.tier_from(number, record);
        let prices = self.prices(number, record);
        // What cannot be read is not missing as well.
        if self.errors() == errors && line.is_none() && line_name.is_none() {
            self.missing(number, PriceColumn::ProductLine);
        }
        if self.errors() == errors && edition.is_none() && edition_name.is_none() {
            self.missing(number, PriceColumn::Edition);
        }
        let row = PriceRow {
            number,
            line,
            line_name,
            kind,
            edition,
            edition_name,
            metric,
            sku,
            tier_from,
            prices,
        };
        (self.errors() == errors).then_some(row)
    }

    /// How many errors there are so far.
    fn errors(&self) -> usize {
        self.problems.list.len().saturating_add(self.problems.omitted)
    }

    fn report(&mut self, number: u64, code: &'static str, message: &str, hint: &str) {
        self.problems.push(row_problem(number, code, message).hint(hint));
    }

    fn missing(&mut self, number: u64, column: PriceColumn) {
        let message = format!("{} is empty", self.heads.called(column));
        self.report(number, "missing-cell", &message, "fill in the cell");
    }

    /// What the cell of a column says, or what a map makes of it; `None` where that cannot be
    /// told.
    fn said<'row>(
        &mut self,
        number: u64,
        record: &'row ByteRecord,
        column: PriceColumn,
    ) -> Option<Cow<'row, str>> {
        let heads = self.heads;
        let placed = heads.places.get(&column)?;
        let cell = without_guard(heads.cell(record, column).unwrap_or_default().trim_ascii());
        let Ok(text) = std::str::from_utf8(cell) else {
            let hint = "save the table as UTF-8 (in a spreadsheet: CSV UTF-8)";
            self.report(number, "not-utf8", "a cell is not UTF-8", hint);
            return None;
        };
        let is_otherwise = cell.first() == Some(&NOT_AS_SHOWN);
        let fault = if is_otherwise { Some(number_fault(cell)) } else { error_of_sheet(text) };
        if let Some((code, reason)) = fault {
            let message = format!("{}{reason}", heads.called(column));
            self.problems.push(row_problem(number, code, &message));
            return None;
        }
        let PlacedValue::Made(_, making) = placed else { return Some(text.into()) };
        match making.make(text) {
            Ok(made) => Some(made.to_owned().into()),
            Err(fault) => {
                let reason = fault.reason(&column.name());
                let message = format!("{}{reason}", heads.called(column));
                self.problems.push(row_problem(number, fault.code(), &message));
                None
            }
        }
    }

    /// The text of a cell, trimmed and composed; `None` where it is empty or no text for a book.
    fn text(&mut self, number: u64, record: &ByteRecord, column: PriceColumn) -> Option<String> {
        let text: String = self.said(number, record, column)?.trim().nfc().collect();
        if text.is_empty() {
            return None;
        }
        let shown = for_message(&text);
        if has_unsafe(&text) {
            let message = format!("`{shown}` has a line end or a character that shows nothing");
            let hint = "write it on one line, without such characters";
            self.report(number, "unsafe-text", &message, hint);
            return None;
        }
        if text.len() > NAME_MAX {
            let message = format!("`{shown}` has more than {NAME_MAX} bytes");
            self.report(number, "too-long", &message, "shorten it");
            return None;
        }
        Some(text)
    }

    fn kind(&mut self, number: u64, record: &ByteRecord) -> Option<Kind> {
        let text = self.text(number, record, PriceColumn::Kind)?;
        let plain = text.to_lowercase().replace([' ', '_'], "-");
        let known = Kind::ALL.iter().find(|(word, _)| *word == plain);
        if known.is_none() {
            let called = self.heads.called(PriceColumn::Kind);
            let message = format!("{called} cannot be `{}`", for_message(&text));
            let hint = format!("write {}", one_of(Kind::ALL.iter().map(|(word, _)| *word)));
            self.report(number, "unknown-word", &message, &hint);
        }
        known.map(|(_, kind)| *kind)
    }

    fn sku(&mut self, number: u64, record: &ByteRecord) -> Option<String> {
        let sku = self.text(number, record, PriceColumn::Sku)?;
        if super::names::is_id(&sku) {
            return Some(sku);
        }
        let message = format!("`{}` is not a part number", for_message(&sku));
        let hint = "use at most 64 letters, digits, hyphens, dots and underscores";
        self.report(number, "bad-id", &message, hint);
        None
    }

    /// The quantity that the row's price is from; nothing for the price of any.
    fn tier_from(&mut self, number: u64, record: &ByteRecord) -> u32 {
        let Some(text) = self.text(number, record, PriceColumn::TierFrom) else { return 0 };
        if let Some(notation) = self.heads.notation {
            let about = PlainContext { notation: Some(notation), ..PlainContext::NONE };
            return u32::from_cell(&text, about)
                .map_err(|error| self.not_a_number(number, PriceColumn::TierFrom, &error))
                .unwrap_or_default();
        }
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_plain).unwrap_or_else(|| {
            let message = format!("`tier_from` cannot be `{}`", for_message(&text));
            let hint = "write a quantity, such as 250, or nothing for the price of any quantity";
            self.report(number, "bad-quantity", &message, hint);
            0
        })
    }

    /// The prices of a row, each in its currency.
    fn prices(&mut self, number: u64, record: &ByteRecord) -> Vec<RowPrice> {
        let errors = self.errors();
        if !self.heads.places.contains_key(&PriceColumn::Srp) {
            let currencies: Vec<Currency> = self.heads.wide().collect();
            let mut prices = Vec::new();
            let mut filled = 0_usize;
            for currency in currencies {
                let column = PriceColumn::SrpIn(currency);
                let Some(text) = self.text(number, record, column) else { continue };
                filled = filled.saturating_add(1);
                prices.extend(self.price(number, &text, currency, column));
            }
            if filled == 0 && self.errors() == errors {
                self.report(number, "missing-cell", "it has no price", "fill in a price");
            }
            return prices;
        }
        let currency = self.currency(number, record);
        let errors = self.errors();
        let Some(text) = self.text(number, record, PriceColumn::Srp) else {
            // What cannot be read is not missing as well.
            if self.errors() == errors {
                self.missing(number, PriceColumn::Srp);
            }
            return Vec::new();
        };
        let column = PriceColumn::Srp;
        let price = currency.and_then(|currency| self.price(number, &text, currency, column));
        price.into_iter().collect()
    }

    fn currency(&mut self, number: u64, record: &ByteRecord) -> Option<Currency> {
        let errors = self.errors();
        let Some(text) = self.text(number, record, PriceColumn::Currency) else {
            if self.errors() == errors {
                self.missing(number, PriceColumn::Currency);
            }
            return None;
        };
        let currency = Currency::from_code(&text.to_ascii_uppercase());
        if currency.is_none() {
            let message = format!("`{}` is not a currency of ISO 4217", for_message(&text));
            let hint = "write a code of three letters, for example EUR";
            self.report(number, "unknown-currency", &message, hint);
        }
        currency
    }

    fn not_a_number(&mut self, number: u64, column: PriceColumn, error: &PlainError) {
        let PlainError { code, rest, hint } = error;
        let message = format!("{}{rest}", self.heads.called(column));
        self.report(number, code, &message, hint);
    }

    fn price(
        &mut self,
        number: u64,
        text: &str,
        currency: Currency,
        column: PriceColumn,
    ) -> Option<RowPrice> {
        let decimals = self.facts.decimals_of(currency);
        let digits = match self.heads.notation {
            None => Cow::Borrowed(text),
            Some(notation) => match self::number("bad-price", "a price", text, notation) {
                Ok(digits) => digits,
                Err(error) => {
                    self.not_a_number(number, column, &error);
                    return None;
                }
            },
        };
        let plain = as_shown(&digits);
        let why = match Money::parse_unit(&plain, currency, decimals) {
            Ok(amount) => return Some(RowPrice { amount }),
            Err(why) => why,
        };
        let shown = for_message(text);
        let (message, hint) = match why {
            MoneyTextError::NotPlain if text.starts_with('-') => {
                (format!("the price `{shown}` is negative"), "a price is 0 or more".to_owned())
            }
            MoneyTextError::NotPlain => (
                format!("`{shown}` is not a price"),
                "write digits and at most one point, such as 1250.00: no sign of a currency, no \
                 comma; a map (--map) can say that a comma stands before decimals (`decimal`)"
                    .to_owned(),
            ),
            MoneyTextError::TooManyDecimals => (
                format!("the price `{shown}` has more decimals than {currency} has ({decimals})"),
                "round it in the list, or let the book have more (`unit_decimals` in [rounding])"
                    .to_owned(),
            ),
            MoneyTextError::TooLarge => {
                (format!("the price `{shown}` is too large"), "correct it".to_owned())
            }
        };
        self.report(number, "bad-price", &message, &hint);
        None
    }
}

/// A number as a spreadsheet shows it. It keeps 107.1 as 107.10000000000001 and shows fifteen
/// digits of it; no book has prices with so many decimals, and so they are read as shown.
fn as_shown(text: &str) -> String {
    shown_digits(text).unwrap_or_else(|| text.to_owned())
}

fn shown_digits(text: &str) -> Option<String> {
    let (whole, after) = text.split_once('.')?;
    let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = whole.trim_start_matches('0');
    let room = SHOWN_DIGITS.checked_sub(whole.len())?;
    if !is_plain(whole) || !is_plain(after) || after.len() < KEPT_DECIMALS || after.len() <= room {
        return None;
    }
    let (kept, rest) = after.split_at(room);
    let rises = rest.bytes().next().is_some_and(|digit| digit >= b'5');
    let number: u64 = format!("0{whole}{kept}").parse().ok()?;
    let number = number.saturating_add(u64::from(rises));
    let digits = format!("{number:0>width$}", width = room.saturating_add(1));
    let (whole, kept) = digits.split_at(digits.len().saturating_sub(room));
    let kept = kept.trim_end_matches('0');
    Some(if kept.is_empty() { whole.to_owned() } else { format!("{whole}.{kept}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_spreadsheet_is_read_as_it_shows() {
        for (kept, shown) in [
            ("107.10000000000001", "107.1"),
            ("99.99999999999999", "100"),
            ("0.30000000000000004", "0.3"),
            ("123456.78999999999", "123456.79"),
            ("91.805", "91.805"),
            ("1250", "1250"),
            ("1234567890123456.50", "1234567890123456.50"),
            ("-1.10000000000000001", "-1.10000000000000001"),
            ("1,5", "1,5"),
        ] {
            assert_eq!(as_shown(kept), shown, "{kept}");
        }
    }
}
