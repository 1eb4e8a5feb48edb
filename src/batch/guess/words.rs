//! The words of the price books, and which of them a word of a table could be.

use std::collections::BTreeMap;

use crate::batch::rows::names::{bare, words};
use crate::engine::book::Shelf;

/// The columns whose values are names of a book.
const COLUMNS: [&str; 4] = ["service_level", "program", "product_line", "edition"];
/// A word of fewer letters is no beginning of another.
const BEGINNING_MIN: usize = 3;

/// The ids and names of the things in price books, by the column that names them.
#[derive(Debug, Default)]
pub(super) struct BookWords {
    /// The names of each id; an id is one of its own names.
    names: BTreeMap<&'static str, BTreeMap<String, Vec<String>>>,
    /// A currency of the books.
    pub(super) currency: Option<String>,
}

impl BookWords {
    /// Those of all books on a shelf.
    pub(super) fn of(shelf: &Shelf) -> Self {
        let mut all = Self::default();
        for book in shelf.books() {
            for level in book.levels() {
                all.add("service_level", &level.id, &level.name);
            }
            for program in book.programs() {
                all.add("program", &program.id, &program.name);
            }
            for line in book.lines() {
                all.add("product_line", &line.id, &line.name);
                for edition in &line.editions {
                    all.add("edition", &edition.id, &edition.name);
                }
            }
            let currency = || book.currencies().first().map(|first| first.code().to_owned());
            all.currency = all.currency.take().or_else(currency);
        }
        all
    }

    fn add(&mut self, column: &'static str, id: &str, name: &str) {
        let names = self.names.entry(column).or_default().entry(id.to_owned()).or_default();
        for name in [id, name] {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }

    /// Whether the values of a column are names of a book.
    pub(super) fn names(column: &str) -> bool {
        COLUMNS.contains(&column)
    }

    /// The ids that a column can have.
    pub(super) fn ids(&self, column: &str) -> Vec<&str> {
        let ids = self.names.get(column).into_iter().flat_map(BTreeMap::keys);
        ids.map(String::as_str).collect()
    }

    /// Whether a run takes a word as it is: an id or a name, in capitals or not.
    pub(super) fn has(&self, column: &str, word: &str) -> bool {
        let small = word.to_lowercase();
        let names = self.names.get(column).into_iter().flat_map(BTreeMap::values).flatten();
        names.map(|name| name.to_lowercase()).any(|name| name == small)
    }

    /// The id that a word of a column is or means; `None` where it is none or could be several.
    pub(super) fn meaning(&self, column: &str, word: &str) -> Option<&str> {
        let known = self.names.get(column)?;
        if let Some((id, _)) = known.get_key_value(word) {
            return Some(id);
        }
        let ways: [&dyn Fn(&str) -> bool; 4] = [
            &|name| bare(name) == bare(word),
            &|name| begins(word, name),
            &|name| are_initials(word, name),
            &|name| is_slip(word, name),
        ];
        for is_it in ways {
            let found = known.iter().filter(|(_, names)| names.iter().any(|name| is_it(name)));
            let mut found = found.map(|(id, _)| id.as_str());
            if let Some(first) = found.next() {
                return found.next().is_none().then_some(first);
            }
        }
        None
    }
}

/// The words of a text, with a plus sign as one.
fn words_of(text: &str) -> Vec<String> {
    words(&text.replace('+', " plus "))
}

/// Whether each word begins the word of the name at its place.
fn begins(word: &str, name: &str) -> bool {
    let (words, names) = (words_of(word), words_of(name));
    let is_long = words.first().is_some_and(|first| first.len() >= BEGINNING_MIN);
    is_long
        && words.len() == names.len()
        && words.iter().zip(&names).all(|(word, name)| name.starts_with(word.as_str()))
}

/// Whether a word is made of the first letters of a name, of all its words or of the long ones.
fn are_initials(word: &str, name: &str) -> bool {
    let word = bare(word);
    let initials = |least: usize| -> String {
        let words = words_of(name).into_iter().filter(|word| word.chars().count() >= least);
        words.filter_map(|word| word.chars().next()).collect()
    };
    word.len() >= 2 && (initials(1) == word || initials(4) == word)
}

/// Whether a word is a name but for a letter.
fn is_slip(word: &str, name: &str) -> bool {
    let (word, name) = (bare(word), bare(name));
    word.len() >= 5 && strsim::damerau_levenshtein(&word, &name) <= 1
}
