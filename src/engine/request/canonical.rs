//! The request as JSON in one fixed form: what its digest is taken of.

use std::fmt::Write as _;

use super::{CommonEnd, Customer, Holding, LATEST, Label, OtherContract, Request};

impl Request {
    /// The request as compact JSON in one fixed form: keys in the order of this type, what was not
    /// given left out, `quote_date` and `start` always there. It can be read back as a request.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        let mut object = Object::open();
        object.label("book", self.book.as_ref());
        object.text("quote_date", &self.quote_date.to_string());
        object.text("start", &self.start.to_string());
        object.text("currency", self.currency.code());
        object.text("service_level", self.service_level.as_str());
        object.raw("term_years", &self.term_years.to_string());
        match self.common_end {
            None => {}
            Some(CommonEnd::Latest) => object.text("common_end", LATEST),
            Some(CommonEnd::On(date)) => object.text("common_end", &date.to_string()),
        }
        object.text("program", self.program.as_str());
        if let Some(concession) = &self.concession {
            let mut table = Object::open();
            table.text("rate", &concession.rate.to_string());
            table.text("reason", concession.reason.as_str());
            object.raw("concession", &table.close());
        }
        object.text("language", self.language.tag());
        if let Some(tax) = &self.tax {
            let mut table = Object::open();
            table.text("name", tax.name.as_str());
            table.text("rate", &tax.rate.to_string());
            object.raw("tax", &table.close());
        }
        if let Some(customer) = &self.customer {
            object.raw("customer", &customer.canonical_json());
        }
        object.list("holding", self.holdings.iter().map(Holding::canonical_json));
        if !self.other_contracts.is_empty() {
            let contracts = self.other_contracts.iter().map(OtherContract::canonical_json);
            object.list("other_contract", contracts);
        }
        object.close()
    }
}

impl Customer {
    /// The customer as compact JSON, as in [`Request::canonical_json`].
    #[must_use]
    pub fn canonical_json(&self) -> String {
        let mut object = Object::open();
        object.text("name", self.name.as_str());
        object.text("org_id", self.org_id.as_str());
        object.label("contact", self.contact.as_ref());
        if !self.address.is_empty() {
            object.list("address", self.address.iter().map(|line| quoted(line.as_str())));
        }
        object.label("country", self.country.as_ref());
        object.label("reference", self.reference.as_ref());
        object.close()
    }
}

impl Holding {
    fn canonical_json(&self) -> String {
        let mut object = Object::open();
        object.text("product_line", self.product_line.as_str());
        object.text("edition", self.edition.as_str());
        object.label("release", self.release.as_ref());
        object.raw("owned", &self.owned.to_string());
        if self.retire > 0 {
            object.raw("retire", &self.retire.to_string());
        }
        if let Some(quantity) = self.quantity {
            object.raw("quantity", &quantity.to_string());
        }
        object.text("covered_through", &self.covered_through.to_string());
        object.label("service_level", self.service_level.as_ref());
        object.label("current_service_level", self.current_service_level.as_ref());
        object.close()
    }
}

impl OtherContract {
    fn canonical_json(&self) -> String {
        let mut object = Object::open();
        object.text("product_line", self.product_line.as_str());
        object.text("service_level", self.service_level.as_str());
        object.text("covered_through", &self.covered_through.to_string());
        if let Some(value) = self.annual_value {
            object.text("annual_value", &value.to_string());
        }
        object.close()
    }
}

/// Writes one JSON object; labels hold no control characters, so two escapes are all it takes.
struct Object(String);

impl Object {
    fn open() -> Self {
        Self("{".to_owned())
    }

    fn raw(&mut self, key: &str, json: &str) {
        let comma = if self.0.len() > 1 { "," } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{comma}\"{key}\":{json}");
    }

    fn text(&mut self, key: &str, text: &str) {
        self.raw(key, &quoted(text));
    }

    fn label(&mut self, key: &str, label: Option<&Label>) {
        if let Some(label) = label {
            self.text(key, label.as_str());
        }
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        self.raw(key, &format!("[{}]", items.join(",")));
    }

    fn close(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
