//! Why a register does not do what was asked.

use super::state::RevisionState;

/// Why a register does not do what was asked; nothing was changed.
#[derive(Debug, thiserror::Error)]
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
    /// The clock is behind what the register knows.
    ClockBehind,
    /// It is damaged.
    Damaged,
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
        Self::Denied(Denied { code, message: message.into(), hint: hint.into() })
    }

    pub(super) fn store(kind: StoreFault, message: impl Into<String>, hint: &'static str) -> Self {
        Self::Store { kind, message: message.into(), hint }
    }

    /// There is no such thing; all unknown things are denied in the same words.
    pub(crate) fn unknown(what: &str, name: &str) -> Self {
        let message = format!("there is no {what} `{name}`");
        Self::denied("unknown", message, "look it up with `reinstate register list`")
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
                StoreFault::ClockBehind => "clock-behind",
                StoreFault::Damaged => "register-damaged",
                StoreFault::Other => "register-fault",
            },
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite has more codes than matter here")]
impl From<rusqlite::Error> for RegisterError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let message = match &error {
            rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
            other => other.to_string(),
        };
        let (kind, what, hint) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                StoreFault::Busy,
                "the register is busy",
                "another process has been writing for ten seconds; try again",
            ),
            Some(ErrorCode::DiskFull) => {
                (StoreFault::Full, "there is no room left for the register", "free some disk space")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (
                StoreFault::ReadOnly,
                "the register cannot be written",
                "its file and its folder have to be writable",
            ),
            Some(ErrorCode::CannotOpen) => (
                StoreFault::Absent,
                "the register cannot be opened",
                "check the path; `reinstate register init --zone ZONE` makes one",
            ),
            Some(ErrorCode::NotADatabase) => (
                StoreFault::NotARegister,
                "this is not a register",
                "name the file that `reinstate register init` made",
            ),
            Some(ErrorCode::DatabaseCorrupt) => (
                StoreFault::Damaged,
                "the register is damaged",
                "take the last backup (`reinstate register backup` makes them)",
            ),
            _ => (
                StoreFault::Other,
                "the register cannot be used",
                "`reinstate register verify` tells more; take the last backup if it is damaged",
            ),
        };
        Self::store(kind, format!("{what}: {message}"), hint)
    }
}
