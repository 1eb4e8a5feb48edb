//! The text of a price book as something that can be changed: what is not touched keeps its
//! comments, its order and its spaces.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::engine::book::PriceBook;
use crate::engine::problem::{Problem, Problems};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A price book that is being changed.
#[derive(Debug)]
pub(crate) struct BookDocument {
    document: DocumentMut,
    line_ends: LineEnds,
    /// What stood before the text: a byte order mark, or nothing.
    before: &'static str,
}

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    Plain,
    /// A carriage return before each line end.
    Windows,
}

impl BookDocument {
    /// Reads a text, which need not be a whole price book yet.
    ///
    /// # Errors
    /// Where it is no TOML.
    pub(crate) fn read(origin: &str, text: &str) -> Result<Self, Problems> {
        let plain = text.trim_start_matches(BYTE_ORDER_MARK);
        let before = if plain.len() < text.len() { "\u{feff}" } else { "" };
        let windows = plain.matches("\r\n").count();
        let is_windows = windows > 0 && windows == plain.matches('\n').count();
        let line_ends = if is_windows { LineEnds::Windows } else { LineEnds::Plain };
        let unix = if is_windows { plain.replace("\r\n", "\n") } else { plain.to_owned() };
        let error = match unix.parse::<DocumentMut>() {
            Ok(document) => return Ok(Self { document, line_ends, before }),
            Err(error) => error,
        };
        // The check of books says it better, with its place and what to do.
        Err(PriceBook::read(origin, text).err().unwrap_or_else(|| {
            let mut problems = Problems::none_in(origin, text);
            problems.push(Problem::error("syntax", "", error.message()));
            problems
        }))
    }

    /// The text as it is now.
    pub(crate) fn text(&self) -> String {
        let text = self.document.to_string();
        let text = match self.line_ends {
            LineEnds::Plain => text,
            LineEnds::Windows => text.replace('\n', "\r\n"),
        };
        format!("{}{text}", self.before)
    }

    /// Each edition with the key by which problems of the book name it.
    pub(crate) fn keys_of_editions(&self) -> BTreeMap<(String, String), String> {
        let mut keys = BTreeMap::new();
        for (at, line) in tables(self.root().get("product_line")).into_iter().enumerate() {
            for (place, edition) in tables(line.get("edition")).into_iter().enumerate() {
                let ids = text_of(line, "id").zip(text_of(edition, "id"));
                let Some((line, edition)) = ids else { continue };
                let key = format!("product_line[{at}].edition[{place}]");
                keys.insert((line.to_owned(), edition.to_owned()), key);
            }
        }
        keys
    }

    /// Its tables.
    pub(super) fn root(&self) -> &dyn TableLike {
        self.document.as_table()
    }

    /// Its tables, to be changed.
    pub(super) fn root_mut(&mut self) -> &mut Table {
        self.document.as_table_mut()
    }
}

/// The tables of a list, whichever way they are written.
pub(super) fn tables(list: Option<&Item>) -> Vec<&dyn TableLike> {
    match list {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter().map(|table| table as &dyn TableLike).collect()
        }
        Some(Item::Value(Value::Array(items))) => {
            let inline = items.iter().filter_map(Value::as_inline_table);
            inline.map(|table| table as &dyn TableLike).collect()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => Vec::new(),
    }
}

/// The table at a place of a list.
pub(super) fn table_mut(list: Option<&mut Item>, place: usize) -> Option<&mut dyn TableLike> {
    match list? {
        Item::ArrayOfTables(tables) => {
            tables.get_mut(place).map(|table| table as &mut dyn TableLike)
        }
        Item::Value(Value::Array(items)) => {
            let inline = items.get_mut(place)?.as_inline_table_mut();
            inline.map(|table| table as &mut dyn TableLike)
        }
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

/// Puts a table at a place of a list, which is begun where it is not there yet.
pub(super) fn insert_table(parent: &mut dyn TableLike, key: &str, place: usize, table: Table) {
    if parent.get(key).is_none_or(Item::is_none) {
        parent.insert(key, Item::ArrayOfTables(ArrayOfTables::new()));
    }
    match parent.get_mut(key) {
        Some(Item::ArrayOfTables(tables)) => {
            let place = place.min(tables.len());
            tables.insert(place, table);
        }
        Some(Item::Value(Value::Array(items))) => {
            let place = place.min(items.len());
            items.insert(place, table.into_inline_table());
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => {}
    }
}

/// Takes the tables out of a list that are not wanted.
pub(super) fn keep_tables(
    parent: &mut dyn TableLike,
    key: &str,
    mut is_kept: impl FnMut(&dyn TableLike) -> bool,
) {
    let is_empty = match parent.get_mut(key) {
        // One without tables is not written, and keeps the place for those to come.
        Some(Item::ArrayOfTables(tables)) => {
            tables.retain(|table| is_kept(table));
            false
        }
        Some(Item::Value(Value::Array(items))) => {
            let first = items.get(0).map(|first| first.decor().clone());
            items.retain(|item| item.as_inline_table().is_none_or(|table| is_kept(table)));
            if let Some((first, decor)) = items.get_mut(0).zip(first) {
                *first.decor_mut() = decor;
            }
            items.is_empty()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => false,
    };
    if is_empty {
        parent.remove(key);
    }
}

/// A list of tables on one line.
pub(super) fn inline_list(tables: impl IntoIterator<Item = InlineTable>) -> Item {
    Item::Value(Value::Array(tables.into_iter().collect::<Array>()))
}

/// The text of a key.
pub(super) fn text_of<'table>(table: &'table dyn TableLike, key: &str) -> Option<&'table str> {
    table.get(key)?.as_str()
}

/// Gives a key a value; what stands around the old one stays.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            add(table, key, value);
        }
    }
}

/// Adds a key at the end of a table.
fn add(table: &mut dyn TableLike, key: &str, mut value: Value) {
    // `{ USD = "1.00" }`: the space behind the last value goes with the brace.
    let last = table.iter().last().map(|(last, _)| last.to_owned());
    let last = last.and_then(|last| table.get_mut(&last)?.as_value_mut());
    if let Some(last) = last {
        let behind = last.decor().suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default();
        if behind == " " {
            last.decor_mut().set_suffix("");
            value.decor_mut().set_prefix(" ");
            value.decor_mut().set_suffix(" ");
        }
    }
    table.insert(key, Item::Value(value));
}
