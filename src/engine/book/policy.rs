//! The lapse policy of a price book: bands by length of gap, and what each of them charges.

use crate::engine::day_count::DayCount;
use crate::engine::percent::{Multiplier, Percent};
use crate::engine::worded::worded;

use super::place::BandIndex;
use super::prices::Prices;

/// The unit that the limits of a policy's bands are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandLimit {
    /// A gap of at most so many days.
    Days(u32),
    /// Cover begins again at most so many months after the first uncovered day.
    Months(u32),
    /// No limit.
    None,
}

worded! {
    /// When the new term of a band begins.
    pub enum NewTerm {
        /// On the day cover begins again.
        FromStart = "from-start",
        /// On the first uncovered day.
        FromExpiry = "from-expiry",
    }
    /// The word that price books and outputs use.
    fn word
}

/// Which unit price back coverage is charged at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackCoveragePrice {
    /// The list price.
    List,
    /// The price after the programme's discount.
    Net,
}

/// How the gap is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BackCoverage {
    /// How days become a share of a year.
    pub day_count: DayCount,
    /// At which unit price.
    pub price: BackCoveragePrice,
    /// Times which the gap is charged.
    pub multiplier: Multiplier,
    /// The most years that are charged.
    pub cap_years: Option<u32>,
}

worded! {
    /// What a penalty is a percentage of.
    pub enum PenaltyBase {
        /// The charge for the gap.
        BackCoverage = "back-coverage",
        /// A year's price.
        Annual = "annual",
        /// The price of the new term after the term discount.
        Forward = "forward",
        /// SRP times quantity.
        Srp = "srp",
        /// The charge for the gap and a year's price.
        BackCoverageAndAnnual = "back-coverage-and-annual",
    }
    /// The word that price books and outputs use.
    fn word
}

/// The shape of a penalty before its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PenaltyShape {
    /// A percentage of a base.
    Rate {
        /// The percentage.
        rate: Percent,
        /// Of what.
        of: PenaltyBase,
    },
    /// A fixed amount for each holding.
    PerLine(Prices),
    /// A fixed amount for each licence.
    PerLicence(Prices),
}

/// The charge for having lapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Penalty {
    /// Before its limits.
    pub shape: PenaltyShape,
    /// Least penalty of a holding.
    pub at_least: Option<Prices>,
    /// Greatest penalty of a holding.
    pub at_most: Option<Prices>,
    /// None is charged for a term of so many years or more.
    pub waived_from_years: Option<u32>,
}

/// A step of the lapse policy, by length of gap.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Band {
    /// Place in the policy.
    pub index: BandIndex,
    /// Id, which is the status of a holding in it.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// How long a gap it takes.
    pub limit: BandLimit,
    /// When the new term begins.
    pub new_term: NewTerm,
    /// How the gap is charged; `None` where it is not.
    pub back_coverage: Option<BackCoverage>,
    /// The penalty; `None` where there is none.
    pub penalty: Option<Penalty>,
    /// The clause it rests on.
    pub clause: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// What happens when cover has lapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lapse {
    /// A gap of so many days costs nothing extra.
    pub grace_days: u32,
    /// Longer gaps, shortest first.
    pub bands: Vec<Band>,
}
