//! `register export` and `register backup`: what goes out of a register.

use std::path::Path;

use serde::Serialize;

use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::output::{Output, publish};
use crate::cli::safe::safe;
use crate::files;
use crate::register::{ListWanted, LogEvent, QuoteHistory};

use super::list::csv_of;
use super::opened::Opened;

/// The heads of quotes.csv.
const QUOTE_HEADS: [&str; 9] = [
    "number",
    "customer",
    "org_id",
    "owner",
    "run",
    "run_account",
    "created_at",
    "revisions",
    "shown_revision",
];
/// The heads of revisions.csv.
const REVISION_HEADS: [&str; 19] = [
    "number",
    "revision",
    "state",
    "shown",
    "author",
    "kind",
    "quote_date",
    "start_date",
    "valid_through",
    "currency",
    "subtotal",
    "tax",
    "total",
    "needs",
    "engine",
    "book_sha256",
    "request_sha256",
    "quote_sha256",
    "sent_at",
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
    for listed in opened.register.list(&ListWanted::default(), opened.now)? {
        let (history, _) = opened.register.history(&listed.quote.number, opened.now)?;
        quotes.push(quote_row(&history));
        revisions.extend(revision_rows(&history));
        acceptances.extend(acceptance_rows(&history));
    }
    let mut log = String::new();
    for event in opened.register.events(0)? {
        log.push_str(&event_line(&event));
    }
    let tables = [
        ("quotes.csv", csv_of(&QUOTE_HEADS, quotes)?),
        ("revisions.csv", csv_of(&REVISION_HEADS, revisions)?),
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

fn quote_row(history: &QuoteHistory) -> Vec<String> {
    let quote = &history.quote;
    vec![
        quote.number.clone(),
        quote.customer.clone(),
        quote.org_id.clone().unwrap_or_default(),
        quote.owner.clone(),
        quote.run.clone().unwrap_or_default(),
        quote.run_account.clone().unwrap_or_default(),
        quote.created_at.clone(),
        history.revisions.len().to_string(),
        history.shown_rev.to_string(),
    ]
}

fn revision_rows(history: &QuoteHistory) -> impl Iterator<Item = Vec<String>> {
    history.revisions.iter().map(|(revision, shown, _)| {
        vec![
            revision.number.clone(),
            revision.rev.to_string(),
            revision.state.word().to_owned(),
            shown.word().to_owned(),
            revision.author.clone(),
            revision.kind.clone(),
            revision.quote_date.to_string(),
            revision.start.to_string(),
            revision.valid_through.to_string(),
            revision.total.currency().code().to_owned(),
            revision.subtotal.to_string(),
            revision.tax.to_string(),
            revision.total.to_string(),
            revision.needs.text(),
            revision.engine.clone(),
            revision.book_sha256.clone(),
            revision.request_sha256.clone(),
            revision.quote_sha256.clone(),
            revision.sent_at.clone().unwrap_or_default(),
        ]
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
    opened.register.back_up(file)?;
    let head = opened.register.head()?;
    say(&safe(&format!("wrote {}, head {}:{}", file.display(), head.seq, head.hash)));
    say("\n");
    Ok(())
}
