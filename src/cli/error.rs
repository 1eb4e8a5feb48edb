//! What went wrong, in one place: what is said on standard error, and the exit code.

use std::io::{ErrorKind, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::Path;

use crate::batch::BatchError;
use crate::document::brand::LogoError;
use crate::document::fallback::MissingCharacters;
use crate::document::pdf::PdfError;
use crate::document::words::Said;
use crate::engine::node::has_unsafe;
use crate::engine::problem::Problems;
use crate::engine::receipt::ENGINE;
use crate::files::FileError;
use crate::web::ServeError;

use super::report::{self, error_line, hint_line};
use super::safe::{safe, safe_lines};

/// The exit code of a command that did what it was asked for.
pub(super) const DONE: u8 = 0;
const USAGE: u8 = 2;
const BUG: u8 = 70;

/// What a command ends with.
pub(super) type CommandResult = Result<(), CommandError>;

/// Why a command does not end with 0.
#[derive(Debug)]
pub(super) enum CommandError {
    /// The rules refuse, as lines that were made for a person.
    Refused(Vec<Refused>),
    /// Requests or price books are wrong.
    Problems(Vec<Problems>),
    /// A map of a table is wrong.
    Map(Box<Problems>),
    /// The arguments are wrong or do not go together.
    Usage(Vec<Said>),
    /// A file cannot be read or written.
    File(FileError),
    /// Standard input or output fails.
    Stream { action: &'static str, source: std::io::Error },
    /// A text or a picture is not fit for a document, for example for want of a character in the
    /// font.
    Unfit(Said),
    /// Books, a table or a folder are not there, or the estimator cannot be served.
    Place(Said),
    /// A `reinstate.toml` is wrong.
    Config(Vec<Problems>),
    /// Another error, and what is to be known of it: mostly what names a file that cannot be used.
    Noted { error: Box<CommandError>, note: String },
    /// Books were checked and errors found; all that had to be said was said.
    Checked,
}

/// A refusal and whom it is about.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) about: Option<String>,
    pub(super) said: Said,
}

impl From<FileError> for CommandError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<BatchError> for CommandError {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::File(error) => Self::File(error),
            BatchError::Output(error) => Self::Place(said(
                error.to_string(),
                "mend that (make room on a full disk), then run it again with --resume: what was \
                 written is kept",
            )),
            BatchError::Input(source) => Self::Place(said(
                format!("cannot read the input: {source}"),
                "check that the file is whole; what was written is kept",
            )),
            BatchError::Table { message, hint } | BatchError::Folder { message, hint } => {
                Self::Place(said(message, hint))
            }
            BatchError::Map(problems) => Self::Map(problems),
            BatchError::Stopped => panic!("nobody stops a run but by ending the program"),
            BatchError::Bug(what) => panic!("{what}"),
        }
    }
}

#[cfg(feature = "register")]
impl From<crate::register::RegisterError> for CommandError {
    fn from(error: crate::register::RegisterError) -> Self {
        match error {
            crate::register::RegisterError::Denied(denied) => {
                Self::refused(denied.code, &denied.message, &denied.hint)
            }
            crate::register::RegisterError::Store { message, hint, .. } => {
                Self::Place(said(message, hint))
            }
        }
    }
}

impl From<ServeError> for CommandError {
    fn from(error: ServeError) -> Self {
        let hint = match error {
            ServeError::Listen { .. } => "choose another address or port with --listen",
            ServeError::System(_) => {
                "allow the process more threads and files, or use fewer --workers"
            }
        };
        Self::Place(said(error.to_string(), hint))
    }
}

impl From<Problems> for CommandError {
    fn from(problems: Problems) -> Self {
        Self::Problems(vec![problems])
    }
}

impl CommandError {
    /// Wrong usage, with what to do.
    pub(super) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage(vec![said(message, hint)])
    }

    /// Refused for a reason that is not about the prices of a request.
    pub(super) fn refused(code: &'static str, message: &str, hint: &str) -> Self {
        Self::Refused(vec![Refused { code, about: None, said: said(message, hint) }])
    }

    /// A folder of price books holds none.
    pub(super) fn no_books(folder: &Path) -> Self {
        let message = format!("there is no price book in {}", folder.display());
        let hint = "price books are files that end in .toml; `reinstate book show --toml` prints \
                    one to start from";
        Self::Place(said(message, hint))
    }

    /// A file is read, and is not what it should be.
    pub(super) fn unreadable(message: String, hint: &str) -> Self {
        Self::Unfit(said(message, hint))
    }

    /// A document cannot be made.
    pub(super) fn no_document(what: &str, error: &impl ToString) -> Self {
        let message = format!("cannot make the {what}: {}", error.to_string());
        Self::Unfit(said(message, "change that text in the request or in the price book"))
    }

    /// A PDF cannot be made.
    pub(super) fn no_pdf(error: &PdfError) -> Self {
        match error {
            PdfError::Missing(_) => {
                let message = format!("cannot make the PDF: {error}");
                Self::Unfit(said(message, MissingCharacters::HINT))
            }
            PdfError::Layout(_) | PdfError::Emit(_) => Self::no_document("PDF", error),
        }
    }

    /// The logo of a brand cannot be used.
    pub(super) fn no_logo(place: &Path, error: &LogoError) -> Self {
        let hint = "save it again as PNG or SVG, or remove `logo` from the brand file";
        Self::Unfit(said(format!("{}: {error}", place.display()), hint))
    }

    /// The exit code: the only place that decides on it.
    fn code(&self) -> u8 {
        match self {
            Self::Refused(_) | Self::Problems(_) | Self::Unfit(_) | Self::Checked => 1,
            // It stands in the place of flags.
            Self::Usage(_) | Self::Config(_) => USAGE,
            Self::Noted { error, .. } => error.code(),
            // What stands in the file is at fault, not the disk it stands on.
            Self::File(FileError { source, .. }) | Self::Stream { source, .. }
                if source.kind() == ErrorKind::InvalidData =>
            {
                1
            }
            Self::File(_) | Self::Stream { .. } | Self::Place(_) | Self::Map(_) => 3,
        }
    }

    /// Says what went wrong and gives the exit code.
    pub(super) fn report(&self) -> u8 {
        say(&self.text());
        self.code()
    }

    /// What went wrong, without colours.
    pub(super) fn plain(&self) -> String {
        anstream::adapter::strip_str(&self.text()).to_string()
    }

    fn text(&self) -> String {
        match self {
            Self::Refused(refusals) => refusals.iter().map(refusal_lines).collect(),
            Self::Problems(all) | Self::Config(all) => report::problems(all),
            Self::Noted { error, note } => format!("{}note: {}\n", error.text(), safe(note)),
            Self::Map(problems) => report::problems(std::slice::from_ref(problems)),
            Self::Usage(all) => all.iter().map(said_lines).collect(),
            Self::Unfit(said) | Self::Place(said) => said_lines(said),
            Self::File(error) => {
                lines("error", &error.to_string(), file_hint(error.action, &error.source))
            }
            Self::Stream { action, source } => {
                lines("error", &format!("cannot {action}: {source}"), file_hint(action, source))
            }
            Self::Checked => String::new(),
        }
    }
}

fn said(message: impl Into<String>, hint: impl Into<String>) -> Said {
    Said { message: message.into(), hint: Some(hint.into()) }
}

fn said_lines(said: &Said) -> String {
    lines("error", &said.message, said.hint.as_deref())
}

fn refusal_lines(Refused { code, about, said }: &Refused) -> String {
    let about = about.as_ref().map_or_else(String::new, |about| format!("{about}: "));
    let message = format!("{about}{}", said.message);
    lines(&format!("error[{code}]"), &message, said.hint.as_deref())
}

fn lines(label: &str, message: &str, hint: Option<&str>) -> String {
    let hint = hint.map_or_else(String::new, |hint| hint_line(&safe(hint)));
    error_line(label, &safe(message)) + &hint
}

fn file_hint(action: &str, error: &std::io::Error) -> Option<&'static str> {
    const HINTS: [(ErrorKind, &str); 5] = [
        (ErrorKind::NotFound, "create the folder first, or choose another location"),
        (ErrorKind::PermissionDenied, "choose a location that you have access to"),
        (ErrorKind::IsADirectory, "name a file inside it"),
        (ErrorKind::NotADirectory, "name a folder"),
        (ErrorKind::StorageFull, "free some disk space and run the command again"),
    ];
    let is_reading = action.starts_with("read");
    if is_reading && error.kind() == ErrorKind::NotFound {
        return Some("check the path");
    }
    let found = HINTS.iter().find(|(kind, _)| *kind == error.kind()).map(|(_, hint)| *hint);
    found.or_else(|| (!is_reading).then_some("try again, or choose another location"))
}

/// Talk goes to standard error, in colour where that is a terminal.
pub(super) fn say(text: &str) {
    // There is nobody left to tell when even this fails.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Help and versions go to standard output with 0, wrong usage to standard error with 2.
pub(super) fn usage(error: &clap::Error) -> u8 {
    // An error repeats arguments, and those may come from anywhere.
    let mut arguments = std::env::args_os();
    if error.use_stderr() && arguments.any(|one| has_unsafe(&one.to_string_lossy())) {
        say(&safe_lines(&error.render().to_string()));
    } else {
        let _ = error.print();
    }
    if error.use_stderr() { USAGE } else { DONE }
}

/// Runs the program; a bug ends with 70 and a plain sentence rather than a trace.
///
/// What was begun is undone on the way out: a file that was not published is removed.
pub(super) fn guarded(program: impl FnOnce() -> u8) -> u8 {
    std::panic::set_hook(Box::new(report_bug));
    catch_unwind(AssertUnwindSafe(program)).unwrap_or(BUG)
}

fn report_bug(panic: &PanicHookInfo<'_>) {
    #[cfg(feature = "formats")]
    if [crate::batch::READER, crate::batch::WORKBOOK_WRITER]
        .iter()
        .any(|name| std::thread::current().name() == Some(name))
    {
        // A damaged table, or a full disk, can be too much for a library: that ends as an error.
        return;
    }
    let place = panic.location().map_or_else(String::new, |place| format!(" at {place}"));
    let payload = panic.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let why = text.or_else(|| payload.downcast_ref::<&str>().copied());
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    let message = format!("this is a bug in {ENGINE}{place}{why}");
    let hint = "please report it, with the line above and the command you ran; \
                no file was left half-written";
    say(&lines("error", &message, Some(hint)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_ends_with_70_and_undoes_what_was_begun() {
        struct Begun<'a>(&'a std::cell::Cell<bool>);
        impl Drop for Begun<'_> {
            fn drop(&mut self) {
                self.0.set(true);
            }
        }
        let undone = std::cell::Cell::new(false);
        let code = guarded(|| {
            let _begun = Begun(&undone);
            panic!("\u{1b}[31mon purpose");
        });
        let _ = std::panic::take_hook();
        assert_eq!((code, undone.get()), (70, true));
    }
}
