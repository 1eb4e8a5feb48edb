//! `book check`: every mistake of every book at once, with its place.

use std::path::PathBuf;

use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::output::print;
use crate::cli::{books, report};
use crate::engine::book::{PriceBook, Shelf};
use crate::engine::lapse_check::lapse_warnings;
use crate::engine::problem::{Problems, Severity};

pub(super) fn check(global: &Global, paths: &[PathBuf]) -> CommandResult {
    let texts = if paths.is_empty() { books::texts(global)? } else { books::of_paths(paths)? };
    let checked = texts.len();
    let mut found: Vec<Problems> = Vec::new();
    let mut good = Vec::new();
    for text in texts {
        match text.and_then(|text| PriceBook::read(&text.origin, &text.text)) {
            Ok((book, mut warnings)) => {
                warnings.list.extend(lapse_warnings(&book));
                warnings.sort();
                found.push(warnings);
                good.push(book);
            }
            Err(problems) => found.push(problems),
        }
    }
    if let Err(problems) = Shelf::of(good) {
        found.push(problems);
    }
    say(&report::problems(&found));
    let count = |severity: Severity| {
        let list = found.iter().flat_map(|problems| &problems.list);
        list.filter(|problem| problem.severity == severity).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    print(&format!(
        "{} checked: {}, {}\n",
        counted(checked, "price book"),
        counted(errors, "error"),
        counted(warnings, "warning"),
    ))?;
    if errors > 0 { Err(CommandError::Checked) } else { Ok(()) }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
