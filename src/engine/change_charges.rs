//! The amounts of a change while cover runs: licences that join it, and a rise of its level.
//!
//! Source: pricing rules, section 7.

use super::book::{FirstYear, Rounding, TrueUp, TrueUpLicence};
use super::calendar::{Date, day_after, started_months, term_follower};
use super::charges::{
    Amounts, ChargeError, Charged, ListPrice, NewTermPrice, PenaltyOf, PenaltyRule,
    ProgramDiscount, annual, back_coverage_of, concession_on, discounted, forward_by_share,
    unit_list,
};
use super::day_count::{DayCount, Share};
use super::money::{AmountError, Money};
use super::percent::Percent;
use super::steps::Steps;
use super::working::{Basis, Name, NoCharge, Operation, Record, Value, WithoutWorking};

/// All that the amounts of a change depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChangeBasis<'book> {
    /// The price by the book, at the level that is covered from now on.
    pub(super) list: ListPrice,
    /// The programme's discount on support for this product line.
    pub(super) program: ProgramDiscount,
    /// The programme's discount on new licences.
    pub(super) licence_discount: ProgramDiscount,
    /// Licences that join, or whose cover rises.
    pub(super) quantity: u64,
    /// Percentage that the sales rep takes off.
    pub(super) concession: Option<Percent>,
    /// How amounts are rounded.
    pub(super) rounding: Rounding,
    /// How days are counted.
    pub(super) day_count: DayCount,
    /// The first day of the change.
    pub(super) start: Date,
    /// The last day of the cover.
    pub(super) ends: Date,
    /// What changes.
    pub(super) change: ChangeShape<'book>,
}

/// What changes while cover runs.
#[derive(Debug, Clone, Copy)]
pub(super) enum ChangeShape<'book> {
    /// Licences join.
    Joins {
        /// Whether a licence that is bought too carries its first year; `None` where none are.
        bought: Option<FirstYear>,
        /// Since when they were in use without cover, and what that costs.
        true_up: Option<(Date, &'book TrueUp)>,
    },
    /// Cover moves to a higher level.
    Rises {
        /// The price at the level it has.
        from: ListPrice,
    },
}

/// Whether a licence costs more a year by one list price than by another.
///
/// # Errors
/// [`AmountError`] when a price does not fit.
pub(super) fn costs_more(
    list: &ListPrice,
    from: &ListPrice,
    program: &ProgramDiscount,
    rounding: Rounding,
) -> Result<bool, AmountError> {
    let mut record = WithoutWorking;
    let mut steps = Steps::of(&mut record, rounding, list.srp.currency());
    let mut unit_net = |list: &ListPrice| {
        let unit_list = unit_list(list, Name::UnitList, Name::Rate, &mut steps)?;
        discounted(Name::UnitNet, (Name::UnitList, unit_list), program, &mut steps)
    };
    Ok(unit_net(list)? > unit_net(from)?)
}

/// The amounts of a change; a rise must cost more, see [`costs_more`].
///
/// # Errors
/// [`ChargeError`] when any amount does not fit.
pub(super) fn charge_change<R: Record>(
    basis: &ChangeBasis<'_>,
    record: &mut R,
) -> Result<Amounts, ChargeError> {
    let mut steps = Steps::of(record, basis.rounding, basis.list.srp.currency());
    let steps = &mut steps;
    let unit_list = unit_list(&basis.list, Name::UnitList, Name::Rate, steps)?;
    let list = (Name::UnitList, unit_list);
    let unit_net = discounted(Name::UnitNet, list, &basis.program, steps)?;
    match basis.change {
        ChangeShape::Rises { from } => rise(basis, &from, (unit_list, unit_net), steps),
        ChangeShape::Joins { bought, true_up } => {
            join(basis, bought, true_up, (unit_list, unit_net), steps)
        }
    }
}

fn rise<R: Record>(
    basis: &ChangeBasis<'_>,
    from: &ListPrice,
    (unit_list, unit_net): (Money, Money),
    steps: &mut Steps<'_, R>,
) -> Result<Amounts, ChargeError> {
    let list_from = self::unit_list(from, Name::UnitListFrom, Name::RateFrom, steps)?;
    let list_from = (Name::UnitListFrom, list_from);
    let unit_net_from = discounted(Name::UnitNetFrom, list_from, &basis.program, steps)?;
    let plus = [Some((Name::UnitNet, unit_net))];
    let minus = [Some((Name::UnitNetFrom, unit_net_from))];
    let unit_rise = steps.sum(Name::UnitRise, plus, minus, Basis::Sum)?;
    let quantity = (Name::Quantity, basis.quantity);
    let annual = (Name::UnitRise, unit_rise);
    let annual = steps.times(Name::Annual, annual, quantity, Basis::Request)?;
    let (share, forward) = left_of_cover(basis, basis.start, annual, steps)?;
    let concession = concession(basis, forward, steps)?;
    let zero = Money::zero(forward.currency());
    let total = total(forward, concession, [None; 3], steps)?;
    Ok(Amounts {
        unit_net_from: Some(unit_net_from),
        ..amounts((unit_list, unit_net), annual, (share, forward), concession, (zero, zero), total)
    })
}

fn join<R: Record>(
    basis: &ChangeBasis<'_>,
    bought: Option<FirstYear>,
    true_up: Option<(Date, &TrueUp)>,
    (unit_list, unit_net): (Money, Money),
    steps: &mut Steps<'_, R>,
) -> Result<Amounts, ChargeError> {
    let annual = annual(&basis.list, unit_net, basis.quantity, steps)?;
    let first_day = match bought {
        Some(FirstYear::Included) => term_follower(basis.start, 1),
        Some(FirstYear::Extra) | None => basis.start,
    };
    let (share, forward) = left_of_cover(basis, first_day, annual, steps)?;
    let (unit_licence, licence) = licence(basis, bought.is_some(), true_up, steps)?;
    let concession = concession(basis, forward, steps)?;
    let term_discount = Money::zero(forward.currency());
    let mut charged = Charged {
        srp: basis.list.srp,
        quantity: basis.quantity,
        unit_list,
        unit_net,
        annual,
        last: None,
        new_term: NewTermPrice { forward, term_discount, concession },
        back_coverage: None,
    };
    let (gap_share, lapse) = match true_up {
        None => (None, None),
        Some((used_since, rule)) => {
            let days = (used_since, basis.start);
            let (share, back_coverage) = true_up_back_coverage(rule, days, &charged, steps)?;
            charged.back_coverage = Some(back_coverage);
            let penalty = true_up_penalty(rule, days, &charged, steps)?;
            (share, Some((back_coverage, penalty)))
        }
    };
    let total = total(
        forward,
        concession,
        [
            licence.map(|amount| (Name::Licence, amount)),
            lapse.map(|(back_coverage, _)| (Name::BackCoverage, back_coverage)),
            lapse.map(|(_, penalty)| (Name::Penalty, penalty)),
        ],
        steps,
    )?;
    let lapse = lapse.unwrap_or((term_discount, term_discount));
    Ok(Amounts {
        unit_licence,
        licence,
        share: gap_share,
        ..amounts((unit_list, unit_net), annual, (share, forward), concession, lapse, total)
    })
}

fn amounts(
    (unit_list, unit_net): (Money, Money),
    annual: Money,
    (term_share, forward): (Option<Share>, Money),
    concession: Option<Money>,
    (back_coverage, penalty): (Money, Money),
    total: Money,
) -> Amounts {
    Amounts {
        unit_list,
        unit_net,
        unit_cap: None,
        unit_net_from: None,
        unit_licence: None,
        annual,
        forward,
        term_discount: Money::zero(total.currency()),
        term_share,
        concession,
        surcharge: None,
        licence: None,
        share: None,
        back_coverage,
        penalty,
        total,
    }
}

fn total<R: Record>(
    forward: Money,
    concession: Option<Money>,
    [licence, back_coverage, penalty]: [Option<(Name, Money)>; 3],
    steps: &mut Steps<'_, R>,
) -> Result<Money, AmountError> {
    let plus = [Some((Name::Forward, forward)), licence, back_coverage, penalty];
    let minus = [concession.map(|amount| (Name::Concession, amount))];
    steps.sum(Name::Total, plus, minus, Basis::Sum)
}

/// Cover from a day to its end; nothing where that day is not ahead of it.
fn left_of_cover<R: Record>(
    basis: &ChangeBasis<'_>,
    from: Date,
    annual: Money,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Share>, Money), AmountError> {
    let until = day_after(basis.ends);
    if from >= until {
        let why = NoCharge::FirstYearIncluded;
        return Ok((None, steps.nothing(Name::Forward, why, Basis::NewLicence)?));
    }
    let day_count = basis.day_count;
    let days = Operation::ShareOfYear { day_count, from, until, cap_years: None };
    let annual = (Name::Annual, annual);
    let (share, forward) = forward_by_share(annual, days, Basis::MidTerm, steps)?;
    Ok((Some(share), forward))
}

fn concession<R: Record>(
    basis: &ChangeBasis<'_>,
    forward: Money,
    steps: &mut Steps<'_, R>,
) -> Result<Option<Money>, AmountError> {
    let of = (Name::Forward, forward);
    basis.concession.map(|rate| concession_on(of, rate, steps)).transpose()
}

/// What the licences themselves cost, where they are paid for: each, and all.
fn licence<R: Record>(
    basis: &ChangeBasis<'_>,
    bought: bool,
    true_up: Option<(Date, &TrueUp)>,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Money>, Option<Money>), AmountError> {
    let rule = true_up.map(|(_, rule)| rule.licence);
    let source = if bought { Basis::Request } else { Basis::TrueUpLicence };
    let quantity = (Name::Quantity, basis.quantity);
    let srp = (Name::Srp, basis.list.srp);
    if bought || rule == Some(TrueUpLicence::Net) {
        let discount = basis.licence_discount;
        let by = (Name::LicenceDiscount, Value::Rest(discount.percent));
        let unit = steps.unit_price(Name::UnitLicence, srp, by, discount.basis())?;
        let all = steps.times(Name::Licence, (Name::UnitLicence, unit), quantity, source)?;
        return Ok((Some(unit), Some(all)));
    }
    if rule == Some(TrueUpLicence::Srp) {
        return Ok((None, Some(steps.times(Name::Licence, srp, quantity, source)?)));
    }
    Ok((None, None))
}

fn true_up_back_coverage<R: Record>(
    rule: &TrueUp,
    days: (Date, Date),
    charged: &Charged,
    steps: &mut Steps<'_, R>,
) -> Result<(Option<Share>, Money), ChargeError> {
    let source = Basis::TrueUpBackCoverage;
    let Some(rule) = rule.back_coverage else {
        let why = NoCharge::NoneInTrueUp;
        return Ok((None, steps.nothing(Name::BackCoverage, why, source)?));
    };
    let (share, amount) = back_coverage_of(&rule, days, charged, source, steps)?;
    Ok((Some(share), amount))
}

fn true_up_penalty<R: Record>(
    rule: &TrueUp,
    (used_since, start): (Date, Date),
    charged: &Charged,
    steps: &mut Steps<'_, R>,
) -> Result<Money, ChargeError> {
    if rule.penalties.is_empty() {
        let source = Basis::TrueUpPenalty(0);
        return Ok(steps.nothing(Name::Penalty, NoCharge::NoneInTrueUp, source)?);
    }
    let months = started_months(used_since, start);
    let penalties = PenaltyRule { of: PenaltyOf::TrueUp, years: None, started_months: months };
    penalties.sum(&rule.penalties, charged, steps)
}
