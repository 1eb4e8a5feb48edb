//! A run: threads that take chunks, price them, and write what comes of them in order.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::digest::{hex, sha256};
use crate::engine::receipt::ENGINE;
use crate::files::sort::{SortMemory, shared_folder};

use super::error::BatchError;
use super::folder::compare::quotes_of;
use super::folder::resume::{Asked, QuoteBasis, State};
use super::folder::sink::Sink;
use super::folder::start::Start;
use super::folder::start::begin;
use super::price::account::Worker;
use super::price::chunk::{ChunkOutcome, PricingContext, Work};
use super::price::gather::{Gathered, Gathering};
use super::price::known_accounts::KnownAccounts;
use super::price::met::Met;
use super::price::sum_rows::Before;
use super::report::{Report, TableRead};
use super::rows::chunks::{self, CHUNK_BYTES, Chunk, Chunker, OpenedTable};
use super::rows::gathered::GatheredChunks;
#[cfg(not(feature = "formats"))]
use super::rows::input::not_built;
use super::rows::input::{KeptInput, TableInput};
use super::rows::map::kept_input;
use super::rows::reading::HiddenRows;
#[cfg(not(feature = "formats"))]
use super::settings::TableFormat;
use super::settings::{Destination, Scattered, Settings};

/// Bytes of a chunk whose accounts have documents, which are held until it is their turn.
const CHUNK_WITH_DOCUMENTS_BYTES: usize = 8 * 1024;
/// How long a run may go on without keeping how far it is.
const KEEP_EVERY: Duration = Duration::from_millis(500);

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows that are written.
    pub rows: u64,
    /// Bytes of the input that were read, as it is kept; of rows that were put together, those that
    /// were taken since.
    pub read_bytes: u64,
    /// Bytes of what is read, where that is known.
    pub input_bytes: Option<u64>,
}

/// Who is told how far a run is.
pub type Watcher<'run> = &'run (dyn Fn(Progress) + Sync);

/// Prices a table.
///
/// # Errors
/// An input that cannot be read, a folder that this run may not fill, a full disk. What was written
/// until then is kept, and [`super::Attempt::Resume`] goes on with it.
pub fn run(
    settings: &Settings<'_>,
    input: &TableInput,
    destination: &Destination,
    watcher: Watcher<'_>,
) -> Result<Report, BatchError> {
    #[cfg(not(feature = "formats"))]
    for (format, what) in
        [(TableFormat::Parquet, "a Parquet file"), (TableFormat::Xlsx, "a workbook")]
    {
        if settings.tables.has(format) {
            return Err(not_built(what));
        }
    }
    // What is found out at the end would be found out late.
    let asked = asked(settings)?;
    let mut start = begin(destination)?;
    let kept = kept_input(input, &settings.reading, settings.map);
    let mut kept = match settings.scattered {
        Scattered::Reject => kept,
        Scattered::Group => kept.once(),
    };
    let mut scattered = KnownAccounts::new();
    let mut is_scattered = start.is_scattered();
    loop {
        if is_scattered {
            scattered = look_for_scattered(&mut kept)?;
        }
        let pass = Pass { settings, asked: &asked, scattered: &scattered, is_scattered, watcher };
        match pass.run(&mut kept, start)? {
            Passed::Whole(report) => return Ok(*report),
            Passed::Scattered(_) if is_scattered => {
                return Err(BatchError::Bug("an account comes back that was known to"));
            }
            // Once more, with those accounts refused from the start.
            Passed::Scattered(sink) => {
                start = sink.begin_anew()?;
                is_scattered = true;
            }
        }
    }
}

/// The accounts of a table that come back later.
fn look_for_scattered(kept: &mut KeptInput<'_>) -> Result<KnownAccounts, BatchError> {
    let shelf = Shelf::default();
    let OpenedTable { mut chunker, .. } = chunks::open(kept, CHUNK_BYTES)?;
    let context = PricingContext::unpriced(&shelf, chunker.columns().clone());
    let (mut worker, mut met) = (Worker::new(&context), Met::nothing());
    while let Some(chunk) = chunker.next()? {
        met.take(&worker.work(&chunk, Work::Recognize, &met.before)?);
    }
    Ok(met.into_scattered().unwrap_or_else(KnownAccounts::new))
}

/// One reading of the table.
struct Pass<'run> {
    settings: &'run Settings<'run>,
    asked: &'run Asked,
    /// Accounts that come back later, as far as that is known.
    scattered: &'run KnownAccounts,
    is_scattered: bool,
    watcher: Watcher<'run>,
}

/// What a reading came to.
enum Passed {
    /// All is written.
    Whole(Box<Report>),
    /// An account came back: what was written of it must not stay.
    Scattered(Box<Sink>),
}

impl Pass<'_> {
    fn run(&self, kept: &mut KeptInput<'_>, start: Start) -> Result<Passed, BatchError> {
        let Pass { settings, asked, scattered, .. } = *self;
        let is_documented = !settings.documents.is_none();
        let chunk_bytes = if is_documented { CHUNK_WITH_DOCUMENTS_BYTES } else { CHUNK_BYTES };
        let opened = match chunks::open(kept, chunk_bytes) {
            Ok(opened) => opened,
            Err(error) => {
                start.give_up()?;
                return Err(error);
            }
        };
        let OpenedTable { chunker, notes, read, length } = opened;
        let quote_date = settings.quote_date.or(start.quote_date()).unwrap_or(settings.today);
        let header = hex(&sha256(&chunker.header));
        let columns = chunker.columns().clone();
        let unknown_columns = columns.unknown().map(str::to_owned).collect();
        let mut state = State::new(basis(settings, quote_date), asked.clone(), header);
        state.input.scattered = self.is_scattered;
        let folder = start.scratch().map_or_else(shared_folder, Path::to_owned);
        let sink = Sink::new(start, state, &columns)?;
        let Settings { shelf, due, documents, .. } = *settings;
        let scattered = Some(scattered).filter(|_| self.is_scattered);
        let context = PricingContext { shelf, columns, quote_date, due, documents, scattered };
        let table = CutTable { chunks: Chunks::OfTable(Box::new(chunker)), read, length };
        let source = match settings.scattered {
            Scattered::Reject => Ok(table),
            Scattered::Group => self.grouped(table, &context, (&folder, chunk_bytes)),
        };
        let source = source.map_err(BatchError::while_writing)?;
        let mut turns = self.floor(&context, source, sink).run()?;
        turns.sink.count_scattered(scattered.map_or(0, KnownAccounts::count));
        if turns.is_scattered {
            return Ok(Passed::Scattered(Box::new(turns.sink)));
        }
        let look_alikes = turns.met.look_alikes().clone();
        let table = TableRead {
            unknown_columns,
            hidden_rows: notes.hidden_rows.load(Ordering::Relaxed),
            sheet: notes.sheet.get().cloned(),
            ..TableRead::default()
        };
        let report = turns.sink.finish(settings, table, &look_alikes);
        report.map(|report| Passed::Whole(Box::new(report))).map_err(BatchError::while_writing)
    }
}

impl Pass<'_> {
    /// The same table with the rows of each account together.
    fn grouped<R: Read>(
        &self,
        table: CutTable<R>,
        context: &PricingContext<'_>,
        (folder, chunk_bytes): (&Path, usize),
    ) -> Result<CutTable<R>, BatchError> {
        let CutTable { chunks, read, length: input_bytes } = table;
        let Chunks::OfTable(mut chunker) = chunks else {
            return Err(BatchError::Bug("a table is grouped twice"));
        };
        let watcher = || {
            let read_bytes = read.load(Ordering::Relaxed);
            (self.watcher)(Progress { rows: 0, read_bytes, input_bytes });
        };
        let memory = SortMemory::default();
        let gathering = Gathering { folder, memory, chunk_bytes, watcher: &watcher };
        let Gathered { chunks, read, length } = gathering.gather(&mut chunker, context)?;
        Ok(CutTable { chunks: Chunks::Gathered(Box::new(chunks)), read, length: Some(length) })
    }

    fn floor<'floor, R>(
        &'floor self,
        context: &'floor PricingContext<'floor>,
        source: CutTable<R>,
        sink: Sink,
    ) -> Floor<'floor, R> {
        let turns = Turns {
            sink,
            next: 0,
            waiting: BTreeMap::new(),
            met: Met::nothing(),
            asked_for: self.settings.scattered,
            is_scattered: false,
        };
        Floor {
            context,
            chunks: Mutex::new(source.chunks),
            sink: Mutex::new(turns),
            moved: Condvar::new(),
            stopped: AtomicBool::new(false),
            failure: Mutex::new(None),
            jobs: self.settings.jobs.get(),
            watcher: self.watcher,
            read: source.read,
            length: source.length,
        }
    }
}

/// A table that is taken in chunks, and how far it is read.
struct CutTable<R> {
    chunks: Chunks<R>,
    read: Arc<AtomicU64>,
    length: Option<u64>,
}

/// Where chunks come from.
enum Chunks<R> {
    /// The table in its own order.
    OfTable(Box<Chunker<R>>),
    /// Its rows with those of each account together.
    Gathered(Box<GatheredChunks>),
}

impl<R: Read> Chunks<R> {
    fn next(&mut self) -> Result<Option<Chunk>, BatchError> {
        match self {
            Self::OfTable(chunker) => chunker.next(),
            Self::Gathered(chunks) => chunks.next(),
        }
    }
}

fn basis(settings: &Settings<'_>, quote_date: Date) -> QuoteBasis {
    QuoteBasis {
        engine: ENGINE.to_owned(),
        quote_date: quote_date.to_string(),
        due_from: settings.due.from.map(|date| date.to_string()),
        due_through: settings.due.through.map(|date| date.to_string()),
    }
}

fn asked(settings: &Settings<'_>) -> Result<Asked, BatchError> {
    Ok(Asked {
        documents: settings.documents.words(),
        formats: settings.tables.words(),
        csv: settings.tables.style_word(),
        group: settings.scattered == Scattered::Group,
        hidden: match settings.reading.hidden {
            HiddenRows::Price => None,
            HiddenRows::Skip => Some("skip".to_owned()),
        },
        encoding: settings.reading.encoding.map(|encoding| encoding.to_string()),
        books: settings.shelf.books().map(|book| hex(book.sha256())).collect(),
        map: settings.map.map(|map| hex(map.sha256())),
        compare_with: settings.compare_with.as_deref().map(quotes_of).transpose()?,
    })
}

/// What all threads share.
struct Floor<'run, R> {
    context: &'run PricingContext<'run>,
    chunks: Mutex<Chunks<R>>,
    sink: Mutex<Turns>,
    /// A chunk was written, or the run stopped.
    moved: Condvar,
    stopped: AtomicBool,
    failure: Mutex<Option<BatchError>>,
    jobs: usize,
    watcher: Watcher<'run>,
    read: Arc<AtomicU64>,
    length: Option<u64>,
}

/// The outputs, and whose turn it is to be written.
struct Turns {
    sink: Sink,
    next: u64,
    /// Chunks that came before their turn.
    waiting: BTreeMap<u64, Worked>,
    met: Met,
    asked_for: Scattered,
    /// Whether an account came back, which ends the pass.
    is_scattered: bool,
}

/// A chunk and what came of it.
struct Worked {
    chunk: Chunk,
    digest: [u8; 32],
    outcome: ChunkOutcome,
    work: Work,
}

/// Stops the run when a thread does not get to its end.
struct Guard<'floor, 'run, R>(&'floor Floor<'run, R>);

impl<R> Drop for Guard<'_, '_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

impl<R: Read + Send> Floor<'_, R> {
    /// Has threads work until all is written; what they wrote.
    fn run(self) -> Result<Turns, BatchError> {
        thread::scope(|scope| {
            for _ in 0..self.jobs {
                scope.spawn(|| self.work());
            }
        });
        if let Some(error) = lock(&self.failure).take() {
            return Err(error.while_writing());
        }
        Ok(self.sink.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn work(&self) {
        let _guard = Guard(self);
        let mut worker = Worker::new(self.context);
        if let Err(error) = self.work_through(&mut worker) {
            lock(&self.failure).get_or_insert(error);
            self.stop();
        }
    }

    fn work_through(&self, worker: &mut Worker<'_>) -> Result<(), BatchError> {
        let resumed = lock(&self.sink).sink.chunks_before();
        while !self.stopped.load(Ordering::Relaxed) {
            let Some(chunk) = lock(&self.chunks).next()? else { return Ok(()) };
            let work = if chunk.index < resumed { Work::Recognize } else { Work::Price };
            let outcome = worker.work(&chunk, work, &Before::default())?;
            let digest = chunk.digest();
            self.deliver(Worked { chunk, digest, outcome, work }, worker)?;
        }
        Ok(())
    }

    /// Writes all chunks whose turn it is; waits where too many are waiting.
    fn deliver(&self, worked: Worked, worker: &mut Worker<'_>) -> Result<(), BatchError> {
        let mut turns = lock(&self.sink);
        turns.waiting.insert(worked.chunk.index, worked);
        loop {
            let next = turns.next;
            let Some(worked) = turns.waiting.remove(&next) else { break };
            turns.write(worked, worker)?;
            if turns.is_scattered {
                self.stopped.store(true, Ordering::Relaxed);
                self.moved.notify_all();
                return Ok(());
            }
            turns.next += 1;
            self.moved.notify_all();
            (self.watcher)(Progress {
                rows: turns.sink.rows(),
                read_bytes: self.read.load(Ordering::Relaxed),
                input_bytes: self.length,
            });
        }
        // Whoever has the next chunk is never here: it would have written it.
        while turns.waiting.len() > self.jobs && !self.stopped.load(Ordering::Relaxed) {
            turns = self.moved.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }
}

impl<R> Floor<'_, R> {
    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Whoever is about to wait holds the lock: none misses this.
        drop(lock(&self.sink));
        self.moved.notify_all();
    }
}

impl Turns {
    fn write(&mut self, worked: Worked, worker: &mut Worker<'_>) -> Result<(), BatchError> {
        let Worked { chunk, digest, mut outcome, work } = worked;
        let before = self.met.before;
        let depends = (outcome.begins_with_account && before.unread.is_some())
            || (outcome.asks_for_sums && before.sums != Before::default().sums);
        if depends {
            // Rare, and so done again rather than undone.
            outcome = worker.work(&chunk, work, &before)?;
        } else {
            outcome.after = before.then(outcome.after, outcome.has_accounts);
        }
        let are_new = self.met.take(&outcome);
        match self.asked_for {
            Scattered::Reject if !are_new => {
                self.is_scattered = true;
                return Ok(());
            }
            // What is grouped is whole, by more than what accounts are known by here.
            Scattered::Reject | Scattered::Group => {}
        }
        match work {
            Work::Recognize => self.sink.recognize(&digest),
            Work::Price | Work::InMemory | Work::Request | Work::Gather => {
                self.sink.append(&digest, &mut outcome)?;
                worker.reuse(outcome);
                self.sink.keep(KEEP_EVERY, Instant::now())
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked stops the run; what it held is not used any more.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
