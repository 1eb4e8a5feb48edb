//! What the events of a log lead to: what has to stand in the tables.

use std::collections::BTreeMap;

use serde_json::Value;

use super::chain::{EventKind, LogEvent};
use super::state::{Decision, RevisionState, by_word};

/// The schema of registers whose first event says none.
const FIRST_SCHEMA: i64 = 1;

/// What the tables have to hold.
#[derive(Debug, Default)]
pub(super) struct Expected {
    /// What the first event says, without the schema, and when.
    pub(super) created: Option<(Value, String)>,
    /// The schema that it says, and then that of the last migration.
    pub(super) schema: i64,
    pub(super) accounts: BTreeMap<String, ExpectedAccount>,
    /// By their ids.
    pub(super) keys: BTreeMap<String, ExpectedKey>,
    pub(super) quotes: BTreeMap<String, ExpectedQuote>,
}

#[derive(Debug)]
pub(super) struct ExpectedAccount {
    pub(super) data: Value,
    pub(super) ended_at: Option<String>,
}

#[derive(Debug)]
pub(super) struct ExpectedKey {
    pub(super) data: Value,
    pub(super) made_at: String,
    pub(super) revoked_at: Option<String>,
}

#[derive(Debug)]
pub(super) struct ExpectedQuote {
    pub(super) data: Value,
    pub(super) created_at: String,
    /// In order, from the first.
    pub(super) revisions: Vec<ExpectedRevision>,
}

#[derive(Debug)]
pub(super) struct ExpectedRevision {
    pub(super) state: RevisionState,
    pub(super) data: Value,
    /// The event of its sending, with the link of the last one.
    pub(super) sent: Option<(Value, String)>,
    pub(super) link: Option<String>,
    pub(super) approvals: Vec<ExpectedApproval>,
    pub(super) acceptances: Vec<(Value, String)>,
    /// The events that a reason belongs to, and what they hold of it.
    pub(super) reasons: Vec<(i64, String)>,
    pub(super) erased_at: Option<String>,
}

#[derive(Debug)]
pub(super) struct ExpectedApproval {
    pub(super) decision: Decision,
    pub(super) data: Value,
    pub(super) at: String,
}

/// A text of an event's values.
pub(super) fn text<'a>(data: &'a Value, key: &str) -> &'a str {
    data.get(key).and_then(Value::as_str).unwrap_or_default()
}

impl Expected {
    /// Takes in the next event, with its values.
    ///
    /// # Errors
    /// It does not follow from those before, in words.
    pub(super) fn take(&mut self, event: &LogEvent, data: Value) -> Result<(), String> {
        let kind = by_word(&EventKind::ALL, &event.kind)
            .ok_or_else(|| "it is of no known kind".to_owned())?;
        let about = event.number.as_deref().zip(event.rev);
        match kind {
            EventKind::Created if event.seq == 1 => {
                self.created(data, &event.at);
                Ok(())
            }
            EventKind::Created => Err("a register is made once".to_owned()),
            EventKind::Migrated => self.migrated(&data),
            EventKind::AccountAdded => {
                let id = text(&data, "account").to_owned();
                match self.accounts.insert(id, ExpectedAccount { data, ended_at: None }) {
                    None => Ok(()),
                    Some(_) => Err("the account was added before".to_owned()),
                }
            }
            EventKind::AccountEnded => {
                let account = self.accounts.get_mut(text(&data, "account"));
                account.ok_or("there is no such account")?.ended_at = Some(event.at.clone());
                Ok(())
            }
            EventKind::KeyMade => {
                let id = text(&data, "key").to_owned();
                let key = ExpectedKey { data, made_at: event.at.clone(), revoked_at: None };
                match self.keys.insert(id, key) {
                    None => Ok(()),
                    Some(_) => Err("the key was made before".to_owned()),
                }
            }
            EventKind::KeyRevoked => {
                let key = self.keys.get_mut(text(&data, "key")).ok_or("there is no such key")?;
                match key.revoked_at.replace(event.at.clone()) {
                    None => Ok(()),
                    Some(_) => Err("the key was revoked before".to_owned()),
                }
            }
            EventKind::Registered => {
                let (number, _) = about.ok_or("it names no quote")?;
                let revisions = vec![ExpectedRevision::of(data.clone())];
                let quote = ExpectedQuote { data, created_at: event.at.clone(), revisions };
                match self.quotes.insert(number.to_owned(), quote) {
                    None => Ok(()),
                    Some(_) => Err("the quote was registered before".to_owned()),
                }
            }
            EventKind::Revised
            | EventKind::Approved
            | EventKind::ApprovalRefused
            | EventKind::Sent
            | EventKind::LinkRenewed
            | EventKind::Superseded
            | EventKind::Accepted
            | EventKind::Declined
            | EventKind::Withdrawn
            | EventKind::Annulled
            | EventKind::Erased => {
                let (number, rev) = about.ok_or("it names no quote")?;
                let quote = self.quotes.get_mut(number).ok_or("there is no such quote")?;
                quote.take(kind, rev, event, data)
            }
        }
    }
}

impl Expected {
    fn created(&mut self, mut data: Value, at: &str) {
        let schema = data.as_object_mut().and_then(|values| values.remove("schema"));
        // The first schema did not say which it was.
        self.schema = schema.as_ref().and_then(Value::as_i64).unwrap_or(FIRST_SCHEMA);
        self.created = Some((data, at.to_owned()));
    }

    fn migrated(&mut self, data: &Value) -> Result<(), String> {
        let said = |key: &str| data.get(key).and_then(Value::as_i64);
        match (said("from"), said("to")) {
            (Some(from), Some(to)) if from == self.schema && from < to => {
                self.schema = to;
                Ok(())
            }
            _ => Err("it was migrated from another schema".to_owned()),
        }
    }
}

impl ExpectedQuote {
    fn take(
        &mut self,
        kind: EventKind,
        rev: i64,
        event: &LogEvent,
        data: Value,
    ) -> Result<(), String> {
        if kind == EventKind::Revised {
            return self.revised(rev, data);
        }
        if kind == EventKind::Erased {
            for revision in &mut self.revisions {
                revision.erased_at.get_or_insert_with(|| event.at.clone());
                // What they say is gone; what comes later is kept.
                revision.reasons.clear();
            }
        }
        let place = usize::try_from(rev.saturating_sub(1)).ok();
        let revision = place.and_then(|place| self.revisions.get_mut(place));
        let revision = revision.ok_or("there is no such revision")?;
        revision.take(kind, event, data)
    }

    fn revised(&mut self, rev: i64, data: Value) -> Result<(), String> {
        if usize::try_from(rev).ok() != self.revisions.len().checked_add(1) {
            return Err("it is not the next revision".to_owned());
        }
        if let Some(replaced) = data.get("replaced").and_then(Value::as_i64) {
            let head = self.revisions.last_mut().filter(|_| replaced.saturating_add(1) == rev);
            head.ok_or("it replaces what is not there")?
                .moves(&[RevisionState::Draft], RevisionState::Withdrawn)?;
        }
        self.revisions.push(ExpectedRevision::of(data));
        Ok(())
    }
}

impl ExpectedRevision {
    fn of(data: Value) -> Self {
        Self {
            state: RevisionState::Draft,
            data,
            sent: None,
            link: None,
            approvals: Vec::new(),
            acceptances: Vec::new(),
            reasons: Vec::new(),
            erased_at: None,
        }
    }

    fn moves(&mut self, from: &[RevisionState], to: RevisionState) -> Result<(), String> {
        if !from.contains(&self.state) {
            return Err(format!(
                "a revision that is {} cannot be {}",
                self.state.word(),
                to.word()
            ));
        }
        self.state = to;
        Ok(())
    }

    fn take(&mut self, kind: EventKind, event: &LogEvent, data: Value) -> Result<(), String> {
        use RevisionState::{Accepted, Annulled, Declined, Draft, Sent, Superseded, Withdrawn};
        let at = || event.at.clone();
        let decided = |decision| ExpectedApproval { decision, data: data.clone(), at: at() };
        // A decision has its reason beside it, in a table of its own.
        let is_decision = matches!(kind, EventKind::Approved | EventKind::ApprovalRefused);
        let digest = data.get("reason_sha256").and_then(Value::as_str);
        if let Some(digest) = digest.filter(|_| !is_decision) {
            self.reasons.push((event.seq, digest.to_owned()));
        }
        match kind {
            EventKind::Approved => self.approvals.push(decided(Decision::Approved)),
            EventKind::ApprovalRefused => self.approvals.push(decided(Decision::Rejected)),
            EventKind::Sent => {
                self.moves(&[Draft], Sent)?;
                self.link = data.get("link_sha256").and_then(Value::as_str).map(ToOwned::to_owned);
                self.sent = Some((data, at()));
            }
            EventKind::LinkRenewed => self.link = Some(text(&data, "link_sha256").to_owned()),
            EventKind::Superseded => self.moves(&[Sent], Superseded)?,
            EventKind::Accepted => {
                self.moves(&[Sent], Accepted)?;
                self.acceptances.push((data, at()));
            }
            EventKind::Declined => self.moves(&[Sent], Declined)?,
            EventKind::Withdrawn => self.moves(&[Draft, Sent], Withdrawn)?,
            EventKind::Annulled => self.moves(&[Accepted], Annulled)?,
            EventKind::Erased => {}
            EventKind::Created
            | EventKind::Migrated
            | EventKind::AccountAdded
            | EventKind::AccountEnded
            | EventKind::KeyMade
            | EventKind::KeyRevoked
            | EventKind::Registered
            | EventKind::Revised => return Err("it is not about a revision".to_owned()),
        }
        Ok(())
    }
}
