//! Money: whole minor units of a currency, and the exact values between two roundings.

use super::worded::worded;
use std::fmt;

use rust_decimal::Decimal;

use super::day_count::Share;
use super::digits::{Digits, plain_decimal};
use super::percent::{Multiplier, Percent};

/// A currency of ISO 4217 that has minor units (or none at all, like the yen).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: [u8; 3],
    decimals: u8,
}

impl Currency {
    /// Reads a three-letter code in capitals, for example `EUR`.
    ///
    /// Codes that name no money with a number of decimals (`XAU`, `XXX`) give `None`.
    ///
    /// Source: ISO 4217, list one.
    #[must_use]
    pub fn from_code(text: &str) -> Option<Self> {
        let code: [u8; 3] = text.as_bytes().try_into().ok()?;
        let known = iso_currency::Currency::from_code(text)?;
        let decimals = u8::try_from(known.exponent()?).ok()?;
        Some(Self { code, decimals })
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// How many decimals amounts have: 2 for `EUR`, 0 for `JPY`, 3 for `KWD`.
    #[must_use]
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// Why there is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is beyond 2⁶³−1 minor units, or was on the way there.
    #[error("the amount is beyond 2^63-1 minor units")]
    TooLarge,
    /// Two amounts are in different currencies, or one is missing in the currency that is needed.
    #[error("the amounts are in different currencies")]
    OtherCurrency,
    /// There is nothing to add up.
    #[error("there is nothing to add up")]
    NothingToAdd,
    /// A division by zero.
    #[error("an amount cannot be divided by zero")]
    DividedByZero,
    /// The operation gives, or takes, something else than an amount.
    #[error("the operation does not give an amount")]
    NotAnAmount,
}

/// An amount: a whole number of minor units of a currency, at most 2⁶³−1 of them.
///
/// A price of one unit may have more decimals than its currency: it then counts smaller units.
/// [`Money::sum`] adds up amounts of different decimals exactly; nothing else mixes them.
///
/// ```
/// use reinstate::engine::money::{Currency, Money};
/// let euro = Currency::from_code("EUR").unwrap();
/// let price = Money::parse("91.80", euro).unwrap();
/// assert_eq!(price.times(480).unwrap().to_string(), "44064.00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
    decimals: u8,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyTextError {
    /// Other characters than digits and one point between them.
    #[error("an amount has digits and at most one point between them")]
    NotPlain,
    /// More decimals than the currency has.
    #[error("the amount has more decimals than its currency")]
    TooManyDecimals,
    /// Beyond the largest amount.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency, decimals: currency.decimals }
    }

    /// An amount of so many minor units (cents).
    #[must_use]
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency, decimals: currency.decimals }
    }

    /// An amount of so many units of a decimal, as another one counted them.
    #[must_use]
    #[cfg(feature = "batch")]
    pub(crate) const fn of_units(minor: i64, currency: Currency, decimals: u8) -> Self {
        Self { minor, currency, decimals }
    }

    /// The smallest amount of so many decimals, or of those of the currency.
    #[must_use]
    pub fn smallest(currency: Currency, decimals: u8) -> Self {
        Self { minor: 1, currency, decimals: decimals.max(currency.decimals) }
    }

    /// Reads a plain amount: digits and, after a point, at most the currency's decimals.
    ///
    /// # Errors
    /// Any sign, space, separator or exponent is refused, and so are too many decimals.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyTextError> {
        Self::parse_unit(text, currency, currency.decimals)
    }

    /// Reads the price of one unit, which may have more decimals than its currency.
    ///
    /// # Errors
    /// As [`Money::parse`]; `decimals` is the most (the currency's own, where that is more).
    pub fn parse_unit(
        text: &str,
        currency: Currency,
        decimals: u8,
    ) -> Result<Self, MoneyTextError> {
        let (whole, after) = plain_decimal(text).ok_or(MoneyTextError::NotPlain)?;
        let decimals = decimals.max(currency.decimals);
        if after.len() > usize::from(decimals) {
            return Err(MoneyTextError::TooManyDecimals);
        }
        // The alphabet is checked: `from_str_exact` can only fail for want of room.
        let width = usize::from(decimals);
        let digits = format!("{whole}{after:0<width$}");
        let value = Decimal::from_str_exact(&digits).map_err(|_| MoneyTextError::TooLarge)?;
        let minor = i64::try_from(value.mantissa()).map_err(|_| MoneyTextError::TooLarge)?;
        Ok(Self { minor, currency, decimals })
    }

    /// The same amount with at least so many decimals; itself where it does not fit.
    #[must_use]
    pub fn widened(self, decimals: u8) -> Self {
        let up = 10_i64.saturating_pow(decimals.saturating_sub(self.decimals).into());
        match self.minor.checked_mul(up) {
            Some(minor) => Self { minor, decimals: decimals.max(self.decimals), ..self },
            None => self,
        }
    }

    /// The same amount without the zeros at its end that its currency does not need.
    #[must_use]
    pub fn shortest(mut self) -> Self {
        while self.decimals > self.currency.decimals && self.minor.checked_rem(10) == Some(0) {
            self.minor = self.minor.checked_div(10).unwrap_or_default();
            self.decimals = self.decimals.saturating_sub(1);
        }
        self
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Decimals: those of the currency, or more for the price of one unit.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// The whole number of minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`AmountError`] when the sum does not fit or the currencies differ.
    #[inline(always)]
    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        self.with_minor(other, self.minor.checked_add(other.minor))
    }

    /// The difference of two amounts of one currency.
    ///
    /// # Errors
    /// [`AmountError`] when it does not fit or the currencies differ.
    #[inline(always)]
    pub fn minus(self, other: Self) -> Result<Self, AmountError> {
        self.with_minor(other, self.minor.checked_sub(other.minor))
    }

    /// The sum of amounts of one currency, less others; only the result has to fit. It has as many
    /// decimals as the amount that has most.
    ///
    /// # Errors
    /// [`AmountError`] when it does not fit, the currencies differ, or there is nothing to add up.
    #[inline(always)]
    pub fn sum(
        plus: impl IntoIterator<Item = Self, IntoIter: Clone>,
        minus: impl IntoIterator<Item = Self, IntoIter: Clone>,
    ) -> Result<Self, AmountError> {
        let (plus, minus) = (plus.into_iter(), minus.into_iter());
        let mut others = plus.clone();
        let first = others.next().ok_or(AmountError::NothingToAdd)?;
        let like =
            |amount: Self| amount.currency == first.currency && amount.decimals == first.decimals;
        let mut sum = i128::from(first.minor);
        let mut alike = true;
        for amount in others {
            alike &= like(amount);
            sum = sum.checked_add(amount.minor.into()).ok_or(AmountError::TooLarge)?;
        }
        for amount in minus.clone() {
            alike &= like(amount);
            sum = sum.checked_sub(amount.minor.into()).ok_or(AmountError::TooLarge)?;
        }
        if !alike {
            return Self::sum_of_different(plus, minus);
        }
        i64::try_from(sum).map(|minor| Self { minor, ..first }).map_err(|_| AmountError::TooLarge)
    }

    /// The same where not all amounts have the same decimals, or the same currency.
    #[cold]
    fn sum_of_different(
        plus: impl Iterator<Item = Self> + Clone,
        minus: impl Iterator<Item = Self> + Clone,
    ) -> Result<Self, AmountError> {
        let all = || plus.clone().chain(minus.clone());
        let finest = all().map(|amount| amount.decimals).max().unwrap_or_default();
        let currency = all().next().ok_or(AmountError::NothingToAdd)?.currency;
        let mut sum = 0_i128;
        let signed = plus.clone().map(|one| (one, 1)).chain(minus.clone().map(|one| (one, -1)));
        for (amount, sign) in signed {
            if amount.currency != currency {
                return Err(AmountError::OtherCurrency);
            }
            let up = 10_i128.saturating_pow(finest.saturating_sub(amount.decimals).into());
            let minor = i128::from(amount.minor).saturating_mul(up).saturating_mul(sign);
            sum = sum.checked_add(minor).ok_or(AmountError::TooLarge)?;
        }
        let minor = i64::try_from(sum).map_err(|_| AmountError::TooLarge)?;
        Ok(Self { minor, currency, decimals: finest })
    }

    /// So many times the amount; exact, so nothing is rounded.
    ///
    /// # Errors
    /// [`AmountError`] when the product does not fit.
    #[inline(always)]
    pub fn times(self, count: u64) -> Result<Self, AmountError> {
        let minor = i64::try_from(product(i128::from(self.minor), i128::from(count))?)
            .map_err(|_| AmountError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// Plain decimal text with the currency's own number of decimals, without the currency.
    #[must_use]
    #[inline]
    pub fn digits(self) -> Digits {
        let amount = self.minor.unsigned_abs();
        let mut digits = Digits::none();
        match self.decimals {
            0 => digits.number(amount, 1),
            // Division by a number that is known beforehand becomes a multiplication.
            2 => {
                digits.pair(amount.wrapping_rem(100));
                digits.mark(b'.');
                digits.number(amount.wrapping_div(100), 1);
            }
            decimals => {
                let unit = 10_u64.saturating_pow(decimals.into());
                digits.number(amount.checked_rem(unit).unwrap_or_default(), decimals.into());
                digits.mark(b'.');
                digits.number(amount.checked_div(unit).unwrap_or_default(), 1);
            }
        }
        if self.minor < 0 {
            digits.mark(b'-');
        }
        digits
    }

    fn with_minor(self, other: Self, minor: Option<i64>) -> Result<Self, AmountError> {
        if (self.currency, self.decimals) != (other.currency, other.decimals) {
            return Err(AmountError::OtherCurrency);
        }
        minor.map(|minor| Self { minor, ..self }).ok_or(AmountError::TooLarge)
    }
}

/// [`Money::digits`].
impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.digits().as_str())
    }
}

worded! {
    /// How a value between two minor units becomes one of them. The price book names it.
    pub enum RoundingMode {
        /// To the nearer; the half goes away from zero.
        HalfUp = "half-up",
        /// To the nearer; the half goes to the even one.
        HalfEven = "half-even",
        /// Away from zero.
        Up = "up",
        /// Towards zero.
        Down = "down",
    }
    /// The word that price books and outputs use.
    fn word
}

/// A value not yet rounded: a fraction of minor units, without loss.
///
/// It cannot be printed, stored or summed; the only way out is [`Exact::round`].
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
    currency: Currency,
    decimals: u8,
}

impl Exact {
    /// An amount, as the first factor of a product.
    #[must_use]
    #[inline(always)]
    pub fn of(amount: Money) -> Self {
        let Money { minor, currency, decimals } = amount;
        Self { numerator: i128::from(minor), denominator: 1, currency, decimals }
    }

    /// Times a whole number.
    ///
    /// # Errors
    /// [`AmountError`] when there is no room for the product.
    #[inline(always)]
    pub fn times_count(self, count: u64) -> Result<Self, AmountError> {
        self.times_ratio(i128::from(count), 1)
    }

    /// Divided by a whole number.
    ///
    /// # Errors
    /// [`AmountError`] when there is no room, or the number is nothing.
    pub fn over_count(self, count: u64) -> Result<Self, AmountError> {
        if count == 0 {
            return Err(AmountError::DividedByZero);
        }
        self.times_ratio(1, i128::from(count))
    }

    /// Times a percentage.
    ///
    /// # Errors
    /// [`AmountError`] when there is no room for the product.
    #[inline(always)]
    pub fn times_percent(self, percent: Percent) -> Result<Self, AmountError> {
        self.times_ratio(i128::from(percent.units()), Percent::UNITS_OF_ONE)
    }

    /// Times what is left after a percentage is taken off (at most all of it).
    ///
    /// # Errors
    /// [`AmountError`] when there is no room for the product.
    #[inline(always)]
    pub fn times_rest(self, percent: Percent) -> Result<Self, AmountError> {
        let rest = Percent::UNITS_OF_ONE.saturating_sub(i128::from(percent.units()));
        self.times_ratio(rest.max(0), Percent::UNITS_OF_ONE)
    }

    /// Times a multiplier.
    ///
    /// # Errors
    /// [`AmountError`] when there is no room for the product.
    #[inline(always)]
    pub fn times_multiplier(self, multiplier: Multiplier) -> Result<Self, AmountError> {
        self.times_ratio(i128::from(multiplier.units()), Multiplier::UNITS_OF_ONE)
    }

    /// Times a share of a year.
    ///
    /// # Errors
    /// [`AmountError`] when there is no room for the product.
    #[inline(always)]
    pub fn times_share(self, share: Share) -> Result<Self, AmountError> {
        self.times_ratio(i128::from(share.numerator()), i128::from(share.denominator()))
    }

    #[inline(always)]
    fn times_ratio(self, numerator: i128, denominator: i128) -> Result<Self, AmountError> {
        Ok(Self {
            numerator: product(self.numerator, numerator)?,
            denominator: product(self.denominator, denominator)?,
            ..self
        })
    }

    /// Times a percentage more than the whole: the amount and so much of it on top.
    ///
    /// # Errors
    /// [`AmountError`] when the exact value does not fit.
    pub fn times_raised(self, percent: Percent) -> Result<Self, AmountError> {
        let raised = Percent::UNITS_OF_ONE.saturating_add(i128::from(percent.units()));
        self.times_ratio(raised, Percent::UNITS_OF_ONE)
    }

    /// Times one amount over another of its kind.
    ///
    /// # Errors
    /// [`AmountError`] when the exact value does not fit, the two are of different kinds, or the
    /// second is nothing.
    pub fn times_proportion(self, part: Money, whole: Money) -> Result<Self, AmountError> {
        part.minus(whole)?;
        if whole.minor <= 0 {
            return Err(AmountError::DividedByZero);
        }
        self.times_ratio(i128::from(part.minor), i128::from(whole.minor))
    }

    /// The sum with another value of the same currency, which may have other decimals.
    ///
    /// # Errors
    /// [`AmountError`] when there is no room for the sum, or the currencies differ.
    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        if self.currency != other.currency {
            return Err(AmountError::OtherCurrency);
        }
        let decimals = self.decimals.max(other.decimals);
        let power =
            |of: &Self| 10_i128.saturating_pow(u32::from(decimals.saturating_sub(of.decimals)));
        let one = product(product(self.numerator, power(&self))?, other.denominator)?;
        let two = product(product(other.numerator, power(&other))?, self.denominator)?;
        let numerator = one.checked_add(two).ok_or(AmountError::TooLarge)?;
        let denominator = product(self.denominator, other.denominator)?;
        Ok(Self { numerator, denominator, decimals, ..self })
    }

    /// Whether a rounded value differs from it by more than one part in so many.
    #[must_use]
    pub fn is_off_by_one_in(self, parts: u32, rounded: Money) -> bool {
        let power = |by: u8| 10_i128.saturating_pow(u32::from(by));
        let up = power(rounded.decimals.saturating_sub(self.decimals));
        let down = power(self.decimals.saturating_sub(rounded.decimals));
        let exact = self.numerator.saturating_mul(up);
        let minor = i128::from(rounded.minor).saturating_mul(self.denominator).saturating_mul(down);
        let difference = minor.saturating_sub(exact).saturating_abs();
        difference.saturating_mul(i128::from(parts)) > exact.saturating_abs()
    }

    /// Rounds to so many decimals.
    ///
    /// # Errors
    /// [`AmountError`] when the result does not fit.
    #[inline(always)]
    pub fn round_to(self, decimals: u8, mode: RoundingMode) -> Result<Money, AmountError> {
        if decimals == self.decimals {
            return self.round(mode);
        }
        let power = |by: u8| 10_i128.saturating_pow(u32::from(by));
        let scaled = self.times_ratio(
            power(decimals.saturating_sub(self.decimals)),
            power(self.decimals.saturating_sub(decimals)),
        )?;
        Self { decimals, ..scaled }.round(mode)
    }

    /// Rounds to a whole number of minor units.
    ///
    /// # Errors
    /// [`AmountError`] when the result does not fit.
    #[inline(always)]
    pub fn round(self, mode: RoundingMode) -> Result<Money, AmountError> {
        if self.denominator == 1 {
            let minor = i64::try_from(self.numerator).map_err(|_| AmountError::TooLarge)?;
            return Ok(self.amount(minor));
        }
        let negative = self.numerator < 0;
        let magnitude = self.numerator.unsigned_abs();
        let divisor = self.denominator.unsigned_abs();
        let (quotient, remainder) = divide(magnitude, divisor).ok_or(AmountError::TooLarge)?;
        let doubled = remainder.checked_mul(2).ok_or(AmountError::TooLarge)?;
        let away = match mode {
            RoundingMode::HalfUp => doubled >= divisor,
            RoundingMode::HalfEven => {
                doubled > divisor || (doubled == divisor && quotient & 1 == 1)
            }
            RoundingMode::Up => remainder > 0,
            RoundingMode::Down => false,
        };
        let rounded = quotient.checked_add(u128::from(away)).ok_or(AmountError::TooLarge)?;
        let minor = i64::try_from(rounded).map_err(|_| AmountError::TooLarge)?;
        let minor =
            if negative { minor.checked_neg().ok_or(AmountError::TooLarge)? } else { minor };
        Ok(self.amount(minor))
    }

    const fn amount(self, minor: i64) -> Money {
        Money { minor, currency: self.currency, decimals: self.decimals }
    }
}

/// A product of 128 bits; two numbers of 64 bits always have room, and take one instruction.
#[inline(always)]
fn product(one: i128, other: i128) -> Result<i128, AmountError> {
    match (i64::try_from(one), i64::try_from(other)) {
        (Ok(one), Ok(other)) => Ok(i128::from(one).wrapping_mul(i128::from(other))),
        (Ok(_) | Err(_), _) => one.checked_mul(other).ok_or(AmountError::TooLarge),
    }
}

/// Quotient and remainder; by 64-bit division, which is several times faster, where both fit.
#[inline(always)]
fn divide(magnitude: u128, divisor: u128) -> Option<(u128, u128)> {
    if let (Ok(small), Ok(by)) = (u64::try_from(magnitude), u64::try_from(divisor)) {
        return Some((u128::from(small.checked_div(by)?), u128::from(small.checked_rem(by)?)));
    }
    Some((magnitude.checked_div(divisor)?, magnitude.checked_rem(divisor)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).expect("a known code")
    }

    #[test]
    fn currencies_have_the_decimals_of_iso_4217() {
        for (code, decimals) in [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("GBP", 2)] {
            assert_eq!(currency(code).decimals(), decimals, "{code}");
        }
        for not_money in ["eur", "EU", "EURO", "XXX", "XAU", "ZZZ", ""] {
            assert_eq!(Currency::from_code(not_money), None, "{not_money}");
        }
    }

    #[test]
    fn plain_text_only_is_an_amount() {
        let euro = currency("EUR");
        for (text, minor) in [("0", 0), ("550.00", 55_000), ("550.5", 55_050), ("007", 700)] {
            assert_eq!(Money::parse(text, euro).map(Money::minor), Ok(minor), "{text}");
        }
        for text in
            ["", ".", "1.", ".5", "-1", "+1", "1_000", "1,5", "1e3", " 1", "1.2.3", "١", "NaN"]
        {
            assert_eq!(Money::parse(text, euro), Err(MoneyTextError::NotPlain), "{text}");
        }
        assert_eq!(Money::parse("1.005", euro), Err(MoneyTextError::TooManyDecimals));
        assert_eq!(Money::parse("1.0", currency("JPY")), Err(MoneyTextError::TooManyDecimals));
        let largest = "92233720368547758.07";
        assert_eq!(Money::parse(largest, euro).map(Money::minor), Ok(i64::MAX));
        assert_eq!(Money::parse("92233720368547758.08", euro), Err(MoneyTextError::TooLarge));
        assert_eq!(Money::parse(&"9".repeat(40), euro), Err(MoneyTextError::TooLarge));
    }

    #[test]
    fn amounts_print_with_the_decimals_of_their_currency() {
        for (code, minor, text) in [
            ("EUR", 0, "0.00"),
            ("EUR", 5, "0.05"),
            ("JPY", 1_234, "1234"),
            ("KWD", 1, "0.001"),
            ("EUR", i64::MAX, "92233720368547758.07"),
        ] {
            assert_eq!(Money::from_minor(minor, currency(code)).to_string(), text);
        }
    }

    /// By hand: thirds and halves of 1 and 2 cents.
    #[test]
    fn the_four_modes_differ_only_between_two_cents() {
        let euro = currency("EUR");
        let half = Share::new(1, 2).expect("a share");
        let third = Share::new(1, 3).expect("a share");
        let two_thirds = Share::new(2, 3).expect("a share");
        for (minor, share, expected) in [
            (1, half, [1, 0, 1, 0]),
            (3, half, [2, 2, 2, 1]),
            (1, third, [0, 0, 1, 0]),
            (1, two_thirds, [1, 1, 1, 0]),
            (4, half, [2, 2, 2, 2]),
            (-1, half, [-1, 0, -1, 0]),
        ] {
            for ((word, mode), expected) in RoundingMode::ALL.into_iter().zip(expected) {
                let exact = Exact::of(Money::from_minor(minor, euro)).times_share(share);
                let rounded = exact.and_then(|exact| exact.round(mode));
                assert_eq!(rounded.map(Money::minor), Ok(expected), "{minor} × {share} {word}");
                assert_eq!(mode.word(), word);
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let euro = currency("EUR");
        let largest = Money::from_minor(i64::MAX, euro);
        assert_eq!(largest.times(2), Err(AmountError::TooLarge));
        assert_eq!(largest.plus(Money::from_minor(1, euro)), Err(AmountError::TooLarge));
        assert_eq!(largest.plus(Money::zero(currency("USD"))), Err(AmountError::OtherCurrency));
        let product = Exact::of(largest)
            .times_count(u64::MAX)
            .and_then(|exact| exact.times_count(u64::MAX))
            .and_then(|exact| exact.round(RoundingMode::Down));
        assert_eq!(product, Err(AmountError::TooLarge));
    }

    /// Published: 4.4556 × 10.625 = 47.34075, that is USD 47.34 and JPY 47 (Chargebee).
    #[test]
    fn the_price_of_one_unit_may_have_more_decimals() {
        let euro = currency("EUR");
        let unit = Money::parse_unit("0.0185", euro, 4).expect("a price");
        assert_eq!(unit.to_string(), "0.0185");
        assert_eq!(Money::parse_unit("0.01855", euro, 4), Err(MoneyTextError::TooManyDecimals));
        // 0.0185 × 18% = 0.00333; a year of 100,000 at that price is 330.00.
        let rate = Percent::parse("18%").expect("a percentage");
        let a_year = Exact::of(unit).times_percent(rate).expect("a product");
        let a_year = a_year.round_to(4, RoundingMode::HalfUp).expect("a price");
        assert_eq!(a_year.to_string(), "0.0033");
        let all = Exact::of(a_year).times_count(100_000).expect("a product");
        let all = all.round_to(2, RoundingMode::HalfUp).expect("an amount");
        assert_eq!(all, Money::from_minor(33_000, euro));
        assert_eq!(all.plus(a_year), Err(AmountError::OtherCurrency));
        let shortest = Money::parse_unit("60.0000", euro, 6).map(Money::shortest);
        assert_eq!(shortest, Money::parse("60.00", euro));
    }

    #[test]
    fn a_published_product_rounds_once_in_each_currency() {
        let units = Multiplier::parse("10.625").expect("a multiplier");
        let price = Multiplier::parse("4.4556").expect("a multiplier");
        for (code, one, text) in [("USD", 100, "47.34"), ("JPY", 1, "47")] {
            let amount = Exact::of(Money::from_minor(one, currency(code)))
                .times_multiplier(price)
                .and_then(|exact| exact.times_multiplier(units))
                .and_then(|exact| exact.round(RoundingMode::HalfUp));
            assert_eq!(amount.map(|money| money.to_string()), Ok(text.to_owned()));
        }
    }
}
