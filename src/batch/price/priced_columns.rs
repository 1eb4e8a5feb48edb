//! What comes of the rows of a table in memory: a slot for each, in the order of the table.

use std::sync::Arc;

use crate::engine::book::{PriceBook, Status};
use crate::engine::calendar::Date;
use crate::engine::money::{Currency, Money};
use crate::engine::priced::{Priced, PricedLine};
use crate::engine::working::WithoutWorking;

use super::account_rows::AccountRows;
use super::sums::{LINE_AMOUNTS, amounts_of_line};

/// Why a row that can be read has no line: support that does not end in the days asked for …
pub(super) const NOT_DUE: &str = "not-due";
/// … a contract outside the quote …
pub(super) const OTHER_CONTRACT: &str = "other-contract";
/// … and a line that an earlier run wrote below a row that it rejected.
pub(super) const FURTHER_REASON: &str = "further-reason";

/// What each row of a table came to, in the order of the table.
#[derive(Debug, Default)]
pub struct PricedColumns {
    slots: Vec<Slot>,
    /// The ids of accounts, one behind the other.
    accounts: String,
    /// The books that price lines.
    books: Vec<Arc<PriceBook>>,
    /// Reasons of rejected rows; those of neighbours are often the same.
    reasons: Vec<String>,
}

/// What a row came to, with what many rows share by its place. Small, as the rows of a table in any
/// order are far from each other in memory.
#[derive(Debug, Clone, Copy)]
struct Slot {
    is_first: bool,
    /// Where the id of its account begins, and how long it is.
    account: (usize, u32),
    outcome: SlotOutcome,
}

#[derive(Debug, Clone, Copy)]
enum SlotOutcome {
    Priced(SlotLine),
    Skipped(&'static str),
    Rejected { code: &'static str, reason: usize },
}

#[derive(Debug, Clone, Copy)]
struct SlotLine {
    book: u32,
    status: Status,
    quantity: u64,
    gap_days: u32,
    forward_from: Date,
    forward_through: Date,
    currency: Currency,
    /// The units of each amount, in the order of [`TableLine`], and their decimals.
    units: [i64; LINE_AMOUNTS],
    decimals: [u8; LINE_AMOUNTS],
}

/// What a row came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedRow<'a> {
    /// Whether it is the first row of its account, whatever became of it; also of the rows of an
    /// account that comes back. So there are more of them than accounts where one was split.
    pub first: bool,
    /// The id of its account as it was compared: without white space around it, composed (NFC).
    /// `None` where the row names none.
    pub account: Option<&'a str>,
    /// Its price, or why it has none.
    pub outcome: RowOutcome<'a>,
}

/// The price of a row, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOutcome<'a> {
    /// It is a line of a quote.
    Priced(TableLine<'a>),
    /// Nothing was asked for.
    Skipped {
        /// `not-due` for support that does not end in the days asked for, `other-contract` for a
        /// contract outside the quote, `further-reason` for a line that an earlier run wrote below
        /// a rejected row.
        code: &'static str,
    },
    /// Its account has no quote.
    Rejected {
        /// The code of the first thing that is wrong with it.
        code: &'static str,
        /// All that is wrong with it, parted by `; `.
        reason: &'a str,
    },
}

/// A line of a quote, as in `lines.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLine<'a> {
    /// Licences.
    pub quantity: u64,
    /// Days without support before the new term.
    pub gap_days: u64,
    /// Id of the status: `current`, or that of a band of the book.
    pub status: &'a str,
    /// The currency of all amounts.
    pub currency: Currency,
    /// First day of the new term.
    pub forward_from: Date,
    /// Its last day.
    pub forward_through: Date,
    /// List price of one licence.
    pub unit_list: Money,
    /// The same after the discount of the programme.
    pub unit_net: Money,
    /// The new term.
    pub forward: Money,
    /// Discount for the length of the term.
    pub term_discount: Money,
    /// The time without support.
    pub back_coverage: Money,
    /// The reinstatement fee.
    pub penalty: Money,
    /// All of it, without tax and what is charged once a quote.
    pub total: Money,
    /// Id of the price book.
    pub book: &'a str,
    /// Its version.
    pub book_version: &'a str,
}

impl PricedColumns {
    /// Slots for so many rows, to be filled.
    pub(super) fn of(rows: usize) -> Self {
        let outcome = SlotOutcome::Skipped("");
        let slot = Slot { is_first: false, account: (0, 0), outcome };
        Self { slots: vec![slot; rows], ..Self::default() }
    }

    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// What the row at a place of the table came to.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<PricedRow<'_>> {
        let slot = self.slots.get(row)?;
        let (start, length) = slot.account;
        let end = start.saturating_add(length as usize);
        let account = self.accounts.get(start..end).filter(|id| !id.is_empty());
        let outcome = match &slot.outcome {
            SlotOutcome::Priced(line) => RowOutcome::Priced(self.line(line)?),
            SlotOutcome::Skipped(code) => RowOutcome::Skipped { code },
            SlotOutcome::Rejected { code, reason } => {
                let reason = self.reasons.get(*reason).map_or("", String::as_str);
                RowOutcome::Rejected { code, reason }
            }
        };
        Some(PricedRow { first: slot.is_first, account, outcome })
    }

    fn line(&self, line: &SlotLine) -> Option<TableLine<'_>> {
        let book = self.books.get(line.book as usize)?;
        let [unit_list, unit_net, forward, term_discount, back_coverage, penalty, total] =
            line.amounts();
        Some(TableLine {
            quantity: line.quantity,
            gap_days: line.gap_days.into(),
            status: book.status_id(line.status),
            currency: line.currency,
            forward_from: line.forward_from,
            forward_through: line.forward_through,
            unit_list,
            unit_net,
            forward,
            term_discount,
            back_coverage,
            penalty,
            total,
            book: &book.about().id,
            book_version: &book.about().version,
        })
    }

    /// Notes whose the rows at some places are; the first of them is the account's first row,
    /// unless they go on with it.
    pub(super) fn of_account(
        &mut self,
        org_id: &str,
        rows: impl Iterator<Item = usize>,
        goes_on: bool,
    ) {
        // One that is longer than a cell may be is none.
        let length = u32::try_from(org_id.len()).unwrap_or(0);
        let account = (self.accounts.len(), length);
        self.accounts.push_str(org_id);
        for (at, row) in rows.enumerate() {
            if let Some(slot) = self.slots.get_mut(row) {
                slot.account = account;
                slot.is_first = at == 0 && !goes_on;
            }
        }
    }

    /// Puts the lines of an account; its rows without one ask for nothing.
    pub(super) fn put_lines(
        &mut self,
        account: &AccountRows<'_>,
        priced: &Priced<'_, WithoutWorking>,
    ) {
        for (place, row) in account.rows.iter().enumerate() {
            let code = if account.is_not_due(place) { NOT_DUE } else { OTHER_CONTRACT };
            self.skip(row.place(), code);
        }
        for line in &priced.lines {
            let row = account.row_of(line.place).and_then(|place| account.rows.get(place));
            if let Some(row) = row {
                self.price(row.place(), line, priced.book);
            }
        }
    }

    /// A row is a line of a quote.
    fn price(&mut self, row: usize, line: &PricedLine<'_, WithoutWorking>, book: &Arc<PriceBook>) {
        let known = self.books.iter().rposition(|known| Arc::ptr_eq(known, book));
        let book = known.unwrap_or_else(|| {
            self.books.push(Arc::clone(book));
            self.books.len() - 1
        });
        let amounts = amounts_of_line(&line.amounts);
        let line = SlotLine {
            book: u32::try_from(book).unwrap_or(u32::MAX),
            status: line.status,
            quantity: line.quantity,
            gap_days: line.gap.days,
            forward_from: line.forward_from,
            forward_through: line.forward_through,
            currency: line.amounts.total.currency(),
            units: amounts.map(Money::minor),
            decimals: amounts.map(Money::decimals),
        };
        self.put(row, SlotOutcome::Priced(line));
    }

    /// A row asks for nothing.
    pub(super) fn skip(&mut self, row: usize, code: &'static str) {
        self.put(row, SlotOutcome::Skipped(code));
    }

    /// A row has no price.
    pub(super) fn reject(&mut self, row: usize, code: &'static str, reason: String) {
        if self.reasons.last() != Some(&reason) {
            self.reasons.push(reason);
        }
        self.put(row, SlotOutcome::Rejected { code, reason: self.reasons.len() - 1 });
    }

    fn put(&mut self, row: usize, outcome: SlotOutcome) {
        if let Some(slot) = self.slots.get_mut(row) {
            slot.outcome = outcome;
        }
    }
}

impl SlotLine {
    fn amounts(&self) -> [Money; LINE_AMOUNTS] {
        let mut amounts = [Money::zero(self.currency); LINE_AMOUNTS];
        for (amount, (units, decimals)) in
            amounts.iter_mut().zip(self.units.into_iter().zip(self.decimals))
        {
            *amount = Money::of_units(units, self.currency, decimals);
        }
        amounts
    }
}
