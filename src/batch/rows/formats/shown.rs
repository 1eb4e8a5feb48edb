//! Numbers of a sheet as the sheet shows them: identifiers with their zeros, percentages as such.

use rust_decimal::Decimal;

use crate::batch::rows::cells::NOT_AS_SHOWN;
use crate::batch::values::push_double;

/// `General` rounds a number with a fraction that has more digits.
const FRACTION_DIGITS_MAX: usize = 10;
/// Most digits that a format asks for.
const WIDTH_MAX: usize = 100;
/// Most characters of a format that are told.
const FORMAT_CHARACTERS_MAX: usize = 60;

/// The number of a cell of text, an identifier for example, as its format shows it. What it shows
/// in another way than as digits is marked, and the rules for rows reject it.
#[expect(clippy::disallowed_types, reason = "a number of a spreadsheet is a float; it is no money")]
pub(super) fn push_identifier(out: &mut Vec<u8>, value: f64, format: &str) {
    let is_whole = value.fract() == 0.0;
    // More than 15 digits, which are all that a spreadsheet keeps.
    let has_too_many = !value.is_finite() || value.abs() >= 1e15;
    let format = format.trim();
    let is_general = format.eq_ignore_ascii_case("general") || format == "@";
    let width = format.len();
    let is_zeros = (1..=WIDTH_MAX).contains(&width) && format.bytes().all(|byte| byte == b'0');
    let shown = if has_too_many {
        None
    } else if is_whole && (is_general || is_zeros) {
        let width = if is_zeros { width } else { 0 };
        let sign = if value < 0.0 { "-" } else { "" };
        Some(format!("{sign}{:0>width$}", format!("{:.0}", value.abs())))
    } else if is_general {
        let text = format!("{value}");
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        (digits <= FRACTION_DIGITS_MAX).then_some(text)
    } else {
        None
    };
    match shown {
        Some(text) => out.extend_from_slice(text.as_bytes()),
        None => {
            out.push(NOT_AS_SHOWN);
            push_double(out, value);
            out.push(NOT_AS_SHOWN);
            if !has_too_many {
                let told: String = format.chars().take(FORMAT_CHARACTERS_MAX).collect();
                out.extend_from_slice(told.as_bytes());
            }
        }
    }
}

/// A number in a cell that is formatted as a percentage: 0.21 is `21%`. A spreadsheet keeps 15
/// digits, and so do these.
#[expect(clippy::disallowed_types, reason = "a number of a spreadsheet is a float; it is no money")]
pub(super) fn push_percentage(out: &mut Vec<u8>, value: f64) {
    // One digit stands before the point; `+ 0.0`: minus zero is zero.
    let exact = Decimal::from_scientific(&format!("{:.14e}", value + 0.0)).ok();
    match exact.and_then(|exact| exact.checked_mul(Decimal::ONE_HUNDRED)) {
        Some(percent) => out.extend_from_slice(percent.normalize().to_string().as_bytes()),
        None => push_double(out, value * 100.0),
    }
    out.push(b'%');
}

/// Whether a format shows a number as a percentage: it has a percent sign that is no quoted text.
pub(super) fn is_percentage(format: &str) -> bool {
    let mut characters = format.chars();
    let mut is_quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => is_quoted = !is_quoted,
            '\\' | '_' | '*' if !is_quoted => {
                characters.next();
            }
            '%' if !is_quoted => return true,
            _ => {}
        }
    }
    false
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
    fn an_identifier_is_what_the_sheet_shows() {
        for (value, format, shown) in [
            (471.0, "General", "471"),
            (471.0, "00000", "00471"),
            (471.0, "0", "471"),
            (471_471.0, "000", "471471"),
            (-5.0, "000", "-005"),
            (0.0, "General", "0"),
            (7.1, "General", "7.1"),
            (471.0, "@", "471"),
            (999_999_999_999_999.0, "General", "999999999999999"),
            (1e15, "General", "\u{0}1000000000000000\u{0}"),
            (471.0, "#,##0", "\u{0}471\u{0}#,##0"),
            (471.0, "0.00", "\u{0}471\u{0}0.00"),
            (471.4, "000", "\u{0}471.4\u{0}000"),
            (0.1 + 0.2, "General", "\u{0}0.30000000000000004\u{0}General"),
        ] {
            assert_eq!(text(|out| push_identifier(out, value, format)), shown, "{value} {format}");
        }
    }

    #[test]
    fn a_percentage_is_exact() {
        for (value, shown) in [
            (0.21, "21%"),
            (0.145, "14.5%"),
            (1.0, "100%"),
            (0.0, "0%"),
            (0.005, "0.5%"),
            (0.0005, "0.05%"),
            (12.0, "1200%"),
            (-0.05, "-5%"),
            (1.0 - 0.79, "21%"),
            (0.123456, "12.3456%"),
        ] {
            assert_eq!(text(|out| push_percentage(out, value)), shown, "{value}");
        }
    }

    #[test]
    fn a_percent_sign_in_quotes_is_none() {
        for (format, is) in
            [("0%", true), ("0.00%", true), ("0\"%\"", false), ("0\\%", false), ("General", false)]
        {
            assert_eq!(is_percentage(format), is, "{format}");
        }
    }
}
