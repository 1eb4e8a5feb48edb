//! The rows of quotes that are verified together, and what their contents say: unpacked, hashed,
//! read and priced again on all processors.

use std::collections::BTreeMap;
use std::thread::{Scope, ScopedJoinHandle, available_parallelism};

use crate::engine::digest::{hex, sha256};

use super::database::DatabaseRow;
use super::error::RegisterError;
use super::kept_book::KeptBooks;
use super::pack::Unpacker;
use super::read::AcceptanceRow;
use super::recompute::{Recomputed, recomputed};
use super::rows::{ApprovalRow, QuoteRow, RevisionRow};
use super::sealed_fields::SealedFields;
use super::sql;
use super::store::Db;
use super::values::values;
use super::verification::Fault;

/// Quotes that are being examined, by parts.
pub(super) type ExaminedQuotes<'scope> = Vec<ScopedJoinHandle<'scope, Vec<(String, KeptQuote)>>>;

/// The rows of a quote.
#[derive(Default)]
pub(super) struct KeptQuote {
    pub(super) row: Option<QuoteRow>,
    pub(super) revisions: Vec<KeptRevision>,
    pub(super) acceptances: Vec<AcceptanceRow>,
    /// Each with the revision that it is about.
    pub(super) approvals: Vec<(u32, ApprovalRow)>,
    /// By the event that each belongs to, with its revision.
    pub(super) reasons: BTreeMap<i64, (u32, String)>,
}

/// A revision with its content and its PDF; an `Examiner` fills in what follows from them.
pub(super) struct KeptRevision {
    pub(super) row: RevisionRow,
    packed: Option<Vec<u8>>,
    pdf: Option<Vec<u8>>,
    /// The number of its document.
    pub(super) document: String,
    pub(super) columns_sha256: String,
    pub(super) pdf_sha256: Option<String>,
    pub(super) content: KeptContent,
}

/// The content of a revision.
pub(super) enum KeptContent {
    /// There is none.
    Gone,
    /// It cannot be unpacked.
    Damaged,
    There(Box<SealedContent>),
}

/// What is sealed in a revision.
pub(super) struct SealedContent {
    /// The JSON itself, where there is an approval or a reason whose digest it salts.
    pub(super) bytes: Vec<u8>,
    pub(super) sha256: String,
    /// The customer that it names, or why it cannot be read.
    pub(super) customer: Result<String, String>,
    /// Where it differs from the columns that repeat it.
    pub(super) differences: Vec<Fault>,
    /// What comes of pricing it again, where that is wanted and its price book is there.
    pub(super) again: Option<Recomputed>,
}

/// Works out what follows from contents, with the memory of one.
pub(super) struct Examiner<'a> {
    books: &'a KeptBooks,
    recompute: bool,
    unpacker: Unpacker,
    content: Vec<u8>,
    short: Vec<u8>,
}

impl KeptRevision {
    pub(super) const fn content(&self) -> Option<&SealedContent> {
        match &self.content {
            KeptContent::There(content) => Some(content),
            KeptContent::Gone | KeptContent::Damaged => None,
        }
    }

    /// Reads the columns of a revision, and behind them its content and its PDF.
    fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        Ok(Self {
            row: RevisionRow::of_row(row)?,
            packed: row.get(21)?,
            pdf: row.get(22)?,
            document: String::new(),
            columns_sha256: String::new(),
            pdf_sha256: None,
            content: KeptContent::Gone,
        })
    }
}

impl<'a> Examiner<'a> {
    pub(super) fn of(books: &'a KeptBooks, recompute: bool) -> Self {
        let (content, short) = (Vec::new(), Vec::new());
        Self { books, recompute, unpacker: Unpacker::default(), content, short }
    }

    /// All revisions of a quote.
    pub(super) fn examine(&mut self, quote: &mut KeptQuote) {
        let is_salt = !quote.approvals.is_empty() || !quote.reasons.is_empty();
        for revision in &mut quote.revisions {
            revision.document = revision.row.document();
            revision.columns_sha256 = revision.row.columns_sha256();
            revision.pdf_sha256 = revision.pdf.take().map(|pdf| hex(&sha256(&pdf)));
            if let Some(packed) = revision.packed.take() {
                revision.content = self.content(revision, &packed, is_salt);
            }
        }
    }

    fn content(&mut self, revision: &KeptRevision, packed: &[u8], is_salt: bool) -> KeptContent {
        let Self { books, recompute, unpacker, content, short } = self;
        if unpacker.unpack(packed, content).is_err() {
            return KeptContent::Damaged;
        }
        // Where the book is not there, that is told by itself.
        let book = books.get(&revision.row.book_sha256).filter(|_| *recompute);
        let again = book.map(|book| match &book.shelf {
            Ok(shelf) => recomputed(content, shelf),
            Err(why) => Recomputed::Differs(why.clone()),
        });
        let (customer, differences) = match SealedFields::read(content, short) {
            Ok(fields) => {
                let differences = fields.differences(&revision.row, &revision.document, books);
                (Ok(fields.customer.name), differences)
            }
            Err(error) => (Err(error), Vec::new()),
        };
        KeptContent::There(Box::new(SealedContent {
            sha256: hex(&sha256(content)),
            bytes: if is_salt { content.clone() } else { Vec::new() },
            customer,
            differences,
            again,
        }))
    }
}

/// Examines quotes on all processors, while whoever asks goes on with something else.
pub(super) fn examine<'scope, 'books: 'scope>(
    scope: &'scope Scope<'scope, '_>,
    quotes: BTreeMap<String, KeptQuote>,
    (books, recompute): (&'books KeptBooks, bool),
) -> ExaminedQuotes<'scope> {
    let processors = available_parallelism().map_or(1, usize::from);
    let share = quotes.len().div_ceil(processors).max(1);
    let mut left = quotes.into_iter().peekable();
    let mut parts = Vec::new();
    while left.peek().is_some() {
        let mut part: Vec<(String, KeptQuote)> = left.by_ref().take(share).collect();
        parts.push(scope.spawn(move || {
            let mut examiner = Examiner::of(books, recompute);
            for (_, quote) in &mut part {
                examiner.examine(quote);
            }
            part
        }));
    }
    parts
}

impl Db<'_> {
    /// All rows of the quotes from one number to another.
    pub(super) fn kept_quotes(
        &self,
        first: &str,
        last: &str,
    ) -> Result<BTreeMap<String, KeptQuote>, RegisterError> {
        let numbers = values![first, last];
        let mut quotes: BTreeMap<String, KeptQuote> = BTreeMap::new();
        for row in self.all(sql::QUOTES_BETWEEN, numbers, QuoteRow::of_row)? {
            let number = row.number.clone();
            quotes.entry(number).or_default().row = Some(row);
        }
        for revision in self.all(sql::REVISIONS_BETWEEN, numbers, KeptRevision::of_row)? {
            let number = revision.row.number.clone();
            quotes.entry(number).or_default().revisions.push(revision);
        }
        let acceptances = self.all(sql::ACCEPTANCES_BETWEEN, numbers, |row| {
            Ok((row.get(18)?, AcceptanceRow::of_row(row)?))
        })?;
        for (number, acceptance) in acceptances {
            quotes.entry(number).or_default().acceptances.push(acceptance);
        }
        let approvals = self.all(sql::APPROVALS_BETWEEN, numbers, |row| {
            Ok((row.get(6)?, (row.get(7)?, ApprovalRow::of_row(row)?)))
        })?;
        for (number, approval) in approvals {
            quotes.entry(number).or_default().approvals.push(approval);
        }
        let reasons = self.all(sql::REASONS_BETWEEN, numbers, |row| {
            Ok((row.get(3)?, row.get(0)?, (row.get(1)?, row.get(2)?)))
        })?;
        for (number, seq, reason) in reasons {
            quotes.entry(number).or_default().reasons.insert(seq, reason);
        }
        Ok(quotes)
    }
}
