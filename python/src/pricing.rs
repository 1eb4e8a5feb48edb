//! Rows to prices: with one set of books, or with several, and back as batches.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, Fields};
use pyo3::prelude::*;
use reinstate::batch::table::{PricedColumns, TablePricer};
use reinstate::batch::{BatchError, Due};
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::Date;

use crate::arguments::Scenarios;
use crate::error::of_batch;
use crate::output::{names, prices, repeated};
use crate::plan::{self, Plan};
use crate::rows::{Joined, Piece, Ready};

/// What rows are priced by, and in what form they come out.
pub(crate) struct Pricing {
    pub(crate) plan: Plan,
    /// One, or one for each name.
    pricers: Vec<TablePricer>,
    /// Of the scenarios, where they have names.
    names: Option<Vec<String>>,
}

impl Pricing {
    /// For a table of these columns.
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
        let pricer = |shelf: &Shelf| {
            let pricer = TablePricer::new(shelf, &named, quote_date, due);
            pricer.map_err(|error| of_batch(py, error))
        };
        let (pricers, names) = match scenarios {
            Scenarios::One(shelf) => (vec![pricer(&shelf)?], None),
            Scenarios::Named(all) => {
                let pricers = all.iter().map(|(_, shelf)| pricer(shelf));
                let pricers = pricers.collect::<PyResult<Vec<_>>>()?;
                (pricers, Some(all.into_iter().map(|(name, _)| name).collect()))
            }
        };
        let scenarios = match &names {
            None => plan::Scenarios::One,
            Some(_) => plan::Scenarios::Named,
        };
        let first = pricers.first().ok_or_else(|| of_batch(py, no_pricer()))?;
        let plan = Plan::of(py, columns, first, keep, scenarios)?;
        Ok(Self { plan, pricers, names })
    }

    /// The pricer that knows the columns; they all do.
    pub(crate) fn pricer(&self) -> Result<&TablePricer, ArrowError> {
        self.pricers.first().ok_or_else(|| failed(no_pricer()))
    }

    /// How many rows come out for each.
    pub(crate) fn times(&self) -> usize {
        self.pricers.len()
    }

    /// Prices rows, in this order where one is given.
    ///
    /// # Errors
    /// The order is none.
    pub(crate) fn priced(
        &mut self,
        pieces: &[Piece],
        order: Option<&[u32]>,
    ) -> Result<Vec<PricedColumns>, ArrowError> {
        let mut all = Vec::with_capacity(self.pricers.len());
        for pricer in &mut self.pricers {
            let mut rows = Joined::of(pieces);
            let cell = |row: usize, column: usize, out: &mut Vec<u8>| rows.push(row, column, out);
            all.push(pricer.price(Joined::of(pieces).len(), order, cell).map_err(failed)?);
        }
        Ok(all)
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
                let mut all = Vec::with_capacity(self.pricers.len());
                for pricer in &mut self.pricers {
                    let mut rows = Joined::of(pieces);
                    let cell =
                        |row: usize, column: usize, out: &mut Vec<u8>| rows.push(row, column, out);
                    all.push(pricer.price_rest(Joined::of(pieces).len(), cell).map_err(failed)?);
                }
                self.put(pieces, &all)
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

const fn no_pricer() -> BatchError {
    BatchError::Bug("there is nothing to price with")
}

/// What a program reads that takes a stream and meets an error.
pub(crate) fn failed(error: BatchError) -> ArrowError {
    ArrowError::ComputeError(match error {
        BatchError::Table { message, hint } => format!("{message} (hint: {hint})"),
        error @ (BatchError::File(_)
        | BatchError::Output(_)
        | BatchError::Input(_)
        | BatchError::Map(_)
        | BatchError::Folder { .. }
        | BatchError::Bug(_)) => error.to_string(),
    })
}
