//! Published vectors, and bugs that other programs shipped, as cases: each with its source.
//!
//! Whole policies of other vendors stand in `tests/golden/vendors.toml`. Not here, with the reason:
//! - a co-term of IBM's is only tried as arithmetic: no charge of ours has a period of 181 days;
//! - 365 days a year *with leap days ignored*
//!   (https://github.com/Energy-Sparks/energy-sparks/pull/5239) is a policy: `actual/365` counts
//!   the leap day and divides by 365, as the test below holds;
//! - actual/366, and months with a rest over 30, are two of six published prices of one gap and no
//!   day counts of ours; `actual/actual` and `30/360` happen to give the same for that gap, as
//!   `tests/golden/day_counts.toml` holds;
//! - a percentage rounded to one decimal, so that it is 0.0
//!   (https://github.com/frappe/erpnext/pull/41672), cannot be: a share is a ratio of integers.

use reinstate::document::sheet::Sheet;
use reinstate::engine::calendar::{
    Date, add_months, days_between, parse_iso, started_months, whole_months,
};
use reinstate::engine::day_count::{DayCount, Share};
use reinstate::engine::lapse::forward_through;
use reinstate::engine::money::{Currency, Exact, Money, RoundingMode};
use reinstate::engine::percent::{Multiplier, Percent};
use serde_json::json;

use crate::support::{offered, request, shelf_of_files, shipped_shelf};

fn day(text: &str) -> Date {
    parse_iso(text).expect(text)
}

fn dollars(text: &str) -> Money {
    Money::parse(text, Currency::from_code("USD").expect("a currency")).expect(text)
}

/// What a share of a year's price is, half up.
fn of_a_year(price: &str, share: Share) -> String {
    let exact = Exact::of(dollars(price)).times_share(share).expect("it fits");
    exact.round(RoundingMode::HalfUp).expect("it fits").to_string()
}

/// Whether a share is so many of something, for example 3/28 of a month, which is 1/12 of a year.
fn is(share: Share, numerator: u64, denominator: u64) -> bool {
    u64::from(share.numerator()) * denominator == u64::from(share.denominator()) * numerator
}

// --- bugs others shipped ------------------------------------------------------------------------

/// <https://github.com/microsoft/BCApps/issues/5718>: 3 days of February were 3 × 9/31 = 0.87097
/// instead of 3 × 9/28 = 0.96429; in a leap year 28 days are 28 × 9/29 = 8.68966.
#[test]
fn days_of_february_are_divided_by_the_days_of_february() {
    let common = DayCount::CalendarMonth.share(day("2025-02-01"), day("2025-02-04"));
    assert!(is(common, 3, 28 * 12), "{common}");
    let leap = DayCount::CalendarMonth.share(day("2024-02-01"), day("2024-02-29"));
    assert!(is(leap, 28, 29 * 12), "{leap}");
    // 9 a month, times a hundred thousand so that all published digits can be seen.
    assert_eq!(of_a_year("10800000.00", common), "96428.57");
    assert_eq!(of_a_year("10800000.00", leap), "868965.52");
}

/// <https://github.com/microsoft/BCApps/pull/10445>: the total of a renewal quote was the amount of
/// its base period (100) instead of that of the term (1,200).
#[test]
fn the_total_of_a_quote_is_that_of_its_whole_term() {
    let shelf = shelf_of_files(&["tests/golden/books/plain.toml"]);
    let value = json!({
        "quote_date": "2026-07-01", "currency": "EUR", "service_level": "basic",
        "term_years": 4, "program": "list",
        "holding": [{
            "product_line": "suite", "edition": "whole", "owned": 1,
            "covered_through": "2026-06-30",
        }],
    });
    let quote = offered(&request(&value), &shelf);
    assert_eq!(quote.lines[0].amounts.annual.to_string(), "200.00");
    assert_eq!(quote.totals.total.to_string(), "800.00");
    assert_eq!(Sheet::of(&quote).answer.total, "€800.00");
}

/// <https://github.com/frappe/erpnext/issues/57768>: 3 August 2026 to 3 August 2027 was 11 months.
#[test]
fn a_year_has_twelve_months() {
    let (from, until) = (day("2026-08-03"), day("2027-08-03"));
    assert_eq!((whole_months(from, until), started_months(from, until)), (12, 12));
    for day_count in [DayCount::MonthsUp, DayCount::MonthAndDay, DayCount::Thirty360] {
        assert!(is(day_count.share(from, until), 1, 1), "{}", day_count.word());
    }
    assert!(is(DayCount::CalendarMonth.share(from, until), 1, 1));
}

/// <https://github.com/frappe/erpnext/pull/41672>: a start on the last day of a month had 0 days.
#[test]
fn a_gap_that_begins_on_the_last_day_of_a_month_has_that_day() {
    let (from, until) = (day("2026-01-31"), day("2026-02-01"));
    assert_eq!(days_between(from, until), 1);
    assert!(is(DayCount::CalendarMonth.share(from, until), 1, 31 * 12));
    assert!(is(DayCount::Actual365.share(from, until), 1, 365));
    assert!(is(DayCount::MonthsUp.share(from, until), 1, 12));
    // And a small percentage stays what it is.
    assert_eq!(Percent::parse("0.04%").expect("a percentage").to_string(), "0.04%");
}

/// <https://github.com/silverapp/silver/issues/200>: 7 days of January and 2 of February are 7/31 +
/// 2/28, not 9/31.
#[test]
fn a_gap_across_months_divides_each_by_its_own_length() {
    let share = DayCount::CalendarMonth.share(day("2025-01-25"), day("2025-02-03"));
    assert!(is(share, 7 * 28 + 2 * 31, 31 * 28 * 12), "{share}");
}

/// <https://github.com/getlago/lago-api/pull/6194>: the denominator was that of the truncated
/// period, 42 days, instead of the whole one.
#[test]
fn a_part_of_a_period_is_divided_by_the_whole_period() {
    let share = DayCount::ActualActual.share(day("2026-01-01"), day("2026-02-12"));
    assert!(is(share, 42, 365), "{share}");
}

/// <https://github.com/Automattic/wp-calypso/pull/61170>: 31 January + 3 months was 1 May.
#[test]
fn three_months_after_31_january_is_30_april() {
    assert_eq!(add_months(day("2022-01-31"), 3), day("2022-04-30"));
    // Step by step it would drift to the 28th.
    assert_eq!(add_months(day("2022-01-31"), 2), day("2022-03-31"));
}

/// <https://github.com/restrictcontentpro/restrict-content-pro/issues/1208>: a renewal was extended
/// from today instead of the current expiry.
#[test]
fn a_renewal_is_extended_from_the_expiry_and_not_from_today() {
    let shelf = shelf_of_files(&["tests/golden/books/plain.toml"]);
    let value = json!({
        "quote_date": "2026-07-01", "currency": "EUR", "service_level": "basic",
        "term_years": 1, "program": "list",
        "holding": [{
            "product_line": "suite", "edition": "whole", "owned": 1,
            "covered_through": "2026-08-15",
        }],
    });
    let line = &offered(&request(&value), &shelf).lines[0];
    assert_eq!((line.forward_from, line.forward_through), (day("2026-08-16"), day("2027-08-15")));
}

/// <https://github.com/dimagi/commcare-hq/pull/12963>: every month was taken to have 30 days.
#[test]
fn months_have_their_own_days_unless_the_book_says_thirty() {
    let share = |day_count: DayCount| day_count.share(day("2026-01-01"), day("2026-03-01"));
    assert!(is(share(DayCount::CalendarMonth), 2, 12));
    assert!(is(share(DayCount::MonthAndDay), 2, 12));
    assert!(is(share(DayCount::Thirty360), 60, 360));
    // 31 + 28
    assert!(is(share(DayCount::Actual365), 59, 365));
    let half_february = DayCount::CalendarMonth.share(day("2026-02-01"), day("2026-02-15"));
    assert!(is(half_february, 1, 24), "{half_february}");
}

/// A year is always divided by 365 where the book says so, and the leap day is counted.
#[test]
fn a_leap_year_by_actual_365_is_a_day_more_than_a_year() {
    let share = DayCount::Actual365.share(day("2024-01-01"), day("2025-01-01"));
    assert_eq!(share.to_string(), "366/365");
}

// --- published vectors --------------------------------------------------------------------------

/// IBM, co-term: 6000 × 1.1 × 306/181 = 11,158.01; 1 September 2004 to 28 February 2005 is 181 days
/// and 1 March to 31 December 2005 is 306, both ends included.
#[test]
fn a_product_of_three_rounds_once() {
    assert_eq!(days_between(day("2004-09-01"), day("2005-03-01")), 181);
    assert_eq!(days_between(day("2005-03-01"), day("2006-01-01")), 306);
    let amount = Exact::of(dollars("6000.00"))
        .times_multiplier(Multiplier::parse("1.1").expect("a multiplier"))
        .and_then(|exact| exact.times_share(Share::new(306, 181).expect("a share")))
        .and_then(|exact| exact.round(RoundingMode::HalfUp));
    assert_eq!(amount.expect("it fits"), dollars("11158.01"));
}

/// Zuora, and Salesforce: 23 May to 30 September 2019 is 0.3575 of a year by calendar months, and
/// 4,290.32 of 12,000.
#[test]
fn a_published_gap_by_calendar_months() {
    let share = DayCount::CalendarMonth.share(day("2019-05-23"), day("2019-10-01"));
    // Ten thousand a year show the four digits that are published.
    assert_eq!(of_a_year("10000.00", share), "3575.27");
    assert_eq!(of_a_year("12000.00", share), "4290.32");
}

/// SteelBrick: 830 days are 2.2740 years, 35 months 2.9167, and 1 January 2017 to 10 January 2018
/// is 13 months where months count up.
#[test]
fn published_terms_in_days_and_months() {
    let from = day("2017-01-01");
    let days = DayCount::Actual365.share(from, day("2019-04-11"));
    assert_eq!(days.to_string(), "830/365");
    assert_eq!(of_a_year("10000.00", days), "22739.73");
    let months = DayCount::MonthsUp.share(from, day("2019-12-01"));
    assert_eq!(of_a_year("10000.00", months), "29166.67");
    let started = DayCount::MonthsUp.share(from, day("2018-01-11"));
    assert_eq!(started.to_string(), "13/12");
}

/// A reseller's example (precedence.co.uk): lapsed for 3 months, 15 months are charged.
#[test]
fn three_lapsed_months_and_a_year_are_fifteen_months() {
    let share = DayCount::MonthsUp.share(day("2026-04-01"), day("2026-07-01"));
    assert_eq!(of_a_year("1200.00", share), "300.00");
    assert!(is(share, 15 - 12, 12), "{share}");
}

/// A forum's example (thinmaillist, 2008): lapsed for two and a half years, 3 years are charged.
#[test]
fn two_and_a_half_lapsed_years_are_three() {
    let share = DayCount::YearsUp.share(day("2006-01-01"), day("2008-07-01"));
    assert_eq!(share, Share::of_years(3));
}

/// <https://github.com/frappe/erpnext/pull/36953>: 3950 a month from 8 April to 30 June 2023 is
/// 10,928.33.
#[test]
fn months_from_the_eighth_of_april() {
    let share = DayCount::CalendarMonth.share(day("2023-04-08"), day("2023-07-01"));
    // 23/30 + 2 months
    assert!(is(share, 83, 30 * 12), "{share}");
    assert_eq!(of_a_year("47400.00", share), "10928.33");
}

/// Chargebee: 4.4556 × 10.625 = 47.34075, that is USD 47.34 and JPY 47.
#[test]
fn a_published_product_in_two_currencies() {
    for (code, one, printed) in [("USD", "1.00", "47.34"), ("JPY", "1", "47")] {
        let currency = Currency::from_code(code).expect("a currency");
        let amount = ["4.4556", "10.625"].iter().try_fold(
            Exact::of(Money::parse(one, currency).expect("an amount")),
            |exact, factor| exact.times_multiplier(Multiplier::parse(factor).expect(factor)),
        );
        let amount = amount.and_then(|exact| exact.round(RoundingMode::HalfUp));
        assert_eq!(amount.expect("it fits").to_string(), printed);
    }
}

/// SubMain: bought on 1 May 2013, covered through 30 April 2014.
#[test]
fn a_year_from_the_first_of_may_ends_on_the_last_of_april() {
    let book = shipped_shelf().in_force(None, day("2026-07-01")).expect("a book").clone();
    assert_eq!(forward_through(book.term(), day("2013-05-01"), 1), day("2014-04-30"));
}
