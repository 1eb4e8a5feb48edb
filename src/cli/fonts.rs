//! The fonts of the user, read and checked.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::document::fallback::{FONT_BYTES_MAX, FONTS_MAX, FontFault, UserFonts};
use crate::files;

use super::args::FontFlags;
use super::error::CommandError;
use super::global::{Global, Held, HeldFrom};

/// Whether a PDF is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FontUse {
    Pdf,
    /// The fonts of flags are checked all the same; others are not read.
    None,
}

/// The fonts, each read and checked.
pub(super) fn fonts(
    global: &Global,
    flags: &FontFlags,
    use_of: FontUse,
) -> Result<UserFonts, CommandError> {
    let held = global.fonts(&flags.fonts);
    let is_wanted =
        |held: &Held<_>| use_of == FontUse::Pdf || matches!(held.from, HeldFrom::Flag(_));
    let Some(Held { value: paths, from }) = held.filter(is_wanted) else {
        return Ok(UserFonts::NONE);
    };
    if paths.len() > FONTS_MAX {
        let message = format!("{} fonts are named with {from}", paths.len());
        let hint = format!("name the {FONTS_MAX} that are needed most: one font has many scripts");
        return Err(CommandError::usage(message, hint));
    }
    let mut fonts = UserFonts::NONE;
    for path in &paths {
        add(&mut fonts, path).map_err(|error| from.blamed("fonts", error))?;
    }
    Ok(fonts)
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
