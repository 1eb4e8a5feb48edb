//! Workings written out: the plain form that JSON gives, the same in every language.

use std::fmt::{self, Write as _};

use crate::engine::book::{PriceBook, Status};
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
#[must_use]
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Money(money) => money.to_string(),
        Value::Percent(percent) | Value::Rest(percent) => percent.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Multiplier(multiplier) => multiplier.to_string(),
        Value::Share(share) => share.to_string(),
    }
}

/// Name, role, value.
pub type Input = (&'static str, &'static str, String);

/// What goes into a step.
///
/// Roles: `times` and `times-rest` (what is left after the percentage is taken off) are factors of
/// a product; `plus` and `minus` of a sum; `of` is the amount a limit is set to, `limit` the limit;
/// a share of a year and the length of a term have `day-count`, `from`, `until` (exclusive) and
/// perhaps `cap-years`.
#[must_use]
pub fn inputs(step: &Step) -> Vec<Input> {
    let money = |(name, amount): (Name, crate::engine::money::Money), role| {
        (name_id(name), role, amount.to_string())
    };
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
                (name_id(name), role, value_text(&value))
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
                ("gap", "day-count", day_count.word().to_owned()),
                ("gap", "from", from.to_string()),
                ("gap", "until", until.to_string()),
            ];
            inputs.extend(cap_years.map(|years| ("gap", "cap-years", years.to_string())));
            inputs
        }
        Operation::TermLength { day_count, from, until } => vec![
            ("term", "day-count", day_count.word().to_owned()),
            ("term", "from", from.to_string()),
            ("term", "until", until.to_string()),
        ],
        Operation::Nothing(why, _) => vec![("reason", "because", no_charge_id(why).to_owned())],
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
#[must_use]
pub fn formula(step: &Step) -> String {
    formula_of(step, &inputs(step))
}

/// The line of a step whose inputs are known already.
pub(super) fn formula_of(step: &Step, inputs: &[Input]) -> String {
    let mut line = String::with_capacity(FORMULA_BYTES);
    // Writing to a String cannot fail.
    let _ = write_formula(&mut line, step, inputs);
    line
}

/// About as long as a formula is.
const FORMULA_BYTES: usize = 96;

fn write_formula(line: &mut String, step: &Step, inputs: &[Input]) -> fmt::Result {
    write!(line, "{} = ", name_id(step.name))?;
    match step.operation {
        Operation::Product { .. } => {
            line.push_str("round(");
            write_terms(line, inputs, " × ")?;
            line.push(')');
        }
        Operation::Sum { .. } => {
            for (place, (name, role, value)) in inputs.iter().enumerate() {
                match (place, *role) {
                    (0, _) => {}
                    (_, "minus") => line.push_str(" − "),
                    (_, _) => line.push_str(" + "),
                }
                write!(line, "{name} {value}")?;
            }
        }
        Operation::AtLeast { .. } => {
            line.push_str("the larger of ");
            write_terms(line, inputs, " and ")?;
        }
        Operation::AtMost { .. } => {
            line.push_str("the smaller of ");
            write_terms(line, inputs, " and ")?;
        }
        Operation::ShareOfYear { day_count, from, until, cap_years } => {
            write!(line, "{} from {from} until {until}", day_count.word())?;
            if let Some(years) = cap_years {
                write!(line, ", at most {years}")?;
            }
        }
        Operation::TermLength { day_count, from, until } => {
            write!(line, "whole years and {} from {from} until {until}", day_count.word())?;
        }
        Operation::Nothing(why, _) => write!(line, "nothing ({})", no_charge_id(why))?,
    }
    write!(line, " = {}", value_text(&step.result))
}

fn write_terms(line: &mut String, inputs: &[Input], separator: &str) -> fmt::Result {
    for (place, (name, role, value)) in inputs.iter().enumerate() {
        if place > 0 {
            line.push_str(separator);
        }
        match *role {
            "times-rest" => write!(line, "(1 − {name} {value})")?,
            _ => write!(line, "{name} {value}")?,
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
