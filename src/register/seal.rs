//! Quotes get their numbers, and revisions their seals.

use serde_json::Value;

use crate::document::json;
use crate::engine::digest::{hex, sha256};
use crate::engine::quote::{Quote, Seal, SealStage};
use crate::engine::request::Label;

use super::account::{Actor, Role};
use super::chain::{EventData, EventKind};
use super::decide::lost;
use super::error::RegisterError;
use super::moment::Moment;
use super::rows::RevisionRow;
use super::sql;
use super::state::{Needs, RevisionState};
use super::store::{Register, SampleBooks, Writing};
use super::values::values;

/// A quote that is to be registered: priced, and not refused.
#[derive(Debug, Clone, Copy)]
pub struct ToRegister<'a> {
    /// What was priced.
    pub quote: &'a Quote,
    /// The text of the price book that it was priced with; kept with the first quote of it.
    pub book: &'a str,
}

/// A revision that was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The number of the quote.
    pub number: String,
    /// Which revision, from 1.
    pub rev: u32,
    /// SHA-256 of its JSON, in hexadecimal digits.
    pub quote_sha256: String,
    /// What has to be approved before it is sent.
    pub needs: Needs,
}

impl Sealed {
    fn of(row: RevisionRow) -> Self {
        let RevisionRow { number, rev, quote_sha256, needs, .. } = row;
        Self { number, rev, quote_sha256, needs }
    }
}

/// The run of a table that a quote comes of, and the account in it: two runs of one name make one
/// quote.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunKey<'a> {
    /// The name of the run.
    pub(super) run: &'a str,
    /// The account of the table.
    pub account: &'a str,
}

impl Register {
    /// Registers a quote: it gets a number, and its first revision is sealed.
    ///
    /// # Errors
    /// The quote may not be registered, or the register cannot be written.
    pub fn add(
        &mut self,
        actor: &Actor,
        wanted: ToRegister<'_>,
        now: Moment,
    ) -> Result<Sealed, RegisterError> {
        self.write(now, |writing| writing.add(actor, wanted, None))
    }

    /// Makes the next revision of a quote.
    ///
    /// # Errors
    /// The quote may not get one, or the register cannot be written.
    pub fn revise(
        &mut self,
        actor: &Actor,
        number: &str,
        wanted: ToRegister<'_>,
        now: Moment,
    ) -> Result<Sealed, RegisterError> {
        self.write(now, |writing| writing.revise(actor, number, wanted))
    }
}

impl Writing<'_> {
    pub(super) fn add(
        &self,
        actor: &Actor,
        wanted: ToRegister<'_>,
        run: Option<RunKey<'_>>,
    ) -> Result<Sealed, RegisterError> {
        let account = self.acting(actor, &[Role::Rep, Role::Finance, Role::Approver])?;
        let (customer, org_id) = self.check(wanted)?;
        let (series, n, number) = self.next_number()?;
        self.db.run(
            sql::INSERT_QUOTE,
            values![
                number,
                series,
                n,
                org_id,
                customer,
                account.id,
                run.map(|run| run.run),
                run.map(|run| run.account),
                self.now.to_string(),
            ],
        )?;
        let row = self.seal(&account.id, &number, 1, wanted)?;
        let mut data = self.data_of(&account.id, &row);
        data.extend([("n", Value::from(n)), ("series", Value::from(series))]);
        data.extend(org_id.map(|id| ("org_id", Value::from(id))));
        if let Some(run) = run {
            data.extend([("run", Value::from(run.run)), ("run_account", run.account.into())]);
        }
        self.log(&actor.by, EventKind::Registered, Some((&number, 1)), &data)?;
        Ok(Sealed::of(row))
    }

    pub(super) fn revise(
        &self,
        actor: &Actor,
        number: &str,
        wanted: ToRegister<'_>,
    ) -> Result<Sealed, RegisterError> {
        let quote = self.db.quote(number)?;
        let account = self.acting_for(actor, &quote.owner, &[Role::Approver, Role::Finance])?;
        let (customer, org_id) = self.check(wanted)?;
        let is_same_org = quote.org_id.is_some() && quote.org_id.as_deref() == org_id;
        let is_same_name = quote.org_id.as_deref() == org_id && quote.customer == customer;
        if !is_same_org && !is_same_name {
            let is_for = with_org_id(&quote.customer, quote.org_id.as_deref());
            return Err(RegisterError::denied(
                "other-customer",
                format!(
                    "{number} is for {is_for}, and this request for {}",
                    with_org_id(customer, org_id)
                ),
                "a quote for another customer is a new one: `reinstate register add`",
            ));
        }
        let revisions = self.db.revisions(number)?;
        let head = self.revisable(&revisions)?;
        let replaced = (head.state == RevisionState::Draft).then_some(head.rev);
        if replaced.is_some() {
            self.moves(head, RevisionState::Withdrawn, "revised")?;
        }
        let row = self.seal(&account.id, number, head.rev.saturating_add(1), wanted)?;
        if quote.customer != customer {
            self.db.run(sql::RENAME_CUSTOMER, values![customer, number])?;
        }
        let mut data = self.data_of(&account.id, &row);
        data.extend(replaced.map(|rev| ("replaced", Value::from(rev))));
        self.log(&actor.by, EventKind::Revised, Some((number, row.rev)), &data)?;
        Ok(Sealed::of(row))
    }

    /// The newest revision, where another may follow it.
    fn revisable<'rows>(
        &self,
        revisions: &'rows [RevisionRow],
    ) -> Result<&'rows RevisionRow, RegisterError> {
        let standing = |state| revisions.iter().find(|one| one.state == state);
        if let Some(accepted) = standing(RevisionState::Accepted) {
            return Err(RegisterError::moved(&accepted.document(), accepted.state, "revised"));
        }
        let head = revisions.last().ok_or_else(lost)?;
        match head.state {
            RevisionState::Draft
            | RevisionState::Sent
            | RevisionState::Declined
            | RevisionState::Withdrawn => Ok(head),
            RevisionState::Accepted | RevisionState::Superseded | RevisionState::Annulled => {
                Err(RegisterError::moved(&head.document(), head.state, "revised"))
            }
        }
    }

    /// Whether a quote may be registered; the customer's name and ORG ID.
    fn check<'a>(
        &self,
        wanted: ToRegister<'a>,
    ) -> Result<(&'a str, Option<&'a str>), RegisterError> {
        let quote = wanted.quote;
        let Some(customer) = quote.customer() else {
            return Err(RegisterError::denied(
                "no-customer",
                "the request names no customer",
                "add `[customer]` with a name to the request",
            ));
        };
        if quote.request.quote_number.is_some() {
            return Err(RegisterError::denied(
                "number-given",
                "the request has a `quote_number`, and the register gives its own",
                "leave `quote_number` out of the request",
            ));
        }
        if quote.is_sample() && self.settings.samples == SampleBooks::Refused {
            return Err(RegisterError::denied(
                "sample-prices",
                "the prices of this book are samples, not the vendor's",
                "use a book with `status = \"approved\"`; a register for trying out is made with \
                 `register init --samples`",
            ));
        }
        if quote.request.quote_date > self.today {
            return Err(RegisterError::denied(
                "quote-date-ahead",
                format!(
                    "the quote date is {}, and it is {} in {}",
                    quote.request.quote_date,
                    self.today,
                    self.settings.zone.name()
                ),
                "use today's date, or an earlier one",
            ));
        }
        Ok((customer.name.as_str(), customer.org_id.as_ref().map(Label::as_str)))
    }

    fn next_number(&self) -> Result<(String, i64, String), RegisterError> {
        let year = self.settings.zone.year(self.now);
        let series = self.settings.number_format.series(year);
        self.db.run(sql::NEW_SERIES, values![&series])?;
        let n: Option<i64> = self.db.value(sql::NEXT_NUMBER, values![&series])?;
        let n = n.unwrap_or_default();
        let number = self.settings.number_format.number(year, n).ok_or_else(|| {
            RegisterError::denied(
                "numbers-used-up",
                format!("the numbers of the series {series} are used up"),
                "begin a register with a longer format of its numbers",
            )
        })?;
        Ok((series, n, number))
    }

    fn seal(
        &self,
        author: &str,
        number: &str,
        rev: u32,
        wanted: ToRegister<'_>,
    ) -> Result<RevisionRow, RegisterError> {
        let quote = wanted.quote;
        let book_sha256 = self.keep_book(wanted)?;
        let sealed = quote.clone().sealed(Seal::of(number, rev, SealStage::Sent));
        let content = json::quote(&sealed);
        let (request, totals, receipt) = (&quote.request, &quote.totals, &quote.receipt);
        let row = RevisionRow {
            number: number.to_owned(),
            rev,
            state: RevisionState::Draft,
            author: author.to_owned(),
            kind: quote.kind.word().to_owned(),
            quote_date: request.quote_date,
            start: request.start,
            valid_through: quote.valid_through,
            subtotal: totals.subtotal,
            tax: totals.tax,
            total: totals.total,
            needs: Needs::of(quote, self.settings.vendor_approval),
            engine: receipt.engine.to_string(),
            book_sha256,
            request_sha256: hex(&receipt.request_sha256),
            quote_sha256: hex(&sha256(content.as_bytes())),
            pdf_sha256: None,
            link_sha256: None,
            sent_at: None,
            erased_at: None,
        };
        self.db.run(
            sql::INSERT_REVISION,
            values![
                row.number,
                row.rev,
                row.author,
                row.kind,
                row.quote_date.to_string(),
                row.start.to_string(),
                row.valid_through.to_string(),
                row.total.currency().code(),
                row.subtotal.minor(),
                row.tax.minor(),
                row.total.minor(),
                row.needs.text(),
                row.engine,
                row.book_sha256,
                row.request_sha256,
                row.quote_sha256,
                self.packer.borrow_mut().packed(content.as_bytes())?,
            ],
        )?;
        Ok(row)
    }

    /// Keeps the text of a price book once, and gives its digest.
    fn keep_book(&self, wanted: ToRegister<'_>) -> Result<String, RegisterError> {
        let receipt = &wanted.quote.receipt;
        let digest = hex(&receipt.book_sha256);
        let is_there: Option<i64> = self.db.value(sql::HAS_BOOK, values![digest])?;
        if is_there.is_some() {
            return Ok(digest);
        }
        if sha256(wanted.book.as_bytes()) != receipt.book_sha256 {
            return Err(RegisterError::denied(
                "other-book",
                "the text of the price book is not the one that the quote was priced with",
                "price the request again",
            ));
        }
        self.db.run(
            sql::INSERT_BOOK,
            values![digest, receipt.book, receipt.book_version, wanted.book.as_bytes()],
        )?;
        Ok(digest)
    }

    /// What the event of a sealed revision says.
    fn data_of(&self, account: &str, row: &RevisionRow) -> EventData {
        let mut data = EventData::from([
            ("account", Value::from(account)),
            ("columns_sha256", Value::from(row.columns_sha256())),
            ("needs", Value::from(row.needs.text())),
            ("quote_sha256", Value::from(row.quote_sha256.as_str())),
        ]);
        if row.quote_date < self.today {
            data.insert("quote_date", Value::from(row.quote_date.to_string()));
        }
        data
    }

    /// Moves a revision to another state; it was in the one that it was read with, or nothing
    /// changes.
    pub(super) fn moves(
        &self,
        revision: &RevisionRow,
        to: RevisionState,
        wanted: &str,
    ) -> Result<(), RegisterError> {
        let RevisionRow { number, rev, state, .. } = revision;
        let (to, from) = (to.word(), state.word());
        match self.db.run(sql::MOVE, values![to, number, rev, from])? {
            1 => Ok(()),
            _ => Err(RegisterError::moved(&revision.document(), *state, wanted)),
        }
    }
}

/// A customer, with what else tells them apart: two may have one name.
fn with_org_id(customer: &str, org_id: Option<&str>) -> String {
    match org_id {
        Some(id) => format!("{customer} (ORG ID {id})"),
        None => format!("{customer} (no ORG ID)"),
    }
}
