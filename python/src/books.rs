//! Price books in Python: texts that were read and checked once.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyType};
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::digest::hex;
use reinstate::engine::problem::Problems;
use reinstate::samples::BOOKS;

use crate::error::{Problem, of_problems, raised, wrong_type};

/// Most bytes of a book.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Folders inside folders beyond this many are not looked into.
const DEPTH_MAX: usize = 8;

/// Price books. They do not change, are equal where their digests are, and go to other processes as
/// their texts.
#[pyclass(frozen, eq, hash, module = "reinstate")]
#[derive(Clone)]
pub(crate) struct Books {
    /// By the name of its file, or another word for where it came from.
    texts: BTreeMap<String, String>,
    pub(crate) shelf: Shelf,
    /// SHA-256 by id and version.
    digests: BTreeMap<String, String>,
}

impl PartialEq for Books {
    fn eq(&self, other: &Self) -> bool {
        self.digests == other.digests
    }
}

impl Hash for Books {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digests.hash(state);
    }
}

#[pymethods]
impl Books {
    /// Books from texts in TOML, by the names of their files; without any, the samples.
    #[new]
    #[pyo3(signature = (texts=None))]
    fn new(py: Python<'_>, texts: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(texts) = texts else {
            let samples = BOOKS.map(|(name, text)| (name.to_owned(), text.to_owned()));
            return Self::of(py, samples.into(), Vec::new());
        };
        let Ok(mapping) = texts.cast::<PyMapping>() else {
            return Err(wrong_type("`texts` is a mapping of names to texts in TOML", texts));
        };
        let mut read = BTreeMap::new();
        for item in mapping.items()?.iter() {
            let (name, text): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            match (name.extract(), text.extract()) {
                (Ok(name), Ok(text)) => read.insert(name, text),
                (Err(_), _) => return Err(wrong_type("the names of `texts` are texts", &name)),
                (_, Err(_)) => return Err(wrong_type("each of `texts` is a text in TOML", &text)),
            };
        }
        Self::of(py, read, Vec::new())
    }

    /// Books from all .toml files of a folder, and of the folders in it.
    #[classmethod]
    fn from_dir(_: &Bound<'_, PyType>, py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let failed = |(path, error): Unreadable| {
            let text = error.to_string();
            match error.raw_os_error() {
                Some(code) => PyOSError::new_err((code, text, path)),
                None => PyOSError::new_err(format!("{}: {text}", path.display())),
            }
        };
        let (mut texts, mut wrong) = (BTreeMap::new(), Vec::new());
        for (path, bytes) in py.detach(|| files(&path)).map_err(failed)? {
            let name = path.display().to_string();
            match text(bytes) {
                Ok(text) => drop(texts.insert(name, text)),
                Err(message) => wrong.push(not_text(&name, message)),
            }
        }
        if texts.is_empty() && wrong.is_empty() {
            let message = format!("there is no price book in {}", path.display());
            let hint = "price books are files that end in .toml";
            return Err(crate::error::wrong(py, Problem::of("no-books", message, hint)));
        }
        Self::of(py, texts, wrong)
    }

    /// SHA-256 of the text of each, by `id@version`.
    #[getter]
    fn digests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let digests = PyDict::new(py);
        for (version, digest) in &self.digests {
            digests.set_item(version, digest)?;
        }
        Ok(digests)
    }

    fn __repr__(&self) -> String {
        let versions: Vec<&str> = self.digests.keys().map(String::as_str).collect();
        format!("<Books {}>", versions.join(", "))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((py.get_type::<Self>(), (self.texts.clone(),)).into_pyobject(py)?.into_any())
    }
}

impl Books {
    /// Reads and checks texts; what is wrong with any of them is said at once, after what is wrong
    /// already.
    fn of(
        py: Python<'_>,
        texts: BTreeMap<String, String>,
        mut wrong: Vec<Problems>,
    ) -> PyResult<Self> {
        if texts.is_empty() && wrong.is_empty() {
            let hint = "give at least one text, or leave `texts` out for the samples";
            let problem = Problem::of("no-books", "`texts` has no price book", hint);
            return Err(crate::error::wrong(py, problem));
        }
        let read = || {
            let mut books = Vec::new();
            for (name, text) in &texts {
                match PriceBook::read(name, text) {
                    Ok((book, _warnings)) => books.push(book),
                    Err(problems) => wrong.push(problems),
                }
            }
            if wrong.is_empty() {
                Shelf::of(books).map_err(|problems| vec![problems])
            } else {
                Err(wrong)
            }
        };
        let shelf = py.detach(read).map_err(|wrong| raised(py, of_problems(&wrong)))?;
        let digest = |book: &std::sync::Arc<PriceBook>| {
            let about = book.about();
            (format!("{}@{}", about.id, about.version), hex(book.sha256()))
        };
        let digests = shelf.books().map(digest).collect();
        Ok(Self { texts, shelf, digests })
    }
}

/// The sample books, which are read once.
///
/// # Errors
/// The program was built with others, which are wrong.
pub(crate) fn samples(py: Python<'_>) -> PyResult<&'static Shelf> {
    static SAMPLES: OnceLock<Shelf> = OnceLock::new();
    if let Some(shelf) = SAMPLES.get() {
        return Ok(shelf);
    }
    let shelf = Books::new(py, None)?.shelf;
    Ok(SAMPLES.get_or_init(|| shelf))
}

fn not_text(name: &str, message: String) -> Problems {
    use reinstate::engine::problem::Problem;
    let mut problems = Problems::none_in(name, "");
    problems
        .push(Problem::error("not-text", "", message).hint("a price book is a text file in TOML"));
    problems
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() > BYTES_MAX {
        return Err(format!("it has more than {BYTES_MAX} bytes, which is the most"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        format!("byte {place} is not UTF-8; save the file as UTF-8")
    })
}

/// A file or a folder that cannot be read, and why.
type Unreadable = (PathBuf, io::Error);

/// The .toml files of a folder and of the folders in it, as the command line takes them: what is
/// hidden is left out, and so are links to folders.
#[expect(clippy::disallowed_methods, reason = "a library cannot lend its reader of files")]
fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, Unreadable> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0_usize)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(failed(&folder))? {
            let entry = entry.map_err(failed(&folder))?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if depth < DEPTH_MAX {
                    folders.push((path, depth.saturating_add(1)));
                }
            } else if path.extension() == Some(OsStr::new("toml")) && path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    let read = |path: PathBuf| {
        let mut bytes = Vec::new();
        let limit = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
        let file = File::open(&path).map_err(failed(&path))?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed(&path))?;
        Ok((path, bytes))
    };
    found.into_iter().map(read).collect()
}
