//! Takes a table apart into chunks that hold whole accounts, so that each can be priced alone.
//!
//! Where a chunk ends depends on nothing but the bytes of the table: not on how many threads work,
//! nor on how the bytes arrive.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use memchr::{memchr2, memchr3};

use crate::batch::error::BatchError;
use crate::engine::digest::sha256;
use crate::engine::request::HOLDINGS_MAX;

use super::cells::is_blank;
use super::columns::{HeadNames, TableColumns};
use super::head::{self, HEAD_BYTES_MAX, HeadPlace};
use super::input::KeptInput;
use super::row_parser::{ROW_BYTES_MAX, RowEnd, RowParser};
use super::row_place::RowPlace;
use super::stream::{TableNotes, TableStream};

/// Bytes of a chunk: enough that taking turns costs nothing.
pub(crate) const CHUNK_BYTES: usize = 1024 * 1024;

/// Most bytes of an account's rows.
pub(crate) const ACCOUNT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most rows of a chunk, or of an account that is too large: each takes memory, however short.
pub(super) const CHUNK_ROWS_MAX: usize = 16 * 1024;
// The rows of a chunk show whether an account is too large.
const _: () = assert!(CHUNK_ROWS_MAX > HOLDINGS_MAX);

/// So many blank bytes between two rows are kept.
const BLANK_BYTES_MAX: usize = 4 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How the bytes of a part of a chunk are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum SegmentKind {
    /// Rows.
    #[default]
    Rows,
    /// One row that opens a quote and does not close it: its quotes are text.
    Unclosed,
    /// One row with too many bytes; none of them are kept.
    TooLong,
}

/// A part of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) kind: SegmentKind,
    pub(crate) range: Range<usize>,
}

/// Whether the first account of a chunk began in the one before: it has too many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountExtent {
    /// All accounts begin and end here.
    Whole,
    /// The only account is too large and may go on in the next chunk.
    TooLarge,
    /// The only account is the rest of one that is too large.
    TooLargeRest,
}

/// Which rows of the table a chunk has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ChunkRows {
    /// Neighbours, from the one with this number on, counted from 1.
    From(u64),
    /// Those with these places, one for each row.
    Gathered(Vec<RowPlace>),
}

/// Some rows of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Its place, counted from 0.
    pub(crate) index: u64,
    /// Which rows of the table it has.
    pub(crate) numbers: ChunkRows,
    /// How many rows it has.
    pub(crate) rows: u64,
    pub(crate) bytes: Vec<u8>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) account: AccountExtent,
}

impl Chunk {
    /// The number of a row in the table; `place` counts the rows of the chunk from 0.
    pub(crate) fn number(&self, place: u64) -> u64 {
        match &self.numbers {
            ChunkRows::From(first) => first.saturating_add(place),
            ChunkRows::Gathered(_) => self.gathered(place).map_or(0, |row| row.number),
        }
    }

    /// Where a row belongs, if the rows of accounts were put together.
    pub(crate) fn gathered(&self, place: u64) -> Option<&RowPlace> {
        match &self.numbers {
            ChunkRows::From(_) => None,
            ChunkRows::Gathered(rows) => rows.get(usize::try_from(place).ok()?),
        }
    }

    /// The SHA-256 of its rows.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let digest = sha256(&self.bytes);
        match &self.numbers {
            ChunkRows::From(_) => digest,
            ChunkRows::Gathered(rows) => {
                let mut bytes = digest.to_vec();
                rows.iter().for_each(|row| row.push_to(&mut bytes));
                sha256(&bytes)
            }
        }
    }
}

/// Takes a stream apart.
pub(crate) struct Chunker<R> {
    stream: R,
    chunk_bytes: usize,
    /// What is read and not handed out yet.
    buffer: Vec<u8>,
    /// The rows in it, one by one, and up to where they were looked for.
    found: Vec<Segment>,
    looked: usize,
    is_at_end: bool,
    /// A row that is too long is being passed over.
    is_passing: bool,
    /// The account whose rows are too many, while they last.
    too_large: Option<String>,
    columns: TableColumns,
    rows: RowParser,
    /// The bytes of the header, as they came.
    pub(crate) header: Vec<u8>,
    index: u64,
    next_row: u64,
}

/// A table whose head was read, and what is found out about it as it is read.
pub(crate) struct OpenedTable {
    pub(crate) chunker: Chunker<Box<dyn Read + Send>>,
    pub(crate) notes: Arc<TableNotes>,
    /// How many bytes of it were read, as it is kept.
    pub(crate) read: Arc<AtomicU64>,
    /// How many it has, where that is known.
    pub(crate) length: Option<u64>,
}

/// Opens a table and reads its head.
pub(crate) fn open(
    kept: &mut KeptInput<'_>,
    chunk_bytes: usize,
) -> Result<OpenedTable, BatchError> {
    let TableStream { stream, head, notes, read, length } = kept.open()?;
    let chunker = Chunker::new(stream, chunk_bytes, head, kept.names())?;
    Ok(OpenedTable { chunker, notes, read, length })
}

impl<R: Read> Chunker<R> {
    /// Finds the head and reads it, whose names mean what `names` says; titles above it are passed
    /// over.
    pub(crate) fn new(
        stream: R,
        chunk_bytes: usize,
        place: HeadPlace,
        names: &dyn HeadNames,
    ) -> Result<Self, BatchError> {
        let mut chunker = Self {
            stream,
            chunk_bytes,
            buffer: Vec::new(),
            found: Vec::new(),
            looked: 0,
            is_at_end: false,
            is_passing: false,
            too_large: None,
            columns: TableColumns::nothing(),
            rows: RowParser::new(b','),
            header: Vec::new(),
            index: 0,
            next_row: 1,
        };
        chunker.fill(ROW_BYTES_MAX)?;
        if chunker.buffer.starts_with(BYTE_ORDER_MARK) {
            chunker.buffer.drain(..BYTE_ORDER_MARK.len());
        }
        let mut found = head::find(&chunker.buffer, place, names);
        let is_enough = found.as_ref().is_ok_and(|head| {
            let is_whole = head.end < chunker.buffer.len();
            is_whole && (place != HeadPlace::Search || names.is_head(&head.names))
        });
        if !is_enough && !chunker.is_at_end {
            // Most heads stand in front: whoever writes a pipe slowly need not be waited for.
            chunker.fill(HEAD_BYTES_MAX)?;
            found = head::find(&chunker.buffer, place, names);
        }
        let head = found?;
        let own = chunker.buffer.get(head.start..head.end);
        chunker.header = own.unwrap_or_default().to_vec();
        chunker.rows = RowParser::new(head.delimiter);
        chunker.columns = TableColumns::of(head.delimiter, head.names, names)?;
        chunker.buffer.drain(..head.end);
        Ok(chunker)
    }

    pub(crate) fn columns(&self) -> &TableColumns {
        &self.columns
    }

    /// The next rows; `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk>, BatchError> {
        let mut wanted = self.chunk_bytes;
        loop {
            self.fill(wanted + ROW_BYTES_MAX)?;
            self.look();
            if self.found.is_empty() {
                if self.is_at_end {
                    return Ok(None);
                }
                // Nothing but blank lines, or a row that is passed over.
                self.buffer.drain(..self.looked);
                self.looked = 0;
                continue;
            }
            if let Some(chunk) = self.take_accounts() {
                return Ok(Some(chunk));
            }
            wanted = self.looked + self.chunk_bytes;
        }
    }

    /// Reads until the buffer has so many bytes or the stream ends.
    fn fill(&mut self, bytes: usize) -> Result<(), BatchError> {
        while !self.is_at_end && self.buffer.len() < bytes {
            let missing = bytes - self.buffer.len();
            let limit = u64::try_from(missing).unwrap_or(u64::MAX);
            let read = (&mut self.stream).take(limit).read_to_end(&mut self.buffer);
            self.is_at_end = read.map_err(BatchError::Input)? < missing;
        }
        Ok(())
    }

    /// Looks for rows in what was read, as far as it takes to tell where each ends.
    fn look(&mut self) {
        while self.found.len() < CHUNK_ROWS_MAX {
            if self.is_passing {
                let rest = self.buffer.get(self.looked..).unwrap_or_default();
                let end = memchr2(b'\n', b'\r', rest);
                self.is_passing = end.is_none() && !self.is_at_end;
                let passed = end.map_or(rest.len(), |end| end + 1);
                // What is passed over is not kept: the row's place is empty.
                self.buffer.drain(self.looked..self.looked + passed);
                if self.is_passing {
                    return;
                }
            }
            let mut start = self.skip_empty();
            if start - self.looked > BLANK_BYTES_MAX {
                self.buffer.drain(self.looked..start);
                start = self.looked;
            }
            let rest = self.buffer.get(start..).unwrap_or_default();
            if rest.is_empty() {
                self.looked = start;
                return;
            }
            let may = rest.get(..ROW_BYTES_MAX).unwrap_or(rest);
            let is_whole = self.is_at_end && rest.len() <= ROW_BYTES_MAX;
            if !is_whole && rest.len() <= ROW_BYTES_MAX {
                // Where the row ends can depend on what is yet to come.
                self.looked = start;
                return;
            }
            let (kind, length) = match memchr3(b'"', b'\n', b'\r', may) {
                // A row without a quote ends with its line, which is soon found.
                Some(end) if may.get(end) != Some(&b'"') => (SegmentKind::Rows, end + 1),
                Some(_) => match (self.rows.read(may), memchr2(b'\n', b'\r', may)) {
                    (RowEnd::At(end), _) => (SegmentKind::Rows, end),
                    (RowEnd::ToCome, None) if is_whole => (SegmentKind::Rows, may.len()),
                    (RowEnd::InQuotes, None) if is_whole => (SegmentKind::Unclosed, may.len()),
                    (RowEnd::ToCome | RowEnd::InQuotes, Some(end)) => {
                        (SegmentKind::Unclosed, end + 1)
                    }
                    (RowEnd::ToCome | RowEnd::InQuotes, None) => (SegmentKind::TooLong, 0),
                },
                None if is_whole => (SegmentKind::Rows, may.len()),
                None => (SegmentKind::TooLong, 0),
            };
            let end = start + length;
            self.found.push(Segment { kind, range: start..end });
            self.looked = end;
            self.is_passing = kind == SegmentKind::TooLong;
        }
    }

    /// Where the next row begins that is neither blank nor made of empty cells.
    fn skip_empty(&mut self) -> usize {
        let mut at = skip_blank(&self.buffer, self.looked);
        while let Some(end) = self.empty_row(at) {
            if let Some(row) = self.buffer.get_mut(at..end) {
                // Whoever reads the chunk passes over blank lines.
                row.fill(b'\n');
            }
            at = skip_blank(&self.buffer, end);
        }
        at
    }

    /// Where a row of empty cells ends; `None` where it is another, or its end is yet to come.
    fn empty_row(&mut self, at: usize) -> Option<usize> {
        let delimiter = self.columns.delimiter;
        // A delimiter, a space, a quote, or a part of a no-break space.
        let is_part =
            |byte: &u8| *byte == delimiter || matches!(byte, b' ' | b'\t' | b'"' | 0xc2 | 0xa0);
        let rest = self.buffer.get(at..)?;
        if !rest.first().is_some_and(is_part) {
            return None;
        }
        let may = rest.get(..ROW_BYTES_MAX).unwrap_or(rest);
        let length = may.iter().take_while(|byte| is_part(byte)).count();
        let end = match may.get(length) {
            Some(b'\n' | b'\r') => length + 1,
            None if self.is_at_end && length == rest.len() => length,
            Some(_) | None => return None,
        };
        let is_whole = match self.rows.read(may.get(..end)?) {
            RowEnd::At(_) | RowEnd::ToCome => true,
            RowEnd::InQuotes => false,
        };
        (is_whole && self.rows.record().iter().all(is_blank)).then_some(at + end)
    }

    /// Takes whole accounts from the front; `None` where more has to be read for that.
    fn take_accounts(&mut self) -> Option<Chunk> {
        if self.too_large.is_some() {
            return self.take_rest();
        }
        if self.is_at_end && !self.is_passing && self.looked >= self.buffer.len() {
            // What was read ahead may be many times a chunk.
            let rows = self.first_end().unwrap_or(self.found.len());
            return Some(self.take(rows, AccountExtent::Whole));
        }
        let Some((first, key)) = self.last_account() else {
            // Rows that nobody owns can be cut anywhere.
            let rows = self.found.len();
            return Some(self.take(rows, AccountExtent::Whole));
        };
        if first > 0 {
            return Some(self.take(first, AccountExtent::Whole));
        }
        let last = (0..self.found.len()).rev().find(|place| self.key(*place).is_some());
        let bytes = last.and_then(|last| self.found.get(last)).map_or(0, |last| last.range.end);
        let is_too_large = self.found.len() > HOLDINGS_MAX || bytes > ACCOUNT_BYTES_MAX;
        is_too_large.then(|| {
            self.too_large = Some(key);
            let rows = self.found.len();
            self.take(rows, AccountExtent::TooLarge)
        })
    }

    /// Where the account ends in which a chunk is full, if another one follows it.
    fn first_end(&mut self) -> Option<usize> {
        let full = self.found.iter().position(|row| row.range.end >= self.chunk_bytes)?;
        let own = (0..=full).rev().find_map(|place| self.key(place))?;
        (full + 1..self.found.len())
            .find(|place| self.key(*place).is_some_and(|other| other != own))
    }

    /// Takes what is left of the account that is too large.
    fn take_rest(&mut self) -> Option<Chunk> {
        let key = self.too_large.take().unwrap_or_default();
        let all = self.found.len();
        let other = (0..all).find(|place| self.key(*place).is_some_and(|other| other != key));
        if other == Some(0) {
            return self.take_accounts();
        }
        let mut own = (0..other.unwrap_or(all)).rev();
        let last = own.find(|place| self.key(*place).is_some_and(|other| other == key));
        let rows = match (other, last) {
            // Rows that nobody owns, before another account.
            (Some(rows), None) => return Some(self.take(rows, AccountExtent::Whole)),
            (Some(_), Some(last)) => last + 1,
            (None, _) => all,
        };
        self.too_large = Some(key);
        Some(self.take(rows, AccountExtent::TooLargeRest))
    }

    /// The first row of the last account, and whose it is.
    fn last_account(&mut self) -> Option<(usize, String)> {
        let mut last: Option<(usize, String)> = None;
        for place in (0..self.found.len()).rev() {
            let Some(key) = self.key(place) else { continue };
            match &mut last {
                Some((_, known)) if *known != key => break,
                Some((first, _)) => *first = place,
                None => last = Some((place, key)),
            }
        }
        last
    }

    /// Whose a row is that was found.
    fn key(&mut self, place: usize) -> Option<String> {
        let row = self.found.get(place).filter(|row| row.kind == SegmentKind::Rows)?;
        self.rows.read(self.buffer.get(row.range.clone())?);
        self.columns.key(&self.rows.record()).map(Cow::into_owned)
    }

    fn take(&mut self, rows: usize, account: AccountExtent) -> Chunk {
        let end = self.found.get(rows).map_or(self.looked, |next| next.range.start);
        let rest = self.buffer.split_off(end);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let left = self.found.split_off(rows);
        let taken = std::mem::replace(&mut self.found, left);
        for row in &mut self.found {
            row.range = row.range.start - end..row.range.end - end;
        }
        self.looked -= end;
        let count = u64::try_from(taken.len()).unwrap_or(u64::MAX);
        let chunk = Chunk {
            index: self.index,
            numbers: ChunkRows::From(self.next_row),
            rows: count,
            segments: segments(taken),
            bytes,
            account,
        };
        self.index += 1;
        self.next_row = self.next_row.saturating_add(count);
        chunk
    }
}

pub(super) fn segments(rows: Vec<Segment>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for row in rows {
        match segments.last_mut() {
            Some(last) if last.kind == SegmentKind::Rows && row.kind == SegmentKind::Rows => {
                last.range.end = row.range.end;
            }
            Some(_) | None => segments.push(row),
        }
    }
    segments
}

fn skip_blank(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    from + blank
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::rows::cells::{Quotes, reader};
    use crate::batch::rows::columns::column_names;
    use crate::batch::rows::known::{HoldingColumns, OwnNames};
    use csv::ByteRecord;
    use proptest::prelude::*;

    /// A stream that gives a few bytes at a time.
    struct Dripping<'text>(&'text [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let most = self.1.min(into.len());
            self.0.read(into.get_mut(..most).unwrap_or_default())
        }
    }

    fn chunks(text: &[u8], chunk_bytes: usize, drip_bytes: usize) -> Vec<Chunk> {
        let stream = Dripping(text, drip_bytes);
        let mut chunker =
            Chunker::new(stream, chunk_bytes, HeadPlace::Search, &OwnNames(&HoldingColumns))
                .unwrap_or_else(|error| panic!("{error}"));
        let mut chunks = Vec::new();
        while let Some(chunk) = chunker.next().unwrap_or_else(|error| panic!("{error}")) {
            chunks.push(chunk);
        }
        chunks
    }

    fn records(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let cells = |record: ByteRecord| record.iter().map(<[u8]>::to_vec).collect();
        let reader = reader(bytes, b',', Quotes::Read);
        reader.into_byte_records().filter_map(Result::ok).map(cells).collect()
    }

    fn header() -> String {
        let names: Vec<&str> = column_names().collect();
        names.join(",") + "\n"
    }

    fn row(org_id: u32, customer: &str) -> String {
        let empty = ",".repeat(column_names().count() - 2);
        format!("ORG-{org_id},{customer}{empty}\n")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
        #[test]
        fn pieces_hold_the_rows_of_the_whole(
            accounts in proptest::collection::vec((0_u32..40, 1_usize..60), 1..40),
            customer in prop_oneof![
                Just("plain"), Just("\"a, b\""), Just("\"a\r\nb \"\"c\"\"\""), Just("5\" rack"),
            ],
            chunk_bytes in 1_usize..5_000,
            drip_bytes in prop_oneof![Just(usize::MAX), 1_000_usize..9_000],
        ) {
            let mut text = header();
            for (org_id, rows) in accounts {
                text.extend(std::iter::repeat_n(row(org_id, customer), rows));
            }
            let all = chunks(text.as_bytes(), chunk_bytes, drip_bytes);
            prop_assert_eq!(&all, &chunks(text.as_bytes(), chunk_bytes, usize::MAX));
            let mut found = Vec::new();
            let mut last_key = Vec::new();
            for chunk in &all {
                let rows = records(&chunk.bytes);
                prop_assert_eq!(u64::try_from(rows.len()).unwrap_or(0), chunk.rows);
                prop_assert_eq!(chunk.number(0), u64::try_from(found.len()).unwrap_or(0) + 1);
                if chunk.account == AccountExtent::Whole {
                    prop_assert!(rows[0][0] != last_key, "an account is cut in two");
                }
                last_key.clone_from(&rows[rows.len() - 1][0]);
                found.extend(rows);
            }
            prop_assert_eq!(found, records(&text.as_bytes()[header().len()..]));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]
        #[test]
        fn quotes_mean_what_they_mean_to_the_csv_package(
            marks in proptest::collection::vec(
                prop_oneof![Just("a"), Just(","), Just("\""), Just("\n"), Just("\r"), Just(";")],
                0..60,
            ),
        ) {
            let text = header() + &marks.concat();
            let all = chunks(text.as_bytes(), 1, usize::MAX);
            let is_closed = all.iter().flat_map(|chunk| &chunk.segments)
                .all(|segment| segment.kind == SegmentKind::Rows);
            // An open quote takes all that follows into its row there, and its own line here.
            if !is_closed {
                return Ok(());
            }
            let rows: Vec<_> = all.iter().flat_map(|chunk| records(&chunk.bytes)).collect();
            prop_assert_eq!(all.iter().map(|chunk| chunk.rows).sum::<u64>(), rows.len() as u64);
            let mut expected = records(marks.concat().as_bytes());
            expected.retain(|row| row.iter().any(|cell| !cell.is_empty()));
            prop_assert_eq!(rows, expected);
        }
    }

    #[test]
    fn a_quote_left_open_costs_one_row() {
        let mut text = header() + &row(1, "\"open");
        for number in 2..5_000 {
            text.push_str(&row(number, "plain"));
        }
        let all = chunks(text.as_bytes(), 10_000, usize::MAX);
        let kinds: Vec<SegmentKind> =
            all.iter().flat_map(|chunk| &chunk.segments).map(|segment| segment.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == SegmentKind::Unclosed).count(), 1);
        assert_eq!(all.iter().map(|chunk| chunk.rows).sum::<u64>(), 4_999);
    }

    #[test]
    fn blank_lines_and_endless_rows_take_no_memory() {
        let mut text = header().into_bytes();
        text.extend_from_slice(row(1, "a").as_bytes());
        text.extend(std::iter::repeat_n(b'\n', 3_000_000));
        text.extend_from_slice(row(1, "b").as_bytes());
        text.extend(std::iter::repeat_n(b'x', 3_000_000));
        let all = chunks(&text, 10_000, usize::MAX);
        assert!(all.iter().all(|chunk| chunk.bytes.len() < 400_000));
        assert_eq!(all.iter().map(|chunk| chunk.rows).sum::<u64>(), 3);
    }
}
