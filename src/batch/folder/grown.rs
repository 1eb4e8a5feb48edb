//! Outputs that grow at their end, each with its digest so far.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

use crate::batch::error::BatchError;
use crate::engine::digest::hex;
use crate::files::FileError;
use crate::files::stage::{Part, SourceFile, Stage};

use super::resume::{Written, hashed};

/// An output that grows.
pub(super) struct GrowingFile {
    part: Part,
    bytes: u64,
    hash: Sha256,
}

impl GrowingFile {
    /// Begins one, in place of any that is there.
    pub(super) fn begin(stage: &Stage, name: &str) -> Result<Self, FileError> {
        Ok(Self { part: stage.part(name, 0)?, bytes: 0, hash: Sha256::new() })
    }

    /// Goes on with what an earlier attempt kept; `None` where that is not there.
    pub(super) fn again(stage: &Stage, kept: &Written) -> Result<Option<Self>, BatchError> {
        let Ok(file) = stage.read(&kept.name) else { return Ok(None) };
        let Some(hash) = hash_of(file, kept)? else { return Ok(None) };
        let part = stage.part(&kept.name, kept.bytes)?;
        Ok(Some(Self { part, bytes: kept.bytes, hash }))
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.part.append(bytes)?;
        self.count(bytes);
        Ok(())
    }

    /// What it is so far.
    pub(super) fn written(&self, name: &str) -> Written {
        let sha256 = hex(&self.hash.clone().finalize().into());
        Written { name: name.to_owned(), bytes: self.bytes, sha256 }
    }

    fn count(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
    }
}

impl Write for GrowingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.part.write(bytes)?;
        self.count(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

/// Whether a file is what was written, to its last byte.
pub(super) fn is_whole(file: SourceFile, written: &Written) -> Result<bool, BatchError> {
    Ok(file.length_bytes() == written.bytes && hash_of(file, written)?.is_some())
}

/// The digest of the first bytes of a file, where they are what was written.
fn hash_of(file: SourceFile, written: &Written) -> Result<Option<Sha256>, BatchError> {
    let hash = hashed(file.take(written.bytes)).map_err(BatchError::Input)?;
    Ok((hex(&hash.clone().finalize().into()) == written.sha256).then_some(hash))
}
