//! `explain`: the working of every amount, with its clauses.

use crate::document::text;
use crate::engine::price::price;
use crate::engine::quote::Outcome;

use super::args::{Global, RequestArguments};
use super::output::print;
use super::refuse::refuse;
use super::{Done, books, input};

pub(super) fn explain(global: &Global, wanted: &RequestArguments) -> Done {
    let request = input::request(global, wanted)?;
    let shelf = books::shelf(global)?;
    match price(&request, &shelf) {
        Outcome::Offered(quote) => print(&text::explain(&quote)),
        Outcome::Refused(refusals) => refuse(&request, &shelf, &refusals, None),
    }
}
