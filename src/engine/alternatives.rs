//! What else a customer could do: another term, another day, or new licences.
//!
//! Every number comes from pricing the same request again with one thing changed.
//!
//! Source: pricing rules, section 10.
//!
//! What waiting costs, and the steps that lead to it:
//!
//! ```
//! use reinstate::engine::alternatives::alternatives;
//! use reinstate::engine::book::{PriceBook, Shelf};
//! use reinstate::engine::node::Format;
//! use reinstate::engine::request::{Request, Source};
//! use reinstate::engine::working::{Value, replay};
//!
//! let text = include_str!("../../pricing/citrix-css-2026.2.toml");
//! let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", text).unwrap();
//! let shelf = Shelf::of([book]).unwrap();
//! let text = r#"{
//!     "quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR",
//!     "service_level": "select", "term_years": 3, "program": "enterprise-3",
//!     "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
//!                   "owned": 500, "retire": 20, "covered_through": "2026-03-31" }]
//! }"#;
//! let request = Request::read(Source { origin: "request", text, format: Format::Json }, None);
//!
//! let found = alternatives(&request.unwrap(), &shelf).unwrap();
//! let later = found.waiting.options.iter().find(|option| option.days_later == 30).unwrap();
//! let price = later.price.as_ref().unwrap();
//! // 30844.80 a year for 274 days instead of 244: 23154.73 − 20619.54.
//! assert_eq!(price.more.to_string(), "2535.19");
//! let (_, last) = replay(&price.working).unwrap().pop().unwrap();
//! assert_eq!(last, Value::Money(price.more));
//! ```

use super::asker::Asker;
use super::book::{PriceBook, Shelf};
use super::buying_new::buying_new;
use super::later_days::LaterDays;
use super::money::{Exact, Money};
use super::price::price;
use super::quote::Outcome;
use super::refusal::{Reason, Refusal};
use super::request::{CommonEnd, Holding, HoldingRef, Request, RequestRef};
use super::waiting::waiting;

pub use super::asker::Offer;
pub use super::buying_new::BuyingNew;
pub use super::waiting::{
    CostOfWaiting, CurvePoint, HORIZON_DAYS, JUMPS_MAX, Jump, PriceOfWaiting, StatusChange,
    WAITING_DAYS, WaitingOption,
};

/// The alternatives to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternatives {
    /// Each number of years that the book offers.
    pub terms: Vec<TermOption>,
    /// Each other rule that the customer may choose for a lapse, by its place in the book.
    pub choices: Vec<NamedOption>,
    /// Each other service level at which every line has a price.
    pub levels: Vec<NamedOption>,
    /// The same term from later days.
    pub waiting: CostOfWaiting,
    /// New licences instead; `None` where they cannot be priced.
    pub buying_new: Option<BuyingNew>,
}

/// A term beside the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermOption {
    /// Years.
    pub years: u32,
    /// What it costs.
    pub offer: Offer,
    /// The total divided by the years, rounded.
    pub per_year: Option<Money>,
    /// The same without tax.
    pub per_year_net: Option<Money>,
}

/// A thing of the book beside the one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedOption {
    /// Its id.
    pub id: String,
    /// What it costs.
    pub offer: Offer,
}

/// The alternatives to a request; `None` where no price book is in force.
#[must_use]
pub fn alternatives(request: &Request, shelf: &Shelf) -> Option<Alternatives> {
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let book = shelf.in_force(request.as_ref().book, request.quote_date).ok()?;
    let asker = Asker { request, holdings: &holdings, book };
    let mut later = LaterDays::of(&asker);
    let waiting = waiting(&mut later);
    Some(Alternatives {
        terms: terms(&asker),
        choices: choices(&asker),
        levels: levels(&asker),
        buying_new: buying_new(&mut later, waiting.not_possible_from),
        waiting,
    })
}

/// The alternatives to a request, or why there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison<'shelf> {
    /// There is a price, or another term has one.
    Compared {
        /// The price book in force.
        book: &'shelf PriceBook,
        /// The alternatives.
        found: Box<Alternatives>,
    },
    /// There is none, by any term.
    Refused(Vec<Refusal>),
}

/// Compares a request with its alternatives; one that is refused for its own term may still have
/// a price by another.
#[must_use]
pub fn compare<'shelf>(request: &Request, shelf: &'shelf Shelf) -> Comparison<'shelf> {
    let refusals = match price(request, shelf) {
        Outcome::Offered(_) => Vec::new(),
        Outcome::Refused(refusals) => refusals,
    };
    // Another term helps against some refusals; against the others nothing here does.
    if !refusals.iter().all(another_term_may_help) {
        return Comparison::Refused(refusals);
    }
    let book = shelf.in_force(request.as_ref().book, request.quote_date);
    match (book, alternatives(request, shelf)) {
        (Ok(book), Some(found)) if refusals.is_empty() || found.any_term() => {
            Comparison::Compared { book, found: Box::new(found) }
        }
        (Ok(_) | Err(_), Some(_) | None) => Comparison::Refused(refusals),
    }
}

/// What may be said beside refusals: the alternatives, where a lapse is what stands in the way.
#[must_use]
pub fn beside_refusals(
    request: &Request,
    shelf: &Shelf,
    refusals: &[Refusal],
) -> Option<Alternatives> {
    let lapsed = |refusal: &Refusal| {
        matches!(
            refusal.reason,
            Reason::ReinstatementNotOffered { .. }
                | Reason::QuotedByVendor { .. }
                | Reason::TermConsumedByGap { .. }
        )
    };
    refusals.iter().any(lapsed).then(|| alternatives(request, shelf)).flatten()
}

const fn another_term_may_help(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::TermNotOffered { .. } | Reason::TermConsumedByGap { .. })
}

impl Alternatives {
    /// Whether any term has a price.
    fn any_term(&self) -> bool {
        self.terms.iter().any(|option| matches!(option.offer, Offer::Offered { .. }))
    }
}

fn terms(asker: &Asker<'_>) -> Vec<TermOption> {
    let request = asker.request;
    // Terms that end on a given day are as long as they are, and changes have none.
    if matches!(request.common_end, Some(CommonEnd::On(_))) || request.holdings.is_empty() {
        return Vec::new();
    }
    let rule = asker.book.term();
    let option = |years: u32| {
        let offer = asker.ask(RequestRef { term_years: Some(years), ..asker.terms() });
        let over_years = |total: Money| {
            let per_year = Exact::of(total).over_count(u64::from(years)).ok()?;
            per_year.round(asker.book.rounding().mode).ok()
        };
        TermOption {
            years,
            per_year: offer.total().and_then(over_years),
            per_year_net: offer.net().and_then(over_years),
            offer,
        }
    };
    (rule.min_years.max(1)..=rule.max_years).map(option).collect()
}

fn choices(asker: &Asker<'_>) -> Vec<NamedOption> {
    let choices = &asker.book.lapse().choices;
    let chosen = asker.terms().lapse_choice;
    let chosen = chosen.or_else(|| choices.first().map(|choice| choice.id.as_str()));
    let others = choices.iter().filter(|choice| Some(choice.id.as_str()) != chosen);
    let option = |id: &String| {
        let changed = RequestRef { lapse_choice: Some(id), ..asker.terms() };
        NamedOption { id: id.clone(), offer: asker.ask(changed) }
    };
    others.map(|choice| option(&choice.id)).collect()
}

fn levels(asker: &Asker<'_>) -> Vec<NamedOption> {
    let own = asker.request.service_level.as_str();
    let others = asker.book.levels().iter().filter(|level| level.id != own);
    let priced = others.filter_map(|level| {
        let offer = asker.at_level(&level.id);
        offer.total().map(|_| NamedOption { id: level.id.clone(), offer })
    });
    priced.collect()
}
