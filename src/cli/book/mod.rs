//! `book`: the price books, one file for each of its commands.

mod begin;
mod changed;
mod check;
mod diff;
mod export;
mod find;
mod import;
mod lapse;
mod list;
mod prices;
mod sales;
mod show;
mod uplift;

use super::args::BookCommand;
use super::error::CommandResult;
use super::global::Global;

pub(super) fn book(global: &Global, wanted: &BookCommand) -> CommandResult {
    match wanted {
        BookCommand::List => list::list(global),
        BookCommand::Show(wanted) => show::show(global, wanted),
        BookCommand::Diff { old, new, requests } => {
            diff::diff(global, (old, new), requests.as_deref())
        }
        BookCommand::Check { paths } => check::check(global, paths),
        BookCommand::New(wanted) => begin::begin(global, wanted),
        BookCommand::Import(wanted) if wanted.uplift.is_some() => uplift::uplift(global, wanted),
        BookCommand::Import(wanted) => import::import(global, wanted),
        BookCommand::Export(wanted) => export::export(global, wanted),
    }
}
