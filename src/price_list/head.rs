//! The head of a book: which book it is, which version, and from when.

use toml_edit::Datetime;

use crate::engine::calendar::Date;

use super::document::{BookDocument, set, text_of};

/// Most bytes of the text that says where the numbers come from.
const SOURCE_MAX: usize = 2_000;

/// What the head of a book is to say; what is not given stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewHead {
    pub(crate) id: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) effective_from: Option<Date>,
}

/// What became of a last day in force that the book had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastDay {
    /// It has none.
    None,
    /// It stays: the book is still in force from its new first day through this one.
    Kept(Date),
    /// It is gone: it was before the new first day.
    Removed(Date),
}

/// Changes the head of a book. A last day in force before a new first day would be none at all,
/// and goes.
pub(crate) fn change_head(book: &mut BookDocument, new: &NewHead) -> LastDay {
    let root = book.root_mut();
    let Some(head) = root.get_mut("book").and_then(|item| item.as_table_like_mut()) else {
        return LastDay::None;
    };
    if let Some(id) = &new.id {
        set(head, "id", id.as_str());
    }
    if let Some(version) = &new.version {
        set(head, "version", version.as_str());
    }
    let through = head.get("effective_through").and_then(|item| item.as_datetime());
    let through = through
        .and_then(|day| day.date)
        .and_then(|day| Date::from_ymd_opt(day.year.into(), day.month.into(), day.day.into()));
    if let Some(Ok(day)) = new.effective_from.map(|day| day.to_string().parse::<Datetime>()) {
        set(head, "effective_from", day);
    }
    match (through, new.effective_from) {
        (None, _) => LastDay::None,
        (Some(through), Some(from)) if through < from => {
            head.remove("effective_through");
            LastDay::Removed(through)
        }
        (Some(through), _) => LastDay::Kept(through),
    }
}

/// Adds to what the head says of where the numbers come from, as far as there is room.
pub(crate) fn add_source(book: &mut BookDocument, text: &str) {
    let root = book.root_mut();
    let head = root.get_mut("book").and_then(|item| item.as_table_like_mut());
    let Some(head) = head else { return };
    let source = match text_of(head, "source") {
        Some(old) if old.ends_with('.') => format!("{old} {text}"),
        Some(old) if !old.is_empty() => format!("{old}; {text}"),
        Some(_) | None => text.to_owned(),
    };
    if source.len() <= SOURCE_MAX {
        set(head, "source", source);
    }
}

/// Makes a sample of a book that begins with the rules of another: nobody has approved it.
pub(crate) fn begin_head(book: &mut BookDocument, source: &str, comment: &str) {
    let root = book.root_mut();
    if let Some(table) = root.get_mut("book").and_then(|item| item.as_table_mut()) {
        table.decor_mut().set_prefix(comment);
    }
    let head = root.get_mut("book").and_then(|item| item.as_table_like_mut());
    let Some(head) = head else { return };
    set(head, "status", "sample");
    set(head, "source", source);
    head.remove("effective_through");
}
