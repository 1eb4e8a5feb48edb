//! Whether quotes and their revisions are what the log leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use serde_json::Value;

use crate::engine::digest::{hex, sha256};

use super::acceptance::{Person, statement_sha256};
use super::decide::reason_sha256;
use super::error::RegisterError;
use super::expected::{Expected, ExpectedQuote, ExpectedRevision, text};
use super::kept::{ExaminedQuotes, Examiner, KeptContent, KeptQuote, KeptRevision, examine};
use super::kept_book::KeptBooks;
use super::read::AcceptanceRow;
use super::recompute::Recomputed;
use super::rows::{ApprovalRow, QuoteRow};
use super::sql;
use super::store::Db;
use super::values::values;
use super::verification::{Fault, RegisterVerification, VerifyWanted};

/// So many rows are read at once.
const PAGE: u32 = 2_000;
/// So many quotes are verified at once: their documents are in memory.
const QUOTES_PAGE: usize = 256;

/// The quotes of a register, while they are verified.
pub(super) struct Verifying<'a> {
    pub(super) db: &'a Db<'a>,
    pub(super) books: &'a KeptBooks,
    /// The price books that a revision was priced with, by their digests.
    pub(super) named: BTreeSet<String>,
    pub(super) wanted: &'a VerifyWanted,
    pub(super) found: RegisterVerification,
}

impl Verifying<'_> {
    /// Quotes in the order of their numbers. While the processors work on some, the rows of the
    /// next are read.
    pub(super) fn quotes(&mut self, numbers: &[&String], expected: &Expected) {
        let with = (self.books, self.wanted.recompute);
        thread::scope(|scope| {
            let mut before = None;
            for page in numbers.chunks(QUOTES_PAGE) {
                let kept = self.kept(page).map(|kept| examine(scope, kept, with));
                if let Some((page, examined)) = before.replace((page, kept)) {
                    self.page(page, examined, expected);
                }
            }
            if let Some((page, examined)) = before {
                self.page(page, examined, expected);
            }
        });
    }

    fn kept(&self, page: &[&String]) -> Result<BTreeMap<String, KeptQuote>, RegisterError> {
        match (page.first(), page.last()) {
            (Some(first), Some(last)) => self.db.kept_quotes(first, last),
            (None, _) | (_, None) => Ok(BTreeMap::new()),
        }
    }

    fn page(
        &mut self,
        numbers: &[&String],
        examined: Result<ExaminedQuotes<'_>, RegisterError>,
        expected: &Expected,
    ) {
        let mut kept: BTreeMap<String, KeptQuote> = match examined {
            Ok(parts) => {
                let parts = parts.into_iter().map(ScopedJoinHandle::join);
                parts.flat_map(|part| part.unwrap_or_else(|panic| resume_unwind(panic))).collect()
            }
            // One of them cannot be read: which, shows alone.
            Err(_) => return numbers.iter().for_each(|number| self.alone(number, expected)),
        };
        for number in numbers {
            let Some(expected) = expected.quotes.get(*number) else { continue };
            self.quote(number, expected, kept.remove(*number).unwrap_or_default());
        }
    }

    fn alone(&mut self, number: &str, expected: &Expected) {
        let Some(expected) = expected.quotes.get(number) else { return };
        match self.db.kept_quotes(number, number) {
            Ok(mut kept) => {
                let mut kept = kept.remove(number).unwrap_or_default();
                Examiner::of(self.books, self.wanted.recompute).examine(&mut kept);
                self.quote(number, expected, kept);
            }
            Err(error) => {
                self.found.fault(number, format!("a row of it cannot be read: {error}"));
            }
        }
    }

    fn quote(&mut self, number: &str, expected: &ExpectedQuote, kept: KeptQuote) {
        let KeptQuote { row, revisions: there, acceptances, approvals, mut reasons } = kept;
        self.found.quotes = self.found.quotes.saturating_add(1);
        let Some(quote) = row else {
            self.found.fault(number, "it is in the log, and not there");
            return;
        };
        let said = |key: &str| expected.data.get(key).and_then(Value::as_str);
        let n = expected.data.get("n").and_then(Value::as_i64);
        let found = &mut self.found;
        found.equal(number, "series", (Some(&*quote.series), said("series")));
        found.equal(number, "n", (Some(quote.n), n));
        found.equal(number, "org_id", (quote.org_id.as_deref(), said("org_id")));
        found.equal(number, "owner", (Some(&*quote.owner), said("account")));
        found.equal(number, "run", (quote.run.as_deref(), said("run")));
        found.equal(number, "run_account", (quote.run_account.as_deref(), said("run_account")));
        found.equal(number, "created_at", (&quote.created_at, &expected.created_at));
        found.equal(number, "the number of revisions", (there.len(), expected.revisions.len()));
        let mut customer = None;
        for ((kept, expected), at) in there.iter().zip(&expected.revisions).zip(1..) {
            let rev = kept.row.rev;
            self.found.equal(&kept.document, "rev", (rev, at));
            let named = self.revision(kept, expected);
            let accepted: Vec<&AcceptanceRow> =
                acceptances.iter().filter(|one| one.rev == rev).collect();
            self.acceptance(kept, expected, &accepted);
            self.reasons(kept, expected, &mut reasons);
            let approved: Vec<&ApprovalRow> =
                approvals.iter().filter(|(of, _)| *of == rev).map(|(_, one)| one).collect();
            self.approvals(kept, expected, &approved);
            let is_there = kept.content().is_some();
            customer = if is_there { named } else { Some("(erased)".to_owned()) };
        }
        if let Some(customer) = customer {
            self.found.equal(number, "customer", (&quote.customer, &customer));
        }
        if let Some(seq) = reasons.keys().next() {
            self.found.fault(number, format!("the reason of event {seq} is not in the log"));
        }
        if acceptances.iter().any(|one| !there.iter().any(|known| known.row.rev == one.rev)) {
            self.found.fault(number, "an acceptance is of no revision");
        }
    }

    /// The columns of a revision; gives the customer that its content names.
    fn revision(&mut self, kept: &KeptRevision, expected: &ExpectedRevision) -> Option<String> {
        let KeptRevision { row: revision, document, pdf_sha256, .. } = kept;
        let found = &mut self.found;
        found.revisions = found.revisions.saturating_add(1);
        let said = |key: &str| text(&expected.data, key);
        found.equal(document, "state", (revision.state.word(), expected.state.word()));
        found.equal(document, "author", (&*revision.author, said("account")));
        found.equal(document, "needs", (&*revision.needs.text(), said("needs")));
        found.equal(document, "quote_sha256", (&*revision.quote_sha256, said("quote_sha256")));
        let columns = (&*kept.columns_sha256, said("columns_sha256"));
        found.equal(document, "the digest of its columns", columns);
        let sent = expected.sent.as_ref();
        let said_pdf = sent.map(|(data, _)| text(data, "pdf_sha256"));
        found.equal(document, "pdf_sha256", (revision.pdf_sha256.as_deref(), said_pdf));
        found.equal(document, "sent_at", (revision.sent_at.as_ref(), sent.map(|(_, at)| at)));
        found.equal(document, "link_sha256", (&revision.link_sha256, &expected.link));
        found.equal(document, "erased_at", (&revision.erased_at, &expected.erased_at));
        let is_erased = expected.erased_at.is_some();
        let kept_pdf = revision.pdf_sha256.as_ref().filter(|_| !is_erased);
        found.equal(document, "the digest of its PDF", (pdf_sha256.as_ref(), kept_pdf));
        match &kept.content {
            KeptContent::Gone if is_erased => found.erased.push(document.clone()),
            KeptContent::Gone => {
                found.fault(document, "its content is gone, and was never erased");
            }
            KeptContent::Damaged | KeptContent::There(_) if is_erased => {
                found.fault(document, "its content was erased, and something is there");
            }
            KeptContent::Damaged => found.fault(document, "its content is damaged"),
            KeptContent::There(_) => {}
        }
        let content = kept.content()?;
        if content.sha256 != revision.quote_sha256 {
            found.fault(document, "its content was changed: its digest is another one");
        }
        for Fault { place, what } in &content.differences {
            found.fault(place, what);
        }
        let customer = match &content.customer {
            Ok(customer) => Some(customer.clone()),
            Err(error) => {
                found.fault(document, format!("its content is no sealed quote: {error}"));
                None
            }
        };
        // Most were priced with the book of the revision before.
        let book = &revision.book_sha256;
        if self.books.contains_key(book) && !self.named.contains(book) {
            self.named.insert(book.clone());
        }
        self.again(document, content.again.as_ref());
        customer
    }

    /// What came of pricing it again.
    fn again(&mut self, document: &str, again: Option<&Recomputed>) {
        match again {
            None => {}
            Some(Recomputed::SameBytes) => {
                self.found.same_bytes = self.found.same_bytes.saturating_add(1);
            }
            Some(Recomputed::SameCents { sealed_by }) => {
                let count = self.found.same_cents.entry(sealed_by.clone()).or_default();
                *count = count.saturating_add(1);
            }
            Some(Recomputed::Differs(what)) => {
                self.found.fault(document, format!("priced again: {what}"));
            }
        }
    }

    fn approvals(
        &mut self,
        kept: &KeptRevision,
        expected: &ExpectedRevision,
        there: &[&ApprovalRow],
    ) {
        let KeptRevision { row: revision, document, .. } = kept;
        let content = kept.content().map(|content| &*content.bytes);
        let count = (there.len(), expected.approvals.len());
        self.found.equal(document, "the number of approvals", count);
        for wanted in &expected.approvals {
            let said = |key: &str| text(&wanted.data, key);
            let Some(one) = there.iter().find(|one| one.kind.word() == said("kind")) else {
                self.found.fault(document, format!("the approval {} is not there", said("kind")));
                continue;
            };
            let found = &mut self.found;
            found.equal(document, "approval.decision", (one.decision, wanted.decision));
            found.equal(document, "approval.account", (&*one.account, said("account")));
            found.equal(document, "approval.at", (&one.at, &wanted.at));
            let digests = (&*one.quote_sha256, said("quote_sha256"));
            found.equal(document, "approval.quote_sha256", digests);
            let reason = match content {
                None => one.reason.is_empty(),
                Some(content) => {
                    let digest = reason_sha256(Some(content), &revision.quote_sha256, &one.reason);
                    digest == said("reason_sha256")
                }
            };
            if !reason {
                found.fault(document, "approval.reason was changed");
            }
        }
    }

    /// The reasons of a revision; takes those it knows from `there`.
    fn reasons(
        &mut self,
        kept: &KeptRevision,
        expected: &ExpectedRevision,
        there: &mut BTreeMap<i64, (u32, String)>,
    ) {
        let KeptRevision { row: revision, document, .. } = kept;
        let content = kept.content().map(|content| &*content.bytes);
        for (seq, digest) in &expected.reasons {
            match there.remove(seq) {
                None => {
                    self.found.fault(document, format!("the reason of event {seq} is not there"));
                }
                Some((rev, reason)) => {
                    self.found.equal(document, "reason.rev", (rev, revision.rev));
                    let now = reason_sha256(content, &revision.quote_sha256, &reason);
                    if now != *digest {
                        self.found
                            .fault(document, format!("the reason of event {seq} was changed"));
                    }
                }
            }
        }
    }

    fn acceptance(
        &mut self,
        kept: &KeptRevision,
        expected: &ExpectedRevision,
        there: &[&AcceptanceRow],
    ) {
        let document = &kept.document;
        let count = (there.len(), expected.acceptances.len());
        self.found.equal(document, "the number of acceptances", count);
        let (Some(one), Some((data, at))) = (there.first(), expected.acceptances.first()) else {
            return;
        };
        let found = &mut self.found;
        let said = |key: &str| data.get(key).and_then(Value::as_str);
        for (column, there) in [
            ("quote_sha256", Some(&*one.quote_sha256)),
            ("pdf_sha256", Some(&*one.pdf_sha256)),
            ("via", Some(&*one.via)),
            ("language", Some(&*one.language)),
            ("po_number", one.purchase_order.as_deref()),
            ("proof_sha256", one.proof_sha256.as_deref()),
        ] {
            found.equal(document, &format!("acceptance.{column}"), (there, said(column)));
        }
        found.equal(document, "acceptance.at", (&one.at, at));
        let late = data.get("late").and_then(Value::as_u64);
        found.equal(document, "acceptance.late", (Some(u64::from(one.is_late)), late));
        found.equal(document, "acceptance.erased_at", (&one.erased_at, &expected.erased_at));
        if expected.erased_at.is_some() {
            let is_empty = one.statement.is_empty() && one.salt.is_none() && one.proof.is_none();
            if !is_empty || one.person() != Person::default() {
                found.fault(document, "its acceptance was erased, and something is there");
            }
            return;
        }
        let salt = one.salt.as_deref().unwrap_or_default();
        let evidence = one.person().evidence(salt);
        found.equal(document, "acceptance: who", (Some(&*evidence), said("evidence")));
        let statement = statement_sha256(salt, &one.language, &one.statement);
        found.equal(document, "acceptance: what", (Some(&*statement), said("statement")));
        let proof = one.proof.as_ref().map(|proof| hex(&sha256(proof)));
        found.equal(document, "acceptance.proof", (proof.as_deref(), said("proof_sha256")));
    }

    /// What is in the tables and in no event.
    pub(super) fn strays(&mut self, expected: &Expected) -> Result<(), RegisterError> {
        // Only where there are more of them than the log leads to.
        let there: Option<i64> = self.db.value(sql::COUNT_QUOTES, &[])?;
        let mut after = (there != i64::try_from(expected.quotes.len()).ok()).then(String::new);
        while let Some(last) = after {
            let page = self.db.all(sql::QUOTES_AFTER, values![last, PAGE], QuoteRow::of_row)?;
            for quote in &page {
                if !expected.quotes.contains_key(&quote.number) {
                    self.found.fault(&quote.number, "the log does not know it");
                }
            }
            after = page.last().map(|last| last.number.clone());
        }
        let strays = self.db.all(sql::STRAYS, &[], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?))
        })?;
        for (table, number, rev) in strays {
            let what = format!("a row of `{table}` belongs to no revision");
            self.found.fault(format!("{number}-{rev}"), what);
        }
        let is_any_erased = !self.found.erased.is_empty();
        for digest in self.books.keys() {
            // An erased revision does not say any more which book it was priced with.
            if !self.named.contains(digest) && !is_any_erased {
                let what = "no revision was priced with it";
                self.found.fault(format!("book {digest}"), what);
            }
        }
        Ok(())
    }
}

impl AcceptanceRow {
    fn person(&self) -> Person<'_> {
        Person {
            name: self.person_name.as_deref(),
            email: self.person_email.as_deref(),
            function: self.person_role.as_deref(),
            ip: self.ip.as_deref(),
            agent: self.agent.as_deref(),
        }
    }
}
