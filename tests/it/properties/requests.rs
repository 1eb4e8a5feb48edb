//! Requests that are mostly quoted.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::{add_days, day_before, parse_iso};
use reinstate::engine::day_count::Share;
use reinstate::engine::digest::sha256;
use reinstate::engine::money::Money;
use reinstate::engine::node::Format;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Quote, QuoteKind};
use reinstate::engine::refusal::Refusal;
use reinstate::engine::request::{Request, Source};
use reinstate::engine::working::{Name, Operation, Step, Value as Worked, Working, replay};
use serde_json::{Value, json};

use super::{SHIPPED, config, sum};
use crate::support::request;

fn holding(book: &PriceBook) -> impl Strategy<Value = Value> + use<> {
    let names: Vec<(String, String)> = book
        .lines()
        .iter()
        .flat_map(|line| {
            line.editions.iter().map(move |edition| (line.id.clone(), edition.id.clone()))
        })
        .collect();
    let licences = prop_oneof![1_u64..10, 1_u64..100_000, Just(1)];
    // Mostly within the 36 months that are offered.
    let covered_through = (1_440_u32..3_000)
        .prop_map(|days| add_days(parse_iso("2020-01-01").expect("a date"), days));
    (proptest::sample::select(names), licences, 0_u64..4, covered_through).prop_map(
        |((product_line, edition), owned, retire, covered_through)| {
            json!({
                "product_line": product_line,
                "edition": edition,
                "owned": owned + retire,
                "retire": retire,
                "covered_through": covered_through.to_string(),
            })
        },
    )
}

/// A request on the shipped books that is mostly quoted.
fn shipped_request() -> impl Strategy<Value = Value> {
    let book = SHIPPED.books().last().expect("a book");
    let ids = |ids: Vec<String>| proptest::sample::select(ids);
    let levels = ids(book.levels().iter().map(|level| level.id.clone()).collect());
    let programs = ids(book.programs().iter().map(|program| program.id.clone()).collect());
    let currencies = ids(book.currencies().iter().map(|one| one.code().to_owned()).collect());
    let holdings = proptest::collection::vec(holding(book), 1..6);
    let percent = || prop_oneof![Just(None), (0_u64..=100_000_000).prop_map(Some)];
    let percents = (percent(), percent());
    (levels, programs, currencies, 1_u32..=5, 0_u32..365, holdings, percents).prop_map(
        |(level, program, currency, years, day, holdings, (tax, concession))| {
            let quote_date = add_days(parse_iso("2026-01-01").expect("a date"), day);
            let mut request = json!({
                "book": "citrix-css",
                "quote_date": quote_date.to_string(),
                "currency": currency,
                "service_level": level,
                "term_years": years,
                "program": program,
                "holding": holdings,
            });
            let rate = |millionths: u64| {
                format!("{}.{:06}%", millionths / 1_000_000, millionths % 1_000_000)
            };
            if let Some(tax) = tax {
                request["tax"] = json!({ "name": "VAT", "rate": rate(tax) });
            }
            if let Some(concession) = concession {
                request["concession"] = json!({ "rate": rate(concession), "reason": "to keep" });
            }
            request
        },
    )
}

fn quoted(value: &Value) -> Option<Quote> {
    match price(&request(value), &SHIPPED) {
        Outcome::Offered(quote) => Some(*quote),
        Outcome::Refused(_) => None,
    }
}

#[test]
fn most_of_the_random_requests_are_quoted_and_many_are_reinstatements() {
    let mut runner = TestRunner::new(config(1));
    let requests = shipped_request();
    let quotes: Vec<Quote> = (0..200)
        .map(|_| requests.new_tree(&mut runner).expect("a request").current())
        .filter_map(|value| quoted(&value))
        .collect();
    let lapsed = quotes.iter().filter(|quote| quote.kind == QuoteKind::Reinstatement).count();
    assert!(quotes.len() > 120 && lapsed > 60, "{} quotes, {lapsed} lapsed", quotes.len());
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn totals_are_sums_of_lines(value in shipped_request()) {
        let Some(quote) = quoted(&value) else { return Ok(()) };
        let lines = || quote.lines.iter().map(|line| &line.amounts);
        let totals = &quote.totals;
        let nothing = Money::zero(quote.currency());
        for (total, sum) in [
            (totals.forward, sum(lines().map(|one| one.forward))),
            (totals.term_discount, sum(lines().map(|one| one.term_discount))),
            (totals.concession.unwrap_or(nothing), sum(lines().filter_map(|one| one.concession))),
            (totals.back_coverage, sum(lines().map(|one| one.back_coverage))),
            (totals.penalty, sum(lines().map(|one| one.penalty))),
            (totals.subtotal, sum(lines().map(|one| one.total))),
            (totals.total, sum([totals.subtotal, totals.tax].into_iter())),
        ] {
            prop_assert_eq!(i128::from(total.minor()), sum);
        }
        for line in lines() {
            let plus = sum([line.forward, line.back_coverage, line.penalty].into_iter());
            let total = i128::from(line.total.minor());
            let minus = sum([line.term_discount].into_iter().chain(line.concession));
            prop_assert_eq!(total, plus - minus);
        }
    }

    #[test]
    fn a_working_replays_to_its_amounts_and_a_tampered_step_is_caught(
        value in shipped_request(),
        which in any::<prop::sample::Index>(),
    ) {
        let Some(quote) = quoted(&value) else { return Ok(()) };
        let line = which.get(&quote.lines);
        let results = replay(&line.working).expect("a working that holds");
        let last = |name| results.iter().rev().find(|(one, _)| *one == name).map(|one| one.1);
        prop_assert_eq!(last(Name::Total), Some(Worked::Money(line.amounts.total)));
        let back_coverage = Worked::Money(line.amounts.back_coverage);
        prop_assert_eq!(last(Name::BackCoverage), Some(back_coverage));
        for working in [&line.working, &quote.totals_working] {
            let place = which.index(working.steps().len());
            let mut steps = working.steps().to_vec();
            steps[place].result = other_than(steps[place].result);
            prop_assert!(replay(&Working::of_steps(steps)).is_err(), "a changed result");
            if let Some(steps) = with_another_input(working.steps(), place) {
                prop_assert!(replay(&Working::of_steps(steps)).is_err(), "a changed input");
            }
        }
    }

    #[test]
    fn what_waiting_costs_is_the_difference_of_two_quotes_and_its_working_replays_to_it(
        value in shipped_request(),
        which in any::<prop::sample::Index>(),
    ) {
        let asked = request(&value);
        let found = alternatives(&asked, &SHIPPED).expect("a book in force");
        // The book stays that of the quote.
        let book = SHIPPED.in_force(None, asked.quote_date).expect("a book in force");
        let always = parse_iso("1900-01-01").expect("a date");
        let book = Shelf::of([book.as_ref().clone().as_if_in_force_from(always)]);
        let book = book.expect("one book");
        let total = |days: u32| {
            let (quote_date, start) = (asked.quote_date, asked.start);
            let (quote_date, start) = (add_days(quote_date, days), add_days(start, days));
            match price(&Request { quote_date, start, ..asked.clone() }, &book) {
                Outcome::Offered(quote) => Some(i128::from(quote.totals.total.minor())),
                Outcome::Refused(_) => None,
            }
        };
        let option = which.get(&found.waiting.options);
        let expected = total(option.days_later).zip(total(0)).map(|(later, now)| later - now);
        let price = option.price.as_ref();
        prop_assert_eq!(price.map(|price| i128::from(price.more.minor())), expected);
        if let Some(price) = price {
            let last = replay(&price.working).expect("a working that holds").pop();
            prop_assert_eq!(last, Some((Name::Difference, Worked::Money(price.more))));
            let place = which.index(price.working.steps().len());
            let mut steps = price.working.steps().to_vec();
            steps[place].result = other_than(steps[place].result);
            prop_assert!(replay(&Working::of_steps(steps)).is_err(), "a changed result");
        }
    }

    #[test]
    fn the_order_of_holdings_does_not_matter(value in shipped_request(), by in 1_usize..5) {
        let mut turned = value.clone();
        let holdings = turned["holding"].as_array_mut().expect("holdings");
        let by = by % holdings.len();
        holdings.rotate_left(by);
        match (price(&request(&value), &SHIPPED), price(&request(&turned), &SHIPPED)) {
            (Outcome::Offered(one), Outcome::Offered(other)) => {
                prop_assert_eq!(one.totals, other.totals);
                prop_assert_eq!(one.kind, other.kind);
                let mut lines = one.lines.clone();
                lines.rotate_left(by);
                for (line, turned) in lines.iter_mut().zip(&other.lines) {
                    line.place = turned.place;
                }
                prop_assert_eq!(lines, other.lines);
            }
            (Outcome::Refused(one), Outcome::Refused(other)) => {
                let codes = |refusals: &[Refusal]| {
                    let mut codes: Vec<&str> =
                        refusals.iter().map(|refusal| refusal.reason.code()).collect();
                    codes.sort_unstable();
                    codes
                };
                prop_assert_eq!(codes(&one), codes(&other));
            }
            (one, other) => prop_assert!(false, "{one:?} and {other:?}"),
        }
    }

    /// The fair comparison: the same term from the same day, and the gap priced as the cover it
    /// would have been, a year's price a year, at the rate of those who renew.
    #[test]
    fn renewing_on_time_never_costs_more_than_lapsing(value in shipped_request()) {
        let Some(lapsed) = quoted(&value) else { return Ok(()) };
        let mut on_time = value.clone();
        for holding in on_time["holding"].as_array_mut().expect("holdings") {
            holding["covered_through"] = json!(day_before(lapsed.request.start).to_string());
        }
        let on_time = quoted(&on_time).expect("a renewal");
        for (late, in_time) in lapsed.lines.iter().zip(&on_time.lines) {
            let cover = i128::from(in_time.amounts.annual.minor()) * i128::from(late.gap.days);
            // Rounded half up, as the shipped books do.
            let cover = (cover * 2 + 365) / (2 * 365);
            let fair = i128::from(in_time.amounts.total.minor()) + cover;
            let total = i128::from(late.amounts.total.minor());
            prop_assert!(total >= fair, "{}: {total} < {fair}", late.status_id);
        }
    }

    #[test]
    fn the_digest_of_a_request_is_that_of_what_it_says(value in shipped_request()) {
        let first = request(&value);
        let canonical = first.canonical_json();
        let source = Source { origin: "canonical", text: &canonical, format: Format::Json };
        let second = Request::read(source, None).expect("a canonical request");
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(&canonical, &second.canonical_json());
        if let Some(quote) = quoted(&value) {
            prop_assert_eq!(quote.receipt.request_sha256, sha256(canonical.as_bytes()));
        }
    }
}

fn other_than(value: Worked) -> Worked {
    match value {
        Worked::Money(money) => {
            Worked::Money(Money::from_minor(money.minor() + 1, money.currency()))
        }
        Worked::Share(share) => {
            Worked::Share(Share::new(share.numerator() + 1, share.denominator()).expect("a share"))
        }
        Worked::Percent(_)
        | Worked::Rest(_)
        | Worked::Raised(_)
        | Worked::Count(_)
        | Worked::Multiplier(_) => panic!("no step gives {value:?}"),
    }
}

/// The steps with one amount that goes into a step raised by a cent, where the step takes amounts
/// that an earlier step gave.
fn with_another_input(steps: &[Step], place: usize) -> Option<Vec<Step>> {
    let mut steps = steps.to_vec();
    let raised = |amount: Money| Money::from_minor(amount.minor() + 1, amount.currency());
    let operation = &mut steps.get_mut(place)?.operation;
    let name = match operation {
        Operation::Product { of, .. } => {
            of.1 = raised(of.1);
            of.0
        }
        Operation::Sum { plus: [Some(first), ..], .. } => {
            first.1 = raised(first.1);
            first.0
        }
        Operation::Proportion { of, .. } => {
            of.1 = raised(of.1);
            of.0
        }
        Operation::ProductOfSum { of: [Some((first, _)), ..], .. } => {
            first.1 = raised(first.1);
            first.0
        }
        Operation::ProductOfSum { .. }
        | Operation::Sum { .. }
        | Operation::AtLeast { .. }
        | Operation::AtMost { .. }
        | Operation::Shortfall { .. }
        | Operation::ShareOfYear { .. }
        | Operation::TermLength { .. }
        | Operation::Nothing(..) => return None,
    };
    steps[..place].iter().any(|step| step.name == name).then_some(steps)
}
