//! Puts the rows of each account of a table together, before they are priced.
//!
//! The table is read once, in its own order, in which rows of sums and those that cannot be read
//! mean what they mean. Two sorts on the disk follow: by account, which says where each account
//! begins, and by that. So no account takes memory, and none is taken for another one.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::batch::error::BatchError;
use crate::batch::rows::chunks::{Chunk, Chunker};
use crate::batch::rows::gathered::{GatheredChunks, kind_mark};
use crate::batch::rows::row_place::{KEY_BYTES, RowPlace};
use crate::files::sort::{SortMemory, Sorted, Sorter};

use super::account::Worker;
use super::chunk::{PricingContext, SeenRow, Work};
use super::sum_rows::Before;

/// Bytes of what says whose a row is.
const WHOSE_BYTES: usize = 32;
/// It is nobody's.
const NOBODY: [u8; WHOSE_BYTES] = [0; WHOSE_BYTES];
/// Bytes of that and of its number.
const WHOSE_ROW_BYTES: usize = WHOSE_BYTES + 8;

/// Where the rows are sorted, and what the chunks are to be.
pub(crate) struct Gathering<'run> {
    /// The folder that has room for them.
    pub(crate) folder: &'run Path,
    pub(crate) memory: SortMemory,
    pub(crate) chunk_bytes: usize,
    /// Called when some rows were read.
    pub(crate) watcher: &'run dyn Fn(),
}

/// A table whose rows were put together.
pub(crate) struct Gathered {
    pub(crate) chunks: GatheredChunks,
    /// How many bytes of rows were taken from it …
    pub(crate) read: Arc<AtomicU64>,
    /// … of so many.
    pub(crate) length: u64,
}

impl Gathering<'_> {
    /// Reads a table to its end, and gives its rows with those of each account together.
    pub(crate) fn gather<R: std::io::Read>(
        &self,
        chunker: &mut Chunker<R>,
        context: &PricingContext<'_>,
    ) -> Result<Gathered, BatchError> {
        let mut by_account: Sorter<WHOSE_ROW_BYTES> = Sorter::new(self.folder, self.memory)?;
        let mut worker = Worker::new(context);
        let mut before = Before::default();
        let mut length = 0;
        while let Some(chunk) = chunker.next()? {
            let outcome = worker.work(&chunk, Work::Gather, &before)?;
            before = outcome.after;
            for row in &outcome.seen {
                let bytes = bytes_of(row, &chunk);
                length += u64::try_from(bytes.len()).unwrap_or(0);
                let about = RowPlace::about(row.role, row.unread);
                by_account.push(&whose(row), &[&about, &[kind_mark(row.kind)], bytes])?;
            }
            (self.watcher)();
        }
        let read = Arc::new(AtomicU64::new(0));
        let sorted = self.by_first_row(by_account.finish()?)?;
        let chunks = GatheredChunks::new(sorted, self.chunk_bytes, Arc::clone(&read))?;
        Ok(Gathered { chunks, read, length })
    }

    /// Sorts rows that stand by account by where their account begins.
    fn by_first_row(
        &self,
        mut by_account: Sorted<WHOSE_ROW_BYTES>,
    ) -> Result<Sorted<KEY_BYTES>, BatchError> {
        let mut by_place: Sorter<KEY_BYTES> = Sorter::new(self.folder, self.memory)?;
        let mut account: Option<([u8; WHOSE_BYTES], u64)> = None;
        let mut kept = Vec::new();
        while let Some(key) = by_account.next(&mut kept)? {
            let Some((whose, number)) = parted(key) else { continue };
            let first = match account {
                Some((own, first)) if own == whose && own != NOBODY => first,
                Some(_) | None => number,
            };
            account = Some((whose, first));
            by_place.push(&RowPlace::key(first, number), &[&kept])?;
        }
        // Its room on the disk is free before rows are merged.
        drop(by_account);
        Ok(by_place.finish()?)
    }
}

/// The key of a row: whose it is, and its number; one of nobody stands alone.
fn whose(row: &SeenRow) -> [u8; WHOSE_ROW_BYTES] {
    let number = row.number.to_be_bytes();
    let mut key = [0; WHOSE_ROW_BYTES];
    let parts = row.whose.as_ref().unwrap_or(&NOBODY).iter().chain(&number);
    key.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    key
}

fn parted(key: [u8; WHOSE_ROW_BYTES]) -> Option<([u8; WHOSE_BYTES], u64)> {
    let (whose, number) = key.split_first_chunk::<WHOSE_BYTES>()?;
    Some((*whose, u64::from_be_bytes(number.try_into().ok()?)))
}

/// The text of a row, without blank lines before it.
fn bytes_of<'chunk>(row: &SeenRow, chunk: &'chunk Chunk) -> &'chunk [u8] {
    let bytes = chunk.bytes.get(row.range.clone()).unwrap_or_default();
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    bytes.get(blank..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::rows::chunks::AccountExtent;
    use crate::batch::rows::columns::column_names;
    use crate::batch::rows::head::HeadPlace;
    use crate::batch::rows::known::{HoldingColumns, OwnNames};
    use crate::engine::book::Shelf;

    /// The chunks of a table that is sorted in so much memory.
    fn chunks(text: &str, memory: SortMemory, chunk_bytes: usize) -> Vec<Chunk> {
        let folder = tempfile::tempdir().expect("a folder");
        let head = HeadPlace::Search;
        let mut chunker = Chunker::new(text.as_bytes(), 500, head, &OwnNames(&HoldingColumns))
            .unwrap_or_else(|error| panic!("{error}"));
        let shelf = Shelf::default();
        let context = PricingContext::unpriced(&shelf, chunker.columns().clone());
        let gathering = Gathering { folder: folder.path(), memory, chunk_bytes, watcher: &|| {} };
        let gathered = gathering.gather(&mut chunker, &context);
        let mut gathered = gathered.unwrap_or_else(|error| panic!("{error}"));
        let mut chunks = Vec::new();
        while let Some(chunk) = gathered.chunks.next().unwrap_or_else(|error| panic!("{error}")) {
            chunks.push(chunk);
        }
        assert_eq!(gathered.read.load(std::sync::atomic::Ordering::Relaxed), gathered.length);
        chunks
    }

    fn table(ids: impl Iterator<Item = u32>) -> String {
        let names: Vec<&str> = column_names().collect();
        let empty = ",".repeat(names.len() - 2);
        let rows = ids.map(|id| format!("ORG-{id},Smithy{empty}\n"));
        format!("{}\n{}", names.join(","), rows.collect::<String>())
    }

    fn numbers(chunks: &[Chunk]) -> Vec<u64> {
        chunks.iter().flat_map(|chunk| (0..chunk.rows).map(|place| chunk.number(place))).collect()
    }

    #[test]
    fn rows_come_by_account_and_in_their_order_however_many_runs_are_merged() {
        // Row n is of account n modulo 50: those of the first are 1, 51, 101 and so on.
        let text = table((0..2_000).map(|row| row % 50));
        let expected: Vec<u64> =
            (1..=50).flat_map(|first| (0..40).map(move |round| first + 50 * round)).collect();
        let whole = chunks(&text, SortMemory::default(), 4_000);
        assert_eq!(numbers(&whole), expected);
        assert!(whole.iter().all(|chunk| chunk.account == AccountExtent::Whole));
        assert!(whole.len() > 10, "{} chunks", whole.len());
        // A row takes more than a hundred bytes: hundreds of runs, a few, and two.
        for run_bytes in [1_000, 80_000, 200_000] {
            let memory = SortMemory { run_bytes, runs_max: 3, piece_bytes: 200 };
            assert_eq!(chunks(&text, memory, 4_000), whole, "{run_bytes}");
        }
    }

    #[test]
    fn accounts_of_one_row_each_stay_where_they_are() {
        let text = table((0..300).rev());
        let found = chunks(&text, SortMemory::default(), 1);
        assert_eq!(numbers(&found), (1..=300).collect::<Vec<u64>>());
        assert_eq!(found.len(), 300);
    }
}
