//! How dates and numbers are written in the cells of a table, where people write them in more than
//! one way. Nothing is guessed: what could mean two things is an error.

use std::borrow::Cow;

use crate::engine::calendar::{Date, parse_iso};

/// How a table writes dates and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Notation {
    /// The order of day, month and year.
    pub dates: DateOrder,
    /// What stands before the decimals.
    pub decimal: DecimalMark,
}

impl Notation {
    /// That of a table of which nothing is said.
    pub const PLAIN: Self = Self { dates: DateOrder::YearMonthDay, decimal: DecimalMark::Point };
}

/// The order of day, month and year, with `-`, `.` or `/` between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// `2026-03-31`
    #[default]
    YearMonthDay,
    /// `31-03-2026`
    DayMonthYear,
    /// `03-31-2026`
    MonthDayYear,
}

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1250.50`
    #[default]
    Point,
    /// `1250,50`
    Comma,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateFault {
    /// It is in another form, or no such day exists.
    NotADate,
    /// Its year has two digits.
    ShortYear,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// It is in another form.
    NotANumber,
    /// One mark could stand before decimals or before thousands.
    Ambiguous,
}

impl DateOrder {
    /// Each with its name.
    pub const ALL: [(&str, Self); 3] = [
        ("year-month-day", Self::YearMonthDay),
        ("day-month-year", Self::DayMonthYear),
        ("month-day-year", Self::MonthDayYear),
    ];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::YearMonthDay => "year-month-day",
            Self::DayMonthYear => "day-month-year",
            Self::MonthDayYear => "month-day-year",
        }
    }

    /// A date that is written so.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::YearMonthDay => "2026-11-24",
            Self::DayMonthYear => "24-11-2026",
            Self::MonthDayYear => "11-24-2026",
        }
    }

    /// Whether a text is a date in this order.
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        self.read(text).is_ok()
    }

    /// Reads a date; a time of midnight may follow. With the year first and `-` it is one in any
    /// order: nobody writes the day behind the year.
    pub(super) fn read(self, text: &str) -> Result<Date, DateFault> {
        let text = without_midnight(text.trim());
        if let Some(date) = parse_iso(text) {
            return Ok(date);
        }
        let mark = text.chars().find(|mark| matches!(mark, '-' | '.' | '/'));
        let mark = mark.ok_or(DateFault::NotADate)?;
        let mut parts = text.split(mark);
        let (Some(first), Some(second), Some(third), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(DateFault::NotADate);
        };
        let (year, month, day) = match self {
            Self::YearMonthDay => (first, second, third),
            Self::DayMonthYear => (third, second, first),
            Self::MonthDayYear => (third, first, second),
        };
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_short = |part: &str| matches!(part.len(), 1 | 2) && is_number(part);
        if !is_short(month) || !is_short(day) {
            return Err(DateFault::NotADate);
        }
        if is_short(year) {
            return Err(DateFault::ShortYear);
        }
        if year.len() != 4 || !is_number(year) {
            return Err(DateFault::NotADate);
        }
        let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
            return Err(DateFault::NotADate);
        };
        Date::from_ymd_opt(year, month, day).ok_or(DateFault::NotADate)
    }
}

/// A day without the time of day that programs write behind it, where that is midnight.
fn without_midnight(text: &str) -> &str {
    let Some((day, time)) = text.split_once([' ', 'T']) else { return text };
    let time = time.trim().trim_end_matches('Z');
    let is_midnight =
        !time.is_empty() && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'));
    if is_midnight && time.contains(':') { day } else { text }
}

impl DecimalMark {
    /// Each with its character.
    pub const ALL: [(&str, Self); 2] = [(".", Self::Point), (",", Self::Comma)];

    /// Its character.
    #[must_use]
    pub const fn character(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// Whether a text is a number with this mark, and could not be another.
    #[must_use]
    pub fn reads(self, text: &str) -> bool {
        self.plain(text).is_ok()
    }

    const fn other(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }

    /// A number as digits with a point before its decimals. Thousands may be set apart in groups
    /// of three, by the other mark, a space or an apostrophe; a comma that could be a decimal one
    /// is refused.
    pub(super) fn plain(self, text: &str) -> Result<Cow<'_, str>, NumberFault> {
        let text = text.trim();
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !text.is_empty() && is_digits(text) {
            return Ok(Cow::Borrowed(text));
        }
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = match unsigned.rsplit_once(self.character()) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (unsigned, None),
        };
        if decimals.is_some_and(|decimals| decimals.is_empty() || !is_digits(decimals)) {
            return Err(NumberFault::NotANumber);
        }
        let mut out = String::with_capacity(text.len());
        out.push_str(if unsigned.len() < text.len() { "-" } else { "" });
        match whole.chars().find(|mark| !mark.is_ascii_digit()) {
            None if whole.is_empty() => return Err(NumberFault::NotANumber),
            None => out.push_str(whole),
            Some(mark) if mark == self.other() || is_gap(mark) => {
                let groups = whole.matches(mark).count();
                if !are_groups(whole, mark) {
                    let is_lone = mark == self.other() && groups == 1 && decimals.is_none();
                    let is_number =
                        whole.split(mark).all(|part| !part.is_empty() && is_digits(part));
                    let is_either = is_lone && is_number;
                    return Err(if is_either {
                        NumberFault::Ambiguous
                    } else {
                        NumberFault::NotANumber
                    });
                }
                if mark == ',' && groups == 1 && decimals.is_none() {
                    return Err(NumberFault::Ambiguous);
                }
                out.extend(whole.split(mark));
            }
            Some(_) => return Err(NumberFault::NotANumber),
        }
        if let Some(decimals) = decimals {
            out.push('.');
            out.push_str(decimals);
        }
        Ok(Cow::Owned(out))
    }
}

/// What sets thousands apart in any notation: a space, also one that does not break, or an
/// apostrophe.
const fn is_gap(mark: char) -> bool {
    matches!(mark, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}')
}

/// Whether digits stand in groups of three, the first of which may be shorter.
fn are_groups(whole: &str, mark: char) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    matches!(first.len(), 1..=3)
        && is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(order: DateOrder, text: &str) -> Result<String, DateFault> {
        order.read(text).map(|date| date.to_string())
    }

    #[test]
    fn a_date_is_read_in_the_order_that_was_named() {
        use DateFault::{NotADate, ShortYear};
        use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
        for (order, text, expected) in [
            (DayMonthYear, "31/03/2026", Ok("2026-03-31")),
            (DayMonthYear, "31.03.2026", Ok("2026-03-31")),
            (DayMonthYear, "1-4-2026", Ok("2026-04-01")),
            (DayMonthYear, "2026-03-31", Ok("2026-03-31")),
            (DayMonthYear, "31/03/2026 00:00:00", Ok("2026-03-31")),
            (DayMonthYear, "2026/03/31", Err(NotADate)),
            (DayMonthYear, "03/31/2026", Err(NotADate)),
            (DayMonthYear, "31/03/26", Err(ShortYear)),
            (DayMonthYear, "31/03-2026", Err(NotADate)),
            (DayMonthYear, "31/03/2026 10:00:00", Err(NotADate)),
            (DayMonthYear, "29.02.2027", Err(NotADate)),
            (MonthDayYear, "03/31/2026", Ok("2026-03-31")),
            (MonthDayYear, "31/03/2026", Err(NotADate)),
            (YearMonthDay, "2026/3/31", Ok("2026-03-31")),
            (YearMonthDay, "2026.03.31", Ok("2026-03-31")),
            (YearMonthDay, "2026-03-31T00:00:00", Ok("2026-03-31")),
            (YearMonthDay, "2026-03-31 0:00", Ok("2026-03-31")),
            (YearMonthDay, "2026-03-31 0", Err(NotADate)),
            (YearMonthDay, "31/03/2026", Err(NotADate)),
            (YearMonthDay, "20260331", Err(NotADate)),
            (YearMonthDay, "26-03-31", Err(ShortYear)),
            (YearMonthDay, "+026-03-31", Err(NotADate)),
            (YearMonthDay, "2026-03-31-", Err(NotADate)),
            (YearMonthDay, "", Err(NotADate)),
        ] {
            assert_eq!(date(order, text), expected.map(str::to_owned), "{order:?} {text}");
        }
    }

    #[test]
    fn a_number_is_read_with_the_mark_that_was_named() {
        use DecimalMark::{Comma, Point};
        use NumberFault::{Ambiguous, NotANumber};
        for (mark, text, expected) in [
            (Comma, "1.250,00", Ok("1250.00")),
            (Comma, "1.250", Ok("1250")),
            (Comma, "1250,5", Ok("1250.5")),
            (Comma, "1 250,5", Ok("1250.5")),
            (Comma, "1\u{202f}250", Ok("1250")),
            (Comma, "-1.250,5", Ok("-1250.5")),
            (Comma, "1.250.000", Ok("1250000")),
            (Comma, "12.50", Err(Ambiguous)),
            (Comma, "1.25", Err(Ambiguous)),
            (Comma, "1250.000,5", Err(NotANumber)),
            (Comma, "1,250.00", Err(NotANumber)),
            (Comma, "1,2,3", Err(NotANumber)),
            (Point, "1250.5", Ok("1250.5")),
            (Point, "1,250.5", Ok("1250.5")),
            (Point, "1,250,000", Ok("1250000")),
            (Point, "1'250", Ok("1250")),
            (Point, "1,250", Err(Ambiguous)),
            (Point, "12,5", Err(Ambiguous)),
            (Point, "1.250,00", Err(NotANumber)),
            (Point, "1.250.000", Err(NotANumber)),
            (Point, ".5", Err(NotANumber)),
            (Point, "5.", Err(NotANumber)),
            (Point, "1 2 3", Err(NotANumber)),
            (Point, "12a", Err(NotANumber)),
            (Point, "1,250 000", Err(NotANumber)),
            (Point, "", Err(NotANumber)),
            (Point, "-", Err(NotANumber)),
        ] {
            let plain = mark.plain(text).map(Cow::into_owned);
            assert_eq!(plain, expected.map(str::to_owned), "{mark:?} {text}");
        }
    }
}
