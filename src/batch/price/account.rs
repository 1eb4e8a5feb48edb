//! A chunk of whole accounts: each is read, checked and priced, and written as rows of the outputs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::batch::error::BatchError;
use crate::batch::rows::cells::{Quotes, reader};
use crate::batch::rows::chunks::{ACCOUNT_BYTES_MAX, AccountExtent, Chunk, SegmentKind};
use crate::batch::rows::columns::{ORG_ID, column_of};
use crate::batch::rows::row::{RowFault, TableRow, missing};
use crate::batch::rows::row_place::{RowPlace, RowRole};
use crate::batch::settings::Due;
use crate::engine::assess::assess;
use crate::engine::book::AllIn;
use crate::engine::calendar::Date;
use crate::engine::digest::sha256;
use crate::engine::eligibility::{CustomerNamed, Told, findings};
use crate::engine::price::{SummedUp, sum_up};
use crate::engine::priced::Priced;
use crate::engine::refusal::Refusal;
use crate::engine::request::{HOLDINGS_MAX, OtherContracts, RequestRef};
use crate::engine::working::WithoutWorking;

use super::account_rows::{AccountRows, Faults, ReadAccount, row_in_account, taxes};
use super::chunk::{ChunkOutcome, FromRows, PricingContext, Rejected, SeenRow, Work};
use super::known_accounts::Fingerprint;
use super::names;
use super::priced_columns::{FURTHER_REASON, NOT_DUE, OTHER_CONTRACT, PricedColumns};
use super::rejects::RefusalWords;
use super::row_group::{RowGroup, earlier};
use super::sum_rows::{Before, SumRow, is_of_sums};
use super::write::{PricedAccount, RowTexts, count};

/// So many written outcomes are kept: whoever writes may do so for a thread that waits.
const WRITTEN_MAX: usize = 2;

/// Prices chunks, one after the other, with the same buffers.
pub(crate) struct Worker<'run> {
    context: &'run PricingContext<'run>,
    rows: Vec<TableRow>,
    out: ChunkOutcome,
    /// Outcomes that are written, whose memory serves for the next.
    written: Vec<ChunkOutcome>,
    /// What stands before the row that is looked at.
    before: Before,
    account: AccountExtent,
    work: Work,
    words: RefusalWords,
    texts: RowTexts,
    /// Whether the table has names in place of ids.
    has_names: bool,
}

impl<'run> Worker<'run> {
    pub(crate) fn new(context: &'run PricingContext<'run>) -> Self {
        Self {
            context,
            rows: Vec::new(),
            out: ChunkOutcome::default(),
            written: Vec::new(),
            before: Before::default(),
            account: AccountExtent::Whole,
            work: Work::Price,
            words: RefusalWords::default(),
            texts: RowTexts::default(),
            has_names: false,
        }
    }

    /// Prices a chunk. What stands before it may not be known yet: the outcome says where it
    /// depends on that.
    pub(crate) fn work(
        &mut self,
        chunk: &Chunk,
        work: Work,
        before: &Before,
    ) -> Result<ChunkOutcome, BatchError> {
        self.before = *before;
        self.account = chunk.account;
        self.work = work;
        let mut rows = std::mem::take(&mut self.rows);
        let mut group = RowGroup::default();
        let mut place = 0;
        let mut passed = 0;
        let mut last = Vec::new();
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
                let start = position(&reader);
                let is_read = reader.read_byte_record(&mut row.record).map_err(BatchError::csv)?;
                if !is_read && !is_empty_row {
                    break;
                }
                is_empty_row = false;
                let from = segment.range.start;
                row.range = from + start..from + position(&reader);
                row.number = chunk.number(place);
                row.kind = segment.kind;
                row.fault = TableRow::fault_of(segment.kind);
                if let Some(known) = chunk.gathered(place) {
                    self.arrive_gathered(&mut rows, &mut group, known);
                } else if self.context.columns.is_further_reason(&row.record, &mut last) {
                    passed += 1;
                } else {
                    self.arrive(&mut rows, &mut group);
                }
                place += 1;
            }
        }
        self.finish(&rows, &group);
        self.rows = rows;
        if place != chunk.rows {
            return Err(BatchError::Bug("a chunk has other rows than were cut"));
        }
        self.out.tally.rows.total = chunk.rows - passed;
        self.out.after = self.before;
        Ok(std::mem::replace(&mut self.out, self.written.pop().unwrap_or_default()))
    }

    /// Takes back an outcome that is written: the next chunk comes to about as much.
    pub(crate) fn reuse(&mut self, written: ChunkOutcome) {
        if self.written.len() < WRITTEN_MAX {
            self.written.push(written.anew());
        }
    }

    /// Takes the row behind the group into it, or ends the group before it.
    fn arrive(&mut self, rows: &mut [TableRow], group: &mut RowGroup) {
        let key = |place: usize| -> Option<Cow<'_, str>> {
            let row = rows.get(place).filter(|row| row.fault.is_none())?;
            self.context.columns.key(&row.record)
        };
        let next = group.length;
        if group.owned > 0
            && let (Some(first), Some(row)) = (rows.get(group.first), rows.get(next))
            && row.fault.is_none()
            && self.context.columns.has_same_key(&row.record, &first.record)
        {
            group.length += 1;
            group.owned = group.length;
            return;
        }
        match (key(next), group.owned) {
            (None, _) => group.length += 1,
            (Some(new), 1..) if key(group.first).as_ref() == Some(&new) => {
                group.length += 1;
                group.owned = group.length;
            }
            (Some(_), _) => {
                self.finish(rows, group);
                rows.swap(0, next);
                *group = RowGroup { owned: 1, length: 1, ..RowGroup::default() };
            }
        }
    }

    /// The same for a row of which it is known where it belongs.
    fn arrive_gathered(&mut self, rows: &mut [TableRow], group: &mut RowGroup, known: &RowPlace) {
        let next = group.length;
        let whose = (known.role == RowRole::OfAccount).then_some(known.first);
        if whose.is_none() || whose != group.whose {
            self.finish(rows, group);
            rows.swap(0, next);
            *group = RowGroup { whose, ..RowGroup::default() };
        }
        match known.role {
            RowRole::OfAccount => {
                group.length += 1;
                group.owned = group.length;
                group.unread = earlier(group.unread, known.unread);
            }
            RowRole::OfSums => self.pass_over(known.number),
            RowRole::Unowned => rows.iter().take(1).for_each(|row| self.reject_unowned(row)),
        }
    }

    /// One for rows of a table in memory, which come to these slots.
    pub(super) fn in_memory(context: &'run PricingContext<'run>, slots: PricedColumns) -> Self {
        let mut worker = Self::new(context);
        (worker.work, worker.out.priced) = (Work::InMemory, slots);
        worker
    }

    /// Prices an account of a table in memory, with nothing beside it.
    pub(super) fn price_in_memory<'row>(
        &mut self,
        read: ReadAccount<'row>,
        extent: AccountExtent,
        is_scattered: bool,
    ) where
        'run: 'row,
    {
        self.account = extent;
        self.price(read, &Beside { unread: None, is_scattered });
    }

    /// Passes over a line that an earlier run wrote below a row that it rejected.
    pub(super) fn skip_further_reason(&mut self, row: &TableRow) {
        self.skip(&[row], FURTHER_REASON);
    }

    /// What was made so far.
    pub(super) const fn out(&mut self) -> &mut ChunkOutcome {
        &mut self.out
    }

    /// Ends an account and the rows behind it that nobody owns.
    fn finish(&mut self, rows: &[TableRow], group: &RowGroup) {
        let (account, rest) = rows.split_at(group.owned);
        let rest = rest.get(..group.length - group.owned).unwrap_or_default();
        // An account stands before the rows behind it, and those between its rows count too.
        self.before.sums.add(account, &self.context.columns);
        let unread: Vec<&TableRow> = rest.iter().filter(|row| !self.is_passed_over(row)).collect();
        if !account.is_empty() {
            let after = unread.first().map(|row| row.number);
            self.end_account(account, earlier(group.unread, after));
        }
        for row in &unread {
            self.reject_unowned(row);
        }
        if let Some(last) = unread.last() {
            self.before.unread = Some(last.number);
        }
    }

    /// Ends an account; `unread` is a row beside it that cannot be read and names none.
    fn end_account(&mut self, rows: &[TableRow], unread: Option<u64>) {
        let key = rows.first().and_then(|row| self.context.columns.key(&row.record));
        let key = key.as_deref().unwrap_or_default();
        if self.work == Work::Gather {
            let unread = earlier(self.before.unread.take(), unread);
            let whose = Some(sha256(key.as_bytes()));
            let seen = |row| SeenRow { whose, unread, ..SeenRow::of(row, RowRole::OfAccount) };
            return self.out.seen.extend(rows.iter().map(seen));
        }
        let own = Fingerprint::of(key);
        let is_scattered = self.context.scattered.is_some_and(|known| known.contains(own));
        if !self.out.has_accounts && self.before.unread.is_none() {
            self.out.begins_with_account = true;
        }
        self.out.has_accounts = true;
        if self.account != AccountExtent::TooLargeRest && !is_scattered {
            self.out.accounts.push(own);
        }
        let unread = earlier(self.before.unread.take(), unread);
        if self.work != Work::Recognize {
            let context = self.context;
            let basis = (&context.columns, context.quote_date, context.due);
            self.price(ReadAccount::of(rows, basis), &Beside { unread, is_scattered });
        }
    }

    /// Whether a row that nobody owns is one of sums, which is passed over.
    fn is_passed_over(&mut self, row: &TableRow) -> bool {
        let Ok(cells) = row.cells(&self.context.columns) else { return false };
        match is_of_sums(&cells, &row.record, &self.before.sums) {
            SumRow::No => return false,
            SumRow::ByWord => {}
            SumRow::IfOwned { is_sum } => {
                self.out.asks_for_sums = true;
                if !is_sum {
                    return false;
                }
            }
        }
        self.before.sums.begin_anew();
        match self.work {
            Work::Gather => self.out.seen.push(SeenRow::of(row, RowRole::OfSums)),
            Work::Price | Work::InMemory | Work::Request | Work::Recognize => {
                self.pass_over(row.number);
            }
        }
        true
    }

    /// Counts a row of sums.
    fn pass_over(&mut self, number: u64) {
        if self.work != Work::Recognize {
            self.out.tally.pass_over(number);
        }
    }

    /// Rejects a row of which nobody knows whose it is.
    pub(super) fn reject_unowned(&mut self, row: &TableRow) {
        match self.work {
            Work::Price | Work::InMemory | Work::Request => {}
            Work::Gather => return self.out.seen.push(SeenRow::of(row, RowRole::Unowned)),
            Work::Recognize => return,
        }
        let fault = row.cells(&self.context.columns).err();
        let fault = fault.unwrap_or_else(|| missing(ORG_ID));
        self.reject(row, &[&fault]);
    }

    /// Prices an account or rejects its rows.
    fn price<'row>(&mut self, read: ReadAccount<'row>, beside: &Beside)
    where
        'run: 'row,
    {
        let ReadAccount { mut account, mut faults } = read;
        let rows = account.rows;
        // One that comes back is counted once, when all is read.
        let is_rest = self.account == AccountExtent::TooLargeRest || beside.is_scattered;
        self.out.tally.accounts.total += u64::from(!is_rest);
        let is_too_large = self.is_too_large(rows);
        if is_too_large {
            // Its rows are never read together, and nobody knows all that they say.
            faults.forget_others(rows, &self.context.columns);
        }
        let is_nothing_due = self.context.due != Due::default() && account.holdings.is_empty();
        // Where no row says anything of a quote, all of them are of contracts outside it.
        let asks_for_nothing = is_nothing_due || account.shared.is_none();
        if asks_for_nothing && faults.is_empty() && !is_too_large {
            for (place, row) in rows.iter().enumerate() {
                let is_other = account.is_other_contract(place);
                self.skip(&[row], if is_other { OTHER_CONTRACT } else { NOT_DUE });
            }
            self.out.tally.accounts.skipped += u64::from(!is_rest);
            return;
        }
        if let Some(reason) = self.of_whole(rows, beside) {
            (0..rows.len()).for_each(|place| faults.push(place, reason.clone()));
        }
        let is_priced = faults.is_empty() && self.price_read(&mut account, &mut faults);
        if is_priced {
            self.out.tally.accounts.priced += 1;
            self.out.tally.rows.skipped += count(account.not_due.len());
            self.out.tally.rows.priced += count(rows.len() - account.not_due.len());
        } else {
            self.reject_account(&account, &faults);
            self.out.tally.accounts.rejected += u64::from(!is_rest);
        }
    }

    fn is_too_large(&self, rows: &[TableRow]) -> bool {
        let bytes: usize = rows.iter().map(|row| row.range.len()).sum();
        let is_large = rows.len() > HOLDINGS_MAX || bytes > ACCOUNT_BYTES_MAX;
        is_large || self.account != AccountExtent::Whole
    }

    /// What is wrong with an account as a whole, whatever its rows say.
    fn of_whole(&self, rows: &[TableRow], beside: &Beside) -> Option<RowFault> {
        if self.is_too_large(rows) {
            let reason = format!(
                "the account has more than {HOLDINGS_MAX} rows or {ACCOUNT_BYTES_MAX} bytes, \
                 which are the most"
            );
            return Some(RowFault::new("account-too-large", reason));
        }
        if beside.is_scattered {
            let reason = "the rows of an account must stand together, and others stand between \
                          those of this `org_id`: sort the table by it, or run it with --group \
                          (in Python: grouped=False)";
            return Some(RowFault::new("account-not-adjacent", reason).of(ORG_ID));
        }
        let unread = beside.unread?;
        let reason = format!(
            "row {unread} of the table stands beside this account, cannot be read and may belong \
             to it: correct that row"
        );
        Some(RowFault::new("account-refused", reason))
    }

    /// Prices an account whose rows can be read and agree; `false` where it is refused.
    fn price_read<'row>(&mut self, account: &mut AccountRows<'row>, faults: &mut Faults) -> bool
    where
        'run: 'row,
    {
        let context = self.context;
        names::book_by_name(account, context.shelf);
        // What another contract names is refused nowhere, and so is looked for at once; requests
        // are not held against the book here.
        let is_read_alone = self.work == Work::Request;
        if self.has_names || is_read_alone || !account.others.is_empty() {
            self.put_ids(account);
        }
        self.not_all_in(account, faults);
        if !faults.is_empty() {
            return false;
        }
        match self.work {
            Work::Request => self.keep_request(account).is_some(),
            Work::Recognize | Work::Gather => false,
            Work::Price | Work::InMemory => match self.assess_by_name(account) {
                Ok(()) => true,
                Err(refusals) => {
                    self.words.faults(account, &refusals, faults);
                    false
                }
            },
        }
    }

    /// Prices an account; where it does not know an id, once more with what names stand for.
    fn assess_by_name<'row>(&mut self, account: &mut AccountRows<'row>) -> Result<(), Vec<Refusal>>
    where
        'run: 'row,
    {
        let refusals = match self.assess(account) {
            Err(refusals) if !self.has_names => refusals,
            other => return other,
        };
        let may_be_names = refusals.iter().any(|refusal| names::may_be_names(&refusal.reason));
        if !may_be_names || !self.put_ids(account) {
            return Err(refusals);
        }
        // From here on names are looked for first.
        self.has_names = true;
        self.assess(account)
    }

    /// Puts the ids of the book where its names stand; whether there were any.
    fn put_ids<'row>(&self, account: &mut AccountRows<'row>) -> bool
    where
        'run: 'row,
    {
        let family = account.shared.and_then(|shared| shared.book);
        let book = self.context.shelf.in_force(family, self.context.quote_date);
        book.is_ok_and(|book| names::by_name(account, book))
    }

    /// Refuses an account of which licences of a product line that is due have run out and are not
    /// due.
    fn not_all_in(&self, account: &AccountRows<'_>, faults: &mut Faults) {
        let (Some(shared), false) = (&account.shared, account.not_due.is_empty()) else { return };
        let Ok(book) = self.context.shelf.in_force(shared.book, self.context.quote_date) else {
            return;
        };
        if book.rules().all_in != AllIn::ProductLine {
            return;
        }
        let start = shared.start.unwrap_or(self.context.quote_date);
        // The first row of each product line that has run out, when it did, and how many more did.
        let mut run_out = BTreeMap::<&str, (usize, Date, usize)>::new();
        for (other, place) in account.others_not_due() {
            let (id, ended) =
                (names::line(book, other.product_line.as_str()), other.covered_through);
            if ended >= start {
                continue;
            }
            run_out
                .entry(id)
                .and_modify(|(.., more)| *more = more.saturating_add(1))
                .or_insert((place, ended, 0));
        }
        for (holding, at) in account.holdings_with_rows() {
            let Some((place, ended, more)) = run_out.get(names::line(book, holding.product_line))
            else {
                continue;
            };
            let others = match more {
                0 => String::new(),
                more => format!(" (as did {more} more)"),
            };
            let reason = format!(
                "row {} of this account is of the same product line, ran out on {ended}{others} \
                 and is not asked for: take it in with other days of --due-from and --due-through, \
                 or retire its licences",
                row_in_account(*place)
            );
            let column = column_of("covered_through").unwrap_or(ORG_ID);
            faults.push(at, RowFault::new("not-all-in", reason).of(column));
        }
    }

    /// Keeps the request of an account, where it can be one.
    fn keep_request(&mut self, account: &AccountRows<'_>) -> Option<()> {
        // Each row has its own level; the request's is that of the first.
        let level = account.first_level()?;
        let request = account.request(level, self.context.quote_date)?;
        let (first_row, last_row) = (account.first_number(), account.rows.last()?.number);
        let holdings = account.holdings_with_rows();
        let rows = holdings.map(|(_, place)| account.rows.get(place).map_or(0, |row| row.number));
        let holding_rows = rows.collect();
        self.out.requests.push(FromRows { first_row, last_row, holding_rows, request });
        Some(())
    }

    fn assess(&mut self, account: &AccountRows<'_>) -> Result<(), Vec<Refusal>> {
        let context = self.context;
        let Some(shared) = &account.shared else { return Err(Vec::new()) };
        let start = shared.start.unwrap_or(context.quote_date);
        let request = RequestRef {
            book: shared.book,
            quote_date: context.quote_date,
            start,
            currency: shared.currency,
            service_level: account.level,
            term_years: shared.term_years,
            common_end: shared.common_end,
            concession: shared.concession_rate,
            program: shared.program,
            payment: shared.payment,
            lapse_choice: shared.lapse_choice,
            additions: &account.additions,
            raises: &account.raises,
            others: OtherContracts { list: &account.others, start },
        };
        let priced: Priced<'_, WithoutWorking> = assess(request, &account.holdings, context.shelf)?;
        let taxes = taxes(shared);
        let taxes = taxes.as_ref().map(|taxes| taxes.0.as_slice()).unwrap_or_default();
        let sums: SummedUp<WithoutWorking> =
            sum_up(taxes, &priced).map_err(|reason| vec![Refusal { line: None, reason }])?;
        if self.work == Work::InMemory {
            self.out.priced.put_lines(account, &priced);
            self.out.tally.add_lines(&priced, shared.currency);
            return Ok(());
        }
        let findings = findings(&Told {
            request,
            holdings: &account.holdings,
            customer: CustomerNamed::WithId,
            concession_reason: shared.concession_reason,
            priced: &priced,
        });
        let totals = &sums.totals;
        let done = PricedAccount { account, priced: &priced, totals, findings: &findings };
        done.write(context, &mut self.texts, &mut self.out);
        Ok(())
    }

    /// Counts rows that ask for nothing.
    fn skip(&mut self, rows: &[&TableRow], code: &'static str) {
        self.out.tally.rows.skipped += count(rows.len());
        if self.work == Work::InMemory {
            rows.iter().for_each(|row| self.out.priced.skip(row.place(), code));
        }
    }

    /// Rejects the rows of an account: each for all that is wrong with it, and the others with
    /// them.
    fn reject_account(&mut self, account: &AccountRows<'_>, faults: &Faults) {
        let blamed = faults.first().map_or(0, row_in_account);
        let reason =
            format!("row {blamed} of this account was rejected, and a quote covers all of it");
        let refused = RowFault::new("account-refused", reason);
        for (place, row) in account.rows.iter().enumerate() {
            let own: Vec<&RowFault> = faults.of(place).collect();
            if own.is_empty() && account.is_not_due(place) {
                self.skip(&[row], NOT_DUE);
            } else if own.is_empty() {
                self.reject(row, &[&refused]);
            } else {
                self.reject(row, &own);
            }
        }
    }

    /// Writes a row as it came, and all that is wrong with it.
    fn reject(&mut self, row: &TableRow, faults: &[&RowFault]) {
        if self.work == Work::Request {
            let rejected = faults.iter().map(|fault| Rejected {
                row: row.number,
                code: fault.code,
                reason: fault.reason.clone(),
            });
            return self.out.rejected.extend(rejected);
        }
        let code = faults.first().map_or("", |fault| fault.code);
        self.out.tally.reject(code);
        if self.work == Work::InMemory {
            let reasons: Vec<&str> = faults.iter().map(|fault| fault.reason.as_str()).collect();
            return self.out.priced.reject(row.place(), code, reasons.join("; "));
        }
        super::rejects::write(row, faults, &self.context.columns, &mut self.out.rejects);
    }
}

/// What stands around an account.
struct Beside {
    /// A row right before it or right behind it that cannot be read and names no account.
    unread: Option<u64>,
    /// Whether it comes back later.
    is_scattered: bool,
}

/// How far a reader came in its text.
fn position(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(0)
}
