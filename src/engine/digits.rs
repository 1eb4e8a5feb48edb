//! Numbers as plain decimal text, without an allocation: there are hundreds of them in a quote.

use chrono::Datelike;

use super::calendar::Date;

/// Room for a sign, a mark, and the twenty digits of 2⁶⁴−1; or for two numbers of 32 bits.
const ROOM: usize = 24;
/// Most numbers are as short as this, with a character behind them.
const WORD: usize = 16;

/// The numbers below a hundred, of two digits each.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut rest: &mut [[u8; 2]] = &mut pairs;
    let mut number: u64 = 0;
    while let [first, behind @ ..] = rest {
        *first = [digit(number.wrapping_div(10)), digit(number.wrapping_rem(10))];
        number = number.wrapping_add(1);
        rest = behind;
    }
    pairs
};

/// A short text of digits and marks in ASCII, built from its end.
#[derive(Clone, Copy)]
pub struct Digits {
    bytes: [u8; ROOM],
    first: usize,
}

impl Digits {
    /// No digit yet.
    pub(super) const fn none() -> Self {
        Self { bytes: [b'0'; ROOM], first: ROOM }
    }

    /// Puts a mark before what is there.
    #[inline]
    pub(super) fn mark(&mut self, mark: u8) {
        self.first = self.first.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(self.first) {
            *place = mark;
        }
    }

    /// Puts two digits before what is there: a number below a hundred.
    #[inline]
    pub(super) fn pair(&mut self, number: u64) {
        self.first = self.first.saturating_sub(2);
        let place = self.bytes.get_mut(self.first..).and_then(<[u8]>::first_chunk_mut);
        let known = usize::try_from(number).ok().and_then(|number| PAIRS.get(number));
        if let (Some(place), Some(pair)) = (place, known) {
            *place = *pair;
        }
    }

    /// Puts a whole number before what is there, of at least so many digits.
    #[inline]
    pub(super) fn number(&mut self, mut number: u64, width: usize) {
        let last = self.first;
        // Two digits at a time: the division is what takes the time.
        while number >= 10 {
            self.pair(number.wrapping_rem(100));
            number = number.wrapping_div(100);
        }
        if number > 0 {
            self.mark(digit(number));
        }
        while last.saturating_sub(self.first) < width {
            self.mark(b'0');
        }
    }

    /// A whole number.
    #[must_use]
    #[inline]
    pub fn of(number: u64) -> Self {
        let mut digits = Self::none();
        digits.number(number, 1);
        digits
    }

    /// A date as year-month-day (ISO 8601, calendar date, extended form); a year before 0 or after
    /// 9999 has its sign.
    #[must_use]
    #[inline]
    pub fn of_date(date: Date) -> Self {
        let mut digits = Self::none();
        digits.pair(date.day().into());
        digits.mark(b'-');
        digits.pair(date.month().into());
        digits.mark(b'-');
        let year = u64::from(date.year().unsigned_abs());
        digits.number(year, 4);
        if date.year() < 0 {
            digits.mark(b'-');
        } else if year > 9999 {
            digits.mark(b'+');
        }
        digits
    }

    /// The text, all of it ASCII.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.first..).unwrap_or_default()
    }

    /// The text with a character behind it, at the start of sixteen bytes, and the length of both;
    /// `None` where they do not fit.
    #[must_use]
    #[inline]
    pub fn with_behind(&self, behind: u8) -> Option<([u8; WORD], usize)> {
        let last: [u8; WORD] = *self.bytes.last_chunk()?;
        let length = ROOM.saturating_sub(self.first);
        let text_bits = u32::try_from(length).ok()?.checked_mul(u8::BITS)?;
        let empty_bits = u128::BITS.checked_sub(text_bits)?;
        let text = u128::from_le_bytes(last).checked_shr(empty_bits)?;
        let behind = u128::from(behind).checked_shl(text_bits)?;
        Some(((text | behind).to_le_bytes(), length.saturating_add(1)))
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// The character of a number below ten.
const fn digit(number: u64) -> u8 {
    let [lowest, ..] = number.to_le_bytes();
    b'0'.wrapping_add(lowest)
}

/// Splits plain decimal text in digits before and after its point; `None` for anything else.
pub(super) fn plain_decimal(text: &str) -> Option<(&str, &str)> {
    let (whole, decimals) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && plain(whole) && plain(decimals)).then_some((whole, decimals))
}
