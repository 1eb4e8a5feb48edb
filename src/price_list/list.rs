//! What a price list says, each thing with the row that says it.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::book::Kind;
use crate::engine::money::{Currency, Money};

/// A value and the first row that gives it; rows are counted from 1 below the head, empty ones left
/// out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedValue<T> {
    pub(crate) value: T,
    pub(crate) row: u64,
}

/// A price list: what it says of each product line and edition, in its own order.
#[derive(Debug, Default)]
pub(crate) struct PriceList {
    pub(crate) lines: Vec<ListedLine>,
    /// Whether it has the column of tiers, so that it says which tiers there are.
    pub(crate) tiers: TierColumn,
    /// The currencies of its prices.
    pub(crate) currencies: BTreeSet<Currency>,
    /// Which sheet it was, where a workbook has several.
    pub(crate) sheet: Option<String>,
    /// How many of its rows a workbook hides.
    pub(crate) hidden_rows: u64,
}

/// Whether a price list has the column `tier_from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TierColumn {
    Present,
    #[default]
    Absent,
}

/// A product line of a price list.
#[derive(Debug)]
pub(crate) struct ListedLine {
    pub(crate) id: String,
    pub(crate) name: Option<ListedValue<String>>,
    pub(crate) kind: Option<ListedValue<Kind>>,
    /// Its first row.
    pub(crate) row: u64,
    pub(crate) editions: Vec<ListedEdition>,
}

/// An edition of a price list.
#[derive(Debug)]
pub(crate) struct ListedEdition {
    pub(crate) id: String,
    pub(crate) name: Option<ListedValue<String>>,
    pub(crate) metric: Option<ListedValue<String>>,
    pub(crate) sku: Option<ListedValue<String>>,
    /// Its first row.
    pub(crate) row: u64,
    /// The prices from each quantity on; from 0 on for those that need none.
    pub(crate) prices: BTreeMap<u32, BTreeMap<Currency, ListedValue<Money>>>,
}

impl PriceList {
    /// The editions of a product line; `None` where the list does not have it.
    pub(crate) fn editions_of(&self, line: &str) -> Option<&[ListedEdition]> {
        let line = self.lines.iter().find(|listed| listed.id == line)?;
        Some(&line.editions)
    }
}
