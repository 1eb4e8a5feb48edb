//! Cells of rows that are priced in another order than theirs, copied so that those which are read
//! together stand together: memory is slow where each cell is somewhere else.

use crate::batch::error::BatchError;

use super::table_cells::{TableCells, goes_on};

/// Rows of a block, at least: their cells fit into the cache of a processor.
const BLOCK_ROWS_MIN: usize = 1 << 14;

/// Blocks at most, as all of them are written to in turn.
const BLOCKS_MAX: usize = 1 << 8;

/// A step of an order is far where it leads over more rows than this.
const FAR_ROWS: u32 = 1 << 12;

/// What stands before the length of a cell that a byte cannot tell.
const LONG: u8 = u8::MAX;

/// The cells of a table in another order than its own.
pub(super) struct GatheredCells {
    blocks: Vec<CellBlock>,
    block_rows: usize,
}

/// The cells of some rows that follow each other in the order wanted.
#[derive(Default)]
struct CellBlock {
    /// In the order of the table; before the text of each cell, its length: a byte, or [`LONG`] and
    /// eight.
    bytes: Vec<u8>,
    /// Where each row begins, in the order wanted.
    starts: Vec<usize>,
}

/// The cells of a row, one after the other.
pub(super) struct RowBytes<'a>(&'a [u8]);

/// Whether most of the rows of an order are far from the one before.
pub(super) fn is_scattered(order: &[u32]) -> bool {
    let steps = order.iter().zip(order.iter().skip(1));
    let far = steps.filter(|(row, next)| row.abs_diff(**next) > FAR_ROWS).count();
    far > order.len() / 2
}

impl GatheredCells {
    /// Reads some columns of all rows, in the order of the table. The order is a permutation of the
    /// rows.
    ///
    /// # Errors
    /// [`BatchError::Table`]: the cells take text away. [`BatchError::Stopped`].
    pub(super) fn of(
        order: &[u32],
        reads: &[bool],
        cells: &mut impl TableCells,
    ) -> Result<Self, BatchError> {
        let rows = order.len();
        let block_rows = rows.div_ceil(BLOCKS_MAX).max(BLOCK_ROWS_MIN);
        let read = reads.iter().enumerate().filter(|(_, reads)| **reads);
        let columns: Vec<usize> = read.map(|(column, _)| column).collect();
        let mut blocks = Vec::new();
        for start in (0..rows).step_by(block_rows) {
            let starts = vec![0; block_rows.min(rows - start)];
            blocks.push(CellBlock { bytes: Vec::new(), starts });
        }
        for (row, place) in inverse(order).into_iter().enumerate() {
            goes_on(cells, row)?;
            let place = place as usize;
            let Some(block) = blocks.get_mut(place / block_rows) else { continue };
            if let Some(start) = block.starts.get_mut(place % block_rows) {
                *start = block.bytes.len();
            }
            for column in &columns {
                block.push_cell(|bytes| cells.push(row, *column, bytes))?;
            }
        }
        Ok(Self { blocks, block_rows })
    }

    /// The cells of the row at a place of the order.
    pub(super) fn row(&self, place: usize) -> RowBytes<'_> {
        let block = self.blocks.get(place / self.block_rows);
        let bytes = block.and_then(|block| {
            let start = block.starts.get(place % self.block_rows)?;
            block.bytes.get(*start..)
        });
        RowBytes(bytes.unwrap_or_default())
    }
}

impl<'a> RowBytes<'a> {
    /// The next cell.
    pub(super) fn next_cell(&mut self) -> &'a [u8] {
        let length = self.0.split_first().and_then(|(length, rest)| match *length {
            LONG => rest.split_first_chunk().map(|(all, rest)| (usize::from_ne_bytes(*all), rest)),
            short => Some((short.into(), rest)),
        });
        let cell = length.and_then(|(length, rest)| rest.split_at_checked(length));
        let (cell, rest) = cell.unwrap_or_default();
        self.0 = rest;
        cell
    }
}

impl CellBlock {
    /// Adds a cell, which `push` writes the text of.
    fn push_cell(&mut self, push: impl FnOnce(&mut Vec<u8>)) -> Result<(), BatchError> {
        let bytes = &mut self.bytes;
        let at = bytes.len();
        bytes.push(0);
        push(bytes);
        let length = bytes.len().saturating_sub(at + 1);
        let short = u8::try_from(length).ok().filter(|short| *short < LONG);
        match bytes.get_mut(at) {
            Some(mark @ 0) => *mark = short.unwrap_or(LONG),
            Some(_) | None => return Err(takes_away()),
        }
        if short.is_none() {
            bytes.splice(at + 1..at + 1, length.to_ne_bytes());
        }
        Ok(())
    }
}

/// What is before a cell's text is that of others.
fn takes_away() -> BatchError {
    BatchError::table(
        "a cell took away from the text that it was given".to_owned(),
        "let it add its own text, and change nothing",
    )
}

/// The place of each row in an order.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, row) in (0..).zip(order) {
        if let Some(slot) = places.get_mut(*row as usize) {
            *slot = place;
        }
    }
    places
}
