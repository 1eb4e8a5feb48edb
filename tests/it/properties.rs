//! Properties: what holds for any request, any gap, any text.
//!
//! Runs repeat: the seed is fixed. `PROPTEST_RNG_SEED=7` tries others, `PROPTEST_CASES` more.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRunner};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::{Date, add_days, day_before, parse_iso};
use reinstate::engine::day_count::{DayCount, Share};
use reinstate::engine::digest::sha256;
use reinstate::engine::money::{Currency, Money};
use reinstate::engine::node::{self, Format};
use reinstate::engine::percent::{Multiplier, Percent};
use reinstate::engine::price::price;
use reinstate::engine::problem::{ERRORS_MAX, Problems};
use reinstate::engine::quote::{Outcome, Quote, QuoteKind};
use reinstate::engine::refusal::Refusal;
use reinstate::engine::request::{Request, Source};
use reinstate::engine::working::{Name, Operation, Step, Value as Worked, Working, replay};
use serde_json::{Value, json};

use crate::support::{files, offered, read, request, shelf, shipped_shelf};

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

// --- requests -----------------------------------------------------------------------------------

/// Days from 1 January 2020: the last covered day, up to seven years back and two ahead.
fn covered_through() -> impl Strategy<Value = Date> {
    (0_u32..3_300).prop_map(|days| add_days(parse_iso("2020-01-01").expect("a date"), days))
}

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

/// A sum that cannot overflow, to hold the engine's against.
fn sum(amounts: impl Iterator<Item = Money>) -> i128 {
    amounts.map(|amount| i128::from(amount.minor())).sum()
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

// --- gaps ---------------------------------------------------------------------------------------

/// A longer gap is never a smaller share of a year, whichever of its ends moves, by each day count.
///
/// It need not be a larger one. Where the end moves by a day and the share stays:
/// - `months-up` and `years-up`, within a started month or year;
/// - `30/360`, from the 30th to the 31st where the first day is a 30th or 31st, and from the 31st
///   to the 1st where it is not: a month has 30 days, so one day of a long month is free;
/// - all others: never.
#[test]
fn a_longer_gap_is_never_a_smaller_share() {
    let first = parse_iso("2023-11-20").expect("a date");
    // The first days cross the ends of months of each length, and 29 February.
    for (word, day_count) in DayCount::ALL {
        for from in (0..140).map(|days| add_days(first, days)) {
            let mut before = day_count.share(from, from);
            assert_eq!(before.numerator(), 0, "{word}: nothing is no share");
            for until in (1..1_200).map(|days| add_days(from, days)) {
                let share = day_count.share(from, until);
                let earlier = day_count.share(day_before(from), until);
                assert!(at_least(share, before), "{word}: {from} to {until}: {share} < {before}");
                assert!(at_least(earlier, share), "{word}: from a day before {from} to {until}");
                let same = at_least(before, share);
                assert!(!same || may_stay(day_count, from, until), "{word}: {from} to {until}");
                before = share;
            }
        }
    }
}

fn at_least(one: Share, other: Share) -> bool {
    let cross =
        |one: Share, other: Share| u64::from(one.numerator()) * u64::from(other.denominator());
    cross(one, other) >= cross(other, one)
}

/// Whether the share may be the same as that of a gap that ends a day earlier.
fn may_stay(day_count: DayCount, from: Date, until: Date) -> bool {
    use chrono::Datelike;
    let day = until.day();
    let after_31st = day == 1 && day_before(until).day() == 31;
    match day_count {
        DayCount::MonthsUp | DayCount::YearsUp => true,
        DayCount::Thirty360 if from.day() >= 30 => day == 31,
        DayCount::Thirty360 => after_31st,
        DayCount::Actual365
        | DayCount::Actual360
        | DayCount::ActualActual
        | DayCount::CalendarMonth
        | DayCount::MonthAndDay => false,
    }
}

/// The golden book with one band that never ends, of any day count, price and penalty.
fn any_lapse() -> impl Strategy<Value = String> {
    let day_counts = proptest::sample::select(DayCount::ALL.map(|(word, _)| word).to_vec());
    let bases = proptest::sample::select(vec![
        "{ rate = \"20%\", of = \"back-coverage\" }",
        "{ rate = \"33.333333%\", of = \"back-coverage\", at_least = { EUR = \"50.00\" } }",
        "{ rate = \"150%\", of = \"back-coverage\", at_most = { EUR = \"500.00\" } }",
        "{ rate = \"10%\", of = \"annual\" }",
        "{ rate = \"7.5%\", of = \"forward\", waived_from_years = 3 }",
        "{ rate = \"1%\", of = \"srp\" }",
        "{ rate = \"12.345678%\", of = [\"back-coverage\", \"annual\"] }",
        "{ amount = { EUR = \"25.00\" }, per = \"licence\" }",
        "{ amount = { EUR = \"25.00\" }, per = \"line\" }",
        "\"none\"",
    ]);
    let modes = proptest::sample::select(vec!["half-up", "half-even", "up", "down"]);
    let extras = proptest::sample::select(vec![
        "",
        ", multiplier = \"1.5\"",
        ", multiplier = \"0.000001\"",
        ", cap_years = 1",
        ", multiplier = \"1.333333\", cap_years = 2",
    ]);
    (day_counts, bases, modes, extras, any::<bool>()).prop_map(
        |(day_count, penalty, mode, extra, net)| {
            let text = read("tests/golden/books/plain.toml");
            let (head, _) = text.split_once("[[lapse.band]]").expect("bands");
            let rate = |line: &str, rate: &str| {
                format!(
                    "[[rate]]\nservice_level = \"basic\"\n{line}status = \"lost\"\n\
                     of_srp = \"{rate}\"\nsource = \"invented\"\n"
                )
            };
            let head = head
                .replace(&rate("", "24%"), "")
                .replace(&rate("product_line = \"box\"\n", "12%"), "")
                .replace("mode = \"half-up\"", &format!("mode = \"{mode}\""));
            let price = if net { "net" } else { "list" };
            format!(
                "{head}[[lapse.band]]\nid = \"late\"\nname = \"Late\"\nsource = \"invented\"\n\
                 back_coverage = {{ day_count = \"{day_count}\", price = \"{price}\"\
                 {extra} }}\n\
                 penalty = {penalty}\n"
            )
        },
    )
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

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn a_longer_gap_never_costs_less_inside_a_band(
        text in any_lapse(),
        covered_through in covered_through(),
        gap in 31_u32..1_500,
        more in 1_u32..40,
        owned in 1_u64..1_000,
        years in 1_u32..=5,
    ) {
        let shelf = shelf([("lapse", text.as_str())]);
        let earliest = parse_iso("2026-01-01").expect("a date");
        let start = add_days(covered_through, gap + 1).max(earliest);
        let quote = |covered_through, start| {
            offered(&request(&plain_request(covered_through, start, owned, years)), &shelf)
        };
        let short = quote(covered_through, start);
        let waited = quote(covered_through, add_days(start, more));
        let earlier = covered_through - chrono::Days::new(u64::from(more));
        let lapsed = quote(earlier, start);
        for (what, long) in [("waiting longer", waited), ("lapsed before", lapsed)] {
            let (short, long) = (&short.lines[0], &long.lines[0]);
            // A start moved to the first book can leave a gap within grace.
            if short.status_id != long.status_id {
                continue;
            }
            prop_assert!(long.amounts.back_coverage >= short.amounts.back_coverage, "{what}");
            prop_assert!(long.amounts.penalty >= short.amounts.penalty, "{what}");
            prop_assert!(long.amounts.total >= short.amounts.total, "{what}");
            prop_assert_eq!(long.amounts.forward, short.amounts.forward, "{}", what);
        }
    }
}

/// A day on either side of each limit changes the status, the new term and the charges for the
/// lapse, and nothing else.
#[test]
fn a_day_across_a_limit_changes_the_status_and_nothing_unexplained() {
    let shelf = shelf([("plain", read("tests/golden/books/plain.toml").as_str())]);
    let start = parse_iso("2026-07-01").expect("a date");
    // Level `better` has one rate for all statuses, so not even the price may move.
    for (limit, inside, outside) in
        [(0, "renewal", "grace"), (30, "grace", "late"), (90, "late", "lost")]
    {
        let [inner, outer] = [limit, limit + 1].map(|gap: u64| {
            let covered_through = day_before(start - chrono::Days::new(gap));
            offered(&request(&plain_request(covered_through, start, 10, 2)), &shelf)
        });
        let (inner, outer) = (&inner.lines[0], &outer.lines[0]);
        assert_eq!((inner.status_id.as_str(), outer.status_id.as_str()), (inside, outside));
        let mut explained = outer.clone();
        explained.status = inner.status;
        explained.status_id.clone_from(&inner.status_id);
        explained.gap = inner.gap;
        explained.charged = inner.charged;
        explained.covered_through = inner.covered_through;
        explained.forward_from = inner.forward_from;
        explained.forward_through = inner.forward_through;
        explained.working = inner.working.clone();
        explained.amounts.share = inner.amounts.share;
        explained.amounts.back_coverage = inner.amounts.back_coverage;
        explained.amounts.penalty = inner.amounts.penalty;
        explained.amounts.total = inner.amounts.total;
        assert_eq!(&explained, inner, "across {limit} days");
        let lapse = |line: &reinstate::engine::quote::Line| {
            sum([line.amounts.back_coverage, line.amounts.penalty].into_iter())
        };
        let rise =
            i128::from(outer.amounts.total.minor()) - i128::from(inner.amounts.total.minor());
        assert_eq!(rise, lapse(outer) - lapse(inner), "across {limit} days");
    }
}

// --- print and parse ----------------------------------------------------------------------------

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn an_amount_printed_is_read_back(minor in 0..=i64::MAX, code in "EUR|JPY|KWD|USD|GBP|CLF") {
        let currency = Currency::from_code(&code).expect("a currency");
        let money = Money::from_minor(minor, currency);
        prop_assert_eq!(Money::parse(&money.to_string(), currency), Ok(money));
    }

    #[test]
    fn a_percentage_printed_is_read_back(units in 0_u64..=10_000_000_000) {
        let text = format!("{}.{:06}%", units / 1_000_000, units % 1_000_000);
        let percent = Percent::parse(&text).expect("a percentage");
        prop_assert_eq!(percent.units(), units);
        prop_assert_eq!(Percent::parse(&percent.to_string()), Ok(percent));
    }

    #[test]
    fn a_multiplier_printed_is_read_back(units in 1_u64..=1_000_000_000) {
        let text = format!("{}.{:06}", units / 1_000_000, units % 1_000_000);
        let multiplier = Multiplier::parse(&text).expect("a multiplier");
        prop_assert_eq!(multiplier.units(), units);
        prop_assert_eq!(Multiplier::parse(&multiplier.to_string()), Ok(multiplier));
    }

    #[test]
    fn a_date_printed_is_read_back(days in 0_u32..109_000) {
        let date = add_days(parse_iso("1900-01-01").expect("a date"), days);
        prop_assert_eq!(parse_iso(&date.to_string()), Some(date));
    }

    /// Names of any letters, quotes and backslashes among them. They are read in composed form,
    /// which may be longer.
    #[test]
    fn any_name_comes_back_from_the_canonical_form(
        name in "[^\\p{C}\u{2028}\u{2029}\u{200e}\u{200f}]{1,60}",
        lines in proptest::collection::vec("[a-z\"\\\\/é€ ]{1,20}[a-z]", 0..10),
        owned in 0..=i64::MAX,
        annual in 0..=i64::MAX,
    ) {
        prop_assume!(!name.trim().is_empty());
        let euro = Currency::from_code("EUR").expect("a currency");
        let value = json!({
            "quote_date": "2026-07-01", "start": "2026-08-01", "currency": "EUR",
            "service_level": "basic", "term_years": 1, "program": "list", "language": "fr",
            "tax": { "name": "TVA", "rate": "5.5%" }, "common_end": "latest",
            "concession": { "rate": "0.000001%", "reason": "\\" },
            "customer": {
                "name": name, "org_id": "ORG \\ \"1\"", "contact": "C", "address": lines,
                "country": "FR", "reference": "R",
            },
            "holding": [{
                "product_line": "suite", "edition": "whole", "release": "old", "owned": owned,
                "retire": 3, "quantity": 7, "covered_through": "2024-02-29",
                "service_level": "basic", "current_service_level": "basic",
            }],
            "other_contract": [{
                "product_line": "hosted", "service_level": "basic", "covered_through": "2199-12-31",
                "annual_value": Money::from_minor(annual, euro).to_string(),
            }],
        });
        let first = request(&value);
        let canonical: Value = serde_json::from_str(&first.canonical_json()).expect("valid JSON");
        prop_assert_eq!(request(&canonical), first);
    }
}

// --- any text -----------------------------------------------------------------------------------

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders =
        ["tests/books/good", "tests/books/bad", "tests/requests/good", "tests/requests/bad"];
    let mut paths: Vec<String> =
        folders.iter().flat_map(|folder| files(folder, &[".toml", ".json"])).collect();
    paths.extend(files("examples/requests", &[".toml"]));
    let mut texts: Vec<String> = paths.iter().map(|path| read(path)).collect();
    // The same requests as JSON, too.
    let requests: Vec<String> = texts
        .iter()
        .filter_map(|text| {
            Request::read(Source { origin: "", text, format: Format::Toml }, None).ok()
        })
        .map(|request| request.canonical_json())
        .collect();
    texts.extend(requests);
    texts
});

/// Reads a text as everything that a text can be read as; nothing may panic, and every problem must
/// stand inside the text and print.
fn read_as_anything(text: &str) {
    let today = parse_iso("2026-07-01");
    let mut problems = Vec::new();
    match PriceBook::read("any", text) {
        Ok((book, warnings)) => {
            problems.push(warnings);
            let shelf = Shelf::of([book]).expect("one book");
            let plain = plain_request(today.expect("a date"), today.expect("a date"), 3, 1);
            let _ = price(&request(&plain), &shelf);
        }
        Err(found) => problems.push(found),
    }
    for format in [Format::Toml, Format::Json] {
        match Request::read(Source { origin: "any", text, format }, today) {
            Ok(request) => drop(price(&request, &SHIPPED)),
            Err(found) => problems.push(found),
        }
    }
    for problems in problems {
        for problem in &problems.list {
            let related = problem.related.as_ref().map(|(span, _)| span);
            for span in problem.span.iter().chain(related) {
                assert!(text.get(span.clone()).is_some(), "{span:?} is not in {text:?}");
            }
        }
        let said = problems.to_string();
        assert!(!said.chars().any(|one| one.is_control() && one != '\n'), "{said:?}");
    }
}

/// A text with a piece of it cut out, doubled, or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "",
        "\"",
        "=",
        "[",
        "]",
        "[[",
        "{",
        "}",
        ",",
        "\n",
        "#",
        "\\",
        "\u{0}",
        "\u{202e}",
        "é",
        "💶",
        "9223372036854775807",
        "9223372036854775808",
        "-1",
        "1e400",
        "0x7f",
        "nan",
        "1979-05-27T07:32",
        "2025-02-29",
        "0000-00-00",
        "true",
        "null",
        "''",
        "\"\"\"",
        "a.b.c",
        "[[lapse.band]]\n",
        "id = \"late\"\n",
        "up_to_days = 1\n",
        "srp = {}\n",
        "holding = []\n",
        "100000%",
        "\u{feff}",
    ]);
    let edit = (any::<prop::sample::Index>(), 0_usize..40, pieces, any::<bool>());
    let edits = proptest::collection::vec(edit, 1..5);
    (any::<prop::sample::Index>(), edits).prop_map(|(which, edits)| {
        let mut text: Vec<char> = which.get(&TEXTS).chars().collect();
        for (place, length, piece, keep) in edits {
            if text.is_empty() {
                break;
            }
            let from = place.index(text.len());
            let until = (from + length).min(text.len());
            let mut new: Vec<char> = piece.chars().collect();
            if keep {
                // Doubled, with the piece between.
                new.splice(0..0, text[from..until].to_vec());
                new.extend(text[from..until].to_vec());
            }
            text.splice(from..until, new);
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn any_text_is_read_without_a_panic(text in "(?s).{0,120}") {
        read_as_anything(&text);
    }

    #[test]
    fn any_text_of_marks_is_read_without_a_panic(text in "[\\[\\]{}\"'=.,:#\\\\\n a1-]{0,80}") {
        read_as_anything(&text);
    }

    #[test]
    fn a_mutated_text_is_read_without_a_panic(text in mutated()) {
        read_as_anything(&text);
    }
}

/// Whatever is wrong with a text, the problems that are kept have an end, and the rest is counted.
#[test]
fn a_text_that_is_wrong_in_every_key_has_a_bounded_list_of_problems() {
    const KEYS: usize = 20_000;
    let table = |key: &dyn Fn(usize) -> String| {
        let keys: Vec<String> = (0..KEYS).map(|number| format!("\"{}\":1", key(number))).collect();
        format!("{{{}}}", keys.join(","))
    };
    // The keys that a request needs are missing as well: currency, service_level, term_years,
    // program and holding.
    for (text, wrong) in [
        // One of the equal keys is unknown, and each further one is there again.
        (table(&|_| "a".to_owned()), KEYS),
        (table(&|number| format!("key-{number}")), KEYS),
    ] {
        let source = Source { origin: "request", text: &text, format: Format::Json };
        let today = parse_iso("2026-11-24");
        let problems = Request::read(source, today).expect_err("every key is wrong");
        assert!(problems.list.len() <= ERRORS_MAX, "{}", problems.list.len());
        let missing = problems.list.iter().filter(|one| one.code == "missing-key").count();
        assert!([0, 5].contains(&missing), "{missing}");
        assert!(problems.list.len() + problems.omitted >= wrong, "{}", problems.omitted);
    }
}

/// Source: JSON Schema 2020-12, validation, 6.1.1: a number without a fractional part is an
/// integer, however it is written.
#[test]
fn a_whole_number_of_json_may_have_a_point_or_an_exponent() {
    let owned = |written: &str| {
        let text = format!(
            "{{\"quote_date\":\"2026-11-24\",\"currency\":\"EUR\",\"service_level\":\"select\",\
             \"term_years\":1.0,\"program\":\"easy\",\"holding\":[{{\"product_line\":\"a\",\
             \"edition\":\"b\",\"owned\":{written},\"covered_through\":\"2026-12-31\"}}]}}"
        );
        let source = Source { origin: "request", text: &text, format: Format::Json };
        let request = Request::read(source, None);
        request.map(|request| request.holdings[0].owned).map_err(|problems| problems.list[0].code)
    };
    for (written, expected) in [
        ("100", Ok(100)),
        ("100.0", Ok(100)),
        ("1e2", Ok(100)),
        ("1.5E+1", Ok(15)),
        ("0.0", Ok(0)),
        ("100.5", Err("wrong-type")),
        ("1e-2", Err("wrong-type")),
        ("1e400", Err("wrong-type")),
        ("-1.0", Err("out-of-range")),
        ("1e19", Err("wrong-type")),
    ] {
        assert_eq!(owned(written), expected, "{written}");
    }
}

/// Nested as deeply as a text of some size can be: the stack must hold.
#[test]
fn a_deeply_nested_text_is_read_without_a_panic() {
    for depth in [100, 1_000, 100_000] {
        for (open, close) in
            [("[", "]"), ("{\"a\":", "}"), ("a=[", "]"), ("a={a=", "}"), ("a.", "")]
        {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            read_as_anything(&nested);
            read_as_anything(&format!("a = {nested}"));
            read_as_anything(&open.repeat(depth));
        }
        read_as_anything(&format!("[{}a]", "a.".repeat(depth)));
    }
}

/// Few keys are compared one by one, and many are looked up: the answer is the same.
#[test]
fn a_key_that_stands_twice_is_told_among_few_keys_and_among_many() {
    for before in [2, 31, 32, 100_000] {
        let keys: String = (0..before).map(|number| format!("\"k{number}\": 1, ")).collect();
        let text = format!("{{{keys}\"k1\": 2}}");
        let mut problems = Problems::none_in("request", &text);
        node::parse(Format::Json, &text, &mut problems);
        let [problem] = problems.list.as_slice() else { panic!("one problem, not {problems}") };
        let (first, second) = (text.find("\"k1\""), text.rfind("\"k1\""));
        assert_eq!((problem.code, problem.path.to_string().as_str()), ("syntax", "k1"));
        assert_eq!(problem.span.as_ref().map(|span| span.start), second);
        assert_eq!(problem.related.as_ref().map(|(span, _)| span.start), first);
    }
}

// --- huge numbers -------------------------------------------------------------------------------

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn huge_numbers_are_priced_or_refused(
        srp in prop_oneof![0..=i64::MAX, Just(i64::MAX), Just(1)],
        rate in prop_oneof![0_u32..=10_000, Just(10_000)],
        multiplier in "0\\.000001|1|999\\.999999|1000",
        penalty in "0%|150%|10000%",
        base in "\"(back-coverage|annual|forward|srp)\"|\\[\"back-coverage\", \"annual\"\\]",
        owned in prop_oneof![1..=i64::MAX, Just(i64::MAX), Just(1)],
        covered_through in covered_through(),
        years in 1_u32..=5,
        tax in "0%|21%|100%",
    ) {
        let euro = Currency::from_code("EUR").expect("a currency");
        let srp = Money::from_minor(srp, euro).to_string();
        let text = read("tests/golden/books/plain.toml")
            .replace("EUR = \"100.10\"", &format!("EUR = \"{srp}\""))
            .replace("of_srp = \"25%\"", &format!("of_srp = \"{rate}%\""))
            .replace("multiplier = \"1.5\"", &format!("multiplier = \"{multiplier}\""))
            .replace("up_to_days = 365\n", "")
            .replace(
                "penalty = { amount = { EUR = \"25.00\" }, per = \"licence\" }",
                &format!("penalty = {{ rate = \"{penalty}\", of = {base} }}"),
            );
        let shelf = shelf([("huge", text.as_str())]);
        let start = parse_iso("2029-06-30").expect("a date");
        let owned = u64::try_from(owned).expect("positive");
        let mut value = plain_request(covered_through, start, owned, years);
        value["tax"] = json!({ "name": "VAT", "rate": tax });
        match price(&request(&value), &shelf) {
            Outcome::Refused(refusals) => {
                prop_assert_eq!(refusals.len(), 1);
                prop_assert_eq!(refusals[0].reason.code(), "amount-too-large");
            }
            Outcome::Offered(quote) => {
                for line in &quote.lines {
                    prop_assert!(replay(&line.working).is_ok());
                    prop_assert!(line.amounts.total.minor() >= 0);
                }
                prop_assert!(quote.totals.total >= quote.totals.subtotal);
            }
        }
    }
}
