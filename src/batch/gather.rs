//! The requests of a table, for those who do something else with them than a run.

use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::request::Request;

use super::account::{Context, Work, Worker};
use super::cut::Cutter;
use super::documents::Wanted;
use super::input::{self, Input, Opened};
use super::run::CHUNK_BYTES;
use super::seen::Seen;
use super::{BatchError, Due};

/// The requests of a table, and the rows of which none could be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// In the order of the table.
    pub requests: Vec<FromRows>,
    /// In the order of the table.
    pub rejected: Vec<Rejected>,
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

/// Reads a table as a run does: a request for the neighbouring rows of an account.
///
/// # Errors
/// An input that cannot be read or is no table of holdings.
pub fn gather(input: &Input, quote_date: Date) -> Result<Gathered, BatchError> {
    let Opened { stream, .. } = input::open(input)?;
    let mut cutter = Cutter::new(stream, CHUNK_BYTES)?;
    // Nothing is priced.
    let shelf = Shelf::default();
    let context = Context {
        shelf: &shelf,
        columns: cutter.columns().clone(),
        quote_date,
        due: Due::default(),
        documents: Wanted::default(),
    };
    let mut worker = Worker::new(&context);
    let mut seen = Seen::new();
    let mut gathered = Gathered { requests: Vec::new(), rejected: Vec::new() };
    while let Some(chunk) = cutter.next()? {
        let mut outcome = worker.work(&chunk, Work::Gather, &[])?;
        let known = seen.known(&outcome.accounts);
        if !known.is_empty() {
            outcome = worker.work(&chunk, Work::Gather, &known)?;
        }
        gathered.requests.extend(
            outcome.requests.into_iter().map(|(first_row, last_row, request)| FromRows {
                first_row,
                last_row,
                request,
            }),
        );
        gathered.rejected.extend(outcome.faults.into_iter().map(|(row, fault)| Rejected {
            row,
            code: fault.code,
            reason: fault.reason,
        }));
    }
    Ok(gathered)
}
