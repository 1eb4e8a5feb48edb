//! Refusals and findings: what the rules say about a request and about a quote.

use super::book::{Kind, NotInForce, PriceBook, ServiceLevel, SuccessManager};
use super::calendar::Date;
use super::money::{Currency, Money, TooLarge};
use super::percent::Percent;
use super::quote::{Line, QuoteKind};
use super::request::{OtherContract, OtherContracts, Request};

/// Why there is no price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The holding it is about, counted from 0; `None` where it is about the whole request.
    pub holding: Option<usize>,
    /// What is in the way.
    pub reason: Reason,
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
    /// More licences retired than owned.
    RetiredExceedsOwned {
        /// Licences owned.
        owned: u64,
        /// Licences to retire.
        retire: u64,
    },
    /// No licence is left to cover.
    NothingToCover,
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
            Self::NoBookInForce(_) => "no-book-in-force",
            Self::NoPrice { .. } => "no-price",
            Self::NoRate { .. } => "no-rate",
            Self::TermNotOffered { .. } => "term-not-offered",
            Self::StartInThePast { .. } => "start-in-the-past",
            Self::RetiredExceedsOwned { .. } => "retired-exceeds-owned",
            Self::NothingToCover => "nothing-to-cover",
            Self::PartialCoverage { .. } => "partial-coverage",
            Self::MixedServiceLevels { .. } => "mixed-service-levels",
            Self::UpgradeMustCoverAllSoftware { .. } => "upgrade-must-cover-all-software",
            Self::ReleaseEndOfLife { .. } => "release-end-of-life",
            Self::ReinstatementNotOffered { .. } => "reinstatement-not-offered",
            Self::TermConsumedByGap { .. } => "term-consumed-by-gap",
            Self::AmountTooLarge => "amount-too-large",
        }
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
            | Self::AmountTooLarge => None,
            Self::TermNotOffered { .. } => Some("term"),
            Self::RetiredExceedsOwned { .. } | Self::NothingToCover => Some("retirement"),
            Self::PartialCoverage { .. } => Some("all-in"),
            Self::MixedServiceLevels { .. } | Self::UpgradeMustCoverAllSoftware { .. } => {
                Some("priority-upgrade")
            }
            Self::ReleaseEndOfLife { .. } => Some("end-of-life"),
            Self::ReinstatementNotOffered { .. } => Some("reinstatement"),
            Self::TermConsumedByGap { .. } => Some("late-renewal"),
        }
    }
}

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
    /// A reinstatement is at the vendor's sole discretion.
    SubjectToVendorApproval {
        /// The vendor.
        vendor: String,
    },
    /// There was no support and no right to releases in a gap.
    CoverInterrupted {
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
    /// Another software contract has another level: the lowest is what is delivered.
    ServiceLevelMismatch {
        /// The quote's level.
        quoted: String,
        /// Product line and level of the other contracts.
        others: Vec<(String, String)>,
        /// The level that is delivered, where all levels are known.
        delivered: Option<String>,
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
            | Self::NeedsApproval { .. } => FindingSeverity::Warning,
            Self::RetirementIsPermanent { .. }
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
            Self::EndOfLifeWithinTerm { .. } => "end-of-life",
            Self::ServiceLevelMismatch { .. } => "service-level-compliance",
            Self::RetirementIsPermanent { .. } => "retirement",
            Self::NeedsApproval { .. } => "concession",
            Self::NoRefund => "no-refund",
            Self::CustomerSuccessManager { .. } => "customer-success-manager",
        }
    }
}

/// All findings of a quote, in the order of the rules' page.
///
/// Source: pricing rules, section 7.
#[must_use]
pub fn findings(
    request: &Request,
    book: &PriceBook,
    kind: QuoteKind,
    lines: &[Line],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if book.about().status == super::book::BookStatus::Sample {
        findings.push(Finding::SamplePrices);
    }
    if kind == QuoteKind::Reinstatement {
        findings.push(Finding::SubjectToVendorApproval { vendor: book.about().vendor.clone() });
    }
    findings.extend(cover_interrupted(lines));
    findings.extend(end_of_life_within_term(lines));
    findings.extend(service_level_mismatch(request, book, lines));
    findings.extend(retirement_is_permanent(lines));
    findings.extend(needs_approval(request, book));
    findings.push(Finding::NoRefund);
    findings.extend(customer_success_manager(request, book, lines));
    findings
}

fn cover_interrupted(lines: &[Line]) -> Vec<Finding> {
    let mut gaps: Vec<(Date, Date, Vec<usize>)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(through) = line.gap.through() else { continue };
        let from = line.gap.first_uncovered;
        match gaps.iter_mut().find(|gap| (gap.0, gap.1) == (from, through)) {
            Some((_, _, places)) => places.push(place),
            None => gaps.push((from, through, vec![place])),
        }
    }
    gaps.into_iter()
        .map(|(from, through, lines)| Finding::CoverInterrupted { from, through, lines })
        .collect()
}

fn end_of_life_within_term(lines: &[Line]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(in_use) = &line.release else { continue };
        // A release that ended before the term begins was refused.
        if in_use.end_of_life > line.forward_through {
            continue;
        }
        let (line_name, release_name) = (&line.product_line.name, &in_use.name);
        let same = found.iter_mut().find_map(|finding| match finding {
            Finding::EndOfLifeWithinTerm { product_line, release, lines, .. }
                if product_line == line_name && release == release_name =>
            {
                Some(lines)
            }
            Finding::EndOfLifeWithinTerm { .. }
            | Finding::SamplePrices
            | Finding::SubjectToVendorApproval { .. }
            | Finding::CoverInterrupted { .. }
            | Finding::ServiceLevelMismatch { .. }
            | Finding::RetirementIsPermanent { .. }
            | Finding::NeedsApproval { .. }
            | Finding::NoRefund
            | Finding::CustomerSuccessManager { .. } => None,
        });
        match same {
            Some(lines) => lines.push(place),
            None => found.push(Finding::EndOfLifeWithinTerm {
                product_line: line_name.clone(),
                release: release_name.clone(),
                end_of_life: in_use.end_of_life,
                extended_support: in_use.end_of_extended_support,
                lines: vec![place],
            }),
        }
    }
    found
}

/// Whether a contract outside the quote is software: what the book does not know counts as such.
fn is_software(contract: &OtherContract, book: &PriceBook) -> bool {
    book.line(contract.product_line.as_str()).is_none_or(|line| line.kind.is_software())
}

/// The contracts outside the quote that still run on the day cover begins.
fn running(others: OtherContracts<'_>) -> impl Iterator<Item = &OtherContract> {
    others.list.iter().filter(move |contract| contract.covered_through >= others.start)
}

/// The first running software contract at a lower level than the one asked for.
pub(super) fn left_behind<'request>(
    others: OtherContracts<'request>,
    book: &PriceBook,
    to: &ServiceLevel,
) -> Option<(&'request OtherContract, String)> {
    running(others).filter(|contract| is_software(contract, book)).find_map(|contract| {
        let level = book.level(contract.service_level.as_str())?;
        (level.rank < to.rank).then(|| (contract, level.name.clone()))
    })
}

fn service_level_mismatch(request: &Request, book: &PriceBook, lines: &[Line]) -> Option<Finding> {
    let quoted = lines.iter().find(|line| line.kind.is_software()).map(|line| line.level)?;
    let quoted = book.levels().iter().find(|level| level.index == quoted)?;
    let mut ranks = vec![Some((quoted.rank, &quoted.name))];
    let mut others = Vec::new();
    for contract in
        running(request.other_contracts()).filter(|contract| is_software(contract, book))
    {
        let level = book.level(contract.service_level.as_str());
        if level.is_some_and(|level| level.index == quoted.index) {
            continue;
        }
        let line = book.line(contract.product_line.as_str());
        let line = line.map_or(contract.product_line.as_str(), |line| &line.name);
        let name = level.map_or(contract.service_level.as_str(), |level| &level.name);
        others.push((line.to_owned(), name.to_owned()));
        ranks.push(level.map(|level| (level.rank, &level.name)));
    }
    let delivered = ranks.into_iter().collect::<Option<Vec<_>>>();
    let delivered = delivered.and_then(|ranks| ranks.into_iter().min());
    (!others.is_empty()).then(|| Finding::ServiceLevelMismatch {
        quoted: quoted.name.clone(),
        others,
        delivered: delivered.map(|(_, name)| name.clone()),
    })
}

fn needs_approval(request: &Request, book: &PriceBook) -> Option<Finding> {
    let concession = request.concession.as_ref()?;
    let max = book.concession_max();
    (concession.rate > max).then(|| Finding::NeedsApproval {
        rate: concession.rate,
        max,
        reason: concession.reason.to_string(),
    })
}

fn retirement_is_permanent(lines: &[Line]) -> Option<Finding> {
    let licences = lines.iter().fold(0_u64, |sum, line| sum.saturating_add(line.retired));
    (licences > 0).then_some(Finding::RetirementIsPermanent { licences })
}

fn customer_success_manager(request: &Request, book: &PriceBook, lines: &[Line]) -> Vec<Finding> {
    let is_cloud = |contract: &OtherContract| {
        book.line(contract.product_line.as_str()).is_some_and(|line| line.kind == Kind::Cloud)
    };
    let mut findings = Vec::new();
    for level in book.levels() {
        let here: Vec<&Line> = lines
            .iter()
            .filter(|line| line.kind == Kind::Cloud && line.level == level.index)
            .collect();
        let elsewhere: Vec<&OtherContract> = running(request.other_contracts())
            .filter(|contract| is_cloud(contract) && contract.service_level.as_str() == level.id)
            .collect();
        if here.is_empty() && elsewhere.is_empty() {
            continue;
        }
        let criteria = match &level.success_manager {
            SuccessManager::Never => continue,
            SuccessManager::Always => ManagerCriteria::Always,
            SuccessManager::From(thresholds) => {
                let Some(threshold) = thresholds.in_currency(request.currency) else { continue };
                manager_criteria(threshold, &here, &elsewhere)
            }
        };
        let service_level = level.name.clone();
        findings.push(Finding::CustomerSuccessManager { service_level, criteria });
    }
    findings
}

fn manager_criteria(
    threshold: Money,
    here: &[&Line],
    elsewhere: &[&OtherContract],
) -> ManagerCriteria {
    let quoted = here.iter().map(|line| line.amounts.annual);
    let others = elsewhere.iter().filter_map(|contract| contract.annual_value);
    let most = Money::from_minor(i64::MAX, threshold.currency());
    let value = quoted
        .chain(others)
        // A sum beyond the largest amount is beyond any threshold.
        .fold(Money::zero(threshold.currency()), |sum, one| sum.plus(one).unwrap_or(most));
    let missing = match threshold.minus(value) {
        Ok(missing) if value < threshold => missing,
        Ok(_) | Err(TooLarge) => return ManagerCriteria::Met { value, threshold },
    };
    let without_value = elsewhere.iter().filter(|contract| contract.annual_value.is_none()).count();
    ManagerCriteria::Missing { value, threshold, missing, without_value }
}
