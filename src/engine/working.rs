//! The working of an amount: the steps that lead to it.
//!
//! A step is an operation on named values. The engine computes an amount by evaluating the
//! operation that it records, so an amount and its working cannot part; [`replay`] evaluates a
//! recorded list again and checks that each step uses the results of the steps before it.

use super::book::{BandIndex, ProgramIndex, RateIndex};
use super::calendar::Date;
use super::day_count::{DayCount, Share};
use super::money::{AmountError, Currency, Exact, Money, RoundingMode};
use super::percent::{Multiplier, Percent};

/// What a value in a working is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// Suggested retail price of one licence.
    Srp,
    /// Percentage of SRP a year.
    Rate,
    /// List price of one licence a year.
    UnitList,
    /// Discount of the licensing programme.
    ProgramDiscount,
    /// Price of one licence a year after the programme's discount.
    UnitNet,
    /// Licences covered.
    Quantity,
    /// Price of all licences a year.
    Annual,
    /// Years of the new term.
    TermYears,
    /// Price of the new term.
    Forward,
    /// Percentage off for the number of years.
    TermDiscountRate,
    /// Amount off for the number of years.
    TermDiscount,
    /// Price of the new term after the term discount.
    ForwardNet,
    /// The new term in years, where all terms end on one day.
    TermShare,
    /// Percentage that the sales rep takes off.
    ConcessionRate,
    /// Amount that the sales rep takes off.
    Concession,
    /// The gap as a share of a year.
    GapShare,
    /// A year's price that back coverage is a share of.
    BackCoverageBase,
    /// Times which back coverage is charged.
    BackCoverageMultiplier,
    /// The charge for the gap.
    BackCoverage,
    /// The amount a penalty is a percentage of.
    PenaltyBase,
    /// The percentage of the base.
    PenaltyRate,
    /// A fixed penalty, for one licence or one line.
    PenaltyUnit,
    /// Least penalty of a holding.
    PenaltyAtLeast,
    /// Greatest penalty of a holding.
    PenaltyAtMost,
    /// The charge for having lapsed.
    Penalty,
    /// All a holding costs.
    Total,
    /// Sum of the totals of the holdings.
    Subtotal,
    /// Percentage of tax.
    TaxRate,
    /// Tax on the subtotal.
    Tax,
    /// Subtotal and tax.
    GrandTotal,
    /// Subtotal and tax where cover begins on the day asked for, beside those of a later day.
    TotalNow,
    /// How much more a later day costs.
    Difference,
}

/// A value in a working.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// An amount.
    Money(Money),
    /// A percentage of something.
    Percent(Percent),
    /// What is left after a percentage is taken off.
    Rest(Percent),
    /// A whole number.
    Count(u64),
    /// A multiplier.
    Multiplier(Multiplier),
    /// A share of a year.
    Share(Share),
}

/// A value with its name.
pub type NamedValue = (Name, Value);

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// An amount times the other values, rounded once (a product of whole numbers needs none).
    Product {
        /// The amount.
        of: (Name, Money),
        /// What it is multiplied by, one to three values.
        by: [Option<NamedValue>; 3],
        /// How the product is rounded.
        round: RoundingMode,
    },
    /// A sum of up to three amounts, less at most two.
    Sum {
        /// What is added up.
        plus: [Option<(Name, Money)>; 3],
        /// What is taken off.
        minus: [Option<(Name, Money)>; 2],
    },
    /// The larger of two amounts.
    AtLeast {
        /// The amount.
        amount: (Name, Money),
        /// Its lower limit.
        floor: (Name, Money),
    },
    /// The smaller of two amounts.
    AtMost {
        /// The amount.
        amount: (Name, Money),
        /// Its upper limit.
        ceiling: (Name, Money),
    },
    /// The share of a year of a gap.
    ShareOfYear {
        /// How days become a share.
        day_count: DayCount,
        /// The first uncovered day.
        from: Date,
        /// The day cover begins again, exclusive.
        until: Date,
        /// The most years that are charged.
        cap_years: Option<u32>,
    },
    /// The length of a term in years: whole years, and the rest by a day count.
    TermLength {
        /// How the rest of the days is counted.
        day_count: DayCount,
        /// The first day of the term.
        from: Date,
        /// The day after its last day.
        until: Date,
    },
    /// Nothing is charged, for a reason.
    Nothing(NoCharge, Currency),
}

/// Why an amount is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCharge {
    /// There is no gap.
    NoGap,
    /// The gap is within the days of grace.
    Grace,
    /// The gap lies inside the new term, which runs from the expiry.
    FromExpiry,
    /// The price book charges none in this band.
    NoneInBand,
    /// The term has so many years that the penalty is waived.
    Waived,
    /// No discount for this number of years.
    NoTermDiscount,
    /// The request names no tax.
    NoTax,
}

/// Where a step comes from: a place in the price book or in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A rate of the price book.
    Rate(RateIndex),
    /// A programme's discount.
    ProgramDiscount(ProgramIndex),
    /// A programme's discount for a product line.
    ProgramDiscountByProductLine(ProgramIndex),
    /// The licences and years asked for.
    Request,
    /// The discount for a number of years.
    TermDiscount(u32),
    /// The days of grace.
    GraceDays,
    /// The status `renewal`: no lapse, so no band applies.
    OnTime,
    /// When the new term of a band begins.
    BandNewTerm(BandIndex),
    /// The back coverage of a band.
    BandBackCoverage(BandIndex),
    /// The penalty of a band.
    BandPenalty(BandIndex),
    /// A sum of amounts shown above it.
    Sum,
    /// The tax named in the request.
    Tax,
    /// One last day for all terms.
    CoTermination,
    /// What the sales rep takes off.
    Concession,
}

/// One step of a working.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What the step gives.
    pub name: Name,
    /// How.
    pub operation: Operation,
    /// What comes out.
    pub result: Value,
    /// Where the rule stands.
    pub basis: Basis,
}

// Always inlined, here and in `charges` and `money`: once the shape of an operation is known where
// it is evaluated, what is left of it is a multiplication, and a holding costs a third of the time.
impl Operation {
    /// What comes out.
    ///
    /// # Errors
    /// [`AmountError`] when an amount does not fit.
    #[inline(always)]
    pub fn evaluate(&self) -> Result<Value, AmountError> {
        match *self {
            Self::ShareOfYear { day_count, from, until, cap_years } => {
                let share = day_count.share(from, until);
                let capped = cap_years.map_or(share, |years| share.at_most_years(years));
                Ok(Value::Share(capped))
            }
            Self::TermLength { day_count, from, until } => {
                Ok(Value::Share(day_count.whole_years_and_rest(from, until)))
            }
            Self::Product { .. }
            | Self::Sum { .. }
            | Self::AtLeast { .. }
            | Self::AtMost { .. }
            | Self::Nothing(..) => self.amount().map(Value::Money),
        }
    }

    /// The amount that comes out.
    ///
    /// # Errors
    /// [`AmountError`] when it does not fit, or when the operation gives no amount.
    #[inline(always)]
    pub fn amount(&self) -> Result<Money, AmountError> {
        match *self {
            Self::Product { of: (_, amount), by, round } => {
                let mut exact = Exact::of(amount);
                for (_, value) in by.into_iter().flatten() {
                    exact = match value {
                        Value::Percent(percent) => exact.times_percent(percent)?,
                        Value::Rest(percent) => exact.times_rest(percent)?,
                        Value::Count(count) => exact.times_count(count)?,
                        Value::Multiplier(multiplier) => exact.times_multiplier(multiplier)?,
                        Value::Share(share) => exact.times_share(share)?,
                        Value::Money(_) => return Err(AmountError::NotAnAmount),
                    };
                }
                exact.round(round)
            }
            Self::Sum { plus, minus } => {
                let plus = plus.into_iter().flatten().map(|(_, amount)| amount);
                Money::sum(plus, minus.into_iter().flatten().map(|(_, amount)| amount))
            }
            Self::AtLeast { amount, floor } => Ok(amount.1.max(floor.1)),
            Self::AtMost { amount, ceiling } => Ok(amount.1.min(ceiling.1)),
            Self::Nothing(_, currency) => Ok(Money::zero(currency)),
            Self::ShareOfYear { .. } | Self::TermLength { .. } => Err(AmountError::NotAnAmount),
        }
    }

    /// The named values that go in.
    #[must_use]
    pub fn inputs(&self) -> Vec<NamedValue> {
        let money = |(name, amount): (Name, Money)| (name, Value::Money(amount));
        match *self {
            Self::Product { of, by, .. } => {
                std::iter::once(money(of)).chain(by.into_iter().flatten()).collect()
            }
            Self::Sum { plus, minus } => {
                plus.into_iter().chain(minus).flatten().map(money).collect()
            }
            Self::AtLeast { amount, floor: limit } | Self::AtMost { amount, ceiling: limit } => {
                vec![money(amount), money(limit)]
            }
            Self::ShareOfYear { .. } | Self::TermLength { .. } | Self::Nothing(..) => Vec::new(),
        }
    }
}

/// Takes the steps of a working as they are computed.
pub trait Record {
    /// Keeps a step, or lets it go.
    fn record(&mut self, step: Step);
}

/// Keeps no working: for pricing in bulk.
#[derive(Debug, Default, Clone, Copy)]
pub struct WithoutWorking;

impl Record for WithoutWorking {
    #[inline(always)]
    fn record(&mut self, _step: Step) {}
}

/// A list of steps, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Working {
    steps: Vec<Step>,
}

impl Record for Working {
    fn record(&mut self, step: Step) {
        if self.steps.capacity() == 0 {
            // A holding in a band has at most 16 steps: room for all in one go.
            self.steps.reserve_exact(16);
        }
        self.steps.push(step);
    }
}

impl Working {
    /// A working of steps that came from elsewhere, for [`replay`] to judge.
    #[must_use]
    pub const fn of_steps(steps: Vec<Step>) -> Self {
        Self { steps }
    }

    /// All steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The last step that gives a value of this name.
    #[must_use]
    pub fn step(&self, name: Name) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.name == name)
    }
}

/// Why a working does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The step of this number gives another result than it states.
    #[error("step {0} gives another result than it states")]
    Result(usize),
    /// The step of this number uses a value that an earlier step gave differently.
    #[error("step {0} uses another value than an earlier step gave")]
    Input(usize),
    /// The step of this number gives no amount.
    #[error("step {0} gives no amount")]
    Amount(usize, #[source] AmountError),
}

/// Evaluates every step again and gives the results by name, in the order of the steps.
///
/// # Errors
/// The first step whose stated result is not what its operation gives, or that uses another value
/// than the step it names gave.
pub fn replay(working: &Working) -> Result<Vec<NamedValue>, ReplayError> {
    let mut results: Vec<NamedValue> = Vec::new();
    for (place, step) in working.steps.iter().enumerate() {
        for (name, value) in step.operation.inputs() {
            let given = results.iter().rev().find(|(earlier, _)| *earlier == name);
            if given.is_some_and(|(_, earlier)| *earlier != value) {
                return Err(ReplayError::Input(place));
            }
        }
        let result = step.operation.evaluate().map_err(|why| ReplayError::Amount(place, why))?;
        if result != step.result {
            return Err(ReplayError::Result(place));
        }
        results.push((step.name, result));
    }
    Ok(results)
}
