//! Evaluates the operations of a working and hands them on as steps: the one way to an amount.

use super::book::{Prices, Rounding};
use super::day_count::Share;
use super::money::{AmountError, Currency, Exact, Money, RoundingMode};
use super::working::{Basis, CountedMoney, Name, NoCharge, Operation, Record, Step, Value};

/// An amount with its name.
pub(super) type NamedMoney = (Name, Money);

/// Evaluates operations and hands them on as steps.
pub(super) struct Steps<'record, R: Record> {
    record: &'record mut R,
    rounding: RoundingMode,
    currency: Currency,
    unit_decimals: u8,
}

impl<'record, R: Record> Steps<'record, R> {
    /// Steps in a currency, rounded by the rule of a book.
    #[inline(always)]
    pub(super) fn of(record: &'record mut R, rounding: Rounding, currency: Currency) -> Self {
        let unit_decimals = rounding.decimals_of_units(currency);
        Self { record, rounding: rounding.mode, currency, unit_decimals }
    }

    #[inline(always)]
    pub(super) fn amount(
        &mut self,
        name: Name,
        operation: Operation,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let amount = operation.amount()?;
        self.record.record(Step { name, operation, result: Value::Money(amount), basis });
        Ok(amount)
    }

    /// An amount times one value or two, rounded to the minor unit.
    #[inline(always)]
    pub(super) fn product(
        &mut self,
        name: Name,
        of: NamedMoney,
        by: [Option<(Name, Value)>; 3],
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let (round, decimals) = (self.rounding, self.currency.decimals());
        self.amount(name, Operation::Product { of, by, round, decimals }, basis)
    }

    /// The price of one unit times a value, rounded to the decimals of unit prices.
    #[inline(always)]
    pub(super) fn unit_price(
        &mut self,
        name: Name,
        of: NamedMoney,
        by: (Name, Value),
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let (by, round, decimals) = ([Some(by), None, None], self.rounding, self.unit_decimals);
        self.amount(name, Operation::Product { of, by, round, decimals }, basis)
    }

    /// An amount times a number, rounded to the minor unit where the amount has more decimals.
    #[inline(always)]
    pub(super) fn times(
        &mut self,
        name: Name,
        of: NamedMoney,
        (count_name, count): (Name, u64),
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.product(name, of, [Some((count_name, Value::Count(count))), None, None], basis)
    }

    /// The price of one unit times a number as a step of its own; `None` where the price has more
    /// decimals than its currency: it is then multiplied together with what follows.
    #[inline(always)]
    pub(super) fn base_of_all(
        &mut self,
        name: Name,
        unit: NamedMoney,
        (count_name, count): (Name, u64),
        basis: Basis,
    ) -> Result<Option<NamedMoney>, AmountError> {
        let decimals = self.currency.decimals();
        if unit.1.decimals() == decimals {
            let base = self.times(name, unit, (count_name, count), basis)?;
            return Ok(Some((name, base)));
        }
        // It has to fit all the same.
        Exact::of(unit.1).times_count(count)?.round_to(decimals, RoundingMode::Up)?;
        Ok(None)
    }

    /// An amount times a number, exactly: with the decimals of the amount.
    #[inline(always)]
    pub(super) fn times_exactly(
        &mut self,
        name: Name,
        of: NamedMoney,
        (count_name, count): (Name, u64),
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let by = [Some((count_name, Value::Count(count))), None, None];
        let (round, decimals) = (self.rounding, of.1.decimals());
        self.amount(name, Operation::Product { of, by, round, decimals }, basis)
    }

    /// A sum of amounts, some of them first times a number, times a value: rounded once, to the
    /// minor unit.
    pub(super) fn product_of_sum(
        &mut self,
        name: Name,
        of: [Option<CountedMoney>; 5],
        by: (Name, Value),
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let (round, decimals) = (self.rounding, self.currency.decimals());
        self.amount(name, Operation::ProductOfSum { of, by, round, decimals }, basis)
    }

    #[inline(always)]
    pub(super) fn sum<const PLUS: usize, const MINUS: usize>(
        &mut self,
        name: Name,
        plus: [Option<NamedMoney>; PLUS],
        minus: [Option<NamedMoney>; MINUS],
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let operation = Operation::Sum { plus: padded(plus), minus: padded(minus) };
        self.amount(name, operation, basis)
    }

    /// What has come together so far and one more part, where parts are too many for one sum.
    pub(super) fn add_part(
        &mut self,
        name: Name,
        so_far: Option<Money>,
        part: NamedMoney,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let so_far = so_far.map(|amount| (name, amount));
        let (first, second) =
            if so_far.is_some() { (so_far, Some(part)) } else { (Some(part), None) };
        self.sum(name, [first, second], [], basis)
    }

    #[inline(always)]
    pub(super) fn nothing(
        &mut self,
        name: Name,
        why: NoCharge,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.amount(name, Operation::Nothing(why, self.currency), basis)
    }

    /// The larger of an amount and its lower limit, under the name of the amount.
    #[inline(always)]
    pub(super) fn at_least(
        &mut self,
        amount: NamedMoney,
        floor: NamedMoney,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.amount(amount.0, Operation::AtLeast { amount, floor }, basis)
    }

    /// The smaller of an amount and its upper limit, under the name of the amount.
    #[inline(always)]
    pub(super) fn at_most(
        &mut self,
        amount: NamedMoney,
        ceiling: NamedMoney,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.amount(amount.0, Operation::AtMost { amount, ceiling }, basis)
    }

    #[inline(always)]
    pub(super) fn share(
        &mut self,
        name: Name,
        operation: Operation,
        basis: Basis,
    ) -> Result<Share, AmountError> {
        let Value::Share(share) = operation.evaluate()? else {
            return Err(AmountError::NotAnAmount);
        };
        self.record.record(Step { name, operation, result: Value::Share(share), basis });
        Ok(share)
    }

    /// How amounts are rounded.
    pub(super) const fn rounding(&self) -> RoundingMode {
        self.rounding
    }

    /// The currency of all amounts.
    pub(super) const fn currency(&self) -> Currency {
        self.currency
    }

    /// The amount in the currency; a checked book has every amount in every currency.
    pub(super) fn in_currency(&self, amounts: &Prices) -> Result<Money, AmountError> {
        amounts.in_currency(self.currency).ok_or(AmountError::OtherCurrency)
    }
}

/// The same list with nothing at its end.
#[inline(always)]
fn padded<const GIVEN: usize, const ROOM: usize>(
    given: [Option<NamedMoney>; GIVEN],
) -> [Option<NamedMoney>; ROOM] {
    let mut room = [None; ROOM];
    for (place, item) in room.iter_mut().zip(given) {
        *place = item;
    }
    room
}
