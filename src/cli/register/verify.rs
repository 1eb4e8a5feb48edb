//! `register verify` and `register head`.

use serde::Serialize;

use crate::cli::args::{JsonSwitch, VerifyRegisterArguments};
use crate::cli::error::{CommandError, CommandResult};
use crate::cli::output::print;
use crate::engine::receipt::ENGINE;
use crate::register::{LogHead, RegisterVerification, VerifyWanted};

use super::list::print_json;
use super::opened::Opened;

pub(super) fn verify(opened: &Opened, given: &VerifyRegisterArguments) -> CommandResult {
    let wanted = VerifyWanted {
        number: given.number.clone(),
        head: given.head.clone(),
        recompute: given.recompute,
    };
    let found = opened.register.verify(&wanted)?;
    let head = opened.register.head()?;
    if given.json {
        print_json(&json(&found, &head))?;
    } else {
        print(&text(&found, &head, given))?;
    }
    if found.is_whole() { Ok(()) } else { Err(CommandError::Checked) }
}

fn text(found: &RegisterVerification, head: &LogHead, given: &VerifyRegisterArguments) -> String {
    let mut text = String::new();
    for fault in &found.faults {
        text.push_str(&format!("{}: {}\n", fault.place, fault.what));
    }
    if found.more_faults > 0 {
        text.push_str(&format!("and {} more\n", found.more_faults));
    }
    text.push_str(&format!(
        "{}, {}, {}",
        counted(found.events, "event"),
        counted(found.quotes, "quote"),
        counted(found.revisions, "revision")
    ));
    text.push_str(match (found.is_whole(), given.head.is_some()) {
        (true, true) => ": nothing is wrong, and the head is where it was noted\n",
        (true, false) => ": nothing is wrong\n",
        (false, _) => ": not whole\n",
    });
    if given.recompute {
        text.push_str(&format!("priced again: {} to the same bytes\n", found.same_bytes));
        for (sealed_by, count) in &found.same_cents {
            text.push_str(&format!(
                "recomputed by {ENGINE}, sealed by {sealed_by}: {count}, same cents\n"
            ));
        }
    }
    if !found.erased.is_empty() {
        let (count, names) = (found.erased.len(), found.erased.join(", "));
        text.push_str(&format!("erased, and so not verified: {count} ({names})\n"));
    }
    text.push_str(&format!("head {}:{}\n", head.seq, head.hash));
    if given.head.is_none() {
        text.push_str(
            "Note the head elsewhere: with --head it shows later whether the log was cut.\n",
        );
    }
    text
}

/// For example `1 quote` or `2 quotes`.
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[derive(Serialize)]
struct FaultJson<'a> {
    place: &'a str,
    what: &'a str,
}

#[derive(Serialize)]
struct SameCentsJson<'a> {
    sealed_by: &'a str,
    count: usize,
}

#[derive(Serialize)]
struct RegisterVerificationJson<'a> {
    whole: bool,
    events: usize,
    quotes: usize,
    revisions: usize,
    same_bytes: usize,
    same_cents: Vec<SameCentsJson<'a>>,
    erased: &'a [String],
    faults: Vec<FaultJson<'a>>,
    more_faults: usize,
    head: LogHeadJson<'a>,
}

#[derive(Serialize)]
struct LogHeadJson<'a> {
    seq: i64,
    hash: &'a str,
}

fn json<'a>(found: &'a RegisterVerification, head: &'a LogHead) -> RegisterVerificationJson<'a> {
    let fault =
        |fault: &'a crate::register::Fault| FaultJson { place: &fault.place, what: &fault.what };
    RegisterVerificationJson {
        whole: found.is_whole(),
        events: found.events,
        quotes: found.quotes,
        revisions: found.revisions,
        same_bytes: found.same_bytes,
        same_cents: found
            .same_cents
            .iter()
            .map(|(sealed_by, count)| SameCentsJson { sealed_by, count: *count })
            .collect(),
        erased: &found.erased,
        faults: found.faults.iter().map(fault).collect(),
        more_faults: found.more_faults,
        head: LogHeadJson { seq: head.seq, hash: &head.hash },
    }
}

pub(super) fn head(opened: &Opened, given: &JsonSwitch) -> CommandResult {
    let head = opened.register.head()?;
    if given.json {
        return print_json(&LogHeadJson { seq: head.seq, hash: &head.hash });
    }
    print(&format!("{}:{}\n", head.seq, head.hash))
}
