//! Which accounts a run has met, in eight bytes each, and which look alike, in four.
//!
//! An account is known by 76 bits of the SHA-256 of its `org_id`: 12 of them choose a table, the
//! other 64 are kept. Among n accounts two different ones look the same with a probability of at
//! most n² ÷ 2⁷⁷: for ten million accounts less than one in a thousand million. Such a pair would
//! have one account rejected, in plain sight; it could never have it priced wrongly.
//!
//! Of what ids that look alike have in common 44 bits are kept. A few pairs in ten million accounts
//! that have nothing else in common are looked up in vain.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher as _};

use crate::engine::digest::sha256;

/// What an account is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    table: usize,
    mark: u64,
    /// What ids that look alike have in common: a hash of their letters and digits in one case.
    like: u64,
}

const TABLES: usize = 1 << 12;
/// Of so many places in a table …
const FULL_OF: usize = 8;
/// … so many may be taken.
const FULL: usize = 7;
/// Places of a segment.
const SEGMENT: usize = 32;

impl Fingerprint {
    /// The fingerprint of an id.
    pub(crate) fn of(org_id: &str) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, ..] = sha256(org_id.as_bytes());
        let table = usize::from(u16::from_be_bytes([i, j])) % TABLES;
        // Zero marks an empty place.
        let mark = u64::from_be_bytes([a, b, c, d, e, f, g, h]).max(1);
        Self { table, mark, like: likeness(org_id).max(1) }
    }
}

/// So many letters are hashed at once.
const PIECE: usize = 32;

/// A hash of the letters and digits of an id, in one case.
pub(crate) fn likeness(org_id: &str) -> u64 {
    // Its keys are fixed: equal runs see the same.
    let mut hasher = DefaultHasher::new();
    if org_id.is_ascii() {
        let mut letters = org_id.bytes().filter(u8::is_ascii_alphanumeric);
        loop {
            // By the piece: a call for each letter would be what takes the time.
            let mut piece = [0; PIECE];
            let mut length = 0;
            for (place, letter) in piece.iter_mut().zip(&mut letters) {
                *place = letter.to_ascii_lowercase();
                length += 1;
            }
            hasher.write(piece.get(..length).unwrap_or_default());
            if length < PIECE {
                break;
            }
        }
    } else {
        let letters = org_id.chars().filter(|one| one.is_alphanumeric());
        letters.flat_map(char::to_lowercase).for_each(|one| hasher.write_u32(one.into()));
    }
    hasher.finish()
}

/// The accounts that were met.
#[derive(Debug)]
pub(crate) struct KnownAccounts {
    tables: Vec<MarkTable<u64>>,
    likenesses: Vec<MarkTable<u32>>,
    /// What the ids of several accounts have in common.
    look_alikes: BTreeSet<u64>,
}

/// So many likenesses are kept.
const LOOK_ALIKES_MAX: usize = 100;

/// Its places lie in segments of one size that are never given back: a table that grew in one piece
/// would leave a hole behind each time, which no later and larger piece fits in.
#[derive(Debug, Clone)]
struct MarkTable<M> {
    taken: usize,
    segments: Vec<Box<[M; SEGMENT]>>,
}

/// What is kept of an account; zero marks an empty place.
trait Mark: Copy + Eq + Default {
    /// Its place in a table, as a fraction of it: any length will do.
    fn own_place(self, length: usize) -> usize;
}

impl Mark for u64 {
    fn own_place(self, length: usize) -> usize {
        let product = u128::from(self) * u128::try_from(length).unwrap_or(0);
        usize::try_from(product >> Self::BITS).unwrap_or(0)
    }
}

impl Mark for u32 {
    fn own_place(self, length: usize) -> usize {
        let product = u64::from(self) * u64::try_from(length).unwrap_or(0);
        usize::try_from(product >> Self::BITS).unwrap_or(0)
    }
}

impl KnownAccounts {
    pub(crate) fn new() -> Self {
        let tables = vec![MarkTable { taken: 0, segments: Vec::new() }; TABLES];
        let likenesses = vec![MarkTable { taken: 0, segments: Vec::new() }; TABLES];
        Self { tables, likenesses, look_alikes: BTreeSet::new() }
    }

    /// Notes accounts; those that were there before.
    pub(crate) fn note(&mut self, accounts: &[Fingerprint]) -> Vec<Fingerprint> {
        let mut known = Vec::new();
        for account in accounts {
            if !self.is_new(*account) {
                known.push(*account);
            } else if self.look_alikes.len() < LOOK_ALIKES_MAX && !self.is_alone(account.like) {
                self.look_alikes.insert(account.like);
            }
        }
        known
    }

    /// Notes an account; whether it was not there before.
    pub(super) fn is_new(&mut self, account: Fingerprint) -> bool {
        self.tables.get_mut(account.table).is_some_and(|table| table.insert(account.mark))
    }

    /// How many were noted.
    pub(crate) fn count(&self) -> u64 {
        let taken = self.tables.iter().map(|table| u64::try_from(table.taken).unwrap_or(0));
        taken.sum()
    }

    /// Whether an account was noted.
    pub(crate) fn contains(&self, account: Fingerprint) -> bool {
        self.tables.get(account.table).is_some_and(|table| table.contains(account.mark))
    }

    /// What the ids of several accounts have in common.
    pub(super) const fn look_alikes(&self) -> &BTreeSet<u64> {
        &self.look_alikes
    }

    /// Notes a likeness; whether no account had it before.
    fn is_alone(&mut self, like: u64) -> bool {
        let [a, b, c, d, .., low, high] = like.to_be_bytes();
        let table = usize::from(u16::from_be_bytes([low, high])) % TABLES;
        let mark = u32::from_be_bytes([a, b, c, d]).max(1);
        self.likenesses.get_mut(table).is_some_and(|table| table.insert(mark))
    }
}

impl<M: Mark> MarkTable<M> {
    /// Notes a mark; whether it was not there before.
    fn insert(&mut self, mark: M) -> bool {
        if self.taken * FULL_OF >= self.length() * FULL {
            self.grow();
        }
        let is_new = self.put(mark);
        self.taken += usize::from(is_new);
        is_new
    }

    fn contains(&self, mark: M) -> bool {
        let length = self.length();
        let own = mark.own_place(length);
        let marks = (own..length).chain(0..own).map_while(|place| self.mark(place));
        marks.take_while(|taken| *taken != M::default()).any(|taken| taken == mark)
    }

    /// Puts a mark in the first free place from its own on; whether it was not there before.
    fn put(&mut self, mark: M) -> bool {
        let length = self.length();
        let own = mark.own_place(length);
        for place in (own..length).chain(0..own) {
            match self.place_mut(place) {
                Some(free) if *free == M::default() => {
                    *free = mark;
                    return true;
                }
                Some(other) if *other == mark => return false,
                Some(_) | None => {}
            }
        }
        false
    }

    /// By an eighth: the tables grow one after the other, so that little more than what is taken is
    /// ever held.
    fn grow(&mut self) {
        let mut marks = Vec::with_capacity(self.taken);
        for segment in &mut self.segments {
            marks.extend(segment.iter().filter(|mark| **mark != M::default()));
            segment.fill(M::default());
        }
        let more = (self.segments.len() / 8).max(1);
        self.segments.reserve_exact(more);
        self.segments.resize_with(self.segments.len() + more, || Box::new([M::default(); SEGMENT]));
        for mark in marks {
            self.put(mark);
        }
    }

    const fn length(&self) -> usize {
        self.segments.len() * SEGMENT
    }

    fn mark(&self, place: usize) -> Option<M> {
        self.segments.get(place / SEGMENT)?.get(place % SEGMENT).copied()
    }

    fn place_mut(&mut self, place: usize) -> Option<&mut M> {
        self.segments.get_mut(place / SEGMENT)?.get_mut(place % SEGMENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_account_is_new_once() {
        let mut known = KnownAccounts::new();
        let account = |number: u32| Fingerprint::of(&number.to_string());
        for number in 0..100_000 {
            assert!(known.is_new(account(number)), "{number}");
        }
        for number in (0..100_000).rev() {
            assert!(!known.is_new(account(number)), "{number}");
        }
        assert!(known.is_new(account(100_000)));
    }
}
