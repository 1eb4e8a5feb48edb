//! What becomes of a quote in the end, as it is recorded by hand.

use std::path::Path;

use crate::cli::args::{
    AcceptArguments, DeclineArgument, DeclineArguments, EraseArguments, ReasonArguments,
};
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
    let seen = opened.seen(&given.number)?;
    let acceptance = RecordedAcceptance {
        by: &given.by,
        purchase_order: given.purchase_order.as_deref(),
        proof: proof.as_deref(),
        late_reason: given.reason.as_deref().filter(|_| given.late),
        quote_sha256: Some(&seen.quote_sha256),
        salt: &salt,
    };
    let rev = opened.register.accept(&opened.actor, &seen.number, acceptance, opened.now())?;
    told(&seen.number, rev, "accepted")
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
    let seen = opened.seen(&given.number)?;
    let rev = opened.register.decline(&opened.actor, seen.looked_at(), reason, opened.now())?;
    told(&seen.number, rev, "declined")
}

pub(super) fn withdraw(opened: &mut Opened, given: &ReasonArguments) -> CommandResult {
    let seen = opened.seen(&given.number)?;
    let (looked_at, reason) = (seen.looked_at(), &given.reason);
    let rev = opened.register.withdraw(&opened.actor, looked_at, reason, opened.now())?;
    told(&seen.number, rev, "withdrawn")
}

pub(super) fn annul(opened: &mut Opened, given: &ReasonArguments) -> CommandResult {
    let seen = opened.seen(&given.number)?;
    let rev =
        opened.register.annul(&opened.actor, seen.looked_at(), &given.reason, opened.now())?;
    told(&seen.number, rev, "annulled")
}

pub(super) fn erase(opened: &mut Opened, given: &EraseArguments) -> CommandResult {
    let EraseArguments { number, reason } = given;
    let erased = opened.register.erase(&opened.actor, number, reason, opened.now())?;
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
