//! What happened to a quote, in plain words.

use serde_json::Value;

use crate::register::{EventKind, LogEvent, Moment, QuoteHistory, Zone, by_word};

use super::frame::day;
use super::list::name_of;

/// An event of a quote.
pub(super) struct HappenedLine {
    /// When, as a machine reads it.
    pub(super) at: String,
    /// When, by the clock where the register is kept.
    pub(super) when: String,
    pub(super) text: String,
    /// How it came in, where that says more than who it was.
    pub(super) way: Option<String>,
    /// Why, as it was given.
    pub(super) reason: Option<String>,
}

/// The events of a quote, the newest first.
pub(super) fn timeline(
    history: &QuoteHistory,
    names: &[(String, String)],
    zone: Zone,
) -> Vec<HappenedLine> {
    history.events.iter().rev().map(|event| line(event, history, (names, zone))).collect()
}

/// A moment by the clock where the register is kept, for example `24 December 2026, 17:00`.
pub(super) fn when(at: &str, zone: Zone) -> String {
    let Some(moment) = Moment::parse(at) else { return at.to_owned() };
    let (hour, minute) = zone.hour_and_minute(moment);
    format!("{}, {hour:02}:{minute:02}", day(zone.day(moment)))
}

fn line(
    event: &LogEvent,
    history: &QuoteHistory,
    (names, zone): (&[(String, String)], Zone),
) -> HappenedLine {
    let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
    let text = |key: &str| data.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let who = text("account").map_or_else(|| "The customer".to_owned(), |id| name_of(names, id));
    let kind = by_word(&EventKind::ALL, &event.kind);
    let said = kind.map_or_else(
        || format!("{who}: {}", event.kind),
        |kind| said(kind, &who, (event.rev.unwrap_or_default(), &data)),
    );
    HappenedLine {
        at: event.at.clone(),
        when: when(&event.at, zone),
        text: format!("{said}."),
        way: way(&event.actor),
        reason: reason(event, history),
    }
}

/// The sentence of an event, without its full stop.
fn said(kind: EventKind, who: &str, (rev, data): (i64, &Value)) -> String {
    let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default();
    let number = |key: &str| data.get(key).and_then(Value::as_i64);
    let what = match text("kind") {
        "vendor" => "the reinstatement, which the vendor has to agree to",
        _ => "the additional discount",
    };
    match kind {
        EventKind::Registered => format!("{who} registered revision {rev}"),
        EventKind::Revised => match number("replaced") {
            Some(before) => {
                format!("{who} made revision {rev}; revision {before} was withdrawn unsent")
            }
            None => format!("{who} made revision {rev}"),
        },
        EventKind::Approved => format!("{who} approved {what}"),
        EventKind::ApprovalRefused => format!("{who} did not approve {what}"),
        EventKind::Sent => match text("link_sha256") {
            "" => format!("{who} sent revision {rev}, without a link"),
            _ => format!("{who} sent revision {rev}, with a link"),
        },
        EventKind::LinkRenewed => {
            format!("{who} made a new link for revision {rev}; the one before has ended")
        }
        EventKind::Superseded => match number("by") {
            Some(by) => format!("Revision {by} took the place of revision {rev}"),
            None => format!("A later revision took the place of revision {rev}"),
        },
        EventKind::Accepted => accepted(who, rev, data),
        EventKind::Declined if text("via") == "link" || text("account").is_empty() => {
            format!("The customer declined revision {rev}")
        }
        EventKind::Declined => format!("{who} noted that the customer declined revision {rev}"),
        EventKind::Withdrawn => format!("{who} withdrew revision {rev}"),
        EventKind::Annulled => format!("{who} annulled the acceptance of revision {rev}"),
        EventKind::Erased => format!("{who} had the content erased"),
        EventKind::Created
        | EventKind::Migrated
        | EventKind::AccountAdded
        | EventKind::AccountEnded
        | EventKind::KeyMade
        | EventKind::KeyRevoked => format!("{who}: {}", kind.word()),
    }
}

fn accepted(who: &str, rev: i64, data: &Value) -> String {
    let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default();
    let late = match data.get("late").and_then(Value::as_i64) {
        Some(1) => ", after its last day",
        Some(_) | None => "",
    };
    let order = match text("po_number") {
        "" => String::new(),
        number => format!(", purchase order {number}"),
    };
    match text("via") {
        "link" => format!("The customer accepted revision {rev}{order}{late}"),
        _ => format!("{who} noted that the customer accepted revision {rev}{order}{late}"),
    }
}

/// How an event came in.
fn way(actor: &str) -> Option<String> {
    let (way, rest) = actor.split_once(':').unwrap_or((actor, ""));
    match way {
        "cli" => Some(format!("command line, as {rest}")),
        "key" => Some(format!("a program, with the key {rest}")),
        "link" => Some("by the link".to_owned()),
        // It was done on these pages.
        _ => None,
    }
}

/// Why it happened, where somebody said so.
fn reason(event: &LogEvent, history: &QuoteHistory) -> Option<String> {
    let given = history.reasons.iter().find(|reason| reason.seq == event.seq);
    let approval = || {
        let is_decision = matches!(
            by_word(&EventKind::ALL, &event.kind),
            Some(EventKind::Approved | EventKind::ApprovalRefused)
        );
        let mut all = history.revisions.iter().filter(|_| is_decision).flat_map(|(_, _, all)| all);
        let found = all.find(|one| {
            one.at == event.at && event.data.contains(&format!("\"{}\"", one.kind.word()))
        });
        found.map(|one| one.reason.clone())
    };
    let text = given.map(|reason| reason.text.clone()).or_else(approval);
    // A customer gave one of a few words.
    let is_word = event.kind == EventKind::Declined.word();
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| if is_word { text.replace('-', " ") } else { text })
}
