//! A request priced again with one thing changed.

use std::sync::Arc;

use super::assess::assess_in;
use super::book::PriceBook;
use super::calendar::{Date, add_days};
use super::money::Money;
use super::price::sum_up;
use super::quote::{QuoteKind, Totals};
use super::refusal::Refusal;
use super::request::{Addition, HoldingRef, Request, RequestRef};
use super::working::{Record, WithoutWorking};

/// What comes of the request with one thing changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// A price.
    Offered {
        /// What it is about.
        kind: QuoteKind,
        /// The sums.
        totals: Totals,
        /// A year's price of all lines.
        annual: Money,
        /// The last day of the new term, the latest of all lines.
        cover_through: Date,
    },
    /// No price.
    Refused(Vec<Refusal>),
}

impl Offer {
    /// The total without tax, where there is a price.
    #[must_use]
    pub const fn net(&self) -> Option<Money> {
        match self {
            Self::Offered { totals, .. } => Some(totals.subtotal),
            Self::Refused(_) => None,
        }
    }

    /// The total with tax, where there is a price.
    #[must_use]
    pub const fn total(&self) -> Option<Money> {
        match self {
            Self::Offered { totals, .. } => Some(totals.total),
            Self::Refused(_) => None,
        }
    }
}

/// Prices a request with one thing changed, from the book that is in force on its own day.
pub(super) struct Asker<'a> {
    pub(super) request: &'a Request,
    pub(super) holdings: &'a [HoldingRef<'a>],
    pub(super) book: &'a Arc<PriceBook>,
}

impl<'a> Asker<'a> {
    pub(super) fn terms(&self) -> RequestRef<'a> {
        self.request.as_ref()
    }

    pub(super) fn ask(&self, changed: RequestRef<'a>) -> Offer {
        self.ask_recording::<WithoutWorking>(changed).0
    }

    /// What comes of it, and the steps of its totals.
    pub(super) fn ask_recording<R: Record + Default>(&self, changed: RequestRef<'a>) -> (Offer, R) {
        self.ask_with(changed, self.holdings)
    }

    fn ask_with<R: Record + Default>(
        &self,
        changed: RequestRef<'_>,
        holdings: &[HoldingRef<'_>],
    ) -> (Offer, R) {
        let priced = match assess_in::<WithoutWorking>(changed, holdings, self.book) {
            Ok(priced) => priced,
            Err(refusals) => return (Offer::Refused(refusals), R::default()),
        };
        let kind = QuoteKind::of(priced.lines.iter().map(|line| line.status));
        let last = priced.lines.iter().map(|line| line.forward_through).max();
        let cover_through = last.unwrap_or(changed.start);
        let annual = Money::sum(priced.lines.iter().map(|line| line.amounts.annual), None);
        let charged = sum_up::<_, R>(self.request.taxes(), &priced);
        match charged.and_then(|charged| {
            let annual = annual.map_err(|_| super::refusal::Reason::AmountTooLarge)?;
            Ok((charged, annual))
        }) {
            Ok((charged, annual)) => {
                let totals = charged.totals;
                (Offer::Offered { kind, totals, annual, cover_through }, charged.record)
            }
            Err(reason) => (Offer::Refused(vec![Refusal { line: None, reason }]), R::default()),
        }
    }

    /// Ordered, and begun, so many days later.
    pub(super) fn later(&self, days: u32) -> RequestRef<'a> {
        let mut changed = self.terms();
        changed.quote_date = add_days(self.request.quote_date, days);
        changed.start = add_days(self.request.start, days);
        changed.others.start = changed.start;
        changed
    }

    /// At another service level: all software moves together, hardware keeps its own.
    pub(super) fn at_level(&self, level: &str) -> Offer {
        let is_hardware =
            |line: &str| self.book.line(line).is_some_and(|line| !line.kind.is_software());
        let own = self.request.service_level.as_str();
        let moved = |mut holding: HoldingRef<'a>| {
            let kept = is_hardware(holding.product_line);
            holding.service_level =
                if kept { Some(holding.service_level.unwrap_or(own)) } else { None };
            holding
        };
        let holdings: Vec<HoldingRef<'_>> = self.holdings.iter().copied().map(moved).collect();
        let moved = |addition: &Addition| {
            let kept = is_hardware(addition.product_line.as_str());
            let level = addition.service_level.as_ref().unwrap_or(&self.request.service_level);
            Addition { service_level: kept.then(|| level.clone()), ..addition.clone() }
        };
        let additions: Vec<Addition> = self.request.additions.iter().map(moved).collect();
        let changed =
            RequestRef { service_level: Some(level), additions: &additions, ..self.terms() };
        self.ask_with::<WithoutWorking>(changed, &holdings).0
    }
}
