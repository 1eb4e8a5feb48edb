//! The lapse policy of a price book: bands by how late cover is, and what each of them charges.

use crate::engine::day_count::DayCount;
use crate::engine::percent::{Multiplier, Percent};
use crate::engine::worded::worded;

use super::local_text::LocalText;
use super::place::{BandIndex, ChoiceIndex, LevelIndex};
use super::prices::Prices;

worded! {
    /// What lateness is counted from.
    pub enum Counts {
        /// From the first day without cover: "a gap of at most 30 days".
        UncoveredDays = "uncovered-days",
        /// From the last day with cover: "within 30 days after it ran out".
        DaysAfterExpiry = "days-after-expiry",
    }
    /// The word that price books and outputs use.
    fn word
}

/// How late cover may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandLimit {
    /// At most so many days late.
    Days(u32),
    /// Cover begins again at most so many months after what lateness is counted from.
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
        /// On the latest anniversary of the first uncovered day.
        FromAnniversary = "from-anniversary",
        /// On the first day of a month on or after the day cover begins again.
        FromNextMonth = "from-next-month",
    }
    /// The word that price books and outputs use.
    fn word
}

worded! {
    /// What happens to a holding in a band.
    pub enum BandOutcome {
        /// It has a price.
        Price = "price",
        /// It has a price, which the vendor has to approve.
        NeedsApproval = "needs-approval",
        /// The vendor alone can price it.
        ByVendor = "by-vendor",
        /// It is not brought back.
        NotOffered = "not-offered",
    }
    /// The word that price books and outputs use.
    fn word
}

impl BandOutcome {
    /// Whether there is a price, with or without approval.
    #[must_use]
    pub const fn has_price(self) -> bool {
        matches!(self, Self::Price | Self::NeedsApproval)
    }
}

worded! {
    /// How new a release is on the day cover begins again.
    pub enum ReleaseAge {
        /// None of its product line that is out came out later.
        Newest = "newest",
        /// A later one is out, or the holding names none.
        Older = "older",
    }
    /// The word that price books and outputs use.
    fn word
}

/// What a holding must be for a band to take it; each key that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct When {
    /// Only this product line, by id.
    pub product_line: Option<String>,
    /// Only this edition, by id.
    pub edition: Option<String>,
    /// Only this service level.
    pub level: Option<LevelIndex>,
    /// Only terms of so many years or more.
    pub min_term_years: Option<u32>,
    /// Only a release so new.
    pub release: Option<ReleaseAge>,
    /// Only where a release of the product line came out while there was no cover.
    pub released_in_gap: bool,
    /// Only where the release ends its life within so many months of the day cover begins again.
    pub end_of_life_within_months: Option<u32>,
    /// Only where the customer chose this rule.
    pub choice: Option<ChoiceIndex>,
}

impl When {
    /// Whether it can only be judged by the release of the holding.
    #[must_use]
    pub const fn asks_for_release(&self) -> bool {
        self.release.is_some() || self.end_of_life_within_months.is_some()
    }

    /// Whether it can only be judged by the days on which releases came out.
    #[must_use]
    pub const fn asks_for_release_days(&self) -> bool {
        self.release.is_some() || self.released_in_gap
    }

    /// Whether it takes every holding that another takes: it has no key that the other lacks, and
    /// none that asks for more.
    #[must_use]
    pub fn is_at_least_as_wide_as(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(own: &Option<T>, other: &Option<T>) -> bool {
            own.is_none() || own == other
        }
        let years = self
            .min_term_years
            .is_none_or(|own| other.min_term_years.is_some_and(|other| own <= other));
        let months = self
            .end_of_life_within_months
            .is_none_or(|own| other.end_of_life_within_months.is_some_and(|other| own >= other));
        same(&self.product_line, &other.product_line)
            && same(&self.edition, &other.edition)
            && same(&self.level, &other.level)
            && same(&self.release, &other.release)
            && same(&self.choice, &other.choice)
            && (!self.released_in_gap || other.released_in_gap)
            && years
            && months
    }
}

worded! {
    /// Which unit price back coverage is charged at.
    pub enum BackCoveragePrice {
        /// The list price.
        List = "list",
        /// The price after the programme's discount.
        Net = "net",
        /// What a licence cost a year under the last cover.
        LastPaid = "last-paid",
    }
    /// The word that price books and outputs use.
    fn word
}

worded! {
    /// From which day the gap is charged.
    pub enum GapStart {
        /// From the first day without cover.
        Expiry = "expiry",
        /// From the first day of a month on or after it.
        NextMonth = "next-month",
    }
    /// The word that price books and outputs use.
    fn word
}

/// How the gap is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BackCoverage {
    /// How days become a share of a year.
    pub day_count: DayCount,
    /// At which unit price.
    pub price: BackCoveragePrice,
    /// From which day.
    pub from: GapStart,
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
        /// The price of the new term after term discount and concession.
        Forward = "forward",
        /// SRP times quantity.
        Srp = "srp",
        /// What a licence cost a year under the last cover, times what was owned.
        LastAnnual = "last-annual",
    }
    /// The word that price books and outputs use.
    fn word
}

worded! {
    /// What a fixed penalty is charged for.
    pub enum PenaltyPer {
        /// Each line.
        Line = "line",
        /// Each licence.
        Licence = "licence",
        /// Each month that has begun since what lateness is counted from.
        StartedMonth = "started-month",
    }
    /// The word that price books and outputs use.
    fn word
}

/// The shape of a penalty before its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PenaltyShape {
    /// A percentage of one base, or of several that are added up.
    Rate {
        /// The percentage.
        rate: Percent,
        /// Of what: at least one base, each once.
        of: Vec<PenaltyBase>,
    },
    /// A fixed amount.
    Fixed {
        /// How much.
        amount: Prices,
        /// For what.
        per: PenaltyPer,
    },
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

impl Penalty {
    /// Whether it is a percentage of a base, alone or with others.
    #[must_use]
    pub fn is_of(&self, base: PenaltyBase) -> bool {
        matches!(&self.shape, PenaltyShape::Rate { of, .. } if of.contains(&base))
    }
}

/// A step of the lapse policy, by how late cover is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Band {
    /// Place in the policy.
    pub index: BandIndex,
    /// Id, which is the status of a holding in it.
    pub id: String,
    /// Name, as documents print it.
    pub name: String,
    /// How late cover may be.
    pub limit: BandLimit,
    /// Which holdings it takes.
    pub when: When,
    /// What happens to them.
    pub outcome: BandOutcome,
    /// When the new term begins.
    pub new_term: NewTerm,
    /// How the gap is charged; `None` where it is not.
    pub back_coverage: Option<BackCoverage>,
    /// The penalties, which add up; empty where there is none.
    pub penalties: Vec<Penalty>,
    /// The clause it rests on.
    pub clause: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A rule that the customer may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LapseChoice {
    /// Place in the policy.
    pub index: ChoiceIndex,
    /// Id, as requests use it.
    pub id: String,
    /// Name, as documents print it.
    pub name: LocalText,
}

/// What a lapse costs once a quote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct LapseOnce {
    /// A fee.
    pub fee: Option<Prices>,
    /// The least that all penalties of a quote come to.
    pub penalties_at_least: Option<Prices>,
}

/// What happens when cover has lapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lapse {
    /// What lateness is counted from.
    pub counts: Counts,
    /// So late costs nothing extra: days or months, never without a limit.
    pub grace: BandLimit,
    /// Rules to choose between; the first is the default.
    pub choices: Vec<LapseChoice>,
    /// What is charged once a quote.
    pub once: LapseOnce,
    /// Later than that; the first that fits is taken.
    pub bands: Vec<Band>,
}
