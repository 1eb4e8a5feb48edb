//! The JSON of a quote, taken out of a PDF that has it attached.
//!
//! A PDF comes from outside, so nothing that it says of itself is followed: neither where its
//! objects are, which can lead a reader to one of them a million times, nor how large they are. Its
//! bytes are gone through once, for streams that call themselves embedded files. No tool that keeps
//! an attachment can hide it from that, but by encryption.

use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::content::Content;
use lopdf::{Dictionary, Object};
use memchr::memmem;

/// Most bytes that all attachments of a PDF unpack to, however large it is.
pub const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// They unpack to at most so many times the bytes of the PDF; the JSON of a quote is packed to a
/// tenth.
const UNPACKED_TIMES_MAX: u64 = 100;
/// So many bytes are unpacked of a PDF that is small.
const UNPACKED_BYTES_LEAST: u64 = 1024 * 1024;

/// So many places of a PDF that look like attachments are looked at.
const PLACES_MAX: usize = 1_000;
/// So many bytes around its type describe an embedded file.
const DICTIONARY_BYTES_MAX: usize = 4 * 1024;
/// A PDF begins within so many bytes (ISO 32000-1, annex H).
const HEAD_BYTES_MAX: usize = 1024;
/// So many bytes tell whether something may be JSON.
const SNIFFED_BYTES_MAX: u64 = 64;

/// Why there is no quote in a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttachedError {
    /// Nothing in it is the JSON of a quote.
    #[error("the PDF has no quote attached (`quote.json`)")]
    Missing,
    /// Nobody can tell which of them is the quote.
    #[error("the PDF has several different quotes attached")]
    Several,
    /// What it has attached cannot be read.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// What it has attached is cut off, or was changed in some way that is no PDF.
    #[error("what the PDF has attached is damaged")]
    Damaged,
    /// It is packed by another method than those that programs use for attachments.
    #[error("what the PDF has attached is packed by a method that is not read")]
    OtherMethod,
    /// It has more attached than is looked at.
    #[error("the PDF has more than {PLACES_MAX} attachments")]
    TooMany,
    /// It unpacks to more than is sensible.
    #[error("what the PDF has attached unpacks to far more than a quote")]
    TooLarge,
}

/// Whether bytes are those of a PDF, and not of a JSON in which the mark of one stands.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES_MAX).unwrap_or(bytes);
    memmem::find(head, b"%PDF-").is_some() && !without_mark(head).starts_with(b"{")
}

/// What follows spaces and the mark that some programs begin a text with.
fn without_mark(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_start();
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start()
}

/// The JSON of the quote that is attached to a PDF.
///
/// It takes time and memory by the size of the PDF alone: what unpacks to a hundred times as much,
/// or to more than [`UNPACKED_BYTES_MAX`], is left.
///
/// # Errors
/// [`AttachedError`]: there is none, or none that can be read.
pub fn quote_json(pdf: &[u8]) -> Result<String, AttachedError> {
    let mut found: Option<Vec<u8>> = None;
    let mut trouble = None;
    let length = u64::try_from(pdf.len()).unwrap_or(u64::MAX);
    let room = length.saturating_mul(UNPACKED_TIMES_MAX).saturating_add(UNPACKED_BYTES_LEAST);
    let mut room = room.min(UNPACKED_BYTES_MAX);
    let (mut from, mut places) = (0, 0);
    while let Some(place) = pdf.get(from..).and_then(|rest| memmem::find(rest, b"/EmbeddedFile")) {
        let place = from.saturating_add(place);
        from = place.saturating_add(1);
        places += 1;
        if places > PLACES_MAX {
            return Err(AttachedError::TooMany);
        }
        let Some((file, end)) = EmbeddedFile::around(pdf, place) else { continue };
        from = end;
        match file.json(&mut room) {
            Ok(None) => {}
            Ok(Some(json)) if found.as_ref().is_some_and(|other| *other != json) => {
                return Err(AttachedError::Several);
            }
            Ok(Some(json)) => found = Some(json),
            Err(AttachedError::TooLarge) => return Err(AttachedError::TooLarge),
            Err(error) => trouble = Some(error),
        }
    }
    match found {
        Some(json) => String::from_utf8(json).map_err(|_| AttachedError::Damaged),
        None if is_encrypted(pdf) => Err(AttachedError::Encrypted),
        None => Err(trouble.unwrap_or(AttachedError::Missing)),
    }
}

fn is_encrypted(pdf: &[u8]) -> bool {
    let mut places = memmem::find_iter(pdf, b"/Encrypt");
    places.any(|place| !pdf.get(place.saturating_add(8)).is_some_and(u8::is_ascii_alphabetic))
}

/// A stream that calls itself an embedded file.
struct EmbeddedFile<'pdf> {
    about: Dictionary,
    content: &'pdf [u8],
}

impl<'pdf> EmbeddedFile<'pdf> {
    /// The file whose description holds a place, and where its content ends.
    fn around(pdf: &'pdf [u8], place: usize) -> Option<(Self, usize)> {
        let before = pdf.get(place.saturating_sub(DICTIONARY_BYTES_MAX)..place)?;
        let begin = memmem::rfind(before, b"obj")?;
        let begin = place.checked_sub(before.len())?.checked_add(begin)?.checked_add(3)?;
        let end = place.saturating_add(DICTIONARY_BYTES_MAX).min(pdf.len());
        let described = pdf.get(begin..end)?;
        let length = memmem::find_iter(described, b"stream").find(|at| {
            described.get(..*at).is_some_and(|before| before.trim_ascii_end().ends_with(b">>"))
        })?;
        // To a reader of PDF's own syntax the word `stream` is an operator, and what stands before
        // it its operand.
        let (described, rest) = pdf.get(begin..)?.split_at_checked(length.checked_add(6)?)?;
        let mut operations = Content::decode(described).ok()?.operations;
        let operation = operations.pop().filter(|last| last.operator == "stream")?;
        let [Object::Dictionary(about)] = operation.operands.as_slice() else { return None };
        if !operations.is_empty() || !about.has_type(b"EmbeddedFile") {
            return None;
        }
        let line_end = [&b"\r\n"[..], b"\n", b"\r"].into_iter().find(|end| rest.starts_with(end));
        let content = rest.get(line_end.map_or(0, <[u8]>::len)..)?;
        let length = length_of(about, content);
        let content = content.get(..length)?;
        let end = pdf.len().checked_sub(rest.len())?.checked_add(length)?;
        Some((Self { about: about.clone(), content }, end))
    }

    /// What it holds, where that is the JSON of a quote; takes what it unpacks from the room.
    fn json(&self, room: &mut u64) -> Result<Option<Vec<u8>>, AttachedError> {
        let mut content: Box<dyn Read + '_> = Box::new(self.content);
        for method in self.methods()? {
            if *method != *b"FlateDecode" || self.about.has(b"DecodeParms") {
                return Err(AttachedError::OtherMethod);
            }
            content = Box::new(ZlibDecoder::new(content));
        }
        let mut json = Vec::new();
        let mut read = |content: &mut dyn Read, bytes_max: u64, into: &mut Vec<u8>| {
            let count = content.take(bytes_max).read_to_end(into);
            let count = count.map_err(|_| AttachedError::Damaged)?;
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            *room = room.checked_sub(count).ok_or(AttachedError::TooLarge)?;
            Ok(*room)
        };
        // Of what is something else, a picture or a table, no more is unpacked.
        let left = read(&mut content, SNIFFED_BYTES_MAX, &mut json)?;
        if !without_mark(&json).starts_with(b"{") {
            return Ok(None);
        }
        read(&mut content, left.saturating_add(1), &mut json)?;
        Ok(memmem::find(&json, b"\"schema\"").map(|_| json))
    }

    /// The methods that its content was packed by, the last one first.
    fn methods(&self) -> Result<Vec<&[u8]>, AttachedError> {
        const METHODS_MAX: usize = 3;
        let Ok(filter) = self.about.get(b"Filter") else { return Ok(Vec::new()) };
        let methods: Option<Vec<&[u8]>> = match filter.as_array() {
            Ok(names) => names.iter().map(|name| name.as_name().ok()).collect(),
            Err(_) => filter.as_name().ok().map(|name| vec![name]),
        };
        let methods = methods.filter(|methods| methods.len() <= METHODS_MAX);
        methods.ok_or(AttachedError::OtherMethod)
    }
}

/// How long the content of a stream is: as it says, where it ends there; or else to where it ends.
fn length_of(about: &Dictionary, content: &[u8]) -> usize {
    let ends = |length: &usize| {
        let rest = content.get(*length..).unwrap_or_default();
        rest.trim_ascii_start().starts_with(b"endstream")
    };
    let said = about.get(b"Length").and_then(Object::as_i64).ok();
    let said = said.and_then(|length| usize::try_from(length).ok()).filter(ends);
    said.or_else(|| memmem::find(content, b"endstream")).unwrap_or(content.len())
}
