//! `compare`: other terms, later days, new licences.

use crate::document::{json, sheet, text};
use crate::engine::alternatives::{self, Comparison};

use super::args::CompareArguments;
use super::error::CommandResult;
use super::global::Global;
use super::output::{Output, OutputFlags, print, publish};
use super::refusals::{NewLicences, report_refusals};
use super::terminal::width;
use super::{books, input};

pub(super) fn compare(global: &Global, wanted: &CompareArguments) -> CommandResult {
    let files = OutputFlags::of(&[("json", &wanted.json)]);
    files.check(wanted.request.file.as_deref())?;
    let request = input::request(global, &wanted.request)?;
    let shelf = books::shelf(global)?;
    let (book, found) = match alternatives::compare(&request, &shelf) {
        Comparison::Compared { book, found } => (book, found),
        Comparison::Refused(refusals) => {
            let json = wanted.json.as_deref();
            return report_refusals(&request, &shelf, &refusals, json, NewLicences::Printed);
        }
    };
    if let Some(path) = &wanted.json {
        let text = json::comparison(&request, book, &found);
        publish(vec![Output { path: path.clone(), bytes: text.into_bytes() }])?;
    }
    if files.on_standard_output().is_some() {
        return Ok(());
    }
    print(&text::options(&sheet::options(&request, book, &found), width()))
}
