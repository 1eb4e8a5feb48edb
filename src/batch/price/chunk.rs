//! What chunks are priced with, and what comes of them.

use std::ops::Range;

use crate::batch::rows::chunks::SegmentKind;
use crate::batch::rows::columns::TableColumns;
use crate::batch::rows::row::TableRow;
use crate::batch::rows::row_place::RowRole;
use crate::batch::settings::{Due, WantedDocuments};
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::priced::PricedLine;
use crate::engine::request::Request;
use crate::engine::working::WithoutWorking;

use super::known_accounts::{Fingerprint, KnownAccounts};
use super::priced_columns::PricedColumns;
use super::sum_rows::Before;
use super::sums::DocumentCount;
use super::tally::Tally;

/// What every chunk is priced with.
pub(crate) struct PricingContext<'run> {
    pub(crate) shelf: &'run Shelf,
    pub(crate) columns: TableColumns,
    pub(crate) quote_date: Date,
    pub(crate) due: Due,
    pub(crate) documents: WantedDocuments<'run>,
    /// Accounts that come back later in the table, once that is known.
    pub(crate) scattered: Option<&'run KnownAccounts>,
}

impl<'run> PricingContext<'run> {
    /// That of chunks which are read and not priced.
    pub(crate) fn unpriced(shelf: &'run Shelf, columns: TableColumns) -> Self {
        Self {
            shelf,
            columns,
            quote_date: Date::default(),
            due: Due::default(),
            documents: WantedDocuments::default(),
            scattered: None,
        }
    }
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
    /// What the rows of a table in memory came to.
    pub(super) priced: PricedColumns,
    pub(crate) requests: Vec<FromRows>,
    /// Rows of which no request could be made.
    pub(crate) rejected: Vec<Rejected>,
    /// The rows and where they belong, in no order.
    pub(crate) seen: Vec<SeenRow>,
    /// Whose the accounts are, in order; none for the rest of one that is too large, nor for those
    /// that are known to come back.
    pub(crate) accounts: Vec<Fingerprint>,
    /// What the next chunk has to know.
    pub(crate) after: Before,
    /// Whether there are accounts in it.
    pub(crate) has_accounts: bool,
    /// Whether it would be another outcome if a row that nobody can read stood before the chunk.
    pub(crate) begins_with_account: bool,
    /// Whether it would be another outcome if more or fewer licences stood before the chunk.
    pub(crate) asks_for_sums: bool,
}

impl ChunkOutcome {
    /// An empty one, in the rows of one that is written.
    pub(super) fn anew(self) -> Self {
        let emptied = |mut rows: Vec<u8>| {
            rows.clear();
            rows
        };
        Self {
            lines: emptied(self.lines),
            quotes: emptied(self.quotes),
            findings: emptied(self.findings),
            ..Self::default()
        }
    }
}

/// A row of a chunk, whose it is and what it is in the order of the table.
#[derive(Debug)]
pub(crate) struct SeenRow {
    /// The SHA-256 of the id of its account; `None` where it is of none.
    pub(super) whose: Option<[u8; 32]>,
    pub(super) number: u64,
    pub(super) role: RowRole,
    /// A row beside its account that cannot be read and names none.
    pub(super) unread: Option<u64>,
    pub(super) kind: SegmentKind,
    /// Where it stands in the chunk.
    pub(super) range: Range<usize>,
}

impl SeenRow {
    /// A row that nobody owns yet, with nothing beside it.
    pub(super) fn of(row: &TableRow, role: RowRole) -> Self {
        let TableRow { number, kind, range, .. } = row;
        let (number, kind, range) = (*number, *kind, range.clone());
        Self { whose: None, number, role, unread: None, kind, range }
    }
}

/// A request and the rows it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromRows {
    /// Its first row, counted from 1 without the header.
    pub first_row: u64,
    /// Its last row.
    pub last_row: u64,
    /// The row of each of its holdings.
    pub holding_rows: Vec<u64>,
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
    /// The same for a table in memory.
    InMemory,
    /// Requests, not priced.
    Request,
    /// Nothing: they are looked through for whose they are.
    Recognize,
    /// Nothing: it is found out which rows belong together.
    Gather,
}

/// A line whose steps nobody asked for.
pub(super) type BulkLine<'a> = PricedLine<'a, WithoutWorking>;

/// A document and its name.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}
