//! Gaps without support, and the limits between them.

use proptest::prelude::*;
use reinstate::engine::calendar::{Date, add_days, day_before, parse_iso};
use reinstate::engine::day_count::{DayCount, Share};

use super::{config, covered_through, plain_request, sum};
use crate::support::{offered, read, request, shelf};

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
