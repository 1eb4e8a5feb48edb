//! What a run keeps to go on after it was cut short, at whatever moment.
//!
//! In the hidden folder stand the outputs as far as they are written, and `state.json`, replaced
//! now and then: how many chunks of the input are done, how long the outputs were then, with their
//! digests, and all sums. To go on is to cut what was written later, to read the input again up to
//! there without pricing it — so that the accounts in it are known, and a changed input is found —
//! and to price the rest. The tables grow as CSV, however they are asked for: what a Parquet file
//! holds is known at its end alone, and so it is made of the whole table. When all is written,
//! `done.json` lists the files that only have to move to their place; `summary.json` is the last of
//! them. It says what was asked for and what the input was, so that a run that has ended can still
//! be told from another one.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::batch::price::sums::{DocumentCount, Sums};
use crate::engine::digest::{hex, sha256};

pub(crate) const STATE: &str = "state.json";
pub(crate) const DONE: &str = "done.json";

/// Bytes of a file that are read at once.
const PIECE_BYTES: usize = 256 * 1024;

/// What quotes depend on besides the rows and the price books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QuoteBasis {
    pub(crate) engine: String,
    pub(crate) quote_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due_through: Option<String>,
}

/// What else the outputs depend on besides the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) documents: Vec<String>,
    pub(crate) formats: Vec<String>,
    /// How CSV is written, where not plainly.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) csv: Option<String>,
    /// Whether the rows of accounts were put together.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub(crate) group: bool,
    /// What becomes of rows that a workbook hides, where they are not priced.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) hidden: Option<String>,
    /// The encoding that was named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) encoding: Option<String>,
    /// SHA-256 of each book.
    pub(crate) books: Vec<String>,
    /// SHA-256 of the map and of its tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) map: Option<String>,
    /// SHA-256 of the quotes that are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) compare_with: Option<String>,
}

/// How much of the input was read, and what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InputRead {
    /// SHA-256 of the first row.
    pub(crate) header: String,
    /// How many chunks of rows.
    pub(crate) chunks: u64,
    /// Whether accounts come back in it, whose rows were refused from the start.
    #[serde(default)]
    pub(crate) scattered: bool,
    /// What they were: SHA-256 of this before the last of them, and of the last.
    pub(crate) sha256: String,
}

impl InputRead {
    pub(super) fn add(&mut self, chunk: &[u8; 32]) {
        self.chunks += 1;
        self.sha256 = hex(&sha256(&[self.sha256.as_bytes(), chunk].concat()));
    }
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
    pub(crate) basis: QuoteBasis,
    pub(crate) asked: Asked,
    pub(crate) input: InputRead,
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
    /// What those that are no folder hold.
    pub(crate) written: Vec<Written>,
}

impl State {
    /// That of a run of which nothing is done yet.
    pub(crate) fn new(basis: QuoteBasis, asked: Asked, header: String) -> Self {
        let input = InputRead { header, chunks: 0, scattered: false, sha256: String::new() };
        let (sums, documents) = (Sums::default(), DocumentCount::default());
        Self { basis, asked, input, outputs: Vec::new(), sums, documents }
    }

    /// The first thing in which an earlier attempt differs, in words.
    pub(crate) fn difference(&self, earlier: &Self) -> Option<&'static str> {
        let QuoteBasis { engine, quote_date, due_from, due_through } = &self.basis;
        let Asked { documents, formats, csv, group, hidden, encoding, books, map, compare_with } =
            &self.asked;
        let differs = [
            (*engine != earlier.basis.engine, "version of the program"),
            (*quote_date != earlier.basis.quote_date, "--quote-date"),
            (*due_from != earlier.basis.due_from, "--due-from"),
            (*due_through != earlier.basis.due_through, "--due-through"),
            (*documents != earlier.asked.documents, "--documents"),
            (*formats != earlier.asked.formats, "--format"),
            (*csv != earlier.asked.csv, "--csv"),
            (*group != earlier.asked.group, "--group"),
            (*hidden != earlier.asked.hidden, "--hidden"),
            (*encoding != earlier.asked.encoding, "--encoding"),
            (*compare_with != earlier.asked.compare_with, "--compare-with"),
            (*map != earlier.asked.map, "--map (or a table that it looks values up in)"),
            (*books != earlier.asked.books, "price books"),
            (self.input.header != earlier.input.header, "input (its first line differs)"),
        ];
        differs.iter().find(|(differs, _)| *differs).map(|(_, what)| *what)
    }
}

/// The digest of a stream.
pub(super) fn hashed(mut stream: impl Read) -> io::Result<Sha256> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Ok(hash);
        }
        hash.update(piece.get(..read).unwrap_or_default());
    }
}

/// JSON of a fixed form.
pub(crate) fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
