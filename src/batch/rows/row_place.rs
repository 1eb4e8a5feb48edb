//! Where a row of a table belongs once the rows of each account are put together.

/// What a row is among those of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowRole {
    /// One of an account.
    OfAccount,
    /// One of sums, which is passed over.
    OfSums,
    /// One that cannot be read and names no account.
    Unowned,
}

/// A row and where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowPlace {
    /// The number of the first row of its account; its own where it is of none.
    pub(crate) first: u64,
    /// Its own number in the table.
    pub(crate) number: u64,
    pub(crate) role: RowRole,
    /// A row beside it in the table that cannot be read and names no account.
    pub(crate) unread: Option<u64>,
}

/// Bytes of the key that puts a row in its place.
pub(crate) const KEY_BYTES: usize = 16;
/// Bytes of what is kept of it besides.
const ABOUT_BYTES: usize = 9;

impl RowPlace {
    /// The key that puts a row in its place: its account's first row, and its own number.
    pub(crate) fn key(first: u64, number: u64) -> [u8; KEY_BYTES] {
        (u128::from(first) << u64::BITS | u128::from(number)).to_be_bytes()
    }

    /// What is to be kept of a row besides its key.
    pub(crate) fn about(role: RowRole, unread: Option<u64>) -> [u8; ABOUT_BYTES] {
        let role = match role {
            RowRole::OfAccount => 0,
            RowRole::OfSums => 1,
            RowRole::Unowned => 2,
        };
        // Rows are counted from 1.
        let [a, b, c, d, e, f, g, h] = unread.unwrap_or(0).to_be_bytes();
        [role, a, b, c, d, e, f, g, h]
    }

    /// The place of a row from its key and what was kept of it, and what stands behind that.
    pub(crate) fn read(key: [u8; KEY_BYTES], kept: &[u8]) -> Option<(Self, &[u8])> {
        let ([role, unread @ ..], rest) = kept.split_first_chunk::<ABOUT_BYTES>()?;
        let role = match role {
            0 => RowRole::OfAccount,
            1 => RowRole::OfSums,
            2 => RowRole::Unowned,
            _ => return None,
        };
        let (first, number) = key.split_first_chunk::<8>()?;
        let (first, number) = (u64::from_be_bytes(*first), number.try_into().ok()?);
        let unread = Some(u64::from_be_bytes(*unread)).filter(|row| *row > 0);
        Some((Self { first, number: u64::from_be_bytes(number), role, unread }, rest))
    }

    /// The bytes of the place, for a digest.
    pub(crate) fn push_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&Self::key(self.first, self.number));
        bytes.extend_from_slice(&Self::about(self.role, self.unread));
    }
}
