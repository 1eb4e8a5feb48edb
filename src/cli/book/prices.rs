//! Amounts of a price book in words.

use crate::engine::book::Prices;

/// Amounts in all currencies, for a sentence.
pub(super) fn prices(prices: &Prices) -> String {
    let amounts: Vec<String> =
        prices.iter().map(|price| format!("{} {price}", price.currency())).collect();
    amounts.join(" / ")
}
