//! What goes wrong, as the exceptions of Python.

use std::collections::BTreeSet;

use arrow_schema::ArrowError;
use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;
use reinstate::batch::BatchError;
use reinstate::engine::problem::{Problem as Told, Problems};

pyo3::create_exception!(
    reinstate,
    ReinstateError,
    PyValueError,
    "What was handed over is wrong; `problems` says each thing that is, with its place and the way \
     out."
);

pyo3::create_exception!(
    reinstate,
    Refused,
    PyException,
    "The rules refuse a request; `refusals` has each reason, as in the JSON of a refusal."
);

/// One thing that is wrong.
#[pyclass(frozen, eq, hash, module = "reinstate", get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Problem {
    /// A short fixed name, for example `unknown-key`.
    code: String,
    /// What is wrong.
    message: String,
    /// What to do.
    hint: Option<String>,
    /// The file it is in, or another word for where its text came from.
    origin: Option<String>,
    /// The key it is about, for example `holding[0].owned`; of a table, the column.
    path: Option<String>,
    /// Its line, from 1.
    line: Option<usize>,
    /// Its character in that line, from 1.
    column: Option<usize>,
}

#[pymethods]
impl Problem {
    #[new]
    #[pyo3(signature = (code, message, hint=None, origin=None, path=None, line=None, column=None))]
    const fn new(
        code: String,
        message: String,
        hint: Option<String>,
        origin: Option<String>,
        path: Option<String>,
        line: Option<usize>,
        column: Option<usize>,
    ) -> Self {
        Self { code, message, hint, origin, path, line, column }
    }

    /// As on the command line: `file:line:column: message (hint: ...)`.
    fn __str__(&self) -> String {
        let mut text = String::new();
        if let Some(origin) = &self.origin {
            text.push_str(origin);
            if let (Some(line), Some(column)) = (self.line, self.column) {
                text.push_str(&format!(":{line}:{column}"));
            }
            text.push_str(": ");
        }
        text.push_str(&self.message);
        if let Some(hint) = &self.hint {
            text.push_str(&format!(" (hint: {hint})"));
        }
        text
    }

    fn __repr__(&self) -> String {
        format!("Problem({:?}, {:?})", self.code, self.message)
    }

    /// An exception has to get from one process to another.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let place = (self.origin.as_deref(), self.path.as_deref(), self.line, self.column);
        let said = (self.code.as_str(), self.message.as_str(), self.hint.as_deref());
        let fields = (said.0, said.1, said.2, place.0, place.1, place.2, place.3);
        Ok((py.get_type::<Self>(), fields).into_pyobject(py)?.into_any())
    }
}

impl Problem {
    /// Something that is wrong with an argument.
    pub(crate) fn of(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            hint: Some(hint.into()),
            origin: None,
            path: None,
            line: None,
            column: None,
        }
    }

    /// With the column that it is about.
    pub(crate) fn at(self, column: &str) -> Self {
        Self { path: Some(column.to_owned()), ..self }
    }

    fn told(told: &Told, of: &Problems) -> Self {
        let place = told.span.as_ref().map(|span| of.line_and_column(span.start));
        let path = told.path.to_string();
        Self {
            code: told.code.to_owned(),
            message: told.message.clone(),
            hint: told.hint.clone(),
            origin: Some(of.origin.clone()).filter(|origin| !origin.is_empty()),
            path: Some(path).filter(|path| !path.is_empty()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
        }
    }
}

/// All that is wrong with some texts.
pub(crate) fn of_problems(all: &[Problems]) -> Vec<Problem> {
    all.iter().flat_map(|of| of.list.iter().map(|told| Problem::told(told, of))).collect()
}

/// Raises what is wrong.
pub(crate) fn raised(py: Python<'_>, problems: Vec<Problem>) -> PyErr {
    let mut seen = BTreeSet::new();
    let mut lines: Vec<String> = problems.iter().map(Problem::__str__).collect();
    lines.retain(|line| seen.insert(line.clone()));
    let error = ReinstateError::new_err(lines.join("\n"));
    match error.value(py).setattr("problems", problems) {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// Raises one thing that is wrong.
pub(crate) fn wrong(py: Python<'_>, problem: Problem) -> PyErr {
    raised(py, vec![problem])
}

/// Raises what is wrong with a table.
pub(crate) fn of_batch(py: Python<'_>, error: BatchError) -> PyErr {
    match error {
        BatchError::Table { message, hint } => wrong(py, Problem::of("bad-table", message, hint)),
        BatchError::Map(problems) => raised(py, of_problems(&[*problems])),
        BatchError::File(_)
        | BatchError::Output(_)
        | BatchError::Input(_)
        | BatchError::Folder { .. }
        | BatchError::Stopped
        | BatchError::Bug(_) => PyException::new_err(error.to_string()),
    }
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
        | BatchError::Stopped
        | BatchError::Bug(_)) => error.to_string(),
    })
}

/// An argument is of a type that means nothing.
pub(crate) fn wrong_type(what: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let name = given.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{what}, not {name}"))
}
