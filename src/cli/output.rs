//! What goes out: files that are published together, and standard output.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::files;

use super::error::{CommandError, CommandResult};
use super::safe::{safe, safe_lines};

/// An output that was made and is not published yet.
pub(super) struct Output {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// The files that a command was asked to write, each by its flag.
pub(super) struct OutputFlags<'a>(pub(super) Vec<(&'static str, &'a Path)>);

/// Whether a path means standard output.
pub(super) fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

impl<'a> OutputFlags<'a> {
    /// The flags that were given.
    pub(super) fn of(flags: &[(&'static str, &'a Option<PathBuf>)]) -> Self {
        let given = |(flag, path): &(&'static str, &'a Option<PathBuf>)| {
            path.as_deref().map(|path| (*flag, path))
        };
        Self(flags.iter().filter_map(given).collect())
    }

    /// The one that goes to standard output, so that nothing else may.
    pub(super) fn on_standard_output(&self) -> Option<&'static str> {
        self.0.iter().find(|(_, path)| is_standard_output(path)).map(|(flag, _)| *flag)
    }

    /// The places of all, each fit for a line of text.
    pub(super) fn shown(&self) -> Vec<String> {
        self.0.iter().map(|(_, path)| safe(&path.display().to_string())).collect()
    }

    /// Whether they go together: each to a place of its own, and none over the request.
    pub(super) fn check(&self, request: Option<&Path>) -> CommandResult {
        for (place, (flag, path)) in self.0.iter().enumerate() {
            let same = self.0.iter().take(place).find(|(_, other)| other == path);
            if let Some((other, _)) = same {
                let shown = if is_standard_output(path) {
                    "standard output".to_owned()
                } else {
                    path.display().to_string()
                };
                return Err(CommandError::usage(
                    format!("--{other} and --{flag} cannot both go to {shown}"),
                    "give each output its own file; only one can go to standard output",
                ));
            }
            let is_request = request.is_some_and(|request| files::is_same(request, path));
            if !is_standard_output(path) && is_request {
                return Err(CommandError::usage(
                    format!("--{flag} would overwrite the request"),
                    "choose another file for the output",
                ));
            }
            if *flag == "pdf" && is_standard_output(path) && std::io::stdout().is_terminal() {
                return Err(CommandError::usage(
                    "a PDF cannot be shown on a terminal",
                    "name a file, or pipe it to a program: `… --pdf - | lp`",
                ));
            }
        }
        Ok(())
    }
}

/// Publishes all outputs, or none: each is written beside its place first.
pub(super) fn publish(outputs: Vec<Output>) -> CommandResult {
    let mut prepared = Vec::new();
    let mut data = Vec::new();
    for Output { path, bytes } in outputs {
        if is_standard_output(&path) {
            data.push(bytes);
        } else {
            prepared.push(files::prepare(&path, &bytes)?);
        }
    }
    let published = files::publish(prepared)?;
    for bytes in data {
        if let Err(error) = print_bytes(&bytes) {
            published.take_back()?;
            return Err(error);
        }
    }
    Ok(())
}

/// Data goes to standard output as it is. Whoever closed the pipe has seen enough: that is no
/// failure.
pub(super) fn print_bytes(bytes: &[u8]) -> CommandResult {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(CommandError::Stream { action: "write to standard output", source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Text for a person, without what could steer a terminal.
pub(super) fn print(text: &str) -> CommandResult {
    print_bytes(safe_lines(text).as_bytes())
}
