//! A map: which columns of the user's own table are which, and how its cells are written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::num::NonZero;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::batch::error::BatchError;
use crate::engine::digest::sha256;
use crate::engine::node::{
    self, Context, Cursor, DateOrder, DecimalMark, Format, LABEL_MAX, NodeValue, Notation, Read,
    Reported, TableCursor, for_message,
};
use crate::engine::problem::{Problem, Problems, nearest, one_of};
#[cfg(feature = "formats")]
use crate::engine::text::joined;
use crate::files;

use super::columns::{HeadNames, PlacedValue, Slips};
use super::input::{KeptInput, TableInput};
use super::known::{HoldingColumns, KnownColumns, OwnNames};
use super::look_up::{self, Wanted};
use super::made::{LookUp, Making, WordList};
use super::names::loose;
use super::reading::Reading;

/// Most bytes of a map.
const BYTES_MAX: u64 = 1024 * 1024;
/// Most words that a column translates.
const WORDS_MAX: usize = 1_000;
/// So many of a table's own names are listed in a hint.
const LISTED_MAX: usize = 12;

/// Which columns of a table are which, and how its cells are written.
#[derive(Debug, Clone)]
pub struct TableMap {
    /// The columns of the kind of table that it is for.
    known: &'static dyn KnownColumns,
    /// The map as it was read, for what is found out later.
    origin: String,
    text: String,
    sheet: Option<String>,
    header_row: Option<u64>,
    notation: Notation,
    columns: Vec<MappedColumn>,
    /// The names in the table's head that it speaks of.
    names: BTreeSet<String>,
    sha256: [u8; 32],
}

/// A column and where its value comes from.
#[derive(Debug, Clone)]
struct MappedColumn {
    column: usize,
    from: Option<NamedColumn>,
    making: Option<Making>,
}

/// A name in the map and its place there.
#[derive(Debug, Clone)]
struct NamedColumn {
    name: String,
    path: String,
    span: Range<usize>,
}

/// A column as the map has it.
struct DraftColumn {
    column: usize,
    from: Option<NamedColumn>,
    making: DraftMaking,
}

enum DraftMaking {
    Cell,
    Constant(String),
    Words(WordList),
    LookUp { table: NamedColumn, key: NamedColumn, give: NamedColumn },
}

impl TableMap {
    /// Reads a map of a table of holdings and the tables that it looks values up in, which are
    /// found from its folder.
    ///
    /// # Errors
    /// A file that cannot be read, or everything that is wrong in the map, in the order of its
    /// text.
    pub fn read(path: &Path) -> Result<Self, BatchError> {
        Self::of_kind(&HoldingColumns, path)
    }

    /// The same for another kind of table.
    pub(crate) fn of_kind(
        known: &'static dyn KnownColumns,
        path: &Path,
    ) -> Result<Self, BatchError> {
        let text = files::read_text(path, BYTES_MAX).map_err(|error| {
            if error.source.kind() != ErrorKind::InvalidData {
                return BatchError::File(error);
            }
            BatchError::table(error.to_string(), "a map is a text file in TOML, in UTF-8")
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut problems = Problems::none_in(&path.display().to_string(), &text);
        let root = node::parse(Format::Toml, &text, &mut problems);
        let read = whole(known, Cursor::root(&root, Context::default(), &mut problems));
        let (head, drafts) = match read {
            Ok(read) if !problems.has_errors() => read,
            Ok(_) | Err(Reported) => return Err(unusable(problems)),
        };
        let mut digests = sha256(text.as_bytes()).to_vec();
        let tables = load(folder, &drafts, &mut problems, &mut digests);
        let columns: Vec<MappedColumn> =
            drafts.into_iter().filter_map(|draft| draft.finish(&tables)).collect();
        if problems.has_errors() {
            return Err(unusable(problems));
        }
        let names = columns.iter().filter_map(|column| column.from.as_ref());
        let names = names.map(|from| loose(&from.name)).collect();
        let Head { sheet, header_row, notation } = head;
        let (origin, sha256) = (problems.origin, sha256(&digests));
        Ok(Self { known, origin, text, sheet, header_row, notation, columns, names, sha256 })
    }

    /// The sheet of a workbook, where the map names one.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The row of the table's head, counted from 1 with blank ones, where the map names it.
    #[must_use]
    pub const fn header_row(&self) -> Option<u64> {
        self.header_row
    }

    /// SHA-256 of the map and of the tables that it looks values up in.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// How cells write dates and numbers.
    #[must_use]
    pub const fn cell_notation(&self) -> Notation {
        self.notation
    }
}

impl HeadNames for TableMap {
    fn is_known(&self, name: &str) -> bool {
        self.known.column_of(name).is_some() || self.names.contains(&loose(name))
    }

    fn is_head(&self, names: &[String]) -> bool {
        let own: BTreeSet<String> = names.iter().map(|name| loose(name)).collect();
        if !self.names.is_subset(&own) {
            return false;
        }
        let mapped = self.columns.iter().map(|mapped| self.known.name_of(mapped.column));
        let mapped: Vec<_> = mapped.collect();
        let names = names.iter().map(String::as_str).chain(mapped.iter().map(AsRef::as_ref));
        self.known.missing(&names.collect::<Vec<_>>()).is_empty()
    }

    #[cfg(feature = "formats")]
    fn is_text(&self, name: &str) -> bool {
        let named = |mapped: &&MappedColumn| {
            mapped.from.as_ref().is_some_and(|from| loose(&from.name) == loose(name))
        };
        let mut mapped = self.columns.iter().filter(named).peekable();
        if mapped.peek().is_none() {
            let column = self.known.column_of(name);
            return column.is_some_and(|column| self.known.is_text(column));
        }
        // What is looked up by, or is a word for something, is text too.
        mapped.any(|mapped| mapped.making.is_some() || self.known.is_text(mapped.column))
    }

    fn placed(&self, names: &[String]) -> Result<Vec<(usize, PlacedValue)>, BatchError> {
        let mut problems = Problems::none_in(&self.origin, &self.text);
        let mut placed = Vec::new();
        for MappedColumn { column, from, making } in &self.columns {
            let place = match from.as_ref().map(|from| place_of(from, names)) {
                None => None,
                Some(Ok(place)) => Some(place),
                Some(Err(problem)) => {
                    problems.push(*problem);
                    continue;
                }
            };
            match (place, making) {
                (place, Some(making)) => {
                    placed.push((*column, PlacedValue::Made(place, making.clone())))
                }
                (Some(place), None) => placed.push((*column, PlacedValue::Cell(place))),
                (None, None) => {}
            }
        }
        problems.sort();
        if problems.has_errors() { Err(unusable(problems)) } else { Ok(placed) }
    }

    fn notation(&self) -> Notation {
        self.notation
    }

    fn slips(&self) -> Slips {
        Slips::Ignored
    }

    fn lacking(&self, names: &[String]) -> BatchError {
        self.known.lacking(names)
    }

    #[cfg(feature = "formats")]
    fn no_sheet(&self, sheets: &str) -> BatchError {
        let named = self.columns.iter().filter_map(|mapped| mapped.from.as_ref());
        let named: BTreeSet<&str> = named.map(|from| from.name.as_str()).collect();
        if named.is_empty() {
            return self.known.no_sheet(sheets);
        }
        let named = joined(named.iter().map(|name| format!("`{name}`")), ", ");
        BatchError::table(
            format!("none of the sheets {sheets} has all the columns that the map names: {named}"),
            "correct the names in the map; or say which sheet is meant, `sheet = \"Prices\"`: then \
             an error says which column it lacks, and which ones it has",
        )
    }

    #[cfg(feature = "formats")]
    fn wants_one_sheet(&self) -> bool {
        self.known.wants_one_sheet()
    }
}

/// A table of holdings as a map says that it is to be read, or as its own names say.
pub(crate) fn kept_input<'run>(
    input: &'run TableInput,
    reading: &Reading,
    map: Option<&TableMap>,
) -> KeptInput<'run> {
    kept_input_of(&HoldingColumns, input, reading, map)
}

/// The same for another kind of table, of which the map is, too.
pub(crate) fn kept_input_of<'run>(
    known: &'static dyn KnownColumns,
    input: &'run TableInput,
    reading: &Reading,
    map: Option<&TableMap>,
) -> KeptInput<'run> {
    let Some(map) = map else {
        return KeptInput::of(input, reading.clone(), Arc::new(OwnNames(known)));
    };
    let reading = Reading {
        sheet: reading.sheet.clone().or_else(|| map.sheet.clone()),
        header_row: reading.header_row.or(map.header_row.and_then(NonZero::new)),
        ..reading.clone()
    };
    KeptInput::of(input, reading, Arc::new(map.clone()))
}

fn unusable(mut problems: Problems) -> BatchError {
    problems.sort();
    BatchError::Map(Box::new(problems))
}

/// The place of a name among those of a table's head.
fn place_of(from: &NamedColumn, names: &[String]) -> Result<usize, Box<Problem>> {
    let same = |is_same: &dyn Fn(&String) -> bool| -> Vec<usize> {
        let found = names.iter().enumerate().filter(|(_, name)| is_same(name));
        found.map(|(at, _)| at).collect()
    };
    let mut found = same(&|name| name.trim() == from.name.trim());
    if found.is_empty() {
        let wanted = loose(&from.name);
        found = same(&|name| loose(name) == wanted);
    }
    let shown = for_message(&from.name);
    let problem =
        |code, message| Problem::error(code, from.path.as_str(), message).at(from.span.clone());
    match found.as_slice() {
        [place] => Ok(*place),
        [] => {
            let message = format!("the table has no column `{shown}`");
            let hint = match nearest(&from.name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", for_message(near)),
                None => format!(
                    "it has {}; where that is not its head, name the row of the head with \
                     `header_row`",
                    listed(names)
                ),
            };
            Err(Box::new(problem("unknown-column", message).hint(hint)))
        }
        [_, ..] => {
            let message = format!("the table has {} columns `{shown}`", found.len());
            Err(Box::new(problem("column-twice", message).hint("give them names that differ")))
        }
    }
}

/// Some of a table's own names.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> =
        names.iter().take(LISTED_MAX).map(|name| format!("`{}`", for_message(name))).collect();
    let more = if names.len() > LISTED_MAX { " and others" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// What the map says of the table as a whole.
struct Head {
    sheet: Option<String>,
    header_row: Option<u64>,
    notation: Notation,
}

fn whole(known: &dyn KnownColumns, at: Cursor<'_, '_>) -> Read<(Head, Vec<DraftColumn>)> {
    let mut table = at.table()?;
    let sheet = table.may::<&str>("sheet");
    let header_row = table.may_with("header_row", |mut at| at.integer(1..=i64::from(u32::MAX)));
    let decimal = table.may_with("decimal", |mut at| word(&mut at, &DecimalMark::ALL));
    // Where a table has no dates, the key is unknown as any other.
    let dates = if known.has_dates() {
        table.may_with("dates", |mut at| word(&mut at, &DateOrder::ALL))
    } else {
        Ok(None)
    };
    let columns = table.may_with("column", |at| columns(known, at));
    table.finish();
    let head = Head {
        sheet: sheet?.map(str::to_owned),
        header_row: header_row?.map(i64::unsigned_abs),
        notation: Notation {
            dates: dates?.unwrap_or_default(),
            decimal: decimal?.unwrap_or_default(),
        },
    };
    Ok((head, columns?.unwrap_or_default()))
}

/// One of some words.
fn word<T: Copy>(at: &mut Cursor<'_, '_>, known: &[(&str, T)]) -> Read<T> {
    let text = at.text(LABEL_MAX)?;
    let found = known.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let quoted: Vec<String> = known.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let hint = format!("write {}", one_of(quoted.iter().map(String::as_str)));
        at.wrong("unknown-word", format!(": `{}` is not known here", for_message(text)), hint)
    })
}

fn columns(known: &dyn KnownColumns, at: Cursor<'_, '_>) -> Read<Vec<DraftColumn>> {
    let mut table = at.table()?;
    let mut drafts: Vec<DraftColumn> = Vec::new();
    table.each_key(|key, span, mut at| {
        let Some(column) = known.column_of(key) else {
            let names = known.names();
            let hint = match nearest(key, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", one_of(names)),
            };
            let message = format!("there is no column `{}`", for_message(key));
            let problem = Problem::error("unknown-column", at.path(), message).at(span);
            at.report_at(problem.hint(hint));
            return;
        };
        if drafts.iter().any(|draft| draft.column == column) {
            let message = format!("the column `{}` is mapped twice", known.name_of(column));
            let problem = Problem::error("column-twice", at.path(), message).at(span);
            at.report_at(problem.hint("leave one of them out"));
            return;
        }
        if let Ok(draft) = draft(column, &known.name_of(column), at) {
            drafts.push(draft);
        }
    });
    Ok(drafts)
}

fn draft(column: usize, name: &str, mut at: Cursor<'_, '_>) -> Read<DraftColumn> {
    if at.as_text().is_some() {
        let from = named(&mut at)?;
        return Ok(DraftColumn { column, from: Some(from), making: DraftMaking::Cell });
    }
    if !at.is_table() {
        return Err(at.expected("the name of a column in quotes, or a table such as { value = … }"));
    }
    let mut table = at.table()?;
    let value = table.may_with("value", constant);
    let from = table.may_with("from", |mut at| named(&mut at));
    let source = table.may_with("table", |mut at| named(&mut at));
    let key = table.may_with("key", |mut at| named(&mut at));
    let give = table.may_with("give", |mut at| named(&mut at));
    let words = table.may_with("words", words);
    table.finish();
    let (value, from, source) = (value?, from?, source?);
    let (key, give, words) = (key?, give?, words?);
    let (from, making) = match (value, from, words, (source, key, give)) {
        (Some(value), None, None, (None, None, None)) => (None, DraftMaking::Constant(value)),
        (None, Some(from), None, (None, None, None)) => (Some(from), DraftMaking::Cell),
        (None, Some(from), Some(words), (None, None, None)) => {
            (Some(from), DraftMaking::Words(words))
        }
        (None, Some(from), None, (Some(table), Some(key), Some(give))) => {
            (Some(from), DraftMaking::LookUp { table, key, give })
        }
        _ => return Err(mixed(&mut table, name)),
    };
    Ok(DraftColumn { column, from, making })
}

/// Reports keys that do not go together.
fn mixed(table: &mut TableCursor<'_, '_>, name: &str) -> Reported {
    let message = format!("the keys of `{name}` do not go together");
    let problem = Problem::error("mixed-keys", table.path(), message).at(table.span());
    table.report(problem.hint(
        "write { value = \"…\" } for the same in all rows, { from = \"…\", words = { \"…\" = \
         \"…\" } } for other words, or { from = \"…\", table = \"…\", key = \"…\", give = \"…\" } \
         to look it up",
    ))
}

fn named(at: &mut Cursor<'_, '_>) -> Read<NamedColumn> {
    let name = at.text(LABEL_MAX)?.to_owned();
    Ok(NamedColumn { name, path: at.path().to_string(), span: at.span() })
}

/// The value of all rows: a text, or a number, a date or a truth, which are texts in a cell.
fn constant(mut at: Cursor<'_, '_>) -> Read<String> {
    match at.value() {
        NodeValue::Integer(number) => Ok(number.to_string()),
        NodeValue::Date(date) => Ok(date.to_string()),
        NodeValue::Boolean(value) => Ok(value.to_string()),
        NodeValue::Text(_)
        | NodeValue::Typed(_)
        | NodeValue::HugeInteger
        | NodeValue::Float
        | NodeValue::DateTime
        | NodeValue::List(_)
        | NodeValue::Table(_)
        | NodeValue::Null => at.text(LABEL_MAX).map(str::to_owned),
    }
}

fn words(at: Cursor<'_, '_>) -> Read<WordList> {
    let mut table = at.table()?;
    if table.len() > WORDS_MAX {
        let message = format!("`{}` has {} words", table.path(), table.len());
        let problem = Problem::error("list-too-long", table.path(), message).at(table.span());
        let hint = format!("{WORDS_MAX} are the most; look more of them up in a `table`");
        return Err(table.report(problem.hint(hint)));
    }
    let mut words = WordList::default();
    table.each_key(|word, span, mut at| {
        let Ok(meaning) = at.text(LABEL_MAX).map(str::to_owned) else { return };
        if let Some(before) = words.add(word.trim(), meaning.trim()) {
            let message = format!("`{}` is `{}` again", for_message(word), for_message(before));
            let problem = Problem::error("word-twice", at.path(), message).at(span);
            at.report_at(problem.hint("leave one out: small and large letters are the same here"));
        }
    });
    Ok(words)
}

/// The tables that were read, by their name and the column of their keys.
type LookUps = BTreeMap<(String, String), Arc<LookUp>>;

/// Reads the tables of all columns, each once for a column of keys.
fn load(
    folder: &Path,
    drafts: &[DraftColumn],
    problems: &mut Problems,
    digests: &mut Vec<u8>,
) -> LookUps {
    let mut tables = LookUps::new();
    for draft in drafts {
        let DraftMaking::LookUp { table, key, .. } = &draft.making else { continue };
        let place = (table.name.clone(), key.name.clone());
        if tables.contains_key(&place) {
            continue;
        }
        let wanted = Wanted { name: &table.name, key: &key.name, gives: gives(drafts, &place) };
        match look_up::read(&folder.join(&table.name), &wanted) {
            Ok((read, digest)) => {
                digests.extend_from_slice(&digest);
                tables.insert(place, Arc::new(read));
            }
            Err(fault) => {
                let problem = Problem::error("table-unusable", table.path.as_str(), fault.message);
                problems.push(problem.at(table.span.clone()).hint(fault.hint));
                // Saying it once is enough.
                tables.insert(place, Arc::default());
            }
        }
    }
    tables
}

/// The columns of a table that give values, each once, in the order in which they are asked for.
fn gives<'a>(drafts: &'a [DraftColumn], place: &(String, String)) -> Vec<&'a str> {
    let mut gives: Vec<&str> = Vec::new();
    for draft in drafts {
        let DraftMaking::LookUp { table, key, give } = &draft.making else { continue };
        let is_same = table.name == place.0 && key.name == place.1;
        if is_same && !gives.contains(&give.name.as_str()) {
            gives.push(&give.name);
        }
    }
    gives
}

impl DraftColumn {
    fn finish(self, tables: &LookUps) -> Option<MappedColumn> {
        let Self { column, from, making } = self;
        let making = match making {
            DraftMaking::Cell => None,
            DraftMaking::Constant(value) => Some(Making::Constant(value.into())),
            DraftMaking::Words(words) => Some(Making::Words(Arc::new(words))),
            DraftMaking::LookUp { table, key, give } => {
                let table = tables.get(&(table.name, key.name))?;
                let place = table.gives.iter().position(|name| *name == give.name)?;
                Some(Making::Looked(Arc::clone(table), place))
            }
        };
        Some(MappedColumn { column, from, making })
    }
}
