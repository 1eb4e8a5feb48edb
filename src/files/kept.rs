//! A stream that can be read once more: it is copied to a file as it is read.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::stage::SourceFile;

/// A stream, and a file that nobody sees with what was read of it so far.
pub(crate) struct KeptStream {
    rest: Box<dyn Read + Send>,
    file: File,
}

/// A stream that writes what is read of it into a file.
pub(crate) struct CopiedStream {
    stream: Box<dyn Read + Send>,
    copy: File,
}

impl KeptStream {
    /// Standard input, and the stream to read it by.
    pub(crate) fn of_standard_input() -> io::Result<(Self, CopiedStream)> {
        Self::both(Box::new(io::stdin()), Box::new(io::stdin()))
    }

    /// A pipe, and the stream to read it by.
    pub(crate) fn of(pipe: SourceFile) -> io::Result<(Self, CopiedStream)> {
        let rest = pipe.clone_of()?;
        Self::both(Box::new(rest), Box::new(pipe))
    }

    fn both(
        rest: Box<dyn Read + Send>,
        stream: Box<dyn Read + Send>,
    ) -> io::Result<(Self, CopiedStream)> {
        let file = tempfile::tempfile()?;
        let copy = file.try_clone()?;
        Ok((Self { rest, file }, CopiedStream { stream, copy }))
    }

    /// All of the stream as a file; the stream itself must not be read any more.
    pub(crate) fn whole(&mut self) -> io::Result<SourceFile> {
        self.file.seek(SeekFrom::End(0))?;
        io::copy(&mut self.rest, &mut self.file)?;
        SourceFile::of(self.file.try_clone()?)
    }
}

impl CopiedStream {
    /// The stream without its copy.
    pub(crate) fn alone(self) -> Box<dyn Read + Send> {
        self.stream
    }
}

impl Read for CopiedStream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        self.copy.write_all(into.get(..read).unwrap_or_default())?;
        Ok(read)
    }
}
