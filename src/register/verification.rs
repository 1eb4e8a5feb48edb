//! What comes of verifying a register.

use std::collections::BTreeMap;

use super::store::LogHead;

/// So many faults are named; the others are counted.
const FAULTS_MAX: usize = 100;

/// Something in a register that is not what its log leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, for example `event 17` or `Q-2026-00042-2`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// What is verified besides the log and the tables.
#[derive(Debug, Clone, Default)]
pub struct VerifyWanted {
    /// Only this quote, and the log.
    pub number: Option<String>,
    /// An event that was noted elsewhere: it has to be there still.
    pub head: Option<LogHead>,
    /// Whether each revision is priced again.
    pub recompute: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterVerification {
    /// How many events there are.
    pub events: usize,
    /// How many quotes were looked at.
    pub quotes: usize,
    /// How many revisions.
    pub revisions: usize,
    /// The documents whose content was erased.
    pub erased: Vec<String>,
    /// How many revisions were priced again to the same bytes.
    pub same_bytes: usize,
    /// How many came to the same amounts by another engine, for each engine that sealed them.
    pub same_cents: BTreeMap<String, usize>,
    /// What is wrong; none: nothing.
    pub faults: Vec<Fault>,
    /// How many faults there are besides.
    pub more_faults: usize,
}

impl RegisterVerification {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn fault(&mut self, place: impl Into<String>, what: impl Into<String>) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(Fault { place: place.into(), what: what.into() });
        } else {
            self.more_faults = self.more_faults.saturating_add(1);
        }
    }

    /// A column that has to hold a value.
    pub(super) fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        place: &str,
        column: &str,
        (there, expected): (T, T),
    ) {
        if there != expected {
            self.fault(place, format!("{column} is {there:?}, and should be {expected:?}"));
        }
    }
}
