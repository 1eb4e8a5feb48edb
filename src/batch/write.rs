//! Cells and rows of CSV as bytes: exact, and without a detour through text for all but sums.

use crate::engine::calendar::Date;
use crate::engine::digits::Digits;
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
    out.extend_from_slice(Digits::of(count).as_bytes());
}

/// An amount in its currency's own number of decimals.
pub(super) fn push_money(out: &mut Vec<u8>, money: Money) {
    out.extend_from_slice(money.digits().as_bytes());
}

/// A sum of so many minor units with so many decimals; it may be beyond the largest amount.
pub(super) fn push_minor(out: &mut Vec<u8>, minor: i128, decimals: u8) {
    if minor < 0 {
        out.push(b'-');
    }
    let width = usize::from(decimals) + 1;
    let digits = format!("{:0>width$}", minor.unsigned_abs());
    let (whole, rest) = digits.split_at(digits.len() - usize::from(decimals));
    out.extend_from_slice(whole.as_bytes());
    if !rest.is_empty() {
        out.push(b'.');
        out.extend_from_slice(rest.as_bytes());
    }
}

/// A date as year-month-day.
pub(super) fn push_date(out: &mut Vec<u8>, date: Date) {
    out.extend_from_slice(Digits::of_date(date).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::money::Currency;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn sums_are_written_as_amounts_are() {
        for code in ["EUR", "JPY", "KWD", "CLF"] {
            let Some(currency) = Currency::from_code(code) else { continue };
            for minor in
                [0, 1, 9, 10, 99, 100, 101, 12_345, 1_000_000, i64::MAX, -1, -100, i64::MIN]
            {
                let written = text(|out| push_minor(out, minor.into(), currency.decimals()));
                assert_eq!(written, Money::from_minor(minor, currency).to_string(), "{code}");
            }
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
