//! The rows of the outputs that a priced account comes to.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::batch::rows::cells::{end_row, push_digits, push_id, push_text, push_words};
use crate::document::words::FindingSentences;
use crate::engine::book::{Edition, Language, PriceBook, ProductLine};
use crate::engine::digest::hex;
use crate::engine::digits::Digits;
use crate::engine::finding::Finding;
use crate::engine::money::Money;
use crate::engine::percent::Percent;
use crate::engine::price::{skus, valid_through};
use crate::engine::priced::AskedAs;
use crate::engine::priced::Priced;
use crate::engine::quote::{QuoteKind, Totals};
use crate::engine::working::WithoutWorking;

use super::account_rows::AccountRows;
use super::chunk::{BulkLine, ChunkOutcome, PricingContext};
use super::documents;
use super::sums::{DocumentFailure, amounts_of_line};

/// An account with its price.
pub(super) struct PricedAccount<'a> {
    pub(super) account: &'a AccountRows<'a>,
    pub(super) priced: &'a Priced<'a, WithoutWorking>,
    pub(super) totals: &'a Totals,
    pub(super) findings: &'a [Finding],
}

/// Cells that many rows have, made once.
pub(super) struct RowTexts {
    findings: FindingCells,
    books: Vec<BookCells>,
    /// Which of the books prices the account at hand.
    book: usize,
    /// The `org_id` of the account at hand, and its customer behind it.
    account: Vec<u8>,
    /// Where the customer begins.
    customer: usize,
}

impl Default for RowTexts {
    fn default() -> Self {
        let findings = FindingCells {
            plain: Vec::new(),
            sentences: FindingSentences::in_language(Language::English),
        };
        Self { findings, books: Vec::new(), book: 0, account: Vec::new(), customer: 0 }
    }
}

impl RowTexts {
    /// Takes the account whose rows come next, and the book that prices it.
    fn begin(&mut self, account: &AccountRows<'_>, book: &Arc<PriceBook>) {
        let known = self.books.iter().position(|known| Arc::ptr_eq(&known.book, book));
        self.book = known.unwrap_or_else(|| {
            self.books.push(BookCells::of(book));
            self.books.len() - 1
        });
        self.account.clear();
        push_text(&mut self.account, account.org_id.as_bytes());
        self.customer = self.account.len();
        push_text(&mut self.account, account.shared.map_or("", |shared| shared.customer));
    }

    fn org_id(&self) -> &[u8] {
        self.account.get(..self.customer).unwrap_or_default()
    }

    fn customer(&self) -> &[u8] {
        self.account.get(self.customer..).unwrap_or_default()
    }

    /// The id, the version and the digest of the book.
    fn receipt(&self) -> &str {
        self.books.get(self.book).map_or("", |book| &book.receipt)
    }

    /// The names of a line's product line and edition.
    fn push_names(&self, line: &BulkLine<'_>, to: &mut Vec<u8>) {
        let names = self.books.get(self.book).map(|book| &book.names);
        match names.and_then(|names| names.get(line.edition.index.place())) {
            Some(cells) => to.extend_from_slice(cells),
            None => push_names(line.line, line.edition, to),
        }
    }
}

/// The cells of findings.
struct FindingCells {
    /// Of those that hold nothing of an account.
    plain: Vec<(Finding, Vec<u8>)>,
    sentences: FindingSentences,
}

/// So many plain ones are kept: some for each book.
const PLAIN_MAX: usize = 64;

impl FindingCells {
    /// The code, the weight and the sentence of a finding.
    fn push(&mut self, to: &mut Vec<u8>, finding: &Finding) {
        if let Some((_, cells)) = self.plain.iter().find(|(known, _)| known == finding) {
            return to.extend_from_slice(cells);
        }
        let start = to.len();
        push_id(to, finding.code());
        push_id(to, finding.severity().word());
        push_text(to, self.sentences.of(finding));
        let is_plain = match finding {
            Finding::SamplePrices
            | Finding::SubjectToVendorApproval { .. }
            | Finding::OrgIdMissing
            | Finding::NoRefund => true,
            Finding::CoverInterrupted { .. }
            | Finding::EndOfLifeWithinTerm { .. }
            | Finding::LevelRaised { .. }
            | Finding::NotAllIn { .. }
            | Finding::SameHoldingTwice { .. }
            | Finding::AlreadyAligned { .. }
            | Finding::UpliftCapped { .. }
            | Finding::ServiceLevelMismatch { .. }
            | Finding::RetirementIsPermanent { .. }
            | Finding::NeedsApproval { .. }
            | Finding::CustomerSuccessManager { .. } => false,
        };
        if is_plain && self.plain.len() < PLAIN_MAX {
            let cells = to.get(start..).unwrap_or_default().to_vec();
            self.plain.push((finding.clone(), cells));
        }
    }
}

/// What a book gives to rows.
struct BookCells {
    book: Arc<PriceBook>,
    /// Its id, its version and how its digest begins.
    receipt: String,
    /// For each edition, in the order of the book, the names of its product line and of itself.
    names: Vec<Vec<u8>>,
}

impl BookCells {
    fn of(book: &Arc<PriceBook>) -> Self {
        const DIGEST_CHARACTERS: usize = 16;
        let (about, digest) = (book.about(), hex(book.sha256()));
        let digest = digest.get(..DIGEST_CHARACTERS).unwrap_or_default();
        let receipt = format!("{}/{}/{digest}", about.id, about.version);
        let mut names = BTreeMap::new();
        for (line, edition) in
            book.lines().iter().flat_map(|line| line.editions.iter().map(move |own| (line, own)))
        {
            let mut cells = Vec::new();
            push_names(line, edition, &mut cells);
            names.insert(edition.index.place(), cells);
        }
        Self { book: Arc::clone(book), receipt, names: names.into_values().collect() }
    }
}

fn push_names(line: &ProductLine, edition: &Edition, to: &mut Vec<u8>) {
    push_text(to, &line.name);
    push_text(to, &edition.name);
}

impl PricedAccount<'_> {
    /// Writes what comes of the account.
    pub(super) fn write(
        &self,
        context: &PricingContext<'_>,
        texts: &mut RowTexts,
        out: &mut ChunkOutcome,
    ) {
        texts.begin(self.account, self.priced.book);
        self.write_lines(texts, out);
        self.write_findings(texts, out);
        let files = self.write_documents(context, out);
        self.write_quote(context, &files, (texts, out));
    }

    /// The number of the row that a line is from.
    fn row_of(&self, line: &BulkLine<'_>) -> u64 {
        let place = self.account.row_of(line.place);
        place.and_then(|place| self.account.rows.get(place)).map_or(0, |row| row.number)
    }

    fn write_lines(&self, texts: &RowTexts, out: &mut ChunkOutcome) {
        let Some(shared) = &self.account.shared else { return };
        let book = self.priced.book;
        let sums = out.tally.place(book, shared.currency);
        let codes = self.codes_by_line();
        let mut codes = codes.chunk_by(|(one, _), (next, _)| one == next).peekable();
        for (at, line) in self.priced.lines.iter().enumerate() {
            let to = &mut out.lines;
            push_digits(to, Digits::of(self.row_of(line)));
            to.extend_from_slice(texts.org_id());
            push_id(to, &line.line.id);
            push_id(to, &line.edition.id);
            push_digits(to, Digits::of(line.quantity));
            push_id(to, book.status_id(line.status));
            push_digits(to, Digits::of(line.gap.days.into()));
            push_digits(to, Digits::of_date(line.forward_from));
            push_digits(to, Digits::of_date(line.forward_through));
            for money in amounts_of_line(&line.amounts) {
                push_digits(to, money.digits());
            }
            push_id(to, shared.currency.code());
            to.extend_from_slice(texts.customer());
            self.write_context(line, texts, to);
            push_words(to, skus(line, book).map(|(_, sku)| sku));
            let own = codes.next_if(|codes| codes.first().is_some_and(|(line, _)| *line == at));
            push_words(to, own.into_iter().flatten().map(|(_, code)| *code));
            end_row(to);
            out.tally.add(sums, line);
        }
    }

    /// What a reader of a line needs to work without the input.
    fn write_context(&self, line: &BulkLine<'_>, texts: &RowTexts, to: &mut Vec<u8>) {
        let amounts = &line.amounts;
        texts.push_names(line, to);
        push_id(to, line.release.map_or("", |release| release.id.as_str()));
        push_id(to, &line.level.id);
        let is_change = line.status.is_change();
        let term_years = self.account.shared.and_then(|shared| shared.term_years);
        push_count(to, term_years.filter(|_| !is_change).map(u64::from));
        push_id(to, &self.priced.program.id);
        match line.asked {
            AskedAs::Holding(holding) => push_digits(to, Digits::of_date(holding.covered_through)),
            AskedAs::Addition(_) | AskedAs::Raise(..) => to.push(b','),
        }
        push_digits(to, Digits::of(line.owned()));
        push_digits(to, Digits::of(line.retired()));
        push_digits(to, line.list.srp.digits());
        push_percent(to, line.list.of_srp);
        push_percent(to, line.program_discount);
        push_digits(to, amounts.annual.digits());
        for money in [amounts.concession, amounts.surcharge, amounts.licence] {
            push_money(to, money);
        }
    }

    /// The codes of the findings that are about lines, each with its line, by lines.
    fn codes_by_line(&self) -> Vec<(usize, &'static str)> {
        let about = self
            .findings
            .iter()
            .flat_map(|finding| finding.lines().iter().map(move |line| (*line, finding.code())));
        let mut codes: Vec<_> = about.collect();
        codes.sort_by_key(|(line, _)| *line);
        codes
    }

    fn write_findings(&self, texts: &mut RowTexts, out: &mut ChunkOutcome) {
        for finding in self.findings {
            let lines = finding.lines().iter().filter_map(|line| self.priced.lines.get(*line));
            let mut rows = lines.map(|line| self.row_of(line));
            let to = &mut out.findings;
            to.extend_from_slice(texts.org_id());
            let first = rows.next();
            push_count(to, first);
            match (first, rows.next()) {
                (Some(first), Some(second)) => {
                    let mut others = second.to_string();
                    rows.for_each(|row| others.extend([", ", &row.to_string()]));
                    push_id(to, finding.code());
                    push_id(to, finding.severity().word());
                    let said = texts.findings.sentences.of(finding);
                    push_text(to, format!("{said} (Rows {first}, {others})"));
                }
                (Some(_), None) | (None, _) => texts.findings.push(to, finding),
            }
            end_row(to);
        }
    }

    /// Makes the documents that are wanted; the paths of those that were made.
    fn write_documents(&self, context: &PricingContext<'_>, out: &mut ChunkOutcome) -> Vec<String> {
        let mut files = Vec::new();
        if context.documents.is_none() {
            return files;
        }
        let mut failed = None;
        let made = documents::of(self.account, &self.priced.lines, context);
        for made in made {
            let to = &mut out.document_rows;
            push_text(to, self.account.org_id.as_bytes());
            push_text(to, self.account.shared.map_or("", |shared| shared.customer));
            push_digits(to, Digits::of(self.account.first_number()));
            match made {
                Ok(document) => {
                    let path = format!("documents/{}", document.name);
                    push_text(to, &path);
                    to.push(b',');
                    files.push(path);
                    out.document_count.made += 1;
                    out.documents.push(document);
                }
                Err(reason) => {
                    to.push(b',');
                    push_text(to, &reason);
                    failed = failed.or(Some(reason));
                }
            }
            end_row(&mut out.document_rows);
        }
        if let Some(reason) = failed {
            out.document_count.failed += 1;
            let row = self.account.first_number();
            out.document_count.first_failures.push(DocumentFailure { row, reason });
        }
        files
    }

    fn write_quote(
        &self,
        context: &PricingContext<'_>,
        files: &[String],
        (texts, out): (&RowTexts, &mut ChunkOutcome),
    ) {
        let Some(shared) = &self.account.shared else { return };
        let (totals, book) = (self.totals, self.priced.book);
        let sums = out.tally.place(book, shared.currency);
        out.tally.add_quote(sums, totals);
        let to = &mut out.quotes;
        to.extend_from_slice(texts.org_id());
        to.extend_from_slice(texts.customer());
        push_id(to, QuoteKind::of(self.priced.lines.iter().map(|line| line.status)).word());
        push_id(to, shared.currency.code());
        push_digits(to, Digits::of(count(self.priced.lines.len())));
        for money in [
            totals.forward,
            totals.term_discount,
            totals.back_coverage,
            totals.penalty,
            totals.subtotal,
            totals.quote_fee,
            totals.tax,
            totals.total,
        ] {
            push_digits(to, money.digits());
        }
        push_id(to, self.level());
        push_count(to, shared.term_years.map(u64::from));
        push_digits(to, Digits::of_date(shared.start.unwrap_or(context.quote_date)));
        push_digits(to, Digits::of_date(valid_through(context.quote_date, book, context.shelf)));
        push_words(to, self.findings.iter().map(Finding::code));
        push_text(to, files.join(" "));
        push_text(to, texts.receipt());
        end_row(to);
    }

    /// Id of the level of the quote: that of its first software line.
    fn level(&self) -> &str {
        let lines = &self.priced.lines;
        let software = lines.iter().find(|line| line.line.kind.is_software());
        software.or(lines.first()).map_or("", |line| line.level.id.as_str())
    }
}

fn push_count(to: &mut Vec<u8>, number: Option<u64>) {
    match number {
        Some(number) => push_digits(to, Digits::of(number)),
        None => to.push(b','),
    }
}

fn push_money(to: &mut Vec<u8>, money: Option<Money>) {
    match money {
        Some(money) => push_digits(to, money.digits()),
        None => to.push(b','),
    }
}

/// A percentage without its sign.
fn push_percent(to: &mut Vec<u8>, percent: Percent) {
    let digits = percent.digits();
    let number = digits.as_bytes().strip_suffix(b"%");
    to.extend_from_slice(number.unwrap_or(digits.as_bytes()));
    to.push(b',');
}

pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
