//! The prices of a new version: every SRP of a book raised by a percentage and rounded to a step.

use toml_edit::{Item, TableLike};

use crate::engine::book::{Change, Rounding};
use crate::engine::money::{Currency, Exact, Money, MoneyTextError};
use crate::engine::node::for_message;
use crate::engine::percent::Percent;
use crate::engine::problem::{Problem, Problems};

use super::document::{BookDocument, set, table_mut, tables, text_of};
use super::import::written;

/// How prices are raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Uplift {
    pub(crate) percent: Percent,
    /// What prices are rounded to; the last that fits a currency. Without one, its smallest amount.
    pub(crate) steps: Vec<PriceStep>,
}

/// What prices are rounded to a multiple of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PriceStep {
    /// The only currency it is for.
    pub(crate) currency: Option<Currency>,
    /// An amount, such as `0.50`.
    pub(crate) step: String,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Raised {
    pub(crate) changes: Vec<Change>,
    /// Prices that are what they were, after rounding.
    pub(crate) unchanged: usize,
}

/// Raises every SRP of a book, those by quantity as well; nothing else changes.
///
/// # Errors
/// Where a step does not fit a currency, or a price comes to nothing.
pub(crate) fn raise(
    book: &mut BookDocument,
    uplift: &Uplift,
    rounding: Rounding,
    origin: &str,
) -> Result<Raised, Problems> {
    let problems = Problems::none_in(origin, "");
    let mut raiser = Raiser { uplift, rounding, problems, done: Raised::default() };
    let root = book.root_mut();
    for place in 0..tables(root.get("product_line")).len() {
        let Some(line) = table_mut(root.get_mut("product_line"), place) else { continue };
        let path = format!("product_line.{}", text_of(line, "id").unwrap_or_default());
        for place in 0..tables(line.get("edition")).len() {
            let Some(edition) = table_mut(line.get_mut("edition"), place) else { continue };
            let path = format!("{path}.edition.{}", text_of(edition, "id").unwrap_or_default());
            raiser.prices(edition, &path);
            for place in 0..tables(edition.get("tier")).len() {
                let Some(tier) = table_mut(edition.get_mut("tier"), place) else { continue };
                let from = tier.get("from").and_then(Item::as_integer).unwrap_or_default();
                raiser.prices(tier, &format!("{path}.tier from {from}"));
            }
        }
    }
    if raiser.problems.has_errors() { Err(raiser.problems) } else { Ok(raiser.done) }
}

struct Raiser<'uplift> {
    uplift: &'uplift Uplift,
    rounding: Rounding,
    problems: Problems,
    done: Raised,
}

impl Raiser<'_> {
    fn prices(&mut self, table: &mut dyn TableLike, path: &str) {
        let Some(srp) = table.get_mut("srp").and_then(Item::as_table_like_mut) else { return };
        let old: Vec<(String, String)> = srp
            .iter()
            .filter_map(|(code, price)| Some((code.to_owned(), price.as_str()?.to_owned())))
            .collect();
        for (code, old) in old {
            let path = format!("{path}.srp.{code}");
            match self.raised(&code, &old) {
                Ok((before, after)) if before == after => {
                    self.done.unchanged = self.done.unchanged.saturating_add(1);
                }
                Ok((_, after)) => {
                    let new = written(after);
                    set(srp, &code, new.as_str());
                    self.done.changes.push(Change { path, old: Some(old), new: Some(new) });
                }
                Err((message, hint)) => {
                    let message = format!("`{path}`: {message}");
                    let problem = Problem::error("bad-uplift", "", message);
                    self.problems.push(problem.hint(hint));
                }
            }
        }
    }

    /// A price and what it becomes, both with the same decimals; or what is wrong, and what to do.
    fn raised(&self, code: &str, old: &str) -> Result<(Money, Money), (String, String)> {
        let wrong = |message: &str| (message.to_owned(), "correct the book first".to_owned());
        let currency = Currency::from_code(code).ok_or_else(|| wrong("an unknown currency"))?;
        let decimals = self.rounding.decimals_of_units(currency);
        let before = Money::parse_unit(old, currency, decimals).map_err(|_| wrong("no price"))?;
        let step = self.step(currency, decimals)?;
        let too_large = |_| ("the new price is too large".to_owned(), "raise it less".to_owned());
        // How many steps the new price is, by the book's own rounding; then so many steps.
        let steps = Exact::of(before)
            .times_raised(self.uplift.percent)
            .and_then(|exact| exact.over_count(step.minor().unsigned_abs()))
            .and_then(|exact| exact.round(self.rounding.mode))
            .map_err(too_large)?;
        let after = step.times(steps.minor().unsigned_abs()).map_err(too_large)?;
        if after.is_zero() && !before.is_zero() {
            let message = format!("{old} would be rounded to nothing, to a multiple of {step}");
            let hint = format!("give a smaller step: --round-to {code}={old}");
            return Err((message, hint));
        }
        Ok((before, after))
    }

    fn step(&self, currency: Currency, decimals: u8) -> Result<Money, (String, String)> {
        let is_for = |step: &&PriceStep| step.currency.is_none_or(|own| own == currency);
        // One for the currency itself comes before one for all.
        let mut steps: Vec<&PriceStep> = self.uplift.steps.iter().filter(is_for).collect();
        steps.sort_by_key(|step| step.currency.is_some());
        let Some(step) = steps.last() else { return Ok(Money::smallest(currency, decimals)) };
        let shown = for_message(&step.step);
        let hint =
            format!("give this currency a step of its own, for example --round-to {currency}=1");
        match Money::parse_unit(&step.step, currency, decimals) {
            Ok(amount) if !amount.is_zero() => Ok(amount),
            Ok(_) => Err((format!("prices cannot be rounded to {shown}"), hint)),
            Err(MoneyTextError::TooManyDecimals) => Err((
                format!(
                    "prices in {currency} have {decimals} decimals and cannot be rounded to {shown}"
                ),
                hint,
            )),
            Err(MoneyTextError::NotPlain | MoneyTextError::TooLarge) => {
                Err((format!("`{shown}` is not a step to round to"), hint))
            }
        }
    }
}
