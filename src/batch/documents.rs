//! A document for each priced account, under a file name that is safe on any system.

use crate::document::brand::Brand;
use crate::document::pdf::Paper;
use crate::document::sheet::Sheet;
use crate::document::{html, pdf};
use crate::engine::alternatives::alternatives;
use crate::engine::assess::PricedLine;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::digest::hex;
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::engine::request::{HoldingRef, Request};
use crate::engine::working::WithoutWorking;

use super::read::{self, Shared};

/// Which documents are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted<'run> {
    /// A PDF, on this paper.
    pub pdf: Option<Paper>,
    /// An HTML page.
    pub html: Option<Page>,
    /// The brand of who sends them.
    pub brand: Option<&'run Brand>,
}

/// One HTML page an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page;

impl Wanted<'_> {
    pub(super) const fn is_none(self) -> bool {
        self.pdf.is_none() && self.html.is_none()
    }

    /// What the documents depend on besides the quotes, as a word for each.
    pub(super) fn words(self) -> Vec<String> {
        let pdf = self.pdf.map(|paper| match paper {
            Paper::A4 => "pdf-a4".to_owned(),
            Paper::Letter => "pdf-letter".to_owned(),
        });
        let html = self.html.map(|Page| "html".to_owned());
        let brand = self.brand.map(|brand| format!("brand-{}", hex(&brand.sha256())));
        pdf.into_iter().chain(html).chain(brand).collect()
    }
}

/// A document and its name.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// A priced account.
pub(super) struct Account<'row> {
    pub(super) org_id: &'row str,
    pub(super) row: u64,
    pub(super) quote_date: Date,
    pub(super) shared: &'row Shared<'row>,
    pub(super) lines: &'row [PricedLine<'row, WithoutWorking>],
}

/// The documents of an account, as `quote` makes them of the same request, or why there are none.
pub(super) fn of(
    account: &Account<'_>,
    shelf: &Shelf,
    wanted: Wanted<'_>,
) -> Result<Vec<Document>, String> {
    let request = request(account).ok_or("a name cannot stand in a document")?;
    let quote = match price(&request, shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(_) => return Err("the account has no quote".to_owned()),
    };
    let found = alternatives(&request, shelf);
    let sheet = Sheet::for_customer(&quote, found.as_ref(), wanted.brand);
    let name = file_name(account.org_id, account.row);
    let mut made = Vec::new();
    if let Some(paper) = wanted.pdf {
        let bytes = pdf::document(&sheet, paper).map_err(|error| error.to_string())?;
        made.push(Document { name: format!("{name}.pdf"), bytes });
    }
    if let Some(Page) = wanted.html {
        let page = html::page(&sheet).map_err(|error| error.to_string())?;
        made.push(Document { name: format!("{name}.html"), bytes: page.into_bytes() });
    }
    Ok(made)
}

fn request(account: &Account<'_>) -> Option<Request> {
    // The quote's level is that of its software; hardware may differ.
    let software = account.lines.iter().find(|line| line.line.kind.is_software());
    let level = software.or(account.lines.first())?.holding.service_level?;
    let holdings: Vec<HoldingRef<'_>> = account.lines.iter().map(|line| line.holding).collect();
    let about = (account.org_id, level);
    read::request((account.shared, &holdings), about, account.quote_date)
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
