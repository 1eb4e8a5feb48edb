//! The quote as JSON: schema 2, amounts as text in the currency's own number of decimals (unit
//! prices in those of the price book, where it has more).
//!
//! Absent optional fields are left out; a line without a gap has `"gap": null`.

mod shapes;
mod value;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::engine::alternatives::{
    Alternatives, BuyingNew, HORIZON_DAYS, Jump, NamedOption, Offer, StatusChange, TermOption,
    WaitingOption,
};
use crate::engine::book::{Language, PriceBook, Status};
use crate::engine::calendar::day_before;
use crate::engine::digest::hex;
use crate::engine::lapse::ChargedGap;
use crate::engine::money::Money;
use crate::engine::quote::{Line, PaymentPart, Quote, QuoteStanding, Seal};
use crate::engine::refusal::{LinePlace, Refusal};
use crate::engine::request::{Request, Tax};
use crate::engine::working::{Name, Operation, Step, Value, Working};

use super::words;
use super::working::{Formula, Input, Plain, basis_key, by_amount, inputs};
use shapes::{
    BuyingNewJson, ChangeJson, FindingJson, GapJson, InputJson, LineJson, NamedJson,
    NamedOptionJson, OfferJson, PaymentJson, ReceiptJson, RefusalJson, StepJson, TaxJson,
    TaxPartJson, TermJson, TotalsJson, WaitingJson,
};
use value::{Amount, Day, Printed};

pub(crate) use shapes::{ComparisonJson, QuoteJson, RefusedJson};

/// The version of the format; it rises when a field changes meaning.
pub const SCHEMA: u32 = 2;

/// A quote as JSON, in the language of its request, with a line break at the end.
#[must_use]
pub fn quote(quote: &Quote) -> String {
    written(&quote_json(quote))
}

/// The same without the steps of its amounts.
#[must_use]
pub fn quote_without_workings(quote: &Quote) -> String {
    let mut json = quote_json(quote);
    json.lines.iter_mut().for_each(|line| line.workings = None);
    json.totals.workings = None;
    json.payments_working = None;
    written(&json)
}

fn quote_json(quote: &Quote) -> QuoteJson<'_> {
    let (request, totals, receipt) = (&quote.request, &quote.totals, &quote.receipt);
    let canonical = request.canonical_json();
    let customer = request.customer.as_ref().map(|customer| customer.canonical_json());
    let common_end = quote.lines.iter().map(|line| line.forward_through).max();
    QuoteJson {
        schema: SCHEMA,
        kind: quote.kind.word(),
        number: quote.seal.as_ref().map(Seal::number),
        revision: quote.seal.as_ref().map(Seal::revision),
        // What a register sealed is an offer from the start: whether it went out is not in it.
        standing: quote.seal.as_ref().map_or(quote.standing(), |_| QuoteStanding::Offer).word(),
        quote_date: request.quote_date.into(),
        start: request.start.into(),
        valid_through: quote.valid_through.into(),
        currency: request.currency.code(),
        customer: as_it_is(customer.unwrap_or_else(|| "{}".to_owned())),
        service_level: &quote.service_level.id,
        term_years: request.term_years,
        program: NamedJson { id: &quote.program.id, name: &quote.program.name },
        common_end: request.common_end.and(common_end.map(Day::from)),
        tax: match request.taxes() {
            [tax] => Some(TaxJson { name: tax.name.as_str(), rate: tax.rate.into() }),
            _ => None,
        },
        taxes: match request.taxes() {
            [] | [_] => Vec::new(),
            _ => quote.taxes().map(tax_part).collect(),
        },
        payment: quote.payments.as_ref().map(|payments| payments.plan.id.as_str()),
        lines: quote.lines.iter().map(|line| line_json(line, &quote.book)).collect(),
        totals: TotalsJson {
            forward: totals.forward.into(),
            term_discount: totals.term_discount.into(),
            concession: totals.concession.map(Amount::from),
            surcharge: totals.surcharge.map(Amount::from),
            licence: totals.licence.map(Amount::from),
            back_coverage: totals.back_coverage.into(),
            penalty: totals.penalty.into(),
            quote_fee: totals.quote_fee.into(),
            subtotal: totals.subtotal.into(),
            tax: totals.tax.into(),
            total: totals.total.into(),
            workings: Some(workings(&quote.totals_working, &quote.book)),
        },
        payments: quote.payments.as_ref().map(|found| found.parts.iter().map(payment).collect()),
        payments_working: quote.payments.as_ref().map(|found| {
            found.working.steps().iter().map(|step| step_json(step, &quote.book)).collect()
        }),
        findings: quote.findings.iter().map(|finding| finding_json(finding, quote)).collect(),
        receipt: ReceiptJson {
            engine: receipt.engine,
            book: &receipt.book,
            book_version: &receipt.book_version,
            book_sha256: hex(&receipt.book_sha256),
            request_sha256: hex(&receipt.request_sha256),
        },
        request: as_it_is(canonical),
    }
}

/// Refusals as JSON, with a line break at the end; and what new licences would cost, where a lapse
/// is the reason.
#[must_use]
pub fn refusals(
    refusals: &[Refusal],
    language: Language,
    alternatives: Option<&Alternatives>,
) -> String {
    let one = |refusal: &Refusal| {
        let said = words::refusal(refusal, language);
        let place = |kind: fn(usize) -> LinePlace| {
            let (_, place) = refusal.line?.key();
            (refusal.line == Some(kind(place))).then_some(place)
        };
        RefusalJson {
            code: refusal.reason.code(),
            holding: refusal.holding(),
            addition: place(LinePlace::Addition),
            raise: place(LinePlace::Raise),
            message: said.message,
            hint: said.hint,
        }
    };
    let buying_new = alternatives.and_then(|found| found.buying_new.as_ref());
    written(&RefusedJson {
        schema: SCHEMA,
        refusals: refusals.iter().map(one).collect(),
        buying_new: buying_new.map(buying_new_json),
    })
}

/// The alternatives to a request as JSON, with a line break at the end.
#[must_use]
pub fn comparison(request: &Request, book: &PriceBook, alternatives: &Alternatives) -> String {
    written(&comparison_json(request, book, alternatives))
}

/// The same without the steps of its amounts.
#[must_use]
pub fn comparison_without_workings(
    request: &Request,
    book: &PriceBook,
    alternatives: &Alternatives,
) -> String {
    let mut json = comparison_json(request, book, alternatives);
    json.waiting.iter_mut().for_each(|option| option.workings = None);
    written(&json)
}

fn comparison_json<'a>(
    request: &'a Request,
    book: &'a PriceBook,
    alternatives: &'a Alternatives,
) -> ComparisonJson<'a> {
    let term = |option: &TermOption| TermJson {
        term_years: option.years,
        per_year: option.per_year.map(Amount::from),
        offer: offer_json(&option.offer),
    };
    let waiting = &alternatives.waiting;
    ComparisonJson {
        schema: SCHEMA,
        currency: request.currency.code(),
        start: request.start.into(),
        term_years: request.term_years,
        terms: alternatives.terms.iter().map(term).collect(),
        choices: alternatives.choices.iter().map(named_option).collect(),
        levels: alternatives.levels.iter().map(named_option).collect(),
        waiting: waiting.options.iter().map(|row| waiting_json(row, book)).collect(),
        more_jumps: waiting.more_jumps,
        not_possible_from: waiting.not_possible_from.map(Day::from),
        buying_new: alternatives.buying_new.as_ref().map(buying_new_json),
    }
}

fn named_option(option: &NamedOption) -> NamedOptionJson<'_> {
    NamedOptionJson { id: &option.id, offer: offer_json(&option.offer) }
}

fn tax_part((tax, amount): (&Tax, Money)) -> TaxPartJson<'_> {
    TaxPartJson { name: tax.name.as_str(), rate: tax.rate.into(), amount: amount.into() }
}

fn payment(part: &PaymentPart) -> PaymentJson {
    let PaymentPart { due, net, tax, total, .. } = *part;
    PaymentJson { due: due.into(), net: net.into(), tax: tax.into(), total: total.into() }
}

fn waiting_json<'a>(option: &'a WaitingOption, book: &'a PriceBook) -> WaitingJson<'a> {
    let change = |change: &StatusChange| ChangeJson {
        holding: change.holding,
        status: change.to.map(|status| book.status_id(status)),
    };
    let price = option.price.as_ref();
    WaitingJson {
        days_later: option.days_later,
        start: option.start.into(),
        changes: option.changes.iter().map(change).collect(),
        jump: match option.jump {
            Some(Jump::By(amount)) => Some(amount.into()),
            Some(Jump::PriceBegins | Jump::PriceEnds) | None => None,
        },
        difference: price.map(|price| price.more.into()),
        workings: price.map(|price| workings(&price.working, book)),
        offer: offer_json(&option.offer),
    }
}

fn offer_json(offer: &Offer) -> OfferJson {
    match offer {
        Offer::Offered { kind, totals, cover_through, .. } => OfferJson {
            kind: Some(kind.word()),
            cover_through: Some((*cover_through).into()),
            subtotal: Some(totals.subtotal.into()),
            tax: Some(totals.tax.into()),
            total: Some(totals.total.into()),
            refusals: None,
        },
        Offer::Refused(refusals) => OfferJson {
            refusals: Some(refusals.iter().map(|refusal| refusal.reason.code()).collect()),
            ..OfferJson::default()
        },
    }
}

fn buying_new_json(new: &BuyingNew) -> BuyingNewJson {
    BuyingNewJson {
        licences: new.licences.into(),
        support: new.support.into(),
        subtotal: new.subtotal.into(),
        tax: new.tax.into(),
        total: new.total.into(),
        cheaper_from: new.cheaper_from.map(Day::from),
        only_way_from: new.only_way_from.map(Day::from),
        horizon_days: HORIZON_DAYS,
    }
}

/// A value as JSON, with a line break at the end.
///
/// None of the shapes can fail to be written: all keys are text, and nothing in them refuses.
pub(crate) fn written(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// JSON that is written already; it stands in other JSON unchanged.
fn as_it_is(json: String) -> Box<RawValue> {
    RawValue::from_string(json).unwrap_or_default()
}

fn line_json<'quote>(line: &'quote Line, book: &'quote PriceBook) -> LineJson<'quote> {
    let amounts = &line.amounts;
    let is_change = line.status.is_change();
    let of_lapse = !is_change || line.status == Status::TrueUp;
    LineJson {
        product_line: &line.product_line.id,
        edition: &line.edition.id,
        release: line.release.as_ref().map(|release| release.id.as_str()),
        service_level: &line.service_level.id,
        owned: (!is_change).then_some(line.owned),
        retired: (!is_change).then_some(line.retired),
        quantity: line.quantity,
        covered_through: line.covered_through.map(Day::from),
        change: is_change.then_some(line.status_id.as_str()),
        used_since: line.used_since.map(Day::from),
        phase: line.phase(),
        status: &line.status_id,
        gap_days: line.gap.days,
        gap: gap_json(line),
        forward_from: line.forward_from.into(),
        forward_through: line.forward_through.into(),
        srp: line.srp.into(),
        rate: line.rate.into(),
        unit_list: amounts.unit_list.into(),
        program_discount: line.program_discount.into(),
        last_unit_net: line.last_unit_net.map(Amount::from),
        unit_cap: amounts.unit_cap.map(|cap| cap.cap.into()),
        uncapped_unit_net: amounts.unit_cap.map(|cap| cap.uncapped.into()),
        unit_net: amounts.unit_net.into(),
        unit_net_from: amounts.unit_net_from.map(Amount::from),
        annual: amounts.annual.into(),
        forward: amounts.forward.into(),
        term_discount: (!is_change).then(|| amounts.term_discount.into()),
        concession: amounts.concession.map(Amount::from),
        surcharge: amounts.surcharge.map(Amount::from),
        unit_licence: amounts.unit_licence.map(Amount::from),
        licence: amounts.licence.map(Amount::from),
        back_coverage: of_lapse.then(|| amounts.back_coverage.into()),
        penalty: of_lapse.then(|| amounts.penalty.into()),
        total: amounts.total.into(),
        skus: line.skus.iter().map(|(charge, id)| (charge.word(), id.as_str())).collect(),
        workings: Some(workings(&line.working, book)),
    }
}

fn gap_json(line: &Line) -> Option<GapJson> {
    let ChargedGap { from, until } = line.charged?;
    let day_count = line.working.step(Name::GapShare).and_then(|step| {
        let Operation::ShareOfYear { day_count, .. } = step.operation else { return None };
        Some(day_count.word())
    });
    Some(GapJson {
        from: from.into(),
        through: day_before(until).into(),
        day_count,
        share: line.amounts.share.map(|share| share.to_string()),
    })
}

/// The steps by the amount that they lead to.
fn workings<'quote>(
    working: &'quote Working,
    book: &'quote PriceBook,
) -> BTreeMap<&'static str, Vec<StepJson<'quote>>> {
    let mut workings = BTreeMap::<_, Vec<_>>::new();
    for (amount, step) in by_amount(working) {
        // The totals have one field `total`, which the grand total is.
        let amount = if amount == Name::GrandTotal { Name::Total } else { amount };
        workings.entry(amount.id()).or_default().push(step_json(step, book));
    }
    workings
}

fn step_json<'quote>(step: &'quote Step, book: &'quote PriceBook) -> StepJson<'quote> {
    let round = if let Operation::Product { round, .. }
    | Operation::ProductOfSum { round, .. }
    | Operation::Proportion { round, .. } = step.operation
    {
        Some(round.word())
    } else {
        None
    };
    let decimals = if let Value::Money(amount) = step.result {
        Some(amount.decimals()).filter(|digits| *digits > amount.currency().decimals())
    } else {
        None
    };
    let (key, clause) = basis_key(step.basis, book);
    let input = |Input { name, role, value }| InputJson { name, role, value: Printed(value) };
    StepJson {
        step: Printed(Formula(step)),
        name: step.name.id(),
        operation: step.operation.id(),
        inputs: inputs(step).into_iter().map(input).collect(),
        round,
        decimals,
        result: Printed(Plain(step.result)),
        key: Printed(key),
        clause,
    }
}

fn finding_json(finding: &crate::engine::finding::Finding, quote: &Quote) -> FindingJson {
    let clause = finding.clause();
    FindingJson {
        code: finding.code(),
        severity: finding.severity().word(),
        message: words::finding(finding, quote.request.language),
        clause: quote.book.clause(clause).map(|_| clause),
    }
}
