//! `book list`: which books there are, and when each is in force.

use crate::cli::books;
use crate::cli::error::CommandResult;
use crate::cli::global::Global;
use crate::cli::output::print;
use crate::cli::table::table;
use crate::document::text::Side::Left;

pub(super) fn list(global: &Global) -> CommandResult {
    let shelf = books::shelf(global)?;
    let columns = ["book", "version", "from", "through", "status", "title", "read from"];
    let rows = shelf.books().map(|book| {
        let about = book.about();
        let through = shelf.last_day_of(book);
        vec![
            about.id.clone(),
            about.version.clone(),
            about.effective_from.to_string(),
            through.map_or_else(|| "no end".to_owned(), |date| date.to_string()),
            about.status.word().to_owned(),
            about.title.clone(),
            book.origin().to_owned(),
        ]
    });
    print(&table("", &columns.map(|head| (head, Left)), &rows.collect::<Vec<_>>()))
}
