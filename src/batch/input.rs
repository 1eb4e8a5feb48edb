//! The input as a stream of CSV, whatever it is kept in.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::files::stage::Source;

use super::BatchError;

/// Where the table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

/// A table that is being read.
pub(super) struct Opened {
    pub(super) stream: Box<dyn Read + Send>,
    /// How many bytes of it were read, as it is kept.
    pub(super) read: Arc<AtomicU64>,
    /// How many it has, where that is known.
    pub(super) length: Option<u64>,
}

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";
const PARQUET: &[u8] = b"PAR1";
const ZIP: &[u8] = b"PK\x03\x04";
const HEAD_BYTES: u64 = 4;

/// Opens the input; its first bytes, and not its name, say what it is.
pub(super) fn open(input: &Input) -> Result<Opened, BatchError> {
    match input {
        Input::Standard => text(Box::new(io::stdin()), None),
        Input::File(path) => {
            let source = Source::open(path)?;
            let length = source.length_bytes();
            text(Box::new(source), Some(length).filter(|length| *length > 0))
        }
    }
}

fn text(mut stream: Box<dyn Read + Send>, length: Option<u64>) -> Result<Opened, BatchError> {
    let mut head = Vec::new();
    (&mut stream).take(HEAD_BYTES).read_to_end(&mut head).map_err(BatchError::input)?;
    let is = |magic: &[u8]| head.starts_with(magic);
    let (is_gzip, is_zstandard) = (is(GZIP), is(ZSTANDARD));
    if is(PARQUET) || is(ZIP) {
        return Err(BatchError::table(
            "this kind of table cannot be read here",
            "give it as CSV, or as a file where the program is built with `formats`",
        ));
    }
    let read = Arc::new(AtomicU64::new(0));
    let stream = Counted { stream: Cursor::new(head).chain(stream), bytes: Arc::clone(&read) };
    let stream: Box<dyn Read + Send> = if is_gzip {
        Box::new(flate2::read::MultiGzDecoder::new(stream))
    } else if is_zstandard {
        Box::new(zstd::stream::read::Decoder::new(stream).map_err(BatchError::input)?)
    } else {
        Box::new(stream)
    };
    Ok(Opened { stream, read, length })
}

/// A stream that tells how far it was read.
struct Counted<R> {
    stream: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        self.bytes.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}
