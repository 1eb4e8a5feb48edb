//! Files inside a PDF, for programs that take a quote in.

use crate::document::ubl;

/// A file inside a PDF (ISO 19005-3, 6.8: an associated file).
///
/// ```
/// use reinstate::document::pdf::Attachment;
///
/// let attachment = Attachment::quote_json("{\"schema\":2}", "Reinstatement quote");
/// assert_eq!(attachment.name, "quote.json");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Its name, which no other attachment has.
    pub name: &'a str,
    /// What it is, for example `application/json`.
    pub media_type: &'a str,
    /// What it has to do with the pages.
    pub relationship: Relationship,
    /// The same for people, in the language of the document.
    pub description: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// What an attachment has to do with the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// The data that the pages were made from.
    Data,
    /// The same document in another form.
    Alternative,
}

impl<'a> Attachment<'a> {
    /// The quote's JSON, from which its prices can be computed again.
    #[must_use]
    pub const fn quote_json(json: &'a str, description: &'a str) -> Self {
        Self {
            name: "quote.json",
            media_type: "application/json",
            relationship: Relationship::Data,
            description,
            bytes: json.as_bytes(),
        }
    }

    /// The quotation in UBL, for the systems of a buyer.
    #[must_use]
    pub const fn quotation_xml(xml: &'a [u8], description: &'a str) -> Self {
        Self {
            name: "quotation.xml",
            media_type: ubl::MEDIA_TYPE,
            relationship: Relationship::Alternative,
            description,
            bytes: xml,
        }
    }
}
