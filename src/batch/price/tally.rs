//! What one chunk adds up to: tables by place, so that a line costs no look-up by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::book::{PriceBook, Status};
use crate::engine::calendar::Date;
use crate::engine::digest::hex;
use crate::engine::money::Currency;
use crate::engine::priced::{AskedAs, Priced, PricedLine};
use crate::engine::quote::{QuoteKind, Totals};
use crate::engine::working::WithoutWorking;

use super::sums::{
    BookKey, BookUsed, Count, CurrencyKey, GroupKey, Month, MonthKey, MonthTotal, QuoteTotal,
    SumRows, Sums, Total,
};

/// The sums of a chunk.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(super) rows: Count,
    pub(super) accounts: Count,
    rejects: BTreeMap<&'static str, u64>,
    sum_rows: SumRows,
    books: Vec<BookTally>,
}

/// The lines of one book in one currency.
#[derive(Debug)]
struct BookTally {
    book: Arc<PriceBook>,
    currency: Currency,
    columns: usize,
    /// By product line and status.
    groups: Vec<Total>,
    /// All quotes.
    quotes: QuoteTotal,
    months: BTreeMap<(Month, QuoteKind), MonthTotal>,
}

impl Tally {
    /// Counts a rejected row by the first thing that is wrong with it.
    pub(super) fn reject(&mut self, code: &'static str) {
        self.rows.rejected += 1;
        *self.rejects.entry(code).or_default() += 1;
    }

    /// Counts a row of sums.
    pub(super) fn pass_over(&mut self, row: u64) {
        self.rows.skipped += 1;
        self.sum_rows.note(row);
    }

    /// The place of the sums for a book and a currency.
    pub(super) fn place(&mut self, book: &Arc<PriceBook>, currency: Currency) -> usize {
        let is_it =
            |tally: &BookTally| Arc::ptr_eq(&tally.book, book) && tally.currency == currency;
        if let Some(place) = self.books.iter().position(is_it) {
            return place;
        }
        let columns = Status::count(book.lapse().bands.len());
        self.books.push(BookTally {
            book: Arc::clone(book),
            currency,
            columns,
            groups: vec![Total::default(); columns * book.lines().len()],
            quotes: QuoteTotal::default(),
            months: BTreeMap::new(),
        });
        self.books.len() - 1
    }

    /// Adds the lines of an account.
    pub(super) fn add_lines(&mut self, priced: &Priced<'_, WithoutWorking>, currency: Currency) {
        let place = self.place(priced.book, currency);
        priced.lines.iter().for_each(|line| self.add(place, line));
    }

    /// Adds a line to the sums at a place.
    pub(super) fn add(&mut self, place: usize, line: &PricedLine<'_, WithoutWorking>) {
        let Some(tally) = self.books.get_mut(place) else { return };
        let (amounts, status) = (&line.amounts, line.status);
        let group = line.line.index.place() * tally.columns + status.column();
        if let Some(group) = tally.groups.get_mut(group) {
            group.add(&Total::from(amounts));
        }
        let month = (Month::of(ends_of(line)), QuoteKind::of([status]));
        let line = MonthTotal { lines: 1, total: amounts.total.into() };
        tally.months.entry(month).or_default().add(&line);
    }

    /// Adds a quote to the sums of its book and currency.
    pub(super) fn add_quote(&mut self, place: usize, totals: &Totals) {
        if let Some(tally) = self.books.get_mut(place) {
            tally.quotes.add(&QuoteTotal::from(totals));
        }
    }

    /// Adds them to those of a run.
    pub(crate) fn add_to(self, sums: &mut Sums) {
        sums.rows.add(self.rows);
        sums.accounts.add(self.accounts);
        sums.sum_rows.add(&self.sum_rows);
        for (code, count) in self.rejects {
            *sums.rejects.entry(code.to_owned()).or_default() += count;
        }
        for tally in &self.books {
            tally.add_to(sums);
        }
    }
}

impl BookTally {
    fn add_to(&self, sums: &mut Sums) {
        let currency = self.currency;
        let about = self.book.about();
        let used =
            || BookUsed { sha256: hex(self.book.sha256()), status: about.status.word().to_owned() };
        let key = BookKey { id: about.id.clone(), version: about.version.clone() };
        sums.books.entry(key).or_insert_with(used);
        let statuses: Vec<Status> = Status::all(self.book.lapse().bands.len()).collect();
        let cells = self.book.lines().iter().flat_map(|line| {
            statuses.iter().map(move |status| (line, self.book.status_id(*status)))
        });
        for ((line, status), total) in cells.zip(&self.groups).filter(|(_, total)| total.lines > 0)
        {
            let (product_line, status) = (line.id.clone(), status.to_owned());
            let key = GroupKey { currency, product_line, status };
            sums.groups.entry(key).or_default().add(total);
            sums.currencies.entry(CurrencyKey { currency }).or_default().add(total);
        }
        sums.quotes.entry(CurrencyKey { currency }).or_default().add(&self.quotes);
        for ((month, kind), total) in &self.months {
            let key = MonthKey { month: *month, currency, kind: *kind };
            sums.months.entry(key).or_default().add(total);
        }
    }
}

/// The last day with cover, before the new term; that of the cover which a change is about.
fn ends_of(line: &PricedLine<'_, WithoutWorking>) -> Date {
    match line.asked {
        AskedAs::Holding(holding) => holding.covered_through,
        AskedAs::Addition(addition) => addition.ends,
        AskedAs::Raise(raise, _) => raise.ends,
    }
}
