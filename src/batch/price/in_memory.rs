//! A table that somebody else holds in memory: its rows are filled from cells that the caller
//! writes, and priced on the way of all others.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher as _};

use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::batch::rows::chunks::{AccountExtent, SegmentKind};
use crate::batch::rows::columns::{ORG_ID, TableColumns, column_names};
use crate::batch::rows::known::{HoldingColumns, OwnNames};
use crate::batch::rows::row::TableRow;
use crate::batch::rows::row_parser::ROW_BYTES_MAX;
use crate::batch::settings::{Due, WantedDocuments};
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::request::HOLDINGS_MAX;

use super::account::Worker;
use super::account_rows::ReadAccount;
use super::chunk::PricingContext;
use super::gathered::{GatheredCells, is_scattered};
use super::known_accounts::{Fingerprint, KnownAccounts};
use super::priced_columns::PricedColumns;
use super::sums::Sums;
use super::table_cells::{TableCells, goes_on};

/// Most rows of an account. One that has more is rejected. Lines that an earlier run wrote below
/// rows that it rejected count as well.
pub const ACCOUNT_ROWS_MAX: usize = HOLDINGS_MAX;

/// Prices the rows of a table that is handed over piece by piece, each piece with whole accounts.
/// A row that names no account is rejected alone, wherever it stands.
///
/// Several shelves of books price the same rows: these are read once, whatever their number.
///
/// It remembers whose accounts it met: one that comes back in a later piece is rejected, as it was
/// priced before as if that had been all of it.
#[derive(Debug)]
pub struct TablePricer {
    shelves: Vec<Shelf>,
    columns: TableColumns,
    /// Which columns mean something.
    reads: Vec<bool>,
    quote_date: Date,
    due: Due,
    met: KnownAccounts,
    /// For each shelf.
    sums: Vec<Sums>,
    /// Buffers of rows, used again and again.
    rows: Vec<TableRow>,
    /// The number of the row before, in a table of rejects.
    last: Vec<u8>,
}

impl TablePricer {
    /// Begins with a table that has these columns, whose names are those of the CSV in any case
    /// and order; others mean nothing. Each shelf prices all of it.
    ///
    /// # Errors
    /// [`BatchError::Table`]: a column lacks, stands there twice, or is all but named like a known
    /// one.
    pub fn new(
        shelves: &[Shelf],
        columns: &[&str],
        quote_date: Date,
        due: Due,
    ) -> Result<Self, BatchError> {
        let names = columns.iter().map(|name| (*name).to_owned()).collect();
        let columns = TableColumns::of(b',', names, &OwnNames(&HoldingColumns))?;
        let used: BTreeSet<usize> =
            (0..column_names().count()).filter_map(|column| columns.place(column)).collect();
        // A row of rejects is one more reason where all its own cells are empty.
        let is_rejects = columns.count > columns.names.len();
        let reads = (0..columns.count).map(|place| is_rejects || used.contains(&place)).collect();
        Ok(Self {
            shelves: shelves.to_vec(),
            columns,
            reads,
            quote_date,
            due,
            met: KnownAccounts::new(),
            sums: vec![Sums::default(); shelves.len()],
            rows: Vec::new(),
            last: Vec::new(),
        })
    }

    /// Whether the cells of a column mean something: no others are asked for.
    #[must_use]
    pub fn reads(&self, column: usize) -> bool {
        self.reads.get(column).is_some_and(|reads| *reads)
    }

    /// The place of the column of ids.
    #[must_use]
    pub fn org_id(&self) -> usize {
        self.columns.place(ORG_ID).unwrap_or_default()
    }

    /// The account that a cell of ids names, as it is compared: without white space around it,
    /// composed (NFC). `None` where it names none.
    #[must_use]
    pub fn account<'cell>(&'cell self, cell: &'cell [u8]) -> Option<Cow<'cell, str>> {
        self.columns.account(cell)
    }

    /// An order of the rows of a table in which those of each account stand together, in their own
    /// order, and accounts in that of their first rows. Of the cells, only the ids are read.
    ///
    /// # Errors
    /// [`BatchError::Table`]: the table has 2³² rows or more. [`BatchError::Stopped`].
    pub fn grouped(&self, rows: usize, mut cells: impl TableCells) -> Result<Vec<u32>, BatchError> {
        let count = u32::try_from(rows).map_err(|_| {
            let message = format!("the table has {rows} rows, and {} are the most", u32::MAX);
            BatchError::table(message, "cut it by `org_id`, and price one piece after the other")
        })?;
        let (mut text, id) = (Vec::new(), self.org_id());
        let mut marks = Vec::with_capacity(rows);
        for (row, place) in (0..count).zip(0..) {
            goes_on(&mut cells, place)?;
            text.clear();
            cells.push(place, id, &mut text);
            marks.push((self.account(&text).map_or(0, |id| mark_of(&id)), row));
        }
        // Two accounts of one mark would be rejected, as rows of one between those of the other.
        marks.sort_unstable();
        // Accounts by their first rows: so what is read together mostly stands together.
        let mut rows = Vec::with_capacity(marks.len());
        let mut account = None;
        for (mark, row) in marks {
            let first = match account {
                Some((last, first)) if last == mark => first,
                Some(_) | None => row,
            };
            account = Some((mark, first));
            rows.push((first, row));
        }
        rows.sort_unstable();
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// Prices the rows of a table, or of a piece of one: all rows of each account that it has, as
    /// neighbours, or brought together by `order`, a permutation of the rows. What comes out is
    /// what each shelf made of the rows, in the order of the shelves.
    ///
    /// # Errors
    /// [`BatchError::Table`]: the order is no permutation of the rows; or the cells take away from
    /// what they are given, which is looked at where rows are far from where the order has them.
    /// [`BatchError::Stopped`]: some accounts of the piece may count as met, and so nothing more is
    /// to be priced with this.
    pub fn price(
        &mut self,
        rows: usize,
        order: Option<&[u32]>,
        cells: impl TableCells,
    ) -> Result<Vec<PricedColumns>, BatchError> {
        if let Some(order) = order {
            is_permutation(rows, order)?;
        }
        self.take((rows, order), AccountExtent::Whole, cells)
    }

    /// Rejects more rows of the account that the last row before was of: it is too large, and
    /// nobody has to hold all of it.
    ///
    /// # Errors
    /// [`BatchError::Stopped`].
    pub fn price_rest(
        &mut self,
        rows: usize,
        cells: impl TableCells,
    ) -> Result<Vec<PricedColumns>, BatchError> {
        self.take((rows, None), AccountExtent::TooLargeRest, cells)
    }

    /// What all rows so far add up to, for each shelf.
    #[must_use]
    pub fn sums(&self) -> &[Sums] {
        &self.sums
    }

    fn take(
        &mut self,
        (rows, order): (usize, Option<&[u32]>),
        extent: AccountExtent,
        mut cells: impl TableCells,
    ) -> Result<Vec<PricedColumns>, BatchError> {
        let Self { shelves, columns, reads, quote_date, due, met, sums, rows: buffers, last } =
            self;
        let context = |shelf| PricingContext {
            shelf,
            columns: columns.clone(),
            quote_date: *quote_date,
            due: *due,
            documents: WantedDocuments::default(),
            scattered: None,
        };
        let contexts: Vec<PricingContext<'_>> = shelves.iter().map(context).collect();
        let worker = |context| Worker::in_memory(context, PricedColumns::of(rows));
        let workers = contexts.iter().map(worker).collect();
        let basis = (*quote_date, *due);
        let mut group = Group { workers, columns, basis, met, extent, further: 0 };
        let mut text = Vec::new();
        let mut length = 0;
        let gathered = order.filter(|order| is_scattered(order));
        let gathered = gathered.map(|order| GatheredCells::of(order, reads, &mut cells));
        let gathered = gathered.transpose()?;
        for place in 0..rows {
            goes_on(&mut cells, place)?;
            let at = order.and_then(|order| order.get(place)).map_or(place, |row| *row as usize);
            if buffers.len() == length {
                buffers.push(TableRow::default());
            }
            let Some(row) = buffers.get_mut(length) else { break };
            let mut near = gathered.as_ref().map(|gathered| gathered.row(place));
            fill(row, at, reads, |column, record| {
                text.clear();
                match &mut near {
                    Some(row) => record.push_field(row.next_cell()),
                    None => {
                        cells.push(at, column, &mut text);
                        record.push_field(&text);
                    }
                }
            });
            if group.is_passed_over(row, last) {
                continue;
            }
            length += 1;
            if let [first, .., own] = buffers.get(..length).unwrap_or_default()
                && !group.is_same_account(first, own)
            {
                group.end(buffers.get(..length - 1).unwrap_or_default());
                buffers.swap(0, length - 1);
                length = 1;
            }
        }
        group.end(buffers.get(..length).unwrap_or_default());
        let priced = group.workers.iter_mut().zip(sums).map(|(worker, sums)| {
            let out = worker.out();
            out.tally.rows.total = u64::try_from(rows).unwrap_or(u64::MAX);
            std::mem::take(&mut out.tally).add_to(sums);
            std::mem::take(&mut out.priced)
        });
        Ok(priced.collect())
    }
}

/// Rows that are read, and what is known of those before.
struct Group<'a, 'run> {
    /// For each shelf.
    workers: Vec<Worker<'run>>,
    columns: &'a TableColumns,
    basis: (Date, Due),
    met: &'a mut KnownAccounts,
    extent: AccountExtent,
    /// Lines below the rows of the account that were rejected before.
    further: usize,
}

impl Group<'_, '_> {
    /// Whether a row is no part of an account's request: a line below a row that was rejected
    /// before, or a row that names no account.
    fn is_passed_over(&mut self, row: &TableRow, last: &mut Vec<u8>) -> bool {
        let is_owned = self.columns.key(&row.record).is_some();
        if self.columns.is_further_reason(&row.record, last) {
            self.workers.iter_mut().for_each(|worker| worker.skip_further_reason(row));
            self.further += usize::from(is_owned);
            return true;
        }
        if !is_owned {
            // Where it stands says nothing of whose it is: an engine may have sorted.
            self.workers.iter_mut().for_each(|worker| worker.reject_unowned(row));
        }
        !is_owned
    }

    /// Whether two rows are of one account.
    fn is_same_account(&self, first: &TableRow, own: &TableRow) -> bool {
        self.columns.has_same_key(&own.record, &first.record)
            || self.columns.key(&own.record) == self.columns.key(&first.record)
    }

    /// Ends an account.
    fn end(&mut self, rows: &[TableRow]) {
        let first = rows.first().and_then(|first| self.columns.key(&first.record));
        let Some(id) = first else { return };
        let goes_on = self.extent == AccountExtent::TooLargeRest;
        let is_new = self.met.is_new(Fingerprint::of(&id));
        for worker in &mut self.workers {
            worker.out().priced.of_account(&id, rows.iter().map(TableRow::place), goes_on);
        }
        let Some((last, others)) = self.workers.split_last_mut() else { return };
        let (quote_date, due) = self.basis;
        // What the rows say is the same for all.
        let read = ReadAccount::of(rows, (self.columns, quote_date, due));
        let is_scattered = !goes_on && !is_new;
        let lines = rows.len().saturating_add(std::mem::take(&mut self.further));
        let extent = match self.extent {
            // However it is cut: whoever waits for the end of an account counts all its lines.
            AccountExtent::Whole if lines > ACCOUNT_ROWS_MAX => AccountExtent::TooLarge,
            AccountExtent::Whole | AccountExtent::TooLarge | AccountExtent::TooLargeRest => {
                self.extent
            }
        };
        for worker in others {
            worker.price_in_memory(read.clone(), extent, is_scattered);
        }
        last.price_in_memory(read, extent, is_scattered);
    }
}

/// Fills a row from the cells at a place of the table; `push` adds the one of a column.
fn fill(
    row: &mut TableRow,
    at: usize,
    reads: &[bool],
    mut push: impl FnMut(usize, &mut ByteRecord),
) {
    row.record.clear();
    row.kind = SegmentKind::Rows;
    for (column, is_read) in reads.iter().enumerate() {
        match is_read {
            true => push(column, &mut row.record),
            false => row.record.push_field(&[]),
        }
    }
    let bytes = row.record.as_slice().len().saturating_add(row.record.len());
    (row.range, row.number) = (0..bytes, u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1));
    row.fault = if bytes > ROW_BYTES_MAX { TableRow::fault_of(SegmentKind::TooLong) } else { None };
}

/// What ids are sorted by: the same for the same id, and different, but for one pair in 10³⁸, for
/// others.
fn mark_of(id: &str) -> u128 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    let high = hasher.finish();
    hasher.write_u8(1);
    u128::from(high) << u64::BITS | u128::from(hasher.finish())
}

fn is_permutation(rows: usize, order: &[u32]) -> Result<(), BatchError> {
    let mut seen = vec![false; rows];
    let is_new = |row: &u32| {
        let slot = usize::try_from(*row).ok().and_then(|row| seen.get_mut(row));
        slot.is_some_and(|slot| !std::mem::replace(slot, true))
    };
    if order.len() == rows && order.iter().all(is_new) {
        return Ok(());
    }
    Err(BatchError::table(
        format!("the order of {} places does not name each of the {rows} rows once", order.len()),
        "give each row's place, from 0, one time",
    ))
}
