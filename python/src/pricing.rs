//! Rows to prices: with one set of books, or with several, and back as batches.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, Fields};
use pyo3::prelude::*;
use reinstate::batch::Due;
use reinstate::batch::table::{PricedColumns, TablePricer};
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::Date;

use crate::arguments::Scenarios;
use crate::error::of_batch;
use crate::interrupt::{Asker, Watched, watched};
use crate::output::{names, prices, repeated};
use crate::plan::{self, Plan};
use crate::rows::{Joined, Piece, Ready};

/// What rows are priced by, and in what form they come out.
pub(crate) struct Pricing {
    pub(crate) plan: Plan,
    pub(crate) asker: Asker,
    pricer: TablePricer,
    /// How many scenarios there are.
    times: usize,
    /// Of the scenarios, where they have names.
    names: Option<Vec<String>>,
}

impl Pricing {
    /// For a table of these columns; this thread asks.
    ///
    /// # Errors
    /// Columns are wrong.
    pub(crate) fn of(
        py: Python<'_>,
        columns: &Fields,
        keep: &[String],
        scenarios: Scenarios,
        (quote_date, due): (Date, Due),
    ) -> PyResult<Self> {
        let named: Vec<&str> = columns.iter().map(|column| column.name().as_str()).collect();
        let (shelves, names): (Vec<Shelf>, _) = match scenarios {
            Scenarios::One(shelf) => (vec![shelf], None),
            Scenarios::Named(all) => {
                let (names, shelves): (Vec<String>, _) = all.into_iter().unzip();
                (shelves, Some(names))
            }
        };
        let pricer = TablePricer::new(&shelves, &named, quote_date, due);
        let pricer = pricer.map_err(|error| of_batch(py, error))?;
        let scenarios = match &names {
            None => plan::Scenarios::One,
            Some(_) => plan::Scenarios::Named,
        };
        let plan = Plan::of(py, columns, &pricer, keep, scenarios)?;
        Ok(Self { plan, asker: Asker::here(), pricer, times: shelves.len(), names })
    }

    /// The pricer, which knows the columns.
    pub(crate) const fn pricer(&self) -> &TablePricer {
        &self.pricer
    }

    /// How many rows come out for each.
    pub(crate) const fn times(&self) -> usize {
        self.times
    }

    /// An order of rows in which those of each account stand together.
    ///
    /// # Errors
    /// There are too many rows; somebody interrupted.
    pub(crate) fn grouped(&self, pieces: &[Piece]) -> Result<Vec<u32>, ArrowError> {
        let rows = Joined::of(pieces);
        let count = rows.len();
        watched(self.asker, rows, |cells| self.pricer.grouped(count, cells))
    }

    /// Prices rows, in this order where one is given.
    ///
    /// # Errors
    /// The order is none; somebody interrupted.
    pub(crate) fn priced(
        &mut self,
        pieces: &[Piece],
        order: Option<&[u32]>,
    ) -> Result<Vec<PricedColumns>, ArrowError> {
        let rows = Joined::of(pieces);
        let count = rows.len();
        watched(self.asker, rows, |cells| self.pricer.price(count, order, cells))
    }

    /// Prices what is ready, as a batch for each piece.
    ///
    /// # Errors
    /// More text than a column can have.
    pub(crate) fn batches(&mut self, ready: &Ready) -> Result<VecDeque<RecordBatch>, ArrowError> {
        match ready {
            Ready::Whole(pieces) => {
                let priced = self.priced(pieces, None)?;
                self.put(pieces, &priced)
            }
            Ready::Rest(pieces) => {
                let rows = Joined::of(pieces);
                let count = rows.len();
                let rest = |cells: Watched<'_>| self.pricer.price_rest(count, cells);
                let priced = watched(self.asker, rows, rest)?;
                self.put(pieces, &priced)
            }
        }
    }

    /// What rows came to, as a batch for each of their pieces.
    fn put(
        &self,
        pieces: &[Piece],
        priced: &[PricedColumns],
    ) -> Result<VecDeque<RecordBatch>, ArrowError> {
        let mut out = VecDeque::new();
        let mut before = 0_usize;
        for piece in pieces {
            let after = before.saturating_add(piece.rows.len());
            out.push_back(self.batch(piece, priced, before..after)?);
            before = after;
        }
        Ok(out)
    }

    /// What the rows of a piece came to, which are these of the priced ones.
    ///
    /// # Errors
    /// More text than a column can have.
    pub(crate) fn batch(
        &self,
        piece: &Piece,
        priced: &[PricedColumns],
        rows: Range<usize>,
    ) -> Result<RecordBatch, ArrowError> {
        let columns = self.columns(piece, priced, rows)?;
        RecordBatch::try_new(Arc::clone(&self.plan.output), columns)
    }

    /// The same as columns.
    ///
    /// # Errors
    /// As above.
    pub(crate) fn columns(
        &self,
        piece: &Piece,
        priced: &[PricedColumns],
        rows: Range<usize>,
    ) -> Result<Vec<ArrayRef>, ArrowError> {
        let mut columns = Vec::new();
        if let Some(all) = &self.names {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            columns.push(names(&all, piece.rows.len()));
        }
        for place in &self.plan.keep {
            columns.extend(self.kept(piece, *place).transpose()?);
        }
        columns.extend(prices(priced, rows)?);
        Ok(columns)
    }

    /// The rows of a column that comes through.
    fn kept(&self, piece: &Piece, place: usize) -> Option<Result<ArrayRef, ArrowError>> {
        let column = piece.batch.columns.get(place)?;
        let times = self.times();
        Some(match times {
            1 => Ok(column.slice(piece.rows.start, piece.rows.len())),
            _ => repeated(column, piece.rows.clone(), times),
        })
    }
}
