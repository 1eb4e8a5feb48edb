//! The request: from a file, from standard input, or from flags.

use std::io::stdin;
use std::path::Path;

use crate::batch::{FromRows, TableInput, TableRequests, requests_of};
use crate::engine::calendar::Date;
use crate::engine::node::{self, Entry, Format, Node, NodeValue};
use crate::engine::problem::{Problem, Problems};
use crate::engine::request::{BYTES_MAX, Request};
use crate::files;

use super::args::RequestArguments;
use super::clock::today;
use super::config_file;
use super::error::CommandError;
use super::global::Global;

/// How the names of tables end.
const TABLES: [&str; 6] = ["csv", "tsv", "gz", "zst", "parquet", "xlsx"];

/// The request that the arguments speak of.
pub(super) fn request(global: &Global, wanted: &RequestArguments) -> Result<Request, CommandError> {
    request_on(global, wanted, today())
}

/// The same where it is another day than here.
pub(super) fn request_on(
    global: &Global,
    wanted: &RequestArguments,
    today: Date,
) -> Result<Request, CommandError> {
    let given = &wanted.holding;
    let all = given.with_currency(global.currency().map(|held| held.value));
    let mut request = match (&wanted.file, given.is_empty()) {
        (Some(path), true) => from_file(global, path, today)?,
        (None, false) => {
            let mut request = all.request(global.quote_date.unwrap_or(today))?;
            if let Some(held) = global.language() {
                request.language = held.value;
            }
            request
        }
        (Some(_), false) => {
            return Err(CommandError::usage(
                format!("a request file cannot be combined with {}", given.names()),
                "change the file, or leave it out and give the whole product by flags",
            ));
        }
        (None, true) => {
            return Err(CommandError::usage(
                format!("there is no request: {}", all.missing_text()),
                format!(
                    "name a file (`-` for standard input), or give one product by flags, \
                     for example: {}",
                    all.example()
                ),
            ));
        }
    };
    if let Some(language) = wanted.language {
        request.language = language;
    }
    Ok(request)
}

/// The requests of a file, of all .toml and .json files of a folder, or of a table of holdings,
/// each with where it comes from; all that is wrong with any of them is said at once.
pub(super) fn requests(
    global: &Global,
    path: &Path,
) -> Result<Vec<(String, Request)>, CommandError> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if ending.is_some_and(|ending| TABLES.contains(&ending.as_str())) {
        return of_table(path, global.quote_date.unwrap_or_else(today));
    }
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        paths = files::list(path, "toml")?;
        paths.extend(files::list(path, "json")?);
        paths.retain(|path| !config_file::is_named_so(path));
        paths.sort();
    }
    if paths.is_empty() {
        return Err(CommandError::usage(
            format!("there is no request in {}", path.display()),
            "requests are files that end in .toml or .json",
        ));
    }
    let mut requests = Vec::new();
    let mut wrong = Vec::new();
    for path in paths {
        match from_file(global, &path, today()) {
            Ok(request) => requests.push((path.display().to_string(), request)),
            Err(CommandError::Problems(problems)) => wrong.extend(problems),
            Err(other) => return Err(other),
        }
    }
    if wrong.is_empty() { Ok(requests) } else { Err(CommandError::Problems(wrong)) }
}

/// The requests of a table, by the rules of a batch.
fn of_table(path: &Path, date: Date) -> Result<Vec<(String, Request)>, CommandError> {
    let origin = path.display().to_string();
    let TableRequests { requests, rejected, .. } =
        requests_of(&TableInput::File(path.to_owned()), date)?;
    if rejected.is_empty() {
        let named = |FromRows { first_row, last_row, request, .. }: FromRows| {
            let rows = match last_row == first_row {
                true => format!("row {first_row}"),
                false => format!("rows {first_row}–{last_row}"),
            };
            (format!("{origin}, {rows}"), request)
        };
        return Ok(requests.into_iter().map(named).collect());
    }
    let mut problems = Problems::none_in(&origin, "");
    for row in rejected {
        let message = format!("row {}: {}", row.row, row.reason);
        problems.push(Problem::error(row.code, "", message));
    }
    Err(CommandError::from(problems))
}

/// The bytes of a file or of standard input, and how it is called.
pub(super) fn bytes(path: &Path, bytes_max: u64) -> Result<(String, Vec<u8>), CommandError> {
    if path == Path::new("-") {
        let bytes = files::read_bytes_limited(stdin().lock(), bytes_max)
            .map_err(|source| CommandError::Stream { action: "read standard input", source })?;
        return Ok(("standard input".to_owned(), bytes));
    }
    Ok((path.display().to_string(), files::read_bytes(path, bytes_max)?))
}

/// The text of a file or of standard input, and how it is called.
pub(super) fn text(path: &Path, bytes_max: u64) -> Result<(String, String), CommandError> {
    if path == Path::new("-") {
        let text = files::read_limited(stdin().lock(), bytes_max)
            .map_err(|source| CommandError::Stream { action: "read standard input", source })?;
        return Ok(("standard input".to_owned(), text));
    }
    Ok((path.display().to_string(), files::read_text(path, bytes_max)?))
}

/// The request of a file. What it does not say of language and currency, a `reinstate.toml` may.
fn from_file(global: &Global, path: &Path, today: Date) -> Result<Request, CommandError> {
    let (origin, text) = text(path, u64::try_from(BYTES_MAX).unwrap_or(u64::MAX))?;
    // Some editors begin a file with a mark that is no part of its text.
    let text = text.trim_start_matches('\u{feff}');
    let mut problems = Problems::none_in(&origin, text);
    let mut root = node::parse(format(path, text), text, &mut problems);
    let (language, currency) = (global.language(), global.currency());
    let defaults = [
        ("language", language.as_ref().map(|held| held.value.tag())),
        ("currency", currency.as_ref().map(|held| held.value.code())),
    ];
    for (key, value) in defaults {
        let is_there = root.get(key).is_some();
        if let (NodeValue::Table(entries), Some(value), false) = (&mut root.value, value, is_there)
        {
            entries.push(Entry::of(key, Node::text(value)));
        }
    }
    let quote_date = global.quote_date;
    let mut request = Request::of(&root, Some(quote_date.unwrap_or(today)), problems)?;
    if let Some(date) = quote_date.filter(|date| *date != request.quote_date) {
        request.quote_date = date;
        // A day that the request did not give follows the day of the quote.
        if root.get("start").is_none() {
            request.start = date;
        }
    }
    Ok(request)
}

/// The format that the name says, or else the first character.
fn format(path: &Path, text: &str) -> Format {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_json = || text.trim_start().starts_with('{');
    match ending.as_deref() {
        Some("json") => Format::Json,
        Some("toml") => Format::Toml,
        Some(_) | None if is_json() => Format::Json,
        Some(_) | None => Format::Toml,
    }
}
