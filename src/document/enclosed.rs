//! What a PDF has inside besides its pages: the quote's JSON, and of a quote that stands the UBL
//! quotation too.

use crate::engine::quote::{Quote, QuoteStanding};

use super::brand::Brand;
use super::pdf::Attachment;
use super::sheet::Sheet;
use super::{json, ubl};

/// The files for the PDF of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    json: String,
    quotation: Option<Vec<u8>>,
    description: String,
}

impl Enclosed {
    /// The files for the PDF that shows a quote by its issuer on this sheet.
    ///
    /// An estimate binds nobody and a draft is not approved yet: neither has a quotation, which a
    /// system might take for one that stands.
    #[must_use]
    pub fn of(quote: &Quote, sheet: &Sheet, issuer: Option<&Brand>) -> Self {
        let issuer = issuer.filter(|_| quote.standing() == QuoteStanding::Offer);
        Self {
            json: json::quote(quote),
            quotation: issuer.map(|issuer| ubl::quotation(quote, issuer)),
            description: sheet.title.clone(),
        }
    }

    /// The same as attachments.
    #[must_use]
    pub fn attachments(&self) -> Vec<Attachment<'_>> {
        let json = Attachment::quote_json(&self.json, &self.description);
        let quotation = self.quotation.as_ref();
        let quotation = quotation.map(|xml| Attachment::quotation_xml(xml, &self.description));
        std::iter::once(json).chain(quotation).collect()
    }
}
