//! `register export` and `register backup`: what goes out of a register.

use std::path::Path;

use serde::Serialize;

use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::output::{Output, publish};
use crate::cli::safe::safe;
use crate::files;
use crate::register::{ListWanted, ListedQuote, LogEvent, QuoteHistory};

use super::columns::QuoteColumn;
use super::list::csv_of;
use super::opened::Opened;

/// The columns of quotes.csv, before how many revisions there are and which is shown.
const QUOTE_COLUMNS: [QuoteColumn; 7] = [
    QuoteColumn::Number,
    QuoteColumn::Customer,
    QuoteColumn::OrgId,
    QuoteColumn::Owner,
    QuoteColumn::Run,
    QuoteColumn::RunAccount,
    QuoteColumn::CreatedAt,
];
/// The columns of revisions.csv.
const REVISION_COLUMNS: [QuoteColumn; 20] = [
    QuoteColumn::Number,
    QuoteColumn::Revision,
    QuoteColumn::State,
    QuoteColumn::Shown,
    QuoteColumn::Author,
    QuoteColumn::Kind,
    QuoteColumn::QuoteDate,
    QuoteColumn::StartDate,
    QuoteColumn::ValidThrough,
    QuoteColumn::Currency,
    QuoteColumn::Subtotal,
    QuoteColumn::Tax,
    QuoteColumn::Total,
    QuoteColumn::Needs,
    QuoteColumn::Engine,
    QuoteColumn::BookSha256,
    QuoteColumn::RequestSha256,
    QuoteColumn::QuoteSha256,
    QuoteColumn::SentAt,
    QuoteColumn::ErasedAt,
];
/// The heads of acceptances.csv.
const ACCEPTANCE_HEADS: [&str; 10] = [
    "number",
    "revision",
    "at",
    "via",
    "late",
    "purchase_order",
    "name",
    "statement",
    "language",
    "proof_sha256",
];

pub(super) fn export(opened: &Opened, folder: &Path) -> CommandResult {
    if folder.symlink_metadata().is_ok() {
        return Err(CommandError::usage(
            format!("{} exists already", folder.display()),
            "name a folder that is not there yet",
        ));
    }
    let (mut quotes, mut revisions, mut acceptances) = (Vec::new(), Vec::new(), Vec::new());
    // What is shown of all of them is that of one day.
    let now = opened.now();
    for listed in opened.register.list(&ListWanted::default(), now)? {
        let (history, _) = opened.register.history(&listed.quote.number, now)?;
        quotes.push(quote_row(&listed, &history));
        revisions.extend(revision_rows(&history));
        acceptances.extend(acceptance_rows(&history));
    }
    let mut log = String::new();
    for event in opened.register.events(0)? {
        log.push_str(&event_line(&event));
    }
    let mut quote_heads = QuoteColumn::heads(&QUOTE_COLUMNS);
    quote_heads.extend(["revisions", "shown_revision"]);
    let tables = [
        ("quotes.csv", csv_of(&quote_heads, quotes)?),
        ("revisions.csv", csv_of(&QuoteColumn::heads(&REVISION_COLUMNS), revisions)?),
        ("acceptances.csv", csv_of(&ACCEPTANCE_HEADS, acceptances)?),
        ("events.jsonl", log.into_bytes()),
    ];
    files::create_folder(folder)?;
    let outputs = tables.map(|(name, bytes)| Output { path: folder.join(name), bytes });
    publish(outputs.into())?;
    say(&safe(&format!("wrote {}", folder.display())));
    say("\n");
    Ok(())
}

fn quote_row(listed: &ListedQuote, history: &QuoteHistory) -> Vec<String> {
    let ListedQuote { quote, revision, shown } = listed;
    let mut row = QuoteColumn::cells(&QUOTE_COLUMNS, (quote, revision, *shown));
    row.extend([history.revisions.len().to_string(), history.shown_rev.to_string()]);
    row
}

fn revision_rows(history: &QuoteHistory) -> impl Iterator<Item = Vec<String>> {
    history.revisions.iter().map(|(revision, shown, _)| {
        QuoteColumn::cells(&REVISION_COLUMNS, (&history.quote, revision, *shown))
    })
}

fn acceptance_rows(history: &QuoteHistory) -> impl Iterator<Item = Vec<String>> {
    history.acceptances.iter().map(|one| {
        vec![
            history.quote.number.clone(),
            one.rev.to_string(),
            one.at.clone(),
            one.via.clone(),
            u8::from(one.is_late).to_string(),
            one.purchase_order.clone().unwrap_or_default(),
            one.person_name.clone().unwrap_or_default(),
            one.statement.clone(),
            one.language.clone(),
            one.proof_sha256.clone().unwrap_or_default(),
        ]
    })
}

/// An event as a line of JSON, with its values as they were hashed.
fn event_line(event: &LogEvent) -> String {
    #[derive(Serialize)]
    struct EventJson<'a> {
        seq: i64,
        at: &'a str,
        actor: &'a str,
        kind: &'a str,
        number: Option<&'a str>,
        rev: Option<i64>,
        data: &'a str,
        prev: &'a str,
        hash: &'a str,
    }
    let line = EventJson {
        seq: event.seq,
        at: &event.at,
        actor: &event.actor,
        kind: &event.kind,
        number: event.number.as_deref(),
        rev: event.rev,
        data: &event.data,
        prev: &event.prev,
        hash: &event.hash,
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn back_up(opened: &Opened, file: &Path) -> CommandResult {
    let head = opened.register.back_up(file)?;
    say(&safe(&format!("wrote {}, head {}:{}", file.display(), head.seq, head.hash)));
    say("\n");
    Ok(())
}
