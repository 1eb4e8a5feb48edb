//! What a run adds up: rows, accounts, and money by currency, product line, status and month.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::batch::table::cells::push_minor;
use crate::engine::book::{PriceBook, Status};
use crate::engine::calendar::{Date, YEAR_MIN};
use crate::engine::charges::Amounts;
use crate::engine::digest::hex;
use crate::engine::money::{Currency, Money};
use crate::engine::quote::QuoteKind;

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
    fn add(&mut self, other: Self) {
        self.total += other.total;
        self.priced += other.priced;
        self.rejected += other.rejected;
        self.skipped += other.skipped;
    }
}

/// The sums of some lines, in whole minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// How many lines.
    pub lines: u64,
    /// The new terms.
    pub forward: i128,
    /// Off, for the number of years.
    pub term_discount: i128,
    /// The charges for gaps.
    pub back_coverage: i128,
    /// The charges for having lapsed.
    pub penalty: i128,
    /// All of it.
    pub total: i128,
}

impl Total {
    fn add_line(&mut self, amounts: &Amounts) {
        let minor = |money: Money| i128::from(money.minor());
        self.lines += 1;
        self.forward += minor(amounts.forward);
        self.term_discount += minor(amounts.term_discount);
        self.back_coverage += minor(amounts.back_coverage);
        self.penalty += minor(amounts.penalty);
        self.total += minor(amounts.total);
    }

    /// Adds other lines of the same currency.
    pub fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.forward += other.forward;
        self.term_discount += other.term_discount;
        self.back_coverage += other.back_coverage;
        self.penalty += other.penalty;
        self.total += other.total;
    }
}

/// Lines that are added up together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupKey {
    /// The currency's code.
    pub currency: Currency,
    /// Id of the product line.
    pub product_line: String,
    /// Id of the status.
    pub status: String,
}

/// Lines whose cover ends in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthKey {
    /// The currency.
    pub currency: Currency,
    /// Months since January of the first year that a date may have.
    pub month: u32,
    /// Whether cover had lapsed, beyond grace.
    pub kind: QuoteKind,
}

/// Lines and money of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthTotal {
    /// How many lines.
    pub lines: u64,
    /// What they cost.
    pub total: i128,
}

/// A price book that priced something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookUsed {
    /// SHA-256 of its text.
    pub sha256: String,
    /// `sample` or `approved`.
    pub status: String,
}

/// All that a run adds up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// The rows of the table.
    pub rows: Count,
    /// The accounts they belong to.
    pub accounts: Count,
    /// Rejected rows by code.
    pub rejects: BTreeMap<String, u64>,
    /// Money by currency, product line and status.
    pub groups: BTreeMap<GroupKey, Total>,
    /// Money by the month in which cover ends.
    pub months: BTreeMap<MonthKey, MonthTotal>,
    /// The books that priced it, by id and version.
    pub books: BTreeMap<(String, String), BookUsed>,
    /// How many documents were made.
    pub documents: u64,
    /// Documents that could not be made: how many, and why for the first few.
    pub documents_failed: u64,
    /// The first few of them: row and reason.
    pub failures: Vec<(u64, String)>,
}

/// Reasons beyond this many are counted, not kept.
const FAILURES_MAX: usize = 20;

impl Sums {
    /// Adds what a chunk adds up to.
    pub(crate) fn add(&mut self, tally: Tally) {
        self.rows.add(tally.rows);
        self.accounts.add(tally.accounts);
        for (code, count) in tally.rejects {
            *self.rejects.entry(code.to_owned()).or_default() += count;
        }
        for table in &tally.tables {
            table.add_to(self);
        }
        self.documents += tally.documents;
        self.documents_failed += u64::try_from(tally.failures.len()).unwrap_or(u64::MAX);
        self.failures.extend(tally.failures);
        self.failures.truncate(FAILURES_MAX);
    }

    /// Money by currency.
    #[must_use]
    pub fn currencies(&self) -> BTreeMap<Currency, Total> {
        let mut sums: BTreeMap<Currency, Total> = BTreeMap::new();
        for (key, total) in &self.groups {
            sums.entry(key.currency).or_default().add(total);
        }
        sums
    }
}

/// What one chunk adds up to: tables by place, so that a line costs no look-up by name.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) rows: Count,
    pub(crate) accounts: Count,
    pub(crate) rejects: BTreeMap<&'static str, u64>,
    tables: Vec<BookTally>,
    pub(crate) documents: u64,
    pub(crate) failures: Vec<(u64, String)>,
}

/// The lines of one book in one currency.
#[derive(Debug)]
struct BookTally {
    book: Arc<PriceBook>,
    currency: Currency,
    columns: usize,
    /// By product line and status.
    groups: Vec<Total>,
    /// By month and kind, from the first month that was met.
    months: BTreeMap<(u32, QuoteKind), MonthTotal>,
}

impl Tally {
    /// The place of the table for a book and a currency.
    pub(crate) fn table(&mut self, book: &Arc<PriceBook>, currency: Currency) -> usize {
        let is_it =
            |table: &BookTally| Arc::ptr_eq(&table.book, book) && table.currency == currency;
        if let Some(place) = self.tables.iter().position(is_it) {
            return place;
        }
        let columns = book.lapse().bands.len() + 2;
        self.tables.push(BookTally {
            book: Arc::clone(book),
            currency,
            columns,
            groups: vec![Total::default(); columns * book.lines().len()],
            months: BTreeMap::new(),
        });
        self.tables.len() - 1
    }

    /// Adds a line to a table.
    pub(crate) fn add_line(
        &mut self,
        table: usize,
        (line, status): (usize, Status),
        covered_through: Date,
        amounts: &Amounts,
    ) {
        let Some(table) = self.tables.get_mut(table) else { return };
        let cell = line * table.columns + status.column();
        if let Some(group) = table.groups.get_mut(cell) {
            group.add_line(amounts);
        }
        let kind = QuoteKind::of([status]);
        let month = table.months.entry((month_of(covered_through), kind)).or_default();
        month.lines += 1;
        month.total += i128::from(amounts.total.minor());
    }
}

impl BookTally {
    fn add_to(&self, sums: &mut Sums) {
        let about = self.book.about();
        let used =
            || BookUsed { sha256: hex(self.book.sha256()), status: about.status.word().to_owned() };
        sums.books.entry((about.id.clone(), about.version.clone())).or_insert_with(used);
        let bands = self.book.lapse().bands.iter().map(|band| Status::Band(band.index));
        let statuses: Vec<Status> =
            [Status::Renewal, Status::Grace].into_iter().chain(bands).collect();
        let cells = self.book.lines().iter().flat_map(|line| {
            statuses.iter().map(move |status| (line, self.book.status_id(*status)))
        });
        for ((line, status), total) in cells.zip(&self.groups) {
            if total.lines == 0 {
                continue;
            }
            let key = GroupKey {
                currency: self.currency,
                product_line: line.id.clone(),
                status: status.to_owned(),
            };
            sums.groups.entry(key).or_default().add(total);
        }
        for ((month, kind), total) in &self.months {
            let key = MonthKey { currency: self.currency, month: *month, kind: *kind };
            let sum = sums.months.entry(key).or_default();
            sum.lines += total.lines;
            sum.total += total.total;
        }
    }
}

fn month_of(date: Date) -> u32 {
    let years = u32::try_from(date.year() - YEAR_MIN).unwrap_or(0);
    years * 12 + date.month0()
}

/// A month as year and month, for example `2026-11`.
#[must_use]
pub fn month_name(month: u32) -> String {
    let year = i64::from(YEAR_MIN) + i64::from(month / 12);
    format!("{year}-{:02}", month % 12 + 1)
}

/// An amount of minor units as text.
#[must_use]
pub fn amount_text(minor: i128, currency: Currency) -> String {
    let mut out = Vec::new();
    push_minor(&mut out, minor, currency.decimals());
    String::from_utf8_lossy(&out).into_owned()
}
