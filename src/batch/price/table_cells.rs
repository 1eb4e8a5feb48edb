//! The cells of a table that somebody else holds.

use crate::batch::error::BatchError;

/// Whether the work goes on is asked once for so many rows.
const ASKED_ROWS: usize = 1 << 12;

/// The cells of a table that somebody else holds. A closure that adds the text of a row and a
/// column to what it is given is one of a table whose work always goes on.
pub trait TableCells {
    /// Adds the text of a row and a column to `text`; nothing where the cell is empty.
    fn push(&mut self, row: usize, column: usize, text: &mut Vec<u8>);

    /// Whether the work goes on. It is asked now and then, and where somebody no longer wants the
    /// prices, the answer ends it.
    fn goes_on(&mut self) -> bool {
        true
    }
}

impl<F: FnMut(usize, usize, &mut Vec<u8>)> TableCells for F {
    fn push(&mut self, row: usize, column: usize, text: &mut Vec<u8>) {
        self(row, column, text);
    }
}

/// Asks whether the work goes on, before the row that is at this place of it.
///
/// # Errors
/// [`BatchError::Stopped`]: it does not.
pub(super) fn goes_on(cells: &mut impl TableCells, place: usize) -> Result<(), BatchError> {
    if place.is_multiple_of(ASKED_ROWS) && !cells.goes_on() {
        return Err(BatchError::Stopped);
    }
    Ok(())
}
