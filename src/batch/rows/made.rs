//! Values that a map makes of cells: one for all rows, one for each word, one of a table.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::node::for_message;
use crate::engine::text::one_of;

use super::names::composed;

/// How a value is made of a cell.
#[derive(Debug, Clone)]
pub(crate) enum Making {
    /// It is the same in each row.
    Constant(Arc<str>),
    /// The cell is one of these words.
    Words(Arc<WordList>),
    /// The cell is a key of a table, of which this column gives the value.
    Looked(Arc<LookUp>, usize),
}

/// Words and what each means.
#[derive(Debug, Default)]
pub(crate) struct WordList {
    /// By the word, also in small letters.
    meanings: BTreeMap<String, String>,
    /// The words as they were given.
    given: Vec<String>,
}

/// A table in which values are looked up.
#[derive(Debug, Default)]
pub(crate) struct LookUp {
    /// The file, as it is named.
    pub(crate) name: String,
    /// The column of its keys.
    pub(crate) key: String,
    /// The place of each key.
    pub(crate) places: BTreeMap<Box<str>, u32>,
    /// The columns that give values.
    pub(crate) gives: Vec<String>,
    /// The values of each of these, by place.
    pub(crate) given: Vec<Vec<Box<str>>>,
}

/// Why nothing can be made of a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CellFault<'a> {
    /// It is none of the words.
    NoWord(&'a str, &'a WordList),
    /// It is no key of the table.
    NoKey(&'a str, &'a LookUp),
}

/// So many words are listed in a reason.
const LISTED_MAX: usize = 8;

impl WordList {
    /// Adds a word with its meaning; the word that was there before and is the same, where there
    /// is one.
    pub(crate) fn add(&mut self, word: &str, meaning: &str) -> Option<&str> {
        let word = composed(word);
        let small = word.to_lowercase();
        if self.meanings.contains_key(&small) {
            return self.given.iter().find(|one| one.to_lowercase() == small).map(String::as_str);
        }
        self.meanings.insert(small, meaning.to_owned());
        self.meanings.insert(word.to_string(), meaning.to_owned());
        self.given.push(word.into_owned());
        None
    }
}

impl Making {
    /// The value that is made of a cell; an empty cell gives an empty value.
    pub(crate) fn make<'row>(&'row self, cell: &'row str) -> Result<&'row str, CellFault<'row>> {
        match self {
            Self::Constant(value) => Ok(value),
            Self::Words(words) => {
                let word = cell.trim();
                let found = words.meanings.get(composed(word).as_ref());
                let found = found.or_else(|| words.meanings.get(&composed(word).to_lowercase()));
                match found {
                    Some(meaning) => Ok(meaning),
                    None if word.is_empty() => Ok(""),
                    None => Err(CellFault::NoWord(word, words)),
                }
            }
            Self::Looked(table, column) => {
                let key = cell.trim();
                let place = table
                    .places
                    .get(composed(key).as_ref())
                    .and_then(|place| usize::try_from(*place).ok());
                let values = table.given.get(*column);
                match place.and_then(|place| values?.get(place)) {
                    Some(value) => Ok(value),
                    None if key.is_empty() => Ok(""),
                    None => Err(CellFault::NoKey(key, table)),
                }
            }
        }
    }
}

impl CellFault<'_> {
    /// The code that the row is rejected with.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::NoWord(..) => "word-not-mapped",
            Self::NoKey(..) => "not-in-table",
        }
    }

    /// What follows the name of the column in the reason: what is wrong and what to do.
    pub(crate) fn reason(&self, column: &str) -> String {
        match self {
            Self::NoWord(word, words) => {
                let shown = for_message(word);
                let listed: Vec<String> =
                    words.given.iter().take(LISTED_MAX).map(|word| for_message(word)).collect();
                let listed = one_of(listed.iter().map(String::as_str));
                let more = if words.given.len() > LISTED_MAX { " and others" } else { "" };
                format!(
                    ": `{shown}` is none of the words that the map translates ({listed}{more}): \
                     add it to `words` of `{column}` in the map, or correct the cell"
                )
            }
            Self::NoKey(key, table) => {
                let (shown, name) = (for_message(key), for_message(&table.name));
                let of = for_message(&table.key);
                format!(
                    ": `{shown}` is not in the column `{of}` of {name}: add it there, or correct \
                     the cell"
                )
            }
        }
    }
}
