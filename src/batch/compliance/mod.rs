//! Who breaks the rules of the programme in an install base, and what it costs to mend it.
//!
//! The table is that of a run; each account is read as a run reads it, and held against the rules
//! of the book in force. Prices of remedies come from [`crate::engine::price`], like all others.

mod breach;
mod check;
mod moved;
mod page;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::batch::error::BatchError;
use crate::batch::folder::start::{Start, begin};
use crate::batch::price::account::Worker;
use crate::batch::price::chunk::{ChunkOutcome, PricingContext, Work};
use crate::batch::price::known_accounts::{KnownAccounts, likeness};
use crate::batch::price::met::Met;
use crate::batch::price::sums::Sum;
use crate::batch::rows::cells::{end_row, push_digits, push_text};
use crate::batch::rows::chunks::{self, CHUNK_BYTES, OpenedTable};
use crate::batch::rows::input::{KeptInput, TableInput};
use crate::batch::rows::map::{TableMap, kept_input};
use crate::batch::rows::reading::Reading;
use crate::batch::settings::{Attempt, Destination};
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::digits::Digits;
use crate::files::stage::{Part, Stage};

use breach::{Breach, Remedy};
use moved::Owned;
pub use report::ComplianceReport;

/// What an install base is held against.
#[derive(Debug, Clone, Copy)]
pub struct ComplianceSettings<'run> {
    /// The price books.
    pub shelf: &'run Shelf,
    /// The day of the check, and of the quotes for what mends it.
    pub quote_date: Date,
    /// Which columns of the tables are which, where their own names do not say so.
    pub map: Option<&'run TableMap>,
}

/// The outputs.
const TABLE: &str = "compliance.csv";
const UNREAD: &str = "rejects.csv";
const PAGE: &str = "compliance.html";
const HEADER: &[u8] =
    b"org_id,customer,product_line,code,rows,clause,remedy,cost,currency,message\n";
const UNREAD_HEADER: &[u8] = b"row,code,reason\n";
/// So many breaches stand on the page; the table has all.
const ON_PAGE_MAX: usize = 500;

/// Holds an install base against the rules, and writes what it finds to an empty folder; `old` is
/// the same install base at an earlier time.
///
/// # Errors
/// An input that cannot be read, or a folder that cannot be written to. Nothing is left behind.
pub fn compliance(
    settings: ComplianceSettings<'_>,
    input: &TableInput,
    old: Option<&TableInput>,
    folder: &Path,
) -> Result<ComplianceReport, BatchError> {
    let destination = Destination::Folder(folder.to_owned(), Attempt::First);
    let Start::Anew(stage) = begin(&destination)? else {
        return Err(BatchError::Bug("an empty folder with something in it"));
    };
    match check(settings, input, old, &stage) {
        Ok(report) => {
            for name in [TABLE, UNREAD, PAGE] {
                stage.publish(name, name)?;
            }
            stage.end()?;
            Ok(report)
        }
        Err(error) => {
            stage.clear()?;
            stage.end()?;
            Err(error)
        }
    }
}

fn check(
    settings: ComplianceSettings<'_>,
    input: &TableInput,
    old: Option<&TableInput>,
    stage: &Stage,
) -> Result<ComplianceReport, BatchError> {
    let before = old.map(|old| owned_of(settings, old)).transpose()?;
    let mut kept = kept_input(input, &Reading::default(), settings.map);
    let mut scattered = KnownAccounts::new();
    // Once more where an account comes back, as in a run.
    loop {
        let mut out = Findings::begin(stage)?;
        let mut moves = before.clone();
        let met = read(settings, &mut kept, &scattered, |outcome| {
            out.take(outcome, settings, moves.as_mut())
        })?;
        let likenesses = met.look_alikes().clone();
        if let Some(accounts) = met.into_scattered() {
            scattered = accounts;
            continue;
        }
        for breach in moves.into_iter().flat_map(Owned::into_moves) {
            out.add(&breach)?;
        }
        for breach in look_alikes(settings, &mut kept, &likenesses)? {
            out.add(&breach)?;
        }
        let page = page::page(settings.quote_date, &out.report, &out.first)?;
        stage.save(PAGE, page.as_bytes())?;
        return Ok(out.report);
    }
}

/// Reads a table account by account; what is known of its accounts.
fn read(
    settings: ComplianceSettings<'_>,
    kept: &mut KeptInput<'_>,
    scattered: &KnownAccounts,
    mut take: impl FnMut(&ChunkOutcome) -> Result<(), BatchError>,
) -> Result<Met, BatchError> {
    let OpenedTable { mut chunker, .. } = chunks::open(kept, CHUNK_BYTES)?;
    let context = PricingContext {
        quote_date: settings.quote_date,
        scattered: Some(scattered),
        ..PricingContext::unpriced(settings.shelf, chunker.columns().clone())
    };
    let (mut worker, mut met) = (Worker::new(&context), Met::nothing());
    while let Some(chunk) = chunker.next()? {
        let outcome = worker.work(&chunk, Work::Request, &met.before)?;
        met.take(&outcome);
        take(&outcome)?;
    }
    Ok(met)
}

/// What is owned at an earlier time, by account and product.
fn owned_of(settings: ComplianceSettings<'_>, old: &TableInput) -> Result<Owned, BatchError> {
    let mut owned = Owned::default();
    let mut kept = kept_input(old, &Reading::default(), settings.map);
    read(settings, &mut kept, &KnownAccounts::new(), |outcome| {
        outcome.requests.iter().for_each(|from| owned.note_before(&from.request));
        Ok(())
    })?;
    Ok(owned)
}

/// Ids that differ only by case, spaces or punctuation: the table is read once more for them.
fn look_alikes(
    settings: ComplianceSettings<'_>,
    kept: &mut KeptInput<'_>,
    likenesses: &BTreeSet<u64>,
) -> Result<Vec<Breach>, BatchError> {
    let mut groups: BTreeMap<u64, Vec<(String, String, u64)>> = BTreeMap::new();
    if likenesses.is_empty() {
        return Ok(Vec::new());
    }
    read(settings, kept, &KnownAccounts::new(), |outcome| {
        for from in &outcome.requests {
            let Some(customer) = &from.request.customer else { continue };
            let Some(org_id) = &customer.org_id else { continue };
            let like = likeness(org_id.as_str()).max(1);
            if likenesses.contains(&like) {
                let account = (org_id.to_string(), customer.name.to_string(), from.first_row);
                groups.entry(like).or_default().push(account);
            }
        }
        Ok(())
    })?;
    let several = groups.into_values().filter(|ids| ids.len() > 1);
    Ok(several.filter_map(|ids| Breach::look_alike(&ids)).collect())
}

/// The outputs as they grow, and what they come to.
struct Findings {
    table: Part,
    unread: Part,
    report: ComplianceReport,
    /// The first breaches, for the page.
    first: Vec<Breach>,
}

impl Findings {
    fn begin(stage: &Stage) -> Result<Self, BatchError> {
        let (mut table, mut unread) = (stage.part(TABLE, 0)?, stage.part(UNREAD, 0)?);
        table.append(HEADER)?;
        unread.append(UNREAD_HEADER)?;
        Ok(Self { table, unread, report: ComplianceReport::default(), first: Vec::new() })
    }

    fn take(
        &mut self,
        outcome: &ChunkOutcome,
        settings: ComplianceSettings<'_>,
        mut moves: Option<&mut Owned>,
    ) -> Result<(), BatchError> {
        let mut bytes = Vec::new();
        let mut last = None;
        for rejected in &outcome.rejected {
            push_digits(&mut bytes, Digits::of(rejected.row));
            push_text(&mut bytes, rejected.code);
            push_text(&mut bytes, &rejected.reason);
            end_row(&mut bytes);
            // Each reason of a row is told, and the row counted once.
            self.report.unread += u64::from(last.replace(rejected.row) != Some(rejected.row));
        }
        self.unread.append(&bytes)?;
        for from in &outcome.requests {
            self.report.accounts += 1;
            self.report.rows += from.last_row - from.first_row + 1;
            for breach in check::breaches(from, settings.shelf) {
                self.add(&breach)?;
            }
            if let Some(moves) = &mut moves {
                moves.note_after(from);
            }
        }
        Ok(())
    }

    fn add(&mut self, breach: &Breach) -> Result<(), BatchError> {
        let mut bytes = Vec::new();
        breach.push(&mut bytes);
        self.table.append(&bytes)?;
        *self.report.found.entry(breach.code).or_default() += 1;
        if let Remedy::Costs(money) = &breach.cost {
            let sum = self.report.costs.entry(money.currency()).or_default();
            *sum = Sum::from_minor(sum.minor() + i128::from(money.minor()), money.currency());
        }
        if self.first.len() < ON_PAGE_MAX {
            self.first.push(breach.clone());
        }
        Ok(())
    }
}
