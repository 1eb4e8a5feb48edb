//! What has to be on the disk before a power cut may come.

use std::path::Path;

use super::error::{FileError, failed};

/// Has the system put on the disk which names a folder holds.
#[cfg(unix)]
pub(super) fn synced_names(folder: &Path) -> Result<(), FileError> {
    // One that may be written to, but not looked into, is no reason to fail.
    let Ok(opened) = std::fs::File::open(folder) else { return Ok(()) };
    match opened.sync_all() {
        // Some network disks do not know how; what they hold is another machine's affair.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => Ok(()),
        done => done.map_err(failed("write", folder)),
    }
}

/// Elsewhere a folder cannot be opened, and the system keeps its names by itself.
#[cfg(not(unix))]
pub(super) fn synced_names(_folder: &Path) -> Result<(), FileError> {
    Ok(())
}
