//! How the charges of a holding came about, in a line each, read off its working.

use crate::document::words::Arg;
use crate::engine::book::{Penalty, PenaltyPer, PenaltyShape};
use crate::engine::calendar::{day_before, days_between};
use crate::engine::day_count::Share;
use crate::engine::money::Money;
use crate::engine::quote::Line;
use crate::engine::working::{Basis, Name, NoCharge, Operation, Step, Value};

use super::builder::Builder;
use super::parts::Charge;

/// Term discount, back coverage and penalty: those that apply.
pub(super) fn charges(builder: &Builder<'_>, line: &Line) -> Vec<Charge> {
    let amounts = &line.amounts;
    let back_coverage = (Name::BackCoverage, "charge-back-coverage", amounts.back_coverage);
    let penalty = (Name::Penalty, "charge-penalty", amounts.penalty);
    let charges = [
        term_discount(builder, line),
        concession(builder, line),
        surcharge(builder, line),
        licence(builder, line),
        of_lapse(builder, line, back_coverage, back_coverage_how),
        of_lapse(builder, line, penalty, |builder, line, _| penalty_how(builder, line)),
    ];
    charges.into_iter().flatten().collect()
}

fn concession(builder: &Builder<'_>, line: &Line) -> Option<Charge> {
    let asked = builder.quote.request.concession.as_ref()?;
    let amount = line.amounts.concession?;
    let base = base_of(line, Name::Concession)?;
    let values = [("rate", asked.rate.into()), ("amount", base.into())];
    let reason = [("reason", asked.reason.as_str().into())];
    Some(Charge {
        name: Name::Concession,
        label: builder.words.say_with("charge-concession", &reason),
        how: builder.words.say_with("charge-concession-how", &values),
        amount: builder.less(amount),
    })
}

/// The first amount that goes into the step of a name.
fn base_of(line: &Line, name: Name) -> Option<Money> {
    let (_, value) = line.working.step(name)?.operation.inputs().into_iter().next()?;
    if let Value::Money(base) = value { Some(base) } else { None }
}

fn surcharge(builder: &Builder<'_>, line: &Line) -> Option<Charge> {
    let plan = &builder.quote.payments.as_ref()?.plan;
    let amount = line.amounts.surcharge?;
    let values =
        [("rate", plan.surcharge.into()), ("amount", base_of(line, Name::Surcharge)?.into())];
    let (name, _) = plan.name.in_language(builder.words.language());
    Some(Charge {
        name: Name::Surcharge,
        label: builder.words.say_with("charge-surcharge", &[("plan", name.into())]),
        how: builder.words.say_with("charge-surcharge-how", &values),
        amount: builder.amount(amount),
    })
}

fn licence(builder: &Builder<'_>, line: &Line) -> Option<Charge> {
    let amount = line.amounts.licence?;
    let licences = Arg::counted("licences", line.quantity);
    let values = [("unit", base_of(line, Name::Licence)?.into()), ("licences", licences)];
    Some(Charge {
        name: Name::Licence,
        label: builder.words.say("charge-licence"),
        how: builder.words.say_with("charge-licence-how", &values),
        amount: builder.amount(amount),
    })
}

fn term_discount(builder: &Builder<'_>, line: &Line) -> Option<Charge> {
    if line.term_discount.is_zero() {
        return None;
    }
    let years = [("years", Arg::counted("years", line.term.whole_years()))];
    let values = [("rate", line.term_discount.into()), ("amount", line.amounts.forward.into())];
    Some(Charge {
        name: Name::TermDiscount,
        label: builder.words.say_with("charge-term-discount", &years),
        how: builder.words.say_with("charge-term-discount-how", &values),
        amount: builder.less(line.amounts.term_discount),
    })
}

/// What a lapse costs, and how that comes about.
fn of_lapse(
    builder: &Builder<'_>,
    line: &Line,
    (name, label, amount): (Name, &str, Money),
    how: impl Fn(&Builder<'_>, &Line, &Step) -> Option<String>,
) -> Option<Charge> {
    let step = line.working.step(name)?;
    let how = if let Operation::Nothing(why, _) = step.operation {
        nothing(builder, line, why)?
    } else {
        how(builder, line, step)?
    };
    Some(Charge { name, label: builder.words.say(label), how, amount: builder.amount(amount) })
}

fn back_coverage_how(builder: &Builder<'_>, line: &Line, step: &Step) -> Option<String> {
    let share_step = line.working.step(Name::GapShare)?;
    let Operation::ShareOfYear { day_count, from, until, cap_years } = share_step.operation else {
        return None;
    };
    let share = line.amounts.share?;
    let capped = cap_years.filter(|years| share == Share::of_years(*years));
    // The price of a year; a unit price of many decimals is multiplied in one go.
    let base = match line.working.step(Name::BackCoverageBase).map(|step| step.result) {
        Some(Value::Money(base)) => builder.words.write(base),
        Some(_) => return None,
        None => {
            let (_, unit) = step.operation.inputs().into_iter().next()?;
            let Value::Money(unit) = unit else { return None };
            format!("{} × {}", builder.words.write(unit), builder.words.write(line.quantity))
        }
    };
    let multiplier = step.operation.inputs().into_iter().find_map(|(_, value)| {
        if let Value::Multiplier(multiplier) = value { Some(multiplier) } else { None }
    });
    let mut counted = builder.words.write(day_count);
    if let Some(years) = capped {
        let years = [("years", Arg::counted("years", years))];
        counted = format!("{counted}, {}", builder.words.say_with("charge-capped", &years));
    }
    let mut values = vec![
        ("days", Arg::counted("days", days_between(from, until))),
        ("from", from.into()),
        ("through", day_before(until).into()),
        ("daycount", Arg::Text(&counted)),
        ("base", Arg::Text(&base)),
        ("share", share.into()),
    ];
    let key = match multiplier {
        Some(multiplier) => {
            values.push(("multiplier", multiplier.into()));
            "charge-back-coverage-times-how"
        }
        None => "charge-back-coverage-how",
    };
    Some(builder.words.say_with(key, &values))
}

/// Why a lapse costs nothing, where that has to be said.
fn nothing(builder: &Builder<'_>, line: &Line, why: NoCharge) -> Option<String> {
    match why {
        NoCharge::FromExpiry => Some(builder.words.say("charge-in-term")),
        NoCharge::NoneInBand => Some(builder.words.say("charge-none-in-band")),
        NoCharge::NoDay => Some(builder.words.say("charge-no-day")),
        NoCharge::NoneInTrueUp => Some(builder.words.say("charge-none-in-true-up")),
        NoCharge::Waived => {
            let penalties = &builder.quote.book.band(line.status)?.penalties;
            Some(waived(builder, penalties.first()?))
        }
        NoCharge::NoGap
        | NoCharge::Grace
        | NoCharge::NoTermDiscount
        | NoCharge::FirstYearIncluded
        | NoCharge::NoTax => None,
    }
}

fn waived(builder: &Builder<'_>, penalty: &Penalty) -> String {
    let years = penalty.waived_from_years.unwrap_or_default();
    let years = [("years", Arg::counted("years.dative", years))];
    builder.words.say_with("charge-penalty-waived", &years)
}

/// How each penalty of a line came about, in their order.
fn penalty_how(builder: &Builder<'_>, line: &Line) -> Option<String> {
    let book = &builder.quote.book;
    let penalties = match book.band(line.status) {
        Some(band) => &band.penalties,
        None => &book.sales().true_up.as_ref()?.penalties,
    };
    let name = if penalties.len() == 1 { Name::Penalty } else { Name::PenaltyPart };
    let steps: Vec<&Step> = line.working.steps().iter().filter(|step| step.name == name).collect();
    let mut hows = Vec::new();
    for (place, penalty) in penalties.iter().enumerate() {
        let of_this = |basis: Basis| {
            let (Basis::BandPenalty(_, one) | Basis::TrueUpPenalty(one)) = basis else {
                return false;
            };
            one == place
        };
        let own: Vec<&Step> = steps.iter().copied().filter(|step| of_this(step.basis)).collect();
        hows.push(one_penalty(builder, line, penalty, &own)?);
    }
    Some(hows.join(" + "))
}

fn one_penalty(
    builder: &Builder<'_>,
    line: &Line,
    penalty: &Penalty,
    steps: &[&Step],
) -> Option<String> {
    let first = steps.first()?;
    if let Operation::Nothing(..) = first.operation {
        return Some(waived(builder, penalty));
    }
    let mut inputs = first.operation.inputs().into_iter();
    let Some((_, Value::Money(of))) = inputs.next() else { return None };
    let mut how =
        match &penalty.shape {
            PenaltyShape::Rate { rate, of: bases } => {
                let names =
                    bases.iter().map(|base| builder.words.say(&format!("base-{}", base.word())));
                let names: Vec<String> = names.collect();
                let what = Arg::And(names.iter().map(Arg::from).collect());
                let values = [("rate", (*rate).into()), ("what", what), ("base", of.into())];
                builder.words.say_with("charge-penalty-how", &values)
            }
            PenaltyShape::Fixed { per: PenaltyPer::Line, .. } => {
                builder.words.say("charge-penalty-per-line")
            }
            PenaltyShape::Fixed { per: PenaltyPer::Licence, .. } => {
                let licences = Arg::counted("licences", line.quantity);
                let values = [("unit", of.into()), ("licences", licences)];
                builder.words.say_with("charge-penalty-per-licence", &values)
            }
            PenaltyShape::Fixed { per: PenaltyPer::StartedMonth, .. } => {
                let months = inputs.find_map(|(_, value)| {
                    if let Value::Count(months) = value { Some(months) } else { None }
                });
                let months = Arg::counted("months", months?);
                let values = [("unit", of.into()), ("months", months)];
                builder.words.say_with("charge-penalty-per-month", &values)
            }
        };
    for step in steps {
        let (key, limit) = if let Operation::AtLeast { amount, floor } = step.operation {
            ("charge-penalty-at-least", (amount.1 < floor.1).then_some(floor.1))
        } else if let Operation::AtMost { amount, ceiling } = step.operation {
            ("charge-penalty-at-most", (amount.1 > ceiling.1).then_some(ceiling.1))
        } else {
            continue;
        };
        if let Some(limit) = limit {
            how.push_str("; ");
            how.push_str(&builder.words.say_with(key, &[("amount", limit.into())]));
        }
    }
    Some(how)
}
