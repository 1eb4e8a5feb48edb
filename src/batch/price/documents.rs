//! A document for each priced account, under a file name that is safe on any system.

use crate::batch::settings::HtmlDocument;
use crate::document::brand::IssuerMissing;
use crate::document::enclosed::Enclosed;
use crate::document::fallback::{MissingCharacters, UserFonts};
use crate::document::html;
use crate::document::pdf::{self, PdfError};
use crate::document::sheet::{Sheet, SheetExtras};
use crate::engine::alternatives::alternatives;
use crate::engine::calendar::Date;
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::engine::request::Request;

use super::account_rows::AccountRows;
use super::chunk::{BulkLine, Document, PricingContext};

/// The documents of a priced account, as `quote` makes them of the same request; of each that there
/// is not, why.
pub(super) fn of(
    account: &AccountRows<'_>,
    lines: &[BulkLine<'_>],
    context: &PricingContext<'_>,
) -> Vec<Result<Document, String>> {
    let PricingContext { shelf, documents: wanted, quote_date, .. } = *context;
    let Some(request) = request(account, lines, quote_date) else {
        return vec![Err("a name cannot stand in a document".to_owned())];
    };
    let quote = match price(&request, shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(_) => return vec![Err("the account has no quote".to_owned())],
    };
    let found = alternatives(&request, shelf);
    let shown = SheetExtras {
        alternatives: found.as_ref(),
        brand: wanted.brand,
        detail: wanted.detail,
        register_head: None,
    };
    let sheet = match Sheet::for_customer(&quote, shown) {
        Ok(sheet) => sheet,
        Err(error) => return vec![Err(format!("{}: {error}", IssuerMissing::CODE))],
    };
    let name = file_name(&account.org_id, account.first_number());
    let pdf = wanted.pdf.map(|paper| {
        let inside = Enclosed::of(&quote, &sheet, wanted.brand);
        let paper = paper.paper(sheet.language);
        let none = UserFonts::NONE;
        let fonts = wanted.fonts.unwrap_or(&none);
        let bytes = pdf::document_in(fonts, &sheet, paper, &inside.attachments());
        let bytes = bytes.map_err(|error| match error {
            PdfError::Missing(_) => format!("PDF: {error}; {}", MissingCharacters::HINT),
            PdfError::Layout(_) | PdfError::Emit(_) => format!("PDF: {error}"),
        })?;
        Ok(Document { name: format!("{name}.pdf"), bytes })
    });
    let html = wanted.html.map(|HtmlDocument| {
        let page = html::page(&sheet).map_err(|error| format!("HTML: {error}"))?;
        Ok(Document { name: format!("{name}.html"), bytes: page.into_bytes() })
    });
    pdf.into_iter().chain(html).collect()
}

fn request(account: &AccountRows<'_>, lines: &[BulkLine<'_>], quote_date: Date) -> Option<Request> {
    let lines = lines.iter().map(|line| (line.asked, line.line.kind.is_software()));
    account.request(account.level_of(lines)?, quote_date)
}

/// Letters, digits and marks that mean nothing to any system; the row tells accounts apart whose
/// names differ only in what was replaced, or in capitals.
fn file_name(org_id: &str, row: u64) -> String {
    let is_safe = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    let safe = |one: char| if is_safe(one) { one } else { '_' };
    let name: String = org_id.chars().take(NAME_MAX).map(safe).collect();
    format!("account-{name}-row-{row}")
}

/// Most characters of a name that go into that of a file.
const NAME_MAX: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_safe() {
        for (org_id, name) in [
            ("ORG-4711", "account-ORG-4711-row-7"),
            ("../../etc/passwd", "account-______etc_passwd-row-7"),
            ("CON", "account-CON-row-7"),
            ("é\u{202e}\0", "account-___-row-7"),
        ] {
            assert_eq!(file_name(org_id, 7), name);
        }
    }
}
