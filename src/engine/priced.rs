//! A line of a request with its price.

use std::sync::Arc;

use super::book::{
    Edition, PaymentPlan, PriceBook, ProductLine, Program, Release, ServiceLevel, Status,
};
use super::calendar::Date;
use super::charges::{Amounts, ChargeError, ListPrice, Term};
use super::lapse::{ChargedGap, Gap};
use super::percent::Percent;
use super::refusal::{LinePlace, Reason};
use super::request::{Addition, HoldingRef, Raise};

/// A request whose lines all have a price.
#[derive(Debug, Clone)]
pub struct Priced<'a, R> {
    /// The price book in force.
    pub book: &'a Arc<PriceBook>,
    /// The service level of the request, where it names one for all lines.
    pub level: Option<&'a ServiceLevel>,
    /// The licensing programme.
    pub program: &'a Program,
    /// The payment plan, where there is one for this request.
    pub payment: Option<&'a PaymentPlan>,
    /// The lines, in the order of the request: holdings, additions, raises.
    pub lines: Vec<PricedLine<'a, R>>,
    /// Places of holdings that are covered through the common end already, and so left out.
    pub aligned: Vec<usize>,
}

/// What a line was asked as.
#[derive(Debug, Clone, Copy)]
pub enum AskedAs<'a> {
    /// A holding.
    Holding(HoldingRef<'a>),
    /// Licences that join cover that runs.
    Addition(&'a Addition),
    /// Cover that moves to a higher level, and the level it has.
    Raise(&'a Raise, &'a ServiceLevel),
}

/// What a line is priced as.
#[derive(Debug, Clone, Copy)]
pub struct PricedAs<'a> {
    /// Its service level.
    pub level: &'a ServiceLevel,
    /// Its edition.
    pub edition: &'a Edition,
    /// Its status.
    pub status: Status,
}

/// A line with its price.
#[derive(Debug, Clone)]
pub struct PricedLine<'a, R> {
    /// Where it stands in the request.
    pub place: LinePlace,
    /// What was asked.
    pub asked: AskedAs<'a>,
    /// Its product line.
    pub line: &'a ProductLine,
    /// Its edition.
    pub edition: &'a Edition,
    /// Its release, where known.
    pub release: Option<&'a Release>,
    /// Its service level.
    pub level: &'a ServiceLevel,
    /// Licences covered.
    pub quantity: u64,
    /// Renewal, grace, a change or a band.
    pub status: Status,
    /// The days without cover.
    pub gap: Gap,
    /// The days of them that the band may charge.
    pub charged: Option<ChargedGap>,
    /// First day of the new term.
    pub forward_from: Date,
    /// Last day of the new term.
    pub forward_through: Date,
    /// The price by the book.
    pub list: ListPrice,
    /// Percentage off by the programme.
    pub program_discount: Percent,
    /// How long the new term is.
    pub term: Term,
    /// Percentage off for the number of years.
    pub term_discount: Percent,
    /// What it costs.
    pub amounts: Amounts,
    /// The steps, or nothing.
    pub record: R,
}

impl<R> PricedLine<'_, R> {
    /// Licences owned; for a change as many as it is about.
    #[must_use]
    pub const fn owned(&self) -> u64 {
        match self.asked {
            AskedAs::Holding(holding) => holding.owned,
            AskedAs::Addition(_) | AskedAs::Raise(..) => self.quantity,
        }
    }

    /// Licences given up; a change gives up none.
    #[must_use]
    pub const fn retired(&self) -> u64 {
        match self.asked {
            AskedAs::Holding(holding) => holding.retire,
            AskedAs::Addition(_) | AskedAs::Raise(..) => 0,
        }
    }
}

/// A line with its price; nothing where the request as a whole cannot be priced; or why not.
pub(super) type LineResult<'a, R> = Result<Option<PricedLine<'a, R>>, Vec<Reason>>;

/// Why a line without amounts is refused.
pub(super) fn reason_of(why: ChargeError) -> Reason {
    match why {
        ChargeError::Amount(_) => Reason::AmountTooLarge,
        ChargeError::LastPriceMissing => Reason::LastPriceMissing,
    }
}
