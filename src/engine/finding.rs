//! Findings: what the rules say about a quote that stands, as values with a fixed code.

use super::book::GapReleases;
use super::calendar::Date;
use super::money::Money;
use super::percent::Percent;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingSeverity {
    /// Look at it before you sign.
    Warning,
    /// Good to know.
    Notice,
}

impl FindingSeverity {
    /// The word that outputs use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// Something the rules say about a quote that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The prices are samples.
    SamplePrices,
    /// The vendor has to approve what is done for a lapse.
    SubjectToVendorApproval {
        /// The vendor.
        vendor: String,
    },
    /// There is no support in a gap.
    CoverInterrupted {
        /// Whether releases of the gap may be used afterwards.
        releases: GapReleases,
        /// First day without cover.
        from: Date,
        /// Last day without cover.
        through: Date,
        /// Lines it is about, counted from 0.
        lines: Vec<usize>,
    },
    /// A release ends its life inside the new term.
    EndOfLifeWithinTerm {
        /// Name of the product line.
        product_line: String,
        /// Name of the release.
        release: String,
        /// Its end of life.
        end_of_life: Date,
        /// The end of extended support, a separate contract.
        extended_support: Option<Date>,
        /// Lines it is about, counted from 0.
        lines: Vec<usize>,
    },
    /// A service level rises.
    LevelRaised {
        /// Name of the level before.
        from: String,
        /// Name of the level after.
        to: String,
        /// The first day of it.
        on: Date,
        /// Lines it is about, counted from 0.
        lines: Vec<usize>,
    },
    /// A contract of a product line of the quote has run out and is not in it.
    NotAllIn {
        /// Name of the product line.
        product_line: String,
        /// Its last covered day, the earliest of several.
        covered_through: Date,
    },
    /// Two holdings are alike in every key.
    SameHoldingTwice {
        /// Lines it is about, counted from 0.
        lines: Vec<usize>,
    },
    /// A customer is named without the id by which the vendor knows it.
    OrgIdMissing,
    /// A holding is covered through the common end already, and left out.
    AlreadyAligned {
        /// Name of the product line.
        product_line: String,
        /// Its last covered day.
        covered_through: Date,
    },
    /// The last price caps a price.
    UpliftCapped {
        /// How much more than the last price it may be.
        at_most: Percent,
        /// How much less one licence costs a year.
        saved: Money,
        /// The line it is about, counted from 0.
        line: usize,
    },
    /// Another software contract has another level: the lowest is what is delivered.
    ServiceLevelMismatch {
        /// The quote's level.
        quoted: String,
        /// Product line and level of the other contracts.
        others: Vec<(String, String)>,
        /// The level that is delivered.
        delivered: String,
    },
    /// Licences are given up for good.
    RetirementIsPermanent {
        /// How many.
        licences: u64,
    },
    /// The concession is more than a sales rep may give.
    NeedsApproval {
        /// What is taken off.
        rate: Percent,
        /// What may be taken off.
        max: Percent,
        /// Why it is taken off.
        reason: String,
    },
    /// Nothing is paid back.
    NoRefund,
    /// A level at which a customer success manager can come with cloud contracts.
    CustomerSuccessManager {
        /// Name of the level.
        service_level: String,
        /// Whether the criteria are met.
        criteria: ManagerCriteria,
    },
}

/// Whether a customer success manager comes with the contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagerCriteria {
    /// The level brings one to every cloud customer.
    Always,
    /// Another contract brings the level down to one without.
    NotAtDeliveredLevel {
        /// Name of the level that is delivered.
        delivered: String,
    },
    /// The annual value reaches the threshold.
    Met {
        /// Annual value of the cloud contracts at the level.
        value: Money,
        /// What it takes.
        threshold: Money,
    },
    /// The annual value falls short.
    Missing {
        /// Annual value of the cloud contracts at the level.
        value: Money,
        /// What it takes.
        threshold: Money,
        /// What falls short.
        missing: Money,
        /// Contracts whose annual value the request does not give.
        without_value: usize,
    },
}

impl Finding {
    /// The fixed code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SamplePrices => "sample-prices",
            Self::SubjectToVendorApproval { .. } => "subject-to-vendor-approval",
            Self::CoverInterrupted { .. } => "cover-interrupted",
            Self::EndOfLifeWithinTerm { .. } => "end-of-life-within-term",
            Self::LevelRaised { .. } => "level-raised",
            Self::NotAllIn { .. } => "not-all-in",
            Self::SameHoldingTwice { .. } => "same-holding-twice",
            Self::OrgIdMissing => "org-id-missing",
            Self::AlreadyAligned { .. } => "already-aligned",
            Self::UpliftCapped { .. } => "uplift-capped",
            Self::ServiceLevelMismatch { .. } => "service-level-mismatch",
            Self::RetirementIsPermanent { .. } => "retirement-is-permanent",
            Self::NeedsApproval { .. } => "needs-approval",
            Self::NoRefund => "no-refund",
            Self::CustomerSuccessManager { .. } => "customer-success-manager",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> FindingSeverity {
        match self {
            Self::SamplePrices
            | Self::SubjectToVendorApproval { .. }
            | Self::CoverInterrupted { .. }
            | Self::EndOfLifeWithinTerm { .. }
            | Self::ServiceLevelMismatch { .. }
            | Self::NotAllIn { .. }
            | Self::SameHoldingTwice { .. }
            | Self::OrgIdMissing
            | Self::NeedsApproval { .. } => FindingSeverity::Warning,
            Self::RetirementIsPermanent { .. }
            | Self::LevelRaised { .. }
            | Self::AlreadyAligned { .. }
            | Self::UpliftCapped { .. }
            | Self::NoRefund
            | Self::CustomerSuccessManager { .. } => FindingSeverity::Notice,
        }
    }

    /// Id of the clause it rests on, for books that have it.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        match self {
            Self::SamplePrices => "sample-prices",
            Self::SubjectToVendorApproval { .. } => "reinstatement",
            Self::CoverInterrupted { .. } => "late-renewal",
            Self::EndOfLifeWithinTerm { extended_support: Some(_), .. } => "extended-support",
            Self::EndOfLifeWithinTerm { .. } => "end-of-life",
            Self::LevelRaised { .. } => "priority-upgrade",
            Self::NotAllIn { .. } | Self::SameHoldingTwice { .. } => "all-in",
            Self::OrgIdMissing => "org-id",
            Self::AlreadyAligned { .. } => "co-termination",
            Self::UpliftCapped { .. } => "renewal",
            Self::ServiceLevelMismatch { .. } => "service-level-compliance",
            Self::RetirementIsPermanent { .. } => "retirement",
            Self::NeedsApproval { .. } => "concession",
            Self::NoRefund => "no-refund",
            Self::CustomerSuccessManager { .. } => "customer-success-manager",
        }
    }

    /// The lines it is about, counted from 0; none where it is about the quote.
    #[must_use]
    pub fn lines(&self) -> &[usize] {
        match self {
            Self::CoverInterrupted { lines, .. }
            | Self::EndOfLifeWithinTerm { lines, .. }
            | Self::LevelRaised { lines, .. }
            | Self::SameHoldingTwice { lines } => lines,
            Self::UpliftCapped { line, .. } => std::slice::from_ref(line),
            Self::SamplePrices
            | Self::SubjectToVendorApproval { .. }
            | Self::NotAllIn { .. }
            | Self::OrgIdMissing
            | Self::AlreadyAligned { .. }
            | Self::ServiceLevelMismatch { .. }
            | Self::RetirementIsPermanent { .. }
            | Self::NeedsApproval { .. }
            | Self::NoRefund
            | Self::CustomerSuccessManager { .. } => &[],
        }
    }
}
