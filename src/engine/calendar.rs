//! Civil dates: months and years counted from an anchor, and days between.

pub use chrono::NaiveDate as Date;
use chrono::{Datelike, Days, Months};

/// The first year a date may have.
pub const YEAR_MIN: i32 = 1900;
/// The last year a date may have.
pub const YEAR_MAX: i32 = 2199;

/// Whether a date lies in the years that requests and price books may use.
#[must_use]
pub fn is_in_range(date: Date) -> bool {
    (YEAR_MIN..=YEAR_MAX).contains(&date.year())
}

/// A date of so many months later; it keeps the day, or takes the last day of a shorter month.
///
/// Always add to the original date, never step by step: 31 January + 3 months is 30 April.
#[must_use]
pub fn add_months(anchor: Date, months: u32) -> Date {
    anchor.checked_add_months(Months::new(months)).unwrap_or(Date::MAX)
}

/// A date of so many years later; 29 February becomes 28 February in a common year.
#[must_use]
pub fn add_years(anchor: Date, years: u32) -> Date {
    add_months(anchor, years.saturating_mul(12))
}

/// The day on which what follows a term of so many years begins: the same day so many years on, or
/// where that year has no such day (29 February), the day after the last one of that month.
///
/// Source: Regulation 1182/71 article 3(2)(c), and BGB §188(3): a year from 29 February ends on
/// 28 February.
#[must_use]
pub fn term_follower(from: Date, years: u32) -> Date {
    let same = add_years(from, years);
    if same.day() == from.day() { same } else { day_after(same) }
}

/// The most whole years whose follower is not after a day.
#[must_use]
pub fn term_years_until(from: Date, until: Date) -> u32 {
    let years = u32::try_from(until.year().saturating_sub(from.year())).unwrap_or(0);
    if term_follower(from, years) > until { years.saturating_sub(1) } else { years }
}

/// The last day of a day's month.
#[must_use]
pub fn month_end(day: Date) -> Date {
    day_before(next_month(day))
}

/// The first day of the month after a day's.
fn next_month(day: Date) -> Date {
    add_months(day.with_day(1).unwrap_or(day), 1)
}

/// The first day of a month on or after a day.
#[must_use]
pub fn month_start_from(day: Date) -> Date {
    if day.day() == 1 { day } else { next_month(day) }
}

/// A date of so many days later.
#[must_use]
pub fn add_days(anchor: Date, days: u32) -> Date {
    anchor.checked_add_days(Days::new(u64::from(days))).unwrap_or(Date::MAX)
}

/// The day after.
#[must_use]
pub fn day_after(date: Date) -> Date {
    date.succ_opt().unwrap_or(Date::MAX)
}

/// The day before.
#[must_use]
pub fn day_before(date: Date) -> Date {
    date.pred_opt().unwrap_or(Date::MIN)
}

/// The days from `from` to `until`, the latter exclusive; none when it is not later.
#[must_use]
pub fn days_between(from: Date, until: Date) -> u32 {
    u32::try_from(until.signed_duration_since(from).num_days()).unwrap_or(0)
}

/// A date of so many months earlier; it keeps the day, or takes the last day of a shorter month.
#[must_use]
pub fn months_before(anchor: Date, months: u32) -> Date {
    anchor.checked_sub_months(Months::new(months)).unwrap_or(anchor)
}

/// The whole months that fit between two dates.
#[must_use]
pub fn whole_months(from: Date, until: Date) -> u32 {
    let years = until.year().saturating_sub(from.year());
    let months = i64::from(years)
        .saturating_mul(12)
        .saturating_add(i64::from(until.month()))
        .saturating_sub(i64::from(from.month()));
    let months = u32::try_from(months).unwrap_or(0);
    if add_months(from, months) > until { months.saturating_sub(1) } else { months }
}

/// The months that have started between two dates: a part of a month counts as one.
#[must_use]
pub fn started_months(from: Date, until: Date) -> u32 {
    let whole = whole_months(from, until);
    if add_months(from, whole) < until { whole.saturating_add(1) } else { whole }
}

/// The whole years that fit between two dates.
#[must_use]
pub fn whole_years(from: Date, until: Date) -> u32 {
    let years = u32::try_from(until.year().saturating_sub(from.year())).unwrap_or(0);
    if add_years(from, years) > until { years.saturating_sub(1) } else { years }
}

/// The years that have started between two dates: a part of a year counts as one.
#[must_use]
pub fn started_years(from: Date, until: Date) -> u32 {
    let whole = whole_years(from, until);
    if add_years(from, whole) < until { whole.saturating_add(1) } else { whole }
}

/// Reads `2026-11-24`, and nothing else (ISO 8601, calendar date, extended form).
#[must_use]
pub fn parse_iso(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let plain = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !plain {
        return None;
    }
    let year = text.get(0..4)?.parse().ok()?;
    let month = text.get(5..7)?.parse().ok()?;
    let day = text.get(8..10)?.parse().ok()?;
    Date::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse_iso(text).expect(text)
    }

    #[test]
    fn a_term_from_29_february_ends_on_the_28th() {
        // Pricing rules, section 1: one year through 28 Feb 2029, four through 28 Feb 2032.
        let from = day("2028-02-29");
        assert_eq!(day_before(term_follower(from, 1)), day("2029-02-28"));
        assert_eq!(day_before(term_follower(from, 4)), day("2032-02-28"));
        for (until, years) in [("2029-02-28", 0), ("2029-03-01", 1), ("2032-02-29", 4)] {
            assert_eq!(term_years_until(from, day(until)), years, "{until}");
        }
        assert_eq!(term_follower(day("2027-12-31"), 1), day("2028-12-31"));
    }

    #[test]
    fn months_begin_on_the_first_and_end_on_the_last() {
        for (of, first_from, last) in [
            ("2028-02-01", "2028-02-01", "2028-02-29"),
            ("2028-02-02", "2028-03-01", "2028-02-29"),
            ("2026-12-31", "2027-01-01", "2026-12-31"),
        ] {
            assert_eq!(month_start_from(day(of)), day(first_from));
            assert_eq!(month_end(day(of)), day(last));
        }
    }

    #[test]
    fn months_are_counted_from_the_original_date() {
        // Published: 31 January + 3 months is 30 April (a shop's script once gave 1 May).
        assert_eq!(add_months(day("2026-01-31"), 3), day("2026-04-30"));
        assert_eq!(add_months(day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(add_years(day("2028-02-29"), 4), day("2032-02-29"));
        assert_eq!(add_years(day("2028-02-29"), 1), day("2029-02-28"));
    }

    #[test]
    fn whole_and_started_months_differ_by_the_rest() {
        for (from, until, whole, started) in [
            ("2026-01-31", "2026-02-28", 1, 1),
            ("2026-01-31", "2026-02-27", 0, 1),
            ("2026-01-01", "2026-01-02", 0, 1),
            // Published: 1 January 2017 to 10 January 2018 is 13 months where months count up.
            ("2017-01-01", "2018-01-11", 12, 13),
            // Published: a year from 3 August to 3 August is 12 months, not 11.
            ("2026-08-03", "2027-08-03", 12, 12),
        ] {
            let (from, until) = (day(from), day(until));
            assert_eq!((whole_months(from, until), started_months(from, until)), (whole, started));
        }
    }

    #[test]
    fn whole_and_started_years_differ_by_the_rest() {
        for (from, until, whole, started) in [
            ("2024-02-29", "2025-02-28", 1, 1),
            ("2024-02-29", "2025-03-01", 1, 2),
            ("2026-01-01", "2026-12-31", 0, 1),
        ] {
            let (from, until) = (day(from), day(until));
            assert_eq!((whole_years(from, until), started_years(from, until)), (whole, started));
        }
    }

    #[test]
    fn only_iso_dates_are_read() {
        assert_eq!(parse_iso("2024-02-29"), Date::from_ymd_opt(2024, 2, 29));
        for text in
            ["2025-02-29", "03/04/2026", "2026-4-3", "20260403", "2026-13-01", "+026-01-01", ""]
        {
            assert_eq!(parse_iso(text), None, "{text}");
        }
    }
}
