//! What the service levels give.

use std::collections::BTreeMap;

use super::local_text::LocalText;
use super::place::LevelIndex;
use super::prices::Prices;

/// What a service level gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BenefitValue {
    /// Given.
    Yes,
    /// Not given.
    No,
    /// Given, to this extent.
    Text(String),
    /// Given for this amount.
    Amount(BenefitLimit, Prices),
}

/// What an amount of a benefit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BenefitLimit {
    /// The amount itself.
    Exactly,
    /// The least amount: it, or more.
    From,
    /// The greatest amount.
    UpTo,
}

impl BenefitLimit {
    /// The keys of a price book.
    pub(super) const KEYS: [(&'static str, Self); 3] =
        [("amount", Self::Exactly), ("from", Self::From), ("up_to", Self::UpTo)];
}

/// A benefit and which level has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Benefit {
    /// Id.
    pub id: String,
    /// Name, as documents print it.
    pub name: LocalText,
    pub(super) levels: BTreeMap<LevelIndex, BenefitValue>,
}

impl Benefit {
    /// What a level gives of it; a level that is not named gives nothing.
    #[must_use]
    pub fn at(&self, level: LevelIndex) -> &BenefitValue {
        self.levels.get(&level).unwrap_or(&BenefitValue::No)
    }
}
