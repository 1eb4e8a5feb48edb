//! A table that is being read, and how far.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::head::HeadPlace;

/// A table as a stream of CSV.
pub(crate) struct TableStream {
    pub(crate) stream: Box<dyn Read + Send>,
    /// Where its head is to be found.
    pub(crate) head: HeadPlace,
    /// What is found out about it as it is read.
    pub(crate) notes: Arc<TableNotes>,
    /// How many bytes of it were read, as it is kept.
    pub(crate) read: Arc<AtomicU64>,
    /// How many it has, where that is known.
    pub(crate) length: Option<u64>,
}

/// What is found out about a table as it is read.
#[derive(Debug, Default)]
pub(crate) struct TableNotes {
    /// How many of its rows are hidden.
    pub(crate) hidden_rows: AtomicU64,
    /// Which of several sheets it is.
    pub(crate) sheet: OnceLock<String>,
}

/// A stream that tells how far it was read.
pub(super) struct CountedStream<S> {
    pub(super) stream: S,
    pub(super) bytes: Arc<AtomicU64>,
}

impl<S: Read> Read for CountedStream<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        self.bytes.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}

impl<S: Seek> Seek for CountedStream<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.stream.seek(to)
    }
}
