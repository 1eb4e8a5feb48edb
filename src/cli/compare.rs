//! `compare`: other terms, later days, new licences.

use crate::document::{json, sheet, text};
use crate::engine::alternatives::{Offer, alternatives};
use crate::engine::eligibility::{Reason, Refusal};
use crate::engine::quote::{Outcome, price};

use super::args::{CompareArguments, Global};
use super::output::{Output, is_standard_output, print, publish, width};
use super::quote::refuse;
use super::{Done, books, input};

pub(super) fn compare(global: &Global, wanted: &CompareArguments) -> Done {
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
        return refuse(&request, &shelf, &refusals, &wanted.json);
    };
    let any = found.terms.iter().any(|option| matches!(option.offer, Offer::Offered { .. }));
    if !any && !refusals.is_empty() {
        return refuse(&request, &shelf, &refusals, &wanted.json);
    }
    if let Some(path) = &wanted.json {
        let text = json::comparison(&request, book, &found);
        publish(vec![Output { path: path.clone(), bytes: text.into_bytes() }])?;
    }
    if wanted.json.as_deref().is_some_and(is_standard_output) {
        return Ok(());
    }
    print(&text::options(&sheet::options(&request, book, &found), width()))
}

const fn another_term_may_help(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::TermNotOffered { .. } | Reason::TermConsumedByGap { .. })
}
