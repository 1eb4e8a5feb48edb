//! `reinstate.toml`: where it may stand, and what it says.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use etcetera::BaseStrategy as _;

use crate::document::fallback::FONTS_MAX;
use crate::engine::book::Language;
use crate::engine::money::Currency;
use crate::engine::node::{self, Context, Cursor, Format, LABEL_MAX, Read, TableCursor};
use crate::engine::problem::{Problem, Problems, nearest, one_of};
use crate::engine::text::for_message;
use crate::files::{self, FileError};

use super::args::PaperArgument;
use super::base_url::BaseUrl;
use super::error::CommandError;
use super::values;

const NAME: &str = "reinstate.toml";
/// The folder of the program among the settings of a user.
const FOLDER: &str = "reinstate";
const BYTES_MAX: u64 = 1024 * 1024;
/// Characters of a path.
const PATH_MAX: usize = 4_096;

/// What a `reinstate.toml` says. Its paths lead from where the program runs.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// The file itself.
    pub(super) path: PathBuf,
    pub(super) books: Option<PathBuf>,
    pub(super) brand: Option<PathBuf>,
    pub(super) fonts: Option<Vec<PathBuf>>,
    pub(super) language: Option<Language>,
    pub(super) paper: Option<PaperArgument>,
    pub(super) currency: Option<Currency>,
    pub(super) register: Option<PathBuf>,
    pub(super) base_url: Option<BaseUrl>,
}

/// Where the file may stand, the one that wins first: in the working folder, and among the settings
/// of the user.
pub(super) fn places() -> Vec<PathBuf> {
    let of_user = etcetera::choose_base_strategy();
    let of_user = of_user.map(|system| system.config_dir().join(FOLDER).join(NAME));
    std::iter::once(PathBuf::from(NAME)).chain(of_user).collect()
}

/// Whether a file is one by its name, and so neither a price book nor a request.
pub(super) fn is_named_so(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// The files that are there; all that is wrong in any of them is told at once.
pub(super) fn read(places: &[PathBuf]) -> Result<Vec<ConfigFile>, CommandError> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for path in places {
        let origin = path.display().to_string();
        match files::read_text(path, BYTES_MAX) {
            Ok(text) => match ConfigFile::of(path, &text) {
                Ok(file) => found.push(file),
                Err(problems) => wrong.push(problems),
            },
            Err(error) if is_absent(&error) => {}
            Err(error) if error.source.kind() == ErrorKind::InvalidData => {
                let mut problems = Problems::none_in(&origin, "");
                let problem = Problem::error("not-text", "", error.source.to_string());
                problems.push(problem.hint("write a text file in TOML, in UTF-8"));
                wrong.push(problems);
            }
            // What it says is not known, and so no price without it is to be trusted.
            Err(error) => {
                let note = "--no-config leaves it unread".to_owned();
                return Err(CommandError::Noted { error: Box::new(error.into()), note });
            }
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(CommandError::Config(wrong)) }
}

/// Whether there is no such file: its folder may be missing, too, or be none.
fn is_absent(error: &FileError) -> bool {
    matches!(error.source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

impl ConfigFile {
    /// What the text of a file says; all that is wrong, in the order of the text.
    fn of(path: &Path, text: &str) -> Result<Self, Problems> {
        let text = text.trim_start_matches('\u{feff}');
        let mut problems = Problems::none_in(&path.display().to_string(), text);
        let root = node::parse(Format::Toml, text, &mut problems);
        let root = Cursor::root(&root, Context::default(), &mut problems);
        let file = root.table().and_then(|mut table| {
            let file = keys(path, &mut table);
            table.finish();
            file
        });
        problems.sort();
        match file {
            Ok(file) if !problems.has_errors() => Ok(file),
            Ok(_) | Err(_) => Err(problems),
        }
    }
}

fn keys(path: &Path, table: &mut TableCursor<'_, '_>) -> Read<ConfigFile> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let books = table.may_with("books", |at| place(at, folder));
    let brand = table.may_with("brand", |at| place(at, folder));
    let fonts = table.may_with("fonts", |at| Ok(at.each(FONTS_MAX, |at| place(at, folder))));
    let language = table.may_with("language", language);
    let paper = table.may_with("paper", paper);
    let currency = table.may("currency");
    let register = table.may_with("register", |at| place_or_url(at, folder));
    let base_url = table.may_with("base_url", base_url);
    Ok(ConfigFile {
        path: path.to_owned(),
        books: books?,
        brand: brand?,
        fonts: fonts?,
        language: language?,
        paper: paper?,
        currency: currency?,
        register: register?,
        base_url: base_url?,
    })
}

/// A path, from the folder of the file.
fn place(mut at: Cursor<'_, '_>, folder: &Path) -> Read<PathBuf> {
    let text = at.text(PATH_MAX)?;
    if text == "~" || text.starts_with("~/") {
        let hint = "write it in full, or from the folder of this file";
        return Err(at.wrong("bad-path", ": `~` does not stand for a folder here", hint));
    }
    Ok(folder.join(text))
}

/// The same, or the URL of a server.
fn place_or_url(mut at: Cursor<'_, '_>, folder: &Path) -> Read<PathBuf> {
    let text = at.text(PATH_MAX)?;
    if text.contains("://") { Ok(PathBuf::from(text)) } else { place(at, folder) }
}

/// A language, as `--language` takes it.
fn language(mut at: Cursor<'_, '_>) -> Read<Language> {
    let text = at.text(LABEL_MAX)?;
    values::language(text).map_err(|hint| {
        let rest = format!(": `{}` is not a language of documents", for_message(text));
        at.wrong("unknown-language", rest, hint)
    })
}

/// Where links begin, as `--base-url` takes it.
fn base_url(mut at: Cursor<'_, '_>) -> Read<BaseUrl> {
    let text = at.text(PATH_MAX)?;
    BaseUrl::parse(text).map_err(|hint| {
        let rest = format!(": `{}` is no address that links can begin with", for_message(text));
        at.wrong("bad-address", rest, hint)
    })
}

/// A size of paper, as `--paper` takes it.
fn paper(mut at: Cursor<'_, '_>) -> Read<PaperArgument> {
    let text = at.text(LABEL_MAX)?;
    PaperArgument::from_str(text, true).map_err(|_| {
        let known =
            PaperArgument::value_variants().iter().filter_map(|one| one.to_possible_value());
        let known: Vec<String> = known.map(|one| one.get_name().to_owned()).collect();
        let known = known.iter().map(String::as_str);
        let hint = match nearest(text, known.clone()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write {}", one_of(known)),
        };
        at.wrong("unknown-paper", format!(": `{}` is not a paper size", for_message(text)), hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_and_paths_are_those_from_the_folder_of_the_file() {
        let text = "books = \"prices\"\nbrand = \"../brand.toml\"\n\
                    fonts = [\"a.ttf\", \"/b.ttc#2\"]\nlanguage = \"nl-BE\"\n\
                    paper = \"Letter\"\ncurrency = \"EUR\"\n";
        let file = ConfigFile::of(Path::new("/users/me/reinstate.toml"), text).expect("a file");
        assert_eq!(file.books.as_deref(), Some(Path::new("/users/me/prices")));
        assert_eq!(file.brand.as_deref(), Some(Path::new("/users/me/../brand.toml")));
        let fonts = [PathBuf::from("/users/me/a.ttf"), PathBuf::from("/b.ttc#2")];
        assert_eq!(file.fonts.as_deref(), Some(&fonts[..]));
        assert_eq!(file.language, Some(Language::Dutch));
        assert_eq!(file.paper, Some(PaperArgument::Letter));
        assert_eq!(file.currency, Currency::from_code("EUR"));
        // In the working folder a path stays as it is.
        let file = ConfigFile::of(Path::new(NAME), "books = \"prices\"").expect("a file");
        assert_eq!(file.books.as_deref(), Some(Path::new("prices")));
    }

    #[test]
    fn what_is_left_out_is_not_said_and_an_empty_list_is() {
        let file = ConfigFile::of(Path::new(NAME), "\u{feff}# nothing yet\n").expect("a file");
        assert!(file.books.is_none() && file.fonts.is_none() && file.currency.is_none());
        let file = ConfigFile::of(Path::new(NAME), "fonts = []").expect("a file");
        assert_eq!(file.fonts, Some(Vec::new()));
    }

    #[test]
    fn each_mistake_has_its_code_its_line_and_a_way_out() {
        for (text, code, hint) in [
            ("boks = \"x\"", "unknown-key", "did you mean `books`?"),
            ("printer = \"r\"", "unknown-key", "remove it; known here: books, brand, fonts"),
            ("register = \"~/r.db\"", "bad-path", "write it in full"),
            ("base_url = \"quotes.example.com\"", "bad-address", "write an address"),
            ("books = 5", "wrong-type", "write a text in quotes"),
            ("books = \"\"", "empty-text", "write"),
            ("brand = \"~/brand.toml\"", "bad-path", "write it in full"),
            ("fonts = \"a.ttf\"", "wrong-type", "write a list"),
            ("fonts = [\"1\", \"2\", \"3\", \"4\", \"5\"]", "list-too-long", "leave some out"),
            ("fonts = [1]", "wrong-type", "write a text in quotes"),
            ("language = \"xx\"", "unknown-language", "write en, en-US, nl, de or fr"),
            ("paper = \"leter\"", "unknown-paper", "did you mean `letter`?"),
            ("paper = \"b5\"", "unknown-paper", "write a4 or letter"),
            ("currency = \"eur\"", "unknown-currency", "did you mean EUR?"),
            ("books = ", "syntax", ""),
            ("books = \"a\"\nbooks = \"b\"", "syntax", ""),
        ] {
            let problems = ConfigFile::of(Path::new(NAME), text).expect_err(text);
            let [problem, ..] = &problems.list[..] else { panic!("{text}: no problem") };
            assert_eq!(problem.code, code, "{text}");
            assert!(problem.span.is_some(), "{text}");
            let said = problem.hint.as_deref().unwrap_or_default();
            assert!(said.starts_with(hint), "{text}: {said}");
        }
    }
}
