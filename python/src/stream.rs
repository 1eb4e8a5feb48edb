//! `price`: a stream of batches in, a stream of batches out.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use reinstate::batch::Due;
use reinstate::batch::table::PricedColumns;
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::Date;

use crate::arguments::{self, Scenarios};
use crate::capsule::{self, Batches, plain, schema_capsule, stream_capsule, unreadable};
use crate::error::{Problem, wrong};
use crate::interrupt::{Asker, interrupted};
use crate::pricing::Pricing;
use crate::rows::{Batch, Piece, Waiting};

/// Prices every row of a table.
///
/// Out comes a row for each row that went in, in the same order. It reads the table as the stream
/// that it gives is read; what is wrong with the arguments or with the columns is raised at once.
#[pyfunction]
#[pyo3(
    signature = (table, *, quote_date, books=None, grouped=true, keep=None, due_from=None,
                 due_through=None),
    text_signature = "(table, *, quote_date, books=None, grouped=True, keep=('org_id', \
                      'product_line', 'edition'), due_from=None, due_through=None)"
)]
pub(crate) fn price(
    table: &Bound<'_, PyAny>,
    quote_date: &Bound<'_, PyAny>,
    books: Option<&Bound<'_, PyAny>>,
    grouped: bool,
    keep: Option<Vec<String>>,
    due_from: Option<&Bound<'_, PyAny>>,
    due_through: Option<&Bound<'_, PyAny>>,
) -> PyResult<Stream> {
    let py = table.py();
    let quote_date = arguments::date("quote_date", quote_date)?;
    let due = arguments::due(py, due_from, due_through)?;
    let scenarios = Scenarios::of(py, books)?;
    let input = capsule::batches(table)?;
    let (columns, keep) = (input.schema(), arguments::keep(keep));
    let pricing = Pricing::of(py, columns.fields(), &keep, scenarios, (quote_date, due))?;
    let schema = Arc::clone(&pricing.plan.output);
    let rows = if grouped { Rows::Neighbours(Waiting::default()) } else { Rows::Scattered };
    let (pieces, out) = (VecDeque::new(), VecDeque::new());
    let prices = Prices { input: Some(input), pricing, rows, pieces, out };
    Ok(Stream { prices: Mutex::new(Some(prices)), schema })
}

/// The columns that `price` gives for a table of these columns.
#[pyfunction]
#[pyo3(
    signature = (input_schema, keep=None, scenarios=false),
    text_signature = "(input_schema, keep=('org_id', 'product_line', 'edition'), scenarios=False)"
)]
pub(crate) fn schema(
    input_schema: &Bound<'_, PyAny>,
    keep: Option<Vec<String>>,
    scenarios: bool,
) -> PyResult<Schema> {
    output(input_schema, keep, scenarios).map(|schema| Schema { schema })
}

/// The columns that come out for columns that go in.
///
/// # Errors
/// Columns are wrong.
pub(crate) fn output(
    input: &Bound<'_, PyAny>,
    keep: Option<Vec<String>>,
    scenarios: bool,
) -> PyResult<SchemaRef> {
    let (columns, keep) = (capsule::schema(input)?, arguments::keep(keep));
    // Which columns there are does not depend on books and days.
    let books = Shelf::default();
    let scenarios = match scenarios {
        true => Scenarios::Named(vec![(String::new(), books)]),
        false => Scenarios::One(books),
    };
    let any = (Date::default(), Due::default());
    let pricing = Pricing::of(input.py(), columns.fields(), &keep, scenarios, any)?;
    Ok(Arc::clone(&pricing.plan.output))
}

/// Columns with their types, for any program that takes a schema of Arrow.
#[pyclass(frozen, module = "reinstate")]
pub(crate) struct Schema {
    schema: SchemaRef,
}

#[pymethods]
impl Schema {
    /// The schema by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, FFI_ArrowSchema::try_from(self.schema.as_ref()))
    }
}

/// Prices as a stream of batches, for any program that takes a table of Arrow. It can be read once.
#[pyclass(frozen, module = "reinstate")]
pub(crate) struct Stream {
    prices: Mutex<Option<Prices>>,
    schema: SchemaRef,
}

#[pymethods]
impl Stream {
    /// The stream by the Arrow PyCapsule interface; its types are always the same.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // What was asked for is a wish, by the interface.
        let _ = requested_schema;
        let prices = self.prices.lock().ok().and_then(|mut prices| prices.take());
        let mut prices = prices.ok_or_else(|| {
            let hint = "call `price` again, or keep what was read, for example with pyarrow.table";
            wrong(py, Problem::of("stream-read", "the stream was read before", hint))
        })?;
        prices.pricing.asker = Asker::here();
        stream_capsule(py, Box::new(prices))
    }

    /// Its columns by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, FFI_ArrowSchema::try_from(self.schema.as_ref()))
    }
}

/// A large batch is priced in parts of so many rows, so that somebody who waits can interrupt.
const PIECE_ROWS_MAX: usize = 65_536;

/// Whether the rows of an account stand together.
enum Rows {
    /// They do; the last ones wait for more.
    Neighbours(Waiting),
    /// They may stand anywhere: all of the table is read first.
    Scattered,
    /// All of it is priced; the rows of the pieces that are left begin at a place.
    Priced(Vec<PricedColumns>, usize),
}

/// Batches as they are priced.
struct Prices {
    /// `None` where all is read.
    input: Option<Batches>,
    pricing: Pricing,
    rows: Rows,
    /// Rows that were read and not looked at.
    pieces: VecDeque<Piece>,
    /// Batches that are done.
    out: VecDeque<RecordBatch>,
}

impl RecordBatchReader for Prices {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.pricing.plan.output)
    }
}

impl Iterator for Prices {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.out.pop_front() {
                return Some(Ok(batch));
            }
            match self.step_beside_python() {
                Ok(Step::More) => {}
                Ok(Step::Done) => return None,
                Err(error) => {
                    self.end();
                    // A text of C ends with its first zero.
                    return Some(Err(ArrowError::ComputeError(plain(&error))));
                }
            }
        }
    }
}

enum Step {
    More,
    Done,
}

impl Prices {
    /// Takes a step without Python's lock, which whoever reads the stream may hold or not.
    /// The thread that asked takes the lock before, to see whether it was interrupted.
    fn step_beside_python(&mut self) -> Result<Step, ArrowError> {
        if !self.pricing.asker.is_here() {
            return self.step();
        }
        let stepped = Python::try_attach(|py| {
            py.check_signals().map_err(|error| interrupted(py, error))?;
            py.detach(|| self.step())
        });
        stepped.unwrap_or_else(|| Err(ArrowError::ComputeError("Python has ended".to_owned())))
    }

    /// Reads or prices some rows. A bug that panics must not go through a caller in C.
    fn step(&mut self) -> Result<Step, ArrowError> {
        catch_unwind(AssertUnwindSafe(|| self.try_step())).unwrap_or_else(|_| {
            let message = "this is a bug in reinstate: please report it with the line above";
            Err(ArrowError::ComputeError(message.to_owned()))
        })
    }

    fn try_step(&mut self) -> Result<Step, ArrowError> {
        if let Rows::Neighbours(waiting) = &mut self.rows
            && let Some(piece) = self.pieces.pop_front()
        {
            for ready in waiting.take(piece, self.pricing.pricer()) {
                self.out.extend(self.pricing.batches(&ready)?);
            }
            return Ok(Step::More);
        }
        if let Rows::Priced(priced, before) = &mut self.rows
            && let Some(piece) = self.pieces.pop_front()
        {
            let after = before.saturating_add(piece.rows.len());
            self.out.push_back(self.pricing.batch(&piece, priced, *before..after)?);
            *before = after;
            return Ok(Step::More);
        }
        let Some(input) = &mut self.input else { return Ok(Step::Done) };
        let columns = input.schema();
        match input.next().transpose().map_err(|error| unreadable(error, &columns))? {
            Some(batch) => self.read(&batch)?,
            None => {
                self.input = None;
                self.finish()?;
            }
        }
        Ok(Step::More)
    }

    fn read(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let rows = batch.num_rows();
        let batch = Arc::new(Batch::of(batch.columns().to_vec(), &self.pricing.plan)?);
        for start in (0..rows).step_by(PIECE_ROWS_MAX) {
            let rows = start..rows.min(start.saturating_add(PIECE_ROWS_MAX));
            self.pieces.push_back(Piece { batch: Arc::clone(&batch), rows });
        }
        Ok(())
    }

    /// Prices what had to wait for the end.
    fn finish(&mut self) -> Result<(), ArrowError> {
        match &mut self.rows {
            Rows::Neighbours(waiting) => {
                if let Some(ready) = waiting.end() {
                    self.out.extend(self.pricing.batches(&ready)?);
                }
            }
            Rows::Scattered => {
                let pieces: &[Piece] = self.pieces.make_contiguous();
                let order = self.pricing.grouped(pieces)?;
                let priced = self.pricing.priced(pieces, Some(&order))?;
                self.rows = Rows::Priced(priced, 0);
            }
            Rows::Priced(_, _) => {}
        }
        Ok(())
    }

    /// Nothing is read any more, and nothing kept.
    fn end(&mut self) {
        self.input = None;
        self.pieces.clear();
        self.out.clear();
        self.rows = Rows::Scattered;
    }
}
