//! Ctrl-C: Python hears of it where somebody asks, and a stream of Arrow can only say that it
//! failed.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::{ThreadId, current};

use arrow_schema::ArrowError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyValueError};
use pyo3::prelude::*;

use crate::capsule::plain;

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

/// After so many cells, which are some 40,000 rows, somebody looks.
const CELLS: u32 = 1 << 19;

/// Looks for an interrupt now and then, from the midst of work that reads cells.
pub(crate) struct Watch {
    asker: Asker,
    cells: u32,
}

/// What ends the work.
struct Interrupt(ArrowError);

impl Watch {
    /// One more cell is read.
    pub(crate) fn count(&mut self) {
        self.cells = self.cells.wrapping_add(1);
        if self.cells.is_multiple_of(CELLS) {
            self.look();
        }
    }

    #[cold]
    fn look(&self) {
        if !self.asker.is_here() {
            return;
        }
        let look = |py: Python<'_>| py.check_signals().map_err(|error| interrupted(py, error));
        if let Some(Err(error)) = Python::try_attach(look) {
            resume_unwind(Box::new(Interrupt(error)));
        }
    }
}

/// Does work that reads cells, and leaves it where somebody interrupts.
///
/// # Errors
/// Those of the work, and the interrupt.
pub(crate) fn watched<T>(
    asker: Asker,
    work: impl FnOnce(&mut Watch) -> Result<T, ArrowError>,
) -> Result<T, ArrowError> {
    let mut watch = Watch { asker, cells: 0 };
    // The library takes no error from the cells that it reads: only unwinding leads out of it.
    let done = catch_unwind(AssertUnwindSafe(|| work(&mut watch)));
    done.unwrap_or_else(|cause| match cause.downcast::<Interrupt>() {
        Ok(interrupt) => Err(interrupt.0),
        Err(bug) => resume_unwind(bug),
    })
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
