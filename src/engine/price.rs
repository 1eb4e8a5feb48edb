//! Pricing: from a request to a quote, with its lines, totals, findings and receipt.

use std::sync::Arc;

use super::assess::{Priced, PricedLine, assess};
use super::book::{PriceBook, ServiceLevel, Shelf};
use super::calendar::add_days;
use super::charges::{Amounts, Steps};
use super::eligibility::findings;
use super::money::{AmountError, Money};
use super::quote::{Line, Named, Outcome, Quote, QuoteKind, Totals};
use super::receipt::Receipt;
use super::refusal::{Reason, Refusal};
use super::request::{Holding, HoldingRef, Request, Tax};
use super::working::{Basis, Name, NoCharge, Record, Value, Working};

/// Prices a request from the books on a shelf.
///
/// Every refusal is reported, not the first alone; one refused holding refuses the quote, because
/// the all-in rule allows no part of it.
///
/// Source: pricing rules, sections 1 to 7.
#[must_use]
pub fn price(request: &Request, shelf: &Shelf) -> Outcome {
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let priced: Priced<'_, Working> = match assess(request.as_ref(), &holdings, shelf) {
        Ok(priced) => priced,
        Err(refusals) => return Outcome::Refused(refusals),
    };
    let book = priced.book;
    let lines: Vec<Line> = priced.lines.into_iter().map(|line| Line::of(line, book)).collect();
    let amounts = lines.iter().map(|line| &line.amounts);
    match totals(request.tax.as_ref(), book, amounts) {
        Ok((totals, working)) => {
            let named = (
                priced.level.map(level_name).unwrap_or_default(),
                named(&priced.program.id, &priced.program.name),
            );
            let totals = (totals, working);
            Outcome::Offered(Box::new(quote(
                request,
                shelf,
                Arc::clone(book),
                named,
                lines,
                totals,
            )))
        }
        Err(_) => Outcome::Refused(vec![Refusal { holding: None, reason: Reason::AmountTooLarge }]),
    }
}

fn quote(
    request: &Request,
    shelf: &Shelf,
    book: Arc<PriceBook>,
    (service_level, program): (Named, Named),
    lines: Vec<Line>,
    (totals, totals_working): (Totals, Working),
) -> Quote {
    let kind = QuoteKind::of(lines.iter().map(|line| line.status));
    let stands = add_days(request.quote_date, book.about().valid_days);
    let valid_through = shelf.last_day_of(&book).map_or(stands, |last| stands.min(last));
    Quote {
        kind,
        valid_through,
        service_level,
        program,
        findings: findings(request, &book, kind, &lines),
        receipt: Receipt::of(request, &book),
        request: request.clone(),
        book,
        lines,
        totals,
        totals_working,
    }
}

impl Line {
    fn of(priced: PricedLine<'_, Working>, book: &PriceBook) -> Self {
        Self {
            product_line: named(&priced.line.id, &priced.line.name),
            kind: priced.line.kind,
            edition: named(&priced.edition.id, &priced.edition.name),
            metric: priced.edition.metric.clone(),
            release: priced.release.cloned(),
            level: priced.level.index,
            service_level: level_name(priced.level),
            owned: priced.holding.owned,
            retired: priced.holding.retire,
            quantity: priced.quantity,
            covered_through: priced.holding.covered_through,
            status: priced.status,
            status_id: book.status_id(priced.status).to_owned(),
            gap: priced.gap,
            forward_from: priced.forward_from,
            forward_through: priced.forward_through,
            srp: priced.basis.srp,
            rate: priced.basis.rate.1,
            program_discount: priced.basis.program.percent,
            term: priced.basis.term,
            term_discount: priced.basis.term_discount,
            amounts: priced.amounts,
            working: priced.record,
        }
    }
}

/// The sums of some amounts and the tax on them; the record takes the steps.
///
/// # Errors
/// [`AmountError`] when a sum does not fit, or there are no amounts.
pub fn totals<'line, R: Record + Default>(
    tax: Option<&Tax>,
    book: &PriceBook,
    lines: impl Iterator<Item = &'line Amounts> + Clone,
) -> Result<(Totals, R), AmountError> {
    let sum = |amount: fn(&Amounts) -> Money| Money::sum(lines.clone().map(amount), None);
    let forward = sum(|amounts| amounts.forward)?;
    let term_discount = sum(|amounts| amounts.term_discount)?;
    let back_coverage = sum(|amounts| amounts.back_coverage)?;
    let penalty = sum(|amounts| amounts.penalty)?;
    let mut record = R::default();
    let mut steps = Steps { record: &mut record, rounding: book.rounding() };
    let plus = [
        Some((Name::Forward, forward)),
        Some((Name::BackCoverage, back_coverage)),
        Some((Name::Penalty, penalty)),
    ];
    let concession = lines
        .clone()
        .any(|amounts| amounts.concession.is_some())
        .then(|| sum(|amounts| amounts.concession.unwrap_or(Money::zero(amounts.total.currency()))))
        .transpose()?;
    let less = [
        Some((Name::TermDiscount, term_discount)),
        concession.map(|amount| (Name::Concession, amount)),
    ];
    let subtotal = steps.sum(Name::Subtotal, plus, less, Basis::Sum)?;
    let tax = match tax {
        None => steps.nothing(Name::Tax, NoCharge::NoTax, subtotal, Basis::Tax)?,
        Some(tax) => {
            let rate = Some((Name::TaxRate, Value::Percent(tax.rate)));
            let base = (Name::Subtotal, subtotal);
            steps.product(Name::Tax, base, [rate, None, None], Basis::Tax)?
        }
    };
    let both = [Some((Name::Subtotal, subtotal)), Some((Name::Tax, tax)), None];
    let total = steps.sum(Name::GrandTotal, both, [None, None], Basis::Sum)?;
    let totals =
        Totals { forward, term_discount, concession, back_coverage, penalty, subtotal, tax, total };
    Ok((totals, record))
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.to_owned(), name: name.to_owned() }
}

fn level_name(level: &ServiceLevel) -> Named {
    named(&level.id, &level.name)
}
