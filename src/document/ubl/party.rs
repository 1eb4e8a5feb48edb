//! Who sells, and who buys.

use iso_country::Country;

use crate::document::brand::Brand;
use crate::engine::quote::Quote;
use crate::engine::request::{Customer, Label};

use super::xml::Xml;

/// The issuer, and who sells for it: the person of the request, or else that of the brand.
pub(super) fn seller(xml: &mut Xml, quote: &Quote, issuer: &Brand) {
    xml.parent("cac:SellerSupplierParty", |xml| {
        xml.parent("cac:Party", |xml| {
            xml.parent("cac:PartyName", |xml| xml.text("cbc:Name", issuer.name.as_str()));
            address(xml, &issuer.address, None);
            legal_name(xml, &issuer.name);
            let seller = quote.request.seller.as_ref().or(issuer.contact.as_ref());
            contact(
                xml,
                &Contact {
                    name: seller.and_then(|seller| seller.name.as_ref()),
                    phone: seller.and_then(|seller| seller.phone.as_ref()),
                    email: seller.and_then(|seller| seller.email.as_ref()),
                    notes: &issuer.legal,
                },
            );
        });
    });
}

/// The customer, where the request names one.
pub(super) fn buyer(xml: &mut Xml, quote: &Quote) {
    let Some(customer) = quote.customer() else { return };
    xml.parent("cac:BuyerCustomerParty", |xml| {
        xml.parent("cac:Party", |xml| customer_party(xml, customer));
    });
}

fn customer_party(xml: &mut Xml, customer: &Customer) {
    if let Some(id) = &customer.org_id {
        xml.parent("cac:PartyIdentification", |xml| {
            xml.text_with("cbc:ID", ("schemeName", "ORG ID"), id.as_str());
        });
    }
    xml.parent("cac:PartyName", |xml| xml.text("cbc:Name", customer.name.as_str()));
    address(xml, &customer.address, customer.country.as_ref());
    if let Some(id) = &customer.tax_id {
        xml.parent("cac:PartyTaxScheme", |xml| {
            xml.text("cbc:CompanyID", id.as_str());
            xml.parent("cac:TaxScheme", |xml| xml.text("cbc:ID", "VAT"));
        });
    }
    legal_name(xml, &customer.name);
    let (name, email) = (customer.contact.as_ref(), customer.email.as_ref());
    contact(xml, &Contact { name, phone: None, email, notes: &[] });
}

fn legal_name(xml: &mut Xml, name: &Label) {
    xml.parent("cac:PartyLegalEntity", |xml| xml.text("cbc:RegistrationName", name.as_str()));
}

/// Lines as they stand: which of them is a street and which a town, nobody knows.
fn address(xml: &mut Xml, lines: &[Label], country: Option<&Label>) {
    if lines.is_empty() && country.is_none() {
        return;
    }
    xml.parent("cac:PostalAddress", |xml| {
        for line in lines {
            xml.parent("cac:AddressLine", |xml| xml.text("cbc:Line", line.as_str()));
        }
        if let Some(country) = country {
            xml.parent("cac:Country", |xml| match country_code(country.as_str()) {
                Some(code) => xml.text("cbc:IdentificationCode", &code),
                None => xml.text("cbc:Name", country.as_str()),
            });
        }
    });
}

/// A text that is a code of ISO 3166-1, as one.
fn country_code(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    (code.len() == 2 && code.parse::<Country>().is_ok()).then_some(code)
}

/// How to reach a person.
struct Contact<'a> {
    name: Option<&'a Label>,
    phone: Option<&'a Label>,
    email: Option<&'a Label>,
    /// What the foot of a document says: company number, VAT id, bank.
    notes: &'a [Label],
}

fn contact(xml: &mut Xml, contact: &Contact<'_>) {
    let Contact { name, phone, email, notes } = *contact;
    if name.or(phone).or(email).is_none() && notes.is_empty() {
        return;
    }
    xml.parent("cac:Contact", |xml| {
        xml.may("cbc:Name", name.map(Label::as_str));
        xml.may("cbc:Telephone", phone.map(Label::as_str));
        xml.may("cbc:ElectronicMail", email.map(Label::as_str));
        for note in notes {
            xml.text("cbc:Note", note.as_str());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO 3166-1: the codes of four countries, and texts that are none.
    #[test]
    fn only_codes_of_iso_3166_are_country_codes() {
        for (text, code) in [("NL", "NL"), ("de", "DE"), (" Gb ", "GB"), ("SS", "SS")] {
            assert_eq!(country_code(text).as_deref(), Some(code));
        }
        for text in ["Nederland", "UK", "XX", "EU", "", "528", "NLD", "ŃL"] {
            assert_eq!(country_code(text), None, "{text}");
        }
    }
}
