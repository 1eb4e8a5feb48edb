//! Tables that are not UTF-8: read as UTF-8 all the same, or told what they look like.

use std::fmt;
use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::batch::error::BatchError;

/// So many bytes are looked at to tell an encoding.
const LOOKED_BYTES_MAX: usize = 4 * 1024;

/// How the text of a table is encoded, by the list of the WHATWG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// The encoding of a label such as `windows-1252` or `latin1`, in any case.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    /// The encoding that a mark at the beginning of a text names, but for UTF-8.
    pub(super) fn of_mark(head: &[u8]) -> Option<Self> {
        [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)]
            .into_iter()
            .find_map(|(mark, encoding)| head.starts_with(mark).then_some(Self(encoding)))
    }

    /// The same text as UTF-8. What is no text of the encoding becomes U+FFFD, and the rules for
    /// rows reject that. A mark at the beginning counts for more than what was named.
    pub(super) fn decode(self, stream: impl Read + Send + 'static) -> Box<dyn Read + Send> {
        let mut builder = DecodeReaderBytesBuilder::new();
        Box::new(builder.encoding(Some(self.0)).bom_override(true).build(stream))
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name().to_ascii_lowercase())
    }
}

/// What a text that is not UTF-8 looks like, from what stands around its first such byte.
pub(crate) fn looks_like(text: &[u8]) -> TextEncoding {
    let zeros = |odd: usize| text.iter().skip(odd).step_by(2).take(64).filter(|byte| **byte == 0);
    // Letters without accents have a zero in every second byte.
    match (zeros(0).count(), zeros(1).count()) {
        (0, 0) => {}
        (even, odd) if even > odd => return TextEncoding(UTF_16BE),
        (_, _) => return TextEncoding(UTF_16LE),
    }
    let first = text.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(LOOKED_BYTES_MAX / 4);
    let end = text.len().min(from + LOOKED_BYTES_MAX);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(text.get(from..end).unwrap_or_default(), true);
    TextEncoding(detector.guess(None, Utf8Detection::Deny))
}

/// What to do about it.
pub(crate) fn way_out(text: &[u8]) -> String {
    let encoding = looks_like(text);
    format!(
        "it looks like {encoding}: run it again with --encoding {encoding}, or save it as UTF-8 \
         (in a spreadsheet: CSV UTF-8)"
    )
}

/// What is said of a table whose head is not UTF-8.
pub(super) fn not_utf8(text: &[u8]) -> BatchError {
    BatchError::table("the table is not UTF-8 text", way_out(text))
}
