//! The request: what is to be priced, as data; after reading, nothing needs checking again.

mod canonical;
mod read;

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::book::Language;
use super::calendar::Date;
use super::money::{Currency, Money};
use super::node::{self, Format, is_unsafe};
use super::percent::Percent;
use super::problem::{Problem, Problems};

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
        // Text in ASCII is composed already.
        Self(if text.is_ascii() { text.to_owned() } else { text.nfc().collect() })
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
        let root = node::parse(source.format, source.text, &mut problems);
        let request = read::Reader { problems: &mut problems }.request(&root, today);
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
}
