//! One request: its quote, the working of it, and its document.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyMapping};
use reinstate::document::brand::IssuerMissing;
use reinstate::document::enclosed::Enclosed;
use reinstate::document::fallback::UserFonts;
use reinstate::document::pdf::{Paper, PdfError, document_in};
use reinstate::document::sheet::{Sheet, SheetExtras};
use reinstate::document::{json, text};
use reinstate::engine::alternatives::{alternatives, beside_refusals};
use reinstate::engine::book::{Language, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote};
use reinstate::engine::request::{Request, Source};

use crate::arguments::shelf;
use crate::error::{Problem, Refused, of_problems, raised, wrong, wrong_type};

/// The word for where a request comes from.
const ORIGIN: &str = "request";

/// The quote of a request, as the command line writes it in JSON.
#[pyfunction]
#[pyo3(signature = (request, *, books=None))]
pub(crate) fn quote<'py>(
    request: &Bound<'py, PyAny>,
    books: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, shelf) = (request.py(), shelf(request.py(), books)?);
    let request = read(request, None)?;
    let text = py.detach(|| offered(&request, shelf).map(|quote| json::quote(&quote)));
    loaded(py, &text.map_err(|refused| refused.raised(py))?)
}

/// The working of every amount of a quote, in the language of its request or in another.
#[pyfunction]
#[pyo3(signature = (request, *, books=None, language=None))]
pub(crate) fn explain(
    request: &Bound<'_, PyAny>,
    books: Option<&Bound<'_, PyAny>>,
    language: Option<&str>,
) -> PyResult<String> {
    let (py, shelf) = (request.py(), shelf(request.py(), books)?);
    let language = language.map(|tag| of_tag(py, tag)).transpose()?;
    let request = read(request, language)?;
    let text = py.detach(|| {
        let quote = offered(&request, shelf)?;
        Ok(text::explain(&quote, alternatives(&request, shelf).as_ref()))
    });
    text.map_err(|refused: Box<Refusing>| refused.raised(py))
}

/// The PDF of a quote, with its JSON inside.
#[pyfunction]
#[pyo3(signature = (request, *, books=None, paper="a4"))]
pub(crate) fn pdf<'py>(
    request: &Bound<'py, PyAny>,
    books: Option<&Bound<'py, PyAny>>,
    paper: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let (py, shelf) = (request.py(), shelf(request.py(), books)?);
    let paper = Paper::of_word(paper).ok_or_else(|| {
        let message = format!("`paper`: `{paper}` is no paper that is known");
        wrong(py, Problem::of("bad-paper", message, "write a4 or letter").at("paper"))
    })?;
    let request = read(request, None)?;
    let bytes = py.detach(|| document(&request, shelf, paper));
    match bytes {
        Ok(bytes) => Ok(PyBytes::new(py, &bytes)),
        Err(NoPdf::Refused(refused)) => Err(refused.raised(py)),
        Err(NoPdf::IssuerMissing) => {
            let message = "a quote with a number has to name who sends it";
            let hint = "leave its number out for an estimate, or make the PDF on the command line \
                        with --brand";
            Err(wrong(py, Problem::of(IssuerMissing::CODE, message, hint)))
        }
        Err(NoPdf::Unfit(error)) => {
            let message = format!("cannot make the PDF: {error}");
            let hint = "change that text in the request or in the price book";
            Err(wrong(py, Problem::of("no-pdf", message, hint)))
        }
    }
}

/// Why there is no PDF.
enum NoPdf {
    Refused(Box<Refusing>),
    IssuerMissing,
    Unfit(PdfError),
}

fn document(request: &Request, shelf: &Shelf, paper: Paper) -> Result<Vec<u8>, NoPdf> {
    let quote = offered(request, shelf).map_err(NoPdf::Refused)?;
    let found = alternatives(request, shelf);
    let shown = SheetExtras { alternatives: found.as_ref(), ..SheetExtras::default() };
    let sheet = Sheet::for_customer(&quote, shown).map_err(|IssuerMissing| NoPdf::IssuerMissing)?;
    let inside = Enclosed::of(&quote, &sheet, None);
    document_in(&UserFonts::NONE, &sheet, paper, &inside.attachments()).map_err(NoPdf::Unfit)
}

/// A refusal in JSON, and its reasons as lines.
struct Refusing {
    json: String,
}

impl Refusing {
    fn raised(&self, py: Python<'_>) -> PyErr {
        self.exception(py).unwrap_or_else(|error| error)
    }

    fn exception(&self, py: Python<'_>) -> PyResult<PyErr> {
        let answer = loaded(py, &self.json)?;
        let answer = answer.cast::<PyDict>()?;
        let refusals = answer.get_item("refusals")?;
        let refusals = refusals.ok_or_else(|| PyException::new_err("a refusal without reasons"))?;
        let mut lines = Vec::new();
        for refusal in refusals.cast::<PyList>()?.iter() {
            let refusal = refusal.cast::<PyDict>()?;
            let mut line = String::new();
            for kind in ["holding", "addition", "raise"] {
                if let Some(place) = refusal.get_item(kind)?.filter(|place| !place.is_none()) {
                    let place = place.extract::<usize>()?.saturating_add(1);
                    line.push_str(&format!("{kind} {place}: "));
                }
            }
            for key in ["code", "message"] {
                let said = refusal.get_item(key)?.map(|said| said.to_string()).unwrap_or_default();
                let said = if key == "code" { format!("[{said}] ") } else { said };
                line.push_str(&said);
            }
            if let Some(hint) = refusal.get_item("hint")?.filter(|hint| !hint.is_none()) {
                line.push_str(&format!(" (hint: {hint})"));
            }
            lines.push(line);
        }
        let error = Refused::new_err(lines.join("\n"));
        error.value(py).setattr("refusals", refusals)?;
        error.value(py).setattr("buying_new", answer.get_item("buying_new")?)?;
        Ok(error)
    }
}

fn offered(request: &Request, shelf: &Shelf) -> Result<Box<Quote>, Box<Refusing>> {
    match price(request, shelf) {
        Outcome::Offered(quote) => Ok(quote),
        Outcome::Refused(refusals) => {
            let found = beside_refusals(request, shelf, &refusals);
            let json = json::refusals(&refusals, request.language, found.as_ref());
            Err(Box::new(Refusing { json }))
        }
    }
}

/// The request of a dict, or of a text in JSON or TOML.
fn read(given: &Bound<'_, PyAny>, language: Option<Language>) -> PyResult<Request> {
    let py = given.py();
    let text: String = if let Ok(text) = given.extract() {
        text
    } else if given.is_instance_of::<PyMapping>() {
        dumped(given)?
    } else {
        return Err(wrong_type("a request is a dict, or a text in JSON or TOML", given));
    };
    let text = text.trim_start_matches('\u{feff}');
    let format = if text.trim_start().starts_with('{') { Format::Json } else { Format::Toml };
    let source = Source { origin: ORIGIN, text, format };
    let mut request = py
        .detach(|| Request::read(source, None))
        .map_err(|problems| raised(py, of_problems(&[problems])))?;
    if let Some(language) = language {
        request.language = language;
    }
    Ok(request)
}

/// A dict as JSON; dates, decimals and whatever else JSON does not have are texts.
fn dumped(given: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = given.py();
    let options = PyDict::new(py);
    options.set_item("default", py.import("builtins")?.getattr("str")?)?;
    options.set_item("ensure_ascii", false)?;
    let given = py.get_type::<PyDict>().call1((given,))?;
    py.import("json")?.call_method("dumps", (given,), Some(&options))?.extract()
}

fn loaded<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

fn of_tag(py: Python<'_>, tag: &str) -> PyResult<Language> {
    Language::of_tag(tag).ok_or_else(|| {
        let message = format!("`language`: `{tag}` is no language that is known");
        wrong(
            py,
            Problem::of("bad-language", message, "write en, en-US, nl, de or fr").at("language"),
        )
    })
}
