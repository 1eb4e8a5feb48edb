//! The log: each event carries the hash of the one before, so that whatever is changed, put in or
//! taken out shows.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::engine::digest::{hex, sha256};
use crate::engine::worded::worded;

use super::database::DatabaseRow;
use super::error::{RegisterError, StoreFault};
use super::sql;
use super::store::{LogHead, Writing};
use super::values::values;

/// The values of an event, by their names. None of them is personal.
pub(super) type EventData = BTreeMap<&'static str, Value>;

worded! {
    /// What an event says.
    pub enum EventKind {
        /// The register was made.
        Created = "created",
        /// It got the tables of a later version of the program.
        Migrated = "migrated",
        /// Somebody may do something.
        AccountAdded = "account-added",
        /// That ended.
        AccountEnded = "account-ended",
        /// An account got a key.
        KeyMade = "key-made",
        /// It does not work any more.
        KeyRevoked = "key-revoked",
        /// A quote got its number.
        Registered = "registered",
        /// It got another revision.
        Revised = "revised",
        /// Somebody approved a revision.
        Approved = "approved",
        /// Somebody refused to.
        ApprovalRefused = "approval-refused",
        /// A revision went out.
        Sent = "sent",
        /// It got another link.
        LinkRenewed = "link-renewed",
        /// A later one was sent.
        Superseded = "superseded",
        /// The customer took it.
        Accepted = "accepted",
        /// The customer did not want it.
        Declined = "declined",
        /// The seller took it back.
        Withdrawn = "withdrawn",
        /// Its acceptance was undone.
        Annulled = "annulled",
        /// Its content was erased.
        Erased = "erased",
    }
    /// The word that is stored.
    fn word
}

/// An event of the log, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// Its number, from 1 and without a gap.
    pub seq: i64,
    /// When, in UTC.
    pub at: String,
    /// Who did it, and how: `cli:` and the user of the system.
    pub actor: String,
    /// What it says: a word of [`EventKind`].
    pub kind: String,
    /// The quote that it is about.
    pub number: Option<String>,
    /// The revision that it is about.
    pub rev: Option<i64>,
    /// Its values: compact JSON with sorted keys.
    pub data: String,
    /// The hash of the event before.
    pub prev: String,
    /// Its own hash.
    pub hash: String,
}

impl LogEvent {
    /// The hash that follows from all else.
    ///
    /// Source: the quote register, section 8.
    #[must_use]
    pub fn hash_of_content(&self) -> String {
        let rev = self.rev.map(|rev| rev.to_string()).unwrap_or_default();
        let text = format!(
            "reinstate-event-1\n{}\n{}\n{}\n{}\n{}\n{}\n{rev}\n{}",
            self.prev,
            self.seq,
            self.at,
            self.actor,
            self.kind,
            self.number.as_deref().unwrap_or_default(),
            self.data,
        );
        hex(&sha256(text.as_bytes()))
    }

    /// Whether a field holds a line feed: then two events could have one hash.
    #[must_use]
    pub fn has_line_feed(&self) -> bool {
        let number = self.number.as_deref().unwrap_or_default();
        [&*self.prev, &self.at, &self.actor, &self.kind, number, &self.data]
            .iter()
            .any(|field| field.contains('\n'))
    }

    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            kind: row.get(3)?,
            number: row.get(4)?,
            rev: row.get(5)?,
            data: row.get(6)?,
            prev: row.get(7)?,
            hash: row.get(8)?,
        })
    }
}

impl Writing<'_> {
    /// Adds an event to the log, and says which number it has.
    pub(super) fn log(
        &self,
        actor: &str,
        kind: EventKind,
        about: Option<(&str, u32)>,
        data: &EventData,
    ) -> Result<i64, RegisterError> {
        let head = self.db.first(sql::NEXT_EVENT, &[], |row| {
            Ok(LogHead { seq: row.get(0)?, hash: row.get(1)? })
        })?;
        let Some(LogHead { seq, hash: prev }) = head else {
            let what = "the register has lost its head";
            return Err(RegisterError::store(StoreFault::Damaged, what, "take the last backup"));
        };
        let mut event = LogEvent {
            seq,
            at: self.now.to_string(),
            actor: actor.to_owned(),
            kind: kind.word().to_owned(),
            number: about.map(|(number, _)| number.to_owned()),
            rev: about.map(|(_, revision)| i64::from(revision)),
            data: serde_json::to_string(data).unwrap_or_default(),
            prev,
            hash: String::new(),
        };
        if event.has_line_feed() {
            return Err(RegisterError::denied(
                "line-feed",
                "a field of the log would hold a line feed",
                "use a name on one line",
            ));
        }
        event.hash = event.hash_of_content();
        self.db.run(
            sql::INSERT_EVENT,
            values![
                event.seq,
                event.at,
                event.actor,
                event.kind,
                event.number,
                event.rev,
                event.data,
                event.prev,
                event.hash
            ],
        )?;
        self.db.run(sql::SET_HEAD, values![&event.hash])?;
        Ok(event.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, with `printf … | sha256sum`.
    #[test]
    fn the_hash_of_an_event_is_that_of_its_fields_by_lines() {
        let event = LogEvent {
            seq: 7,
            at: "2026-11-25T16:00:00.123Z".to_owned(),
            actor: "cli:anna".to_owned(),
            kind: "withdrawn".to_owned(),
            number: Some("Q-2026-00042".to_owned()),
            rev: Some(2),
            data: r#"{"account":"anna"}"#.to_owned(),
            prev: "00ff".to_owned(),
            hash: String::new(),
        };
        assert_eq!(
            event.hash_of_content(),
            "a12e9060f81ab54ef7ca293d66f2235658c4f97abaa51e9373f7ed656f54c33c"
        );
    }
}
