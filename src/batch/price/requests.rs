//! The requests of a table, for those who do something else with them than a run.

use crate::batch::error::BatchError;
use crate::batch::rows::chunks::{self, CHUNK_BYTES, OpenedTable};
use crate::batch::rows::input::{KeptInput, TableInput};
use crate::batch::rows::map::{TableMap, kept_input};
use crate::batch::rows::reading::Reading;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;

use super::account::Worker;
use super::chunk::{FromRows, PricingContext, Rejected, Work};
use super::known_accounts::KnownAccounts;
use super::met::Met;

/// The requests of a table, and the rows of which none could be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRequests {
    /// In the order of the table.
    pub requests: Vec<FromRows>,
    /// In the order of the table.
    pub rejected: Vec<Rejected>,
    /// How many accounts these rows are of; a row that names no account is of none.
    pub accounts_rejected: u64,
}

/// Reads a table as a run does: a request for the neighbouring rows of an account.
///
/// # Errors
/// An input that cannot be read or is no table of holdings.
pub fn requests_of(input: &TableInput, quote_date: Date) -> Result<TableRequests, BatchError> {
    requests_of_mapped(input, None, quote_date)
}

/// The same for a table whose columns a map names.
///
/// # Errors
/// As [`requests_of`]; or the map and the table do not go together.
pub fn requests_of_mapped(
    input: &TableInput,
    map: Option<&TableMap>,
    quote_date: Date,
) -> Result<TableRequests, BatchError> {
    let reading = Reading::default();
    let mut kept = kept_input(input, &reading, map);
    let mut scattered = KnownAccounts::new();
    loop {
        match read(&mut kept, quote_date, &scattered)? {
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

fn read(
    kept: &mut KeptInput<'_>,
    quote_date: Date,
    scattered: &KnownAccounts,
) -> Result<ReadOnce, BatchError> {
    let OpenedTable { mut chunker, .. } = chunks::open(kept, CHUNK_BYTES)?;
    // Nothing is priced.
    let shelf = Shelf::default();
    let context = PricingContext {
        quote_date,
        scattered: Some(scattered),
        ..PricingContext::unpriced(&shelf, chunker.columns().clone())
    };
    let mut worker = Worker::new(&context);
    let mut met = Met::nothing();
    let mut found = TableRequests {
        requests: Vec::new(),
        rejected: Vec::new(),
        accounts_rejected: scattered.count(),
    };
    while let Some(chunk) = chunker.next()? {
        let outcome = worker.work(&chunk, Work::Request, &met.before)?;
        met.take(&outcome);
        found.requests.extend(outcome.requests);
        found.rejected.extend(outcome.rejected);
        found.accounts_rejected += outcome.tally.accounts.rejected;
    }
    Ok(match met.into_scattered() {
        None => ReadOnce::Whole(found),
        Some(accounts) => ReadOnce::Scattered(accounts),
    })
}
