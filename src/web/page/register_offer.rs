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
    /// What stands in its fields, by their names.
    pub(super) typed: Vec<(String, String)>,
    /// Why what was typed was not registered.
    pub(super) wrong: Option<WrongOffer>,
}

impl RegisterOffer {
    /// What stands in a field.
    pub(super) fn typed(&self, name: &str) -> &str {
        let found = self.typed.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text)
    }
}

/// Why something was not registered.
pub(in crate::web) struct WrongOffer {
    pub(in crate::web) code: &'static str,
    /// All that is wrong, each with what to do.
    pub(in crate::web) texts: Vec<String>,
}

/// A quote that gets another revision.
pub(super) struct RevisedQuote {
    pub(super) number: String,
    pub(super) customer: String,
    /// The number of its last event, as it is now.
    pub(super) seen: i64,
    /// What of its request stays as it is, since the page does not ask for it.
    pub(super) kept: Vec<String>,
}
