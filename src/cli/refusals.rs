//! What a command does when the rules refuse: every reason, and the JSON where it was asked for.

use std::path::Path;

use crate::document::sheet;
use crate::document::{json, text, words};
use crate::engine::alternatives::{Alternatives, beside_refusals};
use crate::engine::book::Shelf;
use crate::engine::refusal::{LinePlace, Refusal};
use crate::engine::request::Request;

use super::error::{CommandError, CommandResult, Refused};
use super::output::{Output, is_standard_output, print, publish};
use super::terminal::width;

/// What becomes of the price of new licences where a lapse is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NewLicences {
    /// It is printed, unless the JSON stands there.
    Printed,
    /// Only the JSON has it.
    Left,
}

/// Says why there is no price; where a lapse is in the way, also what new licences would cost.
pub(super) fn report_refusals(
    request: &Request,
    shelf: &Shelf,
    refusals: &[Refusal],
    json_file: Option<&Path>,
    buying_new: NewLicences,
) -> CommandResult {
    let found = beside_refusals(request, shelf, refusals);
    if let Some(path) = json_file {
        let text = json::refusals(refusals, request.language, found.as_ref());
        publish(vec![Output { path: path.to_owned(), bytes: text.into_bytes() }])?;
    }
    if buying_new == NewLicences::Printed && !json_file.is_some_and(is_standard_output) {
        print_buying_new(request, shelf, found.as_ref())?;
    }
    Err(CommandError::Refused(refusals.iter().map(|refusal| refused(request, refusal)).collect()))
}

fn print_buying_new(
    request: &Request,
    shelf: &Shelf,
    found: Option<&Alternatives>,
) -> CommandResult {
    let Some(found) = found.filter(|found| found.buying_new.is_some()) else { return Ok(()) };
    let family = request.as_ref().book;
    let Ok(book) = shelf.in_force(family, request.quote_date) else { return Ok(()) };
    let mut options = sheet::options(request, book, found);
    options.terms = None;
    options.levels = None;
    options.choices = None;
    options.waiting = None;
    print(&text::options(&options, width()))
}

fn refused(request: &Request, refusal: &Refusal) -> Refused {
    let about = refusal.line.and_then(|line| {
        let (key, place) = line.key();
        let (product_line, edition) = match line {
            LinePlace::Holding(place) => {
                let holding = request.holdings.get(place)?;
                (&holding.product_line, &holding.edition)
            }
            LinePlace::Addition(place) => {
                let addition = request.additions.get(place)?;
                (&addition.product_line, &addition.edition)
            }
            LinePlace::Raise(place) => {
                let raise = request.raises.get(place)?;
                (&raise.product_line, &raise.edition)
            }
        };
        Some(format!("{key} {} ({product_line} {edition})", place + 1))
    });
    let said = words::refusal(refusal, request.language);
    Refused { code: refusal.reason.code(), about, said }
}
