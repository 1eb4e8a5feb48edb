//! A price book as it was read, before its parts are held against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::engine::day_count::DayCount;
use crate::engine::money::Currency;
use crate::engine::node::TableCursor;
use crate::engine::path::KeyPath;
use crate::engine::percent::Percent;

use super::benefit::Benefit;
use super::model::{About, Clause, ProductLine, Program, Rate, Rounding, ServiceLevel, TermRule};
use super::policy::{Band, BandLimit, Counts, LapseChoice, LapseOnce};
use super::prices::Prices;
use super::rules::{FirstYear, PaymentPlan, Renewal, Rules, Sku, TrueUp};

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
    pub(super) rules: Option<Rules>,
    pub(super) rounding: Option<Rounding>,
    pub(super) term: Option<TermRule>,
    /// Where the term stands.
    pub(super) term_span: Range<usize>,
    pub(super) renewal: Option<Renewal>,
    pub(super) order_at_least: Option<Prices>,
    pub(super) concession_max: Option<Percent>,
    pub(super) mid_term: Option<DayCount>,
    pub(super) true_up: Option<TrueUp>,
    pub(super) first_year: Option<FirstYear>,
    pub(super) payments: Vec<Placed<PaymentPlan>>,
    pub(super) levels: Vec<Placed<ServiceLevel>>,
    pub(super) lines: Vec<Placed<ProductLine>>,
    pub(super) rates: Vec<Placed<Rate>>,
    /// Rates that could not be read: what they are for is not known.
    pub(super) unread_rates: usize,
    pub(super) programs: Vec<Placed<Program>>,
    pub(super) skus: Vec<Placed<Sku>>,
    pub(super) counts: Option<Counts>,
    pub(super) grace: Option<BandLimit>,
    pub(super) choices: Vec<Placed<LapseChoice>>,
    pub(super) once: LapseOnce,
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
