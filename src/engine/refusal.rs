//! Refusals: why a request has no price, as values with a fixed code.

use super::book::{LocalText, NotInForce};
use super::calendar::Date;
use super::money::{Currency, Money};

/// Why there is no price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line it is about; `None` where it is about the whole request.
    pub line: Option<LinePlace>,
    /// What is in the way.
    pub reason: Reason,
}

/// Where a line stands in a request, counted from 0 among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinePlace {
    /// A holding.
    Holding(usize),
    /// Licences that join cover that runs.
    Addition(usize),
    /// Cover that moves to a higher level.
    Raise(usize),
}

impl LinePlace {
    /// The key of its list in a request, and its place there.
    #[must_use]
    pub const fn key(self) -> (&'static str, usize) {
        match self {
            Self::Holding(place) => ("holding", place),
            Self::Addition(place) => ("addition", place),
            Self::Raise(place) => ("raise", place),
        }
    }
}

impl Refusal {
    /// The holding it is about, counted from 0.
    #[must_use]
    pub const fn holding(&self) -> Option<usize> {
        match self.line {
            Some(LinePlace::Holding(place)) => Some(place),
            Some(LinePlace::Addition(_) | LinePlace::Raise(_)) | None => None,
        }
    }
}

/// An id that the book does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownId {
    /// What the request says.
    pub given: String,
    /// The nearest id that is known.
    pub nearest: Option<String>,
    /// All that are known.
    pub known: Vec<String>,
}

/// What is wrong with the length of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermProblem {
    /// Not this number of years.
    Years(u32),
    /// The book does not let terms end on one day.
    NoCommonEnd,
    /// Up to the common end, the term of a holding is too short or too long.
    CommonEnd {
        /// First day of its term.
        from: Date,
        /// The common last day.
        through: Date,
    },
}

/// What is in the way of a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No product line of this id.
    UnknownProductLine(UnknownId),
    /// No edition of this id in the product line.
    UnknownEdition(UnknownId),
    /// No release of this id in the product line.
    UnknownRelease(UnknownId),
    /// No service level of this id.
    UnknownServiceLevel(UnknownId),
    /// No programme of this id.
    UnknownProgram(UnknownId),
    /// No payment plan of this id.
    UnknownPayment(UnknownId),
    /// No rule of this id to choose for a lapse.
    UnknownChoice(UnknownId),
    /// No price book for the day of the quote.
    NoBookInForce(NotInForce),
    /// No price in the currency.
    NoPrice {
        /// The currency asked for.
        currency: Currency,
        /// The currencies of the book.
        known: Vec<Currency>,
    },
    /// No rate for the level and status.
    NoRate {
        /// Id of the service level.
        service_level: String,
        /// Id of the status.
        status: String,
    },
    /// The book does not offer a term of this length.
    TermNotOffered {
        /// What is wrong with it.
        why: TermProblem,
        /// Fewest on offer.
        min_years: u32,
        /// Most on offer.
        max_years: u32,
    },
    /// Cover cannot begin before the day of the quote.
    StartInThePast {
        /// The day asked for.
        start: Date,
        /// The day of the quote.
        quote_date: Date,
    },
    /// A renewal is not sold so long before the last covered day.
    TooEarly {
        /// The first day on which it is.
        first_day: Date,
        /// So many months before the last covered day.
        months: u32,
    },
    /// The payment plan is for terms of whole years that do not end on one day.
    PaymentNotOffered {
        /// Name of the plan.
        plan: LocalText,
        /// Whether a common end stands in its way.
        common_end: bool,
    },
    /// More licences retired than owned.
    RetiredExceedsOwned {
        /// Licences owned.
        owned: u64,
        /// Licences to retire.
        retire: u64,
    },
    /// No licence is left to cover.
    NothingToCover,
    /// None are owned.
    NothingOwned,
    /// Cover is for all licences that are owned and not retired.
    PartialCoverage {
        /// Licences stated.
        stated: u64,
        /// Owned less retired.
        due: u64,
    },
    /// Software at more than one level in one quote.
    MixedServiceLevels {
        /// Names of the levels.
        levels: Vec<String>,
    },
    /// A rise to a higher level leaves a running software contract behind.
    UpgradeMustCoverAllSoftware {
        /// The level asked for.
        to: String,
        /// Product line of the contract left behind.
        product_line: String,
        /// Its level.
        level: String,
        /// Its last covered day.
        covered_through: Date,
    },
    /// The release is past its end of life when the new term begins.
    ReleaseEndOfLife {
        /// Name of the release.
        release: String,
        /// Its end of life.
        end_of_life: Date,
        /// The end of extended support, a separate contract.
        extended_support: Option<Date>,
    },
    /// The gap is longer than any band of the lapse policy.
    ReinstatementNotOffered {
        /// Days without cover.
        gap_days: u32,
        /// The last day on which cover could have begun again, where the policy has bands.
        last_day: Option<Date>,
    },
    /// The vendor alone can price it.
    QuotedByVendor {
        /// The vendor.
        vendor: String,
        /// Name of the band.
        band: String,
    },
    /// A rule asks for the release, which the holding does not name.
    ReleaseNeeded {
        /// Ids of the releases of the product line.
        known: Vec<String>,
    },
    /// A rule asks for the last price, which the holding does not name.
    LastPriceMissing,
    /// The programme sells nothing to cover that runs.
    MidTermNotOffered,
    /// The programme has no price for use without cover.
    TrueUpNotOffered,
    /// The cover to be changed is over.
    ContractNotRunning {
        /// Its last day.
        ends: Date,
        /// The day of the change.
        start: Date,
    },
    /// Licences are not in use yet.
    UsedSinceNotPast {
        /// The day their use is to have begun.
        used_since: Date,
        /// The day of the change.
        start: Date,
    },
    /// The new level is not above the old one, or costs no more.
    NotARaise {
        /// Name of the level that cover has.
        from: String,
        /// Name of the level asked for.
        to: String,
    },
    /// The order comes to less than the least that is sold.
    OrderTooSmall {
        /// What it comes to.
        subtotal: Money,
        /// The least.
        at_least: Money,
    },
    /// The new term runs from the expiry and is over before cover would begin again.
    TermConsumedByGap {
        /// The last day of the term.
        forward_through: Date,
        /// The day cover would begin.
        start: Date,
    },
    /// An amount is beyond 2⁶³−1 minor units.
    AmountTooLarge,
}

impl Reason {
    /// The fixed code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownProductLine(_) => "unknown-product-line",
            Self::UnknownEdition(_) => "unknown-edition",
            Self::UnknownRelease(_) => "unknown-release",
            Self::UnknownServiceLevel(_) => "unknown-service-level",
            Self::UnknownProgram(_) => "unknown-program",
            Self::UnknownPayment(_) => "unknown-payment",
            Self::UnknownChoice(_) => "unknown-choice",
            Self::NoBookInForce(_) => "no-book-in-force",
            Self::NoPrice { .. } => "no-price",
            Self::NoRate { .. } => "no-rate",
            Self::TermNotOffered { .. } => "term-not-offered",
            Self::StartInThePast { .. } => "start-in-the-past",
            Self::TooEarly { .. } => "too-early",
            Self::PaymentNotOffered { .. } => "payment-not-offered",
            Self::RetiredExceedsOwned { .. } => "retired-exceeds-owned",
            Self::NothingToCover | Self::NothingOwned => "nothing-to-cover",
            Self::PartialCoverage { .. } => "partial-coverage",
            Self::MixedServiceLevels { .. } => "mixed-service-levels",
            Self::UpgradeMustCoverAllSoftware { .. } => "upgrade-must-cover-all-software",
            Self::ReleaseEndOfLife { .. } => "release-end-of-life",
            Self::ReinstatementNotOffered { .. } => "reinstatement-not-offered",
            Self::QuotedByVendor { .. } => "quoted-by-vendor",
            Self::ReleaseNeeded { .. } => "release-needed",
            Self::LastPriceMissing => "last-price-missing",
            Self::MidTermNotOffered => "mid-term-not-offered",
            Self::TrueUpNotOffered => "true-up-not-offered",
            Self::ContractNotRunning { .. } => "contract-not-running",
            Self::UsedSinceNotPast { .. } => "used-since-not-past",
            Self::NotARaise { .. } => "not-a-raise",
            Self::OrderTooSmall { .. } => "order-too-small",
            Self::TermConsumedByGap { .. } => "term-consumed-by-gap",
            Self::AmountTooLarge => "amount-too-large",
        }
    }

    /// The key of a request, or of one of its lines, that has to change; `None` where it is no
    /// single one.
    #[must_use]
    pub const fn key(&self) -> Option<&'static str> {
        Some(match self {
            Self::UnknownProductLine(_) => "product_line",
            Self::UnknownEdition(_) => "edition",
            Self::UnknownRelease(_)
            | Self::ReleaseNeeded { .. }
            | Self::ReleaseEndOfLife { .. } => "release",
            Self::UnknownServiceLevel(_)
            | Self::NoRate { .. }
            | Self::MixedServiceLevels { .. }
            | Self::UpgradeMustCoverAllSoftware { .. } => "service_level",
            Self::UnknownProgram(_) => "program",
            Self::NoBookInForce(
                NotInForce::NoBooks
                | NotInForce::WhichFamily { .. }
                | NotInForce::UnknownFamily { .. },
            ) => "book",
            Self::NoBookInForce(NotInForce::TooEarly { .. } | NotInForce::Ended { .. }) => {
                "quote_date"
            }
            Self::NoPrice { .. } => "currency",
            Self::TermNotOffered { .. } | Self::TermConsumedByGap { .. } => "term_years",
            Self::StartInThePast { .. } => "start",
            Self::RetiredExceedsOwned { .. } | Self::NothingToCover => "retire",
            Self::PartialCoverage { .. } => "quantity",
            Self::ReinstatementNotOffered { .. }
            | Self::QuotedByVendor { .. }
            | Self::TooEarly { .. } => "covered_through",
            Self::LastPriceMissing => "last_unit_net",
            Self::NothingOwned | Self::AmountTooLarge | Self::OrderTooSmall { .. } => "owned",
            Self::UnknownPayment(_) | Self::PaymentNotOffered { .. } => "payment",
            Self::UnknownChoice(_) => "lapse_choice",
            Self::ContractNotRunning { .. } => "ends",
            Self::UsedSinceNotPast { .. } => "used_since",
            Self::NotARaise { .. } => "from_level",
            Self::MidTermNotOffered | Self::TrueUpNotOffered => return None,
        })
    }

    /// Id of the clause it rests on, for books that have it.
    #[must_use]
    pub const fn clause(&self) -> Option<&'static str> {
        match self {
            Self::UnknownProductLine(_)
            | Self::UnknownEdition(_)
            | Self::UnknownRelease(_)
            | Self::UnknownServiceLevel(_)
            | Self::UnknownProgram(_)
            | Self::NoBookInForce(_)
            | Self::NoPrice { .. }
            | Self::NoRate { .. }
            | Self::StartInThePast { .. }
            | Self::UnknownPayment(_)
            | Self::UnknownChoice(_)
            | Self::PaymentNotOffered { .. }
            | Self::LastPriceMissing
            | Self::ReleaseNeeded { .. }
            | Self::MidTermNotOffered
            | Self::ContractNotRunning { .. }
            | Self::UsedSinceNotPast { .. }
            | Self::OrderTooSmall { .. }
            | Self::NothingOwned
            | Self::AmountTooLarge => None,
            Self::TermNotOffered { .. } => Some("term"),
            Self::TooEarly { .. } => Some("renewal"),
            Self::TrueUpNotOffered => Some("compliance"),
            Self::RetiredExceedsOwned { .. } | Self::NothingToCover => Some("retirement"),
            Self::PartialCoverage { .. } => Some("all-in"),
            Self::MixedServiceLevels { .. }
            | Self::UpgradeMustCoverAllSoftware { .. }
            | Self::NotARaise { .. } => Some("priority-upgrade"),
            Self::ReleaseEndOfLife { .. } => Some("end-of-life"),
            Self::ReinstatementNotOffered { .. } | Self::QuotedByVendor { .. } => {
                Some("reinstatement")
            }
            Self::TermConsumedByGap { .. } => Some("late-renewal"),
        }
    }
}
