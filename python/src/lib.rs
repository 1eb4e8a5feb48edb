//! The Python module `reinstate`: tables of Arrow in, prices as Arrow out; and quotes, one at a
//! time.
//!
//! It decides nothing about prices: it turns what Python and Arrow have into what the library
//! takes, and what comes back into what they take.

mod accounts;
mod arguments;
mod books;
mod capsule;
mod cells;
mod control;
mod ddl;
mod error;
mod interrupt;
mod output;
mod plan;
mod pricing;
mod quote;

mod rows;
mod stream;

/// What it costs to renew support, or to reinstate it after a lapse.
///
/// `price` takes a table of Arrow from any engine and gives a stream of Arrow with a row for each
/// of its rows; `control` says whether all of it came through. `quote`, `explain` and `pdf` answer
/// one request.
#[pyo3::pymodule]
mod reinstate {
    use pyo3::prelude::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use crate::accounts::{Lists, price_accounts};
    #[pymodule_export]
    use crate::books::Books;
    #[pymodule_export]
    use crate::control::control;
    #[pymodule_export]
    use crate::ddl::spark_ddl;
    #[pymodule_export]
    use crate::error::{Problem, Refused, ReinstateError};
    #[pymodule_export]
    use crate::quote::{explain, pdf, quote};
    #[pymodule_export]
    use crate::stream::{Schema, Stream, price, schema};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
