//! Ctrl-C: Python hears of it where somebody asks, and a stream of Arrow can only say that it
//! failed.

use std::thread::{ThreadId, current};

use arrow_schema::ArrowError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyValueError};
use pyo3::prelude::*;
use reinstate::batch::BatchError;
use reinstate::batch::table::TableCells;

use crate::capsule::plain;
use crate::error::failed;
use crate::rows::Joined;

/// The thread that asked for prices, which is one of Python's.
///
/// Only it takes Python's lock while rows are priced, to see whether it was interrupted: another
/// might be one that a thread which holds the lock waits for.
#[derive(Clone, Copy)]
pub(crate) struct Asker(ThreadId);

impl Asker {
    /// This thread.
    pub(crate) fn here() -> Self {
        Self(current().id())
    }

    pub(crate) fn is_here(self) -> bool {
        current().id() == self.0
    }
}

/// The rows of a table as cells, and whether somebody interrupts the work on them.
pub(crate) struct Watched<'a> {
    rows: Joined<'a>,
    asker: Asker,
    interrupt: &'a mut Option<ArrowError>,
}

impl TableCells for Watched<'_> {
    fn push(&mut self, row: usize, column: usize, text: &mut Vec<u8>) {
        self.rows.push(row, column, text);
    }

    fn goes_on(&mut self) -> bool {
        if self.asker.is_here() {
            let look = |py: Python<'_>| py.check_signals().map_err(|error| interrupted(py, error));
            *self.interrupt = Python::try_attach(look).and_then(Result::err);
        }
        self.interrupt.is_none()
    }
}

/// Does work on rows, and leaves it where somebody interrupts.
///
/// # Errors
/// Those of the work, and the interrupt.
pub(crate) fn watched<T>(
    asker: Asker,
    rows: Joined<'_>,
    work: impl FnOnce(Watched<'_>) -> Result<T, BatchError>,
) -> Result<T, ArrowError> {
    let mut interrupt = None;
    let done = work(Watched { rows, asker, interrupt: &mut interrupt });
    done.map_err(|error| interrupt.unwrap_or_else(|| failed(error)))
}

/// Somebody interrupted. Whoever reads the stream only hears that it failed, and so Python is told
/// of the interrupt once more.
pub(crate) fn interrupted(py: Python<'_>, error: PyErr) -> ArrowError {
    // First its words: Python cannot make a text while an interrupt waits.
    let text = format!("interrupted: {error}").trim_end_matches([':', ' ']).to_owned();
    if error.is_instance_of::<PyKeyboardInterrupt>(py) {
        let told = py.import("_thread").and_then(|thread| thread.call_method0("interrupt_main"));
        // Without it, the error alone tells.
        drop(told);
    }
    ArrowError::ComputeError(text)
}

/// What is raised where Arrow failed: the interrupt, where somebody pressed Ctrl-C.
pub(crate) fn interrupt_or(py: Python<'_>, error: &ArrowError) -> PyErr {
    py.check_signals().err().unwrap_or_else(|| PyValueError::new_err(plain(error)))
}
