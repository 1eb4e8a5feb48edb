//! The shape of a request, for the description of the API.
//!
//! Requests are read by the engine, from a tree that knows where each value stands; what stands
//! here says the same in types. A test holds the two equal.
#![expect(dead_code, reason = "these types are described and never made")]

use utoipa::ToSchema;

/// A civil date (ISO 8601) from 1990 to 2199.
#[derive(ToSchema)]
#[schema(value_type = String, format = Date, pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
pub(super) struct RequestDate(String);

/// A date, or `latest`: the latest day on which the new term of any holding would end.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = r"^(latest|[0-9]{4}-[0-9]{2}-[0-9]{2})$")]
pub(super) struct RequestCommonEnd(String);

/// A percentage of at most 100%, with at most six decimals.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = r"^[0-9]{1,3}(\.[0-9]{1,6})?%$", example = "21%")]
pub(super) struct RequestPercentage(String);

/// An amount with at most as many decimals as the currency has.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = r"^[0-9]{1,16}(\.[0-9]{1,4})?$", example = "120000.00")]
pub(super) struct RequestAmount(String);

/// An id, a name or another text of one line.
#[derive(ToSchema)]
#[schema(value_type = String, min_length = 1, max_length = 200)]
pub(super) struct Label(String);

/// A language of documents and findings.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(super) enum Language {
    En,
    Nl,
    De,
    Fr,
}

/// What is to be priced.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuoteRequest, example = json!({
    "currency": "EUR",
    "service_level": "select",
    "term_years": 3,
    "program": "enterprise-3",
    "holding": [{
        "product_line": "virtual-apps-desktops",
        "edition": "premium",
        "owned": 500,
        "retire": 20,
        "covered_through": "2026-03-31",
    }],
}))]
pub(super) struct QuoteRequest {
    /// Id of the price book; may be left out where the estimator has one.
    book: Option<Label>,
    /// The day of the quote, which selects the version of the price book; today if left out.
    quote_date: Option<RequestDate>,
    /// The day cover is to begin again; the day of the quote if left out.
    start: Option<RequestDate>,
    /// The currency of all amounts (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$", example = "EUR")]
    currency: String,
    /// Id of the service level.
    service_level: Label,
    /// Years of the new term.
    term_years: u32,
    /// Id of the licensing programme.
    program: Label,
    /// One last day for the new terms of all holdings.
    common_end: Option<RequestCommonEnd>,
    /// What is taken off the new term.
    concession: Option<RequestConcession>,
    /// English if left out.
    language: Option<Language>,
    /// The tax on the sum.
    tax: Option<RequestTax>,
    /// Who asks; may be left out for an estimate.
    customer: Option<RequestCustomer>,
    /// What is to be covered.
    #[schema(min_items = 1, max_items = 200)]
    holding: Vec<RequestHolding>,
    /// Running contracts outside this quote.
    #[schema(max_items = 1000)]
    other_contract: Option<Vec<RequestOtherContract>>,
}

/// What is taken off the new term, and why.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestConcession {
    rate: RequestPercentage,
    reason: Label,
}

/// A tax by its name and rate.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestTax {
    name: Label,
    rate: RequestPercentage,
}

/// Who asks.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestCustomer {
    /// Name of the organization.
    name: Label,
    /// Its ORG ID with the vendor.
    org_id: Label,
    /// A person.
    contact: Option<Label>,
    /// Lines of the address.
    #[schema(max_items = 10)]
    address: Option<Vec<Label>>,
    country: Option<Label>,
    /// The customer's own reference.
    reference: Option<Label>,
}

/// Licences of one edition, with one last covered day.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestHolding {
    /// Id of the product line.
    product_line: Label,
    /// Id of the edition.
    edition: Label,
    /// Id of the release in use.
    release: Option<Label>,
    /// Licences owned.
    #[schema(maximum = 9223372036854775807_u64)]
    owned: u64,
    /// Licences to give up for good; 0 if left out.
    #[schema(maximum = 9223372036854775807_u64)]
    retire: Option<u64>,
    /// Licences to cover, as a check: it must be `owned` less `retire`.
    #[schema(maximum = 9223372036854775807_u64)]
    quantity: Option<u64>,
    /// The last day with cover, inclusive.
    covered_through: RequestDate,
    /// This holding's own service level.
    service_level: Option<Label>,
    /// The level it has or had; tells an upgrade.
    current_service_level: Option<Label>,
}

/// A running contract outside the quote.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestOtherContract {
    /// Id of the product line.
    product_line: Label,
    /// Id of the service level.
    service_level: Label,
    /// The last day with cover, inclusive.
    covered_through: RequestDate,
    /// What it is worth a year, in the currency of the request.
    annual_value: Option<RequestAmount>,
}
