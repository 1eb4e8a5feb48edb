//! The fonts of the user: which variable names them, and reading them.

use std::env;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::document::fallback::{FONT_BYTES_MAX, FONTS_MAX, FontFault, UserFonts};
use crate::files;

use super::args::FontFlags;
use super::error::CommandError;

/// The fonts, where no flag names one; parted as the folders of `PATH` are.
const VARIABLE: &str = "REINSTATE_FONTS";

/// Whether a PDF is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FontUse {
    Pdf,
    /// The fonts of flags are checked all the same; those of the variable are not read.
    None,
}

impl FontFlags {
    /// The fonts, each read and checked.
    pub(super) fn read(&self, use_of: FontUse) -> Result<UserFonts, CommandError> {
        let of_environment = match use_of {
            FontUse::Pdf if self.fonts.is_empty() => fonts_of_environment(),
            FontUse::Pdf | FontUse::None => Vec::new(),
        };
        let (source, paths) = match of_environment.as_slice() {
            [] => ("--font", self.fonts.as_slice()),
            paths => (VARIABLE, paths),
        };
        if paths.len() > FONTS_MAX {
            let message = format!("{} fonts are named with {source}", paths.len());
            let hint =
                format!("name the {FONTS_MAX} that are needed most: one font has many scripts");
            return Err(CommandError::usage(message, hint));
        }
        let mut fonts = UserFonts::NONE;
        for path in paths {
            add(&mut fonts, path)?;
        }
        Ok(fonts)
    }
}

fn add(fonts: &mut UserFonts, given: &Path) -> Result<(), CommandError> {
    let (path, number) = numbered(given);
    let name = given.display().to_string();
    let bytes = files::read_bytes(&path, FONT_BYTES_MAX).map_err(|error| {
        if error.source.kind() == ErrorKind::InvalidData {
            let hint = "name a file with fewer scripts or weights";
            CommandError::unreadable(error.to_string(), hint)
        } else {
            error.into()
        }
    })?;
    let unfit =
        |fault: FontFault| CommandError::unreadable(format!("{name}: {fault}"), fault.hint());
    fonts.add(&name, bytes, number).map_err(unfit)
}

/// A path, and the number behind its last `#`, if no file has that in its name.
fn numbered(given: &Path) -> (PathBuf, Option<u32>) {
    let parts = given.to_str().filter(|_| !given.exists()).and_then(|text| text.rsplit_once('#'));
    match parts.map(|(path, number)| (path, number.parse())) {
        Some((path, Ok(number))) => (PathBuf::from(path), Some(number)),
        Some((_, Err(_))) | None => (given.to_owned(), None),
    }
}

#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the environment")]
fn fonts_of_environment() -> Vec<PathBuf> {
    let paths = env::var_os(VARIABLE).unwrap_or_default();
    env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty()).collect()
}
