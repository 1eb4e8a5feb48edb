//! Why a register does not do what was asked.

use std::io::ErrorKind;

use crate::files::FileError;

use super::state::RevisionState;

/// Why a register does not do what was asked; nothing was changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RegisterError {
    /// The rules do not allow it.
    #[error("{}", .0.message)]
    Denied(Denied),
    /// The database cannot be used.
    #[error("{message}")]
    Store {
        /// What is wrong.
        kind: StoreFault,
        /// The same for a person.
        message: String,
        /// The way out.
        hint: &'static str,
    },
}

/// A denial by the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Its fixed code, for example `already-accepted`.
    pub code: &'static str,
    /// What is wrong, for a person.
    pub message: String,
    /// The way out.
    pub hint: String,
    /// Where fields of what was given are wrong (`wrong-field`): each that is known by its name.
    pub fields: Vec<WrongField>,
}

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongField {
    /// Its name in the API, for example `po_number`.
    pub field: &'static str,
    /// What is wrong, for a person.
    pub message: String,
    /// The way out.
    pub hint: &'static str,
}

/// What is wrong with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFault {
    /// Another process writes for too long.
    Busy,
    /// There is no room left.
    Full,
    /// It may not be written.
    ReadOnly,
    /// It is not there, or cannot be opened.
    Absent,
    /// It is there already.
    Exists,
    /// It is no register.
    NotARegister,
    /// A newer program made it.
    Newer,
    /// An older program made it, and it has to be migrated.
    Older,
    /// The clock is behind what the register knows.
    ClockBehind,
    /// It is damaged.
    Damaged,
    /// This program, or this database, cannot do it.
    Unsupported,
    /// Anything else.
    Other,
}

impl RegisterError {
    /// A denial.
    pub(super) fn denied(
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let (message, hint) = (message.into(), hint.into());
        Self::Denied(Denied { code, message, hint, fields: Vec::new() })
    }

    /// Fields are wrong: all of them are told at once.
    pub(super) fn wrong_fields(fields: Vec<WrongField>) -> Self {
        let all =
            |of: fn(&WrongField) -> &str| fields.iter().map(of).collect::<Vec<_>>().join("; ");
        let (message, hint) = (all(|one| &one.message), all(|one| one.hint));
        Self::Denied(Denied { code: "wrong-field", message, hint, fields })
    }

    pub(super) fn store(kind: StoreFault, message: impl Into<String>, hint: &'static str) -> Self {
        Self::Store { kind, message: message.into(), hint }
    }

    /// The system does not do what a register needs of it.
    #[cfg(feature = "web")]
    pub(crate) fn system(error: std::io::Error) -> Self {
        Self::store(StoreFault::Other, format!("the register cannot be used: {error}"), "try again")
    }

    /// The bytes that somebody looked at are not those of the revision.
    pub(crate) fn other_document(document: &str) -> Self {
        Self::denied(
            "other-document",
            format!("{document} is not the document that was looked at"),
            "look at it again: there is a newer revision",
        )
    }

    /// There is no such thing; all unknown things are denied in the same words.
    pub(crate) fn unknown(what: &str, name: &str) -> Self {
        let message = format!("there is no {what} `{name}`");
        let command = match what {
            "account" | "key" => format!("{what} list"),
            _ => "list".to_owned(),
        };
        Self::denied("unknown", message, format!("look it up with `reinstate register {command}`"))
    }

    /// The revision is not in a state that allows this.
    pub(super) fn moved(document: &str, state: RevisionState, wanted: &str) -> Self {
        let code = match state {
            RevisionState::Draft => "not-sent",
            RevisionState::Sent => "already-sent",
            RevisionState::Accepted => "already-accepted",
            RevisionState::Declined => "already-declined",
            RevisionState::Withdrawn => "already-withdrawn",
            RevisionState::Superseded => "already-superseded",
            RevisionState::Annulled => "already-annulled",
        };
        let message = if state.word() == wanted {
            format!("{document} is {wanted} already")
        } else {
            format!("{document} is {}, and cannot be {wanted}", state.word())
        };
        let hint = match state {
            RevisionState::Draft => "send it first",
            RevisionState::Sent => {
                "make a new revision of it, withdraw it, or record what became of it"
            }
            RevisionState::Accepted => "an approver can annul it",
            RevisionState::Declined | RevisionState::Withdrawn => "make a new revision of it",
            RevisionState::Superseded => "a later revision was sent: that one stands",
            RevisionState::Annulled => "register a new quote",
        };
        Self::denied(code, message, hint)
    }

    /// Its fixed code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code,
            Self::Store { kind, .. } => match kind {
                StoreFault::Busy => "register-busy",
                StoreFault::Full => "register-full",
                StoreFault::ReadOnly => "register-read-only",
                StoreFault::Absent => "register-absent",
                StoreFault::Exists => "register-exists",
                StoreFault::NotARegister => "not-a-register",
                StoreFault::Newer => "register-newer",
                StoreFault::Older => "register-older",
                StoreFault::ClockBehind => "clock-behind",
                StoreFault::Damaged => "register-damaged",
                StoreFault::Unsupported => "register-unsupported",
                StoreFault::Other => "register-fault",
            },
        }
    }
}

impl From<FileError> for RegisterError {
    fn from(error: FileError) -> Self {
        let (kind, hint) = if error.source.kind() == ErrorKind::AlreadyExists {
            (StoreFault::Exists, "name another file")
        } else if error.source.kind() == ErrorKind::StorageFull {
            (StoreFault::Full, "free some disk space")
        } else {
            (StoreFault::Other, "choose a folder that is there and can be written")
        };
        Self::store(kind, error.to_string(), hint)
    }
}
