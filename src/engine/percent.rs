//! Percentages and multipliers: numbers that are not money, read from quoted text only.

use std::fmt;

use rust_decimal::Decimal;

use super::digits::{Digits, plain_decimal};

/// How many decimals a percentage or a multiplier may have.
pub const DECIMALS_MAX: u32 = 6;

/// Why a text is not a percentage or a multiplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberTextError {
    /// Other characters than digits, one point between them, and the sign `%` where it is due.
    #[error("the number has other characters than digits and one point")]
    NotPlain,
    /// More than [`DECIMALS_MAX`] decimals.
    #[error("the number has more than {DECIMALS_MAX} decimals")]
    TooManyDecimals,
    /// Beyond the largest value.
    #[error("the number is too large")]
    TooLarge,
}

/// A percentage from 0% to 10,000%, exact to a millionth of a percent.
///
/// ```
/// use reinstate::engine::percent::Percent;
/// assert_eq!(Percent::parse("12.50%").unwrap().to_string(), "12.5%");
/// assert!(Percent::parse("12.5").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    units: u64,
}

impl Percent {
    /// How many units are the whole (100%).
    pub(super) const UNITS_OF_ONE: i128 = 100_000_000;
    /// 0%.
    pub const ZERO: Self = Self { units: 0 };
    /// 1%.
    pub const ONE_PERCENT: Self = Self { units: 1_000_000 };
    /// 100%.
    pub const WHOLE: Self = Self { units: 100_000_000 };
    /// The largest percentage that can be written: 10,000%.
    pub const MAX: Self = Self { units: 10_000_000_000 };

    /// Reads text such as `18%` or `33.333%`.
    ///
    /// # Errors
    /// Anything else than digits, a point and the sign at the end; too many decimals; too large.
    pub fn parse(text: &str) -> Result<Self, NumberTextError> {
        let number = text.strip_suffix('%').ok_or(NumberTextError::NotPlain)?;
        let units = millionths(number)?;
        if units > Self::MAX.units {
            return Err(NumberTextError::TooLarge);
        }
        Ok(Self { units })
    }

    /// Millionths of a percent.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.units
    }

    /// Whether it is 0%.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Text such as `12.5%`, without trailing zeros.
    #[must_use]
    pub fn digits(self) -> Digits {
        let mut digits = Digits::none();
        digits.mark(b'%');
        put_millionths(&mut digits, self.units);
        digits
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.digits().as_str())
    }
}

/// A multiplier above 0, at most 1,000, exact to a millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Multiplier {
    units: u64,
}

impl Multiplier {
    /// How many units are one.
    pub(super) const UNITS_OF_ONE: i128 = 1_000_000;
    /// Once: leaves an amount as it is.
    pub const ONE: Self = Self { units: 1_000_000 };
    /// The largest multiplier: 1,000.
    pub const MAX: Self = Self { units: 1_000_000_000 };

    /// Reads text such as `1` or `1.25`.
    ///
    /// # Errors
    /// Anything else than digits and a point; zero; too many decimals; too large.
    pub fn parse(text: &str) -> Result<Self, NumberTextError> {
        let units = millionths(text)?;
        if units == 0 {
            return Err(NumberTextError::NotPlain);
        }
        if units > Self::MAX.units {
            return Err(NumberTextError::TooLarge);
        }
        Ok(Self { units })
    }

    /// Millionths.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.units
    }

    /// Text such as `1.25`, without trailing zeros.
    #[must_use]
    pub fn digits(self) -> Digits {
        let mut digits = Digits::none();
        put_millionths(&mut digits, self.units);
        digits
    }
}

impl fmt::Display for Multiplier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.digits().as_str())
    }
}

/// Puts a number of millionths before what is there: without trailing zeros, and without a point
/// where it is whole.
fn put_millionths(digits: &mut Digits, millionths: u64) {
    let mut rest = millionths.wrapping_rem(1_000_000);
    if rest > 0 {
        let mut decimals: usize = 6;
        while rest.is_multiple_of(10) {
            rest = rest.wrapping_div(10);
            decimals = decimals.saturating_sub(1);
        }
        digits.number(rest, decimals);
        digits.mark(b'.');
    }
    digits.number(millionths.wrapping_div(1_000_000), 1);
}

fn millionths(text: &str) -> Result<u64, NumberTextError> {
    let (whole, decimals) = plain_decimal(text).ok_or(NumberTextError::NotPlain)?;
    if decimals.len() > 6 {
        return Err(NumberTextError::TooManyDecimals);
    }
    let digits = format!("{whole}{decimals:0<6}");
    let value = Decimal::from_str_exact(&digits).map_err(|_| NumberTextError::TooLarge)?;
    u64::try_from(value.mantissa()).map_err(|_| NumberTextError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_from_plain_text_with_their_sign() {
        for (text, units, printed) in [
            ("0%", 0, "0%"),
            ("18%", 18_000_000, "18%"),
            ("12.50%", 12_500_000, "12.5%"),
            ("33.333333%", 33_333_333, "33.333333%"),
            ("100%", 100_000_000, "100%"),
            ("10000%", 10_000_000_000, "10000%"),
        ] {
            let percent = Percent::parse(text).expect(text);
            assert_eq!((percent.units(), percent.to_string()), (units, printed.to_owned()));
        }
        for text in ["18", "%", "-1%", "1 %", "1,5%", "1_0%", "1e2%", ".5%", "5.%", "18%%"] {
            assert_eq!(Percent::parse(text), Err(NumberTextError::NotPlain), "{text}");
        }
        assert_eq!(Percent::parse("1.0000001%"), Err(NumberTextError::TooManyDecimals));
        assert_eq!(Percent::parse("10000.000001%"), Err(NumberTextError::TooLarge));
        assert_eq!(Percent::parse(&format!("{}%", "9".repeat(60))), Err(NumberTextError::TooLarge));
    }

    #[test]
    fn multipliers_are_above_nothing() {
        assert_eq!(Multiplier::parse("1"), Ok(Multiplier::ONE));
        assert_eq!(Multiplier::parse("1.250").map(|m| m.to_string()), Ok("1.25".to_owned()));
        assert_eq!(Multiplier::parse("0.0"), Err(NumberTextError::NotPlain));
        assert_eq!(Multiplier::parse("1000.000001"), Err(NumberTextError::TooLarge));
    }
}
