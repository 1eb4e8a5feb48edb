//! A quote as JSON, in one form for the command line and the server.

use serde::Serialize;

use super::rows::{QuoteRow, RevisionRow};
use super::state::ShownStatus;

/// A quote with one of its revisions, as JSON.
///
/// Source: the quote register, section 10.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = RegisteredQuote))]
pub struct ListedJson {
    /// Its number.
    pub number: String,
    /// Which revision, from 1.
    pub revision: u32,
    /// What is stored of the revision: `draft`, `sent`, `accepted` and so on.
    pub state: &'static str,
    /// What is shown of it today: its state, with what is missing and what has passed.
    pub shown: &'static str,
    /// The name of the customer.
    pub customer: String,
    /// The ORG ID of the customer, or null.
    pub org_id: Option<String>,
    /// The account that keeps the quote.
    pub owner: String,
    /// The day that it was priced for.
    pub quote_date: String,
    /// Its last day, inclusive, in the zone of the register.
    pub valid_through: String,
    /// The currency of its amounts.
    pub currency: String,
    /// Without tax, as decimal text.
    pub subtotal: String,
    /// The tax on it.
    pub tax: String,
    /// Both.
    pub total: String,
    /// The approvals that it needs, with a space between; empty where it needs none.
    pub needs: String,
    /// SHA-256 of the revision's JSON: what approver, customer and `verify` speak of.
    pub quote_sha256: String,
    /// When its content was erased, in UTC; left out where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<String>,
}

/// A list of quotes as JSON.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = RegisteredQuotes))]
pub struct ListedQuotesJson {
    /// The quotes, the next to end first.
    pub quotes: Vec<ListedJson>,
}

impl ListedJson {
    /// A quote and a revision of it, with what is shown of that.
    #[must_use]
    pub fn of(quote: &QuoteRow, revision: &RevisionRow, shown: ShownStatus) -> Self {
        Self {
            number: quote.number.clone(),
            revision: revision.rev,
            state: revision.state.word(),
            shown: shown.word(),
            customer: quote.customer.clone(),
            org_id: quote.org_id.clone(),
            owner: quote.owner.clone(),
            quote_date: revision.quote_date.to_string(),
            valid_through: revision.valid_through.to_string(),
            currency: revision.total.currency().code().to_owned(),
            subtotal: revision.subtotal.to_string(),
            tax: revision.tax.to_string(),
            total: revision.total.to_string(),
            needs: revision.needs.text(),
            quote_sha256: revision.quote_sha256.clone(),
            erased_at: revision.erased_at.clone(),
        }
    }
}
