//! The columns of a quote with one of its revisions, as tables for others have them.

use crate::register::{QuoteRow, RevisionRow, ShownStatus};

/// A column of lists and exports.
#[derive(Debug, Clone, Copy)]
pub(super) enum QuoteColumn {
    /// The number of the quote.
    Number,
    /// Which revision.
    Revision,
    /// What is stored of it.
    State,
    /// What is shown of it today.
    Shown,
    /// The name of the customer.
    Customer,
    /// The ORG ID of the customer.
    OrgId,
    /// Who keeps the quote.
    Owner,
    /// Who made the revision.
    Author,
    /// What kind of quote it is.
    Kind,
    /// The day it was priced for.
    QuoteDate,
    /// The first day asked for.
    StartDate,
    /// Its last day.
    ValidThrough,
    /// The currency of its amounts.
    Currency,
    /// Without tax.
    Subtotal,
    /// The tax.
    Tax,
    /// Both.
    Total,
    /// Which approvals it needs.
    Needs,
    /// The engine that priced it.
    Engine,
    /// The run that made the quote.
    Run,
    /// The account of that run.
    RunAccount,
    /// When the quote was registered.
    CreatedAt,
    /// The digest of its price book.
    BookSha256,
    /// The digest of its request.
    RequestSha256,
    /// The digest of its JSON.
    QuoteSha256,
    /// When it was sent.
    SentAt,
    /// When its content was erased.
    ErasedAt,
}

impl QuoteColumn {
    /// The heads of some columns.
    pub(super) fn heads(columns: &[Self]) -> Vec<&'static str> {
        columns.iter().map(|column| column.head()).collect()
    }

    /// The cells of a revision in some columns.
    pub(super) fn cells(
        columns: &[Self],
        (quote, revision, shown): (&QuoteRow, &RevisionRow, ShownStatus),
    ) -> Vec<String> {
        columns.iter().map(|column| column.cell(quote, revision, shown)).collect()
    }

    const fn head(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Revision => "revision",
            Self::State => "state",
            Self::Shown => "shown",
            Self::Customer => "customer",
            Self::OrgId => "org_id",
            Self::Owner => "owner",
            Self::Author => "author",
            Self::Kind => "kind",
            Self::QuoteDate => "quote_date",
            Self::StartDate => "start_date",
            Self::ValidThrough => "valid_through",
            Self::Currency => "currency",
            Self::Subtotal => "subtotal",
            Self::Tax => "tax",
            Self::Total => "total",
            Self::Needs => "needs",
            Self::Engine => "engine",
            Self::Run => "run",
            Self::RunAccount => "run_account",
            Self::CreatedAt => "created_at",
            Self::BookSha256 => "book_sha256",
            Self::RequestSha256 => "request_sha256",
            Self::QuoteSha256 => "quote_sha256",
            Self::SentAt => "sent_at",
            Self::ErasedAt => "erased_at",
        }
    }

    fn cell(self, quote: &QuoteRow, revision: &RevisionRow, shown: ShownStatus) -> String {
        let may = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Number => quote.number.clone(),
            Self::Revision => revision.rev.to_string(),
            Self::State => revision.state.word().to_owned(),
            Self::Shown => shown.word().to_owned(),
            Self::Customer => quote.customer.clone(),
            Self::OrgId => may(&quote.org_id),
            Self::Owner => quote.owner.clone(),
            Self::Author => revision.author.clone(),
            Self::Kind => revision.kind.clone(),
            Self::QuoteDate => revision.quote_date.to_string(),
            Self::StartDate => revision.start.to_string(),
            Self::ValidThrough => revision.valid_through.to_string(),
            Self::Currency => revision.total.currency().code().to_owned(),
            Self::Subtotal => revision.subtotal.to_string(),
            Self::Tax => revision.tax.to_string(),
            Self::Total => revision.total.to_string(),
            Self::Needs => revision.needs.text(),
            Self::Engine => revision.engine.clone(),
            Self::Run => may(&quote.run),
            Self::RunAccount => may(&quote.run_account),
            Self::CreatedAt => quote.created_at.clone(),
            Self::BookSha256 => revision.book_sha256.clone(),
            Self::RequestSha256 => revision.request_sha256.clone(),
            Self::QuoteSha256 => revision.quote_sha256.clone(),
            Self::SentAt => may(&revision.sent_at),
            Self::ErasedAt => may(&revision.erased_at),
        }
    }
}
