//! What the amounts of a line depend on, and what they are; `charges.rs` computes them.

use super::book::{Band, ProgramIndex, RateIndex, Renewal, Rounding};
use super::calendar::{Date, term_years_until};
use super::day_count::{DayCount, Share};
use super::lapse::{ChargedGap, Lateness};
use super::money::{AmountError, Money};
use super::percent::Percent;
use super::working::Basis;

/// What one licence costs a year by the book, before any discount.
#[derive(Debug, Clone, Copy)]
pub struct ListPrice {
    /// Suggested retail price of one licence.
    pub srp: Money,
    /// Place of the rate in the book.
    pub rate: RateIndex,
    /// Percentage of SRP a year.
    pub of_srp: Percent,
    /// No line costs less a year.
    pub at_least: Option<Money>,
}

/// All that the amounts of a holding depend on.
#[derive(Debug, Clone, Copy)]
pub struct ChargeBasis<'book> {
    /// The price by the book.
    pub list: ListPrice,
    /// The programme's discount for this product line.
    pub program: ProgramDiscount,
    /// Licences owned.
    pub owned: u64,
    /// Licences to cover.
    pub quantity: u64,
    /// What a licence cost a year under the last cover.
    pub last_unit_net: Option<Money>,
    /// What a renewal costs beside what was paid last; nothing of it for a holding in a band.
    pub renewal: Renewal,
    /// How long the new term is.
    pub term: Term,
    /// Percentage off for this number of years.
    pub term_discount: Percent,
    /// Percentage that the sales rep takes off the new term after the term discount.
    pub concession: Option<Percent>,
    /// Percentage that the payment plan adds to the new term.
    pub surcharge: Percent,
    /// How amounts are rounded.
    pub rounding: Rounding,
    /// How late cover is; `None` where it is not.
    pub late: Option<Lateness>,
    /// The day cover begins again.
    pub start: Date,
    /// The band it falls in; `None` for renewal and grace.
    pub band: Option<&'book Band>,
    /// The days that the band may charge.
    pub charged: Option<ChargedGap>,
}

/// How long a new term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Whole years.
    Years(u32),
    /// Up to one last day for all holdings.
    CommonEnd {
        /// How the days beyond whole years are counted.
        day_count: DayCount,
        /// The first day.
        from: Date,
        /// The day after the last day.
        until: Date,
    },
    /// What is left of cover that runs, or of its first year.
    MidTerm {
        /// How its days are counted.
        day_count: DayCount,
        /// The first day.
        from: Date,
        /// The day after the last day.
        until: Date,
    },
}

impl Term {
    /// The whole years in it: what discounts and waivers by number of years go by.
    #[must_use]
    pub fn whole_years(self) -> u32 {
        match self {
            Self::Years(years) => years,
            Self::CommonEnd { from, until, .. } => term_years_until(from, until),
            Self::MidTerm { .. } => 0,
        }
    }
}

/// A programme's discount on a product line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramDiscount {
    /// The programme.
    pub program: ProgramIndex,
    /// The percentage off the list price.
    pub percent: Percent,
    /// Whether it is the programme's own, or one for this product line.
    pub scope: DiscountScope,
}

impl ProgramDiscount {
    /// Where it stands in the book.
    pub(super) const fn basis(&self) -> Basis {
        match self.scope {
            DiscountScope::General => Basis::ProgramDiscount(self.program),
            DiscountScope::ProductLine => Basis::ProgramDiscountByProductLine(self.program),
            DiscountScope::Licences => Basis::LicenceDiscount(self.program),
        }
    }
}

/// What a programme's discount applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountScope {
    /// All product lines without a discount of their own.
    General,
    /// One product line.
    ProductLine,
    /// New licences.
    Licences,
}

/// What a line costs, each amount by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// List price of one licence a year.
    pub unit_list: Money,
    /// The same after the programme's discount, or by the last price.
    pub unit_net: Money,
    /// Where the last price caps it: the cap, and what it would be without.
    pub unit_cap: Option<UnitCap>,
    /// Price of one licence a year at the level that cover rises from.
    pub unit_net_from: Option<Money>,
    /// Price of one new licence.
    pub unit_licence: Option<Money>,
    /// All licences, a year.
    pub annual: Money,
    /// The new term.
    pub forward: Money,
    /// Off, for the number of years.
    pub term_discount: Money,
    /// The new term in years, where it is not whole years.
    pub term_share: Option<Share>,
    /// Off by the sales rep, where asked for.
    pub concession: Option<Money>,
    /// On top for the payment plan, where it has any.
    pub surcharge: Option<Money>,
    /// The licences themselves, where they are paid for.
    pub licence: Option<Money>,
    /// The share of a year that back coverage is charged for, where it is charged.
    pub share: Option<Share>,
    /// The charge for the gap.
    pub back_coverage: Money,
    /// The charge for having lapsed.
    pub penalty: Money,
    /// All of it.
    pub total: Money,
}

/// The most that a licence may cost a year after the last price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitCap {
    /// The most.
    pub cap: Money,
    /// What it would cost without.
    pub uncapped: Money,
}

impl UnitCap {
    /// How much less one licence costs a year; `None` where the cap changes nothing.
    #[must_use]
    pub fn saved(&self) -> Option<Money> {
        (self.uncapped > self.cap).then(|| self.uncapped.minus(self.cap).ok()).flatten()
    }
}

/// Why a line has no amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChargeError {
    /// An amount cannot be computed.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// A rule asks for the last price, which the holding does not name.
    #[error("the last price is missing")]
    LastPriceMissing,
}
