//! The input as a stream of CSV, whatever it is kept in.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::bufread::GzDecoder;

use crate::batch::error::BatchError;
use crate::engine::node::DecimalMark;
use crate::files::kept::KeptStream;
use crate::files::stage::SourceFile;

#[cfg(feature = "formats")]
use super::formats::{open_parquet as columns, open_workbook as workbook};
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
const BUFFER_BYTES: usize = 64 * 1024;

/// The input, which can be read once more: what comes from a stream is kept in a file as it comes.
pub(crate) struct KeptInput<'run> {
    input: &'run TableInput,
    decimal: DecimalMark,
    kept: Option<KeptStream>,
}

impl<'run> KeptInput<'run> {
    pub(crate) const fn of(input: &'run TableInput) -> Self {
        Self { input, decimal: DecimalMark::Point, kept: None }
    }

    /// The same, with this mark before the decimals of what is no text in it but a number.
    pub(crate) fn with_decimal(self, decimal: DecimalMark) -> Self {
        Self { decimal, ..self }
    }

    /// Opens the input from its beginning; its first bytes, and not its name, say what it is. What
    /// was opened before must not be read any more.
    pub(crate) fn open(&mut self) -> Result<TableStream, BatchError> {
        if let Some(kept) = &mut self.kept {
            return open_file(kept.whole().map_err(BatchError::Input)?, self.decimal);
        }
        let kept = match self.input {
            TableInput::Standard => KeptStream::of_standard_input(),
            TableInput::File(path) => {
                let source = SourceFile::open(path)?;
                if source.length_bytes() > 0 {
                    return open_file(source, self.decimal);
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
                open_table(kept.whole().map_err(BatchError::Input)?, self.decimal)
            }
            (_, _) => text(&head, Box::new(Cursor::new(head.clone()).chain(stream)), None),
        }
    }
}

/// Opens a file that can be read again.
fn open_file(mut source: SourceFile, decimal: DecimalMark) -> Result<TableStream, BatchError> {
    let length = Some(source.length_bytes());
    let head = head(&mut source)?;
    match opener(&head) {
        Some(open_table) => open_table(source.again().map_err(BatchError::Input)?, decimal),
        None => text(&head, Box::new(Cursor::new(head.clone()).chain(source)), length),
    }
}

fn head(stream: &mut impl Read) -> Result<Vec<u8>, BatchError> {
    let mut head = Vec::new();
    stream.take(HEAD_BYTES).read_to_end(&mut head).map_err(BatchError::Input)?;
    Ok(head)
}

type Opener = fn(SourceFile, DecimalMark) -> Result<TableStream, BatchError>;

/// How that is opened which is no text, by its first bytes.
fn opener(head: &[u8]) -> Option<Opener> {
    let openers: [(&[u8], Opener); 4] = [
        (b"PAR1", columns),
        (b"PARE", |_, _| {
            Err(BatchError::table(
                "the Parquet file is encrypted",
                "write it without encryption, or give the table as CSV",
            ))
        }),
        (b"PK\x03\x04", workbook),
        // Compound File Binary: workbooks of old programs, and those with a password.
        (b"\xd0\xcf\x11\xe0", |_, _| {
            Err(BatchError::table(
                "the workbook has a password or is of the old kind (.xls)",
                "save it as .xlsx without a password, or give the table as CSV",
            ))
        }),
    ];
    openers.into_iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, opener)| opener)
}

#[cfg(not(feature = "formats"))]
fn columns(_source: SourceFile, _decimal: DecimalMark) -> Result<TableStream, BatchError> {
    Err(not_built("a Parquet file"))
}

#[cfg(not(feature = "formats"))]
fn workbook(_source: SourceFile, _decimal: DecimalMark) -> Result<TableStream, BatchError> {
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
    Ok(TableStream { stream, read, length })
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
