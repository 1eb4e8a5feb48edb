//! Approvals: decisions about the bytes of a draft.

use serde_json::Value;

use crate::engine::digest::{hex, sha256};
use crate::engine::percent::Percent;

use super::account::{Actor, RegisterAccount, Role};
use super::chain::{EventData, EventKind};
use super::error::{RegisterError, StoreFault, WrongField};
use super::moment::Moment;
use super::rows::RevisionRow;
use super::sql;
use super::state::{ApprovalKind, Decision, RevisionState};
use super::store::{Register, Writing};
use super::values::values;

/// The most characters of a reason.
pub const REASON_MAX: usize = 2_000;
const REASON_HINT: &str = "give 1 to 2,000 characters of plain text with --reason";

/// A decision about a draft.
#[derive(Debug, Clone, Copy)]
pub struct DecisionGiven<'a> {
    /// The bytes that were looked at; others are not decided about.
    pub quote_sha256: &'a str,
    /// What is decided about; `None`: all that is still open.
    pub kind: Option<ApprovalKind>,
    /// What is decided.
    pub decision: Decision,
    /// Why; the vendor's reference, where it approves.
    pub reason: &'a str,
}

impl Register {
    /// Decides about the draft of a quote; gives what was decided about.
    ///
    /// # Errors
    /// Who acts may not decide about it, or there is nothing to decide.
    pub fn decide(
        &mut self,
        actor: &Actor,
        number: &str,
        given: DecisionGiven<'_>,
        now: Moment,
    ) -> Result<Vec<ApprovalKind>, RegisterError> {
        self.write(now, |writing| writing.decide(actor, number, given))
    }
}

impl Writing<'_> {
    fn decide(
        &self,
        actor: &Actor,
        number: &str,
        given: DecisionGiven<'_>,
    ) -> Result<Vec<ApprovalKind>, RegisterError> {
        let account = self.acting(actor, &[Role::Approver])?;
        check_reason(given.reason)?;
        self.db.quote(number)?;
        let draft = self.draft_of(number, "decided about")?;
        let document = draft.document();
        check_digest(&draft, given.quote_sha256)?;
        check_content(&draft)?;
        let decided = self.db.decisions(&draft)?;
        let is_open = |kind: &ApprovalKind| decided.iter().all(|one| one.kind != *kind);
        let open: Vec<ApprovalKind> = draft.needs.kinds().filter(is_open).collect();
        let kinds: Vec<ApprovalKind> =
            open.into_iter().filter(|one| given.kind.is_none_or(|kind| kind == *one)).collect();
        if kinds.is_empty() {
            return Err(RegisterError::denied(
                "nothing-to-decide",
                format!("{document} needs no approval that is still open"),
                "a decision about a revision is final; a new revision starts without any",
            ));
        }
        if draft.author == account.id {
            return Err(RegisterError::denied(
                "own-quote",
                format!("`{}` made {document}, and cannot decide about it", account.id),
                "ask another approver",
            ));
        }
        if given.decision == Decision::Approved && kinds.contains(&ApprovalKind::Concession) {
            self.check_limit(&account, &draft)?;
        }
        let kind_of = match given.decision {
            Decision::Approved => EventKind::Approved,
            Decision::Rejected => EventKind::ApprovalRefused,
        };
        for kind in &kinds {
            self.db.run(
                sql::INSERT_APPROVAL,
                values![
                    number,
                    draft.rev,
                    kind.word(),
                    draft.quote_sha256,
                    given.decision.word(),
                    account.id,
                    given.reason,
                    self.now.to_string()
                ],
            )?;
            let mut data = self.data_with_reason(Some(&account.id), &draft, given.reason)?;
            data.insert("kind", Value::from(kind.word()));
            self.log(&actor.by, kind_of, Some((number, draft.rev)), &data)?;
        }
        Ok(kinds)
    }

    /// The draft of a quote; what it is instead is denied.
    pub(super) fn draft_of(
        &self,
        number: &str,
        wanted: &str,
    ) -> Result<RevisionRow, RegisterError> {
        let mut revisions = self.db.revisions(number)?;
        if let Some(accepted) = revisions.iter().find(|one| one.state == RevisionState::Accepted) {
            return Err(RegisterError::moved(&accepted.document(), accepted.state, wanted));
        }
        match revisions.pop() {
            Some(head) if head.state == RevisionState::Draft => Ok(head),
            Some(head) => Err(RegisterError::moved(&head.document(), head.state, wanted)),
            None => Err(lost()),
        }
    }

    fn check_limit(
        &self,
        account: &RegisterAccount,
        draft: &RevisionRow,
    ) -> Result<(), RegisterError> {
        let Some(limit) = account.limit else { return Ok(()) };
        let content = self.db.content(&draft.number, draft.rev)?.unwrap_or_default();
        let content: Value = serde_json::from_slice(&content).unwrap_or_default();
        let rate = content.pointer("/request/concession/rate").and_then(Value::as_str);
        let rate = rate.and_then(|text| Percent::parse(text).ok());
        if rate.is_some_and(|rate| rate <= limit) {
            return Ok(());
        }
        let rate = rate.map_or_else(|| "unknown".to_owned(), |rate| rate.to_string());
        Err(RegisterError::denied(
            "above-limit",
            format!("`{}` may approve {limit}, and this is {rate}", account.id),
            "ask an approver with a higher limit",
        ))
    }

    /// What an event says that has a reason: not the reason, but what shows that it was changed.
    pub(super) fn data_with_reason(
        &self,
        account: Option<&str>,
        revision: &RevisionRow,
        reason: &str,
    ) -> Result<EventData, RegisterError> {
        let content = self.db.content(&revision.number, revision.rev)?;
        let digest = reason_sha256(content.as_deref(), &revision.quote_sha256, reason);
        let mut data = data_of(account, revision);
        data.insert("reason_sha256", Value::from(digest));
        Ok(data)
    }
}

/// What an event says that is about the document of a revision; a customer has no account.
pub(super) fn data_of(account: Option<&str>, revision: &RevisionRow) -> EventData {
    let mut data = EventData::from([("quote_sha256", Value::from(revision.quote_sha256.as_str()))]);
    data.extend(account.map(|account| ("account", Value::from(account))));
    data
}

/// What the log holds instead of a reason. Its salt comes of the content of the revision, and goes
/// with it when that is erased: nobody can then try out what the reason was.
pub(super) fn reason_sha256(content: Option<&[u8]>, quote_sha256: &str, reason: &str) -> String {
    let salt = match content {
        Some(content) => {
            let mut text = b"reinstate-salt-1\n".to_vec();
            text.extend_from_slice(content);
            hex(&sha256(&text))
        }
        None => quote_sha256.to_owned(),
    };
    hex(&sha256(format!("reinstate-reason-1\n{salt}\n{reason}").as_bytes()))
}

/// Whether the bytes that somebody looked at are those of the revision.
pub(super) fn check_digest(
    revision: &RevisionRow,
    quote_sha256: &str,
) -> Result<(), RegisterError> {
    if revision.quote_sha256 == quote_sha256 {
        return Ok(());
    }
    Err(RegisterError::other_document(&revision.document()))
}

/// Whether a revision still has its content: without, there is nothing to approve, send or accept.
pub(super) fn check_content(revision: &RevisionRow) -> Result<(), RegisterError> {
    if revision.erased_at.is_none() {
        return Ok(());
    }
    Err(RegisterError::denied(
        "erased",
        format!("the content of {} was erased", revision.document()),
        "register a new quote",
    ))
}

/// Whether a text may be a reason.
pub(super) fn check_reason(reason: &str) -> Result<(), RegisterError> {
    match wrong_reason("reason", reason) {
        None => Ok(()),
        Some(wrong) => Err(RegisterError::wrong_fields(vec![wrong])),
    }
}

/// What is wrong with the reason in a field.
pub(super) fn wrong_reason(field: &'static str, reason: &str) -> Option<WrongField> {
    let message = if reason.trim().is_empty() {
        "a reason is needed"
    } else if reason.chars().count() > REASON_MAX {
        "the reason has more than 2,000 characters"
    } else if reason.chars().any(|one| one.is_control() && one != '\n' && one != '\t') {
        "the reason holds control characters"
    } else {
        return None;
    };
    Some(WrongField { field, message: message.to_owned(), hint: REASON_HINT })
}

/// A quote without revisions: no program made that.
pub(super) fn lost() -> RegisterError {
    let what = "a quote has lost its revisions";
    RegisterError::store(StoreFault::Damaged, what, "take the last backup")
}
