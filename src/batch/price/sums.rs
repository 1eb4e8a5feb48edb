//! What a run adds up: rows, accounts, and money by currency, product line, status and month.
//!
//! It has one form as JSON, in `summary.json` and in what is kept between attempts.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::engine::calendar::{Date, YEAR_MIN, parse_iso};
use crate::engine::charges::Amounts;
use crate::engine::money::{Currency, Money};
use crate::engine::quote::{QuoteKind, Totals};

use super::as_json::{self, OneText};

/// Something counted in the three ways it can end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many came in.
    #[serde(rename = "in")]
    pub total: u64,
    /// How many have a price.
    pub priced: u64,
    /// How many were rejected.
    pub rejected: u64,
    /// How many were not asked for.
    pub skipped: u64,
}

impl Count {
    pub(super) fn add(&mut self, other: Self) {
        self.total += other.total;
        self.priced += other.priced;
        self.rejected += other.rejected;
        self.skipped += other.skipped;
    }
}

/// A sum of amounts of one currency: whole minor units, and maybe more than an amount can have.
/// That of no amounts has no decimals yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    minor: i128,
    decimals: u8,
}

impl Sum {
    /// A number of minor units of a currency.
    #[must_use]
    pub const fn from_minor(minor: i128, currency: Currency) -> Self {
        Self { minor, decimals: currency.decimals() }
    }

    /// The minor units.
    #[must_use]
    pub const fn minor(&self) -> i128 {
        self.minor
    }

    fn add(&mut self, other: Self) {
        self.minor += other.minor;
        self.decimals = self.decimals.max(other.decimals);
    }
}

impl From<Money> for Sum {
    fn from(money: Money) -> Self {
        Self::from_minor(money.minor().into(), money.currency())
    }
}

/// As amounts are printed: in the currency's own number of decimals.
impl fmt::Display for Sum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let unit = 10_u128.pow(self.decimals.into());
        let (whole, rest) = (self.minor.unsigned_abs() / unit, self.minor.unsigned_abs() % unit);
        match usize::from(self.decimals) {
            0 => write!(formatter, "{sign}{whole}"),
            width => write!(formatter, "{sign}{whole}.{rest:0width$}"),
        }
    }
}

impl OneText for Sum {
    fn text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let minor = format!("{whole}{rest}").parse().ok()?;
        Some(Self { minor, decimals: u8::try_from(rest.len()).ok()? })
    }
}

/// The sums of some lines of one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// How many lines.
    pub lines: u64,
    /// The new terms.
    #[serde(with = "as_json::text")]
    pub forward: Sum,
    /// Off, for the number of years.
    #[serde(with = "as_json::text")]
    pub term_discount: Sum,
    /// Off by the sales rep.
    #[serde(with = "as_json::text")]
    pub concession: Sum,
    /// On top for payment plans.
    #[serde(with = "as_json::text")]
    pub surcharge: Sum,
    /// Licences that are bought.
    #[serde(with = "as_json::text")]
    pub licence: Sum,
    /// The charges for gaps.
    #[serde(with = "as_json::text")]
    pub back_coverage: Sum,
    /// The charges for having lapsed.
    #[serde(with = "as_json::text")]
    pub penalty: Sum,
    /// All of it.
    #[serde(with = "as_json::text")]
    pub total: Sum,
}

impl Total {
    pub(super) fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.forward.add(other.forward);
        self.term_discount.add(other.term_discount);
        self.concession.add(other.concession);
        self.surcharge.add(other.surcharge);
        self.licence.add(other.licence);
        self.back_coverage.add(other.back_coverage);
        self.penalty.add(other.penalty);
        self.total.add(other.total);
    }
}

/// How many amounts of a line stand beside each other in outputs.
pub(super) const LINE_AMOUNTS: usize = 7;

/// The amounts of a line in the order of the outputs: list and net price of one licence, new term,
/// discount for its length, time without support, reinstatement fee, and the sum.
pub(super) const fn amounts_of_line(amounts: &Amounts) -> [Money; LINE_AMOUNTS] {
    [
        amounts.unit_list,
        amounts.unit_net,
        amounts.forward,
        amounts.term_discount,
        amounts.back_coverage,
        amounts.penalty,
        amounts.total,
    ]
}

/// One line.
impl From<&Amounts> for Total {
    fn from(amounts: &Amounts) -> Self {
        let zero = Money::zero(amounts.total.currency());
        Self {
            lines: 1,
            forward: amounts.forward.into(),
            term_discount: amounts.term_discount.into(),
            concession: amounts.concession.unwrap_or(zero).into(),
            surcharge: amounts.surcharge.unwrap_or(zero).into(),
            licence: amounts.licence.unwrap_or(zero).into(),
            back_coverage: amounts.back_coverage.into(),
            penalty: amounts.penalty.into(),
            total: amounts.total.into(),
        }
    }
}

/// The sums of some quotes of one currency: those of their lines, what is charged once a quote, and
/// tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteTotal {
    /// How many quotes.
    pub quotes: u64,
    /// What is charged once a quote.
    #[serde(with = "as_json::text")]
    pub quote_fee: Sum,
    /// All of it, without tax.
    #[serde(with = "as_json::text")]
    pub subtotal: Sum,
    /// Tax.
    #[serde(with = "as_json::text")]
    pub tax: Sum,
    /// Subtotal and tax.
    #[serde(with = "as_json::text")]
    pub total: Sum,
}

impl QuoteTotal {
    pub(super) fn add(&mut self, other: &Self) {
        self.quotes += other.quotes;
        self.quote_fee.add(other.quote_fee);
        self.subtotal.add(other.subtotal);
        self.tax.add(other.tax);
        self.total.add(other.total);
    }
}

/// One quote.
impl From<&Totals> for QuoteTotal {
    fn from(totals: &Totals) -> Self {
        Self {
            quotes: 1,
            quote_fee: totals.quote_fee.into(),
            subtotal: totals.subtotal.into(),
            tax: totals.tax.into(),
            total: totals.total.into(),
        }
    }
}

/// All lines of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CurrencyKey {
    /// The currency.
    #[serde(with = "as_json::text")]
    pub currency: Currency,
}

/// Lines that are added up together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GroupKey {
    /// The currency.
    #[serde(with = "as_json::text")]
    pub currency: Currency,
    /// Id of the product line.
    pub product_line: String,
    /// Id of the status.
    pub status: String,
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Since January of the first year that a date may have.
    months: u32,
}

impl Month {
    /// The month so many months after January of the first year that a date may have.
    #[must_use]
    pub const fn from_number(months: u32) -> Self {
        Self { months }
    }

    /// How many months it is after that one.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.months
    }

    pub(super) fn of(date: Date) -> Self {
        let years = u32::try_from(date.year() - YEAR_MIN).unwrap_or(0);
        Self { months: years * 12 + date.month0() }
    }
}

/// As year and month, for example `2026-11`.
impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = i64::from(YEAR_MIN) + i64::from(self.months / 12);
        write!(formatter, "{year}-{:02}", self.months % 12 + 1)
    }
}

impl OneText for Month {
    fn text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        parse_iso(&format!("{text}-01")).map(Self::of)
    }
}

/// Lines whose cover ends in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthKey {
    /// The month.
    #[serde(rename = "covered_through", with = "as_json::text")]
    pub month: Month,
    /// The currency.
    #[serde(with = "as_json::text")]
    pub currency: Currency,
    /// Whether cover had lapsed, beyond grace.
    #[serde(with = "as_json::text")]
    pub kind: QuoteKind,
}

/// By currency first, and then by month.
impl Ord for MonthKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |of: &Self| (of.currency, of.month, of.kind);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for MonthKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Lines and money of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    /// How many lines.
    pub lines: u64,
    /// What they cost.
    #[serde(with = "as_json::text")]
    pub total: Sum,
}

impl MonthTotal {
    pub(super) fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.total.add(other.total);
    }
}

/// A version of a price book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BookKey {
    /// Id of the book.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// A price book that priced something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookUsed {
    /// SHA-256 of its text.
    pub sha256: String,
    /// `sample` or `approved`.
    pub status: String,
}

/// All that a run adds up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// The rows of the table.
    pub rows: Count,
    /// The accounts they belong to.
    pub accounts: Count,
    /// Rejected rows, each by the first thing that is wrong with it.
    pub rejects: BTreeMap<String, u64>,
    /// Rows of sums, which are skipped.
    pub sum_rows: SumRows,
    /// Money by currency.
    #[serde(with = "as_json::entries")]
    pub currencies: BTreeMap<CurrencyKey, Total>,
    /// Quotes by currency: what is charged once and tax are in no line.
    #[serde(with = "as_json::entries")]
    pub quotes: BTreeMap<CurrencyKey, QuoteTotal>,
    /// Money by currency, product line and status.
    #[serde(with = "as_json::entries")]
    pub groups: BTreeMap<GroupKey, Total>,
    /// Money by the month in which cover ends.
    #[serde(with = "as_json::entries")]
    pub months: BTreeMap<MonthKey, MonthTotal>,
    /// The books that priced it.
    #[serde(with = "as_json::entries")]
    pub books: BTreeMap<BookKey, BookUsed>,
}

/// Rows of sums that were passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumRows {
    /// How many.
    pub count: u64,
    /// The numbers of the first few.
    pub first: Vec<u64>,
}

/// So many numbers of rows are kept.
const ROWS_MAX: usize = 20;

impl SumRows {
    pub(super) fn note(&mut self, row: u64) {
        self.add(&Self { count: 1, first: vec![row] });
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.count += other.count;
        let room = ROWS_MAX.saturating_sub(self.first.len());
        self.first.extend(other.first.iter().take(room));
    }
}

/// The documents of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCount {
    /// How many were made.
    pub made: u64,
    /// How many accounts have none, for something that cannot stand in a document.
    pub failed: u64,
    /// The first few of these.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub first_failures: Vec<DocumentFailure>,
}

/// An account without its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFailure {
    /// Its first row.
    pub row: u64,
    /// What cannot stand in a document.
    pub reason: String,
}

/// Reasons beyond this many are counted, not kept.
const FAILURES_MAX: usize = 20;

impl DocumentCount {
    pub(crate) fn add(&mut self, other: Self) {
        self.made += other.made;
        self.failed += other.failed;
        self.first_failures.extend(other.first_failures);
        self.first_failures.truncate(FAILURES_MAX);
    }
}
