//! Content that has to go: what was said stays away, and that it was there stays known.

use chrono::Months;

use crate::engine::calendar::Date;

use super::account::Actor;
use super::chain::EventKind;
use super::decide::{check_reason, lost};
use super::error::RegisterError;
use super::moment::Moment;
use super::sql;
use super::store::{Register, Writing};
use super::values::values;

/// The code of erasing what is not there any more.
const ALREADY_ERASED: &str = "already-erased";

impl Register {
    /// Erases the content of a quote: its JSON, its PDF, its customer, all reasons, and who
    /// accepted it. Gives how many revisions lost theirs.
    ///
    /// # Errors
    /// Who acts is no admin, or the quote was accepted and has to be kept.
    pub fn erase(
        &mut self,
        actor: &Actor,
        number: &str,
        reason: &str,
        now: Moment,
    ) -> Result<usize, RegisterError> {
        let erased = self.write(now, |writing| writing.erase(actor, number, reason));
        let was_erased_before =
            erased.as_ref().is_err_and(|denied| denied.code() == ALREADY_ERASED);
        if erased.is_ok() || was_erased_before {
            // Where somebody was reading the first time, the second clears up.
            self.compact()?;
        }
        erased
    }
}

impl Writing<'_> {
    fn erase(&self, actor: &Actor, number: &str, reason: &str) -> Result<usize, RegisterError> {
        let account = self.acting(actor, &[])?;
        check_reason(reason)?;
        self.db.quote(number)?;
        let accepted =
            self.db.all(sql::ACCEPTANCES, values![number], |row| row.get::<String>(4))?;
        let kept = accepted.iter().filter_map(|at| Moment::parse(at)).map(|at| {
            let years = self.settings.retention_years;
            let day: Date = self.settings.zone.day(at);
            // What lies behind the last day of the calendar never comes.
            let last = day.checked_add_months(Months::new(years.saturating_mul(12)));
            last.unwrap_or(Date::MAX)
        });
        if let Some(until) = kept.max().filter(|until| *until >= self.today) {
            return Err(RegisterError::denied(
                "within-retention",
                format!("{number} was accepted, and is kept until {until}"),
                "erase it after that day",
            ));
        }
        let revisions = self.db.revisions(number)?;
        let head = revisions.last().ok_or_else(lost)?;
        let at = self.now.to_string();
        let erased = self.db.run(sql::ERASE_CONTENT, values![at, number])?;
        if erased == 0 {
            return Err(RegisterError::denied(
                ALREADY_ERASED,
                format!("the content of {number} was erased already"),
                "there is nothing left to erase",
            ));
        }
        self.db.run(sql::ERASE_CUSTOMER, values![number])?;
        self.db.run(sql::ERASE_APPROVALS, values![number])?;
        self.db.run(sql::ERASE_REASONS, values![number])?;
        self.db.run(sql::ERASE_ANSWERS, values![number])?;
        self.db.run(sql::ERASE_ACCEPTANCE, values![at, number])?;
        // Now without the content: the reason of an erasure is kept as it is.
        let data = self.data_with_reason(Some(&account.id), head, reason)?;
        let seq = self.log(&actor.by, EventKind::Erased, Some((number, head.rev)), &data)?;
        self.db.run(sql::INSERT_REASON, values![seq, number, head.rev, reason])?;
        Ok(erased)
    }
}
