//! From a table to a price list: each row read, every mistake with its row.

use std::io::Read;

use csv::ByteRecord;
use unicode_normalization::UnicodeNormalization;

use crate::batch::{BatchError, KeptInput, TableInput, without_guard};
use crate::engine::book::Kind;
use crate::engine::money::{Currency, Money, MoneyTextError};
use crate::engine::node::{for_message, is_unsafe};
use crate::engine::problem::Problems;
use crate::engine::text::one_of;

use super::facts::BookFacts;
use super::gather::{Gatherer, PriceRow, RowPrice, row_problem};
use super::heads::{PriceColumn, PriceHeads, reader};
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

/// Reads a price list for a book, whose decimals its prices may have and whose names it may use.
pub(crate) fn read(
    input: &TableInput,
    origin: &str,
    facts: &BookFacts,
) -> Result<PriceList, PriceListError> {
    let text = text(input)?;
    let heads = PriceHeads::find(&text)
        .map_err(|no| BatchError::Table { message: no.message, hint: no.hint })?;
    let tiers = match heads.places.contains_key(&PriceColumn::TierFrom) {
        true => TierColumn::Present,
        false => TierColumn::Absent,
    };
    let mut rows = PriceRowReader { heads: &heads, facts, problems: Problems::none_in(origin, "") };
    let mut gatherer = Gatherer::new(facts, tiers);
    let mut number = 0_u64;
    for record in reader(&text, heads.delimiter).into_byte_records().skip(heads.rows_above) {
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
    Ok(list)
}

/// All of the table, as CSV.
fn text(input: &TableInput) -> Result<Vec<u8>, BatchError> {
    let mut text = Vec::new();
    let stream = KeptInput::of_any(input).open()?.stream;
    let read = stream.take(BYTES_MAX.saturating_add(1)).read_to_end(&mut text);
    read.map_err(BatchError::Input)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > BYTES_MAX {
        return Err(too_much(format!("the price list has more than {BYTES_MAX} bytes")));
    }
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Err(BatchError::Table {
            message: "the price list is UTF-16 text".to_owned(),
            hint: "save it as UTF-8 (in a spreadsheet: CSV UTF-8), or as .xlsx".to_owned(),
        });
    }
    Ok(text)
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
            self.missing(number, "product_line");
        }
        if self.errors() == errors && edition.is_none() && edition_name.is_none() {
            self.missing(number, "edition");
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

    fn missing(&mut self, number: u64, column: &str) {
        self.report(number, "missing-cell", &format!("`{column}` is empty"), "fill in the cell");
    }

    /// The text of a cell, trimmed and composed; `None` where it is empty or no text for a book.
    fn text(&mut self, number: u64, record: &ByteRecord, column: PriceColumn) -> Option<String> {
        let cell = without_guard(self.heads.cell(record, column)?.trim_ascii());
        let Ok(text) = std::str::from_utf8(cell) else {
            let hint = "save the table as UTF-8 (in a spreadsheet: CSV UTF-8)";
            self.report(number, "not-utf8", "a cell is not UTF-8", hint);
            return None;
        };
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return None;
        }
        let shown = for_message(&text);
        if text.chars().any(is_unsafe) {
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
            let message = format!("`kind` cannot be `{}`", for_message(&text));
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
        if !self.heads.places.contains_key(&PriceColumn::Srp) {
            let currencies: Vec<Currency> = self.heads.wide().collect();
            let mut prices = Vec::new();
            let mut filled = 0_usize;
            for currency in currencies {
                let column = PriceColumn::SrpIn(currency);
                let Some(text) = self.text(number, record, column) else { continue };
                filled = filled.saturating_add(1);
                prices.extend(self.price(number, &text, currency));
            }
            if filled == 0 {
                self.report(number, "missing-cell", "it has no price", "fill in a price");
            }
            return prices;
        }
        let currency = self.currency(number, record);
        let Some(text) = self.text(number, record, PriceColumn::Srp) else {
            self.missing(number, "srp");
            return Vec::new();
        };
        let price = currency.and_then(|currency| self.price(number, &text, currency));
        price.into_iter().collect()
    }

    fn currency(&mut self, number: u64, record: &ByteRecord) -> Option<Currency> {
        let Some(text) = self.text(number, record, PriceColumn::Currency) else {
            self.missing(number, "currency");
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

    fn price(&mut self, number: u64, text: &str, currency: Currency) -> Option<RowPrice> {
        let decimals = self.facts.decimals_of(currency);
        let plain = as_shown(text);
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
                 comma"
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
