//! The head of a price list: which column holds what.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};

use crate::batch::{BatchError, HeadNames, HeadPlace, PlacedValue, find_head};
use crate::engine::money::Currency;
use crate::engine::node::{Notation, for_message};
use crate::engine::text::nearest;

use super::columns::{NAMED, PriceColumn, code_of, lacks, missing, plain};

/// Most columns.
const COLUMNS_MAX: usize = 1_000;

/// Where each column stands, and how its cells are written.
#[derive(Debug)]
pub(super) struct PriceHeads {
    pub(super) delimiter: u8,
    /// Where the rows begin in the text.
    pub(super) rows_at: usize,
    /// How many cells a row has.
    pub(super) count: usize,
    /// How a map says that numbers are written; without one they are plain.
    pub(super) notation: Option<Notation>,
    pub(super) places: BTreeMap<PriceColumn, PlacedValue>,
    /// The names of the list's own columns.
    own: Vec<String>,
}

impl PriceHeads {
    /// Finds the head: the first row that names what is needed, or the one at a place. What names
    /// mean is said by a map where there is one.
    pub(super) fn find(
        text: &[u8],
        place: HeadPlace,
        names: &dyn HeadNames,
        is_mapped: IsMapped,
    ) -> Result<Self, BatchError> {
        let head = find_head(text, place, names)?;
        let own: Vec<String> = head.names.iter().map(|name| name.trim().to_owned()).collect();
        let count = own.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
        if count > COLUMNS_MAX {
            return Err(unfit(
                format!("the price list has {count} columns"),
                format!("leave out what is not needed; {COLUMNS_MAX} are the most"),
            ));
        }
        let placed = names.placed(&head.names)?.into_iter();
        let placed = placed.filter_map(|(at, value)| Some((PriceColumn::of_number(at)?, value)));
        let notation = match is_mapped {
            IsMapped::Yes => Some(names.notation()),
            IsMapped::No => None,
        };
        let mut heads = Self {
            delimiter: head.delimiter,
            rows_at: head.end,
            count,
            notation,
            places: placed.collect(),
            own,
        };
        heads.place_by_name()?;
        heads.all_there()?;
        if is_mapped == IsMapped::No {
            heads.no_slips()?;
        }
        Ok(heads)
    }

    /// The cell of a column as it came; `None` where the column is not there, or is not made of a
    /// cell.
    pub(super) fn cell<'row>(
        &self,
        row: &'row ByteRecord,
        column: PriceColumn,
    ) -> Option<&'row [u8]> {
        match self.places.get(&column)? {
            PlacedValue::Cell(place) => row.get(*place),
            PlacedValue::Made(place, _) => row.get((*place)?),
        }
    }

    /// What a column is called in a message about its cell: by its name, and by that of the list
    /// where it differs.
    pub(super) fn called(&self, column: PriceColumn) -> String {
        let name = column.name();
        let place = match self.places.get(&column) {
            Some(PlacedValue::Cell(place)) => Some(*place),
            Some(PlacedValue::Made(place, _)) => *place,
            None => None,
        };
        let own = place.and_then(|place| self.own.get(place));
        match own.filter(|own| plain(own) != plain(&name)) {
            Some(own) => format!("`{name}` (in `{}`)", for_message(own)),
            None => format!("`{name}`"),
        }
    }

    /// The columns of prices by currency, where a row has several.
    pub(super) fn wide(&self) -> impl Iterator<Item = Currency> {
        self.places.keys().filter_map(|column| match column {
            PriceColumn::SrpIn(currency) => Some(*currency),
            PriceColumn::ProductLine
            | PriceColumn::ProductLineName
            | PriceColumn::Kind
            | PriceColumn::Edition
            | PriceColumn::EditionName
            | PriceColumn::Metric
            | PriceColumn::Currency
            | PriceColumn::Srp
            | PriceColumn::TierFrom
            | PriceColumn::Sku => None,
        })
    }

    /// Places the columns of which a map says nothing.
    fn place_by_name(&mut self) -> Result<(), BatchError> {
        let mapped: Vec<PriceColumn> = self.places.keys().copied().collect();
        for (at, name) in self.own.iter().enumerate() {
            let Some(column) = PriceColumn::of_name(name) else { continue };
            if mapped.contains(&column) {
                continue;
            }
            if self.places.insert(column, PlacedValue::Cell(at)).is_some() {
                return Err(unfit(
                    format!("the price list has the column `{}` twice", column.name()),
                    "leave one of them out, or say in a map (--map) which of them counts"
                        .to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn all_there(&self) -> Result<(), BatchError> {
        let columns: Vec<PriceColumn> = self.places.keys().copied().collect();
        let missing = missing(&columns);
        if !missing.is_empty() {
            return Err(lacks(&missing, &self.own));
        }
        let is_wide = columns.iter().any(|column| column.is_wide());
        if is_wide && columns.contains(&PriceColumn::Srp) {
            return Err(unfit(
                "the price list has `srp` and a column of prices in one currency".to_owned(),
                "keep either `currency` and `srp`, or `srp_EUR`, `srp_USD` and so on".to_owned(),
            ));
        }
        Ok(())
    }

    /// A column that is all but named like one that is not there would be overlooked.
    fn no_slips(&self) -> Result<(), BatchError> {
        let absent = NAMED.iter().filter(|(_, column)| !self.places.contains_key(column));
        let absent: Vec<(String, &str)> = absent.map(|(name, _)| (plain(name), *name)).collect();
        for name in self.own.iter().filter(|name| PriceColumn::of_name(name).is_none()) {
            if let Some(code) = code_of(name) {
                return Err(unfit(
                    format!("`{}`: {code} is not a currency of ISO 4217", for_message(name)),
                    "write a code of three letters, for example srp_EUR".to_owned(),
                ));
            }
            let given = plain(name);
            let known = absent.iter().map(|(plain, _)| plain.as_str());
            let known = known.filter(|name| name.len() > 3);
            let Some(meant) = nearest(&given, known).filter(|meant| is_slip(&given, meant)) else {
                continue;
            };
            let own = absent.iter().find(|(plain, _)| plain == meant);
            let meant = own.map_or(meant, |(_, name)| name);
            return Err(unfit(
                format!("the column `{}` is not known", for_message(name)),
                format!(
                    "name it `{meant}`, or give it a name that is nothing like it; a map (--map) \
                     says which columns count without their being renamed"
                ),
            ));
        }
        Ok(())
    }
}

/// Whether a map says which columns are which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IsMapped {
    /// It does, and how numbers are written.
    Yes,
    /// Columns go by their names.
    No,
}

/// A reader of a price list: rows of any length, the head no different from the others.
pub(super) fn reader(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

fn unfit(message: String, hint: String) -> BatchError {
    BatchError::Table { message, hint }
}

/// Whether a name differs from a known one by a letter or two.
fn is_slip(given: &str, known: &str) -> bool {
    const LETTERS_MAX: usize = 2;
    given.len().abs_diff(known.len()) <= LETTERS_MAX
        && strsim::damerau_levenshtein(given, known) <= LETTERS_MAX
}
