//! A quote and its revisions, as they are stored.

use crate::engine::calendar::{Date, parse_iso};
use crate::engine::digest::{hex, sha256};
use crate::engine::money::{Currency, Money};

use super::database::DatabaseRow;
use super::error::RegisterError;
use super::pack::Unpacker;
use super::sql;
use super::state::{ApprovalKind, Decision, Needs, RevisionState, by_word};
use super::store::Db;
use super::values::{values, wrong_column};

/// A number, one customer, and who keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteRow {
    /// Its number, for example `Q-2026-00042`.
    pub number: String,
    /// What counts its number.
    pub series: String,
    /// The count in its number, from 1.
    pub n: i64,
    /// The ORG ID of the customer.
    pub org_id: Option<String>,
    /// The name of the customer.
    pub customer: String,
    /// The account that keeps it.
    pub owner: String,
    /// The run of a table that made it.
    pub run: Option<String>,
    /// The account of that table.
    pub run_account: Option<String>,
    /// When it was registered, in UTC.
    pub created_at: String,
}

/// A sealed revision, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// The number of the quote.
    pub number: String,
    /// Which revision, from 1.
    pub rev: u32,
    /// Its state.
    pub state: RevisionState,
    /// The account that made it.
    pub author: String,
    /// `renewal`, `reinstatement` or `change`.
    pub kind: String,
    /// The day it was priced for.
    pub quote_date: Date,
    /// The first day asked for.
    pub start: Date,
    /// The last day on which it stands, inclusive, in the zone of the register.
    pub valid_through: Date,
    /// Without tax.
    pub subtotal: Money,
    /// The tax on it.
    pub tax: Money,
    /// Both.
    pub total: Money,
    /// What has to be approved before it is sent.
    pub needs: Needs,
    /// Name and version of the engine.
    pub engine: String,
    /// SHA-256 of its price book, in hexadecimal digits.
    pub book_sha256: String,
    /// SHA-256 of its request.
    pub request_sha256: String,
    /// SHA-256 of its JSON: what approver, customer and `verify` speak of.
    pub quote_sha256: String,
    /// SHA-256 of the PDF that was sent.
    pub pdf_sha256: Option<String>,
    /// SHA-256 of the token in its link.
    pub link_sha256: Option<String>,
    /// When it was sent, in UTC.
    pub sent_at: Option<String>,
    /// When its content was erased, in UTC.
    pub erased_at: Option<String>,
}

/// What was decided about an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRow {
    /// What it is about.
    pub kind: ApprovalKind,
    /// Which bytes it is about.
    pub quote_sha256: String,
    /// What was decided.
    pub decision: Decision,
    /// Who decided.
    pub account: String,
    /// Why.
    pub reason: String,
    /// When, in UTC.
    pub at: String,
}

impl RevisionRow {
    /// The number of the document, for example `Q-2026-00042-2`.
    #[must_use]
    pub fn document(&self) -> String {
        format!("{}-{}", self.number, self.rev)
    }

    /// What the log holds of the columns that repeat the content: once that is erased, nothing else
    /// shows that one of them was changed.
    pub(super) fn columns_sha256(&self) -> String {
        let text = format!(
            "reinstate-columns-1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
            self.kind,
            self.quote_date,
            self.start,
            self.valid_through,
            self.total.currency().code(),
            self.subtotal.minor(),
            self.tax.minor(),
            self.total.minor(),
            self.engine,
            self.book_sha256,
            self.request_sha256,
        );
        hex(&sha256(text.as_bytes()))
    }

    /// Reads the columns that the statements name first.
    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        let currency: String = row.get(8)?;
        let currency =
            Currency::from_code(&currency).ok_or_else(|| wrong_column(8, "no known currency"))?;
        let money = |at| row.get(at).map(|minor| Money::from_minor(minor, currency));
        let word: String = row.get(2)?;
        let needs: String = row.get(12)?;
        Ok(Self {
            number: row.get(0)?,
            rev: row.get(1)?,
            state: by_word(&RevisionState::ALL, &word)
                .ok_or_else(|| wrong_column(2, "no state"))?,
            author: row.get(3)?,
            kind: row.get(4)?,
            quote_date: day(row, 5)?,
            start: day(row, 6)?,
            valid_through: day(row, 7)?,
            subtotal: money(9)?,
            tax: money(10)?,
            total: money(11)?,
            needs: Needs::parse(&needs).ok_or_else(|| wrong_column(12, "no approvals"))?,
            engine: row.get(13)?,
            book_sha256: row.get(14)?,
            request_sha256: row.get(15)?,
            quote_sha256: row.get(16)?,
            pdf_sha256: row.get(17)?,
            link_sha256: row.get(18)?,
            sent_at: row.get(19)?,
            erased_at: row.get(20)?,
        })
    }
}

impl QuoteRow {
    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        Ok(Self {
            number: row.get(0)?,
            series: row.get(1)?,
            n: row.get(2)?,
            org_id: row.get(3)?,
            customer: row.get(4)?,
            owner: row.get(5)?,
            run: row.get(6)?,
            run_account: row.get(7)?,
            created_at: row.get(8)?,
        })
    }

    /// Reads them where they stand behind those of a revision.
    pub(super) fn of_list_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        Ok(Self {
            number: row.get(0)?,
            org_id: row.get(21)?,
            customer: row.get(22)?,
            owner: row.get(23)?,
            run: row.get(24)?,
            run_account: row.get(25)?,
            created_at: row.get(26)?,
            series: row.get(27)?,
            n: row.get(28)?,
        })
    }
}

impl ApprovalRow {
    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        let (kind, decision): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(Self {
            kind: by_word(&ApprovalKind::ALL, &kind)
                .ok_or_else(|| wrong_column(0, "no approval"))?,
            quote_sha256: row.get(1)?,
            decision: by_word(&Decision::ALL, &decision)
                .ok_or_else(|| wrong_column(2, "no decision"))?,
            account: row.get(3)?,
            reason: row.get(4)?,
            at: row.get(5)?,
        })
    }
}

impl Db<'_> {
    /// A quote; unknown numbers are denied.
    pub(super) fn quote(&self, number: &str) -> Result<QuoteRow, RegisterError> {
        let found = self.first(sql::QUOTE, values![number], QuoteRow::of_row)?;
        found.ok_or_else(|| RegisterError::unknown("quote", number))
    }

    /// Its revisions, the oldest first.
    pub(super) fn revisions(&self, number: &str) -> Result<Vec<RevisionRow>, RegisterError> {
        self.all(sql::REVISIONS, values![number], RevisionRow::of_row)
    }

    /// The decisions about the bytes of a revision.
    pub(super) fn decisions(
        &self,
        revision: &RevisionRow,
    ) -> Result<Vec<ApprovalRow>, RegisterError> {
        let values = values![revision.number, revision.rev];
        let mut all = self.all(sql::APPROVALS, values, ApprovalRow::of_row)?;
        all.retain(|one| one.quote_sha256 == revision.quote_sha256);
        Ok(all)
    }

    /// The JSON of a revision; `None` where it was erased.
    pub(super) fn content(&self, number: &str, rev: u32) -> Result<Option<Vec<u8>>, RegisterError> {
        let packed: Option<Option<Vec<u8>>> = self.value(sql::CONTENT, values![number, rev])?;
        packed.flatten().map(|packed| Unpacker::default().unpacked(&packed)).transpose()
    }
}

fn day(row: &DatabaseRow<'_>, at: usize) -> Result<Date, RegisterError> {
    let text: String = row.get(at)?;
    parse_iso(&text).ok_or_else(|| wrong_column(at, "no day"))
}
