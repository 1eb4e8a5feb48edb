//! `compare`: other terms, later days, new licences.

use crate::document::{json, sheet, text};
use crate::engine::alternatives::{Offer, alternatives};
use crate::engine::eligibility::{Reason, Refusal};
use crate::engine::quote::{Outcome, price};

use super::args::{CompareArguments, Global};
use super::output::{Output, Wanted, print, publish, width};
use super::refuse::refuse;
use super::{Done, books, input};

pub(super) fn compare(global: &Global, wanted: &CompareArguments) -> Done {
    let files = Wanted::of(&[("json", &wanted.json)]);
    files.check(wanted.request.file.as_deref())?;
    let request = input::request(global, &wanted.request)?;
    let shelf = books::shelf(global)?;
    let refusals = match price(&request, &shelf) {
        Outcome::Offered(_) => Vec::new(),
        Outcome::Refused(refusals) => refusals,
    };
    // Another term helps against some refusals; against the others nothing here does.
    let hopeless = refusals.iter().any(|refusal| !another_term_may_help(refusal));
    let family = request.as_ref().book;
    let (Some(found), Ok(book), false) =
        (alternatives(&request, &shelf), shelf.in_force(family, request.quote_date), hopeless)
    else {
        return refuse(&request, &shelf, &refusals, wanted.json.as_deref());
    };
    let any = found.terms.iter().any(|option| matches!(option.offer, Offer::Offered { .. }));
    if !any && !refusals.is_empty() {
        return refuse(&request, &shelf, &refusals, wanted.json.as_deref());
    }
    if let Some(path) = &wanted.json {
        let text = json::comparison(&request, book, &found);
        publish(vec![Output { path: path.clone(), bytes: text.into_bytes() }])?;
    }
    if files.takes_standard_output() {
        return Ok(());
    }
    print(&text::options(&sheet::options(&request, book, &found), width()))
}

const fn another_term_may_help(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::TermNotOffered { .. } | Reason::TermConsumedByGap { .. })
}
