//! The quote: what a request costs, line by line, as values.

use std::sync::Arc;

use super::book::{BookStatus, Kind, LevelIndex, PriceBook, Release, Status};
use super::calendar::Date;
use super::charges::{Amounts, Term};
use super::finding::Finding;
use super::lapse::Gap;
use super::money::{Currency, Money};
use super::percent::Percent;
use super::receipt::Receipt;
use super::refusal::Refusal;
use super::request::{Customer, Request, Tax};
use super::working::Working;

/// What comes of a request: a quote, or all the reasons why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A price.
    Offered(Box<Quote>),
    /// No price.
    Refused(Vec<Refusal>),
}

/// Whether anything had lapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteKind {
    /// No holding is in a band of the lapse policy.
    Renewal,
    /// At least one holding is.
    Reinstatement,
}

impl QuoteKind {
    /// What the statuses of its lines make a quote.
    ///
    /// Source: pricing rules, section 2.
    #[must_use]
    pub fn of(statuses: impl IntoIterator<Item = Status>) -> Self {
        let lapsed = statuses.into_iter().any(|status| matches!(status, Status::Band(_)));
        if lapsed { Self::Reinstatement } else { Self::Renewal }
    }

    /// The word that outputs use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Renewal => "renewal",
            Self::Reinstatement => "reinstatement",
        }
    }
}

/// An id and the name that documents print for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Id in the price book.
    pub id: String,
    /// Name in the price book.
    pub name: String,
}

/// A priced request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// Renewal or reinstatement.
    pub kind: QuoteKind,
    /// The request it answers.
    pub request: Request,
    /// The price book it rests on.
    pub book: Arc<PriceBook>,
    /// Last day on which it stands.
    pub valid_through: Date,
    /// The service level.
    pub service_level: Named,
    /// The licensing programme.
    pub program: Named,
    /// One line for each holding, in the order of the request.
    pub lines: Vec<Line>,
    /// Sums over the lines.
    pub totals: Totals,
    /// The steps of the totals.
    pub totals_working: Working,
    /// What the rules say about it.
    pub findings: Vec<Finding>,
    /// What it takes to compute it again.
    pub receipt: Receipt,
}

impl Quote {
    /// The currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.request.currency
    }

    /// Who asks, where the request says.
    #[must_use]
    pub const fn customer(&self) -> Option<&Customer> {
        self.request.customer.as_ref()
    }

    /// Whether somebody has to approve it before it is sent.
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        self.findings.iter().any(|finding| matches!(finding, Finding::NeedsApproval { .. }))
    }

    /// Whether the prices are samples.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.book.about().status == BookStatus::Sample
    }

    /// The tax that is charged, where the request names one.
    #[must_use]
    pub const fn tax(&self) -> Option<&Tax> {
        self.request.tax.as_ref()
    }
}

/// A priced holding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The product line.
    pub product_line: Named,
    /// Software, hardware or cloud.
    pub kind: Kind,
    /// The edition.
    pub edition: Named,
    /// What one licence counts.
    pub metric: String,
    /// The release in use, where known.
    pub release: Option<Release>,
    /// Place of its service level in the book.
    pub level: LevelIndex,
    /// Its service level.
    pub service_level: Named,
    /// Licences owned.
    pub owned: u64,
    /// Licences given up.
    pub retired: u64,
    /// Licences covered.
    pub quantity: u64,
    /// The last day with cover.
    pub covered_through: Date,
    /// Renewal, grace or a band.
    pub status: Status,
    /// Id of the status.
    pub status_id: String,
    /// The days without cover.
    pub gap: Gap,
    /// First day of the new term.
    pub forward_from: Date,
    /// Last day of the new term.
    pub forward_through: Date,
    /// Suggested retail price of one licence.
    pub srp: Money,
    /// Percentage of SRP a year.
    pub rate: Percent,
    /// Percentage off by the programme.
    pub program_discount: Percent,
    /// How long the new term is.
    pub term: Term,
    /// Percentage off for the number of years.
    pub term_discount: Percent,
    /// What it costs.
    pub amounts: Amounts,
    /// The steps of its amounts.
    pub working: Working,
}

/// Sums over the lines of a quote, and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The new terms.
    pub forward: Money,
    /// Off, for the number of years.
    pub term_discount: Money,
    /// Off by the sales rep, where asked for.
    pub concession: Option<Money>,
    /// The charges for the gaps.
    pub back_coverage: Money,
    /// The charges for having lapsed.
    pub penalty: Money,
    /// All of it, without tax.
    pub subtotal: Money,
    /// Tax on the subtotal.
    pub tax: Money,
    /// Subtotal and tax.
    pub total: Money,
}
