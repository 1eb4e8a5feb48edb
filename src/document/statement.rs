//! The sentence that a customer agrees to.

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Money;

use super::words::{Arg, Words};

/// What is accepted.
#[derive(Debug, Clone, Copy)]
pub struct AcceptedDocument<'a> {
    /// The customer, by name.
    pub customer: &'a str,
    /// The number of the document, for example `Q-2026-00042-2`.
    pub document: &'a str,
    /// What it comes to, with tax.
    pub total: Money,
    /// The last day on which it stands.
    pub valid_through: Date,
}

/// That somebody accepts a document on behalf of a customer, in a sentence.
#[must_use]
pub fn accepted(language: Language, what: &AcceptedDocument<'_>) -> String {
    Words::of(language).say_with(
        "accepted-statement",
        &[
            ("customer", Arg::Text(what.customer)),
            ("document", Arg::Text(what.document)),
            ("total", Arg::from(what.total)),
            ("day", Arg::from(what.valid_through)),
        ],
    )
}
