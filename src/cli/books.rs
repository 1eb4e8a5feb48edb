//! The price books: the samples inside the program, or those of a folder.

use std::borrow::Cow;
#[cfg(feature = "register")]
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::engine::book::{PriceBook, Shelf};
use crate::engine::problem::{Problem, Problems};
use crate::engine::text::{for_message, nearest, one_of};
use crate::files;
use crate::samples;
use crate::web::BookSource;
#[cfg(feature = "register")]
use crate::web::BookTextSource;

use super::config_file;
use super::error::CommandError;
use super::global::Global;
use super::vendors::VENDORS;

const BYTES_MAX: u64 = 8 * 1024 * 1024;

/// A text of a price book and where it came from.
pub(super) struct BookText {
    pub(super) origin: String,
    pub(super) text: Cow<'static, str>,
}

/// The shelf that quotes are made from; all that is wrong with any book is said at once.
pub(super) fn shelf(global: &Global) -> Result<Shelf, CommandError> {
    shelf_of(texts(global)?)
}

/// The folder of the shelf, for a server that reads it anew; `None` for the samples.
pub(super) fn source(global: &Global) -> Option<BookSource> {
    let folder = global.books()?.value;
    let mut files = files::Watched::new(&folder, "toml");
    let read = move || of_folder(&folder).and_then(shelf_of).map_err(|error| error.plain());
    Some(BookSource { has_changed: Box::new(move || files.have_changed()), read: Box::new(read) })
}

fn shelf_of(texts: Vec<Result<BookText, Problems>>) -> Result<Shelf, CommandError> {
    let mut books = Vec::new();
    let mut wrong: Vec<Problems> = Vec::new();
    for read in texts {
        let read = read.and_then(|text| PriceBook::read(&text.origin, &text.text));
        match read {
            Ok((book, _warnings)) => books.push(book),
            Err(problems) => wrong.push(problems),
        }
    }
    if !wrong.is_empty() {
        return Err(CommandError::Problems(wrong));
    }
    Shelf::of(books).map_err(CommandError::from)
}

/// The texts that a command works on: of the folder that was named, or the samples.
pub(super) fn texts(global: &Global) -> Result<Vec<Result<BookText, Problems>>, CommandError> {
    match global.books() {
        Some(held) => of_folder(&held.value).map_err(|error| held.from.blamed("books", error)),
        None => Ok(samples::BOOKS.into_iter().map(sample).collect()),
    }
}

/// Texts of books by their digests.
#[cfg(feature = "register")]
pub(super) type BookTexts = BTreeMap<[u8; 32], String>;

/// The texts of all books by their digests.
#[cfg(feature = "register")]
pub(super) fn by_digest(global: &Global) -> Result<BookTexts, CommandError> {
    let mut found = BTreeMap::new();
    for text in texts(global)? {
        let text = text?.text.into_owned();
        found.insert(crate::engine::digest::sha256(text.as_bytes()), text);
    }
    Ok(found)
}

/// Where a server finds the texts of books, as they are when it asks.
#[cfg(feature = "register")]
pub(super) fn text_source(global: &Global) -> BookTextSource {
    let folder = global.books().map(|held| held.value);
    Box::new(move |digest| {
        let texts = match &folder {
            Some(folder) => of_folder(folder).ok()?,
            None => samples::BOOKS.into_iter().map(sample).collect(),
        };
        let mut texts = texts.into_iter().flatten().map(|found| found.text.into_owned());
        texts.find(|text| crate::engine::digest::sha256(text.as_bytes()) == *digest)
    })
}

/// The text of the book with this digest.
#[cfg(feature = "register")]
pub(super) fn text_of(global: &Global, sha256: &[u8; 32]) -> Result<String, CommandError> {
    by_digest(global)?.remove(sha256).ok_or_else(changed)
}

/// The text of a book is not there any more.
#[cfg(feature = "register")]
pub(super) fn changed() -> CommandError {
    CommandError::usage("a price book was changed meanwhile", "run the command again")
}

/// The text of the book that a name means, and the book: by its id, of which the latest version is
/// taken, by the name of its file, or by its path. Without a name, the only book that is loaded.
pub(super) fn named(
    global: &Global,
    name: Option<&str>,
) -> Result<(BookText, PriceBook), CommandError> {
    if let Some(path) = name.map(Path::new).filter(|path| path.is_file()) {
        let text = of_file(path)??;
        let (book, _warnings) = PriceBook::read(&text.origin, &text.text)?;
        return Ok((text, book));
    }
    let mut books = Vec::new();
    for text in texts(global)? {
        let text = text?;
        let (book, _warnings) = PriceBook::read(&text.origin, &text.text)?;
        books.push((text, book));
    }
    let loaded: BTreeSet<String> = books.iter().map(|(_, book)| book.about().id.clone()).collect();
    let Some(name) = name else {
        if loaded.len() > 1 {
            return Err(CommandError::usage(
                "several price books are loaded",
                format!("name one with --like: {}", one_of(loaded.iter().map(String::as_str))),
            ));
        }
        let latest = books.into_iter().max_by_key(|(_, book)| book.about().effective_from);
        return latest.ok_or_else(|| CommandError::usage("no price book is loaded", "use --like"));
    };
    for vendor in VENDORS {
        let text = sample(vendor)?;
        let (book, _warnings) = PriceBook::read(&text.origin, &text.text)?;
        books.push((text, book));
    }
    let ids: BTreeSet<String> = books.iter().map(|(_, book)| book.about().id.clone()).collect();
    let is_meant = |text: &BookText, book: &PriceBook| {
        let stem = Path::new(&text.origin).file_stem().map(|stem| stem.to_string_lossy());
        let stem = stem.as_deref().map(|stem| stem.trim_start_matches("built-in "));
        book.about().id == name || stem == Some(name)
    };
    let meant = books.into_iter().filter(|(text, book)| is_meant(text, book));
    meant.max_by_key(|(_, book)| book.about().effective_from).ok_or_else(|| {
        let known = ids.iter().map(String::as_str);
        let hint = match nearest(name, known.clone()) {
            Some(id) => format!("did you mean `{id}`?"),
            None => format!("name a file, or one of {}", one_of(known)),
        };
        CommandError::usage(format!("there is no price book `{}`", for_message(name)), hint)
    })
}

fn sample((name, text): (&str, &'static str)) -> Result<BookText, Problems> {
    Ok(BookText { origin: format!("built-in {name}"), text: Cow::Borrowed(text) })
}

/// The texts of files and folders; what is named twice is read once.
pub(super) fn of_paths(paths: &[PathBuf]) -> Result<Vec<Result<BookText, Problems>>, CommandError> {
    let mut seen = BTreeSet::new();
    let mut texts = Vec::new();
    for path in paths {
        let files = if path.is_dir() { files_of(path)? } else { vec![path.clone()] };
        for file in files {
            if seen.insert(file.clone()) {
                texts.push(of_file(&file)?);
            }
        }
    }
    Ok(texts)
}

fn of_folder(folder: &Path) -> Result<Vec<Result<BookText, Problems>>, CommandError> {
    files_of(folder)?.iter().map(|file| of_file(file)).collect()
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let mut files = files::list(folder, "toml")?;
    files.retain(|file| !config_file::is_named_so(file));
    if files.is_empty() { Err(CommandError::no_books(folder)) } else { Ok(files) }
}

/// The text of a file; one that is no text is a problem beside those of the others, not the end
/// of the work.
pub(super) fn of_file(path: &Path) -> Result<Result<BookText, Problems>, CommandError> {
    let origin = path.display().to_string();
    match files::read_text(path, BYTES_MAX) {
        Ok(text) => Ok(Ok(BookText { origin, text: Cow::Owned(text) })),
        Err(error) if error.source.kind() == ErrorKind::InvalidData => {
            let mut problems = Problems::none_in(&origin, "");
            problems.list.push(
                Problem::error("not-text", "", error.source.to_string())
                    .hint("a price book is a text file in TOML"),
            );
            Ok(Err(problems))
        }
        Err(error) => Err(CommandError::File(error)),
    }
}
