//! Workings written out: the plain form that JSON gives, the same in every language.

use std::fmt;

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
            Self::Value(value) => formatter.write_str(Plain(value).digits().as_str()),
            Self::Date(date) => formatter.write_str(Digits::of_date(date).as_str()),
            Self::Years(years) => write!(formatter, "{years}"),
            Self::Word(word) => formatter.write_str(word),
        }
    }
}

/// What goes into a step, in the order of its formula.
#[must_use]
pub fn inputs(step: &Step) -> Vec<Input> {
    let given = |name, role, value| Input { name, role, value };
    let money = |(name, amount): (Name, Money), role| {
        given(name_id(name), role, InputValue::Value(Value::Money(amount)))
    };
    let factor = |(name, value): (Name, Value)| {
        let role = if matches!(value, Value::Rest(_)) { "times-rest" } else { "times" };
        given(name_id(name), role, InputValue::Value(value))
    };
    let days = |name, day_count: DayCount, from, until| {
        vec![
            given(name, "day-count", InputValue::Word(day_count.word())),
            given(name, "from", InputValue::Date(from)),
            given(name, "until", InputValue::Date(until)),
        ]
    };
    match step.operation {
        Operation::Product { of, by, .. } => {
            let factors = by.into_iter().flatten().map(factor);
            std::iter::once(money(of, "times")).chain(factors).collect()
        }
        Operation::Sum { plus, minus } => {
            let plus = plus.into_iter().flatten().map(|one| money(one, "plus"));
            plus.chain(minus.into_iter().flatten().map(|one| money(one, "minus"))).collect()
        }
        Operation::AtLeast { amount, floor: limit }
        | Operation::AtMost { amount, ceiling: limit } => {
            vec![money(amount, "of"), money(limit, "limit")]
        }
        Operation::ShareOfYear { day_count, from, until, cap_years } => {
            let cap = |years| given("gap", "cap-years", InputValue::Years(years));
            let days = days("gap", day_count, from, until).into_iter();
            days.chain(cap_years.map(cap)).collect()
        }
        Operation::TermLength { day_count, from, until } => days("term", day_count, from, until),
        Operation::Nothing(why, _) => {
            vec![given("reason", "because", InputValue::Word(no_charge_id(why)))]
        }
    }
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
        write!(formatter, "{} = ", name_id(step.name))?;
        match step.operation {
            Operation::Product { .. } => write_terms(formatter, step, ["round(", " × ", ")"])?,
            Operation::Sum { .. } => write_terms(formatter, step, ["", " + ", ""])?,
            Operation::AtLeast { .. } => {
                write_terms(formatter, step, ["the larger of ", " and ", ""])?;
            }
            Operation::AtMost { .. } => {
                write_terms(formatter, step, ["the smaller of ", " and ", ""])?;
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
            Operation::Nothing(why, _) => write!(formatter, "nothing ({})", no_charge_id(why))?,
        }
        write!(formatter, " = {}", Plain(step.result))
    }
}

/// The inputs of a step, with what stands before, between and after them; a minus where one is
/// taken off.
fn write_terms(
    formatter: &mut fmt::Formatter<'_>,
    step: &Step,
    [before, between, after]: [&str; 3],
) -> fmt::Result {
    for (place, Input { name, role, value }) in inputs(step).into_iter().enumerate() {
        formatter.write_str(match (place, role) {
            (0, _) => before,
            (_, "minus") => " − ",
            (_, _) => between,
        })?;
        let (open, close) = if role == "times-rest" { ("(1 − ", ")") } else { ("", "") };
        write!(formatter, "{open}{name} {value}{close}")?;
    }
    formatter.write_str(after)
}

fn write_days(
    formatter: &mut fmt::Formatter<'_>,
    day_count: DayCount,
    from: Date,
    until: Date,
) -> fmt::Result {
    let (from, until) = (Digits::of_date(from), Digits::of_date(until));
    write!(formatter, "{} from {} until {}", day_count.word(), from.as_str(), until.as_str())
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
