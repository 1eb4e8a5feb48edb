//! Which accounts changed since an earlier run, and by how much.
//!
//! Both runs' quotes are dealt out to files by account, so that no more than one file's accounts
//! are held at a time; what changed is merged back into the order of the runs.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use csv::ByteRecord;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::batch::error::BatchError;
use crate::batch::price::sums::Sum;
use crate::batch::table::cells::{LINE_END, push_cell, without_guard};
use crate::engine::digest::sha256;
use crate::engine::money::Currency;
use crate::files::stage::{SourceFile, Stage};

use super::outputs::{CHANGES, QUOTES_HEADER, TABLES};
use super::resume::{digest_text, hashed};

const HEADER: &str =
    "org_id,customer,change,currency,old_subtotal,subtotal,difference,old_kind,kind";
const FOLDER: &str = "compare";
/// Files that accounts are dealt out to.
const HANDS: usize = 128;
const BUFFER_BYTES: usize = 16 * 1024;

/// How many accounts changed, and by how much.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Changes {
    unchanged: u64,
    changed: u64,
    new: u64,
    gone: u64,
    currencies: Vec<Moved>,
}

/// The sums of a currency in both runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Moved {
    currency: String,
    old_subtotal: String,
    subtotal: String,
    difference: String,
}

/// A quote as `quotes.csv` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Quoted {
    /// Its place in its run.
    place: u64,
    org_id: Vec<u8>,
    customer: Vec<u8>,
    kind: Vec<u8>,
    currency: Vec<u8>,
    subtotal: Vec<u8>,
}

/// Which of two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Old,
    New,
}

impl Run {
    fn file(self, hand: usize) -> String {
        match self {
            Self::Old => format!("{FOLDER}/old-{hand}"),
            Self::New => format!("{FOLDER}/new-{hand}"),
        }
    }

    /// The file of what changed: what is there now, and what is gone.
    fn changed_file(self, hand: usize) -> String {
        match self {
            Self::Old => format!("{FOLDER}/gone-{hand}"),
            Self::New => format!("{FOLDER}/changed-{hand}"),
        }
    }
}

type Subtotals = BTreeMap<Vec<u8>, (i128, i128)>;

/// Compares the quotes of this run with those in the folder of an earlier one.
pub(super) fn compare(stage: &Stage, quotes: &str, old: &Path) -> Result<Changes, BatchError> {
    stage.make_folder(FOLDER)?;
    deal(stage, opened(old, quotes)?, Run::Old)?;
    deal(stage, stage.read(quotes)?, Run::New)?;
    let mut changes = Changes::default();
    let mut sums = Subtotals::new();
    for hand in 0..HANDS {
        look(stage, hand, &mut changes, &mut sums)?;
    }
    let mut out = std::io::BufWriter::with_capacity(BUFFER_BYTES, stage.part(CHANGES, 0)?);
    writeln!(out, "{HEADER}").map_err(unwritten)?;
    for run in [Run::New, Run::Old] {
        merge(stage, run, &mut out)?;
    }
    out.flush().map_err(unwritten)?;
    changes.currencies = sums.iter().filter_map(moved).collect();
    Ok(changes)
}

fn unwritten(source: std::io::Error) -> BatchError {
    BatchError::output("the comparison", source)
}

/// The quotes of an earlier run.
fn opened(old: &Path, quotes: &str) -> Result<SourceFile, BatchError> {
    let there = SourceFile::open(&old.join(quotes));
    there.map_err(|error| match SourceFile::open(&old.join(quotes).with_extension("parquet")) {
        Err(_) => error.into(),
        Ok(_) => BatchError::folder(
            format!("the run in {} kept its tables as Parquet alone", old.display()),
            "compare with a run that wrote CSV (--format csv,parquet writes both)",
        ),
    })
}

fn moved((code, (old, new)): (&Vec<u8>, &(i128, i128))) -> Option<Moved> {
    let currency = Currency::from_code(std::str::from_utf8(code).ok()?)?;
    let text = |minor| Sum::from_minor(minor, currency).to_string();
    Some(Moved {
        currency: currency.code().to_owned(),
        old_subtotal: text(*old),
        subtotal: text(*new),
        difference: text(new - old),
    })
}

fn records(source: impl Read) -> csv::Reader<impl Read> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(BUFFER_BYTES)
        .from_reader(source)
}

/// The digest of the quotes of an earlier run, which must be there before a run begins.
pub(crate) fn quotes_of(old: &Path) -> Result<String, BatchError> {
    let [_, quotes, _] = TABLES;
    checked(opened(old, quotes)?)?;
    let (hash, _) = hashed(opened(old, quotes)?).map_err(BatchError::Input)?;
    Ok(digest_text(&hash.finalize().into()))
}

/// The quotes of a run, behind their header.
fn checked(source: SourceFile) -> Result<csv::Reader<impl Read>, BatchError> {
    let path = source.path().display().to_string();
    let mut reader = records(source);
    let mut record = ByteRecord::new();
    let is_read = reader.read_byte_record(&mut record).map_err(BatchError::csv)?;
    if !is_read || !record.iter().eq(QUOTES_HEADER.split(',').map(str::as_bytes)) {
        return Err(BatchError::table(
            format!("{path} is not the quotes of a run"),
            "name the folder that an earlier run wrote",
        ));
    }
    Ok(reader)
}

/// Deals quotes out by account.
fn deal(stage: &Stage, source: SourceFile, run: Run) -> Result<(), BatchError> {
    let mut reader = checked(source)?;
    let mut record = ByteRecord::new();
    let mut hands = Vec::new();
    for hand in 0..HANDS {
        let part = stage.part(&run.file(hand), 0)?;
        hands.push(std::io::BufWriter::with_capacity(BUFFER_BYTES, part));
    }
    let mut place = 0_u64;
    let mut line = Vec::new();
    while reader.read_byte_record(&mut record).map_err(BatchError::csv)? {
        let quoted = Quoted::of(&record, place);
        place += 1;
        line.clear();
        quoted.push(&mut line);
        let [first, ..] = sha256(&quoted.org_id);
        if let Some(hand) = hands.get_mut(usize::from(first) % HANDS) {
            hand.write_all(&line).map_err(unwritten)?;
        }
    }
    for hand in &mut hands {
        hand.flush().map_err(unwritten)?;
    }
    Ok(())
}

/// Finds what changed among the accounts of one hand.
fn look(
    stage: &Stage,
    hand: usize,
    changes: &mut Changes,
    sums: &mut Subtotals,
) -> Result<(), BatchError> {
    let mut old: BTreeMap<Vec<u8>, Quoted> = BTreeMap::new();
    for quoted in dealt(stage, &Run::Old.file(hand))? {
        let quoted = quoted?;
        sums.entry(quoted.currency.clone()).or_default().0 += quoted.minor();
        old.insert(quoted.org_id.clone(), quoted);
    }
    let mut out = Vec::new();
    for quoted in dealt(stage, &Run::New.file(hand))? {
        let quoted = quoted?;
        sums.entry(quoted.currency.clone()).or_default().1 += quoted.minor();
        match old.remove(&quoted.org_id) {
            Some(before) if before.says(&quoted) => changes.unchanged += 1,
            Some(before) => {
                changes.changed += 1;
                push_change(&mut out, Some(&before), Some(&quoted));
            }
            None => {
                changes.new += 1;
                push_change(&mut out, None, Some(&quoted));
            }
        }
    }
    stage.part(&Run::New.changed_file(hand), 0)?.append(&out)?;
    out.clear();
    let mut gone: Vec<Quoted> = old.into_values().collect();
    gone.sort_by_key(|quoted| quoted.place);
    for quoted in &gone {
        changes.gone += 1;
        push_change(&mut out, Some(quoted), None);
    }
    stage.part(&Run::Old.changed_file(hand), 0)?.append(&out)?;
    Ok(())
}

fn dealt(
    stage: &Stage,
    name: &str,
) -> Result<impl Iterator<Item = Result<Quoted, BatchError>>, BatchError> {
    let records = records(stage.read(name)?).into_byte_records();
    Ok(records.map(|record| record.map(|record| Quoted::again(&record)).map_err(BatchError::csv)))
}

/// Puts the changes of all hands in the order of their run.
fn merge(stage: &Stage, run: Run, out: &mut impl Write) -> Result<(), BatchError> {
    let mut hands = Vec::new();
    let mut heads: BTreeMap<u64, (usize, ByteRecord)> = BTreeMap::new();
    for hand in 0..HANDS {
        let mut reader = records(stage.read(&run.changed_file(hand))?).into_byte_records();
        if let Some(record) = reader.next() {
            let record = record.map_err(BatchError::csv)?;
            heads.insert(place_of(&record), (hand, record));
        }
        hands.push(reader);
    }
    let mut line = Vec::new();
    while let Some((_, (hand, record))) = heads.pop_first() {
        line.clear();
        for (at, cell) in record.iter().skip(1).enumerate() {
            if at > 0 {
                line.push(b',');
            }
            // An amount below zero is no formula.
            if AMOUNTS.contains(&at) {
                line.extend_from_slice(cell);
            } else {
                push_cell(&mut line, without_guard(cell));
            }
        }
        line.push(LINE_END);
        out.write_all(&line).map_err(unwritten)?;
        if let Some(next) = hands.get_mut(hand).and_then(Iterator::next) {
            let next = next.map_err(BatchError::csv)?;
            heads.insert(place_of(&next), (hand, next));
        }
    }
    Ok(())
}

/// The columns of `changes.csv` that hold amounts.
const AMOUNTS: std::ops::Range<usize> = 4..7;

fn place_of(record: &ByteRecord) -> u64 {
    let text = record.get(0).and_then(|cell| std::str::from_utf8(cell).ok());
    text.and_then(|text| text.parse().ok()).unwrap_or(u64::MAX)
}

impl Quoted {
    /// A row of `quotes.csv`.
    fn of(record: &ByteRecord, place: u64) -> Self {
        let cell = |at| without_guard(record.get(at).unwrap_or_default()).to_vec();
        Self {
            place,
            org_id: cell(0),
            customer: cell(1),
            kind: cell(2),
            currency: cell(3),
            subtotal: cell(9),
        }
    }

    /// A row that was dealt out.
    fn again(record: &ByteRecord) -> Self {
        let cell = |at| without_guard(record.get(at).unwrap_or_default()).to_vec();
        Self {
            place: place_of(record),
            org_id: cell(1),
            customer: cell(2),
            kind: cell(3),
            currency: cell(4),
            subtotal: cell(5),
        }
    }

    fn push(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.place.to_string().as_bytes());
        for cell in [&self.org_id, &self.customer, &self.kind, &self.currency, &self.subtotal] {
            out.push(b',');
            push_cell(out, cell);
        }
        out.push(LINE_END);
    }

    /// Whether it says the same, for as much money.
    fn says(&self, other: &Self) -> bool {
        (&self.kind, &self.currency, &self.subtotal)
            == (&other.kind, &other.currency, &other.subtotal)
    }

    /// The subtotal in minor units.
    fn minor(&self) -> i128 {
        let digits: Vec<u8> = self.subtotal.iter().copied().filter(|byte| *byte != b'.').collect();
        std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }

    fn money(&self) -> Option<Currency> {
        Currency::from_code(std::str::from_utf8(&self.currency).ok()?)
    }
}

fn push_change(out: &mut Vec<u8>, old: Option<&Quoted>, new: Option<&Quoted>) {
    let Some(one) = new.or(old) else { return };
    let change: &[u8] = match (old, new) {
        (Some(_), Some(_)) => b"changed",
        (None, _) => b"new",
        (Some(_), None) => b"gone",
    };
    let difference = match (old, new) {
        // Amounts of two currencies have no difference.
        (Some(old), Some(new)) if old.currency != new.currency => String::new(),
        _ => {
            let minor = |quoted: Option<&Quoted>| quoted.map_or(0, Quoted::minor);
            let difference = minor(new) - minor(old);
            let sum = one.money().map(|currency| Sum::from_minor(difference, currency));
            sum.map_or_else(String::new, |sum| sum.to_string())
        }
    };
    let text = |quoted: Option<&Quoted>, cell: fn(&Quoted) -> &Vec<u8>| {
        quoted.map(cell).cloned().unwrap_or_default()
    };
    out.extend_from_slice(one.place.to_string().as_bytes());
    for cell in [&one.org_id, &one.customer, &change.to_vec(), &one.currency] {
        out.push(b',');
        push_cell(out, cell);
    }
    for amount in [
        text(old, |quoted| &quoted.subtotal),
        text(new, |quoted| &quoted.subtotal),
        difference.into_bytes(),
        text(old, |quoted| &quoted.kind),
        text(new, |quoted| &quoted.kind),
    ] {
        out.push(b',');
        out.extend_from_slice(&amount);
    }
    out.push(LINE_END);
}
