//! `quote` and `explain`.

use std::path::PathBuf;

use crate::document::pdf::Paper;
use crate::document::sheet::Sheet;
use crate::document::{html, json, pdf, text, words};
use crate::engine::alternatives::{Alternatives, alternatives};
use crate::engine::book::Shelf;
use crate::engine::eligibility::{Reason, Refusal};
use crate::engine::quote::{Outcome, Quote, price};
use crate::engine::request::Request;

use super::args::{Global, PaperArgument, QuoteArguments, RequestArguments};
use super::error::{Failure, Refused};
use super::output::{Output, is_standard_output, print, publish, width};
use super::{Done, books, input};

pub(super) fn quote(global: &Global, wanted: &QuoteArguments) -> Done {
    let to_standard_output = [&wanted.json, &wanted.html, &wanted.pdf]
        .into_iter()
        .flatten()
        .filter(|path| is_standard_output(path))
        .count();
    if to_standard_output > 1 {
        return Err(Failure::Usage {
            message: "two outputs cannot both go to standard output".to_owned(),
            hint: "write `-` once, and files for the others".to_owned(),
        });
    }
    let request = input::request(global, &wanted.request)?;
    let brand = wanted.brand.as_deref().map(input::brand).transpose()?;
    let shelf = books::shelf(global)?;
    let quote = match price(&request, &shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(refusals) => return refuse(&request, &shelf, &refusals, &wanted.json),
    };
    let mut sheet = match alternatives(&request, &shelf) {
        Some(alternatives) => Sheet::with_options(&quote, &alternatives),
        None => Sheet::of(&quote),
    };
    if let Some(brand) = brand {
        sheet = sheet.branded(&brand);
    }
    publish(outputs(wanted, &quote, &sheet)?)?;
    if to_standard_output == 0 {
        print(&text::quote(&sheet, width()))?;
    }
    Ok(())
}

fn outputs(wanted: &QuoteArguments, quote: &Quote, sheet: &Sheet) -> Result<Vec<Output>, Failure> {
    let mut outputs = Vec::new();
    if let Some(path) = &wanted.json {
        outputs.push(Output { path: path.clone(), bytes: json::quote(quote).into_bytes() });
    }
    if let Some(path) = &wanted.html {
        let page = html::page(sheet)
            .map_err(|error| Failure::Document { what: "HTML page", message: error.to_string() })?;
        outputs.push(Output { path: path.clone(), bytes: page.into_bytes() });
    }
    if let Some(path) = &wanted.pdf {
        let paper = match wanted.paper {
            PaperArgument::A4 => Paper::A4,
            PaperArgument::Letter => Paper::Letter,
        };
        let bytes = pdf::document(sheet, paper)
            .map_err(|error| Failure::Document { what: "PDF", message: error.to_string() })?;
        outputs.push(Output { path: path.clone(), bytes });
    }
    Ok(outputs)
}

/// Says why there is no price; where a lapse is in the way, also what new licences would cost.
pub(super) fn refuse(
    request: &Request,
    shelf: &Shelf,
    refusals: &[Refusal],
    json_file: &Option<PathBuf>,
) -> Done {
    let lapsed = |refusal: &Refusal| {
        matches!(
            refusal.reason,
            Reason::ReinstatementNotOffered { .. } | Reason::TermConsumedByGap { .. }
        )
    };
    let found = refusals.iter().any(lapsed).then(|| alternatives(request, shelf)).flatten();
    if let Some(path) = json_file {
        let text = json::refusals(refusals, request.language, found.as_ref());
        publish(vec![Output { path: path.clone(), bytes: text.into_bytes() }])?;
    }
    if !json_file.as_deref().is_some_and(is_standard_output) {
        print_buying_new(request, shelf, found.as_ref())?;
    }
    Err(Failure::Refused(refusals.iter().map(|refusal| refused(request, refusal)).collect()))
}

fn print_buying_new(request: &Request, shelf: &Shelf, found: Option<&Alternatives>) -> Done {
    let Some(found) = found.filter(|found| found.buying_new.is_some()) else { return Ok(()) };
    let family = request.as_ref().book;
    let Ok(book) = shelf.in_force(family, request.quote_date) else { return Ok(()) };
    let mut options = crate::document::sheet::options(request, book, found);
    options.terms = None;
    options.waiting = None;
    print(&text::options(&options, width()))
}

fn refused(request: &Request, refusal: &Refusal) -> Refused {
    let holding = refusal.holding.and_then(|place| Some((place, request.holdings.get(place)?)));
    let about = holding.map(|(place, holding)| {
        format!("holding {} ({} {})", place + 1, holding.product_line, holding.edition)
    });
    let said = words::refusal(refusal, request.language);
    Refused { code: refusal.reason.code(), about, said }
}

pub(super) fn explain(global: &Global, wanted: &RequestArguments) -> Done {
    let request = input::request(global, wanted)?;
    let shelf = books::shelf(global)?;
    match price(&request, &shelf) {
        Outcome::Offered(quote) => print(&text::explain(&quote)),
        Outcome::Refused(refusals) => refuse(&request, &shelf, &refusals, &None),
    }
}
