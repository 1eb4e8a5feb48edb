//! A day of a register ends where the register is kept.

use reinstate::engine::calendar::add_days;
use reinstate::register::{Moment, ShownStatus, Zone};

use super::{Desk, at, code, day, noon, quoted, settings};

/// A zone, a last day, and the last moment of that day with the first of the next, by hand.
///
/// Amsterdam is an hour before UTC, two in summer: from 2026-03-29 to 2026-10-25. Auckland is
/// twelve hours before, thirteen in summer: until 2026-04-05 and from 2026-09-27. Honolulu is ten
/// behind all year.
pub(super) const LAST_DAYS: [(&str, &str, &str, &str); 8] = [
    ("Europe/Amsterdam", "2026-12-24", "2026-12-24T22:59:59.999Z", "2026-12-24T23:00:00.000Z"),
    ("Europe/Amsterdam", "2026-03-29", "2026-03-29T21:59:59.999Z", "2026-03-29T22:00:00.000Z"),
    ("Europe/Amsterdam", "2026-10-25", "2026-10-25T22:59:59.999Z", "2026-10-25T23:00:00.000Z"),
    ("Pacific/Auckland", "2026-12-24", "2026-12-24T10:59:59.999Z", "2026-12-24T11:00:00.000Z"),
    ("Pacific/Auckland", "2026-04-05", "2026-04-05T11:59:59.999Z", "2026-04-05T12:00:00.000Z"),
    ("Pacific/Auckland", "2026-09-27", "2026-09-27T10:59:59.999Z", "2026-09-27T11:00:00.000Z"),
    ("Pacific/Honolulu", "2026-12-24", "2026-12-25T09:59:59.999Z", "2026-12-25T10:00:00.000Z"),
    ("Pacific/Honolulu", "2026-03-29", "2026-03-30T09:59:59.999Z", "2026-03-30T10:00:00.000Z"),
];

/// A register of a zone with a quote that is valid through a day: 30 days after its quote date.
pub(super) fn with_draft(zone: &str, last_day: &str) -> (Desk, String) {
    let quote_date = day(last_day).checked_sub_days(chrono::Days::new(30)).expect("a day");
    let mut desk = Desk::with(&settings(zone), noon("2026-01-02"));
    let quote = quoted(quote_date);
    assert_eq!(quote.valid_through, day(last_day));
    let number = desk.add("ann", &quote, noon(add_days(quote_date, 1))).expect("added").number;
    (desk, number)
}

#[test]
fn a_draft_is_sent_through_its_last_day_there() {
    for (zone, last_day, last, first_after) in LAST_DAYS {
        let (mut desk, number) = with_draft(zone, last_day);
        assert_eq!(desk.shown(&number, at(last)), ShownStatus::Ready, "{zone} {last_day}");
        assert_eq!(desk.shown(&number, at(first_after)), ShownStatus::Lapsed, "{zone} {last_day}");
        assert_eq!(code(desk.send("ann", &number, at(last))), "done", "{zone} {last_day}");
        let (mut desk, number) = with_draft(zone, last_day);
        let late = code(desk.send("ann", &number, at(first_after)));
        assert_eq!(late, "lapsed", "{zone} {last_day}");
    }
}

#[test]
fn a_quote_is_accepted_through_its_last_day_there() {
    for (zone, last_day, last, first_after) in LAST_DAYS {
        let sent = || {
            let (mut desk, number) = with_draft(zone, last_day);
            let early = noon(day(last_day).pred_opt().expect("a day"));
            desk.send("ann", &number, early).expect("sent");
            (desk, number)
        };
        let (mut desk, number) = sent();
        assert_eq!(desk.shown(&number, at(last)), ShownStatus::Sent, "{zone} {last_day}");
        assert_eq!(desk.shown(&number, at(first_after)), ShownStatus::Expired, "{zone} {last_day}");
        assert_eq!(code(desk.accept("ann", &number, at(last))), "done", "{zone} {last_day}");
        let (mut desk, number) = sent();
        let late = code(desk.accept("ann", &number, at(first_after)));
        assert_eq!(late, "expired", "{zone} {last_day}");
    }
}

/// The quote date of a request is a day there, too.
#[test]
fn a_quote_date_is_ahead_by_the_calendar_there() {
    for (zone, last_day, last, first_after) in LAST_DAYS {
        let mut desk = Desk::with(&settings(zone), noon("2026-01-02"));
        let tomorrow = quoted(add_days(day(last_day), 1));
        let early = code(desk.add("ann", &tomorrow, at(last)));
        assert_eq!(early, "quote-date-ahead", "{zone} {last_day}");
        assert_eq!(code(desk.add("ann", &tomorrow, at(first_after))), "done", "{zone} {last_day}");
    }
}

#[test]
fn the_year_of_a_number_turns_there() {
    for (zone, last, first_after) in [
        ("Europe/Amsterdam", "2026-12-31T22:59:59.999Z", "2026-12-31T23:00:00.000Z"),
        ("Pacific/Auckland", "2026-12-31T10:59:59.999Z", "2026-12-31T11:00:00.000Z"),
        ("Pacific/Honolulu", "2027-01-01T09:59:59.999Z", "2027-01-01T10:00:00.000Z"),
    ] {
        let mut desk = Desk::with(&settings(zone), noon("2026-01-02"));
        let quote = quoted("2026-12-24");
        let mut number = |now: Moment| desk.add("ann", &quote, now).expect("registered").number;
        let numbers = [
            number(noon("2026-12-24")),
            number(at(last)),
            number(at(first_after)),
            number(noon("2027-01-02")),
        ];
        let expected = ["Q-2026-00001", "Q-2026-00002", "Q-2027-00001", "Q-2027-00002"];
        assert_eq!(numbers, expected, "{zone}");
        desk.is_whole();
    }
}

/// By hand: an hour before UTC in winter and two in summer; five behind, and four.
#[test]
fn a_clock_is_that_of_the_place_it_is_named_by() {
    for (zone, moment, place, expected) in [
        ("Europe/Amsterdam", "2026-11-24T23:30:00.000Z", "Amsterdam", (0, 30)),
        ("Europe/Amsterdam", "2026-07-01T12:05:59.999Z", "Amsterdam", (14, 5)),
        ("America/New_York", "2026-11-24T12:00:00.000Z", "New York", (7, 0)),
        ("UTC", "2026-11-24T12:00:00.000Z", "UTC", (12, 0)),
    ] {
        let zone = Zone::of(zone).expect(zone);
        assert_eq!(zone.place(), place);
        assert_eq!(zone.hour_and_minute(at(moment)), expected, "{place}");
    }
}
