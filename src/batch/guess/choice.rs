//! Which column of a table is which: by its name, by what stands in it, or by both.

use crate::batch::rows::columns::{column_names, column_of, is_needed, name_of};
use crate::batch::rows::names::{Likeness, NEAR, SAME, Synonyms, loose};

use super::cells::{ColumnCells, Forms};
use super::words::BookWords;

/// So many of a table's columns are looked at by name.
const NAMED_MAX: usize = 300;
/// A column's own name is more than what all cells can say.
const OWN: Likeness = 1_000;
/// What cells alone say is less than any name does.
const BY_CELLS: Likeness = 20;

/// What was found out about a table.
#[derive(Debug, Default)]
pub(super) struct MapChoice {
    /// The columns that were found, in the order of the columns that are known.
    pub(super) found: Vec<FoundColumn>,
    /// The columns that have to be there and were not found.
    pub(super) missing: Vec<&'static str>,
    /// The places of the table's columns that mean nothing.
    pub(super) unused: Vec<usize>,
    /// How its dates and numbers are written.
    pub(super) forms: Forms,
}

/// A column and where in the table it is.
#[derive(Debug)]
pub(super) struct FoundColumn {
    pub(super) column: &'static str,
    pub(super) place: usize,
    pub(super) by: FoundBy,
    /// One of its values.
    pub(super) example: Option<String>,
    /// Its words, each with the id that it seems to mean.
    pub(super) words: Vec<(String, Option<String>)>,
    /// Whether a run takes some of them for nothing, and the book has what they seem to mean.
    pub(super) translation: Translation,
}

/// Whether the words of a column have to be translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Translation {
    /// A run takes them as they are.
    None,
    /// Some of them.
    Needed,
}

/// What speaks for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoundBy {
    /// It has that name, in one of four languages.
    Name,
    /// Its name is like that.
    NearName,
    /// What stands in it.
    Cells,
}

impl FoundBy {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NearName => "near-name",
            Self::Cells => "cells",
        }
    }
}

/// What cells of a column have to be.
enum SampledKind {
    Date,
    Count,
    Number,
    Years,
    Currency,
    Text,
}

fn kind(column: &str) -> SampledKind {
    match column {
        "covered_through" | "start" | "ends" | "used_since" | "common_end" => SampledKind::Date,
        "owned" | "retire" | "quantity" => SampledKind::Count,
        "last_unit_net" | "annual_value" | "concession_rate" | "tax_rate" | "tax_rate_2" => {
            SampledKind::Number
        }
        "term_years" => SampledKind::Years,
        "currency" => SampledKind::Currency,
        _ => SampledKind::Text,
    }
}

/// Chooses which column is which.
pub(super) fn choose(names: &[String], cells: &[ColumnCells], books: &BookWords) -> MapChoice {
    let synonyms = Synonyms::of(column_names());
    let mut all: Vec<(Likeness, usize, usize, FoundBy)> = Vec::new();
    for (place, (name, cells)) in names.iter().zip(cells).enumerate().take(NAMED_MAX) {
        if names.iter().filter(|other| *other == name).count() > 1 || name.is_empty() {
            continue;
        }
        for (column, likeness) in synonyms.likenesses(name) {
            let Some(index) = column_of(column) else { continue };
            // What is not needed is taken by its own name alone.
            let is_enough = likeness >= NEAR || is_needed(index);
            // Its own name stands above what a few cells say.
            let is_own = loose(name) == loose(column);
            let worth = if is_own { Some(OWN) } else { worth(column, cells, books) };
            if let Some(worth) = worth.filter(|_| is_enough) {
                let by = if likeness == SAME { FoundBy::Name } else { FoundBy::NearName };
                all.push((likeness + worth, place, index, by));
            }
        }
        for column in by_cells(cells, books) {
            let Some(index) = column_of(column) else { continue };
            all.push((BY_CELLS, place, index, FoundBy::Cells));
        }
    }
    // The surest first; of equally sure ones the first in the table.
    all.sort_by_key(|(worth, place, column, _)| (u32::MAX - worth, *place, *column));
    let mut taken: Vec<(usize, usize, FoundBy)> = Vec::new();
    for (_, place, column, by) in all {
        if taken.iter().all(|(other, known, _)| *other != place && *known != column) {
            taken.push((place, column, by));
        }
    }
    taken.sort_by_key(|(_, column, _)| *column);
    let mut choice = MapChoice::default();
    for (place, column, by) in &taken {
        let Some(cells) = cells.get(*place) else { continue };
        let column = name_of(*column);
        match kind(column) {
            SampledKind::Count | SampledKind::Years => choice.forms.join_counts(&cells.forms),
            SampledKind::Date | SampledKind::Number => choice.forms.join(&cells.forms),
            SampledKind::Currency | SampledKind::Text => {}
        }
        let example = cells.example().map(str::to_owned);
        let words = translated(column, cells, books);
        let is_other = |(word, meaning): &(String, Option<String>)| {
            meaning.is_some() && !books.has(column, word)
        };
        let is_needed = words.iter().any(is_other);
        let translation = if is_needed { Translation::Needed } else { Translation::None };
        let (place, by) = (*place, *by);
        choice.found.push(FoundColumn { column, place, by, example, words, translation });
    }
    let is_missing =
        |column: &usize| is_needed(*column) && taken.iter().all(|(_, found, _)| found != column);
    choice.missing = (0..column_names().count()).filter(is_missing).map(name_of).collect();
    let is_unused = |place: &usize| taken.iter().all(|(used, ..)| used != place);
    choice.unused = (0..names.len()).filter(is_unused).collect();
    choice
}

/// How much the cells speak for a column that a name speaks for; `None` where they speak against.
fn worth(column: &str, cells: &ColumnCells, books: &BookWords) -> Option<Likeness> {
    if cells.filled == 0 {
        return Some(0);
    }
    let fits = match kind(column) {
        SampledKind::Date => cells.are_dates(),
        SampledKind::Count | SampledKind::Number => cells.are_numbers(),
        SampledKind::Years => cells.are_small(),
        SampledKind::Currency => cells.are_currencies(),
        SampledKind::Text => !cells.are_dates(),
    };
    let known = if BookWords::names(column) { 10 * share_known(column, cells, books) } else { 0 };
    fits.then_some(known)
}

/// How many tenths of a column's values are names of a book.
fn share_known(column: &str, cells: &ColumnCells, books: &BookWords) -> Likeness {
    let known = cells.values.keys().filter(|value| books.meaning(column, value).is_some()).count();
    let tenths = known.saturating_mul(10).checked_div(cells.values.len()).unwrap_or(0);
    u32::try_from(tenths).unwrap_or(0)
}

/// The columns that cells could be without any name.
fn by_cells(cells: &ColumnCells, books: &BookWords) -> Vec<&'static str> {
    if cells.filled == 0 {
        return Vec::new();
    }
    if cells.are_dates() {
        return vec!["covered_through"];
    }
    if cells.are_currencies() {
        return vec!["currency"];
    }
    let columns = ["product_line", "edition", "service_level", "program"];
    columns.into_iter().filter(|column| share_known(column, cells, books) >= 8).collect()
}

/// The words of a column, each with the id it seems to mean.
fn translated(
    column: &str,
    cells: &ColumnCells,
    books: &BookWords,
) -> Vec<(String, Option<String>)> {
    if !BookWords::names(column) || cells.has_more {
        return Vec::new();
    }
    let meaning = |value: &String| {
        let meaning = books.meaning(column, value).map(str::to_owned);
        (value.clone(), meaning)
    };
    cells.values.keys().map(meaning).collect()
}
