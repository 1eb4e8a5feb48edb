//! What a check came to.

use std::collections::BTreeMap;

use crate::batch::price::sums::Sum;
use crate::engine::money::Currency;

/// What a check came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComplianceReport {
    /// Rows that were read.
    pub rows: u64,
    /// Rows that could not be read, and so were not checked.
    pub unread: u64,
    /// Accounts that were checked.
    pub accounts: u64,
    /// Breaches of the rules, by code.
    pub found: BTreeMap<&'static str, u64>,
    /// What it costs to mend those whose cost can be said, by currency.
    pub costs: BTreeMap<Currency, Sum>,
}
