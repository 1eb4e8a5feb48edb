//! `register add --batch`: a table of renewals becomes quotes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::batch::{FromRows, RequestsWanted, TableInput, TableMap, TableRequests, requests_as};
use crate::cli::args::AddArguments;
use crate::cli::batch::tell_hidden;
use crate::cli::books::{self, BookTexts};
use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::output::{Output, publish};
use crate::document::words;
use crate::engine::book::{Language, Shelf};
use crate::engine::calendar::Date;
use crate::engine::digest::{hex, sha256};
use crate::engine::price::price;
use crate::engine::quote::{Outcome, Quote};
use crate::files;
use crate::register::{RUN_CHUNK, Registered, RunEntry, RunOutcome, RunStage, ToRegister};

use super::list::{csv_of, print_json};
use super::opened::Opened;

/// So many digits of a digest name a run.
const RUN_DIGITS: usize = 16;
/// The most bytes of a table that a run takes its name of.
const TABLE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// What became of the accounts of a table.
#[derive(Default)]
struct RunReport {
    rows: Vec<Vec<String>>,
    /// How many accounts had each outcome.
    counts: BTreeMap<&'static str, u64>,
    /// Whether there is anything that was not registered, be it of no account.
    has_rejects: bool,
}

/// The outcome of an account that has no price.
const REJECTED: &str = "rejected";

pub(super) fn add(
    global: &Global,
    opened: &mut Opened,
    table: &Path,
    given: &AddArguments,
) -> CommandResult {
    let quote_date = global.quote_date.unwrap_or_else(|| opened.today());
    let shelf = books::shelf(global)?;
    let map = given.map.as_deref().map(TableMap::read).transpose()?;
    let run = match &given.run {
        Some(run) => run.clone(),
        None => named(table, quote_date, &shelf, given)?,
    };
    let input = TableInput::File(table.to_owned());
    let wanted = RequestsWanted {
        map: map.as_ref(),
        reading: given.rows.reading(),
        due: given.rows.due(),
        scattered: given.rows.scattered(),
        shelf: Some(&shelf),
    };
    let TableRequests { requests, rejected, accounts_rejected, hidden_rows } =
        requests_as(&input, &wanted, quote_date)?;
    tell_hidden(hidden_rows, given.rows.hidden_rows());
    let books = books::by_digest(global)?;
    let mut report = RunReport::default();
    report.counts.insert(REJECTED, accounts_rejected);
    for row in rejected {
        report.rejected(&format!("row {}", row.row), row.code, &row.reason);
    }
    for chunk in requests.chunks(RUN_CHUNK) {
        let priced = price_chunk(&shelf, chunk, &mut report);
        register_chunk(opened, (&run, given.dry_run), (&priced, &books), &mut report)?;
    }
    let results = given.results.clone().unwrap_or_else(|| beside(table));
    let heads = [
        "account",
        "outcome",
        "number",
        "revision",
        "currency",
        "total",
        "also_open",
        "code",
        "reason",
    ];
    let bytes = csv_of(&heads, std::mem::take(&mut report.rows))?;
    publish(vec![Output { path: results.clone(), bytes }])?;
    report.tell(&run, &results, given)
}

/// The quotes of accounts, before anything is registered.
fn price_chunk(shelf: &Shelf, chunk: &[FromRows], report: &mut RunReport) -> Vec<(String, Quote)> {
    let mut priced = Vec::new();
    for rows in chunk {
        let customer = rows.request.customer.as_ref();
        let id = customer.map(|one| one.org_id.as_ref().unwrap_or(&one.name).to_string());
        let account = id.unwrap_or_else(|| format!("row {}", rows.first_row));
        match price(&rows.request, shelf) {
            Outcome::Offered(quote) => priced.push((account, *quote)),
            Outcome::Refused(refusals) => {
                *report.counts.entry(REJECTED).or_default() += 1;
                for refusal in refusals {
                    let said = words::refusal(&refusal, Language::English);
                    report.rejected(&account, refusal.reason.code(), &said.message);
                }
            }
        }
    }
    priced
}

/// Registers accounts in one transaction.
fn register_chunk(
    opened: &mut Opened,
    (run, is_dry): (&str, bool),
    (priced, books): (&[(String, Quote)], &BookTexts),
    report: &mut RunReport,
) -> CommandResult {
    let mut entries = Vec::new();
    for (account, quote) in priced {
        let book = books.get(&quote.receipt.book_sha256).ok_or_else(books::changed)?;
        entries.push(RunEntry { account, wanted: ToRegister { quote, book } });
    }
    let now = opened.now();
    let (register, actor) = (&mut opened.register, &opened.actor);
    let stage = if is_dry { RunStage::Tried } else { RunStage::Written };
    let done = register.add_run(actor, (run, stage), &entries, now)?;
    for (entry, registered) in entries.iter().zip(done) {
        report.registered(entry.account, registered, is_dry);
    }
    Ok(())
}

/// The name of a run that has none: the same table on the same day with the same books has the
/// same.
fn named(
    table: &Path,
    quote_date: Date,
    shelf: &Shelf,
    given: &AddArguments,
) -> Result<String, CommandError> {
    let mut text = hex(&sha256(&files::read_bytes(table, TABLE_BYTES_MAX)?));
    text.push_str(&format!("\n{quote_date}\n"));
    for book in shelf.books() {
        text.push_str(&format!("{}\n", hex(book.sha256())));
    }
    if let Some(map) = &given.map {
        text.push_str(&hex(&sha256(&files::read_bytes(map, TABLE_BYTES_MAX)?)));
    }
    for (flag, value) in given.rows.given() {
        text.push_str(&format!("\n{flag} {value}"));
    }
    Ok(hex(&sha256(text.as_bytes())).chars().take(RUN_DIGITS).collect())
}

fn beside(table: &Path) -> PathBuf {
    table.parent().unwrap_or(Path::new("")).join("register.csv")
}

impl RunReport {
    fn rejected(&mut self, account: &str, code: &str, reason: &str) {
        let empty = String::new;
        self.rows.push(vec![
            account.to_owned(),
            REJECTED.to_owned(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            code.to_owned(),
            reason.to_owned(),
        ]);
        self.has_rejects = true;
    }

    fn registered(&mut self, account: &str, done: Registered, is_dry: bool) {
        let is_new = matches!(done.outcome, RunOutcome::Created | RunOutcome::Revised);
        // What is only tried has no number that will be its own.
        let is_numbered = !is_dry || done.outcome != RunOutcome::Created;
        self.rows.push(vec![
            account.to_owned(),
            done.outcome.word().to_owned(),
            if is_numbered { done.number } else { String::new() },
            if is_dry && is_new { String::new() } else { done.rev.to_string() },
            done.total.currency().code().to_owned(),
            done.total.to_string(),
            done.also_open.unwrap_or_default(),
            String::new(),
            String::new(),
        ]);
        *self.counts.entry(done.outcome.word()).or_default() += 1;
    }

    fn tell(&self, run: &str, results: &Path, given: &AddArguments) -> CommandResult {
        let count = |word: &str| self.counts.get(word).copied().unwrap_or_default();
        let all = ["created", "same", "revised", "kept", REJECTED];
        if given.json {
            #[derive(Serialize)]
            struct RunJson<'a> {
                run: &'a str,
                dry_run: bool,
                counts: BTreeMap<&'static str, u64>,
                results: String,
            }
            print_json(&RunJson {
                run,
                dry_run: given.dry_run,
                counts: all.map(|word| (word, count(word))).into(),
                results: results.display().to_string(),
            })?;
        } else {
            let counts = all.map(|word| format!("{} {word}", count(word))).join(", ");
            let tried = if given.dry_run { " (nothing was registered)" } else { "" };
            say(&format!("run {run}: {counts}{tried}; see {}\n", results.display()));
        }
        if self.has_rejects { Err(CommandError::Checked) } else { Ok(()) }
    }
}
