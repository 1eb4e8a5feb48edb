//! `book import --uplift`: a new version of a price book, with every SRP raised.

use crate::cli::args::ImportArguments;
use crate::cli::books;
use crate::cli::error::{CommandError, CommandResult};
use crate::cli::global::Global;
use crate::cli::output::{Output, print, publish};
use crate::engine::book::{PriceBook, Shelf};
use crate::engine::calendar::Date;
use crate::engine::text::joined;
use crate::files;
use crate::price_list::document::BookDocument;
use crate::price_list::head::{LastDay, add_source, change_head};
use crate::price_list::uplift::{PriceStep, Raised, Uplift, raise};

use super::begin::new_head;
use super::changed::{Checked, changes, checked, counted, not_there_yet};

pub(super) fn uplift(global: &Global, wanted: &ImportArguments) -> CommandResult {
    let (Some(percent), Some(from)) = (wanted.uplift, wanted.head.effective_from) else {
        return Err(CommandError::usage("the new version needs --uplift and --effective-from", ""));
    };
    if let Some(id) = &wanted.head.id {
        return Err(CommandError::usage(
            format!("a new version keeps the ID of its book, and cannot be `{id}`"),
            "leave out --id",
        ));
    }
    if files::is_same(&wanted.prices, &wanted.into) {
        return Err(CommandError::usage(
            "--into is the book whose prices are raised",
            "a version that was used must not change: name a new file for the new version",
        ));
    }
    not_there_yet(&wanted.into, "a new version does not take the place of a file")?;
    let (text, old) = books::named(global, Some(&wanted.prices.to_string_lossy()))?;
    let about = old.about();
    if from <= about.effective_from {
        return Err(CommandError::usage(
            format!("the new version begins on {from}, the old one on {}", about.effective_from),
            "give --effective-from a later day",
        ));
    }
    let mut document = BookDocument::read(&text.origin, &text.text)?;
    let uplift = Uplift { percent, steps: wanted.round_to.clone() };
    let raised = raise(&mut document, &uplift, old.rounding(), &text.origin)?;
    let last_day = change_head(&mut document, &new_head(&wanted.head));
    add_source(&mut document, &source(&old, &uplift));
    let text = document.text();
    let Checked { book, warnings } = checked(&wanted.into, &text)?;
    // Side by side in a folder, they must be two versions of one book.
    let shown = report(wanted, (&old, &book), &raised, &warnings);
    Shelf::of([old.clone(), book])?;
    publish(vec![Output { path: wanted.into.clone(), bytes: text.into_bytes() }])?;
    print(&format!("{shown}{}", days(last_day, from)))
}

/// How the prices of the new version came about.
fn source(old: &PriceBook, uplift: &Uplift) -> String {
    let steps = rounded(&uplift.steps);
    format!("SRPs: those of {}, raised by {}{steps}", old.about().version, uplift.percent)
}

fn rounded(steps: &[PriceStep]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let step = |step: &PriceStep| match step.currency {
        Some(currency) => format!("{currency} {}", step.step),
        None => step.step.clone(),
    };
    format!(" and rounded to {}", joined(steps.iter().map(step), ", "))
}

fn report(
    wanted: &ImportArguments,
    (old, new): (&PriceBook, &PriceBook),
    raised: &Raised,
    warnings: &str,
) -> String {
    let (about, now) = (old.about(), new.about());
    format!(
        "{}: `{}` {} from {} with its {} raised, {} unchanged; checked{warnings}\n\
         Rates, least prices, fees and all else are as in {}.\n{}",
        wanted.into.display(),
        now.id,
        now.version,
        now.effective_from,
        counted(raised.changes.len(), "SRP"),
        raised.unchanged,
        about.version,
        changes(&raised.changes),
    )
}

/// What is to be known of the last days in force.
fn days(last_day: LastDay, from: Date) -> String {
    match last_day {
        LastDay::None => String::new(),
        LastDay::Kept(through) => {
            format!(
                "\nLike the old version, the new one ends on {through} (`effective_through`).\n"
            )
        }
        LastDay::Removed(through) => {
            let gap = through.succ_opt().filter(|next| *next < from);
            let gap = gap.map_or_else(String::new, |next| {
                format!(" From {next} until then no version is in force.")
            });
            format!("\nThe old version ends on {through}, the new one has no last day.{gap}\n")
        }
    }
}
