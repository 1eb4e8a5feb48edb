//! The request: what is to be priced, as data; after reading, nothing needs checking again.

mod tax;
mod values;

use super::book::Language;
use super::calendar::Date;
use super::money::{Currency, Money};
use super::node::{self, Context, Cursor, Format, FromNode as _, Node, Read, TableCursor};
use super::percent::Percent;
use super::problem::{Problem, Problems};
use super::record::{Shaped as _, record};

pub use super::node::LABEL_MAX;
pub use tax::{Tax, Taxes};
pub use values::{CommonEnd, Label, UnitPrice};

/// Most holdings of a request.
pub const HOLDINGS_MAX: usize = 10_000;
/// Most bytes of a request's text.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Most lines of changes while cover runs, of each kind.
pub const CHANGES_MAX: usize = 1_000;
const ADDRESS_LINES_MAX: usize = 10;
const OTHER_CONTRACTS_MAX: usize = 1_000;
const CHANGES: [&str; 2] = ["addition", "raise"];

record! {
    /// A request for one quote.
    pub struct Request {
        /// Id of the price book; may be left out where there is one.
        [may] book: Label,
        /// The day of the quote, which selects the version of the price book; today if left out.
        [else quote_date_today] quote_date: Date,
        /// The day cover is to begin again; the day of the quote if left out.
        [else |_: &mut TableCursor<'_, '_>| quote_date] start: Date,
        /// The currency of all amounts (ISO 4217).
        [need] currency: Currency,
        /// Id of the service level.
        [need] service_level: Label,
        /// Years of the new term; needed where there are holdings.
        [may or no_holdings] term_years: u32,
        /// One last day for the new terms of all holdings.
        [may] common_end: CommonEnd,
        /// Id of the licensing programme.
        [need] program: Label,
        /// What is taken off the new term, after the term discount.
        [may] concession: Concession,
        /// The language of documents; English if left out.
        [else |_: &mut TableCursor<'_, '_>| Ok(Language::English)] language: Language,
        /// The tax on the sum, or several.
        [may] taxes as "tax": Taxes,
        /// Id of a payment plan; the book's first if left out.
        [may] payment: Label,
        /// Id of the rule that the customer chose for a lapse; the book's first if left out.
        [may] lapse_choice: Label,
        /// The number of the quote, which makes an offer of an estimate from an approved book.
        [may] quote_number: Label,
        /// Who asks; may be left out for an estimate.
        [may] customer: Customer,
        /// Who sells.
        [may] seller: Seller,
        /// What is to be covered; may be left out where cover that runs is to be changed.
        [some HOLDINGS_MAX or CHANGES] holdings as "holding": Holding,
        /// Licences that join cover that runs.
        [list CHANGES_MAX] additions as "addition": Addition,
        /// Cover that runs and moves to the service level of the quote.
        [list CHANGES_MAX] raises as "raise": Raise,
        /// Running contracts outside this quote.
        [list OTHER_CONTRACTS_MAX] other_contracts as "other_contract": OtherContract,
    }
}

record! {
    /// What the sales rep takes off the new term, and why.
    pub struct Concession {
        /// The percentage.
        [need] rate: Percent,
        /// Why.
        [need] reason: Label,
    }
}

record! {
    /// Who sells.
    pub struct Seller {
        /// A name.
        [may] name: Label,
        /// A telephone number.
        [may] phone: Label,
        /// An address for mail.
        [may] email: Label,
    }
}

record! {
    /// Who asks.
    pub struct Customer {
        /// Name of the organization.
        [need] name: Label,
        /// Its ORG ID with the vendor: what the all-in rule is about.
        [may] org_id: Label,
        /// A person.
        [may] contact: Label,
        /// Lines of the address.
        [list ADDRESS_LINES_MAX] address: Label,
        /// Country.
        [may] country: Label,
        /// The customer's own reference.
        [may] reference: Label,
        /// Its number with the tax authority.
        [may] tax_id: Label,
        /// An address for mail.
        [may] email: Label,
        /// The number of its purchase order.
        [may] purchase_order: Label,
    }
}

record! {
    /// Licences of one edition that a customer owns, with one last covered day.
    pub struct Holding lent as HoldingRef {
        /// Id of the product line.
        [need] product_line: Label,
        /// Id of the edition.
        [need] edition: Label,
        /// Id of the release in use.
        [may] release: Label,
        /// Licences owned.
        [need] owned: u64,
        /// Licences to give up for good; 0 if left out.
        [or 0] retire: u64,
        /// Licences to cover, as a check: it must be `owned` less `retire`.
        [may] quantity: u64,
        /// The last day with cover, inclusive.
        [need] covered_through: Date,
        /// This holding's own service level (hardware may differ).
        [may] service_level: Label,
        /// The level it has or had; tells an upgrade.
        [may] current_service_level: Label,
        /// What a licence cost a year under the last cover.
        [may] last_unit_net: UnitPrice,
    }
}

record! {
    /// Licences that join cover that runs.
    pub struct Addition {
        /// Id of the product line.
        [need] product_line: Label,
        /// Id of the edition.
        [need] edition: Label,
        /// Id of the release in use.
        [may] release: Label,
        /// Licences that join.
        [need] quantity: u64,
        /// The last day of the cover they join, inclusive.
        [need] ends: Date,
        /// In use without cover since this day: a true-up.
        [may] used_since: Date,
        /// Whether the licences are bought too.
        [or false] new_licences: bool,
        /// Their own service level (hardware may differ).
        [may] service_level: Label,
    }
}

record! {
    /// Cover that runs and moves to the service level of the quote.
    pub struct Raise {
        /// Id of the product line.
        [need] product_line: Label,
        /// Id of the edition.
        [need] edition: Label,
        /// Id of the release in use.
        [may] release: Label,
        /// Licences covered.
        [need] quantity: u64,
        /// Id of the service level it has.
        [need] from_level: Label,
        /// The last day of the cover, inclusive.
        [need] ends: Date,
    }
}

record! {
    /// A running contract outside the quote.
    pub struct OtherContract {
        /// Id of the product line.
        [need] product_line: Label,
        /// Id of the service level.
        [need] service_level: Label,
        /// The last day with cover, inclusive.
        [need] covered_through: Date,
        /// What it is worth a year, in the currency of the request.
        [may] annual_value: Money,
    }
}

/// Today, where the reader knows it; a request without a day of its own is else incomplete.
fn quote_date_today(table: &mut TableCursor<'_, '_>) -> Read<Date> {
    table.context().today.ok_or_else(|| table.missing("quote_date"))
}

/// Holdings are covered for a term, whose length has to be said.
fn no_holdings(table: &mut TableCursor<'_, '_>) -> Read<()> {
    let changes_only = !table.has("holding") && CHANGES.iter().any(|key| table.has(key));
    if changes_only { Ok(()) } else { Err(table.missing("term_years")) }
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
    /// Years of the new term; a request without holdings may have none.
    pub term_years: Option<u32>,
    /// One last day for all new terms.
    pub common_end: Option<CommonEnd>,
    /// What the sales rep takes off.
    pub concession: Option<Percent>,
    /// The licensing programme.
    pub program: &'a str,
    /// The payment plan, where it is named.
    pub payment: Option<&'a str>,
    /// The rule chosen for a lapse, where it is named.
    pub lapse_choice: Option<&'a str>,
    /// Licences that join cover that runs.
    pub additions: &'a [Addition],
    /// Cover that runs and moves to the level of the quote.
    pub raises: &'a [Raise],
    /// Running contracts outside the quote.
    pub others: OtherContracts<'a>,
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
    /// ```
    /// use reinstate::engine::node::Format;
    /// use reinstate::engine::request::{Request, Source};
    ///
    /// let good = r#"
    ///     quote_date = 2026-11-24
    ///     currency = "EUR"
    ///     service_level = "select"
    ///     term_years = 1
    ///     program = "easy"
    ///     [[holding]]
    ///     product_line = "virtual-apps-desktops"
    ///     edition = "premium"
    ///     owned = 500
    ///     covered_through = 2026-12-31
    /// "#;
    /// let source = |text| Source { origin: "request.toml", text, format: Format::Toml };
    /// let request = Request::read(source(good), None).unwrap();
    /// assert_eq!(request.start, request.quote_date);
    ///
    /// let bad = good.replace("500", "-1").replace("EUR", "EURO");
    /// let problems = Request::read(source(&bad), None).unwrap_err().list;
    /// assert_eq!(problems.len(), 2);
    /// assert_eq!(problems[0].code, "unknown-currency");
    /// assert_eq!(problems[1].path.to_string(), "holding[0].owned");
    /// ```
    ///
    /// # Errors
    /// All that is wrong, in the order of the text.
    pub fn read(source: Source<'_>, today: Option<Date>) -> Result<Self, Problems> {
        let mut problems = Problems::none_in(source.origin, source.text);
        if source.text.len() > BYTES_MAX {
            problems.text.clear();
            let message = "the request has more than 8 MiB";
            let problem = Problem::error("too-large", "", message);
            problems.push(problem.hint("split it: one request is one quote"));
            return Err(problems);
        }
        let root = node::parse(source.format, source.text, &mut problems);
        Self::of(&root, today, problems)
    }

    /// Reads a request from a tree, however it came about; `today` stands in for a `quote_date`
    /// that it leaves out, and `problems` are those of making the tree.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text.
    pub fn of(
        root: &Node<'_>,
        today: Option<Date>,
        mut problems: Problems,
    ) -> Result<Self, Problems> {
        let currency = root.get("currency").and_then(Node::as_text).and_then(Currency::from_code);
        let context = Context { today, currency };
        let request = Self::from_node(Cursor::root(root, context, &mut problems));
        problems.sort();
        if !problems.has_errors() {
            if let Ok(request) = request {
                return Ok(request);
            }
            problems.push(Problem::error("incomplete", "", "the request is incomplete"));
        }
        Err(problems)
    }

    /// A request for nothing yet, with what every request has to say; it begins on its own day, in
    /// English.
    #[must_use]
    pub const fn new(
        quote_date: Date,
        currency: Currency,
        service_level: Label,
        term_years: u32,
        program: Label,
    ) -> Self {
        Self {
            book: None,
            quote_date,
            start: quote_date,
            currency,
            service_level,
            term_years: Some(term_years),
            common_end: None,
            program,
            concession: None,
            language: Language::English,
            taxes: None,
            payment: None,
            lapse_choice: None,
            quote_number: None,
            customer: None,
            seller: None,
            holdings: Vec::new(),
            additions: Vec::new(),
            raises: Vec::new(),
            other_contracts: Vec::new(),
        }
    }

    /// The request as compact JSON in one fixed form: keys in the order of this type, what was not
    /// given left out, `quote_date` and `start` always there. It can be read back as a request.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        self.to_node().to_json()
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
            payment: self.payment.as_ref().map(Label::as_str),
            lapse_choice: self.lapse_choice.as_ref().map(Label::as_str),
            additions: &self.additions,
            raises: &self.raises,
            others: self.other_contracts(),
        }
    }

    /// The taxes on the sum, in their order.
    #[must_use]
    pub fn taxes(&self) -> &[Tax] {
        self.taxes.as_ref().map(|taxes| taxes.0.as_slice()).unwrap_or_default()
    }

    /// The contracts outside the quote.
    #[must_use]
    pub fn other_contracts(&self) -> OtherContracts<'_> {
        OtherContracts { list: &self.other_contracts, start: self.start }
    }
}

impl Customer {
    /// A customer of whom no more is known.
    #[must_use]
    pub const fn new(name: Label, org_id: Option<Label>) -> Self {
        Self {
            name,
            org_id,
            contact: None,
            address: Vec::new(),
            country: None,
            reference: None,
            tax_id: None,
            email: None,
            purchase_order: None,
        }
    }

    /// The customer as compact JSON, as in [`Request::canonical_json`].
    #[must_use]
    pub fn canonical_json(&self) -> String {
        self.to_node().to_json()
    }
}
