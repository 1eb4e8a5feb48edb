//! What a run keeps to go on after it was cut short, at whatever moment.
//!
//! In the hidden folder stand the outputs as far as they are written, and `state.json`, replaced
//! now and then: how many chunks of the input are done, how long the outputs were then, with their
//! digests, and all sums. To go on is to cut what was written later, to read the input again up to
//! there without pricing it — so that the accounts in it are known, and a changed input is found —
//! and to price the rest. The tables grow as CSV, however they are asked for: what a Parquet file
//! holds is known at its end alone, and so it is made of the whole table. When all is written,
//! `done.json` lists the files that only have to move to their place; `summary.json` is the last of
//! them.

use serde::{Deserialize, Serialize};

use crate::batch::price::sums::{DocumentCount, Sums};
use crate::engine::digest::{hex, sha256};

pub(crate) const STATE: &str = "state.json";
pub(crate) const DONE: &str = "done.json";
pub(crate) const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What quotes depend on besides the rows and the price books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Basis {
    pub(crate) engine: String,
    pub(crate) quote_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due_through: Option<String>,
}

/// What the outputs depend on besides the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) basis: Basis,
    pub(crate) documents: Vec<String>,
    pub(crate) tables: Vec<String>,
    /// SHA-256 of each book.
    pub(crate) books: Vec<String>,
    /// SHA-256 of the header.
    pub(crate) header: String,
}

/// A file that is written so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) identity: Identity,
    /// Chunks that are done.
    pub(crate) chunks: u64,
    /// What the input was up to there.
    pub(crate) input: String,
    pub(crate) outputs: Vec<Written>,
    pub(crate) sums: Sums,
    pub(crate) documents: DocumentCount,
}

/// A run that is whole and has only to move to its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FinishedRun {
    pub(crate) state: State,
    /// In the order they move.
    pub(crate) files: Vec<String>,
}

impl Identity {
    /// The first thing in which two runs differ, in words.
    pub(crate) fn difference(&self, other: &Self) -> Option<&'static str> {
        let Self { basis, documents, tables, books, header } = self;
        let Basis { engine, quote_date, due_from, due_through } = basis;
        let differs = [
            (engine != &other.basis.engine, "version of the program"),
            (quote_date != &other.basis.quote_date, "--quote-date"),
            (due_from != &other.basis.due_from, "--due-from"),
            (due_through != &other.basis.due_through, "--due-through"),
            (documents != &other.documents, "--documents"),
            (tables != &other.tables, "--format"),
            (books != &other.books, "price books"),
            (header != &other.header, "input (its first line differs)"),
        ];
        differs.iter().find(|(differs, _)| *differs).map(|(_, what)| *what)
    }
}

/// What the input was up to a chunk, from what it was before it.
pub(crate) fn chained(before: &[u8; 32], chunk: &[u8; 32]) -> [u8; 32] {
    sha256(&[before.as_slice(), chunk.as_slice()].concat())
}

/// JSON of a fixed form.
pub(crate) fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// A digest as text.
pub(crate) fn digest_text(digest: &[u8; 32]) -> String {
    hex(digest)
}
