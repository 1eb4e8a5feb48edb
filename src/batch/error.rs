//! Why a run ends without outputs, or before all of them.

use std::io;
use std::path::PathBuf;

use crate::engine::problem::Problems;
use crate::files::FileError;

/// Why a run ended without outputs, or before all of them.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// A file cannot be read, or a folder cannot be begun in.
    #[error(transparent)]
    File(#[from] FileError),
    /// An output cannot be written. What was written until then is kept, for
    /// [`Attempt::Resume`](super::Attempt::Resume).
    #[error(transparent)]
    Output(FileError),
    /// The input breaks off or is damaged.
    #[error("cannot read the input: {0}")]
    Input(#[source] io::Error),
    /// The input is no table of holdings.
    #[error("{message}")]
    Table {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A map cannot be used: everything that is wrong with it.
    #[error(transparent)]
    Map(Box<Problems>),
    /// The folder is not one that this run may fill.
    #[error("{message}")]
    Folder {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// Whoever gives the cells of a table wants no more prices.
    #[error("stopped before all rows were priced")]
    Stopped,
    /// Something that cannot happen.
    #[error("this is a bug: {0}")]
    Bug(&'static str),
}

impl BatchError {
    pub(super) fn table(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Table { message: message.into(), hint: hint.into() }
    }

    pub(super) fn folder(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Folder { message: message.into(), hint: hint.into() }
    }

    pub(super) fn output(what: &str, source: io::Error) -> Self {
        Self::Output(FileError { action: "write", path: PathBuf::from(what), source })
    }

    /// The same error, once outputs are begun.
    pub(super) fn while_writing(self) -> Self {
        let Self::File(error) = self else { return self };
        if error.action == "read" { Self::File(error) } else { Self::Output(error) }
    }

    pub(super) fn csv(error: csv::Error) -> Self {
        Self::Input(error.into())
    }
}
