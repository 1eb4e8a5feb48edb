//! `book diff`: what changed between two price books, and whose price changes by how much.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::engine::book::{self, PriceBook, Shelf};
use crate::engine::money::{Currency, Money};
use crate::engine::quote::{Outcome, price};
use crate::engine::request::Request;

use super::args::Global;
use super::book::table;
use super::error::Failure;
use super::output::print;
use super::{Done, books, input};

/// Longer values are cut: a clause is told to have changed, not printed twice.
const VALUE_MAX: usize = 40;

pub(super) fn diff(
    global: &Global,
    (old, new): (&PathBuf, &PathBuf),
    requests: Option<&Path>,
) -> Done {
    let mut texts = books::of_paths(&[old.clone(), new.clone()])?;
    let (Some(new), Some(old), true) = (texts.pop(), texts.pop(), texts.is_empty()) else {
        return Err(Failure::Usage {
            message: "two price books are compared at a time".to_owned(),
            hint: "name one file for the old version and one for the new".to_owned(),
        });
    };
    let read = |text: &books::Text| PriceBook::read(&text.origin, &text.text);
    let (old_book, new_book) = match (read(&old), read(&new)) {
        (Ok((old, _)), Ok((new, _))) => (old, new),
        (old, new) => {
            let wrong = [old.err(), new.err()].into_iter().flatten().collect();
            return Err(Failure::Problems(wrong));
        }
    };
    print(&changes(&old.text, &new.text))?;
    match requests {
        None => Ok(()),
        Some(path) => {
            let requests = input::requests(global, path)?;
            print(&prices(old_book, new_book, &requests)?)
        }
    }
}

fn changes(old: &str, new: &str) -> String {
    let changes = book::diff(old, new);
    if changes.is_empty() {
        return "The two price books say the same.\n".to_owned();
    }
    let shown = |value: &Option<String>| match value {
        None => "–".to_owned(),
        Some(value) if value.chars().count() > VALUE_MAX => {
            format!("{}…", value.chars().take(VALUE_MAX).collect::<String>())
        }
        Some(value) => value.clone(),
    };
    let mut rows = vec![["key", "old", "new"].map(str::to_owned).to_vec()];
    rows.extend(
        changes
            .iter()
            .map(|change| vec![change.path.clone(), shown(&change.old), shown(&change.new)]),
    );
    format!("{}\n{} keys differ\n", table(&rows), changes.len())
}

/// What each request costs by either book, as if both were in force on its day.
fn prices(
    old: PriceBook,
    new: PriceBook,
    requests: &[(String, Request)],
) -> Result<String, Failure> {
    let first = requests.iter().map(|(_, request)| request.quote_date).min();
    let Some(first) = first else { return Ok(String::new()) };
    let shelf = |book: PriceBook| Shelf::of([book.as_if_in_force_from(first)]);
    let (old, new) = (shelf(old)?, shelf(new)?);
    let mut sums: BTreeMap<Currency, (Money, Money)> = BTreeMap::new();
    let mut rows =
        vec![["request", "currency", "old", "new", "difference"].map(str::to_owned).to_vec()];
    for (path, request) in requests {
        let (before, after) = (total(request, &old), total(request, &new));
        let mut difference = "–".to_owned();
        if let (Ok(before), Ok(after)) = (&before, &after) {
            difference = signed(*before, *after);
            let zero = Money::zero(request.currency);
            let sum = sums.entry(request.currency).or_insert((zero, zero));
            *sum = (sum.0.plus(*before).unwrap_or(sum.0), sum.1.plus(*after).unwrap_or(sum.1));
        }
        let shown = |total: Result<Money, String>| match total {
            Ok(total) => total.to_string(),
            Err(codes) => codes,
        };
        let currency = request.currency.code().to_owned();
        rows.push(vec![path.clone(), currency, shown(before), shown(after), difference]);
    }
    for (currency, (before, after)) in sums {
        let sum = (before.to_string(), after.to_string(), signed(before, after));
        rows.push(vec!["all that have both".to_owned(), currency.to_string(), sum.0, sum.1, sum.2]);
    }
    Ok(format!("\n{}", table(&rows)))
}

/// The total, or the codes of the refusals.
fn total(request: &Request, shelf: &Shelf) -> Result<Money, String> {
    match price(request, shelf) {
        Outcome::Offered(quote) => Ok(quote.totals.total),
        Outcome::Refused(refusals) => {
            let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.reason.code()).collect();
            Err(codes.join(", "))
        }
    }
}

fn signed(before: Money, after: Money) -> String {
    match after.minus(before) {
        Ok(difference) if difference.minor() > 0 => format!("+{difference}"),
        Ok(difference) => difference.to_string(),
        Err(_) => "too large".to_owned(),
    }
}
