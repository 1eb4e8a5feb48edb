//! Where the outputs go: how they grow, and how a run ends.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::batch::error::BatchError;
use crate::batch::price::chunk::ChunkOutcome;
use crate::batch::report::{Ended, Report, TableRead};
use crate::batch::rows::cells::{LINE_END, push_cell};
use crate::batch::rows::columns::{ADDED, ORG_ID, TableColumns};
use crate::batch::settings::Settings;
use crate::files::FileError;
use crate::files::stage::Stage;

use super::document_files::{self, LIST};
use super::finish::Ending;
use super::grown::GrowingFile;
use super::look_alikes;
use super::outputs::{DOCUMENTS, OutputForm, QUOTES, REJECTS, TABLES, TableColumnKinds};
use super::resume::{FinishedRun, InputRead, STATE, State, Written, json};
use super::start::{Start, publish};

/// The outputs of a run.
pub(crate) struct Sink {
    folder: Option<Folder>,
    /// Files of a run that is whole, and only have to move.
    left: Option<(Stage, FinishedRun)>,
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
    tables: [GrowingFile; TABLES.len()],
    /// Which documents there are.
    list: GrowingFile,
    kept_at: Instant,
}

impl Folder {
    fn written(&self) -> Vec<Written> {
        let names = TABLES.iter().map(|form| form.name).chain([LIST]);
        names
            .zip(self.tables.iter().chain([&self.list]))
            .map(|(name, file)| file.written(name))
            .collect()
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
                    Some((tables, list)) => {
                        sink.goes_on(*state);
                        let kept_at = Instant::now();
                        sink.folder = Some(Folder { stage, tables, list, kept_at });
                    }
                    None => {
                        // What was written is not what was kept: a disk that lost it.
                        stage.clear()?;
                        sink.open(stage, columns)?;
                    }
                }
            }
            Start::Whole(finished, stage) => {
                sink.same(&finished.state)?;
                sink.goes_on(finished.state.clone());
                sink.left = stage.map(|stage| (stage, *finished));
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
        let open = |form: OutputForm| -> Result<GrowingFile, FileError> {
            let mut table = GrowingFile::begin(&stage, form.name)?;
            table.append(&head(form, columns))?;
            table.append(&[LINE_END])?;
            Ok(table)
        };
        let [lines, quotes, rejects, findings, documents] = TABLES;
        let tables =
            [open(lines)?, open(quotes)?, open(rejects)?, open(findings)?, open(documents)?];
        let list = GrowingFile::begin(&stage, LIST)?;
        if !self.state.asked.documents.is_empty() {
            stage.make_folder(DOCUMENTS)?;
        }
        self.folder = Some(Folder { stage, tables, list, kept_at: Instant::now() });
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
        outcome: &mut ChunkOutcome,
    ) -> Result<(), BatchError> {
        if self.ended == Ended::Before {
            return Err(other_input());
        }
        if let Some(Folder { stage, tables, list, .. }) = &mut self.folder {
            let ChunkOutcome { lines, quotes, rejects, findings, document_rows, .. } = &*outcome;
            let rows = [lines, quotes, rejects, findings, document_rows];
            for (table, rows) in tables.iter_mut().zip(rows) {
                table.append(rows)?;
            }
            let mut listed = Vec::new();
            for document in &outcome.documents {
                stage.write_in(DOCUMENTS, &document.name, &document.bytes)?;
                document_files::push_listed(&mut listed, document);
            }
            list.append(&listed)?;
        }
        std::mem::take(&mut outcome.tally).add_to(&mut self.state.sums);
        self.state.documents.add(std::mem::take(&mut outcome.document_count));
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
        mut table: TableRead,
        likenesses: &BTreeSet<u64>,
    ) -> Result<Report, BatchError> {
        if self.state.input.chunks < self.chunks_before() {
            return Err(other_input());
        }
        let Self { folder, left, ended, mut state, delimiter, whose, .. } = self;
        if let Some((stage, finished)) = left {
            publish(stage, &finished)?;
        }
        let (sums, documents) = (state.sums.clone(), state.documents.clone());
        let Some(folder) = folder else { return Ok(Report { sums, documents, ended, table }) };
        state.outputs = folder.written();
        let ids = [(QUOTES.name, b',', 0), (REJECTS.name, delimiter, whose)];
        table.look_alikes = look_alikes::find(&folder.stage, likenesses, &ids)?;
        let ending = Ending { stage: &folder.stage, settings, state, table: &table, delimiter };
        let finished = ending.write()?;
        publish(folder.stage, &finished)?;
        let report = Report { sums, documents, ended, table };
        Ok(report)
    }
}

/// What grew in an earlier attempt.
type Grown = ([GrowingFile; TABLES.len()], GrowingFile);

/// The outputs of an earlier attempt, up to what it kept; `None` where they are not that.
fn again(stage: &Stage, state: &State) -> Result<Option<Grown>, BatchError> {
    let mut files = Vec::new();
    for name in TABLES.iter().map(|form| form.name).chain([LIST]) {
        let Some(kept) = state.outputs.iter().find(|one| one.name == name) else {
            return Ok(None);
        };
        let Some(file) = GrowingFile::again(stage, kept)? else { return Ok(None) };
        files.push(file);
    }
    if !state.asked.documents.is_empty() && !document_files::are_whole(stage)? {
        return Ok(None);
    }
    let Some(list) = files.pop() else { return Ok(None) };
    Ok(files.try_into().ok().map(|tables| (tables, list)))
}

fn other_input() -> BatchError {
    BatchError::folder(
        "this is not the input that the run began with",
        "give the same input, or choose another folder",
    )
}

/// The first row of a table.
fn head(form: OutputForm, columns: &TableColumns) -> Vec<u8> {
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
