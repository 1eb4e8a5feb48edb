//! `register approve` and `register refuse`.

use crate::cli::args::{ApprovalArgument, DecideArguments};
use crate::cli::error::{CommandResult, say};
use crate::register::{ApprovalKind, Decision, DecisionGiven};

use super::opened::Opened;

pub(super) fn approve(opened: &mut Opened, given: &DecideArguments) -> CommandResult {
    decide(opened, given, Decision::Approved)
}

pub(super) fn refuse(opened: &mut Opened, given: &DecideArguments) -> CommandResult {
    decide(opened, given, Decision::Rejected)
}

fn decide(opened: &mut Opened, given: &DecideArguments, decision: Decision) -> CommandResult {
    let (history, named) = opened.register.history(&given.number, opened.now())?;
    let looked_at = history.revisions.iter().find(|(one, _, _)| Some(one.rev) == named);
    let looked_at = looked_at.or(history.revisions.last());
    let digest = looked_at.map(|(one, _, _)| one.quote_sha256.clone()).unwrap_or_default();
    let kind = given.kind.map(|kind| match kind {
        ApprovalArgument::Concession => ApprovalKind::Concession,
        ApprovalArgument::Vendor => ApprovalKind::Vendor,
    });
    let given = DecisionGiven { quote_sha256: &digest, kind, decision, reason: &given.reason };
    let number = &history.quote.number;
    let kinds = opened.register.decide(&opened.actor, number, given, opened.now())?;
    let kinds: Vec<&str> = kinds.into_iter().map(ApprovalKind::word).collect();
    say(&format!("{number}: {} {}\n", kinds.join(" and "), decision.word()));
    Ok(())
}
