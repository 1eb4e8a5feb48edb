//! `book export`: the prices of a book as a table.

use std::path::Path;

use crate::cli::args::ExportArguments;
use crate::cli::books;
use crate::cli::error::{CommandError, CommandResult};
use crate::cli::global::Global;
use crate::cli::output::{Output, OutputFlags, print, publish};
use crate::engine::book::{PriceBook, Shelf};
use crate::price_list::export::{PriceTable, price_table};

use super::changed::counted;
use super::find::{Which, find};

pub(super) fn export(global: &Global, wanted: &ExportArguments) -> CommandResult {
    let flags = OutputFlags::of(&[("xlsx", &wanted.xlsx), ("csv", &wanted.csv)]);
    let path = wanted.id.as_deref().map(Path::new).filter(|path| path.is_file());
    flags.check(path)?;
    let shelf = match path {
        Some(path) => {
            let text = books::of_file(path)??;
            Shelf::of([PriceBook::read(&text.origin, &text.text)?.0])?
        }
        None => books::shelf(global)?,
    };
    let book = match path {
        Some(_) => shelf.books().next().map(AsRef::as_ref),
        None => {
            let day = wanted.which.on.or(global.quote_date);
            let (id, version) = (wanted.id.as_deref(), wanted.which.version.as_deref());
            Some(find(&shelf, Which { id, version, day })?)
        }
    };
    let Some(book) = book else { return Ok(()) };
    let table = price_table(book);
    let mut outputs = Vec::new();
    for (flag, path) in &flags.0 {
        let bytes = if *flag == "csv" { table.csv() } else { workbook(book, &table)? };
        outputs.push(Output { path: (*path).to_owned(), bytes });
    }
    publish(outputs)?;
    if flags.on_standard_output().is_some() {
        return Ok(());
    }
    let about = book.about();
    let rows = counted(table.rows.len(), "row");
    print(&format!("{rows} of prices of {} {} written\n", about.id, about.version))
}

#[cfg(feature = "formats")]
fn workbook(book: &PriceBook, table: &PriceTable) -> Result<Vec<u8>, CommandError> {
    let about = book.about();
    let title = format!("{} {}", about.title, about.version);
    crate::price_list::workbook::workbook(table, &title, about.effective_from)
        .map_err(|error| CommandError::no_document("workbook", &error))
}

#[cfg(not(feature = "formats"))]
fn workbook(_book: &PriceBook, _table: &PriceTable) -> Result<Vec<u8>, CommandError> {
    Err(crate::batch::not_built("a workbook").into())
}
