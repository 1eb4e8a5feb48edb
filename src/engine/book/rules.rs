//! The rules of a programme beside its lapse policy: what is sold when, how, and by which number.

use crate::engine::day_count::DayCount;
use crate::engine::percent::Percent;
use crate::engine::worded::worded;

use super::local_text::LocalText;
use super::place::{LevelIndex, Status};
use super::policy::{BackCoverage, Penalty};
use super::prices::Prices;

worded! {
    /// What has to be covered together.
    pub enum AllIn {
        /// All licences of a product line.
        ProductLine = "product-line",
        /// Nothing.
        None = "none",
    }
    /// The word that price books and outputs use.
    fn word
}

worded! {
    /// What the programme says of refunds.
    pub enum Refunds {
        /// Nothing is paid back.
        None = "none",
        /// Nothing is said.
        Unstated = "unstated",
    }
    /// The word that price books and outputs use.
    fn word
}

worded! {
    /// Whether releases that came out in a gap may be used after it.
    pub enum GapReleases {
        /// They may not.
        None = "none",
        /// They may.
        Restored = "restored",
        /// Nothing is said.
        Unstated = "unstated",
    }
    /// The word that price books and outputs use.
    fn word
}

/// Which rules a programme has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    /// What has to be covered together.
    pub all_in: AllIn,
    /// Whether all software of a customer has one service level.
    pub one_service_level: bool,
    /// What is said of refunds.
    pub refunds: Refunds,
    /// Whether releases of a gap may be used afterwards.
    pub releases_in_gap: GapReleases,
}

/// What a renewal costs beside what was paid last, and when it is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Renewal {
    /// The last price and so much more replaces the price of the book.
    pub uplift: Option<Percent>,
    /// The price is at most the last price and so much more.
    pub uplift_at_most: Option<Percent>,
    /// Sold from so many months before the last covered day.
    pub earliest_months: Option<u32>,
}

worded! {
    /// What licences cost that were in use without cover.
    pub enum TrueUpLicence {
        /// Their suggested retail price.
        Srp = "srp",
        /// What new licences cost.
        Net = "net",
        /// Nothing.
        None = "none",
    }
    /// The word that price books and outputs use.
    fn word
}

/// What licences cost that were in use without cover.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrueUp {
    /// The licences themselves.
    pub licence: TrueUpLicence,
    /// The time without cover; `None` where it is not charged.
    pub back_coverage: Option<BackCoverage>,
    /// What is charged beside it.
    pub penalties: Vec<Penalty>,
}

worded! {
    /// Whether a new licence carries its first year of support.
    pub enum FirstYear {
        /// It does.
        Included = "included",
        /// It is paid for beside the licence.
        Extra = "extra",
    }
    /// The word that price books and outputs use.
    fn word
}

/// A way to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentPlan {
    /// Id, as requests use it.
    pub id: String,
    /// Name, as documents print it.
    pub name: LocalText,
    /// 1, 2, 4 or 12.
    pub parts_a_year: u32,
    /// Percentage on the new term.
    pub surcharge: Percent,
}

worded! {
    /// The charge that a part number stands for.
    pub enum SkuCharge {
        /// The new term.
        Forward = "forward",
        /// The charge for the gap.
        BackCoverage = "back-coverage",
        /// The charge for having lapsed.
        Penalty = "penalty",
        /// The licences.
        Licence = "licence",
    }
    /// The word that price books and outputs use.
    fn word
}

/// A part number, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sku {
    /// The number.
    pub id: String,
    /// The charge it stands for.
    pub charge: SkuCharge,
    /// Only for this product line.
    pub product_line: Option<String>,
    /// Only for this edition.
    pub edition: Option<String>,
    /// Only for this service level.
    pub level: Option<LevelIndex>,
    /// Only for this status.
    pub status: Option<Status>,
    /// Only for this number of years.
    pub term_years: Option<u32>,
}

/// What a part number is looked up by.
#[derive(Debug, Clone, Copy)]
pub struct SkuQuery<'a> {
    /// Id of the product line.
    pub product_line: &'a str,
    /// Id of the edition.
    pub edition: &'a str,
    /// Place of the service level.
    pub level: LevelIndex,
    /// The status.
    pub status: Status,
    /// Years of the term; none for changes while cover runs, and for common ends.
    pub term_years: Option<u32>,
}

impl Sku {
    /// How many keys it has, where all of them match.
    pub(super) fn keys_matching(&self, query: SkuQuery<'_>) -> Option<usize> {
        let keys = [
            self.product_line.as_deref().map(|only| only == query.product_line),
            self.edition.as_deref().map(|only| only == query.edition),
            self.level.map(|only| only == query.level),
            self.status.map(|only| only == query.status),
            self.term_years.map(|only| Some(only) == query.term_years),
        ];
        let given = keys.into_iter().flatten();
        given.clone().all(|matches| matches).then(|| given.count())
    }
}

/// The rules of a programme that are not about lapses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SalesRules {
    /// Which rules it has.
    pub rules: Rules,
    /// What a renewal costs beside what was paid last.
    pub renewal: Renewal,
    /// The least that an order may come to, without tax.
    pub order_at_least: Option<Prices>,
    /// What a sales rep may take off without approval.
    pub concession_max: Percent,
    /// How days are counted for what joins or rises while cover runs; `None` where nothing may.
    pub mid_term: Option<DayCount>,
    /// What licences cost that were in use without cover; `None` where that is not sold.
    pub true_up: Option<TrueUp>,
    /// Whether a new licence carries its first year of support.
    pub first_year: FirstYear,
    /// Ways to pay; the first is the default.
    pub payments: Vec<PaymentPlan>,
    /// Part numbers.
    pub skus: Vec<Sku>,
}
