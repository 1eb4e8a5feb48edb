//! What went wrong, in one place: what is said on standard error, and the exit code.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use crate::document::words::Said;
use crate::engine::problem::Problems;
use crate::files::FileError;

use super::report;

/// Why a command does not end with 0.
#[derive(Debug)]
pub(super) enum Failure {
    /// The rules refuse, as lines that were made for a person.
    Refused(Vec<Refused>),
    /// A request or a price book is wrong.
    Problems(Vec<Problems>),
    /// The arguments do not go together.
    Usage { message: String, hint: String },
    /// A file cannot be read or written.
    File(FileError),
    /// Standard input or output fails.
    Stream { action: &'static str, source: std::io::Error },
    /// A document cannot be made, for example for want of a character in the font.
    Document { what: &'static str, message: String },
    /// Everything that had to be said was said.
    Said,
}

/// A refusal and whom it is about.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) about: Option<String>,
    pub(super) said: Said,
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Problems(vec![problems])
    }
}

impl Failure {
    /// The exit code: the only place that decides on it.
    fn code(&self) -> u8 {
        match self {
            Self::Refused(_) | Self::Problems(_) | Self::Document { .. } | Self::Said => 1,
            Self::Usage { .. } => 2,
            // Whoever closed the pipe has seen enough.
            Self::Stream { source, .. } if source.kind() == ErrorKind::BrokenPipe => 0,
            Self::File(_) | Self::Stream { .. } => 3,
        }
    }

    /// Says what went wrong and gives the exit code.
    pub(super) fn exit(self) -> ExitCode {
        let code = self.code();
        let mut text = String::new();
        match self {
            Self::Refused(refusals) => {
                for Refused { code, about, said } in refusals {
                    let about = about.map_or_else(String::new, |about| format!("{about}: "));
                    text.push_str(&error_line(&format!("{about}{} [{code}]", said.message)));
                    text.extend(said.hint.map(|hint| hint_line(&hint)));
                }
            }
            Self::Problems(all) => {
                for problems in all {
                    text.push_str(&report::problems(&problems));
                }
            }
            Self::Usage { message, hint } => {
                text.push_str(&error_line(&message));
                text.push_str(&hint_line(&hint));
            }
            Self::File(error) => {
                text.push_str(&error_line(&error.to_string()));
                text.push_str(&hint_line(file_hint(&error.source)));
            }
            Self::Stream { source, .. } if source.kind() == ErrorKind::BrokenPipe => {}
            Self::Stream { action, source } => {
                text.push_str(&error_line(&format!("cannot {action}: {source}")));
                text.push_str(&hint_line(file_hint(&source)));
            }
            Self::Document { what, message } => {
                text.push_str(&error_line(&format!("cannot make the {what}: {message}")));
            }
            Self::Said => {}
        }
        say(&text);
        ExitCode::from(code)
    }
}

fn file_hint(error: &std::io::Error) -> &'static str {
    const HINTS: [(ErrorKind, &str); 5] = [
        (ErrorKind::NotFound, "check the path; a folder has to exist before it is used"),
        (ErrorKind::PermissionDenied, "choose a place that you may use"),
        (ErrorKind::IsADirectory, "name a file"),
        (ErrorKind::StorageFull, "make room on the disk and run the command again"),
        (ErrorKind::InvalidData, "is this the right file?"),
    ];
    let found = HINTS.iter().find(|(kind, _)| *kind == error.kind());
    found.map_or("nothing was written; try again or choose another place", |(_, hint)| hint)
}

fn error_line(message: &str) -> String {
    format!("{}error:{} {}\n", report::BOLD_RED, report::PLAIN, report::safe(message))
}

fn hint_line(hint: &str) -> String {
    format!("{}hint:{} {}\n", report::BOLD_CYAN, report::PLAIN, report::safe(hint))
}

/// Talk goes to standard error, in colour where that is a terminal.
pub(super) fn say(text: &str) {
    // There is nobody left to tell when even this fails.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Help and versions go to standard output with 0, wrong usage to standard error with 2.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// A bug ends with 70 and a plain sentence rather than a trace.
pub(super) fn report_bugs_plainly() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {place}"));
        say(&error_line(&format!("this is a bug in reinstate{place}")));
        say(&hint_line("nothing was half-written; please report it with the command you ran"));
        std::process::exit(70);
    }));
}
