//! Values of a table as the text of a cell: what the typed columns of Parquet, of workbooks and of
//! other programs' tables mean where a row is read.

use chrono::{DateTime, NaiveTime};

use crate::engine::calendar::Date;
#[cfg(feature = "formats")]
use crate::engine::node::DecimalMark;

/// From 2 to this power on, not every whole number is one of the table's.
const DOUBLE_BITS: i32 = 53;
const SINGLE_BITS: i32 = 24;

/// What a number of time counts, each as how many of them a second has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Whole seconds.
    Seconds = 1,
    /// Thousandths of one.
    Milliseconds = 1_000,
    /// Millionths.
    Microseconds = 1_000_000,
    /// Thousand millionths.
    Nanoseconds = 1_000_000_000,
}

impl Unit {
    /// The whole seconds of a number of time, and the nanoseconds beyond them.
    fn split(self, value: i64) -> (i64, u32) {
        let second = self as i64;
        let rest = value.rem_euclid(second) * (1_000_000_000 / second);
        (value.div_euclid(second), u32::try_from(rest).unwrap_or(0))
    }
}

/// A floating number: digits where it is whole and exact, else the shortest text that is the
/// number, with a point or an exponent, so that it is no count.
#[expect(
    clippy::disallowed_types,
    reason = "a number of a spreadsheet is a float; it is made a text here and is not money"
)]
pub fn push_double(out: &mut Vec<u8>, value: f64) {
    if is_whole(value, DOUBLE_BITS) {
        // `+ 0.0`: minus zero is zero.
        out.extend_from_slice(format!("{:.0}", value + 0.0).as_bytes());
    } else if value.fract() == 0.0 {
        // With decimals that are zeros it would be a count.
        out.extend_from_slice(format!("{value:e}").as_bytes());
    } else {
        out.extend_from_slice(format!("{value:?}").as_bytes());
    }
}

/// The same for one of half the size.
#[expect(
    clippy::disallowed_types,
    reason = "a number of a table is a float; it is made a text here and is not money"
)]
pub fn push_single(out: &mut Vec<u8>, value: f32) {
    if is_whole(value.into(), SINGLE_BITS) {
        push_double(out, value.into());
    } else if value.fract() == 0.0 {
        out.extend_from_slice(format!("{value:e}").as_bytes());
    } else {
        out.extend_from_slice(format!("{value:?}").as_bytes());
    }
}

#[expect(clippy::disallowed_types, reason = "as above: this tells which numbers are whole")]
fn is_whole(value: f64, bits: i32) -> bool {
    value.fract() == 0.0 && value.abs() < f64::from(2).powi(bits)
}

/// A number that was written with a point before its decimals, with the mark of its table.
#[cfg(feature = "formats")]
pub(super) fn with_mark(number: &mut [u8], decimal: DecimalMark) {
    let mark = match decimal {
        DecimalMark::Point => return,
        DecimalMark::Comma => b',',
    };
    number.iter_mut().filter(|byte| **byte == b'.').for_each(|byte| *byte = mark);
}

/// Whether a spreadsheet's number of a day has no time of day, and is not before its first day.
#[cfg(feature = "formats")]
#[expect(clippy::disallowed_types, reason = "a spreadsheet's day is a float; it is not money")]
pub(super) fn is_day(value: f64) -> bool {
    value >= 1.0 && is_whole(value, DOUBLE_BITS)
}

/// A day, counted from 1970-01-01.
pub fn push_day(out: &mut Vec<u8>, days: i64) {
    match day(days) {
        Some(day) => out.extend_from_slice(day.to_string().as_bytes()),
        None => out.extend_from_slice(format!("day {days} of 1970").as_bytes()),
    }
}

fn day(days: i64) -> Option<Date> {
    let epoch = DateTime::UNIX_EPOCH.date_naive();
    epoch.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

/// A moment: the day where it is midnight, else the day and the time.
pub fn push_moment(out: &mut Vec<u8>, value: i64, unit: Unit) {
    let (seconds, nanoseconds) = unit.split(value);
    match DateTime::from_timestamp(seconds, nanoseconds).map(|moment| moment.naive_utc()) {
        Some(moment) if moment.time() == NaiveTime::MIN => {
            out.extend_from_slice(moment.date().to_string().as_bytes());
        }
        Some(moment) => out.extend_from_slice(format!("{moment:?}").as_bytes()),
        None => out.extend_from_slice(format!("second {seconds} of 1970").as_bytes()),
    }
}

/// A time of day.
pub fn push_time(out: &mut Vec<u8>, value: i64, unit: Unit) {
    let (seconds, nanoseconds) = unit.split(value);
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    match NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanoseconds) {
        Some(time) => out.extend_from_slice(time.to_string().as_bytes()),
        None => out.extend_from_slice(format!("second {seconds} of a day").as_bytes()),
    }
}

/// A decimal of so many units with so many decimals: digits alone where it is whole.
pub fn push_decimal(out: &mut Vec<u8>, units: i128, decimals: u32) {
    let Some(whole) = 10_i128.checked_pow(decimals).filter(|one| units % one == 0) else {
        let width = usize::try_from(decimals).unwrap_or(0) + 1;
        let digits = format!("{:0>width$}", units.unsigned_abs());
        let (whole, rest) = digits.split_at(digits.len() - (width - 1));
        let sign = if units < 0 { "-" } else { "" };
        return out.extend_from_slice(format!("{sign}{whole}.{rest}").as_bytes());
    };
    out.extend_from_slice((units / whole).to_string().as_bytes());
}

/// A UUID as it is commonly written.
pub fn push_uuid(out: &mut Vec<u8>, bytes: &[u8]) {
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            out.push(b'-');
        }
        out.extend_from_slice(format!("{byte:02x}").as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn whole_numbers_are_digits_and_others_are_no_count() {
        for (value, expected) in [
            (1250.0, "1250"),
            (0.0, "0"),
            (-0.0, "0"),
            (-5.0, "-5"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (9_007_199_254_740_992.0, "9.007199254740992e15"),
            (1e17, "1e17"),
            (1250.5, "1250.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e-7, "1e-7"),
        ] {
            assert_eq!(text(|out| push_double(out, value)), expected);
        }
        assert_eq!(text(|out| push_double(out, "NaN".parse().expect("one"))), "NaN");
        assert_eq!(text(|out| push_double(out, 1.0 / 0.0)), "inf");
        assert_eq!(text(|out| push_single(out, 16_777_215.0)), "16777215");
        assert_eq!(text(|out| push_single(out, 16_777_216.0)), "1.6777216e7");
        assert_eq!(text(|out| push_single(out, 0.1)), "0.1");
    }

    #[test]
    fn moments_are_days_at_midnight_alone() {
        // 2026-11-24 is day 20,781 of 1970 and later.
        let day = 20_781_i64;
        assert_eq!(text(|out| push_day(out, day)), "2026-11-24");
        assert_eq!(text(|out| push_day(out, -1)), "1969-12-31");
        let day = day * 86_400_000;
        assert_eq!(text(|out| push_moment(out, day, Unit::Milliseconds)), "2026-11-24");
        let later = day + 37_800_000;
        let shown = text(|out| push_moment(out, later, Unit::Milliseconds));
        assert_eq!(shown, "2026-11-24T10:30:00");
        let later = (day * 1_000_000) + 1;
        let shown = text(|out| push_moment(out, later, Unit::Nanoseconds));
        assert_eq!(shown, "2026-11-24T00:00:00.000000001");
        for value in [i64::MIN, i64::MAX] {
            for unit in [Unit::Seconds, Unit::Milliseconds, Unit::Microseconds, Unit::Nanoseconds] {
                text(|out| push_moment(out, value, unit));
                text(|out| push_time(out, value, unit));
            }
            text(|out| push_day(out, value));
        }
    }

    #[test]
    fn decimals_are_exact() {
        for (units, decimals, expected) in [
            (125_000, 2, "1250"),
            (125_050, 2, "1250.50"),
            (-5, 3, "-0.005"),
            (7, 0, "7"),
            (i128::MAX, 38, "1.70141183460469231731687303715884105727"),
            (0, 38, "0"),
        ] {
            assert_eq!(text(|out| push_decimal(out, units, decimals)), expected);
        }
    }
}
