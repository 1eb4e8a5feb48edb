//! A document for each priced account, under a file name that is safe on any system.

use crate::batch::settings::{HtmlDocument, WantedDocuments};
use crate::batch::table::row::ReadAccount;
use crate::document::sheet::Sheet;
use crate::document::{html, pdf};
use crate::engine::alternatives::alternatives;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::price::price;
use crate::engine::priced::{AskedAs, PricedLine};
use crate::engine::quote::Outcome;
use crate::engine::request::{HoldingRef, Request};
use crate::engine::working::WithoutWorking;

/// A document and its name.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The documents of a priced account, as `quote` makes them of the same request, or why there are
/// none.
pub(super) fn of(
    account: &ReadAccount<'_>,
    lines: &[PricedLine<'_, WithoutWorking>],
    quote_date: Date,
    (shelf, wanted): (&Shelf, WantedDocuments<'_>),
) -> Result<Vec<Document>, String> {
    let request = request(account, lines, quote_date);
    let request = request.ok_or("a name cannot stand in a document")?;
    let quote = match price(&request, shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(_) => return Err("the account has no quote".to_owned()),
    };
    let found = alternatives(&request, shelf);
    let sheet = Sheet::for_customer(&quote, found.as_ref(), wanted.brand);
    let name = file_name(account.org_id, account.first_row);
    let mut made = Vec::new();
    if let Some(paper) = wanted.pdf {
        let bytes = pdf::document(&sheet, paper).map_err(|error| error.to_string())?;
        made.push(Document { name: format!("{name}.pdf"), bytes });
    }
    if let Some(HtmlDocument) = wanted.html {
        let page = html::page(&sheet).map_err(|error| error.to_string())?;
        made.push(Document { name: format!("{name}.html"), bytes: page.into_bytes() });
    }
    Ok(made)
}

fn request(
    account: &ReadAccount<'_>,
    lines: &[PricedLine<'_, WithoutWorking>],
    quote_date: Date,
) -> Option<Request> {
    // The quote's level is that of its software; hardware may differ.
    let software = lines.iter().find(|line| line.line.kind.is_software());
    let level = holding_of(software.or(lines.first())?)?.service_level?;
    let holdings: Vec<HoldingRef<'_>> = lines.iter().filter_map(holding_of).collect();
    account.request(&holdings, level, quote_date)
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

/// The holding that a line was asked as; a table has nothing else.
const fn holding_of<'a, R>(line: &PricedLine<'a, R>) -> Option<HoldingRef<'a>> {
    match line.asked {
        AskedAs::Holding(holding) => Some(holding),
        AskedAs::Addition(_) | AskedAs::Raise(..) => None,
    }
}

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
