//! What a register says: one quote, lists of them, and what a month brings.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use crate::engine::calendar::{Date, add_days};
use crate::engine::money::{Currency, Money};

use super::chain::LogEvent;
use super::database::DatabaseRow;
use super::error::RegisterError;
use super::moment::Moment;
use super::rows::{ApprovalRow, QuoteRow, RevisionRow};
use super::sql;
use super::state::{RevisionState, ShownStatus, shown};
use super::store::{Db, Register};
use super::values::values;

/// So many rows are read at once.
const PAGE: u32 = 500;

/// Which quotes are listed.
#[derive(Debug, Clone, Default)]
pub struct ListWanted {
    /// Those of which one of these is shown; none: all. Where it is nothing but what waits for
    /// approval, drafts count that wait behind a revision that was sent.
    pub statuses: Vec<ShownStatus>,
    /// A part of the customer's name, in any case, or the whole ORG ID.
    pub customer: Option<String>,
    /// Those that are still open and end within so many days.
    pub due_within_days: Option<u32>,
    /// Those that end before a day.
    pub due_before: Option<Date>,
    /// Those that an account keeps.
    pub owner: Option<String>,
    /// A part of the number or of the customer's name, in any case, or the whole ORG ID.
    pub search: Option<String>,
    /// Those of a run.
    pub run: Option<String>,
    /// Those after this last day and number.
    pub after: Option<(Date, String)>,
    /// So many at most.
    pub limit: Option<usize>,
}

/// A quote with the revision that it shows: the one that stands, else the newest; or with the draft
/// that waits for approval, where those are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedQuote {
    /// The quote.
    pub quote: QuoteRow,
    /// The revision.
    pub revision: RevisionRow,
    /// What is shown of it.
    pub shown: ShownStatus,
}

/// Why a customer declined, or a seller withdrew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenReason {
    /// The event that it belongs to.
    pub seq: i64,
    /// The revision that it is about.
    pub rev: u32,
    /// The text.
    pub text: String,
}

/// An acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptanceRow {
    /// Which revision was accepted.
    pub rev: u32,
    /// Which bytes.
    pub quote_sha256: String,
    /// Which PDF.
    pub pdf_sha256: String,
    /// `link` or `recorded`.
    pub via: String,
    /// When, in UTC.
    pub at: String,
    /// Whether it came after the last day.
    pub is_late: bool,
    /// The number of the purchase order.
    pub purchase_order: Option<String>,
    /// The sentence that was agreed to; empty after erasure.
    pub statement: String,
    /// Its language.
    pub language: String,
    /// What the evidence is salted with; `None` after erasure.
    pub salt: Option<String>,
    /// Who accepted.
    pub person_name: Option<String>,
    /// Their address for mail.
    pub person_email: Option<String>,
    /// Their function.
    pub person_role: Option<String>,
    /// The address that the form came from.
    pub ip: Option<String>,
    /// The browser that sent it.
    pub agent: Option<String>,
    /// SHA-256 of the file that shows it.
    pub proof_sha256: Option<String>,
    /// That file.
    pub proof: Option<Vec<u8>>,
    /// When it was erased, in UTC.
    pub erased_at: Option<String>,
}

/// All that is known of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteHistory {
    /// The quote.
    pub quote: QuoteRow,
    /// Its revisions, the oldest first, each with what is shown of it and what was decided.
    pub revisions: Vec<(RevisionRow, ShownStatus, Vec<ApprovalRow>)>,
    /// Which of them the quote shows.
    pub shown_rev: u32,
    /// Its acceptances.
    pub acceptances: Vec<AcceptanceRow>,
    /// Its reasons.
    pub reasons: Vec<GivenReason>,
    /// Its events, the oldest first.
    pub events: Vec<LogEvent>,
}

/// What the quotes of a month that have one status and currency come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineRow {
    /// The year and the month of their last day.
    pub month: (i32, u32),
    /// What is shown of them.
    pub shown: ShownStatus,
    /// How many they are.
    pub count: usize,
    /// Their sum without tax.
    pub subtotal: Money,
}

impl Register {
    /// The quotes that are wanted, the next to end first.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn list(
        &self,
        wanted: &ListWanted,
        now: Moment,
    ) -> Result<Vec<ListedQuote>, RegisterError> {
        let today = self.settings().zone.day(now);
        self.read(|db| db.list(wanted, today))
    }

    /// All that is known of a quote, by its number or that of one of its documents; and the
    /// revision that was named.
    ///
    /// # Errors
    /// There is no such quote.
    pub fn history(
        &self,
        name: &str,
        now: Moment,
    ) -> Result<(QuoteHistory, Option<u32>), RegisterError> {
        let today = self.settings().zone.day(now);
        self.read(|db| {
            let (quote, named) = db.named(name)?;
            let number = quote.number.as_str();
            let shown_rev = db.value(sql::SHOWN_OF_QUOTE_REV, values![number])?.unwrap_or(1);
            let mut revisions = Vec::new();
            for revision in db.revisions(number)? {
                let (status, decided) = db.shown(&revision, today)?;
                revisions.push((revision, status, decided));
            }
            let history = QuoteHistory {
                revisions,
                shown_rev,
                acceptances: db.all(sql::ACCEPTANCES, values![number], AcceptanceRow::of_row)?,
                reasons: db.all(sql::REASONS_OF_QUOTE, values![number], |row| {
                    Ok(GivenReason { seq: row.get(0)?, rev: row.get(1)?, text: row.get(2)? })
                })?,
                events: db.all(sql::EVENTS_OF_QUOTE, values![number], LogEvent::of_row)?,
                quote,
            };
            Ok((history, named))
        })
    }

    /// What a quote shows, or one of its revisions where that is named: by its number, or that of
    /// one of its documents. With it the number of the quote's last event.
    ///
    /// # Errors
    /// There is no such quote or revision.
    pub fn shown(
        &self,
        name: &str,
        rev: Option<u32>,
        now: Moment,
    ) -> Result<(ListedQuote, i64), RegisterError> {
        let today = self.settings().zone.day(now);
        self.read(|db| {
            let (quote, named) = db.named(name)?;
            let number = quote.number.as_str();
            let revision = match rev.or(named) {
                Some(rev) => db.first(sql::REVISION, values![number, rev], RevisionRow::of_row),
                None => db.first(sql::SHOWN_OF_QUOTE, values![number], RevisionRow::of_row),
            };
            // The same words as without the quote: who may not see it learns nothing.
            let unknown = || RegisterError::unknown("quote", name);
            let revision = revision?.ok_or_else(unknown)?;
            let (shown, _) = db.shown(&revision, today)?;
            let last = db.value(sql::LAST_EVENT_OF_QUOTE, values![number])?;
            let last = last.ok_or_else(unknown)?;
            Ok((ListedQuote { quote, revision, shown }, last))
        })
    }

    /// The number of a quote's last event: it grows with each change of the quote.
    ///
    /// # Errors
    /// There is no such quote.
    pub fn last_event_of(&self, number: &str) -> Result<i64, RegisterError> {
        let found = self.read(|db| db.value(sql::LAST_EVENT_OF_QUOTE, values![number]))?;
        found.ok_or_else(|| RegisterError::unknown("quote", number))
    }

    /// Whether a quote is as somebody saw it, whose last event this was then.
    ///
    /// # Errors
    /// `stale`: it has changed since, or there is no such quote.
    pub fn check_unchanged(&self, number: &str, seen: i64) -> Result<(), RegisterError> {
        if self.last_event_of(number)? == seen {
            return Ok(());
        }
        Err(RegisterError::denied(
            "stale",
            format!("{number} has changed since it was read"),
            "read it again, and decide anew",
        ))
    }

    /// The events after one, the oldest first, so many at most.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn some_events(&self, after: i64, most: u32) -> Result<Vec<LogEvent>, RegisterError> {
        self.read(|db| db.all(sql::EVENTS_AFTER, values![after, most], LogEvent::of_row))
    }

    /// The JSON of a revision, as it was sealed; `None` where it was erased.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn content(&self, number: &str, rev: u32) -> Result<Option<Vec<u8>>, RegisterError> {
        self.read(|db| db.content(number, rev))
    }

    /// The PDF of a revision, as it was sent; `None` where there is none.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn pdf(&self, number: &str, rev: u32) -> Result<Option<Vec<u8>>, RegisterError> {
        let pdf: Option<Option<Vec<u8>>> =
            self.read(|db| db.value(sql::PDF, values![number, rev]))?;
        Ok(pdf.flatten())
    }

    /// The text of a price book, by its digest.
    ///
    /// # Errors
    /// The register cannot be read, or has no such book.
    pub fn book(&self, sha256: &str) -> Result<String, RegisterError> {
        let body: Option<Vec<u8>> = self.read(|db| db.value(sql::BOOK, values![sha256]))?;
        body.and_then(|body| String::from_utf8(body).ok())
            .ok_or_else(|| RegisterError::unknown("price book", sha256))
    }

    /// The events after one, the oldest first.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn events(&self, after: i64) -> Result<Vec<LogEvent>, RegisterError> {
        self.read(|db| db.all(sql::EVENTS_AFTER, values![after, i64::MAX], LogEvent::of_row))
    }

    /// The quotes by the month of their last day, by status and currency.
    ///
    /// # Errors
    /// The register cannot be read, or a sum is too large.
    pub fn pipeline(&self, now: Moment) -> Result<Vec<PipelineRow>, RegisterError> {
        let mut sums: BTreeMap<(i32, u32, ShownStatus, Currency), (usize, Money)> = BTreeMap::new();
        for ListedQuote { revision, shown, .. } in self.list(&ListWanted::default(), now)? {
            let (day, currency) = (revision.valid_through, revision.subtotal.currency());
            let key = (day.year(), day.month(), shown, currency);
            let sum = sums.entry(key).or_insert((0, Money::zero(currency)));
            sum.0 = sum.0.saturating_add(1);
            sum.1 = sum.1.plus(revision.subtotal).map_err(|_| {
                RegisterError::denied("amount-too-large", "a sum is too large", "list less of it")
            })?;
        }
        let rows = sums.into_iter().map(|((year, month, shown, _), (count, subtotal))| {
            PipelineRow { month: (year, month), shown, count, subtotal }
        });
        Ok(rows.collect())
    }
}

impl Db<'_> {
    /// The quote of a number, or of the number of a document with its revision.
    pub(super) fn named(&self, name: &str) -> Result<(QuoteRow, Option<u32>), RegisterError> {
        if let Some(quote) = self.first(sql::QUOTE, values![name], QuoteRow::of_row)? {
            return Ok((quote, None));
        }
        let unknown = || RegisterError::unknown("quote", name);
        let (number, rev) = name.rsplit_once('-').ok_or_else(unknown)?;
        let rev = rev.parse().ok().filter(|known: &u32| known.to_string() == rev);
        let rev = rev.ok_or_else(unknown)?;
        let quote =
            self.first(sql::QUOTE, values![number], QuoteRow::of_row)?.ok_or_else(unknown)?;
        let revision = self.first(sql::REVISION, values![number, rev], RevisionRow::of_row)?;
        revision.map(|_| (quote, Some(rev))).ok_or_else(unknown)
    }

    /// What is shown of a revision, and what was decided about it.
    pub(super) fn shown(
        &self,
        revision: &RevisionRow,
        today: Date,
    ) -> Result<(ShownStatus, Vec<ApprovalRow>), RegisterError> {
        let has_decisions = revision.needs.kinds().next().is_some();
        let decided = if has_decisions { self.decisions(revision)? } else { Vec::new() };
        let decisions: Vec<_> = decided.iter().map(|one| (one.kind, one.decision)).collect();
        let RevisionRow { state, needs, valid_through, .. } = revision;
        Ok((shown(*state, *needs, &decisions, *valid_through, today), decided))
    }

    fn list(&self, wanted: &ListWanted, today: Date) -> Result<Vec<ListedQuote>, RegisterError> {
        let states = RevisionState::ALL.iter().map(|(_, state)| *state).filter(|state| {
            wanted.statuses.is_empty() || wanted.statuses.iter().any(|one| one.state() == *state)
        });
        let mut all = Vec::new();
        for state in states {
            self.list_state(wanted, today, state, &mut all)?;
        }
        all.sort_by(|one, other| {
            let key = |listed: &ListedQuote| listed.revision.valid_through;
            key(one).cmp(&key(other)).then_with(|| one.quote.number.cmp(&other.quote.number))
        });
        all.truncate(wanted.limit.unwrap_or(usize::MAX));
        Ok(all)
    }

    /// Adds the quotes in a state, up to the limit.
    fn list_state(
        &self,
        wanted: &ListWanted,
        today: Date,
        state: RevisionState,
        all: &mut Vec<ListedQuote>,
    ) -> Result<(), RegisterError> {
        let limit = wanted.limit.unwrap_or(usize::MAX);
        let page = u32::try_from(limit).unwrap_or(PAGE).clamp(1, PAGE);
        let mut after = match &wanted.after {
            Some((day, number)) => (day.to_string(), number.clone()),
            None if wanted.due_within_days.is_some() => (today.to_string(), String::new()),
            None => (String::new(), String::new()),
        };
        let text = match wanted.is_of_what_waits() {
            true => sql::NEWEST_IN_STATE,
            false => sql::SHOWN_IN_STATE,
        };
        let mut found = 0;
        loop {
            let word = state.word();
            let values = values![word, after.0, after.1, page];
            let rows = self.all(text, values, |row| {
                Ok((RevisionRow::of_row(row)?, QuoteRow::of_list_row(row)?))
            })?;
            let is_last = rows.len() < usize::try_from(page).unwrap_or(usize::MAX);
            for (revision, quote) in rows {
                after = (revision.valid_through.to_string(), quote.number.clone());
                let (shown, _) = self.shown(&revision, today)?;
                let listed = ListedQuote { quote, revision, shown };
                if wanted.has_passed(&listed, today) {
                    return Ok(());
                }
                if wanted.wants(&listed) {
                    all.push(listed);
                    found += 1;
                }
                if found >= limit {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }
}

impl ListWanted {
    /// Whether drafts that wait for approval are wanted and nothing else: each quote has one row in
    /// any case.
    fn is_of_what_waits(&self) -> bool {
        let waits = |status: &ShownStatus| *status == ShownStatus::WaitingForApproval;
        !self.statuses.is_empty() && self.statuses.iter().all(waits)
    }

    /// Whether nothing that comes after is wanted.
    fn has_passed(&self, listed: &ListedQuote, today: Date) -> bool {
        let until = self.due_within_days.map(|days| add_days(today, days));
        let end = listed.revision.valid_through;
        until.is_some_and(|until| end > until) || self.due_before.is_some_and(|day| end >= day)
    }

    fn wants(&self, listed: &ListedQuote) -> bool {
        let ListedQuote { quote, shown, .. } = listed;
        let is_open = match shown {
            ShownStatus::WaitingForApproval
            | ShownStatus::ApprovalRefused
            | ShownStatus::Ready
            | ShownStatus::Sent => true,
            ShownStatus::Lapsed
            | ShownStatus::Expired
            | ShownStatus::Accepted
            | ShownStatus::Declined
            | ShownStatus::Withdrawn
            | ShownStatus::Superseded
            | ShownStatus::Annulled => false,
        };
        let is_customer = |wanted: &String| {
            quote.org_id.as_ref() == Some(wanted)
                || quote.customer.to_lowercase().contains(&wanted.to_lowercase())
        };
        (self.statuses.is_empty() || self.statuses.contains(shown))
            && (self.due_within_days.is_none() || is_open)
            && self.customer.as_ref().is_none_or(is_customer)
            && self.search.as_ref().is_none_or(|text| {
                let is_in_number = quote.number.to_lowercase().contains(&text.to_lowercase());
                is_in_number || is_customer(text)
            })
            && self.owner.as_ref().is_none_or(|owner| *owner == quote.owner)
            && (self.run.is_none() || self.run == quote.run)
    }
}

impl AcceptanceRow {
    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        Ok(Self {
            rev: row.get(0)?,
            quote_sha256: row.get(1)?,
            pdf_sha256: row.get(2)?,
            via: row.get(3)?,
            at: row.get(4)?,
            is_late: row.get(5)?,
            purchase_order: row.get(6)?,
            statement: row.get(7)?,
            language: row.get(8)?,
            salt: row.get(9)?,
            person_name: row.get(10)?,
            person_email: row.get(11)?,
            person_role: row.get(12)?,
            ip: row.get(13)?,
            agent: row.get(14)?,
            proof_sha256: row.get(15)?,
            proof: row.get(16)?,
            erased_at: row.get(17)?,
        })
    }
}
