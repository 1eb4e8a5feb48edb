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
use super::worded::worded;

worded! {
    /// What a value in a working is.
    pub enum Name {
        /// Suggested retail price of one licence.
        Srp = "srp",
        /// Percentage of SRP a year.
        Rate = "rate",
        /// List price of one licence a year.
        UnitList = "unit_list",
        /// Discount of the licensing programme.
        ProgramDiscount = "program_discount",
        /// Price of one licence a year after the programme's discount.
        UnitNet = "unit_net",
        /// Licences covered.
        Quantity = "quantity",
        /// What a licence cost a year under the last cover.
        LastUnitNet = "last_unit_net",
        /// Percentage on the last price.
        Uplift = "uplift",
        /// The most that a licence may cost a year after the last price.
        UnitCap = "unit_cap",
        /// Price of all licences a year.
        Annual = "annual",
        /// Least price of a line a year.
        AnnualAtLeast = "annual_at_least",
        /// Years of the new term.
        TermYears = "term_years",
        /// Price of the new term.
        Forward = "forward",
        /// Percentage off for the number of years.
        TermDiscountRate = "term_discount_rate",
        /// Amount off for the number of years.
        TermDiscount = "term_discount",
        /// Price of the new term after what is taken off it.
        ForwardNet = "forward_net",
        /// The new term in years, where all terms end on one day.
        TermShare = "term_share",
        /// Percentage that the sales rep takes off.
        ConcessionRate = "concession_rate",
        /// Amount that the sales rep takes off.
        Concession = "concession",
        /// Percentage that a payment plan adds.
        SurchargeRate = "surcharge_rate",
        /// Amount that a payment plan adds.
        Surcharge = "surcharge",
        /// The gap as a share of a year.
        GapShare = "gap_share",
        /// A year's price that back coverage is a share of.
        BackCoverageBase = "back_coverage_base",
        /// Times which back coverage is charged.
        BackCoverageMultiplier = "back_coverage_multiplier",
        /// The charge for the gap.
        BackCoverage = "back_coverage",
        /// SRP of all licences.
        SrpOfAll = "srp_of_all",
        /// What all licences cost a year under the last cover.
        LastAnnual = "last_annual",
        /// Licences owned.
        Owned = "owned",
        /// The amount a penalty is a percentage of.
        PenaltyBase = "penalty_base",
        /// The percentage of the base.
        PenaltyRate = "penalty_rate",
        /// A fixed penalty, for one licence, one month or one line.
        PenaltyUnit = "penalty_unit",
        /// Months that have begun since cover ran out.
        StartedMonths = "started_months",
        /// One penalty of several.
        PenaltyPart = "penalty_part",
        /// Least penalty of a holding.
        PenaltyAtLeast = "penalty_at_least",
        /// Greatest penalty of a holding.
        PenaltyAtMost = "penalty_at_most",
        /// The charge for having lapsed.
        Penalty = "penalty",
        /// Percentage of SRP a year at the level that cover rises from.
        RateFrom = "rate_from",
        /// List price of one licence a year at the level that cover rises from.
        UnitListFrom = "unit_list_from",
        /// Price of one licence a year at the level that cover rises from.
        UnitNetFrom = "unit_net_from",
        /// How much more a licence costs a year at the level that cover rises to.
        UnitRise = "unit_rise",
        /// Discount on new licences.
        LicenceDiscount = "licence_discount",
        /// Price of one new licence.
        UnitLicence = "unit_licence",
        /// Price of the licences themselves.
        Licence = "licence",
        /// All a line costs.
        Total = "total",
        /// A fee once a quote.
        LapseFee = "lapse_fee",
        /// Least sum of all penalties of a quote.
        PenaltiesAtLeast = "penalties_at_least",
        /// What the penalties of a quote fall short of their least sum.
        PenaltyShortfall = "penalty_shortfall",
        /// What is charged once a quote.
        QuoteFee = "quote_fee",
        /// Sum of the totals of the holdings.
        Subtotal = "subtotal",
        /// Percentage of tax.
        TaxRate = "tax_rate",
        /// One tax of several.
        TaxPart = "tax_part",
        /// Tax on the subtotal.
        Tax = "tax",
        /// Subtotal and tax.
        GrandTotal = "grand_total",
        /// Subtotal and tax where cover begins on the day asked for, beside those of a later day.
        TotalNow = "total_now",
        /// How much more a later day costs.
        Difference = "difference",
        /// What is paid in equal parts.
        PaidInParts = "paid_in_parts",
        /// One of the equal parts.
        PaymentPart = "payment_part",
        /// All equal parts but the first.
        LaterParts = "later_parts",
        /// How many parts there are after the first.
        LaterPartCount = "later_part_count",
        /// A part of a payment plan, without tax.
        PaymentNet = "payment_net",
        /// All parts so far, without tax.
        PaidSoFar = "paid_so_far",
        /// Tax on all parts so far.
        TaxSoFar = "tax_so_far",
        /// Tax on the parts before.
        TaxBefore = "tax_before",
        /// Tax on a part of a payment plan.
        PaymentTax = "payment_tax",
        /// A part of a payment plan with its tax.
        PaymentTotal = "payment_total",
        /// Parts of a payment plan, as a share.
        PartOfAll = "part_of_all",
    }
    /// The fixed id, as JSON uses it.
    fn id
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
    /// The whole and a percentage on top.
    Raised(Percent),
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
        /// To how many decimals: those of the currency, or more for the price of one unit.
        decimals: u8,
    },
    /// A sum of amounts, some of them first times a number, times another value: rounded once.
    /// Where the sum by itself has no room with the decimals of the finest price in it.
    ProductOfSum {
        /// What is added up.
        of: [Option<CountedMoney>; 5],
        /// What the sum is multiplied by.
        by: NamedValue,
        /// How the product is rounded.
        round: RoundingMode,
        /// To how many decimals.
        decimals: u8,
    },
    /// A sum of up to six amounts, less at most two.
    Sum {
        /// What is added up.
        plus: [Option<(Name, Money)>; 6],
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
    /// What an amount falls short of another; nothing where it does not.
    Shortfall {
        /// The amount.
        amount: (Name, Money),
        /// What it should come to.
        floor: (Name, Money),
    },
    /// An amount times one amount over another, rounded once.
    Proportion {
        /// The amount.
        of: (Name, Money),
        /// The part.
        part: (Name, Money),
        /// The whole.
        whole: (Name, Money),
        /// How the result is rounded.
        round: RoundingMode,
    },
    /// The share of a year of a gap, or of what is left of a term.
    ShareOfYear {
        /// How days become a share.
        day_count: DayCount,
        /// The first day.
        from: Date,
        /// The day after the last one.
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

worded! {
    /// Why an amount is nothing.
    pub enum NoCharge {
        /// There is no gap.
        NoGap = "no-gap",
        /// The gap is within the days of grace.
        Grace = "grace",
        /// The gap lies inside the new term, which runs from the expiry.
        FromExpiry = "from-expiry",
        /// The band charges no day.
        NoDay = "no-day",
        /// The price book charges none in this band.
        NoneInBand = "none-in-band",
        /// The price book charges none for licences that were in use without cover.
        NoneInTrueUp = "none-in-true-up",
        /// A new licence carries its first year.
        FirstYearIncluded = "first-year-included",
        /// The term has so many years that the penalty is waived.
        Waived = "waived",
        /// No discount for this number of years.
        NoTermDiscount = "no-term-discount",
        /// The request names no tax.
        NoTax = "no-tax",
    }
    /// The word that outputs use.
    fn word
}

/// Where a step comes from: a place in the price book or in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A rate of the price book.
    Rate(RateIndex),
    /// The least price a year of a rate.
    RateAtLeast(RateIndex),
    /// What a renewal costs beside what was paid last.
    Renewal,
    /// A programme's discount.
    ProgramDiscount(ProgramIndex),
    /// A programme's discount for a product line.
    ProgramDiscountByProductLine(ProgramIndex),
    /// The licences and years asked for.
    Request,
    /// The discount for a number of years.
    TermDiscount(u32),
    /// A programme's discount on new licences.
    LicenceDiscount(ProgramIndex),
    /// How late costs nothing extra.
    Grace,
    /// The status `renewal`: no lapse, so no band applies.
    OnTime,
    /// When the new term of a band begins.
    BandNewTerm(BandIndex),
    /// The back coverage of a band.
    BandBackCoverage(BandIndex),
    /// A penalty of a band, by its place.
    BandPenalty(BandIndex, usize),
    /// What is charged once a quote where a holding has lapsed.
    LapseOnce,
    /// How days are counted while cover runs.
    MidTerm,
    /// What licences cost that were in use without cover.
    TrueUpLicence,
    /// How the time without cover is charged in a true-up.
    TrueUpBackCoverage,
    /// A penalty of a true-up, by its place.
    TrueUpPenalty(usize),
    /// Whether a new licence carries its first year.
    NewLicence,
    /// The payment plan.
    Payment,
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
    /// The fixed id, as JSON uses it.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Product { .. } => "product",
            Self::ProductOfSum { .. } => "product-of-sum",
            Self::Sum { .. } => "sum",
            Self::AtLeast { .. } => "at-least",
            Self::AtMost { .. } => "at-most",
            Self::Shortfall { .. } => "shortfall",
            Self::Proportion { .. } => "proportion",
            Self::ShareOfYear { .. } => "share-of-year",
            Self::TermLength { .. } => "term-length",
            Self::Nothing(..) => "nothing",
        }
    }

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
            | Self::ProductOfSum { .. }
            | Self::Sum { .. }
            | Self::AtLeast { .. }
            | Self::AtMost { .. }
            | Self::Shortfall { .. }
            | Self::Proportion { .. }
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
            Self::Product { of: (_, amount), by, round, decimals } => {
                let mut exact = Exact::of(amount);
                for (_, value) in by.into_iter().flatten() {
                    exact = value.times(exact)?;
                }
                exact.round_to(decimals, round)
            }
            Self::ProductOfSum { ref of, by: (_, by), round, decimals } => {
                by.times(exact_sum(of)?)?.round_to(decimals, round)
            }
            Self::Sum { ref plus, ref minus } => {
                let plus = plus.iter().flatten().map(|(_, amount)| *amount);
                Money::sum(plus, minus.iter().flatten().map(|(_, amount)| *amount))
            }
            Self::AtLeast { amount, floor } => Ok(amount.1.max(floor.1)),
            Self::AtMost { amount, ceiling } => Ok(amount.1.min(ceiling.1)),
            Self::Shortfall { amount: (_, amount), floor: (_, floor) } => {
                floor.minus(amount.min(floor))
            }
            Self::Proportion { of, part, whole, round } => {
                Exact::of(of.1).times_proportion(part.1, whole.1)?.round(round)
            }
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
            Self::ProductOfSum { of, by, .. } => {
                let count = |(name, count): (Name, u64)| (name, Value::Count(count));
                let of = of.into_iter().flatten();
                let of = of
                    .flat_map(|(base, times)| std::iter::once(money(base)).chain(times.map(count)));
                of.chain([by]).collect()
            }
            Self::Sum { plus, minus } => {
                plus.into_iter().chain(minus).flatten().map(money).collect()
            }
            Self::AtLeast { amount, floor: limit }
            | Self::AtMost { amount, ceiling: limit }
            | Self::Shortfall { amount, floor: limit } => vec![money(amount), money(limit)],
            Self::Proportion { of, part, whole, .. } => {
                vec![money(of), money(part), money(whole)]
            }
            Self::ShareOfYear { .. } | Self::TermLength { .. } | Self::Nothing(..) => Vec::new(),
        }
    }
}

impl Value {
    /// An exact amount times this.
    #[inline(always)]
    fn times(self, exact: Exact) -> Result<Exact, AmountError> {
        match self {
            Self::Percent(percent) => exact.times_percent(percent),
            Self::Rest(percent) => exact.times_rest(percent),
            Self::Raised(percent) => exact.times_raised(percent),
            Self::Count(count) => exact.times_count(count),
            Self::Multiplier(multiplier) => exact.times_multiplier(multiplier),
            Self::Share(share) => exact.times_share(share),
            Self::Money(_) => Err(AmountError::NotAnAmount),
        }
    }
}

/// An amount that is added up, and what it is first multiplied by, if anything.
pub type CountedMoney = ((Name, Money), Option<(Name, u64)>);

/// A sum of amounts, some of them first times a number.
///
/// # Errors
/// [`AmountError`] when there is no room for it, the currencies differ or there is nothing to add.
pub(super) fn exact_sum(of: &[Option<CountedMoney>]) -> Result<Exact, AmountError> {
    let mut sum: Option<Exact> = None;
    for ((_, amount), times) in of.iter().flatten() {
        let exact = Exact::of(*amount).times_count(times.map_or(1, |(_, count)| count))?;
        sum = Some(match sum {
            None => exact,
            Some(sum) => sum.plus(exact)?,
        });
    }
    sum.ok_or(AmountError::NothingToAdd)
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
