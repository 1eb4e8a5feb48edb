//! What a sheet is made with besides its quote.

use crate::document::brand::Brand;
use crate::engine::alternatives::Alternatives;

/// What a sheet shows besides its quote.
#[derive(Debug, Clone, Copy, Default)]
pub struct SheetExtras<'a> {
    /// The customer's options, where there are any.
    pub alternatives: Option<&'a Alternatives>,
    /// The brand of who sends it.
    pub brand: Option<&'a Brand>,
    /// How much it says.
    pub detail: Detail,
    /// The head of the register that keeps the quote, for the foot: with it, whoever has the
    /// document can tell whether the log of the register was cut or rewritten since.
    pub register_head: Option<&'a str>,
}

/// How much a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// One or two pages: what it costs, and where to sign; notes and conditions by reference.
    Brief,
    /// Everything for the customer.
    #[default]
    Full,
    /// With what is for the seller alone.
    Internal,
}
