//! The brand of who sends a quote, from a file with its logo beside it.

use std::path::Path;

use crate::document::brand::{Brand, BrandFile, IssuerMissing, LOGO_BYTES_MAX, Logo};
use crate::files;

use super::error::CommandError;
use super::global::Global;

const BYTES_MAX: u64 = 1024 * 1024;

/// The brand that a flag or a `reinstate.toml` names, where one does.
pub(super) fn brand(global: &Global, flag: Option<&Path>) -> Result<Option<Brand>, CommandError> {
    let Some(held) = global.brand(flag) else { return Ok(None) };
    of_file(&held.value).map(Some).map_err(|error| held.from.blamed("brand", error))
}

/// The brand of a file, with its logo.
fn of_file(path: &Path) -> Result<Brand, CommandError> {
    let text = files::read_text(path, BYTES_MAX)?;
    let file = BrandFile::read(&path.display().to_string(), &text)?;
    let logo = match &file.logo {
        None => None,
        Some(name) => {
            let place = path.parent().unwrap_or(Path::new("")).join(name);
            let bytes = files::read_bytes(&place, LOGO_BYTES_MAX)?;
            Some(Logo::of(bytes).map_err(|error| CommandError::no_logo(&place, &error))?)
        }
    };
    Ok(file.with_logo(logo))
}

/// There is no brand, and something that has to name its issuer is wanted.
pub(super) fn issuer_missing(message: &str) -> CommandError {
    let hint = "name the issuer with --brand FILE: a file with [brand] and its `name`";
    CommandError::refused(IssuerMissing::CODE, message, hint)
}
