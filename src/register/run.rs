//! A table of renewals becomes quotes, and the same table again becomes the same quotes.

use crate::engine::digest::hex;
use crate::engine::money::Money;

use super::account::Actor;
use super::error::RegisterError;
use super::moment::Moment;
use super::rows::{QuoteRow, RevisionRow};
use super::seal::{RunKey, ToRegister};
use super::sql;
use super::state::RevisionState;
use super::store::{Register, Writing};
use super::values::values;

/// So many accounts go into a transaction.
pub const RUN_CHUNK: usize = 200;

/// An account of a run, priced.
#[derive(Debug, Clone, Copy)]
pub struct RunEntry<'a> {
    /// The account, as the table calls it.
    pub account: &'a str,
    /// Its quote.
    pub wanted: ToRegister<'a>,
}

/// Whether a run is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStage {
    /// It is.
    Written,
    /// It is only tried: nothing is kept of it.
    Tried,
}

/// What became of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunOutcome {
    /// It has a quote now.
    Created,
    /// It had this quote already.
    Same,
    /// Its quote has a new revision.
    Revised,
    /// Its quote was accepted or declined, or its acceptance annulled, and stays as it is.
    Kept,
}

impl RunOutcome {
    /// The word that outputs use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Same => "same",
            Self::Revised => "revised",
            Self::Kept => "kept",
        }
    }
}

/// What became of an account, with its quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// What became of it.
    pub outcome: RunOutcome,
    /// The number of its quote.
    pub number: String,
    /// The revision.
    pub rev: u32,
    /// What that comes to, with tax.
    pub total: Money,
    /// Another quote of the same customer that stands.
    pub also_open: Option<String>,
}

impl Register {
    /// Registers accounts of a run in one transaction, all of them or none; or only says what that
    /// would come to.
    ///
    /// # Errors
    /// One of them may not be registered, or the register cannot be written.
    pub fn add_run(
        &mut self,
        actor: &Actor,
        (run, stage): (&str, RunStage),
        entries: &[RunEntry<'_>],
        now: Moment,
    ) -> Result<Vec<Registered>, RegisterError> {
        let add = |writing: &Writing<'_>| {
            entries.iter().map(|entry| writing.add_of_run(actor, run, *entry)).collect()
        };
        match stage {
            RunStage::Written => self.write(now, add),
            RunStage::Tried => self.try_out(now, add),
        }
    }

    /// The numbers of the quotes of a run.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn numbers_of_run(&self, run: &str) -> Result<Vec<String>, RegisterError> {
        self.read(|db| db.all(sql::QUOTES_OF_RUN, values![run], |row| row.get(0)))
    }
}

impl Writing<'_> {
    fn add_of_run(
        &self,
        actor: &Actor,
        run: &str,
        entry: RunEntry<'_>,
    ) -> Result<Registered, RegisterError> {
        let quote = entry.wanted.quote;
        let org_id = quote.customer().and_then(|customer| customer.org_id.as_ref());
        let also_open: Option<String> = match org_id {
            Some(id) => self.db.value(sql::ALSO_OPEN, values![id.as_str(), run])?,
            None => None,
        };
        let registered = |outcome, number: &str, rev, total| Registered {
            outcome,
            number: number.to_owned(),
            rev,
            total,
            also_open: also_open.clone(),
        };
        let key = values![run, entry.account];
        let Some(known) = self.db.first(sql::QUOTE_OF_RUN, key, QuoteRow::of_row)? else {
            let key = RunKey { run, account: entry.account };
            let sealed = self.add(actor, entry.wanted, Some(key))?;
            let total = quote.totals.total;
            return Ok(registered(RunOutcome::Created, &sealed.number, sealed.rev, total));
        };
        let shown = self.shown_revision(&known.number)?;
        let is_closed = matches!(
            shown.state,
            RevisionState::Accepted | RevisionState::Declined | RevisionState::Annulled
        );
        if is_closed {
            return Ok(registered(RunOutcome::Kept, &known.number, shown.rev, shown.total));
        }
        let revisions = self.db.revisions(&known.number)?;
        let digest = hex(&quote.receipt.request_sha256);
        let is_same =
            |head: &&RevisionRow| head.request_sha256 == digest && head.erased_at.is_none();
        if let Some(head) = revisions.last().filter(is_same) {
            return Ok(registered(RunOutcome::Same, &known.number, head.rev, head.total));
        }
        let sealed = self.revise(actor, &known.number, entry.wanted)?;
        Ok(registered(RunOutcome::Revised, &known.number, sealed.rev, quote.totals.total))
    }
}
