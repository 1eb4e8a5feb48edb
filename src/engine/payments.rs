//! The parts of a payment plan: they add up to the totals of a quote, to the minor unit.
//!
//! Source: pricing rules, section 4, payments.

use super::book::{PaymentPlan, Rounding};
use super::calendar::{Date, add_months};
use super::charges::Amounts;
use super::day_count::Share;
use super::money::{AmountError, Money, RoundingMode};
use super::quote::{PaymentPart, PaymentSchedule, Totals};
use super::steps::{NamedMoney, Steps};
use super::working::{Basis, Name, Operation, Value, Working};

/// What is paid.
pub(super) struct Payable<'a, L> {
    /// The day the first part is due.
    pub(super) start: Date,
    /// Years of the term, or 1 where the quote has none.
    pub(super) parts: u32,
    pub(super) totals: &'a Totals,
    /// The amounts of the holdings, whose new terms are paid in parts.
    pub(super) holdings: L,
}

/// The parts of a plan.
///
/// # Errors
/// [`AmountError`] when an amount does not fit.
pub(super) fn schedule<'line>(
    plan: PaymentPlan,
    payable: Payable<'_, impl Iterator<Item = &'line Amounts>>,
    rounding: Rounding,
) -> Result<PaymentSchedule, AmountError> {
    let Payable { start, parts: years, totals, holdings } = payable;
    let count = years.saturating_mul(plan.parts_a_year).max(1);
    let mut working = Working::default();
    let mut steps = Steps::of(&mut working, rounding, totals.total.currency());
    let (first, later) = nets(count, totals, holdings, &mut steps)?;
    let months = 12_u32.checked_div(plan.parts_a_year).unwrap_or(12);
    let mut paid = Paid { net: None, tax: None };
    let mut parts = Vec::new();
    for place in 0..count {
        // Every part but the first is one of the equal parts.
        let part = if place == 0 { (Name::PaymentNet, first) } else { (Name::PaymentPart, later) };
        let tax = paid.tax_of(part, totals, &mut steps)?;
        let both = [Some(part), Some((Name::PaymentTax, tax))];
        let total = steps.sum(Name::PaymentTotal, both, [], Basis::Payment)?;
        let due = add_months(start, place.saturating_mul(months));
        parts.push(PaymentPart { due, net: part.1, tax, total });
    }
    Ok(PaymentSchedule { plan, parts, working })
}

/// The first part, and each of the others, without tax.
fn nets<'line>(
    count: u32,
    totals: &Totals,
    holdings: impl Iterator<Item = &'line Amounts>,
    steps: &mut Steps<'_, Working>,
) -> Result<(Money, Money), AmountError> {
    let zero = Money::zero(totals.total.currency());
    let none = |amount: Option<Money>| amount.unwrap_or(zero);
    let mut in_parts = zero;
    for amounts in holdings {
        in_parts = Money::sum(
            [in_parts, amounts.forward, none(amounts.surcharge)],
            [amounts.term_discount, none(amounts.concession)],
        )?;
    }
    let share = Share::new(1, count).ok_or(AmountError::DividedByZero)?;
    let by = [Some((Name::PartOfAll, Value::Share(share))), None, None];
    // Cut, not rounded: what the cutting leaves is in the first part.
    let (round, decimals) = (RoundingMode::Down, zero.decimals());
    let of = (Name::PaidInParts, in_parts);
    let part = Operation::Product { of, by, round, decimals };
    let part = steps.amount(Name::PaymentPart, part, Basis::Payment)?;
    let others = (Name::LaterPartCount, u64::from(count.saturating_sub(1)));
    let others =
        steps.times(Name::LaterParts, (Name::PaymentPart, part), others, Basis::Payment)?;
    let plus = [Some((Name::Subtotal, totals.subtotal))];
    let minus = [Some((Name::LaterParts, others))];
    let first = steps.sum(Name::PaymentNet, plus, minus, Basis::Payment)?;
    Ok((first, part))
}

/// What the parts so far come to.
struct Paid {
    net: Option<Money>,
    tax: Option<Money>,
}

impl Paid {
    /// The tax on one more part: that on all parts so far, less that on the parts before.
    fn tax_of(
        &mut self,
        part: NamedMoney,
        totals: &Totals,
        steps: &mut Steps<'_, Working>,
    ) -> Result<Money, AmountError> {
        if totals.subtotal.is_zero() || totals.tax.is_zero() {
            return Ok(Money::zero(totals.tax.currency()));
        }
        let so_far = self.net.map(|paid| (Name::PaidSoFar, paid));
        let (first, second) =
            if so_far.is_some() { (so_far, Some(part)) } else { (Some(part), None) };
        let paid = steps.sum(Name::PaidSoFar, [first, second], [], Basis::Payment)?;
        let before = self.tax.map(|tax| (Name::TaxSoFar, tax));
        let before = before
            .map(|before| steps.sum(Name::TaxBefore, [Some(before)], [], Basis::Payment))
            .transpose()?;
        let of = (Name::Tax, totals.tax);
        let (part, whole) = ((Name::PaidSoFar, paid), (Name::Subtotal, totals.subtotal));
        let round = steps.rounding();
        let operation = Operation::Proportion { of, part, whole, round };
        let tax_so_far = steps.amount(Name::TaxSoFar, operation, Basis::Payment)?;
        let plus = [Some((Name::TaxSoFar, tax_so_far))];
        let minus = [before.map(|before| (Name::TaxBefore, before))];
        let tax = steps.sum(Name::PaymentTax, plus, minus, Basis::Payment)?;
        *self = Self { net: Some(paid), tax: Some(tax_so_far) };
        Ok(tax)
    }
}
