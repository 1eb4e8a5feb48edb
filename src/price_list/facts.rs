//! What a price list needs to know of the book that it is for.

use std::collections::BTreeMap;

use crate::engine::money::Currency;

use super::document::{BookDocument, tables, text_of};
use super::names::KnownNames;

/// Most decimals of a unit price.
const UNIT_DECIMALS_MAX: u8 = 6;

/// What a price list needs to know of the book that it is for.
#[derive(Debug, Default)]
pub(crate) struct BookFacts {
    unit_decimals: u8,
    pub(super) lines: KnownNames,
    /// The editions of each product line, by its id.
    editions: BTreeMap<String, KnownNames>,
}

impl BookFacts {
    /// The facts of a book.
    pub(crate) fn of(book: &BookDocument) -> Self {
        let root = book.root();
        let rounding = root.get("rounding").and_then(|item| item.as_table_like());
        let decimals = rounding.and_then(|table| table.get("unit_decimals")?.as_integer());
        let decimals = decimals.and_then(|decimals| u8::try_from(decimals).ok());
        let mut facts = Self {
            unit_decimals: decimals.unwrap_or_default().min(UNIT_DECIMALS_MAX),
            ..Self::default()
        };
        for line in tables(root.get("product_line")) {
            let Some(id) = text_of(line, "id") else { continue };
            facts.lines.add(id, text_of(line, "name").unwrap_or(id));
            let editions = facts.editions.entry(id.to_owned()).or_default();
            for edition in tables(line.get("edition")) {
                let Some(id) = text_of(edition, "id") else { continue };
                editions.add(id, text_of(edition, "name").unwrap_or(id));
            }
        }
        facts
    }

    /// How many decimals a price in a currency may have.
    pub(crate) fn decimals_of(&self, currency: Currency) -> u8 {
        self.unit_decimals.max(currency.decimals())
    }

    /// The editions of a product line.
    pub(super) fn editions_of(&self, line: &str) -> KnownNames {
        self.editions.get(line).cloned().unwrap_or_default()
    }
}
