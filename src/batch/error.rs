//! Why a run ends without outputs, or before all of them.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::files::FileError;

/// Why a run ended without outputs, or before all of them.
#[derive(Debug)]
pub enum BatchError {
    /// A file cannot be read, or a folder cannot be begun in.
    File(FileError),
    /// An output cannot be written. What was written until then is kept, for
    /// [`Attempt::Resume`](super::Attempt::Resume).
    Output(FileError),
    /// The input breaks off or is damaged.
    Input(io::Error),
    /// The input is no table of holdings.
    Table {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The folder is not one that this run may fill.
    Folder {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// Something that cannot happen.
    Bug(&'static str),
}

impl BatchError {
    pub(super) fn table(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Table { message: message.into(), hint: hint.into() }
    }

    pub(super) fn folder(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Folder { message: message.into(), hint: hint.into() }
    }

    pub(super) fn input(error: io::Error) -> Self {
        Self::Input(error)
    }

    pub(super) fn output(what: &str, source: io::Error) -> Self {
        Self::Output(FileError { action: "write", path: PathBuf::from(what), source })
    }

    /// The same error, once outputs are begun.
    pub(super) fn while_writing(self) -> Self {
        match self {
            Self::File(error) if error.action != "read" => Self::Output(error),
            Self::File(_)
            | Self::Output(_)
            | Self::Input(_)
            | Self::Table { .. }
            | Self::Folder { .. }
            | Self::Bug(_) => self,
        }
    }

    pub(super) fn csv(error: csv::Error) -> Self {
        Self::Input(error.into())
    }
}

impl From<FileError> for BatchError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) | Self::Output(error) => error.fmt(formatter),
            Self::Input(error) => write!(formatter, "cannot read the input: {error}"),
            Self::Table { message, .. } | Self::Folder { message, .. } => {
                formatter.write_str(message)
            }
            Self::Bug(what) => write!(formatter, "this is a bug: {what}"),
        }
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(FileError { source, .. })
            | Self::Output(FileError { source, .. })
            | Self::Input(source) => Some(source),
            Self::Table { .. } | Self::Folder { .. } | Self::Bug(_) => None,
        }
    }
}
