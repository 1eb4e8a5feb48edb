//! Reads a table in which values are looked up: a column of keys and columns that give values.

use std::io::{self, Cursor, Read};
use std::path::Path;

use csv::ByteRecord;
use sha2::{Digest, Sha256};

use crate::batch::error::BatchError;
use crate::engine::node::for_message;
use crate::engine::text::nearest;

use super::cells::{Quotes, reader, without_guard};
use super::columns::{DELIMITERS, header};
use super::input::{KeptInput, TableInput};
use super::made::LookUp;
use super::names::{composed, loose};
use super::stream::TableStream;

/// Most rows of such a table.
const ROWS_MAX: usize = 1_000_000;
/// Most bytes of its text.
const BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Its head stands within so many bytes.
const HEAD_BYTES: u64 = 64 * 1024;
/// So many of its columns are listed in a hint.
const LISTED_MAX: usize = 12;

/// What is wanted of a table.
pub(super) struct Wanted<'map> {
    /// The file, as the map names it.
    pub(super) name: &'map str,
    /// The column of keys.
    pub(super) key: &'map str,
    /// The columns that give values.
    pub(super) gives: Vec<&'map str>,
}

/// Why a table cannot be used.
pub(super) struct LookUpFault {
    pub(super) message: String,
    pub(super) hint: String,
}

/// Reads a table; also its SHA-256.
pub(super) fn read(path: &Path, wanted: &Wanted<'_>) -> Result<(LookUp, [u8; 32]), LookUpFault> {
    let name = for_message(wanted.name);
    let input = TableInput::File(path.to_owned());
    let opened = KeptInput::of_any(&input).open();
    let TableStream { stream, .. } = opened.map_err(|error| unreadable(&name, error))?;
    let mut stream = Hashed { stream: stream.take(BYTES_MAX + 1), hash: Sha256::new(), bytes: 0 };
    let table = rows(&mut stream, wanted, &name)?;
    if stream.bytes > BYTES_MAX {
        return Err(too_large(&name));
    }
    Ok((table, stream.hash.finalize().into()))
}

fn unreadable(name: &str, error: BatchError) -> LookUpFault {
    let (message, hint) = match error {
        BatchError::Table { message, hint } => (message, hint),
        BatchError::File(error) => (
            error.source.to_string(),
            "check the path: it is taken from the folder of the map".to_owned(),
        ),
        error @ (BatchError::Output(_)
        | BatchError::Input(_)
        | BatchError::Folder { .. }
        | BatchError::Map(_)
        | BatchError::Stopped
        | BatchError::Bug(_)) => (error.to_string(), "check that the file is whole".to_owned()),
    };
    LookUpFault { message: format!("the table {name} cannot be used: {message}"), hint }
}

fn too_large(name: &str) -> LookUpFault {
    LookUpFault {
        message: format!("the table {name} is too large to look values up in"),
        hint: format!("{ROWS_MAX} rows and {BYTES_MAX} bytes of text are the most"),
    }
}

fn rows(stream: &mut impl Read, wanted: &Wanted<'_>, name: &str) -> Result<LookUp, LookUpFault> {
    let failed = |error: io::Error| unreadable(name, BatchError::Input(error));
    let mut head = Vec::new();
    stream.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(failed)?;
    let blank = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let text = blank.trim_ascii_start();
    let start = head.len() - text.len();
    let (delimiter, names, end) = best_header(text, wanted);
    let places = Places::of(&names, wanted, name)?;
    let rest = head.split_off((start + end).min(head.len()));
    let mut reader = reader(Cursor::new(rest).chain(stream), delimiter, Quotes::Read);
    let mut table = LookUp {
        name: wanted.name.to_owned(),
        key: wanted.key.to_owned(),
        gives: wanted.gives.iter().map(|give| (*give).to_owned()).collect(),
        given: vec![Vec::new(); wanted.gives.len()],
        ..LookUp::default()
    };
    let mut record = ByteRecord::new();
    let mut number = 0_usize;
    while reader.read_byte_record(&mut record).map_err(|error| failed(error.into()))? {
        number += 1;
        if number > ROWS_MAX {
            return Err(too_large(name));
        }
        places.take(&record, number, &mut table, name)?;
    }
    Ok(table)
}

/// The head of a table, with the delimiter that gives most of the names that are wanted.
fn best_header(text: &[u8], wanted: &Wanted<'_>) -> (u8, Vec<String>, usize) {
    let names: Vec<String> =
        wanted.gives.iter().chain([&wanted.key]).map(|name| loose(name)).collect();
    let count = |found: &[String]| found.iter().filter(|name| names.contains(&loose(name))).count();
    let all = DELIMITERS.iter().rev().map(|delimiter| {
        let (names, end) = header(text, *delimiter);
        (*delimiter, names, end)
    });
    all.max_by_key(|(_, names, _)| count(names)).unwrap_or((b',', Vec::new(), 0))
}

/// Where the wanted columns stand in a row.
struct Places {
    key: usize,
    gives: Vec<usize>,
}

impl Places {
    fn of(names: &[String], wanted: &Wanted<'_>, table: &str) -> Result<Self, LookUpFault> {
        let place = |wanted: &str| {
            let is_same = |name: &String| loose(name) == loose(wanted);
            let exact = names.iter().position(|name| name == wanted);
            exact.or_else(|| names.iter().position(is_same)).ok_or_else(|| {
                let near = nearest(wanted, names.iter().map(String::as_str));
                let listed: Vec<String> =
                    names.iter().take(LISTED_MAX).map(|name| for_message(name)).collect();
                LookUpFault {
                    message: format!("the table {table} has no column `{}`", for_message(wanted)),
                    hint: match near {
                        Some(near) => format!("did you mean `{}`?", for_message(near)),
                        None => format!("its columns: {}", listed.join(", ")),
                    },
                }
            })
        };
        let gives = wanted.gives.iter().map(|give| place(give)).collect::<Result<_, _>>()?;
        Ok(Self { key: place(wanted.key)?, gives })
    }

    /// Adds a row; one without a key gives nothing.
    fn take(
        &self,
        record: &ByteRecord,
        number: usize,
        table: &mut LookUp,
        name: &str,
    ) -> Result<(), LookUpFault> {
        let cell = |place: usize| {
            let cell = without_guard(record.get(place).unwrap_or_default());
            std::str::from_utf8(cell).map(|text| composed(text.trim())).map_err(|_| LookUpFault {
                message: format!("row {number} of the table {name} is not UTF-8 text"),
                hint: "save it as UTF-8 (in a spreadsheet: CSV UTF-8)".to_owned(),
            })
        };
        let key = cell(self.key)?;
        if !key.is_empty() {
            let place = u32::try_from(number - 1).map_err(|_| too_large(name))?;
            if let Some(before) = table.places.insert(key.as_ref().into(), place) {
                return Err(LookUpFault {
                    message: format!(
                        "the table {name} has the key `{}` twice: in the rows {} and {number} \
                         below its head",
                        for_message(&key),
                        u64::from(before) + 1
                    ),
                    hint: "leave one of them out".to_owned(),
                });
            }
        }
        for (values, place) in table.given.iter_mut().zip(&self.gives) {
            values.push(cell(*place)?.as_ref().into());
        }
        Ok(())
    }
}

/// A stream whose bytes are counted and digested on the way.
struct Hashed<R> {
    stream: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(into)?;
        self.hash.update(into.get(..count).unwrap_or_default());
        self.bytes += u64::try_from(count).unwrap_or(0);
        Ok(count)
    }
}
