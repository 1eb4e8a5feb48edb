//! `book`: the price books, one file for each of its commands.

mod check;
mod diff;
mod lapse;
mod list;
mod prices;
mod sales;
mod show;

use super::args::{BookCommand, Global};
use super::error::CommandResult;

pub(super) fn book(global: &Global, wanted: &BookCommand) -> CommandResult {
    match wanted {
        BookCommand::List => list::list(global),
        BookCommand::Show(wanted) => show::show(global, wanted),
        BookCommand::Diff { old, new, requests } => {
            diff::diff(global, (old, new), requests.as_deref())
        }
        BookCommand::Check { paths } => check::check(global, paths),
    }
}
