//! The book that a command is about: by its id, its version, or the day it is in force.

use crate::cli::clock::today;
use crate::cli::error::CommandError;
use crate::document::words;
use crate::engine::book::{Language, NotInForce, PriceBook, Shelf};
use crate::engine::calendar::Date;
use crate::engine::refusal::{Reason, Refusal};
use crate::engine::text::{for_message, one_of};

/// Which book is meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Which<'text> {
    /// Its id; needless where all books have the same.
    pub(super) id: Option<&'text str>,
    /// This version, instead of one in force.
    pub(super) version: Option<&'text str>,
    /// The version in force on this day, instead of today.
    pub(super) day: Option<Date>,
}

/// Finds a book on a shelf.
pub(super) fn find<'shelf>(
    shelf: &'shelf Shelf,
    wanted: Which<'_>,
) -> Result<&'shelf PriceBook, CommandError> {
    const LIST: &str = "`reinstate book list` lists the books and when each is in force";
    let Some(version) = wanted.version else {
        let found = shelf.in_force(wanted.id, wanted.day.unwrap_or_else(today));
        return found.map(AsRef::as_ref).map_err(|why| {
            let hint = match &why {
                NotInForce::UnknownFamily { nearest: Some(id), .. } => {
                    format!("did you mean `{id}`?")
                }
                NotInForce::UnknownFamily { .. } | NotInForce::NoBooks => LIST.to_owned(),
                NotInForce::WhichFamily { known } => {
                    let first = known.first().map_or("ID", String::as_str);
                    format!("for example: reinstate book show {first}")
                }
                NotInForce::TooEarly { .. } | NotInForce::Ended { .. } => {
                    format!("name a day with --on, or a version with --version; {LIST}")
                }
            };
            CommandError::usage(reason(why), hint)
        });
    };
    let id = wanted.id;
    let of_id = |book: &&PriceBook| id.is_none_or(|id| book.about().id == id);
    let known: Vec<&PriceBook> = shelf.books().map(AsRef::as_ref).filter(of_id).collect();
    let mut found = known.iter().filter(|book| book.about().version == version);
    match (found.next(), found.next()) {
        (Some(book), None) => Ok(book),
        (Some(_), Some(_)) => Err(CommandError::usage(
            format!("several price books have a version {}", for_message(version)),
            format!("name the book too; {LIST}"),
        )),
        (None, _) => {
            let mut versions: Vec<&str> =
                known.iter().map(|book| book.about().version.as_str()).collect();
            versions.dedup();
            let hint = if versions.is_empty() {
                LIST.to_owned()
            } else {
                format!("choose {}", one_of(versions))
            };
            let of = id.map_or_else(String::new, |id| format!("`{}` ", for_message(id)));
            let message = format!("there is no price book {of}{}", for_message(version));
            Err(CommandError::usage(message, hint))
        }
    }
}

fn reason(why: NotInForce) -> String {
    let refusal = Refusal { line: None, reason: Reason::NoBookInForce(why) };
    words::refusal(&refusal, Language::English).message
}
