//! Rows of a table that comes in pieces: their cells, whose they are, and which must wait for more.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef};
use arrow_schema::ArrowError;
use reinstate::batch::table::{ACCOUNT_ROWS_MAX, TablePricer};

use crate::cells::Cells;
use crate::plan::Plan;

/// The columns of a batch, as cells and as they came.
pub(crate) struct Batch {
    pub(crate) columns: Vec<ArrayRef>,
    /// By column, those that mean something.
    cells: Vec<Option<Cells>>,
}

impl Batch {
    /// Columns of equal length.
    ///
    /// # Errors
    /// One is not of the type that its schema promised.
    pub(crate) fn of(columns: Vec<ArrayRef>, plan: &Plan) -> Result<Self, ArrowError> {
        let mut cells = Vec::with_capacity(columns.len());
        for (place, (column, reads)) in columns.iter().zip(&plan.reads).enumerate() {
            let read = reads.then(|| match place == plan.id {
                true => Cells::of_ids(column.as_ref()),
                false => Cells::of(column.as_ref()),
            });
            if let Some(None) = read {
                let message = format!("a column came as {}", column.data_type());
                return Err(ArrowError::SchemaError(message));
            }
            cells.push(read.flatten());
        }
        Ok(Self { columns, cells })
    }

    /// Writes the text of a row's cell.
    pub(crate) fn push(&self, row: usize, column: usize, out: &mut Vec<u8>) {
        if let Some(Some(cells)) = self.cells.get(column) {
            cells.push(row, out);
        }
    }
}

/// Some rows of a batch, one behind the other.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) batch: Arc<Batch>,
    pub(crate) rows: Range<usize>,
}

impl Piece {
    /// Its rows before a place of the batch, and those from there on.
    fn split_at(self, place: usize) -> (Self, Self) {
        let place = place.clamp(self.rows.start, self.rows.end);
        let before = Self { batch: Arc::clone(&self.batch), rows: self.rows.start..place };
        (before, Self { batch: self.batch, rows: place..self.rows.end })
    }

    const fn len(&self) -> usize {
        self.rows.end.saturating_sub(self.rows.start)
    }
}

/// Pieces as one table, whose rows are asked for mostly one after the other.
pub(crate) struct Joined<'a> {
    pieces: &'a [Piece],
    /// The first row of each piece, and that after the last.
    starts: Vec<usize>,
    /// The piece of the row that was asked for last.
    at: usize,
}

impl<'a> Joined<'a> {
    pub(crate) fn of(pieces: &'a [Piece]) -> Self {
        let mut starts = vec![0];
        let mut rows: usize = 0;
        for piece in pieces {
            rows = rows.saturating_add(piece.len());
            starts.push(rows);
        }
        Self { pieces, starts, at: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Writes the text of a row's cell.
    pub(crate) fn push(&mut self, row: usize, column: usize, out: &mut Vec<u8>) {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or(usize::MAX);
        if !(start(self.at)..start(self.at.saturating_add(1))).contains(&row) {
            self.at = self.starts.partition_point(|start| *start <= row).saturating_sub(1);
        }
        let before = self.starts.get(self.at).copied().unwrap_or(0);
        if let Some(piece) = self.pieces.get(self.at) {
            let row = row.saturating_sub(before).saturating_add(piece.rows.start);
            piece.batch.push(row, column, out);
        }
    }
}

/// The last rows of a stream so far: whether their account goes on, only what comes will tell.
///
/// Rows that name no account stay with those before them: they part none, and may say more of such
/// a row. So what rows come to does not depend on where the stream is cut.
#[derive(Default)]
pub(crate) struct Waiting {
    pieces: Vec<Piece>,
    /// The account; `None` where no row names one.
    account: Option<String>,
    /// How many rows wait.
    rows: usize,
    /// How many of them are of the account.
    own: usize,
    /// The account that was too large to wait for: its rows that come are of it as well.
    too_large: Option<String>,
}

/// What can be priced, and how.
pub(crate) enum Ready {
    /// Whole accounts.
    Whole(Vec<Piece>),
    /// More rows of the account that the last ones were of, which is too large.
    Rest(Vec<Piece>),
}

/// So many rows wait at most where none names an account.
const ROWS_MAX: usize = 4 * ACCOUNT_ROWS_MAX;

impl Waiting {
    /// Takes rows in, and tells which can be priced.
    pub(crate) fn take(&mut self, piece: Piece, pricer: &TablePricer) -> Vec<Ready> {
        let mut ready = Vec::new();
        let piece = self.take_rest(piece, pricer, &mut ready);
        if piece.len() == 0 {
            return ready;
        }
        let tail = Tail::of(&piece, pricer);
        let goes_on = tail.account.is_none() || tail.is_all && tail.account == self.account;
        if goes_on {
            self.own = self.own.saturating_add(tail.own);
            self.wait(piece);
        } else {
            let (done, kept) = piece.split_at(tail.start);
            if done.len() > 0 {
                self.pieces.push(done);
            }
            ready.extend(self.end());
            (self.account, self.own) = (tail.account, tail.own);
            self.wait(kept);
        }
        if self.own > ACCOUNT_ROWS_MAX {
            self.too_large = self.account.take();
            ready.extend(self.end());
        } else if self.account.is_none() && self.rows > ROWS_MAX {
            ready.extend(self.end());
        }
        ready
    }

    fn wait(&mut self, piece: Piece) {
        self.rows = self.rows.saturating_add(piece.len());
        self.pieces.push(piece);
    }

    /// The rows that wait: nothing comes any more.
    pub(crate) fn end(&mut self) -> Option<Ready> {
        (self.rows, self.own, self.account) = (0, 0, None);
        let pieces = std::mem::take(&mut self.pieces);
        (!pieces.is_empty()).then_some(Ready::Whole(pieces))
    }

    /// Takes the first rows, as far as they are of the account that is too large, or of none; the
    /// others are left.
    fn take_rest(&mut self, piece: Piece, pricer: &TablePricer, ready: &mut Vec<Ready>) -> Piece {
        let Some(account) = &self.too_large else { return piece };
        let mut ids = Ids::of(&piece, pricer);
        let is_other = |row: &usize| ids.get(*row).is_some_and(|id| id != *account);
        let Some(end) = piece.rows.clone().find(is_other) else {
            let nothing = Piece { batch: Arc::clone(&piece.batch), rows: 0..0 };
            ready.push(Ready::Rest(vec![piece]));
            return nothing;
        };
        self.too_large = None;
        let (rest, piece) = piece.split_at(end);
        if rest.len() > 0 {
            ready.push(Ready::Rest(vec![rest]));
        }
        piece
    }
}

/// The last rows of a piece that may be of one account: its own, and those between and behind them
/// that name none.
struct Tail {
    /// The first row of the account, or of all.
    start: usize,
    /// `None` where no row of the piece names one.
    account: Option<String>,
    /// How many of them are of the account.
    own: usize,
    /// Whether no row of the piece is of another account.
    is_all: bool,
}

impl Tail {
    fn of(piece: &Piece, pricer: &TablePricer) -> Self {
        let mut ids = Ids::of(piece, pricer);
        let mut found = Self { start: piece.rows.start, account: None, own: 0, is_all: true };
        for row in piece.rows.clone().rev() {
            match (ids.get(row), &found.account) {
                (None, _) => {}
                (Some(id), Some(account)) if *account != id => {
                    found.is_all = false;
                    break;
                }
                (Some(id), _) => {
                    (found.start, found.account) = (row, Some(id));
                    found.own = found.own.saturating_add(1);
                }
            }
        }
        found
    }
}

/// The accounts of rows.
struct Ids<'a> {
    batch: &'a Batch,
    pricer: &'a TablePricer,
    text: Vec<u8>,
}

impl<'a> Ids<'a> {
    fn of(piece: &'a Piece, pricer: &'a TablePricer) -> Self {
        Self { batch: &piece.batch, pricer, text: Vec::new() }
    }

    fn get(&mut self, row: usize) -> Option<String> {
        self.text.clear();
        self.batch.push(row, self.pricer.org_id(), &mut self.text);
        self.pricer.account(&self.text).map(std::borrow::Cow::into_owned)
    }
}
