//! What becomes of a revision in the end: accepted, declined, withdrawn, annulled.

use serde_json::Value;

use crate::engine::worded::worded;

use super::acceptance::{Person, WrittenAcceptance};
use super::account::{Actor, EventAuthor, Role, name_fault};
use super::chain::EventKind;
use super::decide::{check_content, check_digest, check_reason, wrong_reason};
use super::error::{RegisterError, WrongField};
use super::looked_at::LookedAt;
use super::moment::Moment;
use super::rows::RevisionRow;
use super::sql;
use super::state::RevisionState;
use super::store::{Register, Writing};
use super::values::values;

/// The most characters of a purchase order's number.
pub const PURCHASE_ORDER_MAX: usize = 64;
/// The most bytes of a proof.
pub const PROOF_BYTES_MAX: usize = 5 * 1024 * 1024;

worded! {
    /// Why a customer does not want a quote.
    pub enum DeclineReason {
        /// It costs too much.
        Price = "price",
        /// It went to somebody else.
        Competitor = "competitor",
        /// It is not needed any more.
        NotNeeded = "not-needed",
        /// It is put off.
        Postponed = "postponed",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// Anything else.
        Other = "other",
    }
    /// The word that is stored.
    fn word
}

/// An acceptance that came another way than by the link, as it is recorded.
#[derive(Debug, Clone, Copy)]
pub struct RecordedAcceptance<'a> {
    /// Who accepted, by name.
    pub by: &'a str,
    /// The number of the purchase order.
    pub purchase_order: Option<&'a str>,
    /// A file that shows it: PDF, PNG, JPEG, or a mail.
    pub proof: Option<&'a [u8]>,
    /// Why it is taken after the last day.
    pub late_reason: Option<&'a str>,
    /// The bytes that were accepted, where somebody looked at them: others are not taken for them.
    /// `None`: the revision that stands, whichever that is.
    pub quote_sha256: Option<&'a str>,
    /// 32 random bytes, in hexadecimal digits.
    pub salt: &'a str,
}

impl Register {
    /// Records that the customer accepted the revision that was sent; gives its number.
    ///
    /// # Errors
    /// It is not sent, its last day has passed, or there is nothing to show for it.
    pub fn accept(
        &mut self,
        actor: &Actor,
        number: &str,
        given: RecordedAcceptance<'_>,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        self.write(now, |writing| writing.accept(actor, number, given))
    }

    /// Records that the customer does not want the revision that was sent; gives its number.
    ///
    /// # Errors
    /// It is not sent.
    pub fn decline<'a>(
        &mut self,
        actor: &Actor,
        quote: impl Into<LookedAt<'a>>,
        reason: DeclineReason,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        let quote = quote.into();
        self.write(now, |writing| writing.close(actor, quote, reason.word(), &DECLINING))
    }

    /// Takes back a quote that was not accepted, with a draft behind the revision that stands; or
    /// that draft alone, where somebody looked at it. Gives the number of the revision.
    ///
    /// # Errors
    /// It was accepted, or is closed already.
    pub fn withdraw<'a>(
        &mut self,
        actor: &Actor,
        quote: impl Into<LookedAt<'a>>,
        reason: &str,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        let quote = quote.into();
        self.write(now, |writing| writing.withdraw(actor, quote, reason))
    }

    /// Undoes an acceptance; gives the number of the revision.
    ///
    /// # Errors
    /// It is not accepted, or who acts recorded the acceptance.
    pub fn annul<'a>(
        &mut self,
        actor: &Actor,
        quote: impl Into<LookedAt<'a>>,
        reason: &str,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        let quote = quote.into();
        self.write(now, |writing| {
            check_reason(reason)?;
            let account = writing.acting(actor, ANNULLING.roles)?;
            let events = writing.db.all(sql::EVENTS_OF_QUOTE, values![quote.number], |row| {
                let (kind, data): (String, String) = (row.get(3)?, row.get(6)?);
                Ok((kind, data))
            })?;
            let accepted = events.iter().rfind(|(kind, _)| kind == EventKind::Accepted.word());
            let data = accepted.and_then(|(_, data)| serde_json::from_str::<Value>(data).ok());
            if data.is_some_and(|data| data["account"] == account.id) {
                return Err(RegisterError::denied(
                    "own-acceptance",
                    format!("`{}` recorded the acceptance, and cannot annul it", account.id),
                    "ask another approver",
                ));
            }
            writing.close(actor, quote, reason, &ANNULLING)
        })
    }
}

/// A way in which a revision ends.
pub(super) struct Closing {
    from: &'static [RevisionState],
    to: RevisionState,
    kind: EventKind,
    /// Who may do it besides the owner; of an accepted one, alone.
    roles: &'static [Role],
}

pub(super) const DECLINING: Closing = Closing {
    from: &[RevisionState::Sent],
    to: RevisionState::Declined,
    kind: EventKind::Declined,
    roles: &[],
};
const WITHDRAWING: Closing = Closing {
    from: &[RevisionState::Draft, RevisionState::Sent],
    to: RevisionState::Withdrawn,
    kind: EventKind::Withdrawn,
    roles: &[Role::Approver, Role::Finance],
};
const ANNULLING: Closing = Closing {
    from: &[RevisionState::Accepted],
    to: RevisionState::Annulled,
    kind: EventKind::Annulled,
    roles: &[Role::Approver],
};

impl Writing<'_> {
    fn withdraw(
        &self,
        actor: &Actor,
        looked_at: LookedAt<'_>,
        reason: &str,
    ) -> Result<u32, RegisterError> {
        check_reason(reason)?;
        let quote = self.db.quote(looked_at.number)?;
        self.acting_for(actor, &quote.owner, WITHDRAWING.roles)?;
        let shown = self.shown_revision(looked_at.number)?;
        let newest = self.db.revisions(looked_at.number)?.pop();
        let behind = newest.filter(|one| one.rev > shown.rev && one.state == RevisionState::Draft);
        if let Some(draft) = behind {
            let is_meant = looked_at.quote_sha256 == Some(&*draft.quote_sha256);
            // A draft behind a revision that was sent goes with it.
            if is_meant || shown.state == RevisionState::Sent {
                self.close_revision(actor.into(), &draft, reason, &WITHDRAWING)?;
            }
            if is_meant {
                return Ok(draft.rev);
            }
        }
        self.close(actor, looked_at, reason, &WITHDRAWING)
    }

    fn close(
        &self,
        actor: &Actor,
        looked_at: LookedAt<'_>,
        reason: &str,
        closing: &Closing,
    ) -> Result<u32, RegisterError> {
        let quote = self.db.quote(looked_at.number)?;
        if closing.to == RevisionState::Annulled {
            self.acting(actor, closing.roles)?;
        } else {
            self.acting_for(actor, &quote.owner, closing.roles)?;
        }
        let revision = self.revision_looked_at(looked_at)?;
        self.close_revision(actor.into(), &revision, reason, closing)
    }

    /// Ends a revision, whoever may do it.
    pub(super) fn close_revision(
        &self,
        author: EventAuthor<'_>,
        revision: &RevisionRow,
        reason: &str,
        closing: &Closing,
    ) -> Result<u32, RegisterError> {
        let wanted = closing.to.word();
        if !closing.from.contains(&revision.state) {
            return Err(RegisterError::moved(&revision.document(), revision.state, wanted));
        }
        self.moves(revision, closing.to, wanted)?;
        let data = self.data_with_reason(author.account, revision, reason)?;
        let about = Some((revision.number.as_str(), revision.rev));
        let seq = self.log(author.by, closing.kind, about, &data)?;
        self.db.run(sql::INSERT_REASON, values![seq, revision.number, revision.rev, reason])?;
        Ok(revision.rev)
    }

    fn accept(
        &self,
        actor: &Actor,
        number: &str,
        given: RecordedAcceptance<'_>,
    ) -> Result<u32, RegisterError> {
        let quote = self.db.quote(number)?;
        let account = self.acting_for(actor, &quote.owner, &[Role::Finance, Role::Approver])?;
        check_acceptance(given)?;
        let revision = self.shown_revision(number)?;
        let document = revision.document();
        if let Some(digest) = given.quote_sha256 {
            check_digest(&revision, digest)?;
        }
        if revision.state != RevisionState::Sent {
            return Err(RegisterError::moved(&document, revision.state, "accepted"));
        }
        check_content(&revision)?;
        let is_late = self.today > revision.valid_through;
        match given.late_reason {
            Some(_) if is_late => self.acting(actor, &[Role::Approver]).map(drop)?,
            Some(_) => {
                return Err(RegisterError::denied(
                    "not-late",
                    format!("{document} is valid through {}", revision.valid_through),
                    "leave --late out",
                ));
            }
            None if is_late => {
                return Err(RegisterError::denied(
                    "expired",
                    format!("{document} was valid through {}", revision.valid_through),
                    "make a new revision with `reinstate register revise`; an approver may take \
                     it with --late and a reason",
                ));
            }
            None => self.acting_for(actor, &quote.owner, &[Role::Finance]).map(drop)?,
        }
        let words = self.db.sealed_words(&revision)?;
        let written = WrittenAcceptance {
            via: "recorded",
            language: words.language,
            sentence: &words.sentence(&revision),
            person: Person { name: Some(given.by), ..Person::default() },
            purchase_order: given.purchase_order,
            proof: given.proof,
            late_reason: given.late_reason,
            salt: given.salt,
        };
        let author = EventAuthor { by: &actor.by, account: Some(&account.id) };
        self.write_acceptance(author, &revision, written)?;
        Ok(revision.rev)
    }
}

fn check_acceptance(given: RecordedAcceptance<'_>) -> Result<(), RegisterError> {
    let mut fields = Vec::new();
    let mut wrong = |field, message: String, hint| {
        fields.push(WrongField { field, message, hint });
    };
    if let Some(fault) = name_fault(given.by) {
        wrong("by", format!("the name of who accepted {fault}"), "change it");
    }
    if given.purchase_order.is_none() && given.proof.is_none() {
        wrong(
            "po_number",
            "there is nothing to show for it".to_owned(),
            "give the number of the purchase order with --po, or a file with --proof",
        );
    }
    if let Some(number) = given.purchase_order {
        let fault = if number.chars().count() > PURCHASE_ORDER_MAX {
            Some("has more than 64 characters".to_owned())
        } else {
            name_fault(number)
        };
        if let Some(fault) = fault {
            wrong("po_number", format!("the number of the purchase order {fault}"), "change it");
        }
    }
    match given.proof {
        Some(proof) if proof.len() > PROOF_BYTES_MAX => wrong(
            "proof",
            "the proof has more than 5 MiB".to_owned(),
            "send the page with the signature alone",
        ),
        Some(proof) if proof_kind(proof).is_none() => wrong(
            "proof",
            "the proof is no PDF, PNG, JPEG or mail (EML)".to_owned(),
            "save it as one of those",
        ),
        Some(_) | None => {}
    }
    fields.extend(given.late_reason.and_then(|reason| wrong_reason("late_reason", reason)));
    if fields.is_empty() { Ok(()) } else { Err(RegisterError::wrong_fields(fields)) }
}

/// What a proof is, by how it begins: its media type, and how the name of its file ends. `None`: it
/// is none of the kinds that can be a proof.
#[must_use]
pub fn proof_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let kinds = [
        (&b"%PDF-"[..], ("application/pdf", "pdf")),
        (b"\x89PNG\r\n\x1a\n", ("image/png", "png")),
        (b"\xff\xd8\xff", ("image/jpeg", "jpg")),
    ];
    let mut known = kinds.into_iter().filter(|(begin, _)| bytes.starts_with(begin));
    if let Some((_, kind)) = known.next() {
        return Some(kind);
    }
    // A mail begins with a field: a name of letters and hyphens, and a colon (RFC 5322).
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let is_mail = name.len() < line.len()
        && !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    is_mail.then_some(("message/rfc822", "eml"))
}
