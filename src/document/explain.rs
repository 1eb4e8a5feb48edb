//! Workings in words: the steps of an amount, in the language of the request.

use crate::engine::calendar::{Date, day_before};
use crate::engine::day_count::DayCount;
use crate::engine::money::{Money, RoundingMode};
use crate::engine::quote::{Line, Quote};
use crate::engine::working::{Name, Operation, Step, Value};

use super::words::{Arg, Words};
use super::working::{basis_key, by_amount};

/// A step of a working in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// For example `unit list = SRP €510.00 × rate 18%, rounded half up to €0.01 = €91.80`.
    pub text: String,
    /// The key it rests on, said to be of the price book or of the request, for example `Source:
    /// price book 2026.2, term.discount[3]`; `None` for a plain sum.
    pub key: Option<String>,
    /// Id and text of the clause it rests on, where the price book has one.
    pub clause: Option<(String, String)>,
}

/// The steps that lead to each amount of a holding, in the order of its working.
///
/// What leads to the price of the new term — unit prices, the price per year — stands with it. A
/// clause that several steps in a row rest on stands with the last of them.
#[must_use]
pub fn charges(quote: &Quote, line: &Line) -> Vec<(Name, Vec<Explained>)> {
    let explainer = Explainer::of(quote);
    let mut charges: Vec<(Name, Vec<Explained>)> = Vec::new();
    for (amount, step) in by_amount(&line.working) {
        let is_of_term = matches!(
            amount,
            Name::UnitList | Name::UnitNet | Name::UnitNetFrom | Name::UnitCap | Name::Annual
        );
        let charge = if is_of_term { Name::Forward } else { amount };
        let explained = explainer.step(step);
        match charges.iter_mut().find(|(known, _)| *known == charge) {
            Some((_, steps)) => {
                if let Some(before) = steps.last_mut().filter(|one| one.clause == explained.clause)
                {
                    before.clause = None;
                }
                steps.push(explained);
            }
            None => charges.push((charge, vec![explained])),
        }
    }
    charges
}

/// Puts steps in words.
pub(super) struct Explainer<'quote> {
    pub(super) words: Words,
    pub(super) quote: &'quote Quote,
}

impl<'quote> Explainer<'quote> {
    pub(super) fn of(quote: &'quote Quote) -> Self {
        Self { words: Words::of(quote.request.language), quote }
    }

    pub(super) fn step(&self, step: &Step) -> Explained {
        let (name, result) = (self.name(step.name), self.value(&step.result));
        let text = format!("{name} = {} = {result}", self.formula(step));
        let (key, clause) = basis_key(step.basis, &self.quote.book);
        let key = key.to_string();
        let label = match key.split('.').next() {
            Some("sum") => return Explained { text, key: None, clause: None },
            Some("request") => "explain-request",
            Some(_) | None => "explain-key",
        };
        let version = self.quote.book.about().version.as_str();
        let values = [("version", version.into()), ("key", Arg::Text(&key))];
        let key = Some(self.words.say_with(label, &values));
        let clause = clause.and_then(|id| {
            let (text, _) = self.quote.book.clause(id)?.text.in_language(self.words.language());
            Some((id.to_owned(), text.to_owned()))
        });
        Explained { text, key, clause }
    }

    fn formula(&self, step: &Step) -> String {
        let inputs = || step.operation.inputs().into_iter();
        let named = |(name, value): (Name, Value)| {
            let shown = format!("{} {}", self.name(name), self.value(&value));
            match value {
                Value::Rest(_) => format!("(1 − {shown})"),
                Value::Raised(_) => format!("(1 + {shown})"),
                Value::Money(_)
                | Value::Percent(_)
                | Value::Count(_)
                | Value::Multiplier(_)
                | Value::Share(_) => shown,
            }
        };
        let joined: Vec<String> = inputs().map(named).collect();
        match step.operation {
            Operation::Product { of, round, by, decimals } => {
                let product = joined.join(" × ");
                let whole = by.iter().flatten().all(|(_, value)| matches!(value, Value::Count(_)));
                if whole && of.1.decimals() == decimals {
                    return product;
                }
                self.rounded(&product, round, Money::smallest(self.quote.currency(), decimals))
            }
            Operation::ProductOfSum { of, by, round, decimals } => {
                let of = of.into_iter().flatten().map(|((name, amount), times)| {
                    let base = named((name, Value::Money(amount)));
                    let times = times.map(|(name, count)| named((name, Value::Count(count))));
                    times.map_or_else(|| base.clone(), |times| format!("{base} × {times}"))
                });
                let of = of.collect::<Vec<_>>().join(" + ");
                let unit = Money::smallest(self.quote.currency(), decimals);
                self.rounded(&format!("({of}) × {}", named(by)), round, unit)
            }
            Operation::Sum { minus, .. } => {
                let split = joined.len() - minus.iter().flatten().count();
                let (plus, minus) = joined.split_at(split);
                let minus: String = minus.iter().map(|one| format!(" − {one}")).collect();
                format!("{}{minus}", plus.join(" + "))
            }
            Operation::AtLeast { .. } => self.limit("explain-at-least", &joined),
            Operation::AtMost { .. } => self.limit("explain-at-most", &joined),
            Operation::Shortfall { .. } => self.limit("explain-shortfall", &joined),
            Operation::Proportion { round, .. } => {
                let currency = self.quote.currency();
                let formula = match joined.as_slice() {
                    [of, part, whole] => format!("{of} × {part} ÷ {whole}"),
                    _ => String::new(),
                };
                self.rounded(&formula, round, Money::smallest(currency, currency.decimals()))
            }
            Operation::ShareOfYear { day_count, from, until, cap_years } => {
                let key = cap_years.map_or("explain-share", |_| "explain-share-capped");
                self.counted(key, (day_count, from, until), cap_years)
            }
            Operation::TermLength { day_count, from, until } => {
                self.counted("explain-term-length", (day_count, from, until), None)
            }
            Operation::Nothing(why, _) => {
                self.words.say(&format!("explain-nothing-{}", why.word()))
            }
        }
    }

    fn rounded(&self, formula: &str, mode: RoundingMode, unit: Money) -> String {
        let values = [("mode", mode.into()), ("unit", unit.into())];
        format!("{formula}, {}", self.words.say_with("explain-rounded", &values))
    }

    fn limit(&self, key: &str, inputs: &[String]) -> String {
        let inputs = Arg::And(inputs.iter().map(Arg::from).collect());
        self.words.say_with(key, &[("inputs", inputs)])
    }

    fn counted(
        &self,
        key: &str,
        (day_count, from, until): (DayCount, Date, Date),
        years: Option<u32>,
    ) -> String {
        let mut values = vec![
            ("daycount", day_count.into()),
            ("from", from.into()),
            ("through", day_before(until).into()),
        ];
        values.extend(years.map(|years| ("years", Arg::counted("years", years))));
        self.words.say_with(key, &values)
    }

    fn name(&self, name: Name) -> String {
        let id = name.id().replace('_', "-");
        self.words.say(&format!("name-{id}"))
    }

    fn value(&self, value: &Value) -> String {
        match *value {
            Value::Money(money) => self.words.write(money),
            Value::Percent(percent) | Value::Rest(percent) | Value::Raised(percent) => {
                self.words.write(percent)
            }
            Value::Count(count) => self.words.write(count),
            Value::Multiplier(multiplier) => self.words.write(multiplier),
            Value::Share(share) => self.words.write(share),
        }
    }
}
