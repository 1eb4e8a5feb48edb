//! What is known of the rows of a table so far.

use std::collections::BTreeSet;

use super::chunk::ChunkOutcome;
use super::known_accounts::KnownAccounts;
use super::sum_rows::Before;

/// What is known of the rows that were met, in their order.
#[derive(Debug)]
pub(crate) struct Met {
    /// What stands before the next chunk.
    pub(crate) before: Before,
    accounts: KnownAccounts,
    /// Those that came back.
    scattered: Option<KnownAccounts>,
}

impl Met {
    pub(crate) fn nothing() -> Self {
        Self { before: Before::default(), accounts: KnownAccounts::new(), scattered: None }
    }

    /// Takes note of a chunk; whether all its accounts are new.
    pub(crate) fn take(&mut self, outcome: &ChunkOutcome) -> bool {
        self.before = outcome.after;
        let known = self.accounts.note(&outcome.accounts);
        for account in &known {
            self.scattered.get_or_insert_with(KnownAccounts::new).is_new(*account);
        }
        known.is_empty()
    }

    /// What the ids of several accounts have in common.
    pub(crate) fn look_alikes(&self) -> &BTreeSet<u64> {
        self.accounts.look_alikes()
    }

    /// The accounts that came back, where any did.
    pub(crate) fn into_scattered(self) -> Option<KnownAccounts> {
        self.scattered
    }
}
