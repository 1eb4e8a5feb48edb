//! The shapes of the JSON, each with the fields in their order.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::value::{Amount, Day, Percentage, Printed};
use crate::document::working::{Formula, InputValue, Key, Plain};

/// A quote: every amount with its working, the findings, and the receipt.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Quote))]
pub(crate) struct QuoteJson<'quote> {
    pub(super) schema: u32,
    pub(super) kind: &'static str,
    /// The number of the quote, where a register keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<&'quote str>,
    /// Its revision, from 1, where a register keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u32>,
    pub(super) standing: &'static str,
    pub(super) quote_date: Day,
    pub(super) start: Day,
    pub(super) valid_through: Day,
    pub(super) currency: &'quote str,
    #[cfg_attr(feature = "web", schema(value_type = Object))]
    pub(super) customer: Box<RawValue>,
    pub(super) service_level: &'quote str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) term_years: Option<u32>,
    pub(super) program: NamedJson<'quote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) common_end: Option<Day>,
    /// The tax, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax: Option<TaxJson<'quote>>,
    /// The taxes, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) taxes: Vec<TaxPartJson<'quote>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payment: Option<&'quote str>,
    pub(super) lines: Vec<LineJson<'quote>>,
    pub(super) totals: TotalsJson<'quote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payments: Option<Vec<PaymentJson>>,
    /// The steps of the payments, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payments_working: Option<Vec<StepJson<'quote>>>,
    pub(super) findings: Vec<FindingJson>,
    pub(super) receipt: ReceiptJson<'quote>,
    #[cfg_attr(feature = "web", schema(value_type = Object))]
    pub(super) request: Box<RawValue>,
}

/// An id, and its name for people.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Named))]
pub(crate) struct NamedJson<'quote> {
    pub(super) id: &'quote str,
    pub(super) name: &'quote str,
}

/// The tax on the sum.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Tax))]
pub(crate) struct TaxJson<'quote> {
    pub(super) name: &'quote str,
    pub(super) rate: Percentage,
}

/// One of several taxes.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = TaxPart))]
pub(crate) struct TaxPartJson<'quote> {
    pub(super) name: &'quote str,
    pub(super) rate: Percentage,
    pub(super) amount: Amount,
}

/// A part of a payment plan.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Payment))]
pub(crate) struct PaymentJson {
    pub(super) due: Day,
    pub(super) net: Amount,
    pub(super) tax: Amount,
    pub(super) total: Amount,
}

/// What one line costs: a holding, or a change while cover runs.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Line))]
pub(crate) struct LineJson<'quote> {
    pub(super) product_line: &'quote str,
    pub(super) edition: &'quote str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) release: Option<&'quote str>,
    pub(super) service_level: &'quote str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owned: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) retired: Option<u64>,
    pub(super) quantity: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) covered_through: Option<Day>,
    /// `addition`, `true-up` or `raise`; left out for a holding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) change: Option<&'quote str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) used_since: Option<Day>,
    /// `mainstream` or `extended`, on the first day of the new term; where a release is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) phase: Option<&'static str>,
    pub(super) status: &'quote str,
    pub(super) gap_days: u32,
    #[cfg_attr(feature = "web", schema(required = true))]
    pub(super) gap: Option<GapJson>,
    pub(super) forward_from: Day,
    pub(super) forward_through: Day,
    pub(super) srp: Amount,
    pub(super) rate: Percentage,
    pub(super) unit_list: Amount,
    pub(super) program_discount: Percentage,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_unit_net: Option<Amount>,
    /// Where the last price caps it: the most that a licence may cost a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_cap: Option<Amount>,
    /// Where the last price caps it: `unit_net` without the cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uncapped_unit_net: Option<Amount>,
    pub(super) unit_net: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_net_from: Option<Amount>,
    pub(super) annual: Amount,
    pub(super) forward: Amount,
    /// Left out for changes, which have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) term_discount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) concession: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) surcharge: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_licence: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) licence: Option<Amount>,
    /// Left out for changes that charge none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) back_coverage: Option<Amount>,
    /// Left out for changes that charge none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) penalty: Option<Amount>,
    pub(super) total: Amount,
    /// Part numbers by the charge they stand for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) skus: BTreeMap<&'static str, &'quote str>,
    /// The steps of each amount; left out where they were not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) workings: Option<BTreeMap<&'static str, Vec<StepJson<'quote>>>>,
}

/// The days without cover that are charged, or could be.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Gap))]
pub(crate) struct GapJson {
    pub(super) from: Day,
    pub(super) through: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) day_count: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) share: Option<String>,
}

/// The sums of all lines.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Totals))]
pub(crate) struct TotalsJson<'quote> {
    pub(super) forward: Amount,
    pub(super) term_discount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) concession: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) surcharge: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) licence: Option<Amount>,
    pub(super) back_coverage: Amount,
    pub(super) penalty: Amount,
    pub(super) quote_fee: Amount,
    pub(super) subtotal: Amount,
    pub(super) tax: Amount,
    pub(super) total: Amount,
    /// The steps of each sum; left out where they were not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) workings: Option<BTreeMap<&'static str, Vec<StepJson<'quote>>>>,
}

/// A step, complete enough to be done again: the operation on its inputs gives the result.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Step))]
pub(crate) struct StepJson<'quote> {
    #[cfg_attr(feature = "web", schema(value_type = String))]
    pub(super) step: Printed<Formula<'quote>>,
    pub(super) name: &'static str,
    pub(super) operation: &'static str,
    pub(super) inputs: Vec<InputJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) round: Option<&'static str>,
    /// Decimals of the result, where it has more than its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decimals: Option<u8>,
    #[cfg_attr(feature = "web", schema(value_type = String))]
    pub(super) result: Printed<Plain>,
    #[cfg_attr(feature = "web", schema(value_type = String))]
    pub(super) key: Printed<Key<'quote>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clause: Option<&'quote str>,
}

/// What a step takes in.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Input))]
pub(crate) struct InputJson {
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    #[cfg_attr(feature = "web", schema(value_type = String))]
    pub(super) value: Printed<InputValue>,
}

/// What the rules say about a quote.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Finding))]
pub(crate) struct FindingJson {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clause: Option<&'static str>,
}

/// What the quote was made from, so that it can be made again.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Receipt))]
pub(crate) struct ReceiptJson<'quote> {
    pub(super) engine: &'quote str,
    pub(super) book: &'quote str,
    pub(super) book_version: &'quote str,
    pub(super) book_sha256: String,
    pub(super) request_sha256: String,
}

/// Why there is no price.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Refused))]
pub(crate) struct RefusedJson {
    pub(super) schema: u32,
    pub(super) refusals: Vec<RefusalJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) buying_new: Option<BuyingNewJson>,
}

/// Other terms, later days, and new licences.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Comparison))]
pub(crate) struct ComparisonJson<'a> {
    pub(super) schema: u32,
    pub(super) currency: &'a str,
    pub(super) start: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) term_years: Option<u32>,
    pub(super) terms: Vec<TermJson>,
    pub(super) choices: Vec<NamedOptionJson<'a>>,
    pub(super) levels: Vec<NamedOptionJson<'a>>,
    pub(super) waiting: Vec<WaitingJson<'a>>,
    /// Days beyond those of `waiting` on which the total jumps, by less.
    pub(super) more_jumps: usize,
    /// The first day from which no later day has a price; null where there is none within the
    /// horizon.
    #[cfg_attr(feature = "web", schema(required = true))]
    pub(super) not_possible_from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) buying_new: Option<BuyingNewJson>,
}

/// A number of years.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = TermOption))]
pub(crate) struct TermJson {
    pub(super) term_years: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) per_year: Option<Amount>,
    #[serde(flatten)]
    pub(super) offer: OfferJson,
}

/// Another rule for a lapse, or another service level, by its id.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = NamedOption))]
pub(crate) struct NamedOptionJson<'a> {
    pub(super) id: &'a str,
    #[serde(flatten)]
    pub(super) offer: OfferJson,
}

/// A later day.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = WaitingOption))]
pub(crate) struct WaitingJson<'a> {
    pub(super) days_later: u32,
    pub(super) start: Day,
    pub(super) changes: Vec<ChangeJson<'a>>,
    /// How much more the total is than on the day before, where it jumps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) jump: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) difference: Option<Amount>,
    /// The steps of `subtotal`, `tax`, `total` and `difference`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) workings: Option<BTreeMap<&'static str, Vec<StepJson<'a>>>>,
    #[serde(flatten)]
    pub(super) offer: OfferJson,
}

/// `status` is null where reinstatement is not offered any more.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = StatusChange))]
pub(crate) struct ChangeJson<'a> {
    pub(super) holding: usize,
    #[cfg_attr(feature = "web", schema(required = true))]
    pub(super) status: Option<&'a str>,
}

/// What it would cost, or, in `refusals` alone, the codes of the refusals.
#[derive(Default, Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Offer))]
pub(crate) struct OfferJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    /// The last day of the new term, the latest of all holdings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cover_through: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subtotal: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tax: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refusals: Option<Vec<&'static str>>,
}

/// New licences instead.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = BuyingNew))]
pub(crate) struct BuyingNewJson {
    pub(super) licences: Amount,
    pub(super) support: Amount,
    pub(super) subtotal: Amount,
    pub(super) tax: Amount,
    pub(super) total: Amount,
    /// Null where it does not become cheaper.
    #[cfg_attr(feature = "web", schema(required = true))]
    pub(super) cheaper_from: Option<Day>,
    /// Null where cover for the old licences stays on offer.
    #[cfg_attr(feature = "web", schema(required = true))]
    pub(super) only_way_from: Option<Day>,
    pub(super) horizon_days: u32,
}

/// A reason why there is no price.
#[derive(Serialize)]
#[cfg_attr(feature = "web", derive(utoipa::ToSchema), schema(as = Refusal))]
pub(crate) struct RefusalJson {
    pub(super) code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) holding: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) addition: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) raise: Option<usize>,
    pub(super) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<String>,
}
