//! Rows from a thread that reads a table, as a stream of CSV.

use std::io::{self, Cursor, Read, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::batch::rows::head::HeadPlace;
use crate::batch::rows::row_parser::ROW_BYTES_MAX;
use crate::batch::rows::stream::{TableNotes, TableStream};
use crate::engine::node::DecimalMark;
use crate::files::stage::SourceFile;

/// The name of the thread that reads a table. A fault of a library on it ends as an error that says
/// the file is damaged, and so it is not reported as a bug.
pub(crate) const READER: &str = "reinstate-table-reader";

/// Bytes that are handed over at once.
const BLOCK_BYTES: usize = 128 * 1024;
/// Blocks that may wait to be taken.
const BLOCKS_MAX: usize = 4;

type ReaderEnd = Result<(), BatchError>;

/// Where a reader puts the rows of a table, its header first.
pub(super) struct RowSender {
    writer: csv::Writer<Blocks>,
    /// A row that is too long, on one line.
    flat: ByteRecord,
    has_header: bool,
    /// What stands before the decimals of numbers.
    pub(super) decimal: DecimalMark,
}

/// Whether whoever asked for the rows still wants them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    More,
    NoMore,
}

impl RowSender {
    fn new(sender: SyncSender<Vec<u8>>, decimal: DecimalMark) -> Self {
        // A row may have more cells than the one before it, which is not the end of the table.
        let mut writer = csv::WriterBuilder::new();
        writer.buffer_capacity(BLOCK_BYTES).flexible(true);
        let writer = writer.from_writer(Blocks(sender));
        Self { writer, flat: ByteRecord::new(), has_header: false, decimal }
    }

    /// Adds a row; nothing is done where nobody wants it.
    pub(super) fn push(&mut self, row: &ByteRecord) -> Demand {
        let row = if row.as_slice().len() > ROW_BYTES_MAX {
            flatten(row, &mut self.flat);
            &self.flat
        } else {
            row
        };
        let mut written = self.writer.write_byte_record(row).map_err(io::Error::from);
        if !self.has_header {
            // Whoever waits for the header need not wait for the first rows.
            self.has_header = true;
            written = written.and_then(|()| self.writer.flush());
        }
        if written.is_ok() { Demand::More } else { Demand::NoMore }
    }
}

/// A row that is passed over up to the next line end, which must be its own.
fn flatten(row: &ByteRecord, flat: &mut ByteRecord) {
    flat.clear();
    for cell in row {
        let plain = |byte: &u8| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte };
        flat.push_field(&cell.iter().map(plain).collect::<Vec<u8>>());
    }
}

/// Hands blocks over to the other thread.
struct Blocks(SyncSender<Vec<u8>>);

impl Write for Blocks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.send(bytes.to_vec());
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The stream of CSV on this side.
struct Piped {
    blocks: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<ReaderEnd>>,
    block: Cursor<Vec<u8>>,
    /// Why there is no more; it is said again to whoever asks again.
    failure: Option<String>,
}

/// Opens a file as a stream of CSV: lets a reader work on it on a thread of its own, which notes
/// how many bytes it has read. What keeps it from its header is said at once.
pub(super) fn open(
    source: SourceFile,
    decimal: DecimalMark,
    notes: Arc<TableNotes>,
    read: impl FnOnce(SourceFile, &mut RowSender, Arc<AtomicU64>) -> ReaderEnd + Send + 'static,
) -> Result<TableStream, BatchError> {
    let (sender, blocks) = sync_channel(BLOCKS_MAX);
    let length = Some(source.length_bytes());
    let read_bytes = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&read_bytes);
    let work = move || {
        let mut rows = RowSender::new(sender, decimal);
        let ended = read(source, &mut rows, progress);
        // A writer that is dropped would hand over half of a table as if it were all.
        let _ = rows.writer.flush();
        ended
    };
    let reader = Builder::new().name(READER.to_owned()).spawn(work).map_err(BatchError::Input)?;
    let mut piped = Piped { blocks, reader: Some(reader), block: Cursor::default(), failure: None };
    match piped.blocks.recv() {
        Ok(block) => piped.block = Cursor::new(block),
        Err(_) => piped.ended()?,
    }
    let stream = Box::new(piped);
    // The reader has put the head first.
    Ok(TableStream { stream, head: HeadPlace::First, notes, read: read_bytes, length })
}

impl Piped {
    /// How the reader ended.
    fn ended(&mut self) -> ReaderEnd {
        match self.reader.take().map(JoinHandle::join) {
            None | Some(Ok(Ok(()))) => Ok(()),
            Some(Ok(Err(error))) => Err(error),
            Some(Err(_)) => Err(damaged("file", "what it says about itself cannot be")),
        }
    }
}

impl Read for Piped {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.block.read(into)?;
            if count > 0 || into.is_empty() {
                return Ok(count);
            }
            if let Some(failure) = &self.failure {
                return Err(io::Error::new(io::ErrorKind::InvalidData, failure.clone()));
            }
            match self.blocks.recv() {
                Ok(block) => self.block = Cursor::new(block),
                Err(_) => match self.ended() {
                    Ok(()) => return Ok(0),
                    Err(error) => self.failure = Some(error.to_string()),
                },
            }
        }
    }
}

/// What is said of a file that breaks off, was changed, or was written wrongly.
pub(super) fn damaged(kind: &str, why: impl std::fmt::Display) -> BatchError {
    BatchError::table(
        format!("the {kind} is damaged: {why}"),
        "have it written again by the program it comes from, or give the table as CSV",
    )
}
