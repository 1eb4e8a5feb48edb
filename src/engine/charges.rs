//! The amounts of a holding: forward, term discount, back coverage and penalty.
//!
//! Each amount is one operation on amounts and numbers that are printed too, evaluated and
//! recorded by the same call, and rounded once.

use super::book::{
    BackCoverage, BackCoveragePrice, Band, BandIndex, NewTerm, Penalty, PenaltyBase, PenaltyPer,
    PenaltyShape,
};
use super::calendar::{Date, started_months};
use super::day_count::Share;
use super::lapse::{ChargedGap, Lateness};
use super::money::{AmountError, Money, RoundingMode};
use super::percent::{Multiplier, Percent};
use super::steps::{NamedMoney, Steps};
use super::working::{Basis, CountedMoney, Name, NoCharge, Operation, Record, Value, exact_sum};

pub use super::amounts::{
    Amounts, ChargeBasis, ChargeError, DiscountScope, ListPrice, ProgramDiscount, Term, UnitCap,
};

/// Whether a band charges something that takes the last price, for a term of so many whole years.
#[must_use]
pub fn needs_last_price(band: &Band, charged: Option<ChargedGap>, years: u32) -> bool {
    let of_gap = charged.and(band.back_coverage);
    let last_paid = of_gap.is_some_and(|rule| rule.price == BackCoveragePrice::LastPaid);
    let due = |penalty: &&Penalty| penalty.waived_from_years.is_none_or(|from| years < from);
    let mut penalties = band.penalties.iter().filter(due);
    last_paid || penalties.any(|penalty| penalty.is_of(PenaltyBase::LastAnnual))
}

/// The amounts of a holding; `record` takes the steps.
///
/// Source: pricing rules, sections 3 to 6.
///
/// # Errors
/// [`ChargeError`] when any amount does not fit, or the last price is needed and not known.
pub fn charge<R: Record>(basis: &ChargeBasis<'_>, record: &mut R) -> Result<Amounts, ChargeError> {
    let mut steps = Steps::of(record, basis.rounding, basis.list.srp.currency());
    let steps = &mut steps;
    let unit_list = unit_list(&basis.list, Name::UnitList, Name::Rate, steps)?;
    let (unit_net, unit_cap) = unit_net(basis, unit_list, steps)?;
    let annual = annual(&basis.list, unit_net, basis.quantity, steps)?;
    let (term_share, forward) = forward(basis, annual, steps)?;
    let term_discount = term_discount(basis, forward, steps)?;
    let concession = concession(basis, forward, term_discount, steps)?;
    let new_term = NewTermPrice { forward, term_discount, concession };
    let surcharge = surcharge(basis, &new_term, steps)?;
    let mut charged = Charged {
        srp: basis.list.srp,
        quantity: basis.quantity,
        unit_list,
        unit_net,
        annual,
        last: basis.last_unit_net.map(|unit| (unit, basis.owned)),
        new_term,
        back_coverage: None,
    };
    let (share, back_coverage) = back_coverage(basis, &charged, steps)?;
    charged.back_coverage = Some(back_coverage);
    let penalty = penalty_of_band(basis, &charged, steps)?;
    let total = steps.sum(
        Name::Total,
        [
            Some((Name::Forward, forward)),
            surcharge.map(|amount| (Name::Surcharge, amount)),
            Some((Name::BackCoverage, back_coverage)),
            Some((Name::Penalty, penalty)),
        ],
        new_term.taken_off(),
        Basis::Sum,
    )?;
    Ok(Amounts {
        unit_list,
        unit_net,
        unit_cap,
        unit_net_from: None,
        unit_licence: None,
        annual,
        forward,
        term_discount,
        term_share,
        concession,
        surcharge,
        licence: None,
        share,
        back_coverage,
        penalty,
        total,
    })
}

/// The price of the new term, and what is taken off it.
#[derive(Clone, Copy)]
pub(super) struct NewTermPrice {
    pub(super) forward: Money,
    pub(super) term_discount: Money,
    pub(super) concession: Option<Money>,
}

impl NewTermPrice {
    const fn taken_off(&self) -> [Option<NamedMoney>; 2] {
        let concession = match self.concession {
            Some(amount) => Some((Name::Concession, amount)),
            None => None,
        };
        [Some((Name::TermDiscount, self.term_discount)), concession]
    }

    /// What is left of it.
    fn net<R: Record>(&self, steps: &mut Steps<'_, R>, basis: Basis) -> Result<Money, AmountError> {
        let forward = [Some((Name::Forward, self.forward))];
        steps.sum(Name::ForwardNet, forward, self.taken_off(), basis)
    }
}

/// The amounts known before the charges for a lapse.
pub(super) struct Charged {
    pub(super) srp: Money,
    pub(super) quantity: u64,
    pub(super) unit_list: Money,
    pub(super) unit_net: Money,
    pub(super) annual: Money,
    /// What a licence cost a year under the last cover, and how many were owned.
    pub(super) last: Option<(Money, u64)>,
    pub(super) new_term: NewTermPrice,
    /// `None` until it is known.
    pub(super) back_coverage: Option<Money>,
}

/// List price of one licence a year.
#[inline(always)]
pub(super) fn unit_list<R: Record>(
    list: &ListPrice,
    name: Name,
    rate_name: Name,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let rate = (rate_name, Value::Percent(list.of_srp));
    steps.unit_price(name, (Name::Srp, list.srp), rate, Basis::Rate(list.rate))
}

/// The list price after the programme's discount.
#[inline(always)]
pub(super) fn discounted<R: Record>(
    name: Name,
    unit_list: NamedMoney,
    program: &ProgramDiscount,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let discount = (Name::ProgramDiscount, Value::Rest(program.percent));
    steps.unit_price(name, unit_list, discount, program.basis())
}

/// Price of one licence a year: after the programme's discount, or by what was paid last.
#[inline(always)]
fn unit_net<R: Record>(
    basis: &ChargeBasis<'_>,
    unit_list: Money,
    steps: &mut Steps<'_, R>,
) -> Result<(Money, Option<UnitCap>), AmountError> {
    let last = basis.last_unit_net.map(|last| (Name::LastUnitNet, last));
    if let (Some(last), Some(uplift)) = (last, basis.renewal.uplift) {
        let uplift = (Name::Uplift, Value::Raised(uplift));
        return Ok((steps.unit_price(Name::UnitNet, last, uplift, Basis::Renewal)?, None));
    }
    let of_list = (Name::UnitList, unit_list);
    let unit_net = discounted(Name::UnitNet, of_list, &basis.program, steps)?;
    let (Some(last), Some(uplift)) = (last, basis.renewal.uplift_at_most) else {
        return Ok((unit_net, None));
    };
    let uplift = (Name::Uplift, Value::Raised(uplift));
    let cap = steps.unit_price(Name::UnitCap, last, uplift, Basis::Renewal)?;
    let ceiling = (Name::UnitCap, cap);
    let capped = steps.at_most((Name::UnitNet, unit_net), ceiling, Basis::Renewal)?;
    Ok((capped, Some(UnitCap { cap, uncapped: unit_net })))
}

/// All licences a year, and no less than the rate's least price.
#[inline(always)]
pub(super) fn annual<R: Record>(
    list: &ListPrice,
    unit_net: Money,
    quantity: u64,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let unit_net = (Name::UnitNet, unit_net);
    let annual = steps.times(Name::Annual, unit_net, (Name::Quantity, quantity), Basis::Request)?;
    match list.at_least {
        None => Ok(annual),
        Some(floor) => {
            let floor = (Name::AnnualAtLeast, floor);
            steps.at_least((Name::Annual, annual), floor, Basis::RateAtLeast(list.rate))
        }
    }
}

/// The price of the new term, and its length where it is not whole years.
#[inline(always)]
fn forward<R: Record>(
    basis: &ChargeBasis<'_>,
    annual: Money,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Share>, Money), AmountError> {
    let of = (Name::Annual, annual);
    let (length, source) = match basis.term {
        Term::Years(years) => {
            let years = (Name::TermYears, u64::from(years));
            return Ok((None, steps.times(Name::Forward, of, years, Basis::Request)?));
        }
        Term::CommonEnd { day_count, from, until } => {
            (Operation::TermLength { day_count, from, until }, Basis::CoTermination)
        }
        Term::MidTerm { day_count, from, until } => {
            (Operation::ShareOfYear { day_count, from, until, cap_years: None }, Basis::MidTerm)
        }
    };
    let (share, forward) = forward_by_share(of, length, source, steps)?;
    Ok((Some(share), forward))
}

/// A year's price times the length of a term in years.
#[inline(always)]
pub(super) fn forward_by_share<R: Record>(
    annual: NamedMoney,
    length: Operation,
    basis: Basis,
    steps: &mut Steps<'_, R>,
) -> Result<(Share, Money), AmountError> {
    let share = steps.share(Name::TermShare, length, basis)?;
    let by = [Some((Name::TermShare, Value::Share(share))), None, None];
    Ok((share, steps.product(Name::Forward, annual, by, basis)?))
}

#[inline(always)]
fn term_discount<R: Record>(
    basis: &ChargeBasis<'_>,
    forward: Money,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let source = Basis::TermDiscount(basis.term.whole_years());
    if basis.term_discount.is_zero() {
        return steps.nothing(Name::TermDiscount, NoCharge::NoTermDiscount, source);
    }
    let rate = (Name::TermDiscountRate, Value::Percent(basis.term_discount));
    steps.product(Name::TermDiscount, (Name::Forward, forward), [Some(rate), None, None], source)
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
    let before = NewTermPrice { forward, term_discount, concession: None };
    let of = (Name::ForwardNet, before.net(steps, Basis::Concession)?);
    concession_on(of, rate, steps).map(Some)
}

/// What the sales rep takes off an amount.
#[inline(always)]
pub(super) fn concession_on<R: Record>(
    of: NamedMoney,
    rate: Percent,
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let rate = Some((Name::ConcessionRate, Value::Percent(rate)));
    steps.product(Name::Concession, of, [rate, None, None], Basis::Concession)
}

/// What the payment plan adds to the new term.
#[inline(always)]
fn surcharge<R: Record>(
    basis: &ChargeBasis<'_>,
    new_term: &NewTermPrice,
    steps: &mut Steps<'_, R>,
) -> Result<Option<Money>, AmountError> {
    if basis.surcharge.is_zero() {
        return Ok(None);
    }
    let of = (Name::ForwardNet, new_term.net(steps, Basis::Payment)?);
    let rate = Some((Name::SurchargeRate, Value::Percent(basis.surcharge)));
    steps.product(Name::Surcharge, of, [rate, None, None], Basis::Payment).map(Some)
}

#[inline(always)]
fn back_coverage<R: Record>(
    basis: &ChargeBasis<'_>,
    charged: &Charged,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Share>, Money), ChargeError> {
    let none = |steps: &mut Steps<'_, R>, why, source| {
        Ok((None, steps.nothing(Name::BackCoverage, why, source)?))
    };
    let Some(band) = basis.band else {
        let (why, source) = without_band(basis.late);
        return none(steps, why, source);
    };
    let source = Basis::BandBackCoverage(band.index);
    let Some(rule) = band.back_coverage else {
        return match band.new_term {
            NewTerm::FromExpiry => {
                none(steps, NoCharge::FromExpiry, Basis::BandNewTerm(band.index))
            }
            NewTerm::FromStart | NewTerm::FromAnniversary | NewTerm::FromNextMonth => {
                none(steps, NoCharge::NoneInBand, source)
            }
        };
    };
    let Some(ChargedGap { from, until }) = basis.charged else {
        return none(steps, NoCharge::NoDay, source);
    };
    let (share, amount) = back_coverage_of(&rule, (from, until), charged, source, steps)?;
    Ok((Some(share), amount))
}

/// A year's price times the share of a year that was without cover.
#[inline(always)]
pub(super) fn back_coverage_of<R: Record>(
    rule: &BackCoverage,
    (from, until): (Date, Date),
    charged: &Charged,
    source: Basis,
    steps: &mut Steps<'_, R>,
) -> Result<(Share, Money), ChargeError> {
    let BackCoverage { day_count, price, multiplier, cap_years, .. } = *rule;
    let share = steps.share(
        Name::GapShare,
        Operation::ShareOfYear { day_count, from, until, cap_years },
        source,
    )?;
    let unit = match price {
        BackCoveragePrice::List => (Name::UnitList, charged.unit_list),
        BackCoveragePrice::Net => (Name::UnitNet, charged.unit_net),
        BackCoveragePrice::LastPaid => {
            (Name::LastUnitNet, charged.last.ok_or(ChargeError::LastPriceMissing)?.0)
        }
    };
    let quantity = (Name::Quantity, charged.quantity);
    let times = (multiplier != Multiplier::ONE)
        .then_some((Name::BackCoverageMultiplier, Value::Multiplier(multiplier)));
    let share_of_year = Some((Name::GapShare, Value::Share(share)));
    // A unit price of more decimals than its currency is multiplied in one go, so that nothing is
    // rounded before the end, and a large base needs no more room than its currency asks for.
    let (of, first) = match steps.base_of_all(Name::BackCoverageBase, unit, quantity, source)? {
        Some(base) => (base, None),
        None => (unit, Some((quantity.0, Value::Count(quantity.1)))),
    };
    let by = match (first, times) {
        (None, times) => [times, share_of_year, None],
        (first, None) => [first, share_of_year, None],
        (first, times) => [first, times, share_of_year],
    };
    Ok((share, steps.product(Name::BackCoverage, of, by, source)?))
}

/// Why a holding outside all bands is not charged for a lapse.
const fn without_band(late: Option<Lateness>) -> (NoCharge, Basis) {
    match late {
        None => (NoCharge::NoGap, Basis::OnTime),
        Some(_) => (NoCharge::Grace, Basis::Grace),
    }
}

#[inline(always)]
fn penalty_of_band<R: Record>(
    basis: &ChargeBasis<'_>,
    charged: &Charged,
    steps: &mut Steps<'_, R>,
) -> Result<Money, ChargeError> {
    let Some(band) = basis.band else {
        let (why, source) = without_band(basis.late);
        return Ok(steps.nothing(Name::Penalty, why, source)?);
    };
    if band.penalties.is_empty() {
        let source = Basis::BandPenalty(band.index, 0);
        return Ok(steps.nothing(Name::Penalty, NoCharge::NoneInBand, source)?);
    }
    let months = basis.late.map_or(0, |late| started_months(late.anchor, basis.start));
    let rule = PenaltyRule {
        of: PenaltyOf::Band(band.index),
        years: Some(basis.term.whole_years()),
        started_months: months,
    };
    rule.sum(&band.penalties, charged, steps)
}

/// Where penalties stand in the book.
#[derive(Clone, Copy)]
pub(super) enum PenaltyOf {
    Band(BandIndex),
    TrueUp,
}

/// What penalties depend on beside the amounts.
pub(super) struct PenaltyRule {
    pub(super) of: PenaltyOf,
    /// Whole years of the term, where a penalty can be waived for them.
    pub(super) years: Option<u32>,
    pub(super) started_months: u32,
}

impl PenaltyRule {
    fn source(&self, place: usize) -> Basis {
        match self.of {
            PenaltyOf::Band(band) => Basis::BandPenalty(band, place),
            PenaltyOf::TrueUp => Basis::TrueUpPenalty(place),
        }
    }

    /// All penalties of a list, which is not empty.
    #[inline(always)]
    pub(super) fn sum<R: Record>(
        &self,
        penalties: &[Penalty],
        charged: &Charged,
        steps: &mut Steps<'_, R>,
    ) -> Result<Money, ChargeError> {
        if let [only] = penalties {
            return self.one(only, Name::Penalty, self.source(0), charged, steps);
        }
        let mut sum = None;
        for (place, penalty) in penalties.iter().enumerate() {
            let source = self.source(place);
            let part = self.one(penalty, Name::PenaltyPart, source, charged, steps)?;
            let part = (Name::PenaltyPart, part);
            sum = Some(steps.add_part(Name::Penalty, sum, part, Basis::Sum)?);
        }
        sum.ok_or(ChargeError::Amount(AmountError::NothingToAdd))
    }

    #[inline(always)]
    fn one<R: Record>(
        &self,
        penalty: &Penalty,
        name: Name,
        source: Basis,
        charged: &Charged,
        steps: &mut Steps<'_, R>,
    ) -> Result<Money, ChargeError> {
        let waived = penalty.waived_from_years.zip(self.years);
        if waived.is_some_and(|(from, years)| years >= from) {
            return Ok(steps.nothing(name, NoCharge::Waived, source)?);
        }
        let mut amount = match &penalty.shape {
            PenaltyShape::Rate { rate, of } => {
                percentage(*rate, of, (name, source), charged, steps)?
            }
            PenaltyShape::Fixed { amount, per } => {
                let unit = (Name::PenaltyUnit, steps.in_currency(amount)?);
                let count = match per {
                    PenaltyPer::Line => None,
                    PenaltyPer::Licence => Some((Name::Quantity, charged.quantity)),
                    PenaltyPer::StartedMonth => {
                        Some((Name::StartedMonths, u64::from(self.started_months)))
                    }
                };
                match count {
                    None => steps.sum(name, [Some(unit)], [], source)?,
                    Some(count) => steps.times(name, unit, count, source)?,
                }
            }
        };
        if let Some(floor) = &penalty.at_least {
            let floor = (Name::PenaltyAtLeast, steps.in_currency(floor)?);
            amount = steps.at_least((name, amount), floor, source)?;
        }
        if let Some(ceiling) = &penalty.at_most {
            let ceiling = (Name::PenaltyAtMost, steps.in_currency(ceiling)?);
            amount = steps.at_most((name, amount), ceiling, source)?;
        }
        Ok(amount)
    }
}

/// A percentage of one base, or of several that are added up.
#[inline(always)]
fn percentage<R: Record>(
    rate: Percent,
    bases: &[PenaltyBase],
    (name, source): (Name, Basis),
    charged: &Charged,
    steps: &mut Steps<'_, R>,
) -> Result<Money, ChargeError> {
    let rate = (Name::PenaltyRate, Value::Percent(rate));
    if let [only] = bases {
        let (base, times) = one_base(*only, charged, steps, source)?;
        let by = match times {
            None => [Some(rate), None, None],
            Some((of, count)) => [Some((of, Value::Count(count))), Some(rate), None],
        };
        return Ok(steps.product(name, base, by, source)?);
    }
    let mut all = [None; PenaltyBase::ALL.len()];
    for (place, base) in all.iter_mut().zip(bases) {
        *place = Some(one_base(*base, charged, steps, source)?);
    }
    if all.iter().flatten().any(|(_, times)| times.is_some()) {
        let sum = exact_sum(&all)?;
        // It has to fit to the minor unit, and where it does not to its last decimal, nothing is
        // rounded before the product is.
        sum.round_to(steps.currency().decimals(), RoundingMode::Up)?;
        if sum.round(RoundingMode::Up).is_err() {
            return Ok(steps.product_of_sum(name, all, rate, source)?);
        }
    }
    let mut added = [None; PenaltyBase::ALL.len()];
    for (place, (base, times)) in added.iter_mut().zip(all.into_iter().flatten()) {
        *place = Some(match times {
            None => base,
            Some(count) => {
                let of = if base.0 == Name::Srp { Name::SrpOfAll } else { Name::LastAnnual };
                (of, steps.times_exactly(of, base, count, source)?)
            }
        });
    }
    let sum = steps.sum(Name::PenaltyBase, added, [], source)?;
    Ok(steps.product(name, (Name::PenaltyBase, sum), [Some(rate), None, None], source)?)
}

/// A base of a penalty, and what it is multiplied by where it is the price of one licence.
#[inline(always)]
fn one_base<R: Record>(
    base: PenaltyBase,
    charged: &Charged,
    steps: &mut Steps<'_, R>,
    source: Basis,
) -> Result<CountedMoney, ChargeError> {
    let (name, unit, count) = match base {
        PenaltyBase::BackCoverage => {
            let known = charged.back_coverage.unwrap_or(Money::zero(steps.currency()));
            return Ok(((Name::BackCoverage, known), None));
        }
        PenaltyBase::Annual => return Ok(((Name::Annual, charged.annual), None)),
        PenaltyBase::Forward => {
            let net = charged.new_term.net(steps, source)?;
            return Ok(((Name::ForwardNet, net), None));
        }
        PenaltyBase::Srp => {
            let srp = (Name::Srp, charged.srp);
            (Name::SrpOfAll, srp, (Name::Quantity, charged.quantity))
        }
        PenaltyBase::LastAnnual => {
            let (unit, owned) = charged.last.ok_or(ChargeError::LastPriceMissing)?;
            (Name::LastAnnual, (Name::LastUnitNet, unit), (Name::Owned, owned))
        }
    };
    Ok(match steps.base_of_all(name, unit, count, source)? {
        Some(base) => (base, None),
        None => (unit, Some(count)),
    })
}
