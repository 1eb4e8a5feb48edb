//! The request: what is to be priced, as data; after reading, nothing needs checking again.

use std::fmt::{self, Write as _};

use unicode_normalization::UnicodeNormalization;

use super::book::Language;
use super::calendar::Date;
use super::money::{Currency, Money};
use super::node::{self, Fields, Format, Node, NodeValue, expected, for_message, is_unsafe};
use super::percent::{NumberTextError, Percent};
use super::problem::{Problem, Problems, nearest, one_of};

/// Most characters of a name, a line of an address, or a reference.
pub const LABEL_MAX: usize = 200;
/// Most holdings of a request.
pub const HOLDINGS_MAX: usize = 10_000;
/// Most bytes of a request's text.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
const ADDRESS_LINES_MAX: usize = 10;
const OTHER_CONTRACTS_MAX: usize = 1_000;

/// The word for the latest common end.
const LATEST: &str = "latest";

/// A text from outside: not empty, at most [`LABEL_MAX`] characters, no invisible characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(String);

impl Label {
    /// A label of a text; `None` where the text may not be one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let fits = !text.trim().is_empty() && text.chars().count() <= LABEL_MAX;
        (fits && !text.chars().any(is_unsafe)).then(|| Self::composed(text))
    }

    /// Letters and their marks as one character where there is one (Unicode NFC), so that equal
    /// names are equal text and fonts find them.
    fn composed(text: &str) -> Self {
        Self(text.nfc().collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A request for one quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The price book's family, where it is named.
    pub book: Option<Label>,
    /// The day of the quote; it selects the version of the price book.
    pub quote_date: Date,
    /// The day cover is to begin again.
    pub start: Date,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The service level asked for.
    pub service_level: Label,
    /// Years of the new term.
    pub term_years: u32,
    /// The licensing programme.
    pub program: Label,
    /// One last day for the new terms of all holdings, instead of whole years.
    pub common_end: Option<CommonEnd>,
    /// What the sales rep takes off.
    pub concession: Option<Concession>,
    /// The language of documents.
    pub language: Language,
    /// The tax on the sum, where one is named.
    pub tax: Option<Tax>,
    /// Who asks; absent on an anonymous estimate.
    pub customer: Option<Customer>,
    /// What is to be covered, at least one.
    pub holdings: Vec<Holding>,
    /// Running contracts outside this quote.
    pub other_contracts: Vec<OtherContract>,
}

/// One last day for the new terms of all holdings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommonEnd {
    /// The latest day on which the term of any holding would end.
    Latest,
    /// This day.
    On(Date),
}

/// What the sales rep takes off the new term, after the term discount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concession {
    /// The percentage.
    pub rate: Percent,
    /// Why.
    pub reason: Label,
}

/// A tax by its name and rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// For example `BTW` or `VAT`.
    pub name: Label,
    /// Percentage of the subtotal.
    pub rate: Percent,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Name of the organization.
    pub name: Label,
    /// Its ORG ID with the vendor: what the all-in rule is about.
    pub org_id: Label,
    /// A person.
    pub contact: Option<Label>,
    /// Lines of the address.
    pub address: Vec<Label>,
    /// Country.
    pub country: Option<Label>,
    /// The customer's own reference.
    pub reference: Option<Label>,
}

/// Licences of one edition that a customer owns, with one last covered day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Id of the product line.
    pub product_line: Label,
    /// Id of the edition.
    pub edition: Label,
    /// Id of the release in use, where known.
    pub release: Option<Label>,
    /// Licences owned.
    pub owned: u64,
    /// Licences given up for good.
    pub retire: u64,
    /// Licences to cover, as a check: it must be `owned − retire`.
    pub quantity: Option<u64>,
    /// The last day with cover, inclusive.
    pub covered_through: Date,
    /// This holding's own service level (hardware may differ).
    pub service_level: Option<Label>,
    /// The level it has or had; tells an upgrade.
    pub current_service_level: Option<Label>,
}

/// A running contract outside the quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherContract {
    /// Id of the product line.
    pub product_line: Label,
    /// Id of the service level.
    pub service_level: Label,
    /// The last day with cover, inclusive.
    pub covered_through: Date,
    /// What it is worth a year.
    pub annual_value: Option<Money>,
}

/// The contracts outside a quote, and the day cover is to begin again.
#[derive(Debug, Clone, Copy)]
pub struct OtherContracts<'a> {
    /// The contracts.
    pub list: &'a [OtherContract],
    /// The day on which a contract must still run to count.
    pub start: Date,
}

/// What all holdings of a request share, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct RequestRef<'a> {
    /// The price book's family, where it is named.
    pub book: Option<&'a str>,
    /// The day of the quote.
    pub quote_date: Date,
    /// The day cover is to begin again.
    pub start: Date,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The service level of holdings that name none of their own.
    pub service_level: Option<&'a str>,
    /// Years of the new term.
    pub term_years: u32,
    /// One last day for all new terms.
    pub common_end: Option<CommonEnd>,
    /// What the sales rep takes off.
    pub concession: Option<Percent>,
    /// The licensing programme.
    pub program: &'a str,
    /// Running contracts outside the quote.
    pub others: OtherContracts<'a>,
}

/// A holding, borrowed; see [`Holding`].
#[derive(Debug, Clone, Copy)]
pub struct HoldingRef<'a> {
    /// Id of the product line.
    pub product_line: &'a str,
    /// Id of the edition.
    pub edition: &'a str,
    /// Id of the release in use, where known.
    pub release: Option<&'a str>,
    /// Licences owned.
    pub owned: u64,
    /// Licences given up for good.
    pub retire: u64,
    /// Licences to cover, as a check.
    pub quantity: Option<u64>,
    /// The last day with cover, inclusive.
    pub covered_through: Date,
    /// This holding's own service level.
    pub service_level: Option<&'a str>,
    /// The level it has or had.
    pub current_service_level: Option<&'a str>,
}

/// A text to read a request from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'text> {
    /// The name of the file, or another word for where the text comes from.
    pub origin: &'text str,
    /// The text.
    pub text: &'text str,
    /// TOML or JSON.
    pub format: Format,
}

impl Request {
    /// Reads a request; `today` stands in for a `quote_date` that it leaves out.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text.
    pub fn read(source: Source<'_>, today: Option<Date>) -> Result<Self, Problems> {
        let mut problems = Problems::none_in(source.origin, source.text);
        if source.text.len() > BYTES_MAX {
            problems.text.clear();
            let message = "the request has more than 8 MiB";
            let problem = Problem::error("too-large", "", message);
            problems.list.push(problem.hint("split it: one request is one quote"));
            return Err(problems);
        }
        let root = node::parse(source.format, &mut problems);
        let request = Reader { problems: &mut problems }.request(&root, today);
        problems.sort();
        match request {
            Some(request) if !problems.has_errors() => Ok(request),
            Some(_) | None => {
                if !problems.has_errors() {
                    problems.list.push(Problem::error(
                        "incomplete",
                        "",
                        "the request is incomplete",
                    ));
                }
                Err(problems)
            }
        }
    }

    /// What all holdings share, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> RequestRef<'_> {
        RequestRef {
            book: self.book.as_ref().map(Label::as_str),
            quote_date: self.quote_date,
            start: self.start,
            currency: self.currency,
            service_level: Some(self.service_level.as_str()),
            term_years: self.term_years,
            common_end: self.common_end,
            concession: self.concession.as_ref().map(|concession| concession.rate),
            program: self.program.as_str(),
            others: self.other_contracts(),
        }
    }

    /// The contracts outside the quote.
    #[must_use]
    pub fn other_contracts(&self) -> OtherContracts<'_> {
        OtherContracts { list: &self.other_contracts, start: self.start }
    }

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
    /// The holding, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> HoldingRef<'_> {
        HoldingRef {
            product_line: self.product_line.as_str(),
            edition: self.edition.as_str(),
            release: self.release.as_ref().map(Label::as_str),
            owned: self.owned,
            retire: self.retire,
            quantity: self.quantity,
            covered_through: self.covered_through,
            service_level: self.service_level.as_ref().map(Label::as_str),
            current_service_level: self.current_service_level.as_ref().map(Label::as_str),
        }
    }

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

struct Reader<'text> {
    problems: &'text mut Problems,
}

impl Reader<'_> {
    fn request(&mut self, root: &Node, today: Option<Date>) -> Option<Request> {
        let mut fields = Fields::of(root, "", self.problems)?;
        let book = self.optional_label(&mut fields, "book");
        let quote_date = match (fields.optional("quote_date"), today) {
            (Some(node), _) => node::date(node, "quote_date", self.problems),
            (None, Some(today)) => Some(today),
            (None, None) => {
                fields.required("quote_date", self.problems);
                None
            }
        };
        let start = self.optional_date(&mut fields, "start");
        let currency = self.currency(&mut fields);
        let service_level = self.label(&mut fields, "service_level");
        let term_years = self.count(&mut fields, "term_years", u32::MAX.into());
        let program = self.label(&mut fields, "program");
        let common_end = match fields.optional("common_end") {
            None => Some(None),
            Some(node) => self.common_end(node).map(Some),
        };
        let concession = match fields.optional("concession") {
            None => Some(None),
            Some(node) => self.concession(node).map(Some),
        };
        let language = self.language(&mut fields);
        let tax = match fields.optional("tax") {
            None => Some(None),
            Some(node) => self.tax(node).map(Some),
        };
        let customer = match fields.optional("customer") {
            None => Some(None),
            Some(node) => self.customer(node).map(Some),
        };
        let holdings = self.holdings(&mut fields);
        let other_contracts = match fields.optional("other_contract") {
            None => Vec::new(),
            Some(node) => self.other_contracts(node, currency),
        };
        fields.finish(self.problems);
        let quote_date = quote_date?;
        Some(Request {
            book: book?,
            quote_date,
            start: start?.unwrap_or(quote_date),
            currency: currency?,
            service_level: service_level?,
            term_years: u32::try_from(term_years?).ok()?,
            program: program?,
            common_end: common_end?,
            concession: concession?,
            language: language?,
            tax: tax?,
            customer: customer?,
            holdings,
            other_contracts,
        })
    }

    fn currency(&mut self, fields: &mut Fields<'_>) -> Option<Currency> {
        let node = fields.required("currency", self.problems)?;
        let code = node::text(node, "currency", LABEL_MAX, self.problems)?;
        let currency = Currency::from_code(&code);
        if currency.is_none() {
            let message = format!("`{}` is not a currency of ISO 4217", for_message(&code));
            let upper = code.to_uppercase();
            let hint = match Currency::from_code(&upper) {
                Some(known) => format!("did you mean {known}?"),
                None => "write a code of three capitals, for example EUR".to_owned(),
            };
            self.problems.list.push(
                Problem::error("unknown-currency", "currency", message)
                    .at(node.span.clone())
                    .hint(hint),
            );
        }
        currency
    }

    fn language(&mut self, fields: &mut Fields<'_>) -> Option<Language> {
        let Some(node) = fields.optional("language") else { return Some(Language::English) };
        let tag = node::text(node, "language", LABEL_MAX, self.problems)?;
        let found = Language::ALL.iter().find(|(known, _)| *known == tag);
        if found.is_none() {
            let known = Language::ALL.iter().map(|(tag, _)| *tag);
            let message = format!("`{}` is not a language of documents", for_message(&tag));
            self.problems.list.push(
                Problem::error("unknown-language", "language", message).at(node.span.clone()).hint(
                    match nearest(&tag, known.clone()) {
                        Some(near) => format!("did you mean `{near}`? One of {}", one_of(known)),
                        None => format!("write {}", one_of(known)),
                    },
                ),
            );
        }
        found.map(|(_, language)| *language)
    }

    fn common_end(&mut self, node: &Node) -> Option<CommonEnd> {
        if matches!(&node.value, NodeValue::Text(word) if word == LATEST) {
            return Some(CommonEnd::Latest);
        }
        let before = self.problems.list.len();
        let date = node::date(node, "common_end", self.problems);
        for problem in self.problems.list.iter_mut().skip(before) {
            let hint = problem.hint.take().unwrap_or_default();
            problem.hint = Some(format!("{hint}, or \"{LATEST}\""));
        }
        date.map(CommonEnd::On)
    }

    fn concession(&mut self, node: &Node) -> Option<Concession> {
        let mut fields = Fields::of(node, "concession", self.problems)?;
        let rate = fields
            .required("rate", self.problems)
            .and_then(|node| self.rate(node, "concession.rate"));
        let reason = self.label(&mut fields, "reason");
        fields.finish(self.problems);
        Some(Concession { rate: rate?, reason: reason? })
    }

    fn tax(&mut self, node: &Node) -> Option<Tax> {
        let mut fields = Fields::of(node, "tax", self.problems)?;
        let name = self.label(&mut fields, "name");
        let rate =
            fields.required("rate", self.problems).and_then(|node| self.rate(node, "tax.rate"));
        fields.finish(self.problems);
        Some(Tax { name: name?, rate: rate? })
    }

    /// A percentage of at most 100%.
    fn rate(&mut self, node: &Node, path: &str) -> Option<Percent> {
        let NodeValue::Text(text) = &node.value else {
            self.problems.list.push(expected("quoted text such as \"21%\"", node, path));
            return None;
        };
        let message = match Percent::parse(text) {
            Ok(rate) if rate <= Percent::WHOLE => return Some(rate),
            Ok(_) | Err(NumberTextError::TooLarge) => format!("`{path}`: 100% is the most"),
            Err(NumberTextError::TooManyDecimals) => {
                format!("`{path}`: a percentage has at most 6 decimals")
            }
            Err(NumberTextError::NotPlain) => {
                format!("`{path}`: `{}` is not a percentage", for_message(text))
            }
        };
        self.problems.list.push(
            Problem::error("bad-percent", path, message)
                .at(node.span.clone())
                .hint("write digits and a percent sign, for example \"21%\""),
        );
        None
    }

    fn customer(&mut self, node: &Node) -> Option<Customer> {
        let mut fields = Fields::of(node, "customer", self.problems)?;
        let name = self.label(&mut fields, "name");
        let org_id = self.label(&mut fields, "org_id");
        let contact = self.optional_label(&mut fields, "contact");
        let mut address = Vec::new();
        if let Some(node) = fields.optional("address") {
            let path = "customer.address";
            for (path, line) in node::list(node, path, ADDRESS_LINES_MAX, self.problems) {
                let text = node::text(line, &path, LABEL_MAX, self.problems);
                address.extend(text.map(|text| Label::composed(&text)));
            }
        }
        let country = self.optional_label(&mut fields, "country");
        let reference = self.optional_label(&mut fields, "reference");
        fields.finish(self.problems);
        Some(Customer {
            name: name?,
            org_id: org_id?,
            contact: contact?,
            address,
            country: country?,
            reference: reference?,
        })
    }

    fn holdings(&mut self, fields: &mut Fields<'_>) -> Vec<Holding> {
        let Some(node) = fields.required("holding", self.problems) else { return Vec::new() };
        if matches!(&node.value, NodeValue::List(items) if items.is_empty()) {
            let message = "the request has no holding";
            self.problems.list.push(
                Problem::error("empty-list", "holding", message)
                    .at(node.span.clone())
                    .hint("add what is to be covered: at least one [[holding]]"),
            );
        }
        let items = node::list(node, "holding", HOLDINGS_MAX, self.problems);
        items.iter().filter_map(|(path, item)| self.holding(item, path)).collect()
    }

    fn holding(&mut self, node: &Node, path: &str) -> Option<Holding> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let product_line = self.label(&mut fields, "product_line");
        let edition = self.label(&mut fields, "edition");
        let release = self.optional_label(&mut fields, "release");
        let owned = self.count(&mut fields, "owned", i64::MAX);
        let retire = self.optional_count(&mut fields, "retire");
        let quantity = self.optional_count(&mut fields, "quantity");
        let covered_through = fields
            .required("covered_through", self.problems)
            .and_then(|node| node::date(node, &format!("{path}.covered_through"), self.problems));
        let service_level = self.optional_label(&mut fields, "service_level");
        let current_service_level = self.optional_label(&mut fields, "current_service_level");
        fields.finish(self.problems);
        Some(Holding {
            product_line: product_line?,
            edition: edition?,
            release: release?,
            owned: owned?,
            retire: retire?.unwrap_or(0),
            quantity: quantity?,
            covered_through: covered_through?,
            service_level: service_level?,
            current_service_level: current_service_level?,
        })
    }

    fn other_contracts(&mut self, node: &Node, currency: Option<Currency>) -> Vec<OtherContract> {
        let items = node::list(node, "other_contract", OTHER_CONTRACTS_MAX, self.problems);
        items.iter().filter_map(|(path, item)| self.other_contract(item, path, currency)).collect()
    }

    fn other_contract(
        &mut self,
        node: &Node,
        path: &str,
        currency: Option<Currency>,
    ) -> Option<OtherContract> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let product_line = self.label(&mut fields, "product_line");
        let service_level = self.label(&mut fields, "service_level");
        let covered_through = fields
            .required("covered_through", self.problems)
            .and_then(|node| node::date(node, &format!("{path}.covered_through"), self.problems));
        let annual_value = match fields.optional("annual_value") {
            None => Some(None),
            Some(node) => self.money(node, &format!("{path}.annual_value"), currency).map(Some),
        };
        fields.finish(self.problems);
        Some(OtherContract {
            product_line: product_line?,
            service_level: service_level?,
            covered_through: covered_through?,
            annual_value: annual_value?,
        })
    }

    fn money(&mut self, node: &Node, path: &str, currency: Option<Currency>) -> Option<Money> {
        let NodeValue::Text(text) = &node.value else {
            let what = "quoted text such as \"120000.00\"";
            self.problems.list.push(expected(what, node, path));
            return None;
        };
        let currency = currency?;
        let message = match Money::parse(text, currency) {
            Ok(money) => return Some(money),
            Err(error) => error.explain(text, path, currency),
        };
        self.problems.list.push(
            Problem::error("bad-amount", path, message)
                .at(node.span.clone())
                .hint("write digits and a point, for example \"120000.00\""),
        );
        None
    }

    fn label(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Label> {
        let node = fields.required(key, self.problems)?;
        let text = node::text(node, &fields.path_of(key), LABEL_MAX, self.problems)?;
        Some(Label::composed(&text))
    }

    /// A label that may be absent: `Some(None)`; `None` where it is there and wrong.
    fn optional_label(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<Label>> {
        match fields.optional(key) {
            None => Some(None),
            Some(node) => {
                let text = node::text(node, &fields.path_of(key), LABEL_MAX, self.problems);
                text.map(|text| Some(Label::composed(&text)))
            }
        }
    }

    fn optional_date(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<Date>> {
        match fields.optional(key) {
            None => Some(None),
            Some(node) => node::date(node, &fields.path_of(key), self.problems).map(Some),
        }
    }

    fn count(&mut self, fields: &mut Fields<'_>, key: &'static str, most: i64) -> Option<u64> {
        let node = fields.required(key, self.problems)?;
        let count = node::integer(node, &fields.path_of(key), 0..=most, self.problems)?;
        u64::try_from(count).ok()
    }

    fn optional_count(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
    ) -> Option<Option<u64>> {
        match fields.optional(key) {
            None => Some(None),
            Some(_) => self.count(fields, key, i64::MAX).map(Some),
        }
    }
}
