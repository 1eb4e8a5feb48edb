//! Which accounts a run has met, in eight bytes each.
//!
//! An account is known by 76 bits of the SHA-256 of its `org_id`: 12 of them choose a table, the
//! other 64 are kept. Among n accounts two different ones look the same with a probability of at
//! most n² ÷ 2⁷⁷: for ten million accounts less than one in a thousand million. Such a pair would
//! have one account rejected, in plain sight; it could never have it priced wrongly.

/// What an account is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    table: usize,
    mark: u64,
}

const TABLES: usize = 1 << 12;
/// Of so many places in a table …
const FULL_OF: usize = 8;
/// … so many may be taken.
const FULL: usize = 7;
const PLACES_MIN: usize = 8;

impl Fingerprint {
    /// The fingerprint of a digest.
    pub(crate) fn of(digest: &[u8; 32]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, ..] = *digest;
        let table = usize::from(u16::from_be_bytes([i, j])) % TABLES;
        // Zero marks an empty place.
        let mark = u64::from_be_bytes([a, b, c, d, e, f, g, h]).max(1);
        Self { table, mark }
    }
}

/// The accounts that were met.
#[derive(Debug)]
pub(crate) struct KnownAccounts {
    tables: Vec<MarkTable>,
}

#[derive(Debug, Clone, Default)]
struct MarkTable {
    taken: usize,
    places: Box<[u64]>,
}

impl KnownAccounts {
    pub(crate) fn new() -> Self {
        Self { tables: vec![MarkTable::default(); TABLES] }
    }

    /// Notes accounts; the places of those that were there before.
    pub(crate) fn note(&mut self, accounts: &[Fingerprint]) -> Vec<usize> {
        let known = accounts.iter().enumerate().filter(|(_, account)| !self.is_new(**account));
        known.map(|(place, _)| place).collect()
    }

    /// Notes an account; whether it was not there before.
    fn is_new(&mut self, account: Fingerprint) -> bool {
        self.tables.get_mut(account.table).is_some_and(|table| table.insert(account.mark))
    }
}

impl MarkTable {
    fn insert(&mut self, mark: u64) -> bool {
        if self.taken * FULL_OF >= self.places.len() * FULL {
            self.grow();
        }
        let is_new = put(&mut self.places, mark);
        self.taken += usize::from(is_new);
        is_new
    }

    /// By a quarter: the tables grow one after the other, so that little more than what is taken
    /// is ever held.
    fn grow(&mut self) {
        let places = (self.places.len() + self.places.len() / 4).max(PLACES_MIN);
        let mut wider = vec![0; places].into_boxed_slice();
        for mark in self.places.iter().filter(|mark| **mark != 0) {
            put(&mut wider, *mark);
        }
        self.places = wider;
    }
}

/// Puts a mark in the first free place from its own on; whether it was not there before.
fn put(places: &mut [u64], mark: u64) -> bool {
    // The place as a fraction of the table: any length will do.
    let length = places.len();
    let product = u128::from(mark) * u128::try_from(length).unwrap_or(0);
    let own = usize::try_from(product >> 64).unwrap_or(0);
    for place in (own..length).chain(0..own) {
        match places.get_mut(place) {
            Some(free) if *free == 0 => {
                *free = mark;
                return true;
            }
            Some(other) if *other == mark => return false,
            Some(_) | None => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::digest::sha256;

    #[test]
    fn each_account_is_new_once() {
        let mut known = KnownAccounts::new();
        let account = |number: u32| Fingerprint::of(&sha256(&number.to_be_bytes()));
        for number in 0..100_000 {
            assert!(known.is_new(account(number)), "{number}");
        }
        for number in (0..100_000).rev() {
            assert!(!known.is_new(account(number)), "{number}");
        }
        assert!(known.is_new(account(100_000)));
    }
}
