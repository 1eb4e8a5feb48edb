//! Pricing: from a request to a quote, with its lines, totals, findings and receipt.

use std::sync::Arc;

use super::assess::assess;
use super::book::{PriceBook, ServiceLevel, Shelf, SkuCharge, SkuQuery};
use super::calendar::{Date, add_days};
use super::charges::{Amounts, Term};
use super::eligibility::{CustomerNamed, Told, findings};
use super::money::{AmountError, Money};
use super::payments::{Payable, schedule};
use super::priced::{AskedAs, Priced, PricedLine};
use super::quote::{Line, Named, Outcome, PaymentSchedule, Quote, QuoteKind, Totals};
use super::receipt::Receipt;
use super::refusal::{Reason, Refusal};
use super::request::{Holding, HoldingRef, Request, Tax};
use super::steps::Steps;
use super::working::{Basis, Name, NoCharge, Operation, Record, Value, Working};

/// Prices a request from the books on a shelf.
///
/// Every refusal is reported, not the first alone; one refused line refuses the quote, because no
/// part of an account is priced as if it were whole.
///
/// Source: pricing rules, sections 1 to 9.
#[must_use]
pub fn price(request: &Request, shelf: &Shelf) -> Outcome {
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let priced: Priced<'_, Working> = match assess(request.as_ref(), &holdings, shelf) {
        Ok(priced) => priced,
        Err(refusals) => return Outcome::Refused(refusals),
    };
    match quote(request, &holdings, shelf, priced) {
        Ok(quote) => Outcome::Offered(Box::new(quote)),
        Err(reason) => Outcome::Refused(vec![Refusal { line: None, reason }]),
    }
}

fn quote(
    request: &Request,
    holdings: &[HoldingRef<'_>],
    shelf: &Shelf,
    priced: Priced<'_, Working>,
) -> Result<Quote, Reason> {
    let (book, plan) = (Arc::clone(priced.book), priced.payment.cloned());
    let charged = sum_up::<_, Working>(request.taxes(), &priced)?;
    let findings = findings(&Told {
        request: request.as_ref(),
        holdings,
        customer: match &request.customer {
            None => CustomerNamed::No,
            Some(customer) if customer.org_id.is_none() => CustomerNamed::ByName,
            Some(_) => CustomerNamed::WithId,
        },
        concession_reason: request.concession.as_ref().map(|given| given.reason.as_str()),
        priced: &priced,
    });
    let service_level = priced.level.map(level_name).unwrap_or_default();
    let program = named(&priced.program.id, &priced.program.name);
    let lines: Vec<Line> = priced.lines.into_iter().map(|line| Line::of(line, &book)).collect();
    let payable = Payable {
        start: request.start,
        parts: request.term_years.unwrap_or(1),
        totals: &charged.totals,
        holdings: lines.iter().filter(|line| !line.status.is_change()).map(|line| &line.amounts),
    };
    let payments = plan.map(|plan| schedule(plan, payable, book.rounding()));
    let payments: Option<PaymentSchedule> =
        payments.transpose().map_err(|_| Reason::AmountTooLarge)?;
    Ok(Quote {
        kind: QuoteKind::of(lines.iter().map(|line| line.status)),
        valid_through: valid_through(request.quote_date, &book, shelf),
        service_level,
        program,
        findings,
        receipt: Receipt::of(request, &book),
        request: request.clone(),
        book,
        lines,
        totals: charged.totals,
        taxes: charged.taxes,
        totals_working: charged.record,
        payments,
        seal: None,
    })
}

/// The last day on which a quote stands.
///
/// Source: request and quote, as data.
#[must_use]
pub fn valid_through(quote_date: Date, book: &Arc<PriceBook>, shelf: &Shelf) -> Date {
    let stands = add_days(quote_date, book.about().valid_days);
    shelf.last_day_of(book).map_or(stands, |last| stands.min(last))
}

impl Line {
    fn of(priced: PricedLine<'_, Working>, book: &PriceBook) -> Self {
        let (holding, used_since, raised_from) = match priced.asked {
            AskedAs::Holding(holding) => (Some(holding), None, None),
            AskedAs::Addition(addition) => (None, addition.used_since, None),
            AskedAs::Raise(_, from) => (None, None, Some(from.name.clone())),
        };
        let skus = skus(&priced, book).map(|(charge, id)| (charge, id.to_owned())).collect();
        Self {
            place: priced.place,
            product_line: named(&priced.line.id, &priced.line.name),
            kind: priced.line.kind,
            edition: named(&priced.edition.id, &priced.edition.name),
            metric: priced.edition.metric.clone(),
            release: priced.release.cloned(),
            level: priced.level.index,
            service_level: level_name(priced.level),
            raised_from,
            owned: priced.owned(),
            retired: priced.retired(),
            quantity: priced.quantity,
            covered_through: holding.map(|holding| holding.covered_through),
            used_since,
            last_unit_net: holding.and_then(|holding| holding.last_unit_net).map(|price| {
                let decimals = book.rounding().decimals_of_units(price.0.currency());
                price.0.widened(decimals)
            }),
            status: priced.status,
            status_id: book.status_id(priced.status).to_owned(),
            gap: priced.gap,
            charged: priced.charged,
            forward_from: priced.forward_from,
            forward_through: priced.forward_through,
            srp: priced.list.srp,
            rate: priced.list.of_srp,
            program_discount: priced.program_discount,
            term: priced.term,
            term_discount: priced.term_discount,
            amounts: priced.amounts,
            skus,
            working: priced.record,
        }
    }
}

/// Part numbers of the charges that are not 0.
pub fn skus<'book, R>(
    line: &PricedLine<'_, R>,
    book: &'book PriceBook,
) -> impl Iterator<Item = (SkuCharge, &'book str)> {
    let query = SkuQuery {
        product_line: &line.line.id,
        edition: &line.edition.id,
        level: line.level.index,
        status: line.status,
        term_years: match line.term {
            Term::Years(years) => Some(years),
            Term::CommonEnd { .. } | Term::MidTerm { .. } => None,
        },
    };
    let amounts = &line.amounts;
    let charges = [
        (SkuCharge::Forward, Some(amounts.forward)),
        (SkuCharge::Licence, amounts.licence),
        (SkuCharge::BackCoverage, Some(amounts.back_coverage)),
        (SkuCharge::Penalty, Some(amounts.penalty)),
    ];
    let found = charges.map(|(charge, amount)| {
        amount.filter(|amount| !amount.is_zero())?;
        Some((charge, book.sku(charge, query)?.id.as_str()))
    });
    found.into_iter().flatten()
}

/// The sums of a request, and the taxes on them.
pub struct SummedUp<R> {
    /// The sums.
    pub totals: Totals,
    /// Each tax, in order.
    pub taxes: Vec<Money>,
    /// The steps, or nothing.
    pub record: R,
}

/// Adds up the lines of a request, with what is charged once; refuses an order that is too small.
///
/// Source: pricing rules, section 4, of the quote.
///
/// # Errors
/// A sum does not fit, or is less than the least that is sold.
pub fn sum_up<L, R: Record + Default>(
    taxes: &[Tax],
    priced: &Priced<'_, L>,
) -> Result<SummedUp<R>, Reason> {
    let lapsed = priced.lines.iter().any(|line| line.status.is_band());
    let amounts = priced.lines.iter().map(|line| &line.amounts);
    let charged =
        totals(taxes, priced.book, lapsed, amounts).map_err(|_| Reason::AmountTooLarge)?;
    let subtotal = charged.totals.subtotal;
    let least = priced.book.sales().order_at_least.as_ref();
    match least.and_then(|least| least.in_currency(subtotal.currency())) {
        Some(at_least) if subtotal < at_least => Err(Reason::OrderTooSmall { subtotal, at_least }),
        Some(_) | None => Ok(charged),
    }
}

/// The sums of some amounts, what is charged once where a holding has lapsed, and the taxes on it;
/// the record takes the steps.
///
/// # Errors
/// [`AmountError`] when a sum does not fit, or there are no amounts.
pub fn totals<'line, R: Record + Default>(
    taxes: &[Tax],
    book: &PriceBook,
    lapsed: bool,
    lines: impl Iterator<Item = &'line Amounts> + Clone,
) -> Result<SummedUp<R>, AmountError> {
    let sum = |amount: fn(&Amounts) -> Money| Money::sum(lines.clone().map(amount), None);
    let is_plain = |amounts: &Amounts| {
        amounts.concession.is_none() && amounts.surcharge.is_none() && amounts.licence.is_none()
    };
    let plain = lines.clone().all(is_plain);
    let optional = |amount: fn(&Amounts) -> Option<Money>| {
        let given = lines.clone().filter_map(amount);
        let is_given = !plain && given.clone().next().is_some();
        is_given.then(|| Money::sum(given, None)).transpose()
    };
    let forward = sum(|amounts| amounts.forward)?;
    let term_discount = sum(|amounts| amounts.term_discount)?;
    let back_coverage = sum(|amounts| amounts.back_coverage)?;
    let penalty = sum(|amounts| amounts.penalty)?;
    let concession = optional(|amounts| amounts.concession)?;
    let surcharge = optional(|amounts| amounts.surcharge)?;
    let licence = optional(|amounts| amounts.licence)?;
    let mut record = R::default();
    let mut steps = Steps::of(&mut record, book.rounding(), forward.currency());
    let fee = if lapsed { quote_fee(book, penalty, &mut steps)? } else { None };
    let plus = [
        Some((Name::Forward, forward)),
        licence.map(|amount| (Name::Licence, amount)),
        surcharge.map(|amount| (Name::Surcharge, amount)),
        Some((Name::BackCoverage, back_coverage)),
        Some((Name::Penalty, penalty)),
        fee.map(|amount| (Name::QuoteFee, amount)),
    ];
    let less = [
        Some((Name::TermDiscount, term_discount)),
        concession.map(|amount| (Name::Concession, amount)),
    ];
    let subtotal = steps.sum(Name::Subtotal, plus, less, Basis::Sum)?;
    let (tax, taxes) = tax_on(subtotal, taxes, &mut steps)?;
    let both = [Some((Name::Subtotal, subtotal)), Some((Name::Tax, tax))];
    let total = steps.sum(Name::GrandTotal, both, [], Basis::Sum)?;
    let totals = Totals {
        forward,
        term_discount,
        concession,
        surcharge,
        licence,
        back_coverage,
        penalty,
        quote_fee: fee.unwrap_or(Money::zero(subtotal.currency())),
        subtotal,
        tax,
        total,
    };
    Ok(SummedUp { totals, taxes, record })
}

/// What is charged once where a holding has lapsed: a fee, and what all penalties fall short of
/// their least sum; `None` where the book has neither.
fn quote_fee<R: Record>(
    book: &PriceBook,
    penalties: Money,
    steps: &mut Steps<'_, R>,
) -> Result<Option<Money>, AmountError> {
    let once = &book.lapse().once;
    let fee = once.fee.as_ref().map(|fee| steps.in_currency(fee)).transpose()?;
    let fee = fee.map(|fee| (Name::LapseFee, fee));
    let Some(least) = &once.penalties_at_least else {
        return fee.map(|_| steps.sum(Name::QuoteFee, [fee], [], Basis::LapseOnce)).transpose();
    };
    let amount = (Name::Penalty, penalties);
    let floor = (Name::PenaltiesAtLeast, steps.in_currency(least)?);
    let short = Operation::Shortfall { amount, floor };
    let short = steps.amount(Name::PenaltyShortfall, short, Basis::LapseOnce)?;
    let short = Some((Name::PenaltyShortfall, short));
    let (first, second) = if fee.is_some() { (fee, short) } else { (short, None) };
    steps.sum(Name::QuoteFee, [first, second], [], Basis::LapseOnce).map(Some)
}

/// The tax on a sum: of several, the sum of each rounded.
fn tax_on<R: Record>(
    subtotal: Money,
    taxes: &[Tax],
    steps: &mut Steps<'_, R>,
) -> Result<(Money, Vec<Money>), AmountError> {
    let [first, others @ ..] = taxes else {
        return Ok((steps.nothing(Name::Tax, NoCharge::NoTax, Basis::Tax)?, Vec::new()));
    };
    let one = |name, tax: &Tax, steps: &mut Steps<'_, R>| {
        let rate = Some((Name::TaxRate, Value::Percent(tax.rate)));
        steps.product(name, (Name::Subtotal, subtotal), [rate, None, None], Basis::Tax)
    };
    if others.is_empty() {
        return one(Name::Tax, first, steps).map(|tax| (tax, vec![tax]));
    }
    let mut parts = Vec::with_capacity(taxes.len());
    let mut sum = None;
    for tax in taxes {
        let part = one(Name::TaxPart, tax, steps)?;
        sum = Some(steps.add_part(Name::Tax, sum, (Name::TaxPart, part), Basis::Sum)?);
        parts.push(part);
    }
    Ok((sum.ok_or(AmountError::NothingToAdd)?, parts))
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.to_owned(), name: name.to_owned() }
}

fn level_name(level: &ServiceLevel) -> Named {
    named(&level.id, &level.name)
}
