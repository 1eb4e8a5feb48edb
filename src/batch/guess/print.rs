//! A guess as a map: TOML that a person reads, corrects and uses.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::batch::rows::input::TableInput;
use crate::engine::node::{for_message, is_unsafe};

use super::cells::Forms;
use super::choice::{FoundBy, FoundColumn, MapChoice, Translation};
use super::sample::TableSample;
use super::words::BookWords;

/// So many words are written in one line; more go to a table of their own.
const WORDS_MAX: usize = 40;
/// So many unused columns, or ids, are listed.
const LISTED_MAX: usize = 30;

/// A guess, as a map and as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuessedMap {
    /// The form of this JSON.
    pub schema: u32,
    /// The order of dates, where it is not year-month-day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<&'static str>,
    /// The decimal mark, where it is not a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<&'static str>,
    /// The columns that were found.
    pub columns: Vec<GuessedColumn>,
    /// The columns that have to be there and were not found.
    pub missing: Vec<&'static str>,
    /// The columns of the table that mean nothing.
    pub unused: Vec<String>,
    /// The map, as TOML.
    pub map: String,
}

impl GuessedMap {
    /// The guess as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// A column and the column of the table that it seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuessedColumn {
    /// The column.
    pub column: &'static str,
    /// What the table calls it.
    pub from: String,
    /// What speaks for it: `name`, `near-name` or `cells`.
    pub by: &'static str,
    /// One of its values.
    pub example: Option<String>,
    /// Words that mean nothing to the books.
    pub unknown_words: Vec<String>,
}

/// Writes a guess.
pub(super) fn print(
    input: &TableInput,
    sample: &TableSample,
    chosen: &MapChoice,
    books: &BookWords,
) -> GuessedMap {
    let names = &sample.names;
    let name = |place: usize| names.get(place).cloned().unwrap_or_default();
    let (dates, decimal) = (order(&chosen.forms), mark(&chosen.forms));
    let mut map = head(input, sample);
    if let Some(sheet) = &sample.sheet {
        map.push_str(&format!("\nsheet = {}\n", quoted(sheet)));
    }
    map.push_str(&notation(&chosen.forms));
    map.push_str("\n[column]\n");
    let mut missing = chosen.missing.clone();
    for found in &chosen.found {
        if has_part_numbers(found) {
            map.push_str(&looked_up(&name(found.place), &mut missing));
        } else {
            map.push_str(&line(found, &name(found.place)));
        }
    }
    map.push_str(&not_found(&missing, books));
    let unused: Vec<String> = chosen.unused.iter().map(|place| name(*place)).collect();
    let unused: Vec<String> = unused.into_iter().filter(|name| !name.is_empty()).collect();
    map.push_str(&not_used(&unused));
    let columns = chosen.found.iter().map(|found| GuessedColumn {
        column: found.column,
        from: name(found.place),
        by: found.by.word(),
        example: found.example.clone(),
        unknown_words: unknown(found).map(str::to_owned).collect(),
    });
    GuessedMap {
        schema: 1,
        dates,
        decimal,
        columns: columns.collect(),
        missing: chosen.missing.clone(),
        unused,
        map,
    }
}

fn head(input: &TableInput, sample: &TableSample) -> String {
    let shown = match input {
        TableInput::Standard => "the table".to_owned(),
        TableInput::File(path) => {
            let name = path.file_name().unwrap_or_default();
            for_message(&name.to_string_lossy())
        }
    };
    format!(
        "# Which columns of {shown} are which: a guess from its head and its first {} rows.\n\
         # Check each line, then: reinstate batch INPUT --map THIS-FILE --out DIR\n",
        sample.rows.len()
    )
}

/// The order that dates can only have; where all fit two, the day is taken to be first.
const fn order(forms: &Forms) -> Option<&'static str> {
    if forms.day_first + forms.month_first + forms.either + forms.short_year == 0 {
        None
    } else if forms.month_first > forms.day_first {
        Some("month-day-year")
    } else {
        Some("day-month-year")
    }
}

const fn mark(forms: &Forms) -> Option<&'static str> {
    if forms.commas > forms.points { Some(",") } else { None }
}

fn notation(forms: &Forms) -> String {
    let mut text = String::new();
    if let Some(order) = order(forms) {
        let example = for_message(forms.date.as_deref().unwrap_or_default());
        let doubt = if forms.day_first > 0 && forms.month_first > 0 {
            "; some dates fit the other order alone"
        } else if forms.day_first + forms.month_first == 0 && forms.either > 0 {
            "; CHECK: all dates that were seen fit month-day-year, too"
        } else {
            ""
        };
        text.push_str(&format!("dates = \"{order}\" # such as {example}{doubt}\n"));
    }
    if forms.short_year > 0 {
        text.push_str("# Some years have two digits: such rows are rejected.\n");
    }
    if let Some(mark) = mark(forms) {
        let example = for_message(forms.number.as_deref().unwrap_or_default());
        let doubt = if forms.points > 0 { "; some numbers have a point" } else { "" };
        text.push_str(&format!("decimal = \"{mark}\" # such as {example}{doubt}\n"));
    }
    if forms.comma_groups > 0 && mark(forms).is_none() {
        text.push_str("# A number such as 1,250 is rejected: leave the comma out.\n");
    }
    if !text.is_empty() {
        text.insert(0, '\n');
    }
    text
}

/// The words of a column that the books do not have.
fn unknown(found: &FoundColumn) -> impl Iterator<Item = &str> {
    found.words.iter().filter(|(_, meaning)| meaning.is_none()).map(|(word, _)| word.as_str())
}

fn line(found: &FoundColumn, name: &str) -> String {
    let FoundColumn { column, by, example, words, translation, .. } = found;
    let example = example.as_deref().map(for_message).unwrap_or_default();
    let by = match by {
        FoundBy::Name => "",
        FoundBy::NearName => "; by a name that is like it",
        FoundBy::Cells => "; CHECK: by its cells alone",
    };
    let name = quoted(name);
    let comment =
        if example.is_empty() { String::new() } else { format!(" # such as {example}{by}") };
    let mut seen = BTreeSet::new();
    let known: Vec<String> = words
        .iter()
        .filter_map(|(word, meaning)| Some((word, meaning.as_ref()?)))
        .filter(|(word, _)| seen.insert(word.to_lowercase()))
        .map(|(word, meaning)| format!("{} = {}", quoted(word), quoted(meaning)))
        .collect();
    let is_plain = *translation == Translation::None || known.len() > WORDS_MAX;
    let mut text = if is_plain {
        format!("{column} = {name}{comment}\n")
    } else {
        let words = known.join(", ");
        format!("{column} = {{ from = {name}, words = {{ {words} }} }}\n")
    };
    let unknown: Vec<String> = unknown(found).take(LISTED_MAX).map(quoted).collect();
    if !unknown.is_empty() {
        text.push_str(&format!(
            "# No {column} of the price books is like {}: correct them, or add words for them.\n",
            unknown.join(", ")
        ));
    }
    text
}

/// Whether a column of products has words, and none that the books have.
fn has_part_numbers(found: &FoundColumn) -> bool {
    found.column == "product_line"
        && !found.words.is_empty()
        && found.words.iter().all(|(_, meaning)| meaning.is_none())
}

/// Lines that look up what part numbers stand for, once there is a table of them.
fn looked_up(name: &str, missing: &mut Vec<&'static str>) -> String {
    let mut text = "# These seem to be part numbers: give a table that has a row for each, and \
                    take away the #.\n"
        .to_owned();
    let is_edition_missing = missing.contains(&"edition");
    missing.retain(|column| *column != "edition");
    let name = quoted(name);
    for column in ["product_line", "edition"].iter().take(1 + usize::from(is_edition_missing)) {
        text.push_str(&format!(
            "# {column} = {{ from = {name}, table = \"skus.csv\", key = \"sku\", \
             give = \"{column}\" }}\n"
        ));
    }
    text
}

/// What was not found, as lines that wait for a value.
fn not_found(missing: &[&str], books: &BookWords) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let mut text = "\n# Not found. Where one is the same for all rows, take away the # and write \
                    what it is;\n# else write the name of its column in quotes.\n"
        .to_owned();
    for column in missing {
        let ids = books.ids(column);
        let example = match *column {
            "currency" => books.currency.as_deref().unwrap_or("EUR"),
            "term_years" => "1",
            _ => ids.first().copied().unwrap_or("…"),
        };
        let others = if ids.len() > 1 {
            format!(" # one of {}", for_message(&ids.join(", ")))
        } else {
            String::new()
        };
        text.push_str(&format!("# {column} = {{ value = {} }}{others}\n", quoted(example)));
    }
    text
}

fn not_used(unused: &[String]) -> String {
    if unused.is_empty() {
        return String::new();
    }
    let shown: Vec<String> =
        unused.iter().take(LISTED_MAX).map(|name| quoted(&for_message(name))).collect();
    let more = if unused.len() > LISTED_MAX { " and others" } else { "" };
    format!("\n# Not used: {}{more}\n", shown.join(", "))
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            hidden if is_unsafe(hidden) => {
                out.push_str(&format!("\\U{:08X}", u32::from(hidden)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
