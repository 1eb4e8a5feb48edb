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
use crate::batch::rows::cells::{Quotes, end_row, push_digits, push_text, reader, without_guard};
use crate::engine::digest::{hex, sha256};
use crate::engine::digits::Digits;
use crate::engine::money::Currency;
use crate::files::stage::{SourceFile, Stage};

use super::outputs::{CHANGES, CellKind, QUOTES};
use super::resume::hashed;

/// The columns of `changes.csv`.
pub(super) const COLUMNS: [(&str, CellKind); 9] = [
    ("org_id", CellKind::Id),
    ("customer", CellKind::Text),
    ("change", CellKind::Codes),
    ("currency", CellKind::Codes),
    ("old_subtotal", CellKind::Amount),
    ("subtotal", CellKind::Amount),
    ("difference", CellKind::Amount),
    ("old_kind", CellKind::Codes),
    ("kind", CellKind::Codes),
];
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

/// What the files of a hand are called: the quotes of both runs, what is there now of what changed,
/// and what is gone.
const OLD: &str = "old";
const NEW: &str = "new";
const CHANGED: &str = "changed";
const GONE: &str = "gone";

fn file(name: &str, hand: usize) -> String {
    format!("{FOLDER}/{name}-{hand}")
}

type Subtotals = BTreeMap<Vec<u8>, (i128, i128)>;

/// Compares the quotes of this run with those in the folder of an earlier one.
pub(super) fn compare(stage: &Stage, quotes: &str, old: &Path) -> Result<Changes, BatchError> {
    stage.make_folder(FOLDER)?;
    deal(stage, opened(old, quotes)?, OLD)?;
    deal(stage, stage.read(quotes)?, NEW)?;
    let mut changes = Changes::default();
    let mut sums = Subtotals::new();
    for hand in 0..HANDS {
        look(stage, hand, &mut changes, &mut sums)?;
    }
    let mut out = std::io::BufWriter::with_capacity(BUFFER_BYTES, stage.part(CHANGES, 0)?);
    writeln!(out, "{}", COLUMNS.map(|(name, _)| name).join(",")).map_err(unwritten)?;
    merge(stage, CHANGED, &mut out)?;
    merge(stage, GONE, &mut out)?;
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
    let currency = currency_of(code)?;
    let text = |minor| Sum::from_minor(minor, currency).to_string();
    Some(Moved {
        currency: currency.code().to_owned(),
        old_subtotal: text(*old),
        subtotal: text(*new),
        difference: text(new - old),
    })
}

fn records<R: Read>(source: R) -> csv::Reader<R> {
    reader(source, b',', Quotes::Read)
}

/// A table whichever style it is written in: without a byte order mark, and what stands between its
/// cells.
fn unmarked<R: Read>(mut source: R) -> Result<(impl Read, u8), BatchError> {
    let mut head = Vec::new();
    source.by_ref().take(HEAD_BYTES_MAX).read_to_end(&mut head).map_err(BatchError::Input)?;
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&head).to_vec();
    let mark = head.iter().find(|byte| matches!(byte, b',' | b';' | b'\n')).copied();
    let delimiter = if mark == Some(b';') { b';' } else { b',' };
    Ok((std::io::Cursor::new(head).chain(source), delimiter))
}

/// More than the name of a column has.
const HEAD_BYTES_MAX: u64 = 1024;

/// The digest of the quotes of an earlier run, which must be there before a run begins.
pub(crate) fn quotes_of(old: &Path) -> Result<String, BatchError> {
    checked(opened(old, QUOTES.name)?)?;
    let hash = hashed(opened(old, QUOTES.name)?).map_err(BatchError::Input)?;
    Ok(hex(&hash.finalize().into()))
}

/// The quotes of a run, behind their header, and where their cells stand.
fn checked(source: SourceFile) -> Result<(csv::Reader<impl Read>, [usize; 5]), BatchError> {
    let path = source.path().display().to_string();
    let (source, delimiter) = unmarked(source)?;
    let mut reader = reader(source, delimiter, Quotes::Read);
    let mut record = ByteRecord::new();
    let is_read = reader.read_byte_record(&mut record).map_err(BatchError::csv)?;
    // Other versions of the program have other columns between and behind these.
    let place = |name: &str| record.iter().position(|cell| cell == name.as_bytes());
    let columns: Option<Vec<usize>> = IN_QUOTES.iter().map(|name| place(name)).collect();
    match columns.and_then(|columns| columns.try_into().ok()) {
        Some(columns) if is_read => Ok((reader, columns)),
        Some(_) | None => Err(BatchError::table(
            format!("{path} is not the quotes of a run"),
            "name the folder that an earlier run wrote",
        )),
    }
}

/// Deals quotes out by account.
fn deal(stage: &Stage, source: SourceFile, name: &str) -> Result<(), BatchError> {
    let (mut reader, columns) = checked(source)?;
    let mut record = ByteRecord::new();
    let mut hands = Vec::new();
    for hand in 0..HANDS {
        let part = stage.part(&file(name, hand), 0)?;
        hands.push(std::io::BufWriter::with_capacity(BUFFER_BYTES, part));
    }
    let mut place = 0_u64;
    let mut line = Vec::new();
    while reader.read_byte_record(&mut record).map_err(BatchError::csv)? {
        let quoted = Quoted::of(&record, place, columns);
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
    for quoted in dealt(stage, &file(OLD, hand))? {
        let quoted = quoted?;
        sums.entry(quoted.currency.clone()).or_default().0 += quoted.minor();
        old.insert(quoted.org_id.clone(), quoted);
    }
    let mut out = Vec::new();
    for quoted in dealt(stage, &file(NEW, hand))? {
        let quoted = quoted?;
        sums.entry(quoted.currency.clone()).or_default().1 += quoted.minor();
        let before = old.remove(&quoted.org_id);
        let count = match &before {
            Some(before) if before.says(&quoted) => &mut changes.unchanged,
            Some(_) => &mut changes.changed,
            None => &mut changes.new,
        };
        *count += 1;
        push_change(&mut out, before.as_ref(), Some(&quoted));
    }
    stage.part(&file(CHANGED, hand), 0)?.append(&out)?;
    out.clear();
    let mut gone: Vec<Quoted> = old.into_values().collect();
    gone.sort_by_key(|quoted| quoted.place);
    for quoted in &gone {
        changes.gone += 1;
        push_change(&mut out, Some(quoted), None);
    }
    Ok(stage.part(&file(GONE, hand), 0)?.append(&out)?)
}

fn dealt(
    stage: &Stage,
    name: &str,
) -> Result<impl Iterator<Item = Result<Quoted, BatchError>>, BatchError> {
    let records = records(stage.read(name)?).into_byte_records();
    let again = |record: ByteRecord| Quoted::of(&record, place_of(&record), AS_DEALT);
    Ok(records.map(move |record| record.map(again).map_err(BatchError::csv)))
}

/// Puts the changes of all hands in the order of their run.
fn merge(stage: &Stage, name: &str, out: &mut impl Write) -> Result<(), BatchError> {
    let mut hands = Vec::new();
    let mut heads: BTreeMap<u64, (usize, ByteRecord)> = BTreeMap::new();
    for hand in 0..HANDS {
        let mut reader = records(stage.read(&file(name, hand))?).into_byte_records();
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
            // An amount below zero is no formula.
            if COLUMNS.get(at).is_some_and(|(_, kind)| *kind == CellKind::Amount) {
                line.extend_from_slice(cell);
                line.push(b',');
            } else {
                push_text(&mut line, without_guard(cell));
            }
        }
        end_row(&mut line);
        out.write_all(&line).map_err(unwritten)?;
        if let Some(next) = hands.get_mut(hand).and_then(Iterator::next) {
            let next = next.map_err(BatchError::csv)?;
            heads.insert(place_of(&next), (hand, next));
        }
    }
    Ok(())
}

fn currency_of(code: &[u8]) -> Option<Currency> {
    Currency::from_code(std::str::from_utf8(code).ok()?)
}

fn place_of(record: &ByteRecord) -> u64 {
    let text = record.get(0).and_then(|cell| std::str::from_utf8(cell).ok());
    text.and_then(|text| text.parse().ok()).unwrap_or(u64::MAX)
}

/// What the cells of a [`Quoted`] are called in `quotes.csv`, and where they stand once dealt out.
const IN_QUOTES: [&str; 5] = ["org_id", "customer", "kind", "currency", "subtotal"];
const AS_DEALT: [usize; 5] = [1, 2, 3, 4, 5];

impl Quoted {
    /// A row whose cells stand in these columns.
    fn of(record: &ByteRecord, place: u64, columns: [usize; 5]) -> Self {
        let cell = |at| without_guard(record.get(at).unwrap_or_default()).to_vec();
        let [org_id, customer, kind, currency, mut subtotal] = columns.map(cell);
        // One run may have written for Excel, and the other not.
        subtotal.iter_mut().filter(|byte| **byte == b',').for_each(|byte| *byte = b'.');
        Self { place, org_id, customer, kind, currency, subtotal }
    }

    fn push(&self, out: &mut Vec<u8>) {
        push_digits(out, Digits::of(self.place));
        for cell in [&self.org_id, &self.customer, &self.kind, &self.currency, &self.subtotal] {
            push_text(out, cell);
        }
        end_row(out);
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
}

/// Adds what changed, where anything did.
fn push_change<'a>(out: &mut Vec<u8>, old: Option<&'a Quoted>, new: Option<&'a Quoted>) {
    let (one, change): (_, &[u8]) = match (old, new) {
        (Some(old), Some(new)) if old.says(new) => return,
        (Some(_), Some(new)) => (new, b"changed"),
        (None, Some(new)) => (new, b"new"),
        (Some(old), None) => (old, b"gone"),
        (None, None) => return,
    };
    // Amounts of two currencies have no difference.
    let currency = currency_of(&one.currency)
        .filter(|_| old.zip(new).is_none_or(|(old, new)| old.currency == new.currency));
    let minor = |quoted: Option<&Quoted>| quoted.map_or(0, Quoted::minor);
    let difference =
        currency.map(|currency| Sum::from_minor(minor(new) - minor(old), currency).to_string());
    let difference = difference.unwrap_or_default();
    push_digits(out, Digits::of(one.place));
    for cell in [&one.org_id, &one.customer, change, &one.currency] {
        push_text(out, cell);
    }
    let subtotal = |quoted: Option<&'a Quoted>| quoted.map_or(&[][..], |one| &one.subtotal);
    let kind = |quoted: Option<&'a Quoted>| quoted.map_or(&[][..], |one| &one.kind);
    for text in [subtotal(old), subtotal(new), difference.as_bytes(), kind(old), kind(new)] {
        out.extend_from_slice(text);
        out.push(b',');
    }
    end_row(out);
}
