//! `price_accounts`: a list of rows for each account in, a list of prices for each out. No engine
//! can cut an account that is one value.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::{
    Array, ArrayRef, GenericListArray, ListArray, OffsetSizeTrait, StructArray, UInt64Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use arrow_select::concat::concat;
use arrow_select::take::take;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use reinstate::batch::Due;

use crate::arguments::{self, Scenarios};
use crate::capsule::{array_capsules, arrays, schema_capsule};
use crate::error::{Problem, wrong};
use crate::interrupt::interrupt_or;
use crate::pricing::Pricing;
use crate::rows::{Batch, Piece};

/// Prices lists of rows, each of which is an account.
///
/// Out comes a list for each, with the price of each of its rows; none where there is none.
#[pyfunction]
#[pyo3(
    signature = (lists, *, quote_date, books=None, keep=None),
    text_signature = "(lists, *, quote_date, books=None, keep=('org_id', 'product_line', \
                      'edition'))"
)]
pub(crate) fn price_accounts(
    lists: &Bound<'_, PyAny>,
    quote_date: &Bound<'_, PyAny>,
    books: Option<&Bound<'_, PyAny>>,
    keep: Option<Vec<String>>,
) -> PyResult<Lists> {
    let py = lists.py();
    let quote_date = arguments::date("quote_date", quote_date)?;
    let scenarios = Scenarios::of(py, books)?;
    let (data_type, arrays) = arrays(lists)?;
    let columns = columns(py, &data_type)?;
    let keep = arguments::keep(keep);
    let mut pricing = Pricing::of(py, &columns, &keep, scenarios, (quote_date, Due::default()))?;
    let priced =
        py.detach(|| catch_unwind(AssertUnwindSafe(|| priced(&mut pricing, &data_type, &arrays))));
    let bug = |_| PyValueError::new_err("this is a bug in reinstate: please report it");
    let array = priced.map_err(bug)?.map_err(|error| interrupt_or(py, &error))?;
    Ok(Lists { array })
}

/// The columns of the rows in lists.
fn columns(py: Python<'_>, data_type: &DataType) -> PyResult<Fields> {
    if let DataType::List(item) | DataType::LargeList(item) = data_type
        && let DataType::Struct(columns) = item.data_type()
    {
        // A row that is none has no values, whatever its columns promise.
        let may_lack = |column: &FieldRef| column.as_ref().clone().with_nullable(true);
        return Ok(columns.iter().map(may_lack).collect());
    }
    let message = format!("an array of {data_type} has no lists of rows");
    let hint = "give a list of structures for each account: list(struct), with the columns of the \
                table as its fields";
    Err(wrong(py, Problem::of("no-lists", message, hint)))
}

fn priced(
    pricing: &mut Pricing,
    data_type: &DataType,
    arrays: &[ArrayRef],
) -> Result<ListArray, ArrowError> {
    for array in arrays {
        match array.as_list_opt::<i32>() {
            Some(lists) => are_within(lists)?,
            None => are_within(array.as_list::<i64>())?,
        }
    }
    let one = match arrays {
        [] => arrow_array::new_empty_array(data_type),
        [array] => Arc::clone(array),
        [_, ..] => concat(&arrays.iter().map(AsRef::as_ref).collect::<Vec<_>>())?,
    };
    match one.as_list_opt::<i32>() {
        Some(lists) => priced_lists(pricing, lists),
        None => priced_lists(pricing, one.as_list::<i64>()),
    }
}

/// Whether lists lie within the rows that are there: nobody else has looked.
fn are_within<O: OffsetSizeTrait>(lists: &GenericListArray<O>) -> Result<(), ArrowError> {
    let there = lists.values().len();
    for (list, bounds) in lists.value_offsets().windows(2).enumerate() {
        let &[start, end] = bounds else { continue };
        // One below zero is larger than any place.
        let (start, end) = (start.as_usize(), end.as_usize());
        if start > end || end > there {
            return Err(ArrowError::InvalidArgumentError(format!(
                "the list at {list} has the rows from {start} to {end}, and {there} rows are \
                 there: count its offsets from the first of the rows that are handed over"
            )));
        }
    }
    Ok(())
}

fn priced_lists<O: OffsetSizeTrait>(
    pricing: &mut Pricing,
    lists: &GenericListArray<O>,
) -> Result<ListArray, ArrowError> {
    let mut places: Vec<Option<u64>> = Vec::new();
    let mut lengths: Vec<usize> = Vec::new();
    let times = pricing.times();
    let offsets = lists.value_offsets();
    let values = lists.values().as_struct();
    for (row, bounds) in offsets.windows(2).enumerate() {
        let &[start, end] = bounds else { continue };
        let rows = if lists.is_valid(row) { start.as_usize()..end.as_usize() } else { 0..0 };
        lengths.push(rows.len().saturating_mul(times));
        places.extend(rows.map(|row| {
            let is_there = values.is_valid(row);
            u64::try_from(row).ok().filter(|_| is_there)
        }));
    }
    if i32::try_from(places.len().saturating_mul(times)).is_err() {
        let message = "the lists have more rows than fit in one array: hand over fewer at once";
        return Err(ArrowError::ComputeError(message.to_owned()));
    }
    // The rows that are in lists, and no others.
    let (rows, places) = (0..places.len(), UInt64Array::from(places));
    let columns = values.columns().iter().map(|column| take(column, &places, None));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let batch = Arc::new(Batch::of(columns, &pricing.plan)?);
    let piece = Piece { batch, rows: rows.clone() };
    let priced = pricing.priced(std::slice::from_ref(&piece), None)?;
    let fields = pricing.plan.output.fields().clone();
    let columns = pricing.columns(&piece, &priced, rows.clone())?;
    let structs = StructArray::try_new_with_length(
        fields.clone(),
        columns,
        None,
        rows.len().saturating_mul(times),
    )?;
    let item = Arc::new(Field::new_list_field(DataType::Struct(fields), true));
    let offsets = OffsetBuffer::from_lengths(lengths);
    ListArray::try_new(item, offsets, Arc::new(structs), lists.nulls().cloned())
}

/// Prices as a list for each account, for any program that takes an array of Arrow.
#[pyclass(frozen, module = "reinstate")]
pub(crate) struct Lists {
    array: ListArray,
}

#[pymethods]
impl Lists {
    /// The array by the Arrow PyCapsule interface; its type is always the same.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        array_capsules(py, &self.array, FFI_ArrowSchema::try_from(self.array.data_type()))
    }

    /// Its type by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, FFI_ArrowSchema::try_from(self.array.data_type()))
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }
}
