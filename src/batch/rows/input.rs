//! The input as a stream of CSV, whatever it is kept in.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::bufread::GzDecoder;

use crate::batch::error::BatchError;
use crate::files::kept::KeptStream;
use crate::files::stage::SourceFile;

use super::columns::{AnyNames, HeadNames};
use super::encoding::TextEncoding;
#[cfg(feature = "formats")]
use super::formats::{open_parquet as columns, open_workbook as workbook};
use super::head::is_rejects;
use super::reading::Reading;
use super::stream::{CountedStream, TableStream};

/// Where the table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableInput {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";
const HEAD_BYTES: u64 = 4;
/// Most bytes of a first line that tell the rejects of an earlier run from another table.
const FIRST_LINE_BYTES_MAX: u64 = 64 * 1024;
const BUFFER_BYTES: usize = 64 * 1024;

/// The input, which can be read once more: what comes from a stream is kept in a file as it comes.
pub(crate) struct KeptInput<'run> {
    input: &'run TableInput,
    reading: Reading,
    names: Arc<dyn HeadNames>,
    kept: Option<KeptStream>,
    readings: Readings,
}

/// How often an input is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readings {
    Once,
    Again,
}

impl<'run> KeptInput<'run> {
    /// The input as it is to be read; its columns are those that `names` knows.
    pub(crate) fn of(input: &'run TableInput, reading: Reading, names: Arc<dyn HeadNames>) -> Self {
        Self { input, reading, names, kept: None, readings: Readings::Again }
    }

    /// The same input, which is opened once: text that comes from a stream is not kept.
    pub(crate) fn once(self) -> Self {
        Self { readings: Readings::Once, ..self }
    }

    /// A table of whatever columns, its head in the first row.
    pub(crate) fn of_any(input: &'run TableInput) -> Self {
        Self::of(input, Reading::default(), Arc::new(AnyNames))
    }

    /// What the names in its head mean.
    pub(crate) fn names(&self) -> &dyn HeadNames {
        &*self.names
    }

    /// Opens the input from its beginning; its first bytes, and not its name, say what it is. What
    /// was opened before must not be read any more.
    pub(crate) fn open(&mut self) -> Result<TableStream, BatchError> {
        if let Some(kept) = &mut self.kept {
            let whole = kept.whole().map_err(BatchError::Input)?;
            return open_file(whole, &self.reading, &self.names);
        }
        let kept = match self.input {
            TableInput::Standard => KeptStream::of_standard_input(),
            TableInput::File(path) => {
                let source = SourceFile::open(path)?;
                if source.length_bytes() > 0 {
                    return open_file(source, &self.reading, &self.names);
                }
                // A pipe is read once.
                KeptStream::of(source)
            }
        };
        let (kept, mut stream) = kept.map_err(BatchError::Input)?;
        self.kept = Some(kept);
        let head = head(&mut stream)?;
        match (opener(&head), &mut self.kept) {
            (Some(open_table), Some(kept)) => {
                let whole = kept.whole().map_err(BatchError::Input)?;
                open_table(whole, &self.reading, &self.names)
            }
            (_, _) => {
                let stream: Box<dyn Read + Send> = match self.readings {
                    Readings::Again => Box::new(stream),
                    Readings::Once => {
                        self.kept = None;
                        stream.alone()
                    }
                };
                let stream = Cursor::new(head.clone()).chain(stream);
                text(&head, Box::new(stream), None, &self.reading)
            }
        }
    }
}

/// Opens a file that can be read again.
fn open_file(
    mut source: SourceFile,
    reading: &Reading,
    names: &Arc<dyn HeadNames>,
) -> Result<TableStream, BatchError> {
    let length = Some(source.length_bytes());
    let head = head(&mut source)?;
    match opener(&head) {
        Some(open_table) => open_table(source.again().map_err(BatchError::Input)?, reading, names),
        None => text(&head, Box::new(Cursor::new(head.clone()).chain(source)), length, reading),
    }
}

fn head(stream: &mut impl Read) -> Result<Vec<u8>, BatchError> {
    let mut head = Vec::new();
    stream.take(HEAD_BYTES).read_to_end(&mut head).map_err(BatchError::Input)?;
    Ok(head)
}

type Opener = fn(SourceFile, &Reading, &Arc<dyn HeadNames>) -> Result<TableStream, BatchError>;

/// How that is opened which is no text, by its first bytes.
fn opener(head: &[u8]) -> Option<Opener> {
    let openers: [(&[u8], Opener); 4] = [
        (b"PAR1", columns),
        (b"PARE", |_, _, _| {
            Err(BatchError::table(
                "the Parquet file is encrypted",
                "write it without encryption, or give the table as CSV",
            ))
        }),
        (b"PK\x03\x04", workbook),
        // Compound File Binary: workbooks of old programs, and those with a password.
        (b"\xd0\xcf\x11\xe0", |_, _, _| {
            Err(BatchError::table(
                "the workbook has a password or is of the old kind (.xls)",
                "save it as .xlsx without a password, or give the table as CSV",
            ))
        }),
    ];
    openers.into_iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, opener)| opener)
}

#[cfg(not(feature = "formats"))]
fn columns(
    _source: SourceFile,
    _reading: &Reading,
    _names: &Arc<dyn HeadNames>,
) -> Result<TableStream, BatchError> {
    Err(not_built("a Parquet file"))
}

#[cfg(not(feature = "formats"))]
fn workbook(
    _source: SourceFile,
    _reading: &Reading,
    _names: &Arc<dyn HeadNames>,
) -> Result<TableStream, BatchError> {
    Err(not_built("a workbook"))
}

/// What is said of a kind of table that this program was built without.
#[cfg(not(feature = "formats"))]
pub(crate) fn not_built(what: &str) -> BatchError {
    BatchError::table(
        format!("{what} cannot be read or written here"),
        "use CSV, or a program that is built with the cargo feature `formats`",
    )
}

fn text(
    head: &[u8],
    stream: Box<dyn Read + Send>,
    length: Option<u64>,
    reading: &Reading,
) -> Result<TableStream, BatchError> {
    let read = Arc::new(AtomicU64::new(0));
    let stream = CountedStream { stream, bytes: Arc::clone(&read) };
    let stream: Box<dyn Read + Send> = if head.starts_with(GZIP) {
        Box::new(GzipMembers::new(BufReader::with_capacity(BUFFER_BYTES, stream)))
    } else if head.starts_with(ZSTANDARD) {
        Box::new(zstd::stream::read::Decoder::new(stream).map_err(BatchError::Input)?)
    } else {
        Box::new(stream)
    };
    let notes = Arc::default();
    Ok(TableStream {
        stream: utf8(stream, reading)?,
        head: reading.head_place(),
        notes,
        read,
        length,
    })
}

/// The same text as UTF-8: by the encoding that was named, or by a mark at its beginning.
fn utf8(
    mut stream: Box<dyn Read + Send>,
    reading: &Reading,
) -> Result<Box<dyn Read + Send>, BatchError> {
    let wanted = if reading.encoding.is_some() { FIRST_LINE_BYTES_MAX } else { HEAD_BYTES };
    let mut begin = Vec::new();
    (&mut stream).take(wanted).read_to_end(&mut begin).map_err(BatchError::Input)?;
    let named = reading.encoding.filter(|_| !is_rejects(&begin));
    let encoding = TextEncoding::of_mark(&begin).or(named);
    let stream = Cursor::new(begin).chain(stream);
    Ok(match encoding {
        None => Box::new(stream),
        Some(encoding) => encoding.decode(stream),
    })
}

/// The members of a gzip file, one after the other; nothing but zeros may follow them, with which
/// some programs fill a block.
struct GzipMembers<S> {
    /// None at the end.
    member: Option<GzDecoder<S>>,
}

impl<S: BufRead> GzipMembers<S> {
    fn new(stream: S) -> Self {
        Self { member: Some(GzDecoder::new(stream)) }
    }
}

impl<S: BufRead> Read for GzipMembers<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let Some(mut stream) = self.member.take().map(GzDecoder::into_inner) else { break };
            let is_padded = stream.fill_buf()?.first() == Some(&0);
            while is_padded && stream.fill_buf()?.first() == Some(&0) {
                let zeros = stream.fill_buf()?.iter().take_while(|byte| **byte == 0).count();
                stream.consume(zeros);
            }
            match stream.fill_buf()? {
                [] => {}
                [first, ..] if !is_padded && GZIP.first() == Some(first) => {
                    self.member = Some(GzDecoder::new(stream));
                }
                [..] => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "other bytes follow the end of the gzip data",
                    ));
                }
            }
        }
        Ok(0)
    }
}
