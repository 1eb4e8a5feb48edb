//! `book import`: prices from a table into a price book, which is checked before it is written.

use std::collections::BTreeMap;
use std::path::Path;

use crate::batch::{TableInput, TableMap};
use crate::cli::args::ImportArguments;
use crate::cli::books;
use crate::cli::clock::today;
use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::output::{Output, is_standard_output, print, publish};
use crate::cli::safe::safe;
use crate::engine::book::{Change, PriceBook};
use crate::engine::problem::Problems;
use crate::engine::text::{joined, one_of};
use crate::files;
use crate::price_list::columns::PriceColumns;
use crate::price_list::document::BookDocument;
use crate::price_list::facts::BookFacts;
use crate::price_list::head::{NewHead, begin_head, change_head};
use crate::price_list::import::{Imported, import as put_in};
use crate::price_list::list::PriceList;
use crate::price_list::names::KnownNames;
use crate::price_list::read::{PriceListError, PriceSource, read};
use crate::price_list::rules::{AmountsMissing, keep_rules};

use super::begin::new_head;
use super::changed::{Checked, changes, checked, counted, is_file};

/// The version of a book that an import makes, where no flag gives one.
const FIRST_VERSION: &str = "1";
/// Names of new editions beyond this many are counted.
const NAMED_MAX: usize = 20;

impl From<PriceListError> for CommandError {
    fn from(error: PriceListError) -> Self {
        match error {
            PriceListError::Table(error) => Self::from(error),
            PriceListError::Rows(problems) => Self::from(problems),
        }
    }
}

pub(super) fn import(global: &Global, wanted: &ImportArguments) -> CommandResult {
    is_file(&wanted.into)?;
    let map = wanted.map.as_deref().map(|path| TableMap::of_kind(&PriceColumns, path)).transpose();
    let map = map?;
    let source = source(wanted, map.as_ref())?;
    if !wanted.into.exists() {
        return make(global, wanted, &source);
    }
    if let Some(like) = &wanted.like {
        return Err(CommandError::usage(
            format!("{} is there already, with rules of its own", wanted.into.display()),
            format!("leave out --like {like}, or name a new file"),
        ));
    }
    let old = books::of_file(&wanted.into)??.text;
    let into = wanted.into.display().to_string();
    let mut document = BookDocument::read(&into, &old)?;
    let list = read(&source, &BookFacts::of(&document))?;
    notes(&list);
    let imported = put_in(&mut document, &list, &source.origin)?;
    change_head(&mut document, &new_head(&wanted.head));
    let text = document.text();
    let checked = with_rows(&wanted.into, &text, &list, &source.origin)?;
    if text == old {
        return print(&format!("{into}: {} unchanged\n", counted(imported.unchanged, "price")));
    }
    publish(vec![Output { path: wanted.into.clone(), bytes: text.into_bytes() }])?;
    print(&format!(
        "{into}: {}; checked{}\n{}{}",
        summary(&imported),
        checked.warnings,
        added(&imported),
        changes(&imported.changes),
    ))
}

fn source<'a>(
    wanted: &ImportArguments,
    map: Option<&'a TableMap>,
) -> Result<PriceSource<'a>, CommandError> {
    let path = &wanted.prices;
    if is_standard_output(path) {
        let origin = "standard input".to_owned();
        return Ok(PriceSource { input: TableInput::Standard, origin, map });
    }
    if files::is_same(path, &wanted.into) {
        return Err(CommandError::usage(
            "--into is the table of prices itself",
            "name a price book, there already or to be made",
        ));
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        return Err(CommandError::usage(
            format!("{} is a price book, not a table of prices", path.display()),
            "for a new version of it give --uplift, for example 4%; for its prices as a table use \
             `reinstate book export`",
        ));
    }
    let origin = path.display().to_string();
    Ok(PriceSource { input: TableInput::File(path.clone()), origin, map })
}

/// Makes a book: the rules of another with the products and prices of a list.
fn make(global: &Global, wanted: &ImportArguments, source: &PriceSource<'_>) -> CommandResult {
    let (text, like) = books::named(global, wanted.like.as_deref())?;
    let mut document = BookDocument::read(&text.origin, &text.text)?;
    let list = read(source, &BookFacts::of(&document))?;
    notes(&list);
    keep_rules(&mut document, &list).map_err(|missing| amounts_missing(&like, &missing))?;
    let imported = put_in(&mut document, &list, &source.origin)?;
    let name = Path::new(&source.origin).file_name().map(|name| name.to_string_lossy());
    let prices = name.as_deref().unwrap_or(&source.origin);
    let about = like.about();
    let rules = format!("{} {}", about.id, about.version);
    let from = format!("Prices: {prices}. Rules, rates and texts: those of {rules}");
    // What stands above tells of the other book.
    let comment = format!(
        "# {from}.\n# Look through the rules before use: they were made for that book.\n\n"
    );
    begin_head(&mut document, &from, &comment);
    let flags = new_head(&wanted.head);
    let file = wanted.into.file_stem().map(|stem| stem.to_string_lossy());
    let head = NewHead {
        id: flags.id.or_else(|| KnownNames::default().id_of(&file?)),
        version: flags.version.or_else(|| Some(FIRST_VERSION.to_owned())),
        effective_from: flags.effective_from.or_else(|| global.quote_date.or(Some(today()))),
    };
    change_head(&mut document, &head);
    let text = document.text();
    let checked = with_rows(&wanted.into, &text, &list, &source.origin)?;
    publish(vec![Output { path: wanted.into.clone(), bytes: text.into_bytes() }])?;
    let now = checked.book.about();
    print(&format!(
        "{}: made with {}; checked{}\n\
         It is the sample `{}` {}, in force from {}, with the rules and rates of {rules}.\n\
         Yours to look through: title, vendor and status in [book], the rules, the rates.\n",
        wanted.into.display(),
        summary(&imported),
        checked.warnings,
        now.id,
        now.version,
        now.effective_from,
    ))
}

/// Checks a book; what is wrong with a product of the list is said with its row.
fn with_rows(into: &Path, text: &str, list: &PriceList, origin: &str) -> Result<Checked, Problems> {
    checked(into, text).map_err(|mut problems| {
        let rows = rows_of_keys(text, list);
        for problem in &mut problems.list {
            let path = problem.path.to_string();
            if let Some(row) = edition_key(&path).and_then(|key| rows.get(key)) {
                problem.message = format!("{} ({origin}, row {row})", problem.message);
            }
        }
        problems
    })
}

/// The first row of each edition, by its key in the book.
fn rows_of_keys(text: &str, list: &PriceList) -> BTreeMap<String, u64> {
    let Ok(document) = BookDocument::read("", text) else { return BTreeMap::new() };
    let mut keys = document.keys_of_editions();
    let mut rows = BTreeMap::new();
    for line in &list.lines {
        for edition in &line.editions {
            let key = keys.remove(&(line.id.clone(), edition.id.clone()));
            rows.extend(key.map(|key| (key, edition.row)));
        }
    }
    rows
}

/// The beginning of a path that names an edition: `product_line[0].edition[2]`.
fn edition_key(path: &str) -> Option<&str> {
    let (at, _) = path.match_indices(']').nth(1)?;
    path.get(..=at)
}

fn amounts_missing(like: &PriceBook, missing: &AmountsMissing) -> CommandError {
    const KEYS_MAX: usize = 5;
    let AmountsMissing { currency, keys, known } = missing;
    let id = &like.about().id;
    let known: Vec<&str> = known.iter().map(|currency| currency.code()).collect();
    let more = if keys.len() > KEYS_MAX { " and others" } else { "" };
    let keys = joined(keys.iter().take(KEYS_MAX).map(|key| format!("`{key}`")), ", ");
    CommandError::usage(
        format!(
            "the rules of `{id}` have amounts in {}, and the price list has {currency}: \
             {keys}{more}",
            one_of(known).replace(" or ", " and ")
        ),
        format!(
            "begin with rules without amounts (--like), or write them in {currency} first: \
             `reinstate book new --like {id} --into FILE`, then import into that file"
        ),
    )
}

/// What is to be known of the workbook that was read: which sheet, and what it hides.
fn notes(list: &PriceList) {
    if let Some(sheet) = &list.sheet {
        say(&safe(&format!("note: read the sheet `{sheet}` of the workbook")));
        say("\n");
    }
    if list.hidden_rows > 0 {
        let count = list.hidden_rows;
        say(&format!(
            "note: rows that the workbook hides: {count}; they were read like all others\n"
        ));
    }
}

fn summary(imported: &Imported) -> String {
    let new = [
        (imported.lines, "product line"),
        (imported.editions, "edition"),
        (imported.prices, "price"),
        (imported.skus, "part number"),
    ];
    let new = new.into_iter().filter(|(count, _)| *count > 0);
    let new = new.map(|(count, what)| counted(count, what)).collect::<Vec<_>>();
    let is_added = |change: &&Change| change.old.is_none();
    let is_removed = |change: &&Change| change.new.is_none();
    let added = imported.changes.iter().filter(is_added).count();
    let removed = imported.changes.iter().filter(is_removed).count();
    let changed = imported.changes.len().saturating_sub(added).saturating_sub(removed);
    let mut parts = Vec::new();
    if !new.is_empty() {
        parts.push(format!("{} new", new.join(", ")));
    }
    for (count, what) in [(added, "added"), (changed, "changed"), (removed, "removed")] {
        if count > 0 {
            parts.push(format!("{} {what}", counted(count, "value")));
        }
    }
    if imported.unchanged > 0 {
        parts.push(format!("{} unchanged", counted(imported.unchanged, "price")));
    }
    parts.join("; ")
}

/// The editions that are new, by name.
fn added(imported: &Imported) -> String {
    if imported.new.is_empty() {
        return String::new();
    }
    let more = match imported.new.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let names: Vec<&str> = imported.new.iter().take(NAMED_MAX).map(String::as_str).collect();
    format!("new: {}{more}\n", names.join(", "))
}
