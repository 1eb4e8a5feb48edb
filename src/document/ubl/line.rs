//! Lines of a quotation.

use crate::document::sheet::{SheetLine, title_of};
use crate::document::words::Words;
use crate::engine::book::SkuCharge;
use crate::engine::money::Money;
use crate::engine::quote::{Line, Quote};
use crate::engine::working::{Name, Value};

use super::total;
use super::xml::Xml;

/// Codes of a discount (UN/CEFACT code list 5189), and of a charge that both sides know (7161).
const DISCOUNT: &str = "95";
const AGREED: &str = "ZZZ";

/// A line of a quotation.
pub(super) enum QuotationLine<'a> {
    /// A line of the quote, and as its document has it.
    Quoted { number: u32, quote: &'a Quote, line: &'a Line, shown: &'a SheetLine },
    /// What is charged once a quote.
    Fee { quote: &'a Quote },
}

impl QuotationLine<'_> {
    pub(super) fn write(&self, xml: &mut Xml) {
        xml.parent("cac:QuotationLine", |xml| match *self {
            Self::Quoted { number, quote, line, shown } => {
                xml.text("cbc:ID", &number.to_string());
                xml.parent("cac:LineItem", |xml| {
                    xml.text("cbc:ID", &number.to_string());
                    line_item(xml, quote, line, shown);
                });
            }
            Self::Fee { quote } => {
                let number = quote.lines.len().saturating_add(1).to_string();
                xml.text("cbc:ID", &number);
                xml.parent("cac:LineItem", |xml| {
                    xml.text("cbc:ID", &number);
                    fee_item(xml, quote);
                });
            }
        });
    }
}

fn line_item(xml: &mut Xml, quote: &Quote, line: &Line, shown: &SheetLine) {
    xml.quantity("cbc:Quantity", line.quantity);
    xml.amount("cbc:LineExtensionAmount", line.amounts.total);
    xml.parent("cac:Delivery", |xml| {
        xml.parent("cac:RequestedDeliveryPeriod", |xml| {
            xml.date("cbc:StartDate", line.forward_from);
            xml.date("cbc:EndDate", line.forward_through);
        });
    });
    for one in added_and_taken_off(line) {
        one.write(xml, quote, line, shown);
    }
    // The price of all licences over as many of them: exact, whatever the term.
    price(xml, line.amounts.forward, line.quantity);
    xml.parent("cac:Item", |xml| item(xml, quote, line, shown));
}

fn fee_item(xml: &mut Xml, quote: &Quote) {
    let words = Words::of(quote.request.language);
    let fee = quote.totals.quote_fee;
    xml.quantity("cbc:Quantity", 1);
    xml.amount("cbc:LineExtensionAmount", fee);
    price(xml, fee, 1);
    xml.parent("cac:Item", |xml| {
        xml.sentence("cbc:Name", words.language(), &words.say("total-quote-fee"));
        identified(xml, "cac:SellersItemIdentification", "quote-fee");
        tax_categories(xml, quote);
    });
}

fn price(xml: &mut Xml, amount: Money, quantity: u64) {
    xml.parent("cac:Price", |xml| {
        xml.amount("cbc:PriceAmount", amount);
        xml.quantity("cbc:BaseQuantity", quantity);
    });
}

/// Whether an amount is added to a line or taken off.
#[derive(Clone, Copy)]
enum Sign {
    Charge,
    Allowance,
}

/// An amount beside the price of a line.
struct AllowanceOrCharge {
    sign: Sign,
    name: Name,
    amount: Money,
    sku: Option<SkuCharge>,
}

/// What is added to the new term, and what is taken off it; nothing that comes to nothing.
fn added_and_taken_off(line: &Line) -> impl Iterator<Item = AllowanceOrCharge> {
    let amounts = &line.amounts;
    let beside = |sign, name, amount: Option<Money>, sku| {
        let amount = amount.filter(|amount| !amount.is_zero())?;
        Some(AllowanceOrCharge { sign, name, amount, sku })
    };
    let back_coverage = Some(amounts.back_coverage);
    let all = [
        beside(Sign::Allowance, Name::TermDiscount, Some(amounts.term_discount), None),
        beside(Sign::Allowance, Name::Concession, amounts.concession, None),
        beside(Sign::Charge, Name::Surcharge, amounts.surcharge, None),
        beside(Sign::Charge, Name::Licence, amounts.licence, Some(SkuCharge::Licence)),
        beside(Sign::Charge, Name::BackCoverage, back_coverage, Some(SkuCharge::BackCoverage)),
        beside(Sign::Charge, Name::Penalty, Some(amounts.penalty), Some(SkuCharge::Penalty)),
    ];
    all.into_iter().flatten()
}

impl AllowanceOrCharge {
    fn write(&self, xml: &mut Xml, quote: &Quote, line: &Line, shown: &SheetLine) {
        let (is_charge, code) = match self.sign {
            Sign::Charge => ("true", AGREED),
            Sign::Allowance => ("false", DISCOUNT),
        };
        let sku = self.sku.and_then(|charge| sku(line, charge));
        xml.parent("cac:AllowanceCharge", |xml| {
            xml.may("cbc:ID", sku);
            xml.text("cbc:ChargeIndicator", is_charge);
            xml.text("cbc:AllowanceChargeReasonCode", code);
            for charge in shown.charges.iter().filter(|charge| charge.name == self.name) {
                let language = quote.request.language;
                let reason = Words::of(language).labelled(&charge.label, &charge.how);
                xml.sentence("cbc:AllowanceChargeReason", language, &reason);
            }
            xml.amount("cbc:Amount", self.amount);
            if let Some(base) = base(line, self.name) {
                xml.amount("cbc:BaseAmount", base);
            }
        });
    }
}

/// What a charge is a part of: the one amount that its step multiplies by rates and shares alone.
fn base(line: &Line, name: Name) -> Option<Money> {
    let inputs = line.working.step(name)?.operation.inputs();
    let ((_, Value::Money(base)), by) = inputs.split_first()? else { return None };
    let is_part = |value: &Value| matches!(value, Value::Percent(_) | Value::Share(_));
    // The price of one unit may have more decimals than its currency.
    let is_amount = base.decimals() == base.currency().decimals();
    (is_amount && !by.is_empty() && by.iter().all(|(_, by)| is_part(by))).then_some(*base)
}

fn sku(line: &Line, charge: SkuCharge) -> Option<&str> {
    line.skus.iter().find(|(of, _)| *of == charge).map(|(_, id)| id.as_str())
}

fn item(xml: &mut Xml, quote: &Quote, line: &Line, shown: &SheetLine) {
    let language = quote.request.language;
    for detail in &shown.details {
        xml.sentence("cbc:Description", language, detail);
    }
    xml.text("cbc:Name", &title_of(line));
    let (product, edition) = (&line.product_line.id, &line.edition.id);
    let id = format!("{product}/{edition}/{}", line.service_level.id);
    identified(xml, "cac:SellersItemIdentification", &id);
    if let Some(sku) = sku(line, SkuCharge::Forward) {
        identified(xml, "cac:ManufacturersItemIdentification", sku);
    }
    tax_categories(xml, quote);
    for (name, value) in properties(line) {
        xml.parent("cac:AdditionalItemProperty", |xml| {
            xml.text("cbc:Name", name);
            xml.text("cbc:Value", &value);
        });
    }
    xml.parent("cac:ManufacturerParty", |xml| {
        xml.parent("cac:PartyName", |xml| xml.text("cbc:Name", &quote.book.about().vendor));
    });
}

fn identified(xml: &mut Xml, name: &str, id: &str) {
    xml.parent(name, |xml| xml.text("cbc:ID", id));
}

fn tax_categories(xml: &mut Xml, quote: &Quote) {
    for tax in quote.request.taxes() {
        total::category(xml, "cac:ClassifiedTaxCategory", tax);
    }
}

/// What the price of a line comes from, by the names that the JSON of a quote has for it.
fn properties(line: &Line) -> impl Iterator<Item = (&'static str, String)> {
    let amounts = &line.amounts;
    let is_holding = !line.status.is_change();
    let all = [
        ("product_line", Some(line.product_line.id.clone())),
        ("edition", Some(line.edition.id.clone())),
        ("release", line.release.as_ref().map(|release| release.id.clone())),
        ("service_level", Some(line.service_level.id.clone())),
        ("metric", Some(line.metric.clone()).filter(|metric| !metric.is_empty())),
        ("owned", is_holding.then(|| line.owned.to_string())),
        ("retired", is_holding.then(|| line.retired.to_string())),
        ("covered_through", line.covered_through.map(|day| day.to_string())),
        ("used_since", line.used_since.map(|day| day.to_string())),
        ("status", Some(line.status_id.clone())),
        ("gap_days", Some(line.gap.days.to_string())),
        ("srp", Some(line.srp.to_string())),
        ("rate", Some(line.rate.to_string())),
        ("unit_list", Some(amounts.unit_list.to_string())),
        ("program_discount", Some(line.program_discount.to_string())),
        ("unit_net", Some(amounts.unit_net.to_string())),
        ("unit_net_from", amounts.unit_net_from.map(|price| price.to_string())),
        ("unit_licence", amounts.unit_licence.map(|price| price.to_string())),
        ("annual", Some(amounts.annual.to_string())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?)))
}
