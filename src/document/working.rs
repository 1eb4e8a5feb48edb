//! Workings written out: the plain form that JSON gives, the same in every language.

use std::fmt;

use crate::engine::book::{BandLimit, PriceBook, Rate, Status};
use crate::engine::calendar::Date;
use crate::engine::day_count::DayCount;
use crate::engine::digits::Digits;
use crate::engine::money::Money;
use crate::engine::working::{Basis, Name, Operation, Step, Value, Working};

/// The printed amount that a step belongs to; [`Name::ForwardNet`] and [`Name::UnitRise`] belong
/// to the one after them.
#[must_use]
pub fn amount_of(name: Name) -> Name {
    const PARTS: [(Name, Name); 10] = [
        (Name::GapShare, Name::BackCoverage),
        (Name::BackCoverageBase, Name::BackCoverage),
        (Name::PenaltyBase, Name::Penalty),
        (Name::PenaltyPart, Name::Penalty),
        (Name::SrpOfAll, Name::Penalty),
        (Name::LastAnnual, Name::Penalty),
        (Name::TermShare, Name::Forward),
        (Name::UnitListFrom, Name::UnitNetFrom),
        (Name::PenaltyShortfall, Name::QuoteFee),
        (Name::TaxPart, Name::Tax),
    ];
    PARTS.iter().find(|(part, _)| *part == name).map_or(name, |(_, whole)| *whole)
}

/// Each step with the printed amount that it leads to, in order.
pub(super) fn by_amount(working: &Working) -> impl Iterator<Item = (Name, &Step)> {
    working.steps().iter().enumerate().map(|(place, step)| {
        let mut name = amount_of(step.name);
        if matches!(name, Name::ForwardNet | Name::UnitRise) {
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
            Value::Percent(percent) | Value::Rest(percent) | Value::Raised(percent) => {
                percent.digits()
            }
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
    /// `times`, `times-rest` (what is left after the percentage is taken off) and `times-raised`
    /// (the whole and the percentage on top) are factors of a product; `plus` and `minus` of a
    /// sum; `plus-times` is a factor of the `plus` before it alone; `of` is the amount a limit is
    /// set to, `limit` the limit; a proportion is `of` times `part` over `whole`; a share of a
    /// year and the length of a term have `day-count`, `from`, `until` (exclusive) and perhaps
    /// `cap-years`.
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
        given(name.id(), role, InputValue::Value(Value::Money(amount)))
    };
    let factor = |(name, value): (Name, Value)| {
        let role = match value {
            Value::Rest(_) => "times-rest",
            Value::Raised(_) => "times-raised",
            Value::Money(_)
            | Value::Percent(_)
            | Value::Count(_)
            | Value::Multiplier(_)
            | Value::Share(_) => "times",
        };
        given(name.id(), role, InputValue::Value(value))
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
        Operation::ProductOfSum { of, by, .. } => {
            let count = |(name, count): (Name, u64)| {
                given(name.id(), "plus-times", InputValue::Value(Value::Count(count)))
            };
            let of = of.into_iter().flatten();
            let of = of.flat_map(|(base, times)| {
                std::iter::once(money(base, "plus")).chain(times.map(count))
            });
            of.chain([factor(by)]).collect()
        }
        Operation::Sum { plus, minus } => {
            let plus = plus.into_iter().flatten().map(|one| money(one, "plus"));
            plus.chain(minus.into_iter().flatten().map(|one| money(one, "minus"))).collect()
        }
        Operation::AtLeast { amount, floor: limit }
        | Operation::AtMost { amount, ceiling: limit }
        | Operation::Shortfall { amount, floor: limit } => {
            vec![money(amount, "of"), money(limit, "limit")]
        }
        Operation::Proportion { of, part, whole, .. } => {
            vec![money(of, "of"), money(part, "part"), money(whole, "whole")]
        }
        Operation::ShareOfYear { day_count, from, until, cap_years } => {
            let cap = |years| given("gap", "cap-years", InputValue::Years(years));
            let days = days("gap", day_count, from, until).into_iter();
            days.chain(cap_years.map(cap)).collect()
        }
        Operation::TermLength { day_count, from, until } => days("term", day_count, from, until),
        Operation::Nothing(why, _) => {
            vec![given("reason", "because", InputValue::Word(why.word()))]
        }
    }
}

/// A step as one line, for example `unit_list = round(srp 510.00 × rate 18%) = 91.80`.
#[derive(Debug, Clone, Copy)]
pub struct Formula<'step>(pub &'step Step);

impl fmt::Display for Formula<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(step) = self;
        write!(formatter, "{} = ", step.name.id())?;
        match step.operation {
            Operation::Product { .. } => write_terms(formatter, step, ["round(", " × ", ")"])?,
            Operation::ProductOfSum { of, by: (name, value), .. } => {
                let of = of.into_iter().flatten().map(|(base, times)| match times {
                    None => named(base),
                    Some((name, count)) => format!("{} × {} {count}", named(base), name.id()),
                });
                let of = of.collect::<Vec<_>>().join(" + ");
                let (name, value) = (name.id(), InputValue::Value(value));
                write!(formatter, "round(({of}) × {name} {value})")?;
            }
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
            Operation::Shortfall { amount, floor } => {
                let (amount, limit) = (named(amount), named(floor));
                write!(formatter, "what {amount} falls short of {limit}")?;
            }
            Operation::Proportion { of, part, whole, .. } => {
                let (of, part, whole) = (named(of), named(part), named(whole));
                write!(formatter, "round({of} × {part} ÷ {whole})")?;
            }
            Operation::Nothing(why, _) => write!(formatter, "nothing ({})", why.word())?,
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
        let (open, close) = match role {
            "times-rest" => ("(1 − ", ")"),
            "times-raised" => ("(1 + ", ")"),
            _ => ("", ""),
        };
        write!(formatter, "{open}{name} {value}{close}")?;
    }
    formatter.write_str(after)
}

fn named((name, amount): (Name, Money)) -> String {
    format!("{} {amount}", name.id())
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
    /// For example `rate[service_level=select, status=recovery].of_srp`: a rate, and its last key.
    Rate(&'book Rate, &'book PriceBook, &'static str),
    /// One of several things, by its place, counted from 0.
    At(&'static str, &'book str, &'static str, usize),
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = |parts: &[&str]| parts.iter().try_for_each(|part| formatter.write_str(part));
        match *self {
            Self::Fixed(key) => formatter.write_str(key),
            Self::Of(before, id, after) => all(&[before, id, after]),
            Self::TermDiscount(years) => write!(formatter, "term.discount.{years}"),
            Self::At(before, id, after, place) => {
                write!(formatter, "{before}{id}{after}[{place}]")
            }
            Self::Rate(rate, book, last) => {
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
                all(&["].", last])
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
    let rate = |index, last| {
        let rate = book.rate_at(index);
        let key = rate.map_or(Key::Fixed("rate"), |rate| Key::Rate(rate, book, last));
        (key, general("price-basis"))
    };
    match basis {
        Basis::Rate(index) => rate(index, "of_srp"),
        Basis::RateAtLeast(index) => rate(index, "at_least"),
        Basis::Renewal => (Key::Fixed("renewal"), general("renewal")),
        Basis::ProgramDiscount(index) => program(index, ".discount"),
        Basis::ProgramDiscountByProductLine(index) => program(index, ".discount_by_product_line"),
        Basis::LicenceDiscount(index) => program(index, ".licence_discount"),
        Basis::Request => (Key::Fixed("request"), general("term")),
        Basis::TermDiscount(years) => (Key::TermDiscount(years), general("term")),
        Basis::Grace => {
            let months = matches!(book.lapse().grace, BandLimit::Months(_));
            let key = if months { "lapse.grace_months" } else { "lapse.grace_days" };
            (Key::Fixed(key), general("late-renewal"))
        }
        Basis::OnTime => (Key::Fixed("lapse"), None),
        Basis::BandNewTerm(index) => band(index, ".new_term"),
        Basis::BandBackCoverage(index) => band(index, ".back_coverage"),
        Basis::BandPenalty(index, place) => {
            let of = book.band(Status::Band(index));
            let several = of.is_some_and(|band| band.penalties.len() > 1);
            let id = of.map_or("", |band| band.id.as_str());
            let clause = of.and_then(|band| band.clause.as_deref());
            let key = if several {
                Key::At("lapse.band.", id, ".penalty", place)
            } else {
                Key::Of("lapse.band.", id, ".penalty")
            };
            (key, clause)
        }
        Basis::LapseOnce => (Key::Fixed("lapse.once"), general("reinstatement")),
        Basis::MidTerm => (Key::Fixed("mid_term"), general("all-in")),
        Basis::TrueUpLicence => (Key::Fixed("true_up.licence"), general("compliance")),
        Basis::TrueUpBackCoverage => (Key::Fixed("true_up.back_coverage"), general("compliance")),
        Basis::TrueUpPenalty(place) => {
            (Key::At("true_up", "", ".penalty", place), general("compliance"))
        }
        Basis::NewLicence => (Key::Fixed("new_licence.first_year"), None),
        Basis::Payment => (Key::Fixed("payment"), None),
        Basis::CoTermination => (Key::Fixed("term.co_termination"), general("term")),
        Basis::Concession => (Key::Fixed("request.concession"), general("concession")),
        Basis::Sum => (Key::Fixed("sum"), None),
        Basis::Tax => (Key::Fixed("request.tax"), None),
    }
}
