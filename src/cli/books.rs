//! The price books: the samples inside the program, or those of a folder.

use std::path::{Path, PathBuf};

use crate::engine::book::{PriceBook, Shelf};
use crate::engine::problem::Problems;
use crate::files;

use super::args::Global;
use super::error::Failure;

/// The sample books, as they are in the folder `pricing`.
pub(super) const SAMPLES: [(&str, &str); 2] = [
    ("citrix-css-2026.1.toml", include_str!("../../pricing/citrix-css-2026.1.toml")),
    ("citrix-css-2026.2.toml", include_str!("../../pricing/citrix-css-2026.2.toml")),
];

const BYTES_MAX: u64 = 8 * 1024 * 1024;

/// A text of a price book and where it came from.
pub(super) struct Text {
    pub(super) origin: String,
    pub(super) text: String,
}

/// The texts that a command works on.
pub(super) fn texts(global: &Global) -> Result<Vec<Text>, Failure> {
    match &global.books {
        None => Ok(SAMPLES
            .iter()
            .map(|(origin, text)| Text { origin: (*origin).to_owned(), text: (*text).to_owned() })
            .collect()),
        Some(folder) => of_folder(folder),
    }
}

fn of_folder(folder: &Path) -> Result<Vec<Text>, Failure> {
    let files = files::list(folder, "toml")?;
    if files.is_empty() {
        return Err(Failure::Usage {
            message: format!("there is no price book in {}", folder.display()),
            hint: "a price book is a file that ends in .toml; \
                   `reinstate book show --toml` prints one to begin with"
                .to_owned(),
        });
    }
    files.into_iter().map(of_file).collect()
}

fn of_file(path: PathBuf) -> Result<Text, Failure> {
    let text = files::read_text(&path, BYTES_MAX)?;
    Ok(Text { origin: path.display().to_string(), text })
}

/// The texts of files and folders.
pub(super) fn of_paths(paths: &[PathBuf]) -> Result<Vec<Text>, Failure> {
    let mut texts = Vec::new();
    for path in paths {
        if path.is_dir() {
            texts.extend(of_folder(path)?);
        } else {
            texts.push(of_file(path.clone())?);
        }
    }
    Ok(texts)
}

/// The shelf that quotes are made from; all that is wrong with any book is said at once.
pub(super) fn shelf(global: &Global) -> Result<Shelf, Failure> {
    let mut books = Vec::new();
    let mut wrong: Vec<Problems> = Vec::new();
    for Text { origin, text } in texts(global)? {
        match PriceBook::read(&origin, &text) {
            Ok((book, _warnings)) => books.push(book),
            Err(problems) => wrong.push(problems),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Problems(wrong));
    }
    Shelf::of(books).map_err(Failure::from)
}
