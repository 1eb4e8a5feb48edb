//! Cells and rows of CSV as bytes: exact, without a detour through text.

use chrono::Datelike;

use crate::engine::calendar::Date;
use crate::engine::money::Money;

use super::columns::{GUARD, is_active};

/// What ends a row.
pub(super) const LINE_END: u8 = b'\n';

/// A text as a cell: quoted where it has to be, and marked where a spreadsheet could run it.
pub(super) fn push_cell(out: &mut Vec<u8>, cell: &[u8]) {
    let is_guarded = cell.first().is_some_and(|first| is_active(*first));
    // Any delimiter that a program may take for one, whichever the file has.
    let special = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'"' | b'\n' | b'\r');
    if !cell.iter().any(special) {
        if is_guarded {
            out.push(GUARD);
        }
        out.extend_from_slice(cell);
        return;
    }
    out.push(b'"');
    if is_guarded {
        out.push(GUARD);
    }
    for piece in cell.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(piece);
        if piece.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

/// A whole number.
pub(super) fn push_count(out: &mut Vec<u8>, count: u64) {
    push_digits(out, count, 1);
}

/// An amount in its currency's own number of decimals.
pub(super) fn push_money(out: &mut Vec<u8>, money: Money) {
    push_minor(out, money.minor().into(), money.currency().decimals());
}

/// An amount of so many minor units with so many decimals.
pub(super) fn push_minor(out: &mut Vec<u8>, minor: i128, decimals: u8) {
    if minor < 0 {
        out.push(b'-');
    }
    let magnitude = minor.unsigned_abs();
    let Ok(small) = u64::try_from(magnitude) else {
        return push_large(out, magnitude, decimals);
    };
    match decimals {
        0 => push_digits(out, small, 1),
        2 => {
            push_digits(out, small / 100, 1);
            out.push(b'.');
            push_digits(out, small % 100, 2);
        }
        _ => push_large(out, magnitude, decimals),
    }
}

fn push_large(out: &mut Vec<u8>, magnitude: u128, decimals: u8) {
    let width = usize::from(decimals) + 1;
    let digits = format!("{magnitude:0>width$}");
    let (whole, rest) = digits.split_at(digits.len() - usize::from(decimals));
    out.extend_from_slice(whole.as_bytes());
    if !rest.is_empty() {
        out.push(b'.');
        out.extend_from_slice(rest.as_bytes());
    }
}

/// Digits, at least so many of them, two at a time.
fn push_digits(out: &mut Vec<u8>, mut number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while number >= 10 || digits.len() - first + 1 < width {
        let pair = number % 100;
        number /= 100;
        first -= 2;
        if let Some([tens, ones]) = digits.get_mut(first..first + 2) {
            *tens = digit(pair / 10);
            *ones = digit(pair % 10);
        }
    }
    if number > 0 || first == digits.len() {
        first -= 1;
        if let Some(one) = digits.get_mut(first) {
            *one = digit(number % 10);
        }
    }
    out.extend_from_slice(digits.get(first..).unwrap_or_default());
}

fn digit(value: u64) -> u8 {
    b'0' + u8::try_from(value).unwrap_or(0)
}

/// A date as year-month-day.
pub(super) fn push_date(out: &mut Vec<u8>, date: Date) {
    let Ok(year) = u64::try_from(date.year()) else {
        // A day before the year 0 comes from no table.
        return out.extend_from_slice(date.to_string().as_bytes());
    };
    push_digits(out, year, 4);
    out.push(b'-');
    push_digits(out, date.month().into(), 2);
    out.push(b'-');
    push_digits(out, date.day().into(), 2);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calendar::parse_iso;
    use crate::engine::money::Currency;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn amounts_are_written_as_the_engine_prints_them() {
        for code in ["EUR", "JPY", "KWD", "CLF"] {
            let Some(currency) = Currency::from_code(code) else { continue };
            for minor in
                [0, 1, 9, 10, 99, 100, 101, 12_345, 1_000_000, i64::MAX, -1, -100, i64::MIN]
            {
                let money = Money::from_minor(minor, currency);
                assert_eq!(text(|out| push_money(out, money)), money.to_string(), "{code}");
            }
        }
    }

    #[test]
    fn numbers_and_dates_are_written_as_the_library_prints_them() {
        let mut number = 1_u64;
        for step in 0..64 {
            assert_eq!(text(|out| push_count(out, number)), number.to_string());
            number = number.wrapping_mul(7).wrapping_add(step);
        }
        for count in (0..1_000).chain([u64::MAX]) {
            assert_eq!(text(|out| push_count(out, count)), count.to_string());
        }
        for day in ["1900-01-01", "2026-11-24", "2199-12-31", "2028-02-29"] {
            let Some(date) = parse_iso(day) else { panic!("{day}") };
            assert_eq!(text(|out| push_date(out, date)), day);
        }
    }

    #[test]
    fn a_cell_is_text_to_a_spreadsheet() {
        for (cell, written) in [
            ("Noordzee", "Noordzee"),
            ("A, B", "\"A, B\""),
            ("19\" rack", "\"19\"\" rack\""),
            ("=1+1", "'=1+1"),
            ("-5", "'-5"),
            ("@SUM(A1;B1)", "\"'@SUM(A1;B1)\""),
            ("\tx", "\"'\tx\""),
            ("a\r\nb", "\"a\r\nb\""),
            ("\"", "\"\"\"\""),
            ("", ""),
        ] {
            assert_eq!(text(|out| push_cell(out, cell.as_bytes())), written);
        }
    }
}
