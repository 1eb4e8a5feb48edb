//! `explain`: the working of every amount, with its clauses.

use crate::document::text;
use crate::engine::alternatives::alternatives;
use crate::engine::price::price;
use crate::engine::quote::Outcome;

use super::args::RequestArguments;
use super::error::CommandResult;
use super::global::Global;
use super::output::print;
use super::refusals::{NewLicences, report_refusals};
use super::{books, input};

pub(super) fn explain(global: &Global, wanted: &RequestArguments) -> CommandResult {
    let request = input::request(global, wanted)?;
    let shelf = books::shelf(global)?;
    match price(&request, &shelf) {
        Outcome::Offered(quote) => {
            let found = alternatives(&request, &shelf);
            print(&text::explain(&quote, found.as_ref()))
        }
        Outcome::Refused(refusals) => {
            report_refusals(&request, &shelf, &refusals, None, NewLicences::Printed)
        }
    }
}
