//! Which documents a run has written so far, with the digest of each: what a disk lost of them is
//! found, and what was written behind the rows that were kept goes.

use std::io::{BufRead, BufReader};

use crate::batch::error::BatchError;
use crate::batch::price::chunk::Document;
use crate::engine::digest::{hex, sha256};
use crate::files::stage::Stage;

use super::outputs::DOCUMENTS;
use super::resume::Written;

/// The list, in the form of `sha256sum`.
pub(super) const LIST: &str = "documents.sha256";
const BETWEEN: &str = "  ";

/// Adds a document to the list.
pub(super) fn push_listed(out: &mut Vec<u8>, document: &Document) {
    out.extend_from_slice(hex(&sha256(&document.bytes)).as_bytes());
    out.extend_from_slice(BETWEEN.as_bytes());
    out.extend_from_slice(document.name.as_bytes());
    out.push(b'\n');
}

/// Whether each document of the list is there to its last byte, and no other; those of later rows
/// are removed first.
pub(super) fn are_whole(stage: &Stage) -> Result<bool, BatchError> {
    let Ok(list) = stage.read(LIST) else { return Ok(false) };
    let (mut count, mut last_row) = (0_u64, 0);
    for line in BufReader::new(list).lines() {
        let line = line.map_err(BatchError::Input)?;
        let Some((digest, name)) = line.split_once(BETWEEN) else { return Ok(false) };
        let Ok(file) = stage.read_wherever(&format!("{DOCUMENTS}/{name}")) else {
            return Ok(false);
        };
        let written = Written {
            name: name.to_owned(),
            bytes: file.length_bytes(),
            sha256: digest.to_owned(),
        };
        if !super::grown::is_whole(file, &written)? {
            return Ok(false);
        }
        count += 1;
        last_row = row_of(name).unwrap_or(last_row).max(last_row);
    }
    let is_kept = |name: &str| row_of(name).is_some_and(|row| row <= last_row);
    Ok(stage.retain_in(DOCUMENTS, is_kept)? == count)
}

/// Has the system put on the disk all documents of the list.
pub(super) fn sync(stage: &Stage) -> Result<(), BatchError> {
    for line in BufReader::new(stage.read(LIST)?).lines() {
        let line = line.map_err(BatchError::Input)?;
        if let Some((_, name)) = line.split_once(BETWEEN) {
            stage.sync(&format!("{DOCUMENTS}/{name}"))?;
        }
    }
    stage.sync(LIST)?;
    Ok(stage.sync(DOCUMENTS)?)
}

/// The row in the name of a document.
fn row_of(name: &str) -> Option<u64> {
    let (_, rest) = name.rsplit_once("-row-")?;
    let (row, _) = rest.split_once('.')?;
    row.parse().ok()
}
