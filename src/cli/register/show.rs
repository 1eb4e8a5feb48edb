//! `register show`: one quote.

use serde_json::Value;

use crate::cli::args::ShowQuoteArguments;
use crate::cli::error::{CommandError, CommandResult};
use crate::cli::global::Global;
use crate::cli::output::{Output, OutputFlags, print, print_bytes, publish};
use crate::cli::table::table;
use crate::document::text::Side::{Left, Right};
use crate::engine::quote::SealStage;
use crate::register::{LogEvent, QuoteHistory, RevisionRow, ShownStatus};

use super::document::DocumentDesk;
use super::list::status_of;
use super::opened::Opened;

pub(super) fn show(global: &Global, opened: &Opened, given: &ShowQuoteArguments) -> CommandResult {
    let (history, named) = opened.register.history(&given.number, opened.now())?;
    let rev = named.unwrap_or(history.shown_rev);
    let found = history.revisions.iter().find(|(one, _, _)| one.rev == rev);
    let Some((revision, shown, _)) = found else { return Ok(()) };
    if given.json {
        let content = opened.register.content(&revision.number, rev)?;
        return match content {
            Some(content) => print_bytes(&content),
            None => Err(erased(revision)),
        };
    }
    if let Some(path) = &given.pdf {
        let flags = OutputFlags::of(&[("pdf", &given.pdf)]);
        flags.check(None)?;
        let kept = opened.register.pdf(&revision.number, rev)?;
        let bytes = match kept {
            Some(bytes) => bytes,
            None if revision.erased_at.is_some() => return Err(erased(revision)),
            None => {
                let desk = DocumentDesk::of(global, given.brand.as_deref(), &given.fonts)?;
                desk.pdf(opened, revision, SealStage::Draft)?
            }
        };
        return publish(vec![Output { path: path.clone(), bytes }]);
    }
    let zone = opened.register.settings().zone.name();
    let mut text = facts(&history, (revision, *shown), zone);
    text.push_str(&revisions(&history));
    if given.history {
        text.push_str(&events(&history));
    }
    print(&text)
}

fn erased(revision: &RevisionRow) -> CommandError {
    let message = format!("the content of {} was erased", revision.document());
    CommandError::refused("erased", &message, "its number and its log are all that is left")
}

fn facts(
    history: &QuoteHistory,
    (revision, shown): (&RevisionRow, ShownStatus),
    zone: &str,
) -> String {
    let quote = &history.quote;
    let currency = revision.total.currency();
    let customer = match &quote.org_id {
        Some(id) => format!("{} ({id})", quote.customer),
        None => quote.customer.clone(),
    };
    let code = currency.code();
    let mut rows = vec![
        ("quote", format!("{}, {}", revision.document(), revision.kind)),
        ("status", status_of(revision, shown)),
        ("customer", customer),
        ("total", format!("{code} {} ({code} {} without tax)", revision.total, revision.subtotal)),
        ("valid through", format!("{}, {zone}", revision.valid_through)),
        ("owner", quote.owner.clone()),
        ("registered", quote.created_at.clone()),
    ];
    if let Some(run) = &quote.run {
        rows.push(("run", run.clone()));
    }
    if let Some(at) = &revision.sent_at {
        rows.push(("sent", at.clone()));
    }
    let needs = revision.needs.text();
    if !needs.is_empty() {
        rows.push(("needs approval", needs.replace(' ', ", ")));
    }
    for accepted in history.acceptances.iter().filter(|one| one.rev == revision.rev) {
        let by = accepted.person_name.as_deref().unwrap_or("(erased)");
        let order = accepted.purchase_order.as_ref();
        let order = order.map_or_else(String::new, |order| format!(", purchase order {order}"));
        let late = if accepted.is_late { ", late" } else { "" };
        rows.push(("accepted", format!("{} by {by}{order}{late}", accepted.at)));
    }
    rows.push(("SHA-256", revision.quote_sha256.clone()));
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(key, value)| vec![key.to_owned(), value]).collect();
    let lines = table("", &[("", Left), ("", Left)], &rows);
    lines.lines().skip(1).map(|line| format!("{line}\n")).collect()
}

fn revisions(history: &QuoteHistory) -> String {
    let rows: Vec<Vec<String>> = history
        .revisions
        .iter()
        .map(|(revision, shown, decided)| {
            let decided: Vec<String> = decided
                .iter()
                .map(|one| {
                    format!("{} {} by {}", one.kind.word(), one.decision.word(), one.account)
                })
                .collect();
            vec![
                revision.rev.to_string(),
                status_of(revision, *shown),
                revision.quote_date.to_string(),
                revision.valid_through.to_string(),
                revision.total.to_string(),
                revision.author.clone(),
                decided.join("; "),
            ]
        })
        .collect();
    let columns = [
        ("rev", Right),
        ("status", Left),
        ("quote date", Left),
        ("valid through", Left),
        ("total", Right),
        ("made by", Left),
        ("approvals", Left),
    ];
    format!("\n{}", table("", &columns, &rows))
}

/// The account that acted, and how it came in where that says something else.
fn who(event: &LogEvent) -> String {
    let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
    let account = data.get("account").and_then(Value::as_str).unwrap_or_default();
    let by = &event.actor;
    if by.strip_prefix("cli:") == Some(account) {
        account.to_owned()
    } else if account.is_empty() {
        // A customer with a link has none.
        by.clone()
    } else {
        format!("{account} ({by})")
    }
}

fn events(history: &QuoteHistory) -> String {
    let rows: Vec<Vec<String>> = history
        .events
        .iter()
        .map(|event| {
            let reason = history.reasons.iter().find(|reason| reason.seq == event.seq);
            let approval = || {
                let mut all = history.revisions.iter().flat_map(|(_, _, decided)| decided);
                all.find(|one| one.at == event.at && event.data.contains(one.kind.word()))
            };
            let why = match (reason, event.kind.as_str()) {
                (Some(reason), _) => reason.text.clone(),
                (None, "approved" | "approval-refused") => {
                    approval().map(|one| one.reason.clone()).unwrap_or_default()
                }
                (None, _) => String::new(),
            };
            vec![
                event.seq.to_string(),
                event.at.clone(),
                event.rev.map(|rev| rev.to_string()).unwrap_or_default(),
                event.kind.clone(),
                who(event),
                why.replace('\n', " "),
            ]
        })
        .collect();
    let columns = [
        ("event", Right),
        ("at", Left),
        ("rev", Right),
        ("what", Left),
        ("by", Left),
        ("reason", Left),
    ];
    format!("\n{}", table("", &columns, &rows))
}
