//! A price book as it was read, before its parts are held against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::engine::money::{Currency, RoundingMode};
use crate::engine::node::TableCursor;
use crate::engine::path::KeyPath;
use crate::engine::percent::Percent;

use super::model::{About, Benefit, Clause, ProductLine, Program, Rate, ServiceLevel, TermRule};
use super::policy::Band;

/// A piece of the book and the bytes it stands in.
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
    pub(super) path: KeyPath,
}

/// The book as read; references resolve, but nothing was compared with anything else yet.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) about: Option<About>,
    pub(super) rounding: Option<RoundingMode>,
    pub(super) term: Option<TermRule>,
    pub(super) concession_max: Option<Percent>,
    pub(super) levels: Vec<Placed<ServiceLevel>>,
    pub(super) lines: Vec<Placed<ProductLine>>,
    pub(super) rates: Vec<Placed<Rate>>,
    /// Rates that could not be read: what they are for is not known.
    pub(super) unread_rates: usize,
    pub(super) programs: Vec<Placed<Program>>,
    pub(super) grace_days: Option<u32>,
    pub(super) bands: Vec<Placed<Band>>,
    pub(super) benefits: Vec<Benefit>,
    pub(super) clauses: BTreeMap<String, Clause>,
    /// Ids of clauses, also of those whose text could not be read.
    pub(super) clause_ids: BTreeSet<String>,
    /// Where amounts stand, and in which currencies.
    pub(super) prices: Vec<Placed<BTreeSet<Currency>>>,
    /// Where clauses are cited.
    pub(super) citations: Vec<Placed<String>>,
    /// Parts that must name their source in an approved book and do not.
    pub(super) without_source: Vec<Placed<()>>,
}

impl Placed<()> {
    /// What stands at this place.
    pub(super) fn with<T>(self, value: T) -> Placed<T> {
        Placed { value, span: self.span, path: self.path }
    }
}

/// A piece of the book, at the place of its table.
pub(super) fn placed<T>(value: T, table: &TableCursor<'_, '_>) -> Placed<T> {
    Placed { value, span: table.span(), path: table.path().into() }
}
