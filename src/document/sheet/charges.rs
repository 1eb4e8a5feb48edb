//! How the charges of a holding came about, in a line each, read off its working.

use crate::document::words::Arg;
use crate::engine::book::PenaltyShape;
use crate::engine::day_count::Share;
use crate::engine::money::Money;
use crate::engine::quote::Line;
use crate::engine::working::{Name, NoCharge, Operation, Step, Value};

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
        of_lapse(builder, line, back_coverage, back_coverage_how),
        of_lapse(builder, line, penalty, |builder, line, _| penalty_how(builder, line)),
    ];
    charges.into_iter().flatten().collect()
}

fn concession(builder: &Builder<'_>, line: &Line) -> Option<Charge> {
    let asked = builder.quote.request.concession.as_ref()?;
    let amount = line.amounts.concession?;
    let base = line.working.step(Name::Concession)?.operation.inputs().into_iter().next();
    let Some((_, Value::Money(base))) = base else { return None };
    let values = [("rate", asked.rate.into()), ("amount", base.into())];
    let reason = [("reason", asked.reason.as_str().into())];
    Some(Charge {
        name: Name::Concession,
        label: builder.words.say_with("charge-concession", &reason),
        how: builder.words.say_with("charge-concession-how", &values),
        amount: builder.less(amount),
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
    let Operation::ShareOfYear { day_count, cap_years, .. } = share_step.operation else {
        return None;
    };
    let share = line.amounts.share?;
    let capped = cap_years.filter(|years| share == Share::of_years(*years));
    let base = line.working.step(Name::BackCoverageBase)?.result;
    let Value::Money(base) = base else { return None };
    let multiplier = step.operation.inputs().into_iter().find_map(|(_, value)| {
        if let Value::Multiplier(multiplier) = value { Some(multiplier) } else { None }
    });
    let mut counted = builder.words.write(day_count);
    if let Some(years) = capped {
        let years = [("years", Arg::counted("years", years))];
        counted = format!("{counted}, {}", builder.words.say_with("charge-capped", &years));
    }
    let mut values = vec![
        ("days", Arg::counted("days", line.gap.days)),
        ("from", line.gap.first_uncovered.into()),
        ("through", line.gap.through()?.into()),
        ("daycount", Arg::Text(&counted)),
        ("base", base.into()),
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
        NoCharge::Waived => {
            let band = builder.quote.book.band(line.status)?;
            let years = band.penalty.as_ref()?.waived_from_years?;
            let values = [("years", Arg::counted("years", years))];
            Some(builder.words.say_with("charge-penalty-waived", &values))
        }
        NoCharge::NoGap | NoCharge::Grace | NoCharge::NoTermDiscount | NoCharge::NoTax => None,
    }
}

fn penalty_how(builder: &Builder<'_>, line: &Line) -> Option<String> {
    let penalty = builder.quote.book.band(line.status)?.penalty.as_ref()?;
    let steps = || line.working.steps().iter().filter(|step| step.name == Name::Penalty);
    let first = steps().next()?;
    let (_, of) = first.operation.inputs().into_iter().next()?;
    let Value::Money(of) = of else { return None };
    let mut how = match &penalty.shape {
        PenaltyShape::Rate { rate, of: base } => {
            let what = builder.words.say(&format!("base-{}", base.word()));
            let what = Arg::Text(&what);
            let values = [("rate", (*rate).into()), ("what", what), ("base", of.into())];
            builder.words.say_with("charge-penalty-how", &values)
        }
        PenaltyShape::PerLine(_) => builder.words.say("charge-penalty-per-line"),
        PenaltyShape::PerLicence(_) => {
            let licences = Arg::counted("licences", line.quantity);
            let values = [("unit", of.into()), ("licences", licences)];
            builder.words.say_with("charge-penalty-per-licence", &values)
        }
    };
    for step in steps() {
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
