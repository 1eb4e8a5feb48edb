//! `register add` and `register revise`: quotes get numbers, and revisions.

use crate::cli::args::{AddArguments, RequestArguments, ReviseArguments};
use crate::cli::books;
use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::input;
use crate::cli::output::print;
use crate::cli::refusals::{NewLicences, report_refusals};
use crate::cli::safe::safe;
use crate::engine::price::price;
use crate::engine::quote::{Outcome, Quote};
use crate::register::{ListedJson, Sealed, ToRegister};

use super::list::print_json;
use super::opened::Opened;
use super::run;

pub(super) fn add(global: &Global, opened: &mut Opened, given: &AddArguments) -> CommandResult {
    if let Some(table) = &given.batch {
        if given.request.file.is_some() || !given.request.holding.is_empty() {
            return Err(CommandError::usage(
                "--batch cannot be combined with a request",
                "register the table, or the request",
            ));
        }
        return run::add(global, opened, table, given);
    }
    if let Some((flag, _)) = given.rows.given().next() {
        return Err(CommandError::usage(
            format!("{flag} is for a table"),
            "name the table with --batch, or leave the flag out",
        ));
    }
    let Some((quote, book)) = priced(global, opened, &given.request)? else { return Ok(()) };
    let wanted = ToRegister { quote: &quote, book: &book };
    let sealed = opened.register.add(&opened.actor, wanted, opened.now())?;
    told(opened, &sealed, given.json)
}

pub(super) fn revise(
    global: &Global,
    opened: &mut Opened,
    given: &ReviseArguments,
) -> CommandResult {
    let Some((quote, book)) = priced(global, opened, &given.request)? else { return Ok(()) };
    let wanted = ToRegister { quote: &quote, book: &book };
    let sealed = opened.register.revise(&opened.actor, &given.number, wanted, opened.now())?;
    told(opened, &sealed, given.json)
}

/// The quote of a request, with the text of its price book.
fn priced(
    global: &Global,
    opened: &Opened,
    wanted: &RequestArguments,
) -> Result<Option<(Quote, String)>, CommandError> {
    let request = input::request_on(global, wanted, opened.today())?;
    let shelf = books::shelf(global)?;
    match price(&request, &shelf) {
        Outcome::Offered(quote) => {
            let book = books::text_of(global, &quote.receipt.book_sha256)?;
            Ok(Some((*quote, book)))
        }
        Outcome::Refused(refusals) => {
            report_refusals(&request, &shelf, &refusals, None, NewLicences::Left).map(|()| None)
        }
    }
}

/// The number goes to standard output, what is to be known of it to standard error.
fn told(opened: &Opened, sealed: &Sealed, as_json: bool) -> CommandResult {
    let (history, _) = opened.register.history(&sealed.number, opened.now())?;
    let Some((revision, shown, _)) = history.revisions.last() else { return Ok(()) };
    if as_json {
        return print_json(&ListedJson::of(&history.quote, revision, *shown));
    }
    print(&format!("{}\n", sealed.number))?;
    say(&safe(&format!(
        "{} for {}: {} {}, valid through {}, {}",
        revision.document(),
        history.quote.customer,
        revision.total.currency().code(),
        revision.total,
        revision.valid_through,
        shown.word()
    )));
    say("\n");
    Ok(())
}
