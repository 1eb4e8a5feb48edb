//! Records in the order of their keys, of which there may be more than memory holds: runs of them
//! are sorted in memory, written one behind the other into a file that nobody sees, and merged.
//!
//! A run is a part of a file, not a file of its own: however many there are, one or two files are
//! open. So many are merged at once that their buffers have a fixed size; where there are more,
//! they are merged into longer ones first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::error::{FileError, failed};

/// How much memory a sort may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SortMemory {
    /// Bytes of the records that are sorted in memory.
    pub(crate) run_bytes: usize,
    /// How many runs are merged at once.
    pub(crate) runs_max: usize,
    /// Bytes of a run that are read at once.
    pub(crate) piece_bytes: usize,
}

impl Default for SortMemory {
    fn default() -> Self {
        Self { run_bytes: 32 * 1024 * 1024, runs_max: 128, piece_bytes: 128 * 1024 }
    }
}

/// The folder for files that nobody sees, where a run has none of its own.
pub(crate) fn shared_folder() -> PathBuf {
    tempfile::env::temp_dir()
}

/// Bytes that are written at once.
const WRITTEN_BYTES: usize = 256 * 1024;
/// Bytes that say how many the rest of a record has.
const LENGTH_BYTES: usize = 4;

/// Takes records in any order: a key, of which no two are the same, and the rest.
pub(crate) struct Sorter<const KEY: usize> {
    memory: SortMemory,
    /// As they stand in the file: the key, how long the rest is, and the rest.
    records: Vec<u8>,
    /// Where each begins.
    starts: Vec<usize>,
    file: RunFile,
}

/// Runs, one behind the other in a file.
struct RunFile {
    file: BufWriter<File>,
    /// The folder that the file takes its room in.
    folder: PathBuf,
    length: u64,
    runs: Vec<Range<u64>>,
}

/// The same file, when all is written.
struct ReadFile {
    file: File,
    folder: PathBuf,
}

/// The records of a sorter, in order.
pub(crate) struct Sorted<const KEY: usize> {
    file: ReadFile,
    runs: Vec<Run>,
    /// The key of the next record of each run that has one.
    next: BinaryHeap<Reverse<([u8; KEY], usize)>>,
    piece_bytes: usize,
}

/// A run that is being read.
struct Run {
    /// What is not read yet of the file.
    left: Range<u64>,
    piece: Vec<u8>,
    /// Up to where the piece is used.
    used: usize,
}

impl<const KEY: usize> Sorter<KEY> {
    /// A sorter whose file takes its room in this folder.
    pub(crate) fn new(folder: &Path, memory: SortMemory) -> Result<Self, FileError> {
        let file = RunFile::new(folder)?;
        Ok(Self { memory, records: Vec::new(), starts: Vec::new(), file })
    }

    /// Takes a record, the rest of it in parts.
    pub(crate) fn push(&mut self, key: &[u8; KEY], rest: &[&[u8]]) -> Result<(), FileError> {
        let length: usize = rest.iter().map(|part| part.len()).sum();
        let stated = u32::try_from(length)
            .map_err(|_| failed("write", &self.file.folder)(io::ErrorKind::FileTooLarge.into()))?;
        let taken = self.records.len() + self.starts.len() * size_of::<usize>();
        let more = KEY + LENGTH_BYTES + length;
        if !self.starts.is_empty() && taken + more > self.memory.run_bytes {
            self.write_run()?;
        }
        self.starts.push(self.records.len());
        self.records.extend_from_slice(key);
        self.records.extend_from_slice(&stated.to_be_bytes());
        for part in rest {
            self.records.extend_from_slice(part);
        }
        Ok(())
    }

    fn write_run(&mut self) -> Result<(), FileError> {
        let Self { records, starts, file, .. } = self;
        let record = |start: usize| records.get(start..).unwrap_or_default();
        let key = |start: usize| record(start).get(..KEY).unwrap_or_default();
        starts.sort_unstable_by(|one, other| key(*one).cmp(key(*other)));
        for start in starts.iter().copied() {
            let length = record_bytes(record(start), KEY);
            file.push(record(start).get(..length).unwrap_or_default())?;
        }
        file.end_run();
        records.clear();
        starts.clear();
        Ok(())
    }

    /// All that it took, in order.
    pub(crate) fn finish(mut self) -> Result<Sorted<KEY>, FileError> {
        self.write_run()?;
        let Self { memory, records, starts, mut file } = self;
        drop((records, starts));
        while file.runs.len() > memory.runs_max.max(2) {
            file = file.merged::<KEY>(memory)?;
        }
        let runs = file.runs.clone();
        Sorted::of(file.into_read()?, &runs, memory.piece_bytes)
    }
}

/// Bytes of the record that a text begins with.
fn record_bytes(text: &[u8], key_bytes: usize) -> usize {
    let head = key_bytes + LENGTH_BYTES;
    let stated = text.get(key_bytes..head).and_then(|length| length.try_into().ok());
    let rest = stated.map_or(0, u32::from_be_bytes);
    head + usize::try_from(rest).unwrap_or(0)
}

impl RunFile {
    fn new(folder: &Path) -> Result<Self, FileError> {
        let file = tempfile::tempfile_in(folder).map_err(failed("write", folder))?;
        let file = BufWriter::with_capacity(WRITTEN_BYTES, file);
        Ok(Self { file, folder: folder.to_owned(), length: 0, runs: Vec::new() })
    }

    fn push(&mut self, record: &[u8]) -> Result<(), FileError> {
        self.file.write_all(record).map_err(failed("write", &self.folder))?;
        self.length += u64::try_from(record.len()).unwrap_or(0);
        Ok(())
    }

    /// Ends the run of the last records, where there are any.
    fn end_run(&mut self) {
        let start = self.runs.last().map_or(0, |run| run.end);
        if start < self.length {
            self.runs.push(start..self.length);
        }
    }

    /// The same records in fewer runs.
    fn merged<const KEY: usize>(self, memory: SortMemory) -> Result<Self, FileError> {
        let mut longer = Self::new(&self.folder)?;
        let runs = self.runs.clone();
        let mut file = self.into_read()?;
        let mut record = Vec::new();
        for some in runs.chunks(memory.runs_max.max(2)) {
            let mut sorted: Sorted<KEY> = Sorted::of(file, some, memory.piece_bytes)?;
            while sorted.next_record(&mut record)?.is_some() {
                longer.push(&record)?;
            }
            longer.end_run();
            file = sorted.file;
        }
        Ok(longer)
    }

    /// The file, to be read.
    fn into_read(self) -> Result<ReadFile, FileError> {
        let Self { file, folder, .. } = self;
        match file.into_inner() {
            Ok(file) => Ok(ReadFile { file, folder }),
            Err(error) => Err(failed("write", &folder)(error.into_error())),
        }
    }
}

impl ReadFile {
    /// Reads a part of it behind what is there.
    fn read(&mut self, part: Range<u64>, into: &mut Vec<u8>) -> Result<(), FileError> {
        let length = usize::try_from(part.end.saturating_sub(part.start)).unwrap_or(usize::MAX);
        let before = into.len();
        into.resize(before.saturating_add(length), 0);
        let room = into.get_mut(before..).unwrap_or_default();
        let read = self.file.seek(SeekFrom::Start(part.start));
        read.and_then(|_| self.file.read_exact(room)).map_err(failed("read", &self.folder))
    }
}

impl<const KEY: usize> Sorted<KEY> {
    /// Some runs of a file.
    fn of(file: ReadFile, runs: &[Range<u64>], piece_bytes: usize) -> Result<Self, FileError> {
        let unread = |run: &Range<u64>| Run { left: run.clone(), piece: Vec::new(), used: 0 };
        let runs: Vec<Run> = runs.iter().map(unread).collect();
        let mut sorted = Self { file, runs, next: BinaryHeap::new(), piece_bytes };
        for place in 0..sorted.runs.len() {
            sorted.look(place)?;
        }
        Ok(sorted)
    }

    /// The key of the next record, and what it has besides; `None` behind the last.
    pub(crate) fn next(&mut self, rest: &mut Vec<u8>) -> Result<Option<[u8; KEY]>, FileError> {
        let key = self.next_record(rest)?;
        rest.drain(..rest.len().min(KEY + LENGTH_BYTES));
        Ok(key)
    }

    /// The key of the next record, and the record as it stands in the file.
    fn next_record(&mut self, record: &mut Vec<u8>) -> Result<Option<[u8; KEY]>, FileError> {
        record.clear();
        let Some(Reverse((key, place))) = self.next.pop() else { return Ok(None) };
        if let Some(run) = self.runs.get_mut(place) {
            let length = record_bytes(run.unused(), KEY);
            run.has(length, &mut self.file, self.piece_bytes)?;
            record.extend_from_slice(run.unused().get(..length).unwrap_or_default());
            run.used += length;
        }
        self.look(place)?;
        Ok(Some(key))
    }

    /// Notes which record of a run is next.
    fn look(&mut self, place: usize) -> Result<(), FileError> {
        let Some(run) = self.runs.get_mut(place) else { return Ok(()) };
        if !run.has(KEY + LENGTH_BYTES, &mut self.file, self.piece_bytes)? {
            return Ok(());
        }
        if let Some(key) = run.unused().first_chunk::<KEY>() {
            self.next.push(Reverse((*key, place)));
        }
        Ok(())
    }
}

impl Run {
    /// What was read and is not used yet.
    fn unused(&self) -> &[u8] {
        self.piece.get(self.used..).unwrap_or_default()
    }

    /// Reads until so many bytes are there; whether they are.
    fn has(
        &mut self,
        bytes: usize,
        file: &mut ReadFile,
        piece_bytes: usize,
    ) -> Result<bool, FileError> {
        let there = self.unused().len();
        if there < bytes && !self.left.is_empty() {
            self.piece.drain(..self.used.min(self.piece.len()));
            self.used = 0;
            let more = u64::try_from((bytes - there).max(piece_bytes)).unwrap_or(u64::MAX);
            let end = self.left.start.saturating_add(more).min(self.left.end);
            file.read(self.left.start..end, &mut self.piece)?;
            self.left.start = end;
        }
        Ok(self.unused().len() >= bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number as a key, and what came with it.
    type KeyAndRest = ([u8; 4], Vec<u8>);

    /// Numbers from 0 in an order that looks random, each once, with as many bytes besides.
    fn sorted(count: u32, memory: SortMemory) -> (usize, Vec<KeyAndRest>) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut sorter: Sorter<4> = Sorter::new(folder.path(), memory).expect("a file");
        for number in 0..count {
            // 7,919 is a prime that none of the counts here is a multiple of.
            let number = (number * 7_919) % count;
            let rest = vec![b'x'; usize::try_from(number % 90).expect("few")];
            sorter.push(&number.to_be_bytes(), &[b"row ", &rest]).expect("room");
        }
        let runs = sorter.file.runs.len();
        let mut sorted = sorter.finish().expect("room");
        let (mut all, mut rest) = (Vec::new(), Vec::new());
        while let Some(key) = sorted.next(&mut rest).expect("a record") {
            all.push((key, rest.clone()));
        }
        assert!(std::fs::read_dir(folder.path()).expect("a folder").next().is_none());
        (runs, all)
    }

    fn in_order(count: u32) -> Vec<KeyAndRest> {
        let rest = |number: u32| [&b"row "[..], &vec![b'x'; number as usize % 90]].concat();
        (0..count).map(|number| (number.to_be_bytes(), rest(number))).collect()
    }

    #[test]
    fn records_come_in_the_order_of_their_keys_however_many_runs_there_are() {
        for (count, run_bytes, runs_max, least) in [
            (0, 1_000, 2, 0),
            (1, 1_000, 2, 0),
            (2_000, 1_000_000, 4, 0),
            // Two runs and more, merged at once …
            (2_000, 100_000, 4, 1),
            // … and so many that they are merged three times over.
            (2_000, 4_000, 4, 20),
            // A run for each record: none fits.
            (300, 1, 2, 298),
        ] {
            for piece_bytes in [1, 50, 100_000] {
                let memory = SortMemory { run_bytes, runs_max, piece_bytes };
                let (runs, found) = sorted(count, memory);
                assert!(runs >= least, "{runs} runs of {run_bytes} bytes");
                assert!(found == in_order(count), "{count} records, {memory:?}");
            }
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_with_its_name() {
        let error = Sorter::<4>::new(Path::new("/not/there"), SortMemory::default()).err();
        let said = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(said.starts_with("cannot write /not/there: "), "{said}");
    }
}
