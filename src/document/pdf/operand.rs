//! Numbers and glyphs as the operands of operators.

use crate::engine::digits::Digits;

/// Glyph numbers as the inside of a text in brackets.
///
/// A byte of 128 and more is written in octal digits, so that all operators are one valid `str`.
pub(super) fn glyph_codes(codes: &[u8], operators: &mut String) {
    for &byte in codes {
        match byte {
            b'(' | b')' | b'\\' => {
                operators.push('\\');
                operators.push(char::from(byte));
            }
            b'\r' => operators.push_str("\\r"),
            0..=0x7f => operators.push(char::from(byte)),
            0x80.. => {
                operators.push('\\');
                for shift in [6, 3, 0] {
                    operators.push(char::from(b'0' + (byte >> shift & 7)));
                }
            }
        }
    }
}

/// A whole number of the last decimal place, without needless zeros, for example `-12.5`.
pub(super) fn decimal(number: i64, places: u32, text: &mut String) {
    if number < 0 {
        text.push('-');
    }
    let unit = 10_u64.pow(places);
    let (whole, rest) = (number.unsigned_abs() / unit, number.unsigned_abs() % unit);
    text.push_str(Digits::of(whole).as_str());
    if rest > 0 {
        text.push('.');
        let (mut rest, mut unit) = (rest, unit);
        while rest > 0 {
            unit /= 10;
            text.push(char::from(b'0' + u8::try_from(rest / unit).unwrap_or_default()));
            rest %= unit;
        }
    }
}
