//! What the page shows somebody who keeps a register.

/// What is offered to who has signed in: to register the price, or to make it the next revision of
/// a quote.
pub(super) struct RegisterOffer {
    /// Their name.
    pub(super) name: String,
    /// What the form carries.
    pub(super) csrf: String,
    /// A name for this one form, so that sending it twice does not register twice.
    pub(super) once: String,
    /// The quote that gets another revision, where it is one.
    pub(super) revised: Option<RevisedQuote>,
}

/// A quote that gets another revision.
pub(super) struct RevisedQuote {
    pub(super) number: String,
    pub(super) customer: String,
    /// The number of its last event, as it is now.
    pub(super) seen: i64,
    /// The additional discount of its newest revision, and why.
    pub(super) rate: String,
    pub(super) reason: String,
    /// What of its request stays as it is, since the page does not ask for it.
    pub(super) kept: Vec<String>,
}
