//! The request as JSON in one fixed form: what its digest is taken of.

use std::fmt::{Display, Write as _};

use super::{CommonEnd, Concession, Customer, Holding, LATEST, Label, OtherContract, Request, Tax};

impl Request {
    /// The request as compact JSON in one fixed form: keys in the order of this type, what was not
    /// given left out, `quote_date` and `start` always there. It can be read back as a request.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        const BYTES_USUAL: usize = 1_024;
        let mut json = String::with_capacity(BYTES_USUAL);
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        let mut object = Object::open(json);
        object.label("book", self.book.as_ref());
        object.shown("quote_date", self.quote_date);
        object.shown("start", self.start);
        object.text("currency", self.currency.code());
        object.text("service_level", self.service_level.as_str());
        object.number("term_years", self.term_years.into());
        match self.common_end {
            None => {}
            Some(CommonEnd::Latest) => object.text("common_end", LATEST),
            Some(CommonEnd::On(date)) => object.shown("common_end", date),
        }
        object.text("program", self.program.as_str());
        if let Some(concession) = &self.concession {
            concession.write(object.key("concession"));
        }
        object.text("language", self.language.tag());
        if let Some(tax) = &self.tax {
            tax.write(object.key("tax"));
        }
        if let Some(customer) = &self.customer {
            customer.write(object.key("customer"));
        }
        object.list("holding", &self.holdings, Holding::write);
        if !self.other_contracts.is_empty() {
            object.list("other_contract", &self.other_contracts, OtherContract::write);
        }
        object.close();
    }
}

impl Concession {
    fn write(&self, json: &mut String) {
        let mut object = Object::open(json);
        object.shown("rate", self.rate);
        object.text("reason", self.reason.as_str());
        object.close();
    }
}

impl Tax {
    fn write(&self, json: &mut String) {
        let mut object = Object::open(json);
        object.text("name", self.name.as_str());
        object.shown("rate", self.rate);
        object.close();
    }
}

impl Customer {
    /// The customer as compact JSON, as in [`Request::canonical_json`].
    #[must_use]
    pub fn canonical_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        let mut object = Object::open(json);
        object.text("name", self.name.as_str());
        object.text("org_id", self.org_id.as_str());
        object.label("contact", self.contact.as_ref());
        if !self.address.is_empty() {
            object.list("address", &self.address, |line, json| quote(line.as_str(), json));
        }
        object.label("country", self.country.as_ref());
        object.label("reference", self.reference.as_ref());
        object.close();
    }
}

impl Holding {
    fn write(&self, json: &mut String) {
        let mut object = Object::open(json);
        object.text("product_line", self.product_line.as_str());
        object.text("edition", self.edition.as_str());
        object.label("release", self.release.as_ref());
        object.number("owned", self.owned);
        if self.retire > 0 {
            object.number("retire", self.retire);
        }
        if let Some(quantity) = self.quantity {
            object.number("quantity", quantity);
        }
        object.shown("covered_through", self.covered_through);
        object.label("service_level", self.service_level.as_ref());
        object.label("current_service_level", self.current_service_level.as_ref());
        object.close();
    }
}

impl OtherContract {
    fn write(&self, json: &mut String) {
        let mut object = Object::open(json);
        object.text("product_line", self.product_line.as_str());
        object.text("service_level", self.service_level.as_str());
        object.shown("covered_through", self.covered_through);
        if let Some(value) = self.annual_value {
            object.shown("annual_value", value);
        }
        object.close();
    }
}

/// One JSON object at the end of a text, written key by key.
struct Object<'json>(&'json mut String);

impl<'json> Object<'json> {
    fn open(json: &'json mut String) -> Self {
        json.push('{');
        Self(json)
    }

    /// Writes a key; its value goes to the end of the text.
    fn key(&mut self, key: &str) -> &mut String {
        // No value ends with this bracket: the object was opened just now.
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
        self.0
    }

    fn text(&mut self, key: &str, text: &str) {
        quote(text, self.key(key));
    }

    fn label(&mut self, key: &str, label: Option<&Label>) {
        if let Some(label) = label {
            self.text(key, label.as_str());
        }
    }

    fn number(&mut self, key: &str, number: u64) {
        // Writing to a String cannot fail.
        let _ = write!(self.key(key), "{number}");
    }

    /// A date, an amount or a percentage: none has a character to escape.
    fn shown(&mut self, key: &str, value: impl Display) {
        let _ = write!(self.key(key), "\"{value}\"");
    }

    fn list<T>(&mut self, key: &str, items: &[T], write: impl Fn(&T, &mut String)) {
        let json = self.key(key);
        json.push('[');
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            write(item, json);
        }
        json.push(']');
    }

    fn close(self) {
        self.0.push('}');
    }
}

/// Labels hold no control characters, so two escapes are all it takes.
fn quote(text: &str, json: &mut String) {
    json.push('"');
    if text.bytes().any(|byte| byte == b'\\' || byte == b'"') {
        json.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
    } else {
        json.push_str(text);
    }
    json.push('"');
}
