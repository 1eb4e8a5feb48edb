//! The requests of a table, for those who do something else with them than a run.

use std::sync::atomic::Ordering;

use crate::batch::error::BatchError;
use crate::batch::rows::chunks::{self, CHUNK_BYTES, OpenedTable};
use crate::batch::rows::columns::TableColumns;
use crate::batch::rows::input::{KeptInput, TableInput};
use crate::batch::rows::map::{TableMap, kept_input};
use crate::batch::rows::reading::Reading;
use crate::batch::settings::{Due, Scattered};
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::files::sort::{SortMemory, shared_folder};

use super::account::Worker;
use super::chunk::{ChunkOutcome, FromRows, PricingContext, Rejected, Work};
use super::gather::Gathering;
use super::known_accounts::KnownAccounts;
use super::met::Met;
use super::sum_rows::Before;

/// The requests of a table, and the rows of which none could be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRequests {
    /// In the order of the table.
    pub requests: Vec<FromRows>,
    /// In the order of the table.
    pub rejected: Vec<Rejected>,
    /// How many accounts these rows are of; a row that names no account is of none.
    pub accounts_rejected: u64,
    /// How many rows the workbook hides, whatever became of them.
    pub hidden_rows: u64,
}

/// How the requests of a table are read, where that is not as it stands.
#[derive(Debug, Clone, Default)]
pub struct RequestsWanted<'a> {
    /// Says which columns of the table are which.
    pub map: Option<&'a TableMap>,
    /// How the table is to be read.
    pub reading: Reading,
    /// Which licences are asked for; the others are contracts outside the quote.
    pub due: Due,
    /// What becomes of accounts whose rows do not stand together.
    pub scattered: Scattered,
    /// The price books: what they call by a name is named by its id in a request, and an account of
    /// which they want all licences is rejected where some have run out and are not due.
    pub shelf: Option<&'a Shelf>,
}

/// Reads a table as a run does: a request for the neighbouring rows of an account.
///
/// # Errors
/// An input that cannot be read or is no table of holdings.
pub fn requests_of(input: &TableInput, quote_date: Date) -> Result<TableRequests, BatchError> {
    requests_as(input, &RequestsWanted::default(), quote_date)
}

/// The same, read as somebody wants it.
///
/// # Errors
/// As [`requests_of`]; or the map and the table do not go together; or there is no room to sort it.
pub fn requests_as(
    input: &TableInput,
    wanted: &RequestsWanted<'_>,
    quote_date: Date,
) -> Result<TableRequests, BatchError> {
    let mut kept = kept_input(input, &wanted.reading, wanted.map);
    if wanted.scattered == Scattered::Group {
        return read_grouped(&mut kept, wanted, quote_date);
    }
    let mut scattered = KnownAccounts::new();
    loop {
        match read(&mut kept, (wanted, quote_date), &scattered)? {
            ReadOnce::Whole(found) => return Ok(found),
            ReadOnce::Scattered(accounts) => scattered = accounts,
        }
    }
}

/// What reading a table came to.
enum ReadOnce {
    Whole(TableRequests),
    /// Some accounts come back later: these.
    Scattered(KnownAccounts),
}

impl RequestsWanted<'_> {
    /// What chunks are read with; `none` are the price books where there are none.
    fn context<'run>(
        &'run self,
        (none, quote_date): (&'run Shelf, Date),
        columns: &TableColumns,
        scattered: Option<&'run KnownAccounts>,
    ) -> PricingContext<'run> {
        let shelf = self.shelf.unwrap_or(none);
        let unpriced = PricingContext::unpriced(shelf, columns.clone());
        PricingContext { quote_date, due: self.due, scattered, ..unpriced }
    }
}

impl TableRequests {
    fn none() -> Self {
        let (requests, rejected) = (Vec::new(), Vec::new());
        Self { requests, rejected, accounts_rejected: 0, hidden_rows: 0 }
    }

    /// Adds those of a chunk.
    fn add(&mut self, outcome: ChunkOutcome) {
        self.accounts_rejected += outcome.tally.accounts.rejected;
        self.requests.extend(outcome.requests);
        self.rejected.extend(outcome.rejected);
    }
}

fn read(
    kept: &mut KeptInput<'_>,
    (wanted, quote_date): (&RequestsWanted<'_>, Date),
    scattered: &KnownAccounts,
) -> Result<ReadOnce, BatchError> {
    let OpenedTable { mut chunker, notes, .. } = chunks::open(kept, CHUNK_BYTES)?;
    let none = Shelf::default();
    let context = wanted.context((&none, quote_date), chunker.columns(), Some(scattered));
    let mut worker = Worker::new(&context);
    let mut met = Met::nothing();
    let mut found = TableRequests { accounts_rejected: scattered.count(), ..TableRequests::none() };
    while let Some(chunk) = chunker.next()? {
        let outcome = worker.work(&chunk, Work::Request, &met.before)?;
        met.take(&outcome);
        found.add(outcome);
    }
    found.hidden_rows = notes.hidden_rows.load(Ordering::Relaxed);
    Ok(match met.into_scattered() {
        None => ReadOnce::Whole(found),
        Some(accounts) => ReadOnce::Scattered(accounts),
    })
}

/// Reads a table whose rows are put together first.
fn read_grouped(
    kept: &mut KeptInput<'_>,
    wanted: &RequestsWanted<'_>,
    quote_date: Date,
) -> Result<TableRequests, BatchError> {
    let OpenedTable { mut chunker, notes, .. } = chunks::open(kept, CHUNK_BYTES)?;
    let none = Shelf::default();
    let context = wanted.context((&none, quote_date), chunker.columns(), None);
    let folder = shared_folder();
    let gathering = Gathering {
        folder: &folder,
        memory: SortMemory::default(),
        chunk_bytes: CHUNK_BYTES,
        watcher: &|| {},
    };
    let mut chunks = gathering.gather(&mut chunker, &context)?.chunks;
    let mut worker = Worker::new(&context);
    let mut found = TableRequests::none();
    while let Some(chunk) = chunks.next()? {
        found.add(worker.work(&chunk, Work::Request, &Before::default())?);
    }
    found.hidden_rows = notes.hidden_rows.load(Ordering::Relaxed);
    Ok(found)
}
