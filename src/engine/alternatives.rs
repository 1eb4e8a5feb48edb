//! What else a customer could do: another term, another day, or new licences.
//!
//! Every number comes from pricing the same request again with one thing changed.
//!
//! Source: pricing rules, section 8.
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
//! let later = found.waiting.iter().find(|option| option.days_later == 30).unwrap();
//! let price = later.price.as_ref().unwrap();
//! // 30844.80 a year for 274 days instead of 244: 23154.73 − 20619.54.
//! assert_eq!(price.more.to_string(), "2535.19");
//! let (_, last) = replay(&price.working).unwrap().pop().unwrap();
//! assert_eq!(last, Value::Money(price.more));
//! ```

use std::collections::BTreeMap;

use super::assess::{assess, program_discount};
use super::book::{PriceBook, Shelf, Status};
use super::calendar::{Date, add_days};
use super::charges::Steps;
use super::lapse::{Gap, status};
use super::money::{AmountError, Exact, Money};
use super::percent::Percent;
use super::price::{price, totals};
use super::quote::{Outcome, QuoteKind, Totals};
use super::refusal::{Reason, Refusal};
use super::request::{CommonEnd, Holding, HoldingRef, Request, RequestRef};
use super::working::{Basis, Name, Record, WithoutWorking, Working};

/// Days later for which waiting is always priced.
pub const WAITING_DAYS: [u32; 6] = [0, 30, 60, 90, 180, 365];
/// How many days ahead changes of status are looked for.
pub const HORIZON_DAYS: u32 = 1_000;

/// Changes of status beyond this many are not drawn.
const CURVE_MAX: usize = 20;

/// The alternatives to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternatives {
    /// Each number of years that the book offers.
    pub terms: Vec<TermOption>,
    /// The same term from later days.
    pub waiting: Vec<WaitingOption>,
    /// The total by the day cover begins again, for a plot: every 30 days of a year and both sides
    /// of each change of status.
    pub curve: Vec<CurvePoint>,
    /// New licences instead; `None` where they cannot be priced.
    pub buying_new: Option<BuyingNew>,
}

/// What comes of the request with one thing changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// A price.
    Offered {
        /// Renewal or reinstatement.
        kind: QuoteKind,
        /// The sums.
        totals: Totals,
        /// The last day of the new term, the latest of all holdings.
        cover_through: Date,
    },
    /// No price.
    Refused(Vec<Refusal>),
}

impl Offer {
    /// The total with tax, where there is a price.
    #[must_use]
    pub const fn total(&self) -> Option<Money> {
        match self {
            Self::Offered { totals, .. } => Some(totals.total),
            Self::Refused(_) => None,
        }
    }
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
}

/// A later day beside today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingOption {
    /// Days after the start that was asked for.
    pub days_later: u32,
    /// The day cover would begin again.
    pub start: Date,
    /// Holdings whose status changes on this very day, with the status they go to.
    pub changes: Vec<StatusChange>,
    /// What it costs.
    pub offer: Offer,
    /// How much more that is; `None` where that day or the start asked for has no price.
    pub price: Option<PriceOfWaiting>,
}

/// How much more a later day costs than the start that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceOfWaiting {
    /// The total of that day less the total now, with tax; below nothing where waiting costs less.
    pub more: Money,
    /// The steps of the totals of that day, and the difference as the last one.
    pub working: Working,
}

/// A point of the total by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvePoint {
    /// The day cover would begin again.
    pub date: Date,
    /// The total with tax, where there is a price.
    pub total: Option<Money>,
}

/// A holding that goes to another status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// The holding, counted from 0.
    pub holding: usize,
    /// The status it goes to; `None` where reinstatement is not offered any more.
    pub to: Option<Status>,
}

/// New licences instead of support for the old ones. It counts licences and their support only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuyingNew {
    /// The licences, after the programme's discount; each carries its first year.
    pub licences: Money,
    /// Support for the other years of the term, at the rate of a renewal.
    pub support: Money,
    /// How many years those are.
    pub support_years: u32,
    /// Both.
    pub subtotal: Money,
    /// Tax on both.
    pub tax: Money,
    /// All of it.
    pub total: Money,
    /// The day from which it is cheaper than renewing or reinstating, within the next
    /// [`HORIZON_DAYS`].
    pub cheaper_from: Option<Date>,
    /// The first day from which reinstatement is not offered any more, within the next
    /// [`HORIZON_DAYS`].
    pub only_way_from: Option<Date>,
}

/// The alternatives to a request; `None` where no price book is in force.
#[must_use]
pub fn alternatives(request: &Request, shelf: &Shelf) -> Option<Alternatives> {
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let asker = Asker { request, holdings: &holdings, shelf };
    let book = shelf.in_force(asker.terms().book, request.quote_date).ok()?;
    let waiting = asker.waiting(book);
    Some(Alternatives {
        terms: asker.all_terms(book),
        curve: asker.curve(&waiting),
        waiting,
        buying_new: asker.buying_new(book),
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
        found: Alternatives,
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
            Comparison::Compared { book, found }
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
            Reason::ReinstatementNotOffered { .. } | Reason::TermConsumedByGap { .. }
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

/// Prices the request with one thing changed.
struct Asker<'a> {
    request: &'a Request,
    holdings: &'a [HoldingRef<'a>],
    shelf: &'a Shelf,
}

impl<'a> Asker<'a> {
    fn terms(&self) -> RequestRef<'a> {
        self.request.as_ref()
    }

    fn ask(&self, changed: RequestRef<'a>) -> Offer {
        self.ask_recording::<WithoutWorking>(changed).0
    }

    /// What comes of it, and the steps of its totals.
    fn ask_recording<R: Record + Default>(&self, changed: RequestRef<'a>) -> (Offer, R) {
        let priced = match assess::<WithoutWorking>(changed, self.holdings, self.shelf) {
            Ok(priced) => priced,
            Err(refusals) => return (Offer::Refused(refusals), R::default()),
        };
        let amounts = priced.lines.iter().map(|line| &line.amounts);
        let kind = QuoteKind::of(priced.lines.iter().map(|line| line.status));
        let last = priced.lines.iter().map(|line| line.forward_through).max();
        let cover_through = last.unwrap_or(changed.start);
        match totals(self.request.tax.as_ref(), priced.book, amounts) {
            Ok((totals, record)) => (Offer::Offered { kind, totals, cover_through }, record),
            Err(_) => {
                let refusal = Refusal { holding: None, reason: Reason::AmountTooLarge };
                (Offer::Refused(vec![refusal]), R::default())
            }
        }
    }

    fn starting(&self, days_later: u32) -> RequestRef<'a> {
        let mut changed = self.terms();
        changed.start = add_days(self.request.start, days_later);
        changed.others.start = changed.start;
        changed
    }

    fn all_terms(&self, book: &PriceBook) -> Vec<TermOption> {
        // Terms that end on a given day are as long as they are.
        if matches!(self.request.common_end, Some(CommonEnd::On(_))) {
            return Vec::new();
        }
        let (min, max) = (book.term().min_years.max(1), book.term().max_years);
        (min..=max)
            .map(|years| {
                let offer = self.ask(RequestRef { term_years: years, ..self.terms() });
                let per_year = offer.total().and_then(|total| {
                    Exact::of(total).over_count(u64::from(years)).ok()?.round(book.rounding()).ok()
                });
                TermOption { years, offer, per_year }
            })
            .collect()
    }

    fn waiting(&self, book: &PriceBook) -> Vec<WaitingOption> {
        let changes = self.status_changes(book);
        let mut days: Vec<u32> = WAITING_DAYS.to_vec();
        days.extend(changes.iter().map(|(day, _)| *day));
        days.sort_unstable();
        days.dedup();
        let now = self.ask(self.starting(0)).total();
        days.into_iter()
            .map(|days_later| {
                let terms = self.starting(days_later);
                let found = changes.iter().find(|(day, _)| *day == days_later);
                let (offer, working) = self.ask_recording(terms);
                WaitingOption {
                    days_later,
                    start: terms.start,
                    changes: found.map(|(_, list)| list.clone()).unwrap_or_default(),
                    price: price_of_waiting(now, offer.total(), working, book),
                    offer,
                }
            })
            .collect()
    }

    fn curve(&self, waiting: &[WaitingOption]) -> Vec<CurvePoint> {
        let changes = waiting.iter().filter(|option| !option.changes.is_empty()).take(CURVE_MAX);
        let mut days: Vec<u32> = (0..=12_u32).map(|month| month.saturating_mul(30)).collect();
        days.push(365);
        for change in changes {
            days.extend([change.days_later.saturating_sub(1), change.days_later]);
        }
        days.sort_unstable();
        days.dedup();
        days.into_iter()
            .map(|days| {
                let terms = self.starting(days);
                CurvePoint { date: terms.start, total: self.ask(terms).total() }
            })
            .collect()
    }

    /// The days within the horizon on which the status of a holding changes.
    fn status_changes(&self, book: &PriceBook) -> Vec<(u32, Vec<StatusChange>)> {
        let mut ends: Vec<Date> =
            self.request.holdings.iter().map(|holding| holding.covered_through).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut found: BTreeMap<u32, Vec<(Date, Option<Status>)>> = BTreeMap::new();
        for end in ends {
            for (day, to) in self.changes_after(end, book) {
                found.entry(day).or_default().push((end, to));
            }
        }
        let on_day = |(day, changed): (u32, Vec<(Date, Option<Status>)>)| {
            let list = (0..).zip(&self.request.holdings).filter_map(|(holding, owned)| {
                let (_, to) = changed.iter().find(|(end, _)| *end == owned.covered_through)?;
                Some(StatusChange { holding, to: *to })
            });
            (day, list.collect())
        };
        found.into_iter().map(on_day).collect()
    }

    /// The days within the horizon on which holdings that were covered through a day change their
    /// status. A longer gap never leads back to an earlier status, so each change is found by
    /// halving the days that are left.
    fn changes_after(&self, end: Date, book: &PriceBook) -> Vec<(u32, Option<Status>)> {
        let on =
            |days: u32| status(book.lapse(), Gap::between(end, add_days(self.request.start, days)));
        let mut changes = Vec::new();
        let mut now = on(0);
        while on(HORIZON_DAYS) != now {
            let (mut same, mut other) = (changes.last().map_or(0, |(day, _)| *day), HORIZON_DAYS);
            while other.saturating_sub(same) > 1 {
                let middle = same.midpoint(other);
                if on(middle) == now { same = middle } else { other = middle }
            }
            now = on(other);
            changes.push((other, now));
        }
        changes
    }

    fn buying_new(&self, book: &PriceBook) -> Option<BuyingNew> {
        let new = self.new_licences(book)?;
        let mut cheaper_from = None;
        let mut only_way_from = None;
        for days in (0..=HORIZON_DAYS).rev() {
            let terms = self.starting(days);
            match self.ask(terms) {
                Offer::Refused(refusals) if refusals.iter().any(is_for_the_lapse) => {
                    only_way_from = Some(terms.start);
                }
                // For another reason, which says nothing of the lapse.
                Offer::Refused(_) => {}
                Offer::Offered { totals, .. } if new.total < totals.total => {
                    cheaper_from = Some(terms.start);
                }
                // Keeping the old licences is no dearer: whatever comes earlier does not count.
                Offer::Offered { .. } => break,
            }
        }
        Some(BuyingNew { cheaper_from, only_way_from, ..new })
    }

    /// What new licences cost, before they are held against the old ones.
    fn new_licences(&self, book: &PriceBook) -> Option<BuyingNew> {
        let request = self.request;
        let offered = book.term().min_years.max(1)..=book.term().max_years;
        if request.common_end.is_some() || !offered.contains(&request.term_years) {
            return None;
        }
        let program = book.program(request.program.as_str())?;
        let zero = Money::zero(request.currency);
        let support_years = request.term_years.checked_sub(1)?;
        let (mut licences, mut support) = (zero, zero);
        for holding in self.holdings {
            let line = book.line(holding.product_line)?;
            let edition = line.editions.iter().find(|one| one.id == holding.edition)?;
            let level = holding.service_level.unwrap_or(request.service_level.as_str());
            let level = book.level(level)?;
            let rate = book.rate(level.index, edition.index, Status::Renewal)?;
            let rate = book.rate_at(rate)?.of_srp;
            let quantity = holding.owned.checked_sub(holding.retire)?;
            let srp = edition.srp.in_currency(request.currency)?;
            let discount = program_discount(program, line).percent;
            let prices = UnitPrices::of(srp, rate, discount, book).ok()?;
            licences = licences.plus(prices.licence.times(quantity).ok()?).ok()?;
            let a_year = prices.support.times(quantity).ok()?;
            let others = a_year.times(u64::from(support_years)).ok()?;
            support = support.plus(others).ok()?;
        }
        let subtotal = licences.plus(support).ok()?;
        let tax = match &request.tax {
            None => zero,
            Some(tax) => {
                let exact = Exact::of(subtotal).times_percent(tax.rate).ok()?;
                exact.round(book.rounding()).ok()?
            }
        };
        let total = subtotal.plus(tax).ok()?;
        Some(BuyingNew {
            licences,
            support,
            support_years,
            subtotal,
            tax,
            total,
            cheaper_from: None,
            only_way_from: None,
        })
    }
}

/// The difference of two totals, recorded behind the steps of the later one.
fn price_of_waiting(
    now: Option<Money>,
    later: Option<Money>,
    mut working: Working,
    book: &PriceBook,
) -> Option<PriceOfWaiting> {
    let mut steps = Steps { record: &mut working, rounding: book.rounding() };
    let plus = [Some((Name::GrandTotal, later?)), None, None];
    let minus = [Some((Name::TotalNow, now?)), None];
    let more = steps.sum(Name::Difference, plus, minus, Basis::Sum).ok()?;
    Some(PriceOfWaiting { more, working })
}

/// Whether a refusal says that the old licences cannot be brought back under cover.
const fn is_for_the_lapse(refusal: &Refusal) -> bool {
    matches!(
        refusal.reason,
        Reason::ReinstatementNotOffered { .. } | Reason::TermConsumedByGap { .. }
    )
}

/// What one new licence and a year of its support cost.
struct UnitPrices {
    licence: Money,
    support: Money,
}

impl UnitPrices {
    fn of(
        srp: Money,
        rate: Percent,
        discount: Percent,
        book: &PriceBook,
    ) -> Result<Self, AmountError> {
        let mode = book.rounding();
        let licence = Exact::of(srp).times_rest(discount)?.round(mode)?;
        let unit_list = Exact::of(srp).times_percent(rate)?.round(mode)?;
        let support = Exact::of(unit_list).times_rest(discount)?.round(mode)?;
        Ok(Self { licence, support })
    }
}
