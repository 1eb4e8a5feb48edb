//! Day counts: what share of a year a gap is.

use super::worded::worded;
use std::fmt;

use chrono::Datelike;

use super::calendar::{
    Date, add_months, add_years, days_between, started_months, started_years, term_follower,
    term_years_until, whole_months, whole_years,
};
use super::digits::Digits;

/// A share of a year: a ratio of two whole numbers, never a rounded decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

impl Share {
    /// A share; `None` when the denominator is nothing.
    #[must_use]
    pub const fn new(numerator: u32, denominator: u32) -> Option<Self> {
        if denominator == 0 { None } else { Some(Self { numerator, denominator }) }
    }

    /// Whole years.
    #[must_use]
    pub const fn of_years(years: u32) -> Self {
        Self { numerator: years, denominator: 1 }
    }

    /// Text such as `244/365`.
    #[must_use]
    pub fn digits(self) -> Digits {
        let mut digits = Digits::of(self.denominator.into());
        digits.mark(b'/');
        digits.number(self.numerator.into(), 1);
        digits
    }

    /// The number above the bar.
    #[must_use]
    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    /// The number below the bar, at least one.
    #[must_use]
    pub const fn denominator(self) -> u32 {
        self.denominator
    }

    /// The whole years in it, and what is left above the bar.
    #[must_use]
    pub fn whole_and_rest(self) -> (u32, u32) {
        let years = self.numerator.checked_div(self.denominator).unwrap_or(0);
        (years, self.numerator.checked_rem(self.denominator).unwrap_or(0))
    }

    /// The smaller of the share and a number of whole years.
    #[must_use]
    pub fn at_most_years(self, years: u32) -> Self {
        let limit = u64::from(years).saturating_mul(u64::from(self.denominator));
        if u64::from(self.numerator) > limit { Self::of_years(years) } else { self }
    }

    fn over(numerator: u64, denominator: u64) -> Self {
        let divisor = greatest_common_divisor(numerator, denominator).max(1);
        let part = |value: u64| {
            let whole = value.checked_div(divisor).unwrap_or(0);
            u32::try_from(whole).unwrap_or(u32::MAX)
        };
        Self { numerator: part(numerator), denominator: part(denominator).max(1) }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.digits().as_str())
    }
}

worded! {
    /// How the days of a gap become a share of a year.
    pub enum DayCount {
        /// Days over 365.
        Actual365 = "actual/365",
        /// Days over 360.
        Actual360 = "actual/360",
        /// Whole years, and the rest over the length of the year it lies in, counted from the first
        /// uncovered day.
        ActualActual = "actual/actual",
        /// Months of 30 days over 360 (US bond basis).
        Thirty360 = "30/360",
        /// For each calendar month its uncovered days over its length; twelve of them are a year.
        CalendarMonth = "calendar-month",
        /// Whole months over 12, and the rest of the days over 365.
        MonthAndDay = "month-and-day",
        /// Started months over 12.
        MonthsUp = "months-up",
        /// Started years.
        YearsUp = "years-up",
    }
    /// The word that price books and outputs use.
    fn word
}

impl DayCount {
    /// The share of a year from the first uncovered day to the day cover begins again, the latter
    /// exclusive.
    ///
    /// ```
    /// use reinstate::engine::{calendar::parse_iso, day_count::DayCount};
    /// let (from, until) = (parse_iso("2026-04-01").unwrap(), parse_iso("2026-12-01").unwrap());
    /// assert_eq!(DayCount::Actual365.share(from, until).to_string(), "244/365");
    /// assert_eq!(DayCount::MonthsUp.share(from, until).to_string(), "8/12");
    /// ```
    #[must_use]
    pub fn share(self, from: Date, until: Date) -> Share {
        let days = days_between(from, until);
        match self {
            Self::Actual365 => Share { numerator: days, denominator: 365 },
            Self::Actual360 => Share { numerator: days, denominator: 360 },
            Self::ActualActual => actual_actual(from, until),
            Self::Thirty360 => Share { numerator: thirty_360_days(from, until), denominator: 360 },
            Self::CalendarMonth => calendar_month(from, until),
            Self::MonthAndDay => month_and_day(from, until),
            Self::MonthsUp => Share { numerator: started_months(from, until), denominator: 12 },
            Self::YearsUp => Share::of_years(started_years(from, until)),
        }
    }
}

impl DayCount {
    /// Whole years from a day to another, the latter exclusive, and the rest by this day count.
    ///
    /// The rest is counted from the last anniversary, so a term of whole years is a whole number.
    #[must_use]
    pub fn whole_years_and_rest(self, from: Date, until: Date) -> Share {
        let years = term_years_until(from, until);
        let anniversary = term_follower(from, years);
        if anniversary >= until {
            return Share::of_years(years);
        }
        let rest = self.share(anniversary, until);
        let whole = years.saturating_mul(rest.denominator);
        Share { numerator: whole.saturating_add(rest.numerator), denominator: rest.denominator }
    }
}

fn actual_actual(from: Date, until: Date) -> Share {
    let years = whole_years(from, until);
    let anniversary = add_years(from, years);
    let length = days_between(anniversary, add_years(from, years.saturating_add(1))).max(1);
    let rest = days_between(anniversary, until);
    Share { numerator: years.saturating_mul(length).saturating_add(rest), denominator: length }
}

fn thirty_360_days(from: Date, until: Date) -> u32 {
    let first = from.day().min(30);
    let second = if until.day() == 31 && first == 30 { 30 } else { until.day() };
    let count = |year: i32, month: u32, day: u32| {
        let months = i64::from(year).saturating_mul(12).saturating_add(i64::from(month));
        months.saturating_mul(30).saturating_add(i64::from(day))
    };
    let days = count(until.year(), until.month(), second).saturating_sub(count(
        from.year(),
        from.month(),
        first,
    ));
    u32::try_from(days).unwrap_or(0)
}

/// Each month divided by its own length: 3 days of February are 3/28, whatever comes before.
fn calendar_month(from: Date, until: Date) -> Share {
    let first_length = u64::from(month_length(from));
    let last_length = u64::from(month_length(until));
    let months = u64::from(months_apart(from, until));
    let before_first = u64::from(from.day().saturating_sub(1));
    let in_last = u64::from(until.day().saturating_sub(1));
    // months − before_first/first_length + in_last/last_length, over the common denominator.
    let both = first_length.saturating_mul(last_length);
    let parts = months
        .saturating_mul(both)
        .saturating_add(in_last.saturating_mul(first_length))
        .saturating_sub(before_first.saturating_mul(last_length));
    Share::over(parts, both.saturating_mul(12))
}

fn months_apart(from: Date, until: Date) -> u32 {
    let years = i64::from(until.year()).saturating_sub(i64::from(from.year()));
    let months = years
        .saturating_mul(12)
        .saturating_add(i64::from(until.month()))
        .saturating_sub(i64::from(from.month()));
    u32::try_from(months).unwrap_or(0)
}

fn month_length(date: Date) -> u32 {
    let first = date.with_day(1).unwrap_or(date);
    days_between(first, add_months(first, 1)).max(1)
}

fn month_and_day(from: Date, until: Date) -> Share {
    let months = whole_months(from, until);
    let rest = days_between(add_months(from, months), until);
    // m/12 + r/365 = (365 m + 12 r) / 4380
    let numerator = months.saturating_mul(365).saturating_add(rest.saturating_mul(12));
    Share { numerator, denominator: 4_380 }
}

fn greatest_common_divisor(mut one: u64, mut other: u64) -> u64 {
    while let Some(rest) = one.checked_rem(other) {
        (one, other) = (other, rest);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calendar::parse_iso;

    fn share(day_count: DayCount, from: &str, until: &str) -> String {
        let day = |text: &str| parse_iso(text).expect("a date");
        day_count.share(day(from), day(until)).to_string()
    }

    /// By hand, 23 May to 30 September 2019 (until 1 October): 131 days.
    #[test]
    fn one_gap_has_eight_shares() {
        for ((word, day_count), expected) in DayCount::ALL.into_iter().zip([
            "131/365", // 9 + 30 + 31 + 31 + 30 days
            "131/360",
            "131/366",   // the year from 23 May 2019 holds 29 February 2020
            "128/360",   // 4 months and 8 days of 30-day months
            "133/372",   // (9/31 + 4) / 12
            "1556/4380", // 4/12 + 8/365
            "5/12",
            "1/1",
        ]) {
            assert_eq!(share(day_count, "2019-05-23", "2019-10-01"), expected, "{word}");
            assert_eq!(day_count.word(), word);
        }
    }

    #[test]
    fn thirty_360_follows_the_us_bond_basis_at_month_ends() {
        for (from, until, days) in [
            ("2026-01-31", "2026-03-31", 60),
            ("2026-01-30", "2026-01-31", 0),
            ("2026-01-29", "2026-03-31", 62),
            ("2026-02-28", "2026-03-31", 33),
            ("2026-02-01", "2026-03-01", 30),
        ] {
            assert_eq!(share(DayCount::Thirty360, from, until), format!("{days}/360"));
        }
    }

    /// Published bugs: 3 days of February are 3/28 of a month, and a gap across two months is
    /// 7/31 + 2/28, not 9/31.
    #[test]
    fn each_calendar_month_is_divided_by_its_own_length() {
        // 3/28/12 = 1/112
        assert_eq!(share(DayCount::CalendarMonth, "2026-02-01", "2026-02-04"), "1/112");
        // (7/31 + 2/28) / 12 = (7 × 14 + 31) / (31 × 14 × 12) = 129/5208 = 43/1736
        assert_eq!(share(DayCount::CalendarMonth, "2026-01-25", "2026-02-03"), "43/1736");
        // 28/29/12 = 7/87
        assert_eq!(share(DayCount::CalendarMonth, "2024-02-02", "2024-03-01"), "7/87");
    }

    #[test]
    fn whole_years_count_as_such_over_a_leap_day() {
        assert_eq!(share(DayCount::ActualActual, "2023-03-01", "2024-03-01"), "365/365");
        assert_eq!(share(DayCount::ActualActual, "2023-03-01", "2024-02-29"), "365/366");
        assert_eq!(share(DayCount::ActualActual, "2024-02-29", "2025-02-28"), "365/365");
    }

    #[test]
    fn a_cap_takes_effect_above_its_years_only() {
        let year = Share::new(365, 365).expect("a share");
        assert_eq!(year.at_most_years(1), year);
        let more = Share::new(366, 365).expect("a share");
        assert_eq!(more.at_most_years(1), Share::of_years(1));
    }
}
