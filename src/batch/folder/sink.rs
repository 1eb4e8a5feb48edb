//! Where the outputs go: how they grow, and how a run ends.

use std::collections::BTreeSet;
use std::io::Read;
#[cfg(feature = "formats")]
use std::io::{self, Write};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::batch::error::BatchError;
use crate::batch::price::chunk::ChunkOutcome;
use crate::batch::report::{Ended, Report};
use crate::batch::settings::Settings;
use crate::batch::table::cells::{LINE_END, push_cell};
use crate::batch::table::columns::{ADDED, ORG_ID, TableColumns};
use crate::engine::digest::hex;
use crate::files::FileError;
use crate::files::stage::{Part, Stage};

use super::compare::compare;
use super::look_alikes;
#[cfg(feature = "formats")]
use super::outputs::parquet_name;
use super::outputs::{
    CHANGES, DOCUMENT_ROWS, DOCUMENTS, PAGE, QUOTES, REJECTS, SUMMARY, TABLES, TableColumnKinds,
    TableForm,
};
use super::page::page;
#[cfg(feature = "formats")]
use super::parquet;
use super::resume::{DONE, FinishedRun, InputRead, STATE, State, Written, hashed, json};
use super::start::{Start, publish};
use super::summary::{SCHEMA, Summary};

/// The outputs of a run.
pub(crate) struct Sink {
    folder: Option<Folder>,
    /// Files of a run that is whole, and only have to move.
    left: Option<(Stage, Vec<String>)>,
    ended: Ended,
    /// How far it is, with its outputs when that was kept last.
    state: State,
    /// What an earlier attempt read of the input.
    before: Option<InputRead>,
    /// What stands between two cells of the rejects, as in the input.
    delimiter: u8,
    /// The place of the id of the account in a row of the rejects.
    whose: usize,
}

/// The folder that outputs grow in.
struct Folder {
    stage: Stage,
    tables: [OutputTable; TABLES.len()],
    kept_at: Instant,
}

impl Folder {
    fn written(&self) -> Vec<Written> {
        TABLES.iter().zip(&self.tables).map(|(form, table)| table.written(form.name)).collect()
    }
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
        let sha256 = hex(&self.hash.clone().finalize().into());
        Written { name: name.to_owned(), bytes: self.bytes, sha256 }
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
    /// Begins with a state of which nothing is done yet.
    pub(crate) fn new(
        start: Start,
        state: State,
        columns: &TableColumns,
    ) -> Result<Self, BatchError> {
        let (delimiter, whose) = (columns.delimiter, columns.place(ORG_ID).unwrap_or(0));
        let (folder, left, before) = (None, None, None);
        let mut sink = Self { folder, left, ended: Ended::Now, state, before, delimiter, whose };
        match start {
            Start::Nowhere => {}
            Start::Anew(stage) => sink.open(stage, columns)?,
            Start::Resumed(stage, state) => {
                sink.same(&state)?;
                match again(&stage, &state)? {
                    Some(tables) => {
                        sink.goes_on(*state);
                        sink.folder = Some(Folder { stage, tables, kept_at: Instant::now() });
                    }
                    None => {
                        // What was written is not what was kept: a disk that lost it.
                        stage.clear()?;
                        sink.open(stage, columns)?;
                    }
                }
            }
            Start::Whole(left, state) => {
                sink.same(&state)?;
                sink.goes_on(*state);
                sink.left = left;
                sink.ended = Ended::Before;
            }
        }
        Ok(sink)
    }

    /// Whether an earlier attempt was asked for the same.
    fn same(&self, state: &State) -> Result<(), BatchError> {
        match self.state.difference(state) {
            None => Ok(()),
            Some(what) => Err(BatchError::folder(
                format!("the run in this folder had another {what}"),
                "resume it with what it began with, or choose another folder",
            )),
        }
    }

    fn goes_on(&mut self, state: State) {
        self.before = Some(state.input);
        self.state.sums = state.sums;
        self.state.documents = state.documents;
    }

    /// Begins the outputs with their headers.
    fn open(&mut self, stage: Stage, columns: &TableColumns) -> Result<(), BatchError> {
        let open = |form: TableForm| -> Result<OutputTable, FileError> {
            let part = stage.part(form.name, 0)?;
            let mut table = OutputTable { part, bytes: 0, hash: Sha256::new() };
            table.append(&head(form, columns))?;
            table.append(&[LINE_END])?;
            Ok(table)
        };
        let [lines, quotes, rejects, findings, documents] = TABLES;
        let tables =
            [open(lines)?, open(quotes)?, open(rejects)?, open(findings)?, open(documents)?];
        if !self.state.asked.documents.is_empty() {
            stage.make_folder(DOCUMENTS)?;
        }
        self.folder = Some(Folder { stage, tables, kept_at: Instant::now() });
        self.keep_now(Instant::now())
    }

    /// Counts accounts that come back in the table, each once, when all is read.
    pub(crate) fn count_scattered(&mut self, accounts: u64) {
        if self.ended == Ended::Now {
            self.state.sums.accounts.total += accounts;
            self.state.sums.accounts.rejected += accounts;
        }
    }

    /// Takes back all that was written, to begin once more.
    pub(crate) fn begin_anew(self) -> Result<Start, BatchError> {
        match self {
            Self { ended: Ended::Before, .. } => Err(other_input()),
            Self { folder: None, .. } => Ok(Start::Nowhere),
            Self { folder: Some(Folder { stage, .. }), .. } => {
                stage.clear()?;
                Ok(Start::Anew(stage))
            }
        }
    }

    /// How many chunks an earlier attempt wrote.
    pub(crate) fn chunks_before(&self) -> u64 {
        self.before.as_ref().map_or(0, |before| before.chunks)
    }

    pub(crate) const fn rows(&self) -> u64 {
        self.state.sums.rows.total
    }

    /// Takes note of a chunk that an earlier attempt wrote.
    pub(crate) fn recognize(&mut self, chunk: &[u8; 32]) -> Result<(), BatchError> {
        self.state.input.add(chunk);
        let input = &self.state.input;
        let is_other =
            |before: &InputRead| input.chunks == before.chunks && input.sha256 != before.sha256;
        if self.before.as_ref().is_some_and(is_other) { Err(other_input()) } else { Ok(()) }
    }

    /// Writes what came of a chunk.
    pub(crate) fn append(
        &mut self,
        chunk: &[u8; 32],
        outcome: ChunkOutcome,
    ) -> Result<(), BatchError> {
        if self.ended == Ended::Before {
            return Err(other_input());
        }
        if let Some(Folder { stage, tables, .. }) = &mut self.folder {
            let ChunkOutcome { lines, quotes, rejects, findings, document_rows, .. } = &outcome;
            let rows = [lines, quotes, rejects, findings, document_rows];
            for (table, rows) in tables.iter_mut().zip(rows) {
                table.append(rows)?;
            }
            for document in &outcome.documents {
                stage.write_in(DOCUMENTS, &document.name, &document.bytes)?;
            }
        }
        outcome.tally.add_to(&mut self.state.sums);
        self.state.documents.add(outcome.document_count);
        self.state.input.add(chunk);
        Ok(())
    }

    /// Keeps how far the run is, if that was not done for so long.
    pub(crate) fn keep(&mut self, every: Duration, now: Instant) -> Result<(), BatchError> {
        let is_due =
            self.folder.as_ref().is_some_and(|folder| now.duration_since(folder.kept_at) >= every);
        if is_due { self.keep_now(now) } else { Ok(()) }
    }

    fn keep_now(&mut self, now: Instant) -> Result<(), BatchError> {
        if let Some(folder) = &mut self.folder {
            self.state.outputs = folder.written();
            folder.stage.save(STATE, &json(&self.state))?;
            folder.kept_at = now;
        }
        Ok(())
    }

    /// Writes the summaries and moves all outputs to their place.
    pub(crate) fn finish(
        self,
        settings: &Settings<'_>,
        unknown_columns: Vec<String>,
        likenesses: &BTreeSet<u64>,
    ) -> Result<Report, BatchError> {
        if self.state.input.chunks < self.chunks_before() {
            return Err(other_input());
        }
        let Self { folder, left, ended, mut state, delimiter, whose, .. } = self;
        if let Some((stage, files)) = left {
            publish(stage, &files)?;
        }
        let (sums, documents) = (state.sums.clone(), state.documents.clone());
        let look_alikes = Vec::new();
        let mut report = Report { sums, documents, ended, unknown_columns, look_alikes };
        let Some(folder) = folder else { return Ok(report) };
        state.outputs = folder.written();
        let stage = folder.stage;
        let ids = [(QUOTES.name, b',', 0), (REJECTS.name, delimiter, whose)];
        report.look_alikes = look_alikes::find(&stage, likenesses, &ids)?;
        let mut outputs = Vec::new();
        if settings.tables.has_csv() {
            outputs
                .extend(state.outputs.iter().filter(|one| is_wanted(&one.name, &state)).cloned());
        }
        if settings.tables.has_parquet() {
            outputs.extend(as_parquet(&stage, delimiter, &state)?);
        }
        let mut files: Vec<String> = outputs.iter().map(|one| one.name.clone()).collect();
        let old = settings.compare_with.as_ref();
        let changes = old.map(|old| compare(&stage, QUOTES.name, old)).transpose()?;
        files.extend(changes.iter().map(|_| CHANGES.to_owned()));
        let is_documented = !state.asked.documents.is_empty();
        files.extend(is_documented.then(|| DOCUMENTS.to_owned()));
        let summary = Summary {
            schema: SCHEMA,
            basis: &state.basis,
            sums: &state.sums,
            look_alikes: &report.look_alikes,
            outputs: &outputs,
            documents: is_documented.then_some(&state.documents),
            changes,
            asked: &state.asked,
            input: &state.input,
        };
        let page = page(&summary)?;
        stage.save(PAGE, page.as_bytes())?;
        stage.save(SUMMARY, &json(&summary))?;
        // The summary is the last: where it is, all is.
        files.extend([PAGE.to_owned(), SUMMARY.to_owned()]);
        stage.save(DONE, &json(&FinishedRun { state, files: files.clone() }))?;
        publish(stage, &files)?;
        Ok(report)
    }
}

/// Whether a table is one of the outputs: that of the documents is where some were asked for.
fn is_wanted(name: &str, state: &State) -> bool {
    name != DOCUMENT_ROWS.name || !state.asked.documents.is_empty()
}

/// Makes Parquet of the tables, one after the other.
#[cfg(feature = "formats")]
fn as_parquet(
    stage: &Stage,
    rejects_delimiter: u8,
    state: &State,
) -> Result<Vec<Written>, BatchError> {
    let mut made = Vec::new();
    for form in TABLES.iter().filter(|form| is_wanted(form.name, state)) {
        let delimiter = match form.columns {
            TableColumnKinds::Fixed(_) => b',',
            TableColumnKinds::OfInput => rejects_delimiter,
        };
        let new = parquet_name(form.name);
        let out = OutputTable { part: stage.part(&new, 0)?, bytes: 0, hash: Sha256::new() };
        let table = parquet::write(stage.read(form.name)?, delimiter, form.columns, out)?;
        made.push(table.written(&new));
    }
    Ok(made)
}

/// No run begins that is asked for what this program was built without.
#[cfg(not(feature = "formats"))]
fn as_parquet(
    _stage: &Stage,
    _rejects_delimiter: u8,
    _state: &State,
) -> Result<Vec<Written>, BatchError> {
    Err(BatchError::Bug("Parquet without the feature `formats`"))
}

/// The outputs of an earlier attempt, up to what it kept; `None` where they are not that.
fn again(stage: &Stage, state: &State) -> Result<Option<[OutputTable; TABLES.len()]>, BatchError> {
    let mut tables = Vec::new();
    for TableForm { name, .. } in TABLES {
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
    let Ok(file) = stage.read(&written.name) else { return Ok(None) };
    let hash = hashed(file.take(written.bytes)).map_err(BatchError::Input)?;
    Ok((hex(&hash.clone().finalize().into()) == written.sha256).then_some(hash))
}

fn other_input() -> BatchError {
    BatchError::folder(
        "this is not the input that the run began with",
        "give the same input, or choose another folder",
    )
}

/// The first row of a table.
fn head(form: TableForm, columns: &TableColumns) -> Vec<u8> {
    let mut head = Vec::new();
    let mut push = |delimiter: u8, name: &str| {
        if !head.is_empty() {
            head.push(delimiter);
        }
        push_cell(&mut head, name.as_bytes());
    };
    match form.columns {
        TableColumnKinds::Fixed(fixed) => fixed.iter().for_each(|(name, _)| push(b',', name)),
        TableColumnKinds::OfInput => {
            let names = columns.names.iter().map(String::as_str).chain(ADDED);
            names.for_each(|name| push(columns.delimiter, name));
        }
    }
    head
}
