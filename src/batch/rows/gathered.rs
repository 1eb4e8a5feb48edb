//! The rows of a table with those of each account together, as chunks: accounts in the order of
//! their first rows, rows in the order of the table.
//!
//! What a row is was found out in the order of the table, where its neighbours are: it is kept with
//! the row, and so is its number.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::batch::error::BatchError;
use crate::files::sort::Sorted;

use super::cells::LINE_END;
use super::chunks::{
    ACCOUNT_BYTES_MAX, AccountExtent, CHUNK_ROWS_MAX, Chunk, ChunkRows, Segment, SegmentKind,
    segments,
};
use super::row_place::{KEY_BYTES, RowPlace};

/// A row as it is kept on the disk: how it is to be read, and its bytes.
pub(crate) const fn kind_mark(kind: SegmentKind) -> u8 {
    match kind {
        SegmentKind::Rows => 0,
        SegmentKind::Unclosed => 1,
        SegmentKind::TooLong => 2,
    }
}

fn kind_of(mark: u8) -> Option<SegmentKind> {
    let kinds = [SegmentKind::Rows, SegmentKind::Unclosed, SegmentKind::TooLong];
    kinds.into_iter().find(|kind| kind_mark(*kind) == mark)
}

/// A row in its place.
struct KeptRow {
    place: RowPlace,
    kind: SegmentKind,
    bytes: Vec<u8>,
}

/// Rows in their places, which are taken in chunks.
pub(crate) struct GatheredChunks {
    rows: Sorted<KEY_BYTES>,
    chunk_bytes: usize,
    /// The row that comes next.
    ahead: Option<KeptRow>,
    /// The first row of an account that is too large, while its rows last.
    too_large: Option<u64>,
    /// An account that is too large for the chunk before it.
    held: Option<Piece>,
    index: u64,
    /// How many bytes of rows were taken.
    read: Arc<AtomicU64>,
}

/// Some rows, one behind the other.
struct Piece {
    bytes: Vec<u8>,
    /// Each row for itself.
    found: Vec<Segment>,
    rows: Vec<RowPlace>,
    extent: AccountExtent,
}

impl GatheredChunks {
    pub(crate) fn new(
        rows: Sorted<KEY_BYTES>,
        chunk_bytes: usize,
        read: Arc<AtomicU64>,
    ) -> Result<Self, BatchError> {
        let (ahead, too_large, held) = (None, None, None);
        let mut chunks = Self { rows, chunk_bytes, ahead, too_large, held, index: 0, read };
        chunks.advance(Vec::new())?;
        Ok(chunks)
    }

    /// The next whole accounts; `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk>, BatchError> {
        let mut chunk = Piece::nothing();
        while chunk.bytes.len() < self.chunk_bytes && chunk.rows.len() < CHUNK_ROWS_MAX {
            let account = match self.held.take() {
                Some(held) => held,
                None => self.account()?,
            };
            if account.rows.is_empty() {
                break;
            }
            if account.extent == AccountExtent::Whole {
                chunk.append(account);
            } else if chunk.rows.is_empty() {
                chunk = account;
                break;
            } else {
                self.held = Some(account);
                break;
            }
        }
        if chunk.rows.is_empty() {
            return Ok(None);
        }
        let index = self.index;
        self.index += 1;
        Ok(Some(chunk.into_chunk(index)))
    }

    /// The rows of the next account, as many as one may have and a few more.
    fn account(&mut self) -> Result<Piece, BatchError> {
        let mut piece = Piece::nothing();
        let whose = self.ahead.as_ref().map(|row| row.place.first);
        let is_rest = whose.is_some() && self.too_large == whose;
        self.too_large = self.too_large.filter(|_| is_rest);
        while let Some(row) = self.ahead.take_if(|row| Some(row.place.first) == whose) {
            piece.push(&row);
            self.advance(row.bytes)?;
            if piece.rows.len() >= CHUNK_ROWS_MAX || piece.bytes.len() > ACCOUNT_BYTES_MAX {
                self.too_large = whose;
                break;
            }
        }
        piece.extent = match (is_rest, self.too_large) {
            (true, _) => AccountExtent::TooLargeRest,
            (false, Some(_)) => AccountExtent::TooLarge,
            (false, None) => AccountExtent::Whole,
        };
        Ok(piece)
    }

    /// Reads the row that comes next, into a buffer that is not used any more.
    fn advance(&mut self, mut bytes: Vec<u8>) -> Result<(), BatchError> {
        const OTHER: BatchError = BatchError::Bug("a row is not what was put on the disk");
        let Some(key) = self.rows.next(&mut bytes)? else { return Ok(()) };
        let (place, rest) = RowPlace::read(key, &bytes).ok_or(OTHER)?;
        let kind = rest.first().and_then(|mark| kind_of(*mark)).ok_or(OTHER)?;
        bytes.drain(..bytes.len() - (rest.len() - 1));
        self.read.fetch_add(u64::try_from(bytes.len()).unwrap_or(0), Ordering::Relaxed);
        self.ahead = Some(KeptRow { place, kind, bytes });
        Ok(())
    }
}

impl Piece {
    const fn nothing() -> Self {
        let extent = AccountExtent::Whole;
        Self { bytes: Vec::new(), found: Vec::new(), rows: Vec::new(), extent }
    }

    fn push(&mut self, row: &KeptRow) {
        let KeptRow { place, kind, bytes } = row;
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        if !bytes.is_empty() && !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r") {
            // The last of the table.
            self.bytes.push(LINE_END);
        }
        self.found.push(Segment { kind: *kind, range: start..self.bytes.len() });
        self.rows.push(*place);
    }

    fn append(&mut self, other: Self) {
        let start = self.bytes.len();
        let moved = |row: Segment| Segment {
            kind: row.kind,
            range: row.range.start + start..row.range.end + start,
        };
        self.bytes.extend_from_slice(&other.bytes);
        self.found.extend(other.found.into_iter().map(moved));
        self.rows.extend(other.rows);
    }

    fn into_chunk(self, index: u64) -> Chunk {
        let Self { bytes, found, rows, extent } = self;
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        Chunk {
            index,
            rows: count,
            numbers: ChunkRows::Gathered(rows),
            segments: segments(found),
            bytes,
            account: extent,
        }
    }
}
