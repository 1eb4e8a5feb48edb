//! A chunk of whole accounts: each is read, checked and priced, and written as rows of the outputs.

use crate::batch::error::BatchError;
use crate::batch::settings::{Due, WantedDocuments};
use crate::batch::table::account_cells::AccountCells;
use crate::batch::table::cells::{
    LINE_END, Quotes, end_row, push_cell, push_digits, push_text, reader, without_guard,
};
use crate::batch::table::chunks::{ACCOUNT_BYTES_MAX, AccountExtent, Chunk, SegmentKind};
use crate::batch::table::columns::{OF_ACCOUNT, TableColumns};
use crate::batch::table::row::{ReadAccount, RowCells, RowFault, TableRow};
use crate::document::words;
use crate::engine::assess::{Priced, assess};
use crate::engine::book::{Language, Shelf};
use crate::engine::calendar::Date;
use crate::engine::digest::sha256;
use crate::engine::digits::Digits;
use crate::engine::price::{SummedUp, sum_up};
use crate::engine::priced::{AskedAs, PricedLine};
use crate::engine::quote::{QuoteKind, Totals};
use crate::engine::refusal::{Reason, Refusal};
use crate::engine::request::{HOLDINGS_MAX, HoldingRef, OtherContracts, Request, RequestRef};
use crate::engine::working::WithoutWorking;

use super::documents::{self, Document};
use super::known_accounts::Fingerprint;
use super::sums::{DocumentCount, DocumentFailure};
use super::tally::Tally;

/// What every chunk is priced with.
pub(crate) struct PricingContext<'run> {
    pub(crate) shelf: &'run Shelf,
    pub(crate) columns: TableColumns,
    pub(crate) quote_date: Date,
    pub(crate) due: Due,
    pub(crate) documents: WantedDocuments<'run>,
}

/// What comes of a chunk.
#[derive(Debug, Default)]
pub(crate) struct ChunkOutcome {
    pub(crate) lines: Vec<u8>,
    pub(crate) quotes: Vec<u8>,
    pub(crate) rejects: Vec<u8>,
    /// Rows of `findings.csv`.
    pub(crate) findings: Vec<u8>,
    /// Rows of `documents.csv`.
    pub(crate) document_rows: Vec<u8>,
    pub(crate) documents: Vec<Document>,
    pub(crate) document_count: DocumentCount,
    pub(crate) tally: Tally,
    pub(crate) requests: Vec<FromRows>,
    /// Rows of which no request could be made.
    pub(crate) rejected: Vec<Rejected>,
    /// Whose the accounts are, in order; none for the rest of one that is too large.
    pub(crate) accounts: Vec<Fingerprint>,
}

/// A request and the rows it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromRows {
    /// Its first row, counted from 1 without the header.
    pub first_row: u64,
    /// Its last row.
    pub last_row: u64,
    /// The request.
    pub request: Request,
}

/// A row that no request could be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Counted from 1 without the header.
    pub row: u64,
    /// The code that a run would reject it with.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub reason: String,
}

/// What is to be made of chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Outputs.
    Price,
    /// Requests, not priced.
    Request,
    /// Nothing: they are looked through for whose they are.
    Recognize,
}

/// Prices chunks, one after the other, with the same buffers.
pub(crate) struct Worker<'run> {
    context: &'run PricingContext<'run>,
    rows: Vec<TableRow>,
    out: ChunkOutcome,
    /// Places among the chunk's accounts of those that were there before.
    known: Vec<usize>,
    account: AccountExtent,
    work: Work,
    words: Vec<(Reason, String)>,
}

impl<'run> Worker<'run> {
    pub(crate) fn new(context: &'run PricingContext<'run>) -> Self {
        Self {
            context,
            rows: Vec::new(),
            out: ChunkOutcome::default(),
            known: Vec::new(),
            account: AccountExtent::Whole,
            work: Work::Price,
            words: Vec::new(),
        }
    }

    /// Prices a chunk; `known` are the places of accounts that an earlier chunk or this one had
    /// before.
    pub(crate) fn work(
        &mut self,
        chunk: &Chunk,
        work: Work,
        known: &[usize],
    ) -> Result<ChunkOutcome, BatchError> {
        self.known = known.to_vec();
        self.account = chunk.account;
        self.work = work;
        let mut rows = std::mem::take(&mut self.rows);
        let mut group = RowGroup::default();
        let mut number = chunk.first_row;
        for segment in &chunk.segments {
            let bytes = chunk.bytes.get(segment.range.clone()).unwrap_or_default();
            let quotes =
                if segment.kind == SegmentKind::Rows { Quotes::Read } else { Quotes::Text };
            let mut reader = reader(bytes, self.context.columns.delimiter, quotes);
            // A row that is too long has its place, and no cells.
            let mut is_empty_row = segment.kind == SegmentKind::TooLong;
            loop {
                if rows.len() == group.length {
                    rows.push(TableRow::default());
                }
                let Some(row) = rows.get_mut(group.length) else { break };
                let before = reader.position().byte();
                let is_read = reader.read_byte_record(&mut row.record).map_err(BatchError::csv)?;
                if !is_read && !is_empty_row {
                    break;
                }
                is_empty_row = false;
                row.number = number;
                row.bytes = usize::try_from(reader.position().byte() - before).unwrap_or(0);
                row.fault = TableRow::fault_of(segment.kind);
                number += 1;
                self.arrive(&mut rows, &mut group);
            }
        }
        self.finish(&rows, &group);
        self.rows = rows;
        if number - chunk.first_row != chunk.rows {
            return Err(BatchError::Bug("a chunk has other rows than were cut"));
        }
        self.out.tally.rows.total = chunk.rows;
        Ok(std::mem::take(&mut self.out))
    }

    /// Takes the row behind the group into it, or ends the group before it.
    fn arrive(&mut self, rows: &mut [TableRow], group: &mut RowGroup) {
        let key = |place: usize| {
            let row = rows.get(place).filter(|row| row.fault.is_none())?;
            self.context.columns.key(&row.record)
        };
        let next = group.length;
        match (key(next), group.owned) {
            (None, _) => group.length += 1,
            (Some(new), 1..) if key(group.first) == Some(new) => {
                group.length += 1;
                group.owned = group.length;
            }
            (Some(_), _) => {
                self.finish(rows, group);
                rows.swap(0, next);
                *group = RowGroup { first: 0, owned: 1, length: 1 };
            }
        }
    }

    /// Ends an account and the rows behind it that nobody owns.
    fn finish(&mut self, rows: &[TableRow], group: &RowGroup) {
        let (account, rest) = rows.split_at(group.owned);
        let rest = rest.get(..group.length - group.owned).unwrap_or_default();
        if !account.is_empty() {
            if self.account != AccountExtent::TooLargeRest {
                let key = account.first().and_then(|row| self.context.columns.key(&row.record));
                self.out.accounts.push(Fingerprint::of(&sha256(key.unwrap_or_default())));
            }
            if self.work != Work::Recognize {
                self.price(account);
            }
        }
        if self.work != Work::Recognize {
            for row in rest {
                let fault = row.cells(&self.context.columns).err();
                let fault =
                    fault.unwrap_or_else(|| RowFault::new("missing-value", "`org_id` is empty"));
                self.reject(row, fault.code, &fault.reason);
            }
        }
    }

    /// Prices an account or rejects its rows.
    fn price(&mut self, rows: &[TableRow]) {
        let context = self.context;
        let is_rest = self.account == AccountExtent::TooLargeRest;
        if !is_rest {
            self.out.tally.accounts.total += 1;
        }
        let bytes: usize = rows.iter().map(|row| row.bytes).sum();
        let is_large = rows.len() > HOLDINGS_MAX || bytes > ACCOUNT_BYTES_MAX;
        let is_known = self.known.contains(&self.out.accounts.len().saturating_sub(1));
        let mut due: Vec<&TableRow> = Vec::with_capacity(rows.len());
        let mut cells: Vec<Result<RowCells<'_>, RowFault>> = Vec::with_capacity(rows.len());
        for row in rows {
            let read = row.cells(&context.columns);
            // Whose it is was read for the first row alone.
            let read = read.and_then(|cells| cells.org_id().map(|_| cells));
            if is_left_out(context.due, read.as_ref().ok()) {
                self.out.tally.rows.skipped += 1;
            } else {
                due.push(row);
                cells.push(read);
            }
        }
        if due.is_empty() {
            self.out.tally.accounts.skipped += u64::from(!is_rest);
            return;
        }
        let rejected = u64::from(!is_rest);
        if is_large || self.account != AccountExtent::Whole {
            let reason = format!(
                "the account has more than {HOLDINGS_MAX} rows or {ACCOUNT_BYTES_MAX} bytes, \
                 which are the most"
            );
            self.reject_all(&due, &cells, &RowFault::new("account-too-large", reason));
        } else if is_known {
            let reason = "the rows of an account must stand together: an earlier row has this \
                          `org_id`, and others stand between";
            self.reject_all(&due, &cells, &RowFault::new("account-not-adjacent", reason));
        } else if self.price_due(&due, &cells) {
            self.out.tally.accounts.priced += 1;
            return;
        }
        self.out.tally.accounts.rejected += rejected;
    }

    /// Prices the rows of an account that are due; `false` where they were rejected.
    fn price_due(&mut self, rows: &[&TableRow], cells: &[Result<RowCells<'_>, RowFault>]) -> bool {
        let context = self.context;
        let mut faults: Vec<Vec<RowFault>> = Vec::new();
        let mut found = Vec::new();
        let mut holdings = Vec::with_capacity(rows.len());
        let mut first: Option<(AccountCells<'_>, &TableRow)> = None;
        let mut differing: Option<(u64, &'static str)> = None;
        for (place, (row, cells)) in rows.iter().zip(cells).enumerate() {
            match cells {
                Err(fault) => found.push(fault.clone()),
                Ok(cells) => {
                    holdings.extend(cells.holding(&mut found));
                    if !first.is_some_and(|(_, first)| same_shared(context, first, row)) {
                        let shared = cells.account(context.quote_date, &mut found);
                        if let Some(shared) = shared {
                            let (first, _) = *first.get_or_insert((shared, row));
                            let name = first.difference(&shared);
                            differing = differing.or(name.map(|name| (row.number, name)));
                        }
                    }
                }
            }
            if !found.is_empty() {
                faults.resize_with(place, Vec::new);
                faults.push(std::mem::take(&mut found));
            }
        }
        if !faults.is_empty() {
            faults.resize_with(rows.len(), Vec::new);
            self.reject_faults(rows, &faults);
            return false;
        }
        let Some((shared, first)) = first else { return false };
        if let Some((number, name)) = differing {
            let reason = format!(
                "the rows of an account must agree: row {number} has another `{name}` than row {}",
                first.number
            );
            self.reject_all(rows, cells, &RowFault::new("inconsistent-account", reason));
            return false;
        }
        let org_id = context.columns.key(&first.record).unwrap_or_default();
        let org_id = std::str::from_utf8(org_id).unwrap_or_default();
        let account = ReadAccount { rows, first_row: first.number, org_id, shared };
        match self.work {
            Work::Price => self.assess(&account, &holdings),
            Work::Request => self.keep_request(&account, &holdings).is_some(),
            Work::Recognize => false,
        }
    }

    /// Keeps the request of an account, where it can be one.
    fn keep_request(
        &mut self,
        account: &ReadAccount<'_>,
        holdings: &[HoldingRef<'_>],
    ) -> Option<()> {
        // Each row has its own level; the request's is that of the first.
        let level = holdings.first()?.service_level?;
        let request = account.request(holdings, level, self.context.quote_date)?;
        let (first_row, last_row) = (account.first_row, account.rows.last()?.number);
        self.out.requests.push(FromRows { first_row, last_row, request });
        Some(())
    }

    fn assess(&mut self, account: &ReadAccount<'_>, holdings: &[HoldingRef<'_>]) -> bool {
        let (context, shared) = (self.context, &account.shared);
        let start = shared.start.unwrap_or(context.quote_date);
        let request = RequestRef {
            book: shared.book,
            quote_date: context.quote_date,
            start,
            currency: shared.currency,
            service_level: None,
            term_years: Some(shared.term_years),
            common_end: None,
            concession: None,
            program: shared.program,
            payment: None,
            lapse_choice: None,
            additions: &[],
            raises: &[],
            others: OtherContracts { list: &[], start },
        };
        let priced: Result<Priced<'_, WithoutWorking>, _> =
            assess(request, holdings, context.shelf);
        let priced = match priced {
            Ok(priced) => priced,
            Err(refusals) => {
                self.reject_refused(account.rows, &refusals);
                return false;
            }
        };
        let sums: SummedUp<WithoutWorking> = match sum_up(&[], &priced) {
            Ok(sums) => sums,
            Err(reason) => {
                self.reject_refused(account.rows, &[Refusal { line: None, reason }]);
                return false;
            }
        };
        self.write(account, &priced, &sums.totals);
        true
    }

    fn write(
        &mut self,
        account: &ReadAccount<'_>,
        priced: &Priced<'_, WithoutWorking>,
        sums: &Totals,
    ) {
        let currency = account.shared.currency.code();
        let place = self.out.tally.place(priced.book, account.shared.currency);
        for (row, line) in account.rows.iter().zip(&priced.lines) {
            let out = &mut self.out.lines;
            let amounts = &line.amounts;
            push_digits(out, Digits::of(row.number));
            push_text(out, account.org_id);
            push_text(out, &line.line.id);
            push_text(out, &line.edition.id);
            push_digits(out, Digits::of(line.quantity));
            push_text(out, priced.book.status_id(line.status));
            push_digits(out, Digits::of(line.gap.days.into()));
            push_digits(out, Digits::of_date(line.forward_from));
            push_digits(out, Digits::of_date(line.forward_through));
            for money in [
                amounts.unit_list,
                amounts.unit_net,
                amounts.forward,
                amounts.term_discount,
                amounts.back_coverage,
                amounts.penalty,
                amounts.total,
            ] {
                push_digits(out, money.digits());
            }
            push_text(out, currency);
            end_row(out);
            let key = (line.line.index.place(), line.status);
            let AskedAs::Holding(holding) = line.asked else { continue };
            self.out.tally.add_line(place, key, holding.covered_through, amounts);
        }
        self.out.tally.rows.priced += count(account.rows.len());
        let out = &mut self.out.quotes;
        push_text(out, account.org_id);
        push_text(out, account.shared.customer);
        push_text(out, QuoteKind::of(priced.lines.iter().map(|line| line.status)).word());
        push_text(out, currency);
        push_digits(out, Digits::of(count(priced.lines.len())));
        for money in
            [sums.forward, sums.term_discount, sums.back_coverage, sums.penalty, sums.subtotal]
        {
            push_digits(out, money.digits());
        }
        end_row(out);
        self.write_documents(account, &priced.lines);
    }

    fn write_documents(
        &mut self,
        account: &ReadAccount<'_>,
        lines: &[PricedLine<'_, WithoutWorking>],
    ) {
        let PricingContext { shelf, quote_date, documents: wanted, .. } = *self.context;
        if wanted.is_none() {
            return;
        }
        match documents::of(account, lines, quote_date, (shelf, wanted)) {
            Ok(made) => {
                self.out.document_count.made += count(made.len());
                self.out.documents.extend(made);
            }
            Err(reason) => {
                self.out.document_count.failed += 1;
                self.out
                    .document_count
                    .first_failures
                    .push(DocumentFailure { row: account.first_row, reason });
            }
        }
    }

    /// Rejects an account that the rules refuse: each row for its own reason first.
    fn reject_refused(&mut self, rows: &[&TableRow], refusals: &[Refusal]) {
        let whole = || refusals.iter().filter(|refusal| refusal.line.is_none());
        let mut faults = Vec::with_capacity(rows.len());
        for place in 0..rows.len() {
            let own = refusals.iter().filter(|refusal| refusal.holding() == Some(place));
            let said = own.chain(whole()).map(|refusal| (refusal.reason.code(), self.say(refusal)));
            faults.push(said.map(|(code, reason)| RowFault { code, reason }).collect());
        }
        self.reject_faults(rows, &faults);
    }

    /// The words of a refusal; a run meets few that differ.
    fn say(&mut self, refusal: &Refusal) -> String {
        if let Some((_, said)) = self.words.iter().find(|(reason, _)| *reason == refusal.reason) {
            return said.clone();
        }
        let said = words::refusal(refusal, Language::English);
        let text = match said.hint {
            Some(hint) => format!("{}: {hint}", said.message),
            None => said.message,
        };
        if self.words.len() >= WORDS_MAX {
            self.words.clear();
        }
        self.words.push((refusal.reason.clone(), text.clone()));
        text
    }

    /// Rejects rows for what is wrong with each, and the others with them.
    fn reject_faults(&mut self, rows: &[&TableRow], faults: &[Vec<RowFault>]) {
        let blamed = rows.iter().zip(faults).find(|(_, faults)| !faults.is_empty());
        let blamed = blamed.map_or(0, |(row, _)| row.number);
        for (row, faults) in rows.iter().zip(faults) {
            match faults.as_slice() {
                [] => {
                    let reason = format!(
                        "row {blamed} of this account was rejected, and a quote covers all of it"
                    );
                    self.reject(row, "account-refused", &reason);
                }
                [first, others @ ..] => {
                    let mut reason = first.reason.clone();
                    for other in others {
                        reason.push_str(&format!("; {}: {}", other.code, other.reason));
                    }
                    self.reject(row, first.code, &reason);
                }
            }
        }
    }

    /// Rejects rows for one reason, but for those that cannot even be read.
    fn reject_all(
        &mut self,
        rows: &[&TableRow],
        cells: &[Result<RowCells<'_>, RowFault>],
        fault: &RowFault,
    ) {
        for (row, cells) in rows.iter().zip(cells) {
            let fault = cells.as_ref().err().unwrap_or(fault);
            self.reject(row, fault.code, &fault.reason);
        }
    }

    /// Writes a row as it came, and what is wrong with it.
    fn reject(&mut self, row: &TableRow, code: &'static str, reason: &str) {
        if self.work == Work::Request {
            let reason = reason.to_owned();
            return self.out.rejected.push(Rejected { row: row.number, code, reason });
        }
        let columns = &self.context.columns;
        let out = &mut self.out.rejects;
        for place in 0..columns.names.len() {
            push_cell(out, without_guard(row.record.get(place).unwrap_or_default()));
            out.push(columns.delimiter);
        }
        out.extend_from_slice(Digits::of(row.number).as_bytes());
        out.push(columns.delimiter);
        out.extend_from_slice(code.as_bytes());
        out.push(columns.delimiter);
        push_cell(out, reason.as_bytes());
        out.push(LINE_END);
        self.out.tally.rows.rejected += 1;
        *self.out.tally.rejects.entry(code).or_default() += 1;
    }
}

/// Sentences that are kept for the next row they fit.
const WORDS_MAX: usize = 64;

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The rows that are being gathered: those of an account, then some that nobody owns.
#[derive(Debug, Default)]
struct RowGroup {
    /// The place of the account's first row.
    first: usize,
    /// Up to where rows belong to the account.
    owned: usize,
    length: usize,
}

/// Whether a row is not asked for; one that does not say is.
fn is_left_out(due: Due, cells: Option<&RowCells<'_>>) -> bool {
    if due.from.is_none() && due.through.is_none() {
        return false;
    }
    let date = cells.and_then(|cells| cells.covered_through().ok().flatten());
    date.is_some_and(|date| {
        due.from.is_some_and(|from| date < from)
            || due.through.is_some_and(|through| date > through)
    })
}

/// Whether two rows have the same bytes where they have to agree.
fn same_shared(context: &PricingContext<'_>, one: &TableRow, other: &TableRow) -> bool {
    let columns = &context.columns;
    let same = |column| columns.raw(&one.record, column) == columns.raw(&other.record, column);
    (OF_ACCOUNT..OF_ACCOUNT + AccountCells::KEYS.len()).all(same)
}
