//! The texts of a column.

/// The texts of a column in some rows, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct ColumnTexts {
    pub(crate) bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl ColumnTexts {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Ends the cell of the last bytes, of which at most so many are kept.
    pub(crate) fn end(&mut self, bytes_max: usize) {
        let start = self.ends.last().copied().unwrap_or(0);
        self.bytes.truncate(start.saturating_add(bytes_max));
        self.ends.push(self.bytes.len());
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, place: usize) -> &[u8] {
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        self.ends.get(place).and_then(|end| self.bytes.get(start..*end)).unwrap_or_default()
    }
}
