//! Amounts in the currencies of a price book.

use crate::engine::money::{Currency, Money};

/// Amounts of one kind in the currencies of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prices(pub(super) Vec<Money>);

impl Prices {
    /// The amount in a currency.
    #[must_use]
    pub fn in_currency(&self, currency: Currency) -> Option<Money> {
        self.0.iter().copied().find(|price| price.currency() == currency)
    }

    /// All amounts, ordered by currency code.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().copied()
    }
}
