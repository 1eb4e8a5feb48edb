//! Ids of accounts that look alike: found in the outputs, once it is known that there are any.

use std::collections::{BTreeMap, BTreeSet};

use csv::ByteRecord;

use crate::batch::error::BatchError;
use crate::batch::price::known_accounts::likeness;
use crate::batch::rows::cells::{Quotes, reader, without_guard};
use crate::files::stage::Stage;

/// Groups of ids that differ only by case, spaces or punctuation, of those that have a likeness; a
/// table is named with what stands between its cells and the place of its ids.
pub(super) fn find(
    stage: &Stage,
    likenesses: &BTreeSet<u64>,
    tables: &[(&str, u8, usize)],
) -> Result<Vec<Vec<String>>, BatchError> {
    let mut groups: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    if likenesses.is_empty() {
        return Ok(Vec::new());
    }
    for (table, delimiter, place) in tables {
        let mut rows = reader(stage.read(table)?, *delimiter, Quotes::Read);
        let mut record = ByteRecord::new();
        // The head has an id that is like none.
        while rows.read_byte_record(&mut record).map_err(BatchError::csv)? {
            let cell = without_guard(record.get(*place).unwrap_or_default());
            let id = String::from_utf8_lossy(cell).trim().to_owned();
            let like = likeness(&id).max(1);
            if likenesses.contains(&like) {
                groups.entry(like).or_default().insert(id);
            }
        }
    }
    let several = groups.into_values().filter(|ids| ids.len() > 1);
    let mut found: Vec<Vec<String>> = several.map(|ids| ids.into_iter().collect()).collect();
    found.sort();
    Ok(found)
}
