//! Revisions go out.

use serde_json::Value;

use crate::engine::digest::{hex, sha256};

use super::account::{Actor, RegisterAccount, Role};
use super::chain::{EventData, EventKind};
use super::decide::{check_content, check_digest};
use super::error::RegisterError;
use super::looked_at::LookedAt;
use super::moment::Moment;
use super::rows::RevisionRow;
use super::sql;
use super::state::{RevisionState, ShownStatus, shown};
use super::store::{Register, Writing};
use super::values::values;

/// A draft that goes out, with what was made of it before.
#[derive(Debug, Clone, Copy)]
pub struct ToSend<'a> {
    /// The bytes that the PDF was drawn from.
    pub quote_sha256: &'a str,
    /// The PDF, which is kept.
    pub pdf: &'a [u8],
    /// SHA-256 of the token in its link, in hexadecimal digits; the token itself is not kept.
    /// `None`: it has no link.
    pub link_sha256: Option<&'a str>,
}

impl Register {
    /// Sends the draft of a quote: its PDF is kept, and a revision that stood before is superseded.
    /// Gives the number of the revision.
    ///
    /// # Errors
    /// It lacks an approval, its last day has passed, or it is no draft any more.
    pub fn send(
        &mut self,
        actor: &Actor,
        number: &str,
        given: ToSend<'_>,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        self.write(now, |writing| writing.send(actor, number, given))
    }

    /// Whether the draft of a quote could be sent; nothing is written.
    ///
    /// # Errors
    /// Why it could not.
    pub fn check_send(
        &mut self,
        actor: &Actor,
        number: &str,
        now: Moment,
    ) -> Result<(), RegisterError> {
        self.try_out(now, |writing| writing.sendable(actor, number).map(drop))
    }

    /// Gives the revision that stands another link, and ends the one before.
    ///
    /// # Errors
    /// No revision of the quote stands.
    pub fn renew_link<'a>(
        &mut self,
        actor: &Actor,
        quote: impl Into<LookedAt<'a>>,
        link_sha256: &str,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        let looked_at = quote.into();
        let number = looked_at.number;
        self.write(now, |writing| {
            let quote = writing.db.quote(number)?;
            let account = writing.acting_for(actor, &quote.owner, &[Role::Approver])?;
            let revision = writing.revision_looked_at(looked_at)?;
            let is_standing =
                matches!(revision.state, RevisionState::Sent | RevisionState::Accepted);
            check_content(&revision)?;
            let RevisionRow { rev, state, .. } = revision;
            let word = state.word();
            let values = values![link_sha256, number, rev, word];
            if !is_standing || writing.db.run(sql::RENEW_LINK, values)? != 1 {
                return Err(RegisterError::moved(&revision.document(), state, "sent again"));
            }
            let data = EventData::from([
                ("account", Value::from(account.id)),
                ("link_sha256", Value::from(link_sha256)),
            ]);
            writing.log(&actor.by, EventKind::LinkRenewed, Some((number, rev)), &data)?;
            Ok(rev)
        })
    }
}

impl Writing<'_> {
    fn send(&self, actor: &Actor, number: &str, given: ToSend<'_>) -> Result<u32, RegisterError> {
        let (account, draft) = self.sendable(actor, number)?;
        check_digest(&draft, given.quote_sha256)?;
        let mut revisions = self.db.revisions(number)?;
        revisions.retain(|one| one.state == RevisionState::Sent);
        for standing in revisions {
            self.moves(&standing, RevisionState::Superseded, "superseded")?;
            let data = EventData::from([
                ("account", Value::from(account.id.as_str())),
                ("by", Value::from(draft.rev)),
            ]);
            self.log(&actor.by, EventKind::Superseded, Some((number, standing.rev)), &data)?;
        }
        let pdf_sha256 = hex(&sha256(given.pdf));
        let at = self.now.to_string();
        let values = values![pdf_sha256, given.pdf, given.link_sha256, at, number, draft.rev];
        if self.db.run(sql::SEND, values)? != 1 {
            return Err(RegisterError::moved(&draft.document(), draft.state, "sent"));
        }
        let mut data = EventData::from([
            ("account", Value::from(account.id)),
            ("pdf_sha256", Value::from(pdf_sha256)),
            ("quote_sha256", Value::from(draft.quote_sha256.as_str())),
        ]);
        data.extend(given.link_sha256.map(|digest| ("link_sha256", Value::from(digest))));
        self.log(&actor.by, EventKind::Sent, Some((number, draft.rev)), &data)?;
        Ok(draft.rev)
    }

    /// The draft of a quote, where who acts may send it today.
    fn sendable(
        &self,
        actor: &Actor,
        number: &str,
    ) -> Result<(RegisterAccount, RevisionRow), RegisterError> {
        let quote = self.db.quote(number)?;
        let account = self.acting_for(actor, &quote.owner, &[Role::Approver])?;
        let draft = self.draft_of(number, "sent")?;
        check_content(&draft)?;
        self.check_ready(&draft)?;
        Ok((account, draft))
    }

    /// Whether a draft may be sent today.
    fn check_ready(&self, draft: &RevisionRow) -> Result<(), RegisterError> {
        let decided = self.db.decisions(draft)?;
        let decided: Vec<_> = decided.iter().map(|one| (one.kind, one.decision)).collect();
        let document = draft.document();
        let needs = || draft.needs.text().replace(' ', ", ");
        let status = shown(draft.state, draft.needs, &decided, draft.valid_through, self.today);
        let (code, message, hint) = match status {
            ShownStatus::Ready => return Ok(()),
            ShownStatus::Lapsed => (
                "lapsed",
                format!("{document} was valid through {}", draft.valid_through),
                "make a new revision with `reinstate register revise`",
            ),
            ShownStatus::WaitingForApproval => (
                "needs-approval",
                format!("{document} is not approved yet: {}", needs()),
                "an approver decides with `reinstate register approve`",
            ),
            ShownStatus::ApprovalRefused => (
                "approval-refused",
                format!("the approval of {document} was refused"),
                "make a new revision with `reinstate register revise`",
            ),
            ShownStatus::Sent
            | ShownStatus::Expired
            | ShownStatus::Accepted
            | ShownStatus::Declined
            | ShownStatus::Withdrawn
            | ShownStatus::Superseded
            | ShownStatus::Annulled => {
                return Err(RegisterError::moved(&document, draft.state, "sent"));
            }
        };
        Err(RegisterError::denied(code, message, hint))
    }
}
