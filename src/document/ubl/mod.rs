//! A quote as a UBL 2.5 `Quotation`: what systems of a buyer read without a person.
//!
//! A line is price × quantity ÷ base quantity, plus its charges, less its allowances; the lines add
//! up to the total without tax, and with the taxes to what is payable. All of it to the cent, and
//! with the amounts of the quote: nothing is computed here.
//!
//! Source: OASIS Universal Business Language 2.5. The codes are those of UN/CEFACT lists 5189 and
//! 7161 (allowances and charges), 5305 (taxes) and 1001 (documents), and of recommendation 20
//! (units).
//!
//! ```
//! use reinstate::document::brand::BrandFile;
//! use reinstate::document::ubl;
//! # use reinstate::engine::book::{PriceBook, Shelf};
//! # use reinstate::engine::node::Format;
//! # use reinstate::engine::price::price;
//! # use reinstate::engine::quote::Outcome;
//! # use reinstate::engine::request::{Request, Source};
//! # let text = include_str!("../../../pricing/citrix-css-2026.2.toml");
//! # let (book, _) = PriceBook::read("book.toml", text).unwrap();
//! # let shelf = Shelf::of([book]).unwrap();
//! # let text = include_str!("../../../examples/requests/renewal.toml");
//! # let source = Source { origin: "request.toml", text, format: Format::Toml };
//! # let request = Request::read(source, None).unwrap();
//!
//! let brand = BrandFile::read("brand.toml", "[brand]\nname = \"Northlight\"").unwrap();
//! let Outcome::Offered(quote) = price(&request, &shelf) else { panic!("refused") };
//! let xml = String::from_utf8(ubl::quotation(&quote, &brand.with_logo(None))).unwrap();
//! assert!(xml.contains("<cbc:ProfileID>urn:reinstate:quotation:1</cbc:ProfileID>"));
//! ```

mod line;
mod party;
mod total;
mod xml;

use crate::engine::digest::hex;
use crate::engine::quote::{PaymentPart, Quote};

use super::brand::{Brand, IssuerMissing};
use super::sheet::{Sheet, SheetExtras};
use super::words::Words;
use line::QuotationLine;
use xml::Xml;

/// How a quotation says by which rules it was made.
pub const PROFILE: &str = "urn:reinstate:quotation:1";
/// The media type of a quotation.
pub const MEDIA_TYPE: &str = "application/xml";

/// So many digits of a request's digest are the number of a quotation that has none.
const DIGEST_DIGITS: usize = 16;
const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns", "urn:oasis:names:specification:ubl:schema:xsd:Quotation-2"),
    ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
    ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
    ("xmlns:ext", "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"),
];

/// A quote by its issuer as UBL, in the language of its request: UTF-8, with a line break at the
/// end. Equal quotes of one issuer give equal bytes.
#[must_use]
pub fn quotation(quote: &Quote, issuer: &Brand) -> Vec<u8> {
    let shown = SheetExtras { brand: Some(issuer), ..SheetExtras::default() };
    // It is refused only where there is no issuer.
    let sheet = Sheet::for_customer(quote, shown).unwrap_or_else(|IssuerMissing| Sheet::of(quote));
    Xml::document("Quotation", &NAMESPACES, |xml| {
        payment_terms(xml, quote);
        head(xml, quote, &sheet);
        documents(xml, quote);
        party::seller(xml, quote, issuer);
        party::buyer(xml, quote);
        conditions(xml, quote, &sheet);
        total::taxes(xml, quote);
        total::sums(xml, quote);
        for line in lines(quote, &sheet) {
            line.write(xml);
        }
    })
}

/// The parts of a payment plan. A quotation has no element for them, so they are an extension that
/// holds the one which invoices have.
fn payment_terms(xml: &mut Xml, quote: &Quote) {
    let Some(schedule) = &quote.payments else { return };
    xml.parent("ext:UBLExtensions", |xml| {
        for (number, part) in (1..).zip(&schedule.parts) {
            xml.parent("ext:UBLExtension", |xml| {
                xml.text("ext:ExtensionURI", &format!("{PROFILE}:payment"));
                xml.parent("ext:ExtensionContent", |xml| payment_term(xml, number, part));
            });
        }
    });
}

fn payment_term(xml: &mut Xml, number: u32, part: &PaymentPart) {
    xml.parent("cac:PaymentTerms", |xml| {
        xml.text("cbc:ID", &number.to_string());
        xml.amount("cbc:Amount", part.total);
        xml.date("cbc:InstallmentDueDate", part.due);
    });
}

fn head(xml: &mut Xml, quote: &Quote, sheet: &Sheet) {
    let language = quote.request.language;
    let digest = hex(&quote.receipt.request_sha256);
    let number = quote
        .number()
        .map_or_else(|| digest.chars().take(DIGEST_DIGITS).collect::<String>(), ToOwned::to_owned);
    xml.text("cbc:UBLVersionID", "2.5");
    xml.text("cbc:ProfileID", PROFILE);
    xml.text("cbc:ID", &number);
    xml.date("cbc:IssueDate", quote.request.quote_date);
    xml.sentence("cbc:Note", language, &format!("{}. {}", sheet.title, sheet.standing));
    for banner in [&sheet.draft_banner, &sheet.sample_banner].into_iter().flatten() {
        xml.sentence("cbc:Note", language, banner);
    }
    for note in &sheet.findings.notes {
        let text = Words::of(language).labelled(&note.severity, &note.text);
        xml.sentence("cbc:Note", language, &text);
    }
    xml.text("cbc:PricingCurrencyCode", quote.currency().code());
    xml.text("cbc:LineCountNumeric", &lines(quote, sheet).count().to_string());
    xml.parent("cac:ValidityPeriod", |xml| {
        xml.date("cbc:StartDate", quote.request.quote_date);
        xml.date("cbc:EndDate", quote.valid_through);
    });
}

/// What the quote rests on, with digests, and the buyer's own numbers.
fn documents(xml: &mut Xml, quote: &Quote) {
    let (receipt, book) = (&quote.receipt, quote.book.about());
    document(xml, &receipt.book, "price book", |xml| {
        xml.text("cbc:VersionID", &receipt.book_version);
        xml.text("cbc:DocumentDescription", &book.title);
        hash(xml, &receipt.book_sha256);
    });
    document(xml, &hex(&receipt.request_sha256), "request", |xml| {
        xml.text("cbc:DocumentDescription", receipt.engine);
        hash(xml, &receipt.request_sha256);
    });
    let Some(customer) = quote.customer() else { return };
    if let Some(reference) = &customer.reference {
        document(xml, reference.as_str(), "customer reference", |_| {});
    }
    if let Some(order) = &customer.purchase_order {
        document(xml, order.as_str(), "purchase order", |_| {});
    }
}

fn document(xml: &mut Xml, id: &str, kind: &str, write: impl FnOnce(&mut Xml)) {
    xml.parent("cac:AdditionalDocumentReference", |xml| {
        xml.text("cbc:ID", id);
        xml.text("cbc:DocumentType", kind);
        write(xml);
    });
}

fn hash(xml: &mut Xml, digest: &[u8; 32]) {
    xml.parent("cac:Attachment", |xml| {
        xml.parent("cac:ExternalReference", |xml| {
            xml.text("cbc:DocumentHash", &hex(digest));
            xml.text("cbc:HashAlgorithmMethod", "http://www.w3.org/2001/04/xmlenc#sha256");
        });
    });
}

/// When it is paid, and the clauses that the quote rests on.
fn conditions(xml: &mut Xml, quote: &Quote, sheet: &Sheet) {
    if sheet.payments.is_none() && sheet.conditions.is_empty() {
        return;
    }
    xml.parent("cac:TransactionConditions", |xml| {
        if let (Some(table), Some(schedule)) = (&sheet.payments, &quote.payments) {
            let words = Words::of(quote.request.language);
            let part = |part: &PaymentPart| {
                words.labelled(&words.write(part.due), &words.write(part.total))
            };
            let parts: Vec<String> = schedule.parts.iter().map(part).collect();
            let text = format!("{} — {}", table.title, parts.join("; "));
            xml.sentence("cbc:Description", quote.request.language, &text);
        }
        for clause in &sheet.conditions.clauses {
            xml.sentence("cbc:Description", clause.language, &clause.text);
        }
        if let Some(terms) = &sheet.conditions.terms {
            xml.parent("cac:DocumentReference", |xml| {
                xml.text("cbc:ID", &terms.address);
                xml.sentence("cbc:DocumentDescription", quote.request.language, &terms.text);
                xml.parent("cac:Attachment", |xml| {
                    xml.parent("cac:ExternalReference", |xml| xml.text("cbc:URI", &terms.address));
                });
            });
        }
    });
}

/// The lines of a quotation: those of the quote, and what is charged once.
fn lines<'a>(quote: &'a Quote, sheet: &'a Sheet) -> impl Iterator<Item = QuotationLine<'a>> {
    let of_quote = quote.lines.iter().zip(&sheet.table.lines);
    let lines = (1..).zip(of_quote).map(|(number, (line, shown))| QuotationLine::Quoted {
        number,
        quote,
        line,
        shown,
    });
    let fee = (!quote.totals.quote_fee.is_zero()).then_some(QuotationLine::Fee { quote });
    lines.chain(fee)
}
