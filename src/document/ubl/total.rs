//! Taxes and sums of a quotation.

use crate::document::words::Words;
use crate::engine::money::Money;
use crate::engine::quote::Quote;
use crate::engine::request::Tax;

use super::xml::Xml;

/// What a value added tax is called in the languages of documents, in capitals.
const VALUE_ADDED: [&str; 7] =
    ["VAT", "BTW", "TVA", "MWST", "UST", "MEHRWERTSTEUER", "UMSATZSTEUER"];

/// Words by which an invoice says that the customer owes the tax, in small letters. The law has
/// them (Directive 2006/112/EC, article 226, 11a).
const REVERSE_CHARGE: [&str; 4] = [
    "reverse charge",
    "btw verlegd",
    "steuerschuldnerschaft des leistungsempfängers",
    "autoliquidation",
];

/// Each tax with its own total: of one type, as UBL has it.
pub(super) fn taxes(xml: &mut Xml, quote: &Quote) {
    let subtotal = quote.totals.subtotal;
    for (tax, amount) in quote.taxes() {
        xml.parent("cac:TaxTotal", |xml| {
            xml.amount("cbc:TaxAmount", amount);
            tax_subtotal(xml, subtotal, amount, |xml| category(xml, "cac:TaxCategory", tax));
        });
    }
    if quote.request.taxes().is_empty() {
        xml.parent("cac:TaxTotal", |xml| {
            xml.amount("cbc:TaxAmount", quote.totals.tax);
            tax_subtotal(xml, subtotal, quote.totals.tax, |xml| no_tax(xml, quote));
        });
    }
}

fn tax_subtotal(xml: &mut Xml, of: Money, amount: Money, category: impl FnOnce(&mut Xml)) {
    xml.parent("cac:TaxSubtotal", |xml| {
        xml.amount("cbc:TaxableAmount", of);
        xml.amount("cbc:TaxAmount", amount);
        category(xml);
    });
}

/// The category of a tax.
pub(super) fn category(xml: &mut Xml, name: &str, tax: &Tax) {
    let rate = tax.rate.to_string();
    xml.parent(name, |xml| {
        xml.text("cbc:ID", category_code(tax));
        xml.text("cbc:Name", tax.name.as_str());
        xml.text("cbc:Percent", rate.trim_end_matches('%'));
        if let Some(note) = tax.note.as_ref().filter(|_| tax.rate.is_zero()) {
            xml.text("cbc:TaxExemptionReason", note.as_str());
        }
        xml.parent("cac:TaxScheme", |xml| {
            if is_value_added(tax.name.as_str()) {
                xml.text("cbc:ID", "VAT");
            }
            xml.text("cbc:Name", tax.name.as_str());
        });
    });
}

/// Standard rate, reverse charge, exempt or zero rated. Source: UN/CEFACT code list 5305.
fn category_code(tax: &Tax) -> &'static str {
    match &tax.note {
        _ if !tax.rate.is_zero() => "S",
        Some(note) if is_reverse_charge(note.as_str()) => "AE",
        Some(_) => "E",
        None => "Z",
    }
}

fn is_value_added(name: &str) -> bool {
    let letters: String = name.chars().filter(|letter| letter.is_alphabetic()).collect();
    VALUE_ADDED.contains(&letters.to_uppercase().as_str())
}

fn is_reverse_charge(note: &str) -> bool {
    let note = note.to_lowercase().replace('-', " ");
    REVERSE_CHARGE.iter().any(|words| note.contains(words))
}

/// A request that names no tax: outside of what a tax is on, with the words of the document.
fn no_tax(xml: &mut Xml, quote: &Quote) {
    let words = Words::of(quote.request.language);
    xml.parent("cac:TaxCategory", |xml| {
        xml.text("cbc:ID", "O");
        let reason = words.say("answer-without-tax");
        xml.sentence("cbc:TaxExemptionReason", words.language(), &reason);
        // Before UBL 2.5 there has to be one, and what is outside of a tax is outside of VAT.
        xml.parent("cac:TaxScheme", |xml| xml.text("cbc:ID", "VAT"));
    });
}

/// The sums.
pub(super) fn sums(xml: &mut Xml, quote: &Quote) {
    let totals = &quote.totals;
    xml.parent("cac:QuotedMonetaryTotal", |xml| {
        xml.amount("cbc:LineExtensionAmount", totals.subtotal);
        xml.amount("cbc:TaxExclusiveAmount", totals.subtotal);
        xml.amount("cbc:TaxInclusiveAmount", totals.total);
        xml.amount("cbc:PayableAmount", totals.total);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::percent::Percent;
    use crate::engine::request::Label;

    #[test]
    fn a_tax_of_nothing_says_why_as_it_can() {
        let label = |text| Label::of(text).expect("a label");
        for (rate, note, code) in [
            ("21%", None, "S"),
            ("21%", Some("reverse charge"), "S"),
            ("0%", None, "Z"),
            ("0%", Some("Public body, exempt"), "E"),
            ("0%", Some("VAT reverse-charge applies"), "AE"),
            ("0%", Some("Btw verlegd"), "AE"),
            ("0%", Some("Steuerschuldnerschaft des Leistungsempfängers"), "AE"),
            ("0%", Some("Autoliquidation"), "AE"),
        ] {
            let rate = Percent::parse(rate).expect("a rate");
            let tax = Tax { name: label("VAT"), rate, note: note.map(label) };
            assert_eq!(category_code(&tax), code, "{note:?}");
        }
        let names = ["BTW", "MwSt.", "USt", "Tva", "vat"];
        assert!(names.into_iter().all(is_value_added));
        assert!(!is_value_added("Sales tax"));
    }
}
