//! Workings written out: the plain form that JSON gives, the same in every language.

use std::fmt;

use crate::engine::book::{PriceBook, Status};
use crate::engine::calendar::Date;
use crate::engine::money::Money;
use crate::engine::working::{Basis, Name, NoCharge, Operation, Step, Value, Working};

/// The fixed id of a name, as JSON uses it.
#[must_use]
pub const fn name_id(name: Name) -> &'static str {
    match name {
        Name::Srp => "srp",
        Name::Rate => "rate",
        Name::UnitList => "unit_list",
        Name::ProgramDiscount => "program_discount",
        Name::UnitNet => "unit_net",
        Name::Quantity => "quantity",
        Name::Annual => "annual",
        Name::TermYears => "term_years",
        Name::Forward => "forward",
        Name::TermDiscountRate => "term_discount_rate",
        Name::TermDiscount => "term_discount",
        Name::ForwardNet => "forward_net",
        Name::TermShare => "term_share",
        Name::ConcessionRate => "concession_rate",
        Name::Concession => "concession",
        Name::GapShare => "gap_share",
        Name::BackCoverageBase => "back_coverage_base",
        Name::BackCoverageMultiplier => "back_coverage_multiplier",
        Name::BackCoverage => "back_coverage",
        Name::PenaltyBase => "penalty_base",
        Name::PenaltyRate => "penalty_rate",
        Name::PenaltyUnit => "penalty_unit",
        Name::PenaltyAtLeast => "penalty_at_least",
        Name::PenaltyAtMost => "penalty_at_most",
        Name::Penalty => "penalty",
        Name::Total => "total",
        Name::Subtotal => "subtotal",
        Name::TaxRate => "tax_rate",
        Name::Tax => "tax",
        Name::GrandTotal => "grand_total",
    }
}

/// The printed amount that a step belongs to; [`Name::ForwardNet`] belongs to the one after it.
#[must_use]
pub const fn amount_of(name: Name) -> Name {
    match name {
        Name::GapShare | Name::BackCoverageBase => Name::BackCoverage,
        Name::PenaltyBase => Name::Penalty,
        Name::TermShare => Name::Forward,
        Name::Srp
        | Name::Rate
        | Name::UnitList
        | Name::ProgramDiscount
        | Name::UnitNet
        | Name::Quantity
        | Name::Annual
        | Name::TermYears
        | Name::Forward
        | Name::TermDiscountRate
        | Name::TermDiscount
        | Name::ForwardNet
        | Name::ConcessionRate
        | Name::Concession
        | Name::BackCoverageMultiplier
        | Name::BackCoverage
        | Name::PenaltyRate
        | Name::PenaltyUnit
        | Name::PenaltyAtLeast
        | Name::PenaltyAtMost
        | Name::Penalty
        | Name::Total
        | Name::Subtotal
        | Name::TaxRate
        | Name::Tax
        | Name::GrandTotal => name,
    }
}

/// Each step with the printed amount that it leads to, in order.
pub(super) fn by_amount(working: &Working) -> impl Iterator<Item = (Name, &Step)> {
    working.steps().iter().enumerate().map(|(place, step)| {
        let mut name = amount_of(step.name);
        if name == Name::ForwardNet {
            let next = working.steps().get(place + 1);
            name = next.map_or(name, |next| amount_of(next.name));
        }
        (name, step)
    })
}

/// A value as plain text: amounts without currency, percentages with their sign.
#[derive(Debug, Clone, Copy)]
pub struct Plain(pub Value);

impl fmt::Display for Plain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Money(money) => money.fmt(formatter),
            Value::Percent(percent) | Value::Rest(percent) => percent.fmt(formatter),
            Value::Count(count) => count.fmt(formatter),
            Value::Multiplier(multiplier) => multiplier.fmt(formatter),
            Value::Share(share) => share.fmt(formatter),
        }
    }
}

/// What goes into a step.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// The fixed id of its name.
    pub name: &'static str,
    /// `times` and `times-rest` (what is left after the percentage is taken off) are factors of a
    /// product; `plus` and `minus` of a sum; `of` is the amount a limit is set to, `limit` the
    /// limit; a share of a year and the length of a term have `day-count`, `from`, `until`
    /// (exclusive) and perhaps `cap-years`.
    pub role: &'static str,
    /// What it is.
    pub value: InputValue,
}

/// The value of an input; printed where it is written, and not before.
#[derive(Debug, Clone, Copy)]
pub enum InputValue {
    /// A number.
    Value(Value),
    /// A day.
    Date(Date),
    /// Whole years.
    Years(u32),
    /// A fixed id.
    Word(&'static str),
}

impl fmt::Display for InputValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Value(value) => Plain(value).fmt(formatter),
            Self::Date(date) => date.fmt(formatter),
            Self::Years(years) => years.fmt(formatter),
            Self::Word(word) => formatter.write_str(word),
        }
    }
}

/// What goes into a step, in the order of its formula.
#[must_use]
pub fn inputs(step: &Step) -> Vec<Input> {
    let money = |(name, amount): (Name, Money), role| Input {
        name: name_id(name),
        role,
        value: InputValue::Value(Value::Money(amount)),
    };
    let given = |name, role, value| Input { name, role, value };
    match step.operation {
        Operation::Product { of, by, .. } => std::iter::once(money(of, "times"))
            .chain(by.into_iter().flatten().map(|(name, value)| {
                let role = match value {
                    Value::Rest(_) => "times-rest",
                    Value::Money(_)
                    | Value::Percent(_)
                    | Value::Count(_)
                    | Value::Multiplier(_)
                    | Value::Share(_) => "times",
                };
                Input { name: name_id(name), role, value: InputValue::Value(value) }
            }))
            .collect(),
        Operation::Sum { plus, minus } => plus
            .into_iter()
            .flatten()
            .map(|one| money(one, "plus"))
            .chain(minus.into_iter().flatten().map(|one| money(one, "minus")))
            .collect(),
        Operation::AtLeast { amount, floor: limit }
        | Operation::AtMost { amount, ceiling: limit } => {
            vec![money(amount, "of"), money(limit, "limit")]
        }
        Operation::ShareOfYear { day_count, from, until, cap_years } => {
            let mut inputs = vec![
                given("gap", "day-count", InputValue::Word(day_count.word())),
                given("gap", "from", InputValue::Date(from)),
                given("gap", "until", InputValue::Date(until)),
            ];
            let years = |years| given("gap", "cap-years", InputValue::Years(years));
            inputs.extend(cap_years.map(years));
            inputs
        }
        Operation::TermLength { day_count, from, until } => vec![
            given("term", "day-count", InputValue::Word(day_count.word())),
            given("term", "from", InputValue::Date(from)),
            given("term", "until", InputValue::Date(until)),
        ],
        Operation::Nothing(why, _) => {
            vec![given("reason", "because", InputValue::Word(no_charge_id(why)))]
        }
    }
}

const fn no_charge_id(why: NoCharge) -> &'static str {
    match why {
        NoCharge::NoGap => "no-gap",
        NoCharge::Grace => "grace",
        NoCharge::FromExpiry => "from-expiry",
        NoCharge::NoneInBand => "none-in-band",
        NoCharge::Waived => "waived",
        NoCharge::NoTermDiscount => "no-term-discount",
        NoCharge::NoTax => "no-tax",
    }
}

/// A step as one line, for example `unit_list = round(srp 510.00 × rate 18%) = 91.80`.
#[derive(Debug, Clone, Copy)]
pub struct Formula<'step>(pub &'step Step);

impl fmt::Display for Formula<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(step) = self;
        let inputs = inputs(step);
        write!(formatter, "{} = ", name_id(step.name))?;
        match step.operation {
            Operation::Product { .. } => {
                formatter.write_str("round(")?;
                write_terms(formatter, &inputs, " × ")?;
                formatter.write_str(")")?;
            }
            Operation::Sum { .. } => {
                for (place, Input { name, role, value }) in inputs.iter().enumerate() {
                    formatter.write_str(match (place, *role) {
                        (0, _) => "",
                        (_, "minus") => " − ",
                        (_, _) => " + ",
                    })?;
                    write!(formatter, "{name} {value}")?;
                }
            }
            Operation::AtLeast { .. } => {
                formatter.write_str("the larger of ")?;
                write_terms(formatter, &inputs, " and ")?;
            }
            Operation::AtMost { .. } => {
                formatter.write_str("the smaller of ")?;
                write_terms(formatter, &inputs, " and ")?;
            }
            Operation::ShareOfYear { day_count, from, until, cap_years } => {
                write!(formatter, "{} from {from} until {until}", day_count.word())?;
                if let Some(years) = cap_years {
                    write!(formatter, ", at most {years}")?;
                }
            }
            Operation::TermLength { day_count, from, until } => {
                let day_count = day_count.word();
                write!(formatter, "whole years and {day_count} from {from} until {until}")?;
            }
            Operation::Nothing(why, _) => write!(formatter, "nothing ({})", no_charge_id(why))?,
        }
        write!(formatter, " = {}", Plain(step.result))
    }
}

fn write_terms(
    formatter: &mut fmt::Formatter<'_>,
    inputs: &[Input],
    separator: &str,
) -> fmt::Result {
    for (place, Input { name, role, value }) in inputs.iter().enumerate() {
        if place > 0 {
            formatter.write_str(separator)?;
        }
        match *role {
            "times-rest" => write!(formatter, "(1 − {name} {value})")?,
            _ => write!(formatter, "{name} {value}")?,
        }
    }
    Ok(())
}

/// The key of the price book or the request that a step rests on, and the clause, where there is
/// one in the book.
#[must_use]
pub fn basis_key(basis: Basis, book: &PriceBook) -> (String, Option<String>) {
    let general = |id: &str| book.clause(id).map(|_| id.to_owned());
    let band = |index, key: &str| {
        let band = book.band(Status::Band(index));
        let id = band.map_or("", |band| band.id.as_str());
        let clause = band.and_then(|band| band.clause.clone());
        (format!("lapse.band.{id}.{key}"), clause)
    };
    let program = |index| {
        let program = book.programs().iter().find(|program| program.index == index);
        program.map_or("", |program| program.id.as_str())
    };
    match basis {
        Basis::Rate(index) => (rate_key(index, book), general("price-basis")),
        Basis::ProgramDiscount(index) => {
            (format!("program.{}.discount", program(index)), general("price-basis"))
        }
        Basis::ProgramDiscountByProductLine(index) => {
            let key = format!("program.{}.discount_by_product_line", program(index));
            (key, general("price-basis"))
        }
        Basis::Request => ("request".to_owned(), general("term")),
        Basis::TermDiscount(years) => (format!("term.discount.{years}"), general("term")),
        Basis::GraceDays => ("lapse.grace_days".to_owned(), general("late-renewal")),
        Basis::OnTime => ("lapse".to_owned(), None),
        Basis::BandNewTerm(index) => band(index, "new_term"),
        Basis::BandBackCoverage(index) => band(index, "back_coverage"),
        Basis::BandPenalty(index) => band(index, "penalty"),
        Basis::CoTermination => ("term.co_termination".to_owned(), general("term")),
        Basis::Concession => ("request.concession".to_owned(), general("concession")),
        Basis::Sum => ("sum".to_owned(), None),
        Basis::Tax => ("request.tax".to_owned(), None),
    }
}

/// For example `rate[service_level=select, status=recovery].of_srp`.
fn rate_key(index: crate::engine::book::RateIndex, book: &PriceBook) -> String {
    let Some(rate) = book.rate_at(index) else { return "rate".to_owned() };
    let level = book.levels().iter().find(|level| level.index == rate.level);
    let mut keys = vec![format!("service_level={}", level.map_or("", |level| level.id.as_str()))];
    keys.extend(rate.product_line.iter().map(|line| format!("product_line={line}")));
    keys.extend(rate.edition.iter().map(|edition| format!("edition={edition}")));
    keys.extend(rate.status.map(|status| format!("status={}", book.status_id(status))));
    format!("rate[{}].of_srp", keys.join(", "))
}
