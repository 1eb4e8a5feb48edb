//! Random bytes of the system.

use crate::cli::error::CommandError;
use crate::register::TOKEN_BYTES;

pub(super) fn random() -> Result<[u8; TOKEN_BYTES], CommandError> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        CommandError::usage(format!("the system gives no random bytes: {error}"), "try again")
    })?;
    Ok(bytes)
}
