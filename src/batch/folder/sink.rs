//! Where the outputs go: how a run begins in its folder, grows there, and ends.

use std::io::Read;
#[cfg(feature = "formats")]
use std::io::{self, Write};
use std::time::{Duration, Instant};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::batch::error::BatchError;
use crate::batch::price::account::ChunkOutcome;
use crate::batch::price::sums::{DocumentCount, Sums};
use crate::batch::report::{Ended, Report};
use crate::batch::settings::{Attempt, Destination, Settings};
use crate::batch::table::cells::{LINE_END, push_cell};
use crate::batch::table::columns::{ADDED, TableColumns};
use crate::files::FileError;
use crate::files::stage::{Contents, Part, Stage, StageError, contents};

use super::compare::compare;
use super::outputs::{CHANGES, DOCUMENTS, LINES_HEADER, PAGE, QUOTES_HEADER, SUMMARY, TABLES};
use super::page::page;
#[cfg(feature = "formats")]
use super::parquet::{self, OutputContent};
use super::resume::{
    BYTES_MAX, DONE, FinishedRun, Identity, STATE, State, Written, digest_text, json,
};
use super::summary::{SCHEMA, Summary};

/// Bytes of a file that are read at once.
const PIECE_BYTES: usize = 256 * 1024;

/// What a run begins with.
pub(crate) enum Start {
    /// Nothing is written.
    Nowhere,
    /// An empty folder.
    Anew(Stage),
    /// What is left of a run that was cut short.
    Resumed(Stage, Box<State>),
    /// There is nothing left to do.
    Ended(Box<Report>),
}

/// Takes the folder, and finds out how far an earlier run came.
pub(crate) fn begin(destination: &Destination) -> Result<Start, BatchError> {
    let (folder, attempt) = match destination {
        Destination::Nowhere => return Ok(Start::Nowhere),
        Destination::Folder(folder, attempt) => (folder, *attempt),
    };
    let shown = folder.display();
    let is_busy = || {
        BatchError::folder(
            format!("another run works in {shown} at this moment"),
            "wait until it ends, or choose another folder",
        )
    };
    let not_empty = || {
        BatchError::folder(
            format!("{shown} is not empty"),
            "choose a folder that is empty or not there yet",
        )
    };
    let before = contents(folder)?;
    if (before, attempt) == (Contents::Others, Attempt::First) {
        return Err(not_empty());
    }
    let stage = match Stage::take(folder) {
        Ok(stage) => stage,
        Err(StageError::Busy) => return Err(is_busy()),
        Err(StageError::File(error)) => return Err(error.into()),
    };
    if stage.is_empty()? {
        return Ok(Start::Anew(stage));
    }
    if attempt == Attempt::First {
        if before == Contents::Begun {
            return Err(BatchError::folder(
                format!("a run that was cut short stands in {shown}"),
                "add --resume to go on with it, or choose another folder",
            ));
        }
        stage.end()?;
        return Err(not_empty());
    }
    resume(stage, not_empty)
}

fn resume(stage: Stage, not_empty: impl Fn() -> BatchError) -> Result<Start, BatchError> {
    if let Some(bytes) = stage.load(DONE, BYTES_MAX)?
        && let Ok(done) = serde_json::from_slice::<FinishedRun>(&bytes)
    {
        publish(stage, &done.files)?;
        let State { sums, documents, .. } = done.state;
        return Ok(Start::Ended(Box::new(ended_before(sums, documents))));
    }
    if let Some(bytes) = stage.finished(SUMMARY, BYTES_MAX)? {
        stage.end()?;
        let Finished { documents } = serde_json::from_slice(&bytes).map_err(|_| not_empty())?;
        let sums = serde_json::from_slice(&bytes).map_err(|_| not_empty())?;
        let report = ended_before(sums, documents.unwrap_or_default());
        return Ok(Start::Ended(Box::new(report)));
    }
    let state = stage.load(STATE, BYTES_MAX)?;
    match state.and_then(|bytes| serde_json::from_slice::<State>(&bytes).ok()) {
        Some(state) => Ok(Start::Resumed(stage, Box::new(state))),
        None if stage.is_alone()? => {
            // Cut short before anything was kept.
            stage.clear()?;
            Ok(Start::Anew(stage))
        }
        None => {
            stage.end()?;
            Err(not_empty())
        }
    }
}

/// What is read again of a summary, besides its sums.
#[derive(Deserialize)]
struct Finished {
    documents: Option<DocumentCount>,
}

fn ended_before(sums: Sums, documents: DocumentCount) -> Report {
    Report { sums, documents, ended: Ended::Before, unknown_columns: Vec::new() }
}

/// Moves what is whole to its place; what moved before a run was cut short stays there.
fn publish(stage: Stage, files: &[String]) -> Result<(), FileError> {
    for name in files {
        stage.publish(name)?;
    }
    stage.end()
}

/// The outputs of a run.
pub(crate) struct Sink {
    folder: Option<Folder>,
    identity: Identity,
    /// Chunks that an earlier attempt wrote, and what the input was up to there.
    before: u64,
    before_input: String,
    chunks: u64,
    input: [u8; 32],
    sums: Sums,
    documents: DocumentCount,
    /// What stands between two cells of the rejects, as in the input.
    delimiter: u8,
}

/// The folder that outputs grow in.
struct Folder {
    stage: Stage,
    tables: [OutputTable; 3],
    kept_at: Instant,
}

/// An output that grows.
struct OutputTable {
    part: Part,
    bytes: u64,
    hash: Sha256,
}

impl OutputTable {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.part.append(bytes)?;
        self.hash.update(bytes);
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }

    fn written(&self, name: &str) -> Written {
        let digest: [u8; 32] = self.hash.clone().finalize().into();
        Written { name: name.to_owned(), bytes: self.bytes, sha256: digest_text(&digest) }
    }
}

#[cfg(feature = "formats")]
impl Write for OutputTable {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.part.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.bytes += u64::try_from(count).unwrap_or(0);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

impl Sink {
    pub(crate) fn new(
        start: Start,
        identity: Identity,
        columns: &TableColumns,
    ) -> Result<Self, BatchError> {
        let mut sink = Self {
            folder: None,
            identity,
            before: 0,
            before_input: String::new(),
            chunks: 0,
            input: [0; 32],
            sums: Sums::default(),
            documents: DocumentCount::default(),
            delimiter: columns.delimiter,
        };
        match start {
            Start::Nowhere | Start::Ended(_) => return Ok(sink),
            Start::Anew(stage) => sink.open(stage, columns)?,
            Start::Resumed(stage, state) => {
                if let Some(what) = sink.identity.difference(&state.identity) {
                    return Err(BatchError::folder(
                        format!("the run that was cut short had another {what}"),
                        "go on with what it began with, or choose another folder",
                    ));
                }
                match again(&stage, &state)? {
                    Some(tables) => {
                        sink.before = state.chunks;
                        sink.before_input = state.input;
                        sink.sums = state.sums;
                        sink.documents = state.documents;
                        sink.folder = Some(Folder { stage, tables, kept_at: Instant::now() });
                    }
                    None => {
                        // What was written is not what was kept: a disk that lost it.
                        stage.clear()?;
                        sink.open(stage, columns)?;
                    }
                }
            }
        }
        Ok(sink)
    }

    /// Begins the outputs with their headers.
    fn open(&mut self, stage: Stage, columns: &TableColumns) -> Result<(), BatchError> {
        let [lines, quotes, rejects] = TABLES;
        let open = |name: &str, header: &[u8]| -> Result<OutputTable, FileError> {
            let part = stage.part(name, 0)?;
            let mut table = OutputTable { part, bytes: 0, hash: Sha256::new() };
            table.append(header)?;
            table.append(&[LINE_END])?;
            Ok(table)
        };
        let tables = [
            open(lines, LINES_HEADER.as_bytes())?,
            open(quotes, QUOTES_HEADER.as_bytes())?,
            open(rejects, &rejects_header(columns))?,
        ];
        if !self.identity.documents.is_empty() {
            stage.make_folder(DOCUMENTS)?;
        }
        self.folder = Some(Folder { stage, tables, kept_at: Instant::now() });
        self.keep_now(Instant::now())
    }

    /// How many chunks an earlier attempt wrote.
    pub(crate) const fn chunks_before(&self) -> u64 {
        self.before
    }

    /// What the input was so far.
    pub(crate) const fn input(&self) -> &[u8; 32] {
        &self.input
    }

    pub(crate) const fn rows(&self) -> u64 {
        self.sums.rows.total
    }

    /// Takes note of a chunk that an earlier attempt wrote.
    pub(crate) fn recognize(&mut self, input: [u8; 32]) -> Result<(), BatchError> {
        self.chunks += 1;
        self.input = input;
        if self.chunks == self.before && digest_text(&self.input) != self.before_input {
            return Err(other_input());
        }
        Ok(())
    }

    /// Writes what came of a chunk.
    pub(crate) fn append(
        &mut self,
        input: [u8; 32],
        outcome: ChunkOutcome,
    ) -> Result<(), BatchError> {
        if let Some(Folder { stage, tables: [lines, quotes, rejects], .. }) = &mut self.folder {
            lines.append(&outcome.lines)?;
            quotes.append(&outcome.quotes)?;
            rejects.append(&outcome.rejects)?;
            for document in &outcome.documents {
                stage.write_in(DOCUMENTS, &document.name, &document.bytes)?;
            }
        }
        outcome.tally.add_to(&mut self.sums);
        self.documents.add(outcome.document_count);
        self.chunks += 1;
        self.input = input;
        Ok(())
    }

    /// Keeps how far the run is, if that was not done for so long.
    pub(crate) fn keep(&mut self, every: Duration, now: Instant) -> Result<(), BatchError> {
        let is_due =
            self.folder.as_ref().is_some_and(|folder| now.duration_since(folder.kept_at) >= every);
        if is_due { self.keep_now(now) } else { Ok(()) }
    }

    fn keep_now(&mut self, now: Instant) -> Result<(), BatchError> {
        let state = self.state();
        if let Some(folder) = &mut self.folder {
            folder.stage.save(STATE, &json(&state))?;
            folder.kept_at = now;
        }
        Ok(())
    }

    fn state(&self) -> State {
        let tables = self.folder.iter().flat_map(|folder| TABLES.iter().zip(&folder.tables));
        State {
            identity: self.identity.clone(),
            chunks: self.chunks,
            input: digest_text(&self.input),
            outputs: tables.map(|(name, table)| table.written(name)).collect(),
            sums: self.sums.clone(),
            documents: self.documents.clone(),
        }
    }

    /// Writes the summaries and moves all outputs to their place.
    pub(crate) fn finish(
        self,
        settings: &Settings<'_>,
    ) -> Result<(Sums, DocumentCount), BatchError> {
        if self.chunks < self.before {
            return Err(other_input());
        }
        let state = self.state();
        let Some(folder) = self.folder else { return Ok((self.sums, self.documents)) };
        let stage = folder.stage;
        let mut outputs = Vec::new();
        if settings.tables.has_csv() {
            outputs.extend(state.outputs.iter().cloned());
        }
        if settings.tables.has_parquet() {
            outputs.extend(as_parquet(&stage, self.delimiter)?);
        }
        let mut files: Vec<String> = outputs.iter().map(|one| one.name.clone()).collect();
        let [_, quotes, _] = TABLES;
        let old = settings.compare_with.as_ref();
        let changes = old.map(|old| compare(&stage, quotes, old)).transpose()?;
        files.extend(changes.iter().map(|_| CHANGES.to_owned()));
        let is_documented = !self.identity.documents.is_empty();
        files.extend(is_documented.then(|| DOCUMENTS.to_owned()));
        let summary = Summary {
            schema: SCHEMA,
            basis: self.identity.basis,
            sums: self.sums,
            outputs,
            documents: is_documented.then_some(self.documents),
            changes,
        };
        let page = page(&summary)?;
        stage.save(PAGE, page.as_bytes())?;
        stage.save(SUMMARY, &json(&summary))?;
        // The summary is the last: where it is, all is.
        files.extend([PAGE.to_owned(), SUMMARY.to_owned()]);
        stage.save(DONE, &json(&FinishedRun { state, files: files.clone() }))?;
        publish(stage, &files)?;
        Ok((summary.sums, summary.documents.unwrap_or_default()))
    }
}

/// Makes Parquet of the tables, one after the other.
#[cfg(feature = "formats")]
fn as_parquet(stage: &Stage, rejects_delimiter: u8) -> Result<Vec<Written>, BatchError> {
    let [lines, quotes, rejects] = TABLES;
    let mut made = Vec::new();
    for (name, delimiter, content) in [
        (lines, b',', OutputContent::Priced),
        (quotes, b',', OutputContent::Priced),
        (rejects, rejects_delimiter, OutputContent::Rejected),
    ] {
        let new = format!("{}.parquet", name.trim_end_matches(".csv"));
        let out = OutputTable { part: stage.part(&new, 0)?, bytes: 0, hash: Sha256::new() };
        let table = parquet::write(stage.read(name)?, delimiter, content, out)?;
        made.push(table.written(&new));
    }
    Ok(made)
}

/// No run begins that is asked for what this program was built without.
#[cfg(not(feature = "formats"))]
fn as_parquet(_stage: &Stage, _rejects_delimiter: u8) -> Result<Vec<Written>, BatchError> {
    Err(BatchError::Bug("Parquet without the feature `formats`"))
}

/// The outputs of an earlier attempt, up to what it kept; `None` where they are not that.
fn again(stage: &Stage, state: &State) -> Result<Option<[OutputTable; 3]>, BatchError> {
    let mut tables = Vec::new();
    for name in TABLES {
        let Some(written) = state.outputs.iter().find(|one| one.name == name) else {
            return Ok(None);
        };
        let Some(hash) = hash_of(stage, written)? else { return Ok(None) };
        let part = stage.part(name, written.bytes)?;
        tables.push(OutputTable { part, bytes: written.bytes, hash });
    }
    Ok(tables.try_into().ok())
}

fn hash_of(stage: &Stage, written: &Written) -> Result<Option<Sha256>, BatchError> {
    let mut hash = Sha256::new();
    let mut left = written.bytes;
    let mut piece = vec![0; PIECE_BYTES];
    let Ok(file) = stage.read(&written.name) else { return Ok(None) };
    let mut file = file.take(written.bytes);
    while left > 0 {
        let read = file.read(&mut piece).map_err(BatchError::input)?;
        if read == 0 {
            return Ok(None);
        }
        hash.update(piece.get(..read).unwrap_or_default());
        left = left.saturating_sub(u64::try_from(read).unwrap_or(0));
    }
    let digest: [u8; 32] = hash.clone().finalize().into();
    Ok((digest_text(&digest) == written.sha256).then_some(hash))
}

fn other_input() -> BatchError {
    BatchError::folder(
        "this is not the input that the run began with",
        "give the same input, or choose another folder",
    )
}

fn rejects_header(columns: &TableColumns) -> Vec<u8> {
    let mut header = Vec::new();
    for name in columns.names.iter().map(String::as_str).chain(ADDED) {
        if !header.is_empty() {
            header.push(columns.delimiter);
        }
        push_cell(&mut header, name.as_bytes());
    }
    header
}
