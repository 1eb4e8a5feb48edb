//! What becomes of a quote in the end, as it is recorded by hand.

use std::path::Path;

use crate::cli::args::{AcceptArguments, DeclineArgument, DeclineArguments, ReasonArguments};
use crate::cli::error::{CommandError, CommandResult, say};
use crate::engine::digest::hex;
use crate::files;
use crate::register::{DeclineReason, PROOF_BYTES_MAX, RecordedAcceptance};

use super::opened::Opened;
use super::random::random;
use super::verify::counted;

pub(super) fn accept(opened: &mut Opened, given: &AcceptArguments) -> CommandResult {
    let proof = given.proof.as_deref().map(proof).transpose()?;
    let salt = hex(&random()?);
    // A document that is named is the one that was accepted, and no later one.
    let (history, named) = opened.register.history(&given.number, opened.now)?;
    let document = history.revisions.iter().find(|(one, _, _)| Some(one.rev) == named);
    let number = &history.quote.number;
    let acceptance = RecordedAcceptance {
        by: &given.by,
        purchase_order: given.purchase_order.as_deref(),
        proof: proof.as_deref(),
        late_reason: given.reason.as_deref().filter(|_| given.late),
        quote_sha256: document.map(|(one, _, _)| one.quote_sha256.as_str()),
        salt: &salt,
    };
    let rev = opened.register.accept(&opened.actor, number, acceptance, opened.now)?;
    told(number, rev, "accepted")
}

pub(super) fn decline(opened: &mut Opened, given: &DeclineArguments) -> CommandResult {
    let reason = match given.reason {
        DeclineArgument::Price => DeclineReason::Price,
        DeclineArgument::Competitor => DeclineReason::Competitor,
        DeclineArgument::NotNeeded => DeclineReason::NotNeeded,
        DeclineArgument::Postponed => DeclineReason::Postponed,
        DeclineArgument::NoAnswer => DeclineReason::NoAnswer,
        DeclineArgument::Other => DeclineReason::Other,
    };
    let rev = opened.register.decline(&opened.actor, &given.number, reason, opened.now)?;
    told(&given.number, rev, "declined")
}

pub(super) fn withdraw(opened: &mut Opened, given: &ReasonArguments) -> CommandResult {
    let ReasonArguments { number, reason } = given;
    let rev = opened.register.withdraw(&opened.actor, number, reason, opened.now)?;
    told(number, rev, "withdrawn")
}

pub(super) fn annul(opened: &mut Opened, given: &ReasonArguments) -> CommandResult {
    let ReasonArguments { number, reason } = given;
    let rev = opened.register.annul(&opened.actor, number, reason, opened.now)?;
    told(number, rev, "annulled")
}

pub(super) fn erase(opened: &mut Opened, given: &ReasonArguments) -> CommandResult {
    let ReasonArguments { number, reason } = given;
    let erased = opened.register.erase(&opened.actor, number, reason, opened.now)?;
    let erased = counted(erased, "revision");
    say(&format!("{number}: the content of {erased} is erased\n"));
    Ok(())
}

fn told(number: &str, rev: u32, what: &str) -> CommandResult {
    say(&format!("{number}-{rev} is {what}\n"));
    Ok(())
}

fn proof(path: &Path) -> Result<Vec<u8>, CommandError> {
    Ok(files::read_bytes(path, u64::try_from(PROOF_BYTES_MAX).unwrap_or(u64::MAX))?)
}
