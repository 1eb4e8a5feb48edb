//! What goes out: files that are published together, and standard output.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap_complete::Shell;

use crate::files;

use super::Done;
use super::args::command;
use super::error::Failure;

/// An output that was made and is not published yet.
pub(super) struct Output {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// Whether a path means standard output.
pub(super) fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

/// Publishes all outputs, or none: each is written beside its place first.
pub(super) fn publish(outputs: Vec<Output>) -> Done {
    let mut prepared = Vec::new();
    let mut data = Vec::new();
    for Output { path, bytes } in outputs {
        if is_standard_output(&path) {
            data.push(bytes);
        } else {
            prepared.push(files::prepare(&path, &bytes)?);
        }
    }
    for file in prepared {
        file.publish()?;
    }
    for bytes in data {
        print_bytes(&bytes)?;
    }
    Ok(())
}

/// Data goes to standard output as it is.
pub(super) fn print_bytes(bytes: &[u8]) -> Done {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|source| Failure::Stream { action: "write to standard output", source })
}

/// Text for a person.
pub(super) fn print(text: &str) -> Done {
    print_bytes(text.as_bytes())
}

/// How many columns the terminal has, or 100 where there is none.
#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the environment")]
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(terminal_width).unwrap_or(100)
}

fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size()?;
    Some(usize::from(width.0))
}

pub(super) fn completions(shell: Shell) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "reinstate", &mut text);
    print_bytes(&text)
}

pub(super) fn man(page: Option<&[String]>) -> Done {
    let mut wanted = command();
    wanted.build();
    let mut name = String::from("reinstate");
    for word in page.unwrap_or_default() {
        let Some(found) = wanted.find_subcommand(word) else {
            return Err(Failure::Usage {
                message: format!("there is no command `{name} {word}`"),
                hint: "see `reinstate --help` for the commands".to_owned(),
            });
        };
        wanted = found.clone();
        name = format!("{name}-{word}");
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(wanted.bin_name(name.replace('-', " ")))
        .title(name)
        .render(&mut text)
        .map_err(|source| Failure::Stream { action: "write the manual", source })?;
    print_bytes(&text)
}
