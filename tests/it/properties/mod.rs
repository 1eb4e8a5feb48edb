//! Properties: what holds for any request, any gap, any text.
//!
//! Runs repeat: the seed is fixed. `PROPTEST_RNG_SEED=7` tries others, `PROPTEST_CASES` more.

mod gaps;
mod huge;
mod printed;
mod requests;
mod texts;

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::{Date, add_days, parse_iso};
use reinstate::engine::money::Money;
use serde_json::{Value, json};

use crate::support::shipped_shelf;

static SHIPPED: LazyLock<Shelf> = LazyLock::new(shipped_shelf);

pub(crate) fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let seed = match default.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_261_124),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { cases };
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: seed,
        ..default
    }
}

/// Days from 1 January 2020: the last covered day, up to seven years back and two ahead.
fn covered_through() -> impl Strategy<Value = Date> {
    (0_u32..3_300).prop_map(|days| add_days(parse_iso("2020-01-01").expect("a date"), days))
}

fn plain_request(covered_through: Date, start: Date, owned: u64, years: u32) -> Value {
    json!({
        "quote_date": start.to_string(),
        "currency": "EUR",
        "service_level": "better",
        "term_years": years,
        "program": "partner",
        "holding": [{
            "product_line": "suite", "edition": "odd", "owned": owned,
            "covered_through": covered_through.to_string(),
        }],
    })
}

/// A sum that cannot overflow, to hold the engine's against.
fn sum(amounts: impl Iterator<Item = Money>) -> i128 {
    amounts.map(|amount| i128::from(amount.minor())).sum()
}
