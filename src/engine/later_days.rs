//! What a request costs on later days, each of which is priced once, whoever asks for it.

use std::collections::BTreeMap;

use super::asker::{Asker, Offer};
use super::money::Money;
use super::refusal::{Reason, Refusal};

/// What a request costs on a later day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaterPrice {
    /// A price: the total with tax and without, and a year's price.
    Offered {
        /// The total with tax.
        total: Money,
        /// The same without.
        net: Money,
        /// A year's price of all lines.
        annual: Money,
    },
    /// None, because the old licences cannot be brought back under cover.
    RefusedForLapse,
    /// None, for another reason.
    Refused,
}

/// What a request costs on later days, each of which is priced once.
pub(super) struct LaterDays<'a> {
    /// Prices the request.
    pub(super) asker: &'a Asker<'a>,
    prices: BTreeMap<u32, LaterPrice>,
}

impl<'a> LaterDays<'a> {
    /// Of a request.
    pub(super) const fn of(asker: &'a Asker<'a>) -> Self {
        Self { asker, prices: BTreeMap::new() }
    }

    /// What it costs so many days later.
    pub(super) fn on(&mut self, days: u32) -> LaterPrice {
        let asker = self.asker;
        *self.prices.entry(days).or_insert_with(|| match asker.ask(asker.later(days)) {
            Offer::Offered { totals, annual, .. } => {
                LaterPrice::Offered { total: totals.total, net: totals.subtotal, annual }
            }
            Offer::Refused(refusals) if refusals.iter().any(is_for_the_lapse) => {
                LaterPrice::RefusedForLapse
            }
            Offer::Refused(_) => LaterPrice::Refused,
        })
    }
}

impl LaterPrice {
    /// The total with tax and without, and a year's price, where there is a price.
    pub(super) const fn offered(self) -> Option<(Money, Money, Money)> {
        match self {
            Self::Offered { total, net, annual } => Some((total, net, annual)),
            Self::RefusedForLapse | Self::Refused => None,
        }
    }
}

/// Whether a refusal says that the old licences cannot be brought back under cover.
const fn is_for_the_lapse(refusal: &Refusal) -> bool {
    matches!(
        refusal.reason,
        Reason::ReinstatementNotOffered { .. }
            | Reason::QuotedByVendor { .. }
            | Reason::TermConsumedByGap { .. }
            | Reason::ReleaseEndOfLife { .. }
    )
}
