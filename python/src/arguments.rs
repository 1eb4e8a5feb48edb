//! The arguments that functions share.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyMapping};
use reinstate::batch::Due;
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::{Date, is_in_range, parse_iso};

use crate::books::{Books, samples};
use crate::error::{Problem, wrong, wrong_type};

/// The columns that say which row is which, where nobody names others.
const KEEP: [&str; 3] = ["org_id", "product_line", "edition"];

/// A day: a `datetime.date`, or its text.
///
/// # Errors
/// It is something else, or no day that can be priced with.
pub(crate) fn date(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Date> {
    let py = given.py();
    let text: String = if let Ok(text) = given.extract() {
        text
    } else if given.is_instance_of::<PyDate>() && !given.is_instance_of::<PyDateTime>() {
        given.call_method0("isoformat")?.extract()?
    } else {
        return Err(wrong_type(
            &format!("`{name}` is a date, or a text such as 2026-11-24"),
            given,
        ));
    };
    parse_iso(&text).filter(|date| is_in_range(*date)).ok_or_else(|| {
        let message = format!("`{name}`: `{text}` is not a day that can be priced with");
        let hint = "write a day that exists, as year-month-day, for example 2026-11-24";
        wrong(py, Problem::of("bad-date", message, hint).at(name))
    })
}

/// The days in which support ends.
///
/// # Errors
/// One is no day, or they are in the wrong order.
pub(crate) fn due(
    py: Python<'_>,
    from: Option<&Bound<'_, PyAny>>,
    through: Option<&Bound<'_, PyAny>>,
) -> PyResult<Due> {
    let from = from.map(|given| date("due_from", given)).transpose()?;
    let through = through.map(|given| date("due_through", given)).transpose()?;
    if let (Some(from), Some(through)) = (from, through)
        && from > through
    {
        let message = format!("`due_from` is {from}, which is after `due_through`, {through}");
        let hint = "exchange them";
        return Err(wrong(py, Problem::of("bad-date", message, hint).at("due_from")));
    }
    Ok(Due { from, through })
}

/// The columns that come through.
pub(crate) fn keep(keep: Option<Vec<String>>) -> Vec<String> {
    keep.unwrap_or_else(|| KEEP.map(str::to_owned).to_vec())
}

/// The books that price each row, and what they are called where there may be several.
pub(crate) enum Scenarios {
    One(Shelf),
    Named(Vec<(String, Shelf)>),
}

impl Scenarios {
    /// The sample books, some, or several by name.
    ///
    /// # Errors
    /// It is something else, or there are none.
    pub(crate) fn of(py: Python<'_>, books: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(books) = books else { return Ok(Self::One(samples(py)?.clone())) };
        if let Ok(books) = books.cast::<Books>() {
            return Ok(Self::One(books.get().shelf.clone()));
        }
        let Ok(named) = books.cast::<PyMapping>() else {
            return Err(wrong_type("`books` is a Books, or a mapping of names to Books", books));
        };
        let mut all = Vec::new();
        for item in named.items()?.iter() {
            let (name, books): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let Ok(name) = name.extract::<String>() else {
                return Err(wrong_type("the names of `books` are texts", &name));
            };
            let Ok(books) = books.cast::<Books>() else {
                let message = format!("`books[{name:?}]` is a Books: Books(texts) makes one");
                return Err(wrong_type(&message, &books));
            };
            all.push((name, books.get().shelf.clone()));
        }
        if all.is_empty() {
            let hint = "name at least one, or leave `books` out for the samples";
            return Err(wrong(py, Problem::of("no-books", "`books` names no price books", hint)));
        }
        Ok(Self::Named(all))
    }
}

/// Books for one request.
///
/// # Errors
/// It is something else.
pub(crate) fn shelf<'a>(
    py: Python<'_>,
    books: Option<&'a Bound<'_, PyAny>>,
) -> PyResult<&'a Shelf> {
    match books {
        None => samples(py),
        Some(books) => match books.cast::<Books>() {
            Ok(books) => Ok(&books.get().shelf),
            Err(_) => Err(PyTypeError::new_err("`books` is a Books")),
        },
    }
}
