//! The amounts of a holding: forward, term discount, back coverage and penalty.
//!
//! Each amount is one operation on amounts and numbers that are printed too, evaluated and
//! recorded by the same call, and rounded once.

use super::book::{
    BackCoverage, BackCoveragePrice, Band, NewTerm, Penalty, PenaltyBase, PenaltyShape, Prices,
    ProgramIndex, RateIndex,
};
use super::calendar::{Date, whole_years};
use super::day_count::{DayCount, Share};
use super::lapse::Gap;
use super::money::{AmountError, Money, RoundingMode};
use super::percent::{Multiplier, Percent};
use super::working::{Basis, Name, NoCharge, Operation, Record, Step, Value};

/// All that the amounts of a holding depend on.
#[derive(Debug, Clone, Copy)]
pub struct ChargeBasis<'book> {
    /// Suggested retail price of one licence.
    pub srp: Money,
    /// Percentage of SRP a year, and its place in the book.
    pub rate: (RateIndex, Percent),
    /// The programme's discount for this product line.
    pub program: ProgramDiscount,
    /// Licences to cover.
    pub quantity: u64,
    /// How long the new term is.
    pub term: Term,
    /// Percentage off for this number of years.
    pub term_discount: Percent,
    /// Percentage that the sales rep takes off the new term after the term discount.
    pub concession: Option<Percent>,
    /// How amounts are rounded.
    pub rounding: RoundingMode,
    /// The gap.
    pub gap: Gap,
    /// The band the gap falls in; `None` for renewal and grace.
    pub band: Option<&'book Band>,
}

/// How long a new term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Whole years.
    Years(u32),
    /// Up to one last day for all holdings.
    CommonEnd {
        /// How the days beyond whole years are counted.
        day_count: DayCount,
        /// The first day.
        from: Date,
        /// The day after the last day.
        until: Date,
    },
}

impl Term {
    /// The whole years in it: what discounts and waivers by number of years go by.
    #[must_use]
    pub fn whole_years(self) -> u32 {
        match self {
            Self::Years(years) => years,
            Self::CommonEnd { from, until, .. } => whole_years(from, until),
        }
    }
}

/// A programme's discount on a product line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramDiscount {
    /// The programme.
    pub program: ProgramIndex,
    /// The percentage off the list price.
    pub percent: Percent,
    /// Whether it is the programme's own, or one for this product line.
    pub scope: DiscountScope,
}

/// What a programme's discount applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountScope {
    /// All product lines without a discount of their own.
    General,
    /// One product line.
    ProductLine,
}

/// What a holding costs, each amount by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// List price of one licence a year.
    pub unit_list: Money,
    /// The same after the programme's discount.
    pub unit_net: Money,
    /// All licences, a year.
    pub annual: Money,
    /// The new term.
    pub forward: Money,
    /// Off, for the number of years.
    pub term_discount: Money,
    /// The new term in years, where all terms end on one day.
    pub term_share: Option<Share>,
    /// Off by the sales rep, where asked for.
    pub concession: Option<Money>,
    /// The share of a year that back coverage is charged for, where it is charged.
    pub share: Option<Share>,
    /// The charge for the gap.
    pub back_coverage: Money,
    /// The charge for having lapsed.
    pub penalty: Money,
    /// forward − term discount − concession + back coverage + penalty.
    pub total: Money,
}

/// The amounts of a holding; `record` takes the steps.
///
/// Source: pricing rules, sections 3 to 5.
///
/// # Errors
/// [`AmountError`] when any amount does not fit.
pub fn charge<R: Record>(basis: &ChargeBasis<'_>, record: &mut R) -> Result<Amounts, AmountError> {
    let mut steps = Steps { record, rounding: basis.rounding };
    let unit_list = steps.product(
        Name::UnitList,
        (Name::Srp, basis.srp),
        [Some((Name::Rate, Value::Percent(basis.rate.1))), None, None],
        Basis::Rate(basis.rate.0),
    )?;
    let unit_net = steps.product(
        Name::UnitNet,
        (Name::UnitList, unit_list),
        [Some((Name::ProgramDiscount, Value::Rest(basis.program.percent))), None, None],
        match basis.program.scope {
            DiscountScope::General => Basis::ProgramDiscount(basis.program.program),
            DiscountScope::ProductLine => {
                Basis::ProgramDiscountByProductLine(basis.program.program)
            }
        },
    )?;
    let annual = steps.times(
        Name::Annual,
        (Name::UnitNet, unit_net),
        (Name::Quantity, basis.quantity),
        Basis::Request,
    )?;
    let (term_share, forward) = forward(basis, annual, &mut steps)?;
    let term_discount = term_discount(basis, forward, &mut steps)?;
    let concession = concession(basis, forward, term_discount, &mut steps)?;
    let charged = Charged { unit_list, unit_net, annual, forward, term_discount };
    let (share, back_coverage) = back_coverage(basis, &charged, &mut steps)?;
    let penalty = penalty(basis, &charged, back_coverage, &mut steps)?;
    let total = steps.sum(
        Name::Total,
        [
            Some((Name::Forward, forward)),
            Some((Name::BackCoverage, back_coverage)),
            Some((Name::Penalty, penalty)),
        ],
        [
            Some((Name::TermDiscount, term_discount)),
            concession.map(|amount| (Name::Concession, amount)),
        ],
        Basis::Sum,
    )?;
    Ok(Amounts {
        unit_list,
        unit_net,
        annual,
        forward,
        term_discount,
        term_share,
        concession,
        share,
        back_coverage,
        penalty,
        total,
    })
}

/// The amounts known before the charges for a lapse.
struct Charged {
    unit_list: Money,
    unit_net: Money,
    annual: Money,
    forward: Money,
    term_discount: Money,
}

/// The price of the new term, and its length where it is not whole years.
#[inline(always)]
fn forward<R: Record>(
    basis: &ChargeBasis<'_>,
    annual: Money,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Share>, Money), AmountError> {
    let annual = (Name::Annual, annual);
    match basis.term {
        Term::Years(years) => {
            let years = (Name::TermYears, u64::from(years));
            Ok((None, steps.times(Name::Forward, annual, years, Basis::Request)?))
        }
        Term::CommonEnd { day_count, from, until } => {
            let length = Operation::TermLength { day_count, from, until };
            let share = steps.share(Name::TermShare, length, Basis::CoTermination)?;
            let by = [Some((Name::TermShare, Value::Share(share))), None, None];
            let forward = steps.product(Name::Forward, annual, by, Basis::CoTermination)?;
            Ok((Some(share), forward))
        }
    }
}

/// What the sales rep takes off the new term after the term discount.
#[inline(always)]
fn concession<R: Record>(
    basis: &ChargeBasis<'_>,
    forward: Money,
    term_discount: Money,
    steps: &mut Steps<'_, R>,
) -> Result<Option<Money>, AmountError> {
    let Some(rate) = basis.concession else { return Ok(None) };
    let net = steps.forward_net(forward, term_discount, Basis::Concession)?;
    let rate = Some((Name::ConcessionRate, Value::Percent(rate)));
    let of = (Name::ForwardNet, net);
    steps.product(Name::Concession, of, [rate, None, None], Basis::Concession).map(Some)
}

#[inline(always)]
fn term_discount<R: Record>(
    basis: &ChargeBasis<'_>,
    forward: Money,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let source = Basis::TermDiscount(basis.term.whole_years());
    if basis.term_discount.is_zero() {
        return steps.nothing(Name::TermDiscount, NoCharge::NoTermDiscount, forward, source);
    }
    let rate = (Name::TermDiscountRate, Value::Percent(basis.term_discount));
    steps.product(Name::TermDiscount, (Name::Forward, forward), [Some(rate), None, None], source)
}

#[inline(always)]
fn back_coverage<R: Record>(
    basis: &ChargeBasis<'_>,
    charged: &Charged,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Share>, Money), AmountError> {
    let none = |steps: &mut Steps<'_, R>, why, source| {
        steps.nothing(Name::BackCoverage, why, charged.forward, source).map(|zero| (None, zero))
    };
    let Some(band) = basis.band else {
        let (why, source) = without_band(basis.gap);
        return none(steps, why, source);
    };
    let Some(BackCoverage { day_count, price, multiplier, cap_years }) = band.back_coverage else {
        return match band.new_term {
            NewTerm::FromExpiry => {
                none(steps, NoCharge::FromExpiry, Basis::BandNewTerm(band.index))
            }
            NewTerm::FromStart => {
                none(steps, NoCharge::NoneInBand, Basis::BandBackCoverage(band.index))
            }
        };
    };
    let source = Basis::BandBackCoverage(band.index);
    let Gap { first_uncovered: from, start: until, .. } = basis.gap;
    let share = steps.share(
        Name::GapShare,
        Operation::ShareOfYear { day_count, from, until, cap_years },
        source,
    )?;
    let unit = match price {
        BackCoveragePrice::List => (Name::UnitList, charged.unit_list),
        BackCoveragePrice::Net => (Name::UnitNet, charged.unit_net),
    };
    let quantity = (Name::Quantity, basis.quantity);
    let base = steps.times(Name::BackCoverageBase, unit, quantity, source)?;
    let times = (multiplier != Multiplier::ONE)
        .then_some((Name::BackCoverageMultiplier, Value::Multiplier(multiplier)));
    let share_of_year = Some((Name::GapShare, Value::Share(share)));
    let amount = steps.product(
        Name::BackCoverage,
        (Name::BackCoverageBase, base),
        [times, share_of_year, None],
        source,
    )?;
    Ok((Some(share), amount))
}

/// Why a holding outside all bands is not charged for a lapse.
fn without_band(gap: Gap) -> (NoCharge, Basis) {
    if gap.days == 0 {
        (NoCharge::NoGap, Basis::OnTime)
    } else {
        (NoCharge::Grace, Basis::GraceDays)
    }
}

#[inline(always)]
fn penalty<R: Record>(
    basis: &ChargeBasis<'_>,
    charged: &Charged,
    back_coverage: Money,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let none = |steps: &mut Steps<'_, R>, why, source| {
        steps.nothing(Name::Penalty, why, charged.forward, source)
    };
    let Some(band) = basis.band else {
        let (why, source) = without_band(basis.gap);
        return none(steps, why, source);
    };
    let source = Basis::BandPenalty(band.index);
    let Some(penalty) = &band.penalty else {
        return none(steps, NoCharge::NoneInBand, source);
    };
    if penalty.waived_from_years.is_some_and(|years| basis.term.whole_years() >= years) {
        return none(steps, NoCharge::Waived, source);
    }
    let amount = match &penalty.shape {
        PenaltyShape::Rate { rate, of } => {
            let base = penalty_base(*of, basis, charged, back_coverage, steps, source)?;
            let rate = Some((Name::PenaltyRate, Value::Percent(*rate)));
            steps.product(Name::Penalty, base, [rate, None, None], source)?
        }
        PenaltyShape::PerLine(amounts) => {
            let unit = (Name::PenaltyUnit, in_currency(amounts, charged.forward)?);
            steps.sum(Name::Penalty, [Some(unit), None, None], [None, None], source)?
        }
        PenaltyShape::PerLicence(amounts) => {
            let unit = (Name::PenaltyUnit, in_currency(amounts, charged.forward)?);
            steps.times(Name::Penalty, unit, (Name::Quantity, basis.quantity), source)?
        }
    };
    limited(penalty, amount, steps, source)
}

#[inline(always)]
fn penalty_base<R: Record>(
    base: PenaltyBase,
    basis: &ChargeBasis<'_>,
    charged: &Charged,
    back_coverage: Money,
    steps: &mut Steps<'_, R>,
    source: Basis,
) -> Result<(Name, Money), AmountError> {
    let annual = (Name::Annual, charged.annual);
    let back_coverage = (Name::BackCoverage, back_coverage);
    match base {
        PenaltyBase::BackCoverage => Ok(back_coverage),
        PenaltyBase::Annual => Ok(annual),
        PenaltyBase::Forward => {
            let net = steps.forward_net(charged.forward, charged.term_discount, source)?;
            Ok((Name::ForwardNet, net))
        }
        PenaltyBase::Srp => {
            let quantity = (Name::Quantity, basis.quantity);
            let base = steps.times(Name::PenaltyBase, (Name::Srp, basis.srp), quantity, source)?;
            Ok((Name::PenaltyBase, base))
        }
        PenaltyBase::BackCoverageAndAnnual => {
            let both = [Some(back_coverage), Some(annual), None];
            let base = steps.sum(Name::PenaltyBase, both, [None, None], source)?;
            Ok((Name::PenaltyBase, base))
        }
    }
}

#[inline(always)]
fn limited<R: Record>(
    penalty: &Penalty,
    mut amount: Money,
    steps: &mut Steps<'_, R>,
    source: Basis,
) -> Result<Money, AmountError> {
    if let Some(floor) = &penalty.at_least {
        let floor = (Name::PenaltyAtLeast, in_currency(floor, amount)?);
        let operation = Operation::AtLeast { amount: (Name::Penalty, amount), floor };
        amount = steps.amount(Name::Penalty, operation, source)?;
    }
    if let Some(ceiling) = &penalty.at_most {
        let ceiling = (Name::PenaltyAtMost, in_currency(ceiling, amount)?);
        let operation = Operation::AtMost { amount: (Name::Penalty, amount), ceiling };
        amount = steps.amount(Name::Penalty, operation, source)?;
    }
    Ok(amount)
}

/// A checked book has every amount in every currency, so this finds one.
fn in_currency(amounts: &Prices, like: Money) -> Result<Money, AmountError> {
    amounts.in_currency(like.currency()).ok_or(AmountError::OtherCurrency)
}

/// Evaluates operations and hands them on as steps.
pub(super) struct Steps<'record, R: Record> {
    pub(super) record: &'record mut R,
    pub(super) rounding: RoundingMode,
}

impl<R: Record> Steps<'_, R> {
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

    #[inline(always)]
    pub(super) fn product(
        &mut self,
        name: Name,
        of: (Name, Money),
        by: [Option<(Name, Value)>; 3],
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.amount(name, Operation::Product { of, by, round: self.rounding }, basis)
    }

    #[inline(always)]
    fn times(
        &mut self,
        name: Name,
        of: (Name, Money),
        (count_name, count): (Name, u64),
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.product(name, of, [Some((count_name, Value::Count(count))), None, None], basis)
    }

    #[inline(always)]
    pub(super) fn sum(
        &mut self,
        name: Name,
        plus: [Option<(Name, Money)>; 3],
        minus: [Option<(Name, Money)>; 2],
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.amount(name, Operation::Sum { plus, minus }, basis)
    }

    /// The new term after the term discount.
    fn forward_net(
        &mut self,
        forward: Money,
        term_discount: Money,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        let forward = [Some((Name::Forward, forward)), None, None];
        let less = [Some((Name::TermDiscount, term_discount)), None];
        self.sum(Name::ForwardNet, forward, less, basis)
    }

    #[inline(always)]
    pub(super) fn nothing(
        &mut self,
        name: Name,
        why: NoCharge,
        like: Money,
        basis: Basis,
    ) -> Result<Money, AmountError> {
        self.amount(name, Operation::Nothing(why, like.currency()), basis)
    }

    #[inline(always)]
    fn share(
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
}
