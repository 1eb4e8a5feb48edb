//! Tables and arrays from other programs and to them, by the Arrow PyCapsule interface: whoever
//! made them, a stream, an array or a schema comes inside a capsule.

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{
    Array, ArrayReader, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchOptions,
    RecordBatchReader, StructArray,
};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::error::{Problem, wrong};

/// A stream of batches of one schema.
pub(crate) type Batches = Box<dyn RecordBatchReader + Send>;

const STREAM: &str = "__arrow_c_stream__";
const ARRAY: &str = "__arrow_c_array__";
const SCHEMA: &str = "__arrow_c_schema__";

/// The batches of a table.
///
/// # Errors
/// It has neither of the methods by which one is handed over, or what it hands over is no table.
pub(crate) fn batches(table: &Bound<'_, PyAny>) -> PyResult<Batches> {
    if let Some(stream) = stream(table)? {
        let rows = Rows::of(stream).map_err(|error| no_table(table, &error))?;
        return Ok(Box::new(rows));
    }
    let array = array(table)?.ok_or_else(|| without_methods(table))?;
    let batch = columns(array.data_type()).and_then(|schema| of_rows(&array, &schema.into()));
    let batch = batch.map_err(|error| no_table(table, &error))?;
    Ok(Box::new(RecordBatchIterator::new([Ok(batch.clone())], batch.schema())))
}

/// The arrays of a column, of which there may be several, and their type.
///
/// # Errors
/// As for [`batches`].
pub(crate) fn arrays(column: &Bound<'_, PyAny>) -> PyResult<(DataType, Vec<ArrayRef>)> {
    if let Some(array) = array(column)? {
        return Ok((array.data_type().clone(), vec![array]));
    }
    let stream = stream(column)?.ok_or_else(|| without_methods(column))?;
    let failed = |error: ArrowError| PyValueError::new_err(plain(&error));
    let mut reader = reader(stream).map_err(failed)?;
    let data_type = reader.field().data_type().clone();
    let py = column.py();
    let arrays = py.detach(|| reader.by_ref().collect::<Result<Vec<_>, _>>());
    Ok((data_type, arrays.map_err(failed)?))
}

/// The columns of something that has a schema, or is a table.
///
/// # Errors
/// It has no method by which one is handed over, or what it hands over is no schema.
pub(crate) fn schema(from: &Bound<'_, PyAny>) -> PyResult<SchemaRef> {
    if !from.hasattr(SCHEMA)? {
        if from.hasattr(STREAM)? || from.hasattr(ARRAY)? {
            return Ok(batches(from)?.schema());
        }
        let message = format!("it needs `{SCHEMA}`, as a schema of pyarrow has it");
        return Err(crate::error::wrong_type(&message, from));
    }
    let capsule = from.call_method0(SCHEMA)?;
    let handed: FFI_ArrowSchema = moved::take(capsule.cast::<PyCapsule>()?)?;
    if handed.release().is_none() {
        return Err(PyValueError::new_err("the schema was handed over before"));
    }
    let read = Schema::try_from(&handed).map_err(|error| no_table(from, &error))?;
    Ok(SchemaRef::new(read))
}

/// A stream for whoever asks for one.
///
/// # Errors
/// Those of Python.
pub(crate) fn stream_capsule(py: Python<'_>, batches: Batches) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), <FFI_ArrowArrayStream>::NAME)
}

/// A schema for whoever asks for one.
///
/// # Errors
/// A type that the C data interface does not know.
pub(crate) fn schema_capsule(
    py: Python<'_>,
    schema: Result<FFI_ArrowSchema, ArrowError>,
) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = schema.map_err(|error| PyException::new_err(plain(&error)))?;
    PyCapsule::new_with_value(py, schema, <FFI_ArrowSchema>::NAME)
}

/// An array, behind its schema, for whoever asks for one.
///
/// # Errors
/// As for [`schema_capsule`].
pub(crate) fn array_capsules<'py>(
    py: Python<'py>,
    array: &dyn Array,
    schema: Result<FFI_ArrowSchema, ArrowError>,
) -> PyResult<Bound<'py, PyTuple>> {
    let schema = schema_capsule(py, schema)?;
    let array = FFI_ArrowArray::new(&array.to_data());
    let array = PyCapsule::new_with_value(py, array, <FFI_ArrowArray>::NAME)?;
    PyTuple::new(py, [schema, array])
}

/// What an error says, without the bytes that no C text can have.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others say of what kind they are")]
pub(crate) fn plain(error: &ArrowError) -> String {
    let text = match error {
        ArrowError::CDataInterface(text)
        | ArrowError::ComputeError(text)
        | ArrowError::InvalidArgumentError(text) => Some(text.as_str()),
        _ => None,
    };
    let text = text.map_or_else(|| error.to_string(), str::to_owned);
    text.replace('\0', "\u{fffd}")
}

/// Why the next batch of a table cannot be read. Polars hands over columns without any value in a
/// form of old (pola-rs/polars#22934).
pub(crate) fn unreadable(error: ArrowError, schema: &SchemaRef) -> ArrowError {
    let without = schema.fields().iter().filter(|column| *column.data_type() == DataType::Null);
    let without: Vec<String> = without.map(|column| format!("`{}`", column.name())).collect();
    if without.is_empty() || !error.to_string().contains("\"Null\"") {
        return error;
    }
    ArrowError::ComputeError(format!(
        "columns without any value ({}) came in a form that cannot be read (hint: make them text; \
         in Polars: table.with_columns(pl.col(pl.Null).cast(pl.String)))",
        without.join(", ")
    ))
}

fn stream(from: &Bound<'_, PyAny>) -> PyResult<Option<FFI_ArrowArrayStream>> {
    if !from.hasattr(STREAM)? {
        return Ok(None);
    }
    let capsule = from.call_method0(STREAM)?;
    moved::take(capsule.cast::<PyCapsule>()?).map(Some)
}

fn array(from: &Bound<'_, PyAny>) -> PyResult<Option<ArrayRef>> {
    if !from.hasattr(ARRAY)? {
        return Ok(None);
    }
    let capsules = from.call_method0(ARRAY)?;
    let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
    let (schema, array): (FFI_ArrowSchema, FFI_ArrowArray) =
        (moved::take(&schema)?, moved::take(&array)?);
    if schema.release().is_none() || array.is_released() {
        return Err(PyValueError::new_err("the array was handed over before"));
    }
    moved::array(array, &schema).map(Some).map_err(|error| no_table(from, &error))
}

/// The batches of a stream, each of which is an array of rows. A reader of batches would take the
/// columns alone, and not see that rows are null.
struct Rows {
    arrays: ArrayStreamReader,
    schema: SchemaRef,
}

impl Rows {
    fn of(stream: FFI_ArrowArrayStream) -> Result<Self, ArrowError> {
        let arrays = reader(stream)?;
        let columns = columns(arrays.field().data_type())?;
        let schema = columns.with_metadata(arrays.field().metadata().clone());
        Ok(Self { arrays, schema: SchemaRef::new(schema) })
    }
}

impl Iterator for Rows {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let array = self.arrays.next()?;
        Some(array.and_then(|array| of_rows(&array, &self.schema)))
    }
}

impl RecordBatchReader for Rows {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

/// The arrays of a stream.
fn reader(stream: FFI_ArrowArrayStream) -> Result<ArrayStreamReader, ArrowError> {
    // The reader panics without it.
    if stream.release().is_some() && stream.get_next().is_none() {
        let text = "the stream has no way to get what comes next";
        return Err(ArrowError::CDataInterface(text.to_owned()));
    }
    ArrayStreamReader::try_new(stream)
}

/// The columns that rows of a type have.
fn columns(data_type: &DataType) -> Result<Schema, ArrowError> {
    if let DataType::Struct(columns) = data_type {
        return Ok(Schema::new(columns.clone()));
    }
    let text = format!("an array of {data_type} has no columns");
    Err(ArrowError::InvalidArgumentError(text))
}

/// The batch that an array of rows is.
fn of_rows(array: &ArrayRef, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let Some(rows) = array.as_any().downcast_ref::<StructArray>() else {
        let text = format!("an array of {} has no columns", array.data_type());
        return Err(ArrowError::InvalidArgumentError(text));
    };
    if rows.null_count() > 0 {
        let text = format!("{} rows of the array are null", rows.null_count());
        return Err(ArrowError::InvalidArgumentError(text));
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(SchemaRef::clone(schema), rows.columns().to_vec(), &options)
}

fn without_methods(given: &Bound<'_, PyAny>) -> PyErr {
    let message = format!(
        "a table of Arrow is needed, which has `{STREAM}` or `{ARRAY}` (pyarrow, Polars, DuckDB \
         and pandas from 2.2 on have them)"
    );
    crate::error::wrong_type(&message, given)
}

fn no_table(given: &Bound<'_, PyAny>, error: &ArrowError) -> PyErr {
    let hint = "give a table, or a stream of batches that have columns with names";
    wrong(given.py(), Problem::of("no-table", plain(error), hint))
}

/// What a capsule can hold.
pub(crate) trait Handed: Sized {
    /// The name that a capsule has where it holds this.
    const NAME: &'static CStr;

    /// What is left behind where it is taken out.
    fn nothing() -> Self;
}

impl Handed for FFI_ArrowArrayStream {
    const NAME: &'static CStr = c"arrow_array_stream";

    fn nothing() -> Self {
        Self::empty()
    }
}

impl Handed for FFI_ArrowSchema {
    const NAME: &'static CStr = c"arrow_schema";

    fn nothing() -> Self {
        Self::empty()
    }
}

impl Handed for FFI_ArrowArray {
    const NAME: &'static CStr = c"arrow_array";

    fn nothing() -> Self {
        Self::empty()
    }
}

#[expect(
    unsafe_code,
    reason = "what another program hands over stands at an address, and is of the kind that the \
              name of its capsule says: nothing else can know it"
)]
mod moved {
    use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
    use arrow_array::{ArrayRef, make_array};
    use arrow_schema::ArrowError;
    use pyo3::prelude::*;
    use pyo3::types::PyCapsule;

    use super::Handed;

    /// Takes what a capsule holds; nothing is left in it.
    pub(super) fn take<T: Handed>(capsule: &Bound<'_, PyCapsule>) -> PyResult<T> {
        let at = capsule.pointer_checked(Some(T::NAME))?.cast::<T>();
        // SAFETY: a capsule of this name points to a whole structure of this kind, which lives as
        // long as the capsule, and which the interface has consumers move out of it. Python's lock
        // is held, so that nobody else does so meanwhile.
        Ok(unsafe { at.replace(T::nothing()) })
    }

    /// The array that was handed over, of this schema.
    pub(super) fn array(
        array: FFI_ArrowArray,
        schema: &FFI_ArrowSchema,
    ) -> Result<ArrayRef, ArrowError> {
        // SAFETY: both come from one call of `__arrow_c_array__`, which gives what belongs
        // together by the C data interface, and were not handed over before.
        unsafe { from_ffi(array, schema) }.map(make_array)
    }
}
