//! The quote: what a request costs, line by line, as values.

use std::sync::Arc;

use super::book::{
    BookStatus, Kind, LevelIndex, PaymentPlan, PriceBook, Release, SkuCharge, Status,
};
use super::calendar::Date;
use super::charges::{Amounts, Term};
use super::finding::Finding;
use super::lapse::{ChargedGap, Gap};
use super::money::{Currency, Money};
use super::percent::Percent;
use super::receipt::Receipt;
use super::refusal::{LinePlace, Refusal};
use super::request::{Customer, Label, Request, Tax};
use super::worded::worded;
use super::working::Working;

/// What comes of a request: a quote, or all the reasons why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A price.
    Offered(Box<Quote>),
    /// No price.
    Refused(Vec<Refusal>),
}

worded! {
    /// What a quote is about.
    pub enum QuoteKind {
        /// Holdings, none of them in a band of the lapse policy.
        Renewal = "renewal",
        /// At least one holding is in a band.
        Reinstatement = "reinstatement",
        /// Changes while cover runs, and no holding.
        Change = "change",
    }
    /// The word that outputs use.
    fn word
}

impl QuoteKind {
    /// What the statuses of its lines make a quote.
    ///
    /// Source: pricing rules, section 3.
    #[must_use]
    pub fn of(statuses: impl IntoIterator<Item = Status>) -> Self {
        let mut kind = Self::Change;
        for status in statuses {
            match status {
                Status::Band(_) => return Self::Reinstatement,
                Status::Renewal | Status::Grace => kind = Self::Renewal,
                Status::Addition | Status::TrueUp | Status::Raise => {}
            }
        }
        kind
    }
}

worded! {
    /// What a quote is worth.
    pub enum QuoteStanding {
        /// Somebody has to approve it before it is sent.
        Draft = "draft",
        /// It has a number, and its prices are the vendor's.
        Offer = "offer",
        /// It binds nobody.
        Estimate = "estimate",
    }
    /// The word that outputs use.
    fn word
}

/// What a register makes of a priced request: a revision of a numbered quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    number: String,
    revision: u32,
    document: String,
    stage: SealStage,
}

/// Whether a sealed quote went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealStage {
    /// Not yet: its documents say that they are drafts.
    Draft,
    /// It did.
    Sent,
}

impl Seal {
    /// Revision `revision` (from 1) of the quote with this number.
    #[must_use]
    pub fn of(number: &str, revision: u32, stage: SealStage) -> Self {
        let document = format!("{number}-{revision}");
        Self { number: number.to_owned(), revision, document, stage }
    }

    /// The number of the quote, for example `Q-2026-00042`.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The revision, from 1.
    #[must_use]
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// The number of the document, for example `Q-2026-00042-2`.
    #[must_use]
    pub fn document(&self) -> &str {
        &self.document
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
    /// The lines, in the order of the request: holdings, additions, raises. A holding that is
    /// covered through the common end already has none.
    pub lines: Vec<Line>,
    /// Sums over the lines.
    pub totals: Totals,
    /// Each tax of the request with its amount, in order.
    pub taxes: Vec<Money>,
    /// The steps of the totals.
    pub totals_working: Working,
    /// When it is paid, where the book has payment plans.
    pub payments: Option<PaymentSchedule>,
    /// What the rules say about it.
    pub findings: Vec<Finding>,
    /// What it takes to compute it again.
    pub receipt: Receipt,
    /// What a register made of it.
    pub seal: Option<Seal>,
}

impl Quote {
    /// The same as a revision that a register keeps.
    #[must_use]
    pub fn sealed(mut self, seal: Seal) -> Self {
        self.seal = Some(seal);
        self
    }

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

    /// The number that makes it a quote: that of the document, where a register sealed it, else
    /// what its request says. A book with sample prices makes estimates only, but in a register
    /// that takes samples.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        if let Some(seal) = &self.seal {
            return Some(seal.document());
        }
        self.request.quote_number.as_ref().filter(|_| !self.is_sample()).map(Label::as_str)
    }

    /// What it is worth.
    ///
    /// Source: request and quote, as data.
    #[must_use]
    pub fn standing(&self) -> QuoteStanding {
        if let Some(seal) = &self.seal {
            return match seal.stage {
                SealStage::Draft => QuoteStanding::Draft,
                SealStage::Sent => QuoteStanding::Offer,
            };
        }
        if self.needs_approval() {
            QuoteStanding::Draft
        } else if self.number().is_some() {
            QuoteStanding::Offer
        } else {
            QuoteStanding::Estimate
        }
    }

    /// What each product line comes to without tax, in the order in which they come up, with its
    /// lines by their places.
    #[must_use]
    pub fn by_product_line(&self) -> Vec<ProductLineSum<'_>> {
        let mut sums: Vec<ProductLineSum<'_>> = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            let known = sums.iter_mut().find(|sum| sum.product_line.id == line.product_line.id);
            match known {
                Some(sum) => {
                    sum.lines.push(place);
                    sum.total = sum.total.and_then(|sum| sum.plus(line.amounts.total).ok());
                }
                None => sums.push(ProductLineSum {
                    product_line: &line.product_line,
                    lines: vec![place],
                    total: Some(line.amounts.total),
                }),
            }
        }
        sums
    }

    /// The taxes that are charged, with their amounts.
    pub fn taxes(&self) -> impl Iterator<Item = (&Tax, Money)> {
        self.request.taxes().iter().zip(self.taxes.iter().copied())
    }
}

/// What the lines of a product line come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLineSum<'quote> {
    /// The product line.
    pub product_line: &'quote Named,
    /// Its lines, by their places in the quote.
    pub lines: Vec<usize>,
    /// The sum of their totals, without tax; `None` where that is no amount.
    pub total: Option<Money>,
}

/// When a quote is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentSchedule {
    /// The plan.
    pub plan: PaymentPlan,
    /// Its parts, in order: they add up to the totals of the quote.
    pub parts: Vec<PaymentPart>,
    /// The steps of the parts.
    pub working: Working,
}

/// A part of a payment plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentPart {
    /// The day it is due.
    pub due: Date,
    /// Without tax.
    pub net: Money,
    /// The tax on it.
    pub tax: Money,
    /// Both.
    pub total: Money,
}

/// A priced line: a holding, or a change while cover runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// Where it stands in the request.
    pub place: LinePlace,
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
    /// Name of the level that cover rises from, for a raise.
    pub raised_from: Option<String>,
    /// Licences owned; for a change as many as it is about.
    pub owned: u64,
    /// Licences given up.
    pub retired: u64,
    /// Licences covered.
    pub quantity: u64,
    /// The last day with cover; a change has none.
    pub covered_through: Option<Date>,
    /// The day since which licences were in use without cover.
    pub used_since: Option<Date>,
    /// What a licence cost a year under the last cover.
    pub last_unit_net: Option<Money>,
    /// Renewal, grace or a band.
    pub status: Status,
    /// Id of the status.
    pub status_id: String,
    /// The days without cover.
    pub gap: Gap,
    /// The days of them that the band may charge.
    pub charged: Option<ChargedGap>,
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
    /// Part numbers of its charges.
    pub skus: Vec<(SkuCharge, String)>,
    /// The steps of its amounts.
    pub working: Working,
}

impl Line {
    /// The holding it is about, counted from 0.
    #[must_use]
    pub const fn holding(&self) -> Option<usize> {
        match self.place {
            LinePlace::Holding(place) => Some(place),
            LinePlace::Addition(_) | LinePlace::Raise(_) => None,
        }
    }

    /// Where its release stands in its life on the first day of the new term: `mainstream` or
    /// `extended`; `None` where no release is named.
    #[must_use]
    pub fn phase(&self) -> Option<&'static str> {
        let release = self.release.as_ref()?;
        let mainstream = release.end_of_mainstream.unwrap_or(release.end_of_life);
        Some(if self.forward_from <= mainstream { "mainstream" } else { "extended" })
    }
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
    /// On top for the payment plan, where it has any.
    pub surcharge: Option<Money>,
    /// The licences themselves, where they are paid for.
    pub licence: Option<Money>,
    /// What is charged once a quote.
    pub quote_fee: Money,
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
