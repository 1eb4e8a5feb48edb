//! `book diff`: what changed between two price books, and whose price changes by how much.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::error::{CommandError, CommandResult};
use crate::cli::global::Global;
use crate::cli::output::print;
use crate::cli::table::table;
use crate::cli::{books, input};
use crate::document::text::Side::{Left, Right};
use crate::engine::book::{self, PriceBook, Shelf};
use crate::engine::money::{Currency, Money};
use crate::engine::price::price;
use crate::engine::problem::Problems;
use crate::engine::quote::Outcome;
use crate::engine::request::Request;

/// Longer values are cut: a clause is told to have changed, not printed twice.
const VALUE_MAX: usize = 40;
/// What stands for an amount that cannot be told.
const TOO_LARGE: &str = "too large";

pub(super) fn diff(
    global: &Global,
    (old, new): (&PathBuf, &PathBuf),
    requests: Option<&Path>,
) -> CommandResult {
    let (old, new) = (books::of_file(old)?, books::of_file(new)?);
    let read = |text: Result<books::BookText, Problems>| {
        let text = text?;
        PriceBook::read(&text.origin, &text.text).map(|(book, _warnings)| (book, text.text))
    };
    let ((old_book, old), (new_book, new)) = match (read(old), read(new)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let wrong = [old.err(), new.err()].into_iter().flatten().collect();
            return Err(CommandError::Problems(wrong));
        }
    };
    // Read before anything is printed: a wrong request leaves no half of an answer.
    let requests = requests.map(|path| input::requests(global, path)).transpose()?;
    print(&changes(&old, &new))?;
    match requests {
        None => Ok(()),
        Some(requests) => print(&prices(old_book, new_book, &requests)?),
    }
}

fn changes(old: &str, new: &str) -> String {
    let changes = book::diff(old, new);
    if changes.is_empty() {
        return "The two price books do not differ.\n".to_owned();
    }
    let shown = |value: &Option<String>| match value {
        None => "–".to_owned(),
        Some(value) if value.chars().count() > VALUE_MAX => {
            format!("{}…", value.chars().take(VALUE_MAX).collect::<String>())
        }
        Some(value) => value.clone(),
    };
    let rows = changes
        .iter()
        .map(|change| vec![change.path.clone(), shown(&change.old), shown(&change.new)]);
    let columns = ["key", "old", "new"].map(|head| (head, Left));
    let count = match changes.len() {
        1 => "1 key differs".to_owned(),
        count => format!("{count} keys differ"),
    };
    format!("{}\n{count}\n", table("", &columns, &rows.collect::<Vec<_>>()))
}

/// What each request costs by either book, as if both were in force on its day.
fn prices(
    old: PriceBook,
    new: PriceBook,
    requests: &[(String, Request)],
) -> Result<String, CommandError> {
    let first = requests.iter().map(|(_, request)| request.quote_date).min();
    let Some(first) = first else { return Ok(String::new()) };
    let shelf = |book: PriceBook| Shelf::of([book.as_if_in_force_from(first)]);
    let (old, new) = (shelf(old)?, shelf(new)?);
    let mut sums: BTreeMap<Currency, Option<(Money, Money)>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (path, request) in requests {
        let (before, after) = (total(request, &old), total(request, &new));
        let mut difference = "–".to_owned();
        if let (Ok(before), Ok(after)) = (&before, &after) {
            difference = signed(*before, *after);
            let zero = Money::zero(request.currency);
            let sum = sums.entry(request.currency).or_insert(Some((zero, zero)));
            *sum = sum.and_then(|(old, new)| old.plus(*before).ok().zip(new.plus(*after).ok()));
        }
        let shown = |total: Result<Money, String>| match total {
            Ok(total) => total.to_string(),
            Err(codes) => codes,
        };
        let currency = request.currency.code().to_owned();
        rows.push(vec![path.clone(), currency, shown(before), shown(after), difference]);
    }
    for (currency, sum) in sums {
        let cells = match sum {
            Some((old, new)) => [old.to_string(), new.to_string(), signed(old, new)],
            None => [TOO_LARGE; 3].map(str::to_owned),
        };
        let name = "all priced with both".to_owned();
        rows.push([name, currency.to_string()].into_iter().chain(cells).collect());
    }
    let columns = [
        ("request", Left),
        ("currency", Left),
        ("old", Right),
        ("new", Right),
        ("difference", Right),
    ];
    Ok(format!("\n{}", table("", &columns, &rows)))
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
        Err(_) => TOO_LARGE.to_owned(),
    }
}
