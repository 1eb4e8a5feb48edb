//! The price books that a register kept, as they are verified with.

use std::collections::BTreeMap;

use crate::engine::book::Shelf;

/// A price book of the register.
pub(super) struct KeptBook {
    pub(super) id: String,
    pub(super) version: String,
    /// The book itself, or why it cannot be used.
    pub(super) shelf: Result<Shelf, String>,
}

/// The price books of a register, by their digests.
pub(super) type KeptBooks = BTreeMap<String, KeptBook>;
