//! Workings written out: the plain form that JSON gives, the same in every language.

use std::fmt::{self, Display as _};

use crate::engine::book::{PriceBook, Rate, Status};
use crate::engine::calendar::Date;
use crate::engine::day_count::DayCount;
use crate::engine::digits::Digits;
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
        Name::TotalNow => "total_now",
        Name::Difference => "difference",
    }
}

/// The printed amount that a step belongs to; [`Name::ForwardNet`] belongs to the one after it.
#[must_use]
pub const fn amount_of(name: Name) -> Name {
    if matches!(name, Name::GapShare | Name::BackCoverageBase) {
        Name::BackCoverage
    } else if matches!(name, Name::PenaltyBase) {
        Name::Penalty
    } else if matches!(name, Name::TermShare) {
        Name::Forward
    } else {
        name
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

impl Plain {
    /// The text.
    #[must_use]
    pub fn digits(self) -> Digits {
        match self.0 {
            Value::Money(money) => money.digits(),
            Value::Percent(percent) | Value::Rest(percent) => percent.digits(),
            Value::Count(count) => Digits::of(count),
            Value::Multiplier(multiplier) => multiplier.digits(),
            Value::Share(share) => share.digits(),
        }
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.digits().as_str())
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
            Self::Date(date) => formatter.write_str(Digits::of_date(date).as_str()),
            Self::Years(years) => years.fmt(formatter),
            Self::Word(word) => formatter.write_str(word),
        }
    }
}

/// Most inputs of a step.
const INPUTS_MAX: usize = 5;

/// What goes into a step, in the order of its formula.
pub fn inputs(step: &Step) -> impl Iterator<Item = Input> + use<> {
    let given = |name, role, value| Some(Input { name, role, value });
    let money = |(name, amount): (Name, Money), role| {
        given(name_id(name), role, InputValue::Value(Value::Money(amount)))
    };
    let factor = |(name, value): (Name, Value)| {
        let role = if matches!(value, Value::Rest(_)) { "times-rest" } else { "times" };
        given(name_id(name), role, InputValue::Value(value))
    };
    let days = |name, day_count: DayCount, from, until| {
        [
            given(name, "day-count", InputValue::Word(day_count.word())),
            given(name, "from", InputValue::Date(from)),
            given(name, "until", InputValue::Date(until)),
        ]
    };
    let inputs: [Option<Input>; INPUTS_MAX] = match step.operation {
        Operation::Product { of, by: [one, two, three], .. } => [
            money(of, "times"),
            one.and_then(factor),
            two.and_then(factor),
            three.and_then(factor),
            None,
        ],
        Operation::Sum { plus: [one, two, three], minus: [four, five] } => [
            one.and_then(|one| money(one, "plus")),
            two.and_then(|two| money(two, "plus")),
            three.and_then(|three| money(three, "plus")),
            four.and_then(|four| money(four, "minus")),
            five.and_then(|five| money(five, "minus")),
        ],
        Operation::AtLeast { amount, floor: limit }
        | Operation::AtMost { amount, ceiling: limit } => {
            [money(amount, "of"), money(limit, "limit"), None, None, None]
        }
        Operation::ShareOfYear { day_count, from, until, cap_years } => {
            let [day_count, from, until] = days("gap", day_count, from, until);
            let cap =
                cap_years.and_then(|years| given("gap", "cap-years", InputValue::Years(years)));
            [day_count, from, until, cap, None]
        }
        Operation::TermLength { day_count, from, until } => {
            let [day_count, from, until] = days("term", day_count, from, until);
            [day_count, from, until, None, None]
        }
        Operation::Nothing(why, _) => {
            let because = given("reason", "because", InputValue::Word(no_charge_id(why)));
            [because, None, None, None, None]
        }
    };
    inputs.into_iter().flatten()
}

pub(super) const fn no_charge_id(why: NoCharge) -> &'static str {
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
        formatter.write_str(name_id(step.name))?;
        formatter.write_str(" = ")?;
        match step.operation {
            Operation::Product { .. } => {
                formatter.write_str("round(")?;
                write_terms(formatter, step, " × ")?;
                formatter.write_str(")")?;
            }
            Operation::Sum { .. } => write_terms(formatter, step, " + ")?,
            Operation::AtLeast { .. } => {
                formatter.write_str("the larger of ")?;
                write_terms(formatter, step, " and ")?;
            }
            Operation::AtMost { .. } => {
                formatter.write_str("the smaller of ")?;
                write_terms(formatter, step, " and ")?;
            }
            Operation::ShareOfYear { day_count, from, until, cap_years } => {
                write_days(formatter, day_count, from, until)?;
                if let Some(years) = cap_years {
                    write!(formatter, ", at most {years}")?;
                }
            }
            Operation::TermLength { day_count, from, until } => {
                formatter.write_str("whole years and ")?;
                write_days(formatter, day_count, from, until)?;
            }
            Operation::Nothing(why, _) => {
                formatter.write_str("nothing (")?;
                formatter.write_str(no_charge_id(why))?;
                formatter.write_str(")")?;
            }
        }
        formatter.write_str(" = ")?;
        Plain(step.result).fmt(formatter)
    }
}

/// The inputs of a step, with what stands between them; a minus where one is taken off.
fn write_terms(formatter: &mut fmt::Formatter<'_>, step: &Step, between: &str) -> fmt::Result {
    for (place, Input { name, role, value }) in inputs(step).enumerate() {
        match (place, role) {
            (0, _) => {}
            (_, "minus") => formatter.write_str(" − ")?,
            (_, _) => formatter.write_str(between)?,
        }
        let is_rest = role == "times-rest";
        formatter.write_str(if is_rest { "(1 − " } else { "" })?;
        formatter.write_str(name)?;
        formatter.write_str(" ")?;
        value.fmt(formatter)?;
        formatter.write_str(if is_rest { ")" } else { "" })?;
    }
    Ok(())
}

fn write_days(
    formatter: &mut fmt::Formatter<'_>,
    day_count: DayCount,
    from: Date,
    until: Date,
) -> fmt::Result {
    formatter.write_str(day_count.word())?;
    formatter.write_str(" from ")?;
    formatter.write_str(Digits::of_date(from).as_str())?;
    formatter.write_str(" until ")?;
    formatter.write_str(Digits::of_date(until).as_str())
}

/// A key of the price book or the request; written out as a path.
#[derive(Debug, Clone, Copy)]
pub enum Key<'book> {
    /// A fixed one, for example `lapse.grace_days`.
    Fixed(&'static str),
    /// One of something with an id, between two fixed parts.
    Of(&'static str, &'book str, &'static str),
    /// The discount for so many years.
    TermDiscount(u32),
    /// For example `rate[service_level=select, status=recovery].of_srp`.
    Rate(&'book Rate, &'book PriceBook),
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = |parts: &[&str]| parts.iter().try_for_each(|part| formatter.write_str(part));
        match *self {
            Self::Fixed(key) => formatter.write_str(key),
            Self::Of(before, id, after) => all(&[before, id, after]),
            Self::TermDiscount(years) => write!(formatter, "term.discount.{years}"),
            Self::Rate(rate, book) => {
                let level = book.levels().iter().find(|level| level.index == rate.level);
                all(&["rate[service_level=", level.map_or("", |level| level.id.as_str())])?;
                if let Some(line) = &rate.product_line {
                    all(&[", product_line=", line])?;
                }
                if let Some(edition) = &rate.edition {
                    all(&[", edition=", edition])?;
                }
                if let Some(status) = rate.status {
                    all(&[", status=", book.status_id(status)])?;
                }
                all(&["].of_srp"])
            }
        }
    }
}

/// The key of the price book or the request that a step rests on, and the id of the clause, where
/// there is one in the book.
#[must_use]
pub fn basis_key(basis: Basis, book: &PriceBook) -> (Key<'_>, Option<&str>) {
    let general = |id: &'static str| book.clause(id).map(|_| id);
    let band = |index, key| {
        let band = book.band(Status::Band(index));
        let id = band.map_or("", |band| band.id.as_str());
        (Key::Of("lapse.band.", id, key), band.and_then(|band| band.clause.as_deref()))
    };
    let program = |index, key| {
        let program = book.programs().iter().find(|program| program.index == index);
        let id = program.map_or("", |program| program.id.as_str());
        (Key::Of("program.", id, key), general("price-basis"))
    };
    match basis {
        Basis::Rate(index) => {
            let rate = book.rate_at(index);
            (rate.map_or(Key::Fixed("rate"), |rate| Key::Rate(rate, book)), general("price-basis"))
        }
        Basis::ProgramDiscount(index) => program(index, ".discount"),
        Basis::ProgramDiscountByProductLine(index) => program(index, ".discount_by_product_line"),
        Basis::Request => (Key::Fixed("request"), general("term")),
        Basis::TermDiscount(years) => (Key::TermDiscount(years), general("term")),
        Basis::GraceDays => (Key::Fixed("lapse.grace_days"), general("late-renewal")),
        Basis::OnTime => (Key::Fixed("lapse"), None),
        Basis::BandNewTerm(index) => band(index, ".new_term"),
        Basis::BandBackCoverage(index) => band(index, ".back_coverage"),
        Basis::BandPenalty(index) => band(index, ".penalty"),
        Basis::CoTermination => (Key::Fixed("term.co_termination"), general("term")),
        Basis::Concession => (Key::Fixed("request.concession"), general("concession")),
        Basis::Sum => (Key::Fixed("sum"), None),
        Basis::Tax => (Key::Fixed("request.tax"), None),
    }
}
