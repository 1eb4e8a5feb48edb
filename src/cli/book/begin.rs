//! `book new`: a price book that begins as a copy of another one.

use crate::cli::args::{HeadArguments, NewArguments};
use crate::cli::books;
use crate::cli::error::CommandResult;
use crate::cli::global::Global;
use crate::cli::output::{Output, print, publish};
use crate::price_list::document::BookDocument;
use crate::price_list::head::{NewHead, change_head};

use super::changed::{Checked, checked, not_there_yet};

pub(super) fn begin(global: &Global, wanted: &NewArguments) -> CommandResult {
    not_there_yet(&wanted.into, "a new book does not take the place of a file")?;
    let (text, like) = books::named(global, Some(&wanted.like))?;
    let mut document = BookDocument::read(&text.origin, &text.text)?;
    change_head(&mut document, &new_head(&wanted.head));
    let text = document.text();
    let Checked { book, warnings } = checked(&wanted.into, &text)?;
    publish(vec![Output { path: wanted.into.clone(), bytes: text.into_bytes() }])?;
    let (from, now) = (like.about(), book.about());
    print(&format!(
        "{}: begun from {} {}, checked{warnings}\n\
         It is `{}` {} of {}, in force from {}. Change these in [book], and the rules and prices; \
         then: reinstate book check {}\n",
        wanted.into.display(),
        from.id,
        from.version,
        now.id,
        now.version,
        now.vendor,
        now.effective_from,
        wanted.into.display(),
    ))
}

/// What flags say of the head of a book.
pub(super) fn new_head(wanted: &HeadArguments) -> NewHead {
    NewHead {
        id: wanted.id.clone(),
        version: wanted.version.clone(),
        effective_from: wanted.effective_from,
    }
}
