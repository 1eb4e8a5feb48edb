//! The rows of a chunk that are gathered until their account ends.

/// The rows that are being gathered: those of an account, then some that nobody owns.
#[derive(Debug, Default)]
pub(super) struct RowGroup {
    /// The place of the account's first row.
    pub(super) first: usize,
    /// Up to where rows belong to the account.
    pub(super) owned: usize,
    pub(super) length: usize,
    /// The number of its first row, where that is known before its rows are read.
    pub(super) whose: Option<u64>,
    /// A row beside it that cannot be read, where that is known so.
    pub(super) unread: Option<u64>,
}

/// The earlier of two rows.
pub(super) fn earlier(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.into_iter().chain(other).min()
}
